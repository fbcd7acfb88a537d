//! The sales history as the rule check sees it: what a rule would have been about.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::book::PriceBook;
use super::cells::Cells;
use super::keys::{ALL, BLANK, Key};
use super::parties::{Buyer, Goods};
use super::rule::Source;
use super::rules::Draft;

/// One sold line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sold {
    customer: Key,
    item: Key,
    pub(super) quantity: Decimal,
    pub(super) net_price: Decimal,
}

/// All sold lines.
#[derive(Debug, Default)]
pub(super) struct History {
    lines: Vec<Sold>,
    by_item: HashMap<Key, Vec<usize>, FixedState>,
    by_discount_group: HashMap<Key, Vec<usize>, FixedState>,
    by_product_group: HashMap<Key, Vec<usize>, FixedState>,
}

impl History {
    /// None when there is no `sales_history`.
    pub(super) fn read(book: &PriceBook) -> Option<Self> {
        let table = book.catalog.table("sales_history");
        if table.is_empty() {
            return None;
        }
        let cells = |name| Cells::new(table, book.catalog.texts(), name);
        let (customers, items, quantities, prices) =
            (cells("customer"), cells("item"), cells("quantity"), cells("net_price"));
        let mut history = Self::default();
        for row in 0..table.len() {
            let item = book.keys.find(&items.shown(row));
            let (Some(goods), Some(quantity), Some(net_price)) =
                (book.parties.item(item), quantities.decimal(row), prices.decimal(row))
            else {
                continue;
            };
            let number = history.lines.len();
            let customer = book.keys.find(&customers.shown(row));
            history.lines.push(Sold { customer, item, quantity, net_price });
            history.by_item.entry(item).or_default().push(number);
            history.by_discount_group.entry(goods.discount_group).or_default().push(number);
            for &group in book.parties.spans.get(goods.product_groups) {
                history.by_product_group.entry(group).or_default().push(number);
            }
        }
        Some(history)
    }

    /// Sum over the lines that a rule could have priced; amounts with too many digits are left out.
    pub(super) fn sum(
        &self,
        book: &PriceBook,
        draft: &Draft,
        of: impl Fn(&Goods, &Sold) -> Option<Decimal>,
    ) -> Decimal {
        let all: Vec<usize>;
        let numbers: &[usize] = if draft.item != BLANK {
            self.by_item.get(&draft.item).map(Vec::as_slice).unwrap_or_default()
        } else if draft.discount_group == ALL {
            all = (0..self.lines.len()).collect();
            &all
        } else if draft.discount_group != BLANK {
            self.by_discount_group.get(&draft.discount_group).map(Vec::as_slice).unwrap_or_default()
        } else {
            self.by_product_group.get(&draft.product_group).map(Vec::as_slice).unwrap_or_default()
        };
        numbers
            .iter()
            .filter_map(|&number| self.lines.get(number))
            .filter(|sold| draft.rule.least <= sold.quantity && is_for(book, draft, sold.customer))
            .filter_map(|sold| of(book.parties.item(sold.item)?, sold))
            .fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum))
    }
}

/// True when a selector of the rule names the customer or something it belongs to.
fn is_for(book: &PriceBook, draft: &Draft, customer: Key) -> bool {
    if draft.rule.source == Source::PriceLists {
        return true;
    }
    let buyer = book.parties.buyer(customer).copied().unwrap_or(Buyer { customer, ..Buyer::default() });
    let is = |own: Key, rule: Key| rule != BLANK && own == rule;
    is(customer, draft.customer)
        || is(buyer.business_id, draft.business_id)
        || (draft.segment != BLANK && book.parties.spans.get(buyer.segments).contains(&draft.segment))
        || is(buyer.group, draft.customer_group)
        || is(buyer.district, draft.district)
        || is(buyer.price_group, draft.price_group)
}
