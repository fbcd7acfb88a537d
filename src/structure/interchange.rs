//! Interchangeability: which revision of an item, or which other item, may be taken in place of a delivered one.
//!
//! Rules: structures specification, section 2. A directed graph "may be replaced by" over (item, revision): rows of the
//! `revisions` table in the order of `seq`, rows of the `alternates` table beside them. A row of an item without
//! revision stands for all its revisions.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::amount::{Figure, Total};
use super::compare::Verdict;
use crate::model::{Catalog, ItemId};
use crate::origin::Origin;
use crate::tables::Symbol;

/// An item with its revision; without one, all of its revisions are meant.
pub type Revised = (ItemId, Option<Symbol>);

/// State of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevisionStatus {
    /// May be chosen.
    Released,
    /// Not yet; may be passed through.
    Draft,
    /// No longer; may be passed through.
    Withdrawn,
}

/// What is known of a revision.
#[derive(Clone, Copy, Debug)]
struct Known {
    seq: i64,
    status: RevisionStatus,
    released: Option<NaiveDate>,
}

/// One "may be replaced by".
#[derive(Clone, Copy, Debug)]
struct Edge {
    to: Revised,
    all_pieces: bool,
    condition: Option<Symbol>,
    is_conditional: bool,
    ratio: Decimal,
    scope: Option<ItemId>,
    from_day: Option<NaiveDate>,
    to_day: Option<NaiveDate>,
    place: (&'static str, u32),
}

/// One replacement that may be made, with what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// What may be taken.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// False for drafts, withdrawn revisions and those not yet released on the day: passed through, not taken.
    pub may_be_chosen: bool,
    /// All pieces of the line must be changed together.
    pub all_pieces: bool,
    /// It holds under conditions only; their texts in the order of the path.
    pub is_conditional: bool,
    /// The conditions.
    pub conditions: Vec<Symbol>,
    /// New pieces for one old piece.
    pub ratio: Figure,
    /// The rows that say so, in the order of the path.
    pub origins: Vec<Origin>,
}

/// What may be replaced by what, for all items.
#[derive(Clone, Debug)]
pub struct Interchange<'a> {
    catalog: &'a Catalog,
    known: HashMap<Revised, Known, FixedState>,
    edges: BTreeMap<Revised, Vec<Edge>>,
}

impl<'a> Interchange<'a> {
    /// Reads the `revisions` and `alternates` tables of a catalog.
    #[must_use]
    pub fn new(catalog: &'a Catalog) -> Self {
        let mut own = Self { catalog, known: HashMap::default(), edges: BTreeMap::new() };
        own.read_revisions();
        own.read_alternates();
        own
    }

    fn read_revisions(&mut self) {
        let table = self.catalog.table("revisions");
        let (items, names, seqs) = (table.text("item"), table.text("revision"), table.integer("seq"));
        let (statuses, released) = (table.text("status"), table.date("released"));
        let (relations, conditions) = (table.text("interchange"), table.text("condition"));
        let mut by_item: BTreeMap<ItemId, Vec<(i64, u32, Symbol)>> = BTreeMap::new();
        for (row, number) in (0..table.len()).zip(0_u32..) {
            let item = items.get(row).and_then(|item| self.catalog.items().find(item));
            let (Some(item), Some(name), Some(seq)) = (item, names.get(row), seqs.get(row)) else { continue };
            let key = (item, Some(name));
            if self.known.contains_key(&key) {
                continue; // named as E-KEY-DUP when the catalog was built
            }
            let status = match statuses.get(row).map_or("", |status| self.catalog.text(status)) {
                "DRAFT" => RevisionStatus::Draft,
                "WITHDRAWN" => RevisionStatus::Withdrawn,
                _ => RevisionStatus::Released,
            };
            self.known.insert(key, Known { seq, status, released: released.get(row) });
            by_item.entry(item).or_default().push((seq, number, name));
        }
        for (item, mut revisions) in by_item {
            revisions.sort_by_key(|&(seq, row, _)| (seq, row));
            for pair in revisions.windows(2) {
                let [(_, _, before), (_, row, name)] = *pair else { continue };
                let index = row as usize;
                let relation = relations.get(index).map_or("", |relation| self.catalog.text(relation));
                let edge = |to| Edge {
                    to: (item, Some(to)),
                    all_pieces: relation == "SET",
                    condition: conditions.get(index).filter(|_| relation == "COND"),
                    is_conditional: relation == "COND",
                    ratio: Decimal::ONE,
                    scope: None,
                    from_day: None,
                    to_day: None,
                    place: ("revisions", row),
                };
                if matches!(relation, "FULL" | "FORWARD" | "SET" | "COND") {
                    self.edges.entry((item, Some(before))).or_default().push(edge(name));
                }
                if relation == "FULL" {
                    self.edges.entry((item, Some(name))).or_default().push(edge(before));
                }
            }
        }
    }

    fn read_alternates(&mut self) {
        let table = self.catalog.table("alternates");
        let id = |symbol: Option<Symbol>| self.catalog.items().find(symbol?);
        let (items, alts, scopes) = (table.text("item"), table.text("alt"), table.text("scope_parent"));
        let (revisions, alt_revisions) = (table.text("revision"), table.text("alt_revision"));
        let (directions, ratios) = (table.text("direction"), table.decimal("ratio"));
        let (from, to) = (table.date("from"), table.date("to"));
        for (row, number) in (0..table.len()).zip(0_u32..) {
            let (Some(item), Some(alt)) = (id(items.get(row)), id(alts.get(row))) else { continue };
            let scope = id(scopes.get(row));
            if scope.is_none() && scopes.get(row).is_some() {
                continue; // an assembly nobody knows
            }
            let (old, new) = ((item, revisions.get(row)), (alt, alt_revisions.get(row)));
            let ratio = ratios.get(row).filter(|ratio| *ratio > Decimal::ZERO).unwrap_or(Decimal::ONE);
            let edge = |to_whom, ratio| Edge {
                to: to_whom,
                all_pieces: false,
                condition: None,
                is_conditional: false,
                ratio,
                scope,
                from_day: from.get(row),
                to_day: to.get(row),
                place: ("alternates", number),
            };
            self.edges.entry(old).or_default().push(edge(new, ratio));
            if directions.get(row).is_some_and(|direction| self.catalog.text(direction) == "TWO_WAY")
                && let Some(back) = Decimal::ONE.checked_div(ratio)
            {
                self.edges.entry(new).or_default().push(edge(old, back));
            }
        }
    }

    /// Everything a delivered item may be replaced by, itself first; `parent` lets alternatives of that assembly in.
    ///
    /// Ordered by the number of steps, then as the tables name them.
    #[must_use]
    pub fn replacements(&self, delivered: Revised, on: NaiveDate, parent: Option<ItemId>) -> Vec<Replacement> {
        self.reach(delivered, on, parent, |_| true)
    }

    /// As [`Self::replacements`], over the rows of one table only: `revisions` or `alternates`.
    pub(super) fn by_table(
        &self,
        table: &str,
        delivered: Revised,
        on: NaiveDate,
        parent: Option<ItemId>,
    ) -> Vec<Replacement> {
        self.reach(delivered, on, parent, |edge| edge.place.0 == table)
    }

    /// Other items of which the `alternates` table says, over one row or several, that an item may be taken instead.
    pub(super) fn items_leading_to(&self, item: ItemId) -> BTreeSet<ItemId> {
        let mut before: BTreeMap<ItemId, BTreeSet<ItemId>> = BTreeMap::new();
        for (from, edges) in &self.edges {
            for edge in edges.iter().filter(|edge| edge.place.0 == "alternates") {
                before.entry(edge.to.0).or_default().insert(from.0);
            }
        }
        let mut found = BTreeSet::new();
        let mut queue = vec![item];
        while let Some(next) = queue.pop() {
            queue.extend(before.get(&next).into_iter().flatten().copied().filter(|&from| found.insert(from)));
        }
        found.remove(&item);
        found
    }

    /// Assemblies to which rows of the `alternates` table are limited.
    pub(super) fn scopes(&self) -> BTreeSet<ItemId> {
        self.edges.values().flatten().filter_map(|edge| edge.scope).collect()
    }

    fn reach(
        &self,
        delivered: Revised,
        on: NaiveDate,
        parent: Option<ItemId>,
        allows: impl Fn(&Edge) -> bool,
    ) -> Vec<Replacement> {
        let own = Replacement {
            item: delivered.0,
            revision: delivered.1,
            may_be_chosen: self.may_be_chosen(delivered, on),
            all_pieces: false,
            is_conditional: false,
            conditions: Vec::new(),
            ratio: Figure::Known(Decimal::ONE),
            origins: Vec::new(),
        };
        let mut seen: HashSet<Revised, FixedState> = HashSet::default();
        seen.insert(delivered);
        let mut found = vec![(own, Total::ONE)];
        let mut next = 0;
        while let Some((from, ratio)) = found.get(next).cloned() {
            next += 1;
            let node = (from.item, from.revision);
            // What holds for the item holds for each of its revisions.
            let general = node.1.is_some().then_some((node.0, None));
            for edge in [Some(node), general].into_iter().flatten().filter_map(|node| self.edges.get(&node)).flatten() {
                if !allows(edge) || !edge.holds(on, parent) || !seen.insert(edge.to) {
                    continue;
                }
                let ratio = ratio.times(Total::new(edge.ratio));
                let mut step = Replacement {
                    item: edge.to.0,
                    revision: edge.to.1,
                    may_be_chosen: self.may_be_chosen(edge.to, on),
                    all_pieces: from.all_pieces || edge.all_pieces,
                    is_conditional: from.is_conditional || edge.is_conditional,
                    ratio: ratio.figure(),
                    ..from.clone()
                };
                step.conditions.extend(edge.condition);
                step.origins.extend(self.catalog.table(edge.place.0).origin(edge.place.1 as usize));
                found.push((step, ratio));
            }
        }
        found.into_iter().map(|(replacement, _)| replacement).collect()
    }

    /// True when the delivered one may be replaced by the wanted one; everything may replace itself.
    #[must_use]
    pub fn may_replace(&self, delivered: Revised, wanted: Revised, on: NaiveDate) -> bool {
        self.replacements(delivered, on, None)
            .iter()
            .any(|found| found.item == wanted.0 && (found.revision == wanted.1 || found.revision.is_none()))
    }

    /// Whether two different things may be taken for each other; the new one must be of the revision named, when one is.
    #[must_use]
    pub fn verdict(&self, old: Revised, new: Revised, on: NaiveDate) -> Verdict {
        let way = |from: Revised, to: Revised| {
            let found = self.replacements(from, on, None);
            found
                .into_iter()
                .find(|found| found.item == to.0 && (found.revision == to.1 || found.revision.is_none()))
                .filter(|_| from != to)
                .map(|found| found.is_conditional || found.all_pieces)
        };
        match (way(old, new), way(new, old)) {
            (Some(true), _) => Verdict::Conditional,
            (Some(false), Some(false)) => Verdict::Full,
            (Some(false), _) => Verdict::Forward,
            (None, Some(_)) => Verdict::Backward,
            (None, None) => Verdict::No,
        }
    }

    /// The newest released revision of the same item that may replace a delivered one; none when no such revision is
    /// released, the delivered revision itself when the `revisions` table does not have it.
    #[must_use]
    pub fn latest(&self, item: ItemId, revision: Symbol, on: NaiveDate) -> Option<Symbol> {
        if !self.known.contains_key(&(item, Some(revision))) {
            return Some(revision);
        }
        let seq = |name: Symbol| self.known.get(&(item, Some(name))).map(|known| known.seq);
        self.replacements((item, Some(revision)), on, None)
            .into_iter()
            .filter(|found| found.item == item && found.may_be_chosen)
            .filter_map(|found| found.revision)
            .filter_map(|name| Some((seq(name)?, name)))
            .max_by_key(|&(seq, _)| seq)
            .map(|(_, name)| name)
    }

    /// The newest released revision of an item, whatever it may replace.
    #[must_use]
    pub fn newest(&self, item: ItemId, on: NaiveDate) -> Option<Symbol> {
        let number = self.catalog.items().get(item)?.number;
        let table = self.catalog.table("revisions");
        let (items, names) = (table.text("item"), table.text("revision"));
        (0..table.len())
            .filter(|&row| items.get(row) == Some(number))
            .filter_map(|row| names.get(row))
            .filter(|&name| self.may_be_chosen((item, Some(name)), on))
            .filter_map(|name| self.known.get(&(item, Some(name))).map(|known| (known.seq, name)))
            .max_by_key(|&(seq, _)| seq)
            .map(|(_, name)| name)
    }

    /// True for what is released on the day, and for what the `revisions` table does not have.
    fn may_be_chosen(&self, node: Revised, on: NaiveDate) -> bool {
        self.known.get(&node).is_none_or(|known| {
            known.status == RevisionStatus::Released && known.released.is_none_or(|released| released <= on)
        })
    }
}

impl Edge {
    fn holds(&self, on: NaiveDate, parent: Option<ItemId>) -> bool {
        self.scope.is_none_or(|scope| parent == Some(scope))
            && self.from_day.is_none_or(|from| from <= on)
            && self.to_day.is_none_or(|to| on <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;

    const REVISIONS: &str = "item,revision,seq,status,interchange\nP,A,1,RELEASED,\nP,B,2,RELEASED,FULL\n\
        P,C,3,RELEASED,FORWARD\nP,D,4,RELEASED,NONE\nP,E,5,RELEASED,FULL\n";

    fn revised(catalog: &Catalog, item: &str, revision: &str) -> Revised {
        (catalog.item(item).unwrap(), catalog.texts().find(revision))
    }

    fn set(catalog: &Catalog, revision: &str) -> String {
        let found = Interchange::new(catalog).replacements(revised(catalog, "P", revision), catalog.as_of(), None);
        let mut names: Vec<&str> =
            found.iter().filter_map(|found| found.revision).map(|name| catalog.text(name)).collect();
        names.sort_unstable();
        names.join(" ")
    }

    fn latest<'a>(catalog: &'a Catalog, revision: &str) -> Option<&'a str> {
        let (item, name) = revised(catalog, "P", revision);
        Interchange::new(catalog).latest(item, name.unwrap(), catalog.as_of()).map(|name| catalog.text(name))
    }

    /// SU1: five replaceable sets and three latest values.
    #[test]
    fn su1_replaceable_sets_and_latest() {
        let catalog = catalog(&[("revisions", REVISIONS)]);
        let sets: Vec<String> = ["A", "B", "C", "D", "E"].iter().map(|revision| set(&catalog, revision)).collect();
        assert_eq!(sets, ["A B C", "A B C", "C", "D E", "D E"]);
        assert_eq!(["A", "C", "D"].map(|revision| latest(&catalog, revision)), [Some("C"), Some("C"), Some("E")]);
        let graph = Interchange::new(&catalog);
        let may = |from: &str, to: &str| {
            graph.may_replace(revised(&catalog, "P", from), revised(&catalog, "P", to), catalog.as_of())
        };
        assert!(may("A", "C") && !may("C", "A") && !may("A", "D"));
    }

    /// SU2: C withdrawn.
    #[test]
    fn su2_a_withdrawn_revision_is_not_chosen() {
        let catalog = catalog(&[("revisions", &REVISIONS.replace("C,3,RELEASED", "C,3,WITHDRAWN"))]);
        assert_eq!(latest(&catalog, "A"), Some("B"));
        let item = catalog.item("P").unwrap();
        let newest = Interchange::new(&catalog).newest(item, catalog.as_of());
        assert_eq!(newest.map(|name| catalog.text(name)), Some("E"));
    }

    #[test]
    fn alternates_carry_ratio_direction_scope_and_days() {
        let catalog = catalog(&[
            ("revisions", "item,revision,seq,interchange,condition\nP,A,1,,\nP,B,2,COND,from serial 5\nP,C,3,SET,\n"),
            (
                "alternates",
                "item,revision,alt,alt_revision,direction,ratio,scope_parent,from,to\nP,,Q,,TWO_WAY,2,,,\n\
                 P,,R,,ONE_WAY,1,M,,\nP,,S,,ONE_WAY,1,,,2020-01-01\n",
            ),
            ("bom", "parent,item,quantity\nM,P,1\n"),
        ]);
        let graph = Interchange::new(&catalog);
        let names = |parent: Option<&str>| {
            let parent = parent.map(|parent| catalog.item(parent).unwrap());
            let found = graph.replacements(revised(&catalog, "P", "A"), catalog.as_of(), parent);
            let name = |found: &Replacement| {
                let revision = found.revision.map_or("", |name| catalog.text(name));
                format!("{}{revision}", catalog.item_number(found.item))
            };
            found.iter().map(name).collect::<Vec<_>>()
        };
        assert_eq!(names(None), ["PA", "PB", "Q", "PC", "P"]);
        assert!(names(Some("M")).contains(&"R".to_owned()));
        let found = graph.replacements(revised(&catalog, "P", "A"), catalog.as_of(), None);
        assert_eq!(found[2].ratio, Figure::Known(Decimal::from(2)));
        assert!(found[3].all_pieces && found[3].is_conditional && found[3].conditions.len() == 1);
        assert_eq!(found[3].origins.len(), 2);
        let back = graph.replacements(revised(&catalog, "Q", ""), catalog.as_of(), None);
        assert_eq!(back[1].ratio, Figure::Known("0.5".parse().unwrap()));
        assert_eq!(catalog.findings().iter().filter(|finding| finding.code.id == "W-INTERCHANGE-BLANK").count(), 0);
    }
}
