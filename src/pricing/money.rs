//! Exact money arithmetic; none when the digits do not fit.

use rust_decimal::{Decimal, RoundingStrategy};

/// Decimals of a price converted from another currency.
pub(crate) const CONVERTED: u32 = 6;
/// Decimals of the invoicing factor.
const FACTOR: u32 = 4;
/// What a price without cost costs.
pub(crate) const WITHOUT_COST: Decimal = Decimal::from_parts(1, 0, 0, false, 2);
/// The percent that means "sell at cost".
pub(crate) const AT_COST: Decimal = Decimal::from_parts(99_999, 0, 0, true, 2);
/// The percent that means "sell at store price".
pub(crate) const AT_STORE_PRICE: Decimal = Decimal::from_parts(99_999, 0, 0, false, 2);
/// VAT that should be known and is not.
pub(crate) const VAT_MISSING: Decimal = AT_COST;

/// Rounds half away from zero.
pub(crate) fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// `1 + percent / 100`.
pub(crate) fn plus_percent(percent: Decimal) -> Option<Decimal> {
    Decimal::ONE.checked_add(percent.checked_div(Decimal::ONE_HUNDRED)?)
}

/// `1 - percent / 100`.
pub(crate) fn minus_percent(percent: Decimal) -> Option<Decimal> {
    Decimal::ONE.checked_sub(percent.checked_div(Decimal::ONE_HUNDRED)?)
}

/// Price in company currency of a price in invoice currency.
pub(crate) fn converted(price: Decimal, rate: Decimal) -> Option<Decimal> {
    Some(round(price.checked_mul(rate)?, CONVERTED))
}

/// All slot discounts one after the other, as one factor.
pub(crate) fn slot_factor(slots: &[Decimal]) -> Option<Decimal> {
    slots
        .iter()
        .filter(|percent| !percent.is_zero())
        .try_fold(Decimal::ONE, |factor, &percent| factor.checked_mul(minus_percent(percent)?))
}

/// The factor used at invoicing: slots and special discount, rounded to 4 decimals.
pub(crate) fn invoice_factor(slots: Decimal, special: Decimal) -> Option<Decimal> {
    let factor = if special.is_zero() { slots } else { slots.checked_mul(minus_percent(special)?)? };
    Some(round(factor, FACTOR))
}

/// Cost after write-down.
pub(crate) fn written_down(cost: Decimal, step: Decimal) -> Option<Decimal> {
    let rest = match u8::try_from(step).ok()? {
        100 => return Some(Decimal::ZERO),
        75 => Decimal::new(25, 2),
        50 => Decimal::new(50, 2),
        25 => Decimal::new(75, 2),
        _ => return None,
    };
    Some(round(cost.checked_mul(rest)?, CONVERTED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pr8_the_list_price_keeps_all_digits_of_the_factor_and_the_invoice_four() {
        let factor = slot_factor(&[Decimal::new(125, 1), Decimal::from(3)]).unwrap();
        assert_eq!(factor, Decimal::new(84_875, 5));
        assert_eq!(invoice_factor(factor, Decimal::ZERO), Some(Decimal::new(8_488, 4)));
        assert_eq!(round(factor * Decimal::ONE_HUNDRED, 2), Decimal::new(8_488, 2));
    }

    #[test]
    fn written_down_cost_is_rounded_to_six_decimals() {
        assert_eq!(written_down(Decimal::new(1, 6), Decimal::from(25)), Some(Decimal::new(1, 6)));
        assert_eq!(written_down(Decimal::ONE, Decimal::from(100)), Some(Decimal::ZERO));
        assert_eq!(written_down(Decimal::ONE, Decimal::from(30)), None);
    }
}
