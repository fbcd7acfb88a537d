//! The catalog: everything that was read, linked by dense numbers, immutable.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::customers::{CustomerId, Customers};
use super::error::ModelError;
use super::items::{ItemId, Items};
use super::machines::{MachineId, Machines, Projects};
use super::settings::Settings;
use super::structure::{BomLines, Structure};
use crate::finding::Findings;
use crate::tables::{SheetReport, SourceReport, Symbol, Table, TextView, Texts};

/// What a table that was not read looks like.
static NO_TABLE: LazyLock<Table> = LazyLock::new(Table::default);

/// How many near names an error shows.
const NEAREST: usize = 3;

/// All tables of a set of workbooks, linked.
#[derive(Clone, Debug)]
pub struct Catalog {
    pub(super) as_of: NaiveDate,
    pub(super) texts: Texts,
    pub(super) tables: BTreeMap<String, Table>,
    pub(super) items: Items,
    pub(super) customers: Customers,
    pub(super) company: Settings,
    pub(super) sources: Vec<SourceReport>,
    pub(super) sheets: Vec<SheetReport>,
    /// The findings of reading alone, kept to store the catalog.
    pub(super) read_findings: Findings,
    pub(super) structure: Structure,
    pub(super) machines: Machines,
    pub(super) projects: Projects,
    pub(super) findings: Findings,
}

/// The descriptions of items in one language: of each item the first there is.
#[derive(Clone)]
pub struct Descriptions<'a> {
    catalog: &'a Catalog,
    columns: Vec<TextView<'a>>,
}

impl<'a> Descriptions<'a> {
    /// The description of an item.
    #[must_use]
    pub fn of(&self, id: ItemId) -> Option<&'a str> {
        let row = self.catalog.items.get(id)?.row()?;
        let symbol = self.columns.iter().find_map(|column| column.get(row))?;
        Some(self.catalog.text(symbol))
    }
}

impl Catalog {
    /// The day every question without a date is about.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The pool of all texts.
    #[must_use]
    pub const fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The text behind a symbol.
    #[must_use]
    pub fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol)
    }

    /// A table by its name in the schema; without rows when no sheet gave any.
    #[must_use]
    pub fn table(&self, name: &str) -> &Table {
        self.tables.get(name).unwrap_or(&NO_TABLE)
    }

    /// All tables that have rows, by name.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }

    /// The items.
    #[must_use]
    pub const fn items(&self) -> &Items {
        &self.items
    }

    /// The customers.
    #[must_use]
    pub const fn customers(&self) -> &Customers {
        &self.customers
    }

    /// The company's settings.
    #[must_use]
    pub const fn company(&self) -> &Settings {
        &self.company
    }

    /// The structure: all BOM lines, linked.
    #[must_use]
    pub const fn structure(&self) -> &Structure {
        &self.structure
    }

    /// The lines of the structure with everything their rows say.
    #[must_use]
    pub fn bom_lines(&self) -> BomLines<'_> {
        BomLines::new(&self.structure, self.table("bom"), &self.texts)
    }

    /// The machines that were delivered.
    #[must_use]
    pub const fn machines(&self) -> &Machines {
        &self.machines
    }

    /// The projects.
    #[must_use]
    pub const fn projects(&self) -> &Projects {
        &self.projects
    }

    /// What is doubtful in the data, in order.
    #[must_use]
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The files that were read.
    #[must_use]
    pub fn sources(&self) -> &[SourceReport] {
        &self.sources
    }

    /// What each sheet was taken for.
    #[must_use]
    pub fn sheets(&self) -> &[SheetReport] {
        &self.sheets
    }

    /// Number of an item.
    #[must_use]
    pub fn item_number(&self, id: ItemId) -> &str {
        self.items.get(id).map_or("", |item| self.text(item.number))
    }

    /// Number of a customer.
    #[must_use]
    pub fn customer_number(&self, id: CustomerId) -> &str {
        self.customers.get(id).map_or("", |customer| self.text(customer.number))
    }

    /// The item of this number.
    ///
    /// # Errors
    /// [`ModelError::UnknownItem`] with the nearest numbers.
    pub fn item(&self, number: &str) -> Result<ItemId, ModelError> {
        self.find_item(number).ok_or_else(|| ModelError::UnknownItem {
            item: number.to_owned(),
            nearest: self.nearest(number, self.items.iter().map(|(_, item)| item.number)),
        })
    }

    /// The item of this number, if there is one.
    #[must_use]
    pub fn find_item(&self, number: &str) -> Option<ItemId> {
        self.items.find(self.texts.find(number)?)
    }

    /// The customer of this number.
    ///
    /// # Errors
    /// [`ModelError::UnknownCustomer`] with the nearest numbers.
    pub fn customer(&self, number: &str) -> Result<CustomerId, ModelError> {
        self.texts.find(number).and_then(|symbol| self.customers.find(symbol)).ok_or_else(|| {
            ModelError::UnknownCustomer {
                customer: number.to_owned(),
                nearest: self.nearest(number, self.customers.iter().map(|(_, customer)| customer.number)),
            }
        })
    }

    /// The machine with this serial number.
    ///
    /// # Errors
    /// [`ModelError::UnknownSerial`] with the nearest serial numbers.
    pub fn machine(&self, serial: &str) -> Result<MachineId, ModelError> {
        self.texts.find(serial).and_then(|symbol| self.machines.find(symbol)).ok_or_else(|| ModelError::UnknownSerial {
            serial: serial.to_owned(),
            nearest: self.nearest(serial, self.machines.iter().filter_map(|(_, machine)| machine.serial)),
        })
    }

    /// Description of an item in a language, else in English, else in the first language that has one.
    #[must_use]
    pub fn description(&self, id: ItemId, language: &str) -> Option<&str> {
        let row = self.items.get(id)?.row()?;
        let own = format!("description_{language}");
        self.description_columns(&own).find_map(|column| column.get(row)).map(|symbol| self.text(symbol))
    }

    /// The descriptions of all items in a language, for many of them.
    #[must_use]
    pub fn descriptions(&self, language: &str) -> Descriptions<'_> {
        let own = format!("description_{language}");
        let columns = self.description_columns(&own).filter(|column| !column.is_blank()).collect();
        Descriptions { catalog: self, columns }
    }

    /// Columns of descriptions, those of the wanted one first.
    fn description_columns<'a: 'n, 'n>(&'a self, own: &'n str) -> impl Iterator<Item = TextView<'a>> + use<'a, 'n> {
        let items = self.table("items");
        let others = items
            .columns()
            .iter()
            .map(|column| -> &'n str { &column.name })
            .filter(|name| name.starts_with("description_"));
        [own, "description_en", "description"].into_iter().chain(others).map(|name| items.text(name))
    }

    /// The names most like a name that was not found, best first; only those at least 60 % alike.
    #[must_use]
    pub fn nearest(&self, name: &str, names: impl Iterator<Item = Symbol>) -> Vec<String> {
        let wanted = name.to_lowercase();
        let scorer = rapidfuzz::distance::osa::BatchComparator::new(wanted.chars());
        let args = rapidfuzz::distance::osa::Args::default().score_cutoff(0.6);
        let mut near: Vec<(f64, &str)> = names
            .filter_map(|symbol| {
                let text = self.text(symbol);
                let score = scorer.normalized_similarity_with_args(text.to_lowercase().chars(), &args)?;
                Some((score, text))
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        near.into_iter().take(NEAREST).map(|(_, text)| text.to_owned()).collect()
    }
}
