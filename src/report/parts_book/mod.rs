//! The spare-parts book: from a delivered machine's structure, drawings and texts to one workbook that the customer can
//! print, search, click through and order from.
//!
//! [`Book::new`] plans and measures, [`Book::to_bytes`] writes and makes sure that nothing protected is handed out.
//! Rules: parts-book specification.

pub mod catalog_source;
mod drawings;
pub mod error;
pub mod figures;
pub mod index;
pub mod lines;
pub mod picture;
pub mod plan;
pub mod quality;
pub mod request;
pub mod settings;
mod sheets;
pub mod source;
pub mod succession;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use catalog_source::Basis;
pub use error::BookError;
pub use index::NumberOrder;
pub use plan::Mode;
pub use quality::Quality;
pub use request::{BookRequest, IpPolicy, Layout};
pub use settings::BookSettings;

use catalog_source::CatalogSource;
use figures::Figure;
use lines::{PrintedLine, Wording};
use picture::Picture;
use plan::{LineKind, Plan};
use source::Source;
use succession::Succession;

use crate::finding::{Finding, Findings, codes};
use crate::model::{Catalog, ItemId};
use crate::report::safe::{Protected, safe_to_send};
use crate::report::xlsx::Cancel;
use crate::report::{ReportBook, ReportError};
use crate::values::{UNWATCHED, Watch};

/// A spare-parts book, planned and measured.
pub struct Book {
    catalog: Arc<Catalog>,
    /// What it is about and how it is made.
    pub settings: BookSettings,
    /// Pages, lines and totals, as they are printed.
    pub plan: Plan,
    /// The drawings of the pages, in their order.
    pub figures: Vec<Figure>,
    /// Its quality.
    pub quality: Quality,
    /// What is doubtful, in order.
    pub findings: Findings,
    source: CatalogSource,
    succession: Succession,
    protected: Protected,
    logo: Option<Picture>,
    machine: Option<Picture>,
}

impl Book {
    /// Plans a book, reads its drawings and measures it.
    ///
    /// # Errors
    /// When no machine is named, the catalog does not know it, or it has no spare parts.
    pub fn new(catalog: &Arc<Catalog>, request: &BookRequest) -> Result<Self, BookError> {
        Self::watched(catalog, request, UNWATCHED)
    }

    /// [`Self::new`], which tells the steps done and in all, and stops when the caller asks for it.
    ///
    /// # Errors
    /// Those of [`Self::new`], and [`BookError::Stopped`].
    pub fn watched(catalog: &Arc<Catalog>, request: &BookRequest, watch: Watch<'_>) -> Result<Self, BookError> {
        const STEPS: usize = 5;
        let tell = |done: usize| if watch(done, STEPS) { Ok(()) } else { Err(BookError::Stopped) };
        let settings = BookSettings::new(catalog, request)?;
        let mut findings = Findings::new();
        let succession = Succession::new(catalog, catalog.as_of(), &mut findings);
        let source = CatalogSource::new(catalog, &settings, &succession, &mut findings);
        tell(1)?;
        let mut plan = plan::plan(&source, settings.top, settings.mode, &|| tell(1))?;
        tell(2)?;
        if plan.pages.iter().all(|page| page.lines.is_empty()) {
            return Err(BookError::Nothing { top: catalog.item_number(settings.top).to_owned() });
        }
        findings.extend(std::mem::take(&mut plan.findings));
        if settings.ip_policy == IpPolicy::Hide {
            hide(&mut plan);
        }
        only_own(&mut findings, &plan, &succession, catalog);
        let figures = figures::figures(catalog, &plan, request.folder.as_deref(), &mut findings, &|| tell(2))?;
        tell(3)?;
        let items = || catalog.items().iter().map(|(id, _)| id);
        let number = |id: ItemId| catalog.item_number(id);
        let protected = Protected::new(
            items().filter(|id| source.part(*id).is_protected).map(number),
            items().filter(|id| !source.part(*id).is_protected).map(number),
        );
        let has_hidden = plan.lines().any(|(_, line)| line.kind == LineKind::Protected)
            || settings.ip_policy == IpPolicy::Hide && items().any(|id| source.part(id).is_protected);
        if has_hidden && figures.iter().any(Figure::has_picture) {
            findings.push(Finding::new(&codes::book::W_DRAWING_TEXT));
        }
        let (logo, machine) = front_pictures(catalog, &settings, request, &mut findings);
        let words = Wording::new(catalog, &settings, &source, &succession, &protected);
        tell(4)?;
        let quality = quality::measure(&plan, &figures, &words, &mut findings);
        let mut book = Self {
            catalog: Arc::clone(catalog),
            plan,
            figures,
            quality,
            findings,
            source,
            succession,
            protected,
            logo,
            machine,
            settings,
        };
        let made = sheets::make(&book);
        tell(5)?;
        let dangling = sheets::dangling_links(&made);
        book.quality = book.quality.with_dangling_links(dangling, &book.settings.weights);
        book.findings.extend(made.check(&format!("{}.xlsx", book.settings.book_no)));
        book.findings.sort();
        Ok(book)
    }

    /// The sheets of the book. Hand out what [`Self::to_bytes`] gives: it is searched for protected numbers, and draws
    /// the bubbles round.
    #[must_use]
    pub fn to_workbook(&self) -> ReportBook {
        sheets::make(self)
    }

    /// The finished workbook. The same inputs give the same bytes.
    ///
    /// # Errors
    /// When a sheet cannot be written, the caller stops, or a customer's copy would hold a protected number or something else that is
    /// not safe to send.
    pub fn to_bytes(&self, cancel: Cancel<'_>) -> Result<Vec<u8>, BookError> {
        let bytes = self.to_workbook().to_bytes(cancel)?;
        let bytes = drawings::settle(&bytes).unwrap_or(bytes);
        if !self.settings.internal {
            let name = format!("{}.xlsx", self.settings.book_no);
            safe_to_send(&bytes, &name, &self.protected).map_err(ReportError::from)?;
        }
        Ok(bytes)
    }

    /// Where the structure comes from.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.source.basis()
    }

    /// The catalog.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The lines of a page (from zero) as they are printed.
    #[must_use]
    pub fn printed_lines(&self, page: usize) -> Vec<PrintedLine> {
        let words = self.words();
        self.plan
            .pages
            .get(page)
            .map(|page| page.lines.iter().map(|line| words.line(line)).collect())
            .unwrap_or_default()
    }

    /// The title of a page (from zero) in a language: of its drawing, else the name of the assembly.
    #[must_use]
    pub fn title(&self, page: usize, language: &str) -> String {
        self.title_with(&self.words(), page, language)
    }

    /// The number of an item; none when it is protected.
    #[must_use]
    pub fn shown_number(&self, item: ItemId) -> Option<&str> {
        (!self.source.part(item).is_protected).then(|| self.catalog.item_number(item))
    }

    fn words(&self) -> Wording<'_> {
        Wording::new(&self.catalog, &self.settings, &self.source, &self.succession, &self.protected)
    }

    fn title_with(&self, words: &Wording<'_>, page: usize, language: &str) -> String {
        let drawing = self.figures.get(page).and_then(|figure| {
            let row = figure.row()?;
            figures::cell_text(&self.catalog, self.catalog.table("drawings"), row, &format!("title_{language}"))
        });
        match drawing {
            Some(title) => words.clean(&title).into_owned(),
            None => self.plan.pages.get(page).map(|page| words.name(page.item, language).text).unwrap_or_default(),
        }
    }
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("settings", &self.settings).field("quality", &self.quality).finish_non_exhaustive()
    }
}

/// Drops protected lines; callouts to them are no mistake.
fn hide(plan: &mut Plan) {
    for page in &mut plan.pages {
        let (hidden, shown) =
            std::mem::take(&mut page.lines).into_iter().partition(|line| line.kind == LineKind::Protected);
        page.lines = shown;
        page.not_printed
            .extend(Vec::from_iter(hidden).iter().map(|line: &plan::BookLine| line.source.plain_position()));
    }
}

/// Of the findings about the chains of numbers, keeps those about parts of this book.
fn only_own(findings: &mut Findings, plan: &Plan, succession: &Succession, catalog: &Catalog) {
    let printed: std::collections::BTreeSet<&str> = plan
        .lines()
        .filter(|(_, line)| succession.is_loop(line.source.item))
        .map(|(_, line)| catalog.item_number(line.source.item))
        .collect();
    let all = std::mem::take(findings);
    findings.extend(all.into_iter().filter(|finding| {
        finding.code != &codes::structure::E_SUP_CYCLE
            || finding.value.as_deref().is_some_and(|number| printed.contains(number))
    }));
}

/// Logo and picture of the machine.
fn front_pictures(
    catalog: &Catalog,
    settings: &BookSettings,
    request: &BookRequest,
    findings: &mut Findings,
) -> (Option<Picture>, Option<Picture>) {
    let table = catalog.table("book");
    let folder = request.folder.clone().or_else(|| figures::folder_of(catalog, table, 0));
    let mut load = |name: &Option<String>| {
        let picture = picture::load(folder.as_deref()?, name.as_deref()?, table.origin(0).as_ref(), figures::LARGEST);
        picture.map_err(|finding| findings.push(*finding)).ok()
    };
    (load(&settings.logo), load(&settings.picture))
}
