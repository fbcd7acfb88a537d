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
    "anmerkung",
    "anm",
    "obs",
    "anmärkning",
    "opmerking",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_notes() {
        assert!(is_total("Total:") && is_total("合计") && !is_total("Total station"));
        assert!(is_note("Note 1:") && is_note("备注：") && !is_note("Notebook:") && !is_note("Note"));
    }
}
