//! The Python boundary: convert, release the lock, call, convert back. What Python sees is exactly what is exported here.

#![expect(clippy::needless_pass_by_value, reason = "Python arguments arrive by value")]
#![expect(clippy::doc_markdown, clippy::doc_link_with_quotes, reason = "texts for Python are numpydoc, not Markdown")]

mod after;
mod arguments;
mod arrow;
mod arrow_in;
mod book;
mod catalog;
mod error;
mod explanation;
mod findings;
mod iterate;
mod lines;
mod live_quote;
mod memory;
mod order_lines;
mod picture;
mod plain;
mod price_analysis;
mod pricing;
mod pricing_more;
mod reading;
mod recall;
mod report;
mod round_trip;
mod row;
mod safe;
mod show;
mod stream;
mod structure;
mod table;
mod value;
mod variants;
mod watch;
mod waterfall;

use pyo3::prelude::*;

/// The compiled part of partsbook; use ``import partsbook``.
#[pymodule]
mod _partsbook {
    #[pymodule_export]
    use super::book::Book;
    #[pymodule_export]
    use super::catalog::Catalog;
    #[pymodule_export]
    use super::explanation::{Explanation, Waterfall};
    #[pymodule_export]
    use super::findings::{Finding, Findings};
    #[pymodule_export]
    use super::picture::Picture;
    #[pymodule_export]
    use super::plain::result_table;
    #[pymodule_export]
    use super::pricing::Price;
    #[pymodule_export]
    use super::pricing_more::compare_prices;
    #[pymodule_export]
    use super::reading::{codes_table, load, read, schema_table};
    #[pymodule_export]
    use super::recall::{Campaign, Recall};
    #[pymodule_export]
    use super::report::{template, write_demo};
    #[pymodule_export]
    use super::row::Row;
    #[pymodule_export]
    use super::safe::check_safe;
    #[pymodule_export]
    use super::table::Table;
    #[pymodule_export]
    use super::variants::Family;

    /// The version of the program.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name Python expects")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init() {
        super::memory::keep_for_a_minute();
        super::error::install_panic_hook();
    }
}
