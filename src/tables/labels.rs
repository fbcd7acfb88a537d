//! Labels of outputs in six languages: titles of columns, names of sheets, words of levels, texts of the parts book.
//!
//! `labels.csv` has a line for every field of the schema and for every column that only outputs have. Names with a point
//! belong to one subject: `level.…` (levels of the price search in words), `state.…`, `severity.…`, `sheet.…`,
//! `about.…`, `book.…`. Texts may hold places to fill in: `{item}`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::embedded;
use super::schema::language_of;

const FILE: &str = include_str!("labels.csv");

/// The languages of labels, in the order of the file. The first one answers for other languages.
pub const LANGUAGES: [&str; 6] = ["en", "fi", "sv", "de", "nl", "zh"];

static LABELS: LazyLock<HashMap<&'static str, [&'static str; 6]>> = LazyLock::new(|| {
    let rows = embedded::rows::<7>(FILE);
    rows.map(|[field, en, fi, sv, de, nl, zh]| (field, [en, fi, sv, de, nl, zh])).collect()
});

/// The label of a field in a language; of a language column with its language (`Nimitys (fi)`). A column without label,
/// such as a kept one, has its name with blanks.
#[must_use]
pub fn label(field: &str, language: &str) -> String {
    if let Some(text) = known(field, language) {
        return text.to_owned();
    }
    if let Some((base, of)) = language_of(field)
        && let Some(text) = known(base, language)
    {
        return if of == "xx" { text.to_owned() } else { format!("{text} ({of})") };
    }
    let mut words = field.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// The label of a field in a language, when there is one.
#[must_use]
pub fn known(field: &str, language: &str) -> Option<&'static str> {
    let index = LANGUAGES.iter().position(|known| *known == language).unwrap_or(0);
    LABELS.get(field)?.get(index).copied()
}

/// A text with its places filled in: `{item}` becomes the value of `item`.
#[must_use]
pub fn text(field: &str, language: &str, values: &[(&str, &str)]) -> String {
    let label = label(field, language);
    let mut filled = String::with_capacity(label.len());
    let mut rest = label.as_str();
    // One pass, so that a value that looks like a place stays as it is.
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}');
        let value = place.and_then(|(name, _)| values.iter().find(|(known, _)| *known == name));
        if let (Some((_, behind)), Some((_, value))) = (place, value) {
            filled.push_str(value);
            rest = behind;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema;

    #[test]
    fn every_label_has_six_languages() {
        let (lines, parsed) = embedded::counted::<7>(FILE);
        assert_eq!(lines, parsed);
        assert_eq!(lines, LABELS.len(), "a field twice");
        for row in embedded::rows::<7>(FILE) {
            assert!(row.iter().all(|text| !text.trim().is_empty() && text.trim() == *text), "{row:?}");
            let places = |text: &str| {
                let mut places: Vec<_> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|part| part.split_once('}'))
                    .map(|(name, _)| name.to_owned())
                    .collect();
                places.sort();
                places
            };
            let [_, english, others @ ..] = row;
            assert!(others.iter().all(|text| places(text) == places(english)), "{row:?}");
        }
    }

    #[test]
    fn every_field_of_the_schema_has_a_label() {
        let mut seen = 0;
        for field in schema::tables().iter().flat_map(|table| &table.fields) {
            assert!(known(field.base(), "fi").is_some(), "{}", field.name);
            seen += 1;
        }
        assert!(seen > 700);
    }

    #[test]
    fn labels_are_found() {
        assert_eq!(label("item", "fi"), "Nimike");
        assert_eq!(label("item", "xx"), "Item");
        assert_eq!(label("description_fi", "de"), "Benennung (fi)");
        assert_eq!(label("description_xx", "sv"), "Benämning");
        assert_eq!(label("own_column", "fi"), "Own column");
        assert_eq!(label("", "fi"), "");
        assert_eq!(text("book.see_fig", "fi", &[("n", "3")]), "ks. kuva 3");
        let values = [("item", "{p}"), ("f", "1"), ("p", "10")];
        assert_eq!(text("book.order_nha", "en", &values), "order next higher assembly {p}, fig 1 position 10");
        assert_eq!(text("book.see_fig", "en", &[]), "see fig. {n}");
    }
}
