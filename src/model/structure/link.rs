//! From rows to lines: checks each row, groups the lines by assembly and orders them by position.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::Structure;
use super::line::{
    ALTERNATE, AS_REQUIRED, BomLines, DATES, Line, LineId, LineKind, NO_UNIT, OLD_REVISION, SERIALS, is_scrap,
};
use super::parents::Parents;
use super::position::position_order;
use super::serial::SerialKey;
use super::units::Units;
use super::upward::Upward;
use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings, Severity};
use crate::model::items::{ItemId, Items};
use crate::model::settings::Settings;
use crate::origin::Origin;
use crate::tables::{Symbol, Table, Texts, Value};

/// Words in remarks that say a quantity is as required.
const AS_REQUIRED_WORDS: &[&str] = &[
    "as required",
    "as needed",
    "tarpeen mukaan",
    "tarvittaessa",
    "nach bedarf",
    "naar behoefte",
    "vid behov",
    "efter behov",
    "按需",
    "按需要",
    "根据需要",
];

/// What linking a structure needs.
pub(in crate::model) struct Sources<'a> {
    pub(in crate::model) table: &'a Table,
    pub(in crate::model) item_master: &'a Table,
    pub(in crate::model) units: &'a Table,
    pub(in crate::model) seqs: HashMap<(Symbol, Symbol), i64, FixedState>,
    pub(in crate::model) texts: &'a Texts,
    pub(in crate::model) items: &'a Items,
    pub(in crate::model) company: &'a Settings,
}

/// Sequence number of each item's revision.
pub(in crate::model) fn seqs(revisions: &Table) -> HashMap<(Symbol, Symbol), i64, FixedState> {
    let (items, names, seqs) = (revisions.text("item"), revisions.text("revision"), revisions.integer("seq"));
    (0..revisions.len()).filter_map(|row| Some(((items.get(row)?, names.get(row)?), seqs.get(row)?))).collect()
}

/// Links the rows of the `bom` table.
pub(in crate::model) fn link(sources: &Sources<'_>, parents: &Parents, findings: &mut Findings) -> Structure {
    let (table, texts, items) = (sources.table, sources.texts, sources.items);
    let mut id_of: Vec<Option<ItemId>> = vec![None; texts.len()];
    for (id, item) in items.iter() {
        if let Some(slot) = id_of.get_mut(Texts::index(item.number)) {
            *slot = Some(id);
        }
    }
    let id_of = |symbol: Option<Symbol>| id_of.get(Texts::index(symbol?)).copied().flatten();

    let empty = Structure::default();
    let columns = BomLines::new(&empty, table, texts);
    let item_column = table.text("item");
    let mut check = RowCheck::new(table, texts, findings);
    let units = Units::new(sources.units, texts);
    let master = sources.item_master.text("unit");
    let mut item_units: Vec<Option<Symbol>> =
        items.iter().map(|(_, item)| item.row().and_then(|row| master.get(row))).collect();
    let mut usable: Vec<Usable> = Vec::with_capacity(table.len());
    for (row, parent) in parents.parents.iter().enumerate() {
        if let (Some(parent), Some(item), Ok(row)) = (id_of(*parent), id_of(item_column.get(row)), u32::try_from(row))
            && let Some((kind, mut flags, mut quantity)) = check.row(row, &columns, findings)
        {
            if let (Some(unit), Some(slot)) = (columns.raw(row as usize).unit, item_units.get_mut(item.index())) {
                let base = *slot.get_or_insert(unit);
                if unit != base
                    && let (Some(found), Some(number)) = (quantity, items.get(item).map(|item| item.number))
                {
                    quantity = units.converted(found, unit, base, number);
                    if quantity.is_none() {
                        flags |= NO_UNIT;
                        let mut finding = Finding::new(&codes::E_UNIT).field("unit").value(texts.get(unit));
                        finding.origin = table.cell(row as usize, "unit");
                        findings.push(finding.detail(format!("the unit of the item is \"{}\"", texts.get(base))));
                    }
                }
            }
            usable.push(Usable { parent, item, row, kind, flags, quantity });
        }
    }

    let (first, order) = grouped(usable.iter().map(|line| line.parent), items.len());
    let mut structure = Structure { first_child: Vec::with_capacity(items.len() + 1), ..Structure::default() };
    structure.units = item_units;
    structure.lines.reserve_exact(usable.len());
    let mut group: Vec<Usable> = Vec::new();
    let sum_duplicates = sources.company.flag("sum_duplicates", false);
    for parent in 0..items.len() {
        structure.first_child.push(number(structure.lines.len()));
        let (from, to) = super::bounds(&first, ItemId(number(parent)));
        group.clear();
        let members = order.get(from as usize..to as usize).unwrap_or_default();
        group.extend(members.iter().filter_map(|&index| usable.get(index as usize).copied()));
        arrange_group(&mut group, &columns, sources, sum_duplicates, findings);
        for line in &group {
            let pair = (line.parent, line.item);
            structure.lines.push(Line::new(
                pair,
                line.row,
                (line.kind, line.flags),
                line.quantity,
                &mut structure.large,
            ));
        }
    }
    structure.first_child.push(number(structure.lines.len()));
    let (first_use, uses) = uses_of(&structure.lines, items.len());
    structure.first_use = first_use;
    structure.uses = uses;
    let name = |item: ItemId| items.get(item).map_or("", |item| texts.get(item.number));
    structure.arrange(items.len(), |a, b| position_order(name(a), name(b)).then_with(|| a.cmp(&b)));
    say_whole(&structure, table, name, findings);
    structure
}

/// A row that becomes a line.
#[derive(Clone, Copy)]
struct Usable {
    parent: ItemId,
    item: ItemId,
    row: u32,
    kind: LineKind,
    flags: u8,
    quantity: Option<Decimal>,
}

/// The checks that look at one row only.
struct RowCheck<'a> {
    table: &'a Table,
    texts: &'a Texts,
    /// Rows whose quantity the reader has already named.
    said: BTreeSet<Origin>,
    as_required: Vec<Option<bool>>,
}

impl<'a> RowCheck<'a> {
    fn new(table: &'a Table, texts: &'a Texts, findings: &Findings) -> Self {
        let said = findings
            .iter()
            .filter(|finding| finding.field.as_deref() == Some("quantity") && finding.severity() != Severity::Info)
            .filter_map(|finding| finding.origin.as_ref())
            .filter_map(|origin| origin.row.map(|row| origin.at_row(row)))
            .collect();
        Self { table, texts, said, as_required: Vec::new() }
    }

    /// Kind, flags and quantity of a row; none when it is not used.
    fn row(
        &mut self,
        row: u32,
        columns: &BomLines<'_>,
        findings: &mut Findings,
    ) -> Option<(LineKind, u8, Option<Decimal>)> {
        let index = row as usize;
        let finding = |code, field: &str| {
            let mut finding = Finding::new(code).field(field);
            finding.origin = self.table.cell(index, field);
            finding
        };
        let raw = columns.raw(index);
        let mut flags = 0;
        if let (Some(from), Some(to)) = raw.dates
            && from > to
        {
            findings.push(finding(&codes::E_EFF_ORDER, "valid_to").value(format!("{from} to {to}")));
            return None;
        }
        if let (Some(from), Some(to)) = raw.serials {
            let (from, to) = (self.texts.get(from), self.texts.get(to));
            if SerialKey::new(from) > SerialKey::new(to) {
                findings.push(finding(&codes::E_EFF_ORDER, "serial_to").value(format!("{from} to {to}")));
                return None;
            }
        }
        flags |= if raw.dates == (None, None) { 0 } else { DATES };
        flags |= if raw.serials == (None, None) { 0 } else { SERIALS };
        flags |= if raw.alt_group.is_some() { ALTERNATE } else { 0 };
        if let Some(scrap) = raw.scrap.filter(|scrap| !is_scrap(scrap)) {
            findings.push(finding(&codes::E_SCRAP, "scrap_pct").value(scrap.to_string()));
        }
        let mut kind = raw.kind.map_or(LineKind::Part, |kind| LineKind::parse(self.texts.get(kind)));
        let quantity = match raw.quantity {
            Some(quantity) if quantity.is_zero() => {
                if kind != LineKind::Reference {
                    findings.push(finding(&codes::W_QTY_ZERO, "quantity").value("0"));
                    kind = LineKind::Reference;
                }
                Some(Decimal::ZERO)
            }
            Some(quantity) if quantity.is_sign_negative() => {
                findings.push(finding(&codes::E_QTY, "quantity").value(quantity.to_string()));
                None
            }
            Some(quantity) => Some(quantity),
            None if kind == LineKind::Reference => None,
            None if raw.remarks.is_some_and(|remarks| self.says_as_required(remarks)) => {
                flags |= AS_REQUIRED;
                let mut note = Finding::new(&codes::I_AR).field("quantity");
                note.origin = self.table.cell(index, "quantity");
                findings.push(note);
                None
            }
            None => {
                let said = self.table.origin(index).is_some_and(|origin| self.said.contains(&origin));
                if !said {
                    findings.push(finding(&codes::E_QTY, "quantity").detail("the quantity is blank"));
                }
                None
            }
        };
        Some((kind, flags, quantity))
    }

    /// True for remarks such as "AR" or "nach Bedarf"; each text is looked at once.
    fn says_as_required(&mut self, remarks: Symbol) -> bool {
        let index = Texts::index(remarks);
        if let Some(Some(known)) = self.as_required.get(index) {
            return *known;
        }
        let text = self.texts.get(remarks).to_lowercase();
        let says = AS_REQUIRED_WORDS.iter().any(|word| text.contains(word))
            || text.split(|c: char| !c.is_alphanumeric() && c != '/').any(|word| matches!(word, "ar" | "a/r"));
        if self.as_required.len() <= index {
            self.as_required.resize(index + 1, None);
        }
        if let Some(slot) = self.as_required.get_mut(index) {
            *slot = Some(says);
        }
        says
    }
}

/// Orders the lines of one assembly by position, and takes out lines that are there twice.
fn arrange_group(
    group: &mut Vec<Usable>,
    columns: &BomLines<'_>,
    sources: &Sources<'_>,
    sum_duplicates: bool,
    findings: &mut Findings,
) {
    if group.len() < 2 {
        return;
    }
    let (table, texts) = (sources.table, sources.texts);
    let position = |line: &Usable| columns.position.get(line.row as usize);
    let order = |a: &Usable, b: &Usable| match (position(a), position(b)) {
        (Some(a), Some(b)) if a == b => Ordering::Equal,
        (Some(a), Some(b)) => position_order(texts.get(a), texts.get(b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    if !group.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
        group.sort_by(order);
    }
    if !sum_duplicates {
        drop_duplicates(group, table, findings);
    }
    check_positions(group, columns, sources, findings);
    mark_old_revisions(group, columns, sources);
}

/// Leaves out rows that are equal in every column to an earlier one of the same assembly.
fn drop_duplicates(group: &mut Vec<Usable>, table: &Table, findings: &mut Findings) {
    let mut by_item: Vec<(ItemId, u32)> = group.iter().map(|line| (line.item, line.row)).collect();
    by_item.sort_unstable();
    let mut double: BTreeSet<u32> = BTreeSet::new();
    for same in by_item.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let mut kept: Vec<u32> = Vec::new();
        for &(_, row) in same {
            // Looking at a bounded number of earlier lines keeps a sheet of one repeated item linear.
            match kept.iter().take(64).find(|&&earlier| is_equal(table, earlier, row)) {
                Some(&earlier) => {
                    double.insert(row);
                    let mut finding = Finding::new(&codes::W_LINE_DUP);
                    finding.origin = table.origin(row as usize);
                    let first = table.origin(earlier as usize).map_or_else(String::new, |origin| origin.to_string());
                    findings.push(finding.detail(format!("equal to {first}; counted once")));
                }
                None => kept.push(row),
            }
        }
    }
    if !double.is_empty() {
        group.retain(|line| !double.contains(&line.row));
    }
}

/// True when two rows have the same value in every column.
fn is_equal(table: &Table, one: u32, two: u32) -> bool {
    table.columns().iter().all(|column| match (column.values.get(one as usize), column.values.get(two as usize)) {
        (Value::Decimal(one), Value::Decimal(two)) => one == two,
        (one, two) => one == two,
    })
}

/// Names lines that share a position although both hold at the same time.
fn check_positions(group: &[Usable], columns: &BomLines<'_>, sources: &Sources<'_>, findings: &mut Findings) {
    let (table, texts) = (sources.table, sources.texts);
    let position = |line: &Usable| columns.position.get(line.row as usize);
    for same in group.chunk_by(|a, b| position(a).is_some() && position(a) == position(b)).filter(|same| same.len() > 1)
    {
        for (index, line) in same.iter().enumerate() {
            if line.flags & ALTERNATE != 0 {
                continue;
            }
            let earlier = same.iter().take(index).find(|other| {
                other.flags & ALTERNATE == 0
                    && columns.raw(other.row as usize).overlaps(&columns.raw(line.row as usize), texts)
            });
            if let Some(earlier) = earlier {
                let mut finding = Finding::new(&codes::E_POS_DUP).field("position");
                finding.origin = table.cell(line.row as usize, "position");
                finding.value = position(line).map(|symbol| texts.get(symbol).to_owned());
                let first = table.origin(earlier.row as usize).map_or_else(String::new, |origin| origin.to_string());
                findings.push(finding.detail(format!("also in {first}; both lines count")));
            }
        }
    }
}

/// Marks lines that belong to a revision of their assembly which is not its newest one.
fn mark_old_revisions(group: &mut [Usable], columns: &BomLines<'_>, sources: &Sources<'_>) {
    let revision = |line: &Usable| columns.parent_revision.get(line.row as usize);
    let mut named: Vec<Symbol> = group.iter().filter_map(revision).collect();
    named.sort_unstable();
    named.dedup();
    if named.len() < 2 {
        return;
    }
    let Some(parent) = group.first().and_then(|line| sources.items.get(line.parent)) else { return };
    let seq = |name: Symbol| sources.seqs.get(&(parent.number, name)).copied();
    let mut ranked: Vec<(Option<i64>, Symbol)> = named.into_iter().map(|name| (seq(name), name)).collect();
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| position_order(sources.texts.get(a.1), sources.texts.get(b.1))));
    let newest = ranked.last().map(|&(_, name)| name);
    for line in group {
        if revision(line).is_some_and(|name| Some(name) != newest) {
            line.flags |= OLD_REVISION;
        }
    }
}

/// What is said about the structure as a whole: loops, tops, older revisions.
fn say_whole<'a>(structure: &Structure, table: &Table, name: impl Fn(ItemId) -> &'a str, findings: &mut Findings) {
    for cycle in &structure.cycles {
        let path: Vec<&str> = cycle.iter().chain(cycle.first()).map(|&item| name(item)).collect();
        let mut finding = Finding::new(&codes::E_CYCLE).value(path.join(" > "));
        if let Some(&first) = cycle.first() {
            let next = cycle.get(1).copied().unwrap_or(first);
            let line = structure.children(first).find(|(_, line)| line.item == next);
            finding.origin = line.and_then(|(_, line)| table.origin(line.row as usize));
        }
        findings.push(finding);
    }
    if structure.more_cycles {
        findings.push(
            Finding::new(&codes::E_CYCLE)
                .detail(format!("there are more loops than the {} that are listed", structure.cycles.len())),
        );
    }
    if let Some(&first) = structure.tops.first() {
        const SHOWN: usize = 20;
        let shown: Vec<&str> = structure.tops.iter().take(SHOWN).map(|&item| name(item)).collect();
        let rest = structure.tops.len().saturating_sub(SHOWN);
        let detail = if structure.tops.len() == 1 {
            format!("\"{}\" is in no assembly", name(first))
        } else {
            format!("{} items are in no assembly", structure.tops.len())
        };
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        findings.push(Finding::new(&codes::I_TOPS).value(shown.join(", ") + &more).detail(detail));
    }
    let old = structure.lines.iter().filter(|line| line.flags & OLD_REVISION != 0).count();
    if old > 0 {
        findings.push(Finding::new(&codes::I_REV_OLD).detail(format!("{old} lines")));
    }
}

/// The uses of each item: where they begin, and all of them by item in the order of lines.
fn uses_of(lines: &[Line], count: usize) -> (Vec<u32>, Vec<Upward>) {
    let first = starts(lines.iter().map(|line| line.item), count);
    let mut next = first.clone();
    let mut uses = vec![Upward::NONE; lines.len()];
    for (id, line) in (0_u32..).map(LineId).zip(lines) {
        if let Some(place) = next.get_mut(line.item.index()) {
            if let Some(slot) = uses.get_mut(*place as usize) {
                *slot = Upward::new(id, line);
            }
            *place += 1;
        }
    }
    (first, uses)
}

/// Groups entries by item: where each item's entries begin, and the entries in their order.
fn grouped(items: impl Iterator<Item = ItemId> + Clone, count: usize) -> (Vec<u32>, Vec<u32>) {
    let first = starts(items.clone(), count);
    let mut next = first.clone();
    let mut entries = vec![0_u32; first.last().map_or(0, |&all| all as usize)];
    for (index, item) in (0_u32..).zip(items) {
        if let Some(place) = next.get_mut(item.index()) {
            if let Some(slot) = entries.get_mut(*place as usize) {
                *slot = index;
            }
            *place += 1;
        }
    }
    (first, entries)
}

/// Where the entries of each item begin, and behind the last one how many there are.
fn starts(items: impl Iterator<Item = ItemId>, count: usize) -> Vec<u32> {
    let mut first = vec![0_u32; count + 1];
    for item in items {
        if let Some(slot) = first.get_mut(item.index() + 1) {
            *slot += 1;
        }
    }
    let mut total: u32 = 0;
    for slot in &mut first {
        total += *slot;
        *slot = total;
    }
    first
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
