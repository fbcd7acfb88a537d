//! Prices of variants: base price and surcharges. Variants specification, section 7.

use num_bigint::BigUint;
use rust_decimal::{Decimal, RoundingStrategy};

use super::count::{count, total};
use super::error::VariantError;
use super::family::Family;
use super::logic::{Arena, Mentions, Node};
use super::network::Network;
use super::rules::applies;
use super::semiring::{Greatest, Least, Semiring, Stop, Table};
use super::vocabulary::{Kind, note};
use crate::finding::codes::variants as codes;
use crate::finding::{Finding, Findings};
use crate::origin::Origin;

/// One surcharge of a product.
#[derive(Clone, Debug)]
pub struct Surcharge {
    /// When it is due, as written; blank is always.
    pub condition: String,
    /// The amount, or the percent of the base price as an amount; for each unit of `per_unit`.
    pub amount: Decimal,
    /// Place of the NUMBER property the amount is multiplied by.
    pub(crate) per_unit: Option<usize>,
    /// Its row.
    pub origin: Option<Origin>,
    pub(crate) arena: Arena,
    pub(crate) root: Node,
}

/// The price of one selection with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantPrice {
    /// The price, rounded once to 0.01 (half away from zero); none without a base price.
    pub price: Option<Decimal>,
    /// The base price.
    pub base: Option<Decimal>,
    /// The surcharges due, in order: condition, amount, row.
    pub surcharges: Vec<(String, Decimal, Option<Origin>)>,
}

/// What the variants of a product cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRange {
    /// The least price.
    pub least: Option<Decimal>,
    /// The greatest price.
    pub greatest: Option<Decimal>,
    /// The mean over all variants, rounded once to 0.01; of the unrounded prices.
    pub mean: Option<Decimal>,
    /// `E-BASE-PRICE`, `W-SURCHARGE-DEAD`.
    pub findings: Findings,
}

/// The surcharges of a product by their order, then in sheet order; true when one could not be used.
pub(crate) fn read(family: &Family, findings: &mut Findings) -> (Vec<Surcharge>, bool) {
    let catalog = &*family.catalog;
    let table = catalog.table("surcharges");
    let cell = |field: &str, row| table.text(field).get(row).map(|symbol| catalog.text(symbol));
    let mut found = Vec::new();
    let mut incomplete = false;
    for row in 0..table.len() {
        if !applies(catalog, table, row, family.product(), &family.groups) {
            continue;
        }
        let text = cell("condition", row).unwrap_or_default();
        let (mut arena, mut mentions) = (Arena::default(), Mentions::default());
        let root = match family.scope().read(text, &mut arena, &mut mentions) {
            Ok(root) => root,
            Err(problem) => {
                note(findings, &codes::E_COND, (table, row, "condition"), Some(text), problem.to_string());
                incomplete = true;
                continue;
            }
        };
        for property in &mentions.foreign {
            let detail = format!("product {} has no property {property}", family.product());
            note(findings, &codes::I_COND_PROPERTY, (table, row, "condition"), Some(property), detail);
        }
        let per_unit = match cell("per_unit_property", row) {
            None => None,
            Some(name) => {
                let place = family.properties().iter().position(|p| p.name == name && p.kind == Kind::Number);
                if place.is_none() {
                    let detail = format!("product {} has no NUMBER property {name}", family.product());
                    let at = (table, row, "per_unit_property");
                    note(findings, &codes::E_PROPERTY_UNKNOWN, at, Some(name), detail);
                    incomplete = true;
                    continue;
                }
                place
            }
        };
        let (amount, percent) = (table.decimal("amount").get(row), table.decimal("percent").get(row));
        let is_percent = match cell("kind", row).map(str::to_uppercase).as_deref() {
            Some("PCT_BASE") => true,
            Some(_) => false,
            None => amount.is_none() && percent.is_some(),
        };
        let of_base = || family.base_price?.checked_mul(percent.or(amount)?)?.checked_div(Decimal::ONE_HUNDRED);
        let amount = if is_percent { of_base() } else { amount };
        let surcharge = Surcharge {
            condition: text.to_owned(),
            amount: amount.unwrap_or_default(),
            per_unit,
            origin: table.origin(row),
            arena,
            root,
        };
        found.push((table.integer("order").get(row).unwrap_or(i64::MAX), row, surcharge));
    }
    found.sort_by_key(|(order, row, _)| (*order, *row));
    (found.into_iter().map(|(_, _, surcharge)| surcharge).collect(), incomplete)
}

fn rounded(price: Decimal) -> Decimal {
    let mut price = price.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    price.rescale(2);
    price
}

impl Surcharge {
    /// The amount for a value of the per-unit property.
    fn amount_for(&self, family: &Family, place: usize) -> Option<Decimal> {
        let property = family.properties().get(self.per_unit?)?;
        self.amount.checked_mul(property.values.get(place)?.number?)
    }

    /// What it adds to a complete selection; none when it is not due.
    fn due(&self, family: &Family, selection: &[Option<usize>]) -> Option<Decimal> {
        if !self.arena.holds(self.root, selection) {
            return None;
        }
        match self.per_unit {
            None => Some(self.amount),
            Some(property) => self.amount_for(family, selection.get(property).copied().flatten()?),
        }
    }
}

impl Family {
    /// The surcharges of the product, in order.
    #[must_use]
    pub fn surcharges(&self) -> &[Surcharge] {
        &self.surcharges
    }

    /// Price of a complete selection; properties with one value need not be given.
    ///
    /// # Errors
    /// [`VariantError`] for an unknown property or value, or when a value is missing.
    pub fn price(&self, selection: &[(&str, &str)]) -> Result<VariantPrice, VariantError> {
        let selection = self.complete_selection(selection)?;
        let due = |surcharge: &Surcharge| {
            let amount = surcharge.due(self, &selection)?;
            Some((surcharge.condition.clone(), amount, surcharge.origin.clone()))
        };
        let surcharges: Vec<_> = self.surcharges.iter().filter_map(due).collect();
        let sum = |base: Decimal| surcharges.iter().try_fold(base, |sum, (_, amount, _)| sum.checked_add(*amount));
        Ok(VariantPrice { price: self.base_price.and_then(sum).map(rounded), base: self.base_price, surcharges })
    }

    pub(crate) fn price_of(&self, selection: &[usize]) -> Option<Decimal> {
        let selection: Vec<Option<usize>> = selection.iter().copied().map(Some).collect();
        let amounts = self.surcharges.iter().filter_map(|surcharge| surcharge.due(self, &selection));
        self.base_price.and_then(|base| amounts.into_iter().try_fold(base, Decimal::checked_add)).map(rounded)
    }

    /// Least, greatest and mean price over all variants, without listing them.
    ///
    /// # Errors
    /// [`VariantError::TooLarge`] when the rules and surcharges are too entangled.
    pub fn price_range(&self) -> Result<PriceRange, VariantError> {
        let mut findings = self.dead_surcharges();
        let Some(base) = self.base_price else {
            findings.push(self.without_base_price());
            findings.sort();
            return Ok(PriceRange { least: None, greatest: None, mean: None, findings });
        };
        let least = self.extreme(&Least).map_err(|_| self.too_large())?;
        let greatest = self.extreme(&Greatest).map_err(|_| self.too_large())?;
        let price = |sum: Option<Decimal>| sum.and_then(|sum| sum.checked_add(base)).map(rounded);
        let mean = self.mean_surcharge().map_err(|_| self.too_large())?;
        Ok(PriceRange { least: price(least), greatest: price(greatest), mean: price(mean), findings })
    }

    /// The least or greatest sum of surcharges.
    fn extreme<S: Semiring<Cell = Option<Decimal>>>(&self, ring: &S) -> Result<Option<Decimal>, Stop> {
        let mut network = self.network();
        let mut tables: Vec<Table<Option<Decimal>>> = Vec::new();
        for surcharge in &self.surcharges {
            let truth = network.truth(&surcharge.arena, surcharge.root);
            let per_unit: Vec<usize> = surcharge.per_unit.into_iter().collect();
            tables.push(network.weighted(ring, &truth, &per_unit, |places| match places.first() {
                None => Some(surcharge.amount),
                Some(&place) => Some(surcharge.amount_for(self, place).unwrap_or_default()),
            })?);
        }
        total(&network, ring, &tables)
    }

    /// The mean of the surcharges over all variants: each amount times the share of variants it is due in.
    fn mean_surcharge(&self) -> Result<Option<Decimal>, Stop> {
        let network = self.network();
        let all = count(&network);
        if !all.is_exact() {
            return Err(Stop::TooLarge);
        }
        if all.is_zero() {
            return Ok(None);
        }
        // Amounts times counts add up exactly as integers of the smallest unit met.
        let mut sum = Vec::new();
        for surcharge in &self.surcharges {
            let with = |network: &mut Network| network.require(&surcharge.arena, surcharge.root);
            match surcharge.per_unit {
                None => {
                    let mut due = network.clone();
                    with(&mut due);
                    sum.push((surcharge.amount, count(&due)));
                }
                Some(property) => {
                    for place in 0..network.size(property) {
                        let mut due = network.clone();
                        with(&mut due);
                        due.restrict(property, place);
                        sum.push((surcharge.amount_for(self, place).unwrap_or_default(), count(&due)));
                    }
                }
            }
        }
        if sum.iter().any(|(_, count)| !count.is_exact()) {
            return Err(Stop::TooLarge);
        }
        let scale = sum.iter().map(|(amount, _)| amount.scale()).max().unwrap_or_default();
        let (mut plus, mut minus) = (BigUint::ZERO, BigUint::ZERO);
        for (amount, count) in &sum {
            let tens = BigUint::from(10_u8).pow(scale - amount.scale());
            let units = BigUint::from(amount.mantissa().unsigned_abs()) * tens * count.value();
            if amount.is_sign_negative() { minus += units } else { plus += units }
        }
        let (is_negative, units) = if minus > plus { (true, minus - plus) } else { (false, plus - minus) };
        // Eight digits more than the amounts have are enough to round to 0.01 afterwards.
        let digits = scale + 8;
        let quotient = units * BigUint::from(10_u8).pow(8) / all.value();
        let quotient = i128::try_from(&quotient).map_err(|_| Stop::Overflow)?;
        let mean = Decimal::try_from_i128_with_scale(if is_negative { -quotient } else { quotient }, digits);
        mean.map(Some).map_err(|_| Stop::Overflow)
    }

    /// `W-SURCHARGE-DEAD` for each surcharge that no variant reaches.
    /// What is said about a product whose variants have no price.
    fn without_base_price(&self) -> Finding {
        let detail = format!("product {}", self.product);
        Finding::new(&codes::E_BASE_PRICE).field("base_price").value("").detail(detail)
    }

    /// Surcharges that nothing can be added to: a finding when there are some and no base price.
    pub(crate) fn unpriced(&self) -> Option<Finding> {
        (self.base_price.is_none() && !self.surcharges.is_empty()).then(|| self.without_base_price())
    }

    pub(crate) fn dead_surcharges(&self) -> Findings {
        let dead = self.surcharges.iter().filter(|one| self.count_where(&one.arena, one.root).is_zero());
        dead.map(|surcharge| {
            let finding = Finding::new(&codes::W_SURCHARGE_DEAD)
                .field("condition")
                .value(&surcharge.condition)
                .detail(format!("product {}", self.product));
            match &surcharge.origin {
                Some(origin) => finding.at(origin.clone()),
                None => finding,
            }
        })
        .collect()
    }
}
