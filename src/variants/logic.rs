//! Conditions about one family, linked: each literal is a set of values of one property.

use super::condition::{Comparison, Condition, ConditionError, Literal, Step};
use super::vocabulary::{Kind, Vocabulary};

/// A set of small numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mask(Vec<u64>);

impl Mask {
    pub(crate) fn of(values: impl IntoIterator<Item = usize>) -> Self {
        let mut mask = Self::default();
        for value in values {
            let word = value / 64;
            if mask.0.len() <= word {
                mask.0.resize(word + 1, 0);
            }
            if let Some(bits) = mask.0.get_mut(word) {
                *bits |= 1 << (value % 64);
            }
        }
        mask
    }

    pub(crate) fn has(&self, value: usize) -> bool {
        self.0.get(value / 64).is_some_and(|bits| bits >> (value % 64) & 1 == 1)
    }
}

/// Number of a node in its [`Arena`].
pub(crate) type Node = usize;

/// One node; children have smaller numbers.
#[derive(Clone, Debug)]
pub(crate) enum Formula {
    Constant(bool),
    Is { property: usize, values: Mask },
    Not(Node),
    All(Vec<Node>),
    Any(Vec<Node>),
}

/// Formulas over the properties of a family, sharing their parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arena {
    nodes: Vec<Formula>,
}

impl Arena {
    pub(crate) fn get(&self, node: Node) -> &Formula {
        self.nodes.get(node).unwrap_or(&Formula::Constant(false))
    }

    fn push(&mut self, formula: Formula) -> Node {
        self.nodes.push(formula);
        self.nodes.len() - 1
    }

    pub(crate) fn constant(&mut self, holds: bool) -> Node {
        self.push(Formula::Constant(holds))
    }

    pub(crate) fn is(&mut self, property: usize, values: Mask) -> Node {
        self.push(Formula::Is { property, values })
    }

    pub(crate) fn not(&mut self, node: Node) -> Node {
        match self.get(node) {
            Formula::Constant(holds) => {
                let turned = !*holds;
                self.constant(turned)
            }
            Formula::Not(inner) => *inner,
            _ => self.push(Formula::Not(node)),
        }
    }

    pub(crate) fn all(&mut self, parts: Vec<Node>) -> Node {
        self.join(parts, false)
    }

    pub(crate) fn any(&mut self, parts: Vec<Node>) -> Node {
        self.join(parts, true)
    }

    /// `all` and `any`: one part that `decides` settles the whole, the other constants say nothing.
    fn join(&mut self, mut parts: Vec<Node>, decides: bool) -> Node {
        if parts.iter().any(|&part| matches!(self.get(part), Formula::Constant(holds) if *holds == decides)) {
            return self.constant(decides);
        }
        parts.retain(|&part| !matches!(self.get(part), Formula::Constant(_)));
        match parts.as_slice() {
            [] => self.constant(!decides),
            [one] => *one,
            _ if decides => self.push(Formula::Any(parts)),
            _ => self.push(Formula::All(parts)),
        }
    }

    /// Copies a formula of another arena.
    pub(crate) fn graft(&mut self, other: &Self, root: Node) -> Node {
        let base = self.nodes.len();
        let moved = |parts: &[Node]| parts.iter().map(|part| part + base).collect();
        self.nodes.extend(other.nodes.iter().take(root + 1).map(|formula| match formula {
            Formula::Constant(holds) => Formula::Constant(*holds),
            Formula::Is { property, values } => Formula::Is { property: *property, values: values.clone() },
            Formula::Not(inner) => Formula::Not(inner + base),
            Formula::All(parts) => Formula::All(moved(parts)),
            Formula::Any(parts) => Formula::Any(moved(parts)),
        }));
        base + root
    }

    /// The nodes a node is made of, itself last.
    pub(crate) fn parts(&self, root: Node) -> Vec<Node> {
        let mut used = vec![false; root + 1];
        if let Some(last) = used.last_mut() {
            *last = true;
        }
        for node in (0..=root).rev() {
            if !used.get(node).is_some_and(|&used| used) {
                continue;
            }
            let children: &[Node] = match self.get(node) {
                Formula::Constant(_) | Formula::Is { .. } => &[],
                Formula::Not(inner) => std::slice::from_ref(inner),
                Formula::All(parts) | Formula::Any(parts) => parts,
            };
            for &child in children {
                if let Some(slot) = used.get_mut(child) {
                    *slot = true;
                }
            }
        }
        used.iter().enumerate().filter(|(_, used)| **used).map(|(node, _)| node).collect()
    }

    /// The properties a formula is about, in order.
    pub(crate) fn properties(&self, root: Node) -> Vec<usize> {
        let mut found: Vec<usize> = self
            .parts(root)
            .into_iter()
            .filter_map(|node| match self.get(node) {
                Formula::Is { property, .. } => Some(*property),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a formula holds for a selection; none while open properties leave it undecided.
    pub(crate) fn decide(&self, parts: &[Node], selection: &[Option<usize>]) -> Option<bool> {
        let mut known: Vec<Option<bool>> = vec![None; parts.last().map_or(0, |root| root + 1)];
        for &node in parts {
            let at = |child: &Node| known.get(*child).copied().flatten();
            let value = match self.get(node) {
                Formula::Constant(holds) => Some(*holds),
                Formula::Is { property, values } => {
                    selection.get(*property).copied().flatten().map(|value| values.has(value))
                }
                Formula::Not(inner) => at(inner).map(|holds| !holds),
                Formula::All(parts) => {
                    if parts.iter().any(|part| at(part) == Some(false)) {
                        Some(false)
                    } else {
                        parts.iter().all(|part| at(part) == Some(true)).then_some(true)
                    }
                }
                Formula::Any(parts) => {
                    if parts.iter().any(|part| at(part) == Some(true)) {
                        Some(true)
                    } else {
                        parts.iter().all(|part| at(part) == Some(false)).then_some(false)
                    }
                }
            };
            if let Some(slot) = known.get_mut(node) {
                *slot = value;
            }
        }
        parts.last().and_then(|&root| known.get(root).copied().flatten())
    }

    /// Whether a formula holds for a complete selection.
    pub(crate) fn holds(&self, root: Node, selection: &[Option<usize>]) -> bool {
        self.decide(&self.parts(root), selection) == Some(true)
    }
}

/// What linking a condition found out besides its formula.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mentions {
    /// Properties of the catalog that the product does not have.
    pub(crate) foreign: Vec<String>,
    /// Number of literals about the product's own properties.
    pub(crate) own: usize,
}

/// The names a condition may use.
pub(crate) struct Scope<'a> {
    pub(crate) vocabulary: &'a Vocabulary,
    /// For each property of the catalog: its place in the product and the catalog's numbers of its values.
    pub(crate) own: &'a [Option<(usize, Vec<usize>)>],
}

impl Scope<'_> {
    /// Links a condition: its formula in the arena.
    ///
    /// # Errors
    /// [`ConditionError`] for a property or value the catalog does not know, or an order of a property without numbers.
    pub(crate) fn link(
        &self,
        condition: &Condition,
        arena: &mut Arena,
        mentions: &mut Mentions,
    ) -> Result<Node, ConditionError> {
        let mut stack: Vec<Node> = Vec::new();
        for step in &condition.steps {
            let node = match step {
                Step::Literal(literal) => self.literal(literal, arena, mentions)?,
                Step::Not => {
                    let inner = stack.pop().unwrap_or_default();
                    arena.not(inner)
                }
                Step::And | Step::Or => {
                    let (right, left) = (stack.pop().unwrap_or_default(), stack.pop().unwrap_or_default());
                    if *step == Step::And { arena.all(vec![left, right]) } else { arena.any(vec![left, right]) }
                }
            };
            stack.push(node);
        }
        Ok(stack.pop().unwrap_or_else(|| arena.constant(true)))
    }

    /// Parses and links a condition.
    pub(crate) fn read(&self, text: &str, arena: &mut Arena, mentions: &mut Mentions) -> Result<Node, ConditionError> {
        self.link(&Condition::parse(text)?, arena, mentions)
    }

    fn literal(&self, literal: &Literal, arena: &mut Arena, mentions: &mut Mentions) -> Result<Node, ConditionError> {
        let name = &literal.property;
        let Some(property) = self.vocabulary.find(&name.text) else {
            let nearest = self.vocabulary.nearest_property(&name.text);
            return Err(ConditionError::new(name.position, format!("unknown property \"{}\"{nearest}", name.text)));
        };
        let Some(entry) = self.vocabulary.get(property) else {
            return Err(ConditionError::new(name.position, format!("unknown property \"{}\"", name.text)));
        };
        let mut wanted = Vec::new();
        for word in &literal.values {
            let matching: Vec<usize> = match literal.comparison {
                Comparison::Is | Comparison::IsNot => entry.find(&word.text).into_iter().collect(),
                order => {
                    if entry.kind != Kind::Number {
                        let problem = format!("\"{}\" is not a NUMBER property: only = != in", name.text);
                        return Err(ConditionError::new(name.position, problem));
                    }
                    let Some(bound) = super::vocabulary::number(&word.text) else {
                        let problem = format!("\"{}\" is not a number", word.text);
                        return Err(ConditionError::new(word.position, problem));
                    };
                    let in_order = |value: rust_decimal::Decimal| match order {
                        Comparison::Less => value < bound,
                        Comparison::AtMost => value <= bound,
                        Comparison::More => value > bound,
                        _ => value >= bound,
                    };
                    let fits =
                        |(_, value): &(usize, &super::vocabulary::ValueEntry)| value.number.is_some_and(in_order);
                    wanted.extend(entry.values.iter().enumerate().filter(fits).map(|(index, _)| index));
                    continue;
                }
            };
            if matching.is_empty() {
                let nearest = entry.nearest_value(&word.text);
                let problem = format!("unknown value \"{}\" of {}{nearest}", word.text, name.text);
                return Err(ConditionError::new(word.position, problem));
            }
            wanted.extend(matching);
        }
        let Some((place, offered)) = self.own.get(property).and_then(Option::as_ref) else {
            mentions.foreign.push(name.text.clone());
            return Ok(arena.constant(false));
        };
        mentions.own += 1;
        let turned = literal.comparison == Comparison::IsNot;
        let chosen = offered.iter().enumerate().filter(|(_, value)| wanted.contains(value) != turned);
        let mask = Mask::of(chosen.map(|(index, _)| index));
        Ok(arena.is(*place, mask))
    }
}
