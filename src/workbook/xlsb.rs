//! xlsb: cells streamed by calamine; number formats other than dates are not told.

use std::sync::Arc;

use calamine::{DataRef, Reader as _, Xlsb, XlsbError};

use super::Visit;
use super::cell::{Cell, CellValue};
use super::convert::{Converted, convert, sheet_infos};
use super::error::WorkbookError;
use super::format::NumberFormat;
use super::guard::guarded;
use super::input::{Budget, Input};
use super::meter::Meter;
use super::package::{Package, damaged};
use super::sheet::{SheetInfo, SheetNotes};
use crate::values::DateSystem;

/// An open xlsb workbook.
pub(super) struct XlsbBook {
    reader: Xlsb<Input>,
    budget: Budget,
}

impl XlsbBook {
    pub(super) fn open(
        input: Input,
        budget: Budget,
        mut package: Package,
        workbook: &Arc<str>,
    ) -> Result<(Self, Vec<SheetInfo>), WorkbookError> {
        package.check_sizes(|name| !name.contains("worksheets/sheet"))?;
        let part = "the parts of the workbook";
        let reader = guarded(|| Xlsb::new(input))
            .ok_or_else(|| damaged(workbook, part, &"the reader cannot make sense of it"))?
            .map_err(|error| match error {
                XlsbError::Password => WorkbookError::Password { workbook: workbook.clone() },
                error => damaged(workbook, part, &error),
            })?;
        let sheets = sheet_infos(reader.sheets_metadata());
        Ok((Self { reader, budget }, sheets))
    }

    pub(super) fn read(
        &mut self,
        sheet: &SheetInfo,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<SheetNotes, WorkbookError> {
        let mut errors = self.formulas(&sheet.name).into_iter().peekable();
        let panicked = "the reader cannot make sense of it";
        let system = if self.reader.has_1904_epoch() { DateSystem::From1904 } else { DateSystem::From1900 };
        self.budget.refill();
        let mut cells = guarded(|| self.reader.worksheet_cells_reader(&sheet.name))
            .ok_or_else(|| meter.damaged(panicked))?
            .map_err(|error| meter.damaged(&error.to_string()))?;
        let format = NumberFormat::unknown();
        loop {
            self.budget.refill();
            let next = guarded(|| cells.next_cell())
                .ok_or_else(|| meter.damaged(panicked))?
                .map_err(|error| meter.damaged(&error.to_string()))?;
            let place = next.as_ref().map_or((u32::MAX, u32::MAX), calamine::Cell::get_position);
            // The cell reader passes over formulas whose result is an error.
            while let Some((row, column)) = errors.next_if(|&formula| formula < place) {
                meter.count(row, column)?;
                visit(Cell { row, column, value: CellValue::Error("#ERROR"), format, shared: false })?;
            }
            errors.next_if_eq(&place);
            let Some(cell) = next else { break };
            if let Converted::Value(value, shared) = convert(cell.get_value(), system) {
                let (row, column) = place;
                meter.count(row, column)?;
                visit(Cell { row, column, value, format, shared })?;
            } else {
                debug_assert!(matches!(
                    cell.get_value(),
                    DataRef::Empty | DataRef::String(_) | DataRef::SharedString(_)
                ));
            }
        }
        Ok(SheetNotes { cells: meter.cells, ..SheetNotes::default() })
    }

    /// Places of all formulas, as far as they can be read.
    fn formulas(&mut self, sheet: &str) -> Vec<(u32, u32)> {
        let mut places = Vec::new();
        self.budget.refill();
        let Some(Ok(mut cells)) = guarded(|| self.reader.worksheet_cells_reader(sheet)) else { return places };
        loop {
            self.budget.refill();
            match guarded(|| cells.next_formula()) {
                Some(Ok(Some(cell))) => places.push(cell.get_position()),
                _ => return places,
            }
        }
    }
}
