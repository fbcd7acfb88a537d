//! Every code that can be raised, by area.
//!
//! The codes stand together, and not beside their rules, so that the list in the documentation, the findings sheet's
//! legend, reading back a saved catalog and the test that each code is proven all use the same data.

/// Declares the codes of one area: constant, id, title, expectation, fix.
macro_rules! codes {
    ($($name:ident = $id:literal, $title:literal, $expected:literal, $fix:literal;)*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $title, ".")]
            pub static $name: $crate::finding::Code =
                $crate::finding::Code { id: $id, title: $title, expected: $expected, fix: $fix };
        )*
        /// The codes of this area, in the order they are written.
        pub static ALL: &[&$crate::finding::Code] = &[$(&$name),*];
    };
}

pub mod aftersales;
pub mod analysis;
pub mod book;
pub mod changes;
pub mod model;
pub mod pricing;
pub mod reading;
pub mod report;
pub mod safe;
pub mod structure;
pub mod variants;

use super::Code;

/// The areas by name, in the order in which a catalog meets them, and their codes.
#[must_use]
pub fn areas() -> [(&'static str, &'static [&'static Code]); 11] {
    [
        ("reading", reading::ALL),
        ("model", model::ALL),
        ("pricing", pricing::ALL),
        ("analysis", analysis::ALL),
        ("structure", structure::ALL),
        ("variants", variants::ALL),
        ("aftersales", aftersales::ALL),
        ("book", book::ALL),
        ("report", report::ALL),
        ("changes", changes::ALL),
        ("safe", safe::ALL),
    ]
}

/// All codes of all areas.
pub fn all() -> impl Iterator<Item = &'static Code> {
    areas().into_iter().flat_map(|(_, codes)| codes.iter().copied())
}

/// The code with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Code> {
    all().find(|code| code.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_begin_with_their_severity() {
        let mut ids: Vec<&str> = all().map(|code| code.id).collect();
        assert!(!ids.is_empty());
        assert!(ids.iter().all(|id| id.starts_with("E-") || id.starts_with("W-") || id.starts_with("I-")));
        ids.sort_unstable();
        let before = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), before, "an id is declared twice");
    }

    #[test]
    fn every_code_that_rejects_says_what_was_expected_and_how_to_fix_it() {
        for code in all().filter(|code| code.id.starts_with("E-")) {
            assert!(!code.expected.is_empty() && !code.fix.is_empty(), "{} lacks help", code.id);
        }
    }
}
