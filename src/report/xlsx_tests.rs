//! Golden checks of written workbooks: values and types by another reader, and the parts of the file itself.

use calamine::Data;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::cell::{Cell, FormulaResult, Row, Target};
use super::error::ReportError;
use super::frame::{Frame, Show};
use super::reading_back::{assert_inside, inside, sheet_names, text, values};
use super::sheet::{Allowed, Area, Column, Condition, Highlight, Paper, Picture, Protection, Sheet, Validation};
use super::style::{Style, colour};
use super::words::Language;
use super::xlsx::{GO_ON, ReportBook};

fn decimal(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

fn label(field: &str) -> String {
    field.replace('_', " ")
}

fn priced() -> Frame {
    Frame::new("prices")
        .text(
            "item",
            Show::Code,
            [Some("00120"), Some("1E5"), Some("=A1"), Some("MAR1"), Some("-10"), Some("123456789012345678")],
        )
        .text("name", Show::Text, [Some("=1+1"), Some("@x"), Some("+1"), None, Some("泵体"), Some("tab\u{1}bell")])
        .decimal(
            "net",
            Show::Money(2),
            [
                decimal("1234.50"),
                decimal("0.1"),
                decimal("0.2"),
                None,
                decimal("1"),
                decimal("12345678901234567890.12"),
            ],
        )
        .decimal("quantity", Show::Quantity, [decimal("1"), decimal("2.50"), None, None, None, decimal("3")])
        .decimal("percent", Show::Percent, [decimal("15"), decimal("7.5"), None, None, None, None])
        .date(
            "from",
            [NaiveDate::from_ymd_opt(2026, 1, 2), NaiveDate::from_ymd_opt(1899, 1, 2), None, None, None, None],
        )
        .flag("export", [Some(true), Some(false), None, None, None, None])
        .integer("count", Show::Integer, [Some(7), None, None, None, None, Some(1_234_567_890_123_456)])
        .text(
            "origin",
            Show::Origin,
            [Some("prices.xlsx, sheet \"20'26\", cell D17"), Some("other.xlsx, row 3"), None, None, None, None],
        )
}

fn bytes(sheets: Vec<Sheet>) -> Vec<u8> {
    let mut book = ReportBook::new(Language::English);
    for sheet in sheets {
        book.add(sheet);
    }
    book.to_bytes(GO_ON).unwrap()
}

fn priced_sheet() -> Sheet {
    Sheet::from_frame("Prices", priced(), &label)
        .with_totals(&["net", "quantity"])
        .with_sources(&|origin| (origin.workbook.as_ref() == "prices.xlsx").then(|| "in/prices.xlsx".to_owned()))
}

/// Parts-book specification, PB8, and the traps of numbers that are none.
#[test]
fn values_come_back_with_their_types() {
    let rows = values(&bytes(vec![priced_sheet()]), "Prices");
    let column = |index: usize| rows.iter().map(|row| row[index].clone()).collect::<Vec<_>>();
    let items = ["item", "00120", "1E5", "=A1", "MAR1", "-10", "123456789012345678", "Total"];
    assert_eq!(column(0), items.map(text));
    assert_eq!(column(1)[1..4], ["=1+1", "@x", "+1"].map(text));
    assert_eq!(column(2)[1..3], [Data::Float(1234.5), Data::Float(0.1)]);
    assert_eq!(column(2)[6], text("12345678901234567890.12"), "no digit is lost");
    assert_eq!(column(2)[7], Data::Float(1235.8), "the sum of what are numbers");
    assert_eq!(column(3)[7], Data::Float(6.5));
    assert!(matches!(column(5)[1], Data::DateTime(_)));
    assert_eq!(column(5)[2], text("1899-01-02"));
    assert_eq!(column(6)[1..3], ["Yes", "No"].map(text));
    assert_eq!(column(7)[6], text("1234567890123456"));
}

#[test]
fn the_file_has_formats_links_filter_frozen_header_and_print_titles() {
    let bytes = bytes(vec![priced_sheet()]);
    assert_inside(
        &bytes,
        "xl/worksheets/sheet1.xml",
        &[
            "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>",
            "<autoFilter ref=\"A1:I7\"/>",
            "<f>SUBTOTAL(109,C2:C7)</f><v>1235.8</v>",
            "<f>SUBTOTAL(109,D2:D7)</f><v>6.5</v>",
            "fitToHeight=\"0\"",
            "orientation=\"landscape\"",
            "paperSize=\"9\"",
            "Page &amp;P of &amp;N",
            "<ignoredError sqref=\"A2:I7\" numberStoredAsText=\"1\"/>",
        ],
    );
    assert_inside(
        &bytes,
        "xl/styles.xml",
        &["formatCode=\"#,##0.0\"", "formatCode=\"0.0&quot; %&quot;\"", "formatCode=\"yyyy-mm-dd\""],
    );
    assert_inside(
        &bytes,
        "xl/workbook.xml",
        &["<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">Prices!$1:$1</definedName>"],
    );
    assert_inside(
        &bytes,
        "xl/worksheets/_rels/sheet1.xml.rels",
        &["Target=\"in/prices.xlsx\" TargetMode=\"External\""],
    );
    assert_inside(&bytes, "xl/worksheets/sheet1.xml", &["location=\"'20''26'!D17\""]);
    assert_inside(&bytes, "docProps/custom.xml", &["name=\"partsbook\""]);
    assert!(!inside(&bytes, "xl/worksheets/sheet1.xml").contains("<f>A1"));
}

/// Parts-book specification, PB14.
#[test]
fn the_same_book_gives_the_same_bytes() {
    assert_eq!(bytes(vec![priced_sheet()]), bytes(vec![priced_sheet()]));
}

fn many(rows: i64) -> Frame {
    Frame::new("many").strings("item", Show::Code, (0..rows).map(|row| Some(format!("{row:06}")))).integer(
        "quantity",
        Show::Integer,
        (0..rows).map(Some),
    )
}

/// Structures specification, section 11: rows beyond a sheet go on, with their own header and sum.
#[test]
fn long_tables_go_on_with_the_next_sheet() {
    let mut book = ReportBook::new(Language::English).with_rows_per_sheet(12);
    book.add(Sheet::from_frame("Many", many(25), &label).with_totals(&["quantity"]));
    book.add(Sheet::from_frame("Many (2)", many(1), &label));
    let findings = book.check("out.xlsx");
    assert_eq!(findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["I-SPLIT"]);
    let bytes = book.to_bytes(GO_ON).unwrap();
    assert_eq!(sheet_names(&bytes), ["Many", "Many (2)~2", "Many (3)", "Many (2)"]);
    let second = values(&bytes, "Many (2)~2");
    assert_eq!(second.len(), 12);
    assert_eq!(second[1][0], text("000010"));
    assert_eq!(second[11], [text("Total"), Data::Float(145.0)]);
    assert_eq!(values(&bytes, "Many (3)").len(), 7);
}

#[test]
fn large_sheets_hold_the_same_as_small_ones() {
    let rows = 50_001;
    let bytes = bytes(vec![
        Sheet::from_frame("Many", many(rows), &label).titled("Many", ["one line"]).with_totals(&["quantity"]),
    ]);
    let read = values(&bytes, "Many");
    assert_eq!(read.len(), 4 + 50_001 + 1);
    assert_eq!(read[4 + 50_000], [text("050000"), Data::Float(50_000.0)]);
    assert_eq!(read[4 + 50_001][1], Data::Float(1_250_025_000.0));
    assert_inside(&bytes, "xl/worksheets/sheet1.xml", &["<autoFilter ref=\"A4:B50005\"/>", "ySplit=\"4\""]);
    // Codes are texts and numbers stand right, as their columns say; each cell says so too.
    let sheet = inside(&bytes, "xl/worksheets/sheet1.xml");
    let style_of = |cell: &str| {
        let from = sheet.find(&format!("<c r=\"{cell}\" s=\"")).unwrap() + cell.len() + 11;
        sheet[from..].split('"').next().unwrap().to_owned()
    };
    assert_eq!([style_of("A5"), style_of("B5")], [style_of("A40000"), style_of("B40000")]);
    assert_ne!(style_of("A5"), style_of("B5"));
    assert!(sheet.contains("<col min=\"1\" max=\"1\" width=") && !sheet.contains("<c r=\"A40000\" t="));
    // Texts stand in their cells: no list of all texts is held while the sheet is written.
    assert!(sheet.contains(" t=\"inlineStr\"><is><t>050000</t></is></c>"));
}

#[test]
fn levels_become_outline_and_indent() {
    let frame = Frame::new("explode").integer("level", Show::Level, (1..=10).map(Some)).strings(
        "item",
        Show::Code,
        (1..=10).map(|level| Some(format!("A{level}"))),
    );
    let bytes = bytes(vec![Sheet::from_frame("Structure", frame, &label)]);
    let sheet = inside(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<row r=\"3\" spans=\"1:2\" outlineLevel=\"1\""), "{sheet}");
    assert_eq!(sheet.matches("outlineLevel=\"7\"").count(), 3);
    assert!(sheet.contains("summaryBelow=\"0\""));
    assert_inside(&bytes, "xl/styles.xml", &["indent=\"9\""]);
}

#[test]
fn a_sheet_has_no_more_page_breaks_than_the_format_allows() {
    let mut sheet = Sheet::free("Figures", vec![Column::new("", "", Show::Text)]);
    for number in 0..1_100 {
        let mut row = Row::new(vec![Cell::integer(number)]);
        row.new_page = true;
        sheet.push(row);
    }
    let mut book = ReportBook::new(Language::English);
    book.add(sheet);
    let bytes = book.to_bytes(GO_ON).unwrap();
    assert_inside(&bytes, "xl/worksheets/sheet1.xml", &["<rowBreaks count=\"1023\" manualBreakCount=\"1023\">"]);
}

#[test]
fn free_sheets_take_pictures_links_formulas_notes_names_and_page_breaks() {
    let mut pixels = tiny_skia::Pixmap::new(20, 10).unwrap();
    pixels.fill(tiny_skia::Color::BLACK);
    let mut sheet = Sheet::free("F001 Bob's pump", vec![Column::new("", "", Show::Text).width(30.0)]);
    sheet.push(Row::new(vec![Cell::text("Title").style(Style::title())]).height(30.0));
    sheet.push(Row::new(vec![
        Cell::link(Target::sheet("F001 Bob's pump"), "top"),
        Cell::link(Target::Name("fig_001".into()), "figure"),
    ]));
    let mut row = Row::new(vec![
        Cell::formula("=INDEX(ix_item,1)", FormulaResult::Text("00120".into())).note("typed by you"),
        Cell::formula("=IF(B5=\"\",\"\",1)", FormulaResult::Text(String::new())),
        Cell::integer(3).style(Style::input()),
    ]);
    row.new_page = true;
    sheet.push(row.level(9));
    sheet.print.paper = Paper::Letter;
    sheet.print.repeat = Some((0, 0));
    sheet.print.area = Some(Area::new(0, 0, 2, 2));
    sheet.names.push(("fig_001".into(), Area::new(0, 0, 0, 0)));
    sheet.merged.push(Area::new(0, 0, 0, 2));
    sheet.protection = Some(Protection::default());
    sheet.tab = Some(colour::REQUIRED);
    sheet.validations.push(Validation {
        area: Area::new(2, 2, 2, 2),
        allowed: Allowed::Choices(vec!["Y".into(), "N".into()]),
        message: "Y or N".into(),
        strict: true,
    });
    sheet.highlights.push(Highlight {
        area: Area::new(2, 2, 2, 2),
        when: Condition::Below(Decimal::ZERO),
        style: Style::default().colours(colour::ERROR),
    });
    sheet.pictures.push(Picture {
        row: 1,
        column: 0,
        x: 4,
        y: 4,
        width: 848,
        height: 600,
        data: pixels.encode_png().unwrap().into(),
        alternative: "Figure 1: pump".into(),
        target: Some(Target::sheet("F001 Bob's pump")),
    });
    let bytes = bytes(vec![sheet]);
    let cells = values(&bytes, "F001 Bob's pump");
    assert_eq!(cells[0][0], text("Title"));
    assert_inside(
        &bytes,
        "xl/worksheets/sheet1.xml",
        &[
            "<hyperlink ref=\"A2\" location=\"'F001 Bob''s pump'!A1\"",
            "<hyperlink ref=\"B2\" location=\"fig_001\"",
            "t=\"str\"><f>INDEX(ix_item,1)</f><v>_x0030_0120</v>",
            "<f>IF(B5=\"\",\"\",1)</f><v></v>",
            "<brk id=\"2\"",
            "<mergeCell ref=\"A1:C1\"/>",
            "paperSize=\"1\"",
            "outlineLevel=\"7\"",
            "ht=\"30\" customHeight=\"1\"",
            "<sheetProtection",
            "<conditionalFormatting sqref=\"C3\">",
            "<formula1>\"Y,N\"</formula1>",
            "<tabColor rgb=\"FFFCE8B8\"/>",
        ],
    );
    assert_inside(
        &bytes,
        "xl/workbook.xml",
        &["<definedName name=\"fig_001\">'F001 Bob''s pump'!$A$1</definedName>", "_xlnm.Print_Area"],
    );
    assert_inside(&bytes, "xl/drawings/drawing1.xml", &["cx=\"8077200\" cy=\"5715000\"", "descr=\"Figure 1: pump\""]);
    assert_inside(&bytes, "xl/comments1.xml", &["typed by you"]);
}

#[test]
fn a_stopped_run_ends() {
    let mut book = ReportBook::new(Language::English);
    book.add(priced_sheet());
    assert!(matches!(book.to_bytes(&|| true), Err(ReportError::Cancelled)));
}

#[test]
fn what_a_sheet_cannot_hold_is_found() {
    let frame = Frame::new("x").strings("text", Show::Text, [None, Some("x".repeat(40_000))]).decimal(
        "value",
        Show::Number,
        [decimal("1234567890.1234567890"), None],
    );
    let mut book = ReportBook::new(Language::German);
    book.add(Sheet::from_frame("X", frame, &label));
    let found: Vec<_> = book
        .check("out.xlsx")
        .iter()
        .map(|finding| (finding.code.id, finding.origin.as_ref().unwrap().cell()))
        .collect();
    assert_eq!(found, [("W-TEXT-CUT", "A3".to_owned()), ("I-DIGITS-TEXT", "B2".to_owned())]);
    let bytes = book.to_bytes(GO_ON).unwrap();
    assert_eq!(values(&bytes, "X")[1][1], text("1234567890.123456789"));
}

/// Parts-book specification, section 5: later links are plain text.
#[test]
fn links_beyond_the_limit_are_text() {
    let rows = 65_532;
    let frame = Frame::new("x").strings(
        "origin",
        Show::Origin,
        (0..rows).map(|row| Some(format!("parts.xlsx, sheet \"Items\", cell A{}", row + 1))),
    );
    let mut book = ReportBook::new(Language::English);
    book.add(Sheet::from_frame("X", frame, &label).with_sources(&|_| Some("parts.xlsx".into())));
    assert_eq!(book.check("out.xlsx").iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["W-LINK-LIMIT"]);
    let bytes = book.to_bytes(GO_ON).unwrap();
    assert_eq!(inside(&bytes, "xl/worksheets/sheet1.xml").matches("<hyperlink ").count(), 65_530);
    assert_eq!(values(&bytes, "X").len(), 65_533);
}

#[test]
fn decimals_shown_follow_the_column() {
    let frame = Frame::new("x")
        .decimal("few", Show::Number, [decimal("1"), decimal("0.125")])
        .decimal("many", Show::Quantity, [decimal("1"), decimal("0.333333")])
        .decimal("whole", Show::Percent, [decimal("15.0"), decimal("5")]);
    let bytes = bytes(vec![Sheet::from_frame("X", frame, &label)]);
    assert_inside(
        &bytes,
        "xl/styles.xml",
        &[
            "formatCode=\"0.000\"",
            "formatCode=\"#,##0\"",
            "formatCode=\"#,##0.000000\"",
            "formatCode=\"0&quot; %&quot;\"",
        ],
    );
}

#[test]
fn names_that_spreadsheets_refuse_are_errors() {
    let mut book = ReportBook::new(Language::English);
    let mut sheet = Sheet::new("S", Vec::new());
    sheet.names.push(("ix_item".into(), Area::new(0, 0, 0, 0)));
    book.add(sheet);
    book.define_name("IX_item", "='S'!$A$1");
    let error = book.to_bytes(GO_ON).unwrap_err();
    assert_eq!(error.to_string(), "the name IX_item is defined twice");
    let mut wide = ReportBook::new(Language::English);
    wide.add(Sheet::new("S", vec![Column::new("", "", Show::Text); 16_385]));
    let error = wide.to_bytes(GO_ON).unwrap_err();
    assert_eq!(error.to_string(), "sheet \"S\" would need 16385 columns; a sheet has 16384");
    assert_eq!(error.hint().unwrap(), "ask for fewer columns");
}

/// Text of any kind comes back as it was, in a text cell.
#[test]
fn hostile_texts_stay_text() {
    let texts = [
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "+1",
        "-1",
        "\t=1",
        "_x0041_",
        "a\u{0}b",
        "<b>&amp;\"",
        "\u{FFFF}",
        "😀",
        "NaN",
        "TRUE",
    ];
    let frame = Frame::new("x").text("t", Show::Text, texts.map(Some)).text("c", Show::Code, texts.map(Some));
    let bytes = bytes(vec![Sheet::from_frame("X", frame, &label)]);
    let rows = values(&bytes, "X");
    for (row, expected) in rows.iter().skip(1).zip(texts) {
        let read = |data: &Data| match data {
            Data::String(text) => text.clone(),
            other => panic!("{expected:?} became {other:?}"),
        };
        if !expected.contains(['\u{0}', '\u{FFFF}']) {
            assert_eq!((read(&row[0]).as_str(), read(&row[1]).as_str()), (expected, expected));
        }
    }
    assert!(!inside(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
}
