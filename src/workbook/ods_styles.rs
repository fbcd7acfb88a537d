//! ods: number styles as the codes of other programs.

use std::collections::HashMap;
use std::io::{self, Read};

use super::xml::{Tag, Token, Tokens, unescape};

/// What the number styles would be called in other programs, as far as it matters: zeros, patterns, powers of ten.
pub(super) fn number_codes(mut tokens: Tokens<impl Read>) -> io::Result<HashMap<String, String>> {
    let mut codes = HashMap::new();
    let mut style = NumberStyle::default();
    while let Some(token) = tokens.next()? {
        match token {
            Token::Text(text, escaped) if style.in_text => {
                let text = if escaped { unescape(text) } else { String::from_utf8_lossy(text) };
                style.text.push_str(&text.replace('"', ""));
            }
            Token::Text(..) => {}
            Token::Tag(tag) if tag.local() == b"body" => break,
            Token::Tag(tag) => {
                if let Some(done) = style.take(tag)
                    && let Some(code) = done.code_with(&codes)
                {
                    codes.insert(done.name, code);
                }
            }
        }
    }
    Ok(codes)
}

/// The number style that is being described.
#[derive(Default)]
struct NumberStyle {
    name: String,
    code: String,
    /// Digits that are always shown, and texts with the number of digits behind them.
    zeros: usize,
    embedded: Vec<(usize, String)>,
    in_text: bool,
    text: String,
    /// Styles of some numbers: condition and name.
    others: Vec<(String, String)>,
    /// Decimals or groups: not only digits and signs.
    is_other: bool,
}

impl NumberStyle {
    /// Takes a tag; at the end of a number style that style.
    fn take(&mut self, tag: Tag<'_>) -> Option<Self> {
        let count = |name: &str| tag.number(name).and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
        match (tag.local(), tag.is_end()) {
            (b"number-style", false) => {
                *self = Self { name: tag.text("name").unwrap_or_default().into_owned(), ..Self::default() };
            }
            (b"number-style", true) => {
                let style = std::mem::take(self);
                return (!style.is_other && !style.name.is_empty()).then_some(style);
            }
            (b"scientific-number", false) => self.code.push_str("0.00E+00"),
            (b"fraction", false) => self.code.push_str("# ?/?"),
            (b"number", false) => {
                self.is_other |= count("decimal-places") > 0 || tag.is_true("grouping");
                self.zeros = count("min-integer-digits").min(64);
                self.embedded.clear();
                if tag.is_closed() {
                    self.end_number();
                }
            }
            (b"number", true) => self.end_number(),
            (b"map", false) => {
                let text = |name: &str| tag.text(name).unwrap_or_default().into_owned();
                self.others.push((text("condition"), text("apply-style-name")));
            }
            (b"text", false) if !tag.is_closed() => (self.in_text, self.text) = (true, String::new()),
            (b"embedded-text", false) if !tag.is_closed() => {
                (self.in_text, self.text) = (true, String::new());
                self.embedded.push((count("position"), String::new()));
            }
            (b"embedded-text", true) => {
                self.in_text = false;
                if let Some((_, text)) = self.embedded.last_mut() {
                    *text = std::mem::take(&mut self.text);
                }
            }
            (b"text", true) => {
                self.in_text = false;
                let text = std::mem::take(&mut self.text);
                self.sign(&text);
            }
            _ => {}
        }
        None
    }

    /// The code in sections: numbers above zero, below, zero; none for other conditions.
    fn code_with(&self, codes: &HashMap<String, String>) -> Option<String> {
        let other = |condition: &str| {
            let found = self.others.iter().find(|(own, _)| own == condition)?;
            codes.get(&found.1)
        };
        match self.others.len() {
            0 => Some(self.code.clone()),
            1 => Some(format!("{};{}", other("value()>=0")?, self.code)),
            2 => Some(format!("{};{};{}", other("value()>0")?, other("value()<0")?, self.code)),
            _ => None,
        }
    }

    fn sign(&mut self, text: &str) {
        if !text.is_empty() {
            self.code.extend(["\"", text, "\""]);
        }
    }

    fn end_number(&mut self) {
        let embedded = std::mem::take(&mut self.embedded);
        // A text in front of all digits that are always shown stands behind one that is not.
        let behind_texts = embedded.iter().map(|(position, _)| position.saturating_add(1)).max().unwrap_or(0);
        let places = behind_texts.max(self.zeros).clamp(1, 64);
        for behind in (1..=places).rev() {
            for (_, text) in embedded.iter().filter(|(position, _)| *position == behind && behind < places) {
                self.sign(text);
            }
            self.code.push(if behind <= self.zeros { '0' } else { '#' });
        }
    }
}
