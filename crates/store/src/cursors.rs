//! How far each folder of each mailbox has been read. Table `cursors`.

use domain::{MailboxId, OrganisationId};
use sea_orm::sea_query::{OnConflict, Query};

use crate::row::Columns;
use crate::sql::{self, NewRow, is};
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
    let mut query = Query::select();
    query
        .columns(["uid_validity", "last_uid"])
        .from("cursors")
        .and_where(is("org_id", org))
        .and_where(is("mailbox_id", mailbox))
        .and_where(is("folder", folder));
    let Some(row) = conn.one(&query).await? else {
        return Ok(None);
    };
    let (uid_validity, last_uid) = (row.small(TABLE.at("uid_validity"))?, row.small(TABLE.at("last_uid"))?);
    Ok(Some(FolderCursor { uid_validity, last_uid }))
}

/// Moves the cursor of a folder, also backwards when UIDVALIDITY changed.
pub async fn put(
    tx: &Tx,
    org: OrganisationId,
    mailbox: MailboxId,
    folder: &str,
    cursor: FolderCursor,
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("org_id", org)
        .with("mailbox_id", mailbox)
        .with("folder", folder)
        .with("uid_validity", cursor.uid_validity)
        .with("last_uid", cursor.last_uid);
    let mut again = OnConflict::columns(["org_id", "mailbox_id", "folder"]);
    again.update_columns(["uid_validity", "last_uid"]);
    let mut statement = sql::insert("cursors", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(())
}

const TABLE: Columns = Columns("cursors");
