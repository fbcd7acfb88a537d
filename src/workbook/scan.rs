//! One pass over the XML of an xlsx sheet: its cells in blocks, and what else stands there: hidden rows and columns,
//! merged cells, outline levels of rows, formulas without a stored result.
//!
//! Cells that are written as nearly all programs write them are read by `plain`, all others tag by tag.

use std::io::Read;

use super::plain::{self, Content, PlainCell};
use super::shared_strings::{Item, NOT_UTF8, shown_text, without_codes};
use super::sheet::{Area, RowOutline, place};
use super::xml::{Tag, Token, Tokens, short_tag};

/// Cells of one block at the most.
const CELLS: usize = 2048;
/// A block also ends when its cells have this many bytes of text, so that few large texts wait to be used.
const TEXT_BYTES: usize = 1 << 18;
/// So much of the document is at hand when a cell is read in one go.
const WINDOW: usize = 2048;

/// Where a text lies in its block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    from: u32,
    to: u32,
}

/// What a cell holds, before its style is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Raw {
    /// A number, perhaps that of a day.
    Number(f64),
    /// A text of the table of strings.
    Shared(u32),
    /// A text of its own.
    Text(Span),
    /// A date as ISO text.
    Iso(Span),
    /// An error as the program shows it.
    Error(Span),
    /// True or false.
    Flag(bool),
    /// A formula whose result is not in the file.
    NoResult,
}

/// A cell, and the number of its style.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RawCell {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) style: u32,
    pub(super) value: Raw,
}

/// Cells that are used together, and their texts.
#[derive(Default)]
pub(super) struct Block {
    pub(super) cells: Vec<RawCell>,
    text: String,
}

impl Block {
    pub(super) fn text(&self, span: Span) -> &str {
        let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        self.text.get(place(span.from)..place(span.to)).unwrap_or_default()
    }

    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.text.clear();
    }

    fn keep(&mut self, text: &str) -> Span {
        let end = |text: &String| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let from = end(&self.text);
        self.text.push_str(text);
        Span { from, to: end(&self.text) }
    }

    const fn is_full(&self) -> bool {
        self.cells.len() >= CELLS || self.text.len() >= TEXT_BYTES
    }
}

/// What stands in a sheet besides its cells.
#[derive(Debug, Default)]
pub(super) struct SheetScan {
    pub(super) hidden_rows: u32,
    pub(super) hidden_columns: u32,
    pub(super) merged: Vec<Area>,
    pub(super) outline: RowOutline,
}

/// Why a sheet cannot be read to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is damaged.
    Damaged(String),
    /// There is more than the list of parts tells.
    Lying,
    /// The text of one cell is over the limit.
    LongText,
}

fn broken(error: &dyn std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

/// Where the pass is.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    Head,
    Rows,
    Cell,
    Tail,
}

/// A cell that is read tag by tag.
#[derive(Default)]
struct OpenCell {
    row: u32,
    column: u32,
    style: u32,
    kind: Vec<u8>,
    has_formula: bool,
    /// There is something in `v`, or an `is`, whatever became of it.
    has_value: bool,
    inside: Inside,
    item: Item,
    value: Option<Raw>,
}

/// The element of a cell whose text is being read.
#[derive(Clone, Copy, Default, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    Value,
    Item,
}

/// Reads one sheet.
pub(super) struct SheetPass<R> {
    tokens: Tokens<R>,
    told: u64,
    longest_text: usize,
    within: Within,
    row: u32,
    column: u32,
    cell: OpenCell,
    scan: SheetScan,
}

impl<R: Read> SheetPass<R> {
    /// Reads a part that unpacks to `told` bytes, as the list of parts tells; no cell may have more than `longest_text`.
    pub(super) fn new(source: R, told: u64, longest_text: usize) -> Self {
        Self {
            tokens: Tokens::new(source, false),
            told,
            longest_text,
            within: Within::Head,
            row: 0,
            column: 0,
            cell: OpenCell::default(),
            scan: SheetScan::default(),
        }
    }

    /// Adds cells to the block until it is full; gives what else was seen at the end of the sheet.
    pub(super) fn fill(&mut self, block: &mut Block) -> Result<Option<SheetScan>, Unreadable> {
        // A cell and its text lie in one block.
        while self.within == Within::Cell || !block.is_full() {
            if self.within == Within::Rows {
                self.plain_cells(block)?;
                if block.is_full() {
                    break;
                }
            }
            if self.step(block)? {
                return Ok(Some(std::mem::take(&mut self.scan)));
            }
            self.hold_to_size()?;
        }
        Ok(None)
    }

    fn hold_to_size(&self) -> Result<(), Unreadable> {
        if self.tokens.unpacked > self.told { Err(Unreadable::Lying) } else { Ok(()) }
    }

    /// Reads cells and rows as long as they are plain.
    fn plain_cells(&mut self, block: &mut Block) -> Result<(), Unreadable> {
        while !block.is_full() {
            let rest = self.tokens.rest_of(WINDOW).map_err(|error| broken(&error))?;
            let mut at = 0;
            // As many as are at hand without asking for more.
            while let Some(bytes) = rest.get(at..).map(<[u8]>::trim_ascii_start) {
                let from = rest.len() - bytes.len();
                if let [b'<', b'c', b' ' | b'>', ..] = bytes {
                    let Some((cell, length)) = plain::cell(bytes) else { break };
                    let (row, column) = cell.place.unwrap_or((self.row, self.column));
                    self.column = column.saturating_add(1);
                    if let Some(value) = plain_value(&cell, block)? {
                        block.cells.push(RawCell { row, column, style: cell.style, value });
                    }
                    at = from + length;
                } else if bytes.starts_with(b"</row>") {
                    self.row = self.row.saturating_add(1);
                    self.column = 0;
                    at = from + b"</row>".len();
                } else if bytes.starts_with(b"<row") {
                    let Some(end) = short_tag(bytes) else { break };
                    let tag = Tag::new(bytes.get(1..end).unwrap_or_default());
                    if tag.local() != b"row" {
                        break;
                    }
                    (self.row, self.column) = row_tag(&tag, (self.row, self.column), &mut self.scan)?;
                    at = from + end + 1;
                } else {
                    break;
                }
                if block.is_full() {
                    break;
                }
            }
            self.tokens.pass(at);
            self.hold_to_size()?;
            if at == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Reads the next tag or text; true at the end.
    fn step(&mut self, block: &mut Block) -> Result<bool, Unreadable> {
        let token = match self.tokens.next() {
            Ok(token) => token,
            // The cells were read to their end: what stands behind them does not matter so much.
            Err(_) if self.within == Within::Tail => None,
            Err(error) => return Err(broken(&error)),
        };
        let tag = match token {
            Some(Token::Tag(tag)) => tag,
            Some(Token::Text(text, escaped)) => {
                self.cell.item.text(text, escaped);
                return if self.cell.item.len() > self.longest_text { Err(Unreadable::LongText) } else { Ok(false) };
            }
            None if self.within == Within::Tail => return Ok(true),
            None if self.within == Within::Head => {
                return Err(Unreadable::Damaged("it has no cells, and is perhaps no sheet".to_owned()));
            }
            None => return Err(Unreadable::Damaged("the document ends among its cells".to_owned())),
        };
        let (name, is_end, is_closed) = (tag.local(), tag.is_end(), tag.is_closed());
        match self.within {
            Within::Head => match name {
                b"sheetData" if !is_end => self.within = if is_closed { Within::Tail } else { Within::Rows },
                b"col" if tag.is_true("hidden") => self.scan.hidden_columns += columns(tag),
                _ => {}
            },
            Within::Rows => match name {
                b"row" if is_end => (self.row, self.column) = (self.row.saturating_add(1), 0),
                b"row" => (self.row, self.column) = row_tag(&tag, (self.row, self.column), &mut self.scan)?,
                b"c" if !is_end => {
                    self.cell.open(&tag, (self.row, self.column))?;
                    self.column = self.cell.column.saturating_add(1);
                    if !is_closed {
                        self.within = Within::Cell;
                        self.tokens.ask_text(true);
                    }
                }
                b"sheetData" if is_end => self.within = Within::Tail,
                _ => {}
            },
            Within::Cell if name == b"c" && is_end => {
                self.within = Within::Rows;
                block.cells.extend(self.cell.close());
                self.tokens.ask_text(false);
            }
            Within::Cell => self.cell.tag(&tag, block)?,
            Within::Tail => {
                if name == b"mergeCell" && !is_end {
                    self.scan.merged.extend(tag.text("ref").and_then(|text| Area::from_a1(&text)));
                }
            }
        }
        Ok(false)
    }
}

impl OpenCell {
    fn open(&mut self, tag: &Tag<'_>, next: (u32, u32)) -> Result<(), Unreadable> {
        (self.row, self.column, self.style) = (next.0, next.1, 0);
        (self.has_formula, self.has_value, self.inside) = (false, false, Inside::Nothing);
        self.value = None;
        self.kind.clear();
        self.item.clear();
        for (key, value) in tag.attributes() {
            match key {
                b"r" => {
                    let found = std::str::from_utf8(value).ok().and_then(place);
                    let no_place = || format!("a cell is called \"{}\"", String::from_utf8_lossy(value));
                    (self.row, self.column) = found.ok_or_else(|| Unreadable::Damaged(no_place()))?;
                }
                b"s" => self.style = number(value).unwrap_or(0),
                b"t" => self.kind.extend_from_slice(value),
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes a tag within the cell.
    fn tag(&mut self, tag: &Tag<'_>, block: &mut Block) -> Result<(), Unreadable> {
        let (is_end, is_closed) = (tag.is_end(), tag.is_closed());
        match tag.local() {
            b"f" if !is_end => self.has_formula = true,
            b"v" if self.inside != Inside::Item && !matches!(self.kind.as_slice(), b"inlineStr" | b"is") => {
                if !is_end {
                    self.item.clear();
                    self.item.begin(true);
                    self.inside = Inside::Value;
                }
                if (is_end || is_closed) && std::mem::take(&mut self.inside) == Inside::Value {
                    let text = self.item.raw();
                    self.has_value |= !text.is_empty() || self.kind == b"str";
                    self.value = value(&self.kind, text, block)?;
                    self.item.clear();
                }
            }
            b"v" => {}
            b"is" if !is_end => {
                self.item.clear();
                self.has_value = true;
                self.inside = if is_closed { Inside::Nothing } else { Inside::Item };
            }
            b"is" => {
                self.inside = Inside::Nothing;
                let text = self.item.end().map_err(Unreadable::Damaged)?;
                self.value = Some(Raw::Text(block.keep(&text)));
                self.item.clear();
            }
            _ if self.inside == Inside::Item => self.item.tag(tag).map_err(Unreadable::Damaged)?,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Option<RawCell> {
        let value = with_formula(self.value.take(), self.has_formula, self.has_value)?;
        Some(RawCell { row: self.row, column: self.column, style: self.style, value })
    }
}

/// A formula that has nothing beside it has no result; one whose result is an empty text has.
const fn with_formula(value: Option<Raw>, has_formula: bool, has_value: bool) -> Option<Raw> {
    match value {
        None if has_formula && !has_value => Some(Raw::NoResult),
        value => value,
    }
}

/// What a plain cell holds.
fn plain_value(cell: &PlainCell<'_>, block: &mut Block) -> Result<Option<Raw>, Unreadable> {
    Ok(match cell.content {
        Content::Nothing => with_formula(None, cell.has_formula, false),
        Content::Value(text) => {
            let has_value = !text.is_empty() || cell.kind == b"str";
            with_formula(value(cell.kind, text, block)?, cell.has_formula, has_value)
        }
        Content::Text(text, keeps_blanks) => {
            let text = std::str::from_utf8(text).map_err(|_| broken(&NOT_UTF8))?;
            Some(Raw::Text(block.keep(&shown_text(text, keeps_blanks))))
        }
    })
}

/// The value of a `v`; `kind` tells how to read it.
fn value(kind: &[u8], text: &[u8], block: &mut Block) -> Result<Option<Raw>, Unreadable> {
    let as_text = || std::str::from_utf8(text).map_err(|_| broken(&NOT_UTF8));
    let refused = |what: &str| Err(Unreadable::Damaged(format!("{what} \"{}\"", String::from_utf8_lossy(text))));
    Ok(match kind {
        b"" | b"n" => match plain::number(text) {
            Some(number) => Some(Raw::Number(number)),
            None if text.trim_ascii().is_empty() => None,
            // A program that does not say what it writes may write a text.
            None if kind.is_empty() => Some(Raw::Text(block.keep(as_text()?))),
            None => return refused("no number:"),
        },
        b"s" => match number(text.trim_ascii()) {
            Some(index) => Some(Raw::Shared(index)),
            None if text.trim_ascii().is_empty() => None,
            None => return refused("no number of a text:"),
        },
        b"str" => Some(Raw::Text(block.keep(&without_codes(as_text()?)))),
        b"b" => match text.trim_ascii() {
            b"" => None,
            b"0" => Some(Raw::Flag(false)),
            b"1" => Some(Raw::Flag(true)),
            word if word.eq_ignore_ascii_case(b"false") => Some(Raw::Flag(false)),
            word if word.eq_ignore_ascii_case(b"true") => Some(Raw::Flag(true)),
            _ => return refused("neither true nor false:"),
        },
        b"e" if text.trim_ascii().is_empty() => None,
        b"e" => Some(Raw::Error(block.keep(as_text()?.trim()))),
        b"d" => Some(Raw::Iso(block.keep(as_text()?))),
        b"inlineStr" | b"is" => None,
        _ => return Err(Unreadable::Damaged(format!("a cell of kind \"{}\"", String::from_utf8_lossy(kind)))),
    })
}

/// Takes the start tag of a row, and gives row and column of the first cell that does not name its place.
fn row_tag(tag: &Tag<'_>, (mut row, mut column): (u32, u32), scan: &mut SheetScan) -> Result<(u32, u32), Unreadable> {
    let (mut level, mut is_hidden) = (0, false);
    for (key, value) in tag.attributes() {
        match key {
            b"r" => {
                let found = number(value).and_then(|number| number.checked_sub(1));
                let no_row = || format!("a row is called \"{}\"", String::from_utf8_lossy(value));
                row = found.ok_or_else(|| Unreadable::Damaged(no_row()))?;
            }
            b"hidden" => is_hidden = matches!(value, b"1" | b"true"),
            b"outlineLevel" => level = number(value).unwrap_or(0),
            _ => {}
        }
    }
    scan.hidden_rows += u32::from(is_hidden);
    scan.outline.see(row, u8::try_from(level).unwrap_or(u8::MAX));
    if tag.is_closed() {
        (row, column) = (row.saturating_add(1), 0);
    }
    Ok((row, column))
}

/// A whole number in digits.
pub(super) fn number(text: &[u8]) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0_u32, |number, byte| {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        if digit > 9 { None } else { number.checked_mul(10)?.checked_add(digit) }
    })
}

/// How many columns a `col` element speaks of; it may speak of all to the right of the sheet.
fn columns(tag: Tag<'_>) -> u32 {
    let (first, last) = (tag.number("min").unwrap_or(0), tag.number("max").unwrap_or(0));
    last.min(16_384).saturating_add(1).saturating_sub(first.max(1))
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
