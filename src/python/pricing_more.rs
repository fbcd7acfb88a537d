//! Quotes, rule checks, comparisons, copies and simulations.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rust_decimal::Decimal;

use super::arguments;
use super::catalog::Catalog;
use super::error::{guard, guard_plain};
use super::lines::{Lines, with_findings, with_lines};
use super::report::language_named;
use super::table::Table;
use super::watch::watched;
use crate::pricing::{self, CopyTarget, Elasticity, OrderRows, PriceBook, QuoteOptions};
use crate::report::results::copied::copied_frame;
use crate::report::results::delivery::delivery_frame;
use crate::report::results::price_checks as frames;

#[pymethods]
impl Catalog {
    /// Make a quote for a customer.
    ///
    /// Parameters
    /// ----------
    /// customer
    ///     Number of the customer, in whose currency, country and site it is.
    /// lines
    ///     A table with the columns of ``order_lines``, of which item, quantity, what was entered, special discount,
    ///     campaign and district count; all of it is taken as this customer's. By default the rows of the sheet
    ///     ``order_lines`` that are the customer's: with its number, without number with its business id; rows that
    ///     name nobody where no row names anybody.
    /// on
    ///     Pricing day; the catalog's ``as_of`` by default.
    /// currency, exchange_rate
    ///     Currency of the quote, and company currency for one unit of it, above 0.
    /// tax_rate
    ///     Tax percent of all lines, from 0 to 100; by default that of each item, 0 for exports.
    /// logistics, logistics_taxable
    ///     Freight and handling in the currency of the quote, 0 or more, and whether they bear tax.
    /// tax_inclusive
    ///     Whether prices contain tax; as the company's prices do by default.
    /// special_discount, campaign, order_district
    ///     The order header, as far as it concerns prices.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a line, in the order of the lines; none is missing. Columns: ``line`` (int, from 1), ``item``
    ///     (text), ``quantity`` (decimal, in the item's unit), ``unit_price`` (decimal, after all discounts, to 6
    ///     decimals), ``amount`` (decimal, all units, rounded once to 0.01), ``currency`` (text, of both),
    ///     ``tax_rate`` (decimal, percent), ``state`` (text: ``priced`` or ``on_request``), ``comment`` (text). A
    ///     line without price is ``on_request`` and outside the total.
    ///
    ///     ``more[0]`` holds the totals: one row each for ``lines``, ``logistics``, ``tax`` by rate
    ///     (``contained_tax`` where prices contain it) and ``total`` (``total_incomplete`` when a line is on
    ///     request), then comments on the whole quote. Columns: ``name`` (text), ``tax_rate`` (decimal, percent),
    ///     ``amount`` (decimal), ``currency``, ``comment`` (text). Nothing internal is in either; findings are for
    ///     the company only.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The customer is not in the catalog.
    /// PricingError
    ///     The customer is an end user, or the currency has no rate.
    /// TypeError, ValueError
    ///     An argument is not what it can be; the message names it, what was given and what is expected.
    ///
    /// Notes
    /// -----
    /// Rule: parts-pricing specification, section 5.
    ///
    /// Examples
    /// --------
    /// >>> quote = sample_catalog().quote("1001", {"item": ["W220"], "quantity": [2]}, logistics=Decimal("5"))
    /// >>> quote.more[0]["amount"][-1]
    /// Decimal('87.2')
    #[pyo3(signature = (
        customer, lines: "object" = None, *, on: "date | None" = None, currency = None,
        exchange_rate: "int | float | Decimal | None" = None, tax_rate: "int | float | Decimal | None" = None,
        logistics: "int | float | Decimal" = Some(Decimal::ZERO), logistics_taxable = false, tax_inclusive = None,
        special_discount: "int | float | Decimal | None" = None,
        campaign = None, order_district = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn quote(
        &self,
        py: Python<'_>,
        customer: String,
        lines: Option<Bound<'_, PyAny>>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        currency: Option<String>,
        #[pyo3(from_py_with = arguments::document_rate)] exchange_rate: Option<Decimal>,
        #[pyo3(from_py_with = arguments::tax_rate)] tax_rate: Option<Decimal>,
        #[pyo3(from_py_with = arguments::logistics)] logistics: Option<Decimal>,
        logistics_taxable: bool,
        tax_inclusive: Option<bool>,
        #[pyo3(from_py_with = arguments::special_discount)] special_discount: Option<Decimal>,
        campaign: Option<String>,
        order_district: Option<String>,
    ) -> PyResult<Table> {
        let book = self.price_book(py)?;
        let own = lines.map(|lines| Lines::of(py, &lines)).transpose()?;
        let options = QuoteOptions {
            on,
            currency,
            exchange_rate,
            tax_rate,
            logistics: logistics.unwrap_or_default(),
            logistics_taxable,
            tax_inclusive,
            special_discount,
            campaign,
            order_district,
        };
        let mut quote =
            guard(py, || with_rows(&book, &customer, own.as_ref(), |lines| book.quote(&customer, lines, &options)))?;
        quote.findings = with_findings(quote.findings, &book, own.as_ref());
        Ok(Table::of(frames::quote_frame(&quote), &self.model).with(frames::quote_totals_frame(&quote)))
    }

    /// Make a delivery list for a customer: items and quantities with the comments the customer may see, no prices.
    ///
    /// Parameters
    /// ----------
    /// customer
    ///     Number of the customer.
    /// lines
    ///     A table with the columns item and quantity, all of it taken as this customer's; by default the customer's rows
    ///     of the sheet ``order_lines``, as for a quote.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a line, in the order of the lines; none is missing. Columns: ``line`` (int, from 1), ``item``,
    ///     ``description`` (text), ``quantity`` (decimal, in the item's unit), ``unit``, ``comment`` (text).
    ///     Comments on the whole delivery are rows at the end, with ``comment`` only. Comments of kind S are
    ///     internal and never in it.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The customer is not in the catalog.
    ///
    /// Notes
    /// -----
    /// ``E-ITEM-UNKNOWN`` for items that are not in the item master; their lines stay. Rule: pricing specification,
    /// section 2.4.
    #[pyo3(signature = (customer, lines: "object" = None, *, language = "en"))]
    fn delivery_list(
        &self,
        py: Python<'_>,
        customer: String,
        lines: Option<Bound<'_, PyAny>>,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let book = self.price_book(py)?;
        let own = lines.map(|lines| Lines::of(py, &lines)).transpose()?;
        let mut list =
            guard(py, || with_rows(&book, &customer, own.as_ref(), |lines| book.delivery_list(&customer, lines)))?;
        list.findings = with_findings(list.findings, &book, own.as_ref());
        Ok(Table::of(delivery_frame(&self.model, &list, language), &self.model))
    }

    /// Check all price rules without trying orders.
    ///
    /// Parameters
    /// ----------
    /// language
    ///     Language of ``title`` and ``detail``; its findings are in English.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row an issue, in the order of the tables and rows. Columns: ``code``, ``title``, ``table``, ``id``,
    ///     ``value``, ``detail``, ``other`` (the row that hides it, its double), ``at_stake`` (money over
    ///     ``sales_history``), ``origin``.
    ///
    /// Examples
    /// --------
    /// >>> len(sample_catalog().check_rules())
    /// 0
    #[pyo3(signature = (*, language = "en"))]
    fn check_rules(&self, py: Python<'_>, language: &str) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let book = self.price_book(py)?;
        let frame = guard_plain(py, || frames::rule_check_frame(&book, &book.check_rules(), language))?;
        Ok(Table::of(frame, &self.model))
    }

    /// The master record of a new customer, copied from another one.
    ///
    /// Parameters
    /// ----------
    /// source
    ///     Number of the customer to copy.
    /// customer
    ///     Number of the new one.
    /// changes
    ///     Fields that differ, by name.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row with the columns of the ``customers`` table in the order of its sheet, to be pasted there; then
    ///     fields of ``changes`` that the sheet has no column for. Agreements are copied with ``copy_discounts``.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The source is not in the catalog.
    /// PricingError
    ///     The new number is taken.
    #[pyo3(signature = (source, customer, changes = BTreeMap::new()))]
    fn copy_customer(
        &self,
        py: Python<'_>,
        source: String,
        customer: String,
        changes: BTreeMap<String, String>,
    ) -> PyResult<Table> {
        let book = self.price_book(py)?;
        let changes: Vec<(String, String)> = changes.into_iter().collect();
        let copied = guard(py, || book.copy_customer(&source, &customer, &changes))?;
        Ok(Table::of(copied_frame(&book, &copied), &self.model))
    }

    /// The agreements of a customer for another one: discounts, or prices.
    ///
    /// Parameters
    /// ----------
    /// source
    ///     Number of the customer whose rows are copied, those of its business id too.
    /// customer, business_id
    ///     For whom; exactly one of them.
    /// prices
    ///     Copy ``customer_prices`` in place of ``customer_discounts``.
    ///
    /// Returns
    /// -------
    /// Table
    ///     New rows with the columns of ``customer_discounts`` (or ``customer_prices``) in the order of its sheet,
    ///     to be pasted there, in the order of the source's rows; multiples flag and campaign included, equal ones
    ///     merged. Then ``customer`` or ``business_id``, where the sheet has no such column. ``findings`` names
    ///     those the target already has.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     Source or target are not in the catalog.
    #[pyo3(signature = (source, customer = None, *, business_id = None, prices = false))]
    fn copy_discounts(
        &self,
        py: Python<'_>,
        source: String,
        customer: Option<String>,
        business_id: Option<String>,
        prices: bool,
    ) -> PyResult<Table> {
        let target = match (customer, business_id) {
            (Some(customer), None) => CopyTarget::Customer(customer),
            (None, Some(id)) => CopyTarget::BusinessId(id),
            _ => return Err(PyValueError::new_err("give either customer or business_id")),
        };
        let book = self.price_book(py)?;
        let copied =
            guard(
                py,
                || {
                    if prices { book.copy_prices(&source, &target) } else { book.copy_discounts(&source, &target) }
                },
            )?;
        Ok(Table::of(copied_frame(&book, &copied), &self.model))
    }

    /// Try new list prices on the sales history.
    ///
    /// Parameters
    /// ----------
    /// new_prices
    ///     New list price by item number, in company currency; an item that is not named keeps the price it was sold at.
    ///     By default the list prices of the catalog on its day: what they make of the sales of before.
    /// elasticity
    ///     How demand answers to price, 0 or below.
    /// by_item, by_family
    ///     The same for single items (of ``items`` or ``sales_history``) and families (of ``priced_parts``).
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a sold line that counts, in the order of ``sales_history``: ``customer``, ``item``, ``exchange_rate``
    ///     (of the day it was sold), ``currency`` (the company's: all amounts are in it), then quantity, list and net
    ///     price of one unit, revenue and margin before and after, and ``breaks``, the bound that the new list price
    ///     breaks: ``cost``, ``market_low``, ``market_high``. A line without cost has no margin. ``more[0]`` holds the
    ///     totals of all lines, by item, family, customer and tier, and the customers that win and lose most; their margin
    ///     is that of ``revenue_with_cost_before`` and ``revenue_with_cost_after``, the lines whose cost is known.
    ///     ``more[1]`` holds the price indices.
    ///
    /// Raises
    /// ------
    /// PricingError
    ///     An elasticity is above 0, or is about an unknown item or family.
    ///
    /// Notes
    /// -----
    /// Amounts of a line are in its ``currency``, blank for the company's, and converted at the newest rate of
    /// ``exchange_rates`` not after its day. Findings: ``E-HISTORY-PRICE``, ``E-RATE`` and ``E-AMOUNT`` for lines that are
    /// left out, ``W-HISTORY-COST`` for items without cost, ``W-NO-NEW-PRICE`` for sold lines whose price stays,
    /// ``E-PRICE`` for new prices below zero, ``E-ITEM-UNKNOWN`` for new prices of items that are neither known nor sold.
    /// Rule: parts-pricing specification, section 6.
    ///
    /// Examples
    /// --------
    /// >>> history = {"item": ["W220"], "quantity": [10], "list_price": [40], "net_price": [36], "cost": [20]}
    /// >>> catalog = pb.read(sample_tables() | {"sales_history": history}, as_of=AS_OF)
    /// >>> catalog.simulate({"W220": Decimal(44)}).more[0][0].difference == 36
    /// True
    #[pyo3(signature = (new_prices = None, *, elasticity = Decimal::ZERO, by_item = BTreeMap::new(), by_family = BTreeMap::new()))]
    fn simulate(
        &self,
        py: Python<'_>,
        new_prices: Option<BTreeMap<String, Decimal>>,
        elasticity: Decimal,
        by_item: BTreeMap<String, Decimal>,
        by_family: BTreeMap<String, Decimal>,
    ) -> PyResult<Table> {
        let book = self.price_book(py)?;
        let elasticity = Elasticity { default: elasticity, by_item, by_family };
        let simulation = guard(py, || book.simulate(&new_prices.unwrap_or_else(|| book.list_prices()), &elasticity))?;
        Ok(Table::of(frames::simulation_frame(&simulation), &self.model)
            .with(frames::simulation_totals_frame(&simulation))
            .with(frames::indices_frame(&simulation)))
    }
}

/// Price the same lines under two catalogs, or on two days.
///
/// Parameters
/// ----------
/// before, after
///     The catalogs; the same one twice to compare days.
/// lines
///     A table with the columns of ``order_lines``; the sheet ``order_lines`` of ``before`` by default.
/// on_before, on_after
///     Pricing days; by default those of the lines, else of the catalogs.
/// progress
///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
///
/// Returns
/// -------
/// Table
///     One row a line, in the order of the lines; none is missing. Columns: ``customer``, ``item`` (text),
///     ``quantity`` (decimal, in the item's unit), ``net_price_before``, ``net_price_after`` (decimal, one unit
///     after all discounts), ``amount_before``, ``amount_after``, ``difference`` (decimal, all units; blank without
///     price), ``levels`` (text, the price level, or both as ``before > after``), ``changed`` (bool). Amounts are
///     in company currency.
///
///     ``more[0]`` holds totals. Columns: ``by`` (text, in this order: ``all``, ``customer``, ``item``, ``level``),
///     ``name`` (text), ``lines``, ``changed``, ``without_price`` (int, lines), ``amount_before``,
///     ``amount_after``, ``difference`` (decimal). ``findings`` holds what is wrong with lines under either
///     catalog.
///
/// Examples
/// --------
/// >>> import partsbook as pb
/// >>> lines = {"item": ["W220"], "quantity": [2]}
/// >>> pb.compare_prices(sample_catalog(), sample_catalog(), lines)["difference"]
/// [Decimal('0')]
#[pyfunction]
#[pyo3(signature = (before, after, lines: "object" = None, *, on_before: "date | None" = None, on_after: "date | None" = None, progress: "object" = None))]
pub(super) fn compare_prices(
    py: Python<'_>,
    before: &Catalog,
    after: &Catalog,
    lines: Option<Bound<'_, PyAny>>,
    #[pyo3(from_py_with = arguments::on_before)] on_before: Option<NaiveDate>,
    #[pyo3(from_py_with = arguments::on_after)] on_after: Option<NaiveDate>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Table> {
    let (old, new): (Arc<PriceBook>, Arc<PriceBook>) = (before.price_book(py)?, after.price_book(py)?);
    let own = lines.map(|lines| Lines::of(py, &lines)).transpose()?;
    let mut comparison = watched(py, progress.as_ref(), |tell| {
        with_lines(&old, own.as_ref(), |table, texts| {
            pricing::compare_prices(&old, &new, (table, texts), [on_before, on_after], tell)
        })
    })?;
    comparison.findings = with_findings(comparison.findings, &old, own.as_ref());
    Ok(Table::of(frames::comparison_frame(&comparison), &after.model)
        .with(frames::comparison_totals_frame(&comparison)))
}

/// The caller's lines, else those of the catalog that are the customer's.
fn with_rows<T>(book: &PriceBook, customer: &str, own: Option<&Lines>, work: impl FnOnce(&OrderRows<'_>) -> T) -> T {
    match own {
        Some(_) => with_lines(book, own, |table, texts| work(&OrderRows::all(table, texts))),
        None => work(&book.order_rows_of(customer)),
    }
}
