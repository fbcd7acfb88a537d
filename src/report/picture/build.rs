//! Answers of the structure engine as trees of boxes.

use std::collections::{BTreeMap, BTreeSet};

use super::{BoxKind, MAX_ROWS, Picture, PictureRow, Way};
use crate::model::{Catalog, ItemId, LineKind, MachineId};
use crate::structure::{Explosion, FieldUse, Figure, Reach, Through, WhereUsed};
use crate::tables::labels;

/// The picture of everything in an item.
#[must_use]
pub fn explosion_picture(catalog: &Catalog, found: &Explosion, language: &str) -> Picture {
    let structure = catalog.structure();
    let root = item_row(catalog, found.item, language);
    let mut rows = vec![PictureRow { kind: BoxKind::Asked, ..root }];
    let mut opened: BTreeSet<ItemId> = BTreeSet::from([found.item]);
    // Row of the picture for each open level, and the level below which rows are shown elsewhere.
    let mut open: Vec<usize> = vec![0];
    let (mut hidden_below, mut left_out) = (u32::MAX, 0);
    for row in &found.rows {
        if row.level > hidden_below {
            continue;
        }
        hidden_below = u32::MAX;
        open.truncate(row.level as usize);
        let has_children = structure.has_children(row.item) && row.kind != LineKind::Reference;
        let is_again = has_children && !opened.insert(row.item);
        if is_again || row.is_cut {
            hidden_below = row.level;
        }
        if rows.len() >= MAX_ROWS {
            left_out += 1;
            continue;
        }
        let unit = row.unit.map(|unit| catalog.text(unit)).filter(|unit| !is_piece(unit));
        let number = row.quantity.map_or_else(|| "?".to_owned(), |quantity| quantity.normalize().to_string());
        let quantity = match unit {
            _ if row.as_required => "*".to_owned(),
            Some(unit) => format!("{number} {unit}"),
            None => format!("{number} ×"),
        };
        let kind = match row.kind {
            LineKind::Reference => BoxKind::Reference,
            LineKind::Phantom => BoxKind::Phantom,
            _ if has_children => BoxKind::Assembly,
            _ => BoxKind::Part,
        };
        let name = row.latest.or(row.revision).map(|revision| catalog.text(revision));
        let own = item_row(catalog, row.item, language);
        let name = name.map_or_else(|| own.name.clone(), |revision| format!("{} {revision}", own.name));
        rows.push(PictureRow {
            left: open.last().copied(),
            name,
            quantity,
            kind,
            is_again: is_again || row.is_cut,
            ..own
        });
        open.push(rows.len() - 1);
    }
    let title = format!("{} {}", label("sheet.explosion", language), catalog.item_number(found.item));
    Picture { title, way: Way::Down, rows, left_out }
}

/// The picture of where an item is used, up to the tops, machines or customers.
#[must_use]
pub fn where_used_picture(catalog: &Catalog, found: &WhereUsed, language: &str) -> Picture {
    let structure = catalog.structure();
    let boxes = found.boxes(catalog);
    let mut rows: Vec<PictureRow> = Vec::new();
    let mut field = FieldBoxes::new(catalog, found, language);
    let mut opened: BTreeSet<u32> = BTreeSet::new();
    let mut left_out = 0;
    // Node, row to the left, text on the line.
    let mut stack: Vec<(u32, Option<usize>, String)> = vec![(0, None, String::new())];
    while let Some((node, left, quantity)) = stack.pop() {
        let Some(found_box) = boxes.get(node as usize) else { continue };
        let is_again = !opened.insert(node);
        if rows.len() >= MAX_ROWS {
            left_out += 1;
            continue;
        }
        let kind = match left {
            None => BoxKind::Asked,
            Some(_) if found_box.is_top => BoxKind::Top,
            Some(_) if structure.has_children(found_box.item) => BoxKind::Assembly,
            Some(_) => BoxKind::Part,
        };
        let own = item_row(catalog, found_box.item, language);
        let text = match found_box.through {
            Through::Named => own.text,
            through => format!("{} {}", through.name(), own.text).trim_end().to_owned(),
        };
        let text = match found_box.total.quantity().filter(|_| left.is_some()) {
            Some(total) => format!("Σ {} {text}", total.normalize()).trim_end().to_owned(),
            None => text,
        };
        let here = rows.len();
        rows.push(PictureRow { left, name: own.name, text, quantity, kind, is_again });
        if is_again {
            continue;
        }
        field.put(found_box.item, here, &mut rows);
        for (above, quantity) in found_box.above.iter().rev() {
            stack.push((*above, Some(here), format!("{} ×", figure(*quantity))));
        }
    }
    field.put_rest(&mut rows);
    let title = format!("{} {}", label("sheet.where_used", language), catalog.item_number(found.item));
    Picture { title, way: Way::Up, rows, left_out }
}

/// Machines or customers by the item that was delivered.
struct FieldBoxes<'a> {
    catalog: &'a Catalog,
    by_top: BTreeMap<ItemId, Vec<PictureRow>>,
}

impl<'a> FieldBoxes<'a> {
    fn new(catalog: &'a Catalog, found: &WhereUsed, language: &str) -> Self {
        let mut by_top: BTreeMap<ItemId, Vec<PictureRow>> = BTreeMap::new();
        if found.options.to == Reach::Machines {
            for row in &found.field {
                by_top.entry(row.top).or_default().push(machine_row(catalog, row, language));
            }
        }
        if found.options.to == Reach::Customers {
            for rows in found.field.chunk_by(|a, b| a.customer == b.customer) {
                let mut tops: BTreeMap<ItemId, BTreeSet<MachineId>> = BTreeMap::new();
                for row in rows {
                    tops.entry(row.top).or_default().insert(row.machine);
                }
                for (top, machines) in tops {
                    by_top.entry(top).or_default().push(customer_row(catalog, rows, machines.len(), language));
                }
            }
        }
        Self { catalog, by_top }
    }

    /// The boxes right of an item.
    fn put(&mut self, item: ItemId, left: usize, rows: &mut Vec<PictureRow>) {
        let boxes = self.by_top.remove(&item).unwrap_or_default();
        rows.extend(boxes.into_iter().map(|row| PictureRow { left: Some(left), ..row }));
    }

    /// What was recorded for machines whose design does not have the item.
    fn put_rest(&mut self, rows: &mut Vec<PictureRow>) {
        for (top, boxes) in std::mem::take(&mut self.by_top) {
            let number = self.catalog.item_number(top);
            rows.extend(boxes.into_iter().map(|row| PictureRow {
                left: Some(0),
                text: format!("{number} {}", row.text).trim_end().to_owned(),
                ..row
            }));
        }
    }
}

fn machine_row(catalog: &Catalog, row: &FieldUse, language: &str) -> PictureRow {
    let machine = catalog.machines().get(row.machine);
    let serial = machine.and_then(|machine| machine.serial).map(|serial| catalog.text(serial).to_owned());
    let name = serial.unwrap_or_else(|| format!("{} {}", row.machines.normalize(), label("machines", language)));
    let text = row.customer.map_or_else(String::new, |customer| customer_name(catalog, customer));
    field_row(name, text, format!("{} ×", figure(row.quantity)))
}

fn customer_row(catalog: &Catalog, rows: &[FieldUse], machines: usize, language: &str) -> PictureRow {
    let customer = rows.first().and_then(|row| row.customer);
    let name = customer.map_or_else(|| "?".to_owned(), |customer| catalog.customer_number(customer).to_owned());
    let text = customer.map_or_else(String::new, |customer| customer_name(catalog, customer));
    field_row(name, text, format!("{machines} {}", label("machines", language)))
}

fn field_row(name: String, text: String, quantity: String) -> PictureRow {
    PictureRow { left: None, name, text, quantity, kind: BoxKind::Field, is_again: false }
}

fn customer_name(catalog: &Catalog, customer: crate::model::CustomerId) -> String {
    let row = catalog.customers().get(customer).and_then(|customer| customer.row);
    let name = row.and_then(|row| catalog.table("customers").text("name").get(row as usize));
    name.map_or_else(String::new, |name| catalog.text(name).to_owned())
}

fn item_row(catalog: &Catalog, item: ItemId, language: &str) -> PictureRow {
    PictureRow {
        left: None,
        name: catalog.item_number(item).to_owned(),
        text: catalog.description(item, language).unwrap_or_default().to_owned(),
        quantity: String::new(),
        kind: BoxKind::Part,
        is_again: false,
    }
}

/// A figure in short; `?` when a quantity is blank, `∞` in a loop.
fn figure(figure: Figure) -> String {
    match figure {
        Figure::Known(quantity) => quantity.normalize().to_string(),
        Figure::Unknown => "?".to_owned(),
        Figure::TooLong => "…".to_owned(),
        Figure::Endless => "∞".to_owned(),
    }
}

fn is_piece(unit: &str) -> bool {
    matches!(unit.to_lowercase().trim_end_matches('.'), "pcs" | "pc" | "ea" | "kpl" | "st" | "stk" | "个" | "件")
}

fn label(name: &str, language: &str) -> String {
    labels::label(name, language)
}
