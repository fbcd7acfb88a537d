//! Prices that only look like prices: the 0.01 of an item without cost under a margin agreement.
//!
//! The reference engine answers 0.01 there, and so do we (pricing reference, section 5); but nobody should send it.

use rust_decimal::Decimal;

use super::book::PriceBook;

/// Reference codes of prices made from cost and margin.
pub const MARGIN_BASES: std::ops::RangeInclusive<u8> = 10..=13;

impl PriceBook {
    /// True when a margin decided the price of an item that has no cost: the price is then 0.01 whatever the margin.
    #[must_use]
    pub fn lacks_cost(&self, item: &str, price_basis: u8) -> bool {
        MARGIN_BASES.contains(&price_basis)
            && self.parties.item(self.keys.find(item)).is_some_and(|goods| goods.cost <= Decimal::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::testing::catalog;
    use crate::pricing::Question;

    #[test]
    fn only_a_margin_without_cost_is_no_real_price() {
        let book = PriceBook::new(Arc::new(catalog(&[
            ("customers", "customer\nC1\nC2\n"),
            ("items", "item,gross_price,cost\nA,100,60\nB,100,\nC,100,0\n"),
            ("customer_discounts", "customer,discount_group,item,percent\nC1,,A,-20\nC1,,B,-20\nC1,,C,-20\n"),
        ])));
        let lacks = |customer, item| {
            let question = Question { customer: Some(customer), item, ..Question::default() };
            let price = book.price(&question).unwrap();
            (book.lacks_cost(item, price.price_basis), price.net_price.unwrap().normalize().to_string())
        };
        assert_eq!(lacks("C1", "A"), (false, "75".to_owned()));
        assert_eq!(lacks("C1", "B"), (true, "0.01".to_owned()));
        assert_eq!(lacks("C1", "C"), (true, "0.01".to_owned()));
        assert_eq!(lacks("C2", "B"), (false, "100".to_owned()));
    }
}
