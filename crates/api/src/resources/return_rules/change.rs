//! Own rules made, changed and deleted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::returns::Saved;
use serde::Serialize;
use utoipa::ToSchema;

use super::ReturnRuleInput;
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::ReturnRuleKey;
use crate::state::Api;

/// A rule that was made or changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct SavedReturnRule {
    /// Its id.
    id: ReturnRuleKey,
    /// Returns that waited to be looked at and that it explains: they have left that list.
    explained: u64,
}

impl From<Saved> for SavedReturnRule {
    fn from(Saved { id, explained }: Saved) -> Self {
        Self { id: id.into(), explained }
    }
}

/// Make an own rule on returns
///
/// It holds for what comes back from now on, and explains what waits to be looked at. Its sample must be decided by it, and it must leave those of the others to
/// them.
#[utoipa::path(post, path = "/return-rules", tag = "returns", request_body = ReturnRuleInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = SavedReturnRule, description = "The rule."), OfInput))]
pub(crate) async fn create_return_rule(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<ReturnRuleInput>,
) -> Result<(StatusCode, Json<SavedReturnRule>), Refusal> {
    let saved = flows::returns::create_rule(api.office(), &actor, input.into()).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// Change an own rule on returns
///
/// The whole of it. What it decided before stays as it is.
#[utoipa::path(patch, path = "/return-rules/{id}", tag = "returns", params(ById), request_body = ReturnRuleInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = SavedReturnRule, description = "The rule."), OfOneInput))]
pub(crate) async fn change_return_rule(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<ReturnRuleKey>,
    Input(input): Input<ReturnRuleInput>,
) -> Answer<SavedReturnRule> {
    let saved = flows::returns::change_rule(api.office(), &actor, (id.into(), input.into())).await?;
    Ok(Json(saved.into()))
}

/// Delete an own rule on returns
#[utoipa::path(delete, path = "/return-rules/{id}", tag = "returns", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "It is gone."), OfOne))]
pub(crate) async fn delete_return_rule(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<ReturnRuleKey>,
) -> Result<StatusCode, Refusal> {
    flows::returns::delete_rule(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
