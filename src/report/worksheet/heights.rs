//! Heights of rows in which texts go on in further lines.

use super::Part;
use crate::report::layout::{self, Value, wrapped_lines};
use crate::report::paper;
use crate::report::sheet::Body;

/// Height of the row of titles, in points.
pub(super) fn header_height(part: &Part<'_>) -> u16 {
    let sheet = part.sheet;
    let arrow = if sheet.filter { 3 } else { 1 };
    let lines = sheet
        .columns
        .iter()
        .zip(part.columns)
        .map(|(column, layout)| {
            let width = column.width.map_or(layout.width, paper::whole);
            wrapped_lines(&column.label, width.saturating_sub(arrow))
        })
        .max()
        .unwrap_or(1);
    u16::try_from(lines.min(8)).unwrap_or(1) * 15 + 4
}

/// The columns in which texts may go on in further lines, with their widths in characters; cells of a row may say
/// otherwise.
pub(super) fn wrapping(part: &Part<'_>) -> Vec<(usize, usize)> {
    let sheet = part.sheet;
    let is_frame = matches!(sheet.body, Body::Frame(_));
    let columns = sheet.columns.iter().zip(part.columns).enumerate().filter(|(_, (column, layout))| {
        !column.hidden && (!is_frame || column.style.map_or(layout.wrap, |style| style.wrap))
    });
    columns.map(|(index, (column, layout))| (index, column.width.map_or(layout.width, paper::whole))).collect()
}

/// The height of a row in which a text goes on in further lines; none when one line is enough or the height is given.
pub(super) fn wrapped_height(part: &Part<'_>, wrapping: &[(usize, usize)], index: usize, row: u32) -> Option<u16> {
    let sheet = part.sheet;
    let own = match &sheet.body {
        Body::Frame(_) => None,
        Body::Rows(rows) => {
            let row = rows.get(index)?;
            if row.height.is_some() {
                return None;
            }
            Some(row)
        }
    };
    let mut most = 1;
    for &(column, width) in wrapping {
        let (Some(description), Some(layout)) = (sheet.columns.get(column), part.columns.get(column)) else { continue };
        let styled = own.and_then(|row| row.cells.get(column)).and_then(|cell| cell.style).or(description.style);
        let wraps = styled.map_or(layout.wrap, |style| style.wrap);
        if !wraps || sheet.merged.iter().any(|area| area.holds(row, column)) {
            continue;
        }
        let place = layout::place(sheet, index, column);
        let lines = match &place.value {
            // A link goes on over the edge of its cell unless the column says otherwise.
            Value::Link(..) if styled.is_none() => continue,
            // Letters of running text are narrower than the digits that widths are counted in.
            Value::Text(text) | Value::Link(_, text) => wrapped_lines(text, width + width / 20),
            Value::Code(text) => wrapped_lines(text, width.saturating_sub(1)),
            _ => continue,
        };
        most = most.max(lines);
    }
    (most > 1).then(|| u16::try_from(most.min(27)).unwrap_or(27) * 15)
}
