//! The access sequence as data: one row a level. What a level searches, in which order it prefers rows and what its
//! row does to the discounts stands here and nowhere else.
//!
//! Rules: pricing reference, sections 3, 5 to 9; pricing specification, section 2.1.

use crate::tables::Sentence;

/// What a rule is for: who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Selector {
    Customer,
    BusinessId,
    Segment,
    CustomerGroup,
    District,
    PriceGroup,
    /// Price list rows of the order's site.
    OwnSite,
    /// Price list rows of site 0.
    SiteZero,
    /// Price list rows without site.
    NoSite,
}

impl Selector {
    /// In words: the title of its column.
    pub(crate) const fn words(self) -> Sentence {
        Sentence::new(match self {
            Self::Customer => "customer",
            Self::BusinessId => "business_id",
            Self::Segment => "segment",
            Self::CustomerGroup => "customer_group",
            Self::District => "district",
            Self::PriceGroup => "price_group",
            Self::OwnSite => "explain.own_site",
            Self::SiteZero => "explain.site_zero",
            Self::NoSite => "explain.no_site",
        })
    }
}

/// All selectors, in the order of their masks.
pub(crate) const SELECTORS: [Selector; 9] = [
    Selector::Customer,
    Selector::BusinessId,
    Selector::Segment,
    Selector::CustomerGroup,
    Selector::District,
    Selector::PriceGroup,
    Selector::OwnSite,
    Selector::SiteZero,
    Selector::NoSite,
];

/// Selectors that the order decides, whoever the customer is.
pub(crate) const OF_ORDER: [Selector; 3] = [Selector::OwnSite, Selector::SiteZero, Selector::NoSite];

/// What a rule is about: what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Item,
    DiscountGroup,
    /// The whole assortment `**`.
    Everything,
    /// The product group of the item, then its ancestors, nearest first.
    ProductGroup,
}

impl Target {
    /// In words: the title of its column.
    pub(crate) const fn words(self) -> Sentence {
        Sentence::new(match self {
            Self::Item => "item",
            Self::DiscountGroup => "discount_group",
            Self::Everything => "explain.everything",
            Self::ProductGroup => "product_group",
        })
    }
}

/// All targets.
pub(crate) const TARGETS: [Target; 4] = [Target::Item, Target::DiscountGroup, Target::Everything, Target::ProductGroup];

/// Rows of one selector and one target; the lanes of a level are searched in their order, the first that has a row wins.
pub(crate) type Lane = (Selector, Target);

/// Which rows a level reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Customer prices with a price or coefficient.
    Prices,
    /// Customer discounts with a negative percent.
    Margins,
    /// Customer discounts with 999.99.
    StoreAgreements,
    /// Price list rows of kind N or E.
    NetLists,
    /// Price list rows without kind.
    GrossLists,
    /// Customer discounts of 0 to 100 percent.
    Discounts,
    /// None: a cell of the item.
    Item,
}

/// What decides between two rows of a lane; the first that differs counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TieBreak {
    LargerMinimum,
    NewerStart,
    LowerPrice,
    LargerPercent,
    SmallerMargin,
    /// Of two rows in company currency: a written currency code before a blank one.
    CurrencyCode,
    /// Of two rows in invoice currency: a written country before a blank one.
    Country,
    HigherId,
}

impl TieBreak {
    /// Why the winner is preferred, in words.
    pub(crate) const fn words(self) -> Sentence {
        Sentence::new(match self {
            Self::LargerMinimum => "explain.larger_minimum",
            Self::NewerStart => "explain.newer_start",
            Self::LowerPrice => "explain.lower_price",
            Self::LargerPercent => "explain.larger_percent",
            Self::SmallerMargin => "explain.smaller_margin",
            Self::CurrencyCode => "explain.names_currency",
            Self::Country => "explain.names_country",
            Self::HigherId => "explain.higher_id",
        })
    }
}

/// What a level does with the row it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The price of the row; its kind settles or reopens the slots.
    CustomerPrice,
    /// Cost plus margin; no slot discounts.
    Margin,
    /// The item's store price; no slot discounts.
    StorePrice,
    /// The price of the list row; slots stay as they are.
    ListPrice,
    /// The item's net price; no slot discounts; not for kind E.
    ItemNet,
    /// The item's gross price; always answers.
    ItemGross,
    /// A percent for a slot.
    Discount,
}

/// One level of the price search or of the discount search.
#[derive(Debug)]
pub(crate) struct Level {
    /// Unambiguous name.
    pub(crate) name: &'static str,
    pub(crate) rows: Rows,
    pub(crate) lanes: &'static [Lane],
    /// Searched first in invoice currency, then in company currency.
    pub(crate) by_currency: bool,
    /// Reference code: found in invoice currency, found in company currency.
    pub(crate) codes: [u8; 2],
    /// Reference code of a margin price without cost.
    pub(crate) code_without_cost: u8,
    pub(crate) order: &'static [TieBreak],
    pub(crate) answer: Answer,
}

use Answer as A;
use Rows as R;
use Selector as S;
use Target as T;
use TieBreak as B;

/// Customer and customer group: the newest record wins.
const NEWEST: &[B] = &[B::LargerMinimum, B::NewerStart, B::CurrencyCode, B::HigherId];
/// Segment and district: the cheapest row wins.
const CHEAPEST: &[B] = &[B::LargerMinimum, B::NewerStart, B::LowerPrice, B::HigherId];
const MARGIN_NEWEST: &[B] = &[B::LargerMinimum, B::NewerStart, B::HigherId];
const MARGIN_SMALLEST: &[B] = &[B::LargerMinimum, B::NewerStart, B::SmallerMargin, B::HigherId];
const LISTS: &[B] = &[B::NewerStart, B::Country, B::CurrencyCode, B::HigherId];
const PERCENT: &[B] = &[B::LargerMinimum, B::NewerStart, B::LargerPercent, B::HigherId];
const SITES: &[Lane] = &[(S::OwnSite, T::Item), (S::SiteZero, T::Item), (S::NoSite, T::Item)];

const fn level(name: &'static str, rows: R, answer: A) -> Level {
    Level { name, rows, lanes: &[], by_currency: false, codes: [0, 0], code_without_cost: 0, order: NEWEST, answer }
}

const fn price(name: &'static str, codes: [u8; 2], lanes: &'static [Lane], order: &'static [B]) -> Level {
    Level { lanes, by_currency: true, codes, order, ..level(name, R::Prices, A::CustomerPrice) }
}

const fn margin(name: &'static str, code: u8, without_cost: u8, lanes: &'static [Lane], order: &'static [B]) -> Level {
    Level { lanes, codes: [code, code], code_without_cost: without_cost, order, ..level(name, R::Margins, A::Margin) }
}

const fn list(name: &'static str, code: u8, rows: R) -> Level {
    Level { lanes: SITES, by_currency: true, codes: [code, code], order: LISTS, ..level(name, rows, A::ListPrice) }
}

const fn discount(name: &'static str, code: u8, lanes: &'static [Lane]) -> Level {
    Level { lanes, codes: [code, code], order: PERCENT, ..level(name, R::Discounts, A::Discount) }
}

/// Name of the level that a price typed on the line answers.
pub(crate) const ENTERED: &str = "entered";
/// Its number in [`numbered_levels`].
pub(crate) const ENTERED_NUMBER: u8 = 1;
/// Reference code of a margin typed on the line.
pub(crate) const ENTERED_MARGIN_CODE: u8 = 10;
/// Reference code of the base discount of a discount group.
pub(crate) const BASE_DISCOUNT_CODE: u8 = 13;

/// The price levels in their usual order.
pub(crate) static PRICE_LEVELS: [Level; 19] = [
    price("customer_item", [2, 2], &[(S::Customer, T::Item), (S::BusinessId, T::Item)], NEWEST),
    price(
        "customer_discount_group",
        [3, 3],
        &[(S::Customer, T::DiscountGroup), (S::BusinessId, T::DiscountGroup)],
        NEWEST,
    ),
    price("segment_item", [4, 4], &[(S::Segment, T::Item)], CHEAPEST),
    price("customer_group_item", [5, 5], &[(S::CustomerGroup, T::Item)], NEWEST),
    price("district_item", [6, 6], &[(S::District, T::Item)], CHEAPEST),
    price("segment_discount_group", [7, 7], &[(S::Segment, T::DiscountGroup)], CHEAPEST),
    price("customer_group_discount_group", [8, 9], &[(S::CustomerGroup, T::DiscountGroup)], NEWEST),
    price("district_discount_group", [9, 9], &[(S::District, T::DiscountGroup)], CHEAPEST),
    price("price_group_item", [21, 21], &[(S::PriceGroup, T::Item)], NEWEST),
    price("price_group_product_group", [22, 22], &[(S::PriceGroup, T::ProductGroup)], NEWEST),
    margin(
        "customer_margin",
        10,
        10,
        &[
            (S::Customer, T::Item),
            (S::BusinessId, T::Item),
            (S::Customer, T::DiscountGroup),
            (S::BusinessId, T::DiscountGroup),
        ],
        MARGIN_NEWEST,
    ),
    margin("segment_margin", 11, 11, &[(S::Segment, T::Item), (S::Segment, T::DiscountGroup)], MARGIN_SMALLEST),
    margin(
        "customer_group_margin",
        12,
        11,
        &[(S::CustomerGroup, T::Item), (S::CustomerGroup, T::DiscountGroup)],
        MARGIN_NEWEST,
    ),
    margin("district_margin", 13, 11, &[(S::District, T::Item), (S::District, T::DiscountGroup)], MARGIN_SMALLEST),
    Level {
        lanes: &[
            (S::Customer, T::DiscountGroup),
            (S::Customer, T::Everything),
            (S::BusinessId, T::DiscountGroup),
            (S::BusinessId, T::Everything),
        ],
        codes: [14, 14],
        order: MARGIN_NEWEST,
        ..level("store_price", R::StoreAgreements, A::StorePrice)
    },
    list("price_list_net", 15, R::NetLists),
    Level { codes: [16, 16], ..level("item_net", R::Item, A::ItemNet) },
    list("price_list_gross", 17, R::GrossLists),
    Level { codes: [18, 18], ..level("item_gross", R::Item, A::ItemGross) },
];

/// The discount levels, in their order; the base discount follows them.
pub(crate) static DISCOUNT_LEVELS: [Level; 8] = [
    discount("customer_item", 5, &[(S::Customer, T::Item), (S::BusinessId, T::Item)]),
    discount(
        "customer_discount_group",
        6,
        &[
            (S::Customer, T::DiscountGroup),
            (S::Customer, T::Everything),
            (S::BusinessId, T::DiscountGroup),
            (S::BusinessId, T::Everything),
        ],
    ),
    discount("segment_item", 7, &[(S::Segment, T::Item)]),
    discount("customer_group_item", 8, &[(S::CustomerGroup, T::Item)]),
    discount("district_item", 9, &[(S::District, T::Item)]),
    discount("segment_discount_group", 10, &[(S::Segment, T::DiscountGroup), (S::Segment, T::Everything)]),
    discount(
        "customer_group_discount_group",
        11,
        &[(S::CustomerGroup, T::DiscountGroup), (S::CustomerGroup, T::Everything)],
    ),
    discount("district_discount_group", 12, &[(S::District, T::DiscountGroup), (S::District, T::Everything)]),
];

/// Names of all price levels in their usual order, the entered price first.
pub fn level_names() -> impl Iterator<Item = &'static str> {
    std::iter::once(ENTERED).chain(PRICE_LEVELS.iter().map(|level| level.name))
}

/// Names of the levels by the numbers in [`super::PriceColumns`]; the first is no level.
pub fn numbered_levels() -> impl Iterator<Item = &'static str> {
    std::iter::once("").chain(level_names())
}

/// The number of a price level in [`numbered_levels`]; 0 for a level of discounts.
pub(crate) fn level_number(level: &Level) -> u8 {
    let number = (ENTERED_NUMBER + 1..).zip(&PRICE_LEVELS).find(|(_, own)| std::ptr::eq(*own, level));
    number.map_or(0, |(number, _)| number)
}

/// The name of a level by its number.
pub(crate) fn level_named(number: u8) -> &'static str {
    match number.checked_sub(ENTERED_NUMBER) {
        None => "",
        Some(0) => ENTERED,
        Some(place) => PRICE_LEVELS.get(usize::from(place) - 1).map_or("", |level| level.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_are_those_of_the_specification_section_1() {
        let names: Vec<_> = level_names().collect();
        assert_eq!(
            names,
            "entered customer_item customer_discount_group segment_item customer_group_item district_item \
             segment_discount_group customer_group_discount_group district_discount_group price_group_item \
             price_group_product_group customer_margin segment_margin customer_group_margin district_margin \
             store_price price_list_net item_net price_list_gross item_gross"
                .split_whitespace()
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn levels_have_the_names_of_their_numbers() {
        for (number, name) in (0..).zip(numbered_levels()) {
            assert_eq!(level_named(number), name);
        }
        assert_eq!(level_named(level_number(&PRICE_LEVELS[3])), "customer_group_item");
        assert_eq!((level_number(&DISCOUNT_LEVELS[0]), level_named(99)), (0, ""));
    }

    #[test]
    fn all_lanes_have_a_bit_in_the_mask() {
        let lanes: usize = PRICE_LEVELS.iter().chain(&DISCOUNT_LEVELS).map(|level| level.lanes.len()).sum();
        assert!(lanes <= 64, "{lanes} lanes");
    }
}
