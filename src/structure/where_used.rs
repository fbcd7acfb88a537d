//! Where an item is used: direct assemblies, all assemblies above them, and the machines and customers that have them.
//!
//! Rules: structures specification, section 8. The quantity in an ancestor is the sum over all paths of the products of
//! the quantities on them, computed without listing paths.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::accumulate::Ancestors;
use super::amount::Figure;
use super::effectivity::Effectivity;
use super::error::StructureError;
use super::field::{self, CustomerTotal, FieldUse};
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, Line, LineId, position_order};
use crate::tables::Symbol;

/// How far up a question goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Up to the top products.
    #[default]
    Top,
    /// On to the machines that were delivered.
    Machines,
    /// On to the customers who have them.
    Customers,
}

/// How uses are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhereUsedOptions {
    /// Only lines that name this revision of the item, or none; by default all.
    pub revision: Option<String>,
    /// The day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Only uses up to this level; by default all. Quantities are over all paths in any case.
    pub levels: Option<u32>,
    /// How far up.
    pub to: Reach,
}

/// One use of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Lines between the assembly and the item on the shortest path: 1 is directly.
    pub level: u32,
    /// The assembly.
    pub parent: ItemId,
    /// The item's line in the assembly; on higher levels the line through which the shortest path goes.
    pub line: LineId,
    /// Position of a direct use.
    pub position: Option<Symbol>,
    /// On level 1 the quantity of this line, above it the quantity in the assembly over all paths.
    pub quantity: Option<Decimal>,
    /// Quantity of the item in one of this assembly, over all paths.
    pub total: Figure,
    /// Unit of the item's quantity.
    pub unit: Option<Symbol>,
    /// The assembly is in no other.
    pub is_top: bool,
    /// The line names the item for information only and counts as 0.
    pub is_reference: bool,
}

/// Where an item is used.
#[derive(Clone, Debug)]
pub struct WhereUsed {
    /// The item.
    pub item: ItemId,
    /// The revision asked for.
    pub revision: Option<String>,
    /// The day.
    pub on: NaiveDate,
    /// How far up.
    pub to: Reach,
    /// Assemblies, ordered by level, item number of the assembly, position.
    pub uses: Vec<Use>,
    /// Machines (ordered by level, item number, serial number) or, for customers, by customer first.
    pub field: Vec<FieldUse>,
    /// What each customer has, ordered by customer number; only for customers.
    pub customers: Vec<CustomerTotal>,
    /// What is doubtful.
    pub findings: Findings,
    /// First line of the shortest path down from each assembly, ordered by assembly.
    via: Vec<(ItemId, LineId)>,
}

impl WhereUsed {
    /// The items from the assembly of a use down to the item.
    #[must_use]
    pub fn path(&self, catalog: &Catalog, row: usize) -> Vec<ItemId> {
        let structure = catalog.structure();
        let Some(found) = self.uses.get(row) else { return Vec::new() };
        let mut path = vec![found.parent];
        let mut line = structure.line(found.line);
        while let Some(below) = line {
            path.push(below.item);
            if below.item == self.item {
                break;
            }
            let via = self.via.binary_search_by_key(&below.item, |&(item, _)| item).ok();
            line = via.and_then(|index| self.via.get(index)).and_then(|&(_, id)| structure.line(id));
        }
        path
    }
}

/// Lists every place an item is used: each line that names it, then all assemblies above, nearest first.
///
/// # Errors
/// [`StructureError::UnknownRevision`] when nothing names the revision asked for.
pub fn where_used(catalog: &Catalog, item: ItemId, options: &WhereUsedOptions) -> Result<WhereUsed, StructureError> {
    let on = options.on.unwrap_or(catalog.as_of());
    let valid = Effectivity::new(catalog, on, None);
    let revision = Revision::new(catalog, item, options.revision.as_deref())?;
    let structure = catalog.structure();
    let direct = |line: &Line| revision.fits(valid.lines.revision(line));
    let ancestors = Ancestors::new(structure, catalog.items().len(), item, direct, |id, line| valid.counts(id, line));
    let mut findings = Findings::new();
    let uses = uses(catalog, &valid, &ancestors, direct, options.levels);
    say(catalog, &ancestors, &mut findings);
    let closed = structure
        .uses(item)
        .filter(|(id, line)| line.has_serials() && valid.lines.serials(line).1.is_some() && !valid.counts(*id, line))
        .count();
    if closed > 0 && options.to == Reach::Top {
        let detail = format!("{closed} direct uses; the uses in machines have them where they were fitted");
        findings.push(Finding::new(&codes::I_SERIAL_RANGE).value(catalog.item_number(item)).detail(detail));
    }
    let (field, customers) = match options.to {
        Reach::Top => (Vec::new(), Vec::new()),
        to => field::field_uses(catalog, item, on, revision, to, &mut findings),
    };
    let mut via: Vec<(ItemId, LineId)> =
        ancestors.nodes.iter().filter_map(|node| node.via.map(|via| (node.item, via))).collect();
    via.sort_unstable();
    findings.sort();
    Ok(WhereUsed {
        item,
        revision: options.revision.clone(),
        on,
        to: options.to,
        uses,
        field,
        customers,
        findings,
        via,
    })
}

/// The revision of the item that is asked for.
#[derive(Clone, Copy)]
pub(crate) enum Revision {
    All,
    One(Symbol),
}

impl Revision {
    fn new(catalog: &Catalog, item: ItemId, revision: Option<&str>) -> Result<Self, StructureError> {
        let Some(wanted) = revision else { return Ok(Self::All) };
        let number = catalog.items().get(item).map(|item| item.number);
        let lines = catalog.bom_lines();
        let mut known: Vec<Symbol> =
            catalog.structure().uses(item).filter_map(|(_, line)| lines.revision(line)).collect();
        let of_item = lines.structure().children(item).filter_map(|(_, line)| lines.parent_revision(line));
        known.extend(of_item);
        for table in ["revisions", "items", "as_built"].map(|name| catalog.table(name)) {
            let (items, names) = (table.text("item"), table.text("revision"));
            known.extend((0..table.len()).filter(|&row| items.get(row) == number).filter_map(|row| names.get(row)));
        }
        if let Some(symbol) = catalog.texts().find(wanted).filter(|symbol| known.contains(symbol)) {
            return Ok(Self::One(symbol));
        }
        let mut known: Vec<String> = known.into_iter().map(|name| catalog.text(name).to_owned()).collect();
        known.sort_by(|a, b| position_order(a, b));
        known.dedup();
        Err(StructureError::UnknownRevision {
            item: catalog.item_number(item).to_owned(),
            revision: wanted.to_owned(),
            known,
        })
    }

    /// True for a line that names the revision, or none.
    pub(crate) fn fits(self, named: Option<Symbol>) -> bool {
        match self {
            Self::All => true,
            Self::One(wanted) => named.is_none_or(|named| named == wanted),
        }
    }
}

/// The rows: direct uses line by line, then the assemblies above.
fn uses(
    catalog: &Catalog,
    valid: &Effectivity<'_>,
    ancestors: &Ancestors,
    direct: impl Fn(&Line) -> bool,
    levels: Option<u32>,
) -> Vec<Use> {
    let structure = catalog.structure();
    let Some(start) = ancestors.nodes.first() else { return Vec::new() };
    let unit = structure.unit(start.item);
    let mut rows: Vec<Use> = Vec::new();
    for (id, line) in structure.uses(start.item).filter(|(id, line)| direct(line) && valid.counts(*id, line)) {
        let Some(full) = valid.lines.get(id) else { continue };
        let node = ancestors.get(line.parent);
        rows.push(Use {
            level: 1,
            parent: line.parent,
            line: id,
            position: full.position,
            quantity: structure.quantity(line),
            total: node.map_or(Figure::Known(Decimal::ZERO), |node| node.total.figure()),
            unit,
            is_top: node.map_or_else(|| !structure.is_used(line.parent), |node| node.is_top),
            is_reference: line.is_reference(),
        });
    }
    rows.extend(ancestors.own.map(|(level, line)| Use {
        level,
        parent: start.item,
        line,
        position: None,
        quantity: None,
        total: Figure::Endless,
        unit,
        is_top: false,
        is_reference: false,
    }));
    rows.extend(ancestors.nodes.iter().filter(|node| node.level > 1).filter_map(|node| {
        let total = node.total.figure();
        Some(Use {
            level: node.level,
            parent: node.item,
            line: node.via?,
            position: None,
            quantity: total.quantity(),
            total,
            unit,
            is_top: node.is_top,
            is_reference: false,
        })
    }));
    if let Some(levels) = levels {
        rows.retain(|row| row.level <= levels);
    }
    // Lines of one assembly are numbered in position order.
    rows.sort_by(|a, b| {
        a.level.cmp(&b.level).then_with(|| by_number(catalog, a.parent, b.parent)).then_with(|| a.line.cmp(&b.line))
    });
    rows
}

/// Orders items by their numbers.
pub(crate) fn by_number(catalog: &Catalog, a: ItemId, b: ItemId) -> std::cmp::Ordering {
    if a == b {
        return std::cmp::Ordering::Equal;
    }
    position_order(catalog.item_number(a), catalog.item_number(b)).then_with(|| a.cmp(&b))
}

/// Loops among the ancestors, and figures that are too long.
pub(crate) fn say(catalog: &Catalog, ancestors: &Ancestors, findings: &mut Findings) {
    let is_endless = |item: ItemId| ancestors.get(item).is_some_and(|node| node.total.figure() == Figure::Endless);
    if ancestors.nodes.iter().any(|node| node.total.figure() == Figure::Endless) {
        for cycle in catalog.structure().cycles().iter().filter(|cycle| cycle.iter().all(|&item| is_endless(item))) {
            let path: Vec<&str> = cycle.iter().chain(cycle.first()).map(|&item| catalog.item_number(item)).collect();
            let path = path.join(" > ");
            let is_said =
                |said: &&Finding| said.code == &codes::E_CYCLE && said.value.as_deref() == Some(path.as_str());
            let said = catalog.findings().iter().find(is_said);
            findings.extend(said.cloned());
        }
    }
    let too_long = ancestors.nodes.iter().filter(|node| node.total.figure() == Figure::TooLong);
    let mut names: Vec<&str> = too_long.map(|node| catalog.item_number(node.item)).collect();
    names.sort_unstable();
    if let Some(&first) = names.first() {
        let mut finding = Finding::new(&codes::E_QTY_RANGE).field("quantity").value(first);
        if names.len() > 1 {
            finding = finding.detail(format!("and {} further assemblies", names.len() - 1));
        }
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::{BOOK, BUILDABLE, chain, diamond, number, path_text};

    fn uses(catalog: &Catalog, item: &str, options: &WhereUsedOptions) -> WhereUsed {
        where_used(catalog, catalog.item(item).unwrap(), options).unwrap()
    }

    /// Quantity in each ancestor.
    fn totals(catalog: &Catalog, item: &str) -> Vec<(String, String)> {
        let found = uses(catalog, item, &WhereUsedOptions::default());
        found.uses.iter().map(|row| (catalog.item_number(row.parent).to_owned(), number(row.total))).collect()
    }

    fn pairs(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        texts.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    /// Structures specification, section 8 and SU8.
    #[test]
    fn su8_quantities_are_summed_over_all_paths() {
        let catalog = catalog(&[("bom", BUILDABLE)]);
        assert_eq!(totals(&catalog, "C1"), pairs(&[("S1", "2"), ("V", "3"), ("S2", "5"), ("T", "9")]));
        assert_eq!(totals(&catalog, "C2"), pairs(&[("S1", "1"), ("S2", "5"), ("T", "7")]));
        let found = uses(&catalog, "C2", &WhereUsedOptions::default());
        let tops: Vec<bool> = found.uses.iter().map(|row| row.is_top).collect();
        assert_eq!(tops, [false, false, true]);
        // S2 has C2 directly (4) and once more through S1: the line says 4, the total 5.
        assert_eq!(found.uses[1].quantity, Some(Decimal::from(4)));
    }

    /// SU9: one cycle; the direct parent of what hangs below it is shown.
    #[test]
    fn su9_a_cycle_is_said_once_and_leaves_the_rest_usable() {
        let catalog = catalog(&[("bom", "parent,item,quantity\nA,B,1\nB,C,1\nC,A,1\nC,D,2\n")]);
        let cycles: Vec<&str> = catalog
            .findings()
            .iter()
            .filter(|finding| finding.code.id == "E-CYCLE")
            .filter_map(|finding| finding.value.as_deref())
            .collect();
        assert_eq!(cycles, ["A > B > C > A"]);
        let found = uses(&catalog, "D", &WhereUsedOptions::default());
        let direct = found.uses[0];
        assert_eq!((catalog.item_number(direct.parent), direct.quantity), ("C", Some(Decimal::from(2))));
        assert_eq!(direct.total, Figure::Endless);
        assert_eq!(found.uses.len(), 3);
        assert_eq!(found.findings.iter().filter(|finding| finding.code.id == "E-CYCLE").count(), 1);
    }

    #[test]
    fn an_item_in_a_loop_is_used_in_itself() {
        let catalog = catalog(&[("bom", "parent,item,quantity\nA,B,1\nB,A,1\nX,X,1\n")]);
        let found = uses(&catalog, "B", &WhereUsedOptions::default());
        let rows: Vec<String> = (0..found.uses.len())
            .map(|row| format!("{} {}", found.uses[row].level, path_text(&catalog, &found.path(&catalog, row))))
            .collect();
        assert_eq!(rows, ["1 A > B", "2 B > A > B"]);
        let found = uses(&catalog, "X", &WhereUsedOptions::default());
        assert_eq!((found.uses.len(), found.uses[0].total), (1, Figure::Endless));
    }

    /// SU10: 2^60 paths.
    #[test]
    fn su10_a_diamond_of_sixty_levels_is_exact() {
        let catalog = catalog(&[("bom", &diamond(60))]);
        let began = std::time::Instant::now();
        let found = uses(&catalog, "L60", &WhereUsedOptions::default());
        assert!(began.elapsed().as_millis() < 1_000);
        let top = found.uses.last().unwrap();
        assert_eq!((catalog.item_number(top.parent), number(top.total).as_str()), ("L0", "1152921504606846976"));
    }

    #[test]
    fn a_total_of_more_than_28_digits_is_a_finding() {
        let catalog = catalog(&[("bom", &chain(40, 10))]);
        let found = uses(&catalog, "L40", &WhereUsedOptions::default());
        let top = found.uses.last().unwrap();
        assert_eq!((top.total, top.quantity), (Figure::TooLong, None));
        assert!(found.findings.iter().any(|finding| finding.code.id == "E-QTY-RANGE"));
    }

    #[test]
    fn ten_thousand_levels_are_no_limit() {
        let catalog = catalog(&[("bom", &chain(10_000, 1))]);
        let found = uses(&catalog, "L10000", &WhereUsedOptions::default());
        assert_eq!(found.uses.len(), 10_000);
        assert_eq!(found.uses.last().unwrap().level, 10_000);
        assert_eq!(found.path(&catalog, 9_999).len(), 10_001);
    }

    #[test]
    fn levels_limit_rows_not_quantities() {
        let catalog = catalog(&[("bom", "parent,position,item,quantity\nT,10,S,2\nT,20,C,1\nS,10,C,3\n")]);
        let found = uses(&catalog, "C", &WhereUsedOptions { levels: Some(1), ..Default::default() });
        let rows: Vec<(&str, Option<Decimal>, String)> =
            found.uses.iter().map(|row| (catalog.item_number(row.parent), row.quantity, number(row.total))).collect();
        assert_eq!(rows, [("S", Some(Decimal::from(3)), "3".to_owned()), ("T", Some(Decimal::ONE), "7".to_owned())]);
    }

    #[test]
    fn references_and_as_required_lines_count_as_nothing() {
        let catalog = catalog(&[(
            "bom",
            "parent,position,item,quantity,kind,remarks\nM,10,A,2,,\nA,10,G,,,as required\nA,20,D,1,REFERENCE,\n",
        )]);
        let grease = uses(&catalog, "G", &WhereUsedOptions::default());
        assert_eq!(grease.uses.iter().map(|row| number(row.total)).collect::<Vec<_>>(), ["0", "0"]);
        let drawing = uses(&catalog, "D", &WhereUsedOptions::default());
        assert_eq!(drawing.uses.len(), 1);
        assert!(drawing.uses[0].is_reference);
    }

    #[test]
    fn machines_have_the_structure_of_their_delivery_and_serial_number() {
        let catalog = catalog(&[
            (
                "bom",
                "parent,position,item,quantity,valid_from,valid_to,serial_from,serial_to\n\
                 M,10,A,2,,,,\nA,10,OLD,3,,2024-12-31,,\nA,10,NEW,1,2025-01-01,,,\n\
                 M,20,PUMP,1,,,SN5,SN6\n",
            ),
            (
                "machines",
                "serial,item,delivery_date,project,customer\nSN4,M,2024-05-01,P1,\nSN5,M,2025-05-01,,C2\n\
                 SN6,M,2024-12-31,P1,\nSN7,M,2027-01-01,P1,\n",
            ),
            ("projects", "project,customer\nP1,C1\n"),
            ("customers", "customer,name,country\nC1,Aalto Oy,FI\nC2,Bau GmbH,DE\n"),
        ]);
        let ask = |item: &str, to| {
            let found = uses(&catalog, item, &WhereUsedOptions { to, ..Default::default() });
            let rows: Vec<String> = found
                .field
                .iter()
                .map(|row| {
                    let machine = catalog.machines().get(row.machine).unwrap();
                    format!(
                        "{} {} {} {}",
                        row.customer.map_or("-", |id| catalog.customer_number(id)),
                        catalog.text(machine.serial.unwrap()),
                        number(row.total),
                        path_text(&catalog, &row.path)
                    )
                })
                .collect();
            (rows, found)
        };
        assert_eq!(ask("OLD", Reach::Machines).0, ["C1 SN4 6 M > A > OLD", "C1 SN6 6 M > A > OLD"]);
        assert_eq!(ask("NEW", Reach::Machines).0, ["C2 SN5 2 M > A > NEW"]);
        let (rows, found) = ask("PUMP", Reach::Customers);
        assert_eq!(rows, ["C1 SN6 1 M > PUMP", "C2 SN5 1 M > PUMP"]);
        assert_eq!(found.customers.len(), 2);
        assert!(found.findings.iter().any(|finding| finding.code.id == "I-MACHINE-LATER"));
        let (rows, found) = ask("A", Reach::Customers);
        assert_eq!(rows, ["C1 SN4 2 M > A", "C1 SN6 2 M > A", "C2 SN5 2 M > A"]);
        assert_eq!(number(found.customers[0].total), "4");
    }

    #[test]
    fn what_was_recorded_for_a_machine_goes_before_its_design() {
        let catalog = catalog(&[
            ("bom", "parent,item,quantity\nM,PUMP,1\n"),
            (
                "machines",
                "serial,item,delivery_date\nS1,M,2024-01-01\nS2,M,2024-01-01\nS3,M,2024-01-01\nS4,X,2024-01-01\n",
            ),
            (
                "as_built",
                "serial,parent,item,revision,quantity\nS1,M,UNIT,,2\nS1,UNIT,PUMP,B,3\nS2,M,PUMP,B,1\nS4,X,PUMP,C,1\n\
                 S3,M,BOLT,,8\n",
            ),
            ("service_events", "date,serial,action,item,quantity\n2025-01-01,S2,REMOVE,PUMP,1\n"),
        ]);
        let ask = |revision: Option<&str>| -> Vec<String> {
            let revision = revision.map(str::to_owned);
            let options = WhereUsedOptions { to: Reach::Machines, revision, ..Default::default() };
            let found = uses(&catalog, "PUMP", &options);
            let row = |row: &FieldUse| {
                let serial = catalog.machines().get(row.machine).and_then(|machine| machine.serial).unwrap();
                format!("{} {} {}", catalog.text(serial), number(row.total), row.structure.name())
            };
            found.field.iter().map(row).collect()
        };
        assert_eq!(ask(None), ["S3 1 designed", "S4 1 maintained", "S1 6 maintained"]);
        assert_eq!(ask(Some("C")), ["S3 1 designed", "S4 1 maintained"]);
    }

    #[test]
    fn the_worked_example_of_the_parts_book() {
        let catalog = catalog(&[("bom", BOOK)]);
        let found = uses(&catalog, "W220", &WhereUsedOptions::default());
        let rows: Vec<String> = (0..found.uses.len())
            .map(|row| format!("{} {}", number(found.uses[row].total), path_text(&catalog, &found.path(&catalog, row))))
            .collect();
        assert_eq!(rows, ["2 A200 > W220", "1 A310 > W220", "1 A300 > A310 > W220", "4 M100 > A200 > W220"]);
    }

    #[test]
    fn a_revision_nobody_names_is_an_error() {
        let catalog = catalog(&[("bom", "parent,item,revision,quantity\nA,X,1,1\nB,X,2,1\nC,X,,1\n")]);
        let ask = |revision: &str| {
            let options = WhereUsedOptions { revision: Some(revision.to_owned()), ..Default::default() };
            where_used(&catalog, catalog.item("X").unwrap(), &options)
        };
        let parents: Vec<_> =
            ask("2").unwrap().uses.iter().map(|row| catalog.item_number(row.parent).to_owned()).collect();
        assert_eq!(parents, ["B", "C"]);
        assert_eq!(ask("9").unwrap_err().to_string(), "item \"X\" has no revision \"9\"; it has \"1\", \"2\"");
    }
}
