//! What building a product takes: all items below it in an order, and trials of a quantity against stock.
//!
//! Rules: structures specification, sections 6 and 7.

use std::collections::{BTreeMap, VecDeque};

use super::amount::Figure;
use super::availability::{Composites, Take};
use super::error::{Steps, StructureError};
use super::ratio::Ratio;
use super::units::Grid;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineId};

/// One choice of a line: which item, and how much of it for one assembly.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    node: usize,
    quantity: Ratio,
}

pub(super) struct Node {
    pub(super) item: ItemId,
    pub(super) is_virtual: bool,
    pub(super) is_whole: bool,
    /// Lines of the assembly, each with its choices by rank.
    pub(super) needs: Vec<Vec<Choice>>,
}

/// The part of the structure below a product, in an order in which each item stands after all that need it.
pub(super) struct Plan {
    pub(super) nodes: Vec<Node>,
    pub(super) order: Vec<usize>,
    /// Why there is no figure.
    pub(super) trouble: Option<Figure>,
}

impl Plan {
    pub(super) fn new(
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
pub(super) struct Trial {
    pub(super) required: Vec<Ratio>,
    pub(super) used: Vec<Ratio>,
    pub(super) built: Vec<Ratio>,
    pub(super) left: Vec<Ratio>,
    pub(super) short: Vec<Ratio>,
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
    pub(super) fn trial(&self, quantity: Ratio, stock: &[Ratio], steps: &Steps<'_>) -> Option<Trial> {
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

    pub(super) fn is_feasible(&self, quantity: Ratio, stock: &[Ratio], steps: &Steps<'_>) -> bool {
        self.trial(quantity, stock, steps).is_some_and(|trial| trial.short.iter().all(|short| short.is_zero()))
    }
}
