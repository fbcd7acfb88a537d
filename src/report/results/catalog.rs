//! What was read, as frames: the sheets and what they were taken for, the schema, a table with its origins.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::{Code, Findings, codes};
use crate::model::Catalog;
use crate::pricing::PriceBook;
use crate::report::frame::{Frame, Show};
use crate::tables::{SheetReport, Table, Value, Values, aliases, schema};
use crate::variants::Family;

/// What is doubtful in the data, in order: what reading and linking found, then what the price rules and the product
/// families are found to lack before any question is asked.
#[must_use]
pub fn data_findings(catalog: &Arc<Catalog>, prices: &PriceBook) -> Findings {
    let mut all = catalog.findings().clone();
    let is_priced = catalog.tables().any(|table| {
        !table.is_empty()
            && ["customer", "price", "discount", "order_lines"].iter().any(|word| table.name().contains(word))
    });
    // Settings of pricing that are not there are of no interest to who only brings structures.
    all.extend(prices.findings().iter().filter(|finding| is_priced || finding.origin.is_some()).cloned());
    let products = catalog.table("products");
    let names = products.text("product");
    let names: BTreeSet<&str> =
        (0..products.len()).filter_map(|row| names.get(row)).map(|name| catalog.text(name)).collect();
    for name in names {
        if let Ok(family) = Family::new(Arc::clone(catalog), name) {
            all.extend(family.findings().clone());
        }
    }
    all.sort();
    all
}

/// One row a sheet, or a part of a sheet that is a table of its own, in reading order: what it was taken for and what it
/// gave.
///
/// Columns: `workbook`, `sheet`, `table` (blank when it was not used), `reason`, `scores` (tables that were weighed and
/// the titles each knows), `title` (what stands alone above the titles), `header_row` (as the spreadsheet shows it, the
/// last one of two), `header_rows` (`4` or `3-4`), `extent` (`A2:K20`), `columns_mapped` (`title → field`, joined by
/// `; `), `columns_not_used`, `columns_asked`, `rows_read`, `rows_left_out`, `left_out` (`2 headings, 1 totals`),
/// `questions` (what is open, each with the argument that settles it).
#[must_use]
pub fn tables_frame(catalog: &Catalog) -> Frame {
    let sheets = catalog.sheets();
    let joined = |pairs: &[(String, String)]| {
        pairs.iter().map(|(title, field)| format!("{title} → {field}")).collect::<Vec<_>>().join("; ")
    };
    let header_rows = |sheet: &SheetReport| {
        let (first, last) = (sheet.first_title_row?, sheet.header_row?);
        let shown = |row: u32| u64::from(row) + 1;
        Some(if first == last { shown(last).to_string() } else { format!("{}-{}", shown(first), shown(last)) })
    };
    let questions = |sheet: &SheetReport| {
        sheet.questions.iter().map(|open| format!("{}: {}", open.text, open.argument)).collect::<Vec<_>>().join("; ")
    };
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    Frame::new("tables")
        .text("workbook", Show::Text, sheets.iter().map(|sheet| Some(&*sheet.place.workbook)))
        .text("sheet", Show::Text, sheets.iter().map(|sheet| Some(&*sheet.place.sheet)))
        .text("table", Show::Text, sheets.iter().map(|sheet| sheet.table.as_deref()))
        .text("reason", Show::Text, sheets.iter().map(|sheet| Some(sheet.reason.as_str())))
        .strings("scores", Show::Text, sheets.iter().map(|sheet| filled(sheet.scores.clone())))
        .strings("title", Show::Text, sheets.iter().map(|sheet| filled(sheet.title.clone())))
        .integer("header_row", Show::Integer, sheets.iter().map(|sheet| sheet.header_row.map(|row| i64::from(row) + 1)))
        .strings("header_rows", Show::Text, sheets.iter().map(header_rows))
        .strings("extent", Show::Text, sheets.iter().map(|sheet| filled(sheet.extent.clone())))
        .strings("columns_mapped", Show::Text, sheets.iter().map(|sheet| Some(joined(&sheet.mapped))))
        .strings("columns_not_used", Show::Text, sheets.iter().map(|sheet| Some(sheet.not_used.join("; "))))
        .strings("columns_asked", Show::Text, sheets.iter().map(|sheet| filled(sheet.asked.join("; "))))
        .integer("rows_read", Show::Integer, sheets.iter().map(|sheet| whole(sheet.rows_read)))
        .integer("rows_left_out", Show::Integer, sheets.iter().map(|sheet| whole(sheet.left_out.rows())))
        .strings("left_out", Show::Text, sheets.iter().map(|sheet| filled(sheet.left_out.by_kind())))
        .strings("questions", Show::Text, sheets.iter().map(|sheet| filled(questions(sheet))))
}

/// What reading leaves open: one row a question, in reading order.
///
/// Columns: `workbook`, `sheet`, `question`, `argument` (of `read`, to paste), `sheet_row` (the row of a `synonyms` sheet
/// that settles it: `field | header`; blank when only `sheets` does).
#[must_use]
pub fn questions_frame(catalog: &Catalog) -> Frame {
    let open: Vec<_> = catalog
        .sheets()
        .iter()
        .flat_map(|sheet| sheet.questions.iter().map(move |open| (&sheet.place, open)))
        .collect();
    Frame::new("questions")
        .text("workbook", Show::Text, open.iter().map(|(place, _)| Some(&*place.workbook)))
        .text("sheet", Show::Text, open.iter().map(|(place, _)| Some(&*place.sheet)))
        .text("question", Show::Text, open.iter().map(|(_, open)| Some(open.text.as_str())))
        .text("argument", Show::Text, open.iter().map(|(_, open)| Some(open.argument.as_str())))
        .text(
            "sheet_row",
            Show::Text,
            open.iter().map(|(_, open)| Some(open.sheet_row.as_str()).filter(|row| !row.is_empty())),
        )
}

/// The schema: one row a table and one a column, in the order of the template.
#[must_use]
pub fn schema_frame() -> Frame {
    let rows = aliases::schema_rows();
    let mut frame = Frame::new("schema")
        .text("table", Show::Code, rows.iter().map(|row| Some(row.table)))
        .text("field", Show::Code, rows.iter().map(|row| Some(row.field).filter(|field| !field.is_empty())))
        .text("type", Show::Text, rows.iter().map(|row| Some(row.kind)))
        .text("required", Show::Text, rows.iter().map(|row| Some(row.required.as_str())))
        .flag("key", rows.iter().map(|row| Some(row.key)))
        .text("choices", Show::Text, rows.iter().map(|row| Some(row.choices.as_str()).filter(|text| !text.is_empty())))
        .text("description", Show::Text, rows.iter().map(|row| Some(row.description)));
    for (index, language) in aliases::LANGUAGES.into_iter().enumerate() {
        let titles = rows.iter().map(|row| row.aliases.get(index).map(String::as_str));
        frame = frame.text(&format!("titles_{language}"), Show::Text, titles);
    }
    frame
}

/// Every kind of finding, one row a code: `code`, `severity`, `area`, `title`, `expected`, `fix`; by area, and there in
/// the order of severity and code.
#[must_use]
pub fn codes_frame() -> Frame {
    let said = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    let mut rows: Vec<(&str, &'static Code)> = Vec::new();
    for (area, codes) in codes::areas() {
        let from = rows.len();
        rows.extend(codes.iter().map(|&code| (area, code)));
        if let Some(rows) = rows.get_mut(from..) {
            rows.sort_by_key(|(_, code)| (code.severity(), code.id));
        }
    }
    Frame::new("codes")
        .text("code", Show::Code, rows.iter().map(|(_, code)| Some(code.id)))
        .text("severity", Show::Text, rows.iter().map(|(_, code)| Some(code.severity().letter())))
        .text("area", Show::Text, rows.iter().map(|(area, _)| Some(*area)))
        .text("title", Show::Text, rows.iter().map(|(_, code)| Some(code.title)))
        .text("expected", Show::Text, rows.iter().map(|(_, code)| said(code.expected)))
        .text("fix", Show::Text, rows.iter().map(|(_, code)| said(code.fix)))
}

/// A table as it was read: its columns in the order first met, then `origin` (`origin_cell` where the table has a
/// column of that name).
#[must_use]
pub fn table_frame(catalog: &Catalog, table: &Table) -> Frame {
    let rows = 0..table.len();
    let spec = schema::table(table.name());
    let mut frame = Frame::new(table.name());
    for column in table.columns() {
        let kind = spec.and_then(|spec| spec.field(&column.name)).map(|field| field.kind);
        let values = rows.clone().map(|row| column.values.get(row));
        frame = match column.values {
            Values::Text(_) => {
                let show = if kind == Some(schema::FieldKind::Code) { Show::Code } else { Show::Text };
                let texts = values.map(|value| match value {
                    Value::Text(symbol) => Some(catalog.text(symbol)),
                    _ => None,
                });
                frame.text(&column.name, show, texts)
            }
            Values::Decimal(_) => {
                let show = match kind {
                    Some(schema::FieldKind::Money) => Show::Money(2),
                    Some(schema::FieldKind::Percent) => Show::Percent,
                    _ => Show::Quantity,
                };
                let decimals = values.map(|value| match value {
                    Value::Decimal(value) => Some(value),
                    _ => None,
                });
                frame.decimal(&column.name, show, decimals)
            }
            Values::Date(_) => frame.date(
                &column.name,
                values.map(|value| match value {
                    Value::Date(date) => Some(date),
                    _ => None,
                }),
            ),
            Values::Flag(_) => frame.flag(
                &column.name,
                values.map(|value| match value {
                    Value::Flag(flag) => Some(flag),
                    _ => None,
                }),
            ),
            Values::Integer(_) => frame.integer(
                &column.name,
                Show::Integer,
                values.map(|value| match value {
                    Value::Integer(value) => Some(value),
                    _ => None,
                }),
            ),
        };
    }
    // Items have a country of origin too.
    let name = if table.has("origin") { "origin_cell" } else { "origin" };
    frame.strings(name, Show::Origin, rows.map(|row| table.origin(row).map(|origin| origin.to_string())))
}

fn whole(count: usize) -> Option<i64> {
    i64::try_from(count).ok()
}
