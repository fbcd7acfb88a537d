//! Titles on their way to their fields: what each may mean, and which of two columns goes before the other.

use super::aliases;
use super::layout::MappedColumn;
use super::questions::Asked;
use super::schema::{self, FieldKind, Required, TableSpec};
use crate::finding::{Finding, codes};
use crate::origin::{Origin, column_letters};
use crate::values::fold_title;

/// The group of columns that may be missing because the name of the sheet serves: the parent of a parts list.
const FROM_SHEET_NAME: &str = "structure";

/// Folded titles of a position that stands beside a number.
const POSITION_BESIDE: &[&str] = &["item", "items", "itemno", "itemnumber", "itemnr", "no", "nimike"];
/// Beginnings of folded titles of the lower of two parts.
const LOWER_PART: &[&str] = &["sub", "child"];
/// Ends of folded titles that say a number, not a name.
const NUMBER_ENDS: &[&str] = &[
    "number", "numbers", "no", "num", "nr", "nro", "numero", "nummer", "code", "koodi", "kood", "pn", "mpn", "编码",
    "编号", "号", "代码",
];

/// How surely a title means the number of a thing when another title may mean it too.
fn strength(title: &str) -> u8 {
    let folded = fold_title(title);
    if LOWER_PART.iter().any(|start| folded.starts_with(start)) {
        return 2;
    }
    let is_number = title.trim_end().ends_with('#') || NUMBER_ENDS.iter().any(|end| folded.ends_with(end));
    u8::from(is_number && !POSITION_BESIDE.contains(&folded.as_str()))
}

/// Columns on their way to their fields.
pub(super) struct Mapping {
    pub(super) spec: &'static TableSpec,
    pub(super) place: Origin,
    pub(super) columns: Vec<MappedColumn>,
    pub(super) findings: Vec<Finding>,
    /// Titles with several meanings that nothing settles.
    pub(super) asked: Vec<Asked>,
}

impl Mapping {
    pub(super) fn has(&self, field: &str) -> bool {
        self.columns.iter().any(|mapped| mapped.field == field)
    }

    /// Required fields decide between several readings of a title.
    pub(super) fn is_telling(&self, field: &str) -> bool {
        self.spec.field(field).is_some_and(|field| matches!(field.required, Required::Value | Required::Column))
    }

    pub(super) fn assign(&mut self, column: u32, title: &str, field: &str) {
        // A column under the very name of the field goes before any other title; for numbers of things, titles differ.
        let is_code = self.spec.field(field).is_some_and(|field| field.kind == FieldKind::Code);
        let strength = |title: &str| if is_code { strength(title) } else { u8::from(title.trim() == field) };
        let new = MappedColumn { column, title: title.to_owned(), field: field.to_owned() };
        match self.columns.iter_mut().find(|mapped| mapped.field == field) {
            None => self.columns.push(new),
            Some(own) if strength(title) > strength(&own.title) => {
                let weaker = std::mem::replace(own, new);
                self.beside(weaker.column, &weaker.title, field);
            }
            Some(own) if strength(title) < strength(&own.title) => self.beside(column, title, field),
            Some(_) => self.duplicate(column, title, field),
        }
    }

    /// True when the title of a field says a number, and nothing else: `Part number`, not `Item`.
    pub(super) fn is_sure(&self, field: &str) -> bool {
        self.columns.iter().any(|own| own.field == field && strength(&own.title) > 0)
    }

    /// The weaker of two titles of one field: the position beside a number, the upper part beside the lower one.
    fn beside(&mut self, column: u32, title: &str, field: &str) {
        let is_line = field == "item" && self.spec.field("parent").is_some();
        let folded = fold_title(title);
        let strong = self.columns.iter().find(|mapped| mapped.field == field).map_or(0, |own| strength(&own.title));
        let other = if strong > 1 { "parent" } else { "position" };
        let fits = strong > 1 || POSITION_BESIDE.contains(&folded.as_str());
        if is_line && fits && self.spec.field(other).is_some() && !self.has(other) {
            self.columns.push(MappedColumn { column, title: title.to_owned(), field: other.to_owned() });
        } else {
            self.duplicate(column, title, field);
        }
    }

    /// The reading in the language that most of the other titles are written in; none when it does not decide.
    pub(super) fn by_language(&self, title: &str, readings: &[&String]) -> Option<String> {
        let knows = |field: &str, title: &str, language: &str| {
            let folded = fold_title(title);
            aliases::titles(self.spec.name, field, language).any(|alias| fold_title(alias) == folded)
        };
        let written: Vec<(&str, usize)> = aliases::LANGUAGES
            .iter()
            .map(|language| {
                let count = self.columns.iter().filter(|own| knows(&own.field, &own.title, language)).count();
                (*language, count)
            })
            .collect();
        let mut scores: Vec<(usize, &String)> = readings
            .iter()
            .map(|field| {
                // The name of the field itself belongs to every language.
                let is_name = fold_title(title) == fold_title(field);
                let fitting = written.iter().filter(|(language, _)| is_name || knows(field, title, language));
                (fitting.map(|(_, count)| *count).max().unwrap_or(0), *field)
            })
            .collect();
        scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        match scores.as_slice() {
            [(best, field), (second, _), ..] if best > second => Some((*field).clone()),
            _ => None,
        }
    }

    fn cell(&self, column: u32) -> Origin {
        self.place.at(self.place.row.unwrap_or(0), column)
    }

    pub(super) fn duplicate(&mut self, column: u32, title: &str, field: &str) {
        let first = self.columns.iter().find(|mapped| mapped.field == field);
        let detail = first.map(|first| {
            let beside = if fold_title(&first.title) == fold_title(title) && column > first.column + 1 {
                "; a second table beside the first is not read: move it to a sheet of its own"
            } else {
                ""
            };
            format!(
                "`{field}` is in column {} (\"{}\"); this column is not used{beside}",
                column_letters(first.column),
                first.title
            )
        });
        let mut finding = Finding::new(&codes::reading::E_HEADER_DUP).at(self.cell(column)).field(field).value(title);
        finding.detail = detail;
        self.findings.push(finding);
    }

    pub(super) fn ambiguous(&mut self, column: u32, title: &str, readings: &[String]) {
        self.asked.push(Asked { column, title: title.to_owned(), readings: readings.to_vec() });
        self.findings.push(
            Finding::new(&codes::reading::E_HEADER_AMBIGUOUS).at(self.cell(column)).value(title).detail(format!(
                "it may mean {}; the column is not used",
                readings.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
            )),
        );
    }

    /// Required columns that are missing: a field of the schema and the need in words.
    pub(super) fn missing(&self) -> Vec<(&'static str, String)> {
        let is_there = |field: &schema::FieldSpec| {
            self.columns.iter().any(|own| self.spec.field(&own.field).is_some_and(|found| found.name == field.name))
        };
        let required = self.spec.fields.iter();
        let required =
            required.filter(|field| matches!(field.required, Required::Value | Required::Column) && !is_there(field));
        let mut missing: Vec<(&'static str, String)> =
            required.map(|field| (field.name, format!("`{}`", field.name))).collect();
        for group in self.spec.groups() {
            if group != FROM_SHEET_NAME && !self.members(group).any(|field| self.has(field.name)) {
                let members: Vec<String> = self.members(group).map(|field| format!("`{}`", field.name)).collect();
                let first = self.members(group).map(|field| field.name).next().unwrap_or_default();
                missing.push((first, format!("one of {}", members.join(", "))));
            }
        }
        missing
    }

    /// The columns of a group of which one must be there.
    fn members(&self, group: &str) -> impl Iterator<Item = &'static schema::FieldSpec> {
        self.spec.fields.iter().filter(move |field| matches!(field.required, Required::OneOf(own) if own == group))
    }
}
