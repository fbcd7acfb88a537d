//! What is known about a sheet besides its cells.

use std::sync::Arc;

/// Who can see a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody.
    Visible,
    /// Those who unhide it from the menu.
    Hidden,
    /// Only those who unhide it from a program.
    VeryHidden,
}

/// A sheet of a workbook, in the order of its tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetInfo {
    /// Name on the tab; empty for a file without sheets (CSV).
    pub name: Arc<str>,
    /// Who can see it.
    pub visibility: Visibility,
    /// True for charts, dialogs, macros: there are no cells to read.
    pub is_chart: bool,
}

impl SheetInfo {
    /// True when the sheet is hidden in either way.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.visibility != Visibility::Visible
    }
}

/// A rectangle of cells; both corners belong to it and count from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Area {
    /// First row.
    pub first_row: u32,
    /// First column.
    pub first_column: u32,
    /// Last row.
    pub last_row: u32,
    /// Last column.
    pub last_column: u32,
}

impl Area {
    /// True when the cell lies in it.
    #[must_use]
    pub const fn contains(&self, row: u32, column: u32) -> bool {
        self.first_row <= row && row <= self.last_row && self.first_column <= column && column <= self.last_column
    }

    /// The area written as `B3:D17`, or one cell as `B3`; dollar signs are read over.
    #[must_use]
    pub fn from_a1(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let ((first_row, first_column), (last_row, last_column)) = (place(first)?, place(last)?);
        (first_row <= last_row && first_column <= last_column).then_some(Self {
            first_row,
            first_column,
            last_row,
            last_column,
        })
    }
}

/// Row and column, from zero, of a cell name such as `$B$3`.
pub(super) fn place(name: &str) -> Option<(u32, u32)> {
    let (mut row, mut column, mut digits) = (0_u32, 0_u32, false);
    for byte in name.bytes() {
        match byte {
            b'$' => {}
            b'A'..=b'Z' | b'a'..=b'z' if !digits => {
                let letter = u32::from(byte.to_ascii_uppercase().checked_sub(b'A')?).checked_add(1)?;
                column = column.checked_mul(26)?.checked_add(letter)?;
            }
            b'0'..=b'9' => {
                digits = true;
                row = row.checked_mul(10)?.checked_add(u32::from(byte.checked_sub(b'0')?))?;
            }
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// A table that the user made of a part of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// Its name.
    pub name: String,
    /// Where it is, header and total rows included.
    pub area: Area,
    /// How many rows of titles it begins with.
    pub header_rows: u32,
    /// How many rows of totals it ends with.
    pub total_rows: u32,
}

/// The outline levels of rows: how deep the spreadsheet program has grouped them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowOutline(Vec<(u32, u32, u8)>);

impl RowOutline {
    /// Notes the level of a row; rows come in their order, and those without a level need not be told.
    pub(super) fn see(&mut self, row: u32, level: u8) {
        self.see_many(row, 1, level);
    }

    /// Notes the level of several rows that follow each other.
    pub(super) fn see_many(&mut self, first: u32, count: u32, level: u8) {
        let end = first.saturating_add(count);
        match self.0.last_mut() {
            _ if level == 0 || count == 0 => {}
            Some((_, last, own)) if *own == level && *last == first => *last = end,
            _ => self.0.push((first, end, level)),
        }
    }

    /// True when no row has a level.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The level of a row (from zero); zero for rows that are in no group.
    #[must_use]
    pub fn level(&self, row: u32) -> u8 {
        let after = self.0.partition_point(|&(first, ..)| first <= row);
        let run = after.checked_sub(1).and_then(|index| self.0.get(index));
        run.filter(|&&(_, end, _)| row < end).map_or(0, |&(.., level)| level)
    }
}

/// What reading a sheet has shown besides its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetNotes {
    /// Cells that were given to the visitor.
    pub cells: u64,
    /// Rows that are hidden or filtered away.
    pub hidden_rows: u32,
    /// Columns that are hidden.
    pub hidden_columns: u32,
    /// Outline levels of rows.
    pub outline: RowOutline,
    /// Merged cells, in the order of the file.
    pub merged: Vec<Area>,
    /// Tables (xlsx only), by place.
    pub tables: Vec<TableInfo>,
    /// Rows of a CSV file with another number of values than most.
    pub ragged_rows: Vec<RaggedRow>,
}

/// A row of a CSV file with another number of values than most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RaggedRow {
    /// The row, from zero.
    pub row: u32,
    /// How many values it has.
    pub values: u32,
    /// Columns into which several values were put together, so that the row has as many values as most.
    pub joined: Vec<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_are_places() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("$XFD$1048576"), Some((1_048_575, 16_383)));
        for wrong in ["", "A", "1", "A0", "1A", "A1B", "ZZZZZZZZZZ1", "A99999999999"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
        let area = Area::from_a1("B3:D17").unwrap();
        assert!(area.contains(2, 1) && area.contains(16, 3) && !area.contains(17, 3));
        assert_eq!(Area::from_a1("B3").unwrap(), Area { first_row: 2, first_column: 1, last_row: 2, last_column: 1 });
        assert_eq!(Area::from_a1("D17:B3"), None);
    }

    #[test]
    fn outline_levels_are_kept_as_runs() {
        let mut outline = RowOutline::default();
        for (row, level) in [(1, 0), (2, 1), (3, 1), (4, 2), (6, 1), (7, 1)] {
            outline.see(row, level);
        }
        outline.see_many(10, 1_000_000, 3);
        let levels: Vec<u8> = (0..12).map(|row| outline.level(row)).collect();
        assert_eq!(levels, [0, 0, 1, 1, 2, 0, 1, 1, 0, 0, 3, 3]);
        assert_eq!((outline.0.len(), outline.level(1_000_009), outline.level(1_000_010)), (4, 3, 0));
    }
}
