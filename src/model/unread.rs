//! Cells that could not be read: they count as blank, which must not make a rule reach further or a secret go out.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::catalog::Catalog;
use crate::finding::Code;
use crate::finding::codes::reading as codes;
use crate::origin::Origin;

/// What is said of a cell whose value is not used.
const UNREAD: [&Code; 8] = [
    &codes::E_CELL_ERROR,
    &codes::E_CHOICE,
    &codes::E_DATE,
    &codes::E_FLAG,
    &codes::E_ITEM_TYPE,
    &codes::E_NO_CACHED_VALUE,
    &codes::E_NUMBER,
    &codes::E_VALUE_DATE,
];

impl Catalog {
    /// The cells that could not be read, which the reader has named.
    #[must_use]
    pub fn unread_cells(&self) -> HashSet<&Origin, FixedState> {
        let named = self.findings().iter().filter(|finding| UNREAD.contains(&finding.code));
        named.filter_map(|finding| finding.origin.as_ref()).filter(|origin| origin.column.is_some()).collect()
    }

    /// The rows of a table in which one of the fields stands in a cell that could not be read, with the first such field.
    #[must_use]
    pub fn unread<'f>(&self, table: &str, fields: &[&'f str]) -> HashMap<usize, &'f str, FixedState> {
        let cells = self.unread_cells();
        let mut unread = HashMap::default();
        if cells.is_empty() {
            return unread;
        }
        let rows: HashSet<(&str, &str, Option<u32>), FixedState> =
            cells.iter().map(|cell| (&*cell.workbook, &*cell.sheet, cell.row)).collect();
        let table = self.table(table);
        for row in 0..table.len() {
            let Some(place) = table.origin(row) else { continue };
            if !rows.contains(&(&*place.workbook, &*place.sheet, place.row)) {
                continue;
            }
            let is_unread = |field: &&&str| table.cell(row, field).is_some_and(|cell| cells.contains(&cell));
            if let Some(field) = fields.iter().find(is_unread) {
                unread.insert(row, *field);
            }
        }
        unread
    }
}
