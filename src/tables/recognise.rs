//! Decides what a sheet is: which table, which row holds the titles, which column holds which field.
//!
//! Rules: workbook specification, section 1. What cannot be decided is said, never guessed.

use std::collections::BTreeMap;

use super::aliases;
use super::schema::{self, Required, TableSpec};
use crate::finding::{Finding, codes};
use crate::origin::Origin;
use crate::values::fold_title;

/// Titles given by the user: field by title, for any table.
#[derive(Clone, Debug, Default)]
pub struct Synonyms(BTreeMap<String, String>);

impl Synonyms {
    /// A title (folded when looked up) names a field.
    pub fn add(&mut self, field: &str, title: &str) {
        self.0.insert(fold_title(title), field.trim().to_owned());
    }

    /// True when nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn field(&self, title: &str) -> Option<&str> {
        self.0.get(&fold_title(title)).map(String::as_str)
    }
}

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
    pub(super) findings: Vec<Finding>,
    /// False when a required column is missing: the sheet is not used.
    pub(super) usable: bool,
    /// How it was decided, for `catalog.tables`.
    pub(super) reason: String,
}

/// What recognising came to.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// The sheet belongs to a table.
    Table(Box<Layout>),
    /// It does not, and why.
    Unknown(Vec<Finding>),
}

/// Tables in the order in which equally good readings are preferred; all others follow in the order of the schema.
const PREFERRED: &[&str] =
    &["items", "bom", "customers", "customer_prices", "price_lists", "order_lines", "stock", "machines"];

/// The group of columns that may be missing because the name of the sheet serves: the parent of a parts list.
const FROM_SHEET_NAME: &str = "structure";

/// Decides what a sheet is from its name, its first rows and what the user said.
pub(super) fn recognise(
    rows: &HeadRows,
    sheet_name: &str,
    place: &Origin,
    forced: Option<&'static TableSpec>,
    synonyms: &Synonyms,
) -> Verdict {
    if let Some(spec) = forced {
        return as_table(rows, spec, place, synonyms, "named by `sheets`".to_owned());
    }
    let by_name: Vec<&'static TableSpec> =
        aliases::sheet_tables(sheet_name).into_iter().filter_map(|hit| schema::table(hit.table)).collect();
    if !by_name.is_empty() {
        let best = by_name
            .iter()
            .filter_map(|spec| layout(rows, spec, place, synonyms).map(|layout| (score(&layout), layout)))
            .max_by(|a, b| a.0.cmp(&b.0));
        if let Some((_, mut layout)) = best
            && (layout.usable || by_name.len() == 1)
        {
            layout.reason = format!("the sheet's name \"{sheet_name}\"");
            return Verdict::Table(Box::new(layout));
        }
    }
    by_titles(rows, place, synonyms)
}

/// Chooses the table whose titles fit best.
fn by_titles(rows: &HeadRows, place: &Origin, synonyms: &Synonyms) -> Verdict {
    let rank = |name: &str| PREFERRED.iter().position(|preferred| *preferred == name).unwrap_or(PREFERRED.len());
    let mut fitting: Vec<((bool, usize, usize), Layout)> = candidates(rows, synonyms)
        .into_iter()
        .filter_map(|spec| layout(rows, spec, place, synonyms))
        .map(|layout| (score(&layout), layout))
        .filter(|(score, _)| score.1 >= 2)
        .collect();
    fitting.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| rank(a.1.spec.name).cmp(&rank(b.1.spec.name))));
    let is_usable = fitting.first().is_some_and(|(score, _)| score.0);
    if !is_usable {
        return Verdict::Unknown(vec![unknown(rows, place, fitting.first().map(|(_, layout)| layout))]);
    }
    let mut fitting = fitting.into_iter();
    let Some((best_score, mut best)) = fitting.next() else {
        return Verdict::Unknown(vec![unknown(rows, place, None)]);
    };
    let rivals: Vec<&str> =
        fitting.take_while(|(score, _)| *score == best_score).map(|(_, layout)| layout.spec.name).collect();
    best.reason = "the titles".to_owned();
    if !rivals.is_empty() {
        best.findings.push(
            Finding::new(&codes::reading::W_TABLE_DOUBTFUL)
                .at(place.clone())
                .value(format!("{}, also {}", best.spec.name, rivals.join(", ")))
                .detail(format!("read as `{}`", best.spec.name)),
        );
    }
    Verdict::Table(Box::new(best))
}

/// The finding about a sheet that is no table, with what it looks most like.
fn unknown(rows: &HeadRows, place: &Origin, nearest: Option<&Layout>) -> Finding {
    let titles = match nearest.and_then(|layout| rows.get(&layout.header_row?)) {
        Some(titles) => Some(titles),
        None => rows.values().max_by_key(|cells| cells.len().min(12)),
    };
    let shown: Vec<&str> = titles.into_iter().flatten().take(12).map(|(_, text)| text.as_str()).collect();
    let finding = Finding::new(&codes::reading::E_SHEET_UNKNOWN).at(place.clone()).value(shown.join(" | "));
    match nearest {
        Some(layout) => {
            let missing: Vec<&str> = layout
                .findings
                .iter()
                .filter(|finding| finding.code == &codes::reading::E_COLUMN)
                .filter_map(|finding| finding.field.as_deref())
                .collect();
            finding.detail(format!(
                "it looks most like `{}`, but no title says which column is {}",
                layout.spec.name,
                missing.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(" and ")
            ))
        }
        None => finding,
    }
}

/// Tables that know at least two of the titles.
fn candidates(rows: &HeadRows, synonyms: &Synonyms) -> Vec<&'static TableSpec> {
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (_, text) in rows.values().flatten() {
        let mut tables: Vec<&'static str> = aliases::tables_knowing(text).map(|(table, _)| table).collect();
        if let Some(field) = synonyms.field(text) {
            tables.extend(schema::tables().iter().filter(|spec| spec.field(field).is_some()).map(|spec| spec.name));
        }
        tables.sort_unstable();
        tables.dedup();
        for table in tables {
            *seen.entry(table).or_default() += 1;
        }
    }
    schema::tables().iter().filter(|spec| seen.get(spec.name).is_some_and(|&count| count >= 2)).collect()
}

fn as_table(rows: &HeadRows, spec: &'static TableSpec, place: &Origin, synonyms: &Synonyms, reason: String) -> Verdict {
    match layout(rows, spec, place, synonyms) {
        Some(mut layout) => {
            layout.reason = reason;
            Verdict::Table(Box::new(layout))
        }
        None => Verdict::Unknown(vec![
            Finding::new(&codes::reading::E_NO_HEADER)
                .at(place.clone())
                .detail(format!("the sheet is to be read as `{}`", spec.name)),
        ]),
    }
}

/// Usable first, then more of the required columns and keys, then more columns understood.
fn score(layout: &Layout) -> (bool, usize, usize) {
    let known = layout.columns.iter().filter(|column| layout.spec.field(&column.field).is_some());
    let telling = known
        .clone()
        .filter(|column| {
            layout.spec.field(&column.field).is_some_and(|field| field.required != Required::No || field.key)
        })
        .count();
    (layout.usable, known.count(), telling)
}

/// The sheet read as this table; none when no row looks like its titles.
fn layout(rows: &HeadRows, spec: &'static TableSpec, place: &Origin, synonyms: &Synonyms) -> Option<Layout> {
    if spec.form == schema::Form::KeyValue {
        return Some(settings(rows, spec, synonyms));
    }
    let header_row = header_row(rows, spec, synonyms)?;
    let titles = rows.get(&header_row)?;
    let mut mapping = Mapping { spec, place: place.at_row(header_row), columns: Vec::new(), findings: Vec::new() };
    let mut open: Vec<(u32, &str, Vec<String>)> = Vec::new();
    let mut unused = Vec::new();
    for (column, title) in titles {
        let readings = readings(spec, title, synonyms);
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
                None => mapping.ambiguous(column, title, &readings),
            },
        }
    }
    let taken: Vec<u32> = mapping.columns.iter().map(|mapped| mapped.column).collect();
    for finding in &mapping.findings {
        if let Some(column) = finding.origin.as_ref().and_then(|origin| origin.column)
            && !taken.contains(&column)
        {
            unused.push((column, finding.value.clone().unwrap_or_default()));
        }
    }
    unused.sort();
    if spec.keep_unknown {
        for (column, title) in &unused {
            mapping.columns.push(MappedColumn { column: *column, title: title.clone(), field: title.clone() });
        }
        unused.clear();
    }
    let usable = mapping.check_required();
    mapping.columns.sort_by_key(|mapped| mapped.column);
    Some(Layout {
        spec,
        header_row: Some(header_row),
        columns: mapping.columns,
        unused,
        findings: mapping.findings,
        usable,
        reason: String::new(),
    })
}

/// A sheet of keys and values: no titles needed; the first two filled columns hold them.
fn settings(rows: &HeadRows, spec: &'static TableSpec, synonyms: &Synonyms) -> Layout {
    let first = rows.values().filter_map(|cells| cells.first()).map(|(column, _)| *column).min().unwrap_or(0);
    let columns = vec![
        MappedColumn { column: first, title: "key".to_owned(), field: "key".to_owned() },
        MappedColumn { column: first + 1, title: "value".to_owned(), field: "value".to_owned() },
    ];
    let known = rows
        .values()
        .filter_map(|cells| cells.first())
        .filter(|(_, text)| !readings(spec, text, synonyms).is_empty())
        .count();
    Layout {
        spec,
        header_row: None,
        columns,
        unused: Vec::new(),
        findings: Vec::new(),
        usable: known >= 1,
        reason: String::new(),
    }
}

/// Fields of the table a title may mean.
pub(super) fn readings(spec: &TableSpec, title: &str, synonyms: &Synonyms) -> Vec<String> {
    if let Some(field) = synonyms.field(title)
        && (spec.field(field).is_some() || spec.keep_unknown)
    {
        return vec![field.to_owned()];
    }
    aliases::fields(spec.name, title).into_iter().map(str::to_owned).collect()
}

/// The first row with at least two known titles and more of them than the rows around it.
fn header_row(rows: &HeadRows, spec: &TableSpec, synonyms: &Synonyms) -> Option<u32> {
    let known: Vec<(u32, usize)> = rows
        .iter()
        .map(|(row, cells)| {
            let mut fields: Vec<String> =
                cells.iter().filter_map(|(_, text)| readings(spec, text, synonyms).into_iter().next()).collect();
            fields.sort();
            fields.dedup();
            (*row, fields.len())
        })
        .collect();
    let enough = if spec.fields.len() == 1 { 1 } else { 2 };
    let peak = known.iter().enumerate().find(|&(index, &(_, count))| {
        let before = index.checked_sub(1).and_then(|index| known.get(index)).map_or(0, |&(_, count)| count);
        let after = known.get(index + 1).map_or(0, |&(_, count)| count);
        count >= enough && count > before && count > after
    });
    let best = || known.iter().filter(|(_, count)| *count >= enough).max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    peak.map(|(_, found)| found).or_else(best).map(|(row, _)| *row)
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

    /// Required fields and keys decide between several readings of a title.
    fn is_telling(&self, field: &str) -> bool {
        self.spec.field(field).is_some_and(|field| matches!(field.required, Required::Value | Required::Column))
    }

    fn assign(&mut self, column: u32, title: &str, field: &str) {
        if self.has(field) {
            self.duplicate(column, title, field);
        } else {
            self.columns.push(MappedColumn { column, title: title.to_owned(), field: field.to_owned() });
        }
    }

    fn cell(&self, column: u32) -> Origin {
        self.place.at(self.place.row.unwrap_or(0), column)
    }

    fn duplicate(&mut self, column: u32, title: &str, field: &str) {
        let first = self.columns.iter().find(|mapped| mapped.field == field);
        let detail = first.map(|first| {
            format!(
                "`{field}` is already in column {} (\"{}\"); this column is not used",
                crate::origin::column_letters(first.column),
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

    /// Notes required columns that are missing; false when there are any.
    fn check_required(&mut self) -> bool {
        let missing: Vec<&'static str> = self
            .spec
            .fields
            .iter()
            .filter(|field| matches!(field.required, Required::Value | Required::Column))
            .filter(|field| {
                !self
                    .columns
                    .iter()
                    .any(|mapped| self.spec.field(&mapped.field).is_some_and(|own| own.name == field.name))
            })
            .map(|field| field.name)
            .collect();
        for field in &missing {
            self.note_missing(field, &format!("`{field}`"));
        }
        let open: Vec<&'static str> = self
            .spec
            .groups()
            .into_iter()
            .filter(|group| *group != FROM_SHEET_NAME && !self.has_one_of(group))
            .collect();
        for group in &open {
            let members: Vec<&str> = self.members(group).map(|field| field.name).collect();
            let first = members.first().copied().unwrap_or_default();
            self.note_missing(first, &format!("one of {}", members.join(", ")));
        }
        open.is_empty() && missing.is_empty()
    }

    /// The columns of a group of which one must be there.
    fn members(&self, group: &str) -> impl Iterator<Item = &'static schema::FieldSpec> {
        self.spec.fields.iter().filter(move |field| matches!(field.required, Required::OneOf(own) if own == group))
    }

    fn has_one_of(&self, group: &str) -> bool {
        self.members(group).any(|field| self.has(field.name))
    }

    fn note_missing(&mut self, field: &str, needed: &str) {
        let titles: Vec<&str> = self.columns.iter().map(|mapped| mapped.title.as_str()).collect();
        let detail = format!(
            "`{}` needs {needed}; the sheet is not used. Its titles here: {}",
            self.spec.name,
            titles.join(", ")
        );
        self.findings.push(Finding::new(&codes::reading::E_COLUMN).at(self.place.clone()).field(field).detail(detail));
    }
}
