//! Round trips: annotated copies of the user's own workbooks, and the changes in a workbook that comes back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::catalog::Catalog;
use super::report::{input_paths, language_named};
use super::table::Table;
use super::watch::watched;
use crate::model::changes::changes;
use crate::report::ReportError;
use crate::report::annotate::{AnnotatedCopy, annotated_copy};
use crate::report::frame::{Frame, Show};
use crate::report::results::catalog::data_findings;
use crate::report::results::changes::changes_frame;
use crate::report::write::{WriteOptions, check_target, write_bytes};
use crate::tables::{SourceReport, TableError};
use crate::workbook::{Limits, Source};

/// Endings of files that are no annotated copies; a name with another ending may be that of a folder.
const OTHER_FILES: &[&str] = &["csv", "tsv", "txt", "xls", "xlsb", "ods", "pdf"];

/// What became of one source.
struct Done {
    source: String,
    path: Option<PathBuf>,
    copy: Option<AnnotatedCopy>,
    problem: Option<String>,
}

#[pymethods]
impl Catalog {
    /// Write copies of the workbooks that were read, with the findings in them: doubtful cells coloured and with a note,
    /// a sheet of findings with links in front. Everything else in the copy is as in the original, which is not touched.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write when one workbook is annotated (.xlsx, or .xlsm when it has macros), else a folder: the
    ///     copies are called as their originals with ``-checked`` behind; workbooks without findings get none.
    /// source
    ///     File name of the workbook; all that were read by default.
    /// overwrite
    ///     Replace files that exist. An input is never replaced.
    /// language
    ///     Language of the sheet of findings: en, fi, sv, de, nl or zh.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a workbook, in reading order. Columns: ``source``, ``path`` (blank when there is no copy), ``cells``
    ///     (marked: findings of severity E and W), ``findings`` (listed), ``problem`` (why there is no copy). A text file
    ///     (.csv) becomes a new workbook; .xls, .xlsb and .ods cannot be annotated.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     No workbook can be annotated, one has changed since it was read, or a file cannot be written. Then nothing
    ///     is written.
    /// ValueError
    ///     No workbook of that name was read, or several were and ``path`` is one file.
    ///
    /// Examples
    /// --------
    /// >>> from pathlib import Path
    /// >>> from tempfile import mkdtemp
    /// >>> folder = Path(mkdtemp())
    /// >>> _ = (folder / "items.csv").write_text("item;gross_price\nW220;cheap\n")
    /// >>> catalog = pb.read(folder / "items.csv")
    /// >>> copies = catalog.annotated_copy(folder / "items-checked.xlsx")
    /// >>> copies[0].cells
    /// 1
    #[pyo3(signature = (path, *, source = None, overwrite = false, language = "en"))]
    fn annotated_copy(
        &self,
        py: Python<'_>,
        path: PathBuf,
        source: Option<&str>,
        overwrite: bool,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?;
        let prices = self.price_book(py)?;
        let is_asked = |report: &&SourceReport| match source {
            Some(name) => report.name == name || report.path.as_deref().is_some_and(|path| path == Path::new(name)),
            None => report.kind != "mapping" && report.kind != "table",
        };
        let sources: Vec<&SourceReport> = self.model.sources().iter().filter(is_asked).collect();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let is_file = !path.is_dir() && (ending == "xlsx" || ending == "xlsm");
        if !is_file && !path.is_dir() && OTHER_FILES.contains(&ending.as_str()) {
            return Err(ReportError::WrongEnding { path, ending: "xlsx".to_owned() }.into());
        }
        if sources.is_empty() {
            let names: Vec<&str> = self.model.sources().iter().map(|report| report.name.as_str()).collect();
            let asked = source.unwrap_or("workbook");
            return Err(PyValueError::new_err(format!("no \"{asked}\" was read; there are {}", names.join(", "))));
        }
        if is_file && sources.len() > 1 {
            return Err(PyValueError::new_err(format!(
                "{} workbooks were read: name a folder for their copies, or one of them with `source=`",
                sources.len()
            )));
        }
        let inputs = input_paths(Some(&self.model));
        let done = watched(py, None, |tell| {
            let cancel = || !tell(0, 1);
            let findings = data_findings(&self.model, &prices);
            let copy = |report: &&SourceReport| annotated_copy(&self.model, &findings, report, language, &cancel);
            let options = WriteOptions { overwrite, inputs: &inputs, cancel: &cancel };
            write_all(&sources, &path, is_file, &options, copy)
        })?;
        Ok(Table::of(frame(&done), &self.model))
    }

    /// Find what was changed in a workbook that was written with ``to_excel(path, editable=True)``.
    ///
    /// Rows are known again by the grey key column, however they were sorted, filtered, formatted or moved; columns by
    /// their titles. Rows without key are new.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The edited workbook.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a cell that was changed or added and one a row that was removed: by table, rows that are there in
    ///     their order, then removed ones. Columns: ``change`` (changed, added, removed), ``table``, ``key`` (the number
    ///     that names the row), ``column``, ``before``, ``after`` (as text), ``origin`` (cell of the edited workbook),
    ///     ``source`` (cell or row of the workbook that was read). What breaks the comparison is in its ``findings``:
    ///     ``E-EDIT-NO-KEY``, ``E-EDIT-KEY``, ``E-EDIT-KEY-DUP``, values that cannot be read. Such cells and rows count as
    ///     unchanged.
    ///
    /// Raises
    /// ------
    /// FileNotFoundError, PermissionError
    ///     The workbook is not there or may not be read.
    /// WorkbookError
    ///     It is damaged, password protected, or over a limit.
    ///
    /// Examples
    /// --------
    /// >>> from pathlib import Path
    /// >>> from tempfile import mkdtemp
    /// >>> path = Path(mkdtemp()) / "items.xlsx"
    /// >>> catalog = sample_catalog()
    /// >>> catalog.table("items").to_excel(path, editable=True)
    /// >>> len(catalog.changes(path))
    /// 0
    fn changes(&self, py: Python<'_>, path: PathBuf) -> PyResult<Table> {
        let frame = watched(py, None, |_| {
            let found = changes(&self.model, &Source::Path(path), &Limits::default())?;
            Ok::<_, TableError>(changes_frame(&found))
        })?;
        Ok(Table::of(frame, &self.model))
    }
}

/// Makes all copies, then writes them.
fn write_all(
    sources: &[&SourceReport],
    path: &Path,
    is_file: bool,
    options: &WriteOptions<'_>,
    copy: impl Fn(&&SourceReport) -> Result<AnnotatedCopy, ReportError>,
) -> Result<Vec<Done>, ReportError> {
    let mut done = Vec::new();
    let mut refused = None;
    let mut used = BTreeSet::new();
    for report in sources {
        match copy(report) {
            Ok(copy) if copy.findings == 0 && !is_file => {
                done.push(Done { source: report.name.clone(), path: None, copy: Some(copy), problem: None });
            }
            Ok(copy) => {
                let target =
                    if is_file { path.to_owned() } else { path.join(free_name(report, &copy.ending, &mut used)) };
                let ending = target.extension().map(|ending| ending.to_string_lossy().to_lowercase());
                if ending.as_deref() != Some(copy.ending.as_str()) {
                    return Err(ReportError::WrongEnding { path: target, ending: copy.ending });
                }
                let source = report.name.clone();
                done.push(Done { source, path: Some(target), copy: Some(copy), problem: None });
            }
            Err(
                error @ (ReportError::NotAnnotatable { .. }
                | ReportError::OddPart { .. }
                | ReportError::NoSource { .. }),
            ) => {
                let problem = match error.hint() {
                    Some(hint) => format!("{error}; {hint}"),
                    None => error.to_string(),
                };
                done.push(Done { source: report.name.clone(), path: None, copy: None, problem: Some(problem) });
                refused.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    if let Some(error) = refused.filter(|_| done.iter().all(|one| one.copy.is_none())) {
        return Err(error);
    }
    if !is_file && !path.is_dir() {
        std::fs::create_dir(path).map_err(|_| ReportError::NoFolder { folder: path.to_owned() })?;
    }
    for target in done.iter().filter_map(|one| one.path.as_deref()) {
        check_target(target, options)?;
    }
    for one in &done {
        if let (Some(target), Some(copy)) = (&one.path, &one.copy) {
            write_bytes(target, &copy.bytes, options)?;
        }
    }
    Ok(done)
}

/// Name of a copy in a folder.
fn free_name(report: &SourceReport, ending: &str, used: &mut BTreeSet<String>) -> String {
    let stem = Path::new(&report.name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let names = (1_u32..).map(|number| match number {
        1 => format!("{stem}-checked.{ending}"),
        more => format!("{stem}-checked-{more}.{ending}"),
    });
    let name = names.into_iter().find(|name| !used.contains(&name.to_lowercase())).unwrap_or_default();
    used.insert(name.to_lowercase());
    name
}

fn frame(done: &[Done]) -> Frame {
    let count = |value: usize| i64::try_from(value).ok();
    let all = || done.iter();
    Frame::new("annotated_copies")
        .text("source", Show::Text, all().map(|one| Some(one.source.as_str())))
        .strings("path", Show::Text, all().map(|one| Some(one.path.as_ref()?.to_string_lossy().into_owned())))
        .integer("cells", Show::Integer, all().map(|one| count(one.copy.as_ref()?.cells)))
        .integer("findings", Show::Integer, all().map(|one| count(one.copy.as_ref()?.findings)))
        .text("problem", Show::Text, all().map(|one| one.problem.as_deref()))
}
