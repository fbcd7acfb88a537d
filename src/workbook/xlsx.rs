//! xlsx and xlsm: cells streamed by calamine, beside a walk that tells what calamine does not.

use std::collections::HashMap;
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
use super::meter::Meter;
use super::package::{Package, damaged, lying, with_plain_dimension};
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
    /// Readers that were replaced: their strings keep their addresses.
    retired: Vec<Xlsx<Input>>,
    /// The part of each sheet, where it could be found.
    parts: Vec<Option<String>>,
}

impl XlsxBook {
    pub(super) fn open(
        input: Input,
        budget: Budget,
        mut package: Package,
        workbook: &Arc<str>,
    ) -> Result<(Self, Vec<SheetInfo>), WorkbookError> {
        package.check_sizes(|name| !name.contains("worksheets/sheet"))?;
        let (document, mut folder_parts) = document_part(&mut package)?;
        folder_parts.push(document.clone());
        for part in &folder_parts {
            package.refuse_doctype(part)?;
        }
        let reader = guarded(|| Xlsx::new(input))
            .unwrap_or(Err(XlsxError::Unexpected("a part of the workbook is not as it should be")))
            .map_err(|error| failure(workbook, "the parts of the workbook", &error))?;
        let sheets = sheet_infos(reader.sheets_metadata());
        let parts = sheet_parts(&mut package, &document)?;
        Ok((Self { reader, package, budget, formats: Vec::new(), retired: Vec::new(), parts }, sheets))
    }

    pub(super) fn read(
        &mut self,
        index: usize,
        sheet: &SheetInfo,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<SheetNotes, WorkbookError> {
        let part = self.parts.get(index).cloned().flatten();
        self.prepare(sheet, part.as_deref());
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
    fn prepare(&mut self, sheet: &SheetInfo, part: Option<&str>) {
        // Styles belong to the workbook: they are the same for every sheet.
        let is_known = !self.formats.is_empty();
        let opened = guarded(|| {
            let cells = self.reader.worksheet_cells_reader(&sheet.name)?;
            Ok(if is_known { None } else { Some(formats_of(&cells)) })
        });
        let is_refused = matches!(
            opened,
            Some(Err(XlsxError::RangeWithoutColumnComponent
                | XlsxError::RangeWithoutRowComponent
                | XlsxError::DimensionCount(_)
                | XlsxError::Alphanumeric(_)
                | XlsxError::ColumnNumberOverflow
                | XlsxError::RowNumberOverflow
                | XlsxError::UnexpectedNode("dimension")))
        );
        if let Some(Ok(Some(formats))) = opened {
            self.formats = formats;
        }
        let Some(part) = part.filter(|_| is_refused) else { return };
        let Some(bytes) = with_plain_dimension(&mut self.package, part) else { return };
        let input = Input::new(Bytes(Arc::new(bytes)), self.budget.clone());
        let Some(Ok(mut reader)) = guarded(|| Xlsx::new(input)) else { return };
        if let Some(Ok(formats)) =
            guarded(|| reader.worksheet_cells_reader(&sheet.name).map(|cells| formats_of(&cells)))
        {
            self.formats = formats;
        }
        self.retired.push(std::mem::replace(&mut self.reader, reader));
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
fn relations(package: &mut Package, part: &str) -> Result<HashMap<String, (String, String)>, WorkbookError> {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
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
            relations.insert(id.into_owned(), (kind.into_owned(), resolve(folder, &target)));
        }
    }
    Ok(relations)
}

/// A target as a path in the package: absolute, or from the folder of the part.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The part that lists the sheets, and the parts of its folder that are read as a whole.
fn document_part(package: &mut Package) -> Result<(String, Vec<String>), WorkbookError> {
    let document = relations(package, "")?
        .into_values()
        .find(|(kind, _)| kind.ends_with("/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, target)| target);
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parts = ["sharedStrings.xml", "styles.xml"].iter().map(|name| resolve(folder, name)).collect();
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
