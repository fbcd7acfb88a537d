//! The answers to many lines as typed columns, each some bytes a line, in the order of the lines.

use rust_decimal::Decimal;

use super::keys::BLANK;
use super::levels::level_number;
use super::lines::{Chunk, LineProblem};
use super::price::{Currency, Price, State};
use super::rule::{Kind, Place, Source};
use crate::tables::{Decimals, NO_NUMBER};

/// Cells that can decide a price: table and field.
const PLACES: [(Source, &str); 6] = [
    (Source::CustomerPrices, "price"),
    (Source::CustomerPrices, "coefficient"),
    (Source::CustomerDiscounts, "percent"),
    (Source::PriceLists, "price"),
    (Source::Items, "net_price"),
    (Source::Items, "gross_price"),
];

/// Answers as columns; a line without an answer is blank in all but `states`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceColumns {
    /// Unit price in company currency.
    pub prices: Decimals,
    /// What the price means for discounts.
    pub kinds: Vec<Option<Kind>>,
    /// Percent of each slot.
    pub percents: [Decimals; 3],
    /// Reference code of the level, [`NO_NUMBER`] for none.
    pub price_bases: Vec<u8>,
    /// Reference code of each slot, [`NO_NUMBER`] for none.
    pub discount_bases: [Vec<u8>; 3],
    /// Currency in which the price was agreed.
    pub agreed_currencies: Vec<Currency>,
    /// Currency of the invoice.
    pub invoice_currencies: Vec<Currency>,
    /// Foreign VAT percent.
    pub vat_overrides: Decimals,
    /// Price after slot discounts.
    pub net_prices: Decimals,
    /// All discounts as one factor.
    pub discount_factors: Decimals,
    /// Price after all discounts in company currency.
    pub invoice_net_prices: Decimals,
    /// The same in invoice currency.
    pub invoice_net_prices_foreign: Decimals,
    /// Price without any agreement.
    pub standard_prices: Decimals,
    /// Whether the customer may buy the item.
    pub may_sell: Vec<Option<bool>>,
    /// Number of the level that answered, see [`super::numbered_levels`]; [`NO_NUMBER`] for none.
    pub levels: Vec<u8>,
    /// The level answered in invoice currency.
    pub in_invoice_currency: Vec<Option<bool>>,
    /// Whether there is a price.
    pub states: Vec<State>,
    /// The line in invoice currency.
    pub totals: Decimals,
    /// Number of table and field of the deciding cell, for [`Self::place_of`].
    place_kinds: Vec<u8>,
    place_rows: Vec<u32>,
    /// Lines with a problem or an unknown customer (none), by line.
    problems: Vec<(usize, Option<LineProblem>)>,
}

impl Chunk<PriceColumns> {
    /// Answers that stand in the order of their lines.
    pub(super) fn in_own_order(answers: PriceColumns) -> Self {
        let order = (0..u32::try_from(answers.len()).unwrap_or(u32::MAX)).collect();
        Self { answers, order }
    }
}

impl PriceColumns {
    /// Columns with room for so many lines.
    pub(super) fn with_capacity(lines: usize) -> Self {
        let decimals = || Decimals::with_capacity(lines);
        Self {
            prices: decimals(),
            kinds: Vec::with_capacity(lines),
            percents: [decimals(), decimals(), decimals()],
            price_bases: Vec::with_capacity(lines),
            discount_bases: [Vec::with_capacity(lines), Vec::with_capacity(lines), Vec::with_capacity(lines)],
            agreed_currencies: Vec::with_capacity(lines),
            invoice_currencies: Vec::with_capacity(lines),
            vat_overrides: decimals(),
            net_prices: decimals(),
            discount_factors: decimals(),
            invoice_net_prices: decimals(),
            invoice_net_prices_foreign: decimals(),
            standard_prices: decimals(),
            may_sell: Vec::with_capacity(lines),
            levels: Vec::with_capacity(lines),
            in_invoice_currency: Vec::with_capacity(lines),
            states: Vec::with_capacity(lines),
            totals: decimals(),
            place_kinds: Vec::with_capacity(lines),
            place_rows: Vec::with_capacity(lines),
            problems: Vec::new(),
        }
    }

    /// Number of lines.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.states.len()
    }

    /// True without lines.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// Adds the answer to one line.
    pub fn push(&mut self, answer: &Result<Price, LineProblem>) {
        let price = match answer {
            Ok(price) => {
                if price.customer_is_unknown {
                    self.problems.push((self.len(), None));
                }
                Some(price)
            }
            Err(problem) => {
                self.problems.push((self.len(), Some(*problem)));
                None
            }
        };
        let amount = |value: fn(&Price) -> Option<Decimal>| price.and_then(value);
        self.prices.push(amount(|price| price.price));
        self.kinds.push(price.map(|price| price.kind));
        for (slot, (percents, bases)) in self.percents.iter_mut().zip(&mut self.discount_bases).enumerate() {
            let slot = price.and_then(|price| price.discounts.get(slot).copied().flatten());
            percents.push(slot.map(|slot| slot.percent));
            bases.push(slot.and_then(|slot| slot.basis).unwrap_or(NO_NUMBER));
        }
        self.price_bases.push(price.map(|price| price.price_basis).filter(|&basis| basis != 0).unwrap_or(NO_NUMBER));
        self.agreed_currencies.push(price.map_or(Currency(BLANK), |price| price.agreed_currency));
        self.invoice_currencies.push(price.map_or(Currency(BLANK), |price| price.invoice_currency));
        self.vat_overrides.push(amount(|price| price.vat_override));
        self.net_prices.push(amount(|price| price.net_price));
        self.discount_factors.push(amount(|price| price.discount_factor));
        self.invoice_net_prices.push(amount(|price| price.invoice_net_price));
        self.invoice_net_prices_foreign.push(amount(|price| price.invoice_net_price_foreign));
        self.standard_prices.push(amount(|price| price.standard_price));
        self.may_sell.push(price.and_then(|price| price.may_sell));
        self.levels.push(price.map_or(NO_NUMBER, |price| level_number(price.level)));
        self.in_invoice_currency.push(price.map(|price| price.in_invoice_currency));
        self.states.push(price.map_or(State::NoPrice, |price| price.state));
        self.totals.push(amount(|price| price.total));
        let place = price.and_then(|price| price.place);
        let kind = place.and_then(|place| {
            let is_it = |&(source, field): &(Source, &str)| source == place.source && field == place.field;
            u8::try_from(PLACES.iter().position(is_it)?).ok()
        });
        self.place_kinds.push(kind.unwrap_or(NO_NUMBER));
        self.place_rows.push(place.map_or(0, |place| place.row));
    }

    /// Adds the lines of chunks, in their order, behind the own ones.
    pub(super) fn append(&mut self, parts: &[Chunk<Self>]) {
        fn joined<T: Copy>(own: &mut Vec<T>, parts: &[Chunk<PriceColumns>], of: fn(&PriceColumns) -> &Vec<T>) {
            for part in parts {
                let values = of(&part.answers);
                own.extend(part.order.iter().filter_map(|&at| values.get(at as usize)));
            }
        }
        fn decimals(own: &mut Decimals, parts: &[Chunk<PriceColumns>], of: fn(&PriceColumns) -> &Decimals) {
            for part in parts {
                own.append_in_order(of(&part.answers), &part.order);
            }
        }
        let mut before = self.len();
        for part in parts {
            if !part.answers.problems.is_empty() {
                self.add_problems(part, before);
            }
            before += part.order.len();
        }
        let [percents1, percents2, percents3] = &mut self.percents;
        let [bases1, bases2, bases3] = &mut self.discount_bases;
        // Every column is copied on its own, so that all processors have something to do.
        rayon::scope(|scope| {
            scope.spawn(|_| decimals(&mut self.prices, parts, |part| &part.prices));
            scope.spawn(|_| decimals(percents1, parts, |part| &part.percents[0]));
            scope.spawn(|_| decimals(percents2, parts, |part| &part.percents[1]));
            scope.spawn(|_| decimals(percents3, parts, |part| &part.percents[2]));
            scope.spawn(|_| decimals(&mut self.vat_overrides, parts, |part| &part.vat_overrides));
            scope.spawn(|_| decimals(&mut self.net_prices, parts, |part| &part.net_prices));
            scope.spawn(|_| decimals(&mut self.discount_factors, parts, |part| &part.discount_factors));
            scope.spawn(|_| decimals(&mut self.invoice_net_prices, parts, |part| &part.invoice_net_prices));
            scope.spawn(|_| {
                decimals(&mut self.invoice_net_prices_foreign, parts, |part| &part.invoice_net_prices_foreign);
            });
            scope.spawn(|_| decimals(&mut self.standard_prices, parts, |part| &part.standard_prices));
            scope.spawn(|_| decimals(&mut self.totals, parts, |part| &part.totals));
            scope.spawn(|_| {
                joined(&mut self.kinds, parts, |part| &part.kinds);
                joined(&mut self.price_bases, parts, |part| &part.price_bases);
                joined(bases1, parts, |part| &part.discount_bases[0]);
                joined(bases2, parts, |part| &part.discount_bases[1]);
                joined(bases3, parts, |part| &part.discount_bases[2]);
                joined(&mut self.levels, parts, |part| &part.levels);
            });
            scope.spawn(|_| {
                joined(&mut self.agreed_currencies, parts, |part| &part.agreed_currencies);
                joined(&mut self.invoice_currencies, parts, |part| &part.invoice_currencies);
                joined(&mut self.may_sell, parts, |part| &part.may_sell);
                joined(&mut self.in_invoice_currency, parts, |part| &part.in_invoice_currency);
                joined(&mut self.states, parts, |part| &part.states);
                joined(&mut self.place_kinds, parts, |part| &part.place_kinds);
                joined(&mut self.place_rows, parts, |part| &part.place_rows);
            });
        });
    }

    /// Adds the problems of a chunk whose first line has a number.
    fn add_problems(&mut self, part: &Chunk<Self>, first: usize) {
        let lines = (first..).zip(&part.order);
        self.problems.extend(lines.filter_map(|(line, &at)| {
            let problems = &part.answers.problems;
            let found = problems.binary_search_by_key(&(at as usize), |&(answer, _)| answer).ok()?;
            Some((line, problems.get(found)?.1))
        }));
    }

    /// The cell that decided a line.
    #[must_use]
    pub fn place_of(&self, line: usize) -> Option<Place> {
        let &(source, field) = PLACES.get(usize::from(*self.place_kinds.get(line)?))?;
        Some(Place { source, row: *self.place_rows.get(line)?, field })
    }

    /// Why a line has no answer.
    #[must_use]
    pub fn problem_of(&self, line: usize) -> Option<LineProblem> {
        let at = self.problems.binary_search_by_key(&line, |&(line, _)| line).ok()?;
        self.problems.get(at)?.1
    }

    /// Lines with a problem, or with an unknown customer (none), by line.
    pub(super) fn problems(&self) -> &[(usize, Option<LineProblem>)] {
        &self.problems
    }

    /// Lines whose customer is not in the customer master, in order.
    pub fn lines_of_unknown_customers(&self) -> impl Iterator<Item = usize> {
        self.problems.iter().filter(|(_, problem)| problem.is_none()).map(|&(line, _)| line)
    }
}
