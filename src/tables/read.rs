//! Sources to typed tables: files, folders, bytes and tables in memory, each sheet to the table it belongs to.

mod beside;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::blocks::Dividing;
use super::currency;
use super::error::TableError;
use super::grid::Grid;
use super::input::InputTable;
use super::labels;
use super::left_out;
use super::remembered::{self, Remembered};
use super::report::{SheetReport, SourceReport};
use super::schema::{self, TableSpec};
use super::sheet_reader::{Given, Outcome, Settings, SheetReader, setting_key};
use super::synonyms::Synonyms;
use super::table::Table;
use super::template;
use super::texts::Texts;
use super::whole;
use crate::finding::{Finding, Findings, codes};
use crate::origin::{Origin, column_letters};
use crate::values::{Locale, hex};
use crate::workbook::{Area, Cell, Limits, SheetNotes, Source, Workbook, WorkbookError, is_answer, open};

/// Endings of files that are read from a folder.
const ENDINGS: &[&str] = &["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv"];

/// Files of this many bytes together are kept open from the first look at them until they are read.
const HELD_BYTES: usize = 256 << 20;

/// One thing to read.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file, a folder of files, or bytes.
    Source(Source),
    /// A table in memory.
    Table(InputTable),
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Settles numbers such as `1,234` and dates such as `1/2/2026`.
    pub locale: Option<Locale>,
    /// Titles and the fields they name.
    pub synonyms: Synonyms,
    /// Sheet names (or `file.xlsx!sheet`, or file names) and the tables they are; a table named `-` leaves the sheet out.
    pub sheets: BTreeMap<String, String>,
    /// Bounds on size.
    pub limits: Limits,
}

/// Everything that was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Reading {
    /// Tables by name.
    pub tables: BTreeMap<String, Table>,
    /// Their texts.
    pub texts: Texts,
    /// What is doubtful.
    pub findings: Findings,
    /// The files.
    pub sources: Vec<SourceReport>,
    /// The sheets.
    pub sheets: Vec<SheetReport>,
}

/// What one source gave.
struct Part {
    tables: BTreeMap<String, Table>,
    texts: Texts,
    findings: Vec<Finding>,
    source: SourceReport,
    sheets: Vec<SheetReport>,
}

/// Asks whether to go on.
type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// Cells of a sheet that are held in memory when it needs to be looked at as a whole.
const HELD_CELLS: u64 = 1_000_000;

/// Cells between two questions whether to go on.
const CELLS_BETWEEN_QUESTIONS: usize = 4_096;

/// Reads all sources, several at once, and adds their rows in order of source, sheet, row.
///
/// `progress` is told the number of sources done and in all; false stops the reading.
///
/// # Errors
/// A source that cannot be opened or read, an unknown table in `sheets`, or [`TableError::Stopped`].
pub fn read(
    inputs: &[Input],
    options: &ReadOptions,
    progress: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<Reading, TableError> {
    let (inputs, answers) = with_folders(inputs)?;
    for table in options.sheets.values() {
        if schema::table(table).is_none() && table != "-" {
            return Err(TableError::UnknownTable { table: table.clone(), known: table_names() });
        }
    }
    let remembered = Remembered::beside(&inputs, &options.limits);
    let options = &remembered.added_to(options);
    for field in options.synonyms.fields() {
        if let Some(nearest) = super::synonyms::unknown_field(field) {
            return Err(TableError::UnknownField { field: field.to_owned(), nearest });
        }
    }
    let mut opened = open_all(&inputs, options);
    let (synonyms, own_locale) = settled_before(&inputs, &mut opened, options, &|| progress(0, inputs.len()))?;
    let options = &ReadOptions { locale: options.locale.or(own_locale), ..options.clone() };
    let done = AtomicUsize::new(0);
    let total = inputs.len();
    let parts: Vec<Result<Part, TableError>> = inputs
        .par_iter()
        .zip(opened)
        .map(|(input, opened)| {
            if !progress(done.load(Ordering::Relaxed), total) {
                return Err(TableError::Stopped);
            }
            let go_on = || progress(done.load(Ordering::Relaxed), total);
            let part = read_one(input, opened, options, &synonyms, &go_on);
            let finished = done.fetch_add(1, Ordering::Relaxed) + 1;
            if progress(finished, total) { part } else { Err(TableError::Stopped) }
        })
        .collect();
    let mut reading = Reading::default();
    reading.findings.extend(answers);
    for part in parts {
        add(&mut reading, part?);
    }
    remembered.tell(&mut reading);
    Ok(reading)
}

/// Reads lines handed over, of which each gets an answer: every row of the table becomes a row, in its place, whatever
/// stands in it. What is doubtful in a cell is said as by [`read`]; there is no fingerprint of the source.
#[must_use]
pub fn read_lines(table: &InputTable) -> Reading {
    let mut texts = Texts::with_capacity(table.distinct_texts());
    let rows = u32::try_from(table.len()).ok();
    let read = read_table(table, rows, &Synonyms::default(), &ReadOptions::default(), &mut texts);
    Reading {
        tables: read.tables.into_iter().map(|table| (table.name().to_owned(), table)).collect(),
        texts,
        findings: read.findings.into_iter().collect(),
        sources: Vec::new(),
        sheets: read.reports,
    }
}

fn table_names() -> Vec<&'static str> {
    schema::tables().iter().map(|spec| spec.name).collect()
}

/// Replaces each folder by the files in it, by name; beside them a finding for each workbook of answers, which is left
/// out.
fn with_folders(inputs: &[Input]) -> Result<(Vec<Input>, Vec<Finding>), TableError> {
    let (mut all, mut left_out) = (Vec::new(), Vec::new());
    for input in inputs {
        match input {
            Input::Source(Source::Path(path)) if path.is_dir() => {
                let (answers, files): (Vec<_>, Vec<_>) = files_of(path)?.into_iter().partition(|file| is_answer(file));
                left_out.extend(answers.iter().map(|file| {
                    let name = file.file_name().unwrap_or_default().to_string_lossy();
                    Finding::new(&codes::reading::I_SHEET_SKIPPED).at(Origin::workbook(name.as_ref().into())).detail(
                        "a workbook of answers that this program wrote; name the file itself to read it".to_owned(),
                    )
                }));
                if files.is_empty() {
                    return Err(TableError::NoFiles { folder: path.clone() });
                }
                all.extend(files.into_iter().map(|file| Input::Source(Source::Path(file))));
            }
            other => all.push(other.clone()),
        }
    }
    Ok((all, left_out))
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, TableError> {
    let failed = |source: std::io::Error| TableError::Folder { folder: folder.to_path_buf(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_file()
            && name != remembered::FILE
            && !name.starts_with(['~', '.'])
            && ENDINGS.contains(&ending.as_str())
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What must be known before anything else is read: the synonyms of the caller and of all `synonyms` sheets, and the
/// locale of the first `company` sheet that sets one.
fn settled_before(
    inputs: &[Input],
    opened: &mut [Option<Workbook>],
    options: &ReadOptions,
    go_on: GoOn<'_>,
) -> Result<(Synonyms, Option<Locale>), TableError> {
    let mut synonyms = options.synonyms.clone();
    let mut locale = None;
    let mut take = |tables: Vec<Table>, texts: &Texts| {
        for table in tables {
            let (names, values) = match table.name() {
                "synonyms" => (table.text("field"), table.text("header")),
                _ => (table.text("key"), table.text("value")),
            };
            for (name, value) in (0..table.len()).filter_map(|row| names.get(row).zip(values.get(row))) {
                match (table.name(), texts.get(name), texts.get(value)) {
                    ("synonyms", field, header) => synonyms.add(field, header),
                    ("company", "locale", value) if locale.is_none() => locale = Locale::from_name(value),
                    _ => {}
                }
            }
        }
    };
    let none = Synonyms::default();
    for (input, opened) in inputs.iter().zip(opened) {
        let mut texts = Texts::new();
        match input {
            Input::Source(_) => {
                let Some(workbook) = opened else { continue };
                for index in sheets_settled_before(workbook) {
                    let read = read_sheet(workbook, index, &none, options, &mut texts, go_on)?;
                    take(read.tables, &texts);
                }
            }
            Input::Table(table) if is_settled_before(&table.name) => {
                let read = read_table(table, None, &none, options, &mut texts);
                take(read.tables, &texts);
            }
            Input::Table(_) => {}
        }
    }
    Ok((synonyms, locale))
}

/// Opens all workbooks, several at once. Those that are large together are opened again when it is their turn, unless
/// they hold settings; what cannot be opened says so then, too.
fn open_all(inputs: &[Input], options: &ReadOptions) -> Vec<Option<Workbook>> {
    let held = AtomicUsize::new(0);
    inputs
        .par_iter()
        .map(|input| {
            let Input::Source(source) = input else { return None };
            let workbook = open(source, &options.limits).ok()?;
            let before = held.fetch_add(workbook.size(), Ordering::Relaxed);
            let is_kept = before.saturating_add(workbook.size()) <= HELD_BYTES || before == 0;
            (is_kept || !sheets_settled_before(&workbook).is_empty()).then_some(workbook)
        })
        .collect()
}

/// The sheets of settings; the only sheet of a workbook is no place for them.
fn sheets_settled_before(workbook: &Workbook) -> Vec<usize> {
    match workbook.sheets() {
        [_] => Vec::new(),
        many => (0..).zip(many).filter(|(_, sheet)| is_settled_before(&sheet.name)).map(|(index, _)| index).collect(),
    }
}

fn is_settled_before(name: &str) -> bool {
    super::aliases::sheet_tables(name).iter().any(|hit| matches!(hit.table, "synonyms" | "company") && !hit.suffix)
}

fn read_one(
    input: &Input,
    opened: Option<Workbook>,
    options: &ReadOptions,
    synonyms: &Synonyms,
    go_on: GoOn<'_>,
) -> Result<Part, TableError> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut texts = Texts::new();
    let mut findings = Vec::new();
    let mut sheets = Vec::new();
    let source = match input {
        Input::Table(table) => {
            add_sheet(&mut tables, &mut sheets, &mut findings, read_table(table, None, synonyms, options, &mut texts));
            SourceReport { name: table.name.clone(), path: None, sha256: fingerprint(table), kind: "table".to_owned() }
        }
        Input::Source(source) => {
            let mut workbook = opened.map_or_else(|| open(source, &options.limits), Ok)?;
            for read in beside::read_sheets(&mut workbook, synonyms, options, &mut texts, go_on)? {
                add_sheet(&mut tables, &mut sheets, &mut findings, read);
            }
            SourceReport {
                name: workbook.name().to_string(),
                path: workbook.path().map(Path::to_path_buf),
                sha256: workbook.sha256().to_owned(),
                kind: workbook.kind().name().to_owned(),
            }
        }
    };
    findings.extend(left_out::examples(&sheets));
    Ok(Part { tables, texts, findings, source, sheets })
}

/// The table named for a sheet by the caller: by `file!sheet`, by sheet, by file.
fn named_by_caller<'a>(options: &'a ReadOptions, workbook: &str, sheet: &str) -> Option<&'a str> {
    sheet_names(workbook, sheet).iter().find_map(|name| options.sheets.get(name)).map(String::as_str)
}

/// What a sheet can be called in `sheets`, the most exact first.
pub(super) fn sheet_names(workbook: &str, sheet: &str) -> Vec<String> {
    let stem = stem(workbook);
    let names = [format!("{workbook}!{sheet}"), format!("{stem}!{sheet}"), sheet.to_owned(), workbook.to_owned(), stem];
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// True for the name of a sheet that this program adds to the workbooks it writes, in any language: no table, also when
/// somebody else has written it.
fn is_own_sheet(name: &str, is_template: bool) -> bool {
    let name = name.split('~').next().unwrap_or(name);
    if is_template && template::is_own_sheet(name) {
        return true;
    }
    let is = |key: &str| labels::LANGUAGES.iter().any(|language| labels::known(key, language) == Some(name));
    ["sheet.findings", "sheet.about", "sheet.fix_first"].into_iter().any(is)
}

fn stem(workbook: &str) -> String {
    Path::new(workbook).file_stem().map_or_else(|| workbook.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// What one sheet gave.
struct SheetRead {
    tables: Vec<Table>,
    reports: Vec<SheetReport>,
    findings: Vec<Finding>,
}

impl SheetRead {
    fn of(outcomes: Vec<Outcome>, texts: &mut Texts, synonyms: &Synonyms) -> Self {
        let mut own = Self { tables: Vec::new(), reports: Vec::new(), findings: Vec::new() };
        for outcome in outcomes {
            let tables = outcome.table.map(|table| canonical_settings(table, texts, synonyms));
            let tables = tables.map(|table| company_currency(table, texts, &mut own.findings));
            own.findings.extend(tables.iter().flat_map(|table| synonyms_findings(table, texts)));
            own.tables.extend(tables);
            own.reports.push(outcome.report);
            own.findings.extend(outcome.findings);
        }
        own
    }
}

/// Adds what one sheet gave to its source.
fn add_sheet(
    tables: &mut BTreeMap<String, Table>,
    sheets: &mut Vec<SheetReport>,
    findings: &mut Vec<Finding>,
    read: SheetRead,
) {
    findings.extend(read.findings);
    sheets.extend(read.reports);
    for table in read.tables {
        match tables.get_mut(table.name()) {
            Some(own) => own.append(table),
            None => {
                tables.insert(table.name().to_owned(), table);
            }
        }
    }
}

/// Rows of a `synonyms` sheet that name no column.
fn synonyms_findings(table: &Table, texts: &Texts) -> Vec<Finding> {
    if table.name() != "synonyms" {
        return Vec::new();
    }
    let fields = table.text("field");
    (0..table.len())
        .filter_map(|row| {
            let field = texts.get(fields.get(row)?);
            let nearest = super::synonyms::unknown_field(field)?;
            let mut finding = Finding::new(&codes::reading::E_SYNONYM).field("field").value(field);
            finding.origin = table.cell(row, "field");
            finding.detail = (!nearest.is_empty()).then(|| format!("the nearest are {}", nearest.join(", ")));
            Some(finding)
        })
        .collect()
}

fn read_sheet(
    workbook: &mut Workbook,
    index: usize,
    synonyms: &Synonyms,
    options: &ReadOptions,
    texts: &mut Texts,
    go_on: GoOn<'_>,
) -> Result<SheetRead, TableError> {
    let Some(info) = workbook.sheets().get(index).cloned() else {
        return Ok(skipped(Origin::workbook(workbook.name().clone()), "it is not there"));
    };
    let workbook_name = workbook.name().clone();
    let place = Origin::sheet(workbook_name.clone(), info.name.clone());
    let forced = named_by_caller(options, &workbook_name, &info.name);
    if let Some(why) =
        (forced == Some("-")).then_some("`sheets` leaves it out").or_else(|| info.is_chart.then_some("a chart"))
    {
        return Ok(skipped(place, why));
    }
    let sheet_name = if info.name.is_empty() { stem(&workbook_name) } else { info.name.to_string() };
    let is_template = workbook.sheets().iter().any(template::is_mark);
    let settings = Settings { locale: options.locale, synonyms, is_template };
    let given = Given { forced: forced.and_then(schema::table), ..Given::default() };
    let mut visit_all = |take: &mut dyn FnMut(&Cell<'_>)| {
        let mut cells = 0_usize;
        let read = workbook.read_sheet(index, &mut |cell| {
            cells += 1;
            if cells.is_multiple_of(CELLS_BETWEEN_QUESTIONS) && !go_on() {
                return Err(WorkbookError::Stopped { workbook: workbook_name.clone() });
            }
            take(&cell);
            Ok(())
        });
        read.map_err(|error| match error {
            WorkbookError::Stopped { .. } => TableError::Stopped,
            error => error.into(),
        })
    };
    let mut reader = SheetReader::new(place.clone(), &sheet_name, given, &settings, texts);
    let notes = visit_all(&mut |cell| reader.cell(cell))?;
    reader.see_outline(&notes.outline);
    let plain = reader.finish();
    if plain.table.is_none() && is_own_sheet(&info.name, is_template) {
        return Ok(skipped(place, "by its name a sheet of findings, of help, or about the workbook"));
    }
    let cells = plain.report.cells;
    let mut findings = Vec::new();
    let needs_more = plain.is_doubtful || is_merged(&notes, &plain) || is_in_table(&notes, &plain);
    let outcomes = if cells == 0 || !needs_more {
        vec![plain]
    } else if cells > HELD_CELLS {
        if is_merged(&notes, &plain) {
            let detail =
                "the sheet is too large to give their value to all rows they span: split them and fill it down";
            findings.push(Finding::new(&codes::reading::I_MERGED).at(place.clone()).detail(detail));
        }
        vec![plain]
    } else {
        let mut grid = Grid::default();
        visit_all(&mut |cell| grid.push(cell))?;
        let dividing = Dividing { sheet_name: &sheet_name, forced: given.forced, place: &place, synonyms };
        let (parts, said) = whole::parts(&mut grid, &notes, dividing, &settings, texts);
        findings.extend(said);
        if parts.is_empty() { vec![plain] } else { parts }
    };
    let mut read = SheetRead::of(outcomes, texts, synonyms);
    read.findings.append(&mut findings);
    if cells > 0 {
        read.findings.extend(notes_findings(&notes, &place));
        if info.is_hidden() {
            read.findings.push(Finding::new(&codes::reading::I_HIDDEN).at(place).detail("the sheet is hidden"));
        }
    }
    Ok(read)
}

/// True when merged cells span rows of records, or hide something, in columns that are used.
fn is_merged(notes: &SheetNotes, plain: &Outcome) -> bool {
    let below = plain.report.first_title_row.unwrap_or(0);
    notes
        .merged
        .iter()
        .any(|area| area.last_row > below && plain.used.iter().any(|column| area.contains(area.last_row, *column)))
}

/// True when a table of the user is not what was read.
fn is_in_table(notes: &SheetNotes, plain: &Outcome) -> bool {
    let tables: Vec<_> = notes.tables.iter().filter(|table| table.header_rows > 0).collect();
    match tables.as_slice() {
        [] => false,
        [one] => {
            let own = Area::from_a1(&plain.report.extent);
            let header = plain.report.header_row;
            let last_row = one.area.last_row.saturating_sub(one.total_rows);
            header != Some(one.area.first_row)
                || own.is_none_or(|own| own.last_row > last_row || own.last_column > one.area.last_column)
        }
        _ => true,
    }
}

/// Reads a table in memory; `rows` where every one of them is a record.
fn read_table(
    table: &InputTable,
    rows: Option<u32>,
    synonyms: &Synonyms,
    options: &ReadOptions,
    texts: &mut Texts,
) -> SheetRead {
    let place = Origin::workbook(table.name.as_str().into());
    let settings = Settings { locale: options.locale, synonyms, is_template: false };
    let forced =
        named_by_caller(options, &table.name, "").and_then(schema::table).or_else(|| schema::table(&table.name));
    // The titles of a table in memory are known, unless it holds keys and values.
    let given = Given { forced, header: Some(0), first_row: 0, rows };
    let mut reader = SheetReader::new(place, &table.name, given, &settings, texts);
    reader.table(table);
    let outcome = reader.finish();
    SheetRead::of(vec![outcome], texts, synonyms)
}

/// What a sheet says besides its cells, as findings.
fn notes_findings(notes: &SheetNotes, place: &Origin) -> Vec<Finding> {
    let mut findings = Vec::new();
    if notes.hidden_rows > 0 || notes.hidden_columns > 0 {
        let count = |count: u64, what: &str| match count {
            0 => None,
            1 => Some(format!("1 hidden {what}")),
            many => Some(format!("{many} hidden {what}s")),
        };
        let counts = [count(notes.hidden_rows.into(), "row"), count(notes.hidden_columns.into(), "column")];
        let detail = counts.into_iter().flatten().collect::<Vec<_>>().join(" and ");
        findings.push(Finding::new(&codes::reading::I_HIDDEN).at(place.clone()).detail(detail));
    }
    for ragged in &notes.ragged_rows {
        let mut finding = Finding::new(&codes::reading::W_CSV_FIELDS).at(place.at_row(ragged.row));
        if !ragged.joined.is_empty() {
            let columns: Vec<String> = ragged.joined.iter().map(|column| column_letters(*column)).collect();
            let columns = columns.join(", ");
            finding.detail = Some(format!("a blank follows the separator only in column {columns}: read as one text"));
        }
        findings.push(finding.value(format!("{} values", ragged.values)));
    }
    findings
}

fn skipped(place: Origin, why: &str) -> SheetRead {
    let finding = Finding::new(&codes::reading::I_SHEET_SKIPPED).at(place.clone()).detail(why.to_owned());
    let mut report = SheetReport::new(place);
    why.clone_into(&mut report.reason);
    SheetRead { tables: Vec::new(), reports: vec![report], findings: vec![finding] }
}

/// Settings under their canonical keys.
fn canonical_settings(mut table: Table, texts: &mut Texts, synonyms: &Synonyms) -> Table {
    let Some(spec) = schema::table(table.name()).filter(|spec| spec.form == schema::Form::KeyValue) else {
        return table;
    };
    let spec: &TableSpec = spec;
    let keys = table.text("key");
    let canonical: BTreeMap<usize, _> = (0..table.len())
        .filter_map(|row| keys.get(row))
        .map(|symbol| (Texts::index(symbol), setting_key(spec, texts.get(symbol), synonyms)))
        .collect();
    let symbols: BTreeMap<usize, _> = canonical.into_iter().map(|(index, key)| (index, texts.intern(&key))).collect();
    table.rename_column("key", |symbol| symbols.get(&Texts::index(symbol)).copied().unwrap_or(symbol));
    table
}

/// The currency of the company as its code, as in any column of currencies.
fn company_currency(mut table: Table, texts: &mut Texts, findings: &mut Vec<Finding>) -> Table {
    let is_company = table.name() == "company";
    for row in (0..table.len()).filter(|_| is_company) {
        let (key, value) = (table.text("key").get(row), table.text("value").get(row));
        let (Some(key), Some(value)) = (key, value) else { continue };
        let found = texts.get(value);
        let Some((code, read)) = currency::noted(found).filter(|_| texts.get(key) == "currency") else { continue };
        let mut finding = Finding::new(code).field("currency").value(found);
        finding.origin = table.cell(row, "value");
        findings.push(finding);
        let index = table.columns().iter().position(|column| &*column.name == "value");
        if let (Some(read), Some(index)) = (read, index) {
            let symbol = texts.intern(read);
            table.set_texts(index, row, std::iter::once(Some(symbol)));
        }
    }
    table
}

/// Adds what one source gave to the whole.
fn add(reading: &mut Reading, part: Part) {
    reading.findings.extend(part.findings);
    reading.sources.push(part.source);
    reading.sheets.extend(part.sheets);
    if reading.texts.is_empty() {
        reading.texts = part.texts;
        reading.tables = part.tables;
        return;
    }
    let symbols: Vec<_> = part.texts.iter().map(|(_, text)| reading.texts.intern(text)).collect();
    for (name, mut table) in part.tables {
        table.rename_texts(|symbol| symbols.get(Texts::index(symbol)).copied().unwrap_or(symbol));
        match reading.tables.get_mut(&name) {
            Some(own) => own.append(table),
            None => {
                reading.tables.insert(name, table);
            }
        }
    }
}

/// Fingerprint of a table in memory, over titles and values.
fn fingerprint(table: &InputTable) -> String {
    let mut hash = Sha256::new();
    table.visit(0..table.len(), &mut |cell| hash.update(format!("{}:{}:{:?};", cell.row, cell.column, cell.value)));
    hex(&hash.finalize())
}
