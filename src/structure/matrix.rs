//! Which revision of an item may be taken for which: a cell for each pair.
//!
//! Rule: structures specification, section 2 and 10.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::compare::Verdict;
use super::interchange::Interchange;
use super::where_used::by_number;
use crate::model::{Catalog, ItemId, position_order};
use crate::tables::Symbol;

/// One delivered revision of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// The item.
    pub item: ItemId,
    /// The delivered revision.
    pub revision: Symbol,
    /// Row of the `revisions` table.
    pub row: u32,
    /// The newest released revision that may replace it.
    pub latest: Option<Symbol>,
    /// Whether it may be replaced by the revision of each column; none where the item has no such revision, and for
    /// itself.
    pub cells: Vec<Option<Verdict>>,
}

/// Items by revisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// Names of revisions, in the order of their columns: by sequence number, then name.
    pub columns: Vec<Symbol>,
    /// Delivered revisions, by item number, then in the order of `seq`.
    pub rows: Vec<MatrixRow>,
}

/// Compares every revision of items with every other; without `items` for all that have revisions.
///
/// Verdicts are about the relation alone: whether a revision is released, the row of that revision says.
#[must_use]
pub fn interchange_matrix(catalog: &Catalog, items: Option<&[ItemId]>, on: NaiveDate) -> Matrix {
    let interchange = Interchange::new(catalog);
    let table = catalog.table("revisions");
    let (numbers, names, seqs) = (table.text("item"), table.text("revision"), table.integer("seq"));
    let mut by_item: BTreeMap<ItemId, Vec<(i64, u32, Symbol)>> = BTreeMap::new();
    for (row, number) in (0..table.len()).zip(0_u32..) {
        let item = numbers.get(row).and_then(|item| catalog.items().find(item));
        let (Some(item), Some(name), Some(seq)) = (item, names.get(row), seqs.get(row)) else { continue };
        let list = by_item.entry(item).or_default();
        if items.is_none_or(|items| items.contains(&item)) && !list.iter().any(|&(_, _, known)| known == name) {
            list.push((seq, number, name));
        }
    }
    let mut order: Vec<ItemId> =
        by_item.iter().filter(|(_, revisions)| !revisions.is_empty()).map(|(&item, _)| item).collect();
    order.sort_by(|&a, &b| by_number(catalog, a, b));
    let mut first_seq: BTreeMap<Symbol, i64> = BTreeMap::new();
    for &(seq, _, name) in by_item.values().flatten() {
        let first = first_seq.entry(name).or_insert(seq);
        *first = (*first).min(seq);
    }
    let mut columns: Vec<(i64, Symbol)> = first_seq.into_iter().map(|(name, seq)| (seq, name)).collect();
    columns.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| position_order(catalog.text(a.1), catalog.text(b.1))));
    let columns: Vec<Symbol> = columns.into_iter().map(|(_, name)| name).collect();
    let mut rows = Vec::new();
    for item in order {
        let Some(revisions) = by_item.get_mut(&item) else { continue };
        revisions.sort_by_key(|&(seq, row, _)| (seq, row));
        let known: BTreeSet<Symbol> = revisions.iter().map(|&(_, _, name)| name).collect();
        for &(_, row, delivered) in revisions.iter() {
            let verdict = |wanted: Symbol| {
                (wanted != delivered && known.contains(&wanted))
                    .then(|| interchange.verdict((item, Some(delivered)), (item, Some(wanted)), on))
            };
            rows.push(MatrixRow {
                item,
                revision: delivered,
                row,
                latest: interchange.latest(item, delivered, on),
                cells: columns.iter().map(|&wanted| verdict(wanted)).collect(),
            });
        }
    }
    Matrix { columns, rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;

    /// The example of section 2 as a matrix, and an item with other names beside it.
    #[test]
    fn the_worked_example_as_a_matrix() {
        let catalog = catalog(&[(
            "revisions",
            "item,revision,seq,status,interchange\nP,A,1,RELEASED,\nP,B,2,RELEASED,FULL\nP,C,3,RELEASED,FORWARD\n\
             P,D,4,RELEASED,NONE\nP,E,5,RELEASED,FULL\nQ,B,1,RELEASED,\nQ,X,2,RELEASED,SET\n",
        )]);
        let found = interchange_matrix(&catalog, None, catalog.as_of());
        let columns: Vec<&str> = found.columns.iter().map(|&name| catalog.text(name)).collect();
        assert_eq!(columns, ["A", "B", "X", "C", "D", "E"]);
        let lines: Vec<String> = found
            .rows
            .iter()
            .map(|row| {
                let cells: Vec<&str> = row.cells.iter().map(|cell| cell.map_or("-", Verdict::name)).collect();
                let latest = row.latest.map_or("", |name| catalog.text(name));
                let item = catalog.item_number(row.item);
                format!("{item} {} {latest} {}", catalog.text(row.revision), cells.join(" "))
            })
            .collect();
        assert_eq!(
            lines,
            [
                "P A C - FULL - FORWARD NONE NONE",
                "P B C FULL - - FORWARD NONE NONE",
                "P C C BACKWARD BACKWARD - - NONE NONE",
                "P D E NONE NONE - NONE - FULL",
                "P E E NONE NONE - NONE FULL -",
                "Q B X - - COND - - -",
                "Q X X - BACKWARD - - - -",
            ]
        );
        assert_eq!(interchange_matrix(&catalog, Some(&[]), catalog.as_of()), Matrix::default());
    }
}
