//! Items × all customers as a frame, for the company's own eyes.

use super::pricing::price_list_frame;
use crate::model::Catalog;
use crate::pricing::{PriceBook, PriceList};
use crate::report::frame::{Frame, FrameColumn, FrameData, Show, TextData};

/// A price list of items for all customers: as that of one customer, with the name of the customer after the number.
#[must_use]
pub fn items_price_list_frame(book: &PriceBook, list: PriceList, language: &str) -> Frame {
    let mut names = TextData::default();
    let of_customers: Vec<Option<&str>> =
        list.customers.iter().map(|customer| customer_name(book.catalog(), customer)).collect();
    list.rows.iter().for_each(|row| names.push(of_customers.get(row.customer).copied().flatten()));
    let mut frame = price_list_frame(book, list, language);
    "item_price_list".clone_into(&mut frame.name);
    let name = FrameColumn { name: "customer_name".to_owned(), show: Show::Text, data: FrameData::Text(names).into() };
    let after = frame.columns.iter().position(|column| column.name == "customer").map_or(0, |place| place + 1);
    frame.columns.insert(after, name);
    frame
}

/// Name of a customer in the customer master.
#[must_use]
pub fn customer_name<'c>(catalog: &'c Catalog, number: &str) -> Option<&'c str> {
    let id = catalog.customer(number).ok()?;
    let row = usize::try_from(catalog.customers().get(id)?.row?).ok()?;
    catalog.table("customers").text("name").get(row).map(|name| catalog.text(name))
}
