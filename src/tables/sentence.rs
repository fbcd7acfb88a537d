//! Sentences that are written in the language of their reader: why something is judged as it is, how a price came about.
//!
//! A sentence is a label of `labels.csv` and what stands in its places. Item numbers, revisions, lots and days (as
//! year-month-day) are the same in every language; numbers have its decimal sign.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;

use super::labels;

/// The languages of labels that write a decimal comma.
const WITH_COMMA: [&str; 4] = ["fi", "sv", "de", "nl"];

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    label: Cow<'static, str>,
    places: Vec<(&'static str, Place)>,
}

/// What stands in a place of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// The same in every language.
    Name(String),
    /// An exact number with the decimals it has.
    Number(Decimal),
    /// Other sentences, one after the other, and what stands between them.
    Sentences(Vec<Sentence>, &'static str),
}

impl Sentence {
    /// A sentence without places, or one whose places are filled next.
    #[must_use]
    pub const fn new(label: &'static str) -> Self {
        Self { label: Cow::Borrowed(label), places: Vec::new() }
    }

    /// The words for a name, such as that of a price level; their label is the group, a point, and the name.
    #[must_use]
    pub fn named(group: &str, name: &str) -> Self {
        Self { label: Cow::Owned(format!("{group}.{name}")), places: Vec::new() }
    }

    /// With a name or day in a place.
    #[must_use]
    pub fn with(mut self, place: &'static str, value: &dyn fmt::Display) -> Self {
        self.places.push((place, Place::Name(value.to_string())));
        self
    }

    /// With a number in a place, without zeros at its end.
    #[must_use]
    pub fn with_number(mut self, place: &'static str, number: Decimal) -> Self {
        self.places.push((place, Place::Number(number.normalize())));
        self
    }

    /// With an amount of money in a place, with at least so many decimals; a dash for none.
    #[must_use]
    pub fn with_money(mut self, place: &'static str, amount: Option<Decimal>, decimals: u32) -> Self {
        let Some(mut amount) = amount.map(|amount| amount.normalize()) else { return self.with(place, &"–") };
        if amount.scale() < decimals {
            amount.rescale(decimals);
        }
        self.places.push((place, Place::Number(amount)));
        self
    }

    /// With other sentences in a place, divided by commas.
    #[must_use]
    pub fn with_all(self, place: &'static str, sentences: Vec<Self>) -> Self {
        self.with_joined(place, sentences, ", ")
    }

    /// With other sentences in a place, and what divides them.
    #[must_use]
    pub fn with_joined(mut self, place: &'static str, sentences: Vec<Self>, divided: &'static str) -> Self {
        self.places.push((place, Place::Sentences(sentences, divided)));
        self
    }

    /// Several sentences, divided by commas.
    #[must_use]
    pub fn all(sentences: Vec<Self>) -> Self {
        Self::new("reason.all").with_all("what", sentences)
    }

    /// The sentence in a language; in English for a language without labels.
    #[must_use]
    pub fn text(&self, language: &str) -> String {
        let values: Vec<(&str, String)> = self
            .places
            .iter()
            .map(|(place, value)| match value {
                Place::Name(name) => (*place, name.clone()),
                Place::Number(number) => (*place, shown(*number, language)),
                Place::Sentences(sentences, divided) => (*place, joined(sentences, divided, language)),
            })
            .collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(place, value)| (*place, value.as_str())).collect();
        labels::text(&self.label, language, &values)
    }
}

/// A number with the decimal sign of a language.
fn shown(number: Decimal, language: &str) -> String {
    let text = number.to_string();
    if WITH_COMMA.contains(&language) { text.replace('.', ",") } else { text }
}

/// Sentences one after the other in a language.
#[must_use]
pub fn joined(sentences: &[Sentence], divided: &str, language: &str) -> String {
    let texts: Vec<String> = sentences.iter().map(|sentence| sentence.text(language)).collect();
    texts.join(divided)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The sources that say sentences.
    const SOURCES: &[&str] = &[
        include_str!("sentence.rs"),
        include_str!("../aftersales/loose.rs"),
        include_str!("../aftersales/machines.rs"),
        include_str!("../aftersales/rule.rs"),
        include_str!("../pricing/check.rs"),
        include_str!("../pricing/check_known.rs"),
        include_str!("../pricing/discount.rs"),
        include_str!("../pricing/explain.rs"),
        include_str!("../pricing/explain_change.rs"),
        include_str!("../pricing/explain_text.rs"),
        include_str!("../pricing/levels.rs"),
        include_str!("../pricing/price.rs"),
        include_str!("../pricing/search.rs"),
        include_str!("../structure/certainty.rs"),
        include_str!("../structure/delivered.rs"),
    ];

    /// What the labels of sentences begin with.
    const GROUPS: [&str; 3] = ["reason.", "explain.", "rule."];

    #[test]
    fn every_sentence_has_its_label() {
        let quoted = SOURCES.iter().flat_map(|source| source.split('"'));
        let used: BTreeSet<&str> = quoted
            .filter(|text| {
                GROUPS.iter().any(|group| text.strip_prefix(group).is_some_and(|name| name.len() > 2))
                    && !text.contains(' ')
            })
            .collect();
        assert!(used.len() > 100, "{used:?}");
        for label in used {
            assert!(labels::known(label, "en").is_some(), "{label}");
        }
    }

    #[test]
    fn sentences_follow_the_language_and_names_stay() {
        let unknown = Sentence::new("reason.unknown")
            .with_all("what", vec![Sentence::new("reason.word_lot"), Sentence::new("reason.word_component_serial")]);
        assert_eq!(unknown.text("en"), "lot, component serial number not known");
        assert_eq!(unknown.text("fi"), "ei tiedossa: erä, osan sarjanumero");
        let lot = Sentence::all(vec![
            Sentence::new("reason.revision").with("name", &"B"),
            Sentence::new("reason.lot").with("name", &"{L}"),
        ]);
        assert_eq!((lot.text("de"), lot.text("xx")), ("Revision B, Los {L}".into(), "revision B, lot {L}".into()));
    }

    #[test]
    fn numbers_have_the_decimal_sign_of_the_language() {
        let taken = Sentence::new("reason.revision").with_number("name", Decimal::new(12_500, 3));
        assert_eq!(taken.text("en"), "revision 12.5");
        assert_eq!(taken.text("de"), "Revision 12,5");
        assert_eq!(taken.text("zh"), "版本 12.5");
    }
}
