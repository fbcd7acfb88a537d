//! Tags of an XML part with their places, and edits of it: everything between the edits stays as it is, byte for byte.

use std::borrow::Cow;
use std::ops::Range;

/// One tag and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// Place of `<`.
    pub(super) start: usize,
    /// Place behind `>`.
    pub(super) end: usize,
    /// What stands between `<` and `>`.
    raw: &'a str,
}

impl<'a> Tag<'a> {
    /// Name with its prefix.
    pub(super) fn name(&self) -> &'a str {
        let name = self.raw.strip_prefix('/').unwrap_or(self.raw);
        name.split(|letter: char| letter.is_ascii_whitespace() || letter == '/').next().unwrap_or(name)
    }

    /// Name without prefix.
    pub(super) fn local(&self) -> &'a str {
        local(self.name())
    }

    /// The prefix with its colon; empty without one.
    pub(super) fn prefix(&self) -> &'a str {
        self.name().strip_suffix(self.local()).unwrap_or_default()
    }

    /// True for `</name>`.
    pub(super) fn is_end(&self) -> bool {
        self.raw.starts_with('/')
    }

    /// True for `<name/>`.
    pub(super) fn is_empty(&self) -> bool {
        self.raw.ends_with('/')
    }

    /// Attributes: name with prefix, place of the value, value as it stands in the file.
    pub(super) fn attributes(&self) -> Vec<(&'a str, Range<usize>, &'a str)> {
        let mut found = Vec::new();
        let mut rest = self.raw;
        while let Some((before, after)) = rest.split_once('=') {
            let key = before.trim_end().rsplit(|letter: char| letter.is_ascii_whitespace()).next().unwrap_or_default();
            let after = after.trim_start();
            let Some(quote) = after.chars().next().filter(|letter| matches!(letter, '"' | '\'')) else { break };
            let Some((value, behind)) = after.get(1..).and_then(|after| after.split_once(quote)) else { break };
            let behind_value = self.raw.len().saturating_sub(behind.len()).saturating_sub(1);
            let end = self.start.saturating_add(1).saturating_add(behind_value);
            found.push((key, end.saturating_sub(value.len())..end, value));
            rest = behind;
        }
        found
    }

    /// The value of the attribute with this name, entities replaced.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().into_iter().find(|(key, ..)| *key == name).map(|(_, _, value)| unescape(value))
    }

    /// As [`Self::get`], for an attribute whose prefix may be any.
    pub(super) fn get_local(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().into_iter().find(|(key, ..)| local(key) == name).map(|(_, _, value)| unescape(value))
    }

    /// The value of an attribute as a number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// Place behind the name, where an attribute can be added.
    pub(super) fn behind_name(&self) -> usize {
        self.start.saturating_add(1).saturating_add(self.name().len())
    }

    /// Place of the `/` of an empty element.
    pub(super) const fn slash(&self) -> usize {
        self.end.saturating_sub(2)
    }
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// The tags of a part, in order; ends early, and says so, at what is no XML.
pub(super) struct Tags<'a> {
    text: &'a str,
    at: usize,
    pub(super) is_broken: bool,
}

impl<'a> Tags<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, is_broken: false }
    }

    /// Skips to behind `end`.
    fn skip(&mut self, from: usize, end: &str) -> Option<()> {
        let found = self.text.get(from..)?.find(end)?;
        self.at = from.checked_add(found)?.checked_add(end.len())?;
        Some(())
    }

    fn step(&mut self) -> Option<Step<'a>> {
        let rest = self.text.get(self.at..)?;
        let Some(open) = rest.find('<') else { return Some(Step::End) };
        let start = self.at.checked_add(open)?;
        let inside = self.text.get(start..)?;
        for (begin, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
            if inside.starts_with(begin) {
                self.skip(start.checked_add(begin.len())?, end)?;
                return Some(Step::Passed);
            }
        }
        if inside.starts_with("<!") {
            return None;
        }
        let mut quote = None;
        let length = inside.bytes().position(|byte| match (quote, byte) {
            (None, b'>') => true,
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                false
            }
            (Some(open), byte) => {
                if open == byte {
                    quote = None;
                }
                false
            }
            _ => false,
        })?;
        self.at = start.checked_add(length)?.checked_add(1)?;
        Some(Step::Tag(Tag { start, end: self.at, raw: inside.get(1..length)? }))
    }
}

/// What comes next in a part.
enum Step<'a> {
    Tag(Tag<'a>),
    /// A comment or the like.
    Passed,
    End,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            match self.step() {
                Some(Step::Tag(tag)) => return Some(tag),
                Some(Step::Passed) => {}
                Some(Step::End) => return None,
                None => {
                    self.is_broken = true;
                    return None;
                }
            }
        }
    }
}

/// Texts to put in place of ranges of a part.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts a text at a place; several at one place keep their order.
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at..at, text.into()));
    }

    /// Puts a text in place of a range.
    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Sets an attribute of a tag.
    pub(super) fn set(&mut self, tag: &Tag<'_>, name: &str, value: &str) {
        match tag.attributes().into_iter().find(|(key, ..)| *key == name) {
            Some((_, range, _)) => self.replace(range, escape(value)),
            None => self.insert(tag.behind_name(), format!(" {name}=\"{}\"", escape(value))),
        }
    }

    /// Takes an attribute out of a tag.
    pub(super) fn remove(&mut self, text: &str, tag: &Tag<'_>, name: &str) {
        let Some((_, range, _)) = tag.attributes().into_iter().find(|(key, ..)| *key == name) else { return };
        let before = text.get(tag.start..range.start).unwrap_or_default();
        if let Some(at) = before.rfind(name) {
            self.replace(tag.start.saturating_add(at)..range.end.saturating_add(1), "");
        }
    }

    /// The part with the edits made.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| range.start);
        let added: usize = self.0.iter().map(|(_, text)| text.len()).sum();
        let mut result = String::with_capacity(text.len().saturating_add(added));
        let mut at = 0;
        for (range, new) in self.0 {
            result.push_str(text.get(at..range.start).unwrap_or_default());
            result.push_str(&new);
            at = at.max(range.end);
        }
        result.push_str(text.get(at..).unwrap_or_default());
        result
    }
}

/// A text as it stands in XML; what XML cannot hold is left away.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(letter),
            '\u{FFFE}' | '\u{FFFF}' => {}
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A text without entities.
fn unescape(text: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(text).unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_where_they_stand_and_attributes_where_their_values_are() {
        let text = "\u{feff}<?xml version=\"1.0\"?><!-- <c/> --><x:row r='1' ht=\"a>b\"><x:c r = \"B&amp;1\"/></x:row>";
        let mut all = Tags::new(text);
        let tags: Vec<Tag<'_>> = all.by_ref().collect();
        assert!(!all.is_broken);
        assert_eq!(tags.iter().map(Tag::local).collect::<Vec<_>>(), ["row", "c", "row"]);
        assert_eq!((tags[0].prefix(), tags[0].get("ht").unwrap().as_ref()), ("x:", "a>b"));
        assert_eq!(tags[1].get("r").unwrap(), "B&1");
        assert!(tags[1].is_empty() && tags[2].is_end());
        let (_, range, value) = tags[1].attributes().remove(0);
        assert_eq!(&text[range], value);
        assert_eq!(&text[tags[1].slash()..=tags[1].slash()], "/");
    }

    #[test]
    fn edits_change_nothing_else() {
        let text = "<a  s='1' r=\"2\" ><b/></a>";
        let tags: Vec<Tag<'_>> = Tags::new(text).collect();
        let mut edits = Edits::default();
        edits.set(&tags[0], "s", "9");
        edits.set(&tags[0], "t", "x\"");
        edits.remove(text, &tags[0], "r");
        edits.insert(tags[1].start, "1");
        edits.insert(tags[1].start, "2");
        assert_eq!(edits.apply(text), "<a t=\"x&quot;\"  s='9'  >12<b/></a>");
        assert!(Tags::new("<a><!DOCTYPE x>").any(|tag| tag.local() == "a"));
        let mut broken = Tags::new("<a b='>");
        assert!(broken.next().is_none() && broken.is_broken);
    }
}
