//! What may replace an item, and what is supplied instead of it, as frames.

use crate::model::{Catalog, ItemId};
use crate::report::frame::{Frame, Show};
use crate::structure::{ChainRow, Chains, Matrix, MatrixRow, Replacement, Supersession, Verdict};
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

/// Chains of replacements: one row a step, with how long the old item's stock lasts.
#[must_use]
pub fn supersession_chains_frame(catalog: &Catalog, found: &Chains, language: &str) -> Frame {
    let rows = &found.rows;
    let number = |item: ItemId| Some(catalog.item_number(item));
    let table = catalog.table("supersessions");
    let (from, notes) = (table.date("from"), table.text("note"));
    let policy = |row: &ChainRow| if row.replacement.uses_up { "USE_UP" } else { "IMMEDIATE" };
    let named = table.text("policy");
    let policies = rows.iter().map(|row| {
        let word = named.get(row.replacement.row as usize).map(|word| catalog.text(word));
        Some(word.unwrap_or_else(|| policy(row)))
    });
    Frame::new("supersessions")
        .text("item", Show::Code, rows.iter().map(|row| number(row.item)))
        .integer("step", Show::Integer, rows.iter().map(|row| Some(i64::from(row.step))))
        .text("old", Show::Code, rows.iter().map(|row| number(row.replacement.old)))
        .text("new", Show::Code, rows.iter().map(|row| number(row.replacement.new)))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.replacement.new, language)))
        .text("type", Show::Code, rows.iter().map(|row| Some(row.replacement.kind)))
        .decimal("ratio", Show::Quantity, rows.iter().map(|row| Some(row.replacement.ratio)))
        .decimal("pieces", Show::Quantity, rows.iter().map(|row| row.pieces.quantity()))
        .text("policy", Show::Code, policies)
        .date("from", rows.iter().map(|row| from.get(row.replacement.row as usize)))
        .flag("backward", rows.iter().map(|row| Some(row.backward)))
        .decimal("free_stock", Show::Quantity, rows.iter().map(|row| Some(row.run_out.free_stock)))
        .decimal("monthly_demand", Show::Quantity, rows.iter().map(|row| row.run_out.monthly_demand))
        .decimal("months", Show::Quantity, rows.iter().map(|row| row.run_out.months))
        .date("run_out", rows.iter().map(|row| row.run_out.date))
        .text(
            "note",
            Show::Text,
            rows.iter().map(|row| notes.get(row.replacement.row as usize).map(|note| catalog.text(note))),
        )
        .strings("origin", Show::Origin, rows.iter().map(|row| row.origin.as_ref().map(ToString::to_string)))
        .findings(found.findings.clone())
}

/// Which revision may be replaced by which: a row a delivered revision, a column `→ …` for each name of a revision.
#[must_use]
pub fn interchange_matrix_frame(catalog: &Catalog, found: &Matrix, language: &str) -> Frame {
    let rows = &found.rows;
    let table = catalog.table("revisions");
    let (status, released) = (table.text("status"), table.date("released"));
    let status = |row: &MatrixRow| status.get(row.row as usize).map_or("RELEASED", |word| catalog.text(word));
    let frame = Frame::new("interchange_matrix")
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.item, language)))
        .text("revision", Show::Code, rows.iter().map(|row| Some(catalog.text(row.revision))))
        .text("status", Show::Code, rows.iter().map(|row| Some(status(row))))
        .date("released", rows.iter().map(|row| released.get(row.row as usize)))
        .text("latest", Show::Code, rows.iter().map(|row| row.latest.map(|name| catalog.text(name))));
    found.columns.iter().enumerate().fold(frame, |frame, (column, &name)| {
        let cell = |row: &MatrixRow| row.cells.get(column).copied().flatten().map(Verdict::name);
        frame.text(&format!("→ {}", catalog.text(name)), Show::Code, rows.iter().map(cell))
    })
}

/// The unit of an item in the item master.
#[must_use]
pub fn item_unit(catalog: &Catalog, item: ItemId) -> Option<&str> {
    item_units(catalog)(item)
}

/// The units of items in the item master, for many of them.
pub fn item_units<'a>(catalog: &'a Catalog) -> impl Fn(ItemId) -> Option<&'a str> {
    let units = catalog.table("items").text("unit");
    move |item| units.get(catalog.items().get(item)?.row()?).map(|symbol| catalog.text(symbol))
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
    fn chains_and_the_matrix_as_tables() {
        let catalog = catalog(&[
            ("items", "item,description_en\nP,Pump\n"),
            ("supersessions", "old,new,type,ratio,policy,from,note\nO,P,ONE,2,SCRAP,2026-01-01,leaks\n"),
            ("stock", "item,on_hand\nO,4\n"),
            ("revisions", "item,revision,seq,status,interchange\nP,A,1,RELEASED,\nP,B,2,DRAFT,FORWARD\n"),
        ]);
        let chains = crate::structure::supersession_chains(&catalog, None, catalog.as_of());
        let frame = supersession_chains_frame(&catalog, &chains, "en");
        assert_eq!(
            (frame.value(0, "policy"), frame.value(0, "note")),
            (FrameValue::Text("SCRAP"), FrameValue::Text("leaks"))
        );
        assert_eq!(
            (frame.value(0, "free_stock"), frame.value(0, "months")),
            (FrameValue::Decimal(4.into()), FrameValue::Blank)
        );
        let matrix = crate::structure::interchange_matrix(&catalog, None, catalog.as_of());
        let frame = interchange_matrix_frame(&catalog, &matrix, "en");
        assert_eq!((frame.value(0, "→ A"), frame.value(0, "→ B")), (FrameValue::Blank, FrameValue::Text("FORWARD")));
        assert_eq!(
            (frame.value(0, "latest"), frame.value(1, "status")),
            (FrameValue::Text("A"), FrameValue::Text("DRAFT"))
        );
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
