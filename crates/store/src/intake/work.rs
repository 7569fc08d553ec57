//! The pipeline's worker: claims and verdicts. Each verdict proves the lease; `false` says that
//! the lease is lost and the caller must roll back what he did for that mail.

use domain::{CaseId, FilterId, IntakeId, OrganisationId, Timestamp};

use super::{IntakeRow, Summary};
use crate::{Claim, StoreError, Tx};

/// The mail became a message of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The case.
    pub case_id: CaseId,
    /// What was read of the mail.
    pub summary: Summary,
    /// The present.
    pub at: Timestamp,
}

/// A filter holds the mail back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blocked {
    /// The filter.
    pub filter_id: FilterId,
    /// What was read of the mail.
    pub summary: Summary,
    /// The present.
    pub at: Timestamp,
}

/// Handling the mail failed for good; a person must look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failed {
    /// What failed and what to do.
    pub error: String,
    /// What was read of the mail, where it was.
    pub summary: Option<Summary>,
    /// The present.
    pub at: Timestamp,
}

/// The mail is given back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// When it is due again.
    pub due_at: Timestamp,
    /// Why, where the try failed.
    pub error: Option<String>,
    /// Whether the attempt counts: not when the worker only stops.
    pub counts: bool,
}

/// Claims stored mail of all organisations that is due, the longest waiting first, and counts an
/// attempt for each. Index `intakes_due`.
pub async fn claim_stored(tx: &Tx, claim: &Claim) -> Result<Vec<IntakeRow>, StoreError> {
    todo!()
}

/// Holds a claimed mail for longer.
pub async fn extend_lease(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    until: Timestamp,
) -> Result<bool, StoreError> {
    todo!()
}

/// The mail became a message of a case.
pub async fn record_placed(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    placed: &Placed,
) -> Result<bool, StoreError> {
    todo!()
}

/// A filter holds the mail back.
pub async fn record_blocked(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    blocked: &Blocked,
) -> Result<bool, StoreError> {
    todo!()
}

/// Handling the mail failed for good.
pub async fn record_failed(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    failed: &Failed,
) -> Result<bool, StoreError> {
    todo!()
}

/// Gives a claimed mail back.
pub async fn release(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    release: &Release,
) -> Result<bool, StoreError> {
    todo!()
}
