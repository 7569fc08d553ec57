//! Lets mail to a domain go on.

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

/// A domain that mail goes on to.
#[derive(Deserialize, ToSchema)]
#[schema(as = LiftedDestination)]
pub(crate) struct LiftFields {
    /// The recipients' domain, in whatever letters.
    domain: String,
}

/// Let mail to a domain go on
///
/// What waited for it is due, or goes at the time its author chose, and has all its time before it. Not what a person stopped by
/// itself. Of much that waits the last follows the answer. What the operator stopped, he alone lets go on.
#[utoipa::path(post, path = "/held-destinations/lift", tag = "outbox", request_body = LiftFields,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<HeldDestination>, description = "The domains that are still stopped."), OfInput))]
pub(crate) async fn lift_held_destination(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(LiftFields { domain }): Input<LiftFields>,
) -> Answer<Rows<HeldDestination>> {
    let stopper = Stopper { organisation: actor.organisation, user: Some(actor.user) };
    outbox::let_destination_go_on(api.office(), stopper, &domain).await?;
    Ok(Json(super::all(&api, actor.organisation).await?))
}
