//! A delivery list as a frame.

use super::replacement::item_unit;
use crate::model::{Catalog, ItemId};
use crate::pricing::DeliveryList;
use crate::report::frame::{Frame, Show};

/// One row a line; comments on the whole delivery are rows of their own at the end.
#[must_use]
pub fn delivery_frame(catalog: &Catalog, list: &DeliveryList, language: &str) -> Frame {
    let ids: Vec<Option<ItemId>> = list.lines.iter().map(|line| catalog.item(&line.item).ok()).collect();
    let ends = || list.comments.iter();
    let (lines, items) = (|| list.lines.iter(), || ids.iter().copied());
    let comments = lines().map(|line| Some(line.comments.join("; ")).filter(|text| !text.is_empty()));
    let rows = list.lines.len() + list.comments.len();
    Frame::new("delivery_list")
        .text("customer", Show::Code, (0..rows).map(|_| Some(&*list.customer)))
        .integer("line", Show::Integer, (1..).zip(lines()).map(|(number, _)| Some(number)).chain(ends().map(|_| None)))
        .text("item", Show::Code, lines().map(|line| Some(&*line.item)).chain(ends().map(|_| None)))
        .text(
            "description",
            Show::Text,
            items().map(|id| catalog.description(id?, language)).chain(ends().map(|_| None)),
        )
        .decimal("quantity", Show::Quantity, lines().map(|line| line.quantity).chain(ends().map(|_| None)))
        .text("unit", Show::Code, items().map(|id| item_unit(catalog, id?)).chain(ends().map(|_| None)))
        .strings("comment", Show::Text, comments.chain(ends().map(|text| Some(text.clone()))))
        .findings(list.findings.clone())
}
