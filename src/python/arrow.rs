//! Result tables as Arrow streams: decimals as decimal128, dates as date32, texts as utf8.

use std::sync::Arc;

use arrow_array::builder::{LargeStringBuilder, StringBuilder};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{ArrowPrimitiveType, Decimal256Type};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, Int64Array, RecordBatch,
    RecordBatchIterator, RecordBatchOptions,
};
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use rust_decimal::Decimal;

use super::error::{class, guard_plain};
use super::stream::CAPSULE;
use crate::report::frame::{Frame, FrameData, TextData};

/// Most digits of a decimal128.
const DIGITS_128: u32 = 38;
/// Most digits of a decimal256.
const DIGITS_256: u8 = 76;

type Wide = <Decimal256Type as ArrowPrimitiveType>::Native;

/// The frame as a capsule that holds an Arrow stream of one batch.
pub(super) fn export<'py>(py: Python<'py>, frame: &Frame) -> PyResult<Bound<'py, PyCapsule>> {
    let batch = guard_plain(py, || batch(frame))?.map_err(|error| {
        class::PartsbookError::new_err((format!("the table cannot be handed over: {error}"), None::<String>))
    })?;
    let schema = batch.schema();
    let batches = RecordBatchIterator::new([Ok(batch)], schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), CAPSULE)
}

/// The frame as one batch.
fn batch(frame: &Frame) -> Result<RecordBatch, ArrowError> {
    let arrays: Vec<ArrayRef> = frame.columns.iter().map(|column| array(&column.data)).collect::<Result<_, _>>()?;
    let fields: Vec<Field> = frame
        .columns
        .iter()
        .zip(&arrays)
        .map(|(column, array)| Field::new(&column.name, array.data_type().clone(), true))
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(frame.len()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
}

fn array(data: &FrameData) -> Result<ArrayRef, ArrowError> {
    Ok(match data {
        FrameData::Text(values) => texts(values),
        FrameData::Decimal(values) => decimals(values)?,
        FrameData::Date(values) => {
            Arc::new(values.iter().map(|date| date.map(|date| date.to_epoch_days())).collect::<Date32Array>())
        }
        FrameData::Flag(values) => Arc::new(values.iter().copied().collect::<BooleanArray>()),
        FrameData::Integer(values) => Arc::new(values.iter().copied().collect::<Int64Array>()),
    })
}

fn texts(values: &TextData) -> ArrayRef {
    let bytes: usize = (0..values.len()).filter_map(|row| values.get(row)).map(str::len).sum();
    if i32::try_from(bytes).is_ok() {
        let mut builder = StringBuilder::with_capacity(values.len(), bytes);
        (0..values.len()).for_each(|row| builder.append_option(values.get(row)));
        Arc::new(builder.finish())
    } else {
        let mut builder = LargeStringBuilder::with_capacity(values.len(), bytes);
        (0..values.len()).for_each(|row| builder.append_option(values.get(row)));
        Arc::new(builder.finish())
    }
}

/// One scale for the column: the largest of its values. Where the digits then do not fit 38, trailing zeros are left
/// away; where they still do not, the column is a decimal256. Nothing is ever rounded.
fn decimals(values: &[Option<Decimal>]) -> Result<ArrayRef, ArrowError> {
    let scale = largest_scale(values.iter().flatten().copied());
    if let Some(array) = narrow(values, scale)? {
        return Ok(array);
    }
    let short: Vec<Option<Decimal>> = values.iter().map(|value| value.map(|value| value.normalize())).collect();
    let scale = largest_scale(short.iter().flatten().copied());
    if let Some(array) = narrow(&short, scale)? {
        return Ok(array);
    }
    let ten = Wide::from_i128(10);
    let wide = |value: Decimal| {
        (value.scale()..scale).try_fold(Wide::from_i128(value.mantissa()), |digits, _| digits.checked_mul(ten))
    };
    let array: Decimal256Array = short.iter().map(|value| value.and_then(wide)).collect();
    Ok(Arc::new(array.with_precision_and_scale(DIGITS_256, arrow_scale(scale))?))
}

/// The column as decimal128, none when a value has too many digits for it.
fn narrow(values: &[Option<Decimal>], scale: u32) -> Result<Option<ArrayRef>, ArrowError> {
    let limit = 10_i128.checked_pow(DIGITS_128);
    let mut digits = Vec::with_capacity(values.len());
    for value in values {
        let Some(value) = value else {
            digits.push(None);
            continue;
        };
        let scaled = 10_i128
            .checked_pow(scale.saturating_sub(value.scale()))
            .and_then(|factor| value.mantissa().checked_mul(factor))
            .filter(|digits| limit.is_none_or(|limit| digits.abs() < limit));
        match scaled {
            Some(scaled) => digits.push(Some(scaled)),
            None => return Ok(None),
        }
    }
    let array: Decimal128Array = digits.into_iter().collect();
    let precision = u8::try_from(DIGITS_128).unwrap_or(u8::MAX);
    Ok(Some(Arc::new(array.with_precision_and_scale(precision, arrow_scale(scale))?)))
}

fn largest_scale(values: impl Iterator<Item = Decimal>) -> u32 {
    values.map(|value| value.scale()).max().unwrap_or(0)
}

fn arrow_scale(scale: u32) -> i8 {
    i8::try_from(scale).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_schema::DataType;

    fn kind(values: &[&str]) -> DataType {
        let values: Vec<Option<Decimal>> = values.iter().map(|value| Some(value.parse().unwrap())).collect();
        decimals(&values).unwrap().data_type().clone()
    }

    #[test]
    fn a_column_takes_the_scale_of_its_finest_value_and_never_rounds() {
        assert_eq!(kind(&["1.5", "0.125", "7"]), DataType::Decimal128(38, 3));
        assert_eq!(kind(&[]), DataType::Decimal128(38, 0));
        assert_eq!(kind(&["12345678901234567890.1", "1.0000000000000000000000000"]), DataType::Decimal128(38, 1));
        assert_eq!(
            kind(&["79228162514264337593543950335", "0.0000000000000000000000000001"]),
            DataType::Decimal256(76, 28)
        );
    }
}
