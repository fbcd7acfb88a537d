//! The amounts of a line: everything that is computed from price, discounts, quantity and rate.
//!
//! Rules: pricing reference, sections 10 and 12.

use rust_decimal::Decimal;

use super::answer::{Amount, Answer};
use super::discount::Slots;
use super::money;
use super::price::State;
use super::question::Case;
use super::rule::Kind;
use super::search::Found;
use super::short::Number;
use super::standard::REPORTED;

/// What the amounts are computed from, with all digits.
pub(super) struct Basis<N> {
    /// Unit price in company currency.
    price: N,
    /// Slot discounts as one factor.
    pub(super) slot_factor: N,
    /// Slot discounts and special discount as one factor of 4 decimals.
    factor: N,
    /// Price times all discounts.
    invoiced: N,
}

impl<N: Number> Basis<N> {
    /// None when an amount has too many digits.
    #[inline]
    pub(super) fn of(case: &Case<'_>, found: &Found<N>, slots: &Slots<'_, N>) -> Option<Self> {
        let mut price = found.price;
        let per = case.goods.price_quantity;
        if !per.is_zero() {
            price = price.over(N::of(per)?, case.book.settings.decimals)?;
        }
        let (mut slot_factor, mut factor) = (N::ONE, N::ONE);
        if found.kind != Kind::Net {
            slot_factor = money::slot_factor(slots.iter().map(|slot| slot.percent))?;
            factor = money::invoice_factor(slot_factor, N::of(case.special_discount)?)?;
        }
        Some(Self { price, slot_factor, factor, invoiced: price.times(factor)? })
    }

    /// Price times all discounts times quantity in company currency.
    pub(super) fn total(&self, case: &Case<'_>) -> Option<N> {
        self.invoiced.times(N::of(case.units())?)
    }

    /// Sets the amounts of an answer, without zeros at the end; a price of zero is one only when it was entered.
    #[inline]
    pub(super) fn fill(
        &self,
        case: &Case<'_>,
        is_entered: bool,
        answer: &mut Answer,
        large: &mut Vec<Decimal>,
    ) -> Option<()> {
        let decimals = case.book.settings.decimals;
        let net_price = self.price.times(self.slot_factor)?.rounded(decimals)?;
        answer.set(Amount::Price, self.price.rounded(REPORTED)?.trimmed(), large);
        answer.set(Amount::NetPrice, net_price.trimmed(), large);
        answer.set(Amount::Factor, self.factor.trimmed(), large);
        let invoice_net_price = self.invoiced.rounded(decimals)?.trimmed();
        answer.set(Amount::InvoiceNetPrice, invoice_net_price, large);
        let total = self.total(case)?;
        let (foreign, total) = if case.foreign {
            let rate = N::of(case.rate)?;
            (self.invoiced.over(rate, decimals)?.trimmed(), total.over(rate, decimals)?)
        } else {
            (invoice_net_price, total.rounded(decimals)?)
        };
        answer.set(Amount::InvoiceNetPriceForeign, foreign, large);
        if is_entered || !self.price.is_zero() {
            answer.set(Amount::Total, total.trimmed(), large);
            answer.state = State::Priced;
        }
        Some(())
    }
}
