//! Words in cells that stand for one of a few choices: yes and no, classes, kinds, states, in six languages.
//!
//! `words.csv` has one word a line; the table `*` with the field `#flag` holds the words for yes and no. The canonical
//! word of a choice is always known. Compared as titles are: without case, blanks and punctuation.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::dictionary::fold_diacritics;
use super::embedded;
use super::schema::{self, FieldKind};
use crate::values::fold_title;

const FILE: &str = include_str!("words.csv");

/// The field of the words for yes and no.
const FLAG: &str = "#flag";

type Words = HashMap<(&'static str, &'static str), HashMap<String, &'static str>>;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::new();
    let rows = || embedded::rows::<5>(FILE);
    for [table, field, _, word, choice] in rows() {
        words.entry((table, field)).or_default().insert(fold_title(word), choice);
    }
    // Without diacritics only where no word is written that way.
    for [table, field, _, word, choice] in rows() {
        let plain = fold_diacritics(&fold_title(word));
        words.entry((table, field)).or_default().entry(plain).or_insert(choice);
    }
    words
});

/// The canonical word of a choice that a cell means: `WEAR` for `kulutusosa` in `items.class`; `Y` or `N` for flags.
#[must_use]
pub fn choice(table: &str, field: &str, text: &str) -> Option<&'static str> {
    let spec = schema::table(table)?.field(field)?;
    let folded = fold_title(text);
    if folded.is_empty() {
        return None;
    }
    if spec.kind == FieldKind::Flag {
        return known("*", FLAG, &folded);
    }
    let canonical = spec.choices.iter().copied().find(|choice| fold_title(choice) == folded);
    canonical.or_else(|| known(spec_table(table)?, spec.name, &folded))
}

/// Yes or no in any of the languages; none for other words and for blanks.
#[must_use]
pub fn flag(text: &str) -> Option<bool> {
    known("*", FLAG, &fold_title(text)).map(|choice| choice == "Y")
}

fn spec_table(table: &str) -> Option<&'static str> {
    schema::table(table).map(|table| table.name)
}

fn known(table: &'static str, field: &'static str, folded: &str) -> Option<&'static str> {
    let words = WORDS.get(&(table, field))?;
    words.get(folded).or_else(|| words.get(&fold_diacritics(folded))).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_word_resolves_to_its_choice() {
        let (lines, parsed) = embedded::counted::<5>(FILE);
        assert_eq!(lines, parsed);
        let mut meanings: BTreeMap<_, &str> = BTreeMap::new();
        for [table, field, _, word, meant] in embedded::rows::<5>(FILE) {
            if field == FLAG {
                assert_eq!(flag(word), Some(meant == "Y"), "{word}");
                continue;
            }
            let spec = schema::table(table).and_then(|table| table.field(field)).unwrap();
            assert!(spec.choices.contains(&meant), "{table}.{field} {meant}");
            assert_eq!(choice(table, field, word), Some(meant), "{table}.{field} {word}");
            let before = meanings.insert((table, field, fold_title(word)), meant);
            assert!(before.is_none_or(|before| before == meant), "{table}.{field}: {word} has two meanings");
        }
        assert!(lines > 1000);
    }

    #[test]
    fn every_choice_has_words() {
        let mut seen = 0;
        for table in schema::tables() {
            for field in table.fields.iter().filter(|field| field.kind == FieldKind::Choice) {
                for word in &field.choices {
                    assert_eq!(choice(table.name, field.name, &word.to_lowercase()), Some(*word));
                    let translated = embedded::rows::<5>(FILE)
                        .any(|row| row[0] == table.name && row[1] == field.name && row[4] == *word);
                    assert!(translated, "{}.{} {word} has no other word", table.name, field.name);
                    seen += 1;
                }
            }
        }
        assert!(seen > 100);
    }

    /// Structures specification, section 0.1.
    #[test]
    fn flags_and_categories_of_the_specification() {
        for yes in ["Y", "yes", "x", "1", "kyllä", "K", "ja", "j", "是"] {
            assert_eq!(flag(yes), Some(true), "{yes}");
        }
        for no in ["N", "no", "0", "ei", "e", "nein", "n", "nee", "否"] {
            assert_eq!(flag(no), Some(false), "{no}");
        }
        assert_eq!(flag(""), None);
        assert_eq!(flag("perhaps"), None);
        for wear in ["wear part", "kulutusosa", "Verschleißteil", "VERSCHLEISSTEIL", "slijtdeel", "易损件", "易損件"]
        {
            assert_eq!(choice("items", "class", wear), Some("WEAR"), "{wear}");
        }
        for standard in ["standard part", "vakio-osa", "Normteil", "normdeel", "标准件", "標準件", "Standard"] {
            assert_eq!(choice("items", "class", standard), Some("STANDARD"), "{standard}");
        }
        assert_eq!(choice("items", "spare", "Kyllä"), Some("Y"));
        assert_eq!(choice("items", "class", "nonsense"), None);
        assert_eq!(choice("items", "nonsense", "Y"), None);
    }
}
