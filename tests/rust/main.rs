//! Tests of the whole crate through its public functions, one module a subject.
#![cfg(test)]

mod books;
mod demo;
mod layers;
mod layouts;
mod memory;
mod pricing_vectors;
mod reading;
mod real_workbooks;
