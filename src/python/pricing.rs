//! Questions about prices.

use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rust_decimal::Decimal;

use super::arguments;
use super::catalog::Catalog;
use super::error::{guard, guard_plain};
use super::explanation::{Explanation, price_waterfall};
use super::lines::{LINES, Lines, with_findings, with_lines};
use super::report::language_named;
use super::table::Table;
use super::watch::watched;
use crate::pricing::{self, PriceBook, Quantities, Question};
use crate::report::results::item_prices::items_price_list_frame;
use crate::report::results::pricing::{
    explanation_frame, price_list_frame, price_state, priced_given_frame, priced_lines_frame,
};
use crate::tables;

#[pymethods]
impl Catalog {
    /// Price one item for one customer.
    ///
    /// Parameters
    /// ----------
    /// customer
    ///     Number of the customer; ``None`` for nobody in particular.
    /// item
    ///     Number of the item, as text.
    /// quantity
    ///     Quantity, in the item's unit.
    /// on
    ///     Pricing day; the catalog's ``as_of`` by default.
    /// currency
    ///     Currency of the invoice; the customer's by default, else the company's.
    /// exchange_rate
    ///     Company currency for one unit of invoice currency; from ``exchange_rates`` by default.
    /// entered_price, entered_kind, entered_discounts
    ///     What was typed on the line: price in invoice currency, ``N`` (no discounts) or ``E`` (only the special one), up
    ///     to three percents: from -100 to 100 (below 0 a margin), or 999.99 either way.
    /// special_discount
    ///     Special discount of the order in percent, from -100 to 100; the customer's by default.
    /// business_id, customer_group, country, site, campaign, order_district
    ///     The order header, as far as it concerns the price.
    ///
    /// Returns
    /// -------
    /// Price
    ///     The price with the row that decided it; ``explain()`` names the rows that won and lost.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     Customer or item are not in the catalog.
    /// PricingError
    ///     No exchange rate, or an amount with too many digits.
    /// TypeError, ValueError
    ///     An argument is not what it can be; the message names it, what was given and what is expected.
    ///
    /// Notes
    /// -----
    /// Rule: pricing reference.
    ///
    /// Examples
    /// --------
    /// >>> price = sample_catalog().price("1001", "W220", 2)
    /// >>> price.net_price
    /// Decimal('41.1')
    #[pyo3(signature = (
        customer, item, quantity: "int | float | Decimal" = Decimal::ONE, *, on: "date | None" = None, currency = None,
        exchange_rate: "int | float | Decimal | None" = None, entered_price: "int | float | Decimal | None" = None,
        entered_kind: "str | None" = None,
        entered_discounts: "list[Any] | tuple[int | float | Decimal | None, ...] | None" = [None; 3],
        special_discount: "int | float | Decimal | None" = None,
        business_id = None, customer_group = None, country = None, site = None, campaign = None, order_district = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn price(
        &self,
        py: Python<'_>,
        customer: Option<String>,
        item: String,
        #[pyo3(from_py_with = arguments::quantity)] quantity: Decimal,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        currency: Option<String>,
        #[pyo3(from_py_with = arguments::exchange_rate)] exchange_rate: Option<Decimal>,
        #[pyo3(from_py_with = arguments::entered_price)] entered_price: Option<Decimal>,
        #[pyo3(from_py_with = arguments::entered_kind)] entered_kind: Option<String>,
        #[pyo3(from_py_with = arguments::entered_discounts)] entered_discounts: [Option<Decimal>; 3],
        #[pyo3(from_py_with = arguments::special_discount)] special_discount: Option<Decimal>,
        business_id: Option<String>,
        customer_group: Option<String>,
        country: Option<String>,
        site: Option<String>,
        campaign: Option<String>,
        order_district: Option<String>,
    ) -> PyResult<Price> {
        let asked = Asked {
            customer,
            item,
            quantity,
            on,
            currency,
            exchange_rate,
            entered_price,
            entered_kind,
            entered_discounts,
            special_discount,
            business_id,
            customer_group,
            country,
            site,
            campaign,
            order_district,
        };
        let book = self.price_book(py)?;
        let found = guard(py, || book.price(&asked.question()))?;
        Ok(Price { book, asked, found, catalog: Arc::clone(&self.model) })
    }

    /// Price many lines.
    ///
    /// Parameters
    /// ----------
    /// lines
    ///     A table with the columns of ``order_lines`` (customer, item, quantity …), a dict of titles and lists, or a
    ///     list of dicts; the sheet ``order_lines`` by default.
    /// on
    ///     Pricing day of all lines; by default each line's own date, else the catalog's ``as_of``.
    /// progress
    ///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a line, in the order of the lines; none is missing, so that the answer stands row for row beside
    ///     them. A line that cannot be answered (no such item, no item, no quantity …) has state ``no_price``,
    ///     blanks, and a finding.
    ///
    ///     First the columns of the line. Of lines handed over: as they were given, under their own names, with
    ///     their types and values; what is not in the schema too. One of the name of a result gets ``_given``
    ///     behind it (``total_given``). Of the sheet ``order_lines``: the columns that are read. Then, for one unit
    ///     unless said otherwise:
    ///
    ///     ``price`` (decimal, company currency, before discounts, to 6 decimals), ``kind`` (blank: all discounts
    ///     apply, ``N``: none, ``E``: only the special one), ``discount1``, ``discount2``, ``discount3`` (decimal,
    ///     percent points by slot), ``price_basis``, ``discount_basis1``, ``discount_basis2``, ``discount_basis3``
    ///     (int, codes of the pricing reference), ``agreed_currency`` (text), ``vat_override`` (decimal, percent,
    ///     blank for the item's own), ``net_price`` (decimal, company currency, after slot discounts, to the
    ///     company's price decimals), ``discount_factor`` (decimal, to 4 decimals, the special discount included),
    ///     ``invoice_net_price`` and ``invoice_net_price_foreign`` (decimal, after all discounts, in company and in
    ///     invoice currency), ``standard_price`` (decimal, invoice currency, without any agreement), ``may_sell``
    ///     (bool, blank without a customer), ``level`` (text, the price level that answered),
    ///     ``in_invoice_currency`` (bool, whether that level's price was in it), ``state`` (text: ``priced``,
    ///     ``priced_without_cost`` for 0.01 that a margin makes of a missing cost, ``priced_unknown_customer``,
    ///     ``blocked``, ``no_price``), ``total`` (decimal, all units in invoice currency, rounded once), ``origin``
    ///     (text, the deciding cell).
    ///
    /// Raises
    /// ------
    /// TableError
    ///     The table has no column that is known to be the item or the quantity, or one that holds no cell values.
    /// TypeError, ValueError
    ///     ``lines`` is no table, or a column mixes kinds of values.
    ///
    /// Notes
    /// -----
    /// Findings are those of the lines' cells and ``E-ITEM-UNKNOWN``, ``E-QUANTITY``, ``E-RATE``, ``E-AMOUNT``,
    /// ``W-LINE-CUSTOMER``, ``W-MARGIN-NO-COST``. In a sheet, rows of totals, titles and notes are no lines; they are named
    /// in the catalog's findings. Lines given as an Arrow table leave as they came, in the same chunks.
    /// Rule: pricing specification, sections 4 and 5.
    ///
    /// Examples
    /// --------
    /// >>> lines = {"customer": ["1001", "1002"], "item": ["W220", "S100"], "quantity": [1, 100]}
    /// >>> sample_catalog().price_lines(lines)["net_price"]
    /// [Decimal('41.1'), Decimal('0.38')]
    #[pyo3(signature = (lines: "object" = None, *, on: "date | None" = None, progress: "object" = None))]
    fn price_lines(
        &self,
        py: Python<'_>,
        lines: Option<Bound<'_, PyAny>>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let book = self.price_book(py)?;
        let own = lines.map(|lines| Lines::of(py, &lines)).transpose()?;
        let passed = own.as_ref().and_then(|own| own.passed.clone());
        let frame = watched(py, progress.as_ref(), |tell| {
            let ask = |table: &tables::Table, texts: &tables::Texts| book.price_columns(table, texts, on, tell);
            let mut priced = with_lines(&book, own.as_ref(), ask)?;
            priced.findings = with_findings(priced.findings, &book, own.as_ref());
            let Some(own) = own else {
                return Ok(priced_lines_frame(&book, self.model.table(LINES), self.model.texts(), priced));
            };
            let none = tables::Table::new(LINES);
            let table = own.reading.tables.get(LINES).unwrap_or(&none);
            Ok::<_, pricing::PricingError>(priced_given_frame(&book, own.given, (table, &own.reading.texts), priced))
        })?;
        Ok(Table::of(frame, &self.model).beside(passed))
    }

    /// Make a price list.
    ///
    /// Parameters
    /// ----------
    /// customer
    ///     Number of the customer, in whose currency, country and site it is. Without it: the named items for all
    ///     customers, or all items for nobody in particular.
    /// items
    ///     Numbers of the items, or one; by default all that may stand on a price list.
    /// on
    ///     Pricing day; the catalog's ``as_of`` by default.
    /// quantities
    ///     ``"ladder"``: every quantity from which the price changes. A number: only that quantity.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row an item and quantity, in the order of the items, then by quantity. Its sheet in a workbook has only
    ///     what a customer reads; the table has all columns of a price. For all customers: one row an item, customer
    ///     and quantity, the customers in the order of their sheet, each in its own currency, for the company's own
    ///     eyes. ``W-MARGIN-NO-COST`` names prices of 0.01 that a margin makes of a missing cost; a customer's
    ///     workbook says "on request" there, and for core items (``ip``).
    ///
    ///     Columns: ``customer`` (text, blank for nobody in particular; for all customers followed by
    ///     ``customer_name``), ``item``, ``description``, ``unit`` (text), ``quantity`` (decimal, in the item's
    ///     unit, from which the price holds), ``currency`` (text, of the invoice), then those of a price as
    ///     ``price_lines`` has them, ``price`` to ``origin``.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The customer is not in the catalog, or an item asked for all customers.
    ///
    /// Examples
    /// --------
    /// >>> sample_catalog().price_list("1001", ["W220"])[0].net_price
    /// Decimal('41.1')
    /// >>> sample_catalog().price_list(items=["W220"])["customer"]
    /// ['1001', '1002']
    #[pyo3(signature = (
        customer = None, items: "str | list[str] | tuple[str, ...] | None" = None, *, on: "date | None" = None,
        quantities: "str | int | float | Decimal" = Quantities::Ladder, language = "en"
    ))]
    fn price_list(
        &self,
        py: Python<'_>,
        customer: Option<String>,
        #[pyo3(from_py_with = arguments::items)] items: Option<Vec<String>>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        #[pyo3(from_py_with = quantities_named)] quantities: Quantities,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let book = self.price_book(py)?;
        let frame = watched(py, None, |_| {
            let items: Option<Vec<&str>> = items.as_ref().map(|items| items.iter().map(String::as_str).collect());
            if let (None, Some(items)) = (&customer, &items) {
                let list = book.items_price_list(items, on, quantities)?;
                return Ok(items_price_list_frame(&book, list, language));
            }
            let list = book.price_list(customer.as_deref(), items.as_deref(), on, quantities)?;
            Ok::<_, pricing::PricingError>(price_list_frame(&book, list, language))
        })?;
        Ok(Table::of(frame, &self.model))
    }
}

impl Catalog {
    /// The compiled rules, made at the first question.
    pub(super) fn price_book(&self, py: Python<'_>) -> PyResult<Arc<PriceBook>> {
        if let Some(book) = self.price_book.get() {
            return Ok(Arc::clone(book));
        }
        let book = guard_plain(py, || PriceBook::new(Arc::clone(&self.model)))?;
        Ok(Arc::clone(self.price_book.get_or_init(|| Arc::new(book))))
    }
}

/// `"ladder"` or one quantity.
fn quantities_named(value: &Bound<'_, PyAny>) -> PyResult<Quantities> {
    match value.extract::<String>().as_deref() {
        Ok("ladder") => Ok(Quantities::Ladder),
        Ok(word) => Err(PyValueError::new_err(format!("`quantities` is \"{word}\"; it is \"ladder\" or a number"))),
        Err(_) => arguments::number(value, "quantities").map(Quantities::One),
    }
}

/// A question, kept to explain the answer.
struct Asked {
    customer: Option<String>,
    item: String,
    quantity: Decimal,
    on: Option<NaiveDate>,
    currency: Option<String>,
    exchange_rate: Option<Decimal>,
    entered_price: Option<Decimal>,
    entered_kind: Option<String>,
    entered_discounts: [Option<Decimal>; 3],
    special_discount: Option<Decimal>,
    business_id: Option<String>,
    customer_group: Option<String>,
    country: Option<String>,
    site: Option<String>,
    campaign: Option<String>,
    order_district: Option<String>,
}

impl Asked {
    fn question(&self) -> Question<'_> {
        Question {
            customer: self.customer.as_deref(),
            business_id: self.business_id.as_deref(),
            customer_group: self.customer_group.as_deref(),
            item: &self.item,
            quantity: self.quantity,
            currency: self.currency.as_deref(),
            exchange_rate: self.exchange_rate,
            country: self.country.as_deref(),
            site: self.site.as_deref(),
            campaign: self.campaign.as_deref(),
            order_district: self.order_district.as_deref(),
            entered_price: self.entered_price,
            entered_kind: self.entered_kind.as_deref(),
            entered_discounts: self.entered_discounts,
            special_discount: self.special_discount,
            on: self.on,
        }
    }
}

/// The price of one item for one customer, and the rows that decided it.
#[pyclass(frozen, module = "partsbook")]
pub(crate) struct Price {
    book: Arc<PriceBook>,
    asked: Asked,
    found: pricing::Price,
    catalog: Arc<crate::model::Catalog>,
}

#[pymethods]
impl Price {
    /// Unit price after slot discounts, in company currency, rounded to the company's price decimals.
    #[getter]
    fn net_price(&self) -> Option<Decimal> {
        self.found.net_price
    }

    /// Unit price before discounts, in company currency, to 6 decimals.
    #[getter]
    fn price(&self) -> Option<Decimal> {
        self.found.price
    }

    /// Unit price after all discounts, in company currency.
    #[getter]
    fn invoice_net_price(&self) -> Option<Decimal> {
        self.found.invoice_net_price
    }

    /// Unit price after all discounts, in invoice currency.
    #[getter]
    fn invoice_net_price_foreign(&self) -> Option<Decimal> {
        self.found.invoice_net_price_foreign
    }

    /// All units after all discounts, in invoice currency, rounded once.
    #[getter]
    fn total(&self) -> Option<Decimal> {
        self.found.total
    }

    /// What the price means for discounts: blank (all apply), ``N`` (none), ``E`` (only the special one), ``X`` (the
    /// customer may not buy the item).
    #[getter]
    fn kind(&self) -> &'static str {
        self.found.kind.letter()
    }

    /// Percent points by slot; ``None`` past the slots in use.
    #[getter]
    fn discounts(&self) -> Vec<Option<Decimal>> {
        self.found.discounts.iter().map(|slot| slot.map(|slot| slot.percent)).collect()
    }

    /// Reference codes of the rules that filled the slots.
    #[getter]
    fn discount_bases(&self) -> Vec<Option<u8>> {
        self.found.discounts.iter().map(|slot| slot.and_then(|slot| slot.basis)).collect()
    }

    /// Name of the price level that answered.
    #[getter]
    fn level(&self) -> &'static str {
        self.found.level
    }

    /// Reference code of that level.
    #[getter]
    fn price_basis(&self) -> u8 {
        self.found.price_basis
    }

    /// ``priced``; ``priced_without_cost`` (a margin on an item without cost: 0.01 is no real price);
    /// ``priced_unknown_customer``; ``blocked``; ``no_price``.
    #[getter]
    fn state(&self) -> &'static str {
        price_state(&self.book, &self.asked.item, &self.found)
    }

    /// Currency of the invoice.
    #[getter]
    fn currency(&self) -> String {
        self.book.invoice_code(&self.asked.question(), &self.found).to_string()
    }

    /// Price without any agreement, in invoice currency.
    #[getter]
    fn standard_price(&self) -> Option<Decimal> {
        self.found.standard_price
    }

    /// Whether the customer may buy the item; ``None`` without a customer.
    #[getter]
    fn may_sell(&self) -> Option<bool> {
        self.found.may_sell
    }

    /// The cell that decided the price, such as ``prices.xlsx, sheet "2026", cell D17``.
    #[getter]
    fn origin(&self) -> Option<String> {
        Some(self.book.origin(self.found.place?)?.to_string())
    }

    /// Say which rules won, which lost and why, step by step.
    ///
    /// Parameters
    /// ----------
    /// language
    ///     Language of the text: ``en``, ``fi``, ``sv``, ``de``, ``nl`` or ``zh``.
    ///
    /// Returns
    /// -------
    /// Explanation
    ///     The question (step 0), then one row a candidate, a level without rows, or a step of the computation, in the
    ///     order of the search, then the answer.
    ///     ``str(explanation)`` is the same as text. Columns: ``step``, ``level``, ``slot``, ``currency``, ``id``, ``value``, ``taken``, ``text``, ``origin``.
    #[pyo3(signature = (*, language = "en"))]
    fn explain(&self, py: Python<'_>, language: &str) -> PyResult<Py<Explanation>> {
        let language = language_named(language)?.code();
        let explanation = guard(py, || self.book.explain(&self.asked.question()))?;
        let table = Table::of(explanation_frame(&explanation, language), &self.catalog);
        let waterfall = price_waterfall(&self.found, self.book.company_currency(), language);
        Explanation::new(py, table, explanation.text(language), waterfall)
    }

    fn __repr__(&self) -> String {
        let who = self.asked.customer.as_deref().map(|customer| format!(" for {customer}")).unwrap_or_default();
        let amount = match (self.found.net_price, self.found.state) {
            (Some(net), pricing::State::Priced) => format!("{} {}", net.normalize(), self.book.company_currency()),
            (_, state) => state.name().replace('_', " "),
        };
        let origin = self.origin().map(|origin| format!(", {origin}")).unwrap_or_default();
        format!(
            "Price of {} × {}{who}: {amount} ({}{origin})",
            self.asked.quantity.normalize(),
            self.asked.item,
            self.found.level
        )
    }
}
