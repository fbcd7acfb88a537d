//! The answer to a question in as few bytes as it goes: what many lines are priced into.

use rust_decimal::Decimal;

use super::keys::BLANK;
use super::levels::level_named;
use super::lines::LineProblem;
use super::price::{Currency, Price, SlotDiscount, State};
use super::rule::{Kind, Place};
use super::short::Number;
use crate::tables::{Decimals, NO_NUMBER};

/// Number of amounts of an answer.
pub(super) const AMOUNTS: usize = 11;

/// The amounts of an answer, in the order of [`super::PriceColumns`].
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub(super) enum Amount {
    Price,
    Percent1,
    Percent2,
    Percent3,
    VatOverride,
    NetPrice,
    Factor,
    InvoiceNetPrice,
    InvoiceNetPriceForeign,
    StandardPrice,
    Total,
}

/// The percent of each slot.
pub(super) const PERCENTS: [Amount; 3] = [Amount::Percent1, Amount::Percent2, Amount::Percent3];

/// An answer; amounts whose digits do not fit 64 bits stand in a list beside it.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Answer {
    /// Digits and scale of each amount, as [`Decimals`] has them.
    pub(super) digits: [i64; AMOUNTS],
    pub(super) scales: [u8; AMOUNTS],
    /// None without an answer.
    pub(super) kind: Option<Kind>,
    /// Reference code of the level, [`NO_NUMBER`] for none.
    pub(super) price_basis: u8,
    /// Reference code of each slot, [`NO_NUMBER`] for none.
    pub(super) discount_bases: [u8; 3],
    pub(super) agreed_currency: Currency,
    pub(super) invoice_currency: Currency,
    pub(super) may_sell: Option<bool>,
    /// Number of the level, [`NO_NUMBER`] for none.
    pub(super) level: u8,
    pub(super) in_invoice_currency: Option<bool>,
    pub(super) state: State,
    pub(super) customer_is_unknown: bool,
    /// Why there is no answer.
    pub(super) problem: Option<LineProblem>,
    pub(super) place: Option<Place>,
}

// Two lines of the cache; many answers are written, read and moved.
const _: () = assert!(size_of::<Answer>() <= 128);

impl Answer {
    /// A line without answer.
    pub(super) const NONE: Self = Self {
        digits: [0; AMOUNTS],
        scales: [Decimals::BLANK; AMOUNTS],
        kind: None,
        price_basis: NO_NUMBER,
        discount_bases: [NO_NUMBER; 3],
        agreed_currency: Currency(BLANK),
        invoice_currency: Currency(BLANK),
        may_sell: None,
        level: NO_NUMBER,
        in_invoice_currency: None,
        state: State::NoPrice,
        customer_is_unknown: false,
        problem: None,
        place: None,
    };

    /// A line that has none for this reason.
    pub(super) const fn failed(problem: LineProblem) -> Self {
        Self { problem: Some(problem), ..Self::NONE }
    }

    /// Sets an amount; one whose digits do not fit is added to `large`.
    #[inline]
    pub(super) fn set<N: Number>(&mut self, amount: Amount, value: N, large: &mut Vec<Decimal>) {
        let (digits, scale) = value.packed(large);
        self.digits[amount as usize] = digits;
        self.scales[amount as usize] = scale;
    }

    /// An amount; `large` is the list beside the answer.
    pub(super) fn amount(&self, amount: Amount, large: &[Decimal]) -> Option<Decimal> {
        Decimals::unpacked(self.digits[amount as usize], self.scales[amount as usize], large)
    }

    /// True when price, kind, discounts and state are those of another answer: both are one step of a list.
    pub(super) fn is_same_step(&self, other: &Self, large: &[Decimal]) -> bool {
        let same = |amount: Amount| self.amount(amount, large) == other.amount(amount, large);
        (self.kind, self.state, self.problem) == (other.kind, other.state, other.problem)
            && same(Amount::Price)
            && PERCENTS.into_iter().all(same)
    }

    /// The answer as it is given for one question; `places` are the cells of the discounts.
    pub(super) fn price(&self, places: &[Option<Place>; 3], large: &[Decimal]) -> Price {
        let amount = |amount: Amount| self.amount(amount, large);
        let filled = |code: u8| (code != NO_NUMBER).then_some(code);
        Price {
            price: amount(Amount::Price),
            kind: self.kind.unwrap_or_default(),
            discounts: std::array::from_fn(|slot| {
                Some(SlotDiscount {
                    percent: amount(*PERCENTS.get(slot)?)?,
                    basis: filled(*self.discount_bases.get(slot)?),
                    place: *places.get(slot)?,
                })
            }),
            level: filled(self.level).map_or("", level_named),
            in_invoice_currency: self.in_invoice_currency.unwrap_or_default(),
            price_basis: filled(self.price_basis).unwrap_or_default(),
            agreed_currency: self.agreed_currency,
            invoice_currency: self.invoice_currency,
            vat_override: amount(Amount::VatOverride),
            net_price: amount(Amount::NetPrice),
            discount_factor: amount(Amount::Factor),
            invoice_net_price: amount(Amount::InvoiceNetPrice),
            invoice_net_price_foreign: amount(Amount::InvoiceNetPriceForeign),
            standard_price: amount(Amount::StandardPrice),
            may_sell: self.may_sell,
            state: self.state,
            total: amount(Amount::Total),
            customer_is_unknown: self.customer_is_unknown,
            place: self.place,
        }
    }
}
