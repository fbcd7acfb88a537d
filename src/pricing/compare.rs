//! What if: the same lines priced under two catalogs or on two days, with the differences by customer, item and level.
//!
//! Rules: pricing specification, section 2.8.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::book::PriceBook;
use super::error::PricingError;
use super::lines::{Columns, LineProblem};
use super::money;
use super::price::Price;
use crate::finding::Findings;
use crate::tables::{Table, Texts};

/// A line under both catalogs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineComparison {
    /// Customer, as the line names it.
    pub customer: String,
    /// Item, as the line names it.
    pub item: String,
    /// Quantity of the line.
    pub quantity: Option<Decimal>,
    /// The price before.
    pub before: Result<Price, LineProblem>,
    /// The price after.
    pub after: Result<Price, LineProblem>,
    /// Amount of the line before, in company currency; none without price.
    pub amount_before: Option<Decimal>,
    /// The same after.
    pub amount_after: Option<Decimal>,
}

impl LineComparison {
    /// After minus before; none when one of them has no price.
    #[must_use]
    pub fn difference(&self) -> Option<Decimal> {
        Some(money::trimmed(self.amount_after?.checked_sub(self.amount_before?)?))
    }

    /// Level before and after, as `segment_item > item_gross`; one name when it is the same.
    #[must_use]
    pub fn levels(&self) -> String {
        let level = |price: &Result<Price, LineProblem>| price.as_ref().map_or("no_price", |price| price.level);
        let (before, after) = (level(&self.before), level(&self.after));
        if before == after { before.to_owned() } else { format!("{before} > {after}") }
    }

    /// True when price, level or state differ.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let seen = |price: &Result<Price, LineProblem>| {
            price.as_ref().map(|price| (price.state, price.level, price.price, price.discount_factor)).map_err(|&e| e)
        };
        seen(&self.before) != seen(&self.after)
    }
}

/// Totals of some lines, in the company currency of each catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComparisonTotal {
    /// Customer, item or levels; blank for all lines.
    pub name: String,
    /// Lines.
    pub lines: usize,
    /// Lines whose price, level or state differs.
    pub changed: usize,
    /// Lines that have a price on one side only, or on none; outside the amounts.
    pub without_price: usize,
    /// Amount before, of lines that have a price on both sides.
    pub before: Decimal,
    /// The same after.
    pub after: Decimal,
}

impl ComparisonTotal {
    /// After minus before.
    #[must_use]
    pub fn difference(&self) -> Decimal {
        self.after.checked_sub(self.before).unwrap_or_default()
    }

    fn add(&mut self, line: &LineComparison) {
        self.lines += 1;
        self.changed += usize::from(line.is_changed());
        let sums = line
            .amount_before
            .zip(line.amount_after)
            .and_then(|(before, after)| Some((self.before.checked_add(before)?, self.after.checked_add(after)?)));
        match sums {
            Some((before, after)) => (self.before, self.after) = (before, after),
            None => self.without_price += 1,
        }
    }
}

/// The answer of [`compare_prices`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceComparison {
    /// The lines, in their order.
    pub lines: Vec<LineComparison>,
    /// All lines together.
    pub total: ComparisonTotal,
    /// By customer, by number.
    pub by_customer: Vec<ComparisonTotal>,
    /// By item, by number.
    pub by_item: Vec<ComparisonTotal>,
    /// By level before and after, by name.
    pub by_level: Vec<ComparisonTotal>,
    /// What is wrong with lines, under either catalog.
    pub findings: Findings,
}

/// Prices the same order lines with two price books, or with one on two days.
///
/// `lines` has the columns of `order_lines`, its texts are in `texts`; `on` is the pricing day before and after, by
/// default the line's own, else that of each catalog.
///
/// # Errors
/// [`PricingError::Stopped`] when `progress` said so. No line can make it fail.
pub fn compare_prices(
    before: &PriceBook,
    after: &PriceBook,
    (lines, texts): (&Table, &Texts),
    on: [Option<NaiveDate>; 2],
    progress: &dyn Fn(usize, usize) -> bool,
) -> Result<PriceComparison, PricingError> {
    let [first, second] = on;
    let total = lines.len().saturating_mul(2);
    let old = before.price_lines(lines, texts, first, &|done, _| progress(done, total))?;
    let new = after.price_lines(lines, texts, second, &|done, _| progress(lines.len().saturating_add(done), total))?;
    let columns = Columns::new(lines, texts);
    let mut comparison = PriceComparison::default();
    comparison.findings.extend(old.findings.into_iter().chain(new.findings));
    comparison.findings.sort();
    let mut groups: [BTreeMap<String, ComparisonTotal>; 3] = Default::default();
    for (row, (was, is)) in old.lines.into_iter().zip(new.lines).enumerate() {
        let quantity = columns.quantity.decimal(row);
        let line = LineComparison {
            customer: columns.customer.shown(row),
            item: columns.item.shown(row),
            quantity,
            amount_before: amount(before, &was, quantity),
            amount_after: amount(after, &is, quantity),
            before: was,
            after: is,
        };
        comparison.total.add(&line);
        let names = [line.customer.clone(), line.item.clone(), line.levels()];
        for (group, name) in groups.iter_mut().zip(names) {
            let total = group
                .entry(name)
                .or_insert_with_key(|name| ComparisonTotal { name: name.clone(), ..Default::default() });
            total.add(&line);
        }
        comparison.lines.push(line);
    }
    let [by_customer, by_item, by_level] = groups.map(|group| group.into_values().collect());
    (comparison.by_customer, comparison.by_item, comparison.by_level) = (by_customer, by_item, by_level);
    Ok(comparison)
}

/// Price times factor times quantity in company currency, rounded once.
fn amount(book: &PriceBook, price: &Result<Price, LineProblem>, quantity: Option<Decimal>) -> Option<Decimal> {
    let price = price.as_ref().ok().filter(|price| price.total.is_some())?;
    let quantity = quantity.or_else(|| book.settings.blank_quantity_is_one.then_some(Decimal::ONE))?;
    let unit = price.price?.checked_mul(price.discount_factor?)?;
    Some(book.settings.round(unit.checked_mul(quantity)?).normalize())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::testing::catalog;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn book(prices: &str) -> PriceBook {
        PriceBook::new(Arc::new(catalog(&[
            ("company", "key,value\ncurrency,EUR\n"),
            ("customers", "customer\nC1\nC2\n"),
            ("items", "item,gross_price\nP1,100\nP2,50\n"),
            ("customer_prices", prices),
            ("order_lines", "customer,item,quantity\nC1,P1,2\nC2,P1,1\nC1,P2,3\nC1,P9,1\n"),
        ])))
    }

    #[test]
    fn the_same_lines_under_two_catalogs() {
        let before = book("customer,item,price\nC1,P1,90\n");
        let after = book("customer,item,price,valid_from\nC1,P1,95,\nC1,P2,40,2026-07-01\n");
        let lines = (before.catalog().table("order_lines"), before.catalog().texts());
        let compared = compare_prices(&before, &after, lines, [None, None], &|_, _| true).unwrap();
        let differences: Vec<_> = compared.lines.iter().map(LineComparison::difference).collect();
        assert_eq!(differences, [Some(dec("10")), Some(dec("0")), Some(dec("0")), None]);
        let total = &compared.total;
        assert_eq!((total.lines, total.changed, total.without_price), (4, 1, 1));
        assert_eq!((total.before, total.after, total.difference()), (dec("430"), dec("440"), dec("10")));
        let names = |totals: &[ComparisonTotal]| -> Vec<(String, Decimal)> {
            totals.iter().map(|total| (total.name.clone(), total.difference())).collect()
        };
        assert_eq!(names(&compared.by_customer), [("C1".to_owned(), dec("10")), ("C2".to_owned(), dec("0"))]);
        assert_eq!(compared.by_item.len(), 3);
        let levels: Vec<_> = compared.by_level.iter().map(|total| total.name.as_str()).collect();
        assert_eq!(levels, ["customer_item", "item_gross", "no_price"]);
    }

    #[test]
    fn the_same_lines_on_two_days() {
        let book = book("customer,item,price,valid_from\nC1,P2,40,2026-07-01\n");
        let lines = (book.catalog().table("order_lines"), book.catalog().texts());
        let july = NaiveDate::from_ymd_opt(2026, 7, 1);
        let compared = compare_prices(&book, &book, lines, [None, july], &|_, _| true).unwrap();
        assert_eq!(compared.total.difference(), dec("-30"));
        assert_eq!(compared.lines[2].levels(), "item_gross > customer_item");
    }
}
