//! Rows to lines: what is linked, and what is said about the rest.

use super::*;
use crate::model::Catalog;
use crate::model::testing::catalog;

/// Code, cell and value of the findings whose code begins with `prefix`.
fn findings(catalog: &Catalog, prefix: &str) -> Vec<String> {
    catalog
        .findings()
        .iter()
        .filter(|finding| finding.code.id.starts_with(prefix))
        .map(|finding| {
            let cell = finding.origin.as_ref().map(crate::origin::Origin::cell).unwrap_or_default();
            let value = finding.value.as_deref().or(finding.detail.as_deref()).unwrap_or_default();
            format!("{} {cell} {value}", finding.code.id)
        })
        .collect()
}

fn lines(catalog: &Catalog) -> Vec<String> {
    (0..catalog.structure().len())
        .filter_map(|index| catalog.structure().line(LineId(u32::try_from(index).unwrap())))
        .map(|line| format!("{} > {}", catalog.item_number(line.parent), catalog.item_number(line.item)))
        .collect()
}

/// SU14: level list 1, 2, 4.
#[test]
fn su14_a_level_jump_leaves_out_the_row_and_its_branch() {
    let catalog = catalog(&[("bom", "level,item,quantity\n1,A,1\n2,B,1\n4,C,1\n5,D,1\n3,E,1\n2,F,1\n")]);
    assert_eq!(findings(&catalog, "E-"), ["E-LEVEL-JUMP A4 4", "E-LEVEL-JUMP A5 5"]);
    assert_eq!(lines(&catalog), ["A > B", "A > F", "B > E"]);
}

#[test]
fn dotted_levels_and_several_tops() {
    let catalog =
        catalog(&[("bom", "level,item,quantity\n1,A,1\n1.1,B,2\n1.1.1,C,3\n1.10,D,1\n2,E,1\n2.1,C,1\nx.,F,1\n")]);
    assert_eq!(lines(&catalog), ["A > B", "A > D", "B > C", "E > C"]);
    assert_eq!(findings(&catalog, "I-TOPS"), ["I-TOPS  A, E"]);
    assert_eq!(findings(&catalog, "E-"), Vec::<String>::new(), "x. reads as one dotted level: a top");
    assert_eq!(catalog.bom_lines().get(LineId(0)).unwrap().quantity, Some(2.into()));
}

#[test]
fn a_sheet_without_parents_is_one_product() {
    let catalog = catalog(&[("bom", "position,item,quantity\n20,R1,4\n10,C1,2\n")]);
    assert_eq!(lines(&catalog), ["test > C1", "test > R1"]);
    assert_eq!(findings(&catalog, "I-PARENT"), ["I-PARENT-SHEET  test"]);
}

#[test]
fn doubtful_rows_are_named() {
    let catalog = catalog(&[(
        "bom",
        "parent,position,item,quantity,scrap_pct,valid_from,valid_to,serial_from,serial_to,remarks\n\
         A,10,B,-1,,,,,,\nA,20,C,0,,,,,,\nA,30,D,,,,,,,AR\nA,40,E,,,,,,,\nA,50,F,1,100,,,,,\n\
         A,60,G,1,,2026-02-01,2026-01-01,,,\nA,70,H,1,,,,SN10,SN9,\nA,80,I,1,,,,,,\nA,80,J,1,,,,,,\nA,90,K,1,,,,,,\n\
         A,90,K,1,,,,,,\n,100,L,1,,,,,,\n",
    )]);
    assert_eq!(
        findings(&catalog, "E-"),
        [
            "E-QTY D2 -1",
            "E-QTY D5 the quantity is blank",
            "E-SCRAP E6 100",
            "E-EFF-ORDER G7 2026-02-01 to 2026-01-01",
            "E-EFF-ORDER I8 SN10 to SN9",
            "E-POS-DUP B10 80",
        ]
    );
    assert_eq!(
        findings(&catalog, "W-"),
        ["W-QTY-ZERO D3 0", "W-LINE-DUP 12 equal to test.xlsx, sheet \"bom\", row 11; counted once"]
    );
    assert_eq!(findings(&catalog, "I-"), ["I-TOPS  A", "I-AR D4 ", "I-LINE-TOP C13 L"]);
    assert_eq!(catalog.structure().len(), 8, "twelve rows: two ranges turned round, one twice, one top");
}

#[test]
fn quantities_are_linked_in_the_unit_of_their_item() {
    let catalog = catalog(&[
        ("items", "item,unit\nTAPE,m\nA,\nB,\nC,\n"),
        ("bom", "parent,item,quantity,unit\nA,TAPE,2.5,m\nB,TAPE,30,cm\nC,TAPE,1,box\n"),
    ]);
    assert_eq!(findings(&catalog, "E-"), ["E-UNIT D4 box"]);
    let structure = catalog.structure();
    let line = |id: u32| *structure.line(LineId(id)).unwrap();
    assert_eq!(structure.quantity(&line(1)), Some("0.3".parse().unwrap()));
    assert_eq!(catalog.bom_lines().get(LineId(1)).unwrap().quantity, Some(30.into()), "shown as it is written");
    assert!(line(2).lacks_unit());
    assert_eq!(structure.unit(line(0).item).map(|unit| catalog.text(unit)), Some("m"));
}

#[test]
fn equal_rows_may_be_added() {
    let text = "parent,position,item,quantity\nA,90,K,1\nA,90,K,1\n";
    let sums = catalog(&[("bom", text), ("company", "key,value\nsum_duplicates,Y\n")]);
    assert_eq!(sums.structure().len(), 2);
    assert_eq!(catalog(&[("bom", text)]).structure().len(), 1);
}

#[test]
fn unknown_names_have_the_nearest_known_one() {
    let catalog = catalog(&[
        ("items", "item,revision\nPUMP-100,A\nPUMP-100,A\nM,\n"),
        ("bom", "parent,item,revision,quantity\nM,PUMP-100,A,1\nM,PUMP-l00,,1\nM,PUMP-l00,,2\nM,PUMP-100,B,1\n"),
        ("revisions", "item,revision,seq,interchange\nPUMP-100,A,1,\n"),
        ("customers", "customer\nC1\nC1\n"),
        ("projects", "project,customer\nP1,C1\n"),
        ("machines", "serial,item,project,customer\nS1,M,P1,C2\nS2,M,P1,\nS2,M,P1,\nS3,M,P9,\n"),
    ]);
    assert_eq!(
        findings(&catalog, "E-"),
        [
            "E-ITEM-UNKNOWN B3 PUMP-l00",
            "E-REV-UNKNOWN C5 B",
            "E-KEY-DUP A3 C1",
            "E-KEY-DUP A3 PUMP-100 / A",
            "E-CUSTOMER-UNKNOWN D2 C2",
            "E-SERIAL-DUP A4 S2",
            "E-PROJECT-UNKNOWN C5 P9",
        ]
    );
    assert_eq!(findings(&catalog, "W-CUSTOMER"), ["W-CUSTOMER-DIFF D2 C2"]);
    let unknown = catalog.findings().iter().find(|finding| finding.code.id == "E-ITEM-UNKNOWN").unwrap();
    assert_eq!(
        unknown.detail.as_deref(),
        Some("the nearest is \"PUMP-100\": it differs only in letters that look like digits; also in 1 further rows")
    );
    assert_eq!(catalog.structure().len(), 4, "unknown items stay in the structure");
    let machine = catalog.machines().get(catalog.machine("S2").unwrap()).unwrap();
    assert_eq!(machine.customer.map(|id| catalog.customer_number(id)), Some("C1"));
    let near = catalog.machine("S22").unwrap_err().to_string();
    assert_eq!(near, "serial number \"S22\" is not in the catalog; the nearest is \"S2\"");
}

#[test]
fn lines_of_older_revisions_of_an_assembly_are_marked() {
    let catalog = catalog(&[("bom", "parent,parent_revision,item,quantity\nA,1,B,1\nA,2,B,3\nA,,C,1\n")]);
    let old: Vec<bool> = (0..3).map(|id| catalog.structure().line(LineId(id)).unwrap().is_of_old_revision()).collect();
    assert_eq!(old, [true, false, false]);
    assert_eq!(findings(&catalog, "I-REV"), ["I-REV-OLD  1 lines"]);
}

#[test]
fn loops_are_listed_once_from_their_smallest_item() {
    let text = "parent,item,quantity\nC10,C9,1\nC9,C10,1\nX,X,1\nT,C9,1\nC10,Z,1\nB,D,1\nD,B,1\nD,E,1\nE,B,1\n";
    let catalog = catalog(&[("bom", text)]);
    let mut cycles = findings(&catalog, "E-CYCLE");
    cycles.sort();
    assert_eq!(
        cycles,
        ["E-CYCLE 3 C9 > C10 > C9", "E-CYCLE 4 X > X", "E-CYCLE 7 B > D > B", "E-CYCLE 7 B > D > E > B"]
    );
    let order: Vec<&str> =
        catalog.structure().low_level_order().iter().map(|&item| catalog.item_number(item)).collect();
    assert_eq!(order.len(), catalog.items().len());
    let at = |name: &str| order.iter().position(|&item| item == name).unwrap();
    assert!(at("T") < at("C9") && at("C10") < at("Z") && at("C9") < at("Z"));
    assert!(!catalog.structure().is_cyclic(catalog.item("Z").unwrap()));
    assert!(catalog.structure().is_cyclic(catalog.item("X").unwrap()));
}

#[test]
fn very_many_loops_are_bounded() {
    let pairs = (0..12).flat_map(|parent| (0..12).map(move |child| (parent, child)));
    let lines =
        pairs.filter(|(parent, child)| parent != child).map(|(parent, child)| format!("N{parent},N{child},1\n"));
    let text = "parent,item,quantity\n".to_owned() + &lines.collect::<Vec<_>>().concat();
    let catalog = catalog(&[("bom", &text)]);
    assert_eq!(catalog.structure().cycles().len(), Structure::MAX_CYCLES);
    assert!(catalog.structure().has_more_cycles());
}
