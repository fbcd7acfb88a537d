//! Findings as a sheet to work through: worst first, each with a link to the cell it is about, and as a frame.

use std::collections::BTreeMap;

use super::cell::{Cell, Row};
use super::frame::{Frame, Show};
use super::layout::source_target;
use super::sheet::{Column, Sheet};
use super::style::{Style, colour};
use super::words::{Language, Words};
use crate::finding::{Finding, Findings, Severity};
use crate::origin::Origin;

/// The findings as a frame, in their order: severity, code, problem, workbook, sheet, cell, field, value, detail,
/// expected, fix.
#[must_use]
pub fn findings_frame(findings: &Findings) -> Frame {
    let mut sorted = findings.clone();
    sorted.sort();
    let list: Vec<&Finding> = sorted.iter().collect();
    let of = |part: fn(&Finding) -> Option<String>| list.iter().map(|finding| part(finding)).collect::<Vec<_>>();
    Frame::new("findings")
        .text("severity", Show::Text, list.iter().map(|finding| Some(finding.severity().letter())))
        .text("code", Show::Text, list.iter().map(|finding| Some(finding.code.id)))
        .text("problem", Show::Text, list.iter().map(|finding| Some(finding.code.title)))
        .strings(
            "workbook",
            Show::Text,
            of(|finding| finding.origin.as_ref().map(|origin| origin.workbook.to_string())),
        )
        .strings("sheet", Show::Text, of(|finding| sheet_of(finding).map(str::to_owned)))
        .strings("cell", Show::Text, of(cell_of))
        .text("field", Show::Text, list.iter().map(|finding| finding.field.as_deref()))
        .text("value", Show::Code, list.iter().map(|finding| finding.value.as_deref()))
        .text("detail", Show::Text, list.iter().map(|finding| finding.detail.as_deref()))
        .text("expected", Show::Text, list.iter().map(|finding| said(finding.code.expected)))
        .text("fix", Show::Text, list.iter().map(|finding| said(finding.code.fix)))
}

fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn sheet_of(finding: &Finding) -> Option<&str> {
    finding.origin.as_ref().map(|origin| origin.sheet.as_ref()).and_then(said)
}

fn cell_of(finding: &Finding) -> Option<String> {
    finding.origin.as_ref().map(Origin::cell).filter(|cell| !cell.is_empty())
}

/// The cell of a finding as a reader looks for it: `B7`, or `Row 7` when it is about the whole row.
pub(super) fn place_shown(finding: &Finding, labels: &dyn Fn(&str) -> String) -> Option<String> {
    let is_row = finding.origin.as_ref().is_some_and(|origin| origin.row.is_some() && origin.column.is_none());
    cell_of(finding).map(|cell| if is_row { format!("{} {cell}", labels("row")) } else { cell })
}

/// The findings as a sheet, worst first.
///
/// `labels` gives the title of a field of the schema; `source_paths` the path (best relative to the workbook that is
/// written) or address of a workbook, for the links to its cells.
#[must_use]
pub fn findings_sheet(
    findings: &Findings,
    language: Language,
    labels: &dyn Fn(&str) -> String,
    source_paths: &dyn Fn(&Origin) -> Option<String>,
) -> Sheet {
    let words = language.words();
    let mut sorted = findings.clone();
    sorted.sort();
    let columns = vec![
        Column::new("severity", words.severity, Show::Text),
        Column::new("code", words.code, Show::Text),
        Column::new("problem", words.problem, Show::Text).width(30.0).wrap(),
        Column::new("workbook", words.workbook, Show::Text).width(22.0).wrap(),
        Column::new("sheet", words.sheet, Show::Text).width(14.0).wrap(),
        Column::new("cell", words.cell, Show::Text),
        Column::new("field", words.field, Show::Text),
        Column::new("value", words.found, Show::Code),
        Column::new("detail", words.detail, Show::Text).width(36.0).wrap(),
        Column::new("expected", words.expected, Show::Text).width(30.0).wrap(),
        Column::new("fix", words.fix, Show::Text).width(34.0).wrap(),
    ];
    let mut sheet = Sheet::new(words.findings, columns).titled(words.findings, [summary(&sorted, words).as_str()]);
    for (severity, name, means) in [
        (Severity::Error, words.error, words.error_means),
        (Severity::Warning, words.warning, words.warning_means),
        (Severity::Info, words.note, words.note_means),
    ] {
        if sorted.count(severity) > 0 {
            sheet.title.push(
                Cell::text(format!("{name} – {means}"))
                    .style(Style { colour: Some(colours(severity).1), ..Style::default() }),
            );
        }
    }
    sheet.tab = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .find(|&severity| sorted.count(severity) > 0)
        .map(|severity| colours(severity).0);
    let mut paths: BTreeMap<String, Option<String>> = BTreeMap::new();
    for finding in &sorted {
        let path = finding.origin.as_ref().and_then(|origin| {
            paths.entry(origin.workbook.to_string()).or_insert_with(|| source_paths(origin)).clone()
        });
        sheet.push(row(finding, path.as_deref(), words, labels));
    }
    sheet
}

fn row(finding: &Finding, path: Option<&str>, words: &Words, labels: &dyn Fn(&str) -> String) -> Row {
    let text = |text: Option<&str>| text.map_or_else(Cell::blank, Cell::text);
    let severity = finding.severity();
    let name = severity_name(severity, words);
    let place = |shown: Option<&str>| match (shown, path, &finding.origin) {
        (Some(shown), Some(path), Some(origin)) => Cell::link(source_target(path, origin), shown),
        (shown, ..) => text(shown),
    };
    Row::new(vec![
        Cell::text(name).style(Style::body().colours(colours(severity))),
        text(Some(finding.code.id)),
        text(Some(finding.code.title)),
        place(finding.origin.as_ref().map(|origin| origin.workbook.as_ref()).and_then(said)),
        text(sheet_of(finding)),
        place(place_shown(finding, labels).as_deref()),
        text(finding.field.as_deref().map(labels).as_deref()),
        finding.value.as_deref().map_or_else(Cell::blank, Cell::code),
        text(finding.detail.as_deref()),
        text(said(finding.code.expected)),
        text(said(finding.code.fix)),
    ])
}

/// A severity in words.
pub(super) const fn severity_name(severity: Severity, words: &Words) -> &'static str {
    match severity {
        Severity::Error => words.error,
        Severity::Warning => words.warning,
        Severity::Info => words.note,
    }
}

fn summary(findings: &Findings, words: &Words) -> String {
    if findings.is_empty() {
        return words.nothing_found.to_owned();
    }
    [(Severity::Error, words.error), (Severity::Warning, words.warning), (Severity::Info, words.note)]
        .into_iter()
        .map(|(severity, name)| format!("{name}: {}", findings.count(severity)))
        .collect::<Vec<_>>()
        .join("   ")
}

pub(super) const fn colours(severity: Severity) -> (u32, u32) {
    match severity {
        Severity::Error => colour::ERROR,
        Severity::Warning => colour::WARNING,
        Severity::Info => colour::NOTE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::codes::report::{SPLIT, TEXT_CUT};
    use crate::report::ReportBook;
    use crate::report::reading_back::{assert_inside, text, values};
    use crate::report::xlsx::GO_ON;

    fn findings() -> Findings {
        let sheet = Origin::sheet("parts 2026.xlsx".into(), "Items".into());
        [
            Finding::new(&SPLIT).detail("25 rows on 3 sheets"),
            Finding::new(&TEXT_CUT).at(sheet.at(6, 1)).field("description_en").value("00120").detail("=1"),
            Finding::new(&TEXT_CUT).at(sheet.at_row(3)),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn the_sheet_is_sorted_and_links_into_the_source() {
        let paths = |origin: &Origin| Some(format!("../in/{}", origin.workbook));
        let sheet = findings_sheet(&findings(), Language::English, &|field| field.to_uppercase(), &paths);
        let mut book = ReportBook::new(Language::English);
        book.add(sheet);
        let bytes = book.to_bytes(GO_ON).unwrap();
        let rows = values(&bytes, "Findings");
        assert_eq!(rows[1][0], text("Error: 0   Warning: 2   Note: 1"));
        let header = rows.iter().position(|row| row[0] == text("Severity")).unwrap();
        assert_eq!(rows[header + 1][5], text("ROW 4"));
        assert_eq!(rows[header + 2][5..9], [text("B7"), text("DESCRIPTION_EN"), text("00120"), text("=1")]);
        assert_eq!(rows[header + 3][0..2], [text("Note"), text("I-SPLIT")]);
        assert_inside(&bytes, "xl/worksheets/_rels/sheet1.xml.rels", &["Target=\"../in/parts%202026.xlsx\""]);
        assert_inside(&bytes, "xl/worksheets/sheet1.xml", &["location=\"'Items'!B7\"", "location=\"'Items'!A4\""]);
    }

    #[test]
    fn the_frame_has_the_same_order() {
        let frame = findings_frame(&findings());
        assert_eq!(frame.len(), 3);
        assert_eq!(frame.value(0, "cell"), crate::report::FrameValue::Text("4"));
        assert_eq!(frame.value(2, "code"), crate::report::FrameValue::Text("I-SPLIT"));
    }
}
