//! Two structures side by side: products, revisions, days or serial numbers.
//!
//! Rule: structures specification, section 9. Lines are matched by position where both sides have it once, else by item.
//! Assemblies that are met on many paths are compared once; only paths with a difference are listed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::{Figure, Total};
use super::availability::free_stock;
use super::effectivity::Effectivity;
use super::error::{Steps, StructureError, go_on};
use super::explode::{ExplosionOptions, Place};
use super::frozen::StructureKind;
use super::interchange::Interchange;
use super::matching::{Matched, Pairs, row};
use super::roll_up::costs;
use super::source::{Child, Source};
use super::sums::sum_watched;
use super::supersession::{Stock, Supersessions};
use super::where_used::by_number;
use crate::finding::Findings;
use crate::model::{Catalog, ItemId, LineKind, position_order};
use crate::tables::Symbol;
use crate::values::{UNWATCHED, Watch};

/// One of the two structures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareSide {
    /// The product.
    pub item: ItemId,
    /// Lines of this revision of the product; by default of the newest one.
    pub revision: Option<String>,
    /// The day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Serial number of the machine.
    pub serial: Option<String>,
    /// As designed, built or maintained.
    pub kind: StructureKind,
}

impl CompareSide {
    /// The designed structure of an item on the catalog's day.
    #[must_use]
    pub const fn new(item: ItemId) -> Self {
        Self { item, revision: None, on: None, serial: None, kind: StructureKind::Designed }
    }
}

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CompareDepth {
    /// The lines of the products themselves.
    Single,
    /// All lines, by their paths.
    #[default]
    Multi,
    /// The total of each item.
    Summed,
}

/// How two structures are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompareOptions {
    /// How deep.
    pub depth: CompareDepth,
    /// Lines without a position match only when their revisions are equal too.
    pub by_revision: bool,
    /// Adds what the change costs and how much stock of the old items there is.
    pub with_effect: bool,
    /// The list ends here, with `W-ROWS-CUT`.
    pub max_rows: usize,
}

impl Default for CompareOptions {
    fn default() -> Self {
        Self { depth: CompareDepth::Multi, by_revision: false, with_effect: false, max_rows: 1_000_000 }
    }
}

/// How a line differs, in the order of naming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// Only in the new structure.
    Added,
    /// Only in the old structure.
    Removed,
    /// Another item at the same position.
    Replaced,
    /// Another revision.
    Revision,
    /// Another quantity.
    Quantity,
    /// Another unit.
    Unit,
    /// Other remarks.
    Text,
}

impl Change {
    /// The word used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "ADDED",
            Self::Removed => "REMOVED",
            Self::Replaced => "REPLACED",
            Self::Revision => "REV",
            Self::Quantity => "QTY",
            Self::Unit => "UNIT",
            Self::Text => "TEXT",
        }
    }
}

/// Whether the old and the new part may be taken for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Both ways.
    Full,
    /// The new one may be taken for the old one.
    Forward,
    /// As forward or full, under a condition or for all pieces of the line together.
    Conditional,
    /// Only the old one may be taken for the new one.
    Backward,
    /// Neither.
    No,
}

impl Verdict {
    /// The word used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Forward => "FORWARD",
            Self::Conditional => "COND",
            Self::Backward => "BACKWARD",
            Self::No => "NONE",
        }
    }
}

/// One side of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompareEntry {
    /// The item.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// Quantity for one parent; in a summed comparison for one product.
    pub quantity: Figure,
    /// The unit as the line says it.
    pub unit: Option<Symbol>,
    /// Where the line stands; none in a summed comparison.
    pub place: Option<Place>,
}

/// One line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareRow {
    /// Lines between the product and this one: 1 is directly in it.
    pub level: u32,
    /// The new items from the product down to the assembly of the line; the old ones where nothing is new.
    pub path: Vec<ItemId>,
    /// Position of the line.
    pub position: Option<Symbol>,
    /// The old side.
    pub old: Option<CompareEntry>,
    /// The new side.
    pub new: Option<CompareEntry>,
    /// How they differ.
    pub changes: Vec<Change>,
    /// New quantity less the old one; none for replaced parts and where one is not known.
    pub difference: Option<Decimal>,
    /// Whether one may be taken for the other, for other revisions and replaced parts.
    pub verdict: Option<Verdict>,
    /// Cost of the new side less that of the old one, for one parent; only when asked for and known.
    pub cost_effect: Option<Decimal>,
    /// Free stock of the old item where it is removed or replaced; only when asked for.
    pub old_stock: Option<Decimal>,
}

/// The differences of two structures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The old side.
    pub old: CompareSide,
    /// The new side.
    pub new: CompareSide,
    /// The lines that differ: depth-first, in position order; a summed comparison by item number.
    pub rows: Vec<CompareRow>,
    /// What is doubtful.
    pub findings: Findings,
}

/// Compares two structures.
///
/// # Errors
/// A serial number is missing or not in the catalog, or no line belongs to the revision asked for.
pub fn compare(
    catalog: &Catalog,
    old: &CompareSide,
    new: &CompareSide,
    options: &CompareOptions,
) -> Result<Comparison, StructureError> {
    compare_watched(catalog, old, new, options, UNWATCHED)
}

/// [`compare`], which stops when the caller asks for it.
///
/// # Errors
/// Those of [`compare`], and [`StructureError::Stopped`].
pub fn compare_watched(
    catalog: &Catalog,
    old: &CompareSide,
    new: &CompareSide,
    options: &CompareOptions,
    watch: Watch<'_>,
) -> Result<Comparison, StructureError> {
    let mut findings = Findings::new();
    let (old_options, new_options) = (explosion(old), explosion(new));
    let old_reader = Reader::new(catalog, old, &old_options, &mut findings)?;
    let new_reader = Reader::new(catalog, new, &new_options, &mut findings)?;
    let judge = Judge {
        interchange: Interchange::new(catalog),
        supersessions: Supersessions::new(catalog, new_reader.on),
        on: new_reader.on,
    };
    let mut rows = if options.depth == CompareDepth::Summed {
        summed(catalog, &old_reader, &new_reader, watch)?
    } else {
        let mut pairs = Pairs::new(catalog, &old_reader, &new_reader, options);
        let steps = Steps::new(watch);
        pairs.collect((Some(old.item), Some(new.item)), &steps)?;
        pairs.list((old.item, new.item), &steps, &mut findings)?
    };
    for (done, row) in rows.iter_mut().enumerate() {
        go_on(watch, done, done + 1)?;
        if row.changes.contains(&Change::Revision) || row.changes.contains(&Change::Replaced) {
            row.verdict = row.old.zip(row.new).map(|(old, new)| judge.verdict(&old, &new));
        }
    }
    if options.with_effect {
        add_effect(catalog, &mut rows, new_reader.on);
    }
    findings.sort();
    Ok(Comparison { old: old.clone(), new: new.clone(), rows, findings })
}

fn explosion(side: &CompareSide) -> ExplosionOptions {
    ExplosionOptions { on: side.on, serial: side.serial.clone(), kind: side.kind, ..Default::default() }
}

/// The lines of one side.
pub(super) struct Reader<'a> {
    source: Source<'a>,
    on: NaiveDate,
    item: ItemId,
    /// Lines of the product in another revision than its newest.
    own: Option<Vec<Child>>,
}

impl<'a> Reader<'a> {
    fn new(
        catalog: &'a Catalog,
        side: &'a CompareSide,
        options: &'a ExplosionOptions,
        findings: &mut Findings,
    ) -> Result<Self, StructureError> {
        let on = side.on.unwrap_or(catalog.as_of());
        let source = Source::new(catalog, side.item, on, options, findings)?;
        let own = match &side.revision {
            Some(revision) if side.kind == StructureKind::Designed => {
                Some(of_revision(catalog, side.item, revision, on, side.serial.as_deref())?)
            }
            _ => None,
        };
        Ok(Self { source, on, item: side.item, own })
    }

    pub(super) fn children(&self, item: ItemId) -> Vec<Child> {
        let mut children = Vec::new();
        match &self.own {
            Some(own) if item == self.item => children.clone_from(own),
            _ => self.source.children(item, &mut children),
        }
        children
    }
}

/// The lines of one revision of an item.
fn of_revision(
    catalog: &Catalog,
    item: ItemId,
    revision: &str,
    on: NaiveDate,
    serial: Option<&str>,
) -> Result<Vec<Child>, StructureError> {
    let valid = Effectivity::new(catalog, on, serial);
    let structure = catalog.structure();
    let wanted = catalog.texts().find(revision);
    let named: BTreeSet<Symbol> =
        structure.children(item).filter_map(|(_, line)| valid.lines.parent_revision(line)).collect();
    if !wanted.is_some_and(|wanted| named.contains(&wanted)) {
        let mut known: Vec<String> = named.into_iter().map(|name| catalog.text(name).to_owned()).collect();
        known.sort_by(|a, b| position_order(a, b));
        return Err(StructureError::UnknownRevision {
            item: catalog.item_number(item).to_owned(),
            revision: revision.to_owned(),
            known,
        });
    }
    let mut best: BTreeMap<Symbol, (i64, usize)> = BTreeMap::new();
    let mut found: Vec<(Child, Option<Symbol>)> = Vec::new();
    for (id, line) in structure.children(item) {
        let of = valid.lines.parent_revision(line);
        if (of.is_some() && of != wanted) || !valid.holds_in_revision(line) {
            continue;
        }
        let Some(full) = valid.lines.get(id) else { continue };
        let group = valid.lines.alternate(line);
        if let Some((group, rank)) = group {
            let best = best.entry(group).or_insert((rank, found.len()));
            *best = (*best).min((rank, found.len()));
        }
        found.push((
            Child {
                parent: item,
                item: full.item,
                position: full.position,
                revision: full.revision,
                quantity: full.quantity,
                as_required: full.as_required,
                factor: Total::of_line(structure, line),
                unit: full.unit,
                kind: full.kind,
                place: Place::Bom(full.row),
            },
            group.map(|(group, _)| group),
        ));
    }
    Ok(found
        .into_iter()
        .enumerate()
        .filter(|(index, (_, group))| {
            group.is_none_or(|group| best.get(&group).is_some_and(|(_, first)| first == index))
        })
        .map(|(_, (child, _))| child)
        .collect())
}

/// The items whose totals differ, by item number.
fn summed(
    catalog: &Catalog,
    old: &Reader<'_>,
    new: &Reader<'_>,
    watch: Watch<'_>,
) -> Result<Vec<CompareRow>, StructureError> {
    let totals = |side: &Reader<'_>| -> Result<BTreeMap<ItemId, Figure>, StructureError> {
        let Some(own) = &side.own else {
            let rows = sum_watched(catalog, &side.source, side.item, Total::ONE, watch)?;
            return Ok(rows.into_iter().map(|row| (row.item, row.total)).collect());
        };
        let mut totals: BTreeMap<ItemId, Total> = BTreeMap::new();
        let mut add = |item: ItemId, total: Total| {
            let sum = totals.entry(item).or_insert(Total::ZERO);
            *sum = sum.plus(total);
        };
        for child in own.iter().filter(|child| child.kind != LineKind::Reference) {
            add(child.item, child.factor);
            for row in sum_watched(catalog, &side.source, child.item, child.factor, watch)? {
                add(row.item, Total::of_figure(row.total));
            }
        }
        Ok(totals.into_iter().map(|(item, total)| (item, total.figure())).collect())
    };
    let (old_totals, new_totals) = (totals(old)?, totals(new)?);
    let mut items: Vec<ItemId> = old_totals.keys().chain(new_totals.keys()).copied().collect();
    items.sort_by(|&a, &b| by_number(catalog, a, b));
    items.dedup();
    Ok(items
        .into_iter()
        .filter(|item| old_totals.get(item) != new_totals.get(item))
        .map(|item| {
            let entry = |totals: &BTreeMap<ItemId, Figure>| {
                let unit = catalog.structure().unit(item);
                totals.get(&item).map(|&quantity| CompareEntry { item, revision: None, quantity, unit, place: None })
            };
            let (old, new) = (entry(&old_totals), entry(&new_totals));
            let change = match (old, new) {
                (None, _) => Change::Added,
                (_, None) => Change::Removed,
                _ => Change::Quantity,
            };
            let line = Matched { position: None, old, new, changes: vec![change], below: (None, None) };
            row(&line, 1, Vec::new())
        })
        .collect())
}

/// Says whether parts may be taken for each other.
struct Judge<'a> {
    interchange: Interchange<'a>,
    supersessions: Supersessions<'a>,
    on: NaiveDate,
}

impl Judge<'_> {
    fn verdict(&self, old: &CompareEntry, new: &CompareEntry) -> Verdict {
        let found = self.interchange.verdict((old.item, old.revision), (new.item, new.revision), self.on);
        let is_forward = matches!(found, Verdict::Full | Verdict::Forward | Verdict::Conditional);
        let is_followed = || {
            old.item != new.item
                && self.supersessions.is_superseded(old.item)
                && self
                    .supersessions
                    .resolve(&[(old.item, Decimal::ONE)], &Stock::new())
                    .supplied
                    .iter()
                    .any(|&(item, _)| item == new.item)
        };
        if !is_forward && is_followed() { Verdict::Forward } else { found }
    }
}

fn add_effect(catalog: &Catalog, rows: &mut [CompareRow], on: NaiveDate) {
    let entries = rows.iter().flat_map(|row| [row.old, row.new]).flatten();
    let items: BTreeSet<ItemId> = entries.map(|entry| entry.item).collect();
    let costs: BTreeMap<ItemId, Option<Decimal>> = costs(catalog, &items, on).into_iter().collect();
    let stock = free_stock(catalog);
    for row in rows {
        let cost = |entry: Option<CompareEntry>| match entry {
            None => Some(Decimal::ZERO),
            Some(entry) => entry.quantity.quantity()?.checked_mul((*costs.get(&entry.item)?)?),
        };
        row.cost_effect = cost(row.new).zip(cost(row.old)).and_then(|(new, old)| new.checked_sub(old));
        if row.changes.contains(&Change::Removed) || row.changes.contains(&Change::Replaced) {
            row.old_stock = row.old.map(|old| stock.get(&old.item).copied().unwrap_or_default());
        }
    }
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
