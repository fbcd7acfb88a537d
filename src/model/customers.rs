//! Customers by dense number.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::tables::Symbol;

/// Dense number of a customer in its catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomerId(pub u32);

impl CustomerId {
    /// As an index of side tables.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One customer: its number and its row of the `customers` table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Its number.
    pub number: Symbol,
    /// Row of the `customers` table; none when only other tables name it.
    pub row: Option<u32>,
}

/// All customers of a catalog: those of the `customers` table in reading order, then those only other tables name.
#[derive(Clone, Debug, Default)]
pub struct Customers {
    list: Vec<Customer>,
    by_number: HashMap<Symbol, CustomerId, FixedState>,
}

impl Customers {
    /// Number of customers.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// True without customers.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The customer of a dense number.
    #[must_use]
    pub fn get(&self, id: CustomerId) -> Option<&Customer> {
        self.list.get(id.index())
    }

    /// The dense number of a customer number.
    #[must_use]
    pub fn find(&self, number: Symbol) -> Option<CustomerId> {
        self.by_number.get(&number).copied()
    }

    /// All customers with their dense numbers.
    pub fn iter(&self) -> impl Iterator<Item = (CustomerId, &Customer)> {
        (0..).map(CustomerId).zip(&self.list)
    }

    /// The dense number of a customer number, given now if it is new; the first row given stays.
    pub(super) fn add(&mut self, number: Symbol, row: Option<u32>) -> CustomerId {
        let next = CustomerId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let id = *self.by_number.entry(number).or_insert(next);
        if id == next {
            self.list.push(Customer { number, row });
        }
        id
    }
}
