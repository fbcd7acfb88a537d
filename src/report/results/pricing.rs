//! Answers of the price book as frames (pricing specification, section 5).

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use crate::pricing::{Currency, LineProblem, Price, PriceBook, PricedLines, State};
use crate::report::frame::{Frame, FrameData, Show, TextData};
use crate::tables::{Column, Table, Texts, Value, Values};

/// Result columns, in order; an input column of the same name is shown as `<name>_given`.
const RESULT_COLUMNS: &[&str] = &[
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
    let frame = lines.columns().iter().fold(Frame::new("priced_lines"), |frame, column| {
        let name = if RESULT_COLUMNS.contains(&&*column.name) {
            format!("{}_given", column.name)
        } else {
            column.name.to_string()
        };
        let data = input_data(column, texts, lines.len());
        frame.with(&name, input_show(column, book), data)
    });
    price_columns(frame, book, &priced.lines).findings(priced.findings.clone())
}

/// The columns of a price.
fn price_columns(frame: Frame, book: &PriceBook, prices: &[Result<Price, LineProblem>]) -> Frame {
    let decimals = u8::try_from(book.price_decimals()).unwrap_or(2);
    let money = Show::Money(decimals);
    let some =
        |value: fn(&Price) -> Option<Decimal>| prices.iter().map(move |price| price.as_ref().ok().and_then(value));
    let number = |value: fn(&Price) -> Option<u8>| {
        prices.iter().map(move |price| price.as_ref().ok().and_then(value).map(i64::from))
    };
    let codes = currency_codes(book, prices);
    let origins = prices.iter().map(|price| {
        let place = price.as_ref().ok()?.place?;
        book.origin(place).map(|origin| origin.to_string())
    });
    frame
        .decimal("price", Show::Money(decimals), some(|price| price.price))
        .text(
            "kind",
            Show::Code,
            prices
                .iter()
                .map(|price| price.as_ref().ok().map(|price| price.kind.letter()).filter(|kind| !kind.is_empty())),
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
            prices.iter().map(|price| codes.get(&price.as_ref().ok()?.agreed_currency).map(|code| &**code)),
        )
        .decimal("vat_override", Show::Percent, some(|price| price.vat_override))
        .decimal("net_price", money, some(|price| price.net_price))
        .decimal("discount_factor", Show::Number, some(|price| price.discount_factor))
        .decimal("invoice_net_price", money, some(|price| price.invoice_net_price))
        .decimal("invoice_net_price_foreign", money, some(|price| price.invoice_net_price_foreign))
        .decimal("standard_price", money, some(|price| price.standard_price))
        .flag("may_sell", prices.iter().map(|price| price.as_ref().ok()?.may_sell))
        .text("level", Show::Code, prices.iter().map(|price| price.as_ref().ok().map(|price| price.level)))
        .flag("in_invoice_currency", prices.iter().map(|price| Some(price.as_ref().ok()?.in_invoice_currency)))
        .text("state", Show::Code, prices.iter().map(|price| Some(state_word(price.as_ref().ok()))))
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
fn currency_codes(book: &PriceBook, prices: &[Result<Price, LineProblem>]) -> HashMap<Currency, Arc<str>, FixedState> {
    let mut codes: HashMap<Currency, Arc<str>, FixedState> = HashMap::default();
    for price in prices.iter().flatten() {
        codes.entry(price.agreed_currency).or_insert_with(|| book.currency_code(price.agreed_currency));
    }
    codes
}

fn input_data(column: &Column, texts: &Texts, rows: usize) -> FrameData {
    let values = &column.values;
    let rows = 0..rows;
    match values {
        Values::Text(_) => {
            let mut data = TextData::default();
            rows.for_each(|row| match values.get(row) {
                Value::Text(symbol) => data.push(Some(texts.get(symbol))),
                _ => data.push(None),
            });
            FrameData::Text(data)
        }
        Values::Decimal(decimals) => FrameData::Decimal(rows.map(|row| decimals.get(row)).collect()),
        Values::Date(_) => FrameData::Date(
            rows.map(|row| match values.get(row) {
                Value::Date(date) => Some(date),
                _ => None,
            })
            .collect(),
        ),
        Values::Flag(_) => FrameData::Flag(
            rows.map(|row| match values.get(row) {
                Value::Flag(flag) => Some(flag),
                _ => None,
            })
            .collect(),
        ),
        Values::Integer(_) => FrameData::Integer(
            rows.map(|row| match values.get(row) {
                Value::Integer(number) => Some(number),
                _ => None,
            })
            .collect(),
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
