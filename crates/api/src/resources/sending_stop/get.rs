//! The stops that hold.

use axum::Json;
use axum::extract::State;
use flows::outbox::Stopper;

use super::SendingStop;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List what stops the organisation's mail
///
/// None while mail leaves; the operator's first.
#[utoipa::path(get, path = "/sending-stop", tag = "outbox",
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<SendingStop>, description = "The stops that hold."), OfRight))]
pub(crate) async fn list_sending_stops(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
) -> Answer<Rows<SendingStop>> {
    let stopper = Stopper { organisation: actor.organisation, user: Some(actor.user) };
    Ok(Json(super::stops(&api, stopper).await?))
}
