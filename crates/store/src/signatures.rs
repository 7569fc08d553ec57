//! What stands under the mails of a user, and of a mailbox. Tables `user_signatures` and
//! `mailbox_signatures`.

use domain::audit::AuditKind;
use domain::compose::Formatted;
use domain::{MailboxId, OrganisationId, UserId};
use sea_orm::sea_query::{OnConflict, Query};

use crate::row::Row;
use crate::sql::{self, NewRow, is};
use crate::{Conn, StoreError, Tx, audit};

/// The signatures of a user, of a mailbox or of a shared sender, texts with variables.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Signatures {
    /// Under a mail that begins something; empty for none.
    pub of_new: Formatted,
    /// Under an answer or a forwarded mail. An empty one of a user is none; an empty one of a mailbox leaves what stands
    /// under a mail that begins something.
    pub of_reply: Formatted,
}

/// One for every mail of a mailbox.
impl From<Formatted> for Signatures {
    fn from(of_new: Formatted) -> Self {
        Self { of_new, of_reply: Formatted::default() }
    }
}

impl From<&str> for Signatures {
    fn from(text: &str) -> Self {
        Formatted::from(text).into()
    }
}

/// Those of a user; empty ones until he sets them.
pub async fn of_user(conn: &Conn, org: OrganisationId, user: UserId) -> Result<Signatures, StoreError> {
    let mut query = Query::select();
    query.columns(["of_new", "of_new_html", "of_reply", "of_reply_html"]).from("user_signatures");
    query.and_where(is("org_id", org)).and_where(is("user_id", user));
    let found = conn.one(&query).await?;
    found.map_or(Ok(Signatures::default()), |row| {
        Ok(Signatures {
            of_new: formatted(&row, ("of_new", "of_new_html"))?,
            of_reply: formatted(&row, ("of_reply", "of_reply_html"))?,
        })
    })
}

/// Sets those of a user.
pub async fn put_of_user(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    signatures: &Signatures,
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("org_id", org)
        .with("user_id", user)
        .with("of_new", signatures.of_new.text.as_str())
        .with("of_new_html", signatures.of_new.html.as_deref())
        .with("of_reply", signatures.of_reply.text.as_str())
        .with("of_reply_html", signatures.of_reply.html.as_deref());
    let mut again = OnConflict::columns(["org_id", "user_id"]);
    again.update_columns(["of_new", "of_new_html", "of_reply", "of_reply_html"]);
    let mut statement = sql::insert("user_signatures", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(())
}

/// Those of a mailbox; empty until somebody sets them.
pub async fn of_mailbox(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
) -> Result<Signatures, StoreError> {
    let mut query = Query::select();
    query.columns(["text", "html", "of_reply", "of_reply_html"]).from("mailbox_signatures");
    query.and_where(is("org_id", org)).and_where(is("mailbox_id", mailbox));
    let found = conn.one(&query).await?;
    found.map_or(Ok(Signatures::default()), |row| {
        Ok(Signatures {
            of_new: formatted(&row, ("text", "html"))?,
            of_reply: formatted(&row, ("of_reply", "of_reply_html"))?,
        })
    })
}

/// Sets those of a mailbox.
pub async fn put_of_mailbox(
    tx: &Tx,
    org: OrganisationId,
    mailbox: MailboxId,
    signatures: &Signatures,
) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::Mailbox, mailbox)).await?;
    let row = NewRow::default()
        .with("org_id", org)
        .with("mailbox_id", mailbox)
        .with("text", signatures.of_new.text.as_str())
        .with("html", signatures.of_new.html.as_deref())
        .with("of_reply", signatures.of_reply.text.as_str())
        .with("of_reply_html", signatures.of_reply.html.as_deref());
    let mut again = OnConflict::columns(["org_id", "mailbox_id"]);
    again.update_columns(["text", "html", "of_reply", "of_reply_html"]);
    let mut statement = sql::insert("mailbox_signatures", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(())
}

/// What a column holds, and the same with formatting in another.
pub(crate) fn formatted(row: &Row, (text, html): (&str, &str)) -> Result<Formatted, StoreError> {
    Ok(Formatted { text: row.text(text)?, html: row.text_or_none(html)? })
}
