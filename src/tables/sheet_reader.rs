//! One sheet, cell by cell, to rows of a typed table. The first rows are held back until the titles are known; after
//! that every value is typed as it passes, so that memory grows with the typed table only.

mod columns;
mod rows;

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::blocks;
use super::column::{Decimals, Value, Values};
use super::currency;
use super::held::HeldCell;
use super::layout::{HeadRows, Layout, Look, readings};
use super::left_out;
use super::levels::{Shape, Shown};
use super::notes::Notes;
use super::percents::Percents;
use super::questions::{self, Question};
use super::recognise::{Verdict, recognise};
use super::report::{LeftOut, SheetReport};
use super::schema::{self, FieldKind, Form, Required, TableSpec};
use super::synonyms::Synonyms;
use super::table::Table;
use super::template;
use super::texts::{Symbol, Texts};
use super::titles::Title;
use super::typed::{self, Note};
use super::units::{RowUnits, has_prices};
use crate::finding::{Code, Finding, codes};
use crate::origin::{Origin, column_letters};
use crate::values::Locale;
use crate::workbook::{self, Cell, CellValue, NumberFormat, Problem, RowOutline};

/// Rows in which the titles are looked for.
pub(super) const HEAD_ROWS: u32 = 50;
/// What reading needs to know besides the cells.
pub(super) struct Settings<'a> {
    pub(super) locale: Option<Locale>,
    pub(super) synonyms: &'a Synonyms,
    /// The workbook is the template, filled in or not.
    pub(super) is_template: bool,
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
    /// What its texts may be besides what they say.
    texts: Special,
    /// Percents with and without a sign.
    percents: Percents,
    /// The title as it stands, in one row or two.
    titles: Option<Title>,
    /// The column of a matrix it is.
    axis: Option<usize>,
    trimmed: Trimmed,
    notes: Notes,
    /// Texts of the workbook's table of strings that gave a value and nothing to say, by address.
    known: HashMap<usize, Known, FixedState>,
}

/// What the texts of a column may be besides what they say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Special {
    None,
    /// Units beside prices: `50 cnt` is the size of a pack.
    Pack,
    /// Currencies: `€` is EUR.
    Currency,
}

impl Special {
    fn of(field: &str, kind: FieldKind, has_prices: bool) -> Self {
        match field {
            "unit" if has_prices => Self::Pack,
            "currency" if kind == FieldKind::Code => Self::Currency,
            _ => Self::None,
        }
    }
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
    first: Option<(Origin, String)>,
}

/// What a row has given so far.
#[derive(Default)]
struct Row {
    number: u32,
    values: Vec<(usize, Value)>,
    /// Values of a matrix: the column of the axis and the value.
    axis: Vec<(usize, Value)>,
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
    /// A text that is no value of its column.
    other_text: Option<Symbol>,
    units: RowUnits,
    /// How item and name are set off from the left.
    shapes: [Shape; 2],
}

/// What is known before a sheet, or a part of it, is read.
#[derive(Clone, Copy, Default)]
pub(super) struct Given {
    /// The table named by the caller.
    pub(super) forced: Option<&'static TableSpec>,
    /// The row of titles: that of an Excel table, or of a table in memory.
    pub(super) header: Option<u32>,
    /// Rows are counted from here when the titles are looked for.
    pub(super) first_row: u32,
    /// Rows below the titles of which every one is a record in its place, whatever stands in it: lines that are each
    /// answered.
    pub(super) rows: Option<u32>,
}

/// What reading came to.
pub(super) struct Outcome {
    pub(super) table: Option<Table>,
    pub(super) report: SheetReport,
    pub(super) findings: Vec<Finding>,
    /// The sheet may hold more than one table: it is worth looking at as a whole.
    pub(super) is_doubtful: bool,
    /// Columns that are used, and the row of the titles.
    pub(super) used: Vec<u32>,
}

/// Reads one sheet, or a part of one, into a table.
pub(super) struct SheetReader<'a> {
    place: Origin,
    sheet_name: String,
    given: Given,
    settings: &'a Settings<'a>,
    texts: &'a mut Texts,
    findings: Vec<Finding>,
    head: Vec<HeldCell>,
    decided: bool,
    layout: Option<Layout>,
    /// Tables that were weighed, and what is open, of a sheet that is no table.
    unknown: (String, Vec<Question>),
    title: String,
    plans: Vec<Option<Plan>>,
    table: Option<Table>,
    /// The example row of the template: columns of the table and their values.
    example: Vec<(usize, Value)>,
    /// What the rows of a structure look like that has neither levels nor parents.
    shown: Option<Shown>,
    row: Row,
    /// Rows with a text in the item's column only: headings or records, as the next row tells.
    pending: Vec<Row>,
    /// Rows at the end so far that hold one text that looks like a note: records when others follow.
    notes: Vec<Row>,
    /// The row before was a note that is left out.
    after_note: bool,
    /// Records with one value only.
    lone_records: usize,
    /// Rows of a matrix.
    matrix: Vec<Row>,
    /// Table columns of the rows of a matrix and the columns of the sheet.
    base: Vec<Option<u32>>,
    left_out: LeftOut,
    rows_used: usize,
    /// The first row of the sheet that is no record yet, where every one becomes one.
    next_row: u32,
    last_row: u32,
    cells: u64,
    is_doubtful: bool,
}

impl<'a> SheetReader<'a> {
    pub(super) fn new(
        place: Origin,
        sheet_name: &str,
        given: Given,
        settings: &'a Settings<'a>,
        texts: &'a mut Texts,
    ) -> Self {
        Self {
            place,
            sheet_name: sheet_name.to_owned(),
            given,
            settings,
            texts,
            findings: Vec::new(),
            head: Vec::new(),
            decided: false,
            layout: None,
            unknown: (String::new(), Vec::new()),
            title: String::new(),
            plans: Vec::new(),
            table: None,
            example: Vec::new(),
            shown: None,
            row: Row::default(),
            pending: Vec::new(),
            notes: Vec::new(),
            after_note: false,
            lone_records: 0,
            matrix: Vec::new(),
            base: Vec::new(),
            left_out: LeftOut::default(),
            rows_used: 0,
            next_row: given.header.map_or(0, |header| header.saturating_add(1)),
            last_row: 0,
            cells: 0,
            is_doubtful: false,
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
        if cell.row < self.given.first_row.saturating_add(HEAD_ROWS) {
            self.head.push(HeldCell::new(cell));
            return;
        }
        self.decide();
        if self.table.is_some() {
            self.take(cell);
        }
    }

    /// Takes the groups of rows of the sheet, before it ends.
    pub(super) fn see_outline(&mut self, outline: &RowOutline) {
        if !self.decided {
            self.decide();
        }
        if let Some(shown) = self.shown.as_mut() {
            shown.see_outline(outline);
        }
    }

    /// Ends the sheet: what it gave, what it says.
    pub(super) fn finish(mut self) -> Outcome {
        if !self.decided {
            self.decide();
        }
        self.end_row();
        self.settle_pending();
        self.leave_notes();
        self.keep_rows_before(self.given.rows.map_or(0, |rows| rows.saturating_add(1)));
        self.unpivot();
        self.note_trimmed();
        self.settle_levels();
        let titles_row = self.layout.as_ref().and_then(|layout| layout.header_row);
        self.findings.extend(left_out::notes(&self.left_out, &self.place, titles_row));
        self.findings = left_out::gathered(self.findings);
        if let Some(table) = &mut self.table {
            table.finish();
        }
        let (mut scores, mut questions) = self.unknown;
        let mut report = SheetReport::new(self.place.clone());
        if let Some(layout) = &self.layout {
            scores.clone_from(&layout.scores);
            questions = questions::questions(layout, &self.place);
            questions.extend(questions::which_locale(&self.findings));
            report.table = layout.usable.then(|| layout.spec.name.to_owned());
            report.reason.clone_from(&layout.reason);
            report.first_title_row = layout.first_title_row;
            report.header_row = layout.header_row;
            let (kept, mapped): (Vec<_>, Vec<_>) = layout.columns.iter().partition(|own| layout.is_only_kept(own));
            report.mapped = mapped.into_iter().map(|own| (own.title.clone(), own.field.clone())).collect();
            let axis = layout.axis.iter().flat_map(|axis| axis.columns.iter().map(move |own| (axis.value, own)));
            report.mapped.extend(axis.map(|(value, own)| {
                let says: Vec<String> = own.says.iter().map(|(field, text)| format!("{field} {text}")).collect();
                (own.title.clone(), format!("{value} of {}", says.join(", ")))
            }));
            report.asked = layout.asked.iter().map(|asked| asked.title.clone()).collect();
            let is_asked = |title: &String| report.asked.contains(title);
            let not_used = layout.unused.iter().map(|(_, title)| title).filter(|title| !is_asked(title));
            report.not_used = not_used.chain(kept.into_iter().map(|own| &own.title)).cloned().collect();
            report.extent = extent(layout, self.last_row);
        }
        report.scores = scores;
        report.questions = questions;
        report.title = self.title;
        report.rows_read = self.rows_used;
        report.left_out = self.left_out;
        report.cells = self.cells;
        let used = self.layout.iter().flat_map(|layout| layout.columns.iter().map(|own| own.column)).collect();
        Outcome { table: self.table, report, findings: self.findings, is_doubtful: self.is_doubtful, used }
    }

    /// Decides what the sheet is and replays the rows held back.
    fn decide(&mut self) {
        self.decided = true;
        let head = std::mem::take(&mut self.head);
        if head.is_empty() {
            self.findings.push(Finding::new(&codes::reading::I_SHEET_EMPTY).at(self.place.clone()));
            return;
        }
        let rows = head_rows(&head);
        let synonyms = self.settings.synonyms;
        let look = Look { rows: &rows, place: &self.place, synonyms, header: self.given.header, named: false };
        match recognise(look, &self.sheet_name, self.given.forced) {
            Verdict::Unknown(unknown) => {
                self.is_doubtful = true;
                self.findings.extend(unknown.findings);
                self.unknown = (unknown.scores, unknown.questions);
            }
            Verdict::Table(mut layout) => {
                self.is_doubtful =
                    !layout.usable || layout.is_doubled() || blocks::is_side_by_side(look, &self.sheet_name, &layout);
                self.findings.append(&mut layout.findings);
                if layout.usable {
                    self.begin(&layout);
                }
                let header = layout.header_row;
                let first = layout.first_title_row;
                self.layout = Some(*layout);
                if self.table.is_none() {
                    return;
                }
                if let Some(first) = first {
                    let above: Vec<_> = rows.range(..first).collect();
                    self.left_out.above_titles = above.len();
                    // Rows enough for a table of their own.
                    self.is_doubtful |= above.iter().filter(|(_, cells)| cells.len() >= 2).count() >= 2;
                    let lone = above.iter().filter(|(_, cells)| cells.len() == 1);
                    let texts = lone.flat_map(|(_, cells)| cells.iter().map(|(_, text)| text.as_str()));
                    self.title = texts.take(3).collect::<Vec<_>>().join(" / ");
                }
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
        let mut table = Table::new(spec.name);
        let mut places: Vec<(usize, u32)> = Vec::new();
        let priced = has_prices(layout);
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
                texts: Special::of(&mapped.field, kind, priced),
                percents: Percents::default(),
                titles: layout.titles_read.iter().find(|title| title.column == mapped.column).cloned(),
                axis: None,
                trimmed: Trimmed::default(),
                notes: Notes::default(),
                known: HashMap::default(),
            };
            self.plan(mapped.column, plan);
        }
        for (number, own) in layout.axis.iter().flat_map(|axis| axis.columns.iter().enumerate()) {
            let Some(value) = layout.axis.as_ref().and_then(|axis| spec.field(axis.value)) else { continue };
            let index = table.column_index(value.name, &own.title, || empty_values(value.kind));
            for (says, _) in &own.says {
                let kind = spec.field(says).map_or(FieldKind::Text, |field| field.kind);
                table.column_index(says, &own.title, || empty_values(kind));
            }
            let plan = Plan {
                index,
                kind: value.kind,
                field: value.name.to_owned(),
                title: own.title.clone(),
                required: false,
                expected: false,
                table: spec.name,
                titles: layout.titles_read.iter().find(|title| title.column == own.column).cloned(),
                axis: Some(number),
                texts: Special::None,
                percents: Percents::default(),
                notes: Notes::default(),
                trimmed: Trimmed::default(),
                known: HashMap::default(),
            };
            self.plan(own.column, plan);
        }
        let mut columns = vec![None; table.columns().len()];
        for (index, column) in places {
            if let Some(slot) = columns.get_mut(index) {
                *slot = Some(column);
            }
        }
        if layout.axis.is_some() {
            self.base = columns;
        } else {
            table.begin_part(self.place.clone(), columns);
        }
        self.shown = Shown::new(layout, &table);
        self.example = self.example_of(spec);
        self.table = Some(table);
    }

    /// The example row of the template, as this sheet would give it.
    fn example_of(&mut self, spec: &'static TableSpec) -> Vec<(usize, Value)> {
        let mut example = Vec::new();
        for (name, text) in template::example_row(spec) {
            let is_own = |plan: &&Plan| spec.field(&plan.field).map_or(&*plan.field, |field| field.name) == name;
            let Some(plan) = self.plans.iter().flatten().find(is_own) else { continue };
            let value = CellValue::Text(text);
            let cell = Cell { row: 0, column: 0, value, format: NumberFormat::general(), shared: false };
            match typed::value(&cell, plan.kind, plan.table, &plan.field, None) {
                Ok(typed::Typed::Text { text, .. }) => {
                    example.push((plan.index, Value::Text(self.texts.intern(&text))));
                }
                Ok(typed::Typed::Value(value)) => example.push((plan.index, value)),
                Ok(_) | Err(_) => {}
            }
        }
        example
    }

    fn plan(&mut self, column: u32, plan: Plan) {
        let slot = column as usize;
        if self.plans.len() <= slot {
            self.plans.resize_with(slot + 1, || None);
        }
        if let Some(place) = self.plans.get_mut(slot) {
            *place = Some(plan);
        }
    }

    /// Types one cell into the current row.
    fn take(&mut self, cell: &Cell<'_>) {
        if cell.row != self.row.number {
            self.end_row();
            self.row.number = cell.row;
        }
        if let Some(shown) = self.shown.as_mut() {
            shown.see(cell);
        }
        let Some(Some(plan)) = self.plans.get_mut(cell.column as usize) else {
            self.row.outside |= !workbook::is_blank(cell);
            return;
        };
        let shared = shared_text(cell);
        if plan.axis.is_none()
            && let Some((address, length)) = shared
            && let Some(known) = plan.known.get(&address).filter(|known| known.length == length)
        {
            self.row.filled += 1;
            self.row.first_text.get_or_insert(known.symbol);
            self.row.values.push((plan.index, Value::Text(known.symbol)));
            return;
        }
        let place = &self.place;
        let mut typed = typed::value(cell, plan.kind, plan.table, &plan.field, self.settings.locale);
        typed = match plan.texts {
            Special::None => typed,
            Special::Pack => typed.map(|typed| typed::as_pack(typed, self.settings.locale)),
            Special::Currency => typed.map(currency::as_currency),
        };
        let row = &mut self.row;
        match typed {
            Ok(typed::Typed::Blank) => {}
            Ok(typed::Typed::Text { text, note }) => {
                row.filled += 1;
                let is_title = plan.repeats(&text);
                row.titles += usize::from(is_title);
                if matches!(note, Note::Trimmed | Note::FullWidth { trimmed: true }) {
                    plan.trimmed.count += 1;
                    plan.trimmed.first.get_or_insert_with(|| (place.at(cell.row, cell.column), text.to_string()));
                }
                let code = match note {
                    Note::FullWidth { .. } => Some(&codes::reading::W_FULLWIDTH),
                    Note::DigitsLost => Some(&codes::reading::W_DIGITS_LOST),
                    Note::NoCurrency => Some(&codes::reading::W_CURRENCY),
                    Note::None | Note::Trimmed | Note::CurrencyNamed => None,
                };
                if note == Note::CurrencyNamed {
                    let at = || place.at(cell.row, cell.column);
                    plan.notes.add(&codes::reading::I_CURRENCY, at, || workbook::display(cell));
                }
                if let Some(code) = code {
                    row.findings.push(problem(place, cell, &plan.field, code, text.to_string()));
                }
                let symbol = self.texts.intern(&text);
                if let Some((address, length)) = shared.filter(|_| note == Note::None && !is_title) {
                    plan.known.insert(address, Known { length, symbol });
                }
                if let Some(axis) = plan.axis {
                    row.axis.push((axis, Value::Text(symbol)));
                } else {
                    row.first_text.get_or_insert(symbol);
                    row.values.push((plan.index, Value::Text(symbol)));
                }
            }
            Ok(typed::Typed::Value(value)) => {
                row.filled += 1;
                if plan.kind == FieldKind::Percent {
                    plan.percents.see(cell, value);
                }
                match plan.axis {
                    Some(axis) => row.axis.push((axis, value)),
                    None => row.values.push((plan.index, value)),
                }
            }
            Ok(typed::Typed::Placeholder) => {
                row.filled += 1;
                let at = || place.at(cell.row, cell.column);
                plan.notes.add(&codes::reading::I_PLACEHOLDER, at, || workbook::display(cell));
            }
            Ok(typed::Typed::Beside(beside)) => {
                row.filled += 1;
                row.values.push((plan.index, Value::Decimal(beside.value)));
                row.units.unit = beside.unit.map(|unit| (unit, plan.index, cell.column)).or(row.units.unit.take());
                row.units.pack = beside.pack.map(|pack| (pack, cell.column)).or(row.units.pack.take());
                let at = || place.at(cell.row, cell.column);
                plan.notes.add(beside.code, at, || workbook::display(cell));
            }
            Ok(typed::Typed::Pack(pack, unit)) => {
                row.filled += 1;
                row.units.pack.get_or_insert((pack, cell.column));
                row.values.extend(unit.map(|unit| (plan.index, Value::Text(self.texts.intern(&unit)))));
                let at = || place.at(cell.row, cell.column);
                plan.notes.add(&codes::reading::I_PRICE_PACK, at, || workbook::display(cell));
            }
            Err(found) => self.refuse(cell, found),
        }
    }

    /// Names a cell that is no value of its column.
    fn refuse(&mut self, cell: &Cell<'_>, found: Problem) {
        let Some(Some(plan)) = self.plans.get(cell.column as usize) else { return };
        let row = &mut self.row;
        row.filled += 1;
        if plan.repeats(found.value.trim()) {
            row.titles += 1;
        } else if is_title(plan.table, &found.value, self.settings.synonyms) {
            row.other_titles += 1;
        }
        row.refused |= plan.kind == FieldKind::Code;
        if matches!(cell.value, CellValue::Text(_)) && row.other_text.is_none() {
            row.other_text = Some(self.texts.intern(found.value.trim()));
        }
        let mut finding = problem(&self.place, cell, &plan.field, found.code, found.value);
        finding.detail = found.detail;
        if plan.axis.is_some() {
            let under = under_title(self.layout.as_ref(), &plan.title, cell.column);
            finding.detail = Some(finding.detail.map_or(under.clone(), |detail| format!("{detail}; {under}")));
        }
        row.findings.push(finding);
    }

    fn note_trimmed(&mut self) {
        for plan in self.plans.iter().flatten() {
            self.findings.extend(plan.notes.findings(&plan.field));
            self.findings.extend(plan.percents.finding(&self.place, &plan.field));
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

    /// Levels that the rows show by how they look.
    fn settle_levels(&mut self) {
        if let (Some(shown), Some(table)) = (self.shown.take(), &mut self.table)
            && let Some(how) = shown.settle(table, self.texts, &self.place, &mut self.findings)
            && let Some(layout) = &mut self.layout
        {
            layout.reason = format!("{}; {how}", layout.reason);
        }
    }
}

impl Plan {
    /// True for a text that repeats the title of the column.
    fn repeats(&self, text: &str) -> bool {
        text == self.title || self.titles.as_ref().is_some_and(|title| title.is_repeated_by(text))
    }
}

/// The texts of the rows held back.
pub(super) fn head_rows<'c>(cells: impl IntoIterator<Item = &'c HeldCell>) -> HeadRows {
    let mut rows = HeadRows::new();
    for owned in cells {
        let text = workbook::display(&owned.cell());
        if !text.trim().is_empty() {
            rows.entry(owned.row).or_default().push((owned.column, text.trim().to_owned()));
        }
    }
    rows
}

/// Where titles and records stand: `A2:K20`.
fn extent(layout: &Layout, last_row: u32) -> String {
    let columns = layout.columns.iter().map(|own| own.column);
    let columns = columns.chain(layout.titles_read.iter().map(|title| title.column));
    let (first, last) = columns.fold((u32::MAX, 0), |(first, last), column| (first.min(column), last.max(column)));
    let Some(top) = layout.first_title_row.filter(|_| first <= last) else { return String::new() };
    let bottom = u64::from(last_row.max(layout.header_row.unwrap_or(top))) + 1;
    format!("{}{}:{}{bottom}", column_letters(first), u64::from(top) + 1, column_letters(last))
}

/// The title cell that a value of a matrix stands under.
fn under_title(layout: Option<&Layout>, title: &str, column: u32) -> String {
    let row = layout.and_then(|layout| layout.header_row).map_or(0, |row| u64::from(row) + 1);
    format!("under \"{title}\" in {}{row}", column_letters(column))
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

/// The canonical key of a setting; the text itself when the table does not know it.
pub(super) fn setting_key(spec: &TableSpec, text: &str, synonyms: &Synonyms) -> Arc<str> {
    readings(spec, text, synonyms).into_iter().next().map_or_else(|| Arc::from(text), Arc::from)
}
