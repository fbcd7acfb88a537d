//! Notes on cells: the part with their texts and the drawing that makes a spreadsheet program show them. Notes that are
//! there stay; one on the same cell gets the new text behind its own.

use super::package::{Odd, into_root};
use super::xml::{Edits, Tags, escape};
use crate::origin::column_letters;

/// Author of the notes.
const AUTHOR: &str = "partsbook";
/// Longest text of a note, in characters.
const LONGEST: usize = 2_000;

/// A note on a cell, from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) text: String,
}

impl Note {
    fn cell(&self) -> String {
        format!("{}{}", column_letters(self.column), u64::from(self.row) + 1)
    }

    fn run(&self, prefix: &str, before: &str) -> String {
        let text: String = self.text.chars().take(LONGEST).collect();
        format!(
            "<{prefix}r><{prefix}rPr><{prefix}sz val=\"9\"/><{prefix}color indexed=\"81\"/>\
             <{prefix}rFont val=\"Tahoma\"/><{prefix}family val=\"2\"/></{prefix}rPr>\
             <{prefix}t xml:space=\"preserve\">{before}{}</{prefix}t></{prefix}r>",
            escape(&text)
        )
    }
}

/// The notes of a sheet with new ones, and which of the new ones need a shape.
pub(super) fn with_notes<'n>(
    existing: Option<&str>,
    part: &str,
    notes: &'n [Note],
) -> Result<(String, Vec<&'n Note>), Odd> {
    let empty = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                 <comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors></authors>\
                 <commentList></commentList></comments>";
    let text = existing.unwrap_or(empty);
    let odd = || Odd(part.to_owned());
    let mut edits = Edits::default();
    let mut prefix = "";
    let mut authors: Vec<bool> = Vec::new();
    let (mut authors_end, mut list_end) = (None, None);
    // Notes on cells that have one already.
    let mut joined: Vec<&Note> = Vec::new();
    let mut current: Option<&Note> = None;
    let mut phonetic = None;
    let mut in_run = false;
    let mut author_start = None;
    let mut tags = Tags::new(text);
    for tag in tags.by_ref() {
        match (tag.local(), tag.is_end()) {
            ("comments", false) => prefix = tag.prefix(),
            ("authors", false) if tag.is_empty() => authors_end = Some((tag.slash()..tag.end, tag.name())),
            ("authors", true) => authors_end = Some((tag.start..tag.start, "")),
            ("author", false) if tag.is_empty() => authors.push(false),
            ("author", false) => author_start = Some(tag.end),
            ("author", true) => {
                let name = author_start.take().and_then(|start| text.get(start..tag.start)).unwrap_or_default();
                // The author of what mirrors a discussion; programs write its text anew.
                authors.push(name.starts_with("tc="));
            }
            ("commentList", false) if tag.is_empty() => list_end = Some((tag.slash()..tag.end, tag.name())),
            ("commentList", true) => list_end = Some((tag.start..tag.start, "")),
            ("comment", false) => {
                let cell = tag.get("ref").map(|cell| cell.replace('$', ""));
                let note = notes.iter().find(|note| cell.as_deref() == Some(note.cell().as_str()));
                joined.extend(note);
                let author = tag.number("authorId").and_then(|author| usize::try_from(author).ok()).unwrap_or(0);
                current = note.filter(|_| !authors.get(author).copied().unwrap_or(false));
            }
            ("text", false) if tag.is_empty() => {
                if let Some(note) = current {
                    let run = note.run(prefix, "");
                    edits.replace(tag.slash()..tag.end, format!(">{run}</{}>", tag.name()));
                }
            }
            ("rPh" | "phoneticPr", false) => phonetic = phonetic.or(Some(tag.start)),
            ("r", is_end) => in_run = !is_end && !tag.is_empty(),
            // A text outside of a run becomes a run, so that another can follow.
            ("t", false) if current.is_some() && !in_run && phonetic.is_none() && !tag.is_empty() => {
                edits.insert(tag.start, format!("<{prefix}r>"));
            }
            ("t", true) if current.is_some() && !in_run && phonetic.is_none() => {
                edits.insert(tag.end, format!("</{prefix}r>"));
            }
            ("text", true) => {
                if let Some(note) = current.take() {
                    edits.insert(phonetic.unwrap_or(tag.start), note.run(prefix, "\n\n"));
                }
                phonetic = None;
            }
            _ => {}
        }
    }
    if tags.is_broken {
        return Err(odd());
    }
    let new: Vec<&Note> = notes.iter().filter(|note| !joined.contains(note)).collect();
    let list: String = new
        .iter()
        .map(|note| {
            format!(
                "<{prefix}comment ref=\"{}\" authorId=\"{}\"><{prefix}text>{}</{prefix}text></{prefix}comment>",
                note.cell(),
                authors.len(),
                note.run(prefix, "")
            )
        })
        .collect();
    let put = |edits: &mut Edits, place: (std::ops::Range<usize>, &str), inside: String| match place {
        (range, "") => edits.replace(range, inside),
        (range, name) => edits.replace(range, format!(">{inside}</{name}>")),
    };
    if !new.is_empty() {
        put(&mut edits, authors_end.ok_or_else(odd)?, format!("<{prefix}author>{AUTHOR}</{prefix}author>"));
        put(&mut edits, list_end.ok_or_else(odd)?, list);
    }
    Ok((edits.apply(text), new))
}

/// The drawing with a shape for each new note.
pub(super) fn with_shapes(existing: Option<&str>, part: &str, notes: &[&Note]) -> Result<String, Odd> {
    const SHAPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" \
        path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>\
        <v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
    const SPACES: &str = " xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
        xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";
    let new = format!(
        "<xml{SPACES}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout></xml>"
    );
    let text = existing.unwrap_or(&new);
    let mut shapes = String::new();
    if !text.contains("_x0000_t202\"") || !text.contains("shapetype") {
        shapes.push_str(SHAPE);
    }
    for (id, note) in (highest_shape(text).max(1_024).saturating_add(1)..).zip(notes) {
        let (row, column) = (note.row, note.column.min(16_380));
        shapes.push_str(&format!(
            "<v:shape id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;\
             margin-top:2pt;width:240pt;height:90pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" \
             o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>\
             <v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\">\
             <div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/>\
             <x:SizeWithCells/><x:Anchor>{}, 15, {}, 4, {}, 31, {}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>\
             <x:Row>{row}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
            column.saturating_add(1).min(16_379),
            row.saturating_sub(1),
            column.saturating_add(3),
            row.saturating_add(6),
            note.column,
        ));
    }
    // Drawings of this kind need not be whole XML, so only their end is looked for.
    if text.trim_end().ends_with("</xml>") {
        let at = text.rfind("</xml>").unwrap_or_default();
        let mut edits = Edits::default();
        edits.insert(at, shapes);
        return Ok(edits.apply(text));
    }
    into_root(text, "xml", |_| shapes.clone()).ok_or_else(|| Odd(part.to_owned()))
}

/// The highest number of a shape.
fn highest_shape(text: &str) -> u32 {
    let numbers = text.split("_x0000_s").skip(1).filter_map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).take(8).collect();
        digits.parse().ok()
    });
    numbers.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(row: u32, column: u32, text: &str) -> Note {
        Note { row, column, text: text.to_owned() }
    }

    #[test]
    fn notes_that_are_there_stay_and_get_the_new_text_behind_their_own() {
        let existing = "<comments><authors><author>tc={1}</author><author>Ann</author></authors><commentList>\
            <comment ref=\"A1\" authorId=\"1\"><text><t>mine</t></text></comment>\
            <comment ref=\"B2\" authorId=\"0\"><text><r><t>[Threaded]</t></r></text></comment></commentList></comments>";
        let notes = [note(0, 0, "not <a> number"), note(1, 1, "x"), note(4, 2, "new")];
        let (text, new) = with_notes(Some(existing), "c", &notes).unwrap();
        assert_eq!(new, [&notes[2]]);
        assert!(text.contains("<text><r><t>mine</t></r><r><rPr>"), "{text}");
        assert!(text.contains("\n\nnot &lt;a&gt; number</t></r></text>"), "{text}");
        assert!(text.contains("<text><r><t>[Threaded]</t></r></text>"));
        assert!(text.contains("<author>partsbook</author></authors>"));
        assert!(text.contains("<comment ref=\"C5\" authorId=\"2\">"));
        assert!(with_notes(None, "c", &notes).unwrap().0.contains("<comment ref=\"A1\" authorId=\"0\">"));
    }

    #[test]
    fn shapes_get_numbers_of_their_own() {
        let first = with_shapes(None, "d", &[&note(0, 0, "a"), &note(7, 16_383, "b")]).unwrap();
        assert!(
            first.contains("_x0000_s1025\"") && first.contains("_x0000_s1026\"") && first.ends_with("</v:shape></xml>")
        );
        let second = with_shapes(Some(&first), "d", &[&note(1, 1, "c")]).unwrap();
        assert!(second.contains("_x0000_s1027\""));
        assert_eq!(second.matches("<v:shapetype ").count(), 1);
    }
}
