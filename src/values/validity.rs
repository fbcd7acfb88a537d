//! A span of days, both ends inclusive, either end open.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From when to when something holds; both days are included and a missing day is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Validity {
    /// First day; none means since ever.
    pub from: Option<NaiveDate>,
    /// Last day; none means for ever.
    pub to: Option<NaiveDate>,
}

impl Validity {
    /// Open at both ends.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// A span with these ends.
    #[must_use]
    pub const fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { from, to }
    }

    /// True when the day lies in the span; its ends do.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// True when the two spans share at least one day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        starts_by(self.from, other.to) && starts_by(other.from, self.to) && self.is_ordered() && other.is_ordered()
    }

    /// False when the first day lies after the last.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        starts_by(self.from, self.to)
    }

    /// True when both ends are open.
    #[must_use]
    pub const fn is_always(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// True unless both days are there and the first lies after the second.
fn starts_by(from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
    from.zip(to).is_none_or(|(from, to)| from <= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2026, 3, day)
    }

    #[test]
    fn both_ends_are_inside() {
        let validity = Validity::new(day(10), day(20));
        assert!(validity.contains(day(10).unwrap()) && validity.contains(day(20).unwrap()));
        assert!(!validity.contains(day(9).unwrap()) && !validity.contains(day(21).unwrap()));
        assert!(Validity::ALWAYS.contains(day(1).unwrap()) && Validity::ALWAYS.is_always());
    }

    #[test]
    fn spans_that_share_a_day_overlap() {
        let early = Validity::new(None, day(10));
        assert!(early.overlaps(&Validity::new(day(10), None)));
        assert!(!early.overlaps(&Validity::new(day(11), None)));
        assert!(Validity::ALWAYS.overlaps(&early));
        assert!(!Validity::new(day(20), day(10)).overlaps(&Validity::ALWAYS), "no day lies in a span turned round");
        assert!(!Validity::new(day(20), day(10)).is_ordered() && Validity::new(day(10), day(10)).is_ordered());
    }
}
