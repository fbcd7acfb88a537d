//! The sheet that says what a workbook was made from: inputs with their checksums, the date asked about, options.

use chrono::NaiveDate;

use super::cell::{Cell, Row, Target};
use super::frame::Show;
use super::sheet::{Column, Freeze, Sheet};
use super::style::{Align, NumberFormat, Style};
use super::words::Language;

/// One thing that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// File name, or the name of a table handed over.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal; empty when there are none.
    pub checksum: String,
    /// Rows read.
    pub rows: u64,
}

/// What a workbook was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Title of the answer.
    pub title: String,
    /// Program and version.
    pub version: String,
    /// The date that was asked about.
    pub as_of: Option<NaiveDate>,
    /// What was read, in order.
    pub inputs: Vec<Input>,
    /// Options that differ from the usual, and arguments: name and value.
    pub options: Vec<(String, String)>,
    /// The other sheets: name, and what is on it.
    pub sheets: Vec<(String, String)>,
}

/// The sheet.
#[must_use]
pub fn about_sheet(about: &About, language: Language) -> Sheet {
    let words = language.words();
    let columns = vec![
        Column::new("", "", Show::Text).width(34.0),
        Column::new("", "", Show::Text).width(68.0),
        Column::new("", "", Show::Integer).width(12.0),
    ];
    let mut sheet = Sheet::free(words.about, columns);
    sheet.freeze = Freeze::None;
    let label = Style { top: true, ..Style::subtitle() };
    let value = Style { wrap: true, top: true, align: Align::Left, ..Style::default() };
    sheet.push(Row::new(vec![Cell::text(&about.title).style(Style::title())]));
    sheet.push(Row::default());
    if !about.version.is_empty() {
        sheet.push(Row::new(vec![Cell::text(words.version).style(label), Cell::text(&about.version).style(value)]));
    }
    if let Some(date) = about.as_of {
        let style = value.number(NumberFormat::Date);
        sheet.push(Row::new(vec![Cell::text(words.as_of).style(label), Cell::date(date).style(style)]));
    }
    let header = |sheet: &mut Sheet, heading: &str, titles: &[&str]| {
        sheet.push(Row::default());
        sheet.push(Row::new(vec![Cell::text(heading).style(Style::heading())]));
        sheet.push(Row::new(titles.iter().map(|title| title_cell(title, words.rows)).collect()));
    };
    let body = Style { wrap: true, ..Style::body() };
    if !about.sheets.is_empty() {
        header(&mut sheet, words.contents, &[words.sheet, words.detail, ""]);
        for (name, text) in &about.sheets {
            let link = Cell::link(Target::sheet(name), name).style(body);
            sheet.push(Row::new(vec![link, Cell::text(text).style(body), Cell::blank().style(body)]));
        }
    }
    if !about.inputs.is_empty() {
        header(&mut sheet, words.inputs, &[words.name, words.checksum, words.rows]);
        for input in &about.inputs {
            sheet.push(Row::new(vec![
                Cell::text(&input.name).style(body),
                Cell::code(&input.checksum).style(body),
                Cell::integer(i64::try_from(input.rows).unwrap_or(i64::MAX))
                    .style(body.number(NumberFormat::Grouped(0))),
            ]));
        }
    }
    if !about.options.is_empty() {
        header(&mut sheet, words.options, &[words.option, words.value, ""]);
        for (name, text) in &about.options {
            sheet.push(Row::new(vec![
                Cell::text(name).style(body),
                Cell::text(text).style(body),
                Cell::blank().style(body),
            ]));
        }
    }
    sheet
}

/// A column title; that of the numbers stands above them.
fn title_cell(title: &str, of_numbers: &str) -> Cell {
    let align = if title == of_numbers { Align::Right } else { Align::General };
    Cell::text(title).style(Style::header().align(align))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ReportBook;
    use crate::report::reading_back::{text, values};
    use crate::report::xlsx::GO_ON;

    #[test]
    fn inputs_and_options_are_listed() {
        let about = About {
            title: "Price list".into(),
            version: "partsbook 0.1.0".into(),
            as_of: NaiveDate::from_ymd_opt(2026, 3, 1),
            inputs: vec![Input { name: "parts.xlsx".into(), checksum: "12e4".into(), rows: 12 }],
            options: vec![("customer".into(), "00120".into())],
            sheets: vec![("Prices".into(), "net prices".into())],
        };
        let mut book = ReportBook::new(Language::Finnish);
        book.add(about_sheet(&about, Language::Finnish));
        let rows = values(&book.to_bytes(GO_ON).unwrap(), "Tietoja");
        assert_eq!(rows[0][0], text("Price list"));
        assert!(rows.iter().any(|row| row[0] == text("parts.xlsx") && row[1] == text("12e4")));
        assert!(rows.iter().any(|row| row[0] == text("customer") && row[1] == text("00120")));
    }
}
