//! Tests of the whole crate through its public functions, one module a subject.
#![cfg(test)]

mod books;
mod demo;
mod layers;
mod memory;
mod pricing_vectors;
mod reading;
mod real_structures;
mod real_workbooks;
