//! The price search: the levels in order, each in invoice currency and then in company currency, until one has a
//! price that is not zero. One loop for all levels; what differs is in [`super::levels`].
//!
//! Rules: pricing reference, sections 3 to 8.

use rust_decimal::Decimal;

use super::book::CompiledLevel;
use super::keys::{BLANK, Key};
use super::levels::{Answer, ENTERED_NUMBER, Level, Rows};
use super::money::{self, AT_COST, WITHOUT_COST};
use super::question::Case;
use super::rule::{Deciding, Kind, Need, Place, Rule};
use super::short::Number;
use super::standard::standard_price;
use crate::tables::Sentence;

/// In which currency a level is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// Rows in the invoice currency, when it is not the company's.
    Invoice,
    /// Rows in company currency or without currency.
    Company,
}

/// What fills slots of discounts before rules are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forced {
    /// What was typed on the line.
    Typed,
    /// A zero in each.
    Zero,
    /// Nothing: all are open.
    Nothing,
}

/// The price so far. It is filled in place: moving it costs more than computing it.
#[derive(Clone, Debug)]
pub(crate) struct Found<N> {
    pub(crate) price: N,
    pub(crate) kind: Kind,
    pub(crate) forced: Forced,
    pub(crate) agreed_currency: Key,
    pub(crate) basis: u8,
    /// Number of the level, see [`super::numbered_levels`].
    pub(crate) level: u8,
    pub(crate) in_invoice_currency: bool,
    pub(crate) place: Option<Place>,
}

impl<N: Number> Found<N> {
    /// Nothing yet.
    #[inline]
    pub(crate) fn nothing(case: &Case<'_>) -> Self {
        Self {
            price: N::ZERO,
            kind: case.entered_kind(),
            forced: Forced::Typed,
            agreed_currency: case.book.settings.currency,
            basis: 0,
            level: 0,
            in_invoice_currency: false,
            place: None,
        }
    }
}

/// Listens to a search; the silent one costs nothing.
pub(crate) trait Recorder {
    /// False lets the search leave out levels that have no rows for the case.
    const LISTENS: bool;
    /// A level was searched in one currency; `hit` is the row that won there.
    fn searched(&mut self, _case: &Case<'_>, _level: &CompiledLevel, _pass: Pass, _slot: u8, _hit: Option<&Rule>) {}
    /// Something was computed or decided without searching rows.
    fn step(&mut self, _step: impl FnOnce() -> Sentence, _place: Option<Place>) {}
}

/// Hears nothing.
pub(crate) struct Silent;

impl Recorder for Silent {
    const LISTENS: bool = false;
}

impl Pass {
    /// Passes of a level.
    pub(crate) const fn of(level: &Level, foreign: bool) -> &'static [Self] {
        if level.by_currency && foreign { &[Self::Invoice, Self::Company] } else { &[Self::Company] }
    }

    /// Currencies a row must be in.
    pub(crate) const fn currencies(self, level: &Level, case: &Case<'_>) -> [Key; 2] {
        match self {
            _ if !level.by_currency => [BLANK, BLANK],
            Self::Invoice => [case.currency, case.currency],
            Self::Company => [BLANK, case.book.settings.currency],
        }
    }
}

/// The best row of a level in one currency; for discounts, of one slot.
pub(crate) fn best<'b>(case: &Case<'b>, level: &CompiledLevel, pass: Pass, slot: u8) -> Option<&'b Rule> {
    best_for(case, level, &case.need(pass.currencies(level.level, case), slot))
}

/// The best row of a level that meets a need.
pub(super) fn best_for<'b>(case: &Case<'b>, level: &CompiledLevel, need: &Need) -> Option<&'b Rule> {
    level
        .lanes()
        .filter(|(lane, _)| case.live & (1 << lane) != 0)
        .find_map(|(lane, _)| case.find_in(lane, need, |a, b| a.order(b, level.level.order).is_lt()))
}

/// Finds the price, where nothing is found yet. None when an amount has too many digits.
#[inline]
pub(crate) fn search<N: Number, R: Recorder>(case: &Case<'_>, found: &mut Found<N>, recorder: &mut R) -> Option<()> {
    if let Some(entered) = case.entered() {
        let price = N::of(entered)?;
        found.price = if case.foreign { money::converted(price, N::of(case.rate)?)? } else { price };
        found.basis = 1;
        found.level = ENTERED_NUMBER;
        if found.kind != Kind::Gross {
            found.forced = Forced::Zero;
        }
        let words = || {
            if case.vat_is_missing() {
                return Sentence::new("explain.no_vat")
                    .with("country", &case.book.keys.text(case.country).to_uppercase());
            }
            Sentence::new("explain.entered").with_number("price", entered)
        };
        recorder.step(words, None);
        if case.foreign && !case.vat_is_missing() {
            say_converted(case, entered, found.price, recorder);
        }
        return Some(());
    }
    if case.is_in_order_district() {
        recorder.step(|| Sentence::new("explain.order_district"), None);
    }
    search_levels(case, found, recorder)
}

/// Looks through the levels in their order until one answers.
#[inline]
fn search_levels<N: Number, R: Recorder>(case: &Case<'_>, found: &mut Found<N>, recorder: &mut R) -> Option<()> {
    let book = case.book;
    let lanes = if R::LISTENS { book.price_lanes } else { (case.live | book.item_lanes) & book.price_lanes };
    for level in book.levels_of(lanes) {
        if level.level.rows == Rows::Item {
            if item_price(case, level, found, recorder)? {
                return Some(());
            }
            continue;
        }
        for &pass in Pass::of(level.level, case.foreign) {
            let hit = best(case, level, pass, 0);
            recorder.searched(case, level, pass, 0, hit);
            if let Some(rule) = hit {
                take(case, level, pass, rule, found, recorder)?;
                if !found.price.is_zero() || found.kind == Kind::Blocked {
                    return Some(());
                }
            }
        }
    }
    Some(())
}

/// What a row that was found does to price, kind and slots.
#[inline]
fn take<N: Number, R: Recorder>(
    case: &Case<'_>,
    &CompiledLevel { level, number, .. }: &CompiledLevel,
    pass: Pass,
    rule: &Rule,
    found: &mut Found<N>,
    recorder: &mut R,
) -> Option<()> {
    let in_invoice_currency = pass == Pass::Invoice;
    found.basis = level.codes[usize::from(!in_invoice_currency)];
    found.level = number;
    found.in_invoice_currency = in_invoice_currency;
    found.place = Some(rule.place());
    if in_invoice_currency {
        found.agreed_currency = case.currency;
    }
    match level.answer {
        Answer::CustomerPrice => {
            found.kind = rule.kind;
            found.forced = if rule.kind == Kind::Gross { Forced::Nothing } else { Forced::Zero };
            if rule.kind == Kind::Blocked {
                found.price = N::ZERO;
            } else if rule.is_coefficient {
                found.price = N::of(coefficient_price(case, rule.amount, recorder)?)?;
            } else {
                found.price = in_company_currency(case, pass, rule.amount, recorder)?;
            }
        }
        Answer::Margin => {
            found.kind = Kind::Gross;
            found.forced = Forced::Zero;
            let margin = if rule.amount == AT_COST { Decimal::ZERO } else { rule.amount.abs() };
            found.price = N::of(margin_price(case, margin, recorder)?)?;
            if !money::is_positive(case.goods.cost) {
                found.basis = level.code_without_cost;
            }
        }
        Answer::StorePrice => {
            found.kind = Kind::Gross;
            found.forced = Forced::Zero;
            found.price = N::of(store_price(case)?)?;
            let goods = case.goods;
            let place = Place { what: Deciding::StorePrice, row: goods.row };
            recorder.step(|| item_step("store_price", goods.store_price), Some(place));
        }
        Answer::ListPrice => {
            found.kind = rule.kind;
            found.price = in_company_currency(case, pass, rule.amount, recorder)?;
        }
        Answer::ItemNet | Answer::ItemGross | Answer::Discount => {}
    }
    if found.price.is_zero() && found.kind != Kind::Blocked {
        recorder.step(|| Sentence::new("explain.zero_goes_on"), None);
    }
    Some(())
}

/// A level that is a cell of the item; true when it answers.
#[inline]
fn item_price<N: Number, R: Recorder>(
    case: &Case<'_>,
    &CompiledLevel { level, number, .. }: &CompiledLevel,
    found: &mut Found<N>,
    recorder: &mut R,
) -> Option<bool> {
    let goods = case.goods;
    let is_net = level.answer == Answer::ItemNet;
    let (amount, what) =
        if is_net { (goods.net_price, Deciding::NetPrice) } else { (goods.gross_price, Deciding::GrossPrice) };
    let place = Place { what, row: goods.row };
    if is_net && found.kind == Kind::NetExceptSpecial {
        recorder.step(|| Sentence::new("explain.no_item_net"), Some(place));
        return Some(false);
    }
    if is_net && !money::is_positive(amount) {
        recorder.step(|| Sentence::new("explain.item_without_net"), Some(place));
        return Some(false);
    }
    recorder.step(|| item_step(level.name, amount), Some(place));
    if is_net {
        found.kind = Kind::Net;
        found.forced = Forced::Zero;
    }
    found.price = N::of(amount)?;
    found.basis = level.codes[1];
    found.level = number;
    found.in_invoice_currency = false;
    found.place = Some(place);
    Some(true)
}

/// A level that takes a cell of the item.
fn item_step(level: &str, amount: Decimal) -> Sentence {
    Sentence::new("explain.item_price")
        .with_all("level", vec![Sentence::named("level", level)])
        .with_number("price", amount)
}

#[inline]
fn in_company_currency<N: Number, R: Recorder>(
    case: &Case<'_>,
    pass: Pass,
    amount: Decimal,
    recorder: &mut R,
) -> Option<N> {
    let own = N::of(amount)?;
    if pass == Pass::Company {
        return Some(own);
    }
    let price = money::converted(own, N::of(case.rate)?)?;
    say_converted(case, amount, price, recorder);
    Some(price)
}

/// Says how an amount in invoice currency became one in company currency.
fn say_converted<N: Number, R: Recorder>(case: &Case<'_>, amount: Decimal, price: N, recorder: &mut R) {
    let words = || {
        Sentence::new("explain.converted")
            .with_number("amount", amount)
            .with_number("rate", case.rate)
            .with_number("price", price.decimal())
    };
    recorder.step(words, None);
}

/// Coefficient times the standard price, before it is divided by the price quantity.
fn coefficient_price<R: Recorder>(case: &Case<'_>, coefficient: Decimal, recorder: &mut R) -> Option<Decimal> {
    let standard = standard_price(case)?.in_company_currency(case)?;
    let price = money::round(standard.checked_mul(coefficient)?, money::CONVERTED);
    recorder.step(
        || {
            Sentence::new("explain.coefficient")
                .with_number("coefficient", coefficient)
                .with_number("standard_price", standard)
                .with_number("price", price)
        },
        None,
    );
    Some(price)
}

/// Cost plus margin; 0.01 without cost (pricing reference, section 5).
pub(crate) fn margin_price<R: Recorder>(case: &Case<'_>, margin: Decimal, recorder: &mut R) -> Option<Decimal> {
    let (goods, settings) = (case.goods, &case.book.settings);
    if !money::is_positive(goods.cost) {
        recorder.step(|| Sentence::new("explain.no_cost").with_number("price", WITHOUT_COST), None);
        return Some(WITHOUT_COST);
    }
    let mut price = goods.cost.checked_div(money::minus_percent(margin)?)?;
    if !goods.price_quantity.is_zero() {
        price = price.checked_mul(goods.price_quantity)?;
    }
    if settings.prices_include_vat {
        price = price.checked_mul(money::plus_percent(goods.vat_rate)?)?;
    }
    let price = settings.round(price);
    recorder.step(
        || {
            Sentence::new("explain.margin")
                .with_number("cost", goods.cost)
                .with_number("margin", margin)
                .with_number("price", price)
        },
        Some(Place { what: Deciding::Cost, row: goods.row }),
    );
    Some(price)
}

/// The item's store price in the company's tax basis; not rounded (pricing reference, section 6).
fn store_price(case: &Case<'_>) -> Option<Decimal> {
    let goods = case.goods;
    if !money::is_positive(goods.store_price) {
        return Some(Decimal::ZERO);
    }
    if case.book.settings.prices_include_vat {
        return Some(goods.store_price);
    }
    goods.store_price.checked_div(money::plus_percent(case.vat_override.unwrap_or(goods.vat_rate))?)
}
