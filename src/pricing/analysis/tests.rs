//! The examples of parts-pricing specification, section 7, and slow versions of what is computed.
#![expect(clippy::float_arithmetic, reason = "the fit is checked against the power law it was made from")]

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::testing::catalog;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn book(sheets: &[(&str, &str)]) -> PriceBook {
    PriceBook::new(Arc::new(catalog(sheets)))
}

fn analysed(sheets: &[(&str, &str)]) -> PriceAnalysis {
    book(sheets).analyse_prices(AnalysisOptions::default()).unwrap()
}

fn said(answer: &PriceAnalysis) -> Vec<String> {
    let stake = |issue: &PriceIssue| issue.at_stake().map_or_else(String::new, |stake| format!(" [{stake}]"));
    let issues = answer.issues.iter();
    issues
        .map(|issue| format!("{} {}{}: {}{}", issue.code.id, issue.item, customer(issue), issue.detail, stake(issue)))
        .collect()
}

fn customer(issue: &PriceIssue) -> String {
    if issue.customer.is_empty() { String::new() } else { format!(" for {}", issue.customer) }
}

#[test]
fn one_piece_more_must_not_cost_less_in_all() {
    let answer = analysed(&[
        ("customers", "customer\nC1\nC2\n"),
        ("items", "item,gross_price\nA,10\nB,10\nC,10\n"),
        (
            "price_lists",
            "item,price,min_quantity,max_quantity\nA,10,1,9\nA,8.9,10,999\nB,10,1,9\nB,9,10,999\nC,5,1,9\nC,6,10,999\n",
        ),
        (
            "sales_history",
            "date,customer,item,quantity\n2026-05-01,C1,A,9\n2026-05-02,C1,C,12\n2026-05-02,C2,C,3\n2024-05-02,C2,C,99\n",
        ),
    ]);
    assert_eq!(
        said(&answer),
        ["W-QTY-UNIT C: 5 each from 1, 6 each from 10 [12]", "W-QTY-TOTAL A: 10 each from 1, 8.9 each from 10 [1]",],
        "9 at 10.00 are 90.00, 10 at 8.90 are 89.00; 9.00 from 10 makes 90.00 of both"
    );
}

#[test]
fn a_ladder_of_a_customer_is_looked_at_for_what_it_bought() {
    let answer = analysed(&[
        ("customers", "customer\nC1\nC2\n"),
        ("items", "item,gross_price\nA,10\n"),
        ("customer_prices", "customer,item,price,min_quantity,kind\nC1,A,8,,N\nC1,A,9,50,N\nC2,A,8,,N\nC2,A,9,50,N\n"),
        ("sales_history", "date,customer,item,quantity\n2026-05-01,C1,A,60\n"),
    ]);
    assert_eq!(said(&answer), ["W-QTY-UNIT A for C1: 8 each from 1, 9 each from 50 [60]"]);
    assert_eq!(answer.issues[0].origin.as_ref().unwrap().to_string(), "test.xlsx, sheet \"customer_prices\", cell C3");
}

#[test]
fn list_prices_of_two_currencies_must_agree_at_the_rate() {
    let answer = analysed(&[
        ("company", "key,value\ncurrency,EUR\n"),
        ("customers", "customer,currency\nC1,USD\nC2,EUR\n"),
        ("items", "item,gross_price\nA,100\nB,100\nC,100\n"),
        ("exchange_rates", "currency,rate\nUSD,0.925925925925926\n"),
        ("price_lists", "item,price,currency,valid_to\nA,104,USD,\nB,107,USD,\nC,500,USD,2025-12-31\n"),
        ("sales_history", "date,customer,item,quantity\n2026-05-01,C1,A,10\n2026-05-01,C2,A,99\n"),
    ]);
    assert_eq!(
        said(&answer),
        ["W-FX A: 104 USD at 0.925925925925926 is 96.296296, the list price is 100: 3.7 % apart [37.04]"]
    );
}

#[test]
fn pp17_the_value_driver_of_the_example() {
    let points = [(10., 50.), (20., 82.), (40., 130.), (80., 215.), (60., 310.)];
    let driver = value_driver(&points).unwrap();
    assert_eq!(
        (format!("{:.6}", driver.exponent), format!("{:.6}", driver.factor)),
        ("0.707571".into(), "9.803910".into())
    );
    let fits: Vec<String> = points.iter().map(|(size, _)| format!("{:.2}", driver.price(*size))).collect();
    assert_eq!(fits, ["50.00", "81.65", "133.34", "217.76", "177.65"]);
    let answer = analysed(&[
        ("items", "item\nA\nB\nC\nD\nE\nF\n"),
        (
            "priced_parts",
            "item,quantity_per_product,cost,category,family,family_order,price\nA,1,1,NORMAL,FAN,10,50\nB,1,1,NORMAL,FAN,20,82\n\
             C,1,1,NORMAL,FAN,40,130\nD,1,1,NORMAL,FAN,80,215\nE,1,1,NORMAL,FAN,60,310\nF,1,1,NORMAL,PUMP,1,9\n",
        ),
    ]);
    let ratios: Vec<String> =
        answer.members.iter().map(|one| format!("{} {}", one.item, money::round(one.ratio, 3).normalize())).collect();
    assert_eq!(ratios, ["A 1", "B 1.004", "C 0.975", "E 1.745", "D 0.987"]);
    assert_eq!(
        said(&answer),
        [
            "W-CORRIDOR E: 1.744997 times the price of its size",
            "W-FAMILY-INVERSION D: FAN: size 80 at 215, size 60 (E) at 310",
        ]
    );
    let family = &answer.families[0];
    assert_eq!((family.members, family.factor, family.exponent), (5, dec("9.80391"), dec("0.707571")));
    assert_eq!(answer.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["I-FAMILY-SMALL"]);
}

#[test]
fn core_parts_have_no_price_in_any_list() {
    let answer = analysed(&[
        ("company", "key,value\ncurrency,EUR\n"),
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price,price_quantity,ip\nCORE,500,,\nFLAG,900,10,Y\nFREE,5,,\n"),
        (
            "priced_parts",
            "item,quantity_per_product,cost,category,price\nCORE,1,100,CORE_IP,500\nNEW,1,100,CORE_IP,7\nFREE,1,2,NORMAL,5\n",
        ),
        ("exchange_rates", "currency,rate\nUSD,0.9\n"),
        ("price_lists", "item,price,currency,valid_to\nCORE,600,USD,\nCORE,70,SEK,\nCORE,1,EUR,2020-01-01\nFREE,5,,\n"),
        ("guide_prices", "item,guide_price\ncore,800\n"),
        ("customer_prices", "customer,item,price,kind\nC1,FLAG,1000,N\nC1,CORE,9,X\n"),
        ("sales_history", "date,item,quantity\n2026-05-01,CORE,2\n2026-05-01,NEW,3\n2026-05-01,OTHER,4\n"),
    ]);
    assert_eq!(
        said(&answer),
        [
            "E-IP-PRICED CORE: guide_price 800 in guide_prices [1600]",
            "E-IP-PRICED CORE: price 600 USD in price_lists [1080]",
            "E-IP-PRICED CORE: price 500 in priced_parts [1000]",
            "E-IP-PRICED CORE: gross_price 500 in items [1000]",
            "E-IP-PRICED NEW: price 7 in priced_parts [21]",
            "E-IP-PRICED FLAG: gross_price 900 in items [0]",
            "E-IP-PRICED FLAG for C1: price 1000 in customer_prices [0]",
            "W-FX CORE: 600 USD at 0.9 is 540, the list price is 500: 8 % apart [0]",
            "E-IP-PRICED CORE: price 70 SEK in price_lists",
        ]
    );
    let flagged = &answer.issues[6];
    assert_eq!((flagged.price, flagged.limit), (Some(dec("100")), None));
    assert_eq!(flagged.origin.as_ref().unwrap().to_string(), "test.xlsx, sheet \"customer_prices\", cell C2");
}

#[test]
fn standard_and_wear_parts_are_sold_at_cost() {
    let answer = analysed(&[
        ("items", "item,gross_price,cost\nBOLT,50,40\nBELT,60,40\nNEAR,40.4,40\nLIST,44,40\nFRAME,90,40\nOVER,42,40\n"),
        (
            "priced_parts",
            "item,quantity_per_product,cost,category,price,product\nBOLT,1,40,STANDARD,50,M\nBOLT,1,40,STANDARD,50,N\n\
             BELT,1,40,WEAR,39,N\nNEAR,1,40,WEAR,,N\nLIST,1,40,STANDARD,,N\nFRAME,1,40,NORMAL,,N\nOVER,1,40,STANDARD,,M\n",
        ),
        ("parts_pricing_params", "product,product_settlement_price,zero_overhead_pct\nM,1000,5\nN,1000,\n"),
        ("sales_history", "date,item,quantity\n2026-05-01,BOLT,3\n2026-05-01,BELT,2\n"),
    ]);
    assert_eq!(
        said(&answer),
        [
            "W-ZERO-MARGIN-BROKEN BOLT: STANDARD: cost 40, the price is 25 % above [30]",
            "W-ZERO-MARGIN-BROKEN BOLT: STANDARD: cost 40 with 5 % overhead, the price is 20 % above [24]",
            "E-BELOW-COST BELT: given price 39, cost 40 [2]",
            "W-ZERO-MARGIN-BROKEN BELT: WEAR: cost 40, the price is 2.5 % below [2]",
            "W-ZERO-MARGIN-BROKEN LIST: STANDARD: cost 40, the price is 10 % above [0]",
        ]
    );
}

#[test]
fn a_bigger_part_is_not_cheaper_than_the_next_smaller_one() {
    let answer = analysed(&[
        ("items", "item\nA\nB\nC\nD\nE\nIP\n"),
        (
            "priced_parts",
            "item,quantity_per_product,cost,weight_kg,category,family,family_order,price,product\n\
             A,1,1,,NORMAL,FAN,10,50,M\nA,1,1,,NORMAL,FAN,10,50,N\nB,1,1,,NORMAL,FAN,10,80,M\n\
             C,1,1,,NORMAL,FAN,20,60,M\nD,1,1,,NORMAL,FAN,30,60,M\nIP,1,1,,CORE_IP,FAN,40,1,M\n\
             E,1,1,3,NORMAL,PUMP,,9,M\nD,1,1,2,NORMAL,PUMP,,10,M\nB,1,1,,NORMAL,,,1,M\n",
        ),
        ("sales_history", "date,item,quantity\n2026-05-01,C,3\n"),
    ]);
    let inversions: Vec<_> = said(&answer).into_iter().filter(|text| text.contains("INVERSION")).collect();
    assert_eq!(
        inversions,
        [
            "W-FAMILY-INVERSION C: FAN: size 20 at 60, size 10 (B) at 80 [60]",
            "W-FAMILY-INVERSION E: PUMP: size 3 at 9, size 2 (D) at 10 [0]",
        ]
    );
    let orders = answer.findings.iter().filter(|finding| finding.code.id == "I-FAMILY-ORDER");
    assert_eq!(orders.map(|finding| finding.detail.as_deref()).collect::<Vec<_>>(), [Some("ordered by weight_kg")]);
}

#[test]
fn tolerances_that_mean_nothing_are_refused() {
    let book = book(&[("items", "item\nA\n")]);
    let error = |options| book.analyse_prices(options).unwrap_err().to_string();
    let (usual, less) = (AnalysisOptions::default(), dec("-3"));
    let said = [
        error(AnalysisOptions { fx_percent: less, ..usual }),
        error(AnalysisOptions { jump_percent: less, ..usual }),
        error(AnalysisOptions { kit_discount_percent: dec("120"), ..usual }),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    `fx_percent` is -3; expected 0 or more percent
    `jump_percent` is -3; expected 0 or more percent
    `kit_discount_percent` is 120; expected 0 to 100 percent
    ");
}

#[test]
fn market_kits_assemblies_and_successors() {
    let answer = analysed(&[
        (
            "items",
            "item,gross_price\nFILTER,40\nSEAL,12.5\nOIL,30\nKIT,38\nKIT2,99\nMOTOR,100\nASSY,150\nOLD,100\nNEW,120\nNEAR,115\n",
        ),
        ("kits", "kit,item,quantity\nKIT,FILTER,1\nKIT,SEAL,2\nKIT,OIL,1\nKIT2,FILTER,1\nKIT2,SEAL,2\nKIT2,OIL,1\n"),
        ("bom", "parent,item,quantity,valid_to\nASSY,MOTOR,2,\nASSY,OIL,99,2025-12-31\n"),
        ("supersessions", "old,new,type,ratio\nOLD,NEW,ONE,1\nOLD,NEAR,ONE,1\n"),
        (
            "priced_parts",
            "item,quantity_per_product,cost,category,price,market_low,market_high\nMOTOR,1,1,NORMAL,,110,130\n\
             OIL,1,1,NORMAL,35,,33\n",
        ),
        ("sales_history", "date,item,quantity\n2026-05-01,KIT,10\n2026-05-01,MOTOR,3\n"),
    ]);
    assert_eq!(
        said(&answer),
        [
            "W-KIT-DISCOUNT KIT: content 95, at least 76 [380]",
            "W-MARKET MOTOR: market_low 110 [30]",
            "W-KIT-BELOW-PART KIT: FILTER alone 40 [20]",
            "W-ASSEMBLY-BELOW-CHILD ASSY: 2 × MOTOR: 200 [0]",
            "W-KIT-ABOVE-SUM KIT2: content 95 [0]",
            "W-MARKET OIL: market_high 33 [0]",
            "W-SUPERSESSION-JUMP NEW: 120 in place of 100 [0]",
        ]
    );
}

#[test]
fn successors_of_several_items_are_compared_together() {
    let answer = analysed(&[
        ("items", "item,gross_price\nA,100\nB,60\nC,39\nD,50\nE,51\nF,150\n"),
        ("supersessions", "old,new,type,ratio\nA,B,AND,1\nA,C,AND,1\nD,F,MERGE,1\nE,F,MERGE,1\n"),
    ]);
    assert_eq!(said(&answer), ["W-SUPERSESSION-JUMP F: 150 in place of 101"]);
}

#[test]
fn prices_below_cost_are_found_on_the_list_and_with_customers() {
    let answer = analysed(&[
        ("customers", "customer\nC1\nC2\n"),
        ("items", "item,gross_price,cost\nA,100,60\nB,50,55\nC,80,\n"),
        ("customer_prices", "customer,item,price,min_quantity,kind\nC1,A,70,,N\nC1,A,58,10,N\n"),
        (
            "sales_history",
            "date,customer,item,quantity\n2026-05-01,C1,A,20\n2026-05-01,C1,A,2\n2026-05-01,C2,A,50\n2026-05-01,C2,B,4\n",
        ),
    ]);
    assert_eq!(
        said(&answer),
        [
            "E-BELOW-COST A for C1: net price 58, cost 60, customer_item [40]",
            "E-BELOW-COST B: list price 50, cost 55 [20]",
            "E-BELOW-COST B for C2: net price 50, cost 55, item_gross [20]",
            "W-QTY-TOTAL A for C1: 70 each from 1, 58 each from 10 [11.11]",
        ]
    );
}

const WATERFALL: &str =
    "date,customer,tier,item,quantity,list_price,net_price,rebate,freight,terms_cost,virtual_credit\n";

#[test]
fn what_is_left_of_the_list_price_in_the_example() {
    let history = format!("{WATERFALL}2026-05-01,C1,A,X,1,5000,4250,85,60,42.50,127.50\n2026-05-01,C1,A,X,1,0,1,,,,\n");
    let pocket = book(&[("items", "item\nX\n"), ("sales_history", &history)]).pocket();
    let line = &pocket.lines[0].amounts;
    assert_eq!((line.on_invoice(), line.invoice, line.pocket), (dec("750"), dec("4250"), dec("3935")));
    assert_eq!(line.leakage(), Some(dec("21.3")));
    assert_eq!((pocket.total.list, pocket.by_tier[0].pocket, pocket.findings.len()), (dec("5000"), dec("3935"), 1));
}

#[test]
fn what_is_left_is_added_in_company_currency() {
    let history = "date,customer,item,quantity,list_price,net_price,rebate,currency\n2026-01-05,C1,X,10,100,90,50,USD\n\
                   2026-01-05,C1,X,10,100,90,50,EUR\n2026-01-05,C1,X,10,100,90,50,SEK\n";
    let pocket = book(&[
        ("company", "key,value\ncurrency,EUR\n"),
        ("items", "item\nX\n"),
        ("exchange_rates", "currency,rate\nUSD,0.9\n"),
        ("sales_history", history),
    ])
    .pocket();
    let amounts = |total: &PocketTotal| [total.list, total.invoice, total.after_invoice[0], total.pocket];
    assert_eq!(amounts(&pocket.lines[0].amounts), ["900", "810", "45", "765"].map(dec));
    assert_eq!(amounts(&pocket.total), ["1900", "1710", "95", "1615"].map(dec));
    assert_eq!((pocket.currency.as_str(), pocket.total.lines, pocket.lines[0].exchange_rate), ("EUR", 2, dec("0.9")));
    assert_eq!(pocket.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["E-RATE"]);
}

#[test]
fn lines_below_the_lowest_tenth_of_their_tier_leak() {
    let mut history = WATERFALL.to_owned();
    for number in 0..20 {
        let rebate = if number == 7 { 40 } else { number % 3 };
        history.push_str(&format!("2026-05-01,C{number},A,X,2,100,90,{rebate},,,\n"));
    }
    let answer = analysed(&[("items", "item\nX\n"), ("sales_history", &history)]);
    assert_eq!(said(&answer), ["W-LEAKAGE X for C7: 70 % of the list price is left, 89 % in its tier [38]"]);
}

/// Sums over the whole history, line by line.
fn slow_yearly(history: &[(u8, u8, u16)], item: u8, least: u16) -> Decimal {
    history.iter().filter(|line| line.1 == item && line.2 >= least).map(|line| Decimal::from(line.2)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// All pairs of whole quantities: no larger one may cost more a unit, no break less in all than one piece less.
    #[test]
    fn ladders_agree_with_trying_all_quantities(
        breaks in proptest::collection::btree_map(2_u16..12, 1_u32..20, 1..4),
        history in proptest::collection::vec((0_u8..2, 0_u8..1, 1_u16..15), 1..6),
    ) {
        let mut lists = "customer,item,price,min_quantity,kind\nC0,X,10,,N\n".to_owned();
        for (least, price) in &breaks {
            lists.push_str(&format!("C0,X,{price},{least},N\n"));
        }
        let mut sold = "date,customer,item,quantity\n2026-05-01,C0,X,1\n".to_owned();
        for (customer, _, quantity) in &history {
            sold.push_str(&format!("2026-05-01,C{customer},X,{quantity}\n"));
        }
        let answer = analysed(&[
            ("customers", "customer\nC0\nC1\n"),
            ("items", "item,gross_price\nX,10\n"),
            ("customer_prices", &lists),
            ("sales_history", &sold),
        ]);
        let price = |quantity: u16| {
            let step = breaks.range(..=quantity).next_back().map_or(10, |(_, price)| *price);
            u32::from(quantity) * step
        };
        let unit = |quantity: u16| price(quantity) / u32::from(quantity);
        let mut expected = Vec::new();
        for &least in breaks.keys() {
            let (before, after) = (least - 1, least);
            if unit(after) > unit(before) {
                expected.push(("W-QTY-UNIT", slow_yearly(&history.iter().filter(|line| line.0 == 0).copied().collect::<Vec<_>>(), 0, least)));
            } else if price(after) < price(before) {
                expected.push(("W-QTY-TOTAL", Decimal::ZERO));
            }
        }
        let mut found: Vec<(&str, Decimal)> = answer.issues.iter().map(|issue| {
            let sold = if issue.code.id == "W-QTY-UNIT" { issue.yearly_quantity.unwrap() } else { Decimal::ZERO };
            (issue.code.id, sold)
        }).collect();
        expected.sort_unstable();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }

    /// A few wrong prices do not move the fit of an exact power law.
    #[test]
    fn the_fit_finds_the_power_behind_the_prices(exponent in 0.2_f64..1.5, factor in 1.0_f64..90.0, wrong in 0_usize..9) {
        let points: Vec<(f64, f64)> = (1..10_u8)
            .map(f64::from)
            .enumerate()
            .map(|(number, size)| (size, factor * size.powf(exponent) * if number == wrong { 3.0 } else { 1.0 }))
            .collect();
        let fit = value_driver(&points).unwrap();
        prop_assert!((fit.exponent - exponent).abs() < 1e-9 && (fit.factor / factor - 1.0).abs() < 1e-9);
    }
}
