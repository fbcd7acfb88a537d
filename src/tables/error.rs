//! Why sources cannot be read into tables.

use std::path::PathBuf;

use thiserror::Error;

use crate::workbook::WorkbookError;

/// Why reading stopped.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TableError {
    /// A workbook cannot be opened or read to its end.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// `sheets` names a table that does not exist.
    #[error("there is no table `{table}`")]
    UnknownTable {
        /// The name given.
        table: String,
        /// The names there are.
        known: Vec<&'static str>,
    },
    /// `synonyms` names a column that does not exist.
    #[error("there is no column `{field}`")]
    UnknownField {
        /// The name given.
        field: String,
        /// The names most like it.
        nearest: Vec<String>,
    },
    /// A folder without anything to read.
    #[error("{}: the folder has no .xlsx, .xlsm, .xlsb, .xls, .ods or .csv file", folder.display())]
    NoFiles {
        /// The folder.
        folder: PathBuf,
    },
    /// A folder that cannot be listed.
    #[error("{}: the folder cannot be read", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
}

impl TableError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Workbook(error) => error.hint(),
            Self::UnknownTable { known, .. } => Some(format!("the tables are {}", known.join(", "))),
            Self::UnknownField { nearest, .. } if nearest.is_empty() => Some(
                "`synonyms` maps a title to a column: {\"Your title\": \"item\"}; `schema()` lists all columns"
                    .to_owned(),
            ),
            Self::UnknownField { nearest, .. } => Some(format!("the nearest are {}", nearest.join(", "))),
            Self::NoFiles { .. } => Some("name the files one by one, or another folder".to_owned()),
            Self::Folder { .. } | Self::Stopped => None,
        }
    }
}
