//! A file of a message.

use axum::extract::State;

use super::{ByMessage, raw_hash};
use crate::download::Download;
use crate::extract::Ids;
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Download a file of a message
#[utoipa::path(get, path = "/cases/{id}/messages/{mid}/attachments/{index}", tag = "cases",
    params(ByMessage, ("index" = u32, Path, description = "The file's index in the mail.")),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOne))]
pub(crate) async fn get_message_attachment(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id, index)): Ids<(CaseKey, MessageKey, u32)>,
) -> Result<Download, Refusal> {
    let hash = raw_hash(&api, &actor, case.into(), id.into()).await?;
    let (file, bytes) = flows::view::attachment(api.office(), actor.organisation, hash, index).await?;
    Ok(Download::attachment(file, bytes))
}
