//! Queued mail is stopped, let go, and moved to another time.

use std::collections::BTreeSet;

use domain::outbox::DeliveryState;
use domain::{OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UpdateStatement};

use super::queue::{among, changed};
use super::redraw;
use crate::lanes;
use crate::sql::{Stored, col, is, is_among, is_of};
use crate::{Conn, StoreError, Tx};

/// What a delivery waits for, by itself or with its lane. Index `sender_lanes_unique`.
const WAITED_FOR: &str = "COALESCE(waits_for, (SELECT l.destination FROM sender_lanes l \
     WHERE l.org_id = deliveries.org_id AND l.stream = deliveries.stream AND l.domain = deliveries.domain \
     AND l.sender = deliveries.sender))";

/// Stops items that are queued and not in the bin: nothing of them is tried until they are let go.
/// A worker that has claimed one but not begun it lets it be. What waits for a destination is remembered to, so that it is
/// found by that while it is stopped. Returns those that were stopped.
pub async fn hold(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    let mut statement = among(org, ids);
    statement
        .and_where(col("deleted_at").is_null())
        .and_where(col("held_at").is_null())
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .value("held_at", at.stored());
    let items = changed(tx, org, statement).await?;
    let mut waiting = queued_of(org, &items);
    waiting
        .value("due_at", None::<i64>)
        .value("lease_owner", None::<String>)
        .value("waits_for", Expr::cust(WAITED_FOR));
    tx.execute(&waiting).await?;
    Ok(items)
}

/// Lets held items go; returns those that were held and are not in the bin.
pub async fn release_held(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    let mut statement = among(org, ids);
    statement
        .and_where(col("deleted_at").is_null())
        .and_where(col("held_at").is_not_null())
        .value("held_at", None::<i64>);
    let items = changed(tx, org, statement).await?;
    make_due(tx, org, &items, at).await?;
    Ok(items)
}

/// Those of these items that are held, and did not reach some whom their authors wanted to reach. Index `deliveries_by_item`.
pub async fn held_with_failures(
    conn: &Conn,
    org: OrganisationId,
    ids: &[OutboxId],
) -> Result<BTreeSet<OutboxId>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut failed = Query::select();
    failed
        .column("outbox_id")
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is_among("outbox_id", ids))
        .and_where(is("state", DeliveryState::Failed.as_str()))
        .and_where(is("unasked", false));
    let mut query = not_in_bin(org, ids);
    query.and_where(col("held_at").is_not_null()).and_where(col("id").in_subquery(failed));
    conn.all(&query).await?.iter().map(|row| row.id("id")).collect()
}

/// The ids of those of these items that are in no bin.
pub(super) fn not_in_bin(org: OrganisationId, ids: &[OutboxId]) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("id")
        .from("outbox")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .and_where(col("deleted_at").is_null());
    query
}

/// Makes what is queued of these items due at once, or at the time their author chose where that
/// is still ahead; its lifetime begins then.
pub(super) async fn make_due(
    tx: &Tx,
    org: OrganisationId,
    items: &[OutboxId],
    at: Timestamp,
) -> Result<(), StoreError> {
    make_due_to(tx, org, (items, None), at).await
}

/// The same, of what waits for this domain alone and is not due already.
pub(crate) async fn make_due_to(
    tx: &Tx,
    org: OrganisationId,
    (items, domain): (&[OutboxId], Option<&str>),
    at: Timestamp,
) -> Result<(), StoreError> {
    // The number is the clock's; the engines write placeholders of such expressions differently.
    let now = at.as_millis();
    let due = Expr::cust(format!(
        "COALESCE((SELECT o.planned_at FROM outbox o WHERE o.id = deliveries.outbox_id \
         AND o.org_id = deliveries.org_id AND o.planned_at > {now}), {now})"
    ));
    let mut waiting = queued_of(org, items);
    waiting
        .value("queued_at", due.clone())
        .value("due_at", due.clone())
        .value("next_attempt_at", due)
        .value("waits_for", None::<String>);
    if let Some(domain) = domain {
        // Written so that no index of domains serves it: a mail has few recipients.
        waiting.and_where(Expr::cust("(domain || '')").eq(domain)).and_where(col("due_at").is_null());
    }
    tx.execute(&waiting).await?;
    redraw(tx, org, items).await?;
    lanes::wake(tx, org, items).await?;
    lanes::mix(tx, org, items).await
}

/// Moves an item that nobody tried yet to another time, as its author or somebody for him chose;
/// `false` when it was tried, is in the bin or is not there.
pub async fn reschedule(
    tx: &Tx,
    org: OrganisationId,
    id: OutboxId,
    (planned_at, due_at): (Option<Timestamp>, Timestamp),
) -> Result<bool, StoreError> {
    let mut statement = among(org, &[id]);
    statement
        .and_where(col("deleted_at").is_null())
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(is("attempts", 0_i64))
        .value("held_at", None::<i64>)
        .value("planned_at", planned_at.stored());
    let items = changed(tx, org, statement).await?;
    if items.is_empty() {
        return Ok(false);
    }
    let mut waiting = queued_of(org, &items);
    waiting
        .value("queued_at", due_at.stored())
        .value("due_at", due_at.stored())
        .value("next_attempt_at", due_at.stored())
        .value("waits_for", None::<String>)
        .value("lease_owner", None::<String>);
    tx.execute(&waiting).await?;
    redraw(tx, org, &items).await?;
    lanes::wake(tx, org, &items).await?;
    lanes::mix(tx, org, &items).await?;
    Ok(true)
}

/// Changes what is queued of these items. Index `deliveries_by_item`.
fn queued_of(org: OrganisationId, items: &[OutboxId]) -> UpdateStatement {
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(is_among("outbox_id", items));
    statement
}
