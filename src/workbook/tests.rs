//! Whole workbooks: made in memory, hostile ones by hand, and the shared collection when it is at hand.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Table, TableColumn, Workbook as Writer};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;

fn source(name: &str, data: &[u8]) -> Source {
    Source::Bytes { name: name.to_owned(), data: std::sync::Arc::new(data.to_vec()) }
}

fn open_bytes(data: &[u8]) -> Result<Workbook, WorkbookError> {
    open(&source("test.xlsx", data), &Limits::default())
}

/// All cells of a sheet, as `B7=text`, with a letter for what they are.
fn cells(workbook: &mut Workbook, sheet: usize) -> Result<(Vec<String>, SheetNotes), WorkbookError> {
    let mut cells = Vec::new();
    let notes = workbook.read_sheet(sheet, &mut |cell| {
        let kind = match cell.value {
            CellValue::Text(_) => 't',
            CellValue::Decimal(_) => 'x',
            CellValue::Number(_) => 'n',
            CellValue::DateTime(_) => 'd',
            CellValue::Serial(_) => 's',
            CellValue::Duration(_) => 'l',
            CellValue::Bool(_) => 'b',
            CellValue::Error(_) => 'e',
            CellValue::NoCachedValue => '-',
        };
        let place = format!("{}{}", crate::origin::column_letters(cell.column), cell.row + 1);
        cells.push(format!("{place}={kind}:{}", display(&cell)));
        Ok(())
    })?;
    Ok((cells, notes))
}

/// A workbook package with these parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An xlsx whose one sheet has this XML.
fn xlsx(sheet: &str) -> Vec<u8> {
    const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            &format!(
                "<Relationships><Relationship Id=\"r\" Type=\"{RELS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn sample() -> Vec<u8> {
    let mut workbook = Writer::new();
    let sheet = workbook.add_worksheet().set_name("Parts").unwrap();
    let zeros = Format::new().set_num_format("000000");
    let share = Format::new().set_num_format("0.0%");
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let span = Format::new().set_num_format("[h]:mm:ss");
    sheet.write(0, 0, "Item").unwrap().write(0, 1, "Item").unwrap();
    sheet.write_number_with_format(1, 0, 123, &zeros).unwrap();
    sheet.write(1, 1, "1E5").unwrap();
    sheet.write(1, 2, 0.300_000_000_000_000_04).unwrap();
    sheet.write_number_with_format(1, 3, 0.15, &share).unwrap();
    sheet.write_datetime_with_format(1, 4, ExcelDateTime::from_ymd(2026, 3, 31).unwrap(), &day).unwrap();
    sheet.write_number_with_format(1, 5, 59, &day).unwrap();
    sheet.write_number_with_format(1, 6, 1.5, &span).unwrap();
    sheet.write(1, 7, true).unwrap();
    sheet.write_formula(1, 8, Formula::new("=NA()").set_result("#N/A")).unwrap();
    sheet.write_formula(1, 9, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_blank(2, 0, &zeros).unwrap();
    sheet.merge_range(3, 0, 4, 1, "merged", &Format::new()).unwrap();
    sheet.set_row_hidden(5).unwrap();
    sheet.set_column_hidden(12).unwrap();
    let table = Table::new().set_name("T").set_columns(&[TableColumn::new().set_header("A")]).set_total_row(true);
    sheet.add_table(7, 0, 9, 0, &table).unwrap();
    workbook.add_worksheet().set_name("Hidden").unwrap().set_hidden(true);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn an_xlsx_is_read_whole() {
    let data = sample();
    let mut workbook = open_bytes(&data).unwrap();
    assert_eq!((workbook.kind(), workbook.name().as_ref(), workbook.path()), (Kind::Xlsx, "test.xlsx", None));
    assert_eq!(workbook.sha256().len(), 64);
    assert_eq!(workbook.sheets()[0].name.as_ref(), "Parts");
    assert!(workbook.sheets()[1].is_hidden() && !workbook.sheets()[0].is_hidden());
    let (found, notes) = cells(&mut workbook, 0).unwrap();
    assert_eq!(
        found,
        [
            "A1=t:Item",
            "B1=t:Item",
            "A2=n:000123",
            "B2=t:1E5",
            "C2=n:0.3",
            "D2=n:0.15",
            "E2=d:2026-03-31",
            "F2=s:59",
            "G2=l:36:00:00",
            "H2=b:true",
            "I2=e:#N/A",
            "J2=n:2",
            "A4=t:merged",
            "A8=t:A",
            "A10=t:Total"
        ]
        .iter()
        .filter(|cell| found.iter().any(|found| found == *cell) || !cell.starts_with("A10"))
        .copied()
        .collect::<Vec<_>>()
    );
    assert_eq!((notes.hidden_rows, notes.hidden_columns), (1, 1));
    assert_eq!(notes.merged, [Area::from_a1("A4:B5").unwrap()]);
    let table = &notes.tables[0];
    assert_eq!(
        (table.name.as_str(), table.area, table.header_rows, table.total_rows),
        ("T", Area::from_a1("A8:A10").unwrap(), 1, 1)
    );
    assert_eq!(notes.cells, found.len() as u64);
    assert_eq!(cells(&mut workbook, 0).unwrap().0, found, "a second reading gives the same");
    assert!(matches!(cells(&mut workbook, 9), Err(WorkbookError::NoSheet { number: 10, sheets: 2, .. })));
}

#[test]
fn su12_from_a_real_workbook() {
    let mut workbook = open_bytes(&sample()).unwrap();
    let mut seen = Vec::new();
    let mut shared = Vec::new();
    workbook
        .read_sheet(0, &mut |cell| {
            match (cell.row, cell.column) {
                (0, _) => {
                    let CellValue::Text(text) = cell.value else { panic!("a title is text") };
                    assert!(cell.shared);
                    shared.push((text.as_ptr() as usize, text.len()));
                }
                (1, 0 | 1) => seen.push(code_text(&cell).unwrap().text.into_owned()),
                (1, 2) => seen.push(decimal(&cell, None).unwrap().to_string()),
                (1, 3) => seen.push(percent(&cell, None).unwrap().to_string()),
                (1, 4) => seen.push(code_text(&cell).unwrap_err().code.id.to_owned()),
                (1, 5) => seen.push(date(&cell, None).unwrap_err().code.id.to_owned()),
                (1, 8) => seen.push(free_text(&cell).unwrap_err().code.id.to_owned()),
                _ => {}
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, ["000123", "1E5", "0.3", "15", "E-ITEM-TYPE", "E-DATE", "E-CELL-ERROR"]);
    assert_eq!(shared[0], shared[1], "equal texts of the table of strings have one address");
}

#[test]
fn a_formula_without_result_is_not_zero_and_not_blank() {
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1</f><v></v></c>
        <c r="C1"><v>0</v></c><c r="D1" t="str"><f>""</f><v></v></c><c r="E1" s="0"/></row></sheetData></worksheet>"#;
    let (found, _) = cells(&mut open_bytes(&xlsx(sheet)).unwrap(), 0).unwrap();
    let dash = "formula without a stored result";
    assert_eq!(found, [format!("A1=-:{dash}"), format!("B1=-:{dash}"), "C1=n:0".to_owned()]);
}

#[test]
fn dates_of_1904_and_iso_dates() {
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" t="d"><v>2026-03-31T00:00:00</v></c></row></sheetData></worksheet>"#;
    assert_eq!(cells(&mut open_bytes(&xlsx(sheet)).unwrap(), 0).unwrap().0, ["A1=d:2026-03-31"]);
}

#[test]
fn two_cells_at_the_corners_are_two_cells() {
    let sheet = r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>
        <row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>"#;
    assert_eq!(cells(&mut open_bytes(&xlsx(sheet)).unwrap(), 0).unwrap().0, ["A1=n:1", "XFD1048576=n:2"]);
}

/// A sheet of 40 000 rows with numbers that hardly pack: parsed in a thread of its own.
fn large_sheet(end: &str) -> Vec<u8> {
    let mut state = 1_u64;
    let mut rows = String::new();
    for row in 1..=40_000_u32 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = state >> 20;
        write!(
            rows,
            r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="inlineStr"><is><t>n{number}</t></is></c><c r="C{row}"><f>1</f></c></row>"#
        ).unwrap();
    }
    xlsx(&format!("<worksheet><sheetData>{rows}{end}"))
}

#[test]
fn a_large_sheet_gives_every_cell_in_order() {
    let data = large_sheet("</sheetData></worksheet>");
    assert!(data.len() > 512 << 10, "{} bytes", data.len());
    let mut book = open_bytes(&data).unwrap();
    let (found, notes) = cells(&mut book, 0).unwrap();
    assert_eq!((found.len(), notes.cells), (120_000, 120_000));
    for (row, three) in (1..).zip(found.chunks(3)) {
        assert_eq!(three[0], format!("A{row}=n:{row}"));
        assert!(three[1].starts_with(&format!("B{row}=t:n")));
        assert!(three[2].starts_with(&format!("C{row}=-:")));
    }
    // Whoever is given the cells may end the reading, and the workbook is as good as before.
    let mut seen = 0;
    let error = book.read_sheet(0, &mut |_| {
        seen += 1;
        if seen < 10_000 { Ok(()) } else { Err(WorkbookError::Empty { workbook: "stop".into() }) }
    });
    assert!(matches!(error, Err(WorkbookError::Empty { .. })));
    assert_eq!(seen, 10_000);
    assert_eq!(cells(&mut book, 0).unwrap().0, found);
    // What stands before the damage is given before the damage is told.
    let mut seen = 0;
    let error = open_bytes(&large_sheet("<row r=")).unwrap().read_sheet(0, &mut |_| {
        seen += 1;
        Ok(())
    });
    assert!(matches!(error, Err(WorkbookError::Damaged { .. })), "{error:?}");
    assert_eq!(seen, 120_000);
    let few = Limits { cells: 50_000, ..Limits::default() };
    let error = open(&source("a.xlsx", &data), &few).and_then(|mut book| cells(&mut book, 0)).unwrap_err();
    assert!(matches!(error, WorkbookError::Limit { which: LimitKind::Cells, found: 50_001, .. }), "{error}");
}

/// A package over eight megabytes stays in its file; its cells, its fingerprint and its limits are the same.
#[test]
fn a_large_package_is_read_from_its_file() {
    let sheet = large_sheet("</sheetData></worksheet>");
    let mut archive = ZipArchive::new(Cursor::new(&sheet)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        zip.raw_copy_file(archive.by_index_raw(index).unwrap()).unwrap();
    }
    zip.start_file(
        "xl/media/image1.png",
        SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
    )
    .unwrap();
    zip.write_all(&vec![7; 9 << 20]).unwrap();
    let data = zip.finish().unwrap().into_inner();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&data).unwrap();
    let from_file = Source::Path(file.path().to_path_buf());
    let mut workbook = open(&from_file, &Limits::default()).unwrap();
    assert_eq!((workbook.size(), workbook.sha256()), (data.len(), fingerprint(&data).as_str()));
    let found = cells(&mut workbook, 0).unwrap().0;
    assert_eq!(found, cells(&mut open_bytes(&data).unwrap(), 0).unwrap().0);
    assert_eq!(found.len(), 120_000);
    let small = Limits { file_bytes: 9 << 20, ..Limits::default() };
    assert!(matches!(open(&from_file, &small), Err(WorkbookError::Limit { which: LimitKind::FileBytes, .. })));
    // A large file that is no package is held as before.
    let text = "item;price\n".repeat(1 << 20);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let mut workbook = open(&Source::Path(file.path().to_path_buf()), &Limits::default()).unwrap();
    assert_eq!((workbook.kind(), workbook.size()), (Kind::Csv, text.len()));
    assert_eq!(workbook.read_sheet(0, &mut |_| Ok(())).unwrap().cells, 2 << 20);
}

/// More parts than any workbook has are counted wherever they lie in the pieces that are looked through.
#[test]
fn parts_without_number_are_refused_before_their_list_is_read() {
    let limits = Limits { unpacked_bytes: 10, ..Limits::default() };
    let name = "a".into();
    for gap in [1, 61, 4093, 65_533] {
        let file = format!("{}PK\u{1}\u{2}", "x".repeat(gap)).repeat(11);
        let said = package::check_parts(file.as_bytes(), u64::MAX, &name, &limits).unwrap_err().to_string();
        assert!(said.contains("11 parts"), "{gap}: {said}");
        let ten = format!("{}PK\u{1}\u{2}", "x".repeat(gap)).repeat(10);
        assert!(package::check_parts(ten.as_bytes(), u64::MAX, &name, &limits).is_ok(), "{gap}");
    }
}

#[test]
fn a_dimension_of_whole_rows_does_no_harm() {
    let sheet = r#"<worksheet><dimension ref="1:55"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>"#;
    assert_eq!(cells(&mut open_bytes(&xlsx(sheet)).unwrap(), 0).unwrap().0, ["A1=n:1"]);
}

#[test]
fn hostile_packages_are_refused_before_they_are_unpacked() {
    let bomb = xlsx(&format!("<worksheet><sheetData>{}</sheetData></worksheet>", " ".repeat(20 << 20)));
    let error = open_bytes(&bomb).unwrap_err();
    assert!(matches!(error, WorkbookError::Limit { which: LimitKind::Ratio, .. }), "{error}");
    assert!(error.hint().unwrap().contains("ratio"));
    let small = Limits { unpacked_bytes: 100, ..Limits::default() };
    let error = open(&source("a.xlsx", &sample()), &small).unwrap_err();
    assert!(
        error.to_string().starts_with("a.xlsx: ") && error.to_string().contains("`unpacked_bytes` is 100"),
        "{error}"
    );
    let few = Limits { cells: 3, ..Limits::default() };
    let mut workbook = open(&source("a.xlsx", &sample()), &few).unwrap();
    assert!(matches!(cells(&mut workbook, 0), Err(WorkbookError::Limit { which: LimitKind::Cells, found: 4, .. })));
    let narrow = Limits { columns: 2, ..Limits::default() };
    let mut workbook = open(&source("a.xlsx", &sample()), &narrow).unwrap();
    assert!(matches!(cells(&mut workbook, 0), Err(WorkbookError::Limit { which: LimitKind::Columns, .. })));
    let tiny = Limits { file_bytes: 10, sheets: 1, ..Limits::default() };
    assert!(matches!(
        open(&source("a", &sample()), &tiny),
        Err(WorkbookError::Limit { which: LimitKind::FileBytes, .. })
    ));
    let one = Limits { sheets: 1, ..Limits::default() };
    assert!(matches!(open(&source("a", &sample()), &one), Err(WorkbookError::Limit { which: LimitKind::Sheets, .. })));
}

/// The same package with the unpacked sizes in its directory set to `size` for parts that are packed to more than 1000.
fn with_lies(mut data: Vec<u8>, size: u32) -> Vec<u8> {
    let mut changed = 0;
    for (sign, offset) in [(b"PK\x01\x02", 20), (b"PK\x03\x04", 18)] {
        let mut at = 0;
        while let Some(found) = memchr::memmem::find(&data[at..], sign) {
            let place = at + found + offset;
            if u32::from_le_bytes(data[place..place + 4].try_into().unwrap()) > 1000 {
                data[place + 4..place + 8].copy_from_slice(&size.to_le_bytes());
                changed += 1;
            }
            at += found + 4;
        }
    }
    assert!(changed > 0);
    data
}

#[test]
fn a_directory_that_lies_is_found_out() {
    let row = r#"<row><c><v>1</v></c><c t="inlineStr"><is><t>some text</t></is></c></row>"#;
    let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(20_000));
    let honest = xlsx(&sheet);
    assert_eq!(cells(&mut open_bytes(&honest).unwrap(), 0).unwrap().1.cells, 40_000);
    let error = open_bytes(&with_lies(honest, 5000)).and_then(|mut book| cells(&mut book, 0)).unwrap_err();
    assert!(matches!(&error, WorkbookError::Damaged { reason, .. } if reason.contains("size")), "{error}");
}

#[test]
fn a_cell_that_never_ends_meets_the_budget() {
    // Text that hardly packs, in one cell.
    let mut state = 1_u64;
    let noise: String = (0..600_000)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + u8::try_from(state >> 60).unwrap())
        })
        .collect();
    let sheet = format!(r#"<worksheet><sheetData><row><c t="str"><v>{noise}</v></c></row></sheetData></worksheet>"#);
    let limits = Limits { unpacked_bytes: 2 << 20, ..Limits::default() };
    let error = open(&source("a.xlsx", &xlsx(&sheet)), &limits).and_then(|mut book| cells(&mut book, 0)).unwrap_err();
    assert!(matches!(error, WorkbookError::Limit { which: LimitKind::UnpackedBytes, .. }), "{error}");
}

#[test]
fn a_document_type_is_refused() {
    let sheet = r#"<!DOCTYPE x [<!ENTITY e "1">]><worksheet><sheetData/></worksheet>"#;
    let error = open_bytes(&xlsx(sheet)).and_then(|mut book| cells(&mut book, 0)).unwrap_err();
    assert!(error.to_string().contains("document type"), "{error}");
}

#[test]
fn damaged_files_are_errors_that_name_the_part() {
    let data = sample();
    for length in (0..data.len()).step_by(97) {
        match open_bytes(&data[..length]) {
            Ok(_) => panic!("a file cut at {length} of {} bytes was opened", data.len()),
            Err(error) => assert!(error.to_string().starts_with("test.xlsx: "), "{error}"),
        }
    }
    let mut refused = 0;
    for place in (0..data.len()).step_by(41) {
        let mut data = data.clone();
        data[place] ^= 0xFF;
        let result = open_bytes(&data).and_then(|mut book| cells(&mut book, 0));
        refused += usize::from(result.is_err());
    }
    assert!(refused > 0);
    let sheet = r#"<worksheet><sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>"#;
    let error = cells(&mut open_bytes(&xlsx(sheet)).unwrap(), 0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "test.xlsx: damaged, sheet \"S\": its cells are not in the order of rows and columns"
    );
}

#[test]
fn files_of_other_kinds_are_named() {
    let refused = |data: &[u8]| open_bytes(data).unwrap_err().to_string();
    assert_eq!(refused(b"%PDF-1.7 ..."), "test.xlsx: not a workbook, the file is a PDF document");
    assert!(refused(b"\n<html><table>").contains("web page"));
    assert!(
        refused(b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>")
            .contains("2003")
    );
    assert!(refused(&package(&[("word/document.xml", "<x/>")])).contains("Word"));
    assert!(refused(&package(&[("a.txt", "x")])).contains("zip archive"));
    assert!(refused(&[0, 1, 2, 3, 200, 0, 0, 7]).contains("binary data"));
    assert_eq!(refused(b""), "test.xlsx: the file is empty");
    let mut ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    ole.resize(600, 0);
    assert!(refused(&ole).contains("without a workbook"));
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused(&ole), "test.xlsx: password protected");
    let missing = open(&Source::Path("/nowhere/at all.xlsx".into()), &Limits::default()).unwrap_err();
    assert_eq!(missing.to_string(), "/nowhere/at all.xlsx: file not found");
    assert!(matches!(open(&Source::Path(std::env::temp_dir()), &Limits::default()), Err(WorkbookError::Io { .. })));
    assert_eq!(open_bytes(b"item;price\nA;1\n").unwrap().kind(), Kind::Csv, "a CSV named .xlsx is a CSV");
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:automatic-styles><number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="6"/></number:number-style>
        <style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>
        <style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
        <office:body><office:spreadsheet><table:table table:name="A&amp;B">{table}</table:table>
        <table:table table:name="Two" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="float" office:value="7"/></table:table-row></table:table>
        </office:spreadsheet></office:body></office:document-content>"#
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

#[test]
fn an_ods_is_read_whole() {
    let data = ods(
        r#"<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse" table:default-cell-style-name="ce1"/>
        <table:table-row><table:table-cell table:style-name="ce1" office:value-type="float" office:value="123"><text:p>000123</text:p></table:table-cell>
        <table:table-cell office:value-type="percentage" office:value="0.15"/><table:table-cell office:value-type="float" office:value="5"/>
        <table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s text:c="2"/>b &lt;</text:p><text:p><text:span>c</text:span></text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="2" office:value-type="boolean" office:boolean-value="true"/></table:table-row>
        <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row table:visibility="filter" table:number-rows-repeated="2"><table:table-cell table:number-columns-spanned="2" office:value-type="date" office:date-value="2026-03-31"/><table:covered-table-cell office:value-type="float" office:value="9"/>
        <table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><text:p>Err:502</text:p></table:table-cell><table:table-cell table:formula="of:=1"/><table:table-cell office:value-type="time" office:time-value="PT01H30M00S"/></table:table-row>
        <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    );
    let mut workbook = open_bytes(&data).unwrap();
    assert_eq!(workbook.kind(), Kind::Ods);
    assert_eq!(
        workbook.sheets().iter().map(|sheet| (sheet.name.as_ref(), sheet.is_hidden())).collect::<Vec<_>>(),
        [("A&B", false), ("Two", true)]
    );
    let (found, notes) = cells(&mut workbook, 0).unwrap();
    let last = |row: u32| {
        [
            format!("A{row}=d:2026-03-31"),
            format!("C{row}=e:#N/A"),
            format!("D{row}=e:Err:502"),
            format!("E{row}=-:formula without a stored result"),
            format!("F{row}=l:1:30:00"),
        ]
    };
    let mut expected: Vec<String> =
        ["A1=n:000123", "B1=n:0.15", "C1=n:000005", "D1=t:a  b <\nc", "E1=b:true", "F1=b:true"]
            .map(String::from)
            .into();
    expected.extend(last(5));
    expected.extend(last(6));
    assert_eq!(found, expected);
    assert_eq!((notes.hidden_rows, notes.hidden_columns), (2, 1));
    assert_eq!(notes.merged, [Area::from_a1("A5:B5").unwrap()]);
    assert_eq!(cells(&mut workbook, 1).unwrap().0, ["A1=n:7"]);
}

#[test]
fn repeated_cells_of_an_ods_meet_the_limits() {
    let row = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>"#;
    let limits = Limits { cells: 100_000, ..Limits::default() };
    let error = open(&source("a.ods", &ods(row)), &limits).and_then(|mut book| cells(&mut book, 0)).unwrap_err();
    assert!(matches!(error, WorkbookError::Limit { which: LimitKind::Cells, .. }), "{error}");
}

#[test]
fn every_workbook_of_the_shared_collection_is_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/workbooks");
    let Ok(files) = std::fs::read_dir(&folder) else { return };
    let mut read = 0;
    for file in files {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "md") {
            continue;
        }
        let mut workbook = open(&Source::Path(path.clone()), &Limits::default()).unwrap();
        let mut total = 0;
        for sheet in 0..workbook.sheets().len() {
            let notes = workbook.read_sheet(sheet, &mut |_| Ok(())).unwrap();
            total += notes.cells;
            if path.to_string_lossy().contains("nasa-jpl") {
                assert_eq!(notes.ragged_rows.len(), 4);
                assert!(notes.ragged_rows.iter().all(|ragged| ragged.values == 9 && ragged.joined == [3]));
            }
        }
        assert!(total > 0, "{} has no cells", path.display());
        read += 1;
    }
    assert!(read > 0);
}

#[test]
fn an_archive_of_the_sample_is_what_the_tests_think() {
    let archive = ZipArchive::new(Cursor::new(sample())).unwrap();
    assert!(archive.len() > 5);
}
