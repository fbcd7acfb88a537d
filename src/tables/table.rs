//! A typed table: rows from one or many sheets, each value with the cell it came from.

use std::sync::Arc;

use chrono::NaiveDate;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefMutIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::column::{Decimals, Value, Values, date_at, flag_at, integer_at, text_at};
use super::texts::Symbol;
use crate::origin::Origin;

/// One column: the field's name and its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Field of the schema, a language column such as `description_fi`, or the title of a kept column.
    pub name: Arc<str>,
    /// The title in the first sheet that had the column.
    pub title: Arc<str>,
    /// The values, one a row.
    pub values: Values,
}

/// The rows that one sheet gave to a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The sheet.
    pub sheet: Origin,
    /// First row of the table that comes from it.
    pub first: usize,
    /// Column of the sheet (from zero) for each column of the table; none when the sheet lacks it.
    pub columns: Vec<Option<u32>>,
    /// Columns of the table whose value stands in one cell for all these rows (a title of a matrix), with its row and
    /// column.
    pub fixed: Vec<(usize, u32, u32)>,
}

/// All rows of one table of the schema.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    name: Arc<str>,
    columns: Vec<Column>,
    parts: Vec<Part>,
    rows: Vec<u32>,
}

impl Table {
    /// An empty table of that name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Name of the table in the schema.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// True without rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The columns, in the order first met.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The sheets the rows came from, in reading order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| &*column.name == name)
    }

    /// True when a sheet had this column.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.column(name).is_some()
    }

    /// The texts of a column; an absent column is blank in every row.
    #[must_use]
    pub fn text(&self, name: &str) -> TextView<'_> {
        match self.column(name).map(|column| &column.values) {
            Some(Values::Text(values)) => TextView(values),
            _ => TextView(&[]),
        }
    }

    /// The decimals of a column; an absent column is blank in every row.
    #[must_use]
    pub fn decimal(&self, name: &str) -> DecimalView<'_> {
        match self.column(name).map(|column| &column.values) {
            Some(Values::Decimal(values)) => DecimalView(Some(values)),
            _ => DecimalView(None),
        }
    }

    /// The dates of a column; an absent column is blank in every row.
    #[must_use]
    pub fn date(&self, name: &str) -> DateView<'_> {
        match self.column(name).map(|column| &column.values) {
            Some(Values::Date(values)) => DateView(values),
            _ => DateView(&[]),
        }
    }

    /// The flags of a column; an absent column is blank in every row.
    #[must_use]
    pub fn flag(&self, name: &str) -> FlagView<'_> {
        match self.column(name).map(|column| &column.values) {
            Some(Values::Flag(values)) => FlagView(values),
            _ => FlagView(&[]),
        }
    }

    /// The whole numbers of a column; an absent column is blank in every row.
    #[must_use]
    pub fn integer(&self, name: &str) -> IntegerView<'_> {
        match self.column(name).map(|column| &column.values) {
            Some(Values::Integer(values)) => IntegerView(values),
            _ => IntegerView(&[]),
        }
    }

    /// Where a row stands.
    #[must_use]
    pub fn origin(&self, row: usize) -> Option<Origin> {
        let part = self.part(row)?;
        Some(part.sheet.at_row(*self.rows.get(row)?))
    }

    /// Where the value of a field stands; the row when the sheet lacks the column.
    #[must_use]
    pub fn cell(&self, row: usize, name: &str) -> Option<Origin> {
        let part = self.part(row)?;
        let index = self.columns.iter().position(|column| &*column.name == name);
        let sheet_row = *self.rows.get(row)?;
        if let Some((_, row, column)) = part.fixed.iter().find(|(own, ..)| Some(*own) == index) {
            return Some(part.sheet.at(*row, *column));
        }
        Some(match index.and_then(|index| part.columns.get(index).copied().flatten()) {
            Some(column) => part.sheet.at(sheet_row, column),
            None => part.sheet.at_row(sheet_row),
        })
    }

    /// Row of the sheet (from zero) a record stands in.
    #[must_use]
    pub fn sheet_row(&self, row: usize) -> Option<u32> {
        self.rows.get(row).copied()
    }

    fn part(&self, row: usize) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.first <= row);
        self.parts.get(after.checked_sub(1)?)
    }

    /// Index of the column of that name, added with blanks when new.
    pub fn column_index(&mut self, name: &str, title: &str, empty: impl FnOnce() -> Values) -> usize {
        if let Some(index) = self.columns.iter().position(|column| &*column.name == name) {
            return index;
        }
        let mut values = empty();
        values.pad(self.rows.len());
        self.columns.push(Column { name: name.into(), title: title.into(), values });
        self.columns.len() - 1
    }

    /// Begins the rows of one more sheet.
    pub fn begin_part(&mut self, sheet: Origin, columns: Vec<Option<u32>>) {
        self.begin_part_under(sheet, columns, Vec::new());
    }

    /// Begins rows of a sheet that share some values: column of the table, row and column of the cell.
    pub fn begin_part_under(&mut self, sheet: Origin, columns: Vec<Option<u32>>, fixed: Vec<(usize, u32, u32)>) {
        self.parts.push(Part { sheet, first: self.rows.len(), columns, fixed });
    }

    /// Adds a row; `values` are pairs of column index and value, all other columns are blank.
    pub fn push_row(&mut self, sheet_row: u32, values: impl IntoIterator<Item = (usize, Value)>) {
        for (index, value) in values {
            if let Some(column) = self.columns.get_mut(index) {
                column.values.pad(self.rows.len());
                column.values.push(value);
            }
        }
        self.rows.push(sheet_row);
    }

    /// Says in which column of the last sheet the values of a column stand, when that is not known yet.
    pub(crate) fn place_column(&mut self, index: usize, column: u32) {
        let Some(part) = self.parts.last_mut() else { return };
        if part.columns.len() <= index {
            part.columns.resize(index + 1, None);
        }
        if let Some(slot) = part.columns.get_mut(index) {
            slot.get_or_insert(column);
        }
    }

    /// Puts texts into a column, from a row on; all other rows keep theirs.
    pub(crate) fn set_texts(&mut self, index: usize, first: usize, texts: impl Iterator<Item = Option<Symbol>>) {
        let rows = self.rows.len();
        if let Some(column) = self.columns.get_mut(index) {
            column.values.pad(rows);
            column.values.set_texts(first, texts);
        }
    }

    /// Adds rows column by column, each with its row of the sheet; all columns that are not there are blank.
    pub(super) fn push_columns(
        &mut self,
        sheet_rows: impl IntoIterator<Item = u32>,
        columns: impl IntoIterator<Item = (usize, Values)>,
    ) {
        let before = self.rows.len();
        let mut more: Vec<Option<Values>> = vec![None; self.columns.len()];
        for (index, values) in columns {
            if let Some(slot) = more.get_mut(index) {
                *slot = Some(values);
            }
        }
        self.columns.par_iter_mut().zip(more).for_each(|(column, more)| {
            if let Some(values) = more {
                column.values.pad(before);
                column.values.append(values);
            }
        });
        self.rows.extend(sheet_rows);
    }

    /// Fills every column up to the number of rows.
    pub fn finish(&mut self) {
        let rows = self.rows.len();
        for column in &mut self.columns {
            column.values.pad(rows);
        }
    }

    /// Gives every text its symbol in another pool.
    pub(crate) fn rename_texts(&mut self, new_symbol: impl Fn(Symbol) -> Symbol) {
        self.columns.iter_mut().for_each(|column| column.values.rename(&new_symbol));
    }

    /// Gives every text of one column another symbol.
    pub(crate) fn rename_column(&mut self, name: &str, new_symbol: impl Fn(Symbol) -> Symbol) {
        self.columns
            .iter_mut()
            .filter(|column| &*column.name == name)
            .for_each(|column| column.values.rename(&new_symbol));
    }

    /// Adds all rows of another table of the same name and pool behind the own ones.
    pub(crate) fn append(&mut self, other: Self) {
        let base = self.rows.len();
        let own: Vec<usize> = other
            .columns
            .iter()
            .map(|column| self.column_index(&column.name, &column.title, || column.values.same_kind()))
            .collect();
        for part in other.parts {
            let mut columns = vec![None; self.columns.len()];
            for (&own, place) in own.iter().zip(&part.columns) {
                if let Some(slot) = columns.get_mut(own) {
                    *slot = *place;
                }
            }
            let renamed = |(index, row, column): (usize, u32, u32)| Some((*own.get(index)?, row, column));
            let fixed = part.fixed.into_iter().filter_map(renamed).collect();
            self.parts.push(Part { sheet: part.sheet, first: part.first + base, columns, fixed });
        }
        self.rows.extend(other.rows);
        for (own, column) in own.into_iter().zip(other.columns) {
            if let Some(target) = self.columns.get_mut(own) {
                target.values.pad(base);
                target.values.append(column.values);
            }
        }
        self.finish();
    }
}

/// Texts of one column.
#[derive(Clone, Copy)]
pub struct TextView<'a>(&'a [u32]);

impl TextView<'_> {
    /// True when no row has a text because the column is not there.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.0.is_empty()
    }

    /// The text of a row.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<Symbol> {
        text_at(self.0, row)
    }
}

/// Decimals of one column.
#[derive(Clone, Copy)]
pub struct DecimalView<'a>(Option<&'a Decimals>);

impl DecimalView<'_> {
    /// True when the row has a value.
    #[must_use]
    pub fn is_filled(&self, row: usize) -> bool {
        self.0.is_some_and(|values| values.is_filled(row))
    }

    /// The decimal of a row.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<Decimal> {
        self.0?.get(row)
    }
}

/// Dates of one column.
#[derive(Clone, Copy)]
pub struct DateView<'a>(&'a [i32]);

impl DateView<'_> {
    /// The date of a row.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<NaiveDate> {
        date_at(self.0, row)
    }
}

/// Flags of one column.
#[derive(Clone, Copy)]
pub struct FlagView<'a>(&'a [u8]);

impl FlagView<'_> {
    /// The flag of a row.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<bool> {
        flag_at(self.0, row)
    }
}

/// Whole numbers of one column.
#[derive(Clone, Copy)]
pub struct IntegerView<'a>(&'a [i64]);

impl IntegerView<'_> {
    /// The whole number of a row.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<i64> {
        integer_at(self.0, row)
    }
}
