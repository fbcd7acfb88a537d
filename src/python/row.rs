//! One row of a result table.

use std::sync::Arc;

use pyo3::exceptions::{PyAttributeError, PyIndexError, PyKeyError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::iterate::Each;
use super::value::{object, place};
use crate::report::frame::Frame;

/// One row of a result table: ``row.item``, ``row["item"]`` and ``row[0]`` are the same value.
#[pyclass(frozen, subclass, module = "partsbook")]
pub(crate) struct Row {
    frame: Arc<Frame>,
    row: usize,
}

impl Row {
    pub(super) const fn new(frame: Arc<Frame>, row: usize) -> Self {
        Self { frame, row }
    }

    fn named<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.frame.column(name).map(|column| object(py, column.data.get(self.row))).transpose()
    }

    fn missing(&self, name: &str) -> String {
        let columns: Vec<&str> = self.frame.columns.iter().map(|column| column.name.as_str()).collect();
        format!("no column \"{name}\"; there are {}", columns.join(", "))
    }

    fn dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for column in &self.frame.columns {
            dict.set_item(&column.name, object(py, column.data.get(self.row))?)?;
        }
        Ok(dict)
    }

    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for column in &self.frame.columns {
            list.append(object(py, column.data.get(self.row))?)?;
        }
        Ok(list)
    }
}

#[pymethods]
impl Row {
    fn __getattr__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        self.named(py, name)?.ok_or_else(|| PyAttributeError::new_err(self.missing(name)))
    }

    fn __getitem__<'py>(&self, py: Python<'py>, key: ColumnKey) -> PyResult<Bound<'py, PyAny>> {
        match key {
            ColumnKey::Name(name) => self.named(py, &name)?.ok_or_else(|| PyKeyError::new_err(self.missing(&name))),
            ColumnKey::Place(index) => {
                let column = place(index, self.frame.columns.len()).and_then(|index| self.frame.columns.get(index));
                let column = column.ok_or_else(|| PyIndexError::new_err("no column at this place"))?;
                object(py, column.data.get(self.row))
            }
        }
    }

    fn __len__(&self) -> usize {
        self.frame.columns.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Each<'py, Bound<'py, PyAny>>> {
        Each::of(py, self.values(py)?.iter().collect())
    }

    fn __dir__(&self) -> Vec<String> {
        let columns = self.frame.columns.iter().map(|column| column.name.clone());
        columns.chain(["_asdict".to_owned(), "keys".to_owned()]).collect()
    }

    /// Names of the columns, so that ``dict(row)`` works.
    fn keys(&self) -> Vec<String> {
        self.frame.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// The row as a dict, columns in their order.
    #[pyo3(signature = () -> "dict[str, Any]")]
    fn _asdict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.dict(py)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(other) => self.dict(py)?.eq(other.get().dict(py)?),
            Err(_) => Ok(false),
        }
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.values(py)?.to_tuple().hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut parts = Vec::with_capacity(self.frame.columns.len());
        for column in &self.frame.columns {
            parts.push(format!("{}={}", column.name, object(py, column.data.get(self.row))?.repr()?));
        }
        Ok(format!("Row({})", parts.join(", ")))
    }
}

/// What stands in the brackets behind a row.
#[derive(FromPyObject)]
pub(crate) enum ColumnKey {
    /// The column of this name.
    Name(String),
    /// The column at this place.
    Place(isize),
}
