//! What stands in the workbook: prices of the customer, lines with their results, and where everything is.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::words::{Words, words};
use super::{LineProblem, LiveLine, LiveQuote, Purpose};
use crate::finding::codes::{model, pricing as codes};
use crate::model::Catalog;
use crate::origin::column_letters;
use crate::pricing::{
    ItemSteps, Kind, LineAmount, PriceBook, PriceSteps, PricingError, Question, Step, StepRequest, Terms,
};
use crate::report::Language;
use crate::report::cell::quoted;
use crate::tables::Value;

/// Digits a number cell holds.
const DIGITS: u32 = 15;
/// The largest quantity that is priced.
pub(super) const MOST: Decimal = Decimal::from_parts(9_999_999, 0, 0, false, 0);

/// How amounts are rounded.
pub(super) const HALF_UP: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;
/// The largest discount in percent.
pub(super) const ALL_OFF: Decimal = Decimal::ONE_HUNDRED;
/// What a quantity of a live quote must be, for findings.
const QUANTITIES: &str = "above 0, at most 9999999, at most 6 decimals";

/// Takes away the 0.01 of items without cost under a margin agreement: that is no price to hand out.
fn without_missing_costs(book: &PriceBook, request: &LiveQuote<'_>, steps: &mut PriceSteps) {
    let cent = Decimal::new(1, 2);
    for item in &mut steps.items {
        for step in item.steps.iter_mut().filter(|step| step.terms.price.is_some_and(|price| price <= cent)) {
            let quantity = [step.multiple, step.from].into_iter().find(|quantity| !quantity.is_zero());
            let question = Question {
                customer: Some(request.customer),
                item: &item.item,
                quantity: quantity.unwrap_or(Decimal::ONE),
                currency: request.currency,
                on: request.on,
                ..Question::default()
            };
            if book.price(&question).is_ok_and(|price| book.lacks_cost(&item.item, price.price_basis)) {
                step.terms = Terms::default();
            }
        }
    }
}

/// Everything that is written.
pub(super) struct Data {
    pub(super) purpose: Purpose,
    pub(super) language: Language,
    pub(super) words: &'static Words,
    pub(super) company: String,
    pub(super) customer: String,
    pub(super) customer_name: String,
    pub(super) steps: PriceSteps,
    pub(super) items: Vec<ItemTexts>,
    /// Slots, from zero, in which some item has a discount.
    pub(super) slots: Vec<usize>,
    /// Some price holds for multiples only.
    pub(super) has_multiples: bool,
    /// Decimals all percents of discount are shown with, and all tax rates.
    pub(super) percent_decimals: u8,
    pub(super) rate_decimals: u8,
    /// The smallest discount in percent that may be typed: below zero only where the quote itself has such a one.
    pub(super) least_discount: Decimal,
    /// Descriptions or comments go on in a second line.
    pub(super) has_long_texts: bool,
    /// What the customer is told about the whole quote.
    pub(super) comments: Vec<String>,
    pub(super) freight: Option<Decimal>,
    pub(super) freight_taxable: bool,
    pub(super) free_freight_limit: Option<Decimal>,
    /// VAT percents in use, ascending.
    pub(super) rates: Vec<Decimal>,
    pub(super) lines: Vec<Line>,
}

/// What is shown of an item beside its price.
pub(super) struct ItemTexts {
    pub(super) description: String,
    pub(super) unit: String,
    /// What the customer is told about it; several comments one below the other.
    pub(super) comment: String,
    pub(super) vat: Decimal,
    /// Rows of its steps in the table of steps, from one.
    pub(super) first: usize,
    pub(super) last: usize,
}

/// A line with what the formulas make of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) item: String,
    pub(super) quantity: Option<Decimal>,
    pub(super) discount: Option<Decimal>,
    /// Row of the item table, from one; 0 is none.
    pub(super) position: usize,
    /// Quantity that is priced; 0 when it is none.
    pub(super) priced: Decimal,
    /// Row of the steps, from one; 0 is none.
    pub(super) row: usize,
    /// The last row of the range of quantities.
    pub(super) last: usize,
    pub(super) step: Option<Step>,
    /// Percent of special discount that counts; none when it is out of range.
    pub(super) special: Option<Decimal>,
    /// Unit price before discounts in company currency.
    pub(super) price: Option<Decimal>,
    pub(super) amount: Option<LineAmount>,
}

/// In place of the row of an item: the item is unknown.
pub(super) const UNKNOWN: i64 = -1;
/// In place of the row of an item: a quantity stands there without item, or an error in place of the item.
pub(super) const MISSING: i64 = -2;

impl Line {
    /// What the calculation shows as the row of the item.
    pub(super) fn place(&self) -> i64 {
        match (self.position, self.item.is_empty(), self.quantity) {
            (0, false, _) => UNKNOWN,
            (0, true, Some(_)) => MISSING,
            (position, ..) => i64::try_from(position).unwrap_or(i64::MAX),
        }
    }
}

/// What keeps a line out of the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// No item, or an unknown one.
    Item,
    /// No quantity that can be priced.
    Quantity,
    /// No percent.
    Discount,
    /// No price; true when the customer may not buy the item.
    NoPrice(bool),
}

/// Places of cells, from zero.
pub(super) struct Plan {
    pub(super) form: String,
    pub(super) calculation: String,
    /// First line of the form and of the calculation.
    pub(super) first_line: u32,
    pub(super) first_calculation: u32,
    /// Columns of the form.
    pub(super) step: Option<u16>,
    pub(super) price: u16,
    pub(super) net_price: u16,
    pub(super) amount: u16,
    pub(super) vat: Option<u16>,
    pub(super) comment: Option<u16>,
    pub(super) note: u16,
}

/// Columns of the form that do not move.
pub(super) const NUMBER: u16 = 0;
pub(super) const ITEM: u16 = 1;
pub(super) const DESCRIPTION: u16 = 2;
pub(super) const UNIT: u16 = 3;
pub(super) const QUANTITY: u16 = 4;
pub(super) const DISCOUNT: u16 = 5;

impl Plan {
    /// A cell of the form with its sheet.
    pub(super) fn form_cell(&self, column: u16, line: usize) -> String {
        format!("{}!${}{}", quoted(&self.form), letters(column), row(self.first_line, line))
    }

    /// A cell of the calculation with its sheet.
    pub(super) fn calculated(&self, column: u16, line: usize) -> String {
        format!("{}!${}{}", quoted(&self.calculation), letters(column), row(self.first_calculation, line))
    }
}

/// The row of a line as formulas write it.
pub(super) fn row(first: u32, line: usize) -> usize {
    usize::try_from(first).unwrap_or(usize::MAX).saturating_add(line).saturating_add(1)
}

/// Letters of a column.
pub(super) fn letters(column: u16) -> String {
    column_letters(u32::from(column))
}

/// A text in a formula.
pub(super) fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

impl Data {
    pub(super) fn new(purpose: Purpose, book: &PriceBook, request: &LiveQuote<'_>) -> Result<Self, PricingError> {
        let catalog = book.catalog();
        let buyer = Buyer::of(catalog, request.customer);
        book.require_channel(request.customer)?;
        let more: Vec<&str> =
            if purpose == Purpose::Quote { request.lines.iter().map(|line| line.item).collect() } else { Vec::new() };
        let mut steps = book.price_steps(&StepRequest {
            customer: Some(request.customer),
            items: request.items.as_deref(),
            more: &more,
            on: request.on,
            currency: request.currency,
        })?;
        // Core items never have a price.
        let protected = catalog.table("items").flag("ip");
        for item in steps.items.iter_mut().filter(|item| protected.get(item.row) == Some(true)) {
            item.steps = vec![Step::default()];
        }
        without_missing_costs(book, request, &mut steps);
        let comments = if purpose == Purpose::Quote { book.comments(request.customer) } else { Vec::new() };
        let items = item_texts(catalog, &steps, &buyer, request, &comments);
        let mut rates: Vec<Decimal> = items.iter().map(|item| item.vat).collect();
        rates.sort_unstable();
        rates.dedup();
        let all = || steps.items.iter().flat_map(|item| &item.steps);
        let decimals = |percent: Decimal| u8::try_from(percent.normalize().scale()).unwrap_or(2);
        let percent_decimals = all().flat_map(|step| step.terms.discounts).map(decimals).max().unwrap_or_default();
        let rate_decimals = rates.iter().copied().map(decimals).max().unwrap_or_default();
        let own_discounts = request.lines.iter().filter_map(|line| line.discount).chain([steps.special_discount]);
        let is_dearer = own_discounts.into_iter().any(|percent| percent.is_sign_negative() && !percent.is_zero());
        let slots = (0..usize::from(steps.slots))
            .filter(|&slot| all().any(|step| step.terms.discounts.get(slot).is_some_and(|percent| !percent.is_zero())))
            .collect();
        let has_multiples = all().any(|step| !step.multiple.is_zero());
        let mut data = Self {
            purpose,
            language: request.language,
            words: words(request.language),
            company: catalog.company().text("name").unwrap_or_default().trim().to_owned(),
            customer: request.customer.to_owned(),
            customer_name: buyer.text("name"),
            has_long_texts: super::form::has_long_texts(&items),
            comments: comments.iter().filter(|(row, _)| row.is_none()).map(|(_, text)| (*text).to_owned()).collect(),
            items,
            slots,
            has_multiples,
            percent_decimals,
            rate_decimals,
            least_discount: if is_dearer { -ALL_OFF } else { Decimal::ZERO },
            freight: request.freight,
            freight_taxable: request.freight_taxable,
            free_freight_limit: buyer.decimal("free_freight_limit"),
            rates,
            lines: Vec::new(),
            steps,
        };
        data.lines = match purpose {
            Purpose::Quote => data.filled_lines(request),
            Purpose::PriceSheet => data.all_items(),
        };
        // The sums need a line to count.
        if data.lines.is_empty() {
            data.lines.push(data.line("", 0, None, None));
        }
        Ok(data)
    }

    /// A line for each item.
    fn all_items(&self) -> Vec<Line> {
        let one = |(index, item): (usize, &ItemSteps)| self.line(&item.item, index + 1, Some(Decimal::ONE), None);
        self.steps.items.iter().enumerate().map(one).collect()
    }

    /// The lines asked for, none left out, and empty ones.
    fn filled_lines(&self, request: &LiveQuote<'_>) -> Vec<Line> {
        let positions: BTreeMap<String, usize> =
            self.steps.items.iter().zip(1..).map(|(item, position)| (folded(&item.item), position)).collect();
        let filled = request.lines.iter().map(|line: &LiveLine<'_>| {
            let position = positions.get(&folded(line.item)).copied().unwrap_or_default();
            let item = position.checked_sub(1).and_then(|index| self.steps.items.get(index));
            self.line(item.map_or(line.item.trim(), |item| &item.item), position, line.quantity, line.discount)
        });
        filled.chain((0..request.spare_lines).map(|_| self.line("", 0, None, None))).collect()
    }

    /// Why a line that was asked for has no amount.
    pub(super) fn problem(&self, at: usize, line: &Line) -> Option<LineProblem> {
        let (code, field, detail) = match self.trouble(line)? {
            Trouble::Item => (&model::E_ITEM_UNKNOWN, "item", None),
            Trouble::Quantity => (&codes::E_QUANTITY, "quantity", line.quantity.map(|_| QUANTITIES)),
            Trouble::Discount => (&codes::E_PERCENT, "special_discount", None),
            Trouble::NoPrice(blocked) => {
                (&codes::W_QUOTE_ON_REQUEST, "item", blocked.then_some("the customer may not buy the item"))
            }
        };
        let found = match field {
            "quantity" => line.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
            "special_discount" => line.discount.unwrap_or(self.steps.special_discount).to_string(),
            _ => line.item.clone(),
        };
        Some(LineProblem { line: at, code, field, found, detail })
    }

    /// What keeps a line out of the total.
    fn trouble(&self, line: &Line) -> Option<Trouble> {
        let item = line.position.checked_sub(1).and_then(|index| self.steps.items.get(index));
        match (item, line.special) {
            _ if line.place() == 0 || line.amount.is_some() => None,
            (None, _) => Some(Trouble::Item),
            _ if line.priced.is_zero() => Some(Trouble::Quantity),
            (Some(_), None) => Some(Trouble::Discount),
            (Some(item), Some(_)) => {
                let terms = line.step.map(|step| step.terms).unwrap_or_default();
                Some(Trouble::NoPrice(Self::is_blocked(item, &terms)))
            }
        }
    }

    /// The line asks for something that is not in the total.
    pub(super) fn is_left_out(&self, line: &Line) -> bool {
        self.trouble(line).is_some()
    }

    /// A percent of special discount, when it is one.
    pub(super) fn discount(&self, percent: Decimal) -> Option<Decimal> {
        (self.least_discount..=ALL_OFF).contains(&percent).then_some(percent)
    }

    /// What a discount may be, in signs every language reads.
    pub(super) fn discounts(&self) -> String {
        format!("{} – {ALL_OFF}", self.least_discount)
    }

    /// What the formulas make of a line.
    fn line(&self, item: &str, position: usize, quantity: Option<Decimal>, discount: Option<Decimal>) -> Line {
        let priced = quantity
            .filter(|quantity| *quantity > Decimal::ZERO && *quantity <= MOST && quantity.round_dp(6) == *quantity)
            .unwrap_or_default();
        let special = self.discount(discount.unwrap_or(self.steps.special_discount));
        let mut line = Line { item: item.to_owned(), quantity, discount, position, priced, special, ..Line::default() };
        let found =
            position.checked_sub(1).and_then(|index| Some((self.steps.items.get(index)?, self.items.get(index)?)));
        let Some((item, texts)) = found.filter(|_| !priced.is_zero()) else { return line };
        let Some(&step) = item.at(priced) else { return line };
        let place = |wanted: &dyn Fn(&Step) -> bool| item.steps.iter().position(wanted).unwrap_or_default();
        line.row = texts.first + place(&|one| *one == step);
        line.last = texts.first + item.steps.iter().rposition(|one| one.from == step.from).unwrap_or_default();
        line.step = Some(step);
        if item.may_sell {
            line.price = step.terms.price;
            let discounted = |special| step.terms.line(priced, special, self.steps.rate, self.steps.decimals);
            line.amount = special.and_then(discounted);
        }
        line
    }

    pub(super) const fn title(&self) -> &'static str {
        match self.purpose {
            Purpose::Quote => self.words.quote,
            Purpose::PriceSheet => self.words.price_sheet,
        }
    }

    pub(super) fn has_steps(&self) -> bool {
        self.steps.items.iter().any(|item| item.steps.len() > 1)
    }

    /// The customer is told something about some item.
    pub(super) fn has_item_comments(&self) -> bool {
        self.items.iter().any(|item| !item.comment.is_empty())
    }

    pub(super) fn is_foreign(&self) -> bool {
        self.steps.rate != Decimal::ONE
    }

    /// Why a step has no price, in words.
    pub(super) const fn no_price(&self, item: &ItemSteps, terms: &Terms) -> &'static str {
        if Self::is_blocked(item, terms) { self.words.not_available } else { self.words.on_request }
    }

    /// The customer may not buy the item.
    const fn is_blocked(item: &ItemSteps, terms: &Terms) -> bool {
        !item.may_sell || matches!(terms.kind, Kind::Blocked)
    }

    /// Where the columns of the form are.
    pub(super) fn plan(&self, form: String, calculation: String) -> Plan {
        let mut next = DISCOUNT;
        let mut take = || {
            next += 1;
            next
        };
        let step = self.has_steps().then(&mut take);
        let price = take();
        for _ in &self.slots {
            take();
        }
        let (net_price, amount) = (take(), take());
        let vat = (self.rates.len() > 1).then(&mut take);
        let comment = self.has_item_comments().then(&mut take);
        let note = take();
        Plan {
            form,
            calculation,
            first_line: super::form::first_line(self),
            first_calculation: super::calculation::FIRST,
            step,
            price,
            net_price,
            amount,
            vat,
            comment,
            note,
        }
    }
}

/// A number with as many digits as a cell holds.
pub(super) fn in_a_cell(value: Decimal) -> Decimal {
    value.round_sf_with_strategy(DIGITS, HALF_UP).unwrap_or(value).normalize()
}

/// Items are one when they differ only in case or blanks around them.
fn folded(item: &str) -> String {
    item.trim().to_lowercase()
}

/// A row of the customer master.
struct Buyer<'a> {
    catalog: &'a Catalog,
    row: Option<usize>,
}

impl<'a> Buyer<'a> {
    fn of(catalog: &'a Catalog, customer: &str) -> Self {
        let table = catalog.table("customers");
        let numbers = table.text("customer");
        let wanted = folded(customer);
        let is_wanted = |&row: &usize| numbers.get(row).is_some_and(|symbol| folded(catalog.text(symbol)) == wanted);
        Self { catalog, row: (0..table.len()).find(is_wanted) }
    }

    fn value(&self, field: &str) -> Value {
        let column = self.catalog.table("customers").column(field);
        match (self.row, column) {
            (Some(row), Some(column)) => column.values.get(row),
            _ => Value::Blank,
        }
    }

    fn text(&self, field: &str) -> String {
        match self.value(field) {
            Value::Text(symbol) => self.catalog.text(symbol).trim().to_owned(),
            _ => String::new(),
        }
    }

    fn decimal(&self, field: &str) -> Option<Decimal> {
        match self.value(field) {
            Value::Decimal(value) => Some(value),
            Value::Integer(value) => Some(value.into()),
            _ => None,
        }
    }

    fn is_abroad(&self) -> bool {
        let own = self.catalog.company().text("country").unwrap_or_default().trim().to_lowercase();
        let country = self.text("country").to_lowercase();
        matches!(self.value("is_export"), Value::Flag(true))
            || (!own.is_empty() && !country.is_empty() && own != country)
    }
}

fn item_texts(
    catalog: &Catalog,
    steps: &PriceSteps,
    buyer: &Buyer<'_>,
    request: &LiveQuote<'_>,
    comments: &[(Option<usize>, &str)],
) -> Vec<ItemTexts> {
    let mut told: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (row, text) in comments.iter().filter_map(|&(row, text)| Some((row?, text))) {
        told.entry(row).or_default().push(text);
    }
    let table = catalog.table("items");
    let units = table.text("unit");
    let abroad = buyer.is_abroad();
    let mut next = 1;
    let mut texts = Vec::with_capacity(steps.items.len());
    for item in &steps.items {
        let vat = match (request.tax, item.vat_override) {
            (Some(rate), _) => rate,
            (None, Some(rate)) => rate.max(Decimal::ZERO),
            (None, None) if abroad => Decimal::ZERO,
            (None, None) => item.vat_rate,
        };
        let description = catalog.item(&item.item).ok().and_then(|id| catalog.description(id, request.language.code()));
        let first = next;
        next += item.steps.len();
        texts.push(ItemTexts {
            description: description.unwrap_or_default().to_owned(),
            unit: units.get(item.row).map_or("", |symbol| catalog.text(symbol)).to_owned(),
            comment: told.get(&item.row).map(|texts| texts.join("\n")).unwrap_or_default(),
            vat: vat.normalize(),
            first,
            last: next - 1,
        });
    }
    texts
}
