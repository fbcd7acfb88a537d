//! Sheets of settings: one key, one value.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::origin::Origin;
use crate::tables::{Table, Texts};

/// One setting as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The value as text; decimals in their shortest form, dates as ISO text.
    pub value: String,
    /// The cell it stands in.
    pub origin: Option<Origin>,
}

/// The settings of one sheet (`company`, `book`), by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<String, Setting>);

impl Settings {
    /// The settings of a table with the columns `key` and `value`; of two rows with one key the first counts.
    #[must_use]
    pub fn from_table(table: &Table, texts: &Texts) -> Self {
        let mut settings = Self::default();
        let (keys, values) = (table.text("key"), table.text("value"));
        for row in 0..table.len() {
            if let (Some(key), Some(value)) = (keys.get(row), values.get(row)) {
                settings.set(texts.get(key), texts.get(value).to_owned(), table.cell(row, "value"));
            }
        }
        settings
    }

    /// A setting as text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|setting| setting.value.as_str()).filter(|value| !value.is_empty())
    }

    /// A setting as a number.
    #[must_use]
    pub fn decimal(&self, key: &str) -> Option<Decimal> {
        self.text(key)?.parse().ok()
    }

    /// A setting as a small whole number.
    #[must_use]
    pub fn integer(&self, key: &str) -> Option<u32> {
        self.text(key)?.parse().ok()
    }

    /// A setting as yes or no; `default` when it is not set.
    #[must_use]
    pub fn flag(&self, key: &str, default: bool) -> bool {
        self.text(key)
            .map_or(default, |value| matches!(value.to_lowercase().as_str(), "y" | "yes" | "true" | "1" | "x"))
    }

    /// A setting as a date (ISO text).
    #[must_use]
    pub fn date(&self, key: &str) -> Option<NaiveDate> {
        self.text(key)?.get(..10)?.parse().ok()
    }

    /// Where a setting stands.
    #[must_use]
    pub fn origin(&self, key: &str) -> Option<&Origin> {
        self.0.get(key)?.origin.as_ref()
    }

    /// Sets a value; the first one stays, and false says that there was one already.
    pub fn set(&mut self, key: &str, value: String, origin: Option<Origin>) -> bool {
        let is_new = !self.0.contains_key(key);
        if is_new {
            self.0.insert(key.to_owned(), Setting { value, origin });
        }
        is_new
    }

    /// All settings by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.0.iter().map(|(key, setting)| (key.as_str(), setting))
    }
}
