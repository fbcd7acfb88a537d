//! Quantities of one item in different units: converted exactly to the item's unit, or named.
//!
//! Rules: structures specification, section 8. The item's unit is that of the item master, else that of its first line.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use crate::tables::{Symbol, Table, Texts};
use crate::values::known_unit;

/// The `units` table over the built-in units.
pub(super) struct Units<'a> {
    texts: &'a Texts,
    own: HashMap<(Symbol, Option<Symbol>), (Symbol, Decimal), FixedState>,
}

impl<'a> Units<'a> {
    pub(super) fn new(table: &Table, texts: &'a Texts) -> Self {
        let (units, bases, items) = (table.text("unit"), table.text("base_unit"), table.text("item"));
        let factors = table.decimal("factor");
        let mut own = HashMap::default();
        for row in 0..table.len() {
            if let (Some(unit), Some(base), Some(factor)) = (units.get(row), bases.get(row), factors.get(row))
                && factor > Decimal::ZERO
            {
                own.entry((unit, items.get(row))).or_insert((base, factor));
            }
        }
        Self { texts, own }
    }

    /// A quantity of an item in another unit; none without a way between the units, or when the result is not exact.
    pub(super) fn converted(&self, quantity: Decimal, from: Symbol, to: Symbol, item: Symbol) -> Option<Decimal> {
        let (from, to) = (self.base(from, item), self.base(to, item));
        if from.0 != to.0 {
            return None;
        }
        let base = exact_product(quantity, from.1)?;
        let result = base.checked_div(to.1)?;
        (exact_product(result, to.1)? == base).then_some(result)
    }

    /// Dimension of a unit and its factor; a unit nobody knows is a dimension of its own.
    fn base(&self, unit: Symbol, item: Symbol) -> (String, Decimal) {
        let own = self.own.get(&(unit, Some(item))).or_else(|| self.own.get(&(unit, None)));
        let (unit, factor) = own.copied().unwrap_or((unit, Decimal::ONE));
        let name = self.texts.get(unit);
        match known_unit(name) {
            Some((dimension, built_in)) => {
                (dimension.to_owned(), exact_product(factor, built_in).unwrap_or(Decimal::ZERO))
            }
            None => (name.trim_end_matches('.').to_lowercase(), factor),
        }
    }
}

/// A product that is not rounded.
fn exact_product(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let digits = a.mantissa().checked_mul(b.mantissa())?;
    Decimal::try_from_i128_with_scale(digits, a.scale().checked_add(b.scale())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;

    #[test]
    fn exact_or_not_at_all() {
        let catalog = catalog(&[(
            "units",
            "unit,base_unit,factor,item\nroll,m,50,TAPE\nm,kg,0.4,ROD\nbox,,,\nin,,,\ncm,,,\nh,,,\nmin,,,\nkg,,,\nkpl,,,\npcs,,,\n",
        )]);
        let texts = catalog.texts();
        let units = Units::new(catalog.table("units"), texts);
        let symbol = |text: &str| texts.find(text).unwrap();
        let convert = |quantity: i64, from: &str, to: &str, item: &str| {
            units
                .converted(Decimal::from(quantity), symbol(from), symbol(to), symbol(item))
                .map(|q| q.normalize().to_string())
        };
        assert_eq!(convert(75, "m", "roll", "TAPE").as_deref(), Some("1.5"));
        assert_eq!(convert(10, "in", "cm", "TAPE").as_deref(), Some("25.4"));
        assert_eq!(convert(5, "m", "kg", "ROD").as_deref(), Some("2"));
        assert_eq!(convert(5, "kpl", "pcs", "ROD").as_deref(), Some("5"));
        assert_eq!(convert(10, "min", "h", "ROD"), None, "a third has no end");
        assert_eq!(convert(1, "box", "pcs", "ROD"), None);
    }
}
