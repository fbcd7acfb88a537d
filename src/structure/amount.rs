//! Exact quantities: products and sums that are never rounded.

use rust_decimal::Decimal;

use crate::finding::Code;
use crate::finding::codes::structure as codes;
use crate::model::{Line, Structure};

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
        let value = value.normalize();
        // A scale is at most 28.
        Self { digits: value.mantissa(), scale: u8::try_from(value.scale()).unwrap_or(u8::MAX) }
    }

    /// Without zeros at the end, which only take room.
    fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }

    fn times(self, other: Self) -> Option<Self> {
        let exact = |a: Self, b: Self| {
            // Two short factors cannot get too long, and are much faster to multiply.
            let digits = match (i64::try_from(a.digits), i64::try_from(b.digits)) {
                (Ok(a), Ok(b)) => i128::from(a).checked_mul(i128::from(b))?,
                _ => a.digits.checked_mul(b.digits)?,
            };
            Some(Self { digits, scale: a.scale.checked_add(b.scale)? })
        };
        exact(self, other)
            .or_else(|| exact(self.trimmed(), other.trimmed()))
            .map(|product| if product.scale > 0 { product.trimmed() } else { product })
    }

    fn plus(self, other: Self) -> Option<Self> {
        if self.scale == other.scale {
            return Some(Self { digits: self.digits.checked_add(other.digits)?, scale: self.scale });
        }
        let scale = self.scale.max(other.scale);
        let raised =
            |amount: Self| amount.digits.checked_mul(10_i128.checked_pow(u32::from(scale.checked_sub(amount.scale)?))?);
        Some(Self { digits: raised(self)?.checked_add(raised(other)?)?, scale })
    }

    fn decimal(self) -> Option<Decimal> {
        let short = self.trimmed();
        Decimal::try_from_i128_with_scale(short.digits, u32::from(short.scale)).ok()
    }
}

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

    pub(crate) fn new(quantity: Decimal) -> Self {
        Self { amount: Amount::new(quantity), state: State::Known }
    }

    /// What one parent takes of a line's item: nothing for "as required", unknown for a blank quantity.
    /// A quantity without a way to the item's unit is left out.
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
    pub(crate) fn small((digits, scale): (i32, u8)) -> Self {
        Self { amount: Amount { digits: i128::from(digits), scale }, state: State::Known }
    }

    /// Digits and scale, when it is known and has at most 18 digits.
    pub(crate) fn short(self) -> Option<(i64, u8)> {
        let digits = i64::try_from(self.amount.digits).ok()?;
        (self.state == State::Known && self.amount.scale < u8::MAX).then_some((digits, self.amount.scale))
    }

    /// The figure of [`Self::short`].
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

    pub(crate) fn times(self, other: Self) -> Self {
        self.combined(other, Amount::times)
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        self.combined(other, Amount::plus)
    }

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

    #[test]
    fn the_worst_reason_wins() {
        let sum = Total::of(None).plus(Total::CYCLE);
        assert_eq!(sum.figure().reason().map(|code| code.id), Some("E-CYCLE"));
        assert_eq!(Total::of(None).times(Total::ONE).figure(), Figure::Unknown);
    }
}
