//! What a machine was built from and what has been fitted since: as-built lines and service events.
//!
//! Rules: structures specification, section 5; warranty and recall specification, section 5 point 2. Quantities are for
//! one parent, as in the structure it was frozen from.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::effectivity::Effectivity;
use super::explode::Place;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{BomLine, Catalog, ItemId, Line, LineId, LineKind, position_order};
use crate::tables::{Symbol, Table};

/// Which structure of a product is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StructureKind {
    /// As designed: valid on the day.
    #[default]
    Designed,
    /// As built: what left the factory under this serial number.
    Built,
    /// As maintained: as built, and what was fitted and removed since.
    Maintained,
}

impl StructureKind {
    /// The word used in calls: `designed`, `built`, `maintained`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Designed => "designed",
            Self::Built => "built",
            Self::Maintained => "maintained",
        }
    }
}

/// One fitted line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FrozenLine {
    pub(crate) parent: ItemId,
    pub(crate) item: ItemId,
    pub(crate) revision: Option<Symbol>,
    pub(crate) position: Option<Symbol>,
    pub(crate) quantity: Option<Decimal>,
    pub(crate) as_required: bool,
    pub(crate) unit: Option<Symbol>,
    pub(crate) kind: LineKind,
    pub(crate) place: Place,
    pub(crate) lot: Option<Symbol>,
    pub(crate) component_serial: Option<Symbol>,
    /// An event took some of several pieces that differ, and does not say which.
    pub(crate) is_mixed: bool,
    /// The designed line.
    pub(crate) line: Option<LineId>,
}

impl FrozenLine {
    /// A line of the structure as designed.
    pub(crate) fn designed(catalog: &Catalog, full: &BomLine, line: &Line) -> Self {
        let structure = catalog.structure();
        Self {
            parent: full.parent,
            item: full.item,
            revision: full.revision,
            position: full.position,
            quantity: structure.quantity(line),
            as_required: full.as_required,
            unit: structure.unit(full.item),
            kind: full.kind,
            place: Place::Bom(full.row),
            lot: None,
            component_serial: None,
            is_mixed: false,
            line: Some(full.id),
        }
    }
}

/// What events took away, and the pieces they took although no line has them.
type Taken = (Vec<Removed>, BTreeMap<ItemId, Decimal>);

/// Pieces that an event took away.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Removed {
    /// The line they were taken from, with their quantity.
    pub(crate) line: FrozenLine,
    /// The day.
    pub(crate) on: Option<NaiveDate>,
}

/// The lines of one machine by their assembly.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frozen {
    by_parent: BTreeMap<ItemId, Vec<FrozenLine>>,
    others: Vec<ItemId>,
    top: Option<ItemId>,
    /// What events took away, in their order.
    pub(crate) removed: Vec<Removed>,
    /// Pieces that events took although no line has them.
    pub(crate) short: BTreeMap<ItemId, Decimal>,
}

impl Frozen {
    /// The as-built lines of a serial number, with its events up to a day when `events_to` is given; none without
    /// as-built lines.
    pub(crate) fn new(
        catalog: &Catalog,
        serial: Symbol,
        top: Option<ItemId>,
        events_to: Option<NaiveDate>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let rows = catalog.machines().as_built(serial);
        let table = catalog.table("as_built");
        let mut lines: Vec<FrozenLine> =
            rows.iter().filter_map(|&row| line(catalog, table, row, Place::AsBuilt(row), top)).collect();
        if lines.is_empty() {
            return None;
        }
        let (removed, short) = match events_to {
            Some(to) => apply_events(catalog, serial, top, to, None, &mut lines, findings),
            None => Taken::default(),
        };
        Some(Self { removed, short, ..Self::of_lines(catalog, lines, top) })
    }

    /// The structure valid at delivery with the events of a machine up to a day; without serial number without events.
    /// Only lines and events of `relevant` items when they are given.
    pub(crate) fn reconstructed(
        catalog: &Catalog,
        serial: Option<Symbol>,
        top: ItemId,
        valid: &Effectivity<'_>,
        events_to: NaiveDate,
        relevant: Option<&BTreeSet<ItemId>>,
        findings: &mut Findings,
    ) -> Self {
        let structure = catalog.structure();
        let (mut lines, mut queue, mut seen) = (Vec::new(), vec![top], BTreeSet::from([top]));
        while let Some(item) = queue.pop() {
            for (id, line) in structure.children(item).filter(|(id, line)| valid.counts(*id, line)) {
                if relevant.is_some_and(|relevant| !relevant.contains(&line.item)) {
                    continue;
                }
                let Some(full) = valid.lines.get(id) else { continue };
                lines.push(FrozenLine::designed(catalog, &full, line));
                if !line.is_reference() && seen.insert(line.item) {
                    queue.push(line.item);
                }
            }
        }
        let (removed, short) = serial.map_or_else(Taken::default, |serial| {
            apply_events(catalog, serial, Some(top), events_to, relevant, &mut lines, findings)
        });
        Self { removed, short, ..Self::of_lines(catalog, lines, Some(top)) }
    }

    fn of_lines(catalog: &Catalog, lines: Vec<FrozenLine>, top: Option<ItemId>) -> Self {
        let children: BTreeSet<ItemId> = lines.iter().map(|line| line.item).collect();
        let mut frozen = Self { top, ..Self::default() };
        for line in lines {
            frozen.by_parent.entry(line.parent).or_default().push(line);
        }
        for lines in frozen.by_parent.values_mut() {
            lines.sort_by(|a, b| match (a.position, b.position) {
                (Some(a), Some(b)) => position_order(catalog.text(a), catalog.text(b)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
        }
        frozen.others = frozen
            .by_parent
            .keys()
            .copied()
            .filter(|&parent| Some(parent) != top && !children.contains(&parent))
            .collect();
        frozen
    }

    /// All lines, by their assemblies.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &FrozenLine> {
        self.by_parent.values().flatten()
    }

    /// Leaves out lines of an item that do not fit.
    pub(crate) fn retain(&mut self, item: ItemId, fits: impl Fn(Option<Symbol>) -> bool) {
        for lines in self.by_parent.values_mut() {
            lines.retain(|line| line.item != item || fits(line.revision));
        }
    }

    /// The items from the machine down to an item, on a shortest way; none when it is not in the machine.
    pub(crate) fn path(&self, top: ItemId, item: ItemId) -> Option<Vec<ItemId>> {
        let mut above: BTreeMap<ItemId, ItemId> = BTreeMap::new();
        let mut queue = VecDeque::from([top]);
        while let Some(parent) = queue.pop_front() {
            for line in self.children(parent) {
                if line.item != top && !above.contains_key(&line.item) {
                    above.insert(line.item, parent);
                    queue.push_back(line.item);
                }
            }
        }
        let mut path = vec![item];
        while let Some(&last) = path.last().filter(|last| **last != top) {
            path.push(*above.get(&last)?);
        }
        path.reverse();
        Some(path)
    }

    /// The lines of an assembly; the machine itself also has those of assemblies that stand in no other.
    pub(crate) fn children(&self, item: ItemId) -> impl Iterator<Item = &FrozenLine> {
        let others: &[ItemId] = if self.top == Some(item) { &self.others } else { &[] };
        [item].into_iter().chain(others.iter().copied()).filter_map(|parent| self.by_parent.get(&parent)).flatten()
    }
}

/// A row of the `as_built` or `service_events` table; without an assembly it is fitted to the machine itself.
fn line(catalog: &Catalog, table: &Table, row: u32, place: Place, top: Option<ItemId>) -> Option<FrozenLine> {
    let index = row as usize;
    let id = |field: &str| catalog.items().find(table.text(field).get(index)?);
    let item = id("item")?;
    Some(FrozenLine {
        parent: id("parent").or(top)?,
        item,
        revision: table.text("revision").get(index),
        position: table.text("position").get(index),
        quantity: table.decimal("quantity").get(index),
        as_required: false,
        unit: table.text("unit").get(index),
        kind: LineKind::Part,
        place,
        lot: table.text("lot").get(index),
        component_serial: table.text("component_serial").get(index),
        is_mixed: false,
        line: None,
    })
}

/// Takes away and adds what the events of a machine say, in the order of their days; what was taken away.
fn apply_events(
    catalog: &Catalog,
    serial: Symbol,
    top: Option<ItemId>,
    to: NaiveDate,
    relevant: Option<&BTreeSet<ItemId>>,
    lines: &mut Vec<FrozenLine>,
    findings: &mut Findings,
) -> Taken {
    let (mut removed, mut short) = Taken::default();
    let table = catalog.table("service_events");
    let days = table.date("date");
    let text = |field: &str, row: usize| table.text(field).get(row);
    for &row in catalog.machines().events(serial) {
        let index = row as usize;
        if days.get(index).is_some_and(|day| day > to) {
            continue;
        }
        let Some(mut new) = line(catalog, table, row, Place::Event(row), top) else { continue };
        let has_parent = text("parent", index).is_some();
        let old_item = text("old_item", index).and_then(|number| catalog.items().find(number));
        let concerns = |relevant: &BTreeSet<ItemId>| {
            relevant.contains(&new.item) || old_item.is_some_and(|item| relevant.contains(&item))
        };
        if relevant.is_some_and(|relevant| !concerns(relevant)) {
            continue;
        }
        let action = text("action", index).map_or("", |action| catalog.text(action)).to_uppercase();
        let takes_old = matches!(action.as_str(), "REMOVE" | "REPLACE") || (action.is_empty() && old_item.is_some());
        let fits_new = action != "REMOVE";
        let mut from = None;
        if takes_old {
            let own = action == "REMOVE";
            let wanted = Wanted {
                item: old_item.unwrap_or(new.item),
                serial: text("old_component_serial", index).or(if own { new.component_serial } else { None }),
                lot: text("old_lot", index).or(if own { new.lot } else { None }),
                revision: text("old_revision", index).or(if own { new.revision } else { None }),
                parent: has_parent.then_some(new.parent),
            };
            let rest = new.quantity.unwrap_or(Decimal::ONE);
            let first = removed.len();
            let missing = wanted.take(rest, days.get(index), lines, &mut removed);
            from = removed.get(first).map(|taken: &Removed| taken.line.parent);
            // What is not relevant was not listed.
            if missing > Decimal::ZERO && relevant.is_none_or(|relevant| relevant.contains(&wanted.item)) {
                let sum = short.entry(wanted.item).or_insert(Decimal::ZERO);
                *sum = sum.checked_add(missing).unwrap_or(Decimal::MAX);
                let mut finding = Finding::new(&codes::E_EVENT_QTY).field("quantity").value(rest.to_string());
                finding.origin = table.cell(index, "quantity");
                let name = catalog.item_number(wanted.item);
                findings.push(finding.detail(format!("{missing} of \"{name}\" were not fitted")));
            }
        }
        if fits_new {
            if !has_parent {
                new.parent = from.or(top).unwrap_or(new.parent);
            }
            lines.push(new);
        }
    }
    lines.retain(|line| line.quantity != Some(Decimal::ZERO));
    (removed, short)
}

/// What an event takes away.
struct Wanted {
    item: ItemId,
    serial: Option<Symbol>,
    lot: Option<Symbol>,
    revision: Option<Symbol>,
    parent: Option<ItemId>,
}

impl Wanted {
    /// Takes pieces from the lines that fit best: by component serial number, else by lot, else any. Says how many are
    /// missing.
    fn take(
        &self,
        quantity: Decimal,
        on: Option<NaiveDate>,
        lines: &mut [FrozenLine],
        removed: &mut Vec<Removed>,
    ) -> Decimal {
        let rank = |line: &FrozenLine| {
            (
                self.serial.is_some() && line.component_serial == self.serial,
                self.lot.is_some() && line.lot == self.lot,
                self.revision.is_some() && line.revision == self.revision,
                self.parent == Some(line.parent),
            )
        };
        let mut fitting: Vec<usize> =
            lines.iter().enumerate().filter(|(_, line)| line.item == self.item).map(|(index, _)| index).collect();
        fitting
            .sort_by(|&a, &b| lines.get(b).map(rank).partial_cmp(&lines.get(a).map(rank)).unwrap_or(Ordering::Equal));
        mark_mixed(quantity, &fitting, rank, lines);
        let mut rest = quantity;
        for index in fitting {
            let Some(line) = lines.get_mut(index) else { continue };
            let here = line.quantity.unwrap_or_default();
            let taken = here.min(rest);
            if taken > Decimal::ZERO {
                removed.push(Removed { line: FrozenLine { quantity: Some(taken), ..*line }, on });
                line.quantity = here.checked_sub(taken);
                rest = rest.checked_sub(taken).unwrap_or_default();
            }
        }
        rest
    }
}

/// Marks lines that fit equally well, differ, and are not all taken: which of them is left is not known.
fn mark_mixed(
    quantity: Decimal,
    fitting: &[usize],
    rank: impl Fn(&FrozenLine) -> (bool, bool, bool, bool),
    lines: &mut [FrozenLine],
) {
    let mut rest = quantity;
    let equal = |a: &&usize, b: &&usize| lines.get(**a).map(&rank) == lines.get(**b).map(&rank);
    let groups: Vec<Vec<usize>> =
        fitting.iter().collect::<Vec<_>>().chunk_by(equal).map(|group| group.iter().map(|&&at| at).collect()).collect();
    for group in groups {
        let here = |at: &usize| lines.get(*at).and_then(|line| line.quantity).unwrap_or_default();
        let all = group.iter().map(here).fold(Decimal::ZERO, |sum, one| sum.checked_add(one).unwrap_or(Decimal::MAX));
        let what = |at: &usize| lines.get(*at).map(|line| (line.revision, line.lot, line.component_serial));
        let is_same = group.windows(2).all(|pair| matches!(pair, [a, b] if what(a) == what(b)));
        if rest > Decimal::ZERO && rest < all && !is_same {
            for at in &group {
                if let Some(line) = lines.get_mut(*at) {
                    line.is_mixed = true;
                }
            }
        }
        rest = rest.checked_sub(all).unwrap_or_default();
    }
}
