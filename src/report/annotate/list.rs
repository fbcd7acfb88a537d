//! The sheet of findings in front of an annotated copy: worst first, each with a link to its cell.

use super::styles::{Look, Styles};
use super::xml::escape;
use crate::finding::{Finding, Findings, Severity};
use crate::origin::column_letters;
use crate::report::cell::quoted;
use crate::report::findings::{place_shown, severity_name};
use crate::report::layout::wrapped_lines;
use crate::report::pen::cut;
use crate::report::words::{Language, Words};

/// Most links of a sheet.
const MOST_LINKS: usize = 65_000;
/// Most characters of a cell.
const LONGEST: usize = 32_767;
/// Height of a line, in points, and most lines of a row.
const LINE: usize = 15;
const MOST_LINES: usize = 27;
/// Widths of the columns, in characters.
const WIDTHS: [u32; 10] = [10, 20, 30, 18, 8, 18, 20, 36, 36, 44];

/// Writes the cells of one sheet.
struct Pen<'a> {
    styles: &'a mut Styles,
    rows: String,
    row: u32,
    links: String,
    link_count: usize,
}

impl Pen<'_> {
    fn row(&mut self, cells: &[(&str, Look)]) {
        self.row = self.row.saturating_add(1);
        // Programs do not all fit rows to their text by themselves.
        let is_wrapped = |look: Look| !matches!(look, Look::Title | Look::Quiet);
        let lines = cells.iter().zip(WIDTHS).filter(|((_, look), _)| is_wrapped(*look));
        let lines = lines.map(|((text, _), width)| wrapped_lines(text, usize::try_from(width).unwrap_or(1))).max();
        let height = match cells.first() {
            Some((_, Look::Title)) => 24,
            _ => lines.unwrap_or(1).clamp(1, MOST_LINES).saturating_mul(LINE),
        };
        self.rows.push_str(&format!("<row r=\"{}\" ht=\"{height}\" customHeight=\"1\">", self.row));
        for (column, (text, look)) in (0_u32..).zip(cells) {
            let style = self.styles.look(*look);
            let name = column_letters(column);
            let row = self.row;
            if text.is_empty() {
                self.rows.push_str(&format!("<c r=\"{name}{row}\" s=\"{style}\"/>"));
            } else {
                let text = escape(&cut(text, LONGEST, "…"));
                self.rows.push_str(&format!(
                    "<c r=\"{name}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                ));
            }
        }
        self.rows.push_str("</row>");
    }

    fn link(&mut self, column: u32, sheet: &str, cell: &str) {
        if self.link_count < MOST_LINKS {
            let place = format!("{}!{cell}", quoted(sheet));
            self.links.push_str(&format!(
                "<hyperlink ref=\"{}{}\" location=\"{}\" display=\"{}\"/>",
                column_letters(column),
                self.row,
                escape(&place),
                escape(&place)
            ));
            self.link_count = self.link_count.saturating_add(1);
        }
    }
}

/// The part of the sheet. `sheet_of` gives the name of the sheet a finding is about.
pub(super) fn sheet(
    findings: &Findings,
    language: Language,
    labels: &dyn Fn(&str) -> String,
    sheet_of: &dyn Fn(&Finding) -> Option<String>,
    remarks: &[String],
    styles: &mut Styles,
) -> String {
    let words = language.words();
    let mut pen = Pen { styles, rows: String::new(), row: 0, links: String::new(), link_count: 0 };
    pen.row(&[(words.findings, Look::Title)]);
    let counts = counts(findings, words);
    pen.row(&[(counts.as_str(), Look::Quiet)]);
    for remark in remarks {
        pen.row(&[(remark.as_str(), Look::Quiet)]);
    }
    pen.row(&[]);
    let titles = [
        words.severity,
        words.code,
        words.problem,
        words.sheet,
        words.cell,
        words.field,
        words.found,
        words.detail,
        words.expected,
        words.fix,
    ];
    pen.row(&titles.map(|title| (title, Look::Header)));
    let header = pen.row;
    for finding in findings {
        let sheet = sheet_of(finding).unwrap_or_default();
        let cell = place_shown(finding, labels).unwrap_or_default();
        let field = finding.field.as_deref().map(labels).unwrap_or_default();
        let place = if sheet.is_empty() { Look::Body } else { Look::Link };
        pen.row(&[
            (severity_name(finding.severity(), words), Look::Severity(finding.severity())),
            (finding.code.id, Look::Body),
            (finding.code.title, Look::Body),
            (&sheet, place),
            (&cell, place),
            (&field, Look::Body),
            (finding.value.as_deref().unwrap_or_default(), Look::Text),
            (finding.detail.as_deref().unwrap_or_default(), Look::Body),
            (finding.code.expected, Look::Body),
            (finding.code.fix, Look::Body),
        ]);
        if !sheet.is_empty() {
            pen.link(3, &sheet, "A1");
            if let Some(place) = finding.origin.as_ref().and_then(first_cell) {
                pen.link(4, &sheet, &place);
            }
        }
    }
    let last = pen.row.max(header);
    let columns: String = (1_u32..)
        .zip(WIDTHS)
        .map(|(number, width)| format!("<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>"))
        .collect();
    let links = if pen.links.is_empty() { String::new() } else { format!("<hyperlinks>{}</hyperlinks>", pen.links) };
    let tab = super::styles::colours(worst(findings)).0;
    let (top, letter, rows) = (header.saturating_add(1), column_letters(9), pen.rows);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetPr><tabColor rgb=\"FF{tab:06X}\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr>\
         <dimension ref=\"A1:{letter}{last}\"/>\
         <sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\"><pane ySplit=\"{header}\" \
         topLeftCell=\"A{top}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"15\"/><cols>{columns}</cols><sheetData>{rows}</sheetData>\
         <autoFilter ref=\"A{header}:{letter}{last}\"/>{links}\
         <pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.7\" header=\"0.3\" footer=\"0.3\"/>\
         <pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>"
    )
}

fn first_cell(origin: &crate::origin::Origin) -> Option<String> {
    let row = origin.row?;
    Some(format!("{}{}", column_letters(origin.column.unwrap_or(0)), u64::from(row) + 1))
}

fn worst(findings: &Findings) -> Severity {
    findings.iter().map(Finding::severity).min().unwrap_or(Severity::Info)
}

fn counts(findings: &Findings, words: &Words) -> String {
    if findings.is_empty() {
        return words.nothing_found.to_owned();
    }
    let count = |severity| format!("{}: {}", severity_name(severity, words), findings.count(severity));
    [Severity::Error, Severity::Warning, Severity::Info].map(count).join("   ")
}
