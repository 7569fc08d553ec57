//! What was changed of a case, by whom.

use std::collections::BTreeMap;

use domain::{CaseId, OrganisationId, Timestamp, UserId};

use super::By;
use crate::{Conn, StoreError, Tx};

/// One entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogRow {
    /// When.
    pub at: Timestamp,
    /// Who; `None` is the system.
    pub user_id: Option<UserId>,
    /// His name.
    pub user_name: Option<String>,
    /// What, in a stable code: `title`, `status`, `owner`, `category`, `priority`, or the caller's.
    pub what: String,
    /// What the sentence about it needs: `from` and `to`, as shown then.
    pub params: BTreeMap<String, String>,
}

/// Adds an entry; [`super::update`] adds its own.
pub async fn insert_log(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    by: By,
    entry: (&str, BTreeMap<String, String>),
) -> Result<(), StoreError> {
    todo!()
}

/// All entries, oldest first, at most 1,000.
pub async fn list_log(conn: &Conn, org: OrganisationId, case: CaseId) -> Result<Vec<LogRow>, StoreError> {
    todo!()
}
