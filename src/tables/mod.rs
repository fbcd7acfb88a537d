//! Cells to typed records: the schema of every table as data, the dictionary of titles, the labels of outputs.

pub mod aliases;
mod dictionary;
mod embedded;
pub mod labels;
pub mod schema;
pub mod words;
