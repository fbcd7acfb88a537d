//! Product families: properties with values, rules between them, and the variants they leave – counted, listed, named,
//! resolved and priced. Variants specification.
//!
//! Start with [`Family::new`]; everything else is a question to a family.

mod check;
mod condition;
mod count;
mod coverage;
mod error;
mod expand;
mod family;
mod inherit;
mod logic;
mod models;
mod naming;
mod network;
mod price;
mod quantity;
mod resolve;
mod rules;
mod search;
mod semiring;
mod split;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use check::{BrokenRule, Check, OpenProperty};
pub use condition::ConditionError;
pub use count::{Component, Count, ValueCount};
pub use coverage::{CheckKind, CheckRow, Checks, ItemUse};
pub use error::VariantError;
pub use expand::{MAX_LIST, Variant, Variants};
pub use family::{Family, Property, PropertyValue};
pub use models::Model;
pub use price::{PriceRange, Surcharge, VariantPrice};
pub use resolve::{Resolved, ResolvedLine};
pub use rules::Rule;
pub use split::{Split, SplitProduct};
pub use vocabulary::{Kind, Names};
