//! Arguments that are easily given wrong: each is refused with its name, what was given and what is expected.

use chrono::NaiveDate;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDate, PyString};
use rust_decimal::Decimal;

use super::plain::{is_blank, kind};

/// Percents that a margin or a store price is written as, beside those up to 100 either way.
const MARKS: Decimal = Decimal::from_parts(99_999, 0, 0, false, 2);

/// Functions that take one argument each, under its name.
macro_rules! arguments {
    ($($name:ident: $take:ident -> $kind:ty;)*) => {$(
        pub(super) fn $name(value: &Bound<'_, PyAny>) -> PyResult<$kind> {
            $take(value, stringify!($name))
        }
    )*};
}

arguments! {
    on: day -> Option<NaiveDate>;
    as_of: day -> Option<NaiveDate>;
    on_before: day -> Option<NaiveDate>;
    on_after: day -> Option<NaiveDate>;
    old_on: day -> Option<NaiveDate>;
    new_on: day -> Option<NaiveDate>;
    quantity: number -> Decimal;
    exchange_rate: number_or_none -> Option<Decimal>;
    entered_price: number_or_none -> Option<Decimal>;
    special_discount: discount -> Option<Decimal>;
    tax_rate: tax_percent -> Option<Decimal>;
    tax: tax_percent -> Option<Decimal>;
    freight: amount -> Option<Decimal>;
    logistics: amount -> Option<Decimal>;
    levels: count -> Option<u32>;
    items: names -> Option<Vec<String>>;
    tables: names -> Option<Vec<String>>;
}

/// A day, none for `None`.
fn day(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<NaiveDate>> {
    if value.is_none() {
        return Ok(None);
    }
    if !value.is_instance_of::<PyDate>() || is_blank(value)? {
        return Err(PyTypeError::new_err(format!("`{name}` is {}; it is a date or None", kind(value))));
    }
    value.extract().map(Some)
}

/// A number of at most 28 digits.
pub(super) fn number(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Decimal> {
    finite(value, &format!("`{name}`"))
}

/// The same, of something that is no argument itself.
pub(super) fn finite(value: &Bound<'_, PyAny>, what: &str) -> PyResult<Decimal> {
    let is_other = value.is_instance_of::<PyBool>() || value.is_instance_of::<PyBytes>();
    if is_other || !(value.is_instance_of::<PyString>() || value.hasattr("__float__")?) {
        return Err(PyTypeError::new_err(format!(
            "{what} is {}; it is a number: an int, a Decimal or a float",
            kind(value)
        )));
    }
    let wrong =
        |_| PyValueError::new_err(format!("{what} is {}; it is a finite number of at most 28 digits", kind(value)));
    value.extract().map_err(wrong)
}

/// The same, none for `None`.
fn number_or_none(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<Decimal>> {
    if value.is_none() { Ok(None) } else { number(value, name).map(Some) }
}

/// A number of which only some can be meant.
fn number_where(
    value: &Bound<'_, PyAny>,
    name: &str,
    is_meant: impl FnOnce(Decimal) -> bool,
    expected: &str,
) -> PyResult<Option<Decimal>> {
    match number_or_none(value, name)? {
        Some(number) if !is_meant(number) => {
            Err(PyValueError::new_err(format!("`{name}` is {}; it is {expected}", kind(value))))
        }
        number => Ok(number),
    }
}

/// A percent that is taken off, or put on below 0.
fn discount(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<Decimal>> {
    number_where(value, name, |percent| percent.abs() <= Decimal::ONE_HUNDRED, "a percent from -100 to 100")
}

/// A tax percent.
fn tax_percent(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<Decimal>> {
    let is_meant = |percent| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent);
    number_where(value, name, is_meant, "a percent from 0 to 100")
}

/// An amount of money that is charged.
fn amount(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<Decimal>> {
    number_where(value, name, |amount| amount >= Decimal::ZERO, "an amount of 0 or more")
}

/// The exchange rate of a document, which nobody reads as 1 when it is 0.
pub(super) fn document_rate(value: &Bound<'_, PyAny>) -> PyResult<Option<Decimal>> {
    number_where(value, "exchange_rate", |rate| rate > Decimal::ZERO, "a rate above 0")
}

/// Up to three percents typed on a line: from -100 to 100, or 999.99 either way (pricing reference, section 17).
pub(super) fn entered_discounts(value: &Bound<'_, PyAny>) -> PyResult<[Option<Decimal>; 3]> {
    const NAME: &str = "entered_discounts";
    let mut slots = [None; 3];
    if value.is_none() {
        return Ok(slots);
    }
    let is_list = !value.is_instance_of::<PyString>() && !value.is_instance_of::<PyBytes>();
    let Some(percents) = is_list.then(|| value.try_iter().ok()).flatten() else {
        return Err(PyTypeError::new_err(format!("`{NAME}` is {}; it is a list of up to three percents", kind(value))));
    };
    let percents: Vec<_> = percents.collect::<PyResult<_>>()?;
    if percents.len() > slots.len() {
        return Err(PyValueError::new_err(format!("`{NAME}` has {} percents; a line has three", percents.len())));
    }
    let is_meant = |percent: Decimal| percent.abs() <= Decimal::ONE_HUNDRED || percent.abs() == MARKS;
    for (slot, percent) in slots.iter_mut().zip(&percents) {
        *slot = number_where(percent, NAME, is_meant, "up to three percents from -100 to 100, or 999.99 or -999.99")?;
    }
    Ok(slots)
}

/// `N` or `E`, or nothing.
pub(super) fn entered_kind(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    match value.extract::<String>() {
        Ok(word) if matches!(word.trim(), "" | "N" | "n" | "E" | "e") => Ok(Some(word)),
        Ok(_) => Err(PyValueError::new_err(format!(
            "`entered_kind` is {}; it is \"N\" (no discounts), \"E\" (only the special one) or None (all)",
            kind(value)
        ))),
        Err(_) => Err(PyTypeError::new_err(format!("`entered_kind` is {}; it is \"N\", \"E\" or None", kind(value)))),
    }
}

/// How many of something, none for `None`.
fn count(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<u32>> {
    if value.is_none() { Ok(None) } else { whole(value, name, u32::MAX.into()).map(|count| count.try_into().ok()) }
}

/// How many empty lines a document gets.
pub(super) fn spare_lines(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    const MOST: u64 = 100_000;
    whole(value, "spare_lines", MOST).map(|lines| usize::try_from(lines).unwrap_or(usize::MAX))
}

/// A whole number from 0 to `most`.
pub(super) fn whole(value: &Bound<'_, PyAny>, name: &str, most: u64) -> PyResult<u64> {
    let expected = || format!("`{name}` is {}; it is a whole number from 0 to {most}", kind(value));
    if value.is_instance_of::<PyBool>() || !value.hasattr("__index__")? {
        return Err(PyTypeError::new_err(expected()));
    }
    let whole: Option<u64> = value.extract().ok();
    whole.filter(|&whole| whole <= most).ok_or_else(|| PyValueError::new_err(expected()))
}

/// Several names, or one; none for `None`.
fn names(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<Vec<String>>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Ok(one) = value.extract::<String>() {
        return Ok(Some(vec![one]));
    }
    let wrong = |value: &Bound<'_, PyAny>| {
        PyTypeError::new_err(format!("`{name}` holds {}; it is one text or a list of texts", kind(value)))
    };
    if value.is_instance_of::<PyBytes>() {
        return Err(wrong(value));
    }
    let texts = value.try_iter().map_err(|_| wrong(value))?;
    let texts = texts.map(|text| text.and_then(|text| text.extract::<String>().map_err(|_| wrong(&text))));
    texts.collect::<PyResult<_>>().map(Some)
}
