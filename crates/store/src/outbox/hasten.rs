//! Queued mail is tried at once, wherever it waits but for what nobody may end.

use std::collections::{BTreeMap, BTreeSet};

use domain::outbox::{DeliveryState, ParkReason};
use domain::{OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Condition, ExprTrait, IntoTableRef, Query, SelectStatement};

use super::queue::{among, changed};
use super::redraw;
use crate::oauth::installation::INSTALLATION;
use crate::sql::{Stored, col, is, is_among};
use crate::{Conn, StoreError, Tx, lanes, parked};

/// Makes the queued deliveries of these items due at once, and opens the destinations that they wait for: who asks
/// knows that the server is well again. Not what its author wants sent later, nor what is held, nor what waits for a limit of
/// ours or for a server that asked all of us for a pause with all its recipients ([`list_kept_waiting`]). Returns the items.
pub async fn hasten(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    let destinations = waited_at(tx, org, ids).await?;
    parked::lock(tx, destinations.into_iter().collect()).await?;
    let mut statement = among(org, ids);
    statement
        .cond_where(is_waiting(at))
        // What is drawn anew below is said to change.
        .value("held_at", None::<i64>);
    let mut items = changed(tx, org, statement).await?;
    if items.is_empty() {
        return Ok(items);
    }
    open_destinations(tx, org, &items, at).await?;
    let kept = list_kept_waiting(tx, org, &items, at).await?;
    items.retain(|item| !kept.contains_key(item));
    if items.is_empty() {
        return Ok(items);
    }
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

/// What waits for its next attempt, and not for its author's time or for a person.
fn is_waiting(at: Timestamp) -> Condition {
    let is_time = Condition::any().add(col("planned_at").is_null()).add(col("planned_at").lte(at.stored()));
    Condition::all()
        .add(col("deleted_at").is_null())
        .add(col("held_at").is_null())
        .add(is("state", DeliveryState::Queued.as_str()))
        .add(is_time)
}

/// Until when a mail waits whatever anybody asks, and why.
pub type KeptWaiting = (Timestamp, ParkReason);

/// Those of these items that wait, and that [`hasten`] lets wait, since nothing is tried for any of their recipients: until when
/// the first of them is kept, and why. Index `deliveries_by_item`.
pub async fn list_kept_waiting(
    conn: &Conn,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<BTreeMap<OutboxId, KeptWaiting>, StoreError> {
    let mut kept = BTreeMap::<OutboxId, KeptWaiting>::new();
    if ids.is_empty() {
        return Ok(kept);
    }
    let mut parks = BTreeMap::new();
    let mut tried = BTreeSet::new();
    for row in conn.all(&places(org, ids, at)).await? {
        let item: OutboxId = row.id("outbox_id")?;
        let is_held = row.at_or_none("next_at")?.is_some_and(|next| next > at);
        let mut until: Option<KeptWaiting> = None;
        for (place, is_its) in [("waits_for", true), ("destination", is_held)] {
            let Some(place) = row.text_or_none(place)? else { continue };
            let parked = parked_until(conn, &mut parks, place, at).await?;
            // Single mail asks by itself whether a limit has room for it, but where it was told that it has none.
            let parked = parked.filter(|(_, reason)| is_its || *reason != ParkReason::Rate);
            until = parked.filter(|(later, _)| until.is_none_or(|(known, _)| known < *later)).or(until);
        }
        // What is claimed is on its way.
        let is_claimed = row.text_or_none("lease_owner")?.is_some();
        match until.filter(|_| !is_claimed) {
            Some(found) => {
                let first = kept.entry(item).or_insert(found);
                if found.0 < first.0 {
                    *first = found;
                }
            }
            None => {
                tried.insert(item);
            }
        }
    }
    kept.retain(|item, _| !tried.contains(item));
    Ok(kept)
}

/// Until when a place is parked, and why; read once.
async fn parked_until(
    conn: &Conn,
    known: &mut BTreeMap<String, Option<KeptWaiting>>,
    place: String,
    at: Timestamp,
) -> Result<Option<KeptWaiting>, StoreError> {
    if let Some(found) = known.get(&place) {
        return Ok(*found);
    }
    let found = parked::find(conn, &place).await?.filter(|parked| parked.until > at);
    let found = found.map(|parked| (parked.until, parked.reason));
    known.insert(place, found);
    Ok(found)
}

/// Where the deliveries of these items wait, each place of a mail once.
fn places(org: OrganisationId, ids: &[OutboxId], at: Timestamp) -> SelectStatement {
    let mut items = Query::select();
    items.column("id").from("outbox").and_where(is("org_id", org)).and_where(is_among("id", ids));
    items.cond_where(is_waiting(at));
    let mut query = Query::select();
    query
        .expr_as(col("d.outbox_id"), "outbox_id")
        .expr_as(col("d.waits_for"), "waits_for")
        .expr_as(col("d.lease_owner"), "lease_owner")
        .expr_as(col("l.destination"), "destination")
        .expr_as(col("l.next_at"), "next_at")
        .distinct()
        .from_as("deliveries", "d")
        .left_join("sender_lanes".into_table_ref().alias("l"), lanes::its_lane())
        .and_where(is("d.org_id", org))
        .and_where(col("d.outbox_id").in_subquery(items))
        .and_where(is("d.state", DeliveryState::Queued.as_str()));
    query
}

/// The destinations that these items wait for, under each of their names: a mail is told of the first that keeps it alone, and would
/// wait for the other.
async fn waited_at(tx: &Tx, org: OrganisationId, items: &[OutboxId]) -> Result<BTreeSet<String>, StoreError> {
    let mut names = lanes::destinations_of(tx, org, items).await?;
    let others: Vec<String> = names.iter().filter_map(|name| parked::other_name(org, name)).collect();
    names.extend(others);
    Ok(names)
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
    for destination in waited_at(tx, org, items).await? {
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
            // Under this word stands also what is protected too little (`parked::put`), which is found out by trying, and costs
            // it nothing.
            statement.and_where(is("reason", ParkReason::Silent.as_str()));
        }
        if tx.execute(&statement).await? > 0 {
            lanes::open(tx, &destination, at).await?;
        }
    }
    Ok(())
}
