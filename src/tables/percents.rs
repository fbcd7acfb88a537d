//! Columns of percents in which some rows have a percent sign and others a number below 1: 10 % beside 0.1.

use rust_decimal::Decimal;

use super::column::Value;
use super::left_out::row_ranges;
use crate::finding::{Finding, codes};
use crate::origin::Origin;
use crate::workbook::{self, Cell};

/// What one column of percents has shown so far.
#[derive(Default)]
pub(super) struct Percents {
    /// A cell has a percent sign, in its text or by its format.
    has_signs: bool,
    /// Rows of numbers below 1 without a sign.
    shares: Vec<u32>,
    first: Option<(u32, String)>,
}

impl Percents {
    /// Notes one value that is not blank.
    pub(super) fn see(&mut self, cell: &Cell<'_>, value: Value) {
        let Value::Decimal(points) = value else { return };
        if workbook::has_percent_sign(cell) {
            self.has_signs = true;
        } else if !points.is_zero() && points.abs() < Decimal::ONE {
            self.shares.push(cell.row);
            self.first.get_or_insert_with(|| (cell.column, workbook::display(cell)));
        }
    }

    /// The rows that may mean a share where others have percents.
    pub(super) fn finding(&self, place: &Origin, field: &str) -> Option<Finding> {
        let (column, value) = self.first.as_ref().filter(|_| self.has_signs)?;
        let row = self.shares.first()?;
        let finding = Finding::new(&codes::reading::W_PERCENT_MIXED).at(place.at(*row, *column));
        let finding = finding.field(field).value(value);
        Some(match self.shares.len() {
            1 => finding,
            many => finding.detail(format!("{many} rows: {}", row_ranges(&self.shares))),
        })
    }
}
