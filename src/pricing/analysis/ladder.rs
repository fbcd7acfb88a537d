//! Ladders: a larger quantity must not cost more a unit, and one piece more must not cost less in all.

use std::collections::{BTreeMap, HashSet};

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::{Analyst, PriceIssue};
use crate::finding::codes::analysis as codes;
use crate::pricing::keys::{BLANK, Key};
use crate::pricing::money;
use crate::pricing::price::State;
use crate::pricing::price_list::{PriceList, PriceListRow, Quantities};
use crate::pricing::rule::Place;

/// A step of a ladder.
struct Step {
    from: Decimal,
    unit: Decimal,
    place: Option<Place>,
}

/// Steps that were found wrong in the list prices: item, quantity, deciding cell.
type Known = HashSet<(Key, Decimal, Option<Place>), FixedState>;

impl Analyst<'_> {
    /// Looks at the ladders of list prices, and at those of customers for what they bought.
    pub(super) fn ladders(&mut self) {
        let book = self.book;
        let mut known = Known::default();
        if let Ok(list) = book.price_list(None, None, Some(self.on), Quantities::Ladder) {
            self.ladder_rows("", &list, &mut known);
        }
        let mut bought: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (customer, item) in self.sales.as_ref().map(super::Sales::pairs).unwrap_or_default() {
            let Some(goods) = book.parties.item(item) else { continue };
            if customer != BLANK && book.parties.buyer(customer).is_some() {
                bought.entry(book.keys.text(customer).to_owned()).or_default().push(self.number(goods));
            }
        }
        for (customer, items) in bought {
            let items: Vec<&str> = items.iter().map(String::as_str).collect();
            if let Ok(list) = book.price_list(Some(&customer), Some(&items), Some(self.on), Quantities::Ladder) {
                let shown = book.customer_row(book.keys.find(&customer));
                let name = shown.map_or(customer, |row| self.cells("customers", "customer").shown(row));
                self.ladder_rows(&name, &list, &mut known);
            }
        }
    }

    fn ladder_rows(&mut self, customer: &str, list: &PriceList, known: &mut Known) {
        let mut first = 0;
        for ladder in list.rows.chunk_by(|a, b| a.item == b.item) {
            let rows = first..first + ladder.len();
            first = rows.end;
            let Some(item) = ladder.first().and_then(|row| list.items.get(row.item)) else { continue };
            let item = self.key(item);
            let steps: Vec<Step> = ladder.iter().zip(rows).filter_map(|(row, at)| step(list, row, at)).collect();
            for pair in steps.windows(2) {
                if let [one, two] = pair {
                    self.pair(customer, item, one, two, known);
                }
            }
        }
    }

    fn pair(&mut self, customer: &str, item: Key, one: &Step, two: &Step, known: &mut Known) {
        let mark = (item, two.from, two.place);
        if !customer.is_empty() && known.contains(&mark) {
            return;
        }
        let found = if two.unit > one.unit {
            Some((&codes::W_QTY_UNIT, two.unit, one.unit, two.unit.checked_sub(one.unit)))
        } else {
            cheaper_in_all(one, two).map(|unit| (&codes::W_QTY_TOTAL, two.unit, one.unit, Some(unit)))
        };
        let Some((code, price, limit, Some(difference))) = found else { return };
        if customer.is_empty() {
            known.insert(mark);
        }
        let buyer = self.key(customer);
        let is_dearer = code.id == codes::W_QTY_UNIT.id;
        let wanted = |sale: &super::sales::Sale| {
            let in_range = if is_dearer {
                sale.quantity >= two.from
            } else {
                one.from <= sale.quantity && sale.quantity < two.from
            };
            in_range && (customer.is_empty() || sale.customer == buyer)
        };
        let origin = two.place.and_then(|place| self.book.origin(place));
        let about = self.about(code, item, price, limit);
        self.add(PriceIssue {
            customer: customer.to_owned(),
            detail: format!(
                "{} each from {}, {} each from {}",
                limit.normalize(),
                one.from.normalize(),
                price.normalize(),
                two.from.normalize()
            ),
            difference: Some(difference),
            yearly_quantity: self.yearly(item, wanted),
            origin: origin.or_else(|| about.origin.clone()),
            ..about
        });
    }
}

/// A step with a price, in company currency with all its digits.
fn step(list: &PriceList, row: &PriceListRow, at: usize) -> Option<Step> {
    let prices = &list.prices;
    prices.states.get(at).filter(|state| **state == State::Priced)?;
    let unit = prices.prices.get(at)?.checked_mul(prices.discount_factors.get(at)?)?.normalize();
    Some(Step { from: row.quantity, unit, place: prices.places.get(at).copied().flatten() })
}

/// What a piece less than the break costs too much a unit: ((q2 − 1)·p1 − q2·p2) / (q2 − 1); none when it does not.
fn cheaper_in_all(one: &Step, two: &Step) -> Option<Decimal> {
    let fewer = two.from.checked_sub(Decimal::ONE).filter(|fewer| *fewer >= one.from && *fewer > Decimal::ZERO)?;
    let (all, less) = (two.from.checked_mul(two.unit)?, fewer.checked_mul(one.unit)?);
    let apart = less.checked_sub(all).filter(|apart| *apart > Decimal::ZERO)?;
    Some(money::round(apart.checked_div(fewer)?, money::CONVERTED).normalize())
}
