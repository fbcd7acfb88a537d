//! The parts of an .xlsx or .xlsm package.

use std::collections::{BTreeMap, BTreeSet};

use super::formula::is_external;
use super::walk::{Attributes, Node, walk};
use super::{Check, Package, codes, is_kind, page_text, sweep};
use crate::finding::Code;
use crate::origin::Origin;
use crate::report::xlsx::MARK;
use crate::workbook::{relations_part, target_part};

/// What the place of a part says about it. The first that fits counts; none of them is text a reader sees.
const PLACES: &[(&str, &Code)] = &[
    ("xl/externalLinks/", &codes::E_EXTERNAL),
    ("customXml/", &codes::E_CUSTOM_XML),
    ("xl/embeddings/", &codes::E_EMBEDDED),
    ("xl/activeX/", &codes::E_EMBEDDED),
    ("xl/ctrlProps/", &codes::E_EMBEDDED),
    ("xl/webextensions/", &codes::E_EMBEDDED),
    ("xl/connections", &codes::E_CONNECTION),
    ("xl/queryTables/", &codes::E_CONNECTION),
    ("xl/model/", &codes::E_CONNECTION),
    ("xl/customData/", &codes::E_CONNECTION),
    ("xl/pivotCache/", &codes::E_PIVOT),
    ("xl/slicerCaches/", &codes::E_PIVOT),
    ("xl/vba", &codes::E_MACRO),
    ("xl/macrosheets/", &codes::E_MACRO),
    ("xl/dialogsheets/", &codes::E_MACRO),
    ("xl/revisions/", &codes::E_HISTORY),
    ("xl/printerSettings/", &codes::W_PRINTER),
    ("docProps/thumbnail", &codes::W_PREVIEW),
    ("xl/media/", &codes::I_PICTURE),
];

/// Beginnings of names of parts whose meaning is known and which are looked into, or hold no text.
const KNOWN: &[&str] = &[
    "[Content_Types].xml",
    "_rels/",
    "docProps/app.xml",
    "docProps/core.xml",
    "docProps/custom.xml",
    "xl/_rels/",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/theme/",
    "xl/sharedStrings.xml",
    "xl/calcChain.xml",
    "xl/metadata.xml",
    "xl/volatileDependencies.xml",
    "xl/richData/",
    "xl/worksheets/",
    "xl/chartsheets/",
    "xl/drawings/",
    "xl/charts/",
    "xl/diagrams/",
    "xl/tables/",
    "xl/pivotTables/",
    "xl/slicers/",
    "xl/comments",
    "xl/threadedComments/",
    "xl/persons/",
    "xl/featurePropertyBag/",
];

/// Attributes that hold words rather than places and measures.
const WORDS: &[&str] = &[
    "name",
    "descr",
    "title",
    "displayName",
    "caption",
    "prompt",
    "promptTitle",
    "error",
    "errorTitle",
    "tooltip",
    "display",
    "location",
    "Target",
    "author",
    "userName",
    "formatCode",
    "alt",
    "refersTo",
    "totalsRowLabel",
    "headerRowLabel",
    "codeName",
    "sourceName",
    "comment",
];

/// A sheet as the workbook lists it.
struct SheetPart {
    name: String,
    part: String,
}

pub(super) fn check(check: &mut Check<'_>, package: &mut Package<'_>, names: &[String]) {
    for name in names.iter().filter(|name| !name.ends_with('/')) {
        let of_place = PLACES.iter().find(|(start, _)| name.starts_with(start));
        match of_place {
            Some((_, code)) if !name.contains("/_rels/") => check.tell(code, None, name, ""),
            None if !KNOWN.iter().any(|start| name.starts_with(start)) => {
                check.tell(&codes::W_UNKNOWN, None, name, "");
            }
            _ => {}
        }
    }
    let sheets = workbook(check, package);
    let strings_part = part_of_kind(package, "/sharedStrings").unwrap_or_else(|| "xl/sharedStrings.xml".to_owned());
    let bytes = package.bytes(&strings_part);
    let strings = shared_strings(check, &bytes);
    let invisible = invisible_styles(package);
    let mut used = BTreeSet::new();
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for sheet in &sheets {
        owners.insert(sheet.part.clone(), sheet.name.clone());
        worksheet(check, package, sheet, &strings, &invisible, &mut used);
        for (_, target, _) in relations(package, &sheet.part) {
            owners.insert(target, sheet.name.clone());
        }
    }
    for (index, found) in strings.iter().filter(|(index, _)| !used.contains(*index)) {
        let part = format!("{strings_part}, text {index} that no cell shows");
        check.forbid(found, None, &part);
    }
    check.told.extend(strings.values().flatten().map(|text| (strings_part.clone(), text.clone())));
    sweep::check(check, &strings_part, &bytes, None);
    for name in names.iter().filter(|name| name.starts_with("xl/worksheets/") && is_kind(name, "xml")) {
        if sheets.iter().all(|sheet| sheet.part != *name) {
            check.tell(&codes::E_HIDDEN_SHEET, None, name, "not in the list of sheets");
        }
    }
    for name in names {
        let owner = owners.get(name).map(|sheet| check.sheet(sheet));
        if is_kind(name, "rels") {
            links(check, package, name, &owners);
            let bytes = package.bytes(name);
            sweep::check(check, name, &bytes, None);
        } else if owners.contains_key(name) && sheets.iter().any(|sheet| sheet.part == *name)
            || *name == strings_part
            || name == "xl/workbook.xml"
        {
            // Looked into already.
        } else if is_xml(name) {
            part(check, package, name, owner.as_ref());
            let bytes = package.bytes(name);
            sweep::check(check, name, &bytes, owner.as_ref());
        } else {
            let bytes = package.bytes(name);
            check.raw(name, &bytes);
        }
    }
}

fn is_xml(name: &str) -> bool {
    is_kind(name, "xml") || is_kind(name, "vml")
}

/// Relations of a part: kind, target as a part name or address, whether it is outside.
fn relations(package: &mut Package<'_>, part: &str) -> Vec<(String, String, bool)> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let bytes = package.bytes(&relations_part(part));
    read_relations(&bytes, folder).into_iter().map(|(_, kind, target, outside)| (kind, target, outside)).collect()
}

/// The part of a kind that the workbook names.
fn part_of_kind(package: &mut Package<'_>, kind: &str) -> Option<String> {
    let parts = relations(package, "xl/workbook.xml");
    parts.into_iter().find(|(own, _, outside)| own.ends_with(kind) && !outside).map(|(_, target, _)| target)
}

/// Id, kind, target, outside.
fn read_relations(bytes: &[u8], folder: &str) -> Vec<(String, String, String, bool)> {
    let mut found = Vec::new();
    walk(bytes, |node| {
        if let Node::Open("Relationship", attributes) = node {
            let get = |name: &str| attributes.get(name).unwrap_or_default().to_owned();
            let outside = attributes.get("TargetMode") == Some("External");
            let target = get("Target");
            let target = if outside { target } else { target_part(folder, &target) };
            found.push((get("Id"), get("Type"), target, outside));
        }
    });
    found
}

fn workbook(check: &mut Check<'_>, package: &mut Package<'_>) -> Vec<SheetPart> {
    let part = "xl/workbook.xml";
    let targets: BTreeMap<String, String> = read_relations(&package.bytes("xl/_rels/workbook.xml.rels"), "xl")
        .into_iter()
        .map(|(id, _, target, _)| (id, target))
        .collect();
    let bytes = package.bytes(part);
    let mut sheets = Vec::new();
    let mut name: Option<(String, bool)> = None;
    let whole = walk(&bytes, |node| match node {
        Node::Open("sheet", attributes) => {
            let title = attributes.get("name").unwrap_or_default();
            check.look(title, None, part);
            if let Some(state @ ("hidden" | "veryHidden")) = attributes.get("state") {
                let place = check.sheet(title);
                check.tell(&codes::E_HIDDEN_SHEET, Some(place), "", state);
            }
            let target = attributes.get("id").and_then(|id| targets.get(id)).cloned().unwrap_or_default();
            sheets.push(SheetPart { name: title.to_owned(), part: target });
        }
        Node::Open("definedName", attributes) => {
            let title = attributes.get("name").unwrap_or_default();
            for text in ["name", "comment", "description", "help"].iter().filter_map(|name| attributes.get(name)) {
                check.look(text, None, part);
            }
            name = Some((title.to_owned(), attributes.is_true("hidden")));
        }
        Node::Open("fileSharing", attributes) => {
            if let Some(user) = attributes.get("userName") {
                check.tell(&codes::W_PROPERTY, None, "userName", user);
                check.look(user, None, part);
            }
        }
        Node::Close("definedName", text) => {
            let Some((title, hidden)) = name.take() else { return };
            defined_name(check, &title, hidden, text);
        }
        // Where the file lay when it was saved last.
        Node::Open("absPath", attributes) => {
            let folder = attributes.get("url").unwrap_or_default();
            check.look(folder, None, part);
            check.tell(&codes::W_PROPERTY, None, "absPath", folder);
        }
        Node::Close("!--", text) => check.look(text, None, part),
        _ => {}
    });
    sweep::check(check, part, &bytes, None);
    if !whole {
        check.tell(&codes::E_FORMAT, None, part, "damaged");
    }
    sheets
}

fn defined_name(check: &mut Check<'_>, name: &str, hidden: bool, formula: &str) {
    let part = "xl/workbook.xml";
    check.look_at_formula(formula, None, part);
    let shown = format!("{name} = {formula}");
    let is_builtin = name.starts_with("_xlnm.");
    if hidden && !is_builtin {
        check.tell(&codes::E_HIDDEN_NAME, None, part, &shown);
    }
    if formula.contains('[') {
        check.tell(&codes::E_EXTERNAL, None, part, &shown);
    } else if !formula.contains('!') {
        check.look(formula, None, part);
        check.tell(&codes::W_NAME, None, part, &shown);
    } else if !is_builtin && !hidden {
        check.tell(&codes::I_NAME, None, part, &shown);
    }
}

/// Forbidden texts by number of the shared string.
fn shared_strings(check: &Check<'_>, bytes: &[u8]) -> BTreeMap<usize, Vec<String>> {
    let mut strings = BTreeMap::new();
    let (mut index, mut text) = (0_usize, String::new());
    // How a text is spoken: shown above it, if at all.
    let (mut is_spoken, mut spoken) = (false, String::new());
    walk(bytes, |node| match node {
        Node::Open("si", _) => {
            text.clear();
            spoken.clear();
        }
        Node::Open("rPh", _) => is_spoken = true,
        Node::Close("rPh", _) => is_spoken = false,
        Node::Close("t", own) => {
            if is_spoken { &mut spoken } else { &mut text }.push_str(own);
        }
        Node::Close("si", _) => {
            let mut found = check.forbidden.in_text(&text);
            found.extend(check.forbidden.in_text(&spoken));
            if !found.is_empty() {
                strings.insert(index, found);
            }
            index += 1;
        }
        _ => {}
    });
    strings
}

/// Numbers of the cell formats that show nothing.
fn invisible_styles(package: &mut Package<'_>) -> BTreeSet<usize> {
    let bytes = package.bytes("xl/styles.xml");
    let mut blank = BTreeSet::new();
    let mut invisible = BTreeSet::new();
    let (mut in_cells, mut index) = (false, 0_usize);
    walk(&bytes, |node| match node {
        Node::Open("numFmt", attributes) => {
            let code = attributes.get("formatCode").unwrap_or_default();
            if code.contains(";;") && code.chars().all(|letter| letter == ';') {
                blank.insert(attributes.get("numFmtId").unwrap_or_default().to_owned());
            }
        }
        Node::Open("cellXfs", _) => in_cells = true,
        Node::Close("cellXfs", _) => in_cells = false,
        Node::Open("xf", attributes) if in_cells => {
            if attributes.get("numFmtId").is_some_and(|id| blank.contains(id)) {
                invisible.insert(index);
            }
            index += 1;
        }
        _ => {}
    });
    invisible
}

/// Row and column of a cell name, from zero.
fn cell_place(name: &str) -> Option<(u32, u32)> {
    let letters = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let row: u32 = name.get(letters.len()..)?.parse().ok()?;
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        let digit = letter.is_ascii_uppercase().then(|| u32::from(letter - b'A') + 1)?;
        sum.checked_mul(26)?.checked_add(digit)
    })?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn at(sheet: &Origin, cell: &str) -> Origin {
    cell_place(cell).map_or_else(|| sheet.clone(), |(row, column)| sheet.at(row, column))
}

/// The first cell of a list of areas.
fn first_cell(sheet: &Origin, areas: &str) -> Origin {
    at(sheet, areas.split([':', ' ']).next().unwrap_or_default())
}

fn worksheet(
    check: &mut Check<'_>,
    package: &mut Package<'_>,
    sheet: &SheetPart,
    strings: &BTreeMap<usize, Vec<String>>,
    invisible: &BTreeSet<usize>,
    used: &mut BTreeSet<usize>,
) {
    let place = check.sheet(&sheet.name);
    let part = sheet.part.as_str();
    let bytes = package.bytes(part);
    let (mut cell, mut kind, mut unseen) = (place.clone(), String::new(), false);
    let mut hidden_rows: Vec<u32> = Vec::new();
    let mut rich = String::new();
    let whole = walk(&bytes, |node| match node {
        Node::Open("row", attributes) => {
            let flat = attributes.get("ht").is_some_and(|height| height.parse() == Ok(0.0));
            if attributes.is_true("hidden") || flat {
                hidden_rows.extend(attributes.get("r").and_then(|row| row.parse::<u32>().ok()));
            }
        }
        Node::Open("col", attributes) => {
            let flat = attributes.get("width").is_some_and(|width| width.parse() == Ok(0.0));
            if attributes.is_true("hidden") || flat {
                let number = |name: &str| attributes.get(name).and_then(|text| text.parse::<u32>().ok());
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    let letters = |column: u32| crate::origin::column_letters(column.saturating_sub(1));
                    let origin = Origin { column: first.checked_sub(1), ..place.clone() };
                    let shown = format!("columns {}:{}", letters(first), letters(last));
                    check.tell(&codes::E_HIDDEN_CELLS, Some(origin), part, &shown);
                }
            }
        }
        Node::Open("c", attributes) => {
            cell = at(&place, attributes.get("r").unwrap_or_default());
            attributes.get("t").unwrap_or("n").clone_into(&mut kind);
            let style = attributes.get("s").and_then(|style| style.parse().ok()).unwrap_or(0);
            unseen = invisible.contains(&style);
            rich.clear();
        }
        Node::Close("v", text) => {
            if unseen && !text.is_empty() {
                check.tell(&codes::W_INVISIBLE, Some(cell.clone()), part, "");
            }
            if kind == "s" {
                if let Ok(index) = text.trim().parse::<usize>() {
                    used.insert(index);
                    check.forbid(strings.get(&index).into_iter().flatten(), Some(&cell), part);
                }
            } else if kind == "n" {
                check.look_at_number(text, Some(&cell), part);
            } else {
                check.look(text, Some(&cell), part);
            }
        }
        Node::Close("t", text) => rich.push_str(text),
        Node::Close("is", _) => {
            let text = std::mem::take(&mut rich);
            check.look(&text, Some(&cell), part);
        }
        Node::Open("conditionalFormatting" | "dataValidation", attributes) => {
            cell = first_cell(&place, attributes.get("sqref").unwrap_or_default());
            words(check, "dataValidation", attributes, Some(&cell), part);
        }
        Node::Close("conditionalFormatting" | "dataValidation" | "sheetData", _) => cell.clone_from(&place),
        Node::Close("f" | "formula" | "formula1" | "formula2", text) => {
            if text.contains('[') && is_external(text) {
                check.tell(&codes::E_EXTERNAL, Some(cell.clone()), part, text);
            }
            check.look_at_formula(text, Some(&cell), part);
        }
        Node::Open("inputCells", attributes) => {
            let cell = at(&place, attributes.get("r").unwrap_or_default());
            let value = attributes.get("val").unwrap_or_default();
            check.look(value, Some(&cell), part);
            check.look_at_number(value, Some(&cell), part);
        }
        Node::Close("oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter", text) => {
            let text = page_text::printed(text);
            check.tell(&codes::I_HEADER, Some(place.clone()), part, &text);
            check.look(&text, Some(&place), part);
        }
        Node::Open("oleObject" | "control", _) => check.tell(&codes::E_EMBEDDED, Some(place.clone()), part, ""),
        Node::Open(element, attributes) => words(check, element, attributes, Some(&place), part),
        Node::Close("!--", text) => check.look(text, Some(&place), part),
        Node::Close(..) | Node::Text(_) => {}
    });
    sweep::check(check, part, &bytes, Some(&place));
    if !whole && !part.is_empty() && !bytes.is_empty() {
        check.tell(&codes::E_FORMAT, Some(place.clone()), part, "damaged");
    }
    for run in hidden_rows.chunk_by(|one, next| one.checked_add(1) == Some(*next)) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            let origin = place.at_row(first.saturating_sub(1));
            check.tell(&codes::E_HIDDEN_CELLS, Some(origin), part, &format!("rows {first}:{last}"));
        }
    }
}

/// Looks into the attributes of an element that hold words.
fn words(check: &mut Check<'_>, element: &str, attributes: &Attributes, place: Option<&Origin>, part: &str) {
    for (name, value) in attributes.iter() {
        let is_filter = name == "val" && matches!(element, "filter" | "customFilter");
        if is_filter || WORDS.contains(&name) {
            check.look(if name == "location" { sheet_of(value) } else { value }, place, part);
        }
    }
}

/// A place in this workbook without its cell: `X230` is then no item number.
fn sheet_of(place: &str) -> &str {
    place.rsplit_once('!').map_or(place, |(sheet, _)| sheet)
}

/// Targets of relations that lead out of the file.
fn links(check: &mut Check<'_>, package: &mut Package<'_>, name: &str, owners: &BTreeMap<String, String>) {
    let (folder, file) = name.split_once("_rels/").unwrap_or(("", name));
    let owner = format!("{folder}{}", file.trim_end_matches(".rels"));
    let place = owners.get(&owner).map(|sheet| check.sheet(sheet));
    for (_, kind, target, outside) in read_relations(&package.bytes(name), folder) {
        if !outside {
            continue;
        }
        check.look(if target.starts_with('#') { sheet_of(&target) } else { &target }, place.as_ref(), name);
        if !kind.ends_with("/hyperlink") {
            check.tell(&codes::E_EXTERNAL, place.clone(), name, &target);
        } else if !["http:", "https:", "mailto:", "#"].iter().any(|start| target.starts_with(start)) {
            check.tell(&codes::W_LINK, place.clone(), name, &target);
        }
    }
}

/// Any other part: comments, properties, drawings, tables, charts.
fn part(check: &mut Check<'_>, package: &mut Package<'_>, name: &str, owner: Option<&Origin>) {
    let bytes = package.bytes(name);
    let is_styles = name == "xl/styles.xml" || name.starts_with("xl/theme/");
    let is_properties = name.starts_with("docProps/");
    let is_drawing = name.starts_with("xl/drawings/");
    let is_vml = is_kind(name, "vml");
    let mut cell = owner.cloned();
    let mut comment: Option<String> = None;
    let mut shape = String::new();
    let mut property = String::new();
    let whole = walk(&bytes, |node| match node {
        Node::Open("comment" | "threadedComment", attributes) => {
            let reference = attributes.get("ref").unwrap_or_default();
            cell = owner.map(|sheet| at(sheet, reference));
            comment = Some(String::new());
        }
        Node::Close("comment" | "threadedComment", _) => {
            let text = comment.take().unwrap_or_default();
            check.tell(&codes::W_COMMENT, cell.clone(), name, &text);
            check.look(&text, cell.as_ref(), name);
        }
        Node::Open("person", attributes) => {
            let who = attributes.get("displayName").unwrap_or_default();
            check.tell(&codes::W_PROPERTY, None, name, who);
            check.look(who, None, name);
        }
        Node::Open("txBody" | "txbxContent", _) => shape.clear(),
        Node::Close("txBody" | "txbxContent", _) if is_drawing => {
            let text = std::mem::take(&mut shape);
            check.tell(&codes::I_TEXT_BOX, owner.cloned(), name, &text);
            check.look(&text, owner, name);
        }
        Node::Close("t", text) => {
            if let Some(comment) = &mut comment {
                comment.push_str(text);
            } else if is_drawing {
                shape.push_str(text);
            } else {
                check.look(text, owner, name);
            }
        }
        Node::Close("text", text) if name.starts_with("xl/threadedComments/") => {
            comment.get_or_insert_default().push_str(text);
        }
        Node::Open("property", attributes) if is_properties => {
            attributes.get("name").unwrap_or_default().clone_into(&mut property);
            check.look(&property, None, name);
        }
        Node::Close("lpwstr" | "lpstr" | "bstr" | "i4" | "r8" | "filetime", text) if name.ends_with("custom.xml") => {
            check.look(text, None, name);
            if property != MARK {
                check.tell(&codes::W_PROPERTY, None, &property, text);
            }
        }
        // Counts and versions of the program, and the names of sheets that stand elsewhere.
        Node::Close("AppVersion" | "i4" | "TotalTime" | "DocSecurity" | "created" | "modified", _) if is_properties => {
        }
        Node::Close(element, text) if is_properties && !text.trim().is_empty() => {
            check.look(text, None, name);
            // The author stands on what is sent; who saved it last, and notes about it, need not.
            let is_internal =
                ["lastModifiedBy", "description", "keywords", "Manager", "HyperlinkBase", "category", "contentStatus"];
            if is_internal.contains(&element) {
                check.tell(&codes::W_PROPERTY, None, element, text);
            }
        }
        Node::Open("cNvPr", attributes) if is_drawing => {
            if attributes.is_true("hidden") {
                let what = attributes.get("name").unwrap_or_default().to_owned();
                check.tell(&codes::E_HIDDEN_SHAPE, owner.cloned(), name, &what);
            }
            if let Some(text) = attributes.get("descr").filter(|text| !text.is_empty()) {
                check.tell(&codes::I_ALTERNATIVE, owner.cloned(), name, text);
            }
            words(check, "cNvPr", attributes, owner, name);
        }
        Node::Open(element, attributes) => {
            if !is_styles || element == "numFmt" {
                words(check, element, attributes, owner, name);
            }
        }
        Node::Close("f", text) => {
            if is_external(text) {
                check.tell(&codes::E_EXTERNAL, owner.cloned(), name, text);
            }
            check.look_at_formula(text, owner, name);
        }
        Node::Close(_, text) => {
            if !(is_styles || is_vml && text.trim().is_empty()) {
                check.look(text, owner, name);
                let is_number = !is_drawing && !is_properties;
                if is_number {
                    check.look_at_number(text, owner, name);
                }
            }
        }
        Node::Text(_) => {}
    });
    if !whole {
        // Drawings of old kind are often no proper XML.
        check.raw(name, &bytes);
    }
}
