//! Tests of the whole crate through its public functions, one module a subject.
#![cfg(test)]

mod demo;
mod layers;
mod pricing_vectors;
