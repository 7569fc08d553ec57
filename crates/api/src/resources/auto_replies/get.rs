//! The automatic replies as they are set.

use axum::Json;
use axum::extract::State;

use super::AutoReplies;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// Get the automatic replies
#[utoipa::path(get, path = "/auto-replies", tag = "auto-replies",
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = AutoReplies, description = "The settings."), OfRight))]
pub(crate) async fn get_auto_replies(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
) -> Answer<AutoReplies> {
    Ok(Json(flows::auto_reply::get(api.office(), &actor).await?.into()))
}
