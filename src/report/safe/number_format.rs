//! What a number format lets a reader see of a value.
//!
//! Rule: ECMA-376 part 1, section 18.8.31.

use std::cmp::Ordering;

use super::styles::{Colour, Rgb};

/// What is seen of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    Value,
    /// A fixed text in its place.
    Fixed,
    Nothing,
}

/// The value of a cell, as far as its format goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value {
    Text,
    Number(f64),
}

/// A format taken apart; general for one that is not known.
#[derive(Clone, Debug, Default)]
pub(super) struct NumberFormat {
    sections: Vec<Section>,
}

#[derive(Clone, Debug)]
struct Section {
    shows: Shows,
    colour: Option<Rgb>,
    has_condition: bool,
}

impl NumberFormat {
    pub(super) fn new(code: &str) -> Self {
        let mut sections = Vec::new();
        let mut rest = Some(code);
        while let Some(text) = rest {
            let (section, after) = Section::read(text);
            sections.push(section);
            rest = after;
        }
        Self { sections }
    }

    /// What is seen of a value, and the colour the format gives it.
    pub(super) fn shows(&self, value: Value) -> (Shows, Option<Rgb>) {
        let section = match value {
            Value::Text => self.sections.get(3),
            Value::Number(_) if self.sections.iter().any(|section| section.has_condition) => self
                .sections
                .iter()
                .take(3)
                .find(|section| section.shows == Shows::Value)
                .or_else(|| self.sections.first()),
            Value::Number(number) => match (number.partial_cmp(&0.0), self.sections.len()) {
                (Some(Ordering::Less), 2..) => self.sections.get(1),
                // That nothing is shown for nothing hides nothing.
                (Some(Ordering::Equal), _) => None,
                _ => self.sections.first(),
            },
        };
        let Some(section) = section else { return (Shows::Value, None) };
        // A flag: "yes" for 1.
        let is_flag = section.shows == Shows::Fixed
            && matches!(value, Value::Number(number) if number.partial_cmp(&1.0) == Some(Ordering::Equal));
        (if is_flag { Shows::Value } else { section.shows }, section.colour)
    }
}

impl Section {
    /// The first section of a code, and the rest behind its semicolon.
    fn read(code: &str) -> (Self, Option<&str>) {
        let mut section = Self { shows: Shows::Nothing, colour: None, has_condition: false };
        let mut letters = code.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                ';' => return (section, code.get(at + 1..)),
                '"' => {
                    let text: String =
                        letters.by_ref().map(|(_, letter)| letter).take_while(|letter| *letter != '"').collect();
                    section.fixed(&text);
                }
                '\\' => {
                    let escaped = letters.next().map(|(_, letter)| letter.to_string());
                    section.fixed(&escaped.unwrap_or_default());
                }
                // Room as wide as the next letter, or filled with it.
                '_' | '*' => {
                    letters.next();
                }
                '[' => {
                    let inside: String =
                        letters.by_ref().map(|(_, letter)| letter).take_while(|letter| *letter != ']').collect();
                    section.bracket(&inside);
                }
                '0' | '#' | '?' | '@' => section.shows = Shows::Value,
                _ if letter.is_ascii_alphabetic() => section.shows = Shows::Value,
                _ => section.fixed(letter.encode_utf8(&mut [0; 4])),
            }
        }
        (section, None)
    }

    fn fixed(&mut self, text: &str) {
        if self.shows == Shows::Nothing && !text.trim().is_empty() {
            self.shows = Shows::Fixed;
        }
    }

    fn bracket(&mut self, inside: &str) {
        let folded = inside.to_ascii_lowercase();
        if let Some(colour) = named_colour(&folded) {
            self.colour = Some(colour);
        } else if folded.starts_with(['<', '>', '=']) {
            self.has_condition = true;
        } else if let Some(currency) = inside.strip_prefix('$') {
            self.fixed(currency.split('-').next().unwrap_or_default());
        } else if !folded.is_empty() && folded.chars().all(|letter| matches!(letter, 'h' | 'm' | 's')) {
            self.shows = Shows::Value;
        }
    }
}

/// `[White]` and `[Color 2]`, in lower case.
fn named_colour(name: &str) -> Option<Rgb> {
    let names = ["black", "white", "red", "green", "blue", "yellow", "magenta", "cyan"];
    let number = match names.iter().position(|own| *own == name) {
        Some(place) => place,
        None => name.strip_prefix("color")?.trim().parse::<usize>().ok()?.checked_sub(1)?,
    };
    Colour::Indexed(number + 8).rgb(&[], &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_show_the_value_a_text_or_nothing() {
        for (code, value, shows) in [
            (";;;", Value::Number(5.0), Shows::Nothing),
            (";;;", Value::Text, Shows::Nothing),
            ("\"\";\"\";\"\"", Value::Number(5.0), Shows::Nothing),
            ("\"\";\"\";\"\"", Value::Text, Shows::Value),
            ("\"price on request\"", Value::Number(41.7731), Shows::Fixed),
            ("\"yes\";;\"no\"", Value::Number(1.0), Shows::Value),
            ("#,##0.00;-#,##0.00;", Value::Number(0.0), Shows::Value),
            ("#,##0.00;", Value::Number(-3.0), Shows::Nothing),
            ("_-* #,##0.00_-;_-* \"-\"??_-;_-@_-", Value::Number(-3.0), Shows::Value),
            ("[>=100]0;\"\"", Value::Number(5.0), Shows::Value),
            ("General", Value::Number(5.0), Shows::Value),
            ("yyyy-mm-dd", Value::Number(5.0), Shows::Value),
            ("[h]:mm", Value::Number(5.0), Shows::Value),
            ("@", Value::Text, Shows::Value),
            ("0;0;0;\"hidden\"", Value::Text, Shows::Fixed),
        ] {
            assert_eq!(NumberFormat::new(code).shows(value).0, shows, "{code} {value:?}");
        }
        assert_eq!(NumberFormat::new("[White]0.00").shows(Value::Number(2.0)), (Shows::Value, Some(Rgb([255; 3]))));
        assert_eq!(NumberFormat::new("[Color 2]0").shows(Value::Number(2.0)).1, Some(Rgb([255; 3])));
    }
}
