//! Sheets of .xlsx written in every way that XML allows: the cells are those that were meant, and those that calamine
//! reads, wherever calamine reads that way of writing.

use std::fmt::Write as _;
use std::io::Cursor;

use _partsbook::workbook::{CellValue, Limits, Source, display, open};
use calamine::{DataRef, Reader as _, Xlsx};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::made;

/// What a cell is meant to hold.
#[derive(Clone, Debug)]
enum Meant {
    Nothing,
    Number(f64),
    Day(u32),
    Shared(usize),
    /// The result of a formula.
    Result(String),
    Inline(String),
    Flag(bool),
    Error(&'static str),
    WithoutResult,
}

/// A way to write a cell: each bit is one choice.
#[derive(Clone, Copy, Debug)]
struct Way(u32);

impl Way {
    const fn has(self, bit: u32) -> bool {
        self.0 >> bit & 1 == 1
    }

    fn blank(self, bit: u32) -> &'static str {
        if self.has(bit) { " \n" } else { "" }
    }

    /// Nearly all cells are written plainly in one sheet of two.
    fn element(self, name: &str) -> String {
        if self.has(0) { format!("x:{name}") } else { name.to_owned() }
    }
}

const TEXTS: [&str; 6] = ["Item", "a & b <c>", " kept ", "", "line\nline", "größer 漢字"];

fn escaped(text: &str, way: Way) -> String {
    match (way.has(8), way.has(9)) {
        (true, _) => text.chars().map(|char| format!("&#x{:x};", u32::from(char))).collect(),
        (_, true) if !text.is_empty() && !text.contains("]]>") => format!("<![CDATA[{text}]]>"),
        _ => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', if way.has(10) { ">" } else { "&gt;" }),
    }
}

/// The cell in the way it is to be written; true when calamine reads that way.
fn written(meant: &Meant, name: &str, way: Way) -> (String, bool) {
    let (c, v, f, is, t) = (way.element("c"), way.element("v"), way.element("f"), way.element("is"), way.element("t"));
    let quote = if way.has(1) { '\'' } else { '"' };
    let (style, kind) = match meant {
        Meant::Day(_) => ("3", ""),
        Meant::Shared(_) => ("0", "s"),
        Meant::Result(_) => ("0", "str"),
        Meant::Inline(_) => ("0", "inlineStr"),
        Meant::Flag(_) => ("0", "b"),
        Meant::Error(_) => ("0", "e"),
        _ => ("0", ""),
    };
    let mut attributes = vec![("r", name)];
    attributes.extend((way.has(2) || style != "0").then_some(("s", style)));
    attributes.extend((!kind.is_empty()).then_some(("t", kind)));
    attributes.extend(way.has(3).then_some(("cm", "1")));
    if way.has(4) {
        attributes.reverse();
    }
    let mut start = format!("<{c}");
    for (key, value) in attributes {
        let between = if way.has(5) { " = " } else { "=" };
        write!(start, "{}{key}{between}{quote}{value}{quote}", if way.has(6) { "\n  " } else { " " }).unwrap();
    }
    let end = format!("{}</{c}{}>", way.blank(7), way.blank(6));
    let comment = if way.has(11) { "<!-- <v>0</v> -->" } else { "" };
    let formula = if way.has(12) { format!("<{f} t={quote}array{quote}>1 &lt; 2</{f}>") } else { format!("<{f}/>") };
    let is_computed = way.has(13);
    let number = |value: &str| {
        let inner = if way.has(8) { escaped(value, way) } else { format!("{}{value}", way.blank(14)) };
        let body = if is_computed { format!("{formula}<{v}>{inner}</{v}>") } else { format!("<{v}>{inner}</{v}>") };
        (format!("{start}>{comment}{body}{end}"), !way.has(8) && !way.has(14))
    };
    match meant {
        Meant::Nothing if way.has(15) => (format!("{start}{}/>", way.blank(7)), true),
        Meant::Nothing => (format!("{start}>{end}"), true),
        Meant::Number(value) => number(&value.to_string()),
        Meant::Day(day) => number(&day.to_string()),
        Meant::Shared(index) => number(&index.to_string()),
        Meant::Flag(flag) => number(if *flag { "1" } else { "0" }),
        Meant::Error(error) => (format!("{start}>{formula}<{v}>{error}</{v}>{end}"), *error != "#SPILL!"),
        Meant::WithoutResult => (format!("{start}>{comment}{formula}{end}"), true),
        Meant::Result(text) => {
            let inner = escaped(text, way);
            (format!("{start}>{formula}<{v}>{inner}</{v}>{comment}{end}"), !inner.contains("CDATA"))
        }
        Meant::Inline(text) => {
            let space = if text.trim() == text && !way.has(16) { "" } else { " xml:space=\"preserve\"" };
            let inner = if way.has(17) && text.is_ascii() && text.len() > 2 {
                let (before, behind) = text.split_at(1);
                let run =
                    |text| format!("<r><rPr><b/></rPr><{t} xml:space=\"preserve\">{}</{t}></r>", escaped(text, way));
                format!("{}{}<rPh sb=\"0\" eb=\"1\"><t>no</t></rPh>", run(before), run(behind))
            } else {
                format!("<{t}{space}>{}</{t}>", escaped(text, way))
            };
            (format!("{start}><{is}>{comment}{inner}</{is}>{end}"), true)
        }
    }
}

/// What the cell shows; nothing for a blank one.
fn shown(meant: &Meant) -> Option<String> {
    Some(match meant {
        Meant::Nothing => return None,
        Meant::Number(value) => format!("number {value:?}"),
        Meant::Day(day) => format!("day {day}"),
        Meant::Shared(index) => format!("text {:?}", TEXTS[*index]),
        Meant::Result(text) | Meant::Inline(text) => format!("text {text:?}"),
        Meant::Flag(flag) => format!("flag {flag}"),
        Meant::Error(error) => format!("error {error}"),
        Meant::WithoutResult => "no result".to_owned(),
    })
    .filter(|shown| shown != "text \"\"")
}

/// A workbook with this sheet and these texts; style 3 is that of a day.
fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    let styles = "<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"165\" formatCode=\"yyyy-mm-dd\"/></numFmts>\
        <cellStyleXfs count=\"1\"><xf numFmtId=\"0\"/></cellStyleXfs><cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"1\"/>\
        <xf numFmtId=\"10\"/><xf numFmtId=\"165\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";
    let mut parts = made::xlsx_parts(sheet, strings);
    parts.push(("xl/styles.xml", styles.to_owned()));
    made::package(&parts)
}

fn ours(data: &[u8]) -> Vec<(u32, u32, String)> {
    let source = Source::Bytes { name: "test.xlsx".to_owned(), data: data.to_vec().into() };
    let mut workbook = open(&source, &Limits::default()).unwrap();
    let mut cells = Vec::new();
    workbook
        .read_sheet(0, &mut |cell| {
            let shown = match cell.value {
                CellValue::Text(text) => format!("text {text:?}"),
                CellValue::Number(number) => format!("number {number:?}"),
                CellValue::DateTime(day) => {
                    let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
                    format!("day {}", (day.date() - first).num_days())
                }
                CellValue::Bool(flag) => format!("flag {flag}"),
                CellValue::Error(error) => format!("error {error}"),
                CellValue::NoCachedValue => "no result".to_owned(),
                _ => display(&cell),
            };
            cells.push((cell.row, cell.column, shown));
            Ok(())
        })
        .unwrap();
    cells
}

fn of_calamine(data: &[u8]) -> Vec<(u32, u32, String)> {
    let mut workbook = Xlsx::new(Cursor::new(data)).unwrap();
    let name = workbook.sheet_names()[0].clone();
    let mut reader = workbook.worksheet_cells_reader(&name).unwrap();
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell().unwrap() {
        let (row, column) = cell.get_position();
        let shown = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString(text) => format!("text {text:?}"),
            DataRef::String(text) => format!("text {text:?}"),
            DataRef::Float(number) => format!("number {number:?}"),
            DataRef::DateTime(day) => format!("day {}", day.as_f64()),
            DataRef::Bool(flag) => format!("flag {flag}"),
            DataRef::Error(error) => format!("error {error}"),
            other => format!("{other:?}"),
        };
        cells.push((row, column, shown));
    }
    cells.retain(|(.., shown)| shown != "text \"\"");
    cells
}

fn meant() -> impl Strategy<Value = Meant> {
    let text = prop_oneof![
        Just("Bearing".to_owned()),
        Just(" a\n".to_owned()),
        "[a-zA-Z0-9 <&>'\"_ä漢]{0,40}",
        "[a-z]{1990,2100}"
    ];
    prop_oneof![
        Just(Meant::Nothing),
        any::<f64>().prop_filter("numbers", |number| number.is_finite()).prop_map(Meant::Number),
        (any::<i32>(), 0_u32..6).prop_map(|(digits, scale)| {
            let decimal = Decimal::new(i64::from(digits), scale);
            Meant::Number(decimal.to_string().parse().unwrap())
        }),
        (61_u32..80_000).prop_map(Meant::Day),
        (0..TEXTS.len()).prop_map(Meant::Shared),
        text.clone().prop_map(Meant::Result),
        text.prop_map(Meant::Inline),
        any::<bool>().prop_map(Meant::Flag),
        prop::sample::select(vec!["#N/A", "#DIV/0!", "#REF!", "#SPILL!"]).prop_map(Meant::Error),
        Just(Meant::WithoutResult),
    ]
}

/// Every bit in one cell of four, or none at all.
fn ways() -> impl Strategy<Value = Way> {
    prop_oneof![
        Just(Way(0)),
        (any::<u32>(), any::<u32>()).prop_map(|(first, second)| Way(first & second)),
        any::<u32>().prop_map(Way)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn cells_are_those_that_were_meant(
        rows in prop::collection::vec((prop::collection::vec((meant(), ways()), 0..8), ways()), 1..30),
        mode in 0_usize..3,
    ) {
        let mut sheet = String::new();
        let (mut expected, mut calamine_reads) = (Vec::new(), true);
        for (row, (cells, way)) in (0_u32..).zip(&rows) {
            let element = if mode == 0 { "row".to_owned() } else { way.element("row") };
            write!(sheet, "<{element} r=\"{}\">", row + 1).unwrap();
            for (column, (meant, way)) in (0_u32..).zip(cells) {
                // Plainly; in ways that calamine reads, too; in all ways.
                let way = Way(way.0 & [0b11_0000_0000_0100, !0b100_0011_0000_0000, u32::MAX][mode]);
                let meant = match meant {
                    Meant::Error("#SPILL!") if mode < 2 => &Meant::Error("#N/A"),
                    meant => meant,
                };
                let name = format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1);
                let (text, is_read) = written(meant, &name, way);
                sheet.push_str(&text);
                calamine_reads &= is_read;
                expected.extend(shown(meant).map(|shown| (row, column, shown)));
            }
            write!(sheet, "</{element}>{}", if way.has(1) { "\n<!-- <row> -->\n" } else { "" }).unwrap();
        }
        let items: String = TEXTS.iter().map(|text| format!("<si><t xml:space=\"preserve\">{}</t></si>", escaped(text, Way(0)))).collect();
        let sheet = format!("<worksheet xmlns:x=\"m\"><sheetData>{sheet}</sheetData></worksheet>");
        let data = workbook(&sheet, &format!("<sst>{items}</sst>"));
        prop_assert_eq!(&ours(&data), &expected, "{}", sheet);
        prop_assert!(calamine_reads || mode == 2);
        if calamine_reads {
            expected.retain(|(.., shown)| shown != "no result");
            prop_assert_eq!(of_calamine(&data), expected, "{}", sheet);
        }
    }
}

/// What calamine reads in another way, each tried: were one of them to change, this says so.
#[test]
fn where_calamine_reads_something_else() {
    for (cell, own, other) in [
        ("<c><v><![CDATA[5]]></v></c>", "number 5.0", ""),
        ("<c><v>1<!-- 2 -->3</v></c>", "number 13.0", "number 1.0"),
        ("<c><v>&#53;</v></c>", "number 5.0", ""),
        ("<c><v> 5 </v></c>", "number 5.0", "text \" 5 \""),
        ("<c><v>5</v><f>1</f></c>", "number 5.0", ""),
        ("<c t=\"inlineStr\"><is><t>a</t></is><v>b</v></c>", "text \"a\"", ""),
        ("<c t=\"s\"><v>x</v></c>", "", "text \"Item\""),
        ("<c t=\"str\"><f>1</f><v><![CDATA[a]]></v></c>", "text \"a\"", ""),
    ] {
        let sheet = format!("<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>");
        let data = workbook(&sheet, "<sst><si><t>Item</t></si></sst>");
        let text = |cells: Vec<(u32, u32, String)>| cells.into_iter().map(|(.., shown)| shown).collect::<String>();
        if !own.is_empty() {
            assert_eq!(text(ours(&data)), own, "{cell}");
        }
        assert_eq!(text(of_calamine(&data)), other, "{cell}");
    }
}
