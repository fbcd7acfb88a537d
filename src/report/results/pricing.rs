//! Answers of the price book as frames (pricing specification, section 5).

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::replacement::item_unit;
use super::without_cost::mark_without_cost;
use crate::model::ItemId;
use crate::pricing::{Currency, Entry, Explanation, LineProblem, Price, PriceBook, PriceList, PricedLines, State};
use crate::report::frame::{Frame, FrameData, Show, TextData};
use crate::tables::{Column, Table, Texts, Value, Values};

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

/// Order lines with their prices: every input column unchanged, then the result columns.
#[must_use]
pub fn priced_lines_frame(book: &PriceBook, lines: &Table, texts: &Texts, priced: &PricedLines) -> Frame {
    let rows: Vec<usize> = (0..lines.len()).collect();
    let frame = lines.columns().iter().fold(Frame::new("priced_lines"), |frame, column| {
        let name = if RESULT_COLUMNS.contains(&&*column.name) {
            format!("{}_given", column.name)
        } else {
            column.name.to_string()
        };
        let data = input_data(column, texts, &rows);
        frame.with(&name, input_show(column, book), data)
    });
    let results: Vec<_> = priced.lines.iter().map(Result::as_ref).collect();
    let frame = price_columns(frame, book, &results).findings(priced.findings.clone());
    let items = lines.text("item");
    let item = |row: usize| items.get(row).map(|symbol| texts.get(symbol).to_owned()).unwrap_or_default();
    mark_without_cost(frame, book, &results, item, |row, _| lines.cell(row, "item"))
}

/// A price list: one row an item, customer and quantity step, with description and unit, then the columns of a price.
#[must_use]
pub fn price_list_frame(book: &PriceBook, list: &PriceList, language: &str) -> Frame {
    let catalog = book.catalog();
    let ids: Vec<Option<ItemId>> = list.rows.iter().map(|row| catalog.item(&row.item).ok()).collect();
    let frame = Frame::new("price_list")
        .text("customer", Show::Code, list.rows.iter().map(|row| Some(&*row.customer).filter(|name| !name.is_empty())))
        .text("item", Show::Code, list.rows.iter().map(|row| Some(&*row.item)))
        .text("description", Show::Text, ids.iter().map(|id| id.and_then(|id| catalog.description(id, language))))
        .text("unit", Show::Code, ids.iter().map(|id| id.and_then(|id| item_unit(catalog, id))))
        .decimal("quantity", Show::Quantity, list.rows.iter().map(|row| Some(row.quantity)));
    let prices: Vec<_> = list.rows.iter().map(|row| row.price.as_ref()).collect();
    let currencies = prices.iter().map(|price| price.ok().map(|price| book.currency_code(price.invoice_currency)));
    let currencies: Vec<Option<Arc<str>>> = currencies.collect();
    let frame = frame.text("currency", Show::Code, currencies.iter().map(Option::as_deref));
    let frame = price_columns(frame, book, &prices);
    let item = |row: usize| list.rows.get(row).map(|row| row.item.clone()).unwrap_or_default();
    mark_without_cost(frame, book, &prices, item, |_, price| book.origin(price.place?))
}

/// The proof of a price: one row a candidate, a level without rows, or a step of the computation.
#[must_use]
pub fn explanation_frame(explanation: &Explanation) -> Frame {
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
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (step, entry) in (1..).zip(&explanation.entries) {
        let blank = Row {
            step,
            level: None,
            slot: None,
            currency: None,
            id: None,
            value: None,
            taken: None,
            text: String::new(),
            origin: None,
        };
        match entry {
            Entry::Step { text, origin } => {
                rows.push(Row { text: text.clone(), origin: origin.as_ref().map(ToString::to_string), ..blank });
            }
            Entry::Look(look) => {
                let level =
                    Row { level: Some(look.level), slot: look.slot, currency: look.currency.as_deref(), ..blank };
                if look.candidates.is_empty() {
                    rows.push(Row { text: "no row".to_owned(), ..level });
                    continue;
                }
                rows.extend(look.candidates.iter().map(|candidate| Row {
                    id: Some(candidate.id),
                    value: Some(candidate.value),
                    taken: Some(candidate.is_taken()),
                    text: candidate.outcome(),
                    origin: candidate.origin.as_ref().map(ToString::to_string),
                    ..level
                }));
            }
        }
    }
    rows.extend(explanation.result.iter().map(|text| Row {
        step: i64::try_from(explanation.entries.len()).map_or(i64::MAX, |entries| entries + 1),
        level: None,
        slot: None,
        currency: None,
        id: None,
        value: None,
        taken: None,
        text: text.clone(),
        origin: None,
    }));
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
fn price_columns(frame: Frame, book: &PriceBook, prices: &[Result<&Price, &LineProblem>]) -> Frame {
    let decimals = u8::try_from(book.price_decimals()).unwrap_or(2);
    let money = Show::Money(decimals);
    let some = |value: fn(&Price) -> Option<Decimal>| prices.iter().map(move |price| price.ok().and_then(value));
    let number =
        |value: fn(&Price) -> Option<u8>| prices.iter().map(move |price| price.ok().and_then(value).map(i64::from));
    let codes = currency_codes(book, prices);
    let origins: Vec<Option<String>> = prices
        .par_iter()
        .map(|price| {
            let place = price.ok()?.place?;
            book.origin(place).map(|origin| origin.to_string())
        })
        .collect();
    frame
        .decimal("price", Show::Money(decimals), some(|price| price.price))
        .text(
            "kind",
            Show::Code,
            prices.iter().map(|price| price.ok().map(|price| price.kind.letter()).filter(|kind| !kind.is_empty())),
        )
        .decimal("discount1", Show::Percent, some(|price| price.discounts[0].map(|slot| slot.percent)))
        .decimal("discount2", Show::Percent, some(|price| price.discounts[1].map(|slot| slot.percent)))
        .decimal("discount3", Show::Percent, some(|price| price.discounts[2].map(|slot| slot.percent)))
        .integer("price_basis", Show::Integer, number(|price| Some(price.price_basis).filter(|&basis| basis != 0)))
        .integer("discount_basis1", Show::Integer, number(|price| price.discounts[0]?.basis))
        .integer("discount_basis2", Show::Integer, number(|price| price.discounts[1]?.basis))
        .integer("discount_basis3", Show::Integer, number(|price| price.discounts[2]?.basis))
        .text(
            "agreed_currency",
            Show::Code,
            prices.iter().map(|price| codes.get(&price.ok()?.agreed_currency).map(|code| &**code)),
        )
        .decimal("vat_override", Show::Percent, some(|price| price.vat_override))
        .decimal("net_price", money, some(|price| price.net_price))
        .decimal("discount_factor", Show::Number, some(|price| price.discount_factor))
        .decimal("invoice_net_price", money, some(|price| price.invoice_net_price))
        .decimal("invoice_net_price_foreign", money, some(|price| price.invoice_net_price_foreign))
        .decimal("standard_price", money, some(|price| price.standard_price))
        .flag("may_sell", prices.iter().map(|price| price.ok()?.may_sell))
        .text("level", Show::Code, prices.iter().map(|price| price.ok().map(|price| price.level)))
        .flag("in_invoice_currency", prices.iter().map(|price| Some(price.ok()?.in_invoice_currency)))
        .text("state", Show::Code, prices.iter().map(|price| Some(state_word(price.ok()))))
        .decimal("total", money, some(|price| price.total))
        .strings("origin", Show::Origin, origins)
}

/// The state as a word; a price for a customer nobody knows says so.
fn state_word(price: Option<&Price>) -> &'static str {
    match price {
        Some(price) if price.state == State::Priced && price.customer_is_unknown => "priced_unknown_customer",
        Some(price) => price.state.name(),
        None => State::NoPrice.name(),
    }
}

/// The few currencies that occur, as text.
fn currency_codes(
    book: &PriceBook,
    prices: &[Result<&Price, &LineProblem>],
) -> HashMap<Currency, Arc<str>, FixedState> {
    let mut codes: HashMap<Currency, Arc<str>, FixedState> = HashMap::default();
    for price in prices.iter().flatten() {
        codes.entry(price.agreed_currency).or_insert_with(|| book.currency_code(price.agreed_currency));
    }
    codes
}

/// Some rows of a column of the input.
pub(super) fn input_data(column: &Column, texts: &Texts, rows: &[usize]) -> FrameData {
    let values = &column.values;
    let cells = rows.iter().map(|&row| values.get(row));
    match values {
        Values::Text(_) => {
            let mut data = TextData::default();
            cells.for_each(|cell| match cell {
                Value::Text(symbol) => data.push(Some(texts.get(symbol))),
                _ => data.push(None),
            });
            FrameData::Text(data)
        }
        Values::Decimal(decimals) => FrameData::Decimal(rows.iter().map(|&row| decimals.get(row)).collect()),
        Values::Date(_) => {
            FrameData::Date(cells.map(|cell| if let Value::Date(date) = cell { Some(date) } else { None }).collect())
        }
        Values::Flag(_) => {
            FrameData::Flag(cells.map(|cell| if let Value::Flag(flag) = cell { Some(flag) } else { None }).collect())
        }
        Values::Integer(_) => FrameData::Integer(
            cells.map(|cell| if let Value::Integer(number) = cell { Some(number) } else { None }).collect(),
        ),
    }
}

fn input_show(column: &Column, book: &PriceBook) -> Show {
    match (&column.values, &*column.name) {
        (Values::Text(_), "item" | "customer" | "business_id" | "order" | "line" | "currency" | "country") => {
            Show::Code
        }
        (Values::Text(_), _) => Show::Text,
        (Values::Decimal(_), "quantity") => Show::Quantity,
        (Values::Decimal(_), "entered_price") => Show::Money(u8::try_from(book.price_decimals()).unwrap_or(2)),
        (Values::Decimal(_), "special_discount" | "entered_discount1" | "entered_discount2" | "entered_discount3") => {
            Show::Percent
        }
        (Values::Decimal(_), _) => Show::Number,
        (Values::Date(_), _) => Show::Date,
        (Values::Flag(_), _) => Show::Flag,
        (Values::Integer(_), _) => Show::Integer,
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
        let frame = price_list_frame(&book, &list, "en");
        let names: Vec<&str> = frame.columns.iter().map(|column| column.name.as_str()).collect();
        assert!(names.ends_with(RESULT_COLUMNS), "{names:?}");
        let levels: Vec<String> = level_names().map(|level| format!("level.{level}")).collect();
        assert_eq!(levels.len(), 20);
        for field in names.into_iter().chain(levels.iter().map(String::as_str)) {
            assert!(labels::known(field, "zh").is_some(), "{field}");
        }
    }
}
