//! What reading may cost: measured in a process of its own, whose peak the system tells.

use std::io::{Cursor, Write as _};
use std::process::Command;

use _partsbook::tables::{Input, ReadOptions, read};
use _partsbook::workbook::Source;
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Names the file that the process reads.
const FILE: &str = "PARTSBOOK_MEMORY_FILE";

fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

/// The other process: reads the file when it is told one, and says what came of it.
#[test]
fn process_of_its_own() {
    let Ok(file) = std::env::var(FILE) else { return };
    let result = match file.as_str() {
        "" => "nothing".to_owned(),
        file => match read(&[Input::Source(Source::Path(file.into()))], &ReadOptions::default(), &|_, _| true) {
            Ok(reading) => format!("{} cells", reading.sheets.iter().map(|sheet| sheet.cells).sum::<u64>()),
            Err(error) => {
                format!("{error}: {}", std::error::Error::source(&error).map_or_else(String::new, ToString::to_string))
            }
        },
    };
    let report = std::env::var("PARTSBOOK_MEMORY_REPORT").unwrap();
    std::fs::write(report, format!("{}\n{result}", peak_kib().unwrap_or(0))).unwrap();
}

/// Peak in KiB and result of reading these bytes in a process of its own.
fn peak_of(data: Option<&[u8]>) -> (u64, String) {
    let folder = tempfile::tempdir().unwrap();
    let (file, report) = (folder.path().join("test.xlsx"), folder.path().join("report"));
    if let Some(data) = data {
        std::fs::write(&file, data).unwrap();
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "memory::process_of_its_own"])
        .env(FILE, data.map_or_else(std::path::PathBuf::new, |_| file))
        .env("PARTSBOOK_MEMORY_REPORT", &report)
        .output()
        .unwrap();
    assert!(output.status.success());
    let report = std::fs::read_to_string(report).unwrap();
    let (peak, result) = report.split_once('\n').unwrap();
    (peak.parse().unwrap(), result.to_owned())
}

/// A workbook whose one sheet has this XML.
fn with_sheet(sheet: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Items").unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook.save_to_buffer().unwrap())).unwrap();
    let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.contains("worksheets/sheet") {
            copy.start_file(name, SimpleFileOptions::default().compression_level(Some(9))).unwrap();
            copy.write_all(sheet.as_bytes()).unwrap();
        } else {
            copy.raw_copy_file(part).unwrap();
        }
    }
    copy.finish().unwrap().into_inner()
}

/// Issue: a two-cell sheet A1 + XFD1048576 reads in a few megabytes.
#[test]
fn two_cells_far_apart_cost_two_cells() {
    let (nothing, _) = peak_of(None);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Items").unwrap();
    sheet.write(0, 0, "Item").unwrap().write(1_048_575, 16_383, "far away").unwrap();
    let (peak, result) = peak_of(Some(&workbook.save_to_buffer().unwrap()));
    assert_eq!(result, "2 cells");
    if nothing > 0 {
        assert!(peak < nothing + 24 * 1024, "{peak} KiB, and {nothing} KiB without reading");
    }
}

/// Workbook specification, section 4: over a limit the memory is not spent.
#[test]
fn a_bomb_is_not_unpacked() {
    let (nothing, _) = peak_of(None);
    let sheet = |blanks: usize| format!("<worksheet><sheetData>{}</sheetData></worksheet>", " ".repeat(blanks));
    // Small enough to be read: the blanks are not kept.
    let five_megabytes = with_sheet(&sheet(5 << 20));
    assert!(five_megabytes.len() < 16 << 10, "{} bytes", five_megabytes.len());
    let (small, result) = peak_of(Some(&five_megabytes));
    assert_eq!(result, "0 cells");
    let bomb = with_sheet(&sheet(200 << 20));
    let (large, result) = peak_of(Some(&bomb));
    assert!(result.contains("limit") && result.contains("ratio"), "{result}");
    if nothing > 0 {
        assert!(small < nothing + 24 * 1024, "{small} KiB, and {nothing} KiB without reading");
        assert!(large < nothing + 16 * 1024, "{large} KiB, and {nothing} KiB without reading");
    }
}
