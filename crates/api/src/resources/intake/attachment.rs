//! A file of a received mail.

use axum::extract::State;

use super::super::shared::FilePlace;
use super::open;
use crate::download::Download;
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::IntakeKey;
use crate::state::Api;

/// Download a file of a mail of the inbox queue
#[utoipa::path(get, path = "/intake/{id}/attachments/{index}", tag = "intake",
    params(ById, ("index" = String, Path, pattern = "^[0-9]+([.][0-9]+){0,7}$",
        description = "The file's index in the mail; within an attached mail behind that mail's own, as in `2.0`.")),
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOne))]
pub(crate) async fn get_intake_attachment(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    Ids((id, place)): Ids<(IntakeKey, FilePlace)>,
) -> Result<Download, Refusal> {
    let row = open(&api, &actor, id.into()).await?;
    let (file, bytes) =
        flows::attached::file(api.office(), actor.organisation, row.raw_hash, place.0).await?;
    Ok(Download::attachment(file, bytes))
}
