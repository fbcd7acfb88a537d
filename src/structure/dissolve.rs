//! Dissolving an engineering structure into the lines of a service structure, and the balance of both.
//!
//! Rule: structures specification, section 4.

use std::collections::{BTreeMap, BTreeSet};

use super::amount::{Figure, Total};
use super::error::{Steps, StructureError};
use super::source::{Child, Source};
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineKind};
use crate::tables::Symbol;
use crate::tables::table::FlagView;

/// Columns of the item master that decide.
pub(super) struct Flags<'a> {
    catalog: &'a Catalog,
    spare: FlagView<'a>,
    pub(super) module: FlagView<'a>,
    phantom: FlagView<'a>,
    pub(super) ip: FlagView<'a>,
    pub(super) standard: FlagView<'a>,
    pub(super) procurable: FlagView<'a>,
}

impl<'a> Flags<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
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

    pub(super) fn flag(&self, view: FlagView<'a>, item: ItemId) -> Option<bool> {
        view.get(self.catalog.items().get(item)?.row()?)
    }

    pub(super) fn is(&self, view: FlagView<'a>, item: ItemId) -> bool {
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
pub(super) struct Key {
    page: Option<ItemId>,
    in_module: Option<ItemId>,
    item: ItemId,
    revision: Option<Symbol>,
}

pub(super) struct Merged {
    pub(super) page: ItemId,
    pub(super) in_module: Option<ItemId>,
    pub(super) item: ItemId,
    pub(super) revision: Option<Symbol>,
    pub(super) total: Total,
    pub(super) as_required: bool,
    pub(super) unit: Option<Symbol>,
    pub(super) positions: Vec<Symbol>,
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

pub(super) struct Walk<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) source: &'a Source<'a>,
    pub(super) flags: &'a Flags<'a>,
    pub(super) by_page: bool,
    pub(super) lines: Vec<Merged>,
    pub(super) slots: BTreeMap<Key, usize>,
    pub(super) omitted: BTreeMap<ItemId, Total>,
    pub(super) findings: Findings,
    pub(super) steps: Steps<'a>,
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
    pub(super) fn dissolve(
        &mut self,
        top: ItemId,
        in_module: Option<ItemId>,
        factor: Total,
    ) -> Result<(), StructureError> {
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
    pub(super) fn expose(&mut self) -> Result<(), StructureError> {
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
    pub(super) fn check(&mut self, top: ItemId) -> Result<(), StructureError> {
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
