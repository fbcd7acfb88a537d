//! What goes into a spare-parts book: which assemblies become pages, which lines they print, in which order, and what
//! one machine holds of each part.
//!
//! Rules: parts-book specification, sections 2 and 4. Nothing here knows about sheets or pictures.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::error::BookError;
use super::source::{Part, PartLine, Source};
use crate::finding::{Finding, Findings, codes};
use crate::model::ItemId;
use crate::values::position_cmp;

/// Which children of an assembly are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Spares, and assemblies that lead to spares.
    #[default]
    Spares,
    /// All children; those that are neither are printed as not procurable.
    Full,
}

/// What a line is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Can be ordered: number, price and order link are printed.
    Orderable,
    /// For reference only: leads to another figure.
    Reference,
    /// A spare that cannot be bought alone.
    NotProcurable,
    /// Protected: neither number nor price is printed.
    Protected,
}

/// The next higher assembly that can be ordered instead of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderInstead {
    /// The assembly.
    pub item: ItemId,
    /// Figure and position of its first place; none for the machine itself.
    pub place: Option<(usize, String)>,
}

/// One line of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct BookLine {
    /// The row of the structure it comes from.
    pub source: PartLine,
    /// What it is to the reader.
    pub kind: LineKind,
    /// Figure on which the item itself is opened.
    pub figure: Option<usize>,
    /// The position is not shown in the picture.
    pub is_not_illustrated: bool,
    /// The line fixes another one and is printed below it.
    pub is_attaching: bool,
    /// What to order instead, for protected and not procurable lines.
    pub instead: Option<OrderInstead>,
}

/// Where an assembly is used.
#[derive(Clone, Debug, PartialEq)]
pub struct UsedOn {
    /// Figure of the parent.
    pub figure: usize,
    /// Position there.
    pub position: String,
    /// Quantity in one parent; none for "as required".
    pub quantity: Option<Decimal>,
}

/// One page: an assembly and its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Figure number, from 1.
    pub figure: usize,
    /// The assembly.
    pub item: ItemId,
    /// Its delivered revision at the first place.
    pub revision: Option<String>,
    /// Levels below the machine: 0 for the machine itself.
    pub depth: usize,
    /// Its lines in print order.
    pub lines: Vec<BookLine>,
    /// Every place it is used at; empty for the machine itself.
    pub used_on: Vec<UsedOn>,
    /// How many of it one machine has; none when a figure is out of range or a cycle is in the way.
    pub per_machine: Option<Decimal>,
    /// Positions of the assembly that are not printed: a callout to them is no mistake.
    pub not_printed: Vec<String>,
}

/// Pages, totals and findings of a book.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The pages in order of their figure numbers.
    pub pages: Vec<Page>,
    /// Pieces of each printed item in one machine, in order of item.
    pub totals: Vec<(ItemId, Decimal)>,
    /// All spares of the structure that are not protected, in order of item, with their pieces in one machine summed
    /// over the whole structure: what the totals of the pages are checked against.
    pub spares: Vec<(ItemId, Option<Decimal>)>,
    /// What is doubtful.
    pub findings: Findings,
}

impl Plan {
    /// Pieces of an item in one machine.
    #[must_use]
    pub fn total(&self, item: ItemId) -> Option<Decimal> {
        self.totals
            .binary_search_by_key(&item, |(own, _)| *own)
            .ok()
            .and_then(|at| self.totals.get(at))
            .map(|(_, t)| *t)
    }

    /// All lines with their pages.
    pub fn lines(&self) -> impl Iterator<Item = (&Page, &BookLine)> {
        self.pages.iter().flat_map(|page| page.lines.iter().map(move |line| (page, line)))
    }
}

/// Plans the book of a top item.
///
/// # Errors
/// [`BookError::Stopped`] when the caller asks for it.
pub(super) fn plan(source: &dyn Source, top: ItemId, mode: Mode, go_on: GoOn<'_>) -> Result<Plan, BookError> {
    let mut planner = Planner {
        source,
        mode,
        children: HashMap::default(),
        has_page: HashMap::default(),
        finished: Vec::new(),
        findings: Findings::new(),
    };
    planner.decide_pages(top, go_on)?;
    go_on()?;
    let mut pages = planner.pages(top);
    Planner::used_on(&mut pages);
    Planner::per_machine(&mut pages);
    go_on()?;
    planner.order_instead(&mut pages);
    let totals = totals(&pages);
    let spares = planner.spares(top);
    let mut findings = planner.findings;
    findings.sort();
    Ok(Plan { pages, totals, spares, findings })
}

/// Asks whether to go on.
pub(super) type GoOn<'a> = &'a dyn Fn() -> Result<(), BookError>;

struct Planner<'a> {
    source: &'a dyn Source,
    mode: Mode,
    /// Effective children in position order, without those that close a cycle.
    children: HashMap<ItemId, Vec<PartLine>, FixedState>,
    has_page: HashMap<ItemId, bool, FixedState>,
    /// Items whose children are all done, in that order: children before assemblies.
    finished: Vec<ItemId>,
    findings: Findings,
}

/// One assembly on the way down.
struct Step {
    item: ItemId,
    next: usize,
}

impl Planner<'_> {
    /// Walks down once: reads the children, cuts cycles, decides which assemblies have a page.
    fn decide_pages(&mut self, top: ItemId, go_on: GoOn<'_>) -> Result<(), BookError> {
        let mut path = vec![Step { item: top, next: 0 }];
        let mut on_path: HashMap<ItemId, usize, FixedState> = HashMap::default();
        on_path.insert(top, 0);
        self.load(top);
        while let Some(step) = path.last_mut() {
            let item = step.item;
            let child =
                self.children.get(&item).and_then(|lines| lines.get(step.next)).map(|line| (line.item, line.clone()));
            let Some((child, line)) = child else {
                path.pop();
                on_path.remove(&item);
                let decided =
                    self.children.get(&item).is_some_and(|lines| lines.iter().any(|line| self.is_printed(line.item)));
                self.has_page.insert(item, decided);
                self.finished.push(item);
                go_on()?;
                continue;
            };
            if let Some(&start) = on_path.get(&child) {
                let names: Vec<&str> = path.iter().skip(start).map(|step| self.source.number(step.item)).collect();
                let mut finding = Finding::new(&codes::structure::E_CYCLE)
                    .value(format!("{} > {}", names.join(" > "), self.source.number(child)))
                    .detail("the branch is left out of the book");
                finding.origin.clone_from(&line.origin);
                self.findings.push(finding);
                if let Some(lines) = self.children.get_mut(&item) {
                    lines.retain(|own| own != &line);
                }
                continue;
            }
            step.next += 1;
            if !self.has_page.contains_key(&child) {
                self.load(child);
                on_path.insert(child, path.len());
                path.push(Step { item: child, next: 0 });
            }
        }
        Ok(())
    }

    fn load(&mut self, item: ItemId) {
        let mut lines = self.source.children(item, &mut self.findings);
        lines.sort_by(|a, b| position_cmp(&a.position, &b.position));
        self.children.insert(item, lines);
    }

    /// A spare, or an assembly with a page.
    fn is_printed(&self, item: ItemId) -> bool {
        self.source.part(item).is_spare || self.has_page(item)
    }

    fn has_page(&self, item: ItemId) -> bool {
        self.has_page.get(&item).copied().unwrap_or(false)
    }

    /// The pages, depth first, each assembly once at its first place.
    fn pages(&self, top: ItemId) -> Vec<Page> {
        let mut order: Vec<(ItemId, Option<String>, usize)> = Vec::new();
        let mut figures: HashMap<ItemId, usize, FixedState> = HashMap::default();
        let mut open = vec![(top, None, 0)];
        while let Some((item, revision, depth)) = open.pop() {
            if figures.contains_key(&item) || !(self.has_page(item) || depth == 0) {
                continue;
            }
            figures.insert(item, figures.len() + 1);
            order.push((item, revision, depth));
            if let Some(lines) = self.children.get(&item) {
                open.extend(lines.iter().rev().map(|line| (line.item, line.revision.clone(), depth + 1)));
            }
        }
        order
            .into_iter()
            .enumerate()
            .map(|(index, (item, revision, depth))| Page {
                figure: index + 1,
                item,
                revision,
                depth,
                lines: self.lines(item, &figures),
                used_on: Vec::new(),
                per_machine: None,
                not_printed: self.not_printed(item),
            })
            .collect()
    }

    fn lines(&self, assembly: ItemId, figures: &HashMap<ItemId, usize, FixedState>) -> Vec<BookLine> {
        let Some(children) = self.children.get(&assembly) else { return Vec::new() };
        let printed: Vec<BookLine> = children
            .iter()
            .filter_map(|line| {
                let part = self.source.part(line.item);
                let figure = figures.get(&line.item).copied();
                let kind = kind_of(part, figure.is_some(), self.mode)?;
                Some(BookLine {
                    kind,
                    figure,
                    is_not_illustrated: line.is_dashed() || self.source.is_not_illustrated(assembly, &line.position),
                    is_attaching: false,
                    instead: None,
                    source: line.clone(),
                })
            })
            .collect();
        attach(printed)
    }

    fn not_printed(&self, assembly: ItemId) -> Vec<String> {
        let lines = self.children.get(&assembly).map(Vec::as_slice).unwrap_or_default();
        lines
            .iter()
            .filter(|line| self.mode == Mode::Spares && !self.is_printed(line.item))
            .map(PartLine::plain_position)
            .collect()
    }

    /// The spares of the whole structure with their pieces in one machine: assemblies before what is in them.
    fn spares(&self, top: ItemId) -> Vec<(ItemId, Option<Decimal>)> {
        let mut pieces: HashMap<ItemId, Option<Decimal>, FixedState> = HashMap::default();
        pieces.insert(top, Some(Decimal::ONE));
        for item in self.finished.iter().rev() {
            let own = pieces.get(item).copied().flatten();
            for line in self.children.get(item).map(Vec::as_slice).unwrap_or_default() {
                let part = own.and_then(|own| own.checked_mul(line.quantity.unwrap_or_default()));
                let sum = pieces.entry(line.item).or_insert(Some(Decimal::ZERO));
                *sum = sum.zip(part).and_then(|(sum, part)| sum.checked_add(part));
            }
        }
        let mut spares: Vec<(ItemId, Option<Decimal>)> = self
            .finished
            .iter()
            .filter(|&&item| item != top)
            .filter(|&&item| {
                let part = self.source.part(item);
                part.is_spare && !part.is_protected
            })
            .map(|item| (*item, pieces.get(item).copied().flatten().map(|sum| sum.normalize())))
            .collect();
        spares.sort_unstable_by_key(|(item, _)| *item);
        spares
    }

    /// The places of every page on other pages.
    fn used_on(pages: &mut [Page]) {
        let places: Vec<(usize, UsedOn)> = pages
            .iter()
            .flat_map(|page| {
                page.lines.iter().filter_map(|line| {
                    let used = UsedOn {
                        figure: page.figure,
                        position: line.source.shown_position(),
                        quantity: line.source.quantity,
                    };
                    line.figure.map(|figure| (figure, used))
                })
            })
            .collect();
        for (figure, used) in places {
            if let Some(page) = figure.checked_sub(1).and_then(|index| pages.get_mut(index)) {
                page.used_on.push(used);
            }
        }
    }

    /// How many of each assembly one machine has: parents before children.
    fn per_machine(pages: &mut [Page]) {
        let mut waiting: Vec<usize> = pages.iter().map(|page| page.used_on.len()).collect();
        let mut sums: Vec<Option<Decimal>> = vec![Some(Decimal::ZERO); pages.len()];
        let mut ready: Vec<usize> =
            waiting.iter().enumerate().filter(|(_, count)| **count == 0).map(|(index, _)| index).collect();
        if let Some(first) = sums.first_mut() {
            *first = Some(Decimal::ONE);
        }
        while let Some(index) = ready.pop() {
            let own = sums.get(index).copied().flatten();
            let uses: Vec<(usize, Option<Decimal>)> = pages
                .get(index)
                .map(|page| {
                    page.lines
                        .iter()
                        .filter_map(|line| Some((line.figure?.checked_sub(1)?, line.source.quantity)))
                        .collect()
                })
                .unwrap_or_default();
            for (child, quantity) in uses {
                let part = own.and_then(|own| own.checked_mul(quantity.unwrap_or_default()));
                if let Some(sum) = sums.get_mut(child) {
                    *sum = sum.zip(part).and_then(|(sum, part)| sum.checked_add(part));
                }
                if let Some(count) = waiting.get_mut(child) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.push(child);
                    }
                }
            }
        }
        for (page, sum) in pages.iter_mut().zip(sums) {
            page.per_machine = sum;
        }
    }

    /// What to order instead of protected and not procurable parts: the nearest assembly above that can be ordered.
    fn order_instead(&mut self, pages: &mut [Page]) {
        let first_place: Vec<Option<(usize, String)>> =
            pages.iter().map(|page| page.used_on.first().map(|used| (used.figure, used.position.clone()))).collect();
        let items: Vec<ItemId> = pages.iter().map(|page| page.item).collect();
        let orderable = |figure: usize| -> Option<OrderInstead> {
            let mut index = figure.checked_sub(1)?;
            for _ in 0..=items.len() {
                let item = *items.get(index)?;
                let place = first_place.get(index)?.clone();
                let part = self.source.part(item);
                if part.is_spare && part.is_procurable && !part.is_protected {
                    return Some(OrderInstead { item, place });
                }
                index = place?.0.checked_sub(1)?;
            }
            None
        };
        let answers: Vec<Option<OrderInstead>> = (1..=items.len()).map(orderable).collect();
        for (page, answer) in pages.iter_mut().zip(answers) {
            for line in &mut page.lines {
                if !matches!(line.kind, LineKind::Protected | LineKind::NotProcurable) {
                    continue;
                }
                line.instead.clone_from(&answer);
                if answer.is_none() && self.source.part(line.source.item).is_spare {
                    let mut finding = Finding::new(&codes::book::W_ONHA_NONE).detail(format!(
                        "figure {}, position {}",
                        page.figure,
                        line.source.shown_position()
                    ));
                    finding.origin.clone_from(&line.source.origin);
                    self.findings.push(finding);
                }
            }
        }
    }
}

fn kind_of(part: Part, has_page: bool, mode: Mode) -> Option<LineKind> {
    match (part.is_spare, has_page) {
        (false, false) if mode == Mode::Spares => None,
        // Also an assembly that only leads to spares must not show its number.
        _ if part.is_protected => Some(LineKind::Protected),
        (true, _) if part.is_procurable => Some(LineKind::Orderable),
        (false, true) => Some(LineKind::Reference),
        (true, _) | (false, false) => Some(LineKind::NotProcurable),
    }
}

/// Puts fixing parts below the line they fix.
fn attach(lines: Vec<BookLine>) -> Vec<BookLine> {
    let positions: Vec<String> = lines.iter().map(|line| line.source.plain_position()).collect();
    let fixes = |line: &BookLine| {
        let target = line.source.attach_to.as_deref()?.trim_start_matches('-').to_owned();
        positions.contains(&target).then_some(target).filter(|target| *target != line.source.plain_position())
    };
    let (fixing, standing): (Vec<BookLine>, Vec<BookLine>) = lines.into_iter().partition(|line| fixes(line).is_some());
    let mut fixing: Vec<Option<BookLine>> = fixing.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(positions.len());
    for line in standing {
        let position = line.source.plain_position();
        ordered.push(line);
        for slot in &mut fixing {
            let is_here = slot.as_ref().and_then(&fixes).is_some_and(|target| target == position);
            if is_here && let Some(line) = slot.take() {
                ordered.push(BookLine { is_attaching: true, ..line });
            }
        }
    }
    ordered.extend(fixing.into_iter().flatten());
    ordered
}

/// Pieces of each printed item in one machine: page quantity times the quantity of the page's assembly.
fn totals(pages: &[Page]) -> Vec<(ItemId, Decimal)> {
    let mut sums: HashMap<ItemId, Option<Decimal>, FixedState> = HashMap::default();
    for page in pages {
        for line in &page.lines {
            let pieces = page.per_machine.and_then(|own| own.checked_mul(line.source.quantity.unwrap_or_default()));
            let sum = sums.entry(line.source.item).or_insert(Some(Decimal::ZERO));
            *sum = sum.zip(pieces).and_then(|(sum, pieces)| sum.checked_add(pieces));
        }
    }
    let mut totals: Vec<(ItemId, Decimal)> =
        sums.into_iter().filter_map(|(item, sum)| sum.map(|sum| (item, sum.normalize()))).collect();
    totals.sort_unstable_by_key(|(item, _)| *item);
    totals
}
