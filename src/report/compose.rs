//! A whole report: the sheets of the answer, then the findings if there are any, then what it was made from.

use super::about::{About, about_sheet};
use super::findings::findings_sheet;
use super::sheet::Sheet;
use super::words::Language;
use super::xlsx::ReportBook;
use crate::finding::Findings;
use crate::origin::Origin;

/// What every report needs beside its sheets.
pub struct Context<'a> {
    /// Language of the report.
    pub language: Language,
    /// Name of the file that will be written, for findings about the report itself.
    pub file: &'a str,
    /// Title of a field of the schema.
    pub labels: &'a dyn Fn(&str) -> String,
    /// Path, best relative to the file that will be written, or address of a source workbook.
    pub source_paths: &'a dyn Fn(&Origin) -> Option<String>,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("language", &self.language).field("file", &self.file).finish_non_exhaustive()
    }
}

/// Puts a report together. Findings of the report itself, such as a table that goes on with a second sheet, join the
/// others. The date of the file is that of the question.
#[must_use]
pub fn report_book(sheets: Vec<Sheet>, findings: &Findings, about: &About, context: &Context<'_>) -> ReportBook {
    let mut book = ReportBook::new(context.language);
    about.title.clone_into(&mut book.properties.title);
    about.version.clone_into(&mut book.properties.author);
    book.properties.date = about.as_of;
    book.properties.is_answer = true;
    let mut about = about.clone();
    for sheet in sheets {
        let title = sheet.title.first().map(title_text).unwrap_or_default();
        let name = book.add(sheet.with_sources(context.source_paths));
        about.sheets.push((name, title));
    }
    let mut all = findings.clone();
    all.extend(book.check(context.file));
    all.sort();
    if !all.is_empty() {
        let name = book.add(findings_sheet(&all, context.language, context.labels, context.source_paths));
        about.sheets.push((name, String::new()));
    }
    book.add(about_sheet(&about, context.language));
    book
}

fn title_text(cell: &super::cell::Cell) -> String {
    match &cell.content {
        super::cell::CellContent::Text(text) => text.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::reading_back::{sheet_names, text, values};
    use crate::report::xlsx::GO_ON;
    use crate::report::{Frame, Show};

    #[test]
    fn a_report_ends_with_findings_and_about() {
        let frame = Frame::new("x").text("item", Show::Code, [Some("A")]).decimal(
            "net_price",
            Show::Money(2),
            [Some("1234567890123456.78".parse().unwrap())],
        );
        let context = Context {
            language: Language::English,
            file: "out.xlsx",
            labels: &|field| field.to_owned(),
            source_paths: &|_| None,
        };
        let sheet = |frame: Frame| Sheet::from_frame("About", frame, context.labels);
        let about = About { title: "Prices".into(), ..About::default() };
        let bytes = report_book(vec![sheet(frame)], &Findings::new(), &about, &context).to_bytes(GO_ON).unwrap();
        assert_eq!(sheet_names(&bytes), ["About", "Findings", "About~2"]);
        assert!(values(&bytes, "Findings").iter().any(|row| row[1] == text("I-DIGITS-TEXT")));
        let quiet = report_book(vec![sheet(Frame::new("y"))], &Findings::new(), &about, &context);
        assert_eq!(quiet.sheets().len(), 2);
    }
}
