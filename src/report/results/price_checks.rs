//! Quotes, rule checks, comparisons and simulations as frames.

use rust_decimal::Decimal;

use crate::finding::Code;
use crate::pricing::{
    ComparisonTotal, PriceBook, PriceComparison, Quote, QuoteLine, RuleCheck, SimulatedLine, SimulatedTotal, Simulation,
};
use crate::report::frame::{Frame, Show};
use crate::tables::labels;

/// Decimals of amounts on documents.
const AMOUNT: Show = Show::Money(2);

/// The lines of a quote: only what the customer may see.
#[must_use]
pub fn quote_frame(quote: &Quote) -> Frame {
    let lines = || quote.lines.iter();
    let money = |value: fn(&QuoteLine) -> Option<Decimal>| lines().map(value);
    Frame::new("quote")
        .text("customer", Show::Code, lines().map(|_| Some(&*quote.customer)))
        .integer("line", Show::Integer, (1..).zip(lines()).map(|(number, _)| Some(number)))
        .text("item", Show::Code, lines().map(|line| Some(&*line.item)))
        .decimal("quantity", Show::Quantity, money(|line| line.quantity))
        .decimal("unit_price", Show::Number, money(|line| line.unit_price))
        .decimal("amount", AMOUNT, money(|line| line.amount))
        .text("currency", Show::Code, lines().map(|_| Some(&*quote.currency)))
        .decimal("tax_rate", Show::Percent, money(|line| line.tax_rate))
        .text("state", Show::Code, lines().map(|line| Some(line.state.name())))
        .strings(
            "comment",
            Show::Text,
            lines().map(|line| (!line.comments.is_empty()).then(|| line.comments.join("; "))),
        )
        .findings(quote.findings.clone())
}

/// Name, tax percent, amount, comment.
type TotalRow<'a> = (&'a str, Option<Decimal>, Option<Decimal>, Option<&'a str>);

/// The totals of a quote: sum of the lines, freight, tax by rate, total; then comments on the whole quote.
#[must_use]
pub fn quote_totals_frame(quote: &Quote) -> Frame {
    let mut rows: Vec<TotalRow<'_>> =
        vec![("lines", None, Some(quote.net), None), ("logistics", None, Some(quote.logistics), None)];
    let tax = if quote.tax_inclusive { "contained_tax" } else { "tax" };
    rows.extend(quote.taxes.iter().map(|one| (tax, Some(one.rate), Some(one.tax), None)));
    let total = if quote.is_complete { "total" } else { "total_incomplete" };
    rows.push((total, None, Some(quote.total), None));
    rows.extend(quote.comments.iter().map(|text| ("comment", None, None, Some(text.as_str()))));
    Frame::new("quote_totals")
        .text("name", Show::Code, rows.iter().map(|row| Some(row.0)))
        .decimal("tax_rate", Show::Percent, rows.iter().map(|row| row.1))
        .decimal("amount", AMOUNT, rows.iter().map(|row| row.2))
        .text("currency", Show::Code, rows.iter().map(|row| row.2.map(|_| &*quote.currency)))
        .text("comment", Show::Text, rows.iter().map(|row| row.3))
}

/// A rule check: one row an issue, in the reader's language.
#[must_use]
pub fn rule_check_frame(book: &PriceBook, check: &RuleCheck, language: &str) -> Frame {
    let issues = || check.issues.iter();
    let other = |place: Option<crate::pricing::Place>| Some(book.origin(place?)?.to_string());
    Frame::new("rule_check")
        .text("code", Show::Code, issues().map(|issue| Some(issue.code.id)))
        .strings("title", Show::Text, issues().map(|issue| Some(rule_title(issue.code, language))))
        .text("table", Show::Code, issues().map(|issue| Some(issue.place.source().table())))
        .integer("id", Show::Integer, issues().map(|issue| Some(issue.id)))
        .decimal("value", Show::Number, issues().map(|issue| Some(issue.value)))
        .strings("detail", Show::Text, issues().map(|issue| Some(issue.detail.as_ref()?.text(language))))
        .strings("other", Show::Origin, issues().map(|issue| other(issue.other)))
        .decimal("at_stake", AMOUNT, issues().map(|issue| issue.at_stake))
        .strings("origin", Show::Origin, issues().map(|issue| issue.origin.as_ref().map(ToString::to_string)))
}

/// What a code of the rule check says.
fn rule_title(code: &Code, language: &str) -> String {
    let label = format!("rule.{}", code.id.to_lowercase().replace('-', "_"));
    labels::known(&label, language).unwrap_or(code.title).to_owned()
}

/// A comparison: one row a line.
#[must_use]
pub fn comparison_frame(comparison: &PriceComparison) -> Frame {
    let lines = || comparison.lines.iter();
    Frame::new("comparison")
        .text("customer", Show::Code, lines().map(|line| Some(&*line.customer).filter(|text| !text.is_empty())))
        .text("item", Show::Code, lines().map(|line| Some(&*line.item).filter(|text| !text.is_empty())))
        .decimal("quantity", Show::Quantity, lines().map(|line| line.quantity))
        .decimal("net_price_before", AMOUNT, lines().map(|line| line.before.as_ref().ok()?.invoice_net_price))
        .decimal("net_price_after", AMOUNT, lines().map(|line| line.after.as_ref().ok()?.invoice_net_price))
        .decimal("amount_before", AMOUNT, lines().map(|line| line.amount_before))
        .decimal("amount_after", AMOUNT, lines().map(|line| line.amount_after))
        .decimal("difference", AMOUNT, lines().map(crate::pricing::LineComparison::difference))
        .strings("levels", Show::Text, lines().map(|line| Some(line.levels())))
        .text("state_before", Show::Code, lines().map(|line| Some(line.states()[0])))
        .text("state_after", Show::Code, lines().map(|line| Some(line.states()[1])))
        .flag("changed", lines().map(|line| Some(line.is_changed())))
        .findings(comparison.findings.clone())
}

/// Totals of a comparison: all lines, then by customer, item and level.
#[must_use]
pub fn comparison_totals_frame(comparison: &PriceComparison) -> Frame {
    let rows: Vec<(&str, &ComparisonTotal)> = std::iter::once(("all", &comparison.total))
        .chain(comparison.by_customer.iter().map(|total| ("customer", total)))
        .chain(comparison.by_item.iter().map(|total| ("item", total)))
        .chain(comparison.by_level.iter().map(|total| ("level", total)))
        .collect();
    let count = |value: usize| i64::try_from(value).ok();
    Frame::new("comparison_totals")
        .text("by", Show::Code, rows.iter().map(|(by, _)| Some(*by)))
        .text("name", Show::Code, rows.iter().map(|(_, total)| Some(&*total.name).filter(|text| !text.is_empty())))
        .integer("lines", Show::Integer, rows.iter().map(|(_, total)| count(total.lines)))
        .integer("changed", Show::Integer, rows.iter().map(|(_, total)| count(total.changed)))
        .integer("without_price", Show::Integer, rows.iter().map(|(_, total)| count(total.without_price)))
        .decimal("amount_before", AMOUNT, rows.iter().map(|(_, total)| Some(total.before)))
        .decimal("amount_after", AMOUNT, rows.iter().map(|(_, total)| Some(total.after)))
        .decimal("difference", AMOUNT, rows.iter().map(|(_, total)| Some(total.difference())))
}

/// A simulation: one row a sold line.
#[must_use]
pub fn simulation_frame(simulation: &Simulation) -> Frame {
    let lines = || simulation.lines.iter();
    let amount = |value: fn(&SimulatedLine) -> Decimal| lines().map(move |line| Some(value(line)));
    Frame::new("simulation")
        .text("customer", Show::Code, lines().map(|line| Some(&*line.customer)))
        .text("item", Show::Code, lines().map(|line| Some(&*line.item)))
        .decimal("exchange_rate", Show::Number, amount(|line| line.exchange_rate))
        .text("currency", Show::Code, lines().map(|_| Some(&*simulation.currency)))
        .decimal("quantity_before", Show::Quantity, amount(|line| line.quantity.before))
        .decimal("list_price_before", AMOUNT, amount(|line| line.list_price.before))
        .decimal("net_price_before", AMOUNT, amount(|line| line.net_price.before))
        .decimal("quantity_after", Show::Quantity, amount(|line| line.quantity.after))
        .decimal("list_price_after", AMOUNT, amount(|line| line.list_price.after))
        .decimal("net_price_after", AMOUNT, amount(|line| line.net_price.after))
        .decimal("revenue_before", AMOUNT, amount(|line| line.revenue.before))
        .decimal("revenue_after", AMOUNT, amount(|line| line.revenue.after))
        .decimal("margin_before", AMOUNT, lines().map(|line| Some(line.margin?.before)))
        .decimal("margin_after", AMOUNT, lines().map(|line| Some(line.margin?.after)))
        .text("breaks", Show::Code, lines().map(|line| Some(line.breaks).filter(|text| !text.is_empty())))
        .findings(simulation.findings.clone())
}

/// Totals of a simulation: all, by item, family, customer and tier, the winners and the losers.
#[must_use]
pub fn simulation_totals_frame(simulation: &Simulation) -> Frame {
    let rows: Vec<(&str, &SimulatedTotal)> = std::iter::once(("all", &simulation.total))
        .chain(simulation.by_item.iter().map(|total| ("item", total)))
        .chain(simulation.by_family.iter().map(|total| ("family", total)))
        .chain(simulation.by_customer.iter().map(|total| ("customer", total)))
        .chain(simulation.by_tier.iter().map(|total| ("tier", total)))
        .chain(simulation.winners.iter().map(|total| ("winner", total)))
        .chain(simulation.losers.iter().map(|total| ("loser", total)))
        .collect();
    let money = |value: fn(&SimulatedTotal) -> Decimal| rows.iter().map(move |(_, total)| Some(value(total)));
    Frame::new("simulation_totals")
        .text("by", Show::Code, rows.iter().map(|(by, _)| Some(*by)))
        .text("name", Show::Code, rows.iter().map(|(_, total)| Some(&*total.name).filter(|text| !text.is_empty())))
        .integer("lines", Show::Integer, rows.iter().map(|(_, total)| i64::try_from(total.lines).ok()))
        .text("currency", Show::Code, rows.iter().map(|_| Some(&*simulation.currency)))
        .decimal("revenue_before", AMOUNT, money(|total| total.revenue.before))
        .decimal("revenue_after", AMOUNT, money(|total| total.revenue.after))
        .decimal("difference", AMOUNT, money(|total| total.revenue.difference()))
        .decimal("change_percent", Show::Percent, rows.iter().map(|(_, total)| total.change_percent()))
        .decimal("revenue_with_cost_before", AMOUNT, money(|total| total.revenue_with_cost.before))
        .decimal("revenue_with_cost_after", AMOUNT, money(|total| total.revenue_with_cost.after))
        .decimal("margin_before", AMOUNT, rows.iter().map(|(_, total)| Some(total.margin?.before)))
        .decimal("margin_after", AMOUNT, rows.iter().map(|(_, total)| Some(total.margin?.after)))
}

/// The price indices of a simulation.
#[must_use]
pub fn indices_frame(simulation: &Simulation) -> Frame {
    let indices = simulation.indices;
    Frame::new("simulation_indices").text("name", Show::Code, ["laspeyres", "paasche", "fisher"].map(Some)).decimal(
        "value",
        Show::Number,
        [indices.laspeyres, indices.paasche, indices.fisher],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::codes::pricing as codes;

    #[test]
    fn rules_are_called_the_same_by_their_codes_and_in_the_labels() {
        let all = [
            &codes::E_RULE_UNREAD,
            &codes::W_RULE_HIDDEN,
            &codes::W_RULE_NEVER,
            &codes::I_RULE_EXPIRED,
            &codes::W_RULE_DANGLING,
            &codes::W_RULE_DUPLICATE,
            &codes::W_RULE_ZERO,
            &codes::W_RULE_NO_COST,
            &codes::W_RULE_DEARER,
            &codes::W_RULE_ABOVE_LIST,
            &codes::W_RULE_BELOW_COST,
            &codes::I_RULE_MAXIMUM,
        ];
        for code in all {
            assert_eq!(rule_title(code, "en"), code.title);
            assert_ne!(rule_title(code, "de"), code.title);
        }
    }
}
