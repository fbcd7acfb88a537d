//! How much a workbook may cost before it is refused.
//!
//! Rule: workbook specification, section 4.

/// Upper bounds for one workbook; over one of them reading stops with a `WorkbookError` that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of all parts together when unpacked.
    pub unpacked_bytes: u64,
    /// Unpacked bytes for one packed byte of a part.
    pub ratio: u64,
    /// Parts up to this many unpacked bytes may have any ratio.
    pub ratio_from_bytes: u64,
    /// Cells that are not blank, of all sheets together.
    pub cells: u64,
    /// Sheets.
    pub sheets: usize,
    /// Columns of a sheet.
    pub columns: u32,
    /// Rows of a sheet.
    pub rows: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            unpacked_bytes: 4 << 30,
            ratio: 200,
            ratio_from_bytes: 10 << 20,
            cells: 60_000_000,
            sheets: 4_096,
            columns: 16_384,
            rows: 1_048_576,
        }
    }
}

/// Which of the limits was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitKind {
    /// [`Limits::file_bytes`]
    FileBytes,
    /// [`Limits::unpacked_bytes`]
    UnpackedBytes,
    /// [`Limits::ratio`]
    Ratio,
    /// [`Limits::cells`]
    Cells,
    /// [`Limits::sheets`]
    Sheets,
    /// [`Limits::columns`]
    Columns,
    /// [`Limits::rows`]
    Rows,
}

impl LimitKind {
    /// Name of the setting.
    #[must_use]
    pub const fn setting(self) -> &'static str {
        match self {
            Self::FileBytes => "file_bytes",
            Self::UnpackedBytes => "unpacked_bytes",
            Self::Ratio => "ratio",
            Self::Cells => "cells",
            Self::Sheets => "sheets",
            Self::Columns => "columns",
            Self::Rows => "rows",
        }
    }

    /// What is counted, in words.
    #[must_use]
    pub const fn counted(self) -> &'static str {
        match self {
            Self::FileBytes => "bytes",
            Self::UnpackedBytes => "bytes when unpacked",
            Self::Ratio => "unpacked bytes for each packed byte of one part",
            Self::Cells => "cells",
            Self::Sheets => "sheets",
            Self::Columns => "columns",
            Self::Rows => "rows",
        }
    }
}
