//! ods: a streaming reader of our own, because the usual one keeps every repeated cell of a sheet in memory.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Read};
use std::sync::{Arc, LazyLock};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::Visit;
use super::cell::{Cell, CellValue};
use super::convert::iso_duration;
use super::error::WorkbookError;
use super::format::{FormatKind, NumberFormat};
use super::limits::{LimitKind, Limits};
use super::meter::Meter;
use super::ods_styles::number_codes;
use super::package::{Package, damaged, lying};
use super::sheet::{Area, SheetInfo, SheetNotes, Visibility};
use super::xml::{Tag, Token, Tokens, unescape};
use crate::values::parse_date_time;

const CONTENT: &str = "content.xml";
/// The part with the styles of the document.
const STYLES: &str = "styles.xml";

/// Content up to this size is kept unpacked.
const KEPT: u64 = 64 << 20;

/// How often the most that may be unpacked may be unpacked in all.
const AGAIN: u64 = 16;

/// An open OpenDocument spreadsheet.
pub(super) struct OdsBook {
    package: Package,
    content: Option<Vec<u8>>,
    /// Where the content of each sheet begins.
    starts: Vec<u64>,
    /// Formats by name of the cell style.
    formats: HashMap<String, NumberFormat>,
}

impl OdsBook {
    pub(super) fn open(
        mut package: Package,
        workbook: &Arc<str>,
        limits: &Limits,
    ) -> Result<(Self, Vec<SheetInfo>), WorkbookError> {
        if let Some(manifest) = package.part("META-INF/manifest.xml")? {
            let mut tokens = Tokens::new(manifest.as_slice(), false);
            while let Ok(Some(token)) = tokens.next() {
                if matches!(token, Token::Tag(tag) if tag.local() == b"encryption-data") {
                    return Err(WorkbookError::Password { workbook: workbook.clone() });
                }
            }
        }
        let told = package.archive.by_name(CONTENT).map(|part| part.size());
        let told = told.map_err(|error| damaged(workbook, CONTENT, &error))?;
        let content = if told <= KEPT { package.part(CONTENT)? } else { None };
        let mut book = Self { package, content, starts: Vec::new(), formats: HashMap::new() };
        let (sheets, unpacked) = book.survey().map_err(|error| damaged(workbook, CONTENT, &error))?;
        if unpacked > told {
            return Err(lying(workbook, CONTENT));
        }
        // A large content is unpacked again for each sheet.
        let found = u64::try_from(sheets.len()).unwrap_or(u64::MAX).saturating_mul(told);
        let limit = limits.unpacked_bytes.saturating_mul(AGAIN);
        if book.content.is_none() && found > limit {
            let which = LimitKind::UnpackedBytes;
            return Err(WorkbookError::Limit { workbook: workbook.clone(), which, found, limit });
        }
        Ok((book, sheets))
    }

    /// The content from a place on.
    fn source(&mut self, start: u64) -> io::Result<Box<dyn Read + '_>> {
        if let Some(content) = &self.content {
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            return Ok(Box::new(content.get(start..).unwrap_or_default()));
        }
        let mut part = self.package.archive.by_name(CONTENT).map_err(io::Error::other)?;
        let told = part.size();
        io::copy(&mut (&mut part).take(start), &mut io::sink())?;
        Ok(Box::new(part.take(told.saturating_sub(start).saturating_add(1))))
    }

    /// The number styles of the document, and those of its content.
    fn number_codes(&mut self) -> io::Result<HashMap<String, String>> {
        let mut codes = HashMap::new();
        if let Ok(part) = self.package.archive.by_name(STYLES) {
            let told = part.size();
            codes = number_codes(Tokens::new(part.take(told), true))?;
        }
        codes.extend(number_codes(Tokens::new(self.source(0)?, true))?);
        Ok(codes)
    }

    /// Finds the sheets, where they begin, and the formats of the cell styles.
    fn survey(&mut self) -> io::Result<(Vec<SheetInfo>, u64)> {
        let (mut sheets, mut starts) = (Vec::new(), Vec::new());
        let mut styles = Styles { codes: self.number_codes()?, ..Styles::default() };
        let mut depth = 0_u32;
        let mut tokens = Tokens::new(self.source(0)?, false);
        loop {
            let is_table_start = match tokens.next()? {
                None => break,
                Some(Token::Text(..)) => false,
                Some(Token::Tag(tag)) if tag.local() == b"table" => {
                    if tag.is_end() {
                        depth = depth.saturating_sub(1);
                        false
                    } else {
                        if depth == 0 {
                            sheets.push(styles.sheet(tag));
                        }
                        depth += u32::from(!tag.is_closed());
                        depth == 1 || tag.is_closed()
                    }
                }
                Some(Token::Tag(tag)) => {
                    if depth == 0 {
                        styles.take(tag);
                    }
                    false
                }
            };
            if is_table_start && starts.len() < sheets.len() {
                starts.push(tokens.offset());
            }
        }
        let unpacked = tokens.unpacked;
        drop(tokens);
        self.starts = starts;
        self.formats = styles.cell_formats();
        Ok((sheets, unpacked))
    }

    pub(super) fn read(
        &mut self,
        index: usize,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<SheetNotes, WorkbookError> {
        let start = self.starts.get(index).copied().unwrap_or(u64::MAX);
        let formats = std::mem::take(&mut self.formats);
        let result = self.source(start).map_err(|error| meter.damaged(&error.to_string())).and_then(|source| {
            let mut sheet = Sheet::new(&formats);
            sheet.read(Tokens::new(source, true), meter, visit)?;
            sheet.notes.cells = meter.cells;
            Ok(sheet.notes)
        });
        self.formats = formats;
        result
    }
}

/// Styles, as far as they matter here.
#[derive(Default)]
struct Styles {
    /// The style that is being described.
    current: String,
    hidden_tables: HashSet<String>,
    /// Cell style to number style.
    cells: HashMap<String, String>,
    /// Cell style to indent.
    indents: BTreeMap<String, u8>,
    /// Number style to the code it means.
    codes: HashMap<String, String>,
}

impl Styles {
    fn take(&mut self, tag: Tag<'_>) {
        if tag.is_end() {
            return;
        }
        match tag.local() {
            b"style" => {
                self.current = tag.text("name").unwrap_or_default().into_owned();
                if let Some(number) = tag.text("data-style-name") {
                    self.cells.insert(self.current.clone(), number.into_owned());
                }
            }
            b"table-properties" if tag.attribute("display") == Some(b"false") => {
                self.hidden_tables.insert(self.current.clone());
            }
            b"paragraph-properties" => {
                if let Some(indent) = tag.text("margin-left").and_then(|length| indent_steps(&length)) {
                    self.indents.insert(self.current.clone(), indent);
                }
            }
            _ => {}
        }
    }

    fn sheet(&self, table: Tag<'_>) -> SheetInfo {
        let hidden = table.text("style-name").is_some_and(|style| self.hidden_tables.contains(style.as_ref()));
        SheetInfo {
            name: Arc::from(table.text("name").unwrap_or_default()),
            visibility: if hidden { Visibility::Hidden } else { Visibility::Visible },
            is_chart: false,
        }
    }

    /// The cell styles that change what a cell means.
    fn cell_formats(self) -> HashMap<String, NumberFormat> {
        let Self { cells, indents, codes, .. } = self;
        let mut formats: HashMap<String, NumberFormat> = cells
            .into_iter()
            .filter_map(|(cell, number)| Some((cell, NumberFormat::from_code(codes.get(&number)?))))
            .filter(|(_, format)| !matches!(format.kind, FormatKind::General | FormatKind::Zeros(1)))
            .collect();
        for (cell, indent) in indents {
            let format = formats.remove(&cell).unwrap_or_else(|| NumberFormat::general().clone());
            formats.insert(cell, format.indented(indent));
        }
        formats
    }
}

/// Steps of indent of a length such as `0.353cm`: one step is ten points.
fn indent_steps(length: &str) -> Option<u8> {
    let end = length.find(|char: char| char.is_ascii_alphabetic())?;
    let (number, unit) = length.split_at_checked(end)?;
    let number = number.parse::<Decimal>().ok()?;
    let points = match unit {
        "pt" => Decimal::ONE,
        "in" => Decimal::from(72),
        "cm" => Decimal::new(283_465, 4),
        "mm" => Decimal::new(283_465, 5),
        _ => return None,
    };
    number.checked_mul(points)?.checked_div(Decimal::TEN)?.round().to_u8().filter(|&steps| steps > 0)
}

/// What a cell holds, kept while its row is read.
#[derive(Clone, Debug)]
enum Value {
    Text(String),
    Number(f64),
    Percent(f64),
    Moment(chrono::NaiveDateTime),
    Duration(chrono::TimeDelta),
    Bool(bool),
    Error(String),
    NoResult,
}

/// A cell, or several equal ones side by side.
struct Run {
    column: u32,
    count: u32,
    value: Value,
    style: Option<String>,
}

/// The cell that is being read.
#[derive(Default)]
struct Open {
    kind: String,
    value: Option<String>,
    is_covered: bool,
    has_formula: bool,
    style: Option<String>,
    repeated: u32,
    text: String,
    paragraphs: u32,
    /// Inside a paragraph.
    in_paragraph: bool,
    /// Inside something else than a paragraph: a note, a picture.
    skipped: u32,
}

/// Reads one sheet.
struct Sheet<'f> {
    formats: &'f HashMap<String, NumberFormat>,
    /// Columns and the style of their cells.
    column_styles: Vec<(u32, String)>,
    columns: u32,
    row: u32,
    row_repeated: u32,
    column: u32,
    runs: Vec<Run>,
    cell: Option<Open>,
    /// Groups of rows around the current one.
    groups: u8,
    notes: SheetNotes,
}

/// Format of cells that the program calls percentages.
static PERCENT: LazyLock<NumberFormat> = LazyLock::new(|| NumberFormat::from_code("0%"));

impl<'f> Sheet<'f> {
    fn new(formats: &'f HashMap<String, NumberFormat>) -> Self {
        Self {
            formats,
            column_styles: Vec::new(),
            columns: 0,
            row: 0,
            row_repeated: 1,
            column: 0,
            runs: Vec::new(),
            cell: None,
            groups: 0,
            notes: SheetNotes::default(),
        }
    }

    fn read(
        &mut self,
        mut tokens: Tokens<impl Read>,
        meter: &mut Meter<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<(), WorkbookError> {
        loop {
            let token = tokens.next().map_err(|error| meter.damaged(&error.to_string()))?;
            let Some(token) = token else { return Err(meter.damaged("the document ends within the sheet")) };
            let tag = match token {
                Token::Text(text, escaped) => {
                    if let Some(cell) = self.cell.as_mut().filter(|cell| cell.in_paragraph && cell.skipped == 0) {
                        if escaped {
                            cell.text.push_str(&unescape(text));
                        } else {
                            cell.text.push_str(&String::from_utf8_lossy(text));
                        }
                    }
                    continue;
                }
                Token::Tag(tag) => tag,
            };
            let is_cell = matches!(tag.local(), b"table-cell" | b"covered-table-cell");
            if self.cell.as_ref().is_some_and(|cell| !(is_cell && tag.is_end() && cell.skipped == 0)) {
                self.inside_cell(tag);
                continue;
            }
            match (tag.local(), tag.is_end()) {
                (b"table", true) => return Ok(()),
                (b"table-column", false) => self.column_element(tag),
                (b"table-row-group", is_end) if !tag.is_closed() => {
                    self.groups = if is_end { self.groups.saturating_sub(1) } else { self.groups.saturating_add(1) };
                }
                (b"table-row", false) => {
                    self.column = 0;
                    self.runs.clear();
                    self.row_repeated = tag.number("number-rows-repeated").unwrap_or(1);
                    self.notes.outline.see_many(self.row, self.row_repeated, self.groups);
                    if matches!(tag.attribute("visibility"), Some(b"collapse" | b"filter")) {
                        self.notes.hidden_rows = self.notes.hidden_rows.saturating_add(self.row_repeated);
                    }
                    if tag.is_closed() {
                        self.row = self.row.saturating_add(self.row_repeated);
                    }
                }
                (b"table-row", true) => self.end_row(meter, visit)?,
                _ if is_cell && !tag.is_end() => {
                    self.start_cell(tag);
                    if tag.is_closed() {
                        self.end_cell();
                    }
                }
                _ if is_cell => self.end_cell(),
                _ => {}
            }
        }
    }

    /// Columns: which are hidden, and the style of their cells.
    fn column_element(&mut self, tag: Tag<'_>) {
        let count = tag.number("number-columns-repeated").unwrap_or(1);
        if matches!(tag.attribute("visibility"), Some(b"collapse" | b"filter")) {
            self.notes.hidden_columns = self.notes.hidden_columns.saturating_add(count);
        }
        self.columns = self.columns.saturating_add(count);
        let style = tag.text("default-cell-style-name").unwrap_or_default().into_owned();
        self.column_styles.push((self.columns, style));
    }

    fn start_cell(&mut self, tag: Tag<'_>) {
        let owned = |name: &str| tag.text(name).map(std::borrow::Cow::into_owned);
        let is_covered = tag.local() == b"covered-table-cell";
        let (wide, high) = (tag.number("number-columns-spanned"), tag.number("number-rows-spanned"));
        let (wide, high) = (wide.unwrap_or(1).max(1), high.unwrap_or(1).max(1));
        if wide > 1 || high > 1 {
            self.notes.merged.push(Area {
                first_row: self.row,
                first_column: self.column,
                last_row: self.row.saturating_add(high - 1),
                last_column: self.column.saturating_add(wide - 1),
            });
        }
        // The attribute `value-type` comes in two name spaces; the second tells errors.
        let raw = tag.raw();
        let is_error = memchr::memmem::find(raw, b"calcext:value-type=\"error\"").is_some();
        let kind = if is_error { "error".to_owned() } else { owned("value-type").unwrap_or_default() };
        let value = match kind.as_str() {
            "float" | "percentage" | "currency" => owned("value"),
            "date" => owned("date-value"),
            "time" => owned("time-value"),
            "boolean" => owned("boolean-value"),
            _ => owned("string-value"),
        };
        self.cell = Some(Open {
            kind,
            value,
            is_covered,
            has_formula: tag.attribute("formula").is_some(),
            style: owned("style-name"),
            repeated: tag.number("number-columns-repeated").unwrap_or(1),
            ..Open::default()
        });
    }

    /// A tag within a cell: paragraphs and the blanks in them; everything else is passed over.
    fn inside_cell(&mut self, tag: Tag<'_>) {
        let Some(cell) = self.cell.as_mut() else { return };
        let (is_end, is_closed) = (tag.is_end(), tag.is_closed());
        if cell.skipped > 0 {
            if is_end {
                cell.skipped -= 1;
            } else if !is_closed {
                cell.skipped = cell.skipped.saturating_add(1);
            }
            return;
        }
        match tag.local() {
            b"p" if is_end => cell.in_paragraph = false,
            b"p" => {
                if cell.paragraphs > 0 {
                    cell.text.push('\n');
                }
                cell.paragraphs = cell.paragraphs.saturating_add(1);
                cell.in_paragraph = !is_closed;
            }
            b"s" if cell.in_paragraph && !is_end => {
                let blanks = tag.number("c").unwrap_or(1).min(32_767);
                cell.text.extend(std::iter::repeat_n(' ', usize::try_from(blanks).unwrap_or(0)));
            }
            b"tab" if cell.in_paragraph && !is_end => cell.text.push('\t'),
            b"line-break" if cell.in_paragraph && !is_end => cell.text.push('\n'),
            b"span" | b"a" if cell.in_paragraph => {}
            _ if !is_end && !is_closed => cell.skipped = 1,
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let (column, count) = (self.column, cell.repeated.max(1));
        self.column = self.column.saturating_add(count);
        let is_covered = cell.is_covered;
        let style = cell.style.clone();
        if let Some(value) = cell.into_value().filter(|_| !is_covered) {
            self.runs.push(Run { column, count, value, style });
        }
    }

    /// Gives the cells of a row to the visitor, as often as the row is repeated.
    fn end_row(&mut self, meter: &mut Meter<'_>, visit: &mut Visit<'_>) -> Result<(), WorkbookError> {
        let runs = std::mem::take(&mut self.runs);
        if !runs.is_empty() {
            for repeat in 0..self.row_repeated {
                let row = self.row.saturating_add(repeat);
                for run in &runs {
                    for column in run.column..run.column.saturating_add(run.count) {
                        meter.count(row, column)?;
                        meter.text(run.value.text_bytes())?;
                        let format = match run.value {
                            Value::Percent(_) => &PERCENT,
                            _ => self.format(run, column),
                        };
                        visit(Cell { row, column, value: run.value.as_cell_value(), format, shared: false })?;
                    }
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeated);
        self.runs = runs;
        self.runs.clear();
        Ok(())
    }

    /// The format of the cell's style, else of its column's.
    fn format(&self, run: &Run, column: u32) -> &'f NumberFormat {
        let style = run.style.as_deref().or_else(|| {
            self.column_styles
                .get(self.column_styles.partition_point(|(end, _)| *end <= column))
                .map(|(_, style)| style.as_str())
        });
        style.and_then(|style| self.formats.get(style)).unwrap_or_else(|| NumberFormat::general())
    }
}

impl Open {
    fn into_value(self) -> Option<Value> {
        let Self { kind, value, text, .. } = self;
        let number = |value: Option<String>| value.and_then(|value| value.parse::<f64>().ok());
        Some(match kind.as_str() {
            "error" if text.is_empty() => Value::Error(value.unwrap_or_default()),
            "error" => Value::Error(text),
            "percentage" => number(value).map_or(Value::Text(text), Value::Percent),
            "float" | "currency" => number(value).map_or(Value::Text(text), Value::Number),
            "date" => value.and_then(|value| parse_date_time(&value, None)).map_or(Value::Text(text), Value::Moment),
            "time" => value.and_then(|value| iso_duration(&value)).map_or(Value::Text(text), Value::Duration),
            "boolean" => Value::Bool(value.as_deref() == Some("true")),
            "" if self.has_formula && text.is_empty() => Value::NoResult,
            _ => {
                let text = value.filter(|value| !value.is_empty()).unwrap_or(text);
                if text.is_empty() {
                    return None;
                }
                if is_error_text(&text) { Value::Error(text) } else { Value::Text(text) }
            }
        })
    }
}

impl Value {
    const fn text_bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Error(text) => text.len(),
            _ => 0,
        }
    }

    fn as_cell_value(&self) -> CellValue<'_> {
        match self {
            Self::Text(text) => CellValue::Text(text),
            Self::Number(number) | Self::Percent(number) => CellValue::Number(*number),
            Self::Moment(moment) => CellValue::DateTime(*moment),
            Self::Duration(duration) => CellValue::Duration(*duration),
            Self::Bool(flag) => CellValue::Bool(*flag),
            Self::Error(text) => CellValue::Error(text),
            Self::NoResult => CellValue::NoCachedValue,
        }
    }
}

/// True for the texts that OpenDocument programs store in place of an error.
fn is_error_text(text: &str) -> bool {
    matches!(text, "#N/A" | "#REF!" | "#DIV/0!" | "#VALUE!" | "#NAME?" | "#NUM!" | "#NULL!")
        || text
            .strip_prefix("Err:")
            .is_some_and(|number| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
}
