//! Cells to typed tables: the schema as data, recognising sheets and titles, and the typed records with their origins.

pub mod aliases;
pub mod column;
mod dictionary;
mod embedded;
pub mod error;
mod held;
pub mod input;
pub mod labels;
mod layout;
pub mod read;
mod recognise;
pub mod report;
pub mod schema;
mod sheet_reader;
mod synonyms;
pub mod table;
pub mod texts;
mod typed;
pub mod words;

pub use column::{Decimals, NO_NUMBER, Value, Values};
pub use error::TableError;
pub use input::{InputColumn, InputTable};
pub use read::{Input, ReadOptions, Reading, read, read_lines};
pub use report::{LeftOut, SheetReport, SourceReport};
pub use synonyms::Synonyms;
pub use table::{Column, Part, Table};
pub use texts::{Symbol, Texts};
