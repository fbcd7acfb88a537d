//! Freezing a delivery: the as-built rows of a machine, to be kept in an `as_built` sheet.
//!
//! Rules: structures specification, sections 2 and 5. The structure valid at delivery is written down with the revision
//! that was current then; what was frozen once is given back as it is.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::effectivity::Effectivity;
use super::error::StructureError;
use super::explode::Place;
use super::frozen::{Frozen, FrozenLine};
use super::interchange::Interchange;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, LineKind};
use crate::tables::Symbol;

/// One as-built row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrozenRow {
    /// Assembly.
    pub parent: ItemId,
    /// Position in it.
    pub position: Option<Symbol>,
    /// What is in it.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// Quantity for one parent, in the unit of the item.
    pub quantity: Option<Decimal>,
    /// Unit of the quantity.
    pub unit: Option<Symbol>,
    /// Lot; known only of rows that were frozen before.
    pub lot: Option<Symbol>,
    /// Serial number of the component; known only of rows that were frozen before.
    pub component_serial: Option<Symbol>,
    /// Where it was taken from.
    pub place: Place,
}

/// The as-built rows of one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenStructure {
    /// Serial number.
    pub serial: String,
    /// The machine's item.
    pub item: ItemId,
    /// The day the structure was valid on.
    pub on: NaiveDate,
    /// The rows: each assembly once, depth-first in position order.
    pub rows: Vec<FrozenRow>,
    /// What is doubtful.
    pub findings: Findings,
}

/// The rows to keep of a delivered machine: its structure on a day, by default that of its delivery.
///
/// # Errors
/// The serial number is not in the catalog, or its row names no item.
pub fn freeze(catalog: &Catalog, serial: &str, on: Option<NaiveDate>) -> Result<FrozenStructure, StructureError> {
    let id = catalog.machine(serial)?;
    let machine = catalog.machines().get(id);
    let Some((machine, item)) = machine.and_then(|machine| Some((machine, machine.item?))) else {
        return Err(StructureError::MachineItem { serial: serial.to_owned() });
    };
    let on = on.or(machine.built_on()).unwrap_or(catalog.as_of());
    let mut findings = Findings::new();
    let kept = machine.serial.and_then(|symbol| Frozen::new(catalog, symbol, Some(item), None, &mut findings));
    let is_kept = kept.is_some();
    let valid = Effectivity::new(catalog, on, Some(serial));
    let frozen = if let Some(kept) = kept {
        let mut finding = Finding::new(&codes::I_FROZEN).field("serial").value(serial);
        finding.origin = catalog.table("machines").origin(machine.row as usize);
        findings.push(finding);
        kept
    } else {
        Frozen::reconstructed(catalog, None, item, &valid, on, None, &mut findings)
    };
    let interchange = Interchange::new(catalog);
    let row = |line: &FrozenLine| FrozenRow {
        parent: line.parent,
        position: line.position,
        item: line.item,
        revision: match line.revision {
            Some(revision) if !is_kept => interchange.latest(line.item, revision, on).or(Some(revision)),
            revision => revision,
        },
        quantity: line.quantity,
        unit: line.unit.or_else(|| catalog.structure().unit(line.item)),
        lot: line.lot,
        component_serial: line.component_serial,
        place: line.place,
    };
    let mut rows = Vec::new();
    let mut seen = BTreeSet::from([item]);
    let mut stack: Vec<&FrozenLine> = open(&frozen, item);
    let check = |item: ItemId, findings: &mut Findings| {
        if !is_kept {
            valid.check_groups(item, findings);
        }
    };
    check(item, &mut findings);
    while let Some(line) = stack.pop() {
        rows.push(row(line));
        if seen.insert(line.item) {
            check(line.item, &mut findings);
            stack.extend(open(&frozen, line.item));
        }
    }
    findings.sort();
    Ok(FrozenStructure { serial: serial.to_owned(), item, on, rows, findings })
}

/// The lines of an assembly, last first; what is named for information only was not delivered.
fn open(frozen: &Frozen, item: ItemId) -> Vec<&FrozenLine> {
    let mut lines: Vec<&FrozenLine> = frozen.children(item).filter(|line| line.kind != LineKind::Reference).collect();
    lines.reverse();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;

    fn rows(catalog: &Catalog, found: &FrozenStructure) -> Vec<String> {
        let text = |symbol: Option<Symbol>| symbol.map_or("", |symbol| catalog.text(symbol));
        found
            .rows
            .iter()
            .map(|row| {
                let quantity = row.quantity.map_or(String::new(), |quantity| quantity.to_string());
                let (parent, item) = (catalog.item_number(row.parent), catalog.item_number(row.item));
                format!("{parent} {} {item} {} {quantity} {}", text(row.position), text(row.revision), text(row.lot))
            })
            .collect()
    }

    #[test]
    fn the_structure_of_the_delivery_day_is_kept_and_never_changed() {
        let catalog = catalog(&[
            (
                "bom",
                "parent,position,item,revision,quantity,valid_to,kind,alt_group,alt_rank\nM,10,PUMP,A,2,,,,\n\
                 M,20,OLD,,1,2025-06-30,,,\nM,30,DOC,,1,,REFERENCE,,\nM,40,PUMP,A,1,,,,\nPUMP,10,SEAL,,3,,,,\n\
                 M,50,X,,1,,,G,2\nM,50,Y,,1,,,G,1\n",
            ),
            (
                "revisions",
                "item,revision,seq,released,interchange\nPUMP,A,1,2024-01-01,\nPUMP,B,2,2025-01-01,FULL\nPUMP,C,3,2026-01-01,FULL\n",
            ),
            ("machines", "serial,item,delivery_date\nSN1,M,2025-05-01\nSN2,M,2025-05-01\nSN3,,2025-05-01\n"),
            ("as_built", "serial,parent,item,revision,quantity,lot\nSN2,M,PUMP,A,1,L7\n"),
            ("service_events", "date,serial,action,item,quantity\n2025-06-01,SN1,REMOVE,PUMP,2\n"),
        ]);
        let found = freeze(&catalog, "SN1", None).unwrap();
        assert_eq!(
            rows(&catalog, &found),
            ["M 10 PUMP B 2 ", "PUMP 10 SEAL  3 ", "M 20 OLD  1 ", "M 40 PUMP B 1 ", "M 50 Y  1 "]
        );
        assert!(found.findings.is_empty());
        let kept = freeze(&catalog, "SN2", None).unwrap();
        assert_eq!(rows(&catalog, &kept), ["M  PUMP A 1 L7"]);
        assert_eq!(kept.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["I-FROZEN"]);
        let error = freeze(&catalog, "SN3", None).unwrap_err();
        assert_eq!(error.to_string(), "machine \"SN3\" names no item that is in the catalog");
        assert!(error.hint().is_some() && freeze(&catalog, "SN9", None).is_err());
    }
}
