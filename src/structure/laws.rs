//! Laws that hold for all structures, against the obvious slow way.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{ExplosionOptions, Figure, Stock, Supersessions, WhereUsedOptions, explode, where_used};
use crate::model::testing::catalog;

/// Quantity of `to` in one `from`, path by path over lines that lead to it.
fn by_paths(lines: &[(usize, usize, Decimal)], reach: &[Vec<bool>], from: usize, to: usize) -> Decimal {
    if from == to {
        return Decimal::ONE;
    }
    let leads = |line: &&(usize, usize, Decimal)| line.0 == from && (line.1 == to || reach[line.1][to]);
    lines.iter().filter(leads).map(|line| line.2 * by_paths(lines, reach, line.1, to)).sum()
}

/// Which items can be reached from which, over one line or more.
fn closure(lines: &[(usize, usize, Decimal)], count: usize) -> Vec<Vec<bool>> {
    let mut reach = vec![vec![false; count]; count];
    for &(parent, child, _) in lines {
        reach[parent][child] = true;
    }
    for middle in 0..count {
        for from in 0..count {
            for to in 0..count {
                reach[from][to] |= reach[from][middle] && reach[middle][to];
            }
        }
    }
    reach
}

fn lines(count: usize) -> impl Strategy<Value = Vec<(usize, usize, Decimal)>> {
    prop::collection::vec((0..count, 0..count, 1_i64..40), 0..18)
        .prop_map(|lines| lines.into_iter().map(|(a, b, tenths)| (a, b, Decimal::new(tenths, 1))).collect())
}

fn text(lines: &[(usize, usize, Decimal)]) -> String {
    let mut text = String::from("parent,position,item,quantity\n");
    for (position, (parent, child, quantity)) in lines.iter().enumerate() {
        let _ = writeln!(text, "N{parent},{position},N{child},{quantity}");
    }
    text
}

proptest! {
    /// Where-used equals the sum over listed paths, and explode is its transpose; figures that need a loop are blank.
    #[test]
    fn where_used_equals_listing_paths_and_is_the_transpose_of_explode(
        mut lines in lines(7),
        is_tree_like in any::<bool>(),
    ) {
        if is_tree_like {
            lines.retain(|line| line.0 < line.1);
        }
        let catalog = catalog(&[("bom", &text(&lines))]);
        let reach = closure(&lines, 7);
        for item in 0..7 {
            let Ok(id) = catalog.item(&format!("N{item}")) else { continue };
            let found = where_used(&catalog, id, &WhereUsedOptions::default()).unwrap();
            let up: BTreeMap<_, _> = found.uses(&catalog).iter().map(|row| (row.parent, row.total)).collect();
            for above in 0..7 {
                let Ok(above_id) = catalog.item(&format!("N{above}")) else { continue };
                let down = explode(&catalog, above_id, Decimal::ONE, &ExplosionOptions { max_rows: 200, ..Default::default() }).unwrap();
                let down = down.summed.iter().find(|row| row.item == id).map(|row| row.total);
                let on_the_way = |x: usize| (x == above || reach[above][x]) && (x == item || reach[x][item]);
                let needs_loop = (0..7).any(|x| reach[x][x] && on_the_way(x));
                prop_assert_eq!(up.contains_key(&above_id), reach[above][item]);
                prop_assert_eq!(down.is_some(), reach[above][item]);
                if reach[above][item] && needs_loop {
                    prop_assert_eq!(up[&above_id], Figure::Endless);
                    prop_assert_eq!(down, Some(Figure::Endless));
                } else if reach[above][item] {
                    let expected = by_paths(&lines, &reach, above, item);
                    prop_assert_eq!(up[&above_id].quantity(), Some(expected));
                    prop_assert_eq!(down.and_then(Figure::quantity), Some(expected));
                }
            }
        }
    }

    /// The same with units that are converted, days, and revisions of assemblies: only lines that hold count, exactly.
    #[test]
    fn units_days_and_revisions_of_assemblies_are_the_same_both_ways(
        rows in prop::collection::vec((0_usize..7, 0_usize..7, 1_i64..40, 0_usize..3, 0_usize..3, 0_usize..3), 1..18),
    ) {
        const UNITS: [(&str, i64); 3] = [("pcs", 1), ("box", 5), ("dz", 12)];
        const DAYS: [&str; 3] = [",", "2026-01-01,2026-06-30", "2026-07-01,"];
        let rows: Vec<_> = rows.into_iter().filter(|row| row.0 < row.1).collect();
        let mut bom = String::from("parent,parent_revision,position,item,quantity,unit,valid_from,valid_to\n");
        for (position, &(parent, child, tenths, unit, day, revision)) in rows.iter().enumerate() {
            let (quantity, of) = (Decimal::new(tenths, 1), ["", "A", "B"][revision]);
            let _ = writeln!(bom, "N{parent},{of},{position},N{child},{quantity},{},{}", UNITS[unit].0, DAYS[day]);
        }
        let items: String = (0..7).map(|item| format!("N{item},pcs\n")).collect();
        let catalog = catalog(&[
            ("items", &format!("item,unit\n{items}")),
            ("units", "unit,base_unit,factor\nbox,pcs,5\ndz,pcs,12\n"),
            ("bom", &bom),
        ]);
        let is_old = |row: &(usize, usize, i64, usize, usize, usize)| {
            row.5 == 1 && rows.iter().any(|other| other.0 == row.0 && other.5 == 2)
        };
        let lines: Vec<(usize, usize, Decimal)> = rows
            .iter()
            .filter(|row| row.4 != 2 && !is_old(row))
            .map(|row| (row.0, row.1, Decimal::new(row.2 * UNITS[row.3].1, 1)))
            .collect();
        let reach = closure(&lines, 7);
        for item in 0..7 {
            let id = catalog.item(&format!("N{item}")).unwrap();
            let found = where_used(&catalog, id, &WhereUsedOptions::default()).unwrap();
            let up: BTreeMap<_, _> = found.uses(&catalog).iter().map(|row| (row.parent, row.total)).collect();
            for above in 0..7 {
                let above_id = catalog.item(&format!("N{above}")).unwrap();
                let down = explode(&catalog, above_id, Decimal::ONE, &ExplosionOptions::default()).unwrap();
                let down = down.summed.iter().find(|row| row.item == id).map(|row| row.total);
                let expected = reach[above][item].then(|| Figure::Known(by_paths(&lines, &reach, above, item).normalize()));
                prop_assert_eq!(up.get(&above_id).copied(), expected);
                prop_assert_eq!(down, expected);
            }
        }
    }

    /// What is supplied is supplied again as it is.
    #[test]
    fn resolving_a_supersession_twice_equals_once(
        rules in prop::collection::vec((0_usize..7, 0_usize..8, 0_usize..4, 1_i64..30, any::<bool>()), 0..10),
        orders in prop::collection::vec((0_usize..7, 1_i64..20), 1..4),
        free in prop::collection::vec(0_i64..12, 8),
    ) {
        let mut table = String::from("old,new,type,ratio,policy\n");
        for &(old, new, kind, tenths, uses_up) in rules.iter().filter(|rule| rule.0 < rule.1) {
            let kind = ["ONE", "AND", "OR", "MERGE"][kind];
            let policy = if uses_up { "USE_UP" } else { "IMMEDIATE" };
            let _ = writeln!(table, "N{old},N{new},{kind},{},{policy}", Decimal::new(tenths, 1));
        }
        let items: String = (0..8).map(|item| format!("N{item}\n")).collect();
        let catalog = catalog(&[("items", &format!("item\n{items}")), ("supersessions", &table)]);
        let id = |item: usize| catalog.item(&format!("N{item}")).unwrap();
        let stock: Stock = free.iter().enumerate().map(|(item, &free)| (id(item), Decimal::from(free))).collect();
        let rules = Supersessions::new(&catalog, catalog.as_of());
        let orders: Vec<_> = orders.into_iter().map(|(item, quantity)| (id(item), Decimal::from(quantity))).collect();
        let once = rules.resolve(&orders, &stock);
        let twice = rules.resolve(&once.supplied, &stock);
        let sorted = |mut supplied: Vec<(crate::model::ItemId, Decimal)>| {
            supplied.retain(|(_, quantity)| !quantity.is_zero());
            supplied.sort();
            supplied
        };
        prop_assert_eq!(sorted(once.supplied), sorted(twice.supplied));
    }
}
