//! Quantities as people write them: with a unit behind the number, as a price for a pack, or as a sign for nothing.
//!
//! Rules: structures specification, section 0 (numbers); what is read here is always said in a finding by the reader.

use rust_decimal::Decimal;

use super::locale::Locale;
use super::number::parse_decimal;
use super::text::clean;
use super::unit::known_unit;

/// A number with a unit behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity<'a> {
    /// The number.
    pub value: Decimal,
    /// The unit as it is written; none for `3 x` and for a lone `½`.
    pub unit: Option<&'a str>,
}

/// How many pieces a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pack<'a> {
    /// Number of units the price is for; above zero.
    pub quantity: Decimal,
    /// The unit as it is written.
    pub unit: Option<&'a str>,
}

/// Longest word that may be a unit.
const UNIT_CHARS: usize = 12;
/// Fractions that one character shows, in thousandths.
const FRACTIONS: &[(char, i64)] =
    &[('½', 500), ('¼', 250), ('¾', 750), ('⅛', 125), ('⅜', 375), ('⅝', 625), ('⅞', 875), ('⅕', 200), ('⅖', 400)];
/// Texts that people write where there is no number; lines of any length count too.
const PLACEHOLDERS: &[&str] = &["[novalue]", "n/a", "na", "n.a.", "n.a", "none", "null", "nil", "无", "無"];
/// Words and signs before the size of a pack.
const PER: &[&str] = &["per", "pro", "je", "à", "/"];

/// True for a text that stands for "nothing here": `-`, `---`, `n/a`, `[NoValue]`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let text = clean(text).text;
    if text.is_empty() {
        return false;
    }
    let is_line = |char| matches!(char, '-' | '\u{2013}' | '\u{2014}' | '\u{2212}' | '\u{2012}' | '_');
    text.chars().all(is_line) || (text.len() <= 9 && PLACEHOLDERS.contains(&text.to_lowercase().as_str()))
}

/// A number with a unit directly or after a blank behind it: `12个`, `2 pcs`, `1,5 m`, `2pcs.`, `3 x`, `1½ m`.
///
/// Nothing for plain numbers (those are [`parse_decimal`]'s), for ranges, sums and sentences. The unit need not be known.
#[must_use]
pub fn parse_quantity(text: &str, locale: Option<Locale>) -> Option<Quantity<'_>> {
    let text = text.trim_matches(|char: char| char.is_whitespace() || super::text::is_invisible(char));
    let mut end = 0;
    for (at, char) in text.char_indices() {
        if char.is_ascii_digit() || ('０'..='９').contains(&char) || fraction(char).is_some() {
            end = at + char.len_utf8();
        } else if !matches!(char, ',' | '.' | '\'' | '+' | '-' | '\u{2212}' | '\u{2019}') && !char.is_whitespace() {
            break;
        }
    }
    let (number, rest) = text.split_at_checked(end)?;
    let value = number_with_fraction(number, locale)?;
    let mut unit = rest.trim();
    if let Some(inner) = unit.strip_prefix('(').and_then(|unit| unit.strip_suffix(')')) {
        unit = inner.trim();
    }
    let unit = unit.trim_end_matches('.');
    match unit {
        "" if number.ends_with(|char| fraction(char).is_some()) => Some(Quantity { value, unit: None }),
        "x" | "X" | "×" => Some(Quantity { value, unit: None }),
        unit if is_unit_word(unit) => Some(Quantity { value, unit: Some(unit) }),
        _ => None,
    }
}

/// The pack a price is for: `50 cnt`, `100 pcs`, `per 100`, `/100`, `/ 100 pcs`.
///
/// Without a word or sign before the number the unit must be known. Nothing for a unit without number.
#[must_use]
pub fn parse_pack(text: &str, locale: Option<Locale>) -> Option<Pack<'_>> {
    let text = text.trim();
    let after = PER.iter().find_map(|per| after_word(text, per));
    let rest = after.unwrap_or(text);
    let pack = match parse_decimal(rest, locale) {
        Ok(number) if after.is_some() && !number.percent => Pack { quantity: number.value, unit: None },
        Ok(_) => return None,
        Err(_) => {
            let found = parse_quantity(rest, locale)?;
            found.unit.filter(|unit| after.is_some() || known_unit(unit).is_some())?;
            Pack { quantity: found.value, unit: found.unit }
        }
    };
    (pack.quantity > Decimal::ZERO).then_some(pack)
}

/// A price for a pack: `12,50 / 100 pcs`, `3.22 per 50`.
#[must_use]
pub fn parse_price_per(text: &str, locale: Option<Locale>) -> Option<(Decimal, Pack<'_>)> {
    let text = text.trim();
    let end = text.find(|char: char| char == '/' || char.is_alphabetic()).filter(|&end| end > 0)?;
    let (price, pack) = text.split_at_checked(end)?;
    let price = parse_decimal(price, locale).ok().filter(|price| !price.percent)?;
    PER.iter().find_map(|per| after_word(pack, per))?;
    Some((price.value, parse_pack(pack, locale)?))
}

/// What follows a word or sign at the beginning.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    let rest = text.get(word.len()..)?;
    let ends = !word.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphabetic);
    (head.to_lowercase() == word && ends).then(|| rest.trim_start_matches(['.', ' ', '\u{a0}']))
}

/// Thousandths of a character that shows a fraction.
fn fraction(char: char) -> Option<i64> {
    FRACTIONS.iter().find(|(known, _)| *known == char).map(|(_, thousandths)| *thousandths)
}

/// A number that may end in a character such as `½`.
fn number_with_fraction(text: &str, locale: Option<Locale>) -> Option<Decimal> {
    let last = text.chars().next_back()?;
    let Some(thousandths) = fraction(last) else {
        return parse_decimal(text, locale).ok().map(|number| number.value);
    };
    let part = Decimal::new(thousandths, 3).normalize();
    let whole = text.strip_suffix(last)?.trim_end();
    if whole.is_empty() {
        return Some(part);
    }
    let whole = parse_decimal(whole, locale).ok()?.value;
    (whole.fract().is_zero() && !whole.is_sign_negative()).then(|| whole.checked_add(part)).flatten()
}

/// One word of letters, or a known unit such as `m2`.
fn is_unit_word(text: &str) -> bool {
    let is_word = !text.is_empty() && text.chars().count() <= UNIT_CHARS && text.chars().all(char::is_alphabetic);
    is_word || known_unit(text).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<(String, &str)> {
        parse_quantity(text, None).map(|found| (found.value.to_string(), found.unit.unwrap_or("-")))
    }

    #[test]
    fn a_unit_stands_behind_the_number() {
        for (text, value, unit) in [
            ("12个", "12", "个"),
            ("2 pcs", "2", "pcs"),
            ("1,5 m", "1.5", "m"),
            ("3 x", "3", "-"),
            ("3×", "3", "-"),
            ("2pcs.", "2", "pcs"),
            ("½", "0.5", "-"),
            ("1½ m", "1.5", "m"),
            ("2 ¼ kg", "2.25", "kg"),
            ("1 000 mm", "1000", "mm"),
            ("4 (Stk.)", "4", "Stk"),
            ("0.5m2", "0.5", "m2"),
            ("１２個", "12", "個"),
            ("7 flurbs", "7", "flurbs"),
            ("-3 pcs", "-3", "pcs"),
        ] {
            assert_eq!(read(text), Some((value.to_owned(), unit)), "{text}");
        }
        for text in [
            "",
            "12",
            "pcs",
            "10-20 pcs",
            "2x3",
            "4+1 pcs",
            "1/2",
            "12 €",
            "5 1/2 in",
            "12 or 13",
            "2 spare parts",
            "1,234 m",
            "1e5 pcs",
            "若干",
            "-½",
            "1.5½",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_price_may_be_for_a_pack() {
        let pack = |text| parse_pack(text, None).map(|pack| (pack.quantity.to_string(), pack.unit.unwrap_or("-")));
        for (text, quantity, unit) in [
            ("50 cnt", "50", "cnt"),
            ("100 pcs", "100", "pcs"),
            ("per 100", "100", "-"),
            ("/100", "100", "-"),
            ("/ 100 pcs", "100", "pcs"),
            ("pro 1000 Stk.", "1000", "Stk"),
            ("Per 10", "10", "-"),
        ] {
            assert_eq!(pack(text), Some((quantity.to_owned(), unit)), "{text}");
        }
        for text in ["ea", "100", "per m", "0 pcs", "-5 pcs", "50 flurbs", "person 5", "per 5 %"] {
            assert_eq!(pack(text), None, "{text}");
        }
        let price =
            |text| parse_price_per(text, None).map(|(price, pack)| (price.to_string(), pack.quantity.to_string()));
        assert_eq!(price("12,50 / 100 pcs"), Some(("12.50".into(), "100".into())));
        assert_eq!(price("3.22 per 50"), Some(("3.22".into(), "50".into())));
        for text in ["12,50", "12,50 €", "12/2026/x", "/100", "EUR 5/100"] {
            assert_eq!(price(text), None, "{text}");
        }
    }

    #[test]
    fn signs_for_nothing() {
        for text in ["-", " --- ", "–", "[NoValue]", "n/a", "N/A", "none", "无"] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["", " ", "0", "-1", "tbd", "?", "novalue at all"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    proptest! {
        /// Nothing panics, and what a number with a unit says is what was written.
        #[test]
        fn numbers_with_units_come_back(whole in 0_u32..1_000_000, cents in 0_u32..100, unit in "(pcs|m|kpl|个|mm2)", text in "\\PC{0,12}") {
            let written = format!("{whole},{cents:02} {unit}");
            let found = parse_quantity(&written, None).unwrap();
            prop_assert_eq!(found.value, Decimal::new(i64::from(whole) * 100 + i64::from(cents), 2));
            prop_assert_eq!(found.unit, Some(unit.as_str()));
            let _ = (parse_quantity(&text, None), parse_pack(&text, None), parse_price_per(&text, None), is_placeholder(&text));
        }
    }
}
