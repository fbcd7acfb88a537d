//! One sheet, cell by cell, to rows of a typed table. The first rows are held back until the titles are known; after
//! that every value is typed as it passes, so that memory grows with the typed table only.

mod columns;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::column::{Decimals, Value, Values};
use super::held::HeldCell;
use super::layout::{HeadRows, Layout, readings};
use super::recognise::{Verdict, recognise};
use super::report::{LeftOut, SheetReport};
use super::schema::{self, FieldKind, Form, Required, TableSpec};
use super::synonyms::Synonyms;
use super::table::Table;
use super::texts::{Symbol, Texts};
use super::typed::{self, Note};
use crate::finding::{Code, Finding, codes};
use crate::origin::Origin;
use crate::values::{Locale, fold_title};
use crate::workbook::{self, Cell, CellValue};

/// Rows in which the titles are looked for.
const HEAD_ROWS: u32 = 50;
/// Rows of left-out kinds that are named one by one; more are counted.
const NAMED_ROWS: usize = 20;

/// Folded texts that begin a row of totals.
const TOTAL_WORDS: &[&str] = &[
    "total",
    "totals",
    "subtotal",
    "grandtotal",
    "sum",
    "totalcost",
    "totalprice",
    "summa",
    "yhteensä",
    "yhteensa",
    "välisumma",
    "loppusumma",
    "gesamt",
    "summe",
    "zwischensumme",
    "gesamtsumme",
    "totaal",
    "subtotaal",
    "summering",
    "totalt",
    "delsumma",
    "合计",
    "总计",
    "小计",
    "共计",
    "總計",
    "合計",
];

/// What reading needs to know besides the cells.
pub(super) struct Settings<'a> {
    pub(super) locale: Option<Locale>,
    pub(super) synonyms: &'a Synonyms,
}

/// How the values of one column of the sheet are typed.
struct Plan {
    /// Column of the table.
    index: usize,
    kind: FieldKind,
    field: String,
    title: String,
    required: bool,
    /// The column must be there, a blank cell means something.
    expected: bool,
    /// Table of the schema, for the words of a choice.
    table: &'static str,
    trimmed: Trimmed,
    /// Texts of the workbook's table of strings that gave a value and nothing to say, by address.
    known: HashMap<usize, Known, FixedState>,
}

/// What a text of the table of strings became.
struct Known {
    length: usize,
    symbol: Symbol,
}

/// Values of one column that had blanks around them.
#[derive(Default)]
struct Trimmed {
    count: usize,
    /// Those with blanks before the text.
    indented: usize,
    first: Option<(Origin, String)>,
}

/// What a row has given so far.
#[derive(Default)]
struct Row {
    number: u32,
    values: Vec<(usize, Value)>,
    findings: Vec<Finding>,
    /// A value that identifies something could not be used: the row is not used.
    refused: bool,
    /// Cells that repeat the title of their column.
    titles: usize,
    /// A value that is no value of its column, but a title of the table.
    other_titles: usize,
    filled: usize,
    /// Something stands in a column that is not used.
    outside: bool,
    first_text: Option<Symbol>,
}

/// Reads one sheet into a table.
pub(super) struct SheetReader<'a> {
    place: Origin,
    sheet_name: String,
    forced: Option<&'static TableSpec>,
    settings: &'a Settings<'a>,
    texts: &'a mut Texts,
    tables: &'a mut dyn FnMut(&'static str) -> Table,
    findings: Vec<Finding>,
    head: Vec<HeldCell>,
    decided: bool,
    layout: Option<Layout>,
    plans: Vec<Option<Plan>>,
    table: Option<Table>,
    row: Row,
    left_out: LeftOut,
    rows_used: usize,
    cells: u64,
}

impl<'a> SheetReader<'a> {
    pub(super) fn new(
        place: Origin,
        sheet_name: &str,
        forced: Option<&'static TableSpec>,
        settings: &'a Settings<'a>,
        texts: &'a mut Texts,
        tables: &'a mut dyn FnMut(&'static str) -> Table,
    ) -> Self {
        Self {
            place,
            sheet_name: sheet_name.to_owned(),
            forced,
            settings,
            texts,
            tables,
            findings: Vec::new(),
            head: Vec::new(),
            decided: false,
            layout: None,
            plans: Vec::new(),
            table: None,
            row: Row::default(),
            left_out: LeftOut::default(),
            rows_used: 0,
            cells: 0,
        }
    }

    /// Takes the next cell, in row order.
    pub(super) fn cell(&mut self, cell: &Cell<'_>) {
        self.cells += 1;
        if self.decided {
            if self.table.is_some() {
                self.take(cell);
            }
            return;
        }
        if cell.row < HEAD_ROWS {
            self.head.push(HeldCell::new(cell));
            return;
        }
        self.decide();
        if self.table.is_some() {
            self.take(cell);
        }
    }

    /// Ends the sheet: what it gave, what it says.
    pub(super) fn finish(mut self) -> (Option<Table>, SheetReport, Vec<Finding>) {
        if !self.decided {
            self.decide();
        }
        self.end_row();
        self.note_trimmed();
        self.note_indented();
        self.note_left_out();
        self.findings = gathered(self.findings);
        if let Some(table) = &mut self.table {
            table.finish();
        }
        let layout = self.layout.as_ref();
        let report = SheetReport {
            place: self.place.clone(),
            table: layout.filter(|layout| layout.usable).map(|layout| layout.spec.name.to_owned()),
            reason: layout.map(|layout| layout.reason.clone()).unwrap_or_default(),
            header_row: layout.and_then(|layout| layout.header_row),
            mapped: layout
                .map(|layout| {
                    layout.columns.iter().map(|mapped| (mapped.title.clone(), mapped.field.clone())).collect()
                })
                .unwrap_or_default(),
            not_used: layout
                .map(|layout| layout.unused.iter().map(|(_, title)| title.clone()).collect())
                .unwrap_or_default(),
            rows_read: self.rows_used,
            left_out: self.left_out,
            cells: self.cells,
        };
        (self.table, report, self.findings)
    }

    /// Decides what the sheet is and replays the rows held back.
    fn decide(&mut self) {
        self.decided = true;
        let head = std::mem::take(&mut self.head);
        if head.is_empty() {
            self.findings.push(Finding::new(&codes::reading::I_SHEET_EMPTY).at(self.place.clone()));
            return;
        }
        let mut rows = HeadRows::new();
        for owned in &head {
            let text = workbook::display(&owned.cell());
            if !text.trim().is_empty() {
                rows.entry(owned.row).or_default().push((owned.column, text.trim().to_owned()));
            }
        }
        match recognise(&rows, &self.sheet_name, &self.place, self.forced, self.settings.synonyms) {
            Verdict::Unknown(findings) => self.findings.extend(findings),
            Verdict::Table(mut layout) => {
                self.findings.append(&mut layout.findings);
                if layout.usable {
                    self.begin(&layout);
                }
                let header = layout.header_row;
                self.layout = Some(*layout);
                if self.table.is_none() {
                    return;
                }
                let before = rows.range(..header.unwrap_or(0)).map(|(row, _)| *row).collect::<Vec<_>>();
                self.left_out.above_titles = if header.is_some() { before.len() } else { 0 };
                for owned in &head {
                    if header.is_none_or(|header| owned.row > header) {
                        self.take(&owned.cell());
                    }
                }
            }
        }
    }

    /// Prepares the table and the plan of every column.
    fn begin(&mut self, layout: &Layout) {
        let spec = layout.spec;
        let mut table = (self.tables)(spec.name);
        let mut places: Vec<(usize, u32)> = Vec::new();
        for mapped in &layout.columns {
            let field = spec.field(&mapped.field).filter(|_| spec.form == Form::Rows);
            let kind = field.map_or(FieldKind::Text, |field| field.kind);
            let index = table.column_index(&mapped.field, &mapped.title, || empty_values(kind));
            places.push((index, mapped.column));
            let plan = Plan {
                index,
                kind,
                field: mapped.field.clone(),
                title: mapped.title.clone(),
                required: field.is_some_and(|field| field.required == Required::Value),
                expected: field.is_some_and(|field| field.required == Required::Column),
                table: spec.name,
                trimmed: Trimmed::default(),
                known: HashMap::default(),
            };
            let slot = mapped.column as usize;
            if self.plans.len() <= slot {
                self.plans.resize_with(slot + 1, || None);
            }
            if let Some(place) = self.plans.get_mut(slot) {
                *place = Some(plan);
            }
        }
        let mut columns = vec![None; table.columns().len()];
        for (index, column) in places {
            if let Some(slot) = columns.get_mut(index) {
                *slot = Some(column);
            }
        }
        table.begin_part(self.place.clone(), columns);
        self.table = Some(table);
    }

    /// Types one cell into the current row.
    fn take(&mut self, cell: &Cell<'_>) {
        if cell.row != self.row.number {
            self.end_row();
            self.row.number = cell.row;
        }
        let Some(Some(plan)) = self.plans.get_mut(cell.column as usize) else {
            self.row.outside |= !workbook::is_blank(cell);
            return;
        };
        let shared = shared_text(cell);
        if let Some((address, length)) = shared
            && let Some(known) = plan.known.get(&address).filter(|known| known.length == length)
        {
            self.row.filled += 1;
            self.row.first_text.get_or_insert(known.symbol);
            self.row.values.push((plan.index, Value::Text(known.symbol)));
            return;
        }
        let place = &self.place;
        let typed = typed::value(cell, plan.kind, plan.table, &plan.field, self.settings.locale);
        let row = &mut self.row;
        match typed {
            Ok(typed::Typed::Blank) => {}
            Ok(typed::Typed::Text { text, note }) => {
                row.filled += 1;
                if *text == *plan.title {
                    row.titles += 1;
                }
                if matches!(note, Note::Trimmed | Note::FullWidth { trimmed: true }) {
                    plan.trimmed.count += 1;
                    let is_indented =
                        matches!(cell.value, CellValue::Text(raw) if raw.starts_with([' ', '\t', '\u{a0}']));
                    plan.trimmed.indented += usize::from(is_indented);
                    plan.trimmed.first.get_or_insert_with(|| (place.at(cell.row, cell.column), text.to_string()));
                }
                let code = match note {
                    Note::FullWidth { .. } => Some(&codes::reading::W_FULLWIDTH),
                    Note::DigitsLost => Some(&codes::reading::W_DIGITS_LOST),
                    Note::None | Note::Trimmed => None,
                };
                if let Some(code) = code {
                    row.findings.push(problem(place, cell, &plan.field, code, text.to_string()));
                }
                let symbol = self.texts.intern(&text);
                if let Some((address, length)) = shared.filter(|_| note == Note::None && *text != *plan.title) {
                    plan.known.insert(address, Known { length, symbol });
                }
                row.first_text.get_or_insert(symbol);
                row.values.push((plan.index, Value::Text(symbol)));
            }
            Ok(typed::Typed::Value(value)) => {
                row.filled += 1;
                row.values.push((plan.index, value));
            }
            Err(problem_found) => {
                row.filled += 1;
                if problem_found.value.trim() == plan.title {
                    row.titles += 1;
                } else if is_title(plan.table, &problem_found.value, self.settings.synonyms) {
                    row.other_titles += 1;
                }
                row.refused |= plan.kind == FieldKind::Code;
                let mut finding = problem(place, cell, &plan.field, problem_found.code, problem_found.value);
                finding.detail = problem_found.detail;
                row.findings.push(finding);
            }
        }
    }

    /// Ends the current row: used, or left out and counted.
    fn end_row(&mut self) {
        let mut row = std::mem::take(&mut self.row);
        let Some(table) = &mut self.table else { return };
        if row.filled == 0 {
            if row.outside {
                self.left_out.outside.push(row.number);
            }
            return;
        }
        if row.titles >= 2 || (row.titles == 1 && row.filled == 1) {
            self.left_out.repeated_titles.push(row.number);
            return;
        }
        if row.other_titles > 0 && self.layout.is_some() {
            let texts = row.values.iter().filter_map(|(_, value)| match value {
                Value::Text(symbol) => Some(self.texts.get(*symbol)),
                _ => None,
            });
            let known = texts.filter(|text| is_title(table.name(), text, self.settings.synonyms)).count();
            if known + row.other_titles >= 2 {
                self.left_out.other_titles.push(row.number);
                return;
            }
        }
        let has = |index: usize| row.values.iter().any(|(own, _)| *own == index);
        let missing: Vec<&Plan> =
            self.plans.iter().flatten().filter(|plan| plan.required && !has(plan.index)).collect();
        let blank_names: Vec<&&Plan> =
            missing.iter().filter(|plan| matches!(plan.kind, FieldKind::Code | FieldKind::Text)).collect();
        if let Some(text) = row.first_text.map(|symbol| self.texts.get(symbol)) {
            if (row.filled <= 1 || !missing.is_empty() || row.values.len() < 4) && is_total(text) {
                self.left_out.totals.push(row.number);
                return;
            }
            let lone = self.plans.iter().flatten().any(|plan| plan.expected && !has(plan.index));
            if (!blank_names.is_empty() || lone) && row.filled <= 1 && !row.refused {
                self.left_out.headings.push(row.number);
                return;
            }
        }
        if row.refused {
            self.left_out.refused += 1;
            self.findings.extend(row.findings);
            return;
        }
        if let Some(plan) = blank_names.first() {
            let at_column = self.plans.iter().position(|own| own.as_ref().is_some_and(|own| own.index == plan.index));
            let origin = at_column
                .and_then(|column| u32::try_from(column).ok())
                .map_or_else(|| self.place.at_row(row.number), |column| self.place.at(row.number, column));
            self.findings.extend(row.findings);
            let finding = Finding::new(&codes::reading::E_KEY_BLANK).at(origin).field(&plan.field);
            self.findings.push(finding.detail(format!("`{}` (\"{}\") is needed in every row", plan.field, plan.title)));
            self.left_out.refused += 1;
            return;
        }
        self.findings.extend(row.findings);
        table.push_row(row.number, row.values.drain(..));
        self.rows_used += 1;
        // The next row needs the same room.
        self.row.values = row.values;
    }

    fn note_trimmed(&mut self) {
        for plan in self.plans.iter().flatten() {
            if let Some((origin, text)) = &plan.trimmed.first {
                let mut finding =
                    Finding::new(&codes::reading::I_TRIM).at(origin.clone()).field(&plan.field).value(text);
                if plan.trimmed.count > 1 {
                    finding = finding.detail(format!("{} values of this column in all", plan.trimmed.count));
                }
                self.findings.push(finding);
            }
        }
    }

    /// Blanks that show levels mean something that is not read.
    fn note_indented(&mut self) {
        let has = |field: &str| self.plans.iter().flatten().any(|plan| plan.field == field);
        let items = self.plans.iter().flatten().find(|plan| plan.table == "bom" && plan.field == "item");
        if let Some(Trimmed { indented, first: Some((origin, text)), .. }) = items.map(|plan| &plan.trimmed)
            && !has("level")
            && !has("parent")
            && indented * 3 >= self.rows_used
            && *indented < self.rows_used
        {
            let finding = Finding::new(&codes::reading::W_LEVEL_BLANKS).at(origin.clone()).field("item").value(text);
            self.findings.push(finding.detail(format!("{indented} of {} rows begin with blanks", self.rows_used)));
        }
    }

    /// Rows that hold no record are named, so that none disappears silently.
    fn note_left_out(&mut self) {
        let kinds: [(&[u32], &str); 4] = [
            (&self.left_out.repeated_titles, "to repeat the titles"),
            (&self.left_out.totals, "to hold totals"),
            (&self.left_out.headings, "to hold a heading or a note only"),
            (&self.left_out.outside, "to hold values only in columns that are not used"),
        ];
        for (rows, what) in kinds {
            let Some(&first) = rows.first() else { continue };
            self.findings.push(
                Finding::new(&codes::reading::I_ROWS_LEFT_OUT).at(self.place.at_row(first)).detail(format!(
                    "{} {what}: {}",
                    count_rows(rows.len()),
                    row_ranges(rows)
                )),
            );
        }
        let titles_of = self.layout.as_ref().and_then(|layout| layout.header_row).map_or(0, |row| u64::from(row) + 1);
        for &row in &self.left_out.other_titles {
            self.findings.push(
                Finding::new(&codes::reading::W_TITLES_CHANGE)
                    .at(self.place.at_row(row))
                    .detail(format!("the rows below are read under the titles of row {titles_of}")),
            );
        }
    }
}

/// Findings with the same code, field and value in many rows become one that names the rows.
fn gathered(findings: Vec<Finding>) -> Vec<Finding> {
    type Group = (&'static str, Option<String>, Option<String>);
    let mut groups: BTreeMap<Group, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        groups.entry((finding.code.id, finding.field.clone(), finding.value.clone())).or_default().push(finding);
    }
    groups
        .into_values()
        .flat_map(|mut group| {
            let rows: Vec<u32> = group.iter().filter_map(|one| one.origin.as_ref().and_then(|at| at.row)).collect();
            let differ = group.iter().any(|one| group.first().is_none_or(|first| one.detail != first.detail));
            if group.len() <= NAMED_ROWS || rows.len() < group.len() || differ {
                return group;
            }
            group.truncate(1);
            for one in &mut group {
                let own = one.detail.take().map_or_else(String::new, |detail| format!("{detail}; "));
                one.detail = Some(format!("{own}in {} rows: {}", rows.len(), row_ranges(&rows)));
            }
            group
        })
        .collect()
}

/// Row numbers as the spreadsheet shows them, runs as `5-9`.
fn row_ranges(rows: &[u32]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for row in rows.iter().map(|row| u64::from(*row) + 1) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    runs.iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect::<Vec<_>>()
        .join(", ")
}

fn count_rows(count: usize) -> String {
    if count == 1 { "1 row seems".to_owned() } else { format!("{count} rows seem") }
}

fn problem(place: &Origin, cell: &Cell<'_>, field: &str, code: &'static Code, value: String) -> Finding {
    let mut finding = Finding::new(code).at(place.at(cell.row, cell.column)).field(field);
    finding.value = Some(value).filter(|value| !value.is_empty());
    finding
}

fn empty_values(kind: FieldKind) -> Values {
    match kind {
        FieldKind::Code | FieldKind::Text | FieldKind::Choice | FieldKind::Codes => Values::Text(Vec::new()),
        FieldKind::Decimal | FieldKind::Money | FieldKind::Percent | FieldKind::Fraction => {
            Values::Decimal(Decimals::default())
        }
        FieldKind::Integer => Values::Integer(Vec::new()),
        FieldKind::Date => Values::Date(Vec::new()),
        FieldKind::Flag => Values::Flag(Vec::new()),
    }
}

/// Address and length of a text of the table of strings: while the sheet is read the same ones are the same text.
fn shared_text(cell: &Cell<'_>) -> Option<(usize, usize)> {
    match cell.value {
        CellValue::Text(text) if cell.shared => Some((text.as_ptr() as usize, text.len())),
        _ => None,
    }
}

/// True for a text that is a title of the table.
fn is_title(table: &str, text: &str, synonyms: &Synonyms) -> bool {
    schema::table(table).is_some_and(|spec| !readings(spec, text, synonyms).is_empty())
}

/// True for a text that begins a row of totals.
fn is_total(text: &str) -> bool {
    let folded = fold_title(text);
    TOTAL_WORDS.iter().any(|word| folded == *word)
}

/// The canonical key of a setting; the text itself when the table does not know it.
pub(super) fn setting_key(spec: &TableSpec, text: &str, synonyms: &Synonyms) -> Arc<str> {
    readings(spec, text, synonyms).into_iter().next().map_or_else(|| Arc::from(text), Arc::from)
}
