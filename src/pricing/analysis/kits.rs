//! Kits and assemblies against what is in them (parts-pricing specification, section 4).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Analyst, PriceIssue, below};
use crate::finding::codes::analysis as codes;

impl Analyst<'_> {
    /// Kits dearer than their content, cheaper than one piece of it, or discounted too much.
    pub(super) fn kits(&mut self) {
        let cells = |name| self.cells("kits", name);
        let (kits, items, quantities) = (cells("kit"), cells("item"), cells("quantity"));
        let mut contents: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in 0..self.book.catalog.table("kits").len() {
            contents.entry(kits.shown(row)).or_default().push(row);
        }
        for (kit, rows) in contents {
            let key = self.key(&kit);
            let Some(price) = self.list_price(key) else { continue };
            let priced: Vec<(usize, Decimal)> =
                rows.iter().filter_map(|&row| Some((row, self.list_price(self.key(&items.shown(row)))?))).collect();
            let sum = priced.iter().try_fold(Decimal::ZERO, |sum, &(row, unit)| {
                sum.checked_add(unit.checked_mul(quantities.decimal(row).unwrap_or(Decimal::ONE))?)
            });
            let Some(sum) = sum.filter(|sum| *sum > Decimal::ZERO) else { continue };
            let origin = rows.first().and_then(|&row| self.cell("kits", row, "kit"));
            let content = format!("content {}", sum.normalize());
            let found = |code, limit: Decimal, other: String, detail: String| PriceIssue {
                other,
                detail,
                origin: origin.clone(),
                ..self.about(code, key, price, limit)
            };
            let mut issues = Vec::new();
            if price > sum {
                issues.push(found(&codes::W_KIT_ABOVE_SUM, sum, String::new(), content.clone()));
            }
            // With unpriced content the sum is too small to say that the discount is too large.
            let least = below(sum, self.options.kit_discount_percent).filter(|_| priced.len() == rows.len());
            if let Some(least) = least.filter(|least| price < *least) {
                let detail = format!("{content}, at least {}", least.normalize());
                issues.push(found(&codes::W_KIT_DISCOUNT, least, String::new(), detail));
            }
            let dearest = priced.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
            if let Some(&(row, unit)) = dearest.filter(|(_, unit)| price < *unit) {
                let part = items.shown(row);
                let detail = format!("{part} alone {}", unit.normalize());
                issues.push(found(&codes::W_KIT_BELOW_PART, unit, part, detail));
            }
            self.answer.issues.extend(issues);
        }
    }

    /// Assemblies cheaper than all pieces of one of their children; lines that hold on the day, no alternatives.
    pub(super) fn assemblies(&mut self) {
        let catalog = &self.book.catalog;
        let (structure, lines) = (catalog.structure(), catalog.bom_lines());
        let mut issues = Vec::new();
        for (id, _) in catalog.items().iter() {
            let key = self.key(catalog.item_number(id));
            let Some(price) = self.list_price(key).filter(|_| structure.has_children(id)) else { continue };
            let mut worst: Option<(Decimal, &crate::model::Line)> = None;
            for (_, line) in structure.children(id) {
                let (from, to) = lines.dates(line);
                let holds = from.is_none_or(|from| from <= self.on) && to.is_none_or(|to| self.on <= to);
                if !holds
                    || line.is_reference()
                    || line.is_alternate()
                    || line.is_of_old_revision()
                    || line.is_as_required()
                {
                    continue;
                }
                let child = self.list_price(self.key(catalog.item_number(line.item)));
                let amount = child.zip(structure.quantity(line)).and_then(|(unit, pieces)| unit.checked_mul(pieces));
                if let Some(amount) = amount.filter(|amount| price < *amount)
                    && worst.is_none_or(|(most, _)| most < amount)
                {
                    worst = Some((amount, line));
                }
            }
            if let Some((amount, line)) = worst {
                let child = catalog.item_number(line.item);
                let pieces = structure.quantity(line).unwrap_or_default().normalize();
                issues.push(PriceIssue {
                    other: child.to_owned(),
                    detail: format!("{pieces} × {child}: {}", amount.normalize()),
                    origin: lines.origin(line),
                    ..self.about(&codes::W_ASSEMBLY_BELOW_CHILD, key, price, amount)
                });
            }
        }
        self.answer.issues.extend(issues);
    }
}
