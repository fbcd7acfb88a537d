//! Result tables as Arrow streams: decimals as decimal128, dates as date32, texts as utf8.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{ArrowPrimitiveType, Decimal256Type};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, GenericStringArray, Int64Array,
    OffsetSizeTrait, RecordBatch, RecordBatchIterator, RecordBatchOptions,
};
use arrow_buffer::{BooleanBuffer, NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::error::{class, guard_plain};
use super::stream::CAPSULE;
use crate::report::frame::{Frame, FrameData, TextData};
use crate::tables::{Decimals, NO_NUMBER};

/// Most digits of a decimal128.
const DIGITS_128: u8 = 38;
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
    let arrays: Vec<ArrayRef> = frame.columns.par_iter().map(|column| array(&column.data)).collect::<Result<_, _>>()?;
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
        FrameData::Text(values) => texts(values)?,
        FrameData::Decimal(values) => decimals(values)?,
        FrameData::Date(values) => {
            Arc::new(values.iter().map(|date| date.map(|date| date.to_epoch_days())).collect::<Date32Array>())
        }
        FrameData::Flag(values) => {
            let is = |row: usize, flag| values.get(row) == Some(&flag);
            let flags = BooleanBuffer::collect_bool(values.len(), |row| is(row, Some(true)));
            Arc::new(BooleanArray::new(flags, nulls(values.contains(&None), values.len(), |row| !is(row, None))))
        }
        FrameData::Integer(values) => Arc::new(values.iter().copied().collect::<Int64Array>()),
        FrameData::Small(values) => {
            let number = |&value: &u8| if value == NO_NUMBER { 0 } else { value.into() };
            let numbers: Vec<i64> = values.iter().map(number).collect();
            let is_filled = |row: usize| values.get(row) != Some(&NO_NUMBER);
            Arc::new(Int64Array::try_new(numbers.into(), nulls(values.contains(&NO_NUMBER), values.len(), is_filled))?)
        }
    })
}

fn texts(values: &TextData) -> Result<ArrayRef, ArrowError> {
    if i32::try_from(values.bytes()).is_ok() { texts_with::<i32>(values) } else { texts_with::<i64>(values) }
}

/// The texts with offsets of one width.
fn texts_with<O: OffsetSizeTrait>(values: &TextData) -> Result<ArrayRef, ArrowError> {
    let (bytes, offsets) = values.laid_out(O::usize_as);
    let nulls = values.filled().and_then(|filled| nulls(true, values.len(), |row| filled.is(row)));
    Ok(Arc::new(GenericStringArray::<O>::try_new(OffsetBuffer::new(offsets.into()), bytes.into(), nulls)?))
}

/// Which rows hold a value, where not all do.
fn nulls(has_blanks: bool, rows: usize, is_filled: impl FnMut(usize) -> bool) -> Option<NullBuffer> {
    has_blanks.then(|| NullBuffer::new(BooleanBuffer::collect_bool(rows, is_filled)))
}

/// One scale for the column: the largest of its values. Where the digits then do not fit 38, trailing zeros are left
/// away; where they still do not, the column is a decimal256. Nothing is ever rounded.
fn decimals(values: &Decimals) -> Result<ArrayRef, ArrowError> {
    if let Some(array) = narrow(values)? {
        return Ok(array);
    }
    let all = || (0..values.len()).map(|row| values.get(row).map(|value| value.normalize()));
    let short: Decimals = all().collect();
    if let Some(array) = narrow(&short)? {
        return Ok(array);
    }
    let scale = short.largest_scale();
    let ten = Wide::from_i128(10);
    let wide = |value: Decimal| {
        (value.scale()..scale).try_fold(Wide::from_i128(value.mantissa()), |digits, _| digits.checked_mul(ten))
    };
    let array: Decimal256Array = all().map(|value| value.and_then(wide)).collect();
    Ok(Arc::new(array.with_precision_and_scale(DIGITS_256, arrow_scale(scale))?))
}

/// The column as decimal128, none when a value has too many digits for it.
fn narrow(values: &Decimals) -> Result<Option<ArrayRef>, ArrowError> {
    let scale = values.largest_scale();
    let Some(digits) = values.at_scale(scale) else { return Ok(None) };
    let nulls = nulls(values.has_blanks(), values.len(), |row| values.is_filled(row));
    let array = Decimal128Array::try_new(digits.into(), nulls)?;
    Ok(Some(Arc::new(array.with_precision_and_scale(DIGITS_128, arrow_scale(scale))?)))
}

fn arrow_scale(scale: u32) -> i8 {
    i8::try_from(scale).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_schema::DataType;

    fn kind(values: &[&str]) -> DataType {
        let values: Decimals = values.iter().map(|value| Some(value.parse().unwrap())).collect();
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
