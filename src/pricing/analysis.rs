//! Price analysis: list prices, ladders, kits, families and sold lines that do not fit together, each with the money at
//! stake – the quantity of a year times the difference.
//!
//! Rules: parts-pricing specification, sections 4 and 7.

mod fit;
mod inversion;
mod kits;
mod ladder;
mod lists;
mod parts;
mod sales;
#[cfg(test)]
mod tests;
mod waterfall;

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use rust_decimal::Decimal;

pub use fit::{FamilyFit, FamilyMember, ValueDriver, value_driver};
pub use waterfall::{Pocket, PocketLine, PocketTotal};

use self::sales::Sales;
use super::book::PriceBook;
use super::cells::Cells;
use super::error::PricingError;
use super::keys::{Key, Keys};
use super::money;
use super::parties::Goods;
use super::question::{Ask, Case};
use super::standard::standard_price;
use crate::finding::{Code, Finding, Findings};
use crate::origin::Origin;

/// How far prices may be apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnalysisOptions {
    /// The day prices are asked on; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Tolerance between price lists in two currencies, in percent.
    pub fx_percent: Decimal,
    /// Tolerance between a successor and what it replaces, in percent.
    pub jump_percent: Decimal,
    /// Largest discount of a kit on the sum of its content, in percent.
    pub kit_discount_percent: Decimal,
}

impl Default for AnalysisOptions {
    fn default() -> Self {
        Self {
            on: None,
            fx_percent: Decimal::from_parts(3, 0, 0, false, 0),
            jump_percent: Decimal::from_parts(15, 0, 0, false, 0),
            kit_discount_percent: Decimal::from_parts(20, 0, 0, false, 0),
        }
    }
}

impl AnalysisOptions {
    fn check(&self) -> Result<(), PricingError> {
        let wrong = |argument: &str, given: Decimal, expected| PricingError::Argument {
            argument: argument.to_owned(),
            given: given.normalize().to_string(),
            expected,
        };
        for (argument, given) in [("fx_percent", self.fx_percent), ("jump_percent", self.jump_percent)] {
            if given < Decimal::ZERO {
                return Err(wrong(argument, given, "0 or more percent"));
            }
        }
        let kit = self.kit_discount_percent;
        if kit < Decimal::ZERO || kit > Decimal::ONE_HUNDRED {
            return Err(wrong("kit_discount_percent", kit, "0 to 100 percent"));
        }
        Ok(())
    }
}

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceIssue {
    /// What it is.
    pub code: &'static Code,
    /// Item number.
    pub item: String,
    /// Customer number; blank when it is about the list price.
    pub customer: String,
    /// The other item, the family, the tier or the currency it is about.
    pub other: String,
    /// The price found, in company currency for one unit; of a sold line its pocket price. None of a price in a currency
    /// without rate.
    pub price: Option<Decimal>,
    /// What it is measured against; none where there should be no price at all.
    pub limit: Option<Decimal>,
    /// This case in words.
    pub detail: String,
    /// How much a unit is off.
    pub difference: Option<Decimal>,
    /// Units in a year; none without a sales history.
    pub yearly_quantity: Option<Decimal>,
    /// Where the price or the line stands.
    pub origin: Option<Origin>,
}

impl PriceIssue {
    /// Money in a year, in company currency, rounded to 0.01; none without a sales history.
    #[must_use]
    pub fn at_stake(&self) -> Option<Decimal> {
        Some(money::round(self.difference?.checked_mul(self.yearly_quantity?)?, 2).normalize())
    }
}

/// The answer of [`PriceBook::analyse_prices`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceAnalysis {
    /// The most money first; those without sales at the end, by code, item and customer.
    pub issues: Vec<PriceIssue>,
    /// Families with a fit, by name.
    pub families: Vec<FamilyFit>,
    /// Their members, by family and size.
    pub members: Vec<FamilyMember>,
    /// Families without a fit.
    pub findings: Findings,
}

/// What all tests share.
struct Analyst<'b> {
    book: &'b PriceBook,
    options: AnalysisOptions,
    on: NaiveDate,
    today: i32,
    /// Those of the book, and of items that were sold without being in the item master.
    keys: Keys,
    /// `None` without a sales history.
    sales: Option<Sales>,
    /// List price of one unit of every item, in company currency.
    list_prices: HashMap<Key, Decimal, FixedState>,
    numbers: Cells<'b>,
    answer: PriceAnalysis,
}

impl PriceBook {
    /// Looks for prices that do not fit together: below cost, core parts with a price, standard and wear parts away from
    /// cost, ladders that rise, currencies that drift apart, families, market, kits, assemblies, successors, and sold
    /// lines of which little is left.
    ///
    /// The quantity of a year is what `sales_history` says of the 365 days up to its last day.
    ///
    /// # Errors
    ///
    /// [`PricingError::Argument`] when a tolerance is below zero, or the largest kit discount above 100 %.
    pub fn analyse_prices(&self, options: AnalysisOptions) -> Result<PriceAnalysis, PricingError> {
        options.check()?;
        let on = options.on.unwrap_or(self.catalog.as_of());
        let mut keys = self.keys.clone();
        let sales = Sales::read(self, &mut keys);
        let mut analyst = Analyst {
            book: self,
            options,
            on,
            today: on.to_epoch_days(),
            keys,
            sales,
            list_prices: HashMap::default(),
            numbers: Cells::new(self.catalog.table("items"), self.catalog.texts(), "item"),
            answer: PriceAnalysis::default(),
        };
        let ask = Ask::nobody(analyst.today);
        let price = |goods: &Goods| {
            let case = Case::new(self, goods, &ask).ok()?;
            let price = standard_price(&case)?.reported::<Decimal>(&case).filter(|price| *price > Decimal::ZERO)?;
            Some((goods.item, price))
        };
        analyst.list_prices = self.parties.items().filter_map(price).collect();
        analyst.below_cost();
        analyst.protected();
        analyst.at_cost();
        analyst.ladders();
        analyst.currencies();
        analyst.market();
        analyst.families();
        analyst.inversions();
        analyst.kits();
        analyst.assemblies();
        analyst.successors();
        analyst.leakage();
        let mut answer = analyst.answer;
        answer.issues.sort_by(|a, b| {
            let key = |issue: &PriceIssue| Reverse(issue.at_stake());
            key(a).cmp(&key(b)).then_with(|| (a.code.id, &a.item, &a.customer).cmp(&(b.code.id, &b.item, &b.customer)))
        });
        answer.findings.sort();
        Ok(answer)
    }
}

impl<'b> Analyst<'b> {
    fn cells(&self, table: &str, name: &str) -> Cells<'b> {
        Cells::new(self.book.catalog.table(table), self.book.catalog.texts(), name)
    }

    fn number(&self, goods: &Goods) -> String {
        self.numbers.shown(goods.row as usize)
    }

    fn key(&self, number: &str) -> Key {
        self.keys.find(number)
    }

    fn list_price(&self, item: Key) -> Option<Decimal> {
        self.list_prices.get(&item).copied()
    }

    fn cell(&self, table: &str, row: usize, field: &str) -> Option<Origin> {
        self.book.catalog.table(table).cell(row, field)
    }

    /// Units of an item sold in a year in lines that fulfil a condition.
    fn yearly(&self, item: Key, wanted: impl Fn(&sales::Sale) -> bool) -> Option<Decimal> {
        let sales = self.sales.as_ref()?;
        let lines = sales.of_item(item).filter(|sale| wanted(sale));
        Some(lines.fold(Decimal::ZERO, |sum, sale| sum.checked_add(sale.quantity).unwrap_or(sum)))
    }

    fn add(&mut self, issue: PriceIssue) {
        self.answer.issues.push(issue);
    }

    /// An issue about the list price of an item.
    fn about(&self, code: &'static Code, item: Key, price: Decimal, limit: Decimal) -> PriceIssue {
        let goods = self.book.parties.item(item);
        let (short, far) = (money::trimmed(price), money::trimmed(limit));
        PriceIssue {
            code,
            item: goods.map(|goods| self.number(goods)).unwrap_or_default(),
            customer: String::new(),
            other: String::new(),
            price: Some(short),
            limit: Some(far),
            detail: String::new(),
            difference: short.checked_sub(far).map(|apart| apart.abs()),
            yearly_quantity: self.yearly(item, |_| true),
            origin: goods.and_then(|goods| self.cell("items", goods.row as usize, "item")),
        }
    }

    /// An issue about a part that need not be in the item master.
    fn about_part(&self, code: &'static Code, item: &str, price: Decimal, limit: Decimal) -> PriceIssue {
        let about = self.about(code, self.key(item), price, limit);
        if about.item.is_empty() { PriceIssue { item: item.to_owned(), ..about } } else { about }
    }

    fn note(&mut self, code: &'static Code, value: &str, detail: String, origin: Option<Origin>) {
        let mut finding = Finding::new(code).field("family").value(value).detail(detail);
        finding.origin = origin;
        self.answer.findings.push(finding);
    }
}

/// `percent` more than an amount.
fn above(amount: Decimal, percent: Decimal) -> Option<Decimal> {
    amount.checked_mul(money::plus_percent(percent)?)
}

/// `percent` less than an amount.
fn below(amount: Decimal, percent: Decimal) -> Option<Decimal> {
    amount.checked_mul(money::minus_percent(percent)?)
}
