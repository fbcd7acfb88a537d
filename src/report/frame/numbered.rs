//! Texts that are names with a number behind, such as the names of cells, written by all processors into one buffer.

use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSliceMut as _;

use super::offsets::{Offset, Offsets};
use super::text::TextData;

/// Rows that are written at a time.
const ROWS: usize = 1 << 14;

/// The digits from 00 to 99.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0_u8;
    while number < 100 {
        pairs[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    pairs
};

/// A name with a number behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered<'a> {
    /// The name.
    pub name: &'a str,
    /// The number; without it the name stands alone.
    pub number: Option<u64>,
}

impl Numbered<'_> {
    fn length(&self) -> usize {
        // Most numbers are small, and how long a small one is is said faster.
        let power = |number: u64| u32::try_from(number).map_or_else(|_| number.checked_ilog10(), u32::checked_ilog10);
        self.name.len() + self.number.map_or(0, |number| power(number).unwrap_or_default() as usize + 1)
    }

    /// Writes the text into room of just its length.
    fn write(&self, room: &mut [u8]) {
        let Some((name, digits)) = room.split_at_mut_checked(self.name.len()) else { return };
        name.copy_from_slice(self.name.as_bytes());
        let mut rest = self.number.unwrap_or_default();
        let mut pairs = digits.rchunks_exact_mut(2);
        for pair in &mut pairs {
            pair.copy_from_slice(&PAIRS[(rest % 100) as usize]);
            rest /= 100;
        }
        for digit in pairs.into_remainder() {
            *digit = b'0' + (rest % 10) as u8;
        }
    }
}

/// The texts of so many rows; each is asked twice, first for its length.
pub(super) fn numbered<'a>(rows: usize, text: impl Fn(usize) -> Option<Numbered<'a>> + Sync) -> TextData {
    let firsts: Vec<usize> = (0..rows).step_by(ROWS).collect();
    let length = |row: usize| text(row).map_or(0, |text| text.length());
    let lengths: Vec<usize> =
        firsts.into_par_iter().map(|first| (first..rows.min(first + ROWS)).map(length).sum()).collect();
    let total = lengths.iter().sum();
    let mut bytes = vec![0; total];
    let mut blank = vec![false; rows];
    let offsets = if i32::try_from(total).is_ok() {
        Offsets::Narrow(write(&text, &lengths, &mut bytes, &mut blank))
    } else {
        Offsets::Wide(write(&text, &lengths, &mut bytes, &mut blank))
    };
    if let Ok(bytes) = String::from_utf8(bytes) {
        return TextData::of_rows(bytes, offsets, blank);
    }
    // Only where a row said another text the second time.
    let mut data = TextData::default();
    let owned =
        |text: Numbered<'_>| text.name.to_owned() + &text.number.map(|number| number.to_string()).unwrap_or_default();
    (0..rows).for_each(|row| data.push(text(row).map(owned).as_deref()));
    data
}

/// Writes the texts, and which rows are blank; gives where each text ends.
fn write<'a, O: Offset>(
    text: &(impl Fn(usize) -> Option<Numbered<'a>> + Sync),
    lengths: &[usize],
    bytes: &mut [u8],
    blank: &mut [bool],
) -> Vec<O> {
    let mut offsets = vec![O::default(); blank.len() + 1];
    let mut rest = bytes;
    let mut begin = 0;
    let rooms: Vec<(usize, &mut [u8])> = lengths
        .iter()
        .map(|&length| {
            let start = begin;
            begin += length;
            (start, rest.split_off_mut(..length).unwrap_or_default())
        })
        .collect();
    let ends = offsets.get_mut(1..).unwrap_or_default();
    let rows = ends.par_chunks_mut(ROWS).zip(blank.par_chunks_mut(ROWS));
    rows.zip(rooms).enumerate().for_each(|(chunk, ((ends, blank), (start, room)))| {
        let mut own_end = 0;
        for (row, (end, blank)) in (chunk * ROWS..).zip(ends.iter_mut().zip(blank)) {
            if let Some(text) = text(row) {
                let begin = own_end;
                own_end += text.length();
                room.get_mut(begin..own_end).into_iter().for_each(|room| text.write(room));
            } else {
                *blank = true;
            }
            *end = O::of(start + own_end);
        }
    });
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_offsets_say_the_same() {
        let text = |row: usize| (row != 1).then_some(Numbered { name: "é", number: u64::try_from(row).ok() });
        let mut bytes = [0; 6];
        let mut blank = [false; 3];
        assert_eq!(write::<i64>(&text, &[6], &mut bytes, &mut blank), [0, 3, 3, 6]);
        assert_eq!((&bytes[..], blank), ("é0é2".as_bytes(), [false, true, false]));
    }

    proptest! {
        #[test]
        fn names_and_numbers_are_written_as_they_would_be_one_by_one(
            some in prop::collection::vec(
                prop::option::of(("[a-z, é价]{0,40}", prop::option::of(prop_oneof![any::<u64>(), 0..1_000_u64]))),
                0..50,
            ),
            times in prop_oneof![4 => Just(1_usize), 1 => Just(1_500)],
        ) {
            let rows = some.len() * times;
            let cell = |row: usize| some.get(row % some.len()).and_then(Option::as_ref);
            let data = numbered(rows, |row| cell(row).map(|(name, number)| Numbered { name, number: *number }));
            let mut slow = TextData::default();
            for row in 0..rows {
                slow.push(cell(row).map(|(name, number)| match number {
                    Some(number) => format!("{name}{number}"),
                    None => name.clone(),
                }).as_deref());
            }
            prop_assert_eq!(data.texts_of_rows(), slow.texts_of_rows());
            prop_assert_eq!(data, slow);
        }
    }
}
