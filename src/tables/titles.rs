//! The titles of a table as they stand on a sheet: one row, or a row of group titles and the row below it.
//!
//! Rules: workbook specification, section 1 (`Price | EUR` and `Name | en` in two rows are the titles `Price EUR` and
//! `Name en`).

use super::layout::HeadRows;
use crate::values::fold_title;

/// One title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) column: u32,
    /// The whole title: group and title below it joined.
    pub(super) text: String,
    /// The title in the lower row, when there is one.
    pub(super) lower: Option<String>,
    /// The group title above, carried to the right.
    pub(super) group: Option<String>,
}

impl Title {
    /// What to look up, the likeliest first.
    pub(super) fn spellings(&self) -> impl Iterator<Item = &str> {
        let lower = self.lower.as_deref().filter(|lower| *lower != self.text);
        std::iter::once(self.text.as_str()).chain(lower)
    }

    /// True for a text that repeats this title, or one of its two rows.
    pub(super) fn is_repeated_by(&self, text: &str) -> bool {
        [Some(self.text.as_str()), self.lower.as_deref(), self.group.as_deref()]
            .into_iter()
            .flatten()
            .any(|own| own == text)
    }
}

/// The titles of one or two rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Titles {
    /// First row of titles.
    pub(super) first_row: u32,
    /// Last row of titles: the records follow.
    pub(super) row: u32,
    pub(super) cells: Vec<Title>,
}

/// The ways to read a row as titles: alone, under the row above it, over the row below it.
pub(super) fn readings_of(rows: &HeadRows, row: u32) -> Vec<Titles> {
    let Some(own) = rows.get(&row) else { return Vec::new() };
    let alone =
        own.iter().map(|(column, text)| Title { column: *column, text: text.clone(), lower: None, group: None });
    let mut ways = vec![Titles { first_row: row, row, cells: alone.collect() }];
    if let Some(above) = row.checked_sub(1)
        && let Some(cells) = rows.get(&above)
    {
        ways.extend(joined(above, cells, own));
    }
    if let Some(cells) = rows.get(&row.saturating_add(1)) {
        ways.extend(joined(row, own, cells));
    }
    ways
}

/// Two rows as one row of titles; none when one of them holds numbers, or when nothing stands below a title.
fn joined(first_row: u32, upper: &[(u32, String)], lower: &[(u32, String)]) -> Option<Titles> {
    let is_word = |text: &str| text.len() <= 60 && text.chars().any(char::is_alphabetic);
    if !upper.iter().all(|(_, text)| is_word(text)) || lower.iter().filter(|(_, text)| is_word(text)).count() == 0 {
        return None;
    }
    // Numbers right below titles are a record, one may be the beginning of a table beside this one.
    let is_titled = |column: u32| upper.iter().any(|(own, _)| *own == column);
    let numbers = lower.iter().filter(|(column, text)| !is_word(text) && is_titled(*column)).count();
    if numbers > 1 && numbers * 3 > lower.len() {
        return None;
    }
    let last = upper.iter().chain(lower).map(|(column, _)| *column).max()?;
    let first = upper.iter().chain(lower).map(|(column, _)| *column).min()?;
    let text_at = |cells: &[(u32, String)], column: u32| {
        cells.iter().find(|(own, _)| *own == column).map(|(_, text)| text.clone())
    };
    let mut cells = Vec::new();
    let mut group: Option<String> = None;
    let mut gap = false;
    for column in first..=last.min(first.saturating_add(16_384)) {
        let (above, below) = (text_at(upper, column), text_at(lower, column));
        // A group ends where a column has no title at all.
        gap |= above.is_none() && below.is_none();
        if above.is_some() {
            group.clone_from(&above);
            gap = false;
        }
        let carried = group.clone().filter(|_| !gap);
        match (above, carried, below) {
            (Some(text), _, None) | (_, None, Some(text)) => {
                cells.push(Title { column, text, lower: None, group: None });
            }
            (_, Some(over), Some(text)) if fold_title(&over) == fold_title(&text) => {
                cells.push(Title { column, text, lower: None, group: None });
            }
            // A number below a title is no title: the next record begins beside the lower titles.
            (Some(over), _, Some(text)) if !is_word(&text) => {
                cells.push(Title { column, text: over, lower: None, group: None });
            }
            (_, Some(over), Some(text)) => {
                let whole = format!("{over} {text}");
                cells.push(Title { column, text: whole, lower: Some(text), group: Some(over) });
            }
            (None, _, None) => {}
        }
    }
    Some(Titles { first_row, row: first_row.saturating_add(1), cells })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[(u32, &str)]) -> HeadRows {
        texts
            .iter()
            .map(|(row, text)| {
                let cells = (0..).zip(text.split('|')).filter(|(_, text)| !text.is_empty());
                (*row, cells.map(|(column, text)| (column, text.to_owned())).collect())
            })
            .collect()
    }

    #[test]
    fn group_titles_are_joined() {
        let rows = rows(&[(3, "Item|Name||Price"), (4, "|en|fi|EUR|USD")]);
        let ways = readings_of(&rows, 3);
        assert_eq!(ways.len(), 2);
        let texts: Vec<&str> = ways[1].cells.iter().map(|title| title.text.as_str()).collect();
        assert_eq!(texts, ["Item", "Name en", "Name fi", "Price EUR", "Price USD"]);
        assert_eq!((ways[1].first_row, ways[1].row), (3, 4));
        assert!(ways[1].cells[1].is_repeated_by("en") && !ways[1].cells[1].is_repeated_by("fi"));
    }

    #[test]
    fn a_row_of_numbers_above_is_no_group() {
        let rows = rows(&[(0, "ACME|2026"), (1, "Item|Qty"), (2, "A|2")]);
        let ways = readings_of(&rows, 1);
        // Below stands a record: that this is no title is found by what the joined titles mean.
        assert_eq!(ways.iter().map(|way| (way.first_row, way.row)).collect::<Vec<_>>(), [(1, 1), (1, 2)]);
    }
}
