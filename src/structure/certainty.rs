//! How sure it is what was delivered where nothing was frozen.
//!
//! Rules: structures specification, section 5; warranty and recall specification, section 5 point 4.
//!
//! Certainty of a position, a share of 1: 0.95 (a shop floor does what nobody writes down), times 0.5, 0.7 or 0.85 for a
//! change up to 30, 90 or [`RUN_DOWN_DAYS`](super::RUN_DOWN_DAYS) before the build; times 0.3 for one after the day of
//! production; times 0.7 when alternatives stand beside it or a revision came without a day; times 0.85 when other items
//! may be taken or only the item is known of several revisions; times 0.4 without any date. An assembly that may have
//! been another item makes what is in it no surer than itself. A service event that names what it took is a proof: 0.98
//! when it names the same, 0.2 when it names something else. Recorded lines are certain: 1.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::delivered::{BuildPeriod, Delivered, Revision, may_hold};
use super::effectivity::Effectivity;
use super::error::{StructureError, go_on};
use super::explode::{ExplosionRow, Place};
use crate::model::{BomLine, Catalog, ItemId, LineId};
use crate::tables::{Sentence, Symbol};
use crate::values::Watch;

/// How sure it is that a position held what the structure says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certainty {
    /// From 0 to 1.
    pub share: Decimal,
    /// What makes it doubtful.
    pub doubts: Vec<Sentence>,
}

impl Certainty {
    /// A recorded line.
    #[must_use]
    pub const fn recorded() -> Self {
        Self { share: Decimal::ONE, doubts: Vec::new() }
    }
}

impl<'a> Delivered<'a> {
    /// How sure a designed line is, and whether another item may be in its place.
    pub(crate) fn certainty(
        &self,
        line: &BomLine,
        valid: &Effectivity<'_>,
        period: &BuildPeriod,
        serial: Option<Symbol>,
    ) -> (Certainty, bool) {
        let mut doubts = Doubts::new(95);
        if !period.is_dated {
            doubts.add(40, Sentence::new("reason.no_dates"));
        }
        let mut is_other = false;
        if let Some(from) = line.valid_from {
            doubts.change(from, period, &CHANGED_LINE, None);
        }
        let structure = self.catalog.structure();
        for (id, other) in structure.children(line.parent).filter(|(id, _)| *id != line.id) {
            let Some(full) = valid.lines.get(id).filter(|full| is_same_position(line, full)) else { continue };
            if other.is_reference() || !may_hold(valid, other, period) {
                continue;
            }
            is_other |= other.item != line.item;
            let name = self.name(other.item, full.revision);
            if let Some(to) = full.valid_to.filter(|to| *to < period.last) {
                if line.valid_from.is_none() {
                    doubts.change(to, period, &CHANGED_PLACE, Some(&name));
                }
            } else if other.is_alternate() {
                doubts.add(70, Sentence::new("reason.other_alternative").with("name", &name));
            } else if other.is_of_old_revision() {
                doubts.add(85, Sentence::new("reason.other_older").with("name", &name));
            }
        }
        self.revision_doubts(line, period, &mut doubts);
        let named = self.likeliest(line.item, line.revision, period);
        if let Some((day, same, name)) = serial.and_then(|serial| self.proof(serial, line.item, named)) {
            doubts = Doubts::new(if same { 98 } else { 20 });
            if !same {
                let reason = day.map_or_else(
                    || Sentence::new("reason.event_took"),
                    |day| Sentence::new("reason.event_took_on").with("day", &day),
                );
                doubts.reasons.push(reason.with("name", &name));
            }
        }
        (doubts.finish(), is_other)
    }

    /// How sure a designed line of a machine is.
    #[must_use]
    pub fn certainty_of(
        &self,
        line: LineId,
        period: &BuildPeriod,
        serial: Option<Symbol>,
        name: Option<&str>,
    ) -> Option<Certainty> {
        let valid = Effectivity::new(self.catalog, period.valid_on, name);
        let line = valid.lines.get(line)?;
        Some(self.certainty(&line, &valid, period, serial).0)
    }

    fn revision_doubts(&self, line: &BomLine, period: &BuildPeriod, doubts: &mut Doubts) {
        let known: Vec<&Revision> = self
            .of(line.item)
            .iter()
            .filter(|known| known.released.is_none_or(|released| released <= period.last))
            .collect();
        let Some(named) = self.likeliest(line.item, line.revision, period) else {
            if known.len() > 1 {
                doubts.add(85, Sentence::new("reason.no_revision_named"));
            }
            return;
        };
        let found = self.interchange.replacements((line.item, line.revision), period.valid_on, Some(line.parent));
        if let Some(other) = found.iter().find(|found| found.item != line.item) {
            let name = self.name(other.item, other.revision);
            doubts.add(85, Sentence::new("reason.other_instead").with("name", &name));
        }
        if found.iter().any(|found| found.item == line.item && found.revision == Some(named) && found.is_conditional) {
            doubts.add(70, Sentence::new("reason.conditional").with("name", &self.catalog.text(named)));
        }
        if known.len() < 2 {
            return;
        }
        match known.iter().find(|known| known.name == named).map(|known| known.released) {
            Some(Some(released)) => {
                doubts.change(released, period, &CHANGED_REVISION, Some(self.catalog.text(named)));
            }
            Some(None) => doubts.add(70, Sentence::new("reason.no_release_days")),
            None => doubts.add(85, Sentence::new("reason.revision_unlisted")),
        }
        // One that may not take the place of the named was released all the same.
        let newest = known.iter().filter(|known| known.released.is_some()).max_by_key(|known| known.seq);
        let own = known.iter().find(|known| known.name == named).map(|known| known.seq);
        if let Some(newest) = newest.filter(|newest| own.is_some_and(|own| newest.seq > own)) {
            doubts.add(85, Sentence::new("reason.released_too").with("name", &self.catalog.text(newest.name)));
        }
    }

    fn name(&self, item: ItemId, revision: Option<Symbol>) -> String {
        let number = self.catalog.item_number(item);
        revision.map_or_else(|| number.to_owned(), |name| format!("{number} {}", self.catalog.text(name)))
    }

    /// The first event of a machine that says which revision of an item it took, and whether that is the named one.
    fn proof(&self, serial: Symbol, item: ItemId, named: Option<Symbol>) -> Option<(Option<NaiveDate>, bool, &'a str)> {
        let table = self.catalog.table("service_events");
        let find = |field: &str, row: usize| self.catalog.items().find(table.text(field).get(row)?);
        let row = self
            .catalog
            .machines()
            .events(serial)
            .iter()
            .map(|&row| row as usize)
            .find(|&row| find("old_item", row).or_else(|| find("item", row)) == Some(item))?;
        let took = table.text("old_revision").get(row)?;
        Some((table.date("date").get(row), Some(took) == named, self.catalog.text(took)))
    }
}

/// Doubts while they are collected.
struct Doubts {
    share: Decimal,
    /// The nearest change counts; line and revision usually tell of the same one.
    change: i64,
    reasons: Vec<Sentence>,
}

/// The sentences about a change: after the day of production, and shortly before the build.
struct Changed {
    after: &'static str,
    before: &'static str,
}

const CHANGED_LINE: Changed = Changed { after: "reason.line_since_after", before: "reason.line_since_before" };
const CHANGED_PLACE: Changed = Changed { after: "reason.in_place_after", before: "reason.in_place_before" };
const CHANGED_REVISION: Changed = Changed { after: "reason.released_after", before: "reason.released_before" };

impl Doubts {
    fn new(percent: i64) -> Self {
        Self { share: Decimal::new(percent, 2), change: 100, reasons: Vec::new() }
    }

    fn add(&mut self, percent: i64, reason: Sentence) {
        self.share = self.share.checked_mul(Decimal::new(percent, 2)).unwrap_or_default();
        self.reasons.push(reason);
    }

    /// A change before the build, by its distance.
    fn change(&mut self, day: NaiveDate, period: &BuildPeriod, changed: &Changed, name: Option<&str>) {
        if !period.is_dated || day > period.last {
            return;
        }
        let reason = |label: &'static str| {
            let reason = Sentence::new(label).with("day", &day);
            name.map_or(reason.clone(), |name| reason.with("name", &name))
        };
        if day > period.first && period.is_produced {
            self.change = self.change.min(30);
            self.reasons.push(reason(changed.after));
            return;
        }
        let days = period.first.signed_duration_since(day).num_days();
        let percent = match days {
            ..=30 => 50,
            31..=90 => 70,
            91..=180 => 85,
            _ => return,
        };
        self.change = self.change.min(percent);
        self.reasons.push(reason(changed.before));
    }

    fn finish(self) -> Certainty {
        let share = self.share.checked_mul(Decimal::new(self.change, 2)).unwrap_or_default().round_dp(2).normalize();
        Certainty { share, doubts: self.reasons }
    }
}

/// True when two lines of an assembly stand for one position.
fn is_same_position(line: &BomLine, other: &BomLine) -> bool {
    let is_group = line.alt_group.is_some() && line.alt_group == other.alt_group;
    is_group || if line.position.is_some() { line.position == other.position } else { line.item == other.item }
}

/// Puts the likeliest revision into the rows of a reconstructed structure, and says how sure each row is.
pub(super) fn certainties(
    catalog: &Catalog,
    rows: &mut [ExplosionRow],
    serial: Option<&str>,
    on: NaiveDate,
    watch: Watch<'_>,
) -> Result<Vec<Certainty>, StructureError> {
    let machine = serial.and_then(|name| catalog.machine(name).ok()).and_then(|id| catalog.machines().get(id));
    let is_recorded = rows.iter().all(|row| !matches!(row.place, Place::Bom(_)));
    if is_recorded {
        return Ok(vec![Certainty::recorded(); rows.len()]);
    }
    let period = BuildPeriod::new(machine, on);
    let delivered = Delivered::new(catalog);
    let valid = Effectivity::new(catalog, period.valid_on, serial);
    let mut by_row: BTreeMap<u32, LineId> = BTreeMap::new();
    let mut opened: BTreeSet<ItemId> = BTreeSet::new();
    let mut found: Vec<(Certainty, bool)> = Vec::new();
    let all = rows.len();
    for (done, row) in rows.iter_mut().enumerate() {
        go_on(watch, done, all)?;
        if opened.insert(row.parent) {
            by_row.extend(catalog.structure().children(row.parent).map(|(id, line)| (line.row, id)));
        }
        let Place::Bom(place) = row.place else {
            found.push((Certainty::recorded(), false));
            continue;
        };
        let line = by_row.get(&place).and_then(|&id| valid.lines.get(id));
        let Some(line) = line else {
            found.push((Certainty::recorded(), false));
            continue;
        };
        row.revision = delivered.likeliest(row.item, line.revision, &period);
        let symbol = machine.and_then(|machine| machine.serial);
        let (mut own, mut is_other) = delivered.certainty(&line, &valid, &period, symbol);
        // In an assembly that may be another one nothing is surer than the assembly.
        if let Some((above, true)) = row.above.and_then(|above| found.get(above as usize)) {
            is_other = true;
            if above.share < own.share {
                own = above.clone();
            }
        }
        found.push((own, is_other));
    }
    Ok(found.into_iter().map(|(certainty, _)| certainty).collect())
}
