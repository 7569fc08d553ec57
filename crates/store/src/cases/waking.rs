//! Cases that wait until a time, and the next one in the queue.

use domain::case::CaseStatus;
use domain::{CaseId, CategoryId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, ExprTrait, NullOrdering, Order, Query};

use super::{By, CaseChange, update};
use crate::sql::{Stored, col, is, is_among};
use crate::{StoreError, Tx};

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

/// The open case of nobody that is due next among these categories: those with a deadline by it,
/// then those without, the longest waiting first.
pub async fn find_next(
    tx: &Tx,
    org: OrganisationId,
    categories: Option<&[CategoryId]>,
) -> Result<Option<CaseId>, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("cases")
        .and_where(is("org_id", org))
        .and_where(is("status", CaseStatus::Open.as_str()))
        .and_where(col("owner_id").is_null())
        .cond_where(Condition::all().add_option(categories.map(|among| is_among("category_id", among))))
        .order_by_with_nulls("due_at", Order::Asc, NullOrdering::Last)
        .order_by("last_message_at", Order::Asc)
        .limit(1);
    tx.one(&query).await?.map(|row| row.id("id")).transpose()
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
