//! What other programs find in the workbooks written here; helpers for tests.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

/// The values of a sheet, row by row from A1.
pub(crate) fn values(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut workbook = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    let (last_row, last_column) = range.end().unwrap_or((0, 0));
    (0..=last_row)
        .map(|row| {
            (0..=last_column).map(|column| range.get_value((row, column)).cloned().unwrap_or_default()).collect()
        })
        .collect()
}

/// The names of the sheets, in order.
pub(crate) fn sheet_names(bytes: &[u8]) -> Vec<String> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap().sheet_names()
}

/// A text: shorter to write in tests.
pub(crate) fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

/// One file inside the workbook, as text.
pub(crate) fn inside(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no {name}")).read_to_string(&mut text).unwrap();
    text
}

/// Fails unless the file inside the workbook holds all texts.
#[track_caller]
pub(crate) fn assert_inside(bytes: &[u8], name: &str, texts: &[&str]) {
    let whole = inside(bytes, name);
    for text in texts {
        assert!(whole.contains(text), "{name} lacks {text}\n{whole}");
    }
}
