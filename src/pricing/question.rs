//! A question for a price, and the case it becomes once every name in it is looked up.
//!
//! Rules: pricing reference, section 1.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::book::PriceBook;
use super::error::PricingError;
use super::hits::{Asking, Hits, Own, Pages};
use super::keys::{ALL, BLANK, Key, ZERO};
use super::levels::{OF_ORDER, SELECTORS, Selector, TARGETS, Target};
use super::money;
use super::parties::{Buyer, Goods};
use super::price::Currency;
use super::rule::{Kind, Need};

/// What is asked: the order header and the line, as far as they concern the price.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// Customer number.
    pub customer: Option<&'a str>,
    /// Business id of the order; by default the customer's.
    pub business_id: Option<&'a str>,
    /// Customer group to assume when there is no customer.
    pub customer_group: Option<&'a str>,
    /// Item number.
    pub item: &'a str,
    /// Quantity; 0 counts as 1.
    pub quantity: Decimal,
    /// Invoice currency; by default the company's.
    pub currency: Option<&'a str>,
    /// Company currency for one unit of invoice currency; by default that of `exchange_rates` on the day.
    pub exchange_rate: Option<Decimal>,
    /// Country of the invoice.
    pub country: Option<&'a str>,
    /// Site of the order.
    pub site: Option<&'a str>,
    /// Campaign of the order: its rows are valid whatever their dates.
    pub campaign: Option<&'a str>,
    /// District on the order; counts when the company's `district_from_order` is on.
    pub order_district: Option<&'a str>,
    /// Price typed on the line, in invoice currency.
    pub entered_price: Option<Decimal>,
    /// Kind typed on the line: N, E or blank.
    pub entered_kind: Option<&'a str>,
    /// Discounts typed on the line; negative is a margin.
    pub entered_discounts: [Option<Decimal>; 3],
    /// Special discount of the order; by default the customer's.
    pub special_discount: Option<Decimal>,
    /// Pricing day; by default the catalog's.
    pub on: Option<NaiveDate>,
}

impl Default for Question<'_> {
    fn default() -> Self {
        Self {
            customer: None,
            business_id: None,
            customer_group: None,
            item: "",
            quantity: Decimal::ONE,
            currency: None,
            exchange_rate: None,
            country: None,
            site: None,
            campaign: None,
            order_district: None,
            entered_price: None,
            entered_kind: None,
            entered_discounts: [None; 3],
            special_discount: None,
            on: None,
        }
    }
}

/// A question with keys for names; made from a [`Question`] or from a row of order lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    pub(crate) customer: Key,
    /// None takes the customer's.
    pub(crate) business_id: Option<Key>,
    pub(crate) customer_group: Key,
    pub(crate) quantity: Decimal,
    pub(crate) currency: Key,
    pub(crate) exchange_rate: Option<Decimal>,
    pub(crate) country: Key,
    pub(crate) site: Key,
    pub(crate) campaign: Key,
    pub(crate) order_district: Key,
    pub(crate) entered_price: Option<Decimal>,
    pub(crate) entered_kind: Kind,
    pub(crate) entered_discounts: [Option<Decimal>; 3],
    pub(crate) special_discount: Option<Decimal>,
    pub(crate) day: i32,
}

impl Ask {
    /// Nobody in particular asks for one unit on a day.
    pub(crate) const fn nobody(day: i32) -> Self {
        Self {
            customer: BLANK,
            business_id: None,
            customer_group: BLANK,
            quantity: Decimal::ONE,
            currency: BLANK,
            exchange_rate: None,
            country: BLANK,
            site: BLANK,
            campaign: BLANK,
            order_district: BLANK,
            entered_price: None,
            entered_kind: Kind::Gross,
            entered_discounts: [None; 3],
            special_discount: None,
            day,
        }
    }
}

/// The kind typed on a line; anything but N and E is blank.
pub(crate) fn entered_kind(text: Option<&str>) -> Kind {
    match text.map(str::trim) {
        Some("N" | "n") => Kind::Net,
        Some("E" | "e") => Kind::NetExceptSpecial,
        _ => Kind::Gross,
    }
}

/// Everything a search needs, looked up.
#[derive(Clone, Debug)]
pub(crate) struct Case<'b> {
    pub(crate) book: &'b PriceBook,
    pub(crate) goods: &'b Goods,
    /// What is asked, as it was given.
    pub(crate) ask: Ask,
    pub(crate) buyer: Buyer,
    /// A customer is named.
    pub(crate) has_customer: bool,
    /// The named customer is in the customer master.
    pub(crate) customer_known: bool,
    pub(crate) quantity: Decimal,
    /// Of the invoice: as asked, else the customer's, else the company's.
    pub(crate) currency: Key,
    /// Of the invoice: as asked, else the customer's.
    pub(crate) country: Key,
    /// That sells: as asked, else the customer's.
    pub(crate) site: Key,
    /// The invoice currency is not the company's.
    pub(crate) foreign: bool,
    pub(crate) rate: Decimal,
    /// District of the order, when it counts.
    pub(crate) order_district: Key,
    pub(crate) special_discount: Decimal,
    pub(crate) vat_override: Option<Decimal>,
    /// What the customer is, when it asks as its sheet has it.
    asker: Option<Own<'b>>,
    /// The same and its district before the district of the order took its place.
    own: (Option<Own<'b>>, Key),
    /// Everybody whose rules count.
    pub(super) asking: Asking<'b>,
    /// What is known about the item.
    pub(super) pages: Pages,
    /// What these have agreed about what is asked for.
    pub(super) hits: Hits,
    /// Lanes of the hits.
    pub(crate) live: u64,
}

/// A customer of the customer master.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'b> {
    buyer: Buyer,
    own: Own<'b>,
}

/// The invoice currency has no rate on the day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoRate;

impl<'b> Case<'b> {
    pub(crate) fn new(book: &'b PriceBook, goods: &'b Goods, ask: &Ask) -> Result<Self, NoRate> {
        let mut case = Self {
            book,
            goods,
            ask: *ask,
            buyer: Buyer::default(),
            has_customer: false,
            customer_known: false,
            quantity: Decimal::ONE,
            currency: BLANK,
            country: BLANK,
            site: BLANK,
            foreign: false,
            rate: Decimal::ONE,
            order_district: BLANK,
            special_discount: Decimal::ZERO,
            vat_override: None,
            asker: None,
            own: (None, BLANK),
            asking: Asking::default(),
            pages: Pages::new(),
            hits: Hits::new(),
            live: 0,
        };
        case.find_pages();
        case.look_up(goods, book.known(ask.customer))?;
        Ok(case)
    }

    /// Looks everything up for what is asked now, with the item and what is known of the customer.
    pub(super) fn look_up(&mut self, goods: &'b Goods, known: Option<Known<'b>>) -> Result<(), NoRate> {
        let book = self.book;
        let settings = &book.settings;
        let ask = &self.ask;
        let of_customer = known.map(|known| known.buyer).unwrap_or_default();
        self.currency = filled(ask.currency, filled(of_customer.currency, settings.currency));
        self.country = filled(ask.country, of_customer.country);
        self.site = filled(ask.site, of_customer.site);
        self.foreign = self.currency != settings.currency;
        let rate = match &ask.exchange_rate {
            Some(rate) if money::is_positive(*rate) => *rate,
            None if self.foreign => book.rates.on(self.currency, ask.day).ok_or(NoRate)?,
            // A rate that is not positive counts as one.
            Some(_) | None => Decimal::ONE,
        };
        self.rate = if self.foreign { rate } else { Decimal::ONE };
        self.customer_known = known.is_some();
        if let Some(known) = known {
            self.asker = Some(known.own);
            self.buyer = known.buyer;
        } else {
            self.asker = None;
            self.buyer = Buyer { customer: ask.customer, group: ask.customer_group, ..Buyer::default() };
        }
        if ask.customer == ZERO {
            self.buyer.customer = BLANK;
            self.asker = None;
        }
        if let Some(business_id) = ask.business_id.filter(|&own| own != self.buyer.business_id) {
            self.buyer.business_id = business_id;
            self.asker = None;
        }
        self.has_customer = self.buyer.customer != BLANK;
        self.quantity = if ask.quantity.is_zero() { Decimal::ONE } else { ask.quantity };
        self.order_district = if settings.district_from_order { ask.order_district } else { BLANK };
        self.special_discount = ask.special_discount.unwrap_or(self.buyer.special_discount);
        self.set_goods(goods);
        self.look_up_vat();
        self.own = (self.asker, self.buyer.district);
        if self.is_in_order_district() {
            self.buyer.district = self.order_district;
            self.asker = None;
        }
        self.find_parties();
        Ok(())
    }

    /// The units that are paid for; a quantity of 0 is priced as 1 and costs nothing (pricing reference, section 2).
    #[inline]
    pub(super) fn units(&self) -> Decimal {
        if self.ask.quantity.is_zero() && self.quantity == Decimal::ONE { Decimal::ZERO } else { self.quantity }
    }

    /// The price typed on the line, when it counts: it ends the search.
    #[inline]
    pub(super) fn entered(&self) -> Option<Decimal> {
        if self.vat_is_missing() {
            // The line is refused: it costs nothing, and no rule is looked at.
            return Some(Decimal::ZERO);
        }
        self.ask.entered_price.filter(|_| self.book.entered_counts)
    }

    /// The kind of that price.
    #[inline]
    pub(super) fn entered_kind(&self) -> Kind {
        if self.vat_is_missing() { Kind::Gross } else { self.ask.entered_kind }
    }

    /// True when rules of the order's district count instead of those of the customer's.
    pub(super) fn is_in_order_district(&self) -> bool {
        self.order_district != BLANK && self.entered().is_none()
    }

    /// VAT of a foreign country in which the company is registered; the line is refused when it is not on file.
    fn look_up_vat(&mut self) {
        let settings = &self.book.settings;
        let country = self.country;
        let counts =
            country != BLANK && country != settings.country && settings.vat_countries.binary_search(&country).is_ok();
        self.vat_override = counts.then(|| self.book.vat.rate(country, self.goods.item).unwrap_or(money::VAT_MISSING));
    }

    /// True when the foreign VAT should be on file and is not.
    pub(crate) fn vat_is_missing(&self) -> bool {
        self.vat_override == Some(money::VAT_MISSING)
    }

    /// The same customer and item at another quantity, for ladders.
    pub(crate) fn at_quantity(&self, quantity: Decimal) -> Self {
        Self { quantity, ..self.clone() }
    }

    /// The question behind `may_sell`: one unit in the customer's currency, country and site, nothing typed.
    pub(crate) fn as_customer_asks(&self) -> Self {
        let mut case = self.clone();
        let settings = &case.book.settings;
        case.quantity = Decimal::ONE;
        case.currency = filled(case.buyer.currency, settings.currency);
        (case.country, case.site) = (case.buyer.country, case.buyer.site);
        case.foreign = case.currency != settings.currency;
        case.rate = if case.foreign {
            case.book.rates.on(case.currency, case.ask.day).unwrap_or(Decimal::ONE)
        } else {
            Decimal::ONE
        };
        case.ask = Ask::nobody(case.ask.day);
        case.order_district = BLANK;
        (case.asker, case.buyer.district) = self.own;
        case.look_up_vat();
        case.find_parties();
        case
    }

    /// Asks for another item, for lists: what depends on the customer only is not computed again.
    pub(crate) fn set_item(&mut self, goods: &'b Goods) {
        self.set_goods(goods);
        self.look_up_vat();
        self.find_hits();
    }

    fn set_goods(&mut self, goods: &'b Goods) {
        if !std::ptr::eq(self.goods, goods) {
            self.goods = goods;
            self.find_pages();
        }
    }

    fn find_pages(&mut self) {
        self.pages.clear();
        let book = self.book;
        for target in TARGETS.into_iter().filter(|&target| book.rules.has_target(target)) {
            let keys = self.goods.keys(target, &book.parties.spans);
            for (nearness, &key) in (0..=u16::MAX).zip(keys) {
                self.pages.extend(book.rules.page(target, key).map(|&page| (page, nearness)));
            }
        }
    }

    fn find_parties(&mut self) {
        let book = self.book;
        let open = if let Some(own) = self.asker {
            self.asking.set_customer(own);
            &OF_ORDER[..]
        } else {
            self.asking = Asking::default();
            &SELECTORS[..]
        };
        // Only selectors that some rule of the book has are asked for.
        for &selector in open.iter().filter(|&&selector| book.rules.has_selector(selector)) {
            let Self { site, buyer, asking, .. } = self;
            asking.add(&book.rules, selector, selector_values(book, site, buyer, selector));
        }
        self.find_hits();
    }

    fn find_hits(&mut self) {
        self.hits.clear();
        for (page, nearness) in &self.pages {
            self.book.rules.add_hits(&self.asking, page, *nearness, &mut self.hits);
        }
        self.live = self.hits.iter().fold(0, |live, hit| live | hit.pair.lanes);
    }

    /// The values of a selector, all of the same rank.
    pub(crate) fn selector_values(&self, selector: Selector) -> &[Key] {
        selector_values(self.book, &self.site, &self.buyer, selector)
    }

    /// The values of a target, the preferred first.
    pub(crate) fn target_values(&self, target: Target) -> &[Key] {
        self.goods.keys(target, &self.book.parties.spans)
    }

    /// What a rule must meet.
    pub(crate) const fn need(&self, currencies: [Key; 2], slot: u8) -> Need {
        Need {
            day: self.ask.day,
            quantity: self.quantity,
            campaign: self.ask.campaign,
            currencies,
            country: self.country,
            slot,
        }
    }
}

/// A key, or another one where it is blank.
const fn filled(key: Key, otherwise: Key) -> Key {
    if key == BLANK { otherwise } else { key }
}

/// The values of a selector, all of the same rank.
fn selector_values<'a>(book: &'a PriceBook, site: &'a Key, buyer: &'a Buyer, selector: Selector) -> &'a [Key] {
    match selector {
        Selector::OwnSite => std::slice::from_ref(site),
        Selector::SiteZero => &[ZERO],
        Selector::NoSite => &[ALL],
        _ => buyer.keys(selector, &book.parties.spans).unwrap_or_default(),
    }
}

impl PriceBook {
    /// What is known of a customer.
    fn known(&self, customer: Key) -> Option<Known<'_>> {
        self.known_at(self.parties.buyer_number(customer)?)
    }

    /// The same by its number.
    #[inline]
    pub(super) fn known_at(&self, number: usize) -> Option<Known<'_>> {
        Some(Known { buyer: *self.parties.buyers.get(number)?, own: self.askers.own(number)? })
    }

    /// One unit ordered by a customer, or by nobody in particular, with nothing typed: in the customer's currency,
    /// country and site.
    pub(super) fn order_of(&self, customer: Option<&str>, on: Option<NaiveDate>) -> Result<Ask, PricingError> {
        let key = self.keys.find_option(customer);
        if let (Some(customer), None) = (customer, self.parties.buyer(key)) {
            return Err(self.unknown_customer(customer).into());
        }
        let day = on.unwrap_or(self.catalog.as_of()).to_epoch_days();
        Ok(Ask { customer: key, ..Ask::nobody(day) })
    }

    /// The error for a currency without rate, as it was given or else as it is written in the book.
    pub(super) fn no_rate(&self, ask: &Ask, given: Option<&str>) -> PricingError {
        let of_customer = self.parties.buyer(ask.customer).map_or(BLANK, |buyer| buyer.currency);
        let code = || self.currency_code(Currency(filled(ask.currency, of_customer))).to_string();
        let currency = given.map_or_else(code, str::to_owned);
        let on = NaiveDate::from_epoch_days(ask.day).unwrap_or(self.catalog.as_of()).to_string();
        PricingError::NoRate { currency, on }
    }

    /// Looks the names of a question up.
    pub(crate) fn ask(&self, question: &Question<'_>) -> Ask {
        let key = |text: Option<&str>| self.keys.find_option(text);
        Ask {
            customer: key(question.customer),
            business_id: question.business_id.map(|text| self.keys.find(text)),
            customer_group: key(question.customer_group),
            quantity: question.quantity,
            currency: key(question.currency),
            exchange_rate: question.exchange_rate,
            country: key(question.country),
            site: key(question.site),
            campaign: key(question.campaign),
            order_district: key(question.order_district),
            entered_price: question.entered_price,
            entered_kind: entered_kind(question.entered_kind),
            entered_discounts: question.entered_discounts,
            special_discount: question.special_discount,
            day: question.on.unwrap_or(self.catalog.as_of()).to_epoch_days(),
        }
    }
}
