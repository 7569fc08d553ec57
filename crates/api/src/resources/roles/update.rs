//! Changes a role.

use axum::Json;
use axum::extract::State;
use domain::org;
use flows::users::roles;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Role;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, RoleKey};
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RoleInput {
    /// The name.
    name: Option<String>,
    /// All it allows.
    #[schema(value_type = Option<Vec<schema::Right>>)]
    rights: Option<Vec<org::Right>>,
}

/// Change a role
///
/// Somebody who can administer users must remain.
#[utoipa::path(patch, path = "/roles/{id}", tag = "roles", params(ById), request_body = RoleInput,
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 200, body = Role, description = "The role as it is now."), OfOneInput))]
pub(crate) async fn update_role(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Ids(id): Ids<RoleKey>,
    Input(input): Input<RoleInput>,
) -> Answer<Role> {
    let rights = input.rights.map(|rights| rights.into_iter().collect());
    roles::change(api.office(), &actor, id.into(), input.name.as_deref(), rights).await?;
    Ok(Json(roles::find(api.office(), &actor, id.into()).await?.into()))
}
