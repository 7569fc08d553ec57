//! Deletes a filter.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::FilterKey;
use crate::state::Api;

/// Delete a filter
///
/// Mail that it blocked stays blocked.
#[utoipa::path(delete, path = "/filters/{id}", tag = "filters", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "The filter is gone."), OfOne))]
pub(crate) async fn delete_filter(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<FilterKey>,
) -> Result<StatusCode, Refusal> {
    flows::filters::delete(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
