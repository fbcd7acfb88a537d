//! The cells of one sheet part: marked ones get another style, those that are not there are made at their place.

use std::collections::BTreeMap;

use super::package::{Odd, RELATIONS};
use super::styles::{Styles, style_of};
use super::xml::{Edits, Tag, Tags};
use crate::finding::Severity;
use crate::origin::column_letters;
use crate::workbook::Area;

/// Cells to mark: row and column, from zero, and how bad.
pub(super) type Marks = BTreeMap<(u32, u32), Severity>;

/// What comes behind the place of the drawing of notes.
const BEHIND_NOTES: &[&str] = &[
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

/// Moves marks inside of merged cells to the cell that is seen.
pub(super) fn unmerged(text: &str, place: (u32, u32), merged: &mut Option<Vec<Area>>) -> (u32, u32) {
    let areas = merged.get_or_insert_with(|| {
        let Some(start) = text.find("mergeCells") else { return Vec::new() };
        // From the tag's own beginning on, whatever its prefix.
        let start = text.get(..start).and_then(|before| before.rfind('<')).unwrap_or(start);
        let tags = Tags::new(text.get(start..).unwrap_or_default());
        tags.take_while(|tag| !(tag.is_end() && tag.local() == "mergeCells"))
            .filter(|tag| tag.local() == "mergeCell")
            .filter_map(|tag| Area::from_a1(&tag.get("ref")?))
            .collect()
    });
    let (row, column) = place;
    areas.iter().find(|area| area.contains(row, column)).map_or(place, |area| (area.first_row, area.first_column))
}

/// The row that is being gone through.
struct Row {
    number: u32,
    /// Column of the next cell that does not tell its own.
    next: u32,
    style: Option<u32>,
}

struct Patch<'a> {
    text: &'a str,
    prefix: &'a str,
    styles: &'a mut Styles,
    /// First column, last column, style.
    columns: Vec<(u32, u32, u32)>,
    marks: std::iter::Peekable<std::collections::btree_map::Iter<'a, (u32, u32), Severity>>,
    edits: Edits,
}

impl Patch<'_> {
    /// The style a cell has by its row or column.
    fn inherited(&self, row: Option<&Row>, column: u32) -> u32 {
        let of_column = || {
            let found = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
            found.map_or(0, |(_, _, style)| *style)
        };
        row.and_then(|row| row.style).unwrap_or_else(of_column)
    }

    fn new_cell(&mut self, row: u32, column: u32, severity: Severity, inside: Option<&Row>) -> String {
        let style = self.styles.marked(self.inherited(inside, column), severity);
        let p = self.prefix;
        format!("<{p}c r=\"{}{}\" s=\"{style}\"/>", column_letters(column), u64::from(row) + 1)
    }

    /// The marked cells of a row that are missing before a column.
    fn cells_before(&mut self, row: &Row, column: u32) -> String {
        let mut cells = String::new();
        while let Some((&(at, own), &severity)) =
            self.marks.next_if(|((at, own), _)| *at == row.number && *own < column)
        {
            cells.push_str(&self.new_cell(at, own, severity, Some(row)));
        }
        cells
    }

    /// The rows with marked cells that are missing before a row.
    fn rows_before(&mut self, row: u32) -> String {
        let mut rows = String::new();
        while let Some(&(&(at, _), _)) = self.marks.peek()
            && at < row
        {
            let p = self.prefix;
            let mut cells = String::new();
            while let Some((&(_, column), &severity)) = self.marks.next_if(|((own, _), _)| *own == at) {
                cells.push_str(&self.new_cell(at, column, severity, None));
            }
            rows.push_str(&format!("<{p}row r=\"{}\">{cells}</{p}row>", u64::from(at) + 1));
        }
        rows
    }

    fn open_row(&mut self, tag: &Tag<'_>, last: Option<u32>) -> Row {
        let next = last.map_or(0, |last| last.saturating_add(1));
        let number = tag.number("r").and_then(|number| number.checked_sub(1)).unwrap_or(next);
        let is_styled = tag.get("customFormat").is_some_and(|value| matches!(&*value, "1" | "true"));
        let row = Row { number, next: 0, style: is_styled.then(|| style_of(tag)) };
        let missing = self.rows_before(number);
        if !missing.is_empty() {
            self.edits.insert(tag.start, missing);
        }
        if tag.is_empty() {
            let cells = self.cells_before(&row, u32::MAX);
            if !cells.is_empty() {
                self.edits.replace(tag.slash()..tag.end, format!(">{cells}</{}>", tag.name()));
            }
        }
        row
    }

    fn cell(&mut self, tag: &Tag<'_>, row: &mut Row, row_tag: &Tag<'_>) {
        let own = tag.get("r").and_then(|name| Area::from_a1(&name)).map(|area| area.first_column);
        let column = own.unwrap_or(row.next);
        row.next = column.saturating_add(1);
        let missing = self.cells_before(row, column);
        if !missing.is_empty() {
            self.edits.insert(tag.start, missing);
            // Only a hint, and not true any more.
            self.edits.remove(self.text, row_tag, "spans");
        }
        if let Some((_, &severity)) = self.marks.next_if(|(place, _)| **place == (row.number, column)) {
            let style = self.styles.marked(style_of(tag), severity);
            self.edits.set(tag, "s", &style.to_string());
        }
    }
}

/// Marks cells of a sheet and names the drawing of its notes, when there is a new one.
pub(super) fn marked(
    text: &str,
    part: &str,
    marks: &Marks,
    styles: &mut Styles,
    drawing: Option<&str>,
) -> Result<String, Odd> {
    let odd = || Odd(part.to_owned());
    let mut patch = Patch {
        text,
        prefix: "",
        styles,
        columns: Vec::new(),
        marks: marks.iter().peekable(),
        edits: Edits::default(),
    };
    let mut row: Option<(Row, Tag<'_>)> = None;
    let mut last_row = None;
    let mut depth = 0_usize;
    let (mut in_cells, mut has_cells, mut drawing_done) = (false, false, drawing.is_none());
    let mut root_has_relations = false;
    let mut tags = Tags::new(text);
    for tag in tags.by_ref() {
        let is_end = tag.is_end();
        if is_end {
            depth = depth.saturating_sub(1);
        }
        match (depth, tag.local()) {
            (0, "worksheet") if !is_end => {
                patch.prefix = tag.prefix();
                root_has_relations = tag.get("xmlns:r").is_some_and(|space| space == RELATIONS);
            }
            (2, "col") if !in_cells && !is_end => {
                if let (Some(first), Some(last)) = (tag.number("min"), tag.number("max")) {
                    let style = tag.number("style").unwrap_or(0);
                    patch.columns.push((first.saturating_sub(1), last.saturating_sub(1), style));
                }
            }
            (1, "dimension") if !is_end => widen(&mut patch.edits, &tag, marks),
            (1, "sheetData") if tag.is_empty() => {
                has_cells = true;
                let rows = patch.rows_before(u32::MAX);
                if !rows.is_empty() {
                    patch.edits.replace(tag.slash()..tag.end, format!(">{rows}</{}>", tag.name()));
                }
            }
            (1, "sheetData") => {
                (in_cells, has_cells) = (!is_end, true);
                if is_end {
                    let rows = patch.rows_before(u32::MAX);
                    patch.edits.insert(tag.start, rows);
                }
            }
            (2, "row") if in_cells && !is_end => {
                let opened = patch.open_row(&tag, last_row);
                last_row = Some(opened.number);
                row = (!tag.is_empty()).then_some((opened, tag));
            }
            (2, "row") if in_cells => {
                if let Some((opened, row_tag)) = row.take() {
                    let cells = patch.cells_before(&opened, u32::MAX);
                    if !cells.is_empty() {
                        patch.edits.insert(tag.start, cells);
                        patch.edits.remove(text, &row_tag, "spans");
                    }
                }
            }
            (3, "c") if in_cells && !is_end => {
                if let Some((opened, row_tag)) = row.as_mut() {
                    let row_tag = *row_tag;
                    patch.cell(&tag, opened, &row_tag);
                }
            }
            (1, name) if !drawing_done && !is_end && BEHIND_NOTES.contains(&name) => {
                put_drawing(&mut patch, &tag, drawing, root_has_relations);
                drawing_done = true;
            }
            (0, "worksheet") if !drawing_done => {
                put_drawing(&mut patch, &tag, drawing, root_has_relations);
                drawing_done = true;
            }
            _ => {}
        }
        if !is_end && !tag.is_empty() {
            depth = depth.saturating_add(1);
        }
    }
    if tags.is_broken || !has_cells || !drawing_done || patch.marks.peek().is_some() {
        return Err(odd());
    }
    Ok(patch.edits.apply(text))
}

fn put_drawing(patch: &mut Patch<'_>, before: &Tag<'_>, drawing: Option<&str>, has_relations: bool) {
    let (p, id) = (patch.prefix, drawing.unwrap_or_default());
    let space = if has_relations { String::new() } else { format!(" xmlns:r=\"{RELATIONS}\"") };
    patch.edits.insert(before.start, format!("<{p}legacyDrawing{space} r:id=\"{id}\"/>"));
}

/// The used range, with the marked cells in it.
fn widen(edits: &mut Edits, tag: &Tag<'_>, marks: &Marks) {
    let Some(area) = tag.get("ref").and_then(|range| Area::from_a1(&range)) else { return };
    let rows = || marks.keys().map(|(row, _)| *row);
    let columns = || marks.keys().map(|(_, column)| *column);
    let wide = Area {
        first_row: rows().min().unwrap_or(area.first_row).min(area.first_row),
        first_column: columns().min().unwrap_or(area.first_column).min(area.first_column),
        last_row: rows().max().unwrap_or(area.last_row).max(area.last_row),
        last_column: columns().max().unwrap_or(area.last_column).max(area.last_column),
    };
    if wide != area {
        let cell = |row: u32, column: u32| format!("{}{}", column_letters(column), u64::from(row) + 1);
        let (first, last) = (cell(wide.first_row, wide.first_column), cell(wide.last_row, wide.last_column));
        edits.set(tag, "ref", &format!("{first}:{last}"));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn patched(text: &str, marks: &[((u32, u32), Severity)], drawing: Option<&str>) -> String {
        let mut styles = Styles::read(None).unwrap();
        marked(text, "sheet", &marks.iter().copied().collect(), &mut styles, drawing).unwrap()
    }

    const SHEET: &str = "<worksheet xmlns=\"x\"><dimension ref=\"A1:B3\"/><cols><col min=\"2\" max=\"2\" style=\"0\"/></cols>\
        <sheetData><row r=\"1\" spans=\"1:2\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"3\"/></sheetData>\
        <tableParts count=\"0\"/></worksheet>";

    #[test]
    fn cells_and_rows_that_are_missing_are_made_in_their_order() {
        let all = [
            ((0, 0), Severity::Error),
            ((0, 4), Severity::Error),
            ((1, 1), Severity::Error),
            ((2, 2), Severity::Error),
            ((9, 0), Severity::Error),
        ];
        let text = patched(SHEET, &all, Some("rId7"));
        assert!(
            text.contains("<row r=\"1\" ><c s=\"1\" r=\"A1\" t=\"s\"><v>0</v></c><c r=\"E1\" s=\"1\"/></row>"),
            "{text}"
        );
        assert!(
            text.contains("<row r=\"2\"><c r=\"B2\" s=\"1\"/></row><row r=\"3\"><c r=\"C3\" s=\"1\"/></row>"),
            "{text}"
        );
        assert!(text.contains("<row r=\"10\"><c r=\"A10\" s=\"1\"/></row></sheetData>"), "{text}");
        assert!(text.contains("ref=\"A1:E10\""));
        assert!(text.contains("<legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"rId7\"/><tableParts"), "{text}");
    }

    #[test]
    fn an_empty_sheet_a_prefix_and_cells_without_names_are_understood() {
        let text = "<x:worksheet><x:sheetData/></x:worksheet>";
        let text = patched(text, &[((1, 1), Severity::Warning)], Some("rId1"));
        assert!(
            text.contains("<x:sheetData><x:row r=\"2\"><x:c r=\"B2\" s=\"1\"/></x:row></x:sheetData><x:legacyDrawing")
        );
        let text = "<worksheet><sheetData><row><c/><c s=\"0\"/></row><row><c/></row></sheetData></worksheet>";
        let text = patched(text, &[((0, 1), Severity::Error), ((1, 0), Severity::Error)], None);
        assert!(text.contains("<row><c/><c s=\"1\"/></row><row><c s=\"1\"/></row>"), "{text}");
    }

    #[test]
    fn a_merged_cell_is_marked_where_it_is_seen() {
        let text = "<worksheet><sheetData/><mergeCells count=\"1\"><mergeCell ref=\"A2:B4\"/></mergeCells></worksheet>";
        let mut merged = None;
        assert_eq!(unmerged(text, (2, 1), &mut merged), (1, 0));
        assert_eq!(unmerged(text, (4, 1), &mut merged), (4, 1));
    }

    proptest! {
        /// Whatever cells there are and whatever is marked: all are there once, in order, and nothing else has changed.
        #[test]
        fn any_marks_on_any_cells(
            cells in prop::collection::btree_set((0_u32..8, 0_u32..8), 0..30),
            marks in prop::collection::btree_set((0_u32..9, 0_u32..9), 0..30),
        ) {
            let mut text = String::from("<worksheet><sheetData>");
            for row in 0..8_u32 {
                let own: Vec<_> = cells.iter().filter(|cell| cell.0 == row).collect();
                if !own.is_empty() {
                    text.push_str(&format!("<row r=\"{}\">", row + 1));
                    for (_, column) in own {
                        text.push_str(&format!("<c r=\"{}{}\"><v>{column}</v></c>", column_letters(*column), row + 1));
                    }
                    text.push_str("</row>");
                }
            }
            text.push_str("</sheetData></worksheet>");
            let list: Vec<_> = marks.iter().map(|&mark| (mark, Severity::Error)).collect();
            let patched = patched(&text, &list, None);
            let mut found = Vec::new();
            for tag in Tags::new(&patched).filter(|tag| tag.local() == "c" && !tag.is_end()) {
                let area = Area::from_a1(&tag.get("r").unwrap()).unwrap();
                let place = (area.first_row, area.first_column);
                prop_assert_eq!(style_of(&tag) == 1, marks.contains(&place));
                prop_assert_eq!(tag.is_empty(), !cells.contains(&place));
                found.push(place);
            }
            let wanted: Vec<_> = cells.union(&marks).copied().collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
