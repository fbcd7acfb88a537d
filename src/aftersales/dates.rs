//! Counting in months.
//!
//! Rule: warranty and recall specification, section 2.

use chrono::{Months, NaiveDate};

/// The same day number some months on; the last day of the month where that day does not exist. None past the year 9999
/// or what a calendar holds.
#[must_use]
pub fn add_months(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(months))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WR1.
    #[test]
    fn wr1_the_last_day_where_the_day_does_not_exist() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (from, months, to) in [
            ("2024-01-31", 1, "2024-02-29"),
            ("2023-01-31", 1, "2023-02-28"),
            ("2024-02-29", 24, "2026-02-28"),
            ("2024-08-31", 18, "2026-02-28"),
            ("2024-05-15", 24, "2026-05-15"),
            ("2024-05-15", 0, "2024-05-15"),
        ] {
            assert_eq!(add_months(day(from), months), Some(day(to)), "{from} + {months}");
        }
        assert_eq!(add_months(day("2024-01-31"), u32::MAX), None);
    }
}
