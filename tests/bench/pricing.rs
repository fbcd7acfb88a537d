//! Pricing at the size of the specification: 1 000 000 lines over 100 000 items, 20 000 customers, 500 000 price rows and
//! 500 000 discount rows; compiling the rules; one price at a time; ten times the rules; one customer with 100 000 rows.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use _partsbook::model::Catalog;
use _partsbook::model::build::build;
use _partsbook::origin::Origin;
use _partsbook::pricing::{PriceBook, Quantities, Question};
use _partsbook::report::results::pricing::priced_lines_frame;
use _partsbook::tables::{Decimals, Reading, Table, Texts, Value, Values};
use chrono::{Days, NaiveDate};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rust_decimal::Decimal;

/// A small repeatable generator of numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// How large a catalog is.
#[derive(Clone, Copy)]
struct Size {
    items: u64,
    customers: u64,
    rules: u64,
    lines: u64,
    /// Rows of customer C0 on top.
    skew: u64,
}

const FULL: Size = Size { items: 100_000, customers: 20_000, rules: 500_000, lines: 1_000_000, skew: 0 };

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
}

/// A table being filled row by row.
struct Sheet {
    table: Table,
}

impl Sheet {
    fn new(name: &str, columns: &[(&str, Values)]) -> Self {
        let mut table = Table::new(name);
        for (column, values) in columns {
            table.column_index(column, column, || values.clone());
        }
        let places = (0..u32::try_from(columns.len()).unwrap()).map(Some).collect();
        table.begin_part(Origin::sheet("bench.xlsx".into(), name.into()), places);
        Self { table }
    }

    fn push(&mut self, values: impl IntoIterator<Item = (usize, Value)>) {
        let row = u32::try_from(self.table.len() % 1_000_000).unwrap() + 1;
        self.table.push_row(row, values);
    }

    fn done(mut self) -> (String, Table) {
        self.table.finish();
        (self.table.name().to_owned(), self.table)
    }
}

fn text() -> Values {
    Values::Text(Vec::new())
}

fn decimal() -> Values {
    Values::Decimal(Decimals::default())
}

/// Column 1 to 5 are the selectors, 6 and 7 the targets.
fn rule(dice: &mut Dice, texts: &mut Texts, size: Size, row: u64) -> Vec<(usize, Value)> {
    let mut word = |prefix: &str, number: u64| Value::Text(texts.intern(&format!("{prefix}{number}")));
    if row >= size.rules {
        return vec![(0, word("C", 0)), (5, word("P", dice.roll(size.items)))];
    }
    let item = word("P", dice.roll(size.items));
    let group = word("G", dice.roll(500));
    match dice.roll(20) {
        0..=8 => vec![(0, word("C", dice.roll(size.customers))), (5, item)],
        9..=11 => vec![(0, word("C", dice.roll(size.customers))), (6, group)],
        12 => vec![(1, word("S", dice.roll(100))), (5, item)],
        13..=15 => vec![(2, word("K", dice.roll(200))), (5, item)],
        16 => vec![(3, word("D", dice.roll(50))), (5, item)],
        17 => vec![(1, word("S", dice.roll(100))), (6, group)],
        18 => vec![(2, word("K", dice.roll(200))), (6, group)],
        _ => vec![(3, word("D", dice.roll(50))), (6, group)],
    }
}

fn validity(dice: &mut Dice, from: usize) -> Vec<(usize, Value)> {
    let mut values = Vec::new();
    if dice.roll(2) == 0 {
        values.push((from, Value::Date(day() - Days::new(dice.roll(400)))));
    }
    if dice.roll(4) == 0 {
        values.push((from + 1, Value::Date(day() + Days::new(dice.roll(300)) - Days::new(60))));
    }
    if dice.roll(3) == 0 {
        values.push((from + 2, Value::Decimal([5, 10, 50, 100][usize::try_from(dice.roll(4)).unwrap()].into())));
    }
    values
}

fn catalog(size: Size) -> (Catalog, Table) {
    let mut dice = Dice(42);
    let mut texts = Texts::new();
    let mut tables = BTreeMap::new();
    let mut sheet = Sheet::new("company", &[("key", text()), ("value", text())]);
    for (key, value) in [("currency", "EUR"), ("country", "FI"), ("discount_slots", "3")] {
        sheet.push([(0, Value::Text(texts.intern(key))), (1, Value::Text(texts.intern(value)))]);
    }
    tables.extend([sheet.done()]);
    let mut sheet = Sheet::new("exchange_rates", &[("currency", text()), ("rate", decimal())]);
    sheet.push([(0, Value::Text(texts.intern("USD"))), (1, Value::Decimal(Decimal::new(92, 2)))]);
    tables.extend([sheet.done()]);
    let mut sheet = Sheet::new("discount_groups", &[("discount_group", text()), ("base_discount", decimal())]);
    for number in 0..500 {
        let group = Value::Text(texts.intern(&format!("G{number}")));
        sheet.push([(0, group), (1, Value::Decimal(dice.roll(20).into()))]);
    }
    tables.extend([sheet.done()]);
    let columns = [("item", text()), ("discount_group", text()), ("gross_price", decimal()), ("cost", decimal())];
    let mut sheet = Sheet::new("items", &columns);
    for number in 0..size.items {
        let item = Value::Text(texts.intern(&format!("P{number}")));
        let group = Value::Text(texts.intern(&format!("G{}", dice.roll(500))));
        let gross = i64::try_from(dice.roll(100_000)).unwrap() + 100;
        let values = [Decimal::new(gross, 2), Decimal::new(gross * 6, 3)].map(Value::Decimal);
        sheet.push([(0, item), (1, group), (2, values[0]), (3, values[1])]);
    }
    tables.extend([sheet.done()]);
    let columns = ["customer", "customer_group", "district", "segments", "currency"].map(|name| (name, text()));
    let mut sheet = Sheet::new("customers", &columns);
    for number in 0..size.customers {
        let mut word = |word: String| Value::Text(texts.intern(&word));
        let mut values = vec![
            (0, word(format!("C{number}"))),
            (1, word(format!("K{}", dice.roll(200)))),
            (2, word(format!("D{}", dice.roll(50)))),
            (3, word(format!("S{};S{}", dice.roll(100), dice.roll(100)))),
        ];
        if dice.roll(5) == 0 {
            values.push((4, word("USD".to_owned())));
        }
        sheet.push(values);
    }
    tables.extend([sheet.done()]);
    for (table, amount) in [("customer_prices", "price"), ("customer_discounts", "percent")] {
        let selectors = ["customer", "segment", "customer_group", "district", "business_id", "item", "discount_group"];
        let mut columns: Vec<(&str, Values)> = selectors.map(|name| (name, text())).into();
        columns.extend([("valid_from", Values::Date(Vec::new())), ("valid_to", Values::Date(Vec::new()))]);
        columns.extend([("min_quantity", decimal()), (amount, decimal()), ("currency", text()), ("kind", text())]);
        columns.push(("slot", Values::Integer(Vec::new())));
        let mut sheet = Sheet::new(table, &columns);
        for row in 0..size.rules + size.skew {
            let mut values = rule(&mut dice, &mut texts, size, row);
            values.extend(validity(&mut dice, 7));
            if amount == "price" {
                values.push((10, Value::Decimal(Decimal::new(i64::try_from(dice.roll(100_000)).unwrap() + 1, 2))));
                if dice.roll(8) == 0 {
                    values.push((11, Value::Text(texts.intern("USD"))));
                }
                if dice.roll(3) == 0 {
                    values.push((12, Value::Text(texts.intern("B"))));
                }
            } else {
                values.push((10, Value::Decimal(Decimal::new(i64::try_from(dice.roll(400)).unwrap(), 1))));
                values.push((13, Value::Integer(i64::try_from(dice.roll(3)).unwrap() + 1)));
            }
            sheet.push(values);
        }
        tables.extend([sheet.done()]);
    }
    let columns = [("customer", text()), ("item", text()), ("quantity", decimal()), ("currency", text())];
    let mut sheet = Sheet::new("order_lines", &columns);
    for _ in 0..size.lines {
        let customer = if size.skew > 0 { 0 } else { dice.roll(size.customers) };
        let mut values = vec![
            (0, Value::Text(texts.intern(&format!("C{customer}")))),
            (1, Value::Text(texts.intern(&format!("P{}", dice.roll(size.items))))),
            (2, Value::Decimal((dice.roll(20) + 1).into())),
        ];
        if dice.roll(5) == 0 {
            values.push((3, Value::Text(texts.intern("USD"))));
        }
        sheet.push(values);
    }
    let (_, lines) = sheet.done();
    (build(Reading { tables, texts, ..Reading::default() }, day()), lines)
}

fn memory(field: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with(field)).unwrap_or_default().split_whitespace().skip(1).collect()
}

fn price_many(criterion: &mut Criterion, name: &str, size: Size) {
    let before = memory("VmRSS");
    let (catalog, lines) = catalog(size);
    let catalog = Arc::new(catalog);
    let read = memory("VmRSS");
    let book = PriceBook::new(Arc::clone(&catalog));
    #[expect(clippy::print_stderr, reason = "memory is part of the figures")]
    {
        eprintln!("{name}: memory before {before}, tables {read}, tables and price book {}", memory("VmRSS"));
    }
    let texts = catalog.texts();
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(5));
    group.bench_function("compile", |bench| bench.iter(|| PriceBook::new(Arc::clone(black_box(&catalog)))));
    group.throughput(Throughput::Elements(size.lines));
    group.bench_function("lines", |bench| {
        bench.iter(|| book.price_columns(black_box(&lines), texts, None, &|_, _| true));
    });
    group.bench_function("lines_to_columns", |bench| {
        bench.iter(|| {
            let priced = book.price_columns(black_box(&lines), texts, None, &|_, _| true).unwrap();
            priced_lines_frame(&book, &lines, texts, priced)
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("one", |bench| {
        let mut number = 0_u32;
        bench.iter(|| {
            number = (number + 7919) % u32::try_from(size.items).unwrap();
            let item = format!("P{number}");
            book.price(black_box(&Question { customer: Some("C0"), item: &item, ..Question::default() }))
        });
    });
    group.bench_function("price_list_of_one_customer", |bench| {
        bench.iter(|| book.price_list(Some("C0"), None, None, Quantities::One(Decimal::ONE)));
    });
    group.finish();
    #[expect(clippy::print_stderr, reason = "memory is part of the figures")]
    {
        eprintln!("{name}: highest memory {}", memory("VmHWM"));
    }
}

fn full(criterion: &mut Criterion) {
    price_many(criterion, "full", FULL);
}

fn tenth(criterion: &mut Criterion) {
    price_many(criterion, "tenth_of_the_rules", Size { rules: 50_000, lines: 200_000, ..FULL });
}

fn skewed(criterion: &mut Criterion) {
    price_many(criterion, "one_customer_with_100000_rules", Size { skew: 100_000, lines: 200_000, ..FULL });
}

fn ten_times(criterion: &mut Criterion) {
    price_many(criterion, "ten_times_the_rules", Size { rules: 5_000_000, lines: 200_000, ..FULL });
}

criterion_group!(benches, tenth, full, skewed, ten_times);
criterion_main!(benches);
