//! Whom a question comes from, and what these parties have agreed about what is asked for.

use smallvec::SmallVec;

use super::keys::{BLANK, Key};
use super::levels::{SELECTORS, Selector, TieBreak};
use super::parties::Parties;
use super::question::Case;
use super::rule::{Need, Rule};
use super::rule_table::{Page, Pair, Party, RuleTable};

/// What a customer is as its sheet has it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Own<'b> {
    parties: &'b [Party],
    /// Bits of the parties: most others have none of them.
    bits: u64,
}

/// Everybody whose rules count for a question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asking<'b> {
    own: Own<'b>,
    more: SmallVec<[Party; 4]>,
}

impl<'b> Asking<'b> {
    /// A customer as its sheet has it.
    pub(super) fn customer(own: Own<'b>) -> Self {
        Self { own, more: SmallVec::new() }
    }

    /// Adds the parties of a selector; blanks are nobody.
    pub(super) fn add(&mut self, selector: Selector, keys: &[Key]) {
        for &key in keys.iter().filter(|key| **key != BLANK) {
            let party = Party::new(selector, key);
            self.own.bits |= party.bit();
            self.more.push(party);
        }
    }

    pub(super) fn parties(&self) -> impl Iterator<Item = Party> {
        self.own.parties.iter().chain(&self.more).copied()
    }

    pub(super) fn contains(&self, party: Party) -> bool {
        self.own.bits & party.bit() != 0 && (self.own.parties.contains(&party) || self.more.contains(&party))
    }
}

/// The parties of every customer as its sheet has it.
#[derive(Debug, Default)]
pub(crate) struct Askers {
    parties: Vec<Party>,
    /// End of the parties of each customer, and their bits.
    ends: Vec<(u32, u64)>,
}

impl Askers {
    /// Puts them together for the selectors that some rule has.
    pub(super) fn new(parties: &Parties, rules: &RuleTable) -> Self {
        let mut askers = Self::default();
        for buyer in &parties.buyers {
            let mut asking = Asking::default();
            for selector in SELECTORS.into_iter().filter(|&selector| rules.has_selector(selector)) {
                if let Some(keys) = buyer.keys(selector, &parties.spans) {
                    asking.add(selector, keys);
                }
            }
            askers.parties.extend(asking.parties());
            askers.ends.push((u32::try_from(askers.parties.len()).unwrap_or(u32::MAX), asking.own.bits));
        }
        askers
    }

    /// What a customer is, by its number.
    #[inline]
    pub(super) fn own(&self, customer: usize) -> Option<Own<'_>> {
        let &(end, bits) = self.ends.get(customer)?;
        let start = customer.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).map(|&(end, _)| end))?;
        Some(Own { parties: self.parties.get(start as usize..end as usize)?, bits })
    }
}

/// Rules of one party about one target: and how near the target is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(super) pair: Pair,
    /// Tells targets of one kind apart: the smaller is preferred.
    pub(super) nearness: u16,
}

/// All hits of a question; targets of one kind in the order in which they are preferred.
pub(crate) type Hits = SmallVec<[Hit; 6]>;

/// What is known about an item and all it belongs to: the pages with their nearness.
pub(crate) type Pages = SmallVec<[(Page, u16); 3]>;

impl<'b> Case<'b> {
    /// What the case hits in a lane.
    pub(crate) fn hits_in(&self, lane: usize) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |hit| hit.pair.lanes & (1 << lane) != 0)
    }

    /// The preferred row of a lane that meets a need: of the nearest target that has one.
    pub(crate) fn find_in(
        &self,
        lane: usize,
        need: &Need,
        is_better: impl Fn(&Rule, &Rule) -> bool,
    ) -> Option<&'b Rule> {
        let mut found: Option<(&Rule, u16)> = None;
        for hit in self.hits_in(lane) {
            if found.is_some_and(|(_, nearness)| nearness != hit.nearness) {
                break;
            }
            if let Some(rule) = self.book.rules.find(hit.pair, lane, need)
                && found.is_none_or(|(best, _)| is_better(rule, best))
            {
                found = Some((rule, hit.nearness));
            }
        }
        found.map(|(rule, _)| rule)
    }

    /// The same for each open slot of discounts.
    pub(crate) fn find_slots_in(&self, lane: usize, open: [bool; 3], order: &[TieBreak]) -> [Option<&'b Rule>; 3] {
        let need = self.need([BLANK, BLANK], 0);
        let mut found: [Option<&Rule>; 3] = [None; 3];
        let mut from = [0; 3];
        for hit in self.hits_in(lane) {
            let mut own: [Option<&Rule>; 3] = [None; 3];
            self.book.rules.find_slots(hit.pair, lane, &need, open, &mut own);
            for ((found, from), own) in found.iter_mut().zip(&mut from).zip(own) {
                let Some(rule) = own else { continue };
                if found.is_none_or(|best| *from == hit.nearness && rule.order(best, order).is_lt()) {
                    (*found, *from) = (Some(rule), hit.nearness);
                }
            }
        }
        found
    }
}
