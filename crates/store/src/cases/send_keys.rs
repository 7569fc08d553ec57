//! Keys by which the authors of first mails know them again.

use domain::compose::SendKey;
use domain::{CaseId, MessageId, OrganisationId, UserId};
use sea_orm::sea_query::{ExprTrait, Query};

use crate::sql::{self, col, is};
use crate::{Conn, StoreError, Tx};

/// The case and the message that this author sent under this key. Index `case_messages_by_send_key`.
pub async fn find_by_send_key(
    conn: &Conn,
    org: OrganisationId,
    (author, key): (UserId, &SendKey),
) -> Result<Option<(CaseId, MessageId)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "case_id"])
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("author_id", author))
        .and_where(col("send_key").is_not_null())
        .and_where(is("send_key", key.as_str()))
        .limit(1);
    conn.one(&query).await?.map(|row| Ok((row.id("case_id")?, row.id("id")?))).transpose()
}

/// Notes the key that its author sent a message under; [`StoreError::Duplicate`] where another message of his has it.
pub async fn set_send_key(
    tx: &Tx,
    org: OrganisationId,
    message: MessageId,
    key: &SendKey,
) -> Result<(), StoreError> {
    let mut statement = sql::update("case_messages", org, message);
    statement.value("send_key", key.as_str());
    tx.execute(&statement).await?;
    Ok(())
}
