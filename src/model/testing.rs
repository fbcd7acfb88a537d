//! Catalogs written down in a test as CSV texts, read by the reader that reads everything else.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_xlsxwriter::Workbook;

use super::build::build;
use super::catalog::Catalog;
use crate::tables::{Input, ReadOptions, read};
use crate::values::Locale;
use crate::workbook::Source;

/// A catalog as of 2026-06-30 from tables as CSV texts, the first line the names of the fields. They are written as the
/// sheets of a workbook `test.xlsx`, all cells texts (`1.234` has three decimals), and that is read.
pub(crate) fn catalog(sheets: &[(&str, &str)]) -> Catalog {
    let mut book = Workbook::new();
    for (name, text) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        let mut reader = csv::ReaderBuilder::new();
        reader.flexible(true).has_headers(false).trim(csv::Trim::All);
        for (row, record) in (0..).zip(reader.from_reader(text.as_bytes()).records()) {
            for (column, cell) in (0..).zip(&record.unwrap()).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    let data = Arc::new(book.save_to_buffer().unwrap());
    let own_name = |(name, _): &(&str, &str)| ((*name).to_owned(), (*name).to_owned());
    let options = ReadOptions {
        locale: Locale::from_name("en"),
        sheets: sheets.iter().map(own_name).collect::<BTreeMap<_, _>>(),
        ..ReadOptions::default()
    };
    let input = Input::Source(Source::Bytes { name: "test.xlsx".to_owned(), data });
    build(read(&[input], &options, &|_, _| true).unwrap(), NaiveDate::from_ymd_opt(2026, 6, 30).unwrap())
}
