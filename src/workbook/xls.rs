//! xls: a reader of our own, because the usual one takes memory for what the file promises (an allocation that fails
//! ends the process), reads every sheet into a rectangle, and may go round in a circle in a damaged container.

use std::sync::Arc;

use super::Visit;
use super::biff::{CONTINUE, Globals, Record, Records, globals};
use super::binary::{error_name, f64_at, short_number, u16_at, u32_at};
use super::cell::{Cell, CellValue};
use super::error::WorkbookError;
use super::meter::Meter;
use super::ole::workbook_stream;
use super::package::damaged;
use super::sheet::{Area, SheetInfo, SheetNotes};

/// An open xls workbook.
pub(super) struct XlsBook {
    stream: Vec<u8>,
    globals: Globals,
}

/// Mark of a formula that is calculated when the workbook is opened.
const TO_CALCULATE: u16 = 2;
/// The token that joins two texts; the last of a formula is what is done last.
const JOIN: u8 = 0x08;

/// A cell of a sheet: its place, and where its record begins.
type Place = (u16, u16, usize);

impl XlsBook {
    pub(super) fn open(bytes: &[u8], workbook: &Arc<str>) -> Result<(Self, Vec<SheetInfo>), WorkbookError> {
        let part = "the container of the workbook";
        let stream =
            workbook_stream(bytes).ok_or_else(|| damaged(workbook, part, &"it is cut off, or not as it should be"))?;
        let globals = globals(&stream).map_err(|reason| damaged(workbook, "the stream of the workbook", &reason))?;
        if globals.is_encrypted {
            return Err(WorkbookError::Password { workbook: workbook.clone() });
        }
        let sheets = globals
            .sheets
            .iter()
            .map(|sheet| SheetInfo {
                name: Arc::from(sheet.name.as_str()),
                visibility: sheet.visibility,
                is_chart: sheet.is_chart,
            })
            .collect();
        Ok((Self { stream, globals }, sheets))
    }

    /// Gives the cells in the order of rows and columns; the last of several at one place counts.
    pub(super) fn read(
        &self,
        index: usize,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<SheetNotes, WorkbookError> {
        let sheet = self.globals.sheets.get(index);
        let (start, end) = sheet.map_or((usize::MAX, 0), |sheet| (sheet.start, sheet.end));
        let stream = self.stream.get(..end).unwrap_or_default();
        let mut notes = SheetNotes::default();
        let mut places = survey(stream, start, &mut notes).map_err(|reason| meter.damaged(reason))?;
        if !places.is_sorted_by_key(|&(row, column, _)| (row, column)) {
            places.sort_by_key(|&(row, column, _)| (row, column));
        }
        let mut following = places.iter().skip(1);
        for &(row, column, at) in &places {
            if following.next().is_some_and(|&(next_row, next_column, _)| (next_row, next_column) == (row, column)) {
                continue;
            }
            let mut records = Records::new(stream, at);
            let Some(record) = records.next() else { continue };
            self.cell(record, records, (row, column), meter, visit)?;
        }
        notes.cells = meter.cells;
        Ok(notes)
    }

    /// Gives one cell.
    fn cell(
        &self,
        record: Record<'_>,
        behind: Records<'_>,
        (row, column): (u16, u16),
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<(), WorkbookError> {
        let Globals { styles, strings, writing, system, .. } = &self.globals;
        let data = record.data;
        let mut style = usize::from(u16_at(data, 4).unwrap_or_default());
        let short = || meter.damaged("a record of a cell is cut short");
        let (text, value);
        let (value, shared) = match record.kind {
            0x00FD => {
                let text = u32_at(data, 6).and_then(|number| strings.get(number));
                (CellValue::Text(text.ok_or_else(|| meter.damaged("a text is not in the table of strings"))?), true)
            }
            0x0204 | 0x00D6 => {
                text = writing.text(&self.stream, record, 6).ok_or_else(short)?;
                (CellValue::Text(&text), false)
            }
            0x0203 => (styles.value(f64_at(data, 6).ok_or_else(short)?, style, *system), false),
            0x027E => (styles.value(short_number(u32_at(data, 6).ok_or_else(short)?), style, *system), false),
            0x00BD => {
                let pair = usize::from(column.saturating_sub(u16_at(data, 2).unwrap_or_default()));
                let at = pair.saturating_mul(6).saturating_add(4);
                style = usize::from(u16_at(data, at).unwrap_or_default());
                let number = short_number(u32_at(data, at.saturating_add(2)).ok_or_else(short)?);
                (styles.value(number, style, *system), false)
            }
            0x0205 => {
                let (code, is_error) = (data.get(6).ok_or_else(short)?, data.get(7).ok_or_else(short)?);
                (if *is_error == 0 { CellValue::Bool(*code != 0) } else { CellValue::Error(error_name(*code)) }, false)
            }
            _ => {
                let result = data.get(6..14).ok_or_else(short)?;
                value = match text_behind(behind) {
                    // Some programs store a zero as the result of a formula that gives a text.
                    Some(found) => {
                        text = writing.text(&self.stream, found, 0).ok_or_else(short)?;
                        Some(CellValue::Text(&text))
                    }
                    None => match (result.get(6..), result.first(), result.get(2)) {
                        (Some([0xFF, 0xFF]), Some(1), Some(flag)) => Some(CellValue::Bool(*flag != 0)),
                        (Some([0xFF, 0xFF]), Some(2), Some(code)) => Some(CellValue::Error(error_name(*code))),
                        // Blank, and to be calculated when it is opened: no program has calculated it yet.
                        (Some([0xFF, 0xFF]), ..) if u16_at(data, 14).unwrap_or_default() & TO_CALCULATE != 0 => {
                            Some(CellValue::NoCachedValue)
                        }
                        (Some([0xFF, 0xFF]), ..) => None,
                        // What joins texts gives no number: this zero stands for a result that was not stored.
                        _ if data.last() == Some(&JOIN) && result.iter().all(|byte| *byte == 0) => {
                            Some(CellValue::NoCachedValue)
                        }
                        _ => f64_at(result, 0).map(|number| styles.value(number, style, *system)),
                    },
                };
                let Some(value) = value else { return Ok(()) };
                (value, false)
            }
        };
        if matches!(value, CellValue::Text("")) {
            return Ok(());
        }
        let (row, column) = (u32::from(row), u32::from(column));
        meter.count(row, column)?;
        visit(Cell { row, column, value, format: styles.format(style), shared })
    }
}

/// The record with the text that a formula gives, when one follows.
fn text_behind(records: Records<'_>) -> Option<Record<'_>> {
    for record in records {
        match record.kind {
            0x0207 => return Some(record),
            // What belongs to the formula itself.
            0x04BC | 0x0221 | 0x0236 | CONTINUE => {}
            _ => return None,
        }
    }
    None
}

/// The places of all cells of a sheet, and what else its records tell.
fn survey(stream: &[u8], start: usize, notes: &mut SheetNotes) -> Result<Vec<Place>, &'static str> {
    let mut records = Records::new(stream, start);
    let mut places = Vec::new();
    // Charts within the sheet have records like those of cells.
    let mut depth = 0_u32;
    if !matches!(records.next(), Some(Record { kind: 0x0809, .. })) {
        return Err("it does not begin like a sheet");
    }
    loop {
        let Some(Record { at, kind, data }) = records.next() else { return Err("it is cut off") };
        match kind {
            0x0809 => depth = depth.saturating_add(1),
            0x000A if depth == 0 => return Ok(places),
            0x000A => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            0x0203 | 0x0204 | 0x0205 | 0x00D6 | 0x00FD | 0x027E | 0x0006 => {
                if let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) {
                    places.push((row, column, at));
                }
            }
            0x00BD => {
                if let (Some(row), Some(first)) = (u16_at(data, 0), u16_at(data, 2)) {
                    let pairs = data.len().saturating_sub(6).checked_div(6).unwrap_or(0);
                    places.extend((first..=u16::MAX).take(pairs).map(|column| (row, column, at)));
                }
            }
            0x0208 => {
                let flags = data.get(12).copied().unwrap_or_default();
                notes.hidden_rows = notes.hidden_rows.saturating_add(u32::from(flags & 0x20 != 0));
                notes.outline.see(u16_at(data, 0).map_or(0, u32::from), flags & 7);
            }
            0x007D if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                let (first, last) = (u16_at(data, 0).unwrap_or(0), u16_at(data, 2).unwrap_or(0));
                let columns = u32::from(last.min(255).saturating_sub(first)).saturating_add(1);
                notes.hidden_columns = notes.hidden_columns.saturating_add(columns);
            }
            0x00E5 => notes.merged.extend(data.get(2..).unwrap_or_default().chunks_exact(8).filter_map(area)),
            _ => {}
        }
    }
}

fn area(data: &[u8]) -> Option<Area> {
    let number = |at| u16_at(data, at).map(u32::from);
    let (first_row, last_row) = (number(0)?, number(2)?);
    let (first_column, last_column) = (number(4)?, number(6)?);
    (first_row <= last_row && first_column <= last_column).then_some(Area {
        first_row,
        first_column,
        last_row,
        last_column,
    })
}
