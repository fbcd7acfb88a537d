//! Bytes to cells: which kind of file it is, what it may cost, its sheets, and every cell that is not blank.
//!
//! Rules: workbook specification, sections 1 and 4; structures specification, section 0.
//!
//! # What a broken or hostile file can do, and what stands against it
//!
//! A panic can be caught; an allocation that fails, a stack that overflows and a loop without end cannot. So whatever
//! could lead to those is checked before a dependency sees it, or read by code of our own that trusts no number:
//!
//! | part | read by | against what |
//! | --- | --- | --- |
//! | list of parts of a package | `zip`, after `package` | sizes and ratio are summed before anything is unpacked; very many parts are refused before the list is read; a part larger than its list says is refused where it is kept whole, and stops where it is streamed |
//! | xlsx sheets | `scan` and `plain`, ours, in one pass | one cell may not have more text than the limit; a part larger than its list says stops the pass; places, numbers of texts and kinds of cells that cannot be are damage |
//! | xlsx texts | `shared_strings`, ours | no promised number of texts is believed; a part larger than its list says stops the reading |
//! | xlsx sheets' names and styles | `calamine`, within `guard`, after checks in `xlsx` | it sees a package of these parts only, and a sheet of our own that asks what each style makes of a number; styles that copy long names many times are refused; panics are caught |
//! | xlsb | `xlsb`, ours | lengths of records and texts, unknown formats, sheets that share a part |
//! | container of xls | `ole`, ours | sectors that lie outside or follow themselves |
//! | xls | `biff` and `xls`, ours | rectangles and counts that promise much, sheets that overlap, endless continuations |
//! | ods | `ods`, ours | cells, rows and texts repeated without end, sheets read again and again |
//! | csv | `csv`, ours | lines without end |
//! | XML | `xml`, ours, and `quick-xml` below `calamine`, both without recursion | entities (a DOCTYPE is refused), endless tags, depth |
//!
//! A process of its own for reading was weighed and left out: what is above bounds memory and time without it, and it
//! would cost every reading a copy of all cells. `tests/rust/fuzz` holds it to that under a bounded address space.

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
mod ods_styles;
mod ole;
mod open;
mod package;
mod part_names;
mod plain;
mod properties;
mod scan;
mod shared_strings;
mod sheet;
mod sniff;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

#[cfg(test)]
mod tests;

pub use cell::{
    Cell, CellValue, CodeText, Problem, code_text, date, decimal, digits_lost, display, flag, free_text,
    has_percent_sign, integer, is_blank, percent,
};
pub use error::WorkbookError;
pub use format::{FormatKind, NumberFormat};
pub use limits::{LimitKind, Limits};
pub use open::{Source, Workbook, fingerprint, open};
pub use part_names::{relations_part, target_part};
pub use properties::{ANSWER, has_property, is_answer};
pub use sheet::{Area, RaggedRow, RowOutline, SheetInfo, SheetNotes, TableInfo, Visibility};
pub use sniff::Kind;
pub(crate) use sniff::text_of;

/// What is called for every cell of a sheet; an error it returns ends the reading and is handed on.
pub type Visit<'v> = dyn FnMut(Cell<'_>) -> Result<(), WorkbookError> + 'v;
