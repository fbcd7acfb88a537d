//! Several tables on one sheet: side by side, one under the other, and tables the user made of a part of the sheet.
//!
//! Rules: workbook specification, section 1. A sheet is divided only where each part is a table of its own: titles that
//! name the required columns. An Excel table decides its titles and extent.

use super::aliases;
use super::grid::Grid;
use super::layout::{HeadRows, Layout, Look, may_be_title};
use super::recognise::{Verdict, recognise};
use super::schema::{Form, TableSpec};
use super::synonyms::Synonyms;
use crate::origin::Origin;
use crate::values::fold_title;
use crate::workbook::{Area, TableInfo};

/// A part of a sheet that is read on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) area: Area,
    /// The row of titles of an Excel table.
    pub(super) header: Option<u32>,
    /// Rows and columns outside the tables of the user: read only when they are a table themselves.
    pub(super) is_rest: bool,
}

/// What dividing needs to know.
#[derive(Clone, Copy)]
pub(super) struct Dividing<'a> {
    pub(super) sheet_name: &'a str,
    pub(super) forced: Option<&'static TableSpec>,
    pub(super) place: &'a Origin,
    pub(super) synonyms: &'a Synonyms,
}

/// Tables of which every row is two words that may be titles.
const WORD_LISTS: &[&str] = &["synonyms", "tasks", "texts"];
/// Parts a sheet is divided into at most.
const MOST: usize = 256;

impl Dividing<'_> {
    /// What these rows are, when they are a table that can be used.
    fn table(&self, rows: &HeadRows) -> Option<Layout> {
        let look = Look { rows, place: self.place, synonyms: self.synonyms, header: None, named: false };
        match recognise(look, self.sheet_name, self.forced) {
            Verdict::Table(layout) if layout.usable && layout.known > 0 => Some(*layout),
            _ => None,
        }
    }
}

/// The parts of a sheet, from left to right and from top to bottom.
pub(super) fn blocks(grid: &mut Grid, tables: &[TableInfo], dividing: Dividing<'_>) -> Vec<Block> {
    let mut found = Vec::new();
    for table in tables.iter().filter(|table| table.header_rows > 0) {
        let last_row = table.area.last_row.saturating_sub(table.total_rows).max(table.area.first_row);
        let header = table.area.first_row.saturating_add(table.header_rows - 1);
        let area = Area { last_row, ..table.area };
        found.push(Block { area, header: Some(header), is_rest: false });
    }
    let is_rest = !found.is_empty();
    let mut rest = Grid::default();
    let work = if is_rest {
        let all = grid.area();
        for cell in all.into_iter().flat_map(|area| grid.cells(area)) {
            rest.push(&cell.cell());
        }
        for table in tables {
            rest.without(table.area);
        }
        rest.area()
    } else {
        grid.area()
    };
    let own = if is_rest { &rest } else { &*grid };
    let mut work: Vec<Area> = work.into_iter().collect();
    while let Some(area) = work.pop() {
        if found.len() + work.len() < MOST
            && let Some((first, second)) =
                side_by_side(own, area, dividing).or_else(|| one_under_other(own, area, dividing))
        {
            // The first one is looked at first.
            work.extend([second, first]);
            continue;
        }
        if !is_rest || dividing.table(&own.head(area)).is_some() {
            found.push(Block { area, header: None, is_rest });
        }
    }
    found.sort_by_key(|block| (block.area.first_row, block.area.first_column));
    found
}

/// Divides an area at a blank column, or where the titles begin again, when both parts are tables.
fn side_by_side(grid: &Grid, area: Area, dividing: Dividing<'_>) -> Option<(Area, Area)> {
    let mut cuts: Vec<(u32, u32)> = Vec::new();
    for column in grid.blank_columns(area) {
        cuts.push((column.saturating_sub(1), column.saturating_add(1)));
    }
    if let Some(layout) = dividing.table(&grid.head(area)) {
        cuts.extend(again(&layout).map(|column| (column.saturating_sub(1), column)));
    }
    cuts.into_iter().find_map(|(last, first)| {
        let left = grid.trimmed(Area { last_column: last, ..area })?;
        let right = grid.trimmed(Area { first_column: first, ..area })?;
        let is_table = |area: Area| dividing.table(&grid.head(area)).is_some();
        (is_table(left) && is_table(right)).then_some((left, right))
    })
}

/// The column in which the first titles begin again.
fn again(layout: &Layout) -> Option<u32> {
    let titles: Vec<(u32, String)> =
        layout.titles_read.iter().map(|title| (title.column, fold_title(&title.text))).collect();
    let (first, second) = (titles.first()?, titles.get(1)?);
    let mut pairs = titles.windows(2).skip(1);
    pairs.find_map(|pair| {
        let [one, two] = pair else { return None };
        (one.1 == first.1 && two.1 == second.1).then_some(one.0)
    })
}

/// Divides an area where other titles begin another table.
fn one_under_other(grid: &Grid, area: Area, dividing: Dividing<'_>) -> Option<(Area, Area)> {
    let upper = dividing.table(&grid.head(area))?;
    if upper.spec.form == Form::KeyValue || WORD_LISTS.contains(&upper.spec.name) {
        return None;
    }
    let titles_row = upper.header_row?;
    // The table with the most titles may stand below another one.
    if let Some(found) = above(grid, area, upper.first_title_row?, dividing) {
        return Some(found);
    }
    let own = |column: u32| upper.titles_read.iter().find(|title| title.column == column);
    // Rows below the titles: their number, their cells, and how many cells the rows above them have.
    let mut row = titles_row;
    let mut lone_from: Option<u32> = None;
    let mut previous = titles_row;
    loop {
        let next = grid.cells(Area { first_row: row.saturating_add(1), ..area }).next()?.row;
        row = next;
        let cells: Vec<_> =
            grid.cells(Area { first_row: row, last_row: row, ..area }).filter(|cell| !cell.is_blank()).collect();
        let texts: Vec<(u32, String)> =
            cells.iter().map(|held| (held.column, crate::workbook::display(&held.cell()).trim().to_owned())).collect();
        let is_gap = row > previous.saturating_add(1);
        let is_words = cells.len() >= 2 && cells.iter().all(|cell| cell.is_words());
        let is_new = is_words && !is_same(&texts, &own);
        let stands_apart = is_gap || lone_from.is_some() || in_numbers(&upper, &texts);
        if is_new && stands_apart && looks_like_titles(&texts, dividing) {
            let first_row = lone_from.unwrap_or(row);
            let upper_area = grid.trimmed(Area { last_row: first_row.saturating_sub(1), ..area });
            let lower_area = grid.trimmed(Area { first_row, ..area });
            if let (Some(upper_area), Some(lower_area)) = (upper_area, lower_area)
                && upper_area.last_row > titles_row
                && let Some(lower) = dividing.table(&grid.head(lower_area))
                && lower.first_title_row.is_some_and(|found| found == row)
            {
                return Some((upper_area, lower_area));
            }
        }
        if cells.len() == 1 {
            lone_from = Some(lone_from.filter(|_| !is_gap).unwrap_or(row));
        } else if !cells.is_empty() {
            lone_from = None;
        }
        previous = row;
    }
}

/// Divides an area above these titles, and above the lone texts over them, when a table stands there.
fn above(grid: &Grid, area: Area, titles_row: u32, dividing: Dividing<'_>) -> Option<(Area, Area)> {
    let cells_in =
        |row: u32| grid.cells(Area { first_row: row, last_row: row, ..area }).filter(|cell| !cell.is_blank()).count();
    let mut first_row = titles_row;
    while first_row > area.first_row && cells_in(first_row - 1) == 1 {
        first_row -= 1;
    }
    let last_row = first_row.checked_sub(1).filter(|row| *row >= area.first_row)?;
    let upper = grid.trimmed(Area { last_row, ..area })?;
    let lower = grid.trimmed(Area { first_row, ..area })?;
    let found = dividing.table(&grid.head(upper))?;
    (found.header_row? < upper.last_row).then_some((upper, lower))
}

/// True for the titles of the table above once more.
fn is_same<'t>(texts: &[(u32, String)], own: &dyn Fn(u32) -> Option<&'t super::titles::Title>) -> bool {
    let same =
        texts.iter().filter(|(column, text)| own(*column).is_some_and(|title| title.is_repeated_by(text))).count();
    same * 2 > texts.len()
}

/// True when a text stands where the table above has numbers.
fn in_numbers(upper: &Layout, texts: &[(u32, String)]) -> bool {
    use super::schema::FieldKind::{Date, Decimal, Integer, Money, Percent};
    upper.columns.iter().any(|own| {
        let kind = upper.spec.field(&own.field).map(|field| field.kind);
        matches!(kind, Some(Decimal | Money | Integer | Date | Percent))
            && texts.iter().any(|(column, text)| *column == own.column && !text.contains(|c: char| c.is_ascii_digit()))
    })
}

/// True when one table knows at least two of the texts and at least a third of them.
fn looks_like_titles(texts: &[(u32, String)], dividing: Dividing<'_>) -> bool {
    let mut known: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for (_, text) in texts.iter().filter(|(_, text)| may_be_title(text)) {
        let mut tables: Vec<&str> = aliases::tables_knowing(text).map(|(table, _)| table).collect();
        let given = super::schema::tables().iter().filter(|spec| dividing.synonyms.field(spec, text).is_some());
        tables.extend(given.map(|spec| spec.name));
        tables.sort_unstable();
        tables.dedup();
        for table in tables {
            *known.entry(table).or_default() += 1;
        }
    }
    known.values().any(|&count| count >= 2 && count * 3 >= texts.len())
}

/// True when the first rows show a table on both sides of a blank column.
pub(super) fn is_side_by_side(look: Look<'_>, sheet_name: &str, layout: &Layout) -> bool {
    if again(layout).is_some() {
        return true;
    }
    let used: std::collections::BTreeSet<u32> = look.rows.values().flatten().map(|(column, _)| *column).collect();
    let (Some(first), Some(last)) = (used.first(), used.last()) else { return false };
    let is_blank = |column: u32| !used.contains(&column);
    let Some(cut) = (*first..=*last).find(|column| is_blank(*column)) else { return false };
    let right: HeadRows = look
        .rows
        .iter()
        .map(|(row, cells)| (*row, cells.iter().filter(|(column, _)| *column > cut).cloned().collect::<Vec<_>>()))
        .filter(|(_, cells)| cells.len() > 1)
        .collect();
    let own = Look { rows: &right, ..look };
    !right.is_empty() && matches!(recognise(own, sheet_name, None), Verdict::Table(found) if found.known >= 2)
}
