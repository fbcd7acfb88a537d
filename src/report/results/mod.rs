//! Results of the engines as frames, one file an area.

pub mod aftersales;
pub mod book;
pub mod catalog;
pub mod changes;
pub mod copied;
pub mod delivery;
pub mod fix_first;
pub mod given;
pub mod item_prices;
mod origins;
pub mod people;
pub mod price_analysis;
pub mod price_checks;
pub mod pricing;
pub mod recall_book;
pub mod replacement;
pub mod selection;
pub mod structure;
pub mod template;
pub mod variants;
pub mod without_cost;
