//! Exact money arithmetic; none when the digits do not fit.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::values::POWERS_OF_TEN;

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

/// A power of ten that fits 64 bits.
fn ten(power: u32) -> Option<i64> {
    i64::try_from(*POWERS_OF_TEN.get(power as usize)?).ok()
}

/// Rounds half away from zero.
pub(crate) fn round(value: Decimal, decimals: u32) -> Decimal {
    let Some(extra) = value.scale().checked_sub(decimals).filter(|&extra| extra > 0) else { return value };
    // Almost all amounts have digits that fit 64 bits, which is several times as fast.
    if let (Ok(digits), Some(unit)) = (i64::try_from(value.mantissa()), ten(extra)) {
        let (quotient, rest) = (digits / unit, digits % unit);
        let is_half = rest.unsigned_abs() >= unit.unsigned_abs() / 2;
        return Decimal::new(if is_half { quotient + rest.signum() } else { quotient }, decimals);
    }
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// A quotient, rounded.
pub(crate) fn quotient(value: Decimal, by: Decimal, decimals: u32) -> Option<Decimal> {
    short_quotient(value, by, decimals).or_else(|| Some(round(value.checked_div(by)?, decimals)))
}

/// The quotient of numbers with few digits, which is many times as fast; none for others.
///
/// With less than 13 digits in the quotient and 12 in the divisor, a quotient of 28 digits is on the same side of every
/// half as the exact one.
fn short_quotient(value: Decimal, by: Decimal, decimals: u32) -> Option<Decimal> {
    let divisor = u64::try_from(by.mantissa()).ok().filter(|divisor| (1..1_000_000_000_000).contains(divisor))?;
    let dividend = i64::try_from(value.mantissa()).ok()?;
    let (shift, back) = (decimals + by.scale(), value.scale());
    let ten = |power: u32| u64::try_from(ten(power)?).ok();
    let number = dividend.unsigned_abs().checked_mul(ten(shift.saturating_sub(back))?)?;
    let divisor = divisor.checked_mul(ten(back.saturating_sub(shift))?).filter(|&divisor| divisor < 1 << 62)?;
    let (quotient, rest) = (number / divisor, number % divisor);
    let rounded = i64::try_from(quotient + u64::from(2 * rest >= divisor)).ok()?;
    (rounded < 10_000_000_000_000).then(|| Decimal::new(rounded * dividend.signum(), decimals))
}

/// The same value without zeros at the end.
pub(crate) fn short(value: Decimal) -> Decimal {
    let mut scale = value.scale();
    if scale == 0 {
        return value;
    }
    let Ok(mut digits) = i64::try_from(value.mantissa()) else { return value.normalize() };
    while scale > 1 && digits % 100 == 0 {
        digits /= 100;
        scale -= 2;
    }
    while scale > 0 && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    Decimal::new(digits, scale)
}

/// `1 + percent / 100`.
pub(crate) fn plus_percent(percent: Decimal) -> Option<Decimal> {
    Decimal::ONE.checked_add(percent.checked_div(Decimal::ONE_HUNDRED)?)
}

/// `1 - percent / 100`.
pub(crate) fn minus_percent(percent: Decimal) -> Option<Decimal> {
    let hundred = ten(percent.scale()).and_then(|one| one.checked_mul(100));
    if let (Ok(digits), Some(hundred)) = (i64::try_from(percent.mantissa()), hundred) {
        return Decimal::try_new(hundred.checked_sub(digits)?, percent.scale() + 2).ok();
    }
    let mut rest = Decimal::ONE_HUNDRED.checked_sub(percent)?;
    if rest.set_scale(rest.scale() + 2).is_ok() {
        return Some(rest);
    }
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
    fn the_short_way_rounds_as_the_long_one() {
        for digits in [0, 1, 4, 5, 6, 49, 50, 51, 1005, 12_345, 99_999, 123_456_789_012_345_678, i64::MAX] {
            for (value, decimals) in (0..19).flat_map(|scale| {
                [digits, -digits]
                    .map(|digits| Decimal::new(digits, scale))
                    .into_iter()
                    .flat_map(|v| [(v, 2), (v, 0), (v, 6)])
            }) {
                let long = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
                assert_eq!(round(value, decimals), long, "{value} to {decimals}");
                assert_eq!(short(value).to_string(), (value + Decimal::ZERO).normalize().to_string());
            }
        }
        assert_eq!(minus_percent(Decimal::new(-125, 1)), Some(Decimal::new(1_125, 3)));
    }

    proptest::proptest! {
        #[test]
        fn the_short_quotient_is_the_long_one(
            dividend in -99_999_999_999_i64..99_999_999_999,
            divisor in 1_i64..999_999_999,
            scales in (0_u32..10, 0_u32..10, 0_u32..7),
            is_even in proptest::bool::ANY,
        ) {
            // Often a quotient that ends, so that halves occur.
            let divisor = if is_even { 1 << (divisor % 20) } else { divisor };
            let (value, by) = (Decimal::new(dividend, scales.0), Decimal::new(divisor, scales.1));
            let long = round(value.checked_div(by).unwrap(), scales.2);
            proptest::prop_assert_eq!(quotient(value, by, scales.2), Some(long));
        }
    }

    #[test]
    fn halves_of_quotients_go_away_from_zero() {
        for (value, by, rounded) in
            [(5, 1_000, 1), (-5, 1_000, -1), (15, 1_000, 2), (4, 1_000, 0), (1, 3, 33), (0, 7, 0)]
        {
            let by = Decimal::from(by);
            assert_eq!(quotient(Decimal::from(value), by, 2), Some(Decimal::new(rounded, 2)));
        }
        assert_eq!(quotient(Decimal::ONE, Decimal::ZERO, 2), None);
        assert_eq!(quotient(Decimal::MAX, Decimal::TWO, 2), Some(round(Decimal::MAX / Decimal::TWO, 2)));
    }

    #[test]
    fn written_down_cost_is_rounded_to_six_decimals() {
        assert_eq!(written_down(Decimal::new(1, 6), Decimal::from(25)), Some(Decimal::new(1, 6)));
        assert_eq!(written_down(Decimal::ONE, Decimal::from(100)), Some(Decimal::ZERO));
        assert_eq!(written_down(Decimal::ONE, Decimal::from(30)), None);
    }
}
