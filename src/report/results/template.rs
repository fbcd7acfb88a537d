//! The schema as the tables of a template, with titles in one language that reading recognises.

use crate::report::frame::Show;
use crate::report::template::{TemplateColumn, TemplateTable};
use crate::report::words::Language;
use crate::tables::schema::{self, FieldKind, FieldSpec, Required, TableSpec};
use crate::tables::{aliases, labels, template};

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
        example: field.example.to_owned(),
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
    let own = template::example_row(table);
    let example =
        |name: &str| own.iter().find(|(own, _)| *own == name).map_or_else(String::new, |(_, text)| (*text).to_owned());
    vec![
        column("key", notes.join("\n"), keys, example("key")),
        column("value", String::new(), Vec::new(), example("value")),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::NaiveDate;

    use super::*;
    use crate::finding::{Finding, Severity};
    use crate::model::build::build;
    use crate::report::template::template_book;
    use crate::report::xlsx::GO_ON;
    use crate::tables::{Input, InputColumn, InputTable, ReadOptions, Reading, Table, read};
    use crate::workbook::Source;

    fn read_back(source: Input) -> Reading {
        read(&[source], &ReadOptions::default(), &|_, _| true).unwrap()
    }

    #[test]
    fn an_untouched_template_is_empty_in_every_language() {
        for language in ["en", "fi", "sv", "de", "nl", "zh"].map(|code| Language::from_code(code).unwrap()) {
            let book = template_book(&template_tables(language), None, language).unwrap();
            let bytes = book.to_bytes(GO_ON).unwrap();
            let read = read_back(Input::Source(Source::Bytes { name: "t.xlsx".into(), data: bytes.into() }));
            let rows: Vec<&str> = read.tables.values().filter(|table| !table.is_empty()).map(Table::name).collect();
            assert_eq!(rows, [""; 0], "{}", language.code());
            let told: Vec<String> = read.findings.iter().map(Finding::message).collect();
            let doubtful = read.findings.iter().find(|finding| finding.code.severity() != Severity::Info);
            assert_eq!(doubtful.map(Finding::message), None, "{}", language.code());
            let all = schema::tables().len();
            assert!(
                told.iter().any(|text| text.contains(&format!("{all} rows are the untouched examples"))),
                "{told:#?}"
            );
        }
    }

    #[test]
    fn the_examples_are_good_data() {
        let mut inputs = Vec::new();
        for spec in schema::tables() {
            // Other numbers and days: these rows are no examples any more.
            let data = |text: &str| text.replace("4711", "4799").replace("C100", "C199").replace("2026-", "2025-");
            let columns = template::example_row(spec)
                .into_iter()
                .map(|(name, text)| (name.replace("_xx", ""), InputColumn::Text(vec![Some(data(text))])))
                .collect();
            inputs.push(Input::Table(InputTable { name: spec.name.to_owned(), columns }));
        }
        let read = read(&inputs, &ReadOptions::default(), &|_, _| true).unwrap();
        assert!(read.tables.values().filter(|table| table.len() == 1).count() >= 65);
        let catalog = build(read, NaiveDate::from_ymd_opt(2026, 6, 30).unwrap());
        // One row a table cannot hold all items that others name.
        let others = BTreeSet::from(["4700", "4712"]);
        let wrong: Vec<String> = catalog
            .findings()
            .iter()
            .filter(|finding| finding.code.severity() != Severity::Info)
            .filter(|finding| !finding.value.as_deref().is_some_and(|value| others.contains(value)))
            .map(Finding::message)
            .collect();
        assert_eq!(wrong, [""; 0]);
    }

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
