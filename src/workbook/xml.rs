//! Tags and texts of XML, streamed: memory does not grow with the document, and a DOCTYPE is refused.
//!
//! Enough for what spreadsheet programs write; no entities but the five of XML and numbered characters.

use std::borrow::Cow;
use std::io::{self, Read};

use memchr::{memchr, memchr3, memmem};

/// Longest tag, attributes included.
const MAX_TAG: usize = 1 << 20;
const CHUNK: usize = 1 << 16;

/// A piece of a document.
pub(super) enum Token<'b> {
    /// A start tag, end tag or empty element.
    Tag(Tag<'b>),
    /// A piece of text; a long text comes in several. True when it still holds entities.
    Text(&'b [u8], bool),
}

/// What stands between `<` and `>`.
#[derive(Clone, Copy)]
pub(super) struct Tag<'b> {
    raw: &'b [u8],
}

impl<'b> Tag<'b> {
    pub(super) const fn new(raw: &'b [u8]) -> Self {
        Self { raw }
    }

    pub(super) const fn raw(&self) -> &'b [u8] {
        self.raw
    }

    pub(super) fn is_end(&self) -> bool {
        self.raw.first() == Some(&b'/')
    }

    /// True for `<name/>`.
    pub(super) fn is_closed(&self) -> bool {
        self.raw.last() == Some(&b'/')
    }

    /// Name without prefix and slash.
    pub(super) fn local(&self) -> &'b [u8] {
        let name = self.raw.strip_prefix(b"/").unwrap_or(self.raw);
        let end = name.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(name.len());
        local_name(name.get(..end).unwrap_or(name))
    }

    /// Local names and values of the attributes, as they stand in the file.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'b [u8], &'b [u8])> {
        let mut rest = self.raw;
        std::iter::from_fn(move || {
            let equals = memchr(b'=', rest)?;
            let (before, after) = rest.split_at_checked(equals)?;
            let key = before.trim_ascii_end();
            let key = key.iter().rposition(u8::is_ascii_whitespace).map_or(key, |at| key.get(at + 1..).unwrap_or(key));
            let after = after.get(1..)?.trim_ascii_start();
            let quote = *after.first()?;
            let value = after.get(1..)?;
            let end = memchr(quote, value)?;
            rest = value.get(end.checked_add(1)?..)?;
            Some((local_name(key), value.get(..end)?))
        })
    }

    /// The value of the attribute with this local name, as it stands in the file.
    pub(super) fn attribute(&self, name: &str) -> Option<&'b [u8]> {
        self.attributes().find_map(|(key, value)| (key == name.as_bytes()).then_some(value))
    }

    /// The value of an attribute as text.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'b, str>> {
        self.attribute(name).map(unescape)
    }

    /// True when the attribute says so.
    pub(super) fn is_true(&self, name: &str) -> bool {
        matches!(self.attribute(name), Some(b"1" | b"true"))
    }

    /// The value of an attribute as a number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        std::str::from_utf8(self.attribute(name)?).ok()?.parse().ok()
    }
}

fn local_name(name: &[u8]) -> &[u8] {
    memchr(b':', name).and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

/// Adds a piece of text without its entities; ends of lines become one character, as XML asks. Takes and gives whether
/// the piece before and this one end with a carriage return.
pub(super) fn plain_text(raw: &[u8], escaped: bool, after_return: bool, text: &mut Vec<u8>) -> bool {
    let raw = if after_return { raw.strip_prefix(b"\n").unwrap_or(raw) } else { raw };
    let mut add = |part: &[u8]| {
        if escaped && memchr(b'&', part).is_some() && std::str::from_utf8(part).is_ok() {
            text.extend_from_slice(unescape(part).as_bytes());
        } else {
            text.extend_from_slice(part);
        }
    };
    let mut rest = raw;
    while let Some((before, behind)) = memchr(b'\r', rest).and_then(|at| Some((rest.get(..at)?, rest.get(at + 1..)?))) {
        add(before);
        add(b"\n");
        rest = behind.strip_prefix(b"\n").unwrap_or(behind);
    }
    add(rest);
    raw.last() == Some(&b'\r')
}

/// Text with its entities replaced; bytes that are not UTF-8 become the replacement character.
pub(super) fn unescape(raw: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(raw);
    if !text.contains('&') {
        return text;
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once('&') {
        result.push_str(before);
        let known = after.split_once(';').and_then(|(name, after)| entity(name).map(|char| (char, after)));
        if let Some((char, after)) = known {
            result.push(char);
            rest = after;
        } else {
            result.push('&');
            rest = after;
        }
    }
    result.push_str(rest);
    Cow::Owned(result)
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

/// Where a tag ends that lies in the buffer as a whole; nothing for all that is not plainly such a tag.
pub(super) fn short_tag(rest: &[u8]) -> Option<usize> {
    if matches!(rest.get(1)?, b'!' | b'?') {
        return None;
    }
    let mut at = 1;
    loop {
        match rest.get(at)? {
            b'>' => return Some(at),
            &quote @ (b'"' | b'\'') => at += memchr(quote, rest.get(at + 1..)?)? + 2,
            _ => at += 1,
        }
    }
}

/// How much of a piece of text can be used before its end, without tearing an entity or a character in two.
fn whole_text(text: &[u8]) -> usize {
    let tail = text.len().saturating_sub(16);
    let entity = text.get(tail..).unwrap_or_default().iter().rposition(|&byte| byte == b'&').map(|at| tail + at);
    if let Some(at) = entity.filter(|&at| !text.get(at..).unwrap_or_default().contains(&b';')) {
        return at;
    }
    if text.last().is_none_or(u8::is_ascii) {
        return text.len();
    }
    let after = text.iter().rev().take(4).position(|byte| byte & 0xC0 != 0x80).map_or(0, |at| at + 1);
    text.len() - after
}

/// What the reader is in the middle of.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Text,
    Comment,
    Data,
}

/// A streaming reader of tokens.
pub(super) struct Tokens<R> {
    source: R,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    inside: Inside,
    with_text: bool,
    /// Bytes unpacked so far.
    pub(super) unpacked: u64,
}

/// Where the next token was found in the buffer.
enum Found {
    Tag(usize, usize),
    Text(usize, usize, bool),
}

impl<R: Read> Tokens<R> {
    /// Reads tags, and text when `with_text` asks for it.
    pub(super) fn new(source: R, with_text: bool) -> Self {
        Self { source, buffer: vec![0; CHUNK], at: 0, end: 0, inside: Inside::Text, with_text, unpacked: 0 }
    }

    /// The next tag or text; nothing at the end of the document.
    pub(super) fn next(&mut self) -> io::Result<Option<Token<'_>>> {
        let Some(found) = self.find()? else { return Ok(None) };
        Ok(Some(match found {
            Found::Tag(from, to) => Token::Tag(Tag { raw: self.buffer.get(from..to).unwrap_or_default() }),
            Found::Text(from, to, escaped) => Token::Text(self.buffer.get(from..to).unwrap_or_default(), escaped),
        }))
    }

    /// What has been unpacked and not been read yet.
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..self.end).unwrap_or_default()
    }

    /// What has been unpacked and not been read yet, with at least so many bytes if there are any more; nothing in the
    /// middle of a comment or of raw data.
    pub(super) fn rest_of(&mut self, bytes: usize) -> io::Result<&[u8]> {
        if self.inside != Inside::Text {
            return Ok(&[]);
        }
        while self.end.saturating_sub(self.at) < bytes && self.fill()? {}
        Ok(self.rest())
    }

    /// Passes over bytes that were read by other means.
    pub(super) fn pass(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.end);
    }

    /// Gives text, too, or tags only.
    pub(super) const fn ask_text(&mut self, with_text: bool) {
        self.with_text = with_text;
    }

    fn find(&mut self) -> io::Result<Option<Found>> {
        loop {
            if self.at == self.end && !self.fill()? {
                return Ok(None);
            }
            match self.inside {
                Inside::Comment => self.skip_to(b"-->")?,
                Inside::Data => {
                    if let Some(found) = self.data()? {
                        return Ok(Some(found));
                    }
                }
                Inside::Text => {
                    let from = self.at;
                    match memchr(b'<', self.rest()) {
                        Some(0) => {
                            if let Some((from, to)) = self.tag()? {
                                return Ok(Some(Found::Tag(from, to)));
                            }
                        }
                        Some(length) => {
                            self.at += length;
                            if self.with_text {
                                return Ok(Some(Found::Text(from, self.at, true)));
                            }
                        }
                        None => {
                            let mut length = self.rest().len();
                            if self.with_text {
                                length = whole_text(self.rest());
                                if length == 0 {
                                    if self.fill()? {
                                        continue;
                                    }
                                    length = self.rest().len();
                                }
                            }
                            let from = self.at;
                            self.at += length;
                            if self.with_text {
                                return Ok(Some(Found::Text(from, self.at, true)));
                            }
                        }
                    }
                }
            }
        }
    }

    /// The tag at the current place; nothing when it was a comment, an instruction or the start of raw data.
    fn tag(&mut self) -> io::Result<Option<(usize, usize)>> {
        if let Some(end) = short_tag(self.rest()) {
            let from = self.at + 1;
            self.at += end + 1;
            return Ok(Some((from, self.at - 1)));
        }
        let mut scanned = 1;
        let mut quote = None;
        loop {
            let rest = self.rest();
            if rest.len() >= 9 || !rest.starts_with(b"<!") {
                if rest.starts_with(b"<!--") {
                    self.at += 4;
                    self.inside = Inside::Comment;
                    return Ok(None);
                }
                if rest.starts_with(b"<![CDATA[") {
                    self.at += 9;
                    self.inside = Inside::Data;
                    return Ok(None);
                }
                if rest.starts_with(b"<!") {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, DOCTYPE));
                }
                let unseen = rest.get(scanned..).unwrap_or_default();
                let found = match quote {
                    Some(sign) => memchr(sign, unseen),
                    None => memchr3(b'>', b'"', b'\'', unseen),
                };
                if let Some(length) = found {
                    let place = scanned + length;
                    let sign = rest.get(place).copied().unwrap_or_default();
                    scanned = place + 1;
                    if sign != b'>' || quote.is_some() {
                        quote = if quote.is_some() { None } else { Some(sign) };
                        continue;
                    }
                    let is_instruction = rest.starts_with(b"<?");
                    let from = self.at + 1;
                    self.at += scanned;
                    return Ok((!is_instruction).then_some((from, self.at - 1)));
                }
                scanned = rest.len();
                if scanned > MAX_TAG {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "a tag that does not end"));
                }
            }
            if !self.fill()? {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the document ends within a tag"));
            }
        }
    }

    /// A piece of raw data.
    fn data(&mut self) -> io::Result<Option<Found>> {
        let from = self.at;
        let (length, done) = match memmem::find(self.rest(), b"]]>") {
            Some(length) => (length, true),
            None => (self.rest().len().saturating_sub(2), false),
        };
        self.at += length;
        if done {
            self.at += 3;
            self.inside = Inside::Text;
        } else if length == 0 && !self.fill()? {
            self.at = self.end;
        }
        Ok((self.with_text && length > 0).then_some(Found::Text(from, from + length, false)))
    }

    /// Leaves a comment.
    fn skip_to(&mut self, sign: &[u8]) -> io::Result<()> {
        if let Some(length) = memmem::find(self.rest(), sign) {
            self.at += length + sign.len();
            self.inside = Inside::Text;
        } else {
            self.at = self.end.saturating_sub(sign.len() - 1).max(self.at);
            if !self.fill()? {
                self.at = self.end;
            }
        }
        Ok(())
    }

    /// Reads more behind what is left; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.copy_within(self.at..self.end, 0);
        self.end -= self.at;
        self.at = 0;
        if self.end + CHUNK / 2 > self.buffer.len() {
            self.buffer.resize(self.end + CHUNK, 0);
        }
        let free = self.buffer.get_mut(self.end..).unwrap_or_default();
        let read = self.source.read(free)?;
        self.end += read;
        self.unpacked += read as u64;
        Ok(read > 0)
    }

    /// How many bytes of the document lie before what comes next.
    pub(super) fn offset(&self) -> u64 {
        self.unpacked.saturating_sub(self.rest().len() as u64)
    }
}

/// Says why a document with a DOCTYPE is refused.
pub(super) const DOCTYPE: &str = "a document type declaration, which no spreadsheet program writes";

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives the bytes a few at a time.
    struct Slowly<'a>(&'a [u8], usize);
    impl Read for Slowly<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(buffer.len()).min(self.0.len());
            let (now, later) = self.0.split_at(size);
            buffer[..size].copy_from_slice(now);
            self.0 = later;
            Ok(size)
        }
    }

    fn read(document: &str, step: usize) -> Result<String, String> {
        let mut tokens = Tokens::new(Slowly(document.as_bytes(), step), true);
        let mut result = String::new();
        loop {
            match tokens.next().map_err(|error| error.to_string())? {
                None => return Ok(result),
                Some(Token::Text(text, escaped)) => {
                    let text = if escaped { unescape(text) } else { String::from_utf8_lossy(text) };
                    result.push_str(&text);
                }
                Some(Token::Tag(tag)) => {
                    result.extend(["[", &String::from_utf8_lossy(tag.local()), "]"]);
                }
            }
        }
    }

    #[test]
    fn documents_are_read_in_pieces_of_any_size() {
        let document = "<?xml version='1.0'?><!-- <a> --><x:r a='1>2'>t&amp;ä&#x20AC;ö<b/><![CDATA[<&amp;]]]></x:r>";
        for step in [1, 2, 3, 5, 7, 1000] {
            assert_eq!(read(document, step).unwrap(), "[r]t&ä€ö[b]<&amp;][r]", "{step}");
        }
        assert_eq!(read("<!DOCTYPE x [<!ENTITY e 'x'>]><r/>", 4).unwrap_err(), DOCTYPE);
        assert!(read("<r", 4).is_err());
        assert_eq!(read("<r>&", 4).unwrap(), "[r]&");
        assert_eq!(read("", 4).unwrap(), "");
        assert!(read("<!-- ", 4).is_err());
        assert_eq!(read("<!-- <r/> <r/>", 4).unwrap(), "");
    }

    #[test]
    fn attributes_are_found_by_local_name() {
        let tag = Tag::new(b"row r=\"12\" x:id = 'rId1' hidden=\"true\" t=\"a&quot;b\"/");
        assert_eq!(tag.number("r"), Some(12));
        assert_eq!(tag.attribute("id"), Some(&b"rId1"[..]));
        assert!(tag.is_true("hidden") && tag.is_closed() && !tag.is_end());
        assert_eq!(tag.text("t").as_deref(), Some("a\"b"));
        assert_eq!(tag.attribute("none"), None);
    }
}
