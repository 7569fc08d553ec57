//! The domains that are held.

use axum::Json;
use axum::extract::State;

use super::HeldDestination;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List the domains that mail does not leave for
///
/// In the order of the domains. Whoever writes to one is to know that his mail waits, and why.
#[utoipa::path(get, path = "/held-destinations", tag = "outbox",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<HeldDestination>, description = "The domains."), OfSignedIn))]
pub(crate) async fn list_held_destinations(
    State(api): State<Api>,
    SignedIn { actor, .. }: SignedIn,
) -> Answer<Rows<HeldDestination>> {
    Ok(Json(super::all(&api, actor.organisation).await?))
}
