//! The answers to many lines as typed columns, each some bytes a line, in the order of the lines.

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::answer::{AMOUNTS, Answer};
use super::lines::LineProblem;
use super::price::{Currency, State, fill};
use super::question::Case;
use super::rule::{Kind, Place};
use crate::tables::Decimals;

/// Answers as columns; a line without an answer is blank in all but `states`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceColumns {
    /// Unit price in company currency.
    pub prices: Decimals,
    /// What the price means for discounts.
    pub kinds: Vec<Option<Kind>>,
    /// Percent of each slot.
    pub percents: [Decimals; 3],
    /// Reference code of the level, [`crate::tables::NO_NUMBER`] for none.
    pub price_bases: Vec<u8>,
    /// Reference code of each slot, [`crate::tables::NO_NUMBER`] for none.
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
    /// Number of the level that answered, see [`super::numbered_levels`]; [`crate::tables::NO_NUMBER`] for none.
    pub levels: Vec<u8>,
    /// The level answered in invoice currency.
    pub in_invoice_currency: Vec<Option<bool>>,
    /// Whether there is a price.
    pub states: Vec<State>,
    /// The line in invoice currency.
    pub totals: Decimals,
    /// The deciding cell.
    pub places: Vec<Option<Place>>,
    /// Lines with a problem or an unknown customer (none), by line.
    problems: Vec<(usize, Option<LineProblem>)>,
}

/// Answers that are taken to the columns at a time: so many fit the nearest caches.
const BLOCK: usize = 128;

/// Answers to lines, in the order in which they were asked.
#[derive(Debug, Default)]
pub(super) struct Answers {
    rows: Vec<Answer>,
    /// Amounts whose digits do not fit 64 bits.
    large: Vec<Decimal>,
}

impl Answers {
    /// Answers that were filled part by part, each part of `size` rows with its own list of large amounts.
    pub(super) fn of_parts(mut rows: Vec<Answer>, size: usize, parts: Vec<Vec<Decimal>>) -> Self {
        let mut all = Vec::new();
        for (rows, large) in rows.chunks_mut(size).zip(parts).filter(|(_, large)| !large.is_empty()) {
            let before = i64::try_from(all.len()).unwrap_or(i64::MAX);
            for row in rows {
                for (digits, _) in row.digits.iter_mut().zip(row.scales).filter(|(_, scale)| Decimals::is_large(*scale))
                {
                    *digits = digits.saturating_add(before);
                }
            }
            all.extend(large);
        }
        Self { rows, large: all }
    }

    /// Prices a case.
    #[inline]
    pub(super) fn ask(&mut self, case: &Case<'_>) -> Answer {
        let mut answer = Answer::NONE;
        fill(&mut answer, Ok(case), &mut self.large);
        answer
    }

    /// Adds the answer to one line.
    #[inline]
    pub(super) fn push(&mut self, answer: Answer) {
        self.rows.push(answer);
    }

    /// True when two answers are one step of a list.
    pub(super) fn is_same_step(&self, one: &Answer, two: &Answer) -> bool {
        one.is_same_step(two, &self.large)
    }

    /// The columns of the answers named, in their order.
    pub(super) fn columns(&self, order: &[u32]) -> PriceColumns {
        let mut columns = PriceColumns::default();
        columns.reserve(order.len());
        let mut block = Vec::with_capacity(BLOCK);
        // The answers to neighbouring lines lie far apart: each is fetched once, not once for every column.
        for order in order.chunks(BLOCK) {
            block.clear();
            block.extend(order.iter().filter_map(|&at| self.rows.get(at as usize)));
            columns.extend(&block, &self.large);
        }
        columns
    }
}

impl PriceColumns {
    /// Adds answers.
    fn extend(&mut self, rows: &[&Answer], large: &[Decimal]) {
        let first = self.len();
        for (number, column) in self.amounts().into_iter().enumerate() {
            let packed = |row: &&Answer| (row.digits[number], row.scales[number]);
            column.append_packed(rows.iter().map(packed), large);
        }
        self.kinds.extend(rows.iter().map(|row| row.kind));
        self.price_bases.extend(rows.iter().map(|row| row.price_basis));
        for (number, bases) in self.discount_bases.iter_mut().enumerate() {
            bases.extend(rows.iter().map(|row| row.discount_bases[number]));
        }
        self.levels.extend(rows.iter().map(|row| row.level));
        self.agreed_currencies.extend(rows.iter().map(|row| row.agreed_currency));
        self.invoice_currencies.extend(rows.iter().map(|row| row.invoice_currency));
        self.may_sell.extend(rows.iter().map(|row| row.may_sell));
        self.in_invoice_currency.extend(rows.iter().map(|row| row.in_invoice_currency));
        self.states.extend(rows.iter().map(|row| row.state));
        self.places.extend(rows.iter().map(|row| row.place));
        let with_problem = (first..).zip(rows).filter(|(_, row)| row.customer_is_unknown || row.problem.is_some());
        self.problems.extend(with_problem.map(|(line, row)| (line, row.problem)));
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
        self.places.reserve(rows);
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
                joined(&mut all.places, parts, |part| &part.places);
            });
        });
        all
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
