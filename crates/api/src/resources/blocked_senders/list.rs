//! The senders that are blocked.

use axum::Json;
use axum::extract::State;

use super::BlockedSenders;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List blocked senders
#[utoipa::path(get, path = "/blocked-senders", tag = "blocked",
    security(("session" = ["spam"]), ("token" = ["spam"])),
    responses((status = 200, body = BlockedSenders, description = "The senders."), OfRight))]
pub(crate) async fn list_blocked_senders(
    State(api): State<Api>,
    May(actor, _): May<rights::Spam>,
) -> Answer<BlockedSenders> {
    Ok(Json(flows::filters::blocked_senders(api.office(), &actor).await?.into()))
}
