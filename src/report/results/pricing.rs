//! Answers of the price book as frames (pricing specification, section 5).

use std::collections::HashSet;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::given::{given_data, given_show};
use super::origins::origins;
use super::replacement::item_units;
use super::without_cost::{STATE as WITHOUT_COST, mark_without_cost, without_cost};
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId};
use crate::pricing::{
    Currency, Entry, Explanation, Kind, LineProblem, Price, PriceBook, PriceColumns, PriceList, PriceListRow,
    PricedColumns, State, numbered_levels,
};
use crate::report::frame::{Frame, FrameData, Show, TextData};
use crate::tables::{Column, InputColumn, InputTable, NO_NUMBER, Sentence, Table, Texts, Value, Values};

/// Result columns, in order; an input column of the same name is shown as `<name>_given`.
pub const RESULT_COLUMNS: &[&str] = &[
    "price",
    "kind",
    "discount1",
    "discount2",
    "discount3",
    "price_basis",
    "discount_basis1",
    "discount_basis2",
    "discount_basis3",
    "agreed_currency",
    "vat_override",
    "net_price",
    "discount_factor",
    "invoice_net_price",
    "invoice_net_price_foreign",
    "standard_price",
    "may_sell",
    "level",
    "in_invoice_currency",
    "state",
    "total",
    "origin",
];

/// Order lines of a sheet with their prices: every column that was read, then the result columns.
#[must_use]
pub fn priced_lines_frame(book: &PriceBook, lines: &Table, texts: &Texts, priced: PricedColumns) -> Frame {
    let names: Vec<&str> = lines.columns().iter().map(|column| &*column.name).collect();
    let inputs: Vec<FrameData> =
        lines.columns().par_iter().map(|column| input_data(column, texts, lines.len())).collect();
    let frame = names.iter().zip(inputs).fold(Frame::new("priced_lines"), |frame, (name, data)| {
        frame.with(&input_name(name, &names), input_show(name, &data, book), data)
    });
    with_prices(frame, book, (lines, texts), priced)
}

/// Lines handed over with their prices: the columns as they were given, under their own names, then the result columns;
/// `lines` is what was read of them, row for row.
#[must_use]
pub fn priced_given_frame(
    book: &PriceBook,
    given: InputTable,
    (lines, texts): (&Table, &Texts),
    priced: PricedColumns,
) -> Frame {
    let (titles, columns): (Vec<String>, Vec<InputColumn>) = given.columns.into_iter().unzip();
    let names: Vec<&str> = titles.iter().map(String::as_str).collect();
    let field =
        |title: &str| lines.columns().iter().find(|column| &*column.title == title).map_or("", |column| &*column.name);
    let data: Vec<FrameData> = columns.into_par_iter().map(given_data).collect();
    let frame = names.iter().zip(data).fold(Frame::new("priced_lines"), |frame, (name, data)| {
        frame.with(&input_name(name, &names), input_show(field(name), &data, book), data)
    });
    with_prices(frame, book, (lines, texts), priced)
}

/// The name of an input column in the answer; one of the name of a result gets `_given` behind it.
fn input_name(name: &str, names: &[&str]) -> String {
    let mut own = name.to_owned();
    while RESULT_COLUMNS.contains(&own.as_str()) || (own != name && names.contains(&own.as_str())) {
        own.push_str("_given");
    }
    own
}

/// Lines with the columns of their prices.
fn with_prices(frame: Frame, book: &PriceBook, (lines, texts): (&Table, &Texts), priced: PricedColumns) -> Frame {
    let items = lines.text("item");
    let item = |row: usize| items.get(row).map(|symbol| texts.get(symbol).to_owned()).unwrap_or_default();
    let without = without_cost(book, &priced.columns, item, |row| lines.cell(row, "item"));
    let frame = price_columns(frame, book, priced.columns).findings(priced.findings);
    mark_without_cost(frame, without)
}

/// A price list: one row an item, customer and quantity step, with description and unit, then the columns of a price.
#[must_use]
pub fn price_list_frame(book: &PriceBook, list: PriceList, language: &str) -> Frame {
    let catalog = book.catalog();
    let ids: Vec<Option<ItemId>> = list.items.par_iter().map(|item| catalog.find_item(item)).collect();
    // What is known of an item stands once, however many rows it has.
    let of_items = |texts: &mut dyn Iterator<Item = Option<&str>>| {
        let mut numbers = Vec::with_capacity(ids.len());
        let mut known = Vec::with_capacity(ids.len());
        for text in texts {
            numbers.push(text.map(|_| known.len()));
            known.extend(text);
        }
        coded(known, list.rows.iter().map(|row| numbers.get(row.item).copied().flatten()))
    };
    let (texts, unit) = (catalog.descriptions(language), item_units(catalog));
    let (descriptions, units) = rayon::join(
        || of_items(&mut ids.iter().map(|id| id.and_then(|id| texts.of(id)))),
        || of_items(&mut ids.iter().map(|id| id.and_then(&unit))),
    );
    let customer = |row: &PriceListRow| {
        list.customers.get(row.customer).filter(|customer| !customer.is_empty()).map(|_| row.customer)
    };
    let customers = coded(list.customers.iter().map(String::as_str), list.rows.iter().map(customer));
    let items = coded(list.items.iter().map(String::as_str), list.rows.iter().map(|row| Some(row.item)));
    let currencies = currencies(book, list.prices.kinds.iter().zip(&list.prices.invoice_currencies));
    let frame = Frame::new("price_list")
        .with("customer", Show::Code, customers)
        .with("item", Show::Code, items)
        .with("description", Show::Text, descriptions)
        .with("unit", Show::Code, units)
        .decimal("quantity", Show::Quantity, list.rows.iter().map(|row| Some(row.quantity)))
        .decimal("multiple", Show::Quantity, list.rows.iter().map(|row| row.multiple))
        .with("currency", Show::Code, currencies);
    let item = |row: usize| list.rows.get(row).and_then(|row| list.items.get(row.item)).cloned().unwrap_or_default();
    let origin = |row: usize| book.origin((*list.prices.places.get(row)?)?);
    let without = without_cost(book, &list.prices, item, origin);
    let findings = list_findings(catalog, &list);
    mark_without_cost(price_columns(frame, book, list.prices).findings(findings), without)
}

/// Why rows of a price list have no answer: each reason once for each customer and item.
fn list_findings(catalog: &Catalog, list: &PriceList) -> Findings {
    let mut findings = Findings::new();
    let mut said = HashSet::new();
    for (row, problem) in list.prices.failed() {
        let Some(row) = list.rows.get(row) else { continue };
        let (code, field) = problem.code();
        let customer = list.customers.get(row.customer).map(String::as_str).unwrap_or_default();
        let about = if problem == LineProblem::NoRate { (problem, row.customer) } else { (problem, row.item) };
        if !said.insert(about) {
            continue;
        }
        let mut finding = Finding::new(code).field(field);
        if problem == LineProblem::NoRate {
            let customers = catalog.table("customers");
            let known = catalog.customer(customer).ok().and_then(|id| catalog.customers().get(id)?.row);
            let place = known.and_then(|row| usize::try_from(row).ok());
            let currency = place.and_then(|row| customers.text("currency").get(row));
            finding.origin = place.and_then(|row| customers.cell(row, "currency"));
            finding.value = currency.map(|currency| catalog.text(currency).to_owned());
            finding.detail = Some(format!("customer {customer}"));
        } else {
            finding.value = list.items.get(row.item).cloned();
        }
        findings.push(finding);
    }
    findings.sort();
    findings
}

/// The proof of a price in the reader's language: the question, then one row a candidate, a level without rows, or a step
/// of the computation, then the answer.
#[must_use]
pub fn explanation_frame(explanation: &Explanation, language: &str) -> Frame {
    #[derive(Default)]
    struct Row<'a> {
        step: i64,
        level: Option<&'a str>,
        slot: Option<u8>,
        currency: Option<&'a str>,
        id: Option<i64>,
        value: Option<Decimal>,
        taken: Option<bool>,
        text: String,
        origin: Option<String>,
    }
    let mut rows = vec![Row { text: explanation.heading.text(language), ..Row::default() }];
    for (step, entry) in (1..).zip(&explanation.entries) {
        match entry {
            Entry::Step { what, origin } => {
                let origin = origin.as_ref().map(ToString::to_string);
                rows.push(Row { step, text: what.text(language), origin, ..Row::default() });
            }
            Entry::Look(look) => {
                let level = || Row {
                    step,
                    level: Some(look.level),
                    slot: look.slot,
                    currency: look.currency.as_deref(),
                    ..Row::default()
                };
                if look.candidates.is_empty() {
                    rows.push(Row { text: Sentence::new("explain.no_row").text(language), ..level() });
                    continue;
                }
                rows.extend(look.candidates.iter().map(|candidate| Row {
                    id: Some(candidate.id),
                    value: Some(candidate.value),
                    taken: Some(candidate.is_taken()),
                    text: candidate.outcome().text(language),
                    origin: candidate.origin.as_ref().map(ToString::to_string),
                    ..level()
                }));
            }
        }
    }
    let step = i64::try_from(explanation.entries.len()).map_or(i64::MAX, |entries| entries + 1);
    rows.extend(explanation.result.iter().map(|line| Row { step, text: line.text(language), ..Row::default() }));
    Frame::new("explanation")
        .integer("step", Show::Integer, rows.iter().map(|row| Some(row.step)))
        .text("level", Show::Code, rows.iter().map(|row| row.level))
        .integer("slot", Show::Integer, rows.iter().map(|row| row.slot.map(i64::from)))
        .text("currency", Show::Code, rows.iter().map(|row| row.currency))
        .integer("id", Show::Integer, rows.iter().map(|row| row.id))
        .decimal("value", Show::Number, rows.iter().map(|row| row.value))
        .flag("taken", rows.iter().map(|row| row.taken))
        .text("text", Show::Text, rows.iter().map(|row| Some(&*row.text)))
        .text("origin", Show::Origin, rows.iter().map(|row| row.origin.as_deref()))
}

/// The columns of a price.
fn price_columns(frame: Frame, book: &PriceBook, columns: PriceColumns) -> Frame {
    let decimals = u8::try_from(book.price_decimals()).unwrap_or(2);
    let money = Show::Money(decimals);
    let (origins, ((kinds, levels), (agreed, states))) = rayon::join(
        || origins(book, &columns),
        || {
            let kind = |&kind: &Option<Kind>| KINDS.iter().position(|&own| Some(own) == kind);
            let level = |&level: &u8| (level != NO_NUMBER).then_some(usize::from(level));
            rayon::join(
                || {
                    rayon::join(
                        || coded(KINDS.map(Kind::letter), columns.kinds.iter().map(kind)),
                        || coded(numbered_levels(), columns.levels.iter().map(level)),
                    )
                },
                || {
                    rayon::join(
                        || currencies(book, columns.kinds.iter().zip(&columns.agreed_currencies)),
                        || states(&columns),
                    )
                },
            )
        },
    );
    let [percents1, percents2, percents3] = columns.percents;
    let [bases1, bases2, bases3] = columns.discount_bases;
    frame
        .with("price", money, FrameData::Decimal(columns.prices))
        .with("kind", Show::Code, kinds)
        .with("discount1", Show::Percent, FrameData::Decimal(percents1))
        .with("discount2", Show::Percent, FrameData::Decimal(percents2))
        .with("discount3", Show::Percent, FrameData::Decimal(percents3))
        .with("price_basis", Show::Integer, FrameData::Small(columns.price_bases))
        .with("discount_basis1", Show::Integer, FrameData::Small(bases1))
        .with("discount_basis2", Show::Integer, FrameData::Small(bases2))
        .with("discount_basis3", Show::Integer, FrameData::Small(bases3))
        .with("agreed_currency", Show::Code, agreed)
        .with("vat_override", Show::Percent, FrameData::Decimal(columns.vat_overrides))
        .with("net_price", money, FrameData::Decimal(columns.net_prices))
        .with("discount_factor", Show::Number, FrameData::Decimal(columns.discount_factors))
        .with("invoice_net_price", money, FrameData::Decimal(columns.invoice_net_prices))
        .with("invoice_net_price_foreign", money, FrameData::Decimal(columns.invoice_net_prices_foreign))
        .with("standard_price", money, FrameData::Decimal(columns.standard_prices))
        .with("may_sell", Show::Flag, FrameData::Flag(columns.may_sell))
        .with("level", Show::Code, levels)
        .with("in_invoice_currency", Show::Flag, FrameData::Flag(columns.in_invoice_currency))
        .with("state", Show::Code, states)
        .with("total", money, FrameData::Decimal(columns.totals))
        .with("origin", Show::Origin, FrameData::Text(origins))
}

/// Kinds that are shown; gross is blank.
const KINDS: [Kind; 3] = [Kind::Net, Kind::NetExceptSpecial, Kind::Blocked];
/// States of a line.
const STATES: [State; 3] = [State::Priced, State::Blocked, State::NoPrice];

/// The state of a price for a customer that is not in the customer master.
const UNKNOWN_CUSTOMER: &str = "priced_unknown_customer";

/// The state of one price, as lines have it.
#[must_use]
pub fn price_state(book: &PriceBook, item: &str, price: &Price) -> &'static str {
    match price.state {
        State::Priced if book.lacks_cost(item, price.price_basis) => WITHOUT_COST,
        State::Priced if price.customer_is_unknown => UNKNOWN_CUSTOMER,
        state => state.name(),
    }
}

/// The state of each line as text; a price for a customer nobody knows says so.
fn states(columns: &PriceColumns) -> FrameData {
    let code = |&state: &State| STATES.iter().position(|&own| own == state).map_or(u32::MAX, number);
    let mut codes: Vec<u32> = columns.states.iter().map(code).collect();
    for line in columns.lines_of_unknown_customers().filter(|&line| columns.states.get(line) == Some(&State::Priced)) {
        if let Some(code) = codes.get_mut(line) {
            *code = number(STATES.len());
        }
    }
    FrameData::Text(TextData::coded(STATES.map(State::name).into_iter().chain([UNKNOWN_CUSTOMER]), codes))
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Currencies as text, blank for lines without an answer (without kind).
fn currencies<'a>(book: &PriceBook, lines: impl Iterator<Item = (&'a Option<Kind>, &'a Currency)>) -> FrameData {
    let mut met: Vec<Currency> = Vec::new();
    let numbers: Vec<Option<usize>> = lines
        .map(|(kind, &currency)| {
            kind.as_ref()?;
            met.iter().position(|&own| own == currency).or_else(|| {
                met.push(currency);
                Some(met.len() - 1)
            })
        })
        .collect();
    let texts: Vec<Arc<str>> = met.into_iter().map(|currency| book.currency_code(currency)).collect();
    coded(texts.iter().map(|code| &**code), numbers.into_iter())
}

/// A column of few texts, of which each row has a number.
fn coded<'a>(texts: impl IntoIterator<Item = &'a str>, numbers: impl Iterator<Item = Option<usize>>) -> FrameData {
    let code = |code: Option<usize>| code.map_or(u32::MAX, number);
    FrameData::Text(TextData::coded(texts, numbers.map(code).collect()))
}

/// The number of a text that no row had yet.
const NOT_MET: u32 = u32::MAX - 1;

fn input_data(column: &Column, texts: &Texts, rows: usize) -> FrameData {
    let values = &column.values;
    match values {
        Values::Text(symbols) => {
            // Each text once, in the order first met; the blank is met from the beginning.
            let mut numbers = vec![NOT_MET; texts.len() + 1];
            numbers.first_mut().into_iter().for_each(|blank| *blank = u32::MAX);
            let mut met: Vec<&str> = Vec::new();
            let mut codes: Vec<u32> = Vec::with_capacity(rows);
            codes.extend(symbols.iter().take(rows).enumerate().map(|(row, &symbol)| {
                let Some(number) = numbers.get_mut(symbol as usize) else { return u32::MAX };
                if *number == NOT_MET
                    && let Value::Text(symbol) = values.get(row)
                {
                    *number = u32::try_from(met.len()).unwrap_or(u32::MAX);
                    met.push(texts.get(symbol));
                }
                *number
            }));
            codes.resize(rows, u32::MAX);
            FrameData::Text(TextData::coded(met, codes))
        }
        Values::Decimal(decimals) => FrameData::Decimal(decimals.clone()),
        Values::Date(_) => FrameData::Date(
            (0..rows)
                .map(|row| match values.get(row) {
                    Value::Date(date) => Some(date),
                    _ => None,
                })
                .collect(),
        ),
        Values::Flag(_) => FrameData::Flag(
            (0..rows)
                .map(|row| match values.get(row) {
                    Value::Flag(flag) => Some(flag),
                    _ => None,
                })
                .collect(),
        ),
        Values::Integer(_) => FrameData::Integer(
            (0..rows)
                .map(|row| match values.get(row) {
                    Value::Integer(number) => Some(number),
                    _ => None,
                })
                .collect(),
        ),
    }
}

fn input_show(name: &str, data: &FrameData, book: &PriceBook) -> Show {
    match (data, name) {
        (FrameData::Text(_), "item" | "customer" | "business_id" | "order" | "line" | "currency" | "country") => {
            Show::Code
        }
        (FrameData::Decimal(_) | FrameData::Number(_), "quantity") => Show::Quantity,
        (FrameData::Decimal(_) | FrameData::Number(_), "entered_price") => {
            Show::Money(u8::try_from(book.price_decimals()).unwrap_or(2))
        }
        (
            FrameData::Decimal(_) | FrameData::Number(_),
            "special_discount" | "entered_discount1" | "entered_discount2" | "entered_discount3",
        ) => Show::Percent,
        (data, _) => given_show(data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;
    use crate::pricing::{Quantities, level_names};
    use crate::tables::labels;

    /// Pricing specification, sections 1 and 5.
    #[test]
    fn results_have_the_columns_they_are_said_to_have_and_labels_in_all_languages() {
        let book = PriceBook::new(Arc::new(catalog(&[("items", "item,gross_price\nA,1\n")])));
        let list = book.price_list(None, None, None, Quantities::Ladder).unwrap();
        let frame = price_list_frame(&book, list, "en");
        let names: Vec<&str> = frame.columns.iter().map(|column| column.name.as_str()).collect();
        assert!(names.ends_with(RESULT_COLUMNS), "{names:?}");
        let levels: Vec<String> = level_names().map(|level| format!("level.{level}")).collect();
        assert_eq!(levels.len(), 20);
        for field in names.into_iter().chain(levels.iter().map(String::as_str)) {
            assert!(labels::known(field, "zh").is_some(), "{field}");
        }
    }
}
