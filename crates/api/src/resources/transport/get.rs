//! The outgoing server as it is.

use axum::Json;
use axum::extract::State;
use domain::transport::TransportOwner;

use super::Transport;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// Get the outgoing server
#[utoipa::path(get, path = "/transport", tag = "transport",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Transport, description = "The outgoing server."), OfRight))]
pub(crate) async fn get_transport(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Transport> {
    let view = flows::transport::get(api.office(), actor.organisation, &TransportOwner::Organisation).await?;
    Ok(Json(Transport::of(view, api.office().now())))
}
