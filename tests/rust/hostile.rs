//! Small files made to do harm: each ends in an error that names limit or part, or is read, soon and in little memory.
//!
//! Rule: workbook specification, section 4.

use std::time::{Duration, Instant};

use _partsbook::tables::{ReadOptions, TableError};
use _partsbook::workbook::Limits;

use super::books::{bytes, try_read};
use super::made::{self, Made};

/// What reading these bytes says: the number of cells, or the error and its cause.
fn said(data: &[u8]) -> String {
    let begun = Instant::now();
    let limits = Limits { unpacked_bytes: 32 << 20, ..Limits::default() };
    let said = match try_read(&[bytes("bad", data.to_vec())], &ReadOptions { limits, ..ReadOptions::default() }) {
        Ok(reading) => format!("{} cells", reading.sheets.iter().map(|sheet| sheet.cells).sum::<u64>()),
        Err(TableError::Workbook(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    assert!(begun.elapsed() < Duration::from_mins(1), "{said}: {:?}", begun.elapsed());
    said
}

/// Reading these bytes ends with this in its words.
fn says(data: &[u8], expected: &str) {
    let said = said(data);
    assert!(said.contains(expected), "{said}\nlacks {expected}");
}

/// Reading these bytes ends with a damage that names its part, a limit, or a sheet.
fn ends(data: &[u8]) {
    let said = said(data);
    assert!(said.starts_with("bad: damaged, ") || said.contains(", the limit `") || said.ends_with(" cells"), "{said}");
}

const SHEET: &str = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
const STRINGS: &str = "<sst><si><t>Item</t></si></sst>";

fn sheet(rows: &str) -> Vec<u8> {
    made::xlsx(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))
}

/// An xlsx in which one part is another.
fn with_part(name: &'static str, content: String) -> Vec<u8> {
    let mut parts = made::xlsx_parts(SHEET, STRINGS);
    match parts.iter_mut().find(|(known, _)| *known == name) {
        Some(part) => part.1 = content,
        None => parts.push((name, content)),
    }
    made::package(&parts)
}

#[test]
fn xlsx() {
    let promise = |count: &str| {
        with_part("xl/sharedStrings.xml", STRINGS.replace("<sst", &format!("<sst uniqueCount=\"{count}\"")))
    };
    for count in ["1", "4000000000", "18446744073709551615", "99999999999999999999999"] {
        assert_eq!(said(&promise(count)), "1 cells", "{count} texts are promised");
    }
    let font = format!("<font><name val=\"{}\"/></font>", "x".repeat(20_000));
    let styles = format!(
        "<styleSheet><fonts>{font}</fonts><cellXfs>{}</cellXfs></styleSheet>",
        "<xf fontId=\"0\"/>".repeat(1000)
    );
    says(
        &with_part("xl/styles.xml", styles),
        "bad: 80560000 bytes when unpacked, the limit `unpacked_bytes` is 33554432",
    );
    let twice = "<workbook><sheets><sheet name=\"A\" r:id=\"r1\"/><sheet name=\"B\" r:id=\"r1\"/></sheets></workbook>";
    says(&with_part("xl/workbook.xml", twice.to_owned()), "bad: damaged, xl/workbook.xml: two sheets are one part");
    says(
        &sheet("<row r=\"1\"><c t=\"s\"><v>7</v></c></row>"),
        r#"bad: damaged, sheet "Items": Cell string index not found in shared strings table"#,
    );
    for range in ["1:55", "A:C", "A1:XFD1048576", "ZZZZZZZ99999999999:A1", "", "A0"] {
        let data = made::xlsx(&SHEET.replace("<sheetData>", &format!("<dimension ref=\"{range}\"/><sheetData>")));
        assert_eq!(said(&data), "1 cells", "{range}");
    }
    says(&sheet("<row r=\"4000000000\"><c><v>1</v></c></row>"), "bad: 4000000000 rows, the limit `rows` is 1048576");
    says(&sheet("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>"), "bad: 16385 columns, the limit `columns` is 16384");
    let deep = "<a>".repeat(300_000);
    ends(&sheet(&deep));
    let merged =
        SHEET.replace("</sheetData>", "</sheetData><mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>");
    assert_eq!(said(&made::xlsx(&merged)), "1 cells");
    let shared = "<row r=\"1\"><c><f t=\"shared\" si=\"4294967295\" ref=\"A1:XFD1048576\">A1</f><v>1</v></c></row>";
    assert_eq!(said(&sheet(shared)), "1 cells");
    let entity = "<!DOCTYPE a [<!ENTITY b \"c\">]>".to_owned() + SHEET;
    says(
        &made::xlsx(&entity),
        "bad: damaged, xl/worksheets/sheet1.xml: a document type declaration, which no spreadsheet program writes",
    );
    let hidden =
        SHEET.replace("<sheetData>", "<cols><col min=\"0\" max=\"4294967295\" hidden=\"1\"/></cols><sheetData>");
    assert_eq!(said(&made::xlsx(&hidden)), "1 cells");
}

/// Changes a number of four bytes in each entry of the list of parts.
fn with_sizes(file: &[u8], field: usize, number: u32) -> Vec<u8> {
    let mut file = file.to_vec();
    let entries: Vec<usize> = memchr::memmem::find_iter(&file, b"PK\x01\x02").collect();
    assert!(!entries.is_empty());
    for at in entries {
        file[at + field..at + field + 4].copy_from_slice(&number.to_le_bytes());
    }
    file
}

#[test]
fn packages() {
    let many: Vec<(String, &str)> = (0..140_000).map(|number| (number.to_string(), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    says(&made::package(&many), "bad: damaged, the list of its parts: 140000 parts, more than any workbook has");
    let plain = made::xlsx(SHEET);
    for (field, number) in [(20, 0), (20, u32::MAX), (24, u32::MAX), (42, 0), (42, u32::MAX), (42, 7), (24, 0)] {
        let said = said(&with_sizes(&plain, field, number));
        assert!(
            said.contains("damaged") || said.contains("limit") || said.ends_with("cells"),
            "{field} {number}: {said}"
        );
    }
    let bomb = with_part("xl/sharedStrings.xml", format!("<sst><si><t>{}</t></si></sst>", " ".repeat(64 << 20)));
    says(&bomb, "the limit `unpacked_bytes` is 33554432");
    // The same bomb whose size is told as small.
    says(&with_sizes(&bomb, 24, 100), "bad: damaged, _rels/.rels: File is larger than its declared uncompressed size");
    for cut in [4, 30, 200, plain.len() / 2, plain.len() - 1] {
        let said = said(&plain[..cut]);
        assert!(said.starts_with("bad: damaged, the list of its parts"), "{cut}: {said}");
    }
}

#[test]
fn xls() {
    let row = || vec![vec![Made::Text("Item"), Made::Number(1.0), Made::Inline("x")]];
    let stream = made::old_stream("Items", &row());
    assert_eq!(said(&made::compound(&stream)), "3 cells");
    let bound = memchr::memmem::find(&stream, &[0x85, 0]).unwrap();
    let again = stream[bound..bound + 17].to_vec();
    let mut twice = stream.clone();
    twice.splice(bound..bound, again);
    says(&made::compound(&twice), "bad: damaged, the stream of the workbook: two sheets begin at the same place");
    // A used range of 2^32 rows by 2^16 columns.
    let mut wide = stream.clone();
    let end = wide.len() - 4;
    wide.splice(end..end, made::record(0x0200, &[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0]));
    assert_eq!(said(&made::compound(&wide)), "3 cells");
    says(&made::compound(&stream[..end]), r#"bad: damaged, sheet "Items": it is cut off"#);
    says(&made::compound(&stream[..bound]), "bad: damaged, the stream of the workbook: it is cut off");
    let pieces = made::record(0x003C, &[]).repeat(500_000);
    let strings = memchr::memmem::find(&stream, &[0xFC, 0]).unwrap() + 4 + 8 + 7;
    let mut many = stream.clone();
    many.splice(strings..strings, pieces.iter().copied());
    let start =
        u32::from_le_bytes(many[bound + 4..bound + 8].try_into().unwrap()) + u32::try_from(pieces.len()).unwrap();
    many[bound + 4..bound + 8].copy_from_slice(&start.to_le_bytes());
    assert_eq!(said(&made::compound(&many)), "3 cells");
    // Sectors that follow themselves, lie outside the file, or are said to be very many.
    let plain = made::compound(&stream);
    for (at, number) in [
        (512 + 4, 1_u32),
        (512 + 8, 2),
        (512 + 12, 2),
        (512 + 8, 0x00FF_FFFF),
        (44, u32::MAX),
        (48, 99),
        (60, 1),
        (64, u32::MAX),
        (68, 0),
        (72, u32::MAX),
        (76, 7),
    ] {
        let mut file = plain.clone();
        file[at..at + 4].copy_from_slice(&number.to_le_bytes());
        let said = said(&file);
        assert!(said.starts_with("bad: damaged, the ") || said == "3 cells", "{at} {number}: {said}");
    }
    for shift in [0, 1, 6, 15, 16, 63, 255] {
        let mut file = plain.clone();
        file[30] = shift;
        assert!(said(&file).starts_with("bad: damaged, the container"), "{shift}");
    }
}

#[test]
fn xlsb() {
    let row = || vec![vec![Made::Text("Item"), Made::Number(1.0)]];
    let with = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut parts = made::xlsb_parts("Items", &row());
        change(&mut parts.iter_mut().find(|(known, _)| *known == name).unwrap().1);
        made::package(&parts)
    };
    let sheet = "xl/worksheets/sheet1.bin";
    assert_eq!(said(&with(sheet, &|_| {})), "2 cells");
    says(
        &with(sheet, &|part| part.extend(made::binary_record(7, (1 << 28) - 1, &[]))),
        r#"bad: damaged, sheet "Items": it ends within a record"#,
    );
    says(&with(sheet, &|part| drop(part.drain(part.len() - 60..))), r#"bad: damaged, sheet "Items": it "#);
    says(
        &with("xl/sharedStrings.bin", &|part| part.truncate(10)),
        "bad: damaged, xl/sharedStrings.bin: it ends within a record",
    );
    says(
        &with("xl/sharedStrings.bin", &|part| {
            *part = [made::binary_record(159, 8, &[0xFF; 8]), made::binary_record(19, 5, &[0, 0xFE, 0xFF, 0xFF, 0xFF])]
                .concat();
        }),
        "bad: damaged, xl/sharedStrings.bin: a record is cut short",
    );
    says(
        &with("xl/workbook.bin", &|part| {
            let copy = part.clone();
            part.extend(copy);
        }),
        "bad: damaged, xl/workbook.bin: two sheets are one part",
    );
    says(&with("xl/workbook.bin", &|part| part.truncate(20)), "bad: damaged, xl/workbook.bin: it ends within a record");
}

#[test]
fn ods() {
    let cell = |attributes: &str, text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" {attributes}><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let table = |rows: &str| made::ods(&format!("<table:table table:name=\"Items\">{rows}</table:table>"));
    let row = |attributes: &str, cells: &str| format!("<table:table-row {attributes}>{cells}</table:table-row>");
    assert_eq!(said(&table(&row("", &cell("", "Item")))), "1 cells");
    let repeated = row(
        "table:number-rows-repeated=\"4294967295\"",
        &cell("table:number-columns-repeated=\"16384\"", &"x".repeat(100_000)),
    );
    says(&table(&repeated), "the limit `unpacked_bytes` is 33554432");
    let wide = row("", &cell("table:number-columns-repeated=\"4294967295\"", "x"));
    says(&table(&wide), "the limit `columns` is 16384");
    let blanks = row(
        "",
        &format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
            "<text:s text:c=\"4000000000\"/>".repeat(100)
        ),
    );
    assert_eq!(said(&table(&blanks)), "1 cells");
    let styles: String = (0..20_000)
        .map(|number| {
            format!("<style:style style:name=\"s{number}\"/><style:table-properties table:display=\"false\"/>")
        })
        .collect();
    let tables: String = (0..20_000).map(|number| format!("<table:table table:style-name=\"t{number}\"/>")).collect();
    says(&made::ods(&(styles + &tables)), "bad: 20000 sheets, the limit `sheets` is 4096");
    let deep = "<table:table>".repeat(200_000);
    ends(&made::ods(&deep));
    let columns = "<table:table-column/>".repeat(50_000);
    assert_eq!(
        said(&table(&(columns + &row("", &cell("table:number-columns-repeated=\"9999\"", "x")).repeat(20)))),
        "199980 cells"
    );
}

#[test]
fn csv() {
    says("a;".repeat(4 << 20).as_bytes(), "columns, the limit `columns` is 16384");
    let mut quote = b"item;qty\n\"".to_vec();
    quote.resize(4 << 20, b'x');
    assert_eq!(said(&quote), "3 cells");
    assert!(said(b"item\0;qty\0\nA\0;1\0\n").ends_with("cells") || said(b"item\0;qty\0\nA\0;1\0\n").contains("binary"));
    assert_eq!(said(b"\xEF\xBB\xBFitem;qty\nA;1\n"), "4 cells");
    assert!(said(b"\xFF\xFEi\0t\0e").ends_with("cells"));
    says(&"item\n".repeat(1_100_000).into_bytes(), "the limit `rows` is 1048576");
}

/// Long texts are no titles: looking at one as a title takes time with the square of its length.
#[test]
fn long_texts_among_the_first_rows() {
    let text = "some words, 漢字 and Numbers2026 ".repeat(1000);
    let row = format!("<row><c t=\"inlineStr\"><is><t>{text}</t></is></c><c><v>1</v></c></row>");
    assert_eq!(said(&sheet(&row.repeat(60))), "120 cells");
}

/// Every beginning of a file is a damaged file or, as text, a shorter one.
#[test]
fn files_cut_off_anywhere() {
    let rows = || vec![vec![Made::Text("Item"), Made::Text("Qty")], vec![Made::Text("A"), Made::Number(1.0)]];
    let xls = made::xls("Items", &rows());
    for cut in (8..xls.len() - 1).step_by(97).chain([xls.len() - 1]) {
        let said = said(&xls[..cut]);
        // The sector with the last records is filled up with zeros.
        assert!(said.starts_with("bad: ") || said == "4 cells", "{cut}: {said}");
    }
    let xlsb = made::xlsb("Items", &rows());
    for cut in (4..xlsb.len()).step_by(61) {
        assert!(said(&xlsb[..cut]).starts_with("bad: damaged"), "{cut}");
    }
}
