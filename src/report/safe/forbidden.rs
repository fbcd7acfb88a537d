//! Forbidden texts: found whatever their case, as whole words.

use std::str::FromStr as _;

use memchr::memmem;
use rust_decimal::Decimal;

use super::protected::Protected;

/// Texts that must not leave.
pub(super) struct Forbidden<'a> {
    texts: Vec<Text<'a>>,
    protected: Option<&'a Protected>,
}

struct Text<'a> {
    /// As the caller wrote it.
    shown: &'a str,
    folded: String,
    value: Option<Decimal>,
}

impl<'a> Forbidden<'a> {
    pub(super) fn new(texts: &'a [String]) -> Self {
        let texts = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
        Self {
            texts: texts
                .map(|shown| Text {
                    shown,
                    folded: shown.to_lowercase(),
                    value: Decimal::from_str(shown).ok().map(|value| value.normalize()),
                })
                .collect(),
            protected: None,
        }
    }

    /// Protected item numbers in place of texts: looked for in texts only, as the parts book takes them out of them.
    pub(super) const fn numbers(protected: &'a Protected) -> Self {
        Self { texts: Vec::new(), protected: Some(protected) }
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
            let folded = text.to_lowercase();
            found.extend(self.texts.iter().filter(|one| holds(&folded, &one.folded)).map(|one| one.shown.to_owned()));
        }
        found
    }

    /// The forbidden numbers that a number cell holds.
    pub(super) fn in_number(&self, stored: &str) -> Vec<&'a str> {
        if self.texts.iter().all(|one| one.value.is_none()) {
            return Vec::new();
        }
        // Spreadsheets store 17 digits and show 15.
        let Ok(value) = stored.trim().parse::<f64>() else { return Vec::new() };
        let Ok(value) = Decimal::from_scientific(&format!("{value:.14e}")) else { return Vec::new() };
        let value = value.normalize();
        self.texts.iter().filter(|one| one.value == Some(value)).map(|one| one.shown).collect()
    }

    /// The forbidden texts in bytes, in UTF-8 or UTF-16.
    pub(super) fn in_bytes(&self, bytes: &[u8]) -> Vec<&'a str> {
        let utf8 = String::from_utf8_lossy(bytes).to_lowercase();
        self.texts
            .iter()
            .filter(|one| {
                let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
                let is_wide = [one.shown.to_owned(), one.folded.clone(), one.shown.to_uppercase()]
                    .iter()
                    .any(|text| memmem::find(bytes, &wide(text)).is_some());
                is_wide || holds(&utf8, &one.folded)
            })
            .map(|one| one.shown)
            .collect()
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
        assert!(forbidden.in_text("112.5 12.50 3.12.5").is_empty());
        assert_eq!(forbidden.in_text("cost 12.5, net"), ["12.5"]);
        assert_eq!(forbidden.in_text("MÜHLE GMBH & Co"), ["Mühle GmbH"]);
        assert_eq!(forbidden.in_number("12.5"), ["12.5"]);
        assert_eq!(forbidden.in_number("12.500000000000002"), ["12.5"]);
        assert!(forbidden.in_number("12.51").is_empty());
        let wide: Vec<u8> = "..X230..".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(forbidden.in_bytes(&wide), ["X230"]);
    }
}
