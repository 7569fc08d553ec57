//! Where answers go to a mail that is not from the mailbox of its case.

use domain::Problem;
use domain::compose::AnswersTo;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::cases::address;

/// Where answers go.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnswersTo)]
pub(crate) enum AnswersWord {
    /// To the mailbox of the case, so that they come into it.
    Mailbox,
    /// To the address that the mail is from.
    Own,
    /// To another address.
    Address,
}

impl AnswersWord {
    /// The word, and the address beside it.
    pub(crate) fn parts(to: AnswersTo) -> (Self, Option<String>) {
        match to {
            AnswersTo::Mailbox => (Self::Mailbox, None),
            AnswersTo::Own => (Self::Own, None),
            AnswersTo::Address { address } => (Self::Address, Some(address.to_string())),
        }
    }

    /// What it means with this address beside it.
    pub(crate) fn with(self, text: Option<&str>) -> Result<AnswersTo, Problem> {
        Ok(match self {
            Self::Mailbox => AnswersTo::Mailbox,
            Self::Own => AnswersTo::Own,
            Self::Address => {
                AnswersTo::Address { address: address("answers_address", text.unwrap_or_default())? }
            }
        })
    }
}
