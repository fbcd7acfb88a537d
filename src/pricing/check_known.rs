//! What the codes of a rule can name: items, customers, segments and groups that exist.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::book::PriceBook;
use super::cells::Cells;
use super::keys::{ALL, BLANK, Key, Keys};
use super::parties::Goods;
use super::rules::Draft;
use crate::tables::Sentence;

/// All codes that something has.
#[derive(Debug, Default)]
pub(super) struct Known {
    business_ids: HashSet<Key, FixedState>,
    segments: HashSet<Key, FixedState>,
    customer_groups: HashSet<Key, FixedState>,
    districts: HashSet<Key, FixedState>,
    price_groups: HashSet<Key, FixedState>,
    discount_groups: HashSet<Key, FixedState>,
    product_groups: HashSet<Key, FixedState>,
    /// Of customers; others have a rate.
    currencies: HashSet<Key, FixedState>,
    /// Items by discount group and by product group, in the order of the item master.
    by_discount_group: HashMap<Key, Vec<Key>, FixedState>,
    by_product_group: HashMap<Key, Vec<Key>, FixedState>,
}

impl Known {
    pub(super) fn read(book: &PriceBook, keys: &Keys) -> Self {
        let mut known = Self::default();
        for buyer in &book.parties.buyers {
            known.business_ids.insert(buyer.business_id);
            known.customer_groups.insert(buyer.group);
            known.districts.insert(buyer.district);
            known.price_groups.insert(buyer.price_group);
            known.currencies.insert(buyer.currency);
            known.segments.extend(book.parties.spans.get(buyer.segments));
        }
        for goods in book.parties.items() {
            known.discount_groups.insert(goods.discount_group);
            known.by_discount_group.entry(goods.discount_group).or_default().push(goods.item);
            for &group in book.parties.spans.get(goods.product_groups) {
                known.product_groups.insert(group);
                known.by_product_group.entry(group).or_default().push(goods.item);
            }
        }
        let catalog = &book.catalog;
        let column = |table: &str, name: &str| -> Vec<Key> {
            let table = catalog.table(table);
            let cells = Cells::new(table, catalog.texts(), name);
            (0..table.len()).map(|row| keys.find(&cells.shown(row))).collect()
        };
        known.segments.extend(column("segments", "segment"));
        known.discount_groups.extend(column("discount_groups", "discount_group"));
        known.product_groups.extend(column("product_groups", "group"));
        known
    }

    /// What the rule names and nothing has, in words.
    pub(super) fn missing(&self, book: &PriceBook, draft: &Draft) -> Option<Sentence> {
        let is_known = |set: &HashSet<Key, FixedState>, key: Key| key == BLANK || set.contains(&key);
        let codes = [
            ("customer", draft.customer, draft.customer == BLANK || book.parties.buyer(draft.customer).is_some()),
            ("business_id", draft.business_id, is_known(&self.business_ids, draft.business_id)),
            ("segment", draft.segment, is_known(&self.segments, draft.segment)),
            ("customer_group", draft.customer_group, is_known(&self.customer_groups, draft.customer_group)),
            ("district", draft.district, is_known(&self.districts, draft.district)),
            ("price_group", draft.price_group, is_known(&self.price_groups, draft.price_group)),
            ("item", draft.item, draft.item == BLANK || book.parties.item(draft.item).is_some()),
            (
                "discount_group",
                draft.discount_group,
                draft.discount_group == ALL || is_known(&self.discount_groups, draft.discount_group),
            ),
            ("product_group", draft.product_group, is_known(&self.product_groups, draft.product_group)),
            ("currency", draft.rule.currency, self.is_currency(book, draft)),
        ];
        let missing: Vec<Sentence> = codes
            .iter()
            .filter(|(_, _, is_known)| !is_known)
            .map(|(field, key, _)| {
                Sentence::new("rule.missing")
                    .with_all("field", vec![Sentence::new(field)])
                    .with("code", &book.keys.text(*key).to_uppercase())
            })
            .collect();
        (!missing.is_empty()).then(|| Sentence::all(missing))
    }

    /// True for a currency that some order can be in: the company's, a customer's, or one with a rate.
    fn is_currency(&self, book: &PriceBook, draft: &Draft) -> bool {
        let rule = &draft.rule;
        !rule.foreign || self.currencies.contains(&rule.currency) || book.rates.on(rule.currency, i32::MAX).is_some()
    }

    /// The items a rule is about; none for the whole assortment.
    pub(super) fn goods<'a>(&'a self, book: &'a PriceBook, draft: &Draft) -> impl Iterator<Item = &'a Goods> + use<'a> {
        let group = if draft.discount_group == BLANK {
            self.by_product_group.get(&draft.product_group)
        } else {
            self.by_discount_group.get(&draft.discount_group)
        };
        let of_group = group.filter(|_| draft.discount_group != ALL).map(Vec::as_slice).unwrap_or_default();
        let own = book.parties.item(draft.item);
        let rest = if own.is_some() { &[] } else { of_group };
        own.into_iter().chain(rest.iter().filter_map(|&item| book.parties.item(item)))
    }
}
