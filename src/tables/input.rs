//! Tables handed over in memory (data frames): named columns of typed values, read like a sheet.

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::column::Decimals;
use crate::workbook::{Cell, CellValue, NumberFormat};

/// The values of one column handed over.
#[derive(Clone, Debug, PartialEq)]
pub enum InputColumn {
    /// Texts.
    Text(Vec<Option<String>>),
    /// Texts, and for each row the number of one; a number that none has is blank.
    Coded(Vec<String>, Vec<u32>),
    /// Exact decimals.
    Decimal(Decimals),
    /// Floating-point numbers, read through 15 significant digits like number cells.
    Number(Vec<Option<f64>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Dates.
    Date(Vec<Option<NaiveDate>>),
    /// Dates with time.
    DateTime(Vec<Option<NaiveDateTime>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
    /// Nothing in any row; the number of rows.
    Blank(usize),
}

impl InputColumn {
    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Coded(_, codes) => codes.len(),
            Self::Decimal(values) => values.len(),
            Self::Number(values) => values.len(),
            Self::Integer(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::DateTime(values) => values.len(),
            Self::Flag(values) => values.len(),
            Self::Blank(rows) => *rows,
        }
    }

    /// True without rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn get(&self, row: usize) -> Option<CellValue<'_>> {
        match self {
            Self::Text(values) => values.get(row)?.as_deref().map(CellValue::Text),
            Self::Coded(texts, codes) => texts.get(*codes.get(row)? as usize).map(|text| CellValue::Text(text)),
            Self::Decimal(values) => values.get(row).map(CellValue::Decimal),
            Self::Number(values) => values.get(row)?.filter(|value| !value.is_nan()).map(CellValue::Number),
            Self::Integer(values) => values.get(row)?.map(|value| CellValue::Decimal(Decimal::from(value))),
            Self::Date(values) => {
                values.get(row)?.map(|date| CellValue::DateTime(date.and_time(chrono::NaiveTime::MIN)))
            }
            Self::DateTime(values) => values.get(row)?.map(CellValue::DateTime),
            Self::Flag(values) => values.get(row)?.map(CellValue::Bool),
            Self::Blank(_) => None,
        }
    }
}

/// A table handed over: the table it is meant for (or any name) and its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct InputTable {
    /// Name of the table of the schema, or another name from which the table is recognised.
    pub name: String,
    /// Titles and values.
    pub columns: Vec<(String, InputColumn)>,
}

impl InputTable {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.iter().map(|(_, column)| column.len()).max().unwrap_or(0)
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many texts there are at least, as far as they are told apart already.
    pub(super) fn distinct_texts(&self) -> usize {
        let distinct = |column: &InputColumn| if let InputColumn::Coded(texts, _) = column { texts.len() } else { 0 };
        self.columns.iter().map(|(_, column)| distinct(column)).sum()
    }

    /// Gives the cells of some rows in order: the titles before the first row are row 0, the values follow.
    pub(super) fn visit(&self, rows: Range<usize>, visit: &mut dyn FnMut(&Cell<'_>)) {
        let format = NumberFormat::general();
        if rows.start == 0 {
            for (column, (title, _)) in (0..).zip(&self.columns) {
                visit(&Cell { row: 0, column, value: CellValue::Text(title), format, shared: false });
            }
        }
        for row in rows {
            let number = u32::try_from(row + 1).unwrap_or(u32::MAX);
            for (column, (_, values)) in (0..).zip(&self.columns) {
                if let Some(value) = values.get(row) {
                    visit(&Cell { row: number, column, value, format, shared: false });
                }
            }
        }
    }
}
