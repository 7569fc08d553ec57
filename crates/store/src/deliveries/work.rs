//! The delivery worker: claim, begin, record.

use domain::outbox::DeliveryState;
use domain::{CaseId, DeliveryId, EmailAddress, OrganisationId, OutboxId, Outcome, Timestamp};

use crate::raw::RawHash;
use crate::{Claim, StoreError, Tx};

/// A claimed delivery.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueDelivery {
    /// The id.
    pub id: DeliveryId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// The recipient.
    pub recipient: EmailAddress,
    /// Attempts begun since it was queued.
    pub attempts: u32,
    /// When it was queued: what its lifetime is counted from.
    pub queued_at: Timestamp,
    /// Whether an attempt was begun whose end nobody recorded; the peer may have taken the mail
    /// (RFC 1047).
    pub interrupted: bool,
    /// The mail.
    pub mail: DueMail,
}

/// What a delivery needs to know of its mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueMail {
    /// The outbox item.
    pub outbox_id: OutboxId,
    /// Who it is from.
    pub from: EmailAddress,
    /// Where failures are reported; `None` is the null return path.
    pub return_path: Option<EmailAddress>,
    /// Its raw bytes.
    pub raw_hash: RawHash,
    /// Its size, octets.
    pub size_octets: u64,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
}

/// An attempt whose intent is written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Begun {
    /// The delivery.
    pub id: DeliveryId,
    /// Which attempt it is, from 1.
    pub number: u32,
}

/// What becomes of a delivery after an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The next server took responsibility.
    Sent,
    /// It is over.
    Failed,
    /// It is tried again.
    Retry {
        /// When.
        at: Timestamp,
    },
}

/// How one attempt ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttemptRecord {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The delivery.
    pub delivery_id: DeliveryId,
    /// When it ended.
    pub at: Timestamp,
    /// What the server, or we, said.
    pub outcome: Outcome,
    /// The host that was spoken to.
    pub host: Option<String>,
    /// Whether the connection was encrypted.
    pub tls: bool,
    /// How long it took, milliseconds.
    pub duration_ms: i64,
    /// What becomes of the delivery.
    pub verdict: Verdict,
}

/// An outbox item after some of its deliveries changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ItemState {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The item.
    pub outbox_id: OutboxId,
    /// Its state.
    pub state: DeliveryState,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
}

/// Claims due deliveries of all organisations, the longest waiting first. Index `deliveries_due`.
pub async fn claim_due(tx: &Tx, claim: &Claim) -> Result<Vec<DueDelivery>, StoreError> {
    todo!()
}

/// Writes down that attempts begin now, before anything is connected to: state `Sending` and the
/// attempt's number. Leaves out those whose lease is lost; they must not be tried.
pub async fn begin_attempts(
    tx: &Tx,
    ids: &[DeliveryId],
    owner: &str,
    at: Timestamp,
) -> Result<Vec<Begun>, StoreError> {
    todo!()
}

/// Holds claimed deliveries for longer; returns those still held.
pub async fn extend_leases(
    tx: &Tx,
    ids: &[DeliveryId],
    owner: &str,
    until: Timestamp,
) -> Result<Vec<DeliveryId>, StoreError> {
    todo!()
}

/// Writes down how attempts ended and what becomes of the deliveries; returns their items' new
/// states. An attempt is logged even when its lease is lost, since it happened; the delivery then
/// changes only if the mail was taken.
pub async fn record_attempts(
    tx: &Tx,
    owner: &str,
    records: &[AttemptRecord],
) -> Result<Vec<ItemState>, StoreError> {
    todo!()
}

/// Gives claimed deliveries back untried, due at an instant.
pub async fn release(tx: &Tx, ids: &[DeliveryId], owner: &str, due_at: Timestamp) -> Result<(), StoreError> {
    todo!()
}
