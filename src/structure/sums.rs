//! Totals of each item in an explosion, without listing paths.

use std::collections::BTreeMap;

use super::amount::Total;
use super::error::{StructureError, go_on};
use super::explode::SummedRow;
use super::slots::Slots;
use super::source::Source;
use super::where_used::by_number;
use crate::model::{Catalog, ItemId, LineKind, position_prefix};
use crate::tables::Symbol;
use crate::values::{UNWATCHED, Watch};

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
    slots: Slots,
}

impl Sums {
    fn new(catalog: &Catalog, top: ItemId, total: Total) -> Self {
        let mut sums = Self { sums: Vec::new(), slots: Slots::new(catalog.items().len()) };
        let slot = sums.slot(top, LineKind::Part, None);
        if let Some(sum) = sums.sums.get_mut(slot) {
            sum.total = total;
        }
        sums
    }

    fn slot(&mut self, item: ItemId, kind: LineKind, unit: Option<Symbol>) -> usize {
        if let Some(slot) = self.slots.get(item) {
            return slot;
        }
        let slot = self.sums.len();
        if !self.slots.set(item, slot) {
            return usize::MAX;
        }
        self.sums.push(Sum { item, kind, unit, total: Total::ZERO, lines: 0, open: 0, is_leaf: true });
        slot
    }

    fn rows(self, catalog: &Catalog) -> Vec<SummedRow> {
        let mut rows: Vec<(u128, SummedRow)> = self
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
            .map(|row| (position_prefix(catalog.item_number(row.item)), row))
            .collect();
        rows.sort_unstable_by(|(key, a), (other, b)| key.cmp(other).then_with(|| by_number(catalog, a.item, b.item)));
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// [`sum_watched`] to its end.
pub(super) fn sum(catalog: &Catalog, source: &Source<'_>, top: ItemId, start: Total) -> Vec<SummedRow> {
    sum_watched(catalog, source, top, start, UNWATCHED).unwrap_or_default()
}

/// Totals over all levels: an item is finished once every assembly that contains it is; what cannot be finished lies in
/// a loop or below one.
pub(super) fn sum_watched(
    catalog: &Catalog,
    source: &Source<'_>,
    top: ItemId,
    start: Total,
    watch: Watch<'_>,
) -> Result<Vec<SummedRow>, StructureError> {
    let mut all = Sums::new(catalog, top, start);
    // The lines that count, by the number of their assembly, and where those of each begin.
    let mut parts: Vec<(usize, Total)> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    while let Some(&Sum { item, .. }) = all.sums.get(starts.len()) {
        let index = starts.len();
        go_on(watch, index, index + 1)?;
        starts.push(parts.len());
        let before = parts.len();
        source.parts(item, |part| {
            let slot = all.slot(part.item, part.kind, part.unit);
            if let Some(sum) = all.sums.get_mut(slot) {
                sum.lines += 1;
                sum.open += 1;
                parts.push((slot, part.factor));
            }
        });
        if let Some(sum) = all.sums.get_mut(index) {
            sum.is_leaf = parts.len() == before;
        }
    }
    starts.push(parts.len());
    let mut finished = vec![false; all.sums.len()];
    let mut ready: Vec<usize> = all.sums.first().filter(|sum| sum.open == 0).map(|_| 0).into_iter().collect();
    let mut done = 0;
    while let Some(index) = ready.pop() {
        go_on(watch, done, all.sums.len())?;
        done += 1;
        if let Some(flag) = finished.get_mut(index) {
            *flag = true;
        }
        let Some(total) = all.sums.get(index).map(|sum| sum.total) else { continue };
        let lines = starts.get(index).zip(starts.get(index + 1)).and_then(|(&from, &to)| parts.get(from..to));
        for &(slot, factor) in lines.unwrap_or_default() {
            let Some(below) = all.sums.get_mut(slot) else { continue };
            below.total = below.total.plus(total.times(factor));
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
    Ok(all.rows(catalog))
}

/// Totals over the first levels only, level by level; loops go round as often as the levels allow, and are endless.
pub(super) fn sum_levels(
    catalog: &Catalog,
    source: &Source<'_>,
    top: ItemId,
    start: Total,
    levels: u32,
    watch: Watch<'_>,
) -> Result<Vec<SummedRow>, StructureError> {
    let mut all = Sums::new(catalog, top, start);
    let mut done = 0;
    let mut current: BTreeMap<ItemId, Total> = BTreeMap::from([(top, start)]);
    for _ in 0..levels {
        let mut below: BTreeMap<ItemId, Total> = BTreeMap::new();
        for (item, total) in current {
            go_on(watch, done, done + 1)?;
            done += 1;
            source.parts(item, |child| {
                let is_loop = catalog.structure().is_cyclic(child.item) && catalog.structure().is_cyclic(item);
                let part = if is_loop { Total::CYCLE } else { total.times(child.factor) };
                let slot = all.slot(child.item, child.kind, child.unit);
                if let Some(sum) = all.sums.get_mut(slot) {
                    sum.total = if sum.lines == 0 { part } else { sum.total.plus(part) };
                    sum.lines += 1;
                    sum.is_leaf = !catalog.structure().has_children(child.item);
                }
                below.entry(child.item).and_modify(|sum| *sum = sum.plus(part)).or_insert(part);
            });
        }
        if below.is_empty() {
            break;
        }
        current = below;
    }
    Ok(all.rows(catalog))
}
