//! Marks prices that are none: the 0.01 of an item without cost under a margin agreement (`W-MARGIN-NO-COST`).

use crate::finding::Finding;
use crate::finding::codes::pricing as codes;
use crate::origin::Origin;
use crate::pricing::{LineProblem, Price, PriceBook};
use crate::report::frame::{Frame, FrameData, TextData};

/// The state of such a row.
pub const STATE: &str = "priced_without_cost";

/// The answer with the state of such rows changed and a finding for each. The price itself stays as the reference
/// makes it. `item` and `origin` give item number and place of a row.
#[must_use]
pub fn mark_without_cost(
    mut frame: Frame,
    book: &PriceBook,
    prices: &[Result<&Price, &LineProblem>],
    item: impl Fn(usize) -> String,
    origin: impl Fn(usize, &Price) -> Option<Origin>,
) -> Frame {
    let mut rows = Vec::new();
    for (row, price) in prices.iter().enumerate().filter_map(|(row, price)| Some((row, (*price).ok()?))) {
        // Looked up by name only where a margin decided.
        if !price.level.ends_with("_margin") && price.price_basis != 10 {
            continue;
        }
        let number = item(row);
        if book.lacks_cost(&number, price) {
            let mut finding = Finding::new(&codes::W_MARGIN_NO_COST).field("cost").value(number);
            finding.origin = origin(row, price);
            frame.findings.push(finding);
            rows.push(row);
        }
    }
    if let Some(column) = frame.columns.iter_mut().find(|column| column.name == "state" && !rows.is_empty())
        && let FrameData::Text(old) = &column.data
    {
        let mut states = TextData::default();
        (0..old.len()).for_each(|row| {
            states.push(if rows.binary_search(&row).is_ok() { Some(STATE) } else { old.get(row) });
        });
        column.data = FrameData::Text(states);
        frame.findings.sort();
    }
    frame
}
