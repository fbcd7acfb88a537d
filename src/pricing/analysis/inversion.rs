//! Families in which a bigger part is cheaper than a smaller one.
//!
//! Rules: parts-pricing specification, sections 7 (the test) and 9 (families without order).

use std::collections::{BTreeMap, HashSet};

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::parts::Part;
use super::{Analyst, PriceIssue};
use crate::finding::codes::analysis as codes;
use crate::pricing::cells::Cells;
use crate::pricing::keys::fold;

/// What a family is ordered by: the first column that all its members have.
const ORDERS: [&str; 3] = ["family_order", "weight_kg", "cost"];

/// A priced member of a family.
struct Member {
    row: usize,
    item: String,
    size: Decimal,
    price: Decimal,
}

impl Analyst<'_> {
    /// Members of families of `priced_parts` that are cheaper than the dearest of the next smaller size. Core parts and
    /// parts without price are left out; an item of several products counts once.
    pub(super) fn inversions(&mut self) {
        let families = self.cells("priced_parts", "family");
        let orders = ORDERS.map(|field| self.cells("priced_parts", field));
        let mut all: BTreeMap<String, Vec<Part>> = BTreeMap::new();
        for part in self.parts().into_iter().filter(|part| part.price.is_some() && !families.is_blank(part.row)) {
            all.entry(families.shown(part.row)).or_default().push(part);
        }
        for (family, mut parts) in all {
            let mut seen = HashSet::<String, FixedState>::default();
            parts.retain(|part| seen.insert(fold(&part.item)));
            if parts.len() > 1 {
                let members = self.ordered(&family, &parts, &orders);
                self.inverted(&family, &members);
            }
        }
    }

    /// The members by size; by weight, else by cost, when sizes are missing.
    fn ordered(&mut self, family: &str, parts: &[Part], orders: &[Cells<'_>; 3]) -> Vec<Member> {
        let complete = |cells: &Cells<'_>| parts.iter().all(|part| cells.decimal(part.row).is_some());
        let found = ORDERS.into_iter().zip(orders).find(|(_, cells)| complete(cells));
        if !matches!(found, Some(("family_order", _))) {
            let detail = found.map_or("not ordered".to_owned(), |(field, _)| format!("ordered by {field}"));
            let origin = parts.first().and_then(|part| self.cell("priced_parts", part.row, "family"));
            self.note(&codes::I_FAMILY_ORDER, family, detail, origin);
        }
        let Some((_, sizes)) = found else { return Vec::new() };
        let member = |part: &Part| {
            let (size, price) = sizes.decimal(part.row).zip(part.price)?;
            Some(Member { row: part.row, item: part.item.clone(), size, price })
        };
        let mut members: Vec<Member> = parts.iter().filter_map(member).collect();
        members.sort_by(|a, b| a.size.cmp(&b.size).then_with(|| a.item.cmp(&b.item)));
        members
    }

    /// Compares the members of each size with those of the size before.
    fn inverted(&mut self, family: &str, members: &[Member]) {
        let mut smaller: Option<&Member> = None;
        for same in members.chunk_by(|a, b| a.size == b.size) {
            for member in same {
                let Some(before) = smaller.filter(|before| member.price < before.price) else { continue };
                let about = self.about_part(&codes::W_FAMILY_INVERSION, &member.item, member.price, before.price);
                self.add(PriceIssue {
                    other: before.item.clone(),
                    detail: format!(
                        "{family}: size {} at {}, size {} ({}) at {}",
                        member.size.normalize(),
                        member.price.normalize(),
                        before.size.normalize(),
                        before.item,
                        before.price.normalize()
                    ),
                    origin: self.cell("priced_parts", member.row, "family"),
                    ..about
                });
            }
            smaller = same.iter().max_by(|a, b| a.price.cmp(&b.price).then_with(|| b.item.cmp(&a.item)));
        }
    }
}
