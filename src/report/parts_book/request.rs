//! What the caller may ask of a book; everything else comes from the `book` and `company` sheets.

use std::path::PathBuf;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::index::NumberOrder;
use super::plan::Mode;

/// How protected parts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IpPolicy {
    /// Position and generic name, and which assembly to order instead.
    #[default]
    Nha,
    /// Position and generic name, "not supplied separately".
    Mask,
    /// Not at all; its callout is dropped too.
    Hide,
}

/// How figures are spread over sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One sheet a figure.
    Sheets,
    /// All figures on one sheet, each on a new page.
    Continuous,
}

impl IpPolicy {
    /// The policy of a word (`nha`, `mask`, `hide`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "nha" => Some(Self::Nha),
            "mask" => Some(Self::Mask),
            "hide" => Some(Self::Hide),
            _ => None,
        }
    }
}

impl Layout {
    /// The layout of a word (`sheets`, `continuous`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "sheets" => Some(Self::Sheets),
            "continuous" => Some(Self::Continuous),
            _ => None,
        }
    }
}

impl Mode {
    /// The mode of a word (`spares`, `full`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "spares" => Some(Self::Spares),
            "full" => Some(Self::Full),
            _ => None,
        }
    }
}

impl NumberOrder {
    /// The order of a word (`natural`, `ata`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "natural" => Some(Self::Natural),
            "ata" => Some(Self::Ata),
            _ => None,
        }
    }
}

/// What the caller asks; what is not asked comes from the `book` sheet, then from `company`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BookRequest {
    /// Serial number of the machine.
    pub serial: Option<String>,
    /// Item number of the machine, for a book without a serial number.
    pub item: Option<String>,
    /// Number of the customer.
    pub customer: Option<String>,
    /// Languages in order.
    pub languages: Vec<String>,
    /// Which lines are printed.
    pub mode: Option<Mode>,
    /// How protected parts are printed.
    pub ip_policy: Option<IpPolicy>,
    /// Order of the number index.
    pub index_order: Option<NumberOrder>,
    /// Prints prices.
    pub prices: Option<bool>,
    /// How figures are spread over sheets.
    pub layout: Option<Layout>,
    /// Draws position bubbles on the pictures.
    pub bubbles: Option<bool>,
    /// Adds the `QA` sheet: for the internal copy only.
    pub internal: bool,
    /// Folder of the drawings; by default that of the workbook that names them.
    pub folder: Option<PathBuf>,
    /// Day of issue; by default that of the `book` sheet, then the catalog's day.
    pub issue_date: Option<NaiveDate>,
    /// Weights of the score, for D3, D2, D1, D6, D9; their sum is 1.
    pub weights: Option<[Decimal; 5]>,
}
