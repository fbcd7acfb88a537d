//! Whom a question comes from, and what these parties have agreed about what is asked for.

use smallvec::SmallVec;

use super::keys::{BLANK, Key};
use super::levels::{SELECTORS, Selector, TARGETS};
use super::question::Case;
use super::rule::{Need, Rule};
use super::rule_table::{Pair, Party};

/// Everybody whose rules count for a question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asking {
    parties: SmallVec<[Party; 12]>,
    /// Bits of all parties: most others have none of them.
    bits: u64,
}

impl Asking {
    pub(super) fn of(case: &Case<'_>) -> Self {
        let mut asking = Self::default();
        for selector in SELECTORS {
            // Only selectors that some rule of the book has are asked for.
            if case.book.rules.has_selector(selector) {
                case.selector_values(selector).iter().for_each(|&key| asking.add(selector, key));
            }
        }
        asking
    }

    fn add(&mut self, selector: Selector, key: Key) {
        if key != BLANK {
            let party = Party::new(selector, key);
            self.bits |= party.bit();
            self.parties.push(party);
        }
    }

    pub(super) fn parties(&self) -> &[Party] {
        &self.parties
    }

    pub(super) fn contains(&self, party: Party) -> bool {
        self.bits & party.bit() != 0 && self.parties.contains(&party)
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

/// Puts what a question hits in the place of what was there, and returns all lanes of that.
pub(super) fn find_hits(case: &Case<'_>, hits: &mut Hits) -> u64 {
    hits.clear();
    for target in TARGETS {
        if !case.book.rules.has_target(target) {
            continue;
        }
        for (nearness, &key) in case.target_values(target).iter().enumerate() {
            case.book.rules.add_hits(&case.asking, target, key, nearness, hits);
        }
    }
    hits.iter().fold(0, |live, hit| live | hit.pair.lanes)
}

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
}
