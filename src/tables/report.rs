//! What was understood of each sheet: the answer to `catalog.tables`.

use serde::{Deserialize, Serialize};

use crate::origin::Origin;

/// Rows that hold no record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Rows above the titles.
    pub above_titles: usize,
    /// Rows (from zero) that repeat the titles.
    pub repeated_titles: Vec<u32>,
    /// Rows (from zero) of totals.
    pub totals: Vec<u32>,
    /// Rows (from zero) that hold a heading or a note only.
    pub headings: Vec<u32>,
    /// Rows (from zero) with titles that are not those of the sheet.
    pub other_titles: Vec<u32>,
    /// Rows (from zero) that hold values only in columns that are not used.
    pub outside: Vec<u32>,
    /// Rows that could not be used; each has a finding of its own.
    pub refused: usize,
}

impl LeftOut {
    /// Rows below the titles that gave no record.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.repeated_titles.len()
            + self.totals.len()
            + self.headings.len()
            + self.other_titles.len()
            + self.outside.len()
            + self.refused
    }
}

/// One sheet: what it was taken for and what it gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetReport {
    /// Workbook and sheet.
    pub place: Origin,
    /// The table it belongs to; none when it was not recognised or could not be used.
    pub table: Option<String>,
    /// How that was decided.
    pub reason: String,
    /// Row of the titles, from zero.
    pub header_row: Option<u32>,
    /// Title and field of each column that was understood.
    pub mapped: Vec<(String, String)>,
    /// Titles of the columns that are not used.
    pub not_used: Vec<String>,
    /// Rows that became records.
    pub rows_read: usize,
    /// Rows that did not.
    pub left_out: LeftOut,
    /// Cells that were looked at.
    pub cells: u64,
}

/// One file: its name and what it held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceReport {
    /// File name, or the name given to bytes or a table.
    pub name: String,
    /// Full path, when it was read from a file.
    pub path: Option<std::path::PathBuf>,
    /// SHA-256 of the content, as hexadecimal text.
    pub sha256: String,
    /// Kind of file.
    pub kind: String,
}
