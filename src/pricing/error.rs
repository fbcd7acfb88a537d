//! What a question for a price can get wrong.

use thiserror::Error;

use crate::model::ModelError;

/// A question for a price that cannot have an answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PricingError {
    /// The item or the customer is not in the catalog.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The invoice currency has no rate on the pricing day.
    #[error("no exchange rate for {currency} on {on}")]
    NoRate {
        /// The invoice currency.
        currency: String,
        /// The pricing day, as ISO text.
        on: String,
    },
    /// The customer is an end user, and a quote holds what only a dealer may see.
    #[error("customer \"{customer}\" is an end user; quotes go to the channel only (E-CHANNEL-ONLY)")]
    ChannelOnly {
        /// The customer.
        customer: String,
    },
    /// A new customer has the number of another one, or none.
    #[error("customer \"{customer}\" exists already")]
    CustomerExists {
        /// The number.
        customer: String,
    },
    /// An amount has more digits than exact arithmetic holds.
    #[error("the price of item \"{item}\" has too many digits to be computed exactly")]
    TooLarge {
        /// The item asked for.
        item: String,
    },
    /// The discounts for multiples of an item make more price steps than a workbook can look up.
    #[error("item \"{item}\" has too many discounts for multiples of a quantity to be written as price steps")]
    TooManySteps {
        /// The item.
        item: String,
    },
    /// An argument is not what it may be.
    #[error("`{argument}` is {given}; expected {expected}")]
    Argument {
        /// Its name, and what of it is meant: `by_item["A"]`.
        argument: String,
        /// The value given.
        given: String,
        /// What it may be.
        expected: &'static str,
    },
    /// The caller stopped the run.
    #[error("stopped after {done} of {total} lines")]
    Stopped {
        /// Lines priced so far.
        done: usize,
        /// Lines asked for.
        total: usize,
    },
}

impl PricingError {
    /// How to get on.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Model(error) => error.hint(),
            Self::NoRate { .. } => {
                Some("give the rate with the question, or add it to the `exchange_rates` sheet".to_owned())
            }
            Self::TooLarge { .. } => Some("look at price, quantity and exchange rate with `explain`".to_owned()),
            Self::TooManySteps { .. } => {
                Some("leave the item out, or end some of its `multiples_only` discounts".to_owned())
            }
            Self::ChannelOnly { .. } => {
                Some("make a guide price list for end users, or correct `channel` on the `customers` sheet".to_owned())
            }
            Self::CustomerExists { .. } => Some("give the copy a number that no customer has".to_owned()),
            Self::Argument { .. } | Self::Stopped { .. } => None,
        }
    }
}
