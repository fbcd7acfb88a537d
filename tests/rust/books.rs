//! Small workbooks for tests, and what reading them says.

use std::io::{Cursor, Read as _, Write as _};

use _partsbook::finding::Finding;
use _partsbook::model::Catalog;
use _partsbook::model::build::build;
use _partsbook::tables::{Input, ReadOptions, Reading, Synonyms, TableError, read};
use _partsbook::workbook::Source;
use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Formula, Workbook};

/// A workbook from texts: rows by line, cells by `|`. A number becomes a number, `@2026-03-31` a date, `?true` a flag,
/// `=A1` a formula without a stored result, `!#N/A` an error, `'12` text, `%5` five percent; all else is text.
pub(crate) fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (name, text) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split('|')) {
                if cell.is_empty() {
                    continue;
                }
                match cell.split_at_checked(1) {
                    Some(("@", date)) => {
                        sheet.write_with_format(row, column, &date.parse::<NaiveDate>().unwrap(), &day).unwrap();
                    }
                    Some(("?", flag)) => {
                        sheet.write(row, column, flag == "true").unwrap();
                    }
                    Some(("=", _)) => {
                        sheet.write_formula(row, column, Formula::new(cell).set_result("")).unwrap();
                    }
                    Some(("!", error)) => {
                        sheet.write_formula(row, column, Formula::new("=NA()").set_result(error)).unwrap();
                    }
                    Some(("'", text)) => {
                        sheet.write_string(row, column, text).unwrap();
                    }
                    _ => match cell.parse::<f64>() {
                        Ok(number) => {
                            sheet.write_number(row, column, number).unwrap();
                        }
                        Err(_) => {
                            sheet.write_string(row, column, cell).unwrap();
                        }
                    },
                }
            }
        }
    }
    without_results(&book.save_to_buffer().unwrap())
}

/// The workbook without the results of formulas that have none: the writer stores a zero.
fn without_results(data: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(data)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if part.name().unwrap().starts_with("xl/worksheets/sheet") {
            let text = String::from_utf8(content).unwrap();
            content = text.replace("</f><v>0</v>", "</f>").replace("</f><v></v>", "</f>").into_bytes();
        }
        to.start_file(part.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// Bytes as something to read.
pub(crate) fn bytes(name: &str, data: Vec<u8>) -> Input {
    Input::Source(Source::Bytes { name: name.to_owned(), data: data.into() })
}

/// A workbook as something to read.
pub(crate) fn input(name: &str, sheets: &[(&str, &str)]) -> Input {
    bytes(name, workbook(sheets))
}

/// Options with these titles (field, title) and sheets (sheet, table).
pub(crate) fn options(titles: &[(&str, &str)], sheets: &[(&str, &str)]) -> ReadOptions {
    let mut synonyms = Synonyms::default();
    for (field, title) in titles {
        synonyms.add(field, title);
    }
    let sheets = sheets.iter().map(|(sheet, table)| ((*sheet).to_owned(), (*table).to_owned())).collect();
    ReadOptions { synonyms, sheets, ..ReadOptions::default() }
}

/// Reads, or says why not.
pub(crate) fn try_read(inputs: &[Input], options: &ReadOptions) -> Result<Reading, TableError> {
    read(inputs, options, &|_, _| true)
}

/// Reads one workbook called `test.xlsx`.
pub(crate) fn reading(sheets: &[(&str, &str)]) -> Reading {
    try_read(&[input("test.xlsx", sheets)], &ReadOptions::default()).unwrap()
}

/// The catalog of a reading, as of 2026-06-30.
pub(crate) fn catalog(reading: Reading) -> Catalog {
    build(reading, NaiveDate::from_ymd_opt(2026, 6, 30).unwrap())
}

/// The findings of one code.
pub(crate) fn found<'a>(findings: impl IntoIterator<Item = &'a Finding>, code: &str) -> Vec<&'a Finding> {
    findings.into_iter().filter(|finding| finding.code.id == code).collect()
}

/// Code and place of every finding but notes.
pub(crate) fn problems<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<String> {
    let is_problem = |finding: &&Finding| !finding.code.id.starts_with("I-");
    let place = |finding: &Finding| finding.origin.as_ref().map_or_else(String::new, ToString::to_string);
    let mut all: Vec<String> = findings
        .into_iter()
        .filter(is_problem)
        .map(|finding| format!("{} {}", finding.code.id, place(finding)))
        .collect();
    all.sort();
    all
}

/// Values of some columns of a table, as texts; blank cells are `-`.
pub(crate) fn rows(reading: &Reading, table: &str, columns: &[&str]) -> Vec<String> {
    use _partsbook::tables::Value;
    let Some(table) = reading.tables.get(table) else { return Vec::new() };
    (0..table.len())
        .map(|row| {
            let values = columns.iter().map(|name| match table.column(name).map(|column| column.values.get(row)) {
                None | Some(Value::Blank) => "-".to_owned(),
                Some(Value::Text(text)) => reading.texts.get(text).to_owned(),
                Some(Value::Decimal(number)) => number.to_string(),
                Some(Value::Date(date)) => date.to_string(),
                Some(Value::Flag(flag)) => flag.to_string(),
                Some(Value::Integer(number)) => number.to_string(),
            });
            values.collect::<Vec<_>>().join(" ")
        })
        .collect()
}
