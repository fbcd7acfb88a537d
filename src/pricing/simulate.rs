//! A price change tried on the sales history: revenue, margin and price indices, before and after.
//!
//! Rules: parts-pricing specification, section 6.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::book::PriceBook;
use super::cells::Cells;
use super::money;
use super::parties::Goods;
use super::question::{Ask, Case};
use super::standard::standard_price;
use crate::finding::codes::pricing as codes;
use crate::finding::{Code, Finding, Findings};

/// Decimals of an elastic quantity and of an index.
const REPORTED: u32 = 6;
/// How many winners and losers are named.
const TOP: usize = 20;

/// How demand answers to price: 0 or below.
#[derive(Clone, Debug, Default)]
pub struct Elasticity {
    /// For every item that nothing else is said about.
    pub default: Decimal,
    /// By item number.
    pub by_item: BTreeMap<String, Decimal>,
    /// By family (`family` of `priced_parts`).
    pub by_family: BTreeMap<String, Decimal>,
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
    /// Old quantity, list price and net price, cost.
    pub before: [Decimal; 3],
    /// Cost of one unit.
    pub cost: Decimal,
    /// New quantity, list price and net price.
    pub after: [Decimal; 3],
    /// Old revenue and margin.
    pub result_before: [Decimal; 2],
    /// New revenue and margin.
    pub result_after: [Decimal; 2],
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
    /// Revenue before.
    pub revenue_before: Decimal,
    /// Revenue after.
    pub revenue_after: Decimal,
    /// Margin before.
    pub margin_before: Decimal,
    /// Margin after.
    pub margin_after: Decimal,
}

impl SimulatedTotal {
    /// Revenue after minus before.
    #[must_use]
    pub fn difference(&self) -> Decimal {
        self.revenue_after.checked_sub(self.revenue_before).unwrap_or_default()
    }

    /// The same in percent, to 4 decimals; none without revenue before.
    #[must_use]
    pub fn change_percent(&self) -> Option<Decimal> {
        let share = self.difference().checked_div(self.revenue_before)?;
        Some(money::round(share.checked_mul(Decimal::ONE_HUNDRED)?, 4))
    }

    fn add(&mut self, line: &SimulatedLine) -> Option<()> {
        self.lines += 1;
        let [revenue_before, margin_before] = line.result_before;
        let [revenue_after, margin_after] = line.result_after;
        self.revenue_before = self.revenue_before.checked_add(revenue_before)?;
        self.margin_before = self.margin_before.checked_add(margin_before)?;
        self.revenue_after = self.revenue_after.checked_add(revenue_after)?;
        self.margin_after = self.margin_after.checked_add(margin_after)?;
        Some(())
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
    /// Lines left out, items without new price.
    pub findings: Findings,
}

/// What is known of an item beside its price.
#[derive(Clone, Debug, Default)]
struct Part {
    family: String,
    low: Option<Decimal>,
    high: Option<Decimal>,
}

impl PriceBook {
    /// Tries new list prices (by item number) on `sales_history`: the net price keeps its share of the list price.
    ///
    /// With an elasticity the quantity becomes Q0·(N1/N0)^e, computed in floating point and rounded to 6 decimals; all
    /// else is exact.
    #[must_use]
    pub fn simulate(&self, new_prices: &BTreeMap<String, Decimal>, elasticity: &Elasticity) -> Simulation {
        let table = self.catalog.table("sales_history");
        let cells = |name| Cells::new(table, self.catalog.texts(), name);
        let numbers = ["quantity", "list_price", "net_price", "cost"].map(cells);
        let words = ["item", "customer", "tier"].map(cells);
        let parts = self.priced_parts();
        let mut simulation = Simulation::default();
        for row in 0..table.len() {
            let [item, customer, tier] = words.map(|cells| cells.shown(row));
            let [quantity, list, net, cost] = numbers.map(|cells| cells.decimal(row));
            let mut find = |code: &'static Code, field: &str| {
                let mut finding =
                    Finding::new(code).field(field).value(Cells::new(table, self.catalog.texts(), field).shown(row));
                finding.origin = table.cell(row, field);
                simulation.findings.push(finding);
            };
            let usable =
                quantity.zip(list.filter(|list| *list > Decimal::ZERO)).zip(net.filter(|net| *net >= Decimal::ZERO));
            let Some(((quantity, list), net)) = usable else {
                find(
                    &codes::E_HISTORY_PRICE,
                    if net.is_some_and(|net| net >= Decimal::ZERO) { "list_price" } else { "net_price" },
                );
                continue;
            };
            let new = new_prices.get(&item).copied();
            if new.is_none() {
                find(&codes::W_NO_NEW_PRICE, "item");
            }
            let part = parts.get(&item).cloned().unwrap_or_default();
            let e = elasticity.by_item.get(&item).or_else(|| elasticity.by_family.get(&part.family));
            let e = e.copied().unwrap_or(elasticity.default).min(Decimal::ZERO);
            let line = SimulatedLine {
                row,
                item,
                customer,
                tier,
                family: part.family.clone(),
                cost: cost.unwrap_or_default(),
                before: [quantity, list, net],
                ..SimulatedLine::default()
            };
            match simulated(line, new, e, &part) {
                Some(line) => simulation.lines.push(line),
                None => find(&codes::E_HISTORY_PRICE, "quantity"),
            }
        }
        simulation.sum_up();
        simulation.findings.sort();
        simulation
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
                (items.shown(row), part)
            })
            .collect()
    }
}

/// None when an amount has too many digits.
fn simulated(mut line: SimulatedLine, new: Option<Decimal>, e: Decimal, part: &Part) -> Option<SimulatedLine> {
    let [quantity, list, net] = line.before;
    let new_list = new.unwrap_or(list);
    // Multiplied first: the quotient alone may not be finite.
    let new_net = new_list.checked_mul(net)?.checked_div(list)?;
    let new_quantity =
        if e.is_zero() || net.is_zero() { quantity } else { elastic(quantity, new_net.checked_div(net)?, e)? };
    line.after = [new_quantity, new_list, new_net];
    let result = |quantity: Decimal, net: Decimal| {
        let margin = quantity.checked_mul(net.checked_sub(line.cost)?)?;
        Some([quantity.checked_mul(net)?, margin])
    };
    line.result_before = result(quantity, net)?;
    line.result_after = result(new_quantity, new_net)?;
    line.breaks = match new {
        Some(new) if new < line.cost => "cost",
        Some(new) if part.low.is_some_and(|low| new < low) => "market_low",
        Some(new) if part.high.is_some_and(|high| new > high) => "market_high",
        _ => "",
    };
    Some(line)
}

/// Q0·ratio^e.
fn elastic(quantity: Decimal, ratio: Decimal, e: Decimal) -> Option<Decimal> {
    let power = ratio.to_f64()?.powf(e.to_f64()?);
    Some(money::round(quantity.checked_mul(Decimal::from_f64(power)?)?, REPORTED))
}

impl Simulation {
    fn sum_up(&mut self) {
        let mut groups: [BTreeMap<&str, SimulatedTotal>; 4] = Default::default();
        let mut sums = [Decimal::ZERO; 4];
        for line in &self.lines {
            let _ = self.total.add(line);
            let names = [&line.item, &line.family, &line.customer, &line.tier];
            for (group, name) in groups.iter_mut().zip(names) {
                let total =
                    group.entry(name).or_insert_with(|| SimulatedTotal { name: name.clone(), ..Default::default() });
                let _ = total.add(line);
            }
            let ([old_quantity, old_list, _], [new_quantity, new_list, _]) = (line.before, line.after);
            let pairs = [
                (new_list, old_quantity),
                (old_list, old_quantity),
                (new_list, new_quantity),
                (old_list, new_quantity),
            ];
            for (sum, (list, quantity)) in sums.iter_mut().zip(pairs) {
                *sum = list.checked_mul(quantity).and_then(|amount| sum.checked_add(amount)).unwrap_or(*sum);
            }
        }
        let [by_item, by_family, by_customer, by_tier] = groups.map(|group| group.into_values().collect::<Vec<_>>());
        let mut ranked: Vec<SimulatedTotal> = by_customer.clone();
        ranked.sort_by(|a, b| b.difference().cmp(&a.difference()).then_with(|| a.name.cmp(&b.name)));
        self.winners = ranked.iter().filter(|total| total.difference() > Decimal::ZERO).take(TOP).cloned().collect();
        self.losers =
            ranked.iter().rev().filter(|total| total.difference() < Decimal::ZERO).take(TOP).cloned().collect();
        (self.by_item, self.by_family, self.by_customer, self.by_tier) = (by_item, by_family, by_customer, by_tier);
        let [new_old, old_old, new_new, old_new] = sums;
        let (laspeyres, paasche) = (new_old.checked_div(old_old), new_new.checked_div(old_new));
        let reported = |value: Option<Decimal>| value.map(|value| money::round(value, REPORTED));
        self.indices = Indices {
            laspeyres: reported(laspeyres),
            paasche: reported(paasche),
            fisher: reported(laspeyres.zip(paasche).and_then(|(l, p)| root(l.checked_mul(p)?))),
        };
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
        let simulation = book(HISTORY).simulate(&prices(), &Elasticity::default());
        let total = &simulation.total;
        assert_eq!((total.revenue_before, total.revenue_after), (dec("17570"), dec("18679")));
        assert_eq!((total.margin_before, total.margin_after), (dec("5670"), dec("6779")));
        assert_eq!(total.change_percent(), Some(dec("6.3119")));
        assert_eq!(simulation.indices.laspeyres, Some(dec("1.061702")));
        let differences: Vec<_> =
            simulation.by_customer.iter().map(|total| (total.name.as_str(), total.difference())).collect();
        assert_eq!(differences, [("K1", dec("1325")), ("K2", dec("-216"))]);
        assert_eq!((simulation.winners.len(), simulation.losers[0].name.as_str()), (1, "K2"));
        assert_eq!((simulation.by_item.len(), simulation.by_family.len(), simulation.by_tier.len()), (3, 2, 2));
        assert_eq!(simulation.lines.iter().map(|line| line.breaks).collect::<Vec<_>>(), ["market_high", "", ""]);
    }

    #[test]
    fn pp10_the_example_with_elastic_volume() {
        let elasticity = Elasticity { default: dec("-0.8"), ..Elasticity::default() };
        let simulation = book(HISTORY).simulate(&prices(), &elasticity);
        let total = &simulation.total;
        assert_eq!(money::round(total.revenue_after, 2), dec("17780.90"));
        assert_eq!(money::round(total.margin_after, 2), dec("6431.68"));
        let indices = simulation.indices;
        assert_eq!(
            (indices.laspeyres, indices.paasche, indices.fisher),
            (Some(dec("1.061702")), Some(dec("1.058262")), Some(dec("1.059981")))
        );
    }

    #[test]
    fn unusable_lines_are_left_out_and_missing_prices_keep_the_old_one() {
        let simulation = book("item,quantity,list_price,net_price,cost\nA,1,0,5,1\nA,1,5,-1,1\nA,,5,5,1\nD,2,10,8,1\n")
            .simulate(&prices(), &Elasticity::default());
        let ids: Vec<_> = simulation.findings.iter().map(|finding| finding.code.id).collect();
        assert_eq!(ids, ["E-HISTORY-PRICE", "E-HISTORY-PRICE", "E-HISTORY-PRICE", "W-NO-NEW-PRICE"]);
        assert_eq!((simulation.lines.len(), simulation.total.difference()), (1, Decimal::ZERO));
    }
}
