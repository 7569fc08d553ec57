//! A file of a message.

use axum::extract::State;

use super::super::super::shared::FilePlace;
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
    params(ByMessage, ("index" = String, Path, pattern = "^[0-9]+([.][0-9]+){0,7}$",
        description = "The file's index in the mail; within an attached mail behind that mail's own, as in `2.0`.")),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOne))]
pub(crate) async fn get_message_attachment(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id, place)): Ids<(CaseKey, MessageKey, FilePlace)>,
) -> Result<Download, Refusal> {
    let hash = raw_hash(&api, &actor, case.into(), id.into()).await?;
    let (file, bytes) = flows::attached::file(api.office(), actor.organisation, hash, place.0).await?;
    Ok(Download::attachment(file, bytes))
}
