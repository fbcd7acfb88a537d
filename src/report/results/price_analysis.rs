//! The price analysis and the way from list price to pocket as frames.

use rust_decimal::Decimal;

use crate::pricing::{Pocket, PocketLine, PocketTotal, PriceAnalysis, PriceIssue};
use crate::report::frame::{Frame, Show};

const AMOUNT: Show = Show::Money(2);

/// One row an issue.
#[must_use]
pub fn analysis_frame(analysis: &PriceAnalysis) -> Frame {
    let issues = || analysis.issues.iter();
    let text = |value: fn(&PriceIssue) -> &String| {
        issues().map(move |issue| Some(value(issue).as_str()).filter(|text| !text.is_empty()))
    };
    Frame::new("price_analysis")
        .text("code", Show::Code, issues().map(|issue| Some(issue.code.id)))
        .text("title", Show::Text, issues().map(|issue| Some(issue.code.title)))
        .text("item", Show::Code, text(|issue| &issue.item))
        .text("customer", Show::Code, text(|issue| &issue.customer))
        .text("other", Show::Code, text(|issue| &issue.other))
        .decimal("price", AMOUNT, issues().map(|issue| issue.price))
        .decimal("limit", AMOUNT, issues().map(|issue| issue.limit))
        .decimal("difference", AMOUNT, issues().map(|issue| issue.difference))
        .decimal("yearly_quantity", Show::Quantity, issues().map(|issue| issue.yearly_quantity.map(|q| q.normalize())))
        .decimal("at_stake", AMOUNT, issues().map(PriceIssue::at_stake))
        .text("detail", Show::Text, text(|issue| &issue.detail))
        .strings("origin", Show::Origin, issues().map(|issue| issue.origin.as_ref().map(ToString::to_string)))
        .findings(analysis.findings.clone())
}

/// The families that were fitted: price = factor · size ^ exponent.
#[must_use]
pub fn families_frame(analysis: &PriceAnalysis) -> Frame {
    let families = || analysis.families.iter();
    Frame::new("price_families")
        .text("family", Show::Code, families().map(|family| Some(&*family.family)))
        .integer("members", Show::Integer, families().map(|family| i64::try_from(family.members).ok()))
        .decimal("factor", Show::Number, families().map(|family| Some(family.factor)))
        .decimal("exponent", Show::Number, families().map(|family| Some(family.exponent)))
}

/// Every member of a fitted family beside the price that goes with its size.
#[must_use]
pub fn members_frame(analysis: &PriceAnalysis) -> Frame {
    let members = || analysis.members.iter();
    Frame::new("price_members")
        .text("family", Show::Code, members().map(|member| Some(&*member.family)))
        .text("item", Show::Code, members().map(|member| Some(&*member.item)))
        .decimal("size", Show::Number, members().map(|member| Some(member.size)))
        .decimal("price", AMOUNT, members().map(|member| Some(member.price)))
        .decimal("fit", AMOUNT, members().map(|member| Some(member.fit)))
        .decimal("ratio", Show::Number, members().map(|member| Some(member.ratio)))
}

/// One row a sold line, from list price to pocket.
#[must_use]
pub fn waterfall_frame(pocket: &Pocket) -> Frame {
    let lines = || pocket.lines.iter();
    let text = |value: fn(&PocketLine) -> &String| {
        lines().map(move |line| Some(value(line).as_str()).filter(|text| !text.is_empty()))
    };
    let frame = Frame::new("waterfall")
        .text("customer", Show::Code, text(|line| &line.customer))
        .text("tier", Show::Code, text(|line| &line.tier))
        .text("item", Show::Code, text(|line| &line.item))
        .decimal("quantity", Show::Quantity, lines().map(|line| Some(line.quantity)))
        .decimal("exchange_rate", Show::Number, lines().map(|line| Some(line.exchange_rate)))
        .text("currency", Show::Code, lines().map(|_| Some(&*pocket.currency)));
    let amounts: Vec<&PocketTotal> = lines().map(|line| &line.amounts).collect();
    amount_columns(frame, &amounts).findings(pocket.findings.clone())
}

/// All lines together, by tier and by customer.
#[must_use]
pub fn waterfall_totals_frame(pocket: &Pocket) -> Frame {
    let rows: Vec<(&str, &PocketTotal)> = std::iter::once(("all", &pocket.total))
        .chain(pocket.by_tier.iter().map(|total| ("tier", total)))
        .chain(pocket.by_customer.iter().map(|total| ("customer", total)))
        .collect();
    let totals: Vec<&PocketTotal> = rows.iter().map(|(_, total)| *total).collect();
    let frame = Frame::new("waterfall_totals")
        .text("by", Show::Code, rows.iter().map(|(by, _)| Some(*by)))
        .text("name", Show::Code, rows.iter().map(|(_, total)| Some(&*total.name).filter(|text| !text.is_empty())))
        .integer("lines", Show::Integer, rows.iter().map(|(_, total)| i64::try_from(total.lines).ok()))
        .text("currency", Show::Code, rows.iter().map(|_| Some(&*pocket.currency)));
    amount_columns(frame, &totals)
}

/// List price to pocket.
fn amount_columns(frame: Frame, totals: &[&PocketTotal]) -> Frame {
    let money = |value: fn(&PocketTotal) -> Decimal| totals.iter().map(move |total| Some(value(total)));
    frame
        .decimal("list_amount", AMOUNT, money(|total| total.list))
        .decimal("on_invoice_discount", AMOUNT, money(PocketTotal::on_invoice))
        .decimal("invoice_amount", AMOUNT, money(|total| total.invoice))
        .decimal("rebate", AMOUNT, money(|total| total.after_invoice[0]))
        .decimal("freight", AMOUNT, money(|total| total.after_invoice[1]))
        .decimal("terms_cost", AMOUNT, money(|total| total.after_invoice[2]))
        .decimal("virtual_credit", AMOUNT, money(|total| total.after_invoice[3]))
        .decimal("pocket_amount", AMOUNT, money(|total| total.pocket))
        .decimal("leakage_percent", Show::Percent, totals.iter().map(|total| total.leakage()))
}
