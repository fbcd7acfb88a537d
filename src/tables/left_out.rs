//! What is said about rows that hold no record, so that none disappears silently.

use std::collections::BTreeMap;

use super::report::{LeftOut, SheetReport};
use crate::finding::{Finding, codes};
use crate::origin::Origin;

/// What is said of an order line that stays although its item is missing.
pub(crate) const WITHOUT_ITEM: &str = "the line has no item: it stays without a price";

/// Rows of left-out kinds that are named one by one; more are counted.
const NAMED_ROWS: usize = 20;

/// The findings about rows that were left out.
pub(super) fn notes(left_out: &LeftOut, place: &Origin, titles_row: Option<u32>) -> Vec<Finding> {
    let kinds: [(&[u32], &str); 5] = [
        (&left_out.repeated_titles, "to repeat the titles"),
        (&left_out.totals, "to hold totals"),
        (&left_out.headings, "to hold a heading or a note only"),
        (&left_out.outside, "to hold values only in columns that are not used"),
        (&left_out.without_values, "to hold no value under the titles of the matrix"),
    ];
    let mut findings = Vec::new();
    for (rows, what) in kinds {
        let Some(&first) = rows.first() else { continue };
        let mut detail = format!("{} {what}: {}", count_rows(rows.len()), row_ranges(rows));
        if rows == left_out.headings && !left_out.heading_texts.is_empty() {
            let texts = left_out.heading_texts.iter().take(NAMED_ROWS);
            let texts: Vec<String> = texts.map(|text| format!("\"{text}\"")).collect();
            let more = if rows.len() > NAMED_ROWS { " …" } else { "" };
            let shown = texts.join(", ");
            detail = format!("{} {what} ({shown}{more}): {}", count_rows(rows.len()), row_ranges(rows));
        }
        findings.push(Finding::new(&codes::reading::I_ROWS_LEFT_OUT).at(place.at_row(first)).detail(detail));
    }
    let titles_of = titles_row.map_or(0, |row| u64::from(row) + 1);
    findings.extend(left_out.other_titles.iter().map(|&row| {
        Finding::new(&codes::reading::W_TITLES_CHANGE)
            .at(place.at_row(row))
            .detail(format!("the rows below are read under the titles of row {titles_of}"))
    }));
    findings
}

/// The finding about the untouched examples of a template, one for all sheets of a source.
pub(super) fn examples(sheets: &[SheetReport]) -> Option<Finding> {
    let with: Vec<&SheetReport> = sheets.iter().filter(|sheet| !sheet.left_out.examples.is_empty()).collect();
    let [first, ..] = with.as_slice() else { return None };
    let row = first.left_out.examples.first()?;
    let rows: usize = with.iter().map(|sheet| sheet.left_out.examples.len()).sum();
    let named = with.iter().take(NAMED_ROWS).map(|sheet| {
        let rows = row_ranges(&sheet.left_out.examples);
        if sheet.place.sheet.is_empty() { rows } else { format!("\"{}\" {rows}", sheet.place.sheet) }
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more = if with.len() > NAMED_ROWS { " …" } else { "" };
    let what = if rows == 1 { "1 row is the untouched example" } else { "rows are the untouched examples" };
    let what = if rows == 1 { what.to_owned() } else { format!("{rows} {what}") };
    let finding = Finding::new(&codes::reading::I_ROWS_LEFT_OUT).at(first.place.at_row(*row));
    Some(finding.detail(format!("{what} of the template: {named}{more}")))
}

/// Findings with the same code, field and value in many rows become one that names the rows.
pub(super) fn gathered(findings: Vec<Finding>) -> Vec<Finding> {
    type Group = (&'static str, Option<String>, Option<String>);
    let mut groups: BTreeMap<Group, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        groups.entry((finding.code.id, finding.field.clone(), finding.value.clone())).or_default().push(finding);
    }
    groups
        .into_values()
        .flat_map(|mut group| {
            let rows: Vec<u32> = group.iter().filter_map(|one| one.origin.as_ref().and_then(|at| at.row)).collect();
            let differ = group.iter().any(|one| group.first().is_none_or(|first| one.detail != first.detail));
            if group.len() <= NAMED_ROWS || rows.len() < group.len() || differ {
                return group;
            }
            group.truncate(1);
            for one in &mut group {
                let own = one.detail.take().map_or_else(String::new, |detail| format!("{detail}; "));
                one.detail = Some(format!("{own}in {} rows: {}", rows.len(), row_ranges(&rows)));
            }
            group
        })
        .collect()
}

/// Row numbers as the spreadsheet shows them, runs as `5-9`.
pub(super) fn row_ranges(rows: &[u32]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for row in rows.iter().map(|row| u64::from(*row) + 1) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    runs.iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect::<Vec<_>>()
        .join(", ")
}

fn count_rows(count: usize) -> String {
    if count == 1 { "1 row seems".to_owned() } else { format!("{count} rows seem") }
}
