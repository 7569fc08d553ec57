//! Sets the automatic replies.

use axum::Json;
use axum::extract::State;

use super::AutoReplies;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Set the automatic replies
///
/// The categories named replace all that had something of their own.
#[utoipa::path(put, path = "/auto-replies", tag = "auto-replies", request_body = AutoReplies,
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = AutoReplies, description = "The settings as they are now."), OfInput))]
pub(crate) async fn put_auto_replies(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Input(input): Input<AutoReplies>,
) -> Answer<AutoReplies> {
    flows::auto_reply::put(api.office(), &actor, input.into()).await?;
    Ok(Json(flows::auto_reply::get(api.office(), &actor).await?.into()))
}
