//! The stops that hold.

use axum::Json;
use axum::extract::State;
use flows::outbox::Stopper;

use super::SendingStop;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List what stops the organisation's mail
///
/// None while mail leaves; the operator's first. Whoever writes mail is to know that it waits, and why.
#[utoipa::path(get, path = "/sending-stop", tag = "outbox",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<SendingStop>, description = "The stops that hold."), OfSignedIn))]
pub(crate) async fn list_sending_stops(
    State(api): State<Api>,
    SignedIn { actor, .. }: SignedIn,
) -> Answer<Rows<SendingStop>> {
    let stopper = Stopper { organisation: actor.organisation, user: Some(actor.user) };
    Ok(Json(super::stops(&api, stopper).await?))
}
