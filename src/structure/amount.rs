//! Exact quantities: products and sums that are never rounded.

use rust_decimal::Decimal;

use crate::finding::Code;
use crate::finding::codes::structure as codes;
use crate::model::{Line, Structure};
use crate::values::POWERS_OF_TEN;

/// An exact decimal with up to 38 digits while it is computed; it leaves as a [`Decimal`] of up to 28.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Amount {
    digits: i128,
    scale: u8,
}

impl Amount {
    const ZERO: Self = Self { digits: 0, scale: 0 };
    const ONE: Self = Self { digits: 1, scale: 0 };

    fn new(value: Decimal) -> Self {
        // A scale is at most 28.
        Self { digits: value.mantissa(), scale: u8::try_from(value.scale()).unwrap_or(u8::MAX) }
    }

    /// Without zeros at the end, which only take room.
    #[inline]
    fn trimmed(mut self) -> Self {
        if let Ok(mut digits) = i64::try_from(self.digits) {
            while self.scale > 0 && digits % 10 == 0 {
                digits /= 10;
                self.scale -= 1;
            }
            return Self { digits: i128::from(digits), scale: self.scale };
        }
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }

    #[inline]
    fn times(self, other: Self) -> Option<Self> {
        let exact = |a: Self, b: Self| {
            // Two short factors cannot get too long, and are much faster to multiply.
            let digits = match (i64::try_from(a.digits), i64::try_from(b.digits)) {
                (Ok(a), Ok(b)) => i128::from(a).wrapping_mul(i128::from(b)),
                _ => a.digits.checked_mul(b.digits)?,
            };
            Some(Self { digits, scale: a.scale.checked_add(b.scale)? })
        };
        exact(self, other)
            .or_else(|| exact(self.trimmed(), other.trimmed()))
            // Zeros at the end are taken off before they can fill the room, not after every step.
            .map(|product| if product.scale > MANY_DECIMALS { product.trimmed() } else { product })
    }

    #[inline]
    fn plus(self, other: Self) -> Option<Self> {
        if self.scale == other.scale
            && let Some(digits) = self.digits.checked_add(other.digits)
        {
            return Some(Self { digits, scale: self.scale });
        }
        self.raised_plus(other).or_else(|| self.trimmed().raised_plus(other.trimmed()))
    }

    /// The sum of two amounts at the larger of their scales.
    fn raised_plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let raised = |amount: Self| {
            let power = POWERS_OF_TEN.get(usize::from(scale.checked_sub(amount.scale)?))?;
            match (i64::try_from(amount.digits), i64::try_from(*power)) {
                (Ok(digits), Ok(power)) => Some(i128::from(digits).wrapping_mul(i128::from(power))),
                _ => amount.digits.checked_mul(*power),
            }
        };
        Some(Self { digits: raised(self)?.checked_add(raised(other)?)?, scale })
    }

    #[inline]
    fn decimal(self) -> Option<Decimal> {
        let short = self.trimmed();
        if let (Ok(digits), 0..=28) = (i64::try_from(short.digits), short.scale) {
            return Some(Decimal::new(digits, u32::from(short.scale)));
        }
        Decimal::try_from_i128_with_scale(short.digits, u32::from(short.scale)).ok()
    }
}

/// Decimals of a product from which on zeros at its end are taken off.
const MANY_DECIMALS: u8 = 9;

/// Why a total is not known; the worst reason wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Known,
    Blank,
    Range,
    Cycle,
}

/// A sum of products on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Total {
    amount: Amount,
    state: State,
}

impl Total {
    pub(crate) const ZERO: Self = Self { amount: Amount::ZERO, state: State::Known };
    pub(crate) const ONE: Self = Self { amount: Amount::ONE, state: State::Known };
    pub(crate) const CYCLE: Self = Self { amount: Amount::ZERO, state: State::Cycle };
    const BLANK: Self = Self { amount: Amount::ZERO, state: State::Blank };

    #[inline]
    pub(crate) fn new(quantity: Decimal) -> Self {
        Self { amount: Amount::new(quantity), state: State::Known }
    }

    /// What one parent takes of a line's item: nothing for "as required", unknown for a blank quantity.
    /// A quantity without a way to the item's unit is left out.
    #[inline]
    pub(crate) fn of_line(structure: &Structure, line: &Line) -> Self {
        if line.is_as_required() || line.is_reference() || line.lacks_unit() {
            return Self::ZERO;
        }
        match line.small_quantity() {
            Some((digits, scale)) => Self { amount: Amount { digits: i128::from(digits), scale }, state: State::Known },
            None => structure.quantity(line).map_or(Self::BLANK, Self::new),
        }
    }

    /// A quantity of so many digits and decimals.
    #[inline]
    pub(crate) fn small((digits, scale): (i32, u8)) -> Self {
        Self { amount: Amount { digits: i128::from(digits), scale }, state: State::Known }
    }

    /// Digits and scale, when it is known and has at most 18 digits.
    #[inline]
    pub(crate) fn short(self) -> Option<(i64, u8)> {
        let digits = i64::try_from(self.amount.digits).ok()?;
        (self.state == State::Known && self.amount.scale < u8::MAX).then_some((digits, self.amount.scale))
    }

    /// The figure of [`Self::short`].
    #[inline]
    pub(crate) fn of_short(digits: i64, scale: u8) -> Self {
        Self { amount: Amount { digits: i128::from(digits), scale }, state: State::Known }
    }

    /// What a quantity stands for; unknown when it is blank.
    pub(crate) fn of(quantity: Option<Decimal>) -> Self {
        quantity.map_or(Self::BLANK, Self::new)
    }

    /// A figure that was computed before, to go on with.
    pub(crate) fn of_figure(figure: Figure) -> Self {
        match figure {
            Figure::Known(quantity) => Self::new(quantity),
            Figure::Unknown => Self::BLANK,
            Figure::TooLong => Self { amount: Amount::ZERO, state: State::Range },
            Figure::Endless => Self::CYCLE,
        }
    }

    #[inline]
    pub(crate) fn times(self, other: Self) -> Self {
        self.combined(other, Amount::times)
    }

    #[inline]
    pub(crate) fn plus(self, other: Self) -> Self {
        self.combined(other, Amount::plus)
    }

    /// The sum with a product of two short figures: digits and scale of each.
    #[inline]
    pub(crate) fn plus_product(self, (a, scale_a): (i64, u8), (b, scale_b): (i64, u8)) -> Self {
        // Two factors of 64 bits fit.
        let product = i128::from(a).wrapping_mul(i128::from(b));
        let scale = scale_a.saturating_add(scale_b);
        if self.state == State::Known && scale <= MANY_DECIMALS {
            if self.amount.scale == scale
                && let Some(digits) = self.amount.digits.checked_add(product)
            {
                return Self { amount: Amount { digits, scale }, state: State::Known };
            }
            if self.amount.digits == 0 {
                return Self { amount: Amount { digits: product, scale }, state: State::Known };
            }
        }
        self.plus(Self::of_short(a, scale_a).times(Self::of_short(b, scale_b)))
    }

    #[inline]
    fn combined(self, other: Self, operation: impl Fn(Amount, Amount) -> Option<Amount>) -> Self {
        let state = self.state.max(other.state);
        match operation(self.amount, other.amount) {
            Some(amount) => Self { amount, state },
            None => Self { amount: Amount::ZERO, state: state.max(State::Range) },
        }
    }

    /// True when it would need a loop.
    pub(crate) const fn is_endless(self) -> bool {
        matches!(self.state, State::Cycle)
    }

    /// True when it is longer than 28 digits.
    pub(crate) fn is_too_long(self) -> bool {
        // 18 digits fit in any case; looking at their number is much faster than making a decimal.
        let is_short = self.amount.scale == 0 && self.amount.digits.unsigned_abs() < 1_000_000_000_000_000_000;
        match self.state {
            State::Known => !is_short && self.figure() == Figure::TooLong,
            State::Range => true,
            State::Blank | State::Cycle => false,
        }
    }

    #[inline]
    pub(crate) fn figure(self) -> Figure {
        match self.state {
            State::Known => self.amount.decimal().map_or(Figure::TooLong, Figure::Known),
            State::Blank => Figure::Unknown,
            State::Range => Figure::TooLong,
            State::Cycle => Figure::Endless,
        }
    }
}

/// A computed quantity, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The exact quantity.
    Known(Decimal),
    /// A quantity on the way is blank or not usable.
    Unknown,
    /// Longer than 28 digits.
    TooLong,
    /// It would need a loop.
    Endless,
}

impl Figure {
    /// The quantity; none when it is not known.
    #[must_use]
    pub const fn quantity(self) -> Option<Decimal> {
        match self {
            Self::Known(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// The code that says why there is no quantity.
    #[must_use]
    pub const fn reason(self) -> Option<&'static Code> {
        match self {
            Self::Known(_) => None,
            Self::Unknown => Some(&codes::E_QTY),
            Self::TooLong => Some(&codes::E_QTY_RANGE),
            Self::Endless => Some(&codes::E_CYCLE),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn total(text: &str) -> Total {
        Total::new(text.parse().unwrap())
    }

    #[test]
    fn products_and_sums_are_exact_or_refused() {
        assert_eq!(total("0.1").times(total("0.1")).plus(total("2")).figure(), Figure::Known("2.01".parse().unwrap()));
        let mut tiny = Total::ONE;
        for _ in 0..29 {
            tiny = tiny.times(total("0.1"));
        }
        assert_eq!(tiny.figure(), Figure::TooLong, "29 decimals do not fit and are not rounded");
        let mut huge = Total::ONE;
        for _ in 0..100 {
            huge = huge.times(total("10"));
        }
        assert_eq!(huge.figure(), Figure::TooLong);
        let mut back = Total::ONE;
        for _ in 0..200 {
            back = back.times(total("0.5")).times(total("2"));
        }
        assert_eq!(back.figure(), Figure::Known(Decimal::ONE));
    }

    proptest! {
        /// The short way of a product gives what the long way gives.
        #[test]
        fn sums_of_products_are_those_of_decimals(
            parts in proptest::collection::vec((-999_999_i64..999_999, 0_u8..7, -99_999_i64..99_999, 0_u8..7), 0..6),
        ) {
            let (mut short, mut long, mut exact) = (Total::ZERO, Total::ZERO, Decimal::ZERO);
            for (a, scale_a, b, scale_b) in parts {
                short = short.plus_product((a, scale_a), (b, scale_b));
                long = long.plus(Total::of_short(a, scale_a).times(Total::of_short(b, scale_b)));
                exact += Decimal::new(a, scale_a.into()) * Decimal::new(b, scale_b.into());
            }
            prop_assert_eq!(short.figure(), Figure::Known(exact));
            prop_assert_eq!(long.figure(), Figure::Known(exact));
        }
    }

    #[test]
    fn the_worst_reason_wins() {
        let sum = Total::of(None).plus(Total::CYCLE);
        assert_eq!(sum.figure().reason().map(|code| code.id), Some("E-CYCLE"));
        assert_eq!(Total::of(None).times(Total::ONE).figure(), Figure::Unknown);
    }
}
