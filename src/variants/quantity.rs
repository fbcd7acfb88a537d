//! Quantities of variant structures: numbers and formulas of NUMBER properties. Variants specification, section 6.
//!
//! Formulas are worked out in exact fractions, so that `5 ÷ 3 × 3` is 5 and `ceil` sees the true value. The parser
//! keeps its own stack; its depth is not limited.

use num_bigint::{BigInt, Sign};
use rust_decimal::Decimal;

use super::family::Property;
use super::vocabulary::Kind;

/// A formula, operands first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Quantity {
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Number(Decimal),
    Property(usize),
    Negative,
    Ceil,
    Plus,
    Minus,
    Times,
    Divided,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Pending {
    Operator(Step),
    Open(usize),
    Function(usize),
}

/// A fraction; the denominator is positive.
#[derive(Clone, Debug)]
struct Ratio {
    up: BigInt,
    down: BigInt,
}

impl Quantity {
    /// Reads a formula; a problem is told with its character, counted from 1.
    pub(crate) fn parse(text: &str, properties: &[Property]) -> Result<Self, String> {
        let letters: Vec<char> = text.chars().collect();
        let mut steps = Vec::new();
        let mut pending: Vec<Pending> = Vec::new();
        let mut after_operand = false;
        let mut at = 0;
        while let Some(&letter) = letters.get(at) {
            let place = at + 1;
            at += 1;
            if letter.is_whitespace() {
                continue;
            }
            if after_operand {
                match letter {
                    ')' => close(&mut pending, &mut steps, place)?,
                    letter => {
                        let operator = match letter {
                            '+' => Step::Plus,
                            '-' | '−' => Step::Minus,
                            '*' | '×' | '·' => Step::Times,
                            '/' | '÷' => Step::Divided,
                            _ => return Err(format!("character {place}: + - × ÷ or ) expected, not \"{letter}\"")),
                        };
                        while let Some(&Pending::Operator(top)) = pending.last() {
                            if rank(top) < rank(operator) {
                                break;
                            }
                            pending.pop();
                            steps.push(top);
                        }
                        pending.push(Pending::Operator(operator));
                        after_operand = false;
                    }
                }
                continue;
            }
            match letter {
                '(' => pending.push(Pending::Open(place)),
                '-' | '−' => pending.push(Pending::Operator(Step::Negative)),
                letter => {
                    let word = word(&letters, at - 1);
                    at += word.taken - 1;
                    let next = letters.iter().skip(at).find(|letter| !letter.is_whitespace());
                    if !word.quoted && word.text.eq_ignore_ascii_case("ceil") && next == Some(&'(') {
                        at += letters.iter().skip(at).take_while(|letter| **letter != '(').count() + 1;
                        pending.push(Pending::Function(place));
                        continue;
                    }
                    let number = if word.quoted { None } else { super::vocabulary::number(&word.text) };
                    steps.push(match number {
                        Some(number) if letter.is_ascii_digit() || letter == '.' => Step::Number(number),
                        _ => Step::Property(property(&word.text, properties, place)?),
                    });
                    after_operand = true;
                }
            }
        }
        if !after_operand {
            return Err(format!("character {}: a number, a property, ceil( or ( expected", letters.len() + 1));
        }
        while let Some(top) = pending.pop() {
            match top {
                Pending::Operator(step) => steps.push(step),
                Pending::Open(place) | Pending::Function(place) => {
                    return Err(format!("character {place}: the parenthesis is not closed"));
                }
            }
        }
        Ok(Self { steps })
    }

    /// The NUMBER properties it depends on, in order.
    pub(crate) fn properties(&self) -> Vec<usize> {
        let of = |step: &Step| if let Step::Property(property) = step { Some(*property) } else { None };
        let mut found: Vec<usize> = self.steps.iter().filter_map(of).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The quantity for the values of the properties; a result of 0 or less and a division by 0 are told in words.
    pub(crate) fn value(&self, number: impl Fn(usize) -> Option<Decimal>) -> Result<Decimal, String> {
        let mut stack: Vec<Ratio> = Vec::new();
        for step in &self.steps {
            let result = match step {
                Step::Number(value) => Ratio::from(*value),
                Step::Property(property) => Ratio::from(number(*property).ok_or("a value is not a number")?),
                Step::Negative => {
                    let value = stack.pop().ok_or("incomplete")?;
                    Ratio { up: -value.up, down: value.down }
                }
                Step::Ceil => stack.pop().ok_or("incomplete")?.ceil(),
                operator => {
                    let (b, a) = (stack.pop().ok_or("incomplete")?, stack.pop().ok_or("incomplete")?);
                    match operator {
                        Step::Plus => Ratio { up: a.up * &b.down + b.up * &a.down, down: a.down * b.down },
                        Step::Minus => Ratio { up: a.up * &b.down - b.up * &a.down, down: a.down * b.down },
                        Step::Times => Ratio { up: a.up * b.up, down: a.down * b.down },
                        _ if b.up.sign() == Sign::NoSign => return Err("division by 0".to_owned()),
                        _ if b.up.sign() == Sign::Minus => Ratio { up: -(a.up * b.down), down: a.down * -b.up },
                        _ => Ratio { up: a.up * b.down, down: a.down * b.up },
                    }
                }
            };
            stack.push(result);
        }
        let result = stack.pop().ok_or("incomplete")?;
        let value = result.decimal().ok_or("longer than 28 digits")?;
        if value <= Decimal::ZERO { Err(format!("the result is {value}")) } else { Ok(value) }
    }
}

impl From<Decimal> for Ratio {
    fn from(value: Decimal) -> Self {
        Self { up: BigInt::from(value.mantissa()), down: BigInt::from(10_u8).pow(value.scale()) }
    }
}

impl Ratio {
    /// The least whole number that is not less.
    fn ceil(self) -> Self {
        let whole = &self.up / &self.down;
        let is_more = &whole * &self.down < self.up;
        Self { up: if is_more { whole + 1_u8 } else { whole }, down: BigInt::from(1_u8) }
    }

    /// The decimal with up to 28 digits, the last one rounded half away from zero.
    fn decimal(&self) -> Option<Decimal> {
        (0..=28_u32).rev().find_map(|scale| {
            let twice: BigInt = &self.up * BigInt::from(10_u8).pow(scale) * 2_u8;
            let half = if self.up.sign() == Sign::Minus { -self.down.clone() } else { self.down.clone() };
            let rounded = (twice + half) / (&self.down * 2_u8);
            let digits = i128::try_from(&rounded).ok()?;
            Decimal::try_from_i128_with_scale(digits, scale).ok().map(|value| value.normalize())
        })
    }
}

const fn rank(step: Step) -> u8 {
    match step {
        Step::Plus | Step::Minus => 1,
        Step::Times | Step::Divided => 2,
        _ => 3,
    }
}

fn close(pending: &mut Vec<Pending>, steps: &mut Vec<Step>, place: usize) -> Result<(), String> {
    loop {
        match pending.pop() {
            Some(Pending::Operator(step)) => steps.push(step),
            Some(Pending::Open(_)) => return Ok(()),
            Some(Pending::Function(_)) => {
                steps.push(Step::Ceil);
                return Ok(());
            }
            None => return Err(format!("character {place}: `)` without `(`")),
        }
    }
}

struct Word {
    text: String,
    taken: usize,
    quoted: bool,
}

/// The number or name that begins at a place; a name with signs or blanks stands in double quotes.
fn word(letters: &[char], start: usize) -> Word {
    if letters.get(start) == Some(&'"') {
        let text: String = letters.iter().skip(start + 1).take_while(|letter| **letter != '"').collect();
        let taken = (text.chars().count() + 2).min(letters.len() - start);
        return Word { text, taken, quoted: true };
    }
    let is_sign = |letter: char| letter.is_whitespace() || "+-−*×·/÷()\"".contains(letter);
    let text: String = letters.iter().skip(start).take_while(|letter| !is_sign(**letter)).collect();
    Word { taken: text.chars().count().max(1), text, quoted: false }
}

fn property(name: &str, properties: &[Property], place: usize) -> Result<usize, String> {
    let Some(index) = properties.iter().position(|property| property.name == name) else {
        let near = super::vocabulary::nearest(name, properties.iter().map(|property| property.name.as_str()));
        return Err(format!("character {place}: the product has no property \"{name}\"{near}"));
    };
    match properties.get(index) {
        Some(property) if property.kind == Kind::Number => Ok(index),
        _ => Err(format!("character {place}: \"{name}\" is not a NUMBER property")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variants::vocabulary::Names;

    fn value(text: &str) -> Result<String, String> {
        let property = |name: &str, kind| Property {
            name: name.into(),
            kind,
            unit: None,
            names: Names::default(),
            values: Vec::new(),
            default: 0,
            origin: None,
        };
        let properties =
            [property("W", Kind::Number), property("net-width", Kind::Number), property("COLOR", Kind::List)];
        let numbers = [Decimal::new(75, 1), Decimal::from(3)];
        let quantity = Quantity::parse(text, &properties)?;
        quantity.value(|index| numbers.get(index).copied()).map(|value| value.to_string())
    }

    #[test]
    fn formulas_are_exact() {
        for (text, expected) in [
            ("2", "2"),
            ("1,5", "1.5"),
            ("2 + 3 × 4", "14"),
            ("(2 + 3) * 4", "20"),
            ("5/3*3", "5"),
            ("ceil(5 ÷ 3 × 3)", "5"),
            ("ceil(W)", "8"),
            ("ceil (W/2) - 1", "3"),
            ("W × \"net-width\"", "22.5"),
            ("-W + 10", "2.5"),
            ("10 - 2 - 3", "5"),
            ("16/4/2", "2"),
            ("2--1", "3"),
            ("1/(0-2) + 1", "0.5"),
            ("1/3", "0.3333333333333333333333333333"),
        ] {
            assert_eq!(value(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_formula_without_a_usable_result_says_why() {
        for (text, problem) in [
            ("", "character 1: a number, a property, ceil( or ( expected"),
            ("2 +", "character 4: a number, a property, ceil( or ( expected"),
            ("2 3", "character 3: + - × ÷ or ) expected, not \"3\""),
            ("(2", "character 1: the parenthesis is not closed"),
            ("2)", "character 2: `)` without `(`"),
            ("COLOR", "character 1: \"COLOR\" is not a NUMBER property"),
            ("2*w", "character 3: the product has no property \"w\"; the nearest is \"W\""),
            ("1/(W-7.5)", "division by 0"),
            ("W - 7.5", "the result is 0"),
            ("W - 8", "the result is -0.5"),
        ] {
            assert_eq!(value(text).unwrap_err(), problem, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[0-9W+*/(). ceil\",×÷−-]{0,30}") {
            let _ = value(&text);
        }
    }
}
