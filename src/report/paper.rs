//! How a table comes onto paper: which way the page lies, how many pages stand side by side, which columns and rows are
//! repeated, and when a page with a few last rows is avoided.

use super::layout::ColumnLayout;
use super::sheet::{Orientation, Paper, Sheet};

/// Columns together wider than this, in characters, are printed on a lying page.
const UPRIGHT: usize = 95;
/// Smallest print of a table on one page, in percent: letters of 6.4 points.
const SMALLEST: usize = 58;
/// Size of a table that is divided between columns, in percent.
const DIVIDED: usize = 70;
/// Smallest print that keeps a last page from holding few columns, in percent: letters of 5.5 points.
const SMALLER: usize = 50;
/// A last page across filled less than this, in percent, holds few columns.
const FEW_COLUMNS: usize = 30;
/// Part of a page that is filled with columns, in percent: not every program draws them as wide.
const FILLED: usize = 95;
/// Columns on the left that are repeated on each page take at most this share of it, in percent.
const REPEATED: usize = 40;
/// A last page filled less than this, in percent, is avoided by printing smaller.
const FEW: usize = 20;
/// A page fuller than this, in percent, may not hold its rows with the letters of another computer.
const NEARLY_FULL: usize = 92;
/// Pages up to which the number of pages is looked at; further ones may end as they do.
const LOOKED_AT: usize = 6;
/// Columns that name what a row is about, the most telling first.
const KEYS: [&str; 5] = ["item", "serial", "customer", "code", "position"];

/// Pages of a sheet beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Across {
    /// One: as small as it must be.
    One,
    /// Several of the same size.
    Several {
        /// Size, in percent.
        scale: u16,
        /// The last of the columns that stand on each page.
        repeated: u16,
        /// First columns of further pages.
        breaks: Vec<u32>,
    },
}

/// How a sheet is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Printed {
    pub(super) is_lying: bool,
    /// The last column; none when all are printed.
    pub(super) last: Option<u16>,
    pub(super) across: Across,
    /// Size on one page beside the other, in percent.
    scale: usize,
}

/// Pixels of a page inside its margins, across and down.
const fn inside(paper: Paper, is_lying: bool) -> (usize, usize) {
    // Margins of 0.5 inch left and right, 1.3 inches above and below together.
    let (short, long) = match paper {
        Paper::A4 => (794, 1_123),
        Paper::Letter => (816, 1_056),
    };
    let (across, down) = if is_lying { (long, short) } else { (short, long) };
    (across - 96, down - 125)
}

/// Width of a column in pixels.
fn pixels(sheet: &Sheet, widths: &[usize], column: usize) -> usize {
    match (sheet.columns.get(column), widths.get(column)) {
        (Some(description), Some(width)) if !description.hidden => width * 7 + 5,
        _ => 0,
    }
}

impl Printed {
    /// The plan of a sheet; `widths` are those of its columns in characters.
    pub(super) fn of(sheet: &Sheet, widths: &[usize]) -> Self {
        let chosen = sheet.print.area.map(|area| usize::from(area.last_column) + 1);
        let read = sheet.columns.iter().rposition(|column| !column.aside).map_or(0, |last| last + 1);
        let is_left_out = chosen.is_none() && read > 0 && read < sheet.columns.len();
        let count = chosen.unwrap_or(if read == 0 { sheet.columns.len() } else { read }).min(sheet.columns.len());
        let shown = |column: usize| pixels(sheet, widths, column);
        let width: usize = (0..count).map(shown).sum();
        let characters: usize =
            (0..count).filter(|&column| shown(column) > 0).filter_map(|column| widths.get(column)).sum();
        let is_lying = match sheet.print.orientation {
            Orientation::Landscape => true,
            Orientation::Portrait => false,
            Orientation::Auto => characters > UPRIGHT,
        };
        let (page, _) = inside(sheet.print.paper, is_lying);
        let scale = (100 * page).checked_div(width).unwrap_or(100).min(100);
        let is_divided = sheet.header && chosen.is_none() && !sheet.one_page && scale < SMALLEST;
        let last = is_left_out.then(|| u16::try_from(count - 1).ok()).flatten();
        let full = FILLED * page / DIVIDED;
        let is_nearly_one = scale >= SMALLER && 100 * width.saturating_sub(full) <= FEW_COLUMNS * full;
        let across = if is_divided && !is_nearly_one { divided(sheet, count, full, &shown) } else { Across::One };
        Self { is_lying, last, across, scale }
    }

    /// Pages one below the other that the rows are to take, when that saves a page with a few rows; 0 as many as it takes.
    ///
    /// `points` is the height of all rows, `repeated` that of the rows on each page.
    pub(super) fn down(&self, paper: Paper, points: usize, repeated: usize) -> u16 {
        if self.across != Across::One || self.scale == 0 {
            return 0;
        }
        let (_, down) = inside(paper, self.is_lying);
        // A point is 4/3 pixels.
        let page = 100 * down * 3 / 4 / self.scale;
        let further = page.saturating_sub(repeated).max(1);
        let full = points.saturating_sub(repeated);
        let (pages, filled) = (full / further, 100 * (full % further) / further);
        let wanted = match (pages, filled) {
            (0, filled) if filled >= NEARLY_FULL => 1,
            (0, _) => return 0,
            (pages, filled) if filled >= NEARLY_FULL => pages + 1,
            (pages, filled) if filled < FEW => pages,
            _ => return 0,
        };
        // Smaller only as far as it can be read.
        let smaller = self.scale * wanted * further / full.max(1);
        if wanted > LOOKED_AT || smaller < SMALLEST { 0 } else { u16::try_from(wanted).unwrap_or(0) }
    }
}

/// Columns on pages of a width in pixels, with the columns that name the row on each.
fn divided(sheet: &Sheet, count: usize, page: usize, width: &dyn Fn(usize) -> usize) -> Across {
    let up_to = |last: usize| -> usize { (0..=last).map(width).sum() };
    let fits = |last: &usize| up_to(*last) * 100 <= page * REPEATED;
    let place = |name: &&str| sheet.columns.iter().take(count).position(|column| column.field == **name);
    let repeated = KEYS.iter().filter_map(place).find(fits).unwrap_or(0);
    let room = page.saturating_sub(up_to(repeated));
    let mut breaks = Vec::new();
    let mut used = 0;
    for column in repeated + 1..count {
        let own = width(column);
        if used > 0 && used + own > room {
            breaks.push(u32::try_from(column).unwrap_or(u32::MAX));
            used = 0;
        }
        used += own;
    }
    let scale = u16::try_from(DIVIDED).unwrap_or(100);
    Across::Several { scale, repeated: u16::try_from(repeated).unwrap_or(0), breaks }
}

/// Widths of columns in whole characters.
pub(super) fn widths(sheet: &Sheet, layouts: &[ColumnLayout]) -> Vec<usize> {
    sheet.columns.iter().zip(layouts).map(|(column, layout)| column.width.map_or(layout.width, whole)).collect()
}

/// A width in whole characters.
pub(super) fn whole(width: f64) -> usize {
    (0_u8..=255).find(|&characters| f64::from(characters) >= width).map_or(255, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::frame::Show;
    use crate::report::sheet::Column;

    fn sheet(fields: &[&str]) -> Sheet {
        Sheet::new("S", fields.iter().map(|field| Column::new(*field, *field, Show::Text)).collect())
    }

    #[test]
    fn columns_aside_are_not_printed_and_do_not_turn_the_page() {
        let mut narrow = sheet(&["item", "path", "origin"]);
        narrow.columns[1].aside = true;
        narrow.columns[2].aside = true;
        let printed = Printed::of(&narrow, &[40, 60, 60]);
        assert_eq!((printed.is_lying, printed.last, printed.across), (false, Some(0), Across::One));
        // One that stands among the others is printed with them.
        narrow.columns[2].aside = false;
        let printed = Printed::of(&narrow, &[40, 60, 60]);
        assert_eq!((printed.is_lying, printed.last), (true, None));
    }

    #[test]
    fn a_table_too_wide_to_read_is_divided_and_repeats_what_names_its_rows() {
        let fields = ["level", "item", "a", "b", "c", "d", "e"];
        let wide = sheet(&fields);
        let printed = Printed::of(&wide, &[8, 20, 40, 40, 40, 40, 90]);
        // 95 % of 1027 pixels at 70 % hold 1393: 206 for the two first columns, then four of 285.
        let across = Across::Several { scale: 70, repeated: 1, breaks: vec![6] };
        assert_eq!(printed.across, across);
        let readable = Printed::of(&wide, &[8, 20, 40, 40, 40, 40, 20]);
        assert_eq!((readable.across, readable.scale), (Across::One, 68));
        // Better a little smaller than a page with one column.
        let nearly = Printed::of(&wide, &[8, 20, 40, 40, 40, 40, 62]);
        assert_eq!((nearly.across, nearly.scale), (Across::One, 57));
        // A key that would fill the page is not repeated.
        let printed = Printed::of(&wide, &[100, 20, 40, 40, 40, 40, 60]);
        assert!(matches!(printed.across, Across::Several { repeated: 0, .. }));
    }

    #[test]
    fn a_last_page_of_a_few_rows_is_saved() {
        let upright = Printed::of(&sheet(&["item"]), &[60]);
        // 748 points a page; 34 of them are repeated.
        let down = |points| upright.down(Paper::A4, points, 34);
        assert_eq!([300, 740, 760, 880, 1_000].map(down), [0, 1, 1, 1, 0]);
        assert_eq!([1_450, 1_530, 1_700].map(down), [2, 2, 0]);
        assert_eq!(down(748 + 100 * 714 + 10), 0);
    }
}
