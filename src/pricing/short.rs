//! Decimals whose digits fit 64 bits, as nearly all do: several times as fast as long ones, and exact or nothing.

use rust_decimal::Decimal;

use crate::values::POWERS_OF_TEN;

/// A number in a computation: exact, or none when its digits do not fit.
pub(crate) trait Number: Copy {
    /// Longer numbers are none.
    const IS_SHORT: bool;
    const ZERO: Self;
    const ONE: Self;
    fn of(value: Decimal) -> Option<Self>;
    fn decimal(self) -> Decimal;
    fn is_zero(self) -> bool;
    fn times(self, other: Self) -> Option<Self>;
    /// Rounds half away from zero.
    fn rounded(self, decimals: u32) -> Option<Self>;
    /// A quotient, rounded half away from zero.
    fn over(self, divisor: Self, decimals: u32) -> Option<Self>;
    /// `1 - percent / 100`.
    fn minus_percent(self) -> Option<Self>;
    /// The same value without zeros at the end.
    fn trimmed(self) -> Self;
    /// Digits and scale as a column of decimals has them; a number with more digits is added to `large`.
    fn packed(self, large: &mut Vec<Decimal>) -> (i64, u8);
    fn is_negative(self) -> bool;
    /// Not below 0 and not above 100.
    fn as_percent(self) -> Self;
}

/// Digits and scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Short {
    digits: i64,
    scale: u8,
}

/// Largest scale: [`Decimal`] has no larger one.
const MOST_DECIMALS: u32 = Decimal::MAX_SCALE;
/// Largest divisor of a quotient, and quotient: with less than 13 digits in the quotient and 12 in the divisor, a quotient
/// of 28 digits is on the same side of every half as the exact one.
const MOST_DIVISOR: u64 = 1_000_000_000_000;
const MOST_QUOTIENT: u64 = 10_000_000_000_000;

/// A power of ten that fits 63 bits.
fn ten(power: u32) -> Option<u64> {
    let power = *POWERS_OF_TEN.get(power as usize)?;
    i64::try_from(power).ok().map(i64::unsigned_abs)
}

impl Short {
    const fn decimals(self) -> u32 {
        self.scale as u32
    }

    #[inline]
    fn signed(digits: u64, is_negative: bool, scale: u32) -> Option<Self> {
        let digits = i64::try_from(digits).ok()?;
        Some(Self { digits: if is_negative { -digits } else { digits }, scale: u8::try_from(scale).ok()? })
    }
}

impl Number for Short {
    const IS_SHORT: bool = true;
    const ZERO: Self = Self { digits: 0, scale: 0 };
    const ONE: Self = Self { digits: 1, scale: 0 };

    #[inline]
    fn of(value: Decimal) -> Option<Self> {
        let parts = value.unpack();
        let digits = i64::from(i32::try_from(parts.mid).ok().filter(|_| parts.hi == 0)?) << 32 | i64::from(parts.lo);
        Some(Self { digits: if parts.negative { -digits } else { digits }, scale: u8::try_from(parts.scale).ok()? })
    }

    #[inline]
    fn decimal(self) -> Decimal {
        Decimal::new(self.digits, self.decimals())
    }

    #[inline]
    fn is_zero(self) -> bool {
        self.digits == 0
    }

    #[inline]
    fn times(self, other: Self) -> Option<Self> {
        let scale = self.scale + other.scale;
        let digits = self.digits.checked_mul(other.digits)?;
        (u32::from(scale) <= MOST_DECIMALS).then_some(Self { digits, scale })
    }

    #[inline]
    fn rounded(self, decimals: u32) -> Option<Self> {
        if self.decimals() <= decimals {
            return Some(self);
        }
        let unit = ten(self.decimals() - decimals)?;
        let (quotient, rest) = (self.digits.unsigned_abs() / unit, self.digits.unsigned_abs() % unit);
        Self::signed(quotient + u64::from(rest >= unit / 2), self.digits < 0, decimals)
    }

    #[inline]
    fn over(self, divisor: Self, decimals: u32) -> Option<Self> {
        let by = u64::try_from(divisor.digits).ok().filter(|by| (1..MOST_DIVISOR).contains(by))?;
        let (shift, back) = (decimals + divisor.decimals(), self.decimals());
        let number = self.digits.unsigned_abs().checked_mul(ten(shift.saturating_sub(back))?)?;
        let by = by.checked_mul(ten(back.saturating_sub(shift))?).filter(|&by| by < 1 << 62)?;
        let (quotient, rest) = (number / by, number % by);
        let rounded = quotient + u64::from(2 * rest >= by);
        if rounded < MOST_QUOTIENT { Self::signed(rounded, self.digits < 0, decimals) } else { None }
    }

    #[inline]
    fn minus_percent(self) -> Option<Self> {
        let scale = self.scale + 2;
        let hundred = i64::try_from(ten(u32::from(scale))?).ok()?;
        (u32::from(scale) <= MOST_DECIMALS).then_some(Self { digits: hundred.checked_sub(self.digits)?, scale })
    }

    #[inline]
    fn trimmed(self) -> Self {
        let Self { mut digits, mut scale } = self;
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        Self { digits, scale }
    }

    #[inline]
    fn packed(self, _large: &mut Vec<Decimal>) -> (i64, u8) {
        (self.digits, self.scale)
    }

    #[inline]
    fn is_negative(self) -> bool {
        self.digits < 0
    }

    #[inline]
    fn as_percent(self) -> Self {
        // With scales up to 16 a hundred fits, and past them every number is below it.
        match ten(self.decimals() + 2) {
            _ if self.digits < 0 => Self::ZERO,
            Some(hundred) if self.digits.unsigned_abs() > hundred => Self { digits: 100, scale: 0 },
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_short_number_is_the_long_one(
            one in proptest::num::i64::ANY,
            two in -9_999_999_999_i64..9_999_999_999,
            scales in (0_u32..18, 0_u32..12, 0_u32..7),
            shift in 0_u32..63,
        ) {
            let (one, two) = (Decimal::new(one >> shift, scales.0), Decimal::new(two, scales.1));
            let (a, b) = (Short::of(one).unwrap(), Short::of(two).unwrap());
            for (short, long) in [
                (a.times(b), Number::times(one, two)),
                (a.rounded(scales.2), one.rounded(scales.2)),
                (a.over(b, scales.2), one.over(two, scales.2)),
                (b.minus_percent(), Number::minus_percent(two)),
                (Some(a.trimmed()), Some(one.trimmed())),
            ] {
                if let Some(short) = short {
                    proptest::prop_assert_eq!(Some(short.decimal()), long);
                }
            }
            proptest::prop_assert_eq!(a.trimmed().decimal().to_string(), one.normalize().to_string());
            proptest::prop_assert_eq!(a.is_zero(), one.is_zero());
        }
    }
}
