//! Copying a customer and its agreements: new rows to paste, nothing forgotten, nothing the target already has.
//!
//! Rules: pricing reference, section 18; pricing specification, section 2.4.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::book::PriceBook;
use super::cells::Cells;
use super::error::PricingError;
use super::keys::{BLANK, Key};
use super::rule::Source;
use crate::finding::codes::pricing as codes;
use crate::finding::{Finding, Findings};
use crate::tables::Table;

/// Columns that say whose a row is.
const OWNERS: [&str; 3] = ["id", "customer", "business_id"];
/// Columns that say which case a row is for; of two rows for one case the newer wins.
const CASE: [&str; 10] = [
    "item",
    "discount_group",
    "product_group",
    "currency",
    "slot",
    "multiples_only",
    "min_quantity",
    "valid_from",
    "valid_to",
    "campaign",
];

/// For whom agreements are copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyTarget {
    /// A customer, by number.
    Customer(String),
    /// All customers of a business id.
    BusinessId(String),
}

/// New rows of a table: rows of the source with some cells replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopiedRows {
    /// The table.
    pub table: String,
    /// Row of the table each new row is copied from.
    pub rows: Vec<u32>,
    /// Fields that get another value in every new row; blank empties the cell.
    pub replaced: Vec<(String, String)>,
    /// Rows that were not copied, with the reason.
    pub findings: Findings,
}

impl PriceBook {
    /// The master record of a new customer: that of `source` with `changes` (field, value).
    ///
    /// Only the master record is copied, as the reference does; agreements are copied with
    /// [`PriceBook::copy_agreements`].
    ///
    /// # Errors
    /// [`PricingError::Model`] when the source is unknown; [`PricingError::CustomerExists`] when the new one is not new.
    pub fn copy_customer(
        &self,
        source: &str,
        new: &str,
        changes: &[(String, String)],
    ) -> Result<CopiedRows, PricingError> {
        let row = self.master_row(source)?;
        let key = self.keys.find(new);
        if key == BLANK || self.parties.buyer(key).is_some() {
            return Err(PricingError::CustomerExists { customer: new.to_owned() });
        }
        let mut replaced = vec![("customer".to_owned(), new.to_owned())];
        replaced.extend(changes.iter().filter(|(field, _)| field != "customer").cloned());
        Ok(CopiedRows { table: "customers".to_owned(), rows: vec![row], replaced, findings: Findings::new() })
    }

    /// The discounts found through the source's number or business id, for a target; multiples flag and campaign too.
    ///
    /// Equal rows are merged. Where the target has a row for the same case already (item or group, currency, slot,
    /// quantities, days, campaign), whatever it says, the row is refused with `W-COPY-EXISTS`: it would override the
    /// target's own.
    ///
    /// # Errors
    /// [`PricingError::Model`] when source or target customer are unknown.
    pub fn copy_discounts(&self, source: &str, target: &CopyTarget) -> Result<CopiedRows, PricingError> {
        self.copy_agreements(Source::CustomerDiscounts, source, target)
    }

    /// As [`PriceBook::copy_discounts`], for customer prices.
    ///
    /// # Errors
    /// As [`PriceBook::copy_discounts`].
    pub fn copy_prices(&self, source: &str, target: &CopyTarget) -> Result<CopiedRows, PricingError> {
        self.copy_agreements(Source::CustomerPrices, source, target)
    }

    /// The agreements of one table found through the source's number or business id, for a target.
    ///
    /// # Errors
    /// As [`PriceBook::copy_discounts`].
    pub fn copy_agreements(&self, from: Source, source: &str, target: &CopyTarget) -> Result<CopiedRows, PricingError> {
        let own = self.keys.find(source);
        let Some(buyer) = self.parties.buyer(own) else { return Err(self.unknown_customer(source).into()) };
        let (customer, business_id) = match target {
            CopyTarget::Customer(customer) => {
                self.master_row(customer)?;
                (customer.as_str(), "")
            }
            CopyTarget::BusinessId(id) => ("", id.as_str()),
        };
        let (target_customer, target_id) = (self.keys.find(customer), self.keys.find(business_id));
        let table = self.catalog.table(from.table());
        let cells = |name| Cells::new(table, self.catalog.texts(), name);
        let (customers, ids) = (cells("customer"), cells("business_id"));
        let is = |cells: Cells<'_>, row: usize, key: Key| key != BLANK && self.keys.find(&cells.shown(row)) == key;
        let had: HashMap<String, usize, FixedState> = (0..table.len())
            .rev()
            .filter(|&row| is(customers, row, target_customer) || is(ids, row, target_id))
            .map(|row| (self.said(table, row, |name| CASE.contains(&name)), row))
            .collect();
        let mut known: HashSet<String, FixedState> = HashSet::default();
        let mut copied = CopiedRows {
            table: from.table().to_owned(),
            rows: Vec::new(),
            replaced: vec![
                ("id".to_owned(), String::new()),
                ("customer".to_owned(), customer.to_owned()),
                ("business_id".to_owned(), business_id.to_owned()),
            ],
            findings: Findings::new(),
        };
        for row in (0..table.len()).filter(|&row| is(customers, row, own) || is(ids, row, buyer.business_id)) {
            let content = self.said(table, row, |name| !OWNERS.contains(&name));
            if let Some(&own) = had.get(&self.said(table, row, |name| CASE.contains(&name))) {
                let named = if customers.is_blank(row) { ("business_id", ids) } else { ("customer", customers) };
                let mut finding = Finding::new(&codes::W_COPY_EXISTS).field(named.0).value(named.1.shown(row));
                finding.origin = table.cell(row, named.0);
                finding.detail = table.origin(own).map(|own| format!("the target's row is {own}"));
                copied.findings.push(finding);
            } else if known.insert(content)
                && let Ok(row) = u32::try_from(row)
            {
                copied.rows.push(row);
            }
        }
        copied.findings.sort();
        Ok(copied)
    }

    /// What a row says in some of its columns; a slot that is blank is the first.
    fn said(&self, table: &Table, row: usize, counts: impl Fn(&str) -> bool) -> String {
        let mut names: Vec<&str> =
            table.columns().iter().map(|column| &*column.name).filter(|name| counts(name)).collect();
        names.sort_unstable();
        let texts = self.catalog.texts();
        names.iter().fold(String::new(), |mut content, name| {
            let cell = Cells::new(table, texts, name);
            let is_first_slot = *name == "slot" && cell.is_blank(row);
            content.push_str(if is_first_slot { "1" } else { "" });
            content.push_str(cell.shown(row).trim_end().to_lowercase().as_str());
            content.push('\u{1f}');
            content
        })
    }

    fn master_row(&self, customer: &str) -> Result<u32, PricingError> {
        let key = self.keys.find(customer);
        let row = self.customer_row(key).and_then(|row| u32::try_from(row).ok());
        row.filter(|_| key != BLANK).ok_or_else(|| self.unknown_customer(customer).into())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::testing::catalog;

    fn book() -> PriceBook {
        PriceBook::new(Arc::new(catalog(&[
            ("customers", "customer,business_id,name\nC1,B1,One\nC2,B2,Two\n"),
            ("items", "item,gross_price\nP1,100\n"),
            (
                "customer_discounts",
                "id,customer,business_id,segment,item,percent,slot,min_quantity,multiples_only,campaign\n\
                 1,C1,,,P1,10,1,6,1,SPRING\n2,,B1,,P1,5,2,,,\n3,C1,,,P1,5,2,,,\n4,C2,,,P1,7,1,,,\n5,C1,,,P1,7,1,,,\n6,,,S1,P1,9,1,,,\n",
            ),
        ])))
    }

    #[test]
    fn discounts_are_copied_whole_merged_and_never_twice() {
        let copied = book().copy_discounts("C1", &CopyTarget::Customer("C2".to_owned())).unwrap();
        assert_eq!(copied.rows, [0, 1]);
        assert_eq!(copied.replaced[1], ("customer".to_owned(), "C2".to_owned()));
        let refused: Vec<_> =
            copied.findings.iter().map(|finding| finding.origin.as_ref().unwrap().to_string()).collect();
        assert_eq!(refused, ["test.xlsx, sheet \"customer_discounts\", cell B6"]);
        let copied = book().copy_discounts("C1", &CopyTarget::BusinessId("B2".to_owned())).unwrap();
        assert_eq!((copied.rows.len(), copied.findings.len()), (3, 0));
        assert!(book().copy_discounts("C1", &CopyTarget::Customer("C9".to_owned())).is_err());
        // C2 has 7 % where C1 has 10 % from 6 pieces on; the same case with another percent is not copied over it.
        let back = book().copy_discounts("C2", &CopyTarget::Customer("C1".to_owned())).unwrap();
        let details: Vec<_> = back.findings.iter().map(|finding| finding.detail.clone().unwrap_or_default()).collect();
        assert_eq!(
            (back.rows, details),
            (vec![], vec!["the target's row is test.xlsx, sheet \"customer_discounts\", row 6".to_owned()])
        );
    }

    #[test]
    fn a_customer_is_copied_under_a_new_number_only() {
        let copied = book().copy_customer("C1", "C3", &[("name".to_owned(), "Three".to_owned())]).unwrap();
        assert_eq!((copied.rows, copied.replaced.len()), (vec![0], 2));
        let error = book().copy_customer("C1", "C2", &[]).unwrap_err();
        insta::assert_snapshot!(error, @r#"customer "C2" exists already"#);
    }
}
