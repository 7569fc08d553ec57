//! A mail that was refused for its files goes again with links in their place.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::compose;

use super::{ByMessage, Message};
use crate::extract::Ids;
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Send a failed message again, with its files as links
///
/// To the recipients whom it did not reach: the same words, and in the place of each file a link by which it can be
/// downloaded for as long as the organisation's settings say.
#[utoipa::path(post, path = "/cases/{id}/messages/{mid}/send-as-links", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = Message, description = "The new message."), OfOne))]
pub(crate) async fn send_message_as_links(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
) -> Result<(StatusCode, Json<Message>), Refusal> {
    let sent = compose::send_as_links(api.office(), &actor, id.into(), mid.into()).await?;
    super::written(&api, &actor, (id.into(), sent)).await
}
