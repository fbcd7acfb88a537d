//! Names a workbook accepts for its sheets. Rules: parts-book specification, section 5.

use std::collections::BTreeSet;

/// Longest name of a sheet, in UTF-16 units.
const LONGEST: usize = 31;

/// The legal name nearest to a title that is not yet used, ignoring case; it is added to `used`.
///
/// At most 31 characters, none of `[ ] : * ? / \` or control characters, no apostrophe at the ends, not `History`.
/// A title that was cut or is taken ends with `~2`, `~3` …
pub fn sheet_name(title: &str, used: &mut BTreeSet<String>) -> String {
    unique(title, used, |number| format!("~{number}"))
}

/// The name of the sheet on which another one goes on: `Prices (2)`.
pub(crate) fn continued_name(name: &str, part: usize, used: &mut BTreeSet<String>) -> String {
    let suffix = format!(" ({part})");
    let wanted = format!("{}{suffix}", fit(name, LONGEST - suffix.encode_utf16().count().min(LONGEST)));
    sheet_name(&wanted, used)
}

fn unique(title: &str, used: &mut BTreeSet<String>, suffix: impl Fn(usize) -> String) -> String {
    let legal = legal(title);
    let short = fit(&legal, LONGEST);
    if used.insert(short.to_lowercase()) {
        return short;
    }
    let mut number = 2;
    loop {
        let suffix = suffix(number);
        let name = format!("{}{suffix}", fit(&legal, LONGEST - suffix.encode_utf16().count().min(LONGEST)));
        if used.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

/// The title without what a sheet name must not have; `Sheet` when nothing is left.
fn legal(title: &str) -> String {
    let replaced: String = title
        .replace(": ", " – ")
        .chars()
        .map(|letter| match letter {
            '[' => '(',
            ']' => ')',
            ':' | '*' | '?' | '/' | '\\' => '-',
            other if other.is_control() || matches!(other, '\u{FFFE}' | '\u{FFFF}') => ' ',
            other => other,
        })
        .collect();
    let words = replaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let trimmed = words.trim_matches(|letter| letter == '\'' || letter == ' ');
    match trimmed {
        "" => "Sheet".to_owned(),
        name if name.eq_ignore_ascii_case("history") => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// The longest beginning that fits, without a blank or apostrophe at its end.
fn fit(name: &str, units: usize) -> String {
    let mut room = units;
    let mut short = String::new();
    for letter in name.chars() {
        let Some(rest) = room.checked_sub(letter.len_utf16()) else { break };
        room = rest;
        short.push(letter);
    }
    short.trim_end_matches([' ', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_legal_short_and_unique() {
        let mut used = BTreeSet::new();
        assert_eq!(sheet_name("F001 Pump [main] 1/2", &mut used), "F001 Pump (main) 1-2");
        assert_eq!(sheet_name("f001 pump (main) 1-2", &mut used), "f001 pump (main) 1-2~2");
        assert_eq!(sheet_name("Where used: customers", &mut used), "Where used – customers");
        assert_eq!(sheet_name("History", &mut used), "History_");
        assert_eq!(sheet_name("'quoted'", &mut used), "quoted");
        assert_eq!(sheet_name("", &mut used), "Sheet");
    }

    /// Parts-book specification, PB13: two titles that share their first 31 characters.
    #[test]
    fn titles_cut_to_the_same_text_get_a_number() {
        let mut used = BTreeSet::new();
        let first = sheet_name("F001 hydraulic power unit, complete, left", &mut used);
        let second = sheet_name("F001 hydraulic power unit, complete, right", &mut used);
        assert_eq!(first, "F001 hydraulic power unit, comp");
        assert_eq!(second, "F001 hydraulic power unit, co~2");
        assert_eq!(continued_name(&first, 2, &mut used), "F001 hydraulic power unit, (2)");
    }

    proptest! {
        #[test]
        fn any_titles_give_legal_names(titles in prop::collection::vec(".{0,40}", 1..20)) {
            let mut used = BTreeSet::new();
            for title in &titles {
                let name = sheet_name(title, &mut used);
                prop_assert!(!name.is_empty() && name.encode_utf16().count() <= 31);
                prop_assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\']));
                prop_assert!(!name.starts_with('\'') && !name.ends_with('\''));
            }
            prop_assert_eq!(used.len(), titles.len());
        }
    }
}
