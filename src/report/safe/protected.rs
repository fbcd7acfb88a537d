//! Protected item numbers: taken out of texts before they are printed, and looked for in the finished file.
//!
//! Rule: parts-book specification, section 4: a protected number must not occur anywhere in the customer's file. A number
//! is found as a whole, without regard to case; inside a longer number that may be printed it is no leak. Numbers that
//! could be anything (words without a digit, fewer than three letters and digits, fewer than five digits alone) are not
//! looked for in texts; like all protected numbers they are not printed as such.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use foldhash::fast::FixedState;

/// What stands in the place of a protected number.
const HIDDEN: &str = "•••";

/// The protected numbers of a catalog.
#[derive(Clone, Debug, Default)]
pub struct Protected {
    /// By their first run of letters and digits: what stands before it, and the whole number; all in lower case.
    by_word: BTreeMap<String, Vec<Number>>,
    /// Longer numbers that hold a protected one and may be printed.
    allowed: HashSet<String, FixedState>,
}

#[derive(Clone, Debug)]
struct Number {
    before: usize,
    text: Arc<str>,
}

impl Protected {
    /// The numbers to hide, and those that may be printed.
    #[must_use]
    pub fn new<'a>(hidden: impl Iterator<Item = &'a str>, shown: impl Iterator<Item = &'a str>) -> Self {
        let mut this = Self::default();
        for number in hidden.filter(|number| is_searchable(number)) {
            let text: Arc<str> = number.to_ascii_lowercase().into();
            let first = words(&text).next();
            if let Some((start, end)) = first {
                let word = text.get(start..end).unwrap_or_default().to_owned();
                this.by_word.entry(word).or_default().push(Number { before: start, text });
            }
        }
        for numbers in this.by_word.values_mut() {
            // The longest first, so that no rest of a number stays.
            numbers.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then_with(|| a.text.cmp(&b.text)));
        }
        if !this.by_word.is_empty() {
            let allowed: Vec<String> =
                shown.map(str::to_ascii_lowercase).filter(|number| this.places(number).next().is_some()).collect();
            this.allowed.extend(allowed);
        }
        this
    }

    /// The text without protected numbers.
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.by_word.is_empty() {
            return text.into();
        }
        let mut clean = String::new();
        let mut done = 0;
        for (start, end) in self.places(text) {
            if start < done {
                continue;
            }
            clean.push_str(text.get(done..start).unwrap_or_default());
            clean.push_str(HIDDEN);
            done = end;
        }
        if done == 0 {
            return text.into();
        }
        clean.push_str(text.get(done..).unwrap_or_default());
        clean.into()
    }

    /// The protected numbers in a text, as they are written there.
    pub fn found<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'t str> + 't {
        self.places(text).filter_map(|(start, end)| text.get(start..end))
    }

    /// Where protected numbers stand in a text.
    fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let lower = text.to_ascii_lowercase();
        let starts: Vec<(usize, usize)> = if self.by_word.is_empty() { Vec::new() } else { words(&lower).collect() };
        starts.into_iter().filter_map(move |(start, end)| {
            let numbers = self.by_word.get(lower.get(start..end)?)?;
            numbers.iter().find_map(|number| {
                let from = start.checked_sub(number.before)?;
                let rest = lower.get(from..)?.strip_prefix(&*number.text)?;
                let to = from + number.text.len();
                let goes_on = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
                let before = lower.get(..from)?.chars().next_back().filter(|_| number.before > 0);
                let is_whole = !goes_on(rest.chars().next()) && !goes_on(before);
                (is_whole && !self.is_inside_allowed(&lower, from, to)).then_some((from, to))
            })
        })
    }

    /// True when the place is part of a longer number that may be printed.
    fn is_inside_allowed(&self, text: &str, from: usize, to: usize) -> bool {
        if self.allowed.is_empty() {
            return false;
        }
        let belongs = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '/');
        let start = text.get(..from).and_then(|before| before.rfind(|letter| !belongs(letter)).map(|at| (before, at)));
        let start = start
            .map_or(0, |(before, at)| at + before.get(at..).and_then(|c| c.chars().next()).map_or(1, char::len_utf8));
        let end =
            text.get(to..).and_then(|after| after.find(|letter| !belongs(letter))).map_or(text.len(), |at| to + at);
        let word = text.get(start..end).unwrap_or_default();
        self.allowed.contains(word) || self.allowed.contains(word.trim_matches(['-', '_', '.', '/']))
    }
}

/// True for numbers that are not likely to be anything else: a number of letters only could be any word.
fn is_searchable(number: &str) -> bool {
    let letters = number.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (letters > 0 && digits > 0 && letters + digits >= 3) || digits >= 5
}

/// The runs of letters and digits of a text.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = text.get(rest..)?;
        let start = rest + tail.find(char::is_alphanumeric)?;
        let end = text.get(start..)?.find(|letter: char| !letter.is_alphanumeric()).map_or(text.len(), |at| start + at);
        rest = end;
        Some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protected() -> Protected {
        Protected::new(["X230", "00120", "-10/A9", "7", "12", "MOTOR"].into_iter(), ["X230-A", "A200"].into_iter())
    }

    #[test]
    fn numbers_inside_texts_are_taken_out() {
        let protected = protected();
        for (text, clean) in [
            ("see X230, x230.", "see •••, •••."),
            ("use X230-A or AX2301", "use X230-A or AX2301"),
            ("X230-B", "•••-B"),
            ("-10/A9", "•••"),
            ("7 pieces, pos 12, motor", "7 pieces, pos 12, motor"),
            ("00120é 00120", "00120é •••"),
            ("ärX230", "ärX230"),
        ] {
            assert_eq!(protected.clean(text), clean);
        }
        assert_eq!(Protected::default().clean("X230"), "X230");
    }
}
