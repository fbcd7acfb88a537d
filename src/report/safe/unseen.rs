//! Cells that hold a value which nobody sees on the sheet, gathered by reason.

use std::collections::BTreeMap;

use super::{Check, codes};
use crate::finding::Finding;
use crate::origin::{Origin, column_letters};

/// Most areas that one finding names.
const MOST_AREAS: usize = 20;

/// Why a value cannot be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    Format,
    FixedText,
    Ink,
    Tiny,
    Part,
    Merged,
    Conditional,
    Icon,
}

impl Reason {
    const fn words(self) -> &'static str {
        match self {
            Self::Format => "the number format shows nothing",
            Self::FixedText => "the number format shows a fixed text in place of the value",
            Self::Ink => "the font has the colour of what is behind it",
            Self::Tiny => "the font is too small to be read",
            Self::Part => "a part of the text has the colour of what is behind it, or is too small to be read",
            Self::Merged => "they lie under merged cells",
            Self::Conditional => "a conditional format can hide them",
            Self::Icon => "a conditional format shows icons or bars in their place",
        }
    }
}

/// Cells by reason; row and column from zero.
#[derive(Default)]
pub(super) struct Unseen(BTreeMap<Reason, Vec<(u32, u32)>>);

impl Unseen {
    pub(super) fn push(&mut self, reason: Reason, cell: (u32, u32)) {
        self.0.entry(reason).or_default().push(cell);
    }

    /// Takes out the cells of a reason that stand in one of the areas.
    pub(super) fn except(&mut self, reason: Reason, areas: &[Area]) {
        if let Some(cells) = self.0.get_mut(&reason) {
            cells.retain(|cell| areas.iter().all(|area| !area.holds(*cell)));
        }
    }

    /// One finding for each reason.
    pub(super) fn tell(self, check: &mut Check<'_>, sheet: &Origin, part: &str) {
        for (reason, cells) in self.0 {
            let areas = areas(cells);
            let Some(first) = areas.first() else { continue };
            let mut said: Vec<String> = areas.iter().take(MOST_AREAS).map(Area::name).collect();
            if let Some(more) = areas.len().checked_sub(MOST_AREAS).filter(|more| *more > 0) {
                said.push(format!("and {more} more"));
            }
            let detail = format!("{}: {}", reason.words(), said.join(", "));
            let origin = sheet.at(first.first.0, first.first.1);
            check.list.push(Finding::new(&codes::W_INVISIBLE).at(origin).field(part).detail(detail));
        }
    }
}

/// A rectangle of cells; both corners belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) first: (u32, u32),
    pub(super) last: (u32, u32),
}

impl Area {
    /// `B2:C9`, `B2`, and whole columns `B:C` or rows `2:9`.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (first, last) = name.split_once(':').unwrap_or((name, name));
        let (first, last) = (corner(first)?, corner(last)?);
        let first = (first.0.unwrap_or(0), first.1.unwrap_or(0));
        Some(Self { first, last: (last.0.unwrap_or(u32::MAX), last.1.unwrap_or(u32::MAX)) })
    }

    /// A list of areas with blanks between.
    pub(super) fn list(names: &str) -> Vec<Self> {
        names.split_whitespace().filter_map(Self::parse).collect()
    }

    pub(super) const fn holds(&self, (row, column): (u32, u32)) -> bool {
        self.first.0 <= row && row <= self.last.0 && self.first.1 <= column && column <= self.last.1
    }

    fn name(&self) -> String {
        let cell = |(row, column): (u32, u32)| format!("{}{}", column_letters(column), u64::from(row) + 1);
        if self.first == self.last { cell(self.first) } else { format!("{}:{}", cell(self.first), cell(self.last)) }
    }
}

/// Row and column of a cell, from zero; one of them is missing for a whole row or column.
fn corner(name: &str) -> Option<(Option<u32>, Option<u32>)> {
    let bare: String = name.chars().filter(|letter| *letter != '$').collect();
    let digits = bare.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let letters = bare.get(..bare.len() - digits.len())?;
    let row = if digits.is_empty() { None } else { Some(digits.parse::<u32>().ok()?.checked_sub(1)?) };
    let column = letters
        .bytes()
        .try_fold(0_u32, |sum, letter| sum.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1))?;
    (row.is_some() || column > 0).then(|| (row, column.checked_sub(1)))
}

/// Row and column of a cell name, from zero.
pub(super) fn cell_place(name: &str) -> Option<(u32, u32)> {
    let (row, column) = corner(name)?;
    row.zip(column)
}

/// Cells gathered into runs down their columns; runs side by side into rectangles.
fn areas(mut cells: Vec<(u32, u32)>) -> Vec<Area> {
    cells.sort_by_key(|(row, column)| (*column, *row));
    cells.dedup();
    let mut runs: Vec<Area> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some(run) if run.last.1 == cell.1 && run.last.0.checked_add(1) == Some(cell.0) => run.last = cell,
            _ => runs.push(Area { first: cell, last: cell }),
        }
    }
    runs.sort_by_key(|run| (run.first.0, run.last.0, run.first.1));
    let mut areas: Vec<Area> = Vec::new();
    for run in runs {
        match areas.last_mut() {
            Some(area)
                if (area.first.0, area.last.0) == (run.first.0, run.last.0)
                    && area.last.1.checked_add(1) == Some(run.first.1) =>
            {
                area.last = run.last;
            }
            _ => areas.push(run),
        }
    }
    areas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_gathered_into_areas() {
        let cells = vec![(0, 5), (2, 6), (3, 6), (2, 7), (3, 7), (0, 5)];
        let names: Vec<String> = areas(cells).iter().map(Area::name).collect();
        assert_eq!(names, ["F1", "G3:H4"]);
    }

    #[test]
    fn areas_are_read_as_formats_name_them() {
        assert!(Area::parse("$B$2:C9").is_some_and(|area| area.holds((8, 2)) && !area.holds((9, 2))));
        assert!(Area::parse("B:B").is_some_and(|area| area.holds((99_999, 1)) && !area.holds((0, 2))));
        assert!(Area::parse("2:3").is_some_and(|area| area.holds((1, 99)) && !area.holds((3, 0))));
        assert_eq!(Area::list("A1 x-1 B2:B3").len(), 2);
        assert_eq!(cell_place("AA10"), Some((9, 26)));
        assert_eq!(cell_place("10"), None);
    }
}
