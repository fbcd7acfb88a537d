//! Every table and column of the product, written once as data (`schema.csv`): what recognises sheets, checks cells,
//! writes the template and documents the columns. Rules: workbook specification, section 2.
//!
//! `schema.csv` has one line a column and, with a blank field, one line a table. A table line holds the form in `type`
//! (`rows`, or `keyvalue`: the keys are then listed as fields) and the flag `keep_unknown` in `choices`.
//! `required` of a column is one of
//!
//! - blank: the column may be missing;
//! - `Y`: the column must be there and each row must have a value;
//! - `column`: the column must be there, a blank cell means something (a condition that always holds, a quantity "as
//!   required");
//! - `one:group`: at least one column of the table with the same group must be there (`parent` or `level` of a structure).
//!
//! A name that ends in `_xx` stands for one column a language (`description_fi`) and for one without language.

use std::sync::LazyLock;

use super::{embedded, template};

const FILE: &str = include_str!("schema.csv");

/// One table of the schema.
#[derive(Debug)]
pub struct TableSpec {
    /// Canonical name.
    pub name: &'static str,
    /// What the table holds, in one line.
    pub description: &'static str,
    /// The columns, in the order of the template; for tables of keys and values, the keys.
    pub fields: Vec<FieldSpec>,
    /// Rows with columns, or keys with values.
    pub form: Form,
    /// Columns that are not in the schema are kept and carried along.
    pub keep_unknown: bool,
}

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A row a record, a column a field.
    Rows,
    /// A row a setting: its key and its value.
    KeyValue,
}

/// One column of a table.
#[derive(Debug)]
pub struct FieldSpec {
    /// Canonical name.
    pub name: &'static str,
    /// Type of the values.
    pub kind: FieldKind,
    /// Whether it must be there.
    pub required: Required,
    /// It belongs to the columns that together identify a row.
    pub key: bool,
    /// The allowed words of a choice; compared without case.
    pub choices: Vec<&'static str>,
    /// What it holds, in one line.
    pub description: &'static str,
    /// Its value in the example row of the template; blank for none.
    pub example: &'static str,
    /// One column a language: the name ends in `_xx`.
    pub language: bool,
}

/// Type of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Identifier, kept as text: item, serial number, lot, position, revision, customer, group.
    Code,
    /// Any text.
    Text,
    /// Exact number.
    Decimal,
    /// Exact amount of money.
    Money,
    /// Percent points: 15 is 15 %.
    Percent,
    /// Share: 0.15 is 15 %.
    Fraction,
    /// Whole number.
    Integer,
    /// Calendar day.
    Date,
    /// Yes or no; blank is the default of the column.
    Flag,
    /// One of a few words.
    Choice,
    /// Identifiers separated by semicolons.
    Codes,
}

/// Whether a column must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Required {
    /// The column may be missing.
    No,
    /// The column must be there, each row has a value.
    Value,
    /// The column must be there, its cells may be blank.
    Column,
    /// At least one column of this group must be there.
    OneOf(&'static str),
}

impl TableSpec {
    /// The column of this name; `description` and `description_fi` find `description_xx`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldSpec> {
        self.fields.iter().find(|field| field.name == name).or_else(|| {
            let base = language_of(name).map_or(name, |(base, _)| base);
            self.fields.iter().find(|field| field.language && (field.base() == name || field.base() == base))
        })
    }

    /// The columns that together identify a row.
    pub fn keys(&self) -> impl Iterator<Item = &FieldSpec> {
        self.fields.iter().filter(|field| field.key)
    }

    /// The groups of which at least one column must be there, each once, in order.
    #[must_use]
    pub fn groups(&self) -> Vec<&'static str> {
        let mut groups = Vec::new();
        for field in &self.fields {
            if let Required::OneOf(group) = field.required
                && !groups.contains(&group)
            {
                groups.push(group);
            }
        }
        groups
    }
}

impl FieldSpec {
    /// The name without `_xx`.
    #[must_use]
    pub fn base(&self) -> &'static str {
        if self.language { self.name.strip_suffix("_xx").unwrap_or(self.name) } else { self.name }
    }
}

impl FieldKind {
    /// The name used in `schema.csv`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Text => "text",
            Self::Decimal => "decimal",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Fraction => "fraction",
            Self::Integer => "integer",
            Self::Date => "date",
            Self::Flag => "flag",
            Self::Choice => "choice",
            Self::Codes => "codes",
        }
    }

    const ALL: [Self; 11] = [
        Self::Code,
        Self::Text,
        Self::Decimal,
        Self::Money,
        Self::Percent,
        Self::Fraction,
        Self::Integer,
        Self::Date,
        Self::Flag,
        Self::Choice,
        Self::Codes,
    ];

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Required {
    fn parse(text: &'static str) -> Option<Self> {
        match text {
            "" => Some(Self::No),
            "Y" => Some(Self::Value),
            "column" => Some(Self::Column),
            _ => text.strip_prefix("one:").map(Self::OneOf),
        }
    }
}

/// All tables, in the order of the template.
#[must_use]
pub fn tables() -> &'static [TableSpec] {
    static TABLES: LazyLock<Vec<TableSpec>> = LazyLock::new(read);
    &TABLES
}

/// The table of this canonical name.
#[must_use]
pub fn table(name: &str) -> Option<&'static TableSpec> {
    tables().iter().find(|table| table.name == name)
}

/// True when some table has a column of this name; `stock.item` asks about one table.
pub(crate) fn is_field(name: &str) -> bool {
    match name.split_once('.') {
        Some((own, field)) => table(own).is_some_and(|own| own.field(field).is_some()),
        None => tables().iter().any(|table| table.field(name).is_some()),
    }
}

/// Splits `description_fi` into `description` and `fi`.
pub(crate) fn language_of(name: &str) -> Option<(&str, &str)> {
    let (base, language) = name.rsplit_once('_')?;
    let is_code = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_code && !base.is_empty()).then_some((base, language))
}

/// Reads the embedded file. A line that is not understood is left out; the tests prove that there is none.
fn read() -> Vec<TableSpec> {
    let mut tables: Vec<TableSpec> = Vec::new();
    for row in embedded::rows::<7>(FILE) {
        let [name, field, kind, required, key, choices, description] = row;
        if field.is_empty() {
            let form = if kind == "keyvalue" { Form::KeyValue } else { Form::Rows };
            let keep_unknown = choices == "keep_unknown";
            tables.push(TableSpec { name, description, fields: Vec::new(), form, keep_unknown });
        } else if let Some(table) = tables.last_mut()
            && table.name == name
            && let (Some(kind), Some(required)) = (FieldKind::parse(kind), Required::parse(required))
        {
            let choices = choices.split('|').filter(|choice| !choice.is_empty()).collect();
            let language = field.ends_with("_xx");
            table.fields.push(FieldSpec {
                name: field,
                kind,
                required,
                key: key == "Y",
                choices,
                description,
                example: template::example(name, field),
                language,
            });
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_file_is_used() {
        let (lines, parsed) = embedded::counted::<7>(FILE);
        assert_eq!(lines, parsed);
        let used: usize = tables().iter().map(|table| 1 + table.fields.len()).sum();
        assert_eq!(lines, used);
        assert!(lines > 700);
    }

    #[test]
    fn the_data_is_consistent() {
        let names: BTreeSet<_> = tables().iter().map(|table| table.name).collect();
        assert_eq!(names.len(), tables().len(), "table twice");
        for table in tables() {
            assert!(!table.description.is_empty() && !table.fields.is_empty(), "{}", table.name);
            let fields: BTreeSet<_> = table.fields.iter().map(|field| field.name).collect();
            assert_eq!(fields.len(), table.fields.len(), "{}: field twice", table.name);
            for field in &table.fields {
                let place = format!("{}.{}", table.name, field.name);
                assert!(!field.description.is_empty(), "{place}");
                assert_eq!(field.kind == FieldKind::Choice, !field.choices.is_empty(), "{place}");
                let words: BTreeSet<_> = field.choices.iter().map(|choice| choice.to_lowercase()).collect();
                assert_eq!(words.len(), field.choices.len(), "{place}: choice twice");
                let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                assert!(field.name.chars().all(legal), "{place}");
            }
            for group in table.groups() {
                let members = table.fields.iter().filter(|field| field.required == Required::OneOf(group)).count();
                assert!(members > 1, "{}: group {group} has one column", table.name);
            }
        }
    }

    #[test]
    fn language_columns_are_found() {
        let items = table("items").unwrap();
        for name in ["description_xx", "description_fi", "description"] {
            assert_eq!(items.field(name).unwrap().name, "description_xx");
        }
        assert_eq!(items.field("item").unwrap().kind, FieldKind::Code);
        assert!(items.field("nonsense").is_none());
        assert!(items.field("item_fi").is_none());
        assert_eq!(items.keys().map(|field| field.name).collect::<Vec<_>>(), ["item", "revision"]);
        assert_eq!(table("bom").unwrap().groups(), ["structure"]);
        assert_eq!(language_of("description_fi"), Some(("description", "fi")));
        assert_eq!(language_of("description2"), None);
    }

    /// Workbook specification, section 2, and the sections Inputs it names: tables with their required columns.
    const REQUIRED: &str = include_str!("required.txt");

    #[test]
    fn every_table_of_the_specification_is_there() {
        let mut seen = 0;
        for line in REQUIRED.lines() {
            let (name, fields) = line.split_once(':').unwrap();
            let table = table(name).unwrap_or_else(|| panic!("table {name} is missing"));
            let expected: Vec<_> = fields.split_whitespace().collect();
            let found: Vec<String> = table
                .fields
                .iter()
                .filter_map(|field| match field.required {
                    Required::No => None,
                    Required::Value => Some(field.name.to_owned()),
                    Required::Column => Some(format!("{}~", field.name)),
                    Required::OneOf(_) => Some(format!("{}|", field.name)),
                })
                .collect();
            assert_eq!(found, expected, "{name}");
            seen += 1;
        }
        assert_eq!(seen, 72);
    }
}
