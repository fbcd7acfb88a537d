//! xls: read as a whole by calamine, after a walk that tells whether its sheets fit into memory.

use std::sync::Arc;

use calamine::{Data, Reader as _, Xls, XlsError};

use super::Visit;
use super::biff::{BookFacts, facts};
use super::cell::{Cell, CellValue};
use super::convert::{date_time, error_text, integer, sheet_infos};
use super::error::WorkbookError;
use super::format::NumberFormat;
use super::guard::guarded;
use super::input::{Budget, Bytes, Input};
use super::limits::{LimitKind, Limits};
use super::meter::Meter;
use super::ole::workbook_stream;
use super::package::damaged;
use super::sheet::{Area, SheetInfo, SheetNotes};
use crate::values::DateSystem;

/// Bytes that calamine keeps for each cell of a sheet's rectangle: a value and a formula.
const CELL_BYTES: u64 = 56;

/// An open xls workbook.
pub(super) struct XlsBook {
    reader: Xls<Input>,
    facts: BookFacts,
}

impl XlsBook {
    pub(super) fn open(
        bytes: Bytes,
        workbook: &Arc<str>,
        limits: &Limits,
    ) -> Result<(Self, Vec<SheetInfo>), WorkbookError> {
        let part = "the container of the workbook";
        let unreadable = || damaged(workbook, part, &"it is cut off, or not as it should be");
        let facts = facts(&workbook_stream(&bytes.0).ok_or_else(unreadable)?);
        if facts.is_encrypted {
            return Err(WorkbookError::Password { workbook: workbook.clone() });
        }
        let area = facts.sheets.iter().fold(0_u64, |sum, sheet| sum.saturating_add(sheet.area()));
        let found = area.saturating_mul(CELL_BYTES);
        if found > limits.unpacked_bytes {
            let (which, limit) = (LimitKind::UnpackedBytes, limits.unpacked_bytes);
            return Err(WorkbookError::Limit { workbook: workbook.clone(), which, found, limit });
        }
        let input = Input::new(bytes, Budget::new(limits.unpacked_bytes));
        let reader = guarded(|| Xls::new(input)).ok_or_else(unreadable)?.map_err(|error| match error {
            XlsError::Password => WorkbookError::Password { workbook: workbook.clone() },
            error => damaged(workbook, part, &error),
        })?;
        let sheets = sheet_infos(reader.sheets_metadata());
        Ok((Self { reader, facts }, sheets))
    }

    pub(super) fn read(
        &mut self,
        index: usize,
        sheet: &SheetInfo,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<SheetNotes, WorkbookError> {
        let panicked = "the reader cannot make sense of it";
        let range = guarded(|| self.reader.worksheet_range(&sheet.name))
            .ok_or_else(|| meter.damaged(panicked))?
            .map_err(|error| meter.damaged(&error.to_string()))?;
        let (top, left) = range.start().unwrap_or_default();
        let system = if self.reader.has_1904_epoch() { DateSystem::From1904 } else { DateSystem::From1900 };
        let formats = self.facts.formats(index);
        let facts = self.facts.sheets.get(index);
        for (row, column, value) in range.used_cells() {
            let row = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(top);
            let column = u32::try_from(column).unwrap_or(u32::MAX).saturating_add(left);
            let text = facts.and_then(|facts| facts.texts.get(&(row, column)));
            let value = match (value, text) {
                // A formula whose result is a text; some programs store them so that the reader sees a zero.
                (Data::Float(_) | Data::Int(_), Some(text)) => CellValue::Text(text),
                (value, _) => convert(value, system),
            };
            if matches!(value, CellValue::Text("")) {
                continue;
            }
            meter.count(row, column)?;
            let format = formats.get(&(row, column)).copied().unwrap_or_else(|| NumberFormat::general());
            visit(Cell { row, column, value, format, shared: false })?;
        }
        let merged = self.reader.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        Ok(SheetNotes {
            cells: meter.cells,
            hidden_rows: facts.map_or(0, |facts| facts.hidden_rows),
            hidden_columns: facts.map_or(0, |facts| facts.hidden_columns),
            outline: facts.map(|facts| facts.outline.clone()).unwrap_or_default(),
            merged: merged
                .into_iter()
                .map(|area| Area {
                    first_row: area.start.0,
                    first_column: area.start.1,
                    last_row: area.end.0,
                    last_column: area.end.1,
                })
                .collect(),
            ..SheetNotes::default()
        })
    }
}

/// The value of a cell; blank ones do not come here.
fn convert(value: &Data, system: DateSystem) -> CellValue<'_> {
    match value {
        Data::Empty => CellValue::Text(""),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => CellValue::Text(text),
        Data::Float(number) => CellValue::Number(*number),
        Data::Int(number) => integer(*number),
        Data::Bool(flag) => CellValue::Bool(*flag),
        Data::DateTime(moment) => date_time(*moment, system),
        Data::Error(error) => CellValue::Error(error_text(error)),
    }
}
