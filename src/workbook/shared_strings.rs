//! The texts of a workbook that its sheets name by number: all of them in one piece of memory.

use std::borrow::Cow;
use std::io::Read;

use super::xml::{Token, Tokens, plain_text};

/// The table of texts.
#[derive(Default)]
pub(super) struct SharedStrings {
    text: String,
    /// Where each text ends.
    ends: Vec<u32>,
}

/// Why the texts cannot be used.
pub(super) enum Unusable {
    /// They are damaged.
    Damaged(String),
    /// There is more than the list of parts tells.
    Lying,
}

impl SharedStrings {
    /// Reads the table; `told` is its unpacked size as the list of parts tells it.
    pub(super) fn read(source: impl Read, told: u64) -> Result<Self, Unusable> {
        let mut own = Self::default();
        let mut tokens = Tokens::new(source, true);
        let mut item = Item::default();
        let mut is_whole = false;
        loop {
            let token = tokens.next().map_err(|error| Unusable::Damaged(error.to_string()))?;
            match token {
                None => break,
                Some(Token::Text(text, escaped)) => item.text(text, escaped),
                Some(Token::Tag(tag)) => match (tag.local(), tag.is_end()) {
                    (b"si", is_end) => {
                        if !is_end {
                            item = Item::default();
                        }
                        if is_end || tag.is_closed() {
                            own.push(&item.end().map_err(Unusable::Damaged)?)?;
                        }
                    }
                    (b"sst", is_end) => is_whole |= is_end || tag.is_closed(),
                    _ => item.tag(&tag).map_err(Unusable::Damaged)?,
                },
            }
            if tokens.unpacked > told {
                return Err(Unusable::Lying);
            }
        }
        if !is_whole {
            return Err(Unusable::Damaged("the document ends among its texts".to_owned()));
        }
        own.text.shrink_to_fit();
        own.ends.shrink_to_fit();
        Ok(own)
    }

    fn push(&mut self, text: &str) -> Result<(), Unusable> {
        self.text.push_str(text);
        let end = u32::try_from(self.text.len());
        self.ends.push(end.map_err(|_| Unusable::Damaged("more than 4 GB of texts".to_owned()))?);
        Ok(())
    }

    /// The text with this number.
    pub(super) fn get(&self, number: u32) -> Option<&str> {
        let number = usize::try_from(number).ok()?;
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&start| start);
        self.text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }
}

/// A text of several pieces, in the table of texts or in a cell: its runs are joined, how it is pronounced is left out.
#[derive(Default)]
pub(super) struct Item {
    whole: String,
    /// The piece that is being read.
    piece: Vec<u8>,
    inside: Piece,
    is_pronunciation: bool,
    /// The piece so far ends with a carriage return, as it stands in the file.
    ends_with_return: bool,
}

/// What is being read of a text.
#[derive(Clone, Copy, Default, PartialEq)]
enum Piece {
    /// What is no part of it.
    #[default]
    Outside,
    /// A piece; blanks around it do not count.
    Trimmed,
    /// A piece with its blanks.
    Kept,
}

impl Item {
    /// Begins a new one in the same memory.
    pub(super) fn clear(&mut self) {
        self.whole.clear();
        self.piece.clear();
        (self.inside, self.is_pronunciation, self.ends_with_return) = (Piece::Outside, false, false);
    }

    /// Takes a tag within the text.
    pub(super) fn tag(&mut self, tag: &super::xml::Tag<'_>) -> Result<(), String> {
        match (tag.local(), tag.is_end()) {
            (b"rPh", is_end) => self.is_pronunciation = !is_end && !tag.is_closed(),
            (b"t", false) if !self.is_pronunciation => {
                self.begin(tag.attribute("space") == Some(b"preserve"));
                if tag.is_closed() {
                    self.inside = Piece::Outside;
                }
            }
            (b"t", true) => self.end_piece()?,
            _ => {}
        }
        Ok(())
    }

    /// Begins a piece of plain text.
    pub(super) fn begin(&mut self, keeps_blanks: bool) {
        self.piece.clear();
        self.inside = if keeps_blanks { Piece::Kept } else { Piece::Trimmed };
        self.ends_with_return = false;
    }

    /// Takes a text of the document; what stands outside of pieces is left out.
    pub(super) fn text(&mut self, text: &[u8], escaped: bool) {
        if self.inside != Piece::Outside {
            self.ends_with_return = plain_text(text, escaped, self.ends_with_return, &mut self.piece);
        }
    }

    /// How many bytes are held.
    pub(super) const fn len(&self) -> usize {
        self.whole.len() + self.piece.len()
    }

    fn end_piece(&mut self) -> Result<(), String> {
        let inside = std::mem::take(&mut self.inside);
        if inside == Piece::Outside {
            return Ok(());
        }
        let piece = std::str::from_utf8(&self.piece).map_err(|_| NOT_UTF8.to_owned())?;
        self.whole.push_str(&shown_text(piece, inside == Piece::Kept));
        self.piece.clear();
        Ok(())
    }

    /// The whole text.
    pub(super) fn end(&mut self) -> Result<Cow<'_, str>, String> {
        self.end_piece()?;
        Ok(Cow::Borrowed(&self.whole))
    }

    /// The piece as it stands, without its entities.
    pub(super) fn raw(&self) -> &[u8] {
        &self.piece
    }
}

pub(super) const NOT_UTF8: &str = "a text is not UTF-8";

/// A text as the spreadsheet program shows it: blanks around it only where they are kept, and without its codes.
pub(super) fn shown_text(text: &str, keeps_blanks: bool) -> Cow<'_, str> {
    without_codes(if keeps_blanks { text } else { text.trim_matches([' ', '\t', '\r', '\n']) })
}

/// A text in which `_x000D_` and its like are the characters that they stand for.
pub(super) fn without_codes(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut shown = String::new();
    let mut units: Vec<u16> = Vec::new();
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"_x") {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let Some((unit, behind)) = code(after) else {
            let (passed, behind) = rest.split_at_checked(at + 2).unwrap_or((rest, ""));
            shown.extend(characters(&mut units));
            shown.push_str(passed);
            rest = behind;
            continue;
        };
        if !before.is_empty() {
            shown.extend(characters(&mut units));
            shown.push_str(before);
        }
        units.push(unit);
        rest = behind;
    }
    if shown.is_empty() && units.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    shown.extend(characters(&mut units));
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// The characters of codes that follow each other.
fn characters(units: &mut Vec<u16>) -> impl Iterator<Item = char> {
    char::decode_utf16(units.drain(..)).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The code that a text begins with, and what stands behind it.
fn code(text: &str) -> Option<(u16, &str)> {
    let (digits, behind) = text.strip_prefix("_x")?.split_at_checked(4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    Some((u16::from_str_radix(digits, 16).ok()?, behind.strip_prefix('_')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> Result<Vec<String>, String> {
        let read = SharedStrings::read(document.as_bytes(), document.len() as u64);
        let texts = read.map_err(|unusable| match unusable {
            Unusable::Damaged(why) => why,
            Unusable::Lying => "lying".to_owned(),
        })?;
        Ok((0..).map_while(|number| texts.get(number).map(str::to_owned)).collect())
    }

    #[test]
    fn texts_are_what_the_program_shows() {
        let found = texts(
            "<x:sst xmlns:x='m' uniqueCount='9'><x:si><x:t> a &amp; b\r\n</x:t></x:si><si/><si><t xml:space='preserve'> a\r\nb\rc&#13;&#10; </t></si>\
             <si><r><rPr><b/></rPr><t>bold</t></r><r><t xml:space=\"preserve\"> plain</t></r><rPh sb='0' eb='1'><t>sound</t></rPh></si>\
             <si><t>_x0041__x005F_x0041_ _xD83D__xDCF7_ _x12_ _xD83D_</t></si><si><t><![CDATA[<&amp;>]]></t></si><!-- <si/> --><si><t/></si></x:sst>",
        );
        assert_eq!(
            found.unwrap(),
            ["a & b", "", " a\nb\nc\r\n ", "bold plain", "A_x0041_ \u{1F4F7} _x12_ \u{FFFD}", "<&amp;>", ""]
        );
    }

    #[test]
    fn what_is_no_table_of_texts_is_damaged() {
        for (document, why) in [
            ("<sst><si><t>a</t></si>", "ends among its texts"),
            ("", "ends among its texts"),
            ("<sst><si><t>a</t></si><", "within a tag"),
            ("<!DOCTYPE sst><sst/>", "document type"),
        ] {
            assert!(texts(document).unwrap_err().contains(why), "{document}");
        }
        let lying = SharedStrings::read(&b"<sst><si/></sst>"[..], 5);
        assert!(matches!(lying, Err(Unusable::Lying)));
        let bytes = b"<sst><si><t>\xFF</t></si></sst>";
        assert!(matches!(SharedStrings::read(&bytes[..], 99), Err(Unusable::Damaged(why)) if why == NOT_UTF8));
    }
}
