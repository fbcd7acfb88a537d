//! Solutions of a network one after the other, in the order of its variables.
//!
//! Before the search, constraints are summed out backwards (adaptive consistency), so that a value is only taken when
//! the rest can be completed: no forbidden branch is entered. Where that would need too large a table the search still
//! checks every table as soon as its last variable is set, and counts its steps.

use super::network::Network;
use super::semiring::{Possible, Table, stride, sum_out, union, volume};

/// Largest table made while preparing, in cells.
const MOST_CELLS: usize = 1_000_000;
/// Steps after which a search that had to backtrack gives up.
const MOST_STEPS: u64 = 20_000_000;

/// A table with, for each of its variables, the depth it is set at and its stride.
#[derive(Debug)]
struct Test {
    strides: Vec<(usize, usize)>,
    cells: Vec<bool>,
}

/// An iterator over the solutions, as places in the domains.
#[derive(Debug)]
pub(crate) struct Search {
    sizes: Vec<usize>,
    /// The tests that can be made once the variable of this depth is set.
    tests: Vec<Vec<Test>>,
    /// Place of each variable in the order.
    depth_of: Vec<usize>,
    /// Next value to try at each depth; the value taken is one less.
    next: Vec<usize>,
    depth: usize,
    impossible: bool,
    done: bool,
    steps: u64,
    /// True when the search gave up.
    pub(crate) gave_up: bool,
}

impl Search {
    /// Prepares a search over some variables of a network, in this order.
    pub(crate) fn new(network: &Network, order: &[usize]) -> Self {
        let sizes = network.sizes();
        let mut depth_of = vec![usize::MAX; sizes.len()];
        for (depth, &variable) in order.iter().enumerate() {
            if let Some(slot) = depth_of.get_mut(variable) {
                *slot = depth;
            }
        }
        let at = |variable: usize| depth_of.get(variable).copied().unwrap_or(usize::MAX);
        let mut buckets: Vec<Vec<Table<bool>>> = vec![Vec::new(); order.len()];
        let mut impossible = false;
        for table in network.tables() {
            match table.scope.iter().map(|&variable| at(variable)).max() {
                None => impossible |= table.cells.first() == Some(&false),
                Some(depth) => {
                    if let Some(bucket) = buckets.get_mut(depth) {
                        bucket.push(table.clone());
                    }
                }
            }
        }
        for depth in (0..order.len()).rev() {
            let (Some(bucket), Some(&variable)) = (buckets.get(depth), order.get(depth)) else { continue };
            let scope = union(bucket.iter(), variable);
            let cells = volume(&sizes, &scope);
            let work = cells.and_then(|cells| cells.checked_mul(sizes.get(variable).copied().unwrap_or(1)));
            if work.is_none_or(|work| work > MOST_CELLS) {
                continue;
            }
            let Ok(message) = sum_out(&Possible, &sizes, bucket, variable, scope) else { continue };
            if message.cells.iter().all(|holds| *holds) {
                continue;
            }
            match message.scope.iter().map(|&variable| at(variable)).max() {
                None => impossible = true,
                Some(earlier) => {
                    if let Some(bucket) = buckets.get_mut(earlier) {
                        bucket.push(message);
                    }
                }
            }
        }
        let test = |table: Table<bool>| Test {
            strides: table.scope.iter().map(|&v| (at(v), stride(&sizes, &table.scope, v))).collect(),
            cells: table.cells,
        };
        let tests = buckets.into_iter().map(|bucket| bucket.into_iter().map(test).collect()).collect();
        let sizes_in_order = order.iter().map(|&v| sizes.get(v).copied().unwrap_or_default()).collect();
        Self {
            next: vec![0; order.len()],
            sizes: sizes_in_order,
            tests,
            depth_of,
            depth: 0,
            impossible,
            done: false,
            steps: 0,
            gave_up: false,
        }
    }

    /// Finds the next solution.
    pub(crate) fn advance(&mut self) -> bool {
        if self.impossible || self.done {
            return false;
        }
        let last = self.sizes.len();
        if self.depth == last {
            // Go on behind the solution given last.
            match self.depth.checked_sub(1) {
                Some(depth) if self.steps > 0 => self.depth = depth,
                _ => {
                    self.done = self.steps > 0;
                    self.steps += 1;
                    return !self.done;
                }
            }
        }
        let start = self.steps;
        while self.depth < last {
            self.steps += 1;
            if self.steps - start > MOST_STEPS {
                self.gave_up = true;
                return false;
            }
            let size = self.sizes.get(self.depth).copied().unwrap_or_default();
            let Some(value) = self.next.get_mut(self.depth) else { return false };
            if *value >= size {
                *value = 0;
                let Some(earlier) = self.depth.checked_sub(1) else {
                    self.done = true;
                    return false;
                };
                self.depth = earlier;
                continue;
            }
            *value += 1;
            if self.passes() {
                self.depth += 1;
            }
        }
        true
    }

    /// True when every test of the present depth allows the values taken so far.
    fn passes(&self) -> bool {
        self.tests.get(self.depth).is_none_or(|tests| {
            tests.iter().all(|test| {
                let taken = |depth: usize| self.next.get(depth).map_or(0, |next| next.saturating_sub(1));
                let cell: usize = test.strides.iter().map(|&(depth, stride)| taken(depth) * stride).sum();
                test.cells.get(cell).copied().unwrap_or(false)
            })
        })
    }

    /// The place in its domain that the solution found last gives to a variable.
    pub(crate) fn place(&self, variable: usize) -> usize {
        let depth = self.depth_of.get(variable).copied().unwrap_or(usize::MAX);
        self.next.get(depth).map_or(0, |next| next.saturating_sub(1))
    }
}
