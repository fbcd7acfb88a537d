//! Links between tables: names that one table uses and the table they should stand in lacks.
//!
//! Each unknown name is said once, at its first place, with the number of its further places.

use std::collections::BTreeMap;

use super::catalog::Catalog;
use crate::finding::codes::model as codes;
use crate::finding::{Code, Finding, Findings};
use crate::tables::{Symbol, Table, Texts};

/// How many unknown names get a proposal: finding the nearest one looks at all names.
const PROPOSALS: usize = 100;

/// Everything the links of a catalog get wrong.
pub(super) fn check(catalog: &Catalog) -> Findings {
    let mut findings = Findings::new();
    if !catalog.table("items").is_empty() {
        let known = known(catalog.table("items"), "item", catalog.texts());
        let uses = [
            ("bom", "item"),
            ("bom", "parent"),
            ("machines", "item"),
            ("as_built", "item"),
            ("as_built", "parent"),
            ("recalls", "item"),
            ("alternates", "scope_parent"),
        ];
        unknown(catalog, &codes::E_ITEM_UNKNOWN, &uses, &known, &mut findings);
    }
    if !catalog.table("customers").is_empty() {
        let known = known(catalog.table("customers"), "customer", catalog.texts());
        let uses = [
            ("machines", "customer"),
            ("projects", "customer"),
            ("customer_prices", "customer"),
            ("customer_discounts", "customer"),
            ("order_lines", "customer"),
            ("spare_sales", "customer"),
        ];
        unknown(catalog, &codes::E_CUSTOMER_UNKNOWN, &uses, &known, &mut findings);
    }
    if !catalog.table("projects").is_empty() {
        let known = known(catalog.table("projects"), "project", catalog.texts());
        unknown(catalog, &codes::E_PROJECT_UNKNOWN, &[("machines", "project")], &known, &mut findings);
    }
    revisions(catalog, &mut findings);
    findings
}

/// Which texts stand in a column.
fn known(table: &Table, field: &str, texts: &Texts) -> Vec<bool> {
    let mut known = vec![false; texts.len()];
    let column = table.text(field);
    for symbol in (0..table.len()).filter_map(|row| column.get(row)) {
        if let Some(slot) = known.get_mut(Texts::index(symbol)) {
            *slot = true;
        }
    }
    known
}

/// Names the values of `uses` (table, field) that are not known.
fn unknown(
    catalog: &Catalog,
    code: &'static Code,
    uses: &[(&str, &'static str)],
    known: &[bool],
    findings: &mut Findings,
) {
    let mut proposals = 0;
    for &(name, field) in uses {
        let table = catalog.table(name);
        let column = table.text(field);
        let mut places: BTreeMap<usize, (Symbol, usize, usize)> = BTreeMap::new();
        for row in 0..table.len() {
            if let Some(symbol) = column.get(row)
                && known.get(Texts::index(symbol)) != Some(&true)
            {
                places.entry(Texts::index(symbol)).or_insert((symbol, row, 0)).2 += 1;
            }
        }
        for (symbol, row, count) in places.into_values() {
            let mut finding = Finding::new(code).field(field).value(catalog.text(symbol));
            finding.origin = table.cell(row, field);
            let mut details = Vec::new();
            if proposals < PROPOSALS {
                proposals += 1;
                let names = catalog.texts().iter().map(|(symbol, _)| symbol);
                let names = names.filter(|&symbol| known.get(Texts::index(symbol)) == Some(&true));
                if let Some(nearest) = catalog.nearest(catalog.text(symbol), names).into_iter().next() {
                    details.push(format!("the nearest is \"{nearest}\""));
                }
            }
            if count > 1 {
                details.push(format!("also in {} further rows", count - 1));
            }
            finding.detail = Some(details.join("; ")).filter(|detail| !detail.is_empty());
            findings.push(finding);
        }
    }
}

/// Revisions of structures that the `revisions` table lacks, and relations left blank in it.
fn revisions(catalog: &Catalog, findings: &mut Findings) {
    let table = catalog.table("revisions");
    if table.is_empty() {
        return;
    }
    let (items, names, seqs) = (table.text("item"), table.text("revision"), table.integer("seq"));
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut first: BTreeMap<usize, i64> = BTreeMap::new();
    for row in 0..table.len() {
        if let (Some(item), Some(name)) = (items.get(row), names.get(row)) {
            let item = Texts::index(item);
            known.entry((item, Texts::index(name))).or_insert(row);
            let seq = seqs.get(row).unwrap_or(i64::MAX);
            first.entry(item).and_modify(|first| *first = seq.min(*first)).or_insert(seq);
        }
    }
    let relations = table.text("interchange");
    for row in 0..table.len() {
        let Some(item) = items.get(row) else { continue };
        let is_first = first.get(&Texts::index(item)).is_some_and(|&first| seqs.get(row).unwrap_or(i64::MAX) <= first);
        if !is_first && relations.get(row).is_none() {
            let mut finding = Finding::new(&codes::W_INTERCHANGE_BLANK).field("interchange");
            finding.origin = table.cell(row, "interchange");
            findings.push(finding);
        }
    }
    for (name, item_field, field) in
        [("bom", "item", "revision"), ("bom", "parent", "parent_revision"), ("as_built", "item", "revision")]
    {
        let lines = catalog.table(name);
        let (items, names) = (lines.text(item_field), lines.text(field));
        let mut places: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
        for row in 0..lines.len() {
            if let (Some(item), Some(name)) = (items.get(row), names.get(row)) {
                let key = (Texts::index(item), Texts::index(name));
                if !known.contains_key(&key) {
                    places.entry(key).or_insert((row, 0)).1 += 1;
                }
            }
        }
        for (row, count) in places.into_values() {
            let text = |symbol: Option<Symbol>| symbol.map_or("", |symbol| catalog.text(symbol));
            let mut finding = Finding::new(&codes::E_REV_UNKNOWN).field(field).value(text(names.get(row)));
            finding.origin = lines.cell(row, field);
            let more = if count > 1 { format!("; also in {} further rows", count - 1) } else { String::new() };
            findings.push(finding.detail(format!("of item \"{}\"{more}", text(items.get(row)))));
        }
    }
}
