//! An annotated copy of the user's own workbook: the cells that are wrong are coloured and carry a note, and a sheet in
//! front lists the findings with links.
//!
//! Only what is touched is changed, inside the parts that hold it; every other part is copied byte for byte, so that
//! charts, pictures, rules, names, macros and settings stay. A marked cell keeps its number format, font, borders and
//! alignment; a note that is there keeps its text. Rules: face of the program, sections 4 and 5.

mod book;
mod list;
mod notes;
mod package;
mod places;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use self::notes::Note;
use self::package::{Odd, Package};
use self::places::{Marked, marked_cells};
use self::styles::Styles;
use super::cell::{Cell, Row};
use super::error::ReportError;
use super::frame::Show;
use super::names::sheet_name;
use super::sheet::{Column, Freeze, Sheet};
use super::words::Language;
use super::xlsx::{Cancel, ReportBook};
use crate::finding::{Finding, Findings};
use crate::model::Catalog;
use crate::tables::{SourceReport, labels};
use crate::workbook::{CellValue, Limits, Source, fingerprint, open};

/// Most notes on one sheet: more make spreadsheet programs slow. Cells beyond are coloured all the same.
const MOST_NOTES: usize = 5_000;
const MAIN: &str = "application/vnd.openxmlformats-officedocument";

/// A copy that is ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnotatedCopy {
    /// The file.
    pub bytes: Vec<u8>,
    /// What its name must end in: `xlsx`, or `xlsm` for a workbook with macros.
    pub ending: String,
    /// Cells that were marked.
    pub cells: usize,
    /// Findings that are listed.
    pub findings: usize,
}

/// Annotates the workbook of a source with the findings about it. A text file (.csv) becomes a new workbook.
///
/// # Errors
/// When the source was no file, is of a kind that cannot be changed, has changed since it was read, or holds parts that
/// are not as spreadsheet programs write them; when the caller stops.
pub fn annotated_copy(
    catalog: &Catalog,
    findings: &Findings,
    source: &SourceReport,
    language: Language,
    cancel: Cancel<'_>,
) -> Result<AnnotatedCopy, ReportError> {
    let path = source.path.as_deref().ok_or_else(|| ReportError::NoSource { name: source.name.clone() })?;
    if catalog.sources().iter().filter(|other| other.name == source.name).count() > 1 {
        return Err(ReportError::SameName { name: source.name.clone() });
    }
    let is_text = source.kind == "csv";
    if !is_text && source.kind != "xlsx" {
        return Err(ReportError::NotAnnotatable { path: path.to_owned(), kind: source.kind.clone() });
    }
    let bytes = std::fs::read(path).map_err(|source| ReportError::Io { path: path.to_owned(), source })?;
    let is_same = fingerprint(&bytes) == source.sha256;
    if !is_same {
        return Err(ReportError::SourceChanged { path: path.to_owned() });
    }
    let is_own = |finding: &&Finding| {
        finding.origin.as_ref().is_some_and(|origin| origin.workbook.as_ref() == source.name.as_str())
    };
    let mut own: Findings = findings.iter().filter(is_own).cloned().collect();
    own.sort();
    let marked = marked_cells(catalog, &own);
    let (bytes, ending) = if is_text {
        (workbook_of_text(&bytes, path, cancel)?, "xlsx".to_owned())
    } else {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        (bytes, ending.filter(|ending| ending == "xlsm").unwrap_or_else(|| "xlsx".to_owned()))
    };
    if cancel() {
        return Err(ReportError::Cancelled);
    }
    let remark = labels::text("annotate.remark", language.code(), &[("workbook", &source.name)]);
    let copy = annotated(&bytes, &own, &marked, language, remark)
        .map_err(|Odd(part)| ReportError::OddPart { path: path.to_owned(), part })?;
    Ok(AnnotatedCopy { bytes: copy, ending, cells: marked.values().map(BTreeMap::len).sum(), findings: own.len() })
}

/// The bytes of a workbook with marks on its cells and the findings in front.
fn annotated(
    bytes: &[u8],
    findings: &Findings,
    marked: &Marked,
    language: Language,
    remark: String,
) -> Result<Vec<u8>, Odd> {
    let mut package = Package::open(bytes)?;
    let (main, sheets) = book::sheets(&mut package)?;
    let of_book = package.relations(&main)?;
    let styles_part = of_book.iter().find(|relation| relation.kind == "styles").map(|relation| relation.target.clone());
    let mut styles = match &styles_part {
        Some(part) => Styles::read(Some(package.text(part)?))?,
        None => Styles::read(None)?,
    };
    // A text file has one sheet, and findings about it name none.
    let sheet_of = |name: &str| match name {
        "" => sheets.first(),
        name => sheets.iter().find(|sheet| sheet.name == name),
    };
    let mut remarks = vec![remark];
    for (name, cells) in marked {
        let Some(sheet) = sheet_of(name) else { continue };
        if cells.len() > MOST_NOTES {
            let (count, most) = (cells.len().to_string(), MOST_NOTES.to_string());
            let values = [("sheet", sheet.name.as_str()), ("cells", &count), ("most", &most)];
            remarks.push(labels::text("annotate.most", language.code(), &values));
        }
        mark_sheet(&mut package, &sheet.part, cells, &mut styles)?;
    }
    let mut used: BTreeSet<String> = sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
    let name = sheet_name(language.words().findings, &mut used);
    let label = |field: &str| labels::label(field, language.code());
    let place = |finding: &Finding| Some(sheet_of(&finding.origin.as_ref()?.sheet)?.name.clone());
    let list = list::sheet(findings, language, &label, &place, &remarks, &mut styles);
    let part = package.free_name("xl/worksheets/sheet", ".xml");
    package.set(&part, list);
    package.declare(&part, &format!("{MAIN}.spreadsheetml.worksheet+xml"))?;
    let relation = package.relate(&main, "worksheet", &part)?;
    let text = package.text(&main)?;
    let text = book::with_sheet_in_front(&text, &main, &name, &relation)?;
    package.set(&main, text);
    if let Some(part) = styles_part {
        package.set(&part, styles.finish());
    } else {
        package.set(styles::PART, styles.finish());
        package.declare(styles::PART, &format!("{MAIN}.spreadsheetml.styles+xml"))?;
        package.relate(&main, "styles", styles::PART)?;
    }
    package.finish()
}

/// Colours the cells of one sheet and puts notes on them.
fn mark_sheet(
    package: &mut Package<'_>,
    part: &str,
    cells: &BTreeMap<(u32, u32), places::Mark>,
    styles: &mut Styles,
) -> Result<(), Odd> {
    let text = package.text(part)?;
    let mut merged = None;
    let mut marks = sheet::Marks::new();
    let mut texts: BTreeMap<(u32, u32), Vec<&str>> = BTreeMap::new();
    for (&place, mark) in cells {
        let place = sheet::unmerged(&text, place, &mut merged);
        let severity = marks.entry(place).or_insert(mark.severity);
        *severity = mark.severity.min(*severity);
        texts.entry(place).or_default().push(&mark.text);
    }
    let notes: Vec<Note> = texts
        .into_iter()
        .take(MOST_NOTES)
        .map(|((row, column), texts)| Note { row, column, text: texts.join("\n\n") })
        .collect();
    let relations = package.relations(part)?;
    let target = |kind: &str| relations.iter().find(|relation| relation.kind == kind).map(|it| it.target.clone());
    let comments = target("comments");
    let existing = match &comments {
        Some(comments) => package.find(comments)?,
        None => None,
    };
    let comments_part = comments.clone().unwrap_or_else(|| package.free_name("xl/comments", ".xml"));
    let (with_notes, new) = notes::with_notes(existing.as_deref(), &comments_part, &notes)?;
    package.set(&comments_part, with_notes);
    if comments.is_none() {
        package.declare(&comments_part, &format!("{MAIN}.spreadsheetml.comments+xml"))?;
        package.relate(part, "comments", &comments_part)?;
    }
    let mut drawing = None;
    if !new.is_empty() {
        let id = xml::Tags::new(&text).find(|tag| tag.local() == "legacyDrawing").and_then(|tag| tag.get_local("id"));
        let old = id.and_then(|id| relations.iter().find(|relation| relation.id == *id)).map(|it| it.target.clone());
        let existing = match &old {
            Some(old) => package.find(old)?,
            None => None,
        };
        let drawing_part = old.clone().unwrap_or_else(|| package.free_name("xl/drawings/vmlDrawing", ".vml"));
        let shapes = notes::with_shapes(existing.as_deref(), &drawing_part, &new)?;
        package.set(&drawing_part, shapes);
        if old.is_none() {
            package.declare(".vml", &format!("{MAIN}.vmlDrawing"))?;
            drawing = Some(package.relate(part, "vmlDrawing", &drawing_part)?);
        }
    }
    let marked = sheet::marked(&text, part, &marks, styles, drawing.as_deref())?;
    package.set(part, marked);
    Ok(())
}

/// A text file as a workbook of one sheet, each value the text it is.
fn workbook_of_text(bytes: &[u8], path: &Path, cancel: Cancel<'_>) -> Result<Vec<u8>, ReportError> {
    let odd = |error: &dyn std::fmt::Display| ReportError::OddPart { path: path.to_owned(), part: error.to_string() };
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let source = Source::Bytes { name: name.clone(), data: bytes.to_vec().into() };
    let mut workbook = open(&source, &Limits::default()).map_err(|error| odd(&error))?;
    let mut rows: Vec<Row> = Vec::new();
    let mut width = 0;
    workbook
        .read_sheet(0, &mut |cell| {
            let (Ok(row), Ok(column)) = (usize::try_from(cell.row), usize::try_from(cell.column)) else {
                return Ok(());
            };
            if rows.len() <= row {
                rows.resize_with(row.saturating_add(1), Row::default);
            }
            if let (Some(own), CellValue::Text(text)) = (rows.get_mut(row), cell.value) {
                own.cells.resize(column.max(own.cells.len()), Cell::blank());
                own.cells.push(Cell::text(text));
                width = own.cells.len().max(width);
            }
            Ok(())
        })
        .map_err(|error| odd(&error))?;
    let columns = (0..width).map(|_| Column::new("", "", Show::Text)).collect();
    let mut sheet = Sheet::free(name, columns);
    sheet.freeze = Freeze::None;
    sheet.grid = true;
    for row in rows {
        sheet.push(row);
    }
    let mut book = ReportBook::new(Language::English);
    book.add(sheet);
    book.to_bytes(cancel)
}
