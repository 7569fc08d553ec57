//! The schedule of fetching: claims, leases and how each fetch ended.

use domain::{MailboxId, OrganisationId, Timestamp};

use super::MailboxRow;
use crate::{Claim, StoreError, Tx};

/// How a fetch succeeded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Success {
    /// When.
    pub at: Timestamp,
    /// When the next is due.
    pub next_check_at: Timestamp,
}

/// How a fetch failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// When.
    pub at: Timestamp,
    /// What failed and what to do.
    pub error: String,
    /// When it is tried next.
    pub next_check_at: Timestamp,
}

/// Claims mailboxes of all organisations whose check is due and that nobody holds, the longest
/// waiting first. Index `mailboxes_due`.
pub async fn claim_due(tx: &Tx, claim: &Claim) -> Result<Vec<MailboxRow>, StoreError> {
    todo!()
}

/// Holds a claimed mailbox for longer; `false` when the lease is lost.
pub async fn extend_lease(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    owner: &str,
    until: Timestamp,
) -> Result<bool, StoreError> {
    todo!()
}

/// Gives a claimed mailbox back untried; it is still due.
pub async fn release(tx: &Tx, org: OrganisationId, id: MailboxId, owner: &str) -> Result<bool, StoreError> {
    todo!()
}

/// Notes a successful fetch and when the next is due, and gives the mailbox back; `false` when
/// the lease is lost. A check that was requested meanwhile stays due.
pub async fn record_success(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    owner: &str,
    success: Success,
) -> Result<bool, StoreError> {
    todo!()
}

/// Notes a failed fetch, counts it, and gives the mailbox back; `false` when the lease is lost.
pub async fn record_failure(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    owner: &str,
    failure: &Failure,
) -> Result<bool, StoreError> {
    todo!()
}

/// Makes a mailbox due now; `false` when it is not one that is fetched.
pub async fn request_check(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    todo!()
}
