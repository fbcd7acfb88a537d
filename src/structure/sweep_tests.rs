//! The sweep upwards against the long way: the same assemblies and the same figures, whatever the lines say.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::super::above::Counted;
use super::super::accumulate::Ancestors;
use super::super::amount::Figure;
use super::super::testing::chain;
use super::*;
use crate::model::Catalog;
use crate::model::testing::catalog;
use crate::values::UNWATCHED;

type Sums = BTreeMap<ItemId, Figure>;

/// Sums above an item the long way, and by a sweep.
fn both(catalog: &Catalog, item: ItemId, counted: &Counted<'_>) -> (Sums, Option<Sums>) {
    let structure = catalog.structure();
    let counts = |id: LineId, line: &Line| counted.counts(id, line);
    let mut long = Ancestors::nodes(structure, catalog.items().len(), item, (counts, counts), UNWATCHED).unwrap();
    long.sum(structure);
    let sums = |found: &Ancestors| -> Sums {
        assert_eq!(found.nodes.len(), found.totals.len());
        found.nodes.iter().zip(&found.totals).map(|(node, total)| (node.item, total.figure())).collect()
    };
    let expected = sums(&long);
    let direct: Vec<LineId> = structure.uses(item).filter(|(id, line)| counts(*id, line)).map(|(id, _)| id).collect();
    assert!(direct.is_sorted(), "uses are in the order of lines");
    let swept = sweep(structure, item, &direct, &counts, UNWATCHED).unwrap();
    let swept = swept.map(|swept| {
        let by_rank: Vec<(ItemId, Figure)> = swept.sums(structure).map(|(item, sum)| (item, sum.figure())).collect();
        assert_eq!((by_rank.len(), by_rank[0]), (swept.len(), (item, Figure::Known(1.into()))));
        let figures: Sums = by_rank.into_iter().collect();
        long.take(structure, &swept);
        assert_eq!(sums(&long), figures, "put in their places");
        figures
    });
    (expected, swept)
}

/// Compares all items, on some days and for both kinds of revisions; how many answers were found by a sweep.
fn compared(catalog: &Catalog) -> usize {
    let mut swept = 0;
    for day in ["2025-06-30", "2026-06-30"] {
        for all_revisions in [false, true] {
            let counted = Counted::new(catalog, day.parse().unwrap(), all_revisions);
            for (item, _) in catalog.items().iter() {
                let (expected, found) = both(catalog, item, &counted);
                if let Some(found) = found {
                    swept += 1;
                    assert_eq!(found, expected, "above {}", catalog.item_number(item));
                }
            }
        }
    }
    swept
}

/// What a line may say beside its quantity.
const SAYINGS: [&str; 9] = [
    ",,,,,,",
    ",,,,,,",
    ",,,,,,",
    ",,REFERENCE,,,,",
    "2026-01-01,,,,,,",
    ",2025-12-31,,,,,",
    ",,,A,,,",
    ",,,,G,2,",
    ",,,,,,as required",
];
const QUANTITIES: [&str; 8] = ["1", "2", "3", "255", "256", "0.5", "90000", "1"];

/// Lines with parents, items, which of the quantities, and which of the sayings.
fn bom(lines: &[(usize, usize, usize, usize)]) -> String {
    let mut text = String::from(
        "parent,position,item,quantity,valid_from,valid_to,kind,parent_revision,alt_group,alt_rank,remarks\n",
    );
    for (position, &(parent, item, quantity, saying)) in lines.iter().enumerate() {
        let quantity = if SAYINGS[saying].ends_with("required") { "" } else { QUANTITIES[quantity] };
        let _ = writeln!(text, "N{parent},{position},N{item},{quantity},{}", SAYINGS[saying]);
    }
    text
}

proptest! {
    /// Loops, days, revisions of assemblies, references, alternatives, decimals, long sums.
    #[test]
    fn a_sweep_finds_what_the_long_way_finds(
        mut lines in prop::collection::vec((0..9_usize, 0..9_usize, 0..8_usize, 0..9_usize), 1..24),
        is_tree_like: bool,
        is_plain: bool,
    ) {
        if is_tree_like {
            lines.retain(|line| line.0 < line.1);
        }
        if is_plain {
            for line in &mut lines {
                (line.2, line.3) = (line.2 % 3, 0);
            }
        }
        let catalog = catalog(&[("bom", &bom(&lines))]);
        let swept = compared(&catalog);
        if is_tree_like && is_plain {
            prop_assert_eq!(swept, 4 * catalog.items().len(), "nothing needs the long way");
        }
    }
}

/// Many words of marks a level, items with many uses, and levels that are skipped.
#[test]
fn wide_levels_are_swept_in_batches() {
    const LEVELS: usize = 5;
    const WIDTH: usize = 300;
    let mut state = 1_u64;
    let mut dice = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for odd_every in [usize::MAX, 40] {
        let mut lines = Vec::new();
        for number in 0..8_000 {
            let below = 1 + dice(LEVELS - 1);
            // Now and then an item that is used very often.
            let item = if dice(10) == 0 { dice(3) } else { dice(WIDTH) };
            let above = if dice(8) == 0 { dice(below) } else { below - 1 };
            let saying = if number % odd_every == odd_every - 1 { dice(8) } else { 0 };
            lines.push((above * WIDTH + dice(WIDTH), below * WIDTH + item, dice(3), saying));
        }
        let catalog = catalog(&[("bom", &bom(&lines))]);
        let structure = catalog.structure();
        let counted = Counted::new(&catalog, catalog.as_of(), false);
        let (mut most, mut swept) = (0, 0);
        for item in structure.low_level_order().iter().rev().step_by(7).copied() {
            let (expected, found) = both(&catalog, item, &counted);
            most = most.max(expected.len());
            assert_eq!(found.as_ref(), Some(&expected), "above {}", catalog.item_number(item));
            swept += 1;
        }
        assert!(most > 2 * BATCH && swept > 150, "{most} assemblies, {swept} sweeps");
        assert!(structure.low_level_order().iter().any(|&item| structure.upward(item).len() > MOST_COPIED));
    }
}

#[test]
fn a_room_is_clean_after_every_sweep() {
    // C: decimals far above; D: a loop; E: too long; F: decimals of its own, and some above that come out even.
    let lines = "T,S,1\nS,A,0.25\nA,B,2\nB,C,1\nX,Y,1\nY,X,1\nY,D,1\nP,Q,90000\nQ,R,90000\nR,E,1\nT,F,3.125\nG,F,0.5\nH,G,0.2\n";
    let catalog = catalog(&[("bom", &(chain(200, 1) + lines))]);
    let counted = Counted::new(&catalog, catalog.as_of(), false);
    let ask = |item: &str| both(&catalog, catalog.item(item).unwrap(), &counted);
    for item in ["C", "D", "E"] {
        assert_eq!(ask(item).1, None, "{item}");
        assert!(ask(item).0.len() > 2);
        let (expected, found) = ask("L200");
        assert_eq!(found, Some(expected));
        let (expected, found) = ask("F");
        assert_eq!(found, Some(expected));
        let room = catalog.structure().ranks().room().unwrap();
        let used = catalog.items().len().next_multiple_of(WORD);
        assert!(
            room.sums[..used].iter().all(|sum| *sum == 0) && room.marks[..used / WORD].iter().all(|mark| *mark == 0)
        );
        catalog.structure().ranks().give_back(room);
    }
}
