//! Numbers: from the text people write and from the doubles spreadsheets store, to exact decimals.
//!
//! Rules: structures specification, section 0.

use std::borrow::Cow;
use std::io::Write as _;

use rust_decimal::Decimal;
use thiserror::Error;

use super::locale::{DecimalSign, Locale};

/// A number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedNumber {
    /// The value before the percent sign: 5 for `5 %`.
    pub value: Decimal,
    /// True when a percent sign followed.
    pub percent: bool,
}

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Nothing but blanks.
    #[error("blank")]
    Blank,
    /// A character that does not belong to a number, such as a unit or a currency sign.
    #[error("not a number")]
    NotANumber,
    /// A single comma or point before exactly three digits, and no locale to settle it.
    #[error("a single sign before three digits may group thousands or begin the decimals")]
    Ambiguous,
    /// Signs that neither group by three nor can be the decimal sign.
    #[error("the digits are not grouped by three")]
    Grouping,
    /// More than 28 digits.
    #[error("more digits than can be kept")]
    TooLong,
}

/// Digits an exact decimal can always hold.
const MAX_DIGITS: usize = 28;

/// The exact value of a text, with comma or point as decimal sign and blanks or apostrophes as grouping.
///
/// Both signs present: the last is the decimal sign and the other groups by three. One sign several times groups by
/// three. A single sign before exactly three digits could be either and is refused, unless `locale` settles it or the
/// digits before it cannot be a group: `0,123` (a leading zero), `1234.567` (more than three digits), `,123` (none)
/// and `1 234,567` (blanks group already) are decimals. A sign may lead or, for minus, follow; `1E5` is a number.
///
/// # Errors
///
/// [`NumberError`], which says what stood in the way.
pub fn parse_decimal(text: &str, locale: Option<Locale>) -> Result<ParsedNumber, NumberError> {
    let folded: Cow<'_, str> =
        if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(fold_char).collect()) };
    let mut rest = folded.trim_matches(is_outer);
    if rest.is_empty() {
        return Err(NumberError::Blank);
    }
    let percent = rest.ends_with('%');
    if percent {
        rest = rest.strip_suffix('%').unwrap_or(rest).trim_end_matches(is_outer);
    }
    let mut negative = false;
    if let Some(after) = rest.strip_prefix(['+', '-']) {
        negative = rest.starts_with('-');
        rest = after.trim_start_matches(is_outer);
    } else if let Some(before) = rest.strip_suffix('-') {
        negative = true;
        rest = before.trim_end_matches(is_outer);
    }
    let (mantissa, exponent) = split_exponent(rest)?;
    let parts = Parts::of(mantissa, if exponent.is_some() { Some(Sign::Decimal) } else { None }, locale)?;
    let mut value = parts.value(exponent.unwrap_or(0))?;
    value.set_sign_negative(negative && !value.is_zero());
    Ok(ParsedNumber { value, percent })
}

/// Full-width forms, the typographic minus and all kinds of blanks and apostrophes become their plain forms.
fn fold_char(char: char) -> char {
    match char {
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(char).checked_sub(0xFEE0).and_then(char::from_u32).map_or(char, |folded| match folded {
                '`' => '\'',
                other => other,
            })
        }
        '\u{2212}' | '\u{FE63}' => '-',
        '\u{A0}' | '\u{202F}' | '\u{2009}' | '\u{2007}' | '\u{3000}' | '\u{2002}'..='\u{2006}' => ' ',
        '\u{2019}' | '\u{2018}' => '\'',
        other => other,
    }
}

/// Blanks and characters nobody sees, at the ends of the text.
fn is_outer(char: char) -> bool {
    char.is_whitespace() || super::text::is_invisible(char)
}

/// The text before an `E` and the number after it.
fn split_exponent(text: &str) -> Result<(&str, Option<i32>), NumberError> {
    let Some(place) = text.find(['e', 'E']) else { return Ok((text, None)) };
    let (mantissa, exponent) = text.split_at(place);
    let exponent = exponent.get(1..).unwrap_or_default();
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::NotANumber);
    }
    exponent.parse().map(|exponent| (mantissa, Some(exponent))).map_err(|_| NumberError::TooLong)
}

/// What a single comma or point is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Decimal,
    Group,
}

/// The digits of a number and how many of them follow the decimal sign.
struct Parts {
    digits: String,
    decimals: usize,
}

impl Parts {
    /// Splits the digits from the signs; `single` says what a lone comma or point means when it is known beforehand.
    fn of(text: &str, single: Option<Sign>, locale: Option<Locale>) -> Result<Self, NumberError> {
        if text.is_empty()
            || !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b' ' | b'\''))
        {
            return Err(NumberError::NotANumber);
        }
        let commas = text.bytes().filter(|&byte| byte == b',').count();
        let points = text.bytes().filter(|&byte| byte == b'.').count();
        let (decimal, group) = match (commas, points) {
            (0, 0) => (None, None),
            (1, 0) | (0, 1) => {
                let sign = if commas == 1 { ',' } else { '.' };
                match single.map_or_else(|| single_sign(text, sign, locale), Ok)? {
                    Sign::Decimal => (Some(sign), None),
                    Sign::Group => (None, Some(sign)),
                }
            }
            (_, 0) => (None, Some(',')),
            (0, _) => (None, Some('.')),
            _ if text.rfind(',') > text.rfind('.') => (Some(','), Some('.')),
            _ => (Some('.'), Some(',')),
        };
        let (whole, fraction) = match decimal {
            Some(sign) => text.split_once(sign).ok_or(NumberError::NotANumber)?,
            None => (text, ""),
        };
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::Grouping);
        }
        let whole = ungroup(whole, group)?;
        if whole.is_empty() && fraction.is_empty() {
            return Err(NumberError::NotANumber);
        }
        Ok(Self { digits: format!("{whole}{fraction}"), decimals: fraction.len() })
    }

    /// The digits times ten to the `exponent`.
    fn value(&self, exponent: i32) -> Result<Decimal, NumberError> {
        let decimals = i64::try_from(self.decimals).map_err(|_| NumberError::TooLong)?;
        let mut scale = decimals.checked_sub(i64::from(exponent)).ok_or(NumberError::TooLong)?;
        let mut digits = self.digits.trim_start_matches('0');
        while scale > 0
            && digits.len().max(usize::try_from(scale).unwrap_or(usize::MAX)) > MAX_DIGITS
            && digits.ends_with('0')
        {
            digits = digits.strip_suffix('0').unwrap_or(digits);
            scale -= 1;
        }
        if digits.is_empty() {
            return Ok(Decimal::new(0, u32::try_from(scale.clamp(0, 28)).unwrap_or(0)));
        }
        if digits.len() > MAX_DIGITS {
            return Err(NumberError::TooLong);
        }
        let mut mantissa: i128 = digits.parse().map_err(|_| NumberError::NotANumber)?;
        while scale < 0 {
            mantissa = mantissa.checked_mul(10).ok_or(NumberError::TooLong)?;
            scale += 1;
        }
        let scale = u32::try_from(scale).map_err(|_| NumberError::TooLong)?;
        Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| NumberError::TooLong)
    }
}

/// Whether the only comma or point of a text groups or begins the decimals.
fn single_sign(text: &str, sign: char, locale: Option<Locale>) -> Result<Sign, NumberError> {
    let Some((whole, fraction)) = text.split_once(sign) else { return Ok(Sign::Decimal) };
    let may_group = fraction.len() == 3
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && [whole, fraction].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !may_group {
        return Ok(Sign::Decimal);
    }
    match locale {
        None => Err(NumberError::Ambiguous),
        Some(locale) if (locale.decimal == DecimalSign::Comma) == (sign == ',') => Ok(Sign::Decimal),
        Some(_) => Ok(Sign::Group),
    }
}

/// The digits of a whole number without its grouping signs, which must stand every three digits.
fn ungroup(whole: &str, group: Option<char>) -> Result<String, NumberError> {
    let Some(used) = whole.chars().find(|char| !char.is_ascii_digit()) else {
        return Ok(whole.to_owned());
    };
    if group.is_some_and(|group| group != used) {
        return Err(NumberError::Grouping);
    }
    let mut groups = whole.split(used);
    let first = groups.next().unwrap_or_default();
    let digits_only = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=3).contains(&first.len()) || !digits_only(first) {
        return Err(NumberError::Grouping);
    }
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !digits_only(group) {
            return Err(NumberError::Grouping);
        }
        digits.push_str(group);
    }
    Ok(digits)
}

/// Powers of ten that a double holds exactly, for one to eight decimals.
const TENS: [f64; 8] = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/// Below this a double that is whole has at most 15 digits.
const FIFTEEN_DIGITS: f64 = 1e15;

/// The decimal that a stored double stands for: its first 15 significant digits, as a spreadsheet shows them.
///
/// 0.30000000000000004 is 0.3. Nothing for infinities, for what is not a number, and beyond 28 digits; digits after the
/// 28th decimal are rounded off.
#[must_use]
#[expect(
    clippy::float_arithmetic,
    clippy::float_cmp,
    clippy::cast_possible_truncation,
    reason = "this is the one place where doubles become decimals; the casts are of whole numbers below 1e15"
)]
pub fn decimal_from_f64(value: f64) -> Option<Decimal> {
    if value.abs() < FIFTEEN_DIGITS {
        if value.trunc() == value {
            return Some(Decimal::from(value as i64));
        }
        // If a whole number of at most 15 digits, divided by a power of ten, gives exactly this double, then these are
        // its 15 digits: every decimal of 15 digits survives the way to a double and back.
        for (ten, scale) in TENS.iter().zip(1_u32..) {
            let whole = (value * ten).round();
            if whole.abs() >= FIFTEEN_DIGITS {
                break;
            }
            if whole / ten == value {
                return Some(Decimal::new(whole as i64, scale));
            }
        }
    }
    through_fifteen_digits(value)
}

/// The slow way, for every double: print 15 significant digits and read them.
fn through_fifteen_digits(value: f64) -> Option<Decimal> {
    if !value.is_finite() {
        return None;
    }
    let mut buffer = [0_u8; 40];
    let mut free = &mut buffer[..];
    write!(free, "{value:.14e}").ok()?;
    let unused = free.len();
    let text = std::str::from_utf8(buffer.get(..buffer.len().checked_sub(unused)?)?).ok()?;
    let (mantissa, exponent) = text.split_once('e')?;
    let digits: i64 = mantissa.replace('.', "").parse().ok()?;
    let exponent: i32 = exponent.parse().ok()?;
    let mut scale = 14_i32.checked_sub(exponent)?;
    let mut digits = i128::from(digits);
    while scale > 0 && digits % 10 == 0 && digits != 0 {
        digits /= 10;
        scale -= 1;
    }
    while scale < 0 {
        digits = digits.checked_mul(10)?;
        scale += 1;
    }
    if scale > 28 + 20 {
        return Some(Decimal::ZERO);
    }
    while scale > 28 {
        let away = if digits < 0 { -5 } else { 5 };
        digits = if scale == 29 { (digits + away) / 10 } else { digits / 10 };
        scale -= 1;
    }
    if digits == 0 {
        return Some(Decimal::ZERO);
    }
    Decimal::try_from_i128_with_scale(digits, u32::try_from(scale).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, locale: &str) -> Result<String, NumberError> {
        parse_decimal(text, Locale::from_name(locale))
            .map(|parsed| format!("{}{}", parsed.value.normalize(), if parsed.percent { "%" } else { "" }))
    }

    #[test]
    fn texts_are_read_as_section_0_says() {
        for (text, value) in [
            ("12", "12"),
            ("12,5", "12.5"),
            ("12.5", "12.5"),
            ("12,50", "12.5"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("1,234,567.8", "1234567.8"),
            ("1 234", "1234"),
            ("1\u{A0}234\u{202F}567,8", "1234567.8"),
            ("1'234.50", "1234.5"),
            ("1\u{2019}234", "1234"),
            ("1 234,567", "1234.567"),
            ("0,123", "0.123"),
            ("0.123", "0.123"),
            (",123", "0.123"),
            ("1234,567", "1234.567"),
            ("5,", "5"),
            (".5", "0.5"),
            ("-5", "-5"),
            ("+5", "5"),
            ("- 5", "-5"),
            ("\u{2212}5,25", "-5.25"),
            ("5,25-", "-5.25"),
            ("5 %", "5%"),
            ("5%", "5%"),
            ("-2,5 %", "-2.5%"),
            ("\u{FF11}\u{FF12}\u{FF0E}\u{FF15}", "12.5"),
            ("1E5", "100000"),
            ("1.234E2", "123.4"),
            ("1e-3", "0.001"),
            ("\u{FEFF} 7 ", "7"),
            ("000123", "123"),
            ("0", "0"),
            ("-0", "0"),
            ("1234567890123456789012345678", "1234567890123456789012345678"),
            ("0.50000000000000000000000000000000", "0.5"),
        ] {
            assert_eq!(read(text, "").as_deref(), Ok(value), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_reason() {
        use NumberError::{Ambiguous, Blank, Grouping, NotANumber, TooLong};
        for (text, error) in [
            ("", Blank),
            (" \u{A0}", Blank),
            ("12,50 €", NotANumber),
            ("12 kg", NotANumber),
            ("abc", NotANumber),
            ("-", NotANumber),
            (",", NotANumber),
            ("1,234", Ambiguous), // SU13
            ("1.234", Ambiguous),
            ("-12.345", Ambiguous),
            ("1,23,456", Grouping),
            ("1,2345,678", Grouping),
            ("1.23.45", Grouping),
            ("1,234.567,8", Grouping),
            ("12 34", Grouping),
            ("1 234'567", Grouping),
            ("1.5 3", Grouping),
            ("--5", NotANumber),
            ("5 % %", NotANumber),
            ("E5", NotANumber),
            ("1E", NotANumber),
            ("1E40", TooLong),
            ("1E99999999999", TooLong),
            ("99999999999999999999999999999999", TooLong),
            ("inf", NotANumber),
            ("NaN", NotANumber),
            ("0x10", NotANumber),
        ] {
            assert_eq!(read(text, ""), Err(error), "{text:?}");
        }
    }

    #[test]
    fn a_locale_settles_a_single_sign_before_three_digits() {
        assert_eq!(read("1,234", "fi").as_deref(), Ok("1.234"));
        assert_eq!(read("1.234", "fi").as_deref(), Ok("1234"));
        assert_eq!(read("1,234", "en-US").as_deref(), Ok("1234"));
        assert_eq!(read("1.234", "en-US").as_deref(), Ok("1.234"));
        assert_eq!(read("12.5", "fi").as_deref(), Ok("12.5"), "one digit cannot be a group");
    }

    #[test]
    fn doubles_are_read_through_fifteen_digits() {
        for (value, text) in [
            (0.300_000_000_000_000_04, "0.3"), // SU12
            (0.1 + 0.2, "0.3"),
            (123.0, "123"),
            (-12.5, "-12.5"),
            (0.0, "0"),
            (1e15, "1000000000000000"),
            (1.234_567_890_123_456_7e18, "1234567890123460000"),
            (1e-7, "0.0000001"),
            (1.0 / 3.0, "0.333333333333333"),
            (1e-40, "0"),
            (7e28, "70000000000000000000000000000"),
        ] {
            assert_eq!(decimal_from_f64(value).map(|value| value.to_string()).as_deref(), Some(text), "{value}");
        }
        for value in [f64::NAN, f64::INFINITY, 1e29, -1e300] {
            assert_eq!(decimal_from_f64(value), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn the_fast_way_agrees_with_the_slow_one(value in any::<f64>()) {
            prop_assert_eq!(decimal_from_f64(value), through_fifteen_digits(value));
        }

        #[test]
        fn the_fast_way_agrees_on_prices(digits in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..=12,
                                         wobble in -2_i64..=2) {
            let exact = Decimal::new(digits, scale);
            let value: f64 = exact.to_string().parse().unwrap();
            prop_assert_eq!(decimal_from_f64(value), Some(exact), "a decimal of 15 digits comes back");
            let near = f64::from_bits(value.to_bits().wrapping_add_signed(wobble));
            prop_assert_eq!(decimal_from_f64(near), through_fifteen_digits(near));
        }

        #[test]
        fn nothing_panics(text in "[0-9 .,'eE%+-]{0,40}") {
            let _ = parse_decimal(&text, None);
            let _ = parse_decimal(&text, Locale::from_name("fi"));
        }

        #[test]
        fn printed_numbers_come_back(digits in any::<i64>(), scale in 0_u32..=18) {
            let value = Decimal::new(digits, scale);
            let locale = Locale::from_name("en");
            prop_assert_eq!(parse_decimal(&value.to_string(), locale).map(|parsed| parsed.value), Ok(value));
        }
    }
}
