//! Findings as a result table whose rows are `Finding` objects.

use std::sync::Arc;

use pyo3::PyClassInitializer;
use pyo3::prelude::*;

use super::error::class;
use super::iterate::Each;
use super::row::Row;
use super::table::{RowKey, Table, no_row, steps};
use super::value::place;
use crate::finding::{self, Severity};
use crate::model::Catalog;
use crate::report::frame::{Frame, Show};

/// What is doubtful in the data, worst first, then by workbook, sheet, row and column.
///
/// A table like every other, whose rows are ``Finding`` objects. Nothing is raised by itself; ``raise_for_errors()``
/// does when the caller wants the data to be clean.
#[pyclass(frozen, extends = Table, module = "partsbook")]
pub(crate) struct Findings(Arc<finding::Findings>);

impl Findings {
    /// The findings as a Python object.
    pub(super) fn new(
        py: Python<'_>,
        findings: finding::Findings,
        catalog: Option<Arc<Catalog>>,
    ) -> PyResult<Py<Self>> {
        Self::with(py, findings, catalog, Vec::new())
    }

    /// The findings with further tables of the same answer.
    pub(super) fn with(
        py: Python<'_>,
        findings: finding::Findings,
        catalog: Option<Arc<Catalog>>,
        more: Vec<Frame>,
    ) -> PyResult<Py<Self>> {
        let mut table = Table::from(frame(&findings));
        table.catalog = catalog;
        let table = more.into_iter().fold(table, Table::with);
        Py::new(py, PyClassInitializer::from(table).add_subclass(Self(Arc::new(findings))))
    }

    /// How many, by severity.
    pub(super) fn counts(&self) -> String {
        let count = |severity| self.0.count(severity);
        format!("{} E, {} W, {} I", count(Severity::Error), count(Severity::Warning), count(Severity::Info))
    }

    fn at(slf: &PyRef<'_, Self>, row: usize) -> PyResult<Py<Finding>> {
        let table = slf.as_super();
        let finding = slf.0.iter().nth(row).cloned().ok_or_else(|| no_row(row.cast_signed(), slf.0.len()))?;
        let base = Row::new(Arc::clone(&table.frame), row);
        Py::new(slf.py(), PyClassInitializer::from(base).add_subclass(Finding(finding)))
    }
}

#[pymethods]
impl Findings {
    /// How many have severity E: a row or a value is not used.
    #[getter]
    fn errors(&self) -> usize {
        self.0.count(Severity::Error)
    }

    /// How many have severity W: used, but doubtful.
    #[getter]
    fn warnings(&self) -> usize {
        self.0.count(Severity::Warning)
    }

    /// How many have severity I: notes.
    #[getter]
    fn notes(&self) -> usize {
        self.0.count(Severity::Info)
    }

    /// Raises when the data has findings of severity E.
    ///
    /// Raises
    /// ------
    /// FindingsError
    ///     With these findings as its ``findings``.
    fn raise_for_errors(slf: PyRef<'_, Self>) -> PyResult<()> {
        let errors = slf.errors();
        let Some(first) = slf.0.iter().find(|finding| finding.severity() == Severity::Error) else { return Ok(()) };
        let rest = match errors {
            1 => String::new(),
            _ => format!("\nand {} more", errors - 1),
        };
        let noun = if errors == 1 { "error" } else { "errors" };
        let message = format!("the data has {errors} {noun}, first:\n{}{rest}", first.message());
        Err(class::FindingsError::new_err((message, None::<String>, Py::from(slf))))
    }

    fn __iter__<'py>(slf: PyRef<'py, Self>, py: Python<'py>) -> PyResult<Each<'py, Py<Finding>>> {
        let findings = (0..slf.0.len()).map(|row| Self::at(&slf, row)).collect::<PyResult<Vec<_>>>()?;
        Each::of(py, findings)
    }

    fn __getitem__<'py>(slf: PyRef<'py, Self>, py: Python<'py>, key: RowKey<'py>) -> PyResult<Bound<'py, PyAny>> {
        match key {
            RowKey::Column(name) => Ok(slf.as_super().column(py, &name)?.into_any()),
            RowKey::Rows(slice) => {
                let rows = steps(&slice, slf.0.len())?;
                Ok(rows.map(|row| Self::at(&slf, row)).collect::<PyResult<Vec<_>>>()?.into_pyobject(py)?)
            }
            RowKey::Row(index) => {
                let row = place(index, slf.0.len()).ok_or_else(|| no_row(index, slf.0.len()))?;
                Ok(Self::at(&slf, row)?.into_bound(py).into_any())
            }
        }
    }
}

/// One data problem: what is wrong, where, what was found, what was expected, how to fix it.
#[pyclass(frozen, extends = Row, module = "partsbook")]
pub(crate) struct Finding(finding::Finding);

impl Finding {
    /// The finding itself.
    pub(super) const fn get(&self) -> &finding::Finding {
        &self.0
    }
}

#[pymethods]
impl Finding {
    /// Such as ``E-NUMBER``.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code.id
    }

    /// ``E`` (not used), ``W`` (used but doubtful) or ``I`` (note).
    #[getter]
    fn severity(&self) -> &'static str {
        self.0.severity().letter()
    }

    /// What is wrong, in a few words.
    #[getter]
    fn title(&self) -> &'static str {
        self.0.code.title
    }

    /// Name of the workbook.
    #[getter]
    fn workbook(&self) -> Option<String> {
        self.0.origin.as_ref().map(|origin| origin.workbook.to_string())
    }

    /// Name of the sheet.
    #[getter]
    fn sheet(&self) -> Option<String> {
        self.0.origin.as_ref().map(|origin| origin.sheet.to_string())
    }

    /// The cell as the spreadsheet names it, such as ``D17``.
    #[getter]
    fn cell(&self) -> Option<String> {
        self.0.origin.as_ref().map(crate::origin::Origin::cell).filter(|cell| !cell.is_empty())
    }

    /// Row number as the spreadsheet shows it.
    #[getter]
    fn row(&self) -> Option<i64> {
        sheet_row(&self.0)
    }

    /// Letters of the column as the spreadsheet shows them.
    #[getter]
    fn column(&self) -> Option<String> {
        sheet_column(&self.0)
    }

    /// Field of the schema, or title of the column.
    #[getter]
    fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The value found.
    #[getter]
    fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }

    /// What this case is about, in one more sentence.
    #[getter]
    fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// What should be there.
    #[getter]
    fn expected(&self) -> &'static str {
        self.0.code.expected
    }

    /// How to mend it.
    #[getter]
    fn fix(&self) -> &'static str {
        self.0.code.fix
    }

    /// The whole finding in words, on one line; ``str(finding)`` has a line each for what was found, expected, to do.
    #[getter]
    fn message(&self) -> String {
        self.0.line()
    }

    fn __str__(&self) -> String {
        self.0.message()
    }

    fn __repr__(&self) -> String {
        let place = self.0.origin.as_ref().map_or_else(|| "the catalog".to_owned(), ToString::to_string);
        format!("<Finding {} at {place}>", self.0.code.id)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().0 == self.0)
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
        let mut hasher = foldhash::fast::FixedState::default().build_hasher();
        self.0.code.id.hash(&mut hasher);
        self.0.origin.hash(&mut hasher);
        hasher.finish()
    }
}

fn sheet_row(finding: &finding::Finding) -> Option<i64> {
    Some(i64::from(finding.origin.as_ref()?.row?) + 1)
}

fn sheet_column(finding: &finding::Finding) -> Option<String> {
    finding.origin.as_ref()?.column.map(crate::origin::column_letters)
}

/// The findings as columns.
fn frame(findings: &finding::Findings) -> Frame {
    let all = || findings.iter();
    let origins = || all().map(|finding| finding.origin.as_ref());
    Frame::new(super::report::FINDINGS)
        .text("severity", Show::Code, all().map(|finding| Some(finding.severity().letter())))
        .text("code", Show::Code, all().map(|finding| Some(finding.code.id)))
        .text("title", Show::Text, all().map(|finding| Some(finding.code.title)))
        .text("workbook", Show::Text, origins().map(|origin| origin.map(|origin| &*origin.workbook)))
        .text("sheet", Show::Text, origins().map(|origin| origin.map(|origin| &*origin.sheet)))
        .strings("cell", Show::Code, origins().map(|origin| origin.map(crate::origin::Origin::cell)))
        .integer("row", Show::Integer, all().map(sheet_row))
        .strings("column", Show::Code, all().map(sheet_column))
        .text("field", Show::Code, all().map(|finding| finding.field.as_deref()))
        .text("value", Show::Code, all().map(|finding| finding.value.as_deref()))
        .text("detail", Show::Text, all().map(|finding| finding.detail.as_deref()))
        .text("expected", Show::Text, all().map(|finding| Some(finding.code.expected)))
        .text("fix", Show::Text, all().map(|finding| Some(finding.code.fix)))
        .strings("message", Show::Text, all().map(|finding| Some(finding.line())))
        .findings(findings.clone())
}
