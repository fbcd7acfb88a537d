//! The price of one line: search, discounts, then everything that is computed from them.
//!
//! Rules: pricing reference, sections 10 to 12 and 15; pricing specification, sections 2.2 and 5.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::book::PriceBook;
use super::discount::{self, Slot};
use super::error::PricingError;
use super::keys::{BLANK, Key};
use super::levels::level_named;
use super::money;
use super::question::{Case, Question};
use super::rule::{Kind, Place};
use super::search::{Recorder, Silent, search};
use super::standard::{REPORTED, standard_price};
use crate::model::ModelError;

/// Price basis up to which a price counts as agreed with the customer.
const LAST_AGREED_BASIS: u8 = 13;
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
    /// Its number.
    pub(crate) level_number: u8,
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
    compute(case, recorder).map(|(price, _)| price).ok_or(TooLarge)
}

/// Prices a case; beside it the amount of the line in invoice currency, not rounded.
pub(crate) fn priced_exactly(case: &Case<'_>) -> Result<(Price, Decimal), TooLarge> {
    let (price, total) = compute(case, &mut Silent).ok_or(TooLarge)?;
    let total = if case.foreign { total.checked_div(case.rate).ok_or(TooLarge)? } else { total };
    Ok((price, total))
}

/// The price, and the amount of the line in company currency before it is rounded.
fn compute<R: Recorder>(case: &Case<'_>, recorder: &mut R) -> Option<(Price, Decimal)> {
    let asked = case;
    let (mut found, case) = search(asked, recorder)?;
    let case = &*case;
    if found.kind == Kind::Blocked {
        recorder.step(|| "kind X: this customer may not buy the item".to_owned(), found.place);
        let price = Price {
            price: None,
            kind: Kind::Blocked,
            discounts: [None; 3],
            level: level_named(found.level),
            level_number: found.level,
            in_invoice_currency: found.in_invoice_currency,
            price_basis: found.basis,
            agreed_currency: Currency(found.agreed_currency),
            invoice_currency: Currency(case.currency),
            vat_override: case.vat_override,
            net_price: None,
            discount_factor: None,
            invoice_net_price: None,
            invoice_net_price_foreign: None,
            standard_price: standard_price(case).and_then(|standard| standard.reported(case)),
            may_sell: case.has_customer.then_some(false),
            state: State::Blocked,
            total: None,
            customer_is_unknown: case.has_customer && !case.customer_known,
            place: found.place,
        };
        return Some((price, Decimal::ZERO));
    }
    let slots = discount::settle(case, &mut found, recorder)?;
    let settings = &case.book.settings;
    let mut price = found.price;
    let per = case.goods.price_quantity;
    if !per.is_zero() {
        price = money::quotient(price, per, settings.decimals)?;
        recorder.step(|| format!("divided by the price quantity {}: {}", per.normalize(), price.normalize()), None);
    }
    let (factor, invoice_factor) = if found.kind == Kind::Net {
        (Decimal::ONE, Decimal::ONE)
    } else {
        let factor = money::slot_factor(&[slots[0].percent, slots[1].percent, slots[2].percent])?;
        (factor, money::invoice_factor(factor, case.special_discount)?)
    };
    let invoiced = price.checked_mul(invoice_factor)?;
    let in_invoice_currency = |amount: Decimal| {
        if case.foreign { money::quotient(amount, case.rate, settings.decimals) } else { Some(settings.round(amount)) }
    };
    let net_price = settings.round(price.checked_mul(factor)?);
    let invoice_net_price = settings.round(invoiced);
    let in_use = usize::from(settings.slots);
    let mut discounts = [None; 3];
    for (discount, slot) in discounts.iter_mut().zip(slots).take(in_use) {
        *discount = Some(SlotDiscount {
            percent: money::short(slot.percent),
            basis: (slot.basis != 0).then_some(slot.basis),
            place: slot.place,
        });
    }
    let has_price = !price.is_zero() || (found.basis == 1 && !case.vat_is_missing());
    let total = invoiced.checked_mul(case.quantity)?;
    recorder.step(
        || {
            format!(
                "factor of the slots {}, net price {}; with special discount {} % factor {}, invoice net price {}",
                factor.normalize(),
                net_price.normalize(),
                case.special_discount.normalize(),
                invoice_factor.normalize(),
                invoice_net_price.normalize()
            )
        },
        None,
    );
    let price = Price {
        price: Some(money::short(money::round(price, REPORTED))),
        kind: found.kind,
        discounts,
        level: level_named(found.level),
        level_number: found.level,
        in_invoice_currency: found.in_invoice_currency,
        price_basis: found.basis,
        agreed_currency: Currency(found.agreed_currency),
        invoice_currency: Currency(case.currency),
        vat_override: case.vat_override,
        net_price: Some(money::short(net_price)),
        discount_factor: Some(money::short(invoice_factor)),
        invoice_net_price: Some(money::short(invoice_net_price)),
        invoice_net_price_foreign: Some(money::short(in_invoice_currency(invoiced)?)),
        standard_price: standard_price(case).and_then(|standard| standard.reported(case)),
        may_sell: if case.has_customer { Some(may_sell(asked)?) } else { None },
        state: if has_price { State::Priced } else { State::NoPrice },
        total: if has_price { Some(money::short(in_invoice_currency(total)?)) } else { None },
        customer_is_unknown: case.has_customer && !case.customer_known,
        place: found.place,
    };
    Some((price, total))
}

/// A restricted item is sold only to a customer with an agreement (pricing reference, section 15).
fn may_sell(case: &Case<'_>) -> Option<bool> {
    if !case.goods.restricted {
        return Some(true);
    }
    let case = case.as_customer_asks();
    let (mut found, case) = search(&case, &mut Silent)?;
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
