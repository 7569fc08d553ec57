//! What a new rule would have changed.

use axum::Json;
use axum::extract::State;
use flows::returns::{Changed, Trial};
use serde::Serialize;
use utoipa::ToSchema;

use super::ReturnRuleInput;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// What a new rule would have changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnRuleTrial {
    /// Returns that it was tried on: the newest, at most 5,000.
    tried: u64,
    /// How many it judges otherwise.
    changed: u64,
    /// The first 50 of them.
    changes: Vec<ChangedReturn>,
}

/// A return that is judged otherwise.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangedReturn {
    /// The address.
    address: String,
    /// The words.
    words: String,
    /// What it came back as.
    before: &'static str,
    /// What it would.
    after: &'static str,
}

impl From<Trial> for ReturnRuleTrial {
    fn from(Trial { tried, changed, changes }: Trial) -> Self {
        let told = |Changed { address, words, before, after }: Changed| ChangedReturn {
            address,
            words,
            before: before.as_str(),
            after: after.as_str(),
        };
        Self { tried, changed, changes: changes.into_iter().map(told).collect() }
    }
}

/// Try an own rule on past returns
///
/// Nothing is changed.
#[utoipa::path(post, path = "/return-rules/try", tag = "returns", request_body = ReturnRuleInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ReturnRuleTrial, description = "What it would have changed."), OfInput))]
pub(crate) async fn try_return_rule(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<ReturnRuleInput>,
) -> Answer<ReturnRuleTrial> {
    Ok(Json(flows::returns::try_rule(api.office(), &actor, input.into()).await?.into()))
}
