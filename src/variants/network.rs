//! Formulas as tables over few variables: what counting and listing work on.
//!
//! A formula over few cells becomes one table. A wider one is taken apart: each `and` and `or` gets a variable of its
//! own whose value follows from its parts, so that no table is wide and the number of solutions stays the same.

use super::logic::{Arena, Formula, Node};
use super::semiring::{MOST_CELLS, Semiring, Stop, Table, stride, volume};

/// Largest table made directly from a formula, in cells times nodes.
const DIRECT: usize = 4_000_000;
/// Largest table made directly from a formula, in cells.
const DIRECT_CELLS: usize = 65_536;

/// Variables with their values and the tables that join them. The first variables are the properties.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    /// For each variable the values that are left; a property's values by their place in its list.
    domains: Vec<Vec<usize>>,
    /// For each variable the last property it depends on.
    anchors: Vec<usize>,
    properties: usize,
    tables: Vec<Table<bool>>,
}

/// A variable and the places of its domain at which something holds.
#[derive(Clone, Debug)]
pub(crate) struct Signal {
    variable: usize,
    on: Vec<bool>,
}

/// Something that always or never holds, or depends on a variable.
#[derive(Clone, Debug)]
pub(crate) enum Truth {
    Constant(bool),
    Signal(Signal),
}

impl Truth {
    fn turned(&self) -> Self {
        match self {
            Self::Constant(holds) => Self::Constant(!holds),
            Self::Signal(signal) => {
                let on = signal.on.iter().map(|holds| !holds).collect();
                Self::Signal(Signal { variable: signal.variable, on })
            }
        }
    }
}

impl Network {
    pub(crate) fn new(domains: Vec<Vec<usize>>) -> Self {
        Self { anchors: (0..domains.len()).collect(), properties: domains.len(), domains, tables: Vec::new() }
    }

    pub(crate) fn domain(&self, variable: usize) -> &[usize] {
        self.domains.get(variable).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn size(&self, variable: usize) -> usize {
        self.domain(variable).len()
    }

    pub(crate) fn sizes(&self) -> Vec<usize> {
        self.domains.iter().map(Vec::len).collect()
    }

    pub(crate) const fn properties(&self) -> usize {
        self.properties
    }

    pub(crate) fn tables(&self) -> &[Table<bool>] {
        &self.tables
    }

    /// All variables, each property followed by the variables that are settled with it.
    pub(crate) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.domains.len()).collect();
        order.sort_by_key(|&variable| (self.anchors.get(variable).copied(), variable));
        order
    }

    /// True when a formula that never holds was demanded.
    pub(crate) fn is_impossible(&self) -> bool {
        self.tables.iter().any(|table| table.scope.is_empty() && table.cells.first() == Some(&false))
    }

    /// Leaves a variable one value, given by its place in the domain.
    pub(crate) fn restrict(&mut self, variable: usize, place: usize) {
        let cells = (0..self.size(variable)).map(|other| other == place).collect();
        self.tables.push(Table { scope: vec![variable], cells });
    }

    /// Demands that a formula holds.
    pub(crate) fn require(&mut self, arena: &Arena, root: Node) {
        let mut work = vec![(root, true)];
        while let Some((node, wanted)) = work.pop() {
            match (arena.get(node), wanted) {
                (Formula::Constant(holds), _) if *holds == wanted => {}
                (Formula::Constant(_), _) => self.tables.push(Table { scope: Vec::new(), cells: vec![false] }),
                (Formula::Not(inner), _) => work.push((*inner, !wanted)),
                (Formula::All(parts), true) => work.extend(parts.iter().map(|&part| (part, true))),
                (Formula::Any(parts), false) => work.extend(parts.iter().map(|&part| (part, false))),
                _ => self.demand(arena, node, wanted),
            }
        }
    }

    fn demand(&mut self, arena: &Arena, node: Node, wanted: bool) {
        if let Some(table) = self.direct(arena, node, wanted) {
            self.tables.push(table);
            return;
        }
        let truth = self.truth(arena, node);
        match if wanted { truth } else { truth.turned() } {
            Truth::Constant(true) => {}
            Truth::Constant(false) => self.tables.push(Table { scope: Vec::new(), cells: vec![false] }),
            Truth::Signal(signal) => self.tables.push(Table { scope: vec![signal.variable], cells: signal.on }),
        }
    }

    /// The table of a formula over its properties, when it is small enough.
    fn direct(&self, arena: &Arena, node: Node, wanted: bool) -> Option<Table<bool>> {
        let parts = arena.parts(node);
        let scope = arena.properties(node);
        let mut size: usize = 1;
        for &property in &scope {
            size = size.checked_mul(self.size(property))?;
        }
        if size > DIRECT_CELLS || size.checked_mul(parts.len())? > DIRECT {
            return None;
        }
        let mut cells = Vec::with_capacity(size);
        let mut selection = vec![None; self.properties];
        for cell in 0..size {
            let mut rest = cell;
            for &property in scope.iter().rev() {
                let domain = self.domain(property);
                if let Some(slot) = selection.get_mut(property) {
                    *slot = domain.get(rest % domain.len().max(1)).copied();
                }
                rest /= domain.len().max(1);
            }
            cells.push(arena.decide(&parts, &selection) == Some(wanted));
        }
        Some(Table { scope, cells })
    }

    /// A formula as something a variable says; adds variables as needed.
    pub(crate) fn truth(&mut self, arena: &Arena, root: Node) -> Truth {
        let mut known: Vec<Truth> = vec![Truth::Constant(false); root + 1];
        for node in arena.parts(root) {
            let at = |child: Node| known.get(child).cloned().unwrap_or(Truth::Constant(false));
            let truth = match arena.get(node) {
                Formula::Constant(holds) => Truth::Constant(*holds),
                Formula::Is { property, values } => {
                    let on = self.domain(*property).iter().map(|&value| values.has(value)).collect();
                    simplified(Signal { variable: *property, on })
                }
                Formula::Not(inner) => at(*inner).turned(),
                Formula::All(parts) => {
                    let parts: Vec<Truth> = parts.iter().map(|&part| at(part)).collect();
                    parts.into_iter().fold(Truth::Constant(true), |all, part| self.both(all, part))
                }
                Formula::Any(parts) => {
                    let parts: Vec<Truth> = parts.iter().map(|&part| at(part).turned()).collect();
                    parts.into_iter().fold(Truth::Constant(true), |all, part| self.both(all, part)).turned()
                }
            };
            if let Some(slot) = known.get_mut(node) {
                *slot = truth;
            }
        }
        known.pop().unwrap_or(Truth::Constant(false))
    }

    /// Holds where both hold.
    fn both(&mut self, left: Truth, right: Truth) -> Truth {
        let (left, right) = match (left, right) {
            (Truth::Constant(false), _) | (_, Truth::Constant(false)) => return Truth::Constant(false),
            (Truth::Constant(true), other) | (other, Truth::Constant(true)) => return other,
            (Truth::Signal(left), Truth::Signal(right)) => (left, right),
        };
        if left.variable == right.variable {
            let on = left.on.iter().zip(&right.on).map(|(a, b)| *a && *b).collect();
            return simplified(Signal { variable: left.variable, on });
        }
        let new = self.domains.len();
        let anchor = |variable: usize| self.anchors.get(variable).copied().unwrap_or_default();
        self.anchors.push(anchor(left.variable).max(anchor(right.variable)));
        self.domains.push(vec![0, 1]);
        let (first, second) = if left.variable < right.variable { (left, right) } else { (right, left) };
        let mut cells = Vec::with_capacity(first.on.len() * second.on.len() * 2);
        for a in &first.on {
            for b in &second.on {
                cells.extend([!(*a && *b), *a && *b]);
            }
        }
        self.tables.push(Table { scope: vec![first.variable, second.variable, new], cells });
        Truth::Signal(Signal { variable: new, on: vec![false, true] })
    }

    /// A table over a truth and some properties: their weight where the truth holds, one elsewhere. The weight is asked
    /// for the places of the properties' values, in the order given. None when the table would be too large.
    pub(crate) fn weighted<S: Semiring>(
        &self,
        ring: &S,
        truth: &Truth,
        properties: &[usize],
        mut weight: impl FnMut(&[usize]) -> S::Cell,
    ) -> Result<Table<S::Cell>, Stop> {
        let mut scope = properties.to_vec();
        if let Truth::Signal(signal) = truth {
            scope.push(signal.variable);
        }
        scope.sort_unstable();
        scope.dedup();
        let sizes = self.sizes();
        let cells = volume(&sizes, &scope).filter(|&cells| cells <= MOST_CELLS).ok_or(Stop::TooLarge)?;
        let strides: Vec<(usize, usize)> =
            properties.iter().map(|&p| (stride(&sizes, &scope, p), self.size(p).max(1))).collect();
        let of_signal = match truth {
            Truth::Constant(_) => (1, 1),
            Truth::Signal(signal) => (stride(&sizes, &scope, signal.variable), self.size(signal.variable).max(1)),
        };
        let place = |cell: usize, (stride, size): (usize, usize)| cell / stride.max(1) % size;
        let cells = (0..cells).map(|cell| {
            let holds = match truth {
                Truth::Constant(holds) => *holds,
                Truth::Signal(signal) => signal.on.get(place(cell, of_signal)).copied().unwrap_or(false),
            };
            if !holds {
                return ring.one();
            }
            let places: Vec<usize> = strides.iter().map(|&one| place(cell, one)).collect();
            weight(&places)
        });
        Ok(Table { cells: cells.collect(), scope })
    }

    /// The variables in groups that no table joins, each in order, by their first variable.
    pub(crate) fn components<'t>(&'t self, more: impl Iterator<Item = &'t [usize]>) -> Vec<Vec<usize>> {
        let mut leader: Vec<usize> = (0..self.domains.len()).collect();
        for scope in self.tables.iter().map(|table| table.scope.as_slice()).chain(more) {
            for pair in scope.windows(2) {
                if let [a, b] = pair {
                    let (a, b) = (find(&mut leader, *a), find(&mut leader, *b));
                    if let Some(slot) = leader.get_mut(a.max(b)) {
                        *slot = a.min(b);
                    }
                }
            }
        }
        let mut groups: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        for variable in 0..self.domains.len() {
            groups.entry(find(&mut leader, variable)).or_default().push(variable);
        }
        groups.into_values().collect()
    }
}

fn simplified(signal: Signal) -> Truth {
    if signal.on.iter().all(|holds| *holds) {
        Truth::Constant(true)
    } else if signal.on.iter().any(|holds| *holds) {
        Truth::Signal(signal)
    } else {
        Truth::Constant(false)
    }
}

/// The first variable of the group a variable is in; shortens the way there.
fn find(leader: &mut [usize], mut variable: usize) -> usize {
    while let Some(&next) = leader.get(variable) {
        if next == variable {
            break;
        }
        let above = leader.get(next).copied().unwrap_or(next);
        if let Some(slot) = leader.get_mut(variable) {
            *slot = above;
        }
        variable = above;
    }
    variable
}
