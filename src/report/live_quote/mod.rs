//! The live quote and the live price sheet: workbooks in which the receiver changes items, quantities and discounts, and
//! price step, discounts, tax, freight and totals follow by formulas of the workbook alone.
//!
//! Only what the customer may see is inside: its own prices at every quantity, no cost, nobody else's prices, nothing
//! hidden. Functions that Excel 2010 and LibreOffice 7.4 both know. Rules: pricing specification, section 5;
//! parts-pricing specification, section 5; parts-book specification, section 7.

mod calculation;
mod data;
mod form;
mod tables;
#[cfg(test)]
mod tests;
mod totals;
mod words;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use self::calculation::calculation_sheet;
use self::data::Data;
use self::form::form_sheet;
use self::tables::{items_sheet, steps_sheet};
use super::names::sheet_name;
use super::words::Language;
use super::xlsx::ReportBook;
use crate::finding::Code;
use crate::pricing::{PriceBook, PricingError};

/// What a live quote is about.
#[derive(Clone, Debug)]
pub struct LiveQuote<'a> {
    /// Customer number.
    pub customer: &'a str,
    /// Lines filled in already.
    pub lines: Vec<LiveLine<'a>>,
    /// Items the receiver may choose from; by default all on the customer's price list. Those of the lines are added.
    pub items: Option<Vec<&'a str>>,
    /// Empty lines after those filled in.
    pub spare_lines: usize,
    /// Pricing day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Currency of the quote; by default the customer's.
    pub currency: Option<&'a str>,
    /// Freight in that currency. It falls away from the customer's `free_freight_limit` on.
    pub freight: Option<Decimal>,
    /// Freight is taxed too.
    pub freight_taxable: bool,
    /// VAT percent of the whole document; by default that of each item, or 0 for customers abroad and exports.
    pub tax: Option<Decimal>,
    /// Language of words, descriptions and dates.
    pub language: Language,
}

impl<'a> LiveQuote<'a> {
    /// A quote for a customer with empty lines only.
    #[must_use]
    pub const fn new(customer: &'a str) -> Self {
        Self {
            customer,
            lines: Vec::new(),
            items: None,
            spare_lines: 15,
            on: None,
            currency: None,
            freight: None,
            freight_taxable: false,
            tax: None,
            language: Language::English,
        }
    }
}

/// One line of a quote.
#[derive(Clone, Debug)]
pub struct LiveLine<'a> {
    /// Item number.
    pub item: &'a str,
    /// Quantity; none when it is blank or no number.
    pub quantity: Option<Decimal>,
    /// Special discount of this line in percent; by default that of the quote.
    pub discount: Option<Decimal>,
}

/// A quote, and what is wrong with the lines it was asked for.
#[derive(Debug)]
pub struct LiveDocument {
    /// The workbook.
    pub report: ReportBook,
    /// The lines that stand in it without amount, in their order.
    pub problems: Vec<LineProblem>,
}

/// Why a line has no amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProblem {
    /// Place among the lines asked, from zero.
    pub line: usize,
    /// What is wrong.
    pub code: &'static Code,
    /// Field of the line that is at fault.
    pub field: &'static str,
    /// What stands there.
    pub found: String,
    /// What the code leaves open.
    pub detail: Option<&'static str>,
}

/// Which of the two workbooks is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Lines to fill in, with tax, freight and total.
    Quote,
    /// All items, each with a quantity to change.
    PriceSheet,
}

/// The quote: the receiver changes item, quantity and discount of every line. Lines without amount stay, outside the
/// total.
///
/// # Errors
/// [`PricingError::Model`] for an unknown customer, or an unknown item among [`LiveQuote::items`];
/// [`PricingError::NoRate`] for a currency without rate; [`PricingError::ChannelOnly`] for an end user.
pub fn live_quote(book: &PriceBook, request: &LiveQuote<'_>) -> Result<LiveDocument, PricingError> {
    let data = Data::new(Purpose::Quote, book, request)?;
    let problems = (0..request.lines.len()).zip(&data.lines).filter_map(|(at, line)| data.problem(at, line)).collect();
    Ok(LiveDocument { report: written(&data), problems })
}

/// The price sheet: every item with its price at a quantity the receiver changes. `lines` and `spare_lines` of the
/// request play no part.
///
/// # Errors
/// [`PricingError::Model`] for an unknown customer or item, [`PricingError::NoRate`] for a currency without rate,
/// [`PricingError::ChannelOnly`] for an end user: with discounts, tax, freight and total it is a quote for all items.
pub fn live_price_sheet(book: &PriceBook, request: &LiveQuote<'_>) -> Result<ReportBook, PricingError> {
    Ok(written(&Data::new(Purpose::PriceSheet, book, request)?))
}

fn written(data: &Data) -> ReportBook {
    let words = data.words;
    let mut report = ReportBook::new(data.language);
    report.properties.is_answer = true;
    data.title().clone_into(&mut report.properties.title);
    data.company.clone_into(&mut report.properties.author);
    report.properties.date = Some(data.steps.on);
    let mut used = BTreeSet::new();
    let [form, steps, items, calculation] =
        [data.title(), words.steps, words.items, words.calculation].map(|name| sheet_name(name, &mut used));
    let plan = data.plan(form.clone(), calculation.clone());
    report.add(form_sheet(data, &plan, &form));
    report.add(steps_sheet(data, &steps));
    report.add(items_sheet(data, &items));
    report.add(calculation_sheet(data, &plan, &calculation));
    report
}
