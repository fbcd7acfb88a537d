//! Workbooks nobody here wrote (`data/workbooks`): what each is taken for, and what can be asked of them.
//!
//! The facts were counted with other programs from the files. Without the shared folder the tests say so and pass.

use std::path::PathBuf;

use _partsbook::model::Catalog;
use _partsbook::structure::{ExplosionOptions, Figure, WhereUsedOptions, explode, where_used};
use _partsbook::tables::{Input, ReadOptions, Reading, SheetReport};
use _partsbook::workbook::Source;
use rust_decimal::Decimal;

use crate::books::{catalog, found, options, rows, try_read};

/// The folder of the workbooks; none, and a word about it, when it is not there.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/workbooks");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

/// Reads the files whose names contain one of the parts, in the order of the parts.
pub(crate) fn read_files(parts: &[&str], options: &ReadOptions) -> Option<Reading> {
    let folder = folder()?;
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.contains("MANIFEST"))
        .collect();
    names.sort();
    let files: Vec<Input> = parts
        .iter()
        .flat_map(|part| names.iter().filter(move |name| name.contains(part)))
        .map(|name| Input::Source(Source::Path(folder.join(name))))
        .collect();
    assert!(files.len() >= parts.len(), "{parts:?}");
    Some(try_read(&files, options).unwrap())
}

/// What a sheet was taken for: table, header row as shown, rows, rows left out, and the fields of its titles.
fn fact(sheet: &SheetReport) -> String {
    const SHOWN: &[&str] = &["item", "quantity", "parent", "level", "position", "on_hand", "price"];
    let fields: Vec<String> = sheet
        .mapped
        .iter()
        .filter(|(_, field)| SHOWN.contains(&field.as_str()))
        .map(|(title, field)| format!("{field}={title}"))
        .collect();
    let workbook = sheet.place.workbook.rsplit("__").next().unwrap_or_default();
    let Some(table) = &sheet.table else { return format!("{workbook} {} -", sheet.place.sheet) };
    let header = sheet.header_row.map_or(0, |row| row + 1);
    let (rows, left) = (sheet.rows_read, sheet.left_out.rows());
    format!("{workbook} {} {table} {header} {rows}+{left} {}", sheet.place.sheet, fields.join(" "))
}

#[test]
fn every_file_is_understood_or_asked_about() {
    let Some(read) = read_files(&[""], &ReadOptions::default()) else { return };
    assert_eq!(read.sources.len(), 32);
    let facts: Vec<String> = read.sheets.iter().map(fact).collect();
    let expected = include_str!("real_workbooks.txt");
    assert_eq!(facts.join("\n") + "\n", expected, "\n{}\n", facts.join("\n"));
    // What is not understood is asked about: each such sheet is empty or has a finding with the way on.
    let mut asked = 0;
    for sheet in read.sheets.iter().filter(|sheet| sheet.table.is_none()) {
        let about: Vec<_> = read
            .findings
            .iter()
            .filter(|finding| {
                let place = finding.origin.as_ref();
                place.is_some_and(|at| (&at.workbook, &at.sheet) == (&sheet.place.workbook, &sheet.place.sheet))
            })
            .map(|finding| finding.code.id)
            .collect();
        assert!(
            about.iter().any(|id| ["I-SHEET-EMPTY", "E-SHEET-UNKNOWN", "E-COLUMN"].contains(id)),
            "{} {about:?}",
            sheet.place
        );
        asked += 1;
    }
    // Empty sheets, a calculation, and row numbers of another file.
    assert_eq!(asked, 6, "{facts:?}");
}

/// Columns that are asked about: one more or less here is a change worth looking at.
const MISSED: usize = 0;

/// Fields whose columns count.
const CARRIED: &[&str] = &[
    "item",
    "description",
    "quantity",
    "unit",
    "position",
    "level",
    "price",
    "unit_cost",
    "supplier",
    "parent",
    "on_hand",
    "min_quantity",
    "currency",
    "cost",
    "gross_price",
];

/// At least 95 of 100 columns that carry what a parts manager needs are found without help, and none is found wrongly.
#[test]
fn the_columns_of_real_sheets_are_found() {
    let Some(read) = read_files(&[""], &ReadOptions::default()) else { return };
    let (mut all, mut missed, mut wrong, mut rows) = (0, Vec::new(), Vec::new(), Vec::new());
    let mut seen: Vec<(String, String)> = Vec::new();
    for sheet in &read.sheets {
        let workbook = sheet.place.workbook.rsplit("__").next().unwrap_or_default().to_owned();
        let name = sheet.place.sheet.to_string();
        seen.push((workbook.clone(), name.clone()));
        let number = seen.iter().filter(|own| **own == (workbook.clone(), name.clone())).count();
        let truth =
            include_str!("real_columns.txt").lines().map(|line| line.split(" | ").collect::<Vec<_>>()).find(|parts| {
                let [own, sheet, count, ..] = parts.as_slice() else { return false };
                *own == workbook && sheet.trim() == name && *count == number.to_string()
            });
        let at = format!("{workbook} {name} {number}");
        let Some(truth) = truth else {
            assert_eq!(sheet.table, None, "{at} is no table");
            continue;
        };
        let expected: Vec<(&str, &str)> = truth[4].split("; ").map(|pair| pair.split_once(" = ").unwrap()).collect();
        if sheet.table.is_some() && sheet.header_row.map(|row| (row + 1).to_string()).as_deref() != Some(truth[3]) {
            rows.push(format!("{at} {:?}", sheet.header_row));
        }
        let mapped =
            |title: &str| sheet.mapped.iter().find(|(own, _)| own.trim() == title).map(|(_, field)| field.as_str());
        // Of a sheet that is not used the columns are asked about, whatever they were weighed as.
        let is_used = sheet.table.is_some();
        for (title, field) in &expected {
            all += 1;
            match mapped(title) {
                Some(found) if found == *field => {}
                Some(found) if is_used && CARRIED.contains(&found) => {
                    wrong.push(format!("{at}: {title} is {found}, not {field}"));
                }
                _ => missed.push(format!("{at}: {title} is {field}")),
            }
        }
        for (title, field) in sheet.mapped.iter().filter(|(_, field)| CARRIED.contains(&field.as_str())) {
            if is_used && !expected.iter().any(|(own, _)| *own == title.trim()) {
                wrong.push(format!("{at}: {title} is not {field}"));
            }
        }
    }
    assert_eq!(wrong, [] as [&str; 0]);
    assert_eq!(rows, [] as [&str; 0]);
    assert!(all > 120, "{all}");
    let found = all - missed.len();
    assert!(found * 100 >= all * 95, "{found} of {all}: {missed:#?}");
    assert_eq!(missed.len(), MISSED, "{missed:#?}");
}

fn used_in(catalog: &Catalog, item: &str) -> Vec<String> {
    let used = where_used(catalog, catalog.item(item).unwrap(), &WhereUsedOptions::default()).unwrap();
    used.uses(catalog)
        .iter()
        .map(|found| {
            let cell = catalog.structure().line(found.line).and_then(|line| catalog.bom_lines().origin(line));
            let row = cell.and_then(|origin| origin.row).map_or(0, |row| row + 1);
            format!("{} {} row {row}", catalog.item_number(found.parent), found.quantity.unwrap_or_default())
        })
        .collect()
}

/// Which modules use this resistor? Nine workbooks, eleven boards, one catalog.
#[test]
fn the_modules_that_use_a_part() {
    let titles = [("item", "Ref. Mouser"), ("item", "Mouser P/N")];
    let Some(read) = read_files(&["eurorack"], &options(&titles, &[])) else { return };
    let boards: Vec<String> = read
        .sheets
        .iter()
        .map(|sheet| {
            let read = sheet.rows_read;
            format!("{} {:?} {:?} {read}-{}", sheet.place.sheet, sheet.table, sheet.header_row, sheet.left_out.refused)
        })
        .collect();
    // Rows with and without a Mouser number; what four headings hide under their merged cells is no record.
    assert_eq!(
        boards,
        [
            "Branches v4.0 Some(\"bom\") Some(1) 19-4",
            "Elements v0.21 Some(\"bom\") Some(1) 39-5",
            "Links v4 Some(\"bom\") Some(1) 14-3",
            "Plaits v5.0 Some(\"bom\") Some(1) 40-4",
            "Rings v3.0 Some(\"bom\") Some(1) 46-4",
            "Shades v4.0 Some(\"bom\") Some(1) 15-8",
            "Shades v3.1 Some(\"bom\") Some(1) 16-4",
            "Streams v0.5 Some(\"bom\") Some(1) 43-6",
            "Streams Bargraph v0.2 Some(\"bom\") Some(1) 6-1",
            "Warps v3.0 Some(\"bom\") Some(1) 41-5",
            "Yarns v0.3 Some(\"bom\") Some(1) 36-4",
        ]
    );
    let blank = found(&read.findings, "E-KEY-BLANK").len();
    assert_eq!(blank, 48, "each row without a number is named");
    let catalog = catalog(read);
    // 1 kΩ, 1 %: Rings has it in row 6, Streams in row 6 …
    assert_eq!(
        used_in(&catalog, "667-ERJ-3EKF1001V"),
        [
            "Branches v4.0 4 row 5",
            "Elements v0.21 4 row 5",
            "Rings v3.0 2 row 6",
            "Streams v0.5 7 row 6",
            "Warps v3.0 2 row 7",
        ]
    );
    // A diode: both versions of Shades.
    let diode = used_in(&catalog, "621-1N5819HW-F");
    assert_eq!(diode.len(), 10);
    assert!(diode.contains(&"Shades v4.0 2 row 11".to_owned()) && diode.contains(&"Shades v3.1 2 row 10".to_owned()));
    // One board has the same capacitor in two rows.
    let capacitor = used_in(&catalog, "81-GRM188R71E104JA1J");
    assert!(
        capacitor.contains(&"Yarns v0.3 12 row 12".to_owned()) && capacitor.contains(&"Yarns v0.3 1 row 32".to_owned())
    );
    let board = where_used(&catalog, catalog.item("667-ERJ-3EKF1001V").unwrap(), &WhereUsedOptions::default()).unwrap();
    let uses = board.uses(&catalog);
    assert!(uses.iter().all(|found| found.is_top && found.level == 1));
    assert_eq!(catalog.text(uses[0].position.unwrap()), "R12, R13, R16, R17");
}

/// A parts database: parts, structure of four levels and stock from three files.
#[test]
fn parts_structure_and_stock_from_three_files() {
    let titles = [
        ("items.item", "pk"),
        ("bom.parent", "part"),
        ("bom.item", "sub_part"),
        ("stock.item", "part"),
        ("stock.on_hand", "quantity"),
    ];
    let files = ["inventree_demo__parts", "inventree_demo__bom_items", "inventree_demo__stock_items"];
    let Some(read) = read_files(&files, &options(&titles, &[])) else { return };
    let counts: Vec<(Option<&str>, usize, usize)> =
        read.sheets.iter().map(|sheet| (sheet.table.as_deref(), sheet.rows_read, sheet.left_out.rows())).collect();
    assert_eq!(counts, [(Some("items"), 414, 0), (Some("bom"), 228, 0), (Some("stock"), 1106, 0)]);
    assert_eq!(rows(&read, "items", &["item", "description"])[0], "1 10R resistor in 0402 SMD package");
    let on_hand = read.tables["stock"].decimal("on_hand");
    let items = read.tables["stock"].text("item");
    let of_28: Decimal = (0..read.tables["stock"].len())
        .filter(|&row| items.get(row).is_some_and(|item| read.texts.get(item) == "28"))
        .filter_map(|row| on_hand.get(row))
        .sum();
    assert_eq!(of_28, Decimal::from(4312));
    let catalog = catalog(read);
    assert_eq!(found(catalog.findings(), "E-ITEM-UNKNOWN").len(), 0);
    let top = catalog.item("113").unwrap();
    let explosion = explode(&catalog, top, Decimal::ONE, &ExplosionOptions::default()).unwrap();
    assert_eq!((explosion.rows.len(), explosion.rows.iter().map(|row| row.level).max()), (216, Some(3)));
    let total = |item: &str| {
        let id = catalog.item(item).unwrap();
        explosion.summed.iter().find(|row| row.item == id).unwrap().total
    };
    for (item, quantity) in [("53", 132), ("45", 97), ("59", 91), ("55", 78), ("35", 74), ("51", 74), ("14", 72)] {
        assert_eq!(total(item), Figure::Known(Decimal::from(quantity)), "{item}");
    }
}

#[test]
fn levels_written_as_numbers() {
    let titles = [("level", "N°"), ("item", "Reference")];
    let Some(read) = read_files(&["CEA-Leti"], &options(&titles, &[])) else { return };
    assert_eq!((read.sheets[0].rows_read, read.sheets[0].left_out.rows()), (43, 0));
    let lines = rows(&read, "bom", &["level", "item", "quantity"]);
    assert_eq!(lines[..3], ["1 Creality ender 3 1", "2 IR heating System 1", "2.1 IR lamp 120 x 120 mm 1"]);
    let catalog = catalog(read);
    let holder = catalog.item("PCB holder").unwrap();
    let explosion = explode(&catalog, holder, Decimal::ONE, &ExplosionOptions::default()).unwrap();
    assert_eq!(explosion.rows.len(), 15);
    let nuts = used_in(&catalog, "ecrou_m3");
    assert_eq!(nuts, ["Hot air soldering system 6 row 25", "IR heating System 4 row 11"]);
}

#[test]
fn chinese_quantities_without_a_number_are_named_one_by_one() {
    let titles = [("item", "物料名称"), ("quantity", "物料数量"), ("item", "型号")];
    let Some(read) = read_files(&["hmn1990"], &options(&titles, &[])) else { return };
    let sheet = &read.sheets[0];
    assert_eq!((sheet.table.as_deref(), sheet.header_row), (Some("bom"), Some(1)));
    // The second list of the sheet has titles of its own.
    let second = &read.sheets[1];
    assert_eq!((second.title.as_str(), second.header_row, second.rows_read), ("PCBA上的元器件：", Some(35), 31));
    assert_eq!(found(&read.findings, "W-TITLES-CHANGE").len(), 0);
    let numbers = found(&read.findings, "E-NUMBER");
    assert!(numbers.iter().any(|finding| finding.value.as_deref() == Some("若干")));
    assert_eq!(numbers[0].field.as_deref(), Some("quantity"));
    let catalog = catalog(read);
    assert_eq!(used_in(&catalog, "42步进电机").len(), 1, "the product is the workbook");
}

#[test]
fn a_list_with_names_only_needs_one_word() {
    let folder = folder();
    let sheets = [("small 3d v2", "bom"), ("Copia de small 3d v2", "-"), ("costs", "-"), ("Order for Jupiter", "-")];
    let Some(read) = read_files(&["OLSK"], &options(&[("item", "Name")], &sheets)) else { return };
    assert!(folder.is_some());
    assert_eq!(read.sheets[0].header_row, Some(5));
    let catalog = catalog(read);
    assert_eq!(used_in(&catalog, "Bolt din912 m3 10mm"), ["small 3d v2 13 row 11"]);
}

#[test]
fn two_tables_side_by_side_are_read() {
    let Some(read) = read_files(&["BCN3D"], &ReadOptions::default()) else { return };
    let facts: Vec<String> = read.sheets.iter().map(fact).collect();
    assert_eq!(read.sheets.len(), 2, "{facts:?}");
    assert_eq!(found(&read.findings, "E-HEADER-DUP").len(), 0, "{facts:?}");
    let lines = &read.tables["bom"];
    // Bought parts 1 to 33 and fasteners 101 to 127, then printed parts 202 to 232 (201 stands in the row of titles).
    assert_eq!(lines.len(), 33 + 27 + 32);
    let items = lines.text("item");
    let item = |row: usize| items.get(row).map(|item| read.texts.get(item).to_owned()).unwrap();
    let place = |row: usize| lines.cell(row, "item").unwrap().cell();
    assert_eq!((item(0), place(0)), ("1".to_owned(), "B5".to_owned()));
    assert_eq!((item(60), place(60)), ("202".to_owned(), "F6".to_owned()));
}
