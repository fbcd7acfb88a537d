//! Dates: from ISO text, from text in a country's order, from a spreadsheet's day numbers.
//!
//! Rules: structures specification, section 0.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use thiserror::Error;

use super::locale::{DateOrder, Locale};

/// Where a workbook's day numbers begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateSystem {
    /// Day 1 is 1900-01-01, with a 1900-02-29 that never was.
    #[default]
    From1900,
    /// Day 0 is 1904-01-01.
    From1904,
}

/// Why a day number is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SerialError {
    /// Before 1900-03-01, where spreadsheets count a day that never was, or a time without a day.
    #[error("a day before 1900-03-01")]
    TooEarly,
    /// After 9999-12-31, or not a number.
    #[error("a day after 9999-12-31")]
    TooLate,
}

/// The date and time behind a spreadsheet's day number, rounded to milliseconds.
///
/// # Errors
///
/// [`SerialError`] outside 1900-03-01 (in the 1904 system: 1904-01-01) to 9999-12-31.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a day number is a double; its range is checked before the casts"
)]
pub fn date_from_serial(serial: f64, system: DateSystem) -> Result<NaiveDateTime, SerialError> {
    let (epoch, first, last) = match system {
        DateSystem::From1900 => (NaiveDate::from_ymd_opt(1899, 12, 30), 61.0, 2_958_466.0),
        DateSystem::From1904 => (NaiveDate::from_ymd_opt(1904, 1, 1), 0.0, 2_957_004.0),
    };
    if serial < first {
        return Err(SerialError::TooEarly);
    }
    if serial.is_nan() || serial >= last {
        return Err(SerialError::TooLate);
    }
    let milliseconds = ((serial - serial.trunc()) * 86_400_000.0).round() as i64;
    epoch
        .and_then(|epoch| epoch.checked_add_days(Days::new(serial.trunc() as u64)))
        .and_then(|day| day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::milliseconds(milliseconds)))
        .ok_or(SerialError::TooLate)
}

/// The day written in a text: ISO (`2026-03-31`, a time may follow), or in the locale's order (`31.3.2026`).
///
/// Without a locale nothing but ISO is a date. Years have four digits.
#[must_use]
pub fn parse_date(text: &str, locale: Option<Locale>) -> Option<NaiveDate> {
    parse_date_time(text, locale).map(|moment| moment.date())
}

/// The days that a text which is no ISO date means in the locales that people have most.
#[must_use]
pub fn dates_by_locale(text: &str) -> Vec<(&'static str, NaiveDate)> {
    // Nobody who puts the month first writes points.
    let locales: &[&str] = if text.contains('.') { &["de"] } else { &["en-GB", "en-US"] };
    let day = |name: &&'static str| Some((*name, parse_date(text, Some(Locale::from_name(name)?))?));
    let mut days: Vec<(&str, NaiveDate)> = locales.iter().filter_map(day).collect();
    days.dedup_by_key(|(_, day)| *day);
    days
}

/// As [`parse_date`], with the time of day; midnight when none is written. A zone is read over.
#[must_use]
pub fn parse_date_time(text: &str, locale: Option<Locale>) -> Option<NaiveDateTime> {
    let text = text.trim();
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (day, time) = text.split_at(end);
    let time = time.get(1..).unwrap_or_default();
    let day = iso_day(day).or_else(|| ordered_day(day, locale?.dates))?;
    let time = if time.trim().is_empty() { NaiveTime::MIN } else { time_of_day(time.trim())? };
    Some(day.and_time(time))
}

/// `2026-03-31`.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(number(year)?.try_into().ok()?, number(month)?, number(day)?)
}

/// Three numbers between points, slashes or dashes, in the order of a country.
fn ordered_day(text: &str, order: DateOrder) -> Option<NaiveDate> {
    let sign = text.chars().find(|char| matches!(char, '.' | '/' | '-'))?;
    let text = text.strip_suffix('.').unwrap_or(text);
    let mut parts = text.split(sign);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = match order {
        DateOrder::DayMonthYear => (third, second, first),
        DateOrder::MonthDayYear => (third, first, second),
        DateOrder::YearMonthDay => (first, second, third),
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(number(year)?.try_into().ok()?, number(month)?, number(day)?)
}

/// `12:30`, `12:30:15`, `12:30:15.250`, and a zone that is read over.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let clock = text.split(['Z', 'z', '+']).next()?;
    let clock = clock.rsplit_once('-').map_or(clock, |(clock, _)| clock);
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, "0"));
    let mut parts = clock.split(':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second = parts.next().map_or(Some(0), number)?;
    if parts.next().is_some() {
        return None;
    }
    let milliseconds = number(format!("{fraction:0<3}").get(..3)?)?;
    NaiveTime::from_hms_milli_opt(hour, minute, second, milliseconds)
}

/// Digits only: no sign, no blanks.
fn number(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, locale: &str) -> Option<String> {
        parse_date_time(text, Locale::from_name(locale)).map(|moment| moment.to_string())
    }

    #[test]
    fn the_locales_that_read_a_date_are_named() {
        let read = |text: &str| -> Vec<String> {
            dates_by_locale(text).into_iter().map(|(name, day)| format!("{name} {day}")).collect()
        };
        assert_eq!(read("20.11.2026"), ["de 2026-11-20"]);
        assert_eq!(read("1/2/2026"), ["en-GB 2026-02-01", "en-US 2026-01-02"]);
        assert_eq!(read("1/1/2026"), ["en-GB 2026-01-01"]);
        assert_eq!(read("31.13.2026"), [""; 0]);
    }

    #[test]
    fn iso_text_is_a_date_everywhere() {
        for text in ["2026-03-31", " 2026-03-31 ", "2026-03-31T00:00:00", "2026-03-31T00:00:00Z", "2026-03-31 00:00"] {
            assert_eq!(read(text, "").as_deref(), Some("2026-03-31 00:00:00"), "{text}");
        }
        assert_eq!(read("2026-03-31T12:30:15.250+02:00", "").as_deref(), Some("2026-03-31 12:30:15.250"));
        for text in
            ["", "2026-3-31", "2026-02-30", "31.3.2026", "20260331", "2026-03-31x", "2026-03-31T25:00", "+026-01-01"]
        {
            assert_eq!(read(text, ""), None, "{text}");
        }
    }

    #[test]
    fn other_orders_need_a_locale() {
        assert_eq!(read("31.3.2026", "fi").as_deref(), Some("2026-03-31 00:00:00"));
        assert_eq!(read("31.03.2026 14:05", "de").as_deref(), Some("2026-03-31 14:05:00"));
        assert_eq!(read("3/31/2026", "en-US").as_deref(), Some("2026-03-31 00:00:00"));
        assert_eq!(read("31/3/2026", "en-GB").as_deref(), Some("2026-03-31 00:00:00"));
        assert_eq!(read("2026/3/31", "zh").as_deref(), Some("2026-03-31 00:00:00"));
        assert_eq!(read("31/3/2026", "en-US"), None);
        assert_eq!(read("31.3.26", "fi"), None);
    }

    #[test]
    fn day_numbers_follow_the_system_of_the_workbook() {
        let day = |serial, system| date_from_serial(serial, system).map(|moment| moment.to_string());
        assert_eq!(day(46_112.0, DateSystem::From1900).as_deref(), Ok("2026-03-31 00:00:00"));
        assert_eq!(day(44_650.0, DateSystem::From1904).as_deref(), Ok("2026-03-31 00:00:00"));
        assert_eq!(day(61.0, DateSystem::From1900).as_deref(), Ok("1900-03-01 00:00:00"));
        assert_eq!(day(45_943.541, DateSystem::From1900).as_deref(), Ok("2025-10-13 12:59:02.400"));
        assert_eq!(day(2_958_465.0, DateSystem::From1900).as_deref(), Ok("9999-12-31 00:00:00"));
        for early in [60.0, 60.9, 0.5, 0.0, -1.0, f64::NEG_INFINITY] {
            assert_eq!(day(early, DateSystem::From1900), Err(SerialError::TooEarly), "{early}");
        }
        for late in [2_958_466.0, f64::INFINITY, f64::NAN] {
            assert_eq!(day(late, DateSystem::From1900), Err(SerialError::TooLate), "{late}");
        }
    }
}
