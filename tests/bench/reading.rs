//! Reading rows × 12 columns: the bare cell reader of calamine against typed tables with origins.
//!
//! `cargo bench --bench reading` compares both in turns, so that a busy machine slows both alike, then measures each with
//! criterion. Memory is that of a process of its own that reads the file once. `PARTSBOOK_BENCH_ROWS=1000000` sets other
//! sizes (with commas between them).

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "times and ratios are for people")]

use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use _partsbook::tables::{Input, ReadOptions, Reading, Values, read};
use _partsbook::workbook::Source;
use calamine::{Reader as _, Xlsx};
use criterion::{Criterion, Throughput, criterion_group};
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

/// How often both are measured in turns.
const TURNS: usize = 7;
/// Names the file that a process of its own reads once.
const FILE: &str = "PARTSBOOK_BENCH_FILE";
/// Names the reader it uses.
const READER: &str = "PARTSBOOK_BENCH_READER";

/// A price sheet: seven texts, three decimals and two dates a row.
fn workbook(rows: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet_with_low_memory().unwrap();
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
        sheet.write_with_format(row, 6, day(row), &date).unwrap();
        sheet.write_with_format(row, 7, day(row + 365), &date).unwrap();
        sheet.write(row, 8, ["Spring", "Autumn"][row as usize % 2]).unwrap();
        sheet.write(row, 9, format!("Bearing housing {} x {}", row % 500, row % 37)).unwrap();
        sheet.write(row, 10, f64::from(row % 77) / 64.0).unwrap();
        sheet.write(row, 11, format!("G{:02}", row % 60)).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

/// All cells, one after the other, without keeping any.
fn calamine_cells(bytes: &[u8]) -> u64 {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = workbook.sheet_names().first().unwrap().clone();
    let mut reader = workbook.worksheet_cells_reader(&name).unwrap();
    let mut cells = 0_u64;
    while let Some(cell) = reader.next_cell().unwrap() {
        black_box(cell.get_value());
        cells += 1;
    }
    cells
}

/// Typed tables with the origin of every value, findings, fingerprint of the file.
fn partsbook_tables(data: Vec<u8>) -> Reading {
    let source = Source::Bytes { name: "prices.xlsx".to_owned(), data: data.into() };
    read(&[Input::Source(source)], &ReadOptions::default(), &|_, _| true).unwrap()
}

/// Bytes of the typed values, row numbers and texts.
fn typed_bytes(reading: &Reading) -> usize {
    let values = |values: &Values| match values {
        Values::Text(values) => values.len() * 4,
        Values::Date(values) => values.len() * 4,
        Values::Decimal(values) => values.len() * 9,
        Values::Integer(values) => values.len() * 8,
        Values::Flag(values) => values.len(),
    };
    let tables = reading.tables.values();
    let columns: usize = tables
        .map(|table| table.len() * 4 + table.columns().iter().map(|column| values(&column.values)).sum::<usize>())
        .sum();
    // A text has its end in the pool and a place in the index besides its letters.
    columns + reading.texts.iter().map(|(_, text)| text.len() + 16).sum::<usize>()
}

/// The largest resident set of this process in KiB, where the system tells it.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Reads the file once and prints the peak of memory: what a process of its own does.
fn once(file: &str, reader: &str) {
    let bytes = std::fs::read(file).unwrap();
    match reader {
        "calamine" => drop(black_box(calamine_cells(&bytes))),
        "partsbook" => drop(black_box(partsbook_tables(bytes))),
        _ => {}
    }
    println!("{}", peak_kib().unwrap_or(0));
}

fn peak_of(file: &Path, reader: &str) -> f64 {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.env(FILE, file).env(READER, reader).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse::<f64>().unwrap() / 1024.0
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).unwrap().as_secs_f64()
}

/// Both readers in turns.
fn compare(rows: u32, bytes: &[u8]) {
    let (mut bare, mut typed, mut memory) = (Vec::new(), Vec::new(), 0);
    for _ in 0..TURNS {
        let start = Instant::now();
        assert_eq!(calamine_cells(bytes), (u64::from(rows) + 1) * 12);
        bare.push(start.elapsed());
        let data = bytes.to_vec();
        let start = Instant::now();
        let reading = partsbook_tables(data);
        typed.push(start.elapsed());
        assert_eq!(reading.tables.get("customer_prices").unwrap().len(), rows as usize);
        memory = typed_bytes(&reading);
    }
    let file = std::env::temp_dir().join(format!("partsbook-bench-{}-{rows}.xlsx", std::process::id()));
    std::fs::write(&file, bytes).unwrap();
    let [nothing, cells, tables] = ["nothing", "calamine", "partsbook"].map(|reader| peak_of(&file, reader));
    std::fs::remove_file(&file).unwrap();
    let (bare, typed, count) = (median(bare), median(typed), f64::from(rows) * 12.0);
    println!("{rows} rows x 12 columns, {:.1} MB, median of {TURNS} in turns", bytes.len() as f64 / 1e6);
    println!("  calamine cells     {bare:7.3} s   peak {cells:7.1} MiB");
    println!(
        "  partsbook tables   {typed:7.3} s   peak {tables:7.1} MiB   (only the file in memory: {nothing:.1} MiB)"
    );
    println!("  ratio              {:7.2}", typed / bare);
    println!("  typed tables       {:7.1} bytes a cell", memory as f64 / count);
}

fn sizes() -> Vec<u32> {
    let told = std::env::var("PARTSBOOK_BENCH_ROWS").unwrap_or_else(|_| "50000,200000".to_owned());
    told.split(',').map(|size| size.trim().parse().unwrap()).collect()
}

fn reading(criterion: &mut Criterion) {
    for rows in sizes() {
        let bytes = workbook(rows);
        compare(rows, &bytes);
        let mut group = criterion.benchmark_group(format!("read {rows} x 12"));
        group.throughput(Throughput::Elements(u64::from(rows) * 12)).sample_size(10);
        group.bench_function("calamine cells", |bencher| bencher.iter(|| calamine_cells(&bytes)));
        group.bench_function("partsbook tables", |bencher| bencher.iter(|| partsbook_tables(bytes.clone())));
        group.finish();
    }
}

criterion_group!(benches, reading);

fn main() {
    if let (Ok(file), Ok(reader)) = (std::env::var(FILE), std::env::var(READER)) {
        once(&file, &reader);
    } else {
        benches();
        Criterion::default().configure_from_args().final_summary();
    }
}
