//! Moves a mail that waits to another time.

use axum::extract::State;
use axum::http::StatusCode;
use flows::compose;
use serde::Deserialize;
use utoipa::ToSchema;

use super::open;
use crate::extract::{ById, Ids, Input};
use crate::problem::Refusal;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{Moment, OutboxKey};
use crate::state::Api;

/// When a mail shall be sent.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ScheduleInput {
    /// The time; at once when left out.
    pub(crate) send_at: Option<Moment>,
}

/// Change when a mail of the outbox is sent
///
/// Only mail that was not tried yet; without a time it is due at once.
#[utoipa::path(post, path = "/outbox/{id}/schedule", tag = "outbox", params(ById), request_body = ScheduleInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 204, description = "The time is changed."), OfOneInput))]
pub(crate) async fn schedule_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Ids(id): Ids<OutboxKey>,
    Input(input): Input<ScheduleInput>,
) -> Result<StatusCode, Refusal> {
    let item = open(&api, &actor, id.into()).await?;
    compose::reschedule(api.office(), &actor, item.id, input.send_at.map(|at| at.0)).await?;
    Ok(StatusCode::NO_CONTENT)
}
