//! The assemblies above an item and how many of it each has, in one sweep upwards.
//!
//! Items are ranked so that an assembly comes later than what is in it: marks are looked through once, from the item on,
//! and when the turn of a rank comes its sum is done. Levels are gone through in batches: first the ranks of a batch, then
//! their uses side by side, then all the sums, so that the processor always has many independent accesses under way.
//! Sums are whole numbers of 32 bits, in units of the smallest decimal of the item's own lines; where they or the lines
//! above take more (loops, decimals that do not come out even), there is no answer here, and
//! [`Ancestors`](super::accumulate::Ancestors) finds it the long way.

use crate::model::structure::{MOST_ITEMS, PADDING, QUANTITY_BITS, Ranks, Room, WORD};
use crate::model::{ItemId, Line, LineId, Structure, Upward};
use crate::values::Watch;

use super::amount::Total;
use super::error::{STEPS, StructureError, go_on};

/// Ranks of a batch: those of the last word may fill it up.
const BATCH: usize = 256;
/// Uses that are copied at a time; the bytes behind those of an item are overwritten by the next.
const CHUNK: usize = PADDING;
/// An item with more uses has them added where they stand.
const MOST_COPIED: usize = 2 * CHUNK;
/// Uses of a batch.
const USES: usize = BATCH * MOST_COPIED;

/// The item and all assemblies above it, by rank, with the pieces of the item in each.
#[derive(Clone, Debug, Default)]
pub(super) struct Swept {
    /// Words of marks with the first rank of each.
    words: Vec<(u32, u64)>,
    /// A sum for each mark, in units of this many decimals.
    sums: Vec<u32>,
    scale: u8,
}

impl Swept {
    /// Number of assemblies, with the item itself.
    pub(super) const fn len(&self) -> usize {
        self.sums.len()
    }

    /// Each item with its sum, the item itself first.
    pub(super) fn sums<'a>(&'a self, structure: &'a Structure) -> impl Iterator<Item = (ItemId, Total)> + 'a {
        let items = structure.low_level_order();
        let ranks = self.words.iter().flat_map(|&(first, marks)| Bits(marks).map(move |bit| (first + bit) as usize));
        let items = ranks.filter_map(|rank| items.len().checked_sub(rank + 1).and_then(|index| items.get(index)));
        items.copied().zip(self.sums.iter().map(|&sum| Total::of_short(sum.into(), self.scale)))
    }
}

/// The bits that are set, from below.
struct Bits(u64);

impl Iterator for Bits {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let bit = self.0.trailing_zeros();
        self.0 &= self.0.wrapping_sub(1);
        (bit < u64::BITS).then_some(bit)
    }
}

/// Sums upwards from an item over its `direct` uses, which are some of its uses in their order. Further up those count
/// that hold always, and those that `counts` says. None where it takes more than short whole numbers.
pub(super) fn sweep(
    structure: &Structure,
    item: ItemId,
    direct: &[LineId],
    counts: &dyn Fn(LineId, &Line) -> bool,
    watch: Watch<'_>,
) -> Result<Option<Swept>, StructureError> {
    let ranks = structure.ranks();
    let (Some(rank), Some(room)) = (ranks.rank(item), ranks.room()) else { return Ok(None) };
    let mut sweep = Sweep { structure, ranks, room, batch: Batch::new(), wide: 0, found: Swept::default() };
    if !sweep.start(rank, direct) {
        return Ok(None);
    }
    let (mut word, mut asked) = (rank as usize / WORD, None);
    while word < ranks.top_word {
        // A batch is shorter than the steps between two questions.
        let steps = sweep.found.len() / STEPS;
        if asked.replace(steps) != Some(steps) {
            go_on(watch, steps * STEPS, sweep.found.len())?;
        }
        match sweep.batch(word, counts) {
            Some(next) => word = next,
            None => return Ok(None),
        }
    }
    sweep.tops();
    ranks.give_back(sweep.room);
    Ok(u32::try_from(sweep.wide).ok().map(|_| sweep.found))
}

/// A sweep on its way.
struct Sweep<'a> {
    structure: &'a Structure,
    ranks: &'a Ranks,
    room: Room,
    batch: Batch,
    /// All sums together bit by bit, in 64 bits: tells whether one was too long.
    wide: u64,
    found: Swept,
}

/// Ranks of which the sums are done, and their uses.
struct Batch {
    ranks: [u32; BATCH],
    sums: [u32; BATCH],
    /// Where the uses of each begin and end.
    places: [(u32, u32); BATCH],
    /// Rank of the assembly and quantity.
    uses: Vec<u32>,
    /// For each of the uses the sum of its item.
    parts: Vec<u32>,
}

impl Batch {
    fn new() -> Self {
        Self { ranks: [0; BATCH], sums: [0; BATCH], places: [(0, 0); BATCH], uses: vec![0; USES], parts: vec![0; USES] }
    }
}

impl<'a> Sweep<'a> {
    /// The item itself, whose lines may have decimals: then all sums have them; false when there is no short sum.
    fn start(&mut self, rank: u32, direct: &[LineId]) -> bool {
        let scales = self.uses(rank).iter().filter_map(|up| up.quantity()).map(|(_, scale)| scale);
        let scale = scales.max().unwrap_or_default();
        let Some(one) = 10_u32.checked_pow(scale.into()) else { return false };
        self.found.words.push((rank - rank % u64::BITS, 1 << (rank as usize % WORD)));
        self.found.sums.push(one);
        self.found.scale = scale;
        let mut direct = direct.iter().peekable();
        self.one_by_one(rank, one, |up| direct.next_if_eq(&&up.line).is_some())
    }

    /// The lines that use the item of a rank.
    fn uses(&self, rank: u32) -> &'a [Upward] {
        let order = self.structure.low_level_order();
        let item = order.len().checked_sub(rank as usize + 1).and_then(|index| order.get(index));
        item.map(|&item| self.structure.upward(item)).unwrap_or_default()
    }

    /// One batch of ranks from a word on; gives the word with which to go on, or none when there is no short sum.
    fn batch(&mut self, from: usize, counts: &dyn Fn(LineId, &Line) -> bool) -> Option<usize> {
        let (next, count, odd) = self.collect(from);
        self.found.sums.extend_from_slice(self.batch.sums.get(..count)?);
        self.wide |= self.lines(count);
        if odd != 0 {
            for index in 0..count {
                let (rank, sum) = (*self.batch.ranks.get(index)?, *self.batch.sums.get(index)?);
                let word = self.ranks.words.get(rank as usize / WORD)?;
                if word.odd >> (rank as usize % WORD) & 1 == 1 {
                    let structure = self.structure;
                    let is_used = |up: &Upward| {
                        up.is_unconditional() || structure.line(up.line).is_some_and(|l| counts(up.line, l))
                    };
                    if !self.one_by_one(rank, sum, is_used) {
                        return None;
                    }
                }
            }
        }
        Some(next)
    }

    /// Puts marked ranks of one level into the batch and clears them: the word with which to go on, how many, and whether
    /// some of them are odd.
    #[inline(never)]
    fn collect(&mut self, from: usize) -> (usize, usize, u64) {
        let end = self.ranks.top_word;
        let (mut count, mut odd) = (0, 0);
        let (sums, _) = self.room.sums.as_chunks_mut::<WORD>();
        let sums = sums.get_mut(from..end).unwrap_or_default();
        let marks = self.room.marks.get_mut(from..end).unwrap_or_default();
        let words = self.ranks.words.get(from..end).unwrap_or_default();
        let (Batch { ranks, sums: own, .. }, swept) = (&mut self.batch, &mut self.found.words);
        for ((index, word), (marks, sums)) in (from..).zip(words).zip(marks.iter_mut().zip(sums)) {
            // From one rank of a border a use may lead to the next.
            let found = if word.is_border { *marks & marks.wrapping_neg() } else { *marks };
            if word.is_border && count > 0 {
                return (index, count, odd);
            }
            if found == 0 {
                continue;
            }
            *marks ^= found;
            odd |= found & word.odd;
            let first = first_rank(index);
            swept.push((first, found));
            for bit in Bits(found) {
                ranks[count % BATCH] = first + bit;
                own[count % BATCH] = std::mem::take(&mut sums[bit as usize % WORD]);
                count += 1;
            }
            if word.is_border {
                return (index, count, odd);
            }
            if count > BATCH - WORD {
                return (index + 1, count, odd);
            }
        }
        (end, count, odd)
    }

    /// Adds the uses of the batch to the sums above; all of them together bit by bit.
    #[inline(never)]
    fn lines(&mut self, count: usize) -> u64 {
        let Batch { ranks, sums, places, uses, parts } = &mut self.batch;
        let (ranks, sums) = (ranks.get(..count).unwrap_or_default(), sums.get(..count).unwrap_or_default());
        let places = places.get_mut(..count).unwrap_or_default();
        let (uses, parts) = (uses.as_mut_slice(), parts.as_mut_slice());
        let (first, all) = (self.ranks.first.as_slice(), self.ranks.uses.as_slice());
        // All places first, then the uses: no access has to wait for another.
        for (place, &rank) in places.iter_mut().zip(ranks) {
            let rank = rank as usize;
            if let Some(&[from, to]) = first.get(rank..rank + 2) {
                *place = (from, to);
            }
        }
        let (mut end, mut wide) = (0, 0);
        for (&(from, to), &sum) in places.iter().zip(sums) {
            let (from, to) = (from as usize, to as usize);
            if to - from > MOST_COPIED {
                wide |= spread_one(&mut self.room, all.get(from..to).unwrap_or_default(), sum);
                continue;
            }
            copy(all, from, (uses, parts), end, sum);
            if to - from > CHUNK {
                copy(all, from + CHUNK, (uses, parts), end + CHUNK, sum);
            }
            end += to - from;
        }
        let (uses, parts) = (uses.get(..end).unwrap_or_default(), parts.get(..end).unwrap_or_default());
        wide | spread(&mut self.room, uses, parts)
    }

    /// Adds the uses of one rank to the sums above; false when one takes more than a short whole number.
    fn one_by_one(&mut self, rank: u32, sum: u32, mut is_used: impl FnMut(&Upward) -> bool) -> bool {
        for up in self.uses(rank) {
            if !is_used(up) || up.is_reference() {
                continue;
            }
            let above = self.ranks.rank(up.parent).filter(|&above| above > rank);
            // Decimals are taken out of the sum: that of the item itself has enough of them.
            let quantity = up.quantity().and_then(|(digits, scale)| {
                let unit = 10_u32.checked_pow(scale.into()).filter(|unit| sum.is_multiple_of(*unit))?;
                Some((u32::try_from(digits).ok()?, sum / unit))
            });
            let (Some(above), Some((quantity, part))) = (above, quantity) else { return false };
            self.wide |= add(&mut self.room, above, quantity, part);
        }
        true
    }

    /// The items that are in no assembly: nothing is above them.
    #[inline(never)]
    fn tops(&mut self) {
        let (from, end) = (self.ranks.top_word, self.ranks.words.len());
        let (sums, _) = self.room.sums.as_chunks_mut::<WORD>();
        let sums = sums.get_mut(from..end).unwrap_or_default();
        let marks = self.room.marks.get_mut(from..end).unwrap_or_default();
        let Swept { words, sums: swept, .. } = &mut self.found;
        let tops: u32 = marks.iter().map(|marks| marks.count_ones()).sum();
        let mut done = swept.len();
        // A word is written as a whole, so that the last one needs room.
        swept.resize(done + tops as usize + WORD, 0);
        words.reserve(marks.iter().filter(|marks| **marks != 0).count());
        for (index, (marks, sums)) in (from..).zip(marks.iter_mut().zip(sums)) {
            let found = std::mem::take(marks);
            if found == 0 {
                continue;
            }
            words.push((first_rank(index), found));
            let Some(to) = swept.get_mut(done..done + WORD).and_then(<[u32]>::as_mut_array::<WORD>) else { break };
            let mut count = 0;
            for bit in Bits(found) {
                to[count % WORD] = std::mem::take(&mut sums[bit as usize % WORD]);
                count += 1;
            }
            done += count;
        }
        swept.truncate(done);
    }
}

/// Copies some uses to a place, each with the sum of its item.
#[inline]
fn copy(all: &[u32], from: usize, (uses, parts): (&mut [u32], &mut [u32]), to: usize, sum: u32) {
    if let Some(own) = all.get(from..from + CHUNK).and_then(<[u32]>::as_array::<CHUNK>)
        && let Some(uses) = uses.get_mut(to..to + CHUNK).and_then(<[u32]>::as_mut_array::<CHUNK>)
        && let Some(parts) = parts.get_mut(to..to + CHUNK).and_then(<[u32]>::as_mut_array::<CHUNK>)
    {
        *uses = *own;
        *parts = [sum; CHUNK];
    }
}

/// The first rank of a word.
fn first_rank(word: usize) -> u32 {
    u32::try_from(word * WORD).unwrap_or(u32::MAX)
}

/// Adds uses to the sums above, each with the sum of its item; all sums together bit by bit.
#[inline(never)]
fn spread(room: &mut Room, uses: &[u32], parts: &[u32]) -> u64 {
    let mut wide = 0;
    for (&up, &part) in uses.iter().zip(parts) {
        wide |= add(room, up >> QUANTITY_BITS, up & ((1 << QUANTITY_BITS) - 1), part);
    }
    wide
}

/// The same for the uses of one item.
fn spread_one(room: &mut Room, uses: &[u32], part: u32) -> u64 {
    uses.iter().fold(0, |wide, &up| wide | add(room, up >> QUANTITY_BITS, up & ((1 << QUANTITY_BITS) - 1), part))
}

/// Adds a product to the sum of a rank and marks it; the sum in 64 bits, into which it fits.
#[inline]
fn add(room: &mut Room, rank: u32, quantity: u32, part: u32) -> u64 {
    let rank = rank as usize % MOST_ITEMS;
    room.marks[rank / WORD] |= 1 << (rank % WORD);
    let sum = &mut room.sums[rank];
    let wide = u64::from(*sum) + u64::from(part) * u64::from(quantity);
    *sum = u32::try_from(wide & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    wide
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
