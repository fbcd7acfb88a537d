//! Numbers of the few items that a question is about, among all items of a catalog.
//!
//! A flat list for a million items costs more to clear than most questions take; blocks are made where items are met.

use crate::model::ItemId;

/// Items of one block.
const BLOCK: usize = 512;

/// A number for some of the items.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    /// In each block the number plus one, 0 for none.
    blocks: Vec<Option<Box<[u32; BLOCK]>>>,
}

impl Slots {
    /// No item has a number.
    pub(super) fn new(items: usize) -> Self {
        Self { blocks: vec![None; items.div_ceil(BLOCK)] }
    }

    /// The number of an item.
    #[inline]
    pub(super) fn get(&self, item: ItemId) -> Option<usize> {
        let block = self.blocks.get(item.index() / BLOCK)?.as_deref()?;
        block.get(item.index() % BLOCK)?.checked_sub(1).map(|slot| slot as usize)
    }

    /// Gives an item a number; false when it has one, or is not of the catalog.
    #[inline]
    pub(super) fn set(&mut self, item: ItemId, number: usize) -> bool {
        let Some(block) = self.blocks.get_mut(item.index() / BLOCK) else { return false };
        let block = block.get_or_insert_with(|| Box::new([0; BLOCK]));
        match block.get_mut(item.index() % BLOCK) {
            Some(slot) if *slot == 0 => {
                *slot = u32::try_from(number).map_or(u32::MAX, |number| number.saturating_add(1));
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_given_once() {
        let mut slots = Slots::new(1_000);
        assert!(slots.set(ItemId(600), 0) && slots.set(ItemId(0), 7) && slots.set(ItemId(999), 8));
        assert!(!slots.set(ItemId(600), 3) && !slots.set(ItemId(4_000), 3));
        let numbers = [600, 0, 1, 999, 4_000].map(|item| slots.get(ItemId(item)));
        assert_eq!(numbers, [Some(0), Some(7), None, Some(8), None]);
    }
}
