//! What a sheet leaves open, as questions with lines that can be pasted: into the call, or into a `synonyms` sheet.

use serde::{Deserialize, Serialize};

use super::layout::{Layout, MappedColumn};
use super::schema::{FieldKind, Required, TableSpec};
use crate::finding::{Finding, codes};
use crate::origin::{Origin, column_letters};
use crate::values::{self, fold_title};

/// A title with several meanings that nothing settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) column: u32,
    pub(super) title: String,
    pub(super) readings: Vec<String>,
}

/// A question about a sheet, with its answer ready to paste.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is open.
    pub text: String,
    /// Argument of `read` that settles it: `synonyms={"Ref. Mouser": "item"}`, `sheets={"Sheet1": "bom"}` or
    /// `locale="de"`.
    pub argument: String,
    /// The row of a `synonyms` sheet that settles it (`field | header`); blank when only another argument does.
    pub sheet_row: String,
}

impl Question {
    fn title(text: String, field: &str, title: &str) -> Self {
        Self {
            text,
            argument: format!("synonyms={{{}: \"{field}\"}}", quoted(title)),
            sheet_row: format!("{field} | {title}"),
        }
    }
}

fn quoted(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What a layout leaves open.
pub(super) fn questions(layout: &Layout, place: &Origin) -> Vec<Question> {
    let table = layout.spec.name;
    let name = if place.sheet.is_empty() { &place.workbook } else { &place.sheet };
    let mut open: Vec<Question> = Vec::new();
    for asked in &layout.asked {
        let readings: Vec<String> = asked.readings.iter().map(|field| format!("`{field}`")).collect();
        let column = column_letters(asked.column);
        let text = format!("\"{}\" in column {column} may mean {}", asked.title, readings.join(" or "));
        open.extend(asked.readings.first().map(|field| Question::title(text, field, &asked.title)));
    }
    for (field, title) in &layout.stand_ins {
        let text = format!("\"{title}\" is read as `{field}`, because no title names it: is it?");
        open.push(Question::title(text, field, title));
    }
    if !layout.usable {
        let mut taken: Vec<&str> = Vec::new();
        for (field, needed) in &layout.missing {
            let likely = likely_title(layout.spec, field, &layout.texts, &layout.columns, &taken);
            let text = format!("`{table}` needs {needed}; which title is it?");
            let title = likely.unwrap_or("TITLE");
            taken.extend(likely);
            open.push(Question::title(text, field, title));
        }
        let text = format!("is \"{name}\" a table `{table}`? \"-\" leaves it out");
        open.push(Question {
            text,
            argument: format!("sheets={{{}: \"{table}\"}}", quoted(name)),
            sheet_row: String::new(),
        });
    }
    open
}

/// The question about dates that only a locale reads; one for the first of them.
pub(super) fn which_locale(findings: &[Finding]) -> Option<Question> {
    let value = |finding: &Finding| finding.value.clone().filter(|_| finding.code == &codes::reading::E_DATE);
    findings.iter().filter_map(value).find_map(|value| {
        let (locale, day) = values::dates_by_locale(value.trim()).into_iter().next()?;
        let text = format!("\"{value}\" is no date without a locale: is it {day}?");
        Some(Question { text, argument: format!("locale=\"{locale}\""), sheet_row: String::new() })
    })
}

/// The question about a sheet that fits no table.
pub(super) fn which_table(place: &Origin, likely: Option<&str>) -> Question {
    let name = if place.sheet.is_empty() { &place.workbook } else { &place.sheet };
    Question {
        text: format!("which table is \"{name}\"? \"-\" leaves it out"),
        argument: format!("sheets={{{}: \"{}\"}}", quoted(name), likely.unwrap_or("-")),
        sheet_row: String::new(),
    }
}

/// Parts of folded titles that may name things, the likeliest first.
const NAMING: &[&str] = &[
    "partnumber",
    "pn",
    "mpn",
    "ref",
    "mouser",
    "farnell",
    "digikey",
    "ordercode",
    "number",
    "code",
    "编码",
    "型号",
    "名称",
    "name",
    "part",
    "item",
    "desc",
];
/// Parts of folded titles that may name quantities.
const COUNTING: &[&str] = &["qty", "quantity", "count", "amount", "req", "need", "num", "数量", "pcs"];

/// What is missing, in words, with synonyms the user can copy.
pub(super) fn needs(
    spec: &TableSpec,
    missing: &[(&'static str, String)],
    titles: &[(u32, String)],
    columns: &[MappedColumn],
) -> String {
    let needed: Vec<&str> = missing.iter().map(|(_, needed)| needed.as_str()).collect();
    let mut hints: Vec<String> = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for (field, _) in missing {
        if let Some(title) = likely_title(spec, field, titles, columns, &taken) {
            hints.push(format!("\"{title}\": \"{field}\""));
            taken.push(title);
        }
    }
    let hint = if hints.is_empty() { String::new() } else { format!(" (perhaps synonyms={{{}}})", hints.join(", ")) };
    format!("{}{hint}", needed.join(" and "))
}

/// The title that most likely means a missing field.
fn likely_title<'a>(
    spec: &TableSpec,
    field: &str,
    titles: &'a [(u32, String)],
    columns: &[MappedColumn],
    taken: &[&str],
) -> Option<&'a str> {
    let words = match spec.field(field)?.kind {
        FieldKind::Code => NAMING,
        FieldKind::Decimal | FieldKind::Money | FieldKind::Integer => COUNTING,
        _ => return None,
    };
    let is_needed = |title: &str| {
        let own = columns.iter().find(|mapped| mapped.title == title);
        own.is_some_and(|own| spec.field(&own.field).is_some_and(|field| field.required != Required::No))
    };
    let place = |title: &str| words.iter().position(|word| fold_title(title).contains(word));
    titles
        .iter()
        .filter(|(_, title)| !is_needed(title) && !taken.contains(&title.as_str()))
        .filter_map(|(column, title)| Some((place(title)?, *column, title.as_str())))
        .min()
        .map(|(_, _, title)| title)
}
