//! xlsx and xlsm: sheets and texts read by code of our own; calamine tells the sheets, the system of dates, and what each
//! style makes of a number.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use zip::result::ZipError;

use super::Visit;
use super::blocks::{self, Broken};
use super::cell::{Cell, CellValue};
use super::convert::{duration, sheet_infos};
use super::error::WorkbookError;
use super::format::NumberFormat;
use super::guard::guarded;
use super::input::DEFLATE_MAX;
use super::limits::{LimitKind, Limits};
use super::meter::Meter;
use super::package::{Package, damaged, lying, plain_name, with_part};
use super::part_names::{relations_part, target_part};
use super::scan::{Block, Raw, SheetPass, SheetScan, Unreadable};
use super::shared_strings::{SharedStrings, Unusable};
use super::sheet::{Area, SheetInfo, SheetNotes, TableInfo};
use super::xml::{Token, Tokens};
use crate::values::{DateSystem, date_from_serial, parse_date_time};

/// From this packed size on a sheet is unpacked and parsed in a thread of its own.
const LARGE: u64 = 256 << 10;

/// A text of a cell may always be as long as this: more than any spreadsheet program writes.
const LONGEST_TEXT: usize = 1 << 18;

/// An open xlsx workbook; a clone shares all that is large.
#[derive(Clone)]
pub(super) struct XlsxBook {
    package: Package,
    known: Arc<Known>,
}

/// What all sheets share.
struct Known {
    strings: SharedStrings,
    styles: Vec<Style>,
    system: DateSystem,
    /// The part of each sheet, where it could be found.
    parts: Vec<Option<String>>,
}

/// What a style means for a number.
struct Style {
    format: NumberFormat,
    number: Meaning,
}

/// What a number is under a format.
#[derive(Clone, Copy)]
enum Meaning {
    Number,
    Date,
    Duration,
}

impl XlsxBook {
    pub(super) fn open(
        mut package: Package,
        workbook: &Arc<str>,
        limits: &Limits,
    ) -> Result<(Self, Vec<SheetInfo>), WorkbookError> {
        let document = Document::find(&mut package)?;
        let parts = parts_of_sheets(&mut package, &document.part)?;
        let mut sheet_parts: Vec<&String> = parts.iter().flatten().collect();
        sheet_parts.sort_unstable();
        if sheet_parts.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(damaged(workbook, &document.part, &"two sheets are one part"));
        }
        // The parts of sheets and texts are streamed, all others may be kept; one that is both is kept.
        let is_sheet = |name: &str| sheet_parts.binary_search_by(|part| part.as_str().cmp(name)).is_ok();
        let is_streamed = |name: &str| (is_sheet(name) || name == document.strings) && name != document.styles;
        package.check_sizes(|name| !is_streamed(name))?;
        for part in [&document.part, &document.strings, &document.styles] {
            package.refuse_doctype(part)?;
        }
        let styles = check_styles(&mut package, &document.styles, limits)?;
        let strings = shared_strings(&mut package, &document.strings)?;
        let (sheets, styles, system) = described(&mut package, &document, &parts, styles)?;
        Ok((Self { package, known: Arc::new(Known { strings, styles, system, parts }) }, sheets))
    }

    pub(super) fn read(
        &self,
        index: usize,
        sheet: &SheetInfo,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<SheetNotes, WorkbookError> {
        let place = format!("sheet \"{}\"", sheet.name);
        let workbook = meter.workbook;
        let Some(part) = self.known.parts.get(index).and_then(Option::as_ref) else {
            return Err(damaged(workbook, &place, &"no part of the workbook holds it"));
        };
        let mut package = self.package.clone();
        package.refuse_doctype(part)?;
        let limit = meter.unpacked_bytes();
        let source = package.archive.by_name(part).map_err(|error| match error {
            ZipError::FileNotFound => damaged(workbook, &place, &format!("there is no part {part}")),
            error => damaged(workbook, &place, &error),
        })?;
        let (is_large, told) = (source.compressed_size() >= LARGE, source.size());
        let longest_text = usize::try_from(limit / DEFLATE_MAX).unwrap_or(usize::MAX).max(LONGEST_TEXT);
        let pass = SheetPass::new(source, told, longest_text);
        let mut give = |block: &Block| self.known.give(block, &place, meter, visit);
        let scan = blocks::read(pass, is_large, &mut give).map_err(|broken| match broken {
            Broken::Panicked => damaged(workbook, &place, &"it cannot be unpacked"),
            Broken::Sheet(Unreadable::Damaged(reason)) => damaged(workbook, &place, &reason),
            Broken::Sheet(Unreadable::Lying) => lying(workbook, &place),
            Broken::Sheet(Unreadable::LongText) => {
                let (which, found) = (LimitKind::UnpackedBytes, limit.saturating_add(1));
                WorkbookError::Limit { workbook: workbook.clone(), which, found, limit }
            }
            Broken::Refused(error) => error,
        })?;
        let SheetScan { hidden_rows, hidden_columns, merged, outline } = scan;
        let tables = tables(&mut package, part)?;
        let ragged_rows = Vec::new();
        Ok(SheetNotes { cells: meter.cells, hidden_rows, hidden_columns, outline, merged, tables, ragged_rows })
    }
}

impl Known {
    /// Gives the cells of a block to whoever reads the sheet.
    fn give(
        &self,
        block: &Block,
        place: &str,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<(), WorkbookError> {
        let general = NumberFormat::general();
        for cell in &block.cells {
            let style = usize::try_from(cell.style).ok().and_then(|style| self.styles.get(style));
            let mut shared = false;
            let value = match cell.value {
                Raw::Number(number) => match style.map_or(Meaning::Number, |style| style.number) {
                    Meaning::Number => CellValue::Number(number),
                    Meaning::Date => {
                        date_from_serial(number, self.system).map_or(CellValue::Serial(number), CellValue::DateTime)
                    }
                    Meaning::Duration => duration(number),
                },
                Raw::Shared(number) => {
                    let text = self.strings.get(number).ok_or_else(|| {
                        damaged(meter.workbook, place, &"Cell string index not found in shared strings table")
                    })?;
                    shared = true;
                    CellValue::Text(text)
                }
                Raw::Text(span) => CellValue::Text(block.text(span)),
                Raw::Iso(span) => {
                    let text = block.text(span);
                    parse_date_time(text, None).map_or(CellValue::Text(text), CellValue::DateTime)
                }
                Raw::Error(span) => CellValue::Error(block.text(span)),
                Raw::Flag(flag) => CellValue::Bool(flag),
                Raw::NoResult => CellValue::NoCachedValue,
            };
            if matches!(value, CellValue::Text("")) {
                continue;
            }
            meter.count(cell.row, cell.column)?;
            let format = style.map_or(general, |style| &style.format);
            visit(Cell { row: cell.row, column: cell.column, value, format, shared })?;
        }
        Ok(())
    }
}

/// The parts that tell of all sheets.
struct Document {
    /// Lists the sheets.
    part: String,
    strings: String,
    styles: String,
}

impl Document {
    fn find(package: &mut Package) -> Result<Self, WorkbookError> {
        let stored = package.stored_names();
        let stored = |part: String| stored.get(&plain_name(&part)).cloned().unwrap_or(part);
        let part = relations(package, "")?
            .into_values()
            .find(|(kind, _)| kind.ends_with("/officeDocument"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, target)| target);
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let [strings, styles] = ["sharedStrings.xml", "styles.xml"].map(|name| stored(target_part(folder, name)));
        Ok(Self { part, strings, styles })
    }

    /// True for the parts that calamine reads when it opens a workbook, texts and sheets excepted.
    fn is_described_by(&self, name: &str) -> bool {
        let folder = self.part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let theme = target_part(folder, "theme/theme1.xml");
        let name = plain_name(name);
        ["_rels/.rels", &self.part, &relations_part(&self.part), &self.styles, &theme]
            .iter()
            .any(|part| plain_name(part) == name)
    }
}

/// What calamine tells of a workbook: the sheets, what every style makes of a number, and the system of dates. It sees
/// the parts that tell of these only, and a sheet with one cell in each of `styles` styles.
fn described(
    package: &mut Package,
    document: &Document,
    parts: &[Option<String>],
    styles: usize,
) -> Result<(Vec<SheetInfo>, Vec<Style>, DateSystem), WorkbookError> {
    let workbook = package.workbook().clone();
    let (index, probe) =
        (0..).zip(parts).find_map(|(index, part)| Some((index, part.as_deref()?))).unwrap_or((0, "styles of cells"));
    let cells: String = (0..styles).map(|style| format!("<c s=\"{style}\"><v>1</v></c>")).collect();
    let sheet = format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>");
    let is_kept = |name: &str| name != probe && document.is_described_by(name);
    let copy = with_part(package, is_kept, (probe, &sheet))
        .ok_or_else(|| damaged(&workbook, &document.part, &"it cannot be unpacked"))?;
    let opened = guarded(|| {
        let mut reader = Xlsx::new(Cursor::new(copy))?;
        let system = if reader.has_1904_epoch() { DateSystem::From1904 } else { DateSystem::From1900 };
        let sheets = sheet_infos(reader.sheets_metadata());
        let mut known = Vec::new();
        if let Some(sheet) = sheets.get(index).filter(|_| styles > 0) {
            let mut cells = reader.worksheet_cells_reader(&sheet.name)?;
            let formats: Vec<NumberFormat> = cells.styles().iter().map(style_format).collect();
            for format in formats {
                let number = match cells.next_cell()?.map(|cell| cell.get_value().clone()) {
                    Some(DataRef::DateTime(moment)) if moment.is_duration() => Meaning::Duration,
                    Some(DataRef::DateTime(_)) => Meaning::Date,
                    _ => Meaning::Number,
                };
                known.push(Style { format, number });
            }
        }
        Ok::<_, XlsxError>((sheets, known, system))
    });
    opened
        .unwrap_or(Err(XlsxError::Unexpected("a part of the workbook is not as it should be")))
        .map_err(|error| failure(&workbook, "the parts of the workbook", &error))
}

/// The texts of the workbook; it may have none.
fn shared_strings(package: &mut Package, part: &str) -> Result<SharedStrings, WorkbookError> {
    let workbook = package.workbook().clone();
    let source = match package.archive.by_name(part) {
        Ok(source) => source,
        Err(ZipError::FileNotFound) => return Ok(SharedStrings::default()),
        Err(error) => return Err(damaged(&workbook, part, &error)),
    };
    let told = source.size();
    guarded(|| SharedStrings::read(source, told))
        .unwrap_or_else(|| Err(Unusable::Damaged("it cannot be unpacked".to_owned())))
        .map_err(|unusable| match unusable {
            Unusable::Damaged(reason) => damaged(&workbook, part, &reason),
            Unusable::Lying => lying(&workbook, part),
        })
}

/// The number of styles at the most; refuses styles that would take much more memory than their part: each cell style
/// gets copies of what it names.
fn check_styles(package: &mut Package, part: &str, limits: &Limits) -> Result<usize, WorkbookError> {
    /// Bytes of a style of which nothing is known.
    const STYLE: u64 = 512;
    /// Twice as many as a spreadsheet program can have.
    const MAX_STYLES: usize = 1 << 17;
    let workbook = package.workbook().clone();
    let Ok(styles) = package.archive.by_name(part) else { return Ok(0) };
    let (mut count, mut longest) = (0_u64, 0_u64);
    let mut tokens = Tokens::new(styles, false);
    loop {
        match tokens.next() {
            Ok(Some(Token::Tag(tag))) => {
                count = count.saturating_add(u64::from(tag.local() == b"xf"));
                longest = longest.max(u64::try_from(tag.raw().len()).unwrap_or(u64::MAX));
            }
            Ok(Some(Token::Text(..))) => {}
            // What is wrong with it is said by its reader.
            Ok(None) | Err(_) => break,
        }
    }
    let (found, limit) = (count.saturating_mul(longest.saturating_mul(4).saturating_add(STYLE)), limits.unpacked_bytes);
    if found <= limit {
        return Ok(usize::try_from(count).unwrap_or(usize::MAX).min(MAX_STYLES));
    }
    Err(WorkbookError::Limit { workbook, which: LimitKind::UnpackedBytes, found, limit })
}

/// The number format and the indent of a style.
fn style_format(style: &calamine::Style) -> NumberFormat {
    let format = style
        .number_format
        .as_ref()
        .map_or_else(|| NumberFormat::general().clone(), |format| NumberFormat::from_code(&format.format_code));
    format.indented(style.alignment.as_ref().and_then(|alignment| alignment.indent).unwrap_or(0))
}

/// An error of calamine in our words.
fn failure(workbook: &Arc<str>, part: &str, error: &XlsxError) -> WorkbookError {
    match error {
        XlsxError::Password => WorkbookError::Password { workbook: workbook.clone() },
        error => damaged(workbook, part, error),
    }
}

/// Relations of a part: id, then kind and target as a path in the package.
pub(super) fn relations(package: &mut Package, part: &str) -> Result<HashMap<String, (String, String)>, WorkbookError> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = relations_part(part);
    let mut relations = HashMap::new();
    let Some(bytes) = package.part(&path)? else { return Ok(relations) };
    package.refuse_doctype(&path)?;
    let mut tokens = Tokens::new(bytes.as_slice(), false);
    while let Ok(Some(token)) = tokens.next() {
        let Token::Tag(tag) = token else { continue };
        if tag.local() != b"Relationship" || tag.text("TargetMode").as_deref() == Some("External") {
            continue;
        }
        if let (Some(id), Some(kind), Some(target)) = (tag.text("Id"), tag.text("Type"), tag.text("Target")) {
            relations.insert(id.into_owned(), (kind.into_owned(), target_part(folder, &target)));
        }
    }
    Ok(relations)
}

/// The part of each sheet, in the order of the tabs.
fn parts_of_sheets(package: &mut Package, document: &str) -> Result<Vec<Option<String>>, WorkbookError> {
    let relations = relations(package, document)?;
    let stored = package.stored_names();
    let Some(bytes) = package.part(document)? else { return Ok(Vec::new()) };
    let mut parts = Vec::new();
    let mut tokens = Tokens::new(bytes.as_slice(), false);
    while let Ok(Some(token)) = tokens.next() {
        let Token::Tag(tag) = token else { continue };
        if tag.local() == b"sheet" && !tag.is_end() {
            let target = tag.text("id").and_then(|id| relations.get(id.as_ref()));
            parts.push(target.map(|(_, target)| stored.get(&plain_name(target)).unwrap_or(target).clone()));
        }
    }
    Ok(parts)
}

/// The tables of a sheet, by place.
fn tables(package: &mut Package, sheet: &str) -> Result<Vec<TableInfo>, WorkbookError> {
    let mut targets: Vec<String> = relations(package, sheet)?
        .into_values()
        .filter(|(kind, _)| kind.ends_with("/relationships/table"))
        .map(|(_, target)| target)
        .collect();
    targets.sort_unstable();
    let mut tables = Vec::new();
    for target in targets {
        let Some(bytes) = package.part(&target)? else { continue };
        let mut tokens = Tokens::new(bytes.as_slice(), false);
        while let Ok(Some(token)) = tokens.next() {
            let Token::Tag(tag) = token else { continue };
            if tag.local() != b"table" || tag.is_end() {
                continue;
            }
            let area = tag.text("ref").and_then(|text| Area::from_a1(&text));
            let name = tag.text("displayName").or_else(|| tag.text("name"));
            if let (Some(area), Some(name)) = (area, name) {
                tables.push(TableInfo {
                    name: name.into_owned(),
                    area,
                    header_rows: tag.number("headerRowCount").unwrap_or(1),
                    total_rows: tag.number("totalsRowCount").unwrap_or(0),
                });
            }
            break;
        }
    }
    tables.sort_by_key(|table| table.area);
    Ok(tables)
}
