//! Reading 200 000 rows × 12 columns: the bare cell reader of calamine against typed tables with origins.
//!
//! `cargo bench --bench reading`; `-- rows 400000`-like growth is shown by the second size.

#![expect(missing_docs, reason = "the macros of the harness make public items without documentation")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use std::hint::black_box;
use std::io::Cursor;

use _partsbook::tables::{Input, ReadOptions, read};
use _partsbook::workbook::Source;
use calamine::{Reader as _, Xlsx};
use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const TITLES: [&str; 12] = [
    "Customer",
    "Item",
    "Price",
    "Kind",
    "Currency",
    "Min quantity",
    "Valid from",
    "Valid to",
    "Campaign",
    "Description",
    "Coefficient",
    "Discount group",
];

/// A price sheet: five texts, four decimals, two dates and a code a row.
fn workbook(rows: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet_with_low_memory();
    sheet.set_name("Customer prices").unwrap();
    for (column, title) in (0..).zip(TITLES) {
        sheet.write(0, column, title).unwrap();
    }
    let day = |number: u32| ExcelDateTime::from_serial_datetime(45_000.0 + f64::from(number % 900)).unwrap();
    for row in 1..=rows {
        sheet.write(row, 0, format!("C{:05}", row % 20_000)).unwrap();
        sheet.write(row, 1, format!("P-{:06}", row * 7 % 100_000)).unwrap();
        sheet.write(row, 2, f64::from(row % 99_991) / 100.0).unwrap();
        sheet.write(row, 3, ["N", "E", "B"][row as usize % 3]).unwrap();
        sheet.write(row, 4, ["EUR", "SEK", "USD"][row as usize % 3]).unwrap();
        sheet.write(row, 5, f64::from(row % 12)).unwrap();
        sheet.write_with_format(row, 6, &day(row), &date).unwrap();
        sheet.write_with_format(row, 7, &day(row + 365), &date).unwrap();
        sheet.write(row, 8, ["Spring", "Autumn"][row as usize % 2]).unwrap();
        sheet.write(row, 9, format!("Bearing housing {} x {}", row % 500, row % 37)).unwrap();
        sheet.write(row, 10, f64::from(row % 77) / 64.0).unwrap();
        sheet.write(row, 11, format!("G{:02}", row % 60)).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn reading(criterion: &mut Criterion) {
    assert!(NaiveDate::from_ymd_opt(2023, 3, 15).is_some());
    for rows in [50_000, 200_000] {
        let bytes = workbook(rows);
        let mut group = criterion.benchmark_group(format!("read {rows} x 12"));
        group.throughput(Throughput::Elements(u64::from(rows) * 12)).sample_size(10);
        group.bench_function("calamine cells", |bencher| {
            bencher.iter(|| {
                let mut workbook = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
                let name = workbook.sheet_names().first().unwrap().clone();
                let mut reader = workbook.worksheet_cells_reader(&name).unwrap();
                let mut cells = 0_u64;
                while let Some(cell) = reader.next_cell().unwrap() {
                    black_box(cell.get_value());
                    cells += 1;
                }
                assert_eq!(cells, (u64::from(rows) + 1) * 12);
            });
        });
        group.bench_function("partsbook tables", |bencher| {
            bencher.iter(|| {
                let source = Source::Bytes { name: "prices.xlsx".to_owned(), data: bytes.clone() };
                let reading = read(&[Input::Source(source)], &ReadOptions::default(), &|_, _| true).unwrap();
                assert_eq!(reading.tables.get("customer_prices").unwrap().len(), rows as usize);
                black_box(reading);
            });
        });
        group.finish();
    }
}

criterion_group!(benches, reading);
criterion_main!(benches);
