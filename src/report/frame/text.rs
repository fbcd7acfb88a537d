//! The texts of a column.

use std::borrow::Cow;

use super::laid_out::laid_out;
use super::numbered::{Numbered, numbered};
use super::offsets::Offsets;

/// Texts one after the other in one buffer; where few texts stand in many rows, each only once.
#[derive(Clone, Debug, Default)]
pub struct TextData {
    bytes: String,
    offsets: Offsets,
    rows: Rows,
}

/// Which text a row has.
#[derive(Clone, Debug)]
enum Rows {
    /// The one of its own number; true for the blank ones.
    Own(Vec<bool>),
    /// The one of that number.
    Coded(Vec<u32>),
}

impl Default for Rows {
    fn default() -> Self {
        Self::Own(Vec::new())
    }
}

impl TextData {
    /// Texts and for each row the number of one of them; a number that none of them has is blank.
    #[must_use]
    pub fn coded<'a>(texts: impl IntoIterator<Item = &'a str>, codes: Vec<u32>) -> Self {
        let mut data = Self::default();
        texts.into_iter().for_each(|text| data.add(text));
        let rows = if codes.len() == data.offsets.len() && (0..).zip(&codes).all(|(row, &code)| row == code) {
            Rows::Own(vec![false; codes.len()])
        } else {
            Rows::Coded(codes)
        };
        Self { rows, ..data }
    }

    /// Texts that are names with a number behind, which `text` says for each row, the same whenever it is asked.
    #[must_use]
    pub fn numbered<'a>(rows: usize, text: impl Fn(usize) -> Option<Numbered<'a>> + Sync) -> Self {
        numbered(rows, text)
    }

    /// Rows that have a text each.
    pub(super) const fn of_rows(bytes: String, offsets: Offsets, blank: Vec<bool>) -> Self {
        Self { bytes, offsets, rows: Rows::Own(blank) }
    }

    /// The same rows with other texts; a text that stands in many rows is asked once.
    #[must_use]
    pub fn renamed<'a>(&'a self, name: impl Fn(&'a str) -> Cow<'a, str>) -> Self {
        let mut data = Self::default();
        let is_blank = |number: usize| matches!(&self.rows, Rows::Own(blank) if blank.get(number) == Some(&true));
        (0..self.offsets.len()).for_each(|number| {
            let text = self.text(number).filter(|_| !is_blank(number));
            data.add(&text.map(&name).unwrap_or_default());
        });
        Self { rows: self.rows.clone(), ..data }
    }

    /// Adds a text. Where texts stood once, each row gets its own.
    pub fn push(&mut self, text: Option<&str>) {
        if let Rows::Coded(codes) = &self.rows {
            let mut own = Self::default();
            (0..codes.len()).for_each(|row| own.push(self.get(row)));
            *self = own;
        }
        if let Rows::Own(blank) = &mut self.rows {
            blank.push(text.is_none());
        }
        self.add(text.unwrap_or_default());
    }

    /// Adds a text to the buffer.
    fn add(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.offsets.push(self.bytes.len());
    }

    /// The text of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        match &self.rows {
            Rows::Own(blank) => (!*blank.get(row)?).then(|| self.text(row))?,
            Rows::Coded(codes) => self.text(*codes.get(row)? as usize),
        }
    }

    fn text(&self, number: usize) -> Option<&str> {
        let (start, end) = self.offsets.of(number)?;
        self.bytes.get(start..end)
    }

    /// The texts of all rows one behind the other, and where each begins and ends, for rows that have a text each;
    /// blanks are empty.
    #[must_use]
    pub const fn texts_of_rows(&self) -> Option<(&str, &Offsets)> {
        match &self.rows {
            Rows::Own(_) => Some((self.bytes.as_str(), &self.offsets)),
            Rows::Coded(_) => None,
        }
    }

    /// The texts of all rows one behind the other, and where each begins and ends; blanks are empty.
    #[must_use]
    pub fn laid_out(&self) -> (Vec<u8>, Offsets) {
        let Rows::Coded(codes) = &self.rows else { return (self.bytes.clone().into_bytes(), self.offsets.clone()) };
        let numbers = 0..self.offsets.len();
        let text = |number: usize| self.text(number).unwrap_or_default().as_bytes();
        let longest = numbers.clone().map(|number| text(number).len()).max().unwrap_or_default();
        laid_out(numbers.map(text), longest, codes)
    }

    /// Which rows have a text.
    #[must_use]
    pub fn filled(&self) -> Filled<'_> {
        match &self.rows {
            Rows::Own(blank) => Filled::Own { blank },
            Rows::Coded(codes) => Filled::Coded { codes, texts: u32::try_from(self.offsets.len()).unwrap_or(u32::MAX) },
        }
    }

    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        match &self.rows {
            Rows::Own(blank) => blank.len(),
            Rows::Coded(codes) => codes.len(),
        }
    }

    /// True without rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Which rows of a column have a text.
#[derive(Clone, Copy, Debug)]
pub enum Filled<'a> {
    /// Those that are not blank.
    Own {
        /// True for each row without text.
        blank: &'a [bool],
    },
    /// Those with a code below the number of texts.
    Coded {
        /// The code of each row.
        codes: &'a [u32],
        /// Number of texts.
        texts: u32,
    },
}

impl PartialEq for TextData {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && (0..self.len()).all(|row| self.get(row) == other.get(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The code of a row without text.
    const NO_TEXT: u32 = u32::MAX;

    /// What a column must say: the texts of its rows.
    fn holds(data: &TextData, rows: &[Option<&str>]) {
        assert_eq!((data.len(), data.is_empty()), (rows.len(), rows.is_empty()));
        assert!((0..rows.len()).all(|row| data.get(row) == rows[row]) && data.get(rows.len()).is_none());
        let ends = rows.iter().scan(0, |end, text| {
            *end += i32::try_from(text.unwrap_or_default().len()).unwrap();
            Some(*end)
        });
        let offsets = Offsets::Narrow([0].into_iter().chain(ends).collect());
        let text: String = rows.iter().copied().flatten().collect();
        assert_eq!(data.laid_out(), (text.clone().into_bytes(), offsets.clone()));
        assert!(data.texts_of_rows().is_none_or(|own| own == (&text, &offsets)));
        let filled: Vec<bool> = match data.filled() {
            Filled::Own { blank } => blank.iter().map(|blank| !blank).collect(),
            Filled::Coded { codes, texts } => codes.iter().map(|&code| code < texts).collect(),
        };
        assert!(filled.into_iter().eq(rows.iter().map(Option::is_some)));
    }

    #[test]
    fn texts_that_stand_once_are_read_like_texts_of_rows() {
        let rows = [Some("bc"), None, Some("a"), Some("bc"), Some("d"), None];
        let mut coded = TextData::coded(["a", "bc"], vec![1, NO_TEXT, 0, 1]);
        coded.push(Some("d"));
        coded.push(None);
        let mut plain = TextData::default();
        for text in rows {
            plain.push(text);
        }
        assert_eq!(coded, plain);
        for data in [&coded, &plain] {
            holds(data, &rows);
            let long = data.renamed(|text| Cow::Owned(format!("{text}!")));
            holds(&long, &[Some("bc!"), None, Some("a!"), Some("bc!"), Some("d!"), None]);
        }
        holds(&TextData::default(), &[]);
        holds(&TextData::coded(["a", "b"], vec![]), &[]);
        let once = TextData::coded(["a", "b"], vec![0, 1]);
        holds(&once, &[Some("a"), Some("b")]);
        assert!(once.texts_of_rows().is_some());
    }

    proptest! {
        #[test]
        fn coded_texts_are_laid_out_as_they_would_be_one_by_one(
            texts in prop_oneof![
                prop::collection::vec("[a-z é价]{0,5}", 0..5),
                prop::collection::vec("[a-z]{0,17}", 0..5),
                prop::collection::vec("[a-z]{0,33}", 0..5),
                prop::collection::vec("[a-z]{14,18}|", 1..3),
            ],
            codes in prop_oneof![
                prop::collection::vec(prop_oneof![4 => 0..6_u32, 1 => Just(NO_TEXT)], 0..70),
                prop::collection::vec(0..2_u32, 0..40),
                (0..6_u32, 0..40_usize).prop_map(|(code, rows)| vec![code; rows]),
                (0..6_u32).prop_map(|rows| (0..rows).collect()),
            ],
            more in prop::collection::vec(prop::option::of("[a-z]{0,3}"), 0..3),
        ) {
            let mut data = TextData::coded(texts.iter().map(String::as_str), codes.clone());
            let mut rows: Vec<Option<&str>> =
                codes.iter().map(|&code| texts.get(code as usize).map(String::as_str)).collect();
            for text in &more {
                data.push(text.as_deref());
                rows.push(text.as_deref());
            }
            holds(&data, &rows);
        }
    }
}
