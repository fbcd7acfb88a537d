//! Tables of other libraries as input: any object with `__arrow_c_stream__` to typed columns.

mod texts;
mod words;

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions::{as_date, as_datetime};
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, ArrowTemporalType, ArrowTimestampType, Date32Type, Date64Type,
    Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, DictionaryArray, PrimitiveArray, RecordBatch, RecordBatchOptions, RecordBatchReader as _, new_null_array,
};
use arrow_schema::{ArrowError, DataType, FieldRef, Schema, SchemaRef, TimeUnit};
use pyo3::prelude::*;
use pyo3::types::PyList;
use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use self::texts::{NO_TEXT, texts};
use super::error::{guard_plain, table_error};
use super::stream;
use crate::tables::{Decimals, InputColumn, InputTable};

/// Numbers that are worth a task of their own.
const ROWS_OF_A_TASK: usize = 1 << 14;

/// A table as another library holds it.
pub(super) struct Given {
    /// Its columns.
    pub(super) schema: SchemaRef,
    /// Its rows.
    pub(super) batches: Vec<RecordBatch>,
}

/// Reads a table of another library; every value is taken over, none is changed.
pub(super) fn read(py: Python<'_>, name: &str, object: &Bound<'_, PyAny>) -> PyResult<InputTable> {
    table(py, name, &taken(py, name, object)?)
}

/// Takes a table of another library as it is.
pub(super) fn taken(py: Python<'_>, name: &str, object: &Bound<'_, PyAny>) -> PyResult<Given> {
    let reader = stream::open(name, object)?;
    let schema = reader.schema();
    // The stream may call back into Python, so it is drained with the lock held; converting is done without it.
    match reader.collect::<Result<_, _>>() {
        Ok(batches) => Ok(Given { schema, batches }),
        Err(error) => match without_blanks(py, name, object, &schema)? {
            Some(batches) => Ok(Given { schema, batches }),
            None => Err(table_error(format!("table \"{name}\" cannot be read: {error}"), None)),
        },
    }
}

/// The rows of a table whose columns without any value do not pass the interface as their library hands them over (with
/// a buffer too many): all others are taken, those are made anew. None for a table that has no such column.
fn without_blanks(
    py: Python<'_>,
    name: &str,
    object: &Bound<'_, PyAny>,
    schema: &SchemaRef,
) -> PyResult<Option<Vec<RecordBatch>>> {
    let is_blank = |field: &&FieldRef| *field.data_type() == DataType::Null;
    let blank: Vec<&str> = schema.fields().iter().filter(is_blank).map(|field| field.name().as_str()).collect();
    if blank.is_empty() || !object.hasattr("drop")? {
        return Ok(None);
    }
    let all = |batch: &RecordBatch| {
        let mut others = batch.columns().iter().cloned();
        let column = |field: &FieldRef| {
            if *field.data_type() == DataType::Null { None } else { others.next() }
                .unwrap_or_else(|| new_null_array(&DataType::Null, batch.num_rows()))
        };
        let columns = schema.fields().iter().map(column).collect();
        RecordBatch::try_new(SchemaRef::clone(schema), columns)
    };
    let batches: Result<Vec<RecordBatch>, ArrowError> = if blank.len() == schema.fields().len() {
        let options = RecordBatchOptions::new().with_row_count(Some(object.len()?));
        RecordBatch::try_new_with_options(Schema::empty().into(), Vec::new(), &options)
            .and_then(|batch| Ok(vec![all(&batch)?]))
    } else {
        let others = stream::open(name, &object.call_method1("drop", (PyList::new(py, blank)?,))?)?;
        others.map(|batch| all(&batch?)).collect()
    };
    batches.map(Some).map_err(|error| table_error(format!("table \"{name}\" cannot be read: {error}"), None))
}

/// The values of a table of another library.
pub(super) fn table(py: Python<'_>, name: &str, given: &Given) -> PyResult<InputTable> {
    let titles: Vec<String> = given.schema.fields().iter().map(|field| field.name().clone()).collect();
    guard_plain(py, || columns(name, &titles, &given.batches))?.map_err(|(title, kind)| {
        table_error(
            format!("column \"{title}\" of table \"{name}\" has the type {kind}, which is not a cell value"),
            Some("turn it into text, numbers, dates or yes/no first; take the time zone off a timestamp".to_owned()),
        )
    })
}

/// The columns of all batches, or title and type of the first that cannot be read.
fn columns(name: &str, titles: &[String], batches: &[RecordBatch]) -> Result<InputTable, (String, String)> {
    let columns = titles
        .par_iter()
        .enumerate()
        .map(|(index, title)| {
            let arrays: Vec<&dyn Array> =
                batches.iter().filter_map(|batch| batch.columns().get(index)).map(AsRef::as_ref).collect();
            let kind = || arrays.first().map(|array| array.data_type().to_string()).unwrap_or_default();
            Ok((title.clone(), column(&arrays).ok_or_else(|| (title.clone(), kind()))?))
        })
        .collect::<Result<_, (String, String)>>()?;
    Ok(InputTable { name: name.to_owned(), columns })
}

/// The arrays of one column, which are all of one type, as a column; none when the type holds no cell values.
fn column(arrays: &[&dyn Array]) -> Option<InputColumn> {
    fn all<'a, T>(arrays: &[&'a dyn Array], cast: impl Fn(&'a dyn Array) -> &'a T) -> Vec<&'a T> {
        arrays.iter().map(|array| cast(*array)).collect()
    }
    let Some(first) = arrays.first() else { return Some(InputColumn::Blank(0)) };
    match first.data_type() {
        DataType::Utf8 => Some(texts(&all(arrays, |array| array.as_string::<i32>()))),
        DataType::LargeUtf8 => Some(texts(&all(arrays, |array| array.as_string::<i64>()))),
        DataType::Utf8View => Some(texts(&all(arrays, |array| array.as_string_view()))),
        DataType::Dictionary(keys, _) => match keys.as_ref() {
            DataType::Int8 => dictionary::<Int8Type>(arrays),
            DataType::Int16 => dictionary::<Int16Type>(arrays),
            DataType::Int32 => dictionary::<Int32Type>(arrays),
            DataType::Int64 => dictionary::<Int64Type>(arrays),
            DataType::UInt8 => dictionary::<UInt8Type>(arrays),
            DataType::UInt16 => dictionary::<UInt16Type>(arrays),
            DataType::UInt32 => dictionary::<UInt32Type>(arrays),
            DataType::UInt64 => dictionary::<UInt64Type>(arrays),
            _ => None,
        },
        _ => {
            let parts: Vec<InputColumn> = arrays.par_iter().map(|array| values(*array)).collect::<Option<_>>()?;
            parts.into_iter().reduce(joined)
        }
    }
}

/// Two parts of a column as one; parts of different kinds (a decimal that did not fit) are joined as texts.
fn joined(before: InputColumn, after: InputColumn) -> InputColumn {
    use InputColumn::{Blank, Coded, Date, DateTime, Decimal, Flag, Integer, Number, Text};
    match (before, after) {
        (Blank(one), Blank(two)) => Blank(one.saturating_add(two)),
        (Text(mut one), Text(two)) => {
            one.extend(two);
            Text(one)
        }
        (Coded(mut texts, mut codes), Coded(more, others)) => {
            let before = u32::try_from(texts.len()).unwrap_or(NO_TEXT);
            texts.extend(more);
            codes.extend(others.into_iter().map(|code| code.saturating_add(before)));
            Coded(texts, codes)
        }
        (Decimal(mut one), Decimal(two)) => {
            one.append(&two);
            Decimal(one)
        }
        (Number(mut one), Number(two)) => {
            one.extend(two);
            Number(one)
        }
        (Integer(mut one), Integer(two)) => {
            one.extend(two);
            Integer(one)
        }
        (Date(mut one), Date(two)) => {
            one.extend(two);
            Date(one)
        }
        (DateTime(mut one), DateTime(two)) => {
            one.extend(two);
            DateTime(one)
        }
        (Flag(mut one), Flag(two)) => {
            one.extend(two);
            Flag(one)
        }
        (one, two) => {
            let mut texts = as_texts(one);
            texts.extend(as_texts(two));
            Text(texts)
        }
    }
}

fn as_texts(column: InputColumn) -> Vec<Option<String>> {
    fn written<T: ToString>(values: impl IntoIterator<Item = Option<T>>) -> Vec<Option<String>> {
        values.into_iter().map(|value| value.map(|value| value.to_string())).collect()
    }
    match column {
        InputColumn::Blank(rows) => vec![None; rows],
        InputColumn::Text(values) => values,
        InputColumn::Coded(texts, codes) => codes.into_iter().map(|code| texts.get(code as usize).cloned()).collect(),
        InputColumn::Decimal(values) => written(values.iter()),
        InputColumn::Number(values) => written(values),
        InputColumn::Integer(values) => written(values),
        InputColumn::Date(values) => written(values),
        InputColumn::DateTime(values) => written(values),
        InputColumn::Flag(values) => written(values),
    }
}

/// One Arrow array of numbers, dates or flags as a column; none when its type holds no cell values.
fn values(array: &dyn Array) -> Option<InputColumn> {
    Some(match array.data_type() {
        DataType::Null => InputColumn::Blank(array.len()),
        DataType::Boolean => InputColumn::Flag(array.as_boolean().iter().collect()),
        DataType::Int8 => integers::<Int8Type>(array),
        DataType::Int16 => integers::<Int16Type>(array),
        DataType::Int32 => integers::<Int32Type>(array),
        DataType::Int64 => integers::<Int64Type>(array),
        DataType::UInt8 => integers::<UInt8Type>(array),
        DataType::UInt16 => integers::<UInt16Type>(array),
        DataType::UInt32 => integers::<UInt32Type>(array),
        DataType::UInt64 => large_integers(array.as_primitive::<UInt64Type>()),
        DataType::Float32 => {
            // The shortest text of the number, so that 0.1 stays 0.1 and does not become 0.10000000149.
            InputColumn::Number(
                array
                    .as_primitive::<Float32Type>()
                    .iter()
                    .map(|value| value.and_then(|value| value.to_string().parse().ok()))
                    .collect(),
            )
        }
        DataType::Float64 => InputColumn::Number(array.as_primitive::<Float64Type>().iter().collect()),
        DataType::Decimal32(_, scale) => decimals(array.as_primitive::<Decimal32Type>(), *scale),
        DataType::Decimal64(_, scale) => decimals(array.as_primitive::<Decimal64Type>(), *scale),
        DataType::Decimal128(_, scale) => decimals(array.as_primitive::<Decimal128Type>(), *scale),
        DataType::Decimal256(_, scale) => decimals(array.as_primitive::<Decimal256Type>(), *scale),
        DataType::Date32 => dates::<Date32Type>(array),
        DataType::Date64 => dates::<Date64Type>(array),
        DataType::Timestamp(unit, zone) if zone.as_deref().is_none_or(|zone| matches!(zone, "UTC" | "+00:00")) => {
            match unit {
                TimeUnit::Second => times::<TimestampSecondType>(array),
                TimeUnit::Millisecond => times::<TimestampMillisecondType>(array),
                TimeUnit::Microsecond => times::<TimestampMicrosecondType>(array),
                TimeUnit::Nanosecond => times::<TimestampNanosecondType>(array),
            }
        }
        _ => return None,
    })
}

fn integers<T: ArrowPrimitiveType>(array: &dyn Array) -> InputColumn
where
    i64: From<T::Native>,
{
    InputColumn::Integer(array.as_primitive::<T>().iter().map(|value| value.map(i64::from)).collect())
}

fn large_integers(array: &PrimitiveArray<UInt64Type>) -> InputColumn {
    match array.iter().map(|value| value.map(i64::try_from).transpose()).collect() {
        Ok(values) => InputColumn::Integer(values),
        Err(_) => InputColumn::Decimal(array.iter().map(|value| value.map(Decimal::from)).collect()),
    }
}

/// Exact decimals; a column with a value of more than 28 digits is handed on as texts, for the reader to judge.
fn decimals<T: DecimalType>(array: &PrimitiveArray<T>, scale: i8) -> InputColumn
where
    T::Native: ToPrimitive,
{
    if let Some(values) = u8::try_from(scale).ok().and_then(|scale| short_decimals(array, scale)) {
        return InputColumn::Decimal(values);
    }
    let texts = || array.iter().map(|value| value.map(|value| T::format_decimal(value, T::MAX_PRECISION, scale)));
    match texts().map(|text| text.map(|text| Decimal::from_str_exact(&text)).transpose()).collect() {
        Ok(values) => InputColumn::Decimal(values),
        Err(_) => InputColumn::Text(texts().collect()),
    }
}

/// Decimals whose digits fit 64 bits; none when there is a longer one.
fn short_decimals<T: DecimalType>(array: &PrimitiveArray<T>, scale: u8) -> Option<Decimals>
where
    T::Native: ToPrimitive,
{
    let (nulls, has_long) = (array.nulls(), AtomicBool::new(u32::from(scale) > Decimal::MAX_SCALE));
    let mut decimals = Decimals::zeros(array.len());
    let (digits, scales) = decimals.packed_mut();
    let own = digits.par_chunks_mut(ROWS_OF_A_TASK).zip(scales.par_chunks_mut(ROWS_OF_A_TASK));
    own.zip(array.values().par_chunks(ROWS_OF_A_TASK)).enumerate().for_each(|(part, ((digits, scales), values))| {
        scales.fill(scale);
        for ((row, scale), (own, value)) in (part * ROWS_OF_A_TASK..).zip(scales).zip(digits.iter_mut().zip(values)) {
            if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                *scale = Decimals::BLANK;
            } else if let Some(value) = value.to_i64() {
                *own = value;
            } else {
                has_long.store(true, Ordering::Relaxed);
            }
        }
    });
    (!has_long.into_inner()).then_some(decimals)
}

fn dates<T: ArrowTemporalType>(array: &dyn Array) -> InputColumn
where
    i64: From<T::Native>,
{
    let days = array.as_primitive::<T>();
    let date = |value: T::Native| as_date::<T>(i64::from(value));
    match days.iter().map(|value| value.map(|value| date(value).ok_or(())).transpose()).collect() {
        Ok(dates) => InputColumn::Date(dates),
        Err(()) => InputColumn::Text(
            days.iter().map(|value| Some(said(i64::from(value?), date(value?), T::DATA_TYPE))).collect(),
        ),
    }
}

fn times<T: ArrowTimestampType>(array: &dyn Array) -> InputColumn {
    let moments = array.as_primitive::<T>();
    let date = |value: Option<i64>| value.map(|value| as_datetime::<T>(value).ok_or(())).transpose();
    if let Ok(moments) = moments.iter().map(date).collect() {
        return InputColumn::DateTime(moments);
    }
    let said = |value| said(value, as_datetime::<T>(value), T::DATA_TYPE);
    InputColumn::Text(moments.iter().map(|value| value.map(said)).collect())
}

/// A date as text; one that no calendar has as the number it is, for the reader to judge.
fn said(value: impl Display, date: Option<impl Display>, kind: DataType) -> String {
    date.map_or_else(|| format!("{kind} {value}, which is out of range"), |date| date.to_string())
}

/// A dictionary (categorical) column, each key replaced by its value.
fn dictionary<K: ArrowDictionaryKeyType>(arrays: &[&dyn Array]) -> Option<InputColumn> {
    fn taken<T: Clone>(values: &[Option<T>], places: impl Iterator<Item = Option<usize>>) -> Vec<Option<T>> {
        places.map(|place| values.get(place?).cloned().flatten()).collect()
    }
    let arrays: Vec<&DictionaryArray<K>> = arrays.iter().map(|array| array.as_dictionary::<K>()).collect();
    let values: Vec<&dyn Array> = arrays.iter().map(|array| array.values().as_ref()).collect();
    // Where the value of each row stands among the values of all arrays.
    let before = values.iter().scan(0_usize, |all, values| Some(std::mem::replace(all, *all + values.len())));
    let places = arrays.iter().zip(before).flat_map(|(array, before)| {
        let own = array.values().len();
        (0..array.len()).map(move |row| array.key(row).filter(|&key| key < own).map(|key| before + key))
    });
    Some(match column(&values)? {
        InputColumn::Blank(_) => InputColumn::Blank(places.count()),
        InputColumn::Text(values) => InputColumn::Text(taken(&values, places)),
        InputColumn::Coded(texts, codes) => {
            let code = |place: Option<usize>| place.and_then(|place| codes.get(place).copied()).unwrap_or(NO_TEXT);
            InputColumn::Coded(texts, places.map(code).collect())
        }
        InputColumn::Decimal(values) => InputColumn::Decimal(places.map(|place| values.get(place?)).collect()),
        InputColumn::Number(values) => InputColumn::Number(taken(&values, places)),
        InputColumn::Integer(values) => InputColumn::Integer(taken(&values, places)),
        InputColumn::Date(values) => InputColumn::Date(taken(&values, places)),
        InputColumn::DateTime(values) => InputColumn::DateTime(taken(&values, places)),
        InputColumn::Flag(values) => InputColumn::Flag(taken(&values, places)),
    })
}
