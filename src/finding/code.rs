//! A code: severity, title, expectation and fix of one kind of finding.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How bad a finding is; sorts worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A row or value is not used.
    Error,
    /// Used, but doubtful.
    Warning,
    /// A note.
    Info,
}

impl Severity {
    /// The letter used in lists: `E`, `W` or `I`.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Error => "E",
            Self::Warning => "W",
            Self::Info => "I",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letter())
    }
}

/// One kind of finding; written once as data, in [`super::codes`].
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// Such as `E-NUMBER`; the first letter is the severity.
    pub id: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What should be there; may be empty for notes.
    pub expected: &'static str,
    /// How to mend it; may be empty for notes.
    pub fix: &'static str,
}

impl Code {
    /// Severity, from the first letter of the id.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self.id.as_bytes().first() {
            Some(b'E') => Severity::Error,
            Some(b'W') => Severity::Warning,
            _ => Severity::Info,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl Serialize for &'static Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.id.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for &'static Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        super::codes::find(&id).ok_or_else(|| D::Error::custom(format!("unknown finding code {id}")))
    }
}
