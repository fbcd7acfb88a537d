//! The answers to many lines as typed columns, each some bytes a line, in the order of the lines.

use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::answer::{AMOUNTS, Answer};
use super::keys::BLANK;
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
/// Lines that one thread takes to the columns at a time.
const ROWS_AT_A_TIME: usize = 1 << 14;

/// Answers to lines, in the order in which they were asked.
#[derive(Debug)]
pub(super) struct Answers {
    /// All parts but the last one have as many answers as a number of so many bits has values.
    parts: Vec<Vec<Answer>>,
    bits: u32,
    /// Amounts whose digits do not fit 64 bits.
    large: Vec<Decimal>,
}

impl Default for Answers {
    fn default() -> Self {
        Self { parts: vec![Vec::new()], bits: u32::BITS - 1, large: Vec::new() }
    }
}

impl Answers {
    /// Answers that were filled part by part, each part with its own list of large amounts; all parts but the last one
    /// have as many answers as a number of so many bits has values.
    pub(super) fn of_parts(parts: Vec<(Vec<Answer>, Vec<Decimal>)>, bits: u32) -> Self {
        let mut all = Self { parts: Vec::with_capacity(parts.len()), bits, large: Vec::new() };
        for (mut rows, large) in parts {
            if !large.is_empty() {
                let before = i64::try_from(all.large.len()).unwrap_or(i64::MAX);
                for row in &mut rows {
                    let digits = row.digits.iter_mut().zip(row.scales);
                    for (digits, _) in digits.filter(|(_, scale)| Decimals::is_large(*scale)) {
                        *digits = digits.saturating_add(before);
                    }
                }
                all.large.extend(large);
            }
            all.parts.push(rows);
        }
        all
    }

    #[inline]
    fn get(&self, at: u32) -> Option<&Answer> {
        let at = at as usize;
        self.parts.get(at >> self.bits)?.get(at & ((1 << self.bits) - 1))
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
        if let Some(last) = self.parts.last_mut() {
            last.push(answer);
        }
    }

    /// True when two answers are one step of a list.
    pub(super) fn is_same_step(&self, one: &Answer, two: &Answer) -> bool {
        one.is_same_step(two, &self.large)
    }
}

/// Room for the answers to some lines: digits and scales of each amount, and all else.
struct Room<'a> {
    amounts: [(&'a mut [i64], &'a mut [u8]); AMOUNTS],
    others: Others<'a>,
}

/// Room for all but the amounts.
struct Others<'a> {
    kinds: &'a mut [Option<Kind>],
    price_bases: &'a mut [u8],
    discount_bases: [&'a mut [u8]; 3],
    levels: &'a mut [u8],
    agreed_currencies: &'a mut [Currency],
    invoice_currencies: &'a mut [Currency],
    may_sell: &'a mut [Option<bool>],
    in_invoice_currency: &'a mut [Option<bool>],
    states: &'a mut [State],
    places: &'a mut [Option<Place>],
}

/// Takes the first places of a slice.
#[expect(clippy::mut_mut, reason = "the slice itself becomes shorter")]
fn first<'a, T>(slice: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    slice.split_off_mut(..count.min(slice.len())).unwrap_or_default()
}

impl Room<'_> {
    /// Takes the room for the first lines.
    fn first(&mut self, rows: usize) -> Self {
        Self {
            amounts: self.amounts.each_mut().map(|(digits, scales)| (first(digits, rows), first(scales, rows))),
            others: self.others.first(rows),
        }
    }

    /// Puts answers there.
    fn fill(self, rows: &[&Answer]) {
        for (number, (digits, scales)) in self.amounts.into_iter().enumerate() {
            put(digits, rows, |row| row.digits[number]);
            put(scales, rows, |row| row.scales[number]);
        }
        self.others.fill(rows);
    }
}

fn put<T>(column: &mut [T], rows: &[&Answer], of: impl Fn(&Answer) -> T) {
    column.iter_mut().zip(rows).for_each(|(slot, row)| *slot = of(row));
}

impl Others<'_> {
    fn first(&mut self, rows: usize) -> Self {
        Self {
            kinds: first(&mut self.kinds, rows),
            price_bases: first(&mut self.price_bases, rows),
            discount_bases: self.discount_bases.each_mut().map(|bases| first(bases, rows)),
            levels: first(&mut self.levels, rows),
            agreed_currencies: first(&mut self.agreed_currencies, rows),
            invoice_currencies: first(&mut self.invoice_currencies, rows),
            may_sell: first(&mut self.may_sell, rows),
            in_invoice_currency: first(&mut self.in_invoice_currency, rows),
            states: first(&mut self.states, rows),
            places: first(&mut self.places, rows),
        }
    }

    fn fill(self, rows: &[&Answer]) {
        put(self.kinds, rows, |row| row.kind);
        put(self.price_bases, rows, |row| row.price_basis);
        for (number, bases) in self.discount_bases.into_iter().enumerate() {
            put(bases, rows, |row| row.discount_bases[number]);
        }
        put(self.levels, rows, |row| row.level);
        put(self.agreed_currencies, rows, |row| row.agreed_currency);
        put(self.invoice_currencies, rows, |row| row.invoice_currency);
        put(self.may_sell, rows, |row| row.may_sell);
        put(self.in_invoice_currency, rows, |row| row.in_invoice_currency);
        put(self.states, rows, |row| row.state);
        put(self.places, rows, |row| row.place);
    }
}

impl PriceColumns {
    /// Columns of so many lines, to be filled.
    pub(super) fn of_lines(rows: usize) -> Self {
        let mut columns = Self {
            kinds: vec![None; rows],
            price_bases: vec![0; rows],
            discount_bases: [(); 3].map(|()| vec![0; rows]),
            agreed_currencies: vec![Currency(BLANK); rows],
            invoice_currencies: vec![Currency(BLANK); rows],
            may_sell: vec![None; rows],
            levels: vec![0; rows],
            in_invoice_currency: vec![None; rows],
            states: vec![State::NoPrice; rows],
            places: vec![None; rows],
            ..Self::default()
        };
        columns.split().0.into_par_iter().for_each(|column| *column = Decimals::zeros(rows));
        columns
    }

    /// Puts the answers named, in their order, into the lines from one on.
    pub(super) fn fill(&mut self, from: usize, answers: &Answers, order: &[u32]) {
        let (amounts, others) = self.split();
        let mut room = Room { amounts: amounts.map(Decimals::packed_mut), others };
        room.first(from);
        let parts: Vec<(Room<'_>, &[u32])> =
            order.chunks(ROWS_AT_A_TIME).map(|order| (room.first(order.len()), order)).collect();
        let problems: Vec<Vec<(usize, Option<LineProblem>)>> = parts
            .into_par_iter()
            .enumerate()
            .map(|(part, (mut room, order))| {
                let mut problems = Vec::new();
                let mut block = Vec::with_capacity(BLOCK);
                let mut line = from + part * ROWS_AT_A_TIME;
                // The answers to neighbouring lines lie far apart: each is fetched once, not once for every column.
                for order in order.chunks(BLOCK) {
                    block.clear();
                    block.extend(order.iter().filter_map(|&at| answers.get(at)));
                    room.first(block.len()).fill(&block);
                    let with_problem =
                        (line..).zip(&block).filter(|(_, row)| row.customer_is_unknown || row.problem.is_some());
                    problems.extend(with_problem.map(|(line, row)| (line, row.problem)));
                    line += block.len();
                }
                problems
            })
            .collect();
        self.problems.extend(problems.into_iter().flatten());
        if !answers.large.is_empty() {
            for column in self.split().0 {
                column.keep_large(from..from + order.len(), &answers.large);
            }
        }
    }

    /// The columns of amounts, and all others.
    fn split(&mut self) -> ([&mut Decimals; AMOUNTS], Others<'_>) {
        let [one, two, three] = &mut self.percents;
        let amounts = [
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
        ];
        let others = Others {
            kinds: &mut self.kinds,
            price_bases: &mut self.price_bases,
            discount_bases: self.discount_bases.each_mut().map(Vec::as_mut_slice),
            levels: &mut self.levels,
            agreed_currencies: &mut self.agreed_currencies,
            invoice_currencies: &mut self.invoice_currencies,
            may_sell: &mut self.may_sell,
            in_invoice_currency: &mut self.in_invoice_currency,
            states: &mut self.states,
            places: &mut self.places,
        };
        (amounts, others)
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

    /// Why a line has no answer.
    #[must_use]
    pub fn problem_of(&self, line: usize) -> Option<LineProblem> {
        let at = self.problems.binary_search_by_key(&line, |&(line, _)| line).ok()?;
        self.problems.get(at)?.1
    }

    /// Lines without an answer, with the reason, in order.
    pub fn failed(&self) -> impl Iterator<Item = (usize, LineProblem)> {
        self.problems.iter().filter_map(|&(line, problem)| Some((line, problem?)))
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
