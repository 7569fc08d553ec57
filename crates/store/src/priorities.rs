//! How urgent cases are. Table `priorities`; a deleted one stays as a name for the cases that have it.

use domain::{OrganisationId, PriorityId, Timestamp};

use crate::{Conn, StoreError, Tx};

/// One priority.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PriorityRow {
    /// The id.
    pub id: PriorityId,
    /// The name, unique among the organisation's.
    pub name: String,
    /// Its rank: the lower, the more urgent.
    pub rank: i64,
}

/// All priorities, by rank and name.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<PriorityRow>, StoreError> {
    todo!()
}

/// The priority with this id, unless it was deleted.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: PriorityId,
) -> Result<Option<PriorityRow>, StoreError> {
    todo!()
}

/// Makes a priority; [`StoreError::Duplicate`] when the name is taken.
pub async fn insert(tx: &Tx, org: OrganisationId, name: &str, rank: i64) -> Result<PriorityId, StoreError> {
    todo!()
}

/// Changes name or rank, `None` leaves it; `false` when there is no such priority.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: PriorityId,
    name: Option<&str>,
    rank: Option<i64>,
) -> Result<bool, StoreError> {
    todo!()
}

/// Removes it from the choices and from mailboxes; cases keep it. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: PriorityId, at: Timestamp) -> Result<bool, StoreError> {
    todo!()
}
