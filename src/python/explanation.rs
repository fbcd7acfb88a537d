//! A price explained: a table that also reads as text and, in a notebook, as a waterfall.

use pyo3::PyClassInitializer;
use pyo3::prelude::*;
use rust_decimal::Decimal;

use super::show::html;
use super::table::Table;
use super::waterfall::{Bar, picture};
use crate::pricing::{Pocket, PocketTotal, Price};
use crate::tables::{Sentence, labels};

/// Why a price is what it is: which rules won, which lost and why, step by step.
///
/// A table like every other; ``str(explanation)`` is the same as text to read, and a notebook shows how the price comes
/// about as a waterfall.
#[pyclass(frozen, extends = Table, module = "partsbook")]
pub(crate) struct Explanation {
    text: String,
    waterfall: String,
}

impl Explanation {
    pub(super) fn new(py: Python<'_>, table: Table, text: String, waterfall: String) -> PyResult<Py<Self>> {
        Py::new(py, PyClassInitializer::from(table).add_subclass(Self { text, waterfall }))
    }
}

#[pymethods]
impl Explanation {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn _repr_html_(slf: PyRef<'_, Self>) -> String {
        format!("{}{}", slf.waterfall, html(&slf.as_super().frame))
    }
}

/// What is left of list prices: a table that a notebook also shows as a waterfall of all lines together.
#[pyclass(frozen, extends = Table, module = "partsbook")]
pub(crate) struct Waterfall {
    waterfall: String,
}

impl Waterfall {
    pub(super) fn new(py: Python<'_>, table: Table, waterfall: String) -> PyResult<Py<Self>> {
        Py::new(py, PyClassInitializer::from(table).add_subclass(Self { waterfall }))
    }
}

#[pymethods]
impl Waterfall {
    fn _repr_html_(slf: PyRef<'_, Self>) -> String {
        format!("{}{}", slf.waterfall, html(&slf.as_super().frame))
    }
}

/// How a price comes about, as a picture; nothing when there is no price.
pub(super) fn price_waterfall(price: &Price, currency: &str, language: &str) -> String {
    picture(&bars(price, language), currency, &Sentence::new("waterfall.price").text(language))
}

/// Price, what each discount takes away, net price.
fn bars(price: &Price, language: &str) -> Vec<Bar> {
    let words = |label: &str| labels::label(label, language);
    let (Some(start), Some(net), Some(invoiced)) = (price.price, price.net_price, price.invoice_net_price) else {
        return Vec::new();
    };
    let mut bars = vec![Bar::amount(&words("price"), start)];
    let mut left = start;
    for (slot, discount) in (1..).zip(price.discounts) {
        let Some(percent) = discount.map(|discount| discount.percent).filter(|percent| !percent.is_zero()) else {
            continue;
        };
        // A net price takes no discounts, whatever the slots hold.
        let kept = Decimal::ONE_HUNDRED.checked_sub(percent).and_then(|kept| left.checked_mul(kept));
        let Some(after) = kept.and_then(|kept| kept.checked_div(Decimal::ONE_HUNDRED)).filter(|_| start != net) else {
            continue;
        };
        let name = Sentence::new("waterfall.discount").with("slot", &slot).with_number("percent", percent);
        bars.push(Bar::change(name.text(language), left, after));
        left = after;
    }
    bars.push(Bar::amount(&words("net_price"), net));
    if invoiced != net {
        bars.push(Bar::change(words("special_discount"), net, invoiced));
        bars.push(Bar::amount(&words("invoice_net_price"), invoiced));
    }
    bars
}

/// What is left of the list price of all sold lines, as a picture; nothing when there are none.
pub(super) fn pocket_waterfall(pocket: &Pocket, language: &str) -> String {
    let title = Sentence::new("waterfall.pocket").text(language);
    picture(&pocket_bars(&pocket.total, language), &pocket.currency, &title)
}

/// List price, invoice, what is taken away afterwards, pocket, called as the columns; what is nothing is left out.
fn pocket_bars(total: &PocketTotal, language: &str) -> Vec<Bar> {
    let words = |label: &str| labels::label(label, language);
    let mut bars = vec![Bar::amount(&words("list_amount"), total.list)];
    if total.invoice != total.list {
        bars.push(Bar::change(words("on_invoice_discount"), total.list, total.invoice));
        bars.push(Bar::amount(&words("invoice_amount"), total.invoice));
    }
    let mut left = total.invoice;
    for (name, amount) in ["rebate", "freight", "terms_cost", "virtual_credit"].into_iter().zip(total.after_invoice) {
        let Some(after) = left.checked_sub(amount).filter(|_| !amount.is_zero()) else { continue };
        bars.push(Bar::change(words(name), left, after));
        left = after;
    }
    bars.push(Bar::amount(&words("pocket_amount"), total.pocket));
    bars
}
