//! A price change tried on the sales history: revenue, margin and price indices, before and after.
//!
//! All amounts are in company currency. Rules: parts-pricing specification, section 6.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::book::PriceBook;
use super::cells::Cells;
use super::elasticity::{Elasticity, Names};
use super::error::PricingError;
use super::keys::fold;
use super::money;
use super::parties::Goods;
use super::question::{Ask, Case};
use super::sold::SoldLines;
use super::standard::standard_price;
use crate::finding::codes::{model as model_codes, pricing as codes};
use crate::finding::{Finding, Findings};

/// Decimals of an elastic quantity and of an index.
const REPORTED: u32 = 6;
/// How many winners and losers are named.
const TOP: usize = 20;

/// An amount at the old prices and at the new ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BeforeAfter {
    /// At the old prices.
    pub before: Decimal,
    /// At the new prices.
    pub after: Decimal,
}

impl BeforeAfter {
    /// After minus before.
    #[must_use]
    pub fn difference(self) -> Decimal {
        self.after.checked_sub(self.before).unwrap_or_default()
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self { before: self.before.checked_add(other.before)?, after: self.after.checked_add(other.after)? })
    }
}

/// One sold line under the new list price.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimulatedLine {
    /// Row of `sales_history`, from zero.
    pub row: usize,
    /// Item number.
    pub item: String,
    /// Customer number.
    pub customer: String,
    /// Dealer tier.
    pub tier: String,
    /// Family of the item.
    pub family: String,
    /// Company currency for one unit of the currency it was sold in.
    pub exchange_rate: Decimal,
    /// Cost of one unit; none when the line has none.
    pub cost: Option<Decimal>,
    /// Quantity.
    pub quantity: BeforeAfter,
    /// List price of one unit.
    pub list_price: BeforeAfter,
    /// Net price of one unit.
    pub net_price: BeforeAfter,
    /// Quantity times net price.
    pub revenue: BeforeAfter,
    /// Revenue minus cost; none without cost.
    pub margin: Option<BeforeAfter>,
    /// The bound that the new list price breaks: `cost`, `market_low`, `market_high`; blank when none.
    pub breaks: &'static str,
}

/// Revenue and margin of some lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimulatedTotal {
    /// Item, family, customer or tier; blank for all.
    pub name: String,
    /// Lines.
    pub lines: usize,
    /// Of all lines.
    pub revenue: BeforeAfter,
    /// Of the lines whose cost is known.
    pub revenue_with_cost: BeforeAfter,
    /// Of the lines whose cost is known; none when there are no such lines.
    pub margin: Option<BeforeAfter>,
}

impl SimulatedTotal {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// How much revenue changes, in percent to 4 decimals; none without revenue before.
    #[must_use]
    pub fn change_percent(&self) -> Option<Decimal> {
        let share = self.revenue.difference().checked_div(self.revenue.before)?;
        Some(money::round(share.checked_mul(Decimal::ONE_HUNDRED)?, 4))
    }

    /// The total with one more line; none when a sum has too many digits.
    fn plus(&self, line: &SimulatedLine) -> Option<Self> {
        let mut sum =
            Self { name: self.name.clone(), lines: self.lines + 1, revenue: self.revenue.plus(line.revenue)?, ..*self };
        if let Some(margin) = line.margin {
            sum.revenue_with_cost = sum.revenue_with_cost.plus(line.revenue)?;
            sum.margin = Some(sum.margin.unwrap_or_default().plus(margin)?);
        }
        Some(sum)
    }
}

/// Price indices on list prices, to 6 decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Indices {
    /// At old quantities.
    pub laspeyres: Option<Decimal>,
    /// At new quantities.
    pub paasche: Option<Decimal>,
    /// Geometric mean of both.
    pub fisher: Option<Decimal>,
}

/// The answer of [`PriceBook::simulate`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Simulation {
    /// The company's currency: that of all amounts.
    pub currency: String,
    /// The lines that count, in their order.
    pub lines: Vec<SimulatedLine>,
    /// All of them.
    pub total: SimulatedTotal,
    /// Price indices.
    pub indices: Indices,
    /// By item.
    pub by_item: Vec<SimulatedTotal>,
    /// By family.
    pub by_family: Vec<SimulatedTotal>,
    /// By customer.
    pub by_customer: Vec<SimulatedTotal>,
    /// By tier.
    pub by_tier: Vec<SimulatedTotal>,
    /// Customers whose revenue rises most, at most 20, the largest first.
    pub winners: Vec<SimulatedTotal>,
    /// Customers whose revenue falls most, at most 20, the largest fall first.
    pub losers: Vec<SimulatedTotal>,
    /// Lines left out, items without new price or without cost, new prices that are not usable.
    pub findings: Findings,
}

/// What is known of an item beside its price.
#[derive(Clone, Debug, Default)]
struct Part {
    family: String,
    low: Option<Decimal>,
    high: Option<Decimal>,
}

/// New list prices by folded item number; none for one that is not usable.
type NewPrices = HashMap<String, Option<Decimal>, FixedState>;

impl PriceBook {
    /// Tries new list prices (by item number, in company currency) on `sales_history`: the net price keeps its share of
    /// the list price.
    ///
    /// With an elasticity the quantity becomes Q0·(N1/N0)^e, computed in floating point and rounded to 6 decimals; all
    /// else is exact. Sold lines are converted to company currency at the rate of their day.
    ///
    /// # Errors
    ///
    /// [`PricingError::Argument`] when an elasticity is above zero, or is about an unknown item or family.
    pub fn simulate(
        &self,
        new_prices: &BTreeMap<String, Decimal>,
        elasticity: &Elasticity,
    ) -> Result<Simulation, PricingError> {
        let sold = SoldLines::of(self);
        let (parts, items) = (self.priced_parts(), self.known_items(sold));
        let families = parts.values().map(|part| fold(&part.family)).filter(|family| !family.is_empty()).collect();
        let demand = elasticity.checked(&items, &families)?;
        let mut simulation = Simulation { currency: self.company_currency().to_owned(), ..Simulation::default() };
        let new_prices = usable(new_prices, &items, &mut simulation.findings);
        let [customers, tiers, numbers, costs] = ["customer", "tier", "item", "cost"].map(|field| sold.cells(field));
        let mut without_cost = WithoutCost::default();
        for row in 0..sold.len() {
            let Some(line) = sold.line(row, &mut simulation.findings) else { continue };
            let item = numbers.shown(row);
            let folded = fold(&item);
            let new = new_prices.get(&folded).copied();
            if new.is_none() {
                simulation.findings.push(sold.finding(&codes::W_NO_NEW_PRICE, row, "item"));
            }
            let part = parts.get(&folded).cloned().unwrap_or_default();
            let cost = costs.decimal(row).filter(|cost| *cost >= Decimal::ZERO);
            let change = Change {
                new_list: new.flatten(),
                cost: cost.and_then(|cost| cost.checked_mul(line.rate)),
                elasticity: demand.of(&folded, &fold(&part.family)),
                part: &part,
            };
            let simulated =
                change.of([line.quantity, line.list_price, line.net_price]).map(|simulated| SimulatedLine {
                    row,
                    item,
                    customer: customers.shown(row),
                    tier: tiers.shown(row),
                    family: part.family.clone(),
                    exchange_rate: line.rate,
                    ..simulated
                });
            let sums = simulated.and_then(|line| simulation.total.plus(&line).map(|total| (line, total)));
            let Some((line, total)) = sums else {
                simulation.findings.push(sold.too_large(row));
                continue;
            };
            without_cost.add(&line, &folded);
            simulation.total = total;
            simulation.lines.push(line);
        }
        without_cost.tell(sold, &mut simulation);
        simulation.sum_up();
        simulation.findings.sort();
        Ok(simulation)
    }

    /// The list price of every item for one unit, in company currency, on the catalog's day: without any agreement.
    #[must_use]
    pub fn list_prices(&self) -> BTreeMap<String, Decimal> {
        let ask = Ask::nobody(self.catalog.as_of().to_epoch_days());
        let numbers = Cells::new(self.catalog.table("items"), self.catalog.texts(), "item");
        let price = |goods: &Goods| {
            let case = Case::new(self, goods, &ask).ok()?;
            standard_price(&case)?.reported::<Decimal>(&case).filter(|price| *price > Decimal::ZERO)
        };
        let goods = self.parties.items();
        goods.filter_map(|goods| Some((numbers.shown(goods.row as usize), price(goods)?))).collect()
    }

    fn priced_parts(&self) -> BTreeMap<String, Part> {
        let table = self.catalog.table("priced_parts");
        let cells = |name| Cells::new(table, self.catalog.texts(), name);
        let (items, families, lows, highs) =
            (cells("item"), cells("family"), cells("market_low"), cells("market_high"));
        (0..table.len())
            .map(|row| {
                let part = Part { family: families.shown(row), low: lows.decimal(row), high: highs.decimal(row) };
                (fold(&items.shown(row)), part)
            })
            .collect()
    }

    /// Items of the item master and of the sold lines, folded.
    fn known_items(&self, sold: SoldLines<'_>) -> Names {
        let master = self.catalog.table("items");
        let (numbers, sold_items) = (Cells::new(master, self.catalog.texts(), "item"), sold.cells("item"));
        let sold = (0..sold.len()).map(|row| sold_items.shown(row));
        (0..master.len()).map(|row| numbers.shown(row)).chain(sold).map(|item| fold(&item)).collect()
    }
}

/// The new prices that can be tried; what is wrong with the others is a finding.
fn usable(given: &BTreeMap<String, Decimal>, items: &Names, findings: &mut Findings) -> NewPrices {
    let mut prices = NewPrices::default();
    for (item, price) in given {
        let folded = fold(item);
        let is_usable = *price >= Decimal::ZERO;
        if !is_usable {
            let finding = Finding::new(&codes::E_PRICE).field("new_prices").value(price.normalize().to_string());
            findings.push(finding.detail(format!("new price of item {item}; the one it was sold at is kept")));
        } else if !items.contains(&folded) {
            let finding = Finding::new(&model_codes::E_ITEM_UNKNOWN).field("new_prices").value(item);
            findings.push(finding.detail(format!("its new price {} changes nothing", price.normalize())));
        }
        prices.insert(folded, Some(*price).filter(|_| is_usable));
    }
    prices
}

/// What happens to a sold line.
struct Change<'p> {
    /// None keeps the old list price.
    new_list: Option<Decimal>,
    cost: Option<Decimal>,
    elasticity: Decimal,
    part: &'p Part,
}

impl Change<'_> {
    /// The line after the change, from quantity, list price and net price; none when an amount has too many digits.
    fn of(&self, [quantity, list, net]: [Decimal; 3]) -> Option<SimulatedLine> {
        let new_list = self.new_list.unwrap_or(list);
        // Multiplied first: the quotient alone may not be finite.
        let new_net = new_list.checked_mul(net)?.checked_div(list)?;
        let new_quantity = if self.elasticity.is_zero() || net.is_zero() {
            quantity
        } else {
            elastic(quantity, new_net.checked_div(net)?, self.elasticity)?
        };
        let margin = |quantity: Decimal, net: Decimal, cost: Decimal| quantity.checked_mul(net.checked_sub(cost)?);
        let margins = match self.cost {
            Some(cost) => {
                Some(BeforeAfter { before: margin(quantity, net, cost)?, after: margin(new_quantity, new_net, cost)? })
            }
            None => None,
        };
        Some(SimulatedLine {
            cost: self.cost,
            quantity: BeforeAfter { before: quantity, after: new_quantity },
            list_price: BeforeAfter { before: list, after: new_list },
            net_price: BeforeAfter { before: net, after: new_net },
            revenue: BeforeAfter { before: quantity.checked_mul(net)?, after: new_quantity.checked_mul(new_net)? },
            margin: margins,
            breaks: self.breaks(),
            ..SimulatedLine::default()
        })
    }

    /// The bound that the new list price breaks.
    fn breaks(&self) -> &'static str {
        match self.new_list {
            Some(new) if self.cost.is_some_and(|cost| new < cost) => "cost",
            Some(new) if self.part.low.is_some_and(|low| new < low) => "market_low",
            Some(new) if self.part.high.is_some_and(|high| new > high) => "market_high",
            _ => "",
        }
    }
}

/// Q0·ratio^e.
fn elastic(quantity: Decimal, ratio: Decimal, e: Decimal) -> Option<Decimal> {
    let power = ratio.to_f64()?.powf(e.to_f64()?);
    Some(money::round(quantity.checked_mul(Decimal::from_f64(power)?)?, REPORTED))
}

/// Sold lines without cost, by folded item number: the first one and the sums.
#[derive(Default)]
struct WithoutCost(BTreeMap<String, (usize, SimulatedTotal)>);

impl WithoutCost {
    fn add(&mut self, line: &SimulatedLine, item: &str) {
        if line.margin.is_some() {
            return;
        }
        let (_, total) = self.0.entry(item.to_owned()).or_insert_with(|| (line.row, SimulatedTotal::named(&line.item)));
        // No sum of some lines is larger than that of all, which has been made.
        if let Some(sum) = total.plus(line) {
            *total = sum;
        }
    }

    /// One finding an item.
    fn tell(self, sold: SoldLines<'_>, simulation: &mut Simulation) {
        for (row, total) in self.0.into_values() {
            let detail = format!(
                "item {}: {} sold, revenue {} {} without margin",
                total.name,
                if total.lines == 1 { "1 line".to_owned() } else { format!("{} lines", total.lines) },
                money::round(total.revenue.before, 2).normalize(),
                simulation.currency
            );
            simulation.findings.push(sold.finding(&codes::W_HISTORY_COST, row, "cost").detail(detail));
        }
    }
}

impl Simulation {
    fn sum_up(&mut self) {
        let mut groups: [BTreeMap<&str, SimulatedTotal>; 4] = Default::default();
        for line in &self.lines {
            let names = [&line.item, &line.family, &line.customer, &line.tier];
            for (group, name) in groups.iter_mut().zip(names) {
                let total = group.entry(name).or_insert_with(|| SimulatedTotal::named(name));
                // No sum of some lines is larger than that of all, which has been made.
                if let Some(sum) = total.plus(line) {
                    *total = sum;
                }
            }
        }
        let [by_item, by_family, by_customer, by_tier] = groups.map(|group| group.into_values().collect::<Vec<_>>());
        let gain = |total: &SimulatedTotal| total.revenue.difference();
        let mut ranked: Vec<SimulatedTotal> = by_customer.clone();
        ranked.sort_by(|a, b| gain(b).cmp(&gain(a)).then_with(|| a.name.cmp(&b.name)));
        self.winners = ranked.iter().filter(|total| gain(total) > Decimal::ZERO).take(TOP).cloned().collect();
        self.losers = ranked.iter().rev().filter(|total| gain(total) < Decimal::ZERO).take(TOP).cloned().collect();
        (self.by_item, self.by_family, self.by_customer, self.by_tier) = (by_item, by_family, by_customer, by_tier);
        self.indices = indices(&self.lines);
    }
}

/// Σ L1·Q0 / Σ L0·Q0, Σ L1·Q1 / Σ L0·Q1 and their geometric mean; none of a sum with too many digits.
fn indices(lines: &[SimulatedLine]) -> Indices {
    let sum = |of: fn(&SimulatedLine) -> (Decimal, Decimal)| {
        lines
            .iter()
            .map(of)
            .try_fold(Decimal::ZERO, |sum, (list, quantity)| sum.checked_add(list.checked_mul(quantity)?))
    };
    let ratio = |new: Option<Decimal>, old: Option<Decimal>| new.zip(old).and_then(|(new, old)| new.checked_div(old));
    let laspeyres = ratio(
        sum(|line| (line.list_price.after, line.quantity.before)),
        sum(|line| (line.list_price.before, line.quantity.before)),
    );
    let paasche = ratio(
        sum(|line| (line.list_price.after, line.quantity.after)),
        sum(|line| (line.list_price.before, line.quantity.after)),
    );
    let reported = |value: Option<Decimal>| value.map(|value| money::round(value, REPORTED));
    Indices {
        laspeyres: reported(laspeyres),
        paasche: reported(paasche),
        fisher: reported(laspeyres.zip(paasche).and_then(|(l, p)| root(l.checked_mul(p)?))),
    }
}

/// The square root, to more digits than are reported: Newton from above.
fn root(of: Decimal) -> Option<Decimal> {
    if of.is_zero() {
        return Some(Decimal::ZERO);
    }
    let mut guess = of.max(Decimal::ONE);
    for _ in 0..200 {
        let next = guess.checked_add(of.checked_div(guess)?)?.checked_div(Decimal::TWO)?;
        if next >= guess {
            break;
        }
        guess = next;
    }
    Some(guess)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::testing::catalog;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn book(history: &str) -> PriceBook {
        PriceBook::new(Arc::new(catalog(&[
            ("items", "item\nA\nB\nC\n"),
            (
                "priced_parts",
                "item,quantity_per_product,cost,category,family,market_high\nA,1,1,NORMAL,F,54\nB,1,1,NORMAL,F,\nC,1,1,NORMAL,,\n",
            ),
            ("sales_history", history),
        ])))
    }

    fn prices() -> BTreeMap<String, Decimal> {
        [("A", "55"), ("B", "114"), ("C", "990")].map(|(item, price)| (item.to_owned(), dec(price))).into()
    }

    const HISTORY: &str = "customer,tier,item,quantity,list_price,net_price,cost\nK1,T1,A,100,50,42.50,30\nK2,T1,B,40,120,108,70\nK1,T2,C,10,900,900,610\n";

    #[test]
    fn pp10_the_example_of_section_6_with_constant_volume() {
        let simulation = book(HISTORY).simulate(&prices(), &Elasticity::default()).unwrap();
        let total = &simulation.total;
        assert_eq!((total.revenue.before, total.revenue.after), (dec("17570"), dec("18679")));
        assert_eq!(total.margin, Some(BeforeAfter { before: dec("5670"), after: dec("6779") }));
        assert_eq!(total.revenue_with_cost, total.revenue);
        assert_eq!(total.change_percent(), Some(dec("6.3119")));
        assert_eq!(simulation.indices.laspeyres, Some(dec("1.061702")));
        let differences: Vec<_> =
            simulation.by_customer.iter().map(|total| (total.name.as_str(), total.revenue.difference())).collect();
        assert_eq!(differences, [("K1", dec("1325")), ("K2", dec("-216"))]);
        assert_eq!((simulation.winners.len(), simulation.losers[0].name.as_str()), (1, "K2"));
        assert_eq!((simulation.by_item.len(), simulation.by_family.len(), simulation.by_tier.len()), (3, 2, 2));
        assert_eq!(simulation.lines.iter().map(|line| line.breaks).collect::<Vec<_>>(), ["market_high", "", ""]);
    }

    #[test]
    fn pp10_the_example_with_elastic_volume() {
        let elasticity = Elasticity { default: dec("-0.8"), ..Elasticity::default() };
        let simulation = book(HISTORY).simulate(&prices(), &elasticity).unwrap();
        let total = &simulation.total;
        assert_eq!(money::round(total.revenue.after, 2), dec("17780.90"));
        assert_eq!(money::round(total.margin.unwrap().after, 2), dec("6431.68"));
        let indices = simulation.indices;
        assert_eq!(
            (indices.laspeyres, indices.paasche, indices.fisher),
            (Some(dec("1.061702")), Some(dec("1.058262")), Some(dec("1.059981")))
        );
    }

    #[test]
    fn unusable_lines_are_left_out_and_missing_prices_keep_the_old_one() {
        let simulation = book("item,quantity,list_price,net_price,cost\nA,1,0,5,1\nA,1,5,-1,1\nA,,5,5,1\nD,2,10,8,1\n")
            .simulate(&prices(), &Elasticity::default())
            .unwrap();
        let ids: Vec<_> = simulation.findings.iter().map(|finding| finding.code.id).collect();
        assert_eq!(ids, ["E-HISTORY-PRICE", "E-HISTORY-PRICE", "E-HISTORY-PRICE", "W-NO-NEW-PRICE"]);
        assert_eq!((simulation.lines.len(), simulation.total.revenue.difference()), (1, Decimal::ZERO));
    }

    /// Sold at 100 USD, which are 90 EUR, and at 100 EUR: new list prices of 90 and 100 EUR change nothing.
    #[test]
    fn lines_of_several_currencies_are_added_in_company_currency() {
        let book = PriceBook::new(Arc::new(catalog(&[
            ("company", "key,value\ncurrency,EUR\n"),
            ("items", "item\nA\nB\nC\n"),
            ("exchange_rates", "currency,rate,date\nUSD,0.9,2025-01-01\n"),
            (
                "sales_history",
                "date,item,quantity,list_price,net_price,cost,currency\n2026-01-05,A,10,100,100,50,USD\n\
                 2026-01-05,B,10,100,100,50,EUR\n2026-01-05,C,10,100,100,50,SEK\n",
            ),
        ])));
        let new = [("A", "90"), ("B", "100"), ("C", "100")].map(|(item, price)| (item.to_owned(), dec(price))).into();
        let simulation = book.simulate(&new, &Elasticity::default()).unwrap();
        let total = &simulation.total;
        assert_eq!((simulation.currency.as_str(), total.lines), ("EUR", 2));
        assert_eq!(total.revenue, BeforeAfter { before: dec("1900"), after: dec("1900") });
        assert_eq!(total.margin, Some(BeforeAfter { before: dec("950"), after: dec("950") }));
        assert_eq!(simulation.indices.fisher, Some(Decimal::ONE));
        let ids: Vec<_> = simulation.findings.iter().map(|finding| finding.code.id).collect();
        assert_eq!(ids, ["E-RATE"], "the line in SEK is left out and named");
    }

    #[test]
    fn a_line_without_cost_has_no_margin() {
        let history = "item,quantity,list_price,net_price,cost\nA,10,100,100,\nA,2,100,100,-1\nB,10,100,100,50\n";
        let new = [("A", "110"), ("B", "100")].map(|(item, price)| (item.to_owned(), dec(price))).into();
        let simulation = book(history).simulate(&new, &Elasticity::default()).unwrap();
        let [first, _, last] = simulation.lines.as_slice() else { panic!("three lines") };
        assert_eq!((first.margin, last.margin), (None, Some(BeforeAfter { before: dec("500"), after: dec("500") })));
        let total = &simulation.total;
        assert_eq!(total.revenue, BeforeAfter { before: dec("2200"), after: dec("2320") });
        assert_eq!(total.revenue_with_cost, BeforeAfter { before: dec("1000"), after: dec("1000") });
        assert_eq!(total.margin, last.margin);
        assert_eq!((simulation.by_item[0].margin, simulation.by_item[0].name.as_str()), (None, "A"));
        let said: Vec<_> = simulation.findings.iter().map(Finding::line).collect();
        insta::assert_snapshot!(said.join("\n"), @r#"test.xlsx, sheet "sales_history", cell E2: sold lines without cost: no margin (W-HISTORY-COST): item A: 2 lines sold, revenue 1200 EUR without margin; found nothing as cost; expected: the cost of one unit, zero or more; fix: fill in `cost`; until then margins are those of the other lines"#);
    }

    #[test]
    fn new_prices_that_change_nothing_are_named() {
        let history = "item,quantity,list_price,net_price,cost\nA,10,50,42.50,30\nb,1,10,10,5\nD,1,10,10,5\n";
        let new = [("A", "-5"), ("B", "11"), ("d", "12"), ("NOPE", "55")];
        let new = new.map(|(item, price)| (item.to_owned(), dec(price))).into();
        let simulation = book(history).simulate(&new, &Elasticity::default()).unwrap();
        let lists: Vec<_> = simulation.lines.iter().map(|line| line.list_price.after).collect();
        assert_eq!(lists, [dec("50"), dec("11"), dec("12")]);
        let said: Vec<_> = simulation.findings.iter().map(Finding::line).collect();
        insta::assert_snapshot!(said.join("\n"), @r#"
        item not in the items table (E-ITEM-UNKNOWN): its new price 55 changes nothing; found "NOPE" as new_prices; expected: an item number of the items table; fix: correct the number, or add the item
        not a usable price (E-PRICE): new price of item A; the one it was sold at is kept; found "-5" as new_prices; expected: zero or a positive amount; fix: correct the price
        "#);
    }

    #[test]
    fn an_elasticity_above_zero_is_an_error() {
        let elasticity = Elasticity { default: dec("0.5"), ..Elasticity::default() };
        let error = book(HISTORY).simulate(&prices(), &elasticity).unwrap_err();
        assert!(matches!(error, PricingError::Argument { ref argument, .. } if argument == "elasticity"), "{error}");
        let by_family = BTreeMap::from([("F".to_owned(), dec("-0.8"))]);
        let simulation = book(HISTORY).simulate(&prices(), &Elasticity { by_family, ..Elasticity::default() }).unwrap();
        let changed: Vec<_> = simulation.lines.iter().map(|line| line.quantity.difference().is_zero()).collect();
        assert_eq!(changed, [false, false, true], "C is of no family");
    }

    #[test]
    fn amounts_with_too_many_digits_leave_the_line_out() {
        let history = "item,quantity,list_price,net_price,cost\nA,10,50,42.50,30\nB,9999999999999999,9999999999999999,9999999999999999,1\n";
        let new = [("A", "0"), ("B", "10")].map(|(item, price)| (item.to_owned(), dec(price))).into();
        let elasticity = Elasticity { default: dec("-0.8"), ..Elasticity::default() };
        let simulation = book(history).simulate(&new, &elasticity).unwrap();
        let ids: Vec<_> = simulation.findings.iter().map(|finding| finding.code.id).collect();
        assert_eq!(
            (simulation.lines.len(), ids),
            (0, vec!["E-AMOUNT", "E-AMOUNT"]),
            "demand at a price of 0 has no end"
        );
    }
}
