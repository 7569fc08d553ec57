//! Marks a message with a star.

use axum::extract::State;
use axum::http::StatusCode;
use flows::cases::messages;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ByMessage;
use crate::extract::{Ids, Input};
use crate::problem::Refusal;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Whether a message has a star.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FlagInput {
    /// Whether it has one.
    flagged: bool,
}

/// Mark a message with a star, or take the star away
///
/// All colleagues see it.
#[utoipa::path(put, path = "/cases/{id}/messages/{mid}/flag", tag = "cases", params(ByMessage), request_body = FlagInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "The message is marked, or not."), OfOneInput))]
pub(crate) async fn flag_message(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
    Input(FlagInput { flagged }): Input<FlagInput>,
) -> Result<StatusCode, Refusal> {
    messages::flag(api.office(), &actor, (id.into(), mid.into()), flagged).await?;
    Ok(StatusCode::NO_CONTENT)
}
