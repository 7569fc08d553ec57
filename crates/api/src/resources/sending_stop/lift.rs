//! Lets all mail go on.

use axum::Json;
use axum::extract::State;
use flows::outbox::{self, Stopper};

use super::SendingStop;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// Let all mail of the organisation go on
///
/// What waited is due as it was, and has all its time before it. What the operator stopped, he alone lets go on.
#[utoipa::path(delete, path = "/sending-stop", tag = "outbox",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<SendingStop>, description = "The stops that still hold."), OfRight))]
pub(crate) async fn delete_sending_stop(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<SendingStop>> {
    let stopper = Stopper { organisation: actor.organisation, user: Some(actor.user) };
    outbox::go_on(api.office(), stopper).await?;
    Ok(Json(super::stops(&api, stopper).await?))
}
