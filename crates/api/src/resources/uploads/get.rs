//! An uploaded file.

use axum::body::Body;
use axum::extract::State;

use crate::download::Download;
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::UploadKey;
use crate::state::Api;

/// Download an uploaded file
///
/// One's own alone: so that a picture in a draft is seen again on another device.
#[utoipa::path(get, path = "/uploads/{id}", tag = "uploads", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOne))]
pub(crate) async fn get_upload(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<UploadKey>,
) -> Result<Download, Refusal> {
    let (row, bytes) = flows::uploads::get(api.office(), &actor, id.into()).await?;
    Ok(Download { name: row.name, media_type: row.media_type, body: Body::from(bytes) })
}
