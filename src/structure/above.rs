//! The assemblies above an item as a question needs them: how many there are and how much each has at once, levels and
//! ways when rows are asked for.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::accumulate::Ancestors;
use super::effectivity::Effectivity;
use super::error::StructureError;
use super::sweep::{Swept, sweep};
use crate::model::{Catalog, ItemId, Line, LineId};
use crate::values::{UNWATCHED, Watch};

/// Which lines count on a day: those of the newest revisions of assemblies, or of all their revisions.
pub(super) struct Counted<'a> {
    pub(super) valid: Effectivity<'a>,
    all_revisions: bool,
}

impl<'a> Counted<'a> {
    pub(super) fn new(catalog: &'a Catalog, on: NaiveDate, all_revisions: bool) -> Self {
        Self { valid: Effectivity::new(catalog, on, None), all_revisions }
    }

    /// True for a line that counts.
    pub(super) fn counts(&self, id: LineId, line: &Line) -> bool {
        self.valid.counts(id, line)
            || (self.all_revisions && line.is_of_old_revision() && self.valid.holds_in_revision(line))
    }
}

/// All assemblies above an item.
#[derive(Clone, Debug)]
pub(super) struct Above {
    item: ItemId,
    /// The uses of the item itself that count, in the order of lines.
    pub(super) direct: Vec<LineId>,
    /// The assemblies and their sums, where these are short whole numbers.
    swept: Option<Swept>,
    /// With levels and ways; copies of an answer share it.
    ancestors: Arc<OnceLock<Ancestors>>,
}

impl Above {
    /// Finds the assemblies and sums.
    pub(super) fn new(
        catalog: &Catalog,
        item: ItemId,
        direct: Vec<LineId>,
        counted: &Counted<'_>,
        watch: Watch<'_>,
    ) -> Result<Self, StructureError> {
        let counts = |id: LineId, line: &Line| counted.counts(id, line);
        let swept = sweep(catalog.structure(), item, &direct, &counts, watch)?;
        let above = Self { item, direct, swept, ancestors: Arc::default() };
        if above.swept.is_none() {
            let mut found = above.found(catalog, counted, watch)?;
            found.sum(catalog.structure());
            above.ancestors.get_or_init(|| found);
        }
        Ok(above)
    }

    /// How many assemblies there are.
    pub(super) fn len(&self) -> usize {
        let nodes = || self.ancestors.get().map_or(0, |found| found.nodes.len());
        self.swept.as_ref().map_or_else(nodes, Swept::len).saturating_sub(1)
    }

    /// Levels, ways and sums.
    pub(super) fn ancestors(&self, catalog: &Catalog, counted: &Counted<'_>) -> &Ancestors {
        self.ancestors.get_or_init(|| {
            let mut found = self.found(catalog, counted, UNWATCHED).unwrap_or_default();
            if let Some(swept) = &self.swept {
                found.take(catalog.structure(), swept);
            }
            found
        })
    }

    /// The same when it is known already: rows were asked for, or sums take more than short whole numbers.
    pub(super) fn known(&self) -> Option<&Ancestors> {
        self.ancestors.get()
    }

    fn found(&self, catalog: &Catalog, counted: &Counted<'_>, watch: Watch<'_>) -> Result<Ancestors, StructureError> {
        let is_direct = |id: LineId, _: &Line| self.direct.binary_search(&id).is_ok();
        let counts = |id: LineId, line: &Line| counted.counts(id, line);
        Ancestors::nodes(catalog.structure(), catalog.items().len(), self.item, (is_direct, counts), watch)
    }
}
