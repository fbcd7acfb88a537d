//! Order lines of another reading: of a file that was named beside the sources.

use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::prelude::*;

use super::catalog::Catalog;
use super::lines::LINES;
use super::table::Table;
use super::watch::watched;
use crate::finding::Finding;
use crate::model;
use crate::pricing::PricingError;
use crate::report::results::pricing::priced_lines_frame;

#[pymethods]
impl Catalog {
    /// Prices the order lines of another catalog; all that is doubtful about them is told with its place there.
    #[pyo3(signature = (lines, on = None))]
    fn _price_lines_of(&self, py: Python<'_>, lines: &Self, on: Option<NaiveDate>) -> PyResult<Table> {
        let book = self.price_book(py)?;
        let other = &lines.model;
        let frame = watched(py, None, |tell| {
            let (table, texts) = (other.table(LINES), other.texts());
            let priced = book.price_columns(table, texts, on, tell)?;
            let mut frame = priced_lines_frame(&book, table, texts, priced);
            frame.findings.extend(about_lines(other));
            frame.findings.sort();
            Ok::<_, PricingError>(frame)
        })?;
        Ok(Table::of(frame, &self.model))
    }
}

/// What reading found on the sheets of the order lines.
fn about_lines(catalog: &Arc<model::Catalog>) -> Vec<Finding> {
    let parts = catalog.table(LINES).parts();
    let is_here = |found: &&Finding| {
        let place = found.origin.as_ref();
        place.is_some_and(|place| {
            parts.iter().any(|part| part.sheet.workbook == place.workbook && part.sheet.sheet == place.sheet)
        })
    };
    catalog.findings().iter().filter(is_here).cloned().collect()
}
