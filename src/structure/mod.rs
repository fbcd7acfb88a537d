//! Product structures: what is in an assembly, where an item is used, what may replace it, what was delivered.
//!
//! Rules: structures specification. Every question has a date; a day is inside a validity when it is one of its ends.

mod above;
mod accumulate;
mod amount;
mod availability;
mod buildable;
mod certainty;
mod chains;
mod compare;
mod delivered;
mod dissolve;
mod effectivity;
mod error;
mod explode;
mod field;
mod fitted;
mod following;
mod freeze;
mod frozen;
mod interchange;
#[cfg(test)]
mod laws;
mod matching;
mod matrix;
mod plan;
mod ratio;
mod roll_check;
mod roll_up;
mod rolled;
mod rolling;
mod service;
mod slots;
mod source;
mod standing_in;
#[cfg(test)]
mod stopping;
mod sums;
mod supersession;
mod sweep;
#[cfg(test)]
mod testing;
mod units;
mod where_used;

pub use amount::Figure;
pub use availability::{Availability, AvailableRow, availability, free_stock};
pub use buildable::{BuildOptions, BuildRow, BuildWanted, Buildable, Shortage, buildable, buildable_watched};
pub use certainty::Certainty;
pub use chains::{ChainRow, Chains, RunOut, supersession_chains};
pub use compare::{
    Change, CompareDepth, CompareEntry, CompareOptions, CompareRow, CompareSide, Comparison, Verdict, compare,
    compare_watched,
};
pub use delivered::{BuildPeriod, Candidate, Delivered, Possible, RUN_DOWN_DAYS, WAIT_DAYS};
pub use error::StructureError;
pub use explode::{Explosion, ExplosionOptions, ExplosionRow, Place, SummedRow, explode, explode_watched};
pub use field::{CustomerTotal, FieldUse};
pub use fitted::{Containing, Fitted, FittedLine, OtherLine, RemovedLine, containing, fitted};
pub use freeze::{FrozenRow, FrozenStructure, freeze};
pub use frozen::StructureKind;
pub use interchange::{Interchange, Replacement, Revised, RevisionStatus};
pub use matrix::{Matrix, MatrixRow, interchange_matrix};
pub use roll_check::{RollUpCheck, roll_up_check};
pub use roll_up::{RollUp, RollUpOptions, RollUpRow, RollUpSource, Rolled, roll_up, roll_up_watched};
pub use service::{ServiceLine, ServiceOptions, ServiceStructure, service_structure, service_structure_watched};
pub use standing_in::Through;
pub use supersession::{Step, Stock, Supersession, SupersessionStep, Supersessions, resolve_supersession};
pub use where_used::{
    FieldStructures, ParentRevisions, Reach, Use, UseBox, WhereUsed, WhereUsedOptions, where_used, where_used_watched,
};
