//! Cells held back: the first rows of a sheet, until it is known what they are.

use chrono::{NaiveDateTime, TimeDelta};
use rust_decimal::Decimal;

use crate::workbook::{Cell, CellValue, NumberFormat};

/// A cell with its content.
#[derive(Clone)]
pub(super) struct HeldCell {
    pub(super) row: u32,
    pub(super) column: u32,
    value: HeldValue,
    format: NumberFormat,
}

#[derive(Clone)]
enum HeldValue {
    Text(String),
    Number(f64),
    Decimal(Decimal),
    DateTime(NaiveDateTime),
    Serial(f64),
    Duration(TimeDelta),
    Bool(bool),
    Error(String),
    NoCachedValue,
}

impl HeldCell {
    /// Keeps a cell.
    pub(super) fn new(cell: &Cell<'_>) -> Self {
        let value = match cell.value {
            CellValue::Text(text) => HeldValue::Text(text.to_owned()),
            CellValue::Number(number) => HeldValue::Number(number),
            CellValue::Decimal(number) => HeldValue::Decimal(number),
            CellValue::DateTime(moment) => HeldValue::DateTime(moment),
            CellValue::Serial(number) => HeldValue::Serial(number),
            CellValue::Duration(duration) => HeldValue::Duration(duration),
            CellValue::Bool(flag) => HeldValue::Bool(flag),
            CellValue::Error(text) => HeldValue::Error(text.to_owned()),
            CellValue::NoCachedValue => HeldValue::NoCachedValue,
        };
        Self { row: cell.row, column: cell.column, value, format: cell.format.clone() }
    }

    /// The same value in another row.
    pub(super) fn in_row(&self, row: u32) -> Self {
        Self { row, ..self.clone() }
    }

    /// True for a text with letters in it.
    pub(super) fn is_words(&self) -> bool {
        matches!(&self.value, HeldValue::Text(text) if text.contains(char::is_alphabetic))
    }

    /// True for a text of blanks.
    pub(super) fn is_blank(&self) -> bool {
        matches!(&self.value, HeldValue::Text(text) if text.trim().is_empty())
    }

    /// The cell again.
    pub(super) fn cell(&self) -> Cell<'_> {
        let value = match &self.value {
            HeldValue::Text(text) => CellValue::Text(text),
            HeldValue::Number(number) => CellValue::Number(*number),
            HeldValue::Decimal(number) => CellValue::Decimal(*number),
            HeldValue::DateTime(moment) => CellValue::DateTime(*moment),
            HeldValue::Serial(number) => CellValue::Serial(*number),
            HeldValue::Duration(duration) => CellValue::Duration(*duration),
            HeldValue::Bool(flag) => CellValue::Bool(*flag),
            HeldValue::Error(text) => CellValue::Error(text),
            HeldValue::NoCachedValue => CellValue::NoCachedValue,
        };
        Cell { row: self.row, column: self.column, value, format: &self.format, shared: false }
    }
}
