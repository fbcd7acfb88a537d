//! Records to one linked catalog, immutable, shared by all engines.

pub mod build;
pub mod catalog;
pub mod changes;
mod check;
mod check_settings;
pub mod customers;
pub mod error;
pub mod items;
mod keys;
pub mod machines;
pub mod numbered;
mod proposals;
pub mod settings;
pub mod store;
pub mod structure;
#[cfg(test)]
pub(crate) mod testing;
mod unread;

pub use catalog::{Catalog, Descriptions};
pub use customers::{Customer, CustomerId, Customers};
pub use error::ModelError;
pub use items::{Item, ItemId, Items};
pub use machines::{Machine, MachineId, Machines, Project, ProjectId, Projects};
pub use numbered::{Dense, Numbered};
pub use settings::Settings;
pub use structure::{
    BomLine, BomLines, Line, LineId, LineKind, SerialKey, Structure, Upward, position_order, position_prefix,
};
