//! Mail comes in: raw bytes, row, timeline, cursor and event in the caller's one transaction.

use std::collections::HashSet;

use domain::{IntakeId, MailboxId, OrganisationId, Timestamp};

use super::Summary;
use crate::cursors::FolderCursor;
use crate::raw::PreparedRaw;
use crate::{Conn, StoreError, Tx};

/// Mails of one mailbox that came in together.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// The mailbox.
    pub mailbox_id: MailboxId,
    /// `imap`, `pop3`, `smtp` or `import`, for the timeline.
    pub via: String,
    /// The server they were fetched from, or the client that handed them over.
    pub peer: String,
    /// The mails.
    pub mails: Vec<Arrival>,
    /// How far the folder is read with these.
    pub progress: Option<FolderProgress>,
}

/// One mail that came in.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What makes it one mail of its mailbox.
    pub source_id: String,
    /// The bytes.
    pub raw: PreparedRaw,
    /// When it came.
    pub received_at: Timestamp,
    /// What is known of it for the lists; the default until it is parsed.
    pub summary: Summary,
}

/// How far a folder is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FolderProgress {
    /// The folder.
    pub folder: String,
    /// Its new cursor.
    pub cursor: FolderCursor,
}

/// What became of one arrival.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inserted {
    /// It is a new intake.
    New(IntakeId),
    /// The mailbox had it already.
    Known(IntakeId),
}

/// Those of the source ids that the mailbox has already.
pub async fn known_source_ids(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
    source_ids: &[String],
) -> Result<HashSet<String>, StoreError> {
    todo!()
}

/// Stores mails that came in, with the steps *received* and *stored*, the cursor and the event;
/// a mail that the mailbox has already changes nothing. Answers in the order of the arrivals.
pub async fn insert_stored(
    tx: &Tx,
    org: OrganisationId,
    arrivals: &Arrivals,
) -> Result<Vec<Inserted>, StoreError> {
    todo!()
}
