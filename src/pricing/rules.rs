//! Rule rows of `customer_prices`, `customer_discounts` and `price_lists`, read once, checked and typed.
//!
//! Rules: pricing reference, sections 2, 5 to 9 and 16; pricing specification, section 4.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use super::cells::Cells;
use super::keys::{ALL, BLANK, Key, Keys, ZERO};
use super::levels::{Lane, Rows, Selector, Target};
use super::money::{self, AT_COST, AT_STORE_PRICE};
use super::rule::{Counting, Kind, Rule, Source};
use super::settings::Settings;
use crate::finding::codes::pricing as codes;
use crate::finding::{Code, Finding, Findings};
use crate::model::Catalog;
use crate::origin::Origin;
use crate::tables::{Table, Texts};

/// A rule with everything that decides in which lanes it is found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draft {
    pub(crate) rows: Rows,
    pub(crate) rule: Rule,
    pub(super) customer: Key,
    pub(super) business_id: Key,
    pub(super) segment: Key,
    pub(super) customer_group: Key,
    pub(super) district: Key,
    pub(super) price_group: Key,
    pub(super) site: Key,
    pub(super) item: Key,
    pub(super) discount_group: Key,
    pub(super) product_group: Key,
}

impl Draft {
    /// All codes that say whom and what the rule is for.
    pub(super) const fn keys(&self) -> [Key; 10] {
        [
            self.customer,
            self.business_id,
            self.segment,
            self.customer_group,
            self.district,
            self.price_group,
            self.site,
            self.item,
            self.discount_group,
            self.product_group,
        ]
    }

    /// Selector and target under which a lane finds the rule; none when it does not.
    pub(crate) fn keys_in(&self, (selector, target): Lane) -> Option<(Key, Key)> {
        let for_class = self.customer == BLANK && self.business_id == BLANK;
        // A margin agreed with a customer must not name a customer group as well.
        let for_customer = self.rows != Rows::Margins || self.customer_group == BLANK;
        let selector = match selector {
            Selector::Customer if for_customer => self.customer,
            Selector::BusinessId if for_customer => self.business_id,
            Selector::Segment if for_class => self.segment,
            Selector::CustomerGroup if for_class => self.customer_group,
            Selector::District if for_class => self.district,
            Selector::PriceGroup if for_class => self.price_group,
            Selector::OwnSite if self.site != ZERO => self.site,
            Selector::SiteZero if self.site == ZERO => ZERO,
            Selector::NoSite if self.site == BLANK => ALL,
            _ => BLANK,
        };
        let target = match target {
            Target::Item => self.item,
            Target::DiscountGroup if self.discount_group != ALL => self.discount_group,
            Target::Everything if self.discount_group == ALL => ALL,
            Target::ProductGroup => self.product_group,
            _ => BLANK,
        };
        (selector != BLANK && target != BLANK).then_some((selector, target))
    }
}

/// What a row is read from.
struct Sheet<'a> {
    table: &'a Table,
    texts: &'a Texts,
    keys: &'a mut Keys,
    settings: &'a Settings,
    findings: &'a mut Findings,
    /// Cells that the reader has named.
    unread_cells: &'a HashSet<&'a Origin, FixedState>,
    source: Source,
    /// Rows with a limit that could not be read.
    unread: HashMap<usize, &'static str, FixedState>,
}

/// Columns that say for whom, for what, when and from which quantity on a rule is. Without one of them it would reach
/// further than its row says.
const LIMITS: [&str; 17] = [
    "customer",
    "business_id",
    "segment",
    "customer_group",
    "district",
    "price_group",
    "site",
    "country",
    "item",
    "discount_group",
    "product_group",
    "multiples_only",
    "currency",
    "min_quantity",
    "valid_from",
    "valid_to",
    "campaign",
];

/// Columns of the rule tables; absent ones are blank.
struct Columns<'a> {
    id: Cells<'a>,
    customer: Cells<'a>,
    business_id: Cells<'a>,
    segment: Cells<'a>,
    customer_group: Cells<'a>,
    district: Cells<'a>,
    price_group: Cells<'a>,
    site: Cells<'a>,
    country: Cells<'a>,
    item: Cells<'a>,
    discount_group: Cells<'a>,
    product_group: Cells<'a>,
    price: Cells<'a>,
    coefficient: Cells<'a>,
    percent: Cells<'a>,
    slot: Cells<'a>,
    multiples_only: Cells<'a>,
    kind: Cells<'a>,
    currency: Cells<'a>,
    min_quantity: Cells<'a>,
    max_quantity: Cells<'a>,
    valid_from: Cells<'a>,
    valid_to: Cells<'a>,
    campaign: Cells<'a>,
}

impl<'a> Columns<'a> {
    fn new(table: &'a Table, texts: &'a Texts) -> Self {
        let cells = |name| Cells::new(table, texts, name);
        Self {
            id: cells("id"),
            customer: cells("customer"),
            business_id: cells("business_id"),
            segment: cells("segment"),
            customer_group: cells("customer_group"),
            district: cells("district"),
            price_group: cells("price_group"),
            site: cells("site"),
            country: cells("country"),
            item: cells("item"),
            discount_group: cells("discount_group"),
            product_group: cells("product_group"),
            price: cells("price"),
            coefficient: cells("coefficient"),
            percent: cells("percent"),
            slot: cells("slot"),
            multiples_only: cells("multiples_only"),
            kind: cells("kind"),
            currency: cells("currency"),
            min_quantity: cells("min_quantity"),
            max_quantity: cells("max_quantity"),
            valid_from: cells("valid_from"),
            valid_to: cells("valid_to"),
            campaign: cells("campaign"),
        }
    }
}

/// All rules of a catalog.
pub(crate) fn read(catalog: &Catalog, keys: &mut Keys, settings: &Settings, findings: &mut Findings) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let unread_cells = catalog.unread_cells();
    for source in [Source::CustomerPrices, Source::CustomerDiscounts, Source::PriceLists] {
        let table = catalog.table(source.table());
        let columns = Columns::new(table, catalog.texts());
        let own: &[&str] = match source {
            Source::PriceLists => &["kind", "max_quantity"],
            Source::CustomerDiscounts => &["slot"],
            _ => &[],
        };
        let unread = catalog.unread(source.table(), &[&LIMITS, own].concat());
        let texts = catalog.texts();
        let mut sheet = Sheet { table, texts, keys, settings, findings, unread_cells: &unread_cells, source, unread };
        drafts.reserve(table.len());
        drafts.extend((0..table.len()).filter_map(|row| sheet.draft(row, &columns)));
    }
    drafts
}

impl Sheet<'_> {
    fn key(&mut self, cells: Cells<'_>, row: usize) -> Key {
        self.keys.cell(self.texts, cells.values, row)
    }

    fn find(&mut self, code: &'static Code, row: usize, field: &str, cells: Cells<'_>) {
        let mut finding = Finding::new(code).field(field).value(cells.shown(row));
        finding.origin = self.table.cell(row, field);
        // A value that could not be read has been named by the reader.
        let is_named = cells.is_blank(row) && finding.origin.as_ref().is_some_and(|at| self.unread_cells.contains(at));
        if !is_named {
            self.findings.push(finding);
        }
    }

    fn draft(&mut self, row: usize, columns: &Columns<'_>) -> Option<Draft> {
        let id = columns.id.integer(row).unwrap_or_else(|| i64::try_from(row).map_or(i64::MAX, |row| row + 1));
        let (from, to) = (columns.valid_from.date(row), columns.valid_to.date(row));
        let mut rule = Rule {
            amount: Decimal::ZERO,
            least: columns.min_quantity.decimal(row).filter(|least| !least.is_zero()).unwrap_or(Decimal::MIN),
            most: Decimal::MAX,
            id,
            from: from.map_or(i32::MIN, |day| day.to_epoch_days()),
            to: to.map_or(i32::MAX, |day| day.to_epoch_days()),
            currency: BLANK,
            country: BLANK,
            campaign: self.key(columns.campaign, row),
            row: u32::try_from(row).ok()?,
            source: self.source,
            kind: Kind::Gross,
            slot: 0,
            quantities: Counting::Range,
            is_coefficient: false,
            foreign: false,
        };
        if rule.from > rule.to {
            self.find(&codes::E_DATE_ORDER, row, "valid_from", columns.valid_from);
            // Never valid, not even on orders of its campaign.
            rule.campaign = BLANK;
        }
        if let Some(field) = self.unread.get(&row) {
            let mut finding = Finding::new(&codes::E_RULE_UNREAD).field(*field);
            finding.origin = self.table.cell(row, field);
            self.findings.push(finding);
            rule.never_applies();
        }
        let rows = match self.source {
            Source::CustomerPrices => self.price(row, columns, &mut rule)?,
            Source::CustomerDiscounts => self.percent(row, columns, &mut rule)?,
            _ => self.list(row, columns, &mut rule)?,
        };
        // Zeros at the end are taken off here, not in every answer.
        rule.amount = money::trimmed(rule.amount);
        rule.foreign = rule.currency != BLANK && rule.currency != self.settings.currency;
        if !rule.is_for_multiples() && rule.least == Decimal::MIN && rule.most == Decimal::MAX {
            rule.quantities = Counting::Any;
        }
        let mut draft = Draft {
            rows,
            rule,
            customer: self.key(columns.customer, row),
            business_id: self.key(columns.business_id, row),
            segment: self.key(columns.segment, row),
            customer_group: self.key(columns.customer_group, row),
            district: self.key(columns.district, row),
            price_group: self.key(columns.price_group, row),
            site: self.key(columns.site, row),
            item: self.key(columns.item, row),
            discount_group: self.key(columns.discount_group, row),
            product_group: self.key(columns.product_group, row),
        };
        if draft.customer == ZERO {
            draft.customer = BLANK;
        }
        self.check_selectors(row, columns, &draft);
        Some(draft)
    }

    fn check_selectors(&mut self, row: usize, columns: &Columns<'_>, draft: &Draft) {
        let filled = |keys: &[Key]| keys.iter().filter(|&&key| key != BLANK).count();
        let selectors = if self.source == Source::PriceLists {
            1
        } else {
            filled(&[
                draft.customer,
                draft.business_id,
                draft.segment,
                draft.customer_group,
                draft.district,
                draft.price_group,
            ])
        };
        let targets = filled(&[draft.item, draft.discount_group, draft.product_group]);
        if selectors != 1 || targets != 1 {
            let cells = if selectors == 1 { columns.item } else { columns.customer };
            let mut finding = Finding::new(&codes::W_RULE_SELECTORS)
                .detail(format!("{selectors} selectors and {targets} targets are filled in"));
            finding.origin = self.table.cell(row, if selectors == 1 { "item" } else { "customer" });
            finding.value = Some(cells.shown(row)).filter(|value| !value.is_empty());
            self.findings.push(finding);
        }
    }

    fn price(&mut self, row: usize, columns: &Columns<'_>, rule: &mut Rule) -> Option<Rows> {
        rule.currency = self.key(columns.currency, row);
        let letter = columns.kind.text(row).map(|kind| kind.trim().to_uppercase()).unwrap_or_default();
        rule.kind = match letter.as_str() {
            "N" => Kind::Net,
            "E" => Kind::NetExceptSpecial,
            "B" => Kind::Gross,
            "X" => Kind::Blocked,
            _ => self.settings.default_kind,
        };
        let (price, coefficient) = (columns.price.decimal(row), columns.coefficient.decimal(row));
        match (price, coefficient) {
            (Some(_), Some(_)) => {
                self.find(&codes::E_PRICE_COEFFICIENT, row, "coefficient", columns.coefficient);
                return None;
            }
            (Some(price), None) => rule.amount = price,
            (None, Some(coefficient)) => {
                rule.amount = coefficient;
                rule.is_coefficient = true;
            }
            (None, None) if rule.kind == Kind::Blocked => {}
            (None, None) => {
                self.find(&codes::E_PRICE, row, "price", columns.price);
                return None;
            }
        }
        if rule.amount.is_sign_negative() && !rule.amount.is_zero() {
            let (field, cells) =
                if rule.is_coefficient { ("coefficient", columns.coefficient) } else { ("price", columns.price) };
            self.find(&codes::E_PRICE, row, field, cells);
            return None;
        }
        Some(Rows::Prices)
    }

    fn percent(&mut self, row: usize, columns: &Columns<'_>, rule: &mut Rule) -> Option<Rows> {
        let Some(percent) = columns.percent.decimal(row) else {
            self.find(&codes::E_PERCENT, row, "percent", columns.percent);
            return None;
        };
        rule.amount = percent;
        if percent == AT_STORE_PRICE {
            return Some(Rows::StoreAgreements);
        }
        if percent == AT_COST || (percent < Decimal::ZERO && percent > -Decimal::ONE_HUNDRED) {
            return Some(Rows::Margins);
        }
        if percent < Decimal::ZERO || percent > Decimal::ONE_HUNDRED {
            self.find(&codes::E_PERCENT, row, "percent", columns.percent);
            return None;
        }
        let slot = if columns.slot.is_blank(row) { Some(1) } else { columns.slot.integer(row) };
        let in_use = 1..=self.settings.slots;
        let Some(slot) = slot.and_then(|slot| u8::try_from(slot).ok()).filter(|slot| in_use.contains(slot)) else {
            self.find(&codes::W_SLOT, row, "slot", columns.slot);
            return None;
        };
        rule.slot = slot;
        if rule.least != Decimal::MIN && columns.multiples_only.flag(row) == Some(true) {
            rule.quantities = Counting::Multiples;
        }
        Some(Rows::Discounts)
    }

    fn list(&mut self, row: usize, columns: &Columns<'_>, rule: &mut Rule) -> Option<Rows> {
        rule.currency = self.key(columns.currency, row);
        rule.country = self.key(columns.country, row);
        let letter = columns.kind.text(row).map(|kind| kind.trim().to_uppercase()).unwrap_or_default();
        let rows = match letter.as_str() {
            "" => Rows::GrossLists,
            "N" | "E" => Rows::NetLists,
            // Purchase prices, informative prices and kinds nobody knows are not sales prices.
            _ => return None,
        };
        rule.kind = match letter.as_str() {
            "N" => Kind::Net,
            "E" => Kind::NetExceptSpecial,
            _ => Kind::Gross,
        };
        match columns.price.decimal(row) {
            Some(price) if price >= Decimal::ZERO => rule.amount = price,
            _ => {
                self.find(&codes::E_PRICE, row, "price", columns.price);
                return None;
            }
        }
        let least = columns.min_quantity.decimal(row).unwrap_or_default();
        let most = columns.max_quantity.decimal(row).unwrap_or_default();
        if !least.is_zero() || !most.is_zero() {
            rule.least = least;
            rule.most = most;
        }
        Some(rows)
    }
}
