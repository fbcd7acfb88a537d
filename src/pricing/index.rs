//! The index of one lane: rules by selector and target, each bucket in the level's order of preference, so that the
//! first row that applies is the answer.
//!
//! Long buckets are skipped over by summaries of 16, 256, 4 096 … rows, so that a customer with 100 000 rows on one
//! item is about as cheap to ask as one with ten.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::slice::ParallelSliceMut as _;
use rust_decimal::Decimal;

use super::keys::{BLANK, Key};
use super::levels::TieBreak;
use super::rule::{Need, Rule};

/// Rows in the smallest summary; each larger one spans this many of the one below.
const BLOCK: usize = 16;
/// Buckets up to this length are read row by row.
const SHORT: usize = 48;

/// Selector, target, rule.
pub(crate) type LaneEntry = (Key, Key, Rule);

/// Rules of one lane.
#[derive(Debug, Default)]
pub(crate) struct LaneIndex {
    rules: Vec<Rule>,
    buckets: HashMap<u64, (u32, u32), FixedState>,
    summaries: Vec<Vec<Summary>>,
}

/// What a run of rows may answer at most.
#[derive(Clone, Copy, Debug)]
struct Summary {
    from: i32,
    to: i32,
    least: Decimal,
    most: Decimal,
    currencies: u64,
    countries: u64,
    slots: u64,
    campaigns: u64,
}

/// Selector and target as one number, which is hashed at once.
pub(super) fn packed(selector: Key, target: Key) -> u64 {
    u64::from(selector) << 32 | u64::from(target)
}

const fn bit(key: Key) -> u64 {
    1 << (key % 64)
}

impl Summary {
    const NOTHING: Self = Self {
        from: i32::MAX,
        to: i32::MIN,
        least: Decimal::MAX,
        most: Decimal::MIN,
        currencies: 0,
        countries: 0,
        slots: 0,
        campaigns: 0,
    };

    fn of(rule: &Rule) -> Self {
        Self {
            from: rule.from,
            to: rule.to,
            least: if rule.multiples { Decimal::MIN } else { rule.least },
            most: rule.most,
            currencies: bit(rule.currency),
            countries: if rule.country == BLANK { u64::MAX } else { bit(rule.country) },
            slots: bit(rule.slot.into()),
            campaigns: if rule.campaign == BLANK { 0 } else { bit(rule.campaign) },
        }
    }

    fn join(self, other: Self) -> Self {
        Self {
            from: self.from.min(other.from),
            to: self.to.max(other.to),
            least: self.least.min(other.least),
            most: self.most.max(other.most),
            currencies: self.currencies | other.currencies,
            countries: self.countries | other.countries,
            slots: self.slots | other.slots,
            campaigns: self.campaigns | other.campaigns,
        }
    }

    fn may_apply(&self, need: &Need) -> bool {
        let on_date = self.from <= need.day && self.to >= need.day;
        let by_campaign = need.campaign != BLANK && self.campaigns & bit(need.campaign) != 0;
        (on_date || by_campaign)
            && self.currencies & (bit(need.currencies[0]) | bit(need.currencies[1])) != 0
            && self.countries & bit(need.country) != 0
            && (need.slot == 0 || self.slots & bit(need.slot.into()) != 0)
            && self.least <= need.quantity
            && self.most >= need.quantity
    }
}

impl LaneIndex {
    /// Sorts rules into buckets; each entry is selector, target, rule.
    pub(crate) fn new(mut entries: Vec<LaneEntry>, order: &[TieBreak]) -> Self {
        entries.par_sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| a.2.order(&b.2, order)));
        let mut index = Self { rules: Vec::with_capacity(entries.len()), ..Self::default() };
        let mut longest = 0;
        for bucket in entries.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let start = index.rules.len();
            index.rules.extend(bucket.iter().map(|entry| entry.2));
            longest = longest.max(bucket.len());
            if let (Some(&(selector, target, _)), Ok(start), Ok(end)) =
                (bucket.first(), u32::try_from(start), u32::try_from(index.rules.len()))
            {
                index.buckets.insert(packed(selector, target), (start, end));
            }
        }
        if longest > SHORT {
            index.summarise();
        }
        index
    }

    fn summarise(&mut self) {
        let mut below: Vec<Summary> = self.rules.iter().map(Summary::of).collect();
        while below.len() >= BLOCK {
            below = below
                .chunks(BLOCK)
                .map(|block| block.iter().fold(Summary::NOTHING, |sum, &one| sum.join(one)))
                .collect();
            self.summaries.push(below.clone());
        }
    }

    /// All rules of a bucket, the preferred first.
    pub(crate) fn bucket(&self, selector: Key, target: Key) -> &[Rule] {
        self.range(selector, target).and_then(|(start, end)| self.rules.get(start..end)).unwrap_or_default()
    }

    /// Where the rules of a bucket stand.
    pub(crate) fn range(&self, selector: Key, target: Key) -> Option<(usize, usize)> {
        let &(start, end) = self.buckets.get(&packed(selector, target))?;
        Some((start as usize, end as usize))
    }

    /// The preferred rule of a bucket that applies.
    pub(crate) fn find(&self, selector: Key, target: Key, need: &Need) -> Option<&Rule> {
        self.find_in(self.range(selector, target)?, need)
    }

    /// The preferred rule of a bucket that applies.
    pub(crate) fn find_in(&self, (start, end): (usize, usize), need: &Need) -> Option<&Rule> {
        if end - start <= SHORT {
            return self.rules.get(start..end)?.iter().find(|rule| rule.unfit(need).is_none());
        }
        let mut at = start;
        while at < end {
            if let Some(after) = self.skip(at, end, need) {
                at = after;
                continue;
            }
            let rule = self.rules.get(at)?;
            if rule.unfit(need).is_none() {
                return Some(rule);
            }
            at += 1;
        }
        None
    }

    /// End of the longest run that begins here and cannot hold an answer.
    fn skip(&self, at: usize, end: usize, need: &Need) -> Option<usize> {
        if !at.is_multiple_of(BLOCK) {
            return None;
        }
        let mut size = 1;
        let mut after = None;
        for level in &self.summaries {
            size *= BLOCK;
            if !at.is_multiple_of(size)
                || at + size > end
                || level.get(at / size).is_none_or(|summary| summary.may_apply(need))
            {
                break;
            }
            after = Some(at + size);
        }
        after
    }

    /// All selectors and targets that have rules.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (Key, Key)> {
        // The order does not matter: the keys only set bits.
        self.buckets
            .keys()
            .filter_map(|&key| Some(((key >> 32).try_into().ok()?, (key & 0xffff_ffff).try_into().ok()?)))
    }
}
