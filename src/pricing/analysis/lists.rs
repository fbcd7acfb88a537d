//! Prices against cost, against the market, and list prices of one currency against those of another.

use rust_decimal::Decimal;

use super::{Analyst, PriceIssue, above, below};
use crate::finding::Findings;
use crate::finding::codes::analysis as codes;
use crate::pricing::keys::{BLANK, Key};
use crate::pricing::levels::Rows;
use crate::pricing::money;
use crate::pricing::parties::Goods;
use crate::pricing::price::{State, priced};
use crate::pricing::question::{Ask, Case};
use crate::pricing::rules::{self, Draft};
use crate::pricing::search::{Pass, Silent, best};

impl Analyst<'_> {
    /// List prices below cost, and what customers who bought an item would pay for it today.
    pub(super) fn below_cost(&mut self) {
        let book = self.book;
        for goods in book.parties.items() {
            let Some(cost) = self.cost(goods) else { continue };
            if let Some(price) = self.list_price(goods.item).filter(|price| *price < cost) {
                let detail = format!("list price {}, cost {}", price.normalize(), cost.normalize());
                let about = self.about(&codes::E_BELOW_COST, goods.item, price, cost);
                self.add(PriceIssue { detail, ..about });
            }
        }
        for (customer, item) in self.sales.as_ref().map(super::Sales::pairs).unwrap_or_default() {
            self.customer_below_cost(customer, item);
        }
    }

    /// Every quantity a customer bought, at today's prices.
    fn customer_below_cost(&mut self, customer: Key, item: Key) {
        let book = self.book;
        let Some((goods, buyer)) = book.parties.item(item).zip(book.parties.buyer(customer)) else { return };
        let Some(cost) = self.cost(goods) else { return };
        let (mut quantity, mut loss) = (Decimal::ZERO, Decimal::ZERO);
        let mut lowest: Option<(Decimal, _)> = None;
        let sales = self.sales.as_ref();
        for sale in sales.into_iter().flat_map(|sales| sales.of_item(item)).filter(|sale| sale.customer == customer) {
            let ask = Ask {
                customer,
                currency: buyer.currency,
                country: buyer.country,
                site: buyer.site,
                quantity: sale.quantity,
                ..Ask::nobody(self.today)
            };
            let Ok(case) = Case::new(book, goods, &ask) else { continue };
            let Ok(price) = priced(&case, &mut Silent) else { continue };
            let Some(unit) = price.invoice_net_price.filter(|unit| price.state == State::Priced && *unit < cost) else {
                continue;
            };
            let sums = cost
                .checked_sub(unit)
                .and_then(|short| short.checked_mul(sale.quantity))
                .and_then(|short| Some((quantity.checked_add(sale.quantity)?, loss.checked_add(short)?)));
            let Some(sums) = sums else { continue };
            (quantity, loss) = sums;
            if lowest.as_ref().is_none_or(|(least, _)| unit < *least) {
                lowest = Some((unit, price));
            }
        }
        let (Some((unit, price)), Some(difference)) = (lowest, loss.checked_div(quantity)) else { return };
        let about = self.about(&codes::E_BELOW_COST, item, unit, cost);
        let row = book.customer_row(customer);
        self.add(PriceIssue {
            customer: row.map(|row| self.cells("customers", "customer").shown(row)).unwrap_or_default(),
            detail: format!("net price {}, cost {}, {}", unit.normalize(), cost.normalize(), price.level),
            difference: Some(money::round(difference, 6).normalize()),
            yearly_quantity: Some(quantity),
            origin: price.place.and_then(|place| book.origin(place)).or_else(|| about.origin.clone()),
            ..about
        });
    }

    /// Cost of one unit on the tax basis of prices; none when there is none.
    fn cost(&self, goods: &Goods) -> Option<Decimal> {
        self.with_vat(goods, Some(goods.cost).filter(|cost| *cost > Decimal::ZERO)?)
    }

    /// A cost of one unit on the tax basis of prices.
    pub(super) fn with_vat(&self, goods: &Goods, cost: Decimal) -> Option<Decimal> {
        if self.book.settings.prices_include_vat {
            cost.checked_mul(money::plus_percent(goods.vat_rate)?)
        } else {
            Some(cost)
        }
    }

    /// Rows of price lists in a foreign currency against the company's list price of the same kind, quantity, country
    /// and site, at today's rate.
    pub(super) fn currencies(&mut self) {
        let book = self.book;
        let mut keys = book.keys.clone();
        let drafts = rules::read(&book.catalog, &mut keys, &book.settings, &mut Findings::new());
        for draft in drafts.iter().filter(|draft| matches!(draft.rows, Rows::GrossLists | Rows::NetLists)) {
            let rule = draft.rule;
            let holds = rule.foreign && rule.from <= self.today && self.today <= rule.to && rule.campaign == BLANK;
            if holds && let Some(issue) = self.currency(draft) {
                self.add(issue);
            }
        }
    }

    fn currency(&self, draft: &Draft) -> Option<PriceIssue> {
        let (book, rule) = (self.book, draft.rule);
        let goods = book.parties.item(draft.item)?;
        let per = if goods.price_quantity.is_zero() { Decimal::ONE } else { goods.price_quantity };
        let quantity = rule.least.max(Decimal::ONE);
        let ask = Ask { quantity, country: rule.country, site: draft.site, ..Ask::nobody(self.today) };
        let case = Case::new(book, goods, &ask).ok()?;
        let (level, own) = if draft.rows == Rows::NetLists {
            ("price_list_net", goods.net_price)
        } else {
            ("price_list_gross", goods.gross_price)
        };
        let listed = book.standard.iter().find(|one| one.level.name == level);
        let listed = listed.and_then(|level| best(&case, level, Pass::Company, 0)).map(|rule| rule.amount);
        let home = listed.unwrap_or(own).checked_div(per).filter(|price| *price > Decimal::ZERO)?;
        let rate = book.rates.on(rule.currency, self.today)?;
        let abroad = money::round(rule.amount.checked_mul(rate)?.checked_div(per)?, money::CONVERTED);
        let apart = abroad.checked_sub(home)?.abs();
        let percent = apart.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(home)?;
        if percent <= self.options.fx_percent {
            return None;
        }
        let currency = book.keys.text(rule.currency).to_uppercase();
        let is_abroad =
            |customer: Key| book.parties.buyer(customer).is_some_and(|buyer| buyer.currency == rule.currency);
        let about = self.about(&codes::W_FX, draft.item, abroad, home);
        Some(PriceIssue {
            detail: format!(
                "{} {currency} at {} is {}, the list price is {}: {} % apart",
                rule.amount.normalize(),
                rate.normalize(),
                abroad.normalize(),
                home.normalize(),
                money::round(percent, 2).normalize()
            ),
            other: currency,
            yearly_quantity: self.yearly(draft.item, |sale| is_abroad(sale.customer)),
            origin: book.origin(rule.place()),
            ..about
        })
    }

    /// List prices outside `market_low` to `market_high` of `priced_parts`.
    pub(super) fn market(&mut self) {
        let (items, prices) = (self.cells("priced_parts", "item"), self.cells("priced_parts", "price"));
        let (lows, highs) = (self.cells("priced_parts", "market_low"), self.cells("priced_parts", "market_high"));
        for row in 0..self.book.catalog.table("priced_parts").len() {
            let item = self.key(&items.shown(row));
            let Some(price) = prices.decimal(row).or_else(|| self.list_price(item)) else { continue };
            let low = lows.decimal(row).filter(|low| price < *low).map(|low| (low, "market_low"));
            let Some((limit, field)) =
                low.or_else(|| Some((highs.decimal(row).filter(|high| price > *high)?, "market_high")))
            else {
                continue;
            };
            let about = self.about(&codes::W_MARKET, item, price, limit);
            self.add(PriceIssue {
                item: items.shown(row),
                detail: format!("{field} {}", limit.normalize()),
                origin: self.cell("priced_parts", row, field),
                ..about
            });
        }
    }

    /// Successors whose price is far from that of what they replace.
    pub(super) fn successors(&mut self) {
        let cells = |name| self.cells("supersessions", name);
        let (olds, news, types, ratios) = (cells("old"), cells("new"), cells("type"), cells("ratio"));
        // Several new items together replace one (AND), or one replaces several old ones (MERGE).
        let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
        for row in 0..self.book.catalog.table("supersessions").len() {
            let kind = types.text(row).unwrap_or_default().trim().to_uppercase();
            let same = |other: usize| match kind.as_str() {
                "AND" => olds.shown(other) == olds.shown(row),
                "MERGE" => news.shown(other) == news.shown(row),
                _ => false,
            };
            let kind_of = |other: usize| types.text(other).unwrap_or_default().trim().to_uppercase();
            match groups.iter_mut().find(|(first, _)| kind_of(*first) == kind && same(*first)) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((row, vec![row])),
            }
        }
        for (first, rows) in groups {
            let is_merge = types.text(first).is_some_and(|kind| kind.trim().eq_ignore_ascii_case("MERGE"));
            let sum = |numbers: super::Cells<'_>| {
                rows.iter().try_fold(Decimal::ZERO, |sum, &row| {
                    let ratio = ratios.decimal(row).unwrap_or(Decimal::ONE);
                    sum.checked_add(self.list_price(self.key(&numbers.shown(row)))?.checked_mul(ratio)?)
                })
            };
            let one = |numbers: super::Cells<'_>| self.list_price(self.key(&numbers.shown(first)));
            let (after, before) = if is_merge { (one(news), sum(olds)) } else { (sum(news), one(olds)) };
            let Some((after, before)) = after.zip(before) else { continue };
            let percent = self.options.jump_percent;
            let range = below(before, percent).zip(above(before, percent));
            if range.is_none_or(|(low, high)| low <= after && after <= high) {
                continue;
            }
            let about = self.about(&codes::W_SUPERSESSION_JUMP, self.key(&news.shown(first)), after, before);
            let old = self.key(&olds.shown(first));
            let (sold, sold_old) = (self.yearly(self.key(&news.shown(first)), |_| true), self.yearly(old, |_| true));
            self.add(PriceIssue {
                other: olds.shown(first),
                detail: format!("{} in place of {}", after.normalize(), before.normalize()),
                yearly_quantity: sold.zip(sold_old).and_then(|(new, old)| new.checked_add(old)),
                origin: self.cell("supersessions", first, "new"),
                ..about
            });
        }
    }
}
