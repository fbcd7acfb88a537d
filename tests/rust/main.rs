//! Tests of the whole crate through its public functions, one module a subject.
#![cfg(test)]

mod layers;
mod memory;
mod pricing_vectors;
