//! What is special about messages that went out: hidden copies, what is said aside, and their end
//! when they are taken back or come back.

use domain::case::Direction;
use domain::{CaseId, EmailAddress, MessageId, OrganisationId, OutboxId, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, IN_VALUES_MAX, Stored, col, is, json};
use crate::{Conn, StoreError, Tx, raw, search};

/// What is noted of a message beside what it says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// Whether it is between us and an outsider: the customer sees and is quoted nothing of it.
    pub aside: bool,
    /// Who received a copy without the others' knowledge.
    pub bcc: Vec<EmailAddress>,
}

/// A mail of ours that a report speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SentRef {
    /// Its message.
    pub message: MessageId,
    /// Its outbox item.
    pub outbox: OutboxId,
    /// Who wrote it.
    pub author: Option<UserId>,
}

/// Notes it.
pub async fn mark_message(
    tx: &Tx,
    org: OrganisationId,
    id: MessageId,
    marks: &Marks,
) -> Result<(), StoreError> {
    let mut statement = sql::update("case_messages", org, id);
    let bcc = if marks.bcc.is_empty() { None } else { Some(json(&marks.bcc)?) };
    statement.value("aside", marks.aside).value("bcc", bcc.stored());
    tx.execute(&statement).await?;
    Ok(())
}

/// What is said aside in a case: the Message-ID of each such message, and whom it went to. Index
/// `case_messages_aside`.
pub async fn list_asides(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<(Option<String>, Vec<EmailAddress>)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["message_id", "correspondents"])
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("aside", true))
        .order_by("id", Order::Desc)
        .limit(ASIDES_MAX);
    let read = |row: &Row| {
        let people: super::messages::Correspondents = row.json(TABLE.at("correspondents"))?;
        let named = people.to.into_iter().chain(people.cc).filter_map(|somebody| somebody.address);
        Ok((row.text_or_none("message_id")?, named.collect()))
    };
    conn.all(&query).await?.iter().map(read).collect()
}

/// The mail of ours in a case that had one of these Message-IDs. Index `case_messages_by_case`.
pub async fn find_sent(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    message_ids: &[String],
) -> Result<Option<SentRef>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "outbox_id", "author_id"])
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("direction", Direction::Sent.as_str()))
        .and_where(col("outbox_id").is_not_null())
        .and_where(col("message_id").is_in(message_ids.iter().take(IN_VALUES_MAX).map(String::as_str)))
        .order_by("id", Order::Desc)
        .limit(1);
    let read = |row: Row| {
        Ok(SentRef {
            message: row.id("id")?,
            outbox: row.id("outbox_id")?,
            author: row.id_or_none("author_id")?,
        })
    };
    conn.one(&query).await?.map(read).transpose()
}

/// The case and the message of a mail of the outbox. Index `case_messages_by_outbox`.
pub async fn find_message_of(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
) -> Result<Option<(CaseId, MessageId)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["case_id", "id"])
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(col("raw_hash").is_not_null())
        .and_where(col("binned_at").is_null())
        .order_by("id", Order::Asc)
        .limit(1);
    let found = conn.one(&query).await?;
    found.map(|row| Ok((row.id("case_id")?, row.id("id")?))).transpose()
}

/// Those of these addresses that are the organisation's own mailboxes or their aliases. Addresses
/// come and go as [`EmailAddress::key`] writes them.
pub async fn own_addresses(
    conn: &Conn,
    org: OrganisationId,
    keys: Vec<String>,
) -> Result<Vec<String>, StoreError> {
    let mut query = Query::select();
    query
        .column("address_key")
        .from("mailbox_addresses")
        .and_where(is("org_id", org))
        .and_where(col("address_key").is_in(keys.into_iter().take(IN_VALUES_MAX)));
    conn.all(&query).await?.iter().map(|row| row.text("address_key")).collect()
}

/// Removes the message of an outbox item that was never tried. Index `case_messages_by_outbox`.
pub(crate) async fn remove_sent(tx: &Tx, org: OrganisationId, outbox: OutboxId) -> Result<(), StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "org_id", "case_id", "raw_hash", "message_id"])
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox));
    let removed = tx.all(&query).await?;
    for row in &removed {
        let id: MessageId = row.id("id")?;
        search::forget_message(tx, org, id).await?;
        crate::file_links::remove_of_message(tx, org, id).await?;
        let mut message = Query::delete();
        message.from_table("case_messages").and_where(is("org_id", org)).and_where(is("id", id));
        tx.execute(&message).await?;
        let Some(message_id) = row.text_or_none("message_id")? else { continue };
        let mut ids = Query::delete();
        ids.from_table("message_ids").and_where(is("org_id", org)).and_where(is("message_id", message_id));
        tx.execute(&ids).await?;
    }
    raw::let_go(tx, &removed).await?;
    // Where they are, which is not where they were written when the case was merged.
    for row in &removed {
        let case: CaseId = row.id("case_id")?;
        let mut counting = sql::update("cases", org, case);
        counting.value("messages", col("messages").sub(1)).value("last_message_at", Expr::cust(LAST_MESSAGE));
        tx.execute(&counting).await?;
        events::insert(tx, org, Change::case(case));
    }
    Ok(())
}

/// Index `case_messages_by_case`.
const LAST_MESSAGE: &str = "COALESCE((SELECT MAX(m.created_at) FROM case_messages m WHERE m.org_id = cases.org_id \
    AND m.case_id = cases.id AND m.direction <> 'comment'), created_at)";
/// Messages aside that are known of one case.
const ASIDES_MAX: u64 = 200;
const TABLE: Columns = Columns("case_messages");
