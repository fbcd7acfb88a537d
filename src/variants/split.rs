//! Splitting a product into several. Variants specification, section 3.

use super::count::{Count, table_over};
use super::error::VariantError;
use super::family::Family;
use crate::finding::codes::variants as codes;
use crate::finding::{Finding, Findings};

/// One new product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitProduct {
    /// Name of the old product, then each fixed property with its value.
    pub name: String,
    /// The properties that are fixed, with their values, in the order given.
    pub fixed: Vec<(String, String)>,
    /// Number of variants.
    pub count: Count,
    /// Numbers of the existing models that move to it.
    pub models: Vec<String>,
}

/// The products a split makes; their counts add up to the old one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The new products, in value order.
    pub products: Vec<SplitProduct>,
    /// `I-SPLIT-ONE`, `I-SPLIT-VOID`.
    pub findings: Findings,
}

impl Family {
    /// Splits the product: one new product for each allowed combination of values of some properties.
    ///
    /// Time and memory grow with the number of combinations, at most 10 000 000.
    ///
    /// # Errors
    /// [`VariantError::UnknownProperty`], [`VariantError::SelectedTwice`]; [`VariantError::TooLarge`] when there are too
    /// many combinations or the rules are too entangled.
    pub fn split(&self, properties: &[&str]) -> Result<Split, VariantError> {
        let mut findings = Findings::new();
        let mut places = Vec::new();
        for name in properties {
            let place = self.property_index(name)?;
            if places.contains(&place) {
                return Err(VariantError::SelectedTwice { property: (*name).to_owned() });
            }
            places.push(place);
            if self.properties().get(place).is_some_and(|property| property.values.len() == 1) {
                let detail = format!("product {}", self.product());
                findings.push(Finding::new(&codes::I_SPLIT_ONE).field("property").value(*name).detail(detail));
            }
        }
        let mut keep = places.clone();
        keep.sort_unstable();
        let network = self.network();
        let cells = table_over(&network, &keep).map_err(|_| self.too_large())?;
        let sizes = network.sizes();
        let mut products = Vec::new();
        for combination in 0..cells.len() {
            // The combinations run in the order the properties were given, the last one fastest.
            let chosen: Vec<usize> = places
                .iter()
                .map(|&place| {
                    combination / super::semiring::stride(&sizes, &places, place).max(1) % network.size(place).max(1)
                })
                .collect();
            let cell: usize =
                places.iter().zip(&chosen).map(|(&p, value)| super::semiring::stride(&sizes, &keep, p) * value).sum();
            let count = Count::exact(cells.get(cell).cloned().unwrap_or_default());
            let fixed: Vec<(String, String)> = places
                .iter()
                .zip(&chosen)
                .filter_map(|(&place, &value)| {
                    let property = self.properties().get(place)?;
                    Some((property.name.clone(), property.values.get(value)?.value.clone()))
                })
                .collect();
            let endings: Vec<String> = fixed.iter().map(|(property, value)| format!(", {property} {value}")).collect();
            let ending = endings.concat();
            if count.is_zero() {
                let detail = format!("product {}{ending}", self.product());
                let words: Vec<String> = fixed.iter().map(|(property, value)| format!("{property}={value}")).collect();
                findings.push(Finding::new(&codes::I_SPLIT_VOID).value(words.join(", ")).detail(detail));
                continue;
            }
            let moves = |model: &&super::models::Model| {
                places.iter().zip(&chosen).all(|(&place, &v)| model.selection.get(place).copied().flatten() == Some(v))
            };
            let models = self.models().iter().filter(moves).map(|model| model.sku.clone()).collect();
            let name = self.names().get("en").unwrap_or(self.product());
            products.push(SplitProduct { name: format!("{name}{ending}"), fixed, count, models });
        }
        findings.sort();
        Ok(Split { products, findings })
    }
}
