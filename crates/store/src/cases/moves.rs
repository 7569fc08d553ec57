//! Messages that change their case, with everything that leads back to them: Message-IDs,
//! outbox items, the intake they came by.

use std::collections::BTreeSet;

use domain::case::Direction;
use domain::{CaseId, MessageId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use super::messages::{self, MessageRow};
use super::participants::{insert_outsiders, keep_participants, outsiders};
use crate::events::{self, Change};
use crate::sql::{self, IN_VALUES_MAX, NewRow, Stored, col, is, is_among, is_of};
use crate::{Conn, StoreError, Tx};

/// Messages that one case may bring into another.
pub const MERGE_MESSAGES_MAX: u64 = 5_000;

/// The ids of a case's messages, oldest first, at most one more than may be merged.
pub async fn message_ids(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<MessageId>, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .order_by("id", Order::Asc)
        .limit(MERGE_MESSAGES_MAX + 1);
    conn.all(&query).await?.iter().map(|row| row.id("id")).collect()
}

/// Moves those of these messages that lie in `from` to `to`, which both are there; returns how
/// many. Counts, last message and participants of both are drawn together again.
pub async fn move_messages(
    tx: &Tx,
    org: OrganisationId,
    (from, to): (CaseId, CaseId),
    ids: &[MessageId],
    at: Timestamp,
) -> Result<usize, StoreError> {
    let mut moved = 0;
    for ids in ids.chunks(MOVED_TOGETHER) {
        let rows = messages::find_messages(tx, org, from, ids).await?;
        moved += rows.len();
        move_rows(tx, org, (from, to), &rows).await?;
    }
    recount(tx, org, from, at).await?;
    recount(tx, org, to, at).await?;
    keep_participants(tx, org, from, &named_in(tx, org, from).await?).await?;
    Ok(moved)
}

/// Messages that one statement moves.
const MOVED_TOGETHER: usize = 200;

async fn move_rows(
    tx: &Tx,
    org: OrganisationId,
    (from, to): (CaseId, CaseId),
    rows: &[MessageRow],
) -> Result<(), StoreError> {
    let ids: Vec<MessageId> = rows.iter().map(|row| row.id).collect();
    let outbox: Vec<_> = rows.iter().filter_map(|row| row.outbox_id).collect();
    let intakes: Vec<_> = rows.iter().filter_map(|row| row.intake_id).collect();
    lead_to(tx, org, ("case_messages", &ids), to).await?;
    lead_to(tx, org, ("outbox", &outbox), to).await?;
    lead_to(tx, org, ("intakes", &intakes), to).await?;
    let written = written_ids(tx, org, &ids).await?;
    let written: Vec<&str> = written.iter().map(String::as_str).collect();
    move_message_ids(tx, org, (from, to), &written).await?;
    for row in rows {
        let content = &row.content;
        let named = content.to.iter().chain(&content.cc);
        insert_outsiders(tx, org, to, outsiders(row.direction, &content.from, named)).await?;
    }
    Ok(())
}

/// The Message-IDs of messages, removed ones too: they are answered all the same.
async fn written_ids(tx: &Tx, org: OrganisationId, ids: &[MessageId]) -> Result<Vec<String>, StoreError> {
    let mut query = Query::select();
    query.column("message_id").from("case_messages").and_where(is_of("org_id", org));
    query.and_where(is_among("id", ids)).and_where(col("message_id").is_not_null());
    tx.all(&query).await?.iter().map(|row| row.text("message_id")).collect()
}

/// Points records of a table to another case.
async fn lead_to<K>(
    tx: &Tx,
    org: OrganisationId,
    (table, ids): (&'static str, &[domain::Id<K>]),
    case: CaseId,
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut statement = Query::update();
    statement.table(table).value("case_id", case.stored()).and_where(is_of("org_id", org));
    statement.and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    Ok(())
}

/// An answer to a moved message goes where the message is, whatever case its token names.
async fn move_message_ids(
    tx: &Tx,
    org: OrganisationId,
    (from, to): (CaseId, CaseId),
    ids: &[&str],
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut old = Query::delete();
    old.from_table("message_ids")
        .and_where(is("org_id", org))
        .and_where(is("case_id", from))
        .and_where(col("message_id").is_in(ids.iter().copied()));
    tx.execute(&old).await?;
    let row = |id: &&str| NewRow::default().with("org_id", org).with("message_id", *id).with("case_id", to);
    let mut statement = sql::insert("message_ids", ids.iter().map(row));
    statement.on_conflict(OnConflict::columns(["org_id", "message_id", "case_id"]).do_nothing().to_owned());
    tx.execute(&statement).await?;
    Ok(())
}

/// Draws a case's count and last message together from its messages.
async fn recount(tx: &Tx, org: OrganisationId, case: CaseId, at: Timestamp) -> Result<(), StoreError> {
    let mut query = Query::select();
    query
        .expr_as(Expr::cust("COUNT(*)"), "messages")
        .expr_as(col("created_at").max(), "last")
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("direction", Direction::Comment.as_str()).not())
        .and_where(col("removed_at").is_null());
    let found = tx.one(&query).await?;
    let (count, last) = match found {
        Some(row) => (row.number("messages")?, row.number_or_none("last")?),
        None => (0, None),
    };
    let mut statement = sql::update("cases", org, case);
    statement.value("messages", count).value("updated_at", at.stored());
    if let Some(last) = last {
        statement.value("last_message_at", last);
    }
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::case(case));
    Ok(())
}

/// The outsiders that a case's messages name.
async fn named_in(tx: &Tx, org: OrganisationId, case: CaseId) -> Result<BTreeSet<String>, StoreError> {
    let mut named = BTreeSet::new();
    for row in messages::list_messages(tx, org, case).await? {
        let content = &row.content;
        let others = content.to.iter().chain(&content.cc);
        named.extend(outsiders(row.direction, &content.from, others).into_keys());
        if named.len() >= IN_VALUES_MAX {
            break;
        }
    }
    Ok(named)
}
