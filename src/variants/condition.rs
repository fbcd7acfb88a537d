//! The condition language of rules, structure lines and surcharges: text to steps. Variants specification, section 4.
//!
//! `cond := term {or term}; term := factor {(and|,) factor}; factor := [not] (literal | ( cond ))`. The parser keeps
//! its own stack, so that the depth of parentheses is not limited.

use std::fmt;

use thiserror::Error;

/// How a literal compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// `=`, or `in` with several values.
    Is,
    /// `!=`
    IsNot,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// A name or value with its place in the text, counted in characters from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) position: usize,
}

/// One comparison of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) property: Word,
    pub(crate) comparison: Comparison,
    pub(crate) values: Vec<Word>,
}

/// One step of a condition, operands first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Literal(Literal),
    Not,
    And,
    Or,
}

/// A text that is not a condition: the character (from 1) and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("character {position}: {problem}")]
pub struct ConditionError {
    /// Place in the text, counted in characters from 1.
    pub position: usize,
    /// What is wrong there, in plain words.
    pub problem: String,
}

impl ConditionError {
    pub(crate) fn new(position: usize, problem: impl Into<String>) -> Self {
        Self { position, problem: problem.into() }
    }
}

/// A condition that parses. Without steps it always holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Comma,
    Open,
    Close,
    OpenBrace,
    CloseBrace,
    Compare(Comparison),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self {
            Self::Word(text) | Self::Quoted(text) => return write!(f, "\"{text}\""),
            Self::Comma => ",",
            Self::Open => "(",
            Self::Close => ")",
            Self::OpenBrace => "{",
            Self::CloseBrace => "}",
            Self::Compare(Comparison::Is) => "=",
            Self::Compare(Comparison::IsNot) => "!=",
            Self::Compare(Comparison::Less) => "<",
            Self::Compare(Comparison::AtMost) => "<=",
            Self::Compare(Comparison::More) => ">",
            Self::Compare(Comparison::AtLeast) => ">=",
        };
        write!(f, "`{sign}`")
    }
}

/// Cuts a text into tokens, each with its character position from 1.
fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ConditionError> {
    let mut found = Vec::new();
    let mut letters = text.chars().zip(1..).peekable();
    while let Some((letter, position)) = letters.next() {
        let token = match letter {
            letter if letter.is_whitespace() => continue,
            ',' => Token::Comma,
            '(' => Token::Open,
            ')' => Token::Close,
            '{' => Token::OpenBrace,
            '}' => Token::CloseBrace,
            '=' => Token::Compare(Comparison::Is),
            '!' => match letters.next_if(|(next, _)| *next == '=') {
                Some(_) => Token::Compare(Comparison::IsNot),
                None => return Err(ConditionError::new(position, "`!` must be followed by `=`")),
            },
            '<' => match letters.next_if(|(next, _)| *next == '=') {
                Some(_) => Token::Compare(Comparison::AtMost),
                None => Token::Compare(Comparison::Less),
            },
            '>' => match letters.next_if(|(next, _)| *next == '=') {
                Some(_) => Token::Compare(Comparison::AtLeast),
                None => Token::Compare(Comparison::More),
            },
            '"' => {
                let mut inner = String::new();
                loop {
                    match letters.next() {
                        None => return Err(ConditionError::new(position, "the quotation mark is not closed")),
                        Some(('"', _)) => match letters.next_if(|(next, _)| *next == '"') {
                            Some(_) => inner.push('"'),
                            None => break,
                        },
                        Some((letter, _)) => inner.push(letter),
                    }
                }
                Token::Quoted(inner)
            }
            letter => {
                let mut word = String::from(letter);
                while let Some((next, _)) = letters.next_if(|(next, _)| !next.is_whitespace() && !is_sign(*next)) {
                    word.push(next);
                }
                Token::Word(word)
            }
        };
        found.push((position, token));
    }
    Ok(found)
}

const fn is_sign(letter: char) -> bool {
    matches!(letter, ',' | '(' | ')' | '{' | '}' | '=' | '!' | '<' | '>' | '"')
}

/// The tokens being read, and the place behind the last one.
struct Reader {
    tokens: std::iter::Peekable<std::vec::IntoIter<(usize, Token)>>,
    end: usize,
}

impl Reader {
    fn next(&mut self, wanted: &str) -> Result<(usize, Token), ConditionError> {
        self.tokens.next().ok_or_else(|| ConditionError::new(self.end, format!("{wanted} expected, the text ends")))
    }

    fn value(&mut self) -> Result<Word, ConditionError> {
        match self.next("a value")? {
            (position, Token::Word(text) | Token::Quoted(text)) => Ok(Word { text, position }),
            (position, other) => Err(ConditionError::new(position, format!("a value expected, not {other}"))),
        }
    }

    /// The rest of a literal whose property was read.
    fn literal(&mut self, property: Word) -> Result<Literal, ConditionError> {
        const WANTED: &str = "a comparison such as `=` or `in {…}`";
        match self.next(WANTED)? {
            (_, Token::Compare(comparison)) => Ok(Literal { property, comparison, values: vec![self.value()?] }),
            (_, Token::Word(word)) if word.eq_ignore_ascii_case("in") => {
                match self.next("`{`")? {
                    (_, Token::OpenBrace) => {}
                    (position, other) => {
                        return Err(ConditionError::new(position, format!("`{{` expected, not {other}")));
                    }
                }
                let mut values = vec![self.value()?];
                loop {
                    match self.next("`,` or `}`")? {
                        (_, Token::Comma) => values.push(self.value()?),
                        (_, Token::CloseBrace) => break,
                        (position, other) => {
                            return Err(ConditionError::new(position, format!("`,` or `}}` expected, not {other}")));
                        }
                    }
                }
                Ok(Literal { property, comparison: Comparison::Is, values })
            }
            (position, other) => Err(ConditionError::new(position, format!("{WANTED} expected, not {other}"))),
        }
    }
}

/// An operator whose right side is still to come.
enum Pending {
    Or,
    And,
    Not,
    Open(usize),
}

impl Condition {
    /// Reads a condition; a blank text always holds.
    ///
    /// # Errors
    /// [`ConditionError`] with the character at which the text stops being a condition.
    pub(crate) fn parse(text: &str) -> Result<Self, ConditionError> {
        const OPERAND: &str = "a property, `not` or `(`";
        let found = tokens(text)?;
        if found.is_empty() {
            return Ok(Self::default());
        }
        let mut reader = Reader { tokens: found.into_iter().peekable(), end: text.chars().count() + 1 };
        let mut steps = Vec::new();
        let mut pending: Vec<Pending> = Vec::new();
        let mut after_operand = false;
        while let Some((position, token)) = reader.tokens.next() {
            if after_operand {
                match token {
                    Token::Comma => push_and(&mut pending, &mut steps),
                    Token::Word(word) if word.eq_ignore_ascii_case("and") => push_and(&mut pending, &mut steps),
                    Token::Word(word) if word.eq_ignore_ascii_case("or") => {
                        while let Some(step) = pop_if(&mut pending, |top| match top {
                            Pending::And => Some(Step::And),
                            Pending::Or => Some(Step::Or),
                            _ => None,
                        }) {
                            steps.push(step);
                        }
                        pending.push(Pending::Or);
                    }
                    Token::Close => {
                        close(&mut pending, &mut steps, position)?;
                        continue;
                    }
                    other => {
                        return Err(ConditionError::new(position, format!("`and`, `or` or `,` expected, not {other}")));
                    }
                }
                after_operand = false;
                continue;
            }
            match token {
                Token::Word(word) if word.eq_ignore_ascii_case("not") => {
                    if matches!(pending.last(), Some(Pending::Not)) {
                        return Err(ConditionError::new(position, "`not` twice"));
                    }
                    pending.push(Pending::Not);
                }
                Token::Open => pending.push(Pending::Open(position)),
                Token::Word(word) if ["and", "or"].iter().any(|key| word.eq_ignore_ascii_case(key)) => {
                    return Err(ConditionError::new(position, format!("{OPERAND} expected, not \"{word}\"")));
                }
                Token::Word(text) | Token::Quoted(text) => {
                    steps.push(Step::Literal(reader.literal(Word { text, position })?));
                    negate(&mut pending, &mut steps);
                    after_operand = true;
                }
                other => return Err(ConditionError::new(position, format!("{OPERAND} expected, not {other}"))),
            }
        }
        if !after_operand {
            return Err(ConditionError::new(reader.end, format!("{OPERAND} expected, the text ends")));
        }
        while let Some(top) = pending.pop() {
            steps.push(match top {
                Pending::Or => Step::Or,
                Pending::And => Step::And,
                Pending::Not => Step::Not,
                Pending::Open(position) => {
                    return Err(ConditionError::new(position, "the parenthesis is not closed"));
                }
            });
        }
        Ok(Self { steps })
    }
}

fn push_and(pending: &mut Vec<Pending>, steps: &mut Vec<Step>) {
    while let Some(step) = pop_if(pending, |top| matches!(top, Pending::And).then_some(Step::And)) {
        steps.push(step);
    }
    pending.push(Pending::And);
}

/// Ends a parenthesis: everything inside is complete, a `not` before it takes effect.
fn close(pending: &mut Vec<Pending>, steps: &mut Vec<Step>, position: usize) -> Result<(), ConditionError> {
    loop {
        match pending.pop() {
            Some(Pending::And) => steps.push(Step::And),
            Some(Pending::Or) => steps.push(Step::Or),
            Some(Pending::Not) => steps.push(Step::Not),
            Some(Pending::Open(_)) => break,
            None => return Err(ConditionError::new(position, "`)` without `(`")),
        }
    }
    negate(pending, steps);
    Ok(())
}

/// A `not` that waits for the operand just read takes effect.
fn negate(pending: &mut Vec<Pending>, steps: &mut Vec<Step>) {
    if let Some(step) = pop_if(pending, |top| matches!(top, Pending::Not).then_some(Step::Not)) {
        steps.push(step);
    }
}

fn pop_if(pending: &mut Vec<Pending>, step: impl Fn(&Pending) -> Option<Step>) -> Option<Step> {
    let found = pending.last().and_then(step);
    if found.is_some() {
        pending.pop();
    }
    found
}

/// A value as it must be written in a condition.
pub(crate) fn quoted(value: &str) -> String {
    let is_plain = !value.is_empty() && !value.chars().any(|letter| letter.is_whitespace() || is_sign(letter));
    if is_plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let steps = Condition::parse(text).unwrap().steps;
        let words: Vec<String> = steps
            .iter()
            .map(|step| match step {
                Step::Literal(literal) => {
                    let values: Vec<&str> = literal.values.iter().map(|value| value.text.as_str()).collect();
                    format!("{}{}{}", literal.property.text, Token::Compare(literal.comparison), values.join("|"))
                }
                Step::Not => "not".into(),
                Step::And => "and".into(),
                Step::Or => "or".into(),
            })
            .collect();
        words.join(" ").replace('`', "")
    }

    #[test]
    fn not_binds_strongest_then_and_then_or() {
        assert_eq!(shown("A=1 or not B=2 and C=3"), "A=1 B=2 not C=3 and or");
        assert_eq!(shown("A=1, B=2 OR C=3"), "A=1 B=2 and C=3 or");
        assert_eq!(shown("not (A=1 or B!=2), C in {x, \"y z\"}"), "A=1 B!=2 or not C=x|y z and");
        assert_eq!(shown("W>=10 And W<20"), "W>=10 W<20 and");
        assert_eq!(shown("  "), "");
    }

    #[test]
    fn values_may_be_keywords_or_quoted() {
        assert_eq!(shown("COUNTRY=IN or COUNTRY in {IN, OR}"), "COUNTRY=IN COUNTRY=IN|OR or");
        assert_eq!(shown("COLOR=\"RAL 7035, \"\"matt\"\"\""), "COLOR=RAL 7035, \"matt\"");
        assert_eq!(quoted("RAL 7035, \"matt\""), "\"RAL 7035, \"\"matt\"\"\"");
        assert_eq!(quoted("90"), "90");
    }

    #[test]
    fn a_text_that_does_not_parse_says_where() {
        for (text, position) in [
            ("A", 2),
            ("A=", 3),
            ("A=1 B=2", 5),
            ("A=1 and", 8),
            ("and A=1", 1),
            ("(A=1", 1),
            ("A=1)", 4),
            ("A in {}", 7),
            ("A in {1", 8),
            ("A in 1", 6),
            ("not not A=1", 5),
            ("A!1", 2),
            ("Ä=\"1", 3),
            ("A=1,", 5),
            ("A=(1)", 3),
            ("()", 2),
        ] {
            assert_eq!(Condition::parse(text).unwrap_err().position, position, "{text}");
        }
    }

    #[test]
    fn depth_is_not_limited() {
        let text = format!("{}A=1{}", "not (".repeat(200_000), ")".repeat(200_000));
        assert_eq!(Condition::parse(&text).unwrap().steps.len(), 200_001);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[A-C=!<>(){},\" notandri1]{0,40}") {
            let _ = Condition::parse(&text);
        }
    }
}
