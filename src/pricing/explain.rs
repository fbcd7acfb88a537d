//! Why a price is what it is: every level looked at, every row there, and what kept the others from winning.
//!
//! The same search runs, with somebody listening. Rules: pricing specification, section 2.6.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::book::{CompiledLevel, PriceBook};
use super::error::PricingError;
use super::explain_change::{Change, Rules, find_changes};
use super::keys::BLANK;
use super::levels::{Lane, TieBreak};
use super::price::{Currency, Price};
use super::question::{Case, Question};
use super::rule::{Place, Rule, Unfit};
use super::search::{Pass, Recorder};
use crate::origin::Origin;
use crate::tables::Sentence;

/// Why a row was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// In a currency that is not searched here.
    OtherCurrency {
        /// The row's currency; blank is the company's.
        row: String,
        /// The currency searched in.
        searched: String,
    },
    /// For another country.
    OtherCountry {
        /// The row's country.
        row: String,
    },
    /// The quantity is too small.
    BelowMinimum {
        /// The row's minimum quantity.
        needs: Decimal,
    },
    /// The quantity is above the row's range.
    AboveMaximum {
        /// The row's maximum quantity.
        needs: Decimal,
    },
    /// The quantity is not an exact multiple.
    NotMultiple {
        /// Of this quantity.
        needs: Decimal,
    },
    /// The row is not valid yet.
    ValidFrom {
        /// Its first day.
        from: NaiveDate,
    },
    /// The row is no longer valid.
    ValidTo {
        /// Its last day.
        to: NaiveDate,
    },
    /// One of its limits could not be read, so that nobody knows whom or when it is for.
    Unread,
    /// Another row is preferred.
    LostTo {
        /// The row that won.
        winner: Place,
        /// Its id.
        id: i64,
        /// Why it is preferred.
        because: Sentence,
    },
}

/// One row that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The cell of its value.
    pub place: Place,
    /// The same as workbook, sheet and cell.
    pub origin: Option<Origin>,
    /// Its id.
    pub id: i64,
    /// Price, coefficient or percent.
    pub value: Decimal,
    /// For whom and for what the row is.
    pub lane: Sentence,
    /// Why it was not taken; empty when it was.
    pub rejections: Vec<Rejection>,
    /// With which other day, quantity or currency it would have won; none when it won, or when none was found.
    pub change: Option<Change>,
}

impl Candidate {
    /// True for the row that won.
    #[must_use]
    pub const fn is_taken(&self) -> bool {
        self.rejections.is_empty()
    }
}

/// One level searched in one currency; for discounts, for one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Name of the level.
    pub level: &'static str,
    /// The currency searched in, when the level has currencies.
    pub currency: Option<String>,
    /// The discount slot; none in the price search.
    pub slot: Option<u8>,
    /// All rows there, in the order of lanes and preference.
    pub candidates: Vec<Candidate>,
}

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Rows of a level.
    Look(Look),
    /// Something computed or decided.
    Step {
        /// What was computed or decided.
        what: Sentence,
        /// The cell it comes from.
        origin: Option<Origin>,
    },
}

/// The proof of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The question.
    pub heading: Sentence,
    /// The answer; the same as without explanation.
    pub price: Price,
    /// What was looked at and computed, in order.
    pub entries: Vec<Entry>,
    /// What the answer says.
    pub result: Vec<Sentence>,
}

/// Writes down what a search does.
struct Listener<'b> {
    book: &'b PriceBook,
    entries: Vec<Entry>,
    rules: Rules,
}

impl Recorder for Listener<'_> {
    const LISTENS: bool = true;

    fn searched(&mut self, case: &Case<'_>, level: &CompiledLevel, pass: Pass, slot: u8, hit: Option<&Rule>) {
        let currencies = pass.currencies(level.level, case);
        let searched = if level.level.by_currency {
            let key = if pass == Pass::Invoice { case.currency } else { self.book.settings.currency };
            Some(self.book.currency_code(Currency(key)).to_string())
        } else {
            None
        };
        let need = case.need(currencies, slot);
        let rows = rows_of(case, level);
        self.rules.extend(rows.iter().map(|row| ((row.rule.source, row.rule.row), *row.rule)));
        let winner = hit.and_then(|hit| rows.iter().find(|row| is_same(row.rule, hit)));
        let candidates = rows
            .iter()
            .filter(|row| slot == 0 || row.rule.slot == slot)
            .map(|row| {
                let mut rejections: Vec<Rejection> = row
                    .rule
                    .unfits(&need)
                    .into_iter()
                    .filter_map(|unfit| self.rejection(row.rule, unfit, searched.as_deref()))
                    .collect();
                if let Some(winner) = winner.filter(|winner| rejections.is_empty() && !is_same(winner.rule, row.rule)) {
                    rejections.push(lost(row, winner, level.level.order));
                }
                let place = row.rule.place();
                Candidate {
                    place,
                    origin: self.book.origin(place),
                    id: row.rule.id,
                    value: row.rule.amount.normalize(),
                    lane: lane_words(row.lane),
                    rejections,
                    change: None,
                }
            })
            .collect();
        self.entries.push(Entry::Look(Look {
            level: level.level.name,
            currency: searched,
            slot: (slot != 0).then_some(slot),
            candidates,
        }));
    }

    fn step(&mut self, step: impl FnOnce() -> Sentence, place: Option<Place>) {
        let origin = place.and_then(|place| self.book.origin(place));
        self.entries.push(Entry::Step { what: step(), origin });
    }
}

/// A row with the place it has in the search.
struct Row<'b> {
    rule: &'b Rule,
    lane: Lane,
    /// Number of the lane, then of the target in it.
    rank: (usize, usize),
}

/// All rows a level could take for a case; a row found under two lanes or segments stands under the first.
fn rows_of<'b>(case: &Case<'b>, level: &CompiledLevel) -> Vec<Row<'b>> {
    let mut rows: Vec<Row<'b>> = Vec::new();
    for (number, lane) in level.lanes() {
        for (nearness, &target) in case.target_values(lane.1).iter().enumerate() {
            let start = rows.len();
            for &selector in case.selector_values(lane.0) {
                rows.extend(case.book.rules.bucket(number, lane, selector, target).iter().map(|rule| Row {
                    rule,
                    lane,
                    rank: (number, nearness),
                }));
            }
            if let Some(added) = rows.get_mut(start..) {
                added.sort_by(|a, b| a.rule.order(b.rule, level.level.order));
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| seen.insert((row.rule.source, row.rule.row)));
    rows
}

fn is_same(a: &Rule, b: &Rule) -> bool {
    (a.source, a.row) == (b.source, b.row)
}

fn lost(row: &Row<'_>, winner: &Row<'_>, order: &[TieBreak]) -> Rejection {
    let because = if winner.rank.0 != row.rank.0 {
        Sentence::new("explain.goes_before")
            .with_all("winner", vec![lane_words(winner.lane)])
            .with_all("loser", vec![lane_words(row.lane)])
    } else if winner.rank.1 != row.rank.1 {
        Sentence::new("explain.nearer_group")
    } else {
        let decides = winner.rule.prefer(row.rule, order).map(|(_, key)| key);
        decides.unwrap_or(TieBreak::HigherId).words()
    };
    Rejection::LostTo { winner: winner.rule.place(), id: winner.rule.id, because }
}

fn lane_words((selector, target): Lane) -> Sentence {
    Sentence::new("explain.lane").with_all("selector", vec![selector.words()]).with_all("target", vec![target.words()])
}

impl Listener<'_> {
    fn rejection(&self, rule: &Rule, unfit: Unfit, searched: Option<&str>) -> Option<Rejection> {
        Some(match unfit {
            Unfit::Currency => Rejection::OtherCurrency {
                row: if rule.currency == BLANK {
                    self.book.company_currency().to_owned()
                } else {
                    self.book.currency_code(Currency(rule.currency)).to_string()
                },
                searched: searched.unwrap_or_default().to_owned(),
            },
            Unfit::Country => Rejection::OtherCountry { row: self.book.keys.text(rule.country).to_uppercase() },
            Unfit::Slot => return None,
            Unfit::BelowMinimum => Rejection::BelowMinimum { needs: rule.least.normalize() },
            Unfit::AboveMaximum => Rejection::AboveMaximum { needs: rule.most.normalize() },
            Unfit::NotMultiple => Rejection::NotMultiple { needs: rule.least.normalize() },
            Unfit::Over if rule.is_unread() => Rejection::Unread,
            Unfit::NotYet => Rejection::ValidFrom { from: NaiveDate::from_epoch_days(rule.from)? },
            Unfit::Over => Rejection::ValidTo { to: NaiveDate::from_epoch_days(rule.to)? },
        })
    }
}

impl PriceBook {
    /// The price with its proof: every level looked at, every row there, and why the others lost.
    ///
    /// # Errors
    /// As [`PriceBook::price`].
    pub fn explain(&self, question: &Question<'_>) -> Result<Explanation, PricingError> {
        let mut listener = Listener { book: self, entries: Vec::new(), rules: Rules::default() };
        let price = self.priced_with(question, &mut listener)?;
        find_changes(self, question, &price, &mut listener.entries, &listener.rules);
        let on = question.on.unwrap_or(self.catalog.as_of());
        let heading = Sentence::new(if question.customer.is_some() { "explain.heading" } else { "explain.nobody" })
            .with_number("quantity", question.quantity)
            .with("item", &question.item)
            .with("customer", &question.customer.unwrap_or_default())
            .with("day", &on);
        let result = super::explain_text::result_lines(self, question, &price);
        Ok(Explanation { heading, price, entries: listener.entries, result })
    }
}
