//! What a rule would have changed.

use axum::Json;
use axum::extract::State;
use flows::returns::{Changed, Proposal, Trial, try_rule};
use serde::Serialize;
use utoipa::ToSchema;

use super::ReturnRuleInput;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::{OfInput, OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::ReturnRuleKey;
use crate::state::Api;

/// What a rule would have changed.
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
    Ok(Json(try_rule(api.office(), &actor, Proposal::New(input.into())).await?.into()))
}

/// Try a change of an own rule on past returns
///
/// Nothing is changed.
#[utoipa::path(post, path = "/return-rules/{id}/try", tag = "returns", params(ById), request_body = ReturnRuleInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ReturnRuleTrial, description = "What it would have changed."), OfOneInput))]
pub(crate) async fn try_changed_return_rule(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<ReturnRuleKey>,
    Input(input): Input<ReturnRuleInput>,
) -> Answer<ReturnRuleTrial> {
    Ok(Json(try_rule(api.office(), &actor, Proposal::Changed(id.into(), input.into())).await?.into()))
}

/// Try what past returns would be without an own rule
///
/// Nothing is changed.
#[utoipa::path(post, path = "/return-rules/{id}/try-without", tag = "returns", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ReturnRuleTrial, description = "What would have changed."), OfOne))]
pub(crate) async fn try_without_return_rule(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<ReturnRuleKey>,
) -> Answer<ReturnRuleTrial> {
    Ok(Json(try_rule(api.office(), &actor, Proposal::Gone(id.into())).await?.into()))
}
