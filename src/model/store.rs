//! Storing a catalog: what was read is written as one compact file and linked again when it is loaded.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::build::build;
use super::catalog::Catalog;
use super::error::ModelError;
use crate::tables::Reading;

/// First bytes of a stored catalog: a mark and the version of the layout.
const MARK: &[u8] = b"partsbook catalog 1\n";

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    as_of: NaiveDate,
    reading: Cow<'a, Reading>,
}

impl Catalog {
    /// The catalog as bytes; loading them gives an equal catalog.
    ///
    /// # Errors
    /// [`ModelError::NotStored`] when the content cannot be written down.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
        let reading = Reading {
            tables: self.tables.clone(),
            texts: self.texts.clone(),
            findings: self.read_findings.clone(),
            sources: self.sources.clone(),
            sheets: self.sheets.clone(),
        };
        let stored = Stored { as_of: self.as_of, reading: Cow::Owned(reading) };
        postcard::to_extend(&stored, MARK.to_vec()).map_err(|source| ModelError::NotStored { source })
    }

    /// A catalog from the bytes of [`Self::to_bytes`].
    ///
    /// # Errors
    /// [`ModelError::NotACatalog`] when the bytes are not those of a stored catalog of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let content = bytes.strip_prefix(MARK).ok_or(ModelError::NotACatalog)?;
        let stored: Stored<'_> = postcard::from_bytes(content).map_err(|_| ModelError::NotACatalog)?;
        Ok(build(stored.reading.into_owned(), stored.as_of))
    }
}
