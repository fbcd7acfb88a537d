//! Copied rows, to be pasted into the sheet they were copied from: its own columns with its own titles, in its order.
//!
//! Rules: pricing specification, section 2.4.

use crate::model::Catalog;
use crate::pricing::{CopiedRows, PriceBook};
use crate::report::frame::{Frame, FrameColumn, FrameData, Show, TextData};
use crate::report::sheet::Sheet;
use crate::tables::{Column, Table, Texts, Value, Values};

/// What the names of such frames begin with; the name of their table follows.
pub const COPIED: &str = "copied_";

/// Copied rows: the columns of their table in the order of the user's sheet, then what the sheet has no column for.
#[must_use]
pub fn copied_frame(book: &PriceBook, copied: &CopiedRows) -> Frame {
    let catalog = book.catalog();
    let table = catalog.table(&copied.table);
    let given = |name: &str| copied.replaced.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let rows: Vec<usize> = copied.rows.iter().map(|&row| row as usize).collect();
    let all_same = |frame: Frame, name: &str, value: &str| {
        let value = Some(value).filter(|value| !value.is_empty());
        frame.text(name, Show::Code, rows.iter().map(|_| value))
    };
    let mut frame = Frame::new(&format!("{COPIED}{}", copied.table));
    for index in in_sheet_order(table) {
        let Some(column) = table.columns().get(index) else { continue };
        frame = if let Some(value) = given(&column.name) {
            all_same(frame, &column.name, value)
        } else {
            let data = chosen(column, catalog.texts(), &rows);
            frame.with(&column.name, show(&column.values), data)
        };
    }
    for (name, value) in copied.replaced.iter().filter(|(name, value)| !value.is_empty() && !table.has(name)) {
        frame = all_same(frame, name, value);
    }
    frame.findings(copied.findings.clone())
}

/// Some rows of a column.
fn chosen(column: &Column, texts: &Texts, rows: &[usize]) -> FrameData {
    let values = &column.values;
    let cells = rows.iter().map(|&row| values.get(row));
    match values {
        Values::Text(_) => {
            let mut data = TextData::default();
            cells.for_each(|cell| match cell {
                Value::Text(symbol) => data.push(Some(texts.get(symbol))),
                _ => data.push(None),
            });
            FrameData::Text(data)
        }
        Values::Decimal(decimals) => FrameData::Decimal(rows.iter().map(|&row| decimals.get(row)).collect()),
        Values::Date(_) => {
            FrameData::Date(cells.map(|cell| if let Value::Date(date) = cell { Some(date) } else { None }).collect())
        }
        Values::Flag(_) => {
            FrameData::Flag(cells.map(|cell| if let Value::Flag(flag) = cell { Some(flag) } else { None }).collect())
        }
        Values::Integer(_) => FrameData::Integer(
            cells.map(|cell| if let Value::Integer(number) = cell { Some(number) } else { None }).collect(),
        ),
    }
}

/// The sheet to paste from: title row and columns exactly as in the first sheet of the table, those that are not read
/// blank in their places, nothing else around.
#[must_use]
pub fn sheet_to_paste(frame: &Frame, catalog: &Catalog, labels: &dyn Fn(&str) -> String) -> Sheet {
    let name = frame.name.strip_prefix(COPIED).unwrap_or(&frame.name);
    let table = catalog.table(name);
    let part = table.parts().first();
    let places = part.map(|part| part.columns.as_slice()).unwrap_or_default();
    let place = |column: &FrameColumn| {
        let index = table.columns().iter().position(|own| *own.name == *column.name)?;
        places.get(index).copied().flatten()
    };
    let report = part.and_then(|part| catalog.sheets().iter().find(|sheet| sheet.place == part.sheet));
    let mut not_used = report.map(|report| report.not_used.clone()).unwrap_or_default().into_iter();
    let mut next = frame.columns.iter().filter_map(place).min().unwrap_or(0);
    let mut columns: Vec<(FrameColumn, String)> = Vec::new();
    for column in &frame.columns {
        let own = place(column);
        while own.is_some_and(|own| next < own) {
            let mut blanks = TextData::default();
            (0..frame.len()).for_each(|_| blanks.push(None));
            let blank = FrameColumn { name: String::new(), show: Show::Text, data: FrameData::Text(blanks).into() };
            columns.push((blank, not_used.next().unwrap_or_default()));
            next += 1;
        }
        next = own.map_or(next, |own| own + 1);
        let title = table.column(&column.name).map_or_else(|| labels(&column.name), |own| own.title.to_string());
        columns.push((column.clone(), title));
    }
    let (columns, titles): (Vec<FrameColumn>, Vec<String>) = columns.into_iter().unzip();
    let sheet_name = part.map_or(name, |part| &*part.sheet.sheet);
    let sheet_name = if sheet_name.is_empty() { name } else { sheet_name };
    let body = Frame { name: frame.name.clone(), columns, ..Frame::default() };
    let mut sheet = Sheet::from_frame(sheet_name, body, labels);
    for (column, title) in sheet.columns.iter_mut().zip(titles) {
        column.label = title;
    }
    sheet
}

/// Columns of the table as its first sheet has them, then the others.
fn in_sheet_order(table: &Table) -> Vec<usize> {
    let places = table.parts().first().map(|part| part.columns.as_slice()).unwrap_or_default();
    let mut order: Vec<usize> = (0..table.columns().len()).collect();
    order.sort_by_key(|&index| places.get(index).copied().flatten().unwrap_or(u32::MAX));
    order
}

const fn show(values: &Values) -> Show {
    match values {
        Values::Text(_) => Show::Code,
        Values::Decimal(_) => Show::Number,
        Values::Date(_) => Show::Date,
        Values::Flag(_) => Show::Flag,
        Values::Integer(_) => Show::Integer,
    }
}
