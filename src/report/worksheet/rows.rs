//! The rows of a worksheet's body.

use std::mem::{Discriminant, discriminant};

use rust_decimal::Decimal;

use super::heights::{wrapped_height, wrapping};
use super::{Part, texts_after_numbers};
use crate::report::cell::FormulaResult;
use crate::report::error::ReportError;
use crate::report::frame::Show;
use crate::report::layout::{self, ColumnLayout, Place, Value};
use crate::report::pen::Pen;
use crate::report::sheet::Body;
use crate::report::style::{Align, Line, NumberFormat, Style};
use crate::report::xlsx::Cancel;

/// Rows between two questions whether to stop.
const ROWS_BETWEEN_CHECKS: usize = 500;

/// Writes the rows of the part and returns the row after the last.
pub(super) fn put_rows(pen: &mut Pen<'_>, part: &Part<'_>, cancel: Cancel<'_>) -> Result<u32, ReportError> {
    let mut rows = Rows::of(part);
    let mut row = part.sheet.first_row();
    for (count, index) in part.rows.clone().enumerate() {
        if count % ROWS_BETWEEN_CHECKS == 0 && cancel() {
            return Err(ReportError::Cancelled);
        }
        rows.put(pen, index, row)?;
        row += 1;
    }
    Ok(row)
}

/// What the rows of a part have in common.
struct Rows<'p> {
    part: &'p Part<'p>,
    /// The style of cells that have no other.
    usual: Style,
    /// The columns that stand off the numbers before them.
    off_numbers: Vec<bool>,
    /// The column that is indented by level, and the lowest level.
    indented: Option<usize>,
    least: i64,
    /// The columns in which texts go on in further lines.
    wrapping: Vec<(usize, usize)>,
    /// How the values of an answer look is the same in all rows of a column for values of one kind.
    looks: Vec<Option<(Discriminant<Value<'p>>, Style)>>,
}

impl<'p> Rows<'p> {
    fn of(part: &'p Part<'p>) -> Self {
        let sheet = part.sheet;
        Self {
            part,
            usual: match (sheet.header, part.large) {
                // Blank cells of large sheets are not written, so lines drawn by cells would have gaps.
                (true, true) => Style { line: Line::None, ..Style::body() },
                (true, false) => Style::body(),
                (false, _) => Style::default(),
            },
            off_numbers: texts_after_numbers(sheet),
            indented: layout::indent_column(sheet),
            least: layout::least_level(sheet),
            wrapping: wrapping(part),
            looks: vec![None; sheet.columns.len()],
        }
    }

    /// Writes a row of the sheet to a row of the worksheet.
    fn put(&mut self, pen: &mut Pen<'_>, index: usize, row: u32) -> Result<(), ReportError> {
        if let Some(points) = wrapped_height(self.part, &self.wrapping, index, row) {
            let set = pen.sheet.set_row_height(row, points).map(|_| ());
            set.map_err(|source| pen.failed(source))?;
        }
        for (column, letter) in (0..self.cells(index)).zip(0_u16..) {
            let place = layout::place(self.part.sheet, index, column);
            let style = match self.looks.get(column) {
                Some(Some((kind, style))) if *kind == discriminant(&place.value) => Some(*style),
                _ => self.style(&place, index, column),
            };
            if let Some(style) = style {
                pen.put(row, letter, &place.value, style)?;
            }
            if let Some(note) = place.note {
                pen.note(row, letter, note)?;
            }
        }
        Ok(())
    }

    /// Number of cells of a row.
    fn cells(&self, index: usize) -> usize {
        let sheet = self.part.sheet;
        match &sheet.body {
            Body::Frame(_) => sheet.columns.len(),
            Body::Rows(rows) => {
                let cells = rows.get(index).map_or(0, |row| row.cells.len());
                if sheet.header { cells.max(sheet.columns.len()) } else { cells }
            }
        }
    }

    /// The style of a cell, kept for the next rows where it is theirs too; none for a cell that need not be written.
    fn style(&mut self, place: &Place<'p>, index: usize, column: usize) -> Option<Style> {
        let sheet = self.part.sheet;
        let description = sheet.columns.get(column);
        let mut style = place.style.or(description.and_then(|column| column.style)).unwrap_or(self.usual);
        if matches!(place.value, Value::Blank) && (self.part.large || style == Style::default()) {
            return None;
        }
        if let (Some(description), Some(layout)) = (description, self.part.columns.get(column)) {
            if layout.wrap && place.style.is_none() && matches!(place.value, Value::Text(_) | Value::Code(_)) {
                style.wrap = true;
            }
            if style.number == NumberFormat::General {
                style.number = number_format(&place.value, description.show, *layout);
            }
            if sheet.header && style.align == Align::General {
                (style.align, style.indent) = alignment(&place.value, description.show);
                if style.align != Align::Right && self.off_numbers.get(column) == Some(&true) {
                    (style.align, style.indent) = (Align::Left, 1);
                }
            }
            if matches!(sheet.body, Body::Frame(_))
                && self.indented != Some(column)
                && layout.is_uniform(description.show)
                && let Some(look) = self.looks.get_mut(column)
            {
                *look = Some((discriminant(&place.value), style));
            }
        }
        if self.indented == Some(column) {
            style.indent = layout::indent(sheet, index, self.least);
            style.align = Align::Left;
        }
        Some(style)
    }
}

/// Numbers stand a little off the right edge, so that they do not touch the text of the next column.
const fn alignment(value: &Value<'_>, show: Show) -> (Align, u8) {
    match (value, show) {
        (Value::Date(_), _) | (Value::Integer(_) | Value::Decimal(_), Show::Level) => (Align::Left, 0),
        (Value::Integer(_) | Value::Decimal(_) | Value::Formula(_, FormulaResult::Number(_)), _) => (Align::Right, 1),
        _ => (Align::General, 0),
    }
}

fn number_format(value: &Value<'_>, show: Show, layout: ColumnLayout) -> NumberFormat {
    match value {
        Value::Decimal(value) | Value::Formula(_, FormulaResult::Number(value)) => layout.number(show, *value),
        Value::Integer(value) => layout.number(show, Decimal::from(*value)),
        _ => NumberFormat::General,
    }
}
