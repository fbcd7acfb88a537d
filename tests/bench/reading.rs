//! Reading rows × 12 columns: the bare cell reader of calamine against typed tables with origins.
//!
//! `cargo bench --bench reading` compares both in turns, so that a busy machine slows both alike, then measures each with
//! criterion. Processor time and memory are those of a process of its own that reads the file once; the peak of memory
//! counts above that of a process that does nothing. `PARTSBOOK_BENCH_ROWS=1000000` sets other sizes (with
//! commas between them), `PARTSBOOK_BENCH_TURNS=3` other numbers of turns. With an argument such as `nothing` that names
//! no benchmark of criterion only the comparison is made.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "times and ratios are for people")]

use std::fs::File;
use std::hint::black_box;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use _partsbook::tables::{Input, ReadOptions, Reading, Values, read};
use _partsbook::workbook::Source;
use calamine::{Reader as _, Xlsx};
use criterion::{Criterion, Throughput, criterion_group};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

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

/// How often both are measured in turns, unless told otherwise.
const TURNS: usize = 7;
/// Sheets of the workbooks that are read at once.
const SHEETS: u32 = 4;
/// Names the file that a process of its own reads once.
const FILE: &str = "PARTSBOOK_BENCH_FILE";
/// Names the reader it uses.
const READER: &str = "PARTSBOOK_BENCH_READER";

fn workbook(rows: u32) -> Vec<u8> {
    book(rows, 1)
}

/// Price sheets: seven texts, three decimals and two dates a row.
fn book(rows: u32, sheets: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for number in 1..=sheets {
        let sheet = workbook.add_worksheet_with_low_memory().unwrap();
        sheet
            .set_name(if number == 1 { "Customer prices".to_owned() } else { format!("Customer prices {number}") })
            .unwrap();
        prices(sheet, rows, &date);
    }
    workbook.save_to_buffer().unwrap()
}

fn prices(sheet: &mut Worksheet, rows: u32, date: &Format) {
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
        sheet.write_with_format(row, 6, day(row), date).unwrap();
        sheet.write_with_format(row, 7, day(row + 365), date).unwrap();
        sheet.write(row, 8, ["Spring", "Autumn"][row as usize % 2]).unwrap();
        sheet.write(row, 9, format!("Bearing housing {} x {}", row % 500, row % 37)).unwrap();
        sheet.write(row, 10, f64::from(row % 77) / 64.0).unwrap();
        sheet.write(row, 11, format!("G{:02}", row % 60)).unwrap();
    }
}

/// All cells, one after the other, without keeping any.
fn calamine_cells(source: impl Read + Seek) -> u64 {
    let mut workbook = Xlsx::new(source).unwrap();
    let name = workbook.sheet_names().first().unwrap().clone();
    let mut reader = workbook.worksheet_cells_reader(&name).unwrap();
    let mut cells = 0_u64;
    while let Some(cell) = reader.next_cell().unwrap() {
        black_box(cell.get_value());
        cells += 1;
    }
    cells
}

fn in_memory(data: &[u8]) -> Source {
    Source::Bytes { name: "prices.xlsx".to_owned(), data: data.to_vec().into() }
}

/// Typed tables with the origin of every value, findings, fingerprint of the file.
fn partsbook_tables(source: Source) -> Reading {
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

/// Seconds that the processors spent on this process, where the system tells them (in hundredths).
fn processor_seconds() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, numbers) = status.rsplit_once(')')?;
    let ticks = |field: usize| numbers.split_whitespace().nth(field)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// Reads the file once and prints the peak of memory and the processor time: what a process of its own does.
fn once(file: &str, reader: &str) {
    match reader {
        "calamine" => drop(black_box(calamine_cells(BufReader::new(File::open(file).unwrap())))),
        "partsbook" => drop(black_box(partsbook_tables(Source::Path(file.into())))),
        _ => {}
    }
    println!("{} {}", peak_kib().unwrap_or(0), processor_seconds().unwrap_or(0.0));
}

/// MiB of memory and seconds of the processors that a process of its own needs.
fn cost_of(file: &Path, reader: &str) -> (f64, f64) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.env(FILE, file).env(READER, reader).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let (peak, seconds) = told.trim().split_once(' ').unwrap();
    (peak.parse::<f64>().unwrap() / 1024.0, seconds.parse().unwrap())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    *times.get(times.len() / 2).unwrap()
}

/// Both readers in turns.
fn compare(rows: u32, bytes: &[u8]) {
    let turns = std::env::var("PARTSBOOK_BENCH_TURNS").map_or(TURNS, |turns| turns.parse().unwrap());
    let file = std::env::temp_dir().join(format!("partsbook-bench-{}-{rows}.xlsx", std::process::id()));
    std::fs::write(&file, bytes).unwrap();
    let (mut bare, mut typed, mut memory) = (Vec::new(), Vec::new(), 0);
    let (mut bare_cpu, mut typed_cpu, mut peaks) = (Vec::new(), Vec::new(), [Vec::new(), Vec::new(), Vec::new()]);
    for _ in 0..turns {
        let start = Instant::now();
        assert_eq!(calamine_cells(Cursor::new(bytes)), (u64::from(rows) + 1) * 12);
        bare.push(start.elapsed().as_secs_f64());
        let source = in_memory(bytes);
        let start = Instant::now();
        let reading = partsbook_tables(source);
        typed.push(start.elapsed().as_secs_f64());
        assert_eq!(reading.tables.get("customer_prices").unwrap().len(), rows as usize);
        memory = typed_bytes(&reading);
        drop(reading);
        let costs = ["nothing", "calamine", "partsbook"].map(|reader| cost_of(&file, reader));
        for (peaks, (peak, _)) in peaks.iter_mut().zip(costs) {
            peaks.push(peak);
        }
        let [(_, nothing), (_, cells), (_, tables)] = costs;
        bare_cpu.push(cells - nothing);
        typed_cpu.push(tables - nothing);
    }
    std::fs::remove_file(&file).unwrap();
    let [nothing, cells, tables] = peaks.map(median);
    let (bare, typed, count) = (median(bare), median(typed), f64::from(rows) * 12.0);
    let (bare_cpu, typed_cpu, own) = (median(bare_cpu), median(typed_cpu), memory as f64 / f64::from(1 << 20));
    println!("{rows} rows x 12 columns, {:.1} MB, median of {turns} in turns", bytes.len() as f64 / 1e6);
    println!("  calamine cells     {bare:7.3} s wall {bare_cpu:7.2} s processors   peak {:7.1} MiB", cells - nothing);
    println!(
        "  partsbook tables   {typed:7.3} s wall {typed_cpu:7.2} s processors   peak {:7.1} MiB",
        tables - nothing
    );
    println!("  ratio              {:7.2}        {:7.2}", typed / bare, typed_cpu / bare_cpu);
    println!(
        "  typed tables       {:7.1} bytes a cell, {own:.1} MiB; the peak is {:.2} times that",
        memory as f64 / count,
        (tables - nothing) / own
    );
    // A row number stands for the origins of all values of its row; the column of each is told once for all rows.
    println!("  origins            {:7.2} bytes a cell", f64::from(rows) * 4.0 / count);
}

/// One workbook of several sheets, and several workbooks, against the same rows in one sheet.
fn several(rows: u32) {
    let each = rows / SHEETS;
    let sources = |books: &[Vec<u8>]| -> Vec<Input> {
        let named = (0..).zip(books);
        let source = |(number, data): (u32, &Vec<u8>)| Source::Bytes {
            name: format!("prices {number}.xlsx"),
            data: data.clone().into(),
        };
        named.map(|book| Input::Source(source(book))).collect()
    };
    let cases = [
        ("one sheet", vec![book(rows, 1)]),
        ("several sheets", vec![book(each, SHEETS)]),
        ("several workbooks", (0..SHEETS).map(|_| book(each, 1)).collect()),
    ];
    println!("{rows} rows x 12 columns in one sheet, {SHEETS} sheets, {SHEETS} workbooks");
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..TURNS {
        for (times, (_, books)) in times.iter_mut().zip(&cases) {
            let inputs = sources(books);
            let (start, before) = (Instant::now(), processor_seconds().unwrap_or(0.0));
            let reading = read(&inputs, &ReadOptions::default(), &|_, _| true).unwrap();
            times.push((start.elapsed().as_secs_f64(), processor_seconds().unwrap_or(0.0) - before));
            assert_eq!(reading.tables.get("customer_prices").unwrap().len(), rows as usize);
        }
    }
    for ((name, _), times) in cases.iter().zip(times) {
        let (wall, processors): (Vec<f64>, Vec<f64>) = times.into_iter().unzip();
        println!("  {name:18} {:7.3} s wall {:7.2} s processors", median(wall), median(processors));
    }
}

fn sizes() -> Vec<u32> {
    let told = std::env::var("PARTSBOOK_BENCH_ROWS").unwrap_or_else(|_| "50000,200000".to_owned());
    told.split(',').map(|size| size.trim().parse().unwrap()).collect()
}

fn reading(criterion: &mut Criterion) {
    for rows in sizes() {
        let bytes = workbook(rows);
        compare(rows, &bytes);
        several(rows);
        let mut group = criterion.benchmark_group(format!("read {rows} x 12"));
        group.throughput(Throughput::Elements(u64::from(rows) * 12)).sample_size(10);
        group.bench_function("calamine cells", |bencher| bencher.iter(|| calamine_cells(Cursor::new(&bytes))));
        group.bench_function("partsbook tables", |bencher| bencher.iter(|| partsbook_tables(in_memory(&bytes))));
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
