//! Makes a role.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::org;
use flows::users::roles;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Role;
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema;
use crate::state::Api;

/// A role to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewRoleInput {
    /// The name, unique in the organisation.
    name: String,
    /// What it allows.
    #[schema(value_type = Vec<schema::Right>)]
    rights: Vec<org::Right>,
}

/// Make a role
#[utoipa::path(post, path = "/roles", tag = "roles", request_body = NewRoleInput,
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 201, body = Role, description = "The role."), OfInput))]
pub(crate) async fn create_role(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Input(input): Input<NewRoleInput>,
) -> Result<(StatusCode, Json<Role>), Refusal> {
    let rights = input.rights.into_iter().collect();
    let id = roles::create(api.office(), &actor, &input.name, rights).await?;
    let role = roles::find(api.office(), &actor, id).await?;
    Ok((StatusCode::CREATED, Json(role.into())))
}
