//! Results of the engines as frames, one file an area.

pub mod variants;
