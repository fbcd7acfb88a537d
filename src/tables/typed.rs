//! One cell to one typed value, by the type of its field.

use std::borrow::Cow;

use super::column::Value;
use super::schema::{self, FieldKind};
use super::words;
use crate::finding::codes;
use crate::values::Locale;
use crate::workbook::{self as cell, Cell, CellValue, Problem};

/// A value of its field's type.
pub(super) enum Typed<'a> {
    /// The cell holds nothing.
    Blank,
    /// A text that has no symbol yet.
    Text { text: Cow<'a, str>, note: Note },
    /// Any other value.
    Value(Value),
}

/// What happened to a text on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// Nothing.
    None,
    /// Blanks or control characters around it were removed.
    Trimmed,
    /// It holds full-width characters, perhaps blanks around it too.
    FullWidth {
        /// Blanks were removed too.
        trimmed: bool,
    },
    /// It was a number of more than 15 digits, of which the file has lost the last ones.
    DigitsLost,
}

/// Columns whose dates were values of properties before the spreadsheet program saw them.
const PROPERTY_VALUES: &[(&str, &str)] = &[("property_values", "value"), ("value_sets", "value")];

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
            let code = cell::code_text(found).map_err(|problem| as_value_date(problem, found, table, field))?;
            let note = match (code.fullwidth, code.trimmed) {
                (true, trimmed) => Note::FullWidth { trimmed },
                (false, true) => Note::Trimmed,
                (false, false) => Note::None,
            };
            Typed::Text { text: code.text, note }
        }
        FieldKind::Text | FieldKind::Codes => {
            let note = if cell::digits_lost(found) { Note::DigitsLost } else { Note::None };
            Typed::Text { text: cell::free_text(found)?, note }
        }
        FieldKind::Choice => {
            let text = cell::free_text(found)?;
            let Some(choice) = words::choice(table, field, &text) else {
                let spec = schema::table(table).and_then(|table| table.field(field));
                let detail = spec.map(|spec| format!("`{field}` is one of {}", spec.choices.join(", ")));
                return Err(Problem { code: &codes::reading::E_CHOICE, value: text.into_owned(), detail });
            };
            Typed::Text { text: Cow::Borrowed(choice), note: Note::None }
        }
        FieldKind::Decimal | FieldKind::Money | FieldKind::Fraction => {
            Typed::Value(Value::Decimal(cell::decimal(found, locale)?))
        }
        FieldKind::Percent => Typed::Value(Value::Decimal(cell::percent(found, locale)?)),
        FieldKind::Integer => Typed::Value(Value::Integer(cell::integer(found, locale)?)),
        FieldKind::Date => Typed::Value(Value::Date(cell::date(found, locale)?)),
        FieldKind::Flag => Typed::Value(Value::Flag(cell::flag(found)?)),
    })
}

/// A date in a column of property values is no number of a thing gone wrong, but a value such as `3-4`.
fn as_value_date(problem: Problem, found: &Cell<'_>, table: &str, field: &str) -> Problem {
    let is_date = matches!(found.value, CellValue::DateTime(_) | CellValue::Serial(_));
    if is_date && PROPERTY_VALUES.contains(&(table, field)) {
        Problem { code: &codes::reading::E_VALUE_DATE, detail: None, ..problem }
    } else {
        problem
    }
}
