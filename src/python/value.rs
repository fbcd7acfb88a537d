//! Single values of a frame as Python objects.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyList, PyString};

use crate::report::frame::{FrameColumn, FrameValue};

/// A value as `str`, `Decimal`, `date`, `bool`, `int`, `float`, `datetime` or `None`.
pub(super) fn object<'py>(py: Python<'py>, value: FrameValue<'_>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        FrameValue::Blank => py.None().into_bound(py),
        FrameValue::Text(text) => PyString::new(py, text).into_any(),
        FrameValue::Decimal(number) => number.into_pyobject(py)?.into_any(),
        FrameValue::Date(date) => date.into_pyobject(py)?.into_any(),
        FrameValue::Flag(flag) => PyBool::new(py, flag).to_owned().into_any(),
        FrameValue::Integer(number) => number.into_pyobject(py)?.into_any(),
        FrameValue::Number(number) => number.into_pyobject(py)?.into_any(),
        FrameValue::Moment(moment) => moment.into_pyobject(py)?.into_any(),
    })
}

/// All values of a column.
pub(super) fn list<'py>(py: Python<'py>, column: &FrameColumn) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for row in 0..column.data.len() {
        list.append(object(py, column.data.get(row))?)?;
    }
    Ok(list)
}

/// The place an index counted from either end stands for; none outside.
pub(super) fn place(index: isize, len: usize) -> Option<usize> {
    let place = if index < 0 { len.checked_sub(index.unsigned_abs())? } else { index.unsigned_abs() };
    (place < len).then_some(place)
}
