//! A whole sheet in memory: for merged cells, and for sheets that hold more than one table.

use std::collections::{BTreeMap, BTreeSet};

use super::held::HeldCell;
use super::layout::HeadRows;
use super::sheet_reader::{HEAD_ROWS, head_rows};
use crate::workbook::{Area, Cell};

/// Cells of a sheet by row and column.
#[derive(Default)]
pub(super) struct Grid {
    cells: BTreeMap<(u32, u32), HeldCell>,
}

/// What was done with merged cells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// Areas whose value was given to more rows.
    pub(super) areas: usize,
    /// First cell of the first of them.
    pub(super) first: Option<(u32, u32)>,
    /// Cells that stand under merged cells, where nobody sees them.
    pub(super) covered: Vec<(u32, u32)>,
}

/// Cells that merged areas may add, as a multiple of the cells there are.
const ADDED_FACTOR: usize = 8;

impl Grid {
    pub(super) fn push(&mut self, cell: &Cell<'_>) {
        self.cells.insert((cell.row, cell.column), HeldCell::new(cell));
    }

    /// The area that is used; none without cells.
    pub(super) fn area(&self) -> Option<Area> {
        let (first_row, last_row) = (self.cells.first_key_value()?.0.0, self.cells.last_key_value()?.0.0);
        let columns = self.cells.keys().map(|(_, column)| *column);
        let (first, last) = columns.fold((u32::MAX, 0), |(first, last), column| (first.min(column), last.max(column)));
        Some(Area { first_row, first_column: first, last_row, last_column: last })
    }

    /// Gives the value of merged cells to every row they span, in their first column, and takes away what stands under
    /// them.
    pub(super) fn spread(&mut self, merged: &[Area]) -> Merged {
        let mut done = Merged::default();
        let Some(used) = self.area() else { return done };
        let merged =
            merged.iter().filter(|area| area.first_row <= area.last_row && area.first_column <= area.last_column);
        let mut room = self.cells.len().saturating_mul(ADDED_FACTOR).max(4_096);
        for area in merged {
            let anchor = (area.first_row, area.first_column);
            let Some(value) = self.cells.get(&anchor).filter(|cell| !cell.is_blank()).cloned() else { continue };
            let rows = (area.first_row, 0)..=(area.last_row.max(area.first_row), u32::MAX);
            let under: Vec<(u32, u32)> = self
                .cells
                .range(rows)
                .map(|(place, _)| *place)
                .filter(|place| *place != anchor && area.contains(place.0, place.1))
                .collect();
            for place in under {
                if self.cells.remove(&place).is_some_and(|cell| !cell.is_blank()) {
                    done.covered.push(place);
                }
            }
            let last = area.last_row.min(used.last_row);
            if last > area.first_row {
                done.areas += 1;
                done.first.get_or_insert(anchor);
                for row in area.first_row.saturating_add(1)..=last {
                    room = room.saturating_sub(1);
                    if room == 0 {
                        return done;
                    }
                    self.cells.insert((row, area.first_column), value.in_row(row));
                }
            }
        }
        done
    }

    /// The cells of an area, in row order.
    pub(super) fn cells(&self, area: Area) -> impl Iterator<Item = &HeldCell> {
        // An area that ends before it begins has no cells; a range must not.
        let rows = self.cells.range((area.first_row, 0)..=(area.last_row.max(area.first_row), u32::MAX));
        rows.filter(move |((row, column), _)| area.contains(*row, *column)).map(|(_, cell)| cell)
    }

    /// The texts of the first rows of an area.
    pub(super) fn head(&self, area: Area) -> HeadRows {
        let last_row = area.last_row.min(area.first_row.saturating_add(HEAD_ROWS - 1));
        head_rows(self.cells(Area { last_row, ..area }))
    }

    /// The smallest area that holds the cells of this one; none when it has none.
    pub(super) fn trimmed(&self, area: Area) -> Option<Area> {
        let mut own: Option<Area> = None;
        for cell in self.cells(area).filter(|cell| !cell.is_blank()) {
            let own = own.get_or_insert(Area {
                first_row: cell.row,
                last_row: cell.row,
                first_column: cell.column,
                last_column: cell.column,
            });
            own.last_row = cell.row;
            own.first_column = own.first_column.min(cell.column);
            own.last_column = own.last_column.max(cell.column);
        }
        own
    }

    /// Columns of an area without any cell, between columns with some.
    pub(super) fn blank_columns(&self, area: Area) -> Vec<u32> {
        let used: BTreeSet<u32> = self.cells(area).filter(|cell| !cell.is_blank()).map(|cell| cell.column).collect();
        let (Some(first), Some(last)) = (used.first(), used.last()) else { return Vec::new() };
        (*first..*last).filter(|column| !used.contains(column)).collect()
    }

    /// Takes away the cells of an area.
    pub(super) fn without(&mut self, area: Area) {
        self.cells.retain(|(row, column), _| !area.contains(*row, *column));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::{CellValue, NumberFormat};

    fn grid(lines: &[&str]) -> Grid {
        let mut grid = Grid::default();
        for (row, line) in (0..).zip(lines) {
            for (column, text) in (0..).zip(line.split('|')).filter(|(_, text)| !text.is_empty()) {
                let format = NumberFormat::general();
                grid.push(&Cell { row, column, value: CellValue::Text(text), format, shared: false });
            }
        }
        grid
    }

    #[test]
    fn merged_cells_fill_their_rows_and_hide_what_stands_under_them() {
        let mut grid = grid(&["Item|Price", "A|5", "B", "C", "Part|hidden|x"]);
        let merged =
            [Area::from_a1("B2:B4").unwrap(), Area::from_a1("A5:B5").unwrap(), Area::from_a1("D1:D9").unwrap()];
        let done = grid.spread(&merged);
        assert_eq!((done.areas, done.first, done.covered), (1, Some((1, 1)), vec![(4, 1)]));
        let area = grid.area().unwrap();
        let head = grid.head(area);
        assert_eq!(head[&3], [(0, "C".to_owned()), (1, "5".to_owned())]);
        assert_eq!(head[&4], [(0, "Part".to_owned()), (2, "x".to_owned())]);
        assert_eq!(grid.blank_columns(Area { first_row: 4, ..area }), [1]);
    }
}
