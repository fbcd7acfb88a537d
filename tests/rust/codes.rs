//! The list of finding codes in the documentation is the list of the program.

use std::fmt::Write as _;
use std::path::Path;

use _partsbook::finding::{Severity, codes};

/// The page: one table for each area, errors first.
fn page() -> String {
    let mut page = String::from(
        "# Findings\n\nWhat is doubtful in the data is a finding; it never stops a run. The first letter of its code says \
         how bad it is:\nE, a row or value is not used; W, used but doubtful; I, a note. `pb.codes()` and `partsbook codes` \
         give the same list.\n",
    );
    for (area, codes) in codes::areas() {
        let mut codes = codes.to_vec();
        codes.sort_by_key(|code| (code.severity(), code.id));
        write!(page, "\n## {area}\n\n| code | what is wrong | expected | how to fix it |\n| --- | --- | --- | --- |\n")
            .unwrap();
        for code in codes {
            let cell = |text: &str| text.replace('|', "\\|").replace('<', "\\<").replace('*', "\\*");
            writeln!(page, "| {} | {} | {} | {} |", code.id, cell(code.title), cell(code.expected), cell(code.fix))
                .unwrap();
        }
    }
    page
}

#[test]
fn the_page_of_all_codes_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/partsbook/codes.md");
    let page = page();
    if std::env::var_os("PARTSBOOK_WRITE_PAGES").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let stored = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(stored, page, "write it anew: PARTSBOOK_WRITE_PAGES=1 cargo test --test rust codes");
    assert!(codes::all().count() > 150 && page.matches("\n| E-").count() > 50);
    assert!(codes::all().any(|code| code.severity() == Severity::Info));
}
