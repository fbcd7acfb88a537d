//! A waterfall as a picture for notebooks, drawn without anything from outside.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::show::escaped;

/// Width of the picture in pixels.
const WIDTH: i64 = 620;
/// Where bars begin.
const LEFT: i64 = 190;
/// Length of the longest bar.
const BARS: i64 = 300;
/// Height of a bar with the gap below.
const STEP: i64 = 26;
/// Most decimals of a label.
const LONGEST: u32 = 6;

/// One bar: its name, from where to where it reaches, and whether it is an amount that is left.
pub(super) struct Bar {
    name: String,
    from: Decimal,
    to: Decimal,
    is_amount: bool,
}

impl Bar {
    /// An amount that is left, drawn from the edge.
    pub(super) fn amount(name: &str, to: Decimal) -> Self {
        Self { name: name.to_owned(), from: Decimal::ZERO, to, is_amount: true }
    }

    /// What is taken away or added between two amounts.
    pub(super) const fn change(name: String, from: Decimal, to: Decimal) -> Self {
        Self { name, from, to, is_amount: false }
    }
}

/// The bars as a picture; `title` says what it shows to those who cannot see it. Nothing without an amount above zero.
pub(super) fn picture(bars: &[Bar], currency: &str, title: &str) -> String {
    let Some(most) = bars.iter().map(|bar| bar.from.max(bar.to)).max().filter(|most| *most > Decimal::ZERO) else {
        return String::new();
    };
    let place = |value: Decimal| -> Decimal {
        let share = value.checked_div(most).unwrap_or_default().clamp(Decimal::ZERO, Decimal::ONE);
        share.checked_mul(Decimal::from(BARS)).unwrap_or_default().round_dp(1)
    };
    let amounts = bars.iter().filter(|bar| bar.is_amount).map(|bar| bar.to.round_dp(LONGEST).normalize().scale());
    let decimals = amounts.max().unwrap_or(0).max(2);
    let height = i64::try_from(bars.len()).unwrap_or(0) * STEP;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{}\" \
         width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         style=\"font:13px sans-serif;display:block;margin-bottom:.6em\" fill=\"currentColor\">",
        escaped(title)
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
        let places = places(shown, decimals);
        let shown = shown.round_dp(places);
        let places = usize::try_from(places).unwrap_or(2);
        let _infallible = write!(
            out,
            "<text x=\"0\" y=\"{text_y}\">{}</text>\
             <rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"2\" fill=\"{colour}\"/>\
             <text x=\"{WIDTH}\" y=\"{text_y}\" text-anchor=\"end\">{shown:.places$} {}</text>",
            escaped(&bar.name),
            x.normalize(),
            width.normalize(),
            STEP - 8,
            escaped(currency),
        );
    }
    out.push_str("</svg>");
    out
}

/// Decimals a bar is labelled with: those of the amounts, and more for what would be shown as nothing.
fn places(shown: Decimal, decimals: u32) -> u32 {
    let hidden = |places: &u32| shown.round_dp(*places).is_zero() && !shown.is_zero();
    (decimals..LONGEST).find(|places| !hidden(places)).unwrap_or(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bar_begins_where_the_one_before_ended() {
        let (full, less) = (Decimal::from(100), Decimal::from(80));
        let bars = [Bar::amount("<a>", full), Bar::change("b".to_owned(), full, less), Bar::amount("c", less)];
        let svg = picture(&bars, "EUR", "t");
        assert!(svg.contains("<rect x=\"430\" y=\"29\" width=\"60\""), "{svg}");
        assert!(svg.contains("-20.00 EUR") && svg.contains("&lt;a&gt;") && !svg.contains("<a>"));
        assert_eq!(picture(&[], "EUR", "t"), "");
        assert_eq!(places("-0.0966".parse().unwrap(), 2), 2);
        assert_eq!(places("0.0004".parse().unwrap(), 2), 4);
        assert_eq!(places(Decimal::ZERO, 2), 2);
        assert_eq!(picture(&[Bar::amount("a", Decimal::ZERO)], "EUR", "t"), "");
    }
}
