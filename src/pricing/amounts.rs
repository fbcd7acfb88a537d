//! The amounts of a line: everything that is computed from price, discounts, quantity and rate.
//!
//! Rules: pricing reference, sections 10 and 12.

use rust_decimal::Decimal;

use super::money;
use super::short::{Number, Short};
use super::standard::REPORTED;

/// What a line is computed from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    /// Price in company currency for `per` units.
    pub(super) price: Decimal,
    /// Prices are for so many units; 0 counts as one.
    pub(super) per: Decimal,
    /// Slots; none for kind N.
    pub(super) percents: Option<[Decimal; 3]>,
    /// In percent.
    pub(super) special_discount: Decimal,
    pub(super) quantity: Decimal,
    /// Company currency for one unit of invoice currency; none at home.
    pub(super) rate: Option<Decimal>,
    /// Decimals of unit prices.
    pub(super) decimals: u32,
}

/// The amounts of a line, without zeros at the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amounts<N> {
    /// Unit price in company currency, to 6 decimals.
    pub(super) price: N,
    /// The unit price is zero, not only rounded.
    pub(super) is_zero: bool,
    /// Slot discounts and special discount as one factor of 4 decimals.
    pub(super) factor: N,
    /// Price after slot discounts, rounded.
    pub(super) net_price: N,
    /// Price times factor, rounded.
    pub(super) invoice_net_price: N,
    /// The same in invoice currency.
    pub(super) invoice_net_price_foreign: N,
    /// Price times factor times quantity in invoice currency, rounded once.
    pub(super) total: N,
}

/// Amounts, short where all are.
pub(super) enum Computed {
    Short(Amounts<Short>),
    Long(Amounts<Decimal>),
}

/// Unit price with all digits, slot discounts as one factor, and price times all discounts.
struct Basis<N> {
    price: N,
    slot_factor: N,
    factor: N,
    invoiced: N,
}

impl Figures {
    /// None when an amount has too many digits.
    #[inline]
    pub(super) fn amounts(&self) -> Option<Computed> {
        match self.computed() {
            Some(amounts) => Some(Computed::Short(amounts)),
            None => self.computed().map(Computed::Long),
        }
    }

    /// Slot discounts as one factor, with all digits.
    pub(super) fn slot_factor(&self) -> Option<Decimal> {
        self.basis().map(|basis| basis.slot_factor)
    }

    /// Price times all discounts times quantity in company currency, with all digits.
    pub(super) fn exact_total(&self) -> Option<Decimal> {
        self.basis::<Decimal>()?.invoiced.times(self.quantity)
    }

    #[inline]
    fn basis<N: Number>(&self) -> Option<Basis<N>> {
        let mut price = N::of(self.price)?;
        if !self.per.is_zero() {
            price = price.over(N::of(self.per)?, self.decimals)?;
        }
        let (slot_factor, factor) = match &self.percents {
            Some(slots) => {
                let slots = money::slot_factor::<N>(slots)?;
                (slots, money::invoice_factor(slots, self.special_discount)?)
            }
            None => (N::ONE, N::ONE),
        };
        Some(Basis { price, slot_factor, factor, invoiced: price.times(factor)? })
    }

    #[inline]
    fn computed<N: Number>(&self) -> Option<Amounts<N>> {
        let Basis { price, slot_factor, factor, invoiced } = self.basis::<N>()?;
        let total = invoiced.times(N::of(self.quantity)?)?;
        let invoice_net_price = invoiced.rounded(self.decimals)?.trimmed();
        let (foreign, total) = match self.rate {
            Some(rate) => {
                let rate = N::of(rate)?;
                (invoiced.over(rate, self.decimals)?.trimmed(), total.over(rate, self.decimals)?)
            }
            None => (invoice_net_price, total.rounded(self.decimals)?),
        };
        Some(Amounts {
            price: price.rounded(REPORTED)?.trimmed(),
            is_zero: price.is_zero(),
            factor: factor.trimmed(),
            net_price: price.times(slot_factor)?.rounded(self.decimals)?.trimmed(),
            invoice_net_price,
            invoice_net_price_foreign: foreign,
            total: total.trimmed(),
        })
    }
}
