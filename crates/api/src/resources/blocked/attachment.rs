//! A file of a blocked mail.

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

/// Download a file of a blocked mail
#[utoipa::path(get, path = "/blocked/{id}/attachments/{index}", tag = "blocked",
    params(ById, ("index" = String, Path, pattern = "^[0-9]+([.][0-9]+){0,7}$",
        description = "The file's index in the mail; within an attached mail behind that mail's own, as in `2.0`.")),
    security(("session" = ["blocked"]), ("token" = ["blocked"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOne))]
pub(crate) async fn get_blocked_attachment(
    State(api): State<Api>,
    May(actor, _): May<rights::Blocked>,
    Ids((id, place)): Ids<(IntakeKey, FilePlace)>,
) -> Result<Download, Refusal> {
    let row = open(&api, &actor, id.into()).await?;
    let (file, bytes) =
        flows::attached::file(api.office(), actor.organisation, row.raw_hash, place.0).await?;
    Ok(Download::attachment(file, bytes))
}
