//! Tables that are written to be edited, and the changes found when they come back.

use std::sync::Arc;

use super::catalog::table_frame;
use super::template::{sheet_title, title_of};
use crate::model::Catalog;
use crate::model::changes::{Changes, KEY_TITLE, row_keys};
use crate::report::frame::{Frame, FrameColumn, FrameData, Show, TextData};
use crate::report::sheet::{Allowed, Area, Column, Freeze, Sheet, Validation};
use crate::report::style::{Style, colour};
use crate::report::words::Language;
use crate::tables::{Table, labels, schema};
use crate::values::fold_title;

/// The changes: one row a cell that was changed or added, one a row that was removed.
///
/// Columns: `change` (changed, added, removed), `table`, `key` (the number that names the row), `column` (field; blank
/// for removed rows), `before`, `after` (as text: numbers plain, dates as year-month-day, flags Y and N), `origin` (the
/// cell of the edited workbook), `source` (the cell, or the row, of the workbook that was read).
#[must_use]
pub fn changes_frame(found: &Changes) -> Frame {
    let all = || found.changes.iter();
    Frame::new("changes")
        .text("change", Show::Text, all().map(|change| Some(change.kind.name())))
        .text("table", Show::Text, all().map(|change| Some(change.table.as_str())))
        .text("key", Show::Code, all().map(|change| Some(change.key.as_str()).filter(|key| !key.is_empty())))
        .text("column", Show::Text, all().map(|change| change.column.as_deref()))
        .text("before", Show::Code, all().map(|change| change.before.as_deref()))
        .text("after", Show::Code, all().map(|change| change.after.as_deref()))
        .strings("origin", Show::Origin, all().map(|change| change.edited.as_ref().map(ToString::to_string)))
        .strings("source", Show::Origin, all().map(|change| change.source.as_ref().map(ToString::to_string)))
        .findings(found.findings.clone())
}

/// The sheet of a table to be edited: its rows under titles that reading knows, in front of them (of settings: behind)
/// the key of each row.
///
/// The keys are grey and take no typing, so that rows can still be sorted, filtered, added and deleted, which a
/// protected sheet would not allow.
#[must_use]
pub fn editable_sheet(catalog: &Catalog, table: &Table, language: Language) -> Sheet {
    let spec = schema::table(table.name());
    let name = spec.map_or_else(|| table.name().to_owned(), |spec| sheet_title(spec, language));
    let mut frame = table_frame(catalog, table);
    frame.columns.retain(|column| column.show != Show::Origin);
    let mut keys = TextData::default();
    for key in &row_keys(table, catalog.texts()) {
        keys.push(Some(key));
    }
    // A sheet of settings is known by its first two columns.
    let place = if spec.is_some_and(|spec| spec.form == schema::Form::KeyValue) { frame.columns.len() } else { 0 };
    frame
        .columns
        .insert(place, FrameColumn { name: String::new(), show: Show::Code, data: FrameData::Text(keys).into() });
    let mut titles: Vec<String> = table
        .columns()
        .iter()
        .map(|column| match spec.and_then(|spec| Some((spec, spec.field(&column.name)?))) {
            Some((spec, field)) if !field.language && spec.form == schema::Form::Rows => {
                title_of(spec, field, language)
            }
            Some((_, field)) if field.language => column.name.to_string(),
            _ if ["key", "value"].contains(&&*column.name) => labels::label(&column.name, language.code()),
            _ => column.title.to_string(),
        })
        .collect();
    // Two columns under one title would come back as one: the second is called by its name, which says where it stood.
    for index in 1..titles.len() {
        let (before, rest) = titles.split_at_mut(index);
        if let (Some(title), Some(column)) = (rest.first_mut(), table.columns().get(index))
            && before.iter().any(|other| fold_title(other) == fold_title(title))
        {
            *title = column.name.to_string();
        }
    }
    let rows = frame.len();
    let mut sheet = Sheet::from_frame(name, Arc::new(frame), &|_| String::new());
    let help = labels::label("editable.help", language.code());
    let others = (0..).zip(sheet.columns.iter_mut()).filter(|(index, _)| *index != place);
    for ((_, column), title) in others.zip(titles) {
        column.label = title;
    }
    if let Some(key) = sheet.columns.get_mut(place) {
        *key = Column::new("", format!("{KEY_TITLE} {}", table.name()), Show::Code).width(18.0).note(help.as_str());
        key.style = Some(Style { colour: Some(colour::GREY), fill: Some(colour::HEADER), ..Style::default() });
    }
    sheet.grid = true;
    sheet.typing = true;
    sheet.freeze = Freeze::At(1, u16::from(place == 0));
    if let (Ok(last @ 1..), Ok(column)) = (u32::try_from(rows), u16::try_from(place)) {
        sheet.validations.push(Validation {
            area: Area::new(1, column, last, column),
            allowed: Allowed::Length(0),
            message: help,
            strict: true,
        });
    }
    sheet
}
