//! Why a workbook cannot be read; each message names the workbook.

use std::sync::Arc;

use thiserror::Error;

use super::limits::LimitKind;

/// Why a workbook cannot be opened or read to its end.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WorkbookError {
    /// No such file.
    #[error("{workbook}: file not found")]
    NotFound {
        /// Path as it was given.
        workbook: Arc<str>,
    },
    /// The file is there but this user may not read it.
    #[error("{workbook}: no permission to read the file")]
    NotReadable {
        /// Path as it was given.
        workbook: Arc<str>,
    },
    /// A directory, or a failure of the disk or network.
    #[error("{workbook}: the file cannot be read: {cause}")]
    Io {
        /// Path as it was given.
        workbook: Arc<str>,
        /// What the system says.
        #[source]
        cause: std::io::Error,
    },
    /// Nothing in it.
    #[error("{workbook}: the file is empty")]
    Empty {
        /// Name of the workbook.
        workbook: Arc<str>,
    },
    /// The content is something else than a workbook or a table of text.
    #[error("{workbook}: not a workbook, the file is {what}")]
    NotAWorkbook {
        /// Name of the workbook.
        workbook: Arc<str>,
        /// What the content looks like.
        what: &'static str,
    },
    /// Encrypted.
    #[error("{workbook}: password protected")]
    Password {
        /// Name of the workbook.
        workbook: Arc<str>,
    },
    /// Cut off, or not as its format demands.
    #[error("{workbook}: damaged, {part}: {reason}")]
    Damaged {
        /// Name of the workbook.
        workbook: Arc<str>,
        /// The part or sheet that cannot be read.
        part: String,
        /// What the reader says.
        reason: String,
    },
    /// More than the limits allow.
    #[error("{workbook}: {found} {}, the limit `{}` is {limit}", which.counted(), which.setting())]
    Limit {
        /// Name of the workbook.
        workbook: Arc<str>,
        /// Which limit.
        which: LimitKind,
        /// How much there is, or how far reading came.
        found: u64,
        /// What is allowed.
        limit: u64,
    },
    /// The caller asked to stop.
    #[error("{workbook}: stopped")]
    Stopped {
        /// Name of the workbook.
        workbook: Arc<str>,
    },
    /// No sheet with this number.
    #[error("{workbook}: there is no sheet number {number}, the workbook has {sheets}")]
    NoSheet {
        /// Name of the workbook.
        workbook: Arc<str>,
        /// Counted from one.
        number: usize,
        /// How many there are.
        sheets: usize,
    },
}

impl WorkbookError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotFound { .. } => "check the name and the folder".to_owned(),
            Self::NotReadable { .. } => {
                "ask for the right to read it, or close the program that keeps it open".to_owned()
            }
            Self::Empty { .. } => "save the workbook again, or copy it again from its source".to_owned(),
            Self::NotAWorkbook { .. } => {
                "open it in a spreadsheet program and save it as .xlsx, .ods or .csv".to_owned()
            }
            Self::Password { .. } => "remove the password in the spreadsheet program and save a copy".to_owned(),
            Self::Damaged { .. } => {
                "open it in a spreadsheet program, let it repair the file, and save it again".to_owned()
            }
            Self::Limit { which, found, .. } => {
                format!("if you trust the file, raise the limit: {} of at least {found}", which.setting())
            }
            Self::Io { .. } | Self::NoSheet { .. } | Self::Stopped { .. } => return None,
        })
    }
}
