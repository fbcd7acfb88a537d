//! All compiled rules, by what they are about, then whom they are for, then level and lane, each run in the level's order
//! of preference, so that the first row that applies is the answer.
//!
//! What is known about one item stands together, and items of one discount group stand side by side: lines asked in
//! that order read memory from front to back. Long runs are skipped over by summaries of 16, 256, 4 096 … rows, so that
//! a customer with 100 000 rows on one item is about as cheap to ask as one with ten.

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use rayon::slice::{ParallelSlice as _, ParallelSliceMut as _};

use super::book::CompiledLevel;
use super::hits::{Asking, Hit, Hits};
use super::keys::Key;
use super::levels::{Lane, Level, Selector, TARGETS, Target, TieBreak};
use super::rule::{Need, Rule};
use super::rules::Draft;
use super::run_summaries::{self, Summaries};

/// Targets with at most this many parties are read through; in others a party is looked up.
const SHORT: usize = 16;
/// Rules that are put into lanes at a time.
const RULES_AT_A_TIME: usize = 1 << 14;
/// No place.
const NONE: u32 = u32::MAX;

/// Whom a rule is for: kind of selector and code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Party(u64);

impl Party {
    pub(crate) const fn new(selector: Selector, key: Key) -> Self {
        Self((selector as u64) << 32 | key as u64)
    }

    /// One of 64 bits, by the code.
    pub(crate) const fn bit(self) -> u64 {
        1 << (self.0 % 64)
    }

    fn is_of(self, selector: Selector) -> bool {
        self.0 >> 32 == selector as u64
    }

    fn key(self) -> Key {
        Key::try_from(self.0 & 0xffff_ffff).unwrap_or_default()
    }

    /// First place to look in a table of a power of two.
    fn hash(self, size: usize) -> usize {
        usize::try_from(self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32).unwrap_or_default() & (size - 1)
    }
}

/// A rule in one lane, before it has its place.
#[derive(Clone, Copy, Debug)]
struct Entry {
    party: Party,
    /// Where its target stands among those of its kind.
    place: u32,
    key: Key,
    draft: u32,
    target: u8,
    lane: u8,
}

impl Entry {
    const fn page(&self) -> (u8, u32, Key) {
        (self.target, self.place, self.key)
    }
}

/// What one party has agreed about one target: the lanes that have rules, and where their first rules are noted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub(super) lanes: u64,
    starts: u32,
}

/// All parties of one target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    target: u8,
    key: Key,
    first: u32,
    count: u32,
    /// First of its slots, when there are any.
    slots: u32,
}

impl Page {
    /// Numbers of its pairs.
    const fn range(&self) -> std::ops::Range<usize> {
        self.first as usize..self.first as usize + self.count as usize
    }
}

/// The rules of a price book.
#[derive(Debug, Default)]
pub(crate) struct RuleTable {
    rules: Vec<Rule>,
    /// First rule of each lane of each pair, and the number of rules at the end.
    starts: Vec<u32>,
    /// Parties and pairs of all pages, page after page.
    parties: Vec<Party>,
    pairs: Vec<Pair>,
    pages: Vec<Page>,
    /// Number of the page of each code, for each of [`TARGETS`].
    page_of: [Vec<u32>; TARGETS.len()],
    /// Numbers of pairs by the hash of the party, for pages with many parties: twice as many as parties or more.
    slots: Vec<u32>,
    summaries: Summaries,
    /// Bits of the lanes that have rules.
    lanes: u64,
    /// Bits of the kinds of selectors and targets that have rules.
    selectors: u16,
    targets: u16,
}

impl RuleTable {
    /// Puts rules into the lanes of levels. `place` says where an item stands: what is asked together stands together.
    pub(super) fn new(
        levels: &[CompiledLevel],
        drafts: &[Draft],
        keys: usize,
        place: impl Fn(Key) -> u32 + Sync,
    ) -> Self {
        let lanes: Vec<(u8, &Level, Lane)> = levels
            .iter()
            .flat_map(|level| {
                level.lanes().filter_map(|(number, lane)| Some((u8::try_from(number).ok()?, level.level, lane)))
            })
            .collect();
        let mut orders: Vec<&[TieBreak]> = Vec::new();
        for &(number, level, _) in &lanes {
            orders.resize(usize::from(number) + 1, level.order);
        }
        let mut entries = entries(&lanes, drafts, place);
        let rule_of = |entry: &Entry| drafts.get(entry.draft as usize).map(|draft| &draft.rule);
        entries.par_sort_unstable_by(|a, b| {
            (a.page(), a.party, a.lane).cmp(&(b.page(), b.party, b.lane)).then_with(|| {
                let order = orders.get(usize::from(a.lane)).copied().unwrap_or_default();
                rule_of(a).zip(rule_of(b)).map_or(std::cmp::Ordering::Equal, |(a, b)| a.order(b, order))
            })
        });
        let mut table = Self { page_of: std::array::from_fn(|_| vec![NONE; keys]), ..Self::default() };
        table.rules = entries.par_iter().with_min_len(RULES_AT_A_TIME).filter_map(rule_of).copied().collect();
        let mut longest = 0;
        let mut start = 0;
        for page in entries.chunk_by(|a, b| a.page() == b.page()) {
            let first = table.pairs.len();
            for pair in page.chunk_by(|a, b| a.party == b.party) {
                let starts = number(table.starts.len());
                let mut bits = 0;
                for run in pair.chunk_by(|a, b| a.lane == b.lane) {
                    bits |= run.first().map_or(0, |entry| 1_u64 << entry.lane);
                    table.starts.push(number(start));
                    start += run.len();
                    longest = longest.max(run.len());
                }
                table.parties.extend(pair.first().map(|entry| entry.party));
                table.pairs.push(Pair { lanes: bits, starts });
                table.lanes |= bits;
            }
            table.targets |= page.first().map_or(0, |entry| 1 << entry.target);
            table.add_page(page.first(), first);
        }
        table.selectors = table.parties.iter().fold(0, |all, party| all | 1 << (party.0 >> 32));
        table.starts.push(number(start));
        if longest > run_summaries::SHORT {
            table.summaries = Summaries::new(&table.rules);
        }
        table
    }

    /// Adds the page of all pairs from one on.
    fn add_page(&mut self, entry: Option<&Entry>, first: usize) {
        let Some(entry) = entry else { return };
        let parties = self.parties.get(first..).unwrap_or_default();
        let mut page = Page {
            target: entry.target,
            key: entry.key,
            first: number(first),
            count: number(parties.len()),
            slots: NONE,
        };
        if parties.len() > SHORT {
            let size = slots_of(parties.len());
            page.slots = number(self.slots.len());
            self.slots.resize(self.slots.len() + size, NONE);
            let own = self.slots.get_mut(page.slots as usize..).unwrap_or_default();
            for (pair, party) in (page.first..).zip(parties) {
                let from = party.hash(size);
                let free =
                    (from..from + size).map(|place| place & (size - 1)).find(|&place| own.get(place) == Some(&NONE));
                if let Some(slot) = free.and_then(|place| own.get_mut(place)) {
                    *slot = pair;
                }
            }
        }
        let pages = self.page_of.get_mut(usize::from(entry.target));
        if let Some(slot) = pages.and_then(|pages| pages.get_mut(entry.key as usize)) {
            *slot = number(self.pages.len());
        }
        self.pages.push(page);
    }

    /// True when some of these lanes has rules.
    pub(super) const fn has_lanes(&self, lanes: u64) -> bool {
        self.lanes & lanes != 0
    }

    /// True when some rule is for a selector of this kind.
    pub(super) const fn has_selector(&self, selector: Selector) -> bool {
        self.selectors & 1 << selector as u16 != 0
    }

    /// True when some rule is about a target of this kind.
    pub(super) const fn has_target(&self, target: Target) -> bool {
        self.targets & 1 << target as u16 != 0
    }

    /// What is known about a target.
    pub(super) fn page(&self, target: Target, key: Key) -> Option<&Page> {
        let page = *self.page_of.get(target as usize)?.get(key as usize)?;
        self.pages.get(page as usize)
    }

    /// The slots of a page with many parties.
    fn slots_on(&self, page: &Page) -> Option<&[u32]> {
        let size = slots_of(page.count as usize);
        self.slots.get(page.slots as usize..page.slots as usize + size)
    }

    /// The pair of a party by the slots of a page.
    #[inline]
    fn looked_up(&self, slots: &[u32], party: Party) -> Option<usize> {
        let mut place = party.hash(slots.len());
        loop {
            let pair = *slots.get(place)? as usize;
            // Half of the slots are free, so the search ends: the number of a free one is past all parties.
            if *self.parties.get(pair)? == party {
                return Some(pair);
            }
            place = (place + 1) & (slots.len() - 1);
        }
    }

    fn pair_of(&self, page: &Page, party: Party) -> Option<Pair> {
        let pair = if page.slots == NONE {
            page.range().start + self.parties.get(page.range())?.iter().position(|&own| own == party)?
        } else {
            self.looked_up(self.slots_on(page)?, party)?
        };
        self.pairs.get(pair).copied()
    }

    /// Adds what the parties of a question have about one target; `nearness` tells targets of one kind apart.
    pub(super) fn add_hits(&self, asking: &Asking<'_>, page: &Page, nearness: u16, hits: &mut Hits) {
        let mut add = |pair: usize| {
            if let Some(&pair) = self.pairs.get(pair) {
                hits.push(Hit { pair, nearness });
            }
        };
        if page.slots != NONE {
            let slots = self.slots_on(page).unwrap_or_default();
            asking.parties().filter_map(|party| self.looked_up(slots, party)).for_each(add);
            return;
        }
        let parties = self.parties.get(page.range()).unwrap_or_default();
        for (pair, &party) in page.range().zip(parties) {
            if asking.contains(party) {
                add(pair);
            }
        }
    }

    /// Where the rules of a pair in one of its lanes stand.
    fn run(&self, pair: Pair, lane: usize) -> Option<(usize, usize)> {
        let bit = 1_u64 << lane;
        if pair.lanes & bit == 0 {
            return None;
        }
        let at = pair.starts as usize + (pair.lanes & (bit - 1)).count_ones() as usize;
        Some((*self.starts.get(at)? as usize, *self.starts.get(at + 1)? as usize))
    }

    /// The preferred rule of a pair in a lane that applies.
    pub(crate) fn find(&self, pair: Pair, lane: usize, need: &Need) -> Option<&Rule> {
        let (start, end) = self.run(pair, lane)?;
        if end - start <= run_summaries::SHORT {
            return self.rules.get(start..end)?.iter().find(|rule| rule.applies(need));
        }
        self.summaries.find(&self.rules, start, end, need)
    }

    /// The preferred discount of a pair in a lane for each open slot.
    pub(super) fn find_slots<'r>(
        &'r self,
        pair: Pair,
        lane: usize,
        need: &Need,
        open: [bool; 3],
        found: &mut [Option<&'r Rule>; 3],
    ) {
        let Some((start, end)) = self.run(pair, lane) else { return };
        if end - start > run_summaries::SHORT {
            for (slot, (found, _)) in (1..).zip(found.iter_mut().zip(open)).filter(|(_, (_, open))| *open) {
                *found = self.summaries.find(&self.rules, start, end, &Need { slot, ..*need });
            }
            return;
        }
        for rule in self.rules.get(start..end).unwrap_or_default() {
            let slot = usize::from(rule.slot).wrapping_sub(1);
            if open.get(slot) == Some(&true)
                && let Some(found @ None) = found.get_mut(slot)
                && rule.applies(need)
            {
                *found = Some(rule);
            }
        }
    }

    /// All rules of a pair in a lane, the preferred first.
    pub(crate) fn rules_of(&self, pair: Pair, lane: usize) -> &[Rule] {
        self.run(pair, lane).and_then(|(start, end)| self.rules.get(start..end)).unwrap_or_default()
    }

    /// All rules of a lane for a selector and a target, the preferred first.
    pub(crate) fn bucket(&self, number: usize, lane: Lane, selector: Key, target: Key) -> &[Rule] {
        let pair = self.page(lane.1, target).and_then(|page| self.pair_of(page, Party::new(lane.0, selector)));
        pair.map(|pair| self.rules_of(pair, number)).unwrap_or_default()
    }

    /// Selectors and targets of all rules of a lane, in their order.
    pub(crate) fn keys(&self, number: usize, (selector, target): Lane) -> Vec<(Key, Key)> {
        let mut keys = Vec::new();
        for page in self.pages.iter().filter(|page| page.target == target as u8) {
            let pairs = self.pairs.get(page.range()).unwrap_or_default();
            let parties = self.parties.get(page.range()).unwrap_or_default();
            keys.extend(
                parties
                    .iter()
                    .zip(pairs)
                    .filter(|(party, pair)| party.is_of(selector) && pair.lanes & (1 << number) != 0)
                    .map(|(party, _)| (party.key(), page.key)),
            );
        }
        keys.sort_unstable();
        keys
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(NONE)
}

const fn slots_of(parties: usize) -> usize {
    (2 * parties).next_power_of_two()
}

/// Every rule once for each lane that finds it.
fn entries(lanes: &[(u8, &Level, Lane)], drafts: &[Draft], place: impl Fn(Key) -> u32 + Sync) -> Vec<Entry> {
    let parts: Vec<Vec<Entry>> = drafts
        .par_chunks(RULES_AT_A_TIME)
        .enumerate()
        .map(|(chunk, drafts)| {
            let mut entries = Vec::with_capacity(drafts.len() * 2);
            for (draft, own) in (number(chunk * RULES_AT_A_TIME)..).zip(drafts) {
                for &(lane, level, (selector, target)) in lanes {
                    if own.rows == level.rows
                        && let Some((who, key)) = own.keys_in((selector, target))
                    {
                        let place = if target == Target::Item { place(key) } else { key };
                        let party = Party::new(selector, who);
                        entries.push(Entry { party, place, key, draft, target: target as u8, lane });
                    }
                }
            }
            entries
        })
        .collect();
    parts.concat()
}
