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
    let mut structure = Structure { first_child: Vec::with_capacity(items.len() + 1), ..Structure::default() };
    let mut usable: Vec<Line> = Vec::with_capacity(table.len());
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
            usable.push(Line::new((parent, item), row, (kind, flags), quantity, &mut structure.large));
        }
    }

    let (first, mut lines) = grouped(&usable, items.len());
    drop(usable);
    structure.units = item_units;
    // The lines of an assembly are put in order where they stand; what is left out makes room for those behind it.
    let mut end = 0;
    let sum_duplicates = sources.company.flag("sum_duplicates", false);
    for parent in 0..items.len() {
        structure.first_child.push(number(end));
        let (from, to) = super::bounds(&first, ItemId(number(parent)));
        let (from, to) = (from as usize, to as usize);
        let Some(group) = lines.get_mut(from..to) else { continue };
        let kept = arrange_group(group, &columns, sources, sum_duplicates, findings);
        if end < from {
            lines.copy_within(from..from + kept, end);
        }
        end += kept;
    }
    structure.first_child.push(number(end));
    lines.truncate(end);
    structure.lines = lines;
    let (first_use, uses) = uses_of(&structure.lines, items.len());
    structure.first_use = first_use;
    structure.uses = uses;
    let name = |item: ItemId| items.get(item).map_or("", |item| texts.get(item.number));
    structure.arrange(items.len(), |a, b| position_order(name(a), name(b)).then_with(|| a.cmp(&b)));
    say_whole(&structure, table, name, findings);
    structure
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

/// Orders the lines of one assembly by position, and takes out lines that are there twice; how many are left in front.
fn arrange_group(
    group: &mut [Line],
    columns: &BomLines<'_>,
    sources: &Sources<'_>,
    sum_duplicates: bool,
    findings: &mut Findings,
) -> usize {
    if group.len() < 2 {
        return group.len();
    }
    let (table, texts) = (sources.table, sources.texts);
    let position = |line: &Line| columns.position.get(line.row as usize);
    let order = |a: &Line, b: &Line| match (position(a), position(b)) {
        (Some(a), Some(b)) if a == b => Ordering::Equal,
        (Some(a), Some(b)) => position_order(texts.get(a), texts.get(b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    if !group.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
        group.sort_by(order);
    }
    let kept = if sum_duplicates { group.len() } else { drop_duplicates(group, table, findings) };
    let group = group.get_mut(..kept).unwrap_or_default();
    check_positions(group, columns, sources, findings);
    mark_old_revisions(group, columns, sources);
    kept
}

/// Leaves out rows that are equal in every column to an earlier one of the same assembly; how many are left in front.
fn drop_duplicates(group: &mut [Line], table: &Table, findings: &mut Findings) -> usize {
    // Few lines are looked through faster than they are sorted.
    let is_few = group.len() <= 8;
    let is_double = |index: usize| group.iter().take(index).any(|earlier| Some(earlier.item) == item_at(group, index));
    if is_few && !(1..group.len()).any(is_double) {
        return group.len();
    }
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
    let mut kept = 0;
    for index in 0..group.len() {
        let Some(line) = group.get(index).copied() else { continue };
        if !double.contains(&line.row) {
            if let Some(slot) = group.get_mut(kept) {
                *slot = line;
            }
            kept += 1;
        }
    }
    kept
}

fn item_at(group: &[Line], index: usize) -> Option<ItemId> {
    group.get(index).map(|line| line.item)
}

/// True when two rows have the same value in every column.
fn is_equal(table: &Table, one: u32, two: u32) -> bool {
    table.columns().iter().all(|column| match (column.values.get(one as usize), column.values.get(two as usize)) {
        (Value::Decimal(one), Value::Decimal(two)) => one == two,
        (one, two) => one == two,
    })
}

/// Names lines that share a position although both hold at the same time.
fn check_positions(group: &[Line], columns: &BomLines<'_>, sources: &Sources<'_>, findings: &mut Findings) {
    let (table, texts) = (sources.table, sources.texts);
    let position = |line: &Line| columns.position.get(line.row as usize);
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
fn mark_old_revisions(group: &mut [Line], columns: &BomLines<'_>, sources: &Sources<'_>) {
    let revision = |line: &Line| columns.parent_revision.get(line.row as usize);
    if columns.parent_revision.is_blank() {
        return;
    }
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

/// Groups lines by assembly: where each assembly's lines begin, and the lines in the order of their rows.
fn grouped(lines: &[Line], count: usize) -> (Vec<u32>, Vec<Line>) {
    let first = starts(lines.iter().map(|line| line.parent), count);
    let mut next = first.clone();
    let mut placed = lines.to_vec();
    for line in lines {
        if let Some(place) = next.get_mut(line.parent.index()) {
            if let Some(slot) = placed.get_mut(*place as usize) {
                *slot = *line;
            }
            *place += 1;
        }
    }
    (first, placed)
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
