//! Removes an uploaded file.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids, SignedIn};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::schema::UploadKey;
use crate::state::Api;

/// Remove an uploaded file
#[utoipa::path(delete, path = "/uploads/{id}", tag = "uploads", params(ById),
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "The file is gone."), OfOne))]
pub(crate) async fn delete_upload(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<UploadKey>,
) -> Result<StatusCode, Refusal> {
    flows::uploads::delete(api.office(), &signed_in.actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
