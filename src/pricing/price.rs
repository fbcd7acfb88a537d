//! The price of one line: search, discounts, then everything that is computed from them.
//!
//! Rules: pricing reference, sections 10 to 12 and 15; pricing specification, sections 2.2 and 5.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::amounts::{Amounts, Computed, Figures};
use super::answer::{Amount, Answer, PERCENTS};
use super::book::PriceBook;
use super::discount::{self, Slot};
use super::error::PricingError;
use super::keys::{BLANK, Key};
use super::lines::LineProblem;
use super::question::{Case, Question};
use super::rule::{Kind, Place};
use super::search::{Recorder, Silent, search};
use super::short::{Number, Short};
use super::standard::standard_price;
use crate::model::ModelError;
use crate::tables::Decimals;

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
    let (mut answer, mut large) = (Answer::NONE, Vec::new());
    let beside = compute(case, recorder, &mut answer, &mut large).ok_or(TooLarge)?;
    Ok(answer.price(&beside.slot_places, &large))
}

/// Prices a case; beside it the amount of the line in invoice currency, not rounded.
pub(crate) fn priced_exactly(case: &Case<'_>) -> Result<(Price, Decimal), TooLarge> {
    let (mut answer, mut large) = (Answer::NONE, Vec::new());
    let Beside { slot_places, figures } = compute(case, &mut Silent, &mut answer, &mut large).ok_or(TooLarge)?;
    let mut total = figures.map_or(Some(Decimal::ZERO), |figures| figures.exact_total()).ok_or(TooLarge)?;
    if case.foreign {
        total = total.checked_div(case.rate).ok_or(TooLarge)?;
    }
    Ok((answer.price(&slot_places, &large), total))
}

/// Puts the price of a case, or why there is none, in the place of an answer that is none; amounts that are too long
/// for it are added to `large`.
#[inline]
pub(super) fn fill(answer: &mut Answer, case: Result<&Case<'_>, LineProblem>, large: &mut Vec<Decimal>) {
    match case {
        Ok(case) => {
            if compute(case, &mut Silent, answer, large).is_none() {
                *answer = Answer::failed(LineProblem::TooLarge);
            }
        }
        Err(problem) => *answer = Answer::failed(problem),
    }
}

/// What an answer does not hold.
struct Beside {
    slot_places: [Option<Place>; 3],
    /// What the amounts are computed from, unless the item is blocked.
    figures: Option<Figures>,
}

/// Fills an answer that is none.
#[inline]
fn compute<R: Recorder>(
    case: &Case<'_>,
    recorder: &mut R,
    answer: &mut Answer,
    large: &mut Vec<Decimal>,
) -> Option<Beside> {
    let mut found = search(case, recorder)?;
    let mut beside = Beside { slot_places: [None; 3], figures: None };
    let is_blocked = found.kind == Kind::Blocked;
    if is_blocked {
        recorder.step(|| "kind X: this customer may not buy the item".to_owned(), found.place);
        answer.state = State::Blocked;
    } else {
        let settings = &case.book.settings;
        let slots = discount::settle(case, &mut found, recorder)?;
        beside.slot_places = [slots[0].place, slots[1].place, slots[2].place];
        set_slots(answer, &slots, usize::from(settings.slots), large);
        let figures = beside.figures.insert(Figures {
            price: found.price,
            per: case.goods.price_quantity,
            percents: (found.kind != Kind::Net).then(|| [slots[0].percent, slots[1].percent, slots[2].percent]),
            special_discount: case.special_discount,
            quantity: case.quantity,
            rate: case.foreign.then_some(case.rate),
            decimals: settings.decimals,
        });
        let is_entered = found.basis == ENTERED_BASIS && !case.vat_is_missing();
        match figures.amounts()? {
            Computed::Short(amounts) => set_amounts(&amounts, is_entered, answer, Answer::set),
            Computed::Long(amounts) => {
                set_amounts(&amounts, is_entered, answer, |answer, amount, value| {
                    answer.set_long(amount, value, large);
                });
            }
        }
        record(answer, figures, recorder, large);
    }
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
        answer.set_long(Amount::VatOverride, vat_override, large);
    }
    if let Some(standard) = standard_price(case).and_then(|standard| standard.reported(case)) {
        answer.set_long(Amount::StandardPrice, standard, large);
    }
    if case.has_customer {
        answer.may_sell = Some(!is_blocked && may_sell(case)?);
    }
    Some(beside)
}

#[inline]
fn set_slots(answer: &mut Answer, slots: &[Slot; 3], in_use: usize, large: &mut Vec<Decimal>) {
    for ((slot, amount), basis) in slots.iter().zip(PERCENTS).zip(&mut answer.discount_bases).take(in_use) {
        if slot.basis != 0 {
            *basis = slot.basis;
        }
        let (digits, scale) = match Short::of(slot.percent) {
            Some(percent) => percent.trimmed().packed(),
            None => Decimals::packed(slot.percent.normalize(), large),
        };
        answer.digits[amount as usize] = digits;
        answer.scales[amount as usize] = scale;
    }
}

/// Sets the amounts with `set`; a price of zero is one only when it was entered.
#[inline]
fn set_amounts<N: Number>(
    amounts: &Amounts<N>,
    is_entered: bool,
    answer: &mut Answer,
    mut set: impl FnMut(&mut Answer, Amount, N),
) {
    set(answer, Amount::Price, amounts.price);
    set(answer, Amount::NetPrice, amounts.net_price);
    set(answer, Amount::Factor, amounts.factor);
    set(answer, Amount::InvoiceNetPrice, amounts.invoice_net_price);
    set(answer, Amount::InvoiceNetPriceForeign, amounts.invoice_net_price_foreign);
    if is_entered || !amounts.is_zero {
        set(answer, Amount::Total, amounts.total);
        answer.state = State::Priced;
    }
}

/// Says how the amounts came about.
fn record<R: Recorder>(answer: &Answer, figures: &Figures, recorder: &mut R, large: &[Decimal]) {
    let shown = |amount: Amount| answer.amount(amount, large).unwrap_or_default();
    if !figures.per.is_zero() {
        let words = || format!("divided by the price quantity {}: {}", figures.per.normalize(), shown(Amount::Price));
        recorder.step(words, None);
    }
    recorder.step(
        || {
            format!(
                "factor of the slots {}, net price {}; with special discount {} % factor {}, invoice net price {}",
                figures.slot_factor().unwrap_or_default().normalize(),
                shown(Amount::NetPrice),
                figures.special_discount.normalize(),
                shown(Amount::Factor),
                shown(Amount::InvoiceNetPrice)
            )
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
    let mut found = search(&case, &mut Silent)?;
    if found.kind == Kind::Blocked {
        return Some(false);
    }
    let slots: [Slot; 3] = discount::settle(&case, &mut found, &mut Silent)?;
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
}
