//! Cases that went into another one, and came apart again. Table `case_merges`.

use domain::case::CaseStatus;
use domain::{CaseId, MessageId, OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Order, Query};

use super::moves::{message_ids, move_messages};
use super::participants::list_participants;
use super::{By, CaseRef, escalating, put_participant};
use crate::events::{self, Change};
use crate::row::Columns;
use crate::sql::{self, NewRow, Stored, col, is, is_among, joined, json};
use crate::{Conn, StoreError, Tx, followers};

/// Cases that may follow each other: merged into one that was merged itself.
const HOPS_MAX: usize = 20;

/// A case that went into another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MergeRow {
    /// The case that is gone.
    pub case: CaseRef,
    /// Its title.
    pub title: String,
    /// When.
    pub at: Timestamp,
}

/// The case that stands for this one: itself, or the one it was merged into at the end of all
/// merges; `None` when there is no such case.
pub async fn survivor(conn: &Conn, org: OrganisationId, id: CaseId) -> Result<Option<CaseId>, StoreError> {
    let mut at = id;
    for _ in 0..HOPS_MAX {
        let mut query = Query::select();
        query.column("merged_into").from("cases").and_where(is("org_id", org)).and_where(is("id", at));
        let Some(row) = conn.one(&query).await? else { return Ok(None) };
        match row.id_or_none("merged_into")? {
            Some(next) => at = next,
            None => return Ok(Some(at)),
        }
    }
    Ok(Some(at))
}

/// Puts all messages of `from` into `to`; both are there and neither is merged. What it was
/// before and what it brought is kept for [`unmerge`].
pub async fn merge(
    tx: &Tx,
    org: OrganisationId,
    (from, to): (CaseId, CaseId),
    status: CaseStatus,
    by: By,
) -> Result<(), StoreError> {
    let moved = message_ids(tx, org, from).await?;
    for somebody in list_participants(tx, org, from).await? {
        put_missing(tx, org, to, &somebody).await?;
    }
    // They stay followers of the case that goes, too: it may come apart again.
    for user in followers::list(tx, org, from).await? {
        followers::follow(tx, org, to, (user, by.at)).await?;
    }
    move_messages(tx, org, (from, to), &moved, by.at).await?;
    let row = NewRow::default()
        .with("org_id", org)
        .with("case_id", from)
        .with("into_id", to)
        .with("at", by.at)
        .with("user_id", by.user)
        .with("status_before", status.as_str())
        .with("message_ids", json(&moved)?);
    tx.execute(&sql::insert("case_merges", [row])).await?;
    let mut statement = sql::update("cases", org, from);
    statement
        .value("status", CaseStatus::Merged.as_str())
        .value("merged_into", to.stored())
        .value("unread", false)
        .value("delivery_failed", false)
        .value("wait_until", None::<i64>)
        .value("escalate_at", None::<i64>)
        .value("updated_at", by.at.stored());
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::case(from));
    events::insert(tx, org, Change::case(to));
    Ok(())
}

/// Makes a merged case one of its own again: the messages it brought that still lie in the
/// surviving case come back. Returns how many, and `None` when it was not merged.
pub async fn unmerge(tx: &Tx, org: OrganisationId, id: CaseId, by: By) -> Result<Option<usize>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["status_before", "message_ids"])
        .from("case_merges")
        .and_where(is("org_id", org))
        .and_where(is("case_id", id));
    let Some(row) = tx.one(&query).await? else { return Ok(None) };
    let status: CaseStatus = row.parsed(TABLE.at("status_before"))?;
    let moved: Vec<MessageId> = row.json(TABLE.at("message_ids"))?;
    let Some(holder) = survivor(tx, org, id).await? else { return Ok(None) };
    let mut statement = sql::update("cases", org, id);
    statement.value("status", status.as_str()).value("merged_into", None::<i64>);
    tx.execute(&statement).await?;
    escalating::resume(tx, org, &[id], by.at).await?;
    let back = move_messages(tx, org, (holder, id), &moved, by.at).await?;
    let mut gone = Query::delete();
    gone.from_table("case_merges").and_where(is("org_id", org)).and_where(is("case_id", id));
    tx.execute(&gone).await?;
    events::insert(tx, org, Change::case(id));
    Ok(Some(back))
}

/// The cases that went into this one since an instant, the latest first, at most 100. Index
/// `case_merges_by_survivor`.
pub async fn list_merged(
    conn: &Conn,
    org: OrganisationId,
    into: CaseId,
    since: Timestamp,
) -> Result<Vec<MergeRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns([("c", "id"), ("c", "number"), ("c", "title")])
        .column(("m", "at"))
        .from_as("case_merges", "m")
        .inner_join(
            "cases".into_table_ref().alias("c"),
            joined("c.id", "m.case_id", ("c.org_id", "m.org_id")),
        )
        .and_where(is("m.org_id", org))
        .and_where(is("m.into_id", into))
        .and_where(col("m.at").gte(since.stored()))
        .order_by(("m", "at"), Order::Desc)
        .limit(100);
    let rows = conn.all(&query).await?;
    let read = |row: &crate::row::Row| {
        Ok(MergeRow {
            case: CaseRef { id: row.id("id")?, number: row.number("number")?, message_id: None },
            title: row.text("title")?,
            at: row.at("at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// A case with those that went into it, and into those, at most 100 in all: what was written down of one before it was merged
/// stays with it, though its messages do not. Index `case_merges_by_survivor`.
pub(crate) async fn with_merged(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<CaseId>, StoreError> {
    let mut found = vec![case];
    let mut looked_into = 0;
    for _ in 0..HOPS_MAX {
        let newest = found.split_at(looked_into).1.to_vec();
        if newest.is_empty() {
            break;
        }
        looked_into = found.len();
        let mut query = Query::select();
        query
            .column("case_id")
            .from("case_merges")
            .and_where(is("org_id", org))
            .and_where(is_among("into_id", &newest))
            .order_by("at", Order::Desc)
            .limit(TOGETHER_MAX.saturating_sub(looked_into) as u64);
        for row in conn.all(&query).await? {
            found.push(row.id("case_id")?);
        }
    }
    Ok(found)
}

/// Cases whose logs are read as one.
const TOGETHER_MAX: usize = 100;

/// When it was merged; `None` for a case that was not.
pub async fn merged_at(
    conn: &Conn,
    org: OrganisationId,
    id: CaseId,
) -> Result<Option<Timestamp>, StoreError> {
    let mut query = Query::select();
    query.column("at").from("case_merges").and_where(is("org_id", org)).and_where(is("case_id", id));
    conn.one(&query).await?.map(|row| row.at("at")).transpose()
}

const TABLE: Columns = Columns("case_merges");

/// The customer of the case that goes is one of those informed in the one that stays, unless he
/// is known there.
async fn put_missing(
    tx: &Tx,
    org: OrganisationId,
    to: CaseId,
    somebody: &super::ParticipantRow,
) -> Result<(), StoreError> {
    let mut query = Query::select();
    query
        .column("removed")
        .from("case_participants")
        .and_where(is("org_id", org))
        .and_where(is("case_id", to))
        .and_where(is("address_key", somebody.address.key()));
    if tx.one(&query).await?.is_some() {
        return Ok(());
    }
    let role = domain::case::ParticipantRole::Cc;
    put_participant(tx, org, to, &super::ParticipantRow { role, ..somebody.clone() }).await
}
