//! Workbooks for customers that recalculate by themselves.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::prelude::*;
use rust_decimal::Decimal;

use super::arguments;
use super::catalog::Catalog;
use super::findings::Findings;
use super::lines::{LINES, Lines};
use super::report::{input_paths, language_named};
use super::watch::watched;
use crate::finding::{self, Finding};
use crate::pricing::PricingError;
use crate::report::live_quote::{self, LineProblem, LiveLine, LiveQuote};
use crate::report::{Language, ReportBook, ReportError, WriteOptions, write_outgoing};

#[pymethods]
impl Catalog {
    /// Write a quote that recalculates by itself: the receiver changes items, quantities and discounts in a workbook.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write. It appears when it is whole.
    /// customer
    ///     Number of the customer.
    /// lines
    ///     Lines filled in already: a table with the columns ``item`` and ``quantity``, and ``special_discount`` where a
    ///     line has its own; a dict of titles and lists, or a list of dicts.
    /// items
    ///     Numbers of the items the receiver may choose from; by default all on the customer's price list. Those of the
    ///     lines are added.
    /// on
    ///     Pricing day; the catalog's ``as_of`` by default.
    /// currency
    ///     Currency of the quote; the customer's by default.
    /// language
    ///     Language of words, descriptions and dates: en, fi, sv, de, nl or zh.
    /// freight
    ///     Freight in the currency of the quote; free from the customer's ``free_freight_limit`` on.
    /// freight_taxable
    ///     Freight is taxed too.
    /// tax
    ///     VAT percent of the whole quote; by default that of each item, or 0 for customers abroad and exports.
    /// spare_lines
    ///     Empty lines after those filled in.
    /// overwrite
    ///     Replace a file that this program did not write.
    ///
    /// Returns
    /// -------
    /// Findings
    ///     One for each line that stands in the workbook without amount, outside the total: ``E-ITEM-UNKNOWN``,
    ///     ``E-QUANTITY``, ``E-PERCENT`` for a discount out of range, ``W-QUOTE-ON-REQUEST`` for an item without price.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The customer, or one of ``items``, is not in the catalog.
    /// PricingError
    ///     No exchange rate, or the customer is an end user (quotes go to the sales channel only).
    /// ReportError
    ///     The file cannot be written, or would show the customer something internal.
    ///
    /// Notes
    /// -----
    /// The workbook holds the customer's own prices at every quantity, the comments the customer may see, and nothing
    /// else; every file passes ``check_safe``. A line without amount stays, its note says why, and the total is marked
    /// incomplete. Rule: pricing specification, sections 2.4 and 5; parts-pricing specification, section 5.
    ///
    /// Examples
    /// --------
    /// >>> from pathlib import Path
    /// >>> from tempfile import mkdtemp
    /// >>> path = Path(mkdtemp()) / "quote.xlsx"
    /// >>> lines = {"item": ["W220", "no such item"], "quantity": [2, 1]}
    /// >>> findings = sample_catalog().write_quote(path, "1001", lines, freight=Decimal(15))
    /// >>> [(finding.code, finding.value) for finding in findings]
    /// [('E-ITEM-UNKNOWN', 'no such item')]
    #[pyo3(signature = (
        path, customer, lines: "object" = None, items: "str | list[str] | tuple[str, ...] | None" = None, *,
        on: "date | None" = None, currency = None, language = "en",
        freight: "int | float | Decimal | None" = None, freight_taxable = false,
        tax: "int | float | Decimal | None" = None, spare_lines: "int" = 15, overwrite = false
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn write_quote(
        &self,
        py: Python<'_>,
        path: PathBuf,
        customer: String,
        lines: Option<Bound<'_, PyAny>>,
        #[pyo3(from_py_with = arguments::items)] items: Option<Vec<String>>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        currency: Option<String>,
        language: &str,
        #[pyo3(from_py_with = arguments::freight)] freight: Option<Decimal>,
        freight_taxable: bool,
        #[pyo3(from_py_with = arguments::tax)] tax: Option<Decimal>,
        #[pyo3(from_py_with = arguments::spare_lines)] spare_lines: usize,
        overwrite: bool,
    ) -> PyResult<Py<Findings>> {
        let language = language_named(language)?;
        let lines = lines.map(|lines| Lines::of(py, &lines)).transpose()?;
        let blank = self.model.company().flag("blank_quantity_is_one", false).then_some(Decimal::ONE);
        let mut problems = Vec::new();
        self.write_live(py, &path, overwrite, |book| {
            let request = LiveQuote {
                lines: lines.as_ref().map(|lines| filled(lines, blank)).unwrap_or_default(),
                items: items.as_ref().map(|items| items.iter().map(String::as_str).collect()),
                spare_lines,
                on,
                currency: currency.as_deref(),
                freight,
                freight_taxable,
                tax,
                language,
                ..LiveQuote::new(&customer)
            };
            let document = live_quote::live_quote(book, &request)?;
            problems = document.problems;
            Ok(document.report)
        })?;
        let findings = lines.as_ref().map(|lines| named(problems, lines)).unwrap_or_default();
        Findings::new(py, findings, Some(Arc::clone(&self.model)))
    }

    /// Write a price sheet that recalculates by itself: every item with its price at a quantity the receiver changes.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write. It appears when it is whole.
    /// customer
    ///     Number of the customer.
    /// items
    ///     Numbers of the items, or one; by default all on the customer's price list.
    /// on
    ///     Pricing day; the catalog's ``as_of`` by default.
    /// currency
    ///     Currency of the prices; the customer's by default.
    /// language
    ///     Language of words, descriptions and dates: en, fi, sv, de, nl or zh.
    /// freight
    ///     Freight in the currency of the prices; free from the customer's ``free_freight_limit`` on.
    /// freight_taxable
    ///     Freight is taxed too.
    /// tax
    ///     VAT percent of the whole sheet; by default that of each item, or 0 for customers abroad and exports.
    /// overwrite
    ///     Replace a file that this program did not write.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     Customer or item are not in the catalog.
    /// PricingError
    ///     No exchange rate, or the customer is an end user (with discounts, tax and total it is a quote for all items;
    ///     those go to the sales channel only).
    /// ReportError
    ///     The file cannot be written, or would show the customer something internal.
    ///
    /// Examples
    /// --------
    /// >>> from pathlib import Path
    /// >>> from tempfile import mkdtemp
    /// >>> path = Path(mkdtemp()) / "prices.xlsx"
    /// >>> sample_catalog().write_price_sheet(path, "1001", language="fi")
    /// >>> path.exists()
    /// True
    #[pyo3(signature = (
        path, customer, items: "str | list[str] | tuple[str, ...] | None" = None, *, on: "date | None" = None,
        currency = None, language = "en", freight: "int | float | Decimal | None" = None, freight_taxable = false,
        tax: "int | float | Decimal | None" = None, overwrite = false
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn write_price_sheet(
        &self,
        py: Python<'_>,
        path: PathBuf,
        customer: String,
        #[pyo3(from_py_with = arguments::items)] items: Option<Vec<String>>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        currency: Option<String>,
        language: &str,
        #[pyo3(from_py_with = arguments::freight)] freight: Option<Decimal>,
        freight_taxable: bool,
        #[pyo3(from_py_with = arguments::tax)] tax: Option<Decimal>,
        overwrite: bool,
    ) -> PyResult<()> {
        let language: Language = language_named(language)?;
        self.write_live(py, &path, overwrite, |book| {
            let request = LiveQuote {
                items: items.as_ref().map(|items| items.iter().map(String::as_str).collect()),
                on,
                currency: currency.as_deref(),
                freight,
                freight_taxable,
                tax,
                language,
                ..LiveQuote::new(&customer)
            };
            live_quote::live_price_sheet(book, &request)
        })
    }
}

/// Why a workbook for a customer was not written.
enum Failure {
    Quote(PricingError),
    Report(ReportError),
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Quote(error) => error.into(),
            Failure::Report(error) => error.into(),
        }
    }
}

impl Catalog {
    fn write_live(
        &self,
        py: Python<'_>,
        path: &Path,
        overwrite: bool,
        make: impl FnOnce(&crate::pricing::PriceBook) -> Result<ReportBook, PricingError> + Send,
    ) -> PyResult<()> {
        let book = self.price_book(py)?;
        let inputs = input_paths(Some(&self.model));
        watched(py, None, |tell| {
            let cancel = || !tell(0, 1);
            let report = make(&book).map_err(Failure::Quote)?;
            let options = WriteOptions { overwrite, inputs: &inputs, cancel: &cancel };
            write_outgoing(&report, path, &options).map_err(Failure::Report)
        })
    }
}

/// The lines of a table, one a row; a blank quantity is what the company says.
fn filled(Lines { reading, .. }: &Lines, blank: Option<Decimal>) -> Vec<LiveLine<'_>> {
    let Some(table) = reading.tables.get(LINES) else { return Vec::new() };
    let (items, quantities, discounts) =
        (table.text("item"), table.decimal("quantity"), table.decimal("special_discount"));
    (0..table.len())
        .map(|row| LiveLine {
            item: items.get(row).map_or("", |symbol| reading.texts.get(symbol)),
            quantity: quantities.get(row).or(blank),
            discount: discounts.get(row),
        })
        .collect()
}

/// The problems of lines as findings that name their cells.
fn named(problems: Vec<LineProblem>, Lines { reading, .. }: &Lines) -> finding::Findings {
    let table = reading.tables.get(LINES);
    let mut findings = finding::Findings::new();
    for problem in problems {
        let mut found = Finding::new(problem.code).field(problem.field).value(problem.found);
        found.origin = table.and_then(|table| table.cell(problem.line, problem.field));
        found.detail = problem.detail.map(str::to_owned);
        findings.push(found);
    }
    findings.sort();
    findings
}
