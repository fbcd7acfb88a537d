//! The spare-parts book.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::catalog::Catalog;
use super::findings::Findings;
use super::report::input_paths;
use super::table::Table;
use super::watch::watched;
use crate::model;
use crate::report::parts_book::plan::Mode;
use crate::report::parts_book::{self, BookError, BookRequest, IpPolicy, Layout, NumberOrder};
use crate::report::results::book::{lines_frame, pages_frame, quality_frame};
use crate::report::write::{WriteOptions, check_target, write_bytes};

#[pymethods]
impl Catalog {
    /// Make the spare-parts book of a delivered machine or of an item.
    ///
    /// What is not named here comes from the ``book`` sheet.
    ///
    /// Parameters
    /// ----------
    /// serial
    ///     Serial number of the machine.
    /// item
    ///     Item number of the machine, for a book without serial number.
    /// customer
    ///     Number of the customer; the one who has the machine by default.
    /// languages
    ///     Languages of the descriptions, in order.
    /// mode
    ///     ``"spares"``: only what is a spare part. ``"full"``: every line.
    /// ip_policy
    ///     Protected parts: ``"nha"`` names the assembly to order instead, ``"mask"`` prints no number, ``"hide"``
    ///     leaves the line out.
    /// index_order
    ///     Order of the number index: ``"natural"`` or ``"ata"``.
    /// prices
    ///     Print prices.
    /// layout
    ///     ``"sheets"``: a sheet for each figure. ``"continuous"``: one after the other on one sheet.
    /// bubbles
    ///     Draw position numbers on the pictures.
    /// internal
    ///     Add the sheet about quality; not for customers.
    /// folder
    ///     Where the drawings are; beside the workbook that names them by default.
    /// issue_date
    ///     Day of issue.
    ///
    /// Returns
    /// -------
    /// Book
    ///     Planned and measured, not yet written.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     Serial number, item or customer are not in the catalog.
    /// ReportError
    ///     No machine is named, or it has no spare parts.
    #[pyo3(signature = (
        serial = None, item = None, *, customer = None, languages = None, mode = None, ip_policy = None,
        index_order = None, prices = None, layout = None, bubbles = None, internal = false, folder = None,
        issue_date = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn parts_book(
        &self,
        py: Python<'_>,
        serial: Option<String>,
        item: Option<String>,
        customer: Option<String>,
        languages: Option<Vec<String>>,
        mode: Option<&str>,
        ip_policy: Option<&str>,
        index_order: Option<&str>,
        prices: Option<bool>,
        layout: Option<&str>,
        bubbles: Option<bool>,
        internal: bool,
        folder: Option<PathBuf>,
        issue_date: Option<NaiveDate>,
    ) -> PyResult<Book> {
        let request = BookRequest {
            serial,
            item,
            customer,
            languages: languages.unwrap_or_default(),
            mode: word("mode", mode, Mode::from_name, "\"spares\" or \"full\"")?,
            ip_policy: word("ip_policy", ip_policy, IpPolicy::from_name, "\"nha\", \"mask\" or \"hide\"")?,
            index_order: word("index_order", index_order, NumberOrder::from_name, "\"natural\" or \"ata\"")?,
            prices,
            layout: word("layout", layout, Layout::from_name, "\"sheets\" or \"continuous\"")?,
            bubbles,
            internal,
            folder,
            issue_date,
            weights: None,
        };
        let book = watched(py, None, |tell| parts_book::Book::watched(&self.model, &request, tell))?;
        Ok(Book { book, catalog: Arc::clone(&self.model) })
    }
}

/// The value of a word, or an error that names the words there are.
fn word<T>(name: &str, given: Option<&str>, from_name: impl Fn(&str) -> Option<T>, known: &str) -> PyResult<Option<T>> {
    given
        .map(|given| {
            from_name(given).ok_or_else(|| PyValueError::new_err(format!("{name} is {known}, not \"{given}\"")))
        })
        .transpose()
}

/// A spare-parts book: pages with drawings and lists, indexes, links, and how good it is.
#[pyclass(frozen, module = "partsbook")]
pub(crate) struct Book {
    book: parts_book::Book,
    catalog: Arc<model::Catalog>,
}

#[pymethods]
impl Book {
    /// The pages in order.
    ///
    /// One row a figure. Columns: ``figure``, ``item`` (blank when protected), ``revision``, ``title``, ``depth``,
    /// ``used_on``, ``per_machine``, ``lines``, ``pictures``.
    #[getter]
    fn pages(&self) -> Table {
        Table::of(pages_frame(&self.book), &self.catalog)
    }

    /// The lines in print order.
    ///
    /// Columns: ``figure``, ``assembly``, ``position``, ``item`` (blank when protected), ``revision``,
    /// ``description``, ``quantity`` (blank for as required), ``unit``, ``kind``, ``marks``, ``remarks``, ``price``,
    /// ``see_figure``, ``per_machine``, ``origin``.
    #[getter]
    fn lines(&self) -> Table {
        Table::of(lines_frame(&self.book), &self.catalog)
    }

    /// How good the book is: measures, score, and whether it may be released.
    ///
    /// Columns: ``measure``, ``text``, ``value``, ``part``, ``whole``.
    #[getter]
    fn quality(&self) -> Table {
        Table::of(quality_frame(&self.book), &self.catalog)
    }

    /// What is doubtful about this book.
    #[getter]
    fn findings(&self, py: Python<'_>) -> PyResult<Py<Findings>> {
        Findings::new(py, self.book.findings.clone(), Some(Arc::clone(&self.catalog)))
    }

    /// Write the book as a workbook.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write. It appears when it is whole.
    /// overwrite
    ///     Replace a file that this program did not write. An own workbook is always replaced, an input never.
    /// progress
    ///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists and is not ours, is an input, is open elsewhere, or cannot be written; or a protected number
    ///     would have been handed out.
    #[pyo3(signature = (path, *, overwrite = false, progress: "object" = None))]
    fn to_excel(
        &self,
        py: Python<'_>,
        path: PathBuf,
        overwrite: bool,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let inputs = input_paths(Some(&self.catalog));
        watched(py, progress.as_ref(), |tell| {
            let cancel = || !tell(0, 1);
            let options = WriteOptions { overwrite, inputs: &inputs, cancel: &cancel };
            check_target(&path, &options)?;
            let bytes = self.book.to_bytes(&cancel)?;
            write_bytes(&path, &bytes, &options)?;
            tell(1, 1);
            Ok::<_, BookError>(())
        })
    }

    fn __repr__(&self) -> String {
        let pages = &self.book.plan.pages;
        let lines: usize = pages.iter().map(|page| page.lines.len()).sum();
        let settings = &self.book.settings;
        let about = match &settings.serial {
            Some(serial) => format!("serial number {serial}"),
            None => self.catalog.item_number(settings.top).to_owned(),
        };
        let verdict = if self.book.quality.passes { "may be released" } else { "not to be released" };
        format!(
            "Spare-parts book of {about}: {} figures, {lines} lines; score {}, {verdict}",
            pages.len(),
            self.book.quality.score.normalize()
        )
    }
}
