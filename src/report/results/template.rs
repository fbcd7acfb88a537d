//! The schema as the tables of a template, with titles in one language that reading recognises.

use crate::report::frame::Show;
use crate::report::template::{TemplateColumn, TemplateTable};
use crate::report::words::Language;
use crate::tables::schema::{self, FieldKind, FieldSpec, Required, TableSpec};
use crate::tables::{aliases, labels};

/// All tables of the schema for [`crate::report::template::template_book`].
#[must_use]
pub fn template_tables(language: Language) -> Vec<TemplateTable> {
    schema::tables().iter().map(|table| template_table(table, language)).collect()
}

fn template_table(table: &TableSpec, language: Language) -> TemplateTable {
    let columns = match table.form {
        schema::Form::Rows => table.fields.iter().map(|field| column(table, field, language)).collect(),
        schema::Form::KeyValue => key_value_columns(table, language),
    };
    TemplateTable {
        name: table.name.to_owned(),
        title: sheet_title(table, language),
        description: table.description.to_owned(),
        columns,
    }
}

/// The label of the sheet where it is recognised as this table, else the canonical name.
pub(super) fn sheet_title(table: &TableSpec, language: Language) -> String {
    let label = labels::known(&format!("sheet.{}", table.name), language.code()).unwrap_or(table.name);
    let known = aliases::sheet_tables(label);
    if known.len() == 1 && known.iter().all(|hit| hit.table == table.name) {
        label.to_owned()
    } else {
        table.name.to_owned()
    }
}

/// The title of a column that reading takes for it and nothing else.
pub(super) fn title_of(table: &TableSpec, field: &FieldSpec, language: Language) -> String {
    // One column a language: the template offers the reader's own.
    let name = if field.language { format!("{}_{}", field.base(), language.code()) } else { field.name.to_owned() };
    let label = labels::label(&name, language.code());
    let means = |title: &str| aliases::fields(table.name, title).iter().all(|known| *known == field.name);
    let is_known = |title: &str| !aliases::fields(table.name, title).is_empty() && means(title);
    if field.language {
        name
    } else if is_known(&label) {
        label
    } else {
        aliases::titles(table.name, field.name, language.code())
            .find(|title| is_known(title))
            .map_or_else(|| name.clone(), str::to_owned)
    }
}

fn column(table: &TableSpec, field: &FieldSpec, language: Language) -> TemplateColumn {
    let choices: Vec<String> = match field.kind {
        FieldKind::Flag => vec!["Y".to_owned(), "N".to_owned()],
        _ => field.choices.iter().map(|&choice| choice.to_owned()).collect(),
    };
    TemplateColumn {
        title: title_of(table, field, language),
        required: field.required == Required::Value,
        note: field.description.to_owned(),
        example: example(field, choices.first()),
        choices,
        show: show(field.kind),
    }
}

fn key_value_columns(table: &TableSpec, language: Language) -> Vec<TemplateColumn> {
    let column = |name: &str, note: String, choices: Vec<String>, example: String| TemplateColumn {
        title: labels::label(name, language.code()),
        required: true,
        note,
        choices,
        example,
        show: Show::Text,
    };
    let keys: Vec<String> = table.fields.iter().map(|field| field.name.to_owned()).collect();
    let notes: Vec<String> =
        table.fields.iter().map(|field| format!("{}: {}", field.name, field.description)).collect();
    let first = table.fields.first();
    let key = keys.first().cloned().unwrap_or_default();
    vec![
        column("key", notes.join("\n"), keys, key),
        column("value", String::new(), Vec::new(), first.map(|field| example(field, None)).unwrap_or_default()),
    ]
}

const fn show(kind: FieldKind) -> Show {
    match kind {
        FieldKind::Code | FieldKind::Codes => Show::Code,
        FieldKind::Text | FieldKind::Choice => Show::Text,
        FieldKind::Decimal | FieldKind::Fraction => Show::Number,
        FieldKind::Money => Show::Money(2),
        FieldKind::Percent => Show::Percent,
        FieldKind::Integer => Show::Integer,
        FieldKind::Date => Show::Date,
        FieldKind::Flag => Show::Flag,
    }
}

fn example(field: &FieldSpec, choice: Option<&String>) -> String {
    if let Some(choice) = choice {
        return choice.clone();
    }
    match field.kind {
        FieldKind::Code | FieldKind::Codes => "A100",
        FieldKind::Text | FieldKind::Choice => "",
        FieldKind::Decimal | FieldKind::Integer => "1",
        FieldKind::Money => "12.50",
        FieldKind::Percent => "10",
        FieldKind::Fraction => "0.1",
        FieldKind::Date => "2026-01-01",
        FieldKind::Flag => "Y",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_of_every_language_means_its_field_only() {
        for language in ["en", "fi", "sv", "de", "nl", "zh"].map(|code| Language::from_code(code).unwrap()) {
            let tables = template_tables(language);
            assert_eq!(tables.len(), schema::tables().len());
            for (table, spec) in tables.iter().zip(schema::tables()) {
                assert!(
                    aliases::sheet_tables(&table.title).iter().any(|hit| hit.table == spec.name),
                    "{}",
                    table.title
                );
                let mut titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
                titles.sort_unstable();
                let before = titles.len();
                titles.dedup();
                assert_eq!(titles.len(), before, "a title twice in {} ({})", spec.name, language.code());
            }
        }
    }
}
