//! Result tables as Arrow streams: decimals as decimal128, dates as date32, texts as utf8.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{ArrowPrimitiveType, Decimal256Type};
use arrow_array::{
    Array as _, ArrayRef, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, Float64Array,
    GenericStringArray, Int64Array, OffsetSizeTrait, RecordBatch, RecordBatchIterator, RecordBatchOptions,
    TimestampMicrosecondArray,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer, ToByteSlice as _};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use bytes::Bytes;
use chrono::NaiveDateTime;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::arrow_in::Given;
use super::error::{class, guard_plain};
use super::stream::CAPSULE;
use crate::report::frame::{Filled, Frame, FrameData, Offsets, TextData};
use crate::tables::{Decimals, NO_NUMBER};

/// Decimals of a column of decimals, where none of its values has more: answers of the same kind have the same type.
const DECIMALS: u32 = 6;
/// Most digits of a decimal128.
const DIGITS_128: u8 = 38;
/// Most digits of a decimal256.
const DIGITS_256: u8 = 76;

type Wide = <Decimal256Type as ArrowPrimitiveType>::Native;

/// The frame as a capsule that holds an Arrow stream: of one batch, or of those in which its first columns were given.
pub(super) fn export<'py>(py: Python<'py>, frame: &Frame, given: Option<&Given>) -> PyResult<Bound<'py, PyCapsule>> {
    let batches = guard_plain(py, || match given {
        Some(given) => with_given(frame, given),
        None => batch(frame).map(|batch| (batch.schema(), vec![batch])),
    })?;
    let (schema, batches) = batches.map_err(|error| {
        class::PartsbookError::new_err((format!("the table cannot be handed over: {error}"), None::<String>))
    })?;
    let batches = RecordBatchIterator::new(batches.into_iter().map(Ok), schema);
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

/// The frame with the columns that were given to it just as they were, not made anew; the other ones are cut like them.
fn with_given(frame: &Frame, given: &Given) -> Result<(SchemaRef, Vec<RecordBatch>), ArrowError> {
    let (own, others) = frame.columns.split_at_checked(given.schema.fields().len()).unwrap_or((&frame.columns, &[]));
    let arrays: Vec<ArrayRef> = others.par_iter().map(|column| array(&column.data)).collect::<Result<_, _>>()?;
    let renamed = given
        .schema
        .fields()
        .iter()
        .zip(own)
        .map(|(field, column)| Arc::new(field.as_ref().clone().with_name(&column.name)));
    let made = others
        .iter()
        .zip(&arrays)
        .map(|(column, array)| Arc::new(Field::new(&column.name, array.data_type().clone(), true)));
    let schema: SchemaRef = Arc::new(Schema::new(renamed.chain(made).collect::<Vec<_>>()));
    let mut before = 0;
    let batches = given.batches.iter().map(|batch| {
        let first = before;
        before += batch.num_rows();
        let cut = arrays.iter().map(|array| array.slice(first, batch.num_rows()));
        RecordBatch::try_new(Arc::clone(&schema), batch.columns().iter().cloned().chain(cut).collect())
    });
    let batches = batches.collect::<Result<_, _>>()?;
    Ok((schema, batches))
}

fn array(data: &Arc<FrameData>) -> Result<ArrayRef, ArrowError> {
    Ok(match &**data {
        FrameData::Text(values) => texts(values, data)?,
        FrameData::Decimal(values) => decimals(values)?,
        FrameData::Date(values) => {
            let days: Vec<i32> = values.iter().map(|date| date.map_or(0, |date| date.to_epoch_days())).collect();
            Arc::new(Date32Array::try_new(days.into(), nulls(values, |date| date.is_some()))?)
        }
        FrameData::Flag(values) => {
            let flags = mask(values, |flag| flag == Some(true));
            Arc::new(BooleanArray::new(flags, nulls(values, |flag| flag.is_some())))
        }
        FrameData::Integer(values) => {
            let numbers: Vec<i64> = values.iter().map(|number| number.unwrap_or_default()).collect();
            Arc::new(Int64Array::try_new(numbers.into(), nulls(values, |number| number.is_some()))?)
        }
        FrameData::Small(values) => small(values)?,
        FrameData::Number(values) => Arc::new(values.iter().copied().collect::<Float64Array>()),
        FrameData::Moment(values) => {
            let micros = |moment: &Option<NaiveDateTime>| moment.map(|moment| moment.and_utc().timestamp_micros());
            Arc::new(values.iter().map(micros).collect::<TimestampMicrosecondArray>())
        }
    })
}

/// Numbers of one byte as whole numbers.
fn small(values: &[u8]) -> Result<ArrayRef, ArrowError> {
    let nulls = nulls(values, |value| value != NO_NUMBER);
    let numbers = if nulls.as_ref().is_some_and(is_blank) {
        vec![0; values.len()]
    } else {
        // What each byte is, looked up without a question for each row.
        let table: [i64; 1 << u8::BITS] = std::array::from_fn(|value| {
            u8::try_from(value).ok().filter(|&value| value != NO_NUMBER).map_or(0, i64::from)
        });
        values.iter().map(|&value| table[usize::from(value)]).collect()
    };
    Ok(Arc::new(Int64Array::try_new(numbers.into(), nulls)?))
}

/// The texts; those that stand in the frame one a row as they are leave without a copy.
fn texts(values: &TextData, data: &Arc<FrameData>) -> Result<ArrayRef, ArrowError> {
    let nulls = match values.filled() {
        Filled::Own { blank } => nulls(blank, |blank| !blank),
        Filled::Coded { codes, texts } => nulls(codes, |code| code < texts),
    };
    if let Some((_, offsets)) = values.texts_of_rows() {
        let bytes = shared(data, |bytes, _| bytes.as_bytes());
        return match offsets {
            Offsets::Narrow(_) => utf8::<i32>(shared(data, |_, offsets| offset_bytes(offsets)), bytes, nulls),
            Offsets::Wide(_) => utf8::<i64>(shared(data, |_, offsets| offset_bytes(offsets)), bytes, nulls),
        };
    }
    let (bytes, offsets) = values.laid_out();
    match offsets {
        Offsets::Narrow(offsets) => utf8::<i32>(offsets.into(), bytes.into(), nulls),
        Offsets::Wide(offsets) => utf8::<i64>(offsets.into(), bytes.into(), nulls),
    }
}

fn utf8<O: OffsetSizeTrait>(offsets: Buffer, bytes: Buffer, nulls: Option<NullBuffer>) -> Result<ArrayRef, ArrowError> {
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    Ok(Arc::new(GenericStringArray::<O>::try_new(offsets, bytes, nulls)?))
}

/// What of the texts of rows a buffer shows.
type Shown = for<'a> fn(&'a str, &'a Offsets) -> &'a [u8];

/// Texts of rows that stay in their frame as long as a buffer shows them.
struct Kept {
    data: Arc<FrameData>,
    shown: Shown,
}

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        match &*self.data {
            FrameData::Text(texts) => {
                texts.texts_of_rows().map(|(bytes, offsets)| (self.shown)(bytes, offsets)).unwrap_or_default()
            }
            _ => &[],
        }
    }
}

fn shared(data: &Arc<FrameData>, shown: Shown) -> Buffer {
    Bytes::from_owner(Kept { data: Arc::clone(data), shown }).into()
}

fn offset_bytes(offsets: &Offsets) -> &[u8] {
    match offsets {
        Offsets::Narrow(offsets) => offsets.to_byte_slice(),
        Offsets::Wide(offsets) => offsets.to_byte_slice(),
    }
}

/// Which rows hold a value, where not all do.
fn nulls<T: Copy>(values: &[T], is_filled: impl Fn(T) -> bool) -> Option<NullBuffer> {
    Some(NullBuffer::new(mask(values, is_filled))).filter(|nulls| nulls.null_count() > 0)
}

/// True when no row holds a value.
fn is_blank(nulls: &NullBuffer) -> bool {
    nulls.null_count() == nulls.len()
}

/// One bit a row.
fn mask<T: Copy>(values: &[T], is: impl Fn(T) -> bool) -> BooleanBuffer {
    let mut bits = Vec::with_capacity(values.len().div_ceil(8));
    bits.extend(values.chunks(8).map(|eight| {
        let mut flags = [0; 8];
        flags.iter_mut().zip(eight).for_each(|(flag, &value)| *flag = is(value).into());
        packed(flags)
    }));
    BooleanBuffer::new(bits.into(), 0, values.len())
}

/// Eight flags as bits, the first one lowest: each power of two in the factor lifts one of them to its place in the
/// highest byte, and no two meet on the way.
#[inline]
fn packed(flags: [u8; 8]) -> u8 {
    let lifted = u64::from_le_bytes(flags).wrapping_mul(0x0102_0408_1020_4080);
    let [.., highest] = lifted.to_le_bytes();
    highest
}

/// One scale for the column: [`DECIMALS`], or that of its finest value. Where the digits then do not fit 38, trailing
/// zeros are left away; where they still do not, the column is a decimal256. Nothing is ever rounded.
fn decimals(values: &Decimals) -> Result<ArrayRef, ArrowError> {
    if (0..values.len()).all(|row| !values.is_filled(row)) {
        let nulls = Some(NullBuffer::new_null(values.len())).filter(|nulls| !nulls.is_empty());
        return Ok(Arc::new(decimals_128(vec![0; values.len()], nulls, DECIMALS)?));
    }
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
    let finest = values.largest_scale();
    let at = |scale: u32| Some((values.at_scale(scale)?, scale));
    let Some((digits, scale)) = at(finest.max(DECIMALS)).or_else(|| at(finest)) else { return Ok(None) };
    let nulls = values.has_blanks().then(|| {
        let is_filled = |row: usize| values.is_filled(row);
        NullBuffer::new(BooleanBuffer::collect_bool(values.len(), is_filled))
    });
    Ok(Some(Arc::new(decimals_128(digits, nulls, scale)?)))
}

fn decimals_128(digits: Vec<i128>, nulls: Option<NullBuffer>, scale: u32) -> Result<Decimal128Array, ArrowError> {
    Decimal128Array::try_new(digits.into(), nulls)?.with_precision_and_scale(DIGITS_128, arrow_scale(scale))
}

fn arrow_scale(scale: u32) -> i8 {
    i8::try_from(scale).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{LargeStringArray, StringArray};
    use arrow_schema::DataType;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn kind(values: &[&str]) -> DataType {
        let values: Decimals = values.iter().map(|value| Some(value.parse().unwrap())).collect();
        decimals(&values).unwrap().data_type().clone()
    }

    #[test]
    fn a_column_takes_the_scale_of_its_finest_value_and_never_rounds() {
        assert_eq!(kind(&["1.5", "0.12345678", "7"]), DataType::Decimal128(38, 8));
        assert_eq!(kind(&["12345678901234567890.1", "1.0000000000000000000000000"]), DataType::Decimal128(38, 6));
        assert_eq!(
            kind(&["79228162514264337593543950335", "0.0000000000000000000000000001"]),
            DataType::Decimal256(76, 28)
        );
    }

    #[test]
    fn columns_of_one_kind_have_one_type_whatever_their_values() {
        for values in [&["1.5", "7"][..], &["0.000001"], &["1234567890123456789012345678"], &[]] {
            assert_eq!(kind(values), DataType::Decimal128(38, 6), "{values:?}");
        }
        assert_eq!(kind(&["79228162514264337593543950335", "1"]), DataType::Decimal128(38, 6));
    }

    #[test]
    fn texts_of_rows_leave_without_a_copy_and_outlive_their_frame() {
        let mut values = TextData::default();
        for text in [Some("价 1"), None, Some(""), Some("b")] {
            values.push(text);
        }
        let first = values.texts_of_rows().unwrap().0.as_ptr();
        let frame = Frame::default().with("origin", crate::report::Show::Text, FrameData::Text(values));
        let batch = batch(&frame).unwrap();
        drop(frame);
        let array = batch.column(0).as_any().downcast_ref::<StringArray>().unwrap();
        assert_eq!(array.value_data().as_ptr(), first);
        assert!(array.iter().eq([Some("价 1"), None, Some(""), Some("b")]));
    }

    #[test]
    fn texts_that_together_are_too_long_for_narrow_offsets_get_wide_ones() {
        let ends: Vec<i64> = vec![0, 1, 1, 2];
        let nulls = nulls(&[true, false, true], |filled| filled);
        let array = utf8::<i64>(ends.into(), b"ab".to_vec().into(), nulls).unwrap();
        let array = array.as_any().downcast_ref::<LargeStringArray>().unwrap();
        assert!(array.iter().eq([Some("a"), None, Some("b")]));
    }

    proptest! {
        #[test]
        fn columns_leave_as_they_would_value_by_value(
            codes in prop_oneof![
                prop::collection::vec(prop_oneof![3 => 0..4_u8, 1 => any::<u8>()], 0..150),
                (any::<u8>(), 0..150_usize).prop_map(|(code, rows)| vec![code; rows]),
            ],
        ) {
            let column = |data: FrameData| array(&Arc::new(data)).unwrap();
            let texts = ["", "EUR", "longer than what is written in one step"];
            let text = |code: u8| texts.get(usize::from(code)).copied();
            let as_texts: StringArray = codes.iter().map(|&code| text(code)).collect();
            let coded = TextData::coded(texts, codes.iter().map(|&code| code.into()).collect());
            let mut plain = TextData::default();
            for &code in &codes {
                plain.push(text(code));
            }
            for data in [coded, plain] {
                let array = column(FrameData::Text(data));
                prop_assert_eq!(array.to_data(), as_texts.to_data());
            }
            let number = |code: u8| (code != NO_NUMBER).then_some(i64::from(code));
            let numbers: Int64Array = codes.iter().map(|&code| number(code)).collect();
            prop_assert_eq!(column(FrameData::Small(codes.clone())).to_data(), numbers.to_data());
            let some: Vec<Option<i64>> = codes.iter().map(|&code| number(code).filter(|number| *number < 3)).collect();
            let numbers: Int64Array = some.iter().copied().collect();
            prop_assert_eq!(column(FrameData::Integer(some.clone())).to_data(), numbers.to_data());
            let days: Vec<Option<i32>> = some.iter().map(|day| day.and_then(|day| (day * 999 - 1).try_into().ok())).collect();
            let dates: Date32Array = days.iter().copied().collect();
            let days = days.into_iter().map(|day| day.and_then(NaiveDate::from_epoch_days)).collect();
            prop_assert_eq!(column(FrameData::Date(days)).to_data(), dates.to_data());
            let flags: Vec<Option<bool>> = some.iter().map(|flag| flag.map(|flag| flag == 1)).collect();
            let own: BooleanArray = flags.iter().copied().collect();
            prop_assert_eq!(column(FrameData::Flag(flags)).to_data(), own.to_data());
            let amounts: Decimal128Array = some.iter().map(|number| number.map(|number| i128::from(number) * 1_000_000)).collect();
            let amounts = amounts.with_precision_and_scale(38, 6).unwrap();
            let decimals = some.iter().map(|number| number.map(Decimal::from)).collect();
            prop_assert_eq!(column(FrameData::Decimal(decimals)).to_data(), amounts.to_data());
        }
    }
}
