//! What can go wrong when a report is written: always about the call or the target, never about the data.

use std::io;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::XlsxError;
use thiserror::Error;

use super::safe::Leak;

/// A report could not be written. Nothing is left behind, and a file that was there is as it was.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The target is one of the inputs.
    #[error("{} is an input of this run and is never written to", path.display())]
    IsInput {
        /// The target.
        path: PathBuf,
    },
    /// The target exists and was made by somebody else, or is of a kind that does not tell by whom.
    #[error("{} exists and {}", path.display(), whose(path))]
    Exists {
        /// The target.
        path: PathBuf,
    },
    /// A spreadsheet program has the target open.
    #[error("{} is open in another program ({lock} is beside it)", path.display())]
    OpenElsewhere {
        /// The target.
        path: PathBuf,
        /// Name of the lock file that tells.
        lock: String,
    },
    /// The folder of the target does not exist.
    #[error("the folder {} does not exist", folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The target is a folder, or has no file name.
    #[error("{} is not a file name to write to", path.display())]
    NotAFile {
        /// The target.
        path: PathBuf,
    },
    /// No permission.
    #[error("no permission to write {}", path.display())]
    NoPermission {
        /// The target or its folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The system refused, for example because the disk is full.
    #[error("{} could not be written", path.display())]
    Io {
        /// The target.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The caller stopped the run.
    #[error("stopped before the file was complete")]
    Cancelled,
    /// A sheet asks for something a workbook cannot hold.
    #[error("sheet \"{sheet}\" cannot be written")]
    Layout {
        /// Name of the sheet, or of the workbook when it is not about one sheet.
        sheet: String,
        /// What the limit is.
        #[source]
        source: XlsxError,
    },
    /// A table with more columns than a sheet has.
    #[error("sheet \"{sheet}\" would need {columns} columns; a sheet has 16384")]
    TooManyColumns {
        /// Name of the sheet.
        sheet: String,
        /// Columns asked for.
        columns: usize,
    },
    /// A name is defined for two places.
    #[error("the name {name} is defined twice")]
    NameTwice {
        /// The name.
        name: String,
    },
    /// Rows that do not come one after the other would be lost in a large sheet.
    #[error("sheet \"{sheet}\": row {row} comes after a later row")]
    RowOrder {
        /// Name of the sheet.
        sheet: String,
        /// The row, from one.
        row: u64,
    },
    /// A document for a customer would show something internal; nothing was written.
    #[error(transparent)]
    Leak(#[from] Leak),
    /// A workbook of a kind that cannot be changed inside.
    #[error("{} cannot be annotated: it is no .xlsx or .xlsm workbook but {kind}", path.display())]
    NotAnnotatable {
        /// The workbook.
        path: PathBuf,
        /// What it is.
        kind: String,
    },
    /// A file that is not any more what was read.
    #[error("{} has changed since it was read", path.display())]
    SourceChanged {
        /// The file.
        path: PathBuf,
    },
    /// A source that has no file.
    #[error("{name} was not read from a file, so there is nothing to annotate")]
    NoSource {
        /// Its name.
        name: String,
    },
    /// Two sources of one name, which findings do not tell apart.
    #[error("two of the workbooks are called {name}")]
    SameName {
        /// The name.
        name: String,
    },
    /// A workbook whose inside is not as spreadsheet programs write it.
    #[error("{} cannot be changed: its part {part} is not as spreadsheet programs write it", path.display())]
    OddPart {
        /// The workbook.
        path: PathBuf,
        /// The part, or what is wrong with the whole.
        part: String,
    },
    /// A name whose ending is not that of the content.
    #[error("{} must end in .{ending}, as the workbook it is a copy of", path.display())]
    WrongEnding {
        /// The target.
        path: PathBuf,
        /// The ending it must have.
        ending: String,
    },
    /// A name that promises another kind of file than what would be in it.
    #[error("{} is no name for {content}, which ends in {ending}", path.display())]
    NotItsName {
        /// The target.
        path: PathBuf,
        /// What would be written.
        content: &'static str,
        /// The ending of such a file.
        ending: &'static str,
    },
    /// A table of the template that does not exist.
    #[error("no table named \"{name}\"; there are {}", known.join(", "))]
    UnknownTable {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
}

/// Whether a file that is there tells who wrote it.
fn whose(path: &Path) -> &'static str {
    let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if is_csv { "a .csv does not tell which program wrote it" } else { "was not written by this program" }
}

impl ReportError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::IsInput { .. } => Some("give the output another name".to_owned()),
            Self::Exists { .. } => Some("give another name, or ask for it to be overwritten".to_owned()),
            Self::OpenElsewhere { lock, .. } => Some(format!(
                "close the workbook and write again; if nobody has it open, delete {lock}, which was left behind"
            )),
            Self::NoFolder { .. } => Some("make the folder first, or check its name".to_owned()),
            Self::NotAFile { .. } => Some("give the name of a file".to_owned()),
            Self::NoPermission { .. } => {
                Some("close the file where it is open, or choose a folder of your own".to_owned())
            }
            Self::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                Some("make room on the disk; the file that was there is unchanged".to_owned())
            }
            Self::Io { .. } => {
                Some("check the disk and the network drive; the file that was there is unchanged".to_owned())
            }
            Self::Leak(_) => Some(
                "this is a mistake of the program or a protected number in a title or file name; please report it, and \
                 do not send the data by other ways unchecked"
                    .to_owned(),
            ),
            Self::NotAnnotatable { .. } | Self::OddPart { .. } => {
                Some("open it in a spreadsheet program, save it as an ordinary .xlsx and check that file".to_owned())
            }
            Self::SourceChanged { .. } => Some("read it again, then annotate".to_owned()),
            Self::NoSource { .. } => Some("read it by its path".to_owned()),
            Self::SameName { .. } => Some("read them one by one, or rename one".to_owned()),
            Self::WrongEnding { ending, .. } => Some(format!("give it the ending .{ending}, or name a folder")),
            Self::NotItsName { .. } => Some(
                "`to_excel` writes workbooks (.xlsx), `to_csv` text (.csv); spreadsheet programs refuse one under the name \
                 of the other"
                    .to_owned(),
            ),
            Self::TooManyColumns { .. } => Some("ask for fewer columns".to_owned()),
            Self::Cancelled
            | Self::Layout { .. }
            | Self::NameTwice { .. }
            | Self::RowOrder { .. }
            | Self::UnknownTable { .. } => None,
        }
    }
}
