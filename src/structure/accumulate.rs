//! Sums over all paths without listing paths.
//!
//! All ancestors of an item are found level by level; then each is finished once everything between it and the item is
//! finished, so that every line is multiplied once. Time and memory grow with the lines above the item, not with the
//! paths. What cannot be finished lies in a loop or above one.

use crate::model::{ItemId, Line, LineId, Structure, Upward};
use crate::values::{UNWATCHED, Watch};

use super::amount::Total;
use super::error::{StructureError, go_on};
use super::slots::Slots;
use super::sweep::{Swept, sweep};

/// An ancestor of the item asked for; the first node is the item itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) item: ItemId,
    /// Lines on the shortest path down to the item.
    pub(crate) level: u32,
    /// First line of that path.
    pub(crate) via: Option<LineId>,
    /// The node that this line names.
    pub(crate) below: u32,
    /// It is in no assembly.
    pub(crate) is_top: bool,
}

/// The ancestors of an item, by level.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ancestors {
    pub(crate) nodes: Vec<Node>,
    /// Pieces of the item in one of each node.
    pub(crate) totals: Vec<Total>,
    /// Level and first line of the shortest way on which the item contains itself through others, and the node it names.
    pub(crate) own: Option<(u32, LineId, u32)>,
    slots: Slots,
    /// For each use of each node in turn, the node of its assembly, and where the uses of each node begin.
    above: Vec<u32>,
    starts: Vec<usize>,
}

/// The mark of a use that does not count.
const SKIPPED: u32 = u32::MAX;

impl Ancestors {
    /// Finds the ancestors of an item. `direct` says which uses of the item itself count; further up those do that hold
    /// always, and those that `counts` says.
    pub(crate) fn new(
        structure: &Structure,
        items: usize,
        item: ItemId,
        direct: impl Fn(LineId, &Line) -> bool,
        counts: impl Fn(LineId, &Line) -> bool,
    ) -> Self {
        Self::watched(structure, items, item, (direct, counts), UNWATCHED).unwrap_or_default()
    }

    /// [`Self::new`], which stops when the caller asks for it.
    pub(crate) fn watched(
        structure: &Structure,
        items: usize,
        item: ItemId,
        (direct, counts): (impl Fn(LineId, &Line) -> bool, impl Fn(LineId, &Line) -> bool),
        watch: Watch<'_>,
    ) -> Result<Self, StructureError> {
        let uses = structure.uses(item).filter(|(id, line)| direct(*id, line));
        let uses: Vec<LineId> = uses.map(|(id, _)| id).collect();
        let swept = sweep(structure, item, &uses, &counts, watch)?;
        let mut found = Self::nodes(structure, items, item, (direct, counts), watch)?;
        match swept {
            Some(swept) => found.take(structure, &swept),
            None => found.sum(structure),
        }
        Ok(found)
    }

    /// Puts the sums of a sweep in their places.
    pub(super) fn take(&mut self, structure: &Structure, swept: &Swept) {
        self.totals = vec![Total::ZERO; self.nodes.len()];
        for (item, sum) in swept.sums(structure) {
            if let Some(total) = self.slot(item).and_then(|slot| self.totals.get_mut(slot)) {
                *total = sum;
            }
        }
    }

    /// The ancestors without sums.
    pub(super) fn nodes(
        structure: &Structure,
        items: usize,
        item: ItemId,
        (direct, counts): (impl Fn(LineId, &Line) -> bool, impl Fn(LineId, &Line) -> bool),
        watch: Watch<'_>,
    ) -> Result<Self, StructureError> {
        let first = Node { item, level: 0, via: None, below: 0, is_top: true };
        let mut found = Self { nodes: vec![first], slots: Slots::new(items), ..Self::default() };
        found.slots.set(item, 0);
        let line = |id: LineId| structure.line(id);
        let mut above: Vec<u32> = Vec::new();
        let mut next = 0;
        while let Some(&Node { item, level, .. }) = found.nodes.get(next) {
            go_on(watch, next, next + 1)?;
            let mut is_top = true;
            found.starts.push(above.len());
            for up in structure.upward(item) {
                let is_used = !up.is_reference()
                    && if next == 0 {
                        line(up.line).is_some_and(|line| direct(up.line, line))
                    } else {
                        up.is_unconditional() || line(up.line).is_some_and(|line| counts(up.line, line))
                    };
                if !is_used {
                    above.push(SKIPPED);
                    continue;
                }
                is_top = false;
                let below = number(next);
                let slot = match found.slot(up.parent) {
                    Some(0) if next > 0 => {
                        found.own = found.own.or(Some((level + 1, up.line, below)));
                        0
                    }
                    Some(slot) => slot,
                    None => {
                        let slot = found.nodes.len();
                        let (item, via) = (up.parent, Some(up.line));
                        found.nodes.push(Node { item, level: level + 1, via, below, is_top: true });
                        found.slots.set(up.parent, slot);
                        slot
                    }
                };
                above.push(number(slot));
            }
            if let Some(node) = found.nodes.get_mut(next) {
                node.is_top = is_top;
            }
            next += 1;
        }
        found.above = above;
        Ok(found)
    }

    /// Finishes every node of which nothing below is open.
    pub(super) fn sum(&mut self, structure: &Structure) {
        let mut open = vec![0_u32; self.nodes.len()];
        for &slot in self.above.iter().filter(|slot| **slot != SKIPPED) {
            if let Some(open) = open.get_mut(slot as usize) {
                *open += 1;
            }
        }
        if let Some(totals) = self.whole(structure, open.clone()) {
            self.totals = totals.into_iter().map(|total| Total::of_short(total, 0)).collect();
            return;
        }
        self.totals = vec![Total::CYCLE; self.nodes.len()];
        // What is not reached has no part in any sum yet; what stays open at the end is in a loop or above one.
        let mut sums = vec![Total::ZERO; self.nodes.len()];
        if let Some(sum) = sums.first_mut() {
            *sum = Total::ONE;
        }
        let mut ready: Vec<usize> = open.first().filter(|&&open| open == 0).map(|_| 0).into_iter().collect();
        while let Some(index) = ready.pop() {
            let Some(&sum) = sums.get(index) else { continue };
            if let Some(total) = self.totals.get_mut(index) {
                *total = sum;
            }
            for (up, slot) in self.lines_up(structure, index) {
                let quantity = up.quantity().map_or_else(
                    || structure.line(up.line).map_or(Total::ZERO, |line| Total::of_line(structure, line)),
                    Total::small,
                );
                let slot = slot as usize;
                let (Some(target), Some(open)) = (sums.get_mut(slot), open.get_mut(slot)) else { continue };
                *target = target.plus(sum.times(quantity));
                *open -= 1;
                if *open == 0 {
                    ready.push(slot);
                }
            }
        }
    }

    /// All totals where every quantity is a short whole number, as is nearly always so; none where a sum leaves 64 bits or
    /// something lies in or above a loop.
    fn whole(&self, structure: &Structure, mut open: Vec<u32>) -> Option<Vec<i64>> {
        let mut sums = vec![0_i64; self.nodes.len()];
        *sums.first_mut()? = 1;
        let mut ready: Vec<u32> = open.first().filter(|&&open| open == 0).map(|_| 0).into_iter().collect();
        let mut finished = 0;
        while let Some(index) = ready.pop() {
            finished += 1;
            let sum = *sums.get(index as usize)?;
            for (up, slot) in self.lines_up(structure, index as usize) {
                let (digits, _) = up.quantity().filter(|&(_, scale)| scale == 0)?;
                let target = sums.get_mut(slot as usize)?;
                *target = target.checked_add(sum.checked_mul(i64::from(digits))?)?;
                let open = open.get_mut(slot as usize)?;
                *open -= 1;
                if *open == 0 {
                    ready.push(slot);
                }
            }
        }
        (finished == sums.len()).then_some(sums)
    }

    /// The uses of a node that count, each with the node of its assembly.
    #[inline]
    pub(crate) fn lines_up<'a>(
        &'a self,
        structure: &'a Structure,
        slot: usize,
    ) -> impl Iterator<Item = (&'a Upward, u32)> {
        let uses = self.nodes.get(slot).map(|node| structure.upward(node.item)).unwrap_or_default();
        let slots = self.starts.get(slot).and_then(|&start| self.above.get(start..)).unwrap_or_default();
        uses.iter().zip(slots.iter().copied()).filter(|&(_, slot)| slot != SKIPPED)
    }

    /// The node of an item, when it is one of the ancestors.
    pub(crate) fn get(&self, item: ItemId) -> Option<&Node> {
        self.nodes.get(self.slot(item)?)
    }

    /// Pieces of the item in one of an ancestor.
    pub(crate) fn total(&self, item: ItemId) -> Option<Total> {
        self.totals.get(self.slot(item)?).copied()
    }

    /// The items from an ancestor down to the item asked for, on the shortest path.
    pub(crate) fn path(&self, from: ItemId) -> Vec<ItemId> {
        self.slot(from).map_or_else(Vec::new, |slot| self.way(slot))
    }

    /// The items from a node down to the item asked for.
    pub(crate) fn way(&self, slot: usize) -> Vec<ItemId> {
        let mut path = Vec::new();
        let mut next = self.nodes.get(slot);
        while let Some(node) = next {
            path.push(node.item);
            next = node.via.and_then(|_| self.nodes.get(node.below as usize));
        }
        path
    }

    /// Number of the node of an item.
    #[inline]
    pub(crate) fn slot(&self, item: ItemId) -> Option<usize> {
        self.slots.get(item)
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(SKIPPED)
}
