//! The empty workbook to begin with: every sheet and column, what belongs there, and one example row.
//!
//! Rules: face of the program, section 1 (`template`). The schema is handed over as data, so that this file knows no table.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::cell::{Cell, Row, Target};
use super::error::ReportError;
use super::frame::Show;
use super::names::sheet_name;
use super::sheet::{Allowed, Area, Column, Freeze, Sheet, Validation};
use super::style::{Style, colour};
use super::words::{Language, Words};
use super::xlsx::ReportBook;
use crate::origin::column_letters;
use crate::tables::labels;
use crate::tables::template::LISTS;

/// Last row of a sheet, from zero.
const LAST_ROW: u32 = 1_048_575;
/// Longest list of choices a rule holds by itself.
const LONGEST_LIST: usize = 255;

/// A column of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateColumn {
    /// Title the reader of workbooks knows.
    pub title: String,
    /// Must be filled in.
    pub required: bool,
    /// What belongs there, in words.
    pub note: String,
    /// The values it takes; empty for any.
    pub choices: Vec<String>,
    /// Value of the example row; empty for none.
    pub example: String,
    /// Its kind.
    pub show: Show,
}

/// A sheet of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateTable {
    /// Name of the table in the schema.
    pub name: String,
    /// Name of the sheet.
    pub title: String,
    /// What the table holds, in words.
    pub description: String,
    /// Its columns.
    pub columns: Vec<TemplateColumn>,
}

/// The template with the chosen tables, in the order of the schema; all when none is chosen.
///
/// # Errors
/// A chosen table does not exist.
pub fn template_book(
    tables: &[TemplateTable],
    chosen: Option<&[String]>,
    language: Language,
) -> Result<ReportBook, ReportError> {
    if let Some(name) = chosen.unwrap_or_default().iter().find(|name| tables.iter().all(|table| table.name != **name)) {
        let known = tables.iter().map(|table| table.name.clone()).collect();
        return Err(ReportError::UnknownTable { name: name.clone(), known });
    }
    let tables: Vec<&TemplateTable> =
        tables.iter().filter(|table| chosen.is_none_or(|chosen| chosen.contains(&table.name))).collect();
    let words = language.words();
    let mut book = ReportBook::new(language);
    words.template_title.clone_into(&mut book.properties.title);
    let mut lists = Lists::default();
    // The index comes first and links to names that are only settled now.
    let mut used = std::collections::BTreeSet::new();
    let first = sheet_name(&labels::label("sheet.begin", language.code()), &mut used);
    let names: Vec<String> = tables.iter().map(|table| sheet_name(&table.title, &mut used)).collect();
    book.add(index(&first, &tables, &names, words));
    let sheets: Vec<Sheet> =
        tables.iter().zip(&names).map(|(table, name)| table_sheet(table, name, words, &mut lists)).collect();
    for sheet in sheets {
        book.add(sheet);
    }
    if !lists.columns.is_empty() {
        book.add(lists.sheet());
    }
    Ok(book)
}

fn index(name: &str, tables: &[&TemplateTable], names: &[String], words: &Words) -> Sheet {
    let columns = vec![
        Column::new("", words.sheet, Show::Text).width(28.0),
        Column::new("", words.contents_of, Show::Text).width(70.0),
        Column::new("", words.required_columns, Show::Text).width(50.0),
    ];
    let mut sheet = Sheet::new(name, columns).titled(words.template_title, words.template_help.lines());
    sheet.filter = false;
    sheet.freeze = Freeze::None;
    sheet.tab = Some(colour::REQUIRED);
    let body = Style { wrap: true, ..Style::body() };
    for (table, name) in tables.iter().zip(names) {
        let required: Vec<&str> =
            table.columns.iter().filter(|column| column.required).map(|column| column.title.as_str()).collect();
        sheet.push(Row::new(vec![
            Cell::link(Target::sheet(name), name).style(body),
            Cell::text(&table.description).style(body),
            Cell::text(required.join(", ")).style(body),
        ]));
    }
    sheet
}

fn table_sheet(table: &TemplateTable, name: &str, words: &Words, lists: &mut Lists) -> Sheet {
    let columns = table
        .columns
        .iter()
        .map(|column| {
            let mut description = Column::new("", &column.title, column.show).note(note(column, words));
            description.required = column.required;
            description
        })
        .collect();
    let mut sheet = Sheet::new(name, columns);
    sheet.filter = false;
    sheet.grid = true;
    sheet.typing = true;
    let example: Vec<Cell> = table.columns.iter().map(example).collect();
    if example.iter().any(|cell| *cell != Cell::blank()) {
        let mut row = Row::new(example);
        if let Some(first) = row.cells.first_mut() {
            first.note = Some(words.example.to_owned());
        }
        sheet.push(row);
    }
    for (index, column) in (0_u16..).zip(&table.columns).filter(|(_, column)| !column.choices.is_empty()) {
        sheet.validations.push(Validation {
            area: Area::new(sheet.first_row(), index, LAST_ROW, index),
            allowed: lists.allowed(&column.choices),
            message: String::new(),
            // Other words for the same are read too.
            strict: false,
        });
    }
    sheet
}

fn note(column: &TemplateColumn, words: &Words) -> String {
    let kind = match column.show {
        Show::Text | Show::Origin => words.kind_text,
        Show::Code => words.kind_code,
        Show::Money(_) | Show::Quantity | Show::Number => words.kind_number,
        Show::Percent => words.kind_percent,
        Show::Date => words.kind_date,
        Show::Flag => words.kind_flag,
        Show::Integer | Show::Level => words.kind_whole,
    };
    let mut lines = Vec::new();
    if !column.note.is_empty() {
        lines.push(column.note.clone());
    }
    lines.push(kind.to_owned());
    if !column.choices.is_empty() {
        lines.push(format!("{}: {}", words.choices, column.choices.join(", ")));
    }
    lines.push(if column.required { words.required } else { words.optional }.to_owned());
    lines.join("\n")
}

fn example(column: &TemplateColumn) -> Cell {
    let style = Style { italic: true, colour: Some(colour::GREY), ..Style::default() };
    let text = column.example.as_str();
    if text.is_empty() {
        return Cell::blank();
    }
    let number = || text.parse::<Decimal>().ok().map(Cell::decimal);
    let cell = match column.show {
        Show::Code => Some(Cell::code(text)),
        Show::Date => text.parse::<NaiveDate>().ok().map(Cell::date),
        Show::Money(_) | Show::Quantity | Show::Number | Show::Percent => number(),
        Show::Integer | Show::Level => text.parse::<i64>().ok().map(Cell::integer),
        Show::Text | Show::Flag | Show::Origin => None,
    };
    cell.unwrap_or_else(|| Cell::text(text)).style(style)
}

/// Lists of choices that are too long for a rule, on a sheet of their own.
#[derive(Default)]
struct Lists {
    columns: Vec<Vec<String>>,
}

impl Lists {
    fn allowed(&mut self, choices: &[String]) -> Allowed {
        let length: usize = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
        let plain = choices.iter().all(|choice| !choice.contains([',', '"']));
        if plain && length <= LONGEST_LIST {
            return Allowed::Choices(choices.to_vec());
        }
        let column = self.columns.iter().position(|list| list == choices).unwrap_or_else(|| {
            self.columns.push(choices.to_vec());
            self.columns.len() - 1
        });
        let letters = column_letters(u32::try_from(column).unwrap_or(u32::MAX));
        Allowed::From(format!("={LISTS}!${letters}$1:${letters}${}", choices.len()))
    }

    fn sheet(self) -> Sheet {
        let columns = self.columns.iter().map(|_| Column::new("", "", Show::Code)).collect();
        let mut sheet = Sheet::free(LISTS, columns);
        sheet.hidden = true;
        let rows = self.columns.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..rows {
            let cells = self.columns.iter().map(|list| list.get(row).map_or_else(Cell::blank, Cell::code)).collect();
            sheet.push(Row::new(cells));
        }
        sheet
    }
}

#[cfg(test)]
mod tests {
    use calamine::Data;

    use super::*;
    use crate::report::reading_back::{assert_inside, inside, sheet_names, text, values};
    use crate::report::xlsx::GO_ON;

    fn column(title: &str, required: bool, choices: &[&str], example: &str, show: Show) -> TemplateColumn {
        TemplateColumn {
            title: title.into(),
            required,
            note: format!("About {title}."),
            choices: choices.iter().map(|&choice| choice.to_owned()).collect(),
            example: example.into(),
            show,
        }
    }

    fn tables() -> Vec<TemplateTable> {
        let many: Vec<String> = (0..60).map(|number| format!("choice {number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        vec![
            TemplateTable {
                name: "items".into(),
                title: "Items".into(),
                description: "Everything with a number.".into(),
                columns: vec![
                    column("Item", true, &[], "00120", Show::Code),
                    column("Spare", false, &["Y", "N"], "Y", Show::Flag),
                    column("Gross price", false, &[], "12.50", Show::Money(2)),
                    column("Valid from", false, &[], "2026-01-31", Show::Date),
                    column("Class", false, &many, "", Show::Text),
                ],
            },
            TemplateTable {
                name: "bom".into(),
                title: "Structure".into(),
                description: String::new(),
                columns: Vec::new(),
            },
        ]
    }

    #[test]
    fn a_template_has_titles_notes_choices_and_an_example() {
        let bytes = template_book(&tables(), None, Language::English).unwrap().to_bytes(GO_ON).unwrap();
        assert_eq!(sheet_names(&bytes), ["Begin here", "Items", "Structure", "Lists"]);
        let rows = values(&bytes, "Items");
        assert_eq!(rows[0], ["Item", "Spare", "Gross price", "Valid from", "Class"].map(text));
        assert_eq!(rows[1][..3], [text("00120"), text("Y"), Data::Float(12.5)]);
        assert!(matches!(rows[1][3], Data::DateTime(_)));
        assert_inside(
            &bytes,
            "xl/worksheets/sheet2.xml",
            &["<formula1>\"Y,N\"</formula1>", "<formula1>Lists!$A$1:$A$60</formula1>", "sqref=\"B2:B1048576\""],
        );
        assert_inside(&bytes, "xl/comments1.xml", &["About Item.", "Must be filled in"]);
        assert_inside(&bytes, "xl/workbook.xml", &["name=\"Lists\" sheetId=\"4\" state=\"hidden\""]);
        assert!(inside(&bytes, "xl/worksheets/sheet1.xml").contains("location=\"'Structure'!A1\""));
    }

    #[test]
    fn only_the_chosen_tables_are_written() {
        let chosen = ["bom".to_owned()];
        let book = template_book(&tables(), Some(&chosen), Language::German).unwrap();
        assert_eq!(book.sheets().len(), 2);
        let error = template_book(&tables(), Some(&["itmes".to_owned()]), Language::German).unwrap_err();
        assert_eq!(error.to_string(), "no table named \"itmes\"; there are items, bom");
    }
}
