//! The slow, obvious price: every question scans all rows, level by level, as the pricing reference is written.
//! It shares no code with the engine and must agree with it on dense random rules.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::columns::Answers;
use super::oracle_scan::{Answer, Asked, Slow, dec};
use super::{Price, PriceBook, PriceColumns, Question, SlotDiscount, numbered_levels};
use crate::model::testing::catalog;
use crate::tables::NO_NUMBER;

pub(super) const TODAY: &str = "2026-06-30";
pub(super) const CUSTOMERS: [&str; 3] = ["C1", "C2", "C3"];
const BUSINESS: [&str; 2] = ["B1", "B2"];
const SEGMENTS: [&str; 4] = ["S1", "S2", "S3", "S4"];
/// Each segment with all above it.
pub(super) const ABOVE: [(&str, &[&str]); 4] =
    [("S1", &["S1"]), ("S2", &["S2", "S1"]), ("S3", &["S3", "S2", "S1"]), ("S4", &["S4", "S1"])];
const GROUPS: [&str; 2] = ["K1", "K2"];
const DISTRICTS: [&str; 2] = ["D1", "D2"];
pub(super) const ITEMS: [&str; 2] = ["P1", "P2"];
pub(super) const DISCOUNT_GROUPS: [&str; 2] = ["G1", "G2"];
const FROM: [&str; 5] = ["", "", "2026-06-30", "2026-07-01", "2026-01-01"];
const TO: [&str; 5] = ["", "", "2026-06-30", "2026-06-29", "2026-12-31"];
const MINIMA: [&str; 5] = ["", "0", "1", "5", "6"];

/// A row of any rule table, as texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) id: usize,
    pub(super) customer: &'static str,
    pub(super) business: &'static str,
    pub(super) segment: &'static str,
    pub(super) group: &'static str,
    pub(super) district: &'static str,
    pub(super) item: &'static str,
    pub(super) discount_group: &'static str,
    pub(super) amount: &'static str,
    pub(super) kind: &'static str,
    pub(super) currency: &'static str,
    pub(super) country: &'static str,
    pub(super) site: &'static str,
    pub(super) min: &'static str,
    pub(super) max: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) campaign: &'static str,
    pub(super) slot: &'static str,
    pub(super) multiples: &'static str,
}

fn pick<T: Copy>(byte: u8, from: &[T]) -> T {
    from[usize::from(byte) % from.len()]
}

fn row(id: usize, bytes: [u8; 14], amounts: &[&'static str], targets: &[&'static str]) -> Row {
    let [selector, value, other, target, amount, kind, currency, place, min, from, to, campaign, slot, multiples] =
        bytes;
    let mut row = Row { id, ..Row::default() };
    match selector % 8 {
        0 => row.customer = pick(value, &CUSTOMERS),
        1 => row.business = pick(value, &BUSINESS),
        2 => row.segment = pick(value, &SEGMENTS),
        3 => row.group = pick(value, &GROUPS),
        4 => row.district = pick(value, &DISTRICTS),
        5 => (row.group, row.district) = (pick(value, &GROUPS), pick(other, &DISTRICTS)),
        6 => (row.customer, row.group) = (pick(value, &CUSTOMERS), pick(other, &GROUPS)),
        _ => (row.customer, row.business) = (pick(value, &CUSTOMERS), pick(other, &BUSINESS)),
    }
    match target % 2 {
        0 => row.item = pick(target / 2, &ITEMS),
        _ => row.discount_group = pick(target / 2, targets),
    }
    row.amount = pick(amount, amounts);
    row.kind = pick(kind, &["", "N", "E", "B"]);
    row.currency = pick(currency, &["", "EUR", "USD", "SEK"]);
    row.country = pick(place, &["", "FI", "SE"]);
    row.site = pick(place / 3, &["", "0", "2", "3"]);
    row.min = pick(min, &MINIMA);
    row.max = pick(min / 5, &["", "0", "5", "99"]);
    row.from = pick(from, &FROM);
    row.to = pick(to, &TO);
    row.campaign = pick(campaign, &["", "", "", "X"]);
    row.slot = pick(slot, &["", "1", "2", "3"]);
    row.multiples = pick(multiples, &["", "1"]);
    row
}

/// Everything that is asked about.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) prices: Vec<Row>,
    pub(super) discounts: Vec<Row>,
    pub(super) lists: Vec<Row>,
    pub(super) default_kind: &'static str,
    pub(super) slots: usize,
    pub(super) decimals: u32,
    pub(super) with_vat: bool,
    pub(super) district_from_order: bool,
    /// Gross, net, store, cost, write-down, price quantity, visibility of each item.
    pub(super) items: [[&'static str; 7]; 2],
}

pub(super) const BASES: [(&str, &str); 2] = [("G1", "20"), ("G2", "")];
/// Business id, group, district, segment, currency, country, site, special discount of each customer.
pub(super) const MASTER: [[&str; 8]; 3] = [
    ["B1", "K1", "D1", "S3", "USD", "FI", "2", "5"],
    ["B1", "K2", "D2", "S4", "", "", "", ""],
    ["B2", "", "D1", "", "EUR", "SE", "0", "2.5"],
];

fn csv(rows: &[Row], title: &str) -> String {
    use std::fmt::Write as _;
    let mut text = format!(
        "id,customer,business_id,segment,customer_group,district,item,discount_group,{title},kind,currency,country,site,\
         min_quantity,max_quantity,valid_from,valid_to,campaign,slot,multiples_only\n"
    );
    for r in rows {
        writeln!(
            text,
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
            r.id,
            r.customer,
            r.business,
            r.segment,
            r.group,
            r.district,
            r.item,
            r.discount_group,
            r.amount,
            r.kind,
            r.currency,
            r.country,
            r.site,
            r.min,
            r.max,
            r.from,
            r.to,
            r.campaign,
            r.slot,
            r.multiples
        )
        .unwrap();
    }
    text
}

pub(super) fn book(world: &World) -> PriceBook {
    let flag = |flag| if flag { "Y" } else { "N" };
    let company = format!(
        "key,value\ncurrency,EUR\ncountry,FI\ncustomer_price_default_kind,{}\ndiscount_slots,{}\nprice_decimals,{}\n\
         prices_include_vat,{}\ndistrict_from_order,{}\n",
        world.default_kind,
        world.slots,
        world.decimals,
        flag(world.with_vat),
        flag(world.district_from_order)
    );
    let mut items =
        "item,discount_group,vat_rate,gross_price,net_price,store_price,cost,writedown,price_quantity,visibility\n"
            .to_owned();
    for (item, (group, cells)) in ITEMS.iter().zip(["G1", "G2"].iter().zip(world.items)) {
        writeln!(items, "{item},{group},25.5,{}", cells.join(",")).unwrap();
    }
    let mut customers =
        "customer,business_id,customer_group,district,segments,currency,country,site,special_discount\n".to_owned();
    for (customer, cells) in CUSTOMERS.iter().zip(MASTER) {
        writeln!(customers, "{customer},{}", cells.join(",")).unwrap();
    }
    PriceBook::new(Arc::new(catalog(&[
        ("company", &company),
        ("items", &items),
        ("customers", &customers),
        ("segments", "segment,parent\nS1,\nS2,S1\nS3,S2\nS4,S1\n"),
        ("discount_groups", "discount_group,base_discount\nG1,20\nG2,\n"),
        ("exchange_rates", "currency,rate\nUSD,0.9\n"),
        ("customer_prices", &csv(&world.prices, "price")),
        ("customer_discounts", &csv(&world.discounts, "percent")),
        ("price_lists", &csv(&world.lists, "price")),
    ])))
}

pub(super) fn question(ask: &Asked) -> Question<'static> {
    let text = |text: &'static str| (!text.is_empty()).then_some(text);
    let number = |text: &str| (!text.is_empty()).then(|| dec(text));
    Question {
        customer: Some(CUSTOMERS[ask.customer]),
        item: ITEMS[ask.item],
        quantity: dec(ask.quantity),
        currency: text(ask.currency),
        country: text(ask.country),
        site: text(ask.site),
        campaign: text(ask.campaign),
        order_district: text(ask.order_district),
        entered_price: number(ask.price),
        entered_kind: text(ask.kind),
        entered_discounts: ask.discounts.map(number),
        on: Some(TODAY.parse::<NaiveDate>().unwrap()),
        ..Question::default()
    }
}

fn order_lines(asks: &[Asked]) -> String {
    let mut text = "customer,item,quantity,currency,country,site,campaign,order_district,entered_price,entered_kind,\
                    entered_discount1,entered_discount2,entered_discount3\n"
        .to_owned();
    for ask in asks {
        let Asked { quantity, currency, country, site, campaign, order_district, price, kind, discounts, .. } = ask;
        let [one, two, three] = discounts;
        writeln!(
            text,
            "{},{},{quantity},{currency},{country},{site},{campaign},{order_district},{price},{kind},{one},{two},{three}",
            CUSTOMERS[ask.customer], ITEMS[ask.item],
        )
        .unwrap();
    }
    text
}

fn engine(book: &PriceBook, ask: &Asked) -> (Answer, Price) {
    let question = question(ask);
    let price = book.price(&question).unwrap();
    assert_eq!(book.explain(&question).unwrap().price, price, "the explanation has another price");
    let slots: Vec<_> = price.discounts.iter().flatten().collect();
    let answer = Answer {
        price: price.price.unwrap(),
        kind: price.kind.letter(),
        percents: slots.iter().map(|slot| slot.percent).collect(),
        bases: slots.iter().map(|slot| slot.basis.unwrap_or(0)).collect(),
        basis: price.price_basis,
        currency: if &*book.currency_code(price.agreed_currency) == "USD" { "USD" } else { "EUR" },
        standard: price.standard_price.unwrap(),
        net: price.net_price.unwrap(),
        factor: price.discount_factor.unwrap(),
        invoice: price.invoice_net_price_foreign.unwrap(),
        may_sell: price.may_sell.unwrap(),
    };
    (answer, price)
}

fn rows(amounts: &'static [&'static str], targets: &'static [&'static str]) -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(any::<[u8; 14]>(), 0..40)
        .prop_map(move |all| (1..).zip(all).map(|(id, bytes)| row(id, bytes, amounts, targets)).collect())
}

pub(super) fn worlds() -> impl Strategy<Value = World> {
    let item = any::<[u8; 7]>().prop_map(|bytes| {
        [
            pick(bytes[0], &["100", "59.95", "0"]),
            pick(bytes[1], &["", "", "88.8"]),
            pick(bytes[2], &["", "149.9"]),
            pick(bytes[3], &["", "33.33", "0.004"]),
            pick(bytes[4], &["", "", "25", "50", "75", "100"]),
            pick(bytes[5], &["", "", "10"]),
            pick(bytes[6], &["", "V"]),
        ]
    });
    let lists = rows(&["0", "70", "70", "90.25"], &[""]).prop_map(|mut rows| {
        for row in &mut rows {
            row.kind = if row.kind == "B" { "" } else { row.kind };
            if row.item.is_empty() {
                row.item = "P1";
            }
        }
        rows
    });
    (
        rows(&["0", "10", "10", "12.5", "99.123456"], &DISCOUNT_GROUPS),
        rows(&["0", "5", "12.5", "3", "100", "-10", "-25", "-999.99", "999.99"], &["G1", "G2", "**"]),
        lists,
        any::<[u8; 5]>(),
        [item.clone(), item],
    )
        .prop_map(|(prices, discounts, lists, bytes, items)| World {
            prices,
            discounts,
            lists,
            default_kind: pick(bytes[0], &["N", "E", "B"]),
            slots: usize::from(bytes[1] % 3) + 1,
            decimals: u32::from(bytes[2] % 5) + 2,
            with_vat: bytes[3] % 2 == 1,
            district_from_order: bytes[4] % 2 == 1,
            items,
        })
}

pub(super) fn asked() -> impl Strategy<Value = Asked> {
    any::<[u8; 13]>().prop_map(|bytes| Asked {
        customer: usize::from(bytes[0]) % 3,
        item: usize::from(bytes[1]) % 2,
        quantity: pick(bytes[2], &["1", "5", "6", "12", "-6", "0", "6.5"]),
        currency: pick(bytes[3], &["", "EUR", "USD", "USD"]),
        country: pick(bytes[4], &["", "FI", "SE"]),
        site: pick(bytes[5], &["", "2", "0"]),
        campaign: pick(bytes[6], &["", "", "X"]),
        order_district: pick(bytes[7], &["", "D1", "D2"]),
        price: pick(bytes[8], &["", "", "", "", "0", "50"]),
        kind: pick(bytes[9], &["", "", "", "N", "E"]),
        discounts: [bytes[10], bytes[11], bytes[12]].map(|byte| pick(byte, &["", "", "", "0", "7.5", "-20", "120"])),
    })
}

/// The price of a line, put together from the columns.
fn of_columns(book: &PriceBook, columns: &PriceColumns, line: usize) -> Price {
    let code = |code: u8| (code != NO_NUMBER).then_some(code);
    let single = book.price(&Question { item: "P1", ..Question::default() }).unwrap();
    Price {
        price: columns.prices.get(line),
        kind: columns.kinds[line].unwrap(),
        discounts: std::array::from_fn(|slot| {
            let percent = columns.percents[slot].get(line)?;
            Some(SlotDiscount { percent, basis: code(columns.discount_bases[slot][line]), place: None })
        }),
        level: code(columns.levels[line]).and_then(|level| numbered_levels().nth(level.into())).unwrap_or_default(),
        in_invoice_currency: columns.in_invoice_currency[line].unwrap(),
        price_basis: code(columns.price_bases[line]).unwrap_or_default(),
        agreed_currency: columns.agreed_currencies[line],
        invoice_currency: columns.invoice_currencies[line],
        vat_override: columns.vat_overrides.get(line),
        net_price: columns.net_prices.get(line),
        discount_factor: columns.discount_factors.get(line),
        invoice_net_price: columns.invoice_net_prices.get(line),
        invoice_net_price_foreign: columns.invoice_net_prices_foreign.get(line),
        standard_price: columns.standard_prices.get(line),
        may_sell: columns.may_sell[line],
        state: columns.states[line],
        total: columns.totals.get(line),
        place: columns.places[line],
        ..single
    }
}

/// Columns do not say where a discount comes from, nor whether the customer is known.
fn shown_in_columns(price: &Price) -> Price {
    let discounts = price.discounts.map(|slot| slot.map(|slot| SlotDiscount { place: None, ..slot }));
    Price { discounts, customer_is_unknown: false, ..price.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_agrees_with_a_scan_of_all_rows(world in worlds(), asks in prop::collection::vec(asked(), 12)) {
        let book = book(&world);
        for ask in &asks {
            let (answer, price) = engine(&book, ask);
            prop_assert_eq!(&answer, &Slow::new(&world, ask).answer(), "{:?}\n{:?}", ask, price);
        }
    }

    #[test]
    fn lines_priced_together_are_the_lines_priced_one_by_one(
        world in worlds(),
        asks in prop::collection::vec(asked(), 1..40),
        split in 0_usize..40,
    ) {
        let book = book(&world);
        let lines = catalog(&[("order_lines", &order_lines(&asks))]);
        let day = Some(TODAY.parse::<NaiveDate>().unwrap());
        let (table, texts) = (lines.table("order_lines"), lines.texts());
        let bulk = book.price_columns(table, texts, day, &|_, _| true).unwrap();
        prop_assert_eq!(bulk.columns.len(), asks.len());
        let singles: Vec<_> = asks.iter().map(|ask| Ok(book.price(&question(ask)).unwrap())).collect();
        let mut parts = [Answers::default(), Answers::default()];
        for (line, ask) in asks.iter().enumerate() {
            let part = &mut parts[usize::from(line >= split)];
            let case = book.case(&question(ask)).unwrap();
            let answer = part.ask(&case);
            part.push(answer);
        }
        let mut filled = PriceColumns::of_lines(asks.len());
        let [first, second] = parts;
        let numbers: Vec<u32> = (0..40).collect();
        let split = split.min(asks.len());
        filled.fill(0, &first, &numbers[..split]);
        filled.fill(split, &second, &numbers[..asks.len() - split]);
        prop_assert_eq!(&bulk.columns, &filled);
        for (line, single) in singles.iter().enumerate() {
            prop_assert_eq!(of_columns(&book, &bulk.columns, line), shown_in_columns(single.as_ref().unwrap()));
        }
        prop_assert_eq!(book.price_lines(table, texts, day, &|_, _| true).unwrap().lines, singles);
    }
}
