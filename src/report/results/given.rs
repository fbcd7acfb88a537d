//! Columns handed over, as columns of an answer: under their own names, with the values that were given.

use crate::report::frame::{FrameData, Show, TextData};
use crate::tables::InputColumn;

/// The values of a column handed over.
#[must_use]
pub fn given_data(column: InputColumn) -> FrameData {
    match column {
        InputColumn::Text(values) => {
            let mut texts = TextData::default();
            for value in &values {
                texts.push(value.as_deref());
            }
            FrameData::Text(texts)
        }
        InputColumn::Coded(texts, codes) => FrameData::Text(TextData::coded(texts.iter().map(String::as_str), codes)),
        InputColumn::Blank(rows) => FrameData::Text(TextData::coded([], vec![u32::MAX; rows])),
        InputColumn::Decimal(values) => FrameData::Decimal(values),
        InputColumn::Number(values) => FrameData::Number(values),
        InputColumn::Integer(values) => FrameData::Integer(values),
        InputColumn::Date(values) => FrameData::Date(values),
        InputColumn::DateTime(values) => FrameData::Moment(values),
        InputColumn::Flag(values) => FrameData::Flag(values),
    }
}

/// How values are shown of which nothing else is known.
#[must_use]
pub const fn given_show(data: &FrameData) -> Show {
    match data {
        FrameData::Text(_) => Show::Text,
        FrameData::Decimal(_) | FrameData::Number(_) => Show::Number,
        FrameData::Date(_) | FrameData::Moment(_) => Show::Date,
        FrameData::Flag(_) => Show::Flag,
        FrameData::Integer(_) | FrameData::Small(_) => Show::Integer,
    }
}
