//! Which lanes have rules for a customer and an item: a lane without rule for both is not looked at.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::slice::ParallelSliceMut as _;

use super::book::CompiledLevel;
use super::index::{LaneIndex, packed};
use super::keys::{BLANK, Key};
use super::levels::{SELECTORS, Selector, TARGETS};
use super::question::Case;

/// Targets with at most this many selectors are read through; others are looked up.
const SHORT: usize = 24;

/// Lanes by selector, by target and by both.
#[derive(Debug, Default)]
pub(crate) struct Masks {
    by_selector: Vec<u64>,
    by_target: Vec<TargetLanes>,
    /// Selectors of each target, with the lanes that have rules for both.
    selectors: Vec<(Key, u64)>,
    /// The same for targets that have many selectors.
    pairs: HashMap<u64, u64, FixedState>,
    /// Lanes of each of [`SELECTORS`].
    of_selector: [u64; SELECTORS.len()],
    /// Lanes of each of [`TARGETS`].
    of_target: [u64; TARGETS.len()],
}

/// Lanes of one target, and where its selectors stand.
#[derive(Clone, Copy, Debug, Default)]
struct TargetLanes {
    lanes: u64,
    first: u32,
    count: u32,
}

impl Masks {
    pub(super) fn new(keys: usize, levels: &[CompiledLevel], lanes: &[LaneIndex]) -> Self {
        let mut masks =
            Self { by_selector: vec![0; keys], by_target: vec![TargetLanes::default(); keys], ..Self::default() };
        let mut all: Vec<(Key, Key, u64)> = Vec::new();
        for (number, lane) in levels.iter().flat_map(CompiledLevel::lanes) {
            let bit = 1_u64 << number;
            for (all, slots) in [
                (SELECTORS.iter().position(|&one| one == lane.0), masks.of_selector.as_mut_slice()),
                (TARGETS.iter().position(|&one| one == lane.1), masks.of_target.as_mut_slice()),
            ] {
                if let Some(slot) = all.and_then(|place| slots.get_mut(place)) {
                    *slot |= bit;
                }
            }
            all.extend(lanes.get(number).into_iter().flat_map(LaneIndex::keys).map(|(who, what)| (what, who, bit)));
        }
        all.par_sort_unstable();
        for pairs in all.chunk_by(|a, b| a.0 == b.0) {
            masks.add_target(pairs);
        }
        masks
    }

    /// Adds all selectors of one target, sorted.
    fn add_target(&mut self, pairs: &[(Key, Key, u64)]) {
        let start = self.selectors.len();
        for same in pairs.chunk_by(|a, b| a.1 == b.1) {
            let lanes = same.iter().fold(0, |lanes, pair| lanes | pair.2);
            self.selectors.extend(same.first().map(|pair| (pair.1, lanes)));
        }
        let added = self.selectors.get(start..).unwrap_or_default();
        let Some(&(target, _, _)) = pairs.first() else { return };
        for &(selector, lanes) in added {
            if let Some(slot) = self.by_selector.get_mut(selector as usize) {
                *slot |= lanes;
            }
            if added.len() > SHORT {
                self.pairs.insert(packed(selector, target), lanes);
            }
        }
        let lanes = added.iter().fold(0, |all, &(_, lanes)| all | lanes);
        let (Ok(first), Ok(count)) = (u32::try_from(start), u32::try_from(added.len())) else { return };
        if count as usize > SHORT {
            self.selectors.truncate(start);
        }
        if let Some(slot) = self.by_target.get_mut(target as usize) {
            *slot = TargetLanes { lanes, first, count };
        }
    }

    /// Lanes in which a customer's selectors have rules.
    pub(crate) fn selectable(&self, case: &Case<'_>) -> u64 {
        let mut lanes = 0;
        for (&selector, of_selector) in SELECTORS.iter().zip(self.of_selector) {
            for &value in case.selector_values(selector) {
                lanes |= self.selector(value) & of_selector;
            }
            if selector == Selector::District && case.order_district != BLANK {
                lanes |= self.selector(case.order_district) & of_selector;
            }
        }
        lanes
    }

    fn selector(&self, key: Key) -> u64 {
        self.by_selector.get(key as usize).copied().unwrap_or(0)
    }

    /// Those of some lanes that have rules for customer and item of a case together.
    pub(crate) fn live(&self, case: &Case<'_>, selectable: u64) -> u64 {
        let mut live = 0;
        for (&target, of_target) in TARGETS.iter().zip(self.of_target) {
            let possible = selectable & of_target;
            if possible == 0 {
                continue;
            }
            for &value in case.target_values(target) {
                let Some(lanes) = self.by_target.get(value as usize) else { continue };
                if lanes.lanes & possible != 0 {
                    live |= self.both(case, value, lanes, possible & lanes.lanes);
                }
            }
        }
        live
    }

    fn both(&self, case: &Case<'_>, target: Key, of: &TargetLanes, possible: u64) -> u64 {
        let (first, count) = (of.first as usize, of.count as usize);
        let mut live = 0;
        if count > SHORT {
            for (&selector, lanes) in SELECTORS.iter().zip(self.of_selector) {
                let lanes = lanes & possible;
                if lanes == 0 {
                    continue;
                }
                let own = case.selector_values(selector);
                let more = (selector == Selector::District).then_some(&case.order_district);
                for &value in own.iter().chain(more) {
                    live |= self.pairs.get(&packed(value, target)).copied().unwrap_or(0) & lanes;
                }
            }
            return live;
        }
        for &(selector, lanes) in self.selectors.get(first..first + count).unwrap_or_default() {
            let mut rest = lanes & possible;
            while rest != 0 {
                // All lanes of the kind of selector that the lowest lane has.
                let kind = self.of_selector.iter().position(|lanes| lanes & rest & rest.wrapping_neg() != 0);
                let Some((&kind, &of_kind)) = kind.and_then(|at| SELECTORS.get(at).zip(self.of_selector.get(at)))
                else {
                    break;
                };
                if case.selector_values(kind).contains(&selector)
                    || (kind == Selector::District && case.order_district == selector)
                {
                    live |= rest & of_kind;
                }
                rest &= !of_kind;
            }
        }
        live
    }
}
