//! Price lists: all items for one customer, or one item for all customers, with the quantities at which the price
//! changes.
//!
//! Rules: pricing reference, section 15 (quantity ladder, visibility).

use chrono::NaiveDate;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::book::{CompiledLevel, PriceBook};
use super::error::PricingError;
use super::keys::BLANK;
use super::lines::LineProblem;
use super::parties::Goods;
use super::price::{Currency, Price, TooLarge, priced};
use super::question::{Ask, Case};
use super::rule::{Kind, Unfit};
use super::search::Silent;

/// At which quantities a list is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantities {
    /// At this one.
    One(Decimal),
    /// At one unit, and at every quantity from which price or discounts change.
    Ladder,
}

/// One step of a price list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceListRow {
    /// Item number.
    pub item: String,
    /// Customer number; blank without customer.
    pub customer: String,
    /// From this quantity on.
    pub quantity: Decimal,
    /// The price, or why there is none.
    pub price: Result<Price, LineProblem>,
}

/// A price list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceList {
    /// One row an item and quantity step, in the order of the items.
    pub rows: Vec<PriceListRow>,
}

/// An item's or customer's part of a list.
type Steps = Vec<(Decimal, Result<Price, LineProblem>)>;

impl PriceBook {
    /// The price list of a customer, or of nobody: the named items, or all that may stand on it.
    ///
    /// Without `items`, items of visibility E and restricted items the customer may not buy are left out. The
    /// customer's currency, country and site apply. Rows are in the order of the items, then by quantity.
    ///
    /// # Errors
    /// [`PricingError::Model`] for an unknown customer; [`PricingError::NoRate`] when its currency has no rate.
    pub fn price_list(
        &self,
        customer: Option<&str>,
        items: Option<&[&str]>,
        on: Option<NaiveDate>,
        quantities: Quantities,
    ) -> Result<PriceList, PricingError> {
        let Some(first) = self.parties.goods.first() else { return Ok(PriceList::default()) };
        let header = self.list_case(customer, first, on, quantities)?;
        let customer = customer.unwrap_or_default();
        let wanted: Vec<(&str, Option<&Goods>)> = match items {
            Some(items) => items.iter().map(|&item| (item, self.parties.item(self.keys.find(item)))).collect(),
            None => self
                .parties
                .goods
                .iter()
                .filter(|goods| !goods.hidden)
                .map(|goods| (self.item_text(goods), Some(goods)))
                .collect(),
        };
        let parts: Vec<Steps> = wanted
            .par_iter()
            .map(|(_, goods)| match goods {
                Some(goods) => steps(&header.for_item(goods), quantities),
                None => vec![(header.quantity, Err(LineProblem::UnknownItem))],
            })
            .collect();
        let show_all = items.is_some();
        let rows = wanted
            .iter()
            .zip(parts)
            .flat_map(|(&(item, goods), steps)| {
                let restricted = goods.is_some_and(|goods| goods.restricted);
                steps.into_iter().map(move |(quantity, price)| (item, restricted, quantity, price))
            })
            .filter(|(_, restricted, _, price)| {
                show_all || !restricted || price.as_ref().is_ok_and(|price| price.may_sell == Some(true))
            })
            .map(|(item, _, quantity, price)| PriceListRow {
                item: item.to_owned(),
                customer: customer.to_owned(),
                quantity,
                price,
            })
            .collect();
        Ok(PriceList { rows })
    }

    /// What one item costs each customer of the customer master, in its order, each in its own currency.
    ///
    /// # Errors
    /// [`PricingError::Model`] for an unknown item.
    pub fn item_price_list(
        &self,
        item: &str,
        on: Option<NaiveDate>,
        quantities: Quantities,
    ) -> Result<PriceList, PricingError> {
        let goods = self.parties.item(self.keys.find(item)).ok_or_else(|| self.unknown_item(item))?;
        let customers: Vec<&str> =
            self.catalog.customers().iter().map(|(id, _)| self.catalog.customer_number(id)).collect();
        let parts: Vec<Steps> = customers
            .par_iter()
            .map(|customer| match self.list_case(Some(customer), goods, on, quantities) {
                Ok(case) => steps(&case, quantities),
                Err(_) => vec![(Decimal::ONE, Err(LineProblem::NoRate))],
            })
            .collect();
        let rows = customers
            .iter()
            .zip(parts)
            .flat_map(|(&customer, steps)| {
                steps.into_iter().map(move |(quantity, price)| PriceListRow {
                    item: item.to_owned(),
                    customer: customer.to_owned(),
                    quantity,
                    price,
                })
            })
            .collect();
        Ok(PriceList { rows })
    }

    fn item_text(&self, goods: &Goods) -> &str {
        let table = self.catalog.table("items");
        table.text("item").get(goods.row as usize).map_or("", |symbol| self.catalog.text(symbol))
    }

    /// An order of the customer without anything typed.
    fn list_case<'b>(
        &'b self,
        customer: Option<&str>,
        goods: &'b Goods,
        on: Option<NaiveDate>,
        quantities: Quantities,
    ) -> Result<Case<'b>, PricingError> {
        let key = self.keys.find_option(customer);
        let buyer = self.parties.buyer(key).copied();
        if let (Some(customer), None) = (customer, buyer) {
            return Err(self.unknown_customer(customer).into());
        }
        let buyer = buyer.unwrap_or_default();
        let on = on.unwrap_or(self.catalog.as_of());
        let ask = Ask {
            customer: key,
            business_id: None,
            customer_group: BLANK,
            quantity: match quantities {
                Quantities::One(quantity) => quantity,
                Quantities::Ladder => Decimal::ONE,
            },
            currency: buyer.currency,
            exchange_rate: None,
            country: buyer.country,
            site: buyer.site,
            campaign: BLANK,
            order_district: BLANK,
            entered_price: None,
            entered_kind: Kind::Gross,
            entered_discounts: [None; 3],
            special_discount: None,
            day: on.to_epoch_days(),
        };
        Case::new(self, goods, &ask).map_err(|_| PricingError::NoRate {
            currency: self.currency_code(Currency(buyer.currency)).to_string(),
            on: on.to_string(),
        })
    }
}

/// A case at every quantity that matters.
fn steps(case: &Case<'_>, quantities: Quantities) -> Steps {
    let at = |quantity| {
        let price = priced(&case.at_quantity(quantity), &mut Silent).map_err(|TooLarge| LineProblem::TooLarge);
        (quantity, price)
    };
    let mut steps = vec![at(case.quantity)];
    if quantities == Quantities::Ladder {
        for quantity in breaks(case) {
            let step = at(quantity);
            if steps.last().is_none_or(|last| is_other(&last.1, &step.1)) {
                steps.push(step);
            }
        }
    }
    steps
}

/// All minimum quantities above 1 of rows that may apply, in order.
fn breaks(case: &Case<'_>) -> Vec<Decimal> {
    let book = case.book;
    let mut breaks = Vec::new();
    for level in book.sequence.iter().chain(&book.discounts) {
        if case.live & level.mask != 0 {
            level_breaks(case, level, &mut breaks);
        }
    }
    breaks.sort_unstable();
    breaks.dedup();
    breaks
}

fn level_breaks(case: &Case<'_>, level: &CompiledLevel, breaks: &mut Vec<Decimal>) {
    let currencies =
        if level.level.by_currency { [case.currency, case.book.settings.currency] } else { [BLANK, BLANK] };
    let need = case.need(currencies, 0);
    for (number, (selector, target)) in level.lanes() {
        let Some(lane) = case.book.lane(number).filter(|_| case.live & (1 << number) != 0) else { continue };
        for &target in case.target_values(target) {
            for &selector in case.selector_values(selector) {
                breaks.extend(
                    lane.bucket(selector, target)
                        .iter()
                        .filter(|rule| rule.least > Decimal::ONE)
                        .filter(|rule| {
                            rule.unfits(&need).iter().all(|unfit| match unfit {
                                Unfit::BelowMinimum | Unfit::AboveMaximum | Unfit::NotMultiple => true,
                                Unfit::Currency => rule.currency == BLANK,
                                _ => false,
                            })
                        })
                        .map(|rule| rule.least.normalize()),
                );
            }
        }
    }
}

/// Price, kind or discounts differ.
fn is_other(a: &Result<Price, LineProblem>, b: &Result<Price, LineProblem>) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => {
            let percents = |price: &Price| price.discounts.map(|slot| slot.map(|slot| slot.percent));
            (a.price, a.kind, a.state) != (b.price, b.kind, b.state) || percents(a) != percents(b)
        }
        (a, b) => a != b,
    }
}
