//! Bucket elimination: join tables, sum out one variable at a time, smallest table first (Dechter 1999).
//!
//! What "sum" and "join" mean is a parameter: counting, being possible, the least and the greatest price all run here.

use num_bigint::BigUint;
use rust_decimal::Decimal;

/// Largest table, in cells; variants specification, section 3.
pub(crate) const MOST_CELLS: usize = 10_000_000;

/// A table over variables in rising order; the last one runs fastest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table<T> {
    pub(crate) scope: Vec<usize>,
    pub(crate) cells: Vec<T>,
}

/// How cells are joined and summed. Operations give none when the result does not fit.
pub(crate) trait Semiring {
    type Cell: Clone;
    fn zero(&self) -> Self::Cell;
    fn one(&self) -> Self::Cell;
    fn is_zero(&self, cell: &Self::Cell) -> bool;
    fn add(&self, a: &Self::Cell, b: &Self::Cell) -> Option<Self::Cell>;
    fn join(&self, a: &Self::Cell, b: &Self::Cell) -> Option<Self::Cell>;
}

/// Is there a solution?
pub(crate) struct Possible;
/// How many solutions, up to 128 bits.
pub(crate) struct Counting;
/// How many solutions, of any size.
pub(crate) struct CountingLarge;
/// The least sum of weights over all solutions; none without a solution.
pub(crate) struct Least;
/// The greatest sum of weights over all solutions; none without a solution.
pub(crate) struct Greatest;

impl Semiring for Possible {
    type Cell = bool;
    fn zero(&self) -> bool {
        false
    }
    fn one(&self) -> bool {
        true
    }
    fn is_zero(&self, cell: &bool) -> bool {
        !cell
    }
    fn add(&self, a: &bool, b: &bool) -> Option<bool> {
        Some(*a || *b)
    }
    fn join(&self, a: &bool, b: &bool) -> Option<bool> {
        Some(*a && *b)
    }
}

impl Semiring for Counting {
    type Cell = u128;
    fn zero(&self) -> u128 {
        0
    }
    fn one(&self) -> u128 {
        1
    }
    fn is_zero(&self, cell: &u128) -> bool {
        *cell == 0
    }
    fn add(&self, a: &u128, b: &u128) -> Option<u128> {
        a.checked_add(*b)
    }
    fn join(&self, a: &u128, b: &u128) -> Option<u128> {
        a.checked_mul(*b)
    }
}

impl Semiring for CountingLarge {
    type Cell = BigUint;
    fn zero(&self) -> BigUint {
        BigUint::ZERO
    }
    fn one(&self) -> BigUint {
        BigUint::from(1_u8)
    }
    fn is_zero(&self, cell: &BigUint) -> bool {
        *cell == BigUint::ZERO
    }
    fn add(&self, a: &BigUint, b: &BigUint) -> Option<BigUint> {
        Some(a + b)
    }
    fn join(&self, a: &BigUint, b: &BigUint) -> Option<BigUint> {
        Some(a * b)
    }
}

macro_rules! extreme {
    ($ring:ty, $better:ident) => {
        impl Semiring for $ring {
            type Cell = Option<Decimal>;
            fn zero(&self) -> Option<Decimal> {
                None
            }
            fn one(&self) -> Option<Decimal> {
                Some(Decimal::ZERO)
            }
            fn is_zero(&self, cell: &Option<Decimal>) -> bool {
                cell.is_none()
            }
            fn add(&self, a: &Option<Decimal>, b: &Option<Decimal>) -> Option<Option<Decimal>> {
                Some(match (a, b) {
                    (Some(a), Some(b)) => Some(*a.$better(b)),
                    (one, None) | (None, one) => *one,
                })
            }
            fn join(&self, a: &Option<Decimal>, b: &Option<Decimal>) -> Option<Option<Decimal>> {
                match (a, b) {
                    (Some(a), Some(b)) => Some(Some(a.checked_add(*b)?)),
                    _ => Some(None),
                }
            }
        }
    };
}
extreme!(Least, min);
extreme!(Greatest, max);

/// Why there is no exact answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// A table would have more than [`MOST_CELLS`] cells.
    TooLarge,
    /// A cell does not fit its type.
    Overflow,
}

/// Brings truth tables into a ring.
pub(crate) fn lift<'a, S: Semiring>(ring: &S, tables: impl Iterator<Item = &'a Table<bool>>) -> Vec<Table<S::Cell>> {
    let cell = |holds: &bool| if *holds { ring.one() } else { ring.zero() };
    tables.map(|table| Table { scope: table.scope.clone(), cells: table.cells.iter().map(cell).collect() }).collect()
}

/// The table over the variables `keep` (rising) that is left when all other `variables` are summed out.
///
/// Time and memory grow with the largest table met, at most `most` cells.
pub(crate) fn eliminate<S: Semiring>(
    ring: &S,
    sizes: &[usize],
    mut tables: Vec<Table<S::Cell>>,
    variables: &[usize],
    keep: &[usize],
    most: usize,
) -> Result<Table<S::Cell>, Stop> {
    let mut open: Vec<usize> = variables.iter().copied().filter(|variable| !keep.contains(variable)).collect();
    while !open.is_empty() {
        let mut best: Option<(usize, usize, Vec<usize>)> = None;
        for (place, &variable) in open.iter().enumerate() {
            let scope = union(tables.iter().filter(|table| table.scope.contains(&variable)), variable);
            let cells = volume(sizes, &scope).and_then(|cells| cells.checked_mul(size(sizes, variable).max(1)));
            let cells = cells.unwrap_or(usize::MAX);
            if best.as_ref().is_none_or(|(least, _, _)| cells < *least) {
                best = Some((cells, place, scope));
            }
        }
        let Some((cells, place, scope)) = best else { break };
        if cells > most {
            return Err(Stop::TooLarge);
        }
        let variable = open.swap_remove(place);
        let (joined, rest) = tables.into_iter().partition::<Vec<_>, _>(|table| table.scope.contains(&variable));
        tables = rest;
        tables.push(sum_out(ring, sizes, &joined, variable, scope)?);
    }
    let mut scope = keep.to_vec();
    scope.sort_unstable();
    if volume(sizes, &scope).is_none_or(|cells| cells > most) {
        return Err(Stop::TooLarge);
    }
    let refs: Vec<&Table<S::Cell>> = tables.iter().collect();
    let mut cells = Vec::with_capacity(volume(sizes, &scope).unwrap_or_default());
    walk(sizes, &refs, &scope, None, |offsets, _| {
        let mut product = ring.one();
        for (table, offset) in refs.iter().zip(offsets) {
            let Some(cell) = table.cells.get(*offset) else { continue };
            product = ring.join(&product, cell).ok_or(Stop::Overflow)?;
        }
        cells.push(product);
        Ok(())
    })?;
    Ok(Table { scope, cells })
}

/// Joins the tables of a variable and sums it out.
pub(crate) fn sum_out<S: Semiring>(
    ring: &S,
    sizes: &[usize],
    tables: &[Table<S::Cell>],
    variable: usize,
    scope: Vec<usize>,
) -> Result<Table<S::Cell>, Stop> {
    let refs: Vec<&Table<S::Cell>> = tables.iter().collect();
    let mut cells = Vec::with_capacity(volume(sizes, &scope).unwrap_or_default());
    let values = size(sizes, variable);
    walk(sizes, &refs, &scope, Some(variable), |offsets, strides| {
        let mut sum = ring.zero();
        for value in 0..values {
            let mut product: Option<S::Cell> = None;
            for ((table, offset), stride) in refs.iter().zip(offsets).zip(strides) {
                let Some(cell) = table.cells.get(offset + value * stride) else { continue };
                product = Some(match product {
                    None => cell.clone(),
                    Some(before) => ring.join(&before, cell).ok_or(Stop::Overflow)?,
                });
                if product.as_ref().is_some_and(|product| ring.is_zero(product)) {
                    break;
                }
            }
            let product = product.unwrap_or_else(|| ring.one());
            if !ring.is_zero(&product) {
                sum = ring.add(&sum, &product).ok_or(Stop::Overflow)?;
            }
        }
        cells.push(sum);
        Ok(())
    })?;
    Ok(Table { scope, cells })
}

/// The variables of some tables without one, rising.
pub(crate) fn union<'a, T: 'a>(tables: impl Iterator<Item = &'a Table<T>>, without: usize) -> Vec<usize> {
    let mut scope: Vec<usize> = tables.flat_map(|table| table.scope.iter().copied()).collect();
    scope.sort_unstable();
    scope.dedup();
    scope.retain(|variable| *variable != without);
    scope
}

fn size(sizes: &[usize], variable: usize) -> usize {
    sizes.get(variable).copied().unwrap_or_default()
}

/// Number of cells of a table; none when it does not fit.
pub(crate) fn volume(sizes: &[usize], scope: &[usize]) -> Option<usize> {
    scope.iter().try_fold(1_usize, |cells, &variable| cells.checked_mul(size(sizes, variable)))
}

/// How far apart the cells of a table are for neighbouring values of a variable; 0 when it is not in the table.
pub(crate) fn stride(sizes: &[usize], scope: &[usize], variable: usize) -> usize {
    match scope.iter().position(|&other| other == variable) {
        Some(place) => scope.iter().skip(place + 1).map(|&other| size(sizes, other)).product(),
        None => 0,
    }
}

/// Visits all cells over `scope` with the place in each table, and each table's stride for one more variable.
fn walk<T>(
    sizes: &[usize],
    tables: &[&Table<T>],
    scope: &[usize],
    inner: Option<usize>,
    mut visit: impl FnMut(&[usize], &[usize]) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let strides: Vec<Vec<usize>> = scope
        .iter()
        .map(|&variable| tables.iter().map(|table| stride(sizes, &table.scope, variable)).collect())
        .collect();
    let inner: Vec<usize> =
        tables.iter().map(|table| inner.map_or(0, |variable| stride(sizes, &table.scope, variable))).collect();
    let mut counters = vec![0_usize; scope.len()];
    let mut offsets = vec![0_usize; tables.len()];
    for _ in 0..volume(sizes, scope).unwrap_or_default() {
        visit(&offsets, &inner)?;
        for ((counter, variable), strides) in counters.iter_mut().zip(scope).zip(&strides).rev() {
            *counter += 1;
            offsets.iter_mut().zip(strides).for_each(|(offset, stride)| *offset += stride);
            if *counter < size(sizes, *variable) {
                break;
            }
            offsets.iter_mut().zip(strides).for_each(|(offset, stride)| *offset -= stride * *counter);
            *counter = 0;
        }
    }
    Ok(())
}
