//! Numbers of things, numbers and dates as the reader of the sheet sees them: workbooks written by hand, and what
//! `LibreOffice` shows (structures specification, section 0).

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use _partsbook::tables::ReadOptions;
use _partsbook::workbook::{Limits, Source, Workbook, code_text, date, decimal, display, flag, open, percent};
use rust_xlsxwriter::{Format, Formula};

use crate::books::{bytes, catalog, found, input, rows, try_read, workbook};

/// A workbook whose one sheet and styles have this XML; dates count from 1904 when asked for.
fn by_hand(sheet: &str, formats: &[&str], strings: &str, from_1904: bool) -> Vec<u8> {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    let escape = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let codes: String = (164..)
        .zip(formats)
        .map(|(id, code)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>", escape(code)))
        .collect();
    let styles: String = (164..).zip(formats).map(|(id, _)| format!("<xf numFmtId=\"{id}\"/>")).collect();
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships {PACKAGE}><Relationship Id=\"r\" Type=\"{RELS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {MAIN} xmlns:r=\"{RELS}\"><workbookPr date1904=\"{}\"/><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                u8::from(from_1904)
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships {PACKAGE}><Relationship Id=\"r1\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"{RELS}/styles\" Target=\"styles.xml\"/>\
                 <Relationship Id=\"r3\" Type=\"{RELS}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet {MAIN}><numFmts count=\"{}\">{codes}</numFmts><cellXfs><xf numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>",
                formats.len()
            ),
        ),
        ("xl/sharedStrings.xml", format!("<sst {MAIN}>{strings}</sst>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Every cell of the first sheet, as its place and what `say` says of it.
fn cells(data: &[u8], say: impl Fn(&_partsbook::workbook::Cell<'_>) -> String) -> Vec<String> {
    let mut book: Workbook =
        open(&Source::Bytes { name: "test".to_owned(), data: data.to_vec().into() }, &Limits::default()).unwrap();
    let mut said = Vec::new();
    book.read_sheet(0, &mut |cell| {
        said.push(say(&cell));
        Ok(())
    })
    .unwrap();
    said
}

/// The number of a thing in a cell, or the code of what is wrong with it.
fn code(cell: &_partsbook::workbook::Cell<'_>) -> String {
    code_text(cell).map_or_else(|problem| problem.code.id.to_owned(), |code| code.text.into_owned())
}

#[test]
fn part_numbers_as_the_reader_sees_them() {
    let formats =
        ["0000000", "000-000", "@", "00\"-\"000", "\"AB\"0000", "0.00E+00", "# ?/?", "d-mmm", "0", "#,##0.00"];
    let values = [
        ("1", "12345"),
        ("2", "123456"),
        ("3", "120"),
        ("4", "12345"),
        ("5", "12"),
        ("6", "220"),
        ("7", "0.5"),
        ("8", "46301"),
        ("9", "123456789012345"),
        ("9", "1234567890123456"),
        ("10", "1234"),
    ];
    let plain: String = (1..)
        .zip(values)
        .map(|(row, (style, value))| format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"{style}\"><v>{value}</v></c></row>"))
        .collect();
    let expected = [
        "0012345",
        "123-456",
        "120",
        "12-345",
        "AB0012",
        "E-ITEM-TYPE",
        "E-ITEM-TYPE",
        "E-ITEM-TYPE",
        "123456789012345",
        "E-ITEM-TYPE",
        "1234",
    ];
    assert_eq!(cells(&by_hand(&plain, &formats, "", false), code), expected);
    // The same as results of formulas.
    let formulas = plain.replace("<v>", "<f>1+1</f><v>");
    assert_eq!(cells(&by_hand(&formulas, &formats, "", false), code), expected);
}

#[test]
fn numbers_texts_and_days_of_a_file_written_by_hand() {
    let strings =
        "<si><r><t xml:space=\"preserve\">W</t></r><r><rPr><b/></rPr><t>220</t></r></si><si><t>plain</t></si>";
    let formats = ["0.00%", "\"€\" #,##0.00", "# ?/?", "[h]:mm", "yyyy-mm-dd"];
    let row = "<row r=\"1\"><c r=\"A1\"><v>0.30000000000000004</v></c><c r=\"B1\" s=\"1\"><v>0.155</v></c>\
               <c r=\"C1\" s=\"2\"><v>1234.5</v></c><c r=\"D1\" s=\"3\"><v>0.5</v></c><c r=\"E1\" t=\"s\"><v>0</v></c>\
               <c r=\"F1\" t=\"s\"><v>1</v></c><c r=\"G1\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r></is></c>\
               <c r=\"H1\" t=\"b\"><v>1</v></c><c r=\"I1\" t=\"e\"><v>#REF!</v></c><c r=\"J1\" s=\"4\"><v>1.5</v></c>\
               <c r=\"K1\" s=\"5\"><v>61</v></c><c r=\"L1\" s=\"5\"><v>59</v></c><c r=\"M1\" t=\"str\"><f>A1</f><v>made</v></c>\
               <c r=\"N1\"><v>123456789.123456789</v></c><c r=\"O1\"><v>1E-7</v></c></row>";
    let say = |cell: &_partsbook::workbook::Cell<'_>| match cell.column {
        0 | 2 | 3 | 13 | 14 => decimal(cell, None).unwrap().to_string(),
        1 => percent(cell, None).unwrap().to_string(),
        7 => flag(cell).unwrap().to_string(),
        10 | 11 => date(cell, None).map_or_else(|problem| problem.code.id.to_owned(), |day| day.to_string()),
        _ => display(cell),
    };
    let expected = [
        "0.3",
        "15.5",
        "1234.5",
        "0.5",
        "W220",
        "plain",
        "inline",
        "true",
        "#REF!",
        "36:00:00",
        "1900-03-01",
        "E-DATE",
        "made",
        "123456789.123457",
        "0.0000001",
    ];
    assert_eq!(cells(&by_hand(row, &formats, strings, false), say), expected);
    // Counted from 1904 both days are days.
    let later = cells(&by_hand(row, &formats, strings, true), say);
    assert_eq!(later[10..12], ["1904-03-02", "1904-02-29"]);
}

/// What the spreadsheet program made of numbers is proposed from the item master, and never used.
#[test]
fn damaged_part_numbers_are_proposed_from_the_item_master() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("BOM").unwrap();
    for (column, title) in (0..).zip(["Parent", "Item", "Qty"]) {
        sheet.write(0, column, title).unwrap();
    }
    let values = [(46_301.0, "d-mmm"), (220.0, "0.00E+00"), (120.0, "General"), (2.1, "General")];
    for (row, (value, format)) in (1..).zip(values) {
        let format = Format::new().set_num_format(format);
        sheet.write(row, 0, "M").unwrap().write_with_format(row, 1, value, &format).unwrap().write(row, 2, 1).unwrap();
    }
    sheet.write(5, 0, "M").unwrap().write(5, 1, "AB-1O0").unwrap().write(5, 2, 1).unwrap();
    let master =
        input("items.xlsx", &[("Items", "Item|Description\nM|x\n'6-10|x\n'22E1|x\n'00120|x\n'2.10|x\nAB-100|x")]);
    let lines = bytes("bom.xlsx", book.save_to_buffer().unwrap());
    let catalog = catalog(try_read(&[master, lines], &ReadOptions::default()).unwrap());
    let said: Vec<String> = ["E-ITEM-TYPE", "E-ITEM-UNKNOWN"]
        .iter()
        .flat_map(|code| found(catalog.findings(), code))
        .map(|finding| {
            let cell = finding.origin.as_ref().unwrap().cell();
            format!("{cell} {} {}", finding.value.as_deref().unwrap(), finding.detail.as_deref().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        said,
        [
            "B2 2026-10-06 the spreadsheet program has made a date of it; the item master has \"6-10\", which may have become this",
            "B3 220 shown with a power of ten: perhaps a text such as 22E1 that the spreadsheet program took for a number; \
             the item master has \"22E1\", which may have become this",
            "B5 2.1 the item master has \"2.10\", which may have become this",
            "B4 120 the nearest is \"00120\": a spreadsheet program makes the one of the other",
            "B6 AB-1O0 the nearest is \"AB-100\": it differs only in letters that look like digits",
        ]
    );
    assert_eq!(catalog.structure().len(), 2, "nothing proposed is used");
}

#[test]
fn quantities_with_units_packs_and_signs_for_nothing() {
    let text = "Item|Qty|Unit\nA|12个|\nB|2 pcs|kpl\nC|1,5 m|\nD|3 x|m\nE|2pcs.|\nF|½|\nG|7 flurbs|\nH|12 m|kg\nI|-|\nJ|[NoValue]|\nK|many|";
    let read = try_read(&[input("test.xlsx", &[("BOM", text)])], &ReadOptions::default()).unwrap();
    assert_eq!(
        rows(&read, "bom", &["item", "quantity", "unit"]),
        [
            "A 12 个",
            "B 2 kpl",
            "C 1.5 m",
            "D 3 m",
            "E 2 pcs",
            "F 0.5 -",
            "G 7 flurbs",
            "H - kg",
            "I - -",
            "J - -",
            "K - -"
        ]
    );
    let said = |code: &str| {
        let about = found(&read.findings, code);
        let cell = |finding: &&_partsbook::finding::Finding| finding.origin.as_ref().unwrap().cell();
        about
            .iter()
            .map(|finding| format!("{} {}", cell(finding), finding.detail.as_deref().unwrap_or("-")))
            .collect::<Vec<_>>()
    };
    assert_eq!(said("I-QTY-UNIT"), ["B2 8 values of this column in all"]);
    assert_eq!(said("I-PLACEHOLDER"), ["B10 2 values of this column in all"]);
    assert_eq!(said("W-UNIT-UNKNOWN"), ["B8 -"]);
    assert_eq!(said("E-UNIT-DIFFERS"), ["B9 the column `unit` says \"kg\""]);
    assert_eq!(said("E-NUMBER"), ["B12 -"]);
    // A unit that the `units` table knows is no question.
    let units = input("units.xlsx", &[("Units", "unit|base_unit|factor\nflurbs|pcs|3")]);
    let read = try_read(&[input("test.xlsx", &[("BOM", text)]), units], &ReadOptions::default()).unwrap();
    let linked = catalog(read);
    assert_eq!(found(linked.findings(), "W-UNIT-UNKNOWN").len(), 0);
    // Prices for packs.
    let text = "Item|Price|Unit\nA|3.22|50 cnt\nB|10.25|per 100\nC|2.11|ea\nD|12,50 / 100 pcs|\nE|1|/1000";
    let read = try_read(&[input("test.xlsx", &[("Items", text)])], &ReadOptions::default()).unwrap();
    assert_eq!(
        rows(&read, "items", &["item", "gross_price", "unit", "price_quantity"]),
        ["A 3.22 cnt 50", "B 10.25 - 100", "C 2.11 ea -", "D 12.50 - 100", "E 1 - 1000"]
    );
}

/// A structure whose levels only its look tells, in several ways: all read as the same tree.
#[test]
fn levels_that_rows_show() {
    let tree = [(1, "M"), (2, "A"), (3, "B"), (3, "C"), (2, "D"), (3, "B"), (1, "N"), (2, "A2")];
    let lines = |draw: &dyn Fn(usize, &str) -> String| {
        let rows: Vec<String> = tree.iter().map(|(level, item)| format!("{}|1", draw(level - 1, item))).collect();
        workbook(&[("BOM", &format!("Item|Qty\n{}", rows.join("\n")))])
    };
    let mut styled = rust_xlsxwriter::Workbook::new();
    let mut grouped = rust_xlsxwriter::Workbook::new();
    for (book, is_styled) in [(&mut styled, true), (&mut grouped, false)] {
        let sheet = book.add_worksheet();
        sheet.set_name("BOM").unwrap().write(0, 0, "Item").unwrap().write(0, 1, "Qty").unwrap();
        sheet.group_symbols_above(true);
        for (row, (level, item)) in (1..).zip(tree) {
            let indent = if is_styled { u8::try_from(level - 1).unwrap() * 2 } else { 0 };
            sheet.write_with_format(row, 0, item, &Format::new().set_indent(indent)).unwrap().write(row, 1, 1).unwrap();
        }
        if !is_styled {
            sheet.group_rows(2, 5).unwrap().group_rows(3, 4).unwrap().group_rows(6, 6).unwrap();
            sheet.group_rows(2, 6).unwrap();
            sheet.group_rows(8, 8).unwrap();
        }
    }
    let books = [
        ("blanks", lines(&|depth, item| "   ".repeat(depth) + item)),
        ("points", lines(&|depth, item| ".".repeat(depth) + item)),
        ("dashes", lines(&|depth, item| "- ".repeat(depth) + item)),
        ("indent", styled.save_to_buffer().unwrap()),
    ];
    for (name, book) in books {
        let read = try_read(&[bytes("test.xlsx", book)], &ReadOptions::default()).unwrap();
        let expected: Vec<String> = tree.iter().map(|(level, item)| format!("{level} {item}")).collect();
        assert_eq!(rows(&read, "bom", &["level", "item"]), expected, "{name}");
        assert_eq!(found(&read.findings, "I-LEVELS").len(), 1, "{name}");
        assert!(read.sheets[0].reason.contains("levels told by"), "{}", read.sheets[0].reason);
        let linked = catalog(read);
        assert_eq!(linked.structure().len(), 6, "{name}");
        assert!(linked.structure().has_children(linked.item("A").unwrap()), "{name}");
    }
    let read = try_read(&[bytes("test.xlsx", grouped.save_to_buffer().unwrap())], &ReadOptions::default()).unwrap();
    assert_eq!(found(&read.findings, "I-LEVELS").len(), 1, "{:?}", read.findings);
    assert!(read.sheets[0].reason.ends_with("levels told by the groups of rows"), "{}", read.sheets[0].reason);
    assert_eq!(rows(&read, "bom", &["level", "item"])[..5], ["1 M", "2 A", "3 B", "3 C", "2 D"]);
    // A column of levels goes before what the rows look like.
    let both = input("test.xlsx", &[("BOM", "Level|Item|Qty\n1|M|1\n2|A|1\n2|  B|1\n2|    C|1")]);
    let read = try_read(&[both], &ReadOptions::default()).unwrap();
    assert_eq!(rows(&read, "bom", &["level", "item"]), ["1 M", "2 A", "2 B", "2 C"]);
    assert_eq!(found(&read.findings, "I-LEVELS").len(), 0);
}

/// A row with a name only is an assembly when rows that are set off follow it, and a heading when they are not.
#[test]
fn a_name_above_rows_that_are_set_off_is_an_assembly() {
    let text = "Item|Qty|Description\nPump||\n  A|1|x\n  B|2|x\nMotor||\n  C|1|x\nNotes||";
    let read = try_read(&[input("test.xlsx", &[("BOM", text)])], &ReadOptions::default()).unwrap();
    assert_eq!(rows(&read, "bom", &["level", "item"]), ["1 Pump", "2 A", "2 B", "1 Motor", "2 C"]);
    assert_eq!((read.sheets[0].rows_read, &read.sheets[0].left_out.headings[..]), (5, &[6][..]));
    let plain = text.replace("  ", "");
    let read = try_read(&[input("test.xlsx", &[("BOM", &plain)])], &ReadOptions::default()).unwrap();
    assert_eq!(rows(&read, "bom", &["item"]), ["A", "B", "C"]);
    assert_eq!(read.sheets[0].left_out.headings, [1, 4, 6]);
}

/// Converts a workbook with `LibreOffice`; none when it is not there and need not be.
fn converted(folder: &Path, data: &[u8], ending: &str, filter: &str) -> Option<Vec<u8>> {
    let source = folder.join("shown.xlsx");
    std::fs::write(&source, data).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let target = if filter.is_empty() { ending.to_owned() } else { format!("{ending}:{filter}") };
    let done = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", &target, "--outdir"])
        .args([folder, &source])
        .output();
    if let Ok(output) = done {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(std::fs::read(folder.join(format!("shown.{ending}"))).unwrap())
    } else {
        let is_needed = std::env::var("PARTSBOOK_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
        assert!(!is_needed, "soffice (LibreOffice Calc) shows the numbers");
        eprintln!("skipped: soffice (LibreOffice Calc) shows the numbers");
        None
    }
}

/// Part numbers are read as `LibreOffice` shows them, from .xlsx and from what it makes of it as .xls and .ods.
#[test]
fn part_numbers_are_what_libreoffice_shows() {
    let formats = [
        "General",
        "0",
        "@",
        "00000",
        "0000000000",
        "000-000",
        "00\"-\"000",
        "00\\-000",
        "\"AB\"0000",
        "\"AB-\"00\"-\"00",
        "0-00-000",
        "#-000",
        "\"P\"0",
        "0\" kpl\"",
        "[Red]0000",
        "0000;\"N\"0000",
        "(000) 000",
        "00 00 00",
        "\"X\"000\"Y\"",
    ];
    let numbers: [f64; 8] = [0.0, 7.0, 12.0, 123.0, 4711.0, 123_456.0, 9_876_543.0, -42.0];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut row = 0;
    for (index, format) in formats.iter().enumerate() {
        let format = Format::new().set_num_format(*format);
        for number in numbers {
            if index % 3 == 2 {
                let result = Formula::new(format!("={number}+0")).set_result(number.to_string());
                sheet.write_formula_with_format(row, 0, result, &format).unwrap();
            } else {
                sheet.write_number_with_format(row, 0, number, &format).unwrap();
            }
            row += 1;
        }
    }
    sheet.write_formula(row, 0, Formula::new("=\"W\"&220").set_result("W220")).unwrap();
    let data = book.save_to_buffer().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let Some(shown) = converted(folder.path(), &data, "csv", "Text - txt - csv (StarCalc):44,34,76,1,,1033") else {
        return;
    };
    let shown = String::from_utf8(shown).unwrap();
    let shown: Vec<&str> = shown.lines().map(|line| line.trim_matches(['"', ' '])).collect();
    let labels: Vec<String> =
        formats.iter().flat_map(|format| numbers.iter().map(move |number| format!("{format} {number}"))).collect();
    let read = cells(&data, code);
    assert_eq!(read.len(), formats.len() * numbers.len() + 1);
    let differ = |read: &[String]| -> Vec<String> {
        let pairs = read.iter().zip(&shown).zip(labels.iter().map(String::as_str).chain(["text"]));
        pairs
            .filter(|((read, shown), _)| read != shown)
            .map(|((read, shown), label)| format!("{label}: {read} is {shown}"))
            .collect()
    };
    assert_eq!(differ(&read), Vec::<String>::new());
    for ending in ["xls", "ods"] {
        let other = converted(folder.path(), &data, ending, "").unwrap();
        let read = cells(&other, code);
        assert_eq!(read.len(), shown.len(), "{ending}");
        let lost = ["text: E-NO-CACHED-VALUE is W220".to_owned()];
        // That program stores a zero in .xls as the result of a formula that joins texts.
        let expected = if ending == "xls" { lost.as_slice() } else { &[] };
        assert_eq!(differ(&read), expected, "{ending}");
    }
}

/// Levels by indent and groups of rows survive in .xls and .ods.
#[test]
fn levels_that_rows_show_in_other_kinds_of_files() {
    let tree = [(0_u8, "M"), (1, "A"), (2, "B"), (2, "C"), (1, "D")];
    for is_indent in [true, false] {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("BOM").unwrap().write(0, 0, "Item").unwrap().write(0, 1, "Qty").unwrap();
        for (row, (depth, item)) in (1..).zip(tree) {
            let format = Format::new().set_indent(if is_indent { depth } else { 0 });
            sheet.write_with_format(row, 0, item, &format).unwrap().write(row, 1, 1).unwrap();
        }
        if !is_indent {
            sheet.group_rows(2, 5).unwrap().group_rows(3, 4).unwrap();
        }
        let data = book.save_to_buffer().unwrap();
        let folder = tempfile::tempdir().unwrap();
        for ending in ["xls", "ods"] {
            let Some(other) = converted(folder.path(), &data, ending, "") else { return };
            let read = try_read(&[bytes(&format!("test.{ending}"), other)], &ReadOptions::default()).unwrap();
            assert_eq!(
                rows(&read, "bom", &["level", "item"]),
                ["1 M", "2 A", "3 B", "3 C", "2 D"],
                "{ending} {is_indent}"
            );
        }
    }
}
