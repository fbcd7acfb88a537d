//! Where-used: the cases of the specification, and each switch against the obvious slow way.

use super::*;
use crate::model::testing::catalog;
use crate::structure::testing::{BOOK, BUILDABLE, chain, diamond, number, path_text};

fn uses(catalog: &Catalog, item: &str, options: &WhereUsedOptions) -> WhereUsed {
    where_used(catalog, catalog.item(item).unwrap(), options).unwrap()
}

/// Quantity in each ancestor.
fn totals(catalog: &Catalog, item: &str) -> Vec<(String, String)> {
    let found = uses(catalog, item, &WhereUsedOptions::default());
    found.uses(catalog).iter().map(|row| (catalog.item_number(row.parent).to_owned(), number(row.total))).collect()
}

fn pairs(texts: &[(&str, &str)]) -> Vec<(String, String)> {
    texts.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

/// Structures specification, section 8 and SU8.
#[test]
fn su8_quantities_are_summed_over_all_paths() {
    let catalog = catalog(&[("bom", BUILDABLE)]);
    assert_eq!(totals(&catalog, "C1"), pairs(&[("S1", "2"), ("V", "3"), ("S2", "5"), ("T", "9")]));
    assert_eq!(totals(&catalog, "C2"), pairs(&[("S1", "1"), ("S2", "5"), ("T", "7")]));
    let found = uses(&catalog, "C2", &WhereUsedOptions::default());
    let tops: Vec<bool> = found.uses(&catalog).iter().map(|row| row.is_top).collect();
    assert_eq!(tops, [false, false, true]);
    // S2 has C2 directly (4) and once more through S1: the line says 4, the total 5.
    assert_eq!(found.uses(&catalog)[1].quantity, Some(Decimal::from(4)));
}

/// SU9: one cycle; the direct parent of what hangs below it is shown.
#[test]
fn su9_a_cycle_is_said_once_and_leaves_the_rest_usable() {
    let catalog = catalog(&[("bom", "parent,item,quantity\nA,B,1\nB,C,1\nC,A,1\nC,D,2\n")]);
    let cycles: Vec<&str> = catalog
        .findings()
        .iter()
        .filter(|finding| finding.code.id == "E-CYCLE")
        .filter_map(|finding| finding.value.as_deref())
        .collect();
    assert_eq!(cycles, ["A > B > C > A"]);
    let found = uses(&catalog, "D", &WhereUsedOptions::default());
    let direct = found.uses(&catalog)[0];
    assert_eq!((catalog.item_number(direct.parent), direct.quantity), ("C", Some(Decimal::from(2))));
    assert_eq!(direct.total, Figure::Endless);
    assert_eq!(found.uses(&catalog).len(), 3);
    assert_eq!(found.findings.iter().filter(|finding| finding.code.id == "E-CYCLE").count(), 1);
}

#[test]
fn an_item_in_a_loop_is_used_in_itself() {
    let catalog = catalog(&[("bom", "parent,item,quantity\nA,B,1\nB,A,1\nX,X,1\n")]);
    let found = uses(&catalog, "B", &WhereUsedOptions::default());
    let rows: Vec<String> = (0..found.uses(&catalog).len())
        .map(|row| {
            format!(
                "{} {}",
                found.uses(&catalog)[row].level,
                path_text(&catalog, &found.path(&found.uses(&catalog)[row]))
            )
        })
        .collect();
    assert_eq!(rows, ["1 A > B", "2 B > A > B"]);
    let found = uses(&catalog, "X", &WhereUsedOptions::default());
    assert_eq!((found.uses(&catalog).len(), found.uses(&catalog)[0].total), (1, Figure::Endless));
}

/// SU10: 2^60 paths.
#[test]
fn su10_a_diamond_of_sixty_levels_is_exact() {
    let catalog = catalog(&[("bom", &diamond(60))]);
    let began = std::time::Instant::now();
    let found = uses(&catalog, "L60", &WhereUsedOptions::default());
    assert!(began.elapsed().as_millis() < 1_000);
    let top = found.uses(&catalog).pop().unwrap();
    assert_eq!((catalog.item_number(top.parent), number(top.total).as_str()), ("L0", "1152921504606846976"));
}

#[test]
fn a_total_of_more_than_28_digits_is_a_finding() {
    let catalog = catalog(&[("bom", &chain(40, 10))]);
    let found = uses(&catalog, "L40", &WhereUsedOptions::default());
    let top = found.uses(&catalog).pop().unwrap();
    assert_eq!((top.total, top.quantity), (Figure::TooLong, None));
    assert!(found.findings.iter().any(|finding| finding.code.id == "E-QTY-RANGE"));
}

#[test]
fn ten_thousand_levels_are_no_limit() {
    let catalog = catalog(&[("bom", &chain(10_000, 1))]);
    let found = uses(&catalog, "L10000", &WhereUsedOptions::default());
    assert_eq!(found.uses(&catalog).len(), 10_000);
    assert_eq!(found.uses(&catalog).last().unwrap().level, 10_000);
    assert_eq!(found.path(&found.uses(&catalog)[9_999]).len(), 10_001);
}

#[test]
fn levels_limit_rows_not_quantities() {
    let catalog = catalog(&[("bom", "parent,position,item,quantity\nT,10,S,2\nT,20,C,1\nS,10,C,3\n")]);
    let found = uses(&catalog, "C", &WhereUsedOptions { levels: Some(1), ..Default::default() });
    let rows: Vec<(&str, Option<Decimal>, String)> = found
        .uses(&catalog)
        .iter()
        .map(|row| (catalog.item_number(row.parent), row.quantity, number(row.total)))
        .collect();
    assert_eq!(rows, [("S", Some(Decimal::from(3)), "3".to_owned()), ("T", Some(Decimal::ONE), "7".to_owned())]);
}

#[test]
fn references_and_as_required_lines_count_as_nothing() {
    let catalog = catalog(&[(
        "bom",
        "parent,position,item,quantity,kind,remarks\nM,10,A,2,,\nA,10,G,,,as required\nA,20,D,1,REFERENCE,\n",
    )]);
    let grease = uses(&catalog, "G", &WhereUsedOptions::default());
    assert_eq!(grease.uses(&catalog).iter().map(|row| number(row.total)).collect::<Vec<_>>(), ["0", "0"]);
    let drawing = uses(&catalog, "D", &WhereUsedOptions::default());
    assert_eq!(drawing.uses(&catalog).len(), 1);
    assert!(drawing.uses(&catalog)[0].is_reference);
}

#[test]
fn machines_have_the_structure_of_their_delivery_and_serial_number() {
    let catalog = catalog(&[
        (
            "bom",
            "parent,position,item,quantity,valid_from,valid_to,serial_from,serial_to\n\
             M,10,A,2,,,,\nA,10,OLD,3,,2024-12-31,,\nA,10,NEW,1,2025-01-01,,,\n\
             M,20,PUMP,1,,,SN5,SN6\n",
        ),
        (
            "machines",
            "serial,item,delivery_date,project,customer\nSN4,M,2024-05-01,P1,\nSN5,M,2025-05-01,,C2\n\
             SN6,M,2024-12-31,P1,\nSN7,M,2027-01-01,P1,\n",
        ),
        ("projects", "project,customer\nP1,C1\n"),
        ("customers", "customer,name,country\nC1,Aalto Oy,FI\nC2,Bau GmbH,DE\n"),
    ]);
    let ask = |item: &str, to| {
        let found = uses(&catalog, item, &WhereUsedOptions { to, ..Default::default() });
        let rows: Vec<String> = found
            .field
            .iter()
            .map(|row| {
                let machine = catalog.machines().get(row.machine).unwrap();
                format!(
                    "{} {} {} {}",
                    row.customer.map_or("-", |id| catalog.customer_number(id)),
                    catalog.text(machine.serial.unwrap()),
                    number(row.total),
                    path_text(&catalog, &row.path)
                )
            })
            .collect();
        (rows, found)
    };
    assert_eq!(ask("OLD", Reach::Machines).0, ["C1 SN4 6 M > A > OLD", "C1 SN6 6 M > A > OLD"]);
    assert_eq!(ask("NEW", Reach::Machines).0, ["C2 SN5 2 M > A > NEW"]);
    let (rows, found) = ask("PUMP", Reach::Customers);
    assert_eq!(rows, ["C1 SN6 1 M > PUMP", "C2 SN5 1 M > PUMP"]);
    assert_eq!(found.customers.len(), 2);
    assert!(found.findings.iter().any(|finding| finding.code.id == "I-MACHINE-LATER"));
    let (rows, found) = ask("A", Reach::Customers);
    assert_eq!(rows, ["C1 SN4 2 M > A", "C1 SN6 2 M > A", "C2 SN5 2 M > A"]);
    assert_eq!(number(found.customers[0].total), "4");
}

#[test]
fn what_was_recorded_for_a_machine_goes_before_its_design() {
    let catalog = catalog(&[
        ("bom", "parent,item,quantity\nM,PUMP,1\n"),
        ("machines", "serial,item,delivery_date\nS1,M,2024-01-01\nS2,M,2024-01-01\nS3,M,2024-01-01\nS4,X,2024-01-01\n"),
        (
            "as_built",
            "serial,parent,item,revision,quantity\nS1,M,UNIT,,2\nS1,UNIT,PUMP,B,3\nS2,M,PUMP,B,1\nS4,X,PUMP,C,1\n\
             S3,M,BOLT,,8\n",
        ),
        ("service_events", "date,serial,action,item,quantity\n2025-01-01,S2,REMOVE,PUMP,1\n"),
    ]);
    let ask = |revision: Option<&str>| -> Vec<String> {
        let revision = revision.map(str::to_owned);
        let options = WhereUsedOptions { to: Reach::Machines, revision, ..Default::default() };
        let found = uses(&catalog, "PUMP", &options);
        let row = |row: &FieldUse| {
            let serial = catalog.machines().get(row.machine).and_then(|machine| machine.serial).unwrap();
            format!("{} {} {}", catalog.text(serial), number(row.total), row.structure.name())
        };
        found.field.iter().map(row).collect()
    };
    assert_eq!(ask(None), ["S3 1 designed", "S4 1 maintained", "S1 6 maintained"]);
    assert_eq!(ask(Some("C")), ["S3 1 designed", "S4 1 maintained"]);
}

#[test]
fn the_worked_example_of_the_parts_book() {
    let catalog = catalog(&[("bom", BOOK)]);
    let found = uses(&catalog, "W220", &WhereUsedOptions::default());
    let rows: Vec<String> = (0..found.uses(&catalog).len())
        .map(|row| {
            format!(
                "{} {}",
                number(found.uses(&catalog)[row].total),
                path_text(&catalog, &found.path(&found.uses(&catalog)[row]))
            )
        })
        .collect();
    assert_eq!(rows, ["2 A200 > W220", "1 A310 > W220", "1 A300 > A310 > W220", "4 M100 > A200 > W220"]);
}

#[test]
fn a_revision_nobody_names_is_an_error() {
    let catalog = catalog(&[("bom", "parent,item,revision,quantity\nA,X,1,1\nB,X,2,1\nC,X,,1\n")]);
    let ask = |revision: &str| {
        let options = WhereUsedOptions { revision: Some(revision.to_owned()), ..Default::default() };
        where_used(&catalog, catalog.item("X").unwrap(), &options)
    };
    let parents: Vec<_> =
        ask("2").unwrap().uses(&catalog).iter().map(|row| catalog.item_number(row.parent).to_owned()).collect();
    assert_eq!(parents, ["B", "C"]);
    assert_eq!(ask("9").unwrap_err().to_string(), "item \"X\" has no revision \"9\"; it has \"1\", \"2\"");
}

/// Revisions, alternatives and older items: each switch adds its own rows, with the reason and the path.
#[test]
fn each_switch_adds_what_stands_for_the_item() {
    let catalog = catalog(&[
        (
            "bom",
            "parent,parent_revision,position,item,revision,quantity,alt_group,alt_rank\nM,,10,P,A,2,,\nN,,10,P,C,3,,\n\
             K,,10,Q,,4,,\nL,,10,OLD,,5,,\nG,,10,Z,,1,g,1\nG,,10,P,B,6,g,2\nR,1,10,P,C,7,,\nR,2,10,S,,1,,\nT,,10,R,,2,,\n",
        ),
        (
            "revisions",
            "item,revision,seq,status,interchange\nP,A,1,RELEASED,\nP,B,2,RELEASED,FULL\nP,C,3,RELEASED,FORWARD\n",
        ),
        ("alternates", "item,alt,direction,ratio,scope_parent\nQ,P,ONE_WAY,2,\nS,P,ONE_WAY,1,X\n"),
        ("supersessions", "old,new,type,ratio\nOLD,MID,ONE,2\nMID,P,ONE,3\n"),
    ]);
    let rows = |options: &WhereUsedOptions| -> Vec<String> {
        let found = uses(&catalog, "P", options);
        let shown = |row: &Use| {
            let through = if row.through == Through::Named { "" } else { row.through.name() };
            format!("{} {} {through}", path_text(&catalog, &found.path(row)), number(row.total)).trim_end().to_owned()
        };
        found.uses(&catalog).iter().map(shown).collect()
    };
    let asked = |revision: Option<&str>| WhereUsedOptions {
        revision: revision.map(str::to_owned),
        ..WhereUsedOptions::default()
    };
    assert_eq!(rows(&asked(None)), ["M > P 2", "N > P 3"]);
    assert_eq!(rows(&asked(Some("C"))), ["N > P 3"]);
    let options = WhereUsedOptions { interchangeable: true, ..asked(Some("C")) };
    assert_eq!(rows(&options), ["N > P 3", "M > P 2 REVISION"], "C may replace A, by way of B");
    let options = WhereUsedOptions { interchangeable: true, ..asked(Some("A")) };
    assert_eq!(rows(&options), ["M > P 2"], "A may replace B, which no line uses now, and not C");
    let options = WhereUsedOptions { alternates: true, ..asked(None) };
    assert_eq!(rows(&options), ["M > P 2", "N > P 3", "G > P 6 ALTERNATE", "K > Q 8 ALTERNATE"]);
    let options = WhereUsedOptions { supersessions: true, ..asked(None) };
    assert_eq!(rows(&options), ["M > P 2", "N > P 3", "L > OLD 30 SUPERSESSION"]);
    let options = WhereUsedOptions { parent_revisions: ParentRevisions::All, ..asked(None) };
    assert_eq!(rows(&options), ["M > P 2", "N > P 3", "R > P unknown", "T > R > P unknown"]);
    let options = WhereUsedOptions { tops_only: true, parent_revisions: ParentRevisions::All, ..asked(None) };
    assert_eq!(rows(&options), ["M > P 2", "N > P 3", "T > R > P unknown"]);
}

/// Structures of machines: as recorded, as designed, or what is known best.
#[test]
fn machines_are_asked_by_design_or_by_record() {
    let catalog = catalog(&[
        ("bom", "parent,item,quantity\nM,P,2\n"),
        ("machines", "serial,item,customer,delivery_date\nSN1,M,C1,2026-01-01\nSN2,M,C1,2026-01-01\n"),
        ("customers", "customer\nC1\n"),
        ("as_built", "serial,parent,item,quantity\nSN1,M,P,5\nSN1,M,OLD,1\n"),
        ("supersessions", "old,new,type,ratio\nOLD,P,ONE,1\n"),
    ]);
    let ask = |structures: FieldStructures, supersessions: bool| {
        let options =
            WhereUsedOptions { to: Reach::Customers, structures, supersessions, ..WhereUsedOptions::default() };
        let found = uses(&catalog, "P", &options);
        let serial = |row: &FieldUse| catalog.machines().get(row.machine).and_then(|machine| machine.serial).unwrap();
        let rows: Vec<String> =
            found.field.iter().map(|row| format!("{} {}", catalog.text(serial(row)), number(row.total))).collect();
        let totals = found.customers.iter().map(|row| format!("{} {}", number(row.machines), number(row.total)));
        (rows, totals.collect::<Vec<_>>())
    };
    let of = |rows: &[&str], totals: &[&str]| {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        (owned(rows), owned(totals))
    };
    assert_eq!(ask(FieldStructures::Both, false), of(&["SN1 5", "SN2 2"], &["2 7"]));
    assert_eq!(ask(FieldStructures::Working, false), of(&["SN1 2", "SN2 2"], &["2 4"]));
    assert_eq!(ask(FieldStructures::Frozen, false), of(&["SN1 5"], &["1 5"]));
    // The machine with both counts once, its pieces twice.
    assert_eq!(ask(FieldStructures::Frozen, true), of(&["SN1 5", "SN1 1"], &["1 6"]));
}

mod oracle {
    //! Every switch against rules that look at all lines and list all paths.

    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    const ITEMS: usize = 7;

    #[derive(Clone, Debug)]
    struct Row {
        parent: usize,
        item: usize,
        quantity: i64,
        /// 0 none, 1 A, 2 B.
        revision: usize,
        parent_revision: usize,
        in_group: bool,
    }

    #[derive(Clone, Debug)]
    struct World {
        rows: Vec<Row>,
        /// How B follows A for each item: 0 NONE, 1 FORWARD, 2 FULL.
        follows: Vec<usize>,
        /// Item, alternative, both ways.
        alternates: Vec<(usize, usize, bool)>,
        /// Old item, new item, ratio; all AND.
        supersessions: Vec<(usize, usize, i64)>,
    }

    const NAMES: [&str; 3] = ["", "A", "B"];

    impl World {
        fn catalog(&self) -> Catalog {
            let mut bom = String::from("parent,parent_revision,position,item,revision,quantity,alt_group,alt_rank\n");
            for (index, row) in self.rows.iter().enumerate() {
                let (group, rank) = if row.in_group { ("g", index.to_string()) } else { ("", String::new()) };
                let (of, name) = (NAMES[row.parent_revision], NAMES[row.revision]);
                let _ =
                    writeln!(bom, "N{},{of},{index},N{},{name},{},{group},{rank}", row.parent, row.item, row.quantity);
            }
            let mut revisions = String::from("item,revision,seq,interchange\n");
            for (item, follows) in self.follows.iter().enumerate() {
                let word = ["NONE", "FORWARD", "FULL"][*follows];
                let _ = writeln!(revisions, "N{item},A,1,\nN{item},B,2,{word}");
            }
            let mut alternates = String::from("item,alt,direction,ratio\n");
            for (item, alt, both) in &self.alternates {
                let _ = writeln!(alternates, "N{item},N{alt},{},1", if *both { "TWO_WAY" } else { "ONE_WAY" });
            }
            let mut supersessions = String::from("old,new,type,ratio\n");
            for (old, new, ratio) in &self.supersessions {
                let _ = writeln!(supersessions, "N{old},N{new},AND,{ratio}");
            }
            catalog(&[
                ("bom", &bom),
                ("revisions", &revisions),
                ("alternates", &alternates),
                ("supersessions", &supersessions),
            ])
        }

        fn is_old(&self, row: &Row) -> bool {
            row.parent_revision == 1 && self.rows.iter().any(|o| o.parent == row.parent && o.parent_revision == 2)
        }

        fn counts(&self, index: usize) -> bool {
            let row = &self.rows[index];
            let first = || self.rows.iter().position(|o| o.parent == row.parent && o.in_group && !self.is_old(o));
            !self.is_old(row) && (!row.in_group || first() == Some(index))
        }

        /// Pieces of `below` in one `above`, path by path, over lines that count.
        fn paths(&self, above: usize, below: usize) -> i64 {
            if above == below {
                return 1;
            }
            let lines = (0..self.rows.len()).filter(|&index| self.rows[index].parent == above && self.counts(index));
            lines.map(|index| self.rows[index].quantity * self.paths(self.rows[index].item, below)).sum()
        }

        /// Pieces of the newest item for one of an old one, path by path.
        fn replaced(&self, old: usize, new: usize) -> i64 {
            if old == new {
                return 1;
            }
            self.supersessions.iter().filter(|s| s.0 == old).map(|s| s.2 * self.replaced(s.1, new)).sum()
        }

        fn may_be_taken(&self, alt: usize, item: usize) -> bool {
            let mut reached = vec![item];
            for _ in 0..ITEMS {
                for &(from, to, both) in &self.alternates {
                    if reached.contains(&from) && !reached.contains(&to) {
                        reached.push(to);
                    }
                    if both && reached.contains(&to) && !reached.contains(&from) {
                        reached.push(from);
                    }
                }
            }
            reached.contains(&alt)
        }

        /// Why a line counts as a direct use, and for how many pieces each of its own stands.
        fn through(
            &self,
            index: usize,
            item: usize,
            revision: usize,
            options: &WhereUsedOptions,
        ) -> Option<(Through, i64)> {
            let row = &self.rows[index];
            let fits = revision == 0 || row.revision == 0 || row.revision == revision;
            let replaces = match (row.revision, revision) {
                (1, 2) => self.follows[item] > 0,
                (2, 1) => self.follows[item] == 2,
                _ => false,
            };
            if row.item == item && fits {
                let spare = options.alternates && row.in_group && !self.is_old(row);
                return if self.counts(index) {
                    Some((Through::Named, 1))
                } else {
                    spare.then_some((Through::Alternate, 1))
                };
            }
            if !self.counts(index) {
                return None;
            }
            if row.item == item {
                return (options.interchangeable && revision > 0 && replaces).then_some((Through::Revision, 1));
            }
            let ratio = self.replaced(row.item, item);
            match (options.alternates && self.may_be_taken(item, row.item), options.supersessions && ratio > 0) {
                (true, false) => Some((Through::Alternate, 1)),
                (false, true) => Some((Through::Supersession, ratio)),
                _ => None,
            }
        }
    }

    fn world() -> impl Strategy<Value = World> {
        let row = (0..ITEMS, 0..ITEMS, 1_i64..4, 0..3_usize, 0..3_usize, prop::bool::weighted(0.3)).prop_map(
            |(a, b, quantity, revision, parent_revision, in_group)| Row {
                parent: a.min(b),
                item: a.max(b),
                quantity,
                revision,
                parent_revision,
                in_group,
            },
        );
        let pair = || (0..ITEMS, 0..ITEMS);
        (
            prop::collection::vec(row, 1..14),
            prop::collection::vec(0..3_usize, ITEMS),
            prop::collection::vec((pair(), any::<bool>()), 0..4),
            prop::collection::vec((pair(), 1_i64..4), 0..4),
        )
            .prop_map(|(mut rows, follows, alternates, supersessions)| {
                rows.retain(|row| row.parent < row.item);
                // A line that is there twice counts once; the position keeps these apart.
                let alternates = alternates.into_iter().map(|((a, b), both)| (a, b, both)).filter(|a| a.0 != a.1);
                let mut supersessions: Vec<(usize, usize, i64)> =
                    supersessions.into_iter().map(|((a, b), ratio)| (a.min(b), a.max(b), ratio)).collect();
                supersessions.retain(|s| s.0 < s.1);
                World { rows, follows, alternates: alternates.collect(), supersessions }
            })
    }

    proptest! {
        #[test]
        fn every_switch_equals_looking_at_all_lines(
            world in world(), item in 0..ITEMS, revision in 0..3_usize, interchangeable: bool, kind in 0..3_usize,
        ) {
            let catalog = world.catalog();
            let Ok(id) = catalog.item(&format!("N{item}")) else { return Ok(()) };
            let revision = if catalog.texts().find(NAMES[revision]).is_some() { revision } else { 0 };
            let options = WhereUsedOptions {
                revision: (revision > 0).then(|| NAMES[revision].to_owned()),
                interchangeable,
                alternates: kind == 1,
                supersessions: kind == 2,
                ..WhereUsedOptions::default()
            };
            let found = where_used(&catalog, id, &options).unwrap();
            let mut direct: Vec<(usize, Through)> = Vec::new();
            let mut totals: BTreeMap<(String, Through, String), Decimal> = BTreeMap::new();
            for index in 0..world.rows.len() {
                let Some((through, ratio)) = world.through(index, item, revision, &options) else { continue };
                let row = &world.rows[index];
                direct.push((index, through));
                for above in 0..ITEMS {
                    let pieces = world.paths(above, row.parent) * row.quantity * ratio;
                    if pieces > 0 {
                        let key = (format!("N{above}"), through, format!("N{}", row.item));
                        *totals.entry(key).or_default() += Decimal::from(pieces);
                    }
                }
            }
            let rows = found.uses(&catalog);
            let mut got: Vec<(usize, Through)> = rows
                .iter()
                .filter(|row| row.level == 1)
                .map(|row| (catalog.structure().line(row.line).unwrap().row as usize, row.through))
                .collect();
            got.sort_unstable();
            prop_assert_eq!(got, direct);
            let got: BTreeMap<(String, Through, String), Decimal> = rows
                .iter()
                .map(|row| {
                    let key = (
                        catalog.item_number(row.parent).to_owned(),
                        row.through,
                        catalog.item_number(row.named).to_owned(),
                    );
                    (key, row.total.quantity().unwrap())
                })
                .collect();
            prop_assert_eq!(got, totals);
            for row in &rows {
                let path = found.path(row);
                prop_assert_eq!((path[0], path[path.len() - 1]), (row.parent, row.named));
                prop_assert_eq!(path.len() - 1, row.level as usize);
                for pair in path.windows(2) {
                    prop_assert!(catalog.structure().children(pair[0]).any(|(_, line)| line.item == pair[1]));
                }
            }
        }
    }
}
