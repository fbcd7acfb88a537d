//! Words that stand around records: totals and notes.

use crate::values::fold_title;

/// Folded texts that begin a row of totals.
const TOTAL_WORDS: &[&str] = &[
    "total",
    "totals",
    "subtotal",
    "grandtotal",
    "sum",
    "totalcost",
    "totalprice",
    "summa",
    "yhteensä",
    "yhteensa",
    "välisumma",
    "loppusumma",
    "gesamt",
    "summe",
    "zwischensumme",
    "gesamtsumme",
    "totaal",
    "subtotaal",
    "summering",
    "totalt",
    "delsumma",
    "合计",
    "总计",
    "小计",
    "共计",
    "總計",
    "合計",
];

/// Folded words that begin a note; a number or a colon may follow.
const NOTE_WORDS: &[&str] = &[
    "note",
    "notes",
    "remark",
    "remarks",
    "comment",
    "comments",
    "huom",
    "huomautus",
    "hinweis",
    "notiz",
    "bemerkung",
    "achtung",
    "stand",
    "anmerkung",
    "anm",
    "obs",
    "anmärkning",
    "opmerking",
    "letop",
    "注",
    "注意",
    "备注",
    "说明",
];

/// True for a text that begins a row of totals.
pub(super) fn is_total(text: &str) -> bool {
    let folded = fold_title(text);
    TOTAL_WORDS.iter().any(|word| folded == *word)
}

/// True for `Note:`, `Note 1:`, `备注：`: what stands beside it is no record.
pub(super) fn is_note(text: &str) -> bool {
    let Some(name) = text.trim_end().strip_suffix([':', '：']) else { return false };
    let folded = fold_title(name);
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    NOTE_WORDS.contains(&bare)
}

/// How surely a text that stands alone in its row is no number of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lone {
    /// It may be a number: `A100`, `DN 50`.
    Number,
    /// Two words: a heading, a note, or the name of a thing.
    Words,
    /// A note: `Note: prices without tax`, or a sentence.
    Note,
}

/// What a text that stands alone in its row looks like.
pub(super) fn lone(text: &str) -> Lone {
    const SENTENCE: usize = 4;
    let is_word = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().count() >= 2 && bare.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.'))
    };
    let words = text.split_whitespace().filter(is_word).count();
    let begins_note = text.split_once([':', '：']).is_some_and(|(name, _)| is_note(&format!("{name}:")));
    let says =
        |(name, rest): (&str, &str)| name.chars().any(char::is_alphabetic) && rest.starts_with(char::is_whitespace);
    if begins_note || words >= SENTENCE || (words >= 2 && text.split_once(':').is_some_and(says)) {
        Lone::Note
    } else if words >= 2 {
        Lone::Words
    } else {
        Lone::Number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_from_words() {
        for number in ["A100", "DN 50", "ABC 123 X", "M8x20 DIN 933", "N:5", "11:22", "Müller"] {
            assert_eq!(lone(number), Lone::Number, "{number}");
        }
        assert_eq!(lone("Hydraulic parts"), Lone::Words);
        for note in [
            "Notiz: Preise ohne MwSt.",
            "Hinweis: Stand 1.11.2026",
            "Huom: 2026",
            "备注：不含税",
            "Prices are without any tax",
        ] {
            assert_eq!(lone(note), Lone::Note, "{note}");
        }
    }

    #[test]
    fn totals_and_notes() {
        assert!(is_total("Total:") && is_total("合计") && !is_total("Total station"));
        assert!(is_note("Note 1:") && is_note("备注：") && !is_note("Notebook:") && !is_note("Note"));
    }
}
