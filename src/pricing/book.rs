//! The price book: all rules of a catalog, compiled once, asked from many threads.
//!
//! Rules: pricing specification, section 3.

use std::sync::Arc;

use super::hits::Askers;
use super::keys::Keys;
use super::levels::{DISCOUNT_LEVELS, Lane, Level, PRICE_LEVELS, Rows, level_number};
use super::parties::{ForeignVat, Parties, Rates};
use super::rule::Place;
use super::rule_table::RuleTable;
use super::rules;
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
    pub(crate) rules: RuleTable,
    /// Whom the rules know each customer as.
    pub(crate) askers: Askers,
    /// Price levels in the order they are searched.
    pub(crate) sequence: Vec<CompiledLevel>,
    /// Whether a price typed on the line counts.
    pub(crate) entered_counts: bool,
    /// The levels of the standard price: net list, gross list.
    pub(crate) standard: Vec<CompiledLevel>,
    pub(crate) discounts: Vec<CompiledLevel>,
    /// The level of each lane; lanes are numbered in the order in which they are searched.
    lane_levels: Vec<CompiledLevel>,
    /// Bits of the lanes that are searched for a price, of those that always have something, and of all discounts.
    pub(crate) price_lanes: u64,
    pub(crate) item_lanes: u64,
    pub(crate) discount_lanes: u64,
    findings: Findings,
}

/// A level with its lanes in this book.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CompiledLevel {
    pub(crate) level: &'static Level,
    /// Its number in [`super::numbered_levels`]; 0 for levels of discounts.
    pub(crate) number: u8,
    first_lane: usize,
    /// Bits of its lanes.
    pub(crate) mask: u64,
}

impl CompiledLevel {
    /// The lanes of levels from one on; a level that is a cell of the item has a lane without rules.
    fn from_lane(level: &'static Level, first_lane: usize) -> Self {
        let count = level.lanes.len().max(1);
        let mask = (first_lane..first_lane + count).fold(0, |mask, lane| mask | 1_u64 << lane);
        Self { level, number: level_number(level), first_lane, mask }
    }

    /// The lanes with their numbers, in the order they are searched.
    pub(crate) fn lanes(&self) -> impl Iterator<Item = (usize, Lane)> + use<> {
        (self.first_lane..).zip(self.level.lanes.iter().copied())
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
        let rates = Rates::read(&catalog, &mut keys, &mut findings);
        let vat = ForeignVat::read(&catalog, &mut keys);
        let drafts = rules::read(&catalog, &mut keys, &settings, &mut findings);
        let order = Sequence::read(&catalog, &mut findings);
        let levels = compiled_levels(&order);
        let rules = RuleTable::new(&levels, &drafts, keys.len(), |item| parties.place(item));
        let (prices, discounts) = levels.split_at(PRICE_LEVELS.len());
        let sequence = prices.get(..order.levels.len()).unwrap_or_default();
        let mask = |levels: &[CompiledLevel]| levels.iter().fold(0, |mask, level| mask | level.mask);
        let of_items: Vec<_> = sequence.iter().filter(|level| level.level.rows == Rows::Item).copied().collect();
        let standard = ["price_list_net", "price_list_gross"];
        findings.sort();
        Self {
            sequence: sequence.to_vec(),
            entered_counts: order.entered,
            standard: standard
                .iter()
                .filter_map(|name| prices.iter().find(|level| level.level.name == *name).copied())
                .collect(),
            discounts: discounts.to_vec(),
            price_lanes: mask(sequence),
            item_lanes: mask(&of_items),
            discount_lanes: mask(discounts),
            lane_levels: levels
                .iter()
                .flat_map(|level| std::iter::repeat_n(*level, level.mask.count_ones() as usize))
                .collect(),
            catalog,
            keys,
            settings,
            askers: Askers::new(&parties, &rules),
            parties,
            rates,
            vat,
            rules,
            findings,
        }
    }

    /// The levels that have one of some lanes, in the order they are searched.
    pub(crate) fn levels_of(&self, lanes: u64) -> impl Iterator<Item = &CompiledLevel> {
        let mut left = lanes;
        std::iter::from_fn(move || {
            let level = self.lane_levels.get(left.trailing_zeros() as usize)?;
            left &= !level.mask;
            Some(level)
        })
    }

    /// The level of a lane.
    pub(crate) fn level_of(&self, lane: usize) -> Option<&CompiledLevel> {
        self.lane_levels.get(lane)
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
        self.catalog.table(place.source().table()).cell(place.row as usize, place.field())
    }
}

/// All levels with the numbers of their lanes: the price levels in the order they are searched, those that are not, and
/// the discount levels.
fn compiled_levels(order: &Sequence) -> Vec<CompiledLevel> {
    let unused = (0..PRICE_LEVELS.len()).filter(|level| !order.levels.contains(level));
    let prices = order.levels.iter().copied().chain(unused).filter_map(|level| PRICE_LEVELS.get(level));
    let mut next_lane = 0;
    prices
        .chain(&DISCOUNT_LEVELS)
        .map(|level| {
            let compiled = CompiledLevel::from_lane(level, next_lane);
            next_lane += compiled.mask.count_ones() as usize;
            compiled
        })
        .collect()
}
