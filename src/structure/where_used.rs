//! Where an item is used: direct assemblies, all assemblies above them, and the machines and customers that have them.
//!
//! Rules: structures specification, section 8. The quantity in an ancestor is the sum over all paths of the products of
//! the quantities on them, computed without listing paths.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::above::{Above, Counted};
use super::accumulate::Ancestors;
use super::amount::{Figure, Total};
use super::error::StructureError;
use super::field::{self, CustomerTotal, FieldUse};
use super::standing_in::{Through, Way, ways};
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, Line, LineId, position_order, position_prefix};
use crate::tables::Symbol;
use crate::values::{UNWATCHED, Watch};

/// How far up a question goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Up to the top products.
    #[default]
    Top,
    /// On to the machines that were delivered.
    Machines,
    /// On to the customers who have them.
    Customers,
}

/// Which lines of an assembly with several revisions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ParentRevisions {
    /// Those of its newest revision.
    #[default]
    Newest,
    /// Those of all its revisions; sums are still those of the newest one.
    All,
}

/// Which structures of a machine count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FieldStructures {
    /// What was recorded for the machine where something was, else the structure valid at its delivery.
    #[default]
    Both,
    /// The structure valid at delivery, for all machines.
    Working,
    /// Only what was recorded: as-built lines and service events.
    Frozen,
}

/// How uses are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the question")]
pub struct WhereUsedOptions {
    /// Only lines that name this revision of the item, or none; by default all.
    pub revision: Option<String>,
    /// The day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Only uses up to this level; by default all. Quantities are over all paths in any case.
    pub levels: Option<u32>,
    /// How far up.
    pub to: Reach,
    /// Which structures of machines count.
    pub structures: FieldStructures,
    /// Which revisions of assemblies count.
    pub parent_revisions: ParentRevisions,
    /// Only assemblies that are in no other.
    pub tops_only: bool,
    /// Also lines that name a revision which the one asked for may replace.
    pub interchangeable: bool,
    /// Also lines in which the item is an alternative, or may be taken for the item that is named.
    pub alternates: bool,
    /// Also lines that name an older item which is replaced by this one.
    pub supersessions: bool,
}

/// One use of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Lines between the assembly and the item on the shortest path: 1 is directly.
    pub level: u32,
    /// The assembly.
    pub parent: ItemId,
    /// Revision of the assembly the line belongs to, for a direct use.
    pub parent_revision: Option<Symbol>,
    /// The item's line in the assembly; on higher levels the line through which the shortest path goes.
    pub line: LineId,
    /// Position of a direct use.
    pub position: Option<Symbol>,
    /// What the lines name: the item itself, or what stands for it.
    pub named: ItemId,
    /// The revision a direct use names.
    pub revision: Option<Symbol>,
    /// Why it counts as a use.
    pub through: Through,
    /// On level 1 the quantity of this line, above it the quantity in the assembly over all paths.
    pub quantity: Option<Decimal>,
    /// Quantity of the item in one of this assembly, over all paths; unknown for one that only older revisions lead to.
    pub total: Figure,
    /// Unit of the item's quantity.
    pub unit: Option<Symbol>,
    /// The assembly is in no other.
    pub is_top: bool,
    /// The line names the item for information only and counts as 0.
    pub is_reference: bool,
    /// Way and node, for the path.
    place: (u32, u32),
}

/// Where an item is used.
#[derive(Clone, Debug)]
pub struct WhereUsed {
    /// The item.
    pub item: ItemId,
    /// The day.
    pub on: NaiveDate,
    /// What was asked.
    pub options: WhereUsedOptions,
    /// Machines (ordered by level, item number, serial number) or, for customers, by customer first.
    pub field: Vec<FieldUse>,
    /// What each customer has, ordered by customer number; only for customers.
    pub customers: Vec<CustomerTotal>,
    /// What is doubtful.
    pub findings: Findings,
    ways: Vec<Found>,
}

/// The assemblies that one way of naming leads to.
#[derive(Clone, Debug)]
struct Found {
    way: Way,
    above: Above,
    /// With the newest revisions of assemblies only, where older ones were asked for as well.
    newest: Option<Above>,
}

impl WhereUsed {
    /// How many assemblies there are above the item, each once for each way in which it is named.
    #[must_use]
    pub fn assemblies(&self) -> usize {
        self.ways.iter().map(|found| found.above.len()).sum()
    }

    /// Assemblies with the quantity in each: lines that name the item first; then by level, number of the assembly,
    /// position.
    #[must_use]
    pub fn uses(&self, catalog: &Catalog) -> Vec<Use> {
        let mut rows = Vec::new();
        for (index, found) in (0_u32..).zip(&self.ways) {
            rows.extend(rows_of(catalog, self, index, found));
        }
        rows
    }

    /// The lines that count further up.
    fn counted<'a>(&self, catalog: &'a Catalog) -> Counted<'a> {
        Counted::new(catalog, self.on, self.options.parent_revisions == ParentRevisions::All)
    }

    /// The items from the assembly of one of the [uses](Self::uses) down to what is named.
    #[must_use]
    pub fn path(&self, found: &Use) -> Vec<ItemId> {
        let (way, node) = found.place;
        let above = self.ways.get(way as usize).and_then(|way| way.above.known());
        if found.level == 1 {
            return vec![found.parent, found.named];
        }
        let mut path = above.map_or_else(Vec::new, |above| above.way(node as usize));
        if path.first() != Some(&found.parent) {
            path.insert(0, found.parent);
        }
        path
    }

    /// The item and all assemblies above it with the lines between them; the item is the first box, and what stands for
    /// it is directly above it.
    #[must_use]
    pub fn boxes(&self, catalog: &Catalog) -> Vec<UseBox> {
        let structure = catalog.structure();
        let mut boxes: Vec<UseBox> = Vec::new();
        let mut stand_ins: Vec<(u32, Figure)> = Vec::new();
        let counted = self.counted(catalog);
        for found in &self.ways {
            let ancestors = found.above.ancestors(catalog, &counted);
            let first = u32::try_from(boxes.len()).unwrap_or(u32::MAX);
            if first > 0 && ancestors.nodes.len() < 2 {
                continue;
            }
            if first > 0 {
                stand_ins.push((first, found.way.ratio.figure()));
            }
            for (slot, (node, total)) in ancestors.nodes.iter().zip(&ancestors.totals).enumerate() {
                let lines = ancestors.lines_up(structure, slot);
                let mut above: Vec<(u32, Figure)> = lines
                    .map(|(up, slot)| {
                        let line = structure.line(up.line);
                        let quantity = line.map_or(Total::ZERO, |line| Total::of_line(structure, line));
                        (first.saturating_add(slot), quantity.figure())
                    })
                    .collect();
                above.sort_by(|a, b| {
                    let item = |slot: u32| ancestors.nodes.get((slot - first) as usize).map_or(node.item, |n| n.item);
                    by_number(catalog, item(a.0), item(b.0))
                });
                let is_stand_in = first > 0 && slot == 0;
                boxes.push(UseBox {
                    item: node.item,
                    through: if is_stand_in { found.way.through } else { Through::Named },
                    is_top: node.is_top,
                    total: total.times(found.way.ratio).figure(),
                    above,
                });
            }
        }
        if let Some(item) = boxes.first_mut() {
            item.above.extend(stand_ins);
        }
        boxes
    }
}

/// The item or an assembly above it, for drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseBox {
    /// The item or assembly.
    pub item: ItemId,
    /// Why it stands for the item asked for.
    pub through: Through,
    /// It is in no assembly.
    pub is_top: bool,
    /// Quantity of the item asked for in one of it.
    pub total: Figure,
    /// Boxes directly above with the quantity of each line, by item number.
    pub above: Vec<(u32, Figure)>,
}

/// Finds every place an item is used: each line that names it, then all assemblies above, nearest first.
///
/// # Errors
/// [`StructureError::UnknownRevision`] when nothing names the revision asked for.
pub fn where_used(catalog: &Catalog, item: ItemId, options: &WhereUsedOptions) -> Result<WhereUsed, StructureError> {
    where_used_watched(catalog, item, options, UNWATCHED)
}

/// [`where_used`], which stops when the caller asks for it.
///
/// # Errors
/// Those of [`where_used`], and [`StructureError::Stopped`].
pub fn where_used_watched(
    catalog: &Catalog,
    item: ItemId,
    options: &WhereUsedOptions,
    watch: Watch<'_>,
) -> Result<WhereUsed, StructureError> {
    let on = options.on.unwrap_or(catalog.as_of());
    let newest = Counted::new(catalog, on, false);
    let revision = options.revision.as_deref().map(|name| known_revision(catalog, item, name)).transpose()?;
    let structure = catalog.structure();
    let mut findings = Findings::new();
    let ways = ways(catalog, item, revision, on, options, &mut findings);
    let above = |way: &Way, counted: &Counted<'_>| {
        let counts = |id: LineId, line: &Line| counted.counts(id, line);
        let uses = structure.uses(way.item).filter(|(id, line)| way.takes(&counted.valid, *id, line, counts));
        Above::new(catalog, way.item, uses.map(|(id, _)| id).collect(), counted, watch)
    };
    let all = (options.parent_revisions == ParentRevisions::All).then(|| Counted::new(catalog, on, true));
    let ways: Vec<Found> = ways
        .into_iter()
        .map(|way| {
            let own = above(&way, &newest)?;
            Ok(match &all {
                Some(all) => Found { above: above(&way, all)?, newest: Some(own), way },
                None => Found { above: own, newest: None, way },
            })
        })
        .collect::<Result<_, StructureError>>()?;
    for found in &ways {
        // Short whole sums leave nothing to say.
        if let Some(ancestors) = found.newest.as_ref().unwrap_or(&found.above).known() {
            say(catalog, ancestors, &mut findings);
        }
    }
    let closed = structure
        .uses(item)
        .filter(|(id, line)| {
            line.has_serials() && newest.valid.lines.serials(line).1.is_some() && !newest.counts(*id, line)
        })
        .count();
    if closed > 0 && options.to == Reach::Top {
        let detail = format!("{closed} direct uses; the uses in machines have them where they were fitted");
        findings.push(Finding::new(&codes::I_SERIAL_RANGE).value(catalog.item_number(item)).detail(detail));
    }
    let (mut field, mut customers) = (Vec::new(), Vec::new());
    if options.to != Reach::Top {
        for found in &ways {
            field.extend(field::field_uses(catalog, &found.way, on, options.structures, watch, &mut findings)?);
        }
        field::sort(catalog, &mut field, options.to);
        if options.to == Reach::Customers {
            customers = field::totals(&field);
        }
    }
    findings.sort();
    Ok(WhereUsed { item, on, options: options.clone(), field, customers, findings, ways })
}

/// The name of a revision that something names.
fn known_revision(catalog: &Catalog, item: ItemId, wanted: &str) -> Result<Symbol, StructureError> {
    let number = catalog.items().get(item).map(|item| item.number);
    let lines = catalog.bom_lines();
    let mut known: Vec<Symbol> = catalog.structure().uses(item).filter_map(|(_, line)| lines.revision(line)).collect();
    let of_item = lines.structure().children(item).filter_map(|(_, line)| lines.parent_revision(line));
    known.extend(of_item);
    for table in ["revisions", "items", "as_built"].map(|name| catalog.table(name)) {
        let (items, names) = (table.text("item"), table.text("revision"));
        known.extend((0..table.len()).filter(|&row| items.get(row) == number).filter_map(|row| names.get(row)));
    }
    if let Some(symbol) = catalog.texts().find(wanted).filter(|symbol| known.contains(symbol)) {
        return Ok(symbol);
    }
    let mut known: Vec<String> = known.into_iter().map(|name| catalog.text(name).to_owned()).collect();
    known.sort_by(|a, b| position_order(a, b));
    known.dedup();
    Err(StructureError::UnknownRevision {
        item: catalog.item_number(item).to_owned(),
        revision: wanted.to_owned(),
        known,
    })
}

/// The rows of one way: direct uses line by line, then the assemblies above.
fn rows_of(catalog: &Catalog, answer: &WhereUsed, index: u32, found: &Found) -> Vec<Use> {
    let options = &answer.options;
    let above = found.above.ancestors(catalog, &answer.counted(catalog));
    let newest = Counted::new(catalog, answer.on, false);
    let newest = found.newest.as_ref().map(|found| found.ancestors(catalog, &newest));
    let structure = catalog.structure();
    let lines = catalog.bom_lines();
    let unit = structure.unit(answer.item);
    let (named, through) = (found.way.item, found.way.through);
    let total_of = |parent: ItemId| match newest {
        Some(newest) => newest.total(parent).unwrap_or_else(|| Total::of(None)),
        None => above.total(parent).unwrap_or(Total::ZERO),
    };
    let blank = Use {
        level: 1,
        parent: named,
        parent_revision: None,
        line: LineId(0),
        position: None,
        named,
        revision: None,
        through,
        quantity: None,
        total: Figure::Endless,
        unit,
        is_top: false,
        is_reference: false,
        place: (index, 0),
    };
    let mut rows: Vec<Use> = Vec::with_capacity(above.nodes.len() + found.above.direct.len());
    for &id in &found.above.direct {
        let (Some(full), Some(line)) = (lines.get(id), structure.line(id)) else { continue };
        let node = above.get(line.parent);
        rows.push(Use {
            parent: line.parent,
            parent_revision: full.parent_revision,
            line: id,
            position: full.position,
            revision: full.revision,
            quantity: structure.quantity(line),
            total: if node.is_some() { total_of(line.parent).times(found.way.ratio).figure() } else { ZERO },
            is_top: node.map_or_else(|| !structure.is_used(line.parent), |node| node.is_top),
            is_reference: line.is_reference(),
            ..blank
        });
    }
    rows.extend(above.own.map(|(level, line, node)| Use { level, line, place: (index, node), ..blank }));
    let higher = (0_u32..).zip(&above.nodes).filter(|(_, node)| node.level > 1);
    rows.extend(higher.filter_map(|(slot, node)| {
        let total = total_of(node.item).times(found.way.ratio).figure();
        Some(Use {
            level: node.level,
            parent: node.item,
            line: node.via?,
            quantity: total.quantity(),
            total,
            is_top: node.is_top,
            place: (index, slot),
            ..blank
        })
    }));
    rows.retain(|row| options.levels.is_none_or(|levels| row.level <= levels) && (!options.tops_only || row.is_top));
    // Lines of one assembly are numbered in position order.
    let mut keyed: Vec<(u32, u128, Use)> =
        rows.into_iter().map(|row| (row.level, position_prefix(catalog.item_number(row.parent)), row)).collect();
    keyed.sort_by(|(level, key, row), (other_level, other_key, other)| {
        level
            .cmp(other_level)
            .then_with(|| key.cmp(other_key))
            .then_with(|| by_number(catalog, row.parent, other.parent).then_with(|| row.line.cmp(&other.line)))
    });
    keyed.into_iter().map(|(_, _, row)| row).collect()
}

const ZERO: Figure = Figure::Known(Decimal::ZERO);

/// Orders items by their numbers.
pub(crate) fn by_number(catalog: &Catalog, a: ItemId, b: ItemId) -> std::cmp::Ordering {
    if a == b {
        return std::cmp::Ordering::Equal;
    }
    position_order(catalog.item_number(a), catalog.item_number(b)).then_with(|| a.cmp(&b))
}

/// Loops among the ancestors, and figures that are too long.
pub(crate) fn say(catalog: &Catalog, ancestors: &Ancestors, findings: &mut Findings) {
    if ancestors.totals.iter().any(|total| total.is_endless()) {
        let is_endless = |item: ItemId| ancestors.total(item).is_some_and(Total::is_endless);
        for cycle in catalog.structure().cycles().iter().filter(|cycle| cycle.iter().all(|&item| is_endless(item))) {
            let path: Vec<&str> = cycle.iter().chain(cycle.first()).map(|&item| catalog.item_number(item)).collect();
            let path = path.join(" > ");
            let is_said =
                |said: &&Finding| said.code == &codes::E_CYCLE && said.value.as_deref() == Some(path.as_str());
            let said = catalog.findings().iter().find(is_said);
            findings.extend(said.cloned());
        }
    }
    let too_long = ancestors.nodes.iter().zip(&ancestors.totals).filter(|(_, total)| total.is_too_long());
    let mut names: Vec<&str> = too_long.map(|(node, _)| catalog.item_number(node.item)).collect();
    names.sort_unstable();
    if let Some(&first) = names.first() {
        let mut finding = Finding::new(&codes::E_QTY_RANGE).field("quantity").value(first);
        if names.len() > 1 {
            finding = finding.detail(format!("and {} further assemblies", names.len() - 1));
        }
        findings.push(finding);
    }
}

#[cfg(test)]
#[path = "where_used_tests.rs"]
mod tests;
