//! Files: result tables as workbooks and CSV, the template, the demo.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::error::guard;
use super::table::Table;
use super::watch::watched;
use crate::demo;
use crate::finding::Findings;
use crate::model::Catalog;
use crate::origin::Origin;
use crate::report::about::{About, Input};
use crate::report::compose::{Context, report_book};
use crate::report::csv::{CsvOptions, write_csv_file};
use crate::report::frame::Frame;
use crate::report::results::people::sheet_for_people;
use crate::report::results::template::template_tables;
use crate::report::template::template_book;
use crate::report::write::{WriteOptions, relative_link, write_book};
use crate::report::sheet::Sheet;
use crate::report::{Language, ReportBook, ReportError, findings};
use crate::tables::labels;

/// Name of the frame of findings, which have a sheet of their own in every report.
pub(super) const FINDINGS: &str = "findings";

#[pymethods]
impl Table {
    /// Write the table as a workbook, with its findings and with what it was made from.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write. It appears when it is whole.
    /// overwrite
    ///     Replace a file that this program did not write. An own workbook is always replaced, an input never.
    /// language
    ///     Language of titles and labels: en, fi, sv, de, nl or zh.
    /// progress
    ///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists and is not ours, is an input, is open elsewhere, or cannot be written.
    #[pyo3(signature = (path, *, overwrite = false, language = "en", progress: "object" = None))]
    fn to_excel(
        &self,
        py: Python<'_>,
        path: PathBuf,
        overwrite: bool,
        language: &str,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let language = language_named(language)?;
        let catalog = self.catalog.as_deref();
        watched(py, progress.as_ref(), |tell| {
            let book = answer_book(&self.frame, &self.more, catalog, language, &path);
            let cancel = || !tell(0, 1);
            let inputs = input_paths(catalog);
            write_book(&book, &path, &WriteOptions { overwrite, inputs: &inputs, cancel: &cancel })?;
            tell(1, 1);
            Ok::<_, ReportError>(())
        })
    }

    /// Write the table as a CSV file: UTF-8, comma, first line the names of the columns.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write. It appears when it is whole.
    /// overwrite
    ///     Replace a file that exists.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists, is an input, or cannot be written.
    #[pyo3(signature = (path, *, overwrite = false))]
    fn to_csv(&self, py: Python<'_>, path: PathBuf, overwrite: bool) -> PyResult<()> {
        let inputs = input_paths(self.catalog.as_deref());
        watched(py, None, |tell| {
            let cancel = || !tell(0, 1);
            let options = WriteOptions { overwrite, inputs: &inputs, cancel: &cancel };
            write_csv_file(&self.frame, &path, CsvOptions::default(), &options)
        })
    }
}

/// Write an empty workbook to fill in: every sheet and column, explained.
///
/// Parameters
/// ----------
/// path
///     The file to write.
/// tables
///     Names of the tables to include; all by default.
/// language
///     Language of sheets and titles: en, fi, sv, de, nl or zh. A template in any language is read.
/// overwrite
///     Replace a file that this program did not write.
///
/// Raises
/// ------
/// ReportError
///     A table does not exist, or the file cannot be written.
#[pyfunction]
#[pyo3(signature = (path, tables = None, language = "en", *, overwrite = false))]
pub(super) fn template(
    py: Python<'_>,
    path: PathBuf,
    tables: Option<Vec<String>>,
    language: &str,
    overwrite: bool,
) -> PyResult<()> {
    let language = language_named(language)?;
    guard(py, || {
        let book = template_book(&template_tables(language), tables.as_deref(), language)?;
        write_book(&book, &path, &WriteOptions { overwrite, ..WriteOptions::default() })
    })
}

/// Write the workbooks of the demo company: a maker of hoists with customers in five countries.
///
/// Parameters
/// ----------
/// folder
///     Where they go; made when it is not there.
///
/// Returns
/// -------
/// Table
///     One row a file. Columns: ``path``, ``description``.
///
/// Raises
/// ------
/// ReportError
///     A file cannot be written.
#[pyfunction]
pub(super) fn write_demo(py: Python<'_>, folder: PathBuf) -> PyResult<Table> {
    let files = watched(py, None, |_| demo::write_inputs(&folder))?;
    let paths = files.iter().map(|file| Some(file.path.to_string_lossy().into_owned()));
    let frame = Frame::new("demo").strings("path", crate::report::Show::Text, paths).text(
        "description",
        crate::report::Show::Text,
        files.iter().map(|file| Some(file.description)),
    );
    Ok(Table::from(frame))
}

/// Writes bytes as a file, whole or not at all.
pub(super) fn write_bytes(
    py: Python<'_>,
    bytes: &[u8],
    path: &Path,
    overwrite: bool,
    catalog: &Catalog,
) -> PyResult<()> {
    let inputs = input_paths(Some(catalog));
    guard(py, || {
        let options = WriteOptions { overwrite, inputs: &inputs, ..WriteOptions::default() };
        crate::report::write::write_bytes(path, bytes, &options)
    })
}

pub(super) fn language_named(code: &str) -> PyResult<Language> {
    Language::from_code(code)
        .ok_or_else(|| PyValueError::new_err(format!("no labels in \"{code}\"; there are en, fi, sv, de, nl, zh")))
}

/// The files that were read, which are never written to.
pub(super) fn input_paths(catalog: Option<&Catalog>) -> Vec<PathBuf> {
    catalog
        .map(|catalog| catalog.sources().iter().filter_map(|source| source.path.clone()).collect())
        .unwrap_or_default()
}

/// The report of one answer: its sheet, all findings, what it was made from.
fn answer_book(
    frame: &Arc<Frame>,
    more: &[Arc<Frame>],
    catalog: Option<&Catalog>,
    language: Language,
    path: &Path,
) -> ReportBook {
    let label = |name: &str| labels::label(name, language.code());
    let title_of = |frame: &Frame| {
        labels::known(&format!("sheet.{}", frame.name), language.code())
            .map_or_else(|| label(&frame.name), str::to_owned)
    };
    let title = title_of(frame);
    let source_paths = |origin: &Origin| {
        let sources = catalog?.sources();
        let source = sources.iter().find(|source| *source.name == *origin.workbook)?;
        source.path.as_deref().map(|source| relative_link(path, source))
    };
    let mut all = Findings::new();
    if frame.name != FINDINGS {
        all.extend(catalog.map(Catalog::findings).cloned().unwrap_or_default());
    }
    all.extend(frame.findings.clone());
    all.sort();
    let sheets: Vec<Sheet> = if frame.name == FINDINGS {
        // The findings have their sheet already, unless there are none.
        if all.is_empty() { vec![findings::findings_sheet(&all, language, &label, &source_paths)] } else { Vec::new() }
    } else {
        let sheet = |frame: &Arc<Frame>| sheet_for_people(&title_of(frame), frame, catalog, language.code(), &label);
        std::iter::once(frame).chain(more).map(sheet).collect()
    };
    book_of(sheets, &all, title, catalog, language, path)
}

/// A report of sheets that are made already, with findings and with what it was made from.
pub(super) fn book_of(
    sheets: Vec<Sheet>,
    findings: &Findings,
    title: String,
    catalog: Option<&Catalog>,
    language: Language,
    path: &Path,
) -> ReportBook {
    let label = |name: &str| labels::label(name, language.code());
    let source_paths = |origin: &Origin| {
        let sources = catalog?.sources();
        let source = sources.iter().find(|source| *source.name == *origin.workbook)?;
        source.path.as_deref().map(|source| relative_link(path, source))
    };
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let context = Context { language, file: &file, labels: &label, source_paths: &source_paths };
    report_book(sheets, findings, &about(catalog, title), &context)
}


/// What a report says about where it came from.
fn about(catalog: Option<&Catalog>, title: String) -> About {
    let rows = |name: &str| -> usize {
        let sheets = catalog.map(Catalog::sheets).unwrap_or_default().iter();
        sheets.filter(|sheet| *sheet.place.workbook == *name).map(|sheet| sheet.rows_read).sum()
    };
    let inputs = catalog.map(Catalog::sources).unwrap_or_default().iter().map(|source| Input {
        name: source.name.clone(),
        checksum: source.sha256.clone(),
        rows: u64::try_from(rows(&source.name)).unwrap_or(u64::MAX),
    });
    About {
        title,
        version: format!("partsbook {}", env!("CARGO_PKG_VERSION")),
        as_of: catalog.map(Catalog::as_of),
        inputs: inputs.collect(),
        ..About::default()
    }
}
