//! Titles given by the user, for one table or for any.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases;
use super::schema::{self, TableSpec};
use crate::values::fold_title;

/// Titles given by the user: the field each title names.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    titles: BTreeMap<String, Vec<String>>,
    /// Fields that are columns of the user's own: the schema does not have them.
    own: BTreeSet<String>,
}

impl Synonyms {
    /// A title (folded when looked up) names a field: `item` in any table that has it, `stock.item` in one table only.
    pub fn add(&mut self, field: &str, title: &str) {
        let fields = self.titles.entry(fold_title(title)).or_default();
        let field = field.trim().to_owned();
        if !fields.contains(&field) {
            fields.push(field);
        }
    }

    /// True when nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.titles.is_empty()
    }

    /// A title names a column of the user's own in a table that keeps such.
    pub(crate) fn add_own(&mut self, table: &str, column: &str, title: &str) {
        let field = format!("{table}.{column}");
        self.add(&field, title);
        self.own.insert(field.trim().to_owned());
    }

    /// The fields that were named and should be known, each as it was given.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.titles.values().flatten().map(String::as_str).filter(|field| !self.own.contains(*field))
    }

    /// The field a title names in a table; what is said about this table goes before what is said about all.
    pub(super) fn field(&self, spec: &TableSpec, title: &str) -> Option<&str> {
        if self.titles.is_empty() {
            return None;
        }
        let fields = self.titles.get(&fold_title(title))?;
        let own = fields
            .iter()
            .find_map(|field| field.split_once('.').filter(|(table, _)| *table == spec.name).map(|it| it.1));
        own.or_else(|| {
            fields
                .iter()
                .map(String::as_str)
                .filter(|field| !field.contains('.'))
                .find(|field| spec.field(field).is_some() || (spec.keep_unknown && !super::schema::is_field(field)))
        })
    }
}

/// None for the name of a column (`item`, `description_fi`, `stock.item`), else the names most like it.
pub(super) fn unknown_field(field: &str) -> Option<Vec<String>> {
    let field = field.trim();
    let (table, name) = field.split_once('.').map_or((None, field), |(table, name)| (Some(table), name));
    let is_known = |spec: &TableSpec| spec.field(name).is_some() || aliases::kept_field(spec.name, name);
    let mut tables = schema::tables().iter().filter(|spec| table.is_none_or(|table| table == spec.name));
    if tables.any(is_known) {
        return None;
    }
    let own = schema::tables().iter().filter(|spec| table.is_none_or(|table| table == spec.name));
    let mut near: Vec<(usize, &str)> = own
        .flat_map(|spec| spec.fields.iter().map(super::schema::FieldSpec::base))
        .map(|known| (distance(known, name), known))
        .filter(|(distance, _)| *distance <= 1 + name.len() / 4)
        .collect();
    near.sort_unstable();
    near.dedup();
    Some(near.into_iter().take(3).map(|(_, known)| known.to_owned()).collect())
}

/// Letters to change, add or remove to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().take(64).enumerate() {
        let mut above_left = std::mem::replace(row.first_mut().unwrap_or(&mut 0), index + 1);
        let mut left = index + 1;
        for (cell, found) in row.iter_mut().skip(1).zip(&other) {
            let best = (above_left + usize::from(*found != letter)).min(left + 1).min(*cell + 1);
            above_left = std::mem::replace(cell, best);
            left = best;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema;

    #[test]
    fn unknown_columns_are_told_with_the_nearest() {
        for known in ["item", "stock.item", "description_fi", "bom.supplier", "items.brand"] {
            assert_eq!(unknown_field(known), None, "{known}");
        }
        assert_eq!(unknown_field("itme").unwrap()[0], "item");
        assert_eq!(unknown_field("stock.quanttty").unwrap(), [] as [&str; 0]);
        assert!(unknown_field("nosuch.item").is_some());
        assert_eq!((distance("item", "itme"), distance("", "abc"), distance("a", "a")), (2, 3, 0));
    }

    #[test]
    fn a_table_may_have_its_own_titles() {
        let mut synonyms = Synonyms::default();
        for (field, title) in [("items.item", "pk"), ("bom.parent", "Part"), ("item", "Part"), ("finish", "Coating")] {
            synonyms.add(field, title);
        }
        let field = |table: &str, title: &str| synonyms.field(schema::table(table).unwrap(), title);
        assert_eq!(field("items", "PK"), Some("item"));
        assert_eq!(field("bom", "PK"), None);
        assert_eq!(field("bom", "part"), Some("parent"));
        assert_eq!(field("stock", "part"), Some("item"));
        assert_eq!(field("items", "coating"), Some("finish"), "a column of the user's own");
        assert_eq!(field("stock", "coating"), None);
    }
}
