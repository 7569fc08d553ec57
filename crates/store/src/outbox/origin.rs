//! What a mail was made from, so that its author can take it back before it is tried.

use domain::case::CaseStatus;
use domain::compose::Written;
use domain::outbox::DeliveryState;
use domain::timeline::Subject;
use domain::{CaseId, EmailAddress, JobId, OrganisationId, OutboxId, StatusId, Timestamp, UserId};
use sea_orm::DbBackend;
use sea_orm::sea_query::{ExprTrait, LockType, Order, Query};
use serde::{Deserialize, Serialize};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, Stored, col, is, json};
use crate::{Conn, StoreError, Tx, deliveries, raw, timeline};

/// What its author wrote, and what sending it changed of the case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// What he wrote.
    pub written: Written,
    /// Where the case stood before, and what sending made of it, where it changed.
    pub status: Option<(CaseStatus, CaseStatus)>,
    /// The same among the organisation's own statuses.
    pub own_status: (Option<StatusId>, Option<StatusId>),
    /// Whether sending made him the owner.
    pub took_over: bool,
    /// Who decided as whom it is, as a stable name: `message`, `template`, `organisation` or `mailbox`.
    pub because: Option<String>,
    /// Who gets a copy though its author named nobody: they belong to the sender, or to all that he writes.
    pub copies: Vec<EmailAddress>,
    /// The job that wrote it as one of many.
    pub job: Option<JobId>,
}

/// When an item is sent, and what it was made from.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// The time its author chose.
    pub planned_at: Option<Timestamp>,
    /// Whether it comes back when the customer writes first.
    pub cancel_if_answered: bool,
    /// What it was made from.
    pub origin: &'a Origin,
}

/// A mail that was taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenBack {
    /// What it was made from.
    pub origin: Origin,
    /// Who wrote it.
    pub author: UserId,
    /// The case.
    pub case: CaseId,
}

/// Notes when a new item is sent and what it was made from, and which of its recipients have copies that nobody asked for.
pub async fn record_plan(
    tx: &Tx,
    org: OrganisationId,
    id: OutboxId,
    plan: Plan<'_>,
) -> Result<(), StoreError> {
    let mut statement = sql::update("outbox", org, id);
    statement
        .value("planned_at", plan.planned_at.stored())
        .value("cancel_if_answered", plan.cancel_if_answered)
        .value("from_kind", plan.origin.written.sent_from.as_str())
        .value("asks_receipt", plan.origin.written.as_whom.receipt)
        .value("origin", json(plan.origin)?);
    tx.execute(&statement).await?;
    deliveries::mark_unasked(tx, org, id, &plan.origin.copies).await
}

/// What an item was made from; `None` for automatic mail.
pub async fn find_origin(
    conn: &Conn,
    org: OrganisationId,
    id: OutboxId,
) -> Result<Option<Origin>, StoreError> {
    let mut query = Query::select();
    query.column("origin").from("outbox").and_where(is("org_id", org)).and_where(is("id", id));
    query.and_where(col("origin").is_not_null());
    query.and_where(col("created_by").is_not_null()).and_where(col("case_id").is_not_null());
    conn.one(&query).await?.map(|row| row.json(TABLE.at("origin"))).transpose()
}

/// The items of a case that come back when the customer writes. Index `outbox_planned`.
pub async fn list_to_call_back(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<OutboxId>, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("outbox")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("cancel_if_answered", true))
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(is("attempts", 0_i64))
        .and_where(col("deleted_at").is_null())
        .order_by("id", Order::Asc);
    conn.all(&query).await?.iter().map(|row| row.id("id")).collect()
}

/// Removes an item that an agent wrote and that was never tried, with its message in the case.
/// `None`, and nothing changed, when it was tried, is not there or is automatic mail.
pub async fn take_back(tx: &Tx, org: OrganisationId, id: OutboxId) -> Result<Option<TakenBack>, StoreError> {
    if !is_untried(tx, org, id).await? {
        return Ok(None);
    }
    let mut deliveries = Query::delete();
    deliveries.from_table("deliveries").and_where(is("org_id", org)).and_where(is("outbox_id", id));
    tx.execute(&deliveries).await?;
    let mut statement = Query::delete();
    statement.from_table("outbox").and_where(is("org_id", org)).and_where(is("id", id)).returning(
        Query::returning().columns(["id", "org_id", "raw_hash", "origin", "created_by", "case_id"]),
    );
    let removed = tx.returning(&statement).await?;
    raw::let_go(tx, &removed).await?;
    let Some(row) = removed.first() else { return Ok(None) };
    timeline::delete(tx, org, Subject::Outbox(id)).await?;
    let taken = read(row)?;
    crate::cases::remove_sent(tx, org, id).await?;
    events::insert(tx, org, Change::outbox(id));
    Ok(Some(taken))
}

/// Whether an agent's item is there and none of its deliveries was begun. On `PostgreSQL` the
/// deliveries are locked, so that no worker begins one before the caller's commit.
async fn is_untried(tx: &Tx, org: OrganisationId, id: OutboxId) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .columns(["state", "attempts"])
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", id))
        .order_by("id", Order::Asc);
    if matches!(tx.backend(), DbBackend::Postgres) {
        query.lock(LockType::Update);
    }
    let deliveries = tx.returning(&query).await?;
    for row in &deliveries {
        if row.text("state")? != DeliveryState::Queued.as_str() || row.number("attempts")? != 0 {
            return Ok(false);
        }
    }
    Ok(!deliveries.is_empty() && find_origin(tx, org, id).await?.is_some())
}

const TABLE: Columns = Columns("outbox");

fn read(row: &Row) -> Result<TakenBack, StoreError> {
    Ok(TakenBack {
        origin: row.json(TABLE.at("origin"))?,
        author: row.id("created_by")?,
        case: row.id("case_id")?,
    })
}
