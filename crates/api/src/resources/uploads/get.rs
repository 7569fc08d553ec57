//! An uploaded file.

use axum::extract::State;

use crate::download::Download;
use crate::extract::{ById, Ids, SignedIn};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::schema::UploadKey;
use crate::state::Api;

/// Download an uploaded file
///
/// One's own alone: so that a picture in a draft is seen again on another device.
#[utoipa::path(get, path = "/uploads/{id}", tag = "uploads", params(ById),
    security(("session" = []), ("token" = [])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOne))]
pub(crate) async fn get_upload(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<UploadKey>,
) -> Result<Download, Refusal> {
    let (row, content) = flows::uploads::get(api.office(), &signed_in.actor, id.into()).await?;
    Ok(Download::read((row.name, row.media_type), content))
}
