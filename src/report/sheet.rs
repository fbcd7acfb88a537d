//! A sheet as data: typed columns and their rows, or free cells, and what is around them – before any file format.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::cell::{Cell, Row, Target};
use super::frame::{Frame, FrameValue, Show};
use super::style::Style;
use crate::origin::Origin;

/// Sheets with more cells are written row by row.
const LARGE: usize = 100_000;

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of a column")]
pub struct Column {
    /// Field of the schema; empty for free columns.
    pub field: String,
    /// Title the reader sees.
    pub label: String,
    /// How its values are shown.
    pub show: Show,
    /// Width in characters; by default as wide as the content needs, up to 60.
    pub width: Option<f64>,
    /// Long text goes on in the next line of the cell; by default when it is wider than the column.
    pub wrap: bool,
    /// The last row holds the sum, as a formula that follows the filter.
    pub total: bool,
    /// Must be filled in: marked in the header.
    pub required: bool,
    /// Hidden.
    pub hidden: bool,
    /// Read on the screen only: when it stands right of all others it is not printed.
    pub aside: bool,
    /// Outline level of the column, up to 7.
    pub outline: u8,
    /// Note on the header.
    pub note: Option<String>,
    /// Look of its cells, when it is not the usual one.
    pub style: Option<Style>,
}

impl Column {
    /// A column with title and kind.
    #[must_use]
    pub fn new(field: impl Into<String>, label: impl Into<String>, show: Show) -> Self {
        Self {
            field: field.into(),
            label: label.into(),
            show,
            width: None,
            wrap: false,
            total: false,
            required: false,
            hidden: false,
            aside: false,
            outline: 0,
            note: None,
            style: None,
        }
    }

    /// Sets the width in characters.
    #[must_use]
    pub const fn width(mut self, characters: f64) -> Self {
        self.width = Some(characters);
        self
    }

    /// Lets long text go on in the next line of the cell.
    #[must_use]
    pub const fn wrap(mut self) -> Self {
        self.wrap = true;
        self
    }

    /// Adds the sum in the last row.
    #[must_use]
    pub const fn total(mut self) -> Self {
        self.total = true;
        self
    }

    /// Sets the note on the header.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// The rows of a sheet.
#[derive(Clone, Debug)]
pub enum Body {
    /// Rows of an answer, one value a column of the sheet, in the same order.
    Frame(Arc<Frame>),
    /// Cells put one by one.
    Rows(Vec<Row>),
}

/// A rectangle of cells, from zero, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First row.
    pub first_row: u32,
    /// First column.
    pub first_column: u16,
    /// Last row.
    pub last_row: u32,
    /// Last column.
    pub last_column: u16,
}

impl Area {
    /// From the first cell to the last.
    #[must_use]
    pub const fn new(first_row: u32, first_column: u16, last_row: u32, last_column: u16) -> Self {
        Self { first_row, first_column, last_row, last_column }
    }

    /// True when the cell is one of them.
    #[must_use]
    pub fn holds(self, row: u32, column: usize) -> bool {
        (self.first_row..=self.last_row).contains(&row)
            && (usize::from(self.first_column)..=usize::from(self.last_column)).contains(&column)
    }

    /// The cells as formulas write them: `$A$1:$B$2`.
    #[must_use]
    pub fn absolute(self) -> String {
        let cell = |row: u32, column: u16| {
            format!("${}${}", crate::origin::column_letters(u32::from(column)), u64::from(row) + 1)
        };
        let first = cell(self.first_row, self.first_column);
        let last = cell(self.last_row, self.last_column);
        if first == last { first } else { format!("{first}:{last}") }
    }
}

/// A picture over the cells, in pixels of 1/96 inch.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Row of its top left corner, from zero.
    pub row: u32,
    /// Column of its top left corner, from zero.
    pub column: u16,
    /// Distance from the left edge of that cell.
    pub x: u32,
    /// Distance from the top edge of that cell.
    pub y: u32,
    /// Width it is shown with.
    pub width: u32,
    /// Height it is shown with.
    pub height: u32,
    /// PNG, JPEG, GIF or BMP.
    pub data: Arc<[u8]>,
    /// What it shows, in words.
    pub alternative: String,
    /// Where a click leads.
    pub target: Option<Target>,
}

/// A number in a circle over a picture, in pixels of 1/96 inch.
#[derive(Clone, Debug, PartialEq)]
pub struct Bubble {
    /// Row of the cell its place is counted from, from zero.
    pub row: u32,
    /// Column of that cell, from zero.
    pub column: u16,
    /// Distance of its left edge from the left edge of that cell.
    pub x: u32,
    /// Distance of its top edge from the top edge of that cell.
    pub y: u32,
    /// Width and height.
    pub size: u32,
    /// What stands in it.
    pub text: String,
    /// Where a click leads.
    pub target: Option<Target>,
}

/// What a reader may type into cells.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// One of these.
    Choices(Vec<String>),
    /// One of the cells a formula names, such as `=Lists!$A$1:$A$9` or a defined name.
    From(String),
    /// A number from here on.
    AtLeast(Decimal),
    /// A number between these, both included.
    Between(Decimal, Decimal),
    /// A whole number from here on.
    WholeAtLeast(i64),
    /// A date from 1900-03-01 on.
    Date,
    /// At most so many characters.
    Length(u32),
    /// Anything: only the message is shown.
    Anything,
}

/// A rule for what is typed, with the message shown beside the cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// Where.
    pub area: Area,
    /// What may be typed.
    pub allowed: Allowed,
    /// Shown when the cell is chosen: at most 255 characters.
    pub message: String,
    /// Refuses other values; else it only warns.
    pub strict: bool,
}

/// When a cell takes another look.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The formula is true for the first cell (others relative to it).
    Formula(String),
    /// The text is this.
    Is(String),
    /// The number is less.
    Below(Decimal),
    /// The number is more.
    Above(Decimal),
}

/// A look that depends on the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    /// Where.
    pub area: Area,
    /// When.
    pub when: Condition,
    /// Colours, bold and italic are taken from it.
    pub style: Style,
}

/// What stays in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freeze {
    /// All up to the header row, when there is one.
    #[default]
    Header,
    /// The rows above and the columns left of this cell.
    At(u32, u16),
    /// Nothing.
    None,
}

/// Paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8½ × 11 inches.
    Letter,
}

/// Which way the paper lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orientation {
    /// Landscape when the columns are wide.
    #[default]
    Auto,
    /// Upright.
    Portrait,
    /// Lying.
    Landscape,
}

/// How the sheet is printed: one page wide as long as that can be read, then divided between columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Print {
    /// Paper.
    pub paper: Paper,
    /// Which way it lies.
    pub orientation: Orientation,
    /// Rows repeated on each page; by default the header row.
    pub repeat: Option<(u32, u32)>,
    /// What is printed; by default all but the last columns that are [`Column::aside`].
    pub area: Option<Area>,
    /// Header text in the codes of the spreadsheet (`&L`, `&C`, `&R`, `&P` …).
    pub header: Option<String>,
    /// Footer text likewise; by default the name of the sheet and page of pages.
    pub footer: Option<String>,
}

/// Protection of a sheet against typing: only unlocked cells take input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Protection {
    /// Asked for when the protection is taken off; empty for none. It keeps nobody out, it prevents accidents.
    pub password: String,
}

/// A sheet.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of a sheet")]
pub struct Sheet {
    /// Name of the tab; made legal and unique when it is added to a book.
    pub name: String,
    /// Rows above the table: the title, and lines that say what the table is about. A blank row follows.
    pub title: Vec<Cell>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Writes the titles of the columns.
    pub header: bool,
    /// The rows.
    pub body: Body,
    /// Rows after the table.
    pub notes: Vec<Cell>,
    /// Filter arrows on the header.
    pub filter: bool,
    /// What stays in view.
    pub freeze: Freeze,
    /// Print set-up.
    pub print: Print,
    /// Cells joined to one; the text is that of the first.
    pub merged: Vec<Area>,
    /// Pictures.
    pub pictures: Vec<Picture>,
    /// Numbers in circles, above the pictures.
    pub bubbles: Vec<Bubble>,
    /// Rules for typing.
    pub validations: Vec<Validation>,
    /// Looks that depend on values.
    pub highlights: Vec<Highlight>,
    /// Names for cells of this sheet, known in the whole workbook.
    pub names: Vec<(String, Area)>,
    /// Protection.
    pub protection: Option<Protection>,
    /// Colour of the tab, 0xRRGGBB.
    pub tab: Option<u32>,
    /// Lines between all cells on the screen.
    pub grid: bool,
    /// Cells below the rows are to be typed in: codes there are text, dates are shown as such.
    pub typing: bool,
    /// Hidden from the reader.
    pub hidden: bool,
    /// Width and height fit on one printed page.
    pub one_page: bool,
    /// Workbook name → path or address for links to origins.
    pub sources: BTreeMap<String, String>,
}

impl Sheet {
    /// A sheet of free cells.
    #[must_use]
    pub fn new(name: impl Into<String>, columns: Vec<Column>) -> Self {
        Self {
            name: name.into(),
            title: Vec::new(),
            columns,
            header: true,
            body: Body::Rows(Vec::new()),
            notes: Vec::new(),
            filter: true,
            freeze: Freeze::Header,
            print: Print::default(),
            merged: Vec::new(),
            pictures: Vec::new(),
            bubbles: Vec::new(),
            validations: Vec::new(),
            highlights: Vec::new(),
            names: Vec::new(),
            protection: None,
            tab: None,
            grid: false,
            typing: false,
            hidden: false,
            one_page: false,
            sources: BTreeMap::new(),
        }
    }

    /// A sheet without table: only the rows that are pushed.
    #[must_use]
    pub fn free(name: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { header: false, filter: false, ..Self::new(name, columns) }
    }

    /// A sheet with the rows of an answer; `labels` gives the title of a column for its name.
    #[must_use]
    pub fn from_frame(name: impl Into<String>, frame: impl Into<Arc<Frame>>, labels: &dyn Fn(&str) -> String) -> Self {
        let frame = frame.into();
        let columns =
            frame.columns.iter().map(|column| Column::new(&column.name, labels(&column.name), column.show)).collect();
        Self { body: Body::Frame(frame), ..Self::new(name, columns) }
    }

    /// Adds the title, and below it lines that say what the table is about.
    #[must_use]
    pub fn titled<'a>(mut self, title: &str, lines: impl IntoIterator<Item = &'a str>) -> Self {
        self.title.push(Cell::text(title).style(Style::title()));
        self.title.extend(lines.into_iter().map(|line| Cell::text(line).style(Style::subtitle())));
        self
    }

    /// Sums these columns in the last row.
    #[must_use]
    pub fn with_totals(mut self, fields: &[&str]) -> Self {
        for column in &mut self.columns {
            column.total |= fields.contains(&column.field.as_str());
        }
        self
    }

    /// Turns the places of source workbooks into links; `paths` gives the path or address of a workbook.
    #[must_use]
    pub fn with_sources(mut self, paths: &dyn Fn(&Origin) -> Option<String>) -> Self {
        let mut sources = BTreeMap::new();
        if let Body::Frame(frame) = &self.body {
            for column in frame.columns.iter().filter(|column| column.show == Show::Origin) {
                for row in 0..column.data.len() {
                    let FrameValue::Text(text) = column.data.get(row) else { continue };
                    let Some(origin) = parse_origin(text) else { continue };
                    if sources.contains_key(origin.workbook.as_ref()) {
                        continue;
                    }
                    let path = paths(&origin).unwrap_or_default();
                    sources.insert(origin.workbook.to_string(), path);
                }
            }
        }
        sources.retain(|_, path| !path.is_empty());
        self.sources = sources;
        self
    }

    /// Adds a row of cells. A sheet that was made from an answer takes none.
    pub fn push(&mut self, row: Row) {
        if let Body::Rows(rows) = &mut self.body {
            rows.push(row);
        }
    }

    /// The row of the column titles, from zero; where they would be when there are none.
    #[must_use]
    pub fn header_row(&self) -> u32 {
        match self.title.len() {
            0 => 0,
            lines => u32::try_from(lines + 1).unwrap_or(u32::MAX),
        }
    }

    /// The first row of the body, from zero.
    #[must_use]
    pub fn first_row(&self) -> u32 {
        self.header_row() + u32::from(self.header)
    }

    /// Number of rows of the body.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.body {
            Body::Frame(frame) => frame.len(),
            Body::Rows(rows) => rows.len(),
        }
    }

    /// True for a sheet that is written row by row, because its cells together would take much memory.
    pub(super) fn is_large(&self) -> bool {
        self.len().saturating_mul(self.columns.len()) > LARGE && self.merged.is_empty()
    }

    /// True without rows in the body.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// True when a column is summed.
    #[must_use]
    pub fn has_totals(&self) -> bool {
        self.columns.iter().any(|column| column.total)
    }
}

/// The place a text names, when it is one place as [`Origin`] writes it.
#[must_use]
pub fn parse_origin(text: &str) -> Option<Origin> {
    let (before, place) = match text.rsplit_once(", ") {
        Some((before, last)) if ["cell ", "row ", "column "].iter().any(|word| last.starts_with(word)) => {
            (before, last.split_once(' ')?.1)
        }
        _ => (text, ""),
    };
    let (workbook, sheet) = match before.strip_suffix('"').and_then(|rest| rest.split_once(", sheet \"")) {
        Some((workbook, sheet)) => (workbook, sheet),
        None if place.is_empty() => return None,
        None => (before, ""),
    };
    if workbook.is_empty() || workbook.contains(", ") || sheet.contains('"') {
        return None;
    }
    let origin = Origin::sheet(workbook.into(), sheet.into());
    let letters = place.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = place.get(letters.len()..)?;
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        let digit = letter.is_ascii_uppercase().then(|| u32::from(letter - b'A') + 1)?;
        sum.checked_mul(26)?.checked_add(digit)
    })?;
    let row = if digits.is_empty() { None } else { digits.parse::<u32>().ok()?.checked_sub(1) };
    Some(Origin { row, column: column.checked_sub(1), ..origin })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_read_back_from_its_text() {
        let sheet = Origin::sheet("prices.xlsx".into(), "2026, \"old\" no".into());
        assert_eq!(parse_origin(&sheet.at(1, 1).to_string()), None, "quotes inside a name are not guessed");
        let sheet = Origin::sheet("prices.xlsx".into(), "2026".into());
        for origin in [sheet.at(16, 3), sheet.at_row(16), sheet.clone(), sheet.at(0, 702)] {
            assert_eq!(parse_origin(&origin.to_string()), Some(origin));
        }
        let csv = Origin::sheet("bom.csv".into(), "".into()).at(0, 0);
        assert_eq!(parse_origin(&csv.to_string()), Some(csv));
        assert_eq!(parse_origin("anything"), None);
        assert_eq!(parse_origin("a.xlsx, sheet \"S\", cell A1; b.xlsx, sheet \"S\", cell A2"), None);
    }

    #[test]
    fn rows_are_counted_after_title_and_header() {
        let sheet = Sheet::new("S", vec![Column::new("item", "Item", Show::Code)]);
        assert_eq!((sheet.header_row(), sheet.first_row()), (0, 1));
        let sheet = sheet.titled("Title", ["as of"]);
        assert_eq!((sheet.header_row(), sheet.first_row()), (3, 4));
        assert_eq!(Area::new(4, 0, 9, 27).absolute(), "$A$5:$AB$10");
    }
}
