//! Sold lines in company currency: what the simulation and the waterfall add up.
//!
//! The amounts of a line of `sales_history` are in the currency of the line; a blank one is the company's. A line is
//! converted at the newest rate of `exchange_rates` that is not after its day (without a day: after the catalog's), with
//! all its digits. Rules: parts-pricing specification, sections 6 and 7.

use rust_decimal::Decimal;

use super::book::PriceBook;
use super::cells::Cells;
use super::keys::BLANK;
use crate::finding::codes::pricing as codes;
use crate::finding::{Code, Finding, Findings};
use crate::tables::Table;

/// The lines of `sales_history`.
#[derive(Clone, Copy)]
pub(super) struct SoldLines<'b> {
    book: &'b PriceBook,
    table: &'b Table,
    dates: Cells<'b>,
    currencies: Cells<'b>,
    items: Cells<'b>,
    numbers: [Cells<'b>; 3],
}

/// A line that counts, its prices of one unit in company currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SoldLine {
    pub(super) quantity: Decimal,
    /// Above zero.
    pub(super) list_price: Decimal,
    /// Zero or more.
    pub(super) net_price: Decimal,
    /// Company currency for one unit of the line's currency.
    pub(super) rate: Decimal,
}

impl<'b> SoldLines<'b> {
    pub(super) fn of(book: &'b PriceBook) -> Self {
        let table = book.catalog.table("sales_history");
        let cells = |name| Cells::new(table, book.catalog.texts(), name);
        Self {
            book,
            table,
            dates: cells("date"),
            currencies: cells("currency"),
            items: cells("item"),
            numbers: ["quantity", "list_price", "net_price"].map(cells),
        }
    }

    /// Lines, usable or not.
    pub(super) fn len(self) -> usize {
        self.table.len()
    }

    /// A column of the lines.
    pub(super) fn cells(self, name: &str) -> Cells<'b> {
        Cells::new(self.table, self.book.catalog.texts(), name)
    }

    /// Company currency for one unit of a line's currency on its day; none without a rate.
    pub(super) fn rate(self, row: usize) -> Option<Decimal> {
        let currency = self.book.keys.find(&self.currencies.shown(row));
        if currency == BLANK || currency == self.book.settings.currency {
            return Some(Decimal::ONE);
        }
        self.book.rates.on(currency, self.day(row).to_epoch_days())
    }

    /// A line in company currency; what makes it unusable is a finding.
    pub(super) fn line(self, row: usize, findings: &mut Findings) -> Option<SoldLine> {
        let [quantity, list_price, net_price] = self.numbers.map(|cells| cells.decimal(row));
        let wrong = if quantity.is_none() {
            Some("quantity")
        } else if list_price.is_none_or(|list| list <= Decimal::ZERO) {
            Some("list_price")
        } else if net_price.is_none_or(|net| net < Decimal::ZERO) {
            Some("net_price")
        } else {
            None
        };
        if let Some(field) = wrong {
            findings.push(self.finding(&codes::E_HISTORY_PRICE, row, field));
            return None;
        }
        let Some(rate) = self.rate(row) else {
            let (item, day) = (self.items.shown(row), self.day(row));
            let detail = format!("no rate on or before {day}; the sold line of item {item} is left out");
            findings.push(self.finding(&codes::E_RATE, row, "currency").detail(detail));
            return None;
        };
        let converted = (|| {
            let (list_price, net_price) = (list_price?.checked_mul(rate)?, net_price?.checked_mul(rate)?);
            Some(SoldLine { quantity: quantity?, list_price, net_price, rate })
        })();
        if converted.is_none() {
            findings.push(self.too_large(row));
        }
        converted
    }

    /// A finding about a cell of a line.
    pub(super) fn finding(self, code: &'static Code, row: usize, field: &str) -> Finding {
        let mut finding = Finding::new(code).field(field).value(self.cells(field).shown(row));
        finding.origin = self.table.cell(row, field);
        finding
    }

    /// The line is left out because its amounts have too many digits.
    pub(super) fn too_large(self, row: usize) -> Finding {
        self.finding(&codes::E_AMOUNT, row, "quantity").detail("the sold line is left out")
    }

    fn day(self, row: usize) -> chrono::NaiveDate {
        self.dates.date(row).unwrap_or_else(|| self.book.catalog.as_of())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::testing::catalog;

    #[test]
    fn a_line_is_converted_at_the_newest_rate_that_is_not_after_it() {
        let book = PriceBook::new(Arc::new(catalog(&[
            ("company", "key,value\ncurrency,EUR\n"),
            ("exchange_rates", "currency,rate,date\nUSD,0.8,2026-01-01\nUSD,0.9,2026-03-01\n"),
            (
                "sales_history",
                "date,item,quantity,list_price,net_price,currency\n2026-02-28,A,2,100,90,USD\n2026-03-01,A,2,100,90,usd\n\
                 ,A,2,100,90,USD\n2026-03-01,A,2,100,90,EUR\n2026-03-01,A,2,100,90,\n2025-12-31,A,2,100,90,USD\n\
                 2026-03-01,A,2,100,90,SEK\n",
            ),
        ])));
        let (lines, mut findings) = (SoldLines::of(&book), Findings::new());
        let prices: Vec<_> = (0..lines.len())
            .filter_map(|row| lines.line(row, &mut findings))
            .map(|line| format!("{} {}", line.list_price.normalize(), line.net_price.normalize()))
            .collect();
        assert_eq!(prices, ["80 72", "90 81", "90 81", "100 90", "100 90"]);
        let said: Vec<_> = findings.iter().map(Finding::line).collect();
        insta::assert_snapshot!(said.join("\n"), @r#"
        test.xlsx, sheet "sales_history", cell F7: no exchange rate for the currency on that day (E-RATE): no rate on or before 2025-12-31; the sold line of item A is left out; found "USD" as currency; expected: a rate on the line or in `exchange_rates`, dated on or before the pricing day; fix: add the rate to `exchange_rates`
        test.xlsx, sheet "sales_history", cell F8: no exchange rate for the currency on that day (E-RATE): no rate on or before 2026-03-01; the sold line of item A is left out; found "SEK" as currency; expected: a rate on the line or in `exchange_rates`, dated on or before the pricing day; fix: add the rate to `exchange_rates`
        "#);
    }
}
