//! The 552 recorded lines of the reference engine, every column (pricing specification, PR1).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use _partsbook::model::Catalog;
use _partsbook::model::build::build;
use _partsbook::origin::Origin;
use _partsbook::pricing::PriceBook;
use _partsbook::report::frame::FrameValue;
use _partsbook::report::results::pricing::priced_lines_frame;
use _partsbook::tables::{Decimals, Input, ReadOptions, Reading, Table, Texts, Value, Values, read};
use _partsbook::workbook::Source;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Workbook};

/// Titles of the recorded files that the schema calls otherwise, by file.
const RENAMED: &[(&str, &str, &str)] = &[
    ("customers", "id", "customer"),
    ("customers", "group", "customer_group"),
    ("segments", "id", "segment"),
    ("segments", "parent_id", "parent"),
    ("discount_groups", "group", "discount_group"),
    ("lines", "invoice_currency", "currency"),
    ("lines", "group_override", "customer_group"),
    ("", "customer_id", "customer"),
    ("", "segment_id", "segment"),
    ("", "group", "customer_group"),
    ("", "min_qty", "min_quantity"),
    ("", "max_qty", "max_quantity"),
    ("country_vat", "vat_rate", "rate"),
    ("lines", "line_id", "line"),
];
const DECIMALS: &[&str] = &[
    "price",
    "percent",
    "min_quantity",
    "max_quantity",
    "gross_price",
    "net_price",
    "store_price",
    "cost",
    "writedown",
    "price_quantity",
    "vat_rate",
    "base_discount",
    "special_discount",
    "rate",
    "quantity",
    "exchange_rate",
    "entered_price",
    "entered_discount1",
    "entered_discount2",
    "entered_discount3",
];
const DATES: &[&str] = &["valid_from", "valid_to"];

/// Result columns that are compared: title in `expected.csv`, title in the answer.
const COMPARED: &[(&str, &str)] = &[
    ("price", "price"),
    ("kind", "kind"),
    ("discount1", "discount1"),
    ("discount2", "discount2"),
    ("discount3", "discount3"),
    ("price_basis", "price_basis"),
    ("discount_basis1", "discount_basis1"),
    ("discount_basis2", "discount_basis2"),
    ("discount_basis3", "discount_basis3"),
    ("currency", "agreed_currency"),
    ("vat_override", "vat_override"),
    ("net_price", "net_price"),
    ("discount_factor", "discount_factor"),
    ("invoice_net_price", "invoice_net_price"),
    ("invoice_net_price_foreign", "invoice_net_price_foreign"),
    ("standard_price", "standard_price"),
    ("may_sell", "may_sell"),
];

/// Folder of the recorded lines, if this checkout has it.
fn vectors() -> Option<PathBuf> {
    ["../shared", "../../shared"]
        .iter()
        .map(|shared| Path::new(env!("CARGO_MANIFEST_DIR")).join(shared).join("vectors/pricing-basic"))
        .find(|folder| folder.is_dir())
}

fn rows(folder: &Path, file: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    let titles = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (titles, reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect())
}

fn field<'a>(file: &str, title: &'a str) -> &'a str {
    RENAMED.iter().find(|(of, from, _)| (of.is_empty() || *of == file) && *from == title).map_or(title, |(_, _, to)| to)
}

/// A typed table from texts, as reading a sheet would make it.
fn table(name: &str, file: &str, titles: &[String], rows: &[Vec<String>], texts: &mut Texts) -> Table {
    let mut table = Table::new(name);
    let fields: Vec<&str> = titles.iter().map(|title| field(file, title)).collect();
    let indexes: Vec<usize> = fields
        .iter()
        .map(|name| {
            table.column_index(name, name, || match *name {
                name if DECIMALS.contains(&name) => Values::Decimal(Decimals::default()),
                name if DATES.contains(&name) => Values::Date(Vec::new()),
                "multiples_only" => Values::Flag(Vec::new()),
                "slot" => Values::Integer(Vec::new()),
                _ => Values::Text(Vec::new()),
            })
        })
        .collect();
    table.begin_part(Origin::sheet("vectors".into(), file.into()), (0..).take(titles.len()).map(Some).collect());
    for (row, cells) in (1..).zip(rows) {
        let values: Vec<(usize, Value)> = cells
            .iter()
            .zip(&fields)
            .zip(&indexes)
            .filter(|((cell, _), _)| !cell.is_empty())
            .map(|((cell, name), &index)| {
                let value = match *name {
                    name if DECIMALS.contains(&name) => Value::Decimal(cell.parse().unwrap()),
                    name if DATES.contains(&name) => Value::Date(cell.parse().unwrap()),
                    "multiples_only" => Value::Flag(cell == "1"),
                    "slot" => Value::Integer(cell.parse().unwrap()),
                    _ => Value::Text(texts.intern(cell)),
                };
                (index, value)
            })
            .collect();
        table.push_row(row, values);
    }
    table.finish();
    table
}

/// One value of `company.json`, which is small and flat enough to be cut by hand.
fn setting<'a>(json: &'a str, key: &str) -> &'a str {
    let after = json.split_once(&format!("\"{key}\":")).unwrap().1;
    after.split([',', '}']).next().unwrap().trim().trim_matches('"')
}

/// One sheet: table, file it comes from, titles, rows.
type Sheet = (&'static str, &'static str, Vec<String>, Vec<Vec<String>>);

/// All sheets of a profile; the last one holds the lines.
fn sheets(folder: &Path, profile: &str) -> Vec<Sheet> {
    let json = fs::read_to_string(folder.join("company.json")).unwrap();
    let own = json.split_once(&format!("\"{profile}\": {{")).unwrap().1;
    let company: Vec<Vec<String>> = [
        ("currency", setting(&json, "currency")),
        ("country", setting(&json, "country")),
        ("customer_price_default_kind", setting(own, "customer_price_default_kind")),
        ("discount_slots", setting(own, "discount_fields")),
        ("price_decimals", setting(own, "price_decimals")),
        ("prices_include_vat", setting(own, "prices_include_vat")),
        ("district_from_order", setting(own, "district_from_order")),
    ]
    .iter()
    .map(|(key, value)| vec![(*key).to_owned(), (*value).to_owned()])
    .collect();
    let mut sheets = vec![("company", "company", vec!["key".to_owned(), "value".to_owned()], company)];
    for (name, file) in [
        ("customers", "customers"),
        ("segments", "segments"),
        ("items", "items"),
        ("discount_groups", "discount_groups"),
        ("customer_prices", "customer_prices"),
        ("customer_discounts", "customer_discounts"),
        ("price_lists", "price_lists"),
        ("exchange_rates", "exchange_rates"),
        ("vat_rates", "country_vat"),
    ] {
        let (titles, cells) = rows(folder, &format!("{file}.csv"));
        sheets.push((name, file, titles, cells));
    }
    let (titles, mut cells) = rows(folder, "lines.csv");
    let column = titles.iter().position(|title| title == "profile").unwrap();
    cells.retain(|line| line[column] == profile);
    sheets.push(("order_lines", "lines", titles, cells));
    sheets
}

/// The catalog and the lines, typed without a workbook.
fn from_texts(folder: &Path, profile: &str, on: NaiveDate) -> (Catalog, Table) {
    let mut texts = Texts::new();
    let mut tables: BTreeMap<String, Table> = sheets(folder, profile)
        .iter()
        .map(|(name, file, titles, cells)| ((*name).to_owned(), table(name, file, titles, cells, &mut texts)))
        .collect();
    let lines = tables.remove("order_lines").unwrap();
    (build(Reading { tables, texts, ..Reading::default() }, on), lines)
}

/// The same through a real workbook: numbers and dates in number cells, written, then read as a user's file is.
fn from_workbook(folder: &Path, profile: &str, on: NaiveDate) -> (Catalog, Table) {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (name, file, titles, cells) in sheets(folder, profile) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (column, title) in (0..).zip(&titles) {
            sheet.write_string(0, column, field(file, title)).unwrap();
        }
        for (row, line) in (1..).zip(&cells) {
            for ((column, cell), title) in (0..).zip(line).zip(&titles).filter(|((_, cell), _)| !cell.is_empty()) {
                match field(file, title) {
                    title if DECIMALS.contains(&title) && file != "company" => {
                        sheet.write_number(row, column, cell.parse::<f64>().unwrap()).unwrap();
                    }
                    title if DATES.contains(&title) => {
                        let date: NaiveDate = cell.parse().unwrap();
                        sheet.write_date_with_format(row, column, date, &day).unwrap();
                    }
                    _ => {
                        sheet.write_string(row, column, cell).unwrap();
                    }
                }
            }
        }
    }
    let source = Source::Bytes { name: "prices.xlsx".to_owned(), data: workbook.save_to_buffer().unwrap().into() };
    let reading = read(&[Input::Source(source)], &ReadOptions::default(), &|_, _| true).unwrap();
    let errors: Vec<_> = reading.findings.iter().filter(|finding| finding.code.id.starts_with("E-")).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let lines = reading.tables["order_lines"].clone();
    (build(reading, on), lines)
}

fn shown(value: FrameValue<'_>) -> String {
    match value {
        FrameValue::Blank => String::new(),
        FrameValue::Text(text) => text.to_owned(),
        FrameValue::Decimal(value) => value.normalize().to_string(),
        FrameValue::Date(date) => date.to_string(),
        FrameValue::Flag(flag) => u8::from(flag).to_string(),
        FrameValue::Integer(number) => number.to_string(),
        FrameValue::Number(number) => number.to_string(),
        FrameValue::Moment(moment) => moment.to_string(),
    }
}

fn same(expected: &str, answer: &str) -> bool {
    expected == answer || matches!((expected.parse::<Decimal>(), answer.parse::<Decimal>()), (Ok(a), Ok(b)) if a == b)
}

/// Prices all recorded lines and compares every column: lines, cells, cells the recording left open.
fn compare(folder: &Path, catalog: fn(&Path, &str, NaiveDate) -> (Catalog, Table)) -> (usize, usize, usize) {
    let json = fs::read_to_string(folder.join("company.json")).unwrap();
    let on: NaiveDate = setting(&json, "pricing_date").parse().unwrap();
    let (titles, expected) = rows(folder, "expected.csv");
    let expected: BTreeMap<&str, &Vec<String>> = expected.iter().map(|line| (line[0].as_str(), line)).collect();
    let (mut lines, mut cells, mut left_open) = (0, 0, 0);
    let mut wrong = Vec::new();
    for profile in ["STD", "EDEF", "BDEF", "ONE", "ORDD"] {
        let (catalog, table) = catalog(folder, profile, on);
        let book = PriceBook::new(Arc::new(catalog));
        assert!(book.findings().iter().all(|finding| finding.code.id == "W-SLOT"), "{:?}", book.findings());
        let texts = book.catalog().texts();
        let priced = book.price_columns(&table, texts, None, &|_, _| true).unwrap();
        assert!(priced.findings.is_empty(), "{:?}", priced.findings);
        let frame = priced_lines_frame(&book, &table, texts, priced);
        for row in 0..frame.len() {
            let id = shown(frame.value(row, "line"));
            let line = expected[id.as_str()];
            lines += 1;
            for (title, name) in COMPARED {
                let want = &line[titles.iter().position(|other| other == title).unwrap()];
                let answer = shown(frame.value(row, name));
                if *title == "standard_price" && want.is_empty() {
                    left_open += 1;
                    continue;
                }
                cells += 1;
                if !same(want, &answer) {
                    wrong.push(format!("line {id} {name}: {answer:?}, recorded {want:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
    (lines, cells, left_open)
}

#[test]
fn pr1_all_recorded_lines_are_equal_in_every_column() {
    let Some(folder) = vectors() else {
        println!("skipped: the folder `shared/vectors/pricing-basic` is not beside this checkout");
        return;
    };
    let all = (552, 552 * COMPARED.len() - 14, 14);
    assert_eq!(compare(&folder, from_texts), all);
    assert_eq!(compare(&folder, from_workbook), all);
}
