//! Rounding to a number of decimals, by name.

use rust_decimal::{Decimal, RoundingStrategy};

/// `value` rounded to `decimals` places, halves away from zero (the specifications' `HALF_UP`).
#[must_use]
pub fn half_up(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// The smallest number with `decimals` places that is not below `value`.
#[must_use]
pub fn ceil_to(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::ToPositiveInfinity)
}

/// The largest number with `decimals` places that is not above `value`.
#[must_use]
pub fn floor_to(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::ToNegativeInfinity)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (value, rounded) in [("0.125", "0.13"), ("-0.125", "-0.13"), ("0.124", "0.12"), ("148.14", "148.14")] {
            assert_eq!(half_up(number(value), 2), number(rounded), "{value}");
        }
    }

    #[test]
    fn ceil_and_floor_look_at_the_sign() {
        assert_eq!(ceil_to(number("1.0001"), 0), number("2"));
        assert_eq!(ceil_to(number("-1.0001"), 0), number("-1"));
        assert_eq!(floor_to(number("2.5719"), 3), number("2.571"));
        assert_eq!(floor_to(number("-0.01"), 1), number("-0.1"));
    }
}
