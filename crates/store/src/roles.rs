//! Roles: named sets of rights. Tables `roles`, `role_rights`.

use domain::org::Rights;
use domain::{OrganisationId, RoleId};

use crate::{Conn, StoreError, Tx};

/// One role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleRow {
    /// The id.
    pub id: RoleId,
    /// The name.
    pub name: String,
    /// What it allows.
    pub rights: Rights,
    /// How many users have it.
    pub users: u64,
}

/// All roles, by name.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<RoleRow>, StoreError> {
    todo!()
}

/// The role with this id.
pub async fn find(conn: &Conn, org: OrganisationId, id: RoleId) -> Result<Option<RoleRow>, StoreError> {
    todo!()
}

/// Makes a role; [`StoreError::Duplicate`] when the name is taken.
pub async fn insert(tx: &Tx, org: OrganisationId, name: &str, rights: &Rights) -> Result<RoleId, StoreError> {
    todo!()
}

/// Changes a role; `None` leaves the name or the rights. `false` when there is no such role.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: RoleId,
    name: Option<&str>,
    rights: Option<&Rights>,
) -> Result<bool, StoreError> {
    todo!()
}

/// Removes a role, also from its users; `false` when there is no such role.
pub async fn delete(tx: &Tx, org: OrganisationId, id: RoleId) -> Result<bool, StoreError> {
    todo!()
}
