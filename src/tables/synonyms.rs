//! Titles given by the user, for one table or for any.

use std::collections::BTreeMap;

use super::schema::TableSpec;
use crate::values::fold_title;

/// Titles given by the user: the field each title names.
#[derive(Clone, Debug, Default)]
pub struct Synonyms(BTreeMap<String, Vec<String>>);

impl Synonyms {
    /// A title (folded when looked up) names a field: `item` in any table that has it, `stock.item` in one table only.
    pub fn add(&mut self, field: &str, title: &str) {
        let fields = self.0.entry(fold_title(title)).or_default();
        let field = field.trim().to_owned();
        if !fields.contains(&field) {
            fields.push(field);
        }
    }

    /// True when nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The field a title names in a table; what is said about this table goes before what is said about all.
    pub(super) fn field(&self, spec: &TableSpec, title: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        let fields = self.0.get(&fold_title(title))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema;

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
