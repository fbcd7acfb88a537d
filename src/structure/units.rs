//! On which grid quantities of an item lie: whole pieces, or a number of decimals.
//!
//! Rule: structures specification, section 6. A unit that the `units` table does not have is counted in pieces when it
//! is a word for pieces, else to three decimals; an item without unit is counted in pieces.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::model::{Catalog, ItemId};
use crate::tables::Symbol;

/// Words for pieces.
const PIECES: &[&str] = &["pcs", "pc", "ea", "kpl", "st", "stk", "stück", "stuks", "个", "件"];

/// Decimals of a unit nobody describes.
const DEFAULT_DECIMALS: u32 = 3;

/// Decimals of the `units` table, found once for many items.
pub(super) struct Grid<'a> {
    catalog: &'a Catalog,
    own: HashMap<(Symbol, Option<Symbol>), u32, FixedState>,
}

impl<'a> Grid<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        let table = catalog.table("units");
        let (units, items) = (table.text("unit"), table.text("item"));
        let (whole, decimals) = (table.flag("integer"), table.integer("decimals"));
        let mut own = HashMap::default();
        for row in 0..table.len() {
            let Some(unit) = units.get(row) else { continue };
            let places = decimals.get(row).and_then(|places| u32::try_from(places).ok()).map(|places| places.min(9));
            let places = match (whole.get(row), places) {
                (Some(true), _) | (None, None) => 0,
                (_, Some(places)) => places,
                (Some(false), None) => DEFAULT_DECIMALS,
            };
            own.entry((unit, items.get(row))).or_insert(places);
        }
        Self { catalog, own }
    }

    /// Decimals of quantities of an item; 0 for whole pieces.
    pub(super) fn decimals(&self, item: ItemId) -> u32 {
        let Some(unit) = self.catalog.structure().unit(item) else { return 0 };
        let number = self.catalog.items().get(item).map(|item| item.number);
        let own = self.own.get(&(unit, number)).or_else(|| self.own.get(&(unit, None)));
        own.copied().unwrap_or_else(|| {
            let name = self.catalog.text(unit).to_lowercase();
            if PIECES.contains(&name.trim_end_matches('.')) { 0 } else { DEFAULT_DECIMALS }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;

    #[test]
    fn the_units_table_decides_then_the_name() {
        let catalog = catalog(&[
            ("items", "item,unit\nA,pcs\nB,m\nC,kg\nD,box\nE,roll\nF,\nG,l\nH,m\n"),
            ("units", "unit,integer,decimals,item\nm,N,2,\nm,Y,,H\nbox,Y,,\nroll,,,\nkg,N,,\n"),
        ]);
        let grid = Grid::new(&catalog);
        let decimals: Vec<u32> = catalog.items().iter().map(|(id, _)| grid.decimals(id)).collect();
        assert_eq!(decimals, [0, 2, 3, 0, 0, 0, 3, 0]);
    }
}
