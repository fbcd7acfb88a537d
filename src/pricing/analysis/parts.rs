//! Priced parts against the rule of their category: core parts have no price, standard and wear parts are sold at cost,
//! a given price is not below cost.
//!
//! The price of a part is the given one, else its list price. Rules: parts-pricing specification, sections 2 and 7.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::{Analyst, PriceIssue};
use crate::finding::Code;
use crate::finding::codes::analysis as codes;
use crate::pricing::keys::{BLANK, Key, fold};
use crate::pricing::money;

/// Where an item may have a price: the table, its fields, and whether they are for the item's price quantity.
const PRICES: [(&str, &[&str], bool); 5] = [
    ("priced_parts", &["price"], false),
    ("items", &["gross_price", "net_price", "store_price"], true),
    ("price_lists", &["price"], true),
    ("guide_prices", &["guide_price"], false),
    ("customer_prices", &["price"], true),
];

/// Item numbers as they are compared.
pub(super) type Items = HashSet<String, FixedState>;

/// A row of `priced_parts` that may have a price.
pub(super) struct Part {
    pub(super) row: usize,
    pub(super) item: String,
    pub(super) key: Key,
    category: String,
    /// Of one unit: of the row, else of the item master.
    cost: Option<Decimal>,
    /// The given price.
    given: Option<Decimal>,
    /// The given price, else the list price; above zero.
    pub(super) price: Option<Decimal>,
}

impl Analyst<'_> {
    /// The rows of `priced_parts` without core parts, in their order.
    pub(super) fn parts(&self) -> Vec<Part> {
        let cells = |name| self.cells("priced_parts", name);
        let [items, categories, costs, prices] = ["item", "category", "cost", "price"].map(cells);
        let protected = self.protected_items();
        let positive = |value: Option<Decimal>| value.filter(|value| *value > Decimal::ZERO);
        let rows = 0..self.book.catalog.table("priced_parts").len();
        rows.map(|row| {
            let item = items.shown(row);
            let key = self.key(&item);
            let given = positive(prices.decimal(row));
            let master = || self.book.parties.item(key).map(|goods| goods.cost);
            Part {
                row,
                key,
                category: categories.shown(row).to_uppercase(),
                cost: positive(positive(costs.decimal(row)).or_else(master)),
                given,
                price: given.or_else(|| self.list_price(key)),
                item,
            }
        })
        .filter(|part| !protected.contains(&fold(&part.item)))
        .collect()
    }

    /// Items that are core parts in `priced_parts` or protected in the item master.
    fn protected_items(&self) -> Items {
        let parts = self.cells("priced_parts", "item");
        let categories = self.cells("priced_parts", "category");
        let flags = self.cells("items", "ip");
        let rows = |table| 0..self.book.catalog.table(table).len();
        let is_core = |row: &usize| categories.text(*row).is_some_and(|name| name.eq_ignore_ascii_case("CORE_IP"));
        let core = rows("priced_parts").filter(is_core).map(|row| fold(&parts.shown(row)));
        let flagged = rows("items").filter(|&row| flags.flag(row).unwrap_or(false));
        core.chain(flagged.map(|row| fold(&self.numbers.shown(row)))).collect()
    }

    /// Core parts with a price anywhere; rows whose last day is over and blocked customers are left out.
    pub(super) fn protected(&mut self) {
        let protected = self.protected_items();
        if protected.is_empty() {
            return;
        }
        for (table, fields, is_per_quantity) in PRICES {
            let items = self.cells(table, "item");
            let (ends, kinds) = (self.cells(table, "valid_to"), self.cells(table, "kind"));
            for row in 0..self.book.catalog.table(table).len() {
                let is_over = ends.date(row).is_some_and(|end| end < self.on);
                let is_blocked = table == "customer_prices" && kinds.text(row).is_some_and(|kind| kind == "X");
                if is_over || is_blocked || !protected.contains(&fold(&items.shown(row))) {
                    continue;
                }
                for field in fields {
                    let issue = self.protected_price(table, row, field, is_per_quantity);
                    self.answer.issues.extend(issue);
                }
            }
        }
    }

    /// A price of a core part; none when the cell has none.
    fn protected_price(&self, table: &str, row: usize, field: &str, is_per_quantity: bool) -> Option<PriceIssue> {
        let amount = self.cells(table, field).decimal(row).filter(|amount| *amount > Decimal::ZERO)?;
        let item = self.cells(table, "item").shown(row);
        let currency = self.cells(table, "currency").shown(row);
        let customer = self.cells(table, "customer").shown(row);
        let (key, buyer) = (self.key(&item), self.key(&customer));
        let goods = self.book.parties.item(key);
        let per = goods.map(|goods| goods.price_quantity).filter(|per| is_per_quantity && !per.is_zero());
        let rate = match self.book.keys.find(&currency) {
            BLANK => Some(Decimal::ONE),
            key if key == self.book.settings.currency => Some(Decimal::ONE),
            key => self.book.rates.on(key, self.today),
        };
        let unit = rate.and_then(|rate| amount.checked_mul(rate)?.checked_div(per.unwrap_or(Decimal::ONE)));
        let unit = unit.map(|unit| money::round(unit, money::CONVERTED).normalize());
        let shown = if currency.is_empty() { String::new() } else { format!(" {currency}") };
        Some(PriceIssue {
            price: unit,
            limit: None,
            difference: unit,
            detail: format!("{field} {}{shown} in {table}", amount.normalize()),
            yearly_quantity: self.yearly(key, |sale| customer.is_empty() || sale.customer == buyer),
            customer,
            origin: self.cell(table, row, field),
            ..self.about_part(&codes::E_IP_PRICED, &item, Decimal::ZERO, Decimal::ZERO)
        })
    }

    /// Standard and wear parts whose price is more than 1 % away from cost with the product's overhead, and given prices
    /// below cost.
    pub(super) fn at_cost(&mut self) {
        let overheads = self.overheads();
        let products = self.cells("priced_parts", "product");
        // A part of several products is told once.
        let mut seen = HashSet::<(&str, Key, Decimal, Decimal), FixedState>::default();
        for part in self.parts() {
            let (Some(cost), Some(price)) = (part.cost, part.price) else { continue };
            let is_own = |given: &Decimal| *given < cost && self.list_price(part.key) != Some(*given);
            if let Some(given) = part.given.filter(is_own)
                && seen.insert((codes::E_BELOW_COST.id, part.key, given, cost))
            {
                let detail = format!("given price {}, cost {}", given.normalize(), cost.normalize());
                self.tell(&codes::E_BELOW_COST, &part, given, cost, detail);
            }
            if !matches!(part.category.as_str(), "STANDARD" | "WEAR") {
                continue;
            }
            let goods = self.book.parties.item(part.key).filter(|_| part.given.is_none());
            let cost = goods.map_or(Some(cost), |goods| self.with_vat(goods, cost));
            let overhead = overheads.of(&fold(&products.shown(part.row)));
            let Some((cost, limit)) = cost.and_then(|cost| Some((cost, super::above(cost, overhead)?))) else {
                continue;
            };
            let apart = price.checked_sub(limit).and_then(|apart| apart.checked_mul(Decimal::ONE_HUNDRED));
            let Some(percent) = apart.and_then(|apart| apart.checked_div(cost)) else { continue };
            if percent.abs() <= Decimal::ONE || !seen.insert((codes::W_ZERO_MARGIN_BROKEN.id, part.key, price, limit)) {
                continue;
            }
            let with =
                if overhead.is_zero() { String::new() } else { format!(" with {} % overhead", overhead.normalize()) };
            let detail = format!(
                "{}: cost {}{with}, the price is {} % {}",
                part.category,
                cost.normalize(),
                money::round(percent.abs(), 2).normalize(),
                if percent.is_sign_negative() { "below" } else { "above" }
            );
            self.tell(&codes::W_ZERO_MARGIN_BROKEN, &part, price, limit, detail);
        }
    }

    /// An issue about a row of `priced_parts`: at its given price, else at the item.
    fn tell(&mut self, code: &'static Code, part: &Part, price: Decimal, limit: Decimal, detail: String) {
        let field = if part.given.is_some() { "price" } else { "category" };
        let origin = self.cell("priced_parts", part.row, field);
        let about = self.about_part(code, &part.item, price, limit);
        self.add(PriceIssue { detail, origin, ..about });
    }

    /// Overhead percent of standard and wear parts by product.
    fn overheads(&self) -> Overheads {
        let cells = |name| self.cells("parts_pricing_params", name);
        let (products, overheads) = (cells("product"), cells("zero_overhead_pct"));
        let rows = 0..self.book.catalog.table("parts_pricing_params").len();
        let by_product: HashMap<String, Decimal, FixedState> =
            rows.map(|row| (fold(&products.shown(row)), overheads.decimal(row).unwrap_or_default())).collect();
        let only = by_product.values().next().copied().filter(|_| by_product.len() == 1);
        Overheads { by_product, only: only.unwrap_or_default() }
    }
}

/// Overhead of standard and wear parts, in percent.
struct Overheads {
    by_product: HashMap<String, Decimal, FixedState>,
    /// Of the only product; zero when there are several.
    only: Decimal,
}

impl Overheads {
    /// Of a product; of the only one when a part names none.
    fn of(&self, product: &str) -> Decimal {
        let of_product = self.by_product.get(product).copied();
        of_product.unwrap_or(if product.is_empty() { self.only } else { Decimal::ZERO })
    }
}
