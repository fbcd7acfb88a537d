//! The lists behind the figures: numbers, names, kits, where parts are used, numbers that were replaced.
//!
//! Rules: parts-book specification, section 3.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Maker;
use crate::model::ItemId;
use crate::report::cell::{Cell, Row};
use crate::report::frame::Show;
use crate::report::parts_book::Book;
use crate::report::parts_book::index::{IndexRow, by_name, by_number};
use crate::report::parts_book::lines::{Wording, ratio};
use crate::report::parts_book::plan::{BookLine, LineKind};
use crate::report::parts_book::source::Source;
use crate::report::parts_book::succession::Successor;
use crate::report::sheet::{Area, Column, Sheet};
use crate::report::style::{Align, Style};
use crate::values::natural_cmp;

/// All lists that have rows.
pub(super) fn sheets(maker: &Maker<'_>) -> Vec<Sheet> {
    let places = &maker.places;
    let mut sheets = Vec::new();
    if let Some(name) = &places.index_no {
        sheets.push(index_no(maker, name));
    }
    for (language, name) in &places.index_names {
        sheets.push(index_name(maker, language, name));
    }
    if let Some(name) = &places.kits {
        sheets.push(kits(maker, name));
    }
    if let Some(name) = &places.where_used {
        sheets.push(where_used(maker, name));
    }
    if let Some(name) = &places.superseded {
        sheets.push(superseded(maker, name));
    }
    sheets
}

/// The rows of the number index.
pub(super) fn index_rows(book: &Book) -> Vec<IndexRow> {
    by_number(&book.plan, &book.source, book.settings.index_order)
}

fn index_no(maker: &Maker<'_>, name: &str) -> Sheet {
    let rows = index_rows(maker.book);
    let mut columns = vec![
        Column::new("item", maker.say("part_no", &[]), Show::Code).width(20.0),
        Column::new("description", maker.say("description", &[]), Show::Text).width(40.0).wrap(),
        Column::new("figure", maker.say("fig", &[]), Show::Code).width(8.0),
        Column::new("position", maker.say("pos", &[]), Show::Code).width(8.0),
        Column::new("quantity", maker.say("qty", &[]), Show::Quantity).width(10.0),
        Column::new("per_machine", maker.label("per_machine"), Show::Quantity).width(12.0),
        Column::new("unit", maker.label("unit"), Show::Text).width(9.0),
    ];
    // Optional columns of provisioning data, when any part has them.
    let more: Vec<&str> = ["mfr_code", "shelf_life_months", "unit_of_issue"]
        .into_iter()
        .filter(|field| rows.iter().any(|row| item_text(maker, row, field).is_some()))
        .collect();
    columns.extend(more.iter().map(|field| Column::new(*field, maker.label(field), Show::Code).width(14.0)));
    let mut sheet = maker.list(name, columns);
    for row in &rows {
        let number = maker.words.number(row.item);
        let figure = row.figure.to_string();
        let mut cells = vec![
            number.map_or_else(Cell::blank, Cell::code),
            Cell::text(maker.words.first_name(row.item)).style(Style { wrap: true, ..Style::body() }),
            maker.to_line(row.figure, row.line, figure),
            Cell::code(&row.position),
            quantity(maker, row),
            row.per_machine.map_or_else(Cell::blank, Cell::decimal),
            Cell::text(unit(maker, row)),
        ];
        cells.extend(more.iter().map(|field| item_text(maker, row, field).map_or_else(Cell::blank, Cell::code)));
        sheet.push(Row::new(cells));
    }
    let first = sheet.first_row();
    let last = first + u32::try_from(rows.len().saturating_sub(1)).unwrap_or(u32::MAX / 2);
    for (defined, column) in [("ix_item", 0), ("ix_desc", 1), ("ix_unit", 6)] {
        sheet.names.push((defined.to_owned(), Area::new(first, column, last, column)));
    }
    sheet
}

/// The line a row of an index is about.
fn line<'m>(maker: &'m Maker<'_>, row: &IndexRow) -> Option<&'m BookLine> {
    maker.book.plan.pages.get(row.figure.checked_sub(1)?)?.lines.get(row.line)
}

fn quantity(maker: &Maker<'_>, row: &IndexRow) -> Cell {
    match row.quantity {
        Some(quantity) => Cell::decimal(quantity),
        None if line(maker, row).is_some_and(|line| line.source.is_as_required) => {
            Cell::text("AR").style(Style::body().align(Align::Right))
        }
        None => Cell::blank(),
    }
}

fn unit(maker: &Maker<'_>, row: &IndexRow) -> String {
    let own = line(maker, row).and_then(|line| line.source.unit.as_deref());
    let unit = own.or_else(|| maker.words.field(row.item, "unit")).unwrap_or_default();
    maker.words.clean(unit).into_owned()
}

fn item_text(maker: &Maker<'_>, row: &IndexRow, field: &str) -> Option<String> {
    maker.words.number(row.item)?;
    let catalog = maker.book.catalog();
    let index = catalog.items().get(row.item)?.row()?;
    let text = crate::report::parts_book::figures::cell_text(catalog, catalog.table("items"), index, field)?;
    Some(maker.words.clean(&text).into_owned())
}

/// True when a name index in the language would have rows.
pub(super) fn has_names(book: &Book, words: &Wording<'_>, language: &str) -> bool {
    book.plan.lines().any(|(_, line)| !words.name(line.source.item, language).text.is_empty())
}

fn index_name(maker: &Maker<'_>, language: &str, name: &str) -> Sheet {
    let named = |item: ItemId| Some(maker.words.name(item, language).text).filter(|name| !name.is_empty());
    let rows = by_name(&maker.book.plan, &maker.book.source, language, &named);
    let own = |key: &str| crate::tables::labels::text(&format!("book.{key}"), language, &[]);
    let columns = vec![
        Column::new("description", own("description"), Show::Text).width(52.0).wrap(),
        Column::new("item", own("part_no"), Show::Code).width(22.0),
        Column::new("figure", own("fig"), Show::Code).width(9.0),
        Column::new("position", own("pos"), Show::Code).width(9.0),
    ];
    let mut sheet = maker.list(name, columns);
    for (text, row) in rows {
        let is_fallback = maker.words.name(row.item, language).is_fallback;
        sheet.push(Row::new(vec![
            Cell::text(text).style(Style { italic: is_fallback, wrap: true, ..Style::body() }),
            maker.words.number(row.item).map_or_else(Cell::blank, Cell::code),
            maker.to_line(row.figure, row.line, row.figure.to_string()),
            Cell::code(&row.position),
        ]));
    }
    sheet
}

/// One part of a kit.
pub(super) struct KitRow {
    kit: ItemId,
    item: ItemId,
    quantity: Option<Decimal>,
}

/// The kits of which at least one part is printed, with their content; nothing protected, nothing that is no spare.
pub(super) fn kit_rows(book: &Book, _: &Wording<'_>) -> Vec<KitRow> {
    let catalog = book.catalog();
    let table = catalog.table("kits");
    let printed: BTreeSet<ItemId> = book.plan.lines().map(|(_, line)| line.source.item).collect();
    let (kits, items, quantities) = (table.text("kit"), table.text("item"), table.decimal("quantity"));
    let is_shown = |item: ItemId| {
        let part = book.source.part(item);
        !part.is_protected && (part.is_spare || printed.contains(&item))
    };
    let rows: Vec<KitRow> = (0..table.len())
        .filter_map(|row| {
            let kit = catalog.items().find(kits.get(row)?)?;
            let item = catalog.items().find(items.get(row)?)?;
            (is_shown(kit) && is_shown(item)).then(|| KitRow { kit, item, quantity: quantities.get(row) })
        })
        .collect();
    let own: BTreeSet<ItemId> = rows.iter().filter(|row| printed.contains(&row.item)).map(|row| row.kit).collect();
    let mut rows: Vec<KitRow> = rows.into_iter().filter(|row| own.contains(&row.kit)).collect();
    // The content stays in its order.
    rows.sort_by(|a, b| natural_cmp(catalog.item_number(a.kit), catalog.item_number(b.kit)));
    rows
}

fn kits(maker: &Maker<'_>, name: &str) -> Sheet {
    let columns = vec![
        Column::new("kit", maker.label("kit"), Show::Code).width(20.0),
        Column::new("item", maker.say("part_no", &[]), Show::Code).width(20.0),
        Column::new("description", maker.say("description", &[]), Show::Text).width(42.0).wrap(),
        Column::new("quantity", maker.say("qty", &[]), Show::Quantity).width(10.0),
        Column::new("figure", maker.say("fig", &[]), Show::Code).width(9.0),
        Column::new("position", maker.say("pos", &[]), Show::Code).width(9.0),
    ];
    let mut sheet = maker.list(name, columns);
    let first: BTreeMap<ItemId, IndexRow> = first_places(maker.book);
    let wrap = Style { wrap: true, ..Style::body() };
    let mut before = None;
    for row in kit_rows(maker.book, &maker.words) {
        if before != Some(row.kit) {
            before = Some(row.kit);
            let strong = Style { bold: true, ..Style::body() };
            let mut cells = vec![
                maker.words.number(row.kit).map_or_else(Cell::blank, Cell::code),
                Cell::blank(),
                Cell::text(maker.words.first_name(row.kit)).style(Style { bold: true, ..wrap }),
                Cell::blank(),
            ];
            cells.extend(place(maker, first.get(&row.kit)));
            sheet.push(super::styled(cells, strong));
        }
        let mut cells = vec![
            Cell::blank(),
            maker.words.number(row.item).map_or_else(Cell::blank, Cell::code),
            Cell::text(maker.words.first_name(row.item)).style(wrap),
            row.quantity.map_or_else(Cell::blank, Cell::decimal),
        ];
        cells.extend(place(maker, first.get(&row.item)));
        sheet.push(Row::new(cells).level(1));
    }
    sheet.filter = false;
    sheet
}

/// Figure and position of a place.
fn place(maker: &Maker<'_>, row: Option<&IndexRow>) -> [Cell; 2] {
    match row {
        Some(row) => [maker.to_line(row.figure, row.line, row.figure.to_string()), Cell::code(&row.position)],
        None => [Cell::blank(), Cell::blank()],
    }
}

fn first_places(book: &Book) -> BTreeMap<ItemId, IndexRow> {
    let mut rows = index_rows(book);
    rows.sort_by_key(|row| (row.figure, row.line));
    let mut first = BTreeMap::new();
    for row in rows {
        first.entry(row.item).or_insert(row);
    }
    first
}

fn where_used(maker: &Maker<'_>, name: &str) -> Sheet {
    let columns = vec![
        Column::new("item", maker.say("part_no", &[]), Show::Code).width(20.0),
        Column::new("description", maker.say("description", &[]), Show::Text).width(34.0).wrap(),
        Column::new("assembly", maker.label("assembly"), Show::Code).width(20.0),
        Column::new("figure", maker.say("fig", &[]), Show::Code).width(9.0),
        Column::new("position", maker.say("pos", &[]), Show::Code).width(9.0),
        Column::new("quantity", maker.say("qty", &[]), Show::Quantity).width(10.0),
        Column::new("per_machine", maker.label("per_machine"), Show::Quantity).width(13.0),
    ];
    let mut sheet = maker.list(name, columns);
    for row in index_rows(maker.book).iter().filter(|row| row.kind != LineKind::Protected) {
        let page = row.figure.checked_sub(1).and_then(|index| maker.book.plan.pages.get(index));
        let assembly = page.and_then(|page| maker.words.number(page.item));
        // What this one place gives to a machine.
        let pieces = page.and_then(|page| page.per_machine).zip(row.quantity).and_then(|(a, b)| a.checked_mul(b));
        sheet.push(Row::new(vec![
            maker.words.number(row.item).map_or_else(Cell::blank, Cell::code),
            Cell::text(maker.words.first_name(row.item)).style(Style { wrap: true, ..Style::body() }),
            assembly.map_or_else(Cell::blank, Cell::code),
            maker.to_line(row.figure, row.line, row.figure.to_string()),
            Cell::code(&row.position),
            quantity(maker, row),
            pieces.map_or_else(Cell::blank, Cell::decimal),
        ]));
    }
    sheet
}

/// The printed numbers that were replaced, with what they were replaced by; nothing protected.
pub(super) fn superseded_rows<'b>(book: &'b Book, words: &Wording<'_>) -> Vec<&'b Successor> {
    let printed: BTreeSet<ItemId> = book.plan.lines().map(|(_, line)| line.source.item).collect();
    let mut rows: Vec<&Successor> = printed
        .into_iter()
        .filter(|item| words.number(*item).is_some())
        .flat_map(|item| book.succession.of(item))
        .filter(|end| words.number(end.new).is_some())
        .collect();
    let number = |item: ItemId| book.catalog().item_number(item);
    rows.sort_by(|a, b| natural_cmp(number(a.old), number(b.old)));
    rows
}

fn superseded(maker: &Maker<'_>, name: &str) -> Sheet {
    let columns = vec![
        Column::new("old", maker.label("old"), Show::Code).width(20.0),
        Column::new("new", maker.label("new"), Show::Code).width(20.0),
        Column::new("description", maker.say("description", &[]), Show::Text).width(38.0).wrap(),
        Column::new("ratio", maker.label("ratio"), Show::Code).width(12.0),
        Column::new("type", maker.label("type"), Show::Code).width(11.0),
        Column::new("note", maker.label("note"), Show::Text).width(34.0).wrap(),
    ];
    let mut sheet = maker.list(name, columns);
    let wrap = Style { wrap: true, ..Style::body() };
    for end in superseded_rows(maker.book, &maker.words) {
        sheet.push(Row::new(vec![
            maker.words.number(end.old).map_or_else(Cell::blank, Cell::code),
            maker.words.number(end.new).map_or_else(Cell::blank, Cell::code),
            Cell::text(maker.words.first_name(end.new)).style(wrap),
            Cell::code(ratio(&end.kind, end.ratio)),
            Cell::code(&end.kind),
            Cell::text(end.note.as_deref().map(|note| maker.words.clean(note)).unwrap_or_default()).style(wrap),
        ]));
    }
    sheet
}
