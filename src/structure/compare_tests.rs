//! Worked examples and laws of comparisons.

use proptest::prelude::*;

use super::*;
use crate::model::testing::catalog;
use crate::structure::testing::{BUILDABLE, diamond};

fn rows(catalog: &Catalog, found: &Comparison) -> Vec<String> {
    found
        .rows
        .iter()
        .map(|row| {
            let name = |entry: Option<CompareEntry>| entry.map_or("-", |entry| catalog.item_number(entry.item));
            let changes: Vec<&str> = row.changes.iter().map(|change| change.name()).collect();
            let verdict = row.verdict.map_or(String::new(), |verdict| format!(" {}", verdict.name()));
            let position = row.position.map_or("", |position| catalog.text(position));
            let difference = row.difference.map_or(String::new(), |difference| format!(" {difference}"));
            format!(
                "{} {position} {} {} {}{difference}{verdict}",
                row.level,
                name(row.old),
                name(row.new),
                changes.join("+")
            )
        })
        .collect()
}

fn side(catalog: &Catalog, item: &str) -> CompareSide {
    CompareSide::new(catalog.item(item).unwrap())
}

fn compared(catalog: &Catalog, old: &CompareSide, new: &CompareSide, depth: CompareDepth) -> Vec<String> {
    let found = compare(catalog, old, new, &CompareOptions { depth, ..Default::default() }).unwrap();
    rows(catalog, &found)
}

/// SU11.
#[test]
fn su11_the_example() {
    let catalog = catalog(&[
        (
            "bom",
            "parent,position,item,revision,quantity\nO,10,A,1,2\nO,20,B,,1\nO,30,C,,4\nN,10,A,2,2\nN,20,D,,1\nN,30,C,,5\nN,40,E,,1\n",
        ),
        ("revisions", "item,revision,seq,status,interchange\nA,1,1,RELEASED,\nA,2,2,RELEASED,FORWARD\n"),
        ("alternates", "item,alt,direction\nB,D,TWO_WAY\n"),
        ("items", "item,cost\nB,2\nD,5\nC,1\n"),
        ("stock", "item,on_hand\nB,7\n"),
    ]);
    let (old, new) = (side(&catalog, "O"), side(&catalog, "N"));
    let expected = ["1 10 A A REV 0 FORWARD", "1 20 B D REPLACED FULL", "1 30 C C QTY 1", "1 40 - E ADDED 1"];
    assert_eq!(compared(&catalog, &old, &new, CompareDepth::Multi), expected);
    assert_eq!(compared(&catalog, &old, &new, CompareDepth::Single), expected);
    assert_eq!(
        compared(&catalog, &old, &new, CompareDepth::Summed),
        ["1  B - REMOVED -1", "1  C C QTY 1", "1  - D ADDED 1", "1  - E ADDED 1"]
    );
    let options = CompareOptions { with_effect: true, ..Default::default() };
    let found = compare(&catalog, &old, &new, &options).unwrap();
    assert_eq!((found.rows[1].cost_effect, found.rows[1].old_stock), (Some(3.into()), Some(7.into())));
    assert_eq!((found.rows[2].cost_effect, found.rows[3].cost_effect), (Some(1.into()), None));
}

#[test]
fn days_serial_numbers_and_revisions_are_compared() {
    let catalog = catalog(&[
        (
            "bom",
            "parent,parent_revision,position,item,quantity,valid_to,serial_from,remarks\nM,,10,G,1,,,\n\
             G,,10,X,1,2025-12-31,,\nG,,20,Y,2,,SN5,\nR,1,10,X,1,,,old\nR,2,10,X,1,,,new\nR,2,20,Y,1,,,\n",
        ),
        ("machines", "serial,item,delivery_date\nSN4,M,2026-01-01\n"),
        ("as_built", "serial,parent,item,revision,quantity\nSN4,M,G,,1\nSN4,G,X,,1\n"),
        ("revisions", "item,revision,seq\nR,1,1\nR,2,2\n"),
    ]);
    let old = CompareSide { on: NaiveDate::from_ymd_opt(2025, 1, 1), ..side(&catalog, "M") };
    assert_eq!(compared(&catalog, &old, &side(&catalog, "M"), CompareDepth::Multi), ["2 10 X - REMOVED -1"]);
    let serial = |serial: &str| CompareSide { serial: Some(serial.to_owned()), ..side(&catalog, "M") };
    assert_eq!(compared(&catalog, &serial("SN4"), &serial("SN5"), CompareDepth::Multi), ["2 20 - Y ADDED 2"]);
    let built = CompareSide { kind: StructureKind::Built, ..serial("SN4") };
    assert_eq!(
        compared(&catalog, &built, &serial("SN4"), CompareDepth::Multi),
        ["2  X - REMOVED -1"],
        "lines without position are matched by item"
    );
    let revision = |name: &str| CompareSide { revision: Some(name.to_owned()), ..side(&catalog, "R") };
    assert_eq!(
        compared(&catalog, &revision("1"), &revision("2"), CompareDepth::Multi),
        ["1 10 X X TEXT 0", "1 20 - Y ADDED 1"]
    );
    assert_eq!(compared(&catalog, &revision("1"), &revision("2"), CompareDepth::Summed), ["1  - Y ADDED 1"]);
    let missing = compare(&catalog, &revision("3"), &revision("2"), &CompareOptions::default()).unwrap_err();
    assert_eq!(missing.to_string(), "item \"R\" has no revision \"3\"; it has \"1\", \"2\"");
}

#[test]
fn units_are_converted_before_quantities_are_compared() {
    let catalog = catalog(&[
        ("bom", "parent,position,item,quantity,unit\nO,10,A,100,cm\nN,10,A,1,m\nP,10,A,3,kg\n"),
        ("items", "item,unit\nA,m\n"),
    ]);
    let (old, new) = (side(&catalog, "O"), side(&catalog, "N"));
    assert_eq!(compared(&catalog, &old, &new, CompareDepth::Multi), ["1 10 A A UNIT 0"]);
    let kilos = side(&catalog, "P");
    assert_eq!(compared(&catalog, &old, &kilos, CompareDepth::Multi), ["1 10 A A QTY+UNIT 2"]);
}

#[test]
fn loops_end_and_only_paths_with_differences_are_walked() {
    let catalog = catalog(&[(
        "bom",
        &(diamond(60) + "Q,10,L0,1\nQ,20,Z,1\nP,10,L0,1\nA,10,B,1\nB,10,A,1\nC,10,B,1\nC,20,Z,1\n"),
    )]);
    assert_eq!(
        compared(&catalog, &side(&catalog, "P"), &side(&catalog, "Q"), CompareDepth::Multi),
        ["1 20 - Z ADDED 1"]
    );
    let options = CompareOptions { max_rows: 50, ..Default::default() };
    let found = compare(&catalog, &side(&catalog, "A"), &side(&catalog, "C"), &options).unwrap();
    assert!(!found.rows.is_empty() && found.rows.len() < 50);
    let cut = compare(&catalog, &side(&catalog, "Z"), &side(&catalog, "L0"), &options).unwrap();
    assert_eq!(cut.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["W-ROWS-CUT"]);
}

proptest! {
    /// Nothing differs from itself; old and new turned round turn the differences round.
    #[test]
    fn turned_round(bom in prop::collection::vec((0_usize..6, 1_usize..8, 1_u32..4), 1..14)) {
        let bom: Vec<String> = bom.iter().enumerate().filter(|(_, line)| line.0 < line.1)
            .map(|(index, line)| format!("N{},{},N{},{}\n", line.0, index % 5, line.1, line.2)).collect();
        let catalog = catalog(&[("bom", &format!("parent,position,item,quantity\n{BUILD}{}", bom.concat()))]);
        let (a, b) = (side(&catalog, "N0"), side(&catalog, "N1"));
        for depth in [CompareDepth::Single, CompareDepth::Multi, CompareDepth::Summed] {
            prop_assert!(compared(&catalog, &a, &a, depth).is_empty());
            let options = CompareOptions { depth, ..Default::default() };
            let there = compare(&catalog, &a, &b, &options).unwrap();
            let back = compare(&catalog, &b, &a, &options).unwrap();
            let mut left: Vec<_> = there.rows.iter().map(|row| (row.old.map(|e| (e.item, e.quantity.quantity())), row.new.map(|e| (e.item, e.quantity.quantity())))).collect();
            let mut right: Vec<_> = back.rows.iter().map(|row| (row.new.map(|e| (e.item, e.quantity.quantity())), row.old.map(|e| (e.item, e.quantity.quantity())))).collect();
            left.sort();
            right.sort();
            prop_assert_eq!(left, right);
        }
    }
}

const BUILD: &str = "N0,90,N7,1\nN1,90,N7,2\n";

#[test]
fn an_example_has_no_difference_to_itself() {
    let catalog = catalog(&[("bom", BUILDABLE)]);
    assert!(compared(&catalog, &side(&catalog, "T"), &side(&catalog, "T"), CompareDepth::Multi).is_empty());
}
