//! Cost and weight of all items while they are rolled up: short figures side by side, the few long ones apart.

use rust_decimal::Decimal;

use super::amount::Total;
use crate::model::ItemId;

/// What is known of an item once everything in it is.
#[derive(Clone, Copy)]
pub(super) struct Sums {
    pub(super) cost: Total,
    pub(super) rolled_cost: Total,
    pub(super) weight: Total,
    pub(super) rolled_weight: Total,
    pub(super) flags: Flags,
}

/// What is there and what lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "cost and weight each have what is there and what lacks")]
pub(super) struct Flags {
    pub(super) is_assembly: bool,
    pub(super) has_cost: bool,
    pub(super) has_weight: bool,
    /// It is itself a part without a figure.
    pub(super) lacks_cost: bool,
    pub(super) lacks_weight: bool,
}

impl Flags {
    pub(super) const NONE: Self =
        Self { is_assembly: false, has_cost: false, has_weight: false, lacks_cost: false, lacks_weight: false };
}

/// Cost and weight of one item, as short as they nearly always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Short {
    pub(super) cost: i64,
    pub(super) weight: i64,
    pub(super) cost_scale: u8,
    pub(super) weight_scale: u8,
    pub(super) flags: Flags,
}

/// The sums of all items so far: 24 bytes an item, and apart from them the few that are longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    short: Vec<Short>,
    long: Vec<Total>,
}

/// The scale that marks a figure which stands apart.
const LONG: u8 = u8::MAX;

impl Kept {
    pub(super) fn new(count: usize) -> Self {
        let none = Short { cost: 0, weight: 0, cost_scale: 0, weight_scale: 0, flags: Flags::NONE };
        Self { short: vec![none; count], long: Vec::new() }
    }

    pub(super) fn keep(&mut self, item: ItemId, sums: &Sums) {
        let (cost, cost_scale) = self.shortened(sums.cost);
        let (weight, weight_scale) = self.shortened(sums.weight);
        if let Some(slot) = self.short.get_mut(item.index()) {
            *slot = Short { cost, weight, cost_scale, weight_scale, flags: sums.flags };
        }
    }

    fn shortened(&mut self, total: Total) -> (i64, u8) {
        total.short().unwrap_or_else(|| {
            self.long.push(total);
            (i64::try_from(self.long.len() - 1).unwrap_or(i64::MAX), LONG)
        })
    }

    #[inline]
    fn figure(&self, digits: i64, scale: u8) -> Total {
        if scale != LONG {
            return Total::of_short(digits, scale);
        }
        let index = usize::try_from(digits).unwrap_or(usize::MAX);
        self.long.get(index).copied().unwrap_or(Total::ZERO)
    }

    /// True when both sums are known and short: they have a figure.
    pub(super) fn is_plain(&self, item: ItemId) -> bool {
        let is_plain = |scale: u8| u32::from(scale) <= Decimal::MAX_SCALE;
        self.short.get(item.index()).is_some_and(|sums| is_plain(sums.cost_scale) && is_plain(sums.weight_scale))
    }

    /// The short sums of an item; none when one of them stands apart.
    #[inline]
    pub(super) fn short(&self, item: ItemId) -> Option<&Short> {
        self.short.get(item.index()).filter(|short| short.cost_scale != LONG && short.weight_scale != LONG)
    }

    /// Cost, weight, and what is there of them.
    #[inline]
    pub(super) fn of(&self, item: ItemId) -> Option<(Total, Total, Flags)> {
        let short = self.short.get(item.index())?;
        let cost = self.figure(short.cost, short.cost_scale);
        Some((cost, self.figure(short.weight, short.weight_scale), short.flags))
    }

    pub(super) fn flags(&self, item: ItemId) -> Flags {
        self.short.get(item.index()).map_or(Flags::NONE, |short| short.flags)
    }
}
