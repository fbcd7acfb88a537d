//! Tables of other libraries as input: any object with `__arrow_c_stream__` to typed columns.

use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions::{as_date, as_datetime};
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, ArrowTemporalType, ArrowTimestampType, Date32Type, Date64Type,
    Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, GenericStringArray, OffsetSizeTrait, PrimitiveArray, RecordBatch, StringArrayType};
use arrow_schema::{DataType, TimeUnit};
use foldhash::fast::FixedState;
use pyo3::prelude::*;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::error::{guard_plain, table_error};
use super::stream;
use crate::tables::{InputColumn, InputTable};
use rust_decimal::prelude::ToPrimitive;

/// Reads a table of another library; every value is taken over, none is changed.
pub(super) fn read(py: Python<'_>, name: &str, object: &Bound<'_, PyAny>) -> PyResult<InputTable> {
    let reader = stream::open(object)?;
    let titles: Vec<String> =
        arrow_array::RecordBatchReader::schema(&reader).fields().iter().map(|field| field.name().clone()).collect();
    // The stream may call back into Python, so it is drained with the lock held; converting is done without it.
    let batches: Vec<RecordBatch> = reader
        .collect::<Result<_, _>>()
        .map_err(|error| table_error(format!("table \"{name}\" cannot be read: {error}"), None))?;
    guard_plain(py, || columns(name, &titles, &batches))?.map_err(|(title, kind)| {
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
            let mut whole: Option<InputColumn> = None;
            for array in batches.iter().filter_map(|batch| batch.columns().get(index)) {
                let part = column(array).ok_or_else(|| (title.clone(), array.data_type().to_string()))?;
                whole = Some(match whole {
                    None => part,
                    Some(before) => joined(before, part),
                });
            }
            Ok((title.clone(), whole.unwrap_or(InputColumn::Blank(0))))
        })
        .collect::<Result<_, (String, String)>>()?;
    Ok(InputTable { name: name.to_owned(), columns })
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
            one.extend(two);
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
    fn written<T: ToString>(values: Vec<Option<T>>) -> Vec<Option<String>> {
        values.into_iter().map(|value| value.map(|value| value.to_string())).collect()
    }
    match column {
        InputColumn::Blank(rows) => vec![None; rows],
        InputColumn::Text(values) => values,
        InputColumn::Coded(texts, codes) => codes.into_iter().map(|code| texts.get(code as usize).cloned()).collect(),
        InputColumn::Decimal(values) => written(values),
        InputColumn::Number(values) => written(values),
        InputColumn::Integer(values) => written(values),
        InputColumn::Date(values) => written(values),
        InputColumn::DateTime(values) => written(values),
        InputColumn::Flag(values) => written(values),
    }
}

/// One Arrow array as a column; none when its type holds no cell values.
fn column(array: &ArrayRef) -> Option<InputColumn> {
    Some(match array.data_type() {
        DataType::Null => InputColumn::Blank(array.len()),
        DataType::Utf8 => {
            let array = array.as_string::<i32>();
            texts(array, |row| key_in(array, row))
        }
        DataType::LargeUtf8 => {
            let array = array.as_string::<i64>();
            texts(array, |row| key_in(array, row))
        }
        DataType::Utf8View => texts(array.as_string_view(), |_| None),
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
        DataType::Dictionary(keys, _) => match keys.as_ref() {
            DataType::Int8 => dictionary::<Int8Type>(array)?,
            DataType::Int16 => dictionary::<Int16Type>(array)?,
            DataType::Int32 => dictionary::<Int32Type>(array)?,
            DataType::Int64 => dictionary::<Int64Type>(array)?,
            DataType::UInt8 => dictionary::<UInt8Type>(array)?,
            DataType::UInt16 => dictionary::<UInt16Type>(array)?,
            DataType::UInt32 => dictionary::<UInt32Type>(array)?,
            DataType::UInt64 => dictionary::<UInt64Type>(array)?,
            _ => return None,
        },
        _ => return None,
    })
}

/// The code of a row without text.
const NO_TEXT: u32 = u32::MAX;

/// A text of up to 15 bytes as one number, by which it is found without a look at the text itself.
fn short_key(text: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..text.len()).filter(|_| text.len() < 16)?.copy_from_slice(text.as_bytes());
    *bytes.last_mut()? = u8::try_from(text.len()).ok()?;
    Some(u128::from_le_bytes(bytes))
}

/// The same key of a text that has neighbours behind it, read with them in one step.
#[inline]
fn key_in<O: OffsetSizeTrait>(array: &GenericStringArray<O>, row: usize) -> Option<u128> {
    let start = array.value_offsets().get(row)?.as_usize();
    let length = array.value_offsets().get(row + 1)?.as_usize() - start;
    let bytes: [u8; 16] = array.value_data().get(start..start + 16)?.try_into().ok()?;
    let own = (1 << (8 * u32::try_from(length).ok().filter(|length| *length < 16)?)) - 1;
    Some(u128::from_le_bytes(bytes) & own | u128::try_from(length).ok()? << 120)
}

/// Each text once, in the order first met. `key` may know the short key of a row.
fn texts<'a, A: StringArrayType<'a>>(array: A, key: impl Fn(usize) -> Option<u128>) -> InputColumn {
    let mut short: HashMap<u128, u32, FixedState> = HashMap::default();
    let mut long: HashMap<&str, u32, FixedState> = HashMap::default();
    let mut texts = Vec::new();
    let codes = (0..array.len())
        .map(|row| {
            if array.is_null(row) {
                return NO_TEXT;
            }
            if let Some(&code) = key(row).and_then(|key| short.get(&key)) {
                return code;
            }
            let text = array.value(row);
            let new = || {
                texts.push(text.to_owned());
                u32::try_from(texts.len() - 1).unwrap_or(NO_TEXT)
            };
            match short_key(text) {
                Some(key) => *short.entry(key).or_insert_with(new),
                None => *long.entry(text).or_insert_with(new),
            }
        })
        .collect();
    InputColumn::Coded(texts, codes)
}

fn integers<T: ArrowPrimitiveType>(array: &ArrayRef) -> InputColumn
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
    let short = u32::try_from(scale).ok().and_then(|scale| {
        let exact = |value: T::Native| Decimal::try_from_i128_with_scale(value.to_i128()?, scale).ok();
        array.iter().map(|value| value.map_or(Some(None), |value| exact(value).map(Some))).collect()
    });
    if let Some(values) = short {
        return InputColumn::Decimal(values);
    }
    let texts = || array.iter().map(|value| value.map(|value| T::format_decimal(value, T::MAX_PRECISION, scale)));
    match texts().map(|text| text.map(|text| Decimal::from_str_exact(&text)).transpose()).collect() {
        Ok(values) => InputColumn::Decimal(values),
        Err(_) => InputColumn::Text(texts().collect()),
    }
}

fn dates<T: ArrowTemporalType>(array: &ArrayRef) -> InputColumn
where
    i64: From<T::Native>,
{
    InputColumn::Date(
        array.as_primitive::<T>().iter().map(|value| value.and_then(|value| as_date::<T>(i64::from(value)))).collect(),
    )
}

fn times<T: ArrowTimestampType>(array: &ArrayRef) -> InputColumn {
    InputColumn::DateTime(array.as_primitive::<T>().iter().map(|value| value.and_then(as_datetime::<T>)).collect())
}

/// A dictionary (categorical) column, each key replaced by its value.
fn dictionary<K: ArrowDictionaryKeyType>(array: &ArrayRef) -> Option<InputColumn> {
    fn taken<T: Clone>(values: &[Option<T>], keys: &[Option<usize>]) -> Vec<Option<T>> {
        keys.iter().map(|key| values.get((*key)?).cloned().flatten()).collect()
    }
    let array = array.as_dictionary::<K>();
    let keys: Vec<Option<usize>> = (0..array.len()).map(|row| array.key(row)).collect();
    Some(match column(array.values())? {
        InputColumn::Blank(_) => InputColumn::Blank(keys.len()),
        InputColumn::Text(values) => InputColumn::Text(taken(&values, &keys)),
        InputColumn::Coded(texts, codes) => {
            let code = |key: &Option<usize>| key.and_then(|key| codes.get(key).copied()).unwrap_or(NO_TEXT);
            InputColumn::Coded(texts, keys.iter().map(code).collect())
        }
        InputColumn::Decimal(values) => InputColumn::Decimal(taken(&values, &keys)),
        InputColumn::Number(values) => InputColumn::Number(taken(&values, &keys)),
        InputColumn::Integer(values) => InputColumn::Integer(taken(&values, &keys)),
        InputColumn::Date(values) => InputColumn::Date(taken(&values, &keys)),
        InputColumn::DateTime(values) => InputColumn::DateTime(taken(&values, &keys)),
        InputColumn::Flag(values) => InputColumn::Flag(taken(&values, &keys)),
    })
}
