//! How many of a product can be built from stock, several products in turn, and what is missing for one more.
//!
//! Rules: structures specification, sections 6 and 7. Items are handled after all assemblies that need them, so that
//! shared parts are counted once. What is needed never falls when more is built, so that the most is found by doubling
//! and bisection on the grid of the product's unit. Time is that of one explosion for each step of the search.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::Figure;
use super::availability::{Composites, free_stock};
use super::error::{Steps, StructureError};
use super::plan::Plan;
use super::ratio::Ratio;
use super::supersession::Stock;
use super::units::Grid;
use super::where_used::by_number;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId};
use crate::tables::Symbol;
use crate::values::{UNWATCHED, Watch};

/// How it is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildOptions {
    /// The day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Serial number the lines must hold for.
    pub serial: Option<String>,
    /// The next ranks of a group of alternatives are taken where the first one is short.
    pub use_alternates: bool,
    /// Free stock; by default that of the `stock` table.
    pub stock: Option<Stock>,
}

/// What is to be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildWanted {
    /// The product.
    pub item: ItemId,
    /// Not more than this; by default as many as possible.
    pub at_most: Option<Decimal>,
}

/// What is used of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildRow {
    /// The item.
    pub item: ItemId,
    /// It has no stock of its own.
    pub is_virtual: bool,
    /// Needed in all.
    pub required: Decimal,
    /// Taken from stock.
    pub used: Decimal,
    /// Built for it.
    pub built: Decimal,
    /// Left in stock.
    pub left: Decimal,
    /// It is short when one more is built.
    pub is_limiting: bool,
    /// Unit of the quantities.
    pub unit: Option<Symbol>,
}

/// What is missing for one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// The item.
    pub item: ItemId,
    /// How much is missing; fractions without end are rounded up at nine decimals.
    pub quantity: Decimal,
    /// How much to buy: the missing quantity, up to what its unit allows.
    pub to_buy: Decimal,
    /// Unit of the quantities.
    pub unit: Option<Symbol>,
}

/// How many of a product can be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buildable {
    /// The product.
    pub item: ItemId,
    /// The day.
    pub on: NaiveDate,
    /// How many can be built beside its own stock.
    pub maximum: Figure,
    /// One more is this much more: 1 for whole pieces.
    pub step: Decimal,
    /// Its own free stock, which is not counted in the maximum.
    pub on_hand: Decimal,
    /// Unit of the product.
    pub unit: Option<Symbol>,
    /// What is used for the maximum, each item after the assemblies that need it; the product comes first.
    pub rows: Vec<BuildRow>,
    /// What is missing for one step more, ordered by item number: buying it allows the step, and nothing less does.
    pub shortages: Vec<Shortage>,
    /// What is doubtful.
    pub findings: Findings,
}

/// How many of each product can be built, in the order given: each takes from what the ones before left.
#[must_use]
pub fn buildable(catalog: &Catalog, wanted: &[BuildWanted], options: &BuildOptions) -> Vec<Buildable> {
    buildable_watched(catalog, wanted, options, UNWATCHED).unwrap_or_default()
}

/// [`buildable`], which stops when the caller asks for it.
///
/// # Errors
/// [`StructureError::Stopped`].
pub fn buildable_watched(
    catalog: &Catalog,
    wanted: &[BuildWanted],
    options: &BuildOptions,
    watch: Watch<'_>,
) -> Result<Vec<Buildable>, StructureError> {
    let steps = Steps::new(watch);
    let on = options.on.unwrap_or(catalog.as_of());
    let stock = options.stock.clone().unwrap_or_else(|| free_stock(catalog));
    let mut free: BTreeMap<ItemId, Ratio> = stock.into_iter().map(|(item, free)| (item, Ratio::new(free))).collect();
    let composites = Composites::new(catalog, on, options.serial.as_deref());
    let grid = Grid::new(catalog);
    let mut results = Vec::new();
    for wanted in wanted {
        let mut findings = Findings::new();
        let plan = Plan::new(&composites, &grid, wanted.item, options.use_alternates, &steps, &mut findings)?;
        let mut result = search(catalog, &grid, &plan, *wanted, on, &steps, &mut free);
        // A figure that was not finished is none.
        steps.ended()?;
        result.findings.extend(findings);
        result.findings.sort();
        results.push(result);
    }
    Ok(results)
}

/// Finds the most that can be built, takes it from stock and says what is missing for one step more.
fn search(
    catalog: &Catalog,
    grid: &Grid<'_>,
    plan: &Plan,
    wanted: BuildWanted,
    on: NaiveDate,
    watched: &Steps<'_>,
    free: &mut BTreeMap<ItemId, Ratio>,
) -> Buildable {
    let item = wanted.item;
    let decimals = grid.decimals(item);
    let shown = |ratio: Ratio| ratio.decimal().unwrap_or(Decimal::MAX);
    let unit = |item: ItemId| catalog.structure().unit(item);
    let of_item = |item: ItemId| free.get(&item).copied().unwrap_or(Ratio::ZERO);
    let stock: Vec<Ratio> = plan.nodes.iter().map(|node| of_item(node.item)).collect();
    let mut result = Buildable {
        item,
        on,
        maximum: Figure::Unknown,
        step: Ratio::of_steps(1, decimals).map_or(Decimal::ONE, shown),
        on_hand: shown(of_item(item)),
        unit: unit(item),
        rows: Vec::new(),
        shortages: Vec::new(),
        findings: Findings::new(),
    };
    if let Some(trouble) = plan.trouble {
        result.maximum = trouble;
        return result;
    }
    if plan.nodes.len() == 1 {
        result.findings.push(Finding::new(&codes::W_BUILD_OPEN).value(catalog.item_number(item)));
        return result;
    }
    let feasible = |steps: i128| Ratio::of_steps(steps, decimals).is_some_and(|q| plan.is_feasible(q, &stock, watched));
    let limit = wanted.at_most.and_then(|most| Ratio::new(most).steps(decimals)).unwrap_or(i128::MAX);
    let (mut low, mut high) = (0_i128, 1_i128);
    while high <= limit && feasible(high) {
        low = high;
        high = high.saturating_mul(2);
    }
    high = high.min(limit.saturating_add(1));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if feasible(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let at = |steps: i128| Ratio::of_steps(steps, decimals).and_then(|quantity| plan.trial(quantity, &stock, watched));
    let (Some(most), Some(more)) = (at(low), at(low.saturating_add(1))) else {
        result.maximum = Figure::TooLong;
        return result;
    };
    result.maximum = Ratio::of_steps(low, decimals).and_then(Ratio::decimal).map_or(Figure::TooLong, Figure::Known);
    for &index in &plan.order {
        let Some(node) = plan.nodes.get(index) else { continue };
        let of = |list: &[Ratio]| list.get(index).copied().unwrap_or(Ratio::ZERO);
        let short = of(&more.short);
        result.rows.push(BuildRow {
            item: node.item,
            is_virtual: node.is_virtual,
            required: shown(of(&most.required)),
            used: shown(of(&most.used)),
            built: shown(of(&most.built)),
            left: shown(of(&most.left)),
            is_limiting: !short.is_zero(),
            unit: unit(node.item),
        });
        if !short.is_zero() {
            let to_buy = short.ceil_to(grid.decimals(node.item)).unwrap_or(Decimal::MAX);
            result.shortages.push(Shortage { item: node.item, quantity: shown(short), to_buy, unit: unit(node.item) });
        }
        free.insert(node.item, of(&most.left));
    }
    result.shortages.sort_by(|a, b| by_number(catalog, a.item, b.item));
    result
}

#[cfg(test)]
#[path = "buildable_tests.rs"]
mod tests;
