//! What a customer pays at every quantity: the exact step function of price and discounts, for workbooks that
//! recalculate by themselves.
//!
//! A ladder of minimum quantities does not say it all: a discount may hold for exact multiples only, and ranges of price
//! lists may leave holes (9.5 between 1–9 and 10–99). So the quantities are taken as whole numbers of millionths; every
//! end of a range and every divisor of the rules that concern customer and item cuts them into classes in which all
//! quantities cost the same, and each class is priced by the engine itself at one quantity of its own.
//! Rules: pricing specification, section 5; pricing reference, sections 2, 7 and 9.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::book::{CompiledLevel, PriceBook};
use super::discount::{self, Slot};
use super::error::PricingError;
use super::keys::BLANK;
use super::money;
use super::parties::Goods;
use super::price::{Currency, priced};
use super::price_list::may_apply;
use super::question::{Case, NoRate};
use super::rule::{Kind, Rule};
use super::search::{Found, Silent, search};

/// Millionths of a unit: the finest quantity.
const MICROS: u32 = 6;
/// The largest quantity of a ladder, in millionths: 9 999 999 units.
const MOST: i128 = 9_999_999_000_000;
/// Most combinations of divisors of one item.
const MOST_DIVISORS: usize = 1_024;
/// Multiples tried to find one that is a multiple of nothing else; many more than can be needed.
const TRIES: i128 = 10_000;

/// Whose prices are asked, of which items.
#[derive(Clone, Debug, Default)]
pub struct StepRequest<'a> {
    /// Customer number; none for nobody in particular.
    pub customer: Option<&'a str>,
    /// Item numbers in order; by default all that may stand on the customer's price list.
    pub items: Option<&'a [&'a str]>,
    /// Items that are added when `items` leaves them out; unknown ones are passed over.
    pub more: &'a [&'a str],
    /// Pricing day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Invoice currency; by default the customer's.
    pub currency: Option<&'a str>,
}

/// What one customer pays.
#[derive(Clone, Debug)]
pub struct PriceSteps {
    /// Invoice currency.
    pub currency: Arc<str>,
    /// The company's currency, in which prices are kept.
    pub company_currency: Arc<str>,
    /// Company currency for one unit of invoice currency; 1 at home.
    pub rate: Decimal,
    /// Special discount of the customer, in percent.
    pub special_discount: Decimal,
    /// Discount slots in use, 1 to 3.
    pub slots: u8,
    /// Decimals of unit prices.
    pub decimals: u32,
    /// Prices contain VAT.
    pub include_vat: bool,
    /// Pricing day.
    pub on: NaiveDate,
    /// The items, each number once.
    pub items: Vec<ItemSteps>,
}

/// What one item costs at every quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemSteps {
    /// Item number as the item master has it.
    pub item: String,
    /// Row of the item master, from zero.
    pub row: usize,
    /// VAT percent of the item.
    pub vat_rate: Decimal,
    /// Foreign VAT percent, when the country of the customer has one.
    pub vat_override: Option<Decimal>,
    /// The customer may buy it.
    pub may_sell: bool,
    /// By `from`; among equals the larger `multiple` first and the step without at the end.
    pub steps: Vec<Step>,
}

/// Price and discounts from a quantity on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Smallest quantity; 0 for all above nothing.
    pub from: Decimal,
    /// Only for exact multiples of this; 0 for the others.
    pub multiple: Decimal,
    /// What holds there.
    pub terms: Terms,
}

/// What holds for a quantity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Unit price in company currency with all its digits; none when there is none or the item is blocked.
    pub price: Option<Decimal>,
    /// What it means for discounts.
    pub kind: Kind,
    /// Percent of each slot.
    pub discounts: [Decimal; 3],
}

/// What a line comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineAmount {
    /// Slots and special discount as one factor of 4 decimals.
    pub factor: Decimal,
    /// Unit price before discounts in invoice currency, to 6 decimals.
    pub price: Decimal,
    /// Unit price after discounts in invoice currency, rounded to the price decimals.
    pub net_price: Decimal,
    /// Amount in invoice currency, rounded once to cents.
    pub amount: Decimal,
}

impl Terms {
    /// What a line comes to. None without a price, or when an amount has too many digits.
    #[must_use]
    pub fn line(
        &self,
        quantity: Decimal,
        special_discount: Decimal,
        rate: Decimal,
        decimals: u32,
    ) -> Option<LineAmount> {
        let price = self.price?;
        let factor = if self.kind == Kind::Net {
            Decimal::ONE
        } else {
            money::invoice_factor(money::slot_factor(self.discounts)?, special_discount)?
        };
        let invoiced = price.checked_mul(factor)?;
        Some(LineAmount {
            factor: factor.normalize(),
            price: money::round(price.checked_div(rate)?, money::CONVERTED).normalize(),
            net_price: money::round(invoiced.checked_div(rate)?, decimals).normalize(),
            amount: money::round(invoiced.checked_mul(quantity)?.checked_div(rate)?, 2).normalize(),
        })
    }
}

impl ItemSteps {
    /// What holds for a quantity above zero: the last step that begins at or before it, of these the first whose
    /// multiple it is.
    #[must_use]
    pub fn at(&self, quantity: Decimal) -> Option<&Step> {
        let end = self.steps.partition_point(|step| step.from <= quantity);
        let from = self.steps.get(end.checked_sub(1)?)?.from;
        let start = self.steps.partition_point(|step| step.from < from);
        self.steps.get(start..end)?.iter().find(|step| {
            step.multiple.is_zero() || quantity.checked_rem(step.multiple).is_some_and(|rest| rest.is_zero())
        })
    }

    /// Some quantity has a price.
    #[must_use]
    pub fn has_price(&self) -> bool {
        self.steps.iter().any(|step| step.terms.price.is_some())
    }
}

impl PriceBook {
    /// What a customer pays at every quantity up to 9 999 999, to the millionth.
    ///
    /// # Errors
    /// [`PricingError::Model`] for an unknown customer or item; [`PricingError::NoRate`] when the currency has no rate;
    /// [`PricingError::TooManySteps`] when an item has too many discounts for multiples.
    pub fn price_steps(&self, request: &StepRequest<'_>) -> Result<PriceSteps, PricingError> {
        let on = request.on.unwrap_or(self.catalog.as_of());
        let mut ask = self.order_of(request.customer, request.on)?;
        if let Some(currency) = request.currency {
            ask.currency = self.keys.find(currency);
        }
        let buyer = self.parties.buyer(ask.customer).copied().unwrap_or_default();
        let mut result = PriceSteps {
            currency: self.company_currency().into(),
            company_currency: self.company_currency().into(),
            rate: Decimal::ONE,
            special_discount: buyer.special_discount.normalize(),
            slots: self.settings.slots,
            decimals: self.settings.decimals,
            include_vat: self.settings.prices_include_vat,
            on,
            items: Vec::new(),
        };
        let wanted = self.wanted(request)?;
        let Some(&(first, _)) = wanted.first() else { return Ok(result) };
        let header = Case::new(self, first, &ask).map_err(|NoRate| self.no_rate(&ask, request.currency))?;
        result.currency = self.currency_code(Currency(header.currency));
        result.rate = header.rate.normalize();
        let parts: Vec<Option<ItemSteps>> = wanted
            .par_iter()
            .map(|&(goods, asked)| {
                let mut case = header.clone();
                case.set_item(goods);
                let at_one = priced(&case, &mut Silent);
                let may_sell = at_one.as_ref().is_ok_and(|price| price.may_sell.unwrap_or(true));
                if !asked && (goods.hidden || !may_sell) {
                    return Ok(None);
                }
                let row = goods.row as usize;
                let item = self.item_number(row).to_owned();
                let Some(steps) = steps(&case) else { return Err(PricingError::TooManySteps { item }) };
                let vat_override = case.vat_override;
                Ok(Some(ItemSteps { item, row, vat_rate: goods.vat_rate, vat_override, may_sell, steps }))
            })
            .collect::<Result<_, _>>()?;
        result.items = parts.into_iter().flatten().collect();
        Ok(result)
    }

    /// The items of a request, each once, with whether they were asked for by name.
    fn wanted(&self, request: &StepRequest<'_>) -> Result<Vec<(&Goods, bool)>, PricingError> {
        let named = |item: &&str| self.parties.item(self.keys.find(item)).ok_or_else(|| self.unknown_item(item));
        let more: Vec<&Goods> =
            request.more.iter().filter_map(|item| self.parties.item(self.keys.find(item))).collect();
        let mut wanted: Vec<(&Goods, bool)> = if let Some(items) = request.items {
            items.iter().map(|item| Ok((named(item)?, true))).collect::<Result<_, PricingError>>()?
        } else {
            let asked: BTreeSet<_> = more.iter().map(|goods| goods.item).collect();
            self.parties.items().map(|goods| (goods, asked.contains(&goods.item))).collect()
        };
        wanted.extend(more.into_iter().map(|goods| (goods, true)));
        let mut seen = BTreeSet::new();
        wanted.retain(|(goods, _)| seen.insert(goods.item));
        Ok(wanted)
    }

    fn item_number(&self, row: usize) -> &str {
        self.catalog.table("items").text("item").get(row).map_or("", |symbol| self.catalog.text(symbol))
    }
}

/// What holds at the quantity of a case, as [`super::price`] computes it before anything is rounded for the answer.
fn terms(case: &Case<'_>) -> Option<Terms> {
    let (mut found, mut slots) = (Found::nothing(case), [Slot::OPEN; 3]);
    search(case, &mut found, &mut Silent)?;
    if found.kind == Kind::Blocked {
        return Some(Terms { price: None, kind: Kind::Blocked, discounts: [Decimal::ZERO; 3] });
    }
    discount::settle(case, &mut found, &mut slots, &mut Silent)?;
    let mut price: Decimal = found.price;
    if !case.goods.price_quantity.is_zero() {
        price = case.book.settings.round(price.checked_div(case.goods.price_quantity)?);
    }
    if price.is_zero() {
        return Some(Terms { kind: found.kind, ..Terms::default() });
    }
    Some(Terms { price: Some(price), kind: found.kind, discounts: slots.map(|slot| slot.percent.normalize()) })
}

/// Where the rules that may concern a case cut the quantities.
#[derive(Default)]
struct Cuts {
    /// First quantity of each range, in millionths.
    starts: BTreeSet<i128>,
    /// Quantities of which only multiples count, in millionths.
    divisors: BTreeSet<i128>,
}

impl Cuts {
    fn of(case: &Case<'_>) -> Self {
        let book = case.book;
        let mut cuts = Self::default();
        cuts.starts.insert(1);
        for level in book.sequence.iter().chain(&book.standard).chain(&book.discounts) {
            if case.live & level.mask != 0 {
                cuts.add_level(case, level);
            }
        }
        cuts
    }

    fn add_level(&mut self, case: &Case<'_>, level: &CompiledLevel) {
        let currencies =
            if level.level.by_currency { [case.currency, case.book.settings.currency] } else { [BLANK, BLANK] };
        let need = case.need(currencies, 0);
        for (number, _) in level.lanes() {
            for hit in case.hits_in(number) {
                let rules = case.book.rules.rules_of(hit.pair, number).iter();
                rules.filter(|rule| may_apply(rule, &need)).for_each(|rule| self.add_rule(rule));
            }
        }
    }

    fn add_rule(&mut self, rule: &Rule) {
        if rule.is_for_multiples() {
            // 1 divides every quantity that is written in millionths.
            self.divisors.extend(common_multiple(rule.least).filter(|divisor| (2..=MOST).contains(divisor)));
            return;
        }
        let first_from = micros(rule.least, 1);
        let first_beyond = micros(rule.most, 0).map(|last| last + 1);
        self.starts.extend([first_from, first_beyond].into_iter().flatten().filter(|start| (2..=MOST).contains(start)));
    }
}

/// A quantity in millionths, rounded up when asked, else down; none when it is far outside all ladders.
fn micros(quantity: Decimal, up: i128) -> Option<i128> {
    if quantity.abs() > Decimal::from(20_000_000) {
        return None;
    }
    let (digits, power) = parts(quantity)?;
    Some((digits * 1_000_000).div_euclid(power) + up * i128::from((digits * 1_000_000).rem_euclid(power) != 0))
}

/// Digits and power of ten of a decimal.
fn parts(quantity: Decimal) -> Option<(i128, i128)> {
    let quantity = quantity.normalize();
    Some((quantity.mantissa(), 10_i128.checked_pow(quantity.scale())?))
}

/// The smallest number of millionths that is a multiple of a quantity.
fn common_multiple(quantity: Decimal) -> Option<i128> {
    let (digits, power) = parts(quantity)?;
    let micro = 1_000_000;
    // digits/power and 1/micro on a common denominator.
    let (own, one) = (digits.abs().checked_mul(micro)?, power);
    if own == 0 {
        return None;
    }
    lcm(own, one).map(|both| both / one)
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn lcm(a: i128, b: i128) -> Option<i128> {
    (a / gcd(a, b)).checked_mul(b)
}

/// Common multiples of each choice of divisors, ascending, beginning with 1; none when there are too many.
fn classes(divisors: &BTreeSet<i128>) -> Option<Vec<i128>> {
    let mut classes = BTreeSet::from([1]);
    for &divisor in divisors {
        let more: Vec<i128> =
            classes.iter().filter_map(|&class| lcm(class, divisor)).filter(|&class| class <= MOST).collect();
        classes.extend(more);
        if classes.len() > MOST_DIVISORS {
            return None;
        }
    }
    Some(classes.into_iter().collect())
}

/// A quantity of a range that is a multiple of what the class is made of, and of no other divisor.
fn example(class: i128, range: (i128, i128), divisors: &BTreeSet<i128>) -> Option<i128> {
    let first = (range.0 + class - 1).div_euclid(class);
    (first..first + TRIES)
        .map(|times| times * class)
        .take_while(|&quantity| quantity < range.1)
        .find(|quantity| divisors.iter().all(|divisor| quantity % divisor != 0 || class % divisor == 0))
}

/// All steps of a case; none when there are too many divisors.
fn steps(case: &Case<'_>) -> Option<Vec<Step>> {
    let cuts = Cuts::of(case);
    let classes = classes(&cuts.divisors)?;
    let starts: Vec<i128> = cuts.starts.iter().copied().collect();
    let ends = starts.iter().skip(1).copied().chain([MOST + 1]);
    let mut ranges: Vec<(i128, BTreeMap<i128, Terms>)> = Vec::new();
    for range in starts.iter().copied().zip(ends) {
        let found: BTreeMap<i128, Terms> = classes
            .iter()
            .filter_map(|&class| Some((class, example(class, range, &cuts.divisors)?)))
            // An amount with too many digits is no price.
            .map(|(class, quantity)| (class, terms(&case.at_quantity(decimal(quantity))).unwrap_or_default()))
            .collect();
        match ranges.last_mut() {
            Some((_, before))
                if found.iter().all(|(class, terms)| before.get(class).is_none_or(|own| own == terms)) =>
            {
                before.extend(found);
            }
            _ => ranges.push((range.0, found)),
        }
    }
    Some(ranges.iter().flat_map(|(start, found)| range_steps(*start, found)).collect())
}

/// The steps of one range: a class that gets what the largest class that divides it gets needs no step of its own.
fn range_steps(start: i128, found: &BTreeMap<i128, Terms>) -> Vec<Step> {
    let mut kept: Vec<(i128, Terms)> = Vec::new();
    for (&class, &terms) in found {
        let usual = kept.iter().rev().find(|(smaller, _)| class % smaller == 0);
        if usual.is_none_or(|usual| usual.1 != terms) {
            kept.push((class, terms));
        }
    }
    let from = if start == 1 { Decimal::ZERO } else { decimal(start) };
    kept.iter()
        .rev()
        .map(|&(class, terms)| Step { from, multiple: if class == 1 { Decimal::ZERO } else { decimal(class) }, terms })
        .collect()
}

fn decimal(micros: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(micros, MICROS).unwrap_or_default().normalize()
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
