//! Tests of the whole crate through its public functions, one module a subject.
#![cfg(test)]

mod binary_workbooks;
mod books;
mod codes;
mod demo;
mod fuzz;
mod hostile;
mod layers;
mod layouts;
mod made;
mod memory;
mod pricing_vectors;
mod reading;
mod real_levels;
mod real_structures;
mod real_workbooks;
mod round_trip;
mod sheet_xml;
mod sheets_at_once;
mod true_cells;
