//! Explosion: everything in an item, level by level, and the total of each item in it.
//!
//! Rules: structures specification, sections 1, 5 and 8. The list goes depth-first in position order; the totals are
//! summed without listing paths, so that they are complete also where the list is cut.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::{Figure, Total};
use super::certainty::{Certainty, certainties};
use super::error::{StructureError, go_on};
use super::frozen::StructureKind;
use super::interchange::Interchange;
use super::slots::Slots;
use super::source::{Child, Source};
use super::sums::{sum_levels, sum_watched};
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineKind, position_order};
use crate::origin::Origin;
use crate::tables::Symbol;
use crate::values::{UNWATCHED, Watch};

/// How a structure is exploded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplosionOptions {
    /// The day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Serial number of the machine; by default the newest ones are meant.
    pub serial: Option<String>,
    /// How many levels are opened; by default all.
    pub levels: Option<u32>,
    /// As designed, built or maintained.
    pub kind: StructureKind,
    /// The list ends here, with `W-ROWS-CUT`.
    pub max_rows: usize,
}

impl Default for ExplosionOptions {
    fn default() -> Self {
        Self { on: None, serial: None, levels: None, kind: StructureKind::Designed, max_rows: 1_000_000 }
    }
}

/// The row of a table that a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Row of the `bom` table.
    Bom(u32),
    /// Row of the `as_built` table.
    AsBuilt(u32),
    /// Row of the `service_events` table.
    Event(u32),
}

impl Place {
    /// Where the row stands.
    #[must_use]
    pub fn origin(self, catalog: &Catalog) -> Option<Origin> {
        let (table, row) = match self {
            Self::Bom(row) => ("bom", row),
            Self::AsBuilt(row) => ("as_built", row),
            Self::Event(row) => ("service_events", row),
        };
        catalog.table(table).origin(row as usize)
    }
}

/// One row of an explosion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExplosionRow {
    /// Lines between the top and this item: 1 is directly in it.
    pub level: u32,
    /// Row of the list that is opened here; none on level 1.
    pub above: Option<u32>,
    /// The assembly.
    pub parent: ItemId,
    /// Position in the assembly.
    pub position: Option<Symbol>,
    /// What is in it.
    pub item: ItemId,
    /// The revision the line names; in a built or maintained structure the one that was delivered.
    pub revision: Option<Symbol>,
    /// The newest released revision that may replace it; none where nothing newer may, and for what was delivered.
    pub latest: Option<Symbol>,
    /// Quantity for one parent.
    pub quantity: Option<Decimal>,
    /// The quantity is "as required" and counts as 0.
    pub as_required: bool,
    /// Quantity for the whole order, in the unit of the item.
    pub total: Figure,
    /// Unit of the line's quantity.
    pub unit: Option<Symbol>,
    /// What the line is for; a REFERENCE line counts as 0 and is not opened.
    pub kind: LineKind,
    /// The item contains itself here and is not opened again.
    pub is_cut: bool,
    /// Where the line stands.
    pub place: Place,
}

/// Total of one item in an explosion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummedRow {
    /// The item.
    pub item: ItemId,
    /// What its first line is for; a `PHANTOM` is consumed through its children.
    pub kind: LineKind,
    /// Quantity for the whole order.
    pub total: Figure,
    /// Unit of the quantity: that of the item.
    pub unit: Option<Symbol>,
    /// How many different lines name it.
    pub lines: u32,
    /// True for an item that contains nothing.
    pub is_leaf: bool,
}

/// Everything in an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Explosion {
    /// The top.
    pub item: ItemId,
    /// How many of it.
    pub quantity: Decimal,
    /// The day.
    pub on: NaiveDate,
    /// The serial number.
    pub serial: Option<String>,
    /// As designed, built or maintained; reconstructed structures say so in the findings.
    pub kind: StructureKind,
    /// The list: depth-first, lines in position order.
    pub rows: Vec<ExplosionRow>,
    /// How sure each row is, in the order of the rows; empty for the structure as designed.
    pub certainty: Vec<Certainty>,
    /// The totals, ordered by item number.
    pub summed: Vec<SummedRow>,
    /// What is doubtful.
    pub findings: Findings,
}

impl Explosion {
    /// The items from the top down to a row.
    #[must_use]
    pub fn path(&self, row: usize) -> Vec<ItemId> {
        let mut path = Vec::new();
        let mut next = self.rows.get(row);
        while let Some(row) = next {
            path.push(row.item);
            if row.above.is_none() && row.parent != self.item {
                path.push(row.parent);
            }
            next = row.above.and_then(|above| self.rows.get(above as usize));
        }
        path.push(self.item);
        path.reverse();
        path
    }
}

/// Lists everything in an item, depth-first in position order, and sums each item's quantity.
///
/// # Errors
/// The serial number is not in the catalog although the built or maintained structure is asked for, or missing; the
/// quantity is not above zero.
pub fn explode(
    catalog: &Catalog,
    item: ItemId,
    quantity: Decimal,
    options: &ExplosionOptions,
) -> Result<Explosion, StructureError> {
    explode_watched(catalog, item, quantity, options, UNWATCHED)
}

/// [`explode`], which stops when the caller asks for it.
///
/// # Errors
/// Those of [`explode`], and [`StructureError::Stopped`].
pub fn explode_watched(
    catalog: &Catalog,
    item: ItemId,
    quantity: Decimal,
    options: &ExplosionOptions,
    watch: Watch<'_>,
) -> Result<Explosion, StructureError> {
    if quantity <= Decimal::ZERO {
        return Err(StructureError::Quantity { quantity });
    }
    let on = options.on.unwrap_or(catalog.as_of());
    let mut findings = Findings::new();
    let source = Source::new(catalog, item, on, options, &mut findings)?;
    let start = Total::new(quantity);
    let mut rows = list(catalog, &source, (item, start), options, watch, &mut findings)?;
    let certainty = if options.kind == StructureKind::Designed {
        show_latest(catalog, &mut rows, on);
        Vec::new()
    } else {
        certainties(catalog, &mut rows, options.serial.as_deref(), on, watch)?
    };
    let summed = match options.levels {
        None => sum_watched(catalog, &source, item, start, watch)?,
        Some(levels) => sum_levels(catalog, &source, item, start, levels, watch)?,
    };
    if let Some(row) = summed.iter().find(|row| row.total == Figure::TooLong) {
        findings.push(Finding::new(&codes::E_QTY_RANGE).field("quantity").value(catalog.item_number(row.item)));
    }
    findings.sort();
    let (serial, kind) = (options.serial.clone(), options.kind);
    Ok(Explosion { item, quantity, on, serial, kind, rows, certainty, summed, findings })
}

/// The revision that is current for each line. Rule: structures specification, section 2.
fn show_latest(catalog: &Catalog, rows: &mut [ExplosionRow], on: NaiveDate) {
    if catalog.table("revisions").is_empty() || rows.iter().all(|row| row.revision.is_none()) {
        return;
    }
    let interchange = Interchange::new(catalog);
    let mut known: BTreeMap<(ItemId, Symbol), Option<Symbol>> = BTreeMap::new();
    for row in rows {
        let Some(named) = row.revision else { continue };
        let latest = known.entry((row.item, named)).or_insert_with(|| interchange.latest(row.item, named, on));
        row.latest = latest.filter(|&latest| latest != named);
    }
}

/// The list of rows.
fn list(
    catalog: &Catalog,
    source: &Source<'_>,
    (top, start): (ItemId, Total),
    options: &ExplosionOptions,
    watch: Watch<'_>,
    findings: &mut Findings,
) -> Result<Vec<ExplosionRow>, StructureError> {
    let mut rows: Vec<ExplosionRow> = Vec::new();
    let mut children = Vec::new();
    let mut checked = Slots::new(catalog.items().len());
    let mut open = |item: ItemId, findings: &mut Findings, children: &mut Vec<Child>| {
        source.children(item, children);
        if checked.set(item, 0) {
            source.check(item, findings);
        }
    };
    let mut cycles: BTreeMap<Vec<ItemId>, Place> = BTreeMap::new();
    let mut stack: Vec<(Child, u32, Option<u32>, Total)> = Vec::new();
    open(top, findings, &mut children);
    if options.levels != Some(0) {
        stack.extend(children.iter().rev().map(|child| (*child, 1, None, start)));
    }
    while let Some((child, level, above, factor)) = stack.pop() {
        go_on(watch, rows.len(), rows.len() + 1)?;
        if rows.len() >= options.max_rows {
            let detail = format!("the list ends after {} rows", rows.len());
            findings.push(Finding::new(&codes::W_ROWS_CUT).value(catalog.item_number(top)).detail(detail));
            break;
        }
        let cycle = ring(catalog, &rows, top, above, &child, source);
        let total = if cycle.is_some() { Total::CYCLE } else { factor.times(child.factor) };
        let index = u32::try_from(rows.len()).ok();
        rows.push(ExplosionRow {
            level,
            above,
            parent: child.parent,
            position: child.position,
            item: child.item,
            revision: child.revision,
            latest: None,
            quantity: child.quantity,
            as_required: child.as_required,
            total: total.figure(),
            unit: child.unit,
            kind: child.kind,
            is_cut: cycle.is_some(),
            place: child.place,
        });
        if let Some(cycle) = cycle {
            cycles.entry(cycle).or_insert(child.place);
        } else if child.kind != LineKind::Reference && options.levels.is_none_or(|levels| level < levels) {
            open(child.item, findings, &mut children);
            stack.extend(children.iter().rev().map(|child| (*child, level + 1, index, total)));
        }
    }
    for (cycle, place) in cycles {
        let path: Vec<&str> = cycle.iter().chain(cycle.first()).map(|&item| catalog.item_number(item)).collect();
        let mut finding = Finding::new(&codes::E_CYCLE).value(path.join(" > "));
        finding.origin = place.origin(catalog);
        findings.push(finding);
    }
    Ok(rows)
}

/// The loop that a line closes, beginning with its smallest item number.
fn ring(
    catalog: &Catalog,
    rows: &[ExplosionRow],
    top: ItemId,
    above: Option<u32>,
    child: &Child,
    source: &Source<'_>,
) -> Option<Vec<ItemId>> {
    if matches!(source, Source::Designed(_)) && !catalog.structure().is_cyclic(child.item) {
        return None;
    }
    let mut path = Vec::new();
    let mut next = above.and_then(|above| rows.get(above as usize));
    while let Some(row) = next {
        path.push(row.item);
        if row.item == child.item {
            return Some(rotated(catalog, path));
        }
        next = row.above.and_then(|above| rows.get(above as usize));
    }
    path.push(top);
    (top == child.item).then(|| rotated(catalog, path))
}

/// A loop that was collected upwards, downwards from its smallest item number.
fn rotated(catalog: &Catalog, mut path: Vec<ItemId>) -> Vec<ItemId> {
    path.reverse();
    let by_number = |a: &ItemId, b: &ItemId| {
        position_order(catalog.item_number(*a), catalog.item_number(*b)).then_with(|| a.cmp(b))
    };
    if let Some(smallest) = path.iter().copied().min_by(by_number)
        && let Some(at) = path.iter().position(|&item| item == smallest)
    {
        path.rotate_left(at);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::{BOOK, BUILDABLE, chain, diamond, number, path_text};

    fn exploded(catalog: &Catalog, item: &str, options: &ExplosionOptions) -> Explosion {
        explode(catalog, catalog.item(item).unwrap(), Decimal::ONE, options).unwrap()
    }

    fn rows(catalog: &Catalog, found: &Explosion) -> Vec<String> {
        found
            .rows
            .iter()
            .map(|row| {
                let position = row.position.map_or("", |position| catalog.text(position));
                format!("{} {position} {} {}", row.level, catalog.item_number(row.item), number(row.total))
            })
            .collect()
    }

    fn summed(catalog: &Catalog, found: &Explosion) -> Vec<String> {
        found.summed.iter().map(|row| format!("{} {}", catalog.item_number(row.item), number(row.total))).collect()
    }

    /// Structures specification, section 6: totals per T.
    #[test]
    fn totals_of_the_buildable_example() {
        let catalog = catalog(&[("bom", BUILDABLE)]);
        let found = exploded(&catalog, "T", &ExplosionOptions::default());
        assert_eq!(summed(&catalog, &found), ["C1 9", "C2 7", "C3 5", "C4 0.25", "S1 3", "S2 1", "V 1"]);
        let first: Vec<String> = rows(&catalog, &found).into_iter().take(4).collect();
        assert_eq!(first, ["1 10 S1 2", "2 10 C1 4", "2 20 C2 2", "1 20 S2 1"]);
    }

    /// Parts-book specification, section 2, worked example.
    #[test]
    fn rows_come_depth_first_in_position_order() {
        let catalog = catalog(&[("bom", BOOK)]);
        let found = exploded(&catalog, "M100", &ExplosionOptions::default());
        assert_eq!(
            rows(&catalog, &found),
            [
                "1 10 A200 1",
                "2 10 S210 1",
                "2 20 W220 2",
                "2 30 X230 1",
                "2 40 B900 8",
                "1 20 A300 2",
                "2 10 A310 2",
                "3 10 N311 2",
                "3 20 W220 2",
                "2 20 W320 6",
                "1 30 B900 4",
                "1 40 D700 1",
                "2 10 N701 2",
                "2 20 N702 1"
            ]
        );
        assert_eq!(path_text(&catalog, &found.path(8)), "M100 > A300 > A310 > W220");
        assert!(summed(&catalog, &found).contains(&"W220 4".to_owned()));
        let one = exploded(&catalog, "M100", &ExplosionOptions { levels: Some(1), ..Default::default() });
        assert_eq!(summed(&catalog, &one), ["A200 1", "A300 2", "B900 4", "D700 1"]);
    }

    #[test]
    fn a_cycle_is_cut_and_its_figures_are_blank() {
        let catalog = catalog(&[("bom", "parent,item,quantity\nT,A,1\nA,B,1\nB,C,1\nC,A,1\nC,D,1\nT,E,2\n")]);
        let found = exploded(&catalog, "T", &ExplosionOptions::default());
        assert_eq!(rows(&catalog, &found), ["1  A 1", "2  B 1", "3  C 1", "4  A endless", "4  D 1", "1  E 2"]);
        assert_eq!(summed(&catalog, &found), ["A endless", "B endless", "C endless", "D endless", "E 2"]);
        let findings: Vec<_> = found.findings.iter().filter_map(|finding| finding.value.as_deref()).collect();
        assert_eq!(findings, ["A > B > C > A"]);
    }

    #[test]
    fn two_to_the_sixty_paths_end_at_the_row_limit_with_complete_totals() {
        let catalog = catalog(&[("bom", &diamond(60))]);
        let found = exploded(&catalog, "L0", &ExplosionOptions { max_rows: 500, ..Default::default() });
        assert_eq!(found.rows.len(), 500);
        assert!(found.findings.iter().any(|finding| finding.code.id == "W-ROWS-CUT"));
        assert_eq!(summed(&catalog, &found).last().unwrap(), "L60 1152921504606846976");
    }

    #[test]
    fn ten_thousand_levels_are_no_limit() {
        let catalog = catalog(&[("bom", &chain(10_000, 1))]);
        let found = exploded(&catalog, "L0", &ExplosionOptions::default());
        assert_eq!((found.rows.len(), found.summed.len()), (10_000, 10_000));
    }

    #[test]
    fn dates_serial_numbers_and_alternatives_choose_lines() {
        let catalog = catalog(&[(
            "bom",
            "parent,position,item,quantity,valid_from,valid_to,serial_from,serial_to,alt_group,alt_rank\n\
             M,10,A,1,,2025-12-31,,,,\nM,10,B,1,2026-01-01,,,,,\nM,20,C,1,,,SN1,SN9,,\nM,20,D,1,,,SN10,,,\n\
             M,30,E,1,,,,,G,2\nM,30,F,1,,,,,G,1\nM,40,H,1,,2020-01-01,,,K,1\n",
        )]);
        let items = |options: &ExplosionOptions| -> Vec<String> {
            let found = exploded(&catalog, "M", options);
            found.rows.iter().map(|row| catalog.item_number(row.item).to_owned()).collect()
        };
        let day = NaiveDate::from_ymd_opt(2025, 12, 31);
        assert_eq!(items(&ExplosionOptions::default()), ["B", "D", "F"]);
        assert_eq!(items(&ExplosionOptions { on: day, ..Default::default() }), ["A", "D", "F"]);
        let serial = Some("SN9".to_owned());
        assert_eq!(items(&ExplosionOptions { serial, ..Default::default() }), ["B", "C", "F"]);
        let found = exploded(&catalog, "M", &ExplosionOptions::default());
        let codes: Vec<_> = found.findings.iter().map(|finding| finding.code.id).collect();
        assert_eq!(codes, ["W-EFF-GAP"]);
        assert!(!catalog.findings().iter().any(|finding| finding.code.id == "E-POS-DUP"));
    }

    #[test]
    fn as_built_as_maintained_and_reconstructed() {
        let catalog = catalog(&[
            ("bom", "parent,position,item,quantity\nM,10,PUMP,2\nPUMP,10,SEAL,3\n"),
            ("machines", "serial,item,delivery_date\nSN1,M,2025-01-01\nSN2,M,2025-01-01\n"),
            (
                "as_built",
                "serial,parent,item,revision,quantity,lot\nSN1,M,PUMP,B,1,L11\nSN1,M,PUMP,B,1,L12\nSN1,PUMP,SEAL,A,4,\n",
            ),
            (
                "service_events",
                "date,serial,action,item,revision,quantity,old_item,old_lot\n\
                 2026-01-15,SN1,REPLACE,PUMP,D,1,PUMP,L12\n2026-08-01,SN1,REMOVE,PUMP,,1,,\n\
                 2026-02-01,SN2,REMOVE,SEAL,,9,,\n",
            ),
        ]);
        let ask = |serial: &str, kind| {
            let found =
                exploded(&catalog, "M", &ExplosionOptions { serial: Some(serial.into()), kind, ..Default::default() });
            let lines: Vec<String> = found
                .rows
                .iter()
                .map(|row| {
                    let revision = row.revision.map_or("-", |revision| catalog.text(revision));
                    format!("{} {revision} {}", catalog.item_number(row.item), number(row.total))
                })
                .collect();
            let codes: Vec<_> = found.findings.iter().map(|finding| finding.code.id).collect();
            (lines, codes)
        };
        assert_eq!(ask("SN1", StructureKind::Built).0, ["PUMP B 1", "SEAL A 4", "PUMP B 1", "SEAL A 4"]);
        assert_eq!(ask("SN1", StructureKind::Maintained).0, ["PUMP B 1", "SEAL A 4", "PUMP D 1", "SEAL A 4"]);
        let (lines, codes) = ask("SN2", StructureKind::Built);
        assert_eq!(lines, ["PUMP - 2", "SEAL - 6"]);
        assert_eq!(codes, ["W-STRUCT-RECONSTRUCTED"]);
        let (lines, codes) = ask("SN2", StructureKind::Maintained);
        assert_eq!(lines, ["PUMP - 2"]);
        assert_eq!(codes, ["E-EVENT-QTY", "W-STRUCT-RECONSTRUCTED"]);
        let options = ExplosionOptions { kind: StructureKind::Built, ..Default::default() };
        assert!(explode(&catalog, catalog.item("M").unwrap(), Decimal::ONE, &options).is_err());
        assert!(explode(&catalog, catalog.item("M").unwrap(), Decimal::ZERO, &options).is_err());
    }
}
