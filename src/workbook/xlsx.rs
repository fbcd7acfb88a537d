//! xlsx and xlsm: cells streamed by calamine, beside a walk that tells what calamine does not.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read as _;
use std::sync::Arc;

use calamine::{DataRef, Reader as _, Xlsx, XlsxCellReader, XlsxError};

use super::Visit;
use super::blocks::{self, Broken, RawCell};
use super::cell::{Cell, CellValue};
use super::convert::{Converted, convert, sheet_infos};
use super::error::WorkbookError;
use super::format::NumberFormat;
use super::guard::guarded;
use super::input::{Budget, Bytes, Input};
use super::limits::Limits;
use super::meter::Meter;
use super::package::{Package, damaged, lying, with_plain_dimensions, without_promise};
use super::part_names::{relations_part, target_part};
use super::scan::{Answers, SheetScan, Walk, pair};
use super::sheet::{Area, SheetInfo, SheetNotes, TableInfo};
use super::xml::{Token, Tokens};

/// From this packed size on a sheet is parsed and walked over in threads of their own.
const LARGE: u64 = 256 << 10;

/// An open xlsx workbook.
pub(super) struct XlsxBook {
    reader: Xlsx<Input>,
    package: Package,
    budget: Budget,
    formats: Vec<NumberFormat>,
    /// The reader that was replaced: its strings keep their addresses.
    retired: Option<Xlsx<Input>>,
    /// The part of each sheet, where it could be found.
    parts: Vec<Option<String>>,
}

impl XlsxBook {
    pub(super) fn open(
        input: Input,
        budget: Budget,
        mut package: Package,
        workbook: &Arc<str>,
        limits: &Limits,
    ) -> Result<(Self, Vec<SheetInfo>), WorkbookError> {
        let (document, folder_parts) = document_part(&mut package)?;
        let parts = sheet_parts(&mut package, &document)?;
        let mut known: Vec<String> = parts.iter().flatten().map(|part| part.to_ascii_lowercase()).collect();
        known.sort_unstable();
        if known.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(damaged(workbook, &document, &"two sheets are one part"));
        }
        // The parts of sheets are streamed, all others may be kept; one that is both is kept.
        let is_streamed = |name: &str| {
            let is = |part: &String| part.eq_ignore_ascii_case(name);
            known.iter().any(is) && !folder_parts.iter().any(is)
        };
        package.check_sizes(|name| !is_streamed(&name.replace('\\', "/")))?;
        for part in folder_parts.iter().chain([&document]) {
            package.refuse_doctype(part)?;
        }
        let [strings, styles] = &folder_parts;
        check_styles(&mut package, styles, limits)?;
        let mut input = input;
        if let Some(bytes) = with_honest_strings(&mut package, strings)? {
            let bytes = Bytes(Arc::new(bytes));
            input = Input::new(bytes.clone(), budget.clone());
            package = Package::open(Input::new(bytes, Budget::new(limits.unpacked_bytes)), workbook)?;
        }
        let reader = guarded(|| Xlsx::new(input))
            .unwrap_or(Err(XlsxError::Unexpected("a part of the workbook is not as it should be")))
            .map_err(|error| failure(workbook, "the parts of the workbook", &error))?;
        let sheets = sheet_infos(reader.sheets_metadata());
        Ok((Self { reader, package, budget, formats: Vec::new(), retired: None, parts }, sheets))
    }

    pub(super) fn read(
        &mut self,
        index: usize,
        sheet: &SheetInfo,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<SheetNotes, WorkbookError> {
        let part = self.parts.get(index).cloned().flatten();
        self.prepare(sheet);
        let (walk, answers) = pair();
        let mut archive = self.package.archive.clone();
        let told = match &part {
            Some(part) => {
                self.package.refuse_doctype(part)?;
                archive.by_name(part).map_or((0, 0), |part| (part.compressed_size(), part.size()))
            }
            None => (0, 0),
        };
        let mut walk_over = move |walk: Walk, part: &str| {
            if let Ok(part) = archive.by_name(part) {
                walk.run(part, told.1);
            }
        };
        let budget = self.budget.clone();
        let scan = match &part {
            Some(part) if told.0 >= LARGE => std::thread::scope(|scope| {
                scope.spawn(|| walk_over(walk, part));
                self.cells(sheet, true, answers, meter, visit)
            }),
            Some(part) => {
                walk_over(walk, part);
                self.cells(sheet, false, answers, meter, visit)
            }
            None => {
                drop(walk);
                self.cells(sheet, false, answers, meter, visit)
            }
        };
        budget.lift();
        let scan = scan?;
        let tables = match &part {
            Some(part) => tables(&mut self.package, part)?,
            None => Vec::new(),
        };
        Ok(SheetNotes {
            cells: meter.cells,
            hidden_rows: scan.hidden_rows,
            hidden_columns: scan.hidden_columns,
            outline: scan.outline,
            merged: scan.merged,
            tables,
            ragged_rows: Vec::new(),
        })
    }

    /// Learns the number formats, and makes a sheet readable that its reader refuses for the used range it tells.
    fn prepare(&mut self, sheet: &SheetInfo) {
        // Styles belong to the workbook: they are the same for every sheet.
        let is_known = !self.formats.is_empty();
        let opened = guarded(|| {
            let cells = self.reader.worksheet_cells_reader(&sheet.name)?;
            Ok::<_, XlsxError>(if is_known { None } else { Some(formats_of(&cells)) })
        });
        // Some used ranges are refused, others make the reader panic; when that was not the cause, the same comes again.
        let is_refused = !matches!(opened, Some(Ok(_)));
        if let Some(Ok(Some(formats))) = opened {
            self.formats = formats;
        }
        if !is_refused || self.retired.is_some() {
            return;
        }
        let is_sheet = |name: &str| self.parts.iter().flatten().any(|part| part == name);
        let Some(bytes) = with_plain_dimensions(&mut self.package, is_sheet) else { return };
        let input = Input::new(Bytes(Arc::new(bytes)), self.budget.clone());
        let Some(Ok(mut reader)) = guarded(|| Xlsx::new(input)) else { return };
        if let Some(Ok(formats)) =
            guarded(|| reader.worksheet_cells_reader(&sheet.name).map(|cells| formats_of(&cells)))
        {
            self.formats = formats;
        }
        self.retired = Some(std::mem::replace(&mut self.reader, reader));
    }

    /// Streams the cells of a sheet; those of a large one from a thread of its own.
    fn cells(
        &mut self,
        sheet: &SheetInfo,
        is_large: bool,
        mut answers: Answers,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<SheetScan, WorkbookError> {
        let Self { reader, budget, formats, .. } = self;
        let workbook = meter.workbook;
        let place = format!("sheet \"{}\"", sheet.name);
        let limit = meter.unpacked_bytes();
        let system = if reader.has_1904_epoch() {
            crate::values::DateSystem::From1904
        } else {
            crate::values::DateSystem::From1900
        };
        let mut give = |block: &[RawCell<'_>]| {
            for (cell, style) in block {
                let (row, column) = cell.get_position();
                let converted = match cell.get_value() {
                    DataRef::Empty if answers.is_without_result(row, column) => {
                        Converted::Value(CellValue::NoCachedValue, false)
                    }
                    DataRef::Empty => continue,
                    value => convert(value, system),
                };
                let Converted::Value(value, shared) = converted else { continue };
                meter.count(row, column)?;
                let format = formats.get(*style).unwrap_or_else(|| NumberFormat::general());
                visit(Cell { row, column, value, format, shared })?;
            }
            Ok(())
        };
        blocks::read(reader, &sheet.name, budget, is_large, &mut give).map_err(|broken| match broken {
            Broken::Panicked => damaged(workbook, &place, &"the reader cannot make sense of it"),
            Broken::Failed(error) => failure(workbook, &place, &error),
            Broken::Refused(error) => error,
            Broken::Spent => WorkbookError::Limit {
                workbook: workbook.clone(),
                which: super::LimitKind::UnpackedBytes,
                found: limit.saturating_add(1),
                limit,
            },
        })?;
        match answers.finish() {
            Ok(scan) => Ok(scan),
            Err(reason) if reason.contains("size") => Err(lying(workbook, &place)),
            // The cells were read to their end: what stands behind them does not matter so much.
            Err(_) => Ok(SheetScan::default()),
        }
    }
}

/// Refuses styles that would take much more memory than their part: each cell style gets copies of what it names.
fn check_styles(package: &mut Package, part: &str, limits: &Limits) -> Result<(), WorkbookError> {
    /// Bytes of a style of which nothing is known.
    const STYLE: u64 = 512;
    let workbook = package.workbook().clone();
    let Ok(styles) = package.archive.by_name(part) else { return Ok(()) };
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
        return Ok(());
    }
    Err(WorkbookError::Limit { workbook, which: super::LimitKind::UnpackedBytes, found, limit })
}

/// A copy of the package when its table of strings promises more texts than it has room for.
fn with_honest_strings(package: &mut Package, part: &str) -> Result<Option<Vec<u8>>, WorkbookError> {
    /// The shortest text there is: `<si/>`.
    const SHORTEST: u64 = 5;
    let Ok(strings) = package.archive.by_name(part) else { return Ok(None) };
    let room = strings.size() / SHORTEST;
    let mut tokens = Tokens::new(strings.take(1 << 16), false);
    let promised = loop {
        match tokens.next() {
            Ok(Some(Token::Tag(tag))) if tag.local() == b"sst" => break tag.text("uniqueCount").map(Cow::into_owned),
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => break None,
        }
    };
    drop(tokens);
    match promised {
        Some(promised) if promised.parse::<u64>().is_ok_and(|promised| promised > room) => {
            let copy = without_promise(package, part);
            copy.map(Some).ok_or_else(|| damaged(package.workbook(), part, &"it promises more texts than it can hold"))
        }
        _ => Ok(None),
    }
}

/// The number formats of the styles.
fn formats_of(cells: &XlsxCellReader<'_, Input>) -> Vec<NumberFormat> {
    cells.styles().iter().map(style_format).collect()
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

/// The part that lists the sheets, and the parts of its folder that are read as a whole.
fn document_part(package: &mut Package) -> Result<(String, [String; 2]), WorkbookError> {
    let document = relations(package, "")?
        .into_values()
        .find(|(kind, _)| kind.ends_with("/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, target)| target);
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let stored = |name| {
        let part = target_part(folder, name);
        package.stored_name(&part).unwrap_or(part)
    };
    let parts = [stored("sharedStrings.xml"), stored("styles.xml")];
    Ok((document, parts))
}

/// The part of each sheet, in the order of the tabs.
fn sheet_parts(package: &mut Package, document: &str) -> Result<Vec<Option<String>>, WorkbookError> {
    let relations = relations(package, document)?;
    let Some(bytes) = package.part(document)? else { return Ok(Vec::new()) };
    let mut parts = Vec::new();
    let mut tokens = Tokens::new(bytes.as_slice(), false);
    while let Ok(Some(token)) = tokens.next() {
        let Token::Tag(tag) = token else { continue };
        if tag.local() == b"sheet" && !tag.is_end() {
            let target = tag.text("id").and_then(|id| relations.get(id.as_ref()));
            parts.push(target.map(|(_, target)| target.clone()));
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
