//! How many variants there are: exact integers of any size, without listing. Variants specification, section 3.

use std::fmt;

use num_bigint::BigUint;
use rust_decimal::Decimal;

use super::error::VariantError;
use super::family::Family;
use super::logic::{Arena, Mentions, Node};
use super::network::Network;
use super::search::Search;
use super::semiring::{Counting, CountingLarge, MOST_CELLS, Possible, Semiring, Stop, Table, eliminate, lift};

/// How far a component is counted one by one when its tables would be too large.
const LOWER_BOUND: u64 = 50_000;

/// A number of variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    value: BigUint,
    exact: bool,
}

impl Count {
    pub(crate) fn exact(value: impl Into<BigUint>) -> Self {
        Self { value: value.into(), exact: true }
    }

    /// The number; a lower bound unless [`is_exact`](Self::is_exact).
    #[must_use]
    pub const fn value(&self) -> &BigUint {
        &self.value
    }

    /// False when the rules were too entangled and the number is only a lower bound (`E-COUNT-SIZE`).
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.exact
    }

    /// The number when it is exact and fits 64 bits.
    #[must_use]
    pub fn to_u64(&self) -> Option<u64> {
        if self.exact { u64::try_from(&self.value).ok() } else { None }
    }

    /// True when there is certainly none.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.exact && self.value == BigUint::ZERO
    }

    /// Percent of a total with two decimals; none when one of the two is not exact or the total is 0.
    #[must_use]
    pub fn percent_of(&self, total: &Self) -> Option<Decimal> {
        if !self.exact || !total.exact || total.value == BigUint::ZERO {
            return None;
        }
        let two = BigUint::from(2_u8);
        let hundredths = (&self.value * 20_000_u32 + &total.value) / (&total.value * two);
        Some(Decimal::new(i64::try_from(&hundredths).ok()?, 2))
    }

    fn times(&self, other: &Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::exact(0_u8);
        }
        Self { value: &self.value * &other.value, exact: self.exact && other.exact }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.exact { write!(f, "{}", self.value) } else { write!(f, "at least {}", self.value) }
    }
}

/// Properties that rules join, counted alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// The properties, in order.
    pub properties: Vec<String>,
    /// How many of their combinations are allowed.
    pub count: Count,
}

/// How many variants have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueCount {
    /// The property.
    pub property: String,
    /// The value.
    pub value: String,
    /// Number of variants.
    pub count: Count,
}

/// Solutions of a network.
pub(crate) fn count(network: &Network) -> Count {
    if network.is_impossible() {
        return Count::exact(0_u8);
    }
    components(network).iter().fold(Count::exact(1_u8), |product, (_, count)| product.times(count))
}

/// True when there is no solution; none when that could not be settled.
pub(crate) fn is_void(network: &Network) -> Option<bool> {
    if network.is_impossible() {
        return Some(true);
    }
    for variables in network.components(std::iter::empty()) {
        let mut search = component_search(network, &variables);
        if !search.advance() {
            return if search.gave_up { None } else { Some(true) };
        }
    }
    Some(false)
}

fn component_search(network: &Network, variables: &[usize]) -> Search {
    let order: Vec<usize> = network.order().into_iter().filter(|v| variables.binary_search(v).is_ok()).collect();
    Search::new(network, &order)
}

/// The tables over some variables; those over none belong to every component.
fn tables_of<'a>(network: &'a Network, variables: &'a [usize]) -> impl Iterator<Item = &'a Table<bool>> {
    network
        .tables()
        .iter()
        .filter(|table| table.scope.first().is_none_or(|variable| variables.binary_search(variable).is_ok()))
}

/// The components with their numbers of solutions.
pub(crate) fn components(network: &Network) -> Vec<(Vec<usize>, Count)> {
    let sizes = network.sizes();
    network
        .components(std::iter::empty())
        .into_iter()
        .map(|variables| {
            let count = match solve(network, &sizes, &variables, &[]) {
                Ok(cells) => Count { value: cells.into_iter().next().unwrap_or_default(), exact: true },
                Err(_) => lower_bound(network, &variables),
            };
            (variables, count)
        })
        .collect()
}

fn lower_bound(network: &Network, variables: &[usize]) -> Count {
    let mut search = component_search(network, variables);
    let mut found: u64 = 0;
    while found < LOWER_BOUND && search.advance() {
        found += 1;
    }
    let finished = found < LOWER_BOUND && !search.gave_up;
    Count { value: BigUint::from(found), exact: finished }
}

/// Numbers of solutions of one component for each combination of the variables `keep`.
fn solve(network: &Network, sizes: &[usize], variables: &[usize], keep: &[usize]) -> Result<Vec<BigUint>, Stop> {
    let small = lift(&Counting, tables_of(network, variables));
    match eliminate(&Counting, sizes, small, variables, keep, MOST_CELLS) {
        Ok(table) => Ok(table.cells.into_iter().map(BigUint::from).collect()),
        Err(Stop::TooLarge) => Err(Stop::TooLarge),
        Err(Stop::Overflow) => {
            let large = lift(&CountingLarge, tables_of(network, variables));
            eliminate(&CountingLarge, sizes, large, variables, keep, MOST_CELLS).map(|table| table.cells)
        }
    }
}

/// Numbers of solutions for each combination of some properties (rising), the last one running fastest.
pub(crate) fn table_over(network: &Network, keep: &[usize]) -> Result<Vec<BigUint>, Stop> {
    let sizes = network.sizes();
    let volume = super::semiring::volume(&sizes, keep).filter(|&cells| cells <= MOST_CELLS).ok_or(Stop::TooLarge)?;
    let mut product = vec![BigUint::from(1_u8); volume];
    for variables in network.components(std::iter::empty()) {
        let own: Vec<usize> = keep.iter().copied().filter(|v| variables.binary_search(v).is_ok()).collect();
        let cells = solve(network, &sizes, &variables, &own)?;
        let strides: Vec<(usize, usize, usize)> = own
            .iter()
            .map(|&variable| {
                let whole = super::semiring::stride(&sizes, keep, variable);
                let part = super::semiring::stride(&sizes, &own, variable);
                (whole.max(1), part, network.size(variable).max(1))
            })
            .collect();
        for (place, slot) in product.iter_mut().enumerate() {
            let cell: usize = strides.iter().map(|&(whole, part, size)| place / whole % size * part).sum();
            if let Some(factor) = cells.get(cell) {
                *slot *= factor;
            }
        }
    }
    Ok(product)
}

/// Which values of a property some solution has, by their place in its domain.
pub(crate) fn possible(network: &Network, property: usize) -> Vec<bool> {
    let sizes = network.sizes();
    let mut own = Vec::new();
    for variables in network.components(std::iter::empty()) {
        if variables.binary_search(&property).is_ok() {
            own = variables;
        } else if !component_search(network, &variables).advance() {
            return vec![false; network.size(property)];
        }
    }
    let tables = lift(&Possible, tables_of(network, &own));
    match eliminate(&Possible, &sizes, tables, &own, &[property], MOST_CELLS) {
        Ok(table) => table.cells,
        Err(_) => (0..network.size(property))
            .map(|place| {
                let mut one = network.clone();
                one.restrict(property, place);
                let mut search = component_search(&one, &own);
                search.advance() || search.gave_up
            })
            .collect(),
    }
}

/// The sum over all solutions in a ring, with more tables joined in; the tables' scopes rise.
pub(crate) fn total<S: Semiring>(network: &Network, ring: &S, more: &[Table<S::Cell>]) -> Result<S::Cell, Stop> {
    let sizes = network.sizes();
    let mut sum = ring.one();
    for variables in network.components(more.iter().map(|table| table.scope.as_slice())) {
        let mut tables = lift(ring, tables_of(network, &variables).filter(|table| !table.scope.is_empty()));
        let own = |table: &&Table<S::Cell>| table.scope.first().is_some_and(|v| variables.binary_search(v).is_ok());
        tables.extend(more.iter().filter(own).cloned());
        let cell = eliminate(ring, &sizes, tables, &variables, &[], MOST_CELLS)?;
        let cell = cell.cells.into_iter().next().unwrap_or_else(|| ring.zero());
        sum = ring.join(&sum, &cell).ok_or(Stop::Overflow)?;
    }
    for table in more.iter().filter(|table| table.scope.is_empty()) {
        if let Some(cell) = table.cells.first() {
            sum = ring.join(&sum, cell).ok_or(Stop::Overflow)?;
        }
    }
    Ok(if network.is_impossible() { ring.zero() } else { sum })
}

impl Family {
    /// Number of combinations of values without rules.
    #[must_use]
    pub fn raw_count(&self) -> BigUint {
        self.properties().iter().map(|property| BigUint::from(property.values.len())).product()
    }

    /// Number of allowed variants, with a condition only those that meet it.
    ///
    /// Exact unless a table of more than 10 000 000 cells were needed; then a lower bound (`E-COUNT-SIZE`).
    ///
    /// # Errors
    /// [`VariantError::Condition`] when the condition is not understood.
    pub fn count(&self, condition: Option<&str>) -> Result<Count, VariantError> {
        let Some(text) = condition else { return Ok(count(&self.network())) };
        let mut arena = Arena::default();
        let node = self.condition(text, &mut arena)?;
        Ok(self.count_where(&arena, node))
    }

    /// Links a condition of the caller.
    pub(crate) fn condition(&self, text: &str, arena: &mut Arena) -> Result<Node, VariantError> {
        self.scope()
            .read(text, arena, &mut Mentions::default())
            .map_err(|problem| VariantError::Condition { text: text.to_owned(), problem })
    }

    pub(crate) fn count_where(&self, arena: &Arena, node: Node) -> Count {
        let mut network = self.network();
        network.require(arena, node);
        count(&network)
    }

    /// The groups of properties that rules join, each counted alone; their product is the number of variants.
    #[must_use]
    pub fn components(&self) -> Vec<Component> {
        let network = self.network();
        components(&network)
            .into_iter()
            .map(|(variables, count)| Component {
                properties: variables
                    .iter()
                    .filter_map(|&variable| self.properties().get(variable))
                    .map(|property| property.name.clone())
                    .collect(),
                count,
            })
            .collect()
    }

    /// Number of variants of each value, in property order, then value order.
    ///
    /// # Errors
    /// [`VariantError::TooLarge`] when the rules are too entangled.
    pub fn value_counts(&self) -> Result<Vec<ValueCount>, VariantError> {
        let network = self.network();
        let mut found = Vec::new();
        for (index, property) in self.properties().iter().enumerate() {
            let counts = table_over(&network, &[index]).map_err(|_| self.too_large())?;
            found.extend(property.values.iter().zip(counts).map(|(value, count)| ValueCount {
                property: property.name.clone(),
                value: value.value.clone(),
                count: Count::exact(count),
            }));
        }
        Ok(found)
    }

    /// Number of variants of each pair of values: one row a value of the first property, one column a value of the
    /// second.
    ///
    /// # Errors
    /// [`VariantError::UnknownProperty`]; [`VariantError::TooLarge`] when the rules are too entangled.
    pub fn pair_counts(&self, down: &str, across: &str) -> Result<Vec<Vec<Count>>, VariantError> {
        let (down, across) = (self.property_index(down)?, self.property_index(across)?);
        let mut keep = vec![down, across];
        keep.sort_unstable();
        keep.dedup();
        let network = self.network();
        let cells = table_over(&network, &keep).map_err(|_| self.too_large())?;
        let sizes = network.sizes();
        let stride = |property| super::semiring::stride(&sizes, &keep, property);
        let rows = (0..network.size(down)).map(|row| {
            let cell = |column: usize| {
                let is_other = down == across && row != column;
                let place = if down == across { row } else { row * stride(down) + column * stride(across) };
                Count::exact(if is_other { BigUint::ZERO } else { cells.get(place).cloned().unwrap_or_default() })
            };
            (0..network.size(across)).map(cell).collect()
        });
        Ok(rows.collect())
    }

    pub(crate) fn too_large(&self) -> VariantError {
        VariantError::TooLarge { product: self.product().to_owned() }
    }
}
