//! A believable small company to try everything on: the workbooks, drawings and order file of a maker of hoists.
//!
//! Everything is written from seeds and lists in this module, so that each run gives the same bytes.

mod assemblies;
mod company;
mod deliveries;
mod drawing;
mod items;
mod prices;
mod rng;
mod sheet;
mod structure;
mod variants;
mod vocabulary;
mod write;

#[cfg(test)]
mod tests;

pub use write::{DemoError, HONEST_MISTAKES, InputFile, write_inputs};
