//! Short texts as numbers, by which they are found without a look at the texts themselves.

/// What a text is found by: its bytes as a number, as long as they are few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Up to 8 bytes.
    Short(u64),
    /// Up to 16 bytes.
    Middle([u64; 2]),
    /// More, or with a zero at the end: found by the text itself.
    Long,
}

impl Key {
    /// The key of a text.
    #[inline]
    pub(super) fn of(text: &str) -> Self {
        Self::within(text.as_bytes(), 0, text.len())
    }

    /// The key of a text that stands among others.
    #[inline]
    pub(super) fn within(data: &[u8], start: usize, end: usize) -> Self {
        match end.saturating_sub(start) {
            length @ 0..=8 => {
                let word = word(data, start, length);
                if is_of_length(word, length) { Self::Short(word) } else { Self::Long }
            }
            length @ 9..=16 => {
                let words = [word(data, start, 8), word(data, start + 8, length - 8)];
                if is_of_length(words[1], length - 8) { Self::Middle(words) } else { Self::Long }
            }
            _ => Self::Long,
        }
    }
}

/// The bits of so many bytes.
const OWN_BITS: [u64; 9] =
    [0, 0xFF, 0xFFFF, 0xFF_FFFF, 0xFFFF_FFFF, 0xFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF, 0xFF_FFFF_FFFF_FFFF, u64::MAX];

/// Up to 8 bytes as a number, the first byte the lowest.
#[inline]
fn word(data: &[u8], start: usize, length: usize) -> u64 {
    let from = data.get(start..).unwrap_or_default();
    // Most texts have others behind them, with which they are read in one step.
    if let (Some(bytes), Some(own)) = (from.first_chunk::<8>(), OWN_BITS.get(length)) {
        return u64::from_le_bytes(*bytes) & own;
    }
    let own = from.get(..length).unwrap_or_default();
    match (own.first_chunk::<4>(), own.last_chunk::<4>()) {
        // The two overlap where there are less than 8 bytes.
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (length - 4))
        }
        _ => own.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    }
}

/// True when the last of so many bytes is not zero: then no other text has the same number.
#[inline]
fn is_of_length(word: u64, length: usize) -> bool {
    length == 0 || OWN_BITS.get(length - 1).is_some_and(|&shorter| word > shorter)
}

/// A number of one or two words.
pub(super) trait Word: Copy + Default + Eq {
    /// The number scattered: two that differ in little differ in the lower bits of this.
    fn scattered(self) -> u128;
}

/// Odd numbers without a pattern in their bits.
const SCATTER: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03];

/// The product, its upper half folded over the lower one.
#[inline]
const fn folded(one: u64, two: u64) -> u128 {
    let wide = one as u128 * two as u128;
    wide ^ (wide >> 64)
}

impl Word for u64 {
    #[inline]
    fn scattered(self) -> u128 {
        folded(self, SCATTER[0])
    }
}

impl Word for [u64; 2] {
    #[inline]
    fn scattered(self) -> u128 {
        folded(self[0] ^ SCATTER[0], self[1] ^ SCATTER[1])
    }
}

/// A slot without a word.
const FREE: u32 = u32::MAX;

/// Words with a number each: a table of open slots, always at most half full.
pub(super) struct Words<W> {
    /// A power of two of them.
    slots: Vec<(W, u32)>,
    filled: usize,
}

impl<W: Word> Default for Words<W> {
    fn default() -> Self {
        Self { slots: Vec::new(), filled: 0 }
    }
}

impl<W: Word> Words<W> {
    /// The number of a word; `next`, kept from now on, for one that is new.
    #[inline]
    pub(super) fn code(&mut self, word: W, next: u32) -> u32 {
        if self.filled * 2 >= self.slots.len() {
            self.grow();
        }
        let last = self.slots.len().saturating_sub(1);
        let mut at = self.place(word);
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.1 == FREE {
                *slot = (word, next);
                self.filled += 1;
                return next;
            }
            if slot.0 == word {
                return slot.1;
            }
            at = (at + 1) & last;
        }
        next
    }

    /// Where a word is looked for first.
    #[inline]
    fn place(&self, word: W) -> usize {
        let last = self.slots.len().saturating_sub(1);
        usize::try_from(word.scattered() & last as u128).unwrap_or_default()
    }

    #[cold]
    fn grow(&mut self) {
        let room = (self.slots.len() * 4).max(64);
        let before = std::mem::replace(&mut self.slots, vec![(W::default(), FREE); room]);
        for slot in before.into_iter().filter(|slot| slot.1 != FREE) {
            let mut at = self.place(slot.0);
            while self.slots.get(at).is_some_and(|own| own.1 != FREE) {
                at = (at + 1) & (room - 1);
            }
            if let Some(free) = self.slots.get_mut(at) {
                *free = slot;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    #[test]
    fn two_texts_have_the_same_key_only_when_both_are_looked_at_themselves() {
        let mut texts: BTreeSet<String> = BTreeSet::new();
        for length in 0..20 {
            for last in ["", "\0", "\0\0", "a", "ä", "\u{1}"] {
                texts.insert("b".repeat(length) + last);
                texts.insert("\0".repeat(length) + last);
            }
        }
        let mut met: HashMap<String, String> = HashMap::new();
        for text in &texts {
            let key = Key::of(text);
            let long = format!("..{text}........");
            assert_eq!(Key::within(long.as_bytes(), 2, 2 + text.len()), key, "{text:?}");
            assert_eq!(Key::within(long.trim_end_matches('.').as_bytes(), 2, 2 + text.len()), key, "{text:?}");
            assert_eq!(key == Key::Long, text.len() > 16 || text.ends_with('\0'), "{text:?}");
            if key != Key::Long {
                assert_eq!(met.insert(format!("{key:?}"), text.clone()), None);
            }
        }
    }

    #[test]
    fn words_keep_their_numbers_and_numbered_texts_stand_near_their_place() {
        for prefix in ["", "P", "C1", "AB-1"] {
            let mut words = Words::<u64>::default();
            let mut pairs = Words::<[u64; 2]>::default();
            let key = |number: u32| match Key::of(&format!("{prefix}{number:04}")) {
                Key::Short(key) => (key, [key, u64::from(number)]),
                other => panic!("{other:?}"),
            };
            for number in 0..10_000 {
                let (word, pair) = key(number);
                assert_eq!((words.code(word, number), pairs.code(pair, number)), (number, number));
            }
            for number in 0..10_000 {
                let (word, pair) = key(number);
                assert_eq!((words.code(word, FREE), pairs.code(pair, FREE)), (number, number));
            }
            let far = |at: usize, place: usize| at.wrapping_sub(place) & (words.slots.len() - 1);
            let filled = words.slots.iter().enumerate().filter(|(_, slot)| slot.1 != FREE);
            let way: usize = filled.map(|(at, slot)| far(at, words.place(slot.0))).sum();
            assert!(way < 10_000, "{prefix}: {way} steps");
        }
    }
}
