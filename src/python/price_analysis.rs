//! Questions about prices as a whole: what does not fit together, and what is left of list prices.

use chrono::NaiveDate;
use pyo3::prelude::*;
use rust_decimal::Decimal;

use super::arguments;
use super::catalog::Catalog;
use super::error::{guard, guard_plain};
use super::explanation::{Waterfall, pocket_waterfall};
use super::report::language_named;
use super::table::Table;
use crate::pricing::AnalysisOptions;
use crate::report::results::price_analysis as frames;

#[pymethods]
impl Catalog {
    /// Look for prices that do not fit together, with the money at stake.
    ///
    /// Parameters
    /// ----------
    /// on
    ///     The day prices are asked on; the catalog's ``as_of`` by default.
    /// fx_percent
    ///     Tolerance between price lists in two currencies; 3 by default.
    /// jump_percent
    ///     Tolerance between a successor and what it replaces; 15 by default.
    /// kit_discount_percent
    ///     Largest discount of a kit on the sum of its content; 20 by default.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row an issue, the most money first. Columns: ``code``, ``title``, ``item``, ``customer`` (blank: the list
    ///     price), ``other`` (item, family, tier or currency it is about), ``price`` and ``limit`` (company currency, one
    ///     unit; ``limit`` blank where there should be no price), ``difference``, ``yearly_quantity`` (of the 365 days up to the last sale), ``at_stake`` (their product,
    ///     blank without ``sales_history``), ``detail``, ``origin``. ``more[0]`` holds the families of ``priced_parts``
    ///     with their fit (price = ``factor`` · size ^ ``exponent``, Theil–Sen), ``more[1]`` their members with the price
    ///     of their size and the ratio to it.
    ///
    /// Raises
    /// ------
    /// PricingError
    ///     A tolerance is below 0, or ``kit_discount_percent`` above 100.
    ///
    /// Notes
    /// -----
    /// Codes: ``E-BELOW-COST`` (list prices, given prices of ``priced_parts``, and what customers would pay today for what
    /// they bought), ``E-IP-PRICED`` (core parts with a price in ``priced_parts``, ``items``, ``price_lists``,
    /// ``guide_prices`` or ``customer_prices``; one row a cell), ``W-ZERO-MARGIN-BROKEN`` (standard and wear parts more
    /// than 1 % of cost away from cost and overhead), ``W-QTY-UNIT``, ``W-QTY-TOTAL``, ``W-FX``, ``W-CORRIDOR``,
    /// ``W-FAMILY-INVERSION``, ``W-MARKET``, ``W-KIT-ABOVE-SUM``, ``W-KIT-BELOW-PART``, ``W-KIT-DISCOUNT``,
    /// ``W-ASSEMBLY-BELOW-CHILD``, ``W-SUPERSESSION-JUMP``, ``W-LEAKAGE``; ``I-FAMILY-SMALL`` and ``I-FAMILY-ORDER`` are
    /// findings. The price of a part is its given price, else its list price. Time grows with rules, sold lines and, in a
    /// family, with the square of its size. Rule: parts-pricing specification, sections 2, 4 and 7.
    ///
    /// Examples
    /// --------
    /// >>> lists = {"item": ["W220", "W220"], "price": [10, Decimal("8.9")], "min_quantity": [1, 10], "max_quantity": [9, 99]}
    /// >>> catalog = pb.read(sample_tables() | {"price_lists": lists}, as_of=AS_OF)
    /// >>> catalog.analyse_prices()[0].detail
    /// '10 each from 1, 8.9 each from 10'
    #[pyo3(signature = (
        *, on: "date | None" = None, fx_percent: "int | Decimal" = AnalysisOptions::default().fx_percent,
        jump_percent: "int | Decimal" = AnalysisOptions::default().jump_percent,
        kit_discount_percent: "int | Decimal" = AnalysisOptions::default().kit_discount_percent
    ))]
    fn analyse_prices(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        fx_percent: Decimal,
        jump_percent: Decimal,
        kit_discount_percent: Decimal,
    ) -> PyResult<Table> {
        let book = self.price_book(py)?;
        let options = AnalysisOptions { on, fx_percent, jump_percent, kit_discount_percent };
        let answer = guard(py, || book.analyse_prices(options))?;
        Ok(Table::of(frames::analysis_frame(&answer), &self.model)
            .with(frames::families_frame(&answer))
            .with(frames::members_frame(&answer)))
    }

    /// Say what is left of the list price of every sold line.
    ///
    /// Parameters
    /// ----------
    /// language
    ///     Language of the bars that a notebook shows.
    ///
    /// Returns
    /// -------
    /// Waterfall
    ///     One row a line of ``sales_history``, in its order: ``customer``, ``tier``, ``item``, ``quantity``,
    ///     ``exchange_rate`` (of the day it was sold), ``currency`` (the company's), then amounts of the line in it:
    ///     ``list_amount``, ``on_invoice_discount``, ``invoice_amount``, ``rebate``, ``freight``, ``terms_cost``,
    ///     ``virtual_credit``, ``pocket_amount``, and ``leakage_percent``, the share of the list price that is lost.
    ///     ``more[0]`` holds the totals of all lines, by tier and by customer; a notebook shows those of all as a
    ///     waterfall.
    ///
    /// Notes
    /// -----
    /// ``list_price`` and ``net_price`` are of one unit; rebate, freight, terms and credit of the whole line. All are in
    /// the ``currency`` of the line, blank for the company's, and converted at the newest rate of ``exchange_rates`` not
    /// after its day. Findings: ``E-HISTORY-PRICE``, ``E-RATE`` and ``E-AMOUNT`` for lines that are left out. Rule:
    /// parts-pricing specification, section 7.
    ///
    /// Examples
    /// --------
    /// >>> history = {"item": ["W220"], "quantity": [1], "list_price": [5000], "net_price": [4250], "freight": [315]}
    /// >>> catalog = pb.read(sample_tables() | {"sales_history": history}, as_of=AS_OF)
    /// >>> catalog.waterfall()[0].leakage_percent
    /// Decimal('21.3')
    #[pyo3(signature = (*, language = "en"))]
    fn waterfall(&self, py: Python<'_>, language: &str) -> PyResult<Py<Waterfall>> {
        let language = language_named(language)?.code();
        let book = self.price_book(py)?;
        let pocket = guard_plain(py, || book.pocket())?;
        let table = Table::of(frames::waterfall_frame(&pocket), &self.model);
        let table = table.with(frames::waterfall_totals_frame(&pocket));
        Waterfall::new(py, table, pocket_waterfall(&pocket, language))
    }
}
