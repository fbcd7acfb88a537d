//! One pass over an XML part: elements with their attributes, and texts.

use std::str::FromStr as _;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

/// What is met, in order.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(&'a str, &'a Attributes),
    /// An element ends; its own text, without that of elements inside.
    Close(&'a str, &'a str),
    /// A piece of text, where it stands between the elements.
    Text(&'a str),
}

/// Attributes of an element, by local name.
#[derive(Default)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true"))
    }

    /// Whether an attribute is a number below a limit.
    pub(super) fn is_below(&self, name: &str, limit: Decimal) -> bool {
        self.get(name).and_then(|text| Decimal::from_str(text.trim()).ok()).is_some_and(|number| number < limit)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn of(start: &BytesStart<'_>) -> Self {
        let read = |attribute: quick_xml::events::attributes::Attribute<'_>| {
            let value =
                unescape(&attribute.value).map_or_else(|_| attribute.value.to_string(), |text| text.to_string());
            (attribute.key.local_name().as_ref().to_owned(), value)
        };
        Self(start.attributes().with_checks(false).flatten().map(read).collect())
    }
}

/// Visits a part; false when it is not XML to its end.
pub(super) fn walk(part: &[u8], mut visit: impl FnMut(Node<'_>)) -> bool {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut open: Vec<(String, String)> = Vec::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { return false };
        match event {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                visit(Node::Open(&name, &Attributes::of(&start)));
                open.push((name, String::new()));
            }
            Event::Empty(start) => {
                let name = start.local_name().as_ref().to_owned();
                visit(Node::Open(&name, &Attributes::of(&start)));
                visit(Node::Close(&name, ""));
            }
            Event::End(_) => {
                if let Some((name, text)) = open.pop() {
                    visit(Node::Close(&name, &text));
                }
            }
            Event::Text(text) => add(&mut open, &text.xml10_content(), &mut visit),
            Event::CData(text) => add(&mut open, &text.xml10_content(), &mut visit),
            Event::GeneralRef(reference) => {
                let letter = match reference.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                if let Some(letter) = letter {
                    add(&mut open, letter.encode_utf8(&mut [0; 4]), &mut visit);
                }
            }
            // Comments and instructions inside XML are texts too.
            Event::Comment(text) | Event::DocType(text) => visit(Node::Close("!--", &text)),
            Event::PI(text) => visit(Node::Close("!--", &text)),
            Event::Eof => return open.is_empty(),
            Event::Decl(_) => {}
        }
    }
}

fn add(open: &mut [(String, String)], text: &str, visit: &mut impl FnMut(Node<'_>)) {
    visit(Node::Text(text));
    if let Some((_, own)) = open.last_mut() {
        own.push_str(text);
    }
}
