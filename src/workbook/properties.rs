//! Properties that a workbook's file says about itself.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Name of the property of workbooks that hold answers. Such are no input: a folder that is read again after a job wrote
/// its results there must not answer from its own answers.
pub const ANSWER: &str = "partsbook.answer";

/// Largest description of properties that is read.
const LARGEST_PROPERTIES: u64 = 1 << 20;

/// True for an .xlsx with a custom property of this name.
#[must_use]
pub fn has_property(file: File, name: &str) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(file) else { return false };
    let Ok(properties) = archive.by_name("docProps/custom.xml") else { return false };
    let mut text = String::new();
    properties.take(LARGEST_PROPERTIES).read_to_string(&mut text).is_ok() && text.contains(&format!("name=\"{name}\""))
}

/// True for a workbook of answers.
#[must_use]
pub fn is_answer(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| has_property(file, ANSWER))
}
