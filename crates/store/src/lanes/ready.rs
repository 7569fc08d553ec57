//! What is put in order before a claim looks into the lanes.

use std::collections::{BTreeMap, BTreeSet};

use domain::compose::FromKind;
use domain::outbox::Stream;
use domain::{EmailAddress, Id, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement};

use super::{HELD_MAX, STOPPED_MS, mix, sender_of, wake};
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, filled_up, is, is_among};
use crate::{StoreError, Tx, sending_stops};

/// How long nobody looks into the lanes of such an organisation that somebody changes at the moment, milliseconds.
const CHANGING_MS: i64 = 1_000;
/// Deliveries without a lane that are given one at a time.
const ADOPTED_MAX: u64 = 256;

/// Organisations whose mail is stopped, and until when nobody looks into their lanes.
pub(crate) type Stopped = BTreeMap<OrganisationId, Timestamp>;

/// Puts everything in order that a claim finds; returns what is stopped. Once in a transaction, and before any lane is locked:
/// whoever lets mail go on holds the organisation first, and then its lanes, and lanes of what is adopted are waited for, which
/// another node may have that waits for ours.
pub(crate) async fn put_in_order(tx: &Tx, now: Timestamp) -> Result<Stopped, StoreError> {
    let stopped = stopped_until(tx, now).await?;
    adopt(tx).await?;
    hold_stopped(tx, &stopped, now).await?;
    Ok(stopped)
}

/// What is stopped. One that somebody changes at the moment, who may let its mail go on, is looked at again soon.
async fn stopped_until(tx: &Tx, now: Timestamp) -> Result<Stopped, StoreError> {
    let all = sending_stops::all(tx).await?;
    let mut stopped: Stopped = all.into_iter().map(|id| (id, now.plus_millis(CHANGING_MS))).collect();
    if !stopped.is_empty() {
        let held = sending_stops::lock_all(tx).await?;
        stopped.extend(held.into_iter().map(|id| (id, now.plus_millis(STOPPED_MS))));
    }
    Ok(stopped)
}

/// Sets aside what is due of organisations whose mail is stopped, for a while and all at once, so that nobody else's mail
/// stands behind it. Index `sender_lanes_due_by_organisation`.
async fn hold_stopped(tx: &Tx, stopped: &Stopped, now: Timestamp) -> Result<(), StoreError> {
    let mut by_time = BTreeMap::<Timestamp, Vec<OrganisationId>>::new();
    for (organisation, until) in stopped {
        by_time.entry(*until).or_default().push(*organisation);
    }
    for (until, organisations) in by_time {
        for stream in Stream::ALL {
            let mut statement = Query::update();
            statement
                .table("sender_lanes")
                .value("next_at", until.stored())
                .and_where(col("id").in_subquery(due_of(stream, &organisations, now)));
            tx.execute(&statement).await?;
        }
    }
    Ok(())
}

/// The lanes to look into of these organisations alone, in no order: asked for the longest waiting first, the engines walk
/// all that is due, and look at whose each is. Index `sender_lanes_due_by_organisation`.
pub(crate) fn due_of(stream: Stream, organisations: &[OrganisationId], now: Timestamp) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("id")
        .from("sender_lanes")
        .and_where(is("stream", stream.as_str()))
        .and_where(is_among("org_id", organisations))
        .and_where(col("next_at").lte(now.stored()))
        .limit(HELD_MAX)
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    query
}

/// Gives a lane to deliveries that a program queued which knows none, or no senders. Index `deliveries_without_sender`.
async fn adopt(tx: &Tx) -> Result<(), StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "org_id", "outbox_id", "recipient"])
        .from("deliveries")
        .and_where(is("sender", ""))
        .and_where(col("due_at").is_not_null())
        .order_by("due_at", Order::Asc)
        .limit(ADOPTED_MAX)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let found = tx.returning(&query).await?;
    if found.is_empty() {
        return Ok(());
    }
    let senders = senders(tx, &found).await?;
    let mut items = BTreeMap::<OrganisationId, Vec<OutboxId>>::new();
    for row in found {
        let recipient: EmailAddress = row.parsed(Columns("deliveries").at("recipient"))?;
        let (organisation, id): (OrganisationId, Id<()>) = (row.id("org_id")?, row.id("id")?);
        let item: OutboxId = row.id("outbox_id")?;
        let Some(sender) = senders.get(&(organisation, item)) else { continue };
        let mut statement = crate::sql::update("deliveries", organisation, id);
        statement.value("domain", recipient.domain()).value("sender", sender.as_str());
        tx.execute_unawaited(&statement).await?;
        items.entry(organisation).or_default().push(item);
    }
    for (organisation, items) in items {
        wake(tx, organisation, &items).await?;
        // Somebody may have chosen another way for it while it had no lane that could be told so.
        mix(tx, organisation, &items).await?;
    }
    Ok(())
}

/// Whose way the mail of these deliveries takes.
async fn senders(
    tx: &Tx,
    deliveries: &[Row],
) -> Result<BTreeMap<(OrganisationId, OutboxId), String>, StoreError> {
    let items = deliveries.iter().map(|row| row.id("outbox_id")).collect::<Result<Vec<OutboxId>, _>>()?;
    let of =
        deliveries.iter().map(|row| row.id("org_id")).collect::<Result<BTreeSet<OrganisationId>, _>>()?;
    let of: Vec<OrganisationId> = of.into_iter().collect();
    let mut query = Query::select();
    query.columns(["org_id", "id", "from_address", "from_kind", "created_by"]).from("outbox");
    query.and_where(is_among("id", &items));
    // Written so that no index serves it: the items are few, and an organisation has many.
    query.and_where(Expr::cust("+org_id").is_in(filled_up(&of).map(|id| id.get())));
    let mut senders = BTreeMap::new();
    for row in tx.all(&query).await? {
        let table = Columns("outbox");
        let from: EmailAddress = row.parsed(table.at("from_address"))?;
        let is_own = row.parsed::<FromKind>(table.at("from_kind"))? == FromKind::Own;
        let author = row.id_or_none("created_by")?.filter(|_: &UserId| is_own);
        senders.insert((row.id("org_id")?, row.id("id")?), sender_of(&from, author));
    }
    Ok(senders)
}
