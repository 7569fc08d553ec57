//! When mail can go at the earliest: its own time, and the end of what its destination waits for.

use domain::outbox::DeliveryState;
use domain::{OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Query, SelectStatement};

use super::waiting::OWN_PLACE;
use crate::held_destinations::hold_of_delivery;
use crate::lanes::its_lane;
use crate::sql::{Stored, col, is, is_among, same};
use crate::{Conn, StoreError};

/// Queued deliveries of an item that nothing holds up, or whose destinations are parked until the same instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Going {
    /// The item.
    pub outbox: OutboxId,
    /// When the first of them is tried by its own time.
    pub next_attempt_at: Option<Timestamp>,
    /// Until when nothing is tried at their destinations.
    pub parked_until: Option<Timestamp>,
}

/// When what is queued of these items goes, by what it waits for, as [`super::list_waiting_for`] has it for one. Index
/// `deliveries_by_item`.
pub async fn list_going(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
    now: Timestamp,
) -> Result<Vec<Going>, StoreError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Query::select();
    query
        .expr_as(col("w.outbox_id"), "outbox_id")
        .expr_as(Expr::cust(UNTIL), "until_at")
        .expr_as(col("w.next_at").min(), "next_at")
        .from_subquery(by_domain(org, items), "w")
        .left_join(
            "parked_destinations".into_table_ref().alias("p"),
            same("p.destination", "w.own_place").and(col("p.until_at").gt(now.stored())),
        )
        .left_join(
            "parked_destinations".into_table_ref().alias("q"),
            same("q.destination", "w.lanes_place").and(col("q.until_at").gt(now.stored())),
        )
        .add_group_by([col("w.outbox_id"), Expr::cust(UNTIL)]);
    let mut found = Vec::new();
    for row in conn.all(&query).await? {
        found.push(Going {
            outbox: row.id("outbox_id")?,
            next_attempt_at: row.at_or_none("next_at")?,
            parked_until: row.at_or_none("until_at")?,
        });
    }
    Ok(found)
}

/// The later of the two keeps it back: what it met with itself, or what its lane is held for.
const UNTIL: &str =
    "CASE WHEN p.until_at IS NULL OR q.until_at > p.until_at THEN q.until_at ELSE p.until_at END";

/// What is queued of these items and may leave, by domain. Indexes `deliveries_by_item`, `sender_lanes_unique` and
/// `held_destinations_unique`.
pub(crate) fn by_domain(org: OrganisationId, items: &[OutboxId]) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr_as(col("d.outbox_id"), "outbox_id")
        .expr_as(Expr::cust(OWN_PLACE), "own_place")
        .expr_as(col("l.destination").max(), "lanes_place")
        .expr_as(col("d.next_attempt_at").min(), "next_at")
        .from_as("deliveries", "d")
        .left_join("sender_lanes".into_table_ref().alias("l"), its_lane())
        .and_where(is("d.org_id", org))
        .and_where(is_among("d.outbox_id", items))
        .and_where(is("d.state", DeliveryState::Queued.as_str()))
        // What is held for its domain waits for a person.
        .and_where(Expr::not_exists(hold_of_delivery()))
        .add_group_by([col("d.outbox_id"), col("d.domain")]);
    query
}
