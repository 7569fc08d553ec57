//! Deletes an archived entry.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::FaqKey;
use crate::state::Api;

/// Delete an FAQ entry
///
/// For good; only one that is in the archive.
#[utoipa::path(delete, path = "/faq-entries/{id}", tag = "faq", params(ById),
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 204, description = "The entry is gone."), OfOne))]
pub(crate) async fn delete_faq_entry(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<FaqKey>,
) -> Result<StatusCode, Refusal> {
    flows::faq::delete(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
