//! Existing models: rows of the `models` sheet matched with selections. Variants specification, sections 5 and 9.

use std::collections::BTreeMap;

use super::family::Family;
use super::vocabulary::{cell_text, nearest, note};
use crate::finding::Findings;
use crate::finding::codes::variants as codes;
use crate::origin::Origin;
use crate::tables::Values;

/// An existing variant with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its number, never changed.
    pub sku: String,
    /// False for a model no longer sold.
    pub is_active: bool,
    /// Names of the rules it breaks; such a model is kept, but is not a variant.
    pub broken: Vec<String>,
    /// Its row.
    pub origin: Option<Origin>,
    /// Place of its value for each property; none where the cell is blank or unknown.
    pub(crate) selection: Vec<Option<usize>>,
}

impl Model {
    /// True when it has a value for each property.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.selection.iter().all(Option::is_some)
    }

    /// True when it is complete and breaks no rule.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.is_complete() && self.broken.is_empty()
    }
}

/// The models of a product in sheet order.
pub(crate) fn read(family: &Family, findings: &mut Findings) -> Vec<Model> {
    let catalog = &*family.catalog;
    let table = catalog.table("models");
    let (products, skus) = (table.text("product"), table.text("sku"));
    let columns: Vec<Option<(&str, &Values)>> = family
        .properties()
        .iter()
        .map(|property| {
            let exact = table.columns().iter().find(|c| *c.title == *property.name || *c.name == *property.name);
            let lower = property.name.to_lowercase();
            let alike = || table.columns().iter().find(|c| c.title.to_lowercase() == lower);
            exact.or_else(alike).map(|column| (&*column.name, &column.values))
        })
        .collect();
    let mut models: Vec<Model> = Vec::new();
    let mut seen: BTreeMap<Vec<Option<usize>>, usize> = BTreeMap::new();
    let mut by_sku: BTreeMap<String, usize> = BTreeMap::new();
    for row in 0..table.len() {
        let (Some(product), Some(sku)) = (products.get(row), skus.get(row)) else { continue };
        if catalog.text(product) != family.product() {
            continue;
        }
        let sku = catalog.text(sku).to_owned();
        let mut selection = Vec::new();
        let mut missing = Vec::new();
        for (property, column) in family.properties().iter().zip(&columns) {
            let only = if property.values.len() == 1 { Some(0) } else { None };
            let text = column.and_then(|(name, values)| Some((name, cell_text(catalog, values.get(row))?)));
            let place = match &text {
                None => only,
                Some((name, text)) => {
                    let place = property.find(text);
                    if place.is_none() {
                        let near = nearest(text, property.values.iter().map(|value| value.value.as_str()));
                        let detail = format!("model {sku}: {} has no value \"{text}\"{near}", property.name);
                        note(findings, &codes::E_VALUE_UNKNOWN, (table, row, name), Some(text), detail);
                    }
                    place
                }
            };
            if place.is_none() && text.is_none() {
                missing.push(property.name.as_str());
            }
            selection.push(place);
        }
        if !missing.is_empty() {
            let detail = format!("model {sku} lacks {}", missing.join(", "));
            note(findings, &codes::E_MODEL_VALUES, (table, row, "sku"), Some(&sku), detail);
        }
        let broken: Vec<String> = family
            .rules()
            .iter()
            .filter(|rule| rule.arena.decide(&rule.parts, &selection) == Some(false))
            .map(|rule| rule.name.clone())
            .collect();
        if !broken.is_empty() {
            let detail = format!("model {sku} breaks {}", broken.join(", "));
            note(findings, &codes::W_MODEL_INVALID, (table, row, "sku"), Some(&sku), detail);
        }
        let is_complete = selection.iter().all(Option::is_some);
        match seen.get(&selection).and_then(|&first| models.get(first)) {
            Some(first) if is_complete => {
                let detail = format!("models {} and {sku} are both {}", first.sku, family.words(&selection));
                note(findings, &codes::E_MODEL_DUP, (table, row, "sku"), Some(&sku), detail);
            }
            _ => {
                seen.insert(selection.clone(), models.len());
            }
        }
        let first = *by_sku.entry(sku.clone()).or_insert(models.len());
        if let Some(other) = models.get(first).filter(|other| other.selection != selection) {
            let detail = format!("{} and {}", family.words(&other.selection), family.words(&selection));
            note(findings, &codes::E_SKU_DUP, (table, row, "sku"), Some(&sku), detail);
        }
        let is_active = table.flag("active").get(row).unwrap_or(true);
        models.push(Model { sku, is_active, broken, origin: table.origin(row), selection });
    }
    models
}
