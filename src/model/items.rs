//! Items by dense number, from the item master and from every table that names one.

use super::numbered::{Numbered, dense};
use crate::tables::Symbol;

dense! {
    /// Dense number of an item in its catalog.
    ItemId
}

/// The row of an item that the `items` table does not have.
const NO_ROW: u32 = u32::MAX;

/// One thing with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number.
    pub number: Symbol,
    /// First row of the `items` table about it; [`NO_ROW`] when only other tables name it.
    first: u32,
    /// The further rows, in reading order.
    further: Vec<u32>,
}

impl Item {
    /// The first row of the `items` table about it.
    #[must_use]
    #[inline]
    pub fn row(&self) -> Option<usize> {
        self.is_known().then_some(self.first as usize)
    }

    /// True when the item master has it.
    #[must_use]
    #[inline]
    pub const fn is_known(&self) -> bool {
        self.first != NO_ROW
    }

    /// All rows of the `items` table about it, in reading order.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        self.is_known().then_some(self.first).into_iter().chain(self.further.iter().copied())
    }
}

/// All items of a catalog: first those of the item master in reading order, then those only other tables name.
pub type Items = Numbered<ItemId, Item>;

impl Items {
    /// The dense number of an item number, given now if it is new.
    pub fn add(&mut self, number: Symbol) -> ItemId {
        self.find_or_add(number, || Item { number, first: NO_ROW, further: Vec::new() })
    }

    /// Notes that a row of the `items` table is about this item.
    pub(super) fn add_row(&mut self, number: Symbol, row: u32) -> ItemId {
        let id = self.add(number);
        if let Some(item) = self.get_mut(id) {
            if item.is_known() {
                item.further.push(row);
            } else {
                item.first = row;
            }
        }
        id
    }
}
