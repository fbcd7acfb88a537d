//! What counts as a use of an item beside the lines that name it: other revisions, alternative items, older items.
//!
//! Rules: structures specification, sections 2, 3 and 7. Each relation is looked at by itself: what an older item may be
//! replaced by is not followed on through alternative items.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::{Figure, Total};
use super::effectivity::Effectivity;
use super::interchange::Interchange;
use super::supersession::Supersessions;
use super::where_used::WhereUsedOptions;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, Line, LineId};
use crate::tables::Symbol;

/// The assembly a replacement is limited to, and its ratio.
type Terms = (Option<ItemId>, Option<Decimal>);

/// Why a line counts as a use of the item asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Through {
    /// It names the item.
    #[default]
    Named,
    /// It names a revision that the one asked for may replace.
    Revision,
    /// It names an item for which the one asked for may be taken, or the item is an alternative that is not used now.
    Alternate,
    /// It names an older item that is replaced by the one asked for.
    Supersession,
}

impl Through {
    /// The word used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Named => "NAMED",
            Self::Revision => "REVISION",
            Self::Alternate => "ALTERNATE",
            Self::Supersession => "SUPERSESSION",
        }
    }
}

/// Which revisions of its item a line may name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Names {
    All,
    /// This one, or none.
    One(Symbol),
    Among(Vec<Option<Symbol>>),
}

/// One way in which lines count as uses.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// What the lines name.
    pub(super) item: ItemId,
    pub(super) through: Through,
    /// Pieces of the item asked for in the place of one that is named.
    pub(super) ratio: Total,
    names: Names,
    /// Only in this assembly.
    pub(super) scope: Option<ItemId>,
    /// The alternatives of a group that are not used, instead of the one that is.
    is_spare: bool,
}

impl Way {
    /// The lines that name the item in the revision asked for.
    pub(super) const fn named(item: ItemId, revision: Option<Symbol>) -> Self {
        let names = match revision {
            Some(revision) => Names::One(revision),
            None => Names::All,
        };
        Self { item, through: Through::Named, ratio: Total::ONE, names, scope: None, is_spare: false }
    }

    /// True for a line that names such a revision.
    pub(super) fn fits(&self, named: Option<Symbol>) -> bool {
        match &self.names {
            Names::All => true,
            Names::One(wanted) => named.is_none_or(|named| named == *wanted),
            Names::Among(names) => names.contains(&named),
        }
    }

    /// True for a line that may count on some day, for some serial number.
    pub(super) fn may_take(&self, valid: &Effectivity<'_>, line: &Line) -> bool {
        self.scope.is_none_or(|scope| line.parent == scope)
            && (!self.is_spare || line.is_alternate())
            && (self.names == Names::All || self.fits(valid.lines.revision(line)))
    }

    /// True for a line that counts, where `counts` says what holds and is used.
    pub(super) fn takes(
        &self,
        valid: &Effectivity<'_>,
        id: LineId,
        line: &Line,
        counts: impl Fn(LineId, &Line) -> bool,
    ) -> bool {
        self.may_take(valid, line)
            && if self.is_spare { valid.holds(line) && !valid.counts(id, line) } else { counts(id, line) }
    }
}

/// All ways the options let in, the lines that name the item first.
pub(super) fn ways(
    catalog: &Catalog,
    item: ItemId,
    revision: Option<Symbol>,
    on: NaiveDate,
    options: &WhereUsedOptions,
    findings: &mut Findings,
) -> Vec<Way> {
    let mut ways = vec![Way::named(item, revision)];
    if options.interchangeable || options.alternates {
        let interchange = Interchange::new(catalog);
        if let Some(wanted) = revision.filter(|_| options.interchangeable) {
            ways.extend(by_revision(catalog, &interchange, (item, wanted), on));
        }
        if options.alternates {
            ways.push(Way { through: Through::Alternate, is_spare: true, ..Way::named(item, revision) });
            for other in interchange.items_leading_to(item) {
                ways.extend(by_alternate(catalog, &interchange, other, (item, revision), on));
            }
        }
    }
    if options.supersessions {
        match Supersessions::new(catalog, on).leading_to(item) {
            Some(older) => ways.extend(older.into_iter().map(|(old, ratio)| Way {
                through: Through::Supersession,
                ratio,
                ..Way::named(old, None)
            })),
            None => {
                findings.push(Finding::new(&codes::E_SUP_SIZE).field("new").value(catalog.item_number(item)));
            }
        }
    }
    ways
}

/// Lines of other revisions that the wanted one may replace.
fn by_revision(
    catalog: &Catalog,
    interchange: &Interchange<'_>,
    (item, wanted): (ItemId, Symbol),
    on: NaiveDate,
) -> Option<Way> {
    let is_replaced = |name: Symbol| {
        let found = interchange.by_table("revisions", (item, Some(name)), on, None);
        found.iter().any(|found| found.item == item && found.revision == Some(wanted) && found.may_be_chosen)
    };
    let others = revisions_named(catalog, item).into_iter().flatten().filter(|&name| name != wanted);
    let names: Vec<Option<Symbol>> = others.filter(|&name| is_replaced(name)).map(Some).collect();
    (!names.is_empty()).then(|| Way {
        through: Through::Revision,
        names: Names::Among(names),
        ..Way::named(item, None)
    })
}

/// Lines of another item for which the wanted one may be taken, in all assemblies or in those the row is limited to.
fn by_alternate(
    catalog: &Catalog,
    interchange: &Interchange<'_>,
    other: ItemId,
    (item, revision): (ItemId, Option<Symbol>),
    on: NaiveDate,
) -> Vec<Way> {
    let ratio_of = |name: Option<Symbol>, parent: Option<ItemId>| -> Option<Figure> {
        let found = interchange.by_table("alternates", (other, name), on, parent);
        let fits = |found: Option<Symbol>| revision.is_none() || found.is_none() || found == revision;
        found
            .into_iter()
            .find(|found| found.item == item && fits(found.revision) && found.may_be_chosen)
            .map(|found| found.ratio)
    };
    let named = revisions_named(catalog, other);
    let mut groups: BTreeMap<Terms, Vec<Option<Symbol>>> = BTreeMap::new();
    for &name in &named {
        if let Some(ratio) = ratio_of(name, None) {
            groups.entry((None, ratio.quantity())).or_default().push(name);
            continue;
        }
        for scope in interchange.scopes() {
            if let Some(ratio) = ratio_of(name, Some(scope)) {
                groups.entry((Some(scope), ratio.quantity())).or_default().push(name);
            }
        }
    }
    let way = |((scope, ratio), names): (Terms, Vec<Option<Symbol>>)| Way {
        through: Through::Alternate,
        ratio: Total::of(ratio),
        names: Names::Among(names),
        scope,
        ..Way::named(other, None)
    };
    groups.into_iter().map(way).collect()
}

/// The revisions of an item that lines name, in bills and as built; none is one of them.
fn revisions_named(catalog: &Catalog, item: ItemId) -> BTreeSet<Option<Symbol>> {
    let lines = catalog.bom_lines();
    let mut names: BTreeSet<Option<Symbol>> =
        catalog.structure().uses(item).map(|(_, line)| lines.revision(line)).collect();
    let number = catalog.items().get(item).map(|item| item.number);
    for table in [catalog.table("as_built"), catalog.table("service_events")] {
        let (items, revisions) = (table.text("item"), table.text("revision"));
        names.extend((0..table.len()).filter(|&row| items.get(row) == number).map(|row| revisions.get(row)));
    }
    names.insert(None);
    names
}
