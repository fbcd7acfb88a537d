//! The scan behind the oracle: all rows, level by level, as the pricing reference is written.

use std::cmp::Reverse;

use rust_decimal::{Decimal, RoundingStrategy};

use super::oracle::{ABOVE, BASES, CUSTOMERS, DISCOUNT_GROUPS, ITEMS, MASTER, Row, TODAY, World};

/// Selectors and targets in their order, whether the smallest margin wins, code, code without cost.
type Margin = (&'static [(&'static [usize], usize)], bool, u8, u8);

pub(super) fn dec(text: &str) -> Decimal {
    if text.is_empty() { Decimal::ZERO } else { text.parse().unwrap() }
}

fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) customer: usize,
    pub(super) item: usize,
    pub(super) quantity: &'static str,
    pub(super) currency: &'static str,
    pub(super) country: &'static str,
    pub(super) site: &'static str,
    pub(super) campaign: &'static str,
    pub(super) order_district: &'static str,
    pub(super) price: &'static str,
    pub(super) kind: &'static str,
    pub(super) discounts: [&'static str; 3],
}

#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) price: Decimal,
    pub(super) kind: &'static str,
    pub(super) percents: Vec<Decimal>,
    pub(super) bases: Vec<u8>,
    pub(super) basis: u8,
    pub(super) currency: &'static str,
    pub(super) standard: Decimal,
    pub(super) net: Decimal,
    pub(super) factor: Decimal,
    pub(super) invoice: Decimal,
    pub(super) may_sell: bool,
}

pub(super) struct Slow<'a> {
    world: &'a World,
    ask: Asked,
    quantity: Decimal,
    rate: Decimal,
    foreign: bool,
    district: &'static str,
    segments: &'static [&'static str],
}

type Best<'a> = Option<&'a Row>;

impl<'a> Slow<'a> {
    pub(super) fn new(world: &'a World, ask: &'a Asked) -> Self {
        let master = MASTER[ask.customer];
        let mut ask = ask.clone();
        // The order's header is filled in from the customer.
        for (own, of_customer) in
            [(&mut ask.currency, master[4]), (&mut ask.country, master[5]), (&mut ask.site, master[6])]
        {
            if own.is_empty() {
                *own = of_customer;
            }
        }
        let foreign = !matches!(ask.currency, "" | "EUR");
        let quantity = dec(ask.quantity);
        Slow {
            world,
            ask,
            quantity: if quantity.is_zero() { Decimal::ONE } else { quantity },
            rate: if foreign { dec("0.9") } else { Decimal::ONE },
            foreign,
            district: master[2],
            segments: ABOVE.iter().find(|(segment, _)| *segment == master[3]).map_or(&[], |(_, above)| above),
        }
    }

    fn item(&self, cell: usize) -> Decimal {
        dec(self.world.items[self.ask.item][cell])
    }

    fn valid(&self, row: &Row) -> bool {
        (!row.campaign.is_empty()
            && row.campaign == self.ask.campaign
            && (row.from.is_empty() || row.to.is_empty() || row.from <= row.to))
            || ((row.from.is_empty() || row.from <= TODAY) && (row.to.is_empty() || row.to >= TODAY))
    }

    fn minimum(&self, row: &Row) -> bool {
        dec(row.min).is_zero() || dec(row.min) <= self.quantity
    }

    /// 0 customer, 1 business id, 2 segment, 3 group, 4 district.
    fn selected(&self, row: &Row, selector: usize) -> bool {
        let master = MASTER[self.ask.customer];
        let nobody = row.customer.is_empty() && row.business.is_empty();
        match selector {
            0 => row.customer == CUSTOMERS[self.ask.customer],
            1 => row.business == master[0],
            2 => nobody && self.segments.contains(&row.segment),
            3 => nobody && !row.group.is_empty() && row.group == master[1],
            _ => nobody && !row.district.is_empty() && row.district == self.district,
        }
    }

    /// 0 item, 1 discount group, 2 whole assortment.
    fn targeted(&self, row: &Row, target: usize) -> bool {
        match target {
            0 => row.item == ITEMS[self.ask.item],
            1 => row.discount_group == DISCOUNT_GROUPS[self.ask.item],
            _ => row.discount_group == "**",
        }
    }

    fn currency(&self, row: &Row, invoice: bool) -> bool {
        if invoice { row.currency == self.ask.currency } else { matches!(row.currency, "" | "EUR") }
    }

    fn customer_price(&self, selectors: &[usize], target: usize, cheapest: bool, invoice: bool) -> Best<'a> {
        selectors.iter().find_map(|&selector| {
            let rows = self.world.prices.iter().filter(|row| {
                self.selected(row, selector)
                    && self.targeted(row, target)
                    && self.valid(row)
                    && self.minimum(row)
                    && self.currency(row, invoice)
            });
            rows.max_by_key(|row| {
                let (price, code) = if cheapest {
                    (Reverse(dec(row.amount)), false)
                } else {
                    (Reverse(Decimal::ZERO), !row.currency.is_empty())
                };
                (dec(row.min), row.from, price, code, row.id)
            })
        })
    }

    fn margin(&self, selectors: &[usize], target: usize, smallest: bool) -> Best<'a> {
        selectors.iter().find_map(|&selector| {
            let rows = self.world.discounts.iter().filter(|row| {
                dec(row.amount) < Decimal::ZERO
                    && self.selected(row, selector)
                    && (selector > 1 || row.group.is_empty())
                    && self.targeted(row, target)
                    && self.valid(row)
                    && self.minimum(row)
            });
            rows.max_by_key(|row| {
                let percent = if smallest { dec(row.amount) } else { Decimal::ZERO };
                (dec(row.min), row.from, percent, row.id)
            })
        })
    }

    fn list(&self, net: bool, invoice: bool, campaigns: bool) -> Best<'a> {
        let rows = self.world.lists.iter().filter(|row| {
            let in_range = (dec(row.min).is_zero() && dec(row.max).is_zero())
                || (dec(row.min) <= self.quantity && self.quantity <= dec(row.max));
            let in_dates = (row.from.is_empty() || row.from <= TODAY) && (row.to.is_empty() || row.to >= TODAY);
            self.targeted(row, 0)
                && (if net { matches!(row.kind, "N" | "E") } else { row.kind.is_empty() })
                && (if campaigns { self.valid(row) } else { in_dates })
                && in_range
                && (row.country.is_empty() || row.country == self.ask.country)
                && (matches!(row.site, "" | "0") || row.site == self.ask.site)
                && self.currency(row, invoice)
        });
        rows.max_by_key(|row| {
            let site = match row.site {
                "" => 0,
                "0" => 1,
                _ => 2,
            };
            let tie = if invoice { !row.country.is_empty() } else { !row.currency.is_empty() };
            (site, row.from, tie, row.id)
        })
    }

    fn cost(&self) -> Decimal {
        let cost = self.item(3);
        match self.world.items[self.ask.item][4] {
            "25" => round(cost * dec("0.75"), 6),
            "50" => round(cost * dec("0.5"), 6),
            "75" => round(cost * dec("0.25"), 6),
            "100" => Decimal::ZERO,
            _ => cost,
        }
    }

    fn with_margin(&self, margin: Decimal) -> Decimal {
        if self.cost() <= Decimal::ZERO {
            return dec("0.01");
        }
        let mut price = self.cost() / (Decimal::ONE - margin / dec("100"));
        if !self.item(5).is_zero() {
            price *= self.item(5);
        }
        if self.world.with_vat {
            price *= dec("1.255");
        }
        round(price, self.world.decimals)
    }

    /// Price, kind, slots, currency, basis.
    fn search(&mut self) -> (Decimal, &'static str, [Option<Decimal>; 3], &'static str, u8) {
        let typed = self.ask.discounts.map(|text| (!text.is_empty()).then(|| dec(text)));
        let zero = [Some(Decimal::ZERO); 3];
        let (mut kind, mut slots, mut currency) = (self.ask.kind, typed, "EUR");
        if !self.ask.price.is_empty() {
            let price = dec(self.ask.price);
            let price = if self.foreign { round(price * self.rate, 6) } else { price };
            return (price, kind, if kind.is_empty() { slots } else { zero }, currency, 1);
        }
        if self.world.district_from_order && !self.ask.order_district.is_empty() {
            self.district = self.ask.order_district;
        }
        let passes: &[bool] = if self.foreign { &[true, false] } else { &[false] };
        let levels: [(&[usize], usize, bool, u8, u8); 8] = [
            (&[0, 1], 0, false, 2, 2),
            (&[0, 1], 1, false, 3, 3),
            (&[2], 0, true, 4, 4),
            (&[3], 0, false, 5, 5),
            (&[4], 0, true, 6, 6),
            (&[2], 1, true, 7, 7),
            (&[3], 1, false, 8, 9),
            (&[4], 1, true, 9, 9),
        ];
        for (selectors, target, cheapest, code_a, code_b) in levels {
            for &invoice in passes {
                let Some(row) = self.customer_price(selectors, target, cheapest, invoice) else { continue };
                kind = if row.kind.is_empty() { self.world.default_kind } else { row.kind };
                if kind == "B" {
                    kind = "";
                }
                slots = if kind.is_empty() { [None; 3] } else { zero };
                let mut price = dec(row.amount);
                if invoice {
                    currency = self.ask.currency;
                    price = round(price * self.rate, 6);
                }
                if !price.is_zero() {
                    return (price, kind, slots, currency, if invoice { code_a } else { code_b });
                }
            }
        }
        let margins: [Margin; 4] = [
            (&[(&[0], 0), (&[1], 0), (&[0], 1), (&[1], 1)], false, 10, 10),
            (&[(&[2], 0), (&[2], 1)], true, 11, 11),
            (&[(&[3], 0), (&[3], 1)], false, 12, 11),
            (&[(&[4], 0), (&[4], 1)], true, 13, 11),
        ];
        for (lanes, smallest, code, without_cost) in margins {
            let found = lanes.iter().find_map(|(selectors, target)| self.margin(selectors, *target, smallest));
            let Some(row) = found else { continue };
            kind = "";
            slots = zero;
            let percent = dec(row.amount);
            let price = self.with_margin(if percent == dec("-999.99") { Decimal::ZERO } else { -percent });
            if !price.is_zero() {
                return (price, kind, slots, currency, if self.cost() <= Decimal::ZERO { without_cost } else { code });
            }
        }
        let agreed = self.world.discounts.iter().any(|row| {
            dec(row.amount) == dec("999.99")
                && (self.selected(row, 0) || self.selected(row, 1))
                && (self.targeted(row, 1) || self.targeted(row, 2))
                && self.valid(row)
                && self.minimum(row)
        });
        if agreed {
            kind = "";
            slots = zero;
            if self.item(2) > Decimal::ZERO {
                let price = if self.world.with_vat { self.item(2) } else { self.item(2) / dec("1.255") };
                return (price, kind, slots, currency, 14);
            }
        }
        for (net, code) in [(true, 15), (false, 17)] {
            for &invoice in passes {
                let Some(row) = self.list(net, invoice, true) else { continue };
                kind = row.kind;
                let mut price = dec(row.amount);
                if invoice {
                    currency = self.ask.currency;
                    price = round(price * self.rate, 6);
                }
                if !price.is_zero() {
                    return (price, kind, slots, currency, code);
                }
            }
            if net && self.item(1) > Decimal::ZERO && kind != "E" {
                return (self.item(1), "N", zero, currency, 16);
            }
        }
        (self.item(0), kind, slots, currency, 18)
    }

    /// Percent and basis of each slot; a typed margin replaces price, kind and basis.
    fn settle(
        &self,
        typed: [Option<Decimal>; 3],
        price: &mut Decimal,
        kind: &mut &'static str,
        basis: &mut u8,
    ) -> Vec<(Decimal, u8)> {
        let mut slots: Vec<Option<(Decimal, u8)>> = vec![None; self.world.slots];
        for (slot, typed) in slots.iter_mut().zip(typed) {
            let Some(percent) = typed else { continue };
            *slot = Some(if percent < Decimal::ZERO {
                (*price, *kind, *basis) = (self.with_margin(-percent), "", 10);
                (Decimal::ZERO, 5)
            } else {
                (percent, if percent.is_zero() { 4 } else { 3 })
            });
        }
        if kind.is_empty() {
            let levels: [(&[(usize, usize)], u8); 8] = [
                (&[(0, 0), (1, 0)], 5),
                (&[(0, 1), (0, 2), (1, 1), (1, 2)], 6),
                (&[(2, 0)], 7),
                (&[(3, 0)], 8),
                (&[(4, 0)], 9),
                (&[(2, 1), (2, 2)], 10),
                (&[(3, 1), (3, 2)], 11),
                (&[(4, 1), (4, 2)], 12),
            ];
            for (number, slot) in (1..).zip(&mut slots) {
                for (lanes, code) in levels {
                    if slot.is_none() {
                        *slot =
                            lanes.iter().find_map(|&lane| self.percent(lane, number)).map(|percent| (percent, code));
                    }
                }
            }
            let base = BASES[self.ask.item].1;
            if slots[0].is_none() && !base.is_empty() {
                slots[0] = Some((dec(base), 13));
            }
        }
        slots.into_iter().map(Option::unwrap_or_default).map(|(p, b)| (p.min(dec("100")), b)).collect()
    }

    fn percent(&self, (selector, target): (usize, usize), slot: usize) -> Option<Decimal> {
        let rows = self.world.discounts.iter().filter(|row| {
            let percent = dec(row.amount);
            let min = dec(row.min);
            (Decimal::ZERO..=dec("100")).contains(&percent)
                && (if row.slot.is_empty() { 1 } else { row.slot.parse().unwrap() }) == slot
                && self.selected(row, selector)
                && self.targeted(row, target)
                && self.valid(row)
                && (min.is_zero()
                    || if row.multiples == "1" { (self.quantity % min).is_zero() } else { min <= self.quantity })
        });
        rows.max_by_key(|row| (dec(row.min), row.from, dec(row.amount), row.id)).map(|row| dec(row.amount))
    }

    fn standard(&self) -> Decimal {
        let passes: &[bool] = if self.foreign { &[true, false] } else { &[false] };
        let mut answer = None;
        for net in [true, false] {
            for &invoice in passes {
                if answer.is_none() {
                    answer = self
                        .list(net, invoice, false)
                        .filter(|row| !dec(row.amount).is_zero())
                        .map(|row| dec(row.amount) / if invoice { Decimal::ONE } else { self.rate });
                }
            }
            if net && answer.is_none() && self.item(1) > Decimal::ZERO {
                answer = Some(self.item(1) / self.rate);
            }
        }
        let mut price = answer.unwrap_or_else(|| self.item(0) / self.rate);
        if !self.item(5).is_zero() {
            price = round(price / self.item(5), self.world.decimals);
        }
        round(price, 6)
    }

    pub(super) fn answer(mut self) -> Answer {
        let (mut price, mut kind, typed, currency, mut basis) = self.search();
        let slots = self.settle(typed, &mut price, &mut kind, &mut basis);
        if !self.item(5).is_zero() {
            price = round(price / self.item(5), self.world.decimals);
        }
        let one = |percent: Decimal| Decimal::ONE - percent / dec("100");
        let chained: Decimal = slots.iter().map(|slot| one(slot.0)).product();
        let special = one(dec(MASTER[self.ask.customer][7]));
        let (net, factor) =
            if kind == "N" { (price, Decimal::ONE) } else { (price * chained, round(chained * special, 4)) };
        Answer {
            price: round(price, 6).normalize(),
            kind,
            percents: slots.iter().map(|slot| slot.0.normalize()).collect(),
            bases: slots.iter().map(|slot| slot.1).collect(),
            basis,
            currency,
            standard: self.standard().normalize(),
            net: round(net, self.world.decimals).normalize(),
            factor: factor.normalize(),
            invoice: round(price * factor / self.rate, self.world.decimals).normalize(),
            may_sell: self.may_sell(),
        }
    }

    fn may_sell(&self) -> bool {
        if self.world.items[self.ask.item][6] != "V" {
            return true;
        }
        let master = MASTER[self.ask.customer];
        let ask = Asked {
            quantity: "1",
            currency: master[4],
            country: master[5],
            site: master[6],
            campaign: "",
            order_district: "",
            price: "",
            kind: "",
            discounts: [""; 3],
            ..self.ask.clone()
        };
        let mut slow = Slow::new(self.world, &ask);
        let (mut price, mut kind, typed, _, mut basis) = slow.search();
        let slots = slow.settle(typed, &mut price, &mut kind, &mut basis);
        basis <= 13 || slots.iter().any(|slot| slot.1 != 0 && slot.1 < 13)
    }
}
