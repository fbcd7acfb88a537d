//! A table handed over in memory, taken column by column: many times as fast as cell by cell, and only where no cell
//! has anything to say. Whatever else there is – a title among the values, a blank that is needed, a text with blanks
//! around it, a row of totals – is left to the reader of cells, which names it.

use std::borrow::Cow;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::{HEAD_ROWS, Plan, SheetReader, Special, empty_values};
use crate::tables::column::{Value, Values};
use crate::tables::currency;
use crate::tables::input::{InputColumn, InputTable};
use crate::tables::schema::FieldKind;
use crate::tables::typed::{self, Note, Typed};
use crate::tables::words_around::is_total;
use crate::values::Locale;
use crate::workbook::{Cell, CellValue, NumberFormat};

/// What texts in a column became: for each the value, by the number of the text.
struct Texts {
    values: Vec<Value>,
}

/// A column that is read: its plan, its values, what its texts became.
type Wanted<'a> = (&'a Plan, &'a InputColumn, Option<Texts>);

impl SheetReader<'_> {
    /// Takes a whole table.
    pub(in crate::tables) fn table(&mut self, table: &InputTable) {
        let head = table.len().min(HEAD_ROWS.saturating_sub(1) as usize);
        table.visit(0..head, &mut |cell| self.cell(cell));
        if !self.decided {
            self.decide();
        }
        if self.take_columns(table, head).is_none() {
            table.visit(head..table.len(), &mut |cell| self.cell(cell));
        }
    }

    /// Takes all rows from one on; none when a row needs a closer look, then nothing is taken.
    fn take_columns(&mut self, table: &InputTable, from: usize) -> Option<()> {
        // Levels are told by how the cells look, and a matrix is read row by row.
        if self.table.is_none() || self.shown.is_some() || self.layout.as_ref()?.axis.is_some() {
            return None;
        }
        let rows = from..table.len();
        let mut wanted: Vec<Wanted<'_>> = Vec::new();
        for (plan, (_, column)) in self.plans.iter().zip(&table.columns) {
            let Some(plan) = plan else { continue };
            if plan.texts == Special::Pack {
                return None;
            }
            let is_text = matches!(plan.kind, FieldKind::Code | FieldKind::Text | FieldKind::Choice | FieldKind::Codes);
            let texts = match column {
                InputColumn::Coded(texts, _) if is_text => {
                    let locale = self.settings.locale;
                    let every = self.given.rows.is_some();
                    let kept =
                        texts.par_iter().map(|text| kept(text, plan, locale, every)).collect::<Option<Vec<_>>>()?;
                    let value = |text: &Cow<'_, str>| match &**text {
                        "" => Value::Blank,
                        text => Value::Text(self.texts.intern(text)),
                    };
                    Some(Texts { values: kept.iter().map(value).collect() })
                }
                InputColumn::Blank(_) => None,
                _ if is_text => return None,
                InputColumn::Coded(..) | InputColumn::Text(_) => return None,
                _ => None,
            };
            wanted.push((plan, column, texts));
        }
        let locale = self.settings.locale;
        let taken: Vec<(Values, Vec<bool>)> = wanted
            .par_iter()
            .map(|(plan, column, texts)| match (column, texts) {
                (InputColumn::Coded(_, codes), Some(texts)) => Some(coded_values(codes.get(rows.clone())?, texts)),
                _ => other_values(column, rows.clone(), plan, locale),
            })
            .collect::<Option<_>>()?;
        if self.given.rows.is_none() && !are_all_records(&wanted, &taken, rows.len()) {
            return None;
        }
        let indices: Vec<usize> = wanted.iter().map(|(plan, ..)| plan.index).collect();
        self.end_row();
        self.settle_pending();
        let row_of = |row: usize| u32::try_from(row + 1).unwrap_or(u32::MAX);
        self.keep_rows_before(row_of(rows.start));
        self.next_row = row_of(rows.end);
        self.last_row = u32::try_from(rows.end).unwrap_or(u32::MAX);
        self.rows_used += rows.len();
        self.cells += taken.iter().flat_map(|(_, has)| has).filter(|&&has| has).count() as u64;
        self.table
            .as_mut()?
            .push_columns(rows.map(row_of), indices.into_iter().zip(taken.into_iter().map(|(values, _)| values)));
        Some(())
    }
}

/// True when no row lacks what is needed, may be a heading with one value only, or has notes beside it with none.
fn are_all_records(wanted: &[Wanted<'_>], taken: &[(Values, Vec<bool>)], rows: usize) -> bool {
    let mut filled = vec![0_u8; rows];
    for ((plan, ..), (_, has)) in wanted.iter().zip(taken) {
        if plan.required && !has.iter().all(|&has| has) {
            return false;
        }
        for (count, &has) in filled.iter_mut().zip(has) {
            *count = count.saturating_add(u8::from(has));
        }
    }
    filled.iter().all(|&count| count >= 2)
}

/// What is kept of a text that stands in any number of rows: nothing of a blank one; none when it needs a closer look,
/// as a title or a word for totals does unless every row is a record.
fn kept<'t>(text: &'t str, plan: &Plan, locale: Option<Locale>, every: bool) -> Option<Cow<'t, str>> {
    let cell = Cell { row: 0, column: 0, value: CellValue::Text(text), format: NumberFormat::general(), shared: false };
    let typed = typed::value(&cell, plan.kind, plan.table, &plan.field, locale).ok()?;
    match if plan.texts == Special::Currency { currency::as_currency(typed) } else { typed } {
        Typed::Blank => Some(Cow::Borrowed("")),
        Typed::Text { text, note: Note::None } if every || !plan.repeats(&text) && !is_total(&text) => Some(text),
        _ => None,
    }
}

fn coded_values(codes: &[u32], texts: &Texts) -> (Values, Vec<bool>) {
    let filled: Vec<bool> = texts.values.iter().map(|&value| value != Value::Blank).collect();
    let has = codes.iter().map(|&code| filled.get(code as usize) == Some(&true)).collect();
    (Values::coded(&texts.values, codes), has)
}

/// Numbers, dates and flags.
fn other_values(
    column: &InputColumn,
    rows: std::ops::Range<usize>,
    plan: &Plan,
    locale: Option<Locale>,
) -> Option<(Values, Vec<bool>)> {
    if let (InputColumn::Decimal(given), FieldKind::Decimal | FieldKind::Money | FieldKind::Fraction) =
        (column, plan.kind)
    {
        let given = given.part(rows)?;
        let has = given.filled().collect();
        return Some((Values::Decimal(given), has));
    }
    let mut values = empty_values(plan.kind);
    let mut has = Vec::with_capacity(rows.len());
    for row in rows {
        let value = match column.get(row) {
            None => Value::Blank,
            Some(value) => {
                let cell = Cell { row: 0, column: 0, value, format: NumberFormat::general(), shared: false };
                match typed::value(&cell, plan.kind, plan.table, &plan.field, locale).ok()? {
                    Typed::Blank => Value::Blank,
                    Typed::Value(value) => value,
                    _ => return None,
                }
            }
        };
        has.push(value != Value::Blank);
        values.push(value);
    }
    Some((values, has))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::{Given, Outcome, Settings};
    use super::*;
    use crate::finding::Finding;
    use crate::origin::Origin;
    use crate::tables::schema;
    use crate::tables::synonyms::Synonyms;

    /// Rows as texts and what was said, read by columns where that goes or cell by cell.
    fn read(table: &InputTable, by_columns: bool, rows: Option<u32>) -> (Vec<String>, Vec<String>) {
        let (mut texts, synonyms) = (crate::tables::Texts::new(), Synonyms::default());
        let settings = Settings { locale: None, synonyms: &synonyms, is_template: false };
        let place = Origin::workbook("lines".into());
        let given = Given { forced: schema::table("order_lines"), header: Some(0), rows, ..Given::default() };
        let mut reader = SheetReader::new(place, "lines", given, &settings, &mut texts);
        if by_columns {
            reader.table(table);
        } else {
            table.visit(0..table.len(), &mut |cell| reader.cell(cell));
        }
        let Outcome { table, report, findings, .. } = reader.finish();
        let read = table.unwrap();
        assert_eq!(report.rows_read, read.len());
        let shown = |value| match value {
            Value::Text(symbol) => texts.get(symbol).to_owned(),
            other => format!("{other:?}"),
        };
        let rows = (0..read.len()).map(|row| {
            let cells = read.columns().iter().map(|column| shown(column.values.get(row)));
            format!("{:?} {}", read.sheet_row(row), cells.collect::<Vec<_>>().join("|"))
        });
        (rows.collect(), findings.iter().map(Finding::message).collect())
    }

    fn lines(items: &[&str], change: impl FnOnce(&mut [u32], &mut [Option<Decimal>])) -> InputTable {
        let mut codes: Vec<u32> = (0..200).map(|row| row % 7).collect();
        let mut quantities: Vec<Option<Decimal>> = (0..200).map(|row| Some(Decimal::new(row, 1))).collect();
        change(&mut codes, &mut quantities);
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let columns = vec![
            (
                "customer".to_owned(),
                InputColumn::Coded(names(&["C1", "C2"]), codes.iter().map(|code| code % 2).collect()),
            ),
            ("item".to_owned(), InputColumn::Coded(names(items), codes)),
            ("quantity".to_owned(), InputColumn::Decimal(quantities.into_iter().collect())),
            ("remark".to_owned(), InputColumn::Integer(vec![Some(1); 200])),
        ];
        InputTable { name: "order_lines".to_owned(), columns }
    }

    #[test]
    fn columns_give_the_rows_and_the_words_that_cells_give() {
        let items = ["P1", "P2", "P3", "P4", "P5", "P6", "P7"];
        let tables = [
            lines(&items, |_, _| {}),
            lines(&items, |_, quantities| quantities[150] = None),
            lines(&items, |codes, _| codes[151] = u32::MAX),
            lines(&["P1", "P2 ", "P3", "P4", "P5", "P6", "P7"], |_, _| {}),
            lines(&["P1", "Total", "P3", "P4", "P5", "P6", "P7"], |_, _| {}),
            lines(&["P1", "item", "P3", "P4", "", "P6", "P7"], |_, _| {}),
        ];
        for (number, table) in tables.iter().enumerate() {
            let (rows, words) = read(table, true, None);
            assert!(number > 1 || rows.len() == 200, "{number}: {} rows", rows.len());
            assert_eq!((rows, words), read(table, false, None), "table {number}");
        }
    }

    #[test]
    fn lines_that_are_each_answered_stay_in_their_places_whatever_stands_in_them() {
        let items = ["P1", "Total", "P3 ", "item", "", "P6", "P7"];
        let blank = u32::MAX;
        let tables = [
            lines(&["P1", "Total", "P3", "item", "", "P6", "P7"], |codes, quantities| {
                codes[0..3].fill(blank);
                codes[150] = blank;
                quantities[0..3].fill(None);
                quantities[150] = None;
                quantities[199] = None;
            }),
            lines(&items, |codes, quantities| {
                codes[198..].fill(blank);
                quantities[198..].fill(None);
            }),
        ];
        for table in &tables {
            let (rows, words) = read(table, true, Some(200));
            let places: Vec<usize> =
                rows.iter().map(|row| row["Some(".len()..row.find(')').unwrap()].parse().unwrap()).collect();
            assert_eq!(places, (1..=200).collect::<Vec<_>>());
            let only_trimmed = |word: &String| word.contains("I-TRIM");
            assert!(words.iter().all(only_trimmed), "{words:?}");
        }
    }
}
