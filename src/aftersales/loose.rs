//! Affected pieces that were sold as spare parts and are not known to be fitted.
//!
//! Rule: warranty and recall specification, section 5, point 6: loose = sold − known installed. A service event that
//! names the invoice, or the machine the sale was for, takes its pieces from the sale.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::error::AftersalesError;
use super::recall::{RecallBasis, RecallGoods, RecallMachine, Work};
use super::rule::Grade;
use crate::finding::codes::structure;
use crate::finding::{Finding, Findings};
use crate::model::ItemId;
use crate::tables::{Sentence, Symbol};

/// Affected pieces of one sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallLoose {
    /// Row of the `spare_sales` table.
    pub row: u32,
    /// Number of the customer.
    pub customer: Option<Symbol>,
    /// Invoice.
    pub invoice: Option<Symbol>,
    /// Day of the sale.
    pub date: Option<NaiveDate>,
    /// What was sold: the affected item, or an assembly or kit with it.
    pub sold_item: ItemId,
    /// The affected item.
    pub item: ItemId,
    /// Revision that was sold.
    pub revision: Option<Symbol>,
    /// Lot that was sold.
    pub lot: Option<Symbol>,
    /// Pieces of the affected item that were sold.
    pub sold: Decimal,
    /// Of these, known to be fitted.
    pub installed: Decimal,
    /// Pieces still loose.
    pub quantity: Decimal,
    /// How sure it is.
    pub grade: Grade,
    /// Why.
    pub reason: Sentence,
    /// Which row of the recall decides.
    pub rule: usize,
    /// The items from what was sold down to the affected one.
    pub path: Vec<ItemId>,
}

/// An event that fitted an affected item, with the pieces that no sale has claimed yet.
struct Installation {
    item: ItemId,
    serial: Option<Symbol>,
    order: Option<Symbol>,
    revision: Option<Symbol>,
    lot: Option<Symbol>,
    date: Option<NaiveDate>,
    rest: Decimal,
}

/// The spare sales of a recall.
pub(super) struct Sales<'w, 'a> {
    work: &'w Work<'a>,
    installations: Vec<Installation>,
    /// Pieces at customers.
    pub(super) loose: Vec<RecallLoose>,
    /// Pieces sold for a machine of which no event is known.
    pub(super) fitted: Vec<RecallMachine>,
}

/// One affected sale while pieces are given to it.
struct Sale {
    row: usize,
    found: RecallLoose,
    installed_serial: Option<Symbol>,
}

impl<'w, 'a> Sales<'w, 'a> {
    pub(super) fn new(work: &'w Work<'a>) -> Self {
        let table = work.catalog.table("service_events");
        let (items, serials, orders) = (table.text("item"), table.text("serial"), table.text("source_order"));
        let (revisions, lots, actions) = (table.text("revision"), table.text("lot"), table.text("action"));
        let (days, quantities) = (table.date("date"), table.decimal("quantity"));
        let mut installations = Vec::new();
        for row in 0..table.len() {
            let Some(item) = items.get(row).and_then(|item| work.catalog.items().find(item)) else { continue };
            let is_removal = work.text(actions.get(row)).is_some_and(|action| action.eq_ignore_ascii_case("REMOVE"));
            if is_removal || days.get(row).is_some_and(|day| day > work.on) {
                continue;
            }
            installations.push(Installation {
                item,
                serial: serials.get(row),
                order: orders.get(row),
                revision: revisions.get(row),
                lot: lots.get(row),
                date: days.get(row),
                rest: quantities.get(row).filter(|pieces| *pieces > Decimal::ZERO).unwrap_or_default(),
            });
        }
        Self { work, installations, loose: Vec::new(), fitted: Vec::new() }
    }

    /// Judges all sales up to the day.
    pub(super) fn read(&mut self, goods: &[RecallGoods], findings: &mut Findings) -> Result<(), AftersalesError> {
        let mut sales = self.affected(goods, findings)?;
        // The sales that fit an event best claim its pieces first.
        for exact in [true, false] {
            for sale in &mut sales {
                self.claim(sale, exact, |installation, sale| {
                    installation.order.is_some() && installation.order == sale.found.invoice
                });
            }
        }
        for exact in [true, false] {
            for sale in sales.iter_mut().filter(|sale| sale.installed_serial.is_some()) {
                self.claim(sale, exact, |installation, sale| {
                    installation.serial == sale.installed_serial
                        && installation.order.is_none()
                        && installation.date.zip(sale.found.date).is_none_or(|(fitted, sold)| sold <= fitted)
                });
            }
        }
        for mut sale in sales {
            let rest = sale.found.sold.checked_sub(sale.found.installed).unwrap_or_default();
            if let Some(serial) = sale.installed_serial
                && sale.found.installed.is_zero()
            {
                self.fitted.push(self.in_machine(&sale, serial));
                continue;
            }
            sale.found.quantity = rest;
            if rest > Decimal::ZERO {
                self.loose.push(sale.found);
            }
        }
        Ok(())
    }

    /// Gives a sale the pieces of the events that belong to it.
    fn claim(&mut self, sale: &mut Sale, exact: bool, belongs: impl Fn(&Installation, &Sale) -> bool) {
        for installation in &mut self.installations {
            let is_same = installation.revision == sale.found.revision && installation.lot == sale.found.lot;
            let fits = (installation.item == sale.found.item || installation.item == sale.found.sold_item)
                && (is_same || !exact)
                && belongs(installation, sale);
            let open = sale.found.sold.checked_sub(sale.found.installed).unwrap_or_default();
            if !fits || open <= Decimal::ZERO || installation.rest <= Decimal::ZERO {
                continue;
            }
            // An assembly that was fitted as a whole takes all affected pieces in it.
            let inside =
                if installation.item == sale.found.item { Decimal::ONE } else { self::inside(sale, self.work) };
            let pieces = installation.rest.checked_mul(inside).unwrap_or(open).min(open);
            sale.found.installed = sale.found.installed.checked_add(pieces).unwrap_or(open);
            let used = pieces.checked_div(inside).unwrap_or(pieces);
            installation.rest = installation.rest.checked_sub(used).unwrap_or_default().max(Decimal::ZERO);
        }
    }

    fn in_machine(&self, sale: &Sale, serial: Symbol) -> RecallMachine {
        let catalog = self.work.catalog;
        let id = catalog.machines().find(serial);
        let machine = id.and_then(|id| catalog.machines().get(id));
        let customer = machine.and_then(|machine| catalog.customers().get(machine.customer?));
        let found = &sale.found;
        RecallMachine {
            machine: id,
            serial: Some(serial),
            customer: customer.map(|customer| customer.number).or(found.customer),
            item: found.item,
            revision: found.revision,
            lot: found.lot,
            component_serial: None,
            quantity: found.sold,
            grade: found.grade,
            reason: Sentence::new("reason.sold_for_machine").with_all("what", vec![found.reason.clone()]),
            basis: RecallBasis::Sale,
            rule: found.rule,
            place: None,
            certainty: None,
            path: found.path.clone(),
        }
    }

    /// The sales of affected items, assemblies and kits up to the day.
    fn affected(&self, goods: &[RecallGoods], findings: &mut Findings) -> Result<Vec<Sale>, AftersalesError> {
        let (work, catalog) = (self.work, self.work.catalog);
        let table = catalog.table("spare_sales");
        let (items, customers, invoices) = (table.text("item"), table.text("customer"), table.text("invoice"));
        let (revisions, lots, serials) = (table.text("revision"), table.text("lot"), table.text("installed_serial"));
        let (days, quantities) = (table.date("date"), table.decimal("quantity"));
        let bom = catalog.table("bom");
        let changes = ["valid_from", "valid_to"].iter().any(|field| bom.has(field));
        let mut by_day: BTreeMap<NaiveDate, Vec<RecallGoods>> = BTreeMap::new();
        let mut sales = Vec::new();
        for (row, number) in (0..table.len()).zip(0_u32..) {
            work.tell(row, table.len())?;
            let Some(item) = items.get(row).and_then(|item| catalog.items().find(item)) else { continue };
            let date = days.get(row);
            if date.is_some_and(|day| day > work.on) {
                continue;
            }
            let today: &[RecallGoods] = match date.filter(|day| changes && *day != work.on) {
                Some(day) => by_day.entry(day).or_insert_with(|| work.goods(day, &mut Findings::new())),
                None => goods,
            };
            let found = today.iter().filter(|goods| goods.item == item);
            let known = (work.text(revisions.get(row)), work.text(lots.get(row)));
            let judged = found.filter_map(|goods| {
                let rule = work.rules.get(goods.rule)?;
                let (grade, reason) = if goods.level == 0 {
                    rule.judge(known.0, known.1, None)
                } else if rule.is_whole_item() {
                    (Grade::Confirmed, Sentence::new("reason.every_piece"))
                } else {
                    (Grade::Suspect, Sentence::new("reason.in_kit"))
                };
                let (from, to) = rule.delivery;
                let outside = date.filter(|day| from.is_some_and(|from| *day < from) || to.is_some_and(|to| to < *day));
                match outside {
                    Some(day) => Some((Grade::Cleared, Sentence::new("reason.sold_outside").with("day", &day), goods)),
                    None => Some((grade, reason, goods)),
                }
            });
            let Some((grade, reason, goods)) = judged.min_by_key(|(grade, _, _)| *grade) else { continue };
            let Some(quantity) = quantities.get(row) else { continue };
            if quantity.is_sign_negative() {
                let mut finding = Finding::new(&structure::E_QTY).field("quantity").value(quantity.to_string());
                finding.origin = table.cell(row, "quantity");
                findings.push(finding);
                continue;
            }
            let Some(rule) = work.rules.get(goods.rule) else { continue };
            let inside = goods.quantity.quantity().unwrap_or(Decimal::ONE);
            let sold = quantity.checked_mul(inside).unwrap_or(Decimal::MAX);
            sales.push(Sale {
                row,
                installed_serial: serials.get(row),
                found: RecallLoose {
                    row: number,
                    customer: customers.get(row),
                    invoice: invoices.get(row),
                    date,
                    sold_item: item,
                    item: rule.item,
                    revision: revisions.get(row),
                    lot: lots.get(row),
                    sold,
                    installed: Decimal::ZERO,
                    quantity: sold,
                    grade,
                    reason,
                    rule: goods.rule,
                    path: goods.path.clone(),
                },
            });
        }
        Ok(sales)
    }
}

/// Affected pieces in one of what was sold.
fn inside(sale: &Sale, work: &Work<'_>) -> Decimal {
    let sold = work.catalog.table("spare_sales").decimal("quantity").get(sale.row);
    sold.filter(|sold| !sold.is_zero()).and_then(|sold| sale.found.sold.checked_div(sold)).unwrap_or(Decimal::ONE)
}
