//! A copy differs from its original in what was marked, and in nothing else.

use std::io::{Cursor, Read as _};

use super::*;
use crate::finding::codes::reading::{E_NUMBER, W_FULLWIDTH};
use crate::origin::Origin;
use crate::report::reading_back::{assert_inside, inside, sheet_names, text, values};
use crate::report::xlsx::GO_ON;

fn book() -> Vec<u8> {
    let mut book = ReportBook::new(Language::English);
    for name in ["Parts & more", "Findings", "Prices"] {
        let columns = vec![Column::new("a", "Item", Show::Code), Column::new("b", "Price", Show::Money(2))];
        let mut sheet = Sheet::new(name, columns);
        for number in 0..3_i64 {
            let cell = Cell::integer(number);
            let cell = if number == 1 && name == "Prices" { cell.note("mine") } else { cell };
            sheet.push(Row::new(vec![Cell::code(format!("00{number}")), cell]));
        }
        book.add(sheet);
    }
    book.define_name("Rates", "='Prices'!$B$2:$B$4");
    book.to_bytes(GO_ON).unwrap()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.insert(part.name().unwrap().into_owned(), content);
    }
    parts
}

fn findings() -> Findings {
    let place = Origin::sheet("parts.xlsx".into(), "Prices".into());
    [
        Finding::new(&E_NUMBER).at(place.at(2, 1)).field("price").value("<cheap>"),
        Finding::new(&W_FULLWIDTH).at(place.at(9, 4)).field("item"),
    ]
    .into_iter()
    .collect()
}

fn copy(bytes: &[u8]) -> Result<Vec<u8>, Odd> {
    let mut marked = Marked::new();
    let cells = marked.entry("Prices".to_owned()).or_default();
    cells.insert((2, 1), places::Mark { severity: crate::finding::Severity::Error, text: "not a number".into() });
    cells.insert((9, 4), places::Mark { severity: crate::finding::Severity::Warning, text: "odd".into() });
    annotated(bytes, &findings(), &marked, Language::English, "Copy".into())
}

#[test]
fn only_the_marked_parts_differ() {
    let original = book();
    let copied = copy(&original).unwrap();
    assert_eq!(copied, copy(&original).unwrap(), "same input, same bytes");
    let (before, after) = (parts(&original), parts(&copied));
    let changed: Vec<&str> =
        before.iter().filter(|(name, part)| after.get(*name) != Some(part)).map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        changed,
        [
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/worksheets/sheet3.xml"
        ]
    );
    let new: Vec<&str> = after.keys().filter(|name| !before.contains_key(*name)).map(String::as_str).collect();
    assert_eq!(new, ["xl/worksheets/sheet4.xml"]);
}

#[test]
fn the_copy_is_read_as_the_original_with_a_sheet_in_front() {
    let original = book();
    let copied = copy(&original).unwrap();
    assert_eq!(sheet_names(&copied), ["Findings~2", "Parts & more", "Findings", "Prices"]);
    for name in ["Parts & more", "Findings", "Prices"] {
        let after: Vec<Vec<_>> = values(&copied, name).into_iter().take(4).map(|row| row[..2].to_vec()).collect();
        assert_eq!(after, values(&original, name));
    }
    let list = values(&copied, "Findings~2");
    let row = list.iter().find(|row| row[1] == text("E-NUMBER")).unwrap();
    assert_eq!([&row[3], &row[4], &row[6]], [&text("Prices"), &text("B3"), &text("<cheap>")]);
    assert!(inside(&copied, "xl/worksheets/sheet4.xml").contains("location=\"'Prices'!B3\""));
    assert_inside(&copied, "xl/comments1.xml", &["mine", "not a number", "ref=\"E10\""]);
    assert_inside(
        &copied,
        "xl/workbook.xml",
        &["localSheetId=\"1\"", "localSheetId=\"3\"", "activeTab=\"1\"", "!$B$2:$B$4<"],
    );
}

#[test]
fn what_is_no_workbook_is_said() {
    assert!(copy(b"PK no").is_err());
    assert!(Package::open(&[]).is_err());
}
