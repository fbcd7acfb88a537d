//! A product family: its properties, values and rules, linked once. Variants specification, sections 1, 2, 4, 9.

use std::sync::{Arc, OnceLock};

use rust_decimal::Decimal;

use super::count::is_void;
use super::error::VariantError;
use super::inherit::{self, Effective};
use super::logic::Scope;
use super::models::{self, Model};
use super::naming::Template;
use super::network::Network;
use super::price::{self, Surcharge};
use super::resolve::{self, Structure};
use super::rules::{self, Rule};
use super::vocabulary::{Kind, Names, PropertyEntry, Vocabulary, note};
use crate::finding::codes::variants as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ModelError};
use crate::origin::Origin;

/// One value a product offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyValue {
    /// As written in the sheet.
    pub value: String,
    /// Short code for numbers of variants.
    pub code: Option<String>,
    /// Names by language.
    pub names: Names,
    /// The number, for a NUMBER property.
    pub number: Option<Decimal>,
}

/// One property of a product with the values it offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Unit of its numbers.
    pub unit: Option<String>,
    /// Names by language.
    pub names: Names,
    /// The values, in the order they are offered.
    pub values: Vec<PropertyValue>,
    /// Place of the default value in `values`.
    pub default: usize,
    /// Row of the `properties` sheet.
    pub origin: Option<Origin>,
}

impl Property {
    fn new(entry: &PropertyEntry, effective: &Effective) -> Self {
        let values = effective.values.iter().filter_map(|&value| entry.values.get(value));
        Self {
            name: entry.name.clone(),
            kind: entry.kind,
            unit: entry.unit.clone(),
            names: entry.names.clone(),
            values: values
                .map(|value| PropertyValue {
                    value: value.text.clone(),
                    code: value.code.clone(),
                    names: value.names.clone(),
                    number: value.number.filter(|_| entry.kind == Kind::Number),
                })
                .collect(),
            default: effective.default,
            origin: entry.origin.clone(),
        }
    }

    /// The default value.
    #[must_use]
    pub fn default_value(&self) -> Option<&PropertyValue> {
        self.values.get(self.default)
    }

    /// Place of a value written this way; numbers of a NUMBER property compare as numbers.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<usize> {
        self.values.iter().position(|value| value.value == text).or_else(|| {
            let wanted = if self.kind == Kind::Number { super::vocabulary::number(text)? } else { return None };
            self.values.iter().position(|value| value.number == Some(wanted))
        })
    }
}

/// One product family.
#[derive(Clone, Debug)]
pub struct Family {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) product: String,
    pub(crate) names: Names,
    pub(crate) groups: Vec<String>,
    pub(crate) base_price: Option<Decimal>,
    pub(crate) template: Template,
    pub(crate) properties: Vec<Property>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) models: Vec<Model>,
    pub(crate) structure: Structure,
    pub(crate) surcharges: Vec<Surcharge>,
    vocabulary: Vocabulary,
    own: Vec<Option<(usize, Vec<usize>)>>,
    /// All values, all rules; made when first asked for.
    base: OnceLock<Network>,
    findings: Findings,
    incomplete: bool,
}

impl Family {
    /// Links the family of a product.
    ///
    /// Takes time linear in the rows of the variant sheets, and one search for the first variant.
    ///
    /// # Errors
    /// [`ModelError::UnknownProduct`] with the nearest names.
    pub fn new(catalog: Arc<Catalog>, product: &str) -> Result<Self, VariantError> {
        let shared = Arc::clone(&catalog);
        let mut findings = Findings::new();
        let row = product_row(&shared, product, &mut findings)?;
        let (groups, has_cycle) = inherit::groups(&shared, row, &mut findings);
        let vocabulary = Vocabulary::read(&shared);
        let (effective, usable) = inherit::effective(&shared, &vocabulary, product, &groups, &mut findings);
        let mut own = vec![None; vocabulary.len()];
        let mut properties = Vec::new();
        for one in &effective {
            let Some(entry) = vocabulary.get(one.property) else { continue };
            if let Some(slot) = own.get_mut(one.property) {
                *slot = Some((properties.len(), one.values.clone()));
            }
            properties.push(Property::new(entry, one));
        }
        let products = shared.table("products");
        let mut family = Self {
            product: product.to_owned(),
            names: Names::read(&shared, products, "name", row),
            groups,
            base_price: products.decimal("base_price").get(row),
            template: Template::default(),
            properties,
            rules: Vec::new(),
            models: Vec::new(),
            structure: Structure::default(),
            surcharges: Vec::new(),
            vocabulary,
            own,
            base: OnceLock::new(),
            findings: Findings::new(),
            incomplete: has_cycle || !usable,
            catalog,
        };
        family.template = Template::read(&family, products, row, &mut findings);
        let (read, incomplete) = rules::read(&shared, &family.scope(), product, &family.groups, &mut findings);
        family.rules = read;
        family.incomplete |= incomplete;
        let (structure, incomplete) = resolve::read(&family, &mut findings);
        family.structure = structure;
        family.incomplete |= incomplete;
        let (surcharges, incomplete) = price::read(&family, &mut findings);
        family.surcharges = surcharges;
        family.incomplete |= incomplete;
        family.models = models::read(&family, &mut findings);
        if usable && let Some(finding) = family.void() {
            findings.push(finding);
        }
        findings.sort();
        family.findings = findings;
        Ok(family)
    }

    /// Name of the product in the `products` sheet.
    #[must_use]
    pub fn product(&self) -> &str {
        &self.product
    }

    /// Names of the product by language.
    #[must_use]
    pub const fn names(&self) -> &Names {
        &self.names
    }

    /// The groups the product belongs to, the root first.
    #[must_use]
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// Price before surcharges.
    #[must_use]
    pub const fn base_price(&self) -> Option<Decimal> {
        self.base_price
    }

    /// The properties with the values the product offers, in property order.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    /// The rules in use, in sheet order.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The existing models of the product, in sheet order.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// What is doubtful in the data of this family.
    #[must_use]
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// True when a property, rule, line or surcharge could not be used, so that answers lack something.
    #[must_use]
    pub const fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// Place of a property.
    pub(crate) fn property_index(&self, name: &str) -> Result<usize, VariantError> {
        let place = self.properties.iter().position(|property| property.name == name);
        place.ok_or_else(|| VariantError::UnknownProperty {
            product: self.product.clone(),
            property: name.to_owned(),
            properties: self.properties.iter().map(|property| property.name.clone()).collect(),
        })
    }

    /// The names conditions of this family may use.
    pub(crate) fn scope(&self) -> Scope<'_> {
        Scope { vocabulary: &self.vocabulary, own: &self.own }
    }

    /// All values, all rules.
    pub(crate) fn network(&self) -> Network {
        self.base.get_or_init(|| self.network_with(self.rules.iter())).clone()
    }

    /// All values, no rules.
    pub(crate) fn network_without_rules(&self) -> Network {
        Network::new(self.properties.iter().map(|property| (0..property.values.len()).collect()).collect())
    }

    /// All values, some rules.
    fn network_with<'a>(&self, rules: impl Iterator<Item = &'a Rule>) -> Network {
        let mut network = self.network_without_rules();
        for rule in rules {
            network.require(&rule.arena, rule.root);
        }
        network
    }

    /// The values that a partial selection leaves, all rules.
    pub(crate) fn network_for(&self, selection: &[Option<usize>]) -> Network {
        let mut network = self.network();
        for (property, value) in selection.iter().enumerate() {
            if let Some(value) = value {
                network.restrict(property, *value);
            }
        }
        network
    }

    /// `E-VOID` with an irreducible set of rules: in order, each one is dropped without which the product stays void.
    fn void(&self) -> Option<Finding> {
        if is_void(&self.network()) != Some(true) {
            return None;
        }
        let mut kept = vec![true; self.rules.len()];
        for place in 0..self.rules.len() {
            let without = self.rules.iter().enumerate().filter(|(i, _)| *i != place && kept.get(*i) == Some(&true));
            if is_void(&self.network_with(without.map(|(_, rule)| rule))) == Some(true)
                && let Some(slot) = kept.get_mut(place)
            {
                *slot = false;
            }
        }
        let rules: Vec<&Rule> = self.rules.iter().zip(kept).filter(|(_, kept)| *kept).map(|(rule, _)| rule).collect();
        let names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
        let words: Vec<String> = rules.iter().map(|rule| format!("{}: {}", rule.name, rule.text)).collect();
        let detail = format!("product {} has no variant: {}", self.product, words.join("; "));
        let finding = Finding::new(&codes::E_VOID).field("rule").value(names.join(", ")).detail(detail);
        Some(match rules.first().and_then(|rule| rule.origin.clone()) {
            Some(origin) => finding.at(origin),
            None => finding,
        })
    }
}

/// The row of a product in the `products` sheet.
fn product_row(catalog: &Catalog, product: &str, findings: &mut Findings) -> Result<usize, ModelError> {
    let table = catalog.table("products");
    let names = table.text("product");
    let wanted = catalog.texts().find(product);
    let mut rows = (0..table.len()).filter(|&row| wanted.is_some() && names.get(row) == wanted);
    let first = rows.next().ok_or_else(|| ModelError::UnknownProduct {
        product: product.to_owned(),
        nearest: catalog.nearest(product, (0..table.len()).filter_map(|row| names.get(row))),
    })?;
    for row in rows {
        note(findings, &codes::E_PRODUCT_DUP, (table, row, "product"), Some(product), "a second row".to_owned());
    }
    Ok(first)
}
