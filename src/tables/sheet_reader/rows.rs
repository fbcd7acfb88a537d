//! What becomes of a row: a record, several records of a matrix, or one that is left out and counted.

use super::{Plan, Row, SheetReader, is_title};
use crate::finding::{Finding, codes};
use crate::tables::column::{Value, Values};
use crate::tables::left_out::WITHOUT_ITEM;
use crate::tables::levels::Shown;
use crate::tables::matrix::{AxisColumn, is_of_lists};
use crate::tables::schema::FieldKind;
use crate::tables::table::Table;
use crate::tables::texts::{Symbol, Texts};
use crate::tables::words_around::{Lone, is_note, is_total, lone};
use crate::values::is_placeholder;

/// The list of which a row is answered also where its item is missing or cannot be read.
const LINES: &str = "order_lines";
/// Lists in which a row with a text in the item's column only may be a heading.
const WITH_HEADINGS: &[&str] = &["bom"];
/// Cells of an example row that no row of data has by chance, wherever it stands.
const LONG_EXAMPLE: usize = 6;
/// Rows with such a text one after the other that may be headings; more are records.
const HEADINGS_TOGETHER: usize = 2;

impl SheetReader<'_> {
    /// Ends the current row: used, or left out and counted.
    pub(super) fn end_row(&mut self) {
        let mut row = std::mem::take(&mut self.row);
        row.shapes = self.shown.as_mut().map(Shown::take).unwrap_or_default();
        let Some(table) = &self.table else { return };
        if self.given.rows.is_some() {
            self.use_given_row(row);
            return;
        }
        if row.filled == 0 {
            if row.outside {
                self.left_out.outside.push(row.number);
            }
            return;
        }
        let is_apart = row.number > self.last_row.saturating_add(1) || self.after_note;
        self.last_row = row.number;
        self.after_note = false;
        if self.is_example(&row) {
            self.left_out.examples.push(row.number);
            return;
        }
        if row.titles >= 2 || (row.titles == 1 && row.filled == 1) {
            self.left_out.repeated_titles.push(row.number);
            return;
        }
        if self.has_other_titles(&row, table.name()) {
            self.left_out.other_titles.push(row.number);
            self.is_doubtful = true;
            return;
        }
        let has = |index: usize| row.values.iter().any(|(own, _)| *own == index);
        let plans = || self.plans.iter().flatten();
        let missing = || plans().filter(|plan| plan.required && !has(plan.index));
        let blank_name = missing().find(|plan| matches!(plan.kind, FieldKind::Code | FieldKind::Text));
        let lone = plans().any(|plan| plan.expected && !has(plan.index));
        if let Some(text) = row.first_text.map(|symbol| self.texts.get(symbol)) {
            if (row.filled <= 1 || missing().next().is_some() || row.values.len() < 4) && is_total(text) {
                self.left_out.totals.push(row.number);
                return;
            }
            // Where names stand in for numbers, a name alone is a heading in any list.
            let has_names = self.layout.as_ref().is_some_and(|layout| layout.guessed().any(|field| field == "item"));
            let is_list = has_names || WITH_HEADINGS.contains(&table.name());
            let may_head = has_names || table.name() != LINES;
            let is_heading = row.filled <= 1 && !row.refused && blank_name.is_some() && may_head;
            if is_heading || (is_list && lone && is_note(text)) {
                self.left_out.heading(row.number, text);
                return;
            }
            if is_list && lone && row.filled <= 1 && !row.refused && !text.contains(char::is_numeric) {
                self.pending.push(row);
                return;
            }
        }
        match self.note(&row, is_apart) {
            Some((symbol, true)) => {
                self.leave_notes();
                self.left_out.heading(row.number, self.texts.get(symbol));
                self.after_note = true;
                return;
            }
            Some((_, false)) => {
                self.notes.push(row);
                return;
            }
            None => {}
        }
        let is_line = table.name() == LINES && row.filled > 1;
        if row.refused && !is_line {
            self.left_out.refused += 1;
            self.findings.extend(row.findings);
            return;
        }
        if let Some(plan) = blank_name.filter(|_| !row.refused) {
            let is_own = |own: &Option<Plan>| own.as_ref().is_some_and(|own| own.index == plan.index);
            let at_column = self.plans.iter().position(is_own).and_then(|column| u32::try_from(column).ok());
            let origin =
                at_column.map_or_else(|| self.place.at_row(row.number), |column| self.place.at(row.number, column));
            let (code, detail) = if is_line {
                (&codes::model::E_ITEM_UNKNOWN, WITHOUT_ITEM.to_owned())
            } else {
                let detail = format!("`{}` (\"{}\") is needed in every row", plan.field, plan.title);
                (&codes::reading::E_KEY_BLANK, detail)
            };
            row.findings.push(Finding::new(code).at(origin).field(&plan.field).detail(detail));
            if !is_line {
                self.findings.extend(row.findings);
                self.left_out.refused += 1;
                return;
            }
        }
        self.settle_pending();
        for note in std::mem::take(&mut self.notes) {
            self.use_row(note);
        }
        self.use_row(row);
    }

    /// Adds a row where every row is a record; blank ones before it are added with it.
    fn use_given_row(&mut self, row: Row) {
        if row.filled > 0 {
            self.last_row = row.number;
            self.keep_rows_before(row.number);
            self.next_row = row.number.saturating_add(1);
            self.use_row(row);
        }
    }

    /// True for a row of titles that are not those above the records.
    fn has_other_titles(&self, row: &Row, table: &str) -> bool {
        if row.other_titles == 0 || self.layout.is_none() {
            return false;
        }
        let texts = row.values.iter().filter_map(|(_, value)| match value {
            Value::Text(symbol) => Some(self.texts.get(*symbol)),
            _ => None,
        });
        let known = texts.filter(|text| is_title(table, text, self.settings.synonyms)).count();
        known + row.other_titles >= 2
    }

    /// The text of a row that is a note below or between records, and whether that is sure whatever follows. A note
    /// stands alone under records that all fill more than one column, and looks like words; after a blank row it is
    /// one, else only at the end.
    fn note(&self, row: &Row, is_apart: bool) -> Option<(Symbol, bool)> {
        let text = row.first_text.or(row.other_text).filter(|_| row.filled == 1 && !row.outside)?;
        if self.rows_used == 0 || self.lone_records > 0 {
            return None;
        }
        match lone(self.texts.get(text)) {
            Lone::Number => None,
            Lone::Words => is_apart.then_some((text, true)),
            Lone::Note => Some((text, is_apart)),
        }
    }

    /// Leaves out the rows at the end that look like notes.
    pub(super) fn leave_notes(&mut self) {
        for row in std::mem::take(&mut self.notes) {
            if let Some(symbol) = row.first_text.or(row.other_text) {
                self.left_out.heading(row.number, self.texts.get(symbol));
            }
        }
    }

    /// True for the example row of the template, as it was written.
    fn is_example(&self, row: &Row) -> bool {
        row.filled == self.example.len()
            && row.values.len() == row.filled
            && (self.settings.is_template || row.filled >= LONG_EXAMPLE)
            && !row.outside
            && row.values.iter().all(|value| self.example.contains(value))
    }

    /// Makes records of all rows before one of the sheet, where every row is one: blank those that are none yet.
    pub(super) fn keep_rows_before(&mut self, row: u32) {
        let (Some(table), Some(_)) = (&mut self.table, self.given.rows) else { return };
        for blank in self.next_row..row {
            table.push_row(blank, []);
            self.rows_used += 1;
        }
        self.next_row = self.next_row.max(row);
    }

    /// Adds a record.
    fn use_row(&mut self, mut row: Row) {
        let Some(table) = &mut self.table else { return };
        self.lone_records += usize::from(row.filled <= 1);
        let at = self.place.at_row(row.number);
        std::mem::take(&mut row.units).settle(&mut row.values, (table, self.texts), &at, &mut row.findings);
        self.findings.append(&mut row.findings);
        if self.layout.as_ref().is_some_and(|layout| layout.axis.is_some()) {
            if row.axis.is_empty() {
                self.left_out.without_values.push(row.number);
            } else {
                self.rows_used += 1;
                self.matrix.push(row);
            }
            return;
        }
        if let Some(shown) = &mut self.shown {
            let assemblies = shown.used(row.number, row.shapes, table);
            self.left_out.no_headings(&assemblies);
            self.rows_used += assemblies.len();
        }
        table.push_row(row.number, row.values.drain(..));
        self.rows_used += 1;
        // The next row needs the same room.
        self.row.values = row.values;
    }

    /// Rows with a text in the item's column only: one or two are headings of what follows, or assemblies when they stand
    /// further left; more are records.
    pub(super) fn settle_pending(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let are_headings = pending.len() <= HEADINGS_TOGETHER;
        for row in pending {
            match row.first_text.filter(|_| are_headings) {
                Some(symbol) => {
                    self.left_out.heading(row.number, self.texts.get(symbol));
                    if let Some(shown) = &mut self.shown {
                        shown.heading(row.number, row.values, row.shapes);
                    }
                }
                None => self.use_row(row),
            }
        }
    }

    /// The values of a matrix as records: all rows of one column of the axis, then those of the next.
    pub(super) fn unpivot(&mut self) {
        let (Some(table), Some(layout)) = (&mut self.table, &self.layout) else { return };
        let Some(axis) = &layout.axis else { return };
        let title_row = layout.header_row.unwrap_or(0);
        for (number, own) in axis.columns.iter().enumerate() {
            let says = said(table, own, self.texts);
            let mut columns = self.base.clone();
            columns.resize(table.columns().len(), None);
            let value = table.columns().iter().position(|column| &*column.name == axis.value);
            if let Some(slot) = value.and_then(|index| columns.get_mut(index)) {
                *slot = Some(own.column);
            }
            let fixed = says.iter().map(|(index, _)| (*index, title_row, own.column)).collect();
            table.begin_part_under(self.place.clone(), columns, fixed);
            for row in &self.matrix {
                let Some(found) = row.axis.iter().find(|(own, _)| *own == number).map(|(_, found)| found) else {
                    continue;
                };
                for one in each(layout.spec.name, *found, self.texts) {
                    let values = row.values.iter().copied().chain(says.iter().copied());
                    table.push_row(row.number, values.chain(value.map(|index| (index, one))));
                }
            }
        }
    }
}

/// The values of one cell of a matrix: several where its table has one row a value, none where a dash stands for nothing.
fn each(table: &str, found: Value, texts: &mut Texts) -> Vec<Value> {
    match found {
        Value::Text(symbol) if is_placeholder(texts.get(symbol)) => Vec::new(),
        Value::Text(symbol) if is_of_lists(table) => {
            let text = texts.get(symbol).to_owned();
            let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| Value::Text(texts.intern(part))).collect()
        }
        one => vec![one],
    }
}

/// What a column of the axis says, as values of the table.
fn said(table: &Table, own: &AxisColumn, texts: &mut Texts) -> Vec<(usize, Value)> {
    let index = |field: &str| table.columns().iter().position(|column| &*column.name == field);
    own.says
        .iter()
        .filter_map(|(field, text)| {
            let index = index(field)?;
            let value = match table.columns().get(index)?.values {
                Values::Decimal(_) => Value::Decimal(text.parse().ok()?),
                Values::Integer(_) => Value::Integer(text.parse().ok()?),
                _ => Value::Text(texts.intern(text)),
            };
            Some((index, value))
        })
        .collect()
}
