//! How long work is watched: it tells how far it is, and is told to stop.

/// What long work tells from time to time: how much is done, and of how much; false asks it to stop.
pub type Watch<'a> = &'a (dyn Fn(usize, usize) -> bool + Sync);

/// Nobody watches: the work is done to its end.
pub const UNWATCHED: Watch<'static> = &|_, _| true;
