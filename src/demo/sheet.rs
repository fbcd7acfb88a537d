//! Sheets as people keep them: cells with formats, a title block, headers, rows, and slips that are known.

use std::path::Path;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::DemoError;

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Blank,
    Text(String),
    Number(Decimal),
    Money(Decimal),
    Date(NaiveDate),
    /// A number that only its format pads with zeros to six digits.
    Padded(u32),
    /// A formula whose stored result is `#N/A`.
    NotAvailable(&'static str),
}

impl Cell {
    /// An amount in cents; 0 stays blank.
    pub(crate) fn cents(cents: i64) -> Self {
        if cents == 0 { Self::Blank } else { Self::Money(Decimal::new(cents, 2)) }
    }

    /// A date written `2026-11-21`; blank when it is none.
    pub(crate) fn date(text: &str) -> Self {
        text.parse().map_or(Self::Blank, Self::Date)
    }

    /// A number written with a decimal point; blank when it is none.
    pub(crate) fn number(text: &str) -> Self {
        text.parse().map_or(Self::Blank, Self::Number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(Decimal::from(number))
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::from(if yes { "K" } else { "E" })
    }
}

/// A sheet to be written.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Name of the sheet.
    pub(crate) name: &'static str,
    /// The table it feeds, by its canonical name: what the titles are checked against.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the tests compare titles with the dictionary"))]
    pub(crate) table: &'static str,
    /// Lines above the headers.
    pub(crate) title: Vec<String>,
    pub(crate) headers: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Row, column and code of every slip left in on purpose.
    pub(crate) slips: Vec<(usize, usize, &'static str)>,
}

impl Page {
    pub(crate) fn new(name: &'static str, table: &'static str, headers: &[&'static str]) -> Self {
        Self { name, table, title: Vec::new(), headers: headers.to_vec(), rows: Vec::new(), slips: Vec::new() }
    }

    pub(crate) fn titled(mut self, lines: &[&str]) -> Self {
        self.title = lines.iter().map(|line| (*line).to_owned()).collect();
        self
    }

    pub(crate) fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// Notes a slip in the row pushed last.
    pub(crate) fn slip(&mut self, column: usize, code: &'static str) {
        self.slips.push((self.rows.len().saturating_sub(1), column, code));
    }

    /// A page from lines of text: columns separated by `|`, each of a kind: `t` text, `n` number, `m` money,
    /// `d` date, `i` an item or `family.size`.
    pub(crate) fn from_lines(
        name: &'static str,
        table: &'static str,
        columns: &[(&'static str, char)],
        item: &dyn Fn(&str) -> String,
        lines: &str,
    ) -> Self {
        let headers: Vec<&'static str> = columns.iter().map(|(title, _)| *title).collect();
        let mut page = Self::new(name, table, &headers);
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let row = columns.iter().zip(line.split('|').chain(std::iter::repeat("")));
            page.push(
                row.map(|((_, kind), text)| match kind {
                    'n' => Cell::number(text),
                    'm' => text.parse().map_or(Cell::Blank, Cell::Money),
                    'd' => Cell::date(text),
                    'i' => Cell::from(item(text)),
                    _ => Cell::from(text),
                })
                .collect(),
            );
        }
        page
    }

    /// First row of data as a row of the sheet, from 0.
    pub(crate) fn first_row(&self) -> usize {
        if self.title.is_empty() { 1 } else { self.title.len() + 2 }
    }
}

/// Formats of a workbook of the company.
struct Formats {
    title: Format,
    header: Format,
    money: Format,
    date: Format,
    padded: Format,
    text: Format,
    plain: Format,
}

impl Formats {
    fn new(date: &str) -> Self {
        let header = Format::new().set_bold().set_background_color(0x00DD_E6EE).set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            header: header.set_text_wrap().set_align(FormatAlign::Top),
            money: Format::new().set_num_format("#,##0.00"),
            date: Format::new().set_num_format(date),
            padded: Format::new().set_num_format("000000"),
            text: Format::new().set_num_format("@"),
            plain: Format::new(),
        }
    }
}

/// Writes a workbook; the date format is the one its author uses.
pub(crate) fn write_workbook(path: &Path, pages: &[Page], author: &str, date: &str) -> Result<(), DemoError> {
    let failed = |source: XlsxError| DemoError::Workbook { path: path.to_path_buf(), source };
    let formats = Formats::new(date);
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 11, 20).and_then(|day| day.and_hms(8, 0, 0)).map_err(failed)?;
    workbook.set_properties(&DocProperties::new().set_author(author).set_creation_datetime(&created));
    for page in pages {
        let sheet = workbook.add_worksheet();
        write_page(sheet, page, &formats).map_err(failed)?;
    }
    workbook.save(path).map_err(failed)
}

fn write_page(sheet: &mut Worksheet, page: &Page, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(page.name)?;
    for (row, line) in (0_u32..).zip(&page.title) {
        sheet.write_with_format(row, 0, line, if row == 0 { &formats.title } else { &formats.plain })?;
    }
    let first = u32::try_from(page.first_row()).unwrap_or(1);
    let header = first.saturating_sub(1);
    for (column, title) in (0_u16..).zip(&page.headers) {
        sheet.write_with_format(header, column, *title, &formats.header)?;
        sheet.set_column_width(column, width(page, usize::from(column)))?;
    }
    for (row, cells) in (first..).zip(&page.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Blank => continue,
                Cell::Text(text) => sheet.write_with_format(row, column, text, &formats.text)?,
                Cell::Number(number) => sheet.write_with_format(row, column, *number, &formats.plain)?,
                Cell::Money(amount) => sheet.write_with_format(row, column, *amount, &formats.money)?,
                Cell::Date(day) => sheet.write_with_format(row, column, day, &formats.date)?,
                Cell::Padded(number) => sheet.write_with_format(row, column, *number, &formats.padded)?,
                Cell::NotAvailable(formula) => {
                    sheet.write_with_format(row, column, Formula::new(*formula).set_result("#N/A"), &formats.plain)?
                }
            };
        }
    }
    sheet.set_freeze_panes(first, 0)?;
    let rows = u32::try_from(page.rows.len()).unwrap_or(0);
    if let (Some(last), true) = (u16::try_from(page.headers.len()).ok().and_then(|n| n.checked_sub(1)), rows > 15) {
        sheet.autofilter(header, 0, header.saturating_add(rows), last)?;
    }
    Ok(())
}

/// A width that shows nearly everything in a column.
fn width(page: &Page, column: usize) -> u16 {
    let header = page.headers.get(column).map_or(8, |title| title.chars().count().min(16));
    let cells = page.rows.iter().filter_map(|row| row.get(column)).map(|cell| match cell {
        Cell::Text(text) => text.chars().map(|c| if c > '\u{2E80}' { 2 } else { 1 }).sum(),
        Cell::Date(_) => 11,
        _ => 9,
    });
    u16::try_from(cells.max().unwrap_or(0).max(header).clamp(6, 46)).unwrap_or(12).saturating_add(2)
}
