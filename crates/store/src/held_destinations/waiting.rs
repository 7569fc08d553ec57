//! What waits for a domain that is held: it is stopped, told of, and let go.

use std::collections::{BTreeMap, BTreeSet};

use domain::outbox::DeliveryState;
use domain::{DeliveryId, Id, OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{
    Expr, ExprTrait, IntoTableRef, LockBehavior, LockType, Order, Query, SelectStatement,
};

use super::{its_hold, list, of_domain};
use crate::deliveries::begun_by;
use crate::events::{self, Change};
use crate::outbox::make_due_to;
use crate::row::Row;
use crate::sql::{Stored, col, is, is_among, is_of, joined};
use crate::{Conn, Count, StoreError, Tx};

/// 1 of a mail `o` that waits for domains alone that are held, and 0 of others, also where there is none. Indexes
/// `deliveries_by_item` and `held_destinations_unique`.
pub(crate) const IS_HELD_FOR_DOMAINS: &str = "CAST(CASE WHEN o.state = 'queued' \
     AND EXISTS (SELECT 1 FROM deliveries w WHERE w.org_id = o.org_id AND w.outbox_id = o.id AND w.state = 'queued' \
     AND EXISTS (SELECT 1 FROM held_destinations h WHERE h.org_id = w.org_id AND h.domain = w.domain)) \
     AND NOT EXISTS (SELECT 1 FROM deliveries w WHERE w.org_id = o.org_id AND w.outbox_id = o.id AND w.state = 'queued' \
     AND NOT EXISTS (SELECT 1 FROM held_destinations h WHERE h.org_id = w.org_id AND h.domain = w.domain)) \
     THEN 1 ELSE 0 END AS BIGINT)";

/// Deliveries, or mails, that one transaction stops or lets go.
const AT_ONCE: u64 = 500;
/// Others that wait for the same are counted up to this.
const OTHERS_MAX: u64 = 1000;

/// The hold that a claimed delivery was found to be of.
pub(crate) type Found = (DeliveryId, Id<()>);

/// Stops those of these deliveries that are of a domain that is held, and that this worker has claimed: their attempts are not
/// begun, and none is used up. Returns them. Asked only where an organisation holds any domain.
pub async fn leave_held(
    tx: &Tx,
    ids: &[DeliveryId],
    owner: &str,
) -> Result<BTreeSet<DeliveryId>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut query = Query::select();
    query
        .expr_as(col("d.id"), "id")
        .expr_as(col("h.id"), "hold_id")
        .from_as("deliveries", "d")
        .inner_join("held_destinations".into_table_ref().alias("h"), its_hold())
        .and_where(is_among("d.id", ids))
        .and_where(is("d.lease_owner", owner));
    let read = |row: &Row| Ok((row.id("id")?, row.id("hold_id")?));
    let found = tx.all(&query).await?.iter().map(read).collect::<Result<Vec<Found>, StoreError>>()?;
    stop_claimed(tx, &found, owner).await
}

/// Stops these deliveries as far as their holds stand, and this worker still has them. Whoever lifts one meanwhile is waited
/// for: what was of it is left as it is.
pub(crate) async fn stop_claimed(
    tx: &Tx,
    found: &[Found],
    owner: &str,
) -> Result<BTreeSet<DeliveryId>, StoreError> {
    if found.is_empty() {
        return Ok(BTreeSet::new());
    }
    let holds: BTreeSet<Id<()>> = found.iter().map(|(_, hold)| *hold).collect();
    let holds: Vec<Id<()>> = holds.into_iter().collect();
    let mut standing = Query::select();
    standing.column("id").from("held_destinations").and_where(is_among("id", &holds));
    // Written for PostgreSQL alone; SQLite has one writer. In one order, so that none waits in a circle.
    standing.order_by("id", Order::Asc).lock(LockType::Share);
    let standing = tx.returning(&standing).await?;
    let standing = standing.iter().map(|row| row.id("id")).collect::<Result<BTreeSet<Id<()>>, _>>()?;
    let ids: Vec<DeliveryId> =
        found.iter().filter(|(_, hold)| standing.contains(hold)).map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut statement = Query::update();
    statement
        .table("deliveries")
        // As it is already, so that its mail stands as it did: nobody waits here for whoever draws that.
        .value("state", DeliveryState::Queued.as_str())
        .value("due_at", None::<i64>)
        .value("lease_owner", None::<String>)
        .and_where(is_among("id", &ids))
        .and_where(is("lease_owner", owner))
        .returning(Query::returning().columns(["id", "org_id", "outbox_id"]));
    let mut stopped = BTreeSet::new();
    for row in tx.returning(&statement).await? {
        stopped.insert(row.id("id")?);
        events::insert(tx, row.id("org_id")?, Change::outbox(row.id("outbox_id")?));
    }
    Ok(stopped)
}

/// Stops some of what waits for a domain that is held, and that no worker has; what is to leave later is stopped when its time
/// comes. Returns whether there may be more of it.
pub async fn stop_waiting(
    tx: &Tx,
    org: OrganisationId,
    domain: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut hold = of_domain(org, domain);
    // Written for PostgreSQL alone: whoever lifts it does so behind this.
    hold.lock(LockType::Share);
    if tx.returning(&hold).await?.is_empty() {
        return Ok(false);
    }
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .value("due_at", None::<i64>)
        .and_where(col("id").in_subquery(due_to(org, domain, now)))
        .returning_col("outbox_id");
    let stopped = tx.returning(&statement).await?;
    let items = stopped.iter().map(|row| row.id("outbox_id")).collect::<Result<BTreeSet<OutboxId>, _>>()?;
    items.into_iter().for_each(|id| events::insert(tx, org, Change::outbox(id)));
    Ok(stopped.len() as u64 >= AT_ONCE)
}

/// What waits for a domain, and no worker has. Index `deliveries_by_domain`.
pub(crate) fn due_to(org: OrganisationId, domain: &str, now: Timestamp) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("id")
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("domain", domain))
        .and_where(col("queued_at").lte(begun_by(now).stored()))
        .and_where(col("due_at").is_not_null())
        .and_where(col("lease_owner").is_null())
        .limit(AT_ONCE)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    query
}

/// Lets some of what a hold stopped that was lifted go on: it is due, and its time begins. Not what a person stopped, nor what
/// lies in the bin. Returns whether there may be more of it.
pub async fn let_go(tx: &Tx, org: OrganisationId, domain: &str, now: Timestamp) -> Result<bool, StoreError> {
    let mut lifted = Query::select();
    lifted.column("id").from("lifted_destinations").and_where(is("org_id", org));
    // Whoever holds the domain anew waits for this, or is seen. Two who let go do so one behind the other.
    lifted.and_where(is("domain", domain)).lock(LockType::Update);
    let lifted = tx.returning(&lifted).await?;
    let Some(id) = lifted.first().map(|row| row.id::<()>("id")).transpose()? else { return Ok(false) };
    let found = tx.all(&at_rest(org, domain)).await?;
    let found = found.iter().map(|row| row.id("outbox_id")).collect::<Result<Vec<OutboxId>, _>>()?;
    let mut free = Query::select();
    free.column("id").from("outbox").and_where(is_of("org_id", org)).and_where(is_among("id", &found));
    free.and_where(col("deleted_at").is_null()).and_where(col("held_at").is_null());
    // Written for PostgreSQL alone: whoever stops one or throws it away in this instant is waited for, and seen.
    free.order_by("id", Order::Asc).lock(LockType::Update);
    let free = tx.returning(&free).await?;
    let free = free.iter().map(|row| row.id("id")).collect::<Result<Vec<OutboxId>, _>>()?;
    make_due_to(tx, org, (&free, Some(domain)), now).await?;
    if found.len() as u64 >= AT_ONCE {
        return Ok(true);
    }
    let mut done = Query::delete();
    done.from_table("lifted_destinations").and_where(is("org_id", org)).and_where(is("id", id));
    tx.execute(&done).await?;
    Ok(false)
}

/// Mails of which a hold stopped something. Index `deliveries_at_rest`.
pub(crate) fn at_rest(org: OrganisationId, domain: &str) -> SelectStatement {
    let mut query = Query::select();
    query
        .distinct()
        .expr_as(col("d.outbox_id"), "outbox_id")
        .from_as("deliveries", "d")
        .inner_join(
            "outbox".into_table_ref().alias("o"),
            joined("o.id", "d.outbox_id", ("o.org_id", "d.org_id")),
        )
        .and_where(is("d.org_id", org))
        .and_where(is("d.domain", domain))
        .and_where(col("d.due_at").is_null())
        // As the index has it: SQLite uses it for no statement that says so by other words.
        .and_where(Expr::cust("d.state <> 'sent'"))
        .and_where(is("d.state", DeliveryState::Queued.as_str()))
        .and_where(col("o.held_at").is_null())
        .and_where(col("o.deleted_at").is_null())
        .limit(AT_ONCE);
    query
}

/// Mails of which any hold of an organisation stopped something, one for each delivery. Indexes `held_destinations_unique` and
/// `deliveries_at_rest`.
pub(crate) fn stopped_of(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr_as(col("d.outbox_id"), "outbox_id")
        .from_as("held_destinations", "h")
        .inner_join("deliveries".into_table_ref().alias("d"), its_hold())
        .and_where(is("h.org_id", org))
        .and_where(is("d.org_id", org))
        .and_where(col("d.due_at").is_null())
        .and_where(Expr::cust("d.state <> 'sent'"))
        .and_where(is("d.state", DeliveryState::Queued.as_str()));
    query
}

/// Mails of which a hold stopped something, beside one, counted up to 1,000.
pub async fn count_others(
    conn: &Conn,
    (org, outbox): (OrganisationId, OutboxId),
    domain: &str,
) -> Result<Count, StoreError> {
    let mut others = at_rest(org, domain);
    others.and_where(col("d.outbox_id").ne(outbox.stored())).reset_limit().limit(OTHERS_MAX + 1);
    let mut query = Query::select();
    query.expr_as(Expr::cust("COUNT(*)"), "counted").from_subquery(others, "w");
    let counted = conn.one(&query).await?.map_or(Ok(0), |row| row.number("counted"))?;
    let counted = u64::try_from(counted).unwrap_or(0);
    Ok(Count { count: std::cmp::min(counted, OTHERS_MAX), more: counted > OTHERS_MAX })
}

/// For which domains a mail is held.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HeldFor {
    /// The domains, in their order.
    pub domains: Vec<String>,
    /// Whether some of it waits for another that is not held.
    pub waits_elsewhere: bool,
    /// Whether the operator holds all of them, who alone lets it go on.
    pub is_operators: bool,
}

/// For which domains these items are held, of what of them is queued; those of which nothing is are left out. Indexes
/// `deliveries_by_item` and `held_destinations_unique`.
pub async fn list_held_for(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
) -> Result<BTreeMap<OutboxId, HeldFor>, StoreError> {
    let mut held = BTreeMap::<OutboxId, HeldFor>::new();
    // Most hold none, and nothing of their mail is read.
    let holds = if items.is_empty() { Vec::new() } else { list(conn, org).await? };
    if holds.is_empty() {
        return Ok(held);
    }
    let mut query = Query::select();
    query
        .expr_as(col("d.outbox_id"), "outbox_id")
        .expr_as(col("d.domain"), "domain")
        .expr_as(col("h.id").count(), "holds")
        .from_as("deliveries", "d")
        .left_join("held_destinations".into_table_ref().alias("h"), its_hold())
        .and_where(is("d.org_id", org))
        .and_where(is_among("d.outbox_id", items))
        .and_where(is("d.state", DeliveryState::Queued.as_str()))
        .add_group_by([col("d.outbox_id"), col("d.domain")])
        .order_by(("d", "domain"), Order::Asc);
    for row in conn.all(&query).await? {
        let of = held.entry(row.id("outbox_id")?).or_default();
        if row.number("holds")? > 0 {
            of.domains.push(row.text("domain")?);
        } else {
            of.waits_elsewhere = true;
        }
    }
    held.retain(|_, of| !of.domains.is_empty());
    let operators: BTreeSet<&str> =
        holds.iter().filter(|hold| hold.by.is_none()).map(|hold| hold.domain.as_str()).collect();
    for of in held.values_mut() {
        of.is_operators = of.domains.iter().all(|domain| operators.contains(domain.as_str()));
    }
    Ok(held)
}
