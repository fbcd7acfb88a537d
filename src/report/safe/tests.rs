//! Each kind of leak, planted by hand into a workbook that has none.

use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::report::reading_back::inside;
use crate::report::xlsx::GO_ON;
use crate::report::{Cell, Column, Language, ReportBook, Row, Sheet, Show};

fn clean() -> Vec<u8> {
    let mut book = ReportBook::new(Language::English);
    let columns = vec![Column::new("", "Item", Show::Code), Column::new("", "Price", Show::Money(2))];
    let mut sheet = Sheet::new("Prices", columns);
    sheet.push(Row::new(vec![Cell::code("W220"), Cell::decimal(rust_decimal::Decimal::new(4110, 2))]));
    book.add(sheet);
    book.to_bytes(GO_ON).unwrap()
}

/// The workbook with texts replaced in its parts, and parts added.
fn planted(changes: &[(&str, &str, &str)], added: &[(&str, &str)]) -> Vec<u8> {
    let bytes = clean();
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in &names {
        let mut text = inside(&bytes, name);
        for (part, from, to) in changes.iter().filter(|change| change.0 == name) {
            assert!(text.contains(from), "{part} lacks {from}: {text}");
            text = text.replacen(from, to, 1);
        }
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    for (name, text) in added {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    archive.by_index(0).unwrap();
    writer.finish().unwrap().into_inner()
}

fn found(bytes: &[u8], forbidden: &[&str]) -> Vec<String> {
    let forbidden: Vec<String> = forbidden.iter().map(|text| (*text).to_owned()).collect();
    check_safe(bytes, "out.xlsx", &forbidden)
        .iter()
        .filter(|finding| finding.severity() != Severity::Info)
        .map(|finding| {
            let origin = finding.origin.as_ref().map(ToString::to_string).unwrap_or_default();
            let value = finding.value.as_deref().unwrap_or_default();
            format!(
                "{} | {} | {value}",
                finding.code.id,
                origin.trim_start_matches("out.xlsx").trim_start_matches(", ")
            )
        })
        .collect()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const BOOK: &str = "xl/workbook.xml";

#[test]
fn a_workbook_of_ours_is_safe() {
    assert_eq!(found(&clean(), &["77.77", "C2"]), Vec::<String>::new());
    assert_eq!(safe_to_send(&clean(), "out.xlsx", &Protected::default()), Ok(()));
}

#[test]
fn each_leak_in_the_sheets_is_named_with_its_place() {
    /// Changes of parts (part, text, new text) and the finding they lead to.
    type Leak = (&'static [(&'static str, &'static str, &'static str)], &'static str);
    let cases: [Leak; 10] = [
        (
            &[(BOOK, "name=\"Prices\"", "name=\"Prices\" state=\"veryHidden\"")],
            "E-SAFE-HIDDEN-SHEET | sheet \"Prices\" | veryHidden",
        ),
        (
            &[(SHEET, "<row r=\"2\"", "<row hidden=\"1\" r=\"2\"")],
            "E-SAFE-HIDDEN-CELLS | sheet \"Prices\", row 2 | rows 2:2",
        ),
        (
            &[(SHEET, "<col min=\"2\" max=\"2\"", "<col hidden=\"1\" min=\"2\" max=\"2\"")],
            "E-SAFE-HIDDEN-CELLS | sheet \"Prices\", column B | columns B:B",
        ),
        (
            &[(
                BOOK,
                "<definedNames>",
                "<definedNames><definedName name=\"margin\" hidden=\"1\">Prices!$A$1</definedName>",
            )],
            "E-SAFE-HIDDEN-NAME |  | margin = Prices!$A$1",
        ),
        (
            &[(BOOK, "<definedNames>", "<definedNames><definedName name=\"factor\">0.62</definedName>")],
            "W-SAFE-NAME |  | factor = 0.62",
        ),
        (
            &[(BOOK, "<definedNames>", "<definedNames><definedName name=\"old\">[1]Cost!$A$1</definedName>")],
            "E-SAFE-EXTERNAL |  | old = [1]Cost!$A$1",
        ),
        (
            &[(SHEET, "<v>41.1</v>", "<f>[2]Cost!B7</f><v>41.1</v>")],
            "E-SAFE-EXTERNAL | sheet \"Prices\", cell B2 | [2]Cost!B7",
        ),
        (
            &[(
                "docProps/core.xml",
                "</cp:coreProperties>",
                "<cp:lastModifiedBy>Anna</cp:lastModifiedBy></cp:coreProperties>",
            )],
            "W-SAFE-PROPERTY |  | Anna",
        ),
        (
            &[(
                "docProps/custom.xml",
                "</Properties>",
                "<property name=\"Margin\"><vt:lpwstr>38</vt:lpwstr></property></Properties>",
            )],
            "W-SAFE-PROPERTY |  | 38",
        ),
        (
            &[(
                "_rels/.rels",
                "</Relationships>",
                "<Relationship Id=\"x\" Type=\"http://e.org/oleLink\" Target=\"file:///c:/cost.xlsx\" TargetMode=\"External\"/></Relationships>",
            )],
            "E-SAFE-EXTERNAL |  | file:///c:/cost.xlsx",
        ),
    ];
    for (changes, expected) in cases {
        assert_eq!(found(&planted(changes, &[]), &[]), [expected]);
    }
}

#[test]
fn each_part_that_tells_more_than_the_sheets_is_named() {
    let cases = [
        ("xl/externalLinks/externalLink1.xml", "E-SAFE-EXTERNAL"),
        ("customXml/item1.xml", "E-SAFE-CUSTOM-XML"),
        ("xl/embeddings/oleObject1.bin", "E-SAFE-EMBEDDED"),
        ("xl/connections.xml", "E-SAFE-CONNECTION"),
        ("xl/model/item.data", "E-SAFE-CONNECTION"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", "E-SAFE-PIVOT"),
        ("xl/vbaProject.bin", "E-SAFE-MACRO"),
        ("xl/revisions/revisionLog1.xml", "E-SAFE-HISTORY"),
        ("xl/printerSettings/printerSettings1.bin", "W-SAFE-PRINTER"),
        ("docProps/thumbnail.jpeg", "W-SAFE-PREVIEW"),
        ("xl/worksheets/sheet9.xml", "E-SAFE-HIDDEN-SHEET"),
        ("xl/notes.dat", "W-SAFE-UNKNOWN"),
    ];
    for (part, code) in cases {
        let bytes = planted(&[], &[(part, "<x>made by Secret GmbH</x>")]);
        let told: Vec<String> =
            found(&bytes, &[]).iter().map(|line| line.split(" |").next().unwrap().to_owned()).collect();
        assert_eq!(told, [code], "{part}");
        assert!(found(&bytes, &["secret gmbh"]).contains(&"E-SAFE-FORBIDDEN |  | secret gmbh".to_owned()), "{part}");
    }
}

#[test]
fn forbidden_texts_are_found_in_cells_results_and_left_over_strings() {
    assert_eq!(found(&clean(), &["w220"]), ["E-SAFE-FORBIDDEN | sheet \"Prices\", cell A2 | w220"]);
    assert_eq!(found(&clean(), &["41.10"]), ["E-SAFE-FORBIDDEN | sheet \"Prices\", cell B2 | 41.10"]);
    let strings = "xl/sharedStrings.xml";
    let left_over = planted(&[(strings, "</sst>", "<si><r><t>X2</t></r><r><t>30</t></r></si></sst>")], &[]);
    assert_eq!(found(&left_over, &["X230"]), ["E-SAFE-FORBIDDEN |  | X230", "W-SAFE-LEFTOVER |  | X230"]);
    let formula = planted(&[(SHEET, "<v>41.1</v>", "<f>IF(A2=\"X230\",1,X230)</f><v>41.1</v>")], &[]);
    assert_eq!(found(&formula, &["X230"]), ["E-SAFE-FORBIDDEN | sheet \"Prices\", cell B2 | X230"]);
    let place = planted(&[(SHEET, "<v>41.1</v>", "<f>X230+A2</f><v>41.1</v>")], &[]);
    assert_eq!(found(&place, &["X230"]), Vec::<String>::new(), "a cell is not an item");
    let header = planted(&[(SHEET, "<oddFooter>", "<oddFooter>Secret GmbH ")], &[]);
    assert_eq!(found(&header, &["secret gmbh"]), ["E-SAFE-FORBIDDEN | sheet \"Prices\" | secret gmbh"]);
    let leak =
        safe_to_send(&clean(), "out.xlsx", &Protected::new(["W220"].into_iter(), std::iter::empty())).unwrap_err();
    assert!(leak.to_string().starts_with("not safe to send: out.xlsx, sheet \"Prices\", cell A2: text that must not"));
}

#[test]
fn comments_text_boxes_and_alternative_texts_are_told() {
    let rels = "<Relationships><Relationship Id=\"r1\" Type=\"t/comments\" Target=\"../comments1.xml\"/>\
                <Relationship Id=\"r2\" Type=\"t/drawing\" Target=\"../drawings/drawing1.xml\"/></Relationships>";
    let comments = "<comments><commentList><comment ref=\"B2\"><text><r><t>cost </t></r><r><t>12</t></r></text>\
                    </comment></commentList></comments>";
    let drawing = "<d><cNvPr name=\"Box\" descr=\"a pump\" hidden=\"1\"/><txBody><t>call us</t></txBody></d>";
    let bytes = planted(
        &[],
        &[
            ("xl/worksheets/_rels/sheet1.xml.rels", rels),
            ("xl/comments1.xml", comments),
            ("xl/drawings/drawing1.xml", drawing),
        ],
    );
    assert_eq!(
        found(&bytes, &[]),
        ["E-SAFE-HIDDEN-SHAPE | sheet \"Prices\" | Box", "W-SAFE-COMMENT | sheet \"Prices\", cell B2 | cost 12"]
    );
    let notes: Vec<&str> = check_safe(&bytes, "out.xlsx", &[])
        .iter()
        .filter(|finding| finding.severity() == Severity::Info)
        .map(|finding| finding.code.id)
        .collect();
    assert!(notes.contains(&"I-SAFE-ALT") && notes.contains(&"I-SAFE-TEXTBOX") && notes.contains(&"I-SAFE-HEADER"));
}

#[test]
fn what_cannot_be_looked_into_is_not_called_safe() {
    assert_eq!(found(b"\xD0\xCF\x11\xE0....", &[]), ["E-SAFE-FORMAT |  | an old or encrypted workbook"]);
    assert_eq!(found(b"PK\x03\x04broken", &[]), ["E-SAFE-FORMAT |  | a damaged file"]);
    assert_eq!(found(b"item;price\nX230;1\n", &["X230"]), ["E-SAFE-FORBIDDEN |  | X230"]);
    for (bytes, what) in [
        (b"".as_slice(), "an empty file"),
        (b"%PDF-1.7\n1 0 obj\n", "a PDF document"),
        (b"\n\njunk %PDF-1.4\n", "a PDF document"),
        (b"\x1F\x8B\x08\0\0", "a gzip archive; unpack it first"),
        (b"{\\rtf1 cost}", "a rich text document"),
        (b"%!PS-Adobe-3.0\n", "a PostScript document"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\x01\x02\x03\x04\x05\x06", "binary data of a kind that is not known here"),
        (b"Content-Transfer-Encoding: base64\n\nQ29zdA==", "a mail with encoded parts"),
    ] {
        assert_eq!(found(bytes, &[]), [format!("E-SAFE-FORMAT |  | {what}")]);
    }
}

#[test]
fn texts_and_pages_are_looked_into_as_they_are_read() {
    for (bytes, forbidden) in [
        ("item;price\nP1;1 234,50\n".as_bytes(), "1234.5"),
        (b"M\xFChle GmbH", "M\u{fc}hle GmbH"),
        (b"<!DOCTYPE html><p>TOP<b>SECRET</b>&#55;7</p>", "topsecret77"),
        (b"<svg><text>TOP<tspan>SECRET77</tspan></text></svg>", "topsecret77"),
        (b"<html><!-- topsecret77 --></html>", "topsecret77"),
        (b"\xFF\xFEX\x002\x003\x000\x00", "X230"),
    ] {
        assert_eq!(found(bytes, &[forbidden]), [format!("E-SAFE-FORBIDDEN |  | {forbidden}")]);
        assert_eq!(found(bytes, &["other"]), Vec::<String>::new());
    }
}

#[test]
fn a_part_that_cannot_be_unpacked_is_not_called_safe() {
    let mut bytes = clean();
    let name = b"xl/theme/theme1.xml";
    let at = memchr::memmem::find(&bytes, name).unwrap() + name.len() + 40;
    for byte in bytes.get_mut(at..at + 30).unwrap() {
        *byte ^= 0x5A;
    }
    assert_eq!(found(&bytes, &[]), ["E-SAFE-FORMAT |  | a part that cannot be unpacked"]);
}

#[test]
fn numbers_are_found_wherever_they_are_typed() {
    let rule = "</sheetData><conditionalFormatting sqref=\"B2:B9\"><cfRule type=\"expression\" priority=\"1\">\
                <formula>$B2&lt;41.7731</formula></cfRule></conditionalFormatting>";
    let validation = |formula: &str| {
        format!(
            "</sheetData><dataValidations><dataValidation sqref=\"B2\"><formula1>{formula}</formula1></dataValidation>\
             </dataValidations>"
        )
    };
    let scenario =
        "</sheetData><scenarios><scenario name=\"low\"><inputCells r=\"B2\" val=\"41.7731\"/></scenario></scenarios>";
    let list = validation("\"10,41.7731,12\"");
    let limit = validation("41.7731");
    let cell = "E-SAFE-FORBIDDEN | sheet \"Prices\", cell B2 | 41.7731";
    for (part, from, to, expected) in [
        (SHEET, "<v>41.1</v>", "<f>41.7731*1.5</f><v>62.65965</v>", cell),
        (SHEET, "<v>41.1</v>", "<f>IF(A2=\"\",4.17731E1,1)</f><v>1</v>", cell),
        (SHEET, "</sheetData>", rule, cell),
        (SHEET, "</sheetData>", &limit, cell),
        (SHEET, "</sheetData>", &list, cell),
        (SHEET, "</sheetData>", scenario, cell),
        (SHEET, "<v>41.1</v>", "<v>-41.773100000000007</v>", cell),
        (
            BOOK,
            "<definedNames>",
            "<definedNames><definedName name=\"k\">Prices!$B$2/41.7731</definedName>",
            "E-SAFE-FORBIDDEN |  | 41.7731",
        ),
    ] {
        let mut all = found(&planted(&[(part, from, to)], &[]), &["41.7731"]);
        all.retain(|line| !line.starts_with("W-SAFE-LEFTOVER"));
        assert_eq!(all, [expected], "{to}");
    }
    for text in ["Einkaufspreis 41,7731 EUR", "EUR41.7731", "41.77310"] {
        let bytes = planted(&[("xl/sharedStrings.xml", "W220", text)], &[]);
        assert_eq!(found(&bytes, &["41.7731"]), ["E-SAFE-FORBIDDEN | sheet \"Prices\", cell A2 | 41.7731"], "{text}");
    }
}

#[test]
fn codes_of_headers_hide_no_word() {
    for codes in ["&amp;C", "&amp;L&amp;\"Arial,Bold\"", "&amp;R&amp;12", "&amp;KFF0000", "&amp;L&amp;BTOP&amp;B"] {
        let word = if codes.ends_with("TOP&amp;B") { "SECRET77" } else { "TOPSECRET77" };
        let bytes = planted(&[(SHEET, "<oddFooter>", &format!("<oddFooter>{codes}{word}&amp;C"))], &[]);
        let expected = ["E-SAFE-FORBIDDEN | sheet \"Prices\" | topsecret77"];
        assert_eq!(found(&bytes, &["topsecret77"]), expected, "{codes}");
    }
}

#[test]
fn a_forbidden_text_is_found_in_every_part() {
    let path = "<x15ac:absPath xmlns:x15ac=\"x\" url=\"C:\\boss\\TOPSECRET77\\\"/><sheets>";
    let view = "<customWorkbookViews><customWorkbookView name=\"TOPSECRET77\"/></customWorkbookViews></workbook>";
    let extension = "<extLst><ext><x><y>TOP</y><y>TOPSECRET77</y></x></ext></extLst></worksheet>";
    let spoken = "<si><t>W220</t><rPh sb=\"0\" eb=\"1\"><t>TOPSECRET77</t></rPh></si>";
    let strings = "xl/sharedStrings.xml";
    let style = "<cellStyle name=\"TOPSECRET77\" xfId=\"0\"/><cellStyle ";
    for (part, from, to) in [
        (BOOK, "<sheets>", path),
        (BOOK, "</workbook>", view),
        (SHEET, "</worksheet>", extension),
        (strings, "<si><t>W220</t></si>", spoken),
        ("xl/styles.xml", "<cellStyle ", style),
        ("xl/styles.xml", "<numFmt ", "<numFmt numFmtId=\"190\" formatCode=\"0&quot;TOPSECRET77&quot;\"/><numFmt "),
        (BOOK, "<sheets>", "<?x TOPSECRET77?><sheets>"),
    ] {
        let all = found(&planted(&[(part, from, to)], &[]), &["topsecret77"]);
        assert!(all.iter().any(|line| line.starts_with("E-SAFE-FORBIDDEN")), "{to}: {all:?}");
    }
    for (part, text) in [
        ("xl/media/image1.png", "\u{89}PNG tEXtComment\0TOPSECRET77k\u{1}"),
        ("xl/externalLinks/externalLink1.xml", "<externalLink><sheetName val=\"TOPSECRET77\"/></externalLink>"),
        ("xl/pivotCache/pivotCacheRecords1.xml", "<r><s v=\"TOPSECRET77\"/></r>"),
        ("xl/charts/chart1.xml", "<c><p><r><t>TOP</t></r><r><t>SECRET77</t></r></p></c>"),
    ] {
        let all = found(&planted(&[], &[(part, text)]), &["topsecret77"]);
        assert!(all.contains(&"E-SAFE-FORBIDDEN |  | topsecret77".to_owned()), "{part}: {all:?}");
    }
}

#[test]
fn measures_and_places_are_no_forbidden_numbers() {
    let bytes = planted(&[(SHEET, "<v>41.1</v>", "<f>SUM(X230:X231,3:5)</f><v>41.1</v>")], &[]);
    for forbidden in ["9", "15", "12.0000", "C2", "X230", "3", "0.7", "2006", "16"] {
        assert_eq!(found(&bytes, &[forbidden]), Vec::<String>::new(), "{forbidden}");
    }
}

/// An .ods file with this in its spreadsheet.
fn open_document(content: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(format!("<document-content>{content}</document-content>").as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn formulas_of_open_documents_are_looked_at() {
    let cell =
        |attributes: &str| format!("<table name=\"S\"><table-row><table-cell {attributes}/></table-row></table>");
    for content in [
        cell("formula=\"of:=41.7731*1.5\" value=\"62.65965\""),
        cell("formula=\"of:=[.B2]*41.7731\""),
        "<named-expressions><named-expression name=\"k\" expression=\"of:=41.7731\"/></named-expressions>".to_owned(),
        "<content-validation condition=\"of:cell-content-is-decimal-number() and cell-content()&lt;41.7731\"/>"
            .to_owned(),
        "<table name=\"S\"><table-row><table-cell><p>EUR <span>41</span>,7731</p></table-cell></table-row></table>"
            .to_owned(),
    ] {
        let all = found(&open_document(&content), &["41.7731"]);
        assert!(all.iter().any(|line| line.starts_with("E-SAFE-FORBIDDEN")), "{content}: {all:?}");
    }
    let measured =
        "<style name=\"co1\"><table-column-properties column-width=\"2.258cm\" border=\"0.06pt solid\"/></style>";
    let place = cell("formula=\"of:=[.X230]+1\"");
    for forbidden in ["2.258", "0.06", "X230"] {
        assert_eq!(found(&open_document(&format!("{measured}{place}")), &[forbidden]), Vec::<String>::new());
    }
    assert_eq!(found(&open_document("<broken"), &[]), ["E-SAFE-FORMAT |  | damaged, or protected with a password"]);
}
