//! Many questions as one table of order lines: priced in parallel, in order, none lost.
//!
//! Rules: pricing specification, sections 4 and 5.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::NaiveDate;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSlice as _;
use rust_decimal::Decimal;

use super::answer::Answer;
use super::book::PriceBook;
use super::cells::Cells;
use super::columns::{Answers, PriceColumns};
use super::error::PricingError;
use super::keys::{BLANK, Key, UNSET};
use super::money;
use super::parties::Goods;
use super::price::{Price, TooLarge, fill, priced};
use super::question::{Ask, Case, Known, NoRate, entered_kind};
use super::search::Silent;
use crate::finding::codes::pricing as codes;
use crate::finding::{Code, Finding, Findings};
use crate::origin::Origin;
use crate::tables::{Table, Texts, Value, Values, WITHOUT_ITEM};

/// Lines that are priced together, by item: the more, the more of them are about one item.
const BATCH: usize = 1 << 20;
/// Fewest and most lines of a batch that one thread prices at a time.
const PART: std::ops::RangeInclusive<usize> = 1 << 8..=1 << 12;

/// Lines whose customers are fetched at once.
const AHEAD: usize = 32;

/// Why a line has no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineProblem {
    /// The item is not in the item master.
    UnknownItem,
    /// The quantity is blank or not a number.
    NoQuantity,
    /// The invoice currency has no rate on the day.
    NoRate,
    /// An amount has too many digits.
    TooLarge,
    /// The tax of the invoice's country should be on file and is not.
    NoVatRate,
}

/// What became of each line, in the order of the lines.
#[derive(Clone, Debug, Default)]
pub struct PricedLines {
    /// One a line.
    pub lines: Vec<Result<Price, LineProblem>>,
    /// What is wrong with lines.
    pub findings: Findings,
}

/// What became of each line, as columns.
#[derive(Clone, Debug, Default)]
pub struct PricedColumns {
    /// The answers, in the order of the lines.
    pub columns: PriceColumns,
    /// What is wrong with lines.
    pub findings: Findings,
}

/// Keys of texts, looked up once per distinct text.
pub(super) struct Memo<'a> {
    book: &'a PriceBook,
    texts: &'a Texts,
    keys: Vec<AtomicU32>,
    /// The catalog's day.
    today: i32,
}

impl<'a> Memo<'a> {
    pub(super) fn new(book: &'a PriceBook, texts: &'a Texts) -> Self {
        let keys = (0..texts.len()).map(|_| AtomicU32::new(UNSET)).collect();
        Self { book, texts, keys, today: book.catalog.as_of().to_epoch_days() }
    }

    /// The key of a text by its number.
    #[inline]
    fn known(&self, number: usize) -> Option<Key> {
        // Every thread would write the same key, so no order between them is needed.
        self.keys.get(number).map(|slot| slot.load(Ordering::Relaxed)).filter(|&key| key != UNSET)
    }

    #[inline]
    pub(super) fn key(&self, cells: Cells<'_>, row: usize) -> Key {
        if let Some(Values::Text(numbers)) = cells.values {
            // Numbers in a column begin with one.
            match numbers.get(row) {
                None | Some(0) => return BLANK,
                Some(&number) => {
                    if let Some(key) = self.known(number as usize - 1) {
                        return key;
                    }
                }
            }
        }
        match cells.value(row) {
            Value::Text(symbol) => {
                let key = self.book.keys.find(self.texts.get(symbol));
                if let Some(slot) = self.keys.get(Texts::index(symbol)) {
                    slot.store(key, Ordering::Relaxed);
                }
                key
            }
            Value::Blank => BLANK,
            _ => self.book.keys.find(&cells.shown(row)),
        }
    }
}

/// Columns that few order lines have.
const MORE: [&str; 14] = [
    "business_id",
    "customer_group",
    "group_override",
    "exchange_rate",
    "country",
    "site",
    "campaign",
    "order_district",
    "entered_price",
    "entered_kind",
    "entered_discount1",
    "entered_discount2",
    "entered_discount3",
    "special_discount",
];

/// Lines, the pool of their texts, and the pricing day of all of them.
struct Given<'a> {
    lines: &'a Table,
    texts: &'a Texts,
    on: Option<NaiveDate>,
}

/// What became of a batch of lines.
struct Batch<A, S> {
    /// The answers by item, with what stands beside them; all parts but the last one have 2 to the power of `bits`.
    parts: Vec<(Vec<A>, S)>,
    bits: u32,
    /// The number of the answer to each line.
    order: Vec<u32>,
}

/// What every line has, read in the order of the lines before they are priced in that of the items.
#[derive(Clone, Copy)]
struct Line {
    /// Where the item stands among all.
    place: u32,
    /// Number of the customer, past all for an unknown one.
    buyer: u32,
    customer: Key,
    currency: Key,
    day: i32,
    quantity: Option<Decimal>,
}

/// Lines by the place of their item, those of one item in their order.
struct ByPlace {
    /// Numbers of the lines.
    lines: Vec<u32>,
    /// Where each line stands among these.
    order: Vec<u32>,
}

impl ByPlace {
    /// Sorts lines; `places` is the number of places, and all past it are one.
    fn of(own: &[Line], places: usize) -> Self {
        if own.len() < places / 8 {
            return Self::of_few(own);
        }
        // First how many lines each place has, then where its first one stands, then where its next one stands.
        let place_of = |line: &Line| places.min(line.place as usize);
        let mut next = vec![0_u32; places + 1];
        for line in own {
            if let Some(count) = next.get_mut(place_of(line)) {
                *count += 1;
            }
        }
        let mut before = 0;
        for next in &mut next {
            before += std::mem::replace(next, before);
        }
        let (mut lines, mut order) = (vec![0; own.len()], Vec::with_capacity(own.len()));
        for (number, line) in (0..).zip(own) {
            let at = next.get_mut(place_of(line)).map_or(0, |next| std::mem::replace(next, *next + 1));
            order.push(at);
            if let Some(slot) = lines.get_mut(at as usize) {
                *slot = number;
            }
        }
        Self { lines, order }
    }

    /// The same where there are many more places than lines.
    fn of_few(own: &[Line]) -> Self {
        let mut lines: Vec<u32> = (0..number(own.len())).collect();
        lines.sort_by_key(|&at| own.get(at as usize).map(|line| line.place));
        let mut order = vec![0; own.len()];
        for (at, &line) in (0..).zip(&lines) {
            if let Some(slot) = order.get_mut(line as usize) {
                *slot = at;
            }
        }
        Self { lines, order }
    }
}

/// Columns of order lines; absent ones are blank.
pub(super) struct Columns<'a> {
    pub(super) customer: Cells<'a>,
    business_id: Cells<'a>,
    customer_group: Cells<'a>,
    pub(super) item: Cells<'a>,
    pub(super) quantity: Cells<'a>,
    currency: Cells<'a>,
    exchange_rate: Cells<'a>,
    country: Cells<'a>,
    site: Cells<'a>,
    campaign: Cells<'a>,
    order_district: Cells<'a>,
    entered_price: Cells<'a>,
    entered_kind: Cells<'a>,
    entered_discounts: [Cells<'a>; 3],
    special_discount: Cells<'a>,
    date: Cells<'a>,
    /// A column beside customer, item, quantity, currency and date is there.
    has_more: bool,
}

impl<'a> Columns<'a> {
    pub(super) fn new(table: &'a Table, texts: &'a Texts) -> Self {
        let cells = |name| Cells::new(table, texts, name);
        let group = cells("customer_group");
        Self {
            customer: cells("customer"),
            business_id: cells("business_id"),
            customer_group: if group.values.is_some() { group } else { cells("group_override") },
            item: cells("item"),
            quantity: cells("quantity"),
            currency: cells("currency"),
            exchange_rate: cells("exchange_rate"),
            country: cells("country"),
            site: cells("site"),
            campaign: cells("campaign"),
            order_district: cells("order_district"),
            entered_price: cells("entered_price"),
            entered_kind: cells("entered_kind"),
            entered_discounts: ["entered_discount1", "entered_discount2", "entered_discount3"].map(cells),
            special_discount: cells("special_discount"),
            date: cells("date"),
            has_more: MORE.iter().any(|name| cells(name).values.is_some()),
        }
    }

    /// What every line has.
    fn line(&self, memo: &Memo<'_>, row: usize, on: Option<NaiveDate>) -> Line {
        let day = match self.date.values {
            Some(_) if on.is_none() => self.date.date(row),
            _ => on,
        };
        let customer = memo.key(self.customer, row);
        Line {
            place: memo.book.parties.place(memo.key(self.item, row)),
            buyer: memo.book.parties.buyer_number(customer).map_or(u32::MAX, number),
            customer,
            currency: memo.key(self.currency, row),
            day: day.map_or(memo.today, |day| day.to_epoch_days()),
            quantity: self.quantity.decimal(row),
        }
    }

    /// The question of a row.
    pub(super) fn ask(&self, memo: &Memo<'_>, row: usize, quantity: Decimal, on: Option<NaiveDate>) -> Ask {
        self.ask_line(memo, row, quantity, &self.line(memo, row, on))
    }

    fn ask_line(&self, memo: &Memo<'_>, row: usize, quantity: Decimal, line: &Line) -> Ask {
        let ask = Ask { customer: line.customer, quantity, currency: line.currency, ..Ask::nobody(line.day) };
        if !self.has_more {
            return ask;
        }
        let business_id = memo.key(self.business_id, row);
        Ask {
            business_id: (business_id != BLANK).then_some(business_id),
            customer_group: memo.key(self.customer_group, row),
            exchange_rate: self.exchange_rate.decimal(row),
            country: memo.key(self.country, row),
            site: memo.key(self.site, row),
            campaign: memo.key(self.campaign, row),
            order_district: memo.key(self.order_district, row),
            entered_price: self.entered_price.decimal(row),
            entered_kind: entered_kind(self.entered_kind.text(row)),
            entered_discounts: self.entered_discounts.map(|cells| cells.decimal(row)),
            special_discount: self.special_discount.decimal(row),
            ..ask
        }
    }
}

impl PriceBook {
    /// Prices every row of an `order_lines` table, whose texts are in `texts`.
    ///
    /// `on` is the pricing day of all lines; without it a line's own `date` counts, else the catalog's day. What an
    /// order's header has from its customer is the customer's where it is blank: business id, currency, country, site,
    /// special discount; a currency that the customer has not either is the company's. `progress` is told how many lines
    /// of how many are done, from the calling thread; when it says false the run stops.
    ///
    /// # Errors
    /// [`PricingError::Stopped`] when `progress` said so. No line can make it fail.
    pub fn price_lines(
        &self,
        lines: &Table,
        texts: &Texts,
        on: Option<NaiveDate>,
        progress: &dyn Fn(usize, usize) -> bool,
    ) -> Result<PricedLines, PricingError> {
        let one = |(): &mut (), case: Result<&Case<'_>, LineProblem>, line: &mut Option<_>| {
            let price = |case| priced(case, &mut Silent).map_err(|TooLarge| LineProblem::TooLarge);
            *line = Some(case.and_then(price));
        };
        let mut results = Vec::with_capacity(lines.len());
        self.price_batches(Given { lines, texts, on }, progress, &None, one, |batch: Batch<Option<_>, ()>| {
            let mut answers: Vec<Option<_>> = batch.parts.into_iter().flat_map(|(answers, ())| answers).collect();
            let taken = |&at: &u32| answers.get_mut(at as usize).and_then(Option::take);
            results.extend(batch.order.iter().filter_map(taken));
        })?;
        let problems = (0..).zip(&results).filter_map(|(row, result)| match result {
            Ok(price) if price.vat_override == Some(money::VAT_MISSING) => Some((row, Some(LineProblem::NoVatRate))),
            Ok(price) => price.customer_is_unknown.then_some((row, None)),
            Err(problem) => Some((row, Some(*problem))),
        });
        let findings = line_findings(lines, texts, problems);
        Ok(PricedLines { lines: results, findings })
    }

    /// The same answers as columns, which is several times as fast and takes a fourth of the memory.
    ///
    /// # Errors
    /// As [`Self::price_lines`].
    pub fn price_columns(
        &self,
        lines: &Table,
        texts: &Texts,
        on: Option<NaiveDate>,
        progress: &dyn Fn(usize, usize) -> bool,
    ) -> Result<PricedColumns, PricingError> {
        let one = |large: &mut _, case: Result<&Case<'_>, LineProblem>, answer: &mut _| fill(answer, case, large);
        let (mut columns, mut done) = (PriceColumns::of_lines(lines.len()), 0);
        self.price_batches(Given { lines, texts, on }, progress, &Answer::NONE, one, |batch| {
            let answers = Answers::of_parts(batch.parts, batch.bits);
            columns.fill(done, &answers, &batch.order);
            done += batch.order.len();
        })?;
        let without_vat = (0..lines.len())
            .filter(|_| !self.settings.vat_countries.is_empty())
            .filter(|&row| columns.vat_overrides.get(row) == Some(money::VAT_MISSING))
            .map(|row| (row, Some(LineProblem::NoVatRate)));
        let findings = line_findings(lines, texts, columns.problems().iter().copied().chain(without_vat));
        Ok(PricedColumns { columns, findings })
    }

    /// Prices batches of lines, those of a batch by item and in parallel. `one` puts the answer to a case in the place
    /// of `none`, with something to which it may add what does not fit there; `take` takes what became of each batch.
    fn price_batches<A: Clone + Send + Sync, S: Default + Send>(
        &self,
        Given { lines, texts, on }: Given<'_>,
        progress: &dyn Fn(usize, usize) -> bool,
        none: &A,
        one: impl Fn(&mut S, Result<&Case<'_>, LineProblem>, &mut A) + Sync,
        mut take: impl FnMut(Batch<A, S>),
    ) -> Result<(), PricingError> {
        let columns = Columns::new(lines, texts);
        let memo = Memo::new(self, texts);
        let total = lines.len();
        for start in (0..total).step_by(BATCH) {
            if !progress(start, total) {
                return Err(PricingError::Stopped { done: start, total });
            }
            let rows = start..total.min(start + BATCH);
            let bits = (rows.len() / (rayon::current_num_threads() * 4)).clamp(*PART.start(), *PART.end()).ilog2();
            let own: Vec<Line> = rows.clone().into_par_iter().map(|row| columns.line(&memo, row, on)).collect();
            let ByPlace { lines: by_place, order } = ByPlace::of(&own, self.parties.len());
            let parts = by_place.par_chunks(1 << bits).map(|by_place| {
                let (mut beside, mut case) = (S::default(), None);
                let mut answers = Vec::with_capacity(by_place.len());
                let (mut asked, mut knowns) = (Vec::with_capacity(AHEAD), Vec::with_capacity(AHEAD));
                for by_place in by_place.chunks(AHEAD) {
                    // What lies far apart in memory is fetched for some lines at once.
                    asked.clear();
                    asked.extend(by_place.iter().filter_map(|&at| Some((start + at as usize, *own.get(at as usize)?))));
                    knowns.clear();
                    knowns.extend(asked.iter().map(|(_, line)| self.known_at(line.buyer as usize)));
                    for ((row, line), known) in asked.iter().zip(&knowns) {
                        let goods = self.parties.item_at(line.place);
                        let case = self.line_case((&columns, &memo), *row, line, (goods, *known), &mut case);
                        answers.push(none.clone());
                        if let Some(answer) = answers.last_mut() {
                            one(&mut beside, case, answer);
                        }
                    }
                }
                (answers, beside)
            });
            take(Batch { parts: parts.collect(), bits, order });
        }
        progress(total, total);
        Ok(())
    }

    /// The case of a line; `case` is that of another line, whose place this one takes.
    fn line_case<'b, 'c>(
        &'b self,
        (columns, memo): (&Columns<'_>, &Memo<'_>),
        row: usize,
        line: &Line,
        (goods, known): (Option<&'b Goods>, Option<Known<'b>>),
        case: &'c mut Option<Case<'b>>,
    ) -> Result<&'c Case<'b>, LineProblem> {
        let goods = goods.ok_or(LineProblem::UnknownItem)?;
        let quantity = match line.quantity {
            Some(quantity) => quantity,
            None if self.settings.blank_quantity_is_one => Decimal::ONE,
            None => return Err(LineProblem::NoQuantity),
        };
        let no_rate = |NoRate| LineProblem::NoRate;
        let Some(case) = case else {
            let ask = columns.ask_line(memo, row, quantity, line);
            return Ok(case.insert(Case::new(self, goods, &ask).map_err(no_rate)?));
        };
        if columns.has_more {
            case.ask = columns.ask_line(memo, row, quantity, line);
        } else {
            // All else is as on the line before.
            case.ask.customer = line.customer;
            case.ask.quantity = quantity;
            case.ask.currency = line.currency;
            case.ask.day = line.day;
        }
        case.look_up(goods, known).map_err(no_rate)?;
        Ok(case)
    }
}

fn line_findings(
    lines: &Table,
    texts: &Texts,
    problems: impl Iterator<Item = (usize, Option<LineProblem>)>,
) -> Findings {
    let mut findings: Findings = problems
        .map(|(row, problem)| {
            let (code, field) = problem.map_or((&codes::W_LINE_CUSTOMER, "customer"), LineProblem::code);
            line_finding(code, field, &Cells::new(lines, texts, field).shown(row), lines.cell(row, field))
        })
        .collect();
    findings.sort();
    findings
}

/// What is wrong with a field of a line; a line without item says so.
pub(super) fn line_finding(code: &'static Code, field: &str, shown: &str, origin: Option<Origin>) -> Finding {
    let mut finding = Finding::new(code).field(field).value(shown);
    finding.origin = origin;
    if field == "item" && shown.trim().is_empty() {
        finding.value = None;
        finding.detail = Some(WITHOUT_ITEM.to_owned());
    }
    finding
}

fn number(index: impl TryInto<u32>) -> u32 {
    index.try_into().unwrap_or(u32::MAX)
}
