//! One cell to one typed value, by the type of its field.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::column::Value;
use super::schema::{self, FieldKind};
use super::words;
use crate::finding::{Code, codes};
use crate::values::{self, Locale, PIECES, known_unit};
use crate::workbook::{self as cell, Cell, CellValue, Problem};

/// A value of its field's type.
pub(super) enum Typed<'a> {
    /// The cell holds nothing.
    Blank,
    /// A text that has no symbol yet.
    Text { text: Cow<'a, str>, note: Note },
    /// Any other value.
    Value(Value),
    /// A text such as `-` where a number is expected: as good as blank.
    Placeholder,
    /// A number with something behind it.
    Beside(Beside),
    /// A size of a pack in a column of units: the units a price is for, and their unit.
    Pack(Decimal, Option<String>),
}

/// A number and what stands behind it.
pub(super) struct Beside {
    /// The number.
    pub(super) value: Decimal,
    /// The unit of a quantity.
    pub(super) unit: Option<String>,
    /// How many units a price is for.
    pub(super) pack: Option<Decimal>,
    /// What is noted.
    pub(super) code: &'static Code,
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
    /// It was the sign or name of a currency.
    CurrencyNamed,
    /// It is no code of a currency.
    NoCurrency,
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
    // Most codes have nothing but letters, digits and signs of ASCII: nothing of them is removed or noted.
    if let (FieldKind::Code, CellValue::Text(text)) = (kind, found.value)
        && !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Ok(Typed::Text { text: Cow::Borrowed(text), note: Note::None });
    }
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
        FieldKind::Decimal | FieldKind::Money | FieldKind::Fraction | FieldKind::Percent | FieldKind::Integer => {
            let number = match kind {
                FieldKind::Percent => cell::percent(found, locale).map(Value::Decimal),
                FieldKind::Integer => cell::integer(found, locale).map(Value::Integer),
                _ => cell::decimal(found, locale).map(Value::Decimal),
            };
            match number {
                Ok(number) => Typed::Value(number),
                Err(problem) => beside_number(found, kind, (table, field), locale).ok_or(problem)?,
            }
        }
        FieldKind::Date => Typed::Value(Value::Date(cell::date(found, locale)?)),
        FieldKind::Flag => Typed::Value(Value::Flag(cell::flag(found)?)),
    })
}

/// What a text is that is not just a number: a sign for nothing, a quantity with its unit, a price with its pack.
fn beside_number<'a>(
    found: &Cell<'a>,
    kind: FieldKind,
    (table, field): (&str, &str),
    locale: Option<Locale>,
) -> Option<Typed<'a>> {
    let CellValue::Text(text) = found.value else { return None };
    if values::is_placeholder(text) {
        return Some(Typed::Placeholder);
    }
    let has = |field: &str| schema::table(table).is_some_and(|table| table.field(field).is_some());
    let beside = match kind {
        FieldKind::Money if has("price_quantity") => {
            let (value, pack) = values::parse_price_per(text, locale)?;
            Beside { value, unit: None, pack: Some(pack.quantity), code: &codes::reading::I_PRICE_PACK }
        }
        FieldKind::Decimal if field == "price_quantity" => {
            let pack = values::parse_pack(text, locale)?;
            Beside { value: pack.quantity, unit: None, pack: None, code: &codes::reading::I_PRICE_PACK }
        }
        FieldKind::Decimal => {
            let quantity = values::parse_quantity(text, locale)?;
            let (value, unit) = match quantity.unit.map(|unit| (unit, known_unit(unit))) {
                Some((unit, _)) if field == "quantity" && has("unit") => (quantity.value, Some(unit.to_owned())),
                None | Some((_, Some((PIECES, _)))) => (quantity.value, None),
                Some((_, Some(("kg", factor)))) if field.ends_with("_kg") => {
                    (quantity.value.checked_mul(factor)?.normalize(), None)
                }
                Some(_) => return None,
            };
            Beside { value, unit, pack: None, code: &codes::reading::I_QTY_UNIT }
        }
        _ => return None,
    };
    Some(Typed::Beside(beside))
}

/// A text of a column of units that is the size of a pack: `50 cnt`, `per 100`.
pub(super) fn as_pack(typed: Typed<'_>, locale: Option<Locale>) -> Typed<'_> {
    match typed {
        Typed::Text { text, note } => match values::parse_pack(&text, locale) {
            Some(pack) => Typed::Pack(pack.quantity, pack.unit.map(str::to_owned)),
            None => Typed::Text { text, note },
        },
        other => other,
    }
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
