//! The order of positions in an assembly.

use std::cmp::Ordering;

/// Orders two positions: digits by their value, then letters; the dash of a line that is not illustrated is ignored.
///
/// Rule: parts-book specification, section 2 (10, 10A, 10B, 20, 100; `-30` sorts as 30).
#[must_use]
pub fn position_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.trim_start_matches('-').as_bytes(), b.trim_start_matches('-').as_bytes());
    loop {
        let (Some(&first), Some(&second)) = (left.first(), right.first()) else {
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        let order = if first.is_ascii_digit() && second.is_ascii_digit() {
            let (one, rest_left) = digits(left);
            let (two, rest_right) = digits(right);
            (left, right) = (rest_left, rest_right);
            one.len().cmp(&two.len()).then_with(|| one.cmp(two))
        } else {
            left = left.get(1..).unwrap_or_default();
            right = right.get(1..).unwrap_or_default();
            first.cmp(&second)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// A number for sorting many texts: where two differ, the texts compare by [`position_order`] as they do; where they are
/// equal, the texts decide.
///
/// It is made of the first bytes of a key in which the digits of a number stand behind their count.
#[must_use]
pub fn position_prefix(text: &str) -> u128 {
    let mut rest = text.trim_start_matches('-').as_bytes();
    let (mut prefix, mut room) = (0_u128, u128::BITS / 8);
    let mut push = |byte: u8| {
        room = room.saturating_sub(1);
        prefix |= u128::from(byte) << (room * 8);
        room > 0
    };
    while let Some(&first) = rest.first() {
        if first.is_ascii_digit() {
            let (number, after) = digits(rest);
            let length = u32::try_from(number.len()).unwrap_or(u32::MAX).to_be_bytes();
            if ![b'0'].iter().chain(&length).chain(number).all(|&byte| push(byte)) {
                break;
            }
            rest = after;
        } else {
            if !push(first) {
                break;
            }
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    prefix
}

/// The leading digits without their zeros in front, and what follows them.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let zeros = number.iter().position(|&byte| byte != b'0').unwrap_or(number.len());
    (number.get(zeros..).unwrap_or_default(), rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The whole key.
    fn position_key(text: &str) -> Vec<u8> {
        let mut rest = text.trim_start_matches('-').as_bytes();
        let mut key = Vec::with_capacity(rest.len() + 8);
        while let Some(&first) = rest.first() {
            if first.is_ascii_digit() {
                let (number, after) = digits(rest);
                key.push(b'0');
                key.extend(u32::try_from(number.len()).unwrap_or(u32::MAX).to_be_bytes());
                key.extend(number);
                rest = after;
            } else {
                key.push(first);
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        key
    }

    proptest! {
        #[test]
        fn keys_compare_as_the_texts_do(a in "[-0-9a-cA.]{0,24}", b in "[-0-9a-cA.]{0,24}") {
            let by_key = position_key(&a).cmp(&position_key(&b)).then_with(|| a.cmp(&b));
            prop_assert_eq!(by_key, position_order(&a, &b));
            let by_prefix = position_prefix(&a).cmp(&position_prefix(&b));
            prop_assert!(by_prefix == Ordering::Equal || by_prefix == by_key, "{a} {b}");
        }
    }

    #[test]
    fn positions_sort_by_number_then_letter() {
        let mut positions = ["100", "20", "10B", "-30", "10", "10A", "A1", "1.10", "1.9", "007"];
        positions.sort_by(|a, b| position_order(a, b));
        assert_eq!(positions, ["1.9", "1.10", "007", "10", "10A", "10B", "20", "-30", "100", "A1"]);
    }
}
