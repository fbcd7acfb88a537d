//! An answer as comma-separated text (RFC 4180): exact decimals with a point, ISO dates, `true` and `false`.
//!
//! Values are written as they are. A text that begins with `=` is not changed: a program that reads the file as data
//! gets the text back, but a spreadsheet that opens it may compute it; for spreadsheets there is the workbook.

use std::io::Write;
use std::path::Path;

use super::error::ReportError;
use super::frame::{Frame, FrameValue, number_text};
use super::write::{WriteOptions, ending, write_file};
use super::xlsx::Cancel;

/// Rows between two questions whether to stop.
const ROWS_BETWEEN_CHECKS: usize = 1_000;

/// What the text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    /// Begins with the mark by which spreadsheets know UTF-8.
    pub byte_order_mark: bool,
    /// Between the values.
    pub separator: u8,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { byte_order_mark: false, separator: b',' }
    }
}

/// The answer as text; the titles are the names of the columns.
///
/// # Errors
/// When the writer fails or the caller stops.
pub fn write_csv<W: Write>(
    frame: &Frame,
    mut writer: W,
    options: CsvOptions,
    cancel: Cancel<'_>,
) -> Result<(), ReportError> {
    let failed = |error: csv::Error| {
        let source = match error.into_kind() {
            csv::ErrorKind::Io(source) => source,
            _ => std::io::ErrorKind::InvalidData.into(),
        };
        ReportError::Io { path: frame.name.clone().into(), source }
    };
    if options.byte_order_mark {
        writer.write_all("\u{FEFF}".as_bytes()).map_err(|source| failed(source.into()))?;
    }
    let mut lines =
        csv::WriterBuilder::new().delimiter(options.separator).terminator(csv::Terminator::CRLF).from_writer(writer);
    lines.write_record(frame.columns.iter().map(|column| &column.name)).map_err(failed)?;
    for row in 0..frame.len() {
        if row % ROWS_BETWEEN_CHECKS == 0 && cancel() {
            return Err(ReportError::Cancelled);
        }
        for column in &frame.columns {
            match column.data.get(row) {
                FrameValue::Blank => lines.write_field(""),
                FrameValue::Text(text) => lines.write_field(text),
                FrameValue::Decimal(value) => lines.write_field(value.normalize().to_string()),
                FrameValue::Date(date) => lines.write_field(date.to_string()),
                FrameValue::Flag(flag) => lines.write_field(if flag { "true" } else { "false" }),
                FrameValue::Integer(value) => lines.write_field(value.to_string()),
                FrameValue::Number(value) if value.is_nan() => lines.write_field(""),
                FrameValue::Number(value) => lines.write_field(number_text(value)),
                FrameValue::Moment(moment) => lines.write_field(moment.to_string()),
            }
            .map_err(failed)?;
        }
        lines.write_record(None::<&[u8]>).map_err(failed)?;
    }
    lines.flush().map_err(|source| failed(source.into()))
}

/// Endings of files that are no text.
const NOT_TEXT: [&str; 8] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "xltx", "pdf", "zip"];

/// The answer as a file.
///
/// # Errors
/// As [`write_file`]. A text file does not tell who wrote it: one that is there is replaced only with `overwrite`.
pub fn write_csv_file(
    frame: &Frame,
    path: &Path,
    csv_options: CsvOptions,
    options: &WriteOptions<'_>,
) -> Result<(), ReportError> {
    if NOT_TEXT.contains(&ending(path).as_str()) {
        return Err(ReportError::NotItsName { path: path.to_owned(), content: "a text file", ending: ".csv" });
    }
    write_file(path, options, |file| write_csv(frame, file, csv_options, options.cancel))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Show;
    use crate::report::xlsx::GO_ON;

    #[test]
    fn values_are_written_as_they_are() {
        let frame = Frame::new("x")
            .text("item", Show::Code, [Some("00120"), Some("=A1"), Some("a,\"b\"\nc")])
            .decimal("net", Show::Money(2), [Some("1234567890123456789.10".parse().unwrap()), None, None])
            .flag("spare", [Some(true), None, Some(false)])
            .date("from", [chrono::NaiveDate::from_ymd_opt(2026, 1, 2), None, None]);
        let mut bytes = Vec::new();
        write_csv(&frame, &mut bytes, CsvOptions { byte_order_mark: true, separator: b';' }, GO_ON).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text,
            "\u{FEFF}item;net;spare;from\r\n00120;1234567890123456789.1;true;2026-01-02\r\n=A1;;;\r\n\"a,\"\"b\"\"\nc\";;false;\r\n"
        );
    }

    #[test]
    fn a_text_file_of_others_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let frame = Frame::new("x").text("item", Show::Code, [Some("A")]);
        let options = WriteOptions::default();
        write_csv_file(&frame, &path, CsvOptions::default(), &options).unwrap();
        let error = write_csv_file(&frame, &path, CsvOptions::default(), &options).unwrap_err();
        assert!(matches!(error, ReportError::Exists { .. }));
        assert!(error.to_string().ends_with("a.csv exists and a .csv does not tell which program wrote it"), "{error}");
        write_csv_file(&frame, &path, CsvOptions::default(), &WriteOptions { overwrite: true, ..options }).unwrap();
    }
}
