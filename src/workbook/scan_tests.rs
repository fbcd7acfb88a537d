use std::fmt::Write as _;

use super::*;

/// Gives the bytes a few at a time.
struct Slowly<'a>(&'a [u8], usize);

impl Read for Slowly<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let size = self.1.min(buffer.len()).min(self.0.len());
        let (now, later) = self.0.split_at(size);
        buffer[..size].copy_from_slice(now);
        self.0 = later;
        Ok(size)
    }
}

/// All cells of a sheet as `row,column,style=value`, and what else was seen.
fn read(sheet: &[u8]) -> Result<(Vec<String>, SheetScan), Unreadable> {
    let whole = read_slowly(sheet, usize::MAX)?;
    for step in [1, 2, 3, 7, 4096] {
        if sheet.len() / step < 100_000 {
            assert_eq!(read_slowly(sheet, step)?.0, whole.0, "{step} bytes at a time");
        }
    }
    Ok(whole)
}

fn read_slowly(sheet: &[u8], step: usize) -> Result<(Vec<String>, SheetScan), Unreadable> {
    let mut pass = SheetPass::new(Slowly(sheet, step), sheet.len() as u64, 1 << 18);
    let mut found = Vec::new();
    let mut block = Block::default();
    loop {
        let end = pass.fill(&mut block)?;
        for cell in &block.cells {
            let value = match cell.value {
                Raw::Text(span) => format!("text {:?}", block.text(span)),
                Raw::Iso(span) => format!("iso {:?}", block.text(span)),
                Raw::Error(span) => format!("error {:?}", block.text(span)),
                other => format!("{other:?}"),
            };
            found.push(format!("{},{},{}={value}", cell.row, cell.column, cell.style));
        }
        block.clear();
        if let Some(scan) = end {
            return Ok((found, scan));
        }
    }
}

fn rows(rows: &str) -> Result<Vec<String>, Unreadable> {
    read(format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes()).map(|(cells, _)| cells)
}

const SHEET: &str = r#"<x:worksheet><cols><col min="2" max="3" hidden="1"/><col min="9" max="9"/></cols><sheetData>
    <row r="2" hidden="1" outlineLevel="2"><c r="B2"><f>A1</f></c><c r="C2"><f>A1</f><v>1</v></c><c t="str"><f>A1</f><v></v></c></row>
    <row><c><v>1</v></c><c s="1"/><c><f/><v/></c><c r="F3"><f t="shared" si="0"/><v></v></c></row>
    </sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></x:worksheet>"#;

#[test]
fn cells_and_what_stands_around_them() {
    let (cells, scan) = read(SHEET.as_bytes()).unwrap();
    assert_eq!(
        cells,
        [
            "1,1,0=NoResult",
            "1,2,0=Number(1.0)",
            "1,3,0=text \"\"",
            "2,0,0=Number(1.0)",
            "2,2,0=NoResult",
            "2,5,0=NoResult"
        ]
    );
    assert_eq!((scan.hidden_rows, scan.hidden_columns), (1, 2));
    assert_eq!([0, 1, 2].map(|row| scan.outline.level(row)), [0, 2, 0]);
    assert_eq!(scan.merged, [Area::from_a1("A1:B2").unwrap()]);
}

/// Rows that are read in one go count, and what stands among and behind them is found.
#[test]
fn many_plain_rows_and_others_among_them() {
    let mut sheet = String::from("<worksheet><sheetData>");
    let mut expected = Vec::new();
    for row in 1..=20_000_u32 {
        let at = row - 1;
        match row % 5000 {
            77 => {
                write!(sheet, "<row r=\"{row}\"><c r=\"B{row}\"><f>1</f></c></row>").unwrap();
                expected.push(format!("{at},1,0=NoResult"));
            }
            78 => {
                sheet.push_str("<row><c/><c><f>1</f></c></row>");
                expected.push(format!("{at},1,0=NoResult"));
            }
            79 => write!(sheet, "<row r=\"{row}\" hidden=\"1\"/>").unwrap(),
            80 => {
                sheet.push_str("<row><c><!-- no value --><f>1</f></c></row>");
                expected.push(format!("{at},0,0=NoResult"));
            }
            81 => {
                write!(sheet, "<row r=\"{row}\" outlineLevel=\"1\"><c r=\"A{row}\" t='s'><v>1</v></c></row>").unwrap();
                expected.push(format!("{at},0,0=Shared(1)"));
            }
            _ => {
                write!(sheet, "<row r=\"{row}\"><c r=\"A{row}\" s=\"3\"><v>{row}</v></c></row>").unwrap();
                expected.push(format!("{at},0,3=Number({row}.0)"));
            }
        }
    }
    sheet.push_str("</sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>");
    let (cells, scan) = read(sheet.as_bytes()).unwrap();
    assert_eq!(cells.len(), 19_996);
    assert_eq!(cells, expected);
    assert_eq!((scan.hidden_rows, scan.merged.len()), (4, 1));
    assert_eq!((0..20_000).filter(|&row| scan.outline.level(row) == 1).count(), 4);
}

/// Each way to write a cell that XML allows, and what it says.
#[test]
fn all_ways_to_write_a_cell_say_the_same() {
    for (cell, expected) in [
        ("<c r=\"B3\" s=\"2\"><v>1.5</v></c>", "2,1,2=Number(1.5)"),
        ("<c s='2' r='B3' ><v >1.5</v ></c >", "2,1,2=Number(1.5)"),
        ("<x:c r=\"b3\" s=\"2\" cm=\"1\"><x:v>1.5</x:v></x:c>", "2,1,2=Number(1.5)"),
        ("<c\n r=\"$B$3\" t=\"n\"\n s=\"2\">\n<v> 15e-1 </v>\n</c>", "2,1,2=Number(1.5)"),
        ("<c r=\"B3\" s=\"2\"><v>1<!-- no -->.<![CDATA[5]]></v></c>", "2,1,2=Number(1.5)"),
        ("<c r=\"B3\" s=\"2\"><v>&#49;.5</v><f>1</f></c>", "2,1,2=Number(1.5)"),
        ("<c r=\"B3\" s=\"2\"><f a='>'>1 > 2</f><?x v?><v>1.5</v><extLst><ext/></extLst></c>", "2,1,2=Number(1.5)"),
        ("<c r=\"B3\" t=\"str\"><v>a &amp; b_x0041_</v></c>", "2,1,0=text \"a & bA\""),
        ("<c r=\"B3\" t=\"str\"><v> a\r\nb\rc&#13; </v></c>", "2,1,0=text \" a\\nb\\nc\\r \""),
        ("<c r=\"B3\" t=\"inlineStr\"><is><t> a_x0041_ </t></is></c>", "2,1,0=text \"aA\""),
        ("<c r=\"B3\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a </t></is></c>", "2,1,0=text \" a \""),
        ("<c r=\"B3\" t=\"inlineStr\"><is><t xml:space='preserve'> a </t></is></c>", "2,1,0=text \" a \""),
        ("<c r=\"B3\" t=\"inlineStr\"><is><t>a</t></is><v>7</v></c>", "2,1,0=text \"a\""),
        (
            "<c r=\"B3\"><is><r><rPr><b/></rPr><t>a </t></r><r><t>&lt;b</t></r><rPh sb=\"0\"><t>x</t></rPh></is></c>",
            "2,1,0=text \"a<b\"",
        ),
        ("<c r=\"B3\" t=\"s\"><v> 7 </v></c>", "2,1,0=Shared(7)"),
        ("<c r=\"B3\" t=\"b\"><v>TRUE</v></c>", "2,1,0=Flag(true)"),
        ("<c r=\"B3\" t=\"b\"><v>0</v></c>", "2,1,0=Flag(false)"),
        ("<c r=\"B3\" t=\"e\"><v>#SPILL!</v></c>", "2,1,0=error \"#SPILL!\""),
        ("<c r=\"B3\" t=\"d\"><v>2026-03-31</v></c>", "2,1,0=iso \"2026-03-31\""),
        ("<c r=\"B3\"><v>12 pcs</v></c>", "2,1,0=text \"12 pcs\""),
        ("<c r=\"B3\" t=\"inlineStr\"><f>1</f></c>", "2,1,0=NoResult"),
    ] {
        let row = format!("<row r=\"3\">{cell}</row>");
        assert_eq!(rows(&row).unwrap(), [expected], "{cell}");
        // The same behind the longest piece that is read at once, so that it lies in two pieces.
        for blanks in (65_400..65_536).step_by(7) {
            let row = format!("<row r=\"3\">{}{cell}</row>", " ".repeat(blanks));
            assert_eq!(rows(&row).unwrap(), [expected], "{blanks} {cell}");
        }
    }
    for nothing in
        ["<c r=\"B3\"/>", "<c r='B3' />", "<c r=\"B3\"><v/></c>", "<c t=\"s\"><v></v></c>", "<c><extLst/></c>"]
    {
        assert!(rows(&format!("<row>{nothing}</row>")).unwrap().is_empty(), "{nothing}");
    }
}

#[test]
fn places_are_counted_where_they_are_not_named() {
    let found =
        rows("<row><c><v>1</v></c><c r=\"D1\"><v>2</v></c><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>");
    assert_eq!(found.unwrap(), ["0,0,0=Number(1.0)", "0,3,0=Number(2.0)", "0,4,0=Number(3.0)", "2,0,0=Number(4.0)"]);
    let found =
        rows("<row r='7'><x:c><v>1</v></x:c><c/><x:c><v>3</v></x:c></row><x:row></x:row><row><c><v>4</v></c></row>");
    assert_eq!(found.unwrap(), ["6,0,0=Number(1.0)", "6,2,0=Number(3.0)", "8,0,0=Number(4.0)"]);
}

#[test]
fn what_cannot_be_right_is_damage() {
    let why = |found: Result<Vec<String>, Unreadable>| match found {
        Err(Unreadable::Damaged(why)) => why,
        other => format!("{other:?}"),
    };
    for (row, expected) in [
        ("<row r=\"0\"/>", "a row is called \"0\""),
        ("<row r=\"x\"/>", "a row is called \"x\""),
        ("<row><c r=\"1A\"/></row>", "a cell is called \"1A\""),
        ("<row><c r=\"A0\"><v>1</v></c></row>", "a cell is called \"A0\""),
        ("<row><c t=\"n\"><v>x</v></c></row>", "no number: \"x\""),
        ("<row><c t=\"s\"><v>-1</v></c></row>", "no number of a text: \"-1\""),
        ("<row><c t=\"b\"><v>2</v></c></row>", "neither true nor false: \"2\""),
        ("<row><c t=\"zzz\"><v>2</v></c></row>", "a cell of kind \"zzz\""),
        ("<row><c><!DOCTYPE x></c></row>", "a document type declaration, which no spreadsheet program writes"),
    ] {
        assert_eq!(why(rows(row)), expected, "{row}");
    }
    for (sheet, expected) in [
        ("<worksheet><sheetData><row><c><v>1</v></c>", "the document ends among its cells"),
        ("<worksheet><sheetData><row><c><v>1", "the document ends among its cells"),
        ("<worksheet><sheetData><row r=", "the document ends within a tag"),
        ("<chartsheet></chartsheet>", "it has no cells, and is perhaps no sheet"),
        ("", "it has no cells, and is perhaps no sheet"),
    ] {
        assert_eq!(why(read(sheet.as_bytes()).map(|(cells, _)| cells)), expected, "{sheet}");
    }
    let bytes = b"<worksheet><sheetData><row><c t=\"str\"><v>\xFF</v></c></row></sheetData></worksheet>";
    assert_eq!(why(read(bytes).map(|(cells, _)| cells)), NOT_UTF8);
    let (cells, scan) = read(b"<worksheet><sheetData/><mergeCells><mergeCell ref=\"A1:B2\"/><").unwrap();
    assert_eq!((cells.len(), scan.merged.len()), (0, 1), "what is behind the cells may be damaged");
}

#[test]
fn a_part_larger_than_told_stops_the_pass() {
    let mut pass = SheetPass::new(SHEET.as_bytes(), 10, 1 << 18);
    assert_eq!(pass.fill(&mut Block::default()).unwrap_err(), Unreadable::Lying);
    let long = format!("<worksheet><sheetData><row><c t=\"str\"><v>{}</v></c></row>", "x".repeat(300_000));
    let mut pass = SheetPass::new(long.as_bytes(), 1 << 20, 1 << 18);
    assert_eq!(pass.fill(&mut Block::default()).unwrap_err(), Unreadable::LongText);
}

/// Texts longer than what is at hand at once, with characters of several bytes.
#[test]
fn long_texts_among_short_ones() {
    let text = "some words, 漢字 and Numbers2026 ".repeat(1000);
    let row = format!("<row><c t=\"inlineStr\"><is><t>{text}</t></is></c><c><v>1</v></c></row>");
    let found = rows(&row.repeat(60)).unwrap();
    for (number, two) in (0..).zip(found.chunks(2)) {
        assert_eq!(two[0], format!("{number},0,0=text {:?}", text.trim()));
        assert_eq!(two[1], format!("{number},1,0=Number(1.0)"));
    }
    assert_eq!(found.len(), 120);
}
