//! Codes as numbers: two texts that differ only in case or trailing blanks are one key.

use crate::tables::{Symbol, Texts, Value, Values};

/// A code as a number; [`BLANK`] is a blank cell.
pub(crate) type Key = u32;

/// A blank code; never matches as selector or target.
pub(crate) const BLANK: Key = 0;
/// The whole assortment `**`; also "everybody" where a selector is not asked for.
pub(crate) const ALL: Key = 1;
/// The code `0`: as customer it is blank, as site it means every site.
pub(crate) const ZERO: Key = 2;
/// A code that no rule, item or customer has.
pub(crate) const UNKNOWN: Key = Key::MAX;
/// Not looked up yet.
pub(crate) const UNSET: Key = Key::MAX - 1;

/// All codes of a price book.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    folded: Texts,
    by_symbol: Vec<Key>,
}

/// What two texts of one code have in common.
pub(super) fn fold(text: &str) -> String {
    text.trim_end().to_lowercase()
}

/// The key of a text's number in the pool; the last few numbers are reserved.
fn key_of(index: usize) -> Key {
    Key::try_from(index).map_or(UNKNOWN, |index| if index >= UNSET - 1 { UNKNOWN } else { index + 1 })
}

impl Keys {
    pub(crate) fn new(texts: &Texts) -> Self {
        let mut folded = Texts::new();
        folded.intern("**");
        folded.intern("0");
        Self { folded, by_symbol: vec![UNSET; texts.len()] }
    }

    /// The key of a text, given now if it is new.
    pub(crate) fn intern(&mut self, text: &str) -> Key {
        let folded = fold(text);
        if folded.is_empty() { BLANK } else { key_of(Texts::index(self.folded.intern(&folded))) }
    }

    /// The key of a cell, given now if it is new.
    pub(crate) fn cell(&mut self, texts: &Texts, values: Option<&Values>, row: usize) -> Key {
        match values.map_or(Value::Blank, |values| values.get(row)) {
            Value::Text(symbol) => {
                let index = Texts::index(symbol);
                match self.by_symbol.get(index) {
                    Some(&key) if key != UNSET => key,
                    _ => {
                        let key = self.intern(texts.get(symbol));
                        if let Some(slot) = self.by_symbol.get_mut(index) {
                            *slot = key;
                        }
                        key
                    }
                }
            }
            Value::Integer(number) => self.intern(&number.to_string()),
            Value::Decimal(number) => self.intern(&number.normalize().to_string()),
            Value::Date(date) => self.intern(&date.to_string()),
            Value::Blank | Value::Flag(_) => BLANK,
        }
    }

    /// The key of a text; [`UNKNOWN`] when nothing in the book has it.
    pub(crate) fn find(&self, text: &str) -> Key {
        let folded = fold(text);
        if folded.is_empty() {
            return BLANK;
        }
        self.folded.find(&folded).map_or(UNKNOWN, |symbol| key_of(Texts::index(symbol)))
    }

    /// The key of a text that may be missing.
    pub(crate) fn find_option(&self, text: Option<&str>) -> Key {
        text.map_or(BLANK, |text| self.find(text))
    }

    /// The folded text of a key.
    pub(crate) fn text(&self, key: Key) -> &str {
        use string_interner::Symbol as _;
        key.checked_sub(1)
            .and_then(|index| Symbol::try_from_usize(usize::try_from(index).ok()?))
            .map_or("", |symbol| self.folded.get(symbol))
    }

    /// Number of keys, the blank one included.
    pub(crate) fn len(&self) -> usize {
        self.folded.len() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_differ_in_case_or_trailing_blanks_are_one() {
        let mut keys = Keys::new(&Texts::new());
        let key = keys.intern("Pumps ");
        assert_eq!(keys.find("PUMPS"), key);
        assert_ne!(keys.find(" pumps"), key);
        assert_eq!((keys.find("  "), keys.find("**"), keys.find("0")), (BLANK, ALL, ZERO));
        assert_eq!(keys.find("valves"), UNKNOWN);
    }
}
