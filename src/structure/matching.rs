//! Which line of the new structure stands for which line of the old one, and how the two differ.
//!
//! Rule: structures specification, section 9. Each pair of assemblies is matched once, however many paths lead to it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::amount::Total;
use super::compare::{Change, CompareDepth, CompareEntry, CompareOptions, CompareRow, Reader};
use super::error::{Steps, StructureError};
use super::explode::Place;
use super::source::Child;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineKind, position_order};
use crate::tables::Symbol;

/// What a line is matched by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Position(Symbol),
    Item(ItemId, Option<Symbol>),
}

/// Old and new assembly that stand at the same place.
pub(super) type Pair = (Option<ItemId>, Option<ItemId>);

/// A matched line of a pair, with how it differs and which pair is below it.
pub(super) struct Matched {
    pub(super) position: Option<Symbol>,
    pub(super) old: Option<CompareEntry>,
    pub(super) new: Option<CompareEntry>,
    pub(super) changes: Vec<Change>,
    pub(super) below: Pair,
}

/// Pairs of assemblies that stand at the same place, each matched once.
pub(super) struct Pairs<'a> {
    old: &'a Reader<'a>,
    new: &'a Reader<'a>,
    options: &'a CompareOptions,
    catalog: &'a Catalog,
    known: BTreeMap<Pair, (Vec<Matched>, bool)>,
}

impl<'a> Pairs<'a> {
    pub(super) const fn new(
        catalog: &'a Catalog,
        old: &'a Reader<'a>,
        new: &'a Reader<'a>,
        options: &'a CompareOptions,
    ) -> Self {
        Self { old, new, options, catalog, known: BTreeMap::new() }
    }

    /// Compares each pair of assemblies once, and notes which have a difference in or below them.
    pub(super) fn collect(&mut self, start: Pair, steps: &Steps<'_>) -> Result<(), StructureError> {
        let mut queue = vec![start];
        let mut above: BTreeMap<Pair, Vec<Pair>> = BTreeMap::new();
        let mut differing: Vec<Pair> = Vec::new();
        while let Some(pair) = queue.pop() {
            steps.step()?;
            if self.known.contains_key(&pair) {
                continue;
            }
            let lines = self.lines(pair);
            if self.options.depth == CompareDepth::Multi {
                for line in &lines {
                    above.entry(line.below).or_default().push(pair);
                    queue.push(line.below);
                }
            }
            if lines.iter().any(|line| !line.changes.is_empty()) {
                differing.push(pair);
            }
            self.known.insert(pair, (lines, false));
        }
        while let Some(pair) = differing.pop() {
            if let Some((_, differs)) = self.known.get_mut(&pair)
                && !std::mem::replace(differs, true)
            {
                differing.extend(above.get(&pair).into_iter().flatten());
            }
        }
        Ok(())
    }

    /// Matches the lines of two assemblies, in position order.
    fn lines(&self, pair: Pair) -> Vec<Matched> {
        let old = pair.0.map_or_else(Vec::new, |item| self.old.children(item));
        let new = pair.1.map_or_else(Vec::new, |item| self.new.children(item));
        let count = |children: &[Child]| {
            let mut counts: BTreeMap<Symbol, u32> = BTreeMap::new();
            for position in children.iter().filter_map(|child| child.position) {
                *counts.entry(position).or_insert(0) += 1;
            }
            counts
        };
        let (old_count, new_count) = (count(&old), count(&new));
        let key = |child: &Child| match child.position {
            Some(position)
                if old_count.get(&position).is_none_or(|count| *count == 1)
                    && new_count.get(&position).is_none_or(|count| *count == 1)
                    && (old_count.contains_key(&position) && new_count.contains_key(&position)
                        || pair.0.is_none()
                        || pair.1.is_none()) =>
            {
                Key::Position(position)
            }
            _ => Key::Item(child.item, child.revision.filter(|_| self.options.by_revision)),
        };
        let mut sides: BTreeMap<Key, (Option<Merged>, Option<Merged>)> = BTreeMap::new();
        let mut order: Vec<Key> = Vec::new();
        for (children, is_old) in [(&old, true), (&new, false)] {
            for child in children {
                let key = key(child);
                let slot = sides.entry(key).or_insert_with(|| {
                    order.push(key);
                    (None, None)
                });
                let side = if is_old { &mut slot.0 } else { &mut slot.1 };
                match side {
                    Some(merged) => merged.total = merged.total.plus(own_total(child)),
                    None => *side = Some(Merged { child: *child, total: own_total(child) }),
                }
            }
        }
        let mut rows: Vec<Matched> = order
            .into_iter()
            .filter_map(|key| {
                let (old, new) = sides.remove(&key)?;
                Some(self.matched(old, new))
            })
            .collect();
        rows.sort_by(|a, b| match (a.position, b.position) {
            (Some(a), Some(b)) => position_order(self.catalog.text(a), self.catalog.text(b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        rows
    }

    fn matched(&self, old: Option<Merged>, new: Option<Merged>) -> Matched {
        let below = |side: Option<&Merged>| {
            side.filter(|merged| merged.child.kind != LineKind::Reference).map(|merged| merged.child.item)
        };
        let mut changes = Vec::new();
        match (&old, &new) {
            (None, _) => changes.push(Change::Added),
            (_, None) => changes.push(Change::Removed),
            (Some(old), Some(new)) => {
                if old.child.item != new.child.item {
                    changes.push(Change::Replaced);
                } else if let (Some(a), Some(b)) = (old.child.revision, new.child.revision)
                    && a != b
                {
                    changes.push(Change::Revision);
                }
                let (a, b) = (old.total.figure(), new.total.figure());
                let unit =
                    |merged: &Merged| merged.child.unit.or_else(|| self.catalog.structure().unit(merged.child.item));
                let has_other_unit = unit(old) != unit(new);
                if a != b && (old.child.item == new.child.item || !has_other_unit) {
                    changes.push(Change::Quantity);
                }
                if has_other_unit && old.child.item == new.child.item {
                    changes.push(Change::Unit);
                }
                if let (Some(a), Some(b)) = (self.text(&old.child), self.text(&new.child))
                    && a != b
                {
                    changes.push(Change::Text);
                }
            }
        }
        let entry = |merged: &Merged| CompareEntry {
            item: merged.child.item,
            revision: merged.child.revision,
            quantity: merged.total.figure(),
            unit: merged.child.unit,
            place: Some(merged.child.place),
        };
        Matched {
            position: new
                .as_ref()
                .and_then(|new| new.child.position)
                .or(old.as_ref().and_then(|old| old.child.position)),
            old: old.as_ref().map(entry),
            new: new.as_ref().map(entry),
            changes,
            below: (below(old.as_ref()), below(new.as_ref())),
        }
    }

    /// Remarks of a line of the designed structure; lines that were recorded have none to compare.
    #[expect(clippy::option_option, reason = "no remarks and nothing to compare are not the same")]
    fn text(&self, child: &Child) -> Option<Option<Symbol>> {
        match child.place {
            Place::Bom(row) => Some(self.catalog.table("bom").text("remarks").get(row as usize)),
            Place::AsBuilt(_) | Place::Event(_) => None,
        }
    }

    /// The lines that differ, depth-first; assemblies without a difference below them are not opened.
    pub(super) fn list(
        &self,
        start: (ItemId, ItemId),
        steps: &Steps<'_>,
        findings: &mut Findings,
    ) -> Result<Vec<CompareRow>, StructureError> {
        let mut rows: Vec<CompareRow> = Vec::new();
        // The assemblies that are open, by the way down to them.
        let mut ways: Vec<(Pair, Option<usize>, u32)> = vec![((Some(start.0), Some(start.1)), None, 1)];
        let mut stack: Vec<(usize, usize)> = vec![(0, 0)];
        while let Some((way, next)) = stack.last_mut() {
            steps.step()?;
            let (way, index) = (*way, *next);
            *next += 1;
            let Some(&(pair, _, level)) = ways.get(way) else { break };
            let Some(line) = self.known.get(&pair).and_then(|(lines, _)| lines.get(index)) else {
                stack.pop();
                continue;
            };
            if !line.changes.is_empty() {
                if rows.len() >= self.options.max_rows {
                    let detail = format!("the list ends after {} rows", rows.len());
                    findings.push(Finding::new(&codes::W_ROWS_CUT).detail(detail));
                    break;
                }
                rows.push(row(line, level, path(&ways, way)));
            }
            let is_open = self.known.get(&line.below).is_some_and(|(_, differs)| *differs);
            if is_open && self.options.depth == CompareDepth::Multi && !is_on_way(&ways, way, line.below) {
                ways.push((line.below, Some(way), level + 1));
                stack.push((ways.len() - 1, 0));
            }
        }
        Ok(rows)
    }
}

/// Equal lines of one side together.
#[derive(Clone, Copy)]
struct Merged {
    child: Child,
    total: Total,
}

/// What a line takes; a line whose unit leads nowhere is compared by the quantity it names.
fn own_total(child: &Child) -> Total {
    let is_lost = child.factor == Total::ZERO && child.kind != LineKind::Reference && !child.as_required;
    match child.quantity {
        Some(quantity) if is_lost || child.kind == LineKind::Reference => Total::new(quantity),
        _ => child.factor,
    }
}

fn is_on_way(ways: &[(Pair, Option<usize>, u32)], way: usize, pair: Pair) -> bool {
    let mut next = Some(way);
    while let Some(&(here, above, _)) = next.and_then(|way| ways.get(way)) {
        if here == pair {
            return true;
        }
        next = above;
    }
    false
}

fn path(ways: &[(Pair, Option<usize>, u32)], way: usize) -> Vec<ItemId> {
    let mut path = Vec::new();
    let mut next = Some(way);
    while let Some(&((old, new), above, _)) = next.and_then(|way| ways.get(way)) {
        path.extend(new.or(old));
        next = above;
    }
    path.reverse();
    path
}

/// The row of a matched line.
pub(super) fn row(line: &Matched, level: u32, path: Vec<ItemId>) -> CompareRow {
    let quantity = |entry: Option<CompareEntry>| entry.map_or(Some(Decimal::ZERO), |entry| entry.quantity.quantity());
    let is_same = !line.changes.contains(&Change::Replaced);
    let difference = quantity(line.new).zip(quantity(line.old)).and_then(|(new, old)| new.checked_sub(old));
    CompareRow {
        level,
        path,
        position: line.position,
        old: line.old,
        new: line.new,
        changes: line.changes.clone(),
        difference: difference.filter(|_| is_same),
        verdict: None,
        cost_effect: None,
        old_stock: None,
    }
}
