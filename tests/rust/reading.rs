//! Sheets to tables: what is understood, what is asked, and that no row is lost (workbook specification, section 1;
//! structures specification, section 0).

use std::collections::BTreeSet;

use _partsbook::finding::codes::reading as codes;
use _partsbook::tables::{Input, InputColumn, InputTable, ReadOptions, Reading, TableError};
use _partsbook::workbook::WorkbookError;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::books::{bytes, catalog, found, input, options, problems, reading, rows, try_read, workbook};

fn tables(reading: &Reading) -> Vec<&str> {
    reading.sheets.iter().map(|sheet| sheet.table.as_deref().unwrap_or("-")).collect()
}

fn read_with(sheets: &[(&str, &str)], titles: &[(&str, &str)], named: &[(&str, &str)]) -> Reading {
    try_read(&[input("test.xlsx", sheets)], &options(titles, named)).unwrap()
}

#[test]
fn a_title_block_blank_rows_and_totals_stand_around_the_records() {
    let read = reading(&[(
        "Osaluettelo",
        "ACME Oy|Päiväys|@2026-03-31\n\n\nNimike|Määrä|Yksikkö|Huom\nA|2|kpl|\n\nHydrauliikka\nB|3|kpl|x\n\
         Nimike|Määrä|Yksikkö|Huom\nC|1|kpl|\nYhteensä|6",
    )]);
    let sheet = &read.sheets[0];
    assert_eq!((sheet.table.as_deref(), sheet.header_row, sheet.rows_read), (Some("bom"), Some(3), 3));
    assert_eq!(sheet.left_out.above_titles, 1);
    assert_eq!(sheet.left_out.headings, [6]);
    assert_eq!(sheet.left_out.repeated_titles, [8]);
    assert_eq!(sheet.left_out.totals, [10]);
    assert_eq!(rows(&read, "bom", &["item", "quantity"]), ["A 2", "B 3", "C 1"]);
    assert_eq!(
        read.tables["bom"].cell(1, "quantity").unwrap().to_string(),
        "test.xlsx, sheet \"Osaluettelo\", cell B8"
    );
}

#[test]
fn words_like_titles_above_the_titles_do_not_take_their_place() {
    let read = reading(&[(
        "BOM",
        "Customer|ACME\nDate|@2026-01-31|Unit|kg\n\nItem no.|Part number|Description|Qty\n1|A|Bolt|2",
    )]);
    assert_eq!(read.sheets[0].header_row, Some(3));
    assert_eq!(rows(&read, "bom", &["position", "item", "description", "quantity"]), ["1 A Bolt 2"]);
    assert_eq!(problems(&read.findings), Vec::<String>::new());
}

#[test]
fn a_title_with_two_meanings_is_settled_by_the_others() {
    // "Index" is a revision among German titles and a position among English ones.
    let english = reading(&[("BOM", "Index|Part number|Qty|Description\nR1, R2|A|2|Resistor")]);
    assert_eq!(rows(&english, "bom", &["position", "revision"]), ["R1, R2 -"]);
    let german = reading(&[("Stückliste", "Artikelnummer|Index|Menge|Benennung\nA|b|2|Widerstand")]);
    assert_eq!(rows(&german, "bom", &["position", "revision"]), ["- b"]);
    // "Item" is the position beside a part number, else the number itself.
    let beside = reading(&[("BOM", "Item|Part number|Qty\n1|A|2")]);
    assert_eq!(rows(&beside, "bom", &["position", "item"]), ["1 A"]);
    let alone = reading(&[("BOM", "Parent|Item|Qty\nM|A|2")]);
    assert_eq!(rows(&alone, "bom", &["parent", "item"]), ["M A"]);
    // The upper and the lower part.
    let pair = reading(&[("BOM", "part|sub_part|quantity\nM|A|2")]);
    assert_eq!(rows(&pair, "bom", &["parent", "item"]), ["M A"]);
}

#[test]
fn several_sheets_and_workbooks_feed_one_table_in_order() {
    let one =
        input("one.xlsx", &[("Items 2025", "Item|Description\nA|Bolt\nB|Nut"), ("Items 2026", "Item|Weight\nC|1,5")]);
    let two = input("two.xlsx", &[("Nimikkeet", "Nimike|Kuvaus|Väri\nD|Ruuvi|sininen\nA|Pultti|")]);
    let read = try_read(&[one, two], &ReadOptions::default()).unwrap();
    assert_eq!(tables(&read), ["items", "items", "items"]);
    assert_eq!(
        rows(&read, "items", &["item", "description", "weight_kg", "Väri"]),
        ["A Bolt - -", "B Nut - -", "C - 1.5 -", "D Ruuvi - sininen", "A Pultti - -"]
    );
    let items = &read.tables["items"];
    assert_eq!(items.cell(3, "item").unwrap().to_string(), "two.xlsx, sheet \"Nimikkeet\", cell A2");
    // A key that occurs twice names both places.
    let catalog = catalog(read);
    let double = found(catalog.findings(), "E-KEY-DUP");
    assert_eq!(double.len(), 1);
    assert_eq!(
        double[0].message(),
        "two.xlsx, sheet \"Nimikkeet\", cell A3: the same key twice (E-KEY-DUP)\n  \
         detail    first in one.xlsx, sheet \"Items 2025\", cell A2, which is used\n  \
         found     \"A\" as item\n  expected  each key in one row\n  \
         fix       remove one of the two rows; until then the first one is used"
    );
}

#[test]
fn sheets_and_synonyms_of_the_caller_decide() {
    let sheets = [("X", "Ref|Stk.|Pris\nA|2|3"), ("Y", "Item|Price\nA|3"), ("Z", "Item|Qty\nB|1")];
    let read = read_with(
        &sheets,
        &[("item", "Ref"), ("bom.quantity", "Stk.")],
        &[("X", "bom"), ("test.xlsx!Y", "price_lists"), ("Z", "-")],
    );
    assert_eq!(tables(&read), ["bom", "price_lists", "-"]);
    assert_eq!(read.sheets[0].reason, "named by `sheets`");
    assert_eq!(rows(&read, "bom", &["item", "quantity"]), ["A 2"]);
    assert_eq!(found(&read.findings, "I-SHEET-SKIPPED").len(), 1);
    let wrong = try_read(&[input("test.xlsx", &sheets)], &options(&[], &[("X", "bomm")])).unwrap_err();
    assert_eq!(wrong.to_string(), "there is no table `bomm`");
    assert!(wrong.hint().unwrap().contains("bom, "));
}

#[test]
fn a_synonyms_sheet_holds_for_all_workbooks() {
    let settings = input(
        "settings.xlsx",
        &[
            ("Synonyms", "field|header\nitem|Ref. Mouser\nquantity|Stück je Gerät"),
            ("Company", "Name|ACME\nCurrency|EUR\nLocale|de"),
        ],
    );
    let lines = input("VCO.xlsx", &[("BOM", "Ref. Mouser|Stück je Gerät\nR1|1.234")]);
    let read = try_read(&[lines, settings], &ReadOptions::default()).unwrap();
    assert_eq!(rows(&read, "bom", &["item", "quantity"]), ["R1 1.234"]);
    assert_eq!(rows(&read, "company", &["key", "value"]), ["name ACME", "currency EUR", "locale de"]);
}

#[test]
fn settings_may_stand_anywhere_and_have_any_of_their_names() {
    let read = reading(&[("Yritys", "\n|Avain||Arvo\n|Nimi||ACME Oy\n|Valuutta||EUR\n|own_key||7")]);
    let company = rows(&read, "company", &["key", "value"]);
    assert!(
        company.contains(&"name ACME Oy".to_owned()) && company.contains(&"currency EUR".to_owned()),
        "{company:?}"
    );
    assert!(company.contains(&"own_key 7".to_owned()));
}

#[test]
fn titles_that_convince_nobody_are_a_question() {
    // An item and a price among many titles nobody knows are no price list.
    let read = reading(&[("Sheet1", "Part|Foo|Bar|Baz|Quux|Corge|Grault|Garply|Price\nA|1|2|3|4|5|6|7|8")]);
    assert_eq!(tables(&read), ["-"], "{:?}", read.sheets[0]);
    // Item, quantity and price are a parts list, not an order.
    let read = reading(&[("Sheet1", "Part|Qty|Description|Price\nA|1|Bolt|2")]);
    assert_eq!(tables(&read), ["bom"]);
    // An item, a description and a price are an item master.
    let read = reading(&[("Sheet1", "Part no|Description|Price\nA|Bolt|2")]);
    assert_eq!(tables(&read), ["items"]);
    // The name says stock, the titles a parts list: quantities are what is on hand.
    let csv =
        |name: &str, text: &str| try_read(&[bytes(name, text.as_bytes().to_vec())], &ReadOptions::default()).unwrap();
    let read = csv("acme_stock_items.csv", "part,quantity,location\nA,1,X\n");
    assert_eq!(tables(&read), ["stock"]);
    assert_eq!(rows(&read, "stock", &["item", "on_hand", "location"]), ["A 1 X"]);
    assert_eq!(problems(&read.findings), ["W-STANDS-IN acme_stock_items.csv, cell B1"]);
    // Without quantities there is nothing to read.
    let read = csv("acme_stock_items.csv", "part,location,remark\nA,X,y\n");
    assert_eq!(tables(&read), ["-"]);
    // "Parts" may be either; quantities decide.
    assert_eq!(tables(&csv("pump parts.csv", "part,quantity\nA,1\n")), ["bom"]);
    assert_eq!(tables(&csv("pump parts.csv", "part,description\nA,Bolt\n")), ["items"]);
}

#[test]
fn tables_in_memory_keep_their_exact_values() {
    let text = |values: &[&str]| InputColumn::Text(values.iter().map(|value| Some((*value).to_owned())).collect());
    let price: Decimal = "12345678901234567890.123".parse().unwrap();
    let table = InputTable {
        name: "items".to_owned(),
        columns: vec![
            ("item".to_owned(), InputColumn::Integer(vec![Some(1_234_567_890_123_456_789), Some(7)])),
            ("gross_price".to_owned(), InputColumn::Decimal([Some(price), None].into_iter().collect())),
            ("weight_kg".to_owned(), InputColumn::Number(vec![Some(0.1 + 0.2), Some(f64::NAN)])),
            ("spare".to_owned(), InputColumn::Flag(vec![Some(true), None])),
            ("description".to_owned(), text(&["Pump", "Tömítés"])),
        ],
    };
    let read = try_read(&[Input::Table(table)], &ReadOptions::default()).unwrap();
    assert_eq!(
        rows(&read, "items", &["item", "gross_price", "weight_kg", "spare", "description"]),
        ["1234567890123456789 12345678901234567890.123 0.3 true Pump", "7 - - - Tömítés"]
    );
    assert_eq!(read.tables["items"].cell(0, "item").unwrap().to_string(), "items, cell A2");
    assert_eq!(read.findings.len(), 0);
}

/// Issue list of bad input: each with finding or error, at its cell, and nothing lost.
mod bad_input {
    use super::*;

    fn error(name: &str, data: &[u8]) -> WorkbookError {
        match try_read(&[bytes(name, data.to_vec())], &ReadOptions::default()) {
            Err(TableError::Workbook(error)) => error,
            other => panic!("{:?}", other.map(|read| read.findings)),
        }
    }

    #[test]
    fn file_missing() {
        let source = _partsbook::workbook::Source::Path("/nowhere/parts.xlsx".into());
        let error = try_read(&[Input::Source(source)], &ReadOptions::default()).unwrap_err();
        assert_eq!(error.to_string(), "/nowhere/parts.xlsx: file not found");
    }

    #[test]
    fn not_a_workbook() {
        assert_eq!(error("a.xlsx", b"%PDF-1.7 x").to_string(), "a.xlsx: not a workbook, the file is a PDF document");
    }

    #[test]
    fn password() {
        let mut data = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        data.resize(600, 0);
        data.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        let error = error("secret.xlsx", &data);
        assert_eq!(error.to_string(), "secret.xlsx: password protected");
        assert!(error.hint().is_some());
    }

    #[test]
    fn truncated() {
        let data = workbook(&[("BOM", "Item|Qty\nA|1")]);
        assert!(matches!(error("cut.xlsx", &data[..data.len() / 2]), WorkbookError::Damaged { .. }));
    }

    #[test]
    fn empty_workbook() {
        let read = reading(&[("Sheet1", "")]);
        assert_eq!(found(&read.findings, "I-SHEET-EMPTY").len(), 1);
        assert_eq!(error("none.xlsx", b"").to_string(), "none.xlsx: the file is empty");
    }

    #[test]
    fn sheet_without_headers() {
        let read = read_with(&[("Data", "A|1\nB|2")], &[], &[("Data", "bom")]);
        assert_eq!(problems(&read.findings), ["E-NO-HEADER test.xlsx, sheet \"Data\""]);
        let read = reading(&[("Data", "A|1\nB|2")]);
        assert_eq!(problems(&read.findings), ["E-SHEET-UNKNOWN test.xlsx, sheet \"Data\""]);
    }

    #[test]
    fn required_column_missing() {
        let read = reading(&[("Items", "Description|Price\nBolt|1"), ("BOM", "Parent|Item|Qty\nM|A|1")]);
        assert_eq!(problems(&read.findings), ["E-COLUMN test.xlsx, sheet \"Items\", row 1"]);
        assert_eq!(rows(&read, "bom", &["parent", "item", "quantity"]), ["M A 1"], "only that sheet stops");
        // One of several columns is needed.
        let read = reading(&[("Customer discounts", "Percent|Valid from\n5|@2026-01-01")]);
        let detail = found(&read.findings, "E-COLUMN")[0].detail.as_deref().unwrap();
        assert!(detail.contains("one of `customer`, `business_id`"), "{detail}");
    }

    #[test]
    fn text_in_a_quantity() {
        let catalog = catalog(reading(&[("BOM", "Parent|Item|Qty\nM|A|twelve\nM|B|2")]));
        assert_eq!(problems(catalog.findings()), ["E-NUMBER test.xlsx, sheet \"BOM\", cell C2"]);
    }

    #[test]
    fn unknown_item_in_the_structure() {
        let catalog =
            catalog(reading(&[("Items", "Item|Unit\nM|pcs\nPUMP-101|pcs"), ("BOM", "Parent|Item|Qty\nM|PUMP-102|1")]));
        assert_eq!(problems(catalog.findings()), ["E-ITEM-UNKNOWN test.xlsx, sheet \"BOM\", cell B2"]);
        assert!(found(catalog.findings(), "E-ITEM-UNKNOWN")[0].message().contains("the nearest is \"PUMP-101\""));
    }

    #[test]
    fn cycle() {
        let catalog = catalog(reading(&[("BOM", "Parent|Item|Qty\nM|A|1\nA|B|1\nB|A|1")]));
        let cycles = found(catalog.findings(), "E-CYCLE");
        assert_eq!(cycles.len(), 1);
        assert_eq!(cycles[0].value.as_deref(), Some("A > B > A"));
    }

    #[test]
    fn duplicate_key() {
        let catalog = catalog(reading(&[("Items", "Item|Unit\nA|pcs\nA|kg")]));
        assert_eq!(problems(catalog.findings()), ["E-KEY-DUP test.xlsx, sheet \"Items\", cell A3"]);
    }

    #[test]
    fn formula_without_a_stored_result() {
        let catalog = catalog(reading(&[("BOM", "Parent|Item|Qty\nM|A|=1+1\nM|=X1|2")]));
        assert_eq!(
            problems(catalog.findings()),
            [
                "E-NO-CACHED-VALUE test.xlsx, sheet \"BOM\", cell B3",
                "E-NO-CACHED-VALUE test.xlsx, sheet \"BOM\", cell C2"
            ]
        );
    }

    #[test]
    fn error_cell() {
        let catalog = catalog(reading(&[("BOM", "Parent|Item|Qty\nM|A|!#N/A\nM|!#REF!|2")]));
        assert_eq!(
            problems(catalog.findings()),
            ["E-CELL-ERROR test.xlsx, sheet \"BOM\", cell B3", "E-CELL-ERROR test.xlsx, sheet \"BOM\", cell C2"]
        );
    }
}

/// Rows (as the spreadsheet shows them) that the findings name.
fn named_rows(read: &Reading) -> BTreeSet<u64> {
    let mut named = BTreeSet::new();
    for finding in &read.findings {
        named.extend(finding.origin.as_ref().and_then(|origin| origin.row).map(|row| u64::from(row) + 1));
        let written =
            finding.detail.as_deref().and_then(|detail| detail.rsplit_once(": ")).map_or("", |(_, rows)| rows);
        for range in written.split(", ") {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            if let (Ok(first), Ok(last)) = (first.parse::<u64>(), last.parse::<u64>()) {
                named.extend(first..=last);
            }
        }
    }
    named
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Rows in = rows used + rows named.
    #[test]
    fn no_row_disappears(kinds in proptest::collection::vec(0_usize..9, 0..80), is_wide in any::<bool>()) {
        const ROWS: [&str; 9] = [
            "M|A|2|Bolt", "", "Hydraulics|||", "Total||12|", "Parent|Item|Quantity|Description", "M|?true|1|x",
            "M||3|y", "M|B|many|z", "|||||beside",
        ];
        let above = if is_wide { "Bill of material\n\n" } else { "" };
        let body: Vec<&str> = kinds.iter().map(|&kind| ROWS[kind]).collect();
        let text = format!("{above}Parent|Item|Quantity|Description\n{}", body.join("\n"));
        let read = read_with(&[("Data", &text)], &[], &[("Data", "bom")]);
        let sheet = &read.sheets[0];
        let filled = body.iter().filter(|row| !row.is_empty()).count();
        prop_assert_eq!(sheet.rows_read + sheet.left_out.rows(), filled);
        let table = &read.tables["bom"];
        let used: BTreeSet<u64> = (0..table.len()).filter_map(|row| table.sheet_row(row)).map(|row| u64::from(row) + 1).collect();
        let named = named_rows(&read);
        let first = sheet.header_row.unwrap() + 2;
        for (row, text) in (u64::from(first)..).zip(&body) {
            prop_assert!(text.is_empty() || used.contains(&row) || named.contains(&row), "row {} {:?}", row, text);
        }
    }
}

/// The cases that prove the message of each code: sheets, titles, named sheets, message.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [(&'a str, &'a str)], &'a [(&'a str, &'a str)], &'a str);

const MESSAGES: &[Case<'_>] = &[
    (&[("Items", "Item|Price\nA|!#N/A")], &[], &[], "E-CELL-ERROR"),
    (&[("BOM", "Foo|Shop code|Description|Qty\n1|A|x|2")], &[], &[], "E-COLUMN"),
    (&[("Price list", "Item|Price|Valid from\nA|1|31.2.2026")], &[], &[], "E-DATE"),
    (&[("Items", "Item|Spare part\nA|perhaps")], &[], &[], "E-FLAG"),
    (&[("BOM", "Item|Qty|Kind\nA|1|odd")], &[], &[], "E-CHOICE"),
    (&[("BOM", "Reference|Part number|Qty\nR1|A|1")], &[], &[], "E-HEADER-AMBIGUOUS"),
    (&[("BOM", "Part|Part name|Component|Qty\nA|x|y|1")], &[], &[], "E-HEADER-DUP"),
    (&[("Items", "Item|Description\n@2026-03-31|Bolt")], &[], &[], "E-ITEM-TYPE"),
    (&[("BOM", "Parent|Item|Qty\nM||1")], &[], &[], "E-KEY-BLANK"),
    (&[("Items", "Item|Price\nA|=1+1")], &[], &[], "E-NO-CACHED-VALUE"),
    (&[("Data", "A|1")], &[], &[("Data", "bom")], "E-NO-HEADER"),
    (&[("BOM", "Item|Qty\nA|1,234")], &[], &[], "E-NUMBER"),
    (&[("R12", "Index|Qty|Description|Shop code\nR1|1|x|A")], &[], &[], "E-SHEET-UNKNOWN"),
    (&[("property_values", "property|value\nSIZE|@2026-04-03")], &[], &[], "E-VALUE-DATE"),
    (&[("Items", "Item|Description\nA|Bolt\n")], &[], &[], "I-HIDDEN"),
    (&[("BOM", "Item|Qty\nA|1\nTotal|1\nTotal|2")], &[], &[], "I-ROWS-LEFT-OUT"),
    (&[("Sheet1", "")], &[], &[], "I-SHEET-EMPTY"),
    (&[("Notes", "x")], &[], &[("Notes", "-")], "I-SHEET-SKIPPED"),
    (&[("BOM", "Item|Qty\nA |1\nB |1")], &[], &[], "I-TRIM"),
    (&[("BOM", "Item|Qty\nＡ１|1")], &[], &[], "W-FULLWIDTH"),
    (&[("Items", "Item|Remarks\nA|1234567890123456789")], &[], &[], "W-DIGITS-LOST"),
    (&[("Customers", "Customer|Name|Currency\nC1|A|€\nC2|B|Euro")], &[], &[], "I-CURRENCY"),
    (&[("Customers", "Customer|Name|Currency\nC1|A|$")], &[], &[], "W-CURRENCY"),
    (&[("Customers", "Customer|Name|Discount %\nC1|A|10 %\nC2|B|0.1\nC3|C|0,05\nC4|D|5")], &[], &[], "W-PERCENT-MIXED"),
    (&[("BOM", "Item|Qty\nM|1\n    A|1\n  B|1\n   C|1\n D|1")], &[], &[], "W-LEVEL-BLANKS"),
    (&[("BOM", "Item|Qty|Unit\nA|12 m|kg")], &[], &[], "E-UNIT-DIFFERS"),
    (&[("BOM", "Item|Qty\nM|1\n  A|1\n  B|1")], &[], &[], "I-LEVELS"),
    (&[("BOM", "Item|Qty\nA|-\nB|n/a")], &[], &[], "I-PLACEHOLDER"),
    (&[("Items", "Item|Price|Unit\nA|3.22|50 cnt\nB|1|ea")], &[], &[], "I-PRICE-PACK"),
    (&[("BOM", "Item|Qty\nA|12个")], &[], &[], "I-QTY-UNIT"),
    (
        &[("BOM", "Item|Qty\nM|1\n  A|1\n  B|1\n C|1\n  D|1\n  E|1\n  F|1\n  G|1\n  H|1\n  I|1\nN|1\n  A|1")],
        &[],
        &[],
        "W-LEVEL-UNSURE",
    ),
    (&[("BOM", "Item|Qty\nA|12 flurbs")], &[], &[], "W-UNIT-UNKNOWN"),
    (&[("BOM", "Item|Qty|Unit\nA|1|m\nRemarks|Quantity|Unit\nB|1|m")], &[], &[], "W-TITLES-CHANGE"),
    (&[("BOM", "Part name|Qty\nframe|1\nmotor|2")], &[], &[], "W-STANDS-IN"),
    (&[], &[], &[], "I-MERGED"),
    (&[("Synonyms", "field|header\nitme|Ref"), ("BOM", "Item|Qty\nA|1")], &[], &[], "E-SYNONYM"),
    (&[("Parts", "Part number|Description|Qty\nA|Bolt|1")], &[], &[], "W-TABLE-DOUBTFUL"),
];

#[test]
fn every_code_has_its_message() {
    let mut texts = Vec::new();
    let mut seen = BTreeSet::new();
    for (sheets, titles, named, code) in MESSAGES {
        let input = match *code {
            "I-HIDDEN" => bytes("test.xlsx", hidden()),
            "I-MERGED" => bytes("test.xlsx", crate::layouts::merged()),
            _ => input("test.xlsx", sheets),
        };
        let read = try_read(&[input], &options(titles, named)).unwrap();
        let messages = found(&read.findings, code);
        assert!(!messages.is_empty(), "{code}: {:#?}", read.findings);
        seen.insert((*code).to_owned());
        texts.push(messages[0].message());
    }
    let ragged = try_read(&[bytes("bom.csv", b"item,qty\nA,1\nB,2,3\n".to_vec())], &ReadOptions::default()).unwrap();
    seen.insert("W-CSV-FIELDS".to_owned());
    texts.push(found(&ragged.findings, "W-CSV-FIELDS")[0].message());
    let missing: Vec<&str> = codes::ALL.iter().map(|code| code.id).filter(|id| !seen.contains(*id)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "codes without a proven message");
    let expected = include_str!("reading_messages.txt");
    assert_eq!(texts.join("\n\n") + "\n", expected, "\n{}\n", texts.join("\n\n"));
}

/// A workbook with a hidden row.
fn hidden() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("BOM").unwrap();
    for (row, (item, quantity)) in (0..).zip([("Item", "Qty"), ("A", "1"), ("B", "2")]) {
        sheet.write(row, 0, item).unwrap().write(row, 1, quantity).unwrap();
    }
    sheet.set_row_hidden(1).unwrap().set_column_hidden(1).unwrap();
    book.save_to_buffer().unwrap()
}
