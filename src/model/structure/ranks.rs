//! Items in the order of a sweep upwards: every assembly comes later than what is in it.
//!
//! What a sweep needs of a line is four bytes, the rank of the assembly and a small whole quantity; the uses of one item
//! stand side by side. Items with a use that takes more to tell (it has a date, a serial number, a revision or
//! alternatives, is for information only, has decimals or more than two hundred and fifty-five pieces, or leads back
//! down a loop) are marked instead, and the sweep looks at their lines one by one. All of it is 4 bytes a line and 8 an
//! item; it is made when the structure is linked and never stored.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::Structure;
use super::upward::Upward;
use crate::model::items::ItemId;

/// Bits of a use that hold the quantity; the rank stands above them.
pub(crate) const QUANTITY_BITS: u32 = 8;
/// Items that can be ranked: sums have a place for each rank that fits a use.
pub(crate) const MOST_ITEMS: usize = 1 << (u32::BITS - QUANTITY_BITS);
/// Ranks of one word of marks.
pub(crate) const WORD: usize = 64;
/// Words of marks for all ranks.
pub(crate) const MOST_WORDS: usize = MOST_ITEMS / WORD;
/// Uses that may be read behind those of the last item.
pub(crate) const PADDING: usize = 8;
/// Rooms that are kept for later sweeps.
const KEPT_ROOMS: usize = 4;

/// All items by rank, with their uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ranks {
    rank_of: Vec<u32>,
    /// Where the uses of each rank begin; one more at the end.
    pub(crate) first: Vec<u32>,
    /// Rank of the assembly and quantity, by rank of the item.
    pub(crate) uses: Vec<u32>,
    /// What there is to know about each word of ranks.
    pub(crate) words: Vec<Word>,
    /// First word with nothing but items that are in no assembly: nothing is above it.
    pub(crate) top_word: usize,
    spare: Spare,
}

/// Sixty-four ranks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    /// Ranks whose lines are looked at one by one.
    pub(crate) odd: u64,
    /// A level begins here: a use may lead from one of the ranks to another, or from the words before to this one.
    pub(crate) is_border: bool,
}

impl Ranks {
    /// The ranks of a structure in low-level order, of which the first `peeled` items have a depth.
    pub(super) fn new(structure: &Structure, depth: &[u32], peeled: usize) -> Self {
        let items = structure.order.len();
        if items > MOST_ITEMS {
            return Self::default();
        }
        let mut rank_of = vec![0_u32; items];
        for (rank, item) in (0_u32..).zip(structure.order.iter().rev()) {
            if let Some(slot) = rank_of.get_mut(item.index()) {
                *slot = rank;
            }
        }
        let mut ranks = Self { rank_of, ..Self::default() };
        ranks.first.reserve_exact(items + 1);
        ranks.uses.reserve_exact(structure.uses.len() + PADDING);
        ranks.words = vec![Word::default(); items.div_ceil(WORD)];
        let (mut level, mut is_first) = (None, true);
        for (rank, &item) in structure.order.iter().rev().enumerate() {
            let begin = ranks.uses.len();
            ranks.first.push(u32::try_from(begin).unwrap_or(u32::MAX));
            let is_plain = structure.upward(item).iter().all(|up| {
                let entry = ranks.entry(rank, up);
                ranks.uses.extend(entry);
                entry.is_some()
            });
            // What is in a loop or below one has no depth: it is a level of its own.
            let own = depth.get(item.index()).copied().filter(|_| rank + peeled >= items);
            let Some(word) = ranks.words.get_mut(rank / WORD) else { break };
            word.is_border |= is_first || own.is_none() || own != level;
            if !is_plain {
                ranks.uses.truncate(begin);
                word.odd |= 1 << (rank % WORD);
            }
            (level, is_first) = (own, false);
        }
        ranks.first.push(u32::try_from(ranks.uses.len()).unwrap_or(u32::MAX));
        ranks.uses.extend([0; PADDING]);
        ranks.uses.shrink_to_fit();
        let is_top = |item: &&ItemId| !structure.is_used(**item);
        let tops = structure.order.iter().take(peeled).take_while(is_top).count();
        ranks.top_word = (items - tops).div_ceil(WORD);
        ranks
    }

    /// A use in four bytes, when it takes no more.
    fn entry(&self, rank: usize, up: &Upward) -> Option<u32> {
        let above = self.rank(up.parent)?;
        let (digits, scale) = up.quantity()?;
        let is_plain = up.is_unconditional() && !up.is_reference() && scale == 0 && above as usize > rank;
        let quantity = u8::try_from(digits).ok().filter(|_| is_plain)?;
        Some(above << QUANTITY_BITS | u32::from(quantity))
    }

    /// The rank of an item; none when there are too many items.
    #[inline]
    pub(crate) fn rank(&self, item: ItemId) -> Option<u32> {
        self.rank_of.get(item.index()).copied()
    }

    /// Room for a sweep, all zero: one that was given back, else a new one.
    pub(crate) fn room(&self) -> Option<Room> {
        let spare = self.spare.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        spare.or_else(Room::new)
    }

    /// Takes a room back that is all zero again.
    pub(crate) fn give_back(&self, room: Room) {
        let mut spare = self.spare.0.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < KEPT_ROOMS {
            spare.push(room);
        }
    }
}

/// A mark and a sum for each rank, all zero before and after a sweep.
///
/// They are as long as a rank can be large, so that no access has to be checked. The system gives memory only for what is
/// touched: four bytes and a bit for each item.
pub(crate) struct Room {
    pub(crate) marks: Box<[u64; MOST_WORDS]>,
    pub(crate) sums: Box<[u32; MOST_ITEMS]>,
}

impl Room {
    fn new() -> Option<Self> {
        let marks = vec![0_u64; MOST_WORDS].into_boxed_slice().try_into().ok()?;
        let sums = vec![0_u32; MOST_ITEMS].into_boxed_slice().try_into().ok()?;
        Some(Self { marks, sums })
    }
}

/// Rooms that wait for the next sweep; another catalog makes its own.
#[derive(Default)]
struct Spare(Mutex<Vec<Room>>);

impl Clone for Spare {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl fmt::Debug for Spare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Spare")
    }
}
