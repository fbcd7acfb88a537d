//! What a roll-up reads of items and lines, and what one item adds up to once its parts are known.
//!
//! Rule: structures specification, section 8.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::{Figure, Total};
use super::effectivity::Effectivity;
use super::roll_up::{RollUpRow, RollUpSource, Rolled};
use super::rolled::{Flags, Kept, Sums};
use crate::model::{Catalog, ItemId, Line, LineId};
use crate::tables::Symbol;
use crate::tables::table::DecimalView;

/// The columns that are summed.
pub(super) struct Inputs<'a> {
    pub(super) catalog: &'a Catalog,
    valid: Effectivity<'a>,
    scrap: DecimalView<'a>,
    has_scrap: bool,
    pub(super) cost: DecimalView<'a>,
    own_cost: DecimalView<'a>,
    pub(super) weight: DecimalView<'a>,
    currency: crate::tables::table::TextView<'a>,
    company_currency: Option<Symbol>,
    /// Items may be in another currency than the company's.
    may_be_foreign: bool,
}

impl<'a> Inputs<'a> {
    pub(super) fn new(catalog: &'a Catalog, on: NaiveDate) -> Self {
        let (items, bom) = (catalog.table("items"), catalog.table("bom"));
        Self {
            catalog,
            valid: Effectivity::new(catalog, on, None),
            scrap: bom.decimal("scrap_pct"),
            has_scrap: bom.has("scrap_pct"),
            cost: items.decimal("cost"),
            own_cost: items.decimal("own_cost"),
            weight: items.decimal("weight_kg"),
            currency: items.text("currency"),
            may_be_foreign: items.has("currency") && catalog.company().text("currency").is_some(),
            company_currency: catalog.company().text("currency").and_then(|name| catalog.texts().find(name)),
        }
    }

    #[inline]
    fn row_of(&self, item: ItemId) -> Option<usize> {
        self.catalog.items().get(item)?.row()
    }

    pub(super) fn cell(&self, item: ItemId, field: &str) -> Option<crate::origin::Origin> {
        self.catalog.table("items").cell(self.row_of(item)?, field)
    }

    /// True when the item's costs are in a currency that is not the company's.
    pub(super) fn is_foreign(&self, item: ItemId) -> bool {
        if !self.may_be_foreign {
            return false;
        }
        let Some(row) = self.row_of(item) else { return false };
        let has_cost = self.cost.get(row).is_some() || self.own_cost.get(row).is_some();
        has_cost && self.currency.get(row).is_some_and(|own| Some(own) != self.company_currency)
    }

    /// True when the item master has the figure.
    pub(super) fn is_given(&self, view: DecimalView<'a>, item: ItemId) -> bool {
        self.row_of(item).is_some_and(|row| view.is_filled(row))
    }

    #[inline]
    fn given(&self, view: DecimalView<'a>, item: ItemId) -> Option<Decimal> {
        view.get(self.row_of(item)?)
    }

    fn money(&self, view: DecimalView<'a>, item: ItemId) -> Option<Decimal> {
        self.given(view, item).filter(|_| !self.is_foreign(item))
    }

    /// Which items are asked for or in one that is.
    pub(super) fn below(&self, items: &[ItemId]) -> Vec<bool> {
        let mut flags = vec![false; self.catalog.items().len()];
        let mut queue = items.to_vec();
        while let Some(item) = queue.pop() {
            let Some(flag) = flags.get_mut(item.index()) else { continue };
            if std::mem::replace(flag, true) {
                continue;
            }
            let lines = self.catalog.structure().children(item);
            queue.extend(lines.filter(|(id, line)| self.counts(*id, line)).map(|(_, line)| line.item));
        }
        flags
    }

    /// True for a line that is part of the product on the day.
    #[inline]
    pub(super) fn counts(&self, id: LineId, line: &Line) -> bool {
        !line.is_reference() && (line.is_unconditional() || self.valid.counts(id, line))
    }

    /// What one parent takes, and what it uses up with scrap.
    #[inline]
    pub(super) fn quantities(&self, line: &Line) -> (Total, Total) {
        let quantity = Total::of_line(self.catalog.structure(), line);
        let scrap = if self.has_scrap { self.scrap.get(line.row as usize) } else { None };
        let scrap = scrap.filter(|scrap| !scrap.is_sign_negative() && *scrap < Decimal::ONE_HUNDRED);
        let factor = scrap.and_then(|scrap| Decimal::ONE.checked_add(scrap.checked_div(Decimal::ONE_HUNDRED)?));
        (quantity, factor.map_or(quantity, |factor| quantity.times(Total::new(factor))))
    }

    /// What the item master and its own work give to the cost and weight of an item, without its parts.
    pub(super) fn own(&self, item: ItemId, is_assembly: bool) -> (Total, Total) {
        let own = self.money(self.own_cost, item).map_or(Total::ZERO, Total::new);
        if is_assembly {
            return (own, Total::ZERO);
        }
        let given = |value: Option<Decimal>| value.map_or(Total::ZERO, Total::new);
        (own.plus(given(self.money(self.cost, item))), given(self.given(self.weight, item)))
    }

    pub(super) fn sum(&self, item: ItemId, sums: &Kept, source: RollUpSource) -> Sums {
        let structure = self.catalog.structure();
        let own = self.money(self.own_cost, item);
        let (mut cost, mut weight) = (own.map_or(Total::ZERO, Total::new), Total::ZERO);
        let (mut has_cost, mut has_weight, mut is_assembly) = (true, true, false);
        for (id, line) in structure.children(item) {
            if !self.counts(id, line) {
                continue;
            }
            is_assembly = true;
            if let (Some(quantity), Some(part), false) = (line.plain_quantity(), sums.short(line.item), self.has_scrap)
            {
                cost = cost.plus_product(quantity, (part.cost, part.cost_scale));
                weight = weight.plus_product(quantity, (part.weight, part.weight_scale));
                has_cost &= part.flags.has_cost;
                has_weight &= part.flags.has_weight;
                continue;
            }
            let Some((part_cost, part_weight, part)) = sums.of(line.item) else { continue };
            let (quantity, with_scrap) = self.quantities(line);
            cost = cost.plus(with_scrap.times(part_cost));
            weight = weight.plus(quantity.times(part_weight));
            has_cost &= part.has_cost || line.is_as_required();
            has_weight &= part.has_weight || line.is_as_required();
        }
        if structure.is_cyclic(item) {
            (cost, weight) = (Total::CYCLE, Total::CYCLE);
        }
        let (rolled_cost, rolled_weight) = (cost, weight);
        let (given_cost, given_weight) = (self.money(self.cost, item), self.given(self.weight, item));
        let decides = !is_assembly || source == RollUpSource::Purchase;
        if let Some(given) = given_cost.filter(|_| decides) {
            cost = Total::new(given);
            has_cost = true;
            if !is_assembly && let Some(own) = own {
                cost = cost.plus(Total::new(own));
            }
        } else if !is_assembly {
            has_cost = own.is_some();
        }
        if let Some(given) = given_weight.filter(|_| decides) {
            weight = Total::new(given);
            has_weight = true;
        } else if !is_assembly {
            has_weight = false;
        }
        Sums {
            cost,
            rolled_cost,
            weight,
            rolled_weight,
            flags: Flags {
                is_assembly,
                has_cost,
                has_weight,
                lacks_cost: !is_assembly && !has_cost,
                lacks_weight: !is_assembly && !has_weight,
            },
        }
    }

    pub(super) fn row(&self, item: ItemId, sums: &Kept, source: RollUpSource) -> RollUpRow {
        let (cost, weight, flags) = sums.of(item).unwrap_or((Total::ZERO, Total::ZERO, Flags::NONE));
        // An assembly that is rolled up costs what its parts make up; only where the item master decides are there two.
        let (cost, weight) = (cost.figure(), weight.figure());
        let (rolled_cost, rolled_weight) = if flags.is_assembly && source == RollUpSource::RollUp {
            (cost, weight)
        } else {
            let both = self.sum(item, sums, source);
            (both.rolled_cost.figure(), both.rolled_weight.figure())
        };
        let rolled = |value: Figure, is_complete, given| Rolled { value, is_complete, given };
        RollUpRow {
            item,
            is_assembly: flags.is_assembly,
            cost: rolled(cost, flags.has_cost, self.money(self.cost, item)),
            rolled_cost,
            own_cost: self.money(self.own_cost, item),
            weight: rolled(weight, flags.has_weight, self.given(self.weight, item)),
            rolled_weight,
        }
    }
}
