//! What a question about structures can get wrong.

use std::cell::Cell;

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

/// Counts the steps of a question that has many parts, and asks from time to time whether to go on. Once it was told to
/// stop it stays so and asks no more.
pub(super) struct Steps<'a> {
    watch: Watch<'a>,
    done: Cell<usize>,
    is_stopped: Cell<bool>,
}

impl<'a> Steps<'a> {
    pub(super) const fn new(watch: Watch<'a>) -> Self {
        Self { watch, done: Cell::new(0), is_stopped: Cell::new(false) }
    }

    /// One step more.
    #[inline]
    pub(super) fn step(&self) -> Result<(), StructureError> {
        let done = self.done.get();
        self.done.set(done + 1);
        if self.is_stopped.get() {
            return Err(StructureError::Stopped);
        }
        go_on(self.watch, done, done + 1).inspect_err(|_| self.is_stopped.set(true))
    }

    /// An error when it was told to stop.
    pub(super) fn ended(&self) -> Result<(), StructureError> {
        if self.is_stopped.get() { Err(StructureError::Stopped) } else { Ok(()) }
    }
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
