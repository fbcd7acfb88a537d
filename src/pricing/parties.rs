//! Customers and items as pricing sees them: codes as keys, trees walked once, cost written down.
//!
//! Rules: pricing reference, sections 1 and 16.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::cells::Cells;
use super::keys::{ALL, BLANK, Key, Keys};
use super::levels::{Selector, Target};
use super::money;
use crate::finding::codes::{model, pricing as codes};
use crate::finding::{Finding, Findings};
use crate::model::Catalog;

/// A slice of the book's list of keys.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Span(u32, u32);

/// Lists of keys, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Spans(Vec<Key>);

impl Spans {
    fn add(&mut self, keys: &[Key]) -> Span {
        let start = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.extend(keys);
        Span(start, u32::try_from(self.0.len()).unwrap_or(u32::MAX))
    }

    pub(crate) fn get(&self, span: Span) -> &[Key] {
        self.0.get(span.0 as usize..span.1 as usize).unwrap_or_default()
    }
}

/// A customer.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Buyer {
    pub(crate) customer: Key,
    pub(crate) business_id: Key,
    pub(crate) group: Key,
    pub(crate) district: Key,
    pub(crate) price_group: Key,
    pub(crate) currency: Key,
    pub(crate) country: Key,
    pub(crate) site: Key,
    pub(crate) special_discount: Decimal,
    /// All its segments and all above them.
    pub(crate) segments: Span,
}

impl Buyer {
    /// The values of a selector, all of the same rank; none for those of the order.
    pub(crate) fn keys<'a>(&'a self, selector: Selector, spans: &'a Spans) -> Option<&'a [Key]> {
        Some(match selector {
            Selector::Customer => std::slice::from_ref(&self.customer),
            Selector::BusinessId => std::slice::from_ref(&self.business_id),
            Selector::Segment => spans.get(self.segments),
            Selector::CustomerGroup => std::slice::from_ref(&self.group),
            Selector::District => std::slice::from_ref(&self.district),
            Selector::PriceGroup => std::slice::from_ref(&self.price_group),
            Selector::OwnSite | Selector::SiteZero | Selector::NoSite => return None,
        })
    }
}

/// An item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goods {
    pub(crate) item: Key,
    pub(crate) discount_group: Key,
    /// Its product group and all above it, nearest first.
    pub(crate) product_groups: Span,
    pub(crate) gross_price: Decimal,
    pub(crate) net_price: Decimal,
    pub(crate) store_price: Decimal,
    /// Average cost after write-down.
    pub(crate) cost: Decimal,
    /// Prices are for so many units; 0 counts as one.
    pub(crate) price_quantity: Decimal,
    pub(crate) vat_rate: Decimal,
    /// Sold only to customers with an agreement.
    pub(crate) restricted: bool,
    /// Never on a price list.
    pub(crate) hidden: bool,
    pub(crate) row: u32,
    /// Base discount of its group and the row it stands in.
    pub(crate) base_discount: Option<(Decimal, u32)>,
}

impl Goods {
    /// The values of a target, the preferred first.
    pub(crate) fn keys<'a>(&'a self, target: Target, spans: &'a Spans) -> &'a [Key] {
        match target {
            Target::Item => std::slice::from_ref(&self.item),
            Target::DiscountGroup => std::slice::from_ref(&self.discount_group),
            Target::Everything => &[ALL],
            Target::ProductGroup => spans.get(self.product_groups),
        }
    }
}

/// A tree of codes: each code's parent.
struct Tree {
    parents: HashMap<Key, Key, FixedState>,
}

impl Tree {
    fn read(catalog: &Catalog, table: &str, code: &str, keys: &mut Keys, findings: &mut Findings) -> Self {
        let table = catalog.table(table);
        let (codes_column, parents_column) =
            (Cells::new(table, catalog.texts(), code), Cells::new(table, catalog.texts(), "parent"));
        let mut tree = Self { parents: HashMap::default() };
        for row in 0..table.len() {
            let own = keys.cell(catalog.texts(), codes_column.values, row);
            let parent = keys.cell(catalog.texts(), parents_column.values, row);
            if own != BLANK && parent != BLANK {
                tree.parents.entry(own).or_insert(parent);
            }
        }
        for row in 0..table.len() {
            let own = keys.cell(catalog.texts(), codes_column.values, row);
            let mut line = Vec::new();
            if tree.climb(own, &mut line) {
                let mut finding =
                    Finding::new(&codes::W_SEGMENT_CYCLE).field("parent").value(parents_column.shown(row));
                finding.origin = table.cell(row, "parent");
                findings.push(finding);
            }
        }
        tree
    }

    /// Adds a code and all above it, nearest first, to a list without doubles; true when it came back to itself.
    fn climb(&self, from: Key, line: &mut Vec<Key>) -> bool {
        let start = line.len();
        let mut next = Some(from);
        while let Some(code) = next {
            if line.contains(&code) {
                return line.iter().skip(start).any(|&own| own == code) && code == from;
            }
            line.push(code);
            next = self.parents.get(&code).copied();
        }
        false
    }
}

/// Customers, items and their trees.
#[derive(Debug, Default)]
pub(crate) struct Parties {
    pub(crate) buyers: Vec<Buyer>,
    /// By discount group, then in the order of the item master: neighbours have most rules in common.
    goods: Vec<Goods>,
    /// Numbers of the goods in the order of the item master.
    order: Vec<u32>,
    pub(crate) spans: Spans,
    buyer_of: Vec<u32>,
    goods_of: Vec<u32>,
}

/// Nothing has this key.
const NONE: u32 = u32::MAX;

fn note(index: &mut Vec<u32>, key: Key, number: usize) -> bool {
    let place = key as usize;
    if index.len() <= place {
        index.resize(place + 1, NONE);
    }
    match index.get_mut(place) {
        Some(slot) if *slot == NONE => {
            *slot = u32::try_from(number).unwrap_or(NONE);
            true
        }
        _ => false,
    }
}

impl Parties {
    pub(crate) fn read(catalog: &Catalog, keys: &mut Keys, findings: &mut Findings) -> Self {
        let mut parties = Self::default();
        parties.read_customers(catalog, keys, findings);
        parties.read_items(catalog, keys, findings);
        parties
    }

    /// The customer of a key.
    pub(crate) fn buyer(&self, key: Key) -> Option<&Buyer> {
        self.buyers.get(self.buyer_number(key)?)
    }

    /// Number of the customer of a key.
    pub(crate) fn buyer_number(&self, key: Key) -> Option<usize> {
        self.buyer_of.get(key as usize).filter(|number| **number != NONE).map(|&number| number as usize)
    }

    /// The item of a key.
    pub(crate) fn item(&self, key: Key) -> Option<&Goods> {
        self.item_at(self.place(key))
    }

    /// The item at a place.
    pub(crate) fn item_at(&self, place: u32) -> Option<&Goods> {
        self.goods.get(place as usize)
    }

    /// Number of items.
    pub(crate) const fn len(&self) -> usize {
        self.goods.len()
    }

    /// Where an item stands among all; past all when it is not in the item master.
    pub(crate) fn place(&self, key: Key) -> u32 {
        self.goods_of.get(key as usize).copied().unwrap_or(NONE)
    }

    /// All items in the order of the item master.
    pub(crate) fn items(&self) -> impl Iterator<Item = &Goods> {
        self.order.iter().filter_map(|&number| self.goods.get(number as usize))
    }

    /// Puts items of one discount group side by side.
    fn sort_goods(&mut self) {
        self.goods.sort_by_key(|goods| (goods.discount_group, goods.row));
        self.order = (0..u32::try_from(self.goods.len()).unwrap_or(NONE)).collect();
        self.order.sort_by_key(|&number| self.goods.get(number as usize).map(|goods| goods.row));
        for (number, goods) in (0..).zip(&self.goods) {
            if let Some(slot) = self.goods_of.get_mut(goods.item as usize) {
                *slot = number;
            }
        }
    }

    fn read_customers(&mut self, catalog: &Catalog, keys: &mut Keys, findings: &mut Findings) {
        let tree = Tree::read(catalog, "segments", "segment", keys, findings);
        let (table, texts) = (catalog.table("customers"), catalog.texts());
        let cells = |name| Cells::new(table, texts, name);
        let columns = ["customer", "business_id", "customer_group", "district", "price_group"].map(cells);
        let header = ["currency", "country", "site"].map(cells);
        let (segments, special) = (cells("segments"), cells("special_discount"));
        let mut line = Vec::new();
        for row in 0..table.len() {
            let [customer, business_id, group, district, price_group] =
                columns.map(|cells| keys.cell(texts, cells.values, row));
            let [currency, country, site] = header.map(|cells| keys.cell(texts, cells.values, row));
            if customer == BLANK || !note(&mut self.buyer_of, customer, self.buyers.len()) {
                continue;
            }
            line.clear();
            for segment in segments.shown(row).split(';') {
                let segment = keys.intern(segment.trim());
                if segment != BLANK {
                    tree.climb(segment, &mut line);
                }
            }
            self.buyers.push(Buyer {
                customer,
                business_id,
                group,
                district,
                price_group,
                currency,
                country,
                site,
                special_discount: special.decimal(row).unwrap_or_default(),
                segments: self.spans.add(&line),
            });
        }
    }

    fn read_items(&mut self, catalog: &Catalog, keys: &mut Keys, findings: &mut Findings) {
        let tree = Tree::read(catalog, "product_groups", "group", keys, findings);
        let bases = base_discounts(catalog, keys, findings);
        let (table, texts) = (catalog.table("items"), catalog.texts());
        let cells = |name| Cells::new(table, texts, name);
        let codes_columns = ["item", "discount_group", "product_group"].map(cells);
        let amounts =
            ["gross_price", "net_price", "store_price", "cost", "price_quantity", "vat_rate", "writedown"].map(cells);
        let visibility = cells("visibility");
        let is_visibility =
            |row, letter| visibility.text(row).is_some_and(|text| text.trim().eq_ignore_ascii_case(letter));
        let mut lines: HashMap<Key, Span, FixedState> = HashMap::default();
        self.goods.reserve(table.len());
        for row in 0..table.len() {
            let [item, discount_group, product_group] = codes_columns.map(|cells| keys.cell(texts, cells.values, row));
            if item == BLANK || !note(&mut self.goods_of, item, self.goods.len()) {
                continue;
            }
            let product_groups = *lines.entry(product_group).or_insert_with(|| {
                let mut line = Vec::new();
                if product_group != BLANK {
                    tree.climb(product_group, &mut line);
                }
                self.spans.add(&line)
            });
            let [gross_price, net_price, store_price, cost, price_quantity, vat_rate, writedown] =
                amounts.map(|cells| cells.decimal(row).map(money::trimmed).unwrap_or_default());
            self.goods.push(Goods {
                item,
                discount_group,
                product_groups,
                gross_price,
                net_price,
                store_price,
                cost: money::written_down(cost, writedown).unwrap_or(cost),
                price_quantity,
                vat_rate,
                restricted: is_visibility(row, "v"),
                hidden: is_visibility(row, "e"),
                row: u32::try_from(row).unwrap_or(NONE),
                base_discount: if discount_group == BLANK { None } else { bases.get(&discount_group).copied() },
            });
        }
        self.sort_goods();
    }
}

/// Base discount of each discount group, with its row; only 0 to 100 percent.
fn base_discounts(
    catalog: &Catalog,
    keys: &mut Keys,
    findings: &mut Findings,
) -> HashMap<Key, (Decimal, u32), FixedState> {
    let (table, texts) = (catalog.table("discount_groups"), catalog.texts());
    let (groups, percents) = (Cells::new(table, texts, "discount_group"), Cells::new(table, texts, "base_discount"));
    let mut bases: HashMap<Key, (Decimal, u32), FixedState> = HashMap::default();
    for row in 0..table.len() {
        let group = keys.cell(texts, groups.values, row);
        let (Some(percent), Ok(number)) = (percents.decimal(row), u32::try_from(row)) else { continue };
        if percent < Decimal::ZERO || percent > Decimal::ONE_HUNDRED {
            let mut finding =
                Finding::new(&codes::E_PERCENT).field("base_discount").value(percent.normalize().to_string());
            finding.origin = table.cell(row, "base_discount");
            findings.push(finding);
        } else if group != BLANK && group != ALL {
            bases.entry(group).or_insert((percent, number));
        }
    }
    bases
}

/// Exchange rates by currency and day.
#[derive(Debug, Default)]
pub(crate) struct Rates(HashMap<Key, Vec<(i32, Decimal)>, FixedState>);

impl Rates {
    pub(crate) fn read(catalog: &Catalog, keys: &mut Keys, findings: &mut Findings) -> Self {
        let (table, texts) = (catalog.table("exchange_rates"), catalog.texts());
        let cells = |name| Cells::new(table, texts, name);
        let (currencies, rates, dates) = (cells("currency"), cells("rate"), cells("date"));
        let mut all: HashMap<Key, Vec<(i32, Decimal)>, FixedState> = HashMap::default();
        let unread = catalog.unread("exchange_rates", &["date"]);
        for row in 0..table.len() {
            let currency = keys.cell(texts, currencies.values, row);
            let day = dates.date(row).map_or(i32::MIN, |date| date.to_epoch_days());
            let list = all.entry(currency).or_default();
            let (code, field) = match rates.decimal(row).filter(|rate| *rate > Decimal::ZERO) {
                None => (&codes::E_EXCHANGE_RATE, "rate"),
                Some(_) if unread.contains_key(&row) => continue,
                Some(_) if list.iter().any(|&(known, _)| known == day) => (&model::E_KEY_DUP, "currency"),
                Some(rate) => {
                    list.push((day, rate));
                    continue;
                }
            };
            let mut finding = Finding::new(code).field(field).value(cells(field).shown(row));
            finding.origin = table.cell(row, field);
            findings.push(finding);
        }
        // The order of the map does not matter here: each list is sorted on its own.
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for list in all.values_mut() {
            list.sort_by_key(|&(day, _)| day);
        }
        Self(all)
    }

    /// The newest rate not after a day.
    pub(crate) fn on(&self, currency: Key, day: i32) -> Option<Decimal> {
        let list = self.0.get(&currency)?;
        let after = list.partition_point(|&(from, _)| from <= day);
        list.get(after.checked_sub(1)?).map(|&(_, rate)| rate)
    }
}

/// Foreign VAT by country and item.
#[derive(Debug, Default)]
pub(crate) struct ForeignVat(HashMap<(Key, Key), Decimal, FixedState>);

impl ForeignVat {
    pub(crate) fn read(catalog: &Catalog, keys: &mut Keys) -> Self {
        let (table, texts) = (catalog.table("vat_rates"), catalog.texts());
        let cells = |name| Cells::new(table, texts, name);
        let (countries, items, rates) = (cells("country"), cells("item"), cells("rate"));
        let mut all = HashMap::default();
        for row in 0..table.len() {
            let key = (keys.cell(texts, countries.values, row), keys.cell(texts, items.values, row));
            if let Some(rate) = rates.decimal(row) {
                all.entry(key).or_insert(rate);
            }
        }
        Self(all)
    }

    /// The percent for an item in a country: its own, else the country's.
    pub(crate) fn rate(&self, country: Key, item: Key) -> Option<Decimal> {
        self.0.get(&(country, item)).or_else(|| self.0.get(&(country, BLANK))).copied()
    }
}
