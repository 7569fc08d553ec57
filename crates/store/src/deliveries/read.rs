//! The deliveries of one outbox item, with the log of their attempts.

use domain::outbox::{AttemptResult, DeliveryState};
use domain::{DeliveryId, EmailAddress, EnhancedStatus, OrganisationId, OutboxId, ReplyCode, Timestamp};

use crate::{Conn, StoreError};

/// One try.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttemptRow {
    /// When it ended.
    pub at: Timestamp,
    /// Which it was, from 1.
    pub number: u32,
    /// How it ended.
    pub result: AttemptResult,
    /// The server's code, where it answered.
    pub code: Option<ReplyCode>,
    /// Its enhanced code.
    pub enhanced: Option<EnhancedStatus>,
    /// Its words, or ours where it did not answer.
    pub words: String,
    /// The host that was spoken to.
    pub host: Option<String>,
    /// Whether the connection was encrypted.
    pub tls: bool,
    /// How long it took, milliseconds.
    pub duration_ms: i64,
}

/// One delivery.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeliveryRow {
    /// The id.
    pub id: DeliveryId,
    /// The recipient.
    pub recipient: EmailAddress,
    /// Where it stands.
    pub state: DeliveryState,
    /// Attempts begun since it was queued.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: Option<Timestamp>,
    /// Its attempts, oldest first; the last one has the last code, words and host.
    pub log: Vec<AttemptRow>,
}

/// The deliveries of an item in the order of its recipients.
pub async fn list_of_item(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
) -> Result<Vec<DeliveryRow>, StoreError> {
    todo!()
}
