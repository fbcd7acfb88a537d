//! Rules between properties: rows of `variant_rules` to formulas that must hold. Variants specification, section 4.

use super::logic::{Arena, Mentions, Node, Scope};
use super::vocabulary::{Names, list, note};
use crate::finding::Findings;
use crate::finding::codes::variants as codes;
use crate::model::Catalog;
use crate::origin::Origin;
use crate::tables::Table;

/// One rule of a product.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// `EXCLUDES`, `REQUIRES`, `ALLOW` or `FORBID_TABLE`.
    pub kind: String,
    /// The rule in words, as written in the sheet.
    pub text: String,
    /// What to tell when it is broken.
    pub messages: Names,
    /// The first row of the rule.
    pub origin: Option<Origin>,
    pub(crate) arena: Arena,
    pub(crate) root: Node,
    /// The nodes of the formula.
    pub(crate) parts: Vec<Node>,
}

impl Rule {
    /// The message in a language; the rule itself when it has none.
    #[must_use]
    pub fn message(&self, language: &str) -> String {
        self.messages.get(language).map_or_else(|| format!("{}: {}", self.name, self.text), str::to_owned)
    }
}

/// A rule while its rows are read.
struct Draft<'a> {
    name: &'a str,
    kind: String,
    rows: Vec<usize>,
}

/// True when a row is about the product or one of its groups.
pub(crate) fn applies(catalog: &Catalog, table: &Table, row: usize, product: &str, groups: &[String]) -> bool {
    let cell = |field: &str| table.text(field).get(row).map(|symbol| catalog.text(symbol));
    cell("product").is_some_and(|name| name == product)
        || cell("group").is_some_and(|name| groups.iter().any(|group| group == name))
}

/// The rules of a product in sheet order; true when one could not be used.
pub(crate) fn read(
    catalog: &Catalog,
    scope: &Scope<'_>,
    product: &str,
    groups: &[String],
    findings: &mut Findings,
) -> (Vec<Rule>, bool) {
    let table = catalog.table("variant_rules");
    let cell = |field: &str, row| table.text(field).get(row).map(|symbol| catalog.text(symbol));
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    let mut incomplete = false;
    for row in 0..table.len() {
        if !applies(catalog, table, row, product, groups) || table.flag("active").get(row) == Some(false) {
            continue;
        }
        let Some(name) = cell("rule", row) else { continue };
        let kind = cell("kind", row).map(str::to_uppercase).unwrap_or_default();
        if !["EXCLUDES", "REQUIRES", "ALLOW", "FORBID_TABLE"].contains(&kind.as_str()) {
            note(findings, &codes::E_RULE_KIND, (table, row, "kind"), Some(&kind), format!("rule {name} is not used"));
            incomplete = true;
            continue;
        }
        let is_table = kind == "ALLOW" || kind == "FORBID_TABLE";
        match drafts.iter_mut().find(|draft| is_table && draft.name == name && draft.kind == kind) {
            Some(draft) => draft.rows.push(row),
            None => drafts.push(Draft { name, kind, rows: vec![row] }),
        }
    }
    let mut rules = Vec::new();
    for draft in &drafts {
        let mut reading =
            Reading { catalog, table, scope, findings, arena: Arena::default(), mentions: Mentions::default() };
        let Some(root) = reading.requirement(draft) else {
            incomplete = true;
            continue;
        };
        let (arena, mut mentions) = (reading.arena, reading.mentions);
        let first = draft.rows.first().copied().unwrap_or_default();
        mentions.foreign.sort_unstable();
        mentions.foreign.dedup();
        let at = (table, first, "if");
        if mentions.own == 0 {
            let detail = format!("rule {} names no property of product {product}", draft.name);
            note(findings, &codes::I_RULE_UNUSED, at, None, detail);
            continue;
        }
        for property in &mentions.foreign {
            let detail = format!("rule {}: product {product} has no property {property}", draft.name);
            note(findings, &codes::I_COND_PROPERTY, at, Some(property), detail);
        }
        rules.push(Rule {
            name: draft.name.to_owned(),
            text: words(draft, |field| cell(field, first)),
            kind: draft.kind.clone(),
            messages: Names::read(catalog, table, "message", first),
            origin: table.origin(first),
            parts: arena.parts(root),
            arena,
            root,
        });
    }
    (rules, incomplete)
}

/// The rule as a sentence.
fn words<'a>(draft: &Draft<'_>, cell: impl Fn(&str) -> Option<&'a str>) -> String {
    let (condition, then) = (cell("if").unwrap_or("always"), cell("then").unwrap_or("always"));
    match draft.kind.as_str() {
        "EXCLUDES" => format!("{condition} excludes {then}"),
        "REQUIRES" => format!("{condition} requires {then}"),
        "ALLOW" => format!("only the {} rows of the table are allowed", draft.rows.len()),
        _ => format!("the {} rows of the table are forbidden", draft.rows.len()),
    }
}

struct Reading<'a> {
    catalog: &'a Catalog,
    table: &'a Table,
    scope: &'a Scope<'a>,
    findings: &'a mut Findings,
    arena: Arena,
    mentions: Mentions,
}

impl Reading<'_> {
    /// The formula that must hold; none when a condition is not understood.
    fn requirement(&mut self, draft: &Draft<'_>) -> Option<Node> {
        let mut rows = Vec::new();
        for &row in &draft.rows {
            let (condition, then) = (self.condition(draft, row, "if")?, self.condition(draft, row, "then")?);
            if draft.kind == "REQUIRES" {
                let not = self.arena.not(condition);
                return Some(self.arena.any(vec![not, then]));
            }
            let mut parts = vec![condition, then];
            if draft.kind != "EXCLUDES" {
                parts.extend(self.columns(draft, row)?);
            }
            rows.push(self.arena.all(parts));
        }
        let any = self.arena.any(rows);
        Some(if draft.kind == "ALLOW" { any } else { self.arena.not(any) })
    }

    fn condition(&mut self, draft: &Draft<'_>, row: usize, field: &str) -> Option<Node> {
        let text = self.table.text(field).get(row).map_or("", |symbol| self.catalog.text(symbol));
        match self.scope.read(text, &mut self.arena, &mut self.mentions) {
            Ok(node) => Some(node),
            Err(problem) => {
                let detail = format!("rule {}, {problem}", draft.name);
                note(self.findings, &codes::E_COND, (self.table, row, field), Some(text), detail);
                None
            }
        }
    }

    /// The cells of a table rule: one column a property, blank is any value.
    fn columns(&mut self, draft: &Draft<'_>, row: usize) -> Option<Vec<Node>> {
        let mut parts = Vec::new();
        for column in self.table.columns() {
            let known = [&column.title, &column.name].into_iter().find_map(|name| self.scope.vocabulary.find(name));
            let Some(property) = known else { continue };
            let Some(text) = super::vocabulary::cell_text(self.catalog, column.values.get(row)) else { continue };
            let Some(entry) = self.scope.vocabulary.get(property) else { continue };
            let mut wanted = Vec::new();
            for value in list(&text) {
                let Some(found) = entry.find(&value) else {
                    let nearest = entry.nearest_value(&value);
                    let detail = format!("rule {}, unknown value \"{value}\" of {}{nearest}", draft.name, entry.name);
                    note(self.findings, &codes::E_COND, (self.table, row, &column.name), Some(&text), detail);
                    return None;
                };
                wanted.push(found);
            }
            match self.scope.own.get(property).and_then(Option::as_ref) {
                None => {
                    self.mentions.foreign.push(entry.name.clone());
                    parts.push(self.arena.constant(false));
                }
                Some((place, offered)) => {
                    self.mentions.own += 1;
                    let chosen = offered.iter().enumerate().filter(|(_, value)| wanted.contains(value));
                    let mask = super::logic::Mask::of(chosen.map(|(index, _)| index));
                    parts.push(self.arena.is(*place, mask));
                }
            }
        }
        Some(parts)
    }
}
