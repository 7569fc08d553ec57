//! Who may know the name of a mail of ours beside whom it went to: a later mail of its case names it (RFC 5322 3.6.4).

use std::collections::BTreeSet;

use domain::case::Direction;
use domain::{CaseId, EmailAddress, MessageId, OrganisationId, OutboxId};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Order, Query};

use super::messages::Correspondents;
use super::own_addresses;
use crate::row::Columns;
use crate::sql::{Stored, col, is, joined};
use crate::{Conn, StoreError};

/// Whether somebody else than the one whom a mail went to may know its Message-ID: a later mail of its case went to him, from us or
/// from a person who answered. Index `case_messages_by_outbox`.
pub async fn is_known_to_others(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
    recipient: &EmailAddress,
) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .columns(["case_id", "id"])
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(col("raw_hash").is_not_null())
        .order_by("id", Order::Asc)
        .limit(1);
    let Some(row) = conn.one(&query).await? else { return Ok(false) };
    let behind = (row.id("case_id")?, row.id("id")?);
    Ok(was_sent_on(conn, org, behind, recipient).await?
        || was_answered_to(conn, org, behind, recipient).await?)
}

/// Whether a later mail of ours in the case went to anybody else, aside or not, whatever became of it. Copies that nobody asked for,
/// and mailboxes of ours, are nobody else's. Indexes `case_messages_by_case` and `deliveries_by_item`.
async fn was_sent_on(
    conn: &Conn,
    org: OrganisationId,
    (case, message): (CaseId, MessageId),
    recipient: &EmailAddress,
) -> Result<bool, StoreError> {
    /// Mails to more than this are known to more people than anybody counts.
    const RECIPIENTS_MAX: usize = 200;
    let mut query = Query::select();
    query
        .distinct()
        .column(("d", "recipient"))
        .from_as("case_messages", "m")
        .inner_join(
            "deliveries".into_table_ref().alias("d"),
            joined("d.outbox_id", "m.outbox_id", ("d.org_id", "m.org_id")),
        )
        .and_where(is("m.org_id", org))
        .and_where(is("m.case_id", case))
        .and_where(col("m.id").gt(message.stored()))
        .and_where(is("m.direction", Direction::Sent.as_str()))
        .and_where(is("d.unasked", false))
        .limit(RECIPIENTS_MAX as u64);
    let rows = conn.all(&query).await?;
    let mut others = BTreeSet::new();
    for row in &rows {
        // Both engines fold letters beyond ASCII in ways of their own.
        let other: EmailAddress = row.parsed(Columns("deliveries").at("recipient"))?;
        others.insert(other.key());
    }
    Ok(rows.len() == RECIPIENTS_MAX || are_others(conn, org, others, recipient).await?)
}

/// Whether anybody of these is neither the one whom a mail went to nor a mailbox of ours.
async fn are_others(
    conn: &Conn,
    org: OrganisationId,
    mut keys: BTreeSet<String>,
    recipient: &EmailAddress,
) -> Result<bool, StoreError> {
    keys.remove(&recipient.key());
    for own in own_addresses(conn, org, keys.iter().cloned().collect()).await? {
        keys.remove(&own);
    }
    Ok(!keys.is_empty())
}

/// Whether a person who answered later is somebody else, or wrote to somebody else than us as well. Index `case_messages_by_case`.
async fn was_answered_to(
    conn: &Conn,
    org: OrganisationId,
    (case, message): (CaseId, MessageId),
    recipient: &EmailAddress,
) -> Result<bool, StoreError> {
    /// A case with more answers than this is known to more people than anybody counts.
    const ANSWERS_MAX: usize = 200;
    let mut query = Query::select();
    query
        .column("correspondents")
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(col("id").gt(message.stored()))
        .and_where(is("direction", Direction::Received.as_str()))
        .and_where(is("class", "person"))
        .order_by("id", Order::Asc)
        .limit(ANSWERS_MAX as u64);
    let rows = conn.all(&query).await?;
    let mut others = BTreeSet::new();
    for row in &rows {
        let people: Correspondents = row.json(Columns("case_messages").at("correspondents"))?;
        let all = std::iter::once(people.from).chain(people.to).chain(people.cc);
        others.extend(all.filter_map(|somebody| somebody.address.map(|address| address.key())));
    }
    Ok(rows.len() == ANSWERS_MAX || are_others(conn, org, others, recipient).await?)
}
