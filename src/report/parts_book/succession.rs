//! What came after a part: new numbers, and newer revisions that may or may not replace the delivered one.
//!
//! Rules: structures specification, sections 2 and 3; parts-book specification, section 2.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::{Finding, Findings, codes};
use crate::model::{Catalog, ItemId};
use crate::tables::Symbol;

/// One number at the end of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// The old number.
    pub old: ItemId,
    /// The new number that is valid today.
    pub new: ItemId,
    /// New pieces for one old piece; for `MERGE` old pieces for one new piece. None when it is longer than 28 digits.
    pub ratio: Option<Decimal>,
    /// `ONE`, `AND`, `OR`, `MERGE`: the last step that is not `ONE`, else `ONE`.
    pub kind: String,
    /// Note of the first step.
    pub note: Option<String>,
}

/// What to say about the revision of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevisionNote<'a> {
    /// A newer revision is supplied.
    SuppliedAs(&'a str),
    /// There is a newer one, but it does not fit.
    NewerDoesNotFit,
}

struct Step {
    new: ItemId,
    ratio: Decimal,
    kind: String,
    rank: i64,
    note: Option<String>,
}

struct Revision {
    seq: i64,
    name: Symbol,
    is_released: bool,
    /// The one before may be replaced by this one; this one by the one before.
    forward: bool,
    backward: bool,
}

/// Chains of numbers and revisions of a catalog.
pub struct Succession {
    ends: BTreeMap<ItemId, Vec<Successor>>,
    loops: BTreeSet<ItemId>,
    revisions: BTreeMap<Symbol, Vec<Revision>>,
}

impl Succession {
    /// Follows all supersessions valid on a day.
    #[must_use]
    pub fn new(catalog: &Catalog, on: NaiveDate, findings: &mut Findings) -> Self {
        let steps = steps(catalog, on);
        let mut this = Self { ends: BTreeMap::new(), loops: BTreeSet::new(), revisions: revisions(catalog) };
        for &old in steps.keys() {
            if let Some(ends) = follow(old, &steps) {
                this.ends.insert(old, ends);
            } else {
                this.loops.insert(old);
                let number = catalog.item_number(old);
                findings.push(
                    Finding::new(&codes::structure::E_SUP_CYCLE)
                        .field("old")
                        .value(number)
                        .detail("the old number is printed and cannot be ordered"),
                );
            }
        }
        this
    }

    /// The numbers that follow an item; empty when none does.
    #[must_use]
    pub fn of(&self, item: ItemId) -> &[Successor] {
        self.ends.get(&item).map(Vec::as_slice).unwrap_or_default()
    }

    /// True when the item is replaced by itself in the end.
    #[must_use]
    pub fn is_loop(&self, item: ItemId) -> bool {
        self.loops.contains(&item)
    }

    /// What to say about the delivered revision of an item.
    #[must_use]
    pub fn revision_note<'a>(&self, catalog: &'a Catalog, item: ItemId, delivered: &str) -> Option<RevisionNote<'a>> {
        let revisions = self.revisions.get(&catalog.items().get(item)?.number)?;
        let delivered = catalog.texts().find(delivered)?;
        let own = revisions.iter().position(|revision| revision.name == delivered)?;
        let last = revisions.iter().skip(own + 1).take_while(|revision| revision.forward).count() + own;
        let first =
            own - revisions.iter().take(own + 1).rev().take_while(|revision| revision.backward).count().min(own);
        let latest = revisions.get(first..=last)?.iter().filter(|revision| revision.is_released).max_by_key(|r| r.seq);
        match latest {
            Some(latest) if latest.name != delivered => Some(RevisionNote::SuppliedAs(catalog.text(latest.name))),
            _ => revisions
                .iter()
                .skip(last + 1)
                .any(|revision| revision.is_released)
                .then_some(RevisionNote::NewerDoesNotFit),
        }
    }
}

fn steps(catalog: &Catalog, on: NaiveDate) -> BTreeMap<ItemId, Vec<Step>> {
    let table = catalog.table("supersessions");
    let (olds, news, kinds) = (table.text("old"), table.text("new"), table.text("type"));
    let (from, ratios, notes, ranks) =
        (table.date("from"), table.decimal("ratio"), table.text("note"), table.integer("rank"));
    let mut steps: BTreeMap<ItemId, Vec<Step>> = BTreeMap::new();
    for row in 0..table.len() {
        if from.get(row).is_some_and(|from| from > on) {
            continue;
        }
        let id = |symbol: Option<Symbol>| symbol.and_then(|symbol| catalog.items().find(symbol));
        let (Some(old), Some(new)) = (id(olds.get(row)), id(news.get(row))) else { continue };
        steps.entry(old).or_default().push(Step {
            new,
            ratio: ratios.get(row).filter(|ratio| *ratio > Decimal::ZERO).unwrap_or(Decimal::ONE),
            kind: kinds.get(row).map_or_else(|| "ONE".to_owned(), |kind| catalog.text(kind).to_uppercase()),
            rank: ranks.get(row).unwrap_or(i64::MAX),
            note: notes.get(row).map(|note| catalog.text(note).to_owned()),
        });
    }
    for steps in steps.values_mut() {
        steps.sort_by_key(|step| step.rank);
    }
    steps
}

/// One branch on the way to the ends of a chain.
struct Branch {
    item: ItemId,
    ratio: Option<Decimal>,
    kind: String,
    path: Vec<ItemId>,
}

/// The ends of all chains that begin with an item; none when one of them comes back to where it was.
fn follow(old: ItemId, steps: &BTreeMap<ItemId, Vec<Step>>) -> Option<Vec<Successor>> {
    let note = steps.get(&old)?.first().and_then(|step| step.note.clone());
    let mut ends: Vec<Successor> = Vec::new();
    let mut open = vec![Branch { item: old, ratio: Some(Decimal::ONE), kind: "ONE".to_owned(), path: vec![old] }];
    while let Some(branch) = open.pop() {
        let Some(next) = steps.get(&branch.item) else {
            let known = ends.iter_mut().find(|end| end.new == branch.item);
            match known {
                Some(end) => end.ratio = end.ratio.zip(branch.ratio).and_then(|(a, b)| a.checked_add(b)),
                None => ends.push(Successor {
                    old,
                    new: branch.item,
                    ratio: branch.ratio,
                    kind: branch.kind,
                    note: note.clone(),
                }),
            }
            continue;
        };
        for step in next.iter().rev() {
            if branch.path.contains(&step.new) {
                return None;
            }
            let mut path = branch.path.clone();
            path.push(step.new);
            open.push(Branch {
                item: step.new,
                ratio: branch.ratio.and_then(|ratio| ratio.checked_mul(step.ratio)),
                kind: if step.kind == "ONE" { branch.kind.clone() } else { step.kind.clone() },
                path,
            });
        }
    }
    for end in &mut ends {
        end.ratio = end.ratio.map(|ratio| ratio.normalize());
    }
    Some(ends)
}

fn revisions(catalog: &Catalog) -> BTreeMap<Symbol, Vec<Revision>> {
    let table = catalog.table("revisions");
    let (items, names, seqs) = (table.text("item"), table.text("revision"), table.integer("seq"));
    let (states, relations) = (table.text("status"), table.text("interchange"));
    let mut revisions: BTreeMap<Symbol, Vec<Revision>> = BTreeMap::new();
    for row in 0..table.len() {
        let (Some(item), Some(name), Some(seq)) = (items.get(row), names.get(row), seqs.get(row)) else { continue };
        let state = states.get(row).map_or("RELEASED", |state| catalog.text(state));
        let relation = relations.get(row).map_or("NONE", |relation| catalog.text(relation)).to_uppercase();
        revisions.entry(item).or_default().push(Revision {
            seq,
            name,
            is_released: state.eq_ignore_ascii_case("RELEASED"),
            forward: matches!(relation.as_str(), "FULL" | "FORWARD" | "SET" | "COND"),
            backward: relation == "FULL",
        });
    }
    for list in revisions.values_mut() {
        list.sort_by_key(|revision| revision.seq);
        if let Some(first) = list.first_mut() {
            (first.forward, first.backward) = (false, false);
        }
    }
    revisions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;

    /// Structures specification, section 2: A; B FULL; C FORWARD; D NONE; E FULL.
    #[test]
    fn su1_the_latest_revision_that_fits_is_supplied() {
        let catalog = catalog(&[
            ("items", "item\nP\n"),
            (
                "revisions",
                "item,revision,seq,status,interchange\nP,A,1,RELEASED,FULL\nP,B,2,RELEASED,FULL\nP,C,3,RELEASED,FORWARD\n\
                 P,D,4,RELEASED,NONE\nP,E,5,RELEASED,FULL\n",
            ),
        ]);
        let succession = Succession::new(&catalog, catalog.as_of(), &mut Findings::new());
        let item = catalog.item("P").unwrap();
        let note = |revision: &str| succession.revision_note(&catalog, item, revision);
        assert_eq!(note("A"), Some(RevisionNote::SuppliedAs("C")));
        assert_eq!(note("B"), Some(RevisionNote::SuppliedAs("C")));
        assert_eq!(note("C"), Some(RevisionNote::NewerDoesNotFit));
        assert_eq!(note("D"), Some(RevisionNote::SuppliedAs("E")));
        assert_eq!(note("E"), None);
        assert_eq!(note("Z"), None);
    }

    /// Structures specification, section 3: P1 → P2; P2 → P3×2 AND P4×1; P3 → P5 (0.5). And a loop.
    #[test]
    fn su3_chains_are_followed_to_their_ends() {
        let catalog = catalog(&[(
            "supersessions",
            "old,new,type,ratio,from\nP1,P2,ONE,1,\nP2,P3,AND,2,\nP2,P4,AND,1,\nP3,P5,ONE,0.5,\nX,Y,ONE,1,\nY,X,ONE,1,\n\
             Q,R,ONE,1,2027-01-01\n",
        )]);
        let mut findings = Findings::new();
        let succession = Succession::new(&catalog, catalog.as_of(), &mut findings);
        let id = |number: &str| catalog.item(number).unwrap();
        let ends: Vec<(&str, String, &str)> = succession
            .of(id("P1"))
            .iter()
            .map(|end| (catalog.item_number(end.new), end.ratio.unwrap().to_string(), end.kind.as_str()))
            .collect();
        assert_eq!(ends, [("P5", "1".to_owned(), "AND"), ("P4", "1".to_owned(), "AND")]);
        assert!(succession.is_loop(id("X")) && succession.is_loop(id("Y")) && !succession.is_loop(id("P1")));
        assert!(succession.of(id("Q")).is_empty(), "not valid yet");
        assert_eq!(findings.iter().filter(|finding| finding.code.id == "E-SUP-CYCLE").count(), 2);
    }
}
