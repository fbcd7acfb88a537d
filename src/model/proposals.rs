//! What an unknown number was probably meant to be: the known numbers it may be a slip or a damaged form of.
//!
//! Proposed only, never used. One pass over the known numbers looks up keys that the unknown ones could have been written
//! as, so that time grows with both lists and not with their product. In this order: the same but for case, signs, and
//! letters that look like digits; what a spreadsheet program makes of it (`00120` → 120, `22E1` → 220, `6-10` → a date);
//! one character more, less or other; at last, for short lists, the most alike.

use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use unicode_normalization::UnicodeNormalization as _;

use crate::values::{parse_date, parse_decimal};

/// A known number for an unknown one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
    /// The known number.
    pub(super) name: String,
    /// In what the two differ.
    pub(super) why: String,
}

/// Unknown numbers that are compared character by character; all others only by their keys.
const COMPARED: usize = 2_000;
/// Numbers longer than this are not compared character by character.
const LONGEST: usize = 40;
/// Pairs that are compared as wholes, when nothing else has led to a proposal.
const PAIRS: usize = 2_000_000;

/// How near a known number is; the order in which proposals are preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Spelling,
    Damage,
    Slip,
    Alike,
}

/// The best proposal for each unknown number. `is_item` allows for what spreadsheet programs do to item numbers.
pub(super) fn proposals<'a>(unknown: &[&str], known: &[&'a str], is_item: bool) -> Vec<Option<Proposal>> {
    let asked = Asked::new(unknown, is_item);
    let mut best: Vec<Option<(Nearness, usize, &'a str)>> = vec![None; unknown.len()];
    for &name in known {
        asked.meet(name, is_item, &mut |index, nearness| {
            let Some(slot) = best.get_mut(index) else { return };
            let text = unknown.get(index).copied().unwrap_or_default();
            let found = (nearness, name.chars().count().abs_diff(text.chars().count()), name);
            if slot.is_none_or(|own| found < own) {
                *slot = Some(found);
            }
        });
    }
    let mut left = PAIRS;
    for (slot, text) in best.iter_mut().zip(unknown) {
        if slot.is_none() && known.len() <= left {
            left -= known.len();
            *slot = most_alike(text, known).map(|name| (Nearness::Alike, 0, name));
        }
    }
    best.into_iter()
        .zip(unknown)
        .map(|(slot, text)| {
            slot.map(|(nearness, _, name)| Proposal { name: name.to_owned(), why: why(nearness, text, name) })
        })
        .collect()
}

/// The known item number of which each unknown one is another form: damaged by a spreadsheet program, or with other signs
/// or letters that look like digits. Case alone makes no other form, one character more or less another number.
pub(super) fn other_forms<'a>(unknown: &[&str], known: &[&'a str]) -> Vec<Option<Proposal>> {
    let asked = Asked { slips: HashMap::default(), ..Asked::new(unknown, true) };
    let mut best: Vec<Option<(Nearness, &'a str)>> = vec![None; unknown.len()];
    for &name in known {
        asked.meet(name, true, &mut |index, nearness| {
            let Some(slot) = best.get_mut(index) else { return };
            if slot.is_none_or(|own| (nearness, name) < own) {
                *slot = Some((nearness, name));
            }
        });
    }
    best.into_iter()
        .zip(unknown)
        .map(|(slot, text)| {
            let (nearness, name) = slot.filter(|(_, name)| name.to_lowercase() != text.to_lowercase())?;
            Some(Proposal { name: name.to_owned(), why: why(nearness, text, name) })
        })
        .collect()
}

/// The known numbers that a spreadsheet program turns into this value: a date as year-month-day, or a number.
pub(super) fn behind<'a>(values: &[&str], known: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut asked: HashMap<String, Vec<usize>, FixedState> = HashMap::default();
    for (index, value) in values.iter().enumerate() {
        for key in forms(value, true) {
            asked.entry(key).or_default().push(index);
        }
    }
    let mut found: Vec<BTreeSet<&'a str>> = vec![BTreeSet::new(); values.len()];
    for &name in known {
        for key in forms(name, false) {
            for &index in asked.get(&key).into_iter().flatten() {
                if let Some(names) = found.get_mut(index).filter(|_| values.get(index) != Some(&name)) {
                    names.insert(name);
                }
            }
        }
    }
    found.into_iter().map(|names| names.into_iter().collect()).collect()
}

/// The keys of the unknown numbers.
struct Asked {
    spelling: HashMap<String, Vec<usize>, FixedState>,
    damage: HashMap<String, Vec<usize>, FixedState>,
    /// Spellings without one character, hashed; what is found is compared.
    slips: HashMap<u64, Vec<usize>, FixedState>,
    texts: Vec<String>,
}

impl Asked {
    fn new(unknown: &[&str], is_item: bool) -> Self {
        let texts: Vec<String> = unknown.iter().map(|text| spelling(text)).collect();
        let mut asked =
            Self { spelling: HashMap::default(), damage: HashMap::default(), slips: HashMap::default(), texts };
        for (index, (text, folded)) in unknown.iter().zip(&asked.texts).enumerate() {
            asked.spelling.entry(folded.clone()).or_default().push(index);
            if is_item {
                for key in forms(text, true) {
                    asked.damage.entry(key).or_default().push(index);
                }
            }
            if index < COMPARED {
                slips(folded, &mut |key| asked.slips.entry(key).or_default().push(index));
            }
        }
        asked
    }

    /// Tells which unknown numbers a known one may stand behind.
    fn meet(&self, name: &str, is_item: bool, tell: &mut dyn FnMut(usize, Nearness)) {
        let folded = spelling(name);
        for &index in self.spelling.get(&folded).into_iter().flatten() {
            tell(index, Nearness::Spelling);
        }
        if is_item && !self.damage.is_empty() {
            for key in forms(name, false) {
                for &index in self.damage.get(&key).into_iter().flatten() {
                    tell(index, Nearness::Damage);
                }
            }
        }
        slips(&folded, &mut |key| {
            for &index in self.slips.get(&key).into_iter().flatten() {
                if self.texts.get(index).is_some_and(|text| is_slip(text, &folded)) {
                    tell(index, Nearness::Slip);
                }
            }
        });
    }
}

/// A number without case, blanks and signs, and with digits for the letters that look like them.
fn spelling(text: &str) -> String {
    fold(text, Folds { case: true, signs: true, letters: true })
}

/// What is folded away.
#[derive(Clone, Copy)]
struct Folds {
    case: bool,
    signs: bool,
    letters: bool,
}

fn fold(text: &str, folds: Folds) -> String {
    let one = |char: char| match char {
        'O' | 'o' | 'Ο' | 'О' if folds.letters => '0',
        'I' | 'i' | 'l' | '|' if folds.letters => '1',
        // A capital L is a letter of its own, but its small form looks like a one.
        'L' if folds.letters && folds.case => '1',
        other => other,
    };
    let is_kept = |char: &char| {
        !folds.signs
            || char.is_alphanumeric()
            || *char == '|'
            || !(char.is_ascii() || is_dash(*char) || char.is_whitespace())
    };
    let plain: String = text.nfkc().filter(is_kept).map(one).collect();
    if folds.case { plain.to_uppercase() } else { plain }
}

const fn is_dash(char: char) -> bool {
    matches!(char, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{AD}' | '\u{200B}' | '\u{FEFF}')
}

/// Hashes of a text and of the text without each of its characters.
fn slips(text: &str, tell: &mut dyn FnMut(u64)) {
    let hash = |text: &str| FixedState::default().hash_one(text);
    if text.len() > LONGEST || text.chars().count() < 3 {
        return;
    }
    tell(hash(text));
    let mut short = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        short.clear();
        short.push_str(text.get(..at).unwrap_or_default());
        short.push_str(text.get(at + char.len_utf8()..).unwrap_or_default());
        tell(hash(&short));
    }
}

/// True when one character more, less, other or two changed for each other make one text of the other, and most of them
/// is the same.
fn is_slip(one: &str, other: &str) -> bool {
    let longest = one.chars().count().max(other.chars().count());
    rapidfuzz::distance::osa::distance(one.chars(), other.chars()) <= 1 && longest >= 3
}

/// The known number most like a text, at least 60 % alike.
fn most_alike<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    let wanted = text.to_lowercase();
    let scorer = rapidfuzz::distance::osa::BatchComparator::new(wanted.chars());
    let args = rapidfuzz::distance::osa::Args::default().score_cutoff(0.6);
    known
        .iter()
        .filter_map(|&name| Some((scorer.normalized_similarity_with_args(name.to_lowercase().chars(), &args)?, name)))
        .min_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, name)| name)
}

/// In what two numbers differ, in words.
fn why(nearness: Nearness, text: &str, name: &str) -> String {
    match nearness {
        Nearness::Damage => "a spreadsheet program makes the one of the other".to_owned(),
        Nearness::Slip => "it differs in one character".to_owned(),
        Nearness::Alike => String::new(),
        Nearness::Spelling => {
            let all = Folds { case: true, signs: true, letters: true };
            let kinds = [
                ("case", Folds { case: false, ..all }),
                ("blanks or signs", Folds { signs: false, ..all }),
                ("letters that look like digits", Folds { letters: false, ..all }),
            ];
            let needed: Vec<&str> = kinds
                .iter()
                .filter(|(_, folds)| fold(text, *folds) != fold(name, *folds))
                .map(|(kind, _)| *kind)
                .collect();
            if needed.is_empty() {
                "it differs only in the form of its characters".to_owned()
            } else {
                format!("it differs only in {}", needed.join(" and "))
            }
        }
    }
}

/// What a spreadsheet program may make of a text, or, with `is_result`, what a text says that came out of it; as keys
/// that are equal when the one may have become the other.
fn forms(text: &str, is_result: bool) -> Vec<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || !text.is_ascii() {
        return Vec::new();
    }
    let mut keys = Vec::new();
    if is_result && let Some(day) = parse_date(text, None) {
        let iso = day.to_string();
        keys.push(format!("day {iso}"));
        keys.extend(iso.get(5..).map(|day| format!("month-day {day}")));
        if iso.ends_with("-01") {
            keys.extend(iso.get(..7).map(|month| format!("month {month}")));
        }
        return keys;
    }
    if let Some(number) = as_number(text) {
        keys.extend(rounded(text));
        keys.push(number);
        // A number is what it is; only what was typed may have become a number or a day.
        if is_result {
            return keys;
        }
    }
    date_forms(text, &mut keys);
    keys
}

/// The number a spreadsheet program reads: without zeros at its ends, at most 15 digits, powers of ten written out.
fn as_number(text: &str) -> Option<String> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_number =
        text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'E' | b'e' | b'+' | b'-'));
    if digits == 0 || !is_number {
        return None;
    }
    if digits == text.len() {
        let plain = text.trim_start_matches('0');
        let kept = plain.get(..15).unwrap_or(plain);
        return Some(format!("number {kept}{}", "0".repeat(plain.len() - kept.len())));
    }
    let value = parse_decimal(text, None).ok()?.value.normalize();
    let plain = value.to_string();
    if plain.bytes().all(|byte| byte.is_ascii_digit()) { as_number(&plain) } else { Some(format!("number {plain}")) }
}

/// A whole number of more than 15 digits that a program has rounded to 15, where others cut it off.
fn rounded(text: &str) -> Option<String> {
    let plain = text.trim_start_matches('0');
    let (kept, lost) = plain.split_at_checked(15).filter(|(_, lost)| lost.starts_with(|digit| digit >= '5'))?;
    let kept = kept.parse::<u64>().ok()?.checked_add(1)?;
    lost.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("number {kept}{}", "0".repeat(lost.len())))
}

/// The days a spreadsheet program may read: two or three numbers between signs, or a number and the name of a month.
fn date_forms(text: &str, keys: &mut Vec<String>) {
    let mut parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    if let [one] = parts.as_slice() {
        let Some(end) = one
            .char_indices()
            .zip(one.chars().skip(1))
            .find_map(|((at, a), b)| (a.is_ascii_digit() != b.is_ascii_digit()).then_some(at + 1))
        else {
            return;
        };
        let (first, second) = one.split_at(end);
        parts = vec![first, second];
    }
    let number = |part: &str| {
        part.parse::<u32>().ok().filter(|_| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let year = |part: &str| match (number(part)?, part.len()) {
        (year @ 1900..=9999, 4) => Some(year),
        (short @ 0..30, 1..=2) => Some(2000 + short),
        (short @ 30..100, 2) => Some(1900 + short),
        _ => None,
    };
    let mut month_day = |month: Option<u32>, day: Option<u32>| {
        if let (Some(month @ 1..=12), Some(day @ 1..=31)) = (month, day) {
            keys.push(format!("month-day {month:02}-{day:02}"));
        }
    };
    match parts.as_slice() {
        [one, two] => {
            let (named_first, named_second) = (month_named(one), month_named(two));
            if named_first.is_none() && named_second.is_none() {
                month_day(number(one), number(two));
                month_day(number(two), number(one));
            } else {
                month_day(named_first, number(two));
                month_day(named_second, number(one));
            }
            let month =
                |part: &str| month_named(part).or_else(|| number(part)).filter(|month| (1..=12).contains(month));
            for (month, year) in [(month(one), year(two)), (month(two), year(one))] {
                if let (Some(month), Some(year)) = (month, year) {
                    keys.push(format!("month {year}-{month:02}"));
                }
            }
        }
        [one, two, three] => {
            for (y, m, d) in [(one, two, three), (three, one, two), (three, two, one)] {
                if let (Some(y), Some(m @ 1..=12), Some(d @ 1..=31)) =
                    (year(y), number(m).or_else(|| month_named(m)), number(d))
                {
                    keys.push(format!("day {y}-{m:02}-{d:02}"));
                }
            }
        }
        _ => {}
    }
    keys.sort_unstable();
    keys.dedup();
}

/// The month of an English name or its first three letters.
fn month_named(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_ascii_lowercase();
    let place =
        MONTHS.iter().position(|month| text.len() >= 3 && (*month == text || month.get(..3) == Some(text.as_str())))?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn proposed(unknown: &str, known: &[&str]) -> String {
        match proposals(&[unknown], known, true).remove(0) {
            Some(Proposal { name, why }) if why.is_empty() => name,
            Some(Proposal { name, why }) => format!("{name}: {why}"),
            None => "-".to_owned(),
        }
    }

    #[test]
    fn slips_of_the_keyboard() {
        let known = ["AB-100", "AB-200", "W 220", "00120", "22E1", "6-10", "XY-7741-L"];
        for (unknown, expected) in [
            ("AB-1O0", "AB-100: it differs only in letters that look like digits"),
            ("AB-I00", "AB-100: it differs only in letters that look like digits"),
            ("AB-l00", "AB-100: it differs only in letters that look like digits"),
            ("ab-100", "AB-100: it differs only in case"),
            ("AB100", "AB-100: it differs only in blanks or signs"),
            ("ab 1oo", "AB-100: it differs only in case and blanks or signs and letters that look like digits"),
            ("ＡＢ－１００", "AB-100: it differs only in the form of its characters"),
            ("AB\u{2013}100", "AB-100: it differs only in blanks or signs"),
            ("w220", "W 220: it differs only in case and blanks or signs"),
            ("AB-1000", "AB-100: it differs in one character"),
            ("BA-100", "AB-100: it differs in one character"),
            ("XY-7471-L", "XY-7741-L: it differs in one character"),
            ("120", "00120: a spreadsheet program makes the one of the other"),
            ("220", "22E1: a spreadsheet program makes the one of the other"),
            ("6-Oct", "6-10: a spreadsheet program makes the one of the other"),
            ("Q9", "-"),
        ] {
            assert_eq!(proposed(unknown, &known), expected, "{unknown}");
        }
    }

    #[test]
    fn what_stands_behind_a_value() {
        let known =
            ["6-10", "10/6", "22E1", "220", "2.10", "1/2", "MAR1", "SEP-07", "10-2026", "00120", "1234567890123456789"];
        let found = |value| behind(&[value], &known).remove(0);
        assert_eq!(found("2026-10-06"), ["10/6", "6-10"]);
        assert_eq!(found("2026-06-10"), ["10/6", "6-10"]);
        assert_eq!(found("2026-10-01"), ["10-2026"]);
        assert_eq!(found("2026-03-01"), ["MAR1"]);
        assert_eq!(found("2026-09-07"), ["SEP-07"]);
        assert_eq!(found("2026-02-01"), ["1/2"]);
        assert_eq!(found("220"), ["22E1"]);
        assert_eq!(found("2.1"), ["2.10"]);
        assert_eq!(found("1234567890123450000"), ["1234567890123456789"]);
        assert_eq!(found("1234567890123460000"), ["1234567890123456789"]);
        assert_eq!(found("true"), [""; 0]);
    }

    #[test]
    fn many_numbers_are_quick() {
        let known: Vec<String> = (0..30_000).map(|number| format!("PART-{number:06}")).collect();
        let unknown: Vec<String> = (0..2_000).map(|number| format!("PART-{:06}X", number * 7)).collect();
        let asked: Vec<&str> = unknown.iter().map(String::as_str).collect();
        let before = std::time::Instant::now();
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let found = proposals(&asked, &names, true);
        assert_eq!(found[3].as_ref().unwrap().name, "PART-000021");
        assert!(found.iter().all(Option::is_some));
        assert!(before.elapsed().as_secs() < 60, "{:?}", before.elapsed());
    }

    proptest! {
        /// The obvious way: every pair compared by its spelling.
        #[test]
        fn spellings_agree_with_all_pairs(known in prop::collection::vec("[A-Za-zOIl01 -]{3,8}", 1..12), unknown in "[A-Za-zOIl01 -]{3,8}") {
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let found = proposals(&[unknown.as_str()], &names, false).remove(0);
            let equal: Vec<&String> = known.iter().filter(|name| spelling(name) == spelling(&unknown)).collect();
            match found {
                Some(found) if !equal.is_empty() => prop_assert!(equal.contains(&&found.name)),
                Some(_) | None => prop_assert!(equal.is_empty()),
            }
        }

        #[test]
        fn nothing_panics(text in "\\PC{0,20}", other in "\\PC{0,20}") {
            let _ = (proposals(&[text.as_str()], &[other.as_str()], true), behind(&[text.as_str()], &[other.as_str()]));
        }
    }
}
