//! Results of the engines as frames.

pub mod structure;
