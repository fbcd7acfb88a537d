//! What is fitted in one machine, line by line, and which assemblies contain an item.
//!
//! Rules: warranty and recall specification, section 5, points 2, 4 and 5. As-built lines and service events where there
//! are some, else the structure valid at delivery.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::accumulate::Ancestors;
use super::amount::{Figure, Total};
use super::effectivity::Effectivity;
use super::explode::Place;
use super::frozen::{Frozen, FrozenLine};
use super::where_used::{by_number, say};
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineKind};
use crate::tables::Symbol;

/// One line fitted in a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FittedLine {
    /// Assembly.
    pub parent: ItemId,
    /// What is in it.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// Its lot.
    pub lot: Option<Symbol>,
    /// Its serial number.
    pub component_serial: Option<Symbol>,
    /// Quantity in the whole machine.
    pub quantity: Figure,
    /// Quantity in one assembly, as it was recorded or designed.
    pub per_parent: Option<Decimal>,
    /// Where it stands: a row of the `bom` table is what was designed, the others were recorded.
    pub place: Place,
}

/// Pieces that were removed from a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedLine {
    /// What they were; the quantity is that of the event.
    pub line: FittedLine,
    /// The day.
    pub on: Option<NaiveDate>,
}

/// What is fitted in a machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fitted {
    /// There are as-built lines; else the structure valid at delivery was taken.
    pub is_recorded: bool,
    /// The lines.
    pub lines: Vec<FittedLine>,
    /// What was removed, in the order of the days.
    pub removed: Vec<RemovedLine>,
}

/// What is fitted in a machine on a day; none when neither as-built lines nor a structure are known.
///
/// `top` is the machine's item, `built_on` the day its structure was valid.
#[must_use]
pub fn fitted(
    catalog: &Catalog,
    serial: Option<Symbol>,
    top: Option<ItemId>,
    built_on: NaiveDate,
    on: NaiveDate,
    findings: &mut Findings,
) -> Option<Fitted> {
    let kept = serial.and_then(|serial| Frozen::new(catalog, serial, top, Some(on), findings));
    let is_recorded = kept.is_some();
    let frozen = if let Some(kept) = kept {
        kept
    } else {
        let name = serial.map(|serial| catalog.text(serial));
        let valid = Effectivity::new(catalog, built_on, name);
        let has_events = serial.is_some_and(|serial| !catalog.machines().events(serial).is_empty());
        let top = top.filter(|&top| has_events || catalog.structure().has_children(top))?;
        Frozen::reconstructed(catalog, serial, top, &valid, on, findings)
    };
    let totals = totals(catalog, &frozen, top, findings);
    let line = |line: &FrozenLine, quantity: Figure| FittedLine {
        parent: line.parent,
        item: line.item,
        revision: line.revision,
        lot: line.lot,
        component_serial: line.component_serial,
        quantity,
        per_parent: line.quantity,
        place: line.place,
    };
    let own = |line: &FrozenLine| if line.as_required { Total::ZERO } else { Total::of(line.quantity) };
    let lines = frozen
        .lines()
        .filter(|line| line.kind != LineKind::Reference)
        .map(|found| {
            let above = totals.get(&found.parent).copied().unwrap_or(Total::ONE);
            line(found, above.times(own(found)).figure())
        })
        .collect();
    let removed = frozen
        .removed
        .iter()
        .map(|removed| RemovedLine { line: line(&removed.line, own(&removed.line).figure()), on: removed.on })
        .collect();
    Some(Fitted { is_recorded, lines, removed })
}

/// How often each assembly is in the machine; assemblies that stand in no other are in it once.
fn totals(catalog: &Catalog, frozen: &Frozen, top: Option<ItemId>, findings: &mut Findings) -> BTreeMap<ItemId, Total> {
    let lines: Vec<&FrozenLine> = frozen.lines().filter(|line| line.kind != LineKind::Reference).collect();
    let mut open: BTreeMap<ItemId, usize> = BTreeMap::new();
    let mut below: BTreeMap<ItemId, Vec<&FrozenLine>> = BTreeMap::new();
    for line in &lines {
        open.entry(line.parent).or_insert(0);
        *open.entry(line.item).or_insert(0) += 1;
        below.entry(line.parent).or_default().push(line);
    }
    if let Some(top) = top {
        open.entry(top).or_insert(0);
    }
    let mut ready: Vec<ItemId> = open.iter().filter(|(_, count)| **count == 0).map(|(&item, _)| item).collect();
    // An assembly that was removed is in the machine no longer, and neither is what was in it.
    let is_removed = |item: ItemId| Some(item) != top && frozen.removed.iter().any(|taken| taken.line.item == item);
    let start = |item: ItemId| if is_removed(item) { Total::ZERO } else { Total::ONE };
    let mut totals: BTreeMap<ItemId, Total> = ready.iter().map(|&item| (item, start(item))).collect();
    let mut finished: Vec<ItemId> = Vec::new();
    while let Some(item) = ready.pop() {
        finished.push(item);
        let total = totals.get(&item).copied().unwrap_or(Total::ZERO);
        for line in below.get(&item).into_iter().flatten() {
            let sum = totals.entry(line.item).or_insert(Total::ZERO);
            *sum = sum.plus(total.times(Total::of(line.quantity)));
            if let Some(count) = open.get_mut(&line.item) {
                *count -= 1;
                if *count == 0 {
                    ready.push(line.item);
                }
            }
        }
    }
    finished.sort_unstable();
    let endless: Vec<ItemId> = open.into_keys().filter(|item| finished.binary_search(item).is_err()).collect();
    for &item in &endless {
        totals.insert(item, Total::CYCLE);
    }
    if let Some(&start) = endless.first() {
        say_loop(catalog, &lines, &endless, start, findings);
    }
    totals
}

/// Names one loop among lines of which each item has another one above it.
fn say_loop(catalog: &Catalog, lines: &[&FrozenLine], endless: &[ItemId], start: ItemId, findings: &mut Findings) {
    let mut path = vec![start];
    while let Some(&last) = path.last() {
        let above = lines.iter().find(|line| line.item == last && endless.binary_search(&line.parent).is_ok());
        let Some(line) = above else { return };
        if let Some(at) = path.iter().position(|&item| item == line.parent) {
            let mut ring = path.split_off(at);
            ring.reverse();
            let smallest = ring.iter().copied().min_by(|&a, &b| by_number(catalog, a, b));
            let first = ring.iter().position(|&item| Some(item) == smallest).unwrap_or(0);
            ring.rotate_left(first);
            let names: Vec<&str> = ring.iter().chain(ring.first()).map(|&item| catalog.item_number(item)).collect();
            let mut finding = Finding::new(&codes::E_CYCLE).value(names.join(" > "));
            finding.origin = line.place.origin(catalog);
            findings.push(finding);
            return;
        }
        path.push(line.parent);
    }
}

/// An assembly that contains an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Containing {
    /// The assembly; the item itself comes first.
    pub item: ItemId,
    /// Lines down to the item on the shortest way; 0 for the item itself.
    pub level: u32,
    /// Pieces of the item in one of it.
    pub quantity: Figure,
    /// It is in no assembly.
    pub is_top: bool,
}

/// The assemblies and kits that contain an item on a day, through lines whose revision of it `fits`; the item itself
/// comes first, then by level and item number. Loops are named.
pub fn containing(
    catalog: &Catalog,
    item: ItemId,
    on: NaiveDate,
    fits: impl Fn(Option<Symbol>) -> bool,
    findings: &mut Findings,
) -> Vec<Containing> {
    let valid = Effectivity::new(catalog, on, None);
    let counts = |id, line: &crate::model::Line| valid.counts(id, line);
    let direct = |id, line: &crate::model::Line| fits(valid.lines.revision(line)) && counts(id, line);
    let found = Ancestors::new(catalog.structure(), catalog.items().len(), item, direct, counts);
    say(catalog, &found, findings);
    let mut rows: Vec<Containing> = found
        .nodes
        .iter()
        .zip(&found.totals)
        .map(|(node, total)| Containing {
            item: node.item,
            level: node.level,
            quantity: total.figure(),
            is_top: node.is_top,
        })
        .collect();
    rows.sort_by(|a, b| a.level.cmp(&b.level).then_with(|| by_number(catalog, a.item, b.item)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::number;

    #[test]
    fn quantities_are_for_the_whole_machine_and_removed_pieces_are_remembered() {
        let catalog = catalog(&[
            ("bom", "parent,position,item,quantity\nM,10,A,2\nA,10,B,3\n"),
            ("machines", "serial,item,delivery_date\nSN1,M,2025-01-01\nSN2,M,2025-01-01\n"),
            ("as_built", "serial,parent,item,quantity,lot\nSN1,M,A,2,\nSN1,A,B,3,L1\nSN3,X,Y,1,\nSN3,Y,X,1,\n"),
            ("service_events", "date,serial,action,item,quantity,old_lot\n2025-02-01,SN1,REMOVE,B,1,L1\n"),
        ]);
        let day = catalog.as_of();
        let serial = |name: &str| catalog.texts().find(name);
        let ask = |name: &str, findings: &mut Findings| {
            let top = catalog.machines().find(serial(name).unwrap()).map(|_| catalog.item("M").unwrap());
            fitted(&catalog, serial(name), top, day, day, findings).unwrap()
        };
        let lines = |found: &Fitted| -> Vec<String> {
            found
                .lines
                .iter()
                .map(|line| format!("{} {}", catalog.item_number(line.item), number(line.quantity)))
                .collect()
        };
        let mut findings = Findings::new();
        let first = ask("SN1", &mut findings);
        assert_eq!(lines(&first), ["A 2", "B 4"]);
        assert_eq!((first.removed.len(), first.removed[0].on), (1, NaiveDate::from_ymd_opt(2025, 2, 1)));
        let second = ask("SN2", &mut findings);
        assert_eq!((lines(&second), second.is_recorded), (vec!["A 2".to_owned(), "B 6".to_owned()], false));
        assert!(findings.is_empty());
        let third = ask("SN3", &mut findings);
        assert_eq!(lines(&third), ["Y endless", "X endless"]);
        assert_eq!(findings.iter().next().unwrap().value.as_deref(), Some("X > Y > X"));
    }
}
