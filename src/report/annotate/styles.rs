//! Styles of a workbook: each marked cell gets its own style with another fill, and the new sheet a few of its own.

use std::collections::BTreeMap;

use super::package::Odd;
use super::xml::{Edits, Tag, Tags};
use crate::finding::Severity;
use crate::report::style::colour;

/// Where the styles are.
pub(super) const PART: &str = "xl/styles.xml";

/// Looks of the cells of the new sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    Title,
    Quiet,
    Header,
    Body,
    Text,
    Link,
    Severity(Severity),
}

const LOOKS: [Look; 9] = [
    Look::Title,
    Look::Quiet,
    Look::Header,
    Look::Body,
    Look::Text,
    Look::Link,
    Look::Severity(Severity::Error),
    Look::Severity(Severity::Warning),
    Look::Severity(Severity::Info),
];

/// A list of the styles part that grows.
#[derive(Debug, Default)]
struct List {
    count: u32,
    end: usize,
    added: String,
}

impl List {
    fn push(&mut self, element: &str) -> u32 {
        self.added.push_str(element);
        let index = self.count;
        self.count = self.count.saturating_add(1);
        index
    }
}

/// The styles of a workbook and what is added to them.
pub(super) struct Styles {
    text: String,
    prefix: String,
    fonts: List,
    fills: List,
    /// The styles of cells as they stand in the file.
    formats: Vec<String>,
    cells: List,
    fill_of: BTreeMap<u32, u32>,
    derived: BTreeMap<(u32, Severity), u32>,
    looks: BTreeMap<Look, u32>,
}

impl Styles {
    /// Reads the styles part; a workbook without one gets a plain one.
    pub(super) fn read(text: Option<String>) -> Result<Self, Odd> {
        let text = text.unwrap_or_else(plain);
        let odd = || Odd(PART.to_owned());
        let (mut fonts, mut fills, mut cells) = (None, None, None);
        let mut formats = Vec::new();
        let mut prefix = String::new();
        let mut path: Vec<&str> = Vec::new();
        let mut format_start = None;
        let mut tags = Tags::new(&text);
        for tag in tags.by_ref() {
            if tag.is_end() {
                path.pop();
                if path.as_slice() == ["styleSheet"] {
                    let list = match tag.local() {
                        "fonts" => fonts.as_mut(),
                        "fills" => fills.as_mut(),
                        "cellXfs" => cells.as_mut(),
                        _ => None,
                    };
                    if let Some(list) = list {
                        let list: &mut List = list;
                        list.end = tag.start;
                    }
                } else if path.as_slice() == ["styleSheet", "cellXfs"]
                    && let Some(start) = format_start.take()
                {
                    formats.push(text.get(start..tag.end).unwrap_or_default().to_owned());
                }
                continue;
            }
            match (path.as_slice(), tag.local()) {
                ([], "styleSheet") => tag.prefix().clone_into(&mut prefix),
                (["styleSheet"], "fonts") => fonts = Some(List::default()),
                (["styleSheet"], "fills") => fills = Some(List::default()),
                (["styleSheet"], "cellXfs") => cells = Some(List::default()),
                (["styleSheet", "fonts"], "font") => grow(&mut fonts),
                (["styleSheet", "fills"], "fill") => grow(&mut fills),
                (["styleSheet", "cellXfs"], "xf") => {
                    grow(&mut cells);
                    if tag.is_empty() {
                        formats.push(text.get(tag.start..tag.end).unwrap_or_default().to_owned());
                    } else {
                        format_start = Some(tag.start);
                    }
                }
                _ => {}
            }
            if !tag.is_empty() {
                path.push(tag.local());
            }
        }
        let is_whole = |list: &List| list.count > 0 && list.end > 0;
        if tags.is_broken {
            return Err(odd());
        }
        let (fonts, fills, cells) = (
            fonts.filter(is_whole).ok_or_else(odd)?,
            fills.filter(is_whole).ok_or_else(odd)?,
            cells.filter(is_whole).ok_or_else(odd)?,
        );
        Ok(Self {
            text,
            prefix,
            fonts,
            fills,
            formats,
            cells,
            fill_of: BTreeMap::new(),
            derived: BTreeMap::new(),
            looks: BTreeMap::new(),
        })
    }

    fn fill(&mut self, colour: u32) -> u32 {
        let p = &self.prefix;
        let element = format!(
            "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"FF{colour:06X}\"/>\
             <{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
        );
        let fills = &mut self.fills;
        *self.fill_of.entry(colour).or_insert_with(|| fills.push(&element))
    }

    /// The style of a cell with the fill of a severity: number format, font, borders, alignment and protection stay.
    pub(super) fn marked(&mut self, base: u32, severity: Severity) -> u32 {
        if let Some(&known) = self.derived.get(&(base, severity)) {
            return known;
        }
        let fill = self.fill(colours(severity).0);
        let format =
            usize::try_from(base).ok().and_then(|base| self.formats.get(base)).or_else(|| self.formats.first());
        let format = format.cloned().unwrap_or_default();
        let mut edits = Edits::default();
        if let Some(tag) = Tags::new(&format).next() {
            edits.set(&tag, "fillId", &fill.to_string());
            edits.set(&tag, "applyFill", "1");
        }
        let style = self.cells.push(&edits.apply(&format));
        self.derived.insert((base, severity), style);
        style
    }

    /// The style of a look of the new sheet.
    pub(super) fn look(&mut self, look: Look) -> u32 {
        if self.looks.is_empty() {
            self.add_looks();
        }
        self.looks.get(&look).copied().unwrap_or_default()
    }

    fn add_looks(&mut self) {
        let p = self.prefix.clone();
        let font = |bold: bool, line: bool, size: u32, colour: u32| {
            let bold = if bold { format!("<{p}b/>") } else { String::new() };
            let line = if line { format!("<{p}u/>") } else { String::new() };
            format!(
                "<{p}font>{bold}{line}<{p}sz val=\"{size}\"/><{p}color rgb=\"FF{colour:06X}\"/>\
                 <{p}name val=\"Calibri\"/><{p}family val=\"2\"/></{p}font>"
            )
        };
        for look in LOOKS {
            let (element, fill, number) = match look {
                Look::Title => (font(true, false, 16, colour::INK), None, 0),
                Look::Quiet => (font(false, false, 11, colour::GREY), None, 0),
                Look::Header => (font(true, false, 11, colour::INK), Some(colour::HEADER), 0),
                Look::Body => (font(false, false, 11, 0), None, 0),
                Look::Text => (font(false, false, 11, 0), None, 49),
                Look::Link => (font(false, true, 11, colour::LINK), None, 0),
                Look::Severity(severity) => {
                    let (fill, ink) = colours(severity);
                    (font(true, false, 11, ink), Some(fill), 0)
                }
            };
            let font = self.fonts.push(&element);
            let fill = fill.map_or(0, |fill| self.fill(fill));
            let wrap = u8::from(!matches!(look, Look::Title | Look::Quiet));
            let style = self.cells.push(&format!(
                "<{p}xf numFmtId=\"{number}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" \
                 applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\">\
                 <{p}alignment vertical=\"top\" wrapText=\"{wrap}\"/></{p}xf>"
            ));
            self.looks.insert(look, style);
        }
    }

    /// The styles part with what was added.
    pub(super) fn finish(self) -> String {
        let mut edits = Edits::default();
        for list in [&self.fonts, &self.fills, &self.cells] {
            edits.insert(list.end, list.added.clone());
        }
        let mut depth = 0_usize;
        for tag in Tags::new(&self.text) {
            if tag.is_end() {
                depth = depth.saturating_sub(1);
                continue;
            }
            let list = match tag.local() {
                "fonts" => Some(&self.fonts),
                "fills" => Some(&self.fills),
                "cellXfs" => Some(&self.cells),
                _ => None,
            };
            if let (1, Some(list)) = (depth, list) {
                edits.set(&tag, "count", &list.count.to_string());
            }
            depth = depth.saturating_add(usize::from(!tag.is_empty()));
        }
        edits.apply(&self.text)
    }
}

fn grow(list: &mut Option<List>) {
    if let Some(list) = list {
        list.count = list.count.saturating_add(1);
    }
}

/// Fill and ink of a severity, as on the findings sheet of reports.
pub(super) const fn colours(severity: Severity) -> (u32, u32) {
    match severity {
        Severity::Error => colour::ERROR,
        Severity::Warning => colour::WARNING,
        Severity::Info => colour::NOTE,
    }
}

/// Style number of a tag, 0 when it tells none.
pub(super) fn style_of(tag: &Tag<'_>) -> u32 {
    tag.number("s").unwrap_or(0)
}

fn plain() -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
     <styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
     <fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
     <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
     <fill><patternFill patternType=\"gray125\"/></fill></fills>\
     <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
     <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
     <cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>\
     </styleSheet>"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_style_differs_in_its_fill_only() {
        let text = plain().replace(
            "<cellXfs count=\"1\">",
            "<cellXfs count=\"2\"><xf numFmtId=\"14\" fontId=\"0\" fillId=\"1\" borderId=\"0\" xfId=\"0\"><alignment \
             horizontal=\"center\"></alignment></xf>",
        );
        let mut styles = Styles::read(Some(text)).unwrap();
        let marked = styles.marked(0, Severity::Error);
        assert_eq!((marked, styles.marked(0, Severity::Error), styles.marked(9, Severity::Warning)), (2, 2, 3));
        let text = styles.finish();
        assert!(text.contains(
            "<xf applyFill=\"1\" numFmtId=\"14\" fontId=\"0\" fillId=\"2\" borderId=\"0\" xfId=\"0\"><alignment"
        ));
        assert!(text.contains("<cellXfs count=\"4\">") && text.contains("<fills count=\"4\">"), "{text}");
        assert!(text.contains("rgb=\"FFF9D9D6\""));
        assert!(Styles::read(Some("<styleSheet/>".to_owned())).is_err());
    }
}
