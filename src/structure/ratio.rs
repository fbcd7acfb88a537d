//! Exact fractions of quantities that are not negative: scrap divides, and nothing may be rounded before it is compared.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::values::ceil_to;

/// Decimals of a fraction without end when it is shown; it is shown rounded up.
const SHOWN: u32 = 9;

/// A fraction in lowest terms, not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ratio {
    top: i128,
    bottom: i128,
}

impl Ratio {
    pub(super) const ZERO: Self = Self { top: 0, bottom: 1 };
    #[cfg(test)]
    const ONE: Self = Self { top: 1, bottom: 1 };

    /// A decimal; negative ones count as 0.
    pub(super) fn new(value: Decimal) -> Self {
        let value = value.normalize();
        if value.is_sign_negative() {
            return Self::ZERO;
        }
        // A scale is at most 28, a power of ten at most 10^28.
        Self::reduced(value.mantissa(), 10_i128.checked_pow(value.scale()).unwrap_or(1))
    }

    /// A number of steps of 10^-decimals.
    pub(super) fn of_steps(steps: i128, decimals: u32) -> Option<Self> {
        Some(Self::reduced(steps, 10_i128.checked_pow(decimals)?))
    }

    fn reduced(top: i128, bottom: i128) -> Self {
        if bottom == 1 {
            return Self { top, bottom };
        }
        let (mut a, mut b) = (top, bottom);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let common = a.max(1);
        Self { top: top / common, bottom: bottom / common }
    }

    pub(super) const fn is_zero(self) -> bool {
        self.top == 0
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        if self.bottom == other.bottom {
            return Some(Self::reduced(self.top.checked_add(other.top)?, self.bottom));
        }
        let top = self.top.checked_mul(other.bottom)?.checked_add(other.top.checked_mul(self.bottom)?)?;
        Some(Self::reduced(top, self.bottom.checked_mul(other.bottom)?))
    }

    /// The difference; 0 when the other one is greater.
    pub(super) fn minus(self, other: Self) -> Option<Self> {
        if self <= other {
            return Some(Self::ZERO);
        }
        let top = self.top.checked_mul(other.bottom)?.checked_sub(other.top.checked_mul(self.bottom)?)?;
        Some(Self::reduced(top, self.bottom.checked_mul(other.bottom)?))
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let (left, right) = (Self::reduced(self.top, other.bottom), Self::reduced(other.top, self.bottom));
        Some(Self::reduced(left.top.checked_mul(right.top)?, left.bottom.checked_mul(right.bottom)?))
    }

    /// The quotient; none for division by 0.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        if other.top == 0 { None } else { self.times(Self { top: other.bottom, bottom: other.top }) }
    }

    /// The smallest whole number that is not below.
    pub(super) const fn ceil(self) -> Self {
        let whole = self.top / self.bottom;
        Self { top: if self.top % self.bottom == 0 { whole } else { whole + 1 }, bottom: 1 }
    }

    /// How many steps of 10^-decimals fit into it.
    pub(super) fn steps(self, decimals: u32) -> Option<i128> {
        let scale = 10_i128.checked_pow(decimals)?;
        let whole = (self.top / self.bottom).checked_mul(scale)?;
        whole.checked_add((self.top % self.bottom).checked_mul(scale)? / self.bottom)
    }

    /// The decimal; fractions without end are rounded up at nine decimals, none when it is too long.
    pub(super) fn decimal(self) -> Option<Decimal> {
        for scale in 0..=28 {
            let power = 10_i128.checked_pow(scale)?;
            if power % self.bottom == 0 {
                let digits = self.top.checked_mul(power / self.bottom)?;
                return Decimal::try_from_i128_with_scale(digits, scale).ok().map(|value| value.normalize());
            }
        }
        let steps = self.steps(SHOWN)?.checked_add(1)?;
        Decimal::try_from_i128_with_scale(steps, SHOWN).ok().map(|value| value.normalize())
    }

    /// The smallest decimal with so many decimals that is not below.
    pub(super) fn ceil_to(self, decimals: u32) -> Option<Decimal> {
        self.decimal().map(|value| ceil_to(value, decimals).normalize())
    }
}

impl Ord for Ratio {
    /// Digit by digit of the continued fractions, so that nothing can get too long.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b, mut is_turned) = (*self, *other, false);
        loop {
            let order = if a.bottom == b.bottom {
                Some(a.top.cmp(&b.top))
            } else {
                match (a.top / a.bottom).cmp(&(b.top / b.bottom)) {
                    Ordering::Equal => None,
                    order => Some(order),
                }
            };
            let (left, right) = (a.top % a.bottom, b.top % b.bottom);
            let order = order.or_else(|| (left == 0 || right == 0).then(|| left.min(1).cmp(&right.min(1))));
            if let Some(order) = order {
                return if is_turned { order.reverse() } else { order };
            }
            (a, b) = (Self { top: a.bottom, bottom: left }, Self { top: b.bottom, bottom: right });
            is_turned = !is_turned;
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(text: &str) -> Ratio {
        Ratio::new(text.parse().unwrap())
    }

    #[test]
    fn fractions_are_exact_and_rounded_up_only_when_shown() {
        let third = Ratio::ONE.over(ratio("3")).unwrap();
        assert_eq!(third.plus(third).unwrap().plus(third), Some(Ratio::ONE));
        assert_eq!(third.decimal(), Some("0.333333334".parse().unwrap()));
        assert_eq!(ratio("2.50").decimal(), Some("2.5".parse().unwrap()));
        assert_eq!(ratio("18").over(ratio("7")).unwrap().steps(3), Some(2571));
        assert_eq!((ratio("2.1").ceil(), ratio("2").ceil()), (ratio("3"), ratio("2")));
        assert_eq!(ratio("1").minus(ratio("2")), Some(Ratio::ZERO));
        assert_eq!(Ratio::ONE.over(Ratio::ZERO), None);
        assert_eq!(ratio("-3"), Ratio::ZERO);
    }

    proptest! {
        #[test]
        fn order_is_that_of_the_cross_products(a in 0_i64..5000, b in 1_i64..5000, c in 0_i64..5000, d in 1_i64..5000) {
            let (left, right) = (Ratio::reduced(a.into(), b.into()), Ratio::reduced(c.into(), d.into()));
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
        }
    }
}
