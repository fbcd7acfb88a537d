//! Serial numbers in order: prefix as text, trailing number as an integer.

use std::cmp::Ordering;

/// A serial number that can be compared with the ends of a range.
///
/// Rule: structures specification, section 1: the prefix compares as text, the trailing number as an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SerialKey<'a> {
    prefix: &'a str,
    number: &'a str,
}

impl<'a> SerialKey<'a> {
    /// Splits a serial number.
    #[must_use]
    pub fn new(serial: &'a str) -> Self {
        let prefix = serial.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = serial.get(prefix.len()..).unwrap_or_default().trim_start_matches('0');
        Self { prefix, number }
    }

    /// True when the serial number lies in the range; both ends do, a missing end is open.
    #[must_use]
    pub fn is_within(&self, from: Option<&str>, to: Option<&str>) -> bool {
        from.is_none_or(|from| SerialKey::new(from) <= *self) && to.is_none_or(|to| *self <= SerialKey::new(to))
    }
}

impl Ord for SerialKey<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.prefix
            .cmp(other.prefix)
            .then_with(|| self.number.len().cmp(&other.number.len()))
            .then_with(|| self.number.cmp(other.number))
    }
}

impl PartialOrd for SerialKey<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_counts_not_its_text() {
        let key = SerialKey::new("SN100");
        assert!(key.is_within(Some("SN99"), Some("SN0100")) && key.is_within(None, None));
        assert!(!key.is_within(Some("SN101"), None) && !key.is_within(None, Some("SN99")));
        assert!(!SerialKey::new("SM500").is_within(Some("SN1"), None));
        assert!(SerialKey::new("123456789012345678901234567890") > SerialKey::new("99"));
    }
}
