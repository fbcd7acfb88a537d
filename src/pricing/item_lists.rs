//! Items for all customers: what each customer of the customer master pays for some items.
//!
//! Rules: pricing specification, section 3 (item × all customers).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::answer::Answer;
use super::book::PriceBook;
use super::error::PricingError;
use super::lines::LineProblem;
use super::parties::Goods;
use super::price_list::{PriceList, PriceListRow, Quantities};

impl PriceBook {
    /// What some items cost each customer: item by item, the customers in the order of the customer master, each in its
    /// own currency, then by quantity.
    ///
    /// # Errors
    /// [`PricingError::Model`] for an unknown item.
    pub fn items_price_list(
        &self,
        items: &[&str],
        on: Option<NaiveDate>,
        quantities: Quantities,
    ) -> Result<PriceList, PricingError> {
        let customers: Vec<&str> =
            self.catalog.customers().iter().map(|(id, _)| self.catalog.customer_number(id)).collect();
        let named = |item: &&str| self.parties.item(self.keys.find(item)).ok_or_else(|| self.unknown_item(item));
        let goods = items.iter().map(named).collect::<Result<Vec<_>, _>>()?;
        let pairs: Vec<(usize, &Goods, usize)> = goods
            .into_iter()
            .enumerate()
            .flat_map(|(item, goods)| (0..customers.len()).map(move |customer| (item, goods, customer)))
            .collect();
        let place = |&(_, goods, _): &(usize, &Goods, usize)| self.parties.place(goods.item);
        let list = PriceList::of(
            &pairs,
            place,
            || (),
            |(), _, &(item, goods, customer), part| {
                let row = |(quantity, multiple)| PriceListRow { item, customer, quantity, multiple };
                match self.list_case(customers.get(customer).copied(), goods, on, quantities) {
                    Ok(case) => part.add_steps(&case, quantities, |step, _| Some(row(step))),
                    Err(_) => part.push(row((Decimal::ONE, None)), Answer::failed(LineProblem::NoRate)),
                }
            },
        );
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Ok(PriceList { items: owned(items), customers: owned(&customers), ..list })
    }
}
