//! Cost and weight of assemblies from their parts, for all items at once.
//!
//! Rule: structures specification, section 8. Cost is the item's own cost and, for each line, quantity × (1 + scrap) ×
//! cost of what is in it; weight is the same without scrap. A part's figures come from the item master; for an assembly
//! that has one there too, the option decides, and a difference over 5 % is named. Each item is summed once, after
//! everything in it. Nothing is rounded.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::Figure;
use super::error::{StructureError, go_on};
use super::rolled::{Flags, Kept};
use super::rolling::Inputs;
use super::where_used::by_number;
use crate::finding::codes::structure as codes;
use crate::finding::{Code, Finding, Findings};
use crate::model::{Catalog, ItemId};
use crate::values::{UNWATCHED, Watch};

/// Differences between what the item master says and what the parts make up are named above this percentage.
const TOLERANCE_PCT: i64 = 5;

/// How many findings of one kind are said one by one.
const SAID: usize = 1_000;

/// What counts for an assembly that has a figure in the item master as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RollUpSource {
    /// What its parts make up.
    #[default]
    RollUp,
    /// The figure of the item master: what it is bought for.
    Purchase,
}

/// How figures are rolled up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RollUpOptions {
    /// The day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// What counts for an assembly that has both.
    pub source: RollUpSource,
}

/// One figure of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rolled {
    /// The figure for one unit of the item; what is missing counts as 0, so that it is a lower bound.
    pub value: Figure,
    /// Nothing is missing.
    pub is_complete: bool,
    /// The figure of the item master.
    pub given: Option<Decimal>,
}

impl Rolled {
    /// How much more than the figure of the item master, in percent of it; none for a part or without such a figure.
    #[must_use]
    pub fn difference_pct(&self, rolled: Figure) -> Option<Decimal> {
        let (given, rolled) = (self.given.filter(|given| !given.is_zero())?, rolled.quantity()?);
        rolled.checked_sub(given)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(given.abs())
    }
}

/// Cost and weight of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RollUpRow {
    /// The item.
    pub item: ItemId,
    /// It has lines that count.
    pub is_assembly: bool,
    /// Cost of one unit, in the company's currency.
    pub cost: Rolled,
    /// What its parts and its own cost make up; the same as the cost unless the item master decides.
    pub rolled_cost: Figure,
    /// Its own cost beside its parts.
    pub own_cost: Option<Decimal>,
    /// Weight of one unit in kilograms.
    pub weight: Rolled,
    /// What its parts weigh.
    pub rolled_weight: Figure,
}

/// Cost and weight of items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollUp {
    /// The day.
    pub on: NaiveDate,
    /// Parts without a cost in what was asked for, ordered by item number.
    pub missing_cost: Vec<ItemId>,
    /// Parts without a weight.
    pub missing_weight: Vec<ItemId>,
    /// What is doubtful.
    pub findings: Findings,
    /// The items asked for; none for all.
    items: Option<Vec<ItemId>>,
    source: RollUpSource,
    sums: Kept,
}

impl RollUp {
    /// The items asked for, in that order; all items in reading order when none was named.
    #[must_use]
    pub fn rows(&self, catalog: &Catalog) -> Vec<RollUpRow> {
        let inputs = Inputs::new(catalog, self.on);
        let row = |item: ItemId| inputs.row(item, &self.sums, self.source);
        match &self.items {
            Some(items) => items.iter().map(|&item| row(item)).collect(),
            None => catalog.items().iter().map(|(item, _)| row(item)).collect(),
        }
    }
}

/// Rolls up cost and weight; without `items` for all items.
#[must_use]
pub fn roll_up(catalog: &Catalog, items: Option<&[ItemId]>, options: &RollUpOptions) -> RollUp {
    let nothing = || RollUp {
        on: options.on.unwrap_or(catalog.as_of()),
        items: items.map(<[ItemId]>::to_vec),
        source: options.source,
        sums: Kept::new(catalog.items().len()),
        missing_cost: Vec::new(),
        missing_weight: Vec::new(),
        findings: Findings::new(),
    };
    // Nobody can stop it.
    roll_up_watched(catalog, items, options, UNWATCHED).unwrap_or_else(|_| nothing())
}

/// [`roll_up`], which stops when the caller asks for it.
///
/// # Errors
/// [`StructureError::Stopped`].
pub fn roll_up_watched(
    catalog: &Catalog,
    items: Option<&[ItemId]>,
    options: &RollUpOptions,
    watch: Watch<'_>,
) -> Result<RollUp, StructureError> {
    let on = options.on.unwrap_or(catalog.as_of());
    let mut findings = Findings::new();
    let inputs = Inputs::new(catalog, on);
    let below = items.map(|items| inputs.below(items));
    let is_asked = |item: ItemId| below.as_ref().is_none_or(|flags| flags.get(item.index()) == Some(&true));
    let count = catalog.items().len();
    let mut sums = Kept::new(count);
    let order = catalog.structure().low_level_order();
    for (done, &item) in order.iter().rev().filter(|&&item| is_asked(item)).enumerate() {
        go_on(watch, done, order.len())?;
        let sum = inputs.sum(item, &sums, options.source);
        sums.keep(item, &sum);
    }
    let of = |item: ItemId| sums.flags(item);
    let row = |item: ItemId| inputs.row(item, &sums, options.source);
    let all = catalog.items().iter().map(|(item, _)| item).filter(|_| items.is_none());
    let (mut is_endless, mut too_long) = (false, None);
    for (done, item) in items.unwrap_or_default().iter().copied().chain(all).enumerate() {
        go_on(watch, done, count)?;
        let Some((cost, weight, _)) = sums.of(item).filter(|_| !sums.is_plain(item)) else { continue };
        let figures = [cost.figure(), weight.figure()];
        is_endless |= figures.contains(&Figure::Endless);
        if too_long.is_none() && figures.contains(&Figure::TooLong) {
            too_long = Some(item);
        }
    }
    let asked = || catalog.items().iter().map(|(item, _)| item).filter(|&item| is_asked(item));
    let missing = |is_missing: fn(&Flags) -> bool| -> Vec<ItemId> {
        // Of all items only parts of assemblies are looked at: an item nothing contains may well have no cost.
        let is_part = |item: &ItemId| items.is_some() || catalog.structure().is_used(*item);
        let mut list: Vec<ItemId> = asked().filter(|&item| is_missing(&of(item))).filter(is_part).collect();
        list.sort_by(|&a, &b| by_number(catalog, a, b));
        list
    };
    let missing_cost = missing(|sums| sums.lacks_cost);
    let missing_weight = missing(|sums| sums.lacks_weight);
    say(catalog, &codes::W_ROLLUP_MISSING, "cost", &missing_cost, &mut findings);
    say(catalog, &codes::W_ROLLUP_MISSING, "weight_kg", &missing_weight, &mut findings);
    let foreign: Vec<ItemId> = asked().filter(|&item| inputs.is_foreign(item)).collect();
    say(catalog, &codes::W_ROLLUP_CURRENCY, "currency", &foreign, &mut findings);
    for (field, pick) in [("cost", cost_pair as fn(&RollUpRow) -> (Rolled, Figure)), ("weight_kg", weight_pair)] {
        let mut said = 0;
        let view = if field == "cost" { inputs.cost } else { inputs.weight };
        for (done, item) in asked().enumerate() {
            go_on(watch, done, count)?;
            if !of(item).is_assembly || !inputs.is_given(view, item) {
                continue;
            }
            let (rolled, sum) = pick(&row(item));
            let difference = rolled.difference_pct(sum);
            if let Some(difference) = difference.filter(|percent| percent.abs() > Decimal::from(TOLERANCE_PCT)) {
                said += 1;
                if said <= SAID {
                    let given = rolled.given.map_or_else(String::new, |given| given.normalize().to_string());
                    let sum = sum.quantity().map_or_else(String::new, |sum| sum.normalize().to_string());
                    let percent = crate::values::half_up(difference, 1).normalize();
                    let name = catalog.item_number(item);
                    let mut finding = Finding::new(&codes::W_ROLLUP_DIFF).field(field).value(given);
                    finding.origin = inputs.cell(item, field);
                    findings.push(finding.detail(format!("the parts of \"{name}\" make up {sum}: {percent} %")));
                }
            }
        }
        if said > SAID {
            let more = said - SAID;
            findings.push(Finding::new(&codes::W_ROLLUP_DIFF).field(field).detail(format!("{more} further items")));
        }
    }
    if is_endless {
        let code = &codes::E_CYCLE;
        findings.extend(catalog.findings().iter().filter(|finding| finding.code == code).cloned());
    }
    if let Some(item) = too_long {
        findings.push(Finding::new(&codes::E_QTY_RANGE).value(catalog.item_number(item)));
    }
    findings.sort();
    let items = items.map(<[ItemId]>::to_vec);
    Ok(RollUp { on, missing_cost, missing_weight, findings, items, source: options.source, sums })
}

const fn cost_pair(row: &RollUpRow) -> (Rolled, Figure) {
    (row.cost, row.rolled_cost)
}

const fn weight_pair(row: &RollUpRow) -> (Rolled, Figure) {
    (row.weight, row.rolled_weight)
}

/// Names items, a long list only in part.
fn say(catalog: &Catalog, code: &'static Code, field: &str, items: &[ItemId], findings: &mut Findings) {
    let table = catalog.table("items");
    for &item in items.iter().take(SAID) {
        let mut finding = Finding::new(code).field(field).value(catalog.item_number(item));
        let row = catalog.items().get(item).and_then(crate::model::Item::row);
        finding.origin = row.and_then(|row| table.cell(row, field));
        findings.push(finding);
    }
    if let Some(more) = items.len().checked_sub(SAID).filter(|more| *more > 0) {
        findings.push(Finding::new(code).field(field).detail(format!("{more} further items")));
    }
}

/// Cost of each item on a day, for figures beside other results; none for what is not known or not complete.
pub(super) fn costs(catalog: &Catalog, items: &BTreeSet<ItemId>, on: NaiveDate) -> Vec<(ItemId, Option<Decimal>)> {
    let list: Vec<ItemId> = items.iter().copied().collect();
    let options = RollUpOptions { on: Some(on), ..Default::default() };
    let rows = roll_up(catalog, Some(&list), &options).rows(catalog);
    rows.iter().map(|row| (row.item, row.cost.value.quantity().filter(|_| row.cost.is_complete))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::{BUILDABLE, diamond, number};

    const ITEMS: &str = "item,cost,own_cost,weight_kg\nC1,4.20,,0.3\nC2,11.50,,1.2\nC3,0.35,,0.02\nC4,26.00,,2\n\
        T,,30,\nS1,,2.50,\nS2,,8,\nV,,0,\n";

    fn row(catalog: &Catalog, item: &str, source: RollUpSource) -> RollUpRow {
        let id = catalog.item(item).unwrap();
        roll_up(catalog, Some(&[id]), &RollUpOptions { source, ..Default::default() }).rows(catalog)[0]
    }

    /// SU7.
    #[test]
    fn su7_cost_and_weight() {
        let catalog = catalog(&[("items", ITEMS), ("bom", BUILDABLE)]);
        let all = roll_up(&catalog, None, &RollUpOptions::default());
        let rows = all.rows(&catalog);
        let figures: Vec<(String, String, String)> = ["V", "S1", "S2", "T"]
            .map(|item| {
                let row = rows.iter().find(|row| catalog.item_number(row.item) == item).unwrap();
                (item.to_owned(), number(row.cost.value), number(row.weight.value))
            })
            .to_vec();
        let expected = [("V", "19.1", "1.4"), ("S1", "22.4", "1.8"), ("S2", "95.5", "8"), ("T", "172.05", "11.7")];
        assert_eq!(figures, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
        assert!(all.findings.is_empty() && rows.iter().all(|row| row.cost.is_complete));
        assert_eq!(row(&catalog, "S2", RollUpSource::RollUp).cost.value, rows[6].cost.value);
    }

    #[test]
    fn what_is_missing_is_named_and_the_figure_is_a_lower_bound() {
        let catalog = catalog(&[
            ("company", "key,value\ncurrency,EUR\n"),
            ("items", "item,cost,weight_kg,currency\nA,2,1,EUR\nB,,,\nC,9,1,SEK\n"),
            ("bom", "parent,item,quantity,scrap_pct\nT,A,3,10\nT,B,1,\nT,C,1,\n"),
        ]);
        let top = catalog.item("T").unwrap();
        let found = roll_up(&catalog, Some(&[top]), &RollUpOptions::default());
        let row = found.rows(&catalog)[0];
        assert_eq!((number(row.cost.value), row.cost.is_complete), ("6.6".to_owned(), false));
        assert_eq!((number(row.weight.value), row.weight.is_complete), ("4".to_owned(), false));
        let names: Vec<&str> = found.missing_cost.iter().map(|&item| catalog.item_number(item)).collect();
        assert_eq!(names, ["B", "C"]);
        let mut codes: Vec<_> = found.findings.iter().map(|finding| finding.code.id).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes, ["W-ROLLUP-CURRENCY", "W-ROLLUP-MISSING"]);
    }

    #[test]
    fn the_item_master_decides_when_asked_and_differences_are_named() {
        let catalog = catalog(&[
            ("items", "item,cost,weight_kg\nA,2,1\nT,7,3.1\nU,,\n"),
            ("bom", "parent,item,quantity\nT,A,3\nU,T,2\n"),
        ]);
        let rolled = row(&catalog, "U", RollUpSource::RollUp);
        let bought = row(&catalog, "U", RollUpSource::Purchase);
        assert_eq!((number(rolled.cost.value), number(rolled.weight.value)), ("12".to_owned(), "6".to_owned()));
        assert_eq!((number(bought.cost.value), number(bought.weight.value)), ("14".to_owned(), "6.2".to_owned()));
        let found = roll_up(&catalog, None, &RollUpOptions::default());
        let said: Vec<String> = found.findings.iter().map(ToString::to_string).collect();
        assert_eq!(found.findings.len(), 1, "a weight 3.2 % off is no matter");
        assert!(said[0].contains("W-ROLLUP-DIFF") && said[0].contains("make up 6: -14.3 %"), "{}", said[0]);
    }

    #[test]
    fn loops_are_named_and_many_paths_are_no_matter() {
        let looped = catalog(&[
            ("items", "item,cost,weight_kg\nX,1,1\n"),
            ("bom", "parent,item,quantity\nT,A,1\nA,B,1\nB,A,1\nB,X,1\n"),
        ]);
        let found = roll_up(&looped, Some(&[looped.item("T").unwrap()]), &RollUpOptions::default());
        assert_eq!(found.rows(&looped)[0].cost.value, Figure::Endless);
        assert_eq!(found.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["E-CYCLE"]);
        let deep = catalog(&[("items", "item,cost,weight_kg\nL60,1,0.5\n"), ("bom", &diamond(60))]);
        let row = row(&deep, "L0", RollUpSource::RollUp);
        assert_eq!(
            (number(row.cost.value), number(row.weight.value)),
            ("1152921504606846976".to_owned(), "576460752303423488".to_owned())
        );
    }

    proptest! {
        /// Weight equals the exploded parts times their weights.
        #[test]
        fn weight_is_that_of_the_exploded_parts(bom in prop::collection::vec((0_usize..6, 1_usize..8, 1_i64..30), 1..16)) {
            let bom: Vec<_> = bom.into_iter().filter(|line| line.0 < line.1).collect();
            prop_assume!(bom.iter().any(|line| line.0 == 0));
            let text: Vec<String> = bom.iter().enumerate()
                .map(|(index, line)| format!("N{},{index},N{},{}\n", line.0, line.1, Decimal::new(line.2, 1))).collect();
            let items: Vec<String> = (0..8).map(|index| format!("N{index},0.{}\n", index + 1)).collect();
            let catalog = catalog(&[
                ("items", &format!("item,weight_kg\n{}", items.concat())),
                ("bom", &format!("parent,position,item,quantity\n{}", text.concat())),
            ]);
            let top = catalog.item("N0").unwrap();
            let rolled = roll_up(&catalog, Some(&[top]), &RollUpOptions::default()).rows(&catalog)[0].rolled_weight.quantity();
            let exploded = crate::structure::explode(&catalog, top, Decimal::ONE, &crate::structure::ExplosionOptions::default()).unwrap();
            let weights = catalog.table("items").decimal("weight_kg");
            let expected: Decimal = exploded.summed.iter().filter(|row| row.is_leaf)
                .map(|row| row.total.quantity().unwrap() * weights.get(row.item.index()).unwrap()).sum();
            prop_assert_eq!(rolled, Some(expected.normalize()));
        }
    }
}
