//! Who is looking at a case, so that two do not answer it at once.

use domain::{CaseId, OrganisationId, Timestamp, UserId};

use crate::{Conn, StoreError, Tx};

/// Notes that somebody is looking at a case.
pub async fn record_viewer(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    user: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    todo!()
}

/// Who has looked at a case since an instant, by name.
pub async fn list_viewers(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    since: Timestamp,
) -> Result<Vec<(UserId, String)>, StoreError> {
    todo!()
}
