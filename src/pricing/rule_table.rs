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
use super::party::{Party, PartyNumber, PartyNumbers};
use super::rule::{Need, Rule};
use super::rules::Draft;
use super::run_summaries::{self, Summaries};

/// Targets with at most this many parties are read through; in others a party is looked up.
const SHORT: usize = 16;
/// Rules that are put into lanes at a time.
const RULES_AT_A_TIME: usize = 1 << 14;
/// Slots of discounts.
const SLOTS: u8 = 3;
/// No place.
const NONE: u32 = u32::MAX;

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

/// A place for a party; [`NONE`] stands for the pair of a free one.
#[derive(Clone, Copy, Debug)]
struct Slot {
    party: PartyNumber,
    pair: u32,
}

impl Slot {
    const FREE: Self = Self { party: 0, pair: NONE };

    /// First place to look for a party in a table of a power of two.
    fn first(party: PartyNumber, size: usize) -> usize {
        (party.wrapping_mul(0x9E37_79B9) >> 8) as usize & size.wrapping_sub(1)
    }
}

/// All parties of one target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    target: u8,
    key: Key,
    first: u32,
    count: u32,
    /// Where its parties are looked up, when they are many.
    index: u32,
}

impl Page {
    /// Numbers of its pairs.
    const fn range(&self) -> std::ops::Range<usize> {
        self.first as usize..self.first as usize + self.count as usize
    }
}

/// Where the parties of a page are looked up.
#[derive(Debug, Default)]
struct Index {
    /// The pair of each shared party, where these are not many more than the page has.
    shared: Vec<u32>,
    /// The pairs of the others by their hash: a power of two, twice as many as these or more.
    slots: Vec<Slot>,
}

impl Index {
    /// An index of parties, whose pairs have numbers from `first` on.
    fn new(parties: &[PartyNumber], first: u32, shared: PartyNumber) -> Self {
        let shared = if shared as usize <= 4 * parties.len() { shared } else { 0 };
        let size = (2 * parties.iter().filter(|&&party| party >= shared).count()).next_power_of_two();
        let mut index = Self { shared: vec![NONE; shared as usize], slots: vec![Slot::FREE; size] };
        for (pair, &party) in (first..).zip(parties) {
            if let Some(slot) = index.shared.get_mut(party as usize) {
                *slot = pair;
                continue;
            }
            let from = Slot::first(party, size);
            let is_free = |place: &usize| index.slots.get(*place).is_some_and(|slot| slot.pair == NONE);
            let free = (from..from + size).map(|place| place & (size - 1)).find(is_free);
            if let Some(slot) = free.and_then(|place| index.slots.get_mut(place)) {
                *slot = Slot { party, pair };
            }
        }
        index
    }

    /// The pair of a party.
    #[inline]
    fn find(&self, party: PartyNumber) -> Option<usize> {
        if let Some(&pair) = self.shared.get(party as usize) {
            return (pair != NONE).then_some(pair as usize);
        }
        let mut place = Slot::first(party, self.slots.len());
        loop {
            // Half of the slots are free, so the search ends.
            let slot = self.slots.get(place).filter(|slot| slot.pair != NONE)?;
            if slot.party == party {
                return Some(slot.pair as usize);
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }
}

/// The rules of a price book.
#[derive(Debug, Default)]
pub(crate) struct RuleTable {
    rules: Vec<Rule>,
    /// First rule of each lane of each pair, and the number of rules at the end.
    starts: Vec<u32>,
    numbers: PartyNumbers,
    /// Parties and pairs of all pages, page after page.
    parties: Vec<PartyNumber>,
    pairs: Vec<Pair>,
    pages: Vec<Page>,
    /// Number of the page of each code, for each of [`TARGETS`].
    page_of: [Vec<u32>; TARGETS.len()],
    /// Of pages with many parties.
    indexes: Vec<Index>,
    summaries: Summaries,
    /// Bits of the lanes that have rules.
    lanes: u64,
    /// Bits of the kinds of targets that have rules.
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
        let mut table = Self {
            page_of: std::array::from_fn(|_| vec![NONE; keys]),
            numbers: PartyNumbers::new(entries.iter().map(|entry| entry.party), keys),
            ..Self::default()
        };
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
                table.parties.extend(pair.first().and_then(|entry| table.numbers.of(entry.party)));
                table.pairs.push(Pair { lanes: bits, starts });
                table.lanes |= bits;
            }
            table.targets |= page.first().map_or(0, |entry| 1 << entry.target);
            table.add_page(page.first(), first);
        }
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
        let first = number(first);
        let is_long = parties.len() > SHORT;
        let page = Page {
            target: entry.target,
            key: entry.key,
            first,
            count: number(parties.len()),
            index: if is_long { number(self.indexes.len()) } else { NONE },
        };
        if is_long {
            self.indexes.push(Index::new(parties, first, self.numbers.shared()));
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
    pub(super) fn has_selector(&self, selector: Selector) -> bool {
        self.numbers.has(selector)
    }

    /// The number of a party; none when it has no rules.
    pub(super) fn party(&self, party: Party) -> Option<PartyNumber> {
        self.numbers.of(party)
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

    fn pair_of(&self, page: &Page, party: Party) -> Option<Pair> {
        let party = self.numbers.of(party)?;
        let pair = match self.indexes.get(page.index as usize) {
            Some(index) => index.find(party)?,
            None => page.range().start + self.parties.get(page.range())?.iter().position(|&own| own == party)?,
        };
        self.pairs.get(pair).copied()
    }

    /// Adds what the parties of a question have about one target; `nearness` tells targets of one kind apart.
    #[inline]
    pub(super) fn add_hits(&self, asking: &Asking<'_>, page: &Page, nearness: u16, hits: &mut Hits) {
        let mut add = |pair: usize| {
            if let Some(&pair) = self.pairs.get(pair) {
                hits.push(Hit { pair, nearness });
            }
        };
        if let Some(index) = self.indexes.get(page.index as usize) {
            asking.parties().filter_map(|party| index.find(party)).for_each(add);
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

    /// Visits the preferred discount of a pair in a lane for each slot whose bit is in `open`, and takes that bit away.
    #[inline]
    pub(super) fn visit_slots<'r>(
        &'r self,
        pair: Pair,
        lane: usize,
        need: &Need,
        open: &mut u8,
        mut visit: impl FnMut(usize, &'r Rule),
    ) {
        let Some((start, end)) = self.run(pair, lane) else { return };
        if end - start > run_summaries::SHORT {
            for slot in (1..=SLOTS).filter(|slot| *open >> (slot - 1) & 1 != 0) {
                if let Some(rule) = self.summaries.find(&self.rules, start, end, &Need { slot, ..*need }) {
                    visit(usize::from(slot) - 1, rule);
                }
            }
            return;
        }
        for rule in self.rules.get(start..end).unwrap_or_default() {
            let slot = rule.slot.wrapping_sub(1);
            if slot < SLOTS && *open >> slot & 1 != 0 && rule.applies(need) {
                *open &= !(1 << slot);
                visit(usize::from(slot), rule);
                if *open == 0 {
                    return;
                }
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
            let in_lane = parties.iter().zip(pairs).filter(|(_, pair)| pair.lanes & (1 << number) != 0);
            let own = in_lane.filter_map(|(&party, _)| self.numbers.party(party));
            let own = own.filter(|party| party.selector() == selector as usize);
            keys.extend(own.map(|party| (party.key(), page.key)));
        }
        keys.sort_unstable();
        keys
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(NONE)
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
