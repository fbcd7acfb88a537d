//! A sheet of 1 000 000 priced lines beside the same library writing the same values as constants, without formats and
//! with one for each column; as small as the library makes files by itself, and as small as ours.
//!
//! Time and memory above what is held before, each in turn in one process: the table in memory is not counted, the
//! writing is. Run with `cargo bench --bench writing`; a number behind `--` sets the rows.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]
#![expect(clippy::float_arithmetic, reason = "the other library takes numbers of this kind only")]
#![expect(clippy::print_stdout, reason = "what it measures is its answer")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use _partsbook::report::frame::{Frame, FrameData, FrameValue, Numbered, Show, TextData};
use _partsbook::report::sheet::Sheet;
use _partsbook::report::words::Language;
use _partsbook::report::write::{WriteOptions, write_book};
use _partsbook::report::xlsx::ReportBook;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Workbook};

const ROWS: usize = 1_000_000;
const ROUNDS: usize = 3;

/// Columns of priced lines: name, what is in them, and how many different texts with a number behind there are.
const TEXTS: [(&str, &str, usize); 8] = [
    ("customer", "C", 20_000),
    ("item", "P0", 100_000),
    ("currency", "EUR", 1),
    ("kind", "N", 1),
    ("agreed_currency", "EUR", 1),
    ("level", "customer_discount_group", 1),
    ("state", "priced", 1),
    ("origin", "prices.xlsx, customer_prices, cell D", usize::MAX),
];
const DECIMALS: [(&str, Show, i64); 12] = [
    ("quantity", Show::Quantity, 500),
    ("price", Show::Money(2), 12_345),
    ("discount1", Show::Percent, 1_250),
    ("discount2", Show::Percent, 300),
    ("discount3", Show::Percent, 0),
    ("net_price", Show::Money(2), 10_480),
    ("discount_factor", Show::Number, 85),
    ("invoice_net_price", Show::Money(2), 10_480),
    ("invoice_net_price_foreign", Show::Money(2), 11_391),
    ("standard_price", Show::Money(2), 12_345),
    ("vat_override", Show::Percent, 2_400),
    ("total", Show::Money(2), 56_955),
];
const NUMBERS: [&str; 4] = ["price_basis", "discount_basis1", "discount_basis2", "discount_basis3"];

fn frame(rows: usize) -> Frame {
    let mut frame = Frame::new("priced_lines");
    for (name, text, different) in TEXTS {
        let show = if name == "origin" { Show::Origin } else { Show::Code };
        let number = |row: usize| (different > 1).then(|| u64::try_from(row % different).unwrap());
        let numbered = |row: usize| Some(Numbered { name: text, number: number(row) });
        frame = frame.with(name, show, FrameData::Text(TextData::numbered(rows, numbered)));
    }
    for (name, show, cents) in DECIMALS {
        let value = |row: usize| Some(Decimal::new(cents + i64::try_from(row % 1_000).unwrap(), 2));
        frame = frame.decimal(name, show, (0..rows).map(value));
    }
    for name in NUMBERS {
        frame = frame.with(name, Show::Integer, FrameData::Small(vec![6; rows]));
    }
    frame
}

/// How much time our files take to be made small, which is less than the library spends by itself.
const COMPRESSION: u8 = 4;

/// The same values, without formats or with one for each column.
fn constant(path: &Path, frame: &Frame, formatted: bool, compression: Option<u8>) {
    let mut workbook = Workbook::new();
    if let Some(level) = compression {
        workbook.set_zip_compression_level(level);
    }
    let sheet = workbook.add_worksheet_with_constant_memory().unwrap();
    let columns = u16::try_from(TEXTS.len() + DECIMALS.len() + NUMBERS.len()).unwrap();
    for column in (0..columns).filter(|_| formatted) {
        let places = "0".repeat(usize::from(column % 5));
        sheet.set_column_format(column, &Format::new().set_num_format(format!("0.0{places}"))).unwrap();
    }
    for row in 0..u32::try_from(frame.len()).unwrap() {
        let mut columns = 0_u16..;
        for column in &frame.columns[..TEXTS.len()] {
            if let FrameValue::Text(text) = column.data.get(row as usize) {
                sheet.write_string(row, columns.next().unwrap(), text).unwrap();
            }
        }
        for (_, _, cents) in DECIMALS {
            let value = f64::from(i32::try_from(cents).unwrap() + i32::try_from(row % 1_000).unwrap()) / 100.0;
            sheet.write_number(row, columns.next().unwrap(), value).unwrap();
        }
        for _ in NUMBERS {
            sheet.write_number(row, columns.next().unwrap(), 6).unwrap();
        }
    }
    workbook.save(path).unwrap();
}

fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Time of the work, and the most memory above that before it, in MB.
fn measured(work: impl FnOnce()) -> (Duration, u64) {
    // Forgets the highest memory so far, where the system lets us.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = memory("VmRSS");
    let began = Instant::now();
    work();
    (began.elapsed(), memory("VmHWM").saturating_sub(before) / 1_000)
}

/// Name, with formats, own compression.
const PEERS: [(&str, bool, Option<u8>); 4] = [
    ("plain", false, None),
    ("formatted", true, None),
    ("plain, compressed as ours", false, Some(COMPRESSION)),
    ("formatted, compressed as ours", true, Some(COMPRESSION)),
];

fn main() {
    let rows = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ROWS);
    let folder = tempfile::tempdir().unwrap();
    let (own, peer) = (folder.path().join("own.xlsx"), folder.path().join("constant.xlsx"));
    let mut book = ReportBook::new(Language::default());
    let lines = Arc::new(frame(rows));
    book.add(Sheet::from_frame("priced_lines", Arc::clone(&lines), &|name| name.to_owned()));
    println!(
        "{rows} rows, {} columns; table in memory {} MB",
        TEXTS.len() + DECIMALS.len() + NUMBERS.len(),
        memory("VmRSS") / 1_000
    );
    let options = WriteOptions { overwrite: true, ..WriteOptions::default() };
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.len() / 1_000);
    let mut ratios = PEERS.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        let (time, memory) = measured(|| write_book(&book, &own, &options).unwrap());
        println!("ours {time:.2?}, {memory} MB, file {} kB", size(&own));
        for (ratios, (name, formatted, compression)) in ratios.iter_mut().zip(PEERS) {
            let (peer_time, memory) = measured(|| constant(&peer, &lines, formatted, compression));
            let ratio = time.as_secs_f64() / peer_time.as_secs_f64();
            println!("  {name}: {peer_time:.2?}, {memory} MB, file {} kB: {ratio:.2}", size(&peer));
            ratios.push(ratio);
        }
    }
    for (mut ratios, (name, ..)) in ratios.into_iter().zip(PEERS) {
        ratios.sort_by(f64::total_cmp);
        println!("median, {name}: {:.2}", ratios.get(ROUNDS / 2).copied().unwrap());
    }
}
