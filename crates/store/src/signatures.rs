//! What stands under the mails of a user, and of a mailbox. Tables `user_signatures` and
//! `mailbox_signatures`.

use domain::audit::AuditKind;
use domain::{MailboxId, OrganisationId, UserId};
use sea_orm::sea_query::{OnConflict, Query};

use crate::sql::{self, NewRow, is};
use crate::{Conn, StoreError, Tx, audit};

/// The signatures of a user, texts with variables; an empty one is none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UserSignatures {
    /// Under a mail that begins something.
    pub of_new: String,
    /// Under an answer or a forwarded mail.
    pub of_reply: String,
}

/// Those of a user; empty ones until he sets them.
pub async fn of_user(conn: &Conn, org: OrganisationId, user: UserId) -> Result<UserSignatures, StoreError> {
    let mut query = Query::select();
    query.columns(["of_new", "of_reply"]).from("user_signatures");
    query.and_where(is("org_id", org)).and_where(is("user_id", user));
    let found = conn.one(&query).await?;
    found.map_or(Ok(UserSignatures::default()), |row| {
        Ok(UserSignatures { of_new: row.text("of_new")?, of_reply: row.text("of_reply")? })
    })
}

/// Sets those of a user.
pub async fn put_of_user(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    signatures: &UserSignatures,
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("org_id", org)
        .with("user_id", user)
        .with("of_new", signatures.of_new.as_str())
        .with("of_reply", signatures.of_reply.as_str());
    let mut again = OnConflict::columns(["org_id", "user_id"]);
    again.update_columns(["of_new", "of_reply"]);
    let mut statement = sql::insert("user_signatures", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(())
}

/// That of a mailbox; empty until somebody sets it.
pub async fn of_mailbox(conn: &Conn, org: OrganisationId, mailbox: MailboxId) -> Result<String, StoreError> {
    let mut query = Query::select();
    query.column("text").from("mailbox_signatures");
    query.and_where(is("org_id", org)).and_where(is("mailbox_id", mailbox));
    conn.one(&query).await?.map_or(Ok(String::new()), |row| row.text("text"))
}

/// Sets that of a mailbox.
pub async fn put_of_mailbox(
    tx: &Tx,
    org: OrganisationId,
    mailbox: MailboxId,
    text: &str,
) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::Mailbox, mailbox)).await?;
    let row = NewRow::default().with("org_id", org).with("mailbox_id", mailbox).with("text", text);
    let mut again = OnConflict::columns(["org_id", "mailbox_id"]);
    again.update_column("text");
    let mut statement = sql::insert("mailbox_signatures", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(())
}
