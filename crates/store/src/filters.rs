//! Filters: conditions and actions on intake, in their order. Table `filters`; a deleted one
//! stays as a name for the mail that it blocked.

use domain::intake::{FilterAction, FilterField, FilterOperator};
use domain::{FilterId, MailboxId, OrganisationId, Timestamp};

use crate::{Conn, StoreError, Tx};

/// What a person sets of a filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilterSettings {
    /// The name.
    pub name: String,
    /// Whether it is applied.
    pub active: bool,
    /// The mailbox whose mail it reads; all where absent.
    pub mailbox_id: Option<MailboxId>,
    /// The text it reads.
    pub field: FilterField,
    /// How it compares.
    pub operator: FilterOperator,
    /// What it looks for.
    pub pattern: String,
    /// What it does.
    pub action: FilterAction,
}

/// One filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilterRow {
    /// The id.
    pub id: FilterId,
    /// Its place in the order, from 1.
    pub position: i64,
    /// What a person set.
    pub settings: FilterSettings,
    /// How many mails it matched.
    pub hits: u64,
    /// When it last matched.
    pub last_hit_at: Option<Timestamp>,
}

/// All filters in their order.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<FilterRow>, StoreError> {
    todo!()
}

/// The active filters that read a mailbox's mail, in their order.
pub async fn list_active(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
) -> Result<Vec<FilterRow>, StoreError> {
    todo!()
}

/// The filter with this id, unless it was deleted.
pub async fn find(conn: &Conn, org: OrganisationId, id: FilterId) -> Result<Option<FilterRow>, StoreError> {
    todo!()
}

/// Makes a filter at the end of the order.
pub async fn insert(tx: &Tx, org: OrganisationId, settings: &FilterSettings) -> Result<FilterId, StoreError> {
    todo!()
}

/// Changes a filter; `false` when there is none.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: FilterId,
    settings: &FilterSettings,
) -> Result<bool, StoreError> {
    todo!()
}

/// Puts the filters into this order; those not named keep theirs, behind.
pub async fn reorder(tx: &Tx, org: OrganisationId, ids: &[FilterId]) -> Result<(), StoreError> {
    todo!()
}

/// Counts one more match of each.
pub async fn record_hits(
    tx: &Tx,
    org: OrganisationId,
    ids: &[FilterId],
    at: Timestamp,
) -> Result<(), StoreError> {
    todo!()
}

/// Deletes a filter; `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: FilterId, at: Timestamp) -> Result<bool, StoreError> {
    todo!()
}
