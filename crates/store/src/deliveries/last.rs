//! The last attempt of each of several items, of a recipient who decides its state: the one whose words an item shows. And what they
//! were before what ended since.

use std::collections::{BTreeMap, HashMap};

use domain::outbox::{AttemptResult, DeliveryState};
use domain::{JobId, OrganisationId, OutboxId};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use super::AttemptRow;
use super::read::{COLUMNS, read_attempt};
use crate::row::{Columns, Row};
use crate::sql::{IN_VALUES_MAX, col, is, is_among, is_of, pick, same};
use crate::{Conn, StoreError};

/// The newest attempt of those recipients of an item who decide its state: index `attempts_by_item`, read from its end.
const NEWEST: &str = "(SELECT b.id FROM attempts b WHERE b.org_id = o.org_id AND b.outbox_id = o.id \
     AND (SELECT d.state FROM deliveries d WHERE d.id = b.delivery_id AND +d.org_id = b.org_id \
     AND NOT (d.unasked AND d.state = 'failed')) \
     IN (o.state, CASE o.state WHEN 'sending' THEN 'queued' ELSE o.state END) ORDER BY b.id DESC LIMIT 1)";

/// The last attempts of these items; one that nobody tried has none.
pub async fn list_last(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
) -> Result<HashMap<OutboxId, AttemptRow>, StoreError> {
    let mut found = HashMap::with_capacity(items.len());
    for items in items.chunks(IN_VALUES_MAX) {
        for row in conn.all(&last_of(org, items)).await? {
            found.insert(row.id("outbox_id")?, read_attempt(&row)?);
        }
    }
    Ok(found)
}

/// What these items were when a job was made, drawn from their deliveries as their state is: only of those of which an attempt ended
/// since, or something came back. The others are it still. Index `attempts_by_item`.
pub async fn list_states_before(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
    job: JobId,
) -> Result<BTreeMap<OutboxId, DeliveryState>, StoreError> {
    let mut found = BTreeMap::new();
    for items in items.chunks(IN_VALUES_MAX) {
        for row in conn.all(&changed_since(org, items, job)).await? {
            let before = state_before(&row)?;
            let state = found.entry(row.id("outbox_id")?).or_insert(DeliveryState::Sent);
            match (*state, before) {
                (DeliveryState::Queued | DeliveryState::Sending, _) | (_, DeliveryState::Sent) => {}
                (DeliveryState::Failed | DeliveryState::Sent, before) => *state = before,
            }
        }
    }
    Ok(found)
}

/// What a delivery was by then. What had been taken came back since; what else an attempt ended of waited.
fn state_before(row: &Row) -> Result<DeliveryState, StoreError> {
    let state: DeliveryState = row.parsed(Columns("deliveries").at("state"))?;
    if row.flag("is_touched")? {
        let before: Option<AttemptResult> = row.parsed_or_none(Columns("attempts").at("before"))?;
        let was_taken = before == Some(AttemptResult::Delivered);
        return Ok(if was_taken { DeliveryState::Sent } else { DeliveryState::Queued });
    }
    // A copy that nobody asked for fails nothing.
    let is_copy = row.flag("unasked")? && state == DeliveryState::Failed;
    Ok(if is_copy { DeliveryState::Sent } else { state })
}

/// The deliveries of those of these items of which anything ended since: whether that was they, and how they had ended before.
fn changed_since(org: OrganisationId, items: &[OutboxId], job: JobId) -> SelectStatement {
    // Ids rise with time, whatever they are of.
    let mut of_item = Query::select();
    of_item
        .column("outbox_id")
        .from("attempts")
        .and_where(is("org_id", org))
        .and_where(is_among("outbox_id", items))
        .and_where(col("id").gt(job.get()));
    let of_delivery = |alias: &'static str, columns: [&'static str; 3]| {
        let mut query = Query::select();
        query
            .from_as("attempts", alias)
            .and_where(same(columns[0], "d.org_id"))
            .and_where(same(columns[1], "d.outbox_id"))
            .and_where(same(columns[2], "d.id"));
        query
    };
    let mut since = of_delivery("c", ["c.org_id", "c.outbox_id", "c.delivery_id"]);
    since.expr(Expr::val(1)).and_where(col("c.id").gt(job.get()));
    let mut before = of_delivery("b", ["b.org_id", "b.outbox_id", "b.delivery_id"]);
    before
        .expr(col("b.result"))
        .and_where(col("b.id").lte(job.get()))
        .order_by(("b", "id"), Order::Desc)
        .limit(1);
    let mut query = Query::select();
    pick(&mut query, "d", &["outbox_id", "state", "unasked"]);
    query
        .expr_as(Expr::exists(since), "is_touched")
        .expr_as(Expr::SubQuery(None, Box::new(before.into())), "before")
        .from_as("deliveries", "d")
        .and_where(is("d.org_id", org))
        .and_where(col("d.outbox_id").in_subquery(of_item));
    query
}

fn last_of(org: OrganisationId, items: &[OutboxId]) -> SelectStatement {
    let mut query = Query::select();
    pick(&mut query, "a", &COLUMNS);
    query
        .column(("a", "outbox_id"))
        .from_as("outbox", "o")
        .inner_join(
            "attempts".into_table_ref().alias("a"),
            Expr::cust("a.org_id = o.org_id").and(Expr::cust(format!("a.id = {NEWEST}"))),
        )
        .and_where(is_of("o.org_id", org))
        .and_where(is_among("o.id", items));
    query
}
