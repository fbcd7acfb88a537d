//! The lists of a recall: stock to block, replacement parts, customers to tell.
//!
//! Rule: warranty and recall specification, section 5, points 6 and 7, and section 7.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::loose::RecallLoose;
use super::recall::{Recall, RecallGoods, RecallMachine, RecallOptions, Work};
use super::rule::Grade;
use crate::finding::codes::aftersales as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, SerialKey, position_order};
use crate::structure::{Figure, free_stock};
use crate::tables::Symbol;

/// Stock that may not leave the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecallBlock {
    /// Row of the `stock` table.
    pub row: u32,
    /// What lies there.
    pub item: ItemId,
    /// Its place.
    pub location: Option<Symbol>,
    /// On hand.
    pub on_hand: Decimal,
    /// Blocked already.
    pub blocked: Decimal,
    /// The affected item.
    pub affected: ItemId,
    /// Pieces of it in what is on hand.
    pub pieces: Figure,
}

/// What is needed to replace the affected pieces of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecallNeed {
    /// The affected item.
    pub item: ItemId,
    /// What is fitted instead.
    pub replacement_item: Option<ItemId>,
    /// New pieces for one old.
    pub ratio: Decimal,
    /// Confirmed pieces in machines and loose.
    pub confirmed: Decimal,
    /// Suspect pieces in machines and loose.
    pub suspect: Decimal,
    /// New pieces needed: ratio × (completion × (confirmed + share of the suspect), up to whole pieces).
    pub needed: Option<Decimal>,
    /// Free stock of the replacement.
    pub free_stock: Decimal,
    /// What is still to be bought.
    pub to_buy: Option<Decimal>,
    /// Machines to be worked on.
    pub machines: Decimal,
    /// Hours of work on one.
    pub operation_hours: Option<Decimal>,
    /// Hours of work on all.
    pub hours: Option<Decimal>,
}

/// A customer who must be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallContact {
    /// Number of the customer; none for machines without one.
    pub customer: Option<Symbol>,
    /// Row of the `customers` table.
    pub row: Option<u32>,
    /// Serial numbers of the machines, in order.
    pub serials: Vec<Symbol>,
    /// Machines, with those that have no serial number.
    pub machines: Decimal,
    /// Confirmed pieces, in machines and loose.
    pub confirmed: Decimal,
    /// Suspect pieces, in machines and loose.
    pub suspect: Decimal,
    /// Of both: loose pieces.
    pub loose: Decimal,
}

impl Work<'_> {
    /// Stock of affected items, assemblies and kits.
    pub(super) fn block(&self, goods: &[RecallGoods]) -> Vec<RecallBlock> {
        let table = self.catalog.table("stock");
        let (items, locations) = (table.text("item"), table.text("location"));
        let (on_hand, blocked) = (table.decimal("on_hand"), table.decimal("blocked"));
        let mut rows = Vec::new();
        for (row, number) in (0..table.len()).zip(0_u32..) {
            let Some(item) = items.get(row).and_then(|item| self.catalog.items().find(item)) else { continue };
            let Some(here) = on_hand.get(row).filter(|here| *here > Decimal::ZERO) else { continue };
            let mut said = BTreeSet::new();
            for found in goods.iter().filter(|goods| goods.item == item) {
                let Some(affected) = self.rules.get(found.rule).map(|rule| rule.item) else { continue };
                if said.insert(affected) {
                    let pieces = match found.quantity {
                        Figure::Known(inside) => here.checked_mul(inside).map_or(Figure::TooLong, Figure::Known),
                        reason => reason,
                    };
                    rows.push(RecallBlock {
                        row: number,
                        item,
                        location: locations.get(row),
                        on_hand: here,
                        blocked: blocked.get(row).unwrap_or_default(),
                        affected,
                        pieces,
                    });
                }
            }
        }
        rows
    }

    /// Replacement parts and labour.
    pub(super) fn need(
        &self,
        machines: &[RecallMachine],
        loose: &[RecallLoose],
        options: &RecallOptions,
    ) -> Vec<RecallNeed> {
        let stock = free_stock(self.catalog);
        let mut groups: BTreeMap<(ItemId, Option<ItemId>, Decimal), Vec<usize>> = BTreeMap::new();
        for (index, rule) in self.rules.iter().enumerate() {
            groups.entry((rule.item, rule.replacement_item, rule.ratio)).or_default().push(index);
        }
        let sum = |values: &mut dyn Iterator<Item = Decimal>| {
            values.fold(Decimal::ZERO, |sum, value| sum.checked_add(value).unwrap_or(Decimal::MAX))
        };
        let mut rows: Vec<RecallNeed> = Vec::new();
        for ((item, replacement_item, ratio), rules) in groups {
            let pieces = |grade: Grade| {
                let fitted =
                    machines.iter().filter(|row| rules.contains(&row.rule)).map(|row| (row.grade, row.quantity));
                let sold = loose.iter().filter(|row| rules.contains(&row.rule)).map(|row| (row.grade, row.quantity));
                sum(&mut fitted.chain(sold).filter(|(own, _)| *own == grade).map(|(_, quantity)| quantity))
            };
            let (confirmed, suspect) = (pieces(Grade::Confirmed), pieces(Grade::Suspect));
            let needed = suspect
                .checked_mul(options.p_suspect)
                .and_then(|share| share.checked_add(confirmed))
                .and_then(|pieces| pieces.checked_mul(options.completion))
                .and_then(|pieces| pieces.ceil().checked_mul(ratio))
                .map(|needed| needed.normalize());
            let free = replacement_item.and_then(|item| stock.get(&item)).copied().unwrap_or_default();
            let mut counted = BTreeSet::new();
            let to_do = machines
                .iter()
                .filter(|row| rules.contains(&row.rule) && row.grade != Grade::Cleared)
                .filter(|row| counted.insert((row.machine, row.serial)));
            let count = sum(&mut to_do.map(|row| self.count_of(row)));
            let hours = rules.iter().filter_map(|&rule| self.rules.get(rule)?.operation_hours).max();
            rows.push(RecallNeed {
                item,
                replacement_item,
                ratio,
                confirmed,
                suspect,
                needed,
                free_stock: free,
                to_buy: needed.and_then(|needed| needed.checked_sub(free)).map(|rest| rest.max(Decimal::ZERO)),
                machines: count,
                operation_hours: hours,
                hours: hours.and_then(|hours| hours.checked_mul(count)),
            });
        }
        rows.sort_by(|a, b| position_order(self.catalog.item_number(a.item), self.catalog.item_number(b.item)));
        rows
    }

    /// How many machines a row stands for.
    fn count_of(&self, row: &RecallMachine) -> Decimal {
        machines_of(self.catalog, row)
    }

    /// One row a customer.
    pub(super) fn contacts(
        &self,
        machines: &[RecallMachine],
        loose: &[RecallLoose],
        findings: &mut Findings,
    ) -> Vec<RecallContact> {
        let catalog = self.catalog;
        let mut contacts: BTreeMap<Option<Symbol>, RecallContact> = BTreeMap::new();
        let mut counted = BTreeSet::new();
        for row in machines {
            if let Some(contact) = contact_of(&mut contacts, catalog, row.customer, row.grade, row.quantity)
                && counted.insert((row.machine, row.serial))
            {
                contact.serials.extend(row.serial);
                contact.machines = contact.machines.checked_add(self.count_of(row)).unwrap_or(Decimal::MAX);
            }
        }
        for row in loose {
            if let Some(contact) = contact_of(&mut contacts, catalog, row.customer, row.grade, row.quantity) {
                contact.loose = contact.loose.checked_add(row.quantity).unwrap_or(Decimal::MAX);
            }
        }
        let mut contacts: Vec<RecallContact> = contacts.into_values().collect();
        let number = |contact: &RecallContact| self.text(contact.customer).unwrap_or_default();
        contacts.sort_by(|a, b| {
            a.customer.is_none().cmp(&b.customer.is_none()).then_with(|| position_order(number(a), number(b)))
        });
        for contact in &mut contacts {
            contact.serials.sort_by(|&a, &b| SerialKey::new(catalog.text(a)).cmp(&SerialKey::new(catalog.text(b))));
            if contact.row.is_none() {
                let mut finding = Finding::new(&codes::W_CONTACT_MISSING).field("customer");
                finding.value = self.text(contact.customer).map(str::to_owned);
                finding.detail = Some(format!("{} machines, {} loose pieces", contact.machines, contact.loose));
                findings.push(finding);
            }
        }
        contacts
    }
}

fn machines_of(catalog: &Catalog, row: &RecallMachine) -> Decimal {
    let machine = row.machine.and_then(|id| catalog.machines().get(id));
    machine.map_or(Decimal::ONE, |machine| machine.quantity)
}

impl Recall {
    /// Which row of the need, from 1, the pieces of a row of the recall belong to.
    #[must_use]
    pub fn need_line(&self, rule: usize) -> Option<usize> {
        let rule = self.rules.get(rule)?;
        let own = (rule.item, rule.replacement_item, rule.ratio);
        self.need.iter().position(|need| (need.item, need.replacement_item, need.ratio) == own).map(|line| line + 1)
    }

    /// How many machines each row that is not cleared adds: a machine counts in its first row, of all or, with
    /// `by_line`, of each row of the need. In the order of the rows.
    #[must_use]
    pub fn machine_counts(&self, catalog: &Catalog, by_line: bool) -> Vec<Decimal> {
        let mut counted = BTreeSet::new();
        let rows = self.machines.iter().filter(|row| row.grade != Grade::Cleared);
        rows.map(|row| {
            let line = if by_line { self.need_line(row.rule) } else { None };
            if counted.insert((line, row.machine, row.serial)) { machines_of(catalog, row) } else { Decimal::ZERO }
        })
        .collect()
    }
}

/// The row of a customer, with the pieces added; none for what is cleared.
fn contact_of<'c>(
    contacts: &'c mut BTreeMap<Option<Symbol>, RecallContact>,
    catalog: &Catalog,
    customer: Option<Symbol>,
    grade: Grade,
    pieces: Decimal,
) -> Option<&'c mut RecallContact> {
    if grade == Grade::Cleared {
        return None;
    }
    let contact = contacts.entry(customer).or_insert_with(|| RecallContact {
        customer,
        row: customer
            .and_then(|number| catalog.customers().find(number))
            .and_then(|id| catalog.customers().get(id)?.row),
        serials: Vec::new(),
        machines: Decimal::ZERO,
        confirmed: Decimal::ZERO,
        suspect: Decimal::ZERO,
        loose: Decimal::ZERO,
    });
    let sum = if grade == Grade::Confirmed { &mut contact.confirmed } else { &mut contact.suspect };
    *sum = sum.checked_add(pieces).unwrap_or(Decimal::MAX);
    Some(contact)
}
