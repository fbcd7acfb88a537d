//! Counts what is read against the limits, and holds the order of cells.

use std::sync::Arc;

use super::error::WorkbookError;
use super::limits::{LimitKind, Limits};

/// Counter of one reading of one sheet.
pub(super) struct Meter<'w> {
    pub(super) workbook: &'w Arc<str>,
    limits: &'w Limits,
    sheet: &'w str,
    before: u64,
    pub(super) cells: u64,
    /// Bytes of the texts that were given, each as often as it was given.
    text_bytes: u64,
    last: Option<(u32, u32)>,
}

impl<'w> Meter<'w> {
    /// A counter that starts behind the cells of other sheets.
    pub(super) const fn new(workbook: &'w Arc<str>, limits: &'w Limits, sheet: &'w str, before: u64) -> Self {
        Self { workbook, limits, sheet, before, cells: 0, text_bytes: 0, last: None }
    }

    /// Counts one cell.
    pub(super) fn count(&mut self, row: u32, column: u32) -> Result<(), WorkbookError> {
        if self.last.is_some_and(|last| last >= (row, column)) {
            return Err(self.damaged("its cells are not in the order of rows and columns"));
        }
        self.last = Some((row, column));
        self.cells = self.cells.saturating_add(1);
        self.bound(LimitKind::Cells, self.before.saturating_add(self.cells), self.limits.cells)?;
        self.bound(LimitKind::Rows, u64::from(row).saturating_add(1), u64::from(self.limits.rows))?;
        self.bound(LimitKind::Columns, u64::from(column).saturating_add(1), u64::from(self.limits.columns))
    }

    /// Counts a text that repeats: a few bytes of a file can give the same long text millions of times.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), WorkbookError> {
        self.text_bytes = self.text_bytes.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        self.bound(LimitKind::UnpackedBytes, self.text_bytes, self.limits.unpacked_bytes)
    }

    /// Refuses a row of so many values, blank ones too.
    pub(super) fn columns(&self, values: usize) -> Result<(), WorkbookError> {
        self.bound(LimitKind::Columns, u64::try_from(values).unwrap_or(u64::MAX), u64::from(self.limits.columns))
    }

    /// Refuses what is over a limit.
    pub(super) fn bound(&self, which: LimitKind, found: u64, limit: u64) -> Result<(), WorkbookError> {
        if found <= limit {
            return Ok(());
        }
        Err(WorkbookError::Limit { workbook: self.workbook.clone(), which, found, limit })
    }

    /// The most bytes that may be unpacked.
    pub(super) const fn unpacked_bytes(&self) -> u64 {
        self.limits.unpacked_bytes
    }

    /// This sheet cannot be read.
    pub(super) fn damaged(&self, reason: &str) -> WorkbookError {
        WorkbookError::Damaged {
            workbook: self.workbook.clone(),
            part: format!("sheet \"{}\"", self.sheet),
            reason: reason.to_owned(),
        }
    }
}
