//! One cell, and its conversion to text, decimal, date and flag: the only place that reads a raw cell.
//!
//! Rules: structures specification, section 0.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::format::{FormatKind, NumberFormat};
use crate::finding::Code;
use crate::finding::codes::reading::{E_CELL_ERROR, E_DATE, E_FLAG, E_ITEM_TYPE, E_NO_CACHED_VALUE, E_NUMBER};
use crate::values::{self, Locale, NumberError, decimal_from_f64, parse_decimal};

/// What a cell holds; never blank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CellValue<'a> {
    /// Text, as it stands in the file.
    Text(&'a str),
    /// A number without a date format.
    Number(f64),
    /// An exact number of a table handed over in memory.
    Decimal(Decimal),
    /// A number with a date format, from 1900-03-01 on, or a date written as ISO text by the program.
    DateTime(NaiveDateTime),
    /// A number with a date format that is no day: a time of day, or a day before 1900-03-01 or after 9999.
    Serial(f64),
    /// A number with a format for durations.
    Duration(TimeDelta),
    /// True or false.
    Bool(bool),
    /// An error value such as `#N/A`.
    Error(&'a str),
    /// A formula whose result is not in the file.
    NoCachedValue,
}

/// One cell that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// Row, from zero.
    pub row: u32,
    /// Column, from zero.
    pub column: u32,
    /// What it holds.
    pub value: CellValue<'a>,
    /// How it is shown.
    pub format: &'a NumberFormat,
    /// True when the text lies in the workbook's table of strings. Two such texts with the same address and length are
    /// the same text as long as the workbook is not dropped, so that work done on one can be kept for the others.
    /// Texts without this mark may lie where another text lay before.
    pub shared: bool,
}

/// Why a cell cannot be used as what its column needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub code: &'static Code,
    /// The value as found.
    pub value: String,
    /// What this case is about, when the code does not say it all.
    pub detail: Option<String>,
}

impl Problem {
    fn new(code: &'static Code, cell: &Cell<'_>) -> Self {
        Self { code, value: display(cell), detail: None }
    }

    fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// An item number, serial, lot, position or revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeText<'a> {
    /// The text, case kept; may be empty when the cell holds nothing to be seen.
    pub text: Cow<'a, str>,
    /// True when blanks or control characters around it were removed (`I-TRIM`).
    pub trimmed: bool,
    /// True when it holds full-width characters (`W-FULLWIDTH`).
    pub fullwidth: bool,
}

/// Below this a whole double has at most 15 digits, all of them exact.
const FIFTEEN_DIGITS: f64 = 1e15;

/// True when nothing can be seen in the cell: such a cell counts as blank.
#[must_use]
pub fn is_blank(cell: &Cell<'_>) -> bool {
    matches!(cell.value, CellValue::Text(text) if values::is_blank(text))
}

/// True for a whole number of more than 15 digits: the file has already lost the last ones (`W-DIGITS-LOST`).
#[must_use]
pub fn digits_lost(cell: &Cell<'_>) -> bool {
    matches!(cell.value, CellValue::Number(number) if number.abs() >= FIFTEEN_DIGITS)
}

/// The text of a cell in a column of item numbers, serials, lots, positions or revisions.
///
/// Whole numbers of at most 15 digits become their digits as the format shows them: padded by zeros, with the signs and
/// letters of a pattern such as `000-000` or `"AB"0000`.
///
/// # Errors
///
/// `E-ITEM-TYPE` for other numbers, dates and flags; `E-CELL-ERROR`; `E-NO-CACHED-VALUE`.
pub fn code_text<'a>(cell: &Cell<'a>) -> Result<CodeText<'a>, Problem> {
    match cell.value {
        CellValue::Text(text) => {
            let cleaned = values::clean(text);
            let fullwidth = values::has_fullwidth(&cleaned.text);
            Ok(CodeText { text: cleaned.text, trimmed: cleaned.trimmed, fullwidth })
        }
        CellValue::Number(_) if cell.format.kind == FormatKind::Scientific => Err(Problem::new(&E_ITEM_TYPE, cell)
            .with(
                "shown with a power of ten: perhaps a text such as 22E1 that the spreadsheet program took for a number",
            )),
        CellValue::Number(number) => match whole(number) {
            Some(number) => {
                Ok(CodeText { text: Cow::Owned(cell.format.shown(number)), trimmed: false, fullwidth: false })
            }
            None if cell.format.kind == FormatKind::Fraction => Err(Problem::new(&E_ITEM_TYPE, cell).with(
                "shown as a fraction: perhaps a text such as 1/2 that the spreadsheet program took for a number",
            )),
            None if digits_lost(cell) => Err(Problem::new(&E_ITEM_TYPE, cell)
                .with("a number of more than 15 digits: the file has already lost the last ones")),
            None => Err(Problem::new(&E_ITEM_TYPE, cell)),
        },
        CellValue::Decimal(number) if number.fract().is_zero() => {
            Ok(CodeText { text: Cow::Owned(number.trunc().normalize().to_string()), trimmed: false, fullwidth: false })
        }
        CellValue::DateTime(_) | CellValue::Serial(_) => {
            Err(Problem::new(&E_ITEM_TYPE, cell).with("the spreadsheet program has made a date of it"))
        }
        CellValue::Decimal(_) | CellValue::Duration(_) | CellValue::Bool(_) => Err(Problem::new(&E_ITEM_TYPE, cell)),
        CellValue::Error(_) | CellValue::NoCachedValue => Err(without_value(cell)),
    }
}

/// The text of a cell in a column of free text: numbers in their shortest form, dates as ISO, flags as true or false.
///
/// # Errors
///
/// `E-CELL-ERROR`; `E-NO-CACHED-VALUE`.
pub fn free_text<'a>(cell: &Cell<'a>) -> Result<Cow<'a, str>, Problem> {
    match cell.value {
        CellValue::Text(text) => Ok(values::clean(text).text),
        CellValue::Error(_) | CellValue::NoCachedValue => Err(without_value(cell)),
        _ => Ok(Cow::Owned(display(cell))),
    }
}

/// The exact value of a number cell (through 15 significant digits) or of a number written as text.
///
/// Text with a percent sign is a fraction: `5 %` is 0.05.
///
/// # Errors
///
/// `E-NUMBER` for all that is not a number, blanks too; `E-CELL-ERROR`; `E-NO-CACHED-VALUE`.
pub fn decimal(cell: &Cell<'_>, locale: Option<Locale>) -> Result<Decimal, Problem> {
    match cell.value {
        CellValue::Number(number) => decimal_from_f64(number).ok_or_else(|| Problem::new(&E_NUMBER, cell)),
        CellValue::Decimal(number) => Ok(number),
        CellValue::Text(text) => {
            let parsed = parse_decimal(text, locale).map_err(|error| number_problem(cell, error))?;
            if parsed.percent {
                parsed.value.checked_div(Decimal::ONE_HUNDRED).ok_or_else(|| Problem::new(&E_NUMBER, cell))
            } else {
                Ok(parsed.value)
            }
        }
        CellValue::Error(_) | CellValue::NoCachedValue => Err(without_value(cell)),
        CellValue::DateTime(_) | CellValue::Serial(_) | CellValue::Duration(_) | CellValue::Bool(_) => {
            Err(Problem::new(&E_NUMBER, cell))
        }
    }
}

/// Percent points: 15 for a cell 0.15 with a percent format, for the text `15 %` and for a plain 15.
///
/// # Errors
///
/// As [`decimal`].
pub fn percent(cell: &Cell<'_>, locale: Option<Locale>) -> Result<Decimal, Problem> {
    match cell.value {
        CellValue::Number(_) if cell.format.kind == FormatKind::Percent => decimal(cell, locale)?
            .checked_mul(Decimal::ONE_HUNDRED)
            .map(|points| points.normalize())
            .ok_or_else(|| Problem::new(&E_NUMBER, cell)),
        CellValue::Text(text) => {
            parse_decimal(text, locale).map(|parsed| parsed.value).map_err(|error| number_problem(cell, error))
        }
        _ => decimal(cell, locale),
    }
}

/// True for a number with a percent format, and for a text with a percent sign.
#[must_use]
pub fn has_percent_sign(cell: &Cell<'_>) -> bool {
    match cell.value {
        CellValue::Number(_) => cell.format.kind == FormatKind::Percent,
        CellValue::Text(text) => text.contains(['%', '\u{FF05}']),
        _ => false,
    }
}

/// A whole number.
///
/// # Errors
///
/// As [`decimal`], and `E-NUMBER` for fractions and beyond 18 digits.
pub fn integer(cell: &Cell<'_>, locale: Option<Locale>) -> Result<i64, Problem> {
    let value = decimal(cell, locale)?;
    if !value.fract().is_zero() {
        return Err(Problem::new(&E_NUMBER, cell).with("a whole number is needed"));
    }
    value.to_i64().ok_or_else(|| Problem::new(&E_NUMBER, cell))
}

/// The day of a date cell, of ISO text, or of text in the order of the locale.
///
/// # Errors
///
/// `E-DATE` for all that is not a date, blanks too; `E-CELL-ERROR`; `E-NO-CACHED-VALUE`.
pub fn date(cell: &Cell<'_>, locale: Option<Locale>) -> Result<NaiveDate, Problem> {
    match cell.value {
        CellValue::DateTime(moment) => Ok(moment.date()),
        CellValue::Text(text) => {
            let text = values::clean(text).text;
            values::parse_date(&text, locale).ok_or_else(|| unread_date(cell, &text, locale))
        }
        CellValue::Error(_) | CellValue::NoCachedValue => Err(without_value(cell)),
        CellValue::Serial(_) => Err(Problem::new(&E_DATE, cell).with("not a day from 1900-03-01 to 9999-12-31")),
        CellValue::Number(_) | CellValue::Decimal(_) => {
            Err(Problem::new(&E_DATE, cell).with("a number without a date format"))
        }
        CellValue::Duration(_) | CellValue::Bool(_) => Err(Problem::new(&E_DATE, cell)),
    }
}

/// The problem of a text that is no date as it stands: which locale reads it, when one does.
fn unread_date(cell: &Cell<'_>, text: &str, locale: Option<Locale>) -> Problem {
    let problem = Problem::new(&E_DATE, cell);
    let ways = if locale.is_none() { values::dates_by_locale(text) } else { Vec::new() };
    let ways: Vec<String> = ways.into_iter().map(|(name, day)| format!("{day} with the locale {name}")).collect();
    if ways.is_empty() { problem } else { problem.with(ways.join(", ")) }
}

/// Yes or no: true and false cells, 1 and 0, and the flag words; blank is no.
///
/// # Errors
///
/// `E-FLAG` for all else; `E-CELL-ERROR`; `E-NO-CACHED-VALUE`.
pub fn flag(cell: &Cell<'_>) -> Result<bool, Problem> {
    let answer = match cell.value {
        CellValue::Bool(flag) => Some(flag),
        CellValue::Text(text) => values::parse_flag(text),
        CellValue::Number(number) => whole(number).and_then(|number| match number {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }),
        CellValue::Decimal(number) if number.is_zero() => Some(false),
        CellValue::Decimal(number) if number == Decimal::ONE => Some(true),
        CellValue::Error(_) | CellValue::NoCachedValue => return Err(without_value(cell)),
        CellValue::DateTime(_) | CellValue::Serial(_) | CellValue::Duration(_) | CellValue::Decimal(_) => None,
    };
    answer.ok_or_else(|| Problem::new(&E_FLAG, cell))
}

/// The value as found, for messages.
#[must_use]
pub fn display(cell: &Cell<'_>) -> String {
    match cell.value {
        CellValue::Text(text) | CellValue::Error(text) => text.to_owned(),
        CellValue::Number(number) => match whole(number) {
            Some(number) => cell.format.shown(number),
            None => shortest(number),
        },
        CellValue::Decimal(number) => number.normalize().to_string(),
        CellValue::DateTime(moment) if moment.time() == NaiveTime::MIN => moment.date().to_string(),
        CellValue::DateTime(moment) => moment.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
        CellValue::Serial(number) => shortest(number),
        CellValue::Duration(duration) => hours(duration),
        CellValue::Bool(flag) => flag.to_string(),
        CellValue::NoCachedValue => "formula without a stored result".to_owned(),
    }
}

/// A double that is whole and has at most 15 digits.
#[expect(clippy::float_cmp, clippy::cast_possible_truncation, reason = "compared with its own whole part, below 1e15")]
fn whole(number: f64) -> Option<i64> {
    (number.abs() < FIFTEEN_DIGITS && number.trunc() == number).then_some(number as i64)
}

/// The shortest form of a number of 15 digits.
fn shortest(number: f64) -> String {
    match decimal_from_f64(number) {
        Some(value) if !value.is_zero() => value.normalize().to_string(),
        _ => number.to_string(),
    }
}

/// A duration as hours, minutes and seconds.
fn hours(duration: TimeDelta) -> String {
    let seconds = duration.num_seconds();
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.unsigned_abs();
    format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The problem of a cell that is an error or has no stored result.
fn without_value(cell: &Cell<'_>) -> Problem {
    match cell.value {
        CellValue::NoCachedValue => Problem { code: &E_NO_CACHED_VALUE, value: String::new(), detail: None },
        _ => Problem::new(&E_CELL_ERROR, cell),
    }
}

/// The problem of a text that is not a number, with the reason when it is more than that.
fn number_problem(cell: &Cell<'_>, error: NumberError) -> Problem {
    let problem = Problem::new(&E_NUMBER, cell);
    match error {
        NumberError::Blank | NumberError::NotANumber => problem,
        other => problem.with(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell<'a>(value: CellValue<'a>, format: &'a NumberFormat) -> Cell<'a> {
        Cell { row: 0, column: 0, value, format, shared: false }
    }

    fn general(value: CellValue<'_>) -> Cell<'_> {
        cell(value, NumberFormat::general())
    }

    fn moment(text: &str) -> CellValue<'static> {
        CellValue::DateTime(values::parse_date_time(text, None).unwrap())
    }

    #[test]
    fn su12_item_numbers() {
        let zeros = NumberFormat::from_code("000000");
        assert_eq!(code_text(&cell(CellValue::Number(123.0), &zeros)).unwrap().text, "000123");
        assert_eq!(code_text(&general(moment("2026-03-31"))).unwrap_err().code, &E_ITEM_TYPE);
        assert_eq!(code_text(&general(CellValue::Text("1E5"))).unwrap().text, "1E5");
        let decimal = decimal(&general(CellValue::Number(0.300_000_000_000_000_04)), None).unwrap();
        assert_eq!(decimal.to_string(), "0.3");
    }

    #[test]
    fn su13_a_single_sign_before_three_digits() {
        let problem = decimal(&general(CellValue::Text("1,234")), None).unwrap_err();
        assert_eq!((problem.code, problem.value.as_str()), (&E_NUMBER, "1,234"));
        assert!(problem.detail.unwrap().contains("three digits"));
        assert_eq!(decimal(&general(CellValue::Text("1,234")), Locale::from_name("en")).unwrap(), Decimal::from(1234));
    }

    #[test]
    fn item_numbers_are_text() {
        let text =
            |value| code_text(&general(value)).map(|code| code.text.into_owned()).map_err(|p| (p.code.id, p.value));
        assert_eq!(text(CellValue::Number(123_456_789_012_345.0)).unwrap(), "123456789012345");
        assert_eq!(text(CellValue::Number(1e15)).unwrap_err().0, "E-ITEM-TYPE");
        assert_eq!(text(CellValue::Number(2.1)).unwrap_err(), ("E-ITEM-TYPE", "2.1".to_owned()));
        assert_eq!(text(CellValue::Bool(true)).unwrap_err(), ("E-ITEM-TYPE", "true".to_owned()));
        assert_eq!(text(CellValue::Error("#N/A")).unwrap_err(), ("E-CELL-ERROR", "#N/A".to_owned()));
        assert_eq!(text(CellValue::NoCachedValue).unwrap_err().0, "E-NO-CACHED-VALUE");
        let code = code_text(&general(CellValue::Text("\u{A0}A\u{FF11} "))).unwrap();
        assert_eq!((code.text.as_ref(), code.trimmed, code.fullwidth), ("A\u{FF11}", true, true));
        assert!(digits_lost(&general(CellValue::Number(1.23e18))));
        assert!(is_blank(&general(CellValue::Text(" \u{A0}"))) && !is_blank(&general(CellValue::Number(0.0))));
    }

    #[test]
    fn numbers_and_percents() {
        let share = NumberFormat::from_code("0.0%");
        let points = |cell: &Cell<'_>| percent(cell, None).unwrap().to_string();
        assert_eq!(points(&cell(CellValue::Number(0.15), &share)), "15");
        assert_eq!(points(&general(CellValue::Number(15.0))), "15");
        assert_eq!(points(&general(CellValue::Text("15 %"))), "15");
        assert_eq!(decimal(&general(CellValue::Text("5 %")), None).unwrap().normalize().to_string(), "0.05");
        assert_eq!(decimal(&cell(CellValue::Number(0.15), &share), None).unwrap().to_string(), "0.15");
        for value in [CellValue::Bool(true), moment("2026-01-01"), CellValue::Text("12,50 €"), CellValue::Text("")] {
            assert_eq!(decimal(&general(value), None).unwrap_err().code, &E_NUMBER, "{value:?}");
        }
        assert_eq!(integer(&general(CellValue::Text("1 200")), None), Ok(1200));
        assert_eq!(integer(&general(CellValue::Number(1.5)), None).unwrap_err().code, &E_NUMBER);
    }

    #[test]
    fn dates_and_flags() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 31).unwrap();
        assert_eq!(date(&general(moment("2026-03-31T12:00")), None), Ok(day));
        assert_eq!(date(&general(CellValue::Text(" 2026-03-31\u{A0}")), None), Ok(day));
        for value in [CellValue::Number(46_112.0), CellValue::Serial(0.5), CellValue::Text("31.3.2026")] {
            assert_eq!(date(&general(value), None).unwrap_err().code, &E_DATE, "{value:?}");
        }
        assert_eq!(date(&general(CellValue::Text("31.3.2026")), Locale::from_name("fi")), Ok(day));
        assert_eq!(flag(&general(CellValue::Number(1.0))), Ok(true));
        assert_eq!(flag(&general(CellValue::Bool(false))), Ok(false));
        assert_eq!(flag(&general(CellValue::Text("kyllä"))), Ok(true));
        assert_eq!(flag(&general(CellValue::Number(2.0))).unwrap_err().code, &E_FLAG);
    }

    #[test]
    fn values_are_shown_as_found() {
        for (value, shown) in [
            (CellValue::Number(0.1 + 0.2), "0.3"),
            (CellValue::Number(1.5e300), "1500000"),
            (CellValue::Number(-7.0), "-7"),
            (moment("2026-03-31"), "2026-03-31"),
            (moment("2026-03-31 12:30"), "2026-03-31 12:30:00"),
            (CellValue::Duration(TimeDelta::minutes(90)), "1:30:00"),
            (CellValue::Bool(true), "true"),
        ] {
            assert!(display(&general(value)).starts_with(shown), "{value:?}");
        }
        assert_eq!(free_text(&general(CellValue::Text(" a b "))).unwrap(), "a b");
    }
}
