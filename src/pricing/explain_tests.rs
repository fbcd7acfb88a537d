//! Explanations prove themselves: the named rows alone give the same price, every cited cell holds the cited value, and
//! the change that a losing row is said to need makes it win.

use std::cell::Cell;
use std::collections::HashSet;

use proptest::collection::vec;
use proptest::test_runner::{Config, TestRunner};

use super::oracle::{Row, World, asked, book, question, worlds};
use super::oracle_scan::Asked;
use super::rule::Source;
use super::{Candidate, Entry, Look, Price, PriceBook, Rejection};

/// Lines by default; `PARTSBOOK_EXPLAIN_LINES=100000` tries that many.
const LINES: u32 = 1_000;
const LINES_A_WORLD: usize = 10;

/// Runs over random lines of random books.
fn for_lines(test: impl Fn(&World, &PriceBook, &Asked)) {
    let wanted = std::env::var("PARTSBOOK_EXPLAIN_LINES").map_or(LINES, |lines| lines.parse().unwrap());
    let cases = (wanted / u32::try_from(LINES_A_WORLD).unwrap()).max(1);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let lines = Cell::new(0);
    TestRunner::new(config)
        .run(&(worlds(), vec(asked(), LINES_A_WORLD)), |(world, asks)| {
            let book = book(&world);
            for ask in &asks {
                test(&world, &book, ask);
                lines.set(lines.get() + 1);
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(lines.get(), cases * u32::try_from(LINES_A_WORLD).unwrap());
}

fn looks(entries: &[Entry]) -> impl Iterator<Item = &Look> {
    entries.iter().filter_map(|entry| match entry {
        Entry::Look(look) => Some(look),
        Entry::Step { .. } => None,
    })
}

/// The answer without the places, which move when rows are left out.
fn answer(book: &PriceBook, price: &Price) -> String {
    let slots: Vec<_> = price.discounts.iter().map(|slot| slot.map(|slot| (slot.percent, slot.basis))).collect();
    format!(
        "{:?} {:?} {slots:?} {} {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
        price.price,
        price.kind,
        price.level,
        price.price_basis,
        book.currency_code(price.agreed_currency),
        price.vat_override,
        price.net_price,
        price.discount_factor,
        price.invoice_net_price,
        price.invoice_net_price_foreign,
        price.total,
    )
}

#[test]
fn replaying_the_named_winning_rows_gives_the_same_price() {
    for_lines(|world, book_of_all, ask| {
        let explanation = book_of_all.explain(&question(ask)).unwrap();
        let taken: HashSet<(Source, u32)> = looks(&explanation.entries)
            .flat_map(|look| &look.candidates)
            .filter(|candidate| candidate.is_taken())
            .map(|candidate| (candidate.place.source(), candidate.place.row))
            .collect();
        let keep = |rows: &[Row], source| -> Vec<Row> {
            (0..).zip(rows).filter(|(row, _)| taken.contains(&(source, *row))).map(|(_, row)| row.clone()).collect()
        };
        let only = World {
            prices: keep(&world.prices, Source::CustomerPrices),
            discounts: keep(&world.discounts, Source::CustomerDiscounts),
            lists: keep(&world.lists, Source::PriceLists),
            ..world.clone()
        };
        let book_of_named = book(&only);
        let replayed = book_of_named.price(&question(ask)).unwrap();
        assert_eq!(answer(&book_of_named, &replayed), answer(book_of_all, &explanation.price), "{explanation}");
    });
}

#[test]
fn every_cited_cell_holds_the_cited_value() {
    let cited = Cell::new(0_usize);
    for_lines(|_, book, ask| {
        let explanation = book.explain(&question(ask)).unwrap();
        for candidate in looks(&explanation.entries).flat_map(|look| &look.candidates) {
            let table = book.catalog().table(candidate.place.source().table());
            let row = candidate.place.row as usize;
            assert_eq!(table.decimal(candidate.place.field()).get(row), Some(candidate.value));
            assert_eq!(candidate.origin, table.cell(row, candidate.place.field()));
            cited.set(cited.get() + 1);
        }
    });
    assert!(cited.get() > 1_000, "{} cells", cited.get());
}

#[test]
fn the_change_a_losing_row_is_said_to_need_makes_it_win() {
    let (changed, alone, left) = (Cell::new(0_usize), Cell::new(0_usize), Cell::new(0_usize));
    for_lines(|_, book, ask| {
        let question = question(ask);
        let explanation = book.explain(&question).unwrap();
        for look in looks(&explanation.entries) {
            for (candidate, change) in look.changes() {
                let price = book.price(&change.applied(&question)).unwrap();
                let place = match look.slot {
                    None => price.place,
                    Some(slot) => price.discounts[usize::from(slot) - 1].and_then(|slot| slot.place),
                };
                assert_eq!(place, Some(candidate.place), "{}\n{explanation}", change.words().text("en"));
                assert!(!candidate.is_taken());
                changed.set(changed.get() + 1);
            }
            // With one candidate and nothing before it, days and quantity are all that is missing.
            let only = look.candidates.first().filter(|row| look.candidates.len() == 1 && !row.is_taken());
            let by_day_or_quantity = |row: &&Candidate| {
                !row.value.is_zero()
                    && row
                        .rejections
                        .iter()
                        .all(|why| !matches!(why, Rejection::OtherCurrency { .. } | Rejection::OtherCountry { .. }))
            };
            if let Some(only) = only.filter(by_day_or_quantity).filter(|_| look.slot.is_none()) {
                alone.set(alone.get() + 1);
                left.set(left.get() + usize::from(only.change.is_none()));
            }
        }
    });
    assert!(changed.get() > 500, "{} changes", changed.get());
    assert!(left.get() * 2 < alone.get(), "{} of {} rows without rival have no change", left.get(), alone.get());
}
