//! Results to frames, workbook bytes and books; decides layout, never numbers.

pub mod about;
pub mod annotate;
pub mod cell;
pub mod compose;
pub mod csv;
pub mod error;
pub mod findings;
pub mod frame;
mod layout;
pub mod live_quote;
pub mod names;
mod paper;
pub mod parts_book;
mod pen;
pub mod picture;
#[cfg(test)]
pub(crate) mod reading_back;
pub mod results;
pub mod safe;
pub mod sheet;
pub mod style;
pub mod template;
pub mod words;
mod worksheet;
pub mod write;
pub mod xlsx;
#[cfg(test)]
mod xlsx_tests;

pub use about::{About, Input, about_sheet};
pub use cell::{Cell, CellContent, FormulaResult, Row, Target};
pub use compose::{Context, report_book};
pub use error::ReportError;
pub use findings::{findings_frame, findings_sheet};
pub use frame::{Frame, FrameColumn, FrameData, FrameValue, Show};
pub use names::sheet_name;
pub use sheet::{Column, Sheet};
pub use style::Style;
pub use template::{TemplateColumn, TemplateTable, template_book};
pub use words::Language;
pub use write::{WriteOptions, write_book, write_bytes, write_outgoing};
pub use xlsx::{Cancel, GO_ON, ReportBook};
