//! Sums over all paths without listing paths.
//!
//! All ancestors of an item are found level by level; then each is finished once everything between it and the item is
//! finished, so that every line is multiplied once. Time and memory grow with the lines above the item, not with the
//! paths. What cannot be finished lies in a loop or above one.

use crate::model::{ItemId, Line, LineId, Structure};

use super::amount::Total;

/// An ancestor of the item asked for; the first node is the item itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) item: ItemId,
    /// Lines on the shortest path down to the item.
    pub(crate) level: u32,
    /// First line of that path.
    pub(crate) via: Option<LineId>,
    /// Pieces of the item in one of this.
    pub(crate) total: Total,
    /// It is in no assembly.
    pub(crate) is_top: bool,
    open: u32,
}

/// The ancestors of an item, by level.
pub(crate) struct Ancestors {
    pub(crate) nodes: Vec<Node>,
    /// Level and first line of the shortest way on which the item contains itself through others.
    pub(crate) own: Option<(u32, LineId)>,
    slots: Vec<u32>,
}

impl Ancestors {
    /// Finds the ancestors of an item over the lines that count; `direct` looks at the item's own uses as well.
    pub(crate) fn new(
        structure: &Structure,
        items: usize,
        item: ItemId,
        direct: impl Fn(&Line) -> bool,
        counts: impl Fn(LineId, &Line) -> bool,
    ) -> Self {
        let node = |item, level, via| Node { item, level, via, total: Total::ZERO, is_top: true, open: 0 };
        let mut found = Self { nodes: vec![node(item, 0, None)], own: None, slots: vec![0; items] };
        found.set_slot(item, 1);
        let is_used = |index: usize, id: LineId, line: &Line| {
            !line.is_reference() && (index > 0 || direct(line)) && counts(id, line)
        };
        let mut next = 0;
        while let Some(&Node { item, level, .. }) = found.nodes.get(next) {
            let mut is_top = true;
            for (id, line) in structure.uses(item) {
                if !is_used(next, id, line) {
                    continue;
                }
                is_top = false;
                if next > 0 && found.slot(line.parent) == Some(0) {
                    found.own = found.own.or(Some((level + 1, id)));
                }
                let slot = found.slot(line.parent).unwrap_or_else(|| {
                    found.nodes.push(node(line.parent, level + 1, Some(id)));
                    let slot = found.nodes.len() - 1;
                    found.set_slot(line.parent, slot + 1);
                    slot
                });
                if let Some(above) = found.nodes.get_mut(slot) {
                    above.open += 1;
                }
            }
            if let Some(node) = found.nodes.get_mut(next) {
                node.is_top = is_top;
            }
            next += 1;
        }
        found.sum(structure, is_used);
        found
    }

    fn sum(&mut self, structure: &Structure, is_used: impl Fn(usize, LineId, &Line) -> bool) {
        let mut finished = vec![false; self.nodes.len()];
        let mut ready: Vec<usize> = Vec::new();
        if let Some(node) = self.nodes.first_mut() {
            node.total = Total::ONE;
            if node.open == 0 {
                ready.push(0);
            }
        }
        while let Some(index) = ready.pop() {
            if let Some(flag) = finished.get_mut(index) {
                *flag = true;
            }
            let Some(&Node { item, total, .. }) = self.nodes.get(index) else { continue };
            for (id, line) in structure.uses(item) {
                if !is_used(index, id, line) {
                    continue;
                }
                let Some(slot) = self.slot(line.parent) else { continue };
                let Some(above) = self.nodes.get_mut(slot) else { continue };
                above.total = above.total.plus(total.times(Total::of_line(structure, line)));
                above.open -= 1;
                if above.open == 0 {
                    ready.push(slot);
                }
            }
        }
        for (node, finished) in self.nodes.iter_mut().zip(finished) {
            if !finished {
                node.total = Total::CYCLE;
            }
        }
    }

    /// The node of an item, when it is one of the ancestors.
    pub(crate) fn get(&self, item: ItemId) -> Option<&Node> {
        self.nodes.get(self.slot(item)?)
    }

    /// The items from an ancestor down to the item asked for, on the shortest path.
    pub(crate) fn path(&self, structure: &Structure, from: ItemId) -> Vec<ItemId> {
        let mut path = vec![from];
        let mut node = self.get(from);
        while let Some(line) = node.and_then(|node| node.via).and_then(|via| structure.line(via)) {
            path.push(line.item);
            node = self.get(line.item);
        }
        path
    }

    fn slot(&self, item: ItemId) -> Option<usize> {
        self.slots.get(item.index()).and_then(|slot| slot.checked_sub(1)).map(|slot| slot as usize)
    }

    fn set_slot(&mut self, item: ItemId, number: usize) {
        if let Some(slot) = self.slots.get_mut(item.index()) {
            *slot = u32::try_from(number).unwrap_or(u32::MAX);
        }
    }
}
