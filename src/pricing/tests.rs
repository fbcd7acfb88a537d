//! Acceptance cases and bad input of the pricing specification, on catalogs written as CSV texts.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Entry, Kind, LineProblem, PriceBook, PricedLines, PricingError, Quantities, Question, Rejection, State};
use crate::model::testing::catalog;

const COMPANY: &str = "key,value\ncurrency,EUR\ncountry,FI\n";

fn book(sheets: &[(&str, &str)]) -> PriceBook {
    let mut all = sheets.to_vec();
    if !sheets.iter().any(|(name, _)| *name == "company") {
        all.push(("company", COMPANY));
    }
    PriceBook::new(Arc::new(catalog(&all)))
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "what is compared with is optional")]
fn some(text: &str) -> Option<Decimal> {
    Some(dec(text))
}

fn of(customer: &'static str, quantity: &str) -> Question<'static> {
    Question { customer: Some(customer), item: "P1", quantity: dec(quantity), ..Question::default() }
}

fn codes(book: &PriceBook) -> Vec<&'static str> {
    book.findings().iter().map(|finding| finding.code.id).collect()
}

fn lines(book: &PriceBook) -> PricedLines {
    let table = book.catalog().table("order_lines");
    book.price_lines(table, book.catalog().texts(), None, &|_, _| true).unwrap()
}

#[test]
fn pr2_the_item_discount_of_the_quantity_beats_the_base_discount() {
    let book = book(&[
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price,discount_group\nP1,100,G\n"),
        ("discount_groups", "discount_group,base_discount\nG,20\n"),
        ("customer_discounts", "customer,item,percent,min_quantity\nC1,P1,10,1\nC1,P1,15,6\n"),
    ]);
    for (quantity, net, total) in [("5", "90", "450"), ("6", "85", "510")] {
        let price = book.price(&of("C1", quantity)).unwrap();
        assert_eq!((price.net_price, price.total), (some(net), some(total)));
        assert_eq!(price.discounts[0].unwrap().basis, Some(5));
    }
    let list = book.price_list(Some("C1"), None, None, Quantities::Ladder).unwrap();
    let steps: Vec<_> = (0..).zip(&list.rows).map(|(at, row)| (row.quantity, list.prices.net_prices.get(at))).collect();
    assert_eq!(steps, [(dec("1"), some("90")), (dec("6"), some("85"))]);
}

#[test]
fn pr3_kind_e_keeps_the_special_discount_only() {
    let book = book(&[
        ("customers", "customer,special_discount\nC1,5\n"),
        ("items", "item,gross_price\nP1,100\n"),
        ("customer_prices", "customer,item,price,kind\nC1,P1,80,E\n"),
    ]);
    let price = book.price(&of("C1", "1")).unwrap();
    assert_eq!((price.price, price.invoice_net_price), (some("80"), some("76")));
    assert!(price.discounts.iter().all(|slot| slot.unwrap().percent.is_zero() && slot.unwrap().basis == Some(4)));
    assert_eq!(book.origin(price.place.unwrap()).unwrap().to_string(), "test.xlsx, sheet \"customer_prices\", cell C2");
}

#[test]
fn pr4_and_pr5_a_coefficient_of_the_price_group_nearest_product_group_first() {
    let sheets = [
        ("customers", "customer,price_group\nC1,PG\n"),
        ("items", "item,gross_price,product_group\nP1,200,SMALL\n"),
        ("product_groups", "group,parent\nPUMPS,\nSMALL,PUMPS\n"),
        ("customer_prices", "price_group,item,product_group,coefficient\nPG,,PUMPS,0.85\nPG,,SMALL,0.9\n"),
    ];
    let price = book(&sheets).price(&of("C1", "1")).unwrap();
    assert_eq!((price.price, price.price_basis, price.level), (some("180"), 22, "price_group_product_group"));
    let mut on_item = sheets;
    on_item[3].1 = "price_group,item,coefficient\nPG,P1,0.85\n";
    let price = book(&on_item).price(&of("C1", "1")).unwrap();
    assert_eq!((price.price, price.price_basis, price.level), (some("170"), 21, "price_group_item"));
}

#[test]
fn pr6_blocked_unless_a_higher_level_answers() {
    let sheets = [
        ("customers", "customer,segments\nC1,LEAF\n"),
        ("segments", "segment,parent\nROOT,\nLEAF,ROOT\n"),
        ("items", "item,gross_price,discount_group\nP1,20,G\n"),
        ("customer_prices", "customer,segment,item,discount_group,price,kind\n,ROOT,P1,,,X\nC1,,,G,12,\n"),
    ];
    assert_eq!(book(&sheets).price(&of("C1", "1")).unwrap().price, some("12"));
    let mut without = sheets;
    without[3].1 = "customer,segment,item,discount_group,price,kind\n,ROOT,P1,,,X\n";
    let price = book(&without).price(&of("C1", "1")).unwrap();
    assert_eq!((price.state, price.price, price.net_price, price.total), (State::Blocked, None, None, None));
    assert_eq!((price.kind, price.may_sell, price.level), (Kind::Blocked, Some(false), "segment_item"));
}

#[test]
fn pr7_the_explanation_says_why_the_older_record_lost() {
    let book = book(&[
        ("customers", "customer,customer_group\nC1,CG\n"),
        ("items", "item,gross_price\nP1,20\n"),
        ("customer_prices", "id,customer_group,item,price\n2,CG,P1,12\n1,CG,P1,10\n"),
    ]);
    let explanation = book.explain(&of("C1", "1")).unwrap();
    assert_eq!(explanation.price, book.price(&of("C1", "1")).unwrap());
    assert_eq!(explanation.price.price, some("12"));
    insta::assert_snapshot!(explanation, @r#"
    Price of 1 x P1 for customer C1 on 2026-06-30
      1 Customer price for the item, EUR: no row
      2 Customer price for the discount group, EUR: no row
      3 Segment price for the item, EUR: no row
      4 Customer group price for the item, EUR
        row 2 (Customer group x Item): 12 (test.xlsx, sheet "customer_prices", cell D2) - taken
        row 1 (Customer group x Item): 10 (test.xlsx, sheet "customer_prices", cell D3) - not taken: row 2 is preferred: it is the newer record (higher id)
      5 slot 1: 0 % (zero, entered or forced by the price)
      6 slot 2: 0 % (zero, entered or forced by the price)
      7 slot 3: 0 % (zero, entered or forced by the price)
      8 factor of the slots 1, net price 12; with special discount 0 % factor 1, invoice net price 12
    Price 12.00 EUR: Customer group price for the item (basis 5)
    Discount 1: 0 % (basis 4)
    Discount 2: 0 % (basis 4)
    Discount 3: 0 % (basis 4)
    Net price 12.00 EUR; factor 1
    Invoice net price 12.00 EUR, 12.00 EUR; total 12.00 EUR
    "#);
}

#[test]
fn pr8_the_list_keeps_all_digits_and_the_invoice_four() {
    let book = book(&[
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price\nP1,100\n"),
        ("customer_discounts", "customer,item,percent,slot\nC1,P1,12.5,1\nC1,P1,3,2\n"),
    ]);
    let price = book.price(&of("C1", "1")).unwrap();
    assert_eq!((price.net_price, price.discount_factor), (some("84.88"), some("0.8488")));
}

#[test]
fn pr9_an_entered_price_is_converted() {
    let book = book(&[
        ("items", "item,gross_price\nP1,100\n"),
        ("exchange_rates", "currency,rate,date\nUSD,0.92,2026-01-01\n"),
    ]);
    let mut question = Question { item: "P1", currency: Some("USD"), entered_price: some("50"), ..Question::default() };
    let price = book.price(&question).unwrap();
    assert_eq!((price.price, price.price_basis, price.invoice_net_price_foreign), (some("46"), 1, some("50")));
    question.on = NaiveDate::from_ymd_opt(2025, 12, 31);
    assert!(matches!(book.price(&question), Err(PricingError::NoRate { .. })));
}

#[test]
fn pr10_a_row_is_valid_to_the_end_of_its_last_day() {
    let book = book(&[
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price\nP1,100\n"),
        ("customer_prices", "customer,item,price,valid_to\nC1,P1,80,2026-06-29\n"),
    ]);
    let mut question = of("C1", "1");
    let explanation = book.explain(&question).unwrap();
    assert_eq!(explanation.price.price, some("100"));
    let rejections: Vec<_> = explanation
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Look(look) => look.candidates.first(),
            Entry::Step { .. } => None,
        })
        .flat_map(|candidate| &candidate.rejections)
        .collect();
    let to = NaiveDate::from_ymd_opt(2026, 6, 29).unwrap();
    assert_eq!(rejections, [&Rejection::ValidTo { to }]);
    question.on = Some(to);
    assert_eq!(book.price(&question).unwrap().price, some("80"));
}

#[test]
fn bad_rules_are_named_and_the_others_still_answer() {
    let book = book(&[
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price\nP1,100\n"),
        (
            "customer_prices",
            "customer,district,item,price,coefficient,valid_from,valid_to\n\
             C1,,P1,80,0.5,,\nC1,,P1,-1,,,\n,,P1,5,,,\nC1,D,P1,70,,,\nC1,,P1,60,,2026-07-01,2026-06-01\n",
        ),
        ("customer_discounts", "customer,item,percent,slot\nC1,P1,101,1\nC1,P1,-100,1\nC1,P1,5,4\n"),
    ]);
    let mut found = codes(&book);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "E-DATE-ORDER",
            "E-PERCENT",
            "E-PERCENT",
            "E-PRICE",
            "E-PRICE-COEFFICIENT",
            "W-RULE-SELECTORS",
            "W-RULE-SELECTORS",
            "W-SLOT"
        ]
    );
    assert_eq!(book.price(&of("C1", "1")).unwrap().price, some("70"));
    assert!(book.findings().iter().all(|finding| finding.origin.is_some()));
}

#[test]
fn no_line_is_lost_whatever_is_wrong_with_it() {
    let book = book(&[
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price,discount_group\nP1,100,G\n"),
        ("customer_prices", "business_id,item,price\nB1,P1,90\n"),
        (
            "order_lines",
            "customer,business_id,item,quantity,currency,entered_price\nC1,,P9,1,,\nC1,,P1,,,\nC9,b1,p1 ,1,,\n\
             C1,,P1,1,USD,\nC1,,P1,0,,\nC1,,P1,1,,9999999999999999999999999999\n,,P1,10,,9999999999999999999999999999\n",
        ),
    ]);
    let priced = lines(&book);
    let states: Vec<_> = priced.lines.iter().map(|line| line.as_ref().map(|price| price.price)).collect();
    assert_eq!(states[0], Err(&LineProblem::UnknownItem));
    assert_eq!(states[1], Err(&LineProblem::NoQuantity));
    assert_eq!(states[2], Ok(some("90")));
    assert_eq!(states[3], Err(&LineProblem::NoRate));
    assert_eq!(states[4], Ok(some("100")));
    assert_eq!(states[6], Err(&LineProblem::TooLarge));
    let mut found: Vec<_> = priced.findings.iter().map(|finding| finding.code.id).collect();
    found.sort_unstable();
    assert_eq!(found, ["E-AMOUNT", "E-ITEM-UNKNOWN", "E-QUANTITY", "E-RATE", "W-LINE-CUSTOMER"]);
    let (table, texts) = (book.catalog().table("order_lines"), book.catalog().texts());
    let columns = book.price_columns(table, texts, None, &|_, _| true).unwrap();
    assert_eq!(columns.findings, priced.findings);
    let frame = crate::report::results::pricing::priced_lines_frame(&book, table, texts, columns);
    assert_eq!(frame.len(), 7);
    assert_eq!(frame.value(2, "state"), crate::report::FrameValue::Text("priced_unknown_customer"));
    let stopped = book.price_lines(book.catalog().table("order_lines"), book.catalog().texts(), None, &|_, _| false);
    assert_eq!(stopped.unwrap_err(), PricingError::Stopped { done: 0, total: 7 });
}

#[test]
fn long_amounts_keep_their_lines_however_many_are_priced_together() {
    let mut sheet = "customer,item,quantity\n".to_owned();
    // Every third total has more digits than a short number; lines of the two items alternate.
    let quantity = |line: usize| match line % 3 {
        0 => format!("{}.5", 9_000_000_000_000_000_u64 + line as u64),
        _ => format!("{}", line + 1),
    };
    for line in 0..1_500 {
        writeln!(sheet, "C1,P{},{}", line % 2, quantity(line)).unwrap();
    }
    let book = book(&[
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price\nP0,123456789.25\nP1,0.000001\n"),
        ("customer_discounts", "customer,item,percent\nC1,P0,12.345678\n"),
        ("order_lines", &sheet),
    ]);
    let (table, texts) = (book.catalog().table("order_lines"), book.catalog().texts());
    let columns = book.price_columns(table, texts, None, &|_, _| true).unwrap().columns;
    let singles = lines(&book).lines;
    for (line, single) in singles.iter().enumerate() {
        let single = single.as_ref().unwrap();
        let question = Question { item: if line % 2 == 0 { "P0" } else { "P1" }, ..of("C1", &quantity(line)) };
        assert_eq!(*single, book.price(&question).unwrap(), "line {line}");
        assert_eq!(
            (columns.totals.get(line), columns.prices.get(line), columns.discount_factors.get(line)),
            (single.total, single.price, single.discount_factor),
            "line {line}"
        );
    }
    let long = singles.iter().flatten().filter(|price| price.total > some("100000000000000000000")).count();
    assert!(long > 200, "{long} totals are long");
}

#[test]
fn rules_are_found_among_many_parties_and_in_long_runs() {
    let mut customers = "customer,segments\n".to_owned();
    let mut prices = "customer,segment,item,discount_group,price,min_quantity,valid_to\n".to_owned();
    for number in 1..=90 {
        writeln!(customers, "C{number},S{number};S0").unwrap();
        // One price for the item, or for the group only; every ninth customer has none but that of its segment.
        match number % 3 {
            0 if number % 9 == 0 => writeln!(prices, ",S{number},P1,,{number}.5,,").unwrap(),
            0 => writeln!(prices, "C{number},,,G,{number},,").unwrap(),
            _ => writeln!(prices, "C{number},,P1,,{number},,").unwrap(),
        }
    }
    // Of 300 steps every second one is over.
    for step in 1..=300 {
        let over = if step % 2 == 0 { "2020-01-01" } else { "" };
        writeln!(prices, "C1,,P2,,{},{step},{over}", 1_000 - step).unwrap();
    }
    let book = book(&[
        ("items", "item,gross_price,discount_group\nP1,500,G\nP2,5000,\nP3,700,G\n"),
        ("customers", &customers),
        ("customer_prices", &prices),
    ]);
    let price = |customer: &str, item: &str, quantity: i64| {
        let question =
            Question { customer: Some(customer), item, quantity: Decimal::from(quantity), ..Question::default() };
        book.price(&question).unwrap().price
    };
    for number in 1..=90_i64 {
        let own = if number % 9 == 0 { Decimal::new(10 * number + 5, 1) } else { Decimal::from(number) };
        assert_eq!(price(&format!("C{number}"), "P1", 1), Some(own), "C{number}");
        let of_group = number % 3 == 0 && number % 9 != 0;
        let third = Decimal::from(if of_group { number } else { 700 });
        assert_eq!(price(&format!("C{number}"), "P3", 1), Some(third), "C{number}");
    }
    for quantity in [1, 2, 3, 16, 17, 48, 49, 256, 257, 299, 300, 9_999] {
        let step = if quantity % 2 == 0 { quantity - 1 } else { quantity };
        assert_eq!(price("C1", "P2", quantity), Some(Decimal::from(1_000 - step.min(299))), "{quantity}");
    }
    assert_eq!(price("C2", "P2", 300), some("5000"));
}

#[test]
fn a_blank_quantity_is_one_when_the_company_says_so() {
    let book = book(&[
        ("company", "key,value\ncurrency,EUR\nblank_quantity_is_one,Y\n"),
        ("items", "item,gross_price\nP1,100\n"),
        ("order_lines", "item,quantity\nP1,\n"),
    ]);
    assert_eq!(lines(&book).lines[0].as_ref().unwrap().total, some("100"));
}

#[test]
fn a_question_about_nothing_names_what_is_near() {
    let book = book(&[("customers", "customer\nC100\n"), ("items", "item,gross_price\nP-100,1\n")]);
    let item = Question { item: "P-10", ..Question::default() };
    assert_eq!(
        book.price(&item).unwrap_err().to_string(),
        "item \"P-10\" is not in the catalog; the nearest is \"P-100\""
    );
    let customer = Question { item: "P-100", customer: Some("C10"), ..Question::default() };
    assert_eq!(
        book.price(&customer).unwrap_err().to_string(),
        "customer \"C10\" is not in the catalog; the nearest is \"C100\""
    );
}

#[test]
fn the_access_sequence_is_data() {
    let sheets = [
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price\nP1,100\n"),
        ("customer_prices", "customer,item,price\nC1,P1,80\n"),
        ("price_lists", "item,price\nP1,95\n"),
        (
            "price_levels",
            "level,order,active\nprice_list_gross,1,Y\nITEM_GROSS,,Y\nprice_list_gross,2,Y\nnonsense,3,Y\n",
        ),
    ];
    let first = book(&sheets);
    assert_eq!(first.price(&of("C1", "1")).unwrap().price, some("95"));
    assert_eq!(codes(&first), ["E-LEVEL-DUP", "E-LEVEL-UNKNOWN"]);
    let mut off = sheets;
    off[4].1 = "level,active\ncustomer_item,N\nprice_list_gross,N\nitem_gross,N\n";
    assert_eq!(book(&off).price(&of("C1", "1")).unwrap().state, State::NoPrice);
}

#[test]
fn foreign_vat_that_is_not_on_file_refuses_the_line() {
    let company = "key,value\ncurrency,EUR\ncountry,FI\nvat_registered_countries,SE;DE\n";
    let book = book(&[
        ("company", company),
        ("items", "item,gross_price,store_price,vat_rate,discount_group\nP1,100,125,24,G\n"),
        ("customers", "customer\nC1\n"),
        ("customer_discounts", "customer,discount_group,percent\nC1,**,999.99\n"),
        ("vat_rates", "country,item,rate\nSE,,25\n"),
    ]);
    let mut question = Question { country: Some("se"), ..of("C1", "1") };
    let price = book.price(&question).unwrap();
    assert_eq!((price.vat_override, price.price, price.price_basis), (some("25"), some("100"), 14));
    question.country = Some("DE");
    let price = book.price(&question).unwrap();
    assert_eq!((price.vat_override, price.price, price.price_basis), (some("-999.99"), some("0"), 1));
    assert_eq!(price.state, State::NoPrice);
}

#[test]
fn a_long_bucket_answers_as_a_short_one_would() {
    let mut prices = "customer,item,price,min_quantity,valid_from,valid_to,campaign\n".to_owned();
    for row in 0_u32..5_000 {
        let day = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(u64::from(row % 1_000));
        let campaign = if row == 77 { "SPRING" } else { "" };
        writeln!(prices, "C1,P1,{},{},{day},{day},{campaign}", row + 1, row % 7).unwrap();
    }
    prices.push_str("C1,P1,9999,0,,,\n");
    let book =
        book(&[("customers", "customer\nC1\n"), ("items", "item,gross_price\nP1,100\n"), ("customer_prices", &prices)]);
    assert_eq!(book.price(&of("C1", "3")).unwrap().price, some("9999"));
    let on = NaiveDate::from_ymd_opt(2020, 1, 11);
    // Rows 10, 1010, 2010 … have this day; of those with the largest minimum the newest record.
    let price = book.price(&Question { on, ..of("C1", "100") }).unwrap();
    let expected = (0_u32..5_000).filter(|row| row % 1_000 == 10).max_by_key(|row| (row % 7, *row)).unwrap() + 1;
    assert_eq!(price.price, Some(expected.into()));
    let campaign = Question { campaign: Some("spring"), ..of("C1", "1") };
    assert_eq!(book.price(&campaign).unwrap().price, some("78"));
}

#[test]
fn a_price_list_shows_what_the_customer_may_see_and_the_steps_of_each_item() {
    let book = book(&[
        ("customers", "customer,currency\nC1,USD\nC2,\n"),
        ("items", "item,gross_price,visibility\nP1,100,\nP2,50,E\nP3,40,V\nP4,30,V\n"),
        ("exchange_rates", "currency,rate\nUSD,0.5\n"),
        (
            "customer_prices",
            "customer,item,price,kind,min_quantity\nC1,P3,39,,\nC1,P3,35,,10\nC1,P3,35,,20\nC1,P3,30,,50\n",
        ),
    ]);
    let list = book.price_list(Some("C1"), None, None, Quantities::Ladder).unwrap();
    let rows: Vec<_> = (0..)
        .zip(&list.rows)
        .map(|(at, row)| {
            (&*list.items[row.item], row.quantity, list.prices.invoice_net_prices_foreign.get(at).unwrap())
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("P1", dec("1"), dec("200")),
            ("P3", dec("1"), dec("78")),
            ("P3", dec("10"), dec("70")),
            ("P3", dec("50"), dec("60"))
        ]
    );
    let named = book.price_list(None, Some(&["P2", "P9"]), None, Quantities::One(dec("3"))).unwrap();
    assert_eq!((named.prices.totals.get(0), named.prices.problem_of(0)), (some("150"), None));
    assert_eq!((named.prices.totals.get(1), named.prices.problem_of(1)), (None, Some(LineProblem::UnknownItem)));
    let frame = crate::report::results::pricing::price_list_frame(&book, list, "en");
    assert_eq!(frame.value(0, "currency"), crate::report::FrameValue::Text("USD"));
    assert_eq!(frame.value(1, "level"), crate::report::FrameValue::Text("customer_item"));

    let customers = book.items_price_list(&["p3"], None, Quantities::One(Decimal::ONE)).unwrap();
    let rows: Vec<_> = customers
        .rows
        .iter()
        .zip(&customers.prices.may_sell)
        .map(|(row, &sold)| (&*customers.customers[row.customer], sold))
        .collect();
    assert_eq!(rows, [("C1", Some(true)), ("C2", Some(false))]);
}

#[test]
fn the_explanation_as_a_table_has_a_row_for_each_candidate_and_step() {
    let book = book(&[
        ("customers", "customer\nC1\n"),
        ("items", "item,gross_price\nP1,100\n"),
        ("exchange_rates", "currency,rate\nUSD,0.5\n"),
        (
            "customer_prices",
            "customer,item,price,currency,min_quantity\nC1,P1,80,EUR,\nC1,P1,70,SEK,\nC1,P1,150,USD,5\n",
        ),
    ]);
    let question = Question { currency: Some("usd"), ..of("C1", "1") };
    let explanation = book.explain(&question).unwrap();
    let frame = crate::report::results::pricing::explanation_frame(&explanation, "en");
    let shown: Vec<String> = (0..7).map(|row| format!("{:?}", frame.value(row, "text"))).collect();
    assert_eq!(
        shown,
        [
            "Text(\"Price of 1 x P1 for customer C1 on 2026-06-30\")",
            "Text(\"not taken: below its minimum quantity 5; would win for 5\")",
            "Text(\"not taken: it is in SEK, searched is USD\")",
            "Text(\"not taken: it is in EUR, searched is USD\")",
            "Text(\"not taken: it is in USD, searched is EUR; below its minimum quantity 5; would win for 5\")",
            "Text(\"not taken: it is in SEK, searched is EUR\")",
            "Text(\"taken\")"
        ]
    );
    assert_eq!(
        frame.value(6, "origin"),
        crate::report::FrameValue::Text("test.xlsx, sheet \"customer_prices\", cell C2")
    );
    let german = crate::report::results::pricing::explanation_frame(&explanation, "de");
    let words = [
        "Preis von 1 x P1 für Kunde C1 am 2026-06-30",
        "nicht genommen: unter ihrer Mindestmenge 5; würde gewinnen bei Menge 5",
        "nicht genommen: sie ist in SEK, gesucht wird USD",
    ];
    for (row, words) in words.into_iter().enumerate() {
        assert_eq!(german.value(row, "text"), crate::report::FrameValue::Text(words));
    }
    let finnish = explanation.text("fi");
    let lines: Vec<&str> = finnish.lines().collect();
    assert_eq!(lines[0], "Hinta: 1 x P1, asiakas C1, 2026-06-30");
    assert_eq!(
        lines[2],
        "    rivi 3 (Asiakas x Nimike): 150 (test.xlsx, sheet \"customer_prices\", cell C4) - ei valittu: alle sen \
         vähimmäismäärän 5; voittaisi määrällä 5"
    );
    assert_eq!(lines[lines.len() - 1], "Laskun nettohinta 80,00 EUR, 160,00 USD; yhteensä 160,00 USD");
}

#[test]
fn a_price_book_is_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<PriceBook>();
}
