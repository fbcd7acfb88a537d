//! What a file is, told by its content and not by its name.

use std::sync::Arc;

use memchr::memmem;

use super::error::WorkbookError;
use super::package::Package;

/// The file formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Excel 2007 and later, with or without macros.
    Xlsx,
    /// Excel binary workbook.
    Xlsb,
    /// Excel 97 to 2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Text with separators.
    Csv,
}

impl Kind {
    /// The usual ending of such files, without the dot.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Csv => "csv",
        }
    }
}

/// What the first bytes say.
pub(super) enum Container {
    Zip,
    Ole,
    Text,
    Other(&'static str),
}

/// Beginnings of files that are no workbooks, in words that finish "the file is …".
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a rich text document"),
    (b"%!PS", "a PostScript document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"\x1F\x8B", "a gzip archive; unpack it first"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"MZ", "a program"),
    (b"\x7FELF", "a program"),
    (b"\x09\x08\x06\0", "an Excel workbook older than Excel 97"),
    (b"\x09\x08\x08\0", "an Excel workbook older than Excel 97"),
    (b"\x09\x04\x06\0", "an Excel workbook older than Excel 97"),
    (b"\x09\x02\x06\0", "an Excel workbook older than Excel 97"),
    (b"\x09\0\x04\0", "an Excel workbook older than Excel 97"),
];

/// What kind of container the bytes are.
pub(super) fn container(bytes: &[u8]) -> Container {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Container::Zip;
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Container::Ole;
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Container::Other(what);
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let begins = |word: &[u8]| start.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if begins(b"<!doctype html") || begins(b"<html") || begins(b"<table") || begins(b"<head") || begins(b"<meta") {
        return Container::Other("a web page (HTML), whatever its name says");
    }
    if begins(b"<?xml") || begins(b"<!--") {
        let is_spreadsheet = memmem::find(head, b"urn:schemas-microsoft-com:office:spreadsheet").is_some();
        return Container::Other(if is_spreadsheet { "an XML spreadsheet of 2003" } else { "an XML document" });
    }
    if is_text(head) { Container::Text } else { Container::Other("binary data of a kind that is not known here") }
}

/// The text of a file that is one, web pages and other markup among them; else what it is, in words that finish
/// "the file is …".
pub(crate) fn text_of(bytes: &[u8]) -> Result<String, &'static str> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    if bytes.is_empty() {
        return Err("an empty file");
    }
    // A PDF document may have other bytes before its mark.
    if memmem::find(head, b"%PDF-").is_some() {
        return Err("a PDF document");
    }
    match container(bytes) {
        Container::Zip => return Err("a zip archive"),
        Container::Ole => return Err("an OLE container"),
        Container::Other(what) if !is_markup(bytes) => return Err(what),
        Container::Other(_) | Container::Text => {}
    }
    let text = super::csv::decode(bytes);
    let controls = text.chars().filter(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\x0C'));
    if controls.count().saturating_mul(100) > text.len() {
        return Err("binary data of a kind that is not known here");
    }
    if text.to_ascii_lowercase().contains("content-transfer-encoding: base64") {
        return Err("a mail with encoded parts");
    }
    Ok(text)
}

/// True for a web page, a drawing (SVG) and other XML.
fn is_markup(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    start.starts_with(b"<")
}

/// True for a text in one of the encodings that are read.
fn is_text(head: &[u8]) -> bool {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return true;
    }
    let control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A);
    if head.contains(&0) {
        return utf16_without_mark(head).is_some();
    }
    head.iter().filter(control).count().saturating_mul(100) <= head.len()
}

/// True for big-endian and false for little-endian UTF-16 without byte-order mark; nothing for other bytes.
pub(super) fn utf16_without_mark(head: &[u8]) -> Option<bool> {
    let zeros = |place: usize| head.iter().skip(place).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    match (even, odd) {
        (0, odd) if odd.saturating_mul(4) >= half.saturating_mul(3) => Some(false),
        (even, 0) if even.saturating_mul(4) >= half.saturating_mul(3) => Some(true),
        _ => None,
    }
}

/// Which workbook a zip container holds.
pub(super) fn kind_of_package(package: &mut Package, workbook: &Arc<str>) -> Result<Kind, WorkbookError> {
    let other = |what| Err(WorkbookError::NotAWorkbook { workbook: workbook.clone(), what });
    if let Some(mimetype) = package.part("mimetype")? {
        return match mimetype.strip_prefix(b"application/vnd.oasis.opendocument.").unwrap_or_default() {
            kind if kind.starts_with(b"spreadsheet") => Ok(Kind::Ods),
            kind if kind.starts_with(b"text") => other("a text document (OpenDocument)"),
            kind if kind.starts_with(b"presentation") => other("a presentation (OpenDocument)"),
            _ => other("an archive of another program"),
        };
    }
    let names: Vec<String> = package.archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let has_folder = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.bin") {
        Ok(Kind::Xlsb)
    } else if has("xl/workbook.xml") {
        Ok(Kind::Xlsx)
    } else if has_folder("word/") {
        other("a Word document")
    } else if has_folder("ppt/") {
        other("a PowerPoint presentation")
    } else if has_folder("Index/") {
        other("a Numbers document")
    } else if has("[Content_Types].xml") && has("_rels/.rels") {
        Ok(Kind::Xlsx)
    } else if has("content.xml") && has("META-INF/manifest.xml") {
        Ok(Kind::Ods)
    } else {
        other("a zip archive; unpack it first")
    }
}

/// What an OLE container holds besides an old workbook, in words; nothing when it may be one.
pub(super) fn kind_of_ole(bytes: &[u8]) -> Result<(), OleContent> {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    if has("EncryptedPackage") {
        Err(OleContent::Encrypted)
    } else if ["Workbook\0", "WORKBOOK\0", "Book\0", "BOOK\0"].into_iter().any(has) {
        Ok(())
    } else if has("WordDocument") {
        Err(OleContent::Other("a Word document"))
    } else if has("PowerPoint Document") {
        Err(OleContent::Other("a PowerPoint presentation"))
    } else {
        Err(OleContent::Other("an OLE container without a workbook"))
    }
}

/// Content of an OLE container that is not an old workbook.
pub(super) enum OleContent {
    /// A newer workbook with a password.
    Encrypted,
    /// Something else.
    Other(&'static str),
}
