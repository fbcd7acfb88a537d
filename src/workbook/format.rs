//! How a number is shown, as far as it changes what a cell means.

use std::sync::{Arc, LazyLock};

/// What a number format says about the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatKind {
    /// As the program likes.
    General,
    /// Only zeros, so many of them: whole numbers are padded.
    Zeros(u8),
    /// Digits with signs or letters among them: `000-000`, `"AB"0000`.
    Pattern,
    /// With a power of ten: `0.00E+00`.
    Scientific,
    /// As a fraction: `# ?/?`.
    Fraction,
    /// The value times 100, with a percent sign.
    Percent,
    /// Text: `@`.
    Text,
    /// Anything else.
    Other,
    /// The reader of this file format does not tell formats (dates excepted).
    Unknown,
}

/// How a cell is shown, as far as it changes what the cell means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// What it says about the value.
    pub kind: FormatKind,
    /// As it stands in the file; empty when unknown.
    pub code: Arc<str>,
    /// How far the text is indented, in steps of the spreadsheet program.
    pub indent: u8,
    /// The sections for numbers above zero, below zero and zero, of a pattern.
    sections: Arc<[Section]>,
}

/// One section of a pattern: digits and what stands among them.
type Section = Vec<Piece>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// `0`, `#` or `?`: one digit, and what is shown where the number has none.
    Digit(Option<char>),
    /// A character that is always shown.
    Sign(char),
}

impl Piece {
    const fn is_digit(&self) -> bool {
        matches!(self, Self::Digit(_))
    }
}

/// The longest run of zeros that is used for padding.
const MAX_ZEROS: usize = 64;
/// The longest pattern that is used.
const MAX_PIECES: usize = 255;

impl NumberFormat {
    /// The format with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let parts = sections_of(code);
        let first = parts.first().map_or("", |part| part.trim());
        let (kind, sections) = if first.is_empty() || first.eq_ignore_ascii_case("general") {
            (FormatKind::General, Vec::new())
        } else if first == "@" {
            (FormatKind::Text, Vec::new())
        } else if first.len() <= MAX_ZEROS
            && first.bytes().all(|byte| byte == b'0')
            && parts.iter().skip(1).all(|part| part.trim_start_matches('-') == first)
        {
            (FormatKind::Zeros(u8::try_from(first.len()).unwrap_or(u8::MAX)), Vec::new())
        } else {
            match section(first) {
                Ok(pieces) if !pieces.iter().any(Piece::is_digit) => (FormatKind::Other, Vec::new()),
                Ok(pieces) => {
                    let others = parts.iter().skip(1).take(2).map_while(|part| section(part).ok());
                    (FormatKind::Pattern, std::iter::once(pieces).chain(others).collect())
                }
                Err(kind) => (kind, Vec::new()),
            }
        };
        Self { kind, code: Arc::from(code), indent: 0, sections: sections.into() }
    }

    /// The same format, with the text indented.
    #[must_use]
    pub fn indented(mut self, indent: u8) -> Self {
        self.indent = indent;
        self
    }

    /// The format of cells that have none.
    #[must_use]
    pub fn general() -> &'static Self {
        static GENERAL: LazyLock<NumberFormat> = LazyLock::new(|| NumberFormat::from_code("General"));
        &GENERAL
    }

    /// The format of cells whose reader tells none.
    #[must_use]
    pub fn unknown() -> &'static Self {
        static UNKNOWN: LazyLock<NumberFormat> = LazyLock::new(|| NumberFormat {
            kind: FormatKind::Unknown,
            code: Arc::from(""),
            indent: 0,
            sections: Arc::from([]),
        });
        &UNKNOWN
    }

    /// A whole number as the reader of the sheet sees it: padded by zeros and with the signs of a pattern; the plain
    /// digits under all other formats.
    #[must_use]
    pub fn shown(&self, number: i64) -> String {
        match self.kind {
            FormatKind::Zeros(width) => {
                let digits = format!("{:0width$}", number.unsigned_abs(), width = usize::from(width));
                if number < 0 { format!("-{digits}") } else { digits }
            }
            FormatKind::Pattern => {
                let own = match number {
                    ..0 => self.sections.get(1),
                    0 => self.sections.get(2),
                    _ => None,
                };
                let sign = if number < 0 && own.is_none() { "-" } else { "" };
                let pieces = own.or_else(|| self.sections.first());
                let shown = pieces.map(|pieces| with_digits(pieces, number.unsigned_abs())).unwrap_or_default();
                let shown = shown.trim();
                if shown.is_empty() { number.to_string() } else { format!("{sign}{shown}") }
            }
            _ => number.to_string(),
        }
    }
}

/// The sections of a code; semicolons in quotes or behind a backslash do not part them.
fn sections_of(code: &str) -> Vec<&str> {
    let (mut parts, mut from, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, char) in code.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' if !quoted => escaped = true,
            ';' if !quoted => {
                parts.push(code.get(from..at).unwrap_or_default());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(code.get(from..).unwrap_or_default());
    parts
}

/// The pieces of one section when whole numbers are shown by digits and signs only; else what the section is.
fn section(code: &str) -> Result<Section, FormatKind> {
    let mut pieces = Vec::new();
    let (mut other, mut fraction, mut percent, mut scientific) = (false, false, false, false);
    let mut chars = code.chars().peekable();
    let mut rest = code;
    while let Some(char) = chars.next() {
        match char {
            '0' => pieces.push(Piece::Digit(Some('0'))),
            '#' => pieces.push(Piece::Digit(None)),
            '?' => pieces.push(Piece::Digit(Some(' '))),
            '"' => pieces.extend(chars.by_ref().take_while(|&char| char != '"').map(Piece::Sign)),
            '\\' | '!' => pieces.extend(chars.next().map(Piece::Sign)),
            // A blank as wide as the next character.
            '_' => pieces.extend(chars.next().map(|_| Piece::Sign(' '))),
            // The next character fills the cell.
            '*' => drop(chars.next()),
            '[' => {
                let inner: String = chars.by_ref().take_while(|&char| char != ']').collect();
                match inner.strip_prefix('$') {
                    Some(currency) => {
                        let sign = currency.split('-').next().unwrap_or_default();
                        pieces.extend(sign.chars().map(Piece::Sign));
                    }
                    // Colours; conditions, spans of time and other systems of digits are something else.
                    None => other |= !inner.chars().all(|char| char.is_ascii_alphabetic()) || inner.len() < 3,
                }
            }
            '%' => percent = true,
            '/' if pieces.last().is_some_and(Piece::is_digit)
                && matches!(chars.peek(), Some('0'..='9' | '#' | '?')) =>
            {
                fraction = true;
            }
            'E' | 'e' if matches!(chars.peek(), Some('+' | '-')) => scientific = true,
            'G' | 'g' if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("general")) => {
                pieces.push(Piece::Digit(Some('0')));
                chars.by_ref().take(6).for_each(drop);
            }
            '$' | '-' | '+' | '/' | '(' | ')' | ':' | '^' | '&' | '\'' | '~' | '{' | '}' | '<' | '>' | '=' | ' ' => {
                pieces.push(Piece::Sign(char));
            }
            char if !char.is_ascii() => pieces.push(Piece::Sign(char)),
            _ => other = true,
        }
        rest = code.get(code.len() - chars.clone().map(char::len_utf8).sum::<usize>()..).unwrap_or_default();
    }
    Err(match (percent, scientific, fraction) {
        (true, ..) => FormatKind::Percent,
        (_, true, _) => FormatKind::Scientific,
        (_, _, true) => FormatKind::Fraction,
        _ if other || pieces.len() > MAX_PIECES => FormatKind::Other,
        _ => return Ok(pieces),
    })
}

/// The digits of a number in the places of a pattern, from the right; digits too many stand before the first place.
fn with_digits(pieces: &[Piece], number: u64) -> String {
    let text = if number == 0 { String::new() } else { number.to_string() };
    let places = pieces.iter().filter(|piece| piece.is_digit()).count();
    let missing = places.saturating_sub(text.len());
    let mut digits = text.chars();
    let (mut shown, mut place) = (String::new(), 0);
    for piece in pieces {
        match piece {
            Piece::Sign(char) => shown.push(*char),
            Piece::Digit(blank) => {
                if place == 0 {
                    let before = text.len().saturating_sub(places);
                    shown.extend(digits.by_ref().take(before));
                }
                if place < missing {
                    shown.extend(blank);
                } else {
                    shown.extend(digits.next());
                }
                place += 1;
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_tell_what_matters() {
        for (code, kind) in [
            ("General", FormatKind::General),
            ("", FormatKind::General),
            ("@", FormatKind::Text),
            ("0", FormatKind::Zeros(1)),
            ("000000", FormatKind::Zeros(6)),
            ("00000;-00000", FormatKind::Zeros(5)),
            ("0.00%", FormatKind::Percent),
            ("0\\ %", FormatKind::Percent),
            ("0.00\"%\"", FormatKind::Other),
            ("0\\%", FormatKind::Pattern),
            ("#,##0.00", FormatKind::Other),
            ("000-000", FormatKind::Pattern),
            ("\"AB\"0000", FormatKind::Pattern),
            ("0.00E+00", FormatKind::Scientific),
            ("##0.0E+0", FormatKind::Scientific),
            ("# ?/?", FormatKind::Fraction),
            ("000/000", FormatKind::Fraction),
            ("[>100]0;0", FormatKind::Other),
            ("[h]", FormatKind::Other),
            ("\"only text\"", FormatKind::Other),
            ("yyyy-mm", FormatKind::Other),
        ] {
            assert_eq!(NumberFormat::from_code(code).kind, kind, "{code}");
        }
    }

    /// What Excel and `LibreOffice` show.
    #[test]
    fn whole_numbers_are_shown_as_the_reader_sees_them() {
        for (code, number, shown) in [
            ("0000000", 12_345, "0012345"),
            ("000-000", 123_456, "123-456"),
            ("000-000", 12, "000-012"),
            ("000-000", 12_345_678, "12345-678"),
            ("00\"-\"000", 1_234, "01-234"),
            ("00\\-000", 1_234, "01-234"),
            ("\"AB\"0000", 12, "AB0012"),
            ("\"AB\"0000", -12, "-AB0012"),
            ("\"AB-\"#", 7, "AB-7"),
            ("General\" kpl\"", 7, "7 kpl"),
            ("\"P;\"000", 7, "P;007"),
            ("0-0;\"minus \"0", -12, "minus 12"),
            ("0000;\"N\"0000", -42, "N0042"),
            ("0000;\"N\"0000", 42, "0042"),
            ("00-0;-0;\"none\"", 0, "none"),
            ("00-0;-0;\"none\"0", 0, "none0"),
            ("##-##", 5, "-5"),
            ("??-00", 5, "-05"),
            ("[Red]000-0", 12, "001-2"),
            ("[$No.-409]000", 12, "No.012"),
            ("_(000-0_)", 12, "001-2"),
            ("@", 12, "12"),
            ("#,##0", 1_234, "1234"),
            ("0.00", 12, "12"),
            ("#", 0, "0"),
        ] {
            assert_eq!(NumberFormat::from_code(code).shown(number), shown, "{code} {number}");
        }
    }

    #[test]
    fn no_code_breaks_anything() {
        for code in ["\"", "\\", "[", "_", "*", ";;;", "\"AB", "0\\", "[$", "[$]0", "E+", "General0", "gener", "0;\""] {
            let format = NumberFormat::from_code(code);
            assert!(!format.shown(-5).is_empty(), "{code}");
        }
    }
}
