//! Items by dense number, from the item master and from every table that names one.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::tables::Symbol;

/// Dense number of an item in its catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub u32);

impl ItemId {
    /// As an index of side tables.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
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
#[derive(Clone, Debug, Default)]
pub struct Items {
    list: Vec<Item>,
    by_number: HashMap<Symbol, ItemId, FixedState>,
}

impl Items {
    /// Number of items.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// True without items.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The item of a dense number.
    #[must_use]
    pub fn get(&self, id: ItemId) -> Option<&Item> {
        self.list.get(id.index())
    }

    /// The dense number of an item number.
    #[must_use]
    pub fn find(&self, number: Symbol) -> Option<ItemId> {
        self.by_number.get(&number).copied()
    }

    /// All items with their dense numbers.
    pub fn iter(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        (0..).map(ItemId).zip(&self.list)
    }

    /// The dense number of an item number, given now if it is new.
    pub fn add(&mut self, number: Symbol) -> ItemId {
        let next = ItemId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let id = *self.by_number.entry(number).or_insert(next);
        if id == next {
            self.list.push(Item { number, rows: Vec::new() });
        }
        id
    }

    /// Notes that a row of the `items` table is about this item.
    pub(super) fn add_row(&mut self, number: Symbol, row: u32) -> ItemId {
        let id = self.add(number);
        if let Some(item) = self.list.get_mut(id.index()) {
            item.rows.push(row);
        }
        id
    }
}
