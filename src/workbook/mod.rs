//! Bytes to cells: which kind of file it is, what it may cost, its sheets, and every cell that is not blank.
//!
//! Rules: workbook specification, sections 1 and 4; structures specification, section 0.

mod cell;
mod error;
mod format;
mod limits;
mod sheet;

pub use cell::{
    Cell, CellValue, CodeText, Problem, code_text, date, decimal, digits_lost, display, flag, free_text, integer,
    is_blank, percent,
};
pub use error::WorkbookError;
pub use format::{FormatKind, NumberFormat};
pub use limits::{LimitKind, Limits};
pub use sheet::{Area, SheetInfo, SheetNotes, TableInfo, Visibility};
