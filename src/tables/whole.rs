//! A sheet looked at as a whole: merged cells spread over their rows, then each table of the sheet read on its own.

use super::blocks::{Block, Dividing, blocks};
use super::grid::{Grid, Merged};
use super::left_out::row_ranges;
use super::sheet_reader::{Given, Outcome, Settings, SheetReader};
use super::texts::Texts;
use crate::finding::{Finding, codes};
use crate::origin::Origin;
use crate::workbook::SheetNotes;

/// What each part of the sheet gave, and what is said about the sheet; no parts when it is one plain table.
pub(super) fn parts(
    grid: &mut Grid,
    notes: &SheetNotes,
    dividing: Dividing<'_>,
    settings: &Settings<'_>,
    texts: &mut Texts,
) -> (Vec<Outcome>, Vec<Finding>) {
    let place = dividing.place;
    let merged = grid.spread(&notes.merged);
    let mut findings: Vec<Finding> = about_merged(&merged, place).into_iter().collect();
    let found = blocks(grid, &notes.tables, dividing);
    if merged == Merged::default() && matches!(found.as_slice(), [one] if one.header.is_none()) {
        return (Vec::new(), findings);
    }
    let in_table = |row: u32, column: u32| notes.tables.iter().any(|table| table.area.contains(row, column));
    let mut outcomes = Vec::new();
    for block in &found {
        let given =
            Given { forced: dividing.forced, header: block.header, first_row: block.area.first_row, rows: None };
        let mut reader = SheetReader::new(place.clone(), dividing.sheet_name, given, settings, texts);
        for held in grid.cells(block.area) {
            if !block.is_rest || !in_table(held.row, held.column) {
                reader.cell(&held.cell());
            }
        }
        reader.see_outline(&notes.outline);
        outcomes.push(reader.finish());
    }
    if !notes.tables.is_empty() {
        findings.extend(outside_tables(grid, &found, notes, place));
    }
    (outcomes, findings)
}

/// What was done with merged cells.
fn about_merged(merged: &Merged, place: &Origin) -> Option<Finding> {
    let (row, column) = merged.first.or_else(|| merged.covered.first().copied())?;
    let mut said: Vec<String> = Vec::new();
    if merged.areas > 0 {
        said.push(format!("{} merged over rows", count(merged.areas, "area")));
    }
    if !merged.covered.is_empty() {
        said.push(format!("{} under merged cells not read", count(merged.covered.len(), "value")));
    }
    Some(Finding::new(&codes::reading::I_MERGED).at(place.at(row, column)).detail(said.join("; ")))
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// Rows beside the tables of the user that belong to no other table.
fn outside_tables(grid: &Grid, found: &[Block], notes: &SheetNotes, place: &Origin) -> Option<Finding> {
    let all = grid.area()?;
    let is_read = |row: u32, column: u32| {
        found.iter().any(|block| block.area.contains(row, column))
            || notes.tables.iter().any(|table| table.area.contains(row, column))
    };
    let mut rows: Vec<u32> = grid
        .cells(all)
        .filter(|held| !held.is_blank() && !is_read(held.row, held.column))
        .map(|held| held.row)
        .collect();
    rows.dedup();
    let first = *rows.first()?;
    let detail = format!("outside the Excel table: rows {}", row_ranges(&rows));
    Some(Finding::new(&codes::reading::I_ROWS_LEFT_OUT).at(place.at_row(first)).detail(detail))
}
