//! Chains of replacements, each step with what it takes, and how long the old item's stock lasts.
//!
//! Rules: structures specification, section 3. Months of stock are free stock by mean monthly demand: what was asked for
//! in the twelve months before the day, or since the first demand there is when that is later, at least one month.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;

use super::amount::{Figure, Total};
use super::availability::free_stock;
use super::interchange::Interchange;
use super::supersession::{Step, Supersessions};
use super::where_used::by_number;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId};
use crate::origin::Origin;
use crate::tables::Symbol;
use crate::values::half_up;

/// Months that mean demand is taken over.
const MONTHS: u32 = 12;
/// Days of a month, times 10 000.
const MONTH_DAYS: i64 = 304_375;
/// Rows of one answer.
const MAX_ROWS: usize = 100_000;

/// How long the stock of an item lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOut {
    /// Free stock.
    pub free_stock: Decimal,
    /// Mean demand of a month, rounded to 3 decimals; none when nothing was asked for.
    pub monthly_demand: Option<Decimal>,
    /// Months the stock lasts, rounded to 1 decimal; none without demand.
    pub months: Option<Decimal>,
    /// The day it is gone; none without demand.
    pub date: Option<NaiveDate>,
}

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainRow {
    /// The item the chain begins with.
    pub item: ItemId,
    /// Steps from it: 1 is its own replacement.
    pub step: u32,
    /// The replacement.
    pub replacement: Step,
    /// Pieces of the new item for one of the item the chain begins with.
    pub pieces: Figure,
    /// The old item may still be taken for the new one.
    pub backward: bool,
    /// How long the old item's stock lasts.
    pub run_out: RunOut,
    /// Where the row stands.
    pub origin: Option<Origin>,
}

/// Chains of replacements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chains {
    /// Chains by the number of their first item; the replacements of one old item together, then those of the new ones.
    pub rows: Vec<ChainRow>,
    /// What is doubtful.
    pub findings: Findings,
}

/// Lists the chain of replacements of an item, or all chains from their first items.
#[must_use]
pub fn supersession_chains(catalog: &Catalog, item: Option<ItemId>, on: NaiveDate) -> Chains {
    let rules = Supersessions::new(catalog, on);
    let mut starts = item.map_or_else(|| rules.first_items(), |item| vec![item]);
    starts.sort_by(|&a, &b| by_number(catalog, a, b));
    let stock = free_stock(catalog);
    let demand = Demand::new(catalog, on);
    let interchange = Interchange::new(catalog);
    let run_out = |item: ItemId| demand.run_out(item, stock.get(&item).copied().unwrap_or_default(), on);
    let backward = |old: ItemId, new: ItemId| {
        let found = interchange.replacements((new, None), on, None);
        found.iter().any(|found| found.item == old && found.may_be_chosen)
    };
    let mut chains = Chains::default();
    for start in starts {
        if let Some(finding) = rules.cycle_finding(start) {
            if !chains.findings.iter().any(|said| *said == finding) {
                chains.findings.push(finding);
            }
            continue;
        }
        let mut work = vec![(start, 1_u32, Total::ONE)];
        while let Some((old, step, pieces)) = work.pop() {
            let steps = rules.steps(old);
            if chains.rows.len() + steps.len() > MAX_ROWS {
                let name = catalog.item_number(start);
                chains.findings.push(Finding::new(&codes::E_SUP_SIZE).field("old").value(name));
                break;
            }
            for next in steps {
                let pieces = pieces.times(Total::of(next.pieces()));
                chains.rows.push(ChainRow {
                    item: start,
                    step,
                    replacement: next,
                    pieces: pieces.figure(),
                    backward: backward(old, next.new),
                    run_out: run_out(old),
                    origin: catalog.table("supersessions").origin(next.row as usize),
                });
            }
            work.extend(
                rules.steps(old).iter().rev().map(|next| (next.new, step + 1, pieces.times(Total::of(next.pieces())))),
            );
        }
    }
    chains.findings.sort();
    chains
}

/// What was asked for, by item.
struct Demand {
    by_item: BTreeMap<ItemId, Decimal>,
    months: Decimal,
}

impl Demand {
    fn new(catalog: &Catalog, on: NaiveDate) -> Self {
        let table = catalog.table("demand");
        let (items, days, kinds) = (table.text("item"), table.date("date"), table.text("kind"));
        let quantities = table.decimal("quantity");
        let from = on.checked_sub_months(Months::new(MONTHS)).unwrap_or(on);
        let mut by_item: BTreeMap<ItemId, Decimal> = BTreeMap::new();
        let is_return = |kind: Option<Symbol>| kind.is_some_and(|kind| catalog.text(kind) == "RETURN");
        let mut first = on;
        for row in 0..table.len() {
            let Some(day) = days.get(row).filter(|day| *day <= on) else { continue };
            first = first.min(day);
            let item = items.get(row).and_then(|item| catalog.items().find(item));
            let (Some(item), Some(quantity)) = (item, quantities.get(row)) else { continue };
            if day > from && quantity > Decimal::ZERO && !is_return(kinds.get(row)) {
                let sum = by_item.entry(item).or_default();
                *sum = sum.checked_add(quantity).unwrap_or(Decimal::MAX);
            }
        }
        let begins_within = |months: &u32| on.checked_sub_months(Months::new(*months)).is_none_or(|day| day < first);
        let months = (1..MONTHS).find(begins_within).unwrap_or(MONTHS);
        Self { by_item, months: Decimal::from(months) }
    }

    fn run_out(&self, item: ItemId, free_stock: Decimal, on: NaiveDate) -> RunOut {
        let none = RunOut { free_stock, monthly_demand: None, months: None, date: None };
        let Some(asked) = self.by_item.get(&item).filter(|asked| !asked.is_zero()) else { return none };
        // Nothing is rounded before the last division.
        let lasts = free_stock.checked_mul(self.months);
        let months = lasts.and_then(|lasts| lasts.checked_div(*asked));
        let days = lasts
            .and_then(|lasts| lasts.checked_mul(Decimal::new(MONTH_DAYS, 4))?.checked_div(*asked))
            .and_then(|days| u64::try_from(days.floor()).ok());
        RunOut {
            free_stock,
            monthly_demand: asked.checked_div(self.months).map(|demand| half_up(demand, 3).normalize()),
            months: months.map(|months| half_up(months, 1)),
            date: days.and_then(|days| on.checked_add_days(Days::new(days))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::number;

    /// Structures specification, section 3: the chain, and 30 pieces at 2.5 a month.
    #[test]
    fn chains_with_products_of_ratios_and_run_out() {
        let demand: String = (1..=12).map(|month| format!("2025-{month:02}-15,P2,2.5\n")).collect();
        let catalog = catalog(&[
            (
                "supersessions",
                "old,new,type,ratio,policy\nP1,P2,ONE,1,IMMEDIATE\nP2,P3,AND,2,USE_UP\nP2,P4,AND,1,USE_UP\nP3,P5,ONE,0.5,\n",
            ),
            ("stock", "item,on_hand\nP2,30\nP3,7\n"),
            ("demand", &format!("date,item,quantity\n2024-01-01,X,1\n{demand}")),
            ("alternates", "item,alt,direction,ratio\nP2,P1,ONE_WAY,1\n"),
        ]);
        let on = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
        let chains = supersession_chains(&catalog, None, on);
        let rows: Vec<String> = chains
            .rows
            .iter()
            .map(|row| {
                let (old, new) = (row.replacement.old, row.replacement.new);
                let names = [row.item, old, new].map(|item| catalog.item_number(item));
                format!("{} {} {} > {} {} {}", names[0], row.step, names[1], names[2], number(row.pieces), row.backward)
            })
            .collect();
        assert_eq!(
            rows,
            ["P1 1 P1 > P2 1 true", "P1 2 P2 > P3 2 false", "P1 2 P2 > P4 1 false", "P1 3 P3 > P5 1 false"]
        );
        let run_out = chains.rows[1].run_out;
        assert_eq!(run_out.monthly_demand, Some("2.5".parse().unwrap()));
        assert_eq!(run_out.months.unwrap().to_string(), "12.0");
        assert_eq!(run_out.date, on.checked_add_days(Days::new(365)), "12 × 30.4375 = 365.25, rounded down");
        assert_eq!((chains.rows[3].run_out.months, chains.rows[3].run_out.free_stock), (None, Decimal::from(7)));
    }

    #[test]
    fn a_loop_is_named_and_has_no_rows() {
        let catalog = catalog(&[("supersessions", "old,new,type,ratio\nA,B,ONE,1\nB,C,ONE,1\nC,B,ONE,1\nX,Y,ONE,1\n")]);
        let chains = supersession_chains(&catalog, None, catalog.as_of());
        assert_eq!(chains.rows.len(), 1);
        assert_eq!(chains.findings.iter().next().unwrap().value.as_deref(), Some("B > C > B"));
        let one = supersession_chains(&catalog, catalog.item("B").ok(), catalog.as_of());
        assert_eq!((one.rows.len(), one.findings.len()), (0, 1));
    }
}
