//! How far each folder of each mailbox has been read. Table `cursors`.

use domain::{MailboxId, OrganisationId, Timestamp};

use crate::{Conn, StoreError, Tx};

/// How far an IMAP folder has been read (RFC 3501 2.3.1.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FolderCursor {
    /// The folder's UIDVALIDITY; another one makes `last_uid` meaningless.
    pub uid_validity: u32,
    /// The highest UID that is stored with us.
    pub last_uid: u32,
}

/// The cursor of a folder; `None` before its first mail.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
    folder: &str,
) -> Result<Option<FolderCursor>, StoreError> {
    todo!()
}

/// Moves the cursor of a folder, also backwards when UIDVALIDITY changed.
pub async fn put(
    tx: &Tx,
    org: OrganisationId,
    mailbox: MailboxId,
    folder: &str,
    cursor: FolderCursor,
) -> Result<(), StoreError> {
    todo!()
}
