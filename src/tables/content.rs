//! What stands below a title, where the title alone does not say what it means.

use super::layout::HeadRows;
use super::matrix::Below;
use super::schema::TableSpec;
use crate::values::fold_title;

/// The first records below the titles.
pub(super) struct Sample<'a> {
    rows: &'a HeadRows,
    /// The records stand below this row.
    after: u32,
}

/// What most values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Too few values to tell.
    Unknown,
    /// `R1, R2` and the like.
    Designators,
    /// `1`, `1.1`, `1.1.2`: levels.
    Dotted,
    /// Small whole numbers, or short codes as positions have.
    Positions,
    /// Anything else: names, numbers of things.
    Others,
}

/// Folded titles that may mean positions, designators, or the number of the thing.
const REFERENCES: &[&str] = &["ref", "reference", "refno", "referenceno", "references", "位号"];
/// Folded titles of a number of the line that may be dotted.
const LINE_NUMBERS: &[&str] = &["n", "no", "nr", "item", "itemno", "pos", "position"];
/// Values that must be there to tell.
const ENOUGH: usize = 3;

impl<'a> Sample<'a> {
    pub(super) const fn new(rows: &'a HeadRows, after: u32) -> Self {
        Self { rows, after }
    }

    /// The values of a column, blank ones left out.
    fn values(&self, column: u32) -> impl Iterator<Item = &'a str> + use<'a> {
        let below = self.rows.range(self.after.saturating_add(1)..);
        below.filter_map(move |(_, cells)| cells.iter().find(|(own, _)| *own == column).map(|(_, text)| text.as_str()))
    }

    /// How far a column is filled.
    pub(super) fn below(&self, column: u32) -> Below {
        let rows = self.rows.range(self.after.saturating_add(1)..).count();
        let values: Vec<&str> = self.values(column).collect();
        let numbers = values.iter().filter(|text| is_number(text)).count();
        Below { rows, filled: values.len(), numbers }
    }

    /// Rows with more than one value that have a value in this column, and all of them.
    pub(super) fn filled(&self, column: u32) -> (usize, usize) {
        let records = self.rows.range(self.after.saturating_add(1)..).filter(|(_, cells)| cells.len() > 1);
        records.fold((0, 0), |(filled, all), (_, cells)| {
            (filled + usize::from(cells.iter().any(|(own, _)| *own == column)), all + 1)
        })
    }

    /// True when no value of a column stands in two lines.
    pub(super) fn are_apart(&self, column: u32) -> bool {
        let values: Vec<&str> = self.values(column).collect();
        let own: std::collections::BTreeSet<&&str> = values.iter().collect();
        values.len() >= ENOUGH && own.len() == values.len()
    }

    /// True when most values of a column are words: letters among them, and more than a code has.
    pub(super) fn are_words(&self, column: u32) -> bool {
        let values: Vec<&str> = self.values(column).collect();
        let words = values.iter().filter(|text| is_words(text)).count();
        values.len() >= ENOUGH && words * 2 > values.len()
    }

    /// What most values of a column are.
    pub(super) fn content(&self, column: u32) -> Content {
        let values: Vec<&str> = self.values(column).collect();
        if values.len() < ENOUGH {
            return Content::Unknown;
        }
        let most = |test: fn(&str) -> bool| values.iter().filter(|text| test(text)).count() * 5 >= values.len() * 4;
        if most(is_dotted_or_whole) && values.iter().filter(|text| is_dotted(text)).count() * 2 >= values.len() {
            Content::Dotted
        } else if most(is_position) && is_growing(&values) {
            Content::Positions
        } else if most(are_designators) {
            Content::Designators
        } else {
            Content::Others
        }
    }

    /// Narrows what a title may mean by what stands below it; only where titles are known to mislead.
    pub(super) fn settle(&self, spec: &TableSpec, column: u32, title: &str, meanings: &mut Vec<String>) {
        if spec.name != "bom" {
            return;
        }
        let folded = fold_title(title);
        if REFERENCES.contains(&folded.as_str()) {
            let keep: &[&str] = match self.content(column) {
                Content::Unknown => return,
                Content::Designators => &["reference"],
                Content::Dotted | Content::Positions => &["position"],
                // The number of the thing, perhaps somebody else's: see the stand-ins.
                Content::Others => &[],
            };
            meanings
                .retain(|field| !matches!(field.as_str(), "reference" | "position") || keep.contains(&field.as_str()));
            if meanings.is_empty() {
                meanings.extend(keep.iter().map(|field| (*field).to_owned()));
            }
        } else if meanings.iter().any(|field| field == "position")
            && LINE_NUMBERS.contains(&folded.as_str())
            && self.content(column) == Content::Dotted
        {
            *meanings = vec!["level".to_owned()];
        } else if folded == "part" && self.content(column) == Content::Designators {
            *meanings = vec!["reference".to_owned()];
        }
    }
}

fn is_number(text: &str) -> bool {
    let bare = text.trim_start_matches(['$', '€', '£', '-', '+']).trim_end_matches(['%', '€', ' ']);
    !bare.is_empty()
        && bare.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\''))
}

/// Two words and more, or one of letters only: `Stepper NEMA 17`, `Fan`.
fn is_words(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    words >= 2 || (words == 1 && text.chars().all(char::is_alphabetic))
}

/// `1.1`, `2.10.3`.
fn is_dotted(text: &str) -> bool {
    text.contains('.') && is_dotted_or_whole(text)
}

fn is_dotted_or_whole(text: &str) -> bool {
    text.trim_end_matches('.')
        .split('.')
        .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `10`, `A3`, `12b`: as short as positions are.
fn is_position(text: &str) -> bool {
    text.len() <= 4
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Positions are there once, or nearly so.
fn is_growing(values: &[&str]) -> bool {
    let mut own: Vec<&&str> = values.iter().collect();
    own.sort_unstable();
    own.dedup();
    own.len() * 4 >= values.len() * 3 && values.iter().all(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `R1, R2`, `CAB1`, `H1-H4`: letters and a number, perhaps several.
fn are_designators(text: &str) -> bool {
    let mut parts = text.split([',', ';', ' ', '-', '\n']).map(str::trim).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some()
        && parts.all(|part| {
            let letters = part.bytes().take_while(u8::is_ascii_uppercase).count();
            let digits = part.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
            (1..=4).contains(&letters) && digits <= 4 && letters + digits == part.len()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(values: &[&str]) -> Content {
        let rows: HeadRows = (1..).zip(values).map(|(row, text)| (row, vec![(0, (*text).to_owned())])).collect();
        Sample::new(&rows, 0).content(0)
    }

    #[test]
    fn what_most_values_are() {
        assert_eq!(content(&["R1, R2", "C12", "LED1, LED2", "CAB4"]), Content::Designators);
        assert_eq!(content(&["1", "2", "2.1", "2.2", "2.10"]), Content::Dotted);
        assert_eq!(content(&["1", "2", "3", "4"]), Content::Positions);
        assert_eq!(content(&["535198", "615406", "902-0124-000", "6432K12"]), Content::Others);
        assert_eq!(content(&["IR lamp", "ecrou_m3", "rail"]), Content::Others);
        assert_eq!(content(&["1", "2"]), Content::Unknown);
    }

    #[test]
    fn what_tells_things_apart_and_what_is_words() {
        let says = |values: &[&str]| {
            let rows: HeadRows = (1..).zip(values).map(|(row, text)| (row, vec![(0, (*text).to_owned())])).collect();
            let sample = Sample::new(&rows, 0);
            (sample.are_apart(0), sample.are_words(0))
        };
        assert_eq!(says(&["GRM188R61C225", "DRV8301", "Header 5"]), (true, false));
        assert_eq!(says(&["CAP_0603", "CAP_0603", "RES_0603", "DRV8301"]), (false, false));
        assert_eq!(says(&["Stepper NEMA 17", "Fan", "RAMPS V1.4", "Fan"]), (false, true));
        assert_eq!(says(&["A", "B"]), (false, false), "too few to tell");
    }
}
