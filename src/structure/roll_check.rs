//! The check row of a roll-up: the same sum from the other side, from the top down to its parts.
//!
//! Rule: structures specification, section 10. The roll-up sums upwards, assembly by assembly; here each part's quantity
//! in the whole product is found first, and multiplied by what the part itself costs and weighs. Both must agree.

use chrono::NaiveDate;

use super::amount::{Figure, Total};
use super::rolling::Inputs;
use crate::model::{Catalog, ItemId};

/// Cost and weight of an item from its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RollUpCheck {
    /// The item.
    pub item: ItemId,
    /// How many different items are in it.
    pub parts: usize,
    /// Quantity with scrap times own cost, over all items in it and itself.
    pub cost: Figure,
    /// Quantity times weight, over all parts in it.
    pub weight: Figure,
}

/// Sums cost and weight of an item over everything in it.
#[must_use]
pub fn roll_up_check(catalog: &Catalog, item: ItemId, on: Option<NaiveDate>) -> RollUpCheck {
    let inputs = Inputs::new(catalog, on.unwrap_or(catalog.as_of()));
    let structure = catalog.structure();
    let below = inputs.below(&[item]);
    let count = catalog.items().len();
    // In one of the item: used up, and fitted.
    let (mut used, mut fitted) = (vec![Total::ZERO; count], vec![Total::ZERO; count]);
    for quantities in [&mut used, &mut fitted] {
        if let Some(slot) = quantities.get_mut(item.index()) {
            *slot = Total::ONE;
        }
    }
    let (mut cost, mut weight, mut parts) = (Total::ZERO, Total::ZERO, 0);
    for &part in structure.low_level_order() {
        let (Some(true), Some(&use_of), Some(&fit_of)) =
            (below.get(part.index()), used.get(part.index()), fitted.get(part.index()))
        else {
            continue;
        };
        parts += 1;
        if structure.is_cyclic(part) {
            (cost, weight) = (Total::CYCLE, Total::CYCLE);
            break;
        }
        let mut is_assembly = false;
        for (_, line) in structure.children(part).filter(|(id, line)| inputs.counts(*id, line)) {
            is_assembly = true;
            let (quantity, with_scrap) = inputs.quantities(line);
            for (quantities, product) in [(&mut used, use_of.times(with_scrap)), (&mut fitted, fit_of.times(quantity))]
            {
                if let Some(slot) = quantities.get_mut(line.item.index()) {
                    *slot = slot.plus(product);
                }
            }
        }
        let (own_cost, own_weight) = inputs.own(part, is_assembly);
        cost = cost.plus(use_of.times(own_cost));
        weight = weight.plus(fit_of.times(own_weight));
    }
    RollUpCheck { item, parts: parts - 1, cost: cost.figure(), weight: weight.figure() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::number;
    use crate::structure::{RollUpOptions, roll_up};

    proptest! {
        /// Both sums agree to the last digit, with scrap, dates and shared assemblies.
        #[test]
        fn both_directions_agree(
            bom in prop::collection::vec((0_usize..6, 1_usize..8, 1_i64..40, 0_u32..3, any::<bool>()), 1..16),
        ) {
            let mut lines = String::from("parent,position,item,quantity,scrap_pct,valid_from\n");
            for (position, (parent, child, tenths, scrap, is_later)) in bom.iter().enumerate() {
                if parent < child {
                    let quantity = rust_decimal::Decimal::new(*tenths, 1);
                    let from = if *is_later && position > 0 { "2027-01-01" } else { "" };
                    lines += &format!("N{parent},{position},N{child},{quantity},{},{from}\n", scrap * 5);
                }
            }
            let items: String =
                (0..8).map(|item| format!("N{item},{}.{item},0.{item}5,{item}\n", 3 + item)).collect();
            let catalog = catalog(&[
                ("items", &format!("item,cost,own_cost,weight_kg\n{items}")),
                ("bom", &lines),
            ]);
            for (item, _) in catalog.items().iter() {
                let rolled = roll_up(&catalog, Some(&[item]), &RollUpOptions::default()).rows(&catalog)[0];
                let check = roll_up_check(&catalog, item, None);
                prop_assert_eq!(number(check.cost), number(rolled.cost.value));
                prop_assert_eq!(number(check.weight), number(rolled.weight.value));
            }
        }
    }

    #[test]
    fn a_loop_has_no_sum() {
        let catalog = catalog(&[("bom", "parent,item,quantity\nT,A,1\nA,B,1\nB,A,1\n")]);
        let check = roll_up_check(&catalog, catalog.item("T").unwrap(), None);
        assert_eq!((check.cost, check.weight), (Figure::Endless, Figure::Endless));
    }
}
