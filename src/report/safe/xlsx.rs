//! The parts of an .xlsx or .xlsm package.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, SheetPart, Shown, Strings};
use super::formula::is_external;
use super::properties::{INTERNAL, Properties};
use super::styles::Styles;
use super::unseen::{Area, cell_place};
use super::walk::{Attributes, Node, walk};
use super::{Check, Package, codes, is_kind, sheet, sweep};
use crate::finding::Code;
use crate::origin::Origin;
use crate::report::xlsx::MARK;
use crate::workbook::ANSWER;
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
    let properties = Properties::new(package);
    let strings_part = part_of_kind(package, "/sharedStrings").unwrap_or_else(|| "xl/sharedStrings.xml".to_owned());
    let strings = package.bytes(&strings_part);
    let mut book = book(check, package, names, &properties, &strings);
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for sheet in &sheets {
        owners.insert(sheet.part.clone(), sheet.name.clone());
        let mut styled = Vec::new();
        for (kind, target, _) in relations(package, &sheet.part) {
            if kind.ends_with("/table") {
                styled.extend(styled_areas(&package.bytes(&target)));
            }
            owners.insert(target, sheet.name.clone());
        }
        let bytes = package.bytes(&sheet.part);
        sheet::check(check, &mut book, sheet, &bytes, &styled);
    }
    left_over_strings(check, &book.strings, &strings_part, &strings);
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
            let bytes = package.bytes(name);
            if name.starts_with("docProps/") {
                document(check, &properties, &book.strings.shown, name, &bytes);
            } else {
                part(check, &book, name, owner.as_ref(), &bytes);
            }
            sweep::check(check, name, &bytes, owner.as_ref());
        } else {
            let bytes = package.bytes(name);
            check.raw(name, &bytes);
        }
    }
}

/// What the sheets share.
fn book(
    check: &Check<'_>,
    package: &mut Package<'_>,
    names: &[String],
    properties: &Properties,
    strings: &[u8],
) -> Book {
    let styles = part_of_kind(package, "/styles").unwrap_or_else(|| "xl/styles.xml".to_owned());
    let theme = part_of_kind(package, "/theme").unwrap_or_else(|| "xl/theme/theme1.xml".to_owned());
    let (styles, theme) = (package.bytes(&styles), package.bytes(&theme));
    let has_charts = names.iter().any(|name| name.starts_with("xl/charts/"));
    Book {
        styles: Styles::new(&styles, &theme),
        strings: Strings::new(check, strings, Shown::new(properties.internal.iter().cloned())),
        numbers: has_charts.then(BTreeSet::new),
        lacks_results: false,
    }
}

/// Shared texts that no cell shows: what stood in cells before.
fn left_over_strings(check: &mut Check<'_>, strings: &Strings, part: &str, bytes: &[u8]) {
    for (index, found) in strings.found.iter().filter(|(index, _)| !strings.is_used(**index)) {
        check.forbid(found, None, &format!("{part}, text {index} that no cell shows"));
    }
    check.told.extend(strings.found.values().flatten().map(|text| (part.to_owned(), text.clone())));
    sweep::check(check, part, bytes, None);
    let texts = strings.left_over(bytes);
    if !texts.is_empty() {
        let detail = format!("{} that no cell shows", if texts.len() == 1 { "a text" } else { "texts" });
        check.left_over(None, part, &texts.join("; "), &detail);
    }
}

/// Areas of a table whose ground its own style may make dark: titles and totals, or all of it.
fn styled_areas(bytes: &[u8]) -> Vec<Area> {
    let (mut area, mut titles, mut totals, mut styled) = (None, 1_u32, 0_u32, Vec::new());
    walk(bytes, |node| match node {
        Node::Open("table", attributes) => {
            let count = |name: &str| attributes.get(name).and_then(|count| count.parse::<u32>().ok());
            area = attributes.get("ref").and_then(Area::parse);
            titles = count("headerRowCount").unwrap_or(1);
            totals = count("totalsRowCount").unwrap_or(0);
        }
        Node::Open("tableStyleInfo", attributes) => {
            let Some((area, name)) = area.zip(attributes.get("name")) else { return };
            if name.contains("Dark") {
                styled.push(area);
            } else {
                let (top, bottom) = (area.first.0.saturating_add(titles), area.last.0.saturating_sub(totals));
                styled.extend(
                    top.checked_sub(1).filter(|_| titles > 0).map(|row| Area { last: (row, area.last.1), ..area }),
                );
                styled.extend((totals > 0).then(|| Area { first: (bottom.saturating_add(1), area.first.1), ..area }));
            }
        }
        _ => {}
    });
    styled
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
            let is_hidden = attributes.get("state").is_some_and(|state| state != "visible");
            sheets.push(SheetPart { name: title.to_owned(), part: target, is_hidden });
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

/// Looks into the attributes of an element that hold words.
pub(super) fn words(check: &mut Check<'_>, element: &str, attributes: &Attributes, place: Option<&Origin>, part: &str) {
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

/// Properties of the document.
fn document(check: &mut Check<'_>, properties: &Properties, shown: &Shown, name: &str, bytes: &[u8]) {
    let mut property = String::new();
    let whole = walk(bytes, |node| match node {
        Node::Open("property", attributes) => {
            attributes.get("name").unwrap_or_default().clone_into(&mut property);
            check.look(&property, None, name);
        }
        Node::Close("lpwstr" | "lpstr" | "bstr" | "i4" | "r8" | "filetime", text) if name.ends_with("custom.xml") => {
            check.look(text, None, name);
            if ![MARK, ANSWER].contains(&&*property) {
                check.tell(&codes::W_PROPERTY, None, &property, text);
            }
        }
        // Counts and versions of the program.
        Node::Close("AppVersion" | "i4" | "TotalTime" | "DocSecurity" | "created" | "modified", _) => {}
        Node::Close(element, text) if !text.trim().is_empty() => {
            check.look(text, None, name);
            if INTERNAL.contains(&element) && !properties.is_known(element, text, shown) {
                check.tell(&codes::W_PROPERTY, None, element, text);
            }
        }
        _ => {}
    });
    if !whole {
        check.raw(name, bytes);
    }
}

fn at(sheet: &Origin, cell: &str) -> Origin {
    cell_place(cell).map_or_else(|| sheet.clone(), |(row, column)| sheet.at(row, column))
}

/// Any other part: comments, drawings, tables, charts.
fn part(check: &mut Check<'_>, book: &Book, name: &str, owner: Option<&Origin>, bytes: &[u8]) {
    let is_styles = name == "xl/styles.xml" || name.starts_with("xl/theme/");
    let is_drawing = name.starts_with("xl/drawings/");
    let is_vml = is_kind(name, "vml");
    let mut cell = owner.cloned();
    let mut comment: Option<String> = None;
    let mut shape = String::new();
    let mut stale: Vec<String> = Vec::new();
    let mut is_cache = false;
    let whole = walk(bytes, |node| match node {
        Node::Open("numCache" | "numLit", _) => is_cache = true,
        Node::Close("numCache" | "numLit", _) => is_cache = false,
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
                check.look(text, cell.as_ref(), name);
                comment.push_str(text);
            } else if is_drawing {
                check.look(text, owner, name);
                shape.push_str(text);
            } else {
                check.look(text, owner, name);
            }
        }
        Node::Close("text", text) if name.starts_with("xl/threadedComments/") => {
            comment.get_or_insert_default().push_str(text);
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
        Node::Close("v", text) if is_cache => {
            check.look_at_number(text, owner, name);
            if book.is_stale(text) {
                stale.push(text.to_owned());
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
                let is_number = !is_drawing;
                if is_number {
                    check.look_at_number(text, owner, name);
                }
            }
        }
        Node::Text(_) => {}
    });
    if !whole {
        // Drawings of old kind are often no proper XML.
        check.raw(name, bytes);
    }
    if !stale.is_empty() {
        check.left_over(owner.cloned(), name, &stale.join("; "), "numbers of a chart that no cell holds");
    }
}
