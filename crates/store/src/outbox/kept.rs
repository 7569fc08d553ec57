//! Sent mail that its organisation keeps no longer.

use domain::outbox::DeliveryState;
use domain::{OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Cond, ExprTrait, Order, Query, SelectStatement};

use super::queue::removed;
use crate::sql::{Stored, col, is, is_among};
use crate::{StoreError, Tx};

/// The item that a look through mail in the order of its writing has come to.
pub type Place = (Timestamp, OutboxId);

/// What a look through sent mail came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Looked {
    /// Items that were looked at.
    pub items: u64,
    /// Of them, those that are gone.
    pub removed: u64,
    /// The last one; none where none was left.
    pub last: Option<Place>,
}

/// Removes sent mail that was written and left before an instant and that no case shows, with its bytes, deliveries, attempts and
/// timeline; looks at the next `limit` items behind a place. What a case shows goes with its message.
pub async fn purge_sent(
    tx: &Tx,
    org: OrganisationId,
    (behind, before): (Option<Place>, Timestamp),
    limit: u64,
) -> Result<Looked, StoreError> {
    let found = tx.all(&sent_before(org, (behind, before), limit)).await?;
    let ids = found.iter().map(|row| row.id("id")).collect::<Result<Vec<OutboxId>, _>>()?;
    let Some(last) = found.last() else { return Ok(Looked::default()) };
    let last = (last.at("created_at")?, last.id("id")?);
    let mut shown = Query::select();
    shown.column("outbox_id").from("case_messages").and_where(is("org_id", org));
    shown.and_where(is_among("outbox_id", &ids));
    let shown: Vec<OutboxId> =
        tx.all(&shown).await?.iter().map(|row| row.id("outbox_id")).collect::<Result<_, _>>()?;
    // Index `attempts_by_item`: what left late may still come back.
    let mut late = Query::select();
    late.distinct().column("outbox_id").from("attempts").and_where(is("org_id", org));
    late.and_where(is_among("outbox_id", &ids)).and_where(col("at").gte(before.stored()));
    let late: Vec<OutboxId> =
        tx.all(&late).await?.iter().map(|row| row.id("outbox_id")).collect::<Result<_, _>>()?;
    let is_over = |id: &OutboxId| !shown.contains(id) && !late.contains(id);
    let over: Vec<OutboxId> = ids.iter().copied().filter(is_over).collect();
    let items = ids.len() as u64;
    if over.is_empty() {
        return Ok(Looked { items, removed: 0, last: Some(last) });
    }
    let mut statement = Query::delete();
    statement
        .from_table("outbox")
        .and_where(is("org_id", org))
        .and_where(is_among("id", &over))
        .and_where(is("state", DeliveryState::Sent.as_str()));
    let gone = removed(tx, statement).await?;
    Ok(Looked { items, removed: gone.len() as u64, last: Some(last) })
}

/// Sent mail from before an instant, the oldest first, behind a place. Index `outbox_by_created`.
pub(crate) fn sent_before(
    org: OrganisationId,
    (behind, before): (Option<Place>, Timestamp),
    limit: u64,
) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "created_at"])
        .from("outbox")
        .and_where(is("org_id", org))
        .and_where(is("state", DeliveryState::Sent.as_str()))
        .and_where(col("deleted_at").is_null())
        .and_where(col("created_at").lt(before.stored()))
        .order_by("created_at", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(limit);
    if let Some((at, id)) = behind {
        query.and_where(col("created_at").gte(at.stored()));
        let later = col("created_at").gt(at.stored());
        query.cond_where(Cond::any().add(later).add(col("id").gt(id.stored())));
    }
    query
}
