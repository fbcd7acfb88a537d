//! What a recall concerns, and how sure it is that a piece is concerned.
//!
//! Rule: warranty and recall specification, section 5, points 1 and 3.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::error::AftersalesError;
use crate::model::{Catalog, ItemId, SerialKey};
use crate::origin::Origin;
use crate::tables::Sentence;

/// How sure it is that a piece is affected; the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// It is affected.
    Confirmed,
    /// It may be: what decides is not known.
    Suspect,
    /// It is not.
    Cleared,
}

impl Grade {
    /// The word used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Suspect => "SUSPECT",
            Self::Cleared => "CLEARED",
        }
    }
}

/// One affected item of a recall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallRule {
    /// The item.
    pub item: ItemId,
    /// Affected revisions; none for all.
    pub revisions: Vec<String>,
    /// Affected lots, or ranges such as `L100-L199`.
    pub lots: Vec<String>,
    /// First and last serial number of the component.
    pub component_serials: (Option<String>, Option<String>),
    /// Serial numbers of the component, or ranges such as `A100-A199`; beside the range above.
    pub serials: Vec<String>,
    /// First and last day of production of the machine.
    pub production: (Option<NaiveDate>, Option<NaiveDate>),
    /// First and last day of delivery of the machine; also of the sale of loose parts.
    pub delivery: (Option<NaiveDate>, Option<NaiveDate>),
    /// What is fitted instead.
    pub replacement_item: Option<ItemId>,
    /// New pieces for one old.
    pub ratio: Decimal,
    /// Hours of work a machine.
    pub operation_hours: Option<Decimal>,
    /// Priority, such as SAFETY.
    pub priority: Option<String>,
    /// Day of the campaign.
    pub date: Option<NaiveDate>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

impl RecallRule {
    /// A recall of every piece of an item, to be limited.
    #[must_use]
    pub const fn new(item: ItemId) -> Self {
        Self {
            item,
            revisions: Vec::new(),
            lots: Vec::new(),
            component_serials: (None, None),
            serials: Vec::new(),
            production: (None, None),
            delivery: (None, None),
            replacement_item: None,
            ratio: Decimal::ONE,
            operation_hours: None,
            priority: None,
            date: None,
            origin: None,
        }
    }

    fn has_serials(&self) -> bool {
        self.component_serials.0.is_some() || self.component_serials.1.is_some() || !self.serials.is_empty()
    }

    /// True when no revision, lot or serial number limits it: every piece of the item is affected.
    #[must_use]
    pub fn is_whole_item(&self) -> bool {
        self.revisions.is_empty() && self.lots.is_empty() && !self.has_serials()
    }

    /// True without any limit at all.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        let open = (None, None);
        self.is_whole_item() && self.production == open && self.delivery == open
    }

    /// True for an affected revision.
    pub(super) fn has_revision(&self, revision: &str) -> bool {
        self.revisions.is_empty() || self.revisions.iter().any(|affected| affected == revision)
    }

    /// Judges one piece by what is known of it, and says why.
    pub(super) fn judge(&self, revision: Option<&str>, lot: Option<&str>, serial: Option<&str>) -> (Grade, Sentence) {
        let mut missing: Vec<&'static str> = Vec::new();
        let mut fits: Vec<Sentence> = Vec::new();
        if !self.revisions.is_empty() {
            match revision {
                None => missing.push("reason.word_revision"),
                Some(revision) if !self.has_revision(revision) => {
                    return (Grade::Cleared, not_affected(vec![of_revision(revision)]));
                }
                Some(revision) => fits.push(of_revision(revision)),
            }
        }
        if !self.lots.is_empty() || self.has_serials() {
            let mut outside: Vec<Sentence> = Vec::new();
            let mut unknown: Vec<&'static str> = Vec::new();
            let mut inside = None;
            if !self.lots.is_empty() {
                let named = |lot: &str| Sentence::new("reason.lot").with("name", &lot);
                match lot {
                    None => unknown.push("reason.word_lot"),
                    Some(lot) if self.lots.iter().any(|range| in_range(range, lot)) => {
                        inside = Some(named(lot));
                    }
                    Some(lot) => outside.push(named(lot)),
                }
            }
            if self.has_serials() {
                let (from, to) = (self.component_serials.0.as_deref(), self.component_serials.1.as_deref());
                let is_open = from.is_none() && to.is_none();
                let is_within = |serial: &str| {
                    (!is_open && SerialKey::new(serial).is_within(from, to))
                        || self.serials.iter().any(|range| in_range(range, serial))
                };
                let named = |serial: &str| Sentence::new("reason.component_serial").with("name", &serial);
                match serial {
                    None => unknown.push("reason.word_component_serial"),
                    Some(serial) if is_within(serial) => {
                        inside = Some(named(serial));
                    }
                    Some(serial) => outside.push(named(serial)),
                }
            }
            match inside {
                Some(inside) => fits.push(inside),
                None if unknown.is_empty() => {
                    return (Grade::Cleared, not_affected(outside));
                }
                None => missing.extend(unknown),
            }
        }
        if missing.is_empty() {
            let reason = if fits.is_empty() { Sentence::new("reason.every_piece") } else { Sentence::all(fits) };
            (Grade::Confirmed, reason)
        } else {
            let what = missing.into_iter().map(Sentence::new).collect();
            (Grade::Suspect, Sentence::new("reason.unknown").with_all("what", what))
        }
    }

    /// Whether the dates of a machine keep it in the recall; none when they do.
    pub(super) fn window(
        &self,
        production: Option<NaiveDate>,
        delivery: Option<NaiveDate>,
    ) -> Option<(Grade, Sentence)> {
        type Labels = (&'static str, &'static str);
        let check =
            |(from, to): (Option<NaiveDate>, Option<NaiveDate>), day: Option<NaiveDate>, (unknown, outside): Labels| {
                if from.is_none() && to.is_none() {
                    return None;
                }
                let Some(day) = day else { return Some((Grade::Suspect, Sentence::new(unknown))) };
                let is_inside = from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
                (!is_inside).then(|| (Grade::Cleared, Sentence::new(outside).with("day", &day)))
            };
        let found = [
            check(self.production, production, ("reason.production_unknown", "reason.production_outside")),
            check(self.delivery, delivery, ("reason.delivery_unknown", "reason.delivery_outside")),
        ];
        found.into_iter().flatten().max_by_key(|(grade, _)| *grade)
    }
}

fn of_revision(revision: &str) -> Sentence {
    Sentence::new("reason.revision").with("name", &revision)
}

fn not_affected(what: Vec<Sentence>) -> Sentence {
    Sentence::new("reason.not_affected").with_all("what", what)
}

/// True for a lot that is named, or lies in a range such as `L100-L199`.
fn in_range(range: &str, lot: &str) -> bool {
    if range == lot {
        return true;
    }
    range.match_indices(['-', '–']).any(|(at, sign)| {
        let (from, to) =
            (range.get(..at).unwrap_or_default().trim(), range.get(at + sign.len()..).unwrap_or_default().trim());
        !from.is_empty()
            && !to.is_empty()
            && SerialKey::new(from) <= SerialKey::new(to)
            && SerialKey::new(lot).is_within(Some(from), Some(to))
            && lot.trim_end_matches(|c: char| c.is_ascii_digit()) == from.trim_end_matches(|c: char| c.is_ascii_digit())
    })
}

/// The parts of a list in one cell.
fn list(text: &str) -> Vec<String> {
    text.split([',', ';', '\n', '，', '；', '、'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The rows of a campaign in the `recalls` table.
///
/// # Errors
/// [`AftersalesError::UnknownCampaign`] when no row names it.
pub fn recall_rules(catalog: &Catalog, campaign: &str) -> Result<Vec<RecallRule>, AftersalesError> {
    let table = catalog.table("recalls");
    let (names, items) = (table.text("campaign"), table.text("item"));
    let wanted = catalog.texts().find(campaign);
    let text = |field: &str, row: usize| table.text(field).get(row).map(|symbol| catalog.text(symbol).to_owned());
    let day = |field: &str, row: usize| table.date(field).get(row);
    let mut rules = Vec::new();
    for row in (0..table.len()).filter(|&row| wanted.is_some() && names.get(row) == wanted) {
        let Some(item) = items.get(row).and_then(|item| catalog.items().find(item)) else { continue };
        let many = |field: &str| text(field, row).map_or_else(Vec::new, |text| list(&text));
        rules.push(RecallRule {
            revisions: many("revisions"),
            lots: many("lots"),
            component_serials: (text("component_serial_from", row), text("component_serial_to", row)),
            production: (day("production_from", row), day("production_to", row)),
            delivery: (day("delivery_from", row), day("delivery_to", row)),
            replacement_item: table.text("replacement_item").get(row).and_then(|item| catalog.items().find(item)),
            ratio: table.decimal("ratio").get(row).filter(|ratio| *ratio > Decimal::ZERO).unwrap_or(Decimal::ONE),
            operation_hours: table.decimal("operation_hours").get(row),
            priority: text("priority", row),
            date: day("date", row),
            origin: table.origin(row),
            ..RecallRule::new(item)
        });
    }
    if rules.is_empty() {
        let mut known: Vec<String> =
            (0..table.len()).filter_map(|row| names.get(row)).map(|name| catalog.text(name).to_owned()).collect();
        known.sort();
        known.dedup();
        return Err(AftersalesError::UnknownCampaign { campaign: campaign.to_owned(), known });
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lots_are_named_or_in_a_range() {
        for (range, lot, expected) in [
            ("L12", "L12", true),
            ("L12", "L13", false),
            ("L100-L199", "L150", true),
            ("L100-L199", "L99", false),
            ("L100–L199", "L0199", true),
            ("L100-L199", "LX150", false),
            ("2024-07", "2024-07", true),
            ("2024-07", "2024", false),
            ("A-1-A-9", "A-5", true),
        ] {
            assert_eq!(in_range(range, lot), expected, "{range} {lot}");
        }
        assert_eq!(list("B, C;D\nE、F"), ["B", "C", "D", "E", "F"]);
    }

    #[test]
    fn what_is_known_decides() {
        let item = ItemId(0);
        let rule = RecallRule {
            revisions: vec!["B".to_owned()],
            lots: vec!["L1-L9".to_owned()],
            component_serials: (Some("S10".to_owned()), Some("S20".to_owned())),
            ..RecallRule::new(item)
        };
        let judge = |revision, lot, serial| {
            let (grade, reason) = rule.judge(revision, lot, serial);
            (grade, reason.text("en"))
        };
        assert_eq!(judge(Some("B"), Some("L5"), None), (Grade::Confirmed, "revision B, lot L5".to_owned()));
        assert_eq!(judge(Some("B"), Some("L50"), Some("S15")).0, Grade::Confirmed);
        assert_eq!(
            judge(Some("B"), Some("L50"), None),
            (Grade::Suspect, "component serial number not known".to_owned())
        );
        assert_eq!(judge(None, None, None).0, Grade::Suspect);
        assert_eq!(judge(Some("A"), None, None), (Grade::Cleared, "revision A is not affected".to_owned()));
        assert_eq!(
            judge(Some("B"), Some("L50"), Some("S50")).1,
            "lot L50, component serial number S50 is not affected"
        );
        assert_eq!(RecallRule::new(item).judge(None, None, None).0, Grade::Confirmed);
        assert!(RecallRule::new(item).is_wide() && !rule.is_wide());
        let day = NaiveDate::from_ymd_opt(2025, 1, 1);
        let dated = RecallRule { delivery: (day, None), ..RecallRule::new(item) };
        assert_eq!(dated.window(None, day), None);
        assert_eq!(dated.window(None, None).map(|(grade, _)| grade), Some(Grade::Suspect));
        let early = NaiveDate::from_ymd_opt(2024, 1, 1);
        assert_eq!(dated.window(None, early).unwrap().1.text("en"), "delivery 2024-01-01 is outside the dates");
    }
}
