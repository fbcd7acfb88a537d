//! The rule check: rows that are never used, over, dangling, double, zero, dearer, above list or below cost – found by
//! looking at the rows, without trying orders – with the money at stake over the sales history.
//!
//! Rules: pricing specification, section 2.7.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::book::PriceBook;
use super::cells::Cells;
use super::check_hidden::{self, Reach};
use super::check_known::Known;
use super::check_stake::{History, Sold};
use super::keys::{BLANK, Key};
use super::levels::Rows;
use super::money::{self, AT_COST};
use super::parties::Goods;
use super::question::{Ask, Case};
use super::rule::{Kind, Place, Rule, Source};
use super::rules::{self, Draft};
use super::standard::{item_price, standard_price};
use crate::finding::codes::pricing as codes;
use crate::finding::{Code, Finding, Findings};
use crate::origin::Origin;
use crate::tables::Sentence;

/// One thing wrong with one rule row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleIssue {
    /// What it is.
    pub code: &'static Code,
    /// The row, at its deciding cell.
    pub place: Place,
    /// The same as workbook, sheet and cell.
    pub origin: Option<Origin>,
    /// Id of the row.
    pub id: i64,
    /// Its price, coefficient or percent.
    pub value: Decimal,
    /// The other row it is about: the one that hides it, its double, the smaller quantity.
    pub other: Option<Place>,
    /// This case in words; none where the code says it all.
    pub detail: Option<Sentence>,
    /// Over the sales history: what was gained or lost by the difference (above list, below cost, dearer), else the
    /// turnover that the row is about. None without a sales history.
    pub at_stake: Option<Decimal>,
}

/// The answer of [`PriceBook::check_rules`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleCheck {
    /// In the order of the tables and rows.
    pub issues: Vec<RuleIssue>,
    /// How many rule rows were looked at.
    pub rows: usize,
}

impl RuleCheck {
    /// The issues as findings.
    #[must_use]
    pub fn findings(&self) -> Findings {
        let mut findings: Findings = self
            .issues
            .iter()
            .map(|issue| Finding {
                code: issue.code,
                origin: issue.origin.clone(),
                field: Some(issue.place.field().to_owned()),
                value: Some(issue.value.to_string()),
                detail: issue.detail.as_ref().map(|detail| detail.text("en")),
            })
            .collect();
        findings.sort();
        findings
    }
}

/// Everything that makes two rules compete: selectors, targets, currency, country, site, slot, multiples, campaign.
type Contest = ([Key; 13], [u8; 4]);

/// A rule row under examination.
struct Check<'b> {
    book: &'b PriceBook,
    drafts: Vec<Draft>,
    history: Option<History>,
    known: Known,
    today: i32,
    issues: Vec<RuleIssue>,
}

impl PriceBook {
    /// Looks at every rule row of customer prices, customer discounts and price lists.
    ///
    /// Rows whose last day is over are only said to be over. "Below cost" and "above list" compare in company currency,
    /// on the catalog's day.
    #[must_use]
    pub fn check_rules(&self) -> RuleCheck {
        let mut keys = self.keys.clone();
        let drafts = rules::read(&self.catalog, &mut keys, &self.settings, &mut Findings::new());
        let rows = drafts.len();
        let mut check = Check {
            book: self,
            history: History::read(self),
            known: Known::read(self, &keys),
            drafts,
            today: self.catalog.as_of().to_epoch_days(),
            issues: Vec::new(),
        };
        let reach = check_hidden::reach(self);
        for number in 0..check.drafts.len() {
            check.row(number, &reach);
        }
        check.contests();
        let order = |source: Source| match source {
            Source::CustomerPrices => 0,
            Source::CustomerDiscounts => 1,
            _ => 2,
        };
        let mut issues = check.issues;
        issues.sort_by(|a, b| {
            (order(a.place.source()), a.place.row, a.code.id).cmp(&(order(b.place.source()), b.place.row, b.code.id))
        });
        RuleCheck { issues, rows }
    }
}

impl Check<'_> {
    fn add(
        &mut self,
        code: &'static Code,
        draft: &Draft,
        other: Option<Place>,
        detail: Option<Sentence>,
        stake: Option<Decimal>,
    ) {
        let place = draft.rule.place();
        self.issues.push(RuleIssue {
            code,
            place,
            origin: self.book.origin(place),
            id: draft.rule.id,
            value: draft.rule.amount.normalize(),
            other,
            detail,
            at_stake: self.history.as_ref().map(|_| stake.unwrap_or_default().normalize()),
        });
    }

    /// Turnover that a rule is about.
    fn turnover(&self, draft: &Draft) -> Option<Decimal> {
        self.stake(draft, |_, sold| sold.quantity.checked_mul(sold.net_price))
    }

    fn stake(&self, draft: &Draft, of: impl Fn(&Goods, &Sold) -> Option<Decimal>) -> Option<Decimal> {
        let history = self.history.as_ref()?;
        Some(history.sum(self.book, draft, of))
    }

    fn shown(&self, place: Place) -> String {
        self.book.origin(place).map_or_else(String::new, |origin| origin.to_string())
    }

    fn row(&mut self, number: usize, reach: &Reach) {
        let Some(draft) = self.drafts.get(number).copied() else { return };
        let rule = draft.rule;
        let turnover = self.turnover(&draft);
        if let Some(missing) = self.known.missing(self.book, &draft) {
            self.add(&codes::W_RULE_DANGLING, &draft, None, Some(missing), turnover);
        }
        if rule.is_unread() {
            self.add(&codes::E_RULE_UNREAD, &draft, None, None, turnover);
            return;
        }
        if rule.to < self.today && rule.campaign == BLANK {
            let detail =
                chrono::NaiveDate::from_epoch_days(rule.to).map(|day| Sentence::new("rule.valid_to").with("day", &day));
            self.add(&codes::I_RULE_EXPIRED, &draft, None, detail, turnover);
            return;
        }
        if rule.from > rule.to {
            return;
        }
        if rule.least > rule.most {
            let most = self.max_quantity(Source::PriceLists, rule.row);
            let detail = Sentence::new("rule.no_quantity").with_number("least", rule.least).with_number("most", most);
            self.add(&codes::W_RULE_NEVER, &draft, None, Some(detail), turnover);
            return;
        }
        if !reach.is_read(&rule) {
            self.add(&codes::W_RULE_NEVER, &draft, None, Some(Sentence::new("rule.no_level")), turnover);
        } else if let Some(by) = reach.hidden_by(&rule) {
            let detail = Sentence::new("rule.always_before").with("row", &self.shown(by));
            self.add(&codes::W_RULE_HIDDEN, &draft, Some(by), Some(detail), turnover);
        }
        let most = self.max_quantity(Source::CustomerPrices, rule.row);
        if rule.source == Source::CustomerPrices && !most.is_zero() {
            let detail = Sentence::new("rule.max_quantity").with_number("quantity", most);
            self.add(&codes::I_RULE_MAXIMUM, &draft, None, Some(detail), turnover);
        }
        self.amounts(&draft, turnover);
    }

    fn max_quantity(&self, source: Source, row: u32) -> Decimal {
        let catalog = &self.book.catalog;
        Cells::new(catalog.table(source.table()), catalog.texts(), "max_quantity")
            .decimal(row as usize)
            .unwrap_or_default()
    }

    fn amounts(&mut self, draft: &Draft, turnover: Option<Decimal>) {
        let rule = draft.rule;
        if rule.kind == Kind::Blocked || draft.rows == Rows::StoreAgreements {
            return;
        }
        if draft.rows == Rows::Margins {
            let free: Vec<&Goods> =
                self.known.goods(self.book, draft).filter(|goods| goods.cost <= Decimal::ZERO).collect();
            if let Some(detail) = counted(self.book, &free) {
                self.add(&codes::W_RULE_NO_COST, draft, None, Some(detail), turnover);
            }
            return;
        }
        let is_price = draft.rows != Rows::Discounts;
        if is_price && rule.amount.is_zero() {
            self.add(&codes::W_RULE_ZERO, draft, None, None, turnover);
            return;
        }
        let price = |goods: &Goods| self.price_of(draft, goods);
        let list = |goods: &Goods| self.list_price(goods, rule.least);
        if draft.rows == Rows::Prices {
            let above = |goods: &Goods| {
                let (price, list) = (price(goods)?, list(goods)?);
                (list > Decimal::ZERO && price > list).then(|| per_unit(goods, price.checked_sub(list)?)).flatten()
            };
            let dearer: Vec<&Goods> =
                self.known.goods(self.book, draft).filter(|goods| above(goods).is_some()).collect();
            let stake = self.stake(draft, |goods, sold| above(goods)?.checked_mul(sold.quantity));
            if let Some(detail) = counted(self.book, &dearer) {
                self.add(&codes::W_RULE_ABOVE_LIST, draft, None, Some(detail), stake);
            }
        }
        let price = |goods: &Goods| self.price_of(draft, goods);
        let below = |goods: &Goods| {
            let (price, cost) = (price(goods)?, self.cost_as_price(goods)?);
            (cost > Decimal::ZERO && price < cost).then(|| per_unit(goods, cost.checked_sub(price)?)).flatten()
        };
        let cheap: Vec<&Goods> = self.known.goods(self.book, draft).filter(|goods| below(goods).is_some()).collect();
        let stake = self.stake(draft, |goods, sold| below(goods)?.checked_mul(sold.quantity));
        if let Some(detail) = counted(self.book, &cheap) {
            self.add(&codes::W_RULE_BELOW_COST, draft, None, Some(detail), stake);
        }
    }

    /// What the rule makes an item cost, in company currency, for a price quantity.
    fn price_of(&self, draft: &Draft, goods: &Goods) -> Option<Decimal> {
        let rule = draft.rule;
        if draft.rows == Rows::Discounts {
            return self.list_price(goods, rule.least)?.checked_mul(money::minus_percent(rule.amount)?);
        }
        if rule.is_coefficient {
            return self.list_price(goods, rule.least)?.checked_mul(rule.amount);
        }
        if rule.foreign {
            return money::converted(rule.amount, self.book.rates.on(rule.currency, self.today)?);
        }
        Some(rule.amount)
    }

    /// The price without agreement, in company currency, for a price quantity.
    fn list_price(&self, goods: &Goods, least: Decimal) -> Option<Decimal> {
        if !self.book.standard.iter().any(|level| self.book.rules.has_lanes(level.mask)) {
            // Without price lists only the item itself says what it costs, at every quantity.
            return Some(item_price(goods));
        }
        let ask = Ask { quantity: least.max(Decimal::ONE), ..Ask::nobody(self.today) };
        let case = Case::new(self.book, goods, &ask).ok()?;
        standard_price(&case)?.in_company_currency(&case)
    }

    /// The cost of a price quantity on the tax basis of prices.
    fn cost_as_price(&self, goods: &Goods) -> Option<Decimal> {
        let mut cost = goods.cost;
        if !goods.price_quantity.is_zero() {
            cost = cost.checked_mul(goods.price_quantity)?;
        }
        if self.book.settings.prices_include_vat {
            cost = cost.checked_mul(money::plus_percent(goods.vat_rate)?)?;
        }
        Some(cost)
    }

    /// Rules that compete: doubles, and larger quantities that are dearer.
    fn contests(&mut self) {
        let mut contests: HashMap<Contest, Vec<usize>, FixedState> = HashMap::default();
        let mut order: Vec<Contest> = Vec::new();
        for (number, draft) in self.drafts.iter().enumerate() {
            let rule = &draft.rule;
            let is_over = (rule.to < self.today && rule.campaign == BLANK) || rule.from > rule.to;
            if is_over || rule.kind == Kind::Blocked {
                continue;
            }
            let contest = contest(draft);
            let rows = contests.entry(contest).or_default();
            if rows.is_empty() {
                order.push(contest);
            }
            rows.push(number);
        }
        for contest in order {
            let Some(mut rows) = contests.remove(&contest).filter(|rows| rows.len() > 1) else { continue };
            let drafts = |number: &usize| self.drafts.get(*number).copied();
            rows.sort_by_key(|number| drafts(number).map(|d| (d.rule.least, d.rule.most, d.rule.from, d.rule.id)));
            let rows: Vec<Draft> = rows.iter().filter_map(drafts).collect();
            self.doubles(&rows);
            self.dearer(&rows);
        }
    }

    /// `rows` are in the order of quantity, then first day.
    fn doubles(&mut self, rows: &[Draft]) {
        for same in rows.chunk_by(|a, b| (a.rule.least, a.rule.most) == (b.rule.least, b.rule.most)) {
            let mut longest: Option<&Draft> = None;
            for draft in same {
                if let Some(older) = longest.filter(|older| older.rule.to >= draft.rule.from) {
                    let by = draft.rule.place();
                    let detail = Some(Sentence::new("rule.overlaps").with("row", &self.shown(by)));
                    let turnover = self.turnover(older);
                    self.add(&codes::W_RULE_DUPLICATE, older, Some(by), detail, turnover);
                }
                if longest.is_none_or(|longest| longest.rule.to <= draft.rule.to) {
                    longest = Some(draft);
                }
            }
        }
    }

    fn dearer(&mut self, rows: &[Draft]) {
        for (number, draft) in rows.iter().enumerate() {
            let rule = &draft.rule;
            let smaller = rows.iter().take(number).rev().find(|other| {
                other.rule.least < rule.least && other.rule.from <= rule.to && rule.from <= other.rule.to
            });
            let Some(smaller) = smaller else { continue };
            let (own, other) = (effect(draft), effect(smaller));
            if own > other && !rule.amount.is_zero() && !smaller.rule.amount.is_zero() {
                let from = |rule: &Rule| {
                    Sentence::new("rule.from_quantity")
                        .with_number("amount", rule.amount)
                        .with_number("quantity", shown_minimum(rule))
                };
                let detail =
                    Sentence::new("rule.dearer").with_joined("steps", vec![from(&smaller.rule), from(rule)], "; ");
                let stake =
                    if draft.rows == Rows::Prices || draft.rows == Rows::GrossLists || draft.rows == Rows::NetLists {
                        self.stake(draft, |goods, sold| {
                            per_unit(goods, own.checked_sub(other)?)?.checked_mul(sold.quantity)
                        })
                    } else {
                        let share = own.checked_sub(other).and_then(|points| points.checked_div(Decimal::ONE_HUNDRED));
                        self.stake(draft, |_, sold| sold.quantity.checked_mul(sold.net_price)?.checked_mul(share?))
                    };
                self.add(&codes::W_RULE_DEARER, draft, Some(smaller.rule.place()), Some(detail), stake);
            }
        }
    }
}

/// What rises when the customer pays more.
fn effect(draft: &Draft) -> Decimal {
    let amount = draft.rule.amount;
    match draft.rows {
        Rows::Discounts => -amount,
        Rows::Margins if amount == AT_COST => Decimal::ZERO,
        Rows::Margins => amount.abs(),
        _ => amount,
    }
}

fn shown_minimum(rule: &Rule) -> Decimal {
    if rule.least == Decimal::MIN { Decimal::ZERO } else { rule.least.normalize() }
}

fn per_unit(goods: &Goods, amount: Decimal) -> Option<Decimal> {
    if goods.price_quantity.is_zero() { Some(amount) } else { amount.checked_div(goods.price_quantity) }
}

fn contest(draft: &Draft) -> Contest {
    let rule = &draft.rule;
    let currency = if rule.foreign { rule.currency } else { BLANK };
    let keys = draft.keys();
    let mut contest = [BLANK; 13];
    for (slot, key) in contest.iter_mut().zip(keys.into_iter().chain([currency, rule.country, rule.campaign])) {
        *slot = key;
    }
    let rows = match draft.rows {
        Rows::Prices => 0,
        Rows::Margins => 1,
        Rows::StoreAgreements => 2,
        Rows::NetLists => 3,
        Rows::GrossLists => 4,
        Rows::Discounts | Rows::Item => 5,
    };
    (contest, [rows, rule.slot, u8::from(rule.is_for_multiples()), u8::from(rule.is_coefficient)])
}

/// "item P1", or "item P1 and 12 more"; none without items.
fn counted(book: &PriceBook, goods: &[&Goods]) -> Option<Sentence> {
    let first = goods.first()?;
    let name = book.keys.text(first.item).to_uppercase();
    Some(match goods.len() {
        1 => Sentence::new("rule.item").with("item", &name),
        more => Sentence::new("rule.items").with("item", &name).with("more", &(more - 1)),
    })
}
