//! Safe to send: whether a workbook holds anything that its reader is not meant to see.
//!
//! Looks into every part of the file, not only into the sheets: hidden sheets, rows, columns, names and shapes, comments,
//! document properties, links to other workbooks, connections, pivot caches, embedded files, custom XML, macros, printer
//! settings, text boxes, alternative texts, headers and footers; and for forbidden texts everywhere.
//! Rules: issue "customer pricing", safe to send; parts-book specification, section 4.

mod book;
mod forbidden;
mod formula;
mod number_format;
mod numbers;
mod ods;
mod page_text;
mod plain;
mod properties;
mod protected;
mod sheet;
mod styles;
mod sweep;
mod unseen;
mod walk;
mod xlsx;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::sync::Arc;

use thiserror::Error;
use zip::ZipArchive;
use zip::result::ZipError;

use self::forbidden::Forbidden;
pub use self::protected::Protected;
use crate::finding::codes::safe as codes;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::origin::Origin;
use crate::workbook::{Limits, text_of};

/// First bytes of an OLE container: .xls, or an encrypted workbook.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";
/// First bytes of a zip container.
const ZIP: &[u8] = b"PK\x03\x04";
/// Most findings of one code on one sheet or part; the last says how many more there are.
const MOST: usize = 100;

/// A file that must not be sent, because of what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not safe to send: {}", first(.findings))]
pub struct Leak {
    /// What is inside; at least one of severity E.
    pub findings: Findings,
}

fn first(findings: &Findings) -> String {
    let mut errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
    let said = errors.next().map(Finding::message).unwrap_or_default();
    match errors.count() {
        0 => said,
        more => format!("{said}\nand {more} more"),
    }
}

/// What a file holds beside what its reader sees, worst first.
///
/// `name` is how the file is called in the findings. Forbidden texts are looked for in every text of every part. They are
/// found whatever their case, as whole words (an item `X230` is found in `see X230-A` and not in `AX230`); numbers among
/// them by value, however they are formatted or spelled, in cells, formulas and texts. Severity E must not be sent, W
/// should be looked at, I is only told. What cannot be looked into has severity E.
#[must_use]
pub fn check_safe(bytes: &[u8], name: &str, forbidden: &[String]) -> Findings {
    checked(bytes, Check::new(name, Forbidden::new(forbidden)))
}

fn checked(bytes: &[u8], mut check: Check<'_>) -> Findings {
    if bytes.starts_with(ZIP) {
        check.package(bytes);
    } else if bytes.starts_with(OLE) {
        check.tell(&codes::E_FORMAT, None, "", "an old or encrypted workbook");
        check.raw("", bytes);
    } else {
        plain::check(&mut check, bytes);
    }
    check.findings()
}

/// Refuses bytes made for a customer that hold something internal, or one of the protected item numbers.
///
/// # Errors
/// [`Leak`] when [`check_safe`] would find something of severity E, or a protected number stands in a text.
pub fn safe_to_send(bytes: &[u8], name: &str, protected: &Protected) -> Result<(), Leak> {
    let findings = checked(bytes, Check::new(name, Forbidden::numbers(protected)));
    if findings.has_errors() { Err(Leak { findings }) } else { Ok(()) }
}

/// A check under way.
struct Check<'a> {
    workbook: Arc<str>,
    forbidden: Forbidden<'a>,
    list: Vec<Finding>,
    /// Parts and the forbidden texts that were found in them.
    told: BTreeSet<(String, String)>,
}

impl<'a> Check<'a> {
    fn new(name: &str, forbidden: Forbidden<'a>) -> Self {
        Self { workbook: name.into(), forbidden, list: Vec::new(), told: BTreeSet::new() }
    }

    /// The whole file.
    fn file(&self) -> Origin {
        Origin::workbook(Arc::clone(&self.workbook))
    }

    /// A sheet of the file.
    fn sheet(&self, name: &str) -> Origin {
        Origin::sheet(Arc::clone(&self.workbook), name.into())
    }

    /// Records what was found; `part` is a part of the package, or empty.
    fn tell(&mut self, code: &'static Code, place: Option<Origin>, part: &str, value: &str) {
        let mut finding = Finding::new(code).at(place.unwrap_or_else(|| self.file()));
        if !value.is_empty() {
            finding = finding.value(short(value));
        }
        if !part.is_empty() {
            finding = finding.field(part);
        }
        self.list.push(finding);
    }

    /// Records what the file keeps although no sheet shows it.
    fn left_over(&mut self, place: Option<Origin>, part: &str, value: &str, detail: &str) {
        let finding = Finding::new(&codes::W_LEFT_OVER).at(place.unwrap_or_else(|| self.file()));
        self.list.push(finding.field(part).value(short(value)).detail(detail));
    }

    /// Looks for forbidden texts in a text.
    fn look(&mut self, text: &str, place: Option<&Origin>, part: &str) {
        let found = self.forbidden.in_text(text);
        self.forbid(found, place, part);
    }

    /// Looks for forbidden numbers in the value of a cell.
    fn look_at_number(&mut self, stored: &str, place: Option<&Origin>, part: &str) {
        let found = self.forbidden.in_number(stored);
        self.forbid(found, place, part);
    }

    /// Looks for forbidden texts and numbers in a formula; its cells are none.
    fn look_at_formula(&mut self, formula: &str, place: Option<&Origin>, part: &str) {
        let found = sweep::in_formula(&self.forbidden, formula);
        self.forbid(found, place, part);
    }

    /// Looks for forbidden texts in bytes of unknown meaning.
    fn raw(&mut self, part: &str, bytes: &[u8]) {
        let mut found: Vec<String> = self.forbidden.in_bytes(bytes).into_iter().map(str::to_owned).collect();
        if let Ok(text) = text_of(bytes) {
            found.extend(self.forbidden.in_text(&text));
        }
        self.forbid(found, None, part);
    }

    /// Records forbidden texts.
    fn forbid<T: AsRef<str>>(&mut self, found: impl IntoIterator<Item = T>, place: Option<&Origin>, part: &str) {
        for text in found {
            self.told.insert((part.to_owned(), text.as_ref().to_owned()));
            self.tell(&codes::E_FORBIDDEN, place.cloned(), part, text.as_ref());
        }
    }

    fn package(&mut self, bytes: &[u8]) {
        let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
            self.tell(&codes::E_FORMAT, None, "", "a damaged file");
            return;
        };
        let mut parts = Parts { names: Vec::new() };
        let limits = Limits::default();
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let Ok(part) = archive.by_index_raw(index) else { continue };
            total = total.saturating_add(part.size());
            if part.encrypted() || total > limits.unpacked_bytes {
                let reason = if part.encrypted() { "a password protects it" } else { "it is larger than 4 GiB" };
                self.tell(&codes::E_FORMAT, None, "", reason);
                return;
            }
            parts.names.push(part.name().map(std::borrow::Cow::into_owned).unwrap_or_default());
        }
        if !archive.comment().is_empty() {
            let comment = String::from_utf8_lossy(archive.comment()).into_owned();
            self.look(&comment, None, "archive comment");
            self.tell(&codes::W_UNKNOWN, None, "archive comment", &comment);
        }
        let is_ods = parts.names.iter().any(|name| name == "content.xml");
        let is_xlsx = parts.names.iter().any(|name| name == "xl/workbook.xml");
        let mut package = Package { archive, damaged: BTreeSet::new() };
        for name in &parts.names {
            self.look(name, None, name);
        }
        if is_xlsx {
            xlsx::check(self, &mut package, &parts.names);
        } else if is_ods {
            ods::check(self, &mut package, &parts.names);
        } else {
            self.tell(&codes::E_FORMAT, None, "", "neither .xlsx nor .ods");
            for name in &parts.names {
                let bytes = package.bytes(name);
                self.raw(name, &bytes);
            }
        }
        for name in &package.damaged {
            self.tell(&codes::E_FORMAT, None, name, "a part that cannot be unpacked");
        }
    }

    /// The findings, in order; very many of one kind at one place are cut, and said.
    fn findings(self) -> Findings {
        let mut findings = Findings::new();
        let (notes, others): (Vec<Finding>, Vec<Finding>) =
            self.list.into_iter().partition(|finding| finding.severity() == Severity::Info);
        findings.extend(others);
        findings.extend(gathered(notes));
        findings.sort();
        let mut kept: Vec<Finding> = Vec::new();
        let mut counts: BTreeMap<(&str, String), (usize, usize)> = BTreeMap::new();
        for finding in &findings {
            let sheet = finding.origin.as_ref().map(|origin| origin.sheet.to_string()).unwrap_or_default();
            let count = counts.entry((finding.code.id, sheet)).or_default();
            count.0 += 1;
            if count.0 <= MOST {
                count.1 = kept.len();
                kept.push(finding.clone());
            }
        }
        for (count, last) in counts.values().filter(|count| count.0 > MOST) {
            if let Some(finding) = kept.get_mut(*last) {
                finding.detail = Some(format!("and {} more like it", count - MOST));
            }
        }
        kept.dedup();
        let mut all = Findings::new();
        all.extend(kept);
        all
    }
}

/// One note for all of one kind.
fn gathered(notes: Vec<Finding>) -> Vec<Finding> {
    let mut kinds: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
    for note in notes {
        kinds.entry(note.code.id).or_default().push(note);
    }
    kinds
        .into_values()
        .filter_map(|notes| if notes.len() > 1 { note_for(&notes) } else { notes.into_iter().next() })
        .collect()
}

/// A note that stands for several of one kind.
fn note_for(notes: &[Finding]) -> Option<Finding> {
    let first = notes.first()?;
    let origin = first.origin.as_ref()?;
    let distinct = |texts: Vec<&str>| {
        let mut texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        let mut seen = BTreeSet::new();
        texts.retain(|text| seen.insert(*text));
        short(&texts.join("; "))
    };
    let sheets = distinct(notes.iter().filter_map(|note| Some(&*note.origin.as_ref()?.sheet)).collect());
    let parts = distinct(notes.iter().filter_map(|note| note.field.as_deref()).collect());
    let values = distinct(notes.iter().filter_map(|note| note.value.as_deref()).collect());
    let where_found = if sheets.is_empty() { &parts } else { &sheets };
    let note = Finding::new(first.code).at(Origin::workbook(Arc::clone(&origin.workbook)));
    let note = note.detail(format!("{} of them: {where_found}", notes.len()));
    Some(if values.is_empty() { note } else { note.value(values) })
}

/// Names of the parts.
struct Parts {
    names: Vec<String>,
}

/// The parts of a package.
struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Parts that could not be unpacked to their end.
    damaged: BTreeSet<String>,
}

impl Package<'_> {
    /// A part unpacked; as much of it as can be when it is damaged, and nothing for a part that is not there.
    fn bytes(&mut self, name: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        let is_whole = match self.archive.by_name(name) {
            Ok(part) => {
                let most = part.size().saturating_add(1);
                part.take(most).read_to_end(&mut bytes).is_ok()
            }
            Err(ZipError::FileNotFound) => true,
            Err(_) => false,
        };
        if !is_whole {
            self.damaged.insert(name.to_owned());
        }
        bytes
    }
}

/// Whether a part is a file of this kind, by its name.
fn is_kind(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case(ending))
}

/// A text as findings show it.
fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod unseen_tests;
