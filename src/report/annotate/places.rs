//! Which cells findings are about, and what their notes say.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::finding::{Finding, Findings, Severity};
use crate::model::Catalog;
use crate::origin::Origin;

/// What is marked in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) severity: Severity,
    pub(super) text: String,
}

/// Cells to mark by sheet, then row and column from zero.
pub(super) type Marked = BTreeMap<String, BTreeMap<(u32, u32), Mark>>;

/// The cells that findings of severity E and W are about. A finding about a row marks the first column of its table.
pub(super) fn marked_cells(catalog: &Catalog, findings: &Findings) -> Marked {
    let mut first_columns: HashMap<Origin, u32> = HashMap::new();
    for part in catalog.tables().flat_map(crate::tables::Table::parts) {
        if let Some(first) = part.columns.iter().flatten().min() {
            let column = first_columns.entry(part.sheet.clone()).or_insert(*first);
            *column = (*column).min(*first);
        }
    }
    let mut marked = Marked::new();
    for finding in findings.iter().filter(|finding| finding.severity() != Severity::Info) {
        let Some(origin) = &finding.origin else { continue };
        let sheet = Origin::sheet(Arc::clone(&origin.workbook), Arc::clone(&origin.sheet));
        let column = origin.column.or_else(|| first_columns.get(&sheet).copied()).unwrap_or(0);
        let text = note(finding);
        let cells = marked.entry(origin.sheet.to_string()).or_default();
        for row in finding.rows() {
            let mark = cells
                .entry((row, column))
                .or_insert_with(|| Mark { severity: finding.severity(), text: String::new() });
            mark.severity = mark.severity.min(finding.severity());
            if !mark.text.is_empty() {
                mark.text.push_str("\n\n");
            }
            mark.text.push_str(&text);
        }
    }
    marked.retain(|_, cells| !cells.is_empty());
    marked
}

/// What a note says: what is wrong, this case, what was expected, what to do.
fn note(finding: &Finding) -> String {
    let said = finding.message();
    let mut lines: Vec<String> = vec![format!("{} ({})", finding.code.title, finding.code.id)];
    lines.extend(said.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")));
    lines.join("\n")
}
