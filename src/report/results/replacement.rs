//! What may replace an item, and what is supplied instead of it, as frames.

use crate::model::{Catalog, ItemId};
use crate::report::frame::{Frame, Show};
use crate::structure::{Replacement, Supersession};
use crate::tables::Symbol;

/// One row an item and revision that may be taken instead, by number of steps: `step`, `item`, `description`,
/// `revision`, `ratio` (new for one old), `may_be_chosen`, `all_pieces`, `conditional`, `conditions`, `origin`.
#[must_use]
pub fn interchange_frame(catalog: &Catalog, found: &[Replacement], language: &str) -> Frame {
    let text = |symbol: Symbol| catalog.text(symbol);
    let joined = |parts: Vec<String>| (!parts.is_empty()).then(|| parts.join("; "));
    Frame::new("interchange")
        .text("item", Show::Code, found.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("description", Show::Text, found.iter().map(|row| catalog.description(row.item, language)))
        .text("revision", Show::Code, found.iter().map(|row| row.revision.map(text)))
        .decimal("ratio", Show::Quantity, found.iter().map(|row| row.ratio.quantity()))
        .flag("may_be_chosen", found.iter().map(|row| Some(row.may_be_chosen)))
        .flag("all_pieces", found.iter().map(|row| Some(row.all_pieces)))
        .flag("conditional", found.iter().map(|row| Some(row.is_conditional)))
        .strings(
            "conditions",
            Show::Text,
            found
                .iter()
                .map(|row| joined(row.conditions.iter().map(|&condition| text(condition).to_owned()).collect())),
        )
        .strings(
            "origin",
            Show::Origin,
            found.iter().map(|row| joined(row.origins.iter().map(ToString::to_string).collect())),
        )
}

/// What is supplied: `item`, `description`, `quantity`, `unit`.
#[must_use]
pub fn supersession_frame(catalog: &Catalog, found: &Supersession, language: &str) -> Frame {
    let rows = &found.supplied;
    Frame::new("supersession")
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.0))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.0, language)))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| Some(row.1)))
        .text("unit", Show::Text, rows.iter().map(|row| item_unit(catalog, row.0)))
        .findings(found.findings.clone())
}

/// Each step on the way: `old`, `new`, `needed` (of the old one), `quantity` (of the new one), `origin`.
#[must_use]
pub fn supersession_steps_frame(catalog: &Catalog, found: &Supersession) -> Frame {
    let rows = &found.steps;
    Frame::new("supersession_steps")
        .text("old", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.old))))
        .text("new", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.new))))
        .decimal("needed", Show::Quantity, rows.iter().map(|row| Some(row.needed)))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| Some(row.quantity)))
        .strings("origin", Show::Origin, rows.iter().map(|row| row.origin.as_ref().map(ToString::to_string)))
        .findings(found.findings.clone())
}

/// The unit of an item in the item master.
#[must_use]
pub fn item_unit(catalog: &Catalog, item: ItemId) -> Option<&str> {
    let row = catalog.items().get(item)?.row()?;
    catalog.table("items").text("unit").get(row).map(|symbol| catalog.text(symbol))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::model::testing::catalog;
    use crate::report::frame::FrameValue;
    use crate::structure::{Interchange, Stock, resolve_supersession};

    #[test]
    fn a_chain_of_replacements_is_listed_with_its_steps() {
        let catalog = catalog(&[
            ("items", "item,description_en,unit\nP1,Pump,pcs\nP2,Pump II,pcs\nP3,Pump III,pcs\n"),
            ("supersessions", "old,new,type,ratio\nP1,P2,ONE,1\nP2,P3,ONE,2\n"),
        ]);
        let item = catalog.item("P1").unwrap();
        let found = resolve_supersession(&catalog, item, Decimal::from(4), catalog.as_of(), &Stock::new());
        let frame = supersession_frame(&catalog, &found, "en");
        assert_eq!(frame.value(0, "item"), FrameValue::Text("P3"));
        assert_eq!(frame.value(0, "quantity"), FrameValue::Decimal(Decimal::from(8)));
        assert_eq!(frame.value(0, "unit"), FrameValue::Text("pcs"));
        let steps = supersession_steps_frame(&catalog, &found);
        assert_eq!(steps.len(), 2);
        assert_eq!(steps.value(0, "new"), FrameValue::Text("P2"));
    }

    #[test]
    fn what_may_replace_an_item_begins_with_itself() {
        let catalog = catalog(&[
            ("items", "item,description_en\nP1,Pump\nP2,Pump II\n"),
            ("alternates", "item,alt,direction,ratio\nP1,P2,ONE_WAY,1\n"),
        ]);
        let item = catalog.item("P1").unwrap();
        let found = Interchange::new(&catalog).replacements((item, None), catalog.as_of(), None);
        let frame = interchange_frame(&catalog, &found, "en");
        assert_eq!(frame.value(0, "item"), FrameValue::Text("P1"));
        assert_eq!(frame.value(1, "item"), FrameValue::Text("P2"));
        assert_eq!(frame.value(1, "description"), FrameValue::Text("Pump II"));
        assert!(matches!(frame.value(1, "origin"), FrameValue::Text(_)));
    }
}
