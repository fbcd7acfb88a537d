//! A walk over the records of an old workbook, for what its reader does not tell: how much memory a sheet would take,
//! number formats, hidden rows and columns, results of text formulas, and whether there is a password.

use std::collections::HashMap;

use super::format::{FormatKind, NumberFormat};
use super::ole::{u16_at, u32_at};
use super::sheet::RowOutline;

/// What the walk tells of one sheet.
#[derive(Debug, Default)]
pub(super) struct SheetFacts {
    /// First and last row, first and last column with a value.
    bounds: Option<(u16, u16, u16, u16)>,
    pub(super) hidden_rows: u32,
    pub(super) hidden_columns: u32,
    pub(super) outline: RowOutline,
    /// Cells whose format changes what they mean, in the order of the file: place and style.
    styled: Vec<((u16, u16), u16)>,
    /// Results of formulas that are text.
    pub(super) texts: HashMap<(u32, u32), String>,
}

/// What the walk tells of the workbook.
#[derive(Debug, Default)]
pub(super) struct BookFacts {
    pub(super) is_encrypted: bool,
    /// In the order of the tabs.
    pub(super) sheets: Vec<SheetFacts>,
    styles: Vec<NumberFormat>,
}

impl SheetFacts {
    /// Cells of the rectangle that holds all values.
    pub(super) fn area(&self) -> u64 {
        self.bounds.map_or(0, |(top, bottom, left, right)| {
            let side = |first: u16, last: u16| u64::from(last.saturating_sub(first)).saturating_add(1);
            side(top, bottom).saturating_mul(side(left, right))
        })
    }

    fn see(&mut self, row: u16, column: u16) {
        let (top, bottom, left, right) = self.bounds.unwrap_or((row, row, column, column));
        self.bounds = Some((top.min(row), bottom.max(row), left.min(column), right.max(column)));
    }
}

impl BookFacts {
    /// The formats that matter, by place.
    pub(super) fn formats(&self, sheet: usize) -> HashMap<(u32, u32), &NumberFormat> {
        let facts = self.sheets.get(sheet);
        let styled = facts.map(|facts| facts.styled.as_slice()).unwrap_or_default();
        styled
            .iter()
            .filter_map(|&((row, column), style)| {
                self.styles.get(usize::from(style)).map(|format| ((u32::from(row), u32::from(column)), format))
            })
            .collect()
    }

    fn matters(&self, style: u16) -> bool {
        self.styles.get(usize::from(style)).is_some_and(|format| {
            format.indent > 0
                || !matches!(
                    format.kind,
                    FormatKind::General | FormatKind::Zeros(1) | FormatKind::Text | FormatKind::Other
                )
        })
    }
}

/// Walks over the records of a workbook stream.
pub(super) fn facts(stream: &[u8]) -> BookFacts {
    let mut book = BookFacts::default();
    let mut codes: HashMap<u16, NumberFormat> = HashMap::new();
    let mut starts: HashMap<usize, usize> = HashMap::new();
    let (mut depth, mut sheet, mut formula) = (0_u32, None, None);
    let mut at = 0_usize;
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at.saturating_add(2))) {
        let from = at.saturating_add(4);
        let Some(data) = stream.get(from..from.saturating_add(usize::from(length))) else { break };
        match kind {
            0x0809 => {
                if depth == 0 {
                    sheet = starts.get(&at).copied();
                }
                depth = depth.saturating_add(1);
            }
            0x000A => depth = depth.saturating_sub(1),
            0x002F => book.is_encrypted = true,
            0x0085 => {
                if let Some(start) = u32_at(data, 0).and_then(|start| usize::try_from(start).ok()) {
                    starts.insert(start, book.sheets.len());
                }
                book.sheets.push(SheetFacts::default());
            }
            0x041E => {
                if let (Some(id), Some(code)) = (u16_at(data, 0), text(data.get(2..).unwrap_or_default())) {
                    codes.insert(id, NumberFormat::from_code(&code));
                }
            }
            0x00E0 => {
                let id = u16_at(data, 2).unwrap_or_default();
                let format = codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::from_code(builtin(id)));
                let indent = data.get(8).map_or(0, |byte| byte & 0x0F);
                book.styles.push(format.indented(indent));
            }
            _ if depth == 1 => {
                if let Some(index) = sheet {
                    cell(&mut book, index, kind, data, &mut formula);
                }
            }
            _ => {}
        }
        at = from.saturating_add(usize::from(length));
    }
    book
}

/// Takes in one record of a sheet.
fn cell(book: &mut BookFacts, sheet: usize, kind: u16, data: &[u8], formula: &mut Option<(u16, u16)>) {
    let (Some(first), Some(second)) = (u16_at(data, 0), u16_at(data, 2)) else { return };
    let single = matches!(kind, 0x0203 | 0x027E | 0x00FD | 0x0006 | 0x0204 | 0x0205 | 0x00D6);
    let style = if single { u16_at(data, 4) } else { None };
    let style = style.filter(|&style| book.matters(style));
    // Several numbers of one row: pairs of style and value, then the last column.
    let mut several = Vec::new();
    let mut last_column = second;
    if kind == 0x00BD {
        let pairs = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
        for (pair, column) in pairs.chunks_exact(6).zip(second..) {
            last_column = column;
            several.extend(u16_at(pair, 0).filter(|&style| book.matters(style)).map(|style| ((first, column), style)));
        }
    }
    let Some(facts) = book.sheets.get_mut(sheet) else { return };
    match kind {
        0x00BD => {
            facts.see(first, second);
            facts.see(first, last_column);
            facts.styled.extend(several);
        }
        0x0208 => {
            let flags = u16_at(data, 12).unwrap_or_default();
            facts.hidden_rows += u32::from(flags & 0x20 != 0);
            facts.outline.see(u32::from(first), (flags & 7) as u8);
        }
        0x007D if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
            facts.hidden_columns =
                facts.hidden_columns.saturating_add(u32::from(second.min(255).saturating_sub(first)) + 1);
        }
        0x0207 => {
            if let (Some((row, column)), Some(text)) = (formula.take(), text(data)) {
                facts.texts.insert((u32::from(row), u32::from(column)), text);
            }
        }
        _ if single => {
            facts.see(first, second);
            facts.styled.extend(style.map(|style| ((first, second), style)));
            *formula = (kind == 0x0006).then_some((first, second));
        }
        _ => {}
    }
}

/// A text with its length in characters before it and a flag for two-byte characters.
fn text(data: &[u8]) -> Option<String> {
    let length = usize::from(u16_at(data, 0)?);
    let wide = data.get(2)? & 1 == 1;
    let chars = data.get(3..)?;
    if wide {
        let units: Vec<u16> =
            chars.as_chunks::<2>().0.iter().take(length).map(|&unit| u16::from_le_bytes(unit)).collect();
        (units.len() == length).then(|| String::from_utf16_lossy(&units))
    } else {
        chars.get(..length).map(|chars| chars.iter().map(|&byte| char::from(byte)).collect())
    }
}

/// Codes of the built-in formats that matter.
const fn builtin(id: u16) -> &'static str {
    match id {
        0 => "General",
        1 => "0",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        48 => "##0.0E+0",
        49 => "@",
        _ => "?",
    }
}
