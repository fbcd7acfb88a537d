//! What was understood of each sheet: the answer to `catalog.tables`.

use serde::{Deserialize, Serialize};

use super::questions::Question;
use crate::origin::Origin;

/// Rows that hold no record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Rows above the titles.
    pub above_titles: usize,
    /// Rows (from zero) that repeat the titles.
    pub repeated_titles: Vec<u32>,
    /// Rows (from zero) that are the untouched example of the template.
    pub examples: Vec<u32>,
    /// Rows (from zero) of totals.
    pub totals: Vec<u32>,
    /// Rows (from zero) that hold a heading or a note only.
    pub headings: Vec<u32>,
    /// Their texts: a heading may name a subassembly.
    pub heading_texts: Vec<String>,
    /// Rows (from zero) with titles that are not those of the sheet.
    pub other_titles: Vec<u32>,
    /// Rows (from zero) that hold values only in columns that are not used.
    pub outside: Vec<u32>,
    /// Rows (from zero) of a matrix without any value.
    pub without_values: Vec<u32>,
    /// Rows that could not be used; each has a finding of its own.
    pub refused: usize,
}

/// Letters of a heading that are kept.
const HEADING_LETTERS: usize = 80;

impl LeftOut {
    /// A row that holds a heading or a note only.
    pub(super) fn heading(&mut self, row: u32, text: &str) {
        self.headings.push(row);
        self.heading_texts.push(text.chars().take(HEADING_LETTERS).collect());
    }

    /// Rows that were taken for headings and are records after all.
    pub(super) fn no_headings(&mut self, rows: &[u32]) {
        if rows.is_empty() {
            return;
        }
        let both = std::mem::take(&mut self.headings).into_iter().zip(std::mem::take(&mut self.heading_texts));
        (self.headings, self.heading_texts) = both.filter(|(row, _)| !rows.contains(row)).unzip();
    }

    /// The kinds of rows that gave no record and how many there are of each: `2 headings, 1 total`; blank for none.
    #[must_use]
    pub fn by_kind(&self) -> String {
        let kinds = [
            (self.repeated_titles.len(), "repeated titles"),
            (self.examples.len(), "untouched examples"),
            (self.totals.len(), "totals"),
            (self.headings.len(), "headings"),
            (self.other_titles.len(), "other titles"),
            (self.outside.len(), "outside the columns"),
            (self.without_values.len(), "without a value"),
            (self.refused, "refused"),
        ];
        let there = kinds.iter().filter(|(count, _)| *count > 0);
        there.map(|(count, kind)| format!("{count} {kind}")).collect::<Vec<_>>().join(", ")
    }

    /// Rows below the titles that gave no record.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.repeated_titles.len()
            + self.examples.len()
            + self.totals.len()
            + self.headings.len()
            + self.other_titles.len()
            + self.outside.len()
            + self.without_values.len()
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
    /// The tables that were weighed and how many of the titles each knows.
    pub scores: String,
    /// First row of the titles, from zero.
    pub first_title_row: Option<u32>,
    /// Last row of the titles, from zero.
    pub header_row: Option<u32>,
    /// Where titles and records stand, as `A2:K20`; blank when it was not used.
    pub extent: String,
    /// What stands alone above the titles.
    pub title: String,
    /// Title and field of each column that was understood.
    pub mapped: Vec<(String, String)>,
    /// Titles of the columns that are not used.
    pub not_used: Vec<String>,
    /// Titles that may mean several things, which nothing settles.
    pub asked: Vec<String>,
    /// What is open, with answers to paste.
    pub questions: Vec<Question>,
    /// Rows that became records.
    pub rows_read: usize,
    /// Rows that did not.
    pub left_out: LeftOut,
    /// Cells that were looked at.
    pub cells: u64,
}

impl SheetReport {
    /// A sheet of which nothing is known yet.
    #[must_use]
    pub const fn new(place: Origin) -> Self {
        Self {
            place,
            table: None,
            reason: String::new(),
            scores: String::new(),
            first_title_row: None,
            header_row: None,
            extent: String::new(),
            title: String::new(),
            mapped: Vec::new(),
            not_used: Vec::new(),
            asked: Vec::new(),
            questions: Vec::new(),
            rows_read: 0,
            left_out: LeftOut {
                above_titles: 0,
                repeated_titles: Vec::new(),
                examples: Vec::new(),
                totals: Vec::new(),
                headings: Vec::new(),
                heading_texts: Vec::new(),
                other_titles: Vec::new(),
                outside: Vec::new(),
                without_values: Vec::new(),
                refused: 0,
            },
            cells: 0,
        }
    }
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
