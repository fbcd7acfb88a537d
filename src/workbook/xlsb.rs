//! xlsb: a reader of our own, because the usual one trusts the lengths in the file and tells neither number formats nor
//! hidden rows, hidden columns and merged cells.
//!
//! Rule: [MS-XLSB], sections 2.1.4 and 2.4. The content of a record is taken as it comes out of the package, so that a
//! length that lies costs nothing; the parts themselves are bounded by the list of parts.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use super::Visit;
use super::binary::{Styles, TextList, error_name, f64_at, push_wide, short_number, u16_at, u32_at};
use super::cell::{Cell, CellValue};
use super::error::WorkbookError;
use super::meter::Meter;
use super::package::{Package, damaged, lying};
use super::sheet::{Area, SheetInfo, SheetNotes, Visibility};
use super::xlsx::relations;
use crate::values::DateSystem;

const DOCUMENT: &str = "xl/workbook.bin";

/// An open xlsb workbook.
pub(super) struct XlsbBook {
    package: Package,
    workbook: Arc<str>,
    system: DateSystem,
    styles: Styles,
    strings: TextList,
    /// The part of each sheet, where it could be found.
    parts: Vec<Option<String>>,
}

impl XlsbBook {
    pub(super) fn open(package: Package, workbook: &Arc<str>) -> Result<(Self, Vec<SheetInfo>), WorkbookError> {
        let mut book = Self {
            package,
            workbook: workbook.clone(),
            system: DateSystem::From1900,
            styles: Styles::default(),
            strings: TextList::default(),
            parts: Vec::new(),
        };
        let relations = relations(&mut book.package, DOCUMENT)?;
        let mut sheets = Vec::new();
        let (mut system, mut parts) = (DateSystem::From1900, Vec::new());
        book.records(DOCUMENT, |kind, data| {
            match kind {
                // Properties of the workbook; the first bit tells dates from 1904.
                153 if data.first().is_some_and(|flags| flags & 1 == 1) => system = DateSystem::From1904,
                156 => {
                    let (relation, end) = text_at(data, 8)?;
                    let (name, _) = text_at(data, end)?;
                    let target = relations.get(&relation);
                    let is_sheet = target.is_some_and(|(kind, _)| kind.ends_with("/worksheet"));
                    sheets.push(SheetInfo {
                        name: Arc::from(name),
                        visibility: match data.first()? {
                            0 => Visibility::Visible,
                            1 => Visibility::Hidden,
                            _ => Visibility::VeryHidden,
                        },
                        is_chart: target.is_some() && !is_sheet,
                    });
                    parts.push(target.filter(|_| is_sheet).map(|(_, target)| target.clone()));
                }
                _ => {}
            }
            Some(())
        })?;
        let mut known: Vec<&String> = parts.iter().flatten().collect();
        known.sort_unstable();
        if known.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(damaged(workbook, DOCUMENT, &"two sheets are one part"));
        }
        (book.system, book.parts) = (system, parts);
        let part_of = |kind: &str| relations.values().find(|(known, _)| known.ends_with(kind)).map(|(_, part)| part);
        if let Some(part) = part_of("/styles") {
            book.read_styles(part)?;
        }
        if let Some(part) = part_of("/sharedStrings") {
            let mut strings = TextList::default();
            book.records(part, |kind, data| {
                if kind == 19 {
                    strings.open().push_str(&text_at(data, 1)?.0);
                    strings.close();
                }
                Some(())
            })?;
            book.strings = strings;
        }
        Ok((book, sheets))
    }

    fn read_styles(&mut self, part: &str) -> Result<(), WorkbookError> {
        let mut styles = Styles::default();
        // Styles of cells come in one list, styles with names in another.
        let mut in_cells = false;
        self.records(part, |kind, data| {
            match kind {
                44 => styles.add_format(u16_at(data, 0)?, text_at(data, 2)?.0),
                617 => in_cells = true,
                618 => in_cells = false,
                47 if in_cells => styles.add_style(u16_at(data, 2)?, data.get(11).copied().unwrap_or_default()),
                _ => {}
            }
            Some(())
        })?;
        self.styles = styles;
        Ok(())
    }

    /// Gives all records of a small part to `take`, which returns nothing for one that is cut short. A part that is not
    /// there has none.
    fn records(&mut self, part: &str, mut take: impl FnMut(u16, &[u8]) -> Option<()>) -> Result<(), WorkbookError> {
        let Some(part) = self.package.stored_name(part) else { return Ok(()) };
        let part = part.as_str();
        let source = self.package.archive.by_name(part).map_err(|error| damaged(&self.workbook, part, &error))?;
        let told = source.size();
        let mut records = Records::new(source, told);
        loop {
            match records.next() {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => return Err(damaged(&self.workbook, part, &error)),
            }
            if take(records.kind, &records.data).is_none() {
                return Err(damaged(&self.workbook, part, &CUT));
            }
        }
    }

    pub(super) fn read(
        &mut self,
        index: usize,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<SheetNotes, WorkbookError> {
        let Self { package, workbook, styles, strings, system, parts } = self;
        let part = parts.get(index).and_then(Option::as_deref).unwrap_or_default();
        let stored = package.stored_name(part);
        let part = stored.as_deref().unwrap_or(part);
        let source = package.archive.by_name(part).map_err(|error| damaged(workbook, part, &error))?;
        let told = source.size();
        let mut records = Records::new(source, told);
        let mut notes = SheetNotes::default();
        let (mut row, mut next_column) = (0_u32, 0_u32);
        let (mut in_data, mut is_whole) = (false, false);
        loop {
            match records.next() {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) if records.is_longer() => return Err(lying(workbook, &format!("{part}: {error}"))),
                Err(error) => return Err(meter.damaged(&error.to_string())),
            }
            let data = records.data.as_slice();
            match records.kind {
                145 => in_data = true,
                146 => (in_data, is_whole) = (false, true),
                0 if in_data => {
                    row = u32_at(data, 0).ok_or_else(|| meter.damaged(CUT))?;
                    next_column = 0;
                    let flags = data.get(11).copied().unwrap_or_default();
                    notes.hidden_rows = notes.hidden_rows.saturating_add(u32::from(flags & 0x10 != 0));
                    notes.outline.see(row, flags & 7);
                }
                60 if u16_at(data, 16).is_some_and(|flags| flags & 1 != 0) => {
                    let (first, last) = (u32_at(data, 0).unwrap_or(0), u32_at(data, 4).unwrap_or(0));
                    let columns = last.min(16_383).saturating_add(1).saturating_sub(first);
                    notes.hidden_columns = notes.hidden_columns.saturating_add(columns);
                }
                176 => notes.merged.extend(area(data)),
                kind @ (1..=18 | 62) if in_data => {
                    // Since Excel 2013 a cell may leave out its column when it follows the one before.
                    let is_short = (12..=18).contains(&kind);
                    let cut = || meter.damaged(CUT);
                    let column = if is_short { next_column } else { u32_at(data, 0).ok_or_else(cut)? };
                    next_column = column.saturating_add(1);
                    let head = if is_short { 4 } else { 8 };
                    let style = u32_at(data, head - 4).ok_or_else(cut)? & 0x00FF_FFFF;
                    let style = usize::try_from(style).unwrap_or(usize::MAX);
                    let content = data.get(head..).unwrap_or_default();
                    let number = |number| styles.value(number, style, *system);
                    let mut shared = false;
                    let text;
                    let value = match kind {
                        2 | 13 => number(short_number(u32_at(content, 0).ok_or_else(cut)?)),
                        3 | 11 | 14 => CellValue::Error(error_name(*content.first().ok_or_else(cut)?)),
                        4 | 10 | 15 => CellValue::Bool(*content.first().ok_or_else(cut)? != 0),
                        5 | 9 | 16 => number(f64_at(content, 0).ok_or_else(cut)?),
                        6 | 8 | 17 | 62 => {
                            text = text_at(content, usize::from(kind == 62)).ok_or_else(cut)?.0;
                            CellValue::Text(&text)
                        }
                        7 | 18 => {
                            shared = true;
                            let found = u32_at(content, 0).and_then(|number| strings.get(number));
                            let found = found.ok_or_else(|| meter.damaged("a text is not in the table of strings"))?;
                            CellValue::Text(found)
                        }
                        _ => continue,
                    };
                    if matches!(value, CellValue::Text("")) {
                        continue;
                    }
                    let format = styles.format(style);
                    meter.count(row, column)?;
                    visit(Cell { row, column, value, format, shared })?;
                }
                _ => {}
            }
        }
        if !is_whole {
            return Err(meter.damaged("it is cut off"));
        }
        notes.cells = meter.cells;
        Ok(notes)
    }
}

const CUT: &str = "a record is cut short";

/// A text with its length before it, and where it ends.
fn text_at(data: &[u8], at: usize) -> Option<(String, usize)> {
    let count = usize::try_from(u32_at(data, at)?).ok()?;
    let from = at.checked_add(4)?;
    // A text that is not there: its length is the largest number.
    if count == 0xFFFF_FFFF {
        return Some((String::new(), from));
    }
    let end = from.checked_add(count.checked_mul(2)?)?;
    let mut text = String::new();
    push_wide(data.get(from..end)?, &mut text);
    Some((text, end))
}

fn area(data: &[u8]) -> Option<Area> {
    let (first_row, last_row) = (u32_at(data, 0)?, u32_at(data, 4)?);
    let (first_column, last_column) = (u32_at(data, 8)?, u32_at(data, 12)?);
    (first_row <= last_row && first_column <= last_column).then_some(Area {
        first_row,
        first_column,
        last_row,
        last_column,
    })
}

/// The records of a part.
struct Records<R> {
    source: BufReader<io::Take<R>>,
    kind: u16,
    data: Vec<u8>,
    /// Bytes read, and bytes that the list of parts tells.
    read: u64,
    told: u64,
}

impl<R: Read> Records<R> {
    fn new(source: R, told: u64) -> Self {
        let source = BufReader::with_capacity(1 << 16, source.take(told.saturating_add(1)));
        Self { source, kind: 0, data: Vec::new(), read: 0, told }
    }

    /// True when the part has more bytes than the list of parts tells.
    const fn is_longer(&self) -> bool {
        self.read > self.told
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.source.fill_buf()?.first().copied();
        if byte.is_some() {
            self.source.consume(1);
            self.read = self.read.saturating_add(1);
        }
        Ok(byte)
    }

    fn needed(&mut self) -> io::Result<u8> {
        self.byte()?.ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "it ends within a record"))
    }

    /// Reads the next record; false at the end of the part.
    fn next(&mut self) -> io::Result<bool> {
        let Some(low) = self.byte()? else { return Ok(false) };
        self.kind = u16::from(low & 0x7F);
        if low & 0x80 != 0 {
            self.kind |= u16::from(self.needed()? & 0x7F) << 7;
        }
        let mut length = 0_u64;
        for shift in [0, 7, 14, 21] {
            let byte = self.needed()?;
            length |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.data.clear();
        let got = (&mut self.source).take(length).read_to_end(&mut self.data)?;
        let got = u64::try_from(got).unwrap_or(u64::MAX);
        self.read = self.read.saturating_add(got);
        if self.is_longer() {
            return Err(io::Error::other("its size is not what the list of parts tells"));
        }
        if got < length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends within a record"));
        }
        Ok(true)
    }
}
