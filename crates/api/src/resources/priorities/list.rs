//! All priorities.

use axum::Json;
use axum::extract::State;

use super::Priority;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List priorities
#[utoipa::path(get, path = "/priorities", tag = "priorities", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<Priority>, description = "All priorities, by rank."), OfSignedIn))]
pub(crate) async fn list_priorities(State(api): State<Api>, signed_in: SignedIn) -> Answer<Rows<Priority>> {
    let rows = store::priorities::list(&api.conn(), signed_in.actor.organisation).await?;
    Ok(Json(Rows::of(rows, Priority::from)))
}
