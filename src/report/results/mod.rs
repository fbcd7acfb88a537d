//! Results of the engines as frames, one file an area.

pub mod catalog;
pub mod price_checks;
pub mod pricing;
pub mod structure;
pub mod template;
pub mod variants;
