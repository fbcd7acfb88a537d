//! Findings: how a data problem is recorded, sorted and said.
//!
//! A finding is about the data (an error is about the call). It never stops a run. Its code holds severity, title,
//! expectation and fix, so that help text, findings sheet and message come from one place.
//! Rules: structures specification, section 0.

mod code;
pub mod codes;
mod rows;

pub use code::{Code, Severity};

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::origin::Origin;

/// One data problem: what is wrong, where, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of problem it is.
    pub code: &'static Code,
    /// Where it is; none for a problem of the whole catalog.
    pub origin: Option<Origin>,
    /// Field of the schema (or title of the column) the problem is in.
    pub field: Option<String>,
    /// The value found, as text.
    pub value: Option<String>,
    /// One more sentence in plain words: what this case is about.
    pub detail: Option<String>,
}

impl Finding {
    /// A finding without place; add it with the `with_` methods.
    #[must_use]
    pub const fn new(code: &'static Code) -> Self {
        Self { code, origin: None, field: None, value: None, detail: None }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Sets the field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Sets the value that was found.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Sets the sentence that is about this case only.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The finding in words: where, what is wrong, what was found, what was expected, how to fix it.
    #[must_use]
    pub fn message(&self) -> String {
        self.to_string()
    }

    /// The same words on one line: place, what is wrong, detail, what was found, what was expected, how to fix it.
    #[must_use]
    pub fn line(&self) -> String {
        let said = self.to_string();
        let mut parts = said.lines();
        let mut line = parts.next().unwrap_or_default().trim().to_owned();
        for part in parts {
            let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
            match part.split_once(' ') {
                Some((word @ ("expected" | "fix"), rest)) => line.extend(["; ", word, ": ", rest]),
                Some(("detail", rest)) => line.extend([": ", rest]),
                _ => line.extend(["; ", part.as_str()]),
            }
        }
        line
    }

    /// Severity, place, code, then the words: the order of every list of findings.
    fn sort_key(&self, other: &Self) -> Ordering {
        self.severity()
            .cmp(&other.severity())
            .then_with(|| self.origin.cmp(&other.origin))
            .then_with(|| self.code.id.cmp(other.code.id))
            .then_with(|| self.field.cmp(&other.field))
            .then_with(|| self.value.cmp(&other.value))
            .then_with(|| self.detail.cmp(&other.detail))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}: ")?;
        }
        write!(f, "{} ({})", self.code.title, self.code.id)?;
        if let Some(detail) = &self.detail {
            write!(f, "\n  detail    {detail}")?;
        }
        if let Some(value) = &self.value {
            if value.is_empty() {
                f.write_str("\n  found     nothing")?;
            } else {
                write!(f, "\n  found     \"{value}\"")?;
            }
            if let Some(field) = &self.field {
                write!(f, " as {field}")?;
            }
        }
        if !self.code.expected.is_empty() {
            write!(f, "\n  expected  {}", self.code.expected)?;
        }
        if !self.code.fix.is_empty() {
            write!(f, "\n  fix       {}", self.code.fix)?;
        }
        Ok(())
    }
}

/// All findings of a run, in the order of severity, workbook, sheet, row, column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// No findings yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Finding>) {
        self.0.extend(other);
    }

    /// Brings the list into its order and drops findings that are equal in every part.
    pub fn sort(&mut self) {
        self.0.sort_by(Finding::sort_key);
        self.0.dedup();
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when one has severity E.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// The findings one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// The findings one by one, to say more in them.
    pub(crate) fn entries_mut(&mut self) -> std::slice::IterMut<'_, Finding> {
        self.0.iter_mut()
    }

    /// How many of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|finding| finding.severity() == severity).count()
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<T: IntoIterator<Item = Finding>>(findings: T) -> Self {
        Self(findings.into_iter().collect())
    }
}
