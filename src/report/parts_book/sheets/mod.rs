//! The sheets of the book, in the order of the parts-book specification, section 3.
//!
//! All names and rows are settled first ([`Places`]), so that every link can be written when its cell is.

mod figure;
mod front;
mod info;
mod lists;
mod qa;

use std::collections::BTreeSet;

use figure::Block;
use front::{contents, cover, revisions};
use info::info;

use super::Book;
use super::lines::Wording;
use crate::report::cell::{Cell, CellContent, Row, Target};
use crate::report::names::sheet_name;
use crate::report::sheet::{Body, Orientation, Print, Sheet};
use crate::report::style::Style;
use crate::report::xlsx::Properties;
use crate::report::{Language, ReportBook};
use crate::tables::labels::{label, text};

/// Names of the sheets, and where each figure begins.
pub(super) struct Places {
    pub(super) cover: String,
    pub(super) revisions: Option<String>,
    pub(super) info: String,
    pub(super) contents: String,
    /// The sheet of each page.
    pub(super) figures: Vec<String>,
    /// The rows of each page.
    pub(super) blocks: Vec<Block>,
    pub(super) index_no: Option<String>,
    pub(super) index_names: Vec<(String, String)>,
    pub(super) kits: Option<String>,
    pub(super) where_used: Option<String>,
    pub(super) superseded: Option<String>,
    pub(super) qa: Option<String>,
}

/// What every sheet is made from.
pub(super) struct Maker<'a> {
    pub(super) book: &'a Book,
    pub(super) words: Wording<'a>,
    pub(super) places: Places,
}

/// All sheets of a book.
pub(super) fn make(book: &Book) -> ReportBook {
    let maker = Maker { book, words: book.words(), places: places(book) };
    let settings = &book.settings;
    let mut made = ReportBook::new(Language::from_code(settings.language()).unwrap_or_default());
    made.properties = maker.properties();
    made.add(cover(&maker));
    if maker.places.revisions.is_some() {
        made.add(revisions(&maker));
    }
    made.add(info(&maker));
    made.add(contents(&maker));
    for sheet in figure::sheets(&maker) {
        made.add(sheet);
    }
    for sheet in lists::sheets(&maker) {
        made.add(sheet);
    }
    if maker.places.qa.is_some() {
        made.add(qa::sheet(&maker));
    }
    made
}

/// Links whose sheet, cell or name does not exist: D4.
pub(super) fn dangling_links(book: &ReportBook) -> usize {
    let rows: Vec<(&str, usize, usize)> = book
        .sheets()
        .iter()
        .map(|sheet| {
            let used = usize::try_from(sheet.first_row()).unwrap_or(usize::MAX).saturating_add(sheet.len());
            (sheet.name.as_str(), used.max(1), sheet.columns.len())
        })
        .collect();
    let names: BTreeSet<&str> =
        book.sheets().iter().flat_map(|sheet| sheet.names.iter().map(|(name, _)| name.as_str())).collect();
    let exists = |target: &Target| match target {
        Target::Cell { sheet, row, column } => rows.iter().any(|(name, rows, columns)| {
            *name == sheet
                && usize::try_from(*row).is_ok_and(|row| row < *rows)
                && (*column == 0 || usize::from(*column) < *columns)
        }),
        Target::Name(name) => names.contains(name.as_str()),
        Target::File { .. } | Target::Web(_) => true,
    };
    let cells = book.sheets().iter().flat_map(|sheet| {
        let body = match &sheet.body {
            Body::Rows(rows) => rows.as_slice(),
            Body::Frame(_) => &[],
        };
        let cells = body.iter().flat_map(|row| &row.cells).chain(&sheet.title).chain(&sheet.notes);
        let links = cells.filter_map(|cell| match &cell.content {
            CellContent::Link { target, .. } => Some(target),
            _ => None,
        });
        let pictures = sheet.pictures.iter().filter_map(|picture| picture.target.as_ref());
        links.chain(pictures).chain(sheet.bubbles.iter().filter_map(|bubble| bubble.target.as_ref()))
    });
    cells.filter(|target| !exists(target)).count()
}

/// Names in the order in which the sheets are added, so that each is given as it is here.
fn places(book: &Book) -> Places {
    let language = book.settings.language();
    let mut used = BTreeSet::new();
    let mut name = |title: &str| sheet_name(title, &mut used);
    let own = |key: &str| label(&format!("sheet.{key}"), language);
    let words = book.words();
    let cover = name(&own("cover"));
    let revisions = (!book.catalog.table("book_revisions").is_empty()).then(|| name(&own("revisions")));
    let info = name(&own("info"));
    let contents = name(&own("contents"));
    let is_continuous = book.settings.is_continuous(book.plan.pages.len());
    let figures = if is_continuous {
        let all = name(&text("book.figures", language, &[]));
        vec![all; book.plan.pages.len()]
    } else {
        let titles = book.plan.pages.iter().enumerate().map(|(index, page)| {
            let title = book.title_with(&words, index, language);
            let title = if title.is_empty() { words.number(page.item).unwrap_or_default().to_owned() } else { title };
            format!("F{:03} {title}", page.figure)
        });
        titles.map(|title| name(&title)).collect()
    };
    let index_no = (!lists::index_rows(book).is_empty()).then(|| name(&own("index_no")));
    let index_names = book
        .settings
        .languages
        .iter()
        .filter(|language| lists::has_names(book, &words, language))
        .map(|code| (code.clone(), name(&format!("{}-{code}", own("index_name")))))
        .collect();
    let kits = (!lists::kit_rows(book, &words).is_empty()).then(|| name(&own("kits")));
    let where_used = index_no.is_some().then(|| name(&own("where_used")));
    let superseded = (!lists::superseded_rows(book, &words).is_empty()).then(|| name(&own("superseded")));
    let qa = book.settings.internal.then(|| name(&own("qa")));
    let blocks = figure::blocks(book, is_continuous);
    Places {
        cover,
        revisions,
        info,
        contents,
        figures,
        blocks,
        index_no,
        index_names,
        kits,
        where_used,
        superseded,
        qa,
    }
}

impl Maker<'_> {
    /// A text of the book.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.say(key, values)
    }

    /// The title of a column or field.
    pub(super) fn label(&self, field: &str) -> String {
        label(field, self.book.settings.language())
    }

    /// The link to a figure; a blank for a figure that is not there.
    pub(super) fn to_figure(&self, figure: usize, text: impl Into<String>) -> Cell {
        let place = figure
            .checked_sub(1)
            .and_then(|index| Some((self.places.figures.get(index)?, self.places.blocks.get(index)?.title)));
        match place {
            Some((sheet, row)) => Cell::link(Target::Cell { sheet: sheet.clone(), row, column: 0 }, text),
            None => Cell::text(text),
        }
    }

    /// The link to a line of a figure, both the line from zero.
    pub(super) fn to_line(&self, figure: usize, line: usize, text: impl Into<String>) -> Cell {
        match self.line_place(figure, line) {
            Some(target) => Cell::link(target, text),
            None => self.to_figure(figure, text),
        }
    }

    /// Where a line stands.
    pub(super) fn line_place(&self, figure: usize, line: usize) -> Option<Target> {
        let index = figure.checked_sub(1)?;
        let row = *self.places.blocks.get(index)?.lines.get(line)?;
        Some(Target::Cell { sheet: self.places.figures.get(index)?.clone(), row, column: 0 })
    }

    /// The link back to the contents.
    pub(super) fn to_contents(&self) -> Cell {
        Cell::link(Target::sheet(&self.places.contents), format!("↑ {}", self.label("sheet.contents")))
    }

    /// Paper and footer of every sheet: number and revision of the book, page of pages.
    pub(super) fn print(&self) -> Print {
        let settings = &self.book.settings;
        let plain = |text: &str| self.words.clean(text).replace('&', "&&");
        let (page, of) = (self.say("page", &[]), self.say("page_of", &[]));
        Print {
            paper: settings.paper,
            footer: Some(format!(
                "&L&9{} / {}&R&9{page} &P {of} &N",
                plain(&settings.book_no),
                plain(&settings.book_revision)
            )),
            ..Print::default()
        }
    }

    fn properties(&self) -> Properties {
        let settings = &self.book.settings;
        let clean = |text: Option<&str>| text.map(|text| self.words.clean(text).into_owned()).unwrap_or_default();
        Properties {
            is_answer: true,
            title: format!("{} {}", self.title(), clean(Some(&settings.book_no))),
            subject: [settings.model.as_deref(), settings.serial.as_deref()]
                .into_iter()
                .flatten()
                .map(|text| self.words.clean(text).into_owned())
                .collect::<Vec<_>>()
                .join(" "),
            company: clean(settings.company.as_deref()),
            author: clean(settings.company.as_deref()),
            // Document class for spare parts of VDI 2770.
            category: "03-06".to_owned(),
            keywords: String::new(),
            date: Some(settings.issue_date),
        }
    }

    /// The title of the book.
    pub(super) fn title(&self) -> String {
        let settings = &self.book.settings;
        match settings.title(settings.language()).or_else(|| settings.titles.values().next().map(String::as_str)) {
            Some(title) => self.words.clean(title).into_owned(),
            None => self.say("title", &[]),
        }
    }

    /// The texts of the `texts` sheet under a key: one a language of the book that has it.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        let table = self.book.catalog.table("texts");
        let keys = table.text("key");
        let row = (0..table.len())
            .find(|&row| keys.get(row).is_some_and(|symbol| self.book.catalog.text(symbol).eq_ignore_ascii_case(key)));
        let Some(row) = row else { return Vec::new() };
        let columns: Vec<String> = self
            .book
            .settings
            .languages
            .iter()
            .map(|language| format!("text_{language}"))
            .chain(["text".into()])
            .collect();
        columns
            .iter()
            .filter_map(|column| super::figures::cell_text(&self.book.catalog, table, row, column))
            .map(|text| self.words.clean(&text).into_owned())
            .collect()
    }

    /// The columns of a list sheet with the title of the sheet above and the way back beside it.
    pub(super) fn list(&self, name: &str, columns: Vec<crate::report::sheet::Column>) -> Sheet {
        let mut sheet = Sheet::new(name, columns);
        sheet.title = vec![Cell::text(name).style(Style::title()), self.to_contents()];
        sheet.print = self.print();
        // All pages of a book lie the same way.
        sheet.print.orientation = Orientation::Portrait;
        sheet
    }
}

/// A row whose cells all have one look.
pub(super) fn styled(cells: Vec<Cell>, style: Style) -> Row {
    Row::new(cells.into_iter().map(|cell| if cell.style.is_some() { cell } else { cell.style(style) }).collect())
}
