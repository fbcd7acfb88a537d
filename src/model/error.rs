//! What a question to the catalog can get wrong.

use thiserror::Error;

/// A question about something that is not in the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ModelError {
    /// No item with this number.
    #[error("item \"{item}\" is not in the catalog{}", nearest_text(.nearest))]
    UnknownItem {
        /// The number asked for.
        item: String,
        /// Numbers that look like it, nearest first.
        nearest: Vec<String>,
    },
    /// No customer with this number.
    #[error("customer \"{customer}\" is not in the catalog{}", nearest_text(.nearest))]
    UnknownCustomer {
        /// The number asked for.
        customer: String,
        /// Numbers that look like it, nearest first.
        nearest: Vec<String>,
    },
    /// No machine with this serial number.
    #[error("serial number \"{serial}\" is not in the catalog{}", nearest_text(.nearest))]
    UnknownSerial {
        /// The serial number asked for.
        serial: String,
        /// Serial numbers that look like it, nearest first.
        nearest: Vec<String>,
    },
    /// No product (variant family) of this name.
    #[error("product \"{product}\" is not in the catalog{}", nearest_text(.nearest))]
    UnknownProduct {
        /// The product asked for.
        product: String,
        /// Products that look like it, nearest first.
        nearest: Vec<String>,
    },
    /// A table the question needs has no rows.
    #[error("the catalog has no rows in the table `{table}`, which this question needs")]
    MissingTable {
        /// Name of the table.
        table: &'static str,
    },
    /// Bytes or a file that do not hold a stored catalog.
    #[error("this is not a stored catalog, or one of another version")]
    NotACatalog,
    /// The catalog cannot be written down.
    #[error("the catalog cannot be stored")]
    NotStored {
        /// Why.
        source: postcard::Error,
    },
}

impl ModelError {
    /// How to get on.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::MissingTable { table } => {
                format!(
                    "read a workbook that has a `{table}` sheet, or name the sheet with `sheets={{\"…\": \"{table}\"}}`"
                )
            }
            Self::NotACatalog => "store it again with `catalog.save(path)`, or read the workbooks".to_owned(),
            Self::NotStored { .. } => return None,
            _ => "`catalog.tables` shows which sheets were read and as what".to_owned(),
        })
    }
}

fn nearest_text(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        [one] => format!("; the nearest is \"{one}\""),
        many => format!(
            "; the nearest are {}",
            many.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
        ),
    }
}
