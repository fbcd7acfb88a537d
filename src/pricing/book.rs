//! The price book: all rules of a catalog, compiled once, asked from many threads.
//!
//! Rules: pricing specification, section 3.

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use super::index::LaneIndex;
use super::keys::{Key, Keys};
use super::levels::{DISCOUNT_LEVELS, Lane, Level, PRICE_LEVELS, SELECTORS, TARGETS};
use super::parties::{ForeignVat, Parties, Rates};
use super::rule::Place;
use super::rules::{self, Draft};
use super::sequence::Sequence;
use super::settings::Settings;
use crate::finding::Findings;
use crate::model::Catalog;
use crate::origin::Origin;

/// All price rules of a catalog, ready to be asked.
#[derive(Debug)]
pub struct PriceBook {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) keys: Keys,
    pub(crate) settings: Settings,
    pub(crate) parties: Parties,
    pub(crate) rates: Rates,
    pub(crate) vat: ForeignVat,
    pub(crate) masks: Masks,
    /// Price levels in the order they are searched.
    pub(crate) sequence: Vec<CompiledLevel>,
    /// Whether a price typed on the line counts.
    pub(crate) entered_counts: bool,
    /// The levels of the standard price: net list, gross list.
    pub(crate) standard: Vec<CompiledLevel>,
    pub(crate) discounts: Vec<CompiledLevel>,
    lanes: Vec<LaneIndex>,
    findings: Findings,
}

/// A level with its lanes in this book.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CompiledLevel {
    pub(crate) level: &'static Level,
    first_lane: usize,
    /// Bits of its lanes.
    pub(crate) mask: u64,
}

impl CompiledLevel {
    /// The lanes with their numbers, in the order they are searched.
    pub(crate) fn lanes(&self) -> impl Iterator<Item = (usize, Lane)> + use<> {
        (self.first_lane..).zip(self.level.lanes.iter().copied())
    }
}

/// Which lanes a key has rules in: a lane without rule for the customer or for the item is not looked at.
#[derive(Debug, Default)]
pub(crate) struct Masks {
    by_selector: Vec<u64>,
    by_target: Vec<u64>,
    /// Lanes of each of [`SELECTORS`].
    pub(crate) of_selector: [u64; SELECTORS.len()],
    /// Lanes of each of [`TARGETS`].
    pub(crate) of_target: [u64; TARGETS.len()],
}

impl Masks {
    pub(crate) fn by_selector(&self, key: Key) -> u64 {
        self.by_selector.get(key as usize).copied().unwrap_or(0)
    }

    pub(crate) fn by_target(&self, key: Key) -> u64 {
        self.by_target.get(key as usize).copied().unwrap_or(0)
    }

    fn new(keys: usize, levels: &[CompiledLevel], lanes: &[LaneIndex]) -> Self {
        let mut masks = Self { by_selector: vec![0; keys], by_target: vec![0; keys], ..Self::default() };
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
            for (selector, target) in lanes.get(number).into_iter().flat_map(LaneIndex::keys) {
                for (list, key) in [(&mut masks.by_selector, selector), (&mut masks.by_target, target)] {
                    if let Some(slot) = list.get_mut(key as usize) {
                        *slot |= bit;
                    }
                }
            }
        }
        masks
    }
}

impl PriceBook {
    /// Compiles the rules of a catalog. Time grows with the number of rules times their logarithm.
    #[must_use]
    pub fn new(catalog: Arc<Catalog>) -> Self {
        let mut findings = Findings::new();
        let mut keys = Keys::new(catalog.texts());
        let settings = Settings::new(&catalog, &mut keys, &mut findings);
        let parties = Parties::read(&catalog, &mut keys, &mut findings);
        let rates = Rates::read(&catalog, &mut keys);
        let vat = ForeignVat::read(&catalog, &mut keys);
        let drafts = rules::read(&catalog, &mut keys, &settings, &mut findings);
        let order = Sequence::read(&catalog, &mut findings);
        let levels = compiled_levels();
        let lanes = compile_lanes(&levels, &drafts);
        let masks = Masks::new(keys.len(), &levels, &lanes);
        let (prices, discounts) = levels.split_at(PRICE_LEVELS.len());
        findings.sort();
        Self {
            sequence: order.levels.iter().filter_map(|&level| prices.get(level).copied()).collect(),
            entered_counts: order.entered,
            standard: prices
                .iter()
                .filter(|level| matches!(level.level.name, "price_list_net" | "price_list_gross"))
                .copied()
                .collect(),
            discounts: discounts.to_vec(),
            catalog,
            keys,
            settings,
            parties,
            rates,
            vat,
            masks,
            lanes,
            findings,
        }
    }

    /// The catalog the book was made from.
    #[must_use]
    pub const fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// What is doubtful in the rules, in order.
    #[must_use]
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Discount slots in use, 1 to 3.
    #[must_use]
    pub const fn discount_slots(&self) -> u8 {
        self.settings.slots
    }

    /// Decimals of prices, 2 to 6.
    #[must_use]
    pub const fn price_decimals(&self) -> u32 {
        self.settings.decimals
    }

    /// The company's currency.
    #[must_use]
    pub fn company_currency(&self) -> &str {
        &self.settings.currency_name
    }

    /// The cell behind a place.
    #[must_use]
    pub fn origin(&self, place: Place) -> Option<Origin> {
        self.catalog.table(place.source.table()).cell(place.row as usize, place.field)
    }

    pub(crate) fn lane(&self, number: usize) -> Option<&LaneIndex> {
        self.lanes.get(number)
    }
}

/// All levels with the numbers of their lanes: price levels, then discount levels.
fn compiled_levels() -> Vec<CompiledLevel> {
    let mut first_lane = 0;
    PRICE_LEVELS
        .iter()
        .chain(&DISCOUNT_LEVELS)
        .map(|level| {
            let mask = (first_lane..first_lane + level.lanes.len()).fold(0, |mask, lane| mask | 1_u64 << lane);
            let compiled = CompiledLevel { level, first_lane, mask };
            first_lane += level.lanes.len();
            compiled
        })
        .collect()
}

/// The index of every lane, in the order of their numbers.
fn compile_lanes(levels: &[CompiledLevel], drafts: &[Draft]) -> Vec<LaneIndex> {
    let lanes: Vec<(&Level, Lane)> =
        levels.iter().flat_map(|level| level.level.lanes.iter().map(|&lane| (level.level, lane))).collect();
    lanes
        .into_par_iter()
        .map(|(level, lane)| {
            let entries = drafts
                .par_iter()
                .filter(|draft| draft.rows == level.rows)
                .filter_map(|draft| draft.keys_in(lane).map(|(selector, target)| (selector, target, draft.rule)))
                .collect();
            LaneIndex::new(entries, level.order)
        })
        .collect()
}
