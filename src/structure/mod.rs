//! Product structures: what is in an assembly, where an item is used, what may replace it, what was delivered.
//!
//! Rules: structures specification. Every question has a date; a day is inside a validity when it is one of its ends.

mod accumulate;
mod amount;
mod availability;
mod buildable;
mod compare;
mod delivered;
mod effectivity;
mod error;
mod explode;
mod field;
mod fitted;
mod freeze;
mod frozen;
mod interchange;
#[cfg(test)]
mod laws;
mod ratio;
mod roll_up;
mod service;
mod source;
mod sums;
mod supersession;
#[cfg(test)]
mod testing;
mod units;
mod where_used;

pub use amount::Figure;
pub use availability::{Availability, AvailableRow, availability, free_stock};
pub use buildable::{BuildOptions, BuildRow, BuildWanted, Buildable, Shortage, buildable};
pub use compare::{
    Change, CompareDepth, CompareEntry, CompareOptions, CompareRow, CompareSide, Comparison, Verdict, compare,
};
pub use delivered::{
    BuildPeriod, Candidate, Certainty, Delivered, Possible, RUN_DOWN_DAYS, WAIT_DAYS,
};
pub use error::StructureError;
pub use explode::{Explosion, ExplosionOptions, ExplosionRow, Place, SummedRow, explode};
pub use field::{CustomerTotal, FieldUse};
pub use fitted::{Containing, Fitted, FittedLine, OtherLine, RemovedLine, containing, fitted};
pub use freeze::{FrozenRow, FrozenStructure, freeze};
pub use frozen::StructureKind;
pub use interchange::{Interchange, Replacement, Revised, RevisionStatus};
pub use roll_up::{RollUp, RollUpOptions, RollUpRow, RollUpSource, Rolled, roll_up};
pub use service::{ServiceLine, ServiceOptions, ServiceStructure, service_structure};
pub use supersession::{Stock, Supersession, SupersessionStep, Supersessions, resolve_supersession};
pub use where_used::{Reach, Use, WhereUsed, WhereUsedOptions, where_used};
