//! Typed columns, compact: a text is 4 bytes, a decimal 9, a date 4, a flag 1.

use std::ops::Range;

use chrono::NaiveDate;
use rayon::iter::{IndexedParallelIterator as _, ParallelIterator as _};
use rayon::slice::{ParallelSlice as _, ParallelSliceMut as _};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use string_interner::Symbol as _;

use super::texts::Symbol;

/// The blank among numbers of one byte.
pub const NO_NUMBER: u8 = u8::MAX;
/// The scale that marks a blank.
const BLANK: u8 = u8::MAX;
/// Number of scales there can be.
const SCALES: usize = 1 << u8::BITS;
/// The scale that marks a value kept apart because its digits do not fit 64 bits.
const LARGE: u8 = u8::MAX - 1;
/// Rows that are worth a task of their own.
const ROWS_OF_A_TASK: usize = 1 << 15;

/// Exact decimals: 64-bit digits and a scale; the few longer ones stand apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decimals {
    digits: Vec<i64>,
    scales: Vec<u8>,
    large: Vec<Decimal>,
}

impl Decimals {
    /// The scale of a blank.
    pub const BLANK: u8 = BLANK;

    /// Adds a value at the end.
    pub fn push(&mut self, value: Option<Decimal>) {
        let (digits, scale) = value.map_or((0, BLANK), |value| Self::packed(value, &mut self.large));
        self.digits.push(digits);
        self.scales.push(scale);
    }

    /// The value of a row; none when blank or past the end.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<Decimal> {
        let (&digits, &scale) = (self.digits.get(row)?, self.scales.get(row)?);
        Self::unpacked(digits, scale, &self.large)
    }

    /// The value of digits and scale from [`Self::packed`]; none for a blank.
    #[must_use]
    #[inline]
    pub fn unpacked(digits: i64, scale: u8, large: &[Decimal]) -> Option<Decimal> {
        match scale {
            BLANK => None,
            LARGE => large.get(usize::try_from(digits).ok()?).copied(),
            scale => Decimal::try_new(digits, u32::from(scale)).ok(),
        }
    }

    /// An empty column with room for so many rows.
    #[must_use]
    pub fn with_capacity(rows: usize) -> Self {
        Self { digits: Vec::with_capacity(rows), scales: Vec::with_capacity(rows), large: Vec::new() }
    }

    /// Digits and scale of a value as a column keeps them; a value with more digits is added to `large`.
    #[must_use]
    #[inline]
    pub fn packed(value: Decimal, large: &mut Vec<Decimal>) -> (i64, u8) {
        match (i64::try_from(value.mantissa()), u8::try_from(value.scale())) {
            (Ok(digits), Ok(scale)) if scale < LARGE => (digits, scale),
            _ => {
                large.push(value);
                (i64::try_from(large.len() - 1).unwrap_or(i64::MAX), LARGE)
            }
        }
    }

    /// True for the scale of a value in the list of large ones.
    #[must_use]
    pub const fn is_large(scale: u8) -> bool {
        scale == LARGE
    }

    /// Zeros, to be overwritten.
    #[must_use]
    pub fn zeros(rows: usize) -> Self {
        Self { digits: vec![0; rows], scales: vec![0; rows], large: Vec::new() }
    }

    /// The digits and scales of all rows, to be overwritten with those from [`Self::packed`], or [`Self::BLANK`] as
    /// scale; see [`Self::keep_large`].
    pub fn packed_mut(&mut self) -> (&mut [i64], &mut [u8]) {
        (&mut self.digits, &mut self.scales)
    }

    /// Takes over large values of rows that were overwritten: `large` is the list of [`Self::packed`].
    pub fn keep_large(&mut self, rows: Range<usize>, large: &[Decimal]) {
        let (digits, scales) = (self.digits.get_mut(rows.clone()), self.scales.get(rows));
        let rows = digits.unwrap_or_default().iter_mut().zip(scales.unwrap_or_default());
        for (digits, _) in rows.filter(|(_, scale)| Self::is_large(**scale)) {
            let value = usize::try_from(*digits).ok().and_then(|at| large.get(at)).copied().unwrap_or_default();
            *digits = i64::try_from(self.large.len()).unwrap_or(i64::MAX);
            self.large.push(value);
        }
    }

    /// Adds all values of another column behind the own ones.
    pub fn append(&mut self, other: &Self) {
        let (from, before) = (self.digits.len(), self.large.len());
        self.digits.extend_from_slice(&other.digits);
        self.scales.extend_from_slice(&other.scales);
        if !other.large.is_empty() {
            self.large.extend_from_slice(&other.large);
            for (digits, &scale) in self.digits.iter_mut().zip(&self.scales).skip(from) {
                if scale == LARGE {
                    *digits = digits.saturating_add(i64::try_from(before).unwrap_or(i64::MAX));
                }
            }
        }
    }

    /// Which scales there are.
    fn scales_met(&self) -> [bool; SCALES] {
        let mut met = [false; SCALES];
        for &scale in &self.scales {
            met[usize::from(scale)] = true;
        }
        met
    }

    /// The largest number of decimals of a value.
    #[must_use]
    pub fn largest_scale(&self) -> u32 {
        let met = self.scales_met();
        let small = (0..LARGE).rev().find(|&scale| met[usize::from(scale)]).unwrap_or_default();
        self.large.iter().map(Decimal::scale).fold(u32::from(small), u32::max)
    }

    /// The digits of every row at one scale, 0 for blanks; none when a value does not fit 38 digits or its scale is
    /// larger.
    #[must_use]
    pub fn at_scale(&self, scale: u32) -> Option<Vec<i128>> {
        let limit = 10_i128.pow(38);
        // What a value of each scale is multiplied with, 0 for a blank; 19 digits times 19 more always fit.
        let power = |own: u8| 10_i64.checked_pow(scale.checked_sub(u32::from(own))?);
        let powers: [i64; SCALES] =
            std::array::from_fn(|own| u8::try_from(own).ok().and_then(power).unwrap_or_default());
        let has_power =
            |(&seen, (own, &power)): (&bool, (usize, &i64))| !seen || power != 0 || own == usize::from(BLANK);
        if self.scales_met().iter().zip(powers.iter().enumerate()).all(has_power) {
            let wide = |(&digits, &own): (&i64, &u8)| i128::from(digits) * i128::from(powers[usize::from(own)]);
            return Some(self.digits.iter().zip(&self.scales).map(wide).collect());
        }
        let scaled = |digits: i64, own: u8| match own {
            BLANK => Some(0),
            LARGE => {
                let value = self.large.get(usize::try_from(digits).ok()?)?;
                let power = 10_i128.checked_pow(scale.checked_sub(value.scale())?)?;
                value.mantissa().checked_mul(power).filter(|digits| digits.abs() < limit)
            }
            own => {
                let power = 10_i128.checked_pow(scale.checked_sub(u32::from(own))?)?;
                i128::from(digits).checked_mul(power).filter(|digits| digits.abs() < limit)
            }
        };
        let mut all = Vec::with_capacity(self.digits.len());
        for (&digits, &own) in self.digits.iter().zip(&self.scales) {
            all.push(scaled(digits, own)?);
        }
        Some(all)
    }

    /// The values of some rows; none past the end.
    #[must_use]
    pub fn part(&self, rows: Range<usize>) -> Option<Self> {
        let (digits, scales) = (self.digits.get(rows.clone())?.to_vec(), self.scales.get(rows)?.to_vec());
        Some(Self { digits, scales, large: self.large.clone() })
    }

    /// All values in their order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<Decimal>> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Whether there is a value in each row.
    #[must_use]
    pub fn filled(&self) -> impl ExactSizeIterator<Item = bool> {
        self.scales.iter().map(|&scale| scale != BLANK)
    }

    /// True when some row is blank.
    #[must_use]
    pub fn has_blanks(&self) -> bool {
        self.scales.contains(&BLANK)
    }

    /// True when the row holds a value.
    #[must_use]
    #[inline]
    pub fn is_filled(&self, row: usize) -> bool {
        self.scales.get(row).is_some_and(|&scale| scale != BLANK)
    }

    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.digits.len()
    }

    /// True without rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }
}

impl FromIterator<Option<Decimal>> for Decimals {
    fn from_iter<I: IntoIterator<Item = Option<Decimal>>>(values: I) -> Self {
        let values = values.into_iter();
        let Self { mut digits, mut scales, mut large } = Self::with_capacity(values.size_hint().0);
        for value in values {
            let (own, scale) = value.map_or((0, BLANK), |value| Self::packed(value, &mut large));
            digits.push(own);
            scales.push(scale);
        }
        Self { digits, scales, large }
    }
}

/// The values of one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Values {
    /// Texts and identifiers; zero is blank, else the symbol's number plus one.
    Text(Vec<u32>),
    /// Quantities, money, percent points, factors.
    Decimal(Decimals),
    /// Days since 1970-01-01; the smallest number is blank.
    Date(Vec<i32>),
    /// 0 no, 1 yes, 2 blank.
    Flag(Vec<u8>),
    /// Whole numbers; the smallest number is blank.
    Integer(Vec<i64>),
}

/// One value on its way into or out of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// Nothing there.
    Blank,
    /// A text.
    Text(Symbol),
    /// A decimal.
    Decimal(Decimal),
    /// A date.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Integer(i64),
}

impl Values {
    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Decimal(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::Flag(values) => values.len(),
            Self::Integer(values) => values.len(),
        }
    }

    /// True without rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Texts of which each stands in many rows: for each row the number of its text; blank where none has it.
    pub(super) fn coded(texts: &[Value], codes: &[u32]) -> Self {
        let numbers: Vec<u32> = texts.iter().map(|&text| text_number(text)).collect();
        let mut values = vec![0; codes.len()];
        let parts = values.par_chunks_mut(ROWS_OF_A_TASK).zip(codes.par_chunks(ROWS_OF_A_TASK));
        parts.for_each(|(values, codes)| {
            for (value, &code) in values.iter_mut().zip(codes) {
                *value = numbers.get(code as usize).copied().unwrap_or(0);
            }
        });
        Self::Text(values)
    }

    /// Adds a value at the end; a value of another type than the column's is stored as blank.
    pub fn push(&mut self, value: Value) {
        match self {
            Self::Text(values) => values.push(text_number(value)),
            Self::Decimal(values) => values.push(match value {
                Value::Decimal(value) => Some(value),
                _ => None,
            }),
            Self::Date(values) => values.push(match value {
                Value::Date(date) => date.to_epoch_days(),
                _ => i32::MIN,
            }),
            Self::Flag(values) => values.push(match value {
                Value::Flag(flag) => u8::from(flag),
                _ => 2,
            }),
            Self::Integer(values) => values.push(match value {
                Value::Integer(value) => value,
                _ => i64::MIN,
            }),
        }
    }

    /// The value of a row; blank past the end.
    #[must_use]
    pub fn get(&self, row: usize) -> Value {
        match self {
            Self::Text(values) => text_at(values, row).map_or(Value::Blank, Value::Text),
            Self::Decimal(values) => values.get(row).map_or(Value::Blank, Value::Decimal),
            Self::Date(values) => date_at(values, row).map_or(Value::Blank, Value::Date),
            Self::Flag(values) => flag_at(values, row).map_or(Value::Blank, Value::Flag),
            Self::Integer(values) => integer_at(values, row).map_or(Value::Blank, Value::Integer),
        }
    }

    /// An empty column of the same kind.
    #[must_use]
    pub fn same_kind(&self) -> Self {
        match self {
            Self::Text(_) => Self::Text(Vec::new()),
            Self::Decimal(_) => Self::Decimal(Decimals::default()),
            Self::Date(_) => Self::Date(Vec::new()),
            Self::Flag(_) => Self::Flag(Vec::new()),
            Self::Integer(_) => Self::Integer(Vec::new()),
        }
    }

    /// Adds all values of another column behind the own ones; blanks when it is of another kind.
    pub fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Text(own), Self::Text(other)) => own.extend(other),
            (Self::Decimal(own), Self::Decimal(other)) => own.append(&other),
            (Self::Date(own), Self::Date(other)) => own.extend(other),
            (Self::Flag(own), Self::Flag(other)) => own.extend(other),
            (Self::Integer(own), Self::Integer(other)) => own.extend(other),
            (own, other) => (0..other.len()).for_each(|row| own.push(other.get(row))),
        }
    }

    /// Gives every text another symbol.
    pub fn rename(&mut self, new_symbol: &impl Fn(Symbol) -> Symbol) {
        if let Self::Text(values) = self {
            for value in values {
                if let Some(symbol) = text_of(*value) {
                    *value = number_of(new_symbol(symbol));
                }
            }
        }
    }

    /// Puts texts into the rows from `first` on; nothing happens in a column of another kind.
    pub(super) fn set_texts(&mut self, first: usize, texts: impl Iterator<Item = Option<Symbol>>) {
        if let Self::Text(values) = self {
            for (slot, text) in values.iter_mut().skip(first).zip(texts) {
                *slot = text.map_or(0, number_of);
            }
        }
    }

    /// Adds blanks until the column has this many rows.
    pub fn pad(&mut self, rows: usize) {
        while self.len() < rows {
            self.push(Value::Blank);
        }
    }
}

fn text_of(number: u32) -> Option<Symbol> {
    Symbol::try_from_usize(usize::try_from(number.checked_sub(1)?).ok()?)
}

fn number_of(symbol: Symbol) -> u32 {
    u32::try_from(symbol.to_usize() + 1).unwrap_or(0)
}

/// The number of a text in a column of texts, 0 for any other value.
fn text_number(value: Value) -> u32 {
    match value {
        Value::Text(symbol) => number_of(symbol),
        _ => 0,
    }
}

#[inline]
pub(super) fn text_at(values: &[u32], row: usize) -> Option<Symbol> {
    text_of(*values.get(row)?)
}

#[inline]
pub(super) fn date_at(values: &[i32], row: usize) -> Option<NaiveDate> {
    match values.get(row) {
        None | Some(&i32::MIN) => None,
        Some(&days) => NaiveDate::from_epoch_days(days),
    }
}

#[inline]
pub(super) fn flag_at(values: &[u8], row: usize) -> Option<bool> {
    match values.get(row) {
        Some(0) => Some(false),
        Some(1) => Some(true),
        _ => None,
    }
}

#[inline]
pub(super) fn integer_at(values: &[i64], row: usize) -> Option<i64> {
    values.get(row).copied().filter(|&value| value != i64::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_comes_back_whatever_its_length() {
        let mut column = Decimals::default();
        let values =
            [None, Some(Decimal::new(12_345, 2)), Some(Decimal::MAX), Some(Decimal::new(-1, 28)), Some(Decimal::ZERO)];
        for value in values {
            column.push(value);
        }
        assert_eq!((0..values.len()).map(|row| column.get(row)).collect::<Vec<_>>(), values);
        assert_eq!(column.get(99), None);
    }

    #[test]
    fn joined_columns_and_columns_at_one_scale_hold_the_same_values() {
        let values = [None, Some(Decimal::new(15, 1)), Some(Decimal::MAX), Some(Decimal::new(-7, 0))];
        let mut column: Decimals = values.into_iter().collect();
        let other = column.clone();
        column.append(&other);
        assert_eq!((0..8).map(|row| column.get(row)).collect::<Vec<_>>(), [values, values].concat());
        assert_eq!((column.largest_scale(), column.is_filled(0), column.is_filled(1)), (1, false, true));
        let whole: Decimals = [Some(Decimal::ONE)].into_iter().collect();
        assert_eq!((column.has_blanks(), whole.has_blanks()), (true, false));
        let digits = 79_228_162_514_264_337_593_543_950_335;
        assert_eq!(other.at_scale(1), Some(vec![0, 15, digits * 10, -70]));
        assert_eq!((other.at_scale(0), other.at_scale(28)), (None, None));
        let mut large = vec![Decimal::MIN];
        let packed: Vec<_> = values
            .into_iter()
            .map(|value| value.map_or((0, Decimals::BLANK), |value| Decimals::packed(value, &mut large)))
            .collect();
        let mut picked: Decimals = [Some(Decimal::MIN)].into_iter().collect();
        picked.append(&Decimals::zeros(6));
        for (row, at) in (1..).zip([2, 0, 3, 2, 0, 1]) {
            let (digits, scales) = picked.packed_mut();
            (digits[row], scales[row]) = packed[at];
        }
        picked.keep_large(1..5, &large);
        picked.keep_large(5..7, &large);
        let expected = [Some(Decimal::MIN), values[2], None, values[3], values[2], values[0], values[1]];
        assert_eq!((0..picked.len()).map(|row| picked.get(row)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_value_of_another_type_is_blank() {
        let mut column = Values::Date(Vec::new());
        column.push(Value::Flag(true));
        assert_eq!(column.get(0), Value::Blank);
    }
}
