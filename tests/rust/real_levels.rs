//! Levels and quantities of workbooks nobody here wrote (`data/workbooks`): what their rows show and how it is read.
//!
//! The facts were counted with other programs from the files. Without the shared folder the tests say so and pass.

use std::path::PathBuf;

use _partsbook::model::Catalog;
use _partsbook::tables::{Input, ReadOptions, Reading};
use _partsbook::workbook::Source;

use crate::books::{catalog, found, input, options, rows, try_read};

/// Reads the file whose name contains the text; none, and a word about it, when the folder is not there.
fn read_file(part: &str, options: &ReadOptions) -> Option<Reading> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/workbooks");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    let mut files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|file| file.file_name().unwrap().to_string_lossy().contains(part)).unwrap();
    Some(try_read(&[Input::Source(Source::Path(file))], options).unwrap())
}

/// Assembly and number of lines of each top.
fn tops(catalog: &Catalog) -> Vec<String> {
    let structure = catalog.structure();
    let lines = |item| structure.children(item).count();
    structure.tops().iter().map(|&item| format!("{} {}", catalog.item_number(item), lines(item))).collect()
}

/// Cell and detail of the findings of one code.
fn said(reading: &Reading, code: &str) -> Vec<String> {
    let about = found(&reading.findings, code);
    let place = |finding: &_partsbook::finding::Finding| finding.origin.as_ref().unwrap().cell();
    about.iter().map(|finding| format!("{} {}", place(finding), finding.detail.as_deref().unwrap_or("-"))).collect()
}

/// Three assemblies with their parts, told apart by two blanks before the name; one row has one blank only.
#[test]
fn levels_by_blanks_before_the_name() {
    let Some(read) = read_file("UdeS-GRO", &ReadOptions::default()) else { return };
    assert_eq!(
        said(&read, "I-LEVELS"),
        ["A6 2 levels in 39 rows, told by blanks before `item`; 3 rows have no assembly above"]
    );
    assert_eq!(said(&read, "W-LEVEL-UNSURE"), ["A44 it stands where no other row of its level does; read as level 2"]);
    assert!(read.sheets[0].reason.ends_with("; levels told by blanks before `item`"), "{}", read.sheets[0].reason);
    let placeholders = said(&read, "I-PLACEHOLDER");
    assert_eq!(placeholders, ["B5 12 values of this column in all"], "`-` in the column of quantities");
    assert_eq!(said(&read, "E-NUMBER"), Vec::<String>::new());
    let lines = rows(&read, "bom", &["level", "item", "quantity"]);
    assert_eq!(lines[..2], ["1 Z_Assy -", "2 Z_base -"]);
    assert_eq!(lines[4], "2 bearing 2");
    let catalog = catalog(read);
    assert_eq!(tops(&catalog), ["X_Assy 12", "Y_Assy 13", "Z_Assy 11"]);
}

/// Dotted levels typed as text; the same once a spreadsheet program has made numbers of them.
#[test]
fn dotted_levels_and_what_becomes_of_them() {
    let titles = [("level", "N°"), ("item", "Reference")];
    let Some(read) = read_file("CEA-Leti", &options(&titles, &[])) else { return };
    assert_eq!(said(&read, "I-LEVELS"), Vec::<String>::new(), "a column of levels goes before all else");
    let meant = rows(&read, "bom", &["level"]);
    assert_eq!(meant.iter().filter(|level| level.ends_with('0')).count(), 2, "3.10 in two assemblies");
    let linked = catalog(read);
    assert_eq!(found(linked.findings(), "W-LEVEL-RESTORED").len() + found(linked.findings(), "W-LEVEL-TWICE").len(), 0);
    // The books of the tests write numbers for what looks like one: 3.10 becomes 3.1.
    let lines: Vec<String> = (0..).zip(&meant).map(|(row, level)| format!("{level}|P{row}|1")).collect();
    let damaged = input("test.xlsx", &[("BOM", &format!("Level|Item|Qty\n{}", lines.join("\n")))]);
    let read = try_read(&[damaged], &ReadOptions::default()).unwrap();
    assert!(rows(&read, "bom", &["level"]) != meant);
    let again = catalog(read);
    assert_eq!(found(again.findings(), "W-LEVEL-RESTORED").len(), 2);
    let levels = again.table("bom").text("level");
    let restored: Vec<&str> =
        (0..meant.len()).filter_map(|row| levels.get(row)).map(|level| again.text(level)).collect();
    assert_eq!(restored, meant);
}

/// Prices for packs of 50 and 100 beside quantities of single pieces.
#[test]
fn prices_for_packs() {
    let Some(read) = read_file("AlanFord", &ReadOptions::default()) else { return };
    let lines = rows(&read, "bom", &["item", "quantity", "unit", "price_quantity"]);
    assert_eq!(lines[..4], ["1 1 ea -", "2 2 cnt 50", "3 2 cnt 100", "4 4 cnt 100"]);
    assert_eq!(said(&read, "I-PRICE-PACK"), ["G4 5 values of this column in all"]);
    assert_eq!(found(catalog(read).findings(), "E-UNIT").len(), 0, "`ea` and `cnt` are both pieces");
}

/// `12个` is twelve pieces; what has no number stays a question.
#[test]
fn quantities_with_chinese_units() {
    let titles = [("item", "物料名称"), ("quantity", "物料数量"), ("item", "型号")];
    let Some(read) = read_file("hmn1990", &options(&titles, &[])) else { return };
    let lines = rows(&read, "bom", &["item", "quantity", "unit"]);
    assert_eq!(lines[..3], ["M3x6螺丝 12 个", "M3x8螺丝 13 个", "M3x12螺丝 2 个"]);
    assert!(lines.contains(&"充电头 + Type-C接口线缆\n电脑或者手机的都可以 1 套".to_owned()));
    assert!(lines.contains(&"6061铝条 1 条".to_owned()));
    assert_eq!(said(&read, "I-QTY-UNIT"), ["B3 14 values of this column in all"]);
    let unread: Vec<&str> = found(&read.findings, "E-NUMBER").iter().filter_map(|f| f.value.as_deref()).collect();
    assert_eq!(unread, ["一卷", "一卷", "少量", "少量", "少量", "少量", "若干"]);
    assert_eq!(said(&read, "W-UNIT-UNKNOWN"), Vec::<String>::new());
}

/// Lists without levels stay lists: half a piece, headings among the rows, an old binary workbook.
#[test]
fn lists_without_levels_stay_lists() {
    let facts = [
        ("nasa-jpl", "nasa-jpl__open-source-rover__parts_list.csv", 46),
        ("openDogV3", "XRobots__openDogV3__BOM.ods", 41),
        ("wei1224hf", "wei1224hf__robot-6axes-stepper__BOM.xls", 116),
    ];
    for (part, name, count) in facts {
        let Some(read) = read_file(part, &ReadOptions::default()) else { return };
        assert_eq!(&*read.sources[0].name, name);
        assert_eq!(read.tables["bom"].len(), count, "{name}");
        assert_eq!(said(&read, "I-LEVELS"), Vec::<String>::new(), "{name}");
        assert!(!read.tables["bom"].has("level"), "{name}");
    }
}
