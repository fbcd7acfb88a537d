//! Properties of the document that name people or internal matters, and which of them tell nothing new.

use super::Package;
use super::book::Shown;
use super::walk::{Node, walk};
use crate::report::xlsx::MARK;

/// The author stands on what is sent; who saved it last, and notes about it, need not.
pub(super) const INTERNAL: &[&str] =
    &["lastModifiedBy", "description", "keywords", "Manager", "HyperlinkBase", "category", "contentStatus"];

/// The values of these properties, and of the company.
#[derive(Default)]
pub(super) struct Properties {
    pub(super) internal: Vec<String>,
    company: String,
}

impl Properties {
    pub(super) fn new(package: &mut Package<'_>) -> Self {
        let mut this = Self::default();
        for part in ["docProps/core.xml", "docProps/app.xml"] {
            let bytes = package.bytes(part);
            walk(&bytes, |node| match node {
                Node::Close("Company", text) => text.trim().clone_into(&mut this.company),
                Node::Close(element, text) if INTERNAL.contains(&element) && !text.trim().is_empty() => {
                    this.internal.push(text.trim().to_owned());
                }
                _ => {}
            });
        }
        this
    }

    /// Whether a property tells nothing its reader does not know: the program that wrote the file, the company it is of,
    /// a name that stands on a sheet, the class of a document.
    pub(super) fn is_known(&self, element: &str, value: &str, shown: &Shown) -> bool {
        let value = value.trim();
        match element {
            "lastModifiedBy" if value == self.company || is_program(value) => true,
            "category" if is_class(value) => true,
            _ => shown.holds(value),
        }
    }
}

/// `partsbook 0.1.0`.
fn is_program(value: &str) -> bool {
    let version = value.strip_prefix(MARK).map(str::trim);
    version.is_some_and(|version| version.chars().all(|letter| letter.is_ascii_digit() || letter == '.'))
}

/// `03-06`: the class of a document after VDI 2770.
fn is_class(value: &str) -> bool {
    let is_pair = |text: &str| text.len() == 2 && text.bytes().all(|digit| digit.is_ascii_digit());
    value.split_once('-').is_some_and(|(one, other)| is_pair(one) && is_pair(other))
}
