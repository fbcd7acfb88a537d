//! After the sale: who has a defective part, and how far a campaign has come.
//!
//! Rules: warranty and recall specification, sections 1, 2, 5 and 6.

mod campaign;
mod dates;
mod error;
#[cfg(test)]
mod histories;
mod lists;
mod loose;
mod machines;
mod recall;
mod rule;
#[cfg(test)]
mod tests;

pub use campaign::{
    Campaign, CampaignGroup, CampaignNumbers, CampaignObject, CampaignOptions, CampaignPeriod, CampaignPriority,
    CampaignState, campaign,
};
pub use dates::add_months;
pub use error::AftersalesError;
pub use lists::{RecallBlock, RecallContact, RecallNeed};
pub use loose::RecallLoose;
pub use recall::{Recall, RecallBasis, RecallGoods, RecallMachine, RecallOptions, recall, recall_by_rules};
pub use rule::{Grade, RecallRule, recall_rules};
