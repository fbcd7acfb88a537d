//! Signs and names of currencies, where a column holds codes: rules and lines meet by code only.

use std::borrow::Cow;

use super::typed::{Note, Typed};
use crate::finding::Code;
use crate::finding::codes::reading::{I_CURRENCY, W_CURRENCY};

/// Codes and the signs and names that mean nothing else, folded. `$`, `kr`, `¥` and `Fr.` mean several.
const NAMES: &[(&str, &[&str])] = &[
    ("EUR", &["€", "euro", "euros", "eur€", "€eur", "欧元", "歐元"]),
    ("GBP", &["£", "gb£", "poundsterling", "pfundsterling", "britishpound", "英镑", "英鎊"]),
    ("USD", &["us$", "$us", "usd$", "usdollar", "usdollars", "u.s.dollar", "dollarus", "美元"]),
    ("CHF", &["sfr", "swissfranc", "swissfrancs", "schweizerfranken", "sveitsinfrangi", "瑞士法郎"]),
    ("SEK", &["skr", "svenskakronor", "svenskkrona", "swedishkrona", "ruotsinkruunu"]),
    ("NOK", &["nkr", "norskekroner", "norwegiankrone", "norjankruunu"]),
    ("DKK", &["dkr", "danskekroner", "danishkrone", "tanskankruunu"]),
    ("PLN", &["zł", "złoty", "zloty"]),
    ("CZK", &["kč"]),
    ("CNY", &["rmb", "人民币", "人民幣"]),
];

/// The code that a sign or name means.
fn code(text: &str) -> Option<&'static str> {
    let is_kept = |c: &char| !c.is_whitespace() && *c != '-';
    let folded: String = text.chars().filter(is_kept).flat_map(char::to_lowercase).collect();
    let folded = folded.trim_end_matches('.');
    NAMES.iter().find(|(_, names)| names.contains(&folded)).map(|(code, _)| *code)
}

/// A text of a column of currencies: signs and names become codes, and what is no code is noted.
pub(super) fn as_currency(typed: Typed<'_>) -> Typed<'_> {
    match typed {
        Typed::Text { text, note: Note::None | Note::Trimmed } if code(&text).is_some() => {
            Typed::Text { text: Cow::Borrowed(code(&text).unwrap_or_default()), note: Note::CurrencyNamed }
        }
        Typed::Text { text, note: Note::None | Note::Trimmed } if !is_code(&text) => {
            Typed::Text { text, note: Note::NoCurrency }
        }
        other => other,
    }
}

/// What is said about the text of a currency, and the code it is read as; none when there is nothing to say.
pub(super) fn noted(text: &str) -> Option<(&'static Code, Option<&'static str>)> {
    match code(text) {
        Some(code) => Some((&I_CURRENCY, Some(code))),
        None => (!is_code(text)).then_some((&W_CURRENCY, None)),
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_names_that_mean_one_currency() {
        for (text, expected) in [
            ("€", Some("EUR")),
            ("EURO", Some("EUR")),
            ("US-Dollar", Some("USD")),
            ("SFr.", Some("CHF")),
            ("Pound Sterling", Some("GBP")),
            ("$", None),
            ("kr", None),
            ("Fr.", None),
            ("EUR", None),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
        let noted = |text: &'static str| match as_currency(Typed::Text { text: text.into(), note: Note::None }) {
            Typed::Text { text, note } => (text.into_owned(), note),
            _ => unreachable!("a text stays a text"),
        };
        assert_eq!(noted("Euro"), ("EUR".to_owned(), Note::CurrencyNamed));
        assert_eq!(noted("eur"), ("eur".to_owned(), Note::None));
        assert_eq!(noted("$"), ("$".to_owned(), Note::NoCurrency));
    }
}
