//! Linking: typed tables to a catalog. Items and customers get their dense numbers, settings are gathered.

use chrono::NaiveDate;

use super::catalog::Catalog;
use super::settings::Settings;
use super::customers::Customers;
use super::items::Items;
use crate::tables::Reading;

/// Links what was read to a catalog.
#[must_use]
pub fn build(reading: Reading, as_of: NaiveDate) -> Catalog {
    let Reading { tables, texts, mut findings, sources, sheets } = reading;
    let read_findings = findings.clone();
    let mut items = Items::default();
    if let Some(table) = tables.get("items") {
        let numbers = table.text("item");
        for row in 0..table.len() {
            if let (Some(number), Ok(row)) = (numbers.get(row), u32::try_from(row)) {
                items.add_row(number, row);
            }
        }
    }
    for (table, fields) in [("bom", &["parent", "item"][..])] {
        let Some(table) = tables.get(table) else { continue };
        let columns: Vec<_> = fields.iter().map(|field| table.text(field)).collect();
        for row in 0..table.len() {
            for number in columns.iter().filter_map(|column| column.get(row)) {
                items.add(number);
            }
        }
    }
    let mut customers = Customers::default();
    if let Some(table) = tables.get("customers") {
        let numbers = table.text("customer");
        for row in 0..table.len() {
            if let Some(number) = numbers.get(row) {
                customers.add(number, u32::try_from(row).ok());
            }
        }
    }
    let company = tables.get("company").map(|table| Settings::from_table(table, &texts)).unwrap_or_default();
    findings.sort();
    Catalog { as_of, texts, tables, items, customers, company, sources, sheets, read_findings, findings }
}
