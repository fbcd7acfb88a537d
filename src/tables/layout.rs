//! One sheet read as one table: which row holds the titles, which column holds which field.
//!
//! Rules: workbook specification, section 1. A title in the dictionary of two fields is decided by the other columns, by
//! the language of the other titles at last; what stays open is said.

use std::collections::BTreeMap;

use super::aliases;
use super::schema::{self, FieldKind, Required, TableSpec};
use super::synonyms::Synonyms;
use crate::finding::{Finding, codes};
use crate::origin::{Origin, column_letters};
use crate::values::fold_title;

/// The texts of the first rows of a sheet: row, then column and text.
pub(super) type HeadRows = BTreeMap<u32, Vec<(u32, String)>>;

/// A column that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MappedColumn {
    pub(super) column: u32,
    pub(super) title: String,
    /// Field of the schema, a language column, a field only the dictionary knows, or the title of a kept column.
    pub(super) field: String,
}

/// What a sheet was taken for.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) spec: &'static TableSpec,
    /// Row of the titles; none for settings without titles.
    pub(super) header_row: Option<u32>,
    pub(super) columns: Vec<MappedColumn>,
    /// Columns whose title no field claims.
    pub(super) unused: Vec<(u32, String)>,
    /// Titles that the table or its dictionary knows.
    pub(super) known: usize,
    /// All titles of the row.
    pub(super) titles: usize,
    pub(super) findings: Vec<Finding>,
    /// False when a required column is missing: the sheet is not used.
    pub(super) usable: bool,
    /// What is missing, in words; blank when nothing is.
    pub(super) needs: String,
    /// How it was decided, for `catalog.tables`.
    pub(super) reason: String,
}

impl Layout {
    /// True when a column holds this field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.columns.iter().any(|mapped| mapped.field == field)
    }
}

/// The group of columns that may be missing because the name of the sheet serves: the parent of a parts list.
const FROM_SHEET_NAME: &str = "structure";
/// A title given by the user counts as many others when the row of the titles is looked for.
const GIVEN: usize = 10;
/// Rows with two values and more that may stand above the titles.
const ROWS_ABOVE: usize = 8;

/// The sheet read as this table; none when no row looks like its titles.
pub(super) fn layout(rows: &HeadRows, spec: &'static TableSpec, place: &Origin, synonyms: &Synonyms) -> Option<Layout> {
    if spec.form == schema::Form::KeyValue {
        return Some(settings(rows, spec, synonyms));
    }
    let mut best: Option<Layout> = None;
    for row in header_rows(rows, spec, synonyms) {
        let above = rows.range(..row).filter(|(_, cells)| cells.len() >= 2).count();
        let Some(found) = rows.get(&row).map(|titles| with_titles(row, titles, spec, place, synonyms)) else {
            continue;
        };
        match &best {
            None => best = Some(found),
            Some(_) if found.usable && above <= ROWS_ABOVE => best = Some(found),
            Some(_) => {}
        }
        if best.as_ref().is_some_and(|best| best.usable) {
            break;
        }
    }
    best
}

/// Rows that may hold the titles, the likeliest first: at least two known titles, more than the row above, and not fewer
/// than the row below (titles are sometimes there twice).
fn header_rows(rows: &HeadRows, spec: &TableSpec, synonyms: &Synonyms) -> Vec<u32> {
    let known: Vec<(u32, usize)> = rows
        .iter()
        .map(|(row, cells)| {
            let meanings: Vec<Vec<String>> = cells
                .iter()
                .map(|(_, text)| readings(spec, text, synonyms))
                .filter(|found| !found.is_empty())
                .collect();
            let mut fields: Vec<&String> = meanings.iter().flatten().collect();
            fields.sort();
            fields.dedup();
            let given = cells.iter().filter(|(_, text)| synonyms.field(spec, text).is_some()).count();
            (*row, fields.len().min(meanings.len()) + given * GIVEN)
        })
        .collect();
    let enough = if spec.fields.len() == 1 { 1 } else { 2 };
    let mut found: Vec<u32> = known
        .iter()
        .enumerate()
        .filter(|&(index, &(_, count))| {
            let before = index.checked_sub(1).and_then(|index| known.get(index)).map_or(0, |&(_, count)| count);
            let after = known.get(index + 1).map_or(0, |&(_, count)| count);
            count >= enough && count > before && count >= after
        })
        .map(|(_, &(row, _))| row)
        .collect();
    if found.is_empty() {
        let best = known.iter().filter(|(_, count)| *count >= enough).max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
        found.extend(best.map(|(row, _)| *row));
    }
    found
}

/// The columns under these titles.
fn with_titles(
    header_row: u32,
    titles: &[(u32, String)],
    spec: &'static TableSpec,
    place: &Origin,
    synonyms: &Synonyms,
) -> Layout {
    let mut mapping = Mapping { spec, place: place.at_row(header_row), columns: Vec::new(), findings: Vec::new() };
    let mut given: Vec<String> = Vec::new();
    for (column, title) in titles {
        if let Some(field) = synonyms.field(spec, title) {
            mapping.assign(*column, title, field);
            given.push(field.to_owned());
        }
    }
    let mut open: Vec<(u32, &str, Vec<String>)> = Vec::new();
    let mut unused = Vec::new();
    for (column, title) in titles.iter().filter(|(_, title)| synonyms.field(spec, title).is_none()) {
        let mut readings = readings(spec, title, synonyms);
        readings.retain(|field| !given.contains(field));
        match readings.as_slice() {
            [] => unused.push((*column, title.clone())),
            [one] => mapping.assign(*column, title, one),
            _ => open.push((*column, title, readings)),
        }
    }
    for (column, title, readings) in open {
        let free: Vec<&String> = readings.iter().filter(|field| !mapping.has(field)).collect();
        match free.as_slice() {
            [] => mapping.duplicate(column, title, &readings[..1].concat()),
            [one] => mapping.assign(column, title, one),
            many => match many.iter().find(|field| mapping.is_telling(field)) {
                Some(field) => mapping.assign(column, title, field),
                None => match mapping.by_language(title, many) {
                    Some(field) => mapping.assign(column, title, &field),
                    None => mapping.ambiguous(column, title, &readings),
                },
            },
        }
    }
    let known = mapping.columns.len();
    let taken: Vec<u32> = mapping.columns.iter().map(|mapped| mapped.column).collect();
    unused.extend(titles.iter().filter(|(column, _)| !taken.contains(column)).cloned());
    unused.sort();
    unused.dedup();
    let missing = mapping.missing();
    let needs = needs(spec, &missing, titles, &mapping.columns);
    let shown = titles.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join(", ");
    for (field, _) in &missing {
        mapping.findings.push(
            Finding::new(&codes::reading::E_COLUMN)
                .at(mapping.place.clone())
                .field(*field)
                .detail(format!("`{}` needs {needs}; the sheet is not used. Its titles here: {shown}", spec.name)),
        );
    }
    if spec.keep_unknown {
        for (column, title) in unused.drain(..) {
            let field =
                if mapping.has(&title) { format!("{title} ({})", column_letters(column)) } else { title.clone() };
            mapping.columns.push(MappedColumn { column, title, field });
        }
    }
    mapping.columns.sort_by_key(|mapped| mapped.column);
    Layout {
        spec,
        header_row: Some(header_row),
        columns: mapping.columns,
        unused,
        known,
        titles: titles.len(),
        findings: mapping.findings,
        usable: missing.is_empty(),
        needs,
        reason: String::new(),
    }
}

/// A sheet of keys and values: no titles needed; the first filled column holds the keys, the next filled one the values.
fn settings(rows: &HeadRows, spec: &'static TableSpec, synonyms: &Synonyms) -> Layout {
    let key = rows.values().filter_map(|cells| cells.first()).map(|(column, _)| *column).min().unwrap_or(0);
    let mut seconds: BTreeMap<u32, usize> = BTreeMap::new();
    for cells in rows.values().filter(|cells| cells.first().is_some_and(|(column, _)| *column == key)) {
        if let Some((column, _)) = cells.get(1) {
            *seconds.entry(*column).or_default() += 1;
        }
    }
    let value = seconds.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map_or(key + 1, |(column, _)| *column);
    let column = |column, name: &str| MappedColumn { column, title: name.to_owned(), field: name.to_owned() };
    let known = rows
        .values()
        .filter_map(|cells| cells.first())
        .filter(|(_, text)| !readings(spec, text, synonyms).is_empty())
        .count();
    Layout {
        spec,
        header_row: None,
        columns: vec![column(key, "key"), column(value, "value")],
        unused: Vec::new(),
        known,
        titles: rows.len(),
        findings: Vec::new(),
        usable: known >= 1,
        needs: String::new(),
        reason: String::new(),
    }
}

/// Fields of the table a title may mean.
pub(super) fn readings(spec: &TableSpec, title: &str, synonyms: &Synonyms) -> Vec<String> {
    if let Some(field) = synonyms.field(spec, title) {
        return vec![field.to_owned()];
    }
    if !may_be_title(title) {
        return Vec::new();
    }
    aliases::fields(spec.name, title).into_iter().map(str::to_owned).collect()
}

/// False for numbers and for whole sentences, which no dictionary has: looking them up would only take time.
pub(super) fn may_be_title(text: &str) -> bool {
    text.len() <= 120 && text.contains(char::is_alphabetic)
}

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
struct Mapping {
    spec: &'static TableSpec,
    place: Origin,
    columns: Vec<MappedColumn>,
    findings: Vec<Finding>,
}

impl Mapping {
    fn has(&self, field: &str) -> bool {
        self.columns.iter().any(|mapped| mapped.field == field)
    }

    /// Required fields decide between several readings of a title.
    fn is_telling(&self, field: &str) -> bool {
        self.spec.field(field).is_some_and(|field| matches!(field.required, Required::Value | Required::Column))
    }

    fn assign(&mut self, column: u32, title: &str, field: &str) {
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
    fn by_language(&self, title: &str, readings: &[&String]) -> Option<String> {
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

    fn duplicate(&mut self, column: u32, title: &str, field: &str) {
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

    fn ambiguous(&mut self, column: u32, title: &str, readings: &[String]) {
        self.findings.push(
            Finding::new(&codes::reading::E_HEADER_AMBIGUOUS).at(self.cell(column)).value(title).detail(format!(
                "it may mean {}; the column is not used",
                readings.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
            )),
        );
    }

    /// Required columns that are missing: a field of the schema and the need in words.
    fn missing(&self) -> Vec<(&'static str, String)> {
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

/// Parts of folded titles that may name things, the likeliest first.
const NAMING: &[&str] = &[
    "partnumber",
    "pn",
    "mpn",
    "ref",
    "mouser",
    "farnell",
    "digikey",
    "ordercode",
    "number",
    "code",
    "编码",
    "型号",
    "名称",
    "name",
    "part",
    "item",
    "desc",
];
/// Parts of folded titles that may name quantities.
const COUNTING: &[&str] = &["qty", "quantity", "count", "amount", "req", "need", "num", "数量", "pcs"];

/// What is missing, in words, with synonyms the user can copy.
fn needs(
    spec: &TableSpec,
    missing: &[(&'static str, String)],
    titles: &[(u32, String)],
    columns: &[MappedColumn],
) -> String {
    let needed: Vec<&str> = missing.iter().map(|(_, needed)| needed.as_str()).collect();
    let mut hints: Vec<String> = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for (field, _) in missing {
        if let Some(title) = likely_title(spec, field, titles, columns, &taken) {
            hints.push(format!("\"{field}\": \"{title}\""));
            taken.push(title);
        }
    }
    let hint = if hints.is_empty() { String::new() } else { format!(" (perhaps synonyms={{{}}})", hints.join(", ")) };
    format!("{}{hint}", needed.join(" and "))
}

/// The title that most likely means a missing field.
fn likely_title<'a>(
    spec: &TableSpec,
    field: &str,
    titles: &'a [(u32, String)],
    columns: &[MappedColumn],
    taken: &[&str],
) -> Option<&'a str> {
    let words = match spec.field(field)?.kind {
        FieldKind::Code => NAMING,
        FieldKind::Decimal | FieldKind::Money | FieldKind::Integer => COUNTING,
        _ => return None,
    };
    let is_needed = |title: &str| {
        let own = columns.iter().find(|mapped| mapped.title == title);
        own.is_some_and(|own| spec.field(&own.field).is_some_and(|field| field.required != Required::No))
    };
    let place = |title: &str| words.iter().position(|word| fold_title(title).contains(word));
    titles
        .iter()
        .filter(|(_, title)| !is_needed(title) && !taken.contains(&title.as_str()))
        .filter_map(|(column, title)| Some((place(title)?, *column, title.as_str())))
        .min()
        .map(|(_, _, title)| title)
}
