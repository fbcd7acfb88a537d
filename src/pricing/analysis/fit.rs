//! The value driver of a family: price as a power of size, fitted so that a few wrong prices do not matter.
//!
//! p = a·x^b; in logarithms b is the median of the slopes of all pairs and a follows from the median of what is left
//! (Theil–Sen). Computed in floating point, reported to 6 decimals. Time grows with the square of the family's size.
//! Rules: parts-pricing specification, section 7.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::{Analyst, PriceIssue};
use crate::finding::codes::analysis as codes;
use crate::pricing::money;

/// Decimals of what is reported.
const REPORTED: u32 = 6;
/// Members with different sizes that a fit needs.
const LEAST: usize = 4;
/// The corridor: price in units of the fit.
const CORRIDOR: [Decimal; 2] = [Decimal::from_parts(8, 0, 0, false, 1), Decimal::from_parts(125, 0, 0, false, 2)];

/// Price of a member of a family by its size: `factor · size ^ exponent`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueDriver {
    /// a.
    pub factor: f64,
    /// b.
    pub exponent: f64,
}

impl ValueDriver {
    /// The price that goes with a size.
    #[must_use]
    #[expect(clippy::float_arithmetic, reason = "a fitted price is an estimate")]
    pub fn price(self, size: f64) -> f64 {
        self.factor * size.powf(self.exponent)
    }
}

/// Fits sizes and prices, all above zero; none with fewer than four different sizes.
#[must_use]
#[expect(clippy::float_arithmetic, reason = "the fit is a statistic")]
pub fn value_driver(points: &[(f64, f64)]) -> Option<ValueDriver> {
    let logs: Vec<(f64, f64)> = points.iter().map(|(size, price)| (size.ln(), price.ln())).collect();
    let mut sizes: Vec<f64> = points.iter().map(|(size, _)| *size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    if sizes.len() < LEAST || logs.iter().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
        return None;
    }
    let mut slopes = Vec::new();
    for (number, (x, y)) in logs.iter().enumerate() {
        let others = logs.iter().skip(number + 1).filter(|(other, _)| other.total_cmp(x).is_ne());
        slopes.extend(others.map(|(other_x, other_y)| (other_y - y) / (other_x - x)));
    }
    let exponent = median(&mut slopes)?;
    let mut left: Vec<f64> = logs.iter().map(|(x, y)| y - exponent * x).collect();
    Some(ValueDriver { factor: median(&mut left)?.exp(), exponent })
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get((values.len() / 2).checked_sub(1)?)?;
    Some(f64::midpoint(lower, upper))
}

/// A family with its fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyFit {
    /// Name of the family.
    pub family: String,
    /// Priced members with a size.
    pub members: usize,
    /// a of p = a·x^b, to 6 decimals.
    pub factor: Decimal,
    /// b of it.
    pub exponent: Decimal,
}

/// A member of a family beside the price that goes with its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyMember {
    /// Name of the family.
    pub family: String,
    /// Item number.
    pub item: String,
    /// Size, power, length.
    pub size: Decimal,
    /// Its price.
    pub price: Decimal,
    /// The price of the fit, to 6 decimals.
    pub fit: Decimal,
    /// Price in units of the fit, to 6 decimals.
    pub ratio: Decimal,
}

impl Analyst<'_> {
    /// Families of `priced_parts` by size (`family_order`): prices outside the corridor around the fit.
    pub(super) fn families(&mut self) {
        let cells = |name| self.cells("priced_parts", name);
        let (items, families, sizes, prices) = (cells("item"), cells("family"), cells("family_order"), cells("price"));
        let mut all: BTreeMap<String, Vec<(usize, Decimal, Decimal)>> = BTreeMap::new();
        for row in (0..self.book.catalog.table("priced_parts").len()).filter(|&row| !families.is_blank(row)) {
            let members = all.entry(families.shown(row)).or_default();
            let price = prices.decimal(row).or_else(|| self.list_price(self.key(&items.shown(row))));
            let positive = |value: Option<Decimal>| value.filter(|value| *value > Decimal::ZERO);
            members.extend(positive(sizes.decimal(row)).zip(positive(price)).map(|(size, price)| (row, size, price)));
        }
        for (family, mut members) in all {
            members.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| items.shown(a.0).cmp(&items.shown(b.0))));
            let points: Vec<(f64, f64)> =
                members.iter().filter_map(|(_, size, price)| Some((size.to_f64()?, price.to_f64()?))).collect();
            let decimal = |value: f64| Decimal::from_f64(value).map(|value| money::round(value, REPORTED).normalize());
            let fit = value_driver(&points).and_then(|fit| Some((fit, decimal(fit.factor)?, decimal(fit.exponent)?)));
            let Some((driver, factor, exponent)) = fit else {
                let detail = format!("{} priced members with a size", members.len());
                let origin = members.first().and_then(|(row, ..)| self.cell("priced_parts", *row, "family"));
                self.note(&codes::I_FAMILY_SMALL, &family, detail, origin);
                continue;
            };
            self.answer.families.push(FamilyFit { family: family.clone(), members: members.len(), factor, exponent });
            for (row, size, price) in members {
                let fit = size.to_f64().and_then(|size| decimal(driver.price(size)));
                let Some((fit, ratio)) = fit.and_then(|fit| Some((fit, price.checked_div(fit)?))) else { continue };
                let ratio = money::round(ratio, REPORTED).normalize();
                let [low, high] = CORRIDOR;
                if ratio < low || ratio > high {
                    let about = self.about(&codes::W_CORRIDOR, self.key(&items.shown(row)), price, fit);
                    let issue = PriceIssue {
                        item: items.shown(row),
                        other: family.clone(),
                        detail: format!("{ratio} times the price of its size"),
                        origin: self.cell("priced_parts", row, "family_order"),
                        ..about
                    };
                    self.add(issue);
                }
                let item = items.shown(row);
                self.answer.members.push(FamilyMember { family: family.clone(), item, size, price, fit, ratio });
            }
        }
    }
}
