//! An explanation as text that a parts manager can read, in the reader's language.

use std::fmt;

use super::book::PriceBook;
use super::explain::{Candidate, Entry, Explanation, Look, Rejection};
use super::price::{Price, State};
use super::question::Question;
use crate::tables::Sentence;

impl Rejection {
    /// In words.
    #[must_use]
    pub fn words(&self) -> Sentence {
        match self {
            Self::OtherCurrency { row, searched } => {
                Sentence::new("explain.other_currency").with("row", row).with("searched", searched)
            }
            Self::OtherCountry { row } => Sentence::new("explain.other_country").with("row", row),
            Self::BelowMinimum { needs } => Sentence::new("explain.below_minimum").with_number("needs", *needs),
            Self::AboveMaximum { needs } => Sentence::new("explain.above_maximum").with_number("needs", *needs),
            Self::NotMultiple { needs } => Sentence::new("explain.not_multiple").with_number("needs", *needs),
            Self::ValidFrom { from } => Sentence::new("explain.not_yet").with("day", from),
            Self::ValidTo { to } => Sentence::new("explain.over").with("day", to),
            Self::Unread => Sentence::new("explain.unread"),
            Self::LostTo { id, because, .. } => {
                Sentence::new("explain.lost").with("id", id).with_all("because", vec![because.clone()])
            }
        }
    }
}

impl Candidate {
    /// That the row was taken, or why not and with what change it would be.
    #[must_use]
    pub fn outcome(&self) -> Sentence {
        if self.is_taken() {
            return Sentence::new("explain.taken");
        }
        let mut why: Vec<Sentence> = self.rejections.iter().map(Rejection::words).collect();
        why.extend(self.change.as_ref().map(super::explain_change::Change::words));
        Sentence::new("explain.not_taken").with_joined("why", why, "; ")
    }
}

impl Look {
    /// The level in words.
    #[must_use]
    pub fn title(&self) -> Sentence {
        Sentence::named(if self.slot.is_some() { "discount_level" } else { "level" }, self.level)
    }

    fn text(&self, language: &str) -> String {
        let mut text = self.title().text(language);
        if let Some(slot) = self.slot {
            let slot = Sentence::new("explain.slot").with("slot", &slot);
            text = format!("{text}, {}", slot.text(language));
        }
        if let Some(currency) = &self.currency {
            text = format!("{text}, {currency}");
        }
        if self.candidates.is_empty() {
            return format!("{text}: {}", Sentence::new("explain.no_row").text(language));
        }
        for candidate in &self.candidates {
            let row = Sentence::new("explain.row")
                .with("id", &candidate.id)
                .with_all("lane", vec![candidate.lane.clone()])
                .with_number("value", candidate.value);
            let origin = candidate.origin.as_ref().map(|origin| format!(" ({origin})")).unwrap_or_default();
            text = format!("{text}\n    {}{origin} - {}", row.text(language), candidate.outcome().text(language));
        }
        text
    }
}

impl Entry {
    fn text(&self, language: &str) -> String {
        match self {
            Self::Look(look) => look.text(language),
            Self::Step { what, origin: None } => what.text(language),
            Self::Step { what, origin: Some(origin) } => format!("{} ({origin})", what.text(language)),
        }
    }
}

impl Explanation {
    /// All of it: the question, a numbered line for each level and step, the answer.
    #[must_use]
    pub fn text(&self, language: &str) -> String {
        let entries = (1..).zip(&self.entries).map(|(number, entry)| format!("{number:>3} {}", entry.text(language)));
        let result = self.result.iter().map(|line| line.text(language));
        let lines: Vec<String> = std::iter::once(self.heading.text(language)).chain(entries).chain(result).collect();
        lines.join("\n")
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text("en"))
    }
}

/// The answer, a line each.
pub(super) fn result_lines(book: &PriceBook, question: &Question<'_>, price: &Price) -> Vec<Sentence> {
    let level = || vec![Sentence::named("level", if price.level.is_empty() { "no_price" } else { price.level })];
    match price.state {
        State::Blocked => return vec![Sentence::new("explain.blocked").with_all("level", level())],
        State::NoPrice => return vec![Sentence::new("explain.no_price")],
        State::Priced => {}
    }
    let company = book.company_currency();
    let decimals = book.price_decimals();
    let mut lines = vec![
        Sentence::new("explain.price")
            .with_money("price", price.price, decimals)
            .with("currency", &company)
            .with_all("level", level())
            .with("basis", &price.price_basis),
    ];
    for (slot, discount) in (1..).zip(price.discounts).filter_map(|(slot, discount)| Some((slot, discount?))) {
        let label = if discount.basis.is_some() { "explain.discount" } else { "explain.discount_none" };
        lines.push(
            Sentence::new(label)
                .with("slot", &slot)
                .with_number("percent", discount.percent)
                .with("basis", &discount.basis.unwrap_or_default()),
        );
    }
    lines.push(
        Sentence::new("explain.net_price")
            .with_money("price", price.net_price, decimals)
            .with("currency", &company)
            .with_number("factor", price.discount_factor.unwrap_or_default()),
    );
    lines.push(
        Sentence::new("explain.invoice_price")
            .with_money("price", price.invoice_net_price, decimals)
            .with("currency", &company)
            .with_money("foreign", price.invoice_net_price_foreign, decimals)
            .with("invoice_currency", &book.invoice_code(question, price))
            .with_money("total", price.total, decimals),
    );
    lines
}
