//! What can be done about a message that did not arrive: try it again, or write it to another address.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::compose;

use super::ByMessage;
use super::take_back::DraftPlace;
use crate::extract::Ids;
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Try a failed message again
///
/// The recipients whom it did not reach, with their attempts counted from zero.
#[utoipa::path(post, path = "/cases/{id}/messages/{mid}/send-again", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "It is due."), OfOne))]
pub(crate) async fn send_message_again(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
) -> Result<StatusCode, Refusal> {
    compose::send_again(api.office(), &actor, id.into(), mid.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Write a failed message to another address
///
/// Makes a draft of it: text, files, and the recipients whom it did not reach.
#[utoipa::path(post, path = "/cases/{id}/messages/{mid}/rewrite", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = DraftPlace, description = "Where its draft lies."), OfOne))]
pub(crate) async fn rewrite_message(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
) -> Answer<DraftPlace> {
    let mode = compose::rewrite(api.office(), &actor, id.into(), mid.into()).await?;
    Ok(Json(DraftPlace { mode }))
}
