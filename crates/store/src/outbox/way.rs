//! Mail that waits or failed is sent another way than its sender's.

use domain::compose::FromKind;
use domain::outbox::DeliveryState;
use domain::transport::WayChoice;
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, Query};

use super::queue::{among, changed};
use super::redraw;
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is, is_among, is_of};
use crate::{Conn, StoreError, Tx, lanes};

/// A mail that can be sent another way, and what its way follows from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reroutable {
    /// The id.
    pub id: OutboxId,
    /// Whether it failed; else it waits.
    pub has_failed: bool,
    /// Who it is from.
    pub from: EmailAddress,
    /// Its author, where it is from his own address.
    pub own_of: Option<UserId>,
}

const TABLE: Columns = Columns("outbox");

/// Those of these items that wait or failed, and are not in the bin.
pub async fn list_reroutable(
    conn: &Conn,
    org: OrganisationId,
    ids: &[OutboxId],
) -> Result<Vec<Reroutable>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "state", "from_address", "from_kind", "created_by"])
        .from("outbox")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .and_where(col("deleted_at").is_null())
        .and_where(col("state").is_in(OPEN.map(DeliveryState::as_str)));
    conn.all(&query).await?.iter().map(read).collect()
}

const OPEN: [DeliveryState; 2] = [DeliveryState::Queued, DeliveryState::Failed];

fn read(row: &Row) -> Result<Reroutable, StoreError> {
    let author: Option<UserId> = row.id_or_none("created_by")?;
    let is_own = row.parsed::<FromKind>(TABLE.at("from_kind"))? == FromKind::Own;
    Ok(Reroutable {
        id: row.id("id")?,
        has_failed: row.parsed::<DeliveryState>(TABLE.at("state"))? == DeliveryState::Failed,
        from: row.parsed(TABLE.at("from_address"))?,
        own_of: author.filter(|_| is_own),
    })
}

/// Chooses the way of items that wait or failed, and are not in the bin; what waits of them is due at once, but for what is
/// held or planned for later. A worker that has claimed one but not begun it lets it be. Returns those that it was
/// chosen for; what failed of them is queued by [`requeue_failed`](super::requeue_failed).
pub async fn choose_way(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    (choice, at): (WayChoice, Timestamp),
) -> Result<Vec<OutboxId>, StoreError> {
    let mut statement = among(org, ids);
    statement
        .and_where(col("deleted_at").is_null())
        .and_where(col("state").is_in(OPEN.map(DeliveryState::as_str)))
        .value("chosen_way", choice.way.as_str())
        .value("chosen_by", choice.by.stored());
    let items = changed(tx, org, statement).await?;
    if items.is_empty() {
        return Ok(items);
    }
    let mut untold = Query::update();
    untold
        .table("deliveries")
        .value("way_is_new", true)
        .and_where(is("org_id", org))
        .and_where(is_among("outbox_id", &items))
        .and_where(is("state", DeliveryState::Queued.as_str()));
    tx.execute(&untold).await?;
    let mut free = Query::select();
    free.column("id").from("outbox").and_where(is_of("org_id", org)).and_where(is_among("id", &items));
    free.and_where(col("held_at").is_null());
    free.and_where(col("planned_at").is_null().or(col("planned_at").lte(at.stored())));
    let mut waiting = Query::update();
    waiting
        .table("deliveries")
        .value("due_at", at.stored())
        .value("next_attempt_at", at.stored())
        .value("lease_owner", None::<String>)
        .value("waits_for", None::<String>)
        .and_where(is("org_id", org))
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(col("outbox_id").in_subquery(free));
    tx.execute(&waiting).await?;
    redraw(tx, org, &items).await?;
    lanes::wake(tx, org, &items).await?;
    lanes::mix(tx, org, &items).await?;
    Ok(items)
}
