//! Old and binary workbooks made byte by byte: every kind of cell, number formats, what is hidden or merged.

use _partsbook::origin::column_letters;
use _partsbook::workbook::{CellValue, Kind, Limits, SheetNotes, Source, WorkbookError, display, open};

use super::made::{self, Made};

/// Cells as `B7=n:5`, the code of a number format behind it when it is not the usual one, and what else was seen.
pub(crate) fn cells(data: &[u8]) -> Result<(Kind, Vec<String>, SheetNotes), WorkbookError> {
    let source = Source::Bytes { name: "made".to_owned(), data: std::sync::Arc::new(data.to_vec()) };
    let mut workbook = open(&source, &Limits::default())?;
    let mut cells = Vec::new();
    let notes = workbook.read_sheet(0, &mut |cell| {
        let kind = match cell.value {
            CellValue::Text(_) => 't',
            CellValue::Number(_) => 'n',
            CellValue::DateTime(_) => 'd',
            CellValue::Serial(_) => 's',
            CellValue::Duration(_) => 'l',
            CellValue::Bool(_) => 'b',
            CellValue::Error(_) => 'e',
            CellValue::Decimal(_) | CellValue::NoCachedValue => '-',
        };
        let code = if &*cell.format.code == "General" { "" } else { &cell.format.code };
        cells.push(format!("{}{}={kind}:{} {code}", column_letters(cell.column), cell.row + 1, display(&cell)));
        Ok(())
    })?;
    Ok((workbook.kind(), cells.iter().map(|cell| cell.trim_end().to_owned()).collect(), notes))
}

fn rows(long: &str) -> Vec<Vec<Made<'_>>> {
    use Made::{Blank, Flag, Formula, FormulaError, FormulaFlag, Inline, Missing, Number, Short, Styled, Text};
    vec![
        vec![Text("Item"), Inline("Qty"), Blank, Text("größer 漢字")],
        vec![Styled(123.0, 1), Short(-7, false), Short(250, true), Styled(0.15, 2)],
        vec![Styled(46_000.0, 3), Styled(1.5, 4), Styled(-5.0, 3), Number(1e15)],
        vec![Formula("B-200"), FormulaError, FormulaFlag, Missing, Flag(false), Formula("")],
        vec![Text(long), Inline(long), Text("behind")],
    ]
}

#[test]
fn every_kind_of_cell() {
    // Longer than one record of an old workbook.
    let long = "abc漢".repeat(2000);
    let shown = [
        "A1=t:Item",
        "B1=t:Qty",
        "D1=t:größer 漢字",
        "A2=n:00123 00000",
        "B2=n:-7",
        "C2=n:2.5",
        "D2=n:0.15 0.00%",
        "A3=d:2025-12-09 yyyy-mm-dd",
        "B3=l:36:00:00 [h]:mm",
        "C3=s:-5 yyyy-mm-dd",
        "D3=n:1000000000000000",
        "A4=t:B-200",
        "B4=e:#N/A",
        "C4=b:true",
        "D4=e:#N/A",
        "E4=b:false",
    ];
    // A text in the cell itself fits into one record of an old workbook.
    let old = rows(&long[..3000]);
    let (kind, found, notes) = cells(&made::xls("BOM", &old)).unwrap();
    assert_eq!((kind, &found[..16]), (Kind::Xls, shown.map(str::to_owned).as_slice()));
    assert_eq!(
        found[16..],
        [format!("A5=t:{}", &long[..3000]), format!("B5=t:{}", &long[..3000]), "C5=t:behind".to_owned()]
    );
    assert_eq!(notes.cells, 19);
    let (kind, found, notes) = cells(&made::xlsb("BOM", &rows(&long))).unwrap();
    assert_eq!((kind, &found[..16]), (Kind::Xlsb, shown.map(str::to_owned).as_slice()));
    assert_eq!(found[16..], [format!("A5=t:{long}"), format!("B5=t:{long}"), "C5=t:behind".to_owned()]);
    assert_eq!((notes.hidden_rows, notes.hidden_columns, notes.merged.len()), (1, 1, 1));
}

/// The table of strings is torn where a record ends, and the width of characters may change there.
#[test]
fn a_text_goes_on_in_the_next_record() {
    let long = "x".repeat(20_000);
    let (_, found, _) = cells(&made::xls("S", &[vec![Made::Text("first")]])).unwrap();
    assert_eq!(found, ["A1=t:first"]);
    // The pieces that `made` writes have no width of their own, as only texts that end with a record can have.
    let mut stream = made::old_stream("S", &[vec![Made::Text("AB")]]);
    let at = memchr::memmem::find(&stream, &[0xFC, 0]).unwrap();
    let head: Vec<u8> = [1_u32.to_le_bytes(), 1_u32.to_le_bytes()].concat();
    let count = u16::try_from(long.len()).unwrap().to_le_bytes();
    let first = [head.as_slice(), &count, &[0], &long.as_bytes()[..8000]].concat();
    let mut pieces = made::record(0x00FC, &first);
    pieces.extend(made::record(0x003C, &[&[0], &long.as_bytes()[8000..16_000]].concat()));
    let wide: Vec<u8> = long[16_000..].encode_utf16().flat_map(u16::to_le_bytes).collect();
    pieces.extend(made::record(0x003C, &[&[1], wide.as_slice()].concat()));
    let old = 4 + 8 + 5;
    let grown = u32::try_from(pieces.len() - old).unwrap();
    stream.splice(at..at + old, pieces);
    // The sheet begins so much later.
    let bound = memchr::memmem::find(&stream, &[0x85, 0]).unwrap() + 4;
    let start = u32::from_le_bytes(stream[bound..bound + 4].try_into().unwrap()) + grown;
    stream[bound..bound + 4].copy_from_slice(&start.to_le_bytes());
    assert_eq!(cells(&made::compound(&stream)).unwrap().1, [format!("A1=t:{long}")]);
}

/// Workbooks made without a spreadsheet program have formulas that nobody has calculated yet.
#[test]
fn a_formula_to_be_calculated_has_no_value() {
    let with_flags = |flags: u8| {
        let mut stream = made::old_stream("S", &[vec![Made::Text("Total"), Made::FormulaError]]);
        let at = memchr::memmem::find(&stream, &[2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]).unwrap();
        stream[at..at + 3].copy_from_slice(&[3, 0, 0]);
        stream[at + 8] = flags;
        cells(&made::compound(&stream)).unwrap().1
    };
    assert_eq!(with_flags(3), ["A1=t:Total", "B1=-:formula without a stored result"]);
    assert_eq!(with_flags(0), ["A1=t:Total"], "a formula that gives a blank text");
}
