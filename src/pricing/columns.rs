//! The answers to many lines as typed columns, each some bytes a line, in the order of the lines.

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::keys::BLANK;
use super::lines::LineProblem;
use super::price::{Currency, Price, SlotDiscount, State};
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

/// Amounts of an answer, in the order of [`PriceColumns::amounts`].
const AMOUNTS: usize = 11;

/// Answers that are taken to the columns at a time: so many fit the nearest caches.
const BLOCK: usize = 128;

/// The answer to one line in as few bytes as it goes.
#[derive(Clone, Copy, Debug)]
struct Packed {
    /// Digits and scale of each amount, as [`Decimals`] has them.
    digits: [i64; AMOUNTS],
    scales: [u8; AMOUNTS],
    kind: Option<Kind>,
    price_basis: u8,
    discount_bases: [u8; 3],
    agreed_currency: Currency,
    invoice_currency: Currency,
    may_sell: Option<bool>,
    level: u8,
    in_invoice_currency: Option<bool>,
    state: State,
    place_kind: u8,
    place_row: u32,
}

impl Packed {
    /// A line without answer.
    const NONE: Self = Self {
        digits: [0; AMOUNTS],
        scales: [Decimals::BLANK; AMOUNTS],
        kind: None,
        price_basis: NO_NUMBER,
        discount_bases: [NO_NUMBER; 3],
        agreed_currency: Currency(BLANK),
        invoice_currency: Currency(BLANK),
        may_sell: None,
        level: NO_NUMBER,
        in_invoice_currency: None,
        state: State::NoPrice,
        place_kind: NO_NUMBER,
        place_row: 0,
    };
}

/// Answers to lines, in the order in which they were asked.
#[derive(Debug, Default)]
pub(super) struct Answers {
    rows: Vec<Packed>,
    /// Amounts whose digits do not fit 64 bits.
    large: Vec<Decimal>,
    /// Lines with a problem or an unknown customer (none), by line.
    problems: Vec<(usize, Option<LineProblem>)>,
}

impl Answers {
    /// Number of answers.
    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds the answer to one line.
    pub(super) fn push(&mut self, answer: &Result<Price, LineProblem>) {
        let price = match answer {
            Ok(price) => price,
            Err(problem) => {
                self.problems.push((self.len(), Some(*problem)));
                self.rows.push(Packed::NONE);
                return;
            }
        };
        if price.customer_is_unknown {
            self.problems.push((self.len(), None));
        }
        let mut row = Packed {
            kind: Some(price.kind),
            agreed_currency: price.agreed_currency,
            invoice_currency: price.invoice_currency,
            may_sell: price.may_sell,
            level: price.level_number,
            in_invoice_currency: Some(price.in_invoice_currency),
            state: price.state,
            ..Packed::NONE
        };
        let percent = |slot: Option<SlotDiscount>| slot.map(|slot| slot.percent);
        let [one, two, three] = price.discounts;
        let amounts = [
            price.price,
            percent(one),
            percent(two),
            percent(three),
            price.vat_override,
            price.net_price,
            price.discount_factor,
            price.invoice_net_price,
            price.invoice_net_price_foreign,
            price.standard_price,
            price.total,
        ];
        for ((amount, digits), scale) in amounts.into_iter().zip(&mut row.digits).zip(&mut row.scales) {
            if let Some(amount) = amount {
                (*digits, *scale) = Decimals::packed(amount, &mut self.large);
            }
        }
        for (basis, slot) in row.discount_bases.iter_mut().zip(&price.discounts) {
            *basis = slot.and_then(|slot| slot.basis).unwrap_or(NO_NUMBER);
        }
        if price.price_basis != 0 {
            row.price_basis = price.price_basis;
        }
        if let Some(place) = price.place {
            let is_it = |&(source, field): &(Source, &str)| source == place.source && field == place.field;
            let kind = PLACES.iter().position(is_it).and_then(|kind| u8::try_from(kind).ok());
            (row.place_kind, row.place_row) = (kind.unwrap_or(NO_NUMBER), place.row);
        }
        self.rows.push(row);
    }

    /// The columns of the answers named, in their order.
    pub(super) fn columns(&self, order: &[u32]) -> PriceColumns {
        let mut columns = PriceColumns::default();
        columns.reserve(order.len());
        let mut block = Vec::with_capacity(BLOCK);
        // The answers to neighbouring lines lie far apart: each is fetched once, not once for every column.
        for order in order.chunks(BLOCK) {
            block.clear();
            block.extend(order.iter().filter_map(|&at| self.rows.get(at as usize)).copied());
            columns.extend(&block, &self.large);
        }
        if !self.problems.is_empty() {
            columns.problems = (0..)
                .zip(order)
                .filter_map(|(line, &at)| {
                    let found = self.problems.binary_search_by_key(&(at as usize), |&(answer, _)| answer).ok()?;
                    Some((line, self.problems.get(found)?.1))
                })
                .collect();
        }
        columns
    }
}

impl PriceColumns {
    /// Adds answers.
    fn extend(&mut self, rows: &[Packed], large: &[Decimal]) {
        for (number, column) in self.amounts().into_iter().enumerate() {
            let packed = |row: &Packed| Some((*row.digits.get(number)?, *row.scales.get(number)?));
            column.append_packed(rows.iter().filter_map(packed), large);
        }
        self.kinds.extend(rows.iter().map(|row| row.kind));
        self.price_bases.extend(rows.iter().map(|row| row.price_basis));
        for (number, bases) in self.discount_bases.iter_mut().enumerate() {
            bases.extend(rows.iter().filter_map(|row| row.discount_bases.get(number)));
        }
        self.levels.extend(rows.iter().map(|row| row.level));
        self.agreed_currencies.extend(rows.iter().map(|row| row.agreed_currency));
        self.invoice_currencies.extend(rows.iter().map(|row| row.invoice_currency));
        self.may_sell.extend(rows.iter().map(|row| row.may_sell));
        self.in_invoice_currency.extend(rows.iter().map(|row| row.in_invoice_currency));
        self.states.extend(rows.iter().map(|row| row.state));
        self.place_kinds.extend(rows.iter().map(|row| row.place_kind));
        self.place_rows.extend(rows.iter().map(|row| row.place_row));
    }

    /// Makes room.
    fn reserve(&mut self, rows: usize) {
        for column in self.amounts() {
            column.reserve(rows);
        }
        self.kinds.reserve(rows);
        self.price_bases.reserve(rows);
        self.discount_bases.iter_mut().for_each(|bases| bases.reserve(rows));
        self.levels.reserve(rows);
        self.agreed_currencies.reserve(rows);
        self.invoice_currencies.reserve(rows);
        self.may_sell.reserve(rows);
        self.in_invoice_currency.reserve(rows);
        self.states.reserve(rows);
        self.place_kinds.reserve(rows);
        self.place_rows.reserve(rows);
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

    /// The columns of amounts.
    fn amounts(&mut self) -> [&mut Decimals; AMOUNTS] {
        let [one, two, three] = &mut self.percents;
        [
            &mut self.prices,
            one,
            two,
            three,
            &mut self.vat_overrides,
            &mut self.net_prices,
            &mut self.discount_factors,
            &mut self.invoice_net_prices,
            &mut self.invoice_net_prices_foreign,
            &mut self.standard_prices,
            &mut self.totals,
        ]
    }

    /// The columns of some parts, one behind the other.
    pub(super) fn joined(parts: Vec<Self>) -> Self {
        fn joined<T: Copy>(own: &mut Vec<T>, parts: &[PriceColumns], of: fn(&PriceColumns) -> &Vec<T>) {
            own.reserve(parts.iter().map(PriceColumns::len).sum());
            for part in parts {
                own.extend_from_slice(of(part));
            }
        }
        let mut parts = parts;
        if parts.len() < 2 {
            return parts.pop().unwrap_or_default();
        }
        let mut all = Self::default();
        let mut before = 0;
        for part in &mut parts {
            all.problems.extend(part.problems.drain(..).map(|(line, problem)| (line + before, problem)));
            before += part.len();
        }
        let mut amounts: Vec<Vec<Decimals>> =
            parts.iter_mut().map(|part| part.amounts().map(std::mem::take).into()).collect();
        // Every column is copied on its own, so that all processors have something to do.
        let columns: Vec<(&mut Decimals, Vec<Decimals>)> = all
            .amounts()
            .into_iter()
            .enumerate()
            .map(|(amount, own)| {
                (own, amounts.iter_mut().filter_map(|part| Some(std::mem::take(part.get_mut(amount)?))).collect())
            })
            .collect();
        columns.into_par_iter().for_each(|(own, parts)| {
            own.reserve(before);
            for part in &parts {
                own.append(part);
            }
        });
        let parts = &*parts;
        let [bases1, bases2, bases3] = &mut all.discount_bases;
        rayon::scope(|scope| {
            scope.spawn(|_| {
                joined(&mut all.kinds, parts, |part| &part.kinds);
                joined(&mut all.price_bases, parts, |part| &part.price_bases);
                joined(bases1, parts, |part| &part.discount_bases[0]);
                joined(bases2, parts, |part| &part.discount_bases[1]);
                joined(bases3, parts, |part| &part.discount_bases[2]);
                joined(&mut all.levels, parts, |part| &part.levels);
            });
            scope.spawn(|_| {
                joined(&mut all.agreed_currencies, parts, |part| &part.agreed_currencies);
                joined(&mut all.invoice_currencies, parts, |part| &part.invoice_currencies);
                joined(&mut all.may_sell, parts, |part| &part.may_sell);
                joined(&mut all.in_invoice_currency, parts, |part| &part.in_invoice_currency);
                joined(&mut all.states, parts, |part| &part.states);
                joined(&mut all.place_kinds, parts, |part| &part.place_kinds);
                joined(&mut all.place_rows, parts, |part| &part.place_rows);
            });
        });
        all
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
