//! Results of the engines as frames.

pub mod aftersales;
pub mod catalog;
pub mod pricing;
pub mod structure;
pub mod template;
