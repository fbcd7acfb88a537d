//! How demand answers to price: 0 or below, by item, by family or for all.
//!
//! Rules: parts-pricing specification, section 6.

use std::collections::{BTreeMap, HashMap, HashSet};

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::error::PricingError;
use super::keys::fold;

/// How demand answers to price: 0 or below.
#[derive(Clone, Debug, Default)]
pub struct Elasticity {
    /// For every item that nothing else is said about.
    pub default: Decimal,
    /// By item number.
    pub by_item: BTreeMap<String, Decimal>,
    /// By family (`family` of `priced_parts`).
    pub by_family: BTreeMap<String, Decimal>,
}

/// An elasticity ready to be asked: names without regard to case.
pub(super) struct Demand {
    default: Decimal,
    by_item: HashMap<String, Decimal, FixedState>,
    by_family: HashMap<String, Decimal, FixedState>,
}

/// Names as they are compared.
pub(super) type Names = HashSet<String, FixedState>;

impl Elasticity {
    /// The elasticity to ask, when all of it is 0 or below and about known items and families.
    pub(super) fn checked(&self, items: &Names, families: &Names) -> Result<Demand, PricingError> {
        not_above_zero("elasticity", self.default)?;
        Ok(Demand {
            default: self.default,
            by_item: named("by_item", &self.by_item, items, "item numbers of `items` or `sales_history`")?,
            by_family: named("by_family", &self.by_family, families, "families of `priced_parts`")?,
        })
    }
}

impl Demand {
    /// Of the item, else of its family, else of all; names as [`fold`] makes them.
    pub(super) fn of(&self, item: &str, family: &str) -> Decimal {
        self.by_item.get(item).or_else(|| self.by_family.get(family)).copied().unwrap_or(self.default)
    }
}

fn named(
    argument: &str,
    given: &BTreeMap<String, Decimal>,
    known: &Names,
    expected: &'static str,
) -> Result<HashMap<String, Decimal, FixedState>, PricingError> {
    given
        .iter()
        .map(|(name, elasticity)| {
            let folded = fold(name);
            if !known.contains(&folded) {
                return Err(PricingError::Argument {
                    argument: argument.to_owned(),
                    given: format!("about \"{name}\""),
                    expected,
                });
            }
            not_above_zero(&format!("{argument}[\"{name}\"]"), *elasticity)?;
            Ok((folded, *elasticity))
        })
        .collect()
}

fn not_above_zero(argument: &str, elasticity: Decimal) -> Result<(), PricingError> {
    if elasticity <= Decimal::ZERO {
        return Ok(());
    }
    Err(PricingError::Argument {
        argument: argument.to_owned(),
        given: elasticity.normalize().to_string(),
        expected: "0 or a negative number such as -0.5, for demand that falls when the price rises",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(elasticity: &Elasticity) -> String {
        let names = |name: &str| Names::from_iter([fold(name)]);
        elasticity.checked(&names("A"), &names("F")).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_wrong_elasticity_is_named() {
        let (half, none) = (Decimal::new(5, 1), BTreeMap::new());
        let of = |name: &str, value| BTreeMap::from([(name.to_owned(), value)]);
        let asked = [
            (half, none.clone(), none.clone()),
            (Decimal::ZERO, of("A", half), none.clone()),
            (Decimal::ZERO, of("B", -half), none.clone()),
            (Decimal::ZERO, none.clone(), of("f", half)),
            (Decimal::ZERO, none, of("G", -half)),
            (-half, of("a", -half), of("f", Decimal::ZERO)),
        ];
        let said = asked.map(|(default, by_item, by_family)| error(&Elasticity { default, by_item, by_family }));
        insta::assert_snapshot!(said.join("\n"), @r#"
        `elasticity` is 0.5; expected 0 or a negative number such as -0.5, for demand that falls when the price rises
        `by_item["A"]` is 0.5; expected 0 or a negative number such as -0.5, for demand that falls when the price rises
        `by_item` is about "B"; expected item numbers of `items` or `sales_history`
        `by_family["f"]` is 0.5; expected 0 or a negative number such as -0.5, for demand that falls when the price rises
        `by_family` is about "G"; expected families of `priced_parts`
        "#);
    }

    #[test]
    fn what_is_said_about_the_item_counts_most() {
        let (half, one) = (Decimal::new(-5, 1), -Decimal::ONE);
        let of = |name: &str, value| BTreeMap::from([(name.to_owned(), value)]);
        let elasticity = Elasticity { default: Decimal::ZERO, by_item: of("A", half), by_family: of("F", one) };
        let demand = elasticity.checked(&Names::from_iter([fold("A")]), &Names::from_iter([fold("F")])).ok().unwrap();
        assert_eq!((demand.of("a", "f"), demand.of("b", "f"), demand.of("b", "")), (half, one, Decimal::ZERO));
    }
}
