//! What is tried: the readers of foreign input.

use std::path::{Path, PathBuf};

use _partsbook::model::Catalog;
use _partsbook::tables::schema;
use _partsbook::tables::{Input, InputColumn, InputTable, ReadOptions, read};
use _partsbook::values::{
    DateSystem, Locale, clean, date_from_serial, decimal_from_f64, fold_title, name_key, natural_cmp, parse_category,
    parse_date, parse_date_time, parse_decimal, parse_flag, position_cmp,
};
use _partsbook::workbook::{
    Cell, CellValue, Limits, NumberFormat, code_text, date, decimal, digits_lost, display, flag, free_text, integer,
    is_blank, percent,
};

use super::super::books::{bytes, catalog, options, try_read, workbook as book_of};
use super::super::made::{self, Made};
use super::mutate::{Random, Seed, change};

/// One reader and how to feed it.
pub(super) struct Target {
    pub(super) name: &'static str,
    /// Valid input to begin with.
    pub(super) seeds: fn() -> Vec<Seed>,
    pub(super) make: fn(&[Seed], &mut Random) -> Vec<u8>,
    /// Must come back.
    pub(super) try_input: fn(&[u8]),
}

pub(super) const TARGETS: &[Target] = &[
    Target { name: "workbook", seeds: files, make: change, try_input: read_workbook },
    Target { name: "binary", seeds: old_and_binary, make: change, try_input: read_workbook },
    Target { name: "tables", seeds: Vec::new, make: random_tables, try_input: read_workbook },
    Target { name: "texts", seeds: Vec::new, make: random_text, try_input: read_text },
    Target { name: "stored", seeds: stored, make: change, try_input: load },
];

/// Small limits, so that memory without bound shows soon.
fn limits() -> Limits {
    Limits { unpacked_bytes: 64 << 20, cells: 1_000_000, file_bytes: 16 << 20, ..Limits::default() }
}

fn rows() -> Vec<Vec<Made<'static>>> {
    use Made::{Blank, Flag, Formula, FormulaError, FormulaFlag, Inline, Missing, Number, Short, Styled, Text};
    vec![
        vec![Text("Level"), Text("Item"), Text("Description"), Text("Qty"), Text("Unit"), Text("Valid from")],
        vec![Number(0.0), Text("A100"), Inline("Pump, größer"), Short(1, false), Text("pcs"), Styled(46_000.0, 3)],
        vec![Number(1.0), Styled(123.0, 1), Text("Screw"), Short(250, true), Text("pcs"), Styled(0.5, 4)],
        vec![Number(1.0), Formula("B-200"), Missing, Styled(0.15, 2), Flag(true), FormulaError],
        vec![Number(2.0), Number(1e15), Blank, Number(-1.5), FormulaFlag, Blank],
    ]
}

fn old_and_binary() -> Vec<Seed> {
    let mut seeds = vec![Seed::Records(made::old_stream("BOM", &rows())), Seed::new(&made::xlsb("BOM", &rows()))];
    seeds.extend(folder_seeds(&["xls", "xlsb"]));
    seeds
}

/// Valid files of all kinds.
fn files() -> Vec<Seed> {
    let titles = "Level|Item|Description|Qty|Unit|Valid from\n0|A100|Pump|1|pcs|@2026-01-01\n1|B200|=B1|2|pcs|\n2|C300|!#N/A|1.5|kg|";
    let bom = book_of(&[("BOM", titles), ("Items", "Item|Gross price|Cost\nA100|10|5\nB200|1,50|?true")]);
    let sheet = "<worksheet><dimension ref=\"A1:C3\"/><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Qty</t></is></c></row>\
        <row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"str\"><f t=\"shared\" si=\"0\" ref=\"A2:A3\">A1</f><v>x</v></c><c><v>2</v></c></row>\
        <row><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c t=\"d\"><v>2026-03-31</v></c></row>\
        </sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>";
    let ods = "<table:table table:name=\"BOM\"><table:table-column table:number-columns-repeated=\"4\"/>\
        <table:table-row><table:table-cell office:value-type=\"string\"><text:p>Item</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><text:p>Qty<text:s text:c=\"2\"/></text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\"><text:p>A</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"2\" table:number-columns-repeated=\"3\"/></table:table-row></table:table>";
    let mut seeds = vec![
        Seed::new(&bom),
        Seed::new(&made::xlsx(sheet)),
        Seed::new(&made::ods(ods)),
        Seed::new(&made::xlsb("BOM", &rows())),
        Seed::Records(made::old_stream("BOM", &rows())),
        Seed::Bytes(b"item;qty;price\nA;1,5;\"2\n3\"\nB;2;=\"007\"\n".to_vec()),
        Seed::Bytes("sep=,\nitem,m\u{e4}\u{e4}r\u{e4}\nA,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ];
    seeds.extend(folder_seeds(&["xlsx", "xls", "xlsb", "ods", "csv"]));
    seeds
}

/// The files of the folder that the caller names, and the shared workbooks when a long run is asked for.
fn folder_seeds(endings: &[&str]) -> Vec<Seed> {
    let mut folders: Vec<PathBuf> = std::env::var_os("PARTSBOOK_FUZZ_SEEDS").map(PathBuf::from).into_iter().collect();
    if std::env::var_os("PARTSBOOK_FUZZ_SECONDS").is_some_and(|seconds| seconds.len() > 2) {
        folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/workbooks"));
    }
    let mut files: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)))
        .collect();
    files.sort();
    let content = files.iter().filter_map(|file| std::fs::read(file).ok());
    content.filter(|content| content.len() < 100_000).map(|content| Seed::new(&content)).collect()
}

/// A workbook as a user's first call reads it: cells, headers, records, links.
fn read_workbook(data: &[u8]) {
    let options = ReadOptions { limits: limits(), ..ReadOptions::default() };
    if let Ok(reading) = read(&[bytes("a.xlsx", data.to_vec())], &options, &|_, _| true) {
        let catalog = catalog(reading);
        for finding in catalog.findings() {
            assert!(!finding.message().is_empty());
        }
    }
    // A table that is told what it is goes past the doubts about it.
    let named = ReadOptions { limits: limits(), ..options_for_bom() };
    let _ = read(&[bytes("a.xlsx", data.to_vec())], &named, &|_, _| true);
}

fn options_for_bom() -> ReadOptions {
    options(&[("item", "B200"), ("quantity", "pcs")], &[("a.xlsx", "bom")])
}

/// A workbook of any tables whose titles are known and whose values are nasty.
fn random_tables(_: &[Seed], random: &mut Random) -> Vec<u8> {
    let specs = schema::tables();
    let mut text = String::new();
    let spec = &specs[random.below(specs.len())];
    let width = 1 + random.below(12);
    let titles: Vec<&str> = (0..width)
        .map(|_| match random.below(8) {
            0 => value(random),
            1 => "Level",
            _ if spec.fields.is_empty() => "Item",
            _ => spec.fields[random.below(spec.fields.len())].name,
        })
        .collect();
    for _ in 0..random.below(4) {
        text.push_str(&line(random, 1));
    }
    text.push_str(&titles.join(";"));
    text.push('\n');
    for _ in 0..random.below(20) {
        let cells = random.below(width + 2);
        text.push_str(&line(random, cells));
        if random.once_in(20) {
            text.push_str(&titles.join(";"));
            text.push('\n');
        }
    }
    text.into_bytes()
}

fn line(random: &mut Random, cells: usize) -> String {
    let mut line = (0..cells).map(|_| value(random).replace(['\n', ';'], " ")).collect::<Vec<_>>().join(";");
    line.push('\n');
    line
}

const NASTY: &[&str] = &[
    "",
    "",
    "",
    "A",
    "B",
    "C",
    "A100",
    "B200",
    "0",
    "1",
    "2",
    "3",
    "1.1",
    "1.1.1",
    "1.1.1.1",
    "..2",
    "  A",
    "    B",
    "007",
    "-1",
    "1e5",
    "1e28",
    "1,234",
    "1.234,5",
    "1 234",
    "99999999999999999999999999999",
    "79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "1/3",
    "1/0",
    "50 %",
    "12,50 €",
    "(5)",
    "--",
    "+",
    "=1+1",
    "=\"00123\"",
    "#N/A",
    "31.12.2026",
    "1/2/2026",
    "2026-02-30",
    "9999-12-31",
    "0000-00-00",
    "1900-02-29",
    "2026-W53",
    "yes",
    "x",
    "N",
    "B",
    "pcs",
    "kg",
    "EUR",
    "**",
    "A;B",
    "{X}",
    "POWER=90 and not (COLOR in {RED, BLUE})",
    "not not not",
    "((((((((",
    "a=b or",
    "\u{feff}A",
    "\u{200b}",
    "\u{1f527}",
    "ＡＢＣ１",
    "ß",
    "\u{1}",
    "\t",
    "Total",
    "Subtotal",
    "Sum",
    "Level",
    "Item",
    "Qty",
    "A100 > B200",
    "FULL",
    "NONE",
    "2147483648",
    "-2147483649",
    "4294967296",
    "1:1000",
    "100..1",
    "S1-S9",
    "<script>",
];

fn value(random: &mut Random) -> &'static str {
    random.pick(NASTY)
}

/// Nasty values and pieces of them side by side.
fn random_text(_: &[Seed], random: &mut Random) -> Vec<u8> {
    let mut text = String::new();
    for _ in 0..=random.below(4) {
        let chars: Vec<char> = value(random).chars().collect();
        let from = random.below(chars.len() + 1);
        text.extend(chars.iter().skip(if random.once_in(2) { 0 } else { from }));
    }
    text.into_bytes()
}

/// A text as every kind of value.
fn read_text(data: &[u8]) {
    let text = std::str::from_utf8(data).unwrap();
    for locale in [None, Locale::from_name(text), Locale::from_name("fi"), Locale::from_name("en-US")] {
        let _ = (parse_decimal(text, locale), parse_date(text, locale), parse_date_time(text, locale));
        for format in
            [NumberFormat::from_code(text), NumberFormat::general().clone(), NumberFormat::from_code("000000")]
        {
            let number =
                text.trim().parse::<f64>().unwrap_or(f64::from_bits(text.len() as u64 * 0x0123_4567_89AB_CDEF));
            let moment = date_from_serial(number, DateSystem::From1904).unwrap_or_default();
            for value in [
                CellValue::Text(text),
                CellValue::Error(text),
                CellValue::Number(number),
                CellValue::Serial(number),
                CellValue::Bool(true),
                CellValue::NoCachedValue,
                CellValue::DateTime(moment),
            ] {
                let cell = Cell { row: 0, column: 0, value, format: &format, shared: false };
                let _ = (code_text(&cell), free_text(&cell), decimal(&cell, locale), percent(&cell, locale));
                let _ = (date(&cell, locale), flag(&cell), integer(&cell, locale), display(&cell));
                let _ = (is_blank(&cell), digits_lost(&cell), decimal_from_f64(number));
            }
        }
    }
    let _ = (clean(text), fold_title(text), parse_flag(text), parse_category(text), name_key(text, "sv"));
    let (head, tail) = text.split_at(text.char_indices().map(|(at, _)| at).nth(text.chars().count() / 2).unwrap_or(0));
    let _ = (natural_cmp(head, tail), position_cmp(head, tail));
    assert_eq!(natural_cmp(head, tail), natural_cmp(tail, head).reverse(), "{head:?} {tail:?}");
    let rules = InputTable {
        name: "variant_rules".to_owned(),
        columns: ["product", "rule", "kind", "condition", "consequence"]
            .iter()
            .map(|name| ((*name).to_owned(), InputColumn::Text(vec![Some(text.to_owned()); 2])))
            .collect(),
    };
    if let Ok(reading) = try_read(&[Input::Table(rules)], &ReadOptions::default()) {
        let _ = catalog(reading);
    }
}

fn stored() -> Vec<Seed> {
    let reading = try_read(&[bytes("a.xlsx", made::xls("BOM", &rows()))], &ReadOptions::default()).unwrap();
    vec![Seed::Bytes(catalog(reading).to_bytes().unwrap())]
}

/// A stored catalog.
fn load(data: &[u8]) {
    if let Ok(catalog) = Catalog::from_bytes(data) {
        for finding in catalog.findings() {
            assert!(!finding.message().is_empty());
        }
        let _ = catalog.to_bytes();
    }
}
