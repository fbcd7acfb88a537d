//! What stands in one cell of a report, and where its link leads.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::style::Style;
use crate::origin::column_letters;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A cell of this workbook; row and column from zero.
    Cell {
        /// Name of the sheet.
        sheet: String,
        /// Row, from zero.
        row: u32,
        /// Column, from zero.
        column: u16,
    },
    /// A defined name of this workbook.
    Name(String),
    /// Another workbook, best as a path relative to this one.
    File {
        /// The path.
        path: String,
        /// Sheet; empty for a file without sheets.
        sheet: String,
        /// Cell such as `B7`; empty for the sheet as a whole.
        cell: String,
    },
    /// An address of the web or of mail.
    Web(String),
}

impl Target {
    /// The first cell of a sheet of this workbook.
    #[must_use]
    pub fn sheet(name: impl Into<String>) -> Self {
        Self::Cell { sheet: name.into(), row: 0, column: 0 }
    }

    /// The link as the workbook writer takes it; none when it cannot be a link.
    pub(crate) fn url(&self) -> Option<String> {
        let url = match self {
            Self::Cell { sheet, row, column } => {
                format!("internal:{}!{}{}", quoted(sheet), column_letters(u32::from(*column)), u64::from(*row) + 1)
            }
            Self::Name(name) => format!("internal:{name}"),
            Self::File { path, sheet, cell } => {
                if path.contains('#') {
                    return None;
                }
                let path = if path.starts_with("\\\\") { path.clone() } else { path.replace('\\', "/") };
                let cell = if cell.is_empty() { "A1" } else { cell };
                match sheet.as_str() {
                    "" => format!("file:///{path}"),
                    _ => format!("file:///{path}#{}!{cell}", quoted(sheet)),
                }
            }
            Self::Web(address) => address.clone(),
        };
        let known = ["internal:", "file://", "mailto:", "://"].iter().any(|scheme| url.contains(scheme));
        (known && url.encode_utf16().count() < 2_000).then_some(url)
    }
}

/// A sheet name as formulas and links write it: in apostrophes, doubled inside.
#[must_use]
pub fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// The result a spreadsheet would compute, stored with the formula.
#[derive(Clone, Debug, PartialEq)]
pub enum FormulaResult {
    /// A text; also `""`.
    Text(String),
    /// A number.
    Number(Decimal),
    /// Yes or no.
    Flag(bool),
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CellContent {
    /// Nothing.
    #[default]
    Blank,
    /// Text; stays text whatever it begins with.
    Text(String),
    /// Item number, serial, code: a text cell of format `@`, never a number.
    Code(String),
    /// A number; beyond 15 digits it is written as text.
    Decimal(Decimal),
    /// A whole number; beyond 15 digits it is written as text.
    Integer(i64),
    /// A date.
    Date(NaiveDate),
    /// Yes or no, in words.
    Flag(bool),
    /// A link with its text.
    Link {
        /// Where it leads.
        target: Target,
        /// What is shown.
        text: String,
    },
    /// A formula, with `=` in front, and its result.
    Formula {
        /// The formula, in English function names with commas.
        formula: String,
        /// What it computes to.
        result: FormulaResult,
    },
}

/// A cell: content, and what is not as the column says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub content: CellContent,
    /// Its look, when it is not the column's; a general number format takes the column's.
    pub style: Option<Style>,
    /// A note that is shown when the reader points at the cell.
    pub note: Option<String>,
}

impl Cell {
    /// An empty cell.
    #[must_use]
    pub fn blank() -> Self {
        Self::default()
    }

    /// A cell with this content.
    #[must_use]
    pub fn new(content: CellContent) -> Self {
        Self { content, ..Self::default() }
    }

    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(CellContent::Text(text.into()))
    }

    /// An item number or other code.
    #[must_use]
    pub fn code(text: impl Into<String>) -> Self {
        Self::new(CellContent::Code(text.into()))
    }

    /// A number.
    #[must_use]
    pub fn decimal(value: impl Into<Decimal>) -> Self {
        Self::new(CellContent::Decimal(value.into()))
    }

    /// A whole number.
    #[must_use]
    pub fn integer(value: impl Into<i64>) -> Self {
        Self::new(CellContent::Integer(value.into()))
    }

    /// A date.
    #[must_use]
    pub fn date(value: NaiveDate) -> Self {
        Self::new(CellContent::Date(value))
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(value: bool) -> Self {
        Self::new(CellContent::Flag(value))
    }

    /// A link.
    #[must_use]
    pub fn link(target: Target, text: impl Into<String>) -> Self {
        Self::new(CellContent::Link { target, text: text.into() })
    }

    /// A formula and its result.
    #[must_use]
    pub fn formula(formula: impl Into<String>, result: FormulaResult) -> Self {
        Self::new(CellContent::Formula { formula: formula.into(), result })
    }

    /// Sets the look.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A row of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The cells, from column A.
    pub cells: Vec<Cell>,
    /// Height in points, at most 409; by default as high as the text needs.
    pub height: Option<f64>,
    /// Outline level; beyond 7 it counts as 7.
    pub level: u32,
    /// A new page begins with this row.
    pub new_page: bool,
}

impl Row {
    /// A row of these cells.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, ..Self::default() }
    }

    /// Sets the outline level.
    #[must_use]
    pub const fn level(mut self, level: u32) -> Self {
        self.level = level;
        self
    }

    /// Sets the height in points.
    #[must_use]
    pub const fn height(mut self, points: f64) -> Self {
        self.height = Some(points);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_quote_sheets_and_refuse_what_cannot_be_one() {
        let cell = Target::Cell { sheet: "Bob's 2026".into(), row: 6, column: 1 };
        assert_eq!(cell.url().unwrap(), "internal:'Bob''s 2026'!B7");
        let file = |path: &str, sheet: &str| Target::File { path: path.into(), sheet: sheet.into(), cell: "B7".into() };
        assert_eq!(file("in\\parts.xlsx", "Items").url().unwrap(), "file:///in/parts.xlsx#'Items'!B7");
        assert_eq!(file("bom.csv", "").url().unwrap(), "file:///bom.csv");
        assert_eq!(file("odd#name.xlsx", "S").url(), None);
        assert_eq!(Target::Web("no address".into()).url(), None);
        assert_eq!(Target::Web(format!("https://e.org/{}", "x".repeat(3000))).url(), None);
    }
}
