//! The pauses that last.

use axum::Json;
use axum::extract::State;

use super::PauseOf;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List the pauses of automatic replies
#[utoipa::path(get, path = "/auto-replies/pauses", tag = "auto-replies",
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = Rows<PauseOf>, description = "The pauses, the longest first."), OfRight))]
pub(crate) async fn list_pauses(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
) -> Answer<Rows<PauseOf>> {
    let pauses = flows::auto_reply::list_paused(api.office(), &actor).await?;
    Ok(Json(Rows::of(pauses, PauseOf::from)))
}
