//! Structures at the size of the specification: 1 000 000 items, 5 000 000 lines, 12 levels, on one thread.
//!
//! Linking the catalog, where-used of a common part, roll-up of all items, explosion of one product, 10 000 levels, and
//! 2^60 paths. Run with `RAYON_NUM_THREADS=1 cargo bench --bench structure`. Two figures each: processor time, the mean of
//! several runs, which others on the machine change little (Linux only), and the shortest time on the clock.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]
#![expect(clippy::print_stdout, reason = "what it measures is its answer")]

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use _partsbook::model::build::build;
use _partsbook::model::{Catalog, ItemId};
use _partsbook::origin::Origin;
use _partsbook::report::results::structure::where_used_frame;
use _partsbook::structure::{ExplosionOptions, Figure, RollUpOptions, WhereUsedOptions, explode, roll_up, where_used};
use _partsbook::tables::{Decimals, Reading, Table, Texts, Value, Values};
use chrono::NaiveDate;
use rust_decimal::Decimal;

const ITEMS: u64 = 1_000_000;
const LINES: u64 = 5_000_000;
const LEVELS: u64 = 12;
/// Ancestors of the common part that is asked for, and rows of the product that is exploded.
const ANCESTORS: usize = 35_000;
const ROWS: usize = 1_800;

/// A small repeatable generator of numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn text() -> Values {
    Values::Text(Vec::new())
}

fn decimal() -> Values {
    Values::Decimal(Decimals::default())
}

fn sheet(name: &str, columns: &[(&str, Values)]) -> Table {
    let mut table = Table::new(name);
    for (column, values) in columns {
        table.column_index(column, column, || values.clone());
    }
    let places = (0..u32::try_from(columns.len()).unwrap()).map(Some).collect();
    table.begin_part(Origin::sheet("bench.xlsx".into(), name.into()), places);
    table
}

/// Lines go from one of twelve levels to the next; every item below the first level is used at least once.
fn reading() -> Reading {
    let mut dice = Dice(42);
    let mut texts = Texts::new();
    let mut items =
        sheet("items", &[("item", text()), ("unit", text()), ("cost", decimal()), ("weight_kg", decimal())]);
    let pieces = texts.intern("pcs");
    let numbers: Vec<_> = (0..ITEMS).map(|number| texts.intern(&format!("P{number:07}"))).collect();
    let per_level = ITEMS / LEVELS;
    for (row, &number) in (1_u32..).zip(&numbers) {
        let cost = Value::Decimal(Decimal::new(i64::try_from(dice.roll(100_000)).unwrap() + 1, 2));
        let weight = Value::Decimal(Decimal::new(i64::try_from(dice.roll(10_000)).unwrap() + 1, 3));
        let is_leaf = u64::from(row) > ITEMS - per_level;
        let values = [(0, Value::Text(number)), (1, Value::Text(pieces))];
        let figures = [(2, cost), (3, weight)];
        items.push_row(row, values.into_iter().chain(figures.into_iter().filter(|_| is_leaf)));
    }
    items.finish();
    let mut bom = sheet("bom", &[("parent", text()), ("item", text()), ("quantity", decimal())]);
    let at = |level: u64, number: u64| *numbers.get(usize::try_from(level * per_level + number).unwrap()).unwrap();
    for row in 0..LINES {
        let level = row % (LEVELS - 1);
        let child = row / (LEVELS - 1);
        let child = if child < per_level { child } else { dice.roll(per_level) };
        let parent = at(level, dice.roll(per_level));
        let quantity = Decimal::from(dice.roll(4) + 1);
        bom.push_row(
            u32::try_from(row % 1_000_000).unwrap() + 1,
            [(0, Value::Text(parent)), (1, Value::Text(at(level + 1, child))), (2, Value::Decimal(quantity))],
        );
    }
    bom.finish();
    let tables = BTreeMap::from([("items".to_owned(), items), ("bom".to_owned(), bom)]);
    Reading { tables, texts, ..Reading::default() }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
}

/// Processor time of a run, and the shortest time on the clock.
#[derive(Clone, Copy)]
struct Time {
    processor: Option<Duration>,
    clock: Duration,
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let processor = self.processor.map_or_else(|| "?".to_owned(), |time| format!("{time:.2?}"));
        write!(f, "{processor:>10} processor {:>10} clock", format!("{:.2?}", self.clock))
    }
}

/// Processor time of this thread so far; the system counts it in steps of some milliseconds.
fn processor() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Times several runs; short ones are repeated until the steps of the counted time do not matter.
fn timed<T>(runs: u32, mut work: impl FnMut() -> T) -> Time {
    const LEAST: Duration = Duration::from_secs(1);
    let (began, mut clock, mut done) = (processor(), Duration::MAX, 0);
    let all = Instant::now();
    while done < runs || (all.elapsed() < LEAST && runs > 1) {
        let one = Instant::now();
        black_box(work());
        clock = clock.min(one.elapsed());
        done += 1;
    }
    let used = began.zip(processor()).and_then(|(began, ended)| ended.checked_sub(began));
    Time { processor: used.map(|used| used / done), clock }
}

/// How many assemblies are above an item, or lines below it, over one direction.
fn reached(catalog: &Catalog, start: ItemId) -> usize {
    let structure = catalog.structure();
    let mut seen = vec![false; catalog.items().len()];
    let mut stack = vec![start];
    let mut count = 0;
    while let Some(item) = stack.pop() {
        for (_, line) in structure.uses(item) {
            if !std::mem::replace(seen.get_mut(line.parent.index()).unwrap(), true) {
                count += 1;
                stack.push(line.parent);
            }
        }
    }
    count
}

fn rows_below(catalog: &Catalog, start: ItemId) -> usize {
    let mut stack = vec![start];
    let mut count = 0;
    while let Some(item) = stack.pop() {
        for (_, line) in catalog.structure().children(item) {
            count += 1;
            stack.push(line.item);
        }
        if count > 3 * ROWS {
            break;
        }
    }
    count
}

/// The first items of a level whose figure is nearest to the one wanted.
fn nearest(level: u64, wanted: usize, figure: impl Fn(ItemId) -> usize) -> (ItemId, usize) {
    let first = u32::try_from(level * (ITEMS / LEVELS)).unwrap();
    let items = (first..first + 60).map(ItemId).map(|item| (item, figure(item)));
    items.min_by_key(|(_, found)| found.abs_diff(wanted)).unwrap()
}

fn lines(levels: u32, twice: bool) -> Reading {
    let mut texts = Texts::new();
    let mut bom = sheet("bom", &[("parent", text()), ("position", text()), ("item", text()), ("quantity", decimal())]);
    let mut row = 0;
    for level in 0..levels {
        for position in 0..=u32::from(twice) {
            let mut word = |word: String| Value::Text(texts.intern(&word));
            let values = [word(format!("L{level}")), word(position.to_string()), word(format!("L{}", level + 1))];
            row += 1;
            bom.push_row(row, values.into_iter().chain([Value::Decimal(Decimal::ONE)]).enumerate());
        }
    }
    bom.finish();
    Reading { tables: BTreeMap::from([("bom".to_owned(), bom)]), texts, ..Reading::default() }
}

fn main() {
    let input = reading();
    let mut again = Some(input.clone());
    let linking = timed(1, || build(again.take().unwrap(), day()));
    let catalog = build(input, day());
    println!("link {} items, {} lines      {linking}", catalog.items().len(), catalog.structure().len());
    let options = WhereUsedOptions::default();
    let (common, ancestors) = nearest(6, ANCESTORS, |item| reached(&catalog, item));
    let asked = timed(20, || where_used(&catalog, common, &options).unwrap());
    println!("where-used, {ancestors} ancestors            {asked}");
    let found = where_used(&catalog, common, &options).unwrap();
    let framed = timed(5, || where_used_frame(&catalog, &found, "en"));
    println!("  its table of {} rows with paths      {framed}", found.assemblies());
    let rolled = timed(5, || roll_up(&catalog, None, &RollUpOptions::default()));
    println!("roll-up of all items                      {rolled}");
    let found = roll_up(&catalog, None, &RollUpOptions::default());
    let rows = timed(5, || found.rows(&catalog));
    println!("  its {} rows                       {rows}", catalog.items().len());
    let (product, count) = nearest(7, ROWS, |item| rows_below(&catalog, item));
    let exploded = timed(20, || explode(&catalog, product, Decimal::ONE, &ExplosionOptions::default()).unwrap());
    println!("explosion of {count} lines                 {exploded}");
    let deep = build(lines(10_000, false), day());
    let (top, bottom) = (deep.item("L0").unwrap(), deep.item("L10000").unwrap());
    let up = timed(5, || where_used(&deep, bottom, &options).unwrap());
    let down = timed(5, || explode(&deep, top, Decimal::ONE, &ExplosionOptions::default()).unwrap());
    println!("10 000 levels, up and down                {up}; {down}");
    let diamond = build(lines(60, true), day());
    let bottom = diamond.item("L60").unwrap();
    let paths = timed(20, || where_used(&diamond, bottom, &options).unwrap());
    let found = where_used(&diamond, bottom, &options).unwrap();
    assert_eq!(found.uses(&diamond).last().unwrap().total, Figure::Known(Decimal::from(1_u64 << 60)));
    println!("2^60 paths                                {paths}");
}
