//! The standard price: what the item costs without any agreement (pricing reference, section 15).

use rust_decimal::Decimal;

use super::keys::BLANK;
use super::money;
use super::parties::Goods;
use super::question::Case;
use super::rule::Need;
use super::search::{Pass, best_for};
use super::short::Number;

/// Decimals to which an answer is reported.
pub(crate) const REPORTED: u32 = 6;

/// The standard price as it was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standard {
    amount: Decimal,
    in_invoice_currency: bool,
}

impl Standard {
    /// In company currency, not divided by the price quantity.
    pub(crate) fn in_company_currency(self, case: &Case<'_>) -> Option<Decimal> {
        if self.in_invoice_currency { self.amount.checked_mul(case.rate) } else { Some(self.amount) }
    }

    /// In invoice currency for one unit, to 6 decimals; none when it has too many digits.
    #[inline]
    pub(crate) fn reported<N: Number>(self, case: &Case<'_>) -> Option<N> {
        let is_in_invoice_currency = self.in_invoice_currency || !case.foreign;
        let per = case.goods.price_quantity;
        if per.is_zero() {
            let amount = N::of(self.amount)?;
            let price = if is_in_invoice_currency {
                amount.rounded(REPORTED)?
            } else {
                amount.over(N::of(case.rate)?, REPORTED)?
            };
            return Some(price.trimmed());
        }
        let price = if is_in_invoice_currency { self.amount } else { self.amount.checked_div(case.rate)? };
        let price = money::quotient(price, per, case.book.settings.decimals)?;
        N::of(money::trimmed(money::round(price, REPORTED)))
    }
}

/// What an item costs where no price list says anything.
pub(crate) const fn item_price(goods: &Goods) -> Decimal {
    if money::is_positive(goods.net_price) { goods.net_price } else { goods.gross_price }
}

/// Net price list, item net price, gross price list, item gross price; campaigns do not count.
pub(crate) fn standard_price(case: &Case<'_>) -> Option<Standard> {
    if case.book.standard.iter().all(|level| case.live & level.mask == 0) {
        return Some(Standard { amount: item_price(case.goods), in_invoice_currency: false });
    }
    let items = [Some(case.goods.net_price).filter(|&price| money::is_positive(price)), Some(case.goods.gross_price)];
    for (level, item) in case.book.standard.iter().zip(items) {
        if case.live & level.mask != 0 {
            for &pass in Pass::of(level.level, case.foreign) {
                let need = Need { campaign: BLANK, ..case.need(pass.currencies(level.level, case), 0) };
                if let Some(rule) = best_for(case, level, &need).filter(|rule| !rule.amount.is_zero()) {
                    return Some(Standard { amount: rule.amount, in_invoice_currency: pass == Pass::Invoice });
                }
            }
        }
        if let Some(amount) = item {
            return Some(Standard { amount, in_invoice_currency: false });
        }
    }
    None
}
