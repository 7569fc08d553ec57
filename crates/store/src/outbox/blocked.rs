//! What failed and would fail again, since its address is blocked: it is left out where many mails are sent again.

use std::collections::BTreeSet;

use domain::blocks::BlockScope;
use domain::outbox::{DeliveryState, Stream};
use domain::{OrganisationId, OutboxId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};

use super::hold::not_in_bin;
use super::queue::{FailedOf, is_meant};
use crate::sql::{col, is, same};
use crate::{Conn, StoreError};

/// Whether the address of a row of `deliveries` is written to no more, and nothing lets this delivery pass. One on trial may be
/// tried out by it. Index `address_standings_by_address`.
pub(super) fn is_blocked() -> Expr {
    let stops_all = is("s.block_scope", BlockScope::All.as_str());
    let stops = stops_all.or(is("deliveries.stream", Stream::Bulk.as_str()));
    let mut standing = Query::select();
    standing
        .expr(Expr::val(1))
        .from_as("address_standings", "s")
        .and_where(same("s.org_id", "deliveries.org_id"))
        .and_where(col("s.address_key").eq(Func::lower(col("deliveries.recipient"))))
        .and_where(col("s.blocked_at").is_not_null())
        .and_where(col("s.trial_at").is_null())
        .and_where(stops);
    Expr::exists(standing).and(Expr::cust("NOT deliveries.passes_block"))
}

/// Those of these items that have failed for blocked addresses, and wait in no bin. Index `deliveries_by_item`.
pub async fn failed_for_blocked(
    conn: &Conn,
    org: OrganisationId,
    ids: &[OutboxId],
) -> Result<BTreeSet<OutboxId>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut query = Query::select();
    query
        .column("outbox_id")
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(col("outbox_id").in_subquery(not_in_bin(org, ids)))
        .and_where(is("state", DeliveryState::Failed.as_str()))
        .and_where(is("unasked", false))
        .and_where(is_blocked());
    conn.all(&query).await?.iter().map(|row| row.id("outbox_id")).collect()
}

/// Those of these items of which [`requeue_failed_of`](super::requeue_failed_of) would queue something. Index
/// `deliveries_by_item`.
pub async fn list_requeueable(
    conn: &Conn,
    org: OrganisationId,
    (ids, of): (&[OutboxId], FailedOf),
) -> Result<BTreeSet<OutboxId>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut free = not_in_bin(org, ids);
    free.and_where(col("held_at").is_null());
    let mut query = Query::select();
    query
        .column("outbox_id")
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(col("outbox_id").in_subquery(free))
        .and_where(is("state", DeliveryState::Failed.as_str()));
    if let Some(meant) = is_meant(of) {
        query.and_where(meant);
    }
    conn.all(&query).await?.iter().map(|row| row.id("outbox_id")).collect()
}
