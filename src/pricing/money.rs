//! Exact money arithmetic; none when the digits do not fit.

use rust_decimal::{Decimal, RoundingStrategy};

use super::short::{Number, Short};
use crate::tables::Decimals;

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

impl Number for Decimal {
    const IS_SHORT: bool = false;
    const ZERO: Self = Self::ZERO;
    const ONE: Self = Self::ONE;

    fn of(value: Decimal) -> Option<Self> {
        Some(value)
    }

    fn decimal(self) -> Decimal {
        self
    }

    fn is_zero(self) -> bool {
        Self::is_zero(&self)
    }

    fn times(self, other: Self) -> Option<Self> {
        self.checked_mul(other)
    }

    fn rounded(self, decimals: u32) -> Option<Self> {
        Some(self.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
    }

    fn over(self, divisor: Self, decimals: u32) -> Option<Self> {
        self.checked_div(divisor)?.rounded(decimals)
    }

    fn minus_percent(self) -> Option<Self> {
        let mut rest = Self::ONE_HUNDRED.checked_sub(self)?;
        if rest.set_scale(rest.scale() + 2).is_ok() {
            return Some(rest);
        }
        Self::ONE.checked_sub(self.checked_div(Self::ONE_HUNDRED)?)
    }

    fn trimmed(self) -> Self {
        self.normalize()
    }

    fn packed(self, large: &mut Vec<Decimal>) -> (i64, u8) {
        Decimals::packed(self, large)
    }

    fn is_negative(self) -> bool {
        self.is_sign_negative() && !Self::is_zero(&self)
    }

    fn as_percent(self) -> Self {
        self.clamp(Self::ZERO, Self::ONE_HUNDRED)
    }
}

/// True above zero.
#[inline]
pub(crate) const fn is_positive(value: Decimal) -> bool {
    !value.is_sign_negative() && !Decimal::is_zero(&value)
}

/// What a computation gives with short numbers, or else with long ones.
fn computed(value: Decimal, short: impl Fn(Short) -> Option<Short>) -> Option<Decimal> {
    Short::of(value).and_then(short).map(Number::decimal)
}

/// Rounds half away from zero.
pub(crate) fn round(value: Decimal, decimals: u32) -> Decimal {
    computed(value, |value| value.rounded(decimals)).or_else(|| value.rounded(decimals)).unwrap_or(value)
}

/// A quotient, rounded.
pub(crate) fn quotient(value: Decimal, by: Decimal, decimals: u32) -> Option<Decimal> {
    computed(value, |value| value.over(Short::of(by)?, decimals)).or_else(|| value.over(by, decimals))
}

/// The same value without zeros at the end.
pub(crate) fn trimmed(value: Decimal) -> Decimal {
    computed(value, |value| Some(value.trimmed())).unwrap_or_else(|| value.trimmed())
}

/// `1 + percent / 100`.
pub(crate) fn plus_percent(percent: Decimal) -> Option<Decimal> {
    Decimal::ONE.checked_add(percent.checked_div(Decimal::ONE_HUNDRED)?)
}

/// `1 - percent / 100`.
pub(crate) fn minus_percent(percent: Decimal) -> Option<Decimal> {
    computed(percent, Number::minus_percent).or_else(|| Number::minus_percent(percent))
}

/// Price in company currency of a price in invoice currency.
#[inline]
pub(super) fn converted<N: Number>(price: N, rate: N) -> Option<N> {
    price.times(rate)?.rounded(CONVERTED)
}

/// All slot discounts one after the other, as one factor.
#[inline]
pub(super) fn slot_factor<N: Number>(percents: impl IntoIterator<Item = N>) -> Option<N> {
    percents
        .into_iter()
        .filter(|percent| !percent.is_zero())
        .try_fold(N::ONE, |factor, percent| factor.times(percent.minus_percent()?))
}

/// The factor used at invoicing: slots and special discount, rounded to 4 decimals.
#[inline]
pub(super) fn invoice_factor<N: Number>(slots: N, special: N) -> Option<N> {
    let factor = if special.is_zero() { slots } else { slots.times(special.minus_percent()?)? };
    factor.rounded(FACTOR)
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
        let factor: Decimal = slot_factor([Decimal::new(125, 1), Decimal::from(3)]).unwrap();
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
                assert_eq!(trimmed(value).to_string(), (value + Decimal::ZERO).normalize().to_string());
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
