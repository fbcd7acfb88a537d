//! What is fitted in one machine, line by line, and which assemblies contain an item.
//!
//! Rules: warranty and recall specification, section 5, points 2, 4 and 5. As-built lines and service events where there
//! are some, else the structure valid at delivery. Beside them stands what may be there all the same: what may have been
//! taken from stock, and lines of the structure that the as-built lines leave open.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::accumulate::Ancestors;
use super::amount::{Figure, Total};
use super::delivered::{BuildPeriod, Possible, possible_lines};
use super::effectivity::Effectivity;
use super::explode::Place;
use super::frozen::{Frozen, FrozenLine};
use super::where_used::{by_number, say};
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{BomLine, Catalog, ItemId, LineId, LineKind};
use crate::tables::Symbol;

/// One line fitted in a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FittedLine {
    /// Assembly.
    pub parent: ItemId,
    /// What is in it.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// Its lot.
    pub lot: Option<Symbol>,
    /// Its serial number.
    pub component_serial: Option<Symbol>,
    /// Quantity in the whole machine.
    pub quantity: Figure,
    /// Quantity in one assembly, as it was recorded or designed.
    pub per_parent: Option<Decimal>,
    /// Position in the assembly.
    pub position: Option<Symbol>,
    /// Where it stands: a row of the `bom` table is what was designed, the others were recorded.
    pub place: Place,
    /// The designed line.
    pub line: Option<LineId>,
    /// An event took some of several pieces that differ, and does not say which.
    pub is_mixed: bool,
}

/// A designed line that may be fitted, although neither the records nor the structure at delivery say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherLine {
    /// The line.
    pub line: FittedLine,
    /// Why it may be there.
    pub why: Possible,
}

/// Pieces that were removed from a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedLine {
    /// What they were; the quantity is that of the event.
    pub line: FittedLine,
    /// The day.
    pub on: Option<NaiveDate>,
}

/// What is fitted in a machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fitted {
    /// There are as-built lines; else the structure valid at delivery was taken.
    pub is_recorded: bool,
    /// The lines.
    pub lines: Vec<FittedLine>,
    /// What was removed, in the order of the days.
    pub removed: Vec<RemovedLine>,
    /// What may be there too.
    pub others: Vec<OtherLine>,
}

/// What is fitted in a machine on a day; none when neither as-built lines nor a structure are known.
///
/// `top` is the machine's item, `period` when it was built. With `relevant` items only those are listed of a structure.
#[must_use]
pub fn fitted(
    catalog: &Catalog,
    serial: Option<Symbol>,
    top: Option<ItemId>,
    (period, on): (&BuildPeriod, NaiveDate),
    relevant: Option<&BTreeSet<ItemId>>,
    findings: &mut Findings,
) -> Option<Fitted> {
    let kept = serial.and_then(|serial| Frozen::new(catalog, serial, top, Some(on), findings));
    let is_recorded = kept.is_some();
    let name = serial.map(|serial| catalog.text(serial));
    let valid = Effectivity::new(catalog, period.valid_on, name);
    let frozen = if let Some(kept) = kept {
        kept
    } else {
        let has_events = serial.is_some_and(|serial| !catalog.machines().events(serial).is_empty());
        let top = top.filter(|&top| has_events || catalog.structure().has_children(top))?;
        Frozen::reconstructed(catalog, serial, top, &valid, on, relevant, findings)
    };
    let totals = totals(catalog, &frozen, top, findings);
    let lines = frozen
        .lines()
        .filter(|line| line.kind != LineKind::Reference)
        .map(|found| {
            let above = totals.get(&found.parent).copied().unwrap_or(Total::ONE);
            of_line(found, above.times(own(found)).figure())
        })
        .collect();
    let removed = frozen
        .removed
        .iter()
        .map(|removed| RemovedLine { line: of_line(&removed.line, own(&removed.line).figure()), on: removed.on })
        .collect();
    let others = Others { catalog, valid: &valid, period, relevant, totals: &totals }.find(&frozen, serial, top);
    Some(Fitted { is_recorded, lines, removed, others })
}

fn own(line: &FrozenLine) -> Total {
    if line.as_required { Total::ZERO } else { Total::of(line.quantity) }
}

const fn of_line(line: &FrozenLine, quantity: Figure) -> FittedLine {
    FittedLine {
        parent: line.parent,
        item: line.item,
        revision: line.revision,
        lot: line.lot,
        component_serial: line.component_serial,
        quantity,
        per_parent: line.quantity,
        position: line.position,
        place: line.place,
        line: line.line,
        is_mixed: line.is_mixed,
    }
}

/// Looks for what may be in a machine too.
struct Others<'a> {
    catalog: &'a Catalog,
    valid: &'a Effectivity<'a>,
    period: &'a BuildPeriod,
    relevant: Option<&'a BTreeSet<ItemId>>,
    totals: &'a BTreeMap<ItemId, Total>,
}

/// An as-built row, with the pieces that no position has claimed.
struct Recorded {
    parent: Option<ItemId>,
    item: Option<ItemId>,
    position: Option<Symbol>,
    rest: Decimal,
}

/// An assembly to look into.
struct Open {
    item: ItemId,
    /// How often it is there, when it is only possible itself or its content was not recorded; and why its lines are.
    only: Option<(Total, Possible)>,
    period: BuildPeriod,
}

impl Others<'_> {
    /// Goes down from the machine, from each assembly that is only possible itself, and from each that was recorded
    /// without its content.
    fn find(&self, frozen: &Frozen, serial: Option<Symbol>, top: Option<ItemId>) -> Vec<OtherLine> {
        let mut recorded = self.recorded(serial, top);
        let is_recorded = !recorded.is_empty();
        let mut short = frozen.short.clone();
        let mut queue = self.start(frozen, &recorded, top);
        let mut seen: BTreeSet<(ItemId, Option<Possible>)> =
            queue.iter().map(|open| (open.item, open.only.map(|(_, why)| why))).collect();
        let mut found = Vec::new();
        while let Some(open) = queue.pop_front() {
            let per_machine = open
                .only
                .map(|(total, _)| total)
                .or_else(|| self.totals.get(&open.item).copied())
                .unwrap_or(Total::ONE);
            for group in self.positions(open.item, &open.period) {
                let rest = (open.only.is_none() && is_recorded)
                    .then(|| uncovered(&group, open.item, &mut recorded, &mut short));
                if rest.is_some_and(|rest| rest.is_zero()) {
                    continue;
                }
                for (full, line, own_why) in &group {
                    let why = match (open.only, own_why) {
                        (Some((_, why @ Possible::Closed(_))), _) => why,
                        (Some(_), _) => Possible::Inside,
                        (None, Some(why)) => *why,
                        (None, None) if is_recorded => Possible::Unrecorded,
                        (None, None) => continue,
                    };
                    if !is_recorded && open.only.is_none() && is_gone(frozen, open.item, full.item) {
                        continue;
                    }
                    let pieces = match rest {
                        Some(rest) => Some(line.quantity.map_or(rest, |own| own.min(rest))),
                        None => line.quantity,
                    };
                    let line = FrozenLine { quantity: pieces, ..*line };
                    let quantity = per_machine.times(own(&line));
                    found.push(OtherLine { line: of_line(&line, quantity.figure()), why });
                    let inside = if matches!(why, Possible::Closed(_)) { why } else { Possible::Inside };
                    if seen.insert((full.item, Some(inside))) {
                        queue.push_back(Open { item: full.item, only: Some((quantity, inside)), period: open.period });
                    }
                }
            }
        }
        found
    }

    /// Where the search begins.
    fn start(&self, frozen: &Frozen, recorded: &[Recorded], top: Option<ItemId>) -> VecDeque<Open> {
        let mut open: BTreeSet<ItemId> = top.into_iter().collect();
        if recorded.is_empty() {
            open.extend(frozen.lines().filter(|line| matches!(line.place, Place::Bom(_))).map(|line| line.item));
        } else {
            open.extend(recorded.iter().filter_map(|row| row.parent));
        }
        let plain = |&item: &ItemId| Open { item, only: None, period: *self.period };
        let mut queue: VecDeque<Open> = open.iter().map(plain).collect();
        let days = self.catalog.table("service_events").date("date");
        for line in frozen.lines().filter(|line| line.kind != LineKind::Reference) {
            let period = match line.place {
                Place::AsBuilt(_) if !open.contains(&line.item) => *self.period,
                Place::Event(row) => days.get(row as usize).map_or(*self.period, BuildPeriod::of_spare),
                _ => continue,
            };
            let above = self.totals.get(&line.parent).copied().unwrap_or(Total::ONE);
            let only = Some((above.times(own(line)), Possible::Closed(line.place)));
            queue.push_back(Open { item: line.item, only, period });
        }
        queue
    }

    /// The lines of an assembly that may be there, by position; those valid at delivery have no reason.
    fn positions(&self, parent: ItemId, period: &BuildPeriod) -> Vec<Vec<(BomLine, FrozenLine, Option<Possible>)>> {
        type Place = (Option<Symbol>, Option<Symbol>, Option<ItemId>);
        let mut groups: BTreeMap<Place, Vec<_>> = BTreeMap::new();
        for (id, why) in possible_lines(self.catalog, parent, self.valid, period, self.relevant) {
            let Some(full) = self.valid.lines.get(id) else { continue };
            let Some(line) = self.catalog.structure().line(id) else { continue };
            let key = match (full.alt_group, full.position) {
                (Some(group), _) => (Some(group), None, None),
                (None, Some(position)) => (None, Some(position), None),
                (None, None) => (None, None, Some(full.item)),
            };
            let frozen = FrozenLine::designed(self.catalog, &full, line);
            groups.entry(key).or_default().push((full, frozen, why));
        }
        groups.into_values().collect()
    }

    fn recorded(&self, serial: Option<Symbol>, top: Option<ItemId>) -> Vec<Recorded> {
        let table = self.catalog.table("as_built");
        let rows = serial.map(|serial| self.catalog.machines().as_built(serial)).unwrap_or_default();
        let id = |field: &str, row: usize| self.catalog.items().find(table.text(field).get(row)?);
        rows.iter()
            .map(|&row| row as usize)
            .map(|row| Recorded {
                parent: id("parent", row).or(top),
                item: id("item", row),
                position: table.text("position").get(row),
                rest: table.decimal("quantity").get(row).unwrap_or(Decimal::ONE),
            })
            .collect()
    }
}

/// True when events took everything of an item that was in an assembly.
fn is_gone(frozen: &Frozen, parent: ItemId, item: ItemId) -> bool {
    frozen.removed.iter().any(|removed| removed.line.parent == parent && removed.line.item == item)
        && !frozen.lines().any(|line| line.parent == parent && line.item == item && matches!(line.place, Place::Bom(_)))
}

/// Pieces of a position that the as-built rows of its assembly leave open.
fn uncovered(
    group: &[(BomLine, FrozenLine, Option<Possible>)],
    parent: ItemId,
    recorded: &mut [Recorded],
    short: &mut BTreeMap<ItemId, Decimal>,
) -> Decimal {
    let pieces = |is_valid: bool| {
        let fitting = group.iter().filter(|(_, _, why)| why.is_none() == is_valid);
        fitting.map(|(_, line, _)| line.quantity.unwrap_or(Decimal::ONE)).max()
    };
    let mut open = pieces(true).or_else(|| pieces(false)).unwrap_or_default();
    let mut take = |rest: &mut Decimal| {
        let taken = open.min(*rest).max(Decimal::ZERO);
        open = open.checked_sub(taken).unwrap_or_default();
        *rest = rest.checked_sub(taken).unwrap_or_default();
    };
    let is_item = |item: ItemId| group.iter().any(|(full, _, _)| full.item == item);
    for row in recorded.iter_mut().filter(|row| row.parent == Some(parent)) {
        let is_here = group.iter().any(|(full, _, _)| full.position.is_some() && full.position == row.position);
        let may_be = row.position.is_none() || group.iter().any(|(full, _, _)| full.position.is_none());
        if is_here || (may_be && row.item.is_some_and(is_item)) {
            take(&mut row.rest);
        }
    }
    for (_, rest) in short.iter_mut().filter(|(item, _)| is_item(**item)) {
        take(rest);
    }
    open
}

/// How often each assembly is in the machine; assemblies that stand in no other are in it once.
fn totals(catalog: &Catalog, frozen: &Frozen, top: Option<ItemId>, findings: &mut Findings) -> BTreeMap<ItemId, Total> {
    let lines: Vec<&FrozenLine> = frozen.lines().filter(|line| line.kind != LineKind::Reference).collect();
    let mut open: BTreeMap<ItemId, usize> = BTreeMap::new();
    let mut below: BTreeMap<ItemId, Vec<&FrozenLine>> = BTreeMap::new();
    for line in &lines {
        open.entry(line.parent).or_insert(0);
        *open.entry(line.item).or_insert(0) += 1;
        below.entry(line.parent).or_default().push(line);
    }
    if let Some(top) = top {
        open.entry(top).or_insert(0);
    }
    let mut ready: Vec<ItemId> = open.iter().filter(|(_, count)| **count == 0).map(|(&item, _)| item).collect();
    // An assembly that was removed is in the machine no longer, and neither is what was in it.
    let is_removed = |item: ItemId| Some(item) != top && frozen.removed.iter().any(|taken| taken.line.item == item);
    let start = |item: ItemId| if is_removed(item) { Total::ZERO } else { Total::ONE };
    let mut totals: BTreeMap<ItemId, Total> = ready.iter().map(|&item| (item, start(item))).collect();
    let mut finished: Vec<ItemId> = Vec::new();
    while let Some(item) = ready.pop() {
        finished.push(item);
        let total = totals.get(&item).copied().unwrap_or(Total::ZERO);
        for line in below.get(&item).into_iter().flatten() {
            let sum = totals.entry(line.item).or_insert(Total::ZERO);
            *sum = sum.plus(total.times(Total::of(line.quantity)));
            if let Some(count) = open.get_mut(&line.item) {
                *count -= 1;
                if *count == 0 {
                    ready.push(line.item);
                }
            }
        }
    }
    finished.sort_unstable();
    let endless: Vec<ItemId> = open.into_keys().filter(|item| finished.binary_search(item).is_err()).collect();
    for &item in &endless {
        totals.insert(item, Total::CYCLE);
    }
    if let Some(&start) = endless.first() {
        say_loop(catalog, &lines, &endless, start, findings);
    }
    totals
}

/// Names one loop among lines of which each item has another one above it.
fn say_loop(catalog: &Catalog, lines: &[&FrozenLine], endless: &[ItemId], start: ItemId, findings: &mut Findings) {
    let mut path = vec![start];
    while let Some(&last) = path.last() {
        let above = lines.iter().find(|line| line.item == last && endless.binary_search(&line.parent).is_ok());
        let Some(line) = above else { return };
        if let Some(at) = path.iter().position(|&item| item == line.parent) {
            let mut ring = path.split_off(at);
            ring.reverse();
            let smallest = ring.iter().copied().min_by(|&a, &b| by_number(catalog, a, b));
            let first = ring.iter().position(|&item| Some(item) == smallest).unwrap_or(0);
            ring.rotate_left(first);
            let names: Vec<&str> = ring.iter().chain(ring.first()).map(|&item| catalog.item_number(item)).collect();
            let mut finding = Finding::new(&codes::E_CYCLE).value(names.join(" > "));
            finding.origin = line.place.origin(catalog);
            findings.push(finding);
            return;
        }
        path.push(line.parent);
    }
}

/// An assembly that contains an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Containing {
    /// The assembly; the item itself comes first.
    pub item: ItemId,
    /// Lines down to the item on the shortest way; 0 for the item itself.
    pub level: u32,
    /// Pieces of the item in one of it.
    pub quantity: Figure,
    /// It is in no assembly.
    pub is_top: bool,
    /// The items from it down to the item, on a shortest way.
    pub path: Vec<ItemId>,
}

/// The assemblies and kits that contain an item on a day, through lines whose revision of it `fits`; the item itself
/// comes first, then by level and item number. Loops are named.
pub fn containing(
    catalog: &Catalog,
    item: ItemId,
    on: NaiveDate,
    fits: impl Fn(Option<Symbol>) -> bool,
    findings: &mut Findings,
) -> Vec<Containing> {
    let valid = Effectivity::new(catalog, on, None);
    let counts = |id, line: &crate::model::Line| valid.counts(id, line);
    let direct = |id, line: &crate::model::Line| fits(valid.lines.revision(line)) && counts(id, line);
    let found = Ancestors::new(catalog.structure(), catalog.items().len(), item, direct, counts);
    say(catalog, &found, findings);
    let mut rows: Vec<Containing> = found
        .nodes
        .iter()
        .zip(&found.totals)
        .map(|(node, total)| Containing {
            item: node.item,
            level: node.level,
            quantity: total.figure(),
            is_top: node.is_top,
            path: found.path(node.item),
        })
        .collect();
    rows.sort_by(|a, b| a.level.cmp(&b.level).then_with(|| by_number(catalog, a.item, b.item)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::number;

    #[test]
    fn quantities_are_for_the_whole_machine_and_removed_pieces_are_remembered() {
        let catalog = catalog(&[
            ("bom", "parent,position,item,quantity\nM,10,A,2\nA,10,B,3\n"),
            ("machines", "serial,item,delivery_date\nSN1,M,2025-01-01\nSN2,M,2025-01-01\n"),
            ("as_built", "serial,parent,item,quantity,lot\nSN1,M,A,2,\nSN1,A,B,3,L1\nSN3,X,Y,1,\nSN3,Y,X,1,\n"),
            ("service_events", "date,serial,action,item,quantity,old_lot\n2025-02-01,SN1,REMOVE,B,1,L1\n"),
        ]);
        let day = catalog.as_of();
        let serial = |name: &str| catalog.texts().find(name);
        let ask = |name: &str, findings: &mut Findings| {
            let top = catalog.machines().find(serial(name).unwrap()).map(|_| catalog.item("M").unwrap());
            let period = BuildPeriod::new(None, day);
            fitted(&catalog, serial(name), top, (&period, day), None, findings).unwrap()
        };
        let lines = |found: &Fitted| -> Vec<String> {
            found
                .lines
                .iter()
                .map(|line| format!("{} {}", catalog.item_number(line.item), number(line.quantity)))
                .collect()
        };
        let mut findings = Findings::new();
        let first = ask("SN1", &mut findings);
        assert_eq!(lines(&first), ["A 2", "B 4"]);
        assert_eq!((first.removed.len(), first.removed[0].on), (1, NaiveDate::from_ymd_opt(2025, 2, 1)));
        let second = ask("SN2", &mut findings);
        assert_eq!((lines(&second), second.is_recorded), (vec!["A 2".to_owned(), "B 6".to_owned()], false));
        assert!(findings.is_empty());
        let third = ask("SN3", &mut findings);
        assert_eq!(lines(&third), ["Y endless", "X endless"]);
        assert_eq!(findings.iter().next().unwrap().value.as_deref(), Some("X > Y > X"));
    }
}
