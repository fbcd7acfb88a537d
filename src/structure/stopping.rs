//! Long questions ask from time to time whether to go on, and stop when they are told to.

use std::sync::atomic::{AtomicUsize, Ordering};

use rust_decimal::Decimal;

use super::testing::{chain, diamond};
use super::*;
use crate::model::testing::catalog;
use crate::values::Watch;

/// Does the work with a watch that says "stop" at the question of this number; how many questions there were.
fn asked<T>(stop_at: usize, work: impl Fn(Watch<'_>) -> Result<T, StructureError>) -> (bool, usize) {
    let count = AtomicUsize::new(0);
    let watch = |_: usize, _: usize| count.fetch_add(1, Ordering::Relaxed) + 1 != stop_at;
    let result = work(&watch);
    let is_stopped = matches!(&result, Err(StructureError::Stopped));
    assert!(is_stopped || result.is_ok());
    (is_stopped, count.load(Ordering::Relaxed))
}

/// Every question is heard, and there are enough of them.
fn check<T>(least: usize, work: impl Fn(Watch<'_>) -> Result<T, StructureError>) {
    let (is_stopped, all) = asked(0, &work);
    assert!(!is_stopped && all >= least, "{all} questions, not {least}");
    for stop_at in [1, all / 2 + 1, all] {
        assert_eq!(asked(stop_at, &work), (true, stop_at), "of {all}");
    }
}

#[test]
fn explosions_stop() {
    let tree = catalog(&[("bom", &diamond(14))]);
    let top = tree.item("L0").unwrap();
    // 32 766 lines, and sums.
    check(33, |watch| explode_watched(&tree, top, Decimal::ONE, &ExplosionOptions::default(), watch));
    let levels = ExplosionOptions { levels: Some(12), ..ExplosionOptions::default() };
    check(9, |watch| explode_watched(&tree, top, Decimal::ONE, &levels, watch));
}

#[test]
fn where_used_stops() {
    let deep = catalog(&[("bom", &chain(10_000, 1)), ("machines", "serial,item,delivery_date\nSN1,L0,2025-01-01\n")]);
    let bottom = deep.item("L10000").unwrap();
    check(10, |watch| where_used_watched(&deep, bottom, &WhereUsedOptions::default(), watch));
    let machines = WhereUsedOptions { to: Reach::Machines, ..WhereUsedOptions::default() };
    check(21, |watch| where_used_watched(&deep, bottom, &machines, watch));
}

#[test]
fn roll_ups_stop() {
    let deep = catalog(&[("bom", &chain(5_000, 1))]);
    // Sums, rows, and the comparison of both figures.
    check(20, |watch| roll_up_watched(&deep, None, &RollUpOptions::default(), watch));
}

#[test]
fn service_structures_stop() {
    let items: String =
        (1..5_001).map(|level| format!("L{level},{}\n", if level % 50 == 0 { "Y" } else { "" })).collect();
    let deep = catalog(&[("items", &format!("item,spare\n{items}")), ("bom", &chain(5_000, 1))]);
    let (top, spare) = (deep.item("L0").unwrap(), deep.item("L50").unwrap());
    // Down to the first spare parts, and the balance over everything below.
    check(9, |watch| service_structure_watched(&deep, top, &ServiceOptions::default(), watch));
    assert!(service_structure(&deep, top, &ServiceOptions::default()).unwrap().lines.iter().any(|l| l.item == spare));
}

#[test]
fn comparisons_stop() {
    let lines = chain(5_000, 1);
    let other = lines.replace("parent,item,quantity\n", "").replace('L', "M").replace("M4999,M5000,1", "M4999,M5000,2");
    let deep = catalog(&[("bom", &(lines + &other))]);
    let side = |item: &str| CompareSide::new(deep.item(item).unwrap());
    // Pairs are matched, listed and judged; or both sides are summed.
    check(10, |watch| compare_watched(&deep, &side("L0"), &side("M0"), &CompareOptions::default(), watch));
    let summed = CompareOptions { depth: CompareDepth::Summed, ..CompareOptions::default() };
    check(10, |watch| compare_watched(&deep, &side("L0"), &side("M0"), &summed, watch));
}

#[test]
fn building_stops() {
    let deep = catalog(&[("bom", &chain(2_000, 1)), ("stock", "item,on_hand\nL2000,90\n")]);
    let wanted = [BuildWanted { item: deep.item("L0").unwrap(), at_most: None }];
    // The plan, and trials of 1, 2, 4 … 128, then between 64 and 128.
    check(30, |watch| buildable_watched(&deep, &wanted, &BuildOptions::default(), watch));
    let most = buildable(&deep, &wanted, &BuildOptions::default());
    assert_eq!(most.first().map(|found| found.maximum), Some(Figure::Known(90.into())));
}
