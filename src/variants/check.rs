//! Checking and completing a selection. Variants specification, section 4.

use super::count::{is_void, possible};
use super::error::VariantError;
use super::family::Family;
use super::rules::Rule;
use crate::origin::Origin;

/// A rule that a selection breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenRule {
    /// Name of the rule.
    pub rule: String,
    /// Its message.
    pub message: String,
    /// Its first row.
    pub origin: Option<Origin>,
}

/// What the rules say about a selection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    /// Every rule that is broken, whatever is chosen for the open properties; in sheet order.
    pub broken: Vec<BrokenRule>,
    /// Names of the rules that open properties leave undecided.
    pub open: Vec<String>,
    /// The properties without a value, in order.
    pub missing: Vec<String>,
}

impl Check {
    /// True when the selection is complete and breaks no rule: it is a variant.
    #[must_use]
    pub const fn is_variant(&self) -> bool {
        self.broken.is_empty() && self.missing.is_empty()
    }
}

/// An open property and the values that are still possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenProperty {
    /// The property.
    pub property: String,
    /// Values with which the selection can still become a variant, in order; none when it cannot.
    pub values: Vec<String>,
    /// The default value, when it is still possible.
    pub default: Option<String>,
}

impl Family {
    /// Every rule a selection breaks, with its message.
    ///
    /// # Errors
    /// [`VariantError`] for an unknown property or value.
    pub fn check(&self, selection: &[(&str, &str)]) -> Result<Check, VariantError> {
        let selection = self.selection(selection)?;
        let mut check = Check::default();
        for rule in &self.rules {
            match self.decide(rule, &selection) {
                Some(true) => {}
                Some(false) => check.broken.push(BrokenRule {
                    rule: rule.name.clone(),
                    message: rule.message("en"),
                    origin: rule.origin.clone(),
                }),
                None => check.open.push(rule.name.clone()),
            }
        }
        check.missing = self.missing(&selection);
        Ok(check)
    }

    /// Whether a rule holds for every, for no, or only for some completion of a selection.
    fn decide(&self, rule: &Rule, selection: &[Option<usize>]) -> Option<bool> {
        if let Some(decided) = rule.arena.decide(&rule.parts, selection) {
            return Some(decided);
        }
        let mut alone = self.network_without_rules();
        for (property, value) in selection.iter().enumerate() {
            if let Some(value) = value {
                alone.restrict(property, *value);
            }
        }
        let mut turned = alone.clone();
        alone.require(&rule.arena, rule.root);
        if is_void(&alone) == Some(true) {
            return Some(false);
        }
        let mut arena = rule.arena.clone();
        let not = arena.not(rule.root);
        turned.require(&arena, not);
        if is_void(&turned) == Some(true) { Some(true) } else { None }
    }

    /// The values still possible for each open property, in property order.
    ///
    /// # Errors
    /// [`VariantError`] for an unknown property or value.
    pub fn complete(&self, selection: &[(&str, &str)]) -> Result<Vec<OpenProperty>, VariantError> {
        let selection = self.selection(selection)?;
        let network = self.network_for(&selection);
        let open = self.properties.iter().enumerate().filter(|(i, _)| selection.get(*i).is_some_and(Option::is_none));
        Ok(open
            .map(|(index, property)| {
                let possible = possible(&network, index);
                let left = |place: usize| possible.get(place).copied().unwrap_or(false);
                let values = property.values.iter().enumerate().filter(|(place, _)| left(*place));
                let default = property.default_value().filter(|_| left(property.default));
                OpenProperty {
                    property: property.name.clone(),
                    values: values.map(|(_, value)| value.value.clone()).collect(),
                    default: default.map(|value| value.value.clone()),
                }
            })
            .collect())
    }

    /// The places of the values selected; properties with one value have it.
    pub(crate) fn selection(&self, selection: &[(&str, &str)]) -> Result<Vec<Option<usize>>, VariantError> {
        let mut places: Vec<Option<usize>> = vec![None; self.properties.len()];
        for (name, value) in selection {
            let index = self.property_index(name)?;
            let (Some(property), Some(slot)) = (self.properties.get(index), places.get_mut(index)) else { continue };
            if slot.is_some() {
                return Err(VariantError::SelectedTwice { property: property.name.clone() });
            }
            let place = property.find(value).ok_or_else(|| VariantError::UnknownValue {
                property: property.name.clone(),
                value: (*value).to_owned(),
                values: property.values.iter().map(|value| value.value.clone()).collect(),
            })?;
            *slot = Some(place);
        }
        for (property, slot) in self.properties.iter().zip(&mut places) {
            if property.values.len() == 1 {
                slot.get_or_insert(0);
            }
        }
        Ok(places)
    }

    /// A selection with a value for each property.
    pub(crate) fn complete_selection(&self, selection: &[(&str, &str)]) -> Result<Vec<Option<usize>>, VariantError> {
        let selection = self.selection(selection)?;
        let missing = self.missing(&selection);
        if missing.is_empty() { Ok(selection) } else { Err(VariantError::MissingValues { missing }) }
    }

    fn missing(&self, selection: &[Option<usize>]) -> Vec<String> {
        let open = self.properties.iter().zip(selection).filter(|(_, place)| place.is_none());
        open.map(|(property, _)| property.name.clone()).collect()
    }
}
