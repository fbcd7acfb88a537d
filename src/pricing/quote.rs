//! A quote: the lines of one customer priced, with tax, freight and totals, and nothing the customer may not see.
//!
//! Rules: parts-pricing specification, section 5; pricing reference, section 11 (VAT of the line), section 18 (comments).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::book::PriceBook;
use super::cells::Cells;
use super::error::PricingError;
use super::keys::{BLANK, Key};
use super::lines::{Columns, LineProblem, Memo, line_finding};
use super::money;
use super::order_rows::OrderRows;
use super::price::{Currency, Price, State, TooLarge, priced_exactly};
use super::question::Case;
use crate::finding::codes::{model, pricing as codes};
use crate::finding::{Code, Findings};
use crate::tables::{Table, Texts};

/// Decimals of line amounts, tax and totals.
const AMOUNT: u32 = 2;
/// Decimals to which a unit price is shown at most.
const UNIT: u32 = 6;
/// The channel that may not have a quote.
const END_USER: &str = "END_USER";

/// What is decided for a whole quote; everything else comes from the customer.
#[derive(Clone, Debug, Default)]
pub struct QuoteOptions {
    /// Pricing day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Currency; by default the customer's, else the company's.
    pub currency: Option<String>,
    /// Company currency for one unit of it; by default from `exchange_rates`.
    pub exchange_rate: Option<Decimal>,
    /// Tax percent of all lines; by default that of each item, 0 for exports.
    pub tax_rate: Option<Decimal>,
    /// Freight and handling, in the currency of the quote.
    pub logistics: Decimal,
    /// Freight bears tax, at the rate of the largest part of the lines.
    pub logistics_taxable: bool,
    /// Prices contain tax; by default as the company's prices do.
    pub tax_inclusive: Option<bool>,
    /// Special discount in percent of lines that have none of their own; by default the customer's.
    pub special_discount: Option<Decimal>,
    /// Campaign of the order.
    pub campaign: Option<String>,
    /// District on the order.
    pub order_district: Option<String>,
}

/// What stands in place of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteState {
    /// There is a price.
    Priced,
    /// "On request": outside the total.
    OnRequest,
}

impl QuoteState {
    /// The word used in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Priced => "priced",
            Self::OnRequest => "on_request",
        }
    }
}

/// One line of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteLine {
    /// Item number, as asked.
    pub item: String,
    /// Quantity; none when it was not a number.
    pub quantity: Option<Decimal>,
    /// Price or "on request".
    pub state: QuoteState,
    /// Unit price after all discounts, in the currency of the quote, to 6 decimals.
    pub unit_price: Option<Decimal>,
    /// Quantity times unit price, rounded once to 0.01.
    pub amount: Option<Decimal>,
    /// Tax percent.
    pub tax_rate: Option<Decimal>,
    /// What the customer is told about the item.
    pub comments: Vec<String>,
    /// The price as it was found; for the company only.
    pub price: Option<Price>,
}

/// Tax of one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteTax {
    /// Percent.
    pub rate: Decimal,
    /// What bears it.
    pub base: Decimal,
    /// The tax, rounded once to 0.01; contained in the base when prices contain tax.
    pub tax: Decimal,
}

/// A quote for one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Customer number.
    pub customer: String,
    /// Pricing day.
    pub on: NaiveDate,
    /// Currency of all amounts.
    pub currency: Arc<str>,
    /// Prices contain tax.
    pub tax_inclusive: bool,
    /// The lines, in the order asked; none is missing.
    pub lines: Vec<QuoteLine>,
    /// Sum of the lines that have a price.
    pub net: Decimal,
    /// Freight and handling.
    pub logistics: Decimal,
    /// Tax by rate, the smallest rate first.
    pub taxes: Vec<QuoteTax>,
    /// All tax.
    pub tax: Decimal,
    /// What the customer pays.
    pub total: Decimal,
    /// Every line has a price.
    pub is_complete: bool,
    /// What the customer is told about the whole quote.
    pub comments: Vec<String>,
    /// What is doubtful; for the company only.
    pub findings: Findings,
}

/// The header of a quote, looked up.
struct Header<'a> {
    book: &'a PriceBook,
    options: &'a QuoteOptions,
    on: NaiveDate,
    customer: Key,
    currency: Key,
    /// The customer is abroad or an exporter: no tax of the own country.
    is_export: bool,
}

/// Comments the customer may see: (item, text); a blank item is for the whole document.
pub(super) type Comments<'a> = Vec<(Key, &'a str)>;

impl PriceBook {
    /// A quote for a customer, of which item, quantity, what was entered, special discount, campaign and district of the
    /// lines count. Freight falls away where the lines reach the customer's `free_freight_limit`.
    ///
    /// Amounts are rounded to 0.01 a line, tax once per rate and document. A blank channel counts as `CHANNEL`.
    ///
    /// # Errors
    /// [`PricingError::Model`] for an unknown customer; [`PricingError::ChannelOnly`] for an end user;
    /// [`PricingError::NoRate`] when the currency has no rate; [`PricingError::TooLarge`] when the totals have too many
    /// digits.
    pub fn quote(&self, customer: &str, lines: &OrderRows<'_>, options: &QuoteOptions) -> Result<Quote, PricingError> {
        let key = self.keys.find(customer);
        let Some(buyer) = self.parties.buyer(key) else { return Err(self.unknown_customer(customer).into()) };
        let row = self.customer_row(key);
        self.require_channel(customer)?;
        let on = options.on.unwrap_or(self.catalog.as_of());
        let asked = options.currency.as_deref().map_or(buyer.currency, |currency| self.keys.find(currency));
        let currency = if asked == BLANK { self.settings.currency } else { asked };
        let has_rate = currency == self.settings.currency
            || options.exchange_rate.is_some()
            || self.rates.on(currency, on.to_epoch_days()).is_some();
        if !has_rate {
            let currency =
                options.currency.clone().unwrap_or_else(|| self.currency_code(Currency(currency)).to_string());
            return Err(PricingError::NoRate { currency, on: on.to_string() });
        }
        let is_abroad = buyer.country != BLANK
            && buyer.country != self.settings.country
            && self.settings.vat_countries.binary_search(&buyer.country).is_err();
        let is_export = row.and_then(|row| self.cells("customers", "is_export").flag(row)).unwrap_or(false);
        let header = Header { book: self, options, on, customer: key, currency, is_export: is_abroad || is_export };
        let comments = self.comments_for(key, buyer.business_id);
        let (table, texts) = (lines.table, lines.texts);
        let columns = Columns::new(table, texts);
        let memo = Memo::new(self, texts);
        let mut findings = Findings::new();
        let lines: Vec<QuoteLine> = lines
            .rows
            .iter()
            .map(|&row| header.line(&columns, &memo, (table, texts, row), &comments, &mut findings))
            .collect();
        findings.sort();
        let too_large = || PricingError::TooLarge { item: "total".to_owned() };
        let mut quote = Quote {
            customer: customer.to_owned(),
            on,
            currency: self.currency_code(Currency(currency)),
            tax_inclusive: options.tax_inclusive.unwrap_or(self.settings.prices_include_vat),
            is_complete: lines.iter().all(|line| line.state == QuoteState::Priced),
            comments: comments.iter().filter(|(item, _)| *item == BLANK).map(|(_, text)| (*text).to_owned()).collect(),
            net: Decimal::ZERO,
            logistics: money::round(options.logistics, AMOUNT),
            taxes: Vec::new(),
            tax: Decimal::ZERO,
            total: Decimal::ZERO,
            lines,
            findings,
        };
        let free_from = row.and_then(|row| self.cells("customers", "free_freight_limit").decimal(row));
        quote.sum_up(free_from, options.logistics_taxable, options.tax_rate).ok_or_else(too_large)?;
        Ok(quote)
    }

    /// Refuses customers that no quote may go to: a quote holds what only a dealer may see (parts-pricing specification,
    /// section 5). A blank channel counts as `CHANNEL`; of an unknown customer nothing is said here.
    ///
    /// # Errors
    /// [`PricingError::ChannelOnly`] for an end user.
    pub fn require_channel(&self, customer: &str) -> Result<(), PricingError> {
        let key = self.keys.find(customer);
        let row = self.customer_row(key).filter(|_| key != BLANK);
        let channel = row.map_or_else(String::new, |row| self.cells("customers", "channel").shown(row));
        if channel.trim().eq_ignore_ascii_case(END_USER) {
            return Err(PricingError::ChannelOnly { customer: customer.to_owned() });
        }
        Ok(())
    }

    /// What a customer may be told on documents: comments on the whole document (no row), and on items by their row of
    /// the item master. Internal comments are not in it.
    #[must_use]
    pub fn comments(&self, customer: &str) -> Vec<(Option<usize>, &str)> {
        let key = self.keys.find(customer);
        let business_id = self.parties.buyer(key).map_or(BLANK, |buyer| buyer.business_id);
        let comments = self.comments_for(key, business_id).into_iter();
        comments
            .filter_map(|(item, text)| match (item, self.parties.item(item)) {
                (BLANK, _) => Some((None, text)),
                (_, Some(goods)) => Some((Some(goods.row as usize), text)),
                (_, None) => None,
            })
            .collect()
    }

    fn cells(&self, table: &str, name: &str) -> Cells<'_> {
        Cells::new(self.catalog.table(table), self.catalog.texts(), name)
    }

    /// Row of a customer in the customer master; of two rows with one number the first counts.
    pub(super) fn customer_row(&self, customer: Key) -> Option<usize> {
        let cells = self.cells("customers", "customer");
        (0..self.catalog.table("customers").len()).find(|&row| self.keys.find(&cells.shown(row)) == customer)
    }

    pub(super) fn comments_for(&self, customer: Key, business_id: Key) -> Comments<'_> {
        let cells = |name| self.cells("customer_comments", name);
        let unread = self.catalog.unread("customer_comments", &["kind", "customer", "business_id", "item"]);
        let (customers, ids, items, texts, kinds) =
            (cells("customer"), cells("business_id"), cells("item"), cells("text"), cells("kind"));
        (0..self.catalog.table("customer_comments").len())
            .filter(|row| kinds.is_blank(*row) && !unread.contains_key(row))
            .filter(|&row| {
                let (own, id) = (self.keys.find(&customers.shown(row)), self.keys.find(&ids.shown(row)));
                (own != BLANK && own == customer) || (id != BLANK && id == business_id)
            })
            .filter_map(|row| Some((self.keys.find(&items.shown(row)), texts.text(row)?)))
            .collect()
    }
}

impl Header<'_> {
    fn line(
        &self,
        columns: &Columns<'_>,
        memo: &Memo<'_>,
        (table, texts, row): (&Table, &Texts, usize),
        comments: &Comments<'_>,
        findings: &mut Findings,
    ) -> QuoteLine {
        let item = columns.item.shown(row);
        let key = memo.key(columns.item, row);
        let quantity =
            columns.quantity.decimal(row).or_else(|| self.book.settings.blank_quantity_is_one.then_some(Decimal::ONE));
        let mut line = QuoteLine {
            comments: comments
                .iter()
                .filter(|(about, _)| *about != BLANK && *about == key)
                .map(|(_, text)| (*text).to_owned())
                .collect(),
            item,
            quantity,
            state: QuoteState::OnRequest,
            unit_price: None,
            amount: None,
            tax_rate: None,
            price: None,
        };
        let mut find = |code: &'static Code, field: &str, detail: Option<&str>| {
            let shown = Cells::new(table, texts, field).shown(row);
            let finding = line_finding(code, field, &shown, table.cell(row, field));
            findings.push(match detail {
                Some(detail) => finding.detail(detail),
                None => finding,
            });
        };
        match self.priced(columns, memo, row, key, quantity) {
            Err(problem) => {
                let (code, field) = problem.code();
                find(code, field, None);
            }
            Ok((price, exact, tax_rate)) => {
                let why = match price.state {
                    State::Blocked => Some("the customer may not buy the item"),
                    _ if tax_rate.is_none() => Some("the tax of the customer's country is not on file"),
                    State::NoPrice => Some("nothing says what the item costs"),
                    State::Priced if price.may_sell == Some(false) => Some("restricted item without agreement"),
                    State::Priced if self.book.lacks_cost(&line.item, price.price_basis) => {
                        Some("a margin on an item without cost")
                    }
                    State::Priced if self.book.is_ip(key) => Some("core item (ip): never with a price"),
                    State::Priced => None,
                };
                if let Some(why) = why {
                    find(&codes::W_QUOTE_ON_REQUEST, "item", Some(why));
                } else {
                    line.state = QuoteState::Priced;
                    line.unit_price = quantity
                        .filter(|quantity| !quantity.is_zero())
                        .and_then(|quantity| exact.checked_div(quantity))
                        .map_or(price.invoice_net_price_foreign, |unit| Some(money::round(unit, UNIT).normalize()));
                    line.amount = Some(money::round(exact, AMOUNT).normalize());
                    line.tax_rate = tax_rate;
                }
                line.price = Some(price);
            }
        }
        line
    }

    /// The price, the exact amount of the line, and its tax percent (none when it should be known and is not).
    fn priced(
        &self,
        columns: &Columns<'_>,
        memo: &Memo<'_>,
        row: usize,
        item: Key,
        quantity: Option<Decimal>,
    ) -> Result<(Price, Decimal, Option<Decimal>), LineProblem> {
        let goods = self.book.parties.item(item).ok_or(LineProblem::UnknownItem)?;
        let quantity = quantity.ok_or(LineProblem::NoQuantity)?;
        let mut ask = columns.ask(memo, row, quantity, Some(self.on));
        let key = |text: &Option<String>| text.as_deref().map_or(BLANK, |text| self.book.keys.find(text));
        ask.customer = self.customer;
        ask.business_id = None;
        ask.currency = self.currency;
        ask.exchange_rate = self.options.exchange_rate;
        if self.options.campaign.is_some() {
            ask.campaign = key(&self.options.campaign);
        }
        if self.options.order_district.is_some() {
            ask.order_district = key(&self.options.order_district);
        }
        ask.special_discount = ask.special_discount.or(self.options.special_discount);
        let case = Case::new(self.book, goods, &ask).map_err(|_| LineProblem::NoRate)?;
        let (price, exact) = priced_exactly(&case).map_err(|TooLarge| LineProblem::TooLarge)?;
        let tax_rate = match (self.options.tax_rate, price.vat_override) {
            (None, Some(rate)) if rate == money::VAT_MISSING => None,
            (Some(rate), _) | (None, Some(rate)) => Some(rate),
            (None, None) if self.is_export => Some(Decimal::ZERO),
            (None, None) => Some(goods.vat_rate),
        };
        Ok((price, exact, tax_rate))
    }
}

impl PriceBook {
    /// True for items that never have a price.
    fn is_ip(&self, item: Key) -> bool {
        self.parties.item(item).is_some_and(|goods| self.cells("items", "ip").flag(goods.row as usize).unwrap_or(false))
    }
}

impl Quote {
    /// Sums, tax and total; none when an amount has too many digits.
    fn sum_up(
        &mut self,
        free_from: Option<Decimal>,
        logistics_taxable: bool,
        document_rate: Option<Decimal>,
    ) -> Option<()> {
        let mut bases: BTreeMap<Decimal, Decimal> = BTreeMap::new();
        for line in &self.lines {
            if let (Some(amount), Some(rate)) = (line.amount, line.tax_rate) {
                self.net = self.net.checked_add(amount)?;
                let base = bases.entry(rate.normalize()).or_default();
                *base = base.checked_add(amount)?;
            }
        }
        if free_from.is_some_and(|limit| limit <= self.net) {
            self.logistics = Decimal::ZERO;
        }
        if logistics_taxable && !self.logistics.is_zero() {
            let main = bases.iter().max_by_key(|&(rate, base)| (*base, *rate)).map(|(&rate, _)| rate);
            let base = bases.entry(main.or(document_rate).unwrap_or_default()).or_default();
            *base = base.checked_add(self.logistics)?;
        }
        for (rate, base) in bases {
            let tax = if self.tax_inclusive {
                base.checked_sub(base.checked_div(money::plus_percent(rate)?)?)?
            } else {
                base.checked_mul(rate)?.checked_div(Decimal::ONE_HUNDRED)?
            };
            let tax = money::round(tax, AMOUNT);
            self.tax = self.tax.checked_add(tax)?;
            self.taxes.push(QuoteTax { rate, base, tax });
        }
        self.total = self.net.checked_add(self.logistics)?;
        if !self.tax_inclusive {
            self.total = self.total.checked_add(self.tax)?;
        }
        Some(())
    }
}

impl LineProblem {
    /// The finding's code and field.
    #[must_use]
    pub const fn code(self) -> (&'static Code, &'static str) {
        match self {
            Self::UnknownItem => (&model::E_ITEM_UNKNOWN, "item"),
            Self::NoQuantity => (&codes::E_QUANTITY, "quantity"),
            Self::NoRate => (&codes::E_RATE, "currency"),
            Self::TooLarge => (&codes::E_AMOUNT, "quantity"),
            Self::NoVatRate => (&codes::E_VAT_RATE, "country"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn book(sheets: &[(&str, &str)]) -> PriceBook {
        PriceBook::new(Arc::new(catalog(sheets)))
    }

    fn quote(book: &PriceBook, options: &QuoteOptions) -> Result<Quote, PricingError> {
        book.quote("C1", &book.order_rows_of("C1"), options)
    }

    const COMPANY: (&str, &str) = ("company", "key,value\ncurrency,EUR\ncountry,FI\n");
    const CUSTOMER: (&str, &str) = ("customers", "customer,channel\nC1,CHANNEL\n");

    #[test]
    fn pp8_the_quote_of_section_5_three_ways() {
        let lines = ("order_lines", "item,quantity\nA,3\nB,10\nC,1\n");
        let net = book(&[
            COMPANY,
            CUSTOMER,
            lines,
            ("items", "item,gross_price,vat_rate\nA,127.35,13\nB,4.445,13\nC,980,13\n"),
        ]);
        let mut options = QuoteOptions { logistics: dec("85"), ..QuoteOptions::default() };
        let quoted = quote(&net, &options).unwrap();
        let amounts: Vec<_> = quoted.lines.iter().filter_map(|line| line.amount).collect();
        assert_eq!(amounts, [dec("382.05"), dec("44.45"), dec("980")]);
        assert_eq!((quoted.net, quoted.tax, quoted.total), (dec("1406.50"), dec("182.85"), dec("1674.35")));
        assert!(quoted.is_complete && quoted.findings.is_empty());
        options.logistics_taxable = true;
        assert_eq!(quote(&net, &options).unwrap().total, dec("1685.40"));
        let gross = book(&[
            ("company", "key,value\ncurrency,EUR\ncountry,FI\nprices_include_vat,Y\n"),
            CUSTOMER,
            lines,
            ("items", "item,gross_price,vat_rate\nA,143.91,13\nB,5.02,13\nC,1107.40,13\n"),
        ]);
        options.logistics_taxable = false;
        let quoted = quote(&gross, &options).unwrap();
        assert_eq!((quoted.net, quoted.tax, quoted.total), (dec("1589.33"), dec("182.84"), dec("1674.33")));
    }

    #[test]
    fn pp9_no_quote_for_an_end_user() {
        let book = book(&[COMPANY, ("customers", "customer,channel\nC1,end_user\n")]);
        let error = quote(&book, &QuoteOptions::default()).unwrap_err();
        assert_eq!(error, PricingError::ChannelOnly { customer: "C1".to_owned() });
        insta::assert_snapshot!(error, @r#"customer "C1" is an end user; quotes go to the channel only (E-CHANNEL-ONLY)"#);
    }

    #[test]
    fn pp14_the_customers_row_beats_the_base_discount() {
        let book = book(&[
            COMPANY,
            CUSTOMER,
            ("items", "item,gross_price,discount_group\nP,100,G\n"),
            ("discount_groups", "discount_group,base_discount\nG,20\n"),
            ("customer_discounts", "customer,item,percent,min_quantity\nC1,P,10,1\nC1,P,15,6\n"),
            ("order_lines", "item,quantity\nP,5\nP,6\n"),
        ]);
        let quoted = quote(&book, &QuoteOptions::default()).unwrap();
        let amounts: Vec<_> =
            quoted.lines.iter().map(|line| (line.unit_price.unwrap(), line.amount.unwrap())).collect();
        assert_eq!(amounts, [(dec("90"), dec("450")), (dec("85"), dec("510"))]);
    }

    #[test]
    fn lines_without_price_stand_on_request_and_internal_comments_stay_home() {
        let book = book(&[
            COMPANY,
            ("customers", "customer,business_id,currency\nC1,B1,USD\n"),
            ("exchange_rates", "currency,rate\nUSD,0.5\n"),
            ("items", "item,gross_price,visibility,ip,vat_rate\nP,10,,,24\nV,10,V,,24\nZ,,,,24\nI,99,,Y,24\n"),
            (
                "customer_comments",
                "customer,business_id,item,text,kind\nC1,,P,Packed by 10,\n,B1,,Thank you,\nC1,,P,never late again,S\nC2,,P,other,\n",
            ),
            ("order_lines", "item,quantity\nP,2\nV,1\nZ,1\nI,1\nQ,1\nP,\n"),
        ]);
        let quoted = quote(&book, &QuoteOptions::default()).unwrap();
        assert_eq!((&*quoted.currency, quoted.net, quoted.total), ("USD", dec("40"), dec("49.60")));
        assert!(!quoted.is_complete);
        let states: Vec<_> = quoted.lines.iter().map(|line| line.state.name()).collect();
        assert_eq!(states, ["priced", "on_request", "on_request", "on_request", "on_request", "on_request"]);
        assert_eq!(
            (&quoted.lines[0].comments, &quoted.comments),
            (&vec!["Packed by 10".to_owned()], &vec!["Thank you".to_owned()])
        );
        assert_eq!(book.comments("C1"), [(Some(0), "Packed by 10"), (None, "Thank you")]);
        assert_eq!(book.comments("C2"), [(Some(0), "other")]);
        let ids: Vec<_> = quoted.findings.iter().map(|finding| finding.code.id).collect();
        assert_eq!(
            ids,
            ["E-ITEM-UNKNOWN", "E-QUANTITY", "W-QUOTE-ON-REQUEST", "W-QUOTE-ON-REQUEST", "W-QUOTE-ON-REQUEST"]
        );
        let no_rate = QuoteOptions { currency: Some("NOK".to_owned()), ..QuoteOptions::default() };
        assert!(matches!(quote(&book, &no_rate), Err(PricingError::NoRate { currency, .. }) if currency == "NOK"));
    }

    #[test]
    fn tax_is_rounded_once_per_rate_and_exports_bear_none() {
        let sheets = |country: &'static str| {
            book(&[
                COMPANY,
                ("customers", country),
                ("items", "item,gross_price,vat_rate\nA,0.33,25.5\nB,10,14\n"),
                ("order_lines", "item,quantity\nA,1\nA,1\nA,1\nB,1\n"),
            ])
        };
        let quoted = quote(&sheets("customer,country\nC1,FI\n"), &QuoteOptions::default()).unwrap();
        let taxes: Vec<_> = quoted.taxes.iter().map(|tax| (tax.rate, tax.tax)).collect();
        assert_eq!(taxes, [(dec("14"), dec("1.40")), (dec("25.5"), dec("0.25"))]);
        let quoted = quote(&sheets("customer,country\nC1,SE\n"), &QuoteOptions::default()).unwrap();
        assert_eq!((quoted.tax, quoted.total), (dec("0"), quoted.net));
    }
}
