//! One compiled rule row: what it needs to apply, and what decides between two that apply.
//!
//! Rules: pricing reference, sections 2, 3, 7 and 9.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::keys::{BLANK, Key};
use super::levels::TieBreak;

/// What a price row means for discounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Gross: slot discounts and special discount apply.
    #[default]
    Gross,
    /// N: nothing is deducted.
    Net,
    /// E: only the special discount is deducted.
    NetExceptSpecial,
    /// X: this customer may not buy the item.
    Blocked,
}

impl Kind {
    /// The letter of the reference; blank for gross.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Gross => "",
            Self::Net => "N",
            Self::NetExceptSpecial => "E",
            Self::Blocked => "X",
        }
    }
}

/// Table a deciding row stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// `customer_prices`.
    CustomerPrices,
    /// `customer_discounts`.
    CustomerDiscounts,
    /// `price_lists`.
    PriceLists,
    /// `items`.
    Items,
    /// `discount_groups`.
    DiscountGroups,
}

impl Source {
    /// Name of the table in the schema.
    #[must_use]
    pub const fn table(self) -> &'static str {
        match self {
            Self::CustomerPrices => "customer_prices",
            Self::CustomerDiscounts => "customer_discounts",
            Self::PriceLists => "price_lists",
            Self::Items => "items",
            Self::DiscountGroups => "discount_groups",
        }
    }
}

/// What a cell that decides something says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deciding {
    /// Price of a customer price row.
    CustomerPrice,
    /// Coefficient of a customer price row.
    Coefficient,
    /// Percent of a customer discount.
    Percent,
    /// Price of a price list row.
    ListPrice,
    /// Net price of the item.
    NetPrice,
    /// Gross price of the item.
    GrossPrice,
    /// Store price of the item.
    StorePrice,
    /// Cost of the item.
    Cost,
    /// Base discount of the discount group.
    BaseDiscount,
}

impl Deciding {
    /// Table and field.
    #[must_use]
    pub const fn cell(self) -> (Source, &'static str) {
        match self {
            Self::CustomerPrice => (Source::CustomerPrices, "price"),
            Self::Coefficient => (Source::CustomerPrices, "coefficient"),
            Self::Percent => (Source::CustomerDiscounts, "percent"),
            Self::ListPrice => (Source::PriceLists, "price"),
            Self::NetPrice => (Source::Items, "net_price"),
            Self::GrossPrice => (Source::Items, "gross_price"),
            Self::StorePrice => (Source::Items, "store_price"),
            Self::Cost => (Source::Items, "cost"),
            Self::BaseDiscount => (Source::DiscountGroups, "base_discount"),
        }
    }
}

/// A cell that decided something: resolve it with [`super::PriceBook::origin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// What stands there.
    pub what: Deciding,
    /// Row of the table, from zero.
    pub row: u32,
}

impl Place {
    /// Table.
    #[must_use]
    pub const fn source(self) -> Source {
        self.what.cell().0
    }

    /// Field of the deciding value.
    #[must_use]
    pub const fn field(self) -> &'static str {
        self.what.cell().1
    }
}

/// What a row must meet, in the order in which it is said.
const CONDITIONS: [fn(&Rule, &Need) -> Option<Unfit>; 5] =
    [Rule::currency_unfit, Rule::country_unfit, Rule::slot_unfit, Rule::quantity_unfit, Rule::date_unfit];

/// Quantities for which a row applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counting {
    /// All.
    Any,
    /// From the least to the most.
    Range,
    /// Exact multiples of the least.
    Multiples,
}

/// A compiled row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    /// Price, coefficient or percent.
    pub(crate) amount: Decimal,
    /// Smallest quantity; the smallest decimal when there is none.
    pub(crate) least: Decimal,
    /// Largest quantity; the largest decimal when there is none.
    pub(crate) most: Decimal,
    pub(crate) id: i64,
    /// First and last day, as days since 1970.
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) currency: Key,
    pub(crate) country: Key,
    pub(crate) campaign: Key,
    pub(crate) row: u32,
    pub(crate) source: Source,
    pub(crate) kind: Kind,
    pub(crate) slot: u8,
    pub(crate) quantities: Counting,
    pub(crate) is_coefficient: bool,
    /// In a written currency that is not the company's.
    pub(crate) foreign: bool,
}

/// What is asked of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need {
    pub(crate) day: i32,
    pub(crate) quantity: Decimal,
    pub(crate) campaign: Key,
    /// The row's currency must be one of these.
    pub(crate) currencies: [Key; 2],
    pub(crate) country: Key,
    /// The row's slot; 0 when slots play no part.
    pub(crate) slot: u8,
}

/// Why a row does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    Currency,
    Country,
    Slot,
    BelowMinimum,
    AboveMaximum,
    NotMultiple,
    NotYet,
    Over,
}

/// True when one number is less than another; most have the same scale.
#[inline]
fn is_less(one: Decimal, two: Decimal) -> bool {
    if one.scale() == two.scale() { one.mantissa() < two.mantissa() } else { one < two }
}

impl Rule {
    /// True when the row applies to exact multiples of its minimum quantity only.
    pub(crate) fn is_for_multiples(&self) -> bool {
        self.quantities == Counting::Multiples
    }

    /// Makes the row one that is valid on no day and no order, because a limit of it could not be read.
    pub(crate) const fn never_applies(&mut self) {
        (self.from, self.to) = (i32::MAX, i32::MIN);
        self.campaign = BLANK;
    }

    /// True for a row of which a limit could not be read.
    pub(crate) const fn is_unread(&self) -> bool {
        self.to == i32::MIN
    }

    /// True when nothing keeps the row from applying.
    pub(crate) fn applies(&self, need: &Need) -> bool {
        self.currency_unfit(need).is_none()
            && self.country_unfit(need).is_none()
            && self.slot_unfit(need).is_none()
            && self.date_unfit(need).is_none()
            && (self.quantities == Counting::Any || self.quantity_unfit(need).is_none())
    }

    /// Everything that keeps the row from applying.
    pub(crate) fn unfits(&self, need: &Need) -> Vec<Unfit> {
        CONDITIONS.iter().filter_map(|condition| condition(self, need)).collect()
    }

    fn currency_unfit(&self, need: &Need) -> Option<Unfit> {
        let [first, second] = need.currencies;
        (self.currency != first && self.currency != second).then_some(Unfit::Currency)
    }

    fn country_unfit(&self, need: &Need) -> Option<Unfit> {
        (self.country != BLANK && self.country != need.country).then_some(Unfit::Country)
    }

    fn slot_unfit(&self, need: &Need) -> Option<Unfit> {
        (need.slot != 0 && self.slot != need.slot).then_some(Unfit::Slot)
    }

    fn quantity_unfit(&self, need: &Need) -> Option<Unfit> {
        if self.is_for_multiples() {
            let rest = need.quantity.checked_rem(self.least);
            rest.is_none_or(|rest| !rest.is_zero()).then_some(Unfit::NotMultiple)
        } else if is_less(need.quantity, self.least) {
            Some(Unfit::BelowMinimum)
        } else {
            is_less(self.most, need.quantity).then_some(Unfit::AboveMaximum)
        }
    }

    fn date_unfit(&self, need: &Need) -> Option<Unfit> {
        if self.campaign != BLANK && self.campaign == need.campaign {
            None
        } else if self.to < need.day {
            Some(Unfit::Over)
        } else {
            (self.from > need.day).then_some(Unfit::NotYet)
        }
    }

    /// Which of two rows is preferred (`Less` is this one) and what decides; none when nothing does.
    pub(crate) fn prefer(&self, other: &Self, order: &[TieBreak]) -> Option<(Ordering, TieBreak)> {
        order.iter().find_map(|&key| {
            let decision = match key {
                TieBreak::LargerMinimum => other.least.cmp(&self.least),
                TieBreak::NewerStart => other.from.cmp(&self.from),
                TieBreak::LowerPrice => {
                    self.is_coefficient.cmp(&other.is_coefficient).then_with(|| self.amount.cmp(&other.amount))
                }
                TieBreak::LargerPercent => other.amount.cmp(&self.amount),
                TieBreak::SmallerMargin => self.amount.abs().cmp(&other.amount.abs()),
                TieBreak::CurrencyCode => (self.currency == BLANK).cmp(&(other.currency == BLANK)),
                TieBreak::Country if self.foreign && other.foreign => {
                    (self.country == BLANK).cmp(&(other.country == BLANK))
                }
                TieBreak::Country => Ordering::Equal,
                TieBreak::HigherId => other.id.cmp(&self.id).then_with(|| other.row.cmp(&self.row)),
            };
            (decision != Ordering::Equal).then_some((decision, key))
        })
    }

    /// The order of rows inside a bucket: rows of one currency pass together, the preferred first.
    pub(crate) fn order(&self, other: &Self, order: &[TieBreak]) -> Ordering {
        other
            .foreign
            .cmp(&self.foreign)
            .then_with(|| self.prefer(other, order).map_or(Ordering::Equal, |(decision, _)| decision))
    }

    /// The deciding cell.
    pub(crate) const fn place(&self) -> Place {
        let what = match self.source {
            Source::CustomerDiscounts => Deciding::Percent,
            Source::CustomerPrices if self.is_coefficient => Deciding::Coefficient,
            Source::CustomerPrices => Deciding::CustomerPrice,
            _ => Deciding::ListPrice,
        };
        Place { what, row: self.row }
    }
}
