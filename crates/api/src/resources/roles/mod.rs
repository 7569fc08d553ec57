//! Roles: named sets of rights.

mod create;
mod delete;
mod list;
mod update;

use domain::org;
use serde::Serialize;
use store::roles::RoleRow;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema::{self, RoleKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_roles, create::create_role))
        .routes(routes!(update::update_role, delete::delete_role))
}

/// A role.
#[derive(Serialize, ToSchema)]
pub(crate) struct Role {
    /// The id.
    id: RoleKey,
    /// The name.
    name: String,
    /// What it allows.
    #[schema(value_type = Vec<schema::Right>)]
    rights: Vec<org::Right>,
    /// How many users have it.
    users: u64,
}

impl From<RoleRow> for Role {
    fn from(row: RoleRow) -> Self {
        Self { id: row.id.into(), name: row.name, rights: row.rights.into_iter().collect(), users: row.users }
    }
}
