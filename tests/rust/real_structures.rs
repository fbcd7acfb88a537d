//! Structures of workbooks nobody here wrote: two revisions of a circuit board, three of a feeder, and a parts database
//! with inherited lines, variants and substitutes.
//!
//! The facts were counted with other programs from the files. Where a file has no column for what its sheet means – the
//! product is the file, a substitute belongs to a line – an adapter here says it in the words of our tables. Without the
//! shared folder the tests say so and pass.

use std::collections::{BTreeMap, BTreeSet};

use _partsbook::model::Catalog;
use _partsbook::report::picture::{MAX_BOXES, where_used_picture};
use _partsbook::structure::{
    Change, CompareDepth, CompareEntry, CompareOptions, CompareRow, CompareSide, ExplosionOptions, Figure, Through,
    WhereUsedOptions, compare, explode, where_used,
};
use _partsbook::tables::{Input, InputColumn, InputTable, ReadOptions};
use rust_decimal::Decimal;

use crate::books::{catalog, options, try_read};
use crate::real_workbooks::{folder, read_files};

/// A table of texts and quantities as something to read.
fn table(name: &str, titles: &[&str], rows: &[Vec<String>]) -> Input {
    let column = |index: usize| {
        let texts = rows.iter().map(|row| row.get(index).cloned().filter(|text| !text.is_empty()));
        InputColumn::Text(texts.collect())
    };
    let columns = titles.iter().enumerate().map(|(index, title)| ((*title).to_owned(), column(index))).collect();
    Input::Table(InputTable { name: name.to_owned(), columns })
}

/// The lines of files that are one product each, with the product.
fn products(files: &[(&str, &str)], titles: &[(&str, &str)]) -> Option<Catalog> {
    let mut rows = Vec::new();
    for (product, file) in files {
        let read = read_files(&[file], &options(titles, &[]))?;
        let bom = &read.tables["bom"];
        let (items, positions, quantities) = (bom.text("item"), bom.text("position"), bom.decimal("quantity"));
        for row in 0..bom.len() {
            let text = |symbol: Option<_>| symbol.map_or_else(String::new, |symbol| read.texts.get(symbol).to_owned());
            let quantity = quantities.get(row).map_or_else(String::new, |quantity| quantity.to_string());
            rows.push(vec![(*product).to_owned(), text(positions.get(row)), text(items.get(row)), quantity]);
        }
    }
    let bom = table("bom", &["parent", "position", "item", "quantity"], &rows);
    Some(catalog(try_read(&[bom], &ReadOptions::default()).unwrap()))
}

fn differences(catalog: &Catalog, old: &str, new: &str, depth: CompareDepth) -> Vec<CompareRow> {
    let side = |item: &str| CompareSide::new(catalog.item(item).unwrap());
    compare(catalog, &side(old), &side(new), &CompareOptions { depth, ..Default::default() }).unwrap().rows
}

/// Items of one kind of difference, by name.
fn of_kind<'a>(catalog: &'a Catalog, rows: &[CompareRow], kind: Change) -> Vec<&'a str> {
    let rows = rows.iter().filter(|row| row.changes.contains(&kind));
    let mut names: Vec<&str> =
        rows.filter_map(|row| row.new.or(row.old)).map(|entry| catalog.item_number(entry.item)).collect();
    names.sort_unstable();
    names
}

/// Another quantity: item, old and new.
fn quantities(catalog: &Catalog, rows: &[CompareRow]) -> Vec<String> {
    let rows = rows.iter().filter(|row| row.changes.contains(&Change::Quantity));
    let number = |figure: Figure| figure.quantity().unwrap().normalize().to_string();
    rows.filter_map(|row| row.old.zip(row.new))
        .map(|(old, new)| {
            format!("{} {} {}", catalog.item_number(new.item), number(old.quantity), number(new.quantity))
        })
        .collect()
}

/// The board of a motor controller, v3.0 and v3.1: generic parts became real ones, two transistors were dropped.
#[test]
fn two_revisions_of_a_board() {
    let titles = [("item", "LibRef"), ("position", "Designator"), ("quantity", "Quantity")];
    let Some(catalog) = products(&[("3.0", "BOM_v3.0"), ("3.1", "BOM_v3.1rc")], &titles) else { return };
    let lines = |item: &str| catalog.structure().children(catalog.item(item).unwrap()).count();
    assert_eq!((lines("3.0"), lines("3.1")), (43, 42));
    let rows = differences(&catalog, "3.0", "3.1", CompareDepth::Summed);
    assert_eq!(of_kind(&catalog, &rows, Change::Removed), ["CAP_0603", "NTCS0603E3153JMT", "RES_0603", "SS13B"]);
    assert_eq!(of_kind(&catalog, &rows, Change::Added).len(), 17);
    assert_eq!(quantities(&catalog, &rows), ["MBR140SFT1G 1 2", "NTMFS4937NT1G 30 28"]);
    // Line by line: the same designators with another part.
    let rows = differences(&catalog, "3.0", "3.1", CompareDepth::Multi);
    let replaced: Vec<String> = rows
        .iter()
        .filter(|row| row.changes.contains(&Change::Replaced))
        .map(|row| {
            let name = |entry: Option<CompareEntry>| catalog.item_number(entry.unwrap().item).to_owned();
            format!("{}: {} > {}", catalog.text(row.position.unwrap()), name(row.old), name(row.new))
        })
        .collect();
    assert_eq!(
        replaced,
        [
            "C2, C3: CAP_0603 > GRM1885C1H100JA01D",
            "C24: CAP_0603 > GRM1885C2A820JA01D",
            "C27: CAP_0603 > GRM1885C1H271JA01D",
            "J5: Header 8 > Header 3X2",
        ]
    );
}

/// A feeder for pick-and-place machines: 8 mm variant and an earlier and a later list.
#[test]
fn revisions_and_a_variant_of_a_feeder() {
    let files = [("feeder", "bom_455c72"), ("feeder 8 mm", "bom-8.csv"), ("feeder later", "bom_546a9f")];
    let Some(catalog) = products(&files, &[("item", "Part Name")]) else { return };
    let rows = differences(&catalog, "feeder", "feeder 8 mm", CompareDepth::Multi);
    assert_eq!(
        of_kind(&catalog, &rows, Change::Added),
        ["frame-8", "peel-gear-8-12", "peel-gear-frame-8-12", "release-lever-8-12", "tape-guide-8-12"]
    );
    assert_eq!(
        of_kind(&catalog, &rows, Change::Removed),
        ["feeder-compression-spring", "frame", "peel-gear", "peel-gear-frame", "release-lever", "tape-guide"]
    );
    let mut changed = quantities(&catalog, &rows);
    changed.sort();
    assert_eq!(changed, ["n20-motor 1 4", "right-angle-n20 1 2", "shaft-collar 1 2"]);
    let rows = differences(&catalog, "feeder", "feeder later", CompareDepth::Multi);
    assert_eq!(of_kind(&catalog, &rows, Change::Added), ["frame-8", "peel-gear-frame-8-12"]);
    assert_eq!(of_kind(&catalog, &rows, Change::Removed).len(), 8);
    assert!(quantities(&catalog, &rows).is_empty());
    let motor = where_used(&catalog, catalog.item("n20-motor").unwrap(), &WhereUsedOptions::default()).unwrap();
    assert_eq!(motor.uses(&catalog).len(), 3);
}

/// A comma-separated file as rows by title.
fn records(name: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let path = folder()?.join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    Some(reader.deserialize().map(Result::unwrap).collect())
}

/// The parts database: lines of templates are inherited by their variants, a line's substitutes and variants may be
/// taken in its assembly.
fn parts_database() -> Option<Catalog> {
    let parts = records("inventree_demo__parts.csv")?;
    let lines = records("inventree_demo__bom_items.csv")?;
    let substitutes = records("inventree_demo__bom_substitutes.csv")?;
    let variants_of = |template: &str| -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut work = vec![template.to_owned()];
        while let Some(of) = work.pop() {
            let own = parts.iter().filter(|part| part["variant_of"] == of).map(|part| part["pk"].clone());
            work.extend(own.filter(|pk| found.insert(pk.clone())));
        }
        found
    };
    let (mut bom, mut alternates) = (Vec::new(), Vec::new());
    for line in &lines {
        let cell = |name: &str| line[name].clone();
        let mut assemblies = BTreeSet::from([cell("part")]);
        if line["inherited"] == "True" {
            assemblies.extend(variants_of(&line["part"]));
        }
        for assembly in assemblies {
            bom.push(vec![assembly, cell("pk"), cell("sub_part"), cell("quantity")]);
        }
        if line["allow_variants"] == "True" {
            for variant in variants_of(&line["sub_part"]) {
                alternates.push(vec![cell("sub_part"), variant, cell("part"), "1".to_owned()]);
            }
        }
        for substitute in substitutes.iter().filter(|substitute| substitute["bom_item"] == line["pk"]) {
            alternates.push(vec![cell("sub_part"), substitute["part"].clone(), cell("part"), "1".to_owned()]);
        }
    }
    let items: Vec<Vec<String>> = parts.iter().map(|part| vec![part["pk"].clone(), part["name"].clone()]).collect();
    let inputs = [
        table("items", &["item", "description_en"], &items),
        table("bom", &["parent", "position", "item", "quantity"], &bom),
        table("alternates", &["item", "alt", "scope_parent", "ratio"], &alternates),
    ];
    Some(catalog(try_read(&inputs, &ReadOptions::default()).unwrap()))
}

#[test]
fn inherited_lines_substitutes_and_variants() {
    let Some(catalog) = parts_database() else { return };
    assert_eq!(catalog.structure().len(), 228 + 27, "27 lines are inherited");
    let used = |item: &str, alternates: bool| -> Vec<String> {
        let options = WhereUsedOptions { alternates, ..WhereUsedOptions::default() };
        let found = where_used(&catalog, catalog.item(item).unwrap(), &options).unwrap();
        let mut rows: BTreeSet<String> = BTreeSet::new();
        for row in found.uses(&catalog) {
            let through = if row.through == Through::Named { "" } else { row.through.name() };
            let total = row.total.quantity().unwrap().normalize();
            rows.insert(format!("{} {total} {through}", catalog.item_number(row.parent)).trim_end().to_owned());
        }
        rows.into_iter().collect()
    };
    // A screw: in the template, by inheritance in its variant, and in two more.
    assert_eq!(used("66", false), ["113 22", "77 5", "81 5", "87 4"]);
    assert_eq!(used("98", false).len(), 12, "three templates of tables and chairs with three variants each");
    // An enclosure that is in one assembly itself, and a substitute in another.
    assert_eq!(used("83", false), ["113 1"]);
    assert_eq!(used("83", true), ["113 1", "113 3 ALTERNATE", "87 1 ALTERNATE"]);
    assert_eq!(used("84", false), Vec::<String>::new());
    assert_eq!(used("84", true), ["113 3 ALTERNATE", "87 1 ALTERNATE"]);
    assert_eq!(used("62", true), ["113 4 ALTERNATE", "87 1 ALTERNATE", "88 1 ALTERNATE"]);
    // A red widget is in the assembly itself, and may be taken for the widget template on a board.
    assert_eq!(used("72", false), ["113 6", "77 3", "81 3"]);
    assert_eq!(used("72", true), ["113 4 ALTERNATE", "113 6", "77 3", "81 3", "87 1 ALTERNATE", "88 1 ALTERNATE"]);
    let top = catalog.item("113").unwrap();
    let exploded = explode(&catalog, top, Decimal::ONE, &ExplosionOptions::default()).unwrap();
    let screw = exploded.summed.iter().find(|row| catalog.item_number(row.item) == "66").unwrap();
    assert_eq!(screw.total, Figure::Known(Decimal::from(22)));
    let found = where_used(&catalog, catalog.item("66").unwrap(), &WhereUsedOptions::default()).unwrap();
    let picture = where_used_picture(&catalog, &found, "en");
    assert!(picture.svg(MAX_BOXES).contains("M3x8 Torx"));
}
