//! Answers as people read them in a workbook: words in place of names of states, no columns without values, the columns
//! of a price list that a customer reads. The answer itself keeps everything.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::item_prices::customer_name;
use super::pricing::RESULT_COLUMNS;
use super::without_cost::STATE as WITHOUT_COST;
use crate::model::Catalog;
use crate::pricing::State;
use crate::report::frame::{Frame, FrameColumn, FrameData, FrameValue, Show, TextData};
use crate::report::sheet::Sheet;
use crate::report::style::{NumberFormat, Style};
use crate::tables::{Sentence, aliases, labels};

/// What a customer reads in a price list: column of the answer and the name its title is looked up by.
const PRICE_LIST: [(&str, &str); 12] = [
    ("item", "item"),
    ("description", "description"),
    ("unit", "unit"),
    ("quantity", "min_quantity"),
    ("multiple", "multiple"),
    ("standard_price", "standard_price"),
    ("discount1", "discount1"),
    ("discount2", "discount2"),
    ("discount3", "discount3"),
    ("invoice_net_price_foreign", "net_price"),
    ("currency", "currency"),
    ("state", "state"),
];

/// What the company reads in a price list of items for all customers.
const ITEM_PRICE_LIST: [(&str, &str); 16] = [
    ("item", "item"),
    ("description", "description"),
    ("unit", "unit"),
    ("customer", "customer"),
    ("customer_name", "customer_name"),
    ("quantity", "min_quantity"),
    ("multiple", "multiple"),
    ("standard_price", "standard_price"),
    ("discount1", "discount1"),
    ("discount2", "discount2"),
    ("discount3", "discount3"),
    ("invoice_net_price_foreign", "net_price"),
    ("currency", "currency"),
    ("level", "level"),
    ("state", "state"),
    ("origin", "origin"),
];

/// Stands in place of a price that is none.
const ON_REQUEST: &str = "on_request";
/// The state of an item the customer may not buy.
const BLOCKED: &str = State::Blocked.name();
/// The state of an item that nothing says the price of.
const NO_PRICE: &str = State::NoPrice.name();

/// Columns with names of levels, states and the like, and what their labels begin with.
const WORDS: [(&str, &str); 14] = [
    ("level", "level."),
    ("levels", "level."),
    ("state", "state."),
    ("state_before", "state."),
    ("state_after", "state."),
    ("grade", "grade."),
    ("rests_on", "rests_on."),
    ("scope", "scope."),
    ("by", "by."),
    ("result", "result."),
    ("structure", "structure."),
    ("verdict", "verdict."),
    ("change", "change."),
    ("check", "check."),
];

/// What stands between several names in one cell.
const BETWEEN: [&str; 2] = [" > ", ", "];

/// What is read in priced lines, and printed: what is ordered, what it costs, why. What else the order says and what
/// proves the price follow on the screen.
const PRICED_LINES: [&str; 17] = [
    "order",
    "line",
    "customer",
    "item",
    "description",
    "quantity",
    "unit",
    "date",
    "price",
    "discount1",
    "discount2",
    "discount3",
    "invoice_net_price_foreign",
    "currency",
    "total",
    "state",
    "level",
];

/// Width of the places of rows, in characters; they go on over the edge of the last column.
const PLACE: f64 = 26.0;
/// Width of the name of a price level beside prices, in characters.
const LEVEL: f64 = 28.0;

/// The columns of an answer as its sheet shows them.
#[must_use]
pub fn for_people(frame: &Frame, language: &str) -> Frame {
    let chosen: Option<&[(&str, &str)]> = match frame.name.as_str() {
        "price_list" => Some(&PRICE_LIST),
        "item_price_list" => Some(&ITEM_PRICE_LIST),
        _ => None,
    };
    let columns: Vec<FrameColumn> = if let Some(chosen) = chosen {
        chosen
            .iter()
            .filter_map(|(name, shown)| Some(FrameColumn { name: (*shown).to_owned(), ..frame.column(name)?.clone() }))
            .collect()
    } else {
        let mut columns: Vec<&FrameColumn> = frame.columns.iter().collect();
        // Stable: of equals the order stays.
        columns.sort_by_key(|column| rank(&frame.name, column));
        columns.retain(|column| column.name != "customer" || !FOR_ONE.contains(&frame.name.as_str()));
        columns.into_iter().cloned().collect()
    };
    let columns = columns.into_iter().filter(|column| frame.is_empty() || says_something(column));
    Frame {
        name: frame.name.clone(),
        columns: columns.map(|column| in_words(frame, column, language)).collect(),
        findings: frame.findings.clone(),
    }
}

/// Where a column stands among the others: what is read, what else there is, what proves it, the way down, the place.
fn rank(frame: &str, column: &FrameColumn) -> usize {
    if frame == "priced_lines" {
        let field = line_field(&column.name);
        let read = PRICED_LINES.iter().position(|name| *name == field);
        let is_result = RESULT_COLUMNS.contains(&column.name.as_str());
        return read.unwrap_or(PRICED_LINES.len() + usize::from(is_result) + usize::from(column.show == Show::Origin));
    }
    match (is_aside(frame, &column.name, column.show), column.show) {
        (false, _) => 0,
        (true, Show::Origin) => 2,
        (true, _) => 1,
    }
}

/// What a column of priced lines is: lines handed over keep their own titles.
fn line_field(name: &str) -> &str {
    let is_known = RESULT_COLUMNS.contains(&name) || PRICED_LINES.contains(&name);
    let field = || aliases::fields("order_lines", name).into_iter().find(|field| !RESULT_COLUMNS.contains(field));
    if is_known { name } else { field().unwrap_or(name) }
}

/// True for columns that prove an answer rather than give it: they stand at the right edge, for the screen.
fn is_aside(frame: &str, name: &str, show: Show) -> bool {
    match frame {
        "priced_lines" => !PRICED_LINES.contains(&line_field(name)),
        "fix_first" => false,
        _ => name == "path" || show == Show::Origin,
    }
}

/// Lets the columns that prove an answer stay on the screen.
pub(super) fn lay_aside(frame: &str, sheet: &mut Sheet) {
    // Nobody prints a large sheet, and every row with a height of its own takes memory.
    let has_narrow_levels = matches!(frame, "priced_lines" | "item_price_list") && !sheet.is_large();
    for column in &mut sheet.columns {
        column.aside = is_aside(frame, &column.field, column.show);
        if column.show == Show::Origin && column.aside {
            column.width = Some(PLACE);
        }
        if frame == "quote" && column.field == "unit_price" {
            // Amounts are made from the whole price, so that all of it is shown.
            column.style = Some(Style::body().number(NumberFormat::Custom("#,##0.00####")));
        }
        if has_narrow_levels && column.field == "level" {
            column.width = Some(LEVEL);
            column.wrap = true;
        }
    }
}

/// True for documents that one customer gets: its price list, its quote.
#[must_use]
pub fn is_for_customer(frame: &Frame) -> bool {
    match frame.name.as_str() {
        "quote" | "delivery_list" => true,
        "price_list" => matches!(frame.value(0, "customer"), FrameValue::Text(_)),
        _ => false,
    }
}

/// The sheet of an answer: titled, with what proves it at the right edge.
#[must_use]
pub fn sheet_for_people(
    title: &str,
    frame: &Arc<Frame>,
    catalog: Option<&Catalog>,
    language: &str,
    labels: &dyn Fn(&str) -> String,
) -> Sheet {
    let subtitle = catalog.and_then(|catalog| customer_line(frame, catalog, labels));
    let mut sheet =
        Sheet::from_frame(title, told_for_people(frame, catalog, language), labels).titled(title, subtitle.as_deref());
    lay_aside(&frame.name, &mut sheet);
    sheet
}

/// The columns of an answer as its sheet shows them, without prices that nobody is told.
#[must_use]
pub fn told_for_people(frame: &Frame, catalog: Option<&Catalog>, language: &str) -> Frame {
    let told = catalog.and_then(|catalog| match frame.name.as_str() {
        "price_list" => Some(real_prices_only(frame, catalog)),
        "quote" => Some(with_descriptions(frame, catalog, language)),
        _ => None,
    });
    for_people(told.as_ref().unwrap_or(frame), language)
}

/// The lines of a quote with what the items are, as a customer reads it.
fn with_descriptions(frame: &Frame, catalog: &Catalog, language: &str) -> Frame {
    let mut told = frame.clone();
    let Some(item) = frame.columns.iter().position(|column| column.name == "item") else { return told };
    let mut texts = TextData::default();
    for row in 0..frame.len() {
        texts.push(match frame.value(row, "item") {
            FrameValue::Text(number) => catalog.item(number).ok().and_then(|id| catalog.description(id, language)),
            _ => None,
        });
    }
    let data = Arc::new(FrameData::Text(texts));
    told.columns.insert(item + 1, FrameColumn { name: "description".to_owned(), show: Show::Text, data });
    told
}

/// Answers for one customer, whose name stands over the rows.
const FOR_ONE: [&str; 3] = ["price_list", "quote", "delivery_list"];

/// For whom the answer is.
fn customer_line(frame: &Frame, catalog: &Catalog, labels: &dyn Fn(&str) -> String) -> Option<String> {
    if !FOR_ONE.contains(&frame.name.as_str()) {
        return None;
    }
    let FrameValue::Text(number) = frame.value(0, "customer") else { return None };
    let name = customer_name(catalog, number).unwrap_or_default();
    Some(format!("{}: {number} {name}", labels("customer")).trim_end().to_owned())
}

/// A price list without prices that are none: core items (`ip`), which never have one, items without any price, and items
/// whose price would be made from a cost that is missing. They stand on it as "on request", without amounts; so do items
/// the customer may not buy, which are called blocked.
fn real_prices_only(frame: &Frame, catalog: &Catalog) -> Frame {
    let protected = catalog.table("items").flag("ip");
    let is_protected = |number: &str| {
        let row = catalog.item(number).ok().and_then(|id| catalog.items().get(id)?.row());
        row.and_then(|row| protected.get(row)).unwrap_or(false)
    };
    let without: Vec<Option<&str>> = (0..frame.len())
        .map(|row| match (frame.value(row, "state"), frame.value(row, "item")) {
            (FrameValue::Text(BLOCKED), _) => Some(BLOCKED),
            (FrameValue::Text(WITHOUT_COST | NO_PRICE), _) => Some(ON_REQUEST),
            (_, FrameValue::Text(number)) if is_protected(number) => Some(ON_REQUEST),
            _ => None,
        })
        .collect();
    let mut told = frame.clone();
    let instead = |row: usize| without.get(row).copied().flatten();
    for column in &mut told.columns {
        let rows = 0..column.data.len();
        let shown = match &*column.data {
            FrameData::Text(texts) if column.name == "state" => {
                let mut states = TextData::default();
                rows.for_each(|row| states.push(instead(row).or_else(|| texts.get(row))));
                FrameData::Text(states)
            }
            FrameData::Decimal(amounts) if !["quantity", "multiple"].contains(&column.name.as_str()) => {
                FrameData::Decimal(rows.map(|row| amounts.get(row).filter(|_| instead(row).is_none())).collect())
            }
            _ => continue,
        };
        column.data = shown.into();
    }
    told
}

/// False for a column without a value, for one that says no in all rows as a rare mark does, and for a discount that
/// is 0 everywhere.
fn says_something(column: &FrameColumn) -> bool {
    let is_discount = ["discount1", "discount2", "discount3"].contains(&column.name.as_str());
    (0..column.data.len()).any(|row| match column.data.get(row) {
        FrameValue::Blank | FrameValue::Text("") => false,
        FrameValue::Flag(flag) => flag || column.name != "as_required",
        FrameValue::Decimal(percent) => percent != Decimal::ZERO || !is_discount,
        _ => true,
    })
}

/// Levels, states and the like in words.
fn in_words(frame: &Frame, column: FrameColumn, language: &str) -> FrameColumn {
    let prefix = match frame.name.as_str() {
        "explanation" if column.name == "level" => return explained_levels(frame, column, language),
        // One column for each revision.
        "interchange_matrix" if column.name.starts_with('→') => Some("verdict."),
        // The name of a group is that of a level, a customer or an item.
        "comparison_totals" if column.name == "name" => Some("level."),
        "quote_totals" if column.name == "name" => Some("total."),
        // What a supersession does is said in words that are read again.
        "supersessions" if column.name == "type" => Some("replacement."),
        "supersessions" if column.name == "policy" => Some("policy."),
        _ => WORDS.iter().find(|(name, _)| *name == column.name).map(|(_, prefix)| *prefix),
    };
    let (Some(prefix), FrameData::Text(texts)) = (prefix, &*column.data) else { return column };
    let word = |name: &str| labels::known(&format!("{prefix}{name}"), language);
    let words = texts.renamed(|text| {
        if let Some(word) = word(text) {
            return word.into();
        }
        let several = BETWEEN.into_iter().filter(|between| text.contains(between)).find_map(|between| {
            let words: Option<Vec<&str>> = text.split(between).map(word).collect();
            Some(words?.join(between))
        });
        several.map_or(text.into(), Into::into)
    });
    FrameColumn { show: Show::Text, data: Arc::new(FrameData::Text(words)), ..column }
}

/// The levels of an explanation: those of a discount slot have the same names as those of prices.
fn explained_levels(frame: &Frame, column: FrameColumn, language: &str) -> FrameColumn {
    let mut words = TextData::default();
    for row in 0..column.data.len() {
        let group = if frame.value(row, "slot") == FrameValue::Blank { "level" } else { "discount_level" };
        let word = match column.data.get(row) {
            FrameValue::Text(name) => Some(Sentence::named(group, name).text(language)),
            _ => None,
        };
        words.push(word.as_deref());
    }
    FrameColumn { show: Show::Text, data: Arc::new(FrameData::Text(words)), ..column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::frame::Show;

    fn names(frame: &Frame) -> Vec<&str> {
        frame.columns.iter().map(|column| column.name.as_str()).collect()
    }

    #[test]
    fn levels_of_an_explanation_are_those_of_prices_or_of_discounts() {
        let frame = Frame::new("explanation")
            .text("level", Show::Code, [Some("customer_item"), Some("customer_item"), None])
            .integer("slot", Show::Integer, [None, Some(1), None]);
        let shown = for_people(&frame, "de");
        assert_eq!(shown.value(0, "level"), FrameValue::Text("Kundenpreis für den Artikel"));
        assert_eq!(shown.value(1, "level"), FrameValue::Text("Kundenrabatt auf den Artikel"));
        assert_eq!(shown.value(2, "level"), FrameValue::Blank);
    }

    #[test]
    fn names_of_levels_wrap_only_where_rows_may_have_heights_of_their_own() {
        for (rows, wraps) in [(50_000, true), (50_001, false)] {
            let level = || (0..rows).map(|_| Some("customer_item"));
            let frame = Frame::new("priced_lines").text("item", Show::Code, level()).text("level", Show::Code, level());
            let mut sheet = Sheet::from_frame("Lines", frame, &|name| name.to_owned());
            lay_aside("priced_lines", &mut sheet);
            assert_eq!(sheet.columns.iter().map(|column| column.wrap).collect::<Vec<_>>(), [false, wraps]);
        }
    }

    #[test]
    fn a_price_list_shows_what_a_customer_reads() {
        let frame = Frame::new("price_list")
            .text("customer", Show::Code, [Some("1001")])
            .text("item", Show::Code, [Some("W1")])
            .text("description", Show::Text, [Some("Wheel")])
            .text("unit", Show::Code, [Some("pcs")])
            .decimal("quantity", Show::Quantity, [Some(Decimal::ONE)])
            .decimal("price", Show::Money(2), [Some(Decimal::TEN)])
            .decimal("discount1", Show::Percent, [Some(Decimal::from(15))])
            .decimal("discount2", Show::Percent, [Some(Decimal::ZERO)])
            .integer("price_basis", Show::Integer, [Some(3)])
            .decimal("invoice_net_price_foreign", Show::Money(2), [Some(Decimal::from(8))])
            .decimal("standard_price", Show::Money(2), [Some(Decimal::TEN)])
            .text("currency", Show::Code, [Some("EUR")])
            .text("state", Show::Code, [Some("priced")]);
        let shown = for_people(&frame, "fi");
        let expected = "item description unit min_quantity standard_price discount1 net_price currency state";
        assert_eq!(names(&shown).join(" "), expected);
        assert_eq!(shown.value(0, "state"), FrameValue::Text("Hinnoiteltu"));
    }

    #[test]
    fn columns_without_values_are_left_out_and_places_come_last() {
        let frame = Frame::new("explosion")
            .integer("level", Show::Level, [Some(1)])
            .text("origin", Show::Origin, [Some("a.xlsx, sheet \"S\", row 2")])
            .text("path", Show::Text, [Some("A > B")])
            .text("revision", Show::Code, [None])
            .flag("as_required", [Some(false)])
            .flag("is_top", [Some(false)]);
        assert_eq!(names(&for_people(&frame, "en")), ["level", "is_top", "path", "origin"]);
        let empty = Frame::new("explosion").text("revision", Show::Code, []);
        assert_eq!(names(&for_people(&empty, "en")), ["revision"]);
    }

    #[test]
    fn differences_and_replacements_are_told_in_words() {
        let compared = Frame::new("compare")
            .strings("change", Show::Text, [Some("REV, QTY".to_owned()), Some("ADDED".to_owned())])
            .text("verdict", Show::Code, [Some("FORWARD"), None]);
        let shown = for_people(&compared, "de");
        assert_eq!(shown.value(0, "change"), FrameValue::Text("Revision, Menge"));
        assert_eq!(shown.value(1, "change"), FrameValue::Text("Hinzugefügt"));
        assert_eq!(shown.value(0, "verdict"), FrameValue::Text("Nur neu für alt"));
        let chains = |name: &str| {
            let frame = Frame::new(name).text("type", Show::Code, [Some("MERGE"), Some("ODD")]);
            frame.text("policy", Show::Code, [Some("USE_UP"), Some("SCRAP")])
        };
        let shown = for_people(&chains("supersessions"), "fi");
        assert_eq!(shown.value(0, "type"), FrameValue::Text("Monta yhteen"));
        assert_eq!(
            (shown.value(1, "type"), shown.value(1, "policy")),
            (FrameValue::Text("ODD"), FrameValue::Text("Romutetaan"))
        );
        assert_eq!(
            for_people(&chains("orders"), "fi").value(0, "type"),
            FrameValue::Text("MERGE"),
            "of another answer"
        );
        // The answer itself keeps its names.
        assert_eq!(compared.value(0, "change"), FrameValue::Text("REV, QTY"));
    }

    #[test]
    fn every_difference_and_verdict_has_a_word() {
        use crate::structure::{Change, Verdict};
        let changes = [
            Change::Added,
            Change::Removed,
            Change::Replaced,
            Change::Revision,
            Change::Quantity,
            Change::Unit,
            Change::Text,
        ];
        let verdicts = [Verdict::Full, Verdict::Forward, Verdict::Conditional, Verdict::Backward, Verdict::No];
        let names = changes.map(|change| format!("change.{}", change.name())).into_iter();
        for name in names.chain(verdicts.map(|verdict| format!("verdict.{}", verdict.name()))) {
            assert!(labels::known(&name, "en").is_some(), "{name}");
        }
    }

    /// What a report says of a supersession is read as the same when it comes back in a sheet.
    #[test]
    fn words_of_supersessions_are_read_again() {
        let kinds = ["ONE", "AND", "OR", "MERGE"].map(|name| ("type", "replacement", name));
        let policies = ["IMMEDIATE", "USE_UP", "SCRAP"].map(|name| ("policy", "policy", name));
        for language in labels::LANGUAGES {
            for (field, prefix, name) in kinds.into_iter().chain(policies) {
                let word = labels::known(&format!("{prefix}.{name}"), language).unwrap();
                assert_eq!(aliases::choice("supersessions", field, word), Some(name), "{word} in {language}");
            }
        }
    }

    #[test]
    fn names_without_label_stay() {
        let frame = Frame::new("priced_lines").text("level", Show::Code, [Some("item_gross"), Some("moon"), None]);
        let shown = for_people(&frame, "en");
        assert_eq!(shown.value(0, "level"), FrameValue::Text("List price of the item"));
        assert_eq!(shown.value(1, "level"), FrameValue::Text("moon"));
        assert_eq!(shown.value(2, "level"), FrameValue::Blank);
    }

    #[test]
    fn several_names_in_a_cell_are_words_when_all_are_known() {
        let levels = [Some("item_gross > no_price"), Some("item_gross > moon")];
        let frame = Frame::new("comparison").text("levels", Show::Text, levels);
        let shown = for_people(&frame, "de");
        assert_eq!(shown.value(0, "levels"), FrameValue::Text("Bruttopreis des Artikels > Kein Preis"));
        assert_eq!(shown.value(1, "levels"), FrameValue::Text("item_gross > moon"));
        let frame = Frame::new("interchange_matrix").text("→ B", Show::Code, [Some("FULL")]);
        assert_eq!(for_people(&frame, "sv").value(0, "→ B"), FrameValue::Text("Åt båda håll"));
        let frame = Frame::new("compare").text("change", Show::Text, [Some("REV, QTY")]);
        assert_eq!(for_people(&frame, "en").value(0, "change"), FrameValue::Text("Revision, Quantity"));
    }

    #[test]
    fn priced_lines_begin_with_what_is_read() {
        let frame = Frame::new("priced_lines")
            .text("remark", Show::Text, [Some("urgent")])
            .text("item", Show::Code, [Some("W1")])
            .text("order", Show::Code, [Some("26101")])
            .decimal("discount_factor", Show::Number, [Some(Decimal::ONE)])
            .decimal("invoice_net_price_foreign", Show::Money(2), [Some(Decimal::from(8))])
            .text("origin", Show::Origin, [Some("a.xlsx, sheet \"S\", row 2")])
            .text("state", Show::Code, [Some("priced")])
            .decimal("total", Show::Money(2), [Some(Decimal::from(16))]);
        let sheet = sheet_for_people("Priced lines", &Arc::new(frame), None, "en", &str::to_owned);
        let shown: Vec<(&str, bool)> =
            sheet.columns.iter().map(|column| (column.field.as_str(), column.aside)).collect();
        let read = ["order", "item", "invoice_net_price_foreign", "total", "state"].map(|name| (name, false));
        let aside = ["remark", "discount_factor", "origin"].map(|name| (name, true));
        assert_eq!(shown, [&read[..], &aside[..]].concat());
    }
}
