//! A price explained: a table that also reads as text and, in a notebook, as a waterfall.

use std::fmt::Write as _;

use pyo3::PyClassInitializer;
use pyo3::prelude::*;
use rust_decimal::Decimal;

use super::show::{escaped, html};
use super::table::Table;
use crate::pricing::Price;

/// Width of the picture in pixels.
const WIDTH: i64 = 620;
/// Where bars begin.
const LEFT: i64 = 190;
/// Length of the longest bar.
const BARS: i64 = 300;
/// Height of a bar with the gap below.
const STEP: i64 = 26;

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
    pub(super) fn new(py: Python<'_>, table: Table, text: String, price: &Price, currency: &str) -> PyResult<Py<Self>> {
        let waterfall = waterfall(&bars(price), currency);
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

/// One bar: its name, from where to where it reaches, and whether it is an amount that is left.
struct Bar {
    name: String,
    from: Decimal,
    to: Decimal,
    is_amount: bool,
}

/// Price, what each discount takes away, net price; nothing when there is no price.
fn bars(price: &Price) -> Vec<Bar> {
    let (Some(start), Some(net), Some(invoiced)) = (price.price, price.net_price, price.invoice_net_price) else {
        return Vec::new();
    };
    let amount = |name: &str, to| Bar { name: name.to_owned(), from: Decimal::ZERO, to, is_amount: true };
    let mut bars = vec![amount("Price", start)];
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
        bars.push(Bar { name: format!("Discount {slot}: {percent} %"), from: left, to: after, is_amount: false });
        left = after;
    }
    bars.push(amount("Net price", net));
    if invoiced != net {
        bars.push(Bar { name: "Special discount".to_owned(), from: net, to: invoiced, is_amount: false });
        bars.push(amount("Invoice net price", invoiced));
    }
    bars
}

/// The bars as a picture without anything from outside.
fn waterfall(bars: &[Bar], currency: &str) -> String {
    let Some(most) = bars.iter().map(|bar| bar.from.max(bar.to)).max().filter(|most| *most > Decimal::ZERO) else {
        return String::new();
    };
    let place = |value: Decimal| -> Decimal {
        let share = value.checked_div(most).unwrap_or_default().clamp(Decimal::ZERO, Decimal::ONE);
        share.checked_mul(Decimal::from(BARS)).unwrap_or_default().round_dp(1)
    };
    let height = i64::try_from(bars.len()).unwrap_or(0) * STEP;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"How the price comes about\" \
         width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         style=\"font:13px sans-serif;display:block;margin-bottom:.6em\" fill=\"currentColor\">"
    );
    for (row, bar) in (0_i64..).zip(bars) {
        let (low, high) = (place(bar.from.min(bar.to)), place(bar.from.max(bar.to)));
        let (x, width) = (low + Decimal::from(LEFT), (high - low).max(Decimal::ONE));
        let (y, text_y) = (row * STEP + 3, row * STEP + 17);
        let colour = if bar.is_amount {
            "#4472a8"
        } else if bar.to <= bar.from {
            "#c0705a"
        } else {
            "#5a9a6a"
        };
        let shown = if bar.is_amount { bar.to } else { bar.to - bar.from };
        let _infallible = write!(
            out,
            "<text x=\"0\" y=\"{text_y}\">{}</text>\
             <rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"2\" fill=\"{colour}\"/>\
             <text x=\"{WIDTH}\" y=\"{text_y}\" text-anchor=\"end\">{} {}</text>",
            escaped(&bar.name),
            x.normalize(),
            width.normalize(),
            STEP - 8,
            shown.round_dp(6).normalize(),
            escaped(currency),
        );
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bar_begins_where_the_one_before_ended() {
        let bar = |from: i64, to: i64, is_amount| Bar {
            name: "<a>".to_owned(),
            from: Decimal::from(from),
            to: Decimal::from(to),
            is_amount,
        };
        let svg = waterfall(&[bar(0, 100, true), bar(100, 80, false), bar(0, 80, true)], "EUR");
        assert!(svg.contains("<rect x=\"430\" y=\"29\" width=\"60\""), "{svg}");
        assert!(svg.contains("-20 EUR") && svg.contains("&lt;a&gt;") && !svg.contains("<a>"));
        assert_eq!(waterfall(&[], "EUR"), "");
        assert_eq!(waterfall(&[bar(0, 0, true)], "EUR"), "");
    }
}
