//! The catalog as the planner sees it: the delivered structure, and what each part is to the customer.
//!
//! Rules: parts-book specification, section 1 (as-built lines, else the structure valid at delivery, else the current
//! one), section 8 (unknown items) and section 10 (SMR codes); structures specification, sections 1 and 5.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::settings::BookSettings;
use super::source::{Part, PartLine, Source};
use super::succession::Succession;
use crate::finding::{Finding, Findings, codes};
use crate::model::{BomLine, Catalog, ItemId, Line, LineId, SerialKey};
use crate::tables::Symbol;

/// Where the structure of a book comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The frozen lines of the serial number; the day they are of, when it is known.
    AsBuilt(Option<NaiveDate>),
    /// The structure valid on the day of delivery.
    AtDelivery(NaiveDate),
    /// The structure valid on the catalog's day: doubtful, and said on the cover.
    Current(NaiveDate),
}

/// How a part is supplied, by its SMR code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Supply {
    /// As any other part.
    #[default]
    Normal,
    /// With the next higher assembly only (`XA`).
    NextHigher,
    /// In a kit only (`K?`).
    InKit,
    /// Made or assembled where it is used (`M?`, `A?`).
    MadeLocally,
    /// Not printed (`XC`).
    DrawingOnly,
}

impl Supply {
    /// The way of supply of a code; none for an unknown one.
    fn of_code(code: &str) -> Option<Self> {
        let mut letters = code.trim().chars().map(|letter| letter.to_ascii_uppercase());
        match (letters.next()?, letters.next()?) {
            ('X', 'A') => Some(Self::NextHigher),
            ('X', 'C') => Some(Self::DrawingOnly),
            ('K', second) if second.is_ascii_alphanumeric() => Some(Self::InKit),
            ('M' | 'A', second) if second.is_ascii_alphanumeric() => Some(Self::MadeLocally),
            ('P', second) if second.is_ascii_alphanumeric() => Some(Self::Normal),
            ('X', 'B' | 'D') => Some(Self::Normal),
            _ => None,
        }
    }
}

/// The catalog for one machine.
pub struct CatalogSource {
    catalog: Arc<Catalog>,
    basis: Basis,
    serial: Option<String>,
    as_built: BTreeMap<ItemId, Vec<u32>>,
    not_illustrated: BTreeSet<(ItemId, String)>,
    parts: Vec<Part>,
    supplies: HashMap<ItemId, Supply, FixedState>,
}

impl CatalogSource {
    /// The source of a book; doubtful choices are named in `findings`.
    #[must_use]
    pub fn new(
        catalog: &Arc<Catalog>,
        settings: &BookSettings,
        succession: &Succession,
        findings: &mut Findings,
    ) -> Self {
        let as_built = as_built(catalog, settings);
        let basis = if as_built.is_empty() {
            match settings.delivery_date {
                Some(date) => Basis::AtDelivery(date),
                None => Basis::Current(catalog.as_of()),
            }
        } else {
            Basis::AsBuilt(settings.delivery_date)
        };
        if let Basis::Current(date) = basis {
            let about = format!("item \"{}\", structure of {date}", catalog.item_number(settings.top));
            findings.push(Finding::new(&codes::book::W_STRUCT_CURRENT).detail(about));
        }
        let mut source = Self {
            catalog: Arc::clone(catalog),
            basis,
            serial: settings.serial.clone(),
            as_built,
            not_illustrated: not_illustrated(catalog),
            parts: Vec::new(),
            supplies: HashMap::default(),
        };
        source.read_parts(succession, findings);
        source
    }

    /// Where the structure comes from.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// How a part is supplied.
    #[must_use]
    pub fn supply(&self, item: ItemId) -> Supply {
        self.supplies.get(&item).copied().unwrap_or_default()
    }

    fn read_parts(&mut self, succession: &Succession, findings: &mut Findings) {
        let catalog = Arc::clone(&self.catalog);
        let table = catalog.table("items");
        let (spares, procurables, ips, safeties) =
            (table.flag("spare"), table.flag("procurable"), table.flag("ip"), table.flag("safety"));
        let smr = table.text("smr");
        for (id, item) in catalog.items().iter() {
            let Some(row) = item.row() else {
                // Printed with its number, so that it is seen; not orderable.
                let part = Part { is_spare: true, is_procurable: false, is_protected: false, is_safety: false };
                self.parts.push(part);
                continue;
            };
            let supply = smr.get(row).map(|symbol| {
                let code = self.catalog.text(symbol);
                Supply::of_code(code).unwrap_or_else(|| {
                    let mut finding = Finding::new(&codes::book::W_SMR).field("smr").value(code);
                    finding.origin = table.cell(row, "smr");
                    findings.push(finding);
                    Supply::Normal
                })
            });
            let supply = supply.unwrap_or_default();
            if supply != Supply::Normal {
                self.supplies.insert(id, supply);
            }
            self.parts.push(Part {
                is_spare: spares.get(row).unwrap_or(false) && supply != Supply::DrawingOnly,
                is_procurable: procurables.get(row).unwrap_or(true)
                    && supply == Supply::Normal
                    && !succession.is_loop(id),
                is_protected: ips.get(row).unwrap_or(false),
                is_safety: safeties.get(row).unwrap_or(false),
            });
        }
    }

    /// The frozen lines of an assembly; unit, remarks and what it fixes come from the line of the structure.
    fn built_lines(&self, assembly: ItemId, findings: &mut Findings) -> Vec<PartLine> {
        let table = self.catalog.table("as_built");
        let (items, positions, revisions) = (table.text("item"), table.text("position"), table.text("revision"));
        let quantities = table.decimal("quantity");
        let text = |symbol: Symbol| self.catalog.text(symbol).to_owned();
        let designed: Vec<BomLine> = {
            let lines = self.catalog.bom_lines();
            self.catalog.structure().children(assembly).filter_map(|(id, _)| lines.get(id)).collect()
        };
        let rows = self.as_built.get(&assembly).map(Vec::as_slice).unwrap_or_default();
        rows.iter()
            .filter_map(|&row| {
                let index = row as usize;
                let item = self.catalog.items().find(items.get(index)?)?;
                let position = positions.get(index);
                let like = designed
                    .iter()
                    .filter(|line| line.item == item)
                    .max_by_key(|line| position.is_some() && line.position == position);
                let quantity = quantities.get(index).filter(|quantity| *quantity > Decimal::ZERO);
                let is_as_required = quantity.is_none() && like.is_some_and(|line| line.as_required);
                if quantity.is_none() && !is_as_required {
                    let mut finding = Finding::new(&codes::structure::E_QTY).field("quantity");
                    finding.origin = table.cell(index, "quantity");
                    findings.push(finding.detail("the line is printed without a quantity"));
                }
                Some(PartLine {
                    position: position.or_else(|| like?.position).map(text).unwrap_or_default(),
                    item,
                    revision: revisions.get(index).map(text),
                    quantity,
                    is_as_required,
                    unit: like.and_then(|line| line.unit).map(text),
                    remarks: like.and_then(|line| line.remarks).map(text),
                    attach_to: like.and_then(|line| line.attach_to_position).map(text),
                    origin: table.origin(index),
                })
            })
            .collect()
    }

    /// The lines of an assembly that hold for the day and the serial number.
    fn designed_lines(&self, assembly: ItemId, on: NaiveDate, findings: &mut Findings) -> Vec<PartLine> {
        let lines = self.catalog.bom_lines();
        let text = |symbol: Symbol| self.catalog.text(symbol).to_owned();
        let mut used: BTreeMap<Symbol, Option<(i64, LineId)>> = BTreeMap::new();
        for (id, line) in self.catalog.structure().children(assembly).filter(|(_, line)| line.is_alternate()) {
            let Some((group, rank)) = lines.alternate(line) else { continue };
            if line.is_of_old_revision() {
                continue;
            }
            let best = used.entry(group).or_default();
            if self.holds(line, on) && best.is_none_or(|best| (rank, id) < best) {
                *best = Some((rank, id));
            }
        }
        for (group, best) in &used {
            if best.is_none() {
                let finding =
                    Finding::new(&codes::structure::W_EFF_GAP).field("alt_group").value(self.catalog.text(*group));
                let about = format!("assembly \"{}\" on {on}", self.catalog.item_number(assembly));
                findings.push(finding.detail(about));
            }
        }
        self.catalog
            .structure()
            .children(assembly)
            .filter(|(id, line)| {
                !line.is_reference()
                    && self.holds(line, on)
                    && lines.alternate(line).is_none_or(|(group, _)| {
                        used.get(&group).copied().flatten().is_some_and(|(_, best)| best == *id)
                    })
            })
            .filter_map(|(id, line)| {
                let full = lines.get(id)?;
                Some(PartLine {
                    position: full.position.map(text).unwrap_or_default(),
                    item: full.item,
                    revision: full.revision.map(text),
                    quantity: full.quantity.filter(|quantity| *quantity > Decimal::ZERO),
                    is_as_required: full.as_required,
                    unit: full.unit.map(text),
                    remarks: full.remarks.map(text),
                    attach_to: full.attach_to_position.map(text),
                    origin: lines.origin(line),
                })
            })
            .collect()
    }

    /// True when day, serial number and revision of the assembly fit; without a serial number the newest machines are
    /// meant.
    fn holds(&self, line: &Line, on: NaiveDate) -> bool {
        if line.is_of_old_revision() {
            return false;
        }
        let lines = self.catalog.bom_lines();
        if line.has_dates() {
            let (from, to) = lines.dates(line);
            if from.is_some_and(|from| on < from) || to.is_some_and(|to| to < on) {
                return false;
            }
        }
        if line.has_serials() {
            let (from, to) = lines.serials(line);
            return match &self.serial {
                Some(serial) => SerialKey::new(serial).is_within(from, to),
                None => to.is_none(),
            };
        }
        true
    }
}

impl Source for CatalogSource {
    fn children(&self, assembly: ItemId, findings: &mut Findings) -> Vec<PartLine> {
        match self.basis {
            Basis::AsBuilt(_) => self.built_lines(assembly, findings),
            Basis::AtDelivery(on) | Basis::Current(on) => self.designed_lines(assembly, on, findings),
        }
    }

    fn part(&self, item: ItemId) -> Part {
        self.parts.get(item.index()).copied().unwrap_or(Part {
            is_spare: false,
            is_procurable: false,
            is_protected: false,
            is_safety: false,
        })
    }

    fn is_not_illustrated(&self, assembly: ItemId, position: &str) -> bool {
        self.not_illustrated.contains(&(assembly, position.trim_start_matches('-').to_owned()))
    }

    fn number(&self, item: ItemId) -> &str {
        self.catalog.item_number(item)
    }
}

/// The as-built rows of the machine by their assembly; assemblies that stand in no other belong to the machine itself.
fn as_built(catalog: &Catalog, settings: &BookSettings) -> BTreeMap<ItemId, Vec<u32>> {
    let mut by_parent: BTreeMap<ItemId, Vec<u32>> = BTreeMap::new();
    let Some(serial) = settings.serial.as_deref().and_then(|serial| catalog.texts().find(serial)) else {
        return by_parent;
    };
    let table = catalog.table("as_built");
    let (parents, items) = (table.text("parent"), table.text("item"));
    let mut children = BTreeSet::new();
    for &row in catalog.machines().as_built(serial) {
        let id = |symbol: Option<Symbol>| symbol.and_then(|symbol| catalog.items().find(symbol));
        by_parent.entry(id(parents.get(row as usize)).unwrap_or(settings.top)).or_default().push(row);
        children.extend(id(items.get(row as usize)));
    }
    let others: Vec<ItemId> =
        by_parent.keys().copied().filter(|parent| *parent != settings.top && !children.contains(parent)).collect();
    for other in others {
        let rows = by_parent.remove(&other).unwrap_or_default();
        by_parent.entry(settings.top).or_default().extend(rows);
    }
    by_parent
}

fn not_illustrated(catalog: &Catalog) -> BTreeSet<(ItemId, String)> {
    let table = catalog.table("not_illustrated");
    let assemblies = table.text("assembly");
    (0..table.len())
        .filter_map(|row| {
            let assembly = catalog.items().find(assemblies.get(row)?)?;
            let position = super::figures::cell_text(catalog, table, row, "position")?;
            Some((assembly, position.trim_start_matches('-').to_owned()))
        })
        .collect()
}
