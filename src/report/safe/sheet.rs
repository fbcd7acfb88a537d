//! One worksheet of an .xlsx package: its cells, what they hide, and what stands beside them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::book::{Book, SheetPart};
use super::formula::is_external;
use super::number_format::Value;
use super::styles::Font;
use super::unseen::{Area, Reason, Unseen, cell_place};
use super::walk::{Attributes, Node, walk};
use super::xlsx::words;
use super::{Check, codes, page_text, sweep};
use crate::origin::{Origin, column_letters};

/// Columns less wide than this part of a letter, and rows less high than so many points, show nothing.
const NARROW: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
const LOW: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

pub(super) fn check(check: &mut Check<'_>, book: &mut Book, sheet: &SheetPart, bytes: &[u8], styled: &[Area]) {
    let place = check.sheet(&sheet.name);
    let mut reading = Reading::new(place.clone(), sheet, book);
    let whole = walk(bytes, |node| match node {
        Node::Open(element, attributes) => reading.open(check, element, attributes),
        Node::Close(element, text) => reading.close(check, element, text),
        Node::Text(_) => {}
    });
    reading.finish(check, styled);
    sweep::check(check, &sheet.part, bytes, Some(&place));
    if !whole && !sheet.part.is_empty() && !bytes.is_empty() {
        check.tell(&codes::E_FORMAT, Some(place), &sheet.part, "damaged");
    }
}

fn at(sheet: &Origin, cell: &str) -> Origin {
    cell_place(cell).map_or_else(|| sheet.clone(), |(row, column)| sheet.at(row, column))
}

/// Columns as the sheet lists them, from zero.
struct Columns {
    first: u32,
    last: u32,
    /// How narrow they are, in words, when nothing can be seen in them.
    hidden: Option<String>,
}

/// A conditional format: where it applies, and what it may hide.
struct Rule {
    areas: Vec<Area>,
    reason: Reason,
}

/// A row under way.
#[derive(Default)]
struct Row {
    is_hidden: bool,
    is_filled: bool,
}

/// Rows and columns that have no size of their own.
#[derive(Default)]
struct Usual {
    low_rows: bool,
    narrow_columns: bool,
}

/// A worksheet under way.
struct Reading<'s> {
    place: Origin,
    part: &'s str,
    book: &'s mut Book,
    is_hidden: bool,
    /// The cell of which elements tell just now, or the sheet.
    cell: Origin,
    /// Row and column of the last cell.
    at: (u32, u32),
    kind: String,
    style: usize,
    has_formula: bool,
    text: String,
    font: Font,
    is_part_unseen: Option<Reason>,
    row: Row,
    hidden_rows: Vec<u32>,
    usual: Usual,
    columns: Vec<Columns>,
    filled: BTreeSet<u32>,
    cells: Vec<(u32, u32)>,
    unseen: Unseen,
    merged: Vec<Area>,
    areas: Vec<Area>,
    rules: Vec<Rule>,
    /// Where a conditional format colours the ground whatever the value is.
    coloured: Vec<Area>,
    scenarios: Vec<String>,
}

impl<'s> Reading<'s> {
    fn new(place: Origin, sheet: &'s SheetPart, book: &'s mut Book) -> Self {
        Self {
            cell: place.clone(),
            place,
            part: &sheet.part,
            book,
            is_hidden: sheet.is_hidden,
            at: (0, 0),
            kind: String::new(),
            style: 0,
            has_formula: false,
            text: String::new(),
            font: Font::default(),
            is_part_unseen: None,
            row: Row::default(),
            hidden_rows: Vec::new(),
            usual: Usual::default(),
            columns: Vec::new(),
            filled: BTreeSet::new(),
            cells: Vec::new(),
            unseen: Unseen::default(),
            merged: Vec::new(),
            areas: Vec::new(),
            rules: Vec::new(),
            coloured: Vec::new(),
            scenarios: Vec::new(),
        }
    }

    fn open(&mut self, check: &mut Check<'_>, element: &str, attributes: &Attributes) {
        match element {
            "sheetFormatPr" => {
                self.usual.low_rows =
                    attributes.is_true("customHeight") && attributes.is_below("defaultRowHeight", LOW);
                self.usual.narrow_columns = attributes.is_below("defaultColWidth", NARROW);
            }
            "col" => self.column(attributes),
            "row" => self.row(attributes),
            "c" => self.cell(attributes),
            "rPr" => self.font = Font::default(),
            "color" | "sz" => self.font.read(element, attributes),
            "mergeCell" => self.merged.extend(attributes.get("ref").and_then(Area::parse)),
            "conditionalFormatting" | "dataValidation" => {
                let areas = attributes.get("sqref").unwrap_or_default();
                self.areas = Area::list(areas);
                self.cell = at(&self.place, areas.split([':', ' ']).next().unwrap_or_default());
                words(check, element, attributes, Some(&self.cell), self.part);
            }
            "cfRule" => self.rule(attributes),
            "colorScale" => self.coloured.extend(&self.areas),
            "iconSet" | "dataBar" if matches!(attributes.get("showValue"), Some("0" | "false")) => {
                self.rules.push(Rule { areas: self.areas.clone(), reason: Reason::Icon });
            }
            "scenario" => {
                self.scenarios.push(attributes.get("name").unwrap_or_default().to_owned());
                words(check, element, attributes, Some(&self.place), self.part);
            }
            "inputCells" => {
                let cell = at(&self.place, attributes.get("r").unwrap_or_default());
                let value = attributes.get("val").unwrap_or_default();
                check.look(value, Some(&cell), self.part);
                check.look_at_number(value, Some(&cell), self.part);
            }
            "oleObject" | "control" => check.tell(&codes::E_EMBEDDED, Some(self.place.clone()), self.part, ""),
            _ => words(check, element, attributes, Some(&self.place), self.part),
        }
    }

    fn close(&mut self, check: &mut Check<'_>, element: &str, text: &str) {
        match element {
            "v" => self.value(check, text),
            "t" => {
                // A word may end where the format does.
                check.look(text, Some(&self.cell), self.part);
                self.text.push_str(text);
                if self.font.is_unusual() && !text.trim().is_empty() {
                    let reason = self.book.styles.hides_part(self.style, self.font);
                    self.is_part_unseen = self.is_part_unseen.or(reason);
                }
            }
            "r" => self.font = Font::default(),
            "is" => {
                let text = std::mem::take(&mut self.text);
                check.look(&text, Some(&self.cell), self.part);
                self.book.strings.shown.text(&text, self.is_hidden);
                self.fill(&text, Value::Text);
            }
            "c" => self.book.lacks_results |= std::mem::take(&mut self.has_formula),
            "row" if self.row.is_hidden && self.row.is_filled => self.hidden_rows.push(self.at.0),
            "conditionalFormatting" | "dataValidation" | "sheetData" => self.cell.clone_from(&self.place),
            "f" | "formula" | "formula1" | "formula2" => {
                if text.contains('[') && is_external(text) {
                    check.tell(&codes::E_EXTERNAL, Some(self.cell.clone()), self.part, text);
                }
                check.look_at_formula(text, Some(&self.cell), self.part);
                self.has_formula = element == "f";
            }
            "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter" => {
                let text = page_text::printed(text);
                if !text.is_empty() {
                    check.tell(&codes::I_HEADER, Some(self.place.clone()), self.part, &text);
                }
                check.look(&text, Some(&self.place), self.part);
            }
            "!--" => check.look(text, Some(&self.place), self.part),
            _ => {}
        }
    }

    fn column(&mut self, attributes: &Attributes) {
        let number = |name: &str| attributes.get(name).and_then(|text| text.parse::<u32>().ok()?.checked_sub(1));
        let (Some(first), Some(last)) = (number("min"), number("max")) else { return };
        let is_narrow = attributes.is_below("width", NARROW);
        let hidden = (attributes.is_true("hidden") || is_narrow).then(|| match attributes.get("width") {
            Some(width) if is_narrow && !attributes.is_true("hidden") => format!(", {width} wide"),
            _ => String::new(),
        });
        self.columns.push(Columns { first, last, hidden });
    }

    fn row(&mut self, attributes: &Attributes) {
        let row = attributes.get("r").and_then(|row| row.parse::<u32>().ok()?.checked_sub(1));
        self.at = (row.unwrap_or_else(|| self.at.0.saturating_add(u32::from(self.at.1 > 0))), 0);
        let is_low = if attributes.get("ht").is_some() { attributes.is_below("ht", LOW) } else { self.usual.low_rows };
        self.row.is_hidden = attributes.is_true("hidden") || is_low;
        self.row.is_filled = false;
    }

    fn cell(&mut self, attributes: &Attributes) {
        let next = (self.at.0, self.at.1);
        let here = attributes.get("r").and_then(cell_place).unwrap_or(next);
        self.at = (here.0, here.1.saturating_add(1));
        self.cell = self.place.at(here.0, here.1);
        attributes.get("t").unwrap_or("n").clone_into(&mut self.kind);
        self.style = attributes.get("s").and_then(|style| style.parse().ok()).unwrap_or(0);
        self.has_formula = false;
        self.text.clear();
        self.is_part_unseen = None;
    }

    /// A value of the cell: a number, a text, or the place of one among the shared ones.
    fn value(&mut self, check: &mut Check<'_>, text: &str) {
        self.has_formula = false;
        match self.kind.as_str() {
            "s" => {
                let Ok(index) = text.trim().parse::<usize>() else { return };
                let (strings, styles) = (&mut self.book.strings, &self.book.styles);
                strings.use_one(index, self.is_hidden);
                check.forbid(strings.found.get(&index).into_iter().flatten(), Some(&self.cell), self.part);
                let parts = strings.fonts.get(&index).into_iter().flatten();
                self.is_part_unseen = parts.copied().find_map(|font| styles.hides_part(self.style, font));
                let is_blank = strings.blank.contains(&index);
                self.fill(if is_blank { "" } else { "text" }, Value::Text);
            }
            "n" => {
                check.look_at_number(text, Some(&self.cell), self.part);
                self.book.number(text);
                if let Ok(number) = text.trim().parse::<f64>() {
                    self.fill(text, Value::Number(number));
                }
            }
            _ => {
                check.look(text, Some(&self.cell), self.part);
                self.book.strings.shown.text(text, self.is_hidden);
                self.fill(text, Value::Text);
            }
        }
    }

    /// Notes a cell that holds something.
    fn fill(&mut self, text: &str, value: Value) {
        let (Some(row), Some(column)) = (self.cell.row, self.cell.column) else { return };
        if text.trim().is_empty() {
            return;
        }
        self.row.is_filled = true;
        self.filled.insert(column);
        self.cells.push((row, column));
        let reason = self.book.styles.hides(self.style, value).or(self.is_part_unseen);
        if let Some(reason) = reason {
            self.unseen.push(reason, (row, column));
        }
    }

    fn rule(&mut self, attributes: &Attributes) {
        let change = attributes.get("dxfId").and_then(|change| change.parse::<usize>().ok());
        if change.is_some_and(|change| self.book.styles.change_hides(change)) {
            self.rules.push(Rule { areas: self.areas.clone(), reason: Reason::Conditional });
        }
    }

    /// What only the whole sheet tells.
    fn finish(mut self, check: &mut Check<'_>, styled: &[Area]) {
        self.cells.sort_unstable();
        self.hidden_columns(check);
        for run in self.hidden_rows.chunk_by(|one, next| one.checked_add(1) == Some(*next)) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                let shown = format!("rows {}:{}", u64::from(*first) + 1, u64::from(*last) + 1);
                check.tell(&codes::E_HIDDEN_CELLS, Some(self.place.at_row(*first)), self.part, &shown);
            }
        }
        for area in std::mem::take(&mut self.merged) {
            self.cover(area, Reason::Merged, Some(area.first));
        }
        for rule in std::mem::take(&mut self.rules) {
            for area in rule.areas {
                self.cover(area, rule.reason, None);
            }
        }
        self.unseen.except(Reason::Ink, styled);
        self.unseen.except(Reason::Ink, &self.coloured);
        std::mem::take(&mut self.unseen).tell(check, &self.place, self.part);
        if !self.scenarios.is_empty() {
            let detail = "scenarios: other values for cells";
            check.left_over(Some(self.place.clone()), self.part, &self.scenarios.join(", "), detail);
        }
    }

    /// Columns in which something stands that cannot be seen.
    fn hidden_columns(&self, check: &mut Check<'_>) {
        let tell = |check: &mut Check<'_>, first: u32, last: u32, how: &str| {
            let origin = Origin { column: Some(first), ..self.place.clone() };
            let shown = format!("columns {}:{}{how}", column_letters(first), column_letters(last));
            check.tell(&codes::E_HIDDEN_CELLS, Some(origin), self.part, &shown);
        };
        for columns in &self.columns {
            let is_filled =
                columns.first <= columns.last && self.filled.range(columns.first..=columns.last).next().is_some();
            if let Some(how) = columns.hidden.as_ref().filter(|_| is_filled) {
                tell(check, columns.first, columns.last, how);
            }
        }
        let is_listed = |column: u32| self.columns.iter().any(|own| own.first <= column && column <= own.last);
        let others: Vec<u32> = self.filled.iter().copied().filter(|column| !is_listed(*column)).collect();
        for run in others.chunk_by(|one, next| one.checked_add(1) == Some(*next)).filter(|_| self.usual.narrow_columns)
        {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                tell(check, *first, *last, "");
            }
        }
    }

    /// Notes the filled cells of an area, but one.
    fn cover(&mut self, area: Area, reason: Reason, except: Option<(u32, u32)>) {
        let start = self.cells.partition_point(|cell| cell.0 < area.first.0);
        let cells = self.cells.get(start..).unwrap_or_default();
        for cell in cells.iter().take_while(|cell| cell.0 <= area.last.0) {
            if area.holds(*cell) && Some(*cell) != except {
                self.unseen.push(reason, *cell);
            }
        }
    }
}
