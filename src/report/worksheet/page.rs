//! A worksheet on paper: its size and direction, and what comes on which page.

use rust_xlsxwriter::XlsxError;

use super::Part;
use super::heights::{header_height, wrapped_height, wrapping};
use crate::report::paper::{self, Across, Printed};
use crate::report::pen::{Pen, clean, cut};
use crate::report::sheet::{Body, Paper};

/// Rows of a sheet up to which their heights are added up.
const ROWS_ADDED_UP: usize = 1_000;

/// Paper, and what comes on which page.
pub(super) fn print(pen: &mut Pen<'_>, part: &Part<'_>) -> Result<(), XlsxError> {
    let sheet = part.sheet;
    let words = pen.language.words();
    let plan = Printed::of(sheet, &paper::widths(sheet, part.columns));
    pen.sheet.set_paper_size(match sheet.print.paper {
        Paper::A4 => 9,
        Paper::Letter => 1,
    });
    if plan.is_lying {
        pen.sheet.set_landscape();
    } else {
        pen.sheet.set_portrait();
    }
    pen.sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    let footer = sheet.print.footer.clone().unwrap_or_else(|| {
        let name = clean(&pen.name).replace('&', "&&");
        format!("&L&9{name}&R&9{} &P {} &N", words.page, words.of)
    });
    pen.sheet.set_footer(cut(&clean(&footer), 255, ""));
    if let Some(header) = &sheet.print.header {
        pen.sheet.set_header(cut(&clean(header), 255, ""));
    }
    let repeated = sheet.print.repeat.or_else(|| sheet.header.then(|| (sheet.header_row(), sheet.header_row())));
    if let Some((first, last)) = repeated {
        pen.sheet.set_repeat_rows(first, last)?;
    }
    match &plan.across {
        Across::One if sheet.one_page => {
            pen.sheet.set_print_fit_to_pages(1, 1);
        }
        Across::One => {
            let down =
                heights(part, repeated).map_or(0, |(points, repeated)| plan.down(sheet.print.paper, points, repeated));
            pen.sheet.set_print_fit_to_pages(1, down);
        }
        Across::Several { scale, repeated, breaks } => {
            pen.sheet.set_print_scale(*scale);
            pen.sheet.set_repeat_columns(0, *repeated)?;
            pen.sheet.set_vertical_page_breaks(breaks)?;
            pen.sheet.set_page_order(true);
        }
    }
    if let Some(area) = sheet.print.area {
        if part.first {
            pen.sheet.set_print_area(area.first_row, area.first_column, area.last_row, area.last_column)?;
        }
    } else if let Some(last) = plan.last {
        let rows = part.rows.len() + usize::from(sheet.has_totals());
        let notes = if sheet.notes.is_empty() { 0 } else { sheet.notes.len() + 1 };
        let end = u32::try_from(rows + notes).ok().and_then(|rows| sheet.first_row().checked_add(rows));
        pen.sheet.set_print_area(0, 0, end.map_or(0, |end| end.saturating_sub(1)), last)?;
    }
    Ok(())
}

/// Height of all rows and of those on each page, in points; none when there are too many to add up, or when pages begin
/// where the sheet says so.
fn heights(part: &Part<'_>, repeated: Option<(u32, u32)>) -> Option<(usize, usize)> {
    let sheet = part.sheet;
    if part.rows.len() > ROWS_ADDED_UP {
        return None;
    }
    let own = match &sheet.body {
        Body::Frame(_) => &[],
        Body::Rows(rows) => rows.get(part.rows.clone()).unwrap_or_default(),
    };
    if own.iter().any(|row| row.new_page) {
        return None;
    }
    let header = if sheet.header { usize::from(header_height(part)) } else { 0 };
    let mut all = usize::from(sheet.has_totals()) * 15 + header;
    if !sheet.title.is_empty() {
        // The title itself is larger, and a blank row follows.
        all += (sheet.title.len() + 1) * 15 + 6;
    }
    if !sheet.notes.is_empty() {
        all += (sheet.notes.len() + 1) * 15;
    }
    let mut on_each = if sheet.header { header } else { 0 };
    let wrapping = wrapping(part);
    for (row, index) in (sheet.first_row()..).zip(part.rows.clone()) {
        let given = own.get(index - part.rows.start).and_then(|row| row.height).map(paper::whole);
        let points = given.or_else(|| wrapped_height(part, &wrapping, index, row).map(usize::from)).unwrap_or(15);
        all += points;
        if !sheet.header && repeated.is_some_and(|(first, last)| (first..=last).contains(&row)) {
            on_each += points;
        }
    }
    Some((all, on_each))
}
