//! Parties: whom rules are for. Every party that has rules has a number.

use super::keys::Key;
use super::levels::{SELECTORS, Selector};

/// Kind of selector and code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Party(u64);

/// The number of a party among all that have rules.
pub(crate) type PartyNumber = u32;

/// No number.
const NONE: PartyNumber = PartyNumber::MAX;
/// Most parties of one selector that are counted among those that many customers share, such as districts.
const MOST_SHARED: usize = 1 << 12;

impl Party {
    pub(crate) const fn new(selector: Selector, key: Key) -> Self {
        Self((selector as u64) << 32 | key as u64)
    }

    /// The code.
    pub(super) const fn key(self) -> Key {
        (self.0 & 0xffff_ffff) as Key
    }

    /// Number of the selector in [`SELECTORS`].
    pub(super) const fn selector(self) -> usize {
        (self.0 >> 32) as usize
    }
}

/// All parties that have rules: selectors of few codes first.
#[derive(Debug, Default)]
pub(super) struct PartyNumbers {
    /// Number of each code, for each of [`SELECTORS`] that has rules.
    of: [Vec<PartyNumber>; SELECTORS.len()],
    parties: Vec<Party>,
    shared: PartyNumber,
}

impl PartyNumbers {
    /// Numbers for parties, whose codes are below `keys`.
    pub(super) fn new(parties: impl Iterator<Item = Party>, keys: usize) -> Self {
        let mut numbers = Self::default();
        let mut counts = [0_usize; SELECTORS.len()];
        for party in parties {
            let Some(of) = numbers.of.get_mut(party.selector()) else { continue };
            if of.is_empty() {
                of.resize(keys, NONE);
            }
            if let (Some(slot @ &mut NONE), Some(count)) =
                (of.get_mut(party.key() as usize), counts.get_mut(party.selector()))
            {
                *slot = 0;
                *count += 1;
            }
        }
        let mut selectors: Vec<(usize, Selector)> = counts.into_iter().zip(SELECTORS).collect();
        selectors.sort_by_key(|&(count, _)| count);
        for (count, selector) in selectors {
            let Some(of) = numbers.of.get_mut(selector as usize) else { continue };
            for (key, slot) in (0..).zip(of).filter(|(_, slot)| **slot != NONE) {
                *slot = PartyNumber::try_from(numbers.parties.len()).unwrap_or(NONE);
                numbers.parties.push(Party::new(selector, key));
            }
            if count <= MOST_SHARED {
                numbers.shared = PartyNumber::try_from(numbers.parties.len()).unwrap_or(0);
            }
        }
        numbers
    }

    /// How many, from the first on, are of selectors with few codes.
    pub(super) const fn shared(&self) -> PartyNumber {
        self.shared
    }

    /// The number of a party; none when it has no rules.
    pub(super) fn of(&self, party: Party) -> Option<PartyNumber> {
        self.of.get(party.selector())?.get(party.key() as usize).copied().filter(|&number| number != NONE)
    }

    /// The party of a number.
    pub(super) fn party(&self, number: PartyNumber) -> Option<Party> {
        self.parties.get(number as usize).copied()
    }

    /// True when some rule is for a selector of this kind.
    pub(super) fn has(&self, selector: Selector) -> bool {
        self.of.get(selector as usize).is_some_and(|of| !of.is_empty())
    }
}
