//! A delivery list: what a customer gets, with the comments it may see and without prices.
//!
//! Rules: pricing specification, section 2.4; pricing reference, section 18 (comments).

use rust_decimal::Decimal;

use super::book::PriceBook;
use super::cells::Cells;
use super::error::PricingError;
use super::keys::BLANK;
use super::lines::line_finding;
use super::order_rows::OrderRows;
use crate::finding::Findings;
use crate::finding::codes::model;

/// One line of a delivery list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryLine {
    /// Item number, as the line names it.
    pub item: String,
    /// Quantity; none when the line has none.
    pub quantity: Option<Decimal>,
    /// What the customer is told about the item.
    pub comments: Vec<String>,
}

/// A delivery list for one customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryList {
    /// Customer number.
    pub customer: String,
    /// The lines, in the order asked; none is missing.
    pub lines: Vec<DeliveryLine>,
    /// What the customer is told about the whole delivery.
    pub comments: Vec<String>,
    /// Items that are not in the item master; for the company only.
    pub findings: Findings,
}

impl PriceBook {
    /// A delivery list for a customer, of which item and quantity of the lines count.
    ///
    /// Comments are those of the customer or its business id; internal ones (kind S, and those whose kind could not be
    /// read) never leave.
    ///
    /// # Errors
    /// [`PricingError::Model`] for an unknown customer.
    pub fn delivery_list(&self, customer: &str, lines: &OrderRows<'_>) -> Result<DeliveryList, PricingError> {
        let (table, texts) = (lines.table, lines.texts);
        let key = self.keys.find(customer);
        let Some(buyer) = self.parties.buyer(key) else { return Err(self.unknown_customer(customer).into()) };
        let comments = self.comments_for(key, buyer.business_id);
        let told = |about| comments.iter().filter(move |(item, _)| *item == about).map(|(_, text)| (*text).to_owned());
        let (items, quantities) = (Cells::new(table, texts, "item"), Cells::new(table, texts, "quantity"));
        let mut list =
            DeliveryList { customer: customer.to_owned(), comments: told(BLANK).collect(), ..DeliveryList::default() };
        for &row in &lines.rows {
            let item = items.shown(row);
            let about = self.keys.find(&item);
            if self.parties.item(about).is_none() {
                list.findings.push(line_finding(&model::E_ITEM_UNKNOWN, "item", &item, table.cell(row, "item")));
            }
            let comments = if about == BLANK { Vec::new() } else { told(about).collect() };
            list.lines.push(DeliveryLine { item, quantity: quantities.decimal(row), comments });
        }
        list.findings.sort();
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::testing::catalog;

    #[test]
    fn comments_for_the_customer_are_told_and_internal_ones_stay() {
        let book = PriceBook::new(Arc::new(catalog(&[
            ("customers", "customer,business_id\nC1,B1\n"),
            ("items", "item\nP\nQ\n"),
            (
                "customer_comments",
                "customer,business_id,item,text,kind\nC1,,P,Packed by 10,\n,B1,,Ramp B,\nC1,,P,never late again,S\nC2,,P,other,\n",
            ),
            ("order_lines", "item,quantity\nP,2\nQ,1\nX,\n"),
        ])));
        let lines = book.order_rows_of("C1");
        let list = book.delivery_list("C1", &lines).unwrap();
        let told: Vec<_> = list.lines.iter().map(|line| line.comments.join("; ")).collect();
        assert_eq!(
            (told, list.comments),
            (vec!["Packed by 10".to_owned(), String::new(), String::new()], vec!["Ramp B".to_owned()])
        );
        assert_eq!(list.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["E-ITEM-UNKNOWN"]);
        assert!(book.delivery_list("C9", &lines).is_err());
    }
}
