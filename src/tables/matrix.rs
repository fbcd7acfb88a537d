//! Sheets in matrix form: one axis in a column, the other in the titles, the values between them.
//!
//! Rules: workbook specification, section 1. `price_lists` (items × currencies or × quantities), `customer_prices` (items
//! × customers), `stock` (items × places) and the tables of variants are unpivoted: `product_values`, `group_defaults` and
//! `value_sets` (products, groups or sets × properties), `property_values` (properties × value 1, value 2 …),
//! `variant_bom` (items × products) and `surcharges` (conditions × products). `models` and table rules have a column a
//! property as they are. Currencies, quantities and numbered values are told by the titles themselves; customers, places,
//! products and properties are any words, so that only the name of the sheet or a group title above them makes them an
//! axis.

use super::aliases;
use super::schema::TableSpec;
use super::titles::Title;
use crate::values::fold_title;

/// One column of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AxisColumn {
    pub(super) column: u32,
    pub(super) title: String,
    /// What the title says: field and text, such as `currency` and `USD`.
    pub(super) says: Vec<(&'static str, String)>,
}

/// The axis that stands in the titles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    /// Field of the values.
    pub(super) value: &'static str,
    pub(super) columns: Vec<AxisColumn>,
    /// The titles themselves tell that they are the axis.
    pub(super) is_telling: bool,
}

/// A table that may be a matrix.
struct Form {
    table: &'static str,
    value: &'static str,
    /// One of them names the row.
    rows: &'static [&'static str],
    /// Field of the axis when it is made of any words; blank for none.
    words: &'static str,
    /// The values are numbers.
    is_number: bool,
}

const FORMS: &[Form] = &[
    Form { table: "price_lists", value: "price", rows: &["item"], words: "", is_number: true },
    Form {
        table: "customer_prices",
        value: "price",
        rows: &["item", "discount_group", "product_group"],
        words: "customer",
        is_number: true,
    },
    Form { table: "stock", value: "on_hand", rows: &["item"], words: "location", is_number: true },
    Form { table: "product_values", value: "values", rows: &["product"], words: "property", is_number: false },
    Form { table: "group_defaults", value: "values", rows: &["group"], words: "property", is_number: false },
    Form { table: "value_sets", value: "value", rows: &["set"], words: "property", is_number: false },
    Form { table: "property_values", value: "value", rows: &["property"], words: "", is_number: false },
    Form { table: "variant_bom", value: "quantity", rows: &["item"], words: "parent", is_number: true },
    Form { table: "surcharges", value: "amount", rows: &["condition"], words: "product", is_number: true },
];

/// Currencies that stand in titles of price lists.
const CURRENCIES: &[&str] = &[
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD",
    "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "KZT", "MAD", "MXN", "MYR", "NOK", "NZD", "PEN", "PHP", "PLN",
    "QAR", "RMB", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
];
const SYMBOLS: &[(&str, &str)] = &[("€", "EUR"), ("US$", "USD"), ("£", "GBP")];
/// Words around a quantity in a title.
const FROM_WORDS: &[&str] = &[
    "from", "ab", "från", "vanaf", "alkaen", "qty", "quantity", "menge", "määrä", "antal", "aantal", "min", "pcs",
    "pc", "kpl", "st", "stk", "stuks", "stück", "ea", "off", "units", "and", "up", "or", "more", "over", "at", "数量",
    "个", "件",
];
/// A value of a matrix shows in so many of the rows that were looked at: one of so many.
const FILLED: usize = 4;

/// True when a table may stand in matrix form.
pub(super) fn may_be_matrix(table: &str) -> bool {
    FORMS.iter().any(|form| form.table == table)
}

/// True for a table of one row a value, whose matrix has lists in its cells: `RED; BLUE`.
pub(super) fn is_of_lists(table: &str) -> bool {
    table == "value_sets"
}

/// What is known about a column below its title.
pub(super) struct Below {
    /// Rows that were looked at.
    pub(super) rows: usize,
    /// Those with a value in the column.
    pub(super) filled: usize,
    /// Those with a number.
    pub(super) numbers: usize,
}

/// The axis in the titles that no field claims.
///
/// `has` tells the fields that have a column, `named` whether the sheet is named as this table, `below` what stands below
/// a title.
pub(super) fn axis(
    spec: &TableSpec,
    titles: &[&Title],
    has: &dyn Fn(&str) -> bool,
    named: bool,
    below: &dyn Fn(u32) -> Below,
) -> Option<Axis> {
    let form = FORMS.iter().find(|form| form.table == spec.name)?;
    if has(form.value) || !form.rows.iter().any(|field| has(field)) {
        return None;
    }
    let fits = |title: &Title| {
        let below = below(title.column);
        !form.is_number
            || below.rows == 0
            || (below.numbers * FILLED >= below.rows.min(FILLED) && below.numbers * 2 >= below.filled)
    };
    let telling = |field: &str| spec.field(field).is_some();
    let mut columns: Vec<AxisColumn> = Vec::new();
    if form.value == "price" {
        for title in titles.iter().filter(|title| fits(title)) {
            let says = prices(spec, title);
            let says: Vec<_> = says.into_iter().filter(|(field, _)| telling(field) && !has(field)).collect();
            if !says.is_empty() {
                columns.push(AxisColumn { column: title.column, title: title.text.clone(), says });
            }
        }
        // 2025 | 2026 are years or quantities: asked, not guessed.
        let is_year = |own: &AxisColumn| {
            let digits = own.title.trim();
            digits.len() == 4 && digits.parse::<u32>().is_ok_and(|year| (1990..2100).contains(&year))
        };
        let same = columns.iter().all(|own| own.says.len() == columns.first().map_or(0, |first| first.says.len()));
        if !columns.is_empty() && same && !columns.iter().all(is_year) && differ(&columns) {
            // Numbers alone may be anything, unless the sheet is named as price list.
            let is_telling = named || columns.iter().any(|own| own.title.contains(char::is_alphabetic));
            return Some(Axis { value: form.value, columns, is_telling });
        }
        columns.clear();
    }
    if form.table == "property_values" {
        return numbered(spec, titles, form.value);
    }
    if form.words.is_empty() || has(form.words) {
        return None;
    }
    let in_group = |title: &Title| {
        title.group.as_ref().is_some_and(|group| {
            let fields = aliases::fields(spec.name, group);
            fields.contains(&form.words) || fields.contains(&form.value)
        })
    };
    let grouped = titles.iter().any(|title| in_group(title));
    if !named && !grouped {
        return None;
    }
    for title in titles.iter().filter(|title| !grouped || in_group(title)) {
        let word = title.lower.as_ref().unwrap_or(&title.text).trim();
        if fits(title) && !super::words_around::is_total(word) {
            let says = vec![(form.words, word.to_owned())];
            columns.push(AxisColumn { column: title.column, title: title.text.clone(), says });
        }
    }
    (!columns.is_empty() && differ(&columns)).then_some(Axis { value: form.value, columns, is_telling: grouped })
}

/// Columns of numbered values: `Value 1 | Value 2 | Value 3`, or `1 | 2 | 3`; the number is the place in the order.
fn numbered(spec: &TableSpec, titles: &[&Title], value: &'static str) -> Option<Axis> {
    let number = |title: &Title| {
        let name = title.text.trim().trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = title.text.trim().get(name.len()..).filter(|digits| (1..=3).contains(&digits.len()))?;
        let is_value = name.is_empty() || aliases::fields(spec.name, name.trim_end()).contains(&value);
        is_value.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let says = |title: &&Title| {
        let says = vec![("order", number(title)?.to_string())];
        Some(AxisColumn { column: title.column, title: title.text.clone(), says })
    };
    let columns: Vec<AxisColumn> = titles.iter().copied().filter_map(|title| says(&title)).collect();
    let is_telling = columns.iter().any(|own| own.title.contains(char::is_alphabetic));
    (columns.len() >= 2 && differ(&columns)).then_some(Axis { value, columns, is_telling })
}

/// No two columns say the same.
fn differ(columns: &[AxisColumn]) -> bool {
    let mut all: Vec<&Vec<(&str, String)>> = columns.iter().map(|own| &own.says).collect();
    all.sort();
    all.windows(2).all(|pair| pair.first() != pair.last())
}

/// What a title says about a price: its currency, the quantities it holds for; nothing when it says anything else.
fn prices(spec: &TableSpec, title: &Title) -> Vec<(&'static str, String)> {
    let mut text = title.text.replace(['(', ')', '[', ']', '/', ',', ':', '@'], " ");
    let mut says: Vec<(&'static str, String)> = Vec::new();
    for (symbol, code) in SYMBOLS {
        if text.contains(symbol) {
            text = text.replace(symbol, &format!(" {code} "));
        }
    }
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let is_currency = CURRENCIES.contains(&word);
        if is_currency && !says.iter().any(|(field, _)| *field == "currency") {
            says.push(("currency", if word == "RMB" { "CNY".to_owned() } else { word.to_owned() }));
        } else if let Some((from, to)) = quantities(word)
            && !says.iter().any(|(field, _)| *field == "min_quantity")
        {
            says.push(("min_quantity", from));
            says.extend(to.map(|to| ("max_quantity", to)));
        } else {
            words.push(word);
        }
    }
    // What is left must be words for a price or for a quantity.
    let with_quantity = says.iter().any(|(field, _)| *field == "min_quantity");
    words.retain(|word| {
        let is_sign = word.chars().all(|sign| matches!(sign, '>' | '=' | '≥' | '+' | '-' | '–'));
        !(is_sign || with_quantity && FROM_WORDS.contains(&word.trim_matches('.').to_lowercase().as_str()))
    });
    let rest = words.join(" ");
    if !rest.is_empty() && !aliases::fields(spec.name, &rest).contains(&"price") {
        return Vec::new();
    }
    says
}

/// True when a title of a price list says a price with its currency: `Price EUR` is more than `Price`.
pub(super) fn is_value(spec: &TableSpec, title: &Title) -> bool {
    spec.name == "price_lists" && prices(spec, title).iter().any(|(field, _)| *field == "currency")
}

/// The quantities of `10`, `10+`, `>=10`, `10-99`, `10pcs`.
fn quantities(word: &str) -> Option<(String, Option<String>)> {
    let word = word.trim_start_matches(['>', '=', '≥']);
    let bare = word.trim_end_matches('+');
    let (from, to) = match bare.split_once(['-', '–']) {
        Some((from, "")) => (from, None),
        Some((from, to)) => (from, Some(to)),
        None => {
            let digits = bare.trim_end_matches(char::is_alphabetic);
            let unit = bare.get(digits.len()..).unwrap_or_default().to_lowercase();
            if !unit.is_empty() && !FROM_WORDS.contains(&unit.as_str()) {
                return None;
            }
            (digits, None)
        }
    };
    let is_number = |text: &str| !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = |text: &str| text.parse::<u64>().ok().map(|number| number.to_string());
    (is_number(from) && to.is_none_or(is_number)).then_some(())?;
    Some((whole(from)?, to.and_then(whole)))
}

/// True when a title may be a title of a matrix of prices: it makes a sheet worth looking at.
pub(super) fn looks_like_price(spec: &TableSpec, text: &str) -> bool {
    let may_be = text.len() <= 40
        && (text.contains(|c: char| c.is_ascii_digit() || matches!(c, '€' | '£' | '$'))
            || CURRENCIES.iter().any(|code| text.contains(code)));
    let title = Title { column: 0, text: text.to_owned(), lower: None, group: None };
    may_be && !fold_title(text).is_empty() && !prices(spec, &title).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema;

    fn said(text: &str) -> String {
        let title = Title { column: 0, text: text.to_owned(), lower: None, group: None };
        let says = prices(schema::table("price_lists").unwrap(), &title);
        says.iter().map(|(field, text)| format!("{field} {text}")).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn titles_of_prices() {
        for (title, expected) in [
            ("EUR", "currency EUR"),
            ("Price USD", "currency USD"),
            ("Preis (CHF)", "currency CHF"),
            ("Hinta €", "currency EUR"),
            ("10", "min_quantity 10"),
            ("10+", "min_quantity 10"),
            ("ab 10", "min_quantity 10"),
            (">= 100 pcs", "min_quantity 100"),
            ("10-99", "min_quantity 10, max_quantity 99"),
            ("EUR 10+", "currency EUR, min_quantity 10"),
            ("Price", ""),
            ("M10", ""),
            ("Weight 10", ""),
            ("Remarks", ""),
            ("eur", ""),
        ] {
            assert_eq!(said(title), expected, "{title}");
        }
    }
}
