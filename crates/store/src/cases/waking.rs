//! Cases that wait until a time, and the next one in the queue.

use domain::case::CaseStatus;
use domain::{CaseId, CategoryId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement};

use super::{By, CaseChange, update};
use crate::sql::{Stored, col, is, is_among};
use crate::{StoreError, Tx, statuses};

/// Opens waiting cases of all organisations whose time has come, at most `limit`; returns how
/// many. Index `cases_waking`.
pub async fn wake(tx: &Tx, now: Timestamp, limit: u32) -> Result<usize, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "org_id", "status"])
        .from("cases")
        .and_where(col("wait_until").lte(now.stored()))
        .order_by("wait_until", Order::Asc)
        .limit(u64::from(limit));
    let rows = tx.all(&query).await?;
    for row in &rows {
        let waits = row.text("status")? == CaseStatus::Waiting.as_str();
        let change = CaseChange {
            status: waits.then_some(CaseStatus::Open),
            wait_until: Some(None),
            unread: waits.then_some(true),
            ..CaseChange::default()
        };
        update(tx, row.id("org_id")?, row.id("id")?, &change, By { user: None, at: now }).await?;
    }
    Ok(rows.len())
}

/// The open case of nobody that is due next among these categories, if its status stands in the queue: those
/// with a deadline by it, then those without, the longest waiting first.
pub async fn find_next(
    tx: &Tx,
    org: OrganisationId,
    categories: Option<&[CategoryId]>,
) -> Result<Option<CaseId>, StoreError> {
    let queued = statuses::queued(&statuses::outside_queue(tx, org).await?);
    let dated = next(org, categories, queued.clone().add(col("due_at").is_not_null()));
    let undated = next(org, categories, queued.add(col("due_at").is_null()));
    for query in [dated, undated] {
        if let Some(row) = tx.returning(&query).await?.first() {
            return Ok(Some(row.id("id")?));
        }
    }
    Ok(None)
}

/// The first of these in the queue. Index `cases_queue`.
pub(crate) fn next(
    org: OrganisationId,
    categories: Option<&[CategoryId]>,
    among: Condition,
) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("id")
        .from("cases")
        .and_where(is("org_id", org))
        .and_where(is("status", CaseStatus::Open.as_str()))
        .and_where(col("owner_id").is_null())
        .cond_where(among.add_option(categories.map(|among| is_among("category_id", among))))
        .order_by("due_at", Order::Asc)
        .order_by("last_message_at", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(1)
        // Colleagues who ask at the same time get the next ones. Written for PostgreSQL alone.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    query
}

/// Gives an open case of nobody to a user; `false` when somebody else was faster.
pub async fn take(
    tx: &Tx,
    org: OrganisationId,
    id: CaseId,
    user: UserId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = crate::sql::update("cases", org, id);
    statement
        .value("updated_at", at.stored())
        .and_where(col("owner_id").is_null())
        .and_where(is("status", CaseStatus::Open.as_str()));
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    let change = CaseChange { owner_id: Some(Some(user)), ..CaseChange::default() };
    update(tx, org, id, &change, By { user: Some(user), at }).await
}
