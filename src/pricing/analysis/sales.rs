//! The sales history by item: what a year's quantities are read from.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use crate::pricing::book::PriceBook;
use crate::pricing::cells::Cells;
use crate::pricing::keys::{BLANK, Key, Keys};

/// A year before the last day of the history.
const YEAR: Days = Days::new(365);

/// A sold line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sale {
    pub(super) customer: Key,
    pub(super) item: Key,
    pub(super) quantity: Decimal,
}

/// The lines of the year that ends with the last sale; all when they have no dates.
#[derive(Debug, Default)]
pub(super) struct Sales {
    lines: Vec<Sale>,
    by_item: HashMap<Key, Vec<usize>, FixedState>,
}

impl Sales {
    /// None without `sales_history`. Items that are not in the book get keys, so that each keeps its own sales.
    pub(super) fn read(book: &PriceBook, keys: &mut Keys) -> Option<Self> {
        let table = book.catalog.table("sales_history");
        if table.is_empty() {
            return None;
        }
        let cells = |name| Cells::new(table, book.catalog.texts(), name);
        let (dates, customers, items, quantities) =
            (cells("date"), cells("customer"), cells("item"), cells("quantity"));
        let last = (0..table.len()).filter_map(|row| dates.date(row)).max();
        let first = last.and_then(|last| last.checked_sub_days(YEAR));
        let mut sales = Self::default();
        for row in 0..table.len() {
            let is_old = first.is_some_and(|first| dates.date(row).is_some_and(|date| date <= first));
            let item = keys.intern(&items.shown(row));
            let Some(quantity) = quantities.decimal(row).filter(|_| item != BLANK && !is_old) else { continue };
            sales.by_item.entry(item).or_default().push(sales.lines.len());
            let customer = book.keys.find(&customers.shown(row));
            sales.lines.push(Sale { customer, item, quantity });
        }
        Some(sales)
    }

    pub(super) fn of_item(&self, item: Key) -> impl Iterator<Item = &Sale> {
        self.by_item.get(&item).into_iter().flatten().filter_map(|&number| self.lines.get(number))
    }

    /// Who bought what, in the order first bought.
    pub(super) fn pairs(&self) -> Vec<(Key, Key)> {
        let mut seen: HashSet<(Key, Key), FixedState> = HashSet::default();
        let pairs = self.lines.iter().map(|sale| (sale.customer, sale.item));
        pairs.filter(|pair| seen.insert(*pair)).collect()
    }
}
