//! The catalog: what every question is asked of. Each area adds its questions in its own file.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyTuple, PyType};
use sha2::{Digest, Sha256};

use super::error::{guard, guard_plain};
use super::findings::Findings;
use super::report;
use super::table::Table;
use crate::model;
use crate::pricing::PriceBook;
use crate::report::results::catalog::{data_findings, questions_frame, table_frame, tables_frame};
use crate::report::results::fix_first::fix_first_frame;
use crate::tables::schema;

/// Everything that was read, linked and unchangeable.
///
/// Made by ``partsbook.read``. Equal catalogs have equal hashes; a catalog can be pickled, used from many threads, saved
/// and loaded again.
#[pyclass(frozen, module = "partsbook")]
pub(crate) struct Catalog {
    pub(super) model: Arc<model::Catalog>,
    findings: PyOnceLock<Py<Findings>>,
    digest: OnceLock<[u8; 32]>,
    pub(super) price_book: OnceLock<Arc<PriceBook>>,
}

impl From<model::Catalog> for Catalog {
    fn from(catalog: model::Catalog) -> Self {
        Self {
            model: Arc::new(catalog),
            findings: PyOnceLock::new(),
            digest: OnceLock::new(),
            price_book: OnceLock::new(),
        }
    }
}

impl Catalog {
    fn bytes(&self, py: Python<'_>) -> PyResult<Vec<u8>> {
        guard(py, || self.model.to_bytes())
    }

    fn digest(&self, py: Python<'_>) -> PyResult<[u8; 32]> {
        if let Some(digest) = self.digest.get() {
            return Ok(*digest);
        }
        let digest = Sha256::digest(self.bytes(py)?).into();
        Ok(*self.digest.get_or_init(|| digest))
    }
}

#[pymethods]
impl Catalog {
    /// The day every question without a date is about.
    #[getter]
    fn as_of(&self) -> NaiveDate {
        self.model.as_of()
    }

    /// What is doubtful in the data; never raised by itself.
    ///
    /// What reading and linking found, what the price rules lack, what the product families lack: everything that is
    /// known before a question is asked. ``more[0]`` has one row a code, what to fix first on top, with the rows that are
    /// not used and the sales of the items concerned; a workbook of the findings begins with it.
    #[getter]
    fn findings(&self, py: Python<'_>) -> PyResult<Py<Findings>> {
        if let Some(findings) = self.findings.get(py) {
            return Ok(findings.clone_ref(py));
        }
        let prices = self.price_book(py)?;
        let (found, first) = guard_plain(py, || {
            let found = data_findings(&self.model, &prices);
            let first = fix_first_frame(&self.model, &found);
            (found, first)
        })?;
        let findings = Findings::with(py, found, Some(Arc::clone(&self.model)), vec![first])?;
        Ok(self.findings.get_or_init(py, || findings).clone_ref(py))
    }

    /// What was understood of each sheet.
    ///
    /// One row a sheet, or a part of a sheet that is a table of its own, in reading order. Columns: ``workbook``,
    /// ``sheet``, ``table`` (blank when not used), ``reason``, ``scores`` (the tables that were weighed and how many
    /// titles each knows), ``title`` (what stands alone above the titles), ``header_row`` (as the spreadsheet counts,
    /// the last of two), ``header_rows`` (``4`` or ``3-4``), ``extent`` (``A2:K20``), ``columns_mapped`` (title →
    /// field), ``columns_not_used``, ``columns_asked`` (titles), ``rows_read``, ``rows_left_out``, ``left_out`` (how
    /// many of which kind), ``questions`` (what is open, with the argument that settles it).
    #[getter]
    fn tables(&self) -> Table {
        Table::of(tables_frame(&self.model), &self.model)
    }

    /// What reading leaves open, each question with its answer ready to paste.
    ///
    /// One row a question, in reading order. Columns: ``workbook``, ``sheet``, ``question``, ``argument`` (of ``read``:
    /// ``synonyms={"Ref. Mouser": "item"}``, ``sheets={"Sheet1": "bom"}``), ``sheet_row`` (the row of a ``synonyms`` sheet
    /// that settles it, field and header; blank when only ``sheets`` does).
    #[getter]
    fn questions(&self) -> Table {
        Table::of(questions_frame(&self.model), &self.model)
    }

    /// One table as it was read and typed.
    ///
    /// Parameters
    /// ----------
    /// name
    ///     Name of the table in the schema, such as ``items``.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a record, in reading order: the columns that were read, then ``origin``, the place of the row
    ///     (``origin_cell`` where the table has a column ``origin``). Without rows when no sheet gave any.
    ///
    /// Raises
    /// ------
    /// KeyError
    ///     There is no such table in the schema.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        if schema::table(name).is_none() {
            let known: Vec<&str> = schema::tables().iter().map(|table| table.name).collect();
            return Err(PyKeyError::new_err(format!("no table \"{name}\"; there are {}", known.join(", "))));
        }
        let mut frame = guard_plain(py, || table_frame(&self.model, self.model.table(name)))?;
        name.clone_into(&mut frame.name);
        Ok(Table::of(frame, &self.model).marked_as_read())
    }

    /// Save the catalog, to be loaded with ``partsbook.load`` much faster than workbooks are read.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write.
    /// overwrite
    ///     Replace a file that exists and is not a saved catalog.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists and is not ours, or the folder cannot be written.
    #[pyo3(signature = (path, *, overwrite = false))]
    fn save(&self, py: Python<'_>, path: PathBuf, overwrite: bool) -> PyResult<()> {
        report::write_bytes(py, &self.bytes(py)?, &path, overwrite, Some(&self.model))
    }

    /// The catalog of saved bytes.
    #[classmethod]
    fn _from_bytes(_class: &Bound<'_, PyType>, py: Python<'_>, content: &[u8]) -> PyResult<Self> {
        Ok(Self::from(guard(py, || model::Catalog::from_bytes(content))?))
    }

    #[pyo3(signature = () -> "tuple[Any, tuple[bytes]]")]
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let py = slf.py();
        let rebuild = slf.get_type().getattr("_from_bytes")?;
        let bytes = PyBytes::new(py, &slf.get().bytes(py)?);
        Ok((rebuild, PyTuple::new(py, [bytes])?))
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(other) if Arc::ptr_eq(&self.model, &other.get().model) => Ok(true),
            Ok(other) => Ok(self.digest(py)? == other.get().digest(py)?),
            Err(_) => Ok(false),
        }
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        let digest = self.digest(py)?;
        Ok(digest.iter().take(8).fold(0, |hash, &byte| (hash << 8) | u64::from(byte)))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let tables: Vec<String> = self
            .model
            .tables()
            .filter(|table| !table.is_empty())
            .map(|table| format!("{} {}", table.len(), table.name()))
            .collect();
        Ok(format!(
            "Catalog as of {}: {}; findings: {}",
            self.model.as_of(),
            if tables.is_empty() { "no rows".to_owned() } else { tables.join(", ") },
            self.findings(py)?.get().counts(),
        ))
    }
}
