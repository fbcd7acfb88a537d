//! What a question about recalls and campaigns can get wrong.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::model::ModelError;

/// A question about recalls and campaigns that has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AftersalesError {
    /// The question names something the catalog lacks.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// No row names the campaign.
    #[error("campaign \"{campaign}\" is not in the catalog{}", known_text(.known))]
    UnknownCampaign {
        /// The campaign asked for.
        campaign: String,
        /// The campaigns there are.
        known: Vec<String>,
    },
    /// A share must lie between 0 and 1.
    #[error("{name} is {value}, not a share from 0 to 1")]
    Share {
        /// Name of the option.
        name: &'static str,
        /// Its value.
        value: Decimal,
    },
    /// A recall needs at least one affected item.
    #[error("the recall names no item")]
    NoRule,
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
}

impl AftersalesError {
    /// How to get on.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Model(error) => return error.hint(),
            Self::Stopped => return None,
            Self::UnknownCampaign { .. } => "add its rows to the `recalls` sheet".to_owned(),
            Self::Share { .. } => "write 80 % as 0.8".to_owned(),
            Self::NoRule => "give at least one item with its revisions, lots or dates".to_owned(),
        })
    }
}

fn known_text(known: &[String]) -> String {
    match known {
        [] => "; it has no campaigns".to_owned(),
        known => {
            let known: Vec<String> = known.iter().map(|name| format!("\"{name}\"")).collect();
            format!("; it has {}", known.join(", "))
        }
    }
}
