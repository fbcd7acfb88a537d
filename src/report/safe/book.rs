//! What the sheets of an .xlsx package share: texts, formats, and what is known of the document.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use super::styles::{Font, Styles};
use super::walk::{Node, walk};

/// A sheet as the workbook lists it.
pub(super) struct SheetPart {
    pub(super) name: String,
    pub(super) part: String,
    pub(super) is_hidden: bool,
}

/// What the sheets share.
pub(super) struct Book {
    pub(super) styles: Styles,
    pub(super) strings: Strings,
    /// The numbers in cells; only for a workbook with charts.
    pub(super) numbers: Option<BTreeSet<u64>>,
    /// A formula has no result: no program has calculated the workbook yet.
    pub(super) lacks_results: bool,
}

impl Book {
    /// Notes a number that stands in a cell.
    pub(super) fn number(&mut self, text: &str) {
        if let Some(numbers) = &mut self.numbers {
            numbers.extend(stored(text));
        }
    }

    /// Whether a chart keeps a number that no cell holds.
    pub(super) fn is_stale(&self, text: &str) -> bool {
        let numbers = self.numbers.as_ref().filter(|_| !self.lacks_results);
        numbers.zip(stored(text)).is_some_and(|(numbers, number)| !numbers.contains(&number))
    }
}

/// A number as spreadsheets compare it, in 15 digits.
fn stored(text: &str) -> Option<u64> {
    let number = text.trim().parse::<f64>().ok()?;
    format!("{number:.14e}").parse::<f64>().ok().map(f64::to_bits)
}

/// Properties of the document that the reader sees on a sheet as well.
#[derive(Default)]
pub(super) struct Shown {
    /// What is looked for, and whether it was seen.
    properties: BTreeMap<String, bool>,
}

impl Shown {
    pub(super) fn new(properties: impl IntoIterator<Item = String>) -> Self {
        Self { properties: properties.into_iter().map(|property| (property, false)).collect() }
    }

    /// Takes note of the text of a cell.
    pub(super) fn text(&mut self, text: &str, is_hidden: bool) {
        for (property, seen) in &mut self.properties {
            *seen |= !is_hidden && text.contains(property.as_str());
        }
    }

    pub(super) fn holds(&self, property: &str) -> bool {
        self.properties.get(property).copied().unwrap_or(false)
    }
}

/// The texts that cells share.
#[derive(Default)]
pub(super) struct Strings {
    /// Forbidden texts by number of the text.
    pub(super) found: BTreeMap<usize, Vec<String>>,
    /// The fonts of parts of texts, where they may hide them.
    pub(super) fonts: BTreeMap<usize, Vec<Font>>,
    /// Texts of spaces only.
    pub(super) blank: BTreeSet<usize>,
    /// Which texts a cell shows.
    used: Vec<bool>,
    /// Properties in the texts, by number of the text.
    properties: BTreeMap<usize, String>,
    pub(super) shown: Shown,
}

impl Strings {
    pub(super) fn new(check: &Check<'_>, bytes: &[u8], shown: Shown) -> Self {
        let mut this = Self { shown, ..Self::default() };
        let mut one = Text::default();
        walk(bytes, |node| match node {
            Node::Open("si", _) => one = Text::default(),
            Node::Open("rPh", _) => one.is_spoken = true,
            Node::Open(element @ ("color" | "sz"), attributes) => one.font.read(element, attributes),
            Node::Close("rPh", _) => one.is_spoken = false,
            Node::Open("rPr", _) | Node::Close("r", _) => one.font = Font::default(),
            Node::Close("t", own) => one.push(own),
            Node::Close("si", _) => this.add(check, std::mem::take(&mut one)),
            _ => {}
        });
        this
    }

    fn add(&mut self, check: &Check<'_>, one: Text) {
        let index = self.used.len();
        self.used.push(false);
        let mut found = check.forbidden.in_text(&one.whole);
        found.extend(check.forbidden.in_text(&one.spoken));
        // A word may go on in another format, and may end where the format does.
        if one.pieces.len() > 1 {
            found.extend(one.pieces.iter().flat_map(|piece| check.forbidden.in_text(piece)));
            found.sort();
            found.dedup();
        }
        if !found.is_empty() {
            self.found.insert(index, found);
        }
        if !one.fonts.is_empty() {
            self.fonts.insert(index, one.fonts);
        }
        if one.whole.trim().is_empty() {
            self.blank.insert(index);
        }
        if self.shown.properties.keys().any(|property| one.whole.contains(property.as_str())) {
            self.properties.insert(index, one.whole);
        }
    }

    /// Notes that a cell shows the text.
    pub(super) fn use_one(&mut self, index: usize, is_hidden: bool) {
        if let Some(used) = self.used.get_mut(index) {
            *used = true;
        }
        if let Some(text) = self.properties.get(&index) {
            self.shown.text(text, is_hidden);
        }
    }

    pub(super) fn is_used(&self, index: usize) -> bool {
        self.used.get(index).copied().unwrap_or(false)
    }

    /// The texts that no cell shows.
    pub(super) fn left_over(&self, bytes: &[u8]) -> Vec<String> {
        let is_left_over = |index: usize| !self.is_used(index) && !self.blank.contains(&index);
        let mut texts = Vec::new();
        if !(0..self.used.len()).any(is_left_over) {
            return texts;
        }
        let (mut index, mut text) = (0_usize, String::new());
        walk(bytes, |node| match node {
            Node::Open("si", _) => text.clear(),
            Node::Text(own) => text.push_str(own),
            Node::Close("si", _) => {
                if is_left_over(index) {
                    texts.push(text.trim().to_owned());
                }
                index += 1;
            }
            _ => {}
        });
        texts
    }
}

/// A shared text under way.
#[derive(Default)]
struct Text {
    whole: String,
    pieces: Vec<String>,
    /// How it is spoken: shown above the text, if at all.
    spoken: String,
    is_spoken: bool,
    font: Font,
    fonts: Vec<Font>,
}

impl Text {
    fn push(&mut self, own: &str) {
        if self.is_spoken { &mut self.spoken } else { &mut self.whole }.push_str(own);
        self.pieces.push(own.to_owned());
        if self.font.is_unusual() && !own.trim().is_empty() {
            self.fonts.push(self.font);
        }
    }
}
