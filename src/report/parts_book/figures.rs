//! The drawings of each page and the callouts on them.
//!
//! Rules: parts-book specification, sections 1, 5 and 8.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::error::BookError;
use super::picture::{self, Picture};
use super::plan::{GoOn, Page, Plan};
use crate::finding::{Finding, Findings, codes};
use crate::model::{Catalog, ItemId};
use crate::tables::{Table, Value};

/// Largest picture file that is read, in bytes.
pub(super) const LARGEST: u64 = 64 << 20;

/// One callout that belongs to a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Callout {
    /// Position, without a dash.
    pub position: String,
    /// Place in the picture from its top left corner, 0 to 1; none when the number inside the drawing serves.
    pub place: Option<(Decimal, Decimal)>,
}

/// One picture of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Number of the sheet in its figure.
    pub sheet_no: String,
    /// File name as the sheet gives it.
    pub file: String,
    /// The picture; none when it cannot be printed.
    pub picture: Option<Arc<Picture>>,
    /// Callouts to lines that are printed.
    pub callouts: Vec<Callout>,
    row: usize,
}

/// The pictures of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// In order of their sheet numbers.
    pub drawings: Vec<Drawing>,
    /// Callouts to positions that the assembly does not have.
    pub orphans: usize,
    /// Positions that have a callout, without a dash.
    pub called: Vec<String>,
}

impl Figure {
    /// True when a picture is printed.
    #[must_use]
    pub fn has_picture(&self) -> bool {
        self.drawings.iter().any(|drawing| drawing.picture.is_some())
    }

    /// Row of the `drawings` table of the first drawing.
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        self.drawings.first().map(|drawing| drawing.row)
    }
}

/// The figures of all pages, in their order.
pub(super) fn figures(
    catalog: &Catalog,
    plan: &Plan,
    folder: Option<&Path>,
    findings: &mut Findings,
    go_on: GoOn<'_>,
) -> Result<Vec<Figure>, BookError> {
    let by_assembly = rows_by_assembly(catalog);
    let mut callouts = Callouts::read(catalog);
    let mut pictures: BTreeMap<PathBuf, Option<Arc<Picture>>> = BTreeMap::new();
    let mut figures = Vec::with_capacity(plan.pages.len());
    for page in &plan.pages {
        go_on()?;
        let mut figure = Figure::default();
        let rows = by_assembly.get(&page.item).map(Vec::as_slice).unwrap_or_default();
        for row in of_revision(catalog, rows, page.revision.as_deref()) {
            let drawing = drawing(catalog, row, folder, &mut pictures, findings);
            figure.drawings.push(drawing);
        }
        figure.drawings.sort_by(|a, b| crate::values::natural_cmp(&a.sheet_no, &b.sheet_no));
        callouts.assign(catalog, page, &mut figure, findings);
        figures.push(figure);
    }
    callouts.rest(catalog, findings);
    Ok(figures)
}

fn rows_by_assembly(catalog: &Catalog) -> BTreeMap<ItemId, Vec<usize>> {
    let table = catalog.table("drawings");
    let assemblies = table.text("assembly");
    let mut rows: BTreeMap<ItemId, Vec<usize>> = BTreeMap::new();
    for row in 0..table.len() {
        if let Some(item) = assemblies.get(row).and_then(|symbol| catalog.items().find(symbol)) {
            rows.entry(item).or_default().push(row);
        }
    }
    rows
}

/// The drawings of the delivered revision; those without revision, else all, when none names it.
fn of_revision(catalog: &Catalog, rows: &[usize], revision: Option<&str>) -> Vec<usize> {
    let revisions = catalog.table("drawings").text("revision");
    let of = |row: usize| revisions.get(row).map(|symbol| catalog.text(symbol));
    let exact: Vec<usize> = rows.iter().copied().filter(|&row| revision.is_some() && of(row) == revision).collect();
    if !exact.is_empty() {
        return exact;
    }
    let open: Vec<usize> = rows.iter().copied().filter(|&row| of(row).is_none()).collect();
    if open.is_empty() { rows.to_vec() } else { open }
}

fn drawing(
    catalog: &Catalog,
    row: usize,
    folder: Option<&Path>,
    pictures: &mut BTreeMap<PathBuf, Option<Arc<Picture>>>,
    findings: &mut Findings,
) -> Drawing {
    let table = catalog.table("drawings");
    let file = cell_text(catalog, table, row, "file").unwrap_or_default();
    let origin = table.cell(row, "file");
    let folder = folder.map(Path::to_owned).or_else(|| folder_of(catalog, table, row));
    let picture = match folder {
        None => {
            let mut finding = Finding::new(&codes::book::E_PICTURE).field("file").value(&*file);
            finding.origin = origin;
            findings.push(finding.detail("the workbook was not read from a folder; name the folder of the drawings"));
            None
        }
        Some(folder) => pictures
            .entry(folder.join(&file))
            .or_insert_with(|| match picture::load(&folder, &file, origin.as_ref(), LARGEST) {
                Ok(picture) => Some(Arc::new(picture)),
                Err(finding) => {
                    findings.push(*finding);
                    None
                }
            })
            .clone(),
    };
    let sheet_no = cell_text(catalog, table, row, "sheet_no").unwrap_or_default();
    Drawing { sheet_no, file, picture, callouts: Vec::new(), row }
}

/// The folder of the workbook a row came from.
pub(super) fn folder_of(catalog: &Catalog, table: &Table, row: usize) -> Option<PathBuf> {
    let origin = table.origin(row)?;
    let source = catalog.sources().iter().find(|source| *source.name == *origin.workbook)?;
    let folder = source.path.as_ref()?.parent()?;
    Some(if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() })
}

/// A callout row that no page has taken yet.
struct CalloutRow {
    row: usize,
    sheet_no: Option<String>,
    position: String,
}

/// Callouts by their figure.
struct Callouts {
    by_figure: BTreeMap<String, Vec<CalloutRow>>,
}

impl Callouts {
    fn read(catalog: &Catalog) -> Self {
        let table = catalog.table("callouts");
        let mut by_figure: BTreeMap<String, Vec<CalloutRow>> = BTreeMap::new();
        for row in 0..table.len() {
            let figure = cell_text(catalog, table, row, "figure");
            let position = cell_text(catalog, table, row, "position");
            if let (Some(figure), Some(position)) = (figure, position) {
                let sheet_no = cell_text(catalog, table, row, "sheet_no");
                let position = position.trim_start_matches('-').to_owned();
                by_figure.entry(figure).or_default().push(CalloutRow { row, sheet_no, position });
            }
        }
        Self { by_figure }
    }

    /// Gives a page the callouts of its figures: named as in `drawings`, or by the number of the assembly.
    fn assign(&mut self, catalog: &Catalog, page: &Page, figure: &mut Figure, findings: &mut Findings) {
        let table = catalog.table("drawings");
        let mut names: Vec<String> =
            figure.drawings.iter().filter_map(|drawing| cell_text(catalog, table, drawing.row, "figure")).collect();
        names.push(catalog.item_number(page.item).to_owned());
        names.dedup();
        for name in names {
            for callout in self.by_figure.remove(&name).unwrap_or_default() {
                put(catalog, page, figure, callout, findings);
            }
        }
    }

    /// Callouts of figures that no drawing names; those of assemblies which are not in the book are left alone.
    fn rest(self, catalog: &Catalog, findings: &mut Findings) {
        let table = catalog.table("drawings");
        let known: std::collections::BTreeSet<String> =
            (0..table.len()).filter_map(|row| cell_text(catalog, table, row, "figure")).collect();
        for (name, rows) in self.by_figure {
            if known.contains(&name) || catalog.item(&name).is_ok() {
                continue;
            }
            for callout in rows {
                findings.push(finding(catalog, &callout, &codes::book::W_CALLOUT_ORPHAN, "no drawing has this figure"));
            }
        }
    }
}

fn put(catalog: &Catalog, page: &Page, figure: &mut Figure, callout: CalloutRow, findings: &mut Findings) {
    let line = page.lines.iter().find(|line| line.source.plain_position() == callout.position);
    if line.is_none() {
        if !page.not_printed.contains(&callout.position) {
            figure.orphans += 1;
            let about = format!("figure {} has no line at position {}", page.figure, callout.position);
            findings.push(finding(catalog, &callout, &codes::book::W_CALLOUT_ORPHAN, &about));
        }
        return;
    }
    let table = catalog.table("callouts");
    let (x, y) = (table.decimal("x").get(callout.row), table.decimal("y").get(callout.row));
    let is_inside = |value: Decimal| value >= Decimal::ZERO && value <= Decimal::ONE;
    let place = match x.zip(y) {
        Some((x, y)) if is_inside(x) && is_inside(y) => Some((x, y)),
        Some((x, y)) => {
            let about = format!("x {x}, y {y}: it is not drawn");
            findings.push(finding(catalog, &callout, &codes::book::W_CALLOUT_RANGE, &about));
            None
        }
        None => None,
    };
    figure.called.push(callout.position.clone());
    let index = callout
        .sheet_no
        .as_ref()
        .and_then(|sheet_no| figure.drawings.iter().position(|drawing| drawing.sheet_no == *sheet_no))
        .unwrap_or(0);
    if let Some(drawing) = figure.drawings.get_mut(index) {
        drawing.callouts.push(Callout { position: callout.position, place });
    }
}

fn finding(catalog: &Catalog, callout: &CalloutRow, code: &'static crate::finding::Code, about: &str) -> Finding {
    let mut finding = Finding::new(code).field("position").value(&*callout.position).detail(about);
    finding.origin = catalog.table("callouts").cell(callout.row, "position");
    finding
}

/// A cell as text, whatever kind its column has; numbers in their shortest form.
pub(super) fn cell_text(catalog: &Catalog, table: &Table, row: usize, name: &str) -> Option<String> {
    let text = match table.column(name)?.values.get(row) {
        Value::Text(symbol) => catalog.text(symbol).trim().to_owned(),
        Value::Integer(value) => value.to_string(),
        Value::Decimal(value) => value.normalize().to_string(),
        Value::Date(value) => value.to_string(),
        Value::Flag(value) => if value { "Y" } else { "N" }.to_owned(),
        Value::Blank => return None,
    };
    (!text.is_empty()).then_some(text)
}
