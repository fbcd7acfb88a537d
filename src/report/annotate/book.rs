//! The workbook part: a new sheet in front. What counts sheets from the first one is counted anew.

use super::package::{Odd, Package, RELATIONS};
use super::xml::{Edits, Tags, escape};

/// A sheet of the workbook: its name and its part.
#[derive(Clone, Debug)]
pub(super) struct SheetPart {
    pub(super) name: String,
    pub(super) part: String,
}

/// Name of the workbook part, and its sheets in the order of their tabs.
pub(super) fn sheets(package: &mut Package<'_>) -> Result<(String, Vec<SheetPart>), Odd> {
    let of_file = package.relations("")?;
    let main = of_file.iter().find(|relation| relation.kind == "officeDocument");
    let main = main.ok_or_else(|| Odd("_rels/.rels".to_owned()))?.target.clone();
    let text = package.text(&main)?;
    let relations = package.relations(&main)?;
    let mut sheets = Vec::new();
    let mut tags = Tags::new(&text);
    for tag in tags.by_ref().filter(|tag| tag.local() == "sheet" && !tag.is_end()) {
        let (Some(name), Some(id)) = (tag.get("name"), tag.get_local("id")) else { continue };
        let part = relations.iter().find(|relation| relation.id == *id);
        sheets.push(SheetPart {
            name: name.into_owned(),
            part: part.map(|relation| relation.target.clone()).unwrap_or_default(),
        });
    }
    // A strict workbook has other names for everything.
    let is_ordinary = text.contains(RELATIONS);
    if tags.is_broken || sheets.is_empty() || !is_ordinary { Err(Odd(main)) } else { Ok((main, sheets)) }
}

/// The workbook with a sheet in front: sheets that names and views point to by their place are one further.
pub(super) fn with_sheet_in_front(text: &str, part: &str, name: &str, relation: &str) -> Result<String, Odd> {
    let mut edits = Edits::default();
    let mut ids: Vec<u32> = Vec::new();
    let mut first = None;
    let mut tags = Tags::new(text);
    for tag in tags.by_ref().filter(|tag| !tag.is_end()) {
        match tag.local() {
            "sheet" => {
                ids.extend(tag.number("sheetId"));
                first.get_or_insert(tag);
            }
            "definedName" => {
                if let Some(sheet) = tag.number("localSheetId") {
                    edits.set(&tag, "localSheetId", &sheet.saturating_add(1).to_string());
                }
            }
            "workbookView" => {
                let active = tag.number("activeTab").unwrap_or(0).saturating_add(1);
                edits.set(&tag, "activeTab", &active.to_string());
                if let Some(shown) = tag.number("firstSheet").filter(|&shown| shown > 0) {
                    edits.set(&tag, "firstSheet", &shown.saturating_add(1).to_string());
                }
            }
            _ => {}
        }
    }
    let first = first.filter(|_| !tags.is_broken).ok_or_else(|| Odd(part.to_owned()))?;
    let id = (1..=u32::MAX).find(|id| !ids.contains(id)).unwrap_or(u32::MAX);
    let new = format!(
        "<{} name=\"{}\" sheetId=\"{id}\" xmlns:r=\"{RELATIONS}\" r:id=\"{relation}\"/>",
        first.name(),
        escape(name)
    );
    edits.insert(first.start, new);
    Ok(edits.apply(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_sheets_is_counted_anew() {
        let text = "<workbook xmlns:r=\"r\"><bookViews><workbookView xWindow=\"0\"/><workbookView activeTab=\"1\" \
            firstSheet=\"2\"/></bookViews><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"B\" \
            sheetId=\"3\" r:id=\"rId2\"/></sheets><definedNames><definedName name=\"n\">A!$A$1</definedName>\
            <definedName name=\"_xlnm.Print_Area\" localSheetId=\"1\">B!$A$1</definedName></definedNames></workbook>";
        let text = with_sheet_in_front(text, "w", "R&D", "rId9").unwrap();
        assert!(
            text.contains(
                "<workbookView activeTab=\"1\" xWindow=\"0\"/><workbookView activeTab=\"2\" firstSheet=\"3\"/>"
            ),
            "{text}"
        );
        assert!(text.contains("<sheets><sheet name=\"R&amp;D\" sheetId=\"2\""), "{text}");
        assert!(text.contains("name=\"n\">") && text.contains("localSheetId=\"2\""), "{text}");
    }
}
