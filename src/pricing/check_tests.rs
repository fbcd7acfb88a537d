//! The rule check: each kind of defect planted in a clean book is found, nothing is found in the clean book, and no row
//! called hidden ever wins.

use std::cell::Cell;
use std::collections::HashSet;
use std::sync::Arc;

use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;

use super::book::CompiledLevel;
use super::check::RuleCheck;
use super::oracle::{ITEMS, World, book as world_book, worlds};
use super::price::priced;
use super::question::{Ask, Case};
use super::rule::{Rule, Source};
use super::search::{Pass, Recorder};
use super::{PriceBook, RuleIssue};
use crate::model::testing::catalog;

const PRICES: &str = "id,customer,segment,customer_group,district,price_group,item,discount_group,product_group,price,coefficient,kind,\
                      currency,min_quantity,max_quantity,valid_from,valid_to,campaign\n";
const DISCOUNTS: &str = "id,customer,customer_group,item,discount_group,percent,slot,min_quantity,multiples_only,valid_from,valid_to,campaign\n";
const LISTS: &str = "id,item,price,kind,currency,country,site,min_quantity,max_quantity,valid_from,valid_to,campaign\n";

/// A clean book with more rows.
fn check(prices: &str, discounts: &str, lists: &str) -> RuleCheck {
    let prices = format!(
        "{PRICES}1,C1,,,,,P1,,,90,,E,,,,,,\n2,C1,,,,,P1,,,85,,E,,10,,,,\n3,,S1,,,,,G1,,,,X,,,,2026-01-01,2026-12-31,\n\
         4,,,CG,,,P2,,,150,,,USD,,,,,\n5,,,,,PG,,,PUMPS,,0.9,,,,,,,\n{prices}"
    );
    let discounts = format!(
        "{DISCOUNTS}1,C2,,P1,,5,1,,,,,\n2,C2,,P1,,7,1,10,,,,\n3,C2,,P1,,2,2,,,,,\n4,,CG,,G1,10,1,,,,,\n\
         5,,CG,P2,,-25,,,,,,\n6,C2,,,**,999.99,,,,,,\n{discounts}"
    );
    let lists = format!("{LISTS}1,P2,95,,,FI,,1,9,,,\n2,P2,92,,,FI,,10,99,,,\n{lists}");
    let book = PriceBook::new(Arc::new(catalog(&[
        ("company", "key,value\ncurrency,EUR\ncountry,FI\n"),
        ("customers", "customer,customer_group,segments,district,price_group\nC1,CG,S1,D1,PG\nC2,CG,,D1,\n"),
        ("segments", "segment,parent\nS1,\n"),
        (
            "items",
            "item,discount_group,product_group,gross_price,cost\nP1,G1,PUMPS,100,60\nP2,G2,PUMPS,200,50\nP3,G3,,80,\n",
        ),
        ("discount_groups", "discount_group,base_discount\nG1,5\nG2,\nG3,\n"),
        ("product_groups", "group,parent\nPUMPS,\n"),
        ("exchange_rates", "currency,rate\nUSD,0.9\n"),
        (
            "sales_history",
            "date,customer,item,quantity,net_price\n2026-05-01,C1,P1,4,90\n2026-05-02,C2,P1,20,93\n2026-05-02,C2,P3,2,70\n",
        ),
        ("customer_prices", &prices),
        ("customer_discounts", &discounts),
        ("price_lists", &lists),
    ])));
    book.check_rules()
}

fn shown(issue: &RuleIssue) -> String {
    let stake = issue.at_stake.map_or_else(String::new, |stake| stake.to_string());
    format!(
        "{} row {} of {}: {} [{stake}]",
        issue.code.id,
        issue.id,
        issue.place.source().table(),
        issue.detail.as_ref().map(|detail| detail.text("en")).unwrap_or_default()
    )
}

fn all(check: &RuleCheck) -> Vec<String> {
    check.issues.iter().map(shown).collect()
}

#[test]
fn nothing_is_found_in_a_clean_book() {
    let clean = check("", "", "");
    assert_eq!((all(&clean), clean.rows), (Vec::new(), 13));
    assert!(clean.findings().is_empty());
}

#[test]
fn every_kind_of_planted_defect_is_found() {
    let cases: [(&str, &str, &str, &[&str]); 21] = [
        // Hidden: the same row again, older.
        (
            "0,C1,,,,,P1,,,80,,E,,,,,,\n",
            "",
            "",
            &[
                "W-RULE-HIDDEN row 0 of customer_prices: always before it: test.xlsx, sheet \"customer_prices\", cell J2 [360]",
                "W-RULE-DUPLICATE row 0 of customer_prices: overlaps with test.xlsx, sheet \"customer_prices\", cell J2 [360]",
            ],
        ),
        // Hidden: a margin behind a price for the same customer and item.
        (
            "",
            "9,C1,,P1,,-20,,,,,,\n",
            "",
            &[
                "W-RULE-HIDDEN row 9 of customer_discounts: always before it: test.xlsx, sheet \"customer_prices\", cell J2 [360]",
            ],
        ),
        // Hidden: gross list behind a net list, any site.
        (
            "",
            "",
            "9,P1,99,N,,,,,,,,\n8,P1,98,,,,2,,,,,\n",
            &["W-RULE-HIDDEN row 8 of price_lists: always before it: test.xlsx, sheet \"price_lists\", cell C4 [2220]"],
        ),
        (
            "9,C2,,,,,P1,,,80,,,,,,,2026-06-29,\n",
            "",
            "",
            &["I-RULE-EXPIRED row 9 of customer_prices: valid to 2026-06-29 [1860]"],
        ),
        (
            "9,C9,,,,,P1,,,80,,,,,,,,\n",
            "",
            "",
            &["W-RULE-DANGLING row 9 of customer_prices: Customer C9 not found [0]"],
        ),
        (
            "9,C1,,,,,P1,,,80,,,XYZ,,,,,\n",
            "",
            "",
            &["W-RULE-DANGLING row 9 of customer_prices: Currency XYZ not found [360]"],
        ),
        (
            "",
            "9,C2,,,G9,5,,,,,,\n",
            "",
            &["W-RULE-DANGLING row 9 of customer_discounts: Discount group G9 not found [0]"],
        ),
        (
            "",
            "",
            "9,P3,5,,,,,10,,,,\n",
            &[
                "W-RULE-NEVER row 9 of price_lists: no quantity lies from 10 to 0; a row with min_quantity needs a max_quantity [0]",
            ],
        ),
        ("", "", "9,P9,5,,,,,,,,,\n", &["W-RULE-DANGLING row 9 of price_lists: Item P9 not found [0]"]),
        ("9,,S9,,,,P1,,,80,,,,,,,,\n", "", "", &["W-RULE-DANGLING row 9 of customer_prices: Segment S9 not found [0]"]),
        (
            "9,,,G9,,,P1,,,80,,,,,,,,\n",
            "",
            "",
            &["W-RULE-DANGLING row 9 of customer_prices: Customer group G9 not found [0]"],
        ),
        // Double for some days only: not hidden.
        (
            "",
            "9,,CG,,G1,11,1,,,2026-02-01,2026-12-31,\n",
            "",
            &[
                "W-RULE-DUPLICATE row 4 of customer_discounts: overlaps with test.xlsx, sheet \"customer_discounts\", cell F8 [2220]",
            ],
        ),
        ("9,C2,,,,,P1,,,0,,E,,,,,,\n", "", "", &["W-RULE-ZERO row 9 of customer_prices:  [1860]"]),
        ("", "9,C2,,P3,,-20,,,,,,\n", "", &["W-RULE-NO-COST row 9 of customer_discounts: item P3 [140]"]),
        (
            "9,C1,,,,,P1,,,88,,E,,20,,,,\n",
            "",
            "",
            &["W-RULE-DEARER row 9 of customer_prices: 85 from 10; 88 from 20 [0]"],
        ),
        ("", "9,C2,,P1,,6,1,20,,,,\n", "", &["W-RULE-DEARER row 9 of customer_discounts: 7 from 10; 6 from 20 [18.6]"]),
        ("", "", "9,P2,93,,,FI,,100,999,,,\n", &["W-RULE-DEARER row 9 of price_lists: 92 from 10; 93 from 100 [0]"]),
        ("9,C2,,,,,P1,,,101,,,,,,,,\n", "", "", &["W-RULE-ABOVE-LIST row 9 of customer_prices: item P1 [20]"]),
        ("9,C2,,,,,P1,,,50,,,,,,,,\n", "", "", &["W-RULE-BELOW-COST row 9 of customer_prices: item P1 [200]"]),
        ("", "9,C2,,P1,,45,3,,,,,\n", "", &["W-RULE-BELOW-COST row 9 of customer_discounts: item P1 [100]"]),
        ("9,C2,,,,,P1,,,95,,,,,99,,,\n", "", "", &["I-RULE-MAXIMUM row 9 of customer_prices: max_quantity 99 [1860]"]),
    ];
    for (prices, discounts, lists, expected) in cases {
        let mut found = all(&check(prices, discounts, lists));
        let mut expected: Vec<&str> = expected.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{prices}{discounts}{lists}");
    }
    let never = check("", "9,C2,,,**,-20,,,,,,\n", "");
    assert_eq!(
        all(&never)[0],
        "W-RULE-NEVER row 9 of customer_discounts: no level in use has its selector and target [2000]"
    );
}

/// Every row that wins some level.
#[derive(Default)]
struct Winners(HashSet<(Source, u32)>);

impl Recorder for Winners {
    const LISTENS: bool = true;

    fn searched(&mut self, _: &Case<'_>, _: &CompiledLevel, _: Pass, _: u8, hit: Option<&Rule>) {
        self.0.extend(hit.map(|rule| (rule.source, rule.row)));
    }
}

fn winners(book: &PriceBook) -> HashSet<(Source, u32)> {
    let key = |text: &str| book.keys.find(text);
    let days = ["2025-12-31", "2026-01-01", "2026-06-29", "2026-06-30", "2026-07-01", "2027-01-01"]
        .map(|day| day.parse::<chrono::NaiveDate>().unwrap().to_epoch_days());
    let mut winners = Winners::default();
    for (customer, business) in [("C1", ""), ("C2", ""), ("C3", ""), ("", "B1"), ("C9", "B2")] {
        for (item, currency) in ITEMS.iter().flat_map(|item| ["", "USD", "SEK"].map(|currency| (item, currency))) {
            for (country, site) in [("", ""), ("FI", "2"), ("SE", "0"), ("", "3"), ("SE", "2"), ("FI", "")] {
                for (campaign, day) in ["", "X"].into_iter().flat_map(|campaign| days.map(|day| (campaign, day))) {
                    for quantity in ["-6", "1", "5", "6", "30", "99"] {
                        let ask = Ask {
                            customer: key(customer),
                            business_id: (!business.is_empty()).then(|| key(business)),
                            quantity: quantity.parse().unwrap(),
                            currency: key(currency),
                            exchange_rate: Some(Decimal::new(9, 1)),
                            country: key(country),
                            site: key(site),
                            campaign: key(campaign),
                            ..Ask::nobody(day)
                        };
                        let goods = book.parties.item(key(item)).unwrap();
                        let case = Case::new(book, goods, &ask).unwrap();
                        priced(&case, &mut winners).map_err(|_| "too large").unwrap();
                    }
                }
            }
        }
    }
    winners.0
}

fn assert_hidden_never_win(world: &World) -> usize {
    let book = world_book(world);
    let winners = winners(&book);
    let check = book.check_rules();
    let hidden: Vec<&RuleIssue> =
        check.issues.iter().filter(|issue| matches!(issue.code.id, "W-RULE-HIDDEN" | "W-RULE-NEVER")).collect();
    for issue in &hidden {
        let row = (issue.place.source(), issue.place.row);
        assert!(!winners.contains(&row), "{issue:?} wins\n{world:?}");
    }
    hidden.len()
}

/// `PARTSBOOK_HIDDEN_WORLDS=1000` tries that many books.
#[test]
fn a_row_called_hidden_never_wins_in_an_exhaustive_search() {
    let cases = std::env::var("PARTSBOOK_HIDDEN_WORLDS").map_or(12, |worlds| worlds.parse().unwrap());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let hidden = Cell::new(0);
    let run = TestRunner::new(config).run(&worlds(), |world| {
        hidden.set(hidden.get() + assert_hidden_never_win(&world));
        Ok(())
    });
    run.unwrap();
    assert!(hidden.get() > 0, "no hidden row was made");
}
