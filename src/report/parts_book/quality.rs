//! How good a book is: D1 to D9, the release gate and the score.
//!
//! Rules: parts-book specification, sections 8 and 9.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::figures::Figure;
use super::lines::{Price, Wording};
use super::plan::{LineKind, Plan};
use crate::finding::{Finding, Findings, codes};
use crate::model::ItemId;
use crate::values::half_up;

/// One number of the quality report: counts, or a share of two counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many are as they should be.
    pub part: usize,
    /// How many there are.
    pub whole: usize,
}

impl Share {
    /// The share, 0 to 1; without any it is 1.
    #[must_use]
    pub fn value(self) -> Decimal {
        if self.whole == 0 {
            return Decimal::ONE;
        }
        Decimal::from(self.part).checked_div(Decimal::from(self.whole)).unwrap_or_default()
    }
}

/// The quality numbers of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quality {
    /// D1: pages with a picture.
    pub drawings: Share,
    /// D2: illustrated lines with a callout.
    pub callouts: Share,
    /// D3: spares with a page and a position.
    pub placed: Share,
    /// D4: links that lead nowhere.
    pub dangling_links: usize,
    /// D5: callouts without a line.
    pub orphan_callouts: usize,
    /// D6: names in the languages of the book.
    pub translations: Share,
    /// D7: positions that stand twice on a page.
    pub duplicate_positions: usize,
    /// D8: spares whose pages do not add up to the structure.
    pub quantity_differences: usize,
    /// D9: orderable parts with a price, or on application.
    pub orderable: Share,
    /// 100 times the weighted shares, one decimal.
    pub score: Decimal,
    /// The book may be released: D3 is 1, D4, D5, D7 and D8 are 0, and no protected number is in it.
    pub passes: bool,
}

/// Name, value, and of a share its two counts.
pub type Measure = (&'static str, Decimal, Option<(usize, usize)>);

/// D1 to D9 with their values; of shares also the two counts.
#[must_use]
pub fn measures(quality: &Quality) -> [Measure; 9] {
    let share = |name, share: Share| (name, share.value(), Some((share.part, share.whole)));
    let count = |name, count: usize| (name, Decimal::from(count), None);
    [
        share("D1", quality.drawings),
        share("D2", quality.callouts),
        share("D3", quality.placed),
        count("D4", quality.dangling_links),
        count("D5", quality.orphan_callouts),
        share("D6", quality.translations),
        count("D7", quality.duplicate_positions),
        count("D8", quality.quantity_differences),
        share("D9", quality.orderable),
    ]
}

/// Measures a book; D4 is measured on the sheets and added with [`Quality::with_dangling_links`].
pub(super) fn measure(plan: &Plan, figures: &[Figure], words: &Wording<'_>, findings: &mut Findings) -> Quality {
    let drawings = Share { part: figures.iter().filter(|figure| figure.has_picture()).count(), whole: figures.len() };
    let mut quality = Quality {
        drawings,
        callouts: callouts(plan, figures, findings),
        placed: placed(plan),
        dangling_links: 0,
        orphan_callouts: figures.iter().map(|figure| figure.orphans).sum(),
        translations: translations(plan, words, findings),
        duplicate_positions: duplicates(plan, findings),
        quantity_differences: differences(plan, words),
        orderable: orderable(plan, words, findings),
        score: Decimal::ZERO,
        passes: false,
    };
    case_twins(plan, words, findings);
    quality.judge(&words.settings.weights);
    quality
}

/// Names the numbers that the order form cannot tell apart: its search ignores case.
fn case_twins(plan: &Plan, words: &Wording<'_>, findings: &mut Findings) {
    let items: BTreeSet<ItemId> =
        plan.lines().filter(|(_, line)| line.kind != LineKind::Protected).map(|(_, line)| line.source.item).collect();
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for item in items {
        let number = words.catalog.item_number(item);
        let Some(first) = known.insert(number.to_lowercase(), number) else { continue };
        let row = words.catalog.items().get(item).and_then(crate::model::Item::row);
        let mut finding = Finding::new(&codes::book::W_CASE_TWIN).field("item").value(number);
        finding.origin = row.and_then(|row| words.catalog.table("items").cell(row, "item"));
        findings.push(finding.detail(format!("\"{first}\" is in the book, too")));
    }
}

impl Quality {
    /// Adds what was found on the sheets.
    pub(super) fn with_dangling_links(mut self, links: usize, weights: &[Decimal; 5]) -> Self {
        self.dangling_links = links;
        self.judge(weights);
        self
    }

    fn judge(&mut self, weights: &[Decimal; 5]) {
        let shares = [self.placed, self.callouts, self.drawings, self.translations, self.orderable];
        let sum = shares
            .iter()
            .zip(weights)
            .try_fold(Decimal::ZERO, |sum, (share, weight)| sum.checked_add(share.value().checked_mul(*weight)?));
        self.score = half_up(sum.and_then(|sum| sum.checked_mul(Decimal::ONE_HUNDRED)).unwrap_or_default(), 1);
        self.passes = self.placed.part == self.placed.whole
            && [self.dangling_links, self.orphan_callouts, self.duplicate_positions, self.quantity_differences]
                .iter()
                .all(|count| *count == 0);
    }
}

fn callouts(plan: &Plan, figures: &[Figure], findings: &mut Findings) -> Share {
    let mut share = Share { part: 0, whole: 0 };
    for (page, figure) in plan.pages.iter().zip(figures) {
        for line in page.lines.iter().filter(|line| !line.is_not_illustrated) {
            share.whole += 1;
            if figure.called.contains(&line.source.plain_position()) {
                share.part += 1;
                continue;
            }
            let about = format!("figure {}, position {}", page.figure, line.source.plain_position());
            let mut finding = Finding::new(&codes::book::W_CALLOUT_MISSING).field("position").detail(about);
            finding.origin.clone_from(&line.source.origin);
            findings.push(finding);
        }
    }
    share
}

fn placed(plan: &Plan) -> Share {
    let placed: BTreeSet<ItemId> = plan
        .lines()
        .filter(|(_, line)| !line.source.plain_position().is_empty())
        .map(|(_, line)| line.source.item)
        .collect();
    Share { part: plan.spares.iter().filter(|(item, _)| placed.contains(item)).count(), whole: plan.spares.len() }
}

fn printed(plan: &Plan) -> BTreeSet<ItemId> {
    plan.lines().map(|(_, line)| line.source.item).collect()
}

fn translations(plan: &Plan, words: &Wording<'_>, findings: &mut Findings) -> Share {
    let mut share = Share { part: 0, whole: 0 };
    let table = words.catalog.table("items");
    for item in printed(plan) {
        for language in &words.settings.languages {
            share.whole += 1;
            if words.own_name(item, language).is_some() {
                share.part += 1;
                continue;
            }
            let number = words.catalog.item_number(item);
            let mut finding = Finding::new(&codes::book::W_TEXT_MISSING).field(format!("description_{language}"));
            finding.origin = words
                .catalog
                .items()
                .get(item)
                .and_then(crate::model::Item::row)
                .and_then(|row| table.cell(row, &format!("description_{language}")));
            findings.push(finding.detail(format!("item \"{number}\" has no name in \"{language}\"")));
        }
    }
    share
}

fn duplicates(plan: &Plan, findings: &mut Findings) -> usize {
    let mut count = 0;
    for page in &plan.pages {
        let mut seen = BTreeSet::new();
        for line in &page.lines {
            let position = line.source.plain_position();
            if position.is_empty() || seen.insert(position.clone()) {
                continue;
            }
            count += 1;
            let mut finding = Finding::new(&codes::structure::E_POS_DUP).field("position").value(position);
            finding.origin.clone_from(&line.source.origin);
            findings.push(finding.detail(format!("both lines are printed on figure {}", page.figure)));
        }
    }
    count
}

fn differences(plan: &Plan, words: &Wording<'_>) -> usize {
    let totals: BTreeMap<ItemId, Decimal> = plan.totals.iter().copied().collect();
    let unknown = |item: ItemId| words.catalog.items().get(item).is_none_or(|item| !item.is_known());
    plan.spares
        .iter()
        .filter(|(item, _)| !unknown(*item))
        .filter(|(item, exploded)| totals.get(item).copied() != *exploded)
        .count()
}

fn orderable(plan: &Plan, words: &Wording<'_>, findings: &mut Findings) -> Share {
    let items: BTreeSet<ItemId> =
        plan.lines().filter(|(_, line)| line.kind == LineKind::Orderable).map(|(_, line)| line.source.item).collect();
    let mut share = Share { part: 0, whole: items.len() };
    let table = words.catalog.table("items");
    for item in items {
        if words.price_of(item) != Price::Missing {
            share.part += 1;
        } else if words.settings.prices {
            let number = words.catalog.item_number(item);
            let row = words.catalog.items().get(item).and_then(crate::model::Item::row);
            let mut finding = Finding::new(&codes::book::W_PRICE_MISSING).field("gross_price");
            finding.origin = row.and_then(|row| table.cell(row, "gross_price"));
            findings.push(finding.detail(format!("item \"{number}\" is printed as price on application")));
        }
    }
    share
}
