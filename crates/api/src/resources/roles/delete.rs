//! Removes a role.

use axum::extract::State;
use axum::http::StatusCode;
use flows::users::roles;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::RoleKey;
use crate::state::Api;

/// Remove a role
///
/// Also from the users who have it. Somebody who can administer users must remain.
#[utoipa::path(delete, path = "/roles/{id}", tag = "roles", params(ById),
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 204, description = "The role is gone."), OfOne))]
pub(crate) async fn delete_role(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Ids(id): Ids<RoleKey>,
) -> Result<StatusCode, Refusal> {
    roles::delete(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
