//! Decides which table a sheet is: named by the caller, by its own name, by its titles.
//!
//! Rules: workbook specification, section 1. What cannot be decided is said, never guessed: titles alone must show a good
//! part of a table and, for tables that share their columns with many others, a column that only they have.

use std::collections::BTreeMap;

use super::aliases;
use super::layout::{Layout, Look, layout, may_be_title};
use super::matrix;
use super::questions::{Question, which_table};
use super::schema::{self, Form, Required, TableSpec};
use crate::finding::{Finding, codes};
use crate::origin::Origin;

/// What recognising came to.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// The sheet belongs to a table.
    Table(Box<Layout>),
    /// It does not, and why.
    Unknown(Unknown),
}

/// Why a sheet belongs to no table.
#[derive(Clone, Debug)]
pub(super) struct Unknown {
    pub(super) findings: Vec<Finding>,
    /// The tables that were weighed and how many titles each knows.
    pub(super) scores: String,
    pub(super) questions: Vec<Question>,
}

/// Tables in the order in which equally good readings are preferred; all others follow in the order of the schema.
const PREFERRED: &[&str] =
    &["bom", "items", "customers", "customer_prices", "price_lists", "order_lines", "stock", "machines"];

/// Tables whose required columns many other tables have too: chosen by titles only with one of these columns.
const MARKS: &[(&str, &[&str])] = &[
    ("order_lines", &["order", "customer", "business_id"]),
    ("machines", &["serial", "project", "delivery_date"]),
    ("settlement_prices", &["tier"]),
    ("variant_bom", &["condition"]),
];

/// Tables whose scores are shown.
const SHOWN: usize = 4;
/// A sheet is a table by its titles only when the table knows at least one of so many of them.
const SHARE: usize = 4;

/// Decides what a sheet is from its name, its first rows and what the user said.
pub(super) fn recognise(look: Look<'_>, sheet_name: &str, forced: Option<&'static TableSpec>) -> Verdict {
    let place = look.place;
    let named = Look { named: true, ..look };
    if let Some(spec) = forced {
        return as_table(named, spec, "named by `sheets`".to_owned());
    }
    let hits = aliases::sheet_tables(sheet_name);
    let by_name: Vec<&'static TableSpec> = hits.iter().filter_map(|hit| schema::table(hit.table)).collect();
    // A table's own name beats the names that people give several tables.
    let is_own = |found: &Layout| found.spec.name.eq_ignore_ascii_case(sheet_name.trim());
    let best = by_name
        .iter()
        .filter_map(|spec| layout(named, spec))
        .max_by(|a, b| (a.usable, is_own(a), a.known).cmp(&(b.usable, is_own(b), b.known)));
    if let Some(mut best) = best
        && (best.usable || (by_name.len() == 1 && !hits.iter().any(|hit| hit.suffix)))
    {
        best.reason = format!("the sheet's name \"{sheet_name}\"");
        best.scores = scores(std::slice::from_ref(&best));
        if best.spec.name == "items"
            && let Some(lines) = schema::table("bom").and_then(|bom| layout(look, bom))
            && lines.usable
            && lines.guessed().next().is_none()
            && !best.has("quantity")
        {
            best.findings.push(doubtful(&best, &["bom"], place));
        }
        return Verdict::Table(Box::new(best));
    }
    match (by_titles(look, sheet_name), by_name.first()) {
        (Verdict::Unknown(mut unknown), Some(spec)) => {
            for finding in unknown.findings.iter_mut().filter(|finding| finding.detail.is_none()) {
                finding.detail = Some(format!("its name says `{}`, but no row has two titles of it", spec.name));
            }
            Verdict::Unknown(unknown)
        }
        (verdict, _) => verdict,
    }
}

/// Tables and how many of the titles each knows, the best first: `bom 6 of 8, items 4 of 8`.
fn scores(found: &[Layout]) -> String {
    let mut lines: Vec<(usize, &Layout)> = found.iter().map(|layout| (layout.known, layout)).collect();
    lines.sort_by_key(|(known, _)| std::cmp::Reverse(*known));
    let shown = lines.into_iter().take(SHOWN).map(|(known, layout)| {
        let needs = if layout.usable { String::new() } else { format!(" (needs {})", bare_needs(layout)) };
        match layout.spec.form {
            Form::Rows => format!("{} {known} of {} titles{needs}", layout.spec.name, layout.titles),
            Form::KeyValue => format!("{} {known} of {} keys", layout.spec.name, layout.titles),
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn bare_needs(layout: &Layout) -> String {
    layout.missing.iter().map(|(_, needed)| needed.as_str()).collect::<Vec<_>>().join(" and ")
}

/// Tables that the end of a name (`Pump BOM`) or its beginning means.
fn tables_in(name: &str) -> Vec<&'static str> {
    let mut starts: Vec<usize> = vec![0];
    let separators = name.char_indices().filter(|(_, c)| !c.is_alphanumeric());
    starts.extend(separators.map(|(index, c)| index + c.len_utf8()));
    for start in starts {
        let Some(rest) = name.get(start..).filter(|rest| rest.starts_with(char::is_alphanumeric)) else { continue };
        let hits = aliases::sheet_tables(rest);
        if !hits.is_empty() {
            return hits.into_iter().map(|hit| hit.table).collect();
        }
    }
    Vec::new()
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Chooses the table whose titles fit best; a name that means a table decides between those that fit.
fn by_titles(look: Look<'_>, sheet_name: &str) -> Verdict {
    let place = look.place;
    let own = tables_in(sheet_name);
    let file = tables_in(stem(&place.workbook));
    let hinted = |name: &str| if own.contains(&name) { 2 } else { u8::from(file.contains(&name)) };
    let rank = |name: &str| PREFERRED.iter().position(|preferred| *preferred == name).unwrap_or(PREFERRED.len());
    let mut fitting: Vec<Layout> = candidates(look)
        .into_iter()
        .filter_map(|spec| layout(Look { named: own.contains(&spec.name), ..look }, spec))
        .filter(|found| found.known >= 2)
        .collect();
    let is_parts_list = |found: &Layout| found.spec.name == "bom" && found.has("item") && found.has("quantity");
    fitting.sort_by(|a, b| {
        let key = |found: &Layout| {
            let name = found.spec.name;
            let whole = found.guessed().next().is_none();
            (fits(found) || (found.usable && hinted(name) > 0), hinted(name), whole, found.known)
        };
        key(b).cmp(&key(a)).then_with(|| rank(a.spec.name).cmp(&rank(b.spec.name)))
    });
    // A list with items and quantities is a parts list, whatever else an item master or a price list knows of it.
    let weak = ["items", "price_lists", "bom"];
    if let Some(first) = fitting.first()
        && weak.contains(&first.spec.name)
        && (hinted(first.spec.name) == 0 || first.spec.name == "items")
        && !(first.spec.name == "price_lists" && first.has("price") && first.has("currency"))
        && let Some(index) = fitting.iter().position(|found| is_parts_list(found) && fits(found))
    {
        let lines = fitting.remove(index);
        fitting.insert(0, lines);
    }
    let scores = scores(&fitting);
    let mut fitting = fitting.into_iter();
    let Some(mut best) = fitting.next() else {
        return unknown(look, None, &scores, None);
    };
    best.scores.clone_from(&scores);
    let is_named = own.contains(&best.spec.name);
    if !best.usable && is_named {
        best.reason = format!("the name \"{sheet_name}\"");
        return Verdict::Table(Box::new(best));
    }
    if let Some(name) = own.first()
        && !is_named
        && !(*name == "items" && best.spec.name == "bom")
        && let Some(spec) = schema::table(name)
    {
        // The name says one table, the titles fit another: a question, not a guess.
        if let Some(mut named) = layout(Look { named: true, ..look }, spec) {
            named.reason = format!("the name \"{sheet_name}\"");
            named.scores = scores;
            return Verdict::Table(Box::new(named));
        }
        let titles = if best.usable { format!(", its titles `{}`", best.spec.name) } else { String::new() };
        let detail = format!("its name says `{name}`{titles}");
        return unknown(look, Some(&best), &scores, Some(detail));
    }
    if !(fits(&best) || (best.usable && hinted(best.spec.name) > 0)) {
        return unknown(look, Some(&best), &scores, None);
    }
    let by = if hinted(best.spec.name) > 0 { "the titles and the name" } else { "the titles" };
    by.clone_into(&mut best.reason);
    if hinted(best.spec.name) == 0 {
        let rivals: Vec<&str> = fitting
            .filter(|rival| {
                fits(rival) && rival.known >= best.known && rival.guessed().count() <= best.guessed().count()
            })
            .map(|rival| rival.spec.name)
            .collect();
        if !rivals.is_empty() {
            best.findings.push(doubtful(&best, &rivals, place));
        }
    }
    Verdict::Table(Box::new(best))
}

/// True when titles alone make a convincing table.
fn fits(found: &Layout) -> bool {
    let marks = MARKS.iter().find(|(table, _)| *table == found.spec.name).map(|(_, marks)| *marks);
    let is_marked = marks.is_none_or(|marks| marks.iter().any(|mark| found.has(mark)));
    let is_telling = found
        .columns
        .iter()
        .any(|mapped| found.spec.field(&mapped.field).is_some_and(|field| field.required != Required::No || field.key));
    let is_guess = found.guessed().any(|field| field != "item");
    found.usable
        && !is_guess
        && is_marked
        && is_telling
        && found.spec.form == Form::Rows
        && found.known >= 2
        && found.known * SHARE >= found.titles
}

fn doubtful(best: &Layout, rivals: &[&str], place: &Origin) -> Finding {
    let rivals: Vec<String> = rivals.iter().map(|name| format!("`{name}`")).collect();
    Finding::new(&codes::reading::W_TABLE_DOUBTFUL).at(place.clone()).detail(format!(
        "read as `{}`; the titles fit {} too",
        best.spec.name,
        rivals.join(", ")
    ))
}

/// A sheet that is no table, with what it looks most like.
fn unknown(look: Look<'_>, nearest: Option<&Layout>, scores: &str, detail: Option<String>) -> Verdict {
    let rows = look.rows;
    let titles = match nearest.and_then(|layout| rows.get(&layout.header_row?)) {
        Some(titles) => Some(titles),
        None => rows.values().max_by_key(|cells| cells.len().min(12)),
    };
    let shown: Vec<&str> = titles.into_iter().flatten().take(12).map(|(_, text)| text.as_str()).collect();
    let mut finding = Finding::new(&codes::reading::E_SHEET_UNKNOWN).at(look.place.clone()).value(shown.join(" | "));
    finding.detail = detail.or_else(|| {
        let nearest = nearest?;
        Some(if nearest.usable {
            format!("it looks most like `{}`, but not surely enough", nearest.spec.name)
        } else {
            format!("it looks most like `{}`, which needs {}", nearest.spec.name, nearest.needs)
        })
    });
    let mut questions = match nearest {
        Some(nearest) if !nearest.usable => super::questions::questions(nearest, look.place),
        _ => Vec::new(),
    };
    if questions.is_empty() {
        questions.push(which_table(look.place, nearest.map(|nearest| nearest.spec.name)));
    }
    Verdict::Unknown(Unknown { findings: vec![finding], scores: scores.to_owned(), questions })
}

/// Tables that know at least two of the titles.
fn candidates(look: Look<'_>) -> Vec<&'static TableSpec> {
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    let prices = schema::table("price_lists");
    for (_, text) in look.rows.values().flatten() {
        let known = may_be_title(text).then(|| aliases::tables_knowing(text));
        let mut tables: Vec<&'static str> = known.into_iter().flatten().map(|(table, _)| table).collect();
        if !look.synonyms.is_empty() {
            let given = schema::tables().iter().filter(|spec| look.synonyms.field(spec, text).is_some());
            tables.extend(given.map(|spec| spec.name));
        }
        tables.extend(prices.filter(|spec| matrix::looks_like_price(spec, text)).map(|spec| spec.name));
        tables.sort_unstable();
        tables.dedup();
        for table in tables {
            *seen.entry(table).or_default() += 1;
        }
    }
    schema::tables().iter().filter(|spec| seen.get(spec.name).is_some_and(|&count| count >= 2)).collect()
}

fn as_table(look: Look<'_>, spec: &'static TableSpec, reason: String) -> Verdict {
    match layout(look, spec) {
        Some(mut layout) => {
            layout.reason = reason;
            layout.scores = scores(std::slice::from_ref(&layout));
            Verdict::Table(Box::new(layout))
        }
        None => Verdict::Unknown(Unknown {
            findings: vec![
                Finding::new(&codes::reading::E_NO_HEADER)
                    .at(look.place.clone())
                    .detail(format!("the sheet is to be read as `{}`", spec.name)),
            ],
            scores: String::new(),
            questions: vec![which_table(look.place, Some(spec.name))],
        }),
    }
}
