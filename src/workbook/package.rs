//! The zip container of xlsx, xlsb and ods: what its parts cost, before and while they are unpacked.

use std::collections::HashMap;
use std::io::{self, Read, Write as _};
use std::sync::Arc;

use memchr::memmem;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::error::WorkbookError;
use super::input::{DEFLATE_MAX, Input};
use super::limits::{LimitKind, Limits};
use super::xml::{DOCTYPE, Token, Tokens};

/// Parts packed to less than this cannot unpack to much.
const SMALL_PACKED: u64 = 1 << 16;

/// The most parts of a package: for each the list of parts takes memory that no other limit counts.
const MAX_PARTS: u64 = 1 << 17;

/// Refuses a package of so many bytes with a list of very many parts, before the list is read.
pub(super) fn check_parts(
    mut file: impl Read,
    size: u64,
    workbook: &Arc<str>,
    limits: &Limits,
) -> Result<(), WorkbookError> {
    const ENTRY: u64 = 46;
    const SIGN: &[u8] = b"PK\x01\x02";
    let limit = MAX_PARTS.min(limits.unpacked_bytes);
    if size / ENTRY <= limit {
        return Ok(());
    }
    let (mut found, mut held, mut chunk) = (0_u64, 0, vec![0; 1 << 16]);
    loop {
        let free = chunk.get_mut(held..).unwrap_or_default();
        let read = file.read(free).map_err(|error| damaged(workbook, "the list of its parts", &error))?;
        if read == 0 {
            break;
        }
        let seen = chunk.get(..held.saturating_add(read)).unwrap_or_default();
        found = found.saturating_add(u64::try_from(memmem::find_iter(seen, SIGN).count()).unwrap_or(u64::MAX));
        // A sign may lie in two pieces.
        let end = seen.len();
        held = end.min(SIGN.len() - 1);
        chunk.copy_within(end - held..end, 0);
    }
    if found <= limit {
        return Ok(());
    }
    Err(damaged(workbook, "the list of its parts", &format!("{found} parts, more than any workbook has")))
}

/// The name of a part without what programs write in different ways.
pub(super) fn plain_name(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// The parts of a workbook; a clone shares the bytes.
#[derive(Clone)]
pub(super) struct Package {
    pub(super) archive: ZipArchive<Input>,
    workbook: Arc<str>,
}

impl Package {
    pub(super) fn open(input: Input, workbook: &Arc<str>) -> Result<Self, WorkbookError> {
        let archive = ZipArchive::new(input).map_err(|error| match error {
            ZipError::UnsupportedArchive(message) if message == ZipError::PASSWORD_REQUIRED => {
                WorkbookError::Password { workbook: workbook.clone() }
            }
            error => damaged(workbook, "the list of its parts", &error),
        })?;
        Ok(Self { archive, workbook: workbook.clone() })
    }

    /// Refuses packages whose directory tells more than the limits allow.
    pub(super) fn check(&mut self, limits: &Limits) -> Result<(), WorkbookError> {
        let over = |which, found, limit| WorkbookError::Limit { workbook: self.workbook.clone(), which, found, limit };
        let mut total = 0_u64;
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index).map_err(|error| {
                damaged(&self.workbook, &format!("part number {}", index.saturating_add(1)), &error)
            })?;
            if part.encrypted() {
                return Err(WorkbookError::Password { workbook: self.workbook.clone() });
            }
            total = total.saturating_add(part.size());
            if total > limits.unpacked_bytes {
                return Err(over(LimitKind::UnpackedBytes, total, limits.unpacked_bytes));
            }
            let ratio = part.size().checked_div(part.compressed_size()).unwrap_or(part.size());
            if part.size() > limits.ratio_from_bytes && ratio > limits.ratio {
                return Err(over(LimitKind::Ratio, ratio, limits.ratio));
            }
        }
        Ok(())
    }

    /// Unpacks the parts that are read into memory as a whole, without keeping them, when the directory could hide how
    /// large they are: what does not unpack to the size it tells is refused.
    pub(super) fn check_sizes(&mut self, is_kept: impl Fn(&str) -> bool) -> Result<(), WorkbookError> {
        for index in 0..self.archive.len() {
            let Ok(mut part) = self.archive.by_index(index) else { continue };
            let may_lie = part.compressed_size() > SMALL_PACKED
                && part.size() < part.compressed_size().saturating_mul(DEFLATE_MAX);
            let name = part.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
            if !may_lie || !is_kept(&name) {
                continue;
            }
            let told = part.size();
            let unpacked = io::copy(&mut (&mut part).take(told.saturating_add(1)), &mut io::sink());
            match unpacked {
                Ok(unpacked) if unpacked == told => {}
                Ok(_) => return Err(lying(&self.workbook, &name)),
                Err(error) => return Err(damaged(&self.workbook, &name, &error)),
            }
        }
        Ok(())
    }

    pub(super) const fn workbook(&self) -> &Arc<str> {
        &self.workbook
    }

    /// The name under which a part stands in the package.
    pub(super) fn stored_name(&self, name: &str) -> Option<String> {
        let wanted = plain_name(name);
        let names = self.archive.file_names().flatten();
        names.filter(|stored| plain_name(stored) == wanted).last().map(std::borrow::Cow::into_owned)
    }

    /// The names under which parts stand in the package, by their plain names: some programs write other cases and
    /// slashes. The last of several is the one that counts.
    pub(super) fn stored_names(&self) -> HashMap<String, String> {
        let names = self.archive.file_names().flatten();
        names.map(|stored| (plain_name(&stored), stored.into_owned())).collect()
    }

    /// A small part as a whole; nothing when there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, WorkbookError> {
        const MAX: u64 = 64 << 20;
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&self.workbook, name, &error)),
        };
        let mut bytes = Vec::new();
        part.take(MAX).read_to_end(&mut bytes).map_err(|error| damaged(&self.workbook, name, &error))?;
        Ok(Some(bytes))
    }

    /// Refuses an XML part that declares a document type: what its entities stand for would be dropped in silence.
    pub(super) fn refuse_doctype(&mut self, name: &str) -> Result<(), WorkbookError> {
        let Ok(part) = self.archive.by_name(name) else { return Ok(()) };
        let mut tokens = Tokens::new(part.take(1 << 20), false);
        loop {
            match tokens.next() {
                Ok(Some(Token::Text(..))) => {}
                Err(error) if error.to_string() == DOCTYPE => return Err(damaged(&self.workbook, name, &error)),
                _ => return Ok(()),
            }
        }
    }
}

/// A package with the parts that `is_kept` names, as they are, and one more.
pub(super) fn with_part(package: &mut Package, is_kept: impl Fn(&str) -> bool, more: (&str, &str)) -> Option<Vec<u8>> {
    let mut copy = ZipWriter::new(io::Cursor::new(Vec::new()));
    for index in 0..package.archive.len() {
        let part = package.archive.by_index_raw(index).ok()?;
        if part.name().is_ok_and(|name| is_kept(&name)) {
            copy.raw_copy_file(part).ok()?;
        }
    }
    copy.start_file(more.0, SimpleFileOptions::default()).ok()?;
    copy.write_all(more.1.as_bytes()).ok()?;
    copy.finish().ok().map(io::Cursor::into_inner)
}

/// A part that cannot be read.
pub(super) fn damaged(workbook: &Arc<str>, part: &str, reason: &dyn std::fmt::Display) -> WorkbookError {
    WorkbookError::Damaged { workbook: workbook.clone(), part: part.to_owned(), reason: reason.to_string() }
}

/// A part larger than the directory tells.
pub(super) fn lying(workbook: &Arc<str>, part: &str) -> WorkbookError {
    damaged(workbook, part, &"its size is not what the list of parts tells")
}
