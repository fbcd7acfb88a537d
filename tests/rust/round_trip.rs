//! What is written comes back: the same typed table through every kind of file that can be written.

use std::fmt::Write as _;
use std::process::Command;

use _partsbook::tables::{Input, ReadOptions};
use _partsbook::workbook::Source;
use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Workbook};

use super::books::{bytes, catalog, rows, try_read};
use super::made;

/// One row: item number, remarks, price, day, spare part.
type Made = (String, Option<String>, Option<Decimal>, Option<NaiveDate>, Option<bool>);

const FIELDS: [&str; 5] = ["item", "remarks", "gross_price", "first_stocked", "spare"];

/// Texts that programs like to change.
fn text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "007",
        "00000",
        "=1+1",
        "+49 170",
        "-5",
        "@x",
        "1E5",
        "1,5",
        "2026-01-02",
        "TRUE",
        "N/A",
        "a\nb",
        "tab\there",
        "\"q\"",
        "a;b,c|d",
        "größer",
        "漢字かな",
        "🔧 emoji",
        "é́ combining",
        "x<y>&z",
        "&amp;",
        "'quoted",
        "#N/A x",
        "123456789012345678",
        "a  b",
        "\u{200e}ltr",
    ]);
    prop_oneof![
        nasty.prop_map(str::to_owned),
        "[A-Z0-9][A-Z0-9./-]{0,12}",
        "[a-z]{1,4}".prop_map(|text| text.repeat(2000)),
        // A letter in front keeps it from being blank or trimmed.
        "x[ -~äöü漢]{0,20}y",
    ]
}

fn table() -> impl Strategy<Value = Vec<Made>> {
    let price = prop_oneof![
        (-999_999_999_999_999_i64..999_999_999_999_999, 0_u32..8)
            .prop_map(|(number, scale)| Decimal::new(number, scale).normalize()),
        Just(Decimal::ZERO),
    ];
    let first = NaiveDate::from_ymd_opt(1900, 3, 1).unwrap();
    let day = prop_oneof![
        (0_i64..2_958_404).prop_filter_map("a day of the calendar", move |days| {
            first.checked_add_signed(chrono::TimeDelta::days(days)).filter(|day| day.to_string().len() == 10)
        }),
        Just(first),
        Just(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap()),
    ];
    let row = (
        prop::option::of(text()),
        prop::option::weighted(0.8, price),
        prop::option::weighted(0.8, day),
        prop::option::weighted(0.8, any::<bool>()),
    );
    prop::collection::vec(row, 1..12).prop_map(|rows| {
        let number = |at: usize| format!("{:04}", at * 7);
        rows.into_iter()
            .enumerate()
            .map(|(at, (text, price, day, flag))| (number(at), text, price, day, flag))
            .collect()
    })
}

/// The rows as reading shows them.
fn expected(table: &[Made]) -> Vec<String> {
    let shown = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    table
        .iter()
        .map(|(item, text, price, day, flag)| {
            // Control characters are no part of a text.
            let text = text.as_deref().map(|text| text.chars().filter(|char| !"\u{200e}".contains(*char)).collect());
            [
                item.clone(),
                shown(text),
                shown(price.map(|price| price.normalize().to_string())),
                shown(day.map(|day| day.to_string())),
                shown(flag.map(|flag| flag.to_string())),
            ]
            .join(" ")
        })
        .collect()
}

fn read_back(name: &str, data: Vec<u8>) -> Vec<String> {
    let reading = try_read(&[bytes(name, data)], &ReadOptions::default()).unwrap();
    let doubts: Vec<&str> = reading.findings.iter().map(|one| one.code.id).filter(|id| !id.starts_with("I-")).collect();
    assert!(doubts.is_empty(), "{doubts:?}: {:?}", reading.findings);
    let read = rows(&reading, "items", &FIELDS);
    assert!(!catalog(reading).items().is_empty());
    read.iter().map(|row| row.replace('\u{200e}', "")).collect()
}

fn xlsx(table: &[Made]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Items").unwrap();
    let day_format = Format::new().set_num_format("yyyy-mm-dd");
    for (column, title) in (0..).zip(FIELDS) {
        sheet.write(0, column, title).unwrap();
    }
    for (row, (item, text, price, day, flag)) in (1..).zip(table) {
        sheet.write(row, 0, item.as_str()).unwrap();
        if let Some(text) = text {
            sheet.write(row, 1, text.as_str()).unwrap();
        }
        if let Some(price) = price {
            sheet.write(row, 2, *price).unwrap();
        }
        if let Some(day) = day {
            sheet.write_with_format(row, 3, day, &day_format).unwrap();
        }
        if let Some(flag) = flag {
            sheet.write(row, 4, *flag).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn csv(table: &[Made]) -> Vec<u8> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut file = FIELDS.join(";") + "\n";
    for (item, text, price, day, flag) in table {
        let text = quoted(text.as_deref().unwrap_or_default());
        let price = price.map_or_else(String::new, |price| price.to_string());
        let day = day.map_or_else(String::new, |day| day.to_string());
        let flag = flag.map_or("", |flag| if flag { "Y" } else { "N" });
        writeln!(file, "{item};{text};{price};{day};{flag}").unwrap();
    }
    file.into_bytes()
}

fn ods(table: &[Made]) -> Vec<u8> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let blanks = |text: &str| escaped(text).replace('\t', "<text:tab/>").replace("  ", " <text:s/>");
    let texts =
        |text: &str| text.split('\n').map(|line| format!("<text:p>{}</text:p>", blanks(line))).collect::<String>();
    let cell = |kind: &str, value: String, text: &str| {
        format!("<table:table-cell office:value-type=\"{kind}\"{value}>{}</table:table-cell>", texts(text))
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let mut all = row(FIELDS.iter().map(|title| cell("string", String::new(), title)).collect());
    for (item, text, price, day, flag) in table {
        let blank = || "<table:table-cell/>".to_owned();
        all += &row([
            cell("string", String::new(), item),
            text.as_ref().map_or_else(blank, |text| cell("string", String::new(), text)),
            price.map_or_else(blank, |price| cell("float", format!(" office:value=\"{price}\""), "shown")),
            day.map_or_else(blank, |day| cell("date", format!(" office:date-value=\"{day}\""), "shown")),
            flag.map_or_else(blank, |flag| cell("boolean", format!(" office:boolean-value=\"{flag}\""), "shown")),
        ]
        .concat());
    }
    made::ods(&format!("<table:table table:name=\"Items\">{all}</table:table>"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_table_comes_back_from_xlsx_ods_and_csv(table in table()) {
        let expected = expected(&table);
        prop_assert_eq!(&read_back("a.xlsx", xlsx(&table)), &expected);
        prop_assert_eq!(&read_back("a.ods", ods(&table)), &expected);
        prop_assert_eq!(&read_back("a.csv", csv(&table)), &expected);
    }
}

/// Through another program, where it is installed: .xls, and .ods and .xlsx as it writes them. It writes no .xlsb.
#[test]
fn a_table_comes_back_through_another_program() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;

    let folder = tempfile::tempdir().unwrap();
    let mut runner = TestRunner::deterministic();
    let table: Vec<Made> = (0..6)
        .flat_map(|_| table().new_tree(&mut runner).unwrap().current())
        .enumerate()
        .map(|(at, row)| (format!("{at:04}"), row.1, row.2, row.3, row.4))
        .collect();
    std::fs::write(folder.path().join("a.xlsx"), xlsx(&table)).unwrap();
    let mut compared = 0;
    for (kind, filter) in [("xls", "xls:MS Excel 97"), ("ods", "ods"), ("xlsx", "xlsx:Calc MS Excel 2007 XML")] {
        let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
        let out = folder.path().join(kind);
        let done = Command::new("soffice")
            .args([profile.as_str(), "--headless", "--convert-to", filter, "--outdir"])
            .arg(&out)
            .arg(folder.path().join("a.xlsx"))
            .output();
        if !done.is_ok_and(|done| done.status.success()) {
            return;
        }
        let path = out.join(format!("a.{kind}"));
        let source = Input::Source(Source::Path(path));
        let reading = try_read(&[source], &ReadOptions::default()).unwrap();
        let read: Vec<String> =
            rows(&reading, "items", &FIELDS).iter().map(|row| row.replace('\u{200e}', "")).collect();
        for (read, expected) in read.iter().zip(expected(&table)) {
            assert_eq!(*read, expected, "{kind}");
            compared += 1;
        }
        assert_eq!(read.len(), table.len(), "{kind}");
    }
    assert!(compared > 0);
}
