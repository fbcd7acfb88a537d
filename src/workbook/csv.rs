//! Text with separators: encoding and separator are found out, every value is text.

use std::borrow::Cow;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::Visit;
use super::cell::{Cell, CellValue};
use super::error::WorkbookError;
use super::format::NumberFormat;
use super::meter::Meter;
use super::sheet::{RaggedRow, SheetInfo, SheetNotes, Visibility};
use super::sniff::utf16_without_mark;

/// Separators, the likelier first.
const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];
/// How many records are looked at to find the separator.
const SAMPLE: usize = 200;
/// Values of one record at the most.
const MOST_FIELDS: usize = 1 << 20;

/// An open file of text.
pub(super) struct CsvBook {
    text: String,
    /// Where the records begin: behind a `sep=` line.
    start: usize,
    separator: u8,
    /// How many values most records have.
    fields: usize,
    /// No value of such a record begins with a blank: one that does is the rest of the value before it.
    is_tight: bool,
}

impl CsvBook {
    pub(super) fn open(bytes: &[u8]) -> (Self, Vec<SheetInfo>) {
        let text = decode(bytes);
        let (start, told) = separator_line(&text);
        let body = text.get(start..).unwrap_or_default();
        let (separator, fields) = match told {
            Some(separator) => (separator, usual_fields(body, separator).1),
            None => find_separator(body),
        };
        let is_tight = is_tight(body, separator, fields);
        let sheet = SheetInfo { name: Arc::from(""), visibility: Visibility::Visible, is_chart: false };
        (Self { text, start, separator, fields, is_tight }, vec![sheet])
    }

    pub(super) fn read(&self, meter: &mut Meter<'_>, visit: &mut Visit<'_>) -> Result<SheetNotes, WorkbookError> {
        let mut notes = SheetNotes::default();
        let mut records = Records::new(self.text.get(self.start..).unwrap_or_default(), self.separator);
        let mut row = u32::from(self.start > 0);
        let mut fields = Vec::new();
        while records.next(&mut fields) {
            meter.columns(fields.len())?;
            let values = u32::try_from(fields.len()).unwrap_or(u32::MAX);
            let joined =
                if self.is_tight { join(&mut fields, &records.rests, self.fields, self.separator) } else { Vec::new() };
            for (field, column) in fields.iter().zip(0_u32..) {
                if !field.is_empty() {
                    meter.count(row, column)?;
                    let value = CellValue::Text(field);
                    visit(Cell { row, column, value, format: NumberFormat::general(), shared: false })?;
                }
            }
            let is_blank = fields.iter().all(|field| field.is_empty());
            if !is_blank && (fields.len() != self.fields || !joined.is_empty()) {
                notes.ragged_rows.push(RaggedRow { row, values, joined });
            }
            row = row.checked_add(1).ok_or_else(|| meter.damaged("more rows than can be counted"))?;
        }
        notes.cells = meter.cells;
        Ok(notes)
    }
}

/// The text of the bytes: by byte-order mark, else UTF-8 when they are, else Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> String {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, bytes.get(mark..).unwrap_or_default()),
        None => match head.contains(&0).then(|| utf16_without_mark(head)).flatten() {
            Some(true) => (UTF_16BE, bytes),
            Some(false) => (UTF_16LE, bytes),
            None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
            None => (WINDOWS_1252, bytes),
        },
    };
    // A mark for the end of the file, as old programs wrote it.
    let bytes = bytes.strip_suffix(b"\x1A").unwrap_or(bytes);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The end of a first line `sep=;` and the separator it names.
fn separator_line(text: &str) -> (usize, Option<u8>) {
    let end = text.find('\n').map_or(text.len(), |end| end + 1);
    let line = text.get(..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
    let line = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap_or(line);
    match line.split_at_checked(4) {
        Some((name, sign)) if name.eq_ignore_ascii_case("sep=") && sign.len() == 1 => {
            (end, sign.as_bytes().first().copied())
        }
        _ => (0, None),
    }
}

/// The separator that gives most records the same number of values, more than one; and that number.
fn find_separator(text: &str) -> (u8, usize) {
    let mut best = (0, 0, b',');
    for separator in SEPARATORS {
        let (records, fields) = usual_fields(text, separator);
        if fields > 1 && (records, fields) > (best.0, best.1) {
            best = (records, fields, separator);
        }
    }
    (best.2, best.1.max(1))
}

/// How many of the first records have the usual number of values, and that number.
fn usual_fields(text: &str, separator: u8) -> (usize, usize) {
    let mut records = Records::new(text, separator);
    let mut fields = Vec::new();
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for _ in 0..SAMPLE {
        if !records.next(&mut fields) {
            break;
        }
        if fields.iter().all(|field| field.is_empty()) {
            continue;
        }
        match counts.iter_mut().find(|(known, _)| *known == fields.len()) {
            Some((_, count)) => *count += 1,
            None => counts.push((fields.len(), 1)),
        }
    }
    let several = counts.iter().filter(|(fields, _)| *fields > 1);
    several.max_by_key(|(fields, count)| (*count, *fields)).map_or((0, 1), |&(fields, count)| (count, fields))
}

/// True when the first records of the usual length have no value that begins with a blank.
fn is_tight(text: &str, separator: u8, usual: usize) -> bool {
    let mut records = Records::new(text, separator);
    let mut fields = Vec::new();
    for _ in 0..SAMPLE {
        if !records.next(&mut fields) {
            break;
        }
        if fields.len() == usual && !records.rests.is_empty() {
            return false;
        }
    }
    usual > 1 && matches!(separator, b',' | b';')
}

/// Puts a text back together that was written without quotation marks: the values too many must be those that begin with
/// a blank. The columns that took several values; none, and nothing changed, when it does not come out even.
fn join(fields: &mut Vec<Cow<'_, str>>, rests: &[usize], usual: usize, separator: u8) -> Vec<u32> {
    if fields.len() <= usual || fields.len() - rests.len() != usual {
        return Vec::new();
    }
    let mut whole: Vec<Cow<'_, str>> = Vec::with_capacity(usual);
    let mut joined: Vec<u32> = Vec::new();
    for (place, field) in fields.drain(..).enumerate() {
        match whole.last_mut() {
            Some(last) if rests.binary_search(&place).is_ok() => {
                *last = Cow::Owned(format!("{last}{}{field}", char::from(separator)));
                joined.extend(u32::try_from(whole.len() - 1));
            }
            _ => whole.push(field),
        }
    }
    joined.dedup();
    *fields = whole;
    joined
}

/// The records of a text; a line break within quotation marks does not end one.
struct Records<'t> {
    rest: &'t str,
    separator: u8,
    /// Off once a quotation mark was never closed: from there on such marks are plain characters.
    quotes: bool,
    /// Values of the record that begin with a blank and stand in no quotation marks.
    rests: Vec<usize>,
}

impl<'t> Records<'t> {
    const fn new(text: &'t str, separator: u8) -> Self {
        Self { rest: text, separator, quotes: true, rests: Vec::new() }
    }

    /// Puts the values of the next record into `fields`; false at the end.
    fn next(&mut self, fields: &mut Vec<Cow<'t, str>>) -> bool {
        fields.clear();
        self.rests.clear();
        if self.rest.is_empty() {
            return false;
        }
        loop {
            let is_blank_led = self.rest.starts_with(' ');
            let (field, end) = self.field();
            if is_blank_led && !fields.is_empty() && !field.trim().is_empty() {
                self.rests.push(fields.len());
            }
            fields.push(field);
            // A line without end is given in pieces: it is over every limit of columns.
            if end || fields.len() >= MOST_FIELDS {
                return true;
            }
        }
    }

    /// The next value, and whether the record ends with it.
    fn field(&mut self) -> (Cow<'t, str>, bool) {
        if self.quotes && self.rest.starts_with('"') {
            if let Some((field, behind)) = quoted(self.rest) {
                self.rest = behind;
                let (more, end) = self.plain();
                let field = if more.is_empty() { field } else { Cow::Owned(field.into_owned() + more) };
                return (formula_text(field), end);
            }
            self.quotes = false;
        }
        let (field, end) = self.plain();
        (formula_text(Cow::Borrowed(field)), end)
    }

    /// The characters up to the separator or the end of the line.
    fn plain(&mut self) -> (&'t str, bool) {
        let bytes = self.rest.as_bytes();
        let Some(place) = memchr3(self.separator, b'\n', b'\r', bytes) else {
            return (std::mem::take(&mut self.rest), true);
        };
        let (field, behind) = self.rest.split_at(place);
        let is_separator = bytes.get(place) == Some(&self.separator);
        let width = if behind.starts_with("\r\n") && !is_separator { 2 } else { 1 };
        self.rest = behind.get(width..).unwrap_or_default();
        (field, !is_separator)
    }
}

/// The value within quotation marks and the text behind it; nothing when the marks are never closed.
fn quoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let inner = text.get(1..)?;
    let mut doubled = false;
    let mut marks = memchr_iter(b'"', inner.as_bytes());
    while let Some(mark) = marks.next() {
        if inner.as_bytes().get(mark + 1) == Some(&b'"') {
            doubled = true;
            marks.next();
            continue;
        }
        let (value, behind) = inner.split_at(mark);
        let value = if doubled { Cow::Owned(value.replace("\"\"", "\"")) } else { Cow::Borrowed(value) };
        return Some((value, behind.get(1..)?));
    }
    None
}

/// The text in `="00123"`, which keeps a spreadsheet program from making a number of it.
fn formula_text(field: Cow<'_, str>) -> Cow<'_, str> {
    let inner = field.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"'));
    match inner {
        Some(inner) if memchr2(b'"', b'&', inner.as_bytes()).is_none() && memchr(b'(', inner.as_bytes()).is_none() => {
            Cow::Owned(inner.to_owned())
        }
        _ => field,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::workbook::Limits;

    fn read(bytes: &[u8]) -> (Vec<String>, SheetNotes) {
        let (book, _) = CsvBook::open(bytes);
        let (name, limits) = (Arc::from("a.csv"), Limits::default());
        let mut cells = Vec::new();
        let notes = book
            .read(&mut Meter::new(&name, &limits, "", 0), &mut |cell| {
                let CellValue::Text(text) = cell.value else { panic!("only text") };
                cells.push(format!("{}{}={text}", crate::origin::column_letters(cell.column), cell.row + 1));
                Ok(())
            })
            .unwrap();
        (cells, notes)
    }

    #[test]
    fn separators_are_found() {
        for text in ["a,b\n1,2\n", "a;b\r\n1;2", "a\tb\n1\t2\n", "a|b\r1|2", "sep=|\na|b\n1|2"] {
            let shift = u32::from(text.starts_with("sep"));
            let (cells, notes) = read(text.as_bytes());
            let expected = [("A", 1, "a"), ("B", 1, "b"), ("A", 2, "1"), ("B", 2, "2")];
            let expected: Vec<String> = expected.map(|(c, row, v)| format!("{c}{}={v}", row + shift)).into();
            assert_eq!(cells, expected, "{text:?}");
            assert_eq!((notes.cells, notes.ragged_rows.len()), (4, 0));
        }
        assert_eq!(read(b"item;price;qty\nA;1,5;2,5\nB;2,5;1,0\n").0.len(), 9, "decimal commas do not separate");
        assert_eq!(read(b"item\nA\nB\n").0, ["A1=item", "A2=A", "A3=B"]);
    }

    #[test]
    fn quotes_breaks_and_blank_lines() {
        let (cells, _) = read(b"a,b\n\"x\ny\",\"say \"\"hi\"\"\"\n\n\"p\" q,=\"007\"\n5\" pipe,1\n");
        assert_eq!(cells, ["A1=a", "B1=b", "A2=x\ny", "B2=say \"hi\"", "A4=p q", "B4=007", "A5=5\" pipe", "B5=1"]);
        let (cells, _) = read(b"a,b\n\"never closed,1\nc,2\n");
        assert_eq!(cells, ["A1=a", "B1=b", "A2=\"never closed", "B2=1", "A3=c", "B3=2"]);
    }

    #[test]
    fn rows_of_another_length_are_named() {
        let (_, notes) = read(b"a,b,c\n1,2,3\n1,2,3,4\n\n1\n1,2,3\n");
        let said: Vec<(u32, u32)> = notes.ragged_rows.iter().map(|ragged| (ragged.row, ragged.values)).collect();
        assert_eq!(said, [(2, 4), (4, 1)]);
        assert!(notes.ragged_rows.iter().all(|ragged| ragged.joined.is_empty()));
    }

    #[test]
    fn texts_with_commas_that_nobody_quoted_are_put_together() {
        let (cells, notes) = read(b"part,name,qty\nA,Spacer (6mm OD, 8mm long, steel),2\nB,Nut,4\n");
        assert_eq!(cells[3..], ["A2=A", "B2=Spacer (6mm OD, 8mm long, steel)", "C2=2", "A3=B", "B3=Nut", "C3=4"]);
        assert_eq!(notes.ragged_rows, [RaggedRow { row: 1, values: 5, joined: vec![1] }]);
        // Where every value stands behind a blank, a blank tells nothing.
        let (cells, notes) = read(b"part, name, qty\nA, Spacer, long, 2\nB, Nut, 4\n");
        assert_eq!((cells[5].as_str(), notes.ragged_rows[0].joined.len()), ("C2= long", 0));
        // In quotation marks a blank is a blank.
        let (cells, notes) = read(b"part,name,qty\nA,Spacer,\" long\",2\nB,Nut,4\n");
        assert_eq!((cells[5].as_str(), notes.ragged_rows[0].joined.len()), ("C2= long", 0));
        // More blanks than values too many: nothing is guessed.
        let (cells, notes) = read(b"part,name,qty\nA, Spacer, long,2\nB,Nut,4\n");
        assert_eq!((cells[4].as_str(), notes.ragged_rows[0].joined.len()), ("B2= Spacer", 0));
    }

    #[test]
    fn encodings_are_found() {
        let utf16 = |text: &str, mark: bool| -> Vec<u8> {
            let mark = if mark { "\u{FEFF}" } else { "" };
            format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        let text = "nimike;määrä\nA1;5\n";
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{FEFF}{text}").into_bytes(),
            b"nimike;m\xE4\xE4r\xE4\nA1;5\n".to_vec(),
            utf16(text, true),
            utf16(text, false),
        ] {
            assert_eq!(read(&bytes).0, ["A1=nimike", "B1=määrä", "A2=A1", "B2=5"]);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_comes_back(rows in prop::collection::vec(prop::collection::vec("[a-c,;\"\n ]{1,5}", 2..4), 1..6)) {
            let mut text = String::from("sep=,\n");
            let mut expected = Vec::new();
            for (row, values) in rows.iter().enumerate() {
                let quoted: Vec<String> = values.iter().map(|value| format!("\"{}\"", value.replace('"', "\"\""))).collect();
                text.push_str(&quoted.join(","));
                text.push('\n');
                for (column, value) in values.iter().enumerate() {
                    expected.push(format!("{}{}={value}", crate::origin::column_letters(u32::try_from(column).unwrap()), row + 2));
                }
            }
            prop_assert_eq!(read(text.as_bytes()).0, expected);
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read(&bytes);
        }
    }
}
