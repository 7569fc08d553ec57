//! A file that a text keeps.

use axum::extract::State;

use crate::download::Download;
use crate::extract::{ById, Ids, SignedIn};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::schema::KeptFileKey;
use crate::state::Api;

/// Download a file of a template or a signature
///
/// So that a picture is seen where its text is. Those of one's own signatures are one's own alone.
#[utoipa::path(get, path = "/kept-files/{id}", tag = "templates", params(ById),
    security(("session" = []), ("token" = [])),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The file."), OfOne))]
pub(crate) async fn get_kept_file(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<KeptFileKey>,
) -> Result<Download, Refusal> {
    let (file, bytes) = flows::kept_files::get(api.office(), &signed_in.actor, id.into()).await?;
    Ok(Download::whole((file.name, file.media_type), bytes))
}
