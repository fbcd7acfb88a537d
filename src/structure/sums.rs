//! Totals of each item in an explosion, without listing paths.

use std::collections::BTreeMap;

use super::amount::Total;
use super::explode::SummedRow;
use super::source::Source;
use super::where_used::by_number;
use crate::model::{Catalog, ItemId, LineKind};
use crate::tables::Symbol;

/// What is known of an item while it is summed.
struct Sum {
    item: ItemId,
    kind: LineKind,
    unit: Option<Symbol>,
    total: Total,
    lines: u32,
    open: u32,
    is_leaf: bool,
}

/// The items met, each once, with their sums.
struct Sums {
    sums: Vec<Sum>,
    slots: Vec<u32>,
}

impl Sums {
    fn new(catalog: &Catalog, top: ItemId, total: Total) -> Self {
        let mut sums = Self { sums: Vec::new(), slots: vec![0; catalog.items().len()] };
        let slot = sums.slot(top, LineKind::Part, None);
        if let Some(sum) = sums.sums.get_mut(slot) {
            sum.total = total;
        }
        sums
    }

    fn slot(&mut self, item: ItemId, kind: LineKind, unit: Option<Symbol>) -> usize {
        let next = self.sums.len() + 1;
        let Some(slot) = self.slots.get_mut(item.index()) else { return usize::MAX };
        if *slot == 0 {
            *slot = u32::try_from(next).unwrap_or(u32::MAX);
            self.sums.push(Sum { item, kind, unit, total: Total::ZERO, lines: 0, open: 0, is_leaf: true });
        }
        *slot as usize - 1
    }

    fn rows(self, catalog: &Catalog) -> Vec<SummedRow> {
        let mut rows: Vec<SummedRow> = self
            .sums
            .into_iter()
            .filter(|sum| sum.lines > 0)
            .map(|sum| SummedRow {
                item: sum.item,
                kind: sum.kind,
                total: sum.total.figure(),
                unit: catalog.structure().unit(sum.item).or(sum.unit),
                lines: sum.lines,
                is_leaf: sum.is_leaf,
            })
            .collect();
        rows.sort_by(|a, b| by_number(catalog, a.item, b.item));
        rows
    }
}

/// Totals over all levels: an item is finished once every assembly that contains it is; what cannot be finished lies in
/// a loop or below one.
pub(super) fn sum(catalog: &Catalog, source: &Source<'_>, top: ItemId, start: Total) -> Vec<SummedRow> {
    let mut all = Sums::new(catalog, top, start);
    let mut children = Vec::new();
    let mut next = 0;
    while let Some(&Sum { item, .. }) = all.sums.get(next) {
        source.children(item, &mut children);
        for child in &children {
            let is_reference = child.kind == LineKind::Reference;
            if is_reference {
                continue;
            }
            let slot = all.slot(child.item, child.kind, child.unit);
            if let Some(sum) = all.sums.get_mut(slot) {
                sum.lines += 1;
                sum.open += 1;
            }
        }
        if let Some(sum) = all.sums.get_mut(next) {
            sum.is_leaf = children.iter().all(|child| child.kind == LineKind::Reference);
        }
        next += 1;
    }
    let mut finished = vec![false; all.sums.len()];
    let mut ready: Vec<usize> = all.sums.first().filter(|sum| sum.open == 0).map(|_| 0).into_iter().collect();
    while let Some(index) = ready.pop() {
        if let Some(flag) = finished.get_mut(index) {
            *flag = true;
        }
        let Some(&Sum { item, total, .. }) = all.sums.get(index) else { continue };
        source.children(item, &mut children);
        for child in children.iter().filter(|child| child.kind != LineKind::Reference) {
            let slot = all.slot(child.item, child.kind, child.unit);
            let Some(below) = all.sums.get_mut(slot) else { continue };
            below.total = below.total.plus(total.times(child.factor));
            below.open -= 1;
            if below.open == 0 {
                ready.push(slot);
            }
        }
    }
    for (sum, finished) in all.sums.iter_mut().zip(finished) {
        if !finished {
            sum.total = Total::CYCLE;
        }
    }
    all.rows(catalog)
}

/// Totals over the first levels only, level by level; loops go round as often as the levels allow, and are endless.
pub(super) fn sum_levels(
    catalog: &Catalog,
    source: &Source<'_>,
    top: ItemId,
    start: Total,
    levels: u32,
) -> Vec<SummedRow> {
    let mut all = Sums::new(catalog, top, start);
    let mut children = Vec::new();
    let mut current: BTreeMap<ItemId, Total> = BTreeMap::from([(top, start)]);
    for _ in 0..levels {
        let mut below: BTreeMap<ItemId, Total> = BTreeMap::new();
        for (item, total) in current {
            source.children(item, &mut children);
            for child in children.iter().filter(|child| child.kind != LineKind::Reference) {
                let is_loop = catalog.structure().is_cyclic(child.item) && catalog.structure().is_cyclic(item);
                let part = if is_loop { Total::CYCLE } else { total.times(child.factor) };
                let slot = all.slot(child.item, child.kind, child.unit);
                if let Some(sum) = all.sums.get_mut(slot) {
                    sum.total = if sum.lines == 0 { part } else { sum.total.plus(part) };
                    sum.lines += 1;
                    sum.is_leaf = !catalog.structure().has_children(child.item);
                }
                below.entry(child.item).and_modify(|sum| *sum = sum.plus(part)).or_insert(part);
            }
        }
        if below.is_empty() {
            break;
        }
        current = below;
    }
    all.rows(catalog)
}
