//! Links between tables: names that one table uses and the table they should stand in lacks.
//!
//! Each unknown name is said once, at its first place, with the number of its further places.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::catalog::Catalog;
use super::proposals::{behind, other_forms, proposals};
use crate::finding::codes::model as codes;
use crate::finding::codes::reading::E_ITEM_TYPE;
use crate::finding::{Code, Finding, Findings};
use crate::tables::{Symbol, Table, Texts};

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
        damaged(catalog, &uses, &known, &mut findings);
    }
    if !catalog.table("customers").is_empty() {
        let known = known(catalog.table("customers"), "customer", catalog.texts());
        let uses = [("machines", "customer"), ("projects", "customer"), ("spare_sales", "customer")];
        unknown(catalog, &codes::E_CUSTOMER_UNKNOWN, &uses, &known, &mut findings);
        // Prices are found without regard to case (pricing reference, section 2).
        let priced = [("customer_prices", "customer"), ("customer_discounts", "customer"), ("order_lines", "customer")];
        let known = known_in_any_case(catalog, &priced, known);
        unknown(catalog, &codes::E_CUSTOMER_UNKNOWN, &priced, &known, &mut findings);
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

/// The known texts, and those in `uses` (table, field) that differ from one of them in case only.
fn known_in_any_case(catalog: &Catalog, uses: &[(&str, &str)], mut known: Vec<bool>) -> Vec<bool> {
    let mut others: BTreeMap<usize, Symbol> = BTreeMap::new();
    for &(name, field) in uses {
        let table = catalog.table(name);
        let column = table.text(field);
        for symbol in (0..table.len()).filter_map(|row| column.get(row)) {
            let index = Texts::index(symbol);
            if known.get(index) != Some(&true) {
                others.insert(index, symbol);
            }
        }
    }
    if others.is_empty() {
        return known;
    }
    let folded: HashSet<String> = known_names(catalog, &known).iter().map(|name| name.to_lowercase()).collect();
    for (index, symbol) in others {
        if let Some(slot) = known.get_mut(index) {
            *slot = folded.contains(&catalog.text(symbol).to_lowercase());
        }
    }
    known
}

/// Names the values of `uses` (table, field) that are not known, and what each was probably meant to be.
fn unknown(
    catalog: &Catalog,
    code: &'static Code,
    uses: &[(&str, &'static str)],
    known: &[bool],
    findings: &mut Findings,
) {
    let mut found: Vec<(Symbol, Finding, usize)> = Vec::new();
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
            found.push((symbol, finding, count));
        }
    }
    if found.is_empty() {
        return;
    }
    let asked: Vec<&str> = found.iter().map(|(symbol, ..)| catalog.text(*symbol)).collect();
    let nearest = proposals(&asked, &known_names(catalog, known), code == &codes::E_ITEM_UNKNOWN);
    for ((_, mut finding, count), nearest) in found.into_iter().zip(nearest) {
        let nearest = nearest.map(|nearest| match nearest.why.as_str() {
            "" => format!("the nearest is \"{}\"", nearest.name),
            why => format!("the nearest is \"{}\": {why}", nearest.name),
        });
        let further = (count > 1).then(|| format!("also in {} further rows", count - 1));
        let details: Vec<String> = nearest.into_iter().chain(further).collect();
        finding.detail = Some(details.join("; ")).filter(|detail| !detail.is_empty());
        findings.push(finding);
    }
}

/// Columns of item numbers, in any table.
const ITEM_FIELDS: &[&str] = &["item", "old", "new", "alt", "replacement_item", "old_item"];

/// Item numbers of all other tables that the item master has only in another form, as a spreadsheet program or a typist
/// changes it. Numbers that are merely unknown say so where they are asked about.
fn damaged(catalog: &Catalog, uses: &[(&str, &str)], known: &[bool], findings: &mut Findings) {
    let mut found: Vec<(Symbol, Finding)> = Vec::new();
    for table in catalog.tables().filter(|table| table.name() != "items") {
        for &field in ITEM_FIELDS.iter().filter(|field| !uses.contains(&(table.name(), **field))) {
            let column = table.text(field);
            let mut seen: BTreeSet<usize> = BTreeSet::new();
            for row in 0..table.len() {
                let Some(symbol) = column.get(row) else { continue };
                let index = Texts::index(symbol);
                if known.get(index) != Some(&true) && seen.insert(index) {
                    let mut finding = Finding::new(&codes::W_ITEM_FORM).field(field).value(catalog.text(symbol));
                    finding.origin = table.cell(row, field);
                    found.push((symbol, finding));
                }
            }
        }
    }
    if found.is_empty() {
        return;
    }
    let asked: Vec<&str> = found.iter().map(|(symbol, _)| catalog.text(*symbol)).collect();
    let meant = other_forms(&asked, &known_names(catalog, known));
    for ((_, finding), meant) in found.into_iter().zip(meant) {
        if let Some(meant) = meant {
            findings.push(finding.detail(format!("the item master has \"{}\": {}", meant.name, meant.why)));
        }
    }
}

/// The known texts.
fn known_names<'a>(catalog: &'a Catalog, known: &[bool]) -> Vec<&'a str> {
    let names = catalog.texts().iter().filter(|(symbol, _)| known.get(Texts::index(*symbol)) == Some(&true));
    names.map(|(_, name)| name).collect()
}

/// Adds to the values that are no item numbers any more which numbers of the item master may have become them.
pub(super) fn propose(findings: &mut Findings, catalog: &Catalog) {
    const FIELDS: &[&str] = &["item", "parent", "old", "new", "alt", "replacement_item"];
    const SHOWN: usize = 3;
    let items = catalog.table("items");
    let mut damaged: Vec<&mut Finding> = findings
        .entries_mut()
        .filter(|finding| {
            finding.code == &E_ITEM_TYPE && finding.field.as_deref().is_some_and(|field| FIELDS.contains(&field))
        })
        .collect();
    if items.is_empty() || damaged.is_empty() {
        return;
    }
    let values: Vec<String> = damaged.iter().map(|finding| finding.value.clone().unwrap_or_default()).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let known = known(items, "item", catalog.texts());
    let found = behind(&values, &known_names(catalog, &known));
    for (finding, names) in damaged.iter_mut().zip(found).filter(|(_, names)| !names.is_empty()) {
        let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("\"{name}\"")).collect();
        let more = names.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let own = finding.detail.take().map_or_else(String::new, |detail| format!("{detail}; "));
        finding.detail =
            Some(format!("{own}the item master has {}{more}, which may have become this", shown.join(", ")));
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
