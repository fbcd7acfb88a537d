//! What holds over all variants at once: dead values and lines, gaps, overlaps, where a part is used – by counting, not
//! listing. Variants specification, section 6.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::count::{Count, count, table_over, total};
use super::error::VariantError;
use super::family::Family;
use super::logic::{Arena, Node};
use super::network::Network;
use super::resolve::Line;
use super::search::Search;
use super::semiring::{Greatest, Least, Semiring, Stop, Table};
use crate::finding::codes::variants as codes;
use crate::finding::{Code, Finding, Findings};
use crate::origin::Origin;

/// How many ways from the product down to an item are followed for its quantity.
const MOST_PATHS: usize = 10_000;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// A value that is in no variant.
    DeadValue,
    /// A value that is in every variant although others are offered.
    ForcedValue,
    /// A line with its number of variants.
    Line,
    /// A line that is in no variant.
    DeadLine,
    /// A line with a condition that is in every variant.
    AlwaysLine,
    /// Variants without a line at a position.
    Gap,
    /// Variants with two or more lines at a position.
    Overlap,
    /// An item all of whose lines are dead.
    DeadItem,
    /// An item used by models that have all ended.
    EndedItem,
    /// A surcharge that no variant reaches.
    DeadSurcharge,
}

impl CheckKind {
    /// The kind in words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DeadValue => "dead value",
            Self::ForcedValue => "forced value",
            Self::Line => "line",
            Self::DeadLine => "dead line",
            Self::AlwaysLine => "always line",
            Self::Gap => "gap",
            Self::Overlap => "overlap",
            Self::DeadItem => "dead item",
            Self::EndedItem => "ended item",
            Self::DeadSurcharge => "dead surcharge",
        }
    }
}

/// One result of the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRow {
    /// What was found.
    pub kind: CheckKind,
    /// What it is about: `POWER=55`, `V1 20`, `V1 30 FAN-XL`, `FAN-XL`.
    pub subject: String,
    /// Number of variants.
    pub count: Count,
    /// Percent of all variants.
    pub percent: Option<Decimal>,
    /// The condition of the line, or one variant in which there is a gap or overlap.
    pub detail: String,
    /// The row it is about.
    pub origin: Option<Origin>,
}

/// The checks over all variants of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checks {
    /// Number of variants.
    pub total: Count,
    /// Values in property order, lines in structure order, positions, items, surcharges.
    pub rows: Vec<CheckRow>,
    /// The same as findings.
    pub findings: Findings,
}

/// In which variants an item is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemUse {
    /// The item.
    pub item: String,
    /// Number of variants with it.
    pub variants: Count,
    /// Percent of all variants.
    pub percent: Option<Decimal>,
    /// When it is used: its line conditions joined by `or`; `always` without condition.
    pub condition: String,
    /// Least quantity for one product among the variants with it.
    pub least: Option<Decimal>,
    /// Greatest quantity for one product.
    pub greatest: Option<Decimal>,
}

/// The formulas that say when each assembly and line is there.
struct Presence {
    arena: Arena,
    /// When each item is in the product; none is never.
    items: BTreeMap<String, Vec<Node>>,
    /// When each line is there, and when its condition holds.
    lines: Vec<(Node, Node)>,
}

impl Presence {
    fn new(family: &Family) -> Self {
        let structure = &family.structure;
        let mut presence =
            Self { arena: Arena::default(), items: BTreeMap::new(), lines: vec![(0, 0); structure.lines.len()] };
        let always = presence.arena.constant(true);
        presence.items.insert(family.product().to_owned(), vec![always]);
        for parent in &structure.parents {
            let uses = presence.items.get(parent).cloned().unwrap_or_default();
            let present = presence.arena.any(uses);
            for &number in structure.lines_of(parent) {
                let Some(line) = structure.lines.get(number) else { continue };
                let condition = presence.arena.graft(&line.arena, line.root);
                let node = presence.arena.all(vec![present, condition]);
                presence.items.entry(line.item.clone()).or_default().push(node);
                if let Some(slot) = presence.lines.get_mut(number) {
                    *slot = (node, condition);
                }
            }
        }
        presence
    }

    fn item(&mut self, item: &str) -> Node {
        let uses = self.items.get(item).cloned().unwrap_or_default();
        self.arena.any(uses)
    }
}

/// Rows and findings while the checks run.
struct Report<'a> {
    family: &'a Family,
    total: Count,
    rows: Vec<CheckRow>,
    findings: Findings,
}

impl Report<'_> {
    fn add(&mut self, kind: CheckKind, subject: String, count: Count, detail: String, origin: Option<&Origin>) {
        let code: Option<&'static Code> = match kind {
            CheckKind::DeadValue => Some(&codes::W_VALUE_DEAD),
            CheckKind::DeadLine => Some(&codes::W_LINE_DEAD),
            CheckKind::AlwaysLine => Some(&codes::I_LINE_ALWAYS),
            CheckKind::Gap => Some(&codes::W_POSITION_GAP),
            CheckKind::Overlap => Some(&codes::W_POSITION_OVERLAP),
            _ => None,
        };
        if let Some(code) = code {
            let words =
                if detail.is_empty() { format!("{count} variants") } else { format!("{count} variants: {detail}") };
            let finding =
                Finding::new(code).value(&subject).detail(format!("product {}, {words}", self.family.product()));
            self.findings.push(match origin {
                Some(origin) => finding.at(origin.clone()),
                None => finding,
            });
        }
        let percent = count.percent_of(&self.total);
        self.rows.push(CheckRow { kind, subject, count, percent, detail, origin: origin.cloned() });
    }

    fn values(&mut self, network: &Network) {
        for (index, property) in self.family.properties().iter().enumerate() {
            let Ok(counts) = table_over(network, &[index]) else { continue };
            for (value, number) in property.values.iter().zip(counts) {
                let number = Count::exact(number);
                let subject = format!("{}={}", property.name, value.value);
                if number.is_zero() {
                    self.add(CheckKind::DeadValue, subject, number, String::new(), property.origin.as_ref());
                } else if number == self.total && property.values.len() > 1 {
                    self.add(CheckKind::ForcedValue, subject, number, String::new(), property.origin.as_ref());
                }
            }
        }
    }

    fn lines(&mut self, presence: &Presence) {
        for (line, (node, condition)) in self.family.structure.lines.iter().zip(&presence.lines) {
            let number = self.family.count_where(&presence.arena, *node);
            let position = line.position.as_deref().map(|position| format!(" {position}")).unwrap_or_default();
            let subject = format!("{}{position} {}", line.parent, line.item);
            let is_always = || self.family.count_where(&presence.arena, *condition) == self.total;
            let kind = if number.is_zero() && !self.total.is_zero() {
                CheckKind::DeadLine
            } else if !line.condition.is_empty() && self.total.is_exact() && is_always() {
                CheckKind::AlwaysLine
            } else {
                CheckKind::Line
            };
            self.add(kind, subject, number, line.condition.clone(), line.origin.as_ref());
        }
    }

    /// Gaps and overlaps of each position (parent and alternative group, else parent and position).
    fn positions(&mut self, presence: &mut Presence) {
        let structure = &self.family.structure;
        let mut groups: Vec<((&str, &str), Vec<usize>)> = Vec::new();
        let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (number, line) in structure.lines.iter().enumerate() {
            let Some(position) = line.alt_group.as_deref().or(line.position.as_deref()) else { continue };
            let key = (line.parent.as_str(), position);
            let place = *known.entry(key).or_insert_with(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            if let Some((_, lines)) = groups.get_mut(place) {
                lines.push(number);
            }
        }
        for ((parent, position), numbers) in groups {
            let lines: Vec<&Line> = numbers.iter().filter_map(|&number| structure.lines.get(number)).collect();
            let conditions: Vec<Node> = numbers
                .iter()
                .filter_map(|&number| presence.lines.get(number))
                .map(|(_, condition)| *condition)
                .collect();
            let present = presence.item(parent);
            let arena = &mut presence.arena;
            let (mut any, mut twice) = (arena.constant(false), arena.constant(false));
            for condition in conditions {
                let again = arena.all(vec![any, condition]);
                twice = arena.any(vec![twice, again]);
                any = arena.any(vec![any, condition]);
            }
            let none = arena.not(any);
            let (gap, overlap) = (arena.all(vec![present, none]), arena.all(vec![present, twice]));
            let origin = lines.first().and_then(|line| line.origin.as_ref());
            let subject = format!("{parent} {position}");
            if !lines.iter().any(|line| line.is_optional) {
                self.when_any(CheckKind::Gap, &subject, &presence.arena, gap, origin);
            }
            self.when_any(CheckKind::Overlap, &subject, &presence.arena, overlap, origin);
        }
    }

    /// Tells the variants in which something holds, with one of them.
    fn when_any(&mut self, kind: CheckKind, subject: &str, arena: &Arena, node: Node, origin: Option<&Origin>) {
        let number = self.family.count_where(arena, node);
        if number.is_zero() {
            return;
        }
        let mut network = self.family.network();
        network.require(arena, node);
        let mut search = Search::new(&network, &network.order());
        let detail = if search.advance() {
            let selection: Vec<Option<usize>> = (0..network.properties()).map(|p| Some(search.place(p))).collect();
            format!("such as {}", self.family.words(&selection))
        } else {
            String::new()
        };
        self.add(kind, subject.to_owned(), number, detail, origin);
    }

    fn items(&mut self, presence: &mut Presence) {
        let mut seen = BTreeSet::new();
        let complete = self.family.models().iter().filter(|model| model.is_complete());
        let (active, ended): (Vec<_>, Vec<_>) = complete.partition(|model| model.is_active);
        let mut found = Vec::new();
        for line in &self.family.structure.lines {
            if !seen.insert(line.item.as_str()) {
                continue;
            }
            let node = presence.item(&line.item);
            let number = self.family.count_where(&presence.arena, node);
            let uses = |model: &&&super::models::Model| presence.arena.holds(node, &model.selection);
            let last = ended.iter().filter(uses).map(|model| model.sku.as_str()).next_back();
            if number.is_zero() && !self.total.is_zero() {
                found.push((CheckKind::DeadItem, line, number, String::new()));
            } else if let (Some(last), None) = (last, active.iter().find(uses)) {
                found.push((CheckKind::EndedItem, line, number, format!("last model {last}")));
            }
        }
        for (kind, line, number, detail) in found {
            self.add(kind, line.item.clone(), number, detail, line.origin.as_ref());
        }
    }
}

impl Family {
    /// Checks the family over all its variants: dead and forced values, lines with their numbers of variants, gaps and
    /// overlaps of positions, dead and ended items, dead surcharges, surcharges without a base price.
    ///
    /// One count a value, line and position.
    #[must_use]
    pub fn checks(&self) -> Checks {
        let network = self.network();
        let total = count(&network);
        let mut report = Report { family: self, total, rows: Vec::new(), findings: Findings::new() };
        report.values(&network);
        let mut presence = Presence::new(self);
        report.lines(&presence);
        report.positions(&mut presence);
        report.items(&mut presence);
        let dead = self.dead_surcharges();
        for finding in &dead {
            let subject = finding.value.clone().unwrap_or_default();
            let none = Count::exact(0_u8);
            report.add(CheckKind::DeadSurcharge, subject, none, String::new(), finding.origin.as_ref());
        }
        report.findings.extend(dead);
        report.findings.extend(self.unpriced());
        if !report.total.is_exact() || report.rows.iter().any(|row| !row.count.is_exact()) {
            let detail = format!("product {} has {} variants", self.product(), report.total);
            report.findings.push(Finding::new(&codes::E_COUNT_SIZE).value(report.total.to_string()).detail(detail));
        }
        report.findings.sort();
        Checks { total: report.total, rows: report.rows, findings: report.findings }
    }

    /// In which variants an item is used, and how much of it.
    ///
    /// # Errors
    /// [`VariantError::UnknownItem`] when no line has the item; [`VariantError::TooLarge`] when the rules are too
    /// entangled for the quantities.
    pub fn where_used(&self, item: &str) -> Result<ItemUse, VariantError> {
        let lines: Vec<&Line> = self.structure.lines.iter().filter(|line| line.item == item).collect();
        if lines.is_empty() {
            let names = self.structure.lines.iter().filter_map(|line| self.catalog.texts().find(&line.item));
            let mut names: Vec<_> = names.collect();
            names.sort_unstable();
            names.dedup();
            let nearest = self.catalog.nearest(item, names.into_iter());
            return Err(VariantError::UnknownItem {
                product: self.product().to_owned(),
                item: item.to_owned(),
                nearest,
            });
        }
        let mut presence = Presence::new(self);
        let node = presence.item(item);
        let variants = self.count_where(&presence.arena, node);
        let percent = variants.percent_of(&count(&self.network()));
        let quantities = self.quantities(item, &presence.arena, node);
        let (least, greatest) = quantities.map_err(|_| self.too_large())?;
        Ok(ItemUse { item: item.to_owned(), variants, percent, condition: shortest(&lines), least, greatest })
    }

    /// Least and greatest quantity of an item for one product, over the variants that have it.
    fn quantities(&self, item: &str, arena: &Arena, node: Node) -> Result<(Option<Decimal>, Option<Decimal>), Stop> {
        let paths = self.paths(item)?;
        let mut network = self.network();
        network.require(arena, node);
        let mut blank = false;
        let least = self.sum_paths(&Least, &mut network.clone(), &paths, &mut blank)?;
        let greatest = self.sum_paths(&Greatest, &mut network, &paths, &mut blank)?;
        Ok(if blank { (None, None) } else { (least.map(|q| q.normalize()), greatest.map(|q| q.normalize())) })
    }

    /// The ways from the product down to an item, as lines from the item upwards.
    fn paths(&self, item: &str) -> Result<Vec<Vec<&Line>>, Stop> {
        let mut above: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        for line in &self.structure.lines {
            above.entry(&line.item).or_default().push(line);
        }
        let mut found = Vec::new();
        let mut work: Vec<(&str, Vec<&Line>)> = vec![(item, Vec::new())];
        while let Some((item, path)) = work.pop() {
            if item == self.product() {
                found.push(path);
                continue;
            }
            for line in above.get(item).into_iter().flatten() {
                let mut longer = path.clone();
                longer.push(line);
                work.push((&line.parent, longer));
            }
            if found.len() + work.len() > MOST_PATHS {
                return Err(Stop::TooLarge);
            }
        }
        Ok(found)
    }

    /// The quantities along all paths, added up.
    fn sum_paths<S: Semiring<Cell = Option<Decimal>>>(
        &self,
        ring: &S,
        network: &mut Network,
        paths: &[Vec<&Line>],
        blank: &mut bool,
    ) -> Result<Option<Decimal>, Stop> {
        let mut tables: Vec<Table<Option<Decimal>>> = Vec::new();
        for path in paths {
            let mut arena = Arena::default();
            let conditions = path.iter().map(|line| arena.graft(&line.arena, line.root)).collect();
            let root = arena.all(conditions);
            let truth = network.truth(&arena, root);
            let mut properties: Vec<usize> = path
                .iter()
                .flat_map(|line| line.quantity.iter().flat_map(super::quantity::Quantity::properties))
                .collect();
            properties.sort_unstable();
            properties.dedup();
            let mut selection = vec![None; self.properties().len()];
            tables.push(network.weighted(ring, &truth, &properties, |places| {
                for (property, place) in properties.iter().zip(places) {
                    if let Some(slot) = selection.get_mut(*property) {
                        *slot = Some(*place);
                    }
                }
                let amount = path.iter().try_fold(Decimal::ONE, |amount, line| {
                    amount.checked_mul(self.quantity(line, &selection).ok().flatten()?)
                });
                *blank |= amount.is_none();
                Some(amount.unwrap_or_default())
            })?);
        }
        total(network, ring, &tables)
    }
}

/// The conditions of some lines joined by `or`, each once; `always` when one has none.
fn shortest(lines: &[&Line]) -> String {
    let mut conditions: Vec<&str> = Vec::new();
    for line in lines {
        if line.condition.is_empty() {
            return "always".to_owned();
        }
        if !conditions.contains(&line.condition.as_str()) {
            conditions.push(&line.condition);
        }
    }
    conditions.join(" or ")
}
