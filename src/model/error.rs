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
    #[error("this is not a saved catalog")]
    NotACatalog,
    /// A catalog that an older or newer version has stored.
    #[error("this catalog was saved in format {found} by {} version of partsbook; this version reads format {own}",
        if found < own { "an older" } else { "a newer" })]
    OtherVersion {
        /// The format of the file.
        found: u32,
        /// The format of this version.
        own: u32,
    },
    /// A stored catalog of which a part is missing or wrong.
    #[error("this saved catalog is damaged: a part of it is missing or cannot be read")]
    DamagedCatalog,
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
            Self::NotACatalog => {
                "a workbook is read with `pb.read(path)`; `pb.load` reads what `catalog.save(path)` has written"
                    .to_owned()
            }
            Self::OtherVersion { .. } | Self::DamagedCatalog => {
                "make a new one from the workbooks: `pb.read(…).save(path, overwrite=True)`".to_owned()
            }
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
