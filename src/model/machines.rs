//! What was delivered and for whom: machines by serial number, projects and their customers.
//!
//! Rules: warranty and recall specification, section 1.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::customers::{CustomerId, Customers};
use super::items::{ItemId, Items};
use super::numbered::{Numbered, dense};
use crate::finding::codes::model as codes;
use crate::finding::{Finding, Findings};
use crate::tables::{Symbol, Table, Texts};

dense! {
    /// Dense number of a machine in its catalog.
    MachineId
}

dense! {
    /// Dense number of a project in its catalog.
    ProjectId
}

/// One delivered machine, or several equal ones of a project without serial numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Serial number.
    pub serial: Option<Symbol>,
    /// Model.
    pub model: Option<Symbol>,
    /// The item that was delivered; its number is the model's where the row names no item.
    pub item: Option<ItemId>,
    /// Revision of the item.
    pub revision: Option<Symbol>,
    /// How many; 1 for a machine with a serial number.
    pub quantity: Decimal,
    /// Day of production.
    pub production_date: Option<NaiveDate>,
    /// Day of delivery.
    pub delivery_date: Option<NaiveDate>,
    /// The project.
    pub project: Option<ProjectId>,
    /// The customer: the machine's own, else the project's.
    pub customer: Option<CustomerId>,
    /// Row of the `machines` table.
    pub row: u32,
}

impl Machine {
    /// Day the structure of the machine was valid on: delivery, else production.
    #[must_use]
    pub fn built_on(&self) -> Option<NaiveDate> {
        self.delivery_date.or(self.production_date)
    }
}

/// One project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its number.
    pub number: Symbol,
    /// Its customer.
    pub customer: Option<CustomerId>,
    /// Row of the `projects` table; none when only machines name it.
    pub row: Option<u32>,
}

/// All projects of a catalog: those of the `projects` table in reading order, then those only machines name.
pub type Projects = Numbered<ProjectId, Project>;

impl Projects {
    fn add(&mut self, project: Project) -> ProjectId {
        self.find_or_add(project.number, || project)
    }
}

/// All machines of a catalog, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Machines {
    list: Vec<Machine>,
    by_serial: HashMap<Symbol, MachineId, FixedState>,
    by_item: BTreeMap<ItemId, Vec<MachineId>>,
    as_built: HashMap<Symbol, Vec<u32>, FixedState>,
    events: HashMap<Symbol, Vec<u32>, FixedState>,
}

impl Machines {
    /// Number of machines.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// True without machines.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The machine of a dense number.
    #[must_use]
    pub fn get(&self, id: MachineId) -> Option<&Machine> {
        self.list.get(id.index())
    }

    /// The machine with this serial number.
    #[must_use]
    pub fn find(&self, serial: Symbol) -> Option<MachineId> {
        self.by_serial.get(&serial).copied()
    }

    /// All machines with their dense numbers.
    pub fn iter(&self) -> impl Iterator<Item = (MachineId, &Machine)> {
        (0..).map(MachineId).zip(&self.list)
    }

    /// The machines that are this item, in reading order.
    #[must_use]
    pub fn of_item(&self, item: ItemId) -> &[MachineId] {
        self.by_item.get(&item).map(Vec::as_slice).unwrap_or_default()
    }

    /// Rows of the `as_built` table about a serial number, in reading order.
    #[must_use]
    pub fn as_built(&self, serial: Symbol) -> &[u32] {
        self.as_built.get(&serial).map(Vec::as_slice).unwrap_or_default()
    }

    /// Rows of the `service_events` table about a serial number, in the order of their days, then of reading.
    #[must_use]
    pub fn events(&self, serial: Symbol) -> &[u32] {
        self.events.get(&serial).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Links the `projects` table; customers that no row of the `customers` table is about are added.
pub(super) fn link_projects(table: &Table, customers: &mut Customers) -> Projects {
    let mut projects = Projects::default();
    let (numbers, owners) = (table.text("project"), table.text("customer"));
    for row in 0..table.len() {
        if let Some(number) = numbers.get(row) {
            let customer = owners.get(row).map(|customer| customers.add(customer, None));
            projects.add(Project { number, customer, row: u32::try_from(row).ok() });
        }
    }
    projects
}

/// Links the `machines`, `as_built` and `service_events` tables.
pub(super) fn link_machines(
    tables: &BTreeMap<String, Table>,
    texts: &Texts,
    items: &Items,
    (customers, projects): (&mut Customers, &mut Projects),
    findings: &mut Findings,
) -> Machines {
    let mut machines = Machines {
        as_built: by_serial(tables.get("as_built")),
        events: by_serial(tables.get("service_events")),
        ..Machines::default()
    };
    if let Some(events) = tables.get("service_events") {
        let days = events.date("date");
        for serial in events_of(events) {
            if let Some(rows) = machines.events.get_mut(&serial) {
                rows.sort_by_key(|&row| days.get(row as usize));
            }
        }
    }
    let Some(table) = tables.get("machines") else { return machines };
    let (serials, models, numbers) = (table.text("serial"), table.text("model"), table.text("item"));
    let (owners, works) = (table.text("customer"), table.text("project"));
    let (quantities, produced, delivered) =
        (table.decimal("quantity"), table.date("production_date"), table.date("delivery_date"));
    let revisions = table.text("revision");
    for row in 0..table.len() {
        let serial = serials.get(row);
        let id = MachineId(u32::try_from(machines.list.len()).unwrap_or(u32::MAX));
        if let Some(serial) = serial
            && let Some(first) = machines.by_serial.get(&serial).and_then(|&first| machines.get(first))
        {
            let mut finding = Finding::new(&codes::E_SERIAL_DUP).field("serial").value(texts.get(serial));
            finding.origin = table.cell(row, "serial");
            let place = table.cell(first.row as usize, "serial").map_or_else(String::new, |origin| origin.to_string());
            findings.push(finding.detail(format!("first in {place}, which is used")));
            continue;
        }
        let project = works.get(row).map(|number| {
            projects.find(number).unwrap_or_else(|| projects.add(Project { number, customer: None, row: None }))
        });
        let own = owners.get(row).map(|number| customers.add(number, None));
        let of_project = project.and_then(|project| projects.get(project)).and_then(|project| project.customer);
        if let (Some(own), Some(other)) = (own, of_project)
            && own != other
        {
            let name = |id: CustomerId| customers.get(id).map_or("", |customer| texts.get(customer.number));
            let mut finding = Finding::new(&codes::W_CUSTOMER_DIFF).field("customer").value(name(own));
            finding.origin = table.cell(row, "customer");
            findings.push(finding.detail(format!("the project's customer is \"{}\"", name(other))));
        }
        let model = models.get(row);
        let quantity = if serial.is_some() { None } else { quantities.get(row) };
        let machine = Machine {
            serial,
            model,
            item: numbers.get(row).or(model).and_then(|number| items.find(number)),
            revision: revisions.get(row),
            quantity: quantity.filter(Decimal::is_sign_positive).unwrap_or(Decimal::ONE),
            production_date: produced.get(row),
            delivery_date: delivered.get(row),
            project,
            customer: own.or(of_project),
            row: u32::try_from(row).unwrap_or(u32::MAX),
        };
        if let Some(serial) = serial {
            machines.by_serial.insert(serial, id);
        }
        if let Some(item) = machine.item {
            machines.by_item.entry(item).or_default().push(id);
        }
        machines.list.push(machine);
    }
    machines
}

/// The serial numbers of a table, each once.
fn events_of(table: &Table) -> Vec<Symbol> {
    let serials = table.text("serial");
    let mut all: Vec<Symbol> = (0..table.len()).filter_map(|row| serials.get(row)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn by_serial(table: Option<&Table>) -> HashMap<Symbol, Vec<u32>, FixedState> {
    let mut rows: HashMap<Symbol, Vec<u32>, FixedState> = HashMap::default();
    if let Some(table) = table {
        let serials = table.text("serial");
        for (row, number) in (0..table.len()).zip(0_u32..) {
            if let Some(serial) = serials.get(row) {
                rows.entry(serial).or_default().push(number);
            }
        }
    }
    rows
}
