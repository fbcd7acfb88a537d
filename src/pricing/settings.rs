//! The company's settings that pricing reads (pricing reference, section 1).

use rust_decimal::Decimal;

use super::keys::{Key, Keys};
use super::rule::Kind;
use crate::finding::codes::pricing as codes;
use crate::finding::{Finding, Findings};
use crate::model::Catalog;

/// Company currency when none is set.
const DEFAULT_CURRENCY: &str = "EUR";
/// Price decimals when none, or none that is allowed, is set.
const DEFAULT_DECIMALS: u32 = 2;

/// Settings of a price book.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) currency: Key,
    pub(crate) currency_name: String,
    pub(crate) country: Key,
    pub(crate) default_kind: Kind,
    /// Discount slots in use, 1 to 3.
    pub(crate) slots: u8,
    pub(crate) decimals: u32,
    pub(crate) prices_include_vat: bool,
    pub(crate) district_from_order: bool,
    /// Foreign countries in which the company is registered for VAT, sorted.
    pub(crate) vat_countries: Vec<Key>,
    pub(crate) blank_quantity_is_one: bool,
}

impl Settings {
    pub(crate) fn new(catalog: &Catalog, keys: &mut Keys, findings: &mut Findings) -> Self {
        let company = catalog.company();
        let currency_name = company.text("currency").map_or(DEFAULT_CURRENCY, str::trim).to_owned();
        if company.text("currency").is_none() && !catalog.table("items").is_empty() {
            findings.push(Finding::new(&codes::W_COMPANY_CURRENCY).field("currency"));
        }
        let mut vat_countries: Vec<Key> = company
            .text("vat_registered_countries")
            .unwrap_or_default()
            .split([';', ',', ' '])
            .filter(|country| !country.is_empty())
            .map(|country| keys.intern(country))
            .collect();
        vat_countries.sort_unstable();
        Self {
            currency: keys.intern(&currency_name),
            currency_name,
            country: keys.intern(company.text("country").unwrap_or_default().trim()),
            default_kind: match company.text("customer_price_default_kind").map(|kind| kind.trim().to_uppercase()) {
                Some(kind) if kind == "E" => Kind::NetExceptSpecial,
                Some(kind) if kind == "B" => Kind::Gross,
                _ => Kind::Net,
            },
            slots: company
                .decimal("discount_slots")
                .and_then(|slots| u8::try_from(slots).ok())
                .filter(|slots| (1..=3).contains(slots))
                .unwrap_or(3),
            decimals: company
                .decimal("price_decimals")
                .and_then(|decimals| u32::try_from(decimals).ok())
                .filter(|decimals| (2..=6).contains(decimals))
                .unwrap_or(DEFAULT_DECIMALS),
            prices_include_vat: company.flag("prices_include_vat", false),
            district_from_order: company.flag("district_from_order", false),
            vat_countries,
            blank_quantity_is_one: company.flag("blank_quantity_is_one", false),
        }
    }

    /// Rounds to the price decimals, half away from zero.
    pub(crate) fn round(&self, value: Decimal) -> Decimal {
        super::money::round(value, self.decimals)
    }
}
