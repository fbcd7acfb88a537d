//! What follows from the values of a sheet: column widths, decimals shown, sums, outline levels.

use chrono::NaiveTime;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::cell::{Cell, CellContent, FormulaResult, Target};
use super::frame::{Frame, FrameValue, Show, number_text};
use super::sheet::{Body, Column, Sheet, parse_origin};
use super::style::{NumberFormat, Style, fits_a_number_cell};
use super::words::Language;

/// Widest column, in characters.
const WIDEST: usize = 60;
/// A column up to this width is never made narrower than its longest text.
const COMFORTABLE: usize = 32;
/// Texts measured at most; of longer tables every n-th.
const MEASURED: usize = 20_000;
/// Room for the filter arrow and the margins of a cell.
const MARGIN: usize = 2;
/// More decimals than this are not padded in a whole column.
const PADDED: u32 = 3;
/// Decimals of a column of percents that have more than can be padded: computed shares, which nobody reads further.
const SHARE: u8 = 2;
/// Deepest indent.
const DEEPEST: u8 = 30;

/// The content of a body cell, borrowed from wherever it is.
#[derive(Clone, Debug)]
pub(super) enum Value<'a> {
    Blank,
    Text(&'a str),
    Code(std::borrow::Cow<'a, str>),
    Decimal(Decimal),
    Integer(i64),
    Date(chrono::NaiveDate),
    Flag(bool),
    Link(Leads<'a>, &'a str),
    Formula(&'a str, &'a FormulaResult),
}

/// Where a link leads; in a box when it is made from a text, so that the other values stay small.
#[derive(Clone, Debug)]
pub(super) enum Leads<'a> {
    To(&'a Target),
    Made(Box<Target>),
}

impl Leads<'_> {
    pub(super) fn target(&self) -> &Target {
        match self {
            Self::To(target) => target,
            Self::Made(target) => target,
        }
    }
}

/// A body cell with what is its own.
pub(super) struct Place<'a> {
    pub(super) value: Value<'a>,
    pub(super) style: Option<Style>,
    pub(super) note: Option<&'a str>,
}

impl<'a> Place<'a> {
    pub(super) fn of(cell: &'a Cell) -> Self {
        let value = match &cell.content {
            CellContent::Blank => Value::Blank,
            CellContent::Text(text) => Value::Text(text),
            CellContent::Code(text) => Value::Code(text.into()),
            CellContent::Decimal(value) => Value::Decimal(*value),
            CellContent::Integer(value) => Value::Integer(*value),
            CellContent::Date(value) => Value::Date(*value),
            CellContent::Flag(value) => Value::Flag(*value),
            CellContent::Link { target, text } => Value::Link(Leads::To(target), text),
            CellContent::Formula { formula, result } => Value::Formula(formula, result),
        };
        Self { value, style: cell.style, note: cell.note.as_deref() }
    }
}

/// The cell of a row and column of the body.
pub(super) fn place(sheet: &Sheet, row: usize, column: usize) -> Place<'_> {
    match &sheet.body {
        Body::Rows(rows) => rows
            .get(row)
            .and_then(|row| row.cells.get(column))
            .map_or(Place { value: Value::Blank, style: None, note: None }, Place::of),
        Body::Frame(frame) => Place { value: frame_value(sheet, frame, row, column), style: None, note: None },
    }
}

fn frame_value<'a>(sheet: &'a Sheet, frame: &'a Frame, row: usize, column: usize) -> Value<'a> {
    let Some(column) = frame.columns.get(column) else { return Value::Blank };
    match (column.show, column.data.get(row)) {
        (_, FrameValue::Blank | FrameValue::Text("")) => Value::Blank,
        (Show::Code, FrameValue::Text(text)) => Value::Code(text.into()),
        (Show::Code, FrameValue::Decimal(value)) => Value::Code(value.normalize().to_string().into()),
        (Show::Code, FrameValue::Integer(value)) => Value::Code(value.to_string().into()),
        (Show::Origin, FrameValue::Text(text)) => match origin_target(sheet, text) {
            Some(target) => Value::Link(Leads::Made(Box::new(target)), text),
            None => Value::Text(text),
        },
        (_, FrameValue::Text(text)) => Value::Text(text),
        (_, FrameValue::Decimal(value)) => Value::Decimal(value),
        (_, FrameValue::Integer(value)) => Value::Integer(value),
        (_, FrameValue::Date(value)) => Value::Date(value),
        (_, FrameValue::Flag(value)) => Value::Flag(value),
        (_, FrameValue::Number(value)) => number_value(value),
        (_, FrameValue::Moment(value)) if value.time() == NaiveTime::MIN => Value::Date(value.date()),
        // A date alone would hide the time.
        (_, FrameValue::Moment(value)) => Value::Code(value.to_string().into()),
    }
}

/// A number through 15 digits, as number cells have; text where it is too large for a decimal.
fn number_value<'a>(value: f64) -> Value<'a> {
    match Decimal::from_f64(value) {
        Some(number) => Value::Decimal(number.normalize()),
        None if value.is_nan() => Value::Blank,
        None => Value::Code(number_text(value).into()),
    }
}

fn origin_target(sheet: &Sheet, text: &str) -> Option<Target> {
    if sheet.sources.is_empty() {
        return None;
    }
    let origin = parse_origin(text)?;
    let path = sheet.sources.get(origin.workbook.as_ref())?;
    Some(source_target(path, &origin))
}

/// The link to a place of a source workbook.
pub(super) fn source_target(path: &str, origin: &crate::origin::Origin) -> Target {
    if path.contains("://") {
        return Target::Web(path.to_owned());
    }
    let cell = match (origin.row, origin.column) {
        (Some(row), None) => format!("A{}", u64::from(row) + 1),
        (None, Some(_)) => format!("{}1", origin.cell()),
        _ => origin.cell(),
    };
    Target::File { path: path.to_owned(), sheet: origin.sheet.to_string(), cell }
}

/// What was found out about a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnLayout {
    pub(super) width: usize,
    pub(super) wrap: bool,
    /// Decimals of all cells of the column; none when each cell has its own.
    decimals: Option<u8>,
}

impl ColumnLayout {
    /// True when all numbers of a column are shown alike.
    pub(super) const fn is_uniform(self, show: Show) -> bool {
        self.decimals.is_some() || !matches!(show, Show::Quantity | Show::Percent | Show::Number)
    }

    /// The number format of a value in this column.
    pub(super) fn number(self, show: Show, value: Decimal) -> NumberFormat {
        let own = || u8::try_from(value.normalize().scale()).unwrap_or(u8::MAX).min(10);
        let decimals = self.decimals.unwrap_or_else(own);
        match show {
            Show::Money(decimals) => NumberFormat::Grouped(decimals),
            Show::Quantity => NumberFormat::Grouped(decimals),
            Show::Percent => NumberFormat::Percent(decimals),
            Show::Integer | Show::Level => NumberFormat::Fixed(0),
            Show::Number => NumberFormat::Fixed(decimals),
            Show::Text | Show::Code | Show::Date | Show::Flag | Show::Origin => NumberFormat::General,
        }
    }
}

/// Measures all columns.
pub(super) fn lay_out(sheet: &Sheet, language: Language) -> Vec<ColumnLayout> {
    sheet.columns.iter().enumerate().map(|(index, column)| lay_out_column(sheet, index, column, language)).collect()
}

fn lay_out_column(sheet: &Sheet, index: usize, column: &Column, language: Language) -> ColumnLayout {
    let rows = sheet.len();
    let step = (rows / MEASURED).max(1);
    let words = language.words();
    let indents = indent_column(sheet) == Some(index);
    let least = if indents { least_level(sheet) } else { 0 };
    let mut texts = [0_usize; WIDEST + 2];
    let mut measured = 0_usize;
    let mut digits = 0_usize;
    let mut scale = 0_u32;
    for row in 0..rows {
        let place = place(sheet, row, index);
        let width = match &place.value {
            Value::Blank => continue,
            Value::Decimal(value) | Value::Formula(_, FormulaResult::Number(value)) => {
                // Only a value with more decimals than all before can have more that count.
                if value.scale() > scale {
                    scale = scale.max(value.normalize().scale());
                }
                digits = digits.max(whole_digits(*value));
                continue;
            }
            Value::Integer(value) => {
                digits = digits.max(whole_digits(Decimal::from(*value)));
                continue;
            }
            _ if row % step != 0 => continue,
            Value::Text(text) | Value::Link(_, text) => text_width(text),
            Value::Formula(_, FormulaResult::Text(text)) => text_width(text),
            Value::Code(text) => text_width(text),
            Value::Date(_) => 10,
            Value::Flag(true) => text_width(words.yes),
            Value::Flag(false) | Value::Formula(_, FormulaResult::Flag(_)) => text_width(words.no),
        };
        let width = if indents { width + 2 * usize::from(indent(sheet, row, least)) } else { width };
        if let Some(count) = texts.get_mut(width.min(WIDEST + 1)) {
            *count += 1;
            measured += 1;
        }
    }
    if column.total {
        let sum = sum(sheet, index, 0..rows).unwrap_or_default();
        digits = digits.max(whole_digits(sum));
    }
    let decimals = match column.show {
        _ if scale <= PADDED => Some(u8::try_from(scale).unwrap_or_default()),
        Show::Percent => Some(SHARE),
        _ => None,
    };
    let shown_scale = match column.show {
        Show::Money(decimals) => usize::from(decimals),
        Show::Percent => usize::from(decimals.unwrap_or(SHARE)),
        _ => usize::try_from(scale.min(10)).unwrap_or_default(),
    };
    let numbers = match digits {
        0 => 0,
        // Sign, point, " %", the distance from the edge and one sign for every three digits.
        _ => digits + digits / 3 + shown_scale + 2 + if column.show == Show::Percent { 2 } else { 0 },
    };
    let (text, longest) = text_column_width(&texts, measured);
    let label = text_width(&column.label);
    let arrow = if sheet.filter { 3 } else { 1 };
    let header = match (sheet.header, sheet.typing) {
        (true, true) => longest_word(&column.label).max(label.min(24)).max(11) + 2,
        (true, false) => longest_word(&column.label).max(label.min(14)) + arrow,
        (false, _) => 0,
    };
    ColumnLayout {
        width: (text.max(numbers) + MARGIN).max(header).max(5),
        // What is aside goes on over the edge rather than make the rows higher.
        wrap: column.wrap || (longest > text && !column.aside),
        decimals,
    }
}

/// Width for the texts of a column, and the widest there is: nearly all fit, the few others wrap.
fn text_column_width(texts: &[usize], measured: usize) -> (usize, usize) {
    let longest = texts.iter().rposition(|&count| count > 0).unwrap_or(0);
    if longest <= COMFORTABLE {
        return (longest, longest);
    }
    let mut covered = 0;
    for (width, count) in texts.iter().enumerate() {
        covered += count;
        if width >= COMFORTABLE && covered * 20 >= measured * 19 {
            return (width.min(WIDEST), longest);
        }
    }
    (WIDEST, longest)
}

/// Digits before the point, and one for the sign.
fn whole_digits(value: Decimal) -> usize {
    let digits = value.mantissa().unsigned_abs().checked_ilog10().map_or(1, |power| power + 1);
    digits.saturating_sub(value.scale()).max(1) as usize + usize::from(value.is_sign_negative())
}

/// Width of a text in digits of the usual font: the longest line, wide signs counted twice, capitals a little more than
/// once.
pub(super) fn text_width(text: &str) -> usize {
    let width = |line: &str| {
        let capitals = line.bytes().filter(u8::is_ascii_uppercase).count();
        line.chars().map(char_width).sum::<usize>() + 3 * capitals / 20
    };
    text.lines().map(width).max().unwrap_or(0)
}

fn longest_word(text: &str) -> usize {
    // Signs of East Asian writing can be broken anywhere.
    text.split([' ', '-', '/', '\n'])
        .map(|word| if word.chars().any(|letter| char_width(letter) == 2) { 8 } else { text_width(word) })
        .max()
        .unwrap_or(0)
}

fn char_width(letter: char) -> usize {
    match u32::from(letter) {
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1_F300..=0x1_FAFF
        | 0x2_0000..=0x3_FFFD => 2,
        0x0300..=0x036F | 0x200B..=0x200F => 0,
        _ => 1,
    }
}

/// Lines a text takes in a column of that width.
pub(super) fn wrapped_lines(text: &str, width: usize) -> usize {
    let width = width.max(1);
    let mut lines = 0;
    for paragraph in text.lines() {
        let mut used = 0;
        lines += 1;
        for word in paragraph.split(' ') {
            let length = text_width(word);
            if used > 0 && used + 1 + length > width {
                lines += 1;
                used = 0;
            }
            used += length + usize::from(used > 0);
            while used > width {
                lines += 1;
                used -= width;
            }
        }
    }
    lines.max(1)
}

/// The exact sum of the numbers of a column that are written as numbers; none when it does not fit.
pub(super) fn sum(sheet: &Sheet, column: usize, rows: std::ops::Range<usize>) -> Option<Decimal> {
    let mut total = Decimal::ZERO;
    for row in rows {
        let value = match place(sheet, row, column).value {
            Value::Decimal(value) | Value::Formula(_, &FormulaResult::Number(value)) => value,
            Value::Integer(value) => Decimal::from(value),
            _ => continue,
        };
        if fits_a_number_cell(value) {
            total = total.checked_add(value)?;
        }
    }
    Some(total.normalize())
}

/// The column that is indented by the level column: the first one with text after it.
pub(super) fn indent_column(sheet: &Sheet) -> Option<usize> {
    let Body::Frame(frame) = &sheet.body else { return None };
    let level = frame.columns.iter().position(|column| column.show == Show::Level)?;
    let after =
        frame.columns.iter().skip(level + 1).position(|column| matches!(column.show, Show::Text | Show::Code))?;
    Some(level + 1 + after)
}

/// The level of a row of a sheet as far as it is indented.
fn row_level(sheet: &Sheet, row: usize) -> i64 {
    match &sheet.body {
        Body::Rows(rows) => rows.get(row).map_or(0, |row| i64::from(row.level)),
        Body::Frame(frame) => {
            let column = frame.columns.iter().find(|column| column.show == Show::Level);
            match column.map_or(FrameValue::Blank, |column| column.data.get(row)) {
                FrameValue::Integer(level) => level,
                FrameValue::Decimal(level) => i64::try_from(level.trunc()).unwrap_or(0),
                _ => 0,
            }
        }
    }
}

/// Level of the rows that stand at the edge: the least there is in an answer, 0 for rows that were pushed.
pub(super) fn least_level(sheet: &Sheet) -> i64 {
    match &sheet.body {
        Body::Frame(frame) if frame.columns.iter().any(|column| column.show == Show::Level) => {
            (0..frame.len()).map(|row| row_level(sheet, row)).min().unwrap_or(0)
        }
        Body::Frame(_) | Body::Rows(_) => 0,
    }
}

/// Steps a row is indented, `least` being the level of those that are not.
pub(super) fn indent(sheet: &Sheet, row: usize, least: i64) -> u8 {
    let steps = row_level(sheet, row).saturating_sub(least).clamp(0, i64::from(DEEPEST));
    u8::try_from(steps).unwrap_or(DEEPEST)
}

/// Outline levels of the rows, 0 to 7: deeper rows count as 7.
///
/// Empty when no row has one.
pub(super) fn outline(sheet: &Sheet, rows: std::ops::Range<usize>) -> Vec<u8> {
    if let Body::Frame(frame) = &sheet.body
        && frame.columns.iter().all(|column| column.show != Show::Level)
    {
        return Vec::new();
    }
    let least = least_level(sheet);
    rows.map(|row| indent(sheet, row, least).min(7)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_signs_count_twice() {
        assert_eq!(text_width("abc"), 3);
        assert_eq!(text_width("泵体 A"), 6);
        assert_eq!(text_width("a\nlonger"), 6);
        assert_eq!(text_width("E-CUSTOMER-UNKNOWN"), 20);
    }

    #[test]
    fn long_texts_wrap_and_few_outliers_do_not_widen_the_column() {
        let mut texts = [0; WIDEST + 2];
        texts[20] = 99;
        texts[61] = 1;
        assert_eq!(text_column_width(&texts, 100), (COMFORTABLE, 61));
        assert_eq!(wrapped_lines("one two three", 7), 2);
        assert_eq!(wrapped_lines("onetwothree", 4), 3);
        assert_eq!(wrapped_lines("", 4), 1);
    }
}
