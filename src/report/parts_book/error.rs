//! What a call for a spare-parts book can get wrong.

use thiserror::Error;

use crate::model::ModelError;
use crate::report::ReportError;

/// A book that cannot be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BookError {
    /// The call names something the catalog lacks.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Neither the call nor the `book` sheet names a machine.
    #[error("no machine to make the book of")]
    NoMachine,
    /// The machine is known, but not what was delivered.
    #[error("serial number \"{serial}\" has no item number, so its structure cannot be found")]
    NoItem {
        /// The serial number.
        serial: String,
    },
    /// No spare below the top item.
    #[error("nothing to print: \"{top}\" has no spare parts in its structure")]
    Nothing {
        /// The top item.
        top: String,
    },
    /// The weights of the score do not add up.
    #[error("the weights of the score add up to {sum}, not to 1")]
    Weights {
        /// Their sum.
        sum: rust_decimal::Decimal,
    },
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
    /// The workbook could not be written, or would have shown a customer something internal.
    #[error(transparent)]
    Report(#[from] ReportError),
}

impl BookError {
    /// How to get on.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Model(error) => return error.hint(),
            Self::Report(error) => return error.hint(),
            Self::Stopped => return None,
            Self::NoMachine => {
                "give a serial number or an item, or add a `book` sheet with `serial` or `top_item`".to_owned()
            }
            Self::NoItem { .. } => "give the item number in the `machines` sheet, or `top_item` in `book`".to_owned(),
            Self::Nothing { .. } => {
                "mark the spare parts in the `spare` column of `items`, or use mode full".to_owned()
            }
            Self::Weights { .. } => "give five weights with the sum 1".to_owned(),
        })
    }
}
