//! Messages that belong elsewhere.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::MessageId;
use flows::cases;
use serde::Deserialize;
use utoipa::ToSchema;

use super::details::CaseDetails;
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Which messages.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SplitInput {
    /// The messages' ids; at least one message must stay.
    message_ids: Vec<MessageKey>,
}

/// Which messages, and where to.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MoveInput {
    /// The messages' ids; at least one message must stay.
    message_ids: Vec<MessageKey>,
    /// The case that they belong to.
    to: CaseKey,
}

/// Split messages off a case
///
/// They become a case of their own, and answers to them arrive there.
#[utoipa::path(post, path = "/cases/{id}/split", tag = "cases", params(ById), request_body = SplitInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = CaseDetails, description = "The new case."), OfOneInput))]
pub(crate) async fn split_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Input(input): Input<SplitInput>,
) -> Result<(StatusCode, Json<CaseDetails>), Refusal> {
    let new = cases::split(api.office(), &actor, id.into(), &ids(input.message_ids)).await?;
    Ok((StatusCode::CREATED, Json(CaseDetails::of(&api, &actor, new).await?)))
}

/// Move messages into another case
///
/// Answers to them arrive there.
#[utoipa::path(post, path = "/cases/{id}/move", tag = "cases", params(ById), request_body = MoveInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = CaseDetails, description = "The case that they left."), OfOneInput))]
pub(crate) async fn move_messages(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Input(input): Input<MoveInput>,
) -> Answer<CaseDetails> {
    let (from, to) = (id.into(), input.to.into());
    cases::move_messages(api.office(), &actor, (from, to), &ids(input.message_ids)).await?;
    Ok(Json(CaseDetails::of(&api, &actor, from).await?))
}

fn ids(keys: Vec<MessageKey>) -> Vec<MessageId> {
    keys.into_iter().map(Into::into).collect()
}
