//! What of an assembly is available now: its own stock, or what its parts make up.
//!
//! Rule: structures specification, section 6. Reserved and blocked pieces are not free; an item with less than nothing
//! free has nothing. A virtual assembly has no stock of its own: it is available as often as its scarcest part allows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::Figure;
use super::effectivity::Effectivity;
use super::ratio::Ratio;
use super::supersession::Stock;
use super::units::Grid;
use super::where_used::by_number;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineId, LineKind};
use crate::tables::Symbol;

/// Free stock of all items: on hand without what is reserved or blocked, over all places, not below 0.
#[must_use]
pub fn free_stock(catalog: &Catalog) -> Stock {
    let table = catalog.table("stock");
    let items = table.text("item");
    let (on_hand, allocated, blocked) =
        (table.decimal("on_hand"), table.decimal("allocated"), table.decimal("blocked"));
    let mut stock = Stock::new();
    for row in 0..table.len() {
        let Some(item) = items.get(row).and_then(|item| catalog.items().find(item)) else { continue };
        let of = |view: crate::tables::table::DecimalView<'_>| view.get(row).unwrap_or_default();
        let free = of(on_hand).checked_sub(of(allocated)).and_then(|rest| rest.checked_sub(of(blocked)));
        let sum = stock.entry(item).or_default();
        *sum = free.and_then(|free| sum.checked_add(free)).unwrap_or(*sum);
    }
    for free in stock.values_mut() {
        *free = (*free).max(Decimal::ZERO);
    }
    stock
}

/// Which items have no stock of their own, and what lines take of their items.
pub(super) struct Composites<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) valid: Effectivity<'a>,
    phantom: crate::tables::table::FlagView<'a>,
    stocked: crate::tables::table::FlagView<'a>,
    scrap: crate::tables::table::DecimalView<'a>,
}

/// What one line takes of its item for one assembly.
pub(super) enum Take {
    /// Nothing, or not known in this unit.
    None,
    /// The quantity is blank.
    Blank,
    /// So much, with scrap.
    Some(Ratio),
}

impl<'a> Composites<'a> {
    pub(super) fn new(catalog: &'a Catalog, on: NaiveDate, serial: Option<&'a str>) -> Self {
        let items = catalog.table("items");
        Self {
            catalog,
            valid: Effectivity::new(catalog, on, serial),
            phantom: items.flag("phantom"),
            stocked: items.flag("stocked"),
            scrap: catalog.table("bom").decimal("scrap_pct"),
        }
    }

    /// True for an assembly without stock of its own: marked in the item master, else by a line that uses it.
    pub(super) fn is_virtual(&self, item: ItemId) -> bool {
        let structure = self.catalog.structure();
        if !structure.has_children(item) {
            return false;
        }
        let row = self.catalog.items().get(item).and_then(crate::model::Item::row);
        let flag = |view: crate::tables::table::FlagView<'_>| row.and_then(|row| view.get(row)) == Some(true);
        if flag(self.phantom) {
            return true;
        }
        !flag(self.stocked)
            && structure.uses(item).any(|(id, line)| line.kind == LineKind::Phantom && self.valid.counts(id, line))
    }

    pub(super) fn take(&self, id: LineId) -> Take {
        let structure = self.catalog.structure();
        let Some(line) = structure.line(id) else { return Take::None };
        if line.is_reference() || line.is_as_required() || line.lacks_unit() {
            return Take::None;
        }
        let Some(quantity) = structure.quantity(line) else { return Take::Blank };
        let scrap = self
            .scrap
            .get(line.row as usize)
            .filter(|scrap| !scrap.is_sign_negative() && *scrap < Decimal::ONE_HUNDRED);
        let good = scrap.and_then(|scrap| Decimal::ONE_HUNDRED.checked_sub(scrap)).map(Ratio::new);
        let quantity = Ratio::new(quantity);
        let quantity = match good {
            Some(good) => Ratio::new(Decimal::ONE_HUNDRED).over(good).and_then(|factor| quantity.times(factor)),
            None => Some(quantity),
        };
        quantity.filter(|quantity| !quantity.is_zero()).map_or(Take::None, Take::Some)
    }
}

/// What of one assembly is available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvailableRow {
    /// The item.
    pub item: ItemId,
    /// It has no stock of its own.
    pub is_virtual: bool,
    /// Free stock of its own; 0 for a virtual one.
    pub own: Decimal,
    /// What its parts make up: its lines only, without opening stocked assemblies among them.
    pub from_parts: Figure,
    /// The parts that allow the least.
    pub limiting: Vec<ItemId>,
    /// What can be taken now: of a virtual one what its parts make up, else its own stock.
    pub available: Figure,
    /// Unit of the quantities.
    pub unit: Option<Symbol>,
}

/// What of some assemblies is available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Availability {
    /// The day.
    pub on: NaiveDate,
    /// One row an item, in the order asked.
    pub rows: Vec<AvailableRow>,
    /// What is doubtful.
    pub findings: Findings,
}

/// What of each item is available on a day: one level, and virtual assemblies inside virtual ones through their parts.
///
/// Without `stock` the free stock of the catalog counts. Parts are not shared out between the items: each row stands
/// alone.
#[must_use]
pub fn availability(catalog: &Catalog, items: &[ItemId], on: Option<NaiveDate>, stock: Option<&Stock>) -> Availability {
    let on = on.unwrap_or(catalog.as_of());
    let own_stock;
    let stock = if let Some(stock) = stock {
        stock
    } else {
        own_stock = free_stock(catalog);
        &own_stock
    };
    let composites = Composites::new(catalog, on, None);
    let grid = Grid::new(catalog);
    let mut findings = Findings::new();
    let mut wanted: BTreeSet<ItemId> = items.iter().copied().collect();
    let mut queue: Vec<ItemId> = items.to_vec();
    while let Some(item) = queue.pop() {
        for (id, line) in catalog.structure().children(item) {
            if composites.valid.counts(id, line)
                && !line.is_reference()
                && !wanted.contains(&line.item)
                && composites.is_virtual(line.item)
            {
                wanted.insert(line.item);
                queue.push(line.item);
            }
        }
    }
    let mut known: BTreeMap<ItemId, AvailableRow> = BTreeMap::new();
    for &item in catalog.structure().low_level_order().iter().rev().filter(|item| wanted.contains(item)) {
        let row = one(&composites, &grid, stock, &known, item, &mut findings);
        known.insert(item, row);
    }
    findings.sort();
    Availability { on, rows: items.iter().filter_map(|item| known.get(item).cloned()).collect(), findings }
}

fn one(
    composites: &Composites<'_>,
    grid: &Grid<'_>,
    stock: &Stock,
    known: &BTreeMap<ItemId, AvailableRow>,
    item: ItemId,
    findings: &mut Findings,
) -> AvailableRow {
    let catalog = composites.catalog;
    let structure = catalog.structure();
    let free = |item: ItemId| stock.get(&item).copied().unwrap_or_default().max(Decimal::ZERO);
    let is_virtual = composites.is_virtual(item);
    let own = if is_virtual { Decimal::ZERO } else { free(item) };
    let mut needs: BTreeMap<ItemId, Option<Ratio>> = BTreeMap::new();
    let mut is_blank = false;
    for (id, line) in structure.children(item).filter(|(id, line)| composites.valid.counts(*id, line)) {
        match composites.take(id) {
            Take::None => {}
            Take::Blank => {
                is_blank = true;
                let mut finding = Finding::new(&codes::E_QTY).field("quantity");
                finding.origin = composites.valid.lines.origin(line);
                findings.push(finding);
            }
            Take::Some(quantity) => {
                let sum = needs.entry(line.item).or_insert(Some(Ratio::ZERO));
                *sum = sum.and_then(|sum| sum.plus(quantity));
            }
        }
    }
    let unit = structure.unit(item);
    let row = |from_parts: Figure, limiting: Vec<ItemId>| AvailableRow {
        item,
        is_virtual,
        own,
        from_parts,
        limiting,
        available: if is_virtual { from_parts } else { Figure::Known(own) },
        unit,
    };
    if structure.is_cyclic(item) {
        let code = &codes::E_CYCLE;
        let rings = catalog.findings().iter().filter(|finding| finding.code == code);
        findings.extend(rings.cloned());
        return row(Figure::Endless, Vec::new());
    }
    if is_blank {
        return row(Figure::Unknown, Vec::new());
    }
    if needs.is_empty() {
        if is_virtual {
            findings.push(Finding::new(&codes::W_BUILD_OPEN).value(catalog.item_number(item)));
        }
        return row(if is_virtual { Figure::Unknown } else { Figure::Known(Decimal::ZERO) }, Vec::new());
    }
    let decimals = grid.decimals(item);
    let mut least: Option<(Ratio, Vec<ItemId>)> = None;
    for (&part, &need) in &needs {
        let have = match known.get(&part).filter(|row| row.is_virtual) {
            Some(below) => match below.available {
                Figure::Known(available) => available,
                reason => return row(reason, Vec::new()),
            },
            None => free(part),
        };
        let Some(times) = need.and_then(|need| Ratio::new(have).over(need)) else {
            return row(Figure::TooLong, Vec::new());
        };
        match &mut least {
            Some((smallest, parts)) if times == *smallest => parts.push(part),
            Some((smallest, _)) if times > *smallest => {}
            _ => least = Some((times, vec![part])),
        }
    }
    let Some((times, mut limiting)) = least else { return row(Figure::Unknown, Vec::new()) };
    limiting.sort_by(|&a, &b| by_number(catalog, a, b));
    let steps = times.steps(decimals).and_then(|steps| Ratio::of_steps(steps, decimals)).and_then(Ratio::decimal);
    row(steps.map_or(Figure::TooLong, Figure::Known), limiting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::number;

    fn available(catalog: &Catalog, item: &str) -> (String, String, Vec<&'static str>) {
        let found = availability(catalog, &[catalog.item(item).unwrap()], None, None);
        let codes = found.findings.iter().map(|finding| finding.code.id).collect();
        (number(found.rows[0].from_parts), number(found.rows[0].available), codes)
    }

    /// SU6.
    #[test]
    fn su6_one_child_stock_one_quantity_two() {
        for (unit, expected) in [("pcs", "0"), ("m", "0.5")] {
            let catalog = catalog(&[
                ("items", &format!("item,unit,phantom\nK,{unit},Y\nA,pcs,\n")),
                ("units", "unit,integer,decimals\npcs,Y,\nm,N,1\n"),
                ("bom", "parent,item,quantity\nK,A,2\n"),
                ("stock", "item,on_hand\nA,1\nK,99\n"),
            ]);
            assert_eq!(available(&catalog, "K"), (expected.to_owned(), expected.to_owned(), vec![]));
        }
    }

    #[test]
    fn reserved_and_blocked_pieces_are_not_free_and_virtual_parts_are_seen_through() {
        let catalog = catalog(&[
            ("items", "item,phantom\nK,Y\nV,Y\nA,\nB,\nQ,\nW,Y\nU,Y\n"),
            (
                "bom",
                "parent,position,item,quantity,scrap_pct\nK,10,V,1,\nK,20,A,1,\nV,10,A,2,\nV,20,B,1,50\nQ,10,A,1,\nU,10,A,,\nW,10,A,0,\n",
            ),
            ("stock", "item,location,on_hand,allocated,blocked\nA,H1,10,2,1\nA,H2,1,,\nB,H1,9,,\nQ,H1,3,5,\n"),
        ]);
        let stock = free_stock(&catalog);
        let free = |item: &str| stock[&catalog.item(item).unwrap()];
        assert_eq!((free("A"), free("Q")), (8.into(), 0.into()));
        // V: 8/2 = 4 of A, 9/(1/0.5) = 4.5 of B; K: 4 of V.
        assert_eq!(available(&catalog, "V").0, "4");
        assert_eq!(available(&catalog, "K").0, "4");
        // A stocked assembly is not opened for what is available now.
        assert_eq!(available(&catalog, "Q"), ("8".to_owned(), "0".to_owned(), vec![]));
        assert_eq!(available(&catalog, "U"), ("unknown".to_owned(), "unknown".to_owned(), vec!["E-QTY"]));
        assert_eq!(available(&catalog, "W").2, ["W-BUILD-OPEN"]);
    }
}
