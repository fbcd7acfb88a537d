//! Findings by what to fix first: one row a code, with the rows that are not used and the sales of the items concerned.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use crate::finding::{Code, Findings, Severity};
use crate::model::Catalog;
use crate::origin::Origin;
use crate::report::findings::{colours, severity_name};
use crate::report::frame::{Frame, FrameData, Show, TextData};
use crate::report::sheet::{Area, Condition, Highlight, Sheet};
use crate::report::style::Style;
use crate::report::words::Words;
use crate::tables::{Symbol, Table};

/// Codes that leave a row unused although it was read.
const SECOND_ROWS: &[&str] = &["E-KEY-DUP", "E-SERIAL-DUP"];

/// What a row is about: its item and its customer, as far as it names them.
type Subject = (Option<Symbol>, Option<Symbol>);

/// All findings of one code.
struct Group<'a> {
    code: &'static Code,
    findings: usize,
    rows: BTreeSet<(Origin, u32)>,
    rows_not_used: usize,
    sheets_not_used: usize,
    subjects: HashSet<Subject, FixedState>,
    first: Option<&'a Origin>,
    sold: Option<Decimal>,
}

/// One row a code: errors first, and of them those with most sales at stake, then with most rows not used, then the
/// most frequent.
///
/// Columns: `severity`, `code`, `problem`, `count` (findings), `rows_concerned`, `rows_not_used`, `sheets_not_used`,
/// `sales_concerned` (sum of quantity × net price over the lines of `sales_history`, in company currency, that are about
/// the items and customers of these rows; each line once; blank without such lines), `fix`, `first` (place of the first).
#[must_use]
pub fn fix_first_frame(catalog: &Catalog, findings: &Findings) -> Frame {
    let groups = groups(catalog, findings);
    let count = |value: usize| i64::try_from(value).ok();
    let some = |value: usize| count(value).filter(|&value| value > 0);
    let all = || groups.iter();
    let said = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    Frame::new("fix_first")
        .text("severity", Show::Text, all().map(|group| Some(group.code.severity().letter())))
        .text("code", Show::Code, all().map(|group| Some(group.code.id)))
        .text("problem", Show::Text, all().map(|group| Some(group.code.title)))
        .integer("count", Show::Integer, all().map(|group| count(group.findings)))
        .integer("rows_concerned", Show::Integer, all().map(|group| some(group.rows.len())))
        .integer("rows_not_used", Show::Integer, all().map(|group| some(group.rows_not_used)))
        .integer("sheets_not_used", Show::Integer, all().map(|group| some(group.sheets_not_used)))
        .decimal("sales_concerned", Show::Money(2), all().map(|group| group.sold))
        .text("fix", Show::Text, all().map(|group| said(group.code.fix)))
        .strings("first", Show::Origin, all().map(|group| group.first.map(ToString::to_string)))
}

/// Columns of the sheet that are read rather than counted, and their widths in characters.
const WIDTHS: [(&str, f64); 3] = [("problem", 36.0), ("fix", 50.0), ("first", 56.0)];

/// The frame as a sheet shows it: severities in words.
#[must_use]
pub fn with_severity_words(frame: &Frame, words: &Words) -> Frame {
    let mut frame = frame.clone();
    if let Some(column) = frame.columns.iter_mut().find(|column| column.name == "severity")
        && let FrameData::Text(letters) = &*column.data
    {
        let mut named = TextData::default();
        for row in 0..letters.len() {
            let severity = SEVERITIES.into_iter().find(|severity| letters.get(row) == Some(severity.letter()));
            named.push(severity.map(|severity| severity_name(severity, words)));
        }
        column.data = FrameData::Text(named).into();
    }
    frame
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// The sheet of [`fix_first_frame`] as others of its kind are made, with wide columns for words and colours for severities.
#[must_use]
pub fn fix_first_sheet(mut sheet: Sheet, help: &str, words: &Words) -> Sheet {
    use crate::report::cell::Cell;
    sheet.title.push(Cell::text(help).style(Style::subtitle()));
    for column in &mut sheet.columns {
        if let Some((_, width)) = WIDTHS.iter().find(|(name, _)| *name == column.field) {
            column.width = Some(*width);
            column.wrap = true;
        }
    }
    let first = sheet.first_row();
    let last = first.saturating_add(u32::try_from(sheet.len()).unwrap_or_default()).saturating_sub(1);
    if last >= first {
        let area = Area::new(first, 0, last, 0);
        sheet.highlights.extend(SEVERITIES.map(|severity| Highlight {
            area,
            when: Condition::Is(severity_name(severity, words).to_owned()),
            style: Style::default().colours(colours(severity)),
        }));
    }
    sheet
}

fn groups<'a>(catalog: &Catalog, findings: &'a Findings) -> Vec<Group<'a>> {
    let records = Records::of(catalog, findings);
    let mut by_code: BTreeMap<&str, Group<'a>> = BTreeMap::new();
    for finding in findings {
        let group = by_code.entry(finding.code.id).or_insert_with(|| Group {
            code: finding.code,
            findings: 0,
            rows: BTreeSet::new(),
            rows_not_used: 0,
            sheets_not_used: 0,
            subjects: HashSet::default(),
            first: finding.origin.as_ref(),
            sold: None,
        });
        group.findings += 1;
        let Some(sheet) = finding.origin.as_ref().map(sheet_of) else { continue };
        group.first = group.first.or(finding.origin.as_ref());
        let is_error = finding.severity() == Severity::Error;
        let rows = finding.rows();
        if rows.is_empty() && is_error && !records.sheets.contains(&sheet) {
            group.sheets_not_used += 1;
        }
        for row in rows {
            if !group.rows.insert((sheet.clone(), row)) {
                continue;
            }
            let subject = records.subjects.get(&(sheet.clone(), row));
            group.subjects.extend(subject.into_iter().flatten());
            let is_unused = subject.is_none() && records.sheets.contains(&sheet);
            group.rows_not_used += usize::from(is_error && (is_unused || SECOND_ROWS.contains(&finding.code.id)));
        }
    }
    let mut groups: Vec<Group<'a>> = by_code.into_values().collect();
    sales(catalog, &mut groups);
    groups.sort_by(|a, b| {
        (a.code.severity().cmp(&b.code.severity()))
            .then_with(|| b.sold.cmp(&a.sold))
            .then_with(|| (b.rows_not_used + b.sheets_not_used).cmp(&(a.rows_not_used + a.sheets_not_used)))
            .then_with(|| b.findings.cmp(&a.findings))
            .then_with(|| a.code.id.cmp(b.code.id))
    });
    groups
}

fn sheet_of(origin: &Origin) -> Origin {
    Origin { row: None, column: None, ..origin.clone() }
}

/// The records that stand in rows with findings, and the sheets that gave any.
struct Records {
    sheets: BTreeSet<Origin>,
    subjects: HashMap<(Origin, u32), Vec<Subject>, FixedState>,
}

impl Records {
    fn of(catalog: &Catalog, findings: &Findings) -> Self {
        let mut wanted: BTreeMap<Origin, BTreeSet<u32>> = BTreeMap::new();
        for finding in findings {
            if let Some(origin) = &finding.origin {
                wanted.entry(sheet_of(origin)).or_default().extend(finding.rows());
            }
        }
        let mut records = Self { sheets: BTreeSet::new(), subjects: HashMap::default() };
        for table in catalog.tables() {
            records.add(table, &wanted);
        }
        records
    }

    fn add(&mut self, table: &Table, wanted: &BTreeMap<Origin, BTreeSet<u32>>) {
        let (items, customers) = (table.text("item"), table.text("customer"));
        let ends = table.parts().iter().skip(1).map(|part| part.first).chain([table.len()]);
        for (part, end) in table.parts().iter().zip(ends) {
            self.sheets.insert(part.sheet.clone());
            let Some(rows) = wanted.get(&part.sheet) else { continue };
            for record in part.first..end {
                if let Some(row) = table.sheet_row(record).filter(|row| rows.contains(row)) {
                    let subjects = self.subjects.entry((part.sheet.clone(), row)).or_default();
                    subjects.push((items.get(record), customers.get(record)));
                }
            }
        }
    }
}

/// Adds up the sold lines that each group is about.
fn sales(catalog: &Catalog, groups: &mut [Group<'_>]) {
    let table = catalog.table("sales_history");
    let (items, customers) = (table.text("item"), table.text("customer"));
    let (quantities, prices, currencies) =
        (table.decimal("quantity"), table.decimal("net_price"), table.text("currency"));
    let own = catalog.company().text("currency");
    for row in 0..table.len() {
        let currency = currencies.get(row).map(|symbol| catalog.text(symbol));
        if currency.is_some() && currency != own {
            continue;
        }
        let (Some(quantity), Some(price)) = (quantities.get(row), prices.get(row)) else { continue };
        let Some(amount) = quantity.checked_mul(price) else { continue };
        let (item, customer) = (items.get(row), customers.get(row));
        for group in groups.iter_mut() {
            let is_about = |subject: Subject| subject != (None, None) && group.subjects.contains(&subject);
            if is_about((item, customer)) || is_about((item, None)) || is_about((None, customer)) {
                group.sold = group.sold.unwrap_or_default().checked_add(amount).or(group.sold);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::build::build;
    use crate::report::frame::FrameValue;
    use crate::tables::{Input, ReadOptions, read};
    use crate::workbook::Source;

    fn catalog(files: &[(&str, &str)]) -> Catalog {
        let input = |(name, text): &(&str, &str)| {
            Input::Source(Source::Bytes { name: format!("{name}.csv"), data: text.as_bytes().to_vec().into() })
        };
        let inputs: Vec<Input> = files.iter().map(input).collect();
        let sheets = files.iter().filter(|(name, _)| *name != "junk").map(|(name, _)| ((*name).into(), (*name).into()));
        let options = ReadOptions { sheets: sheets.collect(), ..ReadOptions::default() };
        let reading = read(&inputs, &options, &|_, _| true).unwrap();
        build(reading, chrono::NaiveDate::from_ymd_opt(2026, 6, 30).unwrap())
    }

    #[test]
    fn what_costs_most_comes_first() {
        let catalog = catalog(&[
            ("items", "item;gross_price\nA;cheap\nB;1\n;5\nC;2\n"),
            ("stock", "item;on_hand\nC;many\n"),
            ("sales_history", "item;quantity;net_price;currency\nA;2;10;\nB;9;9;\nC;1;7;XXX\n"),
            ("junk", "nothing;here\n1;2\n"),
        ]);
        let frame = fix_first_frame(&catalog, catalog.findings());
        let row = |code: &str| {
            (0..frame.len())
                .find(|&row| frame.value(row, "code") == FrameValue::Text(code))
                .unwrap_or_else(|| panic!("{frame:?}"))
        };
        let number = row("E-NUMBER");
        assert_eq!(number, 0, "{frame:?}");
        assert_eq!(frame.value(number, "count"), FrameValue::Integer(2));
        assert_eq!(frame.value(number, "sales_concerned"), FrameValue::Decimal(Decimal::from(20)));
        assert_eq!(frame.value(number, "rows_not_used"), FrameValue::Blank);
        assert_eq!(frame.value(row("E-KEY-BLANK"), "rows_not_used"), FrameValue::Integer(1));
        assert_eq!(frame.value(row("E-SHEET-UNKNOWN"), "sheets_not_used"), FrameValue::Integer(1));
    }
}
