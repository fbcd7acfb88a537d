//! Keys that occur twice: both places are named, the first row stays.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher as _, Hash as _, Hasher as _};

use foldhash::fast::FixedState;

use crate::finding::codes::model as codes;
use crate::finding::{Finding, Findings};
use crate::tables::{Symbol, Table, Texts};

/// The columns that together name a row, by table; the first one must be there.
const KEYS: &[(&str, &[&str])] = &[
    ("items", &["item", "revision"]),
    ("customers", &["customer"]),
    ("projects", &["project"]),
    ("revisions", &["item", "revision"]),
    ("units", &["unit", "item"]),
    ("segments", &["segment"]),
    ("discount_groups", &["discount_group"]),
    ("product_groups", &["group"]),
];

/// Rows of a table whose key an earlier row has; each is named in the findings.
pub(super) fn duplicates(table: &Table, texts: &Texts, findings: &mut Findings) -> BTreeSet<usize> {
    let mut double = BTreeSet::new();
    let Some((_, fields)) = KEYS.iter().find(|(name, _)| *name == table.name()) else { return double };
    let [first_field, ..] = fields else { return double };
    let columns: Vec<_> = fields.iter().map(|field| table.text(field)).collect();
    let key = |row: usize| -> [Option<Symbol>; 2] {
        [columns.first().and_then(|column| column.get(row)), columns.get(1).and_then(|column| column.get(row))]
    };
    let mut first: HashMap<[Option<Symbol>; 2], usize, FixedState> = HashMap::default();
    first.reserve(table.len());
    for row in 0..table.len() {
        let key = key(row);
        if key[0].is_none() {
            continue;
        }
        let earlier = *first.entry(key).or_insert(row);
        if earlier != row {
            double.insert(row);
            let value: Vec<&str> = key.iter().flatten().map(|&part| texts.get(part)).collect();
            let mut finding = Finding::new(&codes::E_KEY_DUP).field(*first_field).value(value.join(" / "));
            finding.origin = table.cell(row, first_field);
            let place = table.cell(earlier, first_field).map_or_else(String::new, |origin| origin.to_string());
            findings.push(finding.detail(format!("first in {place}, which is used")));
        }
    }
    double
}

/// Tables whose numbers are compared without case when prices are looked for.
const WITHOUT_CASE: &[(&str, &str)] = &[("items", "item"), ("customers", "customer")];

/// Names the numbers that differ from an earlier one only in case.
pub(super) fn alike(table: &Table, texts: &Texts, findings: &mut Findings) {
    let Some((_, field)) = WITHOUT_CASE.iter().find(|(name, _)| *name == table.name()) else { return };
    let numbers = table.text(field);
    let mut first: HashMap<u64, (Symbol, usize), FixedState> = HashMap::default();
    first.reserve(table.len());
    let mut seen = vec![false; texts.len()];
    for row in 0..table.len() {
        let Some(number) = numbers.get(row) else { continue };
        if seen.get_mut(Texts::index(number)).is_none_or(|seen| std::mem::replace(seen, true)) {
            continue;
        }
        let (earlier, at) = *first.entry(hash_without_case(texts.get(number))).or_insert((number, row));
        if earlier != number && texts.get(earlier).to_lowercase() == texts.get(number).to_lowercase() {
            let mut finding = Finding::new(&codes::W_KEY_CASE).field(*field).value(texts.get(number));
            finding.origin = table.cell(row, field);
            let place = table.cell(at, field).map_or_else(String::new, |origin| origin.to_string());
            findings.push(finding.detail(format!("\"{}\" in {place}", texts.get(earlier))));
        }
    }
}

/// The same for texts that differ only in case.
fn hash_without_case(text: &str) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    text.chars().flat_map(char::to_lowercase).for_each(|char| char.hash(&mut hasher));
    hasher.finish()
}
