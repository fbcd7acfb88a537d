//! Worked examples and laws of what can be built.

use proptest::prelude::*;

use super::*;
use crate::model::testing::catalog;
use crate::structure::testing::{BUILDABLE, number};

const STOCK: &str = "item,on_hand,allocated,blocked\nS1,4,1,\nC1,20,,\nC2,16,,1\nC3,40,,\nC4,1.3,,\nV,7,,\nT,5,,\n";

fn example(units: &str, stock: &str) -> Catalog {
    let items = format!(
        "item,unit,phantom\nT,{units},\nS1,{units},\nS2,{units},\nV,{units},Y\nC1,pcs,\nC2,pcs,\nC3,pcs,\nC4,kg,\n"
    );
    catalog(&[
        ("items", &items),
        ("units", "unit,integer,decimals\npcs,Y,\nset,N,3\nkg,N,3\n"),
        ("bom", BUILDABLE),
        ("stock", stock),
    ])
}

fn one(catalog: &Catalog, item: &str, options: &BuildOptions) -> Buildable {
    let wanted = BuildWanted { item: catalog.item(item).unwrap(), at_most: None };
    buildable(catalog, &[wanted], options).pop().unwrap()
}

fn short(catalog: &Catalog, found: &Buildable) -> Vec<String> {
    found.shortages.iter().map(|row| format!("{} {}", catalog.item_number(row.item), row.quantity)).collect()
}

/// SU5.
#[test]
fn su5_shared_components() {
    let catalog = example("pcs", STOCK);
    let found = one(&catalog, "T", &BuildOptions::default());
    assert_eq!((number(found.maximum).as_str(), found.on_hand, found.step), ("2", 5.into(), 1.into()));
    assert_eq!(short(&catalog, &found), ["C1 1", "C2 3"]);
    let row = |item: &str| found.rows.iter().find(|row| catalog.item_number(row.item) == item).unwrap();
    assert_eq!((row("S1").required, row("S1").used, row("S1").built), (6.into(), 3.into(), 3.into()));
    assert_eq!((row("C2").used, row("C1").used, row("C2").left), (11.into(), 12.into(), 4.into()));
    assert!(row("V").is_virtual && row("V").used.is_zero() && row("C2").is_limiting && !row("C3").is_limiting);
    let found = one(&example("set", STOCK), "T", &BuildOptions::default());
    assert_eq!(number(found.maximum), "2.571");
    // C2 11 instead of 15 (16 with one blocked): still 2.
    let catalog = example("pcs", &STOCK.replace("C2,16", "C2,12"));
    assert_eq!(number(one(&catalog, "T", &BuildOptions::default()).maximum), "2");
}

#[test]
fn several_products_take_in_turn() {
    let catalog = catalog(&[
        ("bom", "parent,item,quantity\nA,X,2\nB,X,3\nB,A,1\nC,X,1\n"),
        ("stock", "item,on_hand\nX,20\nA,1\n"),
    ]);
    let wanted = |item: &str, at_most: Option<i64>| BuildWanted {
        item: catalog.item(item).unwrap(),
        at_most: at_most.map(Decimal::from),
    };
    let found =
        buildable(&catalog, &[wanted("B", Some(2)), wanted("A", None), wanted("C", None)], &BuildOptions::default());
    let figures: Vec<String> = found.iter().map(|found| number(found.maximum)).collect();
    // B twice: 6 X, A from stock and one built of 2 X; then 12 X: A 6 times, C never.
    assert_eq!(figures, ["2", "6", "0"]);
    assert_eq!(short(&catalog, &found[2]), ["X 1"]);
}

#[test]
fn scrap_is_divided_exactly() {
    let catalog = catalog(&[
        ("bom", "parent,item,quantity,scrap_pct\nT,A,3,10\nA,B,1,10\n"),
        ("stock", "item,on_hand\nA,0\nB,13\n"),
    ]);
    // Three T need 10 A, built of 100/9 = 11.1… B; four need 13.3… → 14 A of 15.5… B.
    let found = one(&catalog, "T", &BuildOptions::default());
    assert_eq!(number(found.maximum), "3");
    assert_eq!(found.shortages[0].to_buy, 3.into());
}

#[test]
fn alternatives_fill_the_gap() {
    let catalog = catalog(&[
        (
            "bom",
            "parent,position,item,quantity,alt_group,alt_rank\nT,10,A,2,G,1\nT,10,B,3,G,2\nT,10,C,1,G,3\nT,20,B,1,,\n",
        ),
        ("stock", "item,on_hand\nA,5\nB,9\nC,1\n"),
    ]);
    assert_eq!(number(one(&catalog, "T", &BuildOptions::default()).maximum), "2");
    let options = BuildOptions { use_alternates: true, ..Default::default() };
    let found = one(&catalog, "T", &options);
    // A for 2, B for 1 (3 pieces) beside 4 for position 20, C for 1: 4; a fifth would need B 5 + 6.
    assert_eq!(number(found.maximum), "4");
    assert!(found.findings.iter().any(|finding| finding.code.id == "I-ALT-GREEDY"));
}

#[test]
fn what_cannot_be_said_is_not_said() {
    let catalog = catalog(&[("bom", "parent,item,quantity\nT,A,1\nA,B,1\nB,A,1\nU,C,\nW,C,0\n")]);
    let codes = |item: &str| -> (String, Vec<&'static str>) {
        let found = one(&catalog, item, &BuildOptions::default());
        (number(found.maximum), found.findings.iter().map(|finding| finding.code.id).collect())
    };
    assert_eq!(codes("T"), ("endless".to_owned(), vec!["E-CYCLE"]));
    assert_eq!(codes("U"), ("unknown".to_owned(), vec!["E-QTY"]));
    assert_eq!(codes("W"), ("unknown".to_owned(), vec!["W-BUILD-OPEN"]));
}

/// Builds pieces one by one, each assembly from stock first, as a storekeeper would who knows the whole order: the
/// parts needed by `count` products with every choice of how many of each assembly are built.
fn can_build(lines: &[(usize, usize, i64)], stock: &[i64], count: i64) -> bool {
    fn fits(
        item: usize,
        required: &[i64],
        lines: &[(usize, usize, i64)],
        stock: &[i64],
        has_lines: &dyn Fn(usize) -> bool,
    ) -> bool {
        if item == stock.len() {
            return true;
        }
        let own = if item == 0 { 0 } else { stock[item] };
        // Every number taken from stock is tried, not only the most.
        (0..=own.min(required[item])).any(|used| {
            let rest = required[item] - used;
            if rest > 0 && !has_lines(item) {
                return false;
            }
            let mut next = required.to_vec();
            for line in lines.iter().filter(|line| line.0 == item) {
                next[line.1] += rest * line.2;
            }
            fits(item + 1, &next, lines, stock, has_lines)
        })
    }
    // Items are numbered so that parents come first: requirements are final when an item is reached.
    let mut required = vec![0; stock.len()];
    required[0] = count;
    let has_lines = |item: usize| lines.iter().any(|line| line.0 == item);
    fits(0, &required, lines, stock, &has_lines)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    /// The maximum is that of exhaustive search; what is named to buy allows one more, and one piece less does not.
    #[test]
    fn buildable_equals_exhaustive_search(
        lines in prop::collection::vec((0_usize..4, 1_usize..6, 1_i64..4), 1..8),
        stock in prop::collection::vec(0_i64..9, 6),
    ) {
        let lines: Vec<_> = lines.into_iter().filter(|line| line.0 < line.1).collect();
        prop_assume!(lines.iter().any(|line| line.0 == 0));
        let text: Vec<String> = lines.iter().enumerate()
            .map(|(index, line)| format!("N{},{index},N{},{}\n", line.0, line.1, line.2)).collect();
        let catalog = catalog(&[("bom", &format!("parent,position,item,quantity\n{}", text.concat()))]);
        let ids: Vec<Option<ItemId>> = (0..6).map(|index| catalog.item(&format!("N{index}")).ok()).collect();
        let ask = |stock: &[i64]| {
            let stock: Stock = ids.iter().zip(stock).filter_map(|(id, &free)| Some(((*id)?, Decimal::from(free)))).collect();
            one(&catalog, "N0", &BuildOptions { stock: Some(stock), ..Default::default() })
        };
        let found = ask(&stock);
        let most = (0..60).take_while(|&count| can_build(&lines, &stock, count)).last().unwrap();
        prop_assert_eq!(found.maximum, Figure::Known(most.into()));
        let mut bought = stock;
        for row in &found.shortages {
            let index = ids.iter().position(|id| *id == Some(row.item)).unwrap();
            bought[index] += i64::try_from(row.to_buy.mantissa()).unwrap();
        }
        prop_assert!(can_build(&lines, &bought, most + 1));
        for row in &found.shortages {
            let index = ids.iter().position(|id| *id == Some(row.item)).unwrap();
            let mut less = bought.clone();
            less[index] -= 1;
            prop_assert!(!can_build(&lines, &less, most + 1));
        }
    }
}
