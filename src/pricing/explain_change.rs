//! What a row that lost would need: another day, quantity or currency with which it wins. Said only after it was tried.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::book::PriceBook;
use super::explain::{Candidate, Entry, Look, Rejection};
use super::keys::BLANK;
use super::price::{Currency, Price};
use super::question::Question;
use super::rule::{Place, Rule, Source};
use crate::tables::Sentence;

/// Rows of one explanation for which changes are looked for.
const ROWS: usize = 2_000;
/// Days that are tried for one row.
const DAYS: usize = 16;

/// A change of the question that makes a row win; what is none stays as it was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Pricing day.
    pub on: Option<NaiveDate>,
    /// Quantity.
    pub quantity: Option<Decimal>,
    /// Invoice currency; its rate is that of `exchange_rates`.
    pub currency: Option<String>,
}

impl Change {
    /// The question with the change made.
    #[must_use]
    pub fn applied<'q>(&'q self, question: &Question<'q>) -> Question<'q> {
        let mut changed = question.clone();
        changed.on = self.on.or(question.on);
        changed.quantity = self.quantity.unwrap_or(question.quantity);
        if let Some(currency) = &self.currency {
            changed.currency = Some(currency);
            changed.exchange_rate = None;
        }
        changed
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> Sentence {
        let parts = [
            self.on.map(|day| Sentence::new("explain.on_day").with("day", &day)),
            self.quantity.map(|quantity| Sentence::new("explain.for_quantity").with_number("quantity", quantity)),
            self.currency.as_ref().map(|currency| Sentence::new("explain.in_currency").with("currency", currency)),
        ];
        Sentence::new("explain.would_win").with_all("with", parts.into_iter().flatten().collect())
    }

    fn parts(&self) -> usize {
        [self.on.is_some(), self.quantity.is_some(), self.currency.is_some()].iter().filter(|&&part| part).count()
    }
}

/// The rows that an explanation names.
pub(super) type Rules = HashMap<(Source, u32), Rule, FixedState>;

/// Looks for the change that each losing row needs.
pub(super) fn find_changes(
    book: &PriceBook,
    question: &Question<'_>,
    price: &Price,
    entries: &mut [Entry],
    rules: &Rules,
) {
    let mut left = ROWS;
    for entry in entries {
        let Entry::Look(look) = entry else { continue };
        let rivals: Vec<Rule> = look.candidates.iter().filter_map(|row| rule_of(rules, row.place)).collect();
        let slot = look.slot;
        for candidate in look.candidates.iter_mut().filter(|candidate| !candidate.is_taken()) {
            if left == 0 {
                return;
            }
            left -= 1;
            let Some(rule) = rule_of(rules, candidate.place) else { continue };
            if decided(price, slot) != Some(candidate.place) {
                candidate.change = changes(book, question, price.invoice_currency, candidate, &rule, &rivals)
                    .into_iter()
                    .find(|change| wins(book, &change.applied(question), slot, candidate.place));
            }
        }
    }
}

fn rule_of(rules: &Rules, place: Place) -> Option<Rule> {
    rules.get(&(place.source(), place.row)).copied()
}

/// The cell that decided the price or a slot.
fn decided(price: &Price, slot: Option<u8>) -> Option<Place> {
    match slot {
        None => price.place,
        Some(slot) => price.discounts.get(usize::from(slot).checked_sub(1)?).copied().flatten()?.place,
    }
}

fn wins(book: &PriceBook, question: &Question<'_>, slot: Option<u8>, place: Place) -> bool {
    book.price(question).is_ok_and(|price| decided(&price, slot) == Some(place))
}

/// Everything worth trying, the smallest change first.
fn changes(
    book: &PriceBook,
    question: &Question<'_>,
    invoiced: Currency,
    candidate: &Candidate,
    rule: &Rule,
    rivals: &[Rule],
) -> Vec<Change> {
    let needs_currency = candidate.rejections.iter().any(|why| matches!(why, Rejection::OtherCurrency { .. }));
    let currency = needs_currency.then(|| {
        let key = if rule.currency == BLANK { book.settings.currency } else { rule.currency };
        Currency(key)
    });
    let currency = currency.filter(|currency| *currency != invoiced).map(|key| book.currency_code(key).to_string());
    let asked_on = question.on.unwrap_or(book.catalog.as_of());
    let mut all = Vec::new();
    for on in days(rule, rivals, asked_on) {
        for quantity in quantities(rule, question.quantity) {
            all.push(Change {
                on: Some(on).filter(|on| *on != asked_on),
                quantity: Some(quantity).filter(|quantity| *quantity != question.quantity),
                currency: currency.clone(),
            });
        }
    }
    all.sort_by_key(Change::parts);
    all
}

/// The day asked and the days on which the row's rivals begin or end, as far as the row is valid.
fn days(rule: &Rule, rivals: &[Rule], asked: NaiveDate) -> Vec<NaiveDate> {
    let day = |number: i32| NaiveDate::from_epoch_days(number);
    let mut days = vec![asked];
    days.extend([day(rule.from), day(rule.to)].into_iter().flatten());
    for rival in rivals {
        let after = day(rival.to).and_then(|to| to.checked_add_days(Days::new(1)));
        let before = day(rival.from).and_then(|from| from.checked_sub_days(Days::new(1)));
        days.extend([after, before].into_iter().flatten());
        if days.len() > DAYS * 4 {
            break;
        }
    }
    let mut tried: Vec<NaiveDate> = Vec::new();
    for day in days {
        let number = day.to_epoch_days();
        let is_valid = (rule.from <= number && number <= rule.to) || (rule.campaign != BLANK && day == asked);
        if is_valid && !tried.contains(&day) && tried.len() < DAYS {
            tried.push(day);
        }
    }
    tried
}

/// The quantity asked and the smallest ones the row allows.
fn quantities(rule: &Rule, asked: Decimal) -> Vec<Decimal> {
    let mut quantities = vec![asked];
    if rule.is_for_multiples() {
        let times = asked.checked_div(rule.least).map_or(Decimal::ONE, |times| times.ceil().max(Decimal::ONE));
        quantities.extend(times.checked_mul(rule.least));
        quantities.push(rule.least);
    } else {
        let least = if rule.least == Decimal::MIN { Decimal::ONE } else { rule.least };
        quantities.push(least);
        quantities.extend(least.checked_add(Decimal::ONE).filter(|more| *more <= rule.most));
        if rule.most != Decimal::MAX {
            quantities.push(rule.most);
        }
    }
    quantities.dedup();
    quantities
}

impl Look {
    /// The rows with the change each would need.
    pub fn changes(&self) -> impl Iterator<Item = (&Candidate, &Change)> {
        self.candidates.iter().filter_map(|candidate| Some((candidate, candidate.change.as_ref()?)))
    }
}
