//! Where a value came from: workbook, sheet and cell, shown the way the spreadsheet shows them.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The place of a value, a row, a sheet or a whole workbook.
///
/// Rows and columns count from zero inside the crate and are shown as the spreadsheet shows them (`D17`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// File name of the workbook, or the name the caller gave to a table.
    pub workbook: Arc<str>,
    /// Sheet name; empty for a file without sheets (CSV) and for tables handed over in memory.
    pub sheet: Arc<str>,
    /// Row, from zero.
    pub row: Option<u32>,
    /// Column, from zero.
    pub column: Option<u32>,
}

impl Origin {
    /// The whole workbook.
    #[must_use]
    pub fn workbook(workbook: Arc<str>) -> Self {
        Self { workbook, sheet: Arc::from(""), row: None, column: None }
    }

    /// A whole sheet.
    #[must_use]
    pub const fn sheet(workbook: Arc<str>, sheet: Arc<str>) -> Self {
        Self { workbook, sheet, row: None, column: None }
    }

    /// The same sheet, one row (from zero).
    #[must_use]
    pub fn at_row(&self, row: u32) -> Self {
        Self { row: Some(row), column: None, ..self.clone() }
    }

    /// The same sheet, one cell (from zero).
    #[must_use]
    pub fn at(&self, row: u32, column: u32) -> Self {
        Self { row: Some(row), column: Some(column), ..self.clone() }
    }

    /// Cell name such as `D17`, row name such as `17`, or nothing.
    #[must_use]
    pub fn cell(&self) -> String {
        match (self.row, self.column) {
            (Some(row), Some(column)) => format!("{}{}", column_letters(column), u64::from(row) + 1),
            (Some(row), None) => (u64::from(row) + 1).to_string(),
            (None, Some(column)) => column_letters(column),
            (None, None) => String::new(),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.workbook)?;
        if !self.sheet.is_empty() {
            write!(f, ", sheet \"{}\"", self.sheet)?;
        }
        match (self.row, self.column) {
            (Some(_), Some(_)) => write!(f, ", cell {}", self.cell()),
            (Some(_), None) => write!(f, ", row {}", self.cell()),
            (None, Some(_)) => write!(f, ", column {}", self.cell()),
            (None, None) => Ok(()),
        }
    }
}

/// Letters of a column counted from zero: 0 is `A`, 26 is `AA`, 16383 is `XFD`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = ((rest - 1) % 26) as u8;
        letters.push(b'A' + digit);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn an_origin_reads_like_a_place() {
        let sheet = Origin::sheet("prices.xlsx".into(), "2026".into());
        assert_eq!(sheet.at(16, 3).to_string(), "prices.xlsx, sheet \"2026\", cell D17");
        assert_eq!(sheet.at_row(16).to_string(), "prices.xlsx, sheet \"2026\", row 17");
        assert_eq!(Origin::sheet("bom.csv".into(), "".into()).at(0, 0).to_string(), "bom.csv, cell A1");
        assert_eq!(sheet.to_string(), "prices.xlsx, sheet \"2026\"");
    }
}
