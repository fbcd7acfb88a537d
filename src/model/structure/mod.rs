//! The structure: all BOM lines, linked downwards and upwards by dense numbers.
//!
//! Lines are stored by parent in position order, so that the children of an item are one slice; the uses of an item are
//! a slice of a second list, [`Upward`], so that both ways need no search. What an engine needs for every line stands in [`Line`] (24 bytes); the rest of a row
//! is read from the `bom` table when it is shown ([`BomLines`]). Rules: structures specification, sections 1 and 11.

mod cycles;
mod level;
mod line;
mod link;
mod parents;
mod position;
mod ranks;
mod serial;
#[cfg(test)]
mod tests;
mod units;
mod upward;

pub use line::{BomLine, BomLines, Line, LineId, LineKind};
pub use position::{position_order, position_prefix};
pub use serial::SerialKey;
pub use upward::Upward;

pub(super) use level::restore_levels;
pub(super) use link::{Sources, link, seqs};
pub(super) use parents::parents;
pub(crate) use ranks::{MOST_ITEMS, PADDING, QUANTITY_BITS, Ranks, Room, WORD};

use super::items::ItemId;
use crate::tables::Symbol;

/// All lines of all structures.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    lines: Vec<Line>,
    first_child: Vec<u32>,
    uses: Vec<Upward>,
    first_use: Vec<u32>,
    large: Vec<rust_decimal::Decimal>,
    units: Vec<Option<Symbol>>,
    order: Vec<ItemId>,
    cyclic: Vec<bool>,
    cycles: Vec<Vec<ItemId>>,
    more_cycles: bool,
    tops: Vec<ItemId>,
    ranks: Ranks,
}

impl Structure {
    /// Number of lines.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    /// True without lines.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A line by its number.
    #[must_use]
    #[inline]
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.get(id.index())
    }

    /// The lines of an assembly with their numbers, in position order.
    #[inline]
    pub fn children(&self, item: ItemId) -> impl DoubleEndedIterator<Item = (LineId, &Line)> {
        let (from, to) = bounds(&self.first_child, item);
        let lines = self.lines.get(from as usize..to as usize).unwrap_or_default();
        (from..to).map(LineId).zip(lines)
    }

    /// The lines that use an item with their numbers, in the order of their assemblies, then positions.
    #[inline]
    pub fn uses(&self, item: ItemId) -> impl Iterator<Item = (LineId, &Line)> {
        self.upward(item).iter().filter_map(|up| self.line(up.line).map(|line| (up.line, line)))
    }

    /// The same uses in short: all that sums over paths need, one after the other in memory.
    #[must_use]
    #[inline]
    pub fn upward(&self, item: ItemId) -> &[Upward] {
        let (from, to) = bounds(&self.first_use, item);
        self.uses.get(from as usize..to as usize).unwrap_or_default()
    }

    /// True when an item has lines of its own.
    #[must_use]
    #[inline]
    pub fn has_children(&self, item: ItemId) -> bool {
        let (from, to) = bounds(&self.first_child, item);
        from < to
    }

    /// True when a line uses the item.
    #[must_use]
    #[inline]
    pub fn is_used(&self, item: ItemId) -> bool {
        let (from, to) = bounds(&self.first_use, item);
        from < to
    }

    /// Items with lines that are in no assembly, in the order of item numbers.
    #[must_use]
    pub fn tops(&self) -> &[ItemId] {
        &self.tops
    }

    /// Low-level order: each item after all assemblies that contain it; items of one loop stand together.
    #[must_use]
    pub fn low_level_order(&self) -> &[ItemId] {
        &self.order
    }

    /// The items in the order of a sweep upwards.
    pub(crate) const fn ranks(&self) -> &Ranks {
        &self.ranks
    }

    /// True when an item contains itself, directly or through others.
    #[must_use]
    #[inline]
    pub fn is_cyclic(&self, item: ItemId) -> bool {
        self.cyclic.get(item.index()).copied().unwrap_or(false)
    }

    /// Loops, each once and beginning with its smallest item number; at most [`Self::MAX_CYCLES`] of them.
    #[must_use]
    pub fn cycles(&self) -> &[Vec<ItemId>] {
        &self.cycles
    }

    /// True when there are more loops than [`Self::cycles`] lists.
    #[must_use]
    pub const fn has_more_cycles(&self) -> bool {
        self.more_cycles
    }

    /// The unit in which quantities of an item are summed: that of the item master, else that of its first line.
    #[must_use]
    #[inline]
    pub fn unit(&self, item: ItemId) -> Option<Symbol> {
        self.units.get(item.index()).copied().flatten()
    }

    /// Quantity of a line for one parent, in the unit of its item; none when it is blank or not usable.
    #[must_use]
    #[inline]
    pub fn quantity(&self, line: &Line) -> Option<rust_decimal::Decimal> {
        line.quantity(&self.large)
    }
}

/// Slice borders of an item in a list that is grouped by item.
#[inline]
fn bounds(first: &[u32], item: ItemId) -> (u32, u32) {
    let from = first.get(item.index()).copied();
    let to = first.get(item.index() + 1).copied();
    from.zip(to).unwrap_or((0, 0))
}
