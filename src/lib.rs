//! Parts prices, structures, variants and spare-parts books from the workbooks people already have.
//!
//! Data flows one way: workbook → tables → model → engines → reports. A layer imports only layers before it.

pub mod aftersales;
pub mod demo;
pub mod finding;
pub mod model;
pub mod origin;
pub mod pricing;
#[cfg(feature = "python")]
mod python;
pub mod report;
pub mod structure;
pub mod tables;
pub mod values;
pub mod variants;
pub mod workbook;
