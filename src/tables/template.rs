//! The template workbook as the reader of workbooks knows it: the sheets that hold no table, and the example rows
//! (`examples.csv`, the same in every language), which are no data as long as no cell of them is changed.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::embedded;
use super::labels;
use super::schema::{Form, TableSpec};
use crate::workbook::SheetInfo;

const FILE: &str = include_str!("examples.csv");

/// Name of the hidden sheet that holds long lists of choices.
pub const LISTS: &str = "Lists";

/// The example of a column; blank for none.
pub(super) fn example(table: &str, field: &str) -> &'static str {
    static EXAMPLES: LazyLock<HashMap<(&str, &str), &str>> =
        LazyLock::new(|| embedded::rows::<3>(FILE).map(|[table, field, example]| ((table, field), example)).collect());
    EXAMPLES.get(&(table, field)).copied().unwrap_or_default()
}

/// The example row of a table: its columns by their names in the schema, and their values.
#[must_use]
pub fn example_row(spec: &TableSpec) -> Vec<(&'static str, &'static str)> {
    let mut filled = spec.fields.iter().map(|field| (field.name, field.example)).filter(|(_, value)| !value.is_empty());
    match spec.form {
        Form::Rows => filled.collect(),
        Form::KeyValue => filled.next().into_iter().flat_map(|(key, value)| [("key", key), ("value", value)]).collect(),
    }
}

/// True for a sheet that makes a workbook a template: the first one, in any language, or the hidden lists, which stay
/// when somebody removes the first one.
pub(super) fn is_mark(sheet: &SheetInfo) -> bool {
    is_own_sheet(&sheet.name) && (sheet.is_hidden() || &*sheet.name != LISTS)
}

/// True for the name of a sheet of a template that holds no table.
pub(super) fn is_own_sheet(name: &str) -> bool {
    name == LISTS || is_first_sheet(name)
}

fn is_first_sheet(name: &str) -> bool {
    labels::LANGUAGES.iter().any(|language| labels::known("sheet.begin", language) == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema;

    #[test]
    fn every_table_has_an_example_of_its_own_columns() {
        let (lines, parsed) = embedded::counted::<3>(FILE);
        assert_eq!(lines, parsed);
        let mut used = 0;
        for spec in schema::tables() {
            let row = example_row(spec);
            assert!(!row.is_empty(), "{}", spec.name);
            if spec.form == Form::Rows {
                for field in &spec.fields {
                    let has = row.iter().any(|(name, _)| *name == field.name);
                    assert!(has || field.required != schema::Required::Value, "{}.{}", spec.name, field.name);
                }
                used += row.len();
            } else {
                used += 1;
            }
        }
        assert_eq!(lines, used, "a line that no column of the schema has");
    }
}
