//! What a person does with queued mail: try again, delete, restore.

use domain::{IntakeId, OrganisationId, Timestamp};

use crate::{StoreError, Tx};

/// Sends failed and blocked mail through the pipeline again, from the first attempt; for a blocked
/// one the filter that blocked it is left out from then on, the others still apply. Returns those
/// that were failed or blocked.
pub async fn requeue(
    tx: &Tx,
    org: OrganisationId,
    ids: &[IntakeId],
    at: Timestamp,
) -> Result<Vec<IntakeId>, StoreError> {
    todo!()
}

/// Puts mail into the bin, whatever its state; returns those that were not there.
pub async fn delete(
    tx: &Tx,
    org: OrganisationId,
    ids: &[IntakeId],
    at: Timestamp,
) -> Result<Vec<IntakeId>, StoreError> {
    todo!()
}

/// Takes mail out of the bin, into the state it had; returns those that were there.
pub async fn restore(
    tx: &Tx,
    org: OrganisationId,
    ids: &[IntakeId],
    at: Timestamp,
) -> Result<Vec<IntakeId>, StoreError> {
    todo!()
}

/// Empties the bin of all organisations of what was put there before an instant, at most `limit`
/// mails; returns how many. Their source ids stay known, so that they are not fetched again.
pub async fn purge(tx: &Tx, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    todo!()
}
