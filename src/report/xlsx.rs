//! A book of sheets to the bytes of a workbook: same book, same bytes.
//!
//! Large sheets are written row by row without being held in memory, small ones as a whole; a reader sees no difference.
//! Rules: face of the program, section 5; parts-book specification, section 5.

use std::collections::BTreeSet;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::error::ReportError;
use super::layout::{self, Value};
use super::names::{continued_name, sheet_name};
use super::pen::{Formats, Pen, clean, cut, is_cut};
use super::sheet::Sheet;
use super::style::fits_a_number_cell;
use super::words::Language;
use super::worksheet::{Part, write_part};
use crate::finding::codes::report::{DIGITS_AS_TEXT, LINK_LIMIT, SPLIT, TEXT_CUT};
use crate::finding::{Code, Finding, Findings};
use crate::origin::Origin;
use crate::workbook::ANSWER;

/// Rows of a sheet.
const ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const COLUMNS: usize = 16_384;
/// How much time is spent on making the file small, 1 to 9; 6 takes a third more time and saves 3 % of the file, 3 takes
/// less and makes it 15 % larger.
const COMPRESSION: u8 = 4;
/// Name of the document property by which this program knows its own files.
pub(crate) const MARK: &str = "partsbook";

/// Asks whether the caller wants the work stopped.
pub type Cancel<'a> = &'a (dyn Fn() -> bool + Sync);

/// Never stops.
pub const GO_ON: Cancel<'static> = &|| false;

/// What the file says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// Title.
    pub title: String,
    /// Subject.
    pub subject: String,
    /// Author.
    pub author: String,
    /// Company.
    pub company: String,
    /// Category, such as the document class of a parts book.
    pub category: String,
    /// Key words.
    pub keywords: String,
    /// The workbook holds answers, which are no input.
    pub is_answer: bool,
    /// The date the content is about; stands as the date of creation, so that the same input gives the same file.
    pub date: Option<NaiveDate>,
}

/// A workbook to be: sheets in order.
#[derive(Clone, Debug)]
pub struct ReportBook {
    sheets: Vec<Sheet>,
    names: Vec<(String, String)>,
    used: BTreeSet<String>,
    rows_per_sheet: u32,
    /// What the file says about itself.
    pub properties: Properties,
    /// Language of words, dates and flags.
    pub language: Language,
}

impl ReportBook {
    /// A book without sheets.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self {
            sheets: Vec::new(),
            names: Vec::new(),
            used: BTreeSet::new(),
            rows_per_sheet: ROWS,
            properties: Properties::default(),
            language,
        }
    }

    /// Adds a sheet at the end and returns the name its tab has: the one asked for, made legal and unique.
    pub fn add(&mut self, mut sheet: Sheet) -> String {
        sheet.name = sheet_name(&sheet.name, &mut self.used);
        let name = sheet.name.clone();
        self.sheets.push(sheet);
        name
    }

    /// Defines a name for a formula such as `='Prices'!$A$2:$A$90`.
    pub fn define_name(&mut self, name: impl Into<String>, formula: impl Into<String>) {
        self.names.push((name.into(), formula.into()));
    }

    /// The sheets in order.
    #[must_use]
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// What will not look as it is, before anything is written: one finding a column at most. `file` is the name of
    /// the workbook to be written.
    #[must_use]
    pub fn check(&self, file: &str) -> Findings {
        let mut findings = Findings::new();
        for sheet in &self.sheets {
            self.check_sheet(sheet, &Origin::sheet(file.into(), sheet.name.as_str().into()), &mut findings);
        }
        findings.sort();
        findings
    }

    fn check_sheet(&self, sheet: &Sheet, origin: &Origin, findings: &mut Findings) {
        let capacity = self.capacity(sheet);
        if sheet.len() > capacity {
            let sheets = sheet.len().div_ceil(capacity);
            findings.push(
                Finding::new(&SPLIT).at(origin.clone()).detail(format!("{} rows on {sheets} sheets", sheet.len())),
            );
        }
        let mut links = 0;
        for (index, column) in sheet.columns.iter().enumerate() {
            let (mut digits, mut cuts) = (Seen::default(), Seen::default());
            for row in 0..sheet.len() {
                match layout::place(sheet, row, index).value {
                    Value::Decimal(value) if !fits_a_number_cell(value) => digits.see(row),
                    Value::Integer(value) if !fits_a_number_cell(value.into()) => digits.see(row),
                    Value::Text(text) if is_cut(text) => cuts.see(row),
                    Value::Code(text) if is_cut(&text) => cuts.see(row),
                    Value::Link(leads, _) if leads.target().url().is_some() => links += 1,
                    _ => {}
                }
            }
            for (code, seen) in [(&DIGITS_AS_TEXT, digits), (&TEXT_CUT, cuts)] {
                findings.extend(seen.finding(code, sheet, origin, index, &column.label, capacity));
            }
        }
        if links > super::pen::MOST_LINKS {
            findings.push(Finding::new(&LINK_LIMIT).at(origin.clone()).detail(format!("{links} links")));
        }
    }

    /// Rows of the body that fit on one sheet.
    fn capacity(&self, sheet: &Sheet) -> usize {
        let around = sheet.first_row() + u32::from(sheet.has_totals());
        let notes = match sheet.notes.len() {
            0 => 0,
            lines => lines + 1,
        };
        usize::try_from(self.rows_per_sheet.saturating_sub(around)).unwrap_or_default().saturating_sub(notes).max(1)
    }

    /// The bytes of the workbook.
    ///
    /// # Errors
    /// When a sheet asks for what a workbook cannot hold, or the caller stops.
    pub fn to_bytes(&self, cancel: Cancel<'_>) -> Result<Vec<u8>, ReportError> {
        let mut bytes = Vec::new();
        self.write_to(&mut bytes, cancel)?;
        Ok(bytes)
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// When a sheet asks for what a workbook cannot hold, the writer fails, or the caller stops.
    pub fn write_to<W: Write + Send>(&self, writer: W, cancel: Cancel<'_>) -> Result<(), ReportError> {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        let failed = |source| ReportError::Layout { sheet: self.properties.title.clone(), source };
        workbook.set_properties(&self.document_properties().map_err(failed)?);
        self.check_names()?;
        let mut used = self.used.clone();
        let mut formats = Formats::default();
        if self.sheets.is_empty() {
            workbook.add_worksheet();
        }
        for sheet in &self.sheets {
            self.write_sheet(&mut workbook, sheet, &mut used, &mut formats, cancel)?;
        }
        for (name, formula) in &self.names {
            workbook.define_name(name, formula).map_err(failed)?;
        }
        if cancel() {
            return Err(ReportError::Cancelled);
        }
        match workbook.save_to_writer(Stoppable { writer, cancel }) {
            Ok(()) => Ok(()),
            Err(_) if cancel() => Err(ReportError::Cancelled),
            Err(source) => Err(failed(source)),
        }
    }

    /// Fails when a name is defined twice, since spreadsheets refuse such a workbook.
    fn check_names(&self) -> Result<(), ReportError> {
        let of_sheets = self.sheets.iter().flat_map(|sheet| &sheet.names).map(|(name, _)| name);
        let mut seen = BTreeSet::new();
        match of_sheets.chain(self.names.iter().map(|(name, _)| name)).find(|name| !seen.insert(name.to_lowercase())) {
            Some(name) => Err(ReportError::NameTwice { name: name.clone() }),
            None => Ok(()),
        }
    }

    fn write_sheet(
        &self,
        workbook: &mut Workbook,
        sheet: &Sheet,
        used: &mut BTreeSet<String>,
        formats: &mut Formats,
        cancel: Cancel<'_>,
    ) -> Result<(), ReportError> {
        if sheet.columns.len() > COLUMNS {
            return Err(ReportError::TooManyColumns { sheet: sheet.name.clone(), columns: sheet.columns.len() });
        }
        let columns = layout::lay_out(sheet, self.language);
        let rows = sheet.len();
        let capacity = self.capacity(sheet);
        let large = sheet.is_large();
        let mut from = 0;
        let mut number = 1;
        while from < rows || number == 1 {
            let name = if number == 1 { sheet.name.clone() } else { continued_name(&sheet.name, number, used) };
            let until = rows.min(from + capacity);
            let failed = |source: XlsxError| ReportError::Layout { sheet: name.clone(), source };
            let worksheet = if large {
                // Texts stand in their cells: a list of all texts would have to be held until the end.
                workbook.add_worksheet_with_constant_memory().map_err(failed)?
            } else {
                workbook.add_worksheet()
            };
            worksheet.set_name(&name).map_err(failed)?;
            let mut pen = Pen::new(worksheet, &name, self.language, formats);
            let part = Part { sheet, columns: &columns, rows: from..until, first: number == 1, large };
            write_part(&mut pen, &part, cancel)?;
            if number == 1 {
                for (defined, area) in &sheet.names {
                    let formula = format!("={}!{}", super::cell::quoted(&name), area.absolute());
                    workbook.define_name(defined, &formula).map_err(failed)?;
                }
            }
            from = until;
            number += 1;
        }
        Ok(())
    }

    fn document_properties(&self) -> Result<DocProperties, XlsxError> {
        let properties = &self.properties;
        let short = |text: &str| cut(&clean(text), 255, "…");
        let (year, month, day) = properties
            .date
            .filter(|date| (1900..=9999).contains(&date.year()))
            .and_then(|date| {
                Some((
                    u16::try_from(date.year()).ok()?,
                    u8::try_from(date.month()).ok()?,
                    u8::try_from(date.day()).ok()?,
                ))
            })
            .unwrap_or((2000, 1, 1));
        let created = ExcelDateTime::from_ymd(year, month, day)?;
        let all = DocProperties::new()
            .set_title(short(&properties.title))
            .set_subject(short(&properties.subject))
            .set_author(short(&properties.author))
            .set_company(short(&properties.company))
            .set_category(short(&properties.category))
            .set_keywords(short(&properties.keywords))
            .set_creation_datetime(&created)
            .set_custom_property(MARK, env!("CARGO_PKG_VERSION"));
        Ok(if properties.is_answer { all.set_custom_property(ANSWER, true) } else { all })
    }
}

/// How often something was seen in a column, and where first.
#[derive(Default)]
struct Seen {
    count: usize,
    first: usize,
}

impl Seen {
    fn see(&mut self, row: usize) {
        if self.count == 0 {
            self.first = row;
        }
        self.count += 1;
    }

    fn finding(
        &self,
        code: &'static Code,
        sheet: &Sheet,
        origin: &Origin,
        column: usize,
        label: &str,
        capacity: usize,
    ) -> Option<Finding> {
        if self.count == 0 {
            return None;
        }
        let row = u32::try_from(self.first % capacity).ok()?.checked_add(sheet.first_row())?;
        let origin = if self.first < capacity { origin.at(row, u32::try_from(column).ok()?) } else { origin.clone() };
        Some(Finding::new(code).at(origin).field(label).detail(match self.count {
            1 => "one cell".to_owned(),
            count => format!("{count} cells, this is the first"),
        }))
    }
}

/// A writer that fails when the caller wants to stop.
struct Stoppable<'a, W> {
    writer: W,
    cancel: Cancel<'a>,
}

impl<W: Write> Write for Stoppable<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if (self.cancel)() {
            return Err(io::Error::other("stopped"));
        }
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl ReportBook {
    /// The same book with sheets that hold fewer rows; for tests of what happens at the end of a sheet.
    #[cfg(test)]
    pub(crate) fn with_rows_per_sheet(mut self, rows: u32) -> Self {
        self.rows_per_sheet = rows;
        self
    }
}
