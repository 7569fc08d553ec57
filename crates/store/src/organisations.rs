//! The tenants. Table `organisations`, which also keeps each one's last case number.

use domain::{OrganisationId, Timestamp};

use crate::{Conn, StoreError, Tx};

/// One organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrganisationRow {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Since when it is here.
    pub created_at: Timestamp,
}

/// Makes an organisation.
pub async fn insert(tx: &Tx, name: &str, at: Timestamp) -> Result<OrganisationId, StoreError> {
    todo!()
}

/// The organisation with this id.
pub async fn find(conn: &Conn, org: OrganisationId) -> Result<Option<OrganisationRow>, StoreError> {
    todo!()
}

/// All organisations, oldest first, for the operator's commands.
pub async fn list(conn: &Conn) -> Result<Vec<OrganisationRow>, StoreError> {
    todo!()
}

/// Gives it another name; `false` when there is no such organisation.
pub async fn rename(tx: &Tx, org: OrganisationId, name: &str) -> Result<bool, StoreError> {
    todo!()
}
