//! Linking: typed tables to a catalog. Items and customers get their dense numbers, settings are gathered.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::catalog::Catalog;
use super::check::{check, propose};
use super::check_settings::settled;
use super::customers::Customers;
use super::items::Items;
use super::keys::{alike, duplicates};
use super::machines::{link_machines, link_projects};
use super::settings::Settings;
use super::structure;
use crate::finding::codes::model as codes;
use crate::finding::codes::reading::W_UNIT_UNKNOWN;
use crate::finding::{Finding, Findings};
use crate::tables::{Reading, Table, Texts};
use crate::values::is_same_unit;

/// Links what was read to a catalog.
#[must_use]
pub fn build(reading: Reading, as_of: NaiveDate) -> Catalog {
    let Reading { mut tables, mut texts, findings, sources: files, sheets } = reading;
    let mut findings = without_known_units(findings, tables.get("units"), &texts);
    if let Some(bom) = tables.get_mut("bom") {
        structure::restore_levels(bom, &mut texts, &mut findings);
    }
    let read_findings = findings.clone();
    let none = Table::default();
    let table = |name: &str| tables.get(name).unwrap_or(&none);
    let double: BTreeMap<&str, BTreeSet<usize>> =
        tables.iter().map(|(name, table)| (name.as_str(), duplicates(table, &texts, &mut findings))).collect();
    for table in tables.values() {
        alike(table, &texts, &mut findings);
    }
    let is_double = |name: &str, row: usize| double.get(name).is_some_and(|rows| rows.contains(&row));
    let company = company(table("company"), &texts, &mut findings);

    let parents = structure::parents(table("bom"), &mut texts, &mut findings);
    let mut items = Items::default();
    let numbers = table("items").text("item");
    for row in 0..table("items").len() {
        if let (Some(number), Ok(index), false) = (numbers.get(row), u32::try_from(row), is_double("items", row)) {
            items.add_row(number, index);
        }
    }
    let children = table("bom").text("item");
    // Looking a number up by its symbol is much faster than by its hash; lines name the same few items again and again.
    let mut seen = vec![false; texts.len()];
    for (row, parent) in parents.parents.iter().enumerate() {
        for number in parent.iter().copied().chain(children.get(row)) {
            if seen.get_mut(Texts::index(number)).is_none_or(|seen| !std::mem::replace(seen, true)) {
                items.add(number);
            }
        }
    }
    for (name, fields) in [
        ("machines", &["item"][..]),
        ("as_built", &["parent", "item"]),
        ("service_events", &["item"]),
        ("alternates", &["item", "alt"]),
        ("supersessions", &["old", "new"]),
        ("revisions", &["item"]),
        ("recalls", &["item", "replacement_item"]),
        ("spare_sales", &["item"]),
        ("stock", &["item"]),
    ] {
        let columns: Vec<_> = fields.iter().map(|field| table(name).text(field)).collect();
        for row in 0..table(name).len() {
            for number in columns.iter().filter_map(|column| column.get(row)) {
                items.add(number);
            }
        }
    }
    let mut customers = Customers::default();
    let numbers = table("customers").text("customer");
    for row in 0..table("customers").len() {
        if let Some(number) = numbers.get(row) {
            customers.add(number, u32::try_from(row).ok());
        }
    }
    let sources = structure::Sources {
        table: table("bom"),
        item_master: table("items"),
        units: table("units"),
        seqs: structure::seqs(table("revisions")),
        texts: &texts,
        items: &items,
        company: &company,
    };
    let structure = structure::link(&sources, &parents, &mut findings);
    let mut projects = link_projects(table("projects"), &mut customers);
    let machines = link_machines(&tables, &texts, &items, (&mut customers, &mut projects), &mut findings);
    let mut catalog = Catalog {
        as_of,
        texts,
        tables,
        items,
        customers,
        company,
        structure,
        machines,
        projects,
        sources: files,
        sheets,
        read_findings,
        findings: Findings::new(),
    };
    propose(&mut findings, &catalog);
    findings.extend(check(&catalog));
    findings.sort();
    catalog.findings = findings;
    catalog
}

/// The findings without words for units that the `units` table has.
fn without_known_units(findings: Findings, units: Option<&Table>, texts: &Texts) -> Findings {
    let Some(units) = units else { return findings };
    let names = units.text("unit");
    let is_there =
        |word: &str| (0..units.len()).filter_map(|row| names.get(row)).any(|name| is_same_unit(texts.get(name), word));
    let is_unknown =
        |finding: &Finding| finding.code != &W_UNIT_UNKNOWN || !finding.value.as_deref().is_some_and(is_there);
    findings.into_iter().filter(is_unknown).collect()
}

/// Gathers the settings that can be used; a key that is there twice is named.
fn company(table: &Table, texts: &Texts, findings: &mut Findings) -> Settings {
    let mut company = Settings::default();
    let (keys, values) = (table.text("key"), table.text("value"));
    for row in 0..table.len() {
        if let (Some(key), Some(value)) = (keys.get(row), values.get(row)) {
            let key = texts.get(key);
            if !company.set(key, texts.get(value).to_owned(), table.cell(row, "value")) {
                let first = company.origin(key).map_or_else(String::new, ToString::to_string);
                let mut finding = Finding::new(&codes::E_KEY_DUP).field("key").value(key);
                finding.origin = table.cell(row, "key");
                findings.push(finding.detail(format!("first in {first}, which is used")));
            }
        }
    }
    settled(&company, findings)
}
