//! Plain Python lists as a table: for lines typed by hand and for people without a data frame library.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::arguments::finite;
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

/// What a value is, for people: itself, cut short, with its type where that does not show.
pub(super) fn kind(value: &Bound<'_, PyAny>) -> String {
    if value.is_none() {
        return "None".to_owned();
    }
    let name = value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string());
    match value.repr().map(|shown| shown.to_string()) {
        Ok(shown) if shown.contains('\n') => name,
        Ok(shown) => {
            let cut: String = shown.chars().take(MOST_SHOWN).collect();
            let cut = if cut.len() < shown.len() { format!("{cut}…") } else { cut };
            if cut.contains(&name) { cut } else { format!("{name} {cut}") }
        }
        Err(_) => name,
    }
}

/// Most characters of a value that are shown.
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
///     A dict of titles and lists of equal length, a list of dicts, or a table with ``__arrow_c_stream__``.
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
    let input = if let Ok(columns) = columns.cast::<PyDict>() {
        table(name, columns)?
    } else if let Ok(rows) = columns.cast::<PyList>() {
        table_of_rows(name, rows)?
    } else if columns.hasattr("__arrow_c_stream__")? {
        arrow_in::read(py, name, columns)?
    } else {
        return Err(PyTypeError::new_err(format!(
            "table \"{name}\" is {}; a table is anything with `__arrow_c_stream__`, a dict of titles and lists, or a list \
             of dicts",
            kind(columns)
        )));
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
    let mut blanks = Vec::with_capacity(values.len());
    for value in values {
        blanks.push(is_blank(value)?);
    }
    let filled = || values.iter().zip(&blanks).filter(|(_, blank)| !**blank).map(|(value, _)| value);
    let Some(first) = filled().next() else { return Ok(InputColumn::Blank(values.len())) };
    let all = |is: fn(&Bound<'_, PyAny>) -> bool| filled().all(is);
    let column = if all(|value| value.is_instance_of::<PyString>()) {
        InputColumn::Text(taken(values, &blanks)?)
    } else if all(|value| value.is_instance_of::<PyBool>()) {
        InputColumn::Flag(taken(values, &blanks)?)
    } else if all(|value| value.is_instance_of::<PyInt>() && value.extract::<i64>().is_ok()) {
        InputColumn::Integer(taken(values, &blanks)?)
    } else if all(|value| value.is_instance_of::<PyFloat>()) {
        InputColumn::Number(taken(values, &blanks)?)
    } else if all(|value| value.is_instance_of::<PyDateTime>()) {
        InputColumn::DateTime(taken::<NaiveDateTime>(values, &blanks)?)
    } else if all(|value| value.is_instance_of::<PyDate>()) {
        InputColumn::Date(taken::<NaiveDate>(values, &blanks)?)
    } else if all(|value| !value.is_instance_of::<PyBool>() && value.hasattr("__float__").unwrap_or(false)) {
        let name = format!("column \"{title}\" of table \"{table}\"");
        let number = |(value, blank): (&Bound<'_, PyAny>, &bool)| {
            let is_nan = value.cast::<PyFloat>().is_ok_and(|value| value.value().is_nan());
            if *blank || is_nan { Ok(None) } else { finite(value, &name).map(Some) }
        };
        InputColumn::Decimal(values.iter().zip(&blanks).map(number).collect::<PyResult<_>>()?)
    } else {
        let unlike = filled().find(|value| !value.get_type().is(first.get_type())).unwrap_or(first);
        return Err(PyTypeError::new_err(format!(
            "column \"{title}\" of table \"{table}\" holds {} and {}; a column holds values of one kind: texts, \
             numbers, dates or yes and no",
            kind(first),
            kind(unlike)
        )));
    };
    Ok(column)
}

/// True for a missing value: `None`, and what pandas writes for it where there are dates or anything.
pub(super) fn is_blank(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if value.is_none() {
        return Ok(true);
    }
    let is_known =
        value.is_instance_of::<PyString>() || value.is_instance_of::<PyFloat>() || value.is_instance_of::<PyInt>();
    if is_known {
        return Ok(false);
    }
    let kind = value.get_type().name()?;
    Ok(kind == "NaTType" || kind == "NAType")
}

fn taken<'a, 'py, T: FromPyObject<'a, 'py>>(
    values: &'a [Bound<'py, PyAny>],
    blanks: &[bool],
) -> PyResult<Vec<Option<T>>>
where
    PyErr: From<T::Error>,
{
    let one = |(value, &blank): (&'a Bound<'py, PyAny>, &bool)| {
        if blank { Ok(None) } else { Ok(Some(value.extract::<T>()?)) }
    };
    values.iter().zip(blanks).map(one).collect()
}
