//! What is left of the list price of sold lines: list → on-invoice discount → invoice → rebate, freight, payment terms,
//! credit granted → pocket.
//!
//! List, net price and quantity make the amounts of list and invoice; rebate, freight, terms cost and virtual credit of a
//! line are its own amounts. All amounts are in company currency. Rules: parts-pricing specification, section 7.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Analyst, PriceIssue};
use crate::finding::Findings;
use crate::finding::codes::analysis as codes;
use crate::pricing::book::PriceBook;
use crate::pricing::cells::Cells;
use crate::pricing::keys::BLANK;
use crate::pricing::money;
use crate::pricing::sold::{SoldLine, SoldLines};

/// What is taken away after the invoice, in order: fields of `sales_history`.
const AFTER_INVOICE: [&str; 4] = ["rebate", "freight", "terms_cost", "virtual_credit"];
/// Lines below this share of their tier, sorted by pocket share, leak.
const LOWEST: usize = 10;

/// One sold line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PocketLine {
    /// Row of `sales_history`, from zero.
    pub row: usize,
    /// Customer number.
    pub customer: String,
    /// Dealer tier: of the line, else of the customer.
    pub tier: String,
    /// Item number.
    pub item: String,
    /// Units sold.
    pub quantity: Decimal,
    /// Company currency for one unit of the currency it was sold in.
    pub exchange_rate: Decimal,
    /// The amounts.
    pub amounts: PocketTotal,
}

/// Amounts of one line or of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PocketTotal {
    /// Customer or tier; blank for a line and for all.
    pub name: String,
    /// Lines.
    pub lines: usize,
    /// At list price.
    pub list: Decimal,
    /// On the invoice.
    pub invoice: Decimal,
    /// Taken away afterwards: rebate, freight, cost of terms, virtual credit.
    pub after_invoice: [Decimal; 4],
    /// What is left.
    pub pocket: Decimal,
}

impl PocketTotal {
    /// What the invoice takes off the list price.
    #[must_use]
    pub fn on_invoice(&self) -> Decimal {
        self.list.checked_sub(self.invoice).unwrap_or_default()
    }

    /// Percent of the list price that is lost on the way, to 4 decimals; none without list price.
    #[must_use]
    pub fn leakage(&self) -> Option<Decimal> {
        let lost = self.list.checked_sub(self.pocket)?.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(money::round(lost.checked_div(self.list)?, 4).normalize())
    }

    fn add(&mut self, other: &Self) -> Option<()> {
        let mut after = self.after_invoice;
        for (sum, one) in after.iter_mut().zip(other.after_invoice) {
            *sum = sum.checked_add(one)?;
        }
        let sums = [(self.list, other.list), (self.invoice, other.invoice), (self.pocket, other.pocket)];
        let [list, invoice, pocket] = sums.map(|(sum, one)| sum.checked_add(one));
        (self.list, self.invoice, self.pocket) = (list?, invoice?, pocket?);
        self.after_invoice = after;
        self.lines += 1;
        Some(())
    }
}

/// The answer of [`PriceBook::pocket`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pocket {
    /// The company's currency: that of all amounts.
    pub currency: String,
    /// The lines that count, in their order.
    pub lines: Vec<PocketLine>,
    /// All of them.
    pub total: PocketTotal,
    /// By tier, by name.
    pub by_tier: Vec<PocketTotal>,
    /// By customer, by number.
    pub by_customer: Vec<PocketTotal>,
    /// Lines left out.
    pub findings: Findings,
}

impl PriceBook {
    /// What is left of the list price of every line of `sales_history`, and of all together.
    ///
    /// Amounts are converted to company currency at the rate of the line's day. A line without quantity, without list
    /// price above zero or with a negative net price is left out (`E-HISTORY-PRICE`), so is one without rate (`E-RATE`).
    #[must_use]
    pub fn pocket(&self) -> Pocket {
        let sold = SoldLines::of(self);
        let [customers, items, tiers] = ["customer", "item", "tier"].map(|field| sold.cells(field));
        let after = AFTER_INVOICE.map(|field| sold.cells(field));
        let of_customer = Cells::new(self.catalog.table("customers"), self.catalog.texts(), "tier");
        let mut answer = Pocket { currency: self.company_currency().to_owned(), ..Pocket::default() };
        let mut groups: [BTreeMap<String, PocketTotal>; 2] = Default::default();
        for row in 0..sold.len() {
            let Some(line) = sold.line(row, &mut answer.findings) else { continue };
            let amounts = amounts(&line, after.map(|cells| cells.decimal(row).unwrap_or_default()));
            let sums = amounts.and_then(|amounts| {
                let mut total = answer.total.clone();
                total.add(&amounts).map(|()| (amounts, total))
            });
            let Some((amounts, total)) = sums else {
                answer.findings.push(sold.too_large(row));
                continue;
            };
            answer.total = total;
            let customer = customers.shown(row);
            let key = self.keys.find(&customer);
            let own = || self.customer_row(key).filter(|_| key != BLANK).map(|row| of_customer.shown(row));
            let tier = Some(tiers.shown(row)).filter(|tier| !tier.is_empty()).or_else(own).unwrap_or_default();
            for (group, name) in groups.iter_mut().zip([&tier, &customer]) {
                let sum = group
                    .entry(name.clone())
                    .or_insert_with(|| PocketTotal { name: name.clone(), ..PocketTotal::default() });
                let _smaller_than_the_total = sum.add(&amounts);
            }
            answer.lines.push(PocketLine {
                row,
                customer,
                tier,
                item: items.shown(row),
                quantity: line.quantity,
                exchange_rate: line.rate,
                amounts,
            });
        }
        [answer.by_tier, answer.by_customer] = groups.map(|group| group.into_values().collect());
        answer.findings.sort();
        answer
    }
}

/// The amounts of a line in company currency; none when one has too many digits.
fn amounts(line: &SoldLine, mut after_invoice: [Decimal; 4]) -> Option<PocketTotal> {
    let list = line.list_price.checked_mul(line.quantity)?.normalize();
    let invoice = line.net_price.checked_mul(line.quantity)?.normalize();
    for amount in &mut after_invoice {
        *amount = amount.checked_mul(line.rate)?.normalize();
    }
    let pocket = after_invoice.iter().try_fold(invoice, |left, one| left.checked_sub(*one))?.normalize();
    Some(PocketTotal { name: String::new(), lines: 1, list, invoice, after_invoice, pocket })
}

impl Analyst<'_> {
    /// Sold lines whose share of the list price that is left is below the 10th percentile of their tier: the smallest
    /// share that at least a tenth of the lines of the tier do not exceed (nearest rank).
    pub(super) fn leakage(&mut self) {
        let pocket = self.book.pocket();
        let share = |line: &PocketLine| line.amounts.pocket.checked_div(line.amounts.list);
        let mut shares: BTreeMap<&str, Vec<Decimal>> = BTreeMap::new();
        for line in &pocket.lines {
            shares.entry(&line.tier).or_default().extend(share(line));
        }
        let mut limits: BTreeMap<&str, Decimal> = BTreeMap::new();
        for (tier, mut shares) in shares {
            shares.sort_unstable();
            let rank = shares.len().div_ceil(LOWEST).saturating_sub(1);
            limits.extend(shares.get(rank).map(|limit| (tier, *limit)));
        }
        for line in &pocket.lines {
            let Some((share, limit)) = share(line).zip(limits.get(line.tier.as_str()).copied()) else { continue };
            let per_unit =
                |amount: Decimal| amount.checked_div(line.quantity).map(|unit| money::round(unit, 6).normalize());
            let should = limit.checked_mul(line.amounts.list);
            let prices = per_unit(line.amounts.pocket).zip(should.and_then(per_unit)).filter(|_| share < limit);
            let Some((price, should)) = prices else { continue };
            let percent = |share: Decimal| money::round(share.saturating_mul(Decimal::ONE_HUNDRED), 1).normalize();
            self.add(PriceIssue {
                code: &codes::W_LEAKAGE,
                item: line.item.clone(),
                customer: line.customer.clone(),
                other: line.tier.clone(),
                price: Some(price),
                limit: Some(should),
                detail: format!("{} % of the list price is left, {} % in its tier", percent(share), percent(limit)),
                difference: should.checked_sub(price),
                yearly_quantity: Some(line.quantity),
                origin: self.cell("sales_history", line.row, "net_price"),
            });
        }
    }
}
