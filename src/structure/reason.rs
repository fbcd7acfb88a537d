//! Why something is judged as it is: sentences that are written in the language of their reader.
//!
//! A sentence is a label (`reason.…` in `labels.csv`) and what stands in its places. Item numbers, revisions, lots and
//! days (as year-month-day) are the same in every language.

use std::fmt;

use crate::tables::labels;

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    label: &'static str,
    places: Vec<(&'static str, Place)>,
}

/// What stands in a place of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// The same in every language.
    Name(String),
    /// Other sentences, one after the other.
    Reasons(Vec<Reason>),
}

impl Reason {
    /// A sentence without places, or one whose places are filled next.
    #[must_use]
    pub const fn new(label: &'static str) -> Self {
        Self { label, places: Vec::new() }
    }

    /// With a name, number or day in a place.
    #[must_use]
    pub fn with(mut self, place: &'static str, value: &dyn fmt::Display) -> Self {
        self.places.push((place, Place::Name(value.to_string())));
        self
    }

    /// With other sentences in a place, divided by commas.
    #[must_use]
    pub fn with_all(mut self, place: &'static str, reasons: Vec<Self>) -> Self {
        self.places.push((place, Place::Reasons(reasons)));
        self
    }

    /// Several sentences, divided by commas.
    #[must_use]
    pub fn all(reasons: Vec<Self>) -> Self {
        Self::new("reason.all").with_all("what", reasons)
    }

    /// The sentence in a language; in English for a language without labels.
    #[must_use]
    pub fn text(&self, language: &str) -> String {
        let values: Vec<(&str, String)> = self
            .places
            .iter()
            .map(|(place, value)| match value {
                Place::Name(name) => (*place, name.clone()),
                Place::Reasons(reasons) => (*place, joined(reasons, ", ", language)),
            })
            .collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(place, value)| (*place, value.as_str())).collect();
        labels::text(self.label, language, &values)
    }
}

/// Sentences one after the other in a language.
#[must_use]
pub fn joined(reasons: &[Reason], divided: &str, language: &str) -> String {
    let texts: Vec<String> = reasons.iter().map(|reason| reason.text(language)).collect();
    texts.join(divided)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The sources that say reasons.
    const SOURCES: &[&str] = &[
        include_str!("certainty.rs"),
        include_str!("delivered.rs"),
        include_str!("reason.rs"),
        include_str!("../aftersales/loose.rs"),
        include_str!("../aftersales/machines.rs"),
        include_str!("../aftersales/rule.rs"),
    ];

    #[test]
    fn every_sentence_has_its_label() {
        let quoted = SOURCES.iter().flat_map(|source| source.split('"'));
        let used: BTreeSet<&str> =
            quoted.filter(|text| text.strip_prefix("reason.").is_some_and(|name| name.len() > 2)).collect();
        assert!(used.len() > 50, "{used:?}");
        for label in used {
            assert!(labels::known(label, "en").is_some(), "{label}");
        }
    }

    #[test]
    fn sentences_follow_the_language_and_names_stay() {
        let reason = Reason::new("reason.unknown")
            .with_all("what", vec![Reason::new("reason.word_lot"), Reason::new("reason.word_component_serial")]);
        assert_eq!(reason.text("en"), "lot, component serial number not known");
        assert_eq!(reason.text("fi"), "ei tiedossa: erä, osan sarjanumero");
        let lot = Reason::all(vec![
            Reason::new("reason.revision").with("name", &"B"),
            Reason::new("reason.lot").with("name", &"{L}"),
        ]);
        assert_eq!((lot.text("de"), lot.text("xx")), ("Revision B, Los {L}".into(), "revision B, lot {L}".into()));
    }
}
