//! Low-level order and loops.
//!
//! Items outside loops are peeled off from above and from below; what remains lies in loops or between them. Loops are
//! listed by Johnson's way of searching: from the smallest item of a strongly connected component, then without it.
//! Bounds: [`Structure::MAX_CYCLES`] loops and a fixed number of search steps; beyond them the catalog says that there
//! are more.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Ranks, Structure};
use crate::model::items::ItemId;

impl Structure {
    /// How many loops are listed.
    pub const MAX_CYCLES: usize = 1_000;

    /// Steps of the search for loops before it says that there are more.
    const MAX_STEPS: usize = 20_000_000;

    /// Fills in order, tops and loops; `compare` orders items by their numbers.
    pub(super) fn arrange(&mut self, items: usize, mut compare: impl FnMut(ItemId, ItemId) -> Ordering) {
        let all = || (0..u32::try_from(items).unwrap_or(u32::MAX)).map(ItemId);
        let mut above: Vec<u32> = all().map(|item| count(&self.first_use, item)).collect();
        let mut order: Vec<ItemId> = all().filter(|item| above.get(item.index()) == Some(&0)).collect();
        self.tops = order.iter().copied().filter(|&item| self.has_children(item)).collect();
        self.tops.sort_by(|&a, &b| compare(a, b));
        let mut depth = vec![0_u32; items];
        let mut next = 0;
        while let Some(&item) = order.get(next) {
            next += 1;
            let below = depth.get(item.index()).map_or(0, |depth| depth + 1);
            for (_, line) in self.children(item) {
                if let Some(depth) = depth.get_mut(line.item.index()) {
                    *depth = below.max(*depth);
                }
                if lower(&mut above, line.item) {
                    order.push(line.item);
                }
            }
        }
        by_depth(&mut order, &depth);
        self.cyclic = vec![false; items];
        let peeled = order.len();
        if order.len() < items {
            self.arrange_rest(&mut order, items, &mut compare);
        }
        self.order = order;
        self.ranks = Ranks::new(self, &depth, peeled);
    }

    /// Appends the items that are in loops, between them or below them to the order.
    fn arrange_rest(
        &mut self,
        order: &mut Vec<ItemId>,
        items: usize,
        compare: &mut impl FnMut(ItemId, ItemId) -> Ordering,
    ) {
        let mut rest = vec![true; items];
        for item in order.iter() {
            set(&mut rest, *item, false);
        }
        let is_rest = |rest: &[bool], item: ItemId| rest.get(item.index()).copied().unwrap_or(false);
        let all: Vec<ItemId> = (0..u32::try_from(items).unwrap_or(u32::MAX)).map(ItemId).collect();
        let mut below: Vec<u32> = all.iter().map(|&item| count(&self.first_child, item)).collect();
        let mut leaves: Vec<ItemId> =
            all.iter().copied().filter(|&item| is_rest(&rest, item) && below.get(item.index()) == Some(&0)).collect();
        let mut next = 0;
        while let Some(&item) = leaves.get(next) {
            next += 1;
            set(&mut rest, item, false);
            for (_, line) in self.uses(item) {
                if lower(&mut below, line.parent) && is_rest(&rest, line.parent) {
                    leaves.push(line.parent);
                }
            }
        }
        let mut members: Vec<ItemId> = all.into_iter().filter(|&item| is_rest(&rest, item)).collect();
        members.sort_by(|&a, &b| compare(a, b));
        let mut graph: DiGraph<ItemId, ()> = DiGraph::new();
        let nodes: BTreeMap<ItemId, NodeIndex> = members.iter().map(|&item| (item, graph.add_node(item))).collect();
        for (&item, &node) in &nodes {
            let children: BTreeSet<NodeIndex> =
                self.children(item).filter_map(|(_, line)| nodes.get(&line.item).copied()).collect();
            for child in children {
                graph.add_edge(node, child, ());
            }
        }
        let mut search = Search { graph: &graph, cycles: Vec::new(), steps: Self::MAX_STEPS, more: false };
        // Components come bottom up.
        for component in kosaraju_scc(&graph).into_iter().rev() {
            let item_of = |node: &NodeIndex| graph.node_weight(*node).copied();
            order.extend(component.iter().filter_map(item_of));
            let is_loop = component.len() > 1 || component.first().is_some_and(|&node| graph.contains_edge(node, node));
            if is_loop {
                component.iter().filter_map(item_of).for_each(|item| set(&mut self.cyclic, item, true));
                search.component(&component);
            }
        }
        self.more_cycles = search.more;
        self.cycles = search
            .cycles
            .into_iter()
            .map(|cycle| cycle.into_iter().filter_map(|node| graph.node_weight(node).copied()).collect())
            .collect();
        order.extend(leaves.into_iter().rev());
    }
}

/// The search for loops; nodes are numbered in the order of item numbers.
struct Search<'a> {
    graph: &'a DiGraph<ItemId, ()>,
    cycles: Vec<Vec<NodeIndex>>,
    steps: usize,
    more: bool,
}

impl Search<'_> {
    /// Lists the loops of one strongly connected component, each from its smallest node.
    fn component(&mut self, component: &[NodeIndex]) {
        let mut inside: BTreeSet<NodeIndex> = component.iter().copied().collect();
        for start in inside.clone() {
            self.from(start, &inside);
            inside.remove(&start);
            if self.more {
                return;
            }
        }
    }

    /// Lists the loops through `start` whose other nodes are `inside` and greater.
    fn from(&mut self, start: NodeIndex, inside: &BTreeSet<NodeIndex>) {
        let next_of = |node: NodeIndex| {
            let mut next: Vec<NodeIndex> = self.graph.neighbors(node).filter(|node| inside.contains(node)).collect();
            next.sort_unstable_by(|a, b| b.cmp(a));
            next
        };
        let mut blocked: BTreeSet<NodeIndex> = BTreeSet::from([start]);
        let mut waiting: BTreeMap<NodeIndex, BTreeSet<NodeIndex>> = BTreeMap::new();
        let mut path = vec![(start, next_of(start), false)];
        while let Some((node, next, found)) = path.last_mut() {
            let node = *node;
            let Some(steps) = self.steps.checked_sub(1) else {
                self.more = true;
                return;
            };
            self.steps = steps;
            if let Some(child) = next.pop() {
                if child == start {
                    *found = true;
                    if self.cycles.len() >= Structure::MAX_CYCLES {
                        self.more = true;
                        return;
                    }
                    let cycle = path.iter().map(|(node, _, _)| *node).collect();
                    self.cycles.push(cycle);
                } else if blocked.insert(child) {
                    path.push((child, next_of(child), false));
                }
                continue;
            }
            let found = *found;
            path.pop();
            if found {
                let mut free = vec![node];
                while let Some(node) = free.pop() {
                    if blocked.remove(&node) {
                        free.extend(waiting.remove(&node).unwrap_or_default());
                    }
                }
                if let Some((_, _, above)) = path.last_mut() {
                    *above = true;
                }
            } else {
                for child in next_of(node) {
                    waiting.entry(child).or_default().insert(node);
                }
            }
        }
    }
}

/// Orders items by their depth, then by their numbers: neighbours in the order are then neighbours in memory.
fn by_depth(order: &mut [ItemId], depth: &[u32]) {
    order.sort_unstable_by_key(|item| (depth.get(item.index()).copied().unwrap_or(0), *item));
}

/// Number of entries of an item in a grouped list.
fn count(first: &[u32], item: ItemId) -> u32 {
    let (from, to) = super::bounds(first, item);
    to - from
}

/// Counts one down; true when nothing is left.
fn lower(counts: &mut [u32], item: ItemId) -> bool {
    counts.get_mut(item.index()).is_some_and(|count| {
        *count = count.saturating_sub(1);
        *count == 0
    })
}

fn set(flags: &mut [bool], item: ItemId, value: bool) {
    if let Some(flag) = flags.get_mut(item.index()) {
        *flag = value;
    }
}
