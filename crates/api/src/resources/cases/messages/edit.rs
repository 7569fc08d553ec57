//! Changes a comment.

use axum::Json;
use axum::extract::State;

use super::super::comment::CommentInput;
use super::{ByMessage, Message};
use crate::extract::{Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Change a comment
///
/// Its author for 15 minutes, later whoever has the right `delete`; what was sent or received stays as it is.
#[utoipa::path(patch, path = "/cases/{id}/messages/{mid}", tag = "cases", params(ByMessage),
    request_body = CommentInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Message, description = "The comment as it is now."), OfOneInput))]
pub(crate) async fn edit_comment(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
    Input(CommentInput { text }): Input<CommentInput>,
) -> Answer<Message> {
    flows::cases::messages::edit_comment(api.office(), &actor, (id.into(), mid.into()), text).await?;
    Ok(Json(super::find(&api, &actor, id.into(), mid.into()).await?.into()))
}
