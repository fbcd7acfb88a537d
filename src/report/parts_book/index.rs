//! The indexes of a book: by number and by name, one row a place.
//!
//! Rules: parts-book specification, section 3.

use rust_decimal::Decimal;

use super::plan::{BookLine, LineKind, Plan};
use super::source::Source;
use crate::model::ItemId;
use crate::values::{ata_cmp, name_cmp, natural_cmp};

/// How item numbers are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberOrder {
    /// Runs of digits as integers, digits before letters.
    #[default]
    Natural,
    /// Character by character, letters before digits, O as zero and I as one.
    Ata,
}

/// One place of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRow {
    /// The part.
    pub item: ItemId,
    /// What the line is to the reader.
    pub kind: LineKind,
    /// Figure.
    pub figure: usize,
    /// Position.
    pub position: String,
    /// Row of the line on its page, from zero.
    pub line: usize,
    /// Quantity in one assembly.
    pub quantity: Option<Decimal>,
    /// Pieces in one machine.
    pub per_machine: Option<Decimal>,
}

/// One row a place, sorted by number; protected parts, whose number is not printed, come last by figure and position.
#[must_use]
pub fn by_number(plan: &Plan, source: &dyn Source, order: NumberOrder) -> Vec<IndexRow> {
    let mut rows = places(plan);
    rows.sort_by(|a, b| {
        let hidden = |row: &IndexRow| row.kind == LineKind::Protected;
        let numbers = (source.number(a.item), source.number(b.item));
        let compared = match order {
            NumberOrder::Natural => natural_cmp(numbers.0, numbers.1),
            NumberOrder::Ata => ata_cmp(numbers.0, numbers.1),
        };
        let by_number =
            if hidden(a) { std::cmp::Ordering::Equal } else { compared.then_with(|| numbers.0.cmp(numbers.1)) };
        hidden(a)
            .cmp(&hidden(b))
            .then(by_number)
            .then_with(|| a.figure.cmp(&b.figure))
            .then_with(|| a.line.cmp(&b.line))
    });
    rows
}

/// The first place of each part, sorted by its name in a language; equal names by item number.
#[must_use]
pub fn by_name(
    plan: &Plan,
    source: &dyn Source,
    language: &str,
    name: &dyn Fn(ItemId) -> Option<String>,
) -> Vec<(String, IndexRow)> {
    let mut rows: Vec<(String, IndexRow)> = Vec::new();
    let mut seen = std::collections::HashSet::<ItemId>::new();
    for row in places(plan) {
        if let Some(name) = name(row.item)
            && seen.insert(row.item)
        {
            rows.push((name, row));
        }
    }
    rows.sort_by(|a, b| {
        name_cmp(&a.0, &b.0, language).then_with(|| natural_cmp(source.number(a.1.item), source.number(b.1.item)))
    });
    rows
}

fn places(plan: &Plan) -> Vec<IndexRow> {
    plan.pages
        .iter()
        .flat_map(|page| page.lines.iter().enumerate().map(move |(line, own)| place(plan, page.figure, line, own)))
        .collect()
}

fn place(plan: &Plan, figure: usize, line: usize, own: &BookLine) -> IndexRow {
    IndexRow {
        item: own.source.item,
        kind: own.kind,
        figure,
        position: own.source.shown_position(),
        line,
        quantity: own.source.quantity,
        per_machine: plan.total(own.source.item),
    }
}
