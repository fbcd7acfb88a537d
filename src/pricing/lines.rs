//! Many questions as one table of order lines: priced in parallel, in order, none lost.
//!
//! Rules: pricing specification, sections 4 and 5.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::NaiveDate;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rust_decimal::Decimal;

use super::book::PriceBook;
use super::cells::Cells;
use super::columns::{Answers, PriceColumns};
use super::error::PricingError;
use super::keys::{BLANK, Key, UNSET};
use super::parties::Goods;
use super::price::{Price, TooLarge, priced};
use super::question::{Ask, Case, NoRate, entered_kind};
use super::search::Silent;
use crate::finding::codes::pricing as codes;
use crate::finding::{Finding, Findings};
use crate::tables::{Symbol, Table, Texts, Value};

/// Fewest and most lines that one thread prices at a time: the more, the more of them are about one item.
pub(super) const CHUNK: std::ops::RangeInclusive<usize> = 1 << 12..=1 << 17;

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
}

impl<'a> Memo<'a> {
    pub(super) fn new(book: &'a PriceBook, texts: &'a Texts) -> Self {
        Self { book, texts, keys: (0..texts.len()).map(|_| AtomicU32::new(UNSET)).collect() }
    }

    fn symbol(&self, symbol: Symbol) -> Key {
        let Some(slot) = self.keys.get(Texts::index(symbol)) else { return BLANK };
        // Every thread would write the same key, so no order between them is needed.
        let known = slot.load(Ordering::Relaxed);
        if known != UNSET {
            return known;
        }
        let key = self.book.keys.find(self.texts.get(symbol));
        slot.store(key, Ordering::Relaxed);
        key
    }

    pub(super) fn key(&self, cells: Cells<'_>, row: usize) -> Key {
        match cells.value(row) {
            Value::Text(symbol) => self.symbol(symbol),
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

    pub(super) fn ask(&self, memo: &Memo<'_>, row: usize, quantity: Decimal, on: Option<NaiveDate>) -> Ask {
        let day = on.or_else(|| self.date.date(row)).unwrap_or(memo.book.catalog.as_of());
        let customer = memo.key(self.customer, row);
        let currency = memo.key(self.currency, row);
        let ask = Ask { customer, quantity, currency, ..Ask::nobody(day.to_epoch_days()) };
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
    /// `on` is the pricing day of all lines; without it a line's own `date` counts, else the catalog's day. A blank
    /// business id is the customer's, a blank special discount too, a blank currency is the company's. `progress` is
    /// told how many lines of how many are done, from the calling thread; when it says false the run stops.
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
        let one = |all: &mut Vec<_>, answer| all.push(answer);
        let in_order = |all: Vec<Result<Price, LineProblem>>, order: &[u32]| -> Vec<_> {
            order.iter().filter_map(|&at| all.get(at as usize).cloned()).collect()
        };
        let results = self.price_chunks(lines, texts, on, progress, one, in_order)?.concat();
        let problems = (0..).zip(&results).filter_map(|(row, result)| match result {
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
        let one = |all: &mut Answers, answer| all.push(&answer);
        let in_order = |all: Answers, order: &[u32]| all.columns(order);
        let columns = PriceColumns::joined(self.price_chunks(lines, texts, on, progress, one, in_order)?);
        let findings = line_findings(lines, texts, columns.problems().iter().copied());
        Ok(PricedColumns { columns, findings })
    }

    /// Prices chunks of lines in parallel, those of a chunk by item. `one` adds an answer to what a chunk collects,
    /// `in_order` makes the answers to lines of that, told the number of the answer to each line in turn.
    fn price_chunks<T: Default, U: Send>(
        &self,
        lines: &Table,
        texts: &Texts,
        on: Option<NaiveDate>,
        progress: &dyn Fn(usize, usize) -> bool,
        one: impl Fn(&mut T, Result<Price, LineProblem>) + Sync,
        in_order: impl Fn(T, &[u32]) -> U + Sync,
    ) -> Result<Vec<U>, PricingError> {
        let columns = Columns::new(lines, texts);
        let memo = Memo::new(self, texts);
        let total = lines.len();
        let threads = rayon::current_num_threads();
        let chunk = total.div_ceil(threads).clamp(*CHUNK.start(), *CHUNK.end());
        let batch = chunk * threads;
        let mut all = Vec::with_capacity(total.div_ceil(chunk));
        for start in (0..total).step_by(batch) {
            if !progress(start, total) {
                return Err(PricingError::Stopped { done: start, total });
            }
            let end = total.min(start + batch);
            let chunks = (start..end).step_by(chunk).collect::<Vec<_>>().into_par_iter().map(|first| {
                let place = |row| self.parties.place(memo.key(columns.item, row));
                let mut by_place: Vec<(u32, u32)> =
                    (0..).zip((first..end.min(first + chunk)).map(place)).map(|(at, place)| (place, at)).collect();
                by_place.sort_unstable();
                let (mut answers, mut order) = (T::default(), vec![0; by_place.len()]);
                let mut case = None;
                for (answer, &(place, at)) in (0..).zip(&by_place) {
                    let goods = self.parties.item_at(place);
                    one(&mut answers, self.price_line(&columns, &memo, first + at as usize, goods, on, &mut case));
                    if let Some(slot) = order.get_mut(at as usize) {
                        *slot = answer;
                    }
                }
                in_order(answers, &order)
            });
            all.extend(chunks.collect::<Vec<_>>());
        }
        progress(total, total);
        Ok(all)
    }

    /// Prices a line; `case` is that of another line, whose place this one takes.
    fn price_line<'b>(
        &'b self,
        columns: &Columns<'_>,
        memo: &Memo<'_>,
        row: usize,
        goods: Option<&'b Goods>,
        on: Option<NaiveDate>,
        case: &mut Option<Case<'b>>,
    ) -> Result<Price, LineProblem> {
        let goods = goods.ok_or(LineProblem::UnknownItem)?;
        let quantity = match columns.quantity.decimal(row) {
            Some(quantity) => quantity,
            None if self.settings.blank_quantity_is_one => Decimal::ONE,
            None => return Err(LineProblem::NoQuantity),
        };
        let ask = columns.ask(memo, row, quantity, on);
        let no_rate = |NoRate| LineProblem::NoRate;
        let case = match case {
            Some(case) => {
                case.set(goods, &ask).map_err(no_rate)?;
                case
            }
            None => case.insert(Case::new(self, goods, &ask).map_err(no_rate)?),
        };
        priced(case, &mut Silent).map_err(|TooLarge| LineProblem::TooLarge)
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
            let mut finding = Finding::new(code).field(field).value(Cells::new(lines, texts, field).shown(row));
            finding.origin = lines.cell(row, field);
            finding
        })
        .collect();
    findings.sort();
    findings
}
