//! Listing the variants of a family. Variants specification, sections 3 and 5.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::count::{Count, count};
use super::error::VariantError;
use super::family::Family;
use super::logic::Arena;
use super::naming::{MOST_LETTERS, cleaned};
use super::network::Network;
use super::search::Search;
use crate::finding::codes::variants as codes;
use crate::finding::{Code, Finding, Findings};
use crate::origin::Origin;

/// How many variants are listed when nothing is said.
pub const MAX_LIST: usize = 50_000;

/// One variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its number: that of the existing model, else made by the template; none when that is too long.
    pub sku: Option<String>,
    /// Its name for people.
    pub name: String,
    /// Its values, in property order.
    pub values: Vec<String>,
    /// Its price; none when the product has no base price.
    pub price: Option<Decimal>,
    /// Row of the existing model with these values.
    pub model: Option<Origin>,
    /// Whether the existing model is still sold.
    pub is_active: Option<bool>,
}

/// The variants of a family in the order of properties, then values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variants {
    /// The product.
    pub product: String,
    /// Names of the properties, in order.
    pub properties: Vec<String>,
    /// The variants listed.
    pub rows: Vec<Variant>,
    /// How many there are in all.
    pub total: Count,
    /// `W-LIST-CUT`, `E-COUNT-SIZE`, and what is wrong with the numbers.
    pub findings: Findings,
}

impl Family {
    /// Lists the variants in property order, then value order, at most `limit`.
    ///
    /// Forbidden branches are not entered; time grows with the rows listed.
    #[must_use]
    pub fn variants(&self, limit: usize) -> Variants {
        self.list(&self.network(), limit)
    }

    /// Lists the variants that fulfil a condition, likewise.
    ///
    /// # Errors
    /// [`VariantError::Condition`] when the condition is not understood.
    pub fn variants_where(&self, limit: usize, condition: &str) -> Result<Variants, VariantError> {
        let mut arena = Arena::default();
        let node = self.condition(condition, &mut arena)?;
        let mut network = self.network();
        network.require(&arena, node);
        Ok(self.list(&network, limit))
    }

    fn list(&self, network: &Network, limit: usize) -> Variants {
        let mut findings = Findings::new();
        let mut total = count(network);
        let mut search = Search::new(network, &network.order());
        let mut selections: Vec<Vec<usize>> = Vec::new();
        let mut finished = false;
        while selections.len() < limit {
            if !search.advance() {
                finished = !search.gave_up;
                break;
            }
            selections.push((0..network.properties()).map(|property| search.place(property)).collect());
        }
        if finished && !total.is_exact() {
            total = Count::exact(selections.len());
        }
        if !total.is_exact() {
            let detail = format!("product {} has {total} variants", self.product);
            findings.push(Finding::new(&codes::E_COUNT_SIZE).value(total.to_string()).detail(detail));
        }
        if !finished && total != Count::exact(selections.len()) {
            let detail = format!("product {}: {} of {total} variants are listed", self.product, selections.len());
            findings.push(Finding::new(&codes::W_LIST_CUT).value(total.to_string()).detail(detail));
        }
        let rows = self.rows(&selections, &mut findings);
        findings.sort();
        let properties = self.properties.iter().map(|property| property.name.clone()).collect();
        Variants { product: self.product.clone(), properties, rows, total, findings }
    }

    fn rows(&self, selections: &[Vec<usize>], findings: &mut Findings) -> Vec<Variant> {
        let mut models = BTreeMap::new();
        for model in self.models.iter().filter(|model| model.is_complete()) {
            let selection: Vec<usize> = model.selection.iter().copied().flatten().collect();
            models.entry(selection).or_insert(model);
        }
        let words = |selection: &[usize]| self.words(&selection.iter().copied().map(Some).collect::<Vec<_>>());
        // Existing numbers are taken, also by models that break a rule.
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        for model in &self.models {
            taken.entry(model.sku.clone()).or_insert_with(|| self.words(&model.selection));
        }
        let mut rows = Vec::with_capacity(selections.len());
        let mut replaced: BTreeMap<String, usize> = BTreeMap::new();
        for selection in selections {
            let model = models.get(selection);
            let sku = if let Some(model) = model {
                Some(model.sku.clone())
            } else {
                let filled = self.template.fill(self, selection);
                let sku = cleaned(&filled);
                for letter in filled.chars().zip(sku.chars()).filter(|(a, b)| a != b).map(|(a, _)| a) {
                    *replaced.entry(letter.to_string()).or_default() += 1;
                }
                self.checked(sku, &words(selection), &mut taken, findings)
            };
            let values =
                self.properties.iter().zip(selection).filter_map(|(property, &place)| property.values.get(place));
            rows.push(Variant {
                sku,
                name: self.variant_name(selection, "en"),
                values: values.map(|value| value.value.clone()).collect(),
                price: self.price_of(selection),
                model: model.and_then(|model| model.origin.clone()),
                is_active: model.map(|model| model.is_active),
            });
        }
        for (letter, times) in replaced {
            let detail = format!("product {}: replaced {times} times", self.product);
            findings.push(self.about(&codes::W_SKU_CHAR, letter, detail));
        }
        rows
    }

    /// A new number unless it is too long; says when it is taken.
    fn checked(
        &self,
        sku: String,
        words: &str,
        taken: &mut BTreeMap<String, String>,
        findings: &mut Findings,
    ) -> Option<String> {
        let letters = sku.chars().count();
        if letters > MOST_LETTERS {
            findings.push(self.about(&codes::E_SKU_LENGTH, sku, format!("{words}: {letters} characters")));
            return None;
        }
        match taken.get(&sku) {
            Some(other) => {
                findings.push(self.about(&codes::E_SKU_DUP, sku.clone(), format!("{other} and {words}")));
            }
            None => {
                taken.insert(sku.clone(), words.to_owned());
            }
        }
        Some(sku)
    }

    /// A finding about the template of the product.
    fn about(&self, code: &'static Code, value: String, detail: String) -> Finding {
        let products = self.catalog.table("products");
        let finding = Finding::new(code).field("sku_template").value(value).detail(detail);
        let names = products.text("product");
        let own = |row: &usize| names.get(*row).is_some_and(|name| self.catalog.text(name) == self.product);
        match (0..products.len()).find(own).and_then(|row| products.cell(row, "sku_template")) {
            Some(origin) => finding.at(origin),
            None => finding,
        }
    }
}
