//! One sheet, or the part of it that fits, to a worksheet: title, header, rows, sums, and what is around them.

mod around;
mod heights;
mod page;
mod rows;

use std::ops::Range;

use rust_xlsxwriter::{Color, Format, IgnoreError, XlsxError};

use self::around::around;
use self::heights::header_height;
use self::page::print;
use self::rows::put_rows;
use super::cell::FormulaResult;
use super::error::ReportError;
use super::frame::Show;
use super::layout::{self, ColumnLayout, Place, Value};
use super::pen::Pen;
use super::sheet::{Body, Freeze, Sheet};
use super::style::{Align, NumberFormat, Style, colour};
use super::xlsx::Cancel;
use crate::origin::column_letters;

/// Breaks of a page that a sheet may have.
const MOST_BREAKS: usize = 1_023;

/// The part of a sheet that stands on one worksheet.
pub(super) struct Part<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) columns: &'a [ColumnLayout],
    pub(super) rows: Range<usize>,
    /// The first part: pictures, rules and merged cells belong to it.
    pub(super) first: bool,
    pub(super) large: bool,
}

pub(super) fn write_part(pen: &mut Pen<'_>, part: &Part<'_>, cancel: Cancel<'_>) -> Result<(), ReportError> {
    let sheet = part.sheet;
    set_up(pen, part).map_err(|source| pen.failed(source))?;
    for (row, cell) in (0..).zip(&sheet.title) {
        put_cell(pen, row, 0, &Place::of(cell), Style::default())?;
    }
    if sheet.header {
        put_header(pen, part)?;
    }
    if part.large {
        pen.style_columns();
    }
    let last = put_rows(pen, part, cancel)?;
    pen.style_cells();
    let mut row = last;
    if sheet.has_totals() {
        put_totals(pen, part, row)?;
        row += 1;
    }
    for (row, cell) in (row + 1..).zip(&sheet.notes) {
        put_cell(pen, row, 0, &Place::of(cell), Style::subtitle())?;
    }
    if part.first {
        merge(pen, sheet)?;
        around(pen, sheet).map_err(|source| pen.failed(source))?;
    }
    Ok(())
}

/// Everything that must be known before the first row is written.
fn set_up(pen: &mut Pen<'_>, part: &Part<'_>) -> Result<(), XlsxError> {
    let sheet = part.sheet;
    for ((index, column), layout) in (0_u16..).zip(&sheet.columns).zip(part.columns) {
        let characters = column.width.unwrap_or_else(|| f64::from(u16::try_from(layout.width).unwrap_or(60)));
        pen.sheet.set_column_width(index, characters.clamp(0.5, 255.0))?;
        for _ in 0..column.outline.min(7) {
            pen.sheet.group_columns(index, index)?;
        }
        if column.hidden {
            pen.sheet.set_column_hidden(index)?;
        }
        let typed = match column.show {
            Show::Code => NumberFormat::Text,
            Show::Date => NumberFormat::Date,
            _ => NumberFormat::General,
        };
        if sheet.typing && typed != NumberFormat::General {
            let format = pen.format(Style::default().number(typed));
            pen.sheet.set_column_format(index, &format)?;
        }
    }
    let last_column = last_column(sheet);
    let first_row = sheet.first_row();
    let end = first_row.saturating_add(u32::try_from(part.rows.len()).unwrap_or(u32::MAX));

    // Else a formula whose result is an empty text would be stored with 0.
    pen.sheet.set_formula_result_default("");
    pen.sheet.set_screen_gridlines(sheet.grid || part.large);
    print(pen, part)?;
    match sheet.freeze {
        Freeze::Header if sheet.header => {
            pen.sheet.set_freeze_panes(first_row, 0)?;
        }
        Freeze::At(row, column) => {
            pen.sheet.set_freeze_panes(row, column)?;
        }
        Freeze::Header | Freeze::None => {}
    }
    if sheet.filter && sheet.header && !sheet.columns.is_empty() {
        pen.sheet.autofilter(sheet.header_row(), 0, end.saturating_sub(1).max(sheet.header_row()), last_column)?;
    }
    if let Some(tab) = sheet.tab {
        pen.sheet.set_tab_color(Color::RGB(tab));
    }
    if sheet.hidden {
        pen.sheet.set_hidden(true);
    }
    if end > first_row {
        pen.sheet.ignore_error_range(first_row, 0, end - 1, last_column, IgnoreError::NumberStoredAsText)?;
    }
    outline_and_heights(pen, part)
}

fn last_column(sheet: &Sheet) -> u16 {
    u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

fn outline_and_heights(pen: &mut Pen<'_>, part: &Part<'_>) -> Result<(), XlsxError> {
    let sheet = part.sheet;
    let first_row = sheet.first_row();
    let levels = layout::outline(sheet, part.rows.clone());
    if levels.iter().any(|&level| level > 0) {
        pen.sheet.group_symbols_above(true);
        for (row, &level) in (first_row..).zip(&levels) {
            for _ in 0..level {
                pen.sheet.group_rows(row, row)?;
            }
        }
    }
    let Body::Rows(rows) = &sheet.body else { return Ok(()) };
    let mut breaks = Vec::new();
    for (row, description) in (first_row..).zip(rows.get(part.rows.clone()).unwrap_or_default()) {
        if let Some(points) = description.height {
            pen.sheet.set_row_height(row, points.clamp(0.0, 409.0))?;
        }
        if description.new_page && row > 0 {
            breaks.push(row);
        }
    }
    // The format has no room for more; what follows is divided where the paper ends.
    breaks.truncate(MOST_BREAKS);
    if !breaks.is_empty() {
        pen.sheet.set_page_breaks(&breaks)?;
    }
    Ok(())
}

fn put_cell(pen: &mut Pen<'_>, row: u32, column: u16, place: &Place<'_>, usual: Style) -> Result<(), ReportError> {
    pen.put(row, column, &place.value, place.style.unwrap_or(usual))?;
    place.note.map_or(Ok(()), |note| pen.note(row, column, note))
}

/// True for columns whose values stand at the right.
const fn is_number(show: Show) -> bool {
    matches!(show, Show::Money(_) | Show::Quantity | Show::Percent | Show::Number | Show::Integer)
}

/// The columns of texts that follow a column of numbers: a little off, for not every program keeps the numbers off them.
fn texts_after_numbers(sheet: &Sheet) -> Vec<bool> {
    let mut before = false;
    let after = |column: &super::sheet::Column| {
        let is_after = before && !is_number(column.show);
        if !column.hidden {
            before = is_number(column.show);
        }
        is_after
    };
    sheet.columns.iter().map(after).collect()
}

fn put_header(pen: &mut Pen<'_>, part: &Part<'_>) -> Result<(), ReportError> {
    let sheet = part.sheet;
    let row = sheet.header_row();
    let set = pen.sheet.set_row_height(row, header_height(part)).map(|_| ());
    set.map_err(|source| pen.failed(source))?;
    let off_numbers = texts_after_numbers(sheet);
    for (index, column) in (0_u16..).zip(&sheet.columns) {
        let align = if is_number(column.show) { Align::Right } else { Align::Left };
        let mut style = Style::header().align(align);
        let is_off = off_numbers.get(usize::from(index)) == Some(&true);
        style.indent = u8::from(align == Align::Right || is_off);
        if column.required {
            style.fill = Some(colour::REQUIRED);
        }
        pen.put(row, index, &Value::Text(&column.label), style)?;
        if let Some(note) = &column.note {
            pen.note(row, index, note)?;
        }
    }
    Ok(())
}

fn put_totals(pen: &mut Pen<'_>, part: &Part<'_>, row: u32) -> Result<(), ReportError> {
    let sheet = part.sheet;
    let first = u64::from(sheet.first_row()) + 1;
    let last = u64::from(row);
    let mut said = false;
    for ((index, column), layout) in (0_u16..).zip(&sheet.columns).zip(part.columns) {
        let sum = layout::sum(sheet, usize::from(index), part.rows.clone()).filter(|_| column.total && last >= first);
        match sum {
            Some(sum) => {
                let letters = column_letters(u32::from(index));
                let formula = format!("=SUBTOTAL(109,{letters}{first}:{letters}{last})");
                let style =
                    Style { indent: 1, align: Align::Right, ..Style::total().number(layout.number(column.show, sum)) };
                pen.put(row, index, &Value::Formula(&formula, &FormulaResult::Number(sum)), style)?;
            }
            None if !said => {
                said = true;
                pen.put(row, index, &Value::Text(pen.language.words().total), Style::total())?;
            }
            None => pen.put(row, index, &Value::Blank, Style::total())?,
        }
    }
    Ok(())
}

/// Joins cells; the cell that was written first keeps its content.
fn merge(pen: &mut Pen<'_>, sheet: &Sheet) -> Result<(), ReportError> {
    for area in &sheet.merged {
        if area.first_row == area.last_row && area.first_column == area.last_column {
            continue;
        }
        let (row, column) = (area.first_row, area.first_column);
        let title = usize::try_from(row).ok().and_then(|row| sheet.title.get(row)).filter(|_| column == 0);
        let place = match (title, row.checked_sub(sheet.first_row())) {
            (Some(cell), _) => Place::of(cell),
            (None, Some(row)) => layout::place(sheet, usize::try_from(row).unwrap_or(usize::MAX), usize::from(column)),
            (None, None) => continue,
        };
        let usual = if sheet.header { Style::body() } else { Style::default() };
        let style = place.style.unwrap_or(usual);
        let format: Format = pen.format(style);
        let merged = pen.sheet.merge_range(row, column, area.last_row, area.last_column, "", &format).map(|_| ());
        merged.map_err(|source| pen.failed(source))?;
        pen.put_again(row, column, &place.value, style)?;
    }
    Ok(())
}
