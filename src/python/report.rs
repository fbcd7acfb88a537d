//! Files: result tables as workbooks and CSV, the template, the demo.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::arguments;
use super::error::{guard, guard_plain};
use super::table::Table;
use super::watch::watched;
use crate::demo;
use crate::finding::Findings;
use crate::model::Catalog;
use crate::origin::Origin;
use crate::report::about::{About, Input, about_sheet};
use crate::report::compose::{Context, report_book};
use crate::report::csv::{CsvOptions, write_csv_file};
use crate::report::frame::Frame;
use crate::report::results::changes::editable_sheet;
use crate::report::results::copied::{COPIED, sheet_to_paste};
use crate::report::results::fix_first::{fix_first_sheet, with_severity_words};
use crate::report::results::people::{is_for_customer, sheet_for_people, told_for_people};
use crate::report::results::template::template_tables;
use crate::report::sheet::Sheet;
use crate::report::template::template_book;
use crate::report::write::{WriteOptions, relative_link, write_book, write_outgoing};
use crate::report::{Language, ReportBook, ReportError, findings};
use crate::tables::{labels, schema};

/// Name of the frame of findings, which have a sheet of their own in every report.
pub(super) const FINDINGS: &str = "findings";

/// The error for an answer that somebody wants to edit.
pub(super) fn not_editable(name: &str) -> PyErr {
    PyValueError::new_err(format!(
        "\"{name}\" is an answer, not a table that was read; `catalog.table(name)` gives one to edit"
    ))
}

#[pymethods]
impl Table {
    /// Write the table as a workbook, with its findings and with what it was made from.
    ///
    /// A price list or a quote of one customer is a document for that customer: it holds neither findings nor the names
    /// of inputs, and is written only when ``check_safe`` finds nothing in it. Copied rows have the columns of the sheet
    /// they are to be pasted into, titled and ordered as there.
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
    /// editable
    ///     Write a table of ``catalog.table`` to be edited: under titles that reading knows, with a grey column of keys
    ///     in front by which ``catalog.changes`` knows the rows again. The keys take no typing, but the sheet is not
    ///     protected: rows may be sorted, filtered, added and deleted. Such a file is only replaced with ``overwrite``.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists and is not ours, is an input, is open elsewhere, cannot be written, or does not end in
    ///     ``.xlsx``; or a document for a customer would show something internal.
    /// ValueError
    ///     ``editable`` with an answer that is no table of the catalog.
    #[pyo3(signature = (path, *, overwrite = false, language = "en", progress: "object" = None, editable = false))]
    fn to_excel(
        &self,
        py: Python<'_>,
        path: PathBuf,
        overwrite: bool,
        language: &str,
        progress: Option<Bound<'_, PyAny>>,
        editable: bool,
    ) -> PyResult<()> {
        let language = language_named(language)?;
        let catalog = self.catalog.as_deref();
        let edited = catalog.filter(|_| editable && self.is_read && schema::table(&self.frame.name).is_some());
        if editable && edited.is_none() {
            return Err(not_editable(&self.frame.name));
        }
        watched(py, progress.as_ref(), |tell| {
            let book = match edited {
                Some(catalog) => editable_book(catalog, &self.frame.name, language),
                None => answer_book(&self.frame, &self.others(), catalog, language, &path),
            };
            let cancel = || !tell(0, 1);
            let inputs = input_paths(catalog);
            // What somebody has edited is not ours any more, although we wrote the file.
            if editable && !overwrite && path.exists() {
                return Err(ReportError::Exists { path: path.clone() });
            }
            let write = if is_for_customer(&self.frame) { write_outgoing } else { write_book };
            write(&book, &path, &WriteOptions { overwrite, inputs: &inputs, cancel: &cancel })?;
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
    ///     The file exists, is an input, cannot be written, or has the ending of a workbook.
    #[pyo3(signature = (path, *, overwrite = false))]
    fn to_csv(&self, py: Python<'_>, path: PathBuf, overwrite: bool) -> PyResult<()> {
        let inputs = input_paths(self.catalog.as_deref());
        watched(py, None, |tell| {
            let cancel = || !tell(0, 1);
            let options = WriteOptions { overwrite, inputs: &inputs, cancel: &cancel };
            write_csv_file(&self.frame, &path, CsvOptions::default(), &options)
        })
    }

    /// True for a document that one customer gets.
    #[getter]
    fn _is_for_customer(&self) -> bool {
        is_for_customer(&self.frame)
    }

    /// The table as its sheet in a workbook shows it: what is read first, in words, without prices that nobody is told.
    fn _for_people(&self, py: Python<'_>, language: &str) -> PyResult<Self> {
        let language = language_named(language)?;
        let catalog = self.catalog.as_deref();
        let frame = guard_plain(py, || told_for_people(&self.frame, catalog, language.code()))?;
        Ok(match &self.catalog {
            Some(catalog) => Self::of(frame, catalog),
            None => Self::from(frame),
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
///     Names of the tables to include, or one name; all by default.
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
#[pyo3(signature = (path, tables: "str | list[str] | tuple[str, ...] | None" = None, language = "en", *, overwrite = false))]
pub(super) fn template(
    py: Python<'_>,
    path: PathBuf,
    #[pyo3(from_py_with = arguments::tables)] tables: Option<Vec<String>>,
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
    catalog: Option<&Catalog>,
) -> PyResult<()> {
    let inputs = input_paths(catalog);
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

/// A table to be edited, and what it was made from.
fn editable_book(catalog: &Catalog, name: &str, language: Language) -> ReportBook {
    let mut book = ReportBook::new(language);
    let sheet = editable_sheet(catalog, catalog.table(name), language);
    sheet.name.clone_into(&mut book.properties.title);
    book.properties.date = Some(catalog.as_of());
    let about = about(Some(catalog), sheet.name.clone());
    book.add(sheet);
    book.add(about_sheet(&about, language));
    book
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
    let outgoing = is_for_customer(frame);
    if frame.name != FINDINGS && !outgoing {
        all.extend(catalog.map(Catalog::findings).cloned().unwrap_or_default());
    }
    if !outgoing {
        all.extend(frame.findings.clone());
    }
    all.sort();
    let sheets: Vec<Sheet> = if frame.name == FINDINGS {
        // The findings have their sheet already, unless there are none.
        if all.is_empty() {
            vec![findings::findings_sheet(&all, language, &label, &source_paths)]
        } else {
            let sheet = |frame: &Arc<Frame>| {
                let shown = Arc::new(with_severity_words(frame, language.words()));
                let sheet = sheet_for_people(&title_of(frame), &shown, catalog, language.code(), &label);
                fix_first_sheet(sheet, &label("fix_first.help"), language.words())
            };
            more.iter().map(sheet).collect()
        }
    } else {
        let sheet = |frame: &Arc<Frame>| match catalog.filter(|_| frame.name.starts_with(COPIED)) {
            Some(catalog) => sheet_to_paste(frame, catalog, &label),
            None => sheet_for_people(&title_of(frame), frame, catalog, language.code(), &label),
        };
        std::iter::once(frame).chain(more).map(sheet).collect()
    };
    let about = about(catalog, title);
    let about = if outgoing { About { inputs: Vec::new(), ..about } } else { about };
    book_about(sheets, &all, &about, catalog, language, path)
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
    book_about(sheets, findings, &about(catalog, title), catalog, language, path)
}

/// The same, with what it says about itself.
fn book_about(
    sheets: Vec<Sheet>,
    findings: &Findings,
    about: &About,
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
    report_book(sheets, findings, about, &context)
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
