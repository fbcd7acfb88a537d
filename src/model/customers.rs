//! Customers by dense number.

use super::numbered::{Numbered, dense};
use crate::tables::Symbol;

dense! {
    /// Dense number of a customer in its catalog.
    CustomerId
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
pub type Customers = Numbered<CustomerId, Customer>;

impl Customers {
    /// The dense number of a customer number, given now if it is new; the first row given stays.
    pub(super) fn add(&mut self, number: Symbol, row: Option<u32>) -> CustomerId {
        self.find_or_add(number, || Customer { number, row })
    }
}
