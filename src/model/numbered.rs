//! Things with a number of their own, such as items and customers, stored by dense number.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::tables::Symbol;

/// A dense number: the place of a thing in its list.
pub trait Dense: Copy + Eq {
    /// The number of a place.
    fn at(place: u32) -> Self;

    /// As an index of side tables.
    fn index(self) -> usize;
}

/// Declares a dense number.
macro_rules! dense {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index of side tables.
            #[must_use]
        #[inline]
        pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl $crate::model::numbered::Dense for $name {
        #[inline]
        fn at(place: u32) -> Self {
                Self(place)
            }

        #[inline]
        fn index(self) -> usize {
                self.index()
            }
        }
    };
}
pub(super) use dense;

/// Things by dense number, each found by its own number: those of their table in reading order, then those that only
/// other tables name.
#[derive(Clone, Debug)]
pub struct Numbered<Id, Thing> {
    list: Vec<Thing>,
    by_number: HashMap<Symbol, Id, FixedState>,
}

impl<Id, Thing> Default for Numbered<Id, Thing> {
    fn default() -> Self {
        Self { list: Vec::new(), by_number: HashMap::default() }
    }
}

impl<Id: Dense, Thing> Numbered<Id, Thing> {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// True when there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The thing of a dense number.
    #[must_use]
    #[inline]
    pub fn get(&self, id: Id) -> Option<&Thing> {
        self.list.get(id.index())
    }

    /// The thing of a dense number, to be changed.
    #[inline]
    pub(super) fn get_mut(&mut self, id: Id) -> Option<&mut Thing> {
        self.list.get_mut(id.index())
    }

    /// The dense number of a number.
    #[must_use]
    #[inline]
    pub fn find(&self, number: Symbol) -> Option<Id> {
        self.by_number.get(&number).copied()
    }

    /// All things with their dense numbers.
    pub fn iter(&self) -> impl Iterator<Item = (Id, &Thing)> {
        (0..).map(Id::at).zip(&self.list)
    }

    /// The dense number of a number; a new one is given a thing now, a known one keeps its first.
    #[inline]
    pub(super) fn find_or_add(&mut self, number: Symbol, thing: impl FnOnce() -> Thing) -> Id {
        let next = Id::at(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let id = *self.by_number.entry(number).or_insert(next);
        if id == next {
            self.list.push(thing());
        }
        id
    }
}
