//! One cell to one typed value, by the type of its field.

use std::borrow::Cow;

use super::column::Value;
use super::schema::FieldKind;
use super::words;
use crate::finding::codes;
use crate::values::Locale;
use crate::workbook::{self as cell, Cell, Problem};

/// A value of its field's type.
pub(super) enum Typed<'a> {
    /// The cell holds nothing.
    Blank,
    /// A text that has no symbol yet.
    Text { text: Cow<'a, str>, trimmed: bool, fullwidth: bool },
    /// Any other value.
    Value(Value),
}

/// Types a cell.
pub(super) fn value<'a>(
    found: &Cell<'a>,
    kind: FieldKind,
    table: &'static str,
    field: &str,
    locale: Option<Locale>,
) -> Result<Typed<'a>, Problem> {
    if cell::is_blank(found) {
        return Ok(Typed::Blank);
    }
    Ok(match kind {
        FieldKind::Code => {
            let code = cell::code_text(found)?;
            Typed::Text { text: code.text, trimmed: code.trimmed, fullwidth: code.fullwidth }
        }
        FieldKind::Text | FieldKind::Codes => {
            Typed::Text { text: cell::free_text(found)?, trimmed: false, fullwidth: false }
        }
        FieldKind::Choice => {
            let text = cell::free_text(found)?;
            match words::choice(table, field, &text) {
                Some(choice) => Typed::Text { text: Cow::Borrowed(choice), trimmed: false, fullwidth: false },
                None => {
                    return Err(Problem { code: &codes::reading::E_CHOICE, value: text.into_owned(), detail: None });
                }
            }
        }
        FieldKind::Decimal | FieldKind::Money => Typed::Value(Value::Decimal(cell::decimal(found, locale)?)),
        FieldKind::Fraction => Typed::Value(Value::Decimal(cell::decimal(found, locale)?)),
        FieldKind::Percent => Typed::Value(Value::Decimal(cell::percent(found, locale)?)),
        FieldKind::Integer => Typed::Value(Value::Integer(cell::integer(found, locale)?)),
        FieldKind::Date => Typed::Value(Value::Date(cell::date(found, locale)?)),
        FieldKind::Flag => Typed::Value(Value::Flag(cell::flag(found)?)),
    })
}
