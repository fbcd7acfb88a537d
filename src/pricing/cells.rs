//! Cells of a column whatever its type: the price rules read sheets in which a number may stand as text.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::tables::{Table, Texts, Value, Values};

/// One column of a table; an absent column is blank.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a> {
    /// The values, when a sheet had the column.
    pub(crate) values: Option<&'a Values>,
    texts: &'a Texts,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(table: &'a Table, texts: &'a Texts, name: &str) -> Self {
        Self { values: table.column(name).map(|column| &column.values), texts }
    }

    pub(crate) fn value(self, row: usize) -> Value {
        self.values.map_or(Value::Blank, |values| values.get(row))
    }

    /// True when nothing stands in the cell.
    pub(crate) fn is_blank(self, row: usize) -> bool {
        match self.value(row) {
            Value::Blank => true,
            Value::Text(symbol) => self.texts.get(symbol).trim().is_empty(),
            _ => false,
        }
    }

    pub(crate) fn text(self, row: usize) -> Option<&'a str> {
        match self.value(row) {
            Value::Text(symbol) => Some(self.texts.get(symbol)),
            _ => None,
        }
    }

    #[inline]
    pub(crate) fn decimal(self, row: usize) -> Option<Decimal> {
        if let Some(Values::Decimal(values)) = self.values {
            return values.get(row);
        }
        match self.value(row) {
            Value::Decimal(value) => Some(value),
            Value::Integer(value) => Some(value.into()),
            Value::Text(symbol) => self.texts.get(symbol).trim().parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn integer(self, row: usize) -> Option<i64> {
        use rust_decimal::prelude::ToPrimitive as _;
        match self.value(row) {
            Value::Integer(value) => Some(value),
            Value::Decimal(value) if value.fract().is_zero() => value.to_i64(),
            Value::Text(symbol) => self.texts.get(symbol).trim().parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn date(self, row: usize) -> Option<NaiveDate> {
        match self.value(row) {
            Value::Date(date) => Some(date),
            Value::Text(symbol) => self.texts.get(symbol).trim().parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn flag(self, row: usize) -> Option<bool> {
        match self.value(row) {
            Value::Flag(flag) => Some(flag),
            Value::Integer(value) => Some(value != 0),
            Value::Decimal(value) => Some(!value.is_zero()),
            Value::Text(symbol) => match self.texts.get(symbol).trim().to_lowercase().as_str() {
                "" => None,
                word => Some(matches!(word, "y" | "yes" | "x" | "1" | "true")),
            },
            _ => None,
        }
    }

    /// The cell as a reader would write it, for findings.
    pub(crate) fn shown(self, row: usize) -> String {
        match self.value(row) {
            Value::Blank => String::new(),
            Value::Text(symbol) => self.texts.get(symbol).to_owned(),
            Value::Decimal(value) => value.normalize().to_string(),
            Value::Date(date) => date.to_string(),
            Value::Flag(flag) => if flag { "Y" } else { "N" }.to_owned(),
            Value::Integer(value) => value.to_string(),
        }
    }
}
