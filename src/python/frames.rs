//! The catalog's own tables and what was understood of the sheets, as frames.

use crate::model::Catalog;
use crate::report::frame::{Frame, Show};
use crate::tables::schema::{self, FieldKind, FieldSpec, Required, TableSpec};
use crate::tables::{Table, Values};

/// Every column of every table of the schema.
pub(super) fn schema() -> Frame {
    let fields: Vec<(&TableSpec, &FieldSpec)> =
        schema::tables().iter().flat_map(|table| table.fields.iter().map(move |field| (table, field))).collect();
    let all = || fields.iter();
    let required = |field: &FieldSpec| match field.required {
        Required::No => None,
        Required::Value => Some("value".to_owned()),
        Required::Column => Some("column".to_owned()),
        Required::OneOf(group) => Some(format!("one of {group}")),
    };
    Frame::new("schema")
        .text("table", Show::Code, all().map(|(table, _)| Some(table.name)))
        .text("field", Show::Code, all().map(|(_, field)| Some(field.name)))
        .text("type", Show::Code, all().map(|(_, field)| Some(field.kind.name())))
        .strings("required", Show::Text, all().map(|(_, field)| required(field)))
        .flag("key", all().map(|(_, field)| Some(field.key)))
        .strings(
            "choices",
            Show::Text,
            all().map(|(_, field)| (!field.choices.is_empty()).then(|| field.choices.join(", "))),
        )
        .text("description", Show::Text, all().map(|(_, field)| Some(field.description)))
}

/// What each sheet was taken for, one row a sheet, in reading order.
pub(super) fn sheets(catalog: &Catalog) -> Frame {
    let all = || catalog.sheets().iter();
    let count = |number: usize| Some(i64::try_from(number).unwrap_or(i64::MAX));
    Frame::new("tables")
        .text("workbook", Show::Text, all().map(|sheet| Some(&*sheet.place.workbook)))
        .text("sheet", Show::Text, all().map(|sheet| Some(&*sheet.place.sheet)))
        .text("table", Show::Code, all().map(|sheet| sheet.table.as_deref()))
        .integer("header_row", Show::Integer, all().map(|sheet| sheet.header_row.map(|row| i64::from(row) + 1)))
        .strings(
            "columns",
            Show::Text,
            all().map(|sheet| {
                let pairs = sheet.mapped.iter().map(|(title, field)| format!("{title} → {field}"));
                Some(pairs.collect::<Vec<_>>().join("; "))
            }),
        )
        .strings("not_used", Show::Text, all().map(|sheet| Some(sheet.not_used.join("; "))))
        .integer("rows_read", Show::Integer, all().map(|sheet| count(sheet.rows_read)))
        .integer("rows_left_out", Show::Integer, all().map(|sheet| count(sheet.left_out.rows())))
        .text("reason", Show::Text, all().map(|sheet| Some(sheet.reason.as_str())))
}

/// A table as it was read: its columns, then `origin`, the place of the row.
pub(super) fn table(catalog: &Catalog, table: &Table) -> Frame {
    let spec = schema::table(table.name());
    let rows = || 0..table.len();
    let mut frame = Frame::new(table.name());
    for column in table.columns() {
        let kind = spec.and_then(|spec| spec.field(&column.name)).map(|field| field.kind);
        let name = &*column.name;
        frame = match &column.values {
            Values::Text(_) => {
                let show = if matches!(kind, None | Some(FieldKind::Text)) { Show::Text } else { Show::Code };
                let values = table.text(name);
                frame.text(name, show, rows().map(|row| values.get(row).map(|symbol| catalog.text(symbol))))
            }
            Values::Decimal(values) => {
                let show = match kind {
                    Some(FieldKind::Money) => Show::Money(2),
                    Some(FieldKind::Percent) => Show::Percent,
                    _ => Show::Number,
                };
                frame.decimal(name, show, rows().map(|row| values.get(row)))
            }
            Values::Date(_) => {
                let values = table.date(name);
                frame.date(name, rows().map(|row| values.get(row)))
            }
            Values::Flag(_) => {
                let values = table.flag(name);
                frame.flag(name, rows().map(|row| values.get(row)))
            }
            Values::Integer(_) => {
                let values = table.integer(name);
                frame.integer(name, Show::Integer, rows().map(|row| values.get(row)))
            }
        };
    }
    frame.strings("origin", Show::Origin, rows().map(|row| table.origin(row).map(|origin| origin.to_string())))
}
