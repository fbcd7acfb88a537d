//! The 150 % structure of a product and its resolution for one selection. Variants specification, section 6.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::error::VariantError;
use super::family::Family;
use super::logic::{Arena, Mentions, Node};
use super::quantity::Quantity;
use super::vocabulary::note;
use crate::finding::codes::structure::{E_CYCLE, E_QTY};
use crate::finding::codes::variants as codes;
use crate::finding::{Finding, Findings};
use crate::origin::Origin;

/// One line of the structure with its condition.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) parent: String,
    pub(crate) position: Option<String>,
    pub(crate) item: String,
    pub(crate) revision: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) condition: String,
    pub(crate) alt_group: Option<String>,
    pub(crate) is_optional: bool,
    /// None when the formula is not understood.
    pub(crate) quantity: Option<Quantity>,
    quantity_text: String,
    pub(crate) origin: Option<Origin>,
    pub(crate) arena: Arena,
    pub(crate) root: Node,
}

/// The lines below a product, without loops.
#[derive(Clone, Debug, Default)]
pub(crate) struct Structure {
    pub(crate) lines: Vec<Line>,
    /// Numbers of the lines of each parent, in sheet order.
    pub(crate) of: BTreeMap<String, Vec<usize>>,
    /// The parents, each after all parents it is below.
    pub(crate) parents: Vec<String>,
}

impl Structure {
    pub(crate) fn lines_of(&self, parent: &str) -> &[usize] {
        self.of.get(parent).map_or(&[], Vec::as_slice)
    }
}

/// One line of a resolved structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedLine {
    /// 1 below the product.
    pub level: usize,
    /// The assembly.
    pub parent: String,
    /// Position in the assembly.
    pub position: Option<String>,
    /// The item.
    pub item: String,
    /// Revision of the item.
    pub revision: Option<String>,
    /// Quantity for one assembly; none when it cannot be worked out (`E-QTY`).
    pub quantity: Option<Decimal>,
    /// Quantity for one product.
    pub total: Option<Decimal>,
    /// Unit of the quantities.
    pub unit: Option<String>,
    /// Condition of the line, as written.
    pub condition: String,
    /// Row of the line.
    pub origin: Option<Origin>,
}

/// The structure of one variant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The lines, each assembly's lines below it, in sheet order.
    pub lines: Vec<ResolvedLine>,
    /// `E-QTY`.
    pub findings: Findings,
}

/// The lines below a product; true when one could not be used.
pub(crate) fn read(family: &Family, findings: &mut Findings) -> (Structure, bool) {
    let catalog = &*family.catalog;
    let table = catalog.table("variant_bom");
    let (parents, items) = (table.text("parent"), table.text("item"));
    let mut rows_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in 0..table.len() {
        if let (Some(parent), Some(_)) = (parents.get(row), items.get(row)) {
            rows_of.entry(catalog.text(parent)).or_default().push(row);
        }
    }
    let mut structure = Structure::default();
    let mut incomplete = false;
    // Depth first: the path down to the present parent, and for each the row to go on with.
    let mut path: Vec<(&str, usize)> = vec![(family.product(), 0)];
    let mut finished: BTreeSet<&str> = BTreeSet::new();
    while let Some((parent, place)) = path.last_mut() {
        let parent = *parent;
        let Some(&row) = rows_of.get(parent).and_then(|rows| rows.get(*place)) else {
            path.pop();
            finished.insert(parent);
            if structure.of.contains_key(parent) {
                structure.parents.push(parent.to_owned());
            }
            continue;
        };
        *place += 1;
        let Some(item) = items.get(row).map(|item| catalog.text(item)) else { continue };
        if let Some(start) = path.iter().position(|(met, _)| *met == item) {
            let cycle = path.iter().skip(start).map(|(name, _)| *name).chain([item]).collect::<Vec<_>>().join(" > ");
            let detail = format!("{cycle}; the line is not used");
            note(findings, &E_CYCLE, (table, row, "item"), Some(item), detail);
            incomplete = true;
            continue;
        }
        match line(family, row, parent, item, findings) {
            Some(line) => {
                structure.of.entry(parent.to_owned()).or_default().push(structure.lines.len());
                structure.lines.push(line);
            }
            None => incomplete = true,
        }
        if !finished.contains(item) && rows_of.contains_key(item) {
            path.push((item, 0));
        }
    }
    structure.parents.reverse();
    (structure, incomplete)
}

/// One line; none when its condition is not understood.
fn line(family: &Family, row: usize, parent: &str, item: &str, findings: &mut Findings) -> Option<Line> {
    let catalog = &*family.catalog;
    let table = catalog.table("variant_bom");
    let cell = |field: &str| table.text(field).get(row).map(|symbol| catalog.text(symbol));
    let own = |field: &str| cell(field).map(str::to_owned);
    let text = cell("condition").unwrap_or_default();
    let (mut arena, mut mentions) = (Arena::default(), Mentions::default());
    let root = match family.scope().read(text, &mut arena, &mut mentions) {
        Ok(root) => root,
        Err(problem) => {
            note(findings, &codes::E_COND, (table, row, "condition"), Some(text), problem.to_string());
            return None;
        }
    };
    for property in &mentions.foreign {
        let detail = format!("product {} has no property {property}", family.product());
        note(findings, &codes::I_COND_PROPERTY, (table, row, "condition"), Some(property), detail);
    }
    let amount = table.column("quantity").map(|column| column.values.get(row));
    let quantity_text = amount.and_then(|value| super::vocabulary::cell_text(catalog, value)).unwrap_or_default();
    let quantity = match Quantity::parse(&quantity_text, family.properties()) {
        Ok(quantity) => Some(quantity),
        Err(problem) => {
            note(findings, &E_QTY, (table, row, "quantity"), Some(&quantity_text), problem);
            None
        }
    };
    Some(Line {
        parent: parent.to_owned(),
        position: own("position"),
        item: item.to_owned(),
        revision: own("revision"),
        unit: own("unit"),
        condition: text.to_owned(),
        alt_group: own("alt_group"),
        is_optional: table.flag("optional").get(row).unwrap_or(false),
        quantity,
        quantity_text,
        origin: table.cell(row, "quantity"),
        arena,
        root,
    })
}

impl Family {
    /// The lines of the structure that hold for a complete selection, with their quantities.
    ///
    /// Sub-assemblies resolve with the same selection. Time grows with the lines returned.
    ///
    /// # Errors
    /// [`VariantError`] for an unknown property or value, or when a value is missing.
    pub fn resolve(&self, selection: &[(&str, &str)]) -> Result<Resolved, VariantError> {
        let selection = self.complete_selection(selection)?;
        let mut resolved = Resolved::default();
        let mut work: Vec<(usize, usize, Option<Decimal>)> = Vec::new();
        let below = |parent: &str, level: usize, total: Option<Decimal>| {
            let lines = self.structure.lines_of(parent).iter().rev();
            lines.map(move |&line| (line, level, total)).collect::<Vec<_>>()
        };
        work.extend(below(self.product(), 1, Some(Decimal::ONE)));
        while let Some((number, level, above)) = work.pop() {
            let Some(line) = self.structure.lines.get(number) else { continue };
            if !line.arena.holds(line.root, &selection) {
                continue;
            }
            let quantity = self.quantity(line, &selection).unwrap_or_else(|problem| {
                let words = self.words(&selection);
                let detail = format!("{} in {}, for {words}: {problem}", line.item, line.parent);
                let finding = Finding::new(&E_QTY).field("quantity").value(&line.quantity_text).detail(detail);
                resolved.findings.push(match &line.origin {
                    Some(origin) => finding.at(origin.clone()),
                    None => finding,
                });
                None
            });
            let total = above.zip(quantity).and_then(|(above, quantity)| above.checked_mul(quantity));
            resolved.lines.push(ResolvedLine {
                level,
                parent: line.parent.clone(),
                position: line.position.clone(),
                item: line.item.clone(),
                revision: line.revision.clone(),
                quantity,
                total: total.map(|total| total.normalize()),
                unit: line.unit.clone(),
                condition: line.condition.clone(),
                origin: line.origin.clone(),
            });
            work.extend(below(&line.item, level + 1, total));
        }
        resolved.findings.sort();
        Ok(resolved)
    }

    /// Quantity of a line; none when its formula was not understood (already told).
    pub(crate) fn quantity(&self, line: &Line, selection: &[Option<usize>]) -> Result<Option<Decimal>, String> {
        let number = |property: usize| {
            let place = selection.get(property).copied().flatten()?;
            self.properties.get(property)?.values.get(place)?.number
        };
        line.quantity.as_ref().map(|quantity| quantity.value(number)).transpose()
    }
}
