//! The order in which price levels are searched: the usual one, or what a `price_levels` sheet says.
//!
//! Rules: pricing specification, section 2.5.

use super::cells::Cells;
use super::levels::{ENTERED, PRICE_LEVELS};
use crate::finding::codes::pricing as codes;
use crate::finding::{Finding, Findings};
use crate::model::Catalog;

/// The price levels to search, in order.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    /// Whether a price typed on the line counts.
    pub(crate) entered: bool,
    /// Numbers of levels in [`PRICE_LEVELS`].
    pub(crate) levels: Vec<usize>,
}

impl Sequence {
    /// Levels that the sheet does not name keep their usual number: 1 is the entered price, 20 the gross price.
    pub(crate) fn read(catalog: &Catalog, findings: &mut Findings) -> Self {
        let (table, texts) = (catalog.table("price_levels"), catalog.texts());
        let cells = |name| Cells::new(table, texts, name);
        let (names, orders, actives) = (cells("level"), cells("order"), cells("active"));
        let mut entered = None;
        let mut settings: Vec<Option<(i64, bool)>> = vec![None; PRICE_LEVELS.len()];
        for row in 0..table.len() {
            let name = names.shown(row).trim().to_lowercase();
            let active = actives.flag(row).unwrap_or(true);
            let slot = PRICE_LEVELS.iter().position(|level| level.name == name);
            let code = match slot.and_then(|level| settings.get_mut(level)) {
                Some(setting @ None) => {
                    let usual = slot.and_then(|level| i64::try_from(level).ok()).map_or(i64::MAX, |level| level + 2);
                    *setting = Some((orders.integer(row).unwrap_or(usual), active));
                    continue;
                }
                Some(Some(_)) => &codes::E_LEVEL_DUP,
                None if name == ENTERED && entered.is_none() => {
                    entered = Some(active);
                    continue;
                }
                None if name == ENTERED => &codes::E_LEVEL_DUP,
                None => &codes::E_LEVEL_UNKNOWN,
            };
            let mut finding = Finding::new(code).field("level").value(names.shown(row));
            finding.origin = table.cell(row, "level");
            findings.push(finding);
        }
        let mut levels: Vec<(i64, usize)> = (2_i64..)
            .zip(settings)
            .enumerate()
            .filter_map(|(level, (usual, setting))| {
                let (order, active) = setting.unwrap_or((usual, true));
                active.then_some((order, level))
            })
            .collect();
        levels.sort_unstable();
        Self { entered: entered.unwrap_or(true), levels: levels.into_iter().map(|(_, level)| level).collect() }
    }
}
