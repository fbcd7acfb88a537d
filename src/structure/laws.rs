//! Laws that hold for all structures, against the obvious slow way.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{ExplosionOptions, Figure, WhereUsedOptions, explode, where_used};
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
}
