//! Items by dense number, from the item master and from every table that names one.

use super::numbered::{Numbered, dense};
use crate::tables::Symbol;

dense! {
    /// Dense number of an item in its catalog.
    ItemId
}

/// One thing with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number.
    pub number: Symbol,
    /// Rows of the `items` table about it, in reading order; empty when only other tables name it.
    pub rows: Vec<u32>,
}

impl Item {
    /// The first row of the `items` table about it.
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        self.rows.first().map(|&row| row as usize)
    }

    /// True when the item master has it.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !self.rows.is_empty()
    }
}

/// All items of a catalog: first those of the item master in reading order, then those only other tables name.
pub type Items = Numbered<ItemId, Item>;

impl Items {
    /// The dense number of an item number, given now if it is new.
    pub fn add(&mut self, number: Symbol) -> ItemId {
        self.find_or_add(number, || Item { number, rows: Vec::new() })
    }

    /// Notes that a row of the `items` table is about this item.
    pub(super) fn add_row(&mut self, number: Symbol, row: u32) -> ItemId {
        let id = self.add(number);
        if let Some(item) = self.get_mut(id) {
            item.rows.push(row);
        }
        id
    }
}
