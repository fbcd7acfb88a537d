//! Orders of sorting: item numbers, positions, the `ata` order, names by language.
//!
//! Rules: parts-book specification, sections 2 (positions) and 3 (indexes).

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;

use super::text::fold_diacritics;

/// Compares as people read numbers in names: runs of digits as integers of any length, letters without case, signs
/// before digits before letters. Equal so far, the plain texts decide.
#[must_use]
pub fn natural_cmp(a: &str, b: &str) -> Ordering {
    natural_parts(a, b).then_with(|| a.cmp(b))
}

/// As [`natural_cmp`], without the last word of the plain texts.
fn natural_parts(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (Some(first), Some(second)) = (left.chars().next(), right.chars().next()) else {
            return left.len().min(1).cmp(&right.len().min(1));
        };
        let order = if first.is_ascii_digit() && second.is_ascii_digit() {
            let (left_digits, left_rest) = split_digits(left);
            let (right_digits, right_rest) = split_digits(right);
            (left, right) = (left_rest, right_rest);
            integer_cmp(left_digits, right_digits)
        } else {
            left = left.get(first.len_utf8()..).unwrap_or_default();
            right = right.get(second.len_utf8()..).unwrap_or_default();
            rank(first).cmp(&rank(second)).then_with(|| first.to_lowercase().cmp(second.to_lowercase()))
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Signs, then digits, then letters.
fn rank(char: char) -> u8 {
    match char {
        '0'..='9' => 1,
        _ if char.is_alphanumeric() => 2,
        _ => 0,
    }
}

/// The digits a text begins with, and the rest.
fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// Compares runs of digits as integers.
fn integer_cmp(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// Compares positions: the number first, then what follows it; a leading dash (not illustrated) counts for nothing,
/// and positions that do not begin with a digit come last.
#[must_use]
pub fn position_cmp(a: &str, b: &str) -> Ordering {
    let (left, right) = (a.strip_prefix('-').unwrap_or(a), b.strip_prefix('-').unwrap_or(b));
    let is_named = |text: &str| !text.starts_with(|char: char| char.is_ascii_digit());
    is_named(left).cmp(&is_named(right)).then_with(|| natural_cmp(left, right)).then_with(|| a.cmp(b))
}

/// Compares character by character, letters before digits, `O` as zero and `I` as one; other characters are skipped.
#[must_use]
pub fn ata_cmp(a: &str, b: &str) -> Ordering {
    let ranks = |text: &str| text.bytes().filter_map(ata_rank).collect::<Vec<u8>>();
    ranks(a).cmp(&ranks(b)).then_with(|| a.cmp(b))
}

/// Place of a character in the `ata` order.
const fn ata_rank(byte: u8) -> Option<u8> {
    match byte.to_ascii_uppercase() {
        b'O' => Some(b'Z' + 1),
        b'I' => Some(b'Z' + 2),
        letter @ b'A'..=b'Z' => Some(letter),
        digit @ b'0'..=b'9' => Some(b'Z' + 1 + (digit - b'0')),
        _ => None,
    }
}

/// Compares names for an index of a language (`fi`, `sv`, `da`, `no`, `de`, `zh`, …); equal so far, the texts decide.
#[must_use]
pub fn name_cmp(a: &str, b: &str, language: &str) -> Ordering {
    name_key(a, language).cmp(&name_key(b, language)).then_with(|| a.cmp(b))
}

/// What names of an index are sorted by, for sorting many of them.
///
/// Case counts for nothing. Finnish and Swedish put å ä ö after z, Danish and Norwegian æ ø å; all other accents are
/// taken off (German ä as a, ß as ss). Chinese is sorted by code point.
#[must_use]
pub fn name_key(name: &str, language: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let language = language.split(['-', '_']).next().unwrap_or_default();
    let lower = name.nfc().flat_map(char::to_lowercase);
    let after_z: &[&[char]] = match language {
        "zh" => return lower.collect(),
        "fi" | "sv" => &[&['å'], &['ä', 'æ'], &['ö', 'ø']],
        "da" | "no" | "nb" | "nn" => &[&['æ', 'ä'], &['ø', 'ö'], &['å']],
        _ => &[],
    };
    let mut key = String::with_capacity(name.len());
    for char in lower {
        match after_z.iter().position(|letters| letters.contains(&char)) {
            // A `z` and a character behind all others: after every name that begins with `z`.
            Some(place) => {
                key.push('z');
                key.push(AFTER_Z.get(place).copied().unwrap_or(char));
            }
            None => key.push_str(&fold_diacritics(char.encode_utf8(&mut [0; 4]))),
        }
    }
    key
}

/// Characters behind all letters, in the order of the letters that take them.
const AFTER_Z: [char; 3] = ['\u{10FFF0}', '\u{10FFF1}', '\u{10FFF2}'];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(mut texts: Vec<&str>, order: impl Fn(&str, &str) -> Ordering) -> Vec<&str> {
        texts.sort_by(|a, b| order(a, b));
        texts
    }

    #[test]
    fn numbers_in_names_count() {
        let texts = vec!["b1", "A10", "a2", "A2B", "10", "9", "0010", "A-1", "99999999999999999999999", "A", "ä1"];
        assert_eq!(
            sorted(texts, natural_cmp),
            ["9", "0010", "10", "99999999999999999999999", "A", "A-1", "a2", "A2B", "A10", "b1", "ä1"]
        );
    }

    #[test]
    fn pb9_positions() {
        assert_eq!(sorted(vec!["10B", "2", "10", "-10A", "9"], position_cmp), ["2", "9", "10", "-10A", "10B"]);
        assert_eq!(sorted(vec!["REF", "-3", "A1", "20"], position_cmp), ["-3", "20", "A1", "REF"]);
    }

    #[test]
    fn pb10_names() {
        let names = vec!["Venttiili", "Äänenvaimennin", "Akseli", "Öljy"];
        let order = |a: &str, b: &str| name_cmp(a, b, "fi");
        assert_eq!(sorted(names, order), ["Akseli", "Venttiili", "Äänenvaimennin", "Öljy"]);
        let order = |a: &str, b: &str| name_cmp(a, b, "de");
        assert_eq!(
            sorted(vec!["Zahn", "Öse", "Ofen", "Ärmel", "achse"], order),
            ["achse", "Ärmel", "Ofen", "Öse", "Zahn"]
        );
        let order = |a: &str, b: &str| name_cmp(a, b, "da");
        assert_eq!(sorted(vec!["Åg", "Øje", "Zink", "Æske"], order), ["Zink", "Æske", "Øje", "Åg"]);
        let order = |a: &str, b: &str| name_cmp(a, b, "sv");
        assert_eq!(sorted(vec!["Öga", "Ände", "Åre", "Zzz"], order), ["Zzz", "Åre", "Ände", "Öga"]);
    }

    #[test]
    fn pb11_ata() {
        assert_eq!(sorted(vec!["1A", "O5", "05", "A1"], ata_cmp), ["A1", "05", "O5", "1A"]);
        assert_eq!(sorted(vec!["B-2", "B 1", "B"], ata_cmp), ["B", "B 1", "B-2"]);
    }

    proptest! {
        #[test]
        fn orders_are_total(mut texts in prop::collection::vec("[-0-9a-cA-C.Öå]{0,6}", 3)) {
            for order in [natural_cmp, position_cmp, ata_cmp, |a: &str, b: &str| name_cmp(a, b, "fi")] {
                texts.sort_by(|a, b| order(a, b));
                prop_assert!(order(&texts[0], &texts[2]) != Ordering::Greater);
                prop_assert_eq!(order(&texts[0], &texts[1]).reverse(), order(&texts[1], &texts[0]));
            }
        }
    }
}
