//! Writes one worksheet cell after the other, row by row, and keeps what a sheet cannot hold from being lost silently.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use foldhash::fast::FixedState;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Formula, Note, Url, Worksheet, XlsxError};

use super::cell::{FormulaResult, Target};
use super::error::ReportError;
use super::layout::Value;
use super::style::{Align, NumberFormat, Style, fits_a_number_cell, number};
use super::words::Language;

/// Longest text of a cell, in UTF-16 units.
pub(super) const LONGEST_TEXT: usize = 32_767;
/// Most links of a sheet.
pub(super) const MOST_LINKS: usize = 65_530;
/// Longest text of a note.
const LONGEST_NOTE: usize = 2_000;

/// The formats in use; looked up, never listed.
#[derive(Debug, Default)]
pub(super) struct Formats(HashMap<Style, Format, FixedState>);

impl Formats {
    fn get(&mut self, style: Style, language: Language) -> &Format {
        self.0.entry(style).or_insert_with(|| style.format(language))
    }
}

/// Styles of whole columns; none when every cell has its own.
struct ColumnStyles(Option<Vec<Option<Style>>>);

impl ColumnStyles {
    /// True when a cell looks like its column and needs no format. A column without style takes that of the cell.
    fn is_like(
        &mut self,
        column: u16,
        style: Style,
        take: impl FnOnce() -> Result<(), XlsxError>,
    ) -> Result<bool, XlsxError> {
        let Some(columns) = &mut self.0 else { return Ok(false) };
        let place = usize::from(column);
        if columns.len() <= place {
            columns.resize(place + 1, None);
        }
        match columns.get_mut(place) {
            Some(own @ None) => {
                *own = Some(style);
                take().map(|()| true)
            }
            own => Ok(own == Some(&mut Some(style))),
        }
    }
}

/// A worksheet with the row it has come to.
pub(super) struct Pen<'a> {
    pub(super) sheet: &'a mut Worksheet,
    pub(super) name: String,
    pub(super) language: Language,
    formats: &'a mut Formats,
    row: u32,
    links: usize,
    /// In use while the rows of a large sheet are written.
    columns: ColumnStyles,
}

impl<'a> Pen<'a> {
    pub(super) fn new(sheet: &'a mut Worksheet, name: &str, language: Language, formats: &'a mut Formats) -> Self {
        Self { sheet, name: name.to_owned(), language, formats, row: 0, links: 0, columns: ColumnStyles(None) }
    }

    pub(super) fn failed(&self, source: XlsxError) -> ReportError {
        ReportError::Layout { sheet: self.name.clone(), source }
    }

    pub(super) fn format(&mut self, style: Style) -> Format {
        self.formats.get(style, self.language).clone()
    }

    /// From now on a column takes the style of the next cell in it, and cells like that are written without a style of
    /// their own, which is much faster. For the rows of large sheets.
    pub(super) fn style_columns(&mut self) {
        self.columns = ColumnStyles(Some(Vec::new()));
    }

    /// Every cell has a style of its own again.
    pub(super) fn style_cells(&mut self) {
        self.columns = ColumnStyles(None);
    }

    fn is_like_its_column(&mut self, column: u16, style: Style) -> Result<bool, XlsxError> {
        let (sheet, formats, language) = (&mut *self.sheet, &mut *self.formats, self.language);
        self.columns
            .is_like(column, style, || sheet.set_column_format(column, formats.get(style, language)).map(|_| ()))
    }

    /// Writes a cell; rows must come in order, since a large sheet drops what comes too late.
    pub(super) fn put(&mut self, row: u32, column: u16, value: &Value<'_>, style: Style) -> Result<(), ReportError> {
        if row < self.row {
            return Err(ReportError::RowOrder { sheet: self.name.clone(), row: u64::from(row) + 1 });
        }
        self.row = row;
        match value {
            Value::Blank => {
                let format = self.formats.get(style, self.language);
                self.sheet.write_blank(row, column, format).map(|_| ())
            }
            Value::Text(text) => self.text(row, column, text, style),
            Value::Code(text) => {
                let align = if style.align == Align::General { Align::Left } else { style.align };
                self.text(row, column, text, style.number(NumberFormat::Text).align(align))
            }
            Value::Decimal(value) => self.number(row, column, *value, style),
            Value::Integer(value) => self.number(row, column, Decimal::from(*value), style),
            Value::Date(date) => self.date(row, column, *date, style),
            Value::Flag(flag) => {
                let words = self.language.words();
                self.text(row, column, if *flag { words.yes } else { words.no }, style)
            }
            Value::Link(leads, text) => self.link(row, column, leads.target(), text, style),
            Value::Formula(formula, result) => {
                let formula = Formula::new(*formula).set_result(cached(result));
                let format = self.formats.get(style, self.language);
                self.sheet.write_formula_with_format(row, column, formula, format).map(|_| ())
            }
        }
        .map_err(|source| self.failed(source))
    }

    /// Writes a cell once more, after its range was joined; only on sheets that are held in memory.
    pub(super) fn put_again(
        &mut self,
        row: u32,
        column: u16,
        value: &Value<'_>,
        style: Style,
    ) -> Result<(), ReportError> {
        self.row = self.row.min(row);
        self.put(row, column, value, style)
    }

    fn text(&mut self, row: u32, column: u16, text: &str, style: Style) -> Result<(), XlsxError> {
        let text = cell_text(text, self.language);
        if text.is_empty() {
            let format = self.formats.get(style, self.language);
            return self.sheet.write_blank(row, column, format).map(|_| ());
        }
        if self.is_like_its_column(column, style)? {
            return self.sheet.write_string(row, column, text).map(|_| ());
        }
        let format = self.formats.get(style, self.language);
        self.sheet.write_string_with_format(row, column, text, format).map(|_| ())
    }

    fn number(&mut self, row: u32, column: u16, value: Decimal, style: Style) -> Result<(), XlsxError> {
        if fits_a_number_cell(value) {
            if self.is_like_its_column(column, style)? {
                return self.sheet.write_number(row, column, number(value)).map(|_| ());
            }
            let format = self.formats.get(style, self.language);
            return self.sheet.write_number_with_format(row, column, number(value), format).map(|_| ());
        }
        let style = style.number(NumberFormat::Text).align(Align::Right);
        self.text(row, column, &value.normalize().to_string(), style)
    }

    fn date(&mut self, row: u32, column: u16, date: NaiveDate, style: Style) -> Result<(), XlsxError> {
        // Before March 1900 spreadsheets count days that never were, and after 9999 none.
        if (date.year(), date.month()) < (1900, 3) || date.year() > 9999 {
            return self.text(row, column, &date.to_string(), style.align(Align::Right));
        }
        let style = match style.number {
            NumberFormat::General => style.number(NumberFormat::Date),
            _ => style,
        };
        let format = self.formats.get(style, self.language);
        self.sheet.write_datetime_with_format(row, column, date, format).map(|_| ())
    }

    fn link(&mut self, row: u32, column: u16, target: &Target, text: &str, style: Style) -> Result<(), XlsxError> {
        let Some(url) = target.url().filter(|_| self.links < MOST_LINKS) else {
            return self.text(row, column, text, style);
        };
        self.links += 1;
        let text = cell_text(text, self.language);
        let style = style.as_link();
        let format = self.formats.get(style, self.language);
        self.sheet.write_url_with_options(row, column, Url::new(url), text, "", Some(format)).map(|_| ())
    }

    /// Adds a note to a cell.
    pub(super) fn note(&mut self, row: u32, column: u16, text: &str) -> Result<(), ReportError> {
        let text = clean(text);
        let text = cut(&text, LONGEST_NOTE, "…");
        let lines = u32::try_from(super::layout::wrapped_lines(&text, 42)).unwrap_or(20).clamp(2, 20);
        let note = Note::new(text).add_author_prefix(false).set_author("").set_width(300).set_height(18 * lines + 12);
        self.sheet.insert_note(row, column, &note).map(|_| ()).map_err(|source| self.failed(source))
    }
}

/// The stored result of a formula, in the writing of the file.
///
/// A text that reads as a number would be stored as one; its first sign is escaped, which spreadsheets undo.
fn cached(result: &FormulaResult) -> String {
    match result {
        FormulaResult::Number(value) => value.normalize().to_string(),
        FormulaResult::Flag(true) => "TRUE".to_owned(),
        FormulaResult::Flag(false) => "FALSE".to_owned(),
        FormulaResult::Text(text) => {
            let text = clean(text);
            let taken =
                text.parse::<f64>().is_ok() || matches!(text.as_ref(), "TRUE" | "FALSE") || text.starts_with('#');
            match text.chars().next() {
                Some(first) if taken => {
                    format!("_x{:04X}_{}", u32::from(first), text.get(first.len_utf8()..).unwrap_or_default())
                }
                _ => text.into_owned(),
            }
        }
    }
}

/// The text as a cell can hold it: cut with a visible mark when it is too long.
pub(super) fn cell_text(text: &str, language: Language) -> String {
    // Both signs begin with this byte, which is looked for many at a time.
    let text: Cow<'_, str> = if memchr::memchr(0xEF, text.as_bytes()).is_some() {
        text.replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}").into()
    } else {
        text.into()
    };
    cut(&text, LONGEST_TEXT, language.words().cut)
}

/// True when the text does not fit in a cell.
pub(super) fn is_cut(text: &str) -> bool {
    text.len() > LONGEST_TEXT && text.encode_utf16().count() > LONGEST_TEXT
}

pub(super) fn cut(text: &str, units: usize, mark: &str) -> String {
    if text.len() <= units || text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut room = units.saturating_sub(mark.encode_utf16().count());
    let mut short = String::with_capacity(units);
    for letter in text.chars() {
        let Some(rest) = room.checked_sub(letter.len_utf16()) else { break };
        room = rest;
        short.push(letter);
    }
    short.push_str(mark);
    short
}

/// The text without control characters, for places of a file that have no way to write them.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let bad = |letter: char| (letter.is_control() && letter != '\n') || matches!(letter, '\u{FFFE}' | '\u{FFFF}');
    if text.contains(bad) { text.replace(bad, " ").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_with_a_mark() {
        let text = "ä".repeat(40_000);
        let short = cell_text(&text, Language::English);
        assert_eq!(short.encode_utf16().count(), LONGEST_TEXT);
        assert!(short.ends_with("… [cut]") && is_cut(&text) && !is_cut(&short));
        assert!(cut(&"😀".repeat(10), 5, "…").encode_utf16().count() <= 5);
    }

    #[test]
    fn a_text_result_that_reads_as_a_number_stays_text() {
        let text = |text: &str| cached(&FormulaResult::Text(text.into()));
        assert_eq!(text("00120"), "_x0030_0120");
        assert_eq!(text("inf"), "_x0069_nf");
        assert_eq!(text("pump"), "pump");
        assert_eq!(text(""), "");
        assert_eq!(cached(&FormulaResult::Number("148.140".parse().unwrap())), "148.14");
    }
}
