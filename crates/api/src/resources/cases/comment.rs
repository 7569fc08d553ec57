//! Adds a comment that the customer never sees.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::messages::{self, Message};
use crate::extract::{ById, Ids, Input};
use crate::problem::Refusal;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// A comment to be added.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CommentInput {
    /// The text.
    pub(super) text: String,
}

/// Comment on a case
///
/// For colleagues; the customer never sees it.
#[utoipa::path(post, path = "/cases/{id}/comments", tag = "cases", params(ById), request_body = CommentInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = Message, description = "The message."), OfOneInput))]
pub(crate) async fn comment_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Input(input): Input<CommentInput>,
) -> Result<(StatusCode, Json<Message>), Refusal> {
    let message = flows::cases::comment(api.office(), &actor, id.into(), input.text).await?;
    let message = messages::find(&api, &actor, id.into(), message).await?;
    Ok((StatusCode::CREATED, Json(message.into())))
}
