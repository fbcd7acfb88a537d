//! A frame: an answer as typed, named columns – what Python tables, Arrow, CSV and report sheets are all made from.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::Findings;
use crate::tables::{Decimals, NO_NUMBER};

/// How a column is shown; the values do not depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Free text.
    Text,
    /// An item number, serial, code: text that must never become a number.
    Code,
    /// Money; the number of decimals to show.
    Money(u8),
    /// A quantity: as many decimals as it has.
    Quantity,
    /// Percent points: 15 is shown as 15 %.
    Percent,
    /// A plain number.
    Number,
    /// A date.
    Date,
    /// Yes or no.
    Flag,
    /// A whole number.
    Integer,
    /// Text that is a place in a source workbook (`Origin` as text); may become a link.
    Origin,
    /// An outline level: the row is indented and grouped by it.
    Level,
}

/// The code of a row without text.
const NO_TEXT: u32 = u32::MAX;
/// Bytes that are written in one step.
const STEP: usize = 16;

/// Texts one after the other in one buffer; where few texts stand in many rows, each only once.
#[derive(Clone, Debug, Default)]
pub struct TextData {
    bytes: String,
    ends: Vec<usize>,
    /// The number of its text for each row; without it the texts are those of the rows.
    codes: Option<Vec<u32>>,
    blank: Vec<bool>,
}

impl TextData {
    /// Texts and for each row the number of one of them; a number that none of them has is blank.
    #[must_use]
    pub fn coded<'a>(texts: impl IntoIterator<Item = &'a str>, codes: Vec<u32>) -> Self {
        let mut data = Self::default();
        texts.into_iter().for_each(|text| data.push(Some(text)));
        Self { codes: Some(codes), ..data }
    }

    /// The same rows with other texts; a text that stands in many rows is asked once.
    #[must_use]
    pub fn renamed<'a>(&'a self, name: impl Fn(&'a str) -> Cow<'a, str>) -> Self {
        let mut data = Self::default();
        (0..self.ends.len()).for_each(|number| data.push(self.text(number).map(&name).as_deref()));
        Self { codes: self.codes.clone(), ..data }
    }

    /// Adds a text.
    pub fn push(&mut self, text: Option<&str>) {
        if let Some(codes) = &mut self.codes {
            codes.push(text.and_then(|_| u32::try_from(self.ends.len()).ok()).unwrap_or(NO_TEXT));
            if text.is_none() {
                return;
            }
        }
        self.bytes.push_str(text.unwrap_or_default());
        self.ends.push(self.bytes.len());
        self.blank.push(text.is_none());
    }

    /// Adds the text that `write` writes at the end of another; a blank when it gives none.
    pub fn push_with(&mut self, write: impl FnOnce(&mut String) -> Option<()>) {
        if self.codes.is_some() {
            let mut text = String::new();
            let found = write(&mut text);
            self.push(found.map(|()| &*text));
            return;
        }
        let before = self.bytes.len();
        let found = write(&mut self.bytes);
        if found.is_none() {
            self.bytes.truncate(before);
        }
        self.ends.push(self.bytes.len());
        self.blank.push(found.is_none());
    }

    /// Columns whose rows have a text each, one behind the other.
    #[must_use]
    pub fn joined(parts: &[Self]) -> Self {
        let mut all = Self::default();
        all.bytes.reserve(parts.iter().map(|part| part.bytes.len()).sum());
        let rows = parts.iter().map(Self::len).sum();
        all.ends.reserve(rows);
        all.blank.reserve(rows);
        for part in parts {
            all.append(part);
        }
        all
    }

    /// Adds all texts of another column whose rows have a text each.
    pub fn append(&mut self, other: &Self) {
        if self.codes.is_some() || other.codes.is_some() {
            (0..other.len()).for_each(|row| self.push(other.get(row)));
            return;
        }
        let before = self.bytes.len();
        self.bytes.push_str(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| end + before));
        self.blank.extend_from_slice(&other.blank);
    }

    /// The text of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        match &self.codes {
            Some(codes) => self.text(*codes.get(row)? as usize),
            None => self.text(row),
        }
    }

    fn text(&self, number: usize) -> Option<&str> {
        if *self.blank.get(number)? {
            return None;
        }
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.bytes.get(start..*self.ends.get(number)?)
    }

    /// Bytes of all rows together.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let Some(codes) = &self.codes else { return self.bytes.len() };
        let lengths = self.lengths();
        codes.iter().filter_map(|&code| lengths.get(code as usize)).sum()
    }

    /// Length of each text that stands once.
    fn lengths(&self) -> Vec<usize> {
        let starts = std::iter::once(&0).chain(&self.ends);
        self.ends.iter().zip(starts).map(|(end, start)| end - start).collect()
    }

    /// The texts of all rows one behind the other, and where each begins and the last one ends; blanks are empty.
    #[must_use]
    pub fn laid_out<O>(&self, offset: impl Fn(usize) -> O) -> (Vec<u8>, Vec<O>) {
        let mut offsets = Vec::with_capacity(self.len() + 1);
        offsets.push(offset(0));
        let Some(codes) = &self.codes else {
            offsets.extend(self.ends.iter().map(|&end| offset(end)));
            return (self.bytes.clone().into_bytes(), offsets);
        };
        // A short text is written with what stands behind it, in one step; the next text covers that.
        let texts: Vec<(&[u8], [u8; STEP])> = (0..self.ends.len())
            .map(|number| {
                let text = self.text(number).unwrap_or_default().as_bytes();
                let mut step = [0; STEP];
                step.iter_mut().zip(text).for_each(|(own, &byte)| *own = byte);
                (text, step)
            })
            .collect();
        let mut bytes = vec![0; self.bytes() + STEP];
        let mut end = 0;
        offsets.extend(codes.iter().map(|&code| {
            if let Some((text, step)) = texts.get(code as usize) {
                let (start, next) = (end, end + text.len());
                if text.len() <= STEP {
                    bytes.get_mut(start..start + STEP).into_iter().for_each(|room| room.copy_from_slice(step));
                } else {
                    bytes.get_mut(start..next).into_iter().for_each(|room| room.copy_from_slice(text));
                }
                end = next;
            }
            offset(end)
        }));
        bytes.truncate(end);
        (bytes, offsets)
    }

    /// Which rows have a text; none when all do.
    #[must_use]
    pub fn filled(&self) -> Option<Filled<'_>> {
        let has_blanks = self.blank.contains(&true);
        let has_codes_of_none =
            |codes: &[u32]| codes.iter().fold(0, |most, &code| most.max(code)) as usize >= self.ends.len();
        match &self.codes {
            Some(codes) if has_blanks || (!codes.is_empty() && has_codes_of_none(codes)) => {
                Some(Filled { codes, blank: &self.blank })
            }
            None if has_blanks => Some(Filled { codes: &[], blank: &self.blank }),
            _ => None,
        }
    }

    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        match &self.codes {
            Some(codes) => codes.len(),
            None => self.ends.len(),
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
pub struct Filled<'a> {
    /// Numbers of texts by row; empty where each row has its own.
    codes: &'a [u32],
    blank: &'a [bool],
}

impl Filled<'_> {
    /// True when a row has a text.
    #[must_use]
    #[inline]
    pub fn is(&self, row: usize) -> bool {
        let number =
            if self.codes.is_empty() { row } else { self.codes.get(row).map_or(usize::MAX, |&code| code as usize) };
        self.blank.get(number) == Some(&false)
    }
}

impl PartialEq for TextData {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && (0..self.len()).all(|row| self.get(row) == other.get(row))
    }
}

/// The values of one column.
#[derive(Clone, Debug, PartialEq)]
pub enum FrameData {
    /// Texts.
    Text(TextData),
    /// Exact decimals.
    Decimal(Decimals),
    /// Dates.
    Date(Vec<Option<NaiveDate>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Whole numbers up to 254, such as codes; [`NO_NUMBER`] is blank.
    Small(Vec<u8>),
}

/// One value of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FrameValue<'a> {
    /// Nothing there.
    Blank,
    /// A text.
    Text(&'a str),
    /// A decimal.
    Decimal(Decimal),
    /// A date.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Integer(i64),
}

impl FrameData {
    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Decimal(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::Flag(values) => values.len(),
            Self::Integer(values) => values.len(),
            Self::Small(values) => values.len(),
        }
    }

    /// True without rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> FrameValue<'_> {
        match self {
            Self::Text(values) => values.get(row).map_or(FrameValue::Blank, FrameValue::Text),
            Self::Decimal(values) => values.get(row).map_or(FrameValue::Blank, FrameValue::Decimal),
            Self::Date(values) => values.get(row).copied().flatten().map_or(FrameValue::Blank, FrameValue::Date),
            Self::Flag(values) => values.get(row).copied().flatten().map_or(FrameValue::Blank, FrameValue::Flag),
            Self::Integer(values) => values.get(row).copied().flatten().map_or(FrameValue::Blank, FrameValue::Integer),
            Self::Small(values) => match values.get(row) {
                None | Some(&NO_NUMBER) => FrameValue::Blank,
                Some(&value) => FrameValue::Integer(value.into()),
            },
        }
    }
}

/// One named, typed column.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameColumn {
    /// Name in Python and Arrow, and key of its label in reports.
    pub name: String,
    /// How it is shown.
    pub show: Show,
    /// Its values, which sheets made from the frame share.
    pub data: Arc<FrameData>,
}

/// An answer with rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// What the answer is: key of the sheet's label, such as `where_used`.
    pub name: String,
    /// The columns, all of the same length.
    pub columns: Vec<FrameColumn>,
    /// What is doubtful about the answer.
    pub findings: Findings,
}

impl Frame {
    /// A frame without columns.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Adds a column of texts.
    #[must_use]
    pub fn text<'a>(self, name: &str, show: Show, values: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut data = TextData::default();
        values.into_iter().for_each(|value| data.push(value));
        self.with(name, show, FrameData::Text(data))
    }

    /// Adds a column of owned texts.
    #[must_use]
    pub fn strings(self, name: &str, show: Show, values: impl IntoIterator<Item = Option<String>>) -> Self {
        let mut data = TextData::default();
        values.into_iter().for_each(|value| data.push(value.as_deref()));
        self.with(name, show, FrameData::Text(data))
    }

    /// Adds a column of decimals.
    #[must_use]
    pub fn decimal(self, name: &str, show: Show, values: impl IntoIterator<Item = Option<Decimal>>) -> Self {
        self.with(name, show, FrameData::Decimal(values.into_iter().collect()))
    }

    /// Adds a column of dates.
    #[must_use]
    pub fn date(self, name: &str, values: impl IntoIterator<Item = Option<NaiveDate>>) -> Self {
        self.with(name, Show::Date, FrameData::Date(values.into_iter().collect()))
    }

    /// Adds a column of flags.
    #[must_use]
    pub fn flag(self, name: &str, values: impl IntoIterator<Item = Option<bool>>) -> Self {
        self.with(name, Show::Flag, FrameData::Flag(values.into_iter().collect()))
    }

    /// Adds a column of whole numbers.
    #[must_use]
    pub fn integer(self, name: &str, show: Show, values: impl IntoIterator<Item = Option<i64>>) -> Self {
        self.with(name, show, FrameData::Integer(values.into_iter().collect()))
    }

    /// Adds a column.
    #[must_use]
    pub fn with(mut self, name: &str, show: Show, data: FrameData) -> Self {
        self.columns.push(FrameColumn { name: name.to_owned(), show, data: Arc::new(data) });
        self
    }

    /// Sets the findings.
    #[must_use]
    pub fn findings(mut self, findings: Findings) -> Self {
        self.findings = findings;
        self
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.iter().map(|column| column.data.len()).max().unwrap_or(0)
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&FrameColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// One value; blank when row or column is not there.
    #[must_use]
    pub fn value(&self, row: usize, name: &str) -> FrameValue<'_> {
        self.column(name).map_or(FrameValue::Blank, |column| column.data.get(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_stand_once_are_read_like_texts_of_rows() {
        let mut coded = TextData::coded(["a", "bc"], vec![1, NO_TEXT, 0, 1]);
        coded.push(Some("d"));
        coded.push(None);
        let mut plain = TextData::default();
        for text in [Some("bc"), None, Some("a"), Some("bc"), Some("d"), None] {
            plain.push(text);
        }
        assert_eq!(coded, plain);
        assert_eq!((coded.get(6), coded.len(), plain.bytes(), coded.bytes()), (None, 6, 6, 6));
        for data in [&coded, &plain] {
            let (bytes, offsets) = data.laid_out(|offset| offset);
            assert_eq!((&*bytes, offsets), (&b"bcabcd"[..], vec![0, 2, 2, 3, 5, 6, 6]));
            let filled = data.filled().unwrap();
            let filled: Vec<bool> = (0..6).map(|row| filled.is(row)).collect();
            assert_eq!(filled, [true, false, true, true, true, false]);
        }
        let long = "longer than what is written in one step";
        let two = TextData::coded([long, "x"], vec![1, 0, 1]);
        assert_eq!((two.laid_out(|_| ()).0, two.filled().is_none()), (format!("x{long}x").into_bytes(), true));
        let once = plain.clone();
        plain.append(&once);
        assert_eq!((plain.len(), plain.get(6), plain.get(7), plain.get(8)), (12, Some("bc"), None, Some("a")));
        coded.append(&once);
        assert_eq!(coded, plain);
        assert_eq!(TextData::joined(&[once.clone(), once.clone()]), plain);
        for data in [&mut coded, &mut plain] {
            data.push_with(|text| {
                text.push_str("lost");
                None
            });
            data.push_with(|text| {
                text.push_str("kept");
                Some(())
            });
            assert_eq!((data.get(12), data.get(13)), (None, Some("kept")));
        }
        assert_eq!(coded, plain);
    }

    #[test]
    fn a_frame_gives_back_what_was_put_in() {
        let frame = Frame::new("answer").text("item", Show::Code, [Some("A1"), None, Some("")]).decimal(
            "quantity",
            Show::Quantity,
            [Some(Decimal::ONE), None, None],
        );
        assert_eq!(frame.len(), 3);
        assert_eq!(frame.value(0, "item"), FrameValue::Text("A1"));
        assert_eq!(frame.value(1, "item"), FrameValue::Blank);
        assert_eq!(frame.value(2, "item"), FrameValue::Text(""));
        assert_eq!(frame.value(0, "quantity"), FrameValue::Decimal(Decimal::ONE));
        assert_eq!(frame.value(9, "nothing"), FrameValue::Blank);
    }
}
