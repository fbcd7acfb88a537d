//! Worked examples and laws of recalls and campaigns.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::model::Catalog;
use crate::model::testing::catalog;
use crate::values::UNWATCHED;
use rust_decimal::Decimal;

const SHEETS: &[(&str, &str)] = &[
    ("bom", "parent,position,item,revision,quantity\nM,10,PUMP,C,1\nKIT-P,10,PUMP,,1\nPUMP,10,SEAL,,1\nX,10,BOLT,,2\n"),
    (
        "machines",
        "serial,item,delivery_date,customer\nSN1,M,2022-01-01,C1\nSN2,M,2022-01-01,C1\nSN3,M,2022-01-01,C2\n\
         SN4,M,2022-01-01,C3\nSN5,M,2022-01-01,C2\nSN6,M,2022-01-01,C4\nSN7,X,2022-01-01,C9\n",
    ),
    (
        "as_built",
        "serial,parent,item,revision,quantity,lot\nSN1,M,PUMP,B,1,L11\nSN2,M,PUMP,B,1,L12\nSN3,M,PUMP,C,1,L12\n\
         SN5,M,PUMP,B,1,L12\nSN6,M,PUMP,B,2,L12\n",
    ),
    (
        "service_events",
        "date,serial,action,item,revision,quantity,lot,old_item,old_lot,source_order\n\
         2023-12-01,SN1,REPLACE,PUMP,C,1,L12,PUMP,L11,I1\n2024-01-15,SN5,REPLACE,PUMP,D,1,L40,PUMP,L12,\n",
    ),
    (
        "spare_sales",
        "date,invoice,customer,item,revision,lot,quantity\n2023-11-01,I1,C5,PUMP,C,L12,3\n2023-11-02,I2,C1,KIT-P,,,2\n\
         2023-11-03,I3,C2,PUMP,C,L11,1\n2023-11-03,I4,C2,BOLT,,,9\n",
    ),
    ("customers", "customer,name,country\nC1,One,FI\nC2,Two,FI\nC3,Three,DE\nC4,Four,DE\nC5,Five,SE\n"),
    ("stock", "item,location,on_hand,blocked\nPUMP,H1,6,1\nKIT-P,H1,2,\nBOLT,H1,5,\nPUMP-D,H1,4,\n"),
    (
        "recalls",
        "campaign,item,revisions,lots,replacement_item,ratio,operation_hours,priority,date\n\
         R1,PUMP,\"B, C\",L12,PUMP-D,1,2,SAFETY,2024-03-01\n",
    ),
];

fn worked(options: &RecallOptions) -> (Catalog, Recall) {
    let catalog = catalog(SHEETS);
    let found = recall(&catalog, "R1", options).unwrap();
    (catalog, found)
}

/// WR11.
#[test]
fn wr11_the_worked_example() {
    let (catalog, found) = worked(&RecallOptions::default());
    let rows: Vec<String> = found
        .machines
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                catalog.text(row.serial.unwrap()),
                row.grade.name(),
                row.quantity,
                row.reason.text("en")
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "SN1 CONFIRMED 1 revision C, lot L12",
            "SN2 CONFIRMED 1 revision B, lot L12",
            "SN3 CONFIRMED 1 revision C, lot L12",
            "SN6 CONFIRMED 2 revision B, lot L12",
            "SN4 SUSPECT 1 no as-built lines: an affected revision may have been fitted",
            "SN5 CLEARED 1 revision D is not affected",
            "SN5 CLEARED 1 replaced 2024-01-15",
        ]
    );
    // In every language all places are filled, and other languages than English say it in their own words.
    let reasons = || found.machines.iter().map(|row| &row.reason).chain(found.loose.iter().map(|row| &row.reason));
    for language in crate::tables::labels::LANGUAGES {
        assert!(reasons().all(|reason| !reason.text(language).contains(['{', '}'])), "{language}");
        let is_english = reasons().any(|reason| reason.text(language) == reason.text("en"));
        assert_eq!(is_english, language == "en");
    }
    let grade = |serial: &str| found.grade_of(catalog.texts().find(serial).unwrap());
    assert_eq!((grade("SN5"), grade("SN7")), (Some(Grade::Cleared), None));
    let loose: Vec<String> = found
        .loose
        .iter()
        .map(|row| {
            format!("{} {} {} of {}", catalog.text(row.customer.unwrap()), row.grade.name(), row.quantity, row.sold)
        })
        .collect();
    assert_eq!(loose, ["C5 CONFIRMED 2 of 3", "C1 SUSPECT 2 of 2", "C2 CLEARED 1 of 1"]);
    let need = found.need[0];
    assert_eq!((need.confirmed, need.suspect, need.needed), (7.into(), 3.into(), Some(9.into())));
    assert_eq!((need.free_stock, need.to_buy), (4.into(), Some(5.into())));
    assert_eq!((need.machines, need.hours), (5.into(), Some(10.into())));
    let contacts: Vec<String> = found
        .contacts
        .iter()
        .map(|row| {
            let serials: Vec<&str> = row.serials.iter().map(|&serial| catalog.text(serial)).collect();
            format!("{} {} {}+{}", catalog.text(row.customer.unwrap()), serials.join("/"), row.confirmed, row.suspect)
        })
        .collect();
    assert_eq!(contacts, ["C1 SN1/SN2 2+2", "C2 SN3 1+0", "C3 SN4 0+1", "C4 SN6 2+0", "C5  2+0"]);
    let block: Vec<String> = found
        .block
        .iter()
        .map(|row| format!("{} {}", catalog.item_number(row.item), row.pieces.quantity().unwrap()))
        .collect();
    assert_eq!(block, ["PUMP 6", "KIT-P 2"]);
    assert!(found.findings.is_empty(), "{:?}", found.findings);
}

/// WR12.
#[test]
fn wr12_shares_of_the_suspect_and_of_completion() {
    let options = RecallOptions { p_suspect: Decimal::ZERO, completion: Decimal::new(8, 1), ..Default::default() };
    assert_eq!(worked(&options).1.need[0].needed, Some(6.into()));
    let wrong = RecallOptions { completion: Decimal::TWO, ..Default::default() };
    let error = recall(&catalog(SHEETS), "R1", &wrong).unwrap_err();
    assert_eq!(error.to_string(), "completion is 2, not a share from 0 to 1");
    assert!(error.hint().is_some());
    let error = recall(&catalog(SHEETS), "R2", &RecallOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "campaign \"R2\" is not in the catalog; it has \"R1\"");
}

/// WR14.
#[test]
fn wr14_an_as_built_loop_is_named() {
    let catalog = catalog(&[
        ("bom", "parent,item,quantity\nA,B,1\nB,A,1\n"),
        ("machines", "serial,item,customer\nSN1,M,C1\n"),
        ("as_built", "serial,parent,item,revision,quantity\nSN1,A,B,1,1\nSN1,B,A,1,2\n"),
        ("recalls", "campaign,item,revisions\nR1,B,1\n"),
    ]);
    let found = recall(&catalog, "R1", &RecallOptions::default()).unwrap();
    let said: Vec<_> =
        found.findings.iter().map(|finding| (finding.code.id, finding.value.clone().unwrap_or_default())).collect();
    assert!(said.contains(&("E-CYCLE", "A > B > A".to_owned())), "{said:?}");
    assert_eq!((found.machines[0].grade, found.machines[0].quantity), (Grade::Confirmed, 1.into()));
}

#[test]
fn what_is_not_known_is_named_or_suspect() {
    let catalog = catalog(&[
        ("items", "item\nM\nA\nP\nQ\nN\n"),
        ("bom", "parent,position,item,revision,quantity\nM,10,A,,2\nA,10,P,1,3\nM,20,Q,,1\n"),
        (
            "machines",
            "serial,item,delivery_date,customer,project,quantity\nSN1,M,2025-01-01,C1,,\nSN2,N,2025-01-01,C1,,\n\
             SN4,M,2026-12-01,C1,,\nSN5,P,2025-01-01,,,\n,M,2025-01-01,C2,PR1,4\nSN8,M,2025-01-01,,,\n",
        ),
        ("as_built", "serial,parent,item,revision,quantity\nSN3,M,P,2,1\nSN8,M,A,,2\n"),
        (
            "service_events",
            "date,serial,action,item,revision,quantity\n2025-03-01,SN8,REMOVE,A,,1\n2025-03-01,SN8,INSTALL,A,,1\n",
        ),
        (
            "revisions",
            "item,revision,seq,released,interchange\nP,1,1,,\nP,2,2,2024-01-01,FORWARD\nP,3,3,2026-01-01,FULL\n",
        ),
        ("alternates", "item,alt,direction\nQ,P,ONE_WAY\n"),
        (
            "spare_sales",
            "date,invoice,customer,item,revision,quantity,installed_serial\n2025-01-01,I1,C7,P,2,1,SN1\n2025-01-01,I1,C7,P,2,-1,\n",
        ),
        ("recalls", "campaign,item,revisions\nR2,P,2\nR3,P,3\nR,P,\n"),
        ("customers", "customer\nC1\nC2\n"),
    ]);
    let rows = |campaign: &str| -> (Vec<String>, Vec<&'static str>) {
        let found = recall(&catalog, campaign, &RecallOptions::default()).unwrap();
        let rows = found.machines.iter().map(|row| {
            let serial = row.serial.map_or("-", |serial| catalog.text(serial));
            format!("{serial} {} {} {}", row.grade.name(), row.quantity, row.basis.name())
        });
        (rows.collect(), found.findings.iter().map(|finding| finding.code.id).collect())
    };
    let (found, codes) = rows("R2");
    assert_eq!(
        found,
        [
            "SN1 CONFIRMED 1 SALE",
            "SN3 CONFIRMED 1 RECORDED",
            "SN1 SUSPECT 1 DESIGNED",
            "SN1 SUSPECT 6 DESIGNED",
            "SN3 SUSPECT 1 DESIGNED",
            "SN3 SUSPECT 6 DESIGNED",
            "SN5 SUSPECT 1 MACHINE",
            "SN8 SUSPECT 1 DESIGNED",
            "SN8 SUSPECT 3 RECORDED",
            "SN8 SUSPECT 3 RECORDED",
            "- SUSPECT 4 DESIGNED",
            "- SUSPECT 24 DESIGNED",
        ]
    );
    for code in ["W-RECALL-SERIAL", "W-RECALL-BLIND", "I-MACHINE-LATER", "E-QTY", "W-CONTACT-MISSING"] {
        assert!(codes.contains(&code), "{code} of {codes:?}");
    }
    // Revision 3 was not yet released when the machines were delivered.
    let (found, _) = rows("R3");
    assert!(found.contains(&"SN1 CLEARED 6 DESIGNED".to_owned()), "{found:?}");
    assert!(found.contains(&"SN3 CLEARED 1 RECORDED".to_owned()), "{found:?}");
    assert!(rows("R").1.contains(&"W-RECALL-WIDE"));
    let none = recall_by_rules(&catalog, "own", Vec::new(), &RecallOptions::default(), UNWATCHED).unwrap_err();
    assert_eq!(none.to_string(), "the recall names no item");
}

/// WR13.
#[test]
fn wr13_campaign_numbers() {
    let mut rows = String::from("campaign,serial,sale_line,date,state,action\n");
    for number in 0..125 {
        let state = match number {
            0..84 => "REMEDIED",
            84..93 => "UNREACHABLE",
            93..97 => "SCRAPPED",
            97..120 => "NOTIFIED",
            _ => "NOT_AFFECTED",
        };
        let _ = writeln!(rows, "R1,SN{number},,2026-01-10,NOTIFIED,\nR1,SN{number},,2026-04-10,{state},");
    }
    let catalog = catalog(&[("campaign_status", &rows), ("recalls", "campaign,item,priority\nR1,P,safety\n")]);
    let found = campaign(&catalog, "R1", None, &CampaignOptions::default()).unwrap();
    let percent = |text: &str| Some(text.parse::<Decimal>().unwrap());
    assert_eq!(found.numbers.affected, 120);
    assert_eq!(found.numbers.completion, percent("70.00"));
    assert_eq!(found.numbers.adjusted, percent("72.41"));
    assert_eq!(found.numbers.reachable, percent("78.50"));
    assert_eq!((found.numbers.urgent, found.numbers.parts_needed), (23, None));
    let quarters: Vec<String> = found
        .quarters
        .iter()
        .map(|row| format!("{} {} {} {} {}", row.name, row.population, row.remedied, row.unreachable, row.removed))
        .collect();
    assert_eq!(quarters, ["2026-Q1 125 0 0 0", "2026-Q2 125 84 9 9"]);
    assert_eq!((found.weeks[0].name.as_str(), found.weeks.len()), ("2026-W02", 26));
    let error = campaign(&catalog, "R9", None, &CampaignOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "campaign \"R9\" is not in the catalog; it has \"R1\"");
}

#[test]
fn remedied_stays_unless_reopened_and_a_recall_adds_what_has_no_row() {
    let mut sheets = SHEETS.to_vec();
    sheets.push((
        "campaign_status",
        "campaign,serial,sale_line,date,state,action\nR1,SN1,,2026-03-01,UNREACHABLE,\nR1,SN1,,2026-03-02,REMEDIED,\n\
         R1,SN1,,2026-03-03,NOTIFIED,\nR1,SN2,,2026-03-01,REMEDIED,\nR1,SN2,,2026-03-03,SCHEDULED,REOPEN\n\
         R1,,I2,2026-03-03,NOTIFIED,\nR1,SN3,,2027-01-01,REMEDIED,\n",
    ));
    let catalog = catalog(&sheets);
    let found = recall(&catalog, "R1", &RecallOptions::default()).unwrap();
    let status = campaign(&catalog, "R1", Some(&found), &CampaignOptions::default()).unwrap();
    let objects: Vec<String> =
        status.objects.iter().map(|object| format!("{} {}", object.name, object.state.name())).collect();
    assert_eq!(
        objects,
        [
            "SN1 REMEDIED",
            "SN2 SCHEDULED",
            "SN3 IDENTIFIED",
            "SN4 IDENTIFIED",
            "SN6 IDENTIFIED",
            "I1 IDENTIFIED",
            "I2 NOTIFIED"
        ]
    );
    assert_eq!(status.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["W-STATE"]);
    // SN2 1, SN3 1, SN4 1, SN6 2, I1 2, I2 2.
    assert_eq!(status.numbers.parts_needed, Some(9.into()));
    let countries: Vec<String> = status
        .countries
        .iter()
        .map(|row| format!("{} {}", row.country.map_or("-", |country| catalog.text(country)), row.numbers.affected))
        .collect();
    assert_eq!(countries, ["DE 2", "FI 4", "SE 1"]);
    // The campaign is of 2024: what has no row since then is urgent.
    assert_eq!(status.numbers.urgent, 6);
}

proptest! {
    /// Machines with a hidden truth, of which only a part was written down: everything affected is confirmed or suspect,
    /// and nothing confirmed is not affected.
    #[test]
    fn evidence_never_misses_and_never_accuses(
        machines in prop::collection::vec((0_usize..3, 0_u8..3, any::<bool>(), any::<bool>(), any::<bool>(), 0_usize..3, 0_u8..3), 1..12),
    ) {
        let revisions = ["A", "B", "C"];
        let lots = ["L1", "L2", "L3"];
        let mut machine = String::from("serial,item,delivery_date,customer\n");
        let mut built = String::from("serial,parent,item,revision,quantity,lot\n");
        let mut events = String::from("date,serial,action,item,revision,quantity,lot\n");
        let mut truth = Vec::new();
        for (index, &(revision, lot, is_frozen, has_lot, is_replaced, new_revision, new_lot)) in machines.iter().enumerate() {
            let _ = writeln!(machine, "SN{index},M,2025-01-01,C1");
            if is_frozen {
                let lot = if has_lot { lots[usize::from(lot)] } else { "" };
                let _ = writeln!(built, "SN{index},M,PUMP,{},1,{lot}", revisions[revision]);
            }
            if is_replaced {
                let _ = writeln!(events, "2025-06-01,SN{index},REPLACE,PUMP,{},1,{}", revisions[new_revision], lots[usize::from(new_lot)]);
            }
            let fitted = if is_replaced { (new_revision, new_lot) } else { (revision, lot) };
            truth.push(fitted.0 == 1 && fitted.1 == 1);
        }
        let catalog = catalog(&[
            ("bom", "parent,position,item,revision,quantity\nM,10,PUMP,A,1\n"),
            ("revisions", "item,revision,seq,interchange\nPUMP,A,1,\nPUMP,B,2,FORWARD\nPUMP,C,3,FULL\n"),
            ("machines", &machine), ("as_built", &built), ("service_events", &events),
            ("recalls", "campaign,item,revisions,lots\nR1,PUMP,B,L2\n"),
        ]);
        let found = recall(&catalog, "R1", &RecallOptions::default()).unwrap();
        for (index, is_affected) in truth.into_iter().enumerate() {
            let grade = found.grade_of(catalog.texts().find(&format!("SN{index}")).unwrap());
            if is_affected {
                prop_assert!(matches!(grade, Some(Grade::Confirmed | Grade::Suspect)), "SN{index}: {grade:?}");
            } else {
                prop_assert!(grade != Some(Grade::Confirmed), "SN{index}: {grade:?}");
            }
        }
    }
}

#[test]
fn a_recall_stops_when_it_is_told_to() {
    let catalog = catalog(SHEETS);
    let rules = || recall_rules(&catalog, "R1").unwrap();
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let watch = |_: usize, _: usize| asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 3;
    let stopped = recall_by_rules(&catalog, "R1", rules(), &RecallOptions::default(), &watch);
    assert_eq!((stopped, asked.into_inner()), (Err(AftersalesError::Stopped), 4));
    assert!(recall_by_rules(&catalog, "R1", rules(), &RecallOptions::default(), UNWATCHED).is_ok());
}
