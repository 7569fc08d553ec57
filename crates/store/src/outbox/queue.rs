//! Mail is put into the outbox, sent again, deleted and restored.

use domain::{OrganisationId, OutboxId, Timestamp};

use super::NewOutbox;
use crate::{StoreError, Tx};

/// Puts a mail into the outbox: raw bytes, item and one queued delivery per recipient.
pub async fn insert(tx: &Tx, org: OrganisationId, item: &NewOutbox) -> Result<OutboxId, StoreError> {
    todo!()
}

/// Queues the failed deliveries of these items again, due now and with their attempts counted from
/// zero; returns the items that had one.
pub async fn requeue_failed(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    todo!()
}

/// Puts items into the bin: their queued deliveries wait there. Not those being sent; returns those put there.
pub async fn delete(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    todo!()
}

/// Takes items out of the bin; what was queued is due at once. Returns those that were there.
pub async fn restore(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    todo!()
}

/// Empties the bin of all organisations of what was put there before an instant, at most `limit`
/// items; returns how many.
pub async fn purge(tx: &Tx, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    todo!()
}
