//! Recalls and certainties against factories whose true deliveries are known: revisions change while old stock is used
//! up, alternatives are taken, as-built rows are missing, service goes on.
//!
//! `PARTSBOOK_HISTORIES` sets how many factories are made, 40 by default.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::{Grade, RecallOptions, recall};
use crate::model::Catalog;
use crate::model::testing::catalog;
use crate::structure::{ExplosionOptions, Place, StructureKind, explode};

/// Days from the first to the last delivery.
const SPAN: u64 = 2_200;
const MACHINES: usize = 24;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % count.max(1)
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap().checked_add_days(Days::new(number)).unwrap()
}

/// What stands at a position one after the other: item, revision, since when, and until when old stock lasted.
#[derive(Clone)]
struct Step {
    item: String,
    revision: String,
    from: u64,
    used_up: u64,
}

struct Position {
    parent: String,
    number: String,
    steps: Vec<Step>,
    alternate: Option<String>,
    quantity: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    parent: String,
    position: String,
    item: String,
    revision: String,
    lot: u64,
}

struct History {
    sheets: Vec<(&'static str, String)>,
    /// What each machine was built with, by serial number.
    built: BTreeMap<String, Vec<Piece>>,
    /// What it has now.
    now: BTreeMap<String, Vec<Piece>>,
    delivered: BTreeMap<String, Option<u64>>,
    positions: Vec<Position>,
}

/// The changes of one position, and what engineering writes down of them.
fn position(dice: &mut Dice, parent: &str, number: usize, bom: &mut String, revisions: &mut String) -> Position {
    let (item, place) = (format!("P{number}"), format!("{}", number * 10));
    let quantity = if dice.percent(25) { 2 } else { 1 };
    let style = dice.below(5);
    let mut days: Vec<u64> = (0..=dice.below(3)).map(|_| 100 + dice.below(SPAN)).collect();
    days.sort_unstable();
    days.dedup();
    let mut line = |item: &str, revision: &str, from: Option<u64>, to: Option<u64>, alternate: &str| {
        let text = |number: Option<u64>| number.map_or(String::new(), |number| day(number).to_string());
        let _ = writeln!(bom, "{parent},{place},{item},{revision},{quantity},{},{},{alternate}", text(from), text(to));
    };
    let delay = |dice: &mut Dice| if dice.percent(60) { dice.below(20) } else { dice.below(150) };
    let mut steps = vec![Step { item: item.clone(), revision: String::new(), from: 0, used_up: 0 }];
    let mut alternate = None;
    match style {
        0 => line(&item, "", None, None, ","),
        1 | 2 => {
            // Revisions, with a line each or in their own table only.
            steps[0].revision = "A".to_owned();
            let _ = writeln!(revisions, "{item},A,1,{},", day(0));
            for (index, from) in days.iter().enumerate() {
                let revision = ["B", "C", "D"][index].to_owned();
                let relations = if style == 1 { ["FULL", "FORWARD", "NONE"] } else { ["FULL", "FORWARD", "FULL"] };
                let relation = relations[usize::try_from(dice.below(3)).unwrap()];
                let _ = writeln!(revisions, "{item},{revision},{},{},{relation}", index + 2, day(*from));
                steps.push(Step { item: item.clone(), revision, from: *from, used_up: from + delay(dice) });
            }
            if style == 2 {
                line(&item, "A", None, None, ",");
            } else {
                for (index, step) in steps.iter().enumerate() {
                    let from = (index > 0).then_some(step.from);
                    line(&item, &step.revision, from, steps.get(index + 1).map(|next| next.from - 1), ",");
                }
            }
        }
        3 => {
            let from = days[0];
            line(&item, "", None, Some(from - 1), ",");
            line(&format!("{item}N"), "", Some(from), None, ",");
            let revision = String::new();
            steps.push(Step { item: format!("{item}N"), revision, from, used_up: from + delay(dice) });
        }
        _ => {
            line(&item, "", None, None, &format!("G{number},1"));
            line(&format!("{item}B"), "", None, None, &format!("G{number},2"));
            alternate = Some(format!("{item}B"));
        }
    }
    Position { parent: parent.to_owned(), number: place, steps, alternate, quantity }
}

/// What the shop floor takes on a day.
fn fitted_on(steps: &[Step], day: u64) -> &Step {
    steps.iter().rev().find(|step| step.used_up <= day).unwrap_or(&steps[0])
}

fn history(seed: u64, noise: u64) -> History {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut bom = String::from("parent,position,item,revision,quantity,valid_from,valid_to,alt_group,alt_rank\n");
    let mut revisions = String::from("item,revision,seq,released,interchange\n");
    bom.push_str("M,1,A1,,1,,,,\n");
    // One assembly is replaced by another in the course of time.
    let change = 300 + dice.below(SPAN);
    let _ = writeln!(bom, "M,2,A2,,1,,{},,\nM,2,A2N,,1,{},,,", day(change - 1), day(change));
    let used_up = change + dice.below(120);
    let parents = ["M", "M", "M", "A1", "A1", "A2", "A2N", "M"];
    let positions: Vec<Position> = (1..)
        .zip(parents)
        .map(|(number, parent)| position(&mut dice, parent, number, &mut bom, &mut revisions))
        .collect();
    let mut machines = String::from("serial,item,production_date,delivery_date,customer\n");
    let has_positions = dice.percent(50);
    let mut as_built = String::from("serial,parent,position,item,revision,quantity,lot\n");
    let mut events =
        String::from("date,serial,action,item,revision,quantity,lot,old_item,old_revision,old_lot,parent\n");
    let (mut built, mut now, mut delivered) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for number in 0..MACHINES {
        let serial = format!("SN{number}");
        let produced = 60 + dice.below(SPAN);
        let delivery = produced + 10 + dice.below(70);
        let (has_production, has_delivery) = (dice.percent(70), dice.percent(97));
        let text = |is_there: bool, number: u64| if is_there { day(number).to_string() } else { String::new() };
        let (first, last) = (text(has_production, produced), text(has_delivery, delivery));
        let _ = writeln!(machines, "{serial},M,{first},{last},C1");
        let second = if produced < used_up { "A2" } else { "A2N" };
        let mut pieces = Vec::new();
        for place in positions.iter().filter(|place| !place.parent.starts_with("A2") || place.parent == second) {
            let step = fitted_on(&place.steps, produced);
            let is_alternate = dice.percent(7);
            let (mut item, revision) = match &place.alternate {
                Some(other) if is_alternate => (other.clone(), String::new()),
                _ => (step.item.clone(), step.revision.clone()),
            };
            if dice.percent(noise) {
                item = "SOMETHING".to_owned();
            }
            for _ in 0..place.quantity {
                let (parent, position) = (place.parent.clone(), place.number.clone());
                let lot = 100 + dice.below(100);
                pieces.push(Piece { parent, position, item: item.clone(), revision: revision.clone(), lot });
            }
        }
        let kept = [0, 0, 100, 50][usize::try_from(dice.below(4)).unwrap()];
        for (place, item) in [("1", "A1"), ("2", second)] {
            if kept == 100 || dice.percent(kept) {
                let place = if has_positions { place } else { "" };
                let _ = writeln!(as_built, "{serial},M,{place},{item},,1,");
            }
        }
        for piece in &pieces {
            if kept == 100 || dice.percent(kept) {
                let place = if has_positions { piece.position.as_str() } else { "" };
                let lot = if dice.percent(70) { format!("L{}", piece.lot) } else { String::new() };
                let _ =
                    writeln!(as_built, "{serial},{},{place},{},{},1,{lot}", piece.parent, piece.item, piece.revision);
            }
        }
        built.insert(serial.clone(), pieces.clone());
        if dice.percent(40) {
            let index = usize::try_from(dice.below(u64::try_from(pieces.len()).unwrap())).unwrap();
            let on = delivery + 20 + dice.below(40);
            let old = pieces[index].clone();
            let place = positions.iter().find(|place| place.number == old.position).unwrap();
            let step = place.steps.iter().rev().find(|step| step.from <= on).unwrap();
            let new = Piece {
                item: step.item.clone(),
                revision: step.revision.clone(),
                lot: 100 + dice.below(100),
                ..old.clone()
            };
            let mut say = |chance: u64, text: &str| if dice.percent(chance) { text.to_owned() } else { String::new() };
            let (old_revision, old_lot) = (say(50, &old.revision), say(50, &format!("L{}", old.lot)));
            let parent = say(50, &old.parent);
            let _ = writeln!(
                events,
                "{},{serial},REPLACE,{},{},1,L{},{},{old_revision},{old_lot},{parent}",
                day(on),
                new.item,
                new.revision,
                new.lot,
                old.item
            );
            pieces[index] = new;
        }
        now.insert(serial.clone(), pieces);
        delivered.insert(serial, has_delivery.then_some(delivery));
    }
    let sheets = vec![
        ("bom", bom),
        ("revisions", revisions),
        ("machines", machines),
        ("as_built", as_built),
        ("service_events", events),
    ];
    History { sheets, built, now, delivered, positions }
}

fn read(history: &History, recalls: &str) -> Catalog {
    let mut sheets: Vec<(&str, &str)> = history.sheets.iter().map(|(name, text)| (*name, text.as_str())).collect();
    sheets.push(("recalls", recalls));
    catalog(&sheets)
}

fn histories() -> u64 {
    std::env::var("PARTSBOOK_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(40)
}

/// Everything affected is confirmed or suspect, and nothing confirmed is not affected.
#[test]
fn no_affected_machine_is_missed_and_none_is_accused() {
    let (mut affected_machines, mut found_machines, mut confirmed) = (0, 0, 0);
    for seed in 1..=histories() {
        let history = history(seed, 0);
        let mut dice = Dice(seed * 7 + 3);
        for _ in 0..4 {
            let place = &history.positions[usize::try_from(dice.below(8)).unwrap()];
            let step = &place.steps[usize::try_from(dice.below(u64::try_from(place.steps.len()).unwrap())).unwrap()];
            let item = place.alternate.clone().filter(|_| dice.percent(50)).unwrap_or_else(|| step.item.clone());
            let revision = if item == step.item && dice.percent(70) { step.revision.clone() } else { String::new() };
            let last = dice.percent(60).then(|| 120 + dice.below(70));
            let lots = last.map_or(String::new(), |last| format!("L100-L{last}"));
            let from = dice.percent(20).then(|| 200 + dice.below(1_500));
            let window = from.map_or(String::new(), |from| day(from).to_string());
            let header = "campaign,item,revisions,lots,delivery_from";
            let catalog = read(&history, &format!("{header}\nR,{item},{revision},{lots},{window}\n"));
            let options = RecallOptions::default();
            let Ok(found) = recall(&catalog, "R", &options) else { continue };
            for (serial, pieces) in &history.now {
                let is_in = from.is_none_or(|from| history.delivered[serial].is_none_or(|day| from <= day));
                let is_affected = is_in
                    && pieces.iter().any(|piece| {
                        piece.item == item
                            && (revision.is_empty() || piece.revision == revision)
                            && last.is_none_or(|last| piece.lot <= last)
                    });
                let grade = catalog.texts().find(serial).and_then(|serial| found.grade_of(serial));
                let what = format!("seed {seed}: {serial} {item} {revision} {lots} {window}: {grade:?}\n{pieces:#?}");
                if is_affected {
                    affected_machines += 1;
                    assert!(matches!(grade, Some(Grade::Confirmed | Grade::Suspect)), "missed: {what}");
                } else {
                    assert!(grade != Some(Grade::Confirmed), "accused: {what}");
                }
                found_machines += usize::from(matches!(grade, Some(Grade::Confirmed | Grade::Suspect)));
                confirmed += usize::from(grade == Some(Grade::Confirmed));
            }
        }
    }
    assert!(affected_machines > 100 && confirmed * 4 > affected_machines, "{affected_machines} {confirmed}");
    // Suspicion stays useful: not every machine there is.
    assert!(found_machines < affected_machines * 8, "{found_machines} for {affected_machines}");
}

/// Of the positions marked at least 90 % certain, how many are right, and how many are marked so at all.
fn calibration(noise: u64) -> (Decimal, Decimal, String) {
    let (mut all, mut sure, mut right) = (0_u32, 0_u32, 0_u32);
    let mut by_share: BTreeMap<Decimal, (u32, u32)> = BTreeMap::new();
    for seed in 1..=histories() {
        let history = history(seed, noise);
        let catalog = read(&history, "campaign,item\n");
        for (serial, pieces) in &history.built {
            let symbol = catalog.texts().find(serial).unwrap();
            if !catalog.machines().as_built(symbol).is_empty() {
                continue;
            }
            let serial = Some(serial.clone());
            let options = ExplosionOptions { serial, kind: StructureKind::Built, ..ExplosionOptions::default() };
            let found = explode(&catalog, catalog.item("M").unwrap(), Decimal::ONE, &options).unwrap();
            assert_eq!(found.rows.len(), found.certainty.len());
            for (row, certainty) in found.rows.iter().zip(&found.certainty) {
                assert!(matches!(row.place, Place::Bom(_)));
                let (parent, item) = (catalog.item_number(row.parent), catalog.item_number(row.item));
                let revision = row.revision.map(|name| catalog.text(name));
                let is_right = match item {
                    "A1" => true,
                    "A2" | "A2N" => pieces.iter().any(|piece| piece.parent == item),
                    _ => pieces.iter().any(|piece| {
                        piece.parent == parent
                            && piece.item == item
                            && revision.is_none_or(|revision| revision == piece.revision)
                    }),
                };
                all += 1;
                let bucket = by_share.entry(certainty.share).or_default();
                bucket.0 += 1;
                bucket.1 += u32::from(is_right);
                if certainty.share >= Decimal::new(9, 1) {
                    sure += 1;
                    right += u32::from(is_right);
                } else {
                    assert!(!certainty.doubts.is_empty(), "{certainty:?}");
                }
            }
        }
    }
    let share = |part: u32, whole: u32| Decimal::from(part) / Decimal::from(whole.max(1));
    let table = by_share.iter().fold(String::new(), |mut text, (marked, (count, right))| {
        let _ = write!(text, " {marked}: {:.2} of {count};", share(*right, *count));
        text
    });
    (share(right, sure), share(sure, all), format!("{right} of {sure} of {all}:{table}"))
}

#[test]
fn what_is_marked_certain_is_right() {
    for noise in [0, 5] {
        let (right, marked, table) = calibration(noise);
        assert!(right >= Decimal::new(85, 2), "noise {noise} %: {table}");
        assert!(marked >= Decimal::new(3, 1), "noise {noise} %: {table}");
    }
}
