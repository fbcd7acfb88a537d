//! Engineering structure to service structure: what a service book shows and counts.
//!
//! Rule: structures specification, section 4. Spare parts, modules and protected parts become lines and are not opened;
//! other assemblies are dissolved into their content; what is left is omitted and counted. Quantities are summed without
//! listing paths.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::amount::{Figure, Total};
use super::error::{Steps, StructureError};
use super::explode::ExplosionOptions;
use super::frozen::StructureKind;
use super::source::{Child, Source};
use super::where_used::by_number;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineKind};
use crate::tables::Symbol;
use crate::tables::table::FlagView;
use crate::values::{UNWATCHED, Watch};

/// How a service structure is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceOptions {
    /// The day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Serial number of the machine.
    pub serial: Option<String>,
    /// As designed, built or maintained.
    pub kind: StructureKind,
    /// Modules are opened too: their content carries the module and counts in no sum.
    pub expose_content: bool,
    /// Equal lines are merged in each assembly only; by default in the whole product.
    pub by_page: bool,
}

/// One line of a service structure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of the item master")]
pub struct ServiceLine {
    /// The assembly the lines stand in; none when lines of the whole product are merged.
    pub page: Option<ItemId>,
    /// The module this is a part of: then it counts in no sum.
    pub in_module: Option<ItemId>,
    /// The item.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// Quantity for one product.
    pub quantity: Figure,
    /// The quantity of every line is "as required".
    pub as_required: bool,
    /// Unit of the quantity.
    pub unit: Option<Symbol>,
    /// Positions of the lines that were merged, each once.
    pub positions: Vec<Symbol>,
    /// Is a module.
    pub is_module: bool,
    /// Is protected and never sold alone.
    pub is_ip: bool,
    /// Is a standard part.
    pub is_standard: bool,
    /// Can be ordered.
    pub is_procurable: bool,
}

/// The service structure of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceStructure {
    /// The product.
    pub item: ItemId,
    /// The day.
    pub on: NaiveDate,
    /// The lines, in the order a reader of the engineering structure meets them.
    pub lines: Vec<ServiceLine>,
    /// Parts that are left out, with their quantities, ordered by item number.
    pub omitted: Vec<(ItemId, Figure)>,
    /// What is doubtful.
    pub findings: Findings,
}

/// Makes the service structure of a product.
///
/// # Errors
/// The built or maintained structure is asked for without a serial number, or one that is not in the catalog.
pub fn service_structure(
    catalog: &Catalog,
    item: ItemId,
    options: &ServiceOptions,
) -> Result<ServiceStructure, StructureError> {
    service_structure_watched(catalog, item, options, UNWATCHED)
}

/// [`service_structure`], which stops when the caller asks for it.
///
/// # Errors
/// Those of [`service_structure`], and [`StructureError::Stopped`].
pub fn service_structure_watched(
    catalog: &Catalog,
    item: ItemId,
    options: &ServiceOptions,
    watch: Watch<'_>,
) -> Result<ServiceStructure, StructureError> {
    let on = options.on.unwrap_or(catalog.as_of());
    let explosion =
        ExplosionOptions { on: options.on, serial: options.serial.clone(), kind: options.kind, ..Default::default() };
    let mut findings = Findings::new();
    let source = Source::new(catalog, item, on, &explosion, &mut findings)?;
    let flags = Flags::new(catalog);
    let mut walk = Walk {
        catalog,
        source: &source,
        flags: &flags,
        by_page: options.by_page,
        lines: Vec::new(),
        slots: BTreeMap::new(),
        omitted: BTreeMap::new(),
        findings,
        steps: Steps::new(watch),
    };
    walk.dissolve(item, None, Total::ONE)?;
    if options.expose_content {
        walk.expose()?;
    }
    walk.check(item)?;
    let Walk { lines, omitted, mut findings, .. } = walk;
    let mut omitted: Vec<(ItemId, Figure)> = omitted.into_iter().map(|(item, total)| (item, total.figure())).collect();
    omitted.sort_by(|a, b| by_number(catalog, a.0, b.0));
    let lines = lines
        .into_iter()
        .map(|line| ServiceLine {
            page: options.by_page.then_some(line.page),
            in_module: line.in_module,
            item: line.item,
            revision: line.revision,
            quantity: line.total.figure(),
            as_required: line.as_required,
            unit: catalog.structure().unit(line.item).or(line.unit),
            positions: line.positions,
            is_module: flags.is(flags.module, line.item),
            is_ip: flags.is(flags.ip, line.item),
            is_standard: flags.is(flags.standard, line.item),
            is_procurable: flags.flag(flags.procurable, line.item).unwrap_or(true),
        })
        .collect();
    findings.sort();
    Ok(ServiceStructure { item, on, lines, omitted, findings })
}

/// Columns of the item master that decide.
struct Flags<'a> {
    catalog: &'a Catalog,
    spare: FlagView<'a>,
    module: FlagView<'a>,
    phantom: FlagView<'a>,
    ip: FlagView<'a>,
    standard: FlagView<'a>,
    procurable: FlagView<'a>,
}

impl<'a> Flags<'a> {
    fn new(catalog: &'a Catalog) -> Self {
        let items = catalog.table("items");
        Self {
            catalog,
            spare: items.flag("spare"),
            module: items.flag("module"),
            phantom: items.flag("phantom"),
            ip: items.flag("ip"),
            standard: items.flag("standard"),
            procurable: items.flag("procurable"),
        }
    }

    fn flag(&self, view: FlagView<'a>, item: ItemId) -> Option<bool> {
        view.get(self.catalog.items().get(item)?.row()?)
    }

    fn is(&self, view: FlagView<'a>, item: ItemId) -> bool {
        self.flag(view, item) == Some(true)
    }

    fn is_phantom(&self, child: &Child) -> bool {
        child.kind == LineKind::Phantom || self.is(self.phantom, child.item)
    }

    /// True for what becomes a line of its own.
    fn is_line(&self, child: &Child) -> bool {
        !self.is_phantom(child) && [self.spare, self.module, self.ip].into_iter().any(|view| self.is(view, child.item))
    }
}

/// Lines of one item and revision on one page, in one module.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    page: Option<ItemId>,
    in_module: Option<ItemId>,
    item: ItemId,
    revision: Option<Symbol>,
}

struct Merged {
    page: ItemId,
    in_module: Option<ItemId>,
    item: ItemId,
    revision: Option<Symbol>,
    total: Total,
    as_required: bool,
    unit: Option<Symbol>,
    positions: Vec<Symbol>,
}

/// What becomes of a child.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Line,
    Dissolved,
    Omitted,
    /// A phantom without content.
    Nothing,
}

struct Walk<'a> {
    catalog: &'a Catalog,
    source: &'a Source<'a>,
    flags: &'a Flags<'a>,
    by_page: bool,
    lines: Vec<Merged>,
    slots: BTreeMap<Key, usize>,
    omitted: BTreeMap<ItemId, Total>,
    findings: Findings,
    steps: Steps<'a>,
}

impl Walk<'_> {
    fn children(&self, item: ItemId) -> Vec<Child> {
        let mut children = Vec::new();
        self.source.children(item, &mut children);
        children.retain(|child| child.kind != LineKind::Reference);
        children
    }

    fn has_children(&self, item: ItemId) -> bool {
        !self.children(item).is_empty()
    }

    fn fate(&self, child: &Child, is_content: bool) -> Fate {
        if self.flags.is_line(child) {
            Fate::Line
        } else if self.has_children(child.item) {
            Fate::Dissolved
        } else if self.flags.is_phantom(child) {
            Fate::Nothing
        } else if is_content {
            Fate::Line
        } else {
            Fate::Omitted
        }
    }

    /// Dissolves an item into its content: each assembly below that is dissolved too is looked at once, after all that
    /// contain it.
    fn dissolve(&mut self, top: ItemId, in_module: Option<ItemId>, factor: Total) -> Result<(), StructureError> {
        let is_content = in_module.is_some();
        // The order a reader meets the lines, and how often each dissolved assembly is used.
        let mut uses: BTreeMap<ItemId, u32> = BTreeMap::from([(top, 0)]);
        let mut page_of: BTreeMap<ItemId, ItemId> = BTreeMap::from([(top, top)]);
        let mut stack: Vec<Child> = self.children(top).into_iter().rev().collect();
        self.source.check(top, &mut self.findings);
        while let Some(child) = stack.pop() {
            self.steps.step()?;
            match self.fate(&child, is_content) {
                Fate::Line => {
                    self.merged(&child, page_of.get(&child.parent).copied().unwrap_or(top), in_module);
                }
                Fate::Dissolved => {
                    let count = uses.entry(child.item).or_insert(0);
                    *count += 1;
                    if *count == 1 && child.item != top {
                        let own = if self.flags.is_phantom(&child) {
                            page_of.get(&child.parent).copied().unwrap_or(top)
                        } else {
                            child.item
                        };
                        page_of.insert(child.item, own);
                        self.source.check(child.item, &mut self.findings);
                        stack.extend(self.children(child.item).into_iter().rev());
                    }
                }
                Fate::Omitted | Fate::Nothing => {}
            }
        }
        let mut totals: BTreeMap<ItemId, Total> = BTreeMap::from([(top, factor)]);
        let mut open = uses.clone();
        let mut ready: Vec<ItemId> = open.get(&top).filter(|count| **count == 0).map(|_| top).into_iter().collect();
        let mut finished: BTreeSet<ItemId> = BTreeSet::new();
        while let Some(item) = ready.pop() {
            self.steps.step()?;
            finished.insert(item);
            let total = totals.get(&item).copied().unwrap_or(Total::ZERO);
            self.spread(item, total, &page_of, in_module, &mut |child, part| {
                let sum = totals.entry(child).or_insert(Total::ZERO);
                *sum = sum.plus(part);
                if let Some(count) = open.get_mut(&child) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.push(child);
                    }
                }
            });
        }
        // What is not finished lies in a loop or below one.
        for item in uses.into_keys().filter(|item| !finished.contains(item)) {
            self.spread(item, Total::CYCLE, &page_of, in_module, &mut |_, _| {});
        }
        Ok(())
    }

    /// Adds the lines of one dissolved assembly; `below` gets the assemblies in it that are dissolved too.
    fn spread(
        &mut self,
        item: ItemId,
        total: Total,
        page_of: &BTreeMap<ItemId, ItemId>,
        in_module: Option<ItemId>,
        below: &mut dyn FnMut(ItemId, Total),
    ) {
        for child in self.children(item) {
            let part = total.times(child.factor);
            match self.fate(&child, in_module.is_some()) {
                Fate::Line => {
                    let page = page_of.get(&item).copied().unwrap_or(item);
                    let slot = self.merged(&child, page, in_module);
                    if let Some(line) = self.lines.get_mut(slot) {
                        line.total = line.total.plus(part);
                    }
                }
                Fate::Dissolved => below(child.item, part),
                Fate::Omitted => {
                    let sum = self.omitted.entry(child.item).or_insert(Total::ZERO);
                    *sum = sum.plus(part);
                }
                Fate::Nothing => {}
            }
        }
    }

    /// The line that a child is merged into.
    fn merged(&mut self, child: &Child, page: ItemId, in_module: Option<ItemId>) -> usize {
        let key = Key { page: self.by_page.then_some(page), in_module, item: child.item, revision: child.revision };
        let next = self.lines.len();
        let slot = *self.slots.entry(key).or_insert(next);
        if slot == next {
            self.lines.push(Merged {
                page,
                in_module,
                item: child.item,
                revision: child.revision,
                total: Total::ZERO,
                as_required: true,
                unit: child.unit,
                positions: Vec::new(),
            });
        }
        if let Some(line) = self.lines.get_mut(slot) {
            line.as_required &= child.as_required;
            if let Some(position) = child.position
                && !line.positions.contains(&position)
            {
                line.positions.push(position);
            }
        }
        slot
    }

    /// Opens the modules among the lines, and the modules in them: each once, after all that contain it.
    fn expose(&mut self) -> Result<(), StructureError> {
        let order = self.catalog.structure().low_level_order();
        let rank: BTreeMap<ItemId, usize> = order.iter().enumerate().map(|(rank, &item)| (item, rank)).collect();
        let mut opened: BTreeSet<ItemId> = BTreeSet::new();
        loop {
            let modules = self.lines.iter().map(|line| line.item);
            let modules = modules.filter(|&item| self.flags.is(self.flags.module, item) && !opened.contains(&item));
            let Some(item) = modules.min_by_key(|item| rank.get(item)) else { return Ok(()) };
            opened.insert(item);
            let same = self.lines.iter().filter(|line| line.item == item);
            let all = same.fold(Total::ZERO, |sum, line| sum.plus(line.total));
            self.dissolve(item, Some(item), all)?;
        }
    }

    /// Lines opened down to their parts and what is omitted must be what the engineering structure has, part by part.
    fn check(&mut self, top: ItemId) -> Result<(), StructureError> {
        let mut starts: BTreeMap<ItemId, Total> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.in_module.is_none()) {
            let sum = starts.entry(line.item).or_insert(Total::ZERO);
            *sum = sum.plus(line.total);
        }
        for (&item, &total) in &self.omitted {
            let sum = starts.entry(item).or_insert(Total::ZERO);
            *sum = sum.plus(total);
        }
        let represented = self.leaves(&starts)?;
        let designed = self.leaves(&BTreeMap::from([(top, Total::ONE)]))?;
        let items: BTreeSet<ItemId> = represented.keys().chain(designed.keys()).copied().collect();
        let of = |totals: &BTreeMap<ItemId, Total>, item| totals.get(&item).copied().unwrap_or(Total::ZERO).figure();
        let mut endless = false;
        for item in items.into_iter().filter(|&item| item != top) {
            let (have, want) = (of(&represented, item), of(&designed, item));
            let name = self.catalog.item_number(item);
            match (have, want) {
                (Figure::Known(have), Figure::Known(want)) if have != want => {
                    let detail = format!("the service structure has {have}, the engineering structure {want}");
                    self.findings.push(Finding::new(&codes::E_SBOM_BALANCE).value(name).detail(detail));
                }
                (_, Figure::Endless) => endless = true,
                (_, Figure::TooLong) => {
                    self.findings.push(Finding::new(&codes::E_QTY_RANGE).field("quantity").value(name));
                }
                _ => {}
            }
        }
        if endless {
            let code = &codes::E_CYCLE;
            let known = self.catalog.findings().iter().filter(|finding| finding.code == code).cloned();
            self.findings.extend(known);
        }
        Ok(())
    }

    /// Sums of the parts that contain nothing, from several starts.
    fn leaves(&self, starts: &BTreeMap<ItemId, Total>) -> Result<BTreeMap<ItemId, Total>, StructureError> {
        let mut open: BTreeMap<ItemId, u32> = starts.keys().map(|&item| (item, 0)).collect();
        let mut queue: Vec<ItemId> = starts.keys().copied().collect();
        while let Some(item) = queue.pop() {
            self.steps.step()?;
            for child in self.children(item) {
                let count = open.entry(child.item).or_insert_with(|| {
                    queue.push(child.item);
                    0
                });
                *count += 1;
            }
        }
        let mut totals = starts.clone();
        let mut ready: Vec<ItemId> = open.iter().filter(|(_, count)| **count == 0).map(|(&item, _)| item).collect();
        let mut leaves: BTreeMap<ItemId, Total> = BTreeMap::new();
        let mut finished: BTreeSet<ItemId> = BTreeSet::new();
        while let Some(item) = ready.pop() {
            self.steps.step()?;
            finished.insert(item);
            let total = totals.get(&item).copied().unwrap_or(Total::ZERO);
            let children = self.children(item);
            if children.is_empty() {
                leaves.insert(item, total);
            }
            for child in children {
                let sum = totals.entry(child.item).or_insert(Total::ZERO);
                *sum = sum.plus(total.times(child.factor));
                if let Some(count) = open.get_mut(&child.item) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.push(child.item);
                    }
                }
            }
        }
        for item in open.into_keys().filter(|item| !finished.contains(item)) {
            leaves.insert(item, Total::CYCLE);
        }
        Ok(leaves)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::{diamond, number};

    const ITEMS: &str = "item,spare,module\nM1,,\nG1,,\nG2,,Y\nK1,,\nB10,Y,\nH1,Y,\nS1,Y,\nX1,,\n";
    const BOM: &str = "parent,position,item,quantity\nM1,10,G1,1\nM1,20,G2,2\nG1,10,B10,4\nG1,20,H1,1\nG1,30,K1,1\n\
        K1,10,S1,2\nK1,20,B10,6\nG2,10,S1,1\nG2,20,X1,3\n";

    fn lines(catalog: &Catalog, top: &str, options: &ServiceOptions) -> (Vec<String>, Vec<&'static str>) {
        let found = service_structure(catalog, catalog.item(top).unwrap(), options).unwrap();
        let lines = found
            .lines
            .iter()
            .map(|line| {
                let place = line.in_module.or(line.page).map(|item| format!(" in {}", catalog.item_number(item)));
                let place = place.unwrap_or_default();
                format!("{} {}{place}", catalog.item_number(line.item), number(line.quantity))
            })
            .collect();
        (lines, found.findings.iter().map(|finding| finding.code.id).collect())
    }

    /// SU4.
    #[test]
    fn su4_both_options() {
        let catalog = catalog(&[("items", ITEMS), ("bom", BOM)]);
        let (rows, codes) = lines(&catalog, "M1", &ServiceOptions::default());
        assert_eq!(rows, ["B10 10", "H1 1", "S1 2", "G2 2"]);
        assert!(codes.is_empty());
        let exposed = ServiceOptions { expose_content: true, ..Default::default() };
        let (rows, codes) = lines(&catalog, "M1", &exposed);
        assert_eq!(rows, ["B10 10", "H1 1", "S1 2", "G2 2", "S1 2 in G2", "X1 6 in G2"]);
        assert!(codes.is_empty());
        let (rows, _) = lines(&catalog, "M1", &ServiceOptions { by_page: true, ..Default::default() });
        assert_eq!(rows, ["B10 4 in G1", "H1 1 in G1", "S1 2 in K1", "B10 6 in K1", "G2 2 in M1"]);
    }

    #[test]
    fn phantoms_dissolve_references_stay_away_and_protected_parts_stay() {
        let catalog = catalog(&[
            ("items", "item,spare,phantom,ip,procurable\nP,Y,Y,,\nA,Y,,,N\nX,,,Y,\nZ,,,,\nR,Y,,,\nE,,Y,,\n"),
            (
                "bom",
                "parent,position,item,quantity,kind\nM,10,P,2,\nP,10,A,3,\nM,20,X,1,\nM,30,Z,4,\nM,40,R,1,REFERENCE\n",
            ),
        ]);
        let found = service_structure(&catalog, catalog.item("M").unwrap(), &ServiceOptions::default()).unwrap();
        assert_eq!(lines(&catalog, "M", &ServiceOptions::default()).0, ["A 6", "X 1"]);
        assert!(found.lines[1].is_ip && !found.lines[0].is_procurable && found.lines[1].is_procurable);
        assert_eq!(found.omitted, [(catalog.item("Z").unwrap(), Figure::Known(4.into()))]);
        assert!(found.findings.is_empty());
    }

    #[test]
    fn a_phantom_without_content_is_out_of_balance() {
        let catalog = catalog(&[("items", "item,phantom\nE,Y\n"), ("bom", "parent,item,quantity\nM,E,2\n")]);
        let found = service_structure(&catalog, catalog.item("M").unwrap(), &ServiceOptions::default()).unwrap();
        let said: Vec<_> = found.findings.iter().map(|finding| (finding.code.id, finding.value.as_deref())).collect();
        assert_eq!(said, [("E-SBOM-BALANCE", Some("E"))]);
    }

    #[test]
    fn loops_are_named_and_many_paths_are_no_matter() {
        let looped = catalog(&[
            ("items", "item,spare\nD,Y\n"),
            ("bom", "parent,item,quantity\nT,A,1\nA,B,1\nB,A,1\nB,D,1\nT,D,2\n"),
        ]);
        let (rows, codes) = lines(&looped, "T", &ServiceOptions::default());
        assert_eq!((rows, codes), (vec!["D endless".to_owned()], vec!["E-CYCLE"]));
        let deep = catalog(&[("items", "item,spare\nL60,Y\n"), ("bom", &diamond(60))]);
        assert_eq!(lines(&deep, "L0", &ServiceOptions::default()).0, ["L60 1152921504606846976"]);
    }

    proptest! {
        /// Whatever the flags are: nothing gets lost, and nothing is counted twice.
        #[test]
        fn the_balance_holds(
            bom in prop::collection::vec((0_usize..8, 1_usize..9, 1_u32..9), 1..20),
            flags in prop::collection::vec(0_u8..4, 9),
            by_page in any::<bool>(),
            expose_content in any::<bool>(),
        ) {
            let bom: Vec<String> = bom.iter().enumerate().filter(|(_, line)| line.0 < line.1)
                .map(|(index, line)| format!("N{},{index},N{},{}\n", line.0, line.1, line.2)).collect();
            let items: Vec<String> = flags.iter().enumerate()
                .map(|(index, flag)| format!("N{index},{},{}\n", if flag & 1 == 1 { "Y" } else { "" }, if flag & 2 == 2 { "Y" } else { "" }))
                .collect();
            let catalog = catalog(&[
                ("items", &format!("item,spare,module\n{}", items.concat())),
                ("bom", &format!("parent,position,item,quantity\n{}", bom.concat())),
            ]);
            let options = ServiceOptions { expose_content, by_page, ..Default::default() };
            let found = service_structure(&catalog, catalog.item("N0").unwrap(), &options).unwrap();
            prop_assert!(found.findings.is_empty(), "{:?}", found.findings);
        }
    }
}
