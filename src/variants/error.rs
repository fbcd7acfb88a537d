//! What a question about a product family can get wrong.

use thiserror::Error;

use super::condition::ConditionError;
use crate::model::ModelError;

/// A question about a family that cannot have an answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VariantError {
    /// The product is not in the catalog.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The product has no property of this name.
    #[error("product \"{product}\" has no property \"{property}\"{}", there(.properties))]
    UnknownProperty {
        /// The product.
        product: String,
        /// The property asked for.
        property: String,
        /// The properties it has.
        properties: Vec<String>,
    },
    /// The product does not offer this value.
    #[error("property \"{property}\" has no value \"{value}\"{}", there(.values))]
    UnknownValue {
        /// The property.
        property: String,
        /// The value asked for.
        value: String,
        /// The values it has.
        values: Vec<String>,
    },
    /// A selection names a property twice.
    #[error("property \"{property}\" is selected twice")]
    SelectedTwice {
        /// The property.
        property: String,
    },
    /// The question needs a value for every property.
    #[error("the selection lacks a value for {}", .missing.join(", "))]
    MissingValues {
        /// The properties without a value.
        missing: Vec<String>,
    },
    /// A condition given with the question does not parse, or names something unknown.
    #[error("the condition \"{text}\" is not understood at {problem}")]
    Condition {
        /// The condition.
        text: String,
        /// Where and why.
        #[source]
        problem: ConditionError,
    },
    /// The item is in no structure of this product.
    #[error("item \"{item}\" is in no structure of product \"{product}\"{}", there(.nearest))]
    UnknownItem {
        /// The product.
        product: String,
        /// The item asked for.
        item: String,
        /// Items that look like it, nearest first.
        nearest: Vec<String>,
    },
    /// The rules join too many properties for an exact answer.
    #[error("the rules of product \"{product}\" are too entangled for an exact answer")]
    TooLarge {
        /// The product.
        product: String,
    },
}

impl VariantError {
    /// How to get on.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::Model(inner) => return inner.hint(),
                Self::MissingValues { .. } => "`family.complete(selection)` shows the values that are still possible",
                Self::Condition { .. } => {
                    "write such as POWER=90 and not (COLOR in {RED, BLUE}); quote values with blanks or signs"
                }
                Self::TooLarge { .. } => "select more values first, or split the product",
                Self::UnknownItem { .. } => "see the `variant_bom` sheet; the product itself is the topmost parent",
                Self::SelectedTwice { .. } => "give each property one value",
                Self::UnknownProperty { .. } | Self::UnknownValue { .. } => {
                    "names and values are compared exactly, with case; `family.properties()` lists them"
                }
            }
            .to_owned(),
        )
    }
}

/// What is there instead.
fn there(names: &[String]) -> String {
    match names {
        [] => String::new(),
        names => {
            format!("; there is {}", names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "))
        }
    }
}
