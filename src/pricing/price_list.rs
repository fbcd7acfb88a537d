//! Price lists: all items for one customer, or one item for all customers, with the quantities at which the price
//! changes.
//!
//! Rules: pricing reference, section 15 (quantity ladder, visibility).

use chrono::NaiveDate;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSlice as _;
use rust_decimal::Decimal;

use super::answer::Answer;
use super::book::{CompiledLevel, PriceBook};
use super::columns::{Answers, PriceColumns};
use super::error::PricingError;
use super::keys::BLANK;
use super::lines::LineProblem;
use super::parties::Goods;
use super::question::{Case, NoRate};
use super::rule::{Need, Rule, Unfit};

/// At which quantities a list is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantities {
    /// At this one.
    One(Decimal),
    /// At one unit, and at every quantity from which price or discounts change.
    Ladder,
}

/// One step of a price list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceListRow {
    /// Number of the item in [`PriceList::items`].
    pub item: usize,
    /// Number of the customer in [`PriceList::customers`].
    pub customer: usize,
    /// From this quantity on.
    pub quantity: Decimal,
    /// Only for exact multiples of this; none for all quantities.
    pub multiple: Option<Decimal>,
}

/// A price list: one row an item, customer and quantity step, in the order of items, customers and quantities.
#[derive(Clone, Debug, Default)]
pub struct PriceList {
    /// Item numbers.
    pub items: Vec<String>,
    /// Customer numbers; one that is blank without customer.
    pub customers: Vec<String>,
    /// The rows.
    pub rows: Vec<PriceListRow>,
    /// The price of each row.
    pub prices: PriceColumns,
}

impl PriceBook {
    /// The price list of a customer, or of nobody: the named items, or all that may stand on it.
    ///
    /// Without `items`, items of visibility E and restricted items the customer may not buy are left out. The
    /// customer's currency, country and site apply. Rows are in the order of the items, then by quantity.
    ///
    /// # Errors
    /// [`PricingError::Model`] for an unknown customer; [`PricingError::NoRate`] when its currency has no rate.
    pub fn price_list(
        &self,
        customer: Option<&str>,
        items: Option<&[&str]>,
        on: Option<NaiveDate>,
        quantities: Quantities,
    ) -> Result<PriceList, PricingError> {
        let Some(first) = self.parties.items().next() else { return Ok(PriceList::default()) };
        let header = self.list_case(customer, first, on, quantities)?;
        let wanted: Vec<(&str, Option<&Goods>)> = if let Some(items) = items {
            items.iter().map(|&item| (item, self.parties.item(self.keys.find(item)))).collect()
        } else {
            let numbers = self.catalog.table("items").text("item");
            let number = |goods: &Goods| numbers.get(goods.row as usize).map_or("", |symbol| self.catalog.text(symbol));
            self.parties.items().filter(|goods| !goods.hidden).map(|goods| (number(goods), Some(goods))).collect()
        };
        let show_all = items.is_some();
        let place =
            |&(_, goods): &(&str, Option<&Goods>)| goods.map_or(u32::MAX, |goods| self.parties.place(goods.item));
        let case = || header.clone();
        let mut list = PriceList::of(&wanted, place, case, |case, number, &(_, goods), part| {
            let row = |(quantity, multiple)| PriceListRow { item: number, customer: 0, quantity, multiple };
            match goods {
                Some(goods) => {
                    case.set_item(goods);
                    part.add_steps(case, quantities, |step, answer| {
                        (show_all || answer.may_sell == Some(true) || !goods.restricted).then(|| row(step))
                    });
                }
                None => part.push(row((header.quantity, None)), Answer::failed(LineProblem::UnknownItem)),
            }
        });
        list.items = wanted.par_iter().map(|&(item, _)| item.to_owned()).collect();
        list.customers.push(customer.unwrap_or_default().to_owned());
        Ok(list)
    }

    /// An order of the customer without anything typed.
    pub(super) fn list_case<'b>(
        &'b self,
        customer: Option<&str>,
        goods: &'b Goods,
        on: Option<NaiveDate>,
        quantities: Quantities,
    ) -> Result<Case<'b>, PricingError> {
        let mut ask = self.order_of(customer, on)?;
        if let Quantities::One(quantity) = quantities {
            ask.quantity = quantity;
        }
        Case::new(self, goods, &ask).map_err(|NoRate| self.no_rate(&ask, None))
    }
}

/// Fewest and most things that one thread prices at a time.
const CHUNK: std::ops::RangeInclusive<usize> = 1 << 12..=1 << 17;

impl PriceList {
    /// The rows that `add` adds for each thing on the list, in order; names are left to the caller.
    ///
    /// Things are asked for by their place, with something that `start` makes for each chunk.
    pub(super) fn of<T: Sync, S>(
        things: &[T],
        place: impl Fn(&T) -> u32 + Sync,
        start: impl Fn() -> S + Sync,
        add: impl Fn(&mut S, usize, &T, &mut Part) + Sync,
    ) -> Self {
        let size = things.len().div_ceil(rayon::current_num_threads()).clamp(*CHUNK.start(), *CHUNK.end());
        let parts: Vec<(Vec<PriceListRow>, Answers, Vec<u32>)> = things
            .par_chunks(size)
            .enumerate()
            .map(|(chunk, things)| {
                let (mut part, mut state) = (Part::default(), start());
                let mut by_place: Vec<(u32, usize)> =
                    things.iter().enumerate().map(|(at, thing)| (place(thing), at)).collect();
                by_place.sort_unstable();
                let mut rows = vec![0..0; things.len()];
                for (_, at) in by_place {
                    let Some((thing, rows)) = things.get(at).zip(rows.get_mut(at)) else { continue };
                    rows.start = part.len();
                    add(&mut state, chunk * size + at, thing, &mut part);
                    rows.end = part.len();
                }
                let order: Vec<u32> = rows.into_iter().flatten().collect();
                let rows = order.iter().filter_map(|&row| part.rows.get(row as usize).copied()).collect();
                (rows, part.prices, order)
            })
            .collect();
        let mut list = Self::default();
        let count = parts.iter().map(|(rows, ..)| rows.len()).sum();
        list.rows.reserve(count);
        list.prices = PriceColumns::of_lines(count);
        for (rows, answers, order) in parts {
            list.prices.fill(list.rows.len(), &answers, &order);
            list.rows.extend(rows);
        }
        list
    }
}

/// Rows of a list with their answers.
#[derive(Default)]
pub(super) struct Part {
    rows: Vec<PriceListRow>,
    prices: Answers,
}

impl Part {
    /// Adds a row.
    pub(super) fn push(&mut self, row: PriceListRow, price: Answer) {
        self.rows.push(row);
        self.prices.push(price);
    }

    /// Adds a row for every quantity that matters, as far as `row` makes one of the answer. Where a discount holds for
    /// exact multiples only, the row says so, and one for all quantities goes before it when these cost something new.
    pub(super) fn add_steps(
        &mut self,
        case: &Case<'_>,
        quantities: Quantities,
        row: impl Fn((Decimal, Option<Decimal>), &Answer) -> Option<PriceListRow>,
    ) {
        let add = |part: &mut Self, step, answer: Answer| {
            if let Some(row) = row(step, &answer) {
                part.push(row, answer);
            }
        };
        let mut last = self.prices.ask(case);
        let mut of_all = last;
        add(self, (case.quantity, None), last);
        if quantities != Quantities::Ladder {
            return;
        }
        for (quantity, has_multiples) in breaks(case) {
            let step = self.prices.ask(&case.at_quantity(quantity));
            let above = quantity.checked_add(FINEST).filter(|_| has_multiples);
            let above = above.map_or(step, |above| self.prices.ask(&case.at_quantity(above)));
            let is_for_all = self.prices.is_same_step(&above, &step);
            if !is_for_all && !self.prices.is_same_step(&of_all, &above) {
                add(self, (quantity, None), above);
                (of_all, last) = (above, above);
            }
            if !self.prices.is_same_step(&last, &step) {
                add(self, (quantity, Some(quantity).filter(|_| !is_for_all)), step);
                last = step;
                if is_for_all {
                    of_all = step;
                }
            }
        }
    }

    fn len(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }
}

/// The smallest step between two quantities.
const FINEST: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

/// All minimum quantities above 1 of rows that may apply, in order, and whether a row there is for exact multiples.
fn breaks(case: &Case<'_>) -> Vec<(Decimal, bool)> {
    let book = case.book;
    let mut breaks = Vec::new();
    for level in book.sequence.iter().chain(&book.discounts) {
        if case.live & level.mask != 0 {
            level_breaks(case, level, &mut breaks);
        }
    }
    breaks.sort_unstable();
    // Of equal quantities the one with multiples is the last.
    breaks.dedup_by(|later, kept| {
        let is_same = later.0 == kept.0;
        kept.1 |= is_same && later.1;
        is_same
    });
    breaks
}

fn level_breaks(case: &Case<'_>, level: &CompiledLevel, breaks: &mut Vec<(Decimal, bool)>) {
    let currencies =
        if level.level.by_currency { [case.currency, case.book.settings.currency] } else { [BLANK, BLANK] };
    let need = case.need(currencies, 0);
    for (number, _) in level.lanes() {
        for hit in case.hits_in(number) {
            let above_one = case.book.rules.rules_of(hit.pair, number).iter().filter(|rule| rule.least > Decimal::ONE);
            let may = above_one.filter(|rule| may_apply(rule, &need));
            breaks.extend(may.map(|rule| (rule.least.normalize(), rule.is_for_multiples())));
        }
    }
}

/// True when the rule applies at some quantity; one without currency counts in each.
pub(super) fn may_apply(rule: &Rule, need: &Need) -> bool {
    rule.unfits(need).iter().all(|unfit| match unfit {
        Unfit::BelowMinimum | Unfit::AboveMaximum | Unfit::NotMultiple => true,
        Unfit::Currency => rule.currency == BLANK,
        _ => false,
    })
}
