//! Customer prices: for any customer, item, quantity and day the price, the discounts and the proof.
//!
//! Rules: pricing reference (the engine whose behaviour is kept) and pricing specification (what is added).

mod amounts;
mod analysis;
mod answer;
mod book;
mod cells;
mod check;
mod check_hidden;
mod check_known;
mod check_stake;
#[cfg(test)]
mod check_tests;
mod columns;
mod compare;
mod copy;
mod delivery;
mod discount;
mod elasticity;
mod error;
mod explain;
mod explain_change;
#[cfg(test)]
mod explain_tests;
mod explain_text;
mod hits;
mod item_lists;
mod keys;
mod levels;
mod lines;
mod money;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod oracle_scan;
mod order_rows;
mod parties;
mod party;
mod price;
mod price_list;
mod question;
mod quote;
mod rule;
mod rule_table;
mod rules;
mod run_summaries;
mod search;
mod sequence;
mod settings;
mod short;
mod simulate;
mod sold;
mod standard;
mod steps;
#[cfg(test)]
mod tests;
mod without_cost;

pub use analysis::{
    AnalysisOptions, FamilyFit, FamilyMember, Pocket, PocketLine, PocketTotal, PriceAnalysis, PriceIssue, ValueDriver,
    value_driver,
};
pub use book::PriceBook;
pub use check::{RuleCheck, RuleIssue};
pub use columns::PriceColumns;
pub use compare::{ComparisonTotal, LineComparison, PriceComparison, compare_prices};
pub use copy::{CopiedRows, CopyTarget};
pub use delivery::{DeliveryLine, DeliveryList};
pub use elasticity::Elasticity;
pub use error::PricingError;
pub use explain::{Candidate, Entry, Explanation, Look, Rejection};
pub use explain_change::Change;
pub use levels::{level_names, numbered_levels};
pub use lines::{LineProblem, PricedColumns, PricedLines};
pub use order_rows::OrderRows;
pub use price::{Currency, Price, SlotDiscount, State};
pub use price_list::{PriceList, PriceListRow, Quantities};
pub use question::Question;
pub use quote::{Quote, QuoteLine, QuoteOptions, QuoteState, QuoteTax};
pub use rule::{Deciding, Kind, Place, Source};
pub use simulate::{BeforeAfter, Indices, SimulatedLine, SimulatedTotal, Simulation};
pub use steps::{ItemSteps, LineAmount, PriceSteps, Step, StepRequest, Terms};
pub use without_cost::MARGIN_BASES;
