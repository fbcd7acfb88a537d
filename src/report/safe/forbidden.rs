//! Forbidden texts: found whatever their case, as whole words; numbers among them by value, whatever their spelling.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use memchr::memmem;
use rust_decimal::Decimal;

use super::numbers;
use super::protected::{Protected, words};

/// From so many letters on a text inside other bytes is no chance, whatever stands beside it.
const LONG: usize = 6;

/// Texts that must not leave.
pub(super) struct Forbidden<'a> {
    texts: Vec<Text<'a>>,
    /// Places among the texts by their first run of letters and digits, which stands whole wherever the text does; those
    /// without one have a blank.
    by_word: BTreeMap<String, Vec<usize>>,
    /// The numbers among the texts.
    numbers: BTreeMap<Decimal, Vec<&'a str>>,
    protected: Option<&'a Protected>,
}

struct Text<'a> {
    /// As the caller wrote it.
    shown: &'a str,
    folded: String,
    is_number: bool,
}

impl<'a> Forbidden<'a> {
    pub(super) fn new(texts: &'a [String]) -> Self {
        let mut this = Self { texts: Vec::new(), by_word: BTreeMap::new(), numbers: BTreeMap::new(), protected: None };
        for shown in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
            let values = Decimal::from_str(shown).map_or_else(|_| numbers::whole(shown), |value| vec![value]);
            let folded = shown.to_lowercase();
            let word = words(&folded).next().and_then(|(start, end)| folded.get(start..end)).unwrap_or_default();
            this.by_word.entry(word.to_owned()).or_default().push(this.texts.len());
            this.texts.push(Text { shown, folded, is_number: !values.is_empty() });
            for value in values {
                this.numbers.entry(value).or_default().push(shown);
            }
        }
        this
    }

    /// Protected item numbers in place of texts: looked for in texts only, as the parts book takes them out of them.
    pub(super) const fn numbers(protected: &'a Protected) -> Self {
        Self { texts: Vec::new(), by_word: BTreeMap::new(), numbers: BTreeMap::new(), protected: Some(protected) }
    }

    /// Whether the caller gave no texts.
    pub(super) const fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The forbidden texts in a text.
    pub(super) fn in_text(&self, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        if text.is_empty() {
            return found;
        }
        if let Some(protected) = self.protected {
            found.extend(protected.found(text).map(str::to_owned));
        }
        if !self.texts.is_empty() {
            found.extend(self.standing_in(text).into_iter().map(|one| one.shown.to_owned()));
            found.extend(self.in_numbers_of(text).into_iter().map(str::to_owned));
        }
        found.sort();
        found.dedup();
        found
    }

    /// The forbidden texts in a text that may hold measures: numbers are not looked for.
    pub(super) fn in_words(&self, text: &str) -> Vec<String> {
        let words = self.standing_in(text).into_iter().filter(|one| !one.is_number);
        words.map(|one| one.shown.to_owned()).collect()
    }

    /// The texts that stand in a text as whole words.
    fn standing_in(&self, text: &str) -> Vec<&Text<'a>> {
        let folded = text.to_lowercase();
        let runs = words(&folded).filter_map(|(start, end)| folded.get(start..end));
        let places = runs.chain([""]).filter_map(|run| self.by_word.get(run)).flatten();
        let texts = places.filter_map(|place| self.texts.get(*place));
        texts.filter(|one| holds(&folded, &one.folded)).collect()
    }

    /// The forbidden numbers that the numbers in a text may be.
    fn in_numbers_of(&self, text: &str) -> Vec<&'a str> {
        let mut found = Vec::new();
        if !self.numbers.is_empty() {
            numbers::values(text, |value| found.extend(self.numbers.get(&value).into_iter().flatten().copied()));
        }
        found
    }

    /// The forbidden numbers that a number cell holds, with either sign: what is taken off tells as much.
    pub(super) fn in_number(&self, stored: &str) -> Vec<&'a str> {
        if self.numbers.is_empty() {
            return Vec::new();
        }
        // Spreadsheets store 17 digits and show 15.
        let Ok(value) = stored.trim().parse::<f64>() else { return Vec::new() };
        let Ok(value) = Decimal::from_scientific(&format!("{value:.14e}")) else { return Vec::new() };
        let both = [Some(value), value.is_sign_negative().then(|| value.abs())];
        both.iter().flatten().filter_map(|value| self.numbers.get(value)).flatten().copied().collect()
    }

    /// The forbidden texts in bytes of unknown meaning, in UTF-8 or UTF-16.
    pub(super) fn in_bytes(&self, bytes: &[u8]) -> Vec<&'a str> {
        if self.texts.is_empty() {
            return Vec::new();
        }
        let wide = |bytes: &[u8]| {
            let units: Vec<u16> =
                bytes.chunks_exact(2).filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?))).collect();
            String::from_utf16_lossy(&units).to_lowercase()
        };
        let views =
            [String::from_utf8_lossy(bytes).to_lowercase(), wide(bytes), wide(bytes.get(1..).unwrap_or_default())];
        let is_in = |one: &&Text<'a>| {
            let is_long = one.folded.chars().count() >= LONG;
            views.iter().any(|view| {
                if is_long {
                    memmem::find(view.as_bytes(), one.folded.as_bytes()).is_some()
                } else {
                    holds(view, &one.folded)
                }
            })
        };
        self.texts.iter().filter(is_in).map(|one| one.shown).collect()
    }
}

/// Whether a word stands in a text, not as a part of a longer word or number.
fn holds(text: &str, word: &str) -> bool {
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let is_decimal = |[sign, digit]: [Option<char>; 2]| {
        matches!(sign, Some('.' | ',')) && digit.is_some_and(|letter| letter.is_ascii_digit())
    };
    let starts = word.chars().next();
    let ends = word.chars().next_back();
    let (number_first, number_last) =
        (starts.is_some_and(|letter| letter.is_ascii_digit()), ends.is_some_and(|letter| letter.is_ascii_digit()));
    memmem::find_iter(text.as_bytes(), word.as_bytes()).any(|at| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
        let mut left = before.chars().rev();
        let mut right = after.chars();
        let left = [left.next(), left.next()];
        let right = [right.next(), right.next()];
        let joined_left = is_word(starts) && is_word(left[0]) || number_first && is_decimal(left);
        let joined_right = is_word(ends) && is_word(right[0]) || number_last && is_decimal(right);
        !joined_left && !joined_right
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_in_any_case() {
        let texts = ["X230".to_owned(), "12.5".to_owned(), "Mühle GmbH".to_owned(), " ".to_owned()];
        let forbidden = Forbidden::new(&texts);
        assert_eq!(forbidden.in_text("see x230-A"), ["X230"]);
        assert!(forbidden.in_text("AX230 X2301").is_empty());
        assert!(forbidden.in_text("112.5 12.51 3.12.5").is_empty());
        assert_eq!(forbidden.in_text("12.50"), ["12.5"], "the same number");
        assert_eq!(forbidden.in_text("cost 12.5, net"), ["12.5"]);
        assert_eq!(forbidden.in_text("MÜHLE GMBH & Co"), ["Mühle GmbH"]);
        assert_eq!(forbidden.in_number("12.5"), ["12.5"]);
        assert_eq!(forbidden.in_number("12.500000000000002"), ["12.5"]);
        assert!(forbidden.in_number("12.51").is_empty());
        let wide: Vec<u8> = "..X230..".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(forbidden.in_bytes(&wide), ["X230"]);
        assert_eq!(forbidden.in_number("-12.5"), ["12.5"]);
    }

    #[test]
    fn numbers_may_be_forbidden_with_a_decimal_comma() {
        let texts = ["41,7731".to_owned(), "1 234,50".to_owned(), "00120".to_owned()];
        let forbidden = Forbidden::new(&texts);
        assert_eq!(forbidden.in_text("cost 41.7731 and 1,234.5"), ["1 234,50", "41,7731"]);
        assert_eq!(forbidden.in_number("41.7731"), ["41,7731"]);
        assert_eq!(forbidden.in_text("120 and 00120"), ["00120"]);
        assert_eq!(forbidden.in_words("41.7731pt"), Vec::<String>::new());
    }

    #[test]
    fn long_texts_are_found_between_any_other_bytes() {
        let texts = ["TopSecret77".to_owned(), "X230".to_owned()];
        let forbidden = Forbidden::new(&texts);
        assert_eq!(forbidden.in_bytes(b"tEXtComment\0TOPSECRET77x\xff\x01aX230"), ["TopSecret77"]);
        assert!(forbidden.in_text("TOPSECRET778").is_empty());
    }
}
