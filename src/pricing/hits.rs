//! Whom a question comes from, and what these parties have agreed about what is asked for.

use smallvec::SmallVec;

use super::keys::{BLANK, Key};
use super::levels::{SELECTORS, Selector, TieBreak};
use super::parties::Parties;
use super::party::{Party, PartyNumber};
use super::question::Case;
use super::rule::{Need, Rule};
use super::rule_table::{Page, Pair, RuleTable};

/// What a customer is as its sheet has it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Own<'b> {
    parties: &'b [PartyNumber],
    /// Bits of the parties: most others have none of them.
    bits: u64,
}

/// Everybody whose rules count for a question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asking<'b> {
    own: Own<'b>,
    more: SmallVec<[PartyNumber; 4]>,
}

impl<'b> Asking<'b> {
    /// Makes it a customer as its sheet has it.
    pub(super) fn set_customer(&mut self, own: Own<'b>) {
        self.own = own;
        self.more.clear();
    }

    /// Adds the parties of a selector that have rules; blanks are nobody.
    pub(super) fn add(&mut self, rules: &RuleTable, selector: Selector, keys: &[Key]) {
        for &key in keys.iter().filter(|key| **key != BLANK) {
            if let Some(party) = rules.party(Party::new(selector, key)) {
                self.own.bits |= bit(party);
                self.more.push(party);
            }
        }
    }

    pub(super) fn parties(&self) -> impl Iterator<Item = PartyNumber> {
        self.own.parties.iter().chain(&self.more).copied()
    }

    #[inline]
    pub(super) fn contains(&self, party: PartyNumber) -> bool {
        self.own.bits & bit(party) != 0 && (self.own.parties.contains(&party) || self.more.contains(&party))
    }
}

/// One of 64 bits, by the number.
const fn bit(party: PartyNumber) -> u64 {
    1 << (party % 64)
}

/// The parties of every customer as its sheet has it, as far as they have rules.
#[derive(Debug, Default)]
pub(crate) struct Askers {
    parties: Vec<PartyNumber>,
    /// End of the parties of each customer.
    ends: Vec<u32>,
}

impl Askers {
    /// Puts them together for the selectors that some rule has.
    pub(super) fn new(parties: &Parties, rules: &RuleTable) -> Self {
        let mut askers = Self::default();
        for buyer in &parties.buyers {
            let mut asking = Asking::default();
            for selector in SELECTORS.into_iter().filter(|&selector| rules.has_selector(selector)) {
                if let Some(keys) = buyer.keys(selector, &parties.spans) {
                    asking.add(rules, selector, keys);
                }
            }
            askers.parties.extend(asking.parties());
            askers.ends.push(u32::try_from(askers.parties.len()).unwrap_or(u32::MAX));
        }
        askers
    }

    /// What a customer is, by its number.
    #[inline]
    pub(super) fn own(&self, customer: usize) -> Option<Own<'_>> {
        let &end = self.ends.get(customer)?;
        let start = customer.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        let parties = self.parties.get(start as usize..end as usize)?;
        // Looking at them here fetches them early.
        Some(Own { parties, bits: parties.iter().fold(0, |bits, &party| bits | bit(party)) })
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

    /// The same for each open slot of discounts: the bits of `open`.
    #[inline]
    pub(crate) fn find_slots_in(
        &self,
        lane: usize,
        need: &Need,
        open: u8,
        order: &[TieBreak],
        found: &mut [Option<&'b Rule>; 3],
    ) {
        // How near what was found is.
        let mut near = [0; 3];
        for hit in self.hits_in(lane) {
            let mut left = open;
            self.book.rules.visit_slots(hit.pair, lane, need, &mut left, |slot, rule| {
                if let (Some(found), Some(near)) = (found.get_mut(slot), near.get_mut(slot))
                    && found.is_none_or(|best| *near == hit.nearness && rule.order(best, order).is_lt())
                {
                    (*found, *near) = (Some(rule), hit.nearness);
                }
            });
        }
    }
}
