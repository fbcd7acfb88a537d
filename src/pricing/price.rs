//! The price of one line: search, discounts, then everything that is computed from them.
//!
//! Rules: pricing reference, sections 10 to 12 and 15; pricing specification, sections 2.2 and 5.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::amounts::Basis;
use super::answer::{Amount, Answer, PERCENTS};
use super::book::PriceBook;
use super::discount::{self, Slot, Slots};
use super::error::PricingError;
use super::keys::{BLANK, Key};
use super::lines::LineProblem;
use super::question::{Case, Question};
use super::rule::{Kind, Place};
use super::search::{Found, Recorder, Silent, search};
use super::short::{Number, Short};
use super::standard::standard_price;
use crate::model::ModelError;
use crate::tables::Sentence;

/// Price basis up to which a price counts as agreed with the customer.
const LAST_AGREED_BASIS: u8 = 13;
/// Price basis of a price typed on the line.
const ENTERED_BASIS: u8 = 1;
/// Price basis of the price group levels, which are agreed too.
const PRICE_GROUP_BASES: [u8; 2] = [21, 22];

/// Whether there is a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// There is a price; it may be 0 when 0 was entered.
    Priced,
    /// This customer may not buy the item.
    Blocked,
    /// Nothing says what the item costs.
    NoPrice,
}

impl State {
    /// The word used in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Priced => "priced",
            Self::Blocked => "blocked",
            Self::NoPrice => "no_price",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One discount slot of a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SlotDiscount {
    /// Percent points.
    pub percent: Decimal,
    /// Reference code 3 to 13; none when nothing filled the slot.
    pub basis: Option<u8>,
    /// The cell of the percent.
    pub place: Option<Place>,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// Unit price in company currency, to 6 decimals; none when blocked.
    pub price: Option<Decimal>,
    /// What it means for discounts.
    pub kind: Kind,
    /// Discounts by slot; none past the slots in use and when blocked.
    pub discounts: [Option<SlotDiscount>; 3],
    /// Level that answered, by name.
    pub level: &'static str,
    /// It answered in the invoice currency.
    pub in_invoice_currency: bool,
    /// Reference code of the level.
    pub price_basis: u8,
    /// Currency in which the price was agreed.
    pub agreed_currency: Currency,
    /// Currency of the invoice.
    pub invoice_currency: Currency,
    /// Foreign VAT percent that applies; -999.99 when it should be on file and is not.
    pub vat_override: Option<Decimal>,
    /// Price after slot discounts, rounded to the price decimals.
    pub net_price: Option<Decimal>,
    /// Slot discounts and special discount as one factor of 4 decimals.
    pub discount_factor: Option<Decimal>,
    /// Price times factor in company currency, rounded.
    pub invoice_net_price: Option<Decimal>,
    /// Price times factor in invoice currency, rounded.
    pub invoice_net_price_foreign: Option<Decimal>,
    /// Price without any agreement, in invoice currency.
    pub standard_price: Option<Decimal>,
    /// Whether the customer may buy the item; none without a customer.
    pub may_sell: Option<bool>,
    /// Whether there is a price.
    pub state: State,
    /// Price times factor times quantity in invoice currency, rounded once; on the tax basis of the price.
    pub total: Option<Decimal>,
    /// A customer is named that is not in the customer master.
    pub customer_is_unknown: bool,
    /// The cell that decided the price; none when it was entered.
    pub place: Option<Place>,
}

/// A currency in a price book; its code is [`PriceBook::currency_code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency(pub(crate) Key);

/// Some amount has too many digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooLarge;

/// Prices a case.
pub(crate) fn priced<R: Recorder>(case: &Case<'_>, recorder: &mut R) -> Result<Price, TooLarge> {
    let mut large = Vec::new();
    if !R::LISTENS {
        let (mut answer, mut work) = (Answer::NONE, Work::<Short>::new(case));
        if work.compute(case, &mut Silent, &mut answer, &mut large).is_some() {
            return Ok(answer.price(&work.places(case), &large));
        }
        large.clear();
    }
    let (mut answer, mut work) = (Answer::NONE, Work::<Decimal>::new(case));
    work.compute(case, recorder, &mut answer, &mut large).ok_or(TooLarge)?;
    Ok(answer.price(&work.places(case), &large))
}

/// Prices a case; beside it the amount of the line in invoice currency, not rounded.
pub(crate) fn priced_exactly(case: &Case<'_>) -> Result<(Price, Decimal), TooLarge> {
    let (mut answer, mut large, mut work) = (Answer::NONE, Vec::new(), Work::<Decimal>::new(case));
    work.compute(case, &mut Silent, &mut answer, &mut large).ok_or(TooLarge)?;
    let price = answer.price(&work.places(case), &large);
    if price.state == State::Blocked {
        return Ok((price, Decimal::ZERO));
    }
    let mut total = work.basis(case).and_then(|basis| basis.total(case)).ok_or(TooLarge)?;
    if case.foreign {
        total = total.checked_div(case.rate).ok_or(TooLarge)?;
    }
    Ok((price, total))
}

/// Puts the price of a case, or why there is none, in the place of an answer that is none; amounts that are too long
/// for it are added to `large`.
#[inline]
pub(super) fn fill(answer: &mut Answer, case: Result<&Case<'_>, LineProblem>, large: &mut Vec<Decimal>) {
    match case {
        Ok(case) => {
            if Work::<Short>::new(case).compute(case, &mut Silent, answer, large).is_none() {
                fill_long(answer, case, large);
            }
        }
        Err(problem) => *answer = Answer::failed(problem),
    }
}

/// The same where some amount is long; short ones have left `large` as it was.
#[cold]
fn fill_long(answer: &mut Answer, case: &Case<'_>, large: &mut Vec<Decimal>) {
    *answer = Answer::NONE;
    if Work::<Decimal>::new(case).compute(case, &mut Silent, answer, large).is_none() {
        *answer = Answer::failed(LineProblem::TooLarge);
    }
}

/// What a price is computed from.
struct Work<'b, N> {
    found: Found<N>,
    slots: Slots<'b, N>,
}

impl<'b, N: Number> Work<'b, N> {
    #[inline]
    fn new(case: &Case<'b>) -> Self {
        Self { found: Found::nothing(case), slots: [Slot::OPEN; 3] }
    }

    /// The cells of the discounts.
    fn places(&self, case: &Case<'_>) -> [Option<Place>; 3] {
        [0, 1, 2].map(|slot: usize| self.slots.get(slot).and_then(|slot| slot.place(case)))
    }

    #[inline]
    fn basis(&self, case: &Case<'_>) -> Option<Basis<N>> {
        Basis::of(case, &self.found, &self.slots)
    }

    /// Fills an answer that is none; none when an amount has too many digits.
    #[inline]
    fn compute<R: Recorder>(
        &mut self,
        case: &Case<'b>,
        recorder: &mut R,
        answer: &mut Answer,
        large: &mut Vec<Decimal>,
    ) -> Option<()> {
        search(case, &mut self.found, recorder)?;
        let is_blocked = self.found.kind == Kind::Blocked;
        if is_blocked {
            recorder.step(|| Sentence::new("explain.kind_x"), self.found.place);
            answer.state = State::Blocked;
        } else {
            discount::settle(case, &mut self.found, &mut self.slots, recorder)?;
            let basis = self.basis(case)?;
            let is_entered = self.found.basis == ENTERED_BASIS && !case.vat_is_missing();
            basis.fill(case, is_entered, answer, large)?;
            if R::LISTENS {
                record(case, answer, basis.slot_factor.decimal(), recorder, large);
            }
            self.set_slots(usize::from(case.book.settings.slots), answer, large);
        }
        let found = &self.found;
        answer.kind = Some(found.kind);
        if found.basis != 0 {
            answer.price_basis = found.basis;
        }
        answer.agreed_currency = Currency(found.agreed_currency);
        answer.invoice_currency = Currency(case.currency);
        answer.level = found.level;
        answer.in_invoice_currency = Some(found.in_invoice_currency);
        answer.customer_is_unknown = case.has_customer && !case.customer_known;
        answer.place = found.place;
        if let Some(vat_override) = case.vat_override {
            answer.set(Amount::VatOverride, N::of(vat_override)?, large);
        }
        if let Some(standard) = standard_price(case) {
            match standard.reported::<N>(case) {
                Some(amount) => answer.set(Amount::StandardPrice, amount, large),
                // It may be long only.
                None if N::IS_SHORT => return None,
                None => {}
            }
        }
        if case.has_customer {
            answer.may_sell = Some(!is_blocked && may_sell(case)?);
        }
        Some(())
    }

    #[inline]
    fn set_slots(&self, in_use: usize, answer: &mut Answer, large: &mut Vec<Decimal>) {
        for (number, (slot, amount)) in self.slots.iter().zip(PERCENTS).enumerate().take(in_use) {
            if let Some(basis) = answer.discount_bases.get_mut(number).filter(|_| slot.basis != 0) {
                *basis = slot.basis;
            }
            answer.set(amount, slot.percent.trimmed(), large);
        }
    }
}

/// Says how the amounts came about.
fn record<R: Recorder>(case: &Case<'_>, answer: &Answer, slot_factor: Decimal, recorder: &mut R, large: &[Decimal]) {
    let shown = |amount: Amount| answer.amount(amount, large).unwrap_or_default();
    let per = case.goods.price_quantity;
    if !per.is_zero() {
        let words = || {
            Sentence::new("explain.price_quantity").with_number("per", per).with_number("price", shown(Amount::Price))
        };
        recorder.step(words, None);
    }
    recorder.step(
        || {
            Sentence::new("explain.factors")
                .with_number("slots", slot_factor)
                .with_number("net_price", shown(Amount::NetPrice))
                .with_number("special", case.special_discount)
                .with_number("factor", shown(Amount::Factor))
                .with_number("invoice_net_price", shown(Amount::InvoiceNetPrice))
        },
        None,
    );
}

/// A restricted item is sold only to a customer with an agreement (pricing reference, section 15).
fn may_sell(case: &Case<'_>) -> Option<bool> {
    if !case.goods.restricted {
        return Some(true);
    }
    let case = case.as_customer_asks();
    let Work { mut found, mut slots } = Work::<Decimal>::new(&case);
    search(&case, &mut found, &mut Silent)?;
    if found.kind == Kind::Blocked {
        return Some(false);
    }
    discount::settle(&case, &mut found, &mut slots, &mut Silent)?;
    Some(
        found.basis <= LAST_AGREED_BASIS
            || PRICE_GROUP_BASES.contains(&found.basis)
            || slots.iter().any(|slot| slot.basis != 0 && slot.basis < LAST_AGREED_BASIS),
    )
}

impl PriceBook {
    /// The price of one item for one customer.
    ///
    /// # Errors
    /// [`PricingError::Model`] when item or customer are not in the catalog, with the nearest numbers;
    /// [`PricingError::NoRate`] when the invoice currency has no rate; [`PricingError::TooLarge`] when an amount has
    /// too many digits.
    pub fn price(&self, question: &Question<'_>) -> Result<Price, PricingError> {
        self.priced_with(question, &mut Silent)
    }

    /// The same with someone listening.
    pub(crate) fn priced_with<R: Recorder>(
        &self,
        question: &Question<'_>,
        recorder: &mut R,
    ) -> Result<Price, PricingError> {
        let case = self.case(question)?;
        priced(&case, recorder).map_err(|TooLarge| PricingError::TooLarge { item: question.item.to_owned() })
    }

    /// The question with all names looked up.
    pub(crate) fn case(&self, question: &Question<'_>) -> Result<Case<'_>, PricingError> {
        let Some(goods) = self.parties.item(self.keys.find(question.item)) else {
            return Err(self.unknown_item(question.item).into());
        };
        let ask = self.ask(question);
        if let Some(customer) = question.customer
            && ask.customer != BLANK
            && self.parties.buyer(ask.customer).is_none()
        {
            return Err(self.unknown_customer(customer).into());
        }
        Case::new(self, goods, &ask).map_err(|_| PricingError::NoRate {
            currency: question.currency.unwrap_or_default().to_owned(),
            on: question.on.unwrap_or(self.catalog.as_of()).to_string(),
        })
    }

    /// The error for an item that is not in the item master.
    pub(crate) fn unknown_item(&self, item: &str) -> ModelError {
        self.catalog
            .item(item)
            .err()
            .unwrap_or_else(|| ModelError::UnknownItem { item: item.to_owned(), nearest: Vec::new() })
    }

    /// The error for a customer that is not in the customer master.
    pub(crate) fn unknown_customer(&self, customer: &str) -> ModelError {
        self.catalog
            .customer(customer)
            .err()
            .unwrap_or_else(|| ModelError::UnknownCustomer { customer: customer.to_owned(), nearest: Vec::new() })
    }

    /// Code of a currency as the company wrote it, else in capitals.
    #[must_use]
    pub fn currency_code(&self, currency: Currency) -> Arc<str> {
        if currency.0 == self.settings.currency {
            return self.settings.currency_name.as_str().into();
        }
        self.keys.text(currency.0).to_uppercase().into()
    }

    /// The code of the currency in which a question was answered; as it was asked for when the book has no such one.
    #[must_use]
    pub fn invoice_code(&self, question: &Question<'_>, price: &Price) -> Arc<str> {
        let code = self.currency_code(price.invoice_currency);
        if code.is_empty() { question.currency.unwrap_or_default().trim().to_uppercase().into() } else { code }
    }
}
