//! Removes an uploaded file.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::UploadKey;
use crate::state::Api;

/// Remove an uploaded file
#[utoipa::path(delete, path = "/uploads/{id}", tag = "uploads", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "The file is gone."), OfOne))]
pub(crate) async fn delete_upload(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<UploadKey>,
) -> Result<StatusCode, Refusal> {
    flows::uploads::delete(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
