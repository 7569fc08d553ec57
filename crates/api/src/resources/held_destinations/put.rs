//! Stops all mail to a domain.

use axum::Json;
use axum::extract::State;
use flows::outbox::{self, Stopper};
use serde::Deserialize;
use utoipa::ToSchema;

use super::HeldDestination;
use crate::extract::Input;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// A domain that mail is not to leave for.
#[derive(Deserialize, ToSchema)]
#[schema(as = HeldDestinationInput)]
pub(crate) struct HoldFields {
    /// The recipients' domain, in whatever letters.
    domain: String,
    /// The reason, for whoever wonders where mail is; at most 500 characters.
    why: String,
}

/// Stop all mail to a domain
///
/// What waits for it, and what is written until it is let go on, waits in the outbox, on all nodes from the answer on; what is with
/// a server, or was being begun by another node in that instant, ends there. Nothing uses up an attempt. Where somebody has stopped
/// it already, that stands, and the refusal names who did (`user`, as far as he is still there), when (`at`) and why (`why`). An
/// organisation stops at most 200 domains.
#[utoipa::path(put, path = "/held-destinations", tag = "outbox", request_body = HoldFields,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<HeldDestination>, description = "The domains that are stopped."), OfInput))]
pub(crate) async fn put_held_destination(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(HoldFields { domain, why }): Input<HoldFields>,
) -> Answer<Rows<HeldDestination>> {
    let stopper = Stopper { organisation: actor.organisation, user: Some(actor.user) };
    outbox::hold_destination(api.office(), stopper, (domain.as_str(), why.as_str())).await?;
    Ok(Json(super::all(&api, actor.organisation).await?))
}
