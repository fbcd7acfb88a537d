//! One sheet read as one table: which rows hold the titles, which column holds which field.
//!
//! Rules: workbook specification, section 1. A title in the dictionary of two fields is decided by the other columns, by
//! the language of the other titles at last; what stays open is said.

use std::collections::BTreeMap;

use super::aliases;
use super::content::Sample;
use super::labels;
use super::mapping::Mapping;
use super::matrix::{self, Axis};
use super::questions::{Asked, needs};
use super::schema::{self, TableSpec};
use super::stand_in;
use super::synonyms::Synonyms;
use super::titles::{Title, Titles, readings_of};
use crate::finding::{Finding, codes};
use crate::origin::{Origin, column_letters};
use crate::values::fold_title;

/// The texts of the first rows of a sheet: row, then column and text.
pub(super) type HeadRows = BTreeMap<u32, Vec<(u32, String)>>;

/// What is looked at: the first rows and what the user said.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) rows: &'a HeadRows,
    pub(super) place: &'a Origin,
    pub(super) synonyms: &'a Synonyms,
    /// The row of titles, where it is known: that of an Excel table, or of a table in memory.
    pub(super) header: Option<u32>,
    /// The name of the sheet, or the caller, says which table it is.
    pub(super) named: bool,
}

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
    /// Last row of the titles; none for settings without titles.
    pub(super) header_row: Option<u32>,
    /// First row of the titles.
    pub(super) first_title_row: Option<u32>,
    pub(super) columns: Vec<MappedColumn>,
    /// All titles, as they stand and joined.
    pub(super) titles_read: Vec<Title>,
    /// Their columns and texts.
    pub(super) texts: Vec<(u32, String)>,
    /// Columns whose title no field claims.
    pub(super) unused: Vec<(u32, String)>,
    /// Columns whose title no field claims that are carried along.
    pub(super) kept: Vec<u32>,
    /// Titles with several meanings.
    pub(super) asked: Vec<Asked>,
    /// Fields that no title names, and the titles that serve instead.
    pub(super) stand_ins: Vec<(&'static str, String)>,
    /// The axis in the titles of a matrix.
    pub(super) axis: Option<Axis>,
    /// Titles that the table or its dictionary knows.
    pub(super) known: usize,
    /// Titles of two rows that mean something only together.
    pub(super) joined: usize,
    /// All titles of the row.
    pub(super) titles: usize,
    pub(super) findings: Vec<Finding>,
    /// False when a required column is missing: the sheet is not used.
    pub(super) usable: bool,
    /// Required fields that are missing and what is needed in words.
    pub(super) missing: Vec<(&'static str, String)>,
    /// What is missing, in words; blank when nothing is.
    pub(super) needs: String,
    /// How it was decided, for `catalog.tables`.
    pub(super) reason: String,
    /// The tables that were weighed and how many titles each knows.
    pub(super) scores: String,
}

impl Layout {
    /// True when a column holds this field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.columns.iter().any(|mapped| mapped.field == field)
    }

    /// Needed fields that no title names. A name in the place of a description is not among them: nothing needs it.
    pub(super) fn guessed(&self) -> impl Iterator<Item = &'static str> {
        self.stand_ins.iter().map(|(field, _)| *field).filter(|field| *field != stand_in::DESCRIPTION)
    }

    /// True for a column whose title nothing knows: it is carried along, and no rule reads it.
    pub(super) fn is_only_kept(&self, own: &MappedColumn) -> bool {
        self.kept.contains(&own.column) && !WITH_OWN_COLUMNS.contains(&self.spec.name)
    }

    /// True when another table may stand beside this one: titles are there twice.
    pub(super) fn is_doubled(&self) -> bool {
        self.findings.iter().any(|finding| finding.code.id == codes::reading::E_HEADER_DUP.id)
    }
}

/// Tables in which columns with titles of their own are read: properties of variants, arguments of tasks.
const WITH_OWN_COLUMNS: &[&str] = &["variant_rules", "models", "tasks"];

/// A title given by the user counts as many others when the row of the titles is looked for.
const GIVEN: usize = 10;
/// Rows with two values and more that may stand above the titles.
const ROWS_ABOVE: usize = 8;

/// The sheet read as this table; none when no row looks like its titles.
pub(super) fn layout(look: Look<'_>, spec: &'static TableSpec) -> Option<Layout> {
    if spec.form == schema::Form::KeyValue {
        return Some(settings(look, spec));
    }
    let rows = look.rows;
    let candidates = look.header.map_or_else(|| header_rows(look, spec), |row| vec![row]);
    let mut best: Option<Layout> = None;
    for row in candidates {
        let above = rows.range(..row).filter(|(_, cells)| cells.len() >= 2).count();
        let Some(found) = best_way(look, spec, row) else { continue };
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

/// The titles of one row alone, unless together with the row above or below they say more.
fn best_way(look: Look<'_>, spec: &'static TableSpec, row: u32) -> Option<Layout> {
    let mut ways = readings_of(look.rows, row).into_iter().map(|titles| with_titles(look, spec, &titles));
    let alone = ways.next()?;
    if look.header.is_some() {
        return Some(alone);
    }
    // Joined titles must say more; or as much, when some have no title below them and others mean something together.
    let worth = |found: &Layout| {
        let spans = found.titles_read.iter().any(|title| title.group.is_none() && title.lower.is_none());
        (found.usable, found.known, spans && found.joined > 0)
    };
    Some(ways.fold(alone, |best, found| if worth(&found) > worth(&best) { found } else { best }))
}

/// Rows that may hold the titles, the likeliest first: at least two known titles, more than the row above, and not fewer
/// than the row below (titles are sometimes there twice).
fn header_rows(look: Look<'_>, spec: &TableSpec) -> Vec<u32> {
    let Look { rows, synonyms, .. } = look;
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
    let is_one_column = rows.values().all(|cells| cells.len() == 1) && look.named;
    let enough = if spec.fields.len() == 1 || is_one_column { 1 } else { 2 };
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
        // One axis of a matrix has a title, the other is made of titles.
        let enough = if matrix::may_be_matrix(spec.name) { 1 } else { enough };
        let best = known.iter().filter(|(_, count)| *count >= enough).max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
        found.extend(best.map(|(row, _)| *row));
    }
    found
}

/// The columns under these titles.
fn with_titles(look: Look<'_>, spec: &'static TableSpec, found: &Titles) -> Layout {
    let sample = Sample::new(look.rows, found.row);
    let titles: Vec<(u32, String)> = found.cells.iter().map(|title| (title.column, title.text.clone())).collect();
    let mut mapping = Mapping {
        spec,
        place: look.place.at_row(found.row),
        columns: Vec::new(),
        findings: Vec::new(),
        asked: Vec::new(),
    };
    let joined = map_titles(look, found, &sample, &mut mapping);
    let mut known = mapping.columns.len();
    let stand_ins = stand_in::fill(&mut mapping, &found.cells, &sample, look.named);
    let taken = |mapping: &Mapping, column: u32| mapping.columns.iter().any(|mapped| mapped.column == column);
    let free: Vec<&Title> = found.cells.iter().filter(|title| !taken(&mapping, title.column)).collect();
    let below = |column| sample.below(column);
    let axis = matrix::axis(spec, &free, &|field| mapping.has(field), look.named, &below);
    if let Some(axis) = axis.as_ref().filter(|axis| axis.is_telling) {
        known += axis.columns.len();
    }
    let in_axis = |column: u32| axis.iter().flat_map(|axis| &axis.columns).any(|own| own.column == column);
    let mut unused: Vec<(u32, String)> =
        titles.iter().filter(|(column, _)| !taken(&mapping, *column) && !in_axis(*column)).cloned().collect();
    unused.sort();
    let mut missing = mapping.missing();
    if let Some(axis) = &axis {
        let says = |field: &str| {
            field == axis.value || axis.columns.iter().flat_map(|own| &own.says).any(|(own, _)| *own == field)
        };
        missing.retain(|(field, needed)| !says(field) && !axis_in(needed, &says));
    }
    let needs = needs(spec, &missing, &titles, &mapping.columns);
    let shown = titles.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join(", ");
    for (field, _) in &missing {
        mapping.findings.push(
            Finding::new(&codes::reading::E_COLUMN)
                .at(mapping.place.clone())
                .field(*field)
                .detail(format!("`{}` needs {needs}; the sheet is not used. Its titles here: {shown}", spec.name)),
        );
    }
    let mut kept = Vec::new();
    if spec.keep_unknown {
        kept.extend(unused.iter().map(|(column, _)| *column));
        for (column, title) in unused.drain(..) {
            let field =
                if mapping.has(&title) { format!("{title} ({})", column_letters(column)) } else { title.clone() };
            mapping.columns.push(MappedColumn { column, title, field });
        }
    }
    mapping.columns.sort_by_key(|mapped| mapped.column);
    Layout {
        spec,
        header_row: Some(found.row),
        first_title_row: Some(found.first_row),
        columns: mapping.columns,
        titles_read: found.cells.clone(),
        texts: titles,
        unused,
        kept,
        asked: mapping.asked,
        stand_ins,
        axis,
        known,
        joined,
        titles: found.cells.len(),
        findings: mapping.findings,
        usable: missing.is_empty(),
        missing,
        needs,
        reason: String::new(),
        scores: String::new(),
    }
}

/// Gives each title its field, where one is known; how many titles of two rows mean something only together.
fn map_titles(look: Look<'_>, found: &Titles, sample: &Sample<'_>, mapping: &mut Mapping) -> usize {
    let (spec, synonyms) = (mapping.spec, look.synonyms);
    let mut joined = 0;
    let given_field = |title: &Title| title.spellings().find_map(|text| synonyms.field(spec, text));
    let mut given: Vec<String> = Vec::new();
    for title in &found.cells {
        if let Some(field) = given_field(title) {
            mapping.assign(title.column, &title.text, field);
            given.push(field.to_owned());
        }
    }
    let mut open: Vec<(u32, &str, Vec<String>)> = Vec::new();
    let means = |text: &str, field: &str| readings(spec, text, synonyms).iter().any(|own| own == field);
    let has_currency = found.cells.iter().any(|title| title.spellings().any(|text| means(text, "currency")));
    for title in found.cells.iter().filter(|title| given_field(title).is_none()) {
        let known = |text: &&str| !readings(spec, text, synonyms).is_empty();
        let Some(text) = title.spellings().find(known) else { continue };
        joined += usize::from(title.group.is_some() && text == title.text);
        let mut meanings = readings(spec, text, synonyms);
        meanings.retain(|field| !given.contains(field));
        sample.settle(spec, title.column, text, &mut meanings);
        if !has_currency && matrix::is_value(spec, title) {
            meanings.clear();
        }
        match meanings.as_slice() {
            [] => {}
            [one] => mapping.assign(title.column, text, one),
            _ => open.push((title.column, text, meanings)),
        }
    }
    for (column, title, readings) in open {
        let free: Vec<&String> = readings.iter().filter(|field| !mapping.has(field)).collect();
        match free.as_slice() {
            [] => mapping.duplicate(column, title, &readings[..1].concat()),
            // `Item | Material`: the first may be the position and the second the number.
            [one] if *one == "material_grade" && !mapping.is_sure("item") => mapping.duplicate(column, title, "item"),
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
    joined
}

/// True when one of several needed fields is said by the axis.
fn axis_in(needed: &str, says: &dyn Fn(&str) -> bool) -> bool {
    needed.strip_prefix("one of ").is_some_and(|list| list.split(", ").any(|field| says(field.trim_matches('`'))))
}

/// The row of titles of a sheet of keys and values, above all settings: `Key | Value` in any language.
fn titles_of_settings(look: Look<'_>, spec: &TableSpec, key: u32, value: u32) -> Option<u32> {
    let is_title = |text: &str, field: &str| {
        let own = fold_title(text);
        labels::LANGUAGES
            .iter()
            .any(|language| labels::known(field, language).is_some_and(|label| fold_title(label) == own))
    };
    for (row, cells) in look.rows {
        let at = |column: u32| cells.iter().find(|(own, _)| *own == column).map(|(_, text)| text.as_str());
        if let (Some(name), Some(text)) = (at(key), at(value)) {
            if is_title(name, "key") && is_title(text, "value") {
                return Some(*row);
            }
            if !readings(spec, name, look.synonyms).is_empty() {
                return None;
            }
        }
    }
    None
}

/// A sheet of keys and values: no titles needed; the first filled column holds the keys, the next filled one the values.
fn settings(look: Look<'_>, spec: &'static TableSpec) -> Layout {
    let Look { rows, synonyms, .. } = look;
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
    let titles = titles_of_settings(look, spec, key, value);
    Layout {
        spec,
        header_row: titles,
        first_title_row: titles,
        columns: vec![column(key, "key"), column(value, "value")],
        titles_read: Vec::new(),
        texts: Vec::new(),
        unused: Vec::new(),
        kept: Vec::new(),
        asked: Vec::new(),
        stand_ins: Vec::new(),
        axis: None,
        known,
        joined: 0,
        titles: rows.len(),
        findings: Vec::new(),
        usable: known >= 1,
        missing: Vec::new(),
        needs: String::new(),
        reason: String::new(),
        scores: String::new(),
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
