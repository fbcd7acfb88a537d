//! What a row says about units beside its columns: the unit behind a quantity, the pack behind a price.
//!
//! The unit of a quantity fills a blank `unit`; where both are there they must mean the same. The pack becomes
//! `price_quantity`. Rules: structures specification, section 0; each use is noted by the reader of the sheet.

use rust_decimal::Decimal;

use super::column::{Decimals, Value, Values};
use super::layout::Layout;
use super::schema::{FieldKind, Form};
use super::table::Table;
use super::texts::Texts;
use crate::finding::{Finding, codes};
use crate::origin::Origin;
use crate::values::{fold_title, is_same_unit, known_unit};

/// Parts of folded titles that are about money.
const MONEY: &[&str] = &["price", "cost", "hinta", "preis", "kosten", "pris", "prijs", "kostnad", "价", "價", "成本"];

/// What the cells of one row have said.
#[derive(Default)]
pub(super) struct RowUnits {
    /// Unit behind a quantity; column of the table and of the sheet.
    pub(super) unit: Option<(String, usize, u32)>,
    /// Units a price is for; column of the sheet.
    pub(super) pack: Option<(Decimal, u32)>,
}

impl RowUnits {
    /// Brings unit and pack into the values of the row.
    pub(super) fn settle(
        self,
        values: &mut Vec<(usize, Value)>,
        (table, texts): (&mut Table, &mut Texts),
        place: &Origin,
        findings: &mut Vec<Finding>,
    ) {
        let row = place.row.unwrap_or(0);
        if let Some((unit, quantity, column)) = self.unit {
            let own = added(table, "unit", column, || Values::Text(Vec::new()));
            let written = values.iter().find(|(index, _)| *index == own).map(|(_, value)| *value);
            match written {
                Some(Value::Text(symbol)) if !is_same_unit(texts.get(symbol), &unit) => {
                    let finding = Finding::new(&codes::reading::E_UNIT_DIFFERS).at(place.at(row, column));
                    let detail = format!("the column `unit` says \"{}\"", texts.get(symbol));
                    findings.push(finding.field("quantity").value(unit).detail(detail));
                    values.retain(|(index, _)| *index != quantity);
                }
                Some(Value::Text(_)) => {}
                _ => {
                    if known_unit(&unit).is_none() {
                        let finding = Finding::new(&codes::reading::W_UNIT_UNKNOWN).at(place.at(row, column));
                        findings.push(finding.field("quantity").value(&unit));
                    }
                    values.push((own, Value::Text(texts.intern(&unit))));
                }
            }
        }
        if let Some((pack, column)) = self.pack {
            let own = added(table, "price_quantity", column, || Values::Decimal(Decimals::default()));
            if !values.iter().any(|(index, _)| *index == own) {
                values.push((own, Value::Decimal(pack)));
            }
        }
    }
}

/// The column of this name; added, and said to stand where its values do, when the sheet has none.
fn added(table: &mut Table, name: &str, column: u32, empty: impl FnOnce() -> Values) -> usize {
    let index = table.column_index(name, name, empty);
    table.place_column(index, column);
    index
}

/// True when a sheet has a column about money, so that a number in its column of units is the size of a pack.
pub(super) fn has_prices(layout: &Layout) -> bool {
    layout.spec.form == Form::Rows
        && layout.columns.iter().any(|mapped| {
            layout.spec.field(&mapped.field).map_or_else(
                || MONEY.iter().any(|word| fold_title(&mapped.title).contains(word)),
                |field| field.kind == FieldKind::Money,
            )
        })
}
