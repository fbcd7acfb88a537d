//! Texts of Arrow arrays: each distinct text once, in the order first met, and for each row the number of its text.
//!
//! The rows are looked at in parts, several at once; what the parts found is put together in the order of the rows, so
//! that the answer does not depend on the parts.

use std::collections::HashMap;
use std::ops::Range;

use arrow_array::{Array, GenericStringArray, OffsetSizeTrait, StringArrayType, StringViewArray};
use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::words::{Key, Words};
use crate::tables::InputColumn;

/// The number of a row without text.
pub(super) const NO_TEXT: u32 = u32::MAX;

/// Rows that are worth a task of their own.
const ROWS_OF_A_PART: usize = 1 << 15;

/// More parts would find the same texts again, more often than they save time.
const MOST_PARTS: usize = 4;

/// An Arrow array of texts.
pub(super) trait TextArray<'a>: StringArrayType<'a> + Copy + Sync {
    /// What the text of a row is found by.
    fn key(self, row: usize) -> Key;
}

impl<'a, O: OffsetSizeTrait> TextArray<'a> for &'a GenericStringArray<O> {
    #[inline]
    fn key(self, row: usize) -> Key {
        match self.value_offsets().get(row..).and_then(<[O]>::first_chunk::<2>) {
            Some([start, end]) => Key::within(self.value_data(), start.as_usize(), end.as_usize()),
            None => Key::Long,
        }
    }
}

impl<'a> TextArray<'a> for &'a StringViewArray {
    #[inline]
    fn key(self, row: usize) -> Key {
        // A view is a length of 4 bytes, and with up to 12 bytes of text these.
        let view = self.views().get(row).map(|view| view.to_le_bytes()).unwrap_or_default();
        match view.first_chunk::<4>().map(|length| u32::from_le_bytes(*length)) {
            Some(length @ 0..=12) => Key::within(&view, 4, 4 + length as usize),
            _ => Key::of(self.value(row)),
        }
    }
}

/// All rows of the arrays, one after the other.
pub(super) fn texts<'a, A: TextArray<'a>>(arrays: &[A]) -> InputColumn {
    let rows: usize = arrays.iter().map(Array::len).sum();
    let parts = rayon::current_num_threads().min(MOST_PARTS);
    texts_in_parts(arrays, rows.div_ceil(parts.max(1)).max(ROWS_OF_A_PART))
}

/// All rows, looked at in parts of so many.
fn texts_in_parts<'a, A: TextArray<'a>>(arrays: &[A], rows_of_a_part: usize) -> InputColumn {
    let rows = arrays.iter().map(Array::len).sum();
    let mut codes = vec![NO_TEXT; rows];
    let found: Vec<Distinct<'a>> = codes
        .par_chunks_mut(rows_of_a_part)
        .enumerate()
        .map(|(part, codes)| {
            let first = part * rows_of_a_part;
            let mut distinct = Distinct::default();
            let mut codes = codes;
            for (array, own) in within(arrays, first..first + codes.len()) {
                let (own_codes, others) = codes.split_at_mut(own.len().min(codes.len()));
                distinct.codes(array, own.start, own_codes);
                codes = others;
            }
            distinct
        })
        .collect();
    let mut found = found.into_iter();
    let mut whole = found.next().unwrap_or_default();
    for (part, codes) in found.zip(codes.chunks_mut(rows_of_a_part).skip(1)) {
        let renamed: Vec<u32> = part.texts.iter().map(|&text| whole.code(Key::of(text), || text)).collect();
        codes.par_chunks_mut(ROWS_OF_A_PART).for_each(|codes| {
            for code in codes {
                *code = renamed.get(*code as usize).copied().unwrap_or(NO_TEXT);
            }
        });
    }
    let owned = |text: &&str| (*text).to_owned();
    InputColumn::Coded(whole.texts.par_iter().with_min_len(ROWS_OF_A_PART).map(owned).collect(), codes)
}

/// The arrays that hold some of all rows, each with its own rows among them.
fn within<'a, A: TextArray<'a>>(arrays: &[A], rows: Range<usize>) -> impl Iterator<Item = (A, Range<usize>)> {
    arrays.iter().scan(0_usize, move |before, &array| {
        let first = std::mem::replace(before, *before + array.len());
        let of_array = |row: usize| row.saturating_sub(first).min(array.len());
        Some((array, of_array(rows.start)..of_array(rows.end)))
    })
}

/// Texts met so far, each with its number.
#[derive(Default)]
struct Distinct<'a> {
    short: Words<u64>,
    middle: Words<[u64; 2]>,
    long: HashMap<&'a str, u32, FixedState>,
    texts: Vec<&'a str>,
}

impl<'a> Distinct<'a> {
    /// The numbers of the texts from a row of an array on; blank rows are left as they are.
    fn codes<A: TextArray<'a>>(&mut self, array: A, first: usize, codes: &mut [u32]) {
        for (row, code) in (first..).zip(codes) {
            if array.is_valid(row) {
                *code = self.code(array.key(row), || array.value(row));
            }
        }
    }

    /// The number of a text, the next one when it is new.
    #[inline]
    fn code(&mut self, key: Key, text: impl FnOnce() -> &'a str) -> u32 {
        let next = u32::try_from(self.texts.len()).unwrap_or(NO_TEXT);
        let code = match key {
            Key::Short(key) => self.short.code(key, next),
            Key::Middle(key) => self.middle.code(key, next),
            Key::Long => {
                let text = text();
                let code = *self.long.entry(text).or_insert(next);
                if code == next {
                    self.texts.push(text);
                }
                return code;
            }
        };
        if code == next {
            self.texts.push(text());
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{LargeStringArray, StringArray};

    use super::*;

    /// The slow obvious way.
    fn plainly(rows: &[Option<String>]) -> InputColumn {
        let mut texts: Vec<String> = Vec::new();
        let mut code = |text: &String| {
            let known = texts.iter().position(|own| own == text).unwrap_or(texts.len());
            if known == texts.len() {
                texts.push(text.clone());
            }
            u32::try_from(known).unwrap()
        };
        let codes = rows.iter().map(|text| text.as_ref().map_or(NO_TEXT, &mut code)).collect();
        InputColumn::Coded(texts, codes)
    }

    /// Texts of all lengths, many of them several times, with neighbours that differ in little.
    fn mixed(rows: u64) -> Vec<Option<String>> {
        let row = |row: u64| {
            let dice = row.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
            Some(match dice % 11 {
                0 => return None,
                1 => String::new(),
                2 => "\0".repeat(usize::try_from(dice / 11 % 20).unwrap()),
                3 => format!("A{}", "\0".repeat(usize::try_from(dice / 11 % 20).unwrap())),
                4 => "ä".repeat(usize::try_from(dice / 11 % 12).unwrap()),
                5 => format!("P{:07}", dice / 11 % 300),
                6 => format!("{:08}", dice / 11 % 300),
                7 => format!("W2-{:09}", dice / 11 % 300),
                8 => format!("{:016}", dice / 11 % 300),
                9 => format!("{:040}", dice / 11 % 300),
                _ => format!("C{}", dice / 11 % 300),
            })
        };
        (0..rows).map(row).collect()
    }

    #[test]
    fn parts_and_arrays_give_what_the_slow_way_gives() {
        let rows = mixed(5_000);
        let expected = plainly(&rows);
        for cut in [0, 1, 7, 2_500, 4_999] {
            let (one, two) = rows.split_at(cut);
            let short = [StringArray::from(one.to_vec()), StringArray::from(two.to_vec())];
            let large = [LargeStringArray::from(one.to_vec()), LargeStringArray::from(two.to_vec())];
            let views = [StringViewArray::from_iter(one), StringViewArray::from_iter(two)];
            for rows_of_a_part in [1, 3, 64, 1_000, 4_999, 5_000, 1 << 20] {
                if cut == 7 || rows_of_a_part > 3 {
                    let said = format!("{cut}, {rows_of_a_part}");
                    assert_eq!(texts_in_parts(&short.each_ref(), rows_of_a_part), expected, "{said}");
                    assert_eq!(texts_in_parts(&large.each_ref(), rows_of_a_part), expected, "{said}");
                    assert_eq!(texts_in_parts(&views.each_ref(), rows_of_a_part), expected, "{said}");
                }
            }
        }
        let sliced = StringArray::from(rows.clone()).slice(100, 300);
        assert_eq!(texts(&[&sliced]), plainly(&rows[100..400]));
        assert_eq!(texts::<&StringArray>(&[]), InputColumn::Coded(Vec::new(), Vec::new()));
    }
}
