//! The numbers that stand in a text, by value, whatever their spelling.

use std::str::FromStr as _;

use rust_decimal::Decimal;

/// Signs between groups of three digits.
const GROUPING: &[char] = &[' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '\u{2019}', '.', ','];
/// Most groups of digits that are read as one number.
const MOST_GROUPS: usize = 8;

/// Groups of digits with one sign between each two, and what stands beside them.
struct Run<'t> {
    before: &'t str,
    groups: Vec<&'t str>,
    signs: Vec<char>,
    after: &'t str,
}

/// Visits the values of the numbers in a text, under both decimal signs: `1.234` is 1234 and 1.234, `1 234,50` is 1234.5.
///
/// A part of a longer number is no number, and neither are digits in a code such as `X230`, `00120` or `3.12.5`.
pub(super) fn values(text: &str, mut visit: impl FnMut(Decimal)) {
    let mut rest = 0;
    while let Some(run) = next_run(text, &mut rest) {
        for first in 0..run.groups.len() {
            for last in first..run.groups.len().min(first + MOST_GROUPS) {
                for decimal_sign in [false, true] {
                    if let Some(value) = run.reading(first, last, decimal_sign) {
                        visit(value);
                    }
                }
            }
        }
    }
}

/// The values a text has that is one number and nothing else.
pub(super) fn whole(text: &str) -> Vec<Decimal> {
    let mut rest = 0;
    let Some(run) = next_run(text, &mut rest) else { return Vec::new() };
    if !run.before.is_empty() || !run.after.is_empty() {
        return Vec::new();
    }
    let last = run.groups.len().saturating_sub(1);
    [false, true].into_iter().filter_map(|decimal_sign| run.reading(0, last, decimal_sign)).collect()
}

/// The next run of a text from a place on, which is moved behind it.
fn next_run<'t>(text: &'t str, rest: &mut usize) -> Option<Run<'t>> {
    let start = *rest + text.get(*rest..)?.find(|letter: char| letter.is_ascii_digit())?;
    let mut run = Run { before: text.get(..start)?, groups: Vec::new(), signs: Vec::new(), after: "" };
    let mut tail = text.get(start..)?;
    loop {
        let end = tail.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(tail.len());
        let (digits, after) = tail.split_at_checked(end)?;
        run.groups.push(digits);
        let mut letters = after.chars();
        match (letters.next(), letters.next()) {
            (Some(sign), Some(digit)) if GROUPING.contains(&sign) && digit.is_ascii_digit() => {
                run.signs.push(sign);
                tail = after.get(sign.len_utf8()..)?;
            }
            _ => {
                run.after = after;
                *rest = text.len() - after.len();
                return Some(run);
            }
        }
    }
}

impl Run<'_> {
    /// The value of some of the groups as one number, whose last sign is the decimal sign or a sign between thousands.
    fn reading(&self, first: usize, last: usize, has_fraction: bool) -> Option<Decimal> {
        let signs = self.signs.get(first..last)?;
        let decimal = if has_fraction { Some(*signs.last().filter(|sign| matches!(sign, '.' | ','))?) } else { None };
        let whole_until = if has_fraction { last } else { last + 1 };
        let whole = self.groups.get(first..whole_until)?;
        let thousands = signs.get(..whole.len().saturating_sub(1))?;
        let (head, others) = whole.split_first()?;
        let is_grouped = others.iter().all(|group| group.len() == 3)
            && thousands.windows(2).all(|pair| pair.first() == pair.last())
            && thousands.first().is_none_or(|sign| Some(*sign) != decimal && head.len() <= 3);
        let is_code = head.starts_with('0') && (head.len() > 1 || !others.is_empty());
        if !is_grouped || is_code || self.goes_on(first, last, decimal) {
            return None;
        }
        let mut number = whole.concat();
        if has_fraction {
            number.push('.');
            number.push_str(self.groups.get(last)?);
        }
        Decimal::from_str(&number).ok()
    }

    /// Whether what stands beside the groups belongs to the same number or code.
    fn goes_on(&self, first: usize, last: usize, decimal: Option<char>) -> bool {
        let length = |group: usize| self.groups.get(group).map_or(0, |digits| digits.len());
        let left = match first.checked_sub(1).and_then(|before| Some((before, self.signs.get(before)?))) {
            None => decimal.is_none() && is_code_before(self.before),
            Some((_, ' ')) => false,
            Some((_, sign @ ('.' | ','))) if decimal.is_none_or(|decimal| decimal == *sign) => true,
            Some((before, _)) => length(first) == 3 && length(before) <= 3,
        };
        let right = match self.signs.get(last) {
            None => decimal.is_none() && is_code_after(self.after),
            Some(' ') => false,
            Some(sign @ ('.' | ',')) => decimal.is_none_or(|decimal| decimal == *sign) || length(last) == 3,
            Some(_) => decimal.is_none() && length(last + 1) == 3,
        };
        left || right
    }
}

/// Letters before digits make a code of them, unless they are a currency: `X230`, and not `EUR230`.
fn is_code_before(before: &str) -> bool {
    let start = before.trim_end_matches(char::is_alphanumeric).len();
    is_code(before.get(start..).unwrap_or_default())
}

fn is_code_after(after: &str) -> bool {
    let end = after.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(after.len());
    is_code(after.get(..end).unwrap_or_default())
}

fn is_code(letters: &str) -> bool {
    !letters.is_empty() && iso_currency::Currency::from_code(letters).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        values(text, |value| found.push(value.normalize().to_string()));
        found
    }

    #[test]
    fn a_number_is_found_in_every_spelling() {
        for (text, value) in [
            ("Einkaufspreis 41,7731 EUR", "41.7731"),
            ("EUR41.7731", "41.7731"),
            ("41.77310", "41.7731"),
            ("1 234,50", "1234.5"),
            ("1\u{a0}234,50", "1234.5"),
            ("1.234,50", "1234.5"),
            ("1,234.50", "1234.5"),
            ("1'234.50 CHF", "1234.5"),
            ("1234.5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1 041.7731 / 88,8833", "88.8833"),
            ("12,41.7731,9", "41.7731"),
            ("EUR230", "230"),
            ("-230,", "230"),
            ("(0.38)", "0.38"),
        ] {
            assert!(found(text).iter().any(|found| found == value), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn a_part_of_a_number_or_code_is_no_number() {
        for (text, value) in [
            ("141.7731", "41.7731"),
            ("41.77312", "41.7731"),
            ("3.12.5", "12.5"),
            ("1.234,50", "234.5"),
            ("1,234.50", "234.5"),
            ("12.50", "12"),
            ("X230", "230"),
            ("00120", "120"),
            ("30.6.2026", "30.6"),
        ] {
            assert!(found(text).iter().all(|found| found != value), "{text}: {:?}", found(text));
        }
    }
}
