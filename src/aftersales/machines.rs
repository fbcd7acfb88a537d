//! The machines of a recall: what each of them has, judged piece by piece.
//!
//! Rule: warranty and recall specification, section 5, points 2 to 4. Recorded lines are judged by their revision, lot and
//! serial number; where nothing is recorded, everything that may have been fitted at delivery counts.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::error::AftersalesError;
use super::recall::{RecallBasis, RecallMachine, Work};
use super::rule::{Grade, RecallRule};
use crate::finding::codes::aftersales as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, Machine, MachineId};
use crate::structure::{BuildPeriod, Candidate, Figure, Fitted, FittedLine, Place, Possible, fitted};
use crate::tables::{Sentence, Symbol};

/// How many serial numbers a finding names.
const NAMED: usize = 10;

/// One machine, or one serial number nobody has a machine for.
#[derive(Clone, Copy)]
struct Unit<'a> {
    id: Option<MachineId>,
    machine: Option<&'a Machine>,
    serial: Option<Symbol>,
}

/// A row that was judged, with the assembly and position it stands at.
struct Said {
    rule: usize,
    parent: ItemId,
    position: Option<Symbol>,
    is_other: bool,
}

impl<'a> Work<'a> {
    /// The pieces in all machines.
    pub(super) fn machines(&self, findings: &mut Findings) -> Result<Vec<RecallMachine>, AftersalesError> {
        let catalog = self.catalog;
        let stand_ins = self.stand_ins();
        let above = self.above(&stand_ins);
        let mut rows = Vec::new();
        let mut blind: Vec<&str> = Vec::new();
        let mut later = 0_usize;
        let units = self.units(findings);
        for (done, &unit) in units.iter().enumerate() {
            self.tell(done, units.len())?;
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
            let period = BuildPeriod::new(machine, self.on);
            match fitted(catalog, unit.serial, top, (&period, self.on), Some(&above), findings) {
                Some(fitted) => rows.extend(self.judged(unit, &fitted, &period, &stand_ins)),
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
        Ok(rows)
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

    /// All machines, then the serial numbers that only as-built lines and events name.
    fn units(&self, findings: &mut Findings) -> Vec<Unit<'a>> {
        let (machines, alike) = (self.catalog.machines(), Alike::new(self.catalog));
        let mut units: Vec<Unit<'a>> = machines
            .iter()
            .map(|(id, machine)| Unit { id: Some(id), machine: Some(machine), serial: machine.serial })
            .collect();
        let mut seen = BTreeSet::new();
        for name in ["as_built", "service_events", "spare_sales"] {
            let table = self.catalog.table(name);
            let field = if name == "spare_sales" { "installed_serial" } else { "serial" };
            let serials = table.text(field);
            for row in 0..table.len() {
                let Some(serial) = serials.get(row).filter(|serial| machines.find(*serial).is_none()) else { continue };
                if !seen.insert(serial) {
                    continue;
                }
                let text = self.catalog.text(serial);
                let mut finding = Finding::new(&codes::W_RECALL_SERIAL).field(field).value(text);
                finding.origin = table.cell(row, field);
                finding.detail = alike.suggestion(text);
                findings.push(finding);
                if name != "spare_sales" {
                    units.push(Unit { id: None, machine: None, serial: Some(serial) });
                }
            }
        }
        units
    }

    fn row(&self, unit: Unit<'a>, rule: usize, grade: Grade, reason: Sentence) -> RecallMachine {
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
            certainty: None,
            path: Vec::new(),
        }
    }

    /// Puts the dates of the machine beside a judgement: outside clears it, an unknown day makes it doubtful.
    fn in_window(unit: Unit<'a>, rule: &RecallRule, (grade, reason): (Grade, Sentence)) -> (Grade, Sentence) {
        let dates = unit.machine.map(|machine| (machine.production_date, machine.delivery_date));
        let (production, delivery) = dates.unwrap_or_default();
        match rule.window(production, delivery) {
            Some((worse, why)) if worse > grade => (worse, why),
            _ => (grade, reason),
        }
    }

    /// A recall of whole machines.
    fn machine_itself(&self, unit: Unit<'a>) -> Option<RecallMachine> {
        let machine = unit.machine?;
        let matching = self.rules.iter().enumerate().filter(|(_, rule)| machine.item == Some(rule.item));
        let rows = matching.map(|(index, rule)| {
            let judged = rule.judge(self.text(machine.revision), None, self.text(unit.serial));
            let (grade, reason) = Self::in_window(unit, rule, judged);
            RecallMachine {
                revision: machine.revision,
                component_serial: unit.serial,
                basis: RecallBasis::Machine,
                path: machine.item.into_iter().collect(),
                ..self.row(unit, index, grade, reason)
            }
        });
        worst(rows)
    }

    /// The pieces in one machine.
    fn judged(
        &self,
        unit: Unit<'a>,
        fitted: &Fitted,
        period: &BuildPeriod,
        stand_ins: &BTreeSet<ItemId>,
    ) -> Vec<RecallMachine> {
        let paths = Paths::new(unit.machine.and_then(|machine| machine.item), fitted);
        let renewed = renewed(fitted);
        let mut rows = Vec::new();
        let mut said: Vec<Said> = Vec::new();
        for line in &fitted.lines {
            let is_designed = matches!(line.place, Place::Bom(_));
            let judgements = self.rules.iter().enumerate().filter_map(|(index, rule)| {
                let (grade, reason) = if is_designed {
                    stand_ins.contains(&line.item).then(|| self.judge_designed(rule, line, period)).flatten()?
                } else if line.item == rule.item {
                    self.judge_recorded(rule, line, fitted, &renewed)
                } else {
                    return None;
                };
                let (grade, reason) = Self::in_window(unit, rule, (grade, reason));
                let basis = if is_designed { RecallBasis::Designed } else { RecallBasis::Recorded };
                Some(RecallMachine { basis, ..self.row(unit, index, grade, reason) })
            });
            let Some(row) = worst(judgements) else { continue };
            let row = RecallMachine { certainty: self.certainty(unit, line, period), path: paths.of(line), ..row };
            let pieces = line.quantity.quantity().or(line.per_parent).unwrap_or(Decimal::ONE);
            if pieces.is_zero() && line.quantity == Figure::Known(Decimal::ZERO) {
                if row.grade != Grade::Cleared && line.per_parent != Some(Decimal::ZERO) {
                    let reason = Sentence::new("reason.removed_with_assembly");
                    rows.push(of_line(line, RecallMachine { grade: Grade::Cleared, reason, ..row }, Decimal::ONE));
                }
                continue;
            }
            if row.grade != Grade::Cleared {
                said.push(Said { rule: row.rule, parent: line.parent, position: line.position, is_other: false });
            }
            rows.push(of_line(line, row, pieces));
        }
        self.judge_others(unit, fitted, period, stand_ins, (&paths, &mut said, &mut rows));
        for removed in &fitted.removed {
            let line = &removed.line;
            let matching = self.rules.iter().enumerate().filter(|(_, rule)| rule.item == line.item);
            let rows_of = matching.filter_map(|(index, rule)| {
                let known = (self.text(line.revision), self.text(line.lot), self.text(line.component_serial));
                let (grade, _) = Self::in_window(unit, rule, rule.judge(known.0, known.1, known.2));
                let reason = removed.on.map_or_else(
                    || Sentence::new("reason.replaced"),
                    |day| Sentence::new("reason.replaced_on").with("day", &day),
                );
                (grade != Grade::Cleared).then(|| self.row(unit, index, Grade::Cleared, reason))
            });
            let pieces = line.quantity.quantity().unwrap_or(Decimal::ONE);
            rows.extend(worst(rows_of).map(|row| of_line(line, RecallMachine { path: paths.of(line), ..row }, pieces)));
        }
        rows
    }

    /// A recorded piece; doubtful where its assembly was renewed, or an event took one of several.
    fn judge_recorded(
        &self,
        rule: &RecallRule,
        line: &FittedLine,
        fitted: &Fitted,
        renewed: &BTreeSet<ItemId>,
    ) -> (Grade, Sentence) {
        let judge = |line: &FittedLine| {
            rule.judge(self.text(line.revision), self.text(line.lot), self.text(line.component_serial))
        };
        let own = judge(line);
        if own.0 != Grade::Suspect && renewed.contains(&line.parent) && matches!(line.place, Place::AsBuilt(_)) {
            return (Grade::Suspect, Sentence::new("reason.renewed"));
        }
        if own.0 != Grade::Suspect && line.is_mixed {
            let removed = fitted.removed.iter().map(|removed| &removed.line);
            let mut mixed =
                fitted.lines.iter().chain(removed).filter(|other| other.is_mixed && other.item == line.item);
            if mixed.any(|other| judge(other).0 != own.0) {
                return (Grade::Suspect, Sentence::new("reason.one_of_several"));
            }
        }
        own
    }

    /// A designed line: any affected revision that could have been fitted makes it doubtful. None for items that stand in
    /// for nothing here.
    fn judge_designed(&self, rule: &RecallRule, line: &FittedLine, period: &BuildPeriod) -> Option<(Grade, Sentence)> {
        let reason = match self.may_be(rule, line.parent, line.item, line.revision, period) {
            Some(Candidate::Older(until)) => Sentence::new("reason.designed_run_down").with("day", &until),
            Some(_) if line.item != rule.item => Sentence::new("reason.designed_instead"),
            Some(_) if rule.is_whole_item() => Sentence::new("reason.designed_item"),
            Some(_) if rule.revisions.is_empty() => Sentence::new("reason.designed_lot"),
            Some(_) if line.revision.is_none() => Sentence::new("reason.designed_no_revision"),
            Some(_) => Sentence::new("reason.designed_revision"),
            None => {
                let revision = self.text(line.revision).unwrap_or_default();
                let reason = Sentence::new("reason.designed_clear").with("name", &revision);
                return (line.item == rule.item).then_some((Grade::Cleared, reason));
            }
        };
        Some((Grade::Suspect, reason))
    }

    /// What may be there although neither the records nor the structure at delivery say so.
    fn judge_others(
        &self,
        unit: Unit<'a>,
        fitted: &Fitted,
        period: &BuildPeriod,
        stand_ins: &BTreeSet<ItemId>,
        (paths, said, rows): (&Paths, &mut Vec<Said>, &mut Vec<RecallMachine>),
    ) {
        for other in fitted.others.iter().filter(|other| stand_ins.contains(&other.line.item)) {
            let line = &other.line;
            let period = match other.why {
                Possible::Closed(Place::Event(row)) => {
                    let day = self.catalog.table("service_events").date("date").get(row as usize);
                    day.map_or(*period, BuildPeriod::of_spare)
                }
                _ => *period,
            };
            let judgements = self.rules.iter().enumerate().filter_map(|(index, rule)| {
                let is_said = said.iter().any(|said| said.rule == index && said.is_same(line, other.why));
                if is_said || self.may_be(rule, line.parent, line.item, line.revision, &period).is_none() {
                    return None;
                }
                let (grade, reason) = Self::in_window(unit, rule, (Grade::Suspect, other.why.reason()));
                Some(self.row(unit, index, grade, reason))
            });
            let Some(row) = worst(judgements) else { continue };
            let pieces = line.quantity.quantity().or(line.per_parent).unwrap_or(Decimal::ONE);
            if pieces.is_zero() && line.quantity == Figure::Known(Decimal::ZERO) {
                continue;
            }
            said.push(Said { rule: row.rule, parent: line.parent, position: line.position, is_other: true });
            let (basis, place) = match other.why {
                Possible::Closed(place) => (RecallBasis::Recorded, place),
                _ => (RecallBasis::Designed, line.place),
            };
            let row = of_line(line, RecallMachine { basis, path: paths.of(line), ..row }, pieces);
            rows.push(RecallMachine { place: Some(place), ..row });
        }
    }

    /// How sure a designed line is.
    fn certainty(&self, unit: Unit<'a>, line: &FittedLine, period: &BuildPeriod) -> Option<Decimal> {
        let name = self.text(unit.serial);
        Some(self.delivered.certainty_of(line.line?, period, unit.serial, name)?.share)
    }
}

impl Said {
    /// True when a row of the same pieces stands there already.
    fn is_same(&self, line: &FittedLine, why: Possible) -> bool {
        let is_position = self.position == line.position;
        self.parent == line.parent
            && match why {
                Possible::Closed(Place::Event(_)) => !self.is_other,
                Possible::Closed(_) => false,
                Possible::Unrecorded => self.is_other && is_position,
                _ => is_position,
            }
    }
}

/// The way from the machine down to its pieces.
struct Paths {
    top: Option<ItemId>,
    above: BTreeMap<ItemId, ItemId>,
}

impl Paths {
    fn new(top: Option<ItemId>, fitted: &Fitted) -> Self {
        let mut above = BTreeMap::new();
        let removed = fitted.removed.iter().map(|removed| &removed.line);
        for line in fitted.lines.iter().chain(removed).chain(fitted.others.iter().map(|other| &other.line)) {
            above.entry(line.item).or_insert(line.parent);
        }
        Self { top, above }
    }

    fn of(&self, line: &FittedLine) -> Vec<ItemId> {
        let mut path = vec![line.item, line.parent];
        while let Some(&last) = path.last().filter(|last| Some(**last) != self.top) {
            match self.above.get(&last) {
                Some(next) if !path.contains(next) => path.push(*next),
                _ => break,
            }
        }
        if self.top.is_some_and(|top| path.last() != Some(&top)) {
            path.extend(self.top);
        }
        path.reverse();
        path
    }
}

/// Serial numbers by what is left of them without what people mistype: case, blanks, the letter O for the digit.
pub(super) struct Alike<'a>(BTreeMap<String, &'a str>);

impl<'a> Alike<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        let known = catalog.machines().iter().filter_map(|(_, machine)| machine.serial);
        Self(known.map(|serial| catalog.text(serial)).map(|text| (folded(text), text)).collect())
    }

    /// Which machine may be meant by a serial number that is not there; it is never taken for it.
    pub(super) fn suggestion(&self, serial: &str) -> Option<String> {
        let near = self.0.get(&folded(serial)).filter(|near| **near != serial)?;
        Some(format!("perhaps \"{near}\" is meant"))
    }
}

fn folded(serial: &str) -> String {
    let plain = serial.chars().filter(|sign| !sign.is_whitespace()).flat_map(char::to_uppercase);
    plain.map(|sign| if sign == 'O' { '0' } else { sign }).collect()
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
