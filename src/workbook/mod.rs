//! Bytes to cells: which kind of file it is, what it may cost, its sheets, and every cell that is not blank.
//!
//! Rules: workbook specification, sections 1 and 4; structures specification, section 0.

mod biff;
mod binary;
mod blocks;
mod cell;
mod convert;
mod csv;
mod error;
mod format;
mod guard;
mod input;
mod limits;
mod meter;
mod ods;
mod ole;
mod open;
mod package;
mod scan;
mod sheet;
mod sniff;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

#[cfg(test)]
mod tests;

pub use cell::{
    Cell, CellValue, CodeText, Problem, code_text, date, decimal, digits_lost, display, flag, free_text, integer,
    is_blank, percent,
};
pub use error::WorkbookError;
pub use format::{FormatKind, NumberFormat};
pub use limits::{LimitKind, Limits};
pub use open::{Source, Workbook, open};
pub use sheet::{Area, RowOutline, SheetInfo, SheetNotes, TableInfo, Visibility};
pub use sniff::Kind;

/// What is called for every cell of a sheet; an error it returns ends the reading and is handed on.
pub type Visit<'v> = dyn FnMut(Cell<'_>) -> Result<(), WorkbookError> + 'v;
