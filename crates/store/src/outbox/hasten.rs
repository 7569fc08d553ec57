//! Queued mail is tried at once, wherever it waits.

use domain::outbox::{DeliveryState, ParkReason};
use domain::{OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Condition, ExprTrait, Query};

use super::queue::{among, changed};
use super::redraw;
use crate::oauth::installation::INSTALLATION;
use crate::sql::{Stored, col, is, is_among};
use crate::{StoreError, Tx, lanes, parked};

/// Makes the queued deliveries of these items due at once, and opens the destinations that they wait for: who asks
/// knows that the server is well again. Not what its author wants sent later, nor what is held; a limit of ours stays.
/// Returns the items.
pub async fn hasten(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    let destinations = lanes::destinations_of(tx, org, ids).await?;
    parked::lock(tx, destinations.into_iter().collect()).await?;
    let mut statement = among(org, ids);
    statement
        .and_where(col("deleted_at").is_null())
        .and_where(col("held_at").is_null())
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .cond_where(Condition::any().add(col("planned_at").is_null()).add(col("planned_at").lte(at.stored())))
        // What is drawn anew below is said to change.
        .value("held_at", None::<i64>);
    let items = changed(tx, org, statement).await?;
    if items.is_empty() {
        return Ok(items);
    }
    open_destinations(tx, org, &items, at).await?;
    let mut waiting = Query::update();
    waiting
        .table("deliveries")
        .value("due_at", at.stored())
        .value("next_attempt_at", at.stored())
        .value("waits_for", None::<String>)
        .and_where(is("org_id", org))
        .and_where(is_among("outbox_id", &items))
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(col("lease_owner").is_null())
        .and_where(col("due_at").gt(at.stored()));
    tx.execute(&waiting).await?;
    redraw(tx, org, &items).await?;
    lanes::wake(tx, org, &items).await?;
    Ok(items)
}

/// Ends the wait at the destinations of these items; how often they failed in a row is kept. A server that said to all
/// of us that it has enough is left alone, whoever asks: only what an organisation's own servers say is its own matter.
async fn open_destinations(
    tx: &Tx,
    org: OrganisationId,
    items: &[OutboxId],
    at: Timestamp,
) -> Result<(), StoreError> {
    let own = format!("{}:", parked::relays_of(org));
    let shared = format!("{}:", parked::relays_of(INSTALLATION));
    for destination in lanes::destinations_of(tx, org, items).await? {
        let mut statement = Query::update();
        statement
            .table("parked_destinations")
            .value("until_at", at.stored())
            .and_where(is("destination", destination.as_str()))
            .and_where(col("reason").ne(ParkReason::Rate.as_str()))
            .and_where(col("until_at").gt(at.stored()));
        // The installation's relay is an organisation's own where no other one has mail there.
        let is_shared = destination.starts_with(&shared);
        let is_own = destination.starts_with(&own)
            || (is_shared && !lanes::others_wait_at(tx, org, &destination).await?);
        if !is_own {
            let mut reasons = vec![ParkReason::Silent.as_str()];
            // Whether it is encrypted is found out by trying, and costs it nothing.
            reasons.extend(is_shared.then_some(ParkReason::Unprotected.as_str()));
            statement.and_where(col("reason").is_in(reasons));
        }
        if tx.execute(&statement).await? > 0 {
            lanes::open(tx, &destination, at).await?;
        }
    }
    Ok(())
}
