//! Forbidden texts in whatever a part says: the net under the places that have a meaning of their own.
//!
//! What is a place, a measure or a word of the format itself is not looked at: a cell `X230` is no item.

use std::collections::BTreeSet;

use super::forbidden::Forbidden;
use super::formula::{Piece, pieces};
use super::walk::{Node, walk};
use super::{Check, ods};
use crate::origin::Origin;

/// Attributes up to this length are looked at once.
const SHORT: usize = 12;

/// Elements that hold formulas.
const FORMULAS: &[&str] = &[
    "f",
    "formula",
    "formula1",
    "formula2",
    "definedName",
    "calculatedColumnFormula",
    "totalsRowFormula",
    "FmlaMacro",
    "FmlaLink",
    "FmlaRange",
    "oldFormula",
];

/// Attributes that hold formulas; of .ods.
const FORMULA_ATTRIBUTES: &[&str] = &["formula", "expression", "condition"];

/// Elements and attributes that name cells.
const PLACES: &[&str] = &[
    "r",
    "ref",
    "sqref",
    "activeCell",
    "topLeftCell",
    "spans",
    "cell",
    "dimension",
    "r1",
    "r2",
    "Anchor",
    "base-cell-address",
    "cell-range-address",
    "cell-range",
    "end-cell-address",
    "start-cell-address",
    "target-range-address",
];

/// Attributes whose numbers are values rather than measures.
const VALUES: &[&str] = &["val", "v", "value", "minValue", "maxValue", "filterVal", "string-value"];

/// Attributes with words of the format, colours, paths of drawings.
const VOCABULARY: &[&str] =
    &["ContentType", "Type", "rgb", "lastClr", "style", "path", "coordsize", "points", "d", "xpath", "panose"];

/// Reports the forbidden texts of a part that were not found in it before.
pub(super) fn check(check: &mut Check<'_>, part: &str, bytes: &[u8], place: Option<&Origin>) {
    if check.forbidden.is_empty() {
        return;
    }
    let mut net =
        Net { forbidden: &check.forbidden, kind: Kind::of(part), found: BTreeSet::new(), seen: BTreeSet::new() };
    let mut paragraph = String::new();
    let whole = walk(bytes, |node| match node {
        Node::Open(element, attributes) => {
            if element == "p" {
                paragraph.clear();
            }
            for (name, value) in attributes.iter() {
                net.attribute(element, name, value);
            }
        }
        Node::Text(text) => paragraph.push_str(text),
        // A word may change its format inside.
        Node::Close("p", _) => {
            let text = std::mem::take(&mut paragraph);
            net.text(&text);
        }
        Node::Close(element, text) => net.element(element, text),
    });
    if !whole {
        net.found.extend(net.forbidden.in_bytes(bytes).into_iter().map(str::to_owned));
    }
    let mut found = net.found;
    found.retain(|text| !check.told.contains(&(part.to_owned(), text.clone())));
    check.forbid(found, place, part);
}

/// Forbidden texts and numbers in a formula.
pub(super) fn in_formula(forbidden: &Forbidden<'_>, formula: &str) -> Vec<String> {
    let mut found = Vec::new();
    pieces(formula, |piece| match piece {
        Piece::Number(number) => found.extend(forbidden.in_number(number).into_iter().map(str::to_owned)),
        Piece::Name(text) => found.extend(forbidden.in_text(text)),
        Piece::Text(text) => {
            found.extend(forbidden.in_text(text));
            // The choices of a list: `"10,41.7731,12"`.
            for choice in text.split(',').filter(|choice| choice.len() < text.len()) {
                found.extend(forbidden.in_text(choice));
            }
        }
    });
    found.sort();
    found.dedup();
    found
}

/// What a part is to the net.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Worksheets: the values of cells are looked at elsewhere.
    Sheet,
    /// The texts of cells, looked at elsewhere.
    Strings,
    /// Formats, drawings, relations: numbers are measures.
    Measures,
    /// The cells of an .ods package among their formats: numbers in attributes are measures, unless they are values.
    Cells,
    /// Anything else.
    Data,
}

impl Kind {
    fn of(part: &str) -> Self {
        let starts = |start: &&str| part.starts_with(start);
        if part.starts_with("xl/worksheets/") && !part.contains("/_rels/") {
            Self::Sheet
        } else if part == "xl/sharedStrings.xml" {
            Self::Strings
        } else if part == "content.xml" {
            Self::Cells
        } else if part.contains("_rels/")
            || [
                "[Content_Types]",
                "xl/styles",
                "xl/theme/",
                "xl/drawings/",
                "xl/calcChain",
                "docProps/app",
                "docProps/core",
            ]
            .iter()
            .any(starts)
            || ["styles.xml", "settings.xml", "meta.xml", "META-INF/manifest.xml"].contains(&part)
        {
            Self::Measures
        } else {
            Self::Data
        }
    }
}

struct Net<'c, 'a> {
    forbidden: &'c Forbidden<'a>,
    kind: Kind,
    found: BTreeSet<String>,
    /// Short attributes that were looked at.
    seen: BTreeSet<String>,
}

impl Net<'_, '_> {
    fn text(&mut self, text: &str) {
        match self.kind {
            Kind::Measures => self.found.extend(self.forbidden.in_words(text)),
            _ => self.found.extend(self.forbidden.in_text(text)),
        }
    }

    fn formula(&mut self, text: &str) {
        self.found.extend(in_formula(self.forbidden, text));
    }

    fn element(&mut self, element: &str, text: &str) {
        if text.trim().is_empty() || PLACES.contains(&element) {
            return;
        }
        match element {
            "v" | "f" | "formula" | "formula1" | "formula2" if self.kind == Kind::Sheet => {}
            _ if FORMULAS.contains(&element) => self.formula(text),
            "t" if self.kind == Kind::Strings => {}
            // Their codes have numbers.
            "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter" | "formatCode" => {
                self.found.extend(self.forbidden.in_words(text));
            }
            _ => {
                self.text(text);
                if self.kind == Kind::Data {
                    self.found.extend(self.forbidden.in_number(text).into_iter().map(str::to_owned));
                }
            }
        }
    }

    fn attribute(&mut self, element: &str, name: &str, value: &str) {
        if PLACES.contains(&name) || is_of_format(name, value) || is_number_of_drawing(element, name) {
            return;
        }
        // The same few words stand at every cell.
        if value.len() <= SHORT && !self.seen.insert(format!("{name}={value}")) {
            return;
        }
        if FORMULA_ATTRIBUTES.contains(&name) {
            self.formula(value);
        } else if is_measure(value) {
            let is_value = VALUES.contains(&name) && (self.kind != Kind::Measures || has_fraction(value));
            if is_value {
                self.found.extend(self.forbidden.in_number(value).into_iter().map(str::to_owned));
                self.text(value);
            }
        } else if VOCABULARY.contains(&name) || self.kind == Kind::Cells && !ods::WORDS.contains(&name) {
            self.found.extend(self.forbidden.in_words(value));
        } else if name == "location" || name == "Target" {
            let sheet = value.rsplit_once('!').map_or(value, |(sheet, _)| sheet);
            self.text(sheet);
        } else if name == "formatCode" {
            self.found.extend(self.forbidden.in_words(value));
        } else {
            self.text(value);
        }
    }
}

/// Namespaces, relations and unique ids.
fn is_of_format(name: &str, value: &str) -> bool {
    let is_id = value.len() == 38 && value.starts_with('{') && value.ends_with('}');
    let is_relation = matches!(name, "id" | "Id" | "embed" | "link" | "pict") && value.starts_with("rId");
    is_id
        || is_relation
        || ["http://schemas.", "http://purl.", "http://www.w3.org", "urn:schemas", "urn:oasis", "http://openoffice.org"]
            .iter()
            .any(|start| value.starts_with(start))
}

/// Ids and sizes of charts and shapes, even where they are called values.
fn is_number_of_drawing(element: &str, name: &str) -> bool {
    name == "val" && matches!(element, "srgbClr" | "idx" | "order" | "axId" | "crossAx" | "gapWidth" | "overlap")
}

/// A number, with a unit of length or without.
fn is_measure(value: &str) -> bool {
    let bare = value.trim_end_matches(|letter: char| letter.is_ascii_lowercase() || letter == '%');
    let unit = value.get(bare.len()..).unwrap_or_default();
    matches!(unit, "" | "in" | "cm" | "mm" | "pt" | "px" | "pc" | "em" | "%") && bare.trim().parse::<f64>().is_ok()
}

fn has_fraction(value: &str) -> bool {
    value.contains('.') && !value.ends_with(".0")
}
