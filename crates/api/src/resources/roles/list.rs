//! All roles.

use axum::Json;
use axum::extract::State;
use flows::users::roles;

use super::Role;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List roles
#[utoipa::path(get, path = "/roles", tag = "roles", security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 200, body = Rows<Role>, description = "All roles, by name."), OfRight))]
pub(crate) async fn list_roles(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
) -> Answer<Rows<Role>> {
    Ok(Json(Rows::of(roles::list(api.office(), &actor).await?, Role::from)))
}
