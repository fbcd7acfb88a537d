//! Catalogs written down in a test as CSV texts.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::build::build;
use super::catalog::Catalog;
use crate::origin::Origin;
use crate::tables::{Decimals, Reading, Table, Texts, Value, Values};

const DECIMALS: &[&str] = &[
    "quantity",
    "scrap_pct",
    "price",
    "coefficient",
    "min_quantity",
    "max_quantity",
    "percent",
    "gross_price",
    "net_price",
    "store_price",
    "cost",
    "price_quantity",
    "vat_rate",
    "weight_kg",
    "rate",
    "base_discount",
    "special_discount",
    "ratio",
    "factor",
    "amount",
    "base_price",
    "entered_price",
    "entered_discount1",
    "entered_discount2",
    "entered_discount3",
    "exchange_rate",
    "writedown",
    "x",
    "y",
    "on_hand",
    "allocated",
    "blocked",
    "own_cost",
    "operation_hours",
    "list_price",
    "rebate",
    "freight",
    "terms_cost",
    "virtual_credit",
    "market_low",
    "market_high",
    "family_order",
];
const DATES: &[&str] = &[
    "valid_from",
    "valid_to",
    "date",
    "from",
    "to",
    "released",
    "delivery_date",
    "production_date",
    "delivery_from",
    "delivery_to",
    "production_from",
    "production_to",
];
const FLAGS: &[&str] = &[
    "spare",
    "ip",
    "procurable",
    "stocked",
    "active",
    "fixed",
    "multiples_only",
    "phantom",
    "integer",
    "module",
    "standard",
    "optional",
    "poa",
    "safety",
];
const INTEGERS: &[&str] = &["seq", "order", "level_no", "alt_rank", "slot", "rank", "decimals", "sheet_no"];

/// A catalog from tables as CSV texts (first line the canonical field names), as of 2026-06-30.
pub(crate) fn catalog(sheets: &[(&str, &str)]) -> Catalog {
    let mut texts = Texts::new();
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for (name, text) in sheets {
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let titles: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let mut table = Table::new(name);
        let indexes: Vec<usize> = titles
            .iter()
            .map(|title| {
                table.column_index(title, title, || match title.as_str() {
                    "quantity" if *name == "variant_bom" => Values::Text(Vec::new()),
                    t if DECIMALS.contains(&t) => Values::Decimal(Decimals::default()),
                    t if DATES.contains(&t) => Values::Date(Vec::new()),
                    t if FLAGS.contains(&t) => Values::Flag(Vec::new()),
                    t if INTEGERS.contains(&t) => Values::Integer(Vec::new()),
                    _ => Values::Text(Vec::new()),
                })
            })
            .collect();
        let places = (0..u32::try_from(titles.len()).unwrap()).map(Some).collect();
        table.begin_part(Origin::sheet("test.xlsx".into(), (*name).into()), places);
        for (row, record) in reader.records().enumerate() {
            let record = record.unwrap();
            let values: Vec<(usize, Value)> = record
                .iter()
                .zip(&titles)
                .zip(&indexes)
                .filter(|((cell, _), _)| !cell.is_empty())
                .map(|((cell, title), &index)| {
                    let value = match title.as_str() {
                        "quantity" if *name == "variant_bom" => Value::Text(texts.intern(cell)),
                        t if DECIMALS.contains(&t) => Value::Decimal(cell.parse().unwrap()),
                        t if DATES.contains(&t) => Value::Date(cell.parse::<NaiveDate>().unwrap()),
                        t if FLAGS.contains(&t) => Value::Flag(cell == "Y" || cell == "1"),
                        t if INTEGERS.contains(&t) => Value::Integer(cell.parse().unwrap()),
                        _ => Value::Text(texts.intern(cell)),
                    };
                    (index, value)
                })
                .collect();
            table.push_row(u32::try_from(row).unwrap() + 1, values);
        }
        table.finish();
        tables.insert((*name).to_owned(), table);
    }
    build(Reading { tables, texts, ..Reading::default() }, NaiveDate::from_ymd_opt(2026, 6, 30).unwrap())
}
