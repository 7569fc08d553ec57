//! The last attempt of each of several items, of a recipient who decides its state: the one whose words an item shows.

use std::collections::{BTreeSet, HashMap};

use domain::{JobId, OrganisationId, OutboxId};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Query, SelectStatement};

use super::AttemptRow;
use super::read::{COLUMNS, read_attempt};
use crate::sql::{IN_VALUES_MAX, col, is, is_among, is_of, pick};
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

/// Those of these items of which an attempt ended, or that came back, since a job was made. Index `attempts_by_item`.
pub async fn list_ended_since(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
    job: JobId,
) -> Result<BTreeSet<OutboxId>, StoreError> {
    let mut found = BTreeSet::new();
    for items in items.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .distinct()
            .column("outbox_id")
            .from("attempts")
            .and_where(is("org_id", org))
            .and_where(is_among("outbox_id", items))
            // Ids rise with time, whatever they are of.
            .and_where(col("id").gt(job.get()));
        for row in conn.all(&query).await? {
            found.insert(row.id("outbox_id")?);
        }
    }
    Ok(found)
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
