//! Own rules made and deleted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::ReturnRuleInput;
use crate::extract::{ById, Ids, Input};
use crate::problem::Refusal;
use crate::refusals::{OfInput, OfOne};
use crate::rights::{self, May};
use crate::schema::ReturnRuleKey;
use crate::state::Api;

/// A rule that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeReturnRule {
    /// Its id.
    id: ReturnRuleKey,
}

/// Make an own rule on returns
///
/// It holds for what comes back from now on. Its sample must be decided by it, and it must leave those of the others to
/// them.
#[utoipa::path(post, path = "/return-rules", tag = "returns", request_body = ReturnRuleInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = MadeReturnRule, description = "The rule."), OfInput))]
pub(crate) async fn create_return_rule(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<ReturnRuleInput>,
) -> Result<(StatusCode, Json<MadeReturnRule>), Refusal> {
    let id = flows::returns::create_rule(api.office(), &actor, input.into()).await?;
    Ok((StatusCode::CREATED, Json(MadeReturnRule { id: id.into() })))
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
