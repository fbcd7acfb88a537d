//! Records to one linked catalog, immutable, shared by all engines.

pub mod build;
pub mod catalog;
pub mod settings;
pub mod customers;
pub mod error;
pub mod items;
pub mod store;
#[cfg(test)]
pub(crate) mod testing;

pub use catalog::Catalog;
pub use settings::Settings;
pub use customers::{Customer, CustomerId, Customers};
pub use error::ModelError;
pub use items::{Item, ItemId, Items};
