//! What is written, and what the formulas must give.

use std::sync::Arc;

use calamine::Data as Value;

use super::*;
use crate::model::testing::catalog;
use crate::report::reading_back::{inside, sheet_names, values};
use crate::report::xlsx::GO_ON;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn book(prices_include_vat: &str) -> PriceBook {
    let company = format!(
        "key,value\nname,Mylly Oy\ncurrency,EUR\ncountry,FI\nprice_decimals,3\nprices_include_vat,{prices_include_vat}\n"
    );
    PriceBook::new(Arc::new(catalog(&[
        ("company", &company),
        (
            "customers",
            "customer,name,country,channel,special_discount\nC1,Dealer Ltd,FI,CHANNEL,0\nC2,Farmer,FI,END_USER,0\n",
        ),
        (
            "items",
            "item,description,unit,gross_price,cost\nA,Pump,pcs,127.35,77.77\nB,Seal,pcs,4.445,1\nC,Motor,pcs,980,5\nD,Old,pcs,0,3\n",
        ),
        ("customer_prices", "customer,item,price,kind\nC2,A,55.55,N\n"),
    ])))
}

fn lines() -> Vec<LiveLine<'static>> {
    let line = |item, quantity: i64| LiveLine { item, quantity: Some(quantity.into()), discount: None };
    vec![line("A", 3), line("B", 10), line("C", 1)]
}

fn total(bytes: &[u8], column: usize) -> f64 {
    let rows = values(bytes, "Quotation");
    let row = rows.iter().find(|row| matches!(&row[4], Value::String(text) if text.starts_with("Total"))).unwrap();
    match &row[column] {
        Value::Float(value) => *value,
        other => panic!("{other:?}"),
    }
}

#[test]
fn pp8_the_three_totals_of_the_worked_example() {
    for (inclusive, taxable, expected) in [("", false, 1674.35), ("", true, 1685.40)] {
        let request = LiveQuote {
            lines: lines(),
            freight: Some(dec("85")),
            freight_taxable: taxable,
            tax: Some(dec("13")),
            ..LiveQuote::new("C1")
        };
        let bytes = live_quote(&book(inclusive), &request).unwrap().report.to_bytes(GO_ON).unwrap();
        assert!((total(&bytes, 8) - expected).abs() < 1e-9);
    }
    let prices = PriceBook::new(Arc::new(catalog(&[
        ("company", "key,value\ncurrency,EUR\nprices_include_vat,1\n"),
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price\nA,143.91\nB,5.02\nC,1107.4\n"),
    ])));
    let request = LiveQuote { lines: lines(), freight: Some(dec("85")), tax: Some(dec("13")), ..LiveQuote::new("C1") };
    let bytes = live_quote(&prices, &request).unwrap().report.to_bytes(GO_ON).unwrap();
    assert!((total(&bytes, 8) - 1674.33).abs() < 1e-9);
    let contained = values(&bytes, "Quotation").last().unwrap()[8].clone();
    assert_eq!(contained, Value::Float(182.84));
}

#[test]
fn pp9_end_users_get_no_quote() {
    let error = live_quote(&book(""), &LiveQuote::new("C2")).unwrap_err();
    assert_eq!(error.to_string(), "customer \"C2\" is an end user; quotes go to the channel only (E-CHANNEL-ONLY)");
    assert!(error.hint().is_some());
    let error = live_price_sheet(&book(""), &LiveQuote::new("C2")).unwrap_err();
    assert!(matches!(error, PricingError::ChannelOnly { .. }), "the price sheet holds what a quote holds");
}

#[test]
fn only_what_the_customer_may_see_is_inside() {
    let bytes = live_quote(&book(""), &LiveQuote::new("C1")).unwrap().report.to_bytes(GO_ON).unwrap();
    assert_eq!(sheet_names(&bytes), ["Quotation", "Prices", "Items", "Calculation"]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.clone())).unwrap();
    let names: Vec<String> =
        (0..archive.len()).map(|part| archive.by_index(part).unwrap().name().unwrap().into_owned()).collect();
    for name in names.iter().filter(|name| name.contains(".xml")) {
        let text = inside(&bytes, name);
        for secret in ["77.77", "55.55", "Farmer", "C2\"", "hidden=\"1\""] {
            let builtin = text.replace("name=\"_xlnm._FilterDatabase\" localSheetId=\"1\" hidden=\"1\"", "");
            let builtin = builtin.replace("name=\"_xlnm._FilterDatabase\" localSheetId=\"2\" hidden=\"1\"", "");
            assert!(!builtin.contains(secret), "{secret} in {name}");
        }
    }
}

#[test]
fn a_line_without_price_is_on_request_and_said() {
    let line = LiveLine { item: "d", quantity: Some(Decimal::ONE), discount: None };
    let request = LiveQuote { lines: vec![line], spare_lines: 1, ..LiveQuote::new("C1") };
    let bytes = live_quote(&book(""), &request).unwrap().report.to_bytes(GO_ON).unwrap();
    let rows = values(&bytes, "Quotation");
    assert!(rows.iter().any(|row| row[8] == Value::String("on request".into())));
    assert!(rows.iter().any(|row| row[1] == Value::String("1 line(s) without amount: the total is incomplete".into())));
}

#[test]
fn quantities_are_said_in_signs() {
    let step = |from: &str, multiple: &str| crate::pricing::Step {
        from: dec(from),
        multiple: dec(multiple),
        ..crate::pricing::Step::default()
    };
    let english = words::words(Language::English);
    let said = |from, multiple, next: &str| {
        let next = (!next.is_empty()).then(|| dec(next));
        tables::quantities(&step(from, multiple), next, english, Language::English)
    };
    assert_eq!(said("0", "0", ""), "all");
    assert_eq!(said("0", "0", "10"), "< 10");
    assert_eq!(said("1", "0", "9.000001"), "1 – 9");
    assert_eq!(said("9.000001", "0", "10"), ">9 – <10");
    assert_eq!(said("99.000001", "0", ""), "> 99");
    assert_eq!(said("10", "6", ""), "≥ 10, n × 6");
    assert_eq!(tables::quantities(&step("2.5", "0"), None, english, Language::German), "≥ 2,5");
}
