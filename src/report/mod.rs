//! Results to frames, workbook bytes and books; decides layout, never numbers.

pub mod cell;
pub mod error;
pub mod frame;
mod layout;
pub mod names;
pub mod parts_book;
mod pen;
#[cfg(test)]
pub(crate) mod reading_back;
pub mod sheet;
pub mod style;
pub mod words;
mod worksheet;
pub mod xlsx;
#[cfg(test)]
mod xlsx_tests;

pub use error::ReportError;
pub use frame::{Frame, FrameColumn, FrameData, FrameValue, Show};
pub use sheet::Sheet;
pub use words::Language;
pub use xlsx::ReportBook;
