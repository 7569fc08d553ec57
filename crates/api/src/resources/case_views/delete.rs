//! Removes a saved view.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::CaseViewKey;
use crate::state::Api;

/// Remove a saved view
///
/// The cases that it showed stay as they are.
#[utoipa::path(delete, path = "/case-views/{id}", tag = "case-views", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "The view is gone."), OfOne))]
pub(crate) async fn delete_case_view(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseViewKey>,
) -> Result<StatusCode, Refusal> {
    flows::case_views::delete(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
