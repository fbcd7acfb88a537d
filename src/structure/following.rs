//! Orders followed through supersessions to what is supplied.
//!
//! Rule: structures specification, section 3.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::supersession::{Kind, MAX_STEPS, Rule, Stock, Supersession, SupersessionStep, Supersessions};
use crate::finding::Finding;
use crate::finding::codes::{model, structure as codes};
use crate::model::ItemId;

/// Orders on their way, and the stock that is left for the next.
#[derive(Clone)]
pub(super) struct Run<'a> {
    pub(super) rules: &'a Supersessions<'a>,
    pub(super) stock: Stock,
    pub(super) result: Supersession,
    /// Pieces that go into a new item together, by new item and old item.
    pub(super) merged: BTreeMap<ItemId, BTreeMap<ItemId, (Decimal, Rule)>>,
}

impl Run<'_> {
    /// Resolves one order down to what is supplied.
    pub(super) fn order(&mut self, item: ItemId, quantity: Decimal) {
        if let Some(finding) = self.rules.cycle_finding(item) {
            self.result.findings.push(finding);
            self.result.supplied.push((item, quantity));
            return;
        }
        let mut work = vec![(item, quantity)];
        let mut steps = 0_usize;
        while let Some((item, needed)) = work.pop() {
            let rules = self.rules.of(item);
            steps += 1;
            if steps == MAX_STEPS {
                let name = self.rules.catalog.item_number(item);
                self.result.findings.push(Finding::new(&codes::E_SUP_SIZE).field("old").value(name));
            }
            let Some(first) = rules.first().filter(|_| steps < MAX_STEPS) else {
                self.supply(item, self.rules.rounded(item, needed));
                continue;
            };
            let rest = self.use_up(item, needed, rules);
            if rest <= Decimal::ZERO {
                continue;
            }
            let chosen: Vec<Rule> = match first.kind {
                Kind::And => rules.iter().filter(|rule| rule.kind == Kind::And).copied().collect(),
                Kind::Or => vec![self.covering(rest, rules).unwrap_or(*first)],
                Kind::One | Kind::Merge => vec![*first],
            };
            for rule in chosen.iter().rev() {
                self.check_known(rule);
                if rule.kind == Kind::Merge {
                    let group = self.merged.entry(rule.new).or_default();
                    let (sum, _) = group.entry(item).or_insert((Decimal::ZERO, *rule));
                    *sum = sum.checked_add(rest).unwrap_or(Decimal::MAX);
                    continue;
                }
                let Some(new) = self.product(item, rest, rule.ratio) else { continue };
                work.push((rule.new, new));
            }
            let origins: Vec<SupersessionStep> = chosen
                .iter()
                .filter_map(|rule| {
                    let quantity = match rule.kind {
                        Kind::Merge => rest.checked_div(rule.ratio)?.ceil(),
                        _ => rest.checked_mul(rule.ratio)?,
                    };
                    let origin = self.rules.origin(rule);
                    Some(SupersessionStep { old: item, new: rule.new, needed: rest, quantity, origin })
                })
                .collect();
            self.result.steps.extend(origins);
        }
    }

    /// New items of merged pieces: as many as the group that needs most of them.
    pub(super) fn merge(&mut self) {
        // A new item may itself be merged further: its pieces come back into the groups.
        while let Some((new, group)) = self.merged.pop_first() {
            let needed = group
                .values()
                .filter_map(|(quantity, rule)| quantity.checked_div(rule.ratio))
                .map(|quantity| quantity.ceil())
                .max();
            if let Some(needed) = needed {
                self.order(new, needed);
            }
        }
    }

    /// Takes stock of the old item first where a row says so; what is still needed.
    fn use_up(&mut self, item: ItemId, needed: Decimal, rules: &[Rule]) -> Decimal {
        let Some(rule) = rules.iter().find(|rule| rule.uses_up) else { return needed };
        let free = self.stock.get(&item).copied().unwrap_or_default();
        let taken = free.min(needed);
        if taken <= Decimal::ZERO {
            return needed;
        }
        self.supply(item, taken);
        let origin = self.rules.origin(rule);
        self.result.steps.push(SupersessionStep { old: item, new: item, needed, quantity: taken, origin });
        needed.checked_sub(taken).unwrap_or_default()
    }

    /// The first of several new items whose own resolution is covered by stock.
    fn covering(&self, rest: Decimal, rules: &[Rule]) -> Option<Rule> {
        rules.iter().filter(|rule| rule.kind == Kind::Or).copied().find(|rule| {
            let Some(needed) = rest.checked_mul(rule.ratio) else { return false };
            let mut trial = Run {
                rules: self.rules,
                stock: self.stock.clone(),
                result: Supersession::default(),
                merged: BTreeMap::new(),
            };
            trial.follow_first(rule.new, needed)
        })
    }

    /// True when stock covers an item and what it is replaced by; of further choices the lowest rank is looked at, so
    /// that choices inside choices do not multiply.
    fn follow_first(&mut self, item: ItemId, quantity: Decimal) -> bool {
        let mut work = vec![(item, quantity)];
        let mut steps = 0_usize;
        while let Some((item, needed)) = work.pop() {
            steps += 1;
            if steps > MAX_STEPS {
                return false;
            }
            let rules = self.rules.of(item);
            let rest = self.use_up(item, needed, rules);
            if rest <= Decimal::ZERO {
                continue;
            }
            let Some(first) = rules.first() else {
                let free = self.stock.entry(item).or_default();
                let rest = self.rules.rounded(item, rest);
                match free.checked_sub(rest) {
                    Some(left) if left >= Decimal::ZERO => *free = left,
                    _ => return false,
                }
                continue;
            };
            let count = if first.kind == Kind::And { rules.len() } else { 1 };
            for rule in rules.iter().take(count) {
                let new = match rule.kind {
                    Kind::Merge => rest.checked_div(rule.ratio).map(|quantity| quantity.ceil()),
                    _ => rest.checked_mul(rule.ratio),
                };
                let Some(new) = new else { return false };
                work.push((rule.new, new));
            }
        }
        true
    }

    fn supply(&mut self, item: ItemId, quantity: Decimal) {
        if let Some(free) = self.stock.get_mut(&item) {
            *free = free.checked_sub(quantity).unwrap_or_default().max(Decimal::ZERO);
        }
        self.result.supplied.push((item, quantity));
    }

    /// Pieces of the new item; a figure that is too long is named and the old item stays.
    fn product(&mut self, item: ItemId, needed: Decimal, ratio: Decimal) -> Option<Decimal> {
        let product = needed.checked_mul(ratio);
        if product.is_none() {
            let name = self.rules.catalog.item_number(item);
            self.result.findings.push(Finding::new(&codes::E_QTY_RANGE).field("ratio").value(name));
            self.result.supplied.push((item, needed));
        }
        product
    }

    /// Names a new item that the items table lacks.
    fn check_known(&mut self, rule: &Rule) {
        let catalog = self.rules.catalog;
        let is_known = catalog.items().get(rule.new).is_some_and(crate::model::Item::is_known);
        if !is_known && !catalog.table("items").is_empty() {
            let mut finding = Finding::new(&model::E_ITEM_UNKNOWN).field("new").value(catalog.item_number(rule.new));
            finding.origin = catalog.table("supersessions").cell(rule.row as usize, "new");
            self.result.findings.push(finding);
        }
    }
}
