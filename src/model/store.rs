//! Storing a catalog: what was read is written as one compact file and linked again when it is loaded.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::build::build;
use super::catalog::Catalog;
use super::error::ModelError;
use crate::tables::Reading;

/// Version of what a stored catalog holds and in which order. It goes up with every change of the types below
/// [`Stored`]: a test compares the bytes of a small catalog.
pub const VERSION: u32 = 3;

/// First bytes of a stored catalog; the version and a line break follow.
const MARK: &str = "partsbook catalog ";
/// Digits that a version has at the most.
const MOST_DIGITS: usize = 9;

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
        postcard::to_extend(&stored, format!("{MARK}{VERSION}\n").into_bytes())
            .map_err(|source| ModelError::NotStored { source })
    }

    /// A catalog from the bytes of [`Self::to_bytes`].
    ///
    /// # Errors
    /// [`ModelError::NotACatalog`], [`ModelError::OtherVersion`] or [`ModelError::DamagedCatalog`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (version, content) = version_and_content(bytes).ok_or(ModelError::NotACatalog)?;
        if version != VERSION {
            return Err(ModelError::OtherVersion { found: version, own: VERSION });
        }
        let stored: Stored<'_> = postcard::from_bytes(content).map_err(|_| ModelError::DamagedCatalog)?;
        Ok(build(stored.reading.into_owned(), stored.as_of))
    }
}

/// What the first line says, and what stands below it.
fn version_and_content(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let rest = bytes.strip_prefix(MARK.as_bytes())?;
    let digits = rest.iter().take(MOST_DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let (version, content) = rest.split_at_checked(digits)?;
    let version = std::str::from_utf8(version).ok()?.parse().ok()?;
    Some((version, content.strip_prefix(b"\n")?))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::finding::{Finding, codes};
    use crate::origin::Origin;
    use crate::tables::{Input, ReadOptions, read};
    use crate::values::hex;
    use crate::workbook::Source;

    /// A catalog with every kind of column, made the same way each time.
    fn small() -> Catalog {
        let text = "item,description,gross_price,lead_days,spare,valid_from\nA,Bolt,1.25,3,Y,2026-03-31\nB,,,,,\n";
        let source = Source::Bytes { name: "items.csv".to_owned(), data: text.as_bytes().to_vec().into() };
        let mut reading = read(&[Input::Source(source)], &ReadOptions::default(), &|_, _| true).unwrap();
        let finding = Finding::new(&codes::reading::I_TRIM).at(Origin::workbook("items.csv".into()).at(1, 0));
        reading.findings.push(finding.value("A ").detail("once".to_owned()));
        build(reading, "2026-06-30".parse().unwrap())
    }

    #[test]
    fn the_version_goes_up_when_what_is_stored_changes() {
        let bytes = small().to_bytes().unwrap();
        assert!(bytes.starts_with(b"partsbook catalog 3\n"));
        let digest = hex(&Sha256::digest(&bytes));
        assert_eq!((VERSION, digest.get(..16)), (3, Some("bb6e5b9e68177b96")), "other bytes need another version");
    }

    #[test]
    fn other_versions_and_damage_are_told_apart() {
        let bytes = small().to_bytes().unwrap();
        let rest = bytes.strip_prefix(b"partsbook catalog 3\n").unwrap();
        let error = |bytes: &[u8]| Catalog::from_bytes(bytes).map(|_| ()).unwrap_err();
        for (version, said) in [
            ("2", "this catalog was saved in format 2 by an older version of partsbook; this version reads format 3"),
            ("4", "this catalog was saved in format 4 by a newer version of partsbook; this version reads format 3"),
        ] {
            let other = [format!("partsbook catalog {version}\n").as_bytes(), rest].concat();
            assert_eq!(error(&other).to_string(), said);
            assert!(error(&other).hint().unwrap().contains("pb.read("), "how to make a new one");
        }
        assert_eq!(error(&bytes[..bytes.len() / 2]), ModelError::DamagedCatalog);
        for no_catalog in [&b"PK\x03\x04"[..], b"", b"partsbook catalog \n", b"partsbook catalog 99999999999\n"] {
            assert_eq!(error(no_catalog), ModelError::NotACatalog);
        }
    }
}
