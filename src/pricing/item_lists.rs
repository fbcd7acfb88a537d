//! Items for all customers: what each customer of the customer master pays for some items.
//!
//! Rules: pricing specification, section 3 (item × all customers).

use chrono::NaiveDate;

use super::book::PriceBook;
use super::error::PricingError;
use super::lines::Chunk;
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
        let mut list = PriceList::default();
        for item in items {
            let own = self.item_price_list(item, on, quantities)?;
            let number = list.items.len();
            list.items.extend(own.items);
            list.rows.extend(own.rows.into_iter().map(|row| PriceListRow { item: number, ..row }));
            list.prices.append(&[Chunk::in_own_order(own.prices)]);
            list.customers = own.customers;
        }
        Ok(list)
    }
}
