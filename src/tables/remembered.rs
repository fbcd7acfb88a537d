//! The mapping that was remembered beside the workbooks: what their sheets and titles mean, and the locale.
//!
//! A small text file that opens in a spreadsheet program: one line an entry with what it is about (`sheet`, `title`,
//! `locale`), its name, and the table, column or language it means. What the caller says goes before what is remembered.
//! A line that cannot be used, or names what is not there any more, is a finding and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::read::{Input, ReadOptions, Reading, sheet_names};
use super::report::{SheetReport, SourceReport};
use super::schema::{self, Form};
use crate::finding::Finding;
use crate::finding::codes::changes as codes;
use crate::origin::Origin;
use crate::values::{Locale, fold_title};
use crate::workbook::{self, Limits, Source};

/// Name of the file.
pub const FILE: &str = "partsbook-mapping.csv";

const TITLES: [&str; 3] = ["what", "name", "means"];
const SHEET: &str = "sheet";
const TITLE: &str = "title";
const LOCALE: &str = "locale";

/// One line: what it is about, its name, what it means.
type Line = [String; 3];

/// What was remembered for the workbooks that are read.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    lines: Vec<(Origin, Line)>,
    findings: Vec<Finding>,
    sources: Vec<SourceReport>,
    used: BTreeMap<Arc<str>, [usize; 3]>,
}

impl Remembered {
    /// What stands in the files beside the workbooks, each folder once.
    pub(super) fn beside(inputs: &[Input], limits: &Limits) -> Self {
        let mut remembered = Self::default();
        let mut seen = BTreeSet::new();
        for input in inputs {
            let Input::Source(Source::Path(path)) = input else { continue };
            let file = beside(path);
            if seen.insert(file.clone()) && file.is_file() {
                remembered.add(&file, limits);
            }
        }
        remembered
    }

    fn add(&mut self, path: &Path, limits: &Limits) {
        let name: Arc<str> = Arc::from(FILE);
        let (lines, sha256) = match lines_of(path, limits) {
            Ok(read) => read,
            Err(error) => {
                let finding = Finding::new(&codes::E_MAPPING).at(Origin::workbook(name)).detail(error.to_string());
                self.findings.push(finding);
                return;
            }
        };
        self.used.entry(Arc::clone(&name)).or_default();
        self.sources.push(SourceReport {
            name: name.to_string(),
            path: Some(path.to_owned()),
            sha256,
            kind: "mapping".to_owned(),
        });
        for (row, line) in lines {
            let origin = Origin::sheet(Arc::clone(&name), Arc::from("")).at_row(row);
            match problem(&line) {
                Some(detail) => {
                    let value = line.join(" | ");
                    self.findings.push(Finding::new(&codes::E_MAPPING).at(origin).value(value).detail(detail));
                }
                None => self.lines.push((origin, line)),
            }
        }
    }

    /// The options with what is remembered behind what the caller says.
    pub(super) fn added_to(&self, options: &ReadOptions) -> ReadOptions {
        let mut options = options.clone();
        for (_, [what, name, means]) in &self.lines {
            match what.as_str() {
                SHEET => {
                    options.sheets.entry(name.clone()).or_insert_with(|| means.clone());
                }
                TITLE => options.synonyms.add(means, name),
                _ => options.locale = options.locale.or_else(|| Locale::from_name(means)),
            }
        }
        options
    }

    /// Says what was used and what was not there.
    pub(super) fn tell(mut self, reading: &mut Reading) {
        let mut sheets = BTreeSet::new();
        let mut titles = BTreeSet::new();
        for sheet in &reading.sheets {
            sheets.extend(sheet_names(&sheet.place.workbook, &sheet.place.sheet));
            titles.extend(sheet.mapped.iter().map(|(title, _)| fold_title(title)));
            titles.extend(sheet.not_used.iter().map(|title| fold_title(title)));
        }
        for (origin, [what, name, means]) in &self.lines {
            let (place, is_there) = match what.as_str() {
                SHEET => (0, sheets.contains(name)),
                TITLE => (1, titles.contains(&fold_title(name)) || is_setting(means)),
                _ => (2, true),
            };
            if is_there {
                if let Some(count) = self.used.get_mut(&origin.workbook).and_then(|counts| counts.get_mut(place)) {
                    *count += 1;
                }
            } else {
                let detail = format!("no {what} of this name was read");
                let finding = Finding::new(&codes::W_MAPPING_STALE).at(origin.clone()).value(name);
                self.findings.push(finding.detail(detail));
            }
        }
        for (name, [sheets, titles, locales]) in self.used {
            let mut report = SheetReport::new(Origin::workbook(name));
            report.reason = format!("remembered here and used: sheets {sheets}, titles {titles}, locale {locales}");
            reading.sheets.push(report);
        }
        reading.findings.extend(self.findings);
        reading.sources.extend(self.sources);
    }
}

/// The file beside a workbook.
#[must_use]
pub fn beside(workbook: &Path) -> PathBuf {
    workbook.with_file_name(FILE)
}

/// The lines of a file below its titles, with their rows from zero, and its fingerprint.
fn lines_of(path: &Path, limits: &Limits) -> Result<(Vec<(u32, Line)>, String), workbook::WorkbookError> {
    let mut book = workbook::open(&Source::Path(path.to_owned()), limits)?;
    let sha256 = book.sha256().to_owned();
    let mut rows: BTreeMap<u32, Line> = BTreeMap::new();
    book.read_sheet(0, &mut |cell| {
        let index = usize::try_from(cell.column).unwrap_or(usize::MAX);
        if let Some(slot) = rows.entry(cell.row).or_default().get_mut(index) {
            workbook::display(&cell).trim().clone_into(slot);
        }
        Ok(())
    })?;
    let is_line = |line: &Line| line.iter().any(|part| !part.is_empty()) && *line != TITLES.map(str::to_owned);
    Ok((rows.into_iter().filter(|(_, line)| is_line(line)).collect(), sha256))
}

/// Why a line cannot be used.
fn problem([what, name, means]: &Line) -> Option<String> {
    match what.as_str() {
        SHEET if name.is_empty() => Some("it names no sheet".to_owned()),
        SHEET if schema::table(means).is_none() && means != "-" => Some(format!("there is no table `{means}`")),
        TITLE if name.is_empty() => Some("it names no title".to_owned()),
        TITLE if !is_meaning(means) => Some(format!("there is no column `{means}`")),
        LOCALE if Locale::from_name(means).is_none() => Some(format!("`{means}` is no language")),
        SHEET | TITLE | LOCALE => None,
        _ => Some(format!("`{what}` is none of sheet, title, locale")),
    }
}

/// True for a column of the schema, or one of the user's own in a table that keeps such.
fn is_meaning(field: &str) -> bool {
    let keeps = |(table, own): (&str, &str)| {
        schema::table(table).is_some_and(|table| table.keep_unknown) && !own.trim().is_empty()
    };
    schema::is_field(field) || field.split_once('.').is_some_and(keeps)
}

/// True for a key of a sheet of settings, whose titles are in its rows.
fn is_setting(field: &str) -> bool {
    let name = field.split_once('.').map_or(field, |(_, name)| name);
    schema::tables().iter().any(|table| table.form == Form::KeyValue && table.field(name).is_some())
}

/// What is to be remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Sheets and their tables.
    pub sheets: BTreeMap<String, String>,
    /// Titles and the columns they name.
    pub titles: Vec<(String, String)>,
    /// The language that settles numbers and dates.
    pub locale: Option<String>,
}

impl Mapping {
    /// True when there is nothing to remember.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sheets.is_empty() && self.titles.is_empty() && self.locale.is_none()
    }

    /// The content of the file beside a workbook: its lines as they are, those about the same sheet or title replaced,
    /// new ones behind them.
    ///
    /// # Errors
    /// When a file is there that is no text of lines.
    pub fn written(&self, file: &Path) -> Result<Vec<u8>, workbook::WorkbookError> {
        let mut lines: Vec<Line> = if file.is_file() {
            lines_of(file, &Limits::default())?.0.into_iter().map(|(_, line)| line).collect()
        } else {
            Vec::new()
        };
        let sheets = self.sheets.iter().map(|(name, means)| [SHEET, name, means]);
        let titles = self.titles.iter().map(|(name, means)| [TITLE, name, means]);
        let locale = self.locale.iter().map(|locale| [LOCALE, "", locale]);
        for [what, name, means] in sheets.chain(titles).chain(locale) {
            let key = |text: &str| if what == TITLE { fold_title(text) } else { text.to_owned() };
            // A title may mean one column in one table and another in another.
            let table = |means: &str| means.split_once('.').map(|(table, _)| table.to_owned());
            let is_same = |line: &&mut Line| {
                let [own_what, own_name, own_means] = &**line;
                own_what == what && key(own_name) == key(name) && (what != TITLE || table(own_means) == table(means))
            };
            match lines.iter_mut().find(is_same) {
                Some([_, _, old]) => means.clone_into(old),
                None => lines.push([what.to_owned(), name.to_owned(), means.to_owned()]),
            }
        }
        let quoted = |text: &str| {
            let is_plain = !text.contains(['"', ',', ';', '\n']);
            if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
        };
        let mut text = format!("\u{feff}{}\r\n", TITLES.join(","));
        for line in &lines {
            text.push_str(&line.iter().map(|part| quoted(part)).collect::<Vec<_>>().join(","));
            text.push_str("\r\n");
        }
        Ok(text.into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::read;

    fn reading(folder: &Path) -> Reading {
        let input = Input::Source(Source::Path(folder.to_owned()));
        read(&[input], &ReadOptions::default(), &|_, _| true).unwrap()
    }

    fn ids(reading: &Reading) -> Vec<&str> {
        reading.findings.iter().map(|finding| finding.code.id).collect()
    }

    #[test]
    fn what_was_confirmed_once_is_known_the_next_time() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("data.csv"), "Ref;Stk.;Pris\nA;2;1,234\n").unwrap();
        assert_ne!(ids(&reading(folder.path())), [] as [&str; 0]);
        let mapping = Mapping {
            sheets: [("data".to_owned(), "items".to_owned())].into(),
            titles: vec![("Ref".into(), "items.item".into()), ("Pris".into(), "gross_price".into())],
            locale: Some("fi".into()),
        };
        let file = folder.path().join(FILE);
        std::fs::write(&file, mapping.written(&file).unwrap()).unwrap();
        let read = reading(folder.path());
        assert_eq!(ids(&read), [] as [&str; 0]);
        assert_eq!(read.tables["items"].decimal("gross_price").get(0), Some("1.234".parse().unwrap()));
        assert_eq!(read.sheets[1].reason, "remembered here and used: sheets 1, titles 2, locale 1");
        assert_eq!(read.sources[1].kind, "mapping");
        let more = Mapping { sheets: [("data".to_owned(), "-".to_owned())].into(), ..Mapping::default() };
        let text = String::from_utf8(more.written(&file).unwrap()).unwrap();
        assert_eq!(
            text.trim_start_matches('\u{feff}').lines().collect::<Vec<_>>(),
            ["what,name,means", "sheet,data,-", "title,Ref,items.item", "title,Pris,gross_price", "locale,,fi",]
        );
    }

    #[test]
    fn a_stale_or_broken_file_is_a_finding() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("items.csv"), "item;gross_price\nA;2\n").unwrap();
        let file = folder.path().join(FILE);
        let lines = "what;name;means\nsheet;gone;bom\nsheet;items;moon\ntitle;Preis;gross_price\ntitle;x;moons\nlocale;;?\nhat;a;b\n";
        std::fs::write(&file, lines).unwrap();
        let mut read = reading(folder.path());
        read.findings.sort();
        assert_eq!(
            ids(&read),
            ["E-MAPPING", "E-MAPPING", "E-MAPPING", "E-MAPPING", "W-MAPPING-STALE", "W-MAPPING-STALE"]
        );
        assert_eq!(read.tables["items"].len(), 1);
        std::fs::write(&file, b"\x50\x4b\x03\x04 no zip").unwrap();
        assert_eq!(ids(&reading(folder.path())), ["E-MAPPING"]);
        std::fs::write(&file, "").unwrap();
        assert_eq!(ids(&reading(folder.path())), ["E-MAPPING"]);
    }
}
