//! Recall: which machines and customers have a defective part, and what is needed to replace it.
//!
//! Rule: warranty and recall specification, section 5. Each machine is judged by what was fitted on the day of the
//! campaign: recorded lines by their revision, lot and serial number, designed lines by the revisions that could have
//! been fitted. CONFIRMED holds only pieces that are recorded as affected; CONFIRMED and SUSPECT together hold every piece
//! that may be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::error::AftersalesError;
use super::lists::{RecallBlock, RecallContact, RecallNeed};
use super::loose::{RecallLoose, Sales};
use super::rule::{Grade, RecallRule, recall_rules};
use crate::finding::codes::aftersales as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, Machine, MachineId, SerialKey};
use crate::structure::{Figure, Fitted, FittedLine, Interchange, Place, containing, fitted};
use crate::tables::Symbol;

/// How many serial numbers a finding names.
const NAMED: usize = 10;

/// How a recall is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecallOptions {
    /// The day; by default that of the campaign, else the catalog's.
    pub on: Option<NaiveDate>,
    /// Share of the pieces that will be replaced.
    pub completion: Decimal,
    /// Share of the suspect pieces that will turn out to be affected.
    pub p_suspect: Decimal,
}

impl Default for RecallOptions {
    fn default() -> Self {
        Self { on: None, completion: Decimal::ONE, p_suspect: Decimal::new(5, 1) }
    }
}

/// What a judgement about a machine rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecallBasis {
    /// An as-built line or a service event.
    Recorded,
    /// The structure valid at delivery.
    Designed,
    /// A spare part sold for this machine, without a service event.
    Sale,
    /// The row of the machine itself.
    Machine,
}

impl RecallBasis {
    /// The word used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "RECORDED",
            Self::Designed => "DESIGNED",
            Self::Sale => "SALE",
            Self::Machine => "MACHINE",
        }
    }
}

/// Pieces of an affected item in a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallMachine {
    /// The machine; none for a serial number that is not in the machines table.
    pub machine: Option<MachineId>,
    /// Its serial number; none for machines of a project without one.
    pub serial: Option<Symbol>,
    /// Number of its customer.
    pub customer: Option<Symbol>,
    /// The affected item.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// Its lot.
    pub lot: Option<Symbol>,
    /// Its serial number.
    pub component_serial: Option<Symbol>,
    /// How many pieces.
    pub quantity: Decimal,
    /// How sure it is.
    pub grade: Grade,
    /// Why.
    pub reason: String,
    /// What that rests on.
    pub basis: RecallBasis,
    /// Which row of the recall decides.
    pub rule: usize,
    /// Where the piece stands.
    pub place: Option<Place>,
}

/// An assembly or kit that contains an affected item; the item itself is one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecallGoods {
    /// Which row of the recall.
    pub rule: usize,
    /// The assembly, kit or item.
    pub item: ItemId,
    /// Lines down to the affected item; 0 for the item itself.
    pub level: u32,
    /// Pieces of the affected item in one of it.
    pub quantity: Figure,
}

/// Everything a recall campaign needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall {
    /// Name of the campaign.
    pub campaign: String,
    /// The day.
    pub on: NaiveDate,
    /// What is affected.
    pub rules: Vec<RecallRule>,
    /// Pieces in machines: worst grade first, then by serial number.
    pub machines: Vec<RecallMachine>,
    /// Pieces sold as spare parts: worst grade first, then in the order of the sales.
    pub loose: Vec<RecallLoose>,
    /// Assemblies and kits that contain affected items.
    pub goods: Vec<RecallGoods>,
    /// Stock to block, in the order of the stock table.
    pub block: Vec<RecallBlock>,
    /// Replacement parts and labour, by affected item.
    pub need: Vec<RecallNeed>,
    /// Customers to tell, by number; those without one last.
    pub contacts: Vec<RecallContact>,
    /// What is doubtful.
    pub findings: Findings,
}

impl Recall {
    /// The worst grade of a machine; none when it has none of the items.
    #[must_use]
    pub fn grade_of(&self, serial: Symbol) -> Option<Grade> {
        self.machines.iter().filter(|row| row.serial == Some(serial)).map(|row| row.grade).min()
    }
}

/// Works out a campaign of the `recalls` table.
///
/// # Errors
/// No row names the campaign, or an option is not a share.
pub fn recall(catalog: &Catalog, campaign: &str, options: &RecallOptions) -> Result<Recall, AftersalesError> {
    recall_by_rules(catalog, campaign, recall_rules(catalog, campaign)?, options)
}

/// Works out a campaign that is described by the caller.
///
/// # Errors
/// There is no rule, or an option is not a share.
pub fn recall_by_rules(
    catalog: &Catalog,
    campaign: &str,
    rules: Vec<RecallRule>,
    options: &RecallOptions,
) -> Result<Recall, AftersalesError> {
    for (name, value) in [("completion", options.completion), ("p_suspect", options.p_suspect)] {
        if value.is_sign_negative() && !value.is_zero() || value > Decimal::ONE {
            return Err(AftersalesError::Share { name, value });
        }
    }
    if rules.is_empty() {
        return Err(AftersalesError::NoRule);
    }
    let on = options.on.or(rules.iter().filter_map(|rule| rule.date).max()).unwrap_or(catalog.as_of());
    let mut findings = Findings::new();
    for rule in rules.iter().filter(|rule| rule.is_wide()) {
        let mut finding = Finding::new(&codes::W_RECALL_WIDE).field("item").value(catalog.item_number(rule.item));
        finding.origin.clone_from(&rule.origin);
        findings.push(finding);
    }
    let work = Work { catalog, rules: &rules, on, interchange: Interchange::new(catalog), released: released(catalog) };
    let goods = work.goods(on, &mut findings);
    let mut machines = work.machines(&goods, &mut findings);
    let mut sales = Sales::new(&work);
    sales.read(&goods, &mut findings);
    let Sales { mut loose, fitted, .. } = sales;
    machines.extend(fitted);
    let serial = |row: &RecallMachine| row.serial.map_or("", |serial| catalog.text(serial));
    machines.sort_by(|a, b| {
        a.grade
            .cmp(&b.grade)
            .then_with(|| a.serial.is_none().cmp(&b.serial.is_none()))
            .then_with(|| SerialKey::new(serial(a)).cmp(&SerialKey::new(serial(b))))
            .then_with(|| a.machine.cmp(&b.machine))
            .then_with(|| a.item.cmp(&b.item))
    });
    loose.sort_by_key(|row| (row.grade, row.row));
    let block = work.block(&goods);
    let need = work.need(&machines, &loose, options);
    let contacts = work.contacts(&machines, &loose, &mut findings);
    findings.sort();
    Ok(Recall { campaign: campaign.to_owned(), on, machines, loose, goods, block, need, contacts, findings, rules })
}

/// Day of release of each revision.
fn released(catalog: &Catalog) -> BTreeMap<(ItemId, Symbol), NaiveDate> {
    let table = catalog.table("revisions");
    let (items, names, days) = (table.text("item"), table.text("revision"), table.date("released"));
    (0..table.len())
        .filter_map(|row| Some(((catalog.items().find(items.get(row)?)?, names.get(row)?), days.get(row)?)))
        .collect()
}

/// What the steps of a recall share.
pub(super) struct Work<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) rules: &'a [RecallRule],
    pub(super) on: NaiveDate,
    interchange: Interchange<'a>,
    released: BTreeMap<(ItemId, Symbol), NaiveDate>,
}

/// One machine, or one serial number nobody has a machine for.
#[derive(Clone, Copy)]
struct Unit<'a> {
    id: Option<MachineId>,
    machine: Option<&'a Machine>,
    serial: Option<Symbol>,
}

impl<'a> Work<'a> {
    pub(super) fn text(&self, symbol: Option<Symbol>) -> Option<&'a str> {
        symbol.map(|symbol| self.catalog.text(symbol))
    }

    /// True when an affected piece may have been fitted where this item and revision were asked for.
    fn may_be(&self, rule: &RecallRule, item: ItemId, revision: Option<Symbol>, on: NaiveDate) -> bool {
        if item == rule.item && revision.is_none_or(|revision| rule.has_revision(self.catalog.text(revision))) {
            return true;
        }
        self.interchange.replacements((item, revision), on, None).iter().any(|found| {
            let is_later = found
                .revision
                .and_then(|revision| self.released.get(&(found.item, revision)))
                .is_some_and(|released| *released > on);
            found.item == rule.item
                && !is_later
                && self.text(found.revision).is_none_or(|revision| rule.has_revision(revision))
        })
    }

    /// The assemblies and kits that contain affected items on a day.
    pub(super) fn goods(&self, on: NaiveDate, findings: &mut Findings) -> Vec<RecallGoods> {
        let mut goods = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let fits = |revision: Option<Symbol>| self.may_be(rule, rule.item, revision, on);
            let found = containing(self.catalog, rule.item, on, fits, findings);
            goods.extend(found.into_iter().map(|found| RecallGoods {
                rule: index,
                item: found.item,
                level: found.level,
                quantity: found.quantity,
            }));
        }
        goods
    }

    /// Items in whose place an affected item may have been fitted.
    fn stand_ins(&self) -> BTreeSet<ItemId> {
        let mut items: BTreeSet<ItemId> = self.rules.iter().map(|rule| rule.item).collect();
        let table = self.catalog.table("alternates");
        let (from, to, direction) = (table.text("item"), table.text("alt"), table.text("direction"));
        let find = |symbol: Option<Symbol>| self.catalog.items().find(symbol?);
        loop {
            let before = items.len();
            for row in 0..table.len() {
                let (Some(item), Some(alt)) = (find(from.get(row)), find(to.get(row))) else { continue };
                let is_both = self.text(direction.get(row)) == Some("TWO_WAY");
                if items.contains(&alt) {
                    items.insert(item);
                }
                if is_both && items.contains(&item) {
                    items.insert(alt);
                }
            }
            if items.len() == before {
                return items;
            }
        }
    }

    /// Everything the items ever were in, themselves among them.
    fn above(&self, items: &BTreeSet<ItemId>) -> BTreeSet<ItemId> {
        let mut found = items.clone();
        let mut queue: Vec<ItemId> = items.iter().copied().collect();
        while let Some(item) = queue.pop() {
            let lines = self.catalog.structure().uses(item);
            for parent in lines.filter(|(_, line)| !line.is_reference()).map(|(_, line)| line.parent) {
                if found.insert(parent) {
                    queue.push(parent);
                }
            }
        }
        found
    }

    /// The pieces in all machines.
    fn machines(&self, goods: &[RecallGoods], findings: &mut Findings) -> Vec<RecallMachine> {
        let catalog = self.catalog;
        let stand_ins = self.stand_ins();
        let above = self.above(&stand_ins);
        let mut rows = Vec::new();
        let mut blind: Vec<&str> = Vec::new();
        let mut later = 0_usize;
        for unit in self.units(findings) {
            let machine = unit.machine;
            if machine.and_then(|machine| machine.delivery_date).is_some_and(|day| day > self.on) {
                later += 1;
                continue;
            }
            let top = machine.and_then(|machine| machine.item);
            let is_recorded = unit.serial.is_some_and(|serial| {
                !catalog.machines().as_built(serial).is_empty() || !catalog.machines().events(serial).is_empty()
            });
            rows.extend(self.machine_itself(unit));
            if !is_recorded && top.is_some_and(|top| catalog.structure().has_children(top) && !above.contains(&top)) {
                continue;
            }
            let built_on = machine.and_then(Machine::built_on).unwrap_or(self.on);
            match fitted(catalog, unit.serial, top, built_on, self.on, findings) {
                Some(fitted) => rows.extend(self.judged(unit, &fitted, built_on, &stand_ins, goods)),
                None if top.is_some_and(|top| stand_ins.contains(&top)) => {}
                None => blind.push(self.text(unit.serial).unwrap_or_default()),
            }
        }
        if later > 0 {
            let code = &crate::finding::codes::structure::I_MACHINE_LATER;
            findings.push(Finding::new(code).detail(format!("{later} after {}", self.on)));
        }
        if !blind.is_empty() {
            let first: Vec<&str> = blind.iter().copied().filter(|name| !name.is_empty()).take(NAMED).collect();
            let detail = format!("{} machines: {}", blind.len(), first.join(", "));
            findings.push(Finding::new(&codes::W_RECALL_BLIND).detail(detail));
        }
        rows
    }

    /// All machines, then the serial numbers that only as-built lines and events name.
    fn units(&self, findings: &mut Findings) -> Vec<Unit<'a>> {
        let machines = self.catalog.machines();
        let mut units: Vec<Unit<'a>> = machines
            .iter()
            .map(|(id, machine)| Unit { id: Some(id), machine: Some(machine), serial: machine.serial })
            .collect();
        let mut seen = BTreeSet::new();
        for name in ["as_built", "service_events"] {
            let table = self.catalog.table(name);
            let serials = table.text("serial");
            for row in 0..table.len() {
                let Some(serial) = serials.get(row).filter(|serial| machines.find(*serial).is_none()) else { continue };
                if seen.insert(serial) {
                    let text = self.catalog.text(serial);
                    let mut finding = Finding::new(&codes::W_RECALL_SERIAL).field("serial").value(text);
                    finding.origin = table.cell(row, "serial");
                    findings.push(finding);
                    units.push(Unit { id: None, machine: None, serial: Some(serial) });
                }
            }
        }
        units
    }

    fn row(&self, unit: Unit<'a>, rule: usize, grade: Grade, reason: String) -> RecallMachine {
        let machines = unit.machine.map_or(Decimal::ONE, |machine| machine.quantity);
        let customer = unit.machine.and_then(|machine| self.catalog.customers().get(machine.customer?));
        RecallMachine {
            machine: unit.id,
            serial: unit.serial,
            customer: customer.map(|customer| customer.number),
            item: self.rules.get(rule).map_or(ItemId(u32::MAX), |rule| rule.item),
            revision: None,
            lot: None,
            component_serial: None,
            quantity: machines,
            grade,
            reason,
            basis: RecallBasis::Recorded,
            rule,
            place: None,
        }
    }

    /// Puts the dates of the machine beside a judgement: outside clears it, an unknown day makes it doubtful.
    fn in_window(unit: Unit<'a>, rule: &RecallRule, (grade, reason): (Grade, String)) -> (Grade, String) {
        let dates = unit.machine.map(|machine| (machine.production_date, machine.delivery_date));
        let (production, delivery) = dates.unwrap_or_default();
        match rule.window(production, delivery) {
            Some((worse, why)) if worse > grade => (worse, why),
            _ => (grade, reason),
        }
    }

    /// A recall of whole machines.
    fn machine_itself(&self, unit: Unit<'a>) -> Vec<RecallMachine> {
        let Some(machine) = unit.machine else { return Vec::new() };
        let matching = self.rules.iter().enumerate().filter(|(_, rule)| machine.item == Some(rule.item));
        let rows = matching.map(|(index, rule)| {
            let serial = self.text(unit.serial);
            let judged = rule.judge(self.text(machine.revision), None, serial);
            let (grade, reason) = Self::in_window(unit, rule, judged);
            RecallMachine {
                revision: machine.revision,
                component_serial: unit.serial,
                basis: RecallBasis::Machine,
                ..self.row(unit, index, grade, reason)
            }
        });
        worst(rows).into_iter().collect()
    }

    /// The pieces in one machine.
    fn judged(
        &self,
        unit: Unit<'a>,
        fitted: &Fitted,
        built_on: NaiveDate,
        stand_ins: &BTreeSet<ItemId>,
        goods: &[RecallGoods],
    ) -> Vec<RecallMachine> {
        let mut rows = Vec::new();
        let parents: BTreeSet<ItemId> = fitted.lines.iter().map(|line| line.parent).collect();
        let renewed = renewed(fitted);
        for line in &fitted.lines {
            let is_designed = matches!(line.place, Place::Bom(_));
            let judgements = self.rules.iter().enumerate().filter_map(|(index, rule)| {
                let (grade, reason) = if is_designed {
                    stand_ins.contains(&line.item).then(|| self.judge_designed(rule, line, built_on)).flatten()?
                } else if line.item == rule.item {
                    rule.judge(self.text(line.revision), self.text(line.lot), self.text(line.component_serial))
                } else {
                    return None;
                };
                let is_doubtful =
                    !is_designed && renewed.contains(&line.parent) && matches!(line.place, Place::AsBuilt(_));
                let (grade, reason) = if is_doubtful && grade != Grade::Suspect {
                    (Grade::Suspect, "the assembly it was in has been renewed".to_owned())
                } else {
                    (grade, reason)
                };
                let (grade, reason) = Self::in_window(unit, rule, (grade, reason));
                let basis = if is_designed { RecallBasis::Designed } else { RecallBasis::Recorded };
                Some(RecallMachine { basis, ..self.row(unit, index, grade, reason) })
            });
            if let Some(row) = worst(judgements) {
                let pieces = line.quantity.quantity().or(line.per_parent).unwrap_or(Decimal::ONE);
                if pieces.is_zero() && line.quantity == Figure::Known(Decimal::ZERO) {
                    if row.grade != Grade::Cleared && line.per_parent != Some(Decimal::ZERO) {
                        let reason = "removed with its assembly".to_owned();
                        rows.push(of_line(line, RecallMachine { grade: Grade::Cleared, reason, ..row }, Decimal::ONE));
                    }
                    continue;
                }
                rows.push(of_line(line, row, pieces));
            }
            if !is_designed && !parents.contains(&line.item) {
                rows.extend(self.judge_closed(unit, line, goods));
            }
        }
        for removed in &fitted.removed {
            let line = &removed.line;
            let matching = self.rules.iter().enumerate().filter(|(_, rule)| rule.item == line.item);
            let rows_of = matching.filter_map(|(index, rule)| {
                let known = (self.text(line.revision), self.text(line.lot), self.text(line.component_serial));
                let (grade, _) = Self::in_window(unit, rule, rule.judge(known.0, known.1, known.2));
                let day = removed.on.map_or_else(String::new, |day| format!(" {day}"));
                (grade != Grade::Cleared).then(|| self.row(unit, index, Grade::Cleared, format!("replaced{day}")))
            });
            let pieces = line.quantity.quantity().unwrap_or(Decimal::ONE);
            rows.extend(worst(rows_of).map(|row| of_line(line, row, pieces)));
        }
        rows
    }

    /// A designed line: any affected revision that could have been fitted makes it doubtful. None for items that stand in
    /// for nothing here.
    fn judge_designed(&self, rule: &RecallRule, line: &FittedLine, built_on: NaiveDate) -> Option<(Grade, String)> {
        if self.may_be(rule, line.item, line.revision, built_on) {
            let reason = if line.item != rule.item {
                "it may have been fitted in place of another item".to_owned()
            } else if line.revision.is_none() {
                "no as-built lines, and the structure names no revision".to_owned()
            } else {
                "no as-built lines: an affected revision may have been fitted".to_owned()
            };
            return Some((Grade::Suspect, reason));
        }
        let revision = self.text(line.revision).unwrap_or_default();
        (line.item == rule.item)
            .then(|| (Grade::Cleared, format!("revision {revision} of the structure at delivery is not affected")))
    }

    /// A recorded assembly whose content was not recorded.
    fn judge_closed(&self, unit: Unit<'a>, line: &FittedLine, goods: &[RecallGoods]) -> Option<RecallMachine> {
        let matching = goods.iter().filter(|goods| goods.item == line.item && goods.level > 0);
        let rows = matching.filter_map(|goods| {
            let rule = self.rules.get(goods.rule)?;
            let reason = "in an assembly whose content was not recorded".to_owned();
            let (grade, reason) = Self::in_window(unit, rule, (Grade::Suspect, reason));
            let inside = goods.quantity.quantity().unwrap_or(Decimal::ONE);
            let pieces = line.quantity.quantity().or(line.per_parent).unwrap_or(Decimal::ONE).checked_mul(inside)?;
            let row = self.row(unit, goods.rule, grade, reason);
            let quantity = row.quantity.checked_mul(pieces)?;
            (!quantity.is_zero()).then_some(RecallMachine { quantity, place: Some(line.place), ..row })
        });
        worst(rows)
    }
}

/// The worst of several judgements about one piece; of equal ones the first.
fn worst(rows: impl Iterator<Item = RecallMachine>) -> Option<RecallMachine> {
    rows.min_by_key(|row| row.grade)
}

fn of_line(line: &FittedLine, row: RecallMachine, pieces: Decimal) -> RecallMachine {
    RecallMachine {
        revision: line.revision,
        lot: line.lot,
        component_serial: line.component_serial,
        quantity: row.quantity.checked_mul(pieces).unwrap_or(Decimal::MAX),
        place: Some(line.place),
        ..row
    }
}

/// Assemblies that an event fitted, and everything that was recorded in them before.
fn renewed(fitted: &Fitted) -> BTreeSet<ItemId> {
    let events = fitted.lines.iter().filter(|line| matches!(line.place, Place::Event(_))).map(|line| line.item);
    let mut found: BTreeSet<ItemId> = events.collect();
    let mut queue: Vec<ItemId> = found.iter().copied().collect();
    while let Some(item) = queue.pop() {
        for line in fitted.lines.iter().filter(|line| line.parent == item) {
            if found.insert(line.item) {
                queue.push(line.item);
            }
        }
    }
    found
}
