//! A message's mail byte for byte.

use axum::extract::State;

use super::{ByMessage, raw_hash};
use crate::download::Download;
use crate::extract::Ids;
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Download the mail of a message
#[utoipa::path(get, path = "/cases/{id}/messages/{mid}/raw", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, content_type = "message/rfc822", body = Vec<u8>, description = "The mail."), OfOne))]
pub(crate) async fn get_message_raw(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id)): Ids<(CaseKey, MessageKey)>,
) -> Result<Download, Refusal> {
    let hash = raw_hash(&api, &actor, case.into(), id.into()).await?;
    let bytes = flows::view::raw(api.office(), actor.organisation, hash).await?;
    Ok(Download::mail(&id.0.to_string(), bytes))
}
