//! Protected item numbers: taken out of texts before they are printed, and looked for in the finished file.
//!
//! Rule: parts-book specification, section 4: a protected number must not occur anywhere in the customer's file. A number
//! is found as a whole, without regard to case; inside a longer number that may be printed it is no leak. Numbers that
//! could be anything (words without a digit, fewer than three letters and digits, fewer than five digits alone) are not
//! looked for in texts; like all protected numbers they are not printed as such.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::error::BookError;

/// What stands in the place of a protected number.
const HIDDEN: &str = "•••";
/// Attributes that hold texts a person wrote.
const TEXT_ATTRIBUTES: &[&str] = &["name", "descr", "title", "tooltip", "display", "displayName", "Target", "location"];

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

    /// The first protected number in a text.
    #[must_use]
    pub fn find<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (start, end) = self.places(text).next()?;
        text.get(start..end)
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

    /// Looks through every text of a finished workbook.
    ///
    /// # Errors
    /// [`BookError::Leak`] when a protected number is found: nothing may be handed out then.
    pub fn check(&self, workbook: &[u8]) -> Result<(), BookError> {
        if self.by_word.is_empty() {
            return Ok(());
        }
        let unreadable = || BookError::Leak { part: "an unreadable part".to_owned(), number: String::new() };
        let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).map_err(|_| unreadable())?;
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).map_err(|_| unreadable())?;
            let part = file.name().map_err(|_| unreadable())?.into_owned();
            let leak = |text: &str| {
                self.find(text).map(|number| BookError::Leak { part: part.clone(), number: number.to_owned() })
            };
            if let Some(error) = leak(&part) {
                return Err(error);
            }
            let is_text = [".xml", ".rels", ".vml"].iter().any(|ending| part.ends_with(ending));
            if !is_text {
                continue;
            }
            let mut xml = String::new();
            file.read_to_string(&mut xml).map_err(|_| unreadable())?;
            let mut found = None;
            texts_of(&xml, &mut |text| {
                if found.is_none() {
                    found = leak(text);
                }
            });
            if let Some(error) = found {
                return Err(error);
            }
        }
        Ok(())
    }
}

/// True for numbers that are not likely to be anything else: a number of letters only could be any word.
fn is_searchable(number: &str) -> bool {
    let letters = number.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (letters > 0 && digits > 0 && letters + digits >= 3) || digits >= 5
}

/// The runs of letters and digits of a text.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = text.get(rest..)?;
        let start = rest + tail.find(char::is_alphanumeric)?;
        let end = text.get(start..)?.find(|letter: char| !letter.is_alphanumeric()).map_or(text.len(), |at| start + at);
        rest = end;
        Some((start, end))
    })
}

/// Gives every text of a part that a person may have written: text between tags (numbers and formulas without what is
/// quoted in them are none), and attributes that hold texts.
fn texts_of(xml: &str, visit: &mut dyn FnMut(&str)) {
    let mut element = "";
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        if !tag.starts_with('/') {
            let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
            element = name.rsplit(':').next().unwrap_or(name);
            attributes(tag, visit);
        }
        if text.trim().is_empty() {
            continue;
        }
        let text = plain(text);
        match element {
            "v" if text.parse::<f64>().is_ok() => {}
            "f" | "formula" | "formula1" | "formula2" | "definedName" => {
                for quoted in text.split(['"', '\'']).skip(1).step_by(2) {
                    visit(quoted);
                }
            }
            _ => visit(&text),
        }
    }
}

fn attributes(tag: &str, visit: &mut dyn FnMut(&str)) {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, behind) = after.split_once('"').unwrap_or((after, ""));
        let name = before.rsplit([' ', '\n']).next().unwrap_or_default();
        if TEXT_ATTRIBUTES.contains(&name) {
            let value = plain(value);
            let is_place = matches!(name, "Target" | "location");
            visit(if is_place { value.rsplit_once('!').map_or(&*value, |(sheet, _)| sheet) } else { &value });
        }
        rest = behind;
    }
}

/// The text with its entities resolved.
fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let five = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    five.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign)).into()
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

    #[test]
    fn texts_of_a_part_are_found_and_numbers_are_not() {
        let mut seen = Vec::new();
        let xml = r#"<row r="5"><c r="X230" t="str"><f>IF(X230="a&amp;b",1)</f><v>12</v></c><v>no</v></row><a name="n&quot;1" id="no"/><hyperlink location="'F1'!X230"/>"#;
        texts_of(xml, &mut |text| seen.push(text.to_owned()));
        assert_eq!(seen, ["a&b", "no", "n\"1", "'F1'"]);
    }
}
