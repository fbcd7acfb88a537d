//! How many of a product can be built from stock, several products in turn, and what is missing for one more.
//!
//! Rules: structures specification, sections 6 and 7. Items are handled after all assemblies that need them, so that
//! shared parts are counted once. What is needed never falls when more is built, so that the most is found by doubling
//! and bisection on the grid of the product's unit. Time is that of one explosion for each step of the search.

use std::collections::{BTreeMap, VecDeque};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::Figure;
use super::availability::{Composites, Take, free_stock};
use super::error::{Steps, StructureError};
use super::ratio::Ratio;
use super::supersession::Stock;
use super::units::Grid;
use super::where_used::by_number;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineId};
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

/// One choice of a line: which item, and how much of it for one assembly.
#[derive(Clone, Copy)]
struct Choice {
    node: usize,
    quantity: Ratio,
}

struct Node {
    item: ItemId,
    is_virtual: bool,
    is_whole: bool,
    /// Lines of the assembly, each with its choices by rank.
    needs: Vec<Vec<Choice>>,
}

/// The part of the structure below a product, in an order in which each item stands after all that need it.
struct Plan {
    nodes: Vec<Node>,
    order: Vec<usize>,
    /// Why there is no figure.
    trouble: Option<Figure>,
}

impl Plan {
    fn new(
        composites: &Composites<'_>,
        grid: &Grid<'_>,
        top: ItemId,
        use_alternates: bool,
        steps: &Steps<'_>,
        findings: &mut Findings,
    ) -> Result<Self, StructureError> {
        let catalog = composites.catalog;
        let mut slots: BTreeMap<ItemId, usize> = BTreeMap::from([(top, 0)]);
        let node = |item: ItemId, is_top: bool| Node {
            item,
            is_virtual: !is_top && composites.is_virtual(item),
            is_whole: grid.decimals(item) == 0,
            needs: Vec::new(),
        };
        let mut plan = Self { nodes: vec![node(top, true)], order: Vec::new(), trouble: None };
        let mut next = 0;
        while let Some(item) = plan.nodes.get(next).map(|node| node.item) {
            steps.step()?;
            let mut needs: Vec<Vec<Choice>> = Vec::new();
            composites.valid.check_groups(item, findings);
            for group in lines(composites, item, use_alternates) {
                let mut choices: Vec<Choice> = Vec::new();
                for id in group {
                    let Some(line) = catalog.structure().line(id) else { continue };
                    match composites.take(id) {
                        Take::None => {}
                        Take::Blank => {
                            plan.trouble = Some(Figure::Unknown);
                            let mut finding = Finding::new(&codes::E_QTY).field("quantity");
                            finding.origin = composites.valid.lines.origin(line);
                            findings.push(finding);
                        }
                        Take::Some(quantity) => {
                            let slot = *slots.entry(line.item).or_insert_with(|| {
                                plan.nodes.push(node(line.item, false));
                                plan.nodes.len() - 1
                            });
                            choices.push(Choice { node: slot, quantity });
                        }
                    }
                }
                if !choices.is_empty() {
                    needs.push(choices);
                }
            }
            if let Some(node) = plan.nodes.get_mut(next) {
                node.needs = needs;
            }
            next += 1;
        }
        plan.arrange(catalog, findings);
        if use_alternates {
            plan.say_greedy(catalog, findings);
        }
        Ok(plan)
    }

    /// Puts each item after all that need it, and an alternative after the item it stands in for where that is possible.
    fn arrange(&mut self, catalog: &Catalog, findings: &mut Findings) {
        self.order = self.sorted(true).or_else(|| self.sorted(false)).unwrap_or_default();
        if self.order.is_empty() {
            self.trouble = Some(Figure::Endless);
            let inside = |item: &ItemId| self.nodes.iter().any(|node| node.item == *item);
            for ring in catalog.structure().cycles().iter().filter(|ring| ring.iter().all(inside)) {
                let path: Vec<&str> = ring.iter().chain(ring.first()).map(|&item| catalog.item_number(item)).collect();
                findings.push(Finding::new(&codes::E_CYCLE).value(path.join(" > ")));
            }
        }
    }

    fn sorted(&self, with_ranks: bool) -> Option<Vec<usize>> {
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        let mut open = vec![0_u32; self.nodes.len()];
        let mut edge = |from: usize, to: usize| {
            if let (Some(list), Some(count)) = (below.get_mut(from), open.get_mut(to)) {
                list.push(to);
                *count += 1;
            }
        };
        for (index, node) in self.nodes.iter().enumerate() {
            for choices in &node.needs {
                for choice in choices {
                    edge(index, choice.node);
                }
                if with_ranks {
                    for pair in choices.windows(2) {
                        if let [first, second] = pair {
                            edge(first.node, second.node);
                        }
                    }
                }
            }
        }
        let mut queue: VecDeque<usize> = (0..self.nodes.len()).filter(|&index| open.get(index) == Some(&0)).collect();
        let mut order = Vec::with_capacity(self.nodes.len());
        while let Some(index) = queue.pop_front() {
            order.push(index);
            for &to in below.get(index).into_iter().flatten() {
                if let Some(count) = open.get_mut(to) {
                    *count -= 1;
                    if *count == 0 {
                        queue.push_back(to);
                    }
                }
            }
        }
        (order.len() == self.nodes.len()).then_some(order)
    }

    /// Says that the quantity is a lower bound where positions share alternatives, or the first choice is an assembly.
    fn say_greedy(&self, catalog: &Catalog, findings: &mut Findings) {
        let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
        let groups = self.nodes.iter().flat_map(|node| &node.needs).filter(|choices| choices.len() > 1);
        for choice in groups.clone().flatten() {
            *uses.entry(choice.node).or_insert(0) += 1;
        }
        let plain = self.nodes.iter().flat_map(|node| &node.needs).filter(|choices| choices.len() == 1).flatten();
        for choice in plain {
            uses.entry(choice.node).and_modify(|count| *count += 1);
        }
        let is_assembly = |choice: &Choice| self.nodes.get(choice.node).is_some_and(|node| !node.needs.is_empty());
        let doubtful: Vec<usize> = groups
            .flat_map(|choices| {
                choices.iter().filter(|choice| uses.get(&choice.node) > Some(&1) || is_assembly(choice))
            })
            .map(|choice| choice.node)
            .collect();
        if let Some(node) = doubtful.first().and_then(|&index| self.nodes.get(index)) {
            findings.push(Finding::new(&codes::I_ALT_GREEDY).value(catalog.item_number(node.item)));
        }
    }
}

/// The lines of an assembly that count, each with the further ranks of its group where they are wanted.
fn lines(composites: &Composites<'_>, item: ItemId, use_alternates: bool) -> Vec<Vec<LineId>> {
    let structure = composites.catalog.structure();
    let valid = &composites.valid;
    structure
        .children(item)
        .filter(|(id, line)| valid.counts(*id, line))
        .map(|(id, line)| {
            let mut group = vec![id];
            if use_alternates
                && line.is_alternate()
                && let Some((name, _)) = valid.lines.alternate(line)
            {
                let mut others: Vec<(i64, LineId)> =
                    valid.group(item, name).filter(|&(_, other)| other != id).collect();
                others.sort_unstable();
                group.extend(others.into_iter().map(|(_, other)| other));
            }
            group
        })
        .collect()
}

/// What is used, built and missing for a quantity.
struct Trial {
    required: Vec<Ratio>,
    used: Vec<Ratio>,
    built: Vec<Ratio>,
    left: Vec<Ratio>,
    short: Vec<Ratio>,
}

/// A line that was given to one of its choices, and for how many assemblies.
#[derive(Clone, Copy)]
struct Fed {
    parent: usize,
    need: usize,
    choice: usize,
    assemblies: Ratio,
}

impl Plan {
    /// Tries to build a quantity; none when a figure gets too long, or when it is told to stop.
    fn trial(&self, quantity: Ratio, stock: &[Ratio], steps: &Steps<'_>) -> Option<Trial> {
        let zeros = vec![Ratio::ZERO; self.nodes.len()];
        let mut trial = Trial {
            required: zeros.clone(),
            used: zeros.clone(),
            built: zeros.clone(),
            left: stock.to_vec(),
            short: zeros,
        };
        let mut fed: Vec<Vec<Fed>> = vec![Vec::new(); self.nodes.len()];
        let mut is_done = vec![false; self.nodes.len()];
        *trial.required.get_mut(0)? = quantity;
        for &index in &self.order {
            steps.step().ok()?;
            let node = self.nodes.get(index)?;
            *is_done.get_mut(index)? = true;
            let own = if index == 0 || node.is_virtual { Ratio::ZERO } else { *trial.left.get(index)? };
            let mut required = *trial.required.get(index)?;
            if required > own && node.needs.is_empty() && index != 0 {
                let feeds = std::mem::take(fed.get_mut(index)?);
                required = self.give_on(&mut trial, &mut fed, &is_done, feeds, required, own)?;
            }
            let used = required.min(own);
            *trial.required.get_mut(index)? = required;
            *trial.used.get_mut(index)? = trial.used.get(index)?.plus(used)?;
            *trial.left.get_mut(index)? = trial.left.get(index)?.minus(used)?;
            let rest = required.minus(used)?;
            if rest.is_zero() {
                continue;
            }
            if node.needs.is_empty() {
                *trial.short.get_mut(index)? = rest;
                continue;
            }
            let built = if node.is_whole { rest.ceil() } else { rest };
            *trial.built.get_mut(index)? = built;
            for (need, choices) in node.needs.iter().enumerate() {
                let Some(choice) = choices.first() else { continue };
                let sum = trial.required.get_mut(choice.node)?;
                *sum = sum.plus(built.times(choice.quantity)?)?;
                if choices.len() > 1 {
                    fed.get_mut(choice.node)?.push(Fed { parent: index, need, choice: 0, assemblies: built });
                }
            }
        }
        Some(trial)
    }

    /// Gives what is missing of a part on to the next ranks, position by position; what is still required of it.
    fn give_on(
        &self,
        trial: &mut Trial,
        fed: &mut [Vec<Fed>],
        is_done: &[bool],
        feeds: Vec<Fed>,
        mut required: Ratio,
        own: Ratio,
    ) -> Option<Ratio> {
        for feed in feeds {
            let missing = required.minus(own)?;
            if missing.is_zero() {
                break;
            }
            let parent = self.nodes.get(feed.parent)?;
            let choices = parent.needs.get(feed.need)?;
            let (Some(now), Some(next)) = (choices.get(feed.choice), choices.get(feed.choice + 1)) else { continue };
            let mut moved = missing.over(now.quantity)?;
            if parent.is_whole {
                moved = moved.ceil();
            }
            moved = moved.min(feed.assemblies);
            if *is_done.get(next.node)? {
                // It was handled before: only what is left in stock can be taken.
                let left = trial.left.get_mut(next.node)?;
                let mut fits = left.over(next.quantity)?;
                if parent.is_whole {
                    fits = Ratio::of_steps(fits.steps(0)?, 0)?;
                }
                moved = moved.min(fits);
                let taken = moved.times(next.quantity)?;
                *left = left.minus(taken)?;
                *trial.used.get_mut(next.node)? = trial.used.get(next.node)?.plus(taken)?;
                *trial.required.get_mut(next.node)? = trial.required.get(next.node)?.plus(taken)?;
            } else {
                let sum = trial.required.get_mut(next.node)?;
                *sum = sum.plus(moved.times(next.quantity)?)?;
                fed.get_mut(next.node)?.push(Fed { choice: feed.choice + 1, assemblies: moved, ..feed });
            }
            required = required.minus(moved.times(now.quantity)?)?;
        }
        Some(required)
    }

    fn is_feasible(&self, quantity: Ratio, stock: &[Ratio], steps: &Steps<'_>) -> bool {
        self.trial(quantity, stock, steps).is_some_and(|trial| trial.short.iter().all(|short| short.is_zero()))
    }
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
