//! What was delivered where nothing was frozen: what each position may have held, and how sure the likeliest is.
//!
//! Rules: structures specification, section 5; warranty and recall specification, section 5 point 4. The structure valid
//! at delivery is the likeliest. Beside it stands all that may have been taken from stock: parts are used up after a
//! change for up to [`RUN_DOWN_DAYS`], a machine whose day of production is not known was built up to [`WAIT_DAYS`]
//! before its delivery, and alternatives and interchangeable revisions are taken at any time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::effectivity::Effectivity;
use super::explode::Place;
use super::interchange::Interchange;
use crate::model::{Catalog, ItemId, Line, LineId, Machine};
use crate::tables::{Sentence, Symbol};

/// Days a part is still taken from stock after its change.
pub const RUN_DOWN_DAYS: u64 = 180;

/// Days a machine whose day of production is not known may have been built before its delivery.
pub const WAIT_DAYS: u64 = 90;

/// The days on which the parts of a machine were taken from stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildPeriod {
    /// The day whose structure is the likeliest: that of delivery, else of production, else that of the question.
    pub valid_on: NaiveDate,
    /// The first day of building.
    pub first: NaiveDate,
    /// The last day of building.
    pub last: NaiveDate,
    /// The first day on which a part that was replaced since may have been put on stock.
    pub stock_from: NaiveDate,
    /// The day of production is known.
    pub is_produced: bool,
    /// Any day is known.
    pub is_dated: bool,
}

impl BuildPeriod {
    /// The period of a machine; without any date everything up to `on`.
    #[must_use]
    pub fn new(machine: Option<&Machine>, on: NaiveDate) -> Self {
        let (production, delivery) =
            machine.map_or((None, None), |machine| (machine.production_date, machine.delivery_date));
        let before = |day: NaiveDate, days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN);
        let Some(valid_on) = delivery.or(production) else {
            let (first, is_produced, is_dated) = (NaiveDate::MIN, false, false);
            return Self { valid_on: on, first, last: on, stock_from: first, is_produced, is_dated };
        };
        let produced = production.unwrap_or_else(|| before(valid_on, WAIT_DAYS));
        let (first, last) = (produced.min(valid_on), produced.max(valid_on));
        let stock_from = before(first, RUN_DOWN_DAYS);
        Self { valid_on, first, last, stock_from, is_produced: production.is_some(), is_dated: true }
    }

    /// The period of a spare assembly that was fitted on a day; it may have been on the shelf for long.
    #[must_use]
    pub const fn of_spare(fitted_on: NaiveDate) -> Self {
        let first = NaiveDate::MIN;
        Self { valid_on: fitted_on, first, last: fitted_on, stock_from: first, is_produced: false, is_dated: true }
    }
}

/// Why a piece may be in a machine although the structure valid at delivery does not say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Possible {
    /// An alternative of the position.
    Alternate,
    /// Replaced on this day, shortly before the build.
    RunDown(NaiveDate),
    /// A line of an older revision of the assembly.
    OldRevision,
    /// Valid on another day of building.
    OtherDay,
    /// In an assembly that may be there itself.
    Inside,
    /// In the structure, but not among the as-built lines.
    Unrecorded,
    /// In an assembly that was recorded here without its content.
    Closed(Place),
}

impl Possible {
    /// In words.
    #[must_use]
    pub fn reason(self) -> Sentence {
        match self {
            Self::Alternate => Sentence::new("reason.alternative"),
            Self::RunDown(day) => Sentence::new("reason.run_down").with("day", &day),
            Self::OldRevision => Sentence::new("reason.older_revision"),
            Self::OtherDay => Sentence::new("reason.other_day"),
            Self::Inside => Sentence::new("reason.inside"),
            Self::Closed(_) => Sentence::new("reason.closed"),
            Self::Unrecorded => Sentence::new("reason.unrecorded"),
        }
    }
}

/// The lines of an assembly of which parts may be in a machine, with the reason; none for those valid at delivery. Only
/// of `relevant` items when they are given.
pub(crate) fn possible_lines(
    catalog: &Catalog,
    parent: ItemId,
    valid: &Effectivity<'_>,
    period: &BuildPeriod,
    relevant: Option<&BTreeSet<ItemId>>,
) -> Vec<(LineId, Option<Possible>)> {
    let lines = catalog
        .structure()
        .children(parent)
        .filter(|(_, line)| !line.is_reference() && relevant.is_none_or(|relevant| relevant.contains(&line.item)));
    lines
        .filter_map(|(id, line)| {
            if valid.counts(id, line) {
                return Some((id, None));
            }
            let ended = valid.lines.dates(line).1.filter(|to| *to < period.last);
            let why = match ended {
                Some(day) => Possible::RunDown(day),
                None if line.is_of_old_revision() => Possible::OldRevision,
                None if line.is_alternate() => Possible::Alternate,
                None => Possible::OtherDay,
            };
            may_hold(valid, line, period).then_some((id, Some(why)))
        })
        .collect()
}

/// True when a line held on a day of which parts may be in the machine, whatever its alternatives.
pub(super) fn may_hold(valid: &Effectivity<'_>, line: &Line, period: &BuildPeriod) -> bool {
    let (from, to) = valid.lines.dates(line);
    from.is_none_or(|from| from <= period.last)
        && to.is_none_or(|to| period.stock_from <= to)
        && valid.fits_serial(line)
}

/// What is known of the revision of an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Revision {
    pub(super) seq: i64,
    pub(super) name: Symbol,
    pub(super) released: Option<NaiveDate>,
}

/// Why a revision or item may be at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidate {
    /// The structure names it, or no revision at all.
    Named,
    /// It may be taken in its place.
    Interchangeable,
    /// It was the current one until shortly before the build, up to this day.
    Older(NaiveDate),
}

/// What machines may hold, for all items of a catalog.
#[derive(Debug)]
pub struct Delivered<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) interchange: Interchange<'a>,
    revisions: BTreeMap<ItemId, Vec<Revision>>,
}

impl<'a> Delivered<'a> {
    /// Reads the revisions of a catalog.
    #[must_use]
    pub fn new(catalog: &'a Catalog) -> Self {
        let table = catalog.table("revisions");
        let (items, names, seqs) = (table.text("item"), table.text("revision"), table.integer("seq"));
        let days = table.date("released");
        let mut revisions: BTreeMap<ItemId, Vec<Revision>> = BTreeMap::new();
        for row in 0..table.len() {
            let item = items.get(row).and_then(|item| catalog.items().find(item));
            let (Some(item), Some(name), Some(seq)) = (item, names.get(row), seqs.get(row)) else { continue };
            revisions.entry(item).or_default().push(Revision { seq, name, released: days.get(row) });
        }
        for list in revisions.values_mut() {
            list.sort_by_key(|revision| revision.seq);
        }
        Self { catalog, interchange: Interchange::new(catalog), revisions }
    }

    /// The revisions of an item in the order of `seq`.
    pub(super) fn of(&self, item: ItemId) -> &[Revision] {
        self.revisions.get(&item).map(Vec::as_slice).unwrap_or_default()
    }

    /// When a revision was followed by the next one with a day; none for the newest.
    pub(super) fn followed_on(&self, item: ItemId, seq: i64) -> Option<NaiveDate> {
        self.of(item).iter().filter(|revision| revision.seq > seq).find_map(|revision| revision.released)
    }

    /// The likeliest revision at a position of a machine: the newest released one that may take the place of the named.
    #[must_use]
    pub fn likeliest(&self, item: ItemId, named: Option<Symbol>, period: &BuildPeriod) -> Option<Symbol> {
        named.map(|named| self.interchange.latest(item, named, period.valid_on).unwrap_or(named))
    }

    /// The first reason why an item in one of some revisions may be where a line names an item and revision.
    #[must_use]
    pub fn candidate(
        &self,
        (parent, named, revision): (ItemId, ItemId, Option<Symbol>),
        period: &BuildPeriod,
        wanted: impl Fn(ItemId, Option<Symbol>) -> bool,
    ) -> Option<Candidate> {
        if wanted(named, revision) {
            return Some(Candidate::Named);
        }
        let mut days = vec![period.last, period.valid_on];
        days.extend(period.is_dated.then_some(period.first));
        days.dedup();
        let mut seen = BTreeSet::from([(named, revision)]);
        for day in days {
            for found in self.interchange.replacements((named, revision), day, Some(parent)) {
                if !self.is_later(found.item, found.revision, period) && wanted(found.item, found.revision) {
                    return Some(Candidate::Interchangeable);
                }
                seen.insert((found.item, found.revision));
            }
        }
        // What was current before one of these, and not long ago.
        for (item, revision) in seen {
            let Some(seq) = revision.and_then(|name| self.of(item).iter().find(|known| known.name == name)) else {
                continue;
            };
            for older in self.of(item).iter().filter(|older| older.seq < seq.seq) {
                let until = self.followed_on(item, older.seq);
                let is_recent = until.is_none_or(|until| until >= period.stock_from);
                if is_recent && !self.is_later(item, Some(older.name), period) && wanted(item, Some(older.name)) {
                    return Some(Candidate::Older(until.unwrap_or(period.last)));
                }
            }
        }
        None
    }

    /// True for a revision that was not yet released when the machine was built.
    pub(super) fn is_later(&self, item: ItemId, revision: Option<Symbol>, period: &BuildPeriod) -> bool {
        let known = self.of(item).iter().find(|known| Some(known.name) == revision);
        known.and_then(|known| known.released).is_some_and(|released| released > period.last)
    }
}
