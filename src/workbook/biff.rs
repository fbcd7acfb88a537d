//! The records of an old workbook: what its first part says of the whole, and where its sheets are.
//!
//! Rule: [MS-XLS], sections 2.1 and 2.4. No length or place in the file is trusted: what lies outside the stream is not
//! there, and no memory is taken for what a number promises.

use encoding_rs::Encoding;

use super::binary::{Styles, TextList, push_wide, u16_at, u32_at};
use super::sheet::Visibility;
use crate::values::DateSystem;

/// A record: where it begins, what it is, what it holds.
#[derive(Clone, Copy)]
pub(super) struct Record<'s> {
    pub(super) at: usize,
    pub(super) kind: u16,
    pub(super) data: &'s [u8],
}

/// The records from a place on; ends where the stream ends or a record would go past it.
pub(super) struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    pub(super) const fn new(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (kind, length) = (u16_at(self.stream, self.at)?, u16_at(self.stream, self.at.checked_add(2)?)?);
        let from = self.at.checked_add(4)?;
        let to = from.checked_add(usize::from(length))?;
        let record = Record { at: self.at, kind, data: self.stream.get(from..to)? };
        self.at = to;
        Some(record)
    }
}

pub(super) const CONTINUE: u16 = 0x003C;

/// The content of a record that goes on in the records behind it.
struct Pieces<'s> {
    rest: &'s [u8],
    next: Records<'s>,
}

impl<'s> Pieces<'s> {
    fn new(stream: &'s [u8], record: Record<'s>) -> Self {
        let behind = record.at.saturating_add(4).saturating_add(record.data.len());
        Self { rest: record.data, next: Records::new(stream, behind) }
    }

    /// Goes on to the next piece; false when there is none.
    fn advance(&mut self) -> bool {
        match self.next.next() {
            Some(Record { kind: CONTINUE, data, .. }) => {
                self.rest = data;
                true
            }
            _ => false,
        }
    }

    fn take(&mut self, bytes: usize) -> Option<&'s [u8]> {
        let (taken, rest) = self.rest.split_at_checked(bytes)?;
        self.rest = rest;
        Some(taken)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.rest.is_empty() && !self.advance() {
                return None;
            }
            let step = bytes.min(self.rest.len());
            self.take(step)?;
            bytes = bytes.saturating_sub(step);
        }
        Some(())
    }

    /// So many characters; the first byte of each further piece says how wide its characters are.
    fn chars(&mut self, mut count: usize, mut wide: bool, text: &mut String) -> Option<()> {
        while count > 0 {
            let width = if wide { 2 } else { 1 };
            let here = self.rest.len().checked_div(width)?.min(count);
            let bytes = self.take(here.checked_mul(width)?)?;
            if wide {
                push_wide(bytes, text);
            } else {
                text.extend(bytes.iter().map(|&byte| char::from(byte)));
            }
            count = count.saturating_sub(here);
            if count > 0 {
                // An odd byte at the end of a piece is no character.
                if !self.advance() {
                    return None;
                }
                wide = self.take(1)?.first()? & 1 == 1;
            }
        }
        Some(())
    }

    /// The next text of the table of strings, without its fonts and reading aids; nothing at the end.
    fn string(&mut self, text: &mut String) -> Option<()> {
        if self.rest.is_empty() && !self.advance() {
            return None;
        }
        let head = self.take(3)?;
        let (count, flags) = (u16_at(head, 0)?, *head.get(2)?);
        let runs = if flags & 8 == 0 { 0 } else { usize::from(u16_at(self.take(2)?, 0)?) };
        let more = if flags & 4 == 0 { 0 } else { usize::try_from(u32_at(self.take(4)?, 0)?).ok()? };
        self.chars(usize::from(count), flags & 1 == 1, text)?;
        self.skip(runs.saturating_mul(4))?;
        self.skip(more)
    }
}

/// How texts are written: with a width of their characters since Excel 97, before that in the code page of the file.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    is_old: bool,
    encoding: &'static Encoding,
}

impl Writing {
    /// The text of a record, from this place of its content on: length, then characters.
    pub(super) fn text(self, stream: &[u8], record: Record<'_>, at: usize) -> Option<String> {
        let count = usize::from(u16_at(record.data, at)?);
        let from = at.checked_add(2)?;
        if self.is_old {
            return Some(self.bytes(record.data.get(from..)?, count));
        }
        let wide = match record.data.get(from) {
            Some(flags) => flags & 1 == 1,
            None if count == 0 => return Some(String::new()),
            None => return None,
        };
        let mut pieces = Pieces::new(stream, record);
        pieces.take(from.checked_add(1)?)?;
        let mut text = String::new();
        pieces.chars(count, wide, &mut text)?;
        Some(text)
    }

    /// A text with one byte of length, from this place on.
    fn short(self, data: &[u8], at: usize) -> Option<String> {
        let count = usize::from(*data.get(at)?);
        let from = at.checked_add(1)?;
        if self.is_old {
            return Some(self.bytes(data.get(from..)?, count));
        }
        let wide = data.get(from)? & 1 == 1;
        let bytes = data.get(from.checked_add(1)?..)?;
        let mut text = String::new();
        if wide {
            push_wide(bytes.get(..count.checked_mul(2)?)?, &mut text);
        } else {
            text.extend(bytes.get(..count)?.iter().map(|&byte| char::from(byte)));
        }
        Some(text)
    }

    fn bytes(self, bytes: &[u8], count: usize) -> String {
        let bytes = bytes.get(..count).unwrap_or(bytes);
        self.encoding.decode_without_bom_handling(bytes).0.into_owned()
    }
}

/// A sheet of the list of sheets.
pub(super) struct OldSheet {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) is_chart: bool,
    /// Where its records begin.
    pub(super) start: usize,
    /// Where those of the sheet behind it begin, or the stream ends.
    pub(super) end: usize,
}

/// What the first part of the stream says of the workbook.
pub(super) struct Globals {
    pub(super) is_encrypted: bool,
    pub(super) system: DateSystem,
    pub(super) styles: Styles,
    pub(super) strings: TextList,
    pub(super) sheets: Vec<OldSheet>,
    pub(super) writing: Writing,
}

/// Reads the first part of the stream, or says what is wrong with it.
pub(super) fn globals(stream: &[u8]) -> Result<Globals, &'static str> {
    let mut book = Globals {
        is_encrypted: false,
        system: DateSystem::From1900,
        styles: Styles::default(),
        strings: TextList::default(),
        sheets: Vec::new(),
        writing: Writing { is_old: false, encoding: encoding_rs::WINDOWS_1252 },
    };
    let mut records = Records::new(stream, 0);
    let mut is_first = true;
    let mut styles = Vec::new();
    loop {
        let Some(record) = records.next() else { return Err("it is cut off") };
        let data = record.data;
        match record.kind {
            0x0809 => book.writing.is_old = u16_at(data, 0) == Some(0x0500),
            _ if is_first => return Err("it does not begin like a workbook"),
            0x000A => break,
            0x002F => {
                book.is_encrypted = true;
                return Ok(book);
            }
            0x0042 => book.writing.encoding = code_page(u16_at(data, 0).unwrap_or_default()),
            0x0022 if u16_at(data, 0) == Some(1) => book.system = DateSystem::From1904,
            0x0085 => book.sheets.extend(bound_sheet(book.writing, data)),
            0x041E => {
                let code = if book.writing.is_old {
                    book.writing.short(data, 2)
                } else {
                    book.writing.text(stream, record, 2)
                };
                if let (Some(id), Some(code)) = (u16_at(data, 0), code) {
                    book.styles.add_format(id, code);
                }
            }
            0x00E0 => {
                let indent = data.get(8).map_or(0, |byte| byte & 0x0F);
                styles.push((u16_at(data, 2).unwrap_or_default(), indent));
            }
            0x00FC => {
                let mut pieces = Pieces::new(stream, record);
                pieces.take(8);
                while pieces.string(book.strings.open()).is_some() {
                    book.strings.close();
                }
            }
            _ => {}
        }
        is_first = false;
    }
    for (format, indent) in styles {
        book.styles.add_style(format, indent);
    }
    bound(&mut book.sheets, stream)?;
    Ok(book)
}

/// Finds where each sheet ends: no record is part of two sheets.
fn bound(sheets: &mut [OldSheet], stream: &[u8]) -> Result<(), &'static str> {
    let mut starts: Vec<usize> = sheets.iter().map(|sheet| sheet.start).collect();
    starts.sort_unstable();
    if starts.windows(2).any(|pair| pair.first() == pair.last()) {
        return Err("two sheets begin at the same place");
    }
    for sheet in sheets {
        let behind = starts.partition_point(|&start| start <= sheet.start);
        sheet.end = starts.get(behind).map_or(stream.len(), |&start| start.min(stream.len()));
    }
    Ok(())
}

fn bound_sheet(writing: Writing, data: &[u8]) -> Option<OldSheet> {
    let mut name = writing.short(data, 6)?;
    name.retain(|char| char != '\0');
    let visibility = match data.get(4)? & 3 {
        0 => Visibility::Visible,
        1 => Visibility::Hidden,
        _ => Visibility::VeryHidden,
    };
    let start = usize::try_from(u32_at(data, 0)?).ok()?;
    Some(OldSheet { name, visibility, is_chart: *data.get(5)? != 0, start, end: start })
}

/// The encoding of a code page; Western European when it is not known.
fn code_page(number: u16) -> &'static Encoding {
    use encoding_rs::{
        BIG5, EUC_KR, GBK, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
        WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
    };
    match number {
        866 => IBM866,
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 | 0x8000 => MACINTOSH,
        65001 => UTF_8,
        _ => WINDOWS_1252,
    }
}
