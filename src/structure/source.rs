//! Where the lines of an assembly come from: the structure as designed, or what a machine was built from.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::Total;
use super::effectivity::Effectivity;
use super::error::StructureError;
use super::explode::{ExplosionOptions, Place};
use super::frozen::{Frozen, StructureKind};
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineKind};
use crate::tables::Symbol;

/// Where the lines of an assembly come from.
pub(super) enum Source<'a> {
    Designed(Box<Effectivity<'a>>),
    Frozen(Frozen),
}

/// One line as both sources give it.
#[derive(Clone, Copy)]
pub(super) struct Child {
    pub(super) parent: ItemId,
    pub(super) item: ItemId,
    pub(super) position: Option<Symbol>,
    pub(super) revision: Option<Symbol>,
    pub(super) quantity: Option<Decimal>,
    pub(super) as_required: bool,
    pub(super) factor: Total,
    pub(super) unit: Option<Symbol>,
    pub(super) kind: LineKind,
    pub(super) place: Place,
}

/// What sums need of a line.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) item: ItemId,
    pub(super) factor: Total,
    pub(super) unit: Option<Symbol>,
    pub(super) kind: LineKind,
}

impl<'a> Source<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        item: ItemId,
        on: NaiveDate,
        options: &'a ExplosionOptions,
        findings: &mut Findings,
    ) -> Result<Self, StructureError> {
        let serial = options.serial.as_deref();
        if options.kind == StructureKind::Designed {
            return Ok(Self::Designed(Box::new(Effectivity::new(catalog, on, serial))));
        }
        let name = serial.ok_or(StructureError::SerialMissing { kind: options.kind.name() })?;
        let machine = catalog.machine(name)?;
        let machine = catalog.machines().get(machine);
        let top = machine.and_then(|machine| machine.item);
        let events_to = (options.kind == StructureKind::Maintained).then_some(on);
        let symbol = machine.and_then(|machine| machine.serial);
        if let Some(frozen) = symbol.and_then(|symbol| Frozen::new(catalog, symbol, top, events_to, findings)) {
            return Ok(Self::Frozen(frozen));
        }
        let built = machine.and_then(crate::model::Machine::built_on).unwrap_or(on);
        let mut finding = Finding::new(&codes::W_STRUCT_RECONSTRUCTED).field("serial").value(name);
        finding.origin = machine.and_then(|machine| catalog.table("machines").origin(machine.row as usize));
        findings.push(finding.detail(format!("the structure valid on {built} is shown")));
        let valid = Effectivity::new(catalog, built, serial);
        if let (Some(to), Some(symbol)) = (events_to, symbol)
            && !catalog.machines().events(symbol).is_empty()
        {
            let top = top.unwrap_or(item);
            return Ok(Self::Frozen(Frozen::reconstructed(catalog, Some(symbol), top, &valid, to, None, findings)));
        }
        Ok(Self::Designed(Box::new(valid)))
    }

    /// Puts the lines of an assembly into `children`, in position order.
    pub(super) fn children(&self, item: ItemId, children: &mut Vec<Child>) {
        children.clear();
        match self {
            Self::Designed(valid) => {
                let structure = valid.lines.structure();
                let lines = structure.children(item).filter(|(id, line)| valid.counts(*id, line));
                children.extend(lines.map(|(_, line)| Child {
                    parent: line.parent,
                    item: line.item,
                    position: valid.lines.position(line),
                    revision: valid.lines.revision(line),
                    quantity: valid.lines.written_quantity(line),
                    as_required: line.is_as_required(),
                    factor: Total::of_line(structure, line),
                    unit: valid.lines.unit(line),
                    kind: line.kind,
                    place: Place::Bom(line.row),
                }));
            }
            Self::Frozen(frozen) => children.extend(frozen.children(item).map(|line| Child {
                parent: line.parent,
                item: line.item,
                position: line.position,
                revision: line.revision,
                quantity: line.quantity,
                as_required: line.as_required,
                factor: if line.as_required || line.kind == LineKind::Reference {
                    Total::ZERO
                } else {
                    Total::of(line.quantity)
                },
                unit: line.unit,
                kind: line.kind,
                place: line.place,
            })),
        }
    }

    /// Gives the lines of an assembly that count, without those that are for information only, in position order.
    pub(super) fn parts(&self, item: ItemId, mut visit: impl FnMut(Part)) {
        match self {
            Self::Designed(valid) => {
                let structure = valid.lines.structure();
                for (id, line) in structure.children(item) {
                    if !line.is_reference() && valid.counts(id, line) {
                        let factor = Total::of_line(structure, line);
                        visit(Part { item: line.item, factor, unit: valid.lines.unit(line), kind: line.kind });
                    }
                }
            }
            Self::Frozen(frozen) => {
                for line in frozen.children(item).filter(|line| line.kind != LineKind::Reference) {
                    let factor = if line.as_required { Total::ZERO } else { Total::of(line.quantity) };
                    visit(Part { item: line.item, factor, unit: line.unit, kind: line.kind });
                }
            }
        }
    }

    /// Names alternatives of an assembly that are missing or doubtful.
    pub(super) fn check(&self, item: ItemId, findings: &mut Findings) {
        if let Self::Designed(valid) = self {
            valid.check_groups(item, findings);
        }
    }
}
