//! A frame: an answer as typed, named columns – what Python tables, Arrow, CSV and report sheets are all made from.

mod laid_out;
mod numbered;
mod offsets;
mod text;

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use crate::finding::Findings;
use crate::tables::{Decimals, NO_NUMBER};

pub use numbered::Numbered;
pub use offsets::Offsets;
pub use text::{Filled, TextData};

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
    /// Floating-point numbers of lines handed over.
    Number(Vec<Option<f64>>),
    /// Dates with a time of day of lines handed over.
    Moment(Vec<Option<NaiveDateTime>>),
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
    /// A floating-point number.
    Number(f64),
    /// A date with a time of day.
    Moment(NaiveDateTime),
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
            Self::Number(values) => values.len(),
            Self::Moment(values) => values.len(),
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
            Self::Number(values) => values.get(row).copied().flatten().map_or(FrameValue::Blank, FrameValue::Number),
            Self::Moment(values) => values.get(row).copied().flatten().map_or(FrameValue::Blank, FrameValue::Moment),
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

/// A floating-point number as text: all its digits, with an exponent where they would be too many.
#[must_use]
pub fn number_text(value: f64) -> String {
    let is_handy = value == 0.0 || (1e-6..1e16).contains(&value.abs());
    if is_handy || !value.is_finite() { value.to_string() } else { format!("{value:e}") }
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
