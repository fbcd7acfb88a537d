//! Sheets that are read at once give what they give one after the other, whatever the threads do.

use _partsbook::tables::{ReadOptions, TableError};
use _partsbook::workbook::{LimitKind, Limits, WorkbookError};

use super::books::{bytes, try_read, workbook};
use super::made;

const SHEETS: usize = 8;

fn sheets() -> Vec<(String, String)> {
    (1..=SHEETS)
        .map(|sheet| {
            let rows: String = (1..=300 / sheet)
                .map(|row| {
                    format!("P-{}|Pump {sheet} of {row}|{}\n", row * sheet, if row % 40 == 7 { "none" } else { "1.5" })
                })
                .collect();
            (format!("Items {sheet}"), format!("Item|Description|Weight kg\n{rows}"))
        })
        .collect()
}

#[test]
fn all_sheets_in_their_order_each_time() {
    let own = sheets();
    let named: Vec<(&str, &str)> = own.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let together = [bytes("items", workbook(&named))];
    let first = try_read(&together, &ReadOptions::default()).unwrap();
    // The same sheets in workbooks of their own, which have one sheet each.
    let apart: Vec<_> = named.iter().map(|sheet| bytes("items", workbook(&[*sheet]))).collect();
    let apart = try_read(&apart, &ReadOptions::default()).unwrap();
    assert_eq!(first.tables.get("items").unwrap().len(), (1..=SHEETS).map(|sheet| 300 / sheet).sum::<usize>());
    assert_eq!(first.tables, apart.tables);
    let texts = |reading: &_partsbook::tables::Reading| -> Vec<String> {
        reading.texts.iter().map(|(_, text)| text.to_owned()).collect()
    };
    assert_eq!(texts(&first), texts(&apart));
    assert!(!first.findings.is_empty());
    assert_eq!(format!("{:?}", first.findings), format!("{:?}", apart.findings));
    assert_eq!(first.sheets.len(), SHEETS);
    for _ in 0..20 {
        let again = try_read(&together, &ReadOptions::default()).unwrap();
        assert_eq!((&again.tables, texts(&again)), (&first.tables, texts(&first)));
        assert_eq!(format!("{:?}", again.findings), format!("{:?}", first.findings));
    }
}

#[test]
fn the_cells_of_all_sheets_meet_one_limit() {
    let own = sheets();
    let named: Vec<(&str, &str)> = own.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let data = workbook(&named);
    let cells: u64 = (1..=SHEETS).map(|sheet| 3 * (300 / sheet as u64 + 1)).sum();
    let with = |cells: u64| {
        let limits = Limits { cells, ..Limits::default() };
        try_read(&[bytes("items", data.clone())], &ReadOptions { limits, ..ReadOptions::default() })
    };
    assert!(with(cells).is_ok());
    for limit in [cells - 1, 1_000, 10] {
        let Err(TableError::Workbook(error)) = with(limit) else { panic!("{limit} cells are too few") };
        let WorkbookError::Limit { which: LimitKind::Cells, found, .. } = error else { panic!("{error}") };
        assert_eq!(found, limit + 1);
    }
}

#[test]
fn the_first_sheet_that_is_damaged_is_named() {
    let good = "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>".to_owned();
    let mut parts = made::xlsx_parts(&good, "<sst><si><t>Item</t></si></sst>");
    let names = ["A", "B", "C", "D", "E", "F"];
    let listed: String =
        (0..).zip(names).map(|(id, name): (usize, _)| format!("<sheet name=\"{name}\" r:id=\"s{id}\"/>")).collect();
    let relation = |id: usize| {
        format!(
            "<Relationship Id=\"s{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/s{id}.xml\"/>"
        )
    };
    for (name, content) in &mut parts {
        match *name {
            "xl/workbook.xml" => *content = format!("<workbook><sheets>{listed}</sheets></workbook>"),
            "xl/_rels/workbook.xml.rels" => {
                *content =
                    format!("<Relationships>{}</Relationships>", (0..names.len()).map(relation).collect::<String>());
            }
            _ => {}
        }
    }
    let files = [
        "xl/worksheets/s0.xml",
        "xl/worksheets/s1.xml",
        "xl/worksheets/s2.xml",
        "xl/worksheets/s3.xml",
        "xl/worksheets/s4.xml",
        "xl/worksheets/s5.xml",
    ];
    for (number, file) in files.into_iter().enumerate() {
        let damaged = format!("{}<row><c t=\"zzz\"><v>{number}</v></c></row>", "<worksheet><sheetData>");
        parts.push((file, if number == 3 || number == 5 { damaged } else { good.clone() }));
    }
    let data = made::package(&parts);
    for _ in 0..20 {
        let error = try_read(&[bytes("items", data.clone())], &ReadOptions::default()).unwrap_err();
        let TableError::Workbook(error) = error else { panic!("{error}") };
        assert_eq!(error.to_string(), "items: damaged, sheet \"D\": a cell of kind \"zzz\"");
    }
}
