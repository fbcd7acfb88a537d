//! Plain Python lists as a table: for lines typed by hand and for people without a data frame library.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::arrow_in;
use super::error::guard_plain;
use super::table::Table;
use crate::report::frame::{Frame, FrameData};
use crate::report::results::given::{given_data, given_show};
use crate::tables::{InputColumn, InputTable};

/// A dict of titles and lists of equal length.
pub(super) fn table(name: &str, columns: &Bound<'_, PyDict>) -> PyResult<InputTable> {
    let mut table = InputTable { name: name.to_owned(), columns: Vec::with_capacity(columns.len()) };
    for (title, values) in columns {
        columns.py().check_signals()?;
        let title = title.extract::<String>()?;
        let is_list = !values.is_instance_of::<PyString>() && !values.is_instance_of::<PyBytes>();
        let Some(values) = is_list.then(|| values.try_iter().ok()).flatten() else {
            return Err(PyTypeError::new_err(format!(
                "column \"{title}\" of table \"{name}\" is {}; a column is a list of values, one a row",
                kind(&values)
            )));
        };
        let values = values.collect::<PyResult<Vec<_>>>()?;
        table.columns.push((title.clone(), column(name, &title, &values)?));
    }
    let rows = table.len();
    match table.columns.iter().find(|(_, values)| values.len() != rows) {
        Some((title, values)) => Err(PyValueError::new_err(format!(
            "column \"{title}\" of table \"{name}\" has {} values, another has {rows}",
            values.len()
        ))),
        None => Ok(table),
    }
}

/// What a value is, for people: its type and, when it is short, itself.
pub(super) fn kind(value: &Bound<'_, PyAny>) -> String {
    let name = value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string());
    match value.repr().map(|shown| shown.to_string()) {
        Ok(shown) if shown.len() <= MOST_SHOWN => format!("{name} {shown}"),
        _ => name,
    }
}

/// Longest value that is shown, in bytes.
const MOST_SHOWN: usize = 40;

/// Rows taken over between two looks whether the user wants to stop.
const ROWS_BETWEEN_SIGNALS: usize = 10_000;

/// A list of dicts, one a row; a key that a row lacks is blank there.
pub(super) fn table_of_rows(name: &str, rows: &Bound<'_, PyList>) -> PyResult<InputTable> {
    let mut dicts = Vec::with_capacity(rows.len());
    for (number, row) in (1..).zip(rows) {
        let kind = kind(&row);
        dicts.push(row.cast_into::<PyDict>().map_err(|_| {
            PyTypeError::new_err(format!(
                "row {number} of table \"{name}\" is {kind}; a row is a dict of titles and values"
            ))
        })?);
    }
    let rows = dicts;
    let mut titles: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    for row in &rows {
        for title in row.keys() {
            let title = title.extract::<String>()?;
            if known.insert(title.clone()) {
                titles.push(title);
            }
        }
    }
    let mut table = InputTable { name: name.to_owned(), columns: Vec::with_capacity(titles.len()) };
    for title in titles {
        let mut values = Vec::with_capacity(rows.len());
        for (number, row) in rows.iter().enumerate() {
            if number % ROWS_BETWEEN_SIGNALS == 0 {
                row.py().check_signals()?;
            }
            values.push(row.get_item(&title)?.unwrap_or_else(|| row.py().None().into_bound(row.py())));
        }
        let column = column(name, &title, &values)?;
        table.columns.push((title, column));
    }
    Ok(table)
}

/// Make a table that can be shown, written and handed on like an answer.
///
/// Parameters
/// ----------
/// name
///     What the table is; names its sheet.
/// columns
///     A dict of titles and lists of equal length, or a table with ``__arrow_c_stream__``.
///
/// Returns
/// -------
/// Table
///     With those columns. Texts stay texts, whole numbers, decimals, dates and flags too; floats become decimals
///     through 15 digits, times of day are left away from dates.
///
/// Examples
/// --------
/// >>> import partsbook as pb
/// >>> pb.table("wishes", {"item": ["W220", "A200"], "quantity": [2, 1]})
/// wishes: 2 rows
///   item  quantity
///   W220         2
///   A200         1
#[pyfunction(name = "table")]
pub(super) fn result_table(py: Python<'_>, name: &str, columns: &Bound<'_, PyAny>) -> PyResult<Table> {
    let input = match columns.cast::<PyDict>() {
        Ok(columns) => table(name, columns)?,
        Err(_) => arrow_in::read(py, name, columns)?,
    };
    Ok(Table::from(guard_plain(py, || frame(input))?))
}

fn frame(input: InputTable) -> Frame {
    let mut frame = Frame::new(&input.name);
    for (title, column) in input.columns {
        let data = match column {
            InputColumn::Number(values) => {
                let exact = |value: f64| Decimal::from_f64(value).map(|number| number.normalize());
                FrameData::Decimal(values.into_iter().map(|value| value.and_then(exact)).collect())
            }
            InputColumn::DateTime(values) => {
                FrameData::Date(values.into_iter().map(|value| value.map(|moment| moment.date())).collect())
            }
            column => given_data(column),
        };
        frame = frame.with(&title, given_show(&data), data);
    }
    frame
}

/// The values of one column: all of one type, or numbers of several.
fn column(table: &str, title: &str, values: &[Bound<'_, PyAny>]) -> PyResult<InputColumn> {
    let filled = || values.iter().filter(|value| !value.is_none());
    let Some(first) = filled().next() else { return Ok(InputColumn::Blank(values.len())) };
    let all = |is: fn(&Bound<'_, PyAny>) -> bool| filled().all(is);
    let column = if all(|value| value.is_instance_of::<PyString>()) {
        InputColumn::Text(taken(values)?)
    } else if all(|value| value.is_instance_of::<PyBool>()) {
        InputColumn::Flag(taken(values)?)
    } else if all(|value| value.is_instance_of::<PyInt>() && value.extract::<i64>().is_ok()) {
        InputColumn::Integer(taken(values)?)
    } else if all(|value| value.is_instance_of::<PyFloat>()) {
        InputColumn::Number(taken(values)?)
    } else if all(|value| value.is_instance_of::<PyDateTime>()) {
        InputColumn::DateTime(taken::<NaiveDateTime>(values)?)
    } else if all(|value| value.is_instance_of::<PyDate>()) {
        InputColumn::Date(taken::<NaiveDate>(values)?)
    } else if all(|value| !value.is_instance_of::<PyBool>() && value.extract::<Decimal>().is_ok()) {
        InputColumn::Decimal(taken(values)?.into_iter().collect())
    } else {
        return Err(PyTypeError::new_err(format!(
            "column \"{title}\" of table \"{table}\" mixes kinds of values; the first is {}",
            first.repr()?
        )));
    };
    Ok(column)
}

fn taken<'a, 'py, T: FromPyObject<'a, 'py>>(values: &'a [Bound<'py, PyAny>]) -> PyResult<Vec<Option<T>>>
where
    PyErr: From<T::Error>,
{
    values.iter().map(|value| if value.is_none() { Ok(None) } else { Ok(Some(value.extract::<T>()?)) }).collect()
}
