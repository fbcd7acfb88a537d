//! Which values a product has: from the root group down to the product. Variants specification, section 2.

use std::collections::{BTreeMap, BTreeSet};

use super::vocabulary::{Vocabulary, list, note};
use crate::finding::codes::variants as codes;
use crate::finding::{Finding, Findings};
use crate::model::Catalog;
use crate::tables::Table;

/// What the walk has gathered about one property.
#[derive(Clone, Debug, Default)]
struct State {
    values: Vec<usize>,
    defaults: Vec<usize>,
    fixed: bool,
}

/// The values of one property of a product, as numbers of the vocabulary.
#[derive(Clone, Debug)]
pub(crate) struct Effective {
    pub(crate) property: usize,
    pub(crate) values: Vec<usize>,
    /// Place of the default value in `values`.
    pub(crate) default: usize,
}

/// The groups of a product, the root first.
pub(crate) fn groups(catalog: &Catalog, product_row: usize, findings: &mut Findings) -> (Vec<String>, bool) {
    let products = catalog.table("products");
    let table = catalog.table("product_groups");
    let (names, parents) = (table.text("group"), table.text("parent"));
    let mut parent_of = BTreeMap::new();
    for row in 0..table.len() {
        if let Some(group) = names.get(row) {
            parent_of.entry(group).or_insert((row, parents.get(row)));
        }
    }
    let mut path = Vec::new();
    let mut next = products.text("group").get(product_row);
    while let Some(group) = next {
        if let Some(start) = path.iter().position(|met| *met == group) {
            let cycle = path.get(start..).unwrap_or_default().iter().chain([&group]);
            let cycle = cycle.map(|&group| catalog.text(group)).collect::<Vec<_>>().join(" > ");
            let row = parent_of.get(&group).map_or(0, |(row, _)| *row);
            let at = (table, row, "parent");
            note(findings, &codes::E_GROUP_CYCLE, at, Some(&cycle), "the product inherits nothing".into());
            return (Vec::new(), true);
        }
        if !parent_of.contains_key(&group) && !is_used(catalog, group) {
            let name = catalog.text(group);
            let nearest = super::vocabulary::nearest(name, parent_of.keys().map(|&group| catalog.text(group)));
            let at = (products, product_row, "group");
            note(findings, &codes::W_GROUP_UNKNOWN, at, Some(name), format!("group \"{name}\" is not there{nearest}"));
        }
        path.push(group);
        next = parent_of.get(&group).and_then(|(_, parent)| *parent);
    }
    (path.iter().rev().map(|&group| catalog.text(group).to_owned()).collect(), false)
}

/// A group without a row of its own is one when defaults are given for it.
fn is_used(catalog: &Catalog, group: crate::tables::Symbol) -> bool {
    let table = catalog.table("group_defaults");
    let groups = table.text("group");
    (0..table.len()).any(|row| groups.get(row) == Some(group))
}

/// The effective properties of a product, in property order, and whether each has a value.
pub(crate) fn effective(
    catalog: &Catalog,
    vocabulary: &Vocabulary,
    product: &str,
    groups: &[String],
    findings: &mut Findings,
) -> (Vec<Effective>, bool) {
    let mut walk = Walk { catalog, vocabulary, states: vec![None; vocabulary.len()], findings };
    let defaults = catalog.table("group_defaults");
    for group in groups {
        walk.level(defaults, "group", group);
    }
    walk.level(catalog.table("product_values"), "product", product);
    let states = walk.states;
    let mut found = Vec::new();
    let mut usable = true;
    for (property, state) in states.into_iter().enumerate() {
        let (Some(mut state), Some(entry)) = (state, vocabulary.get(property)) else { continue };
        for finding in &entry.findings {
            findings.push(finding.clone());
        }
        state.values.retain(|&value| entry.is_active(value));
        let last = state.defaults.iter().rev().find_map(|d| state.values.iter().position(|value| value == d));
        let default = last.unwrap_or(0);
        if state.values.is_empty() {
            usable = false;
            let detail = format!("property {} of product {product} has no active value", entry.name);
            let mut finding =
                Finding::new(&codes::E_EMPTY_PROPERTY).field("property").value(&entry.name).detail(detail);
            if let Some(origin) = &entry.origin {
                finding = finding.at(origin.clone());
            }
            findings.push(finding);
        }
        let fixed = state.fixed && state.values.len() > 1;
        if fixed {
            let detail = format!("property {} of product {product} has {} values", entry.name, state.values.len());
            findings.push(Finding::new(&codes::W_FIXED).field("fixed").value(&entry.name).detail(detail));
            state.values = state.values.get(default).copied().into_iter().collect();
        }
        found.push(Effective { property, values: state.values, default: if fixed { 0 } else { default } });
    }
    found.sort_by_key(|one| (vocabulary.get(one.property).map_or(i64::MAX, |entry| entry.order), one.property));
    (found, usable)
}

struct Walk<'a> {
    catalog: &'a Catalog,
    vocabulary: &'a Vocabulary,
    states: Vec<Option<State>>,
    findings: &'a mut Findings,
}

impl Walk<'_> {
    /// All rows of a group or product, in sheet order.
    fn level(&mut self, table: &Table, key: &str, name: &str) {
        let catalog = self.catalog;
        let (keys, properties) = (table.text(key), table.text("property"));
        let mut with_default = BTreeSet::new();
        for row in 0..table.len() {
            if keys.get(row).is_none_or(|symbol| catalog.text(symbol) != name) {
                continue;
            }
            let Some(property) = properties.get(row).map(|symbol| catalog.text(symbol)) else { continue };
            let Some(index) = self.vocabulary.find(property) else {
                let nearest = self.vocabulary.nearest_property(property);
                let detail = format!("property \"{property}\" is not there{nearest}");
                note(self.findings, &codes::E_PROPERTY_UNKNOWN, (table, row, "property"), Some(property), detail);
                continue;
            };
            self.row(table, row, index);
            if table.text("default_value").get(row).is_some() && !with_default.insert(index) {
                let detail = format!("{property} has two default values in {name}");
                note(self.findings, &codes::W_DEFAULT_DUP, (table, row, "default_value"), None, detail);
            }
        }
    }

    fn row(&mut self, table: &Table, row: usize, property: usize) {
        let catalog = self.catalog;
        let cell = |field: &str| table.text(field).get(row).map(|symbol| catalog.text(symbol));
        let mode = cell("mode").map_or_else(|| "SET".to_owned(), str::to_uppercase);
        let (default, fixed) = (cell("default_value"), table.flag("fixed").get(row).unwrap_or(false));
        let mut texts = Vec::new();
        let given = ["set", "values"].into_iter().find(|field| cell(field).is_some());
        if let Some((field, text)) = given.and_then(|field| Some((field, cell(field)?))) {
            let set = if field == "set" { self.vocabulary.set(text, property) } else { None };
            texts = set.map_or_else(|| list(text), <[String]>::to_vec);
        } else if let (true, Some(default)) = (fixed, default) {
            texts.push(default.to_owned());
        }
        let has_list = given.is_some() || !texts.is_empty();
        let field = given.unwrap_or("default_value");
        let mut values = Vec::new();
        for text in &texts {
            if let Some(value) = self.value(text, property, (table, row, field))
                && !values.contains(&value)
            {
                values.push(value);
            }
        }
        let default = default.and_then(|text| self.value(text, property, (table, row, "default_value")));
        let Some(slot) = self.states.get_mut(property) else { return };
        match (mode.as_str(), has_list) {
            ("DROP", _) => {
                *slot = None;
                return;
            }
            ("REMOVE", true) => {
                if let Some(state) = slot {
                    state.values.retain(|value| !values.contains(value));
                }
            }
            ("ADD", true) => {
                let state = slot.get_or_insert_default();
                let new: Vec<usize> = values.into_iter().filter(|value| !state.values.contains(value)).collect();
                state.values.extend(new);
            }
            (_, true) => slot.get_or_insert_default().values = values,
            ("SET", false) if slot.is_none() => {
                let all = self.vocabulary.get(property).map(super::vocabulary::PropertyEntry::all_active);
                slot.get_or_insert_default().values = all.unwrap_or_default();
            }
            _ => {}
        }
        if let Some(state) = slot {
            state.defaults.extend(default);
            state.fixed |= fixed;
        }
    }

    /// The value of a text, or a finding.
    fn value(&mut self, text: &str, property: usize, at: (&Table, usize, &str)) -> Option<usize> {
        let entry = self.vocabulary.get(property)?;
        let value = entry.find(text);
        if value.is_none() {
            let detail = format!("{} has no value \"{text}\"{}", entry.name, entry.nearest_value(text));
            note(self.findings, &codes::E_VALUE_UNKNOWN, at, Some(text), detail);
        }
        value
    }
}
