//! The parts of an .ods package.

use super::walk::{Node, walk};
use super::{Check, Package, codes, is_kind, sweep};
use crate::origin::Origin;

/// Attributes that hold words or values.
pub(super) const WORDS: &[&str] = &[
    "name",
    "value",
    "string-value",
    "date-value",
    "href",
    "title",
    "author",
    "table-name",
    "source-cell-range-addresses",
    "display-name",
];

pub(super) fn check(check: &mut Check<'_>, package: &mut Package<'_>, names: &[String]) {
    for name in names.iter().filter(|name| !name.ends_with('/')) {
        let code = match name.as_str() {
            name if name.starts_with("Basic/") || name.starts_with("Scripts/") => Some(&codes::E_MACRO),
            name if name.starts_with("Object ") || name.starts_with("ObjectReplacements/") => Some(&codes::E_EMBEDDED),
            name if name.starts_with("Thumbnails/") => Some(&codes::W_PREVIEW),
            name if name.starts_with("Pictures/") => Some(&codes::I_PICTURE),
            _ => None,
        };
        if let Some(code) = code {
            check.tell(code, None, name, "");
        }
        let bytes = package.bytes(name);
        if is_kind(name, "xml") || is_kind(name, "rdf") {
            part(check, name, &bytes);
            sweep::check(check, name, &bytes, None);
        } else {
            check.raw(name, &bytes);
        }
    }
}

fn part(check: &mut Check<'_>, name: &str, bytes: &[u8]) {
    let mut place: Option<Origin> = None;
    let (mut row, mut hidden_style, mut style) = (0_u32, Vec::<String>::new(), String::new());
    let mut in_note = false;
    let mut note = String::new();
    let is_meta = name == "meta.xml";
    let is_settings = name == "settings.xml";
    let whole = walk(bytes, |node| match node {
        Node::Open("style", attributes) => attributes.get("name").unwrap_or_default().clone_into(&mut style),
        Node::Open("table-properties", attributes) if attributes.get("display") == Some("false") => {
            hidden_style.push(style.clone());
        }
        Node::Open("table", attributes) => {
            let title = attributes.get("name").unwrap_or_default();
            check.look(title, None, name);
            let sheet = check.sheet(title);
            row = 0;
            if attributes.get("style-name").is_some_and(|style| hidden_style.iter().any(|hidden| hidden == style)) {
                check.tell(&codes::E_HIDDEN_SHEET, Some(sheet.clone()), "", "hidden");
            }
            place = Some(sheet);
        }
        Node::Open(element @ ("table-row" | "table-column"), attributes) => {
            if let Some(state @ ("collapse" | "filter")) = attributes.get("visibility") {
                let shown = format!("{element} {state}");
                let origin = place.as_ref().map(|sheet| match element {
                    "table-row" => sheet.at_row(row),
                    _ => sheet.clone(),
                });
                check.tell(&codes::E_HIDDEN_CELLS, origin, name, &shown);
            }
            if element == "table-row" {
                let count =
                    attributes.get("number-rows-repeated").and_then(|count| count.parse().ok()).unwrap_or(1_u32);
                row = row.saturating_add(count);
            }
        }
        Node::Open("annotation", _) => {
            in_note = true;
            note.clear();
        }
        Node::Close("annotation", _) => {
            in_note = false;
            check.tell(&codes::W_COMMENT, place.clone(), name, &note);
        }
        Node::Open("table-source" | "dde-source", attributes) => {
            let target = attributes.get("href").unwrap_or_default().to_owned();
            check.tell(&codes::E_EXTERNAL, place.clone(), name, &target);
            check.look(&target, place.as_ref(), name);
        }
        Node::Open("tracked-changes", _) => check.tell(&codes::E_HISTORY, None, name, ""),
        Node::Open("data-pilot-table", _) => check.tell(&codes::E_PIVOT, place.clone(), name, ""),
        Node::Open("database-source-sql" | "database-source-table" | "database-source-query", _) => {
            check.tell(&codes::E_CONNECTION, None, name, "");
        }
        Node::Open(element, attributes) => {
            for (key, value) in attributes.iter().filter(|(key, _)| WORDS.contains(key)) {
                let origin = place.as_ref().map(|sheet| sheet.at_row(row.saturating_sub(1)));
                check.look(value, origin.as_ref(), name);
                if key == "value" && element == "table-cell" {
                    check.look_at_number(value, origin.as_ref(), name);
                }
            }
            for formula in ["formula", "expression", "condition"].iter().filter_map(|key| attributes.get(key)) {
                let origin = place.as_ref().map(|sheet| sheet.at_row(row.saturating_sub(1)));
                check.look_at_formula(formula, origin.as_ref(), name);
            }
        }
        Node::Close(element, text) if is_meta && !text.trim().is_empty() => {
            check.look(text, None, name);
            if matches!(element, "description" | "keyword" | "user-defined" | "printed-by") {
                check.tell(&codes::W_PROPERTY, None, element, text);
            }
        }
        Node::Close(_, text) => {
            if in_note {
                note.push_str(text);
            }
            let origin = place.as_ref().map(|sheet| sheet.at_row(row.saturating_sub(1)));
            if !is_settings {
                check.look(text, origin.as_ref(), name);
            }
        }
        Node::Text(_) => {}
    });
    if !whole {
        if name == "content.xml" {
            check.tell(&codes::E_FORMAT, None, name, "damaged, or protected with a password");
        }
        check.raw(name, bytes);
    }
}
