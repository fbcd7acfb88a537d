//! The step function gives what the engine gives, at every quantity.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::testing::catalog;
use crate::pricing::{Question, State};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn book(sheets: &[(&str, &str)]) -> PriceBook {
    PriceBook::new(Arc::new(catalog(sheets)))
}

fn shown(steps: &[Step]) -> Vec<(String, String, String)> {
    let text = |value: Decimal| value.to_string();
    steps
        .iter()
        .map(|step| (text(step.from), text(step.multiple), text(step.terms.price.unwrap_or_default())))
        .collect()
}

#[test]
fn a_hole_between_two_ranges_of_a_price_list_is_a_step_of_its_own() {
    let book = book(&[
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price\nP1,9\n"),
        ("price_lists", "item,price,min_quantity,max_quantity\nP1,8,1,9\nP1,7,10,99\n"),
    ]);
    let steps = book.price_steps(&StepRequest { customer: Some("C1"), ..StepRequest::default() }).unwrap();
    let expected = [("0", "9"), ("1", "8"), ("9.000001", "9"), ("10", "7"), ("99.000001", "9")];
    let expected: Vec<_> = expected.map(|(from, price)| (from.to_owned(), "0".to_owned(), price.to_owned())).into();
    assert_eq!(shown(&steps.items[0].steps), expected);
    assert_eq!(steps.items[0].at(dec("9.5")).unwrap().terms.price, Some(dec("9")));
}

#[test]
fn discounts_for_multiples_are_steps_with_a_divisor() {
    let book = book(&[
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price\nP1,100\n"),
        ("customer_discounts", "customer,item,percent,min_quantity,multiples_only\nC1,P1,5,4,1\nC1,P1,7,6,1\n"),
    ]);
    let steps = book.price_steps(&StepRequest { customer: Some("C1"), ..StepRequest::default() }).unwrap();
    let item = &steps.items[0];
    let percent = |quantity: &str| item.at(dec(quantity)).unwrap().terms.discounts[0];
    assert_eq!(item.steps.len(), 3, "12 gets what 6 gets");
    for (quantity, expected) in [("4", "5"), ("6", "7"), ("12", "7"), ("5", "0"), ("6.5", "0"), ("8", "5")] {
        assert_eq!(percent(quantity), dec(expected), "{quantity}");
    }
}

#[test]
fn only_the_customers_own_items_are_listed_and_wrong_names_are_told() {
    let book = book(&[
        ("customers", "customer\nC1\nC2\n"),
        ("items", "item,gross_price,visibility\nP1,9,\nP2,9,E\nP3,9,V\nP4,9,\n"),
        ("customer_prices", "customer,item,price,kind\nC2,P3,5,N\nC1,P4,0,X\n"),
    ]);
    let items = |request: &StepRequest<'_>| -> Vec<(String, bool, bool)> {
        let steps = book.price_steps(request).unwrap();
        steps.items.iter().map(|item| (item.item.clone(), item.may_sell, item.has_price())).collect()
    };
    let one = |item: &str, may_sell, has_price| (item.to_owned(), may_sell, has_price);
    let c1 = StepRequest { customer: Some("C1"), ..StepRequest::default() };
    assert_eq!(items(&c1), [one("P1", true, true)], "hidden, restricted and blocked items are left out");
    let c2 = StepRequest { customer: Some("C2"), ..StepRequest::default() };
    assert_eq!(items(&c2), [one("P1", true, true), one("P3", true, true), one("P4", true, true)]);
    let named = StepRequest { items: Some(&["P3", "p3"]), more: &["P4", "P9"], ..c1.clone() };
    assert_eq!(items(&named), [one("P3", false, true), one("P4", false, false)]);
    assert!(matches!(book.price_steps(&StepRequest { items: Some(&["P9"]), ..c1 }), Err(PricingError::Model(_))));
    let unknown = StepRequest { currency: Some("XXX"), customer: Some("C2"), ..StepRequest::default() };
    assert!(matches!(book.price_steps(&unknown), Err(PricingError::NoRate { .. })));
}

#[test]
fn too_many_divisors_are_refused() {
    let mut rules = "customer,item,percent,min_quantity,multiples_only\n".to_owned();
    for prime in [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43] {
        writeln!(rules, "C1,P1,{prime},{prime},1").unwrap();
    }
    let book =
        book(&[("customers", "customer\nC1\n"), ("items", "item,gross_price\nP1,9\n"), ("customer_discounts", &rules)]);
    let error = book.price_steps(&StepRequest { customer: Some("C1"), ..StepRequest::default() }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "item \"P1\" has too many discounts for multiples of a quantity to be written as price steps"
    );
}

/// Rules of every kind on two items, from bytes.
fn random_book(rows: &[[u8; 7]], default_kind: &str, vat: bool) -> PriceBook {
    let pick = |byte: u8, from: &[&'static str]| from[usize::from(byte) % from.len()];
    let mut prices = "customer,customer_group,item,discount_group,price,kind,currency,min_quantity\n".to_owned();
    let mut discounts =
        "customer,customer_group,item,discount_group,percent,slot,min_quantity,multiples_only\n".to_owned();
    let mut lists = "item,price,kind,currency,min_quantity,max_quantity\n".to_owned();
    for &[table, selector, target, amount, kind, min, other] in rows {
        let customer = pick(selector, &["C1,", "C1,", ",K1"]);
        let item = pick(target, &["P1,", "P2,", ",G1", "P1,"]);
        let minimum = pick(min, &["", "0", "1", "2.5", "6", "10", "0.3", "7", "0.0000007"]);
        match table % 4 {
            0 => {
                let price = pick(amount, &["0", "12.35", "8.015", "7.123456", "100"]);
                let (kind, currency) = (pick(kind, &["", "N", "E", "B", "X"]), pick(other, &["", "EUR", "USD"]));
                writeln!(prices, "{customer},{item},{price},{kind},{currency},{minimum}").unwrap();
            }
            1 => {
                let price = pick(amount, &["0", "11.11", "9.995", "10"]);
                let (kind, currency) = (pick(kind, &["", "N", "E"]), pick(other, &["", "USD"]));
                let (item, most) = (pick(target, &["P1", "P2"]), pick(other, &["0", "9", "99", "5.5"]));
                writeln!(lists, "{item},{price},{kind},{currency},{minimum},{most}").unwrap();
            }
            _ => {
                let percent = pick(amount, &["0", "12.5", "3", "-20", "33.33", "999.99"]);
                let (slot, multiples) = (pick(kind, &["", "1", "2", "3"]), pick(other, &["", "1", "1"]));
                writeln!(discounts, "{customer},{item},{percent},{slot},{minimum},{multiples}").unwrap();
            }
        }
    }
    let vat = if vat { "1" } else { "" };
    let company = format!(
        "key,value\ncurrency,EUR\ncountry,FI\ncustomer_price_default_kind,{default_kind}\nprices_include_vat,{vat}\n"
    );
    book(&[
        ("company", &company),
        ("customers", "customer,customer_group,currency,special_discount\nC1,K1,USD,2.5\n"),
        (
            "items",
            "item,discount_group,gross_price,store_price,cost,price_quantity,vat_rate\n\
             P1,G1,10.005,12.49,4.4,,24\nP2,G1,99.95,0,0,100,24\n",
        ),
        ("discount_groups", "discount_group,base_discount\nG1,7\n"),
        ("exchange_rates", "currency,rate,date\nUSD,0.9234,2026-01-01\n"),
        ("customer_prices", &prices),
        ("customer_discounts", &discounts),
        ("price_lists", &lists),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_steps_say_what_the_engine_says(
        rows in prop::collection::vec(any::<[u8; 7]>(), 0..14),
        kind in prop::sample::select(vec!["", "N", "E", "B"]),
        vat in any::<bool>(),
        quantities in prop::collection::vec((1_i64..40_000, 0_u32..4), 24),
    ) {
        let book = random_book(&rows, kind, vat);
        let steps = book.price_steps(&StepRequest {
            customer: Some("C1"), items: Some(&["P1", "P2"]), ..StepRequest::default()
        }).unwrap();
        let edges = steps.items.iter().flat_map(|item| &item.steps).flat_map(|step| {
            [step.from, step.from - Decimal::new(1, 6), step.from + step.multiple, step.multiple]
        });
        let quantities: Vec<Decimal> = quantities
            .iter()
            .map(|&(digits, scale)| Decimal::new(digits, scale))
            .chain(edges)
            .filter(|quantity| *quantity > Decimal::ZERO)
            .collect();
        for item in &steps.items {
            for &quantity in &quantities {
                let engine = book.price(&Question {
                    customer: Some("C1"), item: &item.item, quantity, currency: Some("USD"), ..Question::default()
                }).unwrap();
                let terms = item.at(quantity).unwrap().terms;
                let line = terms.line(quantity, steps.special_discount, steps.rate, steps.decimals);
                prop_assert_eq!(line.map(|line| line.amount), engine.total, "{} x {}", quantity, &item.item);
                if engine.state == State::Priced {
                    prop_assert_eq!(line.map(|line| line.net_price), engine.invoice_net_price_foreign);
                    prop_assert_eq!(line.map(|line| line.factor), engine.discount_factor);
                    prop_assert_eq!(terms.kind, engine.kind);
                }
                prop_assert_eq!(terms.kind == Kind::Blocked, engine.state == State::Blocked);
            }
        }
    }
}
