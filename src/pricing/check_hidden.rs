//! Rules that can never be used: on every day and quantity on which they apply, a named row goes before them.
//!
//! Nothing is tried: a row is hidden when another row of the same selector and target is looked at first and applies
//! whenever it applies. What is said to be hidden is; a row hidden only by several rows together is not found.
//! Time grows with the number of rules; for rules of one selector, target and first day with the square.
//! Rules: pricing specification, section 2.7.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::book::{CompiledLevel, PriceBook};
use super::keys::{ALL, BLANK, Key, ZERO};
use super::levels::{Answer, Lane, Rows, Selector};
use super::rule::{Kind, Place, Rule, Source};

/// What is known of each row.
#[derive(Debug, Default)]
pub(super) struct Reach {
    rows: HashMap<(Source, u32), Row, FixedState>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    lanes: u32,
    hidden: u32,
    by: Option<Place>,
}

impl Reach {
    /// The row that always goes before this one.
    pub(super) fn hidden_by(&self, rule: &Rule) -> Option<Place> {
        let row = self.rows.get(&(rule.source, rule.row))?;
        row.by.filter(|_| row.hidden == row.lanes)
    }

    /// False when no level in use reads the row.
    pub(super) fn is_read(&self, rule: &Rule) -> bool {
        self.rows.contains_key(&(rule.source, rule.row))
    }

    fn note(&mut self, rule: &Rule, by: Option<Place>) {
        let row = self.rows.entry((rule.source, rule.row)).or_default();
        row.lanes += 1;
        if let Some(by) = by {
            row.hidden += 1;
            row.by.get_or_insert(by);
        }
    }
}

/// True when `first` applies whenever `rule` does.
fn covers(first: &Rule, rule: &Rule) -> bool {
    let currency = if rule.foreign { first.currency == rule.currency } else { !first.foreign };
    let quantity = match (first.is_for_multiples(), rule.is_for_multiples()) {
        (false, false) => first.least <= rule.least && first.most >= rule.most,
        (true, true) => rule.least.checked_rem(first.least).is_some_and(|rest| rest.is_zero()),
        (false, true) => first.least == Decimal::MIN && first.most == Decimal::MAX,
        (true, false) => false,
    };
    let campaign =
        rule.campaign == BLANK || first.campaign == rule.campaign || (first.from == i32::MIN && first.to == i32::MAX);
    currency
        && quantity
        && campaign
        && (first.country == BLANK || first.country == rule.country)
        && first.slot == rule.slot
        && first.from <= rule.from
        && first.to >= rule.to
}

/// Looks at all rows of all levels in use.
pub(super) fn reach(book: &PriceBook) -> Reach {
    let mut reach = Reach::default();
    let zero_lists = items_with_zero_net_list(book);
    for (place, level) in book.sequence.iter().enumerate() {
        let before = book.sequence.get(..place).unwrap_or_default();
        look(book, level, before, &zero_lists, &mut reach);
    }
    for level in &book.discounts {
        look(book, level, &[], &zero_lists, &mut reach);
    }
    // Lists of a level that is switched off still make the standard price.
    for level in &book.standard {
        if !book.sequence.iter().any(|used| used.level.name == level.level.name) {
            look(book, level, &[], &zero_lists, &mut reach);
        }
    }
    reach
}

fn look(
    book: &PriceBook,
    level: &CompiledLevel,
    before: &[CompiledLevel],
    zero_lists: &HashSet<Key, FixedState>,
    reach: &mut Reach,
) {
    for (number, lane) in level.lanes() {
        for (selector, target) in book.rules.keys(number, lane) {
            let firsts = certain(book, level, before, lane, (selector, target), zero_lists);
            let mut seen: HashMap<(i32, Decimal), Vec<&Rule>, FixedState> = HashMap::default();
            for rule in book.rules.bucket(number, lane, selector, target) {
                // Rows of lists are preferred by their first day alone, all others by their minimum quantity first.
                let is_list = matches!(level.level.rows, Rows::NetLists | Rows::GrossLists);
                let own = seen.entry((rule.from, if is_list { Decimal::ZERO } else { rule.least })).or_default();
                let by = own.iter().chain(&firsts).find(|first| covers(first, rule)).map(|first| first.place());
                if by.is_none() {
                    own.push(rule);
                }
                reach.note(rule, by);
            }
        }
    }
}

/// Rows that answer before this bucket is looked at, on every order that could look at it.
fn certain<'b>(
    book: &'b PriceBook,
    level: &CompiledLevel,
    before: &[CompiledLevel],
    lane: Lane,
    (selector, target): (Key, Key),
    zero_lists: &HashSet<Key, FixedState>,
) -> Vec<&'b Rule> {
    let mut firsts: Vec<&Rule> = Vec::new();
    if lane.0 == Selector::NoSite {
        let zero = level.lanes().find(|(_, lane)| lane.0 == Selector::SiteZero);
        firsts.extend(zero.into_iter().flat_map(|(number, lane)| book.rules.bucket(number, lane, ZERO, target)));
    }
    for earlier in before {
        match (earlier.level.answer, lane.0) {
            (Answer::CustomerPrice, Selector::Customer | Selector::CustomerGroup | Selector::District) => {
                let Some((number, _)) = earlier.lanes().next().filter(|(_, first)| *first == lane) else { continue };
                let bucket = book.rules.bucket(number, lane, selector, target);
                // After a price of zero the search goes on, so that later rows are used after all.
                if bucket.iter().all(answers) {
                    firsts.extend(bucket.iter().filter(|rule| !rule.foreign && !rule.is_coefficient));
                }
            }
            (Answer::ListPrice, Selector::OwnSite | Selector::SiteZero | Selector::NoSite)
                if earlier.level.rows == Rows::NetLists && !zero_lists.contains(&target) =>
            {
                let all = earlier.lanes().find(|(_, lane)| lane.0 == Selector::NoSite);
                let rules = all.into_iter().flat_map(|(number, lane)| book.rules.bucket(number, lane, ALL, target));
                firsts.extend(rules.filter(|rule| !rule.foreign));
            }
            _ => {}
        }
    }
    firsts
}

/// True when the search ends with this row.
fn answers(rule: &Rule) -> bool {
    rule.kind == Kind::Blocked || !rule.amount.is_zero()
}

fn items_with_zero_net_list(book: &PriceBook) -> HashSet<Key, FixedState> {
    let mut items = HashSet::default();
    for level in book.sequence.iter().filter(|level| level.level.rows == Rows::NetLists) {
        for (number, lane) in level.lanes() {
            for (selector, target) in book.rules.keys(number, lane) {
                if book.rules.bucket(number, lane, selector, target).iter().any(|rule| rule.amount.is_zero()) {
                    items.insert(target);
                }
            }
        }
    }
    items
}
