//! Texts: what is trimmed from a value, how titles are matched, which words mean yes, no, wear part.
//!
//! Rules: structures specification, section 0 and its word list; workbook specification, section 1.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text without the blanks and unseen characters around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned<'a> {
    /// What is left.
    pub text: Cow<'a, str>,
    /// True when something was removed.
    pub trimmed: bool,
}

/// The text without blanks, non-breaking spaces, control and zero-width characters at its ends.
///
/// What stands inside the text is kept as it is.
#[must_use]
pub fn clean(text: &str) -> Cleaned<'_> {
    let trimmed = trim(text);
    Cleaned { text: Cow::Borrowed(trimmed), trimmed: trimmed.len() != text.len() }
}

/// True when nothing can be seen of the text.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    trim(text).is_empty()
}

/// As [`clean`], without saying whether something was removed.
fn trim(text: &str) -> &str {
    let seen = |byte: Option<&u8>| byte.is_some_and(|byte| (0x21..0x7F).contains(byte));
    let bytes = text.as_bytes();
    if seen(bytes.first()) && seen(bytes.last()) {
        return text;
    }
    text.trim_matches(|char: char| char.is_whitespace() || is_invisible(char))
}

/// Control characters, byte-order mark, zero-width characters, soft hyphen.
pub(super) fn is_invisible(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{202A}'..='\u{202E}' | '\u{AD}')
}

/// True when the text holds full-width letters or digits; or signs where no Chinese, Japanese or Korean word stands, to
/// which they belong: `AB－100`, not `电阻（100）`.
#[must_use]
pub fn has_fullwidth(text: &str) -> bool {
    let is_letter = |char| matches!(char, '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}');
    let is_sign = |char| matches!(char, '\u{FF01}'..='\u{FF5E}' | '\u{3000}');
    let is_word = |char| matches!(char, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
    !text.is_ascii() && (text.chars().any(is_letter) || text.chars().any(is_sign) && !text.chars().any(is_word))
}

/// The form of a title that is compared: lower case, half-width, letters and digits only.
///
/// A title of signs only (`#`, `%`) keeps them, so that it does not become blank.
#[must_use]
pub fn fold_title(title: &str) -> String {
    let folded: String = if title.is_ascii() {
        title.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())).collect()
    } else {
        title.nfkc().flat_map(char::to_lowercase).nfc().filter(|char| char.is_alphanumeric()).collect()
    };
    if folded.is_empty() { trim(title).nfkc().flat_map(char::to_lowercase).collect() } else { folded }
}

/// The text without accents, for the second try: `määrä` is `maara`, `Größe` is `Grosse`, `Ø` is `O`.
#[must_use]
pub fn fold_diacritics(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for char in text.nfd().filter(|&char| !is_combining_mark(char)) {
        match without_stroke(char) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(char),
        }
    }
    Cow::Owned(folded)
}

/// Letters whose accent Unicode does not take apart.
const fn without_stroke(char: char) -> Option<&'static str> {
    Some(match char {
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'Þ' => "TH",
        'ı' => "i",
        _ => return None,
    })
}

/// Words for yes, as [`fold_title`] leaves them.
const YES: &[&str] = &["y", "yes", "x", "1", "kyllä", "k", "ja", "j", "是", "true"];
/// Words for no; a blank is no, too.
const NO: &[&str] = &["n", "no", "0", "ei", "e", "nein", "nee", "nej", "否", "false"];

/// True for yes and false for no or blank, in en, fi, sv, de, nl and zh; nothing for other words.
#[must_use]
pub fn parse_flag(text: &str) -> Option<bool> {
    match trim(text) {
        "" | "N" | "n" | "0" => return Some(false),
        "Y" | "y" | "1" | "x" | "X" => return Some(true),
        _ => {}
    }
    let word = fold_title(text);
    if YES.contains(&word.as_str()) || word == "kylla" {
        Some(true)
    } else if NO.contains(&word.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// Words for the categories of parts: folded word, category.
const CATEGORIES: &[(&str, &str)] = &[
    ("wear", "WEAR"),
    ("wearpart", "WEAR"),
    ("wearingpart", "WEAR"),
    ("kulutusosa", "WEAR"),
    ("verschleissteil", "WEAR"),
    ("slijtdeel", "WEAR"),
    ("slitdel", "WEAR"),
    ("易损件", "WEAR"),
    ("易損件", "WEAR"),
    ("standard", "STANDARD"),
    ("standardpart", "STANDARD"),
    ("vakioosa", "STANDARD"),
    ("normteil", "STANDARD"),
    ("normdeel", "STANDARD"),
    ("standarddel", "STANDARD"),
    ("标准件", "STANDARD"),
    ("標準件", "STANDARD"),
];

/// `WEAR` or `STANDARD` for the known words of a category; nothing for others.
#[must_use]
pub fn parse_category(text: &str) -> Option<&'static str> {
    let word = fold_title(text);
    let word = fold_diacritics(&word);
    CATEGORIES.iter().find(|(known, _)| *known == word).map(|&(_, category)| category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_unseen_characters_go_from_the_ends_only() {
        for (text, cleaned) in [
            ("A 1", "A 1"),
            (" A1\t", "A1"),
            ("\u{A0}A\u{A0}1\u{A0}", "A\u{A0}1"),
            ("\u{FEFF}A1", "A1"),
            ("A1\u{200B}\r\n", "A1"),
            ("\u{7}", ""),
            ("", ""),
        ] {
            let result = clean(text);
            assert_eq!(result.text, cleaned);
            assert_eq!(result.trimmed, text != cleaned, "{text:?}");
        }
        assert!(is_blank(" \u{A0}\u{200B}") && !is_blank("-"));
    }

    #[test]
    fn titles_match_without_case_blanks_and_signs() {
        for (title, folded) in [
            ("Part No.", "partno"),
            ("part_no", "partno"),
            (" PART-NO ", "partno"),
            ("Määrä", "määrä"),
            ("Ma\u{308}a\u{308}ra\u{308}", "määrä"),
            ("\u{FF30}\u{FF41}\u{FF52}\u{FF54}", "part"),
            ("数量（件）", "数量件"),
            ("#", "#"),
            ("%", "%"),
            ("", ""),
        ] {
            assert_eq!(fold_title(title), folded, "{title:?}");
        }
        assert_eq!(fold_diacritics("määrä Größe Ærø Łódź"), "maara Grosse AEro Lodz");
    }

    #[test]
    fn flag_words_of_the_list() {
        for word in ["Y", "yes", "x", "1", "Kyllä", "kylla", "k", "ja", "J", "是", "TRUE", "\u{FF39}"] {
            assert_eq!(parse_flag(word), Some(true), "{word}");
        }
        for word in ["N", "No", "0", "", "  ", "ei", "e", "nein", "nee", "否", "False"] {
            assert_eq!(parse_flag(word), Some(false), "{word}");
        }
        assert_eq!(parse_flag("maybe"), None);
        for word in ["wear part", "Kulutusosa", "Verschleißteil", "slijtdeel", "易损件", "易損件"] {
            assert_eq!(parse_category(word), Some("WEAR"), "{word}");
        }
        for word in ["standard part", "vakio-osa", "Normteil", "normdeel", "标准件", "標準件"] {
            assert_eq!(parse_category(word), Some("STANDARD"), "{word}");
        }
        assert_eq!(parse_category("gasket"), None);
    }

    #[test]
    fn fullwidth_is_seen() {
        assert!(has_fullwidth("\u{FF21}1") && !has_fullwidth("A1") && !has_fullwidth("配件"));
        // A sign in a number looks like another one; beside Chinese words it is as people write them.
        assert!(has_fullwidth("AB\u{FF0D}100") && has_fullwidth("轴承\u{FF11}"));
        assert!(!has_fullwidth("联轴器\u{FF08}内径5\u{FF09}") && !has_fullwidth("直径2mm\u{FF0C}铁棒"));
    }
}
