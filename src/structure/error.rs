//! What a question about structures can get wrong.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::model::ModelError;
use crate::values::Watch;

/// A question about structures that has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StructureError {
    /// The question names something the catalog lacks.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The built or maintained structure belongs to one machine.
    #[error("the {kind} structure needs a serial number")]
    SerialMissing {
        /// `built` or `maintained`.
        kind: &'static str,
    },
    /// No line and no row of the item names this revision.
    #[error("item \"{item}\" has no revision \"{revision}\"{}", known_text(.known))]
    UnknownRevision {
        /// The item.
        item: String,
        /// The revision asked for.
        revision: String,
        /// The revisions it has.
        known: Vec<String>,
    },
    /// A machine whose structure is to be frozen must be an item.
    #[error("machine \"{serial}\" names no item that is in the catalog")]
    MachineItem {
        /// The serial number.
        serial: String,
    },
    /// A quantity to explode must be above zero.
    #[error("the quantity {quantity} is not above zero")]
    Quantity {
        /// The quantity asked for.
        quantity: Decimal,
    },
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
}

/// Steps between two questions whether to go on.
pub(super) const STEPS: usize = 1_024;

/// Asks from time to time whether to go on.
#[inline]
pub(super) fn go_on(watch: Watch<'_>, done: usize, all: usize) -> Result<(), StructureError> {
    if done.is_multiple_of(STEPS) && !watch(done, all) { Err(StructureError::Stopped) } else { Ok(()) }
}

impl StructureError {
    /// How to get on.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Model(error) => error.hint(),
            Self::SerialMissing { .. } => Some("give `serial=`, or ask for the designed structure".to_owned()),
            Self::MachineItem { .. } => Some("fill in `item` in the machine's row".to_owned()),
            Self::Quantity { .. } | Self::UnknownRevision { .. } | Self::Stopped => None,
        }
    }
}

fn known_text(known: &[String]) -> String {
    match known {
        [] => "; no revision of it is named anywhere".to_owned(),
        known => {
            let known: Vec<String> = known.iter().map(|name| format!("\"{name}\"")).collect();
            format!("; it has {}", known.join(", "))
        }
    }
}
