//! Kinds of request. Table `categories`; a deleted one stays as a name for the cases that have it.

use domain::{CategoryId, OrganisationId, Timestamp};

use crate::{Conn, StoreError, Tx};

/// One category.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CategoryRow {
    /// The id.
    pub id: CategoryId,
    /// The name, unique among the organisation's.
    pub name: String,
    /// Its place in the list, from 1.
    pub position: i64,
}

/// All categories, by position.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<CategoryRow>, StoreError> {
    todo!()
}

/// The category with this id, unless it was deleted.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: CategoryId,
) -> Result<Option<CategoryRow>, StoreError> {
    todo!()
}

/// Makes a category at the end; [`StoreError::Duplicate`] when the name is taken.
pub async fn insert(tx: &Tx, org: OrganisationId, name: &str) -> Result<CategoryId, StoreError> {
    todo!()
}

/// Gives it another name; `false` when there is no such category.
pub async fn rename(tx: &Tx, org: OrganisationId, id: CategoryId, name: &str) -> Result<bool, StoreError> {
    todo!()
}

/// Removes it from the choices, and from mailboxes and users; cases keep it. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: CategoryId, at: Timestamp) -> Result<bool, StoreError> {
    todo!()
}
