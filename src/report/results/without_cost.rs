//! Marks prices that are none: the 0.01 of an item without cost under a margin agreement (`W-MARGIN-NO-COST`).

use crate::finding::Finding;
use crate::finding::codes::pricing as codes;
use crate::origin::Origin;
use crate::pricing::{MARGIN_BASES, PriceBook, PriceColumns};
use crate::report::frame::{Frame, FrameData, TextData};

/// The state of such a row.
pub const STATE: &str = "priced_without_cost";

/// The rows of such prices and what is said about them; `item` and `origin` give item number and place of a row.
#[must_use]
pub fn without_cost(
    book: &PriceBook,
    prices: &PriceColumns,
    item: impl Fn(usize) -> String,
    origin: impl Fn(usize) -> Option<Origin>,
) -> Vec<(usize, Finding)> {
    let rows = prices.price_bases.iter().enumerate().filter(|(_, basis)| MARGIN_BASES.contains(basis));
    rows.filter_map(|(row, &basis)| {
        let number = item(row);
        book.lacks_cost(&number, basis).then(|| {
            let mut finding = Finding::new(&codes::W_MARGIN_NO_COST).field("cost").value(number);
            finding.origin = origin(row);
            (row, finding)
        })
    })
    .collect()
}

/// The answer with the state of such rows changed and a finding for each. The price itself stays as the reference
/// makes it; a row whose price became zero, for so many units of a price quantity, stays one without a price.
#[must_use]
pub fn mark_without_cost(mut frame: Frame, found: Vec<(usize, Finding)>) -> Frame {
    if found.is_empty() {
        return frame;
    }
    let (rows, findings): (Vec<usize>, Vec<Finding>) = found.into_iter().unzip();
    frame.findings.extend(findings);
    frame.findings.sort();
    if let Some(column) = frame.columns.iter_mut().find(|column| column.name == "state")
        && let FrameData::Text(old) = &*column.data
    {
        let mut states = TextData::default();
        (0..old.len()).for_each(|row| {
            let own = old.get(row);
            let is_such = own.is_some_and(|state| state.starts_with("priced")) && rows.binary_search(&row).is_ok();
            states.push(if is_such { Some(STATE) } else { own });
        });
        column.data = FrameData::Text(states).into();
    }
    frame
}
