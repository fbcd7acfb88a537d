//! Powers of ten, looked up.

/// The powers of ten that fit 128 bits.
pub const POWERS_OF_TEN: [i128; 39] = {
    let mut powers = [1; 39];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

#[cfg(test)]
mod tests {
    use super::POWERS_OF_TEN;

    #[test]
    fn each_is_the_power_of_its_place() {
        for (place, power) in (0..).zip(POWERS_OF_TEN) {
            assert_eq!(Some(power), 10_i128.checked_pow(place));
        }
        assert_eq!(10_i128.checked_pow(39), None);
    }
}
