//! Moves the mail of a message to another time.

use axum::extract::State;
use axum::http::StatusCode;
use flows::compose;

use super::super::super::outbox::ScheduleInput;
use super::ByMessage;
use crate::extract::{Ids, Input};
use crate::problem::Refusal;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Change when a message is sent
///
/// Only one that was not tried yet; without a time it is due at once.
#[utoipa::path(post, path = "/cases/{id}/messages/{mid}/schedule", tag = "cases", params(ByMessage),
    request_body = ScheduleInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "The time is changed."), OfOneInput))]
pub(crate) async fn schedule_message(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
    Input(input): Input<ScheduleInput>,
) -> Result<StatusCode, Refusal> {
    let send_at = input.send_at.map(|at| at.0);
    compose::reschedule_message(api.office(), &actor, (id.into(), mid.into()), send_at).await?;
    Ok(StatusCode::NO_CONTENT)
}
