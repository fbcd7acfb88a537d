//! An explanation as text that a parts manager can read.

use std::fmt;

use super::book::PriceBook;
use super::explain::{Candidate, Entry, Explanation, Look, Rejection};
use super::levels::level_title;
use super::price::{Price, State};

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherCurrency { row, searched } => write!(f, "it is in {row}, searched is {searched}"),
            Self::OtherCountry { row } => write!(f, "it is for country {row}"),
            Self::BelowMinimum { needs } => write!(f, "below its minimum quantity {needs}"),
            Self::AboveMaximum { needs } => write!(f, "above its maximum quantity {needs}"),
            Self::NotMultiple { needs } => write!(f, "the quantity is not a multiple of {needs}"),
            Self::ValidFrom { from } => write!(f, "not valid yet (valid_from {from})"),
            Self::ValidTo { to } => write!(f, "no longer valid (valid_to {to})"),
            Self::LostTo { id, because, .. } => write!(f, "row {id} is preferred: {because}"),
        }
    }
}

impl Candidate {
    /// Why the row was not taken, in words; "taken" when it was.
    #[must_use]
    pub fn outcome(&self) -> String {
        if self.is_taken() {
            return "taken".to_owned();
        }
        let reasons: Vec<String> = self.rejections.iter().map(ToString::to_string).collect();
        let change = self.change.as_ref().map(|change| format!("; {change}")).unwrap_or_default();
        format!("not taken: {}{change}", reasons.join("; "))
    }
}

impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title)?;
        if let Some(slot) = self.slot {
            write!(f, ", slot {slot}")?;
        }
        if let Some(currency) = &self.currency {
            write!(f, ", in {currency}")?;
        }
        if self.candidates.is_empty() {
            return f.write_str(": no row");
        }
        for candidate in &self.candidates {
            write!(f, "\n    row {} ({}): {}", candidate.id, candidate.lane, candidate.value)?;
            if let Some(origin) = &candidate.origin {
                write!(f, " in {origin}")?;
            }
            write!(f, " - {}", candidate.outcome())?;
        }
        Ok(())
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Look(look) => look.fmt(f),
            Self::Step { text, origin: None } => f.write_str(text),
            Self::Step { text, origin: Some(origin) } => write!(f, "{text} ({origin})"),
        }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.heading)?;
        for (number, entry) in (1..).zip(&self.entries) {
            write!(f, "\n{number:>3} {entry}")?;
        }
        for line in &self.result {
            write!(f, "\n{line}")?;
        }
        Ok(())
    }
}

/// The answer in words, a line each.
pub(super) fn result_lines(book: &PriceBook, price: &Price) -> Vec<String> {
    let company = book.company_currency();
    let level = level_title(price.level);
    match price.state {
        State::Blocked => return vec![format!("Blocked: the customer may not buy the item ({level})")],
        State::NoPrice => return vec![format!("No price: nothing says what the item costs ({level})")],
        State::Priced => {}
    }
    let shown = |value: Option<rust_decimal::Decimal>| value.map_or_else(String::new, |value| value.to_string());
    let mut lines = vec![format!("Price {} {company}: {level}, basis {}", shown(price.price), price.price_basis)];
    for (slot, discount) in (1..).zip(price.discounts).filter_map(|(slot, discount)| Some((slot, discount?))) {
        let basis = discount.basis.map_or_else(|| "no basis".to_owned(), |basis| format!("basis {basis}"));
        lines.push(format!("Discount {slot}: {} % ({basis})", discount.percent));
    }
    lines.push(format!("Net price {} {company}; factor {}", shown(price.net_price), shown(price.discount_factor)));
    let invoice = book.currency_code(price.invoice_currency);
    lines.push(format!(
        "Invoice net price {} {company}, {} {invoice}; total {} {invoice}",
        shown(price.invoice_net_price),
        shown(price.invoice_net_price_foreign),
        shown(price.total)
    ));
    lines
}
