//! Which lines hold on a day, for a serial number: validity, serial range, alternatives, revision of the assembly.
//!
//! Rules: structures specification, sections 1, 5 and 7. Without a serial number the newest machines are meant: lines
//! whose serial range has an end are left out. Lines of older revisions of an assembly are left out.

use chrono::NaiveDate;

use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{BomLines, Catalog, ItemId, Line, LineId, SerialKey};

/// A day and perhaps a serial number, over the lines of a catalog.
#[derive(Clone, Copy)]
pub(crate) struct Effectivity<'a> {
    pub(crate) lines: BomLines<'a>,
    pub(crate) on: NaiveDate,
    serial: Option<SerialKey<'a>>,
}

impl<'a> Effectivity<'a> {
    pub(crate) fn new(catalog: &'a Catalog, on: NaiveDate, serial: Option<&'a str>) -> Self {
        Self { lines: catalog.bom_lines(), on, serial: serial.map(SerialKey::new) }
    }

    /// True when a line counts: it holds, and it is the one of its alternatives that is used.
    pub(crate) fn counts(&self, id: LineId, line: &Line) -> bool {
        line.is_unconditional() || (self.holds(line) && self.is_used_alternate(id, line))
    }

    /// True when day, serial number and revision of the assembly fit.
    pub(crate) fn holds(&self, line: &Line) -> bool {
        !line.is_of_old_revision() && self.holds_in_revision(line)
    }

    /// True when day and serial number fit, whatever revision of the assembly the line belongs to.
    pub(crate) fn holds_in_revision(&self, line: &Line) -> bool {
        if line.has_dates() {
            let (from, to) = self.lines.dates(line);
            if from.is_some_and(|from| self.on < from) || to.is_some_and(|to| to < self.on) {
                return false;
            }
        }
        self.fits_serial(line)
    }

    /// True when the serial number fits; without one the newest machines are meant.
    pub(crate) fn fits_serial(&self, line: &Line) -> bool {
        if !line.has_serials() {
            return true;
        }
        let (from, to) = self.lines.serials(line);
        match self.serial {
            Some(serial) => serial.is_within(from, to),
            None => to.is_none(),
        }
    }

    fn is_used_alternate(&self, id: LineId, line: &Line) -> bool {
        let Some((group, _)) = self.lines.alternate(line) else { return true };
        self.group(line.parent, group).min().is_some_and(|(_, best)| best == id)
    }

    /// Ranks and numbers of the lines of a group that hold.
    pub(crate) fn group(&self, parent: ItemId, group: crate::tables::Symbol) -> impl Iterator<Item = (i64, LineId)> {
        self.lines.structure().children(parent).filter_map(move |(id, line)| {
            let (own, rank) = self.lines.alternate(line)?;
            (own == group && self.holds(line)).then_some((rank, id))
        })
    }

    /// Groups of alternatives of an assembly of which no line holds, or several with the lowest rank.
    pub(crate) fn check_groups(&self, parent: ItemId, findings: &mut Findings) {
        let mut seen = Vec::new();
        for (_, line) in self.lines.structure().children(parent).filter(|(_, line)| line.is_alternate()) {
            let Some((group, _)) = self.lines.alternate(line) else { continue };
            if seen.contains(&group) || line.is_of_old_revision() {
                continue;
            }
            seen.push(group);
            let mut ranks: Vec<i64> = self.group(parent, group).map(|(rank, _)| rank).collect();
            ranks.sort_unstable();
            let code = match ranks.as_slice() {
                [] => &codes::W_EFF_GAP,
                [first, second, ..] if first == second => &codes::E_EFF_OVERLAP,
                _ => continue,
            };
            let mut finding = Finding::new(code).field("alt_group").detail(format!("on {}", self.on));
            finding.origin = self.lines.origin(line);
            findings.push(finding);
        }
    }
}
