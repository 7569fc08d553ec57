//! Sets the outgoing server.

use axum::Json;
use axum::extract::State;
use domain::transport::TransportOwner;

use super::{Transport, TransportFields};
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Set the outgoing server
///
/// Mail that waits takes the new way. A stored password does not go along to another server, port or user name: it is
/// given again with those.
#[utoipa::path(put, path = "/transport", tag = "transport", request_body = TransportFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Transport, description = "The outgoing server as it is now."), OfInput))]
pub(crate) async fn put_transport(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<TransportFields>,
) -> Answer<Transport> {
    let owner = TransportOwner::Organisation;
    flows::transport::put(api.office(), &actor, owner.clone(), input.into()).await?;
    let view = flows::transport::get(api.office(), actor.organisation, &owner).await?;
    Ok(Json(Transport::of(view, api.office().now())))
}
