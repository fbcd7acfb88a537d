//! Uses in the field: the machines that contain an item, their projects and their customers.
//!
//! Each machine is asked with the structure that was valid when it was delivered, for its serial number. Machines
//! between two changes of the lines on the way up have the same structure, so that it is summed once for all of them.
//! Where as-built lines or service events of a machine name the item, what is fitted on the day counts instead.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::accumulate::Ancestors;
use super::amount::{Figure, Total};
use super::effectivity::Effectivity;
use super::error::{StructureError, go_on};
use super::frozen::{Frozen, StructureKind};
use super::source::Source;
use super::standing_in::{Through, Way};
use super::sums::sum;
use super::where_used::{FieldStructures, Reach, by_number, say};
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, CustomerId, ItemId, Line, LineId, MachineId, ProjectId, SerialKey, position_order};
use crate::values::Watch;

/// An item in one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldUse {
    /// The machine, or several equal ones without serial number.
    pub machine: MachineId,
    /// The item that was delivered.
    pub top: ItemId,
    /// Lines between the machine and the item; 0 when the machine is the item.
    pub level: u32,
    /// `Designed`: the structure valid at delivery; `Maintained`: as-built lines and service events.
    pub structure: StructureKind,
    /// What the machine contains: the item itself, or what stands for it.
    pub named: ItemId,
    /// Why it counts as a use.
    pub through: Through,
    /// Quantity of the item asked for in one machine.
    pub quantity: Figure,
    /// How many machines the row stands for.
    pub machines: Decimal,
    /// Quantity in all of them.
    pub total: Figure,
    /// The items from the machine down to the item.
    pub path: Vec<ItemId>,
    /// The project.
    pub project: Option<ProjectId>,
    /// The customer.
    pub customer: Option<CustomerId>,
}

/// What one customer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomerTotal {
    /// The customer; none for machines without one.
    pub customer: Option<CustomerId>,
    /// How many machines.
    pub machines: Figure,
    /// Quantity of the item in them.
    pub total: Figure,
}

/// The machines that contain an item in one way of naming it.
pub(super) fn field_uses(
    catalog: &Catalog,
    way: &Way,
    on: NaiveDate,
    structures: FieldStructures,
    watch: Watch<'_>,
    findings: &mut Findings,
) -> Result<Vec<FieldUse>, StructureError> {
    let structure = catalog.structure();
    let (item, count) = (way.item, catalog.items().len());
    let always = Effectivity::new(catalog, on, None);
    // Everything the item may ever have been in.
    let is_new = |_: LineId, line: &Line| !line.is_of_old_revision();
    let direct = |id: LineId, line: &Line| is_new(id, line) && way.may_take(&always, line);
    let ever = Ancestors::watched(structure, count, item, (direct, is_new), watch)?;
    let changes = Changes::new(catalog, &ever);
    let mut groups: BTreeMap<(usize, usize), Vec<(u32, MachineId)>> = BTreeMap::new();
    let recorded = recorded_machines(catalog, item);
    let is_recorded = |id: &MachineId| structures != FieldStructures::Working && recorded.contains(id);
    let mut later = 0_usize;
    let nodes = ever.nodes.iter().filter(|_| structures != FieldStructures::Frozen);
    for node in nodes {
        for &id in catalog.machines().of_item(node.item) {
            let Some(machine) = catalog.machines().get(id).filter(|_| !is_recorded(&id)) else { continue };
            if machine.delivery_date.is_some_and(|day| day > on) {
                later += 1;
                continue;
            }
            let serial = machine.serial.map(|serial| catalog.text(serial));
            let key = changes.interval(machine.built_on().unwrap_or(on), serial);
            groups.entry(key).or_default().push((node.level, id));
        }
    }
    let mut rows = Vec::new();
    for (done, &id) in recorded.iter().filter(|id| is_recorded(id)).enumerate() {
        go_on(watch, done, recorded.len())?;
        if catalog.machines().get(id).and_then(|machine| machine.delivery_date).is_some_and(|day| day > on) {
            later += 1;
        } else if way.scope.is_none() {
            rows.extend(recorded_use(catalog, way, on, id, findings));
        }
    }
    if later > 0 {
        findings.push(Finding::new(&codes::I_MACHINE_LATER).detail(format!("{later} after {on}")));
    }
    for machines in groups.values() {
        let first = machines.first().and_then(|&(_, id)| catalog.machines().get(id));
        let day = first.and_then(crate::model::Machine::built_on).unwrap_or(on);
        let serial = first.and_then(|machine| machine.serial).map(|serial| catalog.text(serial));
        let valid = Effectivity::new(catalog, day, serial);
        let own;
        let ancestors = if changes.is_steady() {
            &ever
        } else {
            let counts = |id: LineId, line: &Line| valid.counts(id, line);
            let direct = |id: LineId, line: &Line| way.takes(&valid, id, line, counts);
            own = Ancestors::watched(structure, count, item, (direct, counts), watch)?;
            &own
        };
        say(catalog, ancestors, findings);
        for (done, &(_, id)) in machines.iter().enumerate() {
            go_on(watch, done, machines.len())?;
            rows.extend(field_use(catalog, way, ancestors, id));
        }
    }
    Ok(rows)
}

/// The row of one machine; none when the structure it was delivered with lacks the item.
fn field_use(catalog: &Catalog, way: &Way, ancestors: &Ancestors, id: MachineId) -> Option<FieldUse> {
    let machine = catalog.machines().get(id)?;
    let top = machine.item?;
    let node = ancestors.get(top).filter(|node| node.level > 0 || way.through != Through::Alternate)?;
    let quantity = ancestors.total(top)?.times(way.ratio);
    Some(FieldUse {
        machine: id,
        top,
        level: node.level,
        structure: StructureKind::Designed,
        named: way.item,
        through: way.through,
        quantity: quantity.figure(),
        machines: machine.quantity,
        total: quantity.times(Total::new(machine.quantity)).figure(),
        path: ancestors.path(top),
        project: machine.project,
        customer: machine.customer,
    })
}

/// Machines with as-built lines whose lines or service events name the item.
fn recorded_machines(catalog: &Catalog, item: ItemId) -> BTreeSet<MachineId> {
    let number = catalog.items().get(item).map(|item| item.number);
    let mut machines = BTreeSet::new();
    for table in [catalog.table("as_built"), catalog.table("service_events")] {
        let (items, serials) = (table.text("item"), table.text("serial"));
        let serials = (0..table.len()).filter(|&row| items.get(row) == number).filter_map(|row| serials.get(row));
        let recorded = serials.filter(|&serial| !catalog.machines().as_built(serial).is_empty());
        machines.extend(recorded.filter_map(|serial| catalog.machines().find(serial)));
    }
    machines
}

/// The row of a machine whose as-built lines or service events name the item; none when it is no longer fitted.
fn recorded_use(
    catalog: &Catalog,
    way: &Way,
    on: NaiveDate,
    id: MachineId,
    findings: &mut Findings,
) -> Option<FieldUse> {
    let item = way.item;
    let machine = catalog.machines().get(id)?;
    let top = machine.item?;
    let mut frozen = Frozen::new(catalog, machine.serial?, Some(top), Some(on), findings)?;
    frozen.retain(item, |named| way.fits(named));
    let path = frozen.path(top, item)?;
    let quantity = if item == top {
        Figure::Known(Decimal::ONE)
    } else {
        let sums = sum(catalog, &Source::Frozen(frozen), top, Total::ONE);
        let total = sums.iter().find(|row| row.item == item)?.total;
        Total::of_figure(total).times(way.ratio).figure()
    };
    Some(FieldUse {
        machine: id,
        top,
        level: u32::try_from(path.len() - 1).unwrap_or(u32::MAX),
        structure: StructureKind::Maintained,
        named: item,
        through: way.through,
        quantity,
        machines: Decimal::ONE,
        total: quantity,
        path,
        project: machine.project,
        customer: machine.customer,
    })
}

/// By level, item number and serial number; for customers by customer number first, machines without one last.
pub(super) fn sort(catalog: &Catalog, rows: &mut [FieldUse], to: Reach) {
    let customer = |row: &FieldUse| {
        let number = row.customer.map(|id| catalog.customer_number(id));
        (number.is_none(), number.unwrap_or_default())
    };
    let serial = |row: &FieldUse| {
        let machine = catalog.machines().get(row.machine);
        machine.and_then(|machine| machine.serial).map_or("", |serial| catalog.text(serial))
    };
    rows.sort_by(|a, b| {
        let first = if to == Reach::Customers {
            let (a, b) = (customer(a), customer(b));
            a.0.cmp(&b.0).then_with(|| position_order(a.1, b.1))
        } else {
            std::cmp::Ordering::Equal
        };
        first
            .then_with(|| a.level.cmp(&b.level))
            .then_with(|| by_number(catalog, a.top, b.top))
            .then_with(|| SerialKey::new(serial(a)).cmp(&SerialKey::new(serial(b))))
            .then_with(|| a.machine.cmp(&b.machine))
            .then_with(|| a.through.cmp(&b.through))
            .then_with(|| by_number(catalog, a.named, b.named))
    });
}

/// Sums the rows of each customer, each machine once; the rows stand in the order of customers.
pub(super) fn totals(rows: &[FieldUse]) -> Vec<CustomerTotal> {
    let sum = |values: &mut dyn Iterator<Item = Figure>| {
        values
            .fold(Total::ZERO, |sum, figure| match figure {
                Figure::Endless => sum.plus(Total::CYCLE),
                figure => sum.plus(Total::of(figure.quantity())),
            })
            .figure()
    };
    rows.chunk_by(|a, b| a.customer == b.customer)
        .map(|rows| {
            let machines: BTreeMap<MachineId, Decimal> = rows.iter().map(|row| (row.machine, row.machines)).collect();
            CustomerTotal {
                customer: rows.first().and_then(|row| row.customer),
                machines: sum(&mut machines.into_values().map(Figure::Known)),
                total: sum(&mut rows.iter().map(|row| row.total)),
            }
        })
        .collect()
}

/// Days and serial numbers at which a line on the way up begins or ends to hold.
struct Changes<'a> {
    days: Vec<NaiveDate>,
    serials: Vec<(SerialKey<'a>, bool)>,
    has_conditions: bool,
}

impl<'a> Changes<'a> {
    fn new(catalog: &'a Catalog, ever: &Ancestors) -> Self {
        let lines = catalog.bom_lines();
        let (mut days, mut serials) = (Vec::new(), Vec::new());
        let mut has_conditions = false;
        for node in &ever.nodes {
            for (_, used) in catalog.structure().uses(node.item).filter(|(_, line)| !line.is_unconditional()) {
                has_conditions = true;
                // An alternative depends on the other lines of its assembly.
                let others =
                    used.is_alternate().then(|| catalog.structure().children(used.parent)).into_iter().flatten();
                for line in others.map(|(_, line)| line).chain([used]) {
                    let (from, to) = lines.dates(line);
                    days.extend(from.into_iter().chain(to.and_then(|to| to.succ_opt())));
                    let (from, to) = lines.serials(line);
                    serials.extend(from.map(|from| (SerialKey::new(from), false)));
                    serials.extend(to.map(|to| (SerialKey::new(to), true)));
                }
            }
        }
        days.sort_unstable();
        days.dedup();
        serials.sort_unstable();
        serials.dedup();
        Self { days, serials, has_conditions }
    }

    /// True when every line on the way up always holds.
    const fn is_steady(&self) -> bool {
        !self.has_conditions
    }

    /// Between which changes a machine lies; machines without serial number are alone.
    fn interval(&self, day: NaiveDate, serial: Option<&str>) -> (usize, usize) {
        let day = self.days.partition_point(|&change| change <= day);
        let serial = serial.map_or(usize::MAX, |serial| {
            let key = SerialKey::new(serial);
            self.serials.partition_point(|&(end, is_last)| if is_last { end < key } else { end <= key })
        });
        (day, serial)
    }
}
