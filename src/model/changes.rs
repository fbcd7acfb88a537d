//! What somebody changed in a table that was written to be edited: rows are known again by their keys, however they were
//! sorted, filtered or moved to other sheets since.
//!
//! A key is `K`, the number of the row, and a fingerprint of what it held when it was written: `K17-3fa91c02`. So a key
//! that was touched, and a row that has changed in the data since, are found out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;
use sha2::{Digest as _, Sha256};

use super::catalog::Catalog;
use crate::finding::codes::changes as codes;
use crate::finding::{Finding, Findings, Severity};
use crate::origin::Origin;
use crate::tables::schema::{self, TableSpec};
use crate::tables::{self, Input, ReadOptions, Reading, Synonyms, Table, TableError, Texts, Value};
use crate::values::{Locale, hex};
use crate::workbook::{self, CellValue, Limits, Source};

/// Beginning of the title of the key column; the name of the table follows.
pub const KEY_TITLE: &str = "partsbook key";

/// What happened to a cell or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A value of a row that was added.
    Added,
    /// A value that is another one now.
    Changed,
    /// A row that is not there any more.
    Removed,
}

impl ChangeKind {
    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// Table of the schema.
    pub table: String,
    /// What names the row: its number, of several parts with ` / ` between them.
    pub key: String,
    /// The column; none for a row that was removed.
    pub column: Option<String>,
    /// The value before, as text.
    pub before: Option<String>,
    /// The value now, as text.
    pub after: Option<String>,
    /// Where the new value stands in the edited workbook.
    pub edited: Option<Origin>,
    /// Where the old value, or its row, stands in the workbook that was read.
    pub source: Option<Origin>,
}

/// All changes, by table: those of the rows that are there in their order, then rows that were removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The changes.
    pub changes: Vec<Change>,
    /// What is doubtful about them.
    pub findings: Findings,
}

/// The keys of the rows of a table, in their order.
#[must_use]
pub fn row_keys(table: &Table, texts: &Texts) -> Vec<String> {
    (0..table.len()).map(|row| format!("K{}-{}", row.saturating_add(1), fingerprint(table, row, texts))).collect()
}

/// Eight digits of what a row holds.
fn fingerprint(table: &Table, row: usize, texts: &Texts) -> String {
    let mut hash = Sha256::new();
    for column in table.columns() {
        if let Some(text) = shown(column.values.get(row), texts) {
            hash.update(column.name.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([1]);
        }
    }
    hex(hash.finalize().get(..4).unwrap_or_default())
}

/// A value as text; none when blank.
fn shown(value: Value, texts: &Texts) -> Option<String> {
    match value {
        Value::Blank => None,
        Value::Text(symbol) => Some(plain(texts.get(symbol))),
        Value::Decimal(number) => Some(number.normalize().to_string()),
        Value::Date(date) => Some(date.to_string()),
        Value::Flag(flag) => Some(if flag { "Y" } else { "N" }.to_owned()),
        Value::Integer(number) => Some(number.to_string()),
    }
}

/// A text as a cell holds it.
fn plain(text: &str) -> String {
    let text: String =
        text.chars().map(|letter| if letter.is_control() && letter != '\n' { ' ' } else { letter }).collect();
    text.trim().to_owned()
}

/// The keys found on one sheet.
struct KeySheet {
    origin: Origin,
    table: &'static TableSpec,
    header_row: u32,
    /// Column of the keys.
    column: u32,
    keys: BTreeMap<u32, String>,
}

/// What is different in an edited workbook.
///
/// # Errors
/// When the workbook cannot be read.
pub fn changes(catalog: &Catalog, source: &Source, limits: &Limits) -> Result<Changes, TableError> {
    let (sheets, others, name) = key_sheets(source, limits)?;
    let mut found = Changes::default();
    if sheets.is_empty() {
        found.findings.push(Finding::new(&codes::E_EDIT_NO_KEY).at(Origin::workbook(name.as_str().into())));
        return Ok(found);
    }
    let key_of = |origin: &Origin| {
        if origin.sheet.is_empty() { name.clone() } else { format!("{name}!{}", origin.sheet) }
    };
    let mut options = ReadOptions {
        locale: catalog.company().text("locale").and_then(Locale::from_name),
        synonyms: Synonyms::default(),
        limits: limits.clone(),
        ..ReadOptions::default()
    };
    for sheet in &sheets {
        options.sheets.insert(key_of(&sheet.origin), sheet.table.name.to_owned());
        let own = catalog.table(sheet.table.name).columns().iter();
        for column in own.filter(|column| sheet.table.field(&column.name).is_none()) {
            options.synonyms.add_own(sheet.table.name, &column.name, &column.title);
            options.synonyms.add_own(sheet.table.name, &column.name, &column.name);
        }
    }
    options.sheets.extend(others.iter().map(|origin| (key_of(origin), "-".to_owned())));
    let reading = tables::read(&[Input::Source(source.clone())], &options, &|_, _| true)?;
    let by_table: BTreeMap<&str, Vec<&KeySheet>> = sheets.iter().fold(BTreeMap::new(), |mut map, sheet| {
        map.entry(sheet.table.name).or_insert_with(Vec::new).push(sheet);
        map
    });
    for (name, sheets) in by_table {
        Comparison::new(catalog, &reading, name, &sheets).run(&sheets, &mut found);
    }
    let is_told = |finding: &Finding| finding.code.id != "I-SHEET-SKIPPED";
    found.findings.extend(reading.findings.iter().filter(|finding| is_told(finding)).cloned());
    found.findings.sort();
    Ok(found)
}

/// The sheets with a key column, the sheets without, and the name of the workbook.
fn key_sheets(source: &Source, limits: &Limits) -> Result<(Vec<KeySheet>, Vec<Origin>, String), TableError> {
    let mut book = workbook::open(source, limits)?;
    let name = book.name().clone();
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for index in 0..book.sheets().len() {
        let Some(info) = book.sheets().get(index).cloned() else { continue };
        let origin = Origin::sheet(name.clone(), info.name);
        let mut found: Option<KeySheet> = None;
        book.read_sheet(index, &mut |cell| {
            match &mut found {
                None => {
                    if let CellValue::Text(text) = cell.value
                        && let Some(table) =
                            text.trim().strip_prefix(KEY_TITLE).and_then(|rest| schema::table(rest.trim()))
                    {
                        found = Some(KeySheet {
                            origin: origin.clone(),
                            table,
                            header_row: cell.row,
                            column: cell.column,
                            keys: BTreeMap::new(),
                        });
                    }
                }
                Some(sheet) if sheet.column == cell.column && cell.row > sheet.header_row => {
                    let text = workbook::display(&cell).trim().to_owned();
                    // The title again is a repeated header.
                    if !text.is_empty() && !text.starts_with(KEY_TITLE) {
                        sheet.keys.insert(cell.row, text);
                    }
                }
                Some(_) => {}
            }
            Ok(())
        })?;
        match found {
            Some(sheet) => with.push(sheet),
            None => without.push(origin),
        }
    }
    Ok((with, without, name.to_string()))
}

/// A table before and after.
struct Comparison<'a> {
    catalog: &'a Catalog,
    reading: &'a Reading,
    before: &'a Table,
    after: Option<&'a Table>,
    spec: Option<&'static TableSpec>,
    name: &'a str,
    by_fingerprint: HashMap<String, Vec<usize>, FixedState>,
    fingerprints: Vec<String>,
    /// Cells whose value could not be read: they count as unchanged.
    unread: BTreeSet<(Origin, u32, u32)>,
}

impl<'a> Comparison<'a> {
    fn new(catalog: &'a Catalog, reading: &'a Reading, name: &'a str, sheets: &[&KeySheet]) -> Self {
        let before = catalog.table(name);
        let fingerprints: Vec<String> =
            (0..before.len()).map(|row| fingerprint(before, row, catalog.texts())).collect();
        let mut by_fingerprint: HashMap<String, Vec<usize>, FixedState> = HashMap::default();
        for (row, print) in fingerprints.iter().enumerate() {
            by_fingerprint.entry(print.clone()).or_default().push(row);
        }
        let mut unread = BTreeSet::new();
        for finding in reading.findings.iter().filter(|finding| finding.severity() == Severity::Error) {
            let Some(origin) = &finding.origin else { continue };
            let sheet = Origin { row: None, column: None, ..origin.clone() };
            if let Some(column) = origin.column.filter(|_| sheets.iter().any(|own| own.origin == sheet)) {
                unread.extend(finding.rows().into_iter().map(|row| (sheet.clone(), row, column)));
            }
        }
        Self {
            catalog,
            reading,
            before,
            after: reading.tables.get(name),
            spec: schema::table(name),
            name,
            by_fingerprint,
            fingerprints,
            unread,
        }
    }

    /// The row a key was written for.
    fn row_of(&self, key: &str) -> Option<usize> {
        let (number, print) = key.strip_prefix('K')?.split_once('-')?;
        let row = number.parse::<usize>().ok()?.checked_sub(1)?;
        if self.fingerprints.get(row).is_some_and(|own| own == print) {
            return Some(row);
        }
        // The row has moved in the data since.
        match self.by_fingerprint.get(print).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            _ => None,
        }
    }

    fn run(&self, sheets: &[&KeySheet], found: &mut Changes) {
        let mut rows: BTreeMap<usize, Vec<Origin>> = BTreeMap::new();
        // Rows of which it is not known what they were: one that seems to be missing may be one of them.
        let mut doubtful = 0_usize;
        for sheet in sheets {
            for (&row, key) in &sheet.keys {
                let origin = sheet.origin.at(row, sheet.column);
                if let Some(own) = self.row_of(key) {
                    rows.entry(own).or_default().push(origin);
                } else {
                    doubtful += 1;
                    found.findings.push(Finding::new(&codes::E_EDIT_KEY).at(origin).value(key));
                }
            }
        }
        let mut known: BTreeMap<(Origin, u32), usize> = BTreeMap::new();
        for (&own, places) in &rows {
            match places.as_slice() {
                [only] => {
                    let sheet = Origin { row: None, column: None, ..only.clone() };
                    known.insert((sheet, only.row.unwrap_or_default()), own);
                }
                many => {
                    doubtful += many.len();
                    for place in many {
                        let others: Vec<String> =
                            many.iter().filter(|other| *other != place).map(Origin::cell).collect();
                        let finding = Finding::new(&codes::E_EDIT_KEY_DUP).at(place.clone()).value(self.label(own));
                        found.findings.push(finding.detail(format!("also in {}", others.join(", "))));
                    }
                }
            }
        }
        self.columns(sheets, found);
        let read = self.rows_there(sheets, &known, found);
        for ((sheet, row), own) in known.iter().filter(|(place, _)| !read.contains(*place)) {
            let finding = Finding::new(&codes::W_EDIT_ROW).at(sheet.at_row(*row));
            found.findings.push(finding.value(self.label(*own)));
        }
        let removed: Vec<usize> = (0..self.before.len()).filter(|row| !rows.contains_key(row)).collect();
        if doubtful > 0 && !removed.is_empty() {
            let rows = if removed.len() == 1 { "1 row".to_owned() } else { format!("{} rows", removed.len()) };
            let detail = format!("{rows} of `{}`", self.name);
            let at = sheets.first().map(|sheet| sheet.origin.clone());
            let finding = Finding { origin: at, ..Finding::new(&codes::W_EDIT_REMOVED).detail(detail) };
            found.findings.push(finding);
            return;
        }
        found.changes.extend(removed.into_iter().map(|row| Change {
            kind: ChangeKind::Removed,
            table: self.name.to_owned(),
            key: self.label(row),
            column: None,
            before: None,
            after: None,
            edited: None,
            source: self.before.origin(row),
        }));
    }

    /// Goes through the rows that were read, in their order; returns their places.
    fn rows_there(
        &self,
        sheets: &[&KeySheet],
        known: &BTreeMap<(Origin, u32), usize>,
        found: &mut Changes,
    ) -> BTreeSet<(Origin, u32)> {
        let mut read = BTreeSet::new();
        let Some(after) = self.after else { return read };
        for row in 0..after.len() {
            let Some(origin) = after.origin(row) else { continue };
            let place = (Origin { row: None, ..origin.clone() }, origin.row.unwrap_or_default());
            // The titles of a sheet of settings look like a setting.
            if sheets.iter().any(|sheet| sheet.origin == place.0 && place.1 <= sheet.header_row) {
                continue;
            }
            let has_key = sheets.iter().any(|sheet| sheet.origin == place.0 && sheet.keys.contains_key(&place.1));
            match known.get(&place) {
                Some(&own) => self.compare(own, row, found),
                None if has_key => {}
                None => self.added(row, found),
            }
            read.insert(place);
        }
        read
    }

    fn value_after(&self, row: usize, name: &str) -> Option<String> {
        let values = &self.after?.column(name)?.values;
        shown(values.get(row), &self.reading.texts)
    }

    fn value_before(&self, row: usize, name: &str) -> Option<String> {
        shown(self.before.column(name)?.values.get(row), self.catalog.texts())
    }

    /// The columns of the edited table that are compared: those it had, and others of the schema.
    fn compared(&self) -> Vec<&'a str> {
        let Some(after) = self.after else { return Vec::new() };
        let is_known = |name: &str| {
            self.before.has(name)
                || self.spec.is_some_and(|spec| spec.field(name).is_some() || name == "key" || name == "value")
        };
        after.columns().iter().map(|column| &*column.name).filter(|name| is_known(name)).collect()
    }

    /// The cell of the edited workbook; none when its sheet has no such column or the value could not be read.
    fn edited_cell(&self, row: usize, name: &str) -> Option<Origin> {
        let cell = self.after?.cell(row, name)?;
        let (at, column) = (cell.row?, cell.column?);
        let sheet = Origin { row: None, column: None, ..cell.clone() };
        (!self.unread.contains(&(sheet, at, column))).then_some(cell)
    }

    fn compare(&self, own: usize, row: usize, found: &mut Changes) {
        for name in self.compared() {
            let Some(cell) = self.edited_cell(row, name) else { continue };
            let (before, after) = (self.value_before(own, name), self.value_after(row, name));
            if before == after {
                continue;
            }
            if self.spec.is_some_and(|spec| spec.keys().any(|field| field.name == name)) {
                let finding = Finding::new(&codes::W_EDIT_NAME).at(cell.clone()).field(name);
                let said = format!("it was \"{}\"", before.as_deref().unwrap_or_default());
                found.findings.push(finding.value(after.as_deref().unwrap_or_default()).detail(said));
            }
            found.changes.push(Change {
                kind: ChangeKind::Changed,
                table: self.name.to_owned(),
                key: self.label(own),
                column: Some(name.to_owned()),
                before,
                after,
                edited: Some(cell),
                source: self.before.cell(own, name),
            });
        }
    }

    fn added(&self, row: usize, found: &mut Changes) {
        let label = self.named(|name| self.value_after(row, name));
        for name in self.compared() {
            let (Some(cell), Some(after)) = (self.edited_cell(row, name), self.value_after(row, name)) else {
                continue;
            };
            found.changes.push(Change {
                kind: ChangeKind::Added,
                table: self.name.to_owned(),
                key: label.clone().unwrap_or_default(),
                column: Some(name.to_owned()),
                before: None,
                after: Some(after),
                edited: Some(cell),
                source: None,
            });
        }
    }

    /// Columns that are gone, and columns that are none of the table.
    fn columns(&self, sheets: &[&KeySheet], found: &mut Changes) {
        let Some(after) = self.after else { return };
        for part in after.parts() {
            for column in self.before.columns() {
                let index = after.columns().iter().position(|other| other.name == column.name);
                if index.and_then(|index| part.columns.get(index).copied().flatten()).is_none() {
                    let finding = Finding::new(&codes::W_EDIT_COLUMN).at(part.sheet.clone());
                    found.findings.push(finding.field(&*column.name).value(&*column.title));
                }
            }
        }
        let compared = self.compared();
        for report in self.reading.sheets.iter().filter(|sheet| sheets.iter().any(|own| own.origin == sheet.place)) {
            let kept =
                report.mapped.iter().filter(|(_, field)| !compared.contains(&field.as_str())).map(|(title, _)| title);
            for title in report.not_used.iter().chain(kept).filter(|title| !title.starts_with(KEY_TITLE)) {
                found.findings.push(Finding::new(&codes::I_EDIT_COLUMN).at(report.place.clone()).value(title));
            }
        }
    }

    /// What names a row of the data.
    fn label(&self, row: usize) -> String {
        self.named(|name| self.value_before(row, name))
            .or_else(|| self.before.origin(row).map(|origin| format!("row {}", origin.cell())))
            .unwrap_or_default()
    }

    fn named(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let names: Vec<&str> = match self.spec {
            Some(spec) if spec.form == schema::Form::KeyValue => vec!["key"],
            Some(spec) => spec.keys().map(|field| field.name).collect(),
            None => Vec::new(),
        };
        let parts: Vec<String> = names.into_iter().filter_map(value).collect();
        (!parts.is_empty()).then(|| parts.join(" / "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;

    /// A CSV as it comes back: `KEY` of the n-th row is written `{n}`.
    fn back(catalog: &Catalog, text: &str) -> Changes {
        let keys = row_keys(catalog.table("items"), catalog.texts());
        let mut text = text.to_owned();
        for (number, key) in keys.iter().enumerate() {
            text = text.replace(&format!("{{{number}}}"), key);
        }
        let source = Source::Bytes { name: "back.csv".into(), data: text.into_bytes().into() };
        changes(catalog, &source, &Limits::default()).unwrap()
    }

    fn sample() -> Catalog {
        catalog(&[("items", "item,gross_price,spare\nA1,10.50,Y\nB2,20,\nC3,,N")])
    }

    fn lines(changes: &Changes) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let line = |change: &Change| {
            format!(
                "{} {} {} {}>{}",
                change.kind.name(),
                change.key,
                text(&change.column),
                text(&change.before),
                text(&change.after)
            )
        };
        changes.changes.iter().map(line).collect()
    }

    fn codes(changes: &Changes) -> Vec<&str> {
        changes.findings.iter().map(|finding| finding.code.id).collect()
    }

    #[test]
    fn nothing_changed_is_nothing_however_it_is_sorted() {
        let found =
            back(&sample(), "gross_price;partsbook key items;item;spare\n;{2};C3;no\n10,5;{0};A1;yes\n20;{1};B2;\n");
        assert_eq!(found, Changes::default());
    }

    #[test]
    fn changes_additions_and_removals_are_told_exactly() {
        let found = back(&sample(), "partsbook key items;item;gross_price;spare\n{1};B2;21;x\n;D4;5;\n{2};C3;;N\n");
        assert_eq!(
            lines(&found),
            [
                "changed B2 gross_price 20>21",
                "changed B2 spare >Y",
                "added D4 item >D4",
                "added D4 gross_price >5",
                "removed A1  >"
            ]
        );
        assert_eq!(codes(&found), [] as [&str; 0]);
        assert_eq!(found.changes[0].edited.as_ref().unwrap().cell(), "C2");
        assert_eq!(found.changes[0].source.as_ref().unwrap().cell(), "B3");
    }

    #[test]
    fn what_breaks_it_is_said_and_nothing_is_guessed() {
        let found = back(&sample(), "item;gross_price\nA1;11\nB2;20\n");
        assert_eq!((codes(&found), found.changes.len()), (vec!["E-EDIT-NO-KEY"], 0));
        let head = "partsbook key items;item;gross_price;spare\n";
        let found = back(&sample(), &format!("{head}{{0}};A1;99;Y\n{{0}};A9;1;Y\n{{1}};B2;20;\n{{2}};C3;;N\n"));
        assert_eq!((codes(&found), found.changes.len()), (vec!["E-EDIT-KEY-DUP"; 2], 0));
        let found = back(&sample(), &format!("{head}K1-00000000;A1;99;Y\n{{1}};B2;20;\n{{2}};C3;;N\n"));
        assert_eq!((codes(&found), found.changes.len()), (vec!["E-EDIT-KEY", "W-EDIT-REMOVED"], 0));
        let found = back(&sample(), &format!("{head}{{0}};A1;a lot;Y\n{{1}};B2;20;\n{{2}};C3;;N\n"));
        assert_eq!((codes(&found), found.changes.len()), (vec!["E-NUMBER"], 0));
        let found = back(&sample(), &format!("{head}{{0}};;10,5;Y\n{{1}};B2;20;\n{{2}};C3;;N\n"));
        assert_eq!((codes(&found), found.changes.len()), (vec!["E-KEY-BLANK", "W-EDIT-ROW"], 0));
        let found = back(&sample(), "partsbook key items;item;spare;my note\n{0};A1;Y;x\n{1};B2;;\n{2};C3;N;\n");
        assert_eq!(codes(&found)[..1], ["W-EDIT-COLUMN"]);
        assert_eq!(found.changes.len(), 0);
        let found = back(&sample(), &format!("{head}{{0}};A10;10,5;Y\n{{1}};B2;20;\n{{2}};C3;;N\n"));
        assert_eq!((codes(&found), lines(&found)), (vec!["W-EDIT-NAME"], vec!["changed A1 item A1>A10".to_owned()]));
    }

    #[test]
    fn a_row_that_moved_in_the_data_is_known_again() {
        let old = sample();
        let keys = row_keys(old.table("items"), old.texts());
        let new = catalog(&[("items", "item,gross_price,spare\nZ,1,\nA1,10.50,Y\nB2,20,\nC3,,N")]);
        let own = row_keys(new.table("items"), new.texts());
        let text = format!(
            "partsbook key items;item;gross_price;spare\n{};Z;1;\n{};A1;12;Y\n{};B2;20;\n{};C3;;N\n",
            own[0], keys[0], keys[1], keys[2]
        );
        assert_eq!(lines(&back(&new, &text)), ["changed A1 gross_price 10.5>12"]);
    }
}
