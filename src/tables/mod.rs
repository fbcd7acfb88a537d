//! Cells to typed tables: the schema as data, recognising sheets and titles, and the typed records with their origins.

pub mod column;
pub mod table;
pub mod texts;

pub use column::{Decimals, Value, Values};
pub use table::{Column, Part, Table};
pub use texts::{Symbol, Texts};
