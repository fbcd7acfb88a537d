//! The demo company: what is found in its workbooks is what was left in on purpose, and nothing worse.

use std::collections::BTreeSet;
use std::sync::Arc;

use _partsbook::demo::{HONEST_MISTAKES, write_inputs};
use _partsbook::finding::{Finding, Severity};
use _partsbook::model;
use _partsbook::pricing::PriceBook;
use _partsbook::report::results::catalog::data_findings;
use _partsbook::tables::{self, Input, ReadOptions};
use _partsbook::workbook::Source;
use chrono::NaiveDate;

type Place = (String, String, String, String);

fn place(finding: &Finding) -> Place {
    let origin = finding.origin.as_ref();
    let text = |part: Option<String>| part.unwrap_or_default();
    (
        text(origin.map(|origin| origin.workbook.to_string())),
        text(origin.map(|origin| origin.sheet.to_string())),
        text(origin.map(_partsbook::origin::Origin::cell)),
        finding.code.id.to_owned(),
    )
}

#[test]
fn the_findings_of_the_demo_are_its_honest_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_inputs(folder.path()).unwrap();
    let inputs: Vec<Input> = files
        .iter()
        .filter(|file| file.path.extension().is_some_and(|ending| ending == "xlsx" || ending == "csv"))
        .map(|file| Input::Source(Source::Path(file.path.clone())))
        .collect();
    let reading = tables::read(&inputs, &ReadOptions::default(), &|_, _| true).unwrap();
    let catalog = Arc::new(model::build::build(reading, NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()));
    let prices = PriceBook::new(Arc::clone(&catalog));
    let findings = data_findings(&catalog, &prices);
    let found: BTreeSet<Place> = findings.iter().map(place).collect();
    let listed: BTreeSet<Place> = HONEST_MISTAKES
        .iter()
        .map(|(file, sheet, cell, code)| {
            ((*file).to_owned(), (*sheet).to_owned(), (*cell).to_owned(), (*code).to_owned())
        })
        .collect();
    let missing: Vec<&Place> = listed.difference(&found).collect();
    assert!(missing.is_empty(), "not found: {missing:?}");
    let more: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error && !listed.contains(&place(finding)))
        .map(Finding::message)
        .collect();
    assert!(more.is_empty(), "also found:\n{}", more.join("\n"));
}
