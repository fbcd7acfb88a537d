//! A quick walk over the XML of an xlsx sheet, for what its cell reader does not tell: hidden rows and columns, merged
//! cells, outline levels of rows, formulas without a stored result, and whether the part is as large as the list of parts says.
//!
//! It runs beside the cell reader (in a second thread when the sheet is large) and hands over what it found block by
//! block, so that the cell reader can ask about a row as soon as the walk has passed it.

use std::io::Read;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::sheet::{Area, RowOutline, place};
use super::xml::{Tag, Token, Tokens};

/// What the walk has seen since its last message.
struct Block {
    /// Cells with a formula and no stored result, in the order of the file.
    without_result: Vec<(u32, u32)>,
    /// All rows before this one are done.
    before_row: u32,
    /// Set with the last message.
    end: Option<Result<SheetScan, String>>,
}

/// What the whole walk has seen.
#[derive(Debug, Default)]
pub(super) struct SheetScan {
    pub(super) hidden_rows: u32,
    pub(super) hidden_columns: u32,
    pub(super) merged: Vec<Area>,
    pub(super) outline: RowOutline,
    pub(super) unpacked: u64,
}

/// The sending end: walks over the sheet.
pub(super) struct Walk(Sender<Block>);

/// The receiving end: answers questions of the cell reader.
pub(super) struct Answers {
    receiver: Receiver<Block>,
    without_result: Vec<(u32, u32)>,
    asked: usize,
    before_row: u32,
    end: Option<Result<SheetScan, String>>,
}

/// Both ends.
pub(super) fn pair() -> (Walk, Answers) {
    let (sender, receiver) = channel();
    (Walk(sender), Answers { receiver, without_result: Vec::new(), asked: 0, before_row: 0, end: None })
}

impl Answers {
    /// Takes one more message; false after the last.
    fn take(&mut self) -> bool {
        let Ok(block) = self.receiver.recv() else { return false };
        self.without_result.extend(block.without_result);
        self.before_row = block.before_row;
        self.end = block.end;
        true
    }

    /// True when the cell has a formula without a stored result; rows are asked about in the order of the file.
    pub(super) fn is_without_result(&mut self, row: u32, column: u32) -> bool {
        while self.before_row <= row && self.end.is_none() && self.take() {}
        while let Some(&found) = self.without_result.get(self.asked) {
            if found >= (row, column) {
                return found == (row, column);
            }
            self.asked += 1;
        }
        false
    }

    /// What the whole walk has seen, or why it stopped.
    pub(super) fn finish(mut self) -> Result<SheetScan, String> {
        while self.end.is_none() && self.take() {}
        self.end.unwrap_or_else(|| Err("reading stopped".to_owned()))
    }
}

/// How far the walk is inside a cell.
#[derive(Default)]
struct InCell {
    /// The start tag of the last cell that names its place.
    named: Vec<u8>,
    /// How many cells without a name followed it, or began the row.
    unnamed: u32,
    /// The start tag of the cell, when it has no name.
    tag: Vec<u8>,
    has_formula: bool,
    has_value: bool,
    is_empty_value: bool,
}

/// Rows between two messages.
const BLOCK_ROWS: u32 = 512;

impl Walk {
    /// Walks over the sheet; stops when nobody listens, or behind `told_bytes`.
    pub(super) fn run(self, sheet: impl Read, told_bytes: u64) {
        let mut scan = SheetScan::default();
        let mut without_result = Vec::new();
        let outcome = self.walk(sheet, told_bytes, &mut scan, &mut without_result);
        let end = Some(outcome.map(|()| scan));
        // Nobody listens any more when the cell reader has failed.
        let _ = self.0.send(Block { without_result, before_row: u32::MAX, end });
    }

    fn walk(
        &self,
        sheet: impl Read,
        told_bytes: u64,
        scan: &mut SheetScan,
        without_result: &mut Vec<(u32, u32)>,
    ) -> Result<(), String> {
        let mut tokens = Tokens::new(sheet, false);
        let mut cell = InCell::default();
        let (mut row, mut sent, mut at_rows) = (0_u32, 0_u32, false);
        loop {
            if tokens.unpacked > told_bytes {
                return Err("its size is not what the list of parts tells".to_owned());
            }
            if at_rows {
                at_rows = false;
                if let Some(number) = tokens.pass_plain_rows() {
                    row = number;
                    cell.end_row();
                    self.tell(row, &mut sent, without_result)?;
                }
            }
            let Some(token) = tokens.next().map_err(|error| error.to_string())? else { break };
            let Token::Tag(tag) = token else { continue };
            match tag.raw() {
                // The tags of a sheet are nearly all of these three kinds: told without looking further.
                b"v" => cell.is_empty_value = true,
                b"/v" => cell.has_value |= tag.after_text,
                b"/c" => cell.close(row, without_result),
                [b'/', ..] => match tag.local() {
                    b"v" => cell.has_value |= tag.after_text,
                    b"c" => cell.close(row, without_result),
                    b"row" => {
                        row = row.saturating_add(1);
                        cell.end_row();
                        at_rows = true;
                    }
                    _ => {}
                },
                _ => match tag.local() {
                    b"v" => cell.is_empty_value = true,
                    b"f" => cell.has_formula = true,
                    b"is" => cell.has_value = true,
                    b"c" => cell.open(tag),
                    b"row" => {
                        row = tag.number("r").map_or(row, |number| number.saturating_sub(1));
                        scan.hidden_rows += u32::from(tag.is_true("hidden"));
                        if let Some(level) = tag.number("outlineLevel") {
                            scan.outline.see(row, u8::try_from(level).unwrap_or(u8::MAX));
                        }
                        self.tell(row, &mut sent, without_result)?;
                        if tag.is_closed() {
                            row = row.saturating_add(1);
                            cell.end_row();
                        }
                    }
                    b"col" if tag.is_true("hidden") => scan.hidden_columns += columns(tag),
                    b"mergeCell" => {
                        let area = tag.text("ref").and_then(|text| Area::from_a1(&text));
                        scan.merged.extend(area);
                    }
                    _ => {}
                },
            }
        }
        scan.unpacked = tokens.unpacked;
        Ok(())
    }

    /// Sends what was found before this row, now and then.
    fn tell(&self, row: u32, sent: &mut u32, without_result: &mut Vec<(u32, u32)>) -> Result<(), String> {
        if row.abs_diff(*sent) < BLOCK_ROWS {
            return Ok(());
        }
        *sent = row;
        let block = Block { without_result: std::mem::take(without_result), before_row: row, end: None };
        self.0.send(block).map_err(|_| "nobody listens".to_owned())
    }
}

impl InCell {
    /// A cell begins; where it is is found out only for those that are reported.
    fn open(&mut self, tag: Tag<'_>) {
        (self.has_formula, self.has_value, self.is_empty_value) = (false, false, false);
        self.tag.clear();
        if tag.raw().starts_with(b"c r=") || tag.attribute("r").is_some() {
            self.named.clear();
            self.named.extend_from_slice(tag.raw());
            self.unnamed = 0;
        } else {
            self.tag.extend_from_slice(tag.raw());
            self.unnamed = self.unnamed.saturating_add(1);
        }
    }

    fn close(&mut self, row: u32, without_result: &mut Vec<(u32, u32)>) {
        if !self.has_formula || self.has_value {
            return;
        }
        let tag = Tag::new(if self.tag.is_empty() { &self.named } else { &self.tag });
        // A formula whose result is a text may have an empty one.
        if self.is_empty_value && tag.attribute("t") == Some(b"str") {
            return;
        }
        let named = Tag::new(&self.named).text("r").and_then(|name| place(&name));
        let column = match named {
            Some((_, column)) => column.saturating_add(self.unnamed),
            None => self.unnamed.saturating_sub(1),
        };
        let row = named.filter(|_| self.unnamed == 0).map_or(row, |(row, _)| row);
        without_result.push((row, column));
    }

    fn end_row(&mut self) {
        self.named.clear();
        self.unnamed = 0;
    }
}

/// How many columns a `col` element speaks of; it may speak of all to the right of the sheet.
fn columns(tag: Tag<'_>) -> u32 {
    let (first, last) = (tag.number("min").unwrap_or(0), tag.number("max").unwrap_or(0));
    last.min(16_384).saturating_add(1).saturating_sub(first.max(1))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    const SHEET: &str = r#"<x:worksheet><cols><col min="2" max="3" hidden="1"/><col min="9" max="9"/></cols><sheetData>
        <row r="2" hidden="1" outlineLevel="2"><c r="B2"><f>A1</f></c><c r="C2"><f>A1</f><v>1</v></c><c t="str"><f>A1</f><v></v></c></row>
        <row><c><v>1</v></c><c s="1"/><c><f/><v/></c><c r="F3"><f t="shared" si="0"/><v></v></c></row>
        </sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></x:worksheet>"#;

    #[test]
    fn what_the_cell_reader_does_not_tell() {
        let (walk, mut answers) = pair();
        walk.run(SHEET.as_bytes(), 10_000);
        let found: Vec<(u32, u32)> = [(1, 1), (1, 2), (1, 3), (2, 0), (2, 1), (2, 2), (2, 5)]
            .into_iter()
            .filter(|&(row, column)| answers.is_without_result(row, column))
            .collect();
        assert_eq!(found, [(1, 1), (2, 2), (2, 5)]);
        let scan = answers.finish().unwrap();
        assert_eq!((scan.hidden_rows, scan.hidden_columns, scan.unpacked), (1, 2, SHEET.len() as u64));
        assert_eq!([0, 1, 2].map(|row| scan.outline.level(row)), [0, 2, 0]);
        assert_eq!(scan.merged, [Area::from_a1("A1:B2").unwrap()]);
    }

    /// Rows that are passed over in one go count, and what stands among and behind them is found.
    #[test]
    fn many_plain_rows_are_passed_over() {
        let mut sheet = String::from("<worksheet><sheetData>");
        let mut expected = Vec::new();
        for row in 1..=20_000_u32 {
            match row % 5000 {
                77 => {
                    write!(sheet, "<row r=\"{row}\"><c r=\"B{row}\"><f>1</f></c></row>").unwrap();
                    expected.push((row - 1, 1));
                }
                78 => sheet.push_str("<row><c/><c><f>1</f></c></row>"),
                79 => write!(sheet, "<row r=\"{row}\" hidden=\"1\"/>").unwrap(),
                81 => write!(sheet, "<row r=\"{row}\" outlineLevel=\"1\"><c r=\"A{row}\"><v>1</v></c></row>").unwrap(),
                80 => sheet.push_str("<row><c><f>1</f></c></row>"),
                _ => write!(sheet, "<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>").unwrap(),
            }
            match row % 5000 {
                78 => expected.push((row - 1, 1)),
                80 => expected.push((row - 1, 0)),
                _ => {}
            }
        }
        sheet.push_str("</sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>");
        let (walk, mut answers) = pair();
        walk.run(sheet.as_bytes(), sheet.len() as u64);
        let asked = (0..20_000_u32).flat_map(|row| (0..3).map(move |column| (row, column)));
        let found: Vec<(u32, u32)> = asked.filter(|&(row, column)| answers.is_without_result(row, column)).collect();
        assert_eq!(found, expected);
        assert_eq!(found.len(), 12);
        let scan = answers.finish().unwrap();
        assert_eq!((scan.hidden_rows, scan.merged.len()), (4, 1));
        assert_eq!((0..20_000).filter(|&row| scan.outline.level(row) == 1).count(), 4);
    }

    #[test]
    fn a_part_larger_than_told_stops_the_walk() {
        let (walk, answers) = pair();
        walk.run(SHEET.as_bytes(), 10);
        assert!(answers.finish().unwrap_err().contains("size"));
    }
}
