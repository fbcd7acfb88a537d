//! The lines of a document for one customer: rows of a table with the columns of `order_lines`.

use super::book::PriceBook;
use super::cells::Cells;
use super::keys::{BLANK, UNKNOWN};
use crate::tables::{Table, Texts};

/// Lines of a document, in order.
#[derive(Clone, Debug)]
pub struct OrderRows<'a> {
    /// Has the columns of `order_lines`.
    pub table: &'a Table,
    /// Its texts.
    pub texts: &'a Texts,
    /// Its rows, from zero.
    pub rows: Vec<usize>,
}

impl<'a> OrderRows<'a> {
    /// All rows of a table that was made for the customer.
    #[must_use]
    pub fn all(table: &'a Table, texts: &'a Texts) -> Self {
        Self { table, texts, rows: (0..table.len()).collect() }
    }
}

impl PriceBook {
    /// The rows of the sheet `order_lines` that are a customer's: those with its number, without a number those with its
    /// business id; rows that name nobody only where no row names anybody. Other customers' orders are nobody else's
    /// business.
    #[must_use]
    pub fn order_rows_of(&self, customer: &str) -> OrderRows<'_> {
        let (table, texts) = (self.catalog.table("order_lines"), self.catalog.texts());
        let own = self.keys.find(customer);
        let business_id = self.parties.buyer(own).map_or(BLANK, |buyer| buyer.business_id);
        let cells = |name| Cells::new(table, texts, name);
        let (customers, ids) = (cells("customer"), cells("business_id"));
        let names_nobody = |row: usize| customers.is_blank(row) && ids.is_blank(row);
        let are_nobodys = (0..table.len()).all(names_nobody);
        let is_own = |row: &usize| match self.keys.find(&customers.shown(*row)) {
            _ if names_nobody(*row) => are_nobodys,
            BLANK => business_id != BLANK && self.keys.find(&ids.shown(*row)) == business_id,
            named => named == own && named != UNKNOWN,
        };
        OrderRows { table, texts, rows: (0..table.len()).filter(is_own).collect() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::testing::catalog;

    #[test]
    fn lines_are_those_of_the_customer_and_of_nobody() {
        let book = PriceBook::new(Arc::new(catalog(&[
            ("customers", "customer,business_id\nC1,B1\nC2,B2\nC3,\n"),
            ("items", "item\nP\n"),
            (
                "order_lines",
                "customer,business_id,item,quantity\nC1,,P,1\nC2,,P,1\n,B1,P,1\n,B2,P,1\n,,P,1\nC9,,P,1\n,B9,P,1\nC2,B1,P,1\n",
            ),
        ])));
        let rows = |customer| book.order_rows_of(customer).rows;
        assert_eq!((rows("C1"), rows("C2"), rows("C3")), (vec![0, 2], vec![1, 3, 7], vec![]));
    }

    #[test]
    fn lines_that_name_nobody_are_for_whoever_asks() {
        let book = PriceBook::new(Arc::new(catalog(&[
            ("customers", "customer\nC1\n"),
            ("order_lines", "customer,item,quantity\n,P,1\n,Q,2\n"),
        ])));
        assert_eq!(book.order_rows_of("C1").rows, [0, 1]);
    }
}
