//! Result tables: one face for every answer that has rows.

use std::sync::{Arc, LazyLock};

use pyo3::exceptions::{PyIndexError, PyKeyError, PyModuleNotFoundError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyModule, PySlice, PyString};

use super::arrow_in::Given;
use super::error::class;
use super::findings::{Finding, Findings};
use super::iterate::Each;
use super::picture::Picture;
use super::row::Row;
use super::value::{list, object, place};
use super::{arrow, show};
use crate::model::Catalog;
use crate::report::frame::{Frame, FrameData};
use crate::report::picture::Picture as Drawing;

/// A table of results.
///
/// Iterating and indexing give rows (``table[0].item``), ``table["item"]`` gives a whole column as a list. It is handed
/// to other libraries as it is: ``polars.DataFrame(table)``, ``pyarrow.table(table)``, ``duckdb.sql("from table")``.
/// Money, quantities and factors are decimals, dates are dates, numbers of things are text.
#[pyclass(frozen, subclass, module = "partsbook")]
pub(crate) struct Table {
    /// Made when it is first looked at: an answer can be there long before all its texts are.
    pub(super) frame: Later<Arc<Frame>>,
    /// What the answer is about; tells reports their inputs.
    pub(super) catalog: Option<Arc<Catalog>>,
    /// Further tables of the same answer.
    more: Vec<Arc<Later<Arc<Frame>>>>,
    picture: Option<Arc<Later<Drawing>>>,
    /// A table of the catalog as it was read, not an answer.
    pub(super) is_read: bool,
    /// The first columns, as another library handed them over.
    given: Option<Arc<Given>>,
}

/// A value that is made when it is first asked for.
pub(super) type Later<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send>>;

/// A value that is there.
fn now<T: Send + 'static>(value: T) -> Later<T> {
    LazyLock::new(Box::new(move || value))
}

impl From<Frame> for Table {
    fn from(frame: Frame) -> Self {
        Self {
            frame: now(Arc::new(frame)),
            catalog: None,
            more: Vec::new(),
            picture: None,
            is_read: false,
            given: None,
        }
    }
}

impl Table {
    /// An answer of a catalog.
    pub(super) fn of(frame: Frame, catalog: &Arc<Catalog>) -> Self {
        Self { catalog: Some(Arc::clone(catalog)), ..Self::from(frame) }
    }

    /// An answer of a catalog whose rows are made when they are first looked at.
    pub(super) fn later(frame: impl FnOnce() -> Frame + Send + 'static, catalog: &Arc<Catalog>) -> Self {
        let frame: Later<Arc<Frame>> = LazyLock::new(Box::new(move || Arc::new(frame())));
        Self { frame, catalog: Some(Arc::clone(catalog)), more: Vec::new(), picture: None, is_read: false, given: None }
    }

    /// The answer with a picture, which is drawn when it is first looked at.
    pub(super) fn drawn(mut self, picture: impl FnOnce() -> Drawing + Send + 'static) -> Self {
        self.picture = Some(Arc::new(LazyLock::new(Box::new(picture))));
        self
    }

    /// The answer whose first columns another library handed over: they leave as they came.
    pub(super) fn beside(mut self, given: Option<Arc<Given>>) -> Self {
        self.given = given;
        self
    }

    /// Marks a table of the catalog as it was read, which can be edited.
    pub(super) fn marked_as_read(mut self) -> Self {
        self.is_read = true;
        self
    }

    /// The answer with one more table.
    pub(super) fn with(mut self, frame: Frame) -> Self {
        self.more.push(Arc::new(now(Arc::new(frame))));
        self
    }

    /// The answer with one more table whose rows are made when they are first looked at.
    pub(super) fn with_later(mut self, frame: impl FnOnce() -> Frame + Send + 'static) -> Self {
        self.more.push(Arc::new(LazyLock::new(Box::new(move || Arc::new(frame())))));
        self
    }

    /// The further tables, made.
    pub(super) fn others(&self) -> Vec<Arc<Frame>> {
        self.more.iter().map(|frame| Arc::clone(LazyLock::force(frame))).collect()
    }

    /// The column of that name as a Python list.
    pub(super) fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let column = self.frame.column(name).ok_or_else(|| {
            PyKeyError::new_err(format!("no column \"{name}\"; there are {}", self.columns().join(", ")))
        })?;
        list(py, column)
    }

    fn row_at(&self, index: usize) -> Row {
        Row::new(Arc::clone(&self.frame), index)
    }
}

#[pymethods]
impl Table {
    /// What the table is, such as ``where_used``.
    #[getter]
    fn name(&self) -> String {
        self.frame.name.clone()
    }

    /// Names of the columns, in their order.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.frame.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// Further tables of the same answer, such as totals; each has a sheet of its own in a workbook.
    #[getter]
    fn more(&self) -> Vec<Self> {
        let table = |frame: &Arc<Later<Arc<Frame>>>| {
            let frame = Arc::clone(frame);
            let frame: Later<Arc<Frame>> = LazyLock::new(Box::new(move || Arc::clone(LazyLock::force(&frame))));
            Self { frame, catalog: self.catalog.clone(), more: Vec::new(), picture: None, is_read: false, given: None }
        };
        self.more.iter().map(table).collect()
    }

    /// The answer as a picture, where there is one: of a structure, or of where an item is used.
    #[getter]
    fn picture(&self) -> Option<Picture> {
        self.picture.as_ref().map(|picture| Picture::new(Arc::clone(picture), self.catalog.clone()))
    }

    /// What is doubtful about this answer.
    #[getter]
    fn findings(&self, py: Python<'_>) -> PyResult<Py<Findings>> {
        Findings::new(py, self.frame.findings.clone(), self.catalog.clone())
    }

    /// The answer with these findings, such as those of a file that was named beside it.
    fn _with_findings(&self, findings: Vec<PyRef<'_, Finding>>) -> Self {
        let mut found: crate::finding::Findings = findings.iter().map(|finding| finding.get().clone()).collect();
        found.sort();
        let frame = Frame { findings: found, ..Frame::clone(&self.frame) };
        Self {
            frame: now(Arc::new(frame)),
            catalog: self.catalog.clone(),
            more: self.more.clone(),
            picture: self.picture.clone(),
            is_read: false,
            given: self.given.clone(),
        }
    }

    /// The rows as a list of dicts.
    ///
    /// Returns
    /// -------
    /// list of dict
    ///     One dict a row: texts as ``str``, money and quantities as ``Decimal``, dates as ``date``, yes or no as
    ///     ``bool``, whole numbers as ``int``, blanks as ``None``; floats and dates with a time of lines that were handed
    ///     over as ``float`` and ``datetime``.
    #[pyo3(signature = () -> "list[dict[str, Any]]")]
    fn rows<'py>(slf: PyRef<'py, Self>, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let frame = &slf.frame;
        let names: Vec<Bound<'py, PyString>> =
            frame.columns.iter().map(|column| PyString::intern(py, &column.name)).collect();
        let rows = PyList::empty(py);
        for row in 0..frame.len() {
            let dict = PyDict::new(py);
            for (name, column) in names.iter().zip(&frame.columns) {
                dict.set_item(name, object(py, column.data.get(row))?)?;
            }
            rows.append(dict)?;
        }
        Ok(rows)
    }

    fn __len__(&self) -> usize {
        self.frame.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Each<'py, Row>> {
        let rows: Vec<Row> = (0..self.frame.len()).map(|row| self.row_at(row)).collect();
        Each::of(py, rows)
    }

    fn __getitem__<'py>(&self, py: Python<'py>, key: RowKey<'py>) -> PyResult<Bound<'py, PyAny>> {
        match key {
            RowKey::Column(name) => Ok(self.column(py, &name)?.into_any()),
            RowKey::Rows(slice) => Ok(steps(&slice, self.frame.len())?
                .map(|row| self.row_at(row))
                .collect::<Vec<_>>()
                .into_pyobject(py)?),
            RowKey::Row(index) => {
                let row = place(index, self.frame.len()).ok_or_else(|| no_row(index, self.frame.len()))?;
                Ok(self.row_at(row).into_pyobject(py)?.into_any())
            }
        }
    }

    /// The table as an Arrow stream, for any library that takes one.
    #[pyo3(signature = (requested_schema: "object | None" = None) -> "object")]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A producer may ignore the request; the consumer casts.
        drop(requested_schema);
        arrow::export(py, &self.frame, self.given.as_deref())
    }

    /// The table as a ``polars.DataFrame``.
    fn to_polars<'py>(slf: Bound<'py, Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        library(py, "polars")?.call_method1("DataFrame", (slf,))
    }

    /// The table as a ``pyarrow.Table``.
    ///
    /// Returns
    /// -------
    /// pyarrow.Table
    ///     Texts as ``string``, decimals as ``decimal128(38, 6)``, dates as ``date32``, yes or no as ``bool``, whole numbers
    ///     as ``int64``. Nothing is rounded: a column with a value of more than 6 decimals has as many as that needs;
    ///     answers of which one has such a column are put together with
    ///     ``pyarrow.concat_tables(tables, promote_options="permissive")``. Columns of lines that were handed over have
    ///     the types they came with.
    fn to_arrow<'py>(slf: Bound<'py, Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        library(py, "pyarrow")?.call_method1("table", (slf,))
    }

    /// The table as a ``pandas.DataFrame``; decimals and dates stay what they are, in columns of objects.
    fn to_pandas<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let pandas = library(py, "pandas")?;
        let series = PyDict::new(py);
        for column in &self.frame.columns {
            let options = PyDict::new(py);
            let kind = match *column.data {
                FrameData::Text(_) => "string",
                FrameData::Decimal(_) | FrameData::Date(_) => "object",
                FrameData::Flag(_) => "boolean",
                FrameData::Integer(_) | FrameData::Small(_) => "Int64",
                FrameData::Number(_) => "float64",
                FrameData::Moment(_) => "datetime64[us]",
            };
            options.set_item("dtype", kind)?;
            series.set_item(&column.name, pandas.call_method("Series", (list(py, column)?,), Some(&options))?)?;
        }
        pandas.call_method1("DataFrame", (series,))
    }

    fn __repr__(&self) -> String {
        show::text(&self.frame)
    }

    fn _repr_html_(&self) -> String {
        show::html(&self.frame)
    }
}

/// What stands in the brackets behind a table.
#[derive(FromPyObject)]
pub(crate) enum RowKey<'py> {
    /// A whole column.
    Column(String),
    /// Several rows.
    Rows(Bound<'py, PySlice>),
    /// One row.
    Row(isize),
}

/// The rows a slice names, in its order.
pub(super) fn steps(slice: &Bound<'_, PySlice>, len: usize) -> PyResult<impl Iterator<Item = usize> + use<>> {
    let indices = slice.indices(isize::try_from(len).unwrap_or(isize::MAX))?;
    let (start, step) = (indices.start, indices.step);
    let rows = (0..indices.slicelength).filter_map(move |number| {
        let offset = isize::try_from(number).ok()?.checked_mul(step)?;
        usize::try_from(start.checked_add(offset)?).ok()
    });
    Ok(rows)
}

pub(super) fn no_row(index: isize, len: usize) -> PyErr {
    PyIndexError::new_err(format!("no row {index}; the table has {len}"))
}

/// A library that is not required, or an error that says how to get it.
fn library<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
    py.import(name).map_err(|error| {
        if error.is_instance_of::<PyModuleNotFoundError>(py) {
            class::PartsbookError::new_err((
                format!("{name} is not installed"),
                Some(format!("`pip install {name}`, or use `rows()`, `to_csv()` or `to_excel()`, which need nothing")),
            ))
        } else {
            error
        }
    })
}
