//! Summaries of runs of rules: what 16, 256, 4 096 … rows together may answer at most, so that long runs are skipped over.

use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;
use rust_decimal::Decimal;

use super::keys::{BLANK, Key};
use super::rule::{Need, Rule};

/// Rows in the smallest summary; each larger one spans this many of the one below.
const BLOCK: usize = 16;
/// Runs up to this length are read row by row.
pub(super) const SHORT: usize = 48;

/// Summaries of all rules, the smallest blocks first; empty where no run is long.
#[derive(Debug, Default)]
pub(super) struct Summaries(Vec<Vec<Summary>>);

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
            least: if rule.is_for_multiples() { Decimal::MIN } else { rule.least },
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

impl Summaries {
    pub(super) fn new(rules: &[Rule]) -> Self {
        let of = |rules: &[Rule]| rules.iter().map(Summary::of).fold(Summary::NOTHING, Summary::join);
        let mut all = vec![rules.par_chunks(BLOCK).map(of).collect::<Vec<_>>()];
        while let Some(below) = all.last().filter(|below| below.len() >= BLOCK) {
            let of = |block: &[Summary]| block.iter().fold(Summary::NOTHING, |sum, &one| sum.join(one));
            all.push(below.par_chunks(BLOCK).map(of).collect());
        }
        Self(all)
    }

    /// The first rule of a run that applies.
    pub(super) fn find<'r>(&self, rules: &'r [Rule], start: usize, end: usize, need: &Need) -> Option<&'r Rule> {
        let mut at = start;
        while at < end {
            if let Some(after) = self.skip(at, end, need) {
                at = after;
                continue;
            }
            let rule = rules.get(at)?;
            if rule.applies(need) {
                return Some(rule);
            }
            at += 1;
        }
        None
    }

    /// End of the longest block that begins here and cannot hold an answer.
    fn skip(&self, at: usize, end: usize, need: &Need) -> Option<usize> {
        if !at.is_multiple_of(BLOCK) {
            return None;
        }
        let mut size = 1;
        let mut after = None;
        for blocks in &self.0 {
            size *= BLOCK;
            if !at.is_multiple_of(size)
                || at + size > end
                || blocks.get(at / size).is_none_or(|summary| summary.may_apply(need))
            {
                break;
            }
            after = Some(at + size);
        }
        after
    }
}
