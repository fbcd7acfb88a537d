//! Supersession: which item is supplied for one that was ordered, and how many.
//!
//! Rules: structures specification, section 3. Stock is handed in; pieces that are taken for one order are gone for the
//! next.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::amount::Total;
use super::following::Run;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, position_order};
use crate::origin::Origin;
use crate::tables::Symbol;

/// Steps from one order to what is supplied; replacements that branch and meet again have as many steps as paths.
pub(super) const MAX_STEPS: usize = 100_000;

/// Free stock of items.
pub type Stock = BTreeMap<ItemId, Decimal>;

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupersessionStep {
    /// The old item.
    pub old: ItemId,
    /// The new item; the old one itself where its stock is used up first.
    pub new: ItemId,
    /// Pieces that were needed of the old item.
    pub needed: Decimal,
    /// Pieces of the new item for them.
    pub quantity: Decimal,
    /// Where the row stands.
    pub origin: Option<Origin>,
}

/// What is supplied for an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supersession {
    /// Items and quantities in the order they were found, each item once.
    pub supplied: Vec<(ItemId, Decimal)>,
    /// Each step on the way.
    pub steps: Vec<SupersessionStep>,
    /// What is doubtful.
    pub findings: Findings,
}

/// One replacement as a step of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The old item.
    pub old: ItemId,
    /// The new item.
    pub new: ItemId,
    /// `ONE`, `AND`, `OR` or `MERGE`.
    pub kind: &'static str,
    /// New pieces for one old one; of `MERGE` old pieces that go into one new one.
    pub ratio: Decimal,
    /// The old item's stock is used up first.
    pub uses_up: bool,
    /// Row of the `supersessions` table.
    pub row: u32,
}

impl Step {
    /// New pieces for one old piece; none when a merged share has no end.
    #[must_use]
    pub fn pieces(&self) -> Option<Decimal> {
        if self.kind != Kind::Merge.name() {
            return Some(self.ratio);
        }
        let share = Decimal::ONE.checked_div(self.ratio)?;
        (share.checked_mul(self.ratio)? == Decimal::ONE).then_some(share)
    }
}

/// How a replacement takes the place of the old item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    One,
    And,
    Or,
    Merge,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::One => "ONE",
            Self::And => "AND",
            Self::Or => "OR",
            Self::Merge => "MERGE",
        }
    }
}

/// One valid row of the `supersessions` table.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) new: ItemId,
    pub(super) kind: Kind,
    pub(super) ratio: Decimal,
    pub(super) uses_up: bool,
    rank: i64,
    pub(super) row: u32,
}

/// The replacements that hold on a day, found once for many orders.
#[derive(Clone)]
pub struct Supersessions<'a> {
    pub(super) catalog: &'a Catalog,
    by_old: BTreeMap<ItemId, Vec<Rule>>,
}

impl<'a> Supersessions<'a> {
    /// Reads the rows of the `supersessions` table that hold on a day.
    #[must_use]
    pub fn new(catalog: &'a Catalog, on: NaiveDate) -> Self {
        let table = catalog.table("supersessions");
        let id = |symbol: Option<Symbol>| catalog.items().find(symbol?);
        let (olds, news, kinds) = (table.text("old"), table.text("new"), table.text("type"));
        let (ratios, from) = (table.decimal("ratio"), table.date("from"));
        let (policies, ranks) = (table.text("policy"), table.integer("rank"));
        let mut by_old: BTreeMap<ItemId, Vec<Rule>> = BTreeMap::new();
        for (row, number) in (0..table.len()).zip(0_u32..) {
            let (Some(old), Some(new)) = (id(olds.get(row)), id(news.get(row))) else { continue };
            if from.get(row).is_some_and(|from| from > on) {
                continue;
            }
            let word = |symbol: Option<Symbol>| symbol.map_or("", |symbol| catalog.text(symbol));
            let kind = match word(kinds.get(row)) {
                "AND" => Kind::And,
                "OR" => Kind::Or,
                "MERGE" => Kind::Merge,
                _ => Kind::One,
            };
            by_old.entry(old).or_default().push(Rule {
                new,
                kind,
                ratio: ratios.get(row).filter(|ratio| *ratio > Decimal::ZERO).unwrap_or(Decimal::ONE),
                uses_up: word(policies.get(row)) == "USE_UP",
                rank: ranks.get(row).unwrap_or(i64::MAX),
                row: number,
            });
        }
        for rules in by_old.values_mut() {
            rules.sort_by_key(|rule| (rule.rank, rule.row));
        }
        Self { catalog, by_old }
    }

    /// True when an item has a replacement.
    #[must_use]
    pub fn is_superseded(&self, item: ItemId) -> bool {
        self.by_old.contains_key(&item)
    }

    /// Resolves several orders at once: pieces that are merged into one new item are looked at together, and pieces
    /// taken from stock for one order are gone for the next.
    #[must_use]
    pub fn resolve(&self, orders: &[(ItemId, Decimal)], stock: &Stock) -> Supersession {
        let mut run =
            Run { rules: self, stock: stock.clone(), result: Supersession::default(), merged: BTreeMap::new() };
        for &(item, quantity) in orders {
            run.order(item, quantity);
        }
        run.merge();
        let mut result = run.result;
        let mut supplied: Vec<(ItemId, Decimal)> = Vec::new();
        for (item, quantity) in result.supplied {
            match supplied.iter_mut().find(|(other, _)| *other == item) {
                Some((_, sum)) => *sum = sum.checked_add(quantity).unwrap_or(Decimal::MAX),
                None => supplied.push((item, quantity)),
            }
        }
        result.supplied = supplied;
        result.findings.sort();
        result
    }

    /// Older items that are replaced by an item in the end, each with the pieces of it for one old piece, by item.
    ///
    /// Of several new items to choose from each one counts. None when replacements branch too often.
    pub(super) fn leading_to(&self, item: ItemId) -> Option<Vec<(ItemId, Total)>> {
        let mut before: BTreeMap<ItemId, Vec<Step>> = BTreeMap::new();
        for step in self.by_old.keys().flat_map(|&old| self.steps(old)) {
            before.entry(step.new).or_default().push(step);
        }
        let mut found: BTreeMap<ItemId, Total> = BTreeMap::new();
        let mut work = vec![(item, Total::ONE)];
        let mut steps = 0_usize;
        while let Some((new, pieces)) = work.pop() {
            for step in before.get(&new).into_iter().flatten() {
                steps += 1;
                if steps > MAX_STEPS {
                    return None;
                }
                if self.cycle(step.old).is_some() {
                    continue; // an item of a loop stays as it is
                }
                let pieces = pieces.times(Total::of(step.pieces()));
                let sum = found.entry(step.old).or_insert(Total::ZERO);
                *sum = sum.plus(pieces);
                work.push((step.old, pieces));
            }
        }
        Some(found.into_iter().collect())
    }

    /// The replacements of an item that count: all that are needed together, all to choose from, or the first one.
    pub(super) fn steps(&self, old: ItemId) -> Vec<Step> {
        let rules = self.of(old);
        let Some(first) = rules.first() else { return Vec::new() };
        let counted = rules.iter().filter(|rule| match first.kind {
            Kind::And | Kind::Or => rule.kind == first.kind,
            Kind::One | Kind::Merge => rule.row == first.row,
        });
        counted
            .map(|rule| Step {
                old,
                new: rule.new,
                kind: rule.kind.name(),
                ratio: rule.ratio,
                uses_up: rule.uses_up,
                row: rule.row,
            })
            .collect()
    }

    /// Items with a replacement that replace nothing themselves, and the first of each loop that nothing leads into.
    pub(super) fn first_items(&self) -> Vec<ItemId> {
        let new: BTreeSet<ItemId> = self.by_old.values().flatten().map(|rule| rule.new).collect();
        let is_loop = |item: ItemId| self.cycle(item).is_some_and(|ring| ring.contains(&item));
        self.by_old.keys().copied().filter(|&item| !new.contains(&item) || is_loop(item)).collect()
    }

    /// What is said about an item that leads into a loop.
    pub(super) fn cycle_finding(&self, item: ItemId) -> Option<Finding> {
        let mut ring = self.cycle(item)?;
        let name = |item: &ItemId| self.catalog.item_number(*item);
        let smallest = ring.iter().enumerate().min_by(|a, b| position_order(name(a.1), name(b.1)))?.0;
        ring.rotate_left(smallest);
        let path: Vec<&str> = ring.iter().chain(ring.first()).map(name).collect();
        let mut finding = Finding::new(&codes::E_SUP_CYCLE).value(path.join(" > "));
        finding.origin = ring.first().and_then(|&item| self.of(item).first()).and_then(|rule| self.origin(rule));
        Some(finding)
    }

    pub(super) fn of(&self, item: ItemId) -> &[Rule] {
        self.by_old.get(&item).map(Vec::as_slice).unwrap_or_default()
    }

    /// The loop an item leads into, each item once, beginning with the item the search met first.
    fn cycle(&self, start: ItemId) -> Option<Vec<ItemId>> {
        let mut done: BTreeSet<ItemId> = BTreeSet::new();
        let mut path: Vec<(ItemId, usize)> = vec![(start, 0)];
        while let Some((item, next)) = path.last_mut() {
            let (item, index) = (*item, *next);
            *next += 1;
            let Some(rule) = self.of(item).get(index) else {
                done.insert(item);
                path.pop();
                continue;
            };
            if let Some(at) = path.iter().position(|&(above, _)| above == rule.new) {
                return path.get(at..).map(|ring| ring.iter().map(|&(item, _)| item).collect());
            }
            if !done.contains(&rule.new) {
                path.push((rule.new, 0));
            }
        }
        None
    }

    pub(super) fn origin(&self, rule: &Rule) -> Option<Origin> {
        self.catalog.table("supersessions").origin(rule.row as usize)
    }

    /// True for units that are counted in whole pieces: all that the `units` table does not say otherwise of.
    fn is_whole(&self, item: ItemId) -> bool {
        let catalog = self.catalog;
        let unit = catalog.items().get(item).and_then(crate::model::Item::row);
        let Some(unit) = unit.and_then(|row| catalog.table("items").text("unit").get(row)) else { return true };
        let units = catalog.table("units");
        let (names, whole, decimals) = (units.text("unit"), units.flag("integer"), units.integer("decimals"));
        (0..units.len()).find(|&row| names.get(row) == Some(unit)).map_or_else(
            || {
                matches!(
                    catalog.text(unit).to_lowercase().as_str(),
                    "pcs" | "pc" | "kpl" | "st" | "stk" | "stück" | "ea" | "个" | "件"
                )
            },
            |row| whole.get(row).unwrap_or_else(|| decimals.get(row).is_none_or(|decimals| decimals == 0)),
        )
    }

    /// Up to whole pieces where the unit asks for it.
    pub(super) fn rounded(&self, item: ItemId, quantity: Decimal) -> Decimal {
        if self.is_whole(item) { quantity.round_dp_with_strategy(0, RoundingStrategy::AwayFromZero) } else { quantity }
    }
}

/// Resolves one order: what is supplied for `quantity` pieces of an item on a day, with this free stock.
#[must_use]
pub fn resolve_supersession(
    catalog: &Catalog,
    item: ItemId,
    quantity: Decimal,
    on: NaiveDate,
    stock: &Stock,
) -> Supersession {
    Supersessions::new(catalog, on).resolve(&[(item, quantity)], stock)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;

    const RULES: &str = "old,new,type,ratio,policy,rank\nP1,P2,ONE,1,IMMEDIATE,\nP2,P3,AND,2,USE_UP,\n\
        P2,P4,AND,1,USE_UP,\nP3,P5,ONE,0.5,,\n";

    fn supplied(catalog: &Catalog, orders: &[(&str, i64)], stock: &[(&str, i64)]) -> (Vec<String>, Supersession) {
        let id = |number: &str| catalog.item(number).unwrap();
        let orders: Vec<_> = orders.iter().map(|&(item, quantity)| (id(item), Decimal::from(quantity))).collect();
        let stock: Stock = stock.iter().map(|&(item, quantity)| (id(item), Decimal::from(quantity))).collect();
        let found = Supersessions::new(catalog, catalog.as_of()).resolve(&orders, &stock);
        let texts = found
            .supplied
            .iter()
            .map(|&(item, quantity)| format!("{} {}", catalog.item_number(item), quantity.normalize()))
            .collect();
        (texts, found)
    }

    /// SU3: three orders.
    #[test]
    fn su3_the_three_orders() {
        let catalog = catalog(&[("supersessions", RULES)]);
        let (found, chain) = supplied(&catalog, &[("P1", 4)], &[]);
        assert_eq!(found, ["P5 4", "P4 4"]);
        assert_eq!(chain.steps.len(), 4);
        assert!(chain.steps.iter().all(|step| step.origin.is_some()));
        assert_eq!(supplied(&catalog, &[("P1", 4)], &[("P2", 3)]).0, ["P2 3", "P5 1", "P4 1"]);
        assert_eq!(supplied(&catalog, &[("P3", 3)], &[]).0, ["P5 2"]);
        assert_eq!(supplied(&catalog, &[("P5", 7)], &[]).0, ["P5 7"]);
    }

    #[test]
    fn the_first_covered_of_several_or_the_first() {
        let rules = "old,new,type,ratio,rank\nA,B,OR,1,1\nA,C,OR,1,2\n";
        let catalog = catalog(&[("supersessions", rules)]);
        assert_eq!(supplied(&catalog, &[("A", 5)], &[("B", 4), ("C", 5)]).0, ["C 5"]);
        assert_eq!(supplied(&catalog, &[("A", 5)], &[("B", 4)]).0, ["B 5"]);
        assert_eq!(supplied(&catalog, &[("A", 2), ("A", 3)], &[("B", 4), ("C", 5)]).0, ["B 2", "C 3"]);
    }

    #[test]
    fn merged_pieces_give_the_largest_need_once() {
        let rules = "old,new,type,ratio\nA,N,MERGE,2\nB,N,MERGE,1\n";
        let catalog = catalog(&[("supersessions", rules)]);
        assert_eq!(supplied(&catalog, &[("A", 5), ("B", 2)], &[]).0, ["N 3"]);
        assert_eq!(supplied(&catalog, &[("B", 4)], &[]).0, ["N 4"]);
    }

    #[test]
    fn a_loop_leaves_the_item_as_it_is() {
        let rules = "old,new,type,ratio\nA,B,ONE,1\nB,C,ONE,1\nC,B,ONE,1\n";
        let catalog = catalog(&[("supersessions", rules)]);
        let (found, chain) = supplied(&catalog, &[("A", 5)], &[]);
        assert_eq!(found, ["A 5"]);
        let finding = chain.findings.iter().next().unwrap();
        assert_eq!((finding.code.id, finding.value.as_deref()), ("E-SUP-CYCLE", Some("B > C > B")));
    }

    #[test]
    fn rows_that_begin_later_do_not_hold_and_unknown_items_are_named() {
        let catalog = catalog(&[
            ("items", "item,unit\nA,pcs\nB,pcs\n"),
            ("supersessions", "old,new,type,ratio,from\nA,B,ONE,1,2027-01-01\nB,X,ONE,1,2020-01-01\n"),
        ]);
        assert_eq!(supplied(&catalog, &[("A", 1)], &[]).0, ["A 1"]);
        let (found, chain) = supplied(&catalog, &[("B", 1)], &[]);
        assert_eq!(found, ["X 1"]);
        assert_eq!(chain.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["E-ITEM-UNKNOWN"]);
    }
}
